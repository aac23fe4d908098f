"""Texts in parts in, counts by group and term out, in memory that is bounded by the part and by what is counted.

No word is held: a part is split and encoded by pyarrow, distinct pieces between spaces are asked for their words once in the whole
corpus, and counting is one sort of numbers. Parts are added as whole numbers, so that the table is the same however texts are parted.
"""

from itertools import repeat

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .distinct import Pieces, Text, changes
from .spelt import spelt


class Tallies:
    """Counts of all texts added so far.

    language   : of the texts, as for words.words_in; all are in one
    possessive : "split" or "keep", see words.words_in
    """

    def __init__(self, language: str, possessive: str):
        self.language, self.possessive = language, possessive
        self._pieces: dict[str, int] = {}  # piece -> its place in the three arrays that follow
        self._first, self._begin, self._number = (np.zeros(0, dtype=np.int32) for _ in range(3))
        self._terms = np.zeros(0, dtype=np.int32)  # the words of all pieces, one after the other
        self._vocabulary: dict[str, int] = {}  # term -> its number, from 1 on; 0 is no word
        self._groups: dict[str | None, int] = {}
        self._counted: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def add(self, titles: pa.Array, texts: pa.Array, groups: list[str | None]) -> None:
        """Count some articles: their titles, what they say, and the group of each."""
        group = np.array([self._groups.setdefault(name, len(self._groups)) for name in groups], dtype=np.int64)
        found, local = np.unique(group, return_inverse=True)
        width = len(groups).bit_length()  # bits that tell an article of the part
        split = [pc.ascii_split_whitespace(some.cast(pa.string())) for some in (titles, texts)]
        lengths = np.concatenate([pc.list_value_length(some).to_numpy(zero_copy_only=False) for some in split])
        encoded = pa.chunked_array([some.flatten() for some in split]).dictionary_encode()
        codes = np.concatenate([chunk.indices.to_numpy() for chunk in encoded.chunks])
        places = self._places(encoded.chunk(0).dictionary.to_pylist())
        del split, encoded
        span = len(self._vocabulary) + 1
        of_article = np.tile((local * span << width) + np.arange(len(groups)), 2)
        numbers = self._numbers(codes, places, width, np.repeat(of_article, lengths))
        del codes
        pa.default_memory_pool().release_unused()
        self._counted.append(_tallied(numbers, found, span, width))
        while len(self._counted) > 1 and len(self._counted[-1][0]) * 2 > len(self._counted[-2][0]):
            self._counted.append(_added(self._counted.pop(), self._counted.pop()))

    @property
    def groups(self) -> list[str | None]:
        """The groups seen so far."""
        return list(self._groups)

    def table(self, by: str) -> pd.DataFrame:
        """Table `counts` as `count_terms` gives it, with the column `by` first."""
        if not self._counted:
            self._counted.append(tuple(np.zeros(0, dtype=np.int64) for _ in range(3)))
        while len(self._counted) > 1:
            self._counted.append(_added(self._counted.pop(), self._counted.pop()))
        self._pieces.clear()  # which would be learnt anew
        self._first, self._begin, self._number, self._terms = (np.zeros(0, dtype=np.int32) for _ in range(4))
        keys, n, n_articles = self._counted[0]
        names = sorted(self._groups, key=lambda name: (name is None, name or ""))
        terms = sorted(self._vocabulary)
        group = _ranks([self._groups[name] for name in names])[keys >> 32].astype(np.int32)
        term = _ranks([self._vocabulary[name] for name in terms])[keys & 0xFFFFFFFF].astype(np.int32)
        total = np.bincount(group, weights=n, minlength=len(names))
        order = _order(group, n, term, len(terms))
        group, term, n, n_articles = (some[order] for some in (group, term, n, n_articles))
        del keys, order
        return pd.DataFrame(
            {
                by: pd.Series(pd.Index(names, dtype="str").take(group)),
                "term": pd.Series(pd.Index(terms, dtype="str").take(term)),
                "n": n,
                "n_articles": n_articles,
                "rate_per_1000": 1000 * n / total[group],
            },
            copy=False,
        )

    def _places(self, pieces: list[str]) -> np.ndarray:
        """Where what is known of distinct pieces stands; of those that are new it is asked."""
        places = np.fromiter(map(self._pieces.get, pieces, repeat(-1)), dtype=np.int32, count=len(pieces))
        new = np.flatnonzero(places < 0)
        places[new] = np.arange(len(self._pieces), len(self._pieces) + len(new))
        self._learn([pieces[at] for at in new.tolist()])
        return places

    def _numbers(self, codes: np.ndarray, places: np.ndarray, width: int, of_article: np.ndarray) -> np.ndarray:
        """A number for each running word of a part, made of its group, its term and its article, in no order.

        codes, places : which distinct piece each piece of the part is, and where these stand
        of_article    : for each piece of the part the number of its group and article; it is changed
        """
        number, begin = self._number[places], self._begin[places]
        several = np.flatnonzero((number > 1)[codes])
        more = number[codes[several]] - 1
        behind = np.arange(int(more.sum())) - np.repeat(np.cumsum(more) - more, more) + 1
        further = self._terms[np.repeat(begin[codes[several]], more) + behind].astype(np.int64) << width
        further += np.repeat(of_article[several], more)
        of_article += (self._first[places].astype(np.int64) << width)[codes]
        return np.concatenate([of_article, further]) if len(further) else of_article

    def _learn(self, pieces: list[str]) -> None:
        """Ask what words pieces have that were not seen before."""
        if not pieces:
            return
        codes = np.arange(len(pieces), dtype=np.int32)
        text = Text(Pieces(pieces), codes, np.zeros(len(pieces), dtype=np.int32))
        words, codes = spelt(text, np.array([self.language], dtype=object), self.possessive)
        of_word = np.array(
            [self._vocabulary.setdefault(term, len(self._vocabulary) + 1) for term in words.vocabulary], dtype=np.int32
        )
        terms = of_word[words.term[words.running(codes)[1]]]
        number = words.counts[codes].astype(np.int32)
        begin = (np.cumsum(number) - number).astype(np.int32)
        first = np.zeros(len(pieces), dtype=np.int32)
        first[number > 0] = terms[begin[number > 0]]
        self._pieces.update(zip(pieces, range(len(self._pieces), len(self._pieces) + len(pieces)), strict=True))
        self._first, self._number = np.r_[self._first, first], np.r_[self._number, number]
        self._begin = np.r_[self._begin, begin + np.int32(len(self._terms))]
        self._terms = np.r_[self._terms, terms]


