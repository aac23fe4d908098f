"""Samples of many words: a Deck and a pair of its groups in, divergences of drawn samples out.

Of many words most terms are in neither of two samples, and of those that are most in one alone. So each draw is counted by itself,
and only terms that both samples have are looked up. The numbers are those of `Deck.counts`, which takes many draws at a time, to
eleven decimals.
"""

from collections.abc import Iterator

import numpy as np

from .deck import ARTICLE, Columns, Deck, Units, columns_of, stretches


def drawn_one_by_one(deck: Deck, a: int, b: int, n: int, unit: str, draws: int, n_log_n: np.ndarray) -> np.ndarray:
    """Divergences of samples of `n` words: a row for those between the groups, and one for two hands of their pooled units."""
    columns, pool, dealt = columns_of(deck, a, b), deck.pooled(a, b, unit), deck.generator(1, a, b)
    sides = [_samples(deck, group, n, unit, columns) for group in (a, b)]
    found = np.empty((2, draws))
    for draw in range(draws):
        order = dealt.permuted(np.arange(len(pool.size)))
        hands = (_counted(deck, pool, order, n, columns, last) for last in (False, True))
        found[:, draw] = _bits(next(sides[0]), next(sides[1]), n, n_log_n), _bits(*hands, n, n_log_n)
    return found


def _samples(deck: Deck, group: int, n: int, unit: str, columns: Columns) -> Iterator[np.ndarray]:
    """Counts of one sample of a group after the other; always the same one where it is taken whole."""
    units, dealt = deck.units[group, unit], deck.generator(0, group, int(unit == ARTICLE))
    if n == deck.n_words[group]:
        whole = _counted(deck, units, np.arange(len(units.size)), n, columns)
        while True:
            yield whole
    while True:
        yield _counted(deck, units, dealt.permuted(np.arange(len(units.size))), n, columns)


def _counted(deck: Deck, units: Units, order: np.ndarray, n: int, columns: Columns, last: bool = False) -> np.ndarray:
    """Count the terms of the first (or the last) `n` words of the units laid out in an order."""
    order = order[::-1] if last else order
    ends = np.cumsum(units.size[order])
    order = order[: np.searchsorted(ends, n) + 1]
    begin, size = units.begin[order], units.size[order]
    over = ends[len(order) - 1] - n
    size[-1] -= over
    begin[-1] += over if last else 0
    return np.bincount(columns.of[deck.terms[stretches(begin, size)]], minlength=columns.n)


def _bits(a: np.ndarray, b: np.ndarray, n: int, n_log_n: np.ndarray) -> float:
    both = np.flatnonzero(a * b)
    a, b = a[both], b[both]
    bits = 1 - (n_log_n[a + b] - n_log_n[a] - n_log_n[b]).sum() / (2 * n)
    return min(max(round(bits, 12), 0), 1)
