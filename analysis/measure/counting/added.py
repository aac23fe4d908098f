"""Counts that are added up: table `counts` of groups, or of parts of a corpus, in; `counts` of what they are together out."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ... import schema
from .codes import coded, grouped, joint, ranked


def add_counts(counts: pd.DataFrame, by: str | Iterable[str] = ()) -> pd.DataFrame:
    """Add up counts, such as those of all sources, or those of several parts of a corpus in one table (pandas.concat).

    One row per group and term. The rows of a group and term are taken to come from different articles.

    counts : whole tables `counts`, with the columns of `by`; what was left out of one is left out of the sums, and of the rates
    by     : columns that make a group, such as ("source",); () is everything

    Returns table `counts` with the columns, the order and the tie rule of `count_terms`.

    Raises SchemaError where `counts` is no such table or lacks a column of `by`.
    Reading it: n_articles is too high where one article has words on several sides, as quoted and unquoted ones.

    >>> counts = pd.DataFrame({"source": ["X", "X", "Y"], "term": ["war", "aid", "war"], "n": [2, 1, 1], "n_articles": 1})
    >>> add_counts(counts.assign(rate_per_1000=0.0)).values.tolist()
    [['war', 3, 2, 750.0], ['aid', 1, 1, 250.0]]
    """
    schema.check(counts, "counts", more=())
    groups, terms = grouped(counts, by), coded(counts["term"])
    size = max(1, len(terms.values))
    found, places = ranked(joint([groups.codes, terms.codes], [len(groups), size]))
    n, n_articles = np.zeros(len(found), dtype=np.int64), np.zeros(len(found), dtype=np.int64)
    np.add.at(n, places, counts["n"].to_numpy())
    np.add.at(n_articles, places, counts["n_articles"].to_numpy())
    group, term = np.divmod(found, size)
    order = np.lexsort((term, -n, group))
    group, n = group[order], n[order]
    total = np.zeros(len(groups), dtype=np.int64)
    np.add.at(total, group, n)
    table = groups.keys.iloc[group].reset_index(drop=True)
    table["term"] = pd.Series(terms.values.take(term[order]), dtype="str")
    return table.assign(n=n, n_articles=n_articles[order], rate_per_1000=1000 * n / total[group])
