"""strata.py: splits within stories counted by hand and one after the other, and one story as no stories."""

from itertools import combinations, product

import numpy as np
import pytest
from builders import MADE_UP
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from analysis.measure.uncertainty import strata
from analysis.measure.uncertainty.exchange import Articles, max_t_p, permutation_p
from analysis.measure.uncertainty.strata import number_of_splits, stratified_max_t_p, stratified_p


def articles(x, words, in_a):
    return Articles(csr_array(np.atleast_2d(x)), np.array(words), np.array(in_a, dtype=bool), np.arange(len(words)).astype(str))


@pytest.mark.parametrize(
    ("x", "in_a", "story", "p"),
    [
        ([3, 0, 2, 0], [1, 0, 1, 0], [0, 0, 1, 1], 2 / 4),  # higher on A in both stories; the mirror image is as large
        ([3, 0, 0, 2], [1, 0, 1, 0], [0, 0, 1, 1], 4 / 4),  # 1.5 - 1: no split has less
        ([3, 0, 0, 2, 0, 0], [1, 0, 0, 1, 0, 0], [0, 0, 0, 1, 1, 1], 1 / 9),
        ([5, 5, 0, 0], [1, 0, 1, 0], [0, 0, 1, 1], 1.0),  # all in one story, told alike
        ([5, 0, 5, 0], [1, 1, 0, 0], [0, 1, 0, 1], 1.0),
    ],
)
def test_splits_counted_by_hand(x, in_a, story, p):
    assert stratified_p(articles(x, [10] * len(x), in_a), np.array(story))[0] == pytest.approx(p)


ROWS = st.lists(st.tuples(st.integers(0, 4), st.integers(5, 20), st.booleans(), st.integers(0, 2)), min_size=3, max_size=8)


def stories_told_by_both(rows):
    """Rows of x, words, in_a, story, without stories of one side."""
    both = {row[3] for row in rows if row[2]} & {row[3] for row in rows if not row[2]}
    rows = [row for row in rows if row[3] in both]
    names = sorted(both)
    return [(*row[:3], names.index(row[3])) for row in rows]


@MADE_UP
@given(ROWS)
def test_splits_counted_one_after_the_other(rows):
    rows = stories_told_by_both(rows)
    assume(rows)
    x, words, in_a, story = (np.array(column) for column in zip(*rows, strict=True))
    rate = np.bincount(story, x) / np.bincount(story, words)
    pull = x - rate[story] * words
    members = [np.flatnonzero(story == name) for name in range(story.max() + 1)]
    ways = product(*(combinations(found, int(in_a[found].sum())) for found in members))
    values = np.array([abs(sum(pull[list(chosen)].sum() for chosen in way)) for way in ways])
    expected = (values >= abs(pull[in_a].sum()) - 1e-7).mean()
    made = articles(x, words, in_a)
    assert len(values) == number_of_splits(in_a, story)
    assert stratified_p(made, story)[0] == pytest.approx(expected)
    # the standard deviation is that of the splits, so t is the difference by it
    spread = np.sqrt(np.mean(values**2))
    assert np.sqrt(max(strata._variance(made, story)[0], 0)) == pytest.approx(spread, abs=1e-5)


@MADE_UP
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(5, 20), st.booleans()), min_size=3, max_size=9))
def test_one_story_is_no_stories(rows):
    x, y, words, in_a = (np.array(column) for column in zip(*rows, strict=True))
    assume(0 < in_a.sum() < len(in_a))
    made, story = articles([x, y], words, in_a), np.zeros(len(words), dtype=int)
    assert stratified_p(made, story).tolist() == pytest.approx(permutation_p(made).tolist())
    assert stratified_max_t_p(made, story).tolist() == pytest.approx(max_t_p(made).tolist(), nan_ok=True)


def test_random_splits_agree_with_all(monkeypatch):
    random = np.random.default_rng(1)
    story = np.repeat(np.arange(4), 4)
    made = articles(random.poisson(2, (6, 16)), random.integers(50, 80, 16), np.tile([1, 0, 0, 1], 4))
    every, every_t = stratified_p(made, story), stratified_max_t_p(made, story)
    monkeypatch.setattr(strata, "MOST_SPLITS", 100)
    assert number_of_splits(made.in_a, story) == 6**4
    drawn = stratified_p(made, story, 4000)
    assert np.abs(drawn - every).max() < 0.03 and drawn.min() > 0
    assert np.abs(stratified_max_t_p(made, story, 4000) - every_t).max() < 0.03
    assert stratified_p(made, story, 50, 3).tolist() == stratified_p(made, story, 50, 3).tolist()
    monkeypatch.setattr(strata, "CELLS", 40)
    assert stratified_p(made, story, 50, 3).min() >= 1 / 51


def test_random_splits_keep_the_sides_of_each_story(monkeypatch):
    monkeypatch.setattr(strata, "MOST_SPLITS", 1)
    story, in_a = np.array([2, 0, 1, 0, 2, 2, 1, 0]), np.array([1, 1, 0, 0, 0, 1, 1, 0], dtype=bool)
    sides = np.concatenate(list(strata._splits(in_a, story, 60, 0)), axis=1)
    assert sides.shape == (8, 60) and len(np.unique(sides, axis=1).T) > 10
    for name in range(3):
        assert (sides[story == name].sum(axis=0) == in_a[story == name].sum()).all()
