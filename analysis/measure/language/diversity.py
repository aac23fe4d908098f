"""Diversity: how varied are the words, and how long the sentences? Table `tokens` in; one row per group out.

The share of distinct words falls as a text grows, so that a long text always looks poorer than a short one. The measures here look at
stretches of one length (MATTR, HD-D) or measure a length (MTLD), and can be compared between groups of unequal size.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...blocks import blocks, heads, tallied
from ...errors import UsageError
from ..counting.codes import Groups, check_tokens, coded, grouped, ordered, tally
from ..counting.per_article import per_article

WINDOW, THRESHOLD, DRAWS = 50, 0.72, 42
STRETCH = 256  # words looked at in one go for the end of a factor, which is rarely longer
AT_ONCE = 1 << 25  # words of the texts that are read side by side
FEW_GROUPS = 256  # for each of which all rows are looked at; of more they are sorted


class _Body(NamedTuple):
    """For each group its running words outside titles and headings, and the sentences with at least one of them."""

    words: np.ndarray
    sentences: np.ndarray


class Recurring(NamedTuple):
    """For each word of a text the place of its last occurrence before, -1 where there is none: read forwards, and read backwards."""

    forwards: np.ndarray
    backwards: np.ndarray


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
    n_tokens = tallied(groups.codes, len(groups))
    per_type = _per_type(tokens, by, groups)
    body = body_sizes(tokens, groups)
    stretches, lengths = _read(terms, docs, _rows_of(groups, n_tokens))

    table = groups.keys.copy()
    table["n_tokens"], table["n_types"] = n_tokens, [len(counts) for counts in per_type]
    table["ttr"] = table["n_types"] / n_tokens
    table[f"mattr_{WINDOW}"], table["mtld"] = stretches, lengths
    table[f"hdd_{DRAWS}"] = [hdd(own) for own in per_type]
    table["n_sentences_body"] = body.sentences
    table["words_per_sentence"] = ratio(body.words, body.sentences)
    return table


def _per_type(tokens: pd.DataFrame, by: str | Iterable[str], groups: Groups) -> list[np.ndarray]:
    """Of each group the occurrences of each of its distinct words."""
    articles = per_article(tokens)
    whole = articles.groups(tokens, by)
    if whole is not None:
        n, _ = articles.summed(whole)
        return np.split(n.data, n.indptr[1:-1])
    group, _, counts = tally(groups.codes, coded(tokens["term"]).codes)
    return np.split(counts, np.cumsum(np.bincount(group, minlength=len(groups)))[:-1])


def _rows_of(groups: Groups, n_rows: np.ndarray) -> Iterator[np.ndarray]:
    """The rows of each group, rising."""
    if len(groups) <= FEW_GROUPS:
        yield from (np.flatnonzero(groups.codes == group) for group in range(len(groups)))
    else:
        yield from np.split(np.argsort(groups.codes, kind="stable"), np.cumsum(n_rows)[:-1])


def _read(terms: np.ndarray, docs: np.ndarray, rows: Iterable[np.ndarray]) -> tuple[list[float], list[float]]:
    """`mattr` and `mtld` of each group, whose rows are given, with one look at where its words recur; some groups at a time."""
    stretches, lengths, texts = [], [], []
    for own in rows:
        texts.append(recurring(terms[own]))
        stretches.append(mattr(texts[-1], articles=docs[own]))
        if sum(len(text.forwards) for text in texts) >= AT_ONCE:
            lengths += mtld(texts)
            texts = []
    return stretches, [*lengths, *mtld(texts)]


def body_sizes(tokens: pd.DataFrame, groups: Groups) -> _Body:
    """Count, for each group of ordered `tokens`, the words and the sentences of its running text."""
    docs, sentences, part = coded(tokens["doc_id"]).codes, tokens["sentence"].to_numpy(), coded(tokens["part"], wide=False)
    body = np.append(part.values == "body", False)  # the last is that of code -1
    words = np.zeros(len(groups), dtype=np.int64)
    for rows in blocks(len(tokens)):
        words += np.bincount(groups.codes[rows][body[part.codes[rows]]], minlength=len(groups))
    first = heads(groups.codes, docs, sentences, part.codes)
    first = first[body[part.codes[first]]]
    sentence = np.searchsorted(heads(docs, sentences), first, side="right")
    return _Body(words, np.bincount(tally(groups.codes[first], sentence)[0], minlength=len(groups)))


def ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Divide, with a missing value where `below` is 0."""
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)


