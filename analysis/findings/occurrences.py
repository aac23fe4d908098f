"""Where the words of groups stand among all words: tables in, rows and shares as arrays out.

It exists because what is asked of some dozen words has to cost one look at each running word, and no text for each of them.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..blocks import blocks, looked_up, tallied
from ..measure.counting.codes import Coded, coded, joint
from .short import group_names


class Occurrences(NamedTuple):
    """The occurrences of some words of groups in the words of all, in the order in which they stand there."""

    line: np.ndarray  # number of the line that it stands in
    word: np.ndarray  # number of the word of a group that stands there
    of: np.ndarray  # that of each row of the table that names them
    n: int  # words of groups


def occurrences(shares: pd.DataFrame, tokens: pd.DataFrame, by: str, starts: np.ndarray) -> Occurrences:
    """Where the words of `shares` stand in their groups; `starts` are the first rows of the lines of `tokens`."""
    terms, (group, names), owner = coded(tokens["term"]), _names_of(tokens[by]), coded(tokens[by], wide=False).codes
    asked, rank = np.zeros(len(terms.values), dtype=bool), terms.values.get_indexer(shares["term"])
    asked[rank] = True
    sizes = [len(names), len(terms.values)]
    keys, of = np.unique(joint([names.get_indexer(shares[by]), rank], sizes), return_inverse=True)
    n, filled = tallied(terms.codes, len(terms.values))[asked].sum(), 0
    places, lines, words = pd.Index(keys), np.empty(n, dtype=np.int32), np.empty(n, dtype=np.int32)
    for block in blocks(len(tokens)):
        rows = block.start + np.flatnonzero(asked[terms.codes[block]])
        word = places.get_indexer(joint([group[owner[rows]], terms.codes[rows]], sizes))
        rows = rows[word >= 0]
        here = slice(filled, filled + len(rows))
        lines[here], words[here] = np.searchsorted(starts, rows, side="right") - 1, word[word >= 0]
        filled += len(rows)
    for array in (lines, words):  # what was not needed is given back, without a copy
        array.resize(filled, refcheck=False)
    return Occurrences(lines, words, of, len(keys))


def shares_in(found: Occurrences, lines: np.ndarray) -> np.ndarray:
    """The share of the occurrences of each word that stands in some lines: of each line whether it is such."""
    all_rows, such = np.zeros(found.n), np.zeros(found.n)
    for rows in blocks(len(found.word)):
        all_rows += np.bincount(found.word[rows], minlength=found.n)
        such += np.bincount(found.word[rows], lines[found.line[rows]], minlength=found.n)
    return such / np.maximum(all_rows, 1)


def coded_names(column: pd.Series) -> Coded:
    """The group of each row as a code, and what sentences call it; what lacks one is not given, as a group of that name is."""
    code, names = _names_of(column)
    return Coded(looked_up(code, coded(column, wide=False).codes), names)


def _names_of(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """For each distinct value, and in the last place for none, the code of its name; and the names."""
    names = group_names(pd.Series([*coded(column, wide=False).values, None], dtype="object"))
    code, known = pd.factorize(names, sort=True)
    return code.astype(np.int32), pd.Index(known)
