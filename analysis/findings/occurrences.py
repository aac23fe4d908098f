"""Where the words of groups stand among all words: tables in, rows and shares as arrays out.

It exists because what is asked of some dozen words has to cost one look at each running word, and no text for each of them.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..measure.counting.codes import Coded, coded, joint
from .short import group_names


class Occurrences(NamedTuple):
    """The occurrences of some words of groups in the words of all."""

    rows: np.ndarray  # of the words of all
    word: np.ndarray  # number of the word of a group that stands there
    of: np.ndarray  # that of each row of the table that names them
    n: int  # words of groups


def occurrences(shares: pd.DataFrame, tokens: pd.DataFrame, by: str) -> Occurrences:
    """Where the words of `shares` stand in their groups."""
    terms, groups = coded(tokens["term"]), coded_names(tokens[by])
    asked = np.zeros(len(terms.values), dtype=bool)
    term = terms.values.get_indexer(shares["term"])
    asked[term] = True
    rows = np.flatnonzero(asked[terms.codes])
    sizes = [len(groups.values), len(terms.values)]
    keys, of = np.unique(joint([groups.values.get_indexer(shares[by]), term], sizes), return_inverse=True)
    word = pd.Index(keys).get_indexer(joint([groups.codes[rows], terms.codes[rows]], sizes))
    return Occurrences(rows[word >= 0], word[word >= 0], of, len(keys))


def shares_of(codes: np.ndarray, true: np.ndarray, n: int) -> np.ndarray:
    """The share of the rows of each code for which something is true."""
    return np.bincount(codes, true, minlength=n) / np.maximum(np.bincount(codes, minlength=n), 1)


def coded_names(column: pd.Series) -> Coded:
    """The group of each row as a code, and what sentences call it; what lacks one is not given, as a group of that name is."""
    codes, values = coded(column)
    names = group_names(pd.Series([*values, None], dtype="object"))
    code, known = pd.factorize(names, sort=True)
    return Coded(code.astype(np.int32)[codes], pd.Index(known))
