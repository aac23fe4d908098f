"""Sentences on what moved since the last run. Rows of tables in, texts out."""

from __future__ import annotations

import pandas as pd

from ..show.phrases import counted, listed, named
from .counted_things import SPEAKER, TERM, TOPIC, VOICE, WORDING
from .short import percent

MOST = 3  # things that a sentence names
NOT_YET = "Nothing is compared yet: the next run will have this one."
SPOKEN = {TERM: "The word", TOPIC: "The topic", SPEAKER: "The speaker"}


def moved_said(rows: pd.DataFrame, kind: str, n_new: int) -> list[str]:
    """What holds of one kind, the first in full, and the names of some others.

    >>> rows = pd.DataFrame({"term": ["flood"], "rate_new": [0.0081], "rate_earlier": [0.0004], "n_articles_new": 9})
    >>> moved_said(rows.assign(difference=0.0077, difference_low=0.005, difference_high=0.0104), "term", 12)[0]
    'The word “flood” rises: 8.1 in 1,000 words of the 12 new articles, .40 in earlier ones (5.0 to 10.4 more); 9 have it.'
    """
    if rows.empty:
        return []
    first, others = rows.iloc[0], [f"“{name}”" for name in rows[kind].iloc[1:]]
    texts = [_one(first, kind, n_new)]
    if others:
        texts.append(f"So {'does' if len(others) == 1 else 'do'} {listed(others, MOST)} move, up or down.")
    return texts


def _one(row: pd.Series, kind: str, n_new: int) -> str:
    rises = row["difference"] > 0
    low, high = sorted(abs(row[f"difference_{end}"]) for end in ("low", "high"))
    more, new = "more" if rises else "fewer", f"the {counted(n_new, 'new article')}"
    verb = "rises" if rises else "falls"
    if kind in (WORDING, VOICE):
        what = f"“{row[kind]}” for “{row['concept']}”" if kind == WORDING else f"The share of what is {row[kind]}"
        of = "of its mentions" if kind == WORDING else "of the words"
        reach = f"{100 * low:.0f} to {100 * high:.0f} points {more}"
        rates = f"{percent(row['rate_new'])} {of} in {new}, {percent(row['rate_earlier'])} in earlier ones"
        return f"{what} {verb}: {rates} ({reach}); {row['n_articles_new']:,} have it."
    new_rate, rate = (_number(1000 * row[name]) for name in ("rate_new", "rate_earlier"))
    reach = f"{_number(1000 * low)} to {_number(1000 * high)} {more}"
    rates = f"{new_rate} in 1,000 words of {new}, {rate} in earlier ones"
    return f"{SPOKEN[kind]} “{row[kind]}” {verb}: {rates} ({reach}); {row['n_articles_new']:,} have it."


def _number(rate: float) -> str:
    """A rate as short as it can be, without a 0 before its point."""
    if rate >= 1:
        return f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"
    return "none" if not rate else f"{rate:.2f}".removeprefix("0") if rate >= 0.005 else "less than .01"


def nothing_said(n_new: int) -> str:
    """That no move holds."""
    these = f"the {counted(n_new, 'new article')} are much like earlier ones of the same outlets"
    return f"Nothing moved by more than chance makes: {these}."


def few_said(n_new: int | None, differ: int) -> str:
    """That new articles are too few, or that there are none, or no others (None)."""
    rest = " Rates of all articles together differ, as the table shows." if differ else ""
    if n_new is None:
        return f"No earlier article is left to hold the new ones against.{rest}"
    if not n_new:
        return f"No article is new here, so no news moved anything.{rest}"
    return f"{counted(n_new, 'new article')} {'is' if n_new == 1 else 'are'} too few to tell a move from one report.{rest}"


def keywords_said(rows: pd.DataFrame, by: str, same_tool: bool) -> tuple[str, ...]:
    """Which words set a group apart by surely more or less than before; by what is not said where the tool is another one."""
    texts = []
    for group, own in list(rows.groupby(by, sort=False))[:MOST]:
        for rises, word in ((True, "more"), (False, "less")):
            some = own[(own["log2_ratio_after"] > own["log2_ratio_before"]).eq(rises)]
            if len(some):
                names = listed([f"“{term}”" for term in some["term"]], MOST)
                texts.append(f"{names} {'sets' if len(some) == 1 else 'set'} {group} apart {word} than before")
    end = "." if same_tool else f"; rules, parameters or versions are others, so that need not be the {named(by)}s."
    return (f"{'; '.join(texts[:MOST])}{end}",)
