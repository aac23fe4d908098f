"""Words that stand together: sentences, a figure and tables. What collocations and collocates measured in; parts of a finding out.

It exists because a pair of words is counted as it is folded, and has to be read as the articles write it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from ..measure.evidence.behind import evidence_of
from ..measure.evidence.spellings import spellings
from ..measure.language.collocations import collocates
from ..measure.language.collocations import collocations as count_collocations
from ..show.charts.dots import ranked_dots
from ..show.charts.figures import Figure
from ..show.phrases import listed
from ..show.tables.table import Table

if TYPE_CHECKING:
    from ..view import View

TOGETHER = 13.0  # logDice from which two words are more often side by side than apart; 14 is always


def as_written(phrases: Iterable[str], view: View) -> list[str]:
    """Phrases with each word as the articles spell it most often."""
    phrases = list(phrases)
    words = list(dict.fromkeys(word for phrase in phrases for word in phrase.split(" ")))
    spelt = spellings(view.tokens, view.ledger, words)
    return [" ".join(spelt[word] for word in phrase.split(" ")) for phrase in phrases]


def together(telling: pd.DataFrame, view: View, min_n: int) -> str:
    """Which neighbours keep together most, by logDice."""
    if telling.empty:
        return f"No two content words stand side by side {min_n:,} times or more; rarer pairs were not looked at."
    rows = telling.sort_values(["log_dice", "observed", "pair"], ascending=[False, False, True])
    close = rows[rows["log_dice"] >= TOGETHER]
    what = "These words are seldom apart" if len(close) else "These words keep together most"
    return f"{what}: {listed([f'“{pair}”' for pair in as_written((close if len(close) else rows)['pair'].head(3), view)])}."


def neighbours(near: dict[str, pd.DataFrame], stop_words: frozenset[str], view: View) -> str:
    """What gathers around each word more than chance has it, without the words of the stop list; "" where nothing does.

    near : word -> what collocates gives for it
    """
    spelt = spellings(view.tokens, view.ledger, list(near)) if near else {}
    texts = []
    for term, rows in near.items():
        words = rows.loc[(rows["g2"] > 0) & ~rows["collocate"].isin(stop_words), "collocate"].head(3)
        if len(words):
            gather = " gather" if not texts and len(words) > 1 else " gathers" if not texts else ""
            texts.append(f"{listed([f'“{word}”' for word in as_written(words, view)])}{gather} around “{spelt[term]}”")
    return f"{'; '.join(texts[:3])}." if texts else ""


def pairs_figure(telling: pd.DataFrame, view: View, top: int, min_n: int) -> tuple[Figure, ...]:
    if telling.empty:
        return ()
    drawn = telling.head(top)
    drawn = drawn.assign(words=as_written(drawn["pair"], view), times=[f"{n:,} times" for n in drawn["observed"]])
    chart = ranked_dots(drawn, "words", "g2", "log-likelihood ratio G² of the pair", detail="times")
    caption = f"Content words side by side, {min_n:,} times or more; those that chance explains least come first."
    title = f"“{drawn['words'].iloc[0]}” is the pair that chance explains least"
    return (Figure(chart, "collocations", caption, title, count_collocations),)


def pairs_table(telling: pd.DataFrame, view: View, top: int, caption: str) -> tuple[Table, ...]:
    if telling.empty:
        return ()
    evidence = evidence_of(telling.head(top), view.tokens, view.ledger)
    return (Table(telling, "collocations", caption, top=top, folded=True, method=count_collocations, evidence=evidence),)


def near_tables(near: dict[str, pd.DataFrame], focus: list[str], view: View, top: int, window: int) -> tuple[Table, ...]:
    """The neighbours of each word, numbered as the words were asked for."""
    tables, spelt = [], spellings(view.tokens, view.ledger, focus)
    for number, term in enumerate(focus, start=1):
        if term in near:
            evidence = evidence_of(near[term].head(top), view.tokens, view.ledger, window=window)
            caption = f"Words within {window} words of “{spelt[term]}”."
            tables.append(
                Table(near[term], f"near_{number}", caption, top=top, folded=True, method=collocates, evidence=evidence)
            )
    return tuple(tables)
