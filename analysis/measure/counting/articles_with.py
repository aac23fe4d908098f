"""In how many articles something occurs: codes of rows and their articles in, a number for each code out.

It exists because counting all pairs of a word and an article, to count the articles then, takes more memory than the words themselves.
"""

from collections.abc import Iterator

import numpy as np

from ...blocks import heads
from .per_article import WORDS, row_blocks


def articles_with(codes: np.ndarray, docs: np.ndarray, size: int) -> np.ndarray:
    """In how many articles each code below `size` occurs; the rows of an article stand together, of some articles at a time.

    >>> articles_with(np.array([1, 1, 0, 1]), np.array([0, 0, 3, 3]), 3).tolist()
    [1, 2, 0]
    """
    n = np.zeros(size, dtype=np.int64)
    for _, code in _pairs(codes, docs, size):
        n += np.bincount(code, minlength=size)
    return n


def types_in(codes: np.ndarray, groups: np.ndarray, size: int) -> np.ndarray:
    """How many codes below `size` each stretch of rows of one group has, in the order of the stretches.

    >>> types_in(np.array([1, 1, 0, 1]), np.array([0, 0, 3, 3]), 2).tolist()
    [1, 2]
    """
    return np.concatenate([np.zeros(0, dtype=np.int64), *(np.bincount(group) for group, _ in _pairs(codes, groups, size))])


def _pairs(codes: np.ndarray, groups: np.ndarray, size: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Each code of each stretch of rows of one group, once, of some stretches at a time, which are numbered from 0 each time."""
    starts = heads(groups)
    ends = np.append(starts, len(groups))
    for first, last in row_blocks(ends, WORDS):
        rows = slice(ends[first], ends[last])
        numbers = np.repeat(np.arange(last - first, dtype=np.int64), np.diff(ends[first : last + 1]))
        numbers *= size
        numbers += codes[rows]
        numbers.sort()
        yield np.divmod(numbers[heads(numbers)], size)
