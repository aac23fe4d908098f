"""An article as paragraphs of words: `ledger` and `tokens` in; the lines of each article, and what a rule needs to know of a line, out.

Most lines are never looked at, so `Lazy` makes what is known of a line when it is asked for.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from .marks import Extent
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
    """The columns of `tokens` as arrays; `bounds` tells for each article and line its first word and the one behind its last."""

    terms: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    sentences: np.ndarray
    bounds: dict[tuple[int, int], tuple[int, int]]
    docs: dict[str, int]


class Lines(NamedTuple):
    """The clean lines of an article, in its order: their texts, their numbers, and the parts they are of."""

    texts: list[str]
    numbers: list[int]
    parts: list[str]


def columns_of_tokens(tokens: pd.DataFrame) -> Columns:
    """The columns of `tokens`, as rules read them."""
    doc, line = tokens["doc_id"].cat.codes.to_numpy(), tokens["line"].to_numpy()
    first = (
        np.flatnonzero(np.r_[True, (doc[1:] != doc[:-1]) | (line[1:] != line[:-1])]) if len(tokens) else np.array([], dtype=int)
    )
    last = np.append(first[1:], len(tokens))
    keys = zip(doc[first].tolist(), line[first].tolist(), strict=True)
    bounds = dict(zip(keys, zip(first.tolist(), last.tolist(), strict=True), strict=True))
    arrays = (tokens[name].to_numpy() for name in ("start", "end", "sentence"))
    docs = {name: code for code, name in enumerate(tokens["doc_id"].cat.categories)}
    return Columns(tokens["term"].to_numpy(dtype=object), *arrays, bounds, docs)


def by_article(kept: pd.DataFrame) -> Iterator[tuple[str, Lines]]:
    """The lines of each article, in the order in which the articles come."""
    codes, doc_ids = pd.factorize(kept["doc_id"])
    kept = kept.iloc[np.argsort(codes, kind="stable")]
    ends = np.append(0, np.cumsum(np.bincount(codes, minlength=len(doc_ids)))).tolist()
    texts, numbers, parts = kept["text"].tolist(), kept["line"].tolist(), kept["part"].astype("str").tolist()
    for doc_id, begin, end in zip(doc_ids, ends[:-1], ends[1:], strict=True):
        yield doc_id, Lines(texts[begin:end], numbers[begin:end], parts[begin:end])


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
    first, last = columns.bounds.get((doc, line), (0, 0))
    starts = columns.starts[first:last].tolist()
    outside = [True] * len(starts)
    for begin, end in quoted:
        inside = bisect_left(starts, begin), bisect_left(starts, end)
        outside[slice(*inside)] = [False] * (inside[1] - inside[0])
    terms, ends = columns.terms[first:last].tolist(), columns.ends[first:last].tolist()
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
    rows = begins[np.unique(np.searchsorted(begins, np.flatnonzero(found), side="right") - 1)]
    starts: dict[int, list[int]] = {}
    for code, row in zip(doc[rows].tolist(), rows.tolist(), strict=True):
        starts.setdefault(code, []).append(row)
    return starts
