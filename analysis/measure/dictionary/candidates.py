"""Every match of every pattern, overlaps and all: the index of a table of running words and patterns in, first rows and lengths out.

A pattern is looked for from its rarest word, whose rows the index has, and the words beside it are checked there. Which of the matches
count is settled in patterns.py.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...blocks import distinct
from ...dictionaries import near
from ...errors import SchemaError
from ...postings import Rows
from ...spelling import pattern_words, readings
from ..counting.codes import run_codes
from ..counting.indexed import Indexed
from .joined import is_joined, joined_places
from .near import near_places


class Way(NamedTuple):
    """One way to read a pattern: its words, and whether a stop lies between them, so that a sentence may seem to end there."""

    words: tuple[str, ...]
    crosses: bool


class Candidates(NamedTuple):
    """Matches, sorted by all three: the pattern's place in the dictionary, the first row, the number of words."""

    pattern: np.ndarray
    start: np.ndarray
    length: np.ndarray


def candidates(tokens: pd.DataFrame, index: Indexed, dictionary: pd.DataFrame) -> Candidates:
    """Find every match; `tokens` and `index` as `indexed` gives them.

    Raises SchemaError for a pattern without a word, UsageError for one with ~ that says no distance.
    """
    asked = [_ways(pattern, line) for pattern, line in zip(dictionary["pattern"], dictionary["line"], strict=True)]
    words = {word for ways, _ in asked for way in ways for side in way for word in side.words}
    matches = {word: index.vocabulary.matching(word) for word in words}
    whole = [
        is_joined(list(pattern_words(pattern))) and not most
        for pattern, (_, most) in zip(dictionary["pattern"], asked, strict=True)
    ]
    possible = [
        [way for way in ways if not joined and all(len(matches[word]) for side in way for word in side.words)]
        for (ways, _), joined in zip(asked, whole, strict=True)
    ]
    sides = [side for ways in possible for way in ways for side in way]
    sought = [matches[side.words[_anchor(side, matches, index)]] for side in sides]
    rows = index.postings.rows_of(np.concatenate([np.array([], dtype=np.int64), *sought])) if sides else None
    found = []
    for number, (ways, (_, most)) in enumerate(zip(possible, asked, strict=True)):
        for way in ways:
            if most:
                places = _both(way, most, matches, rows, index)
                found.append((number, *near_places(*places, most, index)))
            else:
                found.append((number, _starts(way[0], matches, rows, index), len(way[0].words)))
    runs = run_codes(tokens) if any(whole) else None
    for number in np.flatnonzero(whole).tolist():
        words = list(pattern_words(dictionary["pattern"].iloc[number]))
        found.append((number, *joined_places(words, index.types, index.codes, runs, tokens)))
    return _each_once(found)


def _ways(pattern: str, line: int) -> tuple[list[tuple[Way, ...]], int]:
    """All ways to read a pattern, each of one side or of two that stand near each other, and how near; 0 where there is one side."""
    left, most, right = near(pattern) or (pattern, 0, None)
    sides = [[Way(*way) for way in readings(side)] for side in (left, right) if side is not None]
    if not all(way.words for ways in sides for way in ways):
        raise SchemaError(f"the pattern '{pattern}' in line {line} of the dictionary has no word")
    if len(sides) == 1:
        return [(way,) for way in sides[0]], 0
    return [(one, other) for one in sides[0] for other in sides[1]], most


def _anchor(side: Way, matches: dict[str, np.ndarray], index: Indexed) -> int:
    """The place of the rarest word."""
    counts = index.postings.counts
    return min(range(len(side.words)), key=lambda place: counts[matches[side.words[place]]].sum())


def _starts(side: Way, matches: dict[str, np.ndarray], rows: Rows, index: Indexed) -> np.ndarray:
    """The rows, ascending, at which words stand one behind the other."""
    anchor = _anchor(side, matches, index)
    starts = rows.of(matches[side.words[anchor]]) - anchor
    starts = _checked(starts, side, matches, index, anchor)
    return starts if len(matches[side.words[anchor]]) == 1 else np.sort(starts)


def _both(
    way: tuple[Way, ...], most: int, matches: dict[str, np.ndarray], rows: Rows, index: Indexed
) -> list[tuple[np.ndarray, int]]:
    """The rows at which each of two sides stands; of the more frequent one, where that is less work, only those near the other."""
    n_rows = [index.postings.counts[matches[side.words[_anchor(side, matches, index)]]].sum() for side in way]
    rare = int(n_rows[1] < n_rows[0])
    one, other = way[rare], way[1 - rare]
    starts = _starts(one, matches, rows, index)
    steps = np.arange(1 - len(other.words) - most, len(one.words) + most)
    if len(starts) * len(steps) < n_rows[1 - rare]:
        others = distinct(_checked(np.add.outer(starts, steps).ravel(), other, matches, index))
    else:
        others = _starts(other, matches, rows, index)
    places = [(starts, len(one.words)), (others, len(other.words))]
    return places[::-1] if rare else places


def _checked(
    starts: np.ndarray, side: Way, matches: dict[str, np.ndarray], index: Indexed, anchor: int | None = None
) -> np.ndarray:
    """Those of some rows at which words stand one behind the other; the word at the anchor is known to stand there."""
    starts = starts[(starts >= 0) & (starts + len(side.words) <= len(index.codes))]
    for place, word in enumerate(side.words):
        if place == anchor:
            continue
        here = index.codes[starts + place]
        if len(matches[word]) == 1:
            starts = starts[here == matches[word][0]]
            continue
        fits = np.zeros(len(index.types) + 1, dtype=bool)  # the last place is that of code -1
        fits[matches[word]] = True
        starts = starts[fits[here]]
    return starts[index.neighbours(starts, len(side.words), in_line=side.crosses)]


def _each_once(found: Sequence[tuple[int, np.ndarray, np.ndarray | int]]) -> Candidates:
    """Matches in order, without those that another reading of the same pattern found already."""
    none = np.array([], dtype=np.int64)
    pattern = np.concatenate([none, *(np.full(len(starts), number) for number, starts, _ in found)])
    start = np.concatenate([none, *(starts for _, starts, _ in found)])
    length = np.concatenate([none, *(np.full(len(starts), n_words) for _, starts, n_words in found)])
    if len({number for number, _, _ in found}) < len(found) or any(not isinstance(n_words, int) for _, _, n_words in found):
        order = np.lexsort((length, start, pattern))
        pattern, start, length = pattern[order], start[order], length[order]
        new = np.ones(len(order), dtype=bool)
        new[1:] = (np.diff(pattern) != 0) | (np.diff(start) != 0) | (np.diff(length) != 0)
        pattern, start, length = pattern[new], start[new], length[new]
    return Candidates(pattern, start, length)
