"""Would other articles have said the same? Counts by term and article of two sides in, what exchanging and leaving out show, out.

Words come in articles, and a difference between two sides is only as sure as it stands up to dealing the articles out anew (could
chance have done it?) and to taking one away (is it that article's alone?). What is exchanged and left out are whole articles.
"""

from collections.abc import Iterator
from itertools import chain, combinations
from math import comb
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array, issparse

MOST_SPLITS = 5_000
CELLS = 4_000_000  # numbers held at a time: 32 MB
NEAR = 200_000  # numbers gone through several times, which stay near the processor
MOST_CELLS, WHOLE = 24_000_000, 2**24  # articles × terms held with all zeros; and whole numbers that 32 bits hold exactly
FEW = 1 / 8  # of the articles: splits with so few on a side are held sparse
SELDOM = 1 / 32  # of articles × terms: counts that are so few are never laid out with all zeros
NAMED = 3


class Articles(NamedTuple):
    """The articles of two sides A and B, each on one side.

    n       occurrences, terms × articles, sparse, no pair twice
    words   running words of each article
    in_a    whether it is of side A
    doc_ids its name
    """

    n: csr_array
    words: np.ndarray
    in_a: np.ndarray
    doc_ids: np.ndarray

    @property
    def sizes(self) -> tuple[int, int]:
        """Articles of A, articles of B."""
        return int(self.in_a.sum()), int((~self.in_a).sum())


def permutation_p(articles: Articles, draws: int = 999, seed: int = 0) -> np.ndarray:
    """How often dealing the articles out to the two sides anew makes at least as large a difference of each term.

    draws : random splits, where there are more than 5,000
    seed  : of the random splits

    Returns p for each term. The difference of a split is |Σ (x − r·N)| over the articles of a side, where x are the occurrences of the
    term in an article, N its words and r the rate of the term in all of them; it is the same for either side. Of up to 5,000 splits
    into sides of so many articles all are looked at, and p is the share of them; of more, `draws` random ones, and p is
    (1 + those) / (1 + draws).

    Reading it: a p of each term for itself: of a hundred terms that do not differ, some five are at .05 or below. It takes articles of
    both sides for alike in length; where those of one side are several times as long, p can be too small (docs/uncertainty.md).
    Source: Phipson and Smyth 2010, Permutation P-values should never be zero, Statistical Applications in Genetics 9(1).

    >>> one = Articles(csr_array([[3, 0, 0, 0]]), np.full(4, 10), np.array([True, False, False, False]), np.array(list("abcd")))
    >>> permutation_p(one).tolist()  # of four ways to choose one article, one makes as large a difference
    [0.25]
    """
    sizes, n = articles.sizes, len(articles.words)
    side = articles.in_a if sizes[0] <= sizes[1] else ~articles.in_a
    counts, words = articles.n.astype(float), articles.words.astype(float)
    total, table = counts.sum(axis=1), _table(counts)

    def differences(sides: np.ndarray | csr_array) -> np.ndarray:
        """|Σ (x − r·N)| of each term and split, times the words of all articles: whole numbers, so that ties are ties."""
        found = _summed(counts, table, sides)
        found *= words.sum()
        found -= np.outer(total, words @ sides)
        return np.abs(found, out=found)

    observed = differences(side[:, None].astype(float)) * (1 - 1e-9)
    hits = np.zeros(len(total))
    for sides in _splits(n, min(sizes), draws, seed):
        hits += np.count_nonzero(differences(sides) >= observed, axis=1)
    n_splits = _number_of_splits(n, min(sizes))
    return hits / n_splits if n_splits <= MOST_SPLITS else (1 + hits) / (1 + draws)


