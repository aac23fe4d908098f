"""Where in its articles a word stands: tokens in, shares of occurrences at one and the same place out.

A word that lives at the same place of an outlet's articles, in their last lines or in lines that all begin alike, is mostly a word of
the page and not of what is told. Cleaning removes what it can know; this says of a keyword what it could not.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...arguments import words as as_words
from ...blocks import blocks, distinct, heads
from ..counting.codes import Coded, Groups, check_tokens, coded, grouped, joint, ordered, ranked, tally
from ..counting.per_article import row_blocks

EDGE = 3  # first and last lines of an article; of a short one a quarter of its lines, since all of them stand near an end
LONGEST = 20  # words of a line that is compared by how it begins and ends; a paragraph is longer
KEEPS = 0.8  # share of a pair's occurrences at that end of a line; “he said” ends lines and stands within them
PLACES = ("share_first", "share_last", "share_alike")
WORDS = 1_000_000  # looked at at a time
CELLS = 50_000_000  # groups × terms whose places are held, whether they occur or not
FLAGS = (*PLACES, "share_short")
LEAST_ARTICLES, LEAST_SHARE = 5, 0.3  # articles of a group, and their share, whose lines begin or end alike: as in cleaning


def place_shares(tokens: pd.DataFrame, terms: str | Iterable[str], by: str | Iterable[str] = ("source",)) -> pd.DataFrame:
    """Say which share of each term's occurrences stands at the same place of a group's articles.

    One row per group and term that occurs in it, sorted by group, then in the order of `terms`.

    tokens : table `tokens` with the columns of `by`; words of titles count as occurrences, and stand at no place
    terms  : the terms to look at, such as the keywords of a page
    by     : columns that make a group; () is the whole corpus

    Returns the columns of `by`, and:
        term          the term
        n             occurrences
        n_articles    articles with at least one occurrence
        share_first   share of n in the first three lines of their article, or in the first quarter of fewer than twelve lines
        share_last    the same for the last lines
        share_alike   share of n in lines of at most 20 words whose first two or last two words open or end lines of at least 5 articles
                      of the group, of at least 30 % of its articles, and hardly stand elsewhere (80 % of their occurrences there)
        share_place   the largest of the three
        share_short   share of n in lines of at most 20 words, titles left out

    Raises SchemaError if `tokens` has no row or lacks a column of `by`.
    Reading it: a term with a share_place near 1 belongs to the page: a caption, a footer, a form. News tells the most in its first
    lines, so a share_first of a half is common; a share_last or a share_alike of a half is not. A share_last or a share_first says
    more where share_short is high too: a page's lines are short, and what a story ends with is a paragraph. With n below 5 say nothing.

    >>> rows = [(f"d{n}", line, term) for n in range(5) for line, term in enumerate("a b c hide caption".split(), start=1)]
    >>> tokens = pd.DataFrame([(d, min(line, 4), term) for d, line, term in rows], columns=["doc_id", "line", "term"])
    >>> tokens = tokens.assign(position=[1, 2, 3, 4, 5] * 5, sentence=1, part="body", start=0, end=1, voice="outside", shared=False)
    >>> place_shares(tokens, ["hide", "b"], ()).values.tolist()
    [['hide', 5, 5, 0.0, 1.0, 1.0, 1.0, 1.0], ['b', 5, 5, 0.0, 0.0, 0.0, 0.0, 1.0]]
    """
    check_tokens(tokens, by)
    tokens = ordered(tokens)
    groups, docs, words = grouped(tokens, by, wide=False), coded(tokens["doc_id"]).codes, coded(tokens["term"])
    wanted = pd.Index(list(dict.fromkeys(as_words(terms))), dtype=words.values.dtype)
    lines, cells = _Lines(tokens, groups.codes, docs, words.codes), _Cells(groups, words, wanted)
    articles = np.append(heads(docs), len(docs))
    some = [slice(articles[first], articles[end]) for first, end in row_blocks(articles, WORDS)]
    found = cells.found(some)
    n, n_articles = (np.zeros(len(found), dtype=np.int64) for _ in range(2))
    sums = {name: np.zeros(len(found), dtype=np.int64) for name in FLAGS}
    for block in some:
        rows, place = cells.places(block)
        np.add.at(n, place, np.int64(1))
        np.add.at(n_articles, tally(docs[rows], place)[1], np.int64(1))
        line = lines.of(block)[rows - block.start]
        for name in FLAGS:
            np.add.at(sums[name], place[lines.flags[name][line]], np.int64(1))
    group, at = np.divmod(found, cells.sizes[1])
    table = groups.keys.iloc[group].reset_index(drop=True)
    table["term"] = pd.Series(wanted.take(at), dtype="str")
    table["n"], table["n_articles"] = n, n_articles
    shares = pd.DataFrame({name: sums[name] / n for name in FLAGS})
    shares.insert(3, "share_place", shares[list(PLACES)].max(axis=1))
    return pd.concat([table, shares], axis=1)


class _Cells:
    """Groups and terms asked for, a number for both; of few that could be the places are looked up, of many searched."""

    def __init__(self, groups: Groups, words: Coded, wanted: pd.Index) -> None:
        """Take the groups and the words of all rows, and the terms asked for."""
        self.sizes, self._groups, self._words = (len(groups), max(len(wanted), 1)), groups.codes, words.codes
        self._rank = np.append(
            wanted.get_indexer(words.values), -1
        )  # of each distinct word; of none, whose code is -1, the last
        self._found = self._place = np.zeros(0, dtype=np.int32)

    def _of(self, block: slice) -> tuple[np.ndarray, np.ndarray]:
        rank = self._rank[self._words[block]]
        rows = np.flatnonzero(rank >= 0)
        return rows + block.start, joint([self._groups[block][rows], rank[rows]], self.sizes)

    def found(self, some: list[slice]) -> np.ndarray:
        """The numbers that occur, rising."""
        if self.sizes[0] * self.sizes[1] > CELLS:
            self._found = distinct(np.concatenate([distinct(self._of(block)[1]) for block in some]))
            return self._found
        known = np.zeros(self.sizes[0] * self.sizes[1], dtype=bool)
        for block in some:
            known[self._of(block)[1]] = True
        self._found, self._place = np.flatnonzero(known), np.cumsum(known, dtype=np.int32) - np.int32(1)
        return self._found

    def places(self, block: slice) -> tuple[np.ndarray, np.ndarray]:
        """The rows of a block with such a term, and the place of the number of each among those that occur."""
        rows, numbers = self._of(block)
        return rows, self._place[numbers] if len(self._place) else np.searchsorted(self._found, numbers)


class _Lines:
    """The lines of ordered tokens, and what is true of the words of each, but for titles."""

    def __init__(self, tokens: pd.DataFrame, groups: np.ndarray, docs: np.ndarray, terms: np.ndarray) -> None:
        self.heads = heads(docs, tokens["line"].to_numpy())
        self.n_words = np.diff(np.append(self.heads, len(tokens)))
        untitled = tokens["part"].iloc[self.heads].ne("title").to_numpy(dtype=bool)
        first, last = _edges(docs[self.heads], untitled)
        short = (self.n_words <= LONGEST) & untitled
        alike = np.zeros(len(self.heads), dtype=bool)
        compared = np.flatnonzero(short & (self.n_words > 1))
        if len(compared):
            starts = self.heads[compared]
            alike[compared] = _alike(groups, docs, terms, self.heads, (starts, starts + self.n_words[compared] - 2))
        self.flags = dict(zip(FLAGS, (first, last, alike, short), strict=True))

    def of(self, rows: slice) -> np.ndarray:
        """The line of each of some rows."""
        first, last = np.searchsorted(self.heads, [rows.start, rows.stop - 1], side="right") - 1
        ends = np.append(self.heads[first + 1 : last + 1], rows.stop)
        return np.repeat(np.arange(first, last + 1), np.diff(np.append(rows.start, ends)))


def _edges(docs: np.ndarray, untitled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each line whether it is one of the first, and whether one of the last of its article, titles left out."""
    counted = untitled.astype(np.int64)
    n = np.bincount(docs, weights=counted, minlength=int(docs.max()) + 1).astype(np.int64)
    before = np.cumsum(counted) - counted
    opens = heads(docs)
    base = np.repeat(before[opens], np.diff(np.append(opens, len(docs))))
    at, n_lines = before - base, n[docs]
    edge = np.minimum(EDGE, n_lines // 4)
    return untitled & (at < edge), untitled & (at >= n_lines - edge)


def _alike(
    groups: np.ndarray, docs: np.ndarray, terms: np.ndarray, starts: np.ndarray, ends: tuple[np.ndarray, np.ndarray]
) -> np.ndarray:
    """Of some lines, of which `ends` has the rows of the first and of the last two words: whether they begin or end as lines of many
    articles of their group do. `starts` are the rows at which all lines begin."""
    size, changes = int(terms.max()) + 1, heads(groups, docs)
    sizes = [int(groups.max()) + 1, size, size]
    n_articles = np.bincount(tally(groups[changes], docs[changes])[0], minlength=sizes[0])
    outcome, group = np.zeros(len(ends[0]), dtype=bool), groups[ends[0]]
    for left in ends:
        found, key = ranked(joint([groups[left], terms[left], terms[left + 1]], sizes))
        n = np.bincount(tally(key, docs[left])[0], minlength=len(found))[key]
        many = np.flatnonzero((n >= LEAST_ARTICLES) & (n >= LEAST_SHARE * n_articles[group]))
        here, place = ranked(key[many])
        n_pairs = _counted_pairs(found[here], groups, terms, starts, sizes)
        outcome[many] |= np.bincount(key, minlength=len(found))[key[many]] >= KEEPS * n_pairs[place]
    return outcome


def _counted_pairs(
    wanted: np.ndarray, groups: np.ndarray, terms: np.ndarray, starts: np.ndarray, sizes: list[int]
) -> np.ndarray:
    """How often each of some pairs of neighbours in a line stands in its group; a pair is a number of the group and two terms."""
    n, first = np.zeros(len(wanted), dtype=np.int64), np.zeros(sizes[1], dtype=bool)
    first[wanted // sizes[2] % sizes[1]] = True
    for rows in blocks(len(terms) - 1):
        left = np.flatnonzero(first[terms[rows]]) + rows.start
        if not len(left):
            continue
        numbers = joint([groups[left], terms[left], terms[left + 1]], sizes)
        place = np.minimum(np.searchsorted(wanted, numbers), len(wanted) - 1)
        within = starts[np.minimum(np.searchsorted(starts, left + 1), len(starts) - 1)] != left + 1
        n += np.bincount(place[(wanted[place] == numbers) & within], minlength=len(n))
    return n
