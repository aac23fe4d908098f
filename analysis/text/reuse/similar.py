"""Sentences of two articles that say much the same in other words, as two translations of one interview do.

Words as arrays in, pairs of sentences out. The evidence is weaker than that of a shared passage, so what is found here is called
similar and never counts as shared: rare words that two sentences have in common, and the sentences beside them that agree as well.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from .coincidence import Sentences, more_than_chance
from .shingles import Words, distinct, paired

SPAN = ["from_a", "to_a", "from_b", "to_b"]
RAREST = 8  # words of a sentence, the rarest first, of which two must be in the other one
FEW = 10  # sentences that may have a word, or two words, that makes two of them worth a comparison
OWN = 0.15  # least cosine of two sentences
SUPPORT = 0.5  # weight of the pair of sentences beside them
BESIDE = 2  # sentences before or behind that can support
LEAST = 0.45  # least sum of both
BATCH = 50_000  # pairs compared at a time, which bounds the memory
PLACES = 4  # numbers of 64 bits that a sentence's mask has
BLOCK = 1_000_000  # words, or pairs of words of a sentence, that are looked at at a time


def similar_sentences(tokens: pd.DataFrame, words: Words, shared: pd.DataFrame) -> pd.DataFrame:
    """Find sentences of two articles that share rare words, where their neighbours share some too.

    Sentences are compared by the cosine of their content words, each counted once and weighted by log(sentences / sentences with the
    word). To this comes half of the best cosine of a pair of sentences that stands up to two before both, or up to two behind both.
    A pair is kept where the sum is .45 or more, no other sentence of that article fits one of the two better, and chance does not
    explain it (coincidence.py). Titles and headings are not compared. To be compared at all, two sentences need two words in common,
    and either one that no more than ten sentences of the corpus have, or two, among the eight rarest words of both, that no more than
    ten have together: so the work grows with the number of sentences and not with its square.

    What stands in a passage of `shared` already is left out, and takes no part in what chance is.

    Returns one row per pair: from_a, to_a, from_b, to_b, the numbers of their first and last words in the corpus; score, the cosine.
    """
    begins, ends, keys = _content(tokens, words)
    docs, width = words.docs[begins].astype(np.int64), len(words.terms)
    owner, term = _parted(keys, width)
    n = np.bincount(term, minlength=width)
    idf = np.log((len(begins) + 1) / np.maximum(n, 1))
    starts = np.searchsorted(owner, np.arange(len(begins) + 1, dtype=np.int32))
    length = _lengths(owner, term, idf, starts)
    first, second = _candidates(keys, starts, n, docs)
    rest = keys, term, starts, idf, length, _masks(owner, term, len(begins), width)
    parts = [slice(at, at + BATCH) for at in range(0, len(first), BATCH)]
    cosine = np.concatenate([np.zeros(0), *(_cosines(first[part], second[part], *rest) for part in parts)])
    likely = cosine >= OWN
    first, second, cosine = first[likely], second[likely], cosine[likely]
    kept = _best(first, second, cosine + SUPPORT * _beside(first, second, cosine, docs), docs)
    first, second, cosine = first[kept], second[kept], cosine[kept]
    found = pd.DataFrame(dict(zip(SPAN, (begins[first], ends[first], begins[second], ends[second]), strict=True)))
    left = np.flatnonzero(~_covered(found, shared, words.docs))
    # last, so that no second best takes the place of a pair that chance explains
    left = left[more_than_chance(first[left], second[left], Sentences(docs, owner, term, width, words.days))]
    return found.assign(score=cosine)[found.index.isin(left)].reset_index(drop=True)


def _content(tokens: pd.DataFrame, words: Words) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first and the last word of each sentence; and the content words of those in the text, each once, sorted: number of the
    sentence times the number of terms, plus that of the term."""
    sentence = tokens["sentence"].to_numpy()
    new = np.append(True, (words.docs[1:] != words.docs[:-1]) | (sentence[1:] != sentence[:-1]))
    begins = np.flatnonzero(new)
    body, found = tokens["part"].eq("body").to_numpy(), [np.zeros(0, dtype=np.int64)]
    bounds = np.append(begins, len(new))
    for some in _stretches(bounds):
        part = slice(bounds[some.start], bounds[some.stop])
        used = body[part] & words.content[part]
        number = np.cumsum(new[part], dtype=np.int64)[used] + (some.start - 1)
        found.append(distinct(number * len(words.terms) + words.codes[part][used]))
    return begins, np.append(begins[1:], len(new)) - 1, np.concatenate(found)


