"""How words that set groups apart are shown: a table of keyness, and what a sentence names of it, in; figures and tables out.

It exists because the same is shown of all articles and of those that tell the same stories. Within stories a group is held against what
others write of its own stories alone, so that captions, intervals and lines speak of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ..measure.comparing.chance import beyond_chance
from ..measure.comparing.keyness import keyness
from ..measure.counting.in_common import told_in_common
from ..measure.evidence.behind import evidence_of
from ..show.charts.dots import signed_dots
from ..show.charts.figures import Figure
from ..show.phrases import counted, listed, named
from ..show.tables.heads import MOST_ROWS, of_each
from ..show.tables.table import Table
from .held_against import names_of
from .sureness import CHANCE
from .telling import OTHERS, Compared

if TYPE_CHECKING:
    from ..view import View

RATIO = "log2 of the ratio of the rates; 1 is twice as often"
LARGEST, SUREST = "those first whose counts differ most", "those that chance explains least first"
ROWS, SHOWABLE = (
    100_000,
    200,
)  # in the table of keywords; and of each group that a page could name, which are looked at by articles
LEVEL = 0.05  # p by articles that so large a share of words that do not differ has
BOUNDS = ("log2_ratio_articles_low", "log2_ratio_articles_high")
FIRST = "least likely to differ so by chance (of equal ones, those with the largest G²)"
HOLLOW = "A hollow dot has no interval: one side is a single article, or has the word in none or hardly any."
HOLLOW_WITHIN = "A hollow dot has no interval: only one story has the word, or one side has it in none."
BALANCED = "A story weighs the same on both sides, so that rates do not depend on who tells more of it."
METHOD = (keyness,)


class Shown(NamedTuple):
    """What was found of a view: the comparison, its keywords, what chance makes of each, the words that sentences name by group, how
    all are spelt, under which name figures and the table of keywords stand, and how many rows of each group it has, if not all."""

    view: View
    compared: Compared
    table: pd.DataFrame
    tested: pd.DataFrame
    found: dict[str, pd.DataFrame]
    spelt: dict[str, str]
    name: str = "keyness"
    kept: int | None = None


def rows_kept(view: View, n_blocks: int) -> int | None:
    """How many words of each of so many comparisons get a row, where all of them would be too many rows; None where all do."""
    n_types = int((view.tokens["term"].value_counts() > 0).sum())
    return max(ROWS // n_blocks, SHOWABLE) if n_blocks * n_types > ROWS else None


def showable(table: pd.DataFrame, tested: pd.DataFrame, by: str) -> list[str]:
    """The words of keywords that a page could name: the first ones of each group, and those that chance hardly brings up."""
    first = table.groupby(by, observed=True, dropna=False).head(SHOWABLE)["term"]
    if tested.empty:
        return list(first.unique())
    near = tested.groupby(by, observed=True, dropna=False).head(1)["term"]
    return list(dict.fromkeys([*first, *tested.loc[tested["p_any_word"] <= CHANCE, "term"], *near]))


def words_shown(table: pd.DataFrame, found: dict[str, pd.DataFrame], by: str, groups: list[str], top: int) -> list[str]:
    """All words that a sentence or a figure shows."""
    drawn = table[table[by].isin(groups)].groupby(by, observed=True).head(top)["term"]
    return list(dict.fromkeys([*drawn, *(term for rows in found.values() for term in rows["term"])]))


def keyness_figures(shown: Shown, groups: list[str], top: int) -> tuple[Figure, ...]:
    """The words of each of some groups that stand first in the table, as dots to both sides of a line."""
    view, compared, figures = shown.view, shown.compared, []
    for number, group in enumerate(groups, start=1):
        rows = shown.table[shown.table[view.by] == group].head(top)
        if rows.empty:
            continue
        counts = [f"{own:,} : {others:,}" for own, others in zip(rows["n_a"], rows["n_b"], strict=True)]
        rows, other = rows.assign(word=rows["term"].map(shown.spelt), counts=counts), compared.other(group)
        chart = signed_dots(
            rows, "word", "log2_ratio", *BOUNDS, RATIO, f"more in {group}", f"more in {other}", numbers="counts"
        )
        most = "whose counts differ most, by G²" if compared.n_articles.get(group, 0) < 2 else FIRST
        what = f"The {counted(len(rows), 'word')} {most}; on the right, how often {group} and {other} have it"
        on = (
            f" {compared.where[:1].lower()}{compared.where[1:]}. {BALANCED} {HOLLOW_WITHIN}"
            if compared.where
            else f". {HOLLOW}"
        )
        caption = f"{what}, in {counted(compared.words[group], 'word')} and in {compared.against(group):,}{on}"
        figures.append(Figure(chart, f"{shown.name}_{number}", caption, _title(shown, group), METHOD if number == 1 else None))
    return tuple(figures)


def _title(shown: Shown, group: str) -> str:
    """What the figure of a group says: the first words that a sentence names of it, or that there are none."""
    words = [f"“{shown.spelt[term]}”" for term in shown.found[group]["term"].head(2)] if group in shown.found else []
    if words:
        return f"{listed(words)} {'stands' if len(words) == 1 else 'stand'} out in {group}"
    if group in shown.compared.paged:
        return f"What stands out in {group} may be words of its pages"
    return (
        f"No word of {group} differs by more than chance would explain"
        if len(shown.tested)
        else f"No word stands out in {group}"
    )


def keyness_tables(shown: Shown, top: int, min_n: int) -> tuple[Table, ...]:
    """Every word with the lines it stands in, and what chance makes of it, where that could be tried."""
    view, compared, table, tested = shown.view, shown.compared, shown.table, shown.tested
    each, other = compared.a or f"each {named(view.by)}", compared.b or OTHERS
    on = f" {compared.where[:1].lower()}{compared.where[1:]}" if compared.where else ""
    every = f"The words used {min_n} times or more{on}, {each} (A) against {other} (B), with how sure it is."
    if shown.kept:
        which = f" Of each {named(view.by)}" if table[view.by].nunique() > 1 else " Of all words"
        every += f"{which} the table has the {shown.kept:,} whose counts differ most."
    few = min(top * table[view.by].nunique(), MOST_ROWS)
    several = max(compared.n_articles.values()) > 1
    listing = of_each(Table(table, shown.name, every + _by_chance(shown), None, few), view.by, SUREST if several else LARGEST)
    tables = [listing._replace(folded=True, method=METHOD, evidence=_lines(listing.head, view, compared), opened=2)]
    if len(tested):
        caption = (
            "How often chance alone makes any word differ as much as this one does, for the words that most articles have."
        )
        name = "beyond_chance" if shown.name == "keyness" else f"beyond_chance_{shown.name.partition('_')[2]}"
        chance = Table(tested, name, caption, top=top, folded=True, method=beyond_chance)
        tables.append(of_each(chance, view.by, "least likely first"))
    return tuple(tables)


def _by_chance(shown: Shown) -> str:
    """How many rows would seem to differ if none did, where there are articles enough to ask."""
    p = shown.table["p_articles"].dropna()
    if shown.kept:
        return f" The first {SHOWABLE:,} were looked at by articles."
    if not len(shown.tested) or p.empty:
        return ""
    n, found = len(p), int((p <= LEVEL).sum())
    have = f"{found:,} {'has' if found == 1 else 'have'}" if found else "none has"
    return f" Of {n:,} rows chance alone would give about {LEVEL * n:,.0f} a p by articles of 0.05 or less; {have} one."


def _lines(rows: pd.DataFrame, view: View, compared: Compared) -> pd.DataFrame:
    """The lines in which the words of a table of keyness were counted: within stories those of the stories that both sides tell."""
    tokens = view.tokens
    if compared.told is None:
        some = tokens[tokens[view.by].isin([compared.a, compared.b])] if compared.b else tokens
        return evidence_of(rows, some, view.ledger)
    parts = []
    for _, own in rows.groupby(names_of(rows, view.by), sort=False):
        value = own[view.by].iloc[0]
        told = told_in_common(tokens, view.by, view.within, value, compared.b or None)
        lines = evidence_of(own, told, view.ledger)
        parts.append(lines.assign(row=own.index.to_numpy()[lines["row"]]))
    return pd.concat(parts).sort_values("row", kind="stable", ignore_index=True)