def _tallied(numbers: np.ndarray, groups: np.ndarray, span: int, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each group and term that occur together a key, group before term; the occurrences, and the articles that have it."""
    numbers.sort()
    begins = np.flatnonzero(changes(numbers))
    pairs = numbers[begins] >> width
    firsts = np.flatnonzero(changes(pairs))
    group, term = np.divmod(pairs[firsts], span)
    n = np.diff(np.append(begins, len(numbers))[np.append(firsts, len(begins))])
    kept = term > 0  # the others are pieces without a word
    return (groups[group] << 32 | term)[kept], n[kept], np.diff(firsts, append=len(begins))[kept]


def _added(*parts: tuple[np.ndarray, np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    keys, *numbers = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    order = np.argsort(keys, kind="stable")  # of two sorted runs it makes one in one pass
    keys = keys[order]
    first = np.flatnonzero(changes(keys))
    return keys[first], *(np.add.reduceat(some[order], first) if len(first) else some for some in numbers)


def _order(group: np.ndarray, n: np.ndarray, term: np.ndarray, n_terms: int) -> np.ndarray:
    """The order by group, n falling, term; of one number for all three where it fits into 64 bits, which is quicker."""
    most = int(n.max(initial=0))
    if (int(group.max(initial=0)) + 1) * (most + 1) * n_terms >= 2**63:
        return np.lexsort((term, -n, group))
    return np.argsort((group.astype(np.int64) * (most + 1) + (most - n)) * n_terms + term)


def _ranks(codes: list[int]) -> np.ndarray:
    """For each code its place in the list, which has it once."""
    ranks = np.zeros(max(codes, default=0) + 1, dtype=np.int64)
    ranks[codes] = np.arange(len(codes))
    return ranks
