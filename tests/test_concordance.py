"""concordance.py: the article's own text around each mention, cut between words, sorted as asked."""

import pytest
from builders import CORPORA, MADE_UP, dictionary_from, ledger_from, sourced, tokens_from
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import SchemaError, UsageError
from analysis.measure.dictionary.patterns import match_dictionary
from analysis.measure.evidence.concordance import concordance, lines_of

LINE = "Leaders spoke; the PEACE talks, they said, will follow."
TEXTS = {"d": ["# Talks", LINE], "e": ["No talks."]}


@pytest.fixture
def tokens():
    return sourced(tokens_from(TEXTS), {"d": "X", "e": "Y"})


CUTS = [  # width, left, right of "PEACE talks" in LINE
    (60, "Leaders spoke; the ", ", they said, will follow."),
    (19, "Leaders spoke; the ", ", they said, will…"),
    (18, "…spoke; the ", ", they said, will…"),
    (12, "…spoke; the ", ", they said,…"),
    (11, "…spoke; the ", ", they…"),
    (10, "…the ", ", they…"),
    (6, "…the ", ", they…"),
    (5, "…the ", ",…"),
    (4, "…the ", ",…"),
    (3, "…", ",…"),
    (1, "…", ",…"),
    (0, "…", "…"),
]


@pytest.mark.parametrize(("width", "left", "right"), CUTS)
def test_cut_between_words(tokens, width, left, right):
    row = concordance(tokens, ledger_from(TEXTS), "peace talks", width=width).iloc[0]
    assert (row["left"], row["hit"], row["right"]) == (left, "PEACE talks", right)


def test_text_without_spaces_is_cut_all_the_same():
    texts = {"d": ["ab—cdefghij—kl"]}
    tokens = tokens_from({"d": ["ab cdefghij kl"]})
    row = concordance(tokens, ledger_from(texts), "cdefghij", width=2).iloc[0]
    assert (row["left"], row["right"]) == ("…b—", "—k…")


def test_columns_and_order(tokens):
    got = concordance(tokens, ledger_from(TEXTS), ["talks", "peace talks"])
    assert list(got.columns) == ["left", "hit", "right", "doc_id", "line", "source", "voice"]
    assert got[["hit", "doc_id", "line", "source"]].values.tolist() == [
        ["Talks", "d", 1, "X"],
        ["PEACE talks", "d", 2, "X"],
        ["talks", "e", 1, "Y"],
    ]


def test_a_line_says_whose_words_the_hit_begins_with(tokens):
    tokens.loc[tokens["term"] == "peace", "voice"] = "quoted"
    got = concordance(tokens, ledger_from(TEXTS), ["talks", "peace talks"])
    assert got["voice"].tolist() == ["outside", "quoted", "outside"]


SORTED = {"a": ["red fox, Blue whale", "the fox — blue dog", "RED fox apple. old red fox"]}
SORTS = [
    ("position", ["red fox, Blue whale", "the fox — blue dog", "RED fox apple", "old red fox"]),
    ("right", ["old red fox", "RED fox apple", "the fox — blue dog", "red fox, Blue whale"]),
    ("left", ["red fox, Blue whale", "RED fox apple", "old red fox", "the fox — blue dog"]),
]


@pytest.mark.parametrize(("sort", "expected"), SORTS)
def test_sorted_by_the_words_beside(sort, expected):
    texts = {doc_id: [part for line in lines for part in line.split(". ")] for doc_id, lines in SORTED.items()}
    got = concordance(tokens_from(texts), ledger_from(texts), "fox", width=60, sort=sort)
    assert (got["left"] + got["hit"] + got["right"]).tolist() == expected


def test_without_a_mention_there_is_no_row(tokens):
    got = concordance(tokens, ledger_from(TEXTS), "zebra")
    assert got.empty and list(got.columns) == ["left", "hit", "right", "doc_id", "line", "source", "voice"]


def test_lines_of_any_mentions(tokens):
    mentions = match_dictionary(tokens, dictionary_from({"talks": {"neutral": ["talks"]}, "peace": {"of": ["peace"]}}))
    got = lines_of(mentions.iloc[::-1], ledger_from(TEXTS), width=0)
    assert got["hit"].tolist() == ["talks", "talks", "PEACE", "Talks"]
    assert got[["group", "label", "pattern", "pattern_line"]].iloc[2].tolist() == ["peace", "of", "peace", 2]
    assert list(got.columns) == [
        "left",
        "hit",
        "right",
        "doc_id",
        "line",
        "group",
        "label",
        "pattern",
        "pattern_line",
        "source",
        "voice",
    ]


@MADE_UP
@given(CORPORA, st.integers(0, 12), st.sampled_from(["position", "left", "right"]))
def test_the_context_is_the_articles_own(corpus, width, sort):
    got = concordance(tokens_from(corpus), ledger_from(corpus), "a", width=width, sort=sort)
    assert len(got) == sum(" ".join(lines).replace(".", "").split().count("a") for lines in corpus.values())
    for row in got.itertuples():
        assert row.hit == "a"
        assert row.left.strip("…") + row.hit + row.right.strip("…") in corpus[row.doc_id][0]
        assert max(len(row.left.strip("…")), len(row.right.strip("…"))) <= width


def test_refusals(tokens):
    ledger = ledger_from(TEXTS)
    with pytest.raises(UsageError, match=r"cannot be sorted by 'date'\. There are: 'position', 'left', 'right'"):
        concordance(tokens, ledger, "talks", sort="date")
    with pytest.raises(UsageError, match="width cannot be -1"):
        concordance(tokens, ledger, "talks", width=-1)
    with pytest.raises(SchemaError, match="no text for line 2 of article 'd'"):
        concordance(tokens, ledger[ledger["line"] != 2], "peace")
    with pytest.raises(SchemaError, match="no text for line 1 of article 'e'"):
        concordance(tokens, ledger[ledger["doc_id"] != "e"], "no")
    assert concordance(tokens, ledger, []).empty