def _stretches(bounds: np.ndarray) -> Iterator[slice]:
    """Sentences in parts of about BLOCK words; `bounds` says where each begins, and where the last one ends."""
    first = 0
    while first < len(bounds) - 1:
        last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + BLOCK, side="right")) - 1)
        yield slice(first, last)
        first = last


def _parted(keys: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Sentence and term of each key."""
    owner, term = np.empty(len(keys), dtype=np.int32), np.empty(len(keys), dtype=np.int32)
    for at in range(0, len(keys), BLOCK):
        owner[at : at + BLOCK], term[at : at + BLOCK] = np.divmod(keys[at : at + BLOCK], width)
    return owner, term


def _lengths(owner: np.ndarray, term: np.ndarray, idf: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """The length of each sentence as a vector of weights."""
    squares = np.zeros(len(starts) - 1)
    for some in _stretches(starts):
        part = slice(starts[some.start], starts[some.stop])
        squares[some] = np.bincount(owner[part] - some.start, weights=idf[term[part]] ** 2, minlength=some.stop - some.start)
    return np.sqrt(squares)


def _candidates(keys: np.ndarray, starts: np.ndarray, n: np.ndarray, docs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of sentences of two articles with two of their rarest words in common, the earlier first, each once.

    n : sentences with each term. Two words are looked at only where either has more sentences than a word that is evidence by itself.
    """
    width, size = len(n), max(len(docs), 1)
    order = np.argsort(n, kind="stable")  # terms, the rarest first
    rank = np.empty(width, dtype=np.int64)
    rank[order] = np.arange(width)
    alone, nearest = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for some in _stretches(starts):
        part = slice(starts[some.start], starts[some.stop])
        owner, term = np.divmod(keys[part], width)
        few = (n[term] > 1) & (n[term] <= FEW)
        alone.append(term[few] * size + owner[few])
        by_rank = np.sort(owner * width + rank[term])
        nearest.append(by_rank[np.arange(part.start, part.stop) - starts[owner] < RAREST])
    found = [_pairs(np.concatenate(alone), docs)]
    owner, ranks = np.divmod(np.concatenate(nearest), width)
    often = n[order[ranks]] > FEW
    owner, ranks = owner[often], ranks[often]
    n_own = np.bincount(owner, minlength=len(docs))
    behind = (np.repeat(np.cumsum(n_own), n_own) - np.arange(len(owner)) - 1).astype(np.int8)  # rarest words still to come
    by_low = np.argsort(ranks, kind="stable")
    behind, most = behind[by_low], max(2**62 // (width * size), 1)
    for begin, end in _blocks(ranks[by_low], behind, most):
        at, more = by_low[begin:end], behind[begin:end]
        one = np.repeat(at, more)
        other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(more) - more, more)
        low = ranks[one] - (ranks[at[0]] if len(at) else 0)
        found.append(_pairs((low * width + ranks[other]) * size + owner[one], docs))
    return np.divmod(distinct(np.concatenate(found)), size)


def _blocks(ranks: np.ndarray, weight: np.ndarray, most: int) -> Iterator[tuple[int, int]]:
    """Begin and end of parts of sorted ranks that have a weight of about BLOCK each, and span fewer than `most` ranks."""
    total, begin = np.cumsum(weight), 0
    while begin < len(ranks):
        before = total[begin] - weight[begin]
        end = int(np.searchsorted(total, before + BLOCK, side="right"))
        end = max(min(end, int(np.searchsorted(ranks, ranks[begin] + most))), begin + 1)
        end = int(np.searchsorted(ranks, ranks[end - 1], side="right"))  # equal ranks stay together
        yield begin, end
        begin = end


def _pairs(held: np.ndarray, docs: np.ndarray) -> np.ndarray:
    """Every two sentences of two articles that hold the same, where no more than FEW do: the one times the number of sentences, plus
    the other. `held` is what a sentence holds, times the number of sentences, plus the sentence."""
    size = max(len(docs), 1)
    hashes, holders = np.divmod(np.sort(held), size)
    first, second = paired(hashes, holders, docs, many=FEW, rest=False)
    return distinct(first * size + second)


class _Masks(NamedTuple):
    """What tells without a search that two sentences have no two words in common: `bits` of each sentence, of which each of its words
    sets one, `of` each term; and which sentences are `crowded`, having two words with one bit."""

    bits: np.ndarray
    of: np.ndarray
    crowded: np.ndarray


def _masks(owner: np.ndarray, term: np.ndarray, size: int, width: int) -> _Masks:
    of = ((np.arange(width, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(56)).astype(np.uint8)
    bits = np.zeros(size * PLACES, dtype=np.uint64)
    for at in range(0, len(term), BLOCK):
        bit = of[term[at : at + BLOCK]]
        places = owner[at : at + BLOCK].astype(np.int64) * PLACES + (bit >> 6)
        np.bitwise_or.at(bits, places, np.uint64(1) << (bit & 63).astype(np.uint64))
    bits = bits.reshape(size, PLACES)
    return _Masks(bits, of, np.bitwise_count(bits).sum(axis=1) < np.bincount(owner, minlength=size))


def _cosines(
    first: np.ndarray,
    second: np.ndarray,
    keys: np.ndarray,
    term: np.ndarray,
    starts: np.ndarray,
    idf: np.ndarray,
    length: np.ndarray,
    masks: _Masks,
) -> np.ndarray:
    """The cosine of each pair of sentences: a sum over the words that both have; 0 where that is one word alone."""
    cosine = np.zeros(len(first))
    common = masks.bits[first] & masks.bits[second]
    enough = (np.bitwise_count(common).sum(axis=1) > 1) | (masks.crowded[first] & masks.crowded[second])
    first, second, common = first[enough], second[enough], common[enough].reshape(-1)
    counts = starts[first + 1] - starts[first]
    pair = np.repeat(np.arange(len(first)), counts)
    place = np.arange(len(pair)) + np.repeat(starts[first] - (np.cumsum(counts) - counts), counts)
    bit = masks.of[term[place]]
    perhaps = (common[pair * PLACES + (bit >> 6)] >> (bit & 63).astype(np.uint64)) & np.uint64(1) == 1
    pair, words = pair[perhaps], term[place[perhaps]]
    wanted = second[pair] * len(idf) + words
    both = keys[np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))] == wanted
    pair, weight = pair[both], idf[words[both]]
    several = np.bincount(pair, minlength=len(first)) > 1
    products = (weight / length[first[pair]]) * (weight / length[second[pair]])
    cosine[enough] = several * np.bincount(pair, weights=products, minlength=len(first))
    return cosine


def _beside(first: np.ndarray, second: np.ndarray, cosine: np.ndarray, docs: np.ndarray) -> np.ndarray:
    """The best cosine of a pair of sentences that stands before both or behind both; 0 without one."""
    n = len(docs)
    keys, best = first * n + second, np.zeros(len(first))
    if not len(keys):
        return best
    for step_a in range(-BESIDE, BESIDE + 1):
        for step_b in range(-BESIDE, BESIDE + 1):
            if step_a * step_b <= 0:
                continue
            a, b = first + step_a, second + step_b
            inside = (a >= 0) & (a < n) & (b >= 0) & (b < n)
            a, b = np.clip(a, 0, n - 1), np.clip(b, 0, n - 1)
            inside &= (docs[a] == docs[first]) & (docs[b] == docs[second])
            there = np.minimum(np.searchsorted(keys, a * n + b), len(keys) - 1)
            best = np.maximum(best, np.where(inside & (keys[there] == a * n + b), cosine[there], 0))
    return best


def _best(first: np.ndarray, second: np.ndarray, total: np.ndarray, docs: np.ndarray) -> np.ndarray:
    """Which pairs are good enough, and the best for one of their sentences among those of the other's article."""
    total, kept = total.round(9), np.zeros(len(total), dtype=bool)
    good = np.flatnonzero(total >= LEAST)  # what is better than a good pair is good itself
    first, second, total = first[good], second[good], total[good]
    table = pd.DataFrame({"first": first, "second": second, "doc_a": docs[first], "doc_b": docs[second], "total": total})
    of_first = table.groupby(["first", "doc_b"])["total"].transform("max")
    of_second = table.groupby(["second", "doc_a"])["total"].transform("max")
    kept[good] = ((table["total"] >= of_first) | (table["total"] >= of_second)).to_numpy()
    return kept


def _covered(pairs: pd.DataFrame, shared: pd.DataFrame, docs: np.ndarray) -> np.ndarray:
    """Which pairs of sentences are shared already: one shared passage takes half of either sentence, or more."""
    held: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
    for row in shared[SPAN].itertuples(index=False, name=None):
        held.setdefault((docs[row[0]], docs[row[2]]), []).append(row)

    def overlaps(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
        within = [min(one[k + 1], other[k + 1]) - max(one[k], other[k]) + 1 for k in (0, 2)]
        return all(2 * n >= one[k + 1] - one[k] + 1 for n, k in zip(within, (0, 2), strict=True))

    rows = pairs[SPAN].itertuples(index=False, name=None)
    covered = [any(overlaps(row, other) for other in held.get((docs[row[0]], docs[row[2]]), ())) for row in rows]
    return np.array(covered, dtype=bool)
