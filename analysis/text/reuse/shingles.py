"""Runs of words that occur in two articles, found without comparing every article with every other.

Table `tokens` in, arrays of places out. A shingle is a run of a fixed number of words; the shingles of the whole corpus are hashed and
sorted once, and only places with equal hashes are looked at. Work and memory grow with the number of words and not with the number of
pairs of articles: a shingle that more than MANY places hold is paired with its first place only.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...errors import SchemaError

SIZE = 5  # words
MANY = 20  # places up to which every two are paired
BLOCK = 1 << 18  # words that are hashed at a time, so that they stay near the processor
AT_ONCE = 1 << 25  # words of which hashes are sorted at a time: they take 250 MB


class Words(NamedTuple):
    """`tokens` as arrays, one place per running word: code of its term, number of its article, whether it is a content word; the terms
    themselves and a hash of each; and the first and last day that each article's date can mean, in two rows, infinite without one."""

    codes: np.ndarray
    docs: np.ndarray
    content: np.ndarray
    terms: pd.Index
    hashes: np.ndarray
    days: np.ndarray


class Runs(NamedTuple):
    """Stretches of equal words in two articles, one place per stretch: where it begins in either (numbers of words in the corpus, a in
    the earlier article) and how many words it has; sorted by the two articles, then by place."""

    a: np.ndarray
    b: np.ndarray
    length: np.ndarray


def words_of(
    tokens: pd.DataFrame, function_words: dict[str, frozenset[str]], days: dict[str, tuple[float, float]] | None = None
) -> Words:
    """Read `tokens` as arrays; `function_words` gives for each doc_id the words that are not content words, `days` the first and last
    day of its date, as numbers.

    Raises SchemaError unless the articles come in the order of their names, as prepare gives them.
    """
    term, doc = tokens["term"].array, tokens["doc_id"].array
    docs, codes = (column.codes.astype(np.int32, copy=False) for column in (doc, term))
    if not doc.categories.is_monotonic_increasing or (docs[1:] < docs[:-1]).any():
        raise SchemaError("table 'tokens' is not sorted by doc_id", remedy="Sort it by doc_id and position, names a-z")
    lists = list(dict.fromkeys(function_words[name] for name in doc.categories))
    number = {words: place for place, words in enumerate(lists)}
    closed = np.array([term.categories.isin(words) for words in lists]).reshape(len(lists), len(term.categories))
    list_of = np.array([number[function_words[name]] for name in doc.categories], dtype=np.int64)
    content = np.zeros(len(codes), dtype=bool)
    for begin in range(0, len(codes), BLOCK):
        part = slice(begin, begin + BLOCK)
        content[part] = ~closed[list_of[docs[part]], codes[part]]
    dated = [(days or {}).get(name, (np.inf, np.inf)) for name in doc.categories]
    hashes = pd.util.hash_array(term.categories.to_numpy(dtype=object), categorize=False)
    return Words(codes, docs, content, term.categories, hashes, np.array(dated).reshape(-1, 2).T)


