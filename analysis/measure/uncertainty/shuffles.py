"""One shuffle for all groups: counts by term and article, and the group of each article, in; a p of each group and term out.

Each group is held against all others, so the articles that are dealt out are the same for each, and one shuffled row of them serves
all: the first m are as good a hand for a group of m articles as any. So what many groups cost is what the largest one costs.
"""

import numpy as np
from scipy.sparse import csr_array

CELLS = 2_000_000  # sums held at a time: 8 MB
DEALT = 4_000_000  # articles dealt out at a time: 32 MB
NEAR = 1_000_000  # numbers gone through again and again, which stay near the processor
MANY = 16_000  # numbers to an end that are worth a product of their own
FEWEST = 16  # terms that are worth a way through the articles of their own
EQUAL = 1e-5  # share by which a sum in 32 bits may be off, so that what is equal counts as equal


def max_t_p_of_groups(
    counts: csr_array, words: np.ndarray, group: np.ndarray, asked: np.ndarray, draws: int = 999, seed: int = 0
) -> np.ndarray:
    """For each group held against all others, how often dealing the articles out anew makes as large a difference of any term at all.

    counts : terms × articles
    words  : running words of each article
    group  : code of each article's group
    asked  : codes of the groups to look at
    draws  : shuffles, all of them at random; the same ones for each group
    seed   : of the shuffles

    Returns p, one row per group of `asked` and one column per term: (1 + shuffles in whose hand for the group the largest t of all
    terms is at least the t of this one) / (1 + draws); t and what is missing are those of `max_t_p`.

    Reading it: as `max_t_p`. The p of two groups rest on the same shuffles, which no bound for several comparisons minds.
    Source: Westfall and Young 1993, Resampling-Based Multiple Testing, chapter 2, single-step maxT.

    >>> four = csr_array([[3, 3, 0, 0], [2, 0, 2, 0]])
    >>> p = max_t_p_of_groups(four, np.full(4, 10), np.array([0, 0, 1, 1]), np.array([0, 1]))
    >>> p.round(1).tolist()  # of six splits four have one of the two terms on one side alone
    [[0.7, 1.0], [0.7, 1.0]]
    """
    words, counted = words.astype(float), counts.astype(float)
    rate = counted.sum(axis=1) / words.sum()
    squares = counted.power(2).sum(axis=1) - 2 * rate * (counted @ words) + rate**2 * (words**2).sum()
    known = np.flatnonzero(squares > 1e-9)
    p = np.full((len(asked), len(rate)), np.nan)
    if not len(known):
        return p
    pull = (counted[known].toarray() - np.outer(rate[known], words)) / np.sqrt(squares[known])[:, None]
    observed = np.abs(pull @ (group[:, None] == asked)) * (1 - EQUAL)
    sizes = np.bincount(group)[asked]
    ends, place = np.unique(np.minimum(sizes, len(group) - sizes), return_inverse=True)
    largest = np.sort(_largest(pull.T.astype(np.float32), ends, draws, seed), axis=0)
    for row, column in enumerate(place):
        p[row, known] = (1 + draws - np.searchsorted(largest[:, column], observed[:, row])) / (1 + draws)
    return p


def _largest(pull: np.ndarray, ends: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Shuffles × ends: the largest sum, in size, of any column over the first rows of a shuffle up to each end."""
    n, found, random = len(pull), np.zeros((draws, len(ends)), dtype=np.float32), np.random.default_rng(seed)
    near = NEAR // n if n * FEWEST <= NEAR else pull.shape[1]  # where not even a few stay near, whole rows are sooner read
    blocks = [np.ascontiguousarray(pull[:, start : start + near]) for start in range(0, pull.shape[1], near)]
    width = max(1, min(CELLS // (len(ends) * blocks[0].shape[1]), DEALT // int(ends[-1])))
    for start in range(0, draws, width):
        here = found[start : start + width]
        order = np.array([random.choice(n, ends[-1], replace=False) for _ in here])
        for block in blocks:
            parts = _added_up(block, order, ends)
            sums = np.zeros((len(here), block.shape[1]), dtype=np.float32)
            for end in range(len(ends)):
                sums += parts[:, end]
                np.maximum(here[:, end], np.maximum(sums.max(axis=1), -sums.min(axis=1)), out=here[:, end])
    return found


def _added_up(block: np.ndarray, order: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Shuffles × ends × columns: the sums of a block over the rows of a shuffle up to the first end, then to the next one, and so on.

    Where there is much to an end, its rows are laid beside each other, as many as stay near the processor, and one product adds them
    up: it takes half the time of a sparse table, which is the quicker one for little.
    """
    n_columns = block.shape[1]
    if ends[-1] * n_columns < MANY * len(ends):
        bounds = np.append(0, (np.arange(len(order))[:, None] * ends[-1] + ends).ravel())
        chosen = csr_array((np.ones(order.size, dtype=np.float32), order.ravel(), bounds), shape=(len(bounds) - 1, len(block)))
        return (chosen @ block).reshape(len(order), len(ends), n_columns)
    length = max(1, NEAR // (8 * n_columns))
    near, ones = np.empty((length, n_columns), dtype=np.float32), np.ones(length, dtype=np.float32)
    parts = np.zeros((len(order), len(ends), n_columns), dtype=np.float32)
    for shuffle, own in zip(order, parts, strict=True):
        for begin, end, total in zip(np.append(0, ends[:-1]).tolist(), ends.tolist(), own, strict=True):
            for start in range(begin, end, length):
                rows = near[: min(length, end - start)]
                np.take(block, shuffle[start : start + len(rows)], axis=0, out=rows, mode="clip")
                total += ones[: len(rows)] @ rows
    return parts
