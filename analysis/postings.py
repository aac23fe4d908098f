"""Where each term stands: codes of running words in, for every term the rows at which it stands out, and the terms that a glob means.

A scan of fifty million codes takes a tenth of a second, and a reader asks again and again. So the rows are sorted by term once, four
bytes a word, and a question looks at the rows of its rarest word alone. It knows arrays and spellings, not tables: who keeps it beside
a table of running words, and for how long, is said in measure/counting/indexed.py.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
import re2

from .blocks import distinct, heads, looked_up, tallied
from .errors import SchemaError

SORTED = 2_000_000  # rows sorted at a time
FEW = 5_000  # places of a part of a glob that are looked at one by one; where there are more, RE2 reads all terms sooner


class Rows(NamedTuple):
    """The rows of terms one after the other, ascending within each: those of term code c are rows[starts[c] : starts[c + 1]]."""

    rows: np.ndarray
    starts: np.ndarray

    def of(self, codes: np.ndarray) -> np.ndarray:
        """The rows of some terms, term by term.

        >>> Rows(np.array([1, 3, 0, 2]), np.array([0, 2, 4])).of(np.array([1])).tolist()
        [0, 2]
        """
        ends = np.append(np.flatnonzero(np.diff(codes) != 1), len(codes) - 1) if len(codes) else ()
        begins = (
            np.append(0, ends[:-1] + 1) if len(codes) else ()
        )  # terms with codes one after the other have their rows so too
        spans = [self.rows[self.starts[codes[i]] : self.starts[codes[k] + 1]] for i, k in zip(begins, ends, strict=True)]
        return np.concatenate([np.array([], dtype=np.int64), *spans])


class Postings:
    """The rows of each term. The first question is a scan, since many a table is asked once; the second sorts all rows."""

    def __init__(self, codes: np.ndarray, n_terms: int, sort: Callable[[], np.ndarray] | None = None) -> None:
        """Take a term code of each row, -1 where there is none.

        sort : gives all rows sorted by term where somebody else keeps them, and they are asked for at once
        """
        self.codes, self.n_terms = codes, n_terms
        self._sort, self._asked = sort, sort is not None

    @cached_property
    def starts(self) -> np.ndarray:
        """Where the rows of each term begin, and where the last end; rows without a term come before all."""
        n = tallied(self.codes, self.n_terms)
        return np.cumsum(np.append(len(self.codes) - n.sum(), n))

    @cached_property
    def counts(self) -> np.ndarray:
        """How often each term stands there."""
        return np.diff(self.starts)

    def rows_of(self, sought: np.ndarray) -> Rows:
        """The rows of the terms sought, at the least.

        >>> Postings(np.array([0, 1, 0], dtype=np.int32), 2).rows_of(np.array([0])).of(np.array([0])).tolist()
        [0, 2]
        """
        if self._asked:
            return self.all
        self._asked = True
        listed = np.zeros(self.n_terms + 1, dtype=bool)
        listed[sought] = True
        listed[-1] = False  # code -1 reads the last place
        rows = np.flatnonzero(looked_up(listed, self.codes))
        rows = rows[np.argsort(self.codes[rows], kind="stable")]
        return Rows(rows, np.append(0, np.cumsum(np.where(listed[:-1], self.counts, 0))))

    @cached_property
    def all(self) -> Rows:
        """All rows sorted by term."""
        return Rows(by_term(self.codes, self.starts) if self._sort is None else self._sort(), self.starts)


def by_term(codes: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """The rows sorted by term, ascending within each: a block of them at a time, each put behind those of its terms before.

    starts : where the rows of each term begin, and where the last end; rows without a term come before all

    >>> by_term(np.array([1, 0, -1, 1], dtype=np.int32), np.array([1, 2, 4])).tolist()
    [2, 1, 0, 3]
    """
    found, begin = np.empty(len(codes), dtype=np.int32), np.append(0, starts[:-1])
    for first in range(0, len(codes), SORTED):
        keys = codes[first : first + SORTED] + np.int64(1)
        keys <<= 32  # code and row as one number, since numbers are sorted in a third of the time that places are
        keys |= np.arange(len(keys))
        keys.sort()
        terms = keys >> 32
        runs = heads(terms)
        n, terms = np.diff(np.append(runs, len(keys))), terms[runs]
        found[np.repeat(begin[terms] - runs, n) + np.arange(len(keys))] = (keys & (2**32 - 1)) + first
        begin[terms] += n
    return found


class Vocabulary:
    """Distinct terms as they are compared with patterns, in lower case with one kind of apostrophe; a term's code is its place."""

    def __init__(self, terms: pd.Index) -> None:
        """Take the terms; raises SchemaError for one that holds a line break."""
        spelt = "\n".join(terms.astype(str).to_numpy(dtype=object)).lower().replace("’", "'").split("\n")
        if len(terms) and len(spelt) != len(terms):
            raise SchemaError("a term of table 'tokens' holds a line break", remedy="Split words at white space")
        codes = np.array(sorted(range(len(terms)), key=spelt.__getitem__), dtype=np.int64)
        self._codes, self._spelt = codes, [spelt[code] for code in codes]

    def matching(self, word: str) -> np.ndarray:
        """The codes, ascending, of the terms that a word of a pattern means; * stands for any characters and ? for one.

        A glob is held against the terms that begin as it does, or have a part of it, by RE2 in linear time.

        >>> Vocabulary(pd.Index(["peace", "peach", "place"])).matching("p?ace*").tolist()
        [0, 2]
        >>> Vocabulary(pd.Index(["Peace", "peace", "war"])).matching("peace").tolist()
        [0, 1]
        """
        begin = word.split("*", 1)[0].split("?", 1)[0]
        first = bisect_left(self._spelt, begin)
        last = bisect_right(self._spelt, begin, key=lambda term: term[: len(begin)])
        if begin == word:
            return np.sort(self._codes[first : bisect_right(self._spelt, word)])
        if word == begin + "*":
            return np.sort(self._codes[first:last])
        places = np.arange(first, last) if begin else self._with_part_of(word)
        return np.sort(self._codes[places[_globbed(word, [self._spelt[place] for place in places])]])

    def _with_part_of(self, word: str) -> np.ndarray:
        """The places of the terms that have the longest literal part of a glob, or end as it does; all where many have it."""
        data, line_starts = self._text
        parts = [part.encode() for part in word.replace("?", "*").split("*")]
        part = parts[-1] + b"\n" if parts[-1] else max(parts, key=len)
        hits, at = [], data.find(part) if part else -1
        while at >= 0 and len(hits) <= FEW:
            hits.append(at)
            at = data.find(part, at + 1)
        if not part or len(hits) > FEW:
            return np.arange(len(self._spelt))
        return distinct(np.searchsorted(line_starts, np.array(hits, dtype=np.int64), side="right") - 1)

    @cached_property
    def _text(self) -> tuple[bytes, np.ndarray]:
        """The terms as lines of one text, and the place where each begins."""
        data = "".join(f"{term}\n" for term in self._spelt).encode()
        return data, np.append(0, np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == ord("\n"))[:-1] + 1)


def _globbed(word: str, terms: list[str]) -> np.ndarray:
    """Which terms a glob matches, by RE2, in one text of lines."""
    data = "\n".join(terms).encode()
    line_starts = np.flatnonzero(np.frombuffer(b"\n" + data, dtype=np.uint8) == ord("\n"))
    glob = re2.escape(word).replace(r"\*", r"[^\n]*").replace(r"\?", r"[^\n]")
    hits = [match.start() for match in re2.compile(f"(?m)^{glob}$").finditer(data)] if terms else []
    return np.searchsorted(line_starts, np.array(hits, dtype=np.int64))
