"""jackknife.py: a slow jackknife that leaves out, SciPy's exact interval, bounds at the ends, and coverage where the truth is known."""

import math

import numpy as np
import pytest
from builders import MADE_UP
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.measure.uncertainty.jackknife import (
    MOST_UNITS,
    Ratios,
    Sums,
    article_units,
    jackknife,
    log2_ratio_interval,
    ratio_interval,
)


def ratios(x, n):
    """The ratios of one group; a row of `x` is a term, a place an article. Articles without words are none."""
    x, n = np.atleast_2d(x), np.asarray(n)
    rows, units = np.nonzero(x)
    there = np.flatnonzero(n)
    wholes = Sums(np.zeros(len(there), dtype=int), there, n[there])
    return jackknife(Sums(rows, units, x[rows, units]), wholes, np.zeros(len(x), dtype=int))


def slow_variance(x, n):
    """Leaves out one article after the other."""
    x, n = np.asarray(x, dtype=float)[np.asarray(n) > 0], np.asarray(n, dtype=float)[np.asarray(n) > 0]
    m, r = len(n), x.sum() / n.sum()
    without = [np.delete(x, unit).sum() / np.delete(n, unit).sum() for unit in range(m)]
    return (m - 1) / m * sum((value - r) ** 2 for value in without)


ARTICLES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30)), min_size=2, max_size=9)  # words, of which mentions


@MADE_UP
@given(ARTICLES.filter(lambda pairs: sum(words > 0 for words, _ in pairs) > 1))
def test_variance_is_that_of_leaving_out_each_article(pairs):
    n, x = np.array([words for words, _ in pairs]), np.array([min(pair) for pair in pairs])
    got = ratios([x, 0 * x], n)
    assert got.variance.tolist() == pytest.approx([slow_variance(x, n), 0.0], rel=1e-9, abs=1e-12)
    assert got.x.tolist() == [x.sum(), 0] and got.n.tolist() == [n.sum()] * 2
    assert got.n_units.tolist() == [(n > 0).sum()] * 2
    assert got.n_even[0] == pytest.approx(n.sum() ** 2 / (n**2).sum())


def test_ratios_of_two_wholes_are_those_of_each():
    parts = Sums(np.array([0, 1, 1]), np.array([0, 0, 2]), np.array([1, 2, 3]))
    wholes = Sums(np.array([0, 0, 1, 1, 1]), np.array([0, 1, 0, 1, 2]), np.array([10, 20, 30, 10, 5]))
    got = jackknife(parts, wholes, np.array([0, 1]))
    apart = [ratios([1, 0], [10, 20]), ratios([2, 0, 3], [30, 10, 5])]
    for name in Ratios._fields:
        assert getattr(got, name).tolist() == pytest.approx([getattr(one, name)[0] for one in apart])


def test_counts_that_recur_add_up_in_any_order():
    parts = Sums(np.array([0, 0, 0]), np.array([1, 0, 1]), np.array([2, 1, 1]))
    wholes = Sums(np.array([0, 0, 0]), np.array([1, 0, 1]), np.array([5, 10, 15]))
    got = jackknife(parts, wholes, np.array([0]))
    assert got.variance[0] == pytest.approx(slow_variance([1, 3], [10, 20]))


def test_of_one_article_nothing_is_known():
    got = ratios([3], [10])
    assert np.isnan(got.variance).all() and got.n_units.tolist() == [1]
    assert np.isnan(ratio_interval(got)).all() and np.isnan(ratio_interval(got, ends=True)).all()


@pytest.mark.parametrize(("x", "n"), [(5, 100), (1, 40), (39, 40), (300, 10_000)])
def test_without_bursts_it_is_scipys_exact_interval(x, n):
    """Words drawn one by one, told by many units."""
    r = x / n
    one = Ratios(*(np.array([value]) for value in (x, n, r * (1 - r) / n / 2, 10**6, 10**6)))  # variance too small: n* is n
    expected = stats.binomtest(x, n).proportion_ci(0.95, "exact")
    assert np.ravel(ratio_interval(one)).tolist() == pytest.approx([expected.low, expected.high], rel=1e-6)
    wide = stats.binomtest(x, n).proportion_ci(0.99, "exact")
    assert np.ravel(ratio_interval(one, 0.99)).tolist() == pytest.approx([wide.low, wide.high], rel=1e-6)


def test_draws_that_count_for_less():
    """Four times the variance is a quarter of the draws; five units make t = 2.776 of z = 1.960."""
    one = Ratios(*(np.array([value]) for value in (40, 200, 4 * 0.2 * 0.8 / 200, 5, 5.0)))
    draws = 50 * (1.959964 / 2.776445) ** 2
    expected = stats.beta.ppf([0.025, 0.975], [0.2 * draws, 0.2 * draws + 1], [0.8 * draws + 1, 0.8 * draws])
    assert np.ravel(ratio_interval(one)).tolist() == pytest.approx(expected.tolist(), rel=1e-5)


def test_at_the_ends_each_article_is_one_draw():
    """0 or 12 of 12 in four equal articles: as though four of four."""
    ends = ratios([[0, 0, 0, 0], [3, 3, 3, 3]], [3, 3, 3, 3])
    low, high = ratio_interval(ends, ends=True)
    expected = stats.binomtest(4, 4).proportion_ci(0.95, "exact")
    assert low.tolist() == [0, pytest.approx(expected.low)] and high.tolist() == [pytest.approx(1 - expected.low), 1]
    low, high = ratio_interval(ends)
    assert np.isnan([low[0], high[0]]).all() and low[1] == pytest.approx(expected.low)


