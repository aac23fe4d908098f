"""shuffles.py: the p of splits dealt out for each group alone, the level kept, and sums that do not depend on blocks."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from analysis.measure.uncertainty import shuffles
from analysis.measure.uncertainty.exchange import Articles, max_t_p
from analysis.measure.uncertainty.shuffles import max_t_p_of_groups

SIZES = [3, 5, 12, 40, 20]


@pytest.fixture(scope="module")
def dealt():
    """Counts of 30 terms in 80 articles of five groups, words and groups of the articles; the first term is the second group's."""
    draw = np.random.default_rng(3)
    group = draw.permutation(np.repeat(np.arange(5), SIZES))
    counts = draw.poisson(draw.gamma(0.5, 2, (30, 80)))
    counts[0] = np.where(group == 1, 9, draw.poisson(0.3, 80))
    return csr_array(counts), draw.integers(80, 120, 80), group


def test_each_group_has_the_p_of_splits_of_its_own(dealt):
    counts, words, group = dealt
    got = max_t_p_of_groups(counts, words, group, np.arange(5), 4999, seed=1)
    names = np.arange(80).astype(str)
    own = np.array([max_t_p(Articles(counts, words, group == code, names), 4999, seed=2) for code in range(5)])
    assert np.abs(got - own).max() < 0.04  # five deviations of either
    assert got[1, 0] == pytest.approx(1 / 5000)


def test_some_groups_in_another_order_and_in_small_blocks(dealt, monkeypatch):
    whole = max_t_p_of_groups(*dealt, np.array([3, 1]), 99)
    assert whole[::-1].tolist() == max_t_p_of_groups(*dealt, np.array([1, 3]), 99).tolist()
    monkeypatch.setattr(shuffles, "CELLS", 200)
    monkeypatch.setattr(shuffles, "DEALT", 40)
    monkeypatch.setattr(shuffles, "NEAR", 80)
    assert np.abs(max_t_p_of_groups(*dealt, np.array([3, 1]), 99) - whole).max() < 1e-9


def test_a_term_as_frequent_everywhere_has_no_p():
    even = csr_array([[1, 2, 3, 1], [3, 0, 0, 0]])
    p = max_t_p_of_groups(even, np.array([10, 20, 30, 10]), np.array([0, 0, 1, 1]), np.array([0, 1]))
    assert np.isnan(p[:, 0]).all() and not np.isnan(p[:, 1]).any()
    assert np.isnan(max_t_p_of_groups(even[[0]], np.array([10, 20, 30, 10]), np.array([0, 0, 1, 1]), np.array([0]))).all()


def test_one_corpus_in_twenty_has_a_word_by_chance():
    draw, found = np.random.default_rng(6), 0
    for number in range(100):
        counts = csr_array(draw.poisson(draw.gamma(0.3, 4, (40, 24))))
        p = max_t_p_of_groups(counts, np.full(24, 100), np.arange(24) % 3, np.arange(3), 199, seed=number)
        found += np.nanmin(p) * 3 <= 0.05
    assert 0 < found <= 12  # of 100 corpora; 5 are to be expected
