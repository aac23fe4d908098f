"""What one group lacks, in words. The table of `missing_things` in; what is worth telling of it, and sentences, out.

What is told here would have to be expected at least a few times; and where there are articles enough to put it to the test, it has to
be more than as many articles dealt out at random would lack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ..show.phrases import named
from .sureness import CHANCE
from .wordings import begun

if TYPE_CHECKING:
    from ..view import View

SELDOM = 0.05  # of few articles: probability of none at the others' rate, below which a gap is told
ARTICLES = 3  # of the others, from which on an item is not one article's own
SUBJECTS = ("topic", "concept", "name")
TOLD, IN_HEADLINE = 3, 2
COMMON = 0.75  # share of the other groups that have what a headline tells of
DOES = {"topic": "mentions", "name": "names", "term": "writes"}


class Gaps(NamedTuple):
    """What can be told: all gaps that are no spellings, those that may be told, and the first of each group; and whether it was tested.

    rows are the gaps that are likely to be more than chance, or all where there are none.
    """

    by: str
    rows: pd.DataFrame
    first: pd.DataFrame
    tested: bool

    @classmethod
    def of(cls, things: pd.DataFrame, by: str, tested: bool) -> Gaps:
        """things : what measure.missing_things gives for `by`; tested : whether there are articles enough for a test."""
        held = things[(things["q_none_articles"] <= CHANCE) if tested else (things["p_none"] < SELDOM)]
        return cls(by, held if len(held) else things, _first(held, by, tested), tested)

    @property
    def told(self) -> pd.DataFrame:
        """The rows that a sentence tells of."""
        return self.first.head(TOLD)


def _first(rows: pd.DataFrame, by: str, tested: bool) -> pd.DataFrame:
    """The gap of each group that says most, the most telling first: a subject or a name, or a word where there is none.

    Of many articles those come first that so many would lack least often. Of few those whose item was to be expected most, times the
    share of the other groups that have it; less where only one or two of their articles do.
    """
    subjects = rows[rows["kind"].isin(SUBJECTS)]
    rows = subjects if len(subjects) else rows
    if tested:
        order = rows.assign(none=rows["p_none_articles"].round(9), more=-rows["expected"].round(9))
        order = order.sort_values(["none", "more", by, "item"], kind="stable")
    else:
        spread = rows["n_articles_with"].clip(upper=ARTICLES) / ARTICLES
        order = rows.assign(telling=(rows["expected"] * rows["n_groups_with"] / rows["n_others"] * spread).round(9))
        order = order.sort_values(["telling", by, "item"], ascending=[False, True, True])
    return rows.loc[order.drop_duplicates(by).index].reset_index(drop=True)


def gaps_sentence(found: Gaps) -> str:
    """What some groups lack, for a reader."""
    by = found.by
    if len(found.first):
        return _told(found.told, by)
    if found.rows.empty:
        return f"Whatever one {named(by)} lacks, it has in other words."
    if found.tested:
        return f"Every {named(by)} lacks something, but no more than chance would leave out of so many articles."
    most = int(np.ceil(found.rows["expected"].max()))
    return (
        f"Every {named(by)} lacks something, but each gap may be chance: at the others’ rate nothing that is missing"
        f" would be expected more than {'once' if most == 1 else f'{most:,} times'}."
    )


def gaps_headline(found: Gaps) -> str:
    """The two most telling gaps, where all or most of the others have the item; "" where there is none."""
    common = found.first[found.first["n_groups_with"] >= COMMON * found.first["n_others"]].head(IN_HEADLINE)
    return _told(common, found.by) if len(common) else ""


def _lacks(row: dict[str, Any]) -> str:
    """What a group does not do; a concept bears a heading of wording.yml, which nobody writes, so its words are spoken of."""
    return f"never {DOES[row['kind']]}" if row["kind"] in DOES else "uses none of the words listed for"


def _told(rows: pd.DataFrame, by: str) -> str:
    """Each gap with how many others have the item."""
    texts = []
    for row in rows.to_dict("records"):
        n, others = row["n_groups_with"], row["n_others"]
        do = f"{n:,} of the {others:,} other {named(by)}s do"
        if n == others:
            do = {1: f"the other {named(by)} does", 2: f"both other {named(by)}s do"}.get(n, f"all {n:,} other {named(by)}s do")
        texts.append(begun(f"{row[by]} {_lacks(row)} “{row['item']}”; {do}.", by))
    return " ".join(texts)


def dates_said(view: View, told: pd.DataFrame) -> str:
    """Of gaps that dates explain: when the group wrote last, and the others first wrote of it; "" where there is none."""
    articles = view.articles.assign(doc=view.articles["doc_id"].astype("str"), group=view.articles[view.by].astype("str"))
    for row in told.to_dict("records"):
        own, theirs = articles["group"] == str(row[view.by]), articles["doc"].isin(_having(view, row["kind"], row["item"]))
        last, first = articles.loc[own, "date_end"].max(), articles.loc[theirs & ~own, "date_start"].min()
        if last < first:  # never of missing dates
            whose = f"The last article of {row[view.by]} dates from {last:%B %Y}"
            return f"{whose}; the others write of “{row['item']}” from {first:%B %Y} on, which may explain it."
    return ""


def _having(view: View, kind: str, item: str) -> set[str]:
    """The articles that have an item."""
    if kind == "term":
        return set(view.tokens.loc[view.tokens["term"].eq(item), "doc_id"].astype("str"))
    mentions = {"topic": view.topic_mentions, "concept": view.wording_mentions}.get(kind, view.name_mentions)
    return set(mentions.loc[mentions["group"].astype("str") == item, "doc_id"].astype("str"))
