"""Distinct pieces of text between spaces in, what each is made of out: asked of all of them at once, in arrays of their characters.

A corpus of ten thousand articles has six million running words and three hundred thousand distinct pieces, most of which are letters
with a mark at either end. What such a piece has as its word needs no rule, and no Python for each.
"""

import unicodedata
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import regex

from ...spelling import BEFORE, BEHIND, UNUSUAL
from ...unspaced import has_unspaced

LETTER = regex.compile(r"\p{L}")
BETWEEN = "\n"  # stands behind each piece; it is no letter, and no letter is folded or composed across it


class Pieces:
    """Distinct pieces, in any order.

    texts         : the pieces
    begins, ends  : where each begins and ends in the array of all characters
    plain         : whether a piece is letters that are merely put into lower case, and nothing but marks before and behind them
    first, behind : where the letters of a plain piece begin, and the place behind their last one
    """

    def __init__(self, texts: list[str]):
        self.texts = texts
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        self.ends = np.cumsum(lengths + 1) - 1
        self.begins = self.ends - lengths
        self._characters = np.frombuffer(BETWEEN.join([*texts, ""]).encode("utf-32-le"), dtype=np.uint32)
        self._known = np.flatnonzero(np.bincount(self._characters)).tolist()
        self._see_letters()

    def which(self, test: Callable[[str], object]) -> np.ndarray:
        """For each character whether it passes a test, which is asked once of each character there is."""
        table = np.zeros(self._known[-1] + 1 if self._known else 0, dtype=bool)
        table[[code for code in self._known if test(chr(code))]] = True
        return table[self._characters]

    def last(self, marked: np.ndarray) -> np.ndarray:
        """The place of the last marked character of each piece; of none, the place before the piece."""
        places = np.r_[-1, np.flatnonzero(marked)]
        return np.maximum(places[np.searchsorted(places, self.ends) - 1], self.begins - 1)

    def number(self, marked: np.ndarray) -> np.ndarray:
        """How many marked characters each piece has."""
        return between(running(marked), self.begins, self.ends)

    @cached_property
    def terms(self) -> list[str]:
        """The word of each plain piece, folded as `spelling.fold` folds it in any language but those without a dot."""
        inside = np.zeros(len(self._characters) + 1, dtype=np.int8)
        inside[self.first[self.plain]] = 1
        inside[self.behind[self.plain]] = -1
        kept = np.cumsum(inside[:-1], dtype=np.int8).astype(bool)
        kept[self.ends[self.plain]] = True
        text = self._characters[kept].tobytes().decode("utf-32-le").lower()
        return unicodedata.normalize("NFC", text).split(BETWEEN)[:-1]

    def _see_letters(self) -> None:
        letters = self.which(_merely_folded)
        self.behind = self.last(letters) + 1
        n_letters = self.number(letters)
        self.first = self.behind - n_letters
        before, after = (running(self.which(marks.__contains__)) for marks in (BEFORE, BEHIND))
        self.plain = (
            (n_letters > 0)
            & (between(running(letters), self.first, self.behind) == n_letters)
            & (between(before, self.begins, self.first) == self.first - self.begins)
            & (between(after, self.behind, self.ends) == self.ends - self.behind)
        )


class Text(NamedTuple):
    """Lines in pieces between spaces: the distinct ones, and for each piece of the text which of them it is, and in which line."""

    pieces: Pieces
    codes: np.ndarray
    line_of: np.ndarray

    def line_begins(self) -> np.ndarray:
        """For each piece of the text whether it is the first of its line."""
        return changes(self.line_of)


def in_pieces(lines: pd.Series) -> Text:
    """Lines, of which none is missing, in pieces between their spaces.

    >>> text = in_pieces(pd.Series(["a bee", "a cow"]))
    >>> text.pieces.texts, text.codes.tolist(), text.line_of.tolist()
    (['a', 'bee', 'cow'], [0, 1, 0, 2], [0, 0, 1, 1])
    """
    split = pc.split_pattern(pa.array(lines, type=pa.large_string()), " ")
    lengths = pc.list_value_length(split).to_numpy(zero_copy_only=False)
    encoded = split.flatten().dictionary_encode()
    line_of = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    return Text(Pieces(encoded.dictionary.to_pylist()), encoded.indices.to_numpy(), line_of)


def changes(values: np.ndarray) -> np.ndarray:
    """For each value whether it is another than the one before it; the first is."""
    found = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def running(marked: np.ndarray) -> np.ndarray:
    """How many characters are marked before each place, and in all."""
    total = np.zeros(len(marked) + 1, dtype=np.int32)
    np.cumsum(marked, dtype=np.int32, out=total[1:])
    return total


def between(total: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """How many characters are marked from each place to another, by what `running` says."""
    return total[ends] - total[begins]


def _merely_folded(character: str) -> bool:
    """Whether a letter means one thing in all languages but those without a dot, and needs no segmenter."""
    return (
        character.isalpha()
        and LETTER.match(character) is not None
        and not UNUSUAL.search(character)
        and not has_unspaced(character)
    )
