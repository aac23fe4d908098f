"""An article as paragraphs of words: `ledger` and `tokens` in; the lines of each article, and what a rule needs to know of a line, out.

Most lines are never looked at, so `Lazy` makes what is known of a line when it is asked for.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...blocks import distinct
from .marks import Extent
from .name_shapes import PERHAPS
from .people import Words

Made = TypeVar("Made")


class Lazy(Sequence[Made]):
    """A list whose elements are made one by one, when they are first asked for. The state kept is those that were."""

    def __init__(self, size: int, make: Callable[[int], Made]):
        self._size, self._make, self._made = size, make, {}

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, at: int) -> Made:
        if not 0 <= at < self._size:
            raise IndexError(at)
        if at not in self._made:
            self._made[at] = self._make(at)
        return self._made[at]


class Columns(NamedTuple):
    """The columns of `tokens` as arrays, the terms as codes of `names`; the keys of the lines that have words, in their order, and
    the first word of each, with a last entry behind the last word; and the number of each article.

    A key is the number of the article times `width`, plus the number of the line.
    """

    names: np.ndarray
    terms: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    sentences: np.ndarray
    keys: list[int]
    firsts: list[int]
    width: int
    docs: dict[str, int]

    def words_of(self, doc: int, line: int) -> tuple[int, int]:
        """The first word of a line of an article and the one behind its last; twice the same where it has none."""
        key = doc * self.width + line
        at = bisect_left(self.keys, key)
        there = line < self.width and self.keys[at : at + 1] == [key]
        return (self.firsts[at], self.firsts[at + 1]) if there else (0, 0)


class Lines(NamedTuple):
    """The clean lines of an article, in its order: their texts, their numbers, the parts they are of; and which may name somebody in
    full."""

    texts: list[str]
    numbers: list[int]
    parts: list[str]
    named: list[bool]


def columns_of_tokens(tokens: pd.DataFrame) -> Columns:
    """The columns of `tokens`, as rules read them."""
    doc, line, term = tokens["doc_id"].cat.codes.to_numpy(), tokens["line"].to_numpy(), tokens["term"].cat
    first = np.flatnonzero((np.diff(doc, prepend=-1) != 0) | (np.diff(line, prepend=-1) != 0))
    width = int(line.max(initial=0)) + 1
    keys = doc[first].astype(np.int64) * width + line[first]
    arrays = (tokens[name].to_numpy() for name in ("start", "end", "sentence"))
    docs = {name: code for code, name in enumerate(tokens["doc_id"].cat.categories.to_numpy(dtype=object).tolist())}
    names = term.categories.to_numpy(dtype=object)
    return Columns(names, term.codes.to_numpy(), *arrays, keys.tolist(), [*first.tolist(), len(tokens)], width, docs)


def by_article(kept: pd.DataFrame) -> Iterator[tuple[str, Lines]]:
    """The lines of each article, in the order in which the articles come."""
    codes, doc_ids = pd.factorize(kept["doc_id"])
    if (np.diff(codes) < 0).any():
        kept = kept.iloc[np.argsort(codes, kind="stable")]
    ends = np.append(0, np.cumsum(np.bincount(codes, minlength=len(doc_ids)))).tolist()
    texts = pa.array(kept["text"], type=pa.large_string())
    numbers, parts = kept["line"].tolist(), kept["part"].to_numpy(dtype=object)
    named = pc.match_substring_regex(texts, PERHAPS).to_numpy(zero_copy_only=False)
    for doc_id, begin, end in zip(doc_ids, ends[:-1], ends[1:], strict=True):
        here = slice(begin, end)
        yield str(doc_id), Lines(texts[here].to_pylist(), numbers[here], parts[here].tolist(), named[here].tolist())


def quoted_stretches(found: list[Extent], texts: list[str]) -> list[list[tuple[int, int]]]:
    """For each paragraph the stretches that are quoted."""
    stretches: list[list[tuple[int, int]]] = [[] for _ in texts]
    for extent in found:
        for at in range(extent.line, extent.end_line + 1):
            begin = extent.start if at == extent.line else 0
            stretches[at].append((begin, extent.end if at == extent.end_line else len(texts[at])))
    return stretches


def unquoted(text: str, stretches: list[tuple[int, int]]) -> str:
    """A text with a mark in the place of each quotation: who is named inside one is named by its speaker."""
    for begin, end in reversed(stretches):
        text = f"{text[:begin]}“{text[end:]}"
    return text


def paragraph(columns: Columns, doc: int, line: int, text: str, quoted: list[tuple[int, int]]) -> Words:
    """A line as words. `quoted` are the stretches of its characters that are."""
    first, last = columns.words_of(doc, line)
    starts = columns.starts[first:last].tolist()
    outside = [True] * len(starts)
    for begin, end in quoted:
        inside = bisect_left(starts, begin), bisect_left(starts, end)
        outside[slice(*inside)] = [False] * (inside[1] - inside[0])
    terms, ends = columns.names[columns.terms[first:last]].tolist(), columns.ends[first:last].tolist()
    return Words(line, text, terms, starts, ends, columns.sentences[first:last].tolist(), outside)


def sentences_with(
    tokens: pd.DataFrame, triggers: dict[str, frozenset[str]], language_of: dict[str, str]
) -> dict[int, list[int]]:
    """The sentences that have one of some words.

    triggers    : the words for each language
    language_of : the language of each article; one whose language is not there has no such sentence

    Returns for each article, by its code in `tokens`, the rows of `tokens` at which its sentences with such a word begin.
    """
    doc, sentence = tokens["doc_id"].cat.codes.to_numpy(), tokens["sentence"].to_numpy()
    begins = np.flatnonzero(np.r_[True, (doc[1:] != doc[:-1]) | (sentence[1:] != sentence[:-1])])
    known, codes = tokens["term"].cat.categories, tokens["term"].cat.codes.to_numpy()
    spoken = [language_of.get(name, "") for name in tokens["doc_id"].cat.categories.astype("str")]
    found = np.zeros(len(tokens), dtype=bool)
    for language, words in triggers.items():
        listed = known.isin(list(words))
        speaks = np.array([name == language for name in spoken], dtype=bool)
        found |= listed[codes] & speaks[doc]
    rows = begins[distinct(np.searchsorted(begins, np.flatnonzero(found), side="right") - 1)]
    starts: dict[int, list[int]] = {}
    for code, row in zip(doc[rows].tolist(), rows.tolist(), strict=True):
        starts.setdefault(code, []).append(row)
    return starts
