"""Standard errors with the article as the unit: counts by article in, ratios with their variance and their intervals out.

An article that mentions a town mentions it again, so a thousand running words are far from a thousand independent draws. What varies
from article to article is seen by leaving out one article at a time (the jackknife). All that is needed for it are counts by article,
and for large groups counts by bucket of articles, which add up over parts of a corpus like all other counts here.
"""

import weakref
import zlib
from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv, ndtri, stdtrit

from ...blocks import blocks
from ..counting.codes import joint, ranked, tally

MOST_UNITS = 256
LEVEL = 0.95
NOTHING = 1e-12  # a lower bound of less than one in a million million is none

_LAST: dict[str, tuple] = {}  # the names asked for last, and their buckets


class Sums(NamedTuple):
    """Counts by unit: a row (of a table, or of wholes), a unit, and how many there are; pairs may recur, and then add up."""

    row: np.ndarray
    unit: np.ndarray
    n: np.ndarray


class Ratios(NamedTuple):
    """One place per ratio x / n: its parts, its jackknife variance, its units, and as how many even units these count."""

    x: np.ndarray
    n: np.ndarray
    variance: np.ndarray
    n_units: np.ndarray
    n_even: np.ndarray


class Units(NamedTuple):
    """Which groups are large, and the bucket of each article for use in these."""

    large: np.ndarray
    bucket: np.ndarray

    def of(self, group: np.ndarray, doc: np.ndarray) -> np.ndarray:
        """The unit of each pair of a group and an article, both as codes."""
        found = np.empty(len(doc), dtype=np.int32)
        for rows in blocks(len(doc)):
            found[rows] = np.where(self.large[group[rows]], len(self.bucket) + self.bucket[doc[rows]], doc[rows])
        return found


def article_units(group: np.ndarray, doc: np.ndarray, doc_ids: np.ndarray) -> Units:
    """Say with which unit each article of each group is left out.

    group, doc : codes; together all pairs of a group and an article of it
    doc_ids    : name of each code of `doc`

    Returns Units. An article is a unit by itself, but in groups of more than 256 articles they fall into 256 buckets, by the CRC-32 of
    their names: that is the same on every machine, and does not depend on what else is in the corpus.

    >>> article_units(np.array([0, 0]), np.array([0, 1]), np.array(["d", "e"])).of(np.array([0, 0]), np.array([1, 0])).tolist()
    [1, 0]
    """
    large = np.bincount(tally(group, doc)[0]) > MOST_UNITS
    return Units(large, _bucket_of_each(doc_ids) if large.any() else np.zeros(len(doc_ids), dtype=np.int64))


def _bucket_of_each(doc_ids: np.ndarray) -> np.ndarray:
    """The bucket of each article, told once for names that are asked for again and again, as by each of many comparisons."""
    known, buckets = _LAST.get("asked", (lambda: None, None))
    if known() is not doc_ids:
        buckets = np.array([zlib.crc32(str(name).encode()) % MOST_UNITS for name in doc_ids], dtype=np.int64)
        _LAST["asked"] = weakref.ref(doc_ids), buckets
    return buckets


def jackknife(parts: Sums, wholes: Sums, whole_of: np.ndarray) -> Ratios:
    """Estimate ratios Σx / Σn over articles, with the variance that leaving out a unit at a time gives.

    parts    : x by unit; rows are ratios
    wholes   : n by unit, above 0; rows are wholes, which several ratios may share
    whole_of : for each ratio its whole

    Returns Ratios, one place for each of `whole_of`. variance is (m − 1) / m · Σ (r₍ᵤ₎ − r)², where r₍ᵤ₎ is the ratio without unit u,
    of m units; since r₍ᵤ₎ − r = −(xᵤ − r·nᵤ) / (n − nᵤ), units without any x need not be looked at one by one. n_even is (Σn)² / Σn²,
    the number of units of equal size that would weigh as much. variance is missing below two units.

    Source: Efron and Stein 1981, The jackknife estimate of variance, Annals of Statistics 9(3); with r in place of the mean of
    r₍ᵤ₎, which makes it no smaller.

    >>> parts, wholes = Sums(np.array([0]), np.array([0]), np.array([4])), Sums(np.array([0, 0]), np.array([0, 1]), np.array([10, 10]))
    >>> jackknife(parts, wholes, np.array([0])).variance.round(9).tolist()  # r is .2; without the one article 0, without the other .4
    [0.04]
    """
    width = 1 + max(int(side.unit.max(initial=0)) for side in (parts, wholes))
    row, unit, x = _summed(parts, width)
    whole, whole_unit, size = _summed(wholes, width)
    n_wholes = 1 + max(int(whole_of.max(initial=0)), int(whole.max(initial=0)))
    total, n_units = np.bincount(whole, size, n_wholes), np.bincount(whole, minlength=n_wholes)
    rest = np.where(n_units > 1, total, np.nan)[whole] - size
    pull = size / rest
    sizes = (n_wholes, width)
    place = np.searchsorted(joint([whole, whole_unit], sizes), joint([whole_of[row], unit], sizes))
    x_total, n = np.bincount(row, x, len(whole_of)), total[whole_of]
    ratio = np.divide(x_total, n, out=np.full(len(n), np.nan), where=n > 0)
    # all units as though without any x, and what those that have some add to that
    squares = ratio**2 * np.bincount(whole, pull**2, n_wholes)[whole_of]
    expected = ratio[row] * pull[place]
    squares += np.bincount(row, (x / rest[place] - expected) ** 2 - expected**2, len(whole_of))
    m, even = n_units[whole_of], np.bincount(whole, size**2, n_wholes)[whole_of]
    variance = np.divide(m - 1, m, out=np.full(len(n), np.nan), where=m > 1) * np.maximum(squares, 0)
    return Ratios(x_total, n, variance, m, np.divide(n**2, even, out=np.full(len(n), np.nan), where=n > 0))


