"""Counts by article: `tokens` in; how often each term stands in each article out, counted once for a table.

Whole articles make up nearly all groups that are compared, and their counts are sums of those of the articles. So the words of a table
are gone through once, at the first question, and kept as a sparse matrix for as long as the table is in use; each measure adds up.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, csr_array

from ...blocks import distinct, heads
from ...postings import Rows, by_term
from .codes import Groups, coded, columns_of, grouped
from .indexed import postings
from .kept import Kept

WORDS = 2_000_000  # counted at a time
Arrays = dict[str, np.ndarray]


class PerArticle:
    """The counts of each term in each article that has words.

    n        occurrences, terms × articles: one row per name of `terms`, one column per article; no pair stands twice
    docs     code of each article, rising: its name is doc_ids[code]
    words    its running words
    first    the row of `tokens` with its first word
    in_order whether the words of each article stand together, and articles by their codes
    """

    def __init__(self, tokens: pd.DataFrame, arrays: Arrays | None = None) -> None:
        """Count `tokens`, which have a row at least.

        arrays : what `arrays` gave of the same words before
        """
        (terms, self.terms), (docs, self.doc_ids) = coded(tokens["term"]), coded(tokens["doc_id"])
        if arrays is None:
            starts = heads(docs)
            in_order, order = bool((np.diff(docs[starts]) > 0).all()), None
            if not in_order:
                order = np.argsort(docs, kind="stable")
                starts = heads(docs[order])
            arrays = {"first": starts if in_order else order[starts], "words": np.diff(np.append(starts, len(docs)))}
            arrays["in_order"] = np.array([in_order])
            rows = postings(tokens).all if in_order else _in_order(terms, order, len(self.terms))
            arrays |= _counted(rows, docs if in_order else docs[order], docs[arrays["first"]])
        self._arrays, self.first, self.words = arrays, arrays["first"], arrays["words"]
        self.docs, self.in_order = docs[self.first].astype(np.int64), bool(arrays["in_order"][0])
        counted = arrays["n"], arrays["articles"], arrays["until"]
        self.n = csr_array(counted, shape=(max(len(self.terms), 1), len(self.first)))

    @property
    def arrays(self) -> Arrays:
        """All that was counted."""
        return self._arrays

    @cached_property
    def names(self) -> pd.Index:
        """The terms as text."""
        return self.terms.astype("str")

    def summed(self, groups: Groups) -> tuple[csc_array, csc_array]:
        """Terms × groups of the articles: occurrences, and articles with at least one."""
        member = members(groups.codes, len(groups))
        return csc_array(self.n @ member), csc_array(ones(self.n) @ member)

    def words_of(self, groups: Groups) -> np.ndarray:
        """The running words of groups of the articles."""
        return np.bincount(groups.codes, self.words, len(groups)).astype(np.int64)

    def groups(self, tokens: pd.DataFrame, by: str | Iterable[str]) -> Groups | None:
        """Sort the articles into groups, as `grouped` does their words; None where an article has words in several."""
        columns = columns_of(by)
        if not columns:
            return Groups(np.zeros(len(self.docs), dtype=np.int32), pd.DataFrame(index=range(1)))
        if not set(columns) <= set(tokens.columns) or not all(self._constant(tokens, name) for name in columns):
            return None
        return grouped(pd.DataFrame({name: tokens[name].iloc[self.first].array for name in columns}), columns)

    def _constant(self, tokens: pd.DataFrame, name: str) -> bool:
        """Whether all words of an article have one value."""
        if name == "doc_id":
            return True
        column = tokens[name]
        codes = column.array.codes if isinstance(column.dtype, pd.CategoricalDtype) else coded(column).codes
        if not self.in_order:
            place = np.zeros(len(self.doc_ids), dtype=np.int64)
            place[self.docs] = self.first
            return bool((codes == codes[place[coded(tokens["doc_id"]).codes]]).all())
        return bool(np.isin(heads(codes), self.first, assume_unique=True).all())


_KEPT: Kept[PerArticle] = Kept(["doc_id", "term"])


def per_article(tokens: pd.DataFrame) -> PerArticle:
    """Count `tokens` by article and term, or give what was counted.

    >>> tokens = pd.DataFrame({"doc_id": ["d", "d", "e"], "term": ["a", "a", "b"]})
    >>> counts = per_article(tokens)
    >>> counts.n.toarray().tolist(), counts.words.tolist()
    ([[2, 0], [0, 1]], [2, 1])
    """
    counts = _KEPT.of(tokens)
    if counts is None:
        counts = PerArticle(tokens)
        _KEPT.put(tokens, counts)
    return counts


def promise_per_article(tokens: pd.DataFrame, count: Callable[[Callable[[], Arrays]], Arrays]) -> None:
    """Have the counts of `tokens` kept by `count`, which gives the arrays that it has, or that it is given to make."""
    of = tokens[["doc_id", "term"]]
    _KEPT.promise(tokens, lambda: PerArticle(of, count(lambda: PerArticle(of).arrays)))


def members(of: np.ndarray, size: int) -> csr_array:
    """Pieces × what each is of."""
    return csr_array((np.ones(len(of), dtype=np.int32), (np.arange(len(of)), of)), shape=(len(of), size))


def ones(n: csr_array) -> csr_array:
    """1 where there is a count."""
    return csr_array((np.ones(len(n.data), dtype=np.int32), n.indices, n.indptr), shape=n.shape)


def _in_order(terms: np.ndarray, order: np.ndarray, n_terms: int) -> Rows:
    """Rows sorted by term of words that are put in the order of their articles first."""
    starts = np.cumsum(np.append(0, np.bincount(terms, minlength=n_terms)))
    return Rows(by_term(terms[order], starts), starts)


def _counted(sorted_rows: Rows, docs: np.ndarray, doc_of: np.ndarray) -> Arrays:
    """Counts of terms by article, as a sparse matrix has them: counts, numbers of articles, and where each term ends.

    docs   : the article of each row, rising
    doc_of : the article of each number
    """
    rows, starts = sorted_rows
    number = np.zeros(int(docs[-1]) + 1, dtype=np.int32)
    number[doc_of] = np.arange(len(doc_of), dtype=np.int32)
    n, articles, until = (
        np.empty(len(rows), dtype=np.int32),
        np.empty(len(rows), dtype=np.int32),
        np.zeros_like(starts, dtype=np.int32),
    )
    filled = 0
    for start, end in row_blocks(starts, WORDS):
        numbers = number[docs[rows[starts[start] : starts[end]]]]
        begin = starts[start:end] - starts[start]
        first = distinct(np.append(heads(numbers), begin[np.diff(starts[start : end + 1]) > 0]))
        here = slice(filled, filled + len(first))
        articles[here], n[here] = numbers[first], np.diff(np.append(first, len(numbers)))
        until[start:end] = filled + np.searchsorted(first, begin)
        filled += len(first)
    until[len(starts) - 1 :] = filled
    for array in (n, articles):  # what was not needed is given back, without a copy
        array.resize(filled, refcheck=False)
    return {"n": n, "articles": articles, "until": until}


def row_blocks(ends: np.ndarray, most: int, most_rows: int | None = None) -> Iterator[tuple[int, int]]:
    """The first row and the last, which is left out, of blocks with at most so many entries, or one row; `ends` as sparse arrays have.

    >>> list(row_blocks(np.array([0, 3, 4, 9, 10]), 4))
    [(0, 2), (2, 3), (3, 4)]
    """
    start, n_rows = 0, len(ends) - 1
    while start < n_rows:
        end = int(np.searchsorted(ends, ends[start] + most, side="right")) - 1
        end = min(max(end, start + 1), start + (most_rows or n_rows), n_rows)
        yield start, end
        start = end