def shingle_hashes(words: Words, size: int = SIZE, begin: int = 0, end: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Hash every run of `size` words that lies within one article, of those that begin at the places from `begin` to before `end`.

    Returns the hashes (64 bits; equal runs have equal hashes, in every corpus) and the places where the runs begin.
    """
    last = len(words.codes) - size + 1
    end = last if end is None else min(end, last)
    found = [_hashed(words, size, at, min(at + BLOCK, end)) for at in range(begin, end, BLOCK)]
    if not found:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int32)
    hashes, places = zip(*found, strict=True)
    return np.concatenate(hashes), np.concatenate(places)


def _hashed(words: Words, size: int, begin: int, end: int) -> tuple[np.ndarray, np.ndarray]:
    behind, hashes = end + size - 1, np.zeros(end - begin, dtype=np.uint64)
    of_word = words.hashes[words.codes[begin:behind]]
    for step in range(size):
        hashes *= np.uint64(0x9E3779B97F4A7C15)
        hashes ^= hashes >> np.uint64(29)
        hashes += of_word[step : step + len(hashes)]
    here = np.flatnonzero(words.docs[begin:end] == words.docs[begin + size - 1 : behind])
    return hashes[here], (here + begin).astype(np.int32)


def common_runs(words: Words, size: int = SIZE, least: int = SIZE + 1, content: int = 2) -> Runs:
    """Find the runs of equal words of every two articles.

    size    : words that a run must have
    least   : words that the runs of two articles must have together, or the two are left out
    content : content words that each shingle must have; runs made of function words alone say nothing

    A stretch that stands in more than MANY places is paired with the first of them only, so that 1,000 copies of an article give 999
    pairs.
    """
    hashes, places = _again(words, size, content)  # most runs of words stand in one place
    order = np.argsort(hashes, kind="stable")
    a, b = paired(hashes[order], places[order], words.docs)
    same = words.codes[a] == words.codes[b]
    runs = _merged(a[same], b[same], words.docs, size)
    pair = _changed(words.docs[runs.a], words.docs[runs.b])
    if not len(pair):
        return runs
    enough = np.add.reduceat(runs.length, np.flatnonzero(pair)) >= least
    return Runs(*(values[enough[np.cumsum(pair) - 1]] for values in runs))


def _again(words: Words, size: int, content: int) -> tuple[np.ndarray, np.ndarray]:
    """Hashes and places of the runs with so many content words that stand in several places, and of a few others. Hashes are made
    anew each time they are looked at, which costs less than to hold them."""
    again = _several(words, size, content)
    bits = max(len(again), 2).bit_length() + 3
    shift, known = np.uint64(64 - bits), np.zeros(1 << bits, dtype=bool)
    known[again >> shift] = True
    found = [(np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64))]
    for hashes, places in _telling(words, size, content):
        here = known[hashes >> shift]
        found.append((hashes[here], places[here].astype(np.int64)))
    hashes, places = zip(*found, strict=True)
    return np.concatenate(hashes), np.concatenate(places)


def _several(words: Words, size: int, content: int) -> np.ndarray:
    """The hashes that are there more than once. They are sorted in shares, by their first bits."""
    bits = (len(words.codes) // AT_ONCE).bit_length()
    held, found = np.empty(len(words.codes), dtype=np.uint64), []  # which takes no memory before it is filled
    for share in range(1 << bits):
        n = 0
        for hashes, _ in _telling(words, size, content):
            here = hashes[hashes >> np.uint64(1) >> np.uint64(63 - bits) == share]
            held[n : n + len(here)] = here
            n += len(here)
        hashes = held[:n]
        hashes.sort()
        found.append(distinct(hashes[1:][hashes[1:] == hashes[:-1]]))
    return np.concatenate(found)


def _telling(words: Words, size: int, content: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Hashes and places of the runs with so many content words, a block at a time."""
    last = len(words.codes) - size + 1
    for begin in range(0, last, BLOCK):
        end = min(begin + BLOCK, last)
        hashes, places = _hashed(words, size, begin, end)
        n_content = np.zeros(end - begin, dtype=np.int8)
        for step in range(size):
            n_content += words.content[begin + step : end + step]
        telling = n_content[places - begin] >= content
        yield hashes[telling], places[telling]


def paired(
    hashes: np.ndarray, places: np.ndarray, docs: np.ndarray, many: int = MANY, rest: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Pair the places that have equal hashes and lie in different articles, the earlier first.

    hashes, places : sorted by hash, then place
    docs           : the article of each place
    many           : places up to which every two are paired
    rest           : what becomes of a hash that more places have: True pairs them with the first of them, False leaves them out
    """
    first = _changed(hashes)
    sizes = np.diff(np.append(np.flatnonzero(first), len(hashes)))
    group = np.cumsum(first) - 1
    several = sizes[group] > 1
    places, group = places[several], group[several]
    few, found = sizes[group] <= many, [(places[:0], places[:0])]
    for lag in range(1, min(many, len(places))):
        same = few[lag:] & (group[lag:] == group[:-lag])
        if not same.any():
            break
        found.append((places[:-lag][same], places[lag:][same]))
    if rest and len(places):
        start = _changed(group)
        heads = places[start][np.cumsum(start) - 1]
        found.append((heads[~few & ~start], places[~few & ~start]))
    a, b = (np.concatenate(side) for side in zip(*found, strict=True))
    apart = docs[a] != docs[b]
    return a[apart], b[apart]


def _merged(a: np.ndarray, b: np.ndarray, docs: np.ndarray, size: int) -> Runs:
    """Put shingles that overlap or touch, at the same distance between the two articles, together into runs."""
    order = np.lexsort((a, b - a, docs[b], docs[a]))
    a, b = a[order], b[order]
    if not len(a):
        return Runs(a, b, a)
    new = _changed(docs[a], docs[b], b - a) | np.concatenate([[True], np.diff(a) > size])
    begins = np.flatnonzero(new)
    ends = np.append(begins[1:], len(a)) - 1
    runs = Runs(a[begins], b[begins], a[ends] + size - a[begins])
    order = np.lexsort((runs.b, runs.a, docs[runs.b], docs[runs.a]))
    return Runs(*(values[order] for values in runs))


def distinct(values: np.ndarray) -> np.ndarray:
    """The distinct values, sorted. np.unique hashes integers first, which takes four times as long here."""
    values = np.sort(values)
    return values[_changed(values)]


def _changed(*arrays: np.ndarray) -> np.ndarray:
    """Where any of the arrays has another value than at the place before; the first place counts as changed."""
    changed = np.zeros(len(arrays[0]), dtype=bool)
    changed[:1] = True
    for array in arrays:
        changed[1:] |= array[1:] != array[:-1]
    return changed
