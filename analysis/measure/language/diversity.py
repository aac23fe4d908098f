"""Diversity: how varied are the words, and how long the sentences? Table `tokens` in; one row per group out.

The share of distinct words falls as a text grows, so that a long text always looks poorer than a short one. The measures here look at
stretches of one length (MATTR, HD-D) or measure a length (MTLD), and can be compared between groups of unequal size.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...errors import UsageError
from ..counting.codes import Groups, check_tokens, coded, grouped, ordered, sentence_codes, tally

WINDOW, THRESHOLD, DRAWS = 50, 0.72, 42
STRETCH = 256  # words looked at in one go for the end of a factor, which is rarely longer; as many again as long as it is


class _Body(NamedTuple):
    """For each group its running words outside titles and headings, and the sentences with at least one of them."""

    words: np.ndarray
    sentences: np.ndarray


def diversity(tokens: pd.DataFrame, by: str | Iterable[str] = ()) -> pd.DataFrame:
    """Measure the diversity of the words of each group.

    One row per group that has words.

    tokens : table `tokens`, one row per running word; words that were taken out of it leave no gap here
    by     : columns that make a group, such as ("source",) or ("doc_id",); () is the whole corpus

    Returns, sorted by group:
        n_tokens            running words
        n_types             distinct words
        ttr                 n_types / n_tokens
        mattr_50            mean share of distinct words in all stretches of 50 words, each within one article; missing where no
                            article has 50 words in the group
        mtld                mean number of words after which the share of distinct words has fallen to .72, see `mtld`; the group's
                            articles are read one after the other; missing where no word occurs twice
        hdd_42              expected share of distinct words among 42 words drawn from the group; missing below 42 words
        n_sentences_body    sentences of running text with at least one word of the group; titles and headings, which are sentences
                            of their own, are left out
        words_per_sentence  mean length of these sentences; missing where the group has none

    Raises SchemaError if `tokens` has no row or lacks a column of `by`.
    Reading it: higher is more varied. Compare ttr only between groups of the same size. mattr_50 sees repetition close by, hdd_42 in
    the whole group, so that it is higher for a group of many subjects; mtld needs some hundred words. Proper names, numbers and
    misspellings count as words like any other. None of these measures says that a text is good.
    Formula: hdd_42 = Σ (1 − C(N − n, 42) / C(N, 42)) / 42 over the distinct words, n the occurrences of each and N those of all.
    Source: MATTR: Covington and McFall 2010, Journal of Quantitative Linguistics 17(2). MTLD and HD-D: McCarthy and Jarvis 2007,
    Language Testing 24(4), and 2010, Behavior Research Methods 42(2).

    >>> words = "a rose is a rose".split()
    >>> tokens = pd.DataFrame({"doc_id": "d", "term": words, "part": "body", "position": range(1, 6)})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside")
    >>> diversity(tokens)[["n_tokens", "n_types", "ttr", "mtld", "words_per_sentence"]].values.tolist()
    [[5.0, 3.0, 0.6, 5.0, 5.0]]
    """
    check_tokens(tokens, by)
    tokens = ordered(tokens)
    groups, terms, docs = grouped(tokens, by), coded(tokens["term"]).codes, coded(tokens["doc_id"]).codes
    n_tokens = np.bincount(groups.codes, minlength=len(groups))
    rows = np.split(np.argsort(groups.codes, kind="stable"), np.cumsum(n_tokens)[:-1])
    group, _, counts = tally(groups.codes, terms)
    n_types = np.bincount(group, minlength=len(groups))
    per_type = np.split(counts, np.cumsum(n_types)[:-1])
    body = body_sizes(tokens, groups)

    table = groups.keys.copy()
    table["n_tokens"], table["n_types"], table["ttr"] = n_tokens, n_types, n_types / n_tokens
    table[f"mattr_{WINDOW}"] = [mattr(terms[own], articles=docs[own]) for own in rows]
    table["mtld"] = [mtld(terms[own]) for own in rows]
    table[f"hdd_{DRAWS}"] = [hdd(own) for own in per_type]
    table["n_sentences_body"] = body.sentences
    table["words_per_sentence"] = ratio(body.words, body.sentences)
    return table


def body_sizes(tokens: pd.DataFrame, groups: Groups) -> _Body:
    """Count, for each group of ordered `tokens`, the words and the sentences of its running text."""
    body = (tokens["part"] == "body").to_numpy()
    words = np.bincount(groups.codes[body], minlength=len(groups))
    group, _, _ = tally(groups.codes[body], sentence_codes(tokens)[body])
    return _Body(words, np.bincount(group, minlength=len(groups)))


def ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Divide, with a missing value where `below` is 0."""
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)


