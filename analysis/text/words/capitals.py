"""Which running words are written as names: clean lines and the places of their words in, a state for each word out.

A dictionary that takes Wales for several wales, and US for a form of we, spoils names. A name is told by its capital, but not every
capital tells one: a word that begins a sentence, a line of a headline, or what stands behind a colon has one anyway. Such a word is
judged by how the corpus writes it elsewhere.
"""

from itertools import pairwise

import numpy as np
import pandas as pd

NO, UNCLEAR, YES = "no", "unclear", "yes"
STATES = (NO, UNCLEAR, YES)
# Languages that write names large and other words small, and whose names have one form. In German each noun is large; in Slavic
# languages, Finnish, Hungarian or Swedish a name has cases, and needs its dictionary form as any word does.
TOLD_BY_CAPITALS = frozenset(["ast", "ca", "en", "enm", "es", "fr", "gl", "it", "nl", "pt"])
OPENING = "“”„\"«»‘‚'([¿¡—–:"  # behind which a sentence of its own may begin
BLOCK = 20_000  # lines looked at together, so that memory does not grow with the corpus
LONG, LOUD = 4, 0.8  # letters of a long word; share of large ones among the long words of a line that tells no name


# How a word looks where it stands. Of those that are CLEAR nothing but its being a name explains the capital, or that it has none;
# a word that is OPEN is judged by how the corpus writes it where it is clear.
SMALL, SMALL_CLEAR, NAME, NAME_CLEAR, OPEN, LOUD_CLEAR = range(6)  # the last begins with no letter, as in 5G


def looks(words: pd.DataFrame, at: np.ndarray, texts: pd.Series, language: np.ndarray) -> np.ndarray:
    """How each word looks where it stands, as far as its own line tells: SMALL to LOUD_CLEAR.

    words    : sentence, start, end and part of each word
    at       : the place of each word's line in `texts`, which falls nowhere
    texts    : the clean lines
    language : the language of each line; words of languages whose names are not told by capitals are SMALL
    """
    told = np.isin(language, list(TOLD_BY_CAPITALS))[at]
    if not told.any():
        return np.full(len(words), SMALL, dtype=np.int8)
    large, shouted, opened = _capitals(words, at, texts)
    loud = _loud(words, large)
    sentence = words["sentence"].to_numpy()
    first = np.r_[True, (sentence[1:] != sentence[:-1]) | (at[1:] != at[:-1])]
    clear = ~first & ~opened & ~loud & (words["part"] == "body").to_numpy()
    found = np.where(clear, np.where(large, NAME_CLEAR, SMALL_CLEAR), np.where(large, OPEN, SMALL))
    shouted &= ~loud
    found = np.where(shouted & ~clear, NAME, np.where(shouted & (found == SMALL_CLEAR), LOUD_CLEAR, found))
    return np.where(told, found, SMALL).astype(np.int8)


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
    n_large = np.bincount(kind[look == NAME_CLEAR], minlength=size)
    n_small = np.bincount(kind[(look == SMALL_CLEAR) | (look == LOUD_CLEAR)], minlength=size)
    of_kind = np.where(n_large > n_small, 2, np.where(n_small > 0, 0, 1)).astype(np.int8)
    states = np.array([0, 0, 2, 2, 0, 2], dtype=np.int8)[look]
    open_ones = look == OPEN
    states[open_ones] = of_kind[kind[open_ones]]
    return pd.Categorical.from_codes(states, categories=list(STATES))


def _capitals(words: pd.DataFrame, at: np.ndarray, texts: pd.Series) -> list[np.ndarray]:
    """For each word whether its first letter is large, whether all of several letters are, and whether it follows an opening mark."""
    lines, start, end = texts.tolist(), words["start"].to_numpy(), words["end"].to_numpy()
    firsts = range(0, len(lines), BLOCK)
    bounds = np.searchsorted(at, [*firsts, len(lines)])
    blocks = [
        _in_block(lines[first : first + BLOCK], at[rows] - first, start[rows], end[rows])
        for first, rows in zip(firsts, (slice(*pair) for pair in pairwise(bounds.tolist())), strict=True)
    ]
    return [np.concatenate(kind) for kind in zip(*blocks, strict=True)]


def _in_block(
    lines: list[str], at: np.ndarray, start: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same for the words of some lines, from one array of all their letters."""
    begins = np.cumsum([0, *(len(line) + 1 for line in lines)])[:-1]
    text = np.frombuffer((" ".join(lines) + " ").encode("utf-32-le"), dtype=np.uint32)
    known = np.flatnonzero(np.bincount(text)).tolist()
    upper, lower, opens = (np.zeros(known[-1] + 1, dtype=bool) for _ in range(3))
    for table, test in ((upper, str.isupper), (lower, str.islower), (opens, OPENING.__contains__)):
        table[[code for code in known if test(chr(code))]] = True
    first, last = begins[at] + start, begins[at] + end
    n_upper, n_lower = (np.r_[0, np.cumsum(table[text], dtype=np.int32)] for table in (upper, lower))
    shouted = (n_upper[last] - n_upper[first] > 1) & (n_lower[last] == n_lower[first])
    before = np.maximum(first - 1 - (text[first - 1] == ord(" ")), 0)
    return upper[text[first]], shouted, opens[text[before]] & (start > 0)


def _loud(words: pd.DataFrame, large: np.ndarray) -> np.ndarray:
    """Whether most long words of a word's sentence are large, as in a headline."""
    sentence = words["sentence"].to_numpy()
    ordinal = np.cumsum(np.r_[False, sentence[1:] != sentence[:-1]])
    long = (words["end"] - words["start"]).to_numpy() >= LONG
    n_long, n_large = (np.bincount(ordinal[rows], minlength=ordinal[-1] + 1) for rows in (long, long & large))
    return ((n_long > 1) & (n_large > LOUD * n_long))[ordinal]
