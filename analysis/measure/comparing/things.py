"""Gaps that are gaps of things: the table of `omissions` and the words of the groups in, some of its rows out.

An outlet that writes Belarusian does not lack Belarus, and one that writes Trump does not lack Donald Trump. And who lacks a subject
lacks its words too, which says the same twice. So a gap is kept where no other spelling, form, part or listed variant of it is there.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd

from ...blocks import distinct
from ...errors import SchemaError
from ...spelling import pattern_words
from ..counting.codes import check_tokens, coded, grouped, labels, tally

LISTED = ("topic", "concept")  # kinds whose items a dictionary lists; the others are words
NAME = "name"
SHORT, WHOLE, ADDED = 3, 4, 4  # letters: of a word that gets one letter more; of one that gets an ending, and of that ending
_Entries = tuple[dict[str, set[str]], list[tuple[str, str]]]  # what _entries gives of a dictionary
STEM, ENDINGS = 5, (1, 3)  # letters that two words share, and the most that the shorter and the longer end in beyond them


def missing_things(
    gaps: pd.DataFrame,
    tokens: pd.DataFrame,
    by: str | Iterable[str],
    *,
    mentions: Mapping[str, pd.DataFrame] | None = None,
    dictionaries: Mapping[str, pd.DataFrame] | None = None,
    forms: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Keep the rows of `omissions` that are gaps of things and not of spellings, one row a thing.

    gaps         : what `omissions` gave for `tokens` and `by`
    tokens       : table `tokens`, with the columns of `by`
    mentions     : the mentions that `omissions` was given, with the columns of `by`
    dictionaries : the dictionaries of the kinds "topic" and "concept", with the columns group and pattern
    forms        : term -> its dictionary form or stem, for the terms of `tokens`; a term that is not there is its own

    Left out are a word or a name where the group
        writes another form of it: one of the same entry in `forms`, or that differs by its ending (West and Western, Ukraine and
        Ukrainian, but not front and battlefront);
        writes the last word of the name within another name, or its initials (Trump for Donald Trump, EU for European Union);
        names the same thing by another variant of the same concept;
        lacks a listed subject that the word belongs to, or the name that it begins (Donald), or has a row further up for another form
        or the last word of it.

    Returns some rows of `gaps`, in their order. Raises SchemaError where `tokens` has no row or lacks a column of `by`, or `gaps` is
    not of these groups.
    Reading it: what is left out here is there in other words. Endings are compared by letters alone, so a gap may be passed over whose
    word only begins as another does (port, portion).

    >>> tokens = pd.DataFrame({"doc_id": list("ddeeff"), "term": ["belarus", "aid", "belarusian", "aid", "belarus", "oil"]})
    >>> tokens = tokens.assign(line=1, sentence=1, position=[1, 2] * 3, start=0, end=1, part="body", shared=False, voice="outside")
    >>> gaps = pd.DataFrame({"doc_id": ["e", "f"], "kind": "term", "item": ["belarus", "aid"]})
    >>> missing_things(gaps, tokens, "doc_id")["item"].tolist()
    ['aid']
    """
    check_tokens(tokens, by)
    groups, terms = grouped(tokens, by, wide=False), coded(tokens["term"])
    names = {name: code for code, name in enumerate(labels(groups))}
    if gaps.empty:
        return gaps
    of_gaps = grouped(gaps, by)
    strange = [name for name in labels(of_gaps) if name not in names]
    if strange:
        raise SchemaError(f"the gaps are of a group '{strange[0]}' that has no word", remedy="Give the words that they are of")
    codes = [names[name] for name in labels(of_gaps)]
    forms, mentions = forms or {}, mentions or {}
    rank = dict(zip(names, range(len(names)), strict=True))
    in_names = _in_names(rank, mentions.get(NAME), by)
    entries = {kind: _entries(table) for kind, table in (dictionaries or {}).items()}
    named = {kind: _named(rank, mentions.get(kind), by) for kind in entries}
    codes, kinds, items = np.array(codes)[of_gaps.codes], gaps["kind"].astype(str).tolist(), gaps["item"].astype(str).tolist()
    spelt = terms.values.to_numpy(dtype=object)
    alike = _Alike([spelt, *in_names.values(), *(item.casefold().split() for item in set(items))], forms)
    known = alike.known(spelt)
    in_group, term, _ = tally(groups.codes, terms.codes)
    lacked = {row for row in zip(codes.tolist(), kinds, items, strict=True) if row[1] in LISTED}
    listed, kept = _listed(entries, named, lacked), np.zeros(len(gaps), dtype=bool)
    for code in distinct(codes).tolist():  # one at a time, since each holds all of its words
        own = _Own(alike, known[:, term[slice(*np.searchsorted(in_group, [code, code + 1]))]].ravel(), in_names.get(code, ()))
        rows = np.flatnonzero(codes == code)
        kept[rows] = _kept([(kinds[row], items[row]) for row in rows], own, alike, lambda item, code=code: listed(code, item))
    return gaps[pd.Series(kept, index=gaps.index, dtype="bool")].reset_index(drop=True)


def same_word(a: str, b: str) -> bool:
    """Whether two words differ by their endings alone, as far as letters can tell.

    >>> [same_word("west", "western"), same_word("ukraine", "ukrainian"), same_word("front", "battlefront"), same_word("war", "ward")]
    [True, True, False, True]
    """
    shorter, longer = sorted((a, b), key=len)
    shared = next((n for n, (x, y) in enumerate(zip(shorter, longer, strict=False)) if x != y), len(shorter))
    rest = len(shorter) - shared, len(longer) - shared
    if rest[0] == 0:
        return rest[1] <= (ADDED if shared >= WHOLE else 1 if shared >= SHORT else 0)
    return shared >= STEM and min(rest) <= ENDINGS[0] and 1 < max(rest) <= ENDINGS[1]