def recurring(codes: np.ndarray) -> Recurring:
    """See where words recur. `codes` are whole numbers, one per running word; the same number is the same word.

    >>> [array.tolist() for array in recurring(np.array([7, 3, 7]))]
    [[-1, -1, 0], [-1, -1, 0]]
    """
    if codes.min(initial=0) < 0 or codes.max(initial=0) >= 2**31:
        codes = np.unique(codes, return_inverse=True)[1]
    numbers = codes.astype(np.int64) << 32
    numbers |= np.arange(len(codes))
    numbers.sort()  # a word's places in their order, several times as fast as a stable sort of words
    same = numbers[1:] >> 32 == numbers[:-1] >> 32
    place = (numbers & (2**32 - 1)).astype(np.int32)
    before, behind = place[:-1][same], place[1:][same]
    forwards, backwards = (np.full(len(codes), -1, dtype=np.int32) for _ in range(2))
    forwards[behind], backwards[len(codes) - 1 - before] = before, len(codes) - 1 - behind
    return Recurring(forwards, backwards)


def mattr(text: Recurring, window: int = WINDOW, articles: np.ndarray | None = None) -> float:
    """Mean share of distinct words in all stretches of `window` words that follow each other (moving-average type-token ratio).

    text     : where its words recur, as `recurring` says
    articles : numbers of the articles, in which a stretch has to lie; the words of one stand together. None is one article

    Returns a share, or a missing value where no stretch is that long. Raises UsageError for a `window` below 1.

    A word is new in a stretch if its last occurrence lies before it. So each word is new in as many stretches as begin behind its last
    occurrence, and the sum over words is that over stretches.

    >>> mattr(recurring(np.array([0, 1, 0, 0])), window=2)      # 01, 10, 00
    0.8333333333333334
    """
    if window < 1:
        raise UsageError(f"a stretch of {window} words cannot be looked at", remedy="Ask for at least one word")
    previous = text.forwards
    articles = np.zeros(len(previous), dtype=np.int64) if articles is None else articles
    begins = np.flatnonzero(np.diff(articles, prepend=articles[:1] - 1))
    lengths = np.diff(np.append(begins, len(previous)))
    first, last = np.repeat(begins, lengths), np.repeat(begins + lengths - window, lengths)  # where a stretch can begin
    place = np.arange(len(previous))
    earliest = np.maximum(np.maximum(first, place - window + 1), previous + 1)
    distinct = np.maximum(np.minimum(place, last) - earliest + 1, 0).sum()
    stretches = np.maximum(lengths - window + 1, 0).sum()
    return float(distinct / (window * stretches)) if stretches else np.nan


def mtld(texts: Sequence[Recurring], threshold: float = THRESHOLD) -> list[float]:
    """Mean number of words after which the share of distinct words has fallen to `threshold` (measure of textual lexical diversity).

    The words are read until the share of distinct words is `threshold` or less; that is a factor, and counting begins anew. The rest at
    the end is the part (1 − its share) / (1 − threshold) of a factor. The measure is words / factors, as the mean of reading forwards
    and reading backwards.

    texts     : where the words of each recur, as `recurring` says
    threshold : above 0 and below 1

    Returns for each text a number of words, or a missing value where no word occurs twice. Raises UsageError for another `threshold`.

    >>> mtld([recurring(np.array([0, 1, 2, 0, 1]))])       # the share is 3/5 at the fifth word, in both directions
    [5.0]
    """
    if not 0 < threshold < 1:
        raise UsageError(f"the share of distinct words cannot fall to {threshold}", remedy="Name a share above 0 and below 1")
    factors = _factors([way for text in texts for way in text], threshold).reshape(-1, 2)
    lengths = [len(text.forwards) for text in texts]
    return [float((n / own).mean()) if own.min() > 0 else np.nan for n, own in zip(lengths, factors, strict=True)]


def _factors(ways: list[np.ndarray], threshold: float) -> np.ndarray:
    """How many times the share of distinct words falls to the threshold in each text; all are read side by side."""
    ends = np.cumsum([len(way) for way in ways])
    words, place = np.concatenate([*ways, np.zeros(STRETCH, dtype=np.int32)]), np.arange(STRETCH)
    start = np.append(0, ends[:-1])[: len(ends)]
    begin, read, distinct = (
        np.zeros(len(ways), dtype=np.int64) for _ in range(3)
    )  # of the factor, and its words, and new ones
    factors = np.zeros(len(ways))
    going = np.flatnonzero(ends > start)
    while len(going):
        at = (start + begin + read)[going, None] + place
        inside = at < ends[going, None]
        new = distinct[going, None] + np.cumsum((words[at.clip(max=len(words) - 1)] < begin[going, None]) & inside, axis=1)
        fallen = (new / (read[going, None] + place + 1) <= threshold) & inside
        last = fallen.argmax(axis=1)
        whole = fallen[np.arange(len(going)), last]
        ended, others = going[whole], going[~whole]
        begin[ended] += read[ended] + last[whole] + 1
        factors[ended] += 1
        read[ended], distinct[ended] = 0, 0
        read[others], distinct[others] = read[others] + STRETCH, new[~whole, -1]
        over = others[(start + begin + read)[others] >= ends[others]]
        factors[over] += (1 - distinct[over] / (ends - start - begin)[over]) / (1 - threshold)
        begin[over] = (ends - start)[over]
        going = going[(start + begin)[going] < ends[going]]
    return factors


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
