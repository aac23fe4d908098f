"""in_common.py: which stories stay, by whom they are told."""

import pytest
from builders import sourced, tokens_from

from analysis.errors import NotApplicableError, SchemaError, UsageError
from analysis.measure.counting.in_common import told_in_common

SOURCES = {"p1": "P", "p2": "P", "q1": "Q", "q2": "Q", "r1": "R", "p3": "P"}
STORIES = {"p1": "flood", "q1": "flood", "p2": "trial", "r1": "trial", "q2": "match"}  # p3 has none


@pytest.fixture
def tokens():
    table = sourced(tokens_from({doc: [f"{doc} said"] for doc in SOURCES}), SOURCES)
    return table.assign(story=table["doc_id"].astype(str).map(STORIES))


@pytest.mark.parametrize(
    ("a", "b", "kept"),
    [
        (None, None, ["p1", "p2", "q1", "r1"]),
        ("P", None, ["p1", "p2", "q1", "r1"]),
        ("Q", None, ["p1", "q1"]),
        ("R", None, ["p2", "r1"]),
        ("P", "Q", ["p1", "q1"]),
        ("P", "R", ["p2", "r1"]),
    ],
)
def test_stories_told_in_common(tokens, a, b, kept):
    got = told_in_common(tokens, "source", a=a, b=b)
    assert got["doc_id"].astype(str).unique().tolist() == kept and len(got) == 2 * len(kept)
    assert got.columns.tolist() == tokens.columns.tolist()


def test_a_third_teller_is_no_part_of_a_pair(tokens):
    told = tokens.assign(story=tokens["story"].replace("trial", "flood"))
    assert set(told_in_common(told, "source", a="P", b="Q")["doc_id"]) == {"p1", "p2", "q1"}
    assert set(told_in_common(told, "source", a="P")["doc_id"]) == {"p1", "p2", "q1", "r1"}


def test_any_column_may_match_articles(tokens):
    got = told_in_common(tokens.assign(day=tokens["doc_id"].astype(str).str[1]), "source", "day")
    assert set(got["doc_id"]) == {"p1", "p2", "q1", "q2", "r1"}


def test_groups_of_several_columns(tokens):
    got = told_in_common(tokens.assign(half=["x", "y"] * 6), ["source", "half"], a=("P", "x"), b=("Q", "x"))
    assert got["term"].tolist() == ["p1", "q1"]


def test_refusals(tokens):
    with pytest.raises(NotApplicableError, match="no story is told by"):
        told_in_common(tokens, "source", a="Q", b="R")
    with pytest.raises(NotApplicableError):
        told_in_common(tokens.assign(story=None).astype({"story": "str"}), "source")
    with pytest.raises(NotApplicableError):
        told_in_common(tokens.assign(story=tokens["doc_id"]), "source")
    with pytest.raises(SchemaError, match="no column 'event'"):
        told_in_common(tokens, "source", "event")
    with pytest.raises(SchemaError, match="has no words"):
        told_in_common(tokens, "source", a="P", b="X")
    with pytest.raises(UsageError):
        told_in_common(tokens, "source", b="P")
    with pytest.raises(UsageError):
        told_in_common(tokens, "story", "story")
