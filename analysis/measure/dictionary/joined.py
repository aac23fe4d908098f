"""Where a pattern in a script without spaces stands: the words of a text in, first rows and numbers of words out.

A reader writes 人工智能 and means these four characters. A segmenter may split them into one word or two, and otherwise in another
sentence, so they are held against the characters of words that follow each other, from the beginning of a word to the end of one.
Inside a longer word they are not found: 研究生 is not in 研究 生命, nor where the segmenter sees one word, as 研究生院.
"""

import numpy as np
import pandas as pd

from ...unspaced import has_unspaced


def is_joined(words: list[str]) -> bool:
    """Whether a pattern, split at its spaces, is held against characters: it has a script without spaces, and ? nowhere.

    >>> is_joined(["人工智能"]), is_joined(["ai", "技术*"]), is_joined(["cease", "fire"])
    (True, True, False)
    """
    text = "".join(words)
    return has_unspaced(text) and "?" not in text and "*" not in text.strip("*")


def joined_places(
    words: list[str], terms: pd.Index, codes: np.ndarray, runs: np.ndarray, tokens: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """The rows at which a pattern starts, and of how many words each match is.

    words  : the pattern, split at its spaces; where it has a space, a word must end. A * before or behind it stands for the rest of
             the first or the last word
    terms  : the distinct words, and `codes` for each row of `tokens` which it is
    runs   : for each row the number of its sentence
    """
    begins_free, ends_free = words[0].startswith("*"), words[-1].endswith("*")
    words = [word.strip("*") for word in words]
    text, ends = "".join(words), set(np.cumsum([len(word) for word in words]).tolist())
    spelt = terms.astype(str).to_numpy(dtype=object)
    first = np.array([_first(str(term), text, begins_free) for term in spelt], dtype=np.int64)
    if ends_free:
        first = np.array([n or len(text) * str(term).startswith(text) for n, term in zip(first, spelt, strict=True)], np.int64)
    start = np.flatnonzero(first[codes] > 0)
    here, done = start.copy(), first[codes[start]]
    line, begin, end = (tokens[name].to_numpy() for name in ("line", "start", "end"))
    found, lengths = [], []
    while len(start):
        whole = done == len(text)
        found.append(start[whole])
        lengths.append(here[whole] - start[whole] + 1)
        start, here, done = start[~whole], here[~whole] + 1, done[~whole]
        inside = here < len(codes)
        start, here, done = start[inside], here[inside], done[inside]
        touches = (begin[here] == end[here - 1]) & (line[here] == line[here - 1]) | np.isin(done, list(ends))
        start, here, done = (part[touches & (runs[here] == runs[start])] for part in (start, here, done))
        more = np.array([_next(str(spelt[codes[row]]), text, at, ends_free) for row, at in zip(here, done, strict=True)], int)
        start, here, done = start[more > 0], here[more > 0], (done + more)[more > 0]
    none = np.array([], dtype=np.int64)
    return np.concatenate([none, *found]), np.concatenate([none, *lengths])


def _first(term: str, text: str, free: bool) -> int:
    """How much of the text the first word has: all of the word, or its end where the text may begin within it."""
    if text.startswith(term):
        return len(term)
    return next((n for n in range(min(len(term), len(text)), 0, -1) if term.endswith(text[:n])), 0) if free else 0


def _next(term: str, text: str, at: int, free: bool) -> int:
    """How much of the text a further word has, from the place `at` on; 0 where it does not go on with it."""
    if text.startswith(term, at):
        return len(term)
    return len(text) - at if free and term.startswith(text[at:]) else 0
