"""evidence.py: for every kind of row as many lines as it counts, the article's own text in them, and no row without a reason."""

from collections import namedtuple
from pathlib import Path

import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, dictionary_from, ledger_from, sourced, tokens_from
from hypothesis import given
from hypothesis import strategies as st

import analysis as px
from analysis.errors import SchemaError, UsageError
from analysis.measure.comparing.omissions import omissions
from analysis.measure.counting.voices import SCARE_QUOTES
from analysis.measure.dictionary.names import find_names
from analysis.measure.evidence import searches
from analysis.measure.evidence.behind import evidence, evidence_of
from analysis.schema import TABLES

HERE = Path(__file__).parent
CORPUS = {"tiny": HERE / "tiny", "seeds": "seeds"}
SOURCES = {"d1": "X", "d2": "Y", "d3": "X", "d4": "Z"}
TOPICS = dictionary_from({"A": ["a", "a b"], "B": ["b", "c"], "D": ["d*"]})
WORDING = dictionary_from({"it": {"one": ["a"], "two": ["b c", "b"], "_other": ["b a"]}, "that": {"d": ["d"], "e": ["e"]}})


class Read:
    """A corpus as a page has it: its tables, with what the measures count of them."""

    def __init__(self, tokens, ledger, topics, wording, quotes=None, articles=None, words=(), none=()):
        self.tokens, self.ledger, self.quotes, self.articles, self.words = tokens, ledger, quotes, articles, words
        self.topics, self.named, self.wording = (
            px.measure.match_dictionary(tokens, topics),
            px.measure.match_dictionary(tokens, wording),
            wording,
        )
        self.none = none  # tables that have no row
        self.own = tokens[tokens["voice"].astype("str").ne("quoted").to_numpy()]

    def of(self, table, **more):
        return evidence_of(table, **{"tokens": self.tokens, "ledger": self.ledger, "top": None, **more})


@pytest.fixture(scope="module", params=CORPUS)
def read(request):
    p = px.prepare(CORPUS[request.param])
    chosen = px.measure.select(p.tokens, p.articles, "source")
    none, words = ("hedges",) if request.param == "tiny" else (), px.text.hedge_words(chosen.language)
    return Read(chosen.tokens, p.ledger, p.topics, p.wording, p.quotes, chosen.articles, words, none)


# name: the table, the column with the number of lines, and what its lines need
TABLES_OF = {
    "terms": (lambda r: px.measure.count_terms(r.tokens), "n", ""),
    "terms by source": (lambda r: px.measure.count_terms(r.tokens, "source"), "n", ""),
    "terms by article and voice": (lambda r: px.measure.count_terms(r.tokens, ["doc_id", "voice"]), "n", ""),
    "runs": (lambda r: px.measure.count_ngrams(r.tokens, "source", n=3), "n", ""),
    "dispersion": (lambda r: px.measure.dispersion(r.tokens), "n", ""),
    "collocations": (lambda r: px.measure.collocations(r.tokens, min_n=2), "observed", ""),
    "collocations in a window": (lambda r: px.measure.collocations(r.tokens, window=4, min_n=2).assign(window=4), "observed", ""),
    "pairs": (lambda r: px.measure.collocations(r.tokens, min_n=2).assign(
        pair=lambda t: t["left"] + " " + t["right"])[["pair", "observed"]], "observed", ""),
    "collocates": (lambda r: px.measure.collocates(r.tokens, "the", window=5, min_n=1), "observed", ""),
    "topics": (lambda r: px.measure.count_topics(r.tokens, r.topics, "source"), "n", "topics"),
    "topics by voice": (lambda r: px.measure.count_topics(r.tokens, r.topics, ["source", "voice"]), "n", "topics"),
    "topics together": (lambda r: px.measure.cooccurrence(r.tokens, r.topics), "observed", "topics"),
    "patterns": (lambda r: r.topics.groupby(["group", "pattern"], observed=True).agg(n=("line", "size")).reset_index(), "n", "topics"),
    "wording": (lambda r: px.measure.count_wording(r.tokens, r.named, r.wording, "source"), "n", "named"),
    "concepts": (lambda r: px.measure.count_wording(r.tokens, r.named, r.wording, "source").drop(columns=["variant", "n"]), "n_concept",
                 "named"),
    "speakers": (lambda r: px.measure.speakers(r.quotes, r.articles, "source"), "n_quotes n_reports", "quotes"),
    "speakers by article": (lambda r: px.measure.speakers(r.quotes, r.articles, "doc_id"), "n_quotes n_reports", "quotes"),
    "verbs": (lambda r: px.measure.verbs(r.quotes, r.articles, "source"), "n", "quotes"),
    "hedges": (lambda r: px.measure.hedges(r.tokens, r.quotes, r.words, by="source"), "n", "quotes own"),
}  # fmt: skip