def _summed(sums: Sums, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The sums with each pair of row and unit once, in their order."""
    key = joint([sums.row, sums.unit], [1 + int(sums.row.max(initial=0)), width])
    if (key[1:] > key[:-1]).all():
        return sums.row, sums.unit, sums.n
    found, places = ranked(key)
    return *np.divmod(found, width), np.bincount(places, sums.n, len(found))


def ratio_interval(ratios: Ratios, level: float = LEVEL, ends: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Bounds between which the ratio lies at `level`, for words that come in bursts.

    ends : whether a ratio of 0 has bounds too

    Returns low and high, from 0 to 1: the exact binomial (Clopper-Pearson) bounds of a ratio r found in n* independent draws. n* is
    r (1 − r) / variance, the number of draws that would vary as much as the articles do, times (z / t)², where t with units − 1 degrees
    of freedom takes the place of the normal z, and at most n. Where r is 0 or 1 no article differs from another, and nothing is seen
    of how words come in bursts: with `ends`, each article then counts as one draw (n* is n_even), the most cautious reading; without,
    the bounds of a ratio of 0 are missing. Missing below two units. A lower bound under 1e-12 is given as 0.

    Reading it: it holds for articles like these, drawn by the same hand. Where it falls short of its level, tells docs/uncertainty.md.
    Source: Korn and Graubard 1998, Confidence intervals for proportions with small expected number of positive counts estimated from
    survey data, Survey Methodology 24(2); n* at most n: Parker et al. 2017, National Center for Health Statistics, Series 2 no. 175.

    >>> one = Ratios(*(np.array([value]) for value in (5.0, 100.0, 0.05 * 0.95 / 100, 200, 200.0)))
    >>> [bound.round(3).tolist() for bound in ratio_interval(one)]  # 5 of 100, drawn one by one
    [[0.016], [0.113]]
    """
    x, n, variance, n_units, n_even = ratios
    r = np.divide(x, n, out=np.full(len(n), np.nan), where=n > 0)
    tail = (1 - level) / 2
    shrink = (ndtri(1 - tail) / stdtrit(np.maximum(n_units - 1, 1), 1 - tail)) ** 2
    draws = np.minimum(np.divide(r * (1 - r), variance, out=np.full(len(n), np.inf), where=variance > 0) * shrink, n)
    draws = np.where((r > 0) & (r < 1), draws, n_even)
    hits = r * draws
    low, high = np.zeros(len(n)), np.ones(len(n))
    known = (n_units > 1) & (r >= 0) if ends else (n_units > 1) & (r > 0)
    some, rest = known & (r > 0), known & (r < 1)
    low[some] = betaincinv(hits[some], (draws - hits)[some] + 1, tail)
    high[rest] = betaincinv(hits[rest] + 1, (draws - hits)[rest], 1 - tail)
    return np.where(known, np.where(low < NOTHING, 0, low), np.nan), np.where(known, high, np.nan)


def log2_ratio_interval(a: Ratios, b: Ratios, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of log2 of ratio A over ratio B, put together from the intervals of the two.

    Returns low and high: with l the log2 of a ratio or of its bound, low is l(A) − l(B) − √((l(A) − l(A low))² + (l(B high) − l(B))²),
    and high the like. Missing where a side has fewer than two units or a ratio of 0, and where a lower bound of 0 leaves it open.

    Source: Zou and Donner 2008, Construction of confidence limits about effect measures, Statistics in Medicine 27(10).
    """
    below, above = zip(*(_distances(side, level) for side in (a, b)), strict=True)
    difference = _log2(a.x / a.n) - _log2(b.x / b.n)
    return difference - np.hypot(below[0], above[1]), difference + np.hypot(above[0], below[1])


def _distances(ratios: Ratios, level: float) -> tuple[np.ndarray, np.ndarray]:
    """How far, in log2, the bounds of a ratio lie below and above it."""
    low, high = ratio_interval(ratios, level)
    middle = _log2(ratios.x / ratios.n)
    return middle - _log2(low), _log2(high) - middle


def _log2(values: np.ndarray) -> np.ndarray:
    return np.log2(values, out=np.full(len(values), np.nan), where=values > 0)
