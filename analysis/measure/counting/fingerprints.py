"""Fingerprints of the words of articles: `tokens` in; out comes, for each article, a number that another word or order would change.

It exists so that a later run can tell whether an article is read as it was, without keeping its words.
"""

import zlib

import numpy as np
import pandas as pd

from ...blocks import heads
from .codes import coded, ordered

WORDS = 4_000_000  # looked at a time
STEP = 0x9E3779B97F4A7C15  # odd, so that no power of it is 0 in 64 bits; the golden ratio, as Knuth takes it


def word_prints(tokens: pd.DataFrame) -> pd.DataFrame:
    """Say of each article how many words it has, and what they are, in one number.

    One row per article with a word, sorted by doc_id:
        doc_id
        n_tokens  running words
        words     sixteen hexadecimal digits of its words in their order

    Reading it: equal numbers are equal words, but for a chance of one in many million millions. It says nothing of how near two are.
    Formula: Σ (c + 1) × s^(i + 1) modulo 2^64 over the words i = 0, 1, …, where c is the CRC-32 of the word and s a large odd number.

    >>> tokens = pd.DataFrame({"doc_id": list("ddee"), "term": ["a", "b", "b", "a"], "position": [1, 2, 1, 2], "line": 1})
    >>> prints = word_prints(tokens.assign(sentence=1))
    >>> prints["n_tokens"].tolist(), prints["words"].nunique()
    ([2, 2], 2)
    """
    tokens = ordered(tokens)
    docs, terms = coded(tokens["doc_id"]), coded(tokens["term"])
    starts = heads(docs.codes)
    ends = np.append(starts, len(docs.codes))
    sizes = np.diff(ends)
    of_term = np.array([zlib.crc32(str(term).encode()) + 1 for term in terms.values], dtype=np.uint64)
    powers = np.cumprod(np.full(int(sizes.max(initial=0)), STEP, dtype=np.uint64))
    found = np.zeros(len(starts), dtype=np.uint64)
    first = 0
    while first < len(starts):
        last = max(int(np.searchsorted(ends, ends[first] + WORDS, side="right")) - 1, first + 1)
        rows = slice(ends[first], ends[last])
        place = np.arange(ends[last] - ends[first]) - np.repeat(ends[first:last] - ends[first], sizes[first:last])
        numbers = of_term[terms.codes[rows]] * powers[place]
        found[first:last] = np.add.reduceat(numbers, ends[first:last] - ends[first])
        first = last
    names = pd.Series(docs.values.take(docs.codes[starts])).astype("str").reset_index(drop=True)
    return pd.DataFrame({"doc_id": names, "n_tokens": sizes, "words": pd.Series([f"{n:016x}" for n in found], dtype="str")})
