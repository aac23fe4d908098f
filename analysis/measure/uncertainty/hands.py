"""Samples of many words: a Deck and a pair of its groups in, divergences of drawn samples out.

Of many words most terms are in neither of two samples, and of those that are most in one alone. So each draw is counted by itself,
and only terms that both samples have are looked at. The numbers are those of `Deck.counts`, which takes many draws at a time, to
eleven decimals.
"""

from typing import NamedTuple

import numpy as np

from ...blocks import heads
from .deck import ARTICLE, Deck, Units

COUNTS = 10_000_000  # of terms in samples, which are kept: 120 MB


class _Sample(NamedTuple):
    """Codes of the terms that a sample has, rising, and how often."""

    terms: np.ndarray
    n: np.ndarray


class Hands:
    """Samples of the groups of a deck. Those of a group are the same against each other group, and dealt once for
    each size, as far as there is room to keep them."""

    def __init__(self, deck: Deck, draws: int, n_log_n: np.ndarray) -> None:
        """Deal from `deck` so many times; `n_log_n` is what its name says, of each whole number that is needed."""
        self.deck, self.draws, self.n_log_n = deck, draws, n_log_n
        self._room = COUNTS
        self._dealt: dict[tuple[int, int, str], list[_Sample]] = {}
        self._counts = np.zeros(deck.n_types, dtype=np.int64)

    def drawn(self, a: int, b: int, n: int, unit: str) -> np.ndarray:
        """Divergences of samples of `n` words: a row for those between two groups, and one for two hands of their pooled units."""
        pool, dealt = self.deck.pooled(a, b, unit), self.deck.generator(1, a, b)
        found = np.empty((2, self.draws))
        for draw, sides in enumerate(zip(self._samples(a, n, unit), self._samples(b, n, unit), strict=True)):
            order = dealt.permuted(np.arange(len(pool.size)))
            hands = [_counted(self.deck, pool, order, n, last) for last in (False, True)]
            found[:, draw] = self._bits(*sides, n), self._bits(*hands, n)
        return found

    def _samples(self, group: int, n: int, unit: str) -> list[_Sample]:
        """Samples of a group; always the same one where it is taken whole."""
        key = group, n, unit
        if key in self._dealt:
            return self._dealt[key]
        units, dealt = self.deck.units[group, unit], self.deck.generator(0, group, int(unit == ARTICLE))
        if n == self.deck.n_words[group]:
            samples = [_counted(self.deck, units, np.arange(len(units.size)), n)] * self.draws
        else:
            orders = (dealt.permuted(np.arange(len(units.size))) for _ in range(self.draws))
            samples = [_counted(self.deck, units, order, n) for order in orders]
        size = sum(len(sample.n) for sample in samples)
        if size <= self._room:
            self._room -= size
            self._dealt[key] = samples
        return samples

    def _bits(self, a: _Sample, b: _Sample, n: int) -> float:
        self._counts[a.terms] = a.n
        both = self._counts[b.terms]
        self._counts[a.terms] = 0
        b = b.n[both > 0]
        a = both[both > 0]
        bits = 1 - (self.n_log_n[a + b] - self.n_log_n[a] - self.n_log_n[b]).sum() / (2 * n)
        return min(max(round(bits, 12), 0), 1)


def _counted(deck: Deck, units: Units, order: np.ndarray, n: int, last: bool = False) -> _Sample:
    """Count the terms of the first (or the last) `n` words of the units laid out in an order."""
    order = order[::-1] if last else order
    ends = np.cumsum(units.size[order])
    order = order[: np.searchsorted(ends, n) + 1]
    begin, size = units.begin[order], units.size[order]
    over = ends[len(order) - 1] - n
    size[-1] -= over
    begin[-1] += over if last else 0
    spans = zip(begin.tolist(), (begin + size).tolist(), strict=True)
    terms = np.concatenate([deck.terms[first:end] for first, end in spans])
    terms.sort()
    first = heads(terms)
    return _Sample(terms[first], np.diff(np.append(first, len(terms))))
