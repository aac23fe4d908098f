"""Words in the order of their units, to be drawn from: `tokens` and groups in, counts of drawn samples out.

A sample is made of whole units, so its counts are a sum of theirs; only the unit that is cut is counted word by word.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from ...blocks import distinct, heads, tallied
from ..counting.codes import Groups, coded

SMALL = 1 / 20  # of a group's words: smaller samples are counted word by word, and others by a product with all units
ARTICLE, PARAGRAPH = "article", "paragraph"


class Units(NamedTuple):
    """Stretches of `terms` that are drawn as a whole: where each begins, and its number of words."""

    begin: np.ndarray
    size: np.ndarray


class Deck:
    """The words of each group one after the other, their units, and a generator for each thing that is drawn."""

    def __init__(self, tokens: pd.DataFrame, groups: Groups, seed: int):
        """Lay out ordered `tokens`; words whose group has the code -1 are left out."""
        terms, docs = coded(tokens["term"]), coded(tokens["doc_id"]).codes
        self.seed, self.n_types = seed, len(terms.values)
        self.n_words = tallied(groups.codes, len(groups))
        ends = np.cumsum(self.n_words)
        self.terms = _laid_out(terms.codes, groups.codes)
        self.types = [np.flatnonzero(tallied(own, self.n_types)) for own in np.split(self.terms, ends[:-1])]
        self.units: dict[tuple[int, str], Units] = {}
        for unit, columns in ((ARTICLE, (docs,)), (PARAGRAPH, (docs, tokens["line"].to_numpy()))):
            first = heads(groups.codes, *columns)
            size, group = np.diff(np.append(first, len(docs))), groups.codes[first]
            order = np.argsort(group, kind="stable")[np.count_nonzero(group < 0) :]
            first, size, group = first[order], size[order], group[order]
            new = heads(group, *(column[first] for column in columns))  # a group's words of an article need not stand together
            size, owner = np.add.reduceat(size, new), group[new]
            begin = np.cumsum(size) - size
            for code, (start, end) in enumerate(pairwise(np.searchsorted(owner, np.arange(len(groups) + 1)).tolist())):
                self.units[code, unit] = Units(begin[start:end], size[start:end])
        self.n_articles = np.array([len(self.units[code, ARTICLE].size) for code in range(len(groups))])

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


def _laid_out(terms: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """The codes of the terms of each group one after the other, in their order."""
    first = heads(groups)
    order = np.argsort(groups[first], kind="stable")[np.count_nonzero(groups[first] < 0) :]
    spans = zip(first[order].tolist(), np.append(first[1:], len(groups))[order].tolist(), strict=True)
    return np.concatenate([terms[start:end] for start, end in spans])


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
    types = distinct(np.append(deck.types[a], deck.types[b]))
    of = np.zeros(deck.n_types, dtype=np.int64)
    of[types] = np.arange(len(types))
    return Columns(of, len(types))