def max_t_p(articles: Articles, draws: int = 999, seed: int = 0) -> np.ndarray:
    """How often dealing the articles out anew makes as large a difference of any term at all, each by its own spread.

    draws, seed : as for `permutation_p`

    Returns p for each term: the share of splits in which the largest t of all terms is at least the t of this one; missing for a term
    that is as frequent in each article. t is the difference of `permutation_p` divided by its standard deviation over all splits.

    Reading it: of terms none of which differs, one has a p of .05 or below in 5 of 100 corpora, however many the terms are. A word of
    one article has a small t, since most of its spread is that article.
    Formula: t = |Σ (x − r × N)| over the articles of a side / √Σ (x − r × N)² over all articles; the rest of the standard deviation is
    the same for all terms.
    Source: Westfall and Young 1993, Resampling-Based Multiple Testing, chapter 2, single-step maxT.

    >>> two = Articles(csr_array([[3, 3, 0, 0], [2, 0, 2, 0]]), np.full(4, 10), np.array([1, 1, 0, 0], bool), np.array(list("abcd")))
    >>> max_t_p(two).round(2).tolist()  # of six splits four have one of the two terms on one side alone
    [0.67, 1.0]
    """
    sizes, n = articles.sizes, len(articles.words)
    side = articles.in_a if sizes[0] <= sizes[1] else ~articles.in_a
    counts, words = articles.n.astype(float), articles.words.astype(float)
    rate = counts.sum(axis=1) / words.sum()
    squares = counts.power(2).sum(axis=1) - 2 * rate * (counts @ words) + rate**2 * (words**2).sum()
    known = squares > 1e-9
    spread, rate, counts = np.sqrt(squares[known]), rate[known], counts[np.flatnonzero(known)]
    table = _table(counts)

    def ts(sides: np.ndarray | csr_array) -> np.ndarray:
        found = _summed(counts, table, sides)
        found -= np.outer(rate, words @ sides)
        np.abs(found, out=found)
        found /= spread[:, None]
        return found

    p = np.full(len(known), np.nan)
    if not known.any():
        return p
    largest = np.concatenate([ts(sides).max(axis=0) for sides in _splits(n, min(sizes), draws, seed)])
    observed = ts(side[:, None].astype(float)) * (1 - 1e-9)
    hits = len(largest) - np.searchsorted(np.sort(largest), observed[:, 0])
    every = _number_of_splits(n, min(sizes)) <= MOST_SPLITS
    p[known] = hits / len(largest) if every else (1 + hits) / (1 + draws)
    return p


def _number_of_splits(n: int, m: int) -> int:
    return comb(n, m) if n <= MOST_SPLITS else MOST_SPLITS + 1


