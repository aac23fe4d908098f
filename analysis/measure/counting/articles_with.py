"""In how many articles something occurs: codes of rows and their articles in, a number for each code out.

It exists because counting all pairs of a word and an article, to count the articles then, takes more memory than the words themselves.
"""

import numpy as np

from ...blocks import heads
from .per_article import WORDS, row_blocks


def articles_with(codes: np.ndarray, docs: np.ndarray, size: int) -> np.ndarray:
    """In how many articles each code below `size` occurs; the rows of an article stand together, of some articles at a time.

    >>> articles_with(np.array([1, 1, 0, 1]), np.array([0, 0, 3, 3]), 3).tolist()
    [1, 2, 0]
    """
    n, articles = np.zeros(size, dtype=np.int64), heads(docs)
    ends = np.append(articles, len(docs))
    for first, last in row_blocks(ends, WORDS):
        rows = slice(ends[first], ends[last])
        numbers = np.repeat(np.arange(last - first, dtype=np.int64), np.diff(ends[first : last + 1]))
        numbers *= size
        numbers += codes[rows]
        numbers.sort()
        n += np.bincount(numbers[heads(numbers)] % size, minlength=size)
    return n
