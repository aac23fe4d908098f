"""Where the words of groups stand among all words: tables in, rows and shares as arrays out.

It exists because what is asked of some dozen words has to cost one look at each running word, and no text for each of them.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..blocks import blocks, looked_up
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
    terms, (group, names), owner = coded(tokens["term"]), _names_of(tokens[by]), coded(tokens[by]).codes
    asked, rank = np.zeros(len(terms.values), dtype=bool), terms.values.get_indexer(shares["term"])
    asked[rank] = True
    sizes = [len(names), len(terms.values)]
    keys, of = np.unique(joint([names.get_indexer(shares[by]), rank], sizes), return_inverse=True)
    places, lines, words = pd.Index(keys), [], []
    for block in blocks(len(tokens)):
        rows = block.start + np.flatnonzero(asked[terms.codes[block]])
        word = places.get_indexer(joint([group[owner[rows]], terms.codes[rows]], sizes))
        rows = rows[word >= 0]
        lines.append((np.searchsorted(starts, rows, side="right") - 1).astype(np.int32))
        words.append(word[word >= 0].astype(np.int32))
    return Occurrences(np.concatenate(lines), np.concatenate(words), of, len(keys))


def shares_of(codes: np.ndarray, true: np.ndarray, n: int) -> np.ndarray:
    """The share of the rows of each code for which something is true."""
    all_rows, such = np.zeros(n), np.zeros(n)
    for rows in blocks(len(codes)):
        all_rows += np.bincount(codes[rows], minlength=n)
        such += np.bincount(codes[rows], true[rows], minlength=n)
    return such / np.maximum(all_rows, 1)


def coded_names(column: pd.Series) -> Coded:
    """The group of each row as a code, and what sentences call it; what lacks one is not given, as a group of that name is."""
    code, names = _names_of(column)
    return Coded(looked_up(code, coded(column).codes), names)


def _names_of(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """For each distinct value, and in the last place for none, the code of its name; and the names."""
    names = group_names(pd.Series([*coded(column).values, None], dtype="object"))
    code, known = pd.factorize(names, sort=True)
    return code.astype(np.int32), pd.Index(known)
