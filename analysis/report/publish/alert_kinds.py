"""What may be watched: an alert as somebody wrote it, and the page and the tables that store what it watches.

It knows nothing of rates, so that what reads an alert from a file and what judges it have the same words.
"""

from typing import TYPE_CHECKING, NamedTuple

from ...earlier import Earlier

if TYPE_CHECKING:
    import pandas as pd

PAGES = {"topic": "02_topics", "term": "01_terms", "wording": "05_wording", "speaker": "04_voices", "source": "00_corpus"}


class Alert(NamedTuple):
    """What is watched, and when it is told.

    kind, item  : topic, term, wording (a concept), speaker, or source; and which. A source "" is each
    variant     : of a concept; source: the outlet in which it is looked at, "" for all together
    ratio       : told where the rate is so many times what it was, or that part of it; difference: where it moved so far
    sure        : only where chance would hardly explain how far it moved
    new_variant : told where a concept is called what it was not called before
    silent      : told where an outlet has no article of the last so many days
    since       : held against the oldest run that is kept of so long a time, such as 28d, and not against the last one
    """

    kind: str
    item: str
    variant: str = ""
    source: str = ""
    ratio: float | None = None
    difference: float | None = None
    sure: bool = True
    new_variant: bool = False
    silent: float | None = None
    name: str = ""
    since: str = ""

    @property
    def label(self) -> str:
        parts = f"{self.kind} “{self.item}”" if self.item else "each outlet"
        parts += f", “{self.variant}”" if self.variant else ""
        parts += f", in {self.source}" if self.source else ""
        return self.name or parts + (f", within {self.since}" if self.since else "")


class Told(Exception):
    """An alert cannot be told, and why."""


def table_of(run: Earlier, page: str, name: str, which: str = "this run") -> "pd.DataFrame":
    """A table that a page stored; raises Told where it stored none."""
    found = run.table(page, name)
    if found is None:
        raise Told(f"There is no table {page}/{name} in {which}.")
    return found


def in_source(table: "pd.DataFrame", source: str) -> "pd.DataFrame":
    """The rows of one outlet, or all where none is named; raises Told where the page was not asked by outlet."""
    if not source:
        return table
    if "source" not in table:
        raise Told("The page was not asked by outlet.")
    return table[table["source"] == source]