def mattr(codes: np.ndarray, window: int = WINDOW, articles: np.ndarray | None = None) -> float:
    """Mean share of distinct words in all stretches of `window` words that follow each other (moving-average type-token ratio).

    codes    : whole numbers, one per running word; the same number is the same word
    articles : numbers of the articles, in which a stretch has to lie; the words of one stand together. None is one article

    Returns a share, or a missing value where no stretch is that long. Raises UsageError for a `window` below 1.

    A word is new in a stretch if its last occurrence lies before it. So each word is new in as many stretches as begin behind its last
    occurrence, and the sum over words is that over stretches.

    >>> mattr(np.array([0, 1, 0, 0]), window=2)      # 01, 10, 00
    0.8333333333333334
    """
    if window < 1:
        raise UsageError(f"a stretch of {window} words cannot be looked at", remedy="Ask for at least one word")
    articles = np.zeros(len(codes), dtype=np.int64) if articles is None else articles
    begins = np.flatnonzero(np.diff(articles, prepend=articles[:1] - 1))
    lengths = np.diff(np.append(begins, len(codes)))
    first, last = np.repeat(begins, lengths), np.repeat(begins + lengths - window, lengths)  # where a stretch can begin
    place = np.arange(len(codes))
    earliest = np.maximum(np.maximum(first, place - window + 1), _previous(codes) + 1)
    distinct = np.maximum(np.minimum(place, last) - earliest + 1, 0).sum()
    stretches = np.maximum(lengths - window + 1, 0).sum()
    return float(distinct / (window * stretches)) if stretches else np.nan


def _previous(codes: np.ndarray) -> np.ndarray:
    """For each word the place of its last occurrence before; -1 where there is none."""
    order = np.argsort(codes, kind="stable")
    previous = np.full(len(codes), -1, dtype=np.int64)
    same = codes[order[1:]] == codes[order[:-1]]
    previous[order[1:][same]] = order[:-1][same]
    return previous


def mtld(codes: np.ndarray, threshold: float = THRESHOLD) -> float:
    """Mean number of words after which the share of distinct words has fallen to `threshold` (measure of textual lexical diversity).

    The words are read until the share of distinct words is `threshold` or less; that is a factor, and counting begins anew. The rest at
    the end is the part (1 − its share) / (1 − threshold) of a factor. The measure is words / factors, as the mean of reading forwards
    and reading backwards.

    codes     : whole numbers, one per running word; the same number is the same word
    threshold : above 0 and below 1

    Returns a number of words, or a missing value where no word occurs twice. Raises UsageError for another `threshold`.

    >>> mtld(np.array([0, 1, 2, 0, 1]))       # the share is 3/5 at the fifth word, in both directions
    5.0
    """
    if not 0 < threshold < 1:
        raise UsageError(f"the share of distinct words cannot fall to {threshold}", remedy="Name a share above 0 and below 1")
    factors = [_factors(_previous(way), threshold) for way in (codes, codes[::-1])]
    return float(np.mean([len(codes) / n for n in factors])) if min(factors) > 0 else np.nan


def _factors(previous: np.ndarray, threshold: float) -> float:
    """How many times the share of distinct words falls to the threshold."""
    begin, whole, size = 0, 0, STRETCH
    while begin < len(previous):
        stretch = previous[begin : begin + size]
        share = np.cumsum(stretch < begin) / np.arange(1, len(stretch) + 1)
        fallen = share <= threshold
        place = int(fallen.argmax())
        if fallen[place]:
            begin, whole, size = begin + place + 1, whole + 1, STRETCH
        elif begin + size >= len(previous):
            return whole + (1 - share[-1]) / (1 - threshold)
        else:
            size *= 2
    return float(whole)


def hdd(counts: np.ndarray, draws: int = DRAWS) -> float:
    """Expected share of distinct words among `draws` words, drawn without putting them back (hypergeometric distribution D).

    A word with `n` of all `N` occurrences is missed by all draws with the probability of C(N − n, draws) / C(N, draws).

    counts : occurrences of each distinct word

    Returns a share, or a missing value where there are fewer words than draws. Raises UsageError for `draws` below 1.

    >>> hdd(np.array([2, 1]), draws=2)       # of the three pairs, one has the same word twice
    0.8333333333333334
    """
    if draws < 1:
        raise UsageError(f"{draws} words cannot be drawn", remedy="Ask for at least one word")
    total = int(np.sum(counts))
    if total < draws:
        return np.nan
    occurrences, types = np.unique(counts, return_counts=True)
    drawn = np.arange(draws)
    missed = np.prod(np.maximum(total - occurrences[:, None] - drawn, 0) / (total - drawn), axis=1)
    return float((types * (1 - missed)).sum() / draws)
