"""heads.py: that a table with groups shows rows of each of them, by known answers."""

import pandas as pd
import pytest

from analysis.show.tables import heads
from analysis.show.tables.heads import MOST_GROUPS, of_each
from analysis.show.tables.table import Table


def table(sizes, top):
    rows = [(group, place) for group, n in sizes.items() for place in range(n)]
    return Table(pd.DataFrame(rows, columns=["source", "rank"]), "t", "Words.", top=top)


def shown(found):
    return ["".join(map(str, row)) for row in found.head.itertuples(index=False, name=None)]


@pytest.mark.parametrize(
    ("top", "rows", "said"),
    [
        (6, ["a0", "a1", "b0", "b1", "c0"], " Shown are the first 2 rows of each outlet, best first."),
        (2, ["a0", "b0", "c0"], " Shown is the first row of each outlet, best first."),
        (1, ["a0", "b0", "c0"], " Shown is the first row of each outlet, best first."),
        (8, ["a0", "a1", "a2", "a3", "b0", "b1", "b2", "c0"], ""),
        (None, ["a0", "a1", "a2", "a3", "b0", "b1", "b2", "c0"], ""),
    ],
)
def test_each_group_has_rows_as_far_as_there_is_room(top, rows, said):
    found = of_each(table({"a": 4, "b": 3, "c": 1}, top), "source", "best first")
    assert shown(found) == rows and found.caption == f"Words.{said}"


def test_the_stored_rows_are_all_there_and_begin_with_each_group():
    asked = table({"a": 40, "b": 3, "c": 1}, 3)
    found = of_each(asked, "source", "best first").frame
    assert found["source"].head(8).tolist() == ["a", "b", "c", "a", "b", "a", "b", "a"]
    pd.testing.assert_frame_equal(found.sort_values(["source", "rank"], ignore_index=True), asked.frame)


def test_a_table_of_one_row_for_each_group_shows_them_all():
    found = of_each(table(dict.fromkeys("abcdefgh", 1), 3), "source")
    assert len(shown(found)) == 8 and found.caption == "Words."


def test_a_missing_group_is_one():
    asked = Table(pd.DataFrame({"source": [None, None, "a", "a"], "n": [1, 2, 3, 4]}), "t", "Words.", top=2)
    assert of_each(asked, "source", "best first").head["n"].tolist() == [1, 3]


def test_of_very_many_groups_those_with_most_rows_are_shown():
    sizes = {f"g{number:03}": 2 + (number >= 20) for number in range(MOST_GROUPS + 20)}
    found = of_each(table(sizes, 10), "source", "best first")
    assert len(found.head) == MOST_GROUPS and found.head["source"].min() == "g020"
    assert f"the {MOST_GROUPS} outlets with most rows" in found.caption and len(found.frame) == sum(sizes.values())


def test_nothing_stays_nothing():
    assert of_each(table({}, 3), "source", "best first").frame.empty and heads.MOST_ROWS >= MOST_GROUPS
