"""Which sentences that look alike do so by chance: pairs of sentences in, a mark for each out.

The more sentences a corpus has, the more of them are alike for no reason, and formulas and furniture are alike everywhere. So what two
sentences have in common is weighed by how rarely its words stand together in the corpus, and held against what articles have in common
that lie too far apart to tell of one event.
"""

from typing import NamedTuple

import numpy as np

from ...blocks import blocks, tallied
from .shingles import distinct

OFTEN = 10  # sentences that have two words, beyond which the one is expected beside the other
FAR = 10  # days between two articles beyond which they do not tell of one event
ENOUGH = 1_000  # pairs of articles so far apart that measure chance
WRONG = 0.07  # share of the pairs kept that chance may explain; what else is wrong comes on top of it
# Without such a measure: pairs of sentences among which one may have its words in common. Of a few articles on one subject it is the
# strictest that leaves the labelled pairs of the seeds; with more sentences there are more chances. docs/voices.md has what both reach.
AMONG, FEW_SENTENCES, AMONG_MANY = 600, 1_000, 20
BATCH = 500_000  # pairs of words counted at a time, which bounds the memory


class Sentences(NamedTuple):
    """Sentences by number: docs, the article of each; their content words, `term`, of `width` terms, those of a sentence sorted, each
    once, from `starts` of it to that of the next; days, the first and the last day that each article's date can mean, in two rows,
    infinite without one."""

    docs: np.ndarray
    starts: np.ndarray
    term: np.ndarray
    width: int
    days: np.ndarray


def more_than_chance(first: np.ndarray, second: np.ndarray, sentences: Sentences) -> np.ndarray:
    """Which pairs of sentences have more in common than chance explains.

    first, second : numbers of the sentences of each pair

    The evidence of a pair is the sum over the words that both have, the rarest first: log(sentences / sentences with the word), or, if
    it stands beside a rarer one of them in more than ten sentences, log(sentences with the rarer / sentences with both) where that is
    less. A formula so counts once, however many words it has. If dates tell 1,000 pairs of articles or more that lie more than ten days
    apart, and these are half of all pairs at least, they are the measure of chance: what is as good among them, per pair of articles,
    is what chance gives to the others too. Kept are then pairs of the others, from the least evidence on at which chance explains 7 in
    100 of them at most. Else a pair is kept if its evidence reaches log(sentences² / 600), of more than 1,000 sentences
    log(sentences² / 20).
    """
    evidence = weigh(first, second, sentences)
    n = len(sentences.docs)
    least = 2 * np.log(max(n, 1)) - np.log(AMONG if n <= FEW_SENTENCES else AMONG_MANY)
    n_far, n_near = _pairs_of_articles(sentences.days)
    if n_far < max(ENOUGH, n_near):
        return evidence >= least
    a, b = sentences.docs[first], sentences.docs[second]
    low, high = sentences.days
    apart = np.maximum(low[a], low[b]) - np.minimum(high[a], high[b])
    far = np.isfinite(apart) & (apart > FAR)
    return ~far & (evidence >= _least(evidence[~far], evidence[far], n_near / n_far))


def weigh(first: np.ndarray, second: np.ndarray, sentences: Sentences) -> np.ndarray:
    """The evidence of each pair of sentences; see `more_than_chance`."""
    width = sentences.width
    n = tallied(sentences.term, width)
    pair, common = in_common(first, second, sentences)
    order = np.lexsort((common, n[common], pair))
    pair, common = pair[order], common[order]
    weight = np.log((len(sentences.docs) + 1) / np.maximum(n[common], 1))
    later, rarer = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for one, other in _beside(pair, n[common] > OFTEN):
        later.append(other)
        rarer.append(one)
    later, rarer = np.concatenate(later), np.concatenate(rarer)
    edges = np.minimum(common[later], common[rarer]) * width + np.maximum(common[later], common[rarer])
    wanted = distinct(edges)
    together = _together(wanted, sentences)[np.searchsorted(wanted, edges)]
    expected = together > OFTEN
    given = np.log(n[common[rarer[expected]]] / together[expected])
    np.minimum.at(weight, later[expected], given)
    return np.bincount(pair, weights=weight, minlength=len(first))


