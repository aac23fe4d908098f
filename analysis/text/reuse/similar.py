"""Sentences of two articles that say much the same in other words, as two translations of one interview do.

Words as arrays in, pairs of sentences out. The evidence is weaker than that of a shared passage, so what is found here is called
similar and never counts as shared: rare words that two sentences have in common, and the sentences beside them that agree as well.
"""

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
BATCH = 500_000  # pairs compared at a time, which bounds the memory


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
    body = tokens["part"].eq("body").to_numpy()
    sentence = tokens["sentence"].to_numpy()
    new = np.concatenate([[True], (np.diff(words.docs) != 0) | (np.diff(sentence) != 0)])
    number = np.cumsum(new) - 1
    begins = np.flatnonzero(new)
    ends = np.append(begins[1:], len(new)) - 1
    docs = words.docs[begins]

    width = len(words.terms)
    keys = distinct((number * width + words.codes)[body & words.content])
    owner, term = np.divmod(keys, width)
    idf = np.log((len(begins) + 1) / np.maximum(np.bincount(term, minlength=width), 1))
    length = np.sqrt(np.bincount(owner, weights=idf[term] ** 2, minlength=len(begins)))
    weight = idf[term] / length[owner]
    first, second = _candidates(owner, term, idf, docs)
    parts = [slice(at, at + BATCH) for at in range(0, len(first), BATCH)]
    cosine = np.concatenate([np.zeros(0), *(_cosines(first[p], second[p], keys, owner, weight, width) for p in parts)])
    likely = cosine >= OWN
    first, second, cosine = first[likely], second[likely], cosine[likely]
    kept = _best(first, second, cosine + SUPPORT * _beside(first, second, cosine, docs), docs)
    first, second, cosine = first[kept], second[kept], cosine[kept]
    found = pd.DataFrame(dict(zip(SPAN, (begins[first], ends[first], begins[second], ends[second]), strict=True)))
    left = np.flatnonzero(~_covered(found, shared, words.docs))
    # last, so that no second best takes the place of a pair that chance explains
    left = left[more_than_chance(first[left], second[left], Sentences(docs, owner, term, width, words.days))]
    return found.assign(score=cosine)[found.index.isin(left)].reset_index(drop=True)


def _candidates(owner: np.ndarray, term: np.ndarray, idf: np.ndarray, docs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of sentences of two articles with two of their rarest words in common, the earlier first, each once."""
    order = np.lexsort((term, -idf[term], owner))
    rank = np.arange(len(order)) - np.searchsorted(owner, owner)  # `owner` is sorted, so ranks stand where its sentence does
    rarest = np.full((len(docs), RAREST), -1, dtype=np.int64)
    near = rank < RAREST
    rarest[owner[near], rank[near]] = term[order][near]
    hashes, holders = [term], [owner]  # a word that few sentences have is evidence by itself; of others it takes two
    for one in range(RAREST):
        for other in range(one + 1, RAREST):
            both = np.flatnonzero(rarest[:, other] >= 0)
            low, high = np.sort(rarest[both][:, [one, other]], axis=1).T
            hashes.append((low + 1) * len(idf) + high)
            holders.append(both)
    hashes, holders = np.concatenate(hashes), np.concatenate(holders)
    order = np.lexsort((holders, hashes))
    first, second = paired(hashes[order], holders[order], docs, many=FEW, rest=False)
    return np.divmod(distinct(first * len(docs) + second), max(len(docs), 1))


def _cosines(
    first: np.ndarray, second: np.ndarray, keys: np.ndarray, owner: np.ndarray, weight: np.ndarray, width: int
) -> np.ndarray:
    """The cosine of each pair of sentences: a sum over the words that both have; 0 where that is one word alone."""
    begin, end = np.searchsorted(owner, first), np.searchsorted(owner, first, side="right")
    counts = end - begin
    pair = np.repeat(np.arange(len(first)), counts)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts) + begin[pair]
    wanted = second[pair] * width + keys[place] % width
    there = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    both = keys[there] == wanted
    several = np.bincount(pair[both], minlength=len(first)) > 1
    return several * np.bincount(pair[both], weights=weight[place[both]] * weight[there[both]], minlength=len(first))


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
    table = pd.DataFrame(
        {"first": first, "second": second, "doc_a": docs[first], "doc_b": docs[second], "total": total.round(9)}
    )
    of_first = table.groupby(["first", "doc_b"])["total"].transform("max")
    of_second = table.groupby(["second", "doc_a"])["total"].transform("max")
    return ((table["total"] >= LEAST) & ((table["total"] >= of_first) | (table["total"] >= of_second))).to_numpy()


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
