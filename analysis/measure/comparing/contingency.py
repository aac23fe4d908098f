"""Two-by-two tables: arrays of four counts in, test statistics out.

Keyness asks whether a word keeps to a group, collocation whether it keeps to another word: the same table of four counts. NLTK and
SciPy have these formulas for one table at a time; here they are worked out for all words at once, and the two libraries serve the
tests as second opinions.
"""

import math

import numpy as np

from ...errors import SchemaError


def signed_g2(both: np.ndarray, only_row: np.ndarray, only_column: np.ndarray, neither: np.ndarray) -> np.ndarray:
    """Log-likelihood ratio G² of each table [[both, only_row], [only_column, neither]], signed.

    Returns G², all four cells counted, with a minus where `both` is smaller than independence would have it; 0 where the table is
    exactly independent, or has an empty row or column and so cannot be otherwise.

    Raises SchemaError for a negative count.
    Reading it: |G²| grows with the strength of the association and with the amount of text alike; compare it within one table only.
    Formula: 2 Σ O ln(O / E) over the four cells, where E = the cell's row × its column / the sum of all four.
    Source: Dunning 1993, Accurate methods for the statistics of surprise and coincidence, Computational Linguistics 19(1).

    >>> signed_g2(np.array([10, 5, 1]), np.array([90, 195, 9]), np.array([5, 10, 2]), np.array([195, 90, 18])).round(6).tolist()
    [7.329812, -7.329812, 0.0]
    """
    cells = np.array(np.broadcast_arrays(both, only_row, only_column, neither), dtype=float)
    if (cells < 0).any():
        raise SchemaError("a two-by-two table has a negative count", remedy="Check that no count exceeds its total")
    rows = np.array([cells[0] + cells[1], cells[2] + cells[3]])[[0, 0, 1, 1]]
    columns = np.array([cells[0] + cells[2], cells[1] + cells[3]])[[0, 1, 0, 1]]
    total = cells.sum(axis=0)
    ratio = np.divide(cells * total, rows * columns, out=np.ones_like(cells), where=cells > 0)
    excess = cells[0] * cells[3] - cells[1] * cells[2]
    return np.sign(excess) * np.maximum(2 * (cells * np.log(ratio)).sum(axis=0), 0)


def log2_ratio_bound(
    n_a: np.ndarray, n_b: np.ndarray, total_a: int, total_b: int, family: int, level: float = 0.95
) -> np.ndarray:
    """The bound nearest 0 of the confidence interval of each log2 ratio of two rates, if words were drawn one by one.

    n_a, n_b         occurrences of each term on the two sides
    total_a, total_b running words of the two sides
    family           how many terms the level is to hold for at once (Bonferroni)

    Returns 0 where the interval contains 0, and a term occurs on neither side; else the bound, with the sign of the log2 ratio. With k
    of the n_a + n_b occurrences on the side of the higher rate, the share τ of that side has the exact binomial (Clopper-Pearson) lower
    bound betaincinv(k, n_a + n_b − k + 1, (1 − level) / (2 · family)), and the bound is log2 of τ / (1 − τ) · total of the other side /
    total of this one. It needs no addition of 0.5.

    Reading it: at least that much is left of the difference when chance has taken its part, a cautious order of keywords. Words of one
    article are not drawn one by one, so it is not cautious enough for text.
    Source: Evert 2022, Measuring keyness, on the conservative log ratio (LRC), as the R package corpora has it.

    >>> log2_ratio_bound(np.array([10, 5, 1]), np.array([5, 10, 1]), 100, 100, 1).round(3).tolist()  # not even 10 against 5
    [0.0, 0.0, 0.0]
    >>> log2_ratio_bound(np.array([20, 0]), np.array([0, 20]), 100, 200, 1).round(3).tolist()
    [3.304, -1.304]
    """
    from scipy.special import betaincinv  # collocations, which import this module, can do without SciPy

    a_higher = n_a * total_b >= n_b * total_a
    most, least = np.where(a_higher, n_a, n_b), np.where(a_higher, n_b, n_a)
    there = most > 0
    tau = np.full(len(most), np.nan)
    tau[there] = betaincinv(most[there], least[there] + 1, (1 - level) / 2 / max(family, 1))
    scale = np.where(a_higher, total_b / total_a, total_a / total_b)
    bound = np.log2(tau / (1 - tau) * scale)
    return np.where(bound > 0, np.where(a_higher, bound, -bound), 0.0)


def chi2_p(g2: np.ndarray) -> np.ndarray:
    """Probability of a G² at least as large, in size, if the table were independent: the chi-squared tail with one degree of freedom.

    Reading it: it takes every running word for an independent draw, which words of one article are not; it is too small for text.
    Formula: erfc(√(|g2| / 2)).

    >>> chi2_p(np.array([0.0, 3.841458820694124, -3.841458820694124])).round(6).tolist()
    [1.0, 0.05, 0.05]
    """
    distinct, places = np.unique(np.abs(g2), return_inverse=True)
    tails = np.fromiter((math.erfc(math.sqrt(value / 2)) for value in distinct), dtype=float, count=len(distinct))
    return tails[places]


def false_discovery_rate(p: np.ndarray) -> np.ndarray:
    """Benjamini-Hochberg: for each p, the share of false finds if it and all smaller ones were called finds.

    Formula: of m p in rising order the i-th has q = the smallest of p_j × m / j for j from i to m, and at most 1.
    Source: Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57(1).

    >>> false_discovery_rate(np.array([0.04, 0.01, 0.5])).round(3).tolist()
    [0.06, 0.03, 0.5]
    """
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return q


def largest(most: int, value: np.ndarray) -> np.ndarray:
    """The places of the largest values, falling; of equal ones the first. What is missing comes last.

    >>> largest(2, np.array([1.0, 3.0, np.nan, 3.0, 3.0])).tolist()
    [1, 3]
    """
    some = np.arange(len(value))
    if most < len(value):
        bound = -np.partition(-value, most - 1)[most - 1]
        some = some if np.isnan(bound) else np.flatnonzero(value >= bound)
    return some[np.argsort(-value[some], kind="stable")[:most]]
