"""omissions.py: gaps counted by hand, the hypergeometric tail from SciPy, a slow count with sets, and names that would stand twice."""

import re
from collections import Counter
from math import comb
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, dictionary_from, ledger_from, sourced, tokens_from
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

import analysis as px
from analysis.errors import SchemaError, UsageError
from analysis.measure.comparing.omissions import omissions
from analysis.measure.dictionary.names import find_names
from analysis.measure.dictionary.patterns import match_dictionary

SEEDS = Path(__file__).parent.parent / "seeds"
COLUMNS = ["kind", "item", "n_groups_with", "n_others", "n_articles_with"]
COLUMNS += ["rate_per_1000_expected", "expected", "p_none", "p_none_articles", "q_none_articles"]


def test_a_table_counted_by_hand():
    """X has four words in one article, Y four in two, Z two in one. Two of the four articles have oil."""
    documents = {"d1": ["war talks war aid"], "d2": ["war oil"], "d3": ["war aid"], "d4": ["oil war"]}
    tokens = sourced(tokens_from(documents), {"d1": "X", "d2": "Y", "d3": "Y", "d4": "Z"})
    got = omissions(tokens, "source", min_share=1)
    assert list(got.columns) == ["source", *COLUMNS]
    assert got.iloc[:, :6].values.tolist() == [["X", "term", "oil", 2, 2, 2], ["Z", "term", "aid", 2, 2, 2]]
    assert got["rate_per_1000_expected"].tolist() == pytest.approx([1000 * 2 / 6, 1000 * 2 / 8])
    assert got["expected"].tolist() == pytest.approx([4 * 2 / 6, 2 * 2 / 8])
    assert got["p_none"].tolist() == pytest.approx([np.exp(-4 / 3), np.exp(-0.5)])
    assert got["p_none_articles"].tolist() == pytest.approx([1 / 2, 1 / 2])
    # aid and war are looked for in Z and Y, oil and war in X, aid, oil and war in Z …: of X oil, war; of Y war; of Z aid, war
    assert got["q_none_articles"].tolist() == pytest.approx([1.0, 1.0])
    half = omissions(tokens, "source")
    assert half[["source", "item"]].values.tolist() == [["X", "oil"], ["Y", "talks"], ["Z", "aid"], ["Z", "talks"]]
    assert half["n_groups_with"].tolist() == [2, 1, 2, 1]


def slowly(tokens, min_share):
    words = {source: Counter(rows["term"].astype(str)) for source, rows in tokens.groupby("source", observed=True)}
    docs = {source: set(rows["doc_id"]) for source, rows in tokens.groupby("source", observed=True)}
    having = {doc: set(rows["term"]) for doc, rows in tokens.groupby("doc_id", observed=True)}
    rows = {}
    for source in words:
        others = [other for other in words if other != source]
        theirs = [doc for other in others for doc in docs[other]]
        for term in set(tokens["term"]) - set(words[source]):
            n_with = sum(term in words[other] for other in others)
            if n_with < min_share * len(others):
                continue
            n = sum(words[other][term] for other in others)
            rate = n / sum(sum(words[other].values()) for other in others)
            n_docs = sum(term in having[doc] for doc in theirs)
            m = len(docs[source])
            p = stats.hypergeom(len(theirs) + m, n_docs, m).pmf(0)
            expected = rate * sum(words[source].values())
            rows[source, term] = [n_with, len(others), n_docs, 1000 * rate, expected, stats.poisson(expected).pmf(0), p]
    return rows


@MADE_UP
@given(CORPORA, st.lists(st.sampled_from("XYZ"), min_size=4, max_size=4), st.sampled_from([0.3, 0.5, 1.0]))
def test_agrees_with_sets_and_scipy(corpus, sources, min_share):
    tokens = sourced(tokens_from(corpus), dict(zip(["d1", "d2", "d3", "d4"], sources, strict=True)))
    assume(tokens["source"].nunique() > 1)
    got, expected = omissions(tokens, "source", min_share=min_share), slowly(tokens, min_share)
    assert {(row.source, row.item) for row in got.itertuples()} == set(expected) and len(got) == len(expected)
    for row in got.itertuples(index=False):
        assert list(row[3:-1]) == pytest.approx(expected[row.source, row.item])


@pytest.mark.parametrize(("n_own", "n_others", "n_with"), [(1, 4, 3), (3, 20, 5), (5, 6, 2), (4, 3, 1), (30, 60, 1)])
def test_the_probability_of_articles_is_the_hypergeometric_one(n_own, n_others, n_with):
    documents = {f"x{place:02d}": ["a"] for place in range(n_own)}
    documents |= {f"y{place:02d}": ["a b" if place < n_with else "a"] for place in range(n_others)}
    tokens = sourced(tokens_from(documents), {doc: doc[0] for doc in documents})
    row = omissions(tokens, "source").iloc[0]
    assert row["item"] == "b" and row["n_articles_with"] == n_with
    expected = stats.hypergeom(n_own + n_others, n_with, n_own).pmf(0)
    assert row["p_none_articles"] == pytest.approx(expected, rel=1e-9) and expected > 0
    assert row["p_none_articles"] >= 1 / comb(n_own + n_others, n_own), "no p is below the smallest that can be reached"


