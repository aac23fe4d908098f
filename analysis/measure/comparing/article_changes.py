"""Which articles are others than in an earlier run: tables of the articles of both runs in, what became of each out.

Articles are told by their content and only then by their names, since a file that was renamed says nothing new, and a row that was put
into a table moves all rows below it. What was read the same and is counted otherwise is told from what was written anew.
"""

import numpy as np
import pandas as pd

from ...arguments import require_columns
from ...errors import SchemaError
from .changes import ALTERED, GONE, NEW, UNCHANGED, Changes

REREAD, RENAMED, DESCRIBED = "read otherwise", "renamed", "described otherwise"
STATES = (NEW, GONE, ALTERED, REREAD, RENAMED, DESCRIBED, UNCHANGED)
SHOWN, DESCRIPTION = ("source", "date", "title"), ("source", "outlet_type", "date", "language", "title", "story")


def article_changes(before: pd.DataFrame, after: pd.DataFrame) -> Changes:
    """Compare the articles of two runs.

    before, after : tables `articles`, or any table with doc_id and sha256, and words as `word_prints` gives them, if both have it

    Returns Changes, with a count for each of the seven states. `rows` has one row per article that did not stay as it was, in the order
    of these states, then by doc_id:
        doc_id
        state                what became of it: new; gone; altered (another content under the same name); read otherwise (the same
                             content, of which other words count); renamed (the same content under another name); described otherwise
                             (the same content from another outlet, of another date, language or title)
        doc_id_before        its name in the earlier run, where it had another one
        differences          what is described otherwise, such as "source, date"
        source, date, title  as in the later run, or in the earlier one for what is gone; those that both tables have

    Raises SchemaError where a table lacks a column or has a doc_id twice.
    Reading it: an article that was renamed and altered is gone and new. A content that differs may differ by a comma. What is read
    otherwise was cleaned by other rules, or by rules that look at many articles and decide otherwise now that others came.

    >>> before = pd.DataFrame({"doc_id": ["a", "b", "c", "e"], "sha256": ["1", "2", "3", "5"]})
    >>> after = pd.DataFrame({"doc_id": ["b", "c", "d", "f"], "sha256": ["2", "9", "4", "5"]})
    >>> rows, counts = article_changes(before, after)
    >>> rows[["doc_id", "state"]].values.tolist()
    [['d', 'new'], ['a', 'gone'], ['c', 'altered'], ['f', 'renamed']]
    """
    sides = [_side(table, f"the {which} table of articles") for which, table in (("earlier", before), ("later", after))]
    pairs = _paired(*sides)
    state = np.full(len(pairs), UNCHANGED, dtype=object)
    one, other = (table.iloc[pairs[side].to_numpy()] for side, table in zip(("before", "after"), (before, after), strict=True))
    state[(one["sha256"].astype("str").to_numpy() != other["sha256"].astype("str").to_numpy())] = ALTERED
    described = _differences(one, other, [name for name in DESCRIPTION if name in before and name in after])
    renamed = one["doc_id"].astype("str").to_numpy() != other["doc_id"].astype("str").to_numpy()
    same, words = state == UNCHANGED, [name for name in ("words",) if name in before and name in after]
    state[same & (described != "")] = DESCRIBED
    state[same & renamed] = RENAMED
    state[same & (_differences(one, other, words) != "")] = REREAD
    left = [np.setdiff1d(np.arange(len(table)), pairs[side]) for side, table in (("before", before), ("after", after))]
    parts = [
        _rows(after.iloc[left[1]], np.full(len(left[1]), NEW)),
        _rows(before.iloc[left[0]], np.full(len(left[0]), GONE)),
        _rows(other, state, np.where(renamed, one["doc_id"].astype("str"), None), np.where(state == DESCRIBED, described, "")),
    ]
    about = [name for name in SHOWN if name in before and name in after]
    every = pd.concat([part[["doc_id", "state", "doc_id_before", "differences", *about]] for part in parts], ignore_index=True)
    rank = every["state"].map(STATES.index).to_numpy(dtype=np.int64)
    counts = pd.DataFrame({"state": pd.Series(STATES, dtype="str"), "n": np.bincount(rank, minlength=len(STATES))})
    rows = every.assign(rank=rank)[rank < len(STATES) - 1].sort_values(["rank", "doc_id"], ignore_index=True)
    return Changes(rows.drop(columns="rank"), counts)


def _side(table: pd.DataFrame, what: str) -> pd.DataFrame:
    """Name and content of each article, with its place in the table."""
    require_columns(table, ("doc_id", "sha256"), what)
    side = table[["doc_id", "sha256"]].astype("str").reset_index(drop=True)
    twice = side["doc_id"].duplicated().to_numpy()
    if twice.any():
        raise SchemaError(f"{what} has '{side.loc[twice, 'doc_id'].iloc[0]}' twice", remedy="Give one row for each article")
    return side.assign(place=np.arange(len(side)))


def _paired(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The places `before` and `after` of each article of both runs: by name and content, then by content, then by name."""
    found = []
    for key in (["doc_id", "sha256"], ["sha256", "copy"], ["doc_id"]):
        sides = []
        for side in (before, after):
            side = side.sort_values("doc_id", kind="stable")
            sides.append(side.assign(copy=side.groupby("sha256").cumcount()) if "copy" in key else side)
        pairs = sides[0].merge(sides[1], on=key, suffixes=("_before", "_after"), validate="1:1")
        found.append(pairs[["place_before", "place_after"]].set_axis(["before", "after"], axis=1))
        before = before[~before["place"].isin(pairs["place_before"])]
        after = after[~after["place"].isin(pairs["place_after"])]
    return pd.concat(found, ignore_index=True).astype("int64")


def _differences(one: pd.DataFrame, other: pd.DataFrame, names: list[str]) -> np.ndarray:
    """For each pair the columns in which they differ, as a text."""
    said = np.full(len(one), "", dtype=object)
    for name in names:
        a, b = (side[name].astype("object").to_numpy() for side in (one, other))
        differs = np.array([x != y and not (pd.isna(x) and pd.isna(y)) for x, y in zip(a, b, strict=True)], dtype=bool)
        said[differs] = [f"{text}, {name}" if text else name for text in said[differs]]
    return said


def _rows(
    table: pd.DataFrame, state: np.ndarray, named_before: np.ndarray | None = None, differences: np.ndarray | None = None
) -> pd.DataFrame:
    """Rows of the table of what changed, with the columns that tell of articles as text."""
    about = table[["doc_id", *(name for name in SHOWN if name in table)]].astype("object").reset_index(drop=True)
    said = pd.Series(differences, dtype="object") if differences is not None else pd.Series([""] * len(table), dtype="object")
    return about.assign(
        doc_id=about["doc_id"].astype("str"),
        state=pd.Series(state, dtype="object").astype("str"),
        doc_id_before=pd.Series(named_before if named_before is not None else [None] * len(table), dtype="str"),
        differences=said.where(said != "", None).astype("str"),
    )
