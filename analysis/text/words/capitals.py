"""Which running words are written as names: clean lines and the places of their words in, a state for each word out.

A dictionary that takes Wales for several wales, and US for a form of we, spoils names. A name is told by its capital, but not every
capital tells one: a word that begins a sentence, a line of a headline, or what stands behind a colon has one anyway. Such a word is
judged by how the corpus writes it elsewhere.
"""

import numpy as np
import pandas as pd

from ...blocks import BLOCK, looked_up
from .distinct import Pieces, Text, between, changes, running

NO, UNCLEAR, YES = "no", "unclear", "yes"
STATES = (NO, UNCLEAR, YES)
# Languages that write names large and other words small, and whose names have one form. In German each noun is large; in Slavic
# languages, Finnish, Hungarian or Swedish a name has cases, and needs its dictionary form as any word does.
TOLD_BY_CAPITALS = frozenset(["ast", "ca", "en", "enm", "es", "fr", "gl", "it", "nl", "pt"])
OPENING = "“”„\"«»‘‚'([¿¡—–:"  # behind which a sentence of its own may begin
LONG, LOUD = 4, 0.8  # letters of a long word; share of large ones among the long words of a line that tells no name


# How a word looks where it stands. Of those that are CLEAR nothing but its being a name explains the capital, or that it has none;
# a word that is OPEN is judged by how the corpus writes it where it is clear.
SMALL, SMALL_CLEAR, NAME, NAME_CLEAR, OPEN, LOUD_CLEAR = range(6)  # the last begins with no letter, as in 5G

# How a word looks in its piece, whatever stands beside it: its first letter is large; all of its several letters are; it has a mark
# before it behind which a sentence may begin; it has nothing before it; it is a long word
LARGE, SHOUTED, OPENED, FOREMOST, IS_LONG = (np.uint8(1 << bit) for bit in range(5))


def told_by_capitals(language: np.ndarray) -> np.ndarray:
    """Whether capitals tell the names of lines in these languages."""
    return np.isin(language, list(TOLD_BY_CAPITALS))


def shapes(pieces: Pieces, origin: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How the words of distinct pieces look in them: LARGE to IS_LONG, added up.

    origin     : the place of each word's piece
    start, end : where the word stands in it
    """
    upper, lower, opens = (pieces.which(test) for test in (str.isupper, str.islower, OPENING.__contains__))
    first, last = pieces.begins[origin] + start, pieces.begins[origin] + end
    shouted = (between(running(upper), first, last) > 1) & (between(running(lower), first, last) == 0)
    found = (upper[first], shouted, opens[first - 1] & (start > 0), start == 0, end - start >= LONG)
    return sum(
        (bit * flags for bit, flags in zip((LARGE, SHOUTED, OPENED, FOREMOST, IS_LONG), found, strict=True)), np.uint8(0)
    )


def behind_opening(text: Text) -> np.ndarray:
    """For each piece of the text whether the piece before it in its line ends with a mark behind which a sentence may begin."""
    opens = text.pieces.which(OPENING.__contains__)[text.pieces.ends - 1]
    found = ~text.line_begins()
    found[1:] &= opens[text.codes[:-1]]
    return found


def looks(shape: np.ndarray, opened: np.ndarray, sentence: np.ndarray, body: np.ndarray, told: np.ndarray) -> np.ndarray:
    """How each word looks where it stands, as far as its own line tells: SMALL to LOUD_CLEAR.

    shape    : what `shapes` says of each word
    opened   : whether the piece before the word's ends with a mark behind which a sentence may begin
    sentence : a number for its sentence, other than those of the sentences beside it
    body     : whether it stands in the body of its article
    told     : whether its language tells names by capitals; words of others are SMALL
    """
    large = shape & LARGE > 0
    begins = np.flatnonzero(changes(sentence))
    loud = np.repeat(_loud(shape & IS_LONG > 0, large, begins), np.diff(begins, append=len(shape)))
    clear = body & ~loud & (shape & OPENED == 0) & ~(opened & (shape & FOREMOST > 0))
    clear[begins] = False
    shouted = (shape & SHOUTED > 0) & ~loud
    found = np.where(large, OPEN, SMALL).astype(np.int8)
    found[clear] = np.where(large[clear], NAME_CLEAR, SMALL_CLEAR)
    found[shouted & clear & ~large] = LOUD_CLEAR
    found[shouted & ~clear] = NAME
    found[~told] = SMALL
    return found


def written_as_names(look: np.ndarray, kind: np.ndarray) -> pd.Categorical:
    """For each word of a corpus whether it is written as a name.

    look : what `looks` says of it
    kind : a number for each word, the same for the same term in the same language

    yes     : it has a capital within a sentence, or is all capitals where its neighbours are not (US); or it begins a sentence, and
              the corpus writes it large more often than small within sentences
    no      : it is small, or the corpus writes it small elsewhere; and all words of a language whose names are not told so
    unclear : it begins a sentence, and stands nowhere within one
    """
    size = int(kind.max(initial=0)) + 1
    n_large, n_small = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    rows = [slice(first, first + max(BLOCK, size)) for first in range(0, len(look), max(BLOCK, size))]
    for some in rows:
        n_large += np.bincount(kind[some][look[some] == NAME_CLEAR], minlength=size)
        n_small += np.bincount(kind[some][(look[some] == SMALL_CLEAR) | (look[some] == LOUD_CLEAR)], minlength=size)
    of_kind = np.where(n_large > n_small, 2, np.where(n_small > 0, 0, 1)).astype(np.int8)
    states = looked_up(np.array([0, 0, 2, 2, 0, 2], dtype=np.int8), look)
    for some in rows:
        open_ones = look[some] == OPEN
        states[some][open_ones] = of_kind[kind[some][open_ones]]
    return pd.Categorical.from_codes(states, categories=list(STATES))


def _loud(long: np.ndarray, large: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """For each sentence, whether most of its long words are large, as in a headline."""
    n_long, n_large = (np.add.reduceat(some, begins, dtype=np.int32) for some in (long, long & large))
    return (n_long > 1) & (n_large > LOUD * n_long)
