"""share_gaps.py: pairs of shares counted by hand, Newcombe's and Wilson's published examples, and small groups that do not win."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.measure.comparing.share_gaps import share_gaps, wilson


def gaps_of(rows):
    return share_gaps(pd.DataFrame(rows, columns=["topic", "source", "n", "of"]), "topic", "source", "n", "of")


@pytest.mark.parametrize(
    ("n", "of", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_bounds_are_the_published_ones(n, of, low, high):
    assert [float(bound) for bound in wilson(np.array(n), np.array(of))] == pytest.approx([low, high], abs=5e-5)


@pytest.mark.parametrize(
    ("a", "b", "low"),
    # Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10
    [((56, 70), (48, 80), 0.0524), ((9, 10), (3, 10), 0.1705), ((5, 56), (0, 29), -0.0381), ((10, 10), (0, 20), 0.6791)],
)
def test_newcombes_lower_bounds_are_the_published_ones(a, b, low):
    row = gaps_of([["War", "X", *a], ["War", "Y", *b]]).iloc[0]
    assert row["gap_low"] == pytest.approx(low, abs=5e-5)
    assert row["gap"] == pytest.approx(a[0] / a[1] - b[0] / b[1])


def test_a_group_of_one_paragraph_does_not_win_by_having_all_or_none():
    row = gaps_of([["War", "X", 18, 30], ["War", "Y", 1, 1], ["War", "Z", 2, 40]]).iloc[0]
    assert row.tolist()[:7] == ["War", "X", "Z", 18, 30, 2, 40]


def test_order_and_groups_without_a_paragraph():
    rows = [["B", "X", 5, 10], ["B", "Y", 5, 10], ["A", "X", 5, 10], ["A", "Y", 5, 10], ["C", "X", 9, 10], ["C", "Y", 0, 10]]
    found = gaps_of([*rows, ["C", "Z", 0, 0]])
    assert found["topic"].tolist() == ["C", "A", "B"]
    assert found["least"].iloc[0] == "Y" and found["gap"].tolist() == pytest.approx([0.9, 0, 0])


def test_one_group_has_nothing_to_differ_from():
    assert gaps_of([["War", "X", 5, 10], ["War", "Y", 0, 0]]).empty


def test_a_missing_column_is_named():
    with pytest.raises(SchemaError, match="lacks the column 'of'"):
        share_gaps(pd.DataFrame(columns=["topic", "source", "n"]), "topic", "source", "n", "of")
