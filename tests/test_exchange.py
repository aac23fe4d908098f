"""exchange.py: splits and removals counted by hand and one after the other, ties, mirror images, and the level p_articles keeps."""

from itertools import combinations
from math import comb

import numpy as np
import pytest
from builders import MADE_UP
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from analysis.measure.comparing.contingency import chi2_p, signed_g2
from analysis.measure.uncertainty import exchange
from analysis.measure.uncertainty.exchange import Articles, max_t_p, permutation_p, sign_flips, turned_by


def articles(n, words, in_a):
    """Two sides of articles called a, b, c …"""
    names = np.array([chr(ord("a") + number) for number in range(len(words))])
    return Articles(csr_array(np.atleast_2d(n)), np.array(words), np.array(in_a, dtype=bool), names)


def slow_p(x, words, in_a):
    """All ways to choose as many articles as A has, one after the other."""
    x, words, rate = np.array(x), np.array(words), sum(x) / sum(words)
    rest = x - rate * words
    seen = [abs(rest[list(chosen)].sum()) for chosen in combinations(range(len(x)), sum(in_a))]
    return np.mean([value >= abs(rest[np.array(in_a, dtype=bool)].sum()) - 1e-9 for value in seen])


BY_HAND = [  # mentions, words, side A, p
    ([3, 0, 0, 0], [10, 10, 10, 10], [1, 0, 0, 0], 1 / 4),  # no other article makes as large a difference
    ([3, 0, 0, 0], [10, 10, 10, 10], [0, 0, 0, 1], 1.0),  # all of them make at least this one
    ([2, 2, 0, 0], [10, 10, 10, 10], [1, 1, 0, 0], 2 / 6),  # ab and its mirror image cd
    ([2, 1, 1, 0], [10, 10, 10, 10], [1, 0, 0, 1], 1.0),  # ad has no difference, and no split has less
    ([1, 2, 3, 4], [10, 20, 30, 40], [1, 1, 0, 0], 1.0),  # rates are the same in all: ties, not numbers a hair apart
    ([5, 5, 5, 0, 0, 0], [9, 9, 9, 9, 9, 9], [1, 1, 1, 0, 0, 0], 2 / 20),
]


@pytest.mark.parametrize(("x", "words", "in_a", "p"), BY_HAND)
def test_splits_counted_by_hand(x, words, in_a, p):
    assert permutation_p(articles(x, words, in_a))[0] == pytest.approx(p)
    assert slow_p(x, words, in_a) == pytest.approx(p)


def test_splits_with_few_articles_on_a_side_are_the_same_however_they_are_held(monkeypatch):
    generator = np.random.default_rng(4)
    many = articles(generator.poisson(0.4, (30, 60)), generator.integers(20, 200, 60), np.arange(60) < 5)
    got = []
    for few, seldom in ((0, 0), (1, 0), (1, 1)):
        monkeypatch.setattr(exchange, "FEW", few)
        monkeypatch.setattr(exchange, "SELDOM", seldom)
        got.append((permutation_p(many).tolist(), max_t_p(many).tolist()))
    assert got[0] == got[1] == got[2] and len(set(got[0][0])) > 20


SIDES = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 5), st.integers(0, 5), st.booleans()), min_size=2, max_size=8
).filter(lambda rows: len({side for *_, side in rows}) == 2)


@MADE_UP
@given(SIDES)
def test_splits_counted_one_after_the_other(rows):
    words, x, y, in_a = (list(column) for column in zip(*rows, strict=True))
    got = permutation_p(articles([x, y], words, in_a))
    assert got.tolist() == pytest.approx([slow_p(x, words, in_a), slow_p(y, words, in_a)])
    assert permutation_p(articles([x, y], words, [not side for side in in_a])).tolist() == got.tolist()


def test_random_splits_agree_with_scipy_and_with_all(monkeypatch):
    random = np.random.default_rng(3)
    x, in_a = random.poisson(3, 16) + 4 * (np.arange(16) < 5), np.arange(16) < 6
    words = np.full(16, 100)
    drawn = permutation_p(articles(x, words, in_a), draws=4000)[0]
    assert comb(16, 6) > exchange.MOST_SPLITS
    monkeypatch.setattr(exchange, "MOST_SPLITS", comb(16, 6))
    every = permutation_p(articles(x, words, in_a))[0]
    assert drawn == pytest.approx(every, abs=0.02)

    def difference(a, b):
        return abs(a.mean() - b.mean())

    second = stats.permutation_test((x[in_a], x[~in_a]), difference, n_resamples=np.inf, alternative="greater")
    assert every == pytest.approx(second.pvalue)


