"""Runs of neighbouring words: ordered `tokens` in; where runs start, and which run each is, out, as numbers.

Most runs of words occur once or twice, and no page shows them. A run occurs no more often than its first words and its last do, so what
is too rare is left behind word by word, and only what is left is spelt.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ...blocks import blocks, looked_up, tallied
from .codes import Coded, coded, joint, ranked, run_starts

LEAST_BITS, MOST_BITS, SPARSE = 16, 26, 4  # of the numbers under which runs are looked up first; some bits more than runs need


class Runs(NamedTuple):
    """Where runs start, as rows of ordered tokens; the run of each; and of each run the codes of its words, a row a word.

    Runs are numbered in the order of their words.
    """

    starts: np.ndarray
    codes: np.ndarray
    words: np.ndarray

    def spelt(self, terms: pd.Index) -> pd.Series:
        """The words of each run, with a space between them."""
        first, *others = (pd.Series(terms.take(codes), dtype="str") for codes in self.words)
        for other in others:
            first = first + " " + other
        return first


def frequent_runs(tokens: pd.DataFrame, n: int, min_n: int = 1, stop_words: frozenset[str] = frozenset()) -> Runs:
    """The runs of `n` words that occur `min_n` times or more, and neither begin nor end in a stop word.

    tokens : table `tokens`, ordered; a run lies within one sentence and does not bridge words that were taken out

    >>> tokens = pd.DataFrame({"doc_id": "d", "term": list("abab"), "sentence": 1, "position": range(4)})
    >>> [array.tolist() for array in frequent_runs(tokens, 2, 2)]
    [[0, 2], [0, 0], [[0], [1]]]
    """
    terms, ends = _terms(tokens)
    often = tallied(terms.codes, len(terms.values)) >= min_n
    content = often & ~np.asarray(terms.values.isin(stop_words), dtype=bool)
    starts = np.flatnonzero(looked_up(content, terms.codes)).astype(np.int32)
    codes, words = terms.codes[starts], np.arange(len(terms.values), dtype=np.int32)[None]
    for length in range(2, n + 1):
        starts, codes = _going_on(starts, codes, terms.codes, ends, length, content if length == n else often)
        keys = _longer(codes, terms, starts, length)
        if min_n > 1:
            recurs = _may_recur(keys, min_n)
            starts, keys = starts[recurs], keys[recurs]
            found, counts = np.unique(keys, return_counts=True)
            found = found[counts >= min_n]
            codes = _places(keys, found)
            starts, codes = starts[codes >= 0], codes[codes >= 0]
        else:
            found, codes = ranked(keys)
        before, last = np.divmod(found, len(terms.values))
        words = np.vstack([words[:, before], last.astype(np.int32)])
    return Runs(starts, codes, words)


def runs_at(tokens: pd.DataFrame, runs: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """Where some runs of words start, all as long as each other: rows of ordered `tokens`, and the place in `runs` of each.

    >>> tokens = pd.DataFrame({"doc_id": "d", "term": list("abab"), "sentence": 1, "position": range(4)})
    >>> [array.tolist() for array in runs_at(tokens, pd.Index(["b c", "b a"]))]
    [[1], [1]]
    """
    if not len(runs):
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64)
    terms, ends = _terms(tokens)
    written = [run.split(" ") for run in runs]
    codes = terms.values.get_indexer([word for words in written for word in words]).reshape(len(runs), -1)
    known = np.flatnonzero((codes >= 0).all(axis=1))
    words = codes[known].T
    wanted = np.zeros((len(words), len(terms.values)), dtype=bool)
    for here, own in zip(wanted, words, strict=True):
        here[own] = True
    starts = np.flatnonzero(looked_up(wanted[0], terms.codes)).astype(np.int32)
    codes, run, found = terms.codes[starts], words[0], np.arange(len(terms.values))
    for length, here in enumerate(wanted[1:], start=2):
        starts, codes = _going_on(starts, codes, terms.codes, ends, length, here)
        found, run = np.unique(joint([run, words[length - 1]], [len(found), len(terms.values)]), return_inverse=True)
        codes = _places(_longer(codes, terms, starts, length), found)
        starts, codes = starts[codes >= 0], codes[codes >= 0]
    place = np.empty(len(found), dtype=np.int64)
    place[run] = known
    return starts, place[codes]


def _terms(tokens: pd.DataFrame) -> tuple[Coded, np.ndarray]:
    """The terms, and for each row the row behind the stretch of neighbouring words that it stands in."""
    starts = run_starts(tokens)
    ends = np.append(starts[1:], len(tokens)).astype(np.int32)
    return coded(tokens["term"]), np.repeat(ends, np.diff(np.append(starts, len(tokens))))


def _going_on(
    starts: np.ndarray, codes: np.ndarray, terms: np.ndarray, ends: np.ndarray, length: int, wanted: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Those of the runs that go on to `length` words, the last of which is wanted."""
    goes_on = np.empty(len(starts), dtype=bool)
    for rows in blocks(len(starts)):
        last = starts[rows] + np.int32(length - 1)
        inside = last < ends[starts[rows]]
        goes_on[rows] = inside & wanted[terms[np.where(inside, last, 0)]]
    return starts[goes_on], codes[goes_on]


def _longer(codes: np.ndarray, terms: Coded, starts: np.ndarray, length: int) -> np.ndarray:
    """One number for each run that has become longer by a word."""
    keys = codes.astype(np.int64)
    keys *= len(terms.values)
    for rows in blocks(len(starts)):
        keys[rows] += terms.codes[starts[rows] + np.int32(length - 1)]
    return keys


def _places(keys: np.ndarray, found: np.ndarray) -> np.ndarray:
    """The place of each number among those of `found`, which rise; -1 where it is none of them.

    Most are none, and one look at a table of bits tells so of nearly all of these.
    """
    bits = min(max(LEAST_BITS, len(found).bit_length() + SPARSE), MOST_BITS)
    here, places = np.zeros(1 << bits, dtype=bool), np.full(len(keys), -1, dtype=np.int32)
    here[_mixed(found, bits)] = True
    for block in blocks(len(keys) if len(found) else 0):
        rows = block.start + np.flatnonzero(here[_mixed(keys[block], bits)])
        place = np.searchsorted(found, keys[rows])
        place[place == len(found)] = 0
        held = found[place] == keys[rows]
        places[rows[held]] = place[held]
    return places


def _may_recur(keys: np.ndarray, least: int) -> np.ndarray:
    """Which numbers may be there so often: those in a bucket of so many; nearly all others are left behind unsorted."""
    bits = min(max(LEAST_BITS, len(keys).bit_length()), MOST_BITS - 2)
    n, recurs = np.zeros(1 << bits, dtype=np.int32), np.empty(len(keys), dtype=bool)
    for rows in blocks(len(keys)):
        np.add.at(n, _mixed(keys[rows], bits), np.int32(1))
    for rows in blocks(len(keys)):
        recurs[rows] = n[_mixed(keys[rows], bits)] >= least
    return recurs


def _mixed(keys: np.ndarray, bits: int) -> np.ndarray:
    """Numbers of so many bits, in which those of `keys` are spread evenly (Knuth's multiplicative hashing)."""
    return (keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits)
