"""Which running words are written as names: clean lines and the places of their words in, a state for each word out.

A dictionary that takes Wales for several wales, and US for a form of we, spoils names. A name is told by its capital, but not every
capital tells one: a word that begins a sentence, a line of a headline, or what stands behind a colon has one anyway. Such a word is
judged by how the corpus writes it elsewhere.
"""

import numpy as np
import pandas as pd

NO, UNCLEAR, YES = "no", "unclear", "yes"
STATES = (NO, UNCLEAR, YES)
# Languages that write names large and other words small, and whose names have one form. In German each noun is large; in Slavic
# languages, Finnish, Hungarian or Swedish a name has cases, and needs its dictionary form as any word does.
TOLD_BY_CAPITALS = frozenset(["ast", "ca", "en", "enm", "es", "fr", "gl", "it", "nl", "pt"])
OPENING = "“”„\"«»‘‚'([¿¡—–:"  # behind which a sentence of its own may begin
LONG, LOUD = 4, 0.8  # letters of a long word; share of large ones among the long words of a line that tells no name


def written_as_names(words: pd.DataFrame, at: np.ndarray, texts: pd.Series, language: np.ndarray) -> pd.Categorical:
    """For each word whether it is written as a name.

    words    : sentence, start, end, term and part of each word
    at       : the place of each word's line in `texts`, which falls nowhere
    texts    : the clean lines
    language : the language of each line

    yes     : it has a capital within a sentence, or is all capitals where its neighbours are not (US); or it begins a sentence, and
              the corpus writes it large more often than small within sentences
    no      : it is small, or the corpus writes it small elsewhere; and all words of a language whose names are not told so
    unclear : it begins a sentence, and stands nowhere within one
    """
    told = np.isin(language, list(TOLD_BY_CAPITALS))[at]
    if not told.any():
        return pd.Categorical.from_codes(np.zeros(len(words), dtype=np.int8), categories=list(STATES))
    large, shouted, opened = _capitals(words, at, texts)
    loud = _loud(words, large)
    sentence = words["sentence"].to_numpy()
    first = np.r_[True, (sentence[1:] != sentence[:-1]) | (at[1:] != at[:-1])]
    clear = told & ~first & ~opened & ~loud & (words["part"].astype("str") == "body").to_numpy()
    spoken = np.unique(language, return_inverse=True)[1].reshape(-1)[at]
    kind = words["term"].cat.codes.to_numpy().astype(np.int64) * (spoken.max() + 1) + spoken
    n_large, n_small = (np.bincount(kind[clear & rows], minlength=kind.max() + 1)[kind] for rows in (large, ~large))
    states = np.where(n_large > n_small, 2, np.where(n_small > 0, 0, 1))
    states = np.where((clear & large) | (shouted & ~loud), 2, np.where(large, states, 0))
    return pd.Categorical.from_codes(np.where(told, states, 0).astype(np.int8), categories=list(STATES))


def _capitals(words: pd.DataFrame, at: np.ndarray, texts: pd.Series) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each word whether its first letter is large, whether all of several letters are, and whether it follows an opening mark."""
    lines = texts.tolist()
    begins = np.cumsum([0, *(len(line) + 1 for line in lines)])[:-1]
    text = np.frombuffer((" ".join(lines) + " ").encode("utf-32-le"), dtype=np.uint32)
    known, codes = np.unique(text, return_inverse=True)
    letters = [chr(code) for code in known.tolist()]
    upper, lower, opens = (
        np.array([test(letter) for letter in letters], dtype=bool)[codes]
        for test in (str.isupper, str.islower, OPENING.__contains__)
    )
    start, end = (begins[at] + words[name].to_numpy() for name in ("start", "end"))
    n_upper, n_lower = (np.r_[0, np.cumsum(kind, dtype=np.int32)] for kind in (upper, lower))
    shouted = (n_upper[end] - n_upper[start] > 1) & (n_lower[end] == n_lower[start])
    blank = text[start - 1] == ord(" ")
    before = np.where(blank, start - 2, start - 1)
    return upper[start], shouted, opens[np.maximum(before, 0)] & (words["start"].to_numpy() > 0)


def _loud(words: pd.DataFrame, large: np.ndarray) -> np.ndarray:
    """Whether most long words of a word's sentence are large, as in a headline."""
    sentence = words["sentence"].to_numpy()
    ordinal = np.cumsum(np.r_[False, sentence[1:] != sentence[:-1]])
    long = (words["end"] - words["start"]).to_numpy() >= LONG
    n_long, n_large = (np.bincount(ordinal[rows], minlength=ordinal[-1] + 1) for rows in (long, long & large))
    return ((n_long > 1) & (n_large > LOUD * n_long))[ordinal]