@pytest.mark.parametrize(("n_with", "n", "own", "p"), [(1, 20, 10, 0.5), (3, 6, 2, 0.2), (4, 5, 1, 0.2)])
def test_known_probabilities(n_with, n, own, p):
    """That of an item in one of twenty articles, which ten of them lack; in three of six, which two lack; in four of five."""
    documents = {f"{'x' if place < own else 'y'}{place:02d}": ["a"] for place in range(n)}
    documents |= {doc: ["a b"] for doc in list(documents)[own : own + n_with]}
    tokens = sourced(tokens_from(documents), {doc: doc[0] for doc in documents})
    assert omissions(tokens, "source")["p_none_articles"].tolist() == pytest.approx([p])


def test_gaps_are_corrected_for_all_that_were_looked_for():
    """Each of ten outlets of five articles is looked at for 30 words that all others have; outlet 0 lacks the first of them."""
    words = [f"w{place}" for place in range(30)]
    documents = {f"{outlet}{n}": [" ".join(words[outlet == 0 :])] for outlet in range(10) for n in range(5)}
    tokens = sourced(tokens_from(documents), {doc: doc[0] for doc in documents})
    row = omissions(tokens, "source").iloc[0]
    assert row["p_none_articles"] == pytest.approx(1 / comb(50, 5)) and row["q_none_articles"] == pytest.approx(
        300 / comb(50, 5)
    )


@pytest.mark.parametrize("seed", range(4))
def test_chance_alone_leaves_no_gap_that_holds(seed):
    """Of ten corpora of 120 articles that are dealt to four outlets by chance, with words of all frequencies."""
    rng = np.random.default_rng(seed)
    told = 0
    for _ in range(10):
        rates = 1 / np.arange(1, 150)
        documents = {
            f"{n:03d}": [" ".join(["the", *(f"w{place}" for place in np.flatnonzero(rng.random(149) < rates))])]
            for n in range(120)
        }
        outlets = dict(zip(documents, rng.permutation(np.repeat(list("ABCD"), 30)), strict=True))
        told += bool((omissions(sourced(tokens_from(documents), outlets), "source")["q_none_articles"] <= 0.05).any())
    assert told <= 2


TOPICS = dictionary_from({"Peace": ["peace", "truce"], "War": ["war"], "Sea": ["sea"]})


def test_topics_and_concepts():
    tokens = tokens_from({"d": ["war war a"], "e": ["peace war"], "f": ["truce b"]})
    wording = dictionary_from(
        {"War": {"war": ["war"], "_other": ["truce"]}, "Truce": {"_other": ["truce"], "truce": ["peace"]}}
    )
    mentions = {"topic": match_dictionary(tokens, TOPICS), "concept": match_dictionary(tokens, wording)}
    got = omissions(tokens, "doc_id", mentions=mentions, stop_words=["a", "b", "war", "truce", "peace"])
    assert got.iloc[:, :5].values.tolist() == [
        ["d", "topic", "Peace", 2, 2],
        ["d", "concept", "Truce", 1, 2],
        ["f", "concept", "War", 2, 2],
        ["f", "topic", "War", 2, 2],
        ["f", "concept", "Truce", 1, 2],  # its one mention is labelled _other
    ]
    assert (got["item"] != "Sea").all(), "what nobody speaks of is no gap"


def named(documents, **more):
    tokens = tokens_from(documents)
    return omissions(tokens, "doc_id", mentions={"name": find_names(tokens, ledger_from(documents))}, **more)


def rows_of_kind(table, doc):
    return sorted(table.loc[table["doc_id"] == doc, ["kind", "item"]].itertuples(index=False, name=None))


def test_a_word_of_a_listed_name_is_not_listed_again():
    table = named({"d": ["it rains"], "e": ["with Ann Lee it rains"], "f": ["it rains on Ann Lee"]}, min_share=1)
    assert rows_of_kind(table, "d") == [("name", "Ann Lee")]


def test_a_word_that_occurs_outside_names_too_is_listed():
    table = named(
        {"d": ["it"], "e": ["with New York as New York as New York as New York or new"], "f": ["the New York"]}, min_share=1
    )
    assert rows_of_kind(table, "d") == [("name", "New York"), ("term", "new")]


def test_a_word_whose_names_are_too_rare_to_be_rows_is_listed():
    """Half of the others have the word, but each within another name."""
    table = named({"d": ["it"], "e": ["it met Ann Lee"], "f": ["it met Ann Poe"]}, min_share=1)
    assert rows_of_kind(table, "d") == [("term", "ann"), ("term", "met")]


