"""Shared text added up, counted by hand on a corpus of four short articles."""

import pandas as pd
import pytest
from builders import ledger_from, sourced, tokens_from

from analysis.errors import SchemaError, UsageError
from analysis.measure.counting.shared_text import article_pairs, one_of_each_family, passages, shared_shares
from analysis.schema import TABLES
from analysis.text.reuse.shared_passages import find_shared, mark_shared, read_words

PLEDGE = "the mayor told reporters that the old bridge would be closed until autumn"
HALVES = [" ".join(PLEDGE.split()[:8]), " ".join(PLEDGE.split()[8:])]
DOCUMENTS = {
    "a": ["first words here.", PLEDGE],
    "b": [PLEDGE, "last words there."],
    "c": ["nothing in common with any other."],
    "d": [HALVES[0], f"{HALVES[1]} said he."],
}
TOKENS = sourced(tokens_from(DOCUMENTS), {"a": "Post", "b": "Radio", "c": "Radio", "d": "Post"})
SHARED = find_shared(
    TOKENS, ledger_from(DOCUMENTS), read_words(TOKENS, pd.DataFrame({"doc_id": list("abcd"), "language": "en"}))
)
TOKENS = TOKENS.assign(shared=mark_shared(TOKENS, SHARED))
N = len(PLEDGE.split())


def articles(**dates):
    frame = pd.DataFrame({"doc_id": list(dates)}).reindex(columns=list(TABLES["articles"]))
    dtypes = {"text": "str", "number": "float64", "date": "datetime64[ns]"}
    frame = frame.astype({name: dtypes[family] for name, family in TABLES["articles"].items()})
    return frame.assign(date_start=pd.to_datetime(pd.Series(list(dates.values()), dtype="str")))


def duplicates(*pairs, family="a"):
    return pd.DataFrame([(*pair, 0.9, family) for pair in pairs], columns=list(TABLES["duplicates"]))


def test_shares_by_source_and_of_the_whole():
    shares = shared_shares(TOKENS, "source")
    assert shares.values.tolist() == [
        ["Post", 2 * N + 5, 2 * N, 2 * N / (2 * N + 5)],
        ["Radio", N + 9, N, N / (N + 9)],
    ]
    assert shared_shares(TOKENS)["n_shared"].tolist() == [shares["n_shared"].sum()] == [3 * N]


def test_pairs_of_articles():
    pairs = article_pairs(SHARED)
    assert pairs.values.tolist() == [["a", "b", 1, N, 0], ["a", "d", 1, N, 0], ["b", "d", 1, N, 0]]


def test_a_word_in_two_passages_of_a_pair_counts_once():
    twice = pd.concat([SHARED.head(1), SHARED.head(1).assign(position_a=SHARED["position_a"].iloc[0] + 3)], ignore_index=True)
    assert article_pairs(twice)[["n_passages", "n_shared"]].values.tolist() == [[2, N + 3]]


def test_the_text_is_the_articles_own():
    table = passages(SHARED, ledger_from(DOCUMENTS))
    row = table[(table["doc_id_a"] == "a") & (table["doc_id_b"] == "d")].iloc[0]
    assert row["text_a"] == PLEDGE
    assert row["text_b"] == " | ".join(HALVES)
    assert passages(SHARED, ledger_from(DOCUMENTS), kind="similar").empty
    with pytest.raises(UsageError, match="no kind 'alike'"):
        passages(SHARED, ledger_from(DOCUMENTS), kind="alike")


def test_blank_lines_within_a_passage_are_passed_over():
    ledger = pd.DataFrame(
        {"doc_id": ["a", "a", "a", "b"], "line": [1, 2, 3, 1], "text": ["one two", None, "three four", "two three"]}
    )
    row = dict.fromkeys(TABLES["shared"], 0) | {"doc_id_a": "a", "doc_id_b": "b", "kind": "shared", "score": 1.0}
    row |= {"line_a": 1, "end_line_a": 3, "start_a": 4, "end_a": 5, "line_b": 1, "end_line_b": 1, "end_b": 9}
    assert passages(pd.DataFrame([row]), ledger)[["text_a", "text_b"]].values.tolist() == [["two | three", "two three"]]


def test_the_earliest_of_a_family_stays():
    chosen = one_of_each_family(
        articles(a="2024-03-02", b="2024-03-01", c=None, d="2024-03-09"), duplicates(("a", "b"), ("b", "c"))
    )
    assert chosen.articles["doc_id"].tolist() == ["b", "d"]
    assert chosen.left_out.values.tolist() == [["a", "a", "b", "a copy of b"], ["c", "a", "b", "a copy of b"]]


def test_a_tie_goes_by_name_and_no_date_is_last():
    same = one_of_each_family(articles(b="2024-03-01", a="2024-03-01"), duplicates(("a", "b")))
    assert same.articles["doc_id"].tolist() == ["a"]
    undated = one_of_each_family(articles(a=None, b="2024-03-01"), duplicates(("a", "b")))
    assert undated.articles["doc_id"].tolist() == ["b"]


def test_without_copies_all_stay_and_unknown_ones_are_named():
    chosen = one_of_each_family(
        articles(a=None, b=None), duplicates().astype({"jaccard": "float64"}).astype({"doc_id_a": "str"})
    )
    assert len(chosen.articles) == 2 and chosen.left_out.empty
    with pytest.raises(SchemaError, match="the article 'x'"):
        one_of_each_family(articles(a=None), duplicates(("a", "x")))
