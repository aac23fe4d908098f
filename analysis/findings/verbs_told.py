"""Who takes sides with reporting verbs, and who doubts, more than others do: differences that hold by articles, in words.

A view in, rows of `apart.held` and sentences out. It stands beside about_verbs.py, which puts tables, figures and sentences together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..measure.counting import voices as counting
from ..show.phrases import listed, named
from .apart import gaps_of, held, the_others
from .held_against import words_by_article
from .quoted import heard
from .short import group_names, opening, percent, times

if TYPE_CHECKING:
    from ..view import View

SUPPORTIVE, DISTANCING = counting.CLASSES[1:]
SIDES = {SUPPORTIVE: "treat what is said as true", DISTANCING: "cast doubt on it"}


def said_of(view: View) -> pd.DataFrame:
    """What is quoted and reported in a view, in one voice where it was asked for one: verbs stand outside of both."""
    return view.quotes if view.voice == counting.OUTSIDE else heard(view)


def sides_held(view: View) -> pd.DataFrame:
    """The groups whose share of verbs that take a side differs from the others' by more than chance."""
    verbs = counting.verbs(said_of(view), view.articles, "doc_id")
    totals = verbs.groupby("doc_id", observed=True)["n"].sum().rename("total").reset_index()
    parts = (
        verbs[verbs["verb_class"].isin(list(SIDES))].groupby(["doc_id", "verb_class"], observed=True)["n"].sum().reset_index()
    )
    return held(gaps_of(view, parts, totals, "verb_class"))


def doubts_held(view: View, outside: pd.DataFrame) -> pd.DataFrame:
    """The groups that write words of doubt more or less often than the others, by more than chance.

    outside : the articles, `doc_id`, of the view's words outside quotation marks
    """
    found = counting.hedges(view.tokens, view.quotes, view.hedge_words, by="doc_id")
    found = found[found["term"] != counting.SCARE_QUOTES].groupby("doc_id", observed=True)["n"].sum().reset_index()
    return held(gaps_of(view, found.assign(hedge="doubt"), words_by_article(outside), "hedge"))


def takes_sides(rows: pd.DataFrame, verbs: pd.DataFrame, view: View) -> str:
    """The difference in verbs that stands out most; "" where there is none. `rows` is what `sides_held` gives."""
    if rows.empty:
        return ""
    row = rows.iloc[0]
    own = verbs[group_names(verbs[view.by]).eq(row[view.by]) & verbs["verb_class"].astype("str").eq(row["verb_class"])]
    words = f": {listed([f'“{verb}”' for verb in own['verb'].head(3)])}" if len(own) else ""
    more = "more" if row["deviations"] > 0 else "less"
    return (
        f"Verbs that {SIDES[row['verb_class']]} are {more} frequent in {row[view.by]} ({percent(row['rate'])}{words})"
        f" than in {the_others(view)} ({percent(row['rate_others'])})."
    )


def doubts_more(rows: pd.DataFrame, doubts: pd.DataFrame, view: View) -> str:
    """The difference in words of doubt that stands out most, or that there is none. `rows` is what `doubts_held` gives."""
    if rows.empty:
        return (
            f"No {named(view.by)} writes words of doubt more or less often than the others, beyond what chance would explain."
        )
    row = rows.iloc[0]
    own = doubts[group_names(doubts[view.by]).eq(row[view.by]) & doubts["term"].ne(counting.SCARE_QUOTES)]
    which = listed([f"“{term}”" for term in own["term"].head(3)]) if len(own) else "no word of doubt"
    often = f" {times(1000 * row['rate'])} in 1,000 words outside quotation marks" if len(own) else ""
    against = f"{the_others(view)} write {'such words ' if len(own) else 'one '}{times(1000 * row['rate_others'])}"
    return opening(f"{row[view.by]} writes {which}{often}; {against}{'' if often else ' in 1,000'}.", view.by)
