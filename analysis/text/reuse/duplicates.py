"""Articles that are nearly the same: table `tokens` in, the table `duplicates` out.

MinHash signatures, which the library rensa works out, and their bands find candidates without comparing every article with every
other; what they find is confirmed by the exact share of common shingles. Their chance shows only in what is looked at: a pair with
the least share that counts is missed about once in a hundred, one with a share of .8 never in practice.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ...schema import check
from .shingles import SIZE, Words, distinct, paired, shingle_hashes

LEAST = 0.6  # share of common shingles from which on two articles are one another's copies
BANDS, ROWS = 32, 4  # of the signature: the chance of a candidate is 1 - (1 - share ** ROWS) ** BANDS
SEED = 20_241
MANY = 20  # articles with an equal band up to which every two are compared
BATCH = 4_000_000  # shingles signed at a time


def find_duplicates(tokens: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Find pairs of articles that share most of their runs of five words, and put them into families.

    tokens : table `tokens`
    words  : the same as arrays, from shingles.words_of

    Returns table `duplicates`, one row per pair, sorted by doc_id_a, doc_id_b:
        doc_id_a, doc_id_b  the articles, in the order of their names
        jaccard             runs of five words that both have, as a share of those that either has; .6 or more
        family              the first article, by name, of all that are linked by such pairs

    An article of fewer than five words has no runs and no copies. Of more than 20 articles whose signatures agree in a band, each is
    compared with the first and with its neighbour, so a large family is whole though not every pair of it has a row.

    Reading it: 1 is a copy; at .6, four fifths or so of the words of either article stand in the other, in longer runs.
    Source: A. Z. Broder (1997), On the resemblance and containment of documents.
    """
    check(tokens, "tokens", rows=True)
    names = tokens["doc_id"].cat.categories.astype(str)
    bounds = np.searchsorted(words.docs, np.arange(len(names) + 1, dtype=words.docs.dtype))
    rows = []
    for a, b in zip(*_candidates(words, bounds), strict=True):
        share = jaccard(*(distinct(shingle_hashes(words, SIZE, *bounds[one : one + 2])[0]) for one in (a, b)))
        if share >= LEAST:
            rows.append((a, b, share))
    pairs = pd.DataFrame(rows, columns=["a", "b", "jaccard"]).astype({"a": "int64", "b": "int64", "jaccard": "float64"})
    head = _heads(pairs["a"].tolist(), pairs["b"].tolist())
    found = pd.DataFrame({"doc_id_a": names.take(pairs["a"]), "doc_id_b": names.take(pairs["b"]), "jaccard": pairs["jaccard"]})
    found["family"] = names.take(np.array([head[a] for a in pairs["a"]], dtype=np.int64))
    text = dict.fromkeys(("doc_id_a", "doc_id_b", "family"), "str")
    return found.astype(text).sort_values(["doc_id_a", "doc_id_b"], ignore_index=True)


def jaccard(one: np.ndarray, other: np.ndarray) -> float:
    """What two sets have in common, as a share of what either has; both are given without repetition.

    >>> jaccard(np.array([1, 2, 3]), np.array([2, 3, 4]))
    0.5
    """
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)


def _candidates(words: Words, bounds: np.ndarray) -> tuple[list[int], list[int]]:
    """Pairs of articles whose signatures agree in a band, the first by name first, each pair once."""
    keys, holders = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int64)]
    for here, signatures in _signatures(words, bounds):
        for band in range(BANDS):
            key = np.full(len(here), band, dtype=np.uint64)
            for column in range(band * ROWS, (band + 1) * ROWS):
                key = (key ^ (key >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15) + signatures[:, column]
            keys.append(key)
            holders.append(here)
    keys, holders = np.concatenate(keys), np.concatenate(holders)
    order = np.lexsort((holders, keys))
    keys, holders = keys[order], holders[order]
    first, second = paired(keys, holders, np.arange(len(bounds)), many=MANY)
    beside = np.flatnonzero(keys[1:] == keys[:-1])
    first, second = np.append(first, holders[beside]), np.append(second, holders[beside + 1])
    first, second = np.divmod(distinct(first * len(bounds) + second), len(bounds))
    return first.tolist(), second.tolist()


def _signatures(words: Words, bounds: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """MinHash signatures of the articles that have shingles, some articles at a time: their numbers, one row per article."""
    from rensa import RMinHash

    begin = 0
    while begin < len(bounds) - 1:
        end = max(begin + 1, int(np.searchsorted(bounds, bounds[begin] + BATCH, side="right")) - 1)
        hashes, places = shingle_hashes(words, SIZE, int(bounds[begin]), int(bounds[end]))
        offsets = np.searchsorted(places, bounds[begin : end + 1].astype(places.dtype))
        filled = np.flatnonzero(np.diff(offsets))
        if len(filled):
            offsets = np.append(offsets[filled], offsets[-1]).astype(np.uint64)
            matrix = RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, BANDS * ROWS, SEED)
            yield begin + filled, np.array(matrix.to_rows(), dtype=np.uint64)
        begin = end


def _heads(first: list[int], second: list[int]) -> dict[int, int]:
    """For every article of a pair, the first article that pairs link it to."""
    head = {name: name for name in (*first, *second)}

    def find(name: int) -> int:
        while head[name] != name:
            head[name] = head[head[name]]
            name = head[name]
        return name

    for a, b in zip(first, second, strict=True):
        one, other = sorted((find(a), find(b)))
        head[other] = one
    return {name: find(name) for name in head}
