"""Lines that are built alike: which were removed, so that a person can object, and which were not, with a rule for each.

Ledger and articles in, two tables and a sentence out, for the page that accounts for every line. It exists because cleaning removes
only what it can know for a part of a page, and a person can tell the rest at a glance.
"""

from __future__ import annotations

import pandas as pd

from ..measure.counting.furniture import line_templates
from ..show.tables.heads import of_each
from ..show.tables.table import Table

NAMES = {"words": "shared_words", "rule": "proposed_rule"}
SHARED = ["source", "shared_words", "n_articles", "share_articles", "example"]
ORDER = "those of most articles first"
PROPOSED = (
    "Lines that are built alike in many articles of one outlet and were not removed. If they belong to its pages, put the rule into"
    " cleaning.yml, below “rules:”."
)
REMOVED = (
    "Lines that are built alike and were removed by the rule “template”, each with an example. If one belongs to the articles, let the"
    " rule rest."
)


def furniture(ledger: pd.DataFrame, articles: pd.DataFrame, top: int) -> tuple[str, tuple[Table, ...]]:
    """What to tell of lines that are built alike: a sentence on those that were not removed, or ""; and the tables that have a row.

    top : rows shown of each table

    Tables: `proposed_rules`, lines that were not removed, with a rule to paste; `removed_templates`, those that were.
    """
    found = line_templates(ledger, articles).rename(columns=NAMES)
    removed = found["removed"].to_numpy(dtype=bool)
    proposed, gone = found[~removed], found[removed]
    headings = {"share_articles": "share of its articles"}
    tables = (
        Table(
            proposed, "proposed_rules", PROPOSED, [*SHARED, "proposed_rule"], top, headings, folded=True, method=line_templates
        ),
        Table(gone, "removed_templates", REMOVED, SHARED, top, headings, folded=True, method=line_templates),
    )
    shown = tuple(of_each(table, "source", ORDER) for table in tables if len(table.frame))
    return _proposed(len(proposed), proposed["source"].nunique()), shown


def _proposed(n: int, n_outlets: int) -> str:
    """How many kinds of lines are proposed as rules.

    >>> _proposed(1, 1)
    '1 kind of line recurs in the articles of an outlet and was not removed; a table below has a rule for it.'
    >>> _proposed(12, 3)
    '12 kinds of lines recur in the articles of 3 outlets and were not removed; a table below has a rule for each.'
    """
    if not n:
        return ""
    outlets = "an outlet" if n_outlets == 1 else f"{n_outlets:,} outlets"
    what, each = ("1 kind of line recurs", "it") if n == 1 else (f"{n:,} kinds of lines recur", "each")
    were = "was" if n == 1 else "were"
    return f"{what} in the articles of {outlets} and {were} not removed; a table below has a rule for {each}."
