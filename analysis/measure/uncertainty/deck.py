"""Words in the order of their units, to be drawn from: `tokens` and groups in, counts of drawn samples out.

A sample is made of whole units, so its counts are a sum of theirs; only the unit that is cut is counted word by word.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from ..counting.codes import Groups, coded, line_codes, tally

SMALL = 1 / 20  # of a group's words: smaller samples are counted word by word, and others by a product with all units
ARTICLE, PARAGRAPH = "article", "paragraph"


class Units(NamedTuple):
    """Stretches of `terms` that are drawn as a whole: where each begins, and its number of words."""

    begin: np.ndarray
    size: np.ndarray


class Deck:
    """The words of each group one after the other, their units, and a generator for each thing that is drawn."""

    def __init__(self, tokens: pd.DataFrame, groups: Groups, seed: int):
        by_group = np.argsort(groups.codes, kind="stable")
        terms, docs = coded(tokens["term"]), coded(tokens["doc_id"]).codes
        self.seed, self.n_types = seed, len(terms.values)
        self.terms = terms.codes[by_group]
        owner, types, _ = tally(groups.codes, terms.codes)
        self.types = np.split(types, np.searchsorted(owner, np.arange(1, len(groups))))
        self.n_words = np.bincount(groups.codes)
        self.n_articles = np.bincount(tally(groups.codes, docs)[0])
        ends = np.cumsum(self.n_words)
        self.units: dict[tuple[int, str], Units] = {}
        for unit, codes in ((ARTICLE, docs[by_group]), (PARAGRAPH, line_codes(tokens)[by_group])):
            new = np.append(True, codes[1:] != codes[:-1])
            new[ends[:-1]] = True
            begin = np.flatnonzero(new)
            size = np.diff(np.append(begin, len(codes)))
            first = np.searchsorted(begin, np.append(0, ends))
            for group in range(len(groups)):
                own = slice(first[group], first[group + 1])
                self.units[group, unit] = Units(begin[own], size[own])

    def pooled(self, a: int, b: int, unit: str) -> Units:
        return Units(*(np.concatenate(sides) for sides in zip(self.units[a, unit], self.units[b, unit], strict=True)))

    def generator(self, *what: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, *what])

    def table(self, units: Units, n: int, columns: "Columns") -> csr_array | None:
        """`columns` × units: how often each unit has each term; None where samples of `n` words are few of the units'."""
        if n < SMALL * units.size.sum():
            return None
        ends, shape = np.append(0, np.cumsum(units.size)), (len(units.size), columns.n)
        found = columns.of[self.terms[stretches(units.begin, units.size)]]
        # by term, so that a product fills one row after the other
        table = csr_array(csr_array((np.ones(len(found), dtype=np.int32), found, ends), shape=shape).T)
        table.sum_duplicates()
        return table

    def counts(
        self, units: Units, table: csr_array | None, order: np.ndarray, n: int, columns: "Columns", last: bool = False
    ) -> np.ndarray:
        """Count the terms, in their `columns`, of the first (or the last) `n` words of units laid out in each row of `order`.

        table : what `table` gives for the units; without it all are counted word by word, and else those alone that are cut
        """
        sizes = units.size[order]
        behind = np.cumsum(sizes, axis=1)
        taken = np.clip(behind - (behind[:, -1:] - n) if last else n - (behind - sizes), 0, sizes)
        if table is None:
            found, by_word = np.zeros((len(order), columns.n), dtype=np.int64), taken > 0
        else:
            found, by_word = _summed(table, order, taken == sizes), (taken > 0) & (taken < sizes)
        rows, places = np.nonzero(by_word)
        taken, unit = taken[rows, places], order[rows, places]
        words = stretches(units.begin[unit] + (units.size[unit] - taken if last else 0), taken)
        # the 1 is of the kind of what it is added to, without which this takes a hundred times as long
        np.add.at(found.reshape(-1), np.repeat(rows * columns.n, taken) + columns.of[self.terms[words]], np.int64(1))
        return found


def stretches(begin: np.ndarray, size: np.ndarray) -> np.ndarray:
    """The places of all words of some stretches, one after the other."""
    return np.repeat(begin - np.cumsum(size) + size, size) + np.arange(size.sum())


def _summed(table: csr_array, order: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Add up the columns of `table` that each row of `order` names, where `whole` says so.

    One row per row of `order`, one column per row of `table`.
    """
    inside = np.empty((table.shape[1], len(order)), dtype=np.int32)
    np.put_along_axis(inside, order.T, whole.T.astype(np.int32), axis=0)
    return (table @ inside).T.astype(np.int64, order="C")


def shuffled(generator: np.random.Generator, n_units: int, n_draws: int) -> np.ndarray:
    """A row for each draw, with all units in another order."""
    return generator.permuted(np.tile(np.arange(n_units), (n_draws, 1)), axis=1)


class Columns(NamedTuple):
    """The column that each term of a pair of groups is counted in (other terms have none that means anything), and their number."""

    of: np.ndarray
    n: int


def columns_of(deck: Deck, a: int, b: int) -> Columns:
    types = np.union1d(deck.types[a], deck.types[b])
    of = np.zeros(deck.n_types, dtype=np.int64)
    of[types] = np.arange(len(types))
    return Columns(of, len(types))
