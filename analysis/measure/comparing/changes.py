"""What is new since an earlier run: tables of both runs in, tables of the differences out.

A rate may have moved because the articles are others, because a rule that cleans or counts them is another, or because the software
is. So the three are compared each for itself, and only then the rates. Files are found and read elsewhere.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...arguments import in_range, require_columns
from ...errors import SchemaError
from ...schema import brief
from ..counting.codes import columns_of

NEW, GONE, ALTERED, MOVED, UNCHANGED = "new", "gone", "altered", "moved", "unchanged"
STATES = (NEW, GONE, ALTERED, UNCHANGED)
ABOUT_RULES = ("origin", "action", "pattern", "where", "reason")


class Changes(NamedTuple):
    """`rows`, one for each thing that changed, and `counts`: state (new, gone, altered, unchanged, in this order) and n."""

    rows: pd.DataFrame
    counts: pd.DataFrame

    def __repr__(self) -> str:
        return brief(self)


def rule_changes(before: pd.DataFrame, after: pd.DataFrame) -> Changes:
    """Compare the cleaning rules of two runs.

    before, after : tables `rules`, or any table with rule and some of origin, action, pattern, where and reason; those that both
                    tables have are compared

    Returns Changes. `rows` has one row per rule that is new, gone or altered, in this order, then by rule:
        rule
        state        new, gone, altered
        differences  what differs, such as "pattern, reason"; missing for a rule that is new or gone

    Raises SchemaError where a table lacks the rule's name or has a rule twice.
    Reading it: a rule of the package is new or altered with the software; one of the corpus was changed by somebody. Changes of
    topics.yml and wording.yml are no cleaning rules, and are not seen here.

    >>> before = pd.DataFrame({"rule": ["byline", "ticker"], "pattern": ["By .*", "A:.*"]})
    >>> rule_changes(before, before.assign(pattern=["By .*", "B:.*"])).rows.values.tolist()
    [['ticker', 'altered', 'pattern']]
    """
    compared = [name for name in ABOUT_RULES if name in before.columns and name in after.columns]
    both = _side_by_side(before, after, "rules", ["rule"], compared)
    rows, counts = _changes(both, compared)
    differs = [
        [name for name in compared if not _same(row[f"{name}_before"], row[f"{name}_after"])] for _, row in rows.iterrows()
    ]
    altered = rows["state"].eq(ALTERED).to_numpy(dtype=bool)
    differences = pd.Series([", ".join(names) for names in differs], dtype="str").where(altered)
    return Changes(rows[["rule", "state"]].assign(differences=differences), counts)


def software_changes(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """Compare the versions that two runs were made with.

    before, after : package -> version, as the record of a run has it under "versions"

    Returns Changes. `rows` has one row per package that is new, gone or altered, in this order, then by package:
        package
        state                          new, gone, altered
        version_before, version_after  missing where it was not there

    Reading it: without such a row, articles and rules are the only reasons for which a table may differ.

    >>> software_changes({"python": "3.12.1", "pandas": "2.3.0"}, {"python": "3.12.1", "pandas": "3.0.0"}).rows.values.tolist()
    [['pandas', 'altered', '2.3.0', '3.0.0']]
    """
    tables = (pd.DataFrame({"package": list(side), "version": list(side.values())}, dtype="str") for side in (before, after))
    rows, counts = _changes(_side_by_side(*tables, "versions", ["package"], ["version"]), ["version"])
    return Changes(rows[["package", "state", "version_before", "version_after"]], counts)


def setting_changes(before: pd.DataFrame, after: pd.DataFrame) -> Changes:
    """Compare what two runs were made with: rules, patterns, parameters, versions and whatever else has a kind, a name and a value.

    before, after : tables with kind, name and value

    Returns Changes. `rows` has one row per setting that is new, gone or altered, in this order, then by kind and name:
        kind, name
        state                      new, gone, altered
        value_before, value_after  missing where it was not there

    Raises SchemaError where a table lacks a column or has a name of a kind twice.
    Reading it: without such a row the articles alone are a reason for which tables differ.

    >>> before = pd.DataFrame({"kind": "version", "name": ["pandas"], "value": ["2.3.0"]})
    >>> setting_changes(before, before.assign(value="3.0.0")).rows.values.tolist()
    [['version', 'pandas', 'altered', '2.3.0', '3.0.0']]
    """
    rows, counts = _changes(_side_by_side(before, after, "settings", ["kind", "name"], ["value"]), ["value"])
    return Changes(rows[["kind", "name", "state", "value_before", "value_after"]], counts)


@in_range
def rate_changes(
    before: pd.DataFrame, after: pd.DataFrame, by: str | Iterable[str] = (), *, name: str = "term", top: int | None = None
) -> pd.DataFrame:
    """Compare the rates of terms, topics or other things in two runs.

    One row per group and thing whose n or rate is another than before. What occurs in neither run has no row, and a group that only
    one of the runs has is not compared: it has no rate in the other.

    before, after : whole tables of `count_terms`, `count_topics` or the like: the columns of `by`, `name`, n and rate_per_1000
    by            : columns that make the groups
    name          : column of what is counted, such as term or topic
    top           : at most so many rows of each group; None is all

    Returns, sorted by group, |difference_per_1000| falling (to nine decimals), `name` a-z:
        state                                       new (n was 0), gone (n is 0), moved
        n_before, n_after                           occurrences; 0 where it has no row or did not occur
        rate_per_1000_before, rate_per_1000_after   per 1,000 running words of the group
        difference_per_1000                         later rate - earlier rate
        log2_ratio                                  log2 of later rate / earlier rate; missing for what is new or gone

    Raises SchemaError where a table lacks a column or has a thing of a group twice; UsageError for a top below 1.
    Reading it: the largest differences are those of frequent words; 1 in log2_ratio is twice as often, and large only by chance where
    n is small. Where articles were added, a rate moves though no article changed.

    >>> before = pd.DataFrame({"term": ["war", "aid"], "n": [2, 1], "rate_per_1000": [20.0, 10.0]})
    >>> after = pd.DataFrame({"term": ["war", "oil"], "n": [8, 1], "rate_per_1000": [40.0, 5.0]})
    >>> rate_changes(before, after)[["term", "state", "difference_per_1000"]].values.tolist()
    [['war', 'moved', 20.0], ['aid', 'gone', -10.0], ['oil', 'new', 5.0]]
    """
    by = columns_of(by)
    both = _side_by_side(before, after, "rates", [*by, name], ["n", "rate_per_1000"])
    for column in ("n_before", "n_after", "rate_per_1000_before", "rate_per_1000_after"):
        both[column] = both[column].fillna(0)
    both = both.astype({"n_before": "int64", "n_after": "int64"})
    both = both[_in_both(both, before, after, by)]
    earlier, later = both["rate_per_1000_before"], both["rate_per_1000_after"]
    both = both.assign(state=np.select([both["n_before"] == 0, both["n_after"] == 0], [NEW, GONE], default=MOVED))
    both["difference_per_1000"] = later - earlier
    ratio = np.divide(later, earlier, out=np.full(len(both), np.nan), where=((earlier > 0) & (later > 0)).to_numpy())
    both["log2_ratio"] = np.log2(ratio)
    both = both[(both["n_before"] != both["n_after"]) | (both["difference_per_1000"].round(9) != 0)]
    size = -both["difference_per_1000"].abs().round(9)
    order = both.assign(_size=size).sort_values([*by, "_size", name]).index
    columns = ["n_before", "n_after", "rate_per_1000_before", "rate_per_1000_after", "difference_per_1000", "log2_ratio"]
    table = both.loc[order, [*by, name, "state", *columns]].astype({"state": "str"})
    return (table if top is None else table.groupby(list(by)).head(top) if by else table.head(top)).reset_index(drop=True)


def keyword_turns(before: pd.DataFrame, after: pd.DataFrame, by: str | Iterable[str]) -> pd.DataFrame:
    """List the terms that were more frequent in a group than in the rest, and are less frequent now, or the other way round.

    One row per group and term whose g2 has another sign in the later run; a term that stood at 0, or that one of the tables has not,
    did not turn.

    before, after : tables of `keyness`
    by            : columns that make the groups

    Returns the group's columns, sorted by group, the smaller of the two |g2| falling (to nine decimals), term a-z:
        term
        g2_before, g2_after    signed log-likelihood ratio in the two runs
        n_a_before, n_a_after  occurrences in the group
        n_b_before, n_b_after  occurrences in the rest

    Raises SchemaError where a table lacks a column or has a term of a group twice.
    Reading it: a turn counts for as much as the weaker side of it, which is why the rows are in that order; near 0 a sign is chance.

    >>> before = pd.DataFrame({"source": "x", "term": ["war", "aid"], "g2": [4.0, 1.0], "n_a": [5, 3], "n_b": 1})
    >>> keyword_turns(before, before.assign(g2=[-2.0, 2.0]), "source")[["term", "g2_before", "g2_after"]].values.tolist()
    [['war', 4.0, -2.0]]
    """
    by, values = columns_of(by), ["g2", "n_a", "n_b"]
    both = _side_by_side(before, after, "keyness", [*by, "term"], values)  # what one side has not is missing, and below no 0
    both = both[both["g2_before"] * both["g2_after"] < 0]
    weaker = -both[["g2_before", "g2_after"]].abs().min(axis=1).round(9)
    columns = [f"{value}_{side}" for value in values for side in ("before", "after")]
    table = both.assign(_weaker=weaker).sort_values([*by, "_weaker", "term"])[[*by, "term", *columns]]
    return table.astype(dict.fromkeys(columns[2:], "int64")).reset_index(drop=True)


def _side_by_side(before: pd.DataFrame, after: pd.DataFrame, what: str, key: list[str], values: list[str]) -> pd.DataFrame:
    """Both tables in one, a row per key of either, sorted by key: each value as it was before and as it is after."""
    sides = []
    for side, table in (("earlier", before), ("later", after)):
        require_columns(table, (*key, *values), f"the {side} table of {what}")
        # categories of two runs differ, and a column that is missing throughout may come back from a file without a type
        sides.append(table[[*key, *values]].astype(dict.fromkeys(key, "str")))
        twice = sides[-1].duplicated(key).to_numpy()
        if twice.any():
            first = " / ".join(map(str, sides[-1].loc[twice, key].iloc[0]))
            raise SchemaError(
                f"the {side} table of {what} has '{first}' twice", remedy="Name in `by` all columns that make a group"
            )
    both = sides[0].merge(sides[1], how="outer", on=key, suffixes=("_before", "_after"), indicator="_side", validate="1:1")
    return both.sort_values(key, ignore_index=True)


def _changes(both: pd.DataFrame, values: list[str]) -> Changes:
    """The rows of what changed, each with its state, and how many there are of each state."""
    same = np.ones(len(both), dtype=bool)
    for name in values:
        one, other = both[f"{name}_before"].astype("object"), both[f"{name}_after"].astype("object")
        same &= ((one == other) | (one.isna() & other.isna())).to_numpy(dtype=bool)
    side = both["_side"].astype("str")
    rank = np.select([side == "right_only", side == "left_only", ~same], [0, 1, 2], default=3)
    counts = pd.DataFrame({"state": pd.Series(STATES, dtype="str"), "n": np.bincount(rank, minlength=len(STATES))})
    rows = both.assign(state=pd.Series([STATES[place] for place in rank], dtype="str"))
    order = np.argsort(rank, kind="stable")
    return Changes(rows.iloc[order[rank[order] < len(STATES) - 1]].reset_index(drop=True), counts)


def _same(one: object, other: object) -> bool:
    return one == other or (pd.isna(one) and pd.isna(other))


def _in_both(rows: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame, by: tuple[str, ...]) -> np.ndarray:
    """Which rows belong to a group that both tables have."""
    known = np.ones(len(rows), dtype=bool)
    for table in (before, after) if by else ():
        groups = pd.MultiIndex.from_frame(table[list(by)].astype("str"))
        known &= pd.MultiIndex.from_frame(rows[list(by)]).isin(groups)
    return known
