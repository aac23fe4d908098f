"""article_changes.py: what became of each article, counted by hand, and by a slow count of contents."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import SchemaError
from analysis.measure.comparing.article_changes import STATES, article_changes


def articles(**fingerprints):
    return pd.DataFrame({"doc_id": list(fingerprints), "sha256": list(fingerprints.values())}, dtype="str")


def told(before, after):
    rows, counts = article_changes(before, after)
    return [[doc, state] for doc, state in rows[["doc_id", "state"]].values.tolist()], counts.set_index("state")["n"].to_dict()


def test_new_gone_altered_and_renamed():
    before = articles(a="1", b="2", c="3", d="4", z="0").assign(source="X", title="old")
    after = articles(a="1", b="9", e="4", f="5", g="6", z="0").assign(source="X", title="old", url="u")
    rows, counts = article_changes(before, after)
    assert list(rows.columns) == ["doc_id", "state", "doc_id_before", "differences", "source", "title"]
    assert rows[["doc_id", "state"]].values.tolist() == [
        ["f", "new"],
        ["g", "new"],
        ["c", "gone"],
        ["b", "altered"],
        ["e", "renamed"],
    ]
    assert rows["doc_id_before"].tolist()[4] == "d" and rows["doc_id_before"].isna().tolist() == [True] * 4 + [False]
    assert counts["n"].tolist() == [2, 1, 1, 0, 1, 0, 2] and counts["state"].tolist() == list(STATES)


def test_a_row_put_into_a_table_makes_one_new_article_and_renames_the_others():
    before = articles(**{"t#1": "1", "t#2": "2", "t#3": "3"})
    after = articles(**{"t#1": "9", "t#2": "1", "t#3": "2", "t#4": "3"})
    rows, counts = told(before, after)
    assert rows == [["t#1", "new"], ["t#2", "renamed"], ["t#3", "renamed"], ["t#4", "renamed"]] and counts["gone"] == 0


def test_two_articles_that_change_their_names_with_each_other_are_renamed():
    assert told(articles(a="1", b="2"), articles(a="2", b="1"))[1] | {} == dict.fromkeys(STATES, 0) | {"renamed": 2}


def test_the_same_content_counted_otherwise_or_described_otherwise():
    before = articles(a="1", b="2", c="3", d="4").assign(words=["w", "w", "w", "w"], source="X", date=["1", None, "1", "1"])
    after = articles(a="1", b="2", c="3", e="4").assign(words=["v", "w", "w", "w"], source="X", date=["1", None, "2", "9"])
    rows = article_changes(before, after).rows
    assert rows[["doc_id", "state"]].values.tolist() == [
        ["a", "read otherwise"],
        ["e", "renamed"],
        ["c", "described otherwise"],
    ]
    assert rows["differences"].tolist()[2] == "date" and rows["differences"].isna().tolist() == [True, True, False]
    assert told(before.drop(columns="words"), after)[1]["read otherwise"] == 0, "only what both runs know is compared"


@pytest.mark.parametrize("first", [{}, {"a": "1"}])
def test_a_run_without_articles(first):
    rows, counts = told(articles(**first), articles(b="2"))
    assert rows == [["b", "new"]] + [["a", "gone"]] * len(first) and sum(counts.values()) == 1 + len(first)


def test_content_that_is_there_twice_is_matched_as_often_as_it_is_there():
    assert told(articles(a="1", b="1"), articles(b="1", c="1", d="1"))[0] == [["d", "new"], ["c", "renamed"]]


SIDES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123"), max_size=6)


@settings(max_examples=40, deadline=None)
@given(SIDES, SIDES)
def test_nothing_is_lost_and_as_much_as_can_be_is_known_again(one, other):
    rows, counts = article_changes(articles(**one), articles(**other))
    n = counts.set_index("state")["n"]
    assert n.sum() - n["gone"] == len(other) and n.sum() - n["new"] == len(one)
    known = sum(min(list(one.values()).count(text), list(other.values()).count(text)) for text in "123")
    assert n["unchanged"] + n["renamed"] == known and n["unchanged"] >= 0
    assert len(rows) == n.sum() - n["unchanged"]


def test_refusals():
    same = articles(a="1")
    with pytest.raises(SchemaError, match="the later table of articles has no column 'sha256'"):
        article_changes(same, same[["doc_id"]])
    with pytest.raises(SchemaError, match="the earlier table of articles has 'a' twice"):
        article_changes(pd.concat([same, same]), same)
