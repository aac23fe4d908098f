"""What does one group leave out that the others have? A view in, a finding out.

Most of what a text lacks means nothing: it is short, it writes the same otherwise, or it was written before it happened. So gaps are of
things and not of spellings; of few articles it is said what they lack, and of many only what so many would hardly lack by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..measure.comparing.omissions import omissions as count_omissions
from ..measure.comparing.things import missing_things
from ..measure.evidence.behind import evidence_of
from ..show.charts.dots import ranked_dots
from ..show.charts.figures import Figure
from ..show.phrases import counted, listed, named
from ..show.tables.heads import of_each
from ..show.tables.table import Table
from .apart import HELD, is_testable
from .finding import PAIRED, Finding, answers
from .gaps import Gaps, dates_said, gaps_headline, gaps_sentence
from .page_words import mostly_of_pages
from .sureness import of_groups
from .wordings import base_of, only_one

if TYPE_CHECKING:
    from ..view import View

EXPECTED = "those first that articles lack least often"
WORDS = ("term", "name")
NEXT = "What is missing here may be in the next article."


@answers("What does one lack that the others have?", within=PAIRED)
def omissions(view: View, top: int = 12) -> Finding:
    """What at least half of the other groups speak of and one has not once: words, names, topics, and things of wording.yml.

    top : rows of the table for each group; the figure has at most twice as many in all

    Table: `omissions`, with the lines of the others; what the group has in another form, by another of its names or in other words of
    wording.yml is left out.
    Reading it: a short text lacks much, and most of that means nothing; the table says how often so many articles all lack it.
    """
    by = view.by
    if len(view.sizes) < 2:
        return Finding((only_one(view),))
    kinds = {"topic": view.topic_mentions, "concept": view.wording_mentions, "name": view.name_mentions}
    lacking = count_omissions(view.tokens, by, mentions=kinds, stop_words=view.stop_words(), within=view.within or None)
    hint = "" if len(view.topics) else "A topics.yml would say which subjects an outlet leaves out."
    sure = of_groups(view)._asdict()
    if lacking.empty:
        text = f"Looking at words, names and listed subjects, no {named(by)} lacks what at least half of the others have."
        return Finding((text,), **sure, base=base_of(view), hint=hint)
    dictionaries = {"topic": view.topics, "concept": view.wording}
    things = missing_things(lacking, view.tokens, by, mentions=kinds, dictionaries=dictionaries, forms=view.word_forms)
    testable = is_testable(view)
    found, paged = _of_news(view, things, testable)
    return Finding(
        (gaps_sentence(found),),
        headline=gaps_headline(found),
        caveats=(NEXT, dates_said(view, found.told), *paged),
        figures=_figure(found, top),
        tables=_table(view, things, kinds, top),
        **sure,
        strength=_strength(view, found),
        compares=True,
        base=base_of(view),
        hint=hint,
    )


def _of_news(view: View, things: pd.DataFrame, testable: bool) -> tuple[Gaps, tuple[str, ...]]:
    """What can be told, without words and names of the pages of others; and which of these would have been told."""
    items, words = things["item"].astype("str"), things["kind"].isin(WORDS)
    pages = mostly_of_pages(view, items[words].unique())
    every = Gaps.of(things, view.by, testable)
    if not pages:
        return every, ()
    told = [f"“{item}”" for item in dict.fromkeys(every.told["item"].astype("str")) if item in pages]
    where = "mostly at one place of the articles that have"
    said = f"{listed(told)} stand {where} them, so they may belong to the pages and are left out here."
    if len(told) == 1:
        said = f"{told[0]} stands {where} it, so it may belong to the pages and is left out here."
    return Gaps.of(things[~(words & items.isin(pages))], view.by, testable), (said,) if told else ()


def _table(view: View, things: pd.DataFrame, kinds: dict[str, pd.DataFrame], top: int) -> tuple[Table, ...]:
    """The first gaps of each group, with the lines of the others."""
    if things.empty:
        return ()
    by = view.by
    fewest = things.groupby(by, observed=True, sort=True).head(top)
    caption = f"Words, names, topics and things of wording.yml that one {named(by)} lacks, with the lines of the others."
    methods = (count_omissions, missing_things)
    shown = of_each(Table(fewest, "omissions", caption, top=None, folded=True, method=methods, opened=2), by, EXPECTED)
    return (shown._replace(evidence=evidence_of(shown.head, view.tokens, view.ledger, mentions=kinds)),)


def _strength(view: View, found: Gaps) -> float:
    """Of gaps that hold: how common the first of them is in the articles of the others. Of others little."""
    if found.first.empty:
        return 0.0
    if not found.tested:
        return 0.2 if dates_said(view, found.told) else 0.3
    row = found.first.iloc[0]
    sizes = view.sizes[view.sizes[view.by].astype("str") != str(row[view.by])]
    return HELD + (1 - HELD) * min(float(row["n_articles_with"] / sizes["n_articles"].sum()), 1.0)


def _figure(found: Gaps, top: int) -> tuple[Figure, ...]:
    """What is missing most, three items of each group."""
    if found.first.empty:
        return ()
    by, rows = found.by, found.rows
    most = rows.groupby(by, observed=True, sort=True).head(3)
    most = most.assign(what=most["item"].astype("str") + ", not in " + most[by].astype("str"))
    most = most.sort_values(["expected", "what"], ascending=[False, True]).head(2 * top)
    chart = ranked_dots(most, "what", "expected", "times to be expected at the others’ rate")
    first = found.first.iloc[0]
    caption = (
        f"What at least half of the others have and one {named(by)} never has: at most three of each, and"
        f" {counted(len(most), 'item')} in all. What is merely worded differently is left out."
    )
    return (Figure(chart, "omissions", caption, f"“{first['item']}” is nowhere in {first[by]}", count_omissions),)
