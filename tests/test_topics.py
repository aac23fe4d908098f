"""topics.py: hand counts of a corpus of three articles, parts against the whole, groups and topics without anything."""

import numpy as np
import pytest
from builders import CORPORA, MADE_UP, dictionary_from, ledger_from, sourced, tokens_from
from hypothesis import given

from analysis.errors import SchemaError
from analysis.measure.dictionary.patterns import match_dictionary
from analysis.measure.dictionary.topics import cooccurrence, count_topics, coverage, uncovered

TEXTS = {
    "a": ["# war", "the war goes on. peace talks and war", "rain", "talks"],
    "b": ["# sun", "peace talks", "it rains today"],
    "c": ["# war"],
}
TOPICS = dictionary_from({"war": ["war"], "talks": ["peace talks", "talks"], "space": ["moon"]})


@pytest.fixture
def tokens():
    return sourced(tokens_from(TEXTS), {"a": "X", "b": "Y", "c": "Z"})


@pytest.fixture
def mentions(tokens):
    return match_dictionary(tokens, TOPICS)


BY_HAND = [  # source, topic, n, articles, rate base, paragraphs, share of paragraphs (X has 3, Y 2, Z none)
    ("X", "war", 3, 1, 11, 1, 1 / 3),
    ("X", "talks", 2, 1, 11, 2, 2 / 3),
    ("X", "space", 0, 0, 11, 0, 0.0),
    ("Y", "talks", 1, 1, 6, 1, 0.5),
    ("Y", "space", 0, 0, 6, 0, 0.0),
    ("Y", "war", 0, 0, 6, 0, 0.0),
    ("Z", "war", 1, 1, 1, 0, np.nan),
    ("Z", "space", 0, 0, 1, 0, np.nan),
    ("Z", "talks", 0, 0, 1, 0, np.nan),
]


def test_counted_by_hand(tokens, mentions):
    got = count_topics(tokens, mentions, "source")
    assert list(got.columns) == ["source", "topic", "n", "n_articles", "rate_per_1000", "n_paragraphs", "share_paragraphs"]
    assert got[["source", "topic", "n", "n_articles", "n_paragraphs"]].values.tolist() == [
        [*row[:4], row[5]] for row in BY_HAND
    ]
    assert got["rate_per_1000"].tolist() == pytest.approx([1000 * row[2] / row[4] for row in BY_HAND])
    assert got["share_paragraphs"].tolist() == pytest.approx([row[6] for row in BY_HAND], nan_ok=True)


def test_a_selection_of_tokens_selects_the_mentions(tokens, mentions):
    got = count_topics(tokens[tokens["source"] == "Y"], mentions)
    assert got[["topic", "n"]].values.tolist() == [["talks", 1], ["space", 0], ["war", 0]]


def test_without_any_mention_all_topics_are_zero(tokens, mentions):
    got = count_topics(tokens, mentions.head(0), "source")
    assert len(got) == 9 and (got["n"] == 0).all()
    assert cooccurrence(tokens, mentions.head(0))["log2_ratio"].isna().all()
    assert coverage(tokens, mentions.head(0))["share_uncovered"].tolist() == [1]


def test_cooccurrence_by_hand(tokens, mentions):
    """Five paragraphs: one with war, three with talks, one with both."""
    got = cooccurrence(tokens, mentions)
    assert got[["topic_a", "topic_b", "observed"]].values.tolist() == [
        ["talks", "war", 1],
        ["space", "talks", 0],
        ["space", "war", 0],
    ]
    assert got["expected"].tolist() == pytest.approx([3 / 5, 0, 0])
    assert got.loc[0, "log2_ratio"] == pytest.approx(np.log2(5 / 3))
    assert got.loc[1:, "log2_ratio"].isna().all()


def test_uncovered_by_hand(tokens, mentions):
    got = uncovered(tokens, ledger_from(TEXTS), mentions)
    assert got.values.tolist() == [["b", 3, 3, "it rains today"], ["a", 3, 1, "rain"]]


def test_coverage_by_hand(tokens, mentions):
    got = coverage(tokens, mentions, "source")
    assert got[["source", "n_paragraphs", "n_uncovered"]].values.tolist() == [["X", 3, 1], ["Y", 2, 1], ["Z", 0, 0]]
    assert got["share_uncovered"].tolist() == pytest.approx([1 / 3, 0.5, np.nan], nan_ok=True)


def test_uncovered_asks_the_ledger(tokens, mentions):
    with pytest.raises(SchemaError, match="no text for line 3 of article 'a'"):
        uncovered(tokens, ledger_from({"b": TEXTS["b"]}), mentions)


@MADE_UP
@given(CORPORA)
def test_parts_add_up_to_the_whole(corpus):
    tokens = tokens_from(corpus)
    mentions = match_dictionary(tokens, dictionary_from({"one": ["a", "b c"], "two": ["b"], "three": ["x"]}))
    whole = count_topics(tokens, mentions).set_index("topic").sort_index()
    parts = count_topics(tokens, mentions, "doc_id").groupby("topic")[["n", "n_articles", "n_paragraphs"]].sum().sort_index()
    assert parts.values.tolist() == whole[["n", "n_articles", "n_paragraphs"]].values.tolist()
    assert whole["n"].sum() == len(mentions)
    covered = coverage(tokens, mentions)
    assert len(uncovered(tokens, ledger_from(corpus), mentions)) == covered.loc[0, "n_uncovered"]
    assert (cooccurrence(tokens, mentions)["observed"] <= covered.loc[0, "n_paragraphs"]).all()


def test_nothing_to_count_is_an_error(tokens, mentions):
    for measure in (count_topics, coverage, cooccurrence):
        with pytest.raises(SchemaError, match="'tokens' has no row"):
            measure(tokens.head(0), mentions)