def in_common(first: np.ndarray, second: np.ndarray, sentences: Sentences) -> tuple[np.ndarray, np.ndarray]:
    """The terms that both sentences of a pair have, sorted: the number of the pair, the term."""
    width, found = sentences.width, []
    narrow = len(first) * width <= np.iinfo(np.uint32).max  # such numbers are sorted in half the time
    for side in (first, second):
        begin = sentences.starts[side]
        counts = sentences.starts[side + 1] - begin
        pair = np.repeat(np.arange(len(side), dtype=np.uint32 if narrow else np.int64) * width, counts)
        place = np.arange(len(pair)) + np.repeat(begin - (np.cumsum(counts) - counts), counts)
        pair += sentences.term[place].astype(pair.dtype)
        found.append(pair)
    held = np.concatenate(found)
    held.sort()
    both = held[1:][held[1:] == held[:-1]].astype(np.int64)
    pair = both // max(width, 1)
    return pair, both - pair * width


def _beside(group: np.ndarray, used: np.ndarray):
    """Every two places of a group, both of which are used, the earlier first; groups stand together."""
    places = np.flatnonzero(used)
    group = group[places]
    for lag in range(1, len(places)):
        same = group[lag:] == group[:-lag]
        if not same.any():
            return
        yield places[:-lag][same], places[lag:][same]


def _together(wanted: np.ndarray, sentences: Sentences) -> np.ndarray:
    """How many sentences have both words of each wanted pair, which is the lower term times the width, plus the higher."""
    counts, width = np.zeros(len(wanted), dtype=np.int64), sentences.width
    used = np.zeros(width, dtype=bool)
    used[wanted // width] = used[wanted % width] = True
    here = np.concatenate(
        [np.flatnonzero(used[sentences.term[part]]) + part.start for part in blocks(len(sentences.term))] or [wanted]
    )
    owner, term = np.searchsorted(sentences.starts, here, side="right"), sentences.term[here]
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    for begin, end in _batches(starts, len(owner)):
        terms = term[begin:end].astype(np.int64)
        for one, other in _beside(owner[begin:end], np.ones(end - begin, dtype=bool)):
            found = terms[one] * width + terms[other]
            there = np.minimum(np.searchsorted(wanted, found), len(wanted) - 1)
            counts += np.bincount(there[wanted[there] == found], minlength=len(wanted))
    return counts


def _batches(starts: np.ndarray, n: int):
    """Begin and end of parts of n places, of whole groups, which begin at `starts`."""
    begin = 0
    while begin < n:
        after = int(np.searchsorted(starts, begin + BATCH, side="right"))
        end = int(starts[after]) if after < len(starts) else n
        yield begin, end
        begin = end


def _pairs_of_articles(days: np.ndarray) -> tuple[int, int]:
    """How many pairs of articles are known to lie too far apart to tell of one event, and how many are not."""
    n = days.shape[1]
    low, high = np.sort(days, axis=1)
    dated = np.isfinite(low)
    # an article that ends before another begins is counted for that other
    n_far = int(np.searchsorted(high[dated], low[dated] - FAR, side="left").sum())
    return n_far, n * (n - 1) // 2 - n_far


def _least(near: np.ndarray, far: np.ndarray, share: float) -> float:
    """The least evidence from which on 7 in 100 of the pairs at most are what chance gives; infinite if there is none."""
    near, far = np.sort(near), np.sort(far)
    n_near = len(near) - np.arange(len(near))
    n_far = len(far) - np.searchsorted(far, near, side="left")
    good = np.flatnonzero((n_far + 1) * share <= WRONG * n_near)
    return float(near[good[0]]) if len(good) else np.inf
