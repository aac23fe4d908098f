"""Running words looked at in blocks: arrays of codes in, counts and arrays of codes out.

NumPy takes codes of 8 to 32 bits for places only after it has made numbers of 64 bits of all of them, which for tens of millions of
words is more than the table that is asked. Of a block at a time it is nothing.
"""

from collections.abc import Iterator

import numpy as np

BLOCK = 1 << 18  # words: their 64-bit numbers stay near the processor


def blocks(n: int) -> Iterator[slice]:
    """So many rows in blocks.

    >>> list(blocks(3))
    [slice(0, 3, None)]
    """
    return (slice(first, min(first + BLOCK, n)) for first in range(0, n, BLOCK))


def tallied(codes: np.ndarray, size: int) -> np.ndarray:
    """How often each code below `size` occurs; -1 is counted nowhere.

    >>> tallied(np.array([1, -1, 1], dtype=np.int8), 3).tolist()
    [0, 2, 0]
    """
    n = np.zeros(size + 1, dtype=np.int64)
    for rows in blocks(len(codes)):
        n += np.bincount(codes[rows] + np.int64(1), minlength=size + 1)
    return n[1:]


def looked_up(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The value at each code; -1 reads the last.

    >>> looked_up(np.array([7, 8, 9], dtype=np.int8), np.array([1, -1]))
    array([8, 9], dtype=int8)
    """
    found = np.empty(len(codes), dtype=values.dtype)
    for rows in blocks(len(codes)):
        found[rows] = values[codes[rows]]
    return found


def taken(values: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """The values of the rows kept; long stretches of them are copied whole.

    >>> taken(np.array([3, 4, 5, 6]), np.array([True, False, True, True])).tolist()
    [3, 5, 6]
    """
    edges = np.flatnonzero(kept[1:] != kept[:-1]) + 1
    if len(edges) * 64 > len(kept):
        return values[kept]
    bounds = np.concatenate([[0], edges, [len(kept)]])
    spans = zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    return np.concatenate([values[:0], *(values[first:last] for first, last in spans if last > first and kept[first])])


def heads(*columns: np.ndarray) -> np.ndarray:
    """The rows in which some column is another than in the row before, and the first one.

    >>> heads(np.array([1, 1, 2, 2]), np.array([0, 0, 0, 5])).tolist()
    [0, 2, 3]
    """
    found = [np.zeros(min(len(columns[0]), 1), dtype=np.int64)]
    for rows in blocks(len(columns[0]) - 1):
        changed = np.zeros(rows.stop - rows.start, dtype=bool)
        for column in columns:
            changed |= column[rows.start + 1 : rows.stop + 1] != column[rows]
        found.append(np.flatnonzero(changed) + (rows.start + 1))
    return np.concatenate(found)


def distinct(numbers: np.ndarray) -> np.ndarray:
    """The distinct numbers, rising. NumPy's unique hashes whole numbers since 2.3, which takes sixty times as long for a million.

    >>> distinct(np.array([7, 3, 7])).tolist()
    [3, 7]
    """
    numbers = np.sort(numbers, axis=None)
    return numbers[heads(numbers)]