def test_draws_have_a_seed_and_never_reach_0():
    x, in_a = np.append(np.full(15, 9), np.zeros(15, dtype=int)), np.arange(30) < 15
    one = articles([x, x[::-1]], np.full(30, 50), in_a)
    assert permutation_p(one, draws=99).tolist() == [0.01, 0.01]
    noisy = articles(np.random.default_rng(0).poisson(2, (50, 30)), np.full(30, 50), in_a)
    assert permutation_p(noisy, seed=1).tolist() == permutation_p(noisy, seed=1).tolist()
    assert permutation_p(noisy, seed=1).tolist() != permutation_p(noisy, seed=2).tolist()


def test_blocks_are_the_same_as_all_at_once(monkeypatch):
    random = np.random.default_rng(5)
    one = articles(random.poisson(1, (20, 12)), random.integers(50, 90, 12), np.arange(12) < 5)
    many = articles(random.poisson(1, (20, 40)), random.integers(50, 90, 40), np.arange(40) < 20)
    whole = [f(side) for side in (one, many) for f in (permutation_p, turned_by)]
    monkeypatch.setattr(exchange, "CELLS", 100)
    blocks = [f(side) for side in (one, many) for f in (permutation_p, turned_by)]
    assert [part.tolist() for part in whole] == [part.tolist() for part in blocks]


REMOVED = [  # mentions, words, side A, whose removal turns the sign
    ([4, 0, 1, 1], [10, 10, 10, 10], [1, 1, 0, 0], "a"),
    ([4, 0, 4, 0], [10, 10, 10, 10], [1, 1, 0, 0], ""),  # no difference has no sign
    ([3, 2, 2, 2], [10, 10, 10, 10], [1, 1, 0, 0], "a"),  # 2:2 is no difference any more
    ([0, 2, 1, 2], [30, 10, 10, 10], [1, 1, 0, 0], "a"),  # .05:.15; without the long article, which does not have it, .2:.15
    ([9, 0, 0, 0], [10, 10, 10, 10], [1, 0, 0, 0], ""),  # the only article of a side stays
    ([5, 5, 5, 1], [10, 10, 10, 10], [1, 0, 0, 0], "d"),  # 5:3.7; without the last 5:5
]


@pytest.mark.parametrize(("x", "words", "in_a", "names"), REMOVED)
def test_removals_by_hand(x, words, in_a, names):
    one = articles(x, words, in_a)
    assert sign_flips(one).tolist() == [len(names)]
    assert turned_by(one).tolist() == [", ".join(names) or None]


@MADE_UP
@given(SIDES)
def test_removals_one_after_the_other(rows):
    words, x, y, in_a = (np.array(column) for column in zip(*rows, strict=True))
    one = articles([x, y], words, in_a)
    for term, counts in enumerate((x, y)):
        sign = np.sign(counts[in_a].sum() * words[~in_a].sum() - counts[~in_a].sum() * words[in_a].sum())
        turned = []
        for out in range(len(words)):
            stays = np.arange(len(words)) != out
            a, b = in_a & stays, ~in_a & stays
            if a.any() and b.any() and sign:
                left = np.sign(counts[a].sum() * words[b].sum() - counts[b].sum() * words[a].sum())
                turned += [one.doc_ids[out]] if left != sign else []
        assert sign_flips(one)[term] == len(turned)
        more = [f"and {len(turned) - 3} more"] if len(turned) > 3 else []
        assert turned_by(one)[term] == (", ".join([*turned[:3], *more]) or None)


def test_more_than_three_articles_are_counted():
    """Each article of B alone, without the term, holds B's rate below A's."""
    one = articles([1, 1, 0, 0, 0, 0, 2], [41, 41, 20, 20, 20, 20, 4], [1, 1, 0, 0, 0, 0, 0])
    assert turned_by(one).tolist() == ["c, d, e, and 1 more"]
    assert sign_flips(one).tolist() == [4]


@pytest.mark.parametrize("sizes", [(5, 5), (10, 10), (4, 16)])
def test_p_articles_keeps_its_level_where_g2_does_not(sizes):
    """Terms in bursts (k = .3), articles of unequal length, and no difference between the sides; more of it in docs/uncertainty.md."""
    random, in_a, found = np.random.default_rng(11), np.arange(sum(sizes)) < sizes[0], []
    for corpus in range(40):
        words = np.maximum(30, np.rint(400 * np.exp(0.6 * random.standard_normal(len(in_a))))).astype(int)
        x = random.poisson(2 / 1000 * words * random.gamma(0.3, 1 / 0.3, (40, len(in_a))))
        x = x[x.sum(axis=1) > 0]
        p = permutation_p(articles(x, words, in_a), draws=199, seed=corpus)
        n_a, n_b = x[:, in_a].sum(axis=1), x[:, ~in_a].sum(axis=1)
        g2 = signed_g2(n_a, words[in_a].sum() - n_a, n_b, words[~in_a].sum() - n_b)
        found.append((p <= 0.05, chi2_p(g2) <= 0.05))
    by_articles, by_words = (np.concatenate(part).mean() for part in zip(*found, strict=True))
    assert 0.02 < by_articles < 0.065
    assert by_words > 0.3