@MADE_UP
@given(ARTICLES, st.sampled_from([0.5, 0.95, 0.999]))
def test_bounds_enclose_the_ratio_and_stay_within_0_and_1(pairs, level):
    n, x = np.array([words for words, _ in pairs]), np.array([min(pair) for pair in pairs])
    got = ratios([x], n)
    low, high = ratio_interval(got, level, ends=True)
    assert np.isnan(low[0]) == np.isnan(high[0]) == ((n > 0).sum() < 2)
    if not np.isnan(low[0]):
        assert 0 <= low[0] <= x.sum() / n.sum() <= high[0] <= 1


def test_a_log2_ratio_is_put_together_from_two_intervals():
    a, b = ratios([4, 6, 2], [50, 60, 40]), ratios([1, 3], [70, 90])
    (low_a, high_a), (low_b, high_b) = (np.ravel(ratio_interval(side)) for side in (a, b))
    r_a, r_b = 12 / 150, 4 / 160
    low, high = np.ravel(log2_ratio_interval(a, b))
    below = math.hypot(math.log2(r_a / low_a), math.log2(high_b / r_b))
    above = math.hypot(math.log2(high_a / r_a), math.log2(r_b / low_b))
    assert (low, high) == pytest.approx((math.log2(r_a / r_b) - below, math.log2(r_a / r_b) + above))
    swapped = np.ravel(log2_ratio_interval(b, a))
    assert swapped.tolist() == pytest.approx([-high, -low])


def test_a_log2_ratio_without_a_bound_is_missing():
    some, none, one = ratios([4, 6], [50, 60]), ratios([0, 0], [50, 60]), ratios([4], [50])
    assert np.isnan(log2_ratio_interval(some, none)).all() and np.isnan(log2_ratio_interval(one, some)).all()
    # an article of one word in twenty, with all of the mentions: no lower bound
    lopsided = ratios([1, 0], [5, 95])
    assert ratio_interval(lopsided)[0] == 0
    assert np.isnan(log2_ratio_interval(lopsided, some)).tolist() == [[True], [False]]


def test_many_articles_fall_into_buckets_by_name_alone():
    names = np.array([f"d{number}" for number in range(MOST_UNITS + 2)])
    group, doc = np.append(np.zeros(len(names), dtype=int), [1, 1]), np.append(np.arange(len(names)), [3, 4])
    got = article_units(group, doc, names).of(group, doc)
    assert got[-2:].tolist() == [3, 4] and (got[:-2] >= len(names)).all()
    assert got[0] - len(names) == 0x66918CF0 % MOST_UNITS  # the CRC-32 of "d0"
    fewer = article_units(group[: MOST_UNITS + 1], doc[: MOST_UNITS + 1], names).of(np.array([0]), np.array([7]))
    assert fewer[0] == got[7]
    exactly = article_units(group[:MOST_UNITS], doc[:MOST_UNITS], names).of(np.array([0]), np.array([7]))
    assert exactly[0] == 7


def bursty(random, shape, rate, k):
    """Mentions and words of articles: Poisson with a mean of the article's own; lengths are lognormal."""
    words = np.maximum(30, np.rint(400 * np.exp(0.6 * random.standard_normal(shape)))).astype(int)
    return random.poisson(rate / 1000 * words * random.gamma(k, 1 / k, shape)), words


def sampled(x, n):
    rows, units = np.indices(x.shape).reshape(2, -1)
    return jackknife(Sums(rows, units, x.ravel()), Sums(rows, units, n.ravel()), np.arange(len(x)))


@pytest.mark.parametrize("n_articles", [10, 30, 100, 600])
@pytest.mark.parametrize("rate", [0.5, 2, 10])
def test_intervals_hold_the_true_rate_about_as_often_as_they_say(n_articles, rate):
    """For terms that vary by their mean from article to article (k = 1). Burstier ones hold less: docs/uncertainty.md."""
    random = np.random.default_rng(1)
    x, words = bursty(random, (1500, n_articles), rate, 1.0)
    if n_articles > MOST_UNITS:  # by buckets, as for large groups
        x, words = (np.add.reduceat(side, np.arange(0, n_articles, 3), axis=1) for side in (x, words))
    one = sampled(x, words)
    low, high = ratio_interval(one)
    known = one.x > 0
    held = ((low <= rate / 1000) & (rate / 1000 <= high))[known].mean()
    assert 0.915 <= held <= 0.995
    r = one.x / one.n
    by_words = one._replace(variance=r * (1 - r) / one.n, n_units=np.full(len(r), 10**6))
    low, high = ratio_interval(by_words)
    naive = ((low <= rate / 1000) & (rate / 1000 <= high))[known].mean()
    assert naive < held and (rate < 10 or naive < 0.75)  # words are not drawn one by one


def test_an_extremely_bursty_term_is_known_to_fall_short():
    """One article in four has it, some of these dozens of times: ten articles do not show how it varies. The docs say so."""
    x, words = bursty(np.random.default_rng(1), (1500, 10), 10, 0.1)
    one = sampled(x, words)
    low, high = ratio_interval(one)
    held = ((low <= 0.01) & (high >= 0.01))[one.x > 0].mean()
    assert 0.7 < held < 0.9
