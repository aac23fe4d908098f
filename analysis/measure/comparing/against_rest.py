"""Each group held against the rest, by counts of groups alone: words of groups in, g2 and z of the first terms of each out.

It exists beside `keyness` because a setting asks for neither articles nor intervals, and many settings are asked one after the other.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ...blocks import distinct
from ..counting.codes import Coded, Groups, joint, labels
from .contingency import largest, signed_g2
from .keyness import PRIOR_WORDS, log_odds_z

WORDS = 4_000_000  # counted at a time


class GroupCounts(NamedTuple):
    """Occurrences `n` of each term in each group that has words: one row per group of `keys`, one column per name."""

    keys: pd.DataFrame
    names: pd.Index
    n: np.ndarray


def named_terms(terms: Coded) -> Coded:
    """Codes of terms whose values are text."""
    return Coded(terms.codes, terms.values.astype("str"))


def count_groups(groups: Groups, terms: Coded, kept: np.ndarray | None = None) -> GroupCounts:
    """Count all words, or those that are `kept`, in large blocks, since a block costs as much as there are groups and terms."""
    shape = (len(groups), len(terms.values))
    n = np.zeros(shape[0] * shape[1], dtype=np.int64)
    for start in range(0, len(terms.codes), WORDS):
        rows = slice(start, start + WORDS)
        rows = rows if kept is None else start + np.flatnonzero(kept[rows])
        n += np.bincount(joint([groups.codes[rows], terms.codes[rows]], shape), minlength=len(n))
    n = n.reshape(shape)
    used = n.any(axis=1)
    return GroupCounts(groups.keys[used].reset_index(drop=True), terms.values, n[used])


def rated(
    counts: GroupCounts, min_n: int, shown: list[str], most_rows: int | None, prior_words: float = PRIOR_WORDS
) -> pd.DataFrame:
    """Each group of `shown` against the rest: its columns, term, g2 and z; the prior is shared out as the terms are in all groups."""
    keys, names, n = counts
    total, size = n.sum(axis=0), n.sum(axis=1)
    kept = np.flatnonzero(total >= max(min_n, 1))
    prior = total[kept] / size.sum() * prior_words
    codes, tables = [code for code, name in enumerate(labels(Groups(size, keys))) if name in shown], []
    for code in codes:
        n_a, n_b = n[code, kept], total[kept] - n[code, kept]
        total_a, total_b = int(size[code]), int(size.sum() - size[code])
        g2 = signed_g2(n_a, total_a - n_a, n_b, total_b - n_b)
        z = log_odds_z(n_a, n_b, total_a, total_b, prior, prior_words)
        rows = slice(None) if most_rows is None else _first(most_rows, g2, z)
        tables.append(pd.DataFrame({"term": names.take(kept[rows]), "g2": g2[rows], "z": z[rows]}))
    tables = tables or [pd.DataFrame({"term": names[:0], "g2": 0.0, "z": 0.0})]
    keys = keys.iloc[np.repeat(codes or [0], [len(table) for table in tables])].reset_index(drop=True)
    return pd.concat([keys, pd.concat(tables, ignore_index=True)], axis=1)


def _first(most: int, *values: np.ndarray) -> np.ndarray:
    """The places of the largest of each of some arrays of values, rising; of equal ones the first."""
    return distinct(np.concatenate([largest(most, value.round(9)) for value in values]))