def test_a_name_within_a_longer_one_is_not_missing():
    documents = {"d": ["it was Ann Lee"], "e": ["it was Lee"], "f": ["it was Lee"]}
    assert rows_of_kind(named(documents, min_share=1), "d") == []
    assert rows_of_kind(named(documents), "e") == [("name", "Ann Lee")]


def test_mentions_outside_the_words_do_not_count():
    tokens = tokens_from({"d": ["war"], "e": ["peace war"], "f": ["peace war"]})
    mentions = {"topic": match_dictionary(tokens, TOPICS)}
    kept = tokens[(tokens["doc_id"] != "f") | (tokens["term"] != "peace")]
    got = omissions(kept, "doc_id", mentions=mentions, stop_words=["peace"])
    assert got[["doc_id", "item", "n_groups_with"]].values.tolist() == [["d", "Peace", 1], ["f", "Peace", 1]]


def test_words_that_were_left_out_may_be_the_last_of_the_categories():
    """A selection keeps the categories of `term`, so that some at the end may have no word."""
    documents = {"d": ["it rains"], "e": ["with Ann Lee it rains"], "f": ["it rains on Ann Lee"]}
    tokens = tokens_from(documents)
    kept = tokens[tokens["term"] != "with"]
    assert kept["term"].cat.categories[-1] == "with"
    got = omissions(kept, "doc_id", mentions={"name": find_names(tokens, ledger_from(documents))}, min_share=1)
    assert rows_of_kind(got, "d") == [("name", "Ann Lee")]


def test_nothing_missing_is_a_table_without_rows():
    tokens = tokens_from({"d": ["a b"], "e": ["b a"]})
    got = omissions(
        tokens, "doc_id", mentions={"topic": match_dictionary(tokens, TOPICS), "name": match_dictionary(tokens, TOPICS.head(0))}
    )
    assert got.empty and list(got.columns) == ["doc_id", *COLUMNS]


def test_ties_go_by_kind_and_name_and_a_shuffled_table_is_the_same():
    tokens = tokens_from({"d": ["a"], "e": ["a war peace"], "f": ["a peace war"]})
    mentions = {"topic": match_dictionary(tokens, TOPICS)}
    got = omissions(tokens, "doc_id", mentions=mentions)
    assert got[["kind", "item"]].values.tolist() == [["term", "peace"], ["term", "war"], ["topic", "Peace"], ["topic", "War"]]
    pd.testing.assert_frame_equal(got, omissions(tokens.sample(frac=1, random_state=1), "doc_id", mentions=mentions))


def test_groups_that_share_an_article():
    tokens = tokens_from({"d": ["a b", "a c"], "e": ["a c"]}).assign(
        voice=[*["outside"] * 2, *["quoted"] * 2, *["outside"] * 2]
    )
    got = omissions(tokens, "voice")
    assert got[["voice", "item", "n_articles_with"]].values.tolist() == [["quoted", "b", 1]]
    assert got["p_none_articles"].isna().all(), "articles that stand in two groups cannot be dealt out"


def test_the_five_articles():
    p = px.prepare(SEEDS)
    tokens = px.measure.select(p.tokens, p.articles, "source").tokens
    got = omissions(
        tokens, "source", mentions={"name": find_names(tokens, p.ledger), "topic": match_dictionary(tokens, p.topics)}
    )
    text = p.ledger.dropna(subset="text").groupby("doc_id", observed=True)["text"].agg(" ".join)
    source = p.articles.set_index("doc_id")["source"]
    for row in got[got["kind"] == "name"].itertuples():
        having = [source[doc] for doc in text.index if re.search(rf"(?<![\w-]){re.escape(row.item)}(?![\w-])", text[doc])]
        assert row.source not in having, row.item
    belta = got[got["source"] == "BelTA"]
    assert {"Istanbul", "Kremlin", "Lukashenka"} <= set(belta["item"]) and "Minsk" not in set(belta["item"])
    assert not got.duplicated(["source", "kind", "item"]).any()


def test_refusals():
    tokens = tokens_from({"d": ["a"], "e": ["b"]})
    with pytest.raises(SchemaError, match="only one group, 'd'"):
        omissions(tokens[tokens["doc_id"] == "d"], "doc_id")
    for share in (0, 1.1, np.nan):
        with pytest.raises(UsageError, match=r"of the other groups is none|min_share cannot be"):
            omissions(tokens, "doc_id", min_share=share)
    with pytest.raises(UsageError, match="kind 'term'"):
        omissions(tokens, "doc_id", mentions={"term": match_dictionary(tokens, TOPICS)})


def test_where_nothing_is_lacking_the_columns_still_hold_text():
    tokens = sourced(tokens_from({"d": ["war"], "e": ["war"]}), {"d": "X", "e": "Y"})
    got = omissions(tokens, "source")
    assert got.empty and (got["item"] + ", not in " + got["source"].astype("str")).dtype == "str"