def thinned(table):
    """All rows of a short table, and some of a long one."""
    return table.iloc[:: len(table) // 500 + 1].reset_index(drop=True)


def needed(read, names):
    more = {"mentions": read.topics} if "topics" in names else {"mentions": read.named} if "named" in names else {}
    more |= {"quotes": read.quotes} if "quotes" in names else {}
    return more | ({"tokens": read.own} if "own" in names else {})


@pytest.mark.parametrize("name", TABLES_OF)
def test_there_are_as_many_lines_as_a_row_counts(read, name):
    make, column, names = TABLES_OF[name]
    table = thinned(make(read))
    got = read.of(table, **needed(read, names))
    counted = got.groupby("row").size().reindex(range(len(table)), fill_value=0)
    claimed = table[column.split()].sum(axis=1)
    assert counted.tolist() == claimed.tolist() and (len(table) or name in read.none)
    assert got["n"].tolist() == claimed.iloc[got["row"]].tolist()
    if "source" in table.columns:
        assert got["source"].astype("str").tolist() == table["source"].astype("str").iloc[got["row"]].tolist()
    assert list(got.columns) == ["row", "n", "left", "hit", "right", "doc_id", "line", "source", "voice"]
    assert got["hit"].str.len().gt(0).all()


@pytest.mark.parametrize("name", TABLES_OF)
def test_a_row_has_the_lines_that_its_table_gives_it(read, name):
    make, _, names = TABLES_OF[name]
    table = thinned(make(read))
    more = needed(read, names)
    first = evidence_of(table, **{"tokens": read.tokens, "ledger": read.ledger, "top": 2, **more})
    for place in range(0, len(table), max(len(table) // 4, 1)):
        one = evidence(table.iloc[place], **{"tokens": read.tokens, "ledger": read.ledger, **more})
        lines = first[first["row"] == place].drop(columns=["row", "n"]).reset_index(drop=True)
        assert lines.astype("object").equals(one.head(2).astype("object"))
        columns = one[["doc_id", "line"]].astype({"doc_id": "str"})
        assert columns.values.tolist() == columns.sort_values(["doc_id", "line"], kind="stable").values.tolist()


def test_a_comparison_has_the_lines_of_both_sides_its_own_first(read):
    table = px.measure.keyness(read.tokens, "source").groupby("source", observed=True).head(8)
    got = read.of(table)
    for place, (source, n_a, n_b) in enumerate(table[["source", "n_a", "n_b"]].itertuples(index=False)):
        lines = got.loc[got["row"] == place, "source"].astype("str").tolist()
        assert lines[:n_a] == [source] * n_a and source not in lines[n_a:] and len(lines) == n_a + n_b
    shift = px.measure.word_shift(read.tokens, "source", table["source"].iloc[0]).head(5)
    counts = px.measure.count_terms(read.tokens).set_index("term")["n"]
    assert read.of(shift).groupby("row").size().tolist() == counts[shift["term"]].tolist()


DATES = ["2024-10-02", "2024-10-31", "2024-12-24", None]


@pytest.mark.parametrize("period", ["day", "week", "month", "year"])
def test_a_trend_has_the_lines_of_its_period(period):
    texts = {"d1": ["a b a b. a"], "d2": ["a c"], "d3": ["b a"], "d4": ["a"]}
    tokens, dates = sourced(tokens_from(texts), SOURCES), pd.to_datetime(DATES)
    articles = pd.DataFrame({"doc_id": list(texts), "source": list("XYXZ"), "date_start": dates, "date_end": dates})
    more = {"tokens": tokens, "ledger": ledger_from(texts), "articles": articles, "top": None}
    mentions = px.measure.match_dictionary(tokens, TOPICS)
    for table, topics in (
        (px.measure.trend(tokens, articles, ["a", "a b", "?"], period=period, by="source"), None),
        (px.measure.trend(tokens, articles, period=period, mentions=mentions), mentions),
    ):
        got = evidence_of(table, mentions=topics, **more)
        assert got.groupby("row").size().reindex(range(len(table)), fill_value=0).tolist() == table["n"].tolist()
        assert got["period"].astype("str").tolist() == table["period"].iloc[got["row"]].tolist()
    with pytest.raises(UsageError, match="need the dates"):
        evidence_of(table, tokens, ledger_from(texts), mentions=mentions)


def test_what_is_omitted_is_shown_in_the_groups_that_have_it(read):
    mentions = {"topic": read.topics, "concept": read.named, "name": find_names(read.tokens, read.ledger)}
    table = thinned(omissions(read.tokens, "source", mentions=mentions, min_share=0.3))
    assert {"term", "name"} <= set(table["kind"])
    got = read.of(table, mentions=mentions)
    assert got.groupby("row")["doc_id"].nunique().tolist() == table["n_articles_with"].tolist()
    assert got.groupby("row")["source"].nunique().tolist() == table["n_groups_with"].tolist()
    assert (got["source"].astype("str").to_numpy() != table["source"].astype("str").iloc[got["row"]].to_numpy()).all()
    with pytest.raises(UsageError, match="of the kind 'name' need their mentions"):
        read.of(table[table["kind"] == "name"], mentions=read.topics)


def test_lines_are_those_of_the_concordance(read):
    for term in ("the", "in the", "and"):
        expected = px.concordance(read.tokens, read.ledger, term)
        assert evidence({"term": term}, read.tokens, read.ledger).astype("object").equals(expected.astype("object"))


# Counted by hand

TEXTS = {
    "d": ["# War ends", "War, war; a war on* War. Peace talks and peace."],
    "e": ["Peace by war* or talks"],
    "f": ["nothing here"],
}
PLACES = [
    ({"term": "war"}, ["War", "War", "war", "war", "War"]),
    ({"term": "war", "doc_id": "d", "n": 5}, ["War", "War", "war", "war", "War"]),
    ({"term": "war war"}, ["War, war"]),
    ({"term": "war*"}, ["war*"]),
    ({"term": "wa?"}, []),
    ({"term": "on*"}, ["on*"]),
    ({"term": "war peace"}, []),
    ({"term": "zebra"}, []),
    ({"term": "War"}, []),
    ({"term": "war", "part": "heading"}, ["War"]),
    ({"term": "war", "position": 4, "doc_id": "d"}, ["war"]),
    ({"term": "war", "position": 4}, ["War", "War", "war", "war", "War"]),
    ({"left": "war", "right": "war"}, ["War, war"]),
    ({"left": "peace", "right": "peace"}, []),
    ({"left": "peace", "right": "peace", "window": 3}, ["Peace talks and peace"]),
    ({"pair": "peace talks", "observed": 1}, ["Peace talks"]),
    ({"node": "war", "collocate": "war"}, ["War, war", "War, war; a war", "War, war; a war on* War"]),
    ({"node": "w*", "collocate": "peace"}, ["Peace by war*"]),
    ({"doc_id": "e", "line": 1}, ["Peace by war* or talks"]),
    ({"doc_id": "e", "line": 1, "left": "", "hit": "Peace", "right": " by", "n": 7}, ["Peace by war* or talks"]),
]  # fmt: skip


@pytest.mark.parametrize(("row", "hits"), PLACES, ids=[str(row) for row, _ in PLACES])
def test_places_counted_by_hand(row, hits):
    got = evidence(row, tokens_from(TEXTS), ledger_from(TEXTS))
    if "node" in row and row["collocate"] == "war":
        # each of the four is a neighbour of each other: twelve slots
        assert len(got) == 12 and set(hits) <= set(got["hit"])
    else:
        assert got["hit"].tolist() == hits


def test_the_closest_mentions_of_two_topics_are_shown():
    texts = {"d": ["bank x x river money x river", "# bank river", "bank"]}
    tokens = tokens_from(texts)
    mentions = px.measure.match_dictionary(
        tokens, dictionary_from({"money": ["bank", "money", "bank x"], "water": ["river", "bank"]})
    )
    got = evidence({"topic_a": "money", "topic_b": "water", "observed": 2}, tokens, ledger_from(texts), mentions=mentions)
    # the one bank serves both topics, in the first paragraph as a part of a longer mention; the heading is no paragraph
    assert got[["hit", "line"]].values.tolist() == [["bank x", 1], ["bank", 3]]
    assert evidence({"topic": "water", "part": "heading"}, tokens, ledger_from(texts), mentions=mentions)["hit"].tolist() == [
        "bank",
        "river",
    ]


def test_variants_that_share_the_first_place_are_all_shown():
    texts = {"d1": ["a b", "b"], "d2": ["a"]}
    tokens = sourced(tokens_from(texts), SOURCES)
    mentions = px.measure.match_dictionary(tokens, WORDING)
    table = px.measure.preferred(px.measure.count_wording(tokens, mentions, WORDING, ()))
    assert table["variant"].tolist()[0] == "one / two" and table["n_tied"].tolist() == [2, 0]
    got = evidence_of(table, tokens, ledger_from(texts), mentions=mentions)
    assert got[["row", "n", "hit", "doc_id"]].values.tolist() == [
        [0, 4, "a", "d1"], [0, 4, "b", "d1"], [0, 4, "b", "d1"], [0, 4, "a", "d2"],
    ]  # fmt: skip


QUOTED = {"d": ["he said we agree and", "so it goes", "the reform came she noted"], "e": ["no more"]}


@pytest.fixture
def quotes():
    rows = [
        ("d", 1, 8, 2, 10, "speech", "attributed", "Ruiz", "name", "say", "neutral", 1, 0, 7, 6),
        ("d", 3, 3, 3, 11, "scare", "unattributed", None, None, "note", "supportive", 3, 16, 25, 1),
        ("e", 1, 0, 1, 7, "speech", "unattributed", None, None, None, None, None, None, None, 2),
    ]
    table = pd.DataFrame(rows, columns=list(TABLES["quotes"])).astype(
        dict.fromkeys(("cue_line", "cue_start", "cue_end"), "Int32")
    )
    return table.astype(dict.fromkeys(("speaker", "by", "verb", "verb_class"), "str"))


QUOTATIONS = [
    ({"speaker": "Ruiz", "n_quotes": 1}, [["he said ", "we agree and", "…", "d", 1, "quoted"]]),
    ({"speaker": None, "n_quotes": 1}, [["", "no more", "", "e", 1, "quoted"]]),
    ({"speaker": None, "doc_id": "d", "n_quotes": 0}, []),
    ({"verb": "say", "n": 1}, [["", "he said", " we agree and", "d", 1, "outside"]]),
    ({"verb_class": "supportive"}, [["the reform came ", "she noted", "", "d", 3, "outside"]]),
    ({"verb": "say", "verb_class": "supportive"}, []),
    ({"term": SCARE_QUOTES, "n": 1}, [["the", " reform ", "came she noted", "d", 3, "outside"]]),
]


@pytest.mark.parametrize(("row", "lines"), QUOTATIONS, ids=[str(row) for row, _ in QUOTATIONS])
def test_quotations_counted_by_hand(quotes, row, lines):
    got = evidence(row, tokens_from(QUOTED), ledger_from(QUOTED), quotes=quotes)
    assert got[["left", "hit", "right", "doc_id", "line", "voice"]].values.tolist() == lines


def test_a_row_of_the_quotations_themselves_is_one_line(quotes):
    got = evidence_of(quotes, tokens_from(QUOTED), ledger_from(QUOTED), quotes=quotes)
    assert got[["row", "n", "hit"]].values.tolist() == [[0, 1, "we agree and"], [1, 1, " reform "], [2, 1, "no more"]]


def test_quotations_are_those_of_the_articles(quotes):
    tokens = sourced(tokens_from(QUOTED), {"d": "X", "e": "Y"})
    part, ledger = tokens[tokens["doc_id"] == "d"], ledger_from(QUOTED)
    articles = pd.DataFrame({"doc_id": ["d", "e"], "source": ["X", "Y"]})
    row = {"speaker": None, "source": "Y"}
    assert evidence(row, part, ledger, quotes=quotes).empty
    assert evidence(row, part, ledger, quotes=quotes, articles=articles)["source"].tolist() == ["Y"]


def test_a_removed_line_is_shown_as_received():
    ledger = ledger_from({"d": ["x", "By A. Writer"]})
    ledger.loc[1, ["text", "action"]] = [None, "removed"]
    got = evidence({"doc_id": "d", "line": 2, "rule": "byline"}, tokens_from({"d": ["x"]}), ledger)
    assert got["hit"].tolist() == ["By A. Writer"] and got["voice"].isna().all()
    with pytest.raises(SchemaError, match="no text for line 3"):
        evidence({"doc_id": "d", "line": 3}, tokens_from({"d": ["x"]}), ledger)


def test_any_form_of_a_row_and_any_order_of_the_words():
    tokens, ledger = tokens_from(TEXTS), ledger_from(TEXTS)
    row = px.measure.count_terms(tokens).iloc[0]
    expected = evidence(row, tokens, ledger)
    made = namedtuple("Made", row.index)(*row)
    assert len(expected) == 5
    assert evidence(row.to_dict(), tokens, ledger).equals(expected) and evidence(made, tokens, ledger).equals(expected)
    assert evidence(next(px.measure.count_terms(tokens).itertuples()), tokens.sample(frac=1, random_state=1), ledger).equals(
        expected
    )


def test_a_selection_of_words_selects_the_lines():
    texts = {"d": ["a x b a b"], "e": ["b a b"]}
    tokens, ledger = tokens_from(texts), ledger_from(texts)
    tokens.loc[tokens["doc_id"] == "e", "voice"] = "quoted"
    mentions = px.measure.match_dictionary(tokens, TOPICS)
    for kept in (tokens[tokens["term"] != "x"], tokens[tokens["voice"] == "outside"], tokens[tokens["position"] > 2]):
        assert not evidence({"term": "a b"}, kept, ledger).empty
        for length in (1, 2, 3):
            evidence_of(px.measure.count_ngrams(kept, n=length), kept, ledger)
        evidence_of(px.measure.collocations(kept, window=2, min_n=1), kept, ledger, window=2)
        evidence_of(px.measure.collocates(kept, "a", window=2, min_n=1), kept, ledger, window=2)
        evidence_of(px.measure.count_topics(kept, mentions, "voice"), kept, ledger, mentions=mentions)
    with pytest.raises(SchemaError, match="counts 1, and 2 lines were found"):
        evidence_of(px.measure.collocations(tokens, window=1, min_n=1), tokens, ledger, window=3)


def test_groups_of_any_kind_of_value():
    tokens = tokens_from({"d": ["a a"], "e": ["a"]})
    months = pd.to_datetime(["2024-02-01", None])
    articles = pd.DataFrame({"doc_id": ["d", "e"], "month": months, "year": [2024, 2025], "region": ["north", None]})
    tokens = px.measure.join_articles(tokens, articles, ["month", "year", "region"])
    for by in ("month", "year", "region", ["year", "region"]):
        table = px.measure.count_terms(tokens, by)
        assert sorted(evidence_of(table, tokens, ledger_from({"d": ["a a"], "e": ["a"]}))["n"]) == [1, 2, 2]
    with pytest.raises(SchemaError, match="row 0 of the table counts 2, and 0 lines were found"):
        evidence({"term": "a", "year": 1999, "n": 2}, tokens, ledger_from({"d": ["a a"], "e": ["a"]}))


@MADE_UP
@given(CORPORA, st.sampled_from(["n", "", "shuffled"]))
def test_every_row_of_made_up_corpora(corpus, order):
    tokens = sourced(tokens_from(corpus), SOURCES)
    r = Read(tokens, ledger_from(corpus), TOPICS, WORDING)
    if order:
        r.tokens, r.topics, r.named = (frame.sample(frac=1, random_state=3) for frame in (r.tokens, r.topics, r.named))
    for length in (1, 2, 3):
        table = px.measure.count_ngrams(tokens, "source", n=length)
        assert len(r.of(table)) == table["n"].sum()
    for table in (
        px.measure.collocations(tokens, window=3, min_n=1).assign(window=3),
        px.measure.collocates(tokens, "a*", window=2, min_n=1).assign(window=2),
    ):
        got = r.of(table)
        assert got.groupby("row").size().tolist() == table["observed"].tolist()
    for table in (px.measure.count_topics(tokens, r.topics, "source"), px.measure.cooccurrence(tokens, r.topics)):
        r.of(table, mentions=r.topics)
    wording = px.measure.count_wording(tokens, r.named, WORDING, "source")
    for table in (wording, px.measure.preferred(wording)):
        r.of(table, mentions=r.named)
    if tokens["source"].nunique() > 1:
        r.of(px.measure.keyness(tokens, "source"))


def test_words_are_passed_over_once_for_all_rows(monkeypatch):
    corpus = {f"d{number}": [" ".join("abcdefgh"[(number + place) % 8] for place in range(20))] for number in range(4)}
    tokens, passes = tokens_from(corpus), []
    counted = searches._rows_of_codes
    monkeypatch.setattr(searches, "_rows_of_codes", lambda *given: passes.append(1) or counted(*given))
    table = px.measure.count_ngrams(tokens, n=2)
    assert evidence_of(table, tokens, ledger_from(corpus), top=1)["row"].tolist() == list(range(len(table)))
    assert len(passes) == 1


def test_refusals(quotes):
    tokens, ledger = tokens_from(TEXTS), ledger_from(TEXTS)
    with pytest.raises(UsageError, match="nothing tells what to look for in a row of source, n_tokens"):
        evidence({"source": "X", "n_tokens": 3}, tokens, ledger)
    with pytest.raises(UsageError, match="nothing tells what to look for in a row of theme, topic"):
        evidence({"theme": 1, "topic": "A"}, tokens, ledger)
    with pytest.raises(UsageError, match=r"need its mentions\. Give mentions="):
        evidence({"topic": "A"}, tokens, ledger)
    with pytest.raises(UsageError, match="need the quotations"):
        evidence({"speaker": "A"}, tokens, ledger)
    with pytest.raises(UsageError, match="'a b c' is not a pair"):
        evidence({"pair": "a b c"}, tokens, ledger)
    with pytest.raises(SchemaError, match="counts 4, and 5 lines were found"):
        evidence({"term": "war", "n": 4}, tokens, ledger)
    with pytest.raises(SchemaError, match="has no row"):
        evidence({"term": "war"}, tokens.head(0), ledger)
    with pytest.raises(UsageError, match="width cannot be -1"):
        evidence({"term": "war"}, tokens, ledger, width=-1)
    assert evidence_of(pd.DataFrame({"term": pd.Series(dtype="str")}), tokens, ledger).empty
