"""Sentences of two articles that say much the same in other words, as two translations of one interview do.

Words as arrays in, pairs of sentences out. The evidence is weaker than that of a shared passage, so what is found here is called
similar and never counts as shared: rare words that two sentences have in common, and the sentences beside them that agree as well.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ...blocks import blocks, heads, tallied
from .coincidence import Sentences, in_common, more_than_chance
from .shingles import Words, distinct, paired

SPAN = ["from_a", "to_a", "from_b", "to_b"]
RAREST = 8  # words of a sentence, the rarest first, of which two must be in the other one
FEW = 10  # sentences that may have a word, or two words, that makes two of them worth a comparison
OWN = 0.15  # least cosine of two sentences
SUPPORT = 0.5  # weight of the pair of sentences beside them
BESIDE = 2  # sentences before or behind that can support
LEAST = 0.45  # least sum of both
BATCH = 50_000  # pairs compared at a time, which bounds the memory
STRONG = LEAST / (1 + SUPPORT) - 1e-6  # where the sum is enough, one of the two cosines is so high at least
BLOCK = 1_000_000  # words that are looked at at a time
AT_ONCE = 2_000_000  # pairs of words of a sentence that are


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
    begins, ends, sentences = _sentences(tokens, words)
    first, second, cosine = _likely(sentences)
    at, total = _supported(first, second, cosine, sentences.docs)
    kept = at[_best(first[at], second[at], total, sentences.docs)]
    first, second, cosine = first[kept], second[kept], cosine[kept]
    found = pd.DataFrame(dict(zip(SPAN, (begins[first], ends[first], begins[second], ends[second]), strict=True)))
    left = np.flatnonzero(~_covered(found, shared, words.docs))
    # last, so that no second best takes the place of a pair that chance explains
    left = left[more_than_chance(first[left], second[left], sentences)]
    return found.assign(score=cosine)[found.index.isin(left)].reset_index(drop=True)


def _sentences(tokens: pd.DataFrame, words: Words) -> tuple[np.ndarray, np.ndarray, Sentences]:
    """The first and the last word of each sentence; and the sentences by the content words of those in the text."""
    sentence, width = tokens["sentence"].to_numpy(), len(words.terms)
    begins = heads(words.docs, sentence)
    bounds = np.append(begins, len(sentence))
    body, text = tokens["part"].array.codes, tokens["part"].cat.categories.get_indexer(["body"])[0]
    terms, starts = np.empty(len(sentence), dtype=np.int32), np.zeros(len(bounds), dtype=np.int64)
    for some in _stretches(bounds):
        part, n = slice(bounds[some.start], bounds[some.stop]), some.stop - some.start
        used = (body[part] == text) & words.content[part]
        number = np.repeat(np.arange(n), np.diff(bounds[some.start : some.stop + 1]))[used]
        held = distinct(number * width + words.codes[part][used])
        number = held // max(width, 1)
        first = starts[some.start]
        terms[first : first + len(held)] = held - number * width
        starts[some.start + 1 : some.stop + 1] = first + np.cumsum(np.bincount(number, minlength=n))
    docs = words.docs[begins].astype(np.int64)
    return begins, bounds[1:] - 1, Sentences(docs, starts, terms[: starts[-1]], width, words.days)


def _stretches(bounds: np.ndarray) -> Iterator[slice]:
    """Sentences in parts of about BLOCK words; `bounds` says where each begins, and where the last one ends."""
    first = 0
    while first < len(bounds) - 1:
        last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + BLOCK, side="right")) - 1)
        yield slice(first, last)
        first = last


def _likely(sentences: Sentences) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of sentences of two articles that are compared, with their cosines, as far as these are high enough; sorted, each once."""
    n = tallied(sentences.term, sentences.width)
    size = len(sentences.docs)
    idf = np.log((size + 1) / np.maximum(n, 1))
    length, batch = _lengths(sentences, idf), max(np.iinfo(np.uint32).max // max(sentences.width, 1), 1)
    keys, cosines = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for first, second in _candidates(sentences, n):
        for at in range(0, len(first), min(batch, BATCH)):
            part = slice(at, at + min(batch, BATCH))
            cosine = _cosines(first[part], second[part], sentences, idf, length)
            enough = cosine >= OWN
            keys.append(first[part][enough] * size + second[part][enough])
            cosines.append(cosine[enough])
    keys, cosine = np.concatenate(keys), np.concatenate(cosines)
    del cosines
    order = np.argsort(keys)
    keys, cosine = keys[order], cosine[order]
    once = np.append(True, keys[1:] != keys[:-1])[: len(keys)]
    first = keys[once] // max(size, 1)
    return first, keys[once] - first * size, cosine[once]


def _lengths(sentences: Sentences, idf: np.ndarray) -> np.ndarray:
    """The length of each sentence as a vector of weights."""
    starts, squares = sentences.starts, np.zeros(len(sentences.docs))
    for some in _stretches(starts):
        n = some.stop - some.start
        owner = np.repeat(np.arange(n), np.diff(starts[some.start : some.stop + 1]))
        weights = idf[sentences.term[starts[some.start] : starts[some.stop]]] ** 2
        squares[some] = np.bincount(owner, weights=weights, minlength=n)
    return np.sqrt(squares)


def _candidates(sentences: Sentences, n: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of sentences of two articles with two of their rarest words in common, the earlier first, some at a time; a pair may come
    again.

    n : sentences with each term. Two words are looked at only where either has more sentences than a word that is evidence by itself.
    """
    docs, width = sentences.docs, sentences.width
    shift = len(docs).bit_length()
    order = np.argsort(n, kind="stable")  # terms, the rarest first
    rank = np.empty(width, dtype=np.int32)
    rank[order] = np.arange(width, dtype=np.int32)
    alone, ranks, owner, behind = _rarest(sentences, rank, *np.searchsorted(n[order], [1, FEW], side="right"))
    yield _pairs(alone.astype(np.int64)[:, 0] << shift | alone[:, 1], shift, docs)
    weight = np.zeros(width)
    for part in blocks(len(ranks)):
        weight += np.bincount(ranks[part], weights=behind[part], minlength=width)
    for low, high in _ranges(weight, max(2**62 // ((width + 1) << shift), 1)):
        at = np.flatnonzero((ranks >= low) & (ranks < high))
        more = behind[at]
        one = np.repeat(at, more)
        other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(more, dtype=np.int64) - more, more)
        two = (ranks[one].astype(np.int64) - low) * width + ranks[other]
        yield _pairs(two << shift | owner[one], shift, docs)


def _rarest(
    sentences: Sentences, rank: np.ndarray, once: int, few: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The words of all sentences that are evidence by themselves, those of ranks from `once` to before `few`, as pairs of rank and
    sentence. And of the rarest words of each sentence the others: rank, sentence, how many of the same sentence come behind."""
    starts, width = sentences.starts, len(rank)
    alone, n_found = [np.zeros((0, 2), dtype=np.int32)], 0
    found = [np.empty(RAREST * len(sentences.docs), dtype=kind) for kind in (np.int32, np.int32, np.int8)]
    for some in _stretches(starts):
        part, n = slice(starts[some.start], starts[some.stop]), some.stop - some.start
        own = np.repeat(np.arange(n), np.diff(starts[some.start : some.stop + 1]))
        held = np.sort(own * width + rank[sentences.term[part]])
        ranks = (held - own * width).astype(np.int32)
        place = np.arange(len(own)) - (starts[some] - part.start)[own]
        telling = (ranks >= once) & (ranks < few)
        alone.append(np.stack([ranks[telling], (own[telling] + some.start).astype(np.int32)], axis=1))
        often = (ranks >= few) & (place < RAREST)
        own = own[often]
        n_own = np.bincount(own, minlength=n)
        behind = np.repeat(np.cumsum(n_own), n_own) - np.arange(len(own)) - 1
        for column, values in zip(found, (ranks[often], own + some.start, behind), strict=True):
            column[n_found : n_found + len(values)] = values
        n_found += len(own)
    return np.concatenate(alone), *(column[:n_found] for column in found)


def _ranges(weight: np.ndarray, most: int) -> Iterator[tuple[int, int]]:
    """Ranges of ranks that have a weight of about AT_ONCE each, and span at most so many ranks."""
    total, low = np.cumsum(weight), 0
    while low < len(weight):
        before = total[low] - weight[low]
        high = int(np.searchsorted(total, before + AT_ONCE, side="right"))
        high = max(min(high, low + most), low + 1)
        yield low, high
        low = high


def _pairs(held: np.ndarray, shift: int, docs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every two sentences of two articles that hold the same, where no more than FEW do. `held` is what a sentence holds, times two to
    the power of `shift`, plus the sentence."""
    held.sort()
    first, second = paired(held >> shift, held & ((1 << shift) - 1), docs, many=FEW, rest=False)
    pairs = distinct(first << shift | second)
    return pairs >> shift, pairs & ((1 << shift) - 1)


def _cosines(first: np.ndarray, second: np.ndarray, sentences: Sentences, idf: np.ndarray, length: np.ndarray) -> np.ndarray:
    """The cosine of each pair of sentences: a sum over the words that both have; 0 where that is one word alone."""
    pair, common = in_common(first, second, sentences)
    weight = idf[common]
    products = (weight / length[first[pair]]) * (weight / length[second[pair]])
    several = np.bincount(pair, minlength=len(first)) > 1
    return several * np.bincount(pair, weights=products, minlength=len(first))


def _supported(first: np.ndarray, second: np.ndarray, cosine: np.ndarray, docs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The pairs that may be good enough, and for each the sum of its own cosine and half of the best one beside it. Where it is good
    enough one of the two cosines is high, so few pairs have to be looked at."""
    keys = first * len(docs) + second
    strong = np.flatnonzero(cosine >= STRONG)
    near = [there for there, _ in _neighbours(first[strong], second[strong], keys, docs)]
    at = distinct(np.concatenate([strong, *near]))
    best = np.zeros(len(at))
    for there, of in _neighbours(first[at], second[at], keys, docs):
        best[of] = np.maximum(best[of], cosine[there])
    return at, cosine[at] + SUPPORT * best


def _neighbours(
    first: np.ndarray, second: np.ndarray, keys: np.ndarray, docs: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The pairs of sentences that stand before both of a pair, or behind both: their places in the sorted `keys`, and those of the
    pairs that they stand beside."""
    n = len(docs)
    for step_a in range(-BESIDE, BESIDE + 1):
        for step_b in range(-BESIDE, BESIDE + 1):
            if step_a * step_b <= 0 or not len(keys):
                continue
            a, b = first + step_a, second + step_b
            inside = (a >= 0) & (a < n) & (b >= 0) & (b < n)
            a, b = np.clip(a, 0, n - 1), np.clip(b, 0, n - 1)
            inside &= (docs[a] == docs[first]) & (docs[b] == docs[second])
            there = np.minimum(np.searchsorted(keys, a * n + b), len(keys) - 1)
            found = np.flatnonzero(inside & (keys[there] == a * n + b))
            yield there[found], found


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