def _splits(n: int, m: int, draws: int, seed: int) -> Iterator[np.ndarray | csr_array]:
    """Splits of n articles with m on one side, all or at random: one column each, 1 for the articles on that side; block by block."""
    n_splits, random = _number_of_splits(n, m), np.random.default_rng(seed)
    every = n_splits <= MOST_SPLITS
    if every:
        chosen = np.fromiter(chain.from_iterable(combinations(range(n), m)), dtype=np.int64, count=n_splits * m)
        chosen = chosen.reshape(n_splits, m)
    n_splits = n_splits if every else draws
    width = max(1, CELLS // n)
    for start in range(0, n_splits, width):
        n_columns = min(width, n_splits - start)
        if every:
            rows = chosen[start : start + n_columns]
        else:
            rows = np.array([random.choice(n, m, replace=False, shuffle=False) for _ in range(n_columns)])
        if m <= FEW * n:
            ends = np.arange(n_columns + 1) * m
            yield csr_array((np.ones(rows.size), rows.ravel(), ends), shape=(n_columns, n)).T.tocsr()
        else:
            sides = np.zeros((n, n_columns))
            np.put_along_axis(sides, rows.T, 1, axis=0)
            yield sides


def _table(counts: csr_array) -> np.ndarray | None:
    """Articles × terms with all zeros, in 32 bits, which hold such whole numbers; None where that is too much to hold.

    Nor where hardly any article has any of the terms: then it is sooner done to add up the counts that there are.
    """
    most = counts.sum(axis=1).max(initial=0)
    if counts.nnz < SELDOM * counts.shape[0] * counts.shape[1]:
        return None
    if counts.shape[0] * counts.shape[1] > MOST_CELLS or most >= WHOLE:
        return None
    return counts.T.astype(np.float32).toarray(
        order="C"
    )  # the order in which a product reads it; it would make a copy of another


def _summed(counts: csr_array, table: np.ndarray | None, sides: np.ndarray | csr_array) -> np.ndarray:
    """The occurrences of each term on the side that each column of `sides` describes: whole numbers, so in any order."""
    if not issparse(sides):
        return counts @ sides
    # few articles on a side: rows of the table are added up, several terms at a time
    return (counts @ sides).toarray() if table is None else (sides.T.astype(np.float32) @ table).T.astype(float, order="C")


def sign_flips(articles: Articles) -> np.ndarray:
    """Count the articles without which the sign of each term's difference of rates would turn, or the difference be 0.

    Returns a number for each term. The only article of a side is never left out, since nothing would be left to compare; a term that
    does not differ has no sign to turn.

    >>> two = Articles(csr_array([[4, 0, 1, 1]]), np.full(4, 10), np.array([True, True, False, False]), np.array(list("abcd")))
    >>> sign_flips(two).tolist()  # 4:2, and 0:2 without the first article
    [1]
    """
    n_a, words_a, n_b, words_b = _totals(articles)
    difference = n_a * words_b - n_b * words_a
    entries = articles.n.tocoo()
    term, doc = entries.coords
    flips = np.zeros(len(n_a), dtype=np.int64)
    # without an article with x occurrences and N words, the side is ahead by N·n' − x·N' more, n' and N' being the other side's:
    # where x is 0 the side can only gain, and gets ahead if N is large enough; so these articles need not be looked at one by one
    for inside, sign, other_n, other_words in ((articles.in_a, 1, n_b, words_b), (~articles.in_a, -1, n_a, words_a)):
        if inside.sum() < 2:
            continue
        ahead = sign * difference  # above 0 where this side has the higher rate
        lengths = np.sort(articles.words[inside])
        needed = np.where(ahead < 0, -(ahead // np.maximum(other_n, 1)), lengths[-1] + 1)  # words that turn it, if x is 0
        flips += len(lengths) - np.searchsorted(lengths, needed)
        here = inside[doc]
        rows, x, length = term[here], entries.data[here].astype(np.int64), articles.words[doc[here]]
        turned = _turns(ahead[rows], ahead[rows] - x * other_words + length * other_n[rows])
        flips += np.bincount(rows, turned.astype(np.int64) - (length >= needed[rows]), len(flips)).astype(np.int64)
    return flips


def turned_by(articles: Articles) -> np.ndarray:
    """Name the articles that `sign_flips` counts: at most three, a-z, then "and 2 more"; missing for a term without any.

    >>> two = Articles(csr_array([[4, 0, 1, 1]]), np.full(4, 10), np.array([True, True, False, False]), np.array(list("abcd")))
    >>> turned_by(two).tolist()
    ['a']
    """
    n_a, words_a, n_b, words_b = _totals(articles)
    width = max(1, NEAR // len(articles.words))
    names = np.full(len(n_a), None, dtype=object)
    removable = np.where(articles.in_a, articles.sizes[0], articles.sizes[1]) > 1
    less_a, less_b = articles.words * articles.in_a, articles.words * ~articles.in_a
    for start in range(0, len(n_a), width):
        rows = slice(start, start + width)
        x = articles.n[rows].toarray().astype(np.int64)
        left_a, left_b = n_a[rows, None] - x * articles.in_a, n_b[rows, None] - x * ~articles.in_a
        before = (n_a[rows] * words_b - n_b[rows] * words_a)[:, None]
        turned = _turns(before, left_a * (words_b - less_b) - left_b * (words_a - less_a)) & removable
        for row in np.flatnonzero(turned.any(axis=1)):
            found = articles.doc_ids[turned[row]]
            more = [f"and {len(found) - NAMED:,} more"] if len(found) > NAMED else []
            names[start + row] = ", ".join([*map(str, found[:NAMED]), *more])
    return names


def _totals(articles: Articles) -> tuple[np.ndarray, int, np.ndarray, int]:
    """Occurrences of each term and running words of A, then of B."""
    parts = []
    for inside in (articles.in_a, ~articles.in_a):
        parts += [articles.n @ inside.astype(np.int64), int(articles.words[inside].sum())]
    return tuple(parts)


def _turns(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    return (before != 0) & (np.sign(before) != np.sign(after))
