"""The words of distinct pieces: pieces and where they stand in, each word once for each piece that has it out.

A piece that is not plain is asked of the word rule, or of a segmenter; once for each language that it stands in where that matters.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ...spelling import DOTLESS, LANGUAGES
from .distinct import Text
from .segmenters import doubtful, split_words
from .sentences import ends_within


class Spelt(NamedTuple):
    """The words of pieces, and in an array for each column of words one entry for each word of a piece.

    counts        : how many words each piece has
    origin        : the place of the piece among the distinct ones
    start, end    : where a word stands in its piece
    term          : the place of its folded form in the vocabulary
    vocabulary    : the terms that occur, a-z
    more, behind  : how many sentences end within each piece, and how many before each word
    """

    counts: np.ndarray
    origin: np.ndarray
    start: np.ndarray
    end: np.ndarray
    term: np.ndarray
    vocabulary: list[str]
    more: np.ndarray
    behind: np.ndarray

    def running(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The words of a text in their order: the piece of the text that each belongs to, and which of the words above it is.

        codes : for each piece of the text its place in `counts`
        """
        counts = self.counts[codes]
        owner = np.repeat(np.arange(len(codes), dtype=np.int32), counts)
        first = (np.cumsum(self.counts) - self.counts).astype(np.int32)[codes]
        before = np.cumsum(counts, dtype=np.int32) - counts
        return owner, np.arange(len(owner), dtype=np.int32) + (first - before)[owner]


def spelt(text: Text, language: np.ndarray, possessive: str) -> tuple[Spelt, np.ndarray]:
    """The words of all pieces that occur, and for each piece of the text which of these has its words.

    language   : the language of each line
    possessive : "split" or "keep", see words.words_in

    Pieces that are not plain are numbered behind all distinct ones, once for each language in which they may be split otherwise.
    """
    pieces = text.pieces
    codes, places, spoken = _asked(text, language)
    asked = [split_words(pieces.texts[place], possessive, said) for place, said in zip(places.tolist(), spoken, strict=True)]
    size = len(pieces.texts)
    used = np.bincount(codes, minlength=size)[:size] > 0
    terms = [term for term, once in zip(pieces.terms, used[pieces.plain].tolist(), strict=True) if once]
    plain = np.flatnonzero(pieces.plain & used)
    counts = np.zeros(size + len(asked), dtype=np.int32)
    counts[plain], counts[size:] = 1, [len(words) for words in asked]
    flat = [word for words in asked for word in words]
    terms += [term for term, _, _ in flat]
    vocabulary = sorted(set(terms))
    code_of = {term: code for code, term in enumerate(vocabulary)}
    more, behind = _sentences_within([pieces.texts[place] for place in places.tolist()], asked)
    return Spelt(
        counts,
        np.r_[plain, np.repeat(places, counts[size:])],
        np.r_[(pieces.first - pieces.begins)[plain], [start for _, start, _ in flat]].astype(np.int32),
        np.r_[(pieces.behind - pieces.begins)[plain], [end for _, _, end in flat]].astype(np.int32),
        np.fromiter(map(code_of.__getitem__, terms), dtype=np.int32, count=len(terms)),
        vocabulary,
        np.r_[np.zeros(size, dtype=np.int32), more],
        np.r_[np.zeros(len(plain), dtype=np.int32), behind],
    ), codes


def _asked(text: Text, language: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """The codes of pieces with new ones for those to be asked; which pieces these are, and the language by which each is split.

    That is "" but in languages in which words are split or spelt as in no other, and for characters that belong to several languages.
    """
    pieces, codes, line_of = text
    number, tags = pd.factorize(language)
    own = [str(tag).partition("-")[0] for tag in tags]
    names = ["", *sorted({of for of in own if of in LANGUAGES}), *tags]
    odd = ~pieces.plain
    asked = odd[codes]
    dotless = np.array([of in DOTLESS for of in own], dtype=bool)
    if dotless.any():
        asked |= dotless[number][line_of]
    rows = np.flatnonzero(asked)
    unsure = np.zeros(len(odd), dtype=bool)
    unsure[odd] = [doubtful(pieces.texts[place]) for place in np.flatnonzero(odd).tolist()]
    of_language = np.array([names.index(of) if of in LANGUAGES else 0 for of in own], dtype=np.int64)
    tag = number[line_of[rows]]
    kinds = np.where(unsure[codes[rows]], len(names) - len(tags) + tag, of_language[tag])
    found, variant = np.unique(codes[rows] * np.int64(len(names)) + kinds, return_inverse=True)
    codes = codes.copy()
    codes[rows] = len(odd) + variant
    places, kinds = np.divmod(found, len(names))
    return codes, places, [names[kind] for kind in kinds.tolist()]


def _sentences_within(texts: list[str], words: list[list[tuple[str, int, int]]]) -> tuple[np.ndarray, np.ndarray]:
    """How many sentences end within each piece, and before each word of each."""
    counts = np.array([len(some) for some in words], dtype=np.int64)
    begins = np.cumsum(counts) - counts
    more, behind = np.zeros(len(texts), dtype=np.int32), np.zeros(int(counts.sum()), dtype=np.int32)
    for piece, ends in ends_within(texts).items():
        more[piece], begin = len(ends), int(begins[piece])
        behind[begin : begin + counts[piece]] = [sum(end <= start for end in ends) for _, start, _ in words[piece]]
    return more, behind