def _kept(rows: list[tuple[str, str]], own: "_Own", alike: "_Alike", listed: Callable[[str], bool]) -> list[bool]:
    """Which rows of one group, each of a kind and an item, are gaps of things."""
    begin = {word for kind, item in rows if kind == NAME for word in item.casefold().split()[:-1]}
    kept, told = [], _Own(alike)
    for kind, item in rows:
        stays = kind in LISTED or not (own.has(kind, item) or item.casefold() in begin or listed(item) or told.has(NAME, item))
        kept.append(stays)
        if stays and kind not in LISTED:
            told.add(item.casefold().split())
    return kept


class _Alike:
    """Words, to be asked which of them are forms of a word; a form of a dictionary has a mark before it, to be no word."""

    def __init__(self, words: Iterable[Iterable[str]], forms: Mapping[str, str]):
        self._words, self._forms = set().union(*words), forms
        self._sorted = sorted(self._words)
        self._found: dict[str, frozenset[str]] = {}

    def known(self, words: Iterable[str]) -> np.ndarray:
        """Two rows: the words, and the form of each."""
        return np.array([[*words], [self.form(word) for word in words]], dtype=object)

    def of(self, word: str) -> frozenset[str]:
        """The word, its form, and all words that differ by their endings."""
        if word not in self._found:
            self._found[word] = frozenset(
                [word, self.form(word), *(other for other in self._near(word) if same_word(word, other))]
            )
        return self._found[word]

    def form(self, word: str) -> str:
        return f"={self._forms.get(word, word)}"

    def _near(self, word: str) -> list[str]:
        """The words that `same_word` could take for the same: those that the word begins with, and that begin as it does."""
        shorter = (word[:size] for size in range(max(SHORT, len(word) - ADDED), len(word)))
        begun = word[: max(STEM, len(word) - ENDINGS[1])]
        if len(word) < SHORT:
            return []
        first = bisect_left(self._sorted, begun)
        behind = bisect_right(self._sorted, begun, lo=first, key=lambda other: other[: len(begun)])
        return [*self._words.intersection(shorter), *self._sorted[first:behind]]


class _Own:
    """Words, and which of them stand in names, to be asked whether they hold a word in any form."""

    def __init__(self, alike: _Alike, known: Iterable[str] = (), in_names: Collection[str] | None = None):
        self._alike, self._known, self._in_names = alike, set(known), None
        if in_names is not None:
            self._in_names = _Own(alike)
            self._in_names.add(in_names)

    def add(self, words: Collection[str]) -> None:
        self._known.update(words)
        self._known.update(map(self._alike.form, words))

    def has(self, kind: str, item: str) -> bool:
        words = item.casefold().split()
        if len(words) == 1:
            return self.holds(words[0])
        if kind != NAME:
            return False
        return "".join(word[0] for word in words) in self._known or (self._in_names or self).holds(words[-1])

    def holds(self, word: str) -> bool:
        """Whether the word itself is there, or a form of it."""
        return not self._known.isdisjoint(self._alike.of(word))


def _by_group(rank: Mapping[str, int], table: pd.DataFrame | None, by: str | Iterable[str]) -> Iterable[tuple[int, str]]:
    """Each group and entry that it mentions, once."""
    if table is None or table.empty:
        return
    groups = grouped(table, by)
    code = [rank.get(name, -1) for name in labels(groups)]
    entry = coded(table["group"].astype("str"))
    for group, name, _ in zip(*tally(groups.codes, entry.codes), strict=True):
        yield code[group], str(entry.values[name])


def _in_names(rank: Mapping[str, int], table: pd.DataFrame | None, by: str | Iterable[str]) -> dict[int, set[str]]:
    """The words that stand in names, by group."""
    found = defaultdict(set)
    for group, name in _by_group(rank, table, by):
        found[group].update(name.casefold().split())
    return found


def _named(rank: Mapping[str, int], table: pd.DataFrame | None, by: str | Iterable[str]) -> set[tuple[int, str]]:
    return set(_by_group(rank, table, by))


def _entries(dictionary: pd.DataFrame) -> _Entries:
    """Which entries have a run of words in a pattern; and patterns of one word with a wildcard, each with its entry."""
    runs, wild = defaultdict(set), []
    for entry, pattern in dictionary[["group", "pattern"]].astype("str").itertuples(index=False, name=None):
        words = pattern_words(pattern)
        for start, end in combinations(range(len(words) + 1), 2):
            runs[" ".join(words[start:end])].add(entry)
        wild += [(word, entry) for word in words if len(words) == 1 and ("*" in word or "?" in word)]
    return runs, wild


def _listed(
    entries: Mapping[str, _Entries], named: Mapping[str, set[tuple[int, str]]], lacked: set[tuple[int, str, str]]
) -> Callable[[int, str], bool]:
    """Whether a listed subject says a group's item already: the group lacks that, or names the concept by another variant."""

    @cache
    def subjects(item: str) -> list[tuple[str, str]]:
        return [
            (kind, entry)
            for kind, (runs, wild) in entries.items()
            for entry in [*runs.get(item, ()), *(entry for word, entry in wild if fnmatchcase(item, word))]
        ]

    def listed(group: int, item: str) -> bool:
        return any(
            (group, kind, entry) in lacked or (kind == "concept" and (group, entry) in named[kind])
            for kind, entry in subjects(item.casefold())
        )

    return listed
