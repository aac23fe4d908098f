"""Whose words are they? How much is quoted, how much reported without quotation marks, and of whom: a view in, a finding for each out.

No class of words is called an outlet's own here: what stands outside may still be what others said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..measure.comparing.rate_gaps import rate_gaps
from ..measure.counting import voices as counting
from ..measure.evidence.behind import evidence_of
from ..measure.uncertainty.intervals import with_intervals
from ..show.charts.bars import part_bars
from ..show.charts.figures import Figure
from ..show.phrases import listed, named
from ..show.tables.heads import of_each
from ..show.tables.table import Table
from .apart import held, is_testable, strength_of
from .finding import DEALT, Finding, answers
from .quoted import (
    finds_reports,
    heard,
    in_1000_words,
    most_title,
    puts_more,
    quotation_gaps,
    quoted_most,
    quoted_share_gaps,
    quotes_more,
    ranked,
    whom,
)
from .short import group_names, opening, percent
from .sureness import Sureness, of_corpus, of_groups
from .wordings import base_of

if TYPE_CHECKING:
    from ..view import View

INSIDE, REPORTED, OUTSIDE, NOBODY = "in quotation marks", "reported", "outside", "no speaker found"
PARTS = {"n_quoted": INSIDE, "n_reported": REPORTED, "n_outside": OUTSIDE}
ALIKE = 0.05  # difference of two shares below which they are told as much the same
FEW_WORDS = 100  # words below which a share of a group is little to go by
MOST_OF_FEW = 0.3  # how strong a difference counts at most where a group has so few words
GAPS = "How often each speaker is quoted or reported, and whether chance alone would make such a difference."
UNFOUND = "What is reported without a reporting verb beside it counts as outside."
ONE_VOICE = "Words of one voice alone were counted, so their shares are not told."
NO_QUOTATION = "No article quotes anybody, nor reports what somebody said."
NO_MARKS = "No article has a quotation. Reported speech is not looked for in its language."
UNSOUGHT = "Reported speech is not looked for in the language of these articles; it counts as outside."


@answers("How much is quoted, and how much is reported?", within=DEALT)
def voices(view: View, top: int = 15, drawn: int = 12) -> Finding:
    """How many of each group's words stand in quotation marks, and how many report what somebody said without them.

    top   : rows of the table that are shown
    drawn : groups in the figure, those with the highest and with the lowest shares

    Table: `voices`, with intervals by articles where a group has two.
    Reading it: a high share is much space for others' words. It does not say whose they are, or that the outlet agrees. Reported speech
    is found by rule: docs/voices.md says how often the rules are right.
    """
    if view.voice in counting.VOICES:
        return Finding((ONE_VOICE,), base=base_of(view))
    shares = with_intervals(counting.voice_shares(view.tokens, view.by), view.tokens, view.by)
    ranked = shares.assign(**{view.by: group_names(shares[view.by])})
    ranked = ranked.sort_values(["share_quoted", view.by], ascending=[False, True], ignore_index=True)
    if not shares[["n_quoted", "n_reported"]].to_numpy().sum():
        return Finding((NO_QUOTATION if finds_reports(view) else NO_MARKS,), base=base_of(view))
    whole = _in_all(shares, finds_reports(view))
    several, tested = len(ranked) > 1, is_testable(view)
    differ = held(quoted_share_gaps(view)) if tested else pd.DataFrame()
    answer, gap = _told(view, ranked, differ, tested) if several else (whole, 0.1)
    some = _ends(ranked, view.by, drawn, list(differ[view.by]) if len(differ) else [])
    parts = some.rename(columns=PARTS).melt(view.by, list(PARTS.values()), "voice", "n")
    chart = part_bars(parts, view.by, "voice", "n", "share of the words, %", ranked=False)
    which = f" Shown: {len(some):,} of {len(ranked):,}, the highest and the lowest." if len(some) < len(ranked) else ""
    said = f"Words of each {named(view.by)} in quotation marks, reported without them, and outside of both"
    measures = (counting.voice_shares, with_intervals)
    return Finding(
        (answer, whole if several else ""),
        headline=answer if len(differ) or (several and not tested and gap >= ALIKE) else "",
        caveats=(UNFOUND if finds_reports(view) else UNSOUGHT,),
        figures=(
            Figure(
                chart,
                "voices",
                f"{said}; in the bars the number of words.{which}",
                _ends_title(ranked, view.by),
                counting.voice_shares,
            ),
        ),
        tables=(of_each(Table(shares, "voices", f"{said}.", top=top, folded=True, method=measures), view.by),),
        **sure_of(view)._asdict(),
        strength=min(gap, 0.3) if several and ranked["n_tokens"].iloc[[0, -1]].min() < FEW_WORDS else gap,
        compares=several,
        base=base_of(view),
    )


def _in_all(shares: pd.DataFrame, reports: bool) -> str:
    """How the words of all groups together fall to the three voices; to two, where `reports` are not looked for."""
    n = int(shares["n_tokens"].sum())
    quoted, reported, outside = (percent(int(shares[name].sum()) / n) for name in PARTS)
    if not reports:
        return f"Of all words, {quoted} stand in quotation marks."
    return (
        f"Of all words, {quoted} stand in quotation marks, {reported} report somebody without them, and {outside} do neither."
    )


def sure_of(view: View) -> Sureness:
    """How sure a statement on the groups of a view is, or on its articles where there is one group only."""
    return of_groups(view) if len(view.sizes) > 1 else of_corpus(len(view.articles))


def _told(view: View, ranked: pd.DataFrame, differ: pd.DataFrame, tested: bool) -> tuple[str, float]:
    """The answer, and how large the difference is: that of the first of `differ`, or of the ends where nothing could be tested."""
    if not ranked["n_quoted"].sum():
        return "", 0.0
    if tested:
        size = abs(differ["rate"].iloc[0] - differ["rate_others"].iloc[0]) if len(differ) else 0.0
        return puts_more(differ, ranked, view), float(size)
    return _most_and_least(view, ranked), float(ranked["share_quoted"].iloc[0] - ranked["share_quoted"].iloc[-1])


def _most_and_least(view: View, ranked: pd.DataFrame) -> str:
    """Who has most in quotation marks and who least, in one sentence. `ranked` is by share, falling."""
    most, least = ranked.iloc[0], ranked.iloc[-1]
    high, low = most["share_quoted"], least["share_quoted"]
    if high - low < ALIKE:
        reach = percent(high) if percent(low) == percent(high) else f"{percent(low)} to {percent(high)}"
        return f"The {named(view.by)}s put much the same share of their words in quotation marks: {reach}."
    none = [str(name) for name in ranked.loc[ranked["n_quoted"].eq(0), view.by]]
    first = opening(f"{most[view.by]} puts {percent(high)} of its words in quotation marks", view.by)
    if none:
        return f"{first}; {listed(none, 3)} {'has' if len(none) == 1 else 'have'} none there."
    return f"{first}, {least[view.by]} {percent(low)}."


def _ends_title(ranked: pd.DataFrame, by: str) -> str:
    """What the figure of voices says: the highest share, and the lowest if it is another."""
    most, least = ranked.iloc[0], ranked.iloc[-1]
    if not ranked["n_quoted"].sum():
        return (
            f"Reported: {percent(ranked['n_reported'].sum() / ranked['n_tokens'].sum())} of the words, none in quotation marks"
        )
    apart = most["share_quoted"] - least["share_quoted"] >= ALIKE
    title = f"In quotation marks: {percent(most['share_quoted'])} of the words in {most[by]}"
    return title + (f", {percent(least['share_quoted'])} in {least[by]}" if apart else "")


def _ends(ranked: pd.DataFrame, by: str, drawn: int, first: list[str]) -> pd.DataFrame:
    """The `first` groups, and the highest and the lowest rows of a ranked table, `drawn` of them in all."""
    if len(ranked) <= drawn:
        return ranked
    named_ones = ranked[ranked[by].isin(first)].head(drawn)
    rest = ranked.drop(index=named_ones.index)
    more = drawn - len(named_ones)
    return pd.concat([named_ones, rest.head(more - more // 2), rest.tail(more // 2)]).sort_index()


@answers("Who is quoted or reported?", within=DEALT)
def speakers(view: View, top: int = 15, drawn: int = 12) -> Finding:
    """Whose words stand in quotation marks or are reported without them, in each group.

    top   : the tables show twice as many rows
    drawn : groups in the figure, those that quote and report most words

    Tables: `speakers`, a row per group and speaker, with the lines; `quotes`, every quotation and report of the view's articles.
    Reading it: the first named is the person with most words, quoted and reported together; countries, offices and descriptions
    (“officials”) are in the table and are not ranked among people. Words for which nobody was found are a row of their own; they bound
    what the other shares can be off by. A speaker is found by names, titles and reporting verbs, and can be the wrong one:
    docs/voices.md says how often.
    """
    quotes = heard(view)
    people = counting.speakers(quotes, view.articles, view.by)
    whole = counting.speakers(quotes, view.articles)
    if not whole["n_tokens"].sum():
        return Finding((NO_QUOTATION,), base=base_of(view))
    known = ranked(whole)
    lost = float(whole.loc[whole["speaker"].isna(), "share_of_said"].sum())
    groups = people.assign(group=group_names(people[view.by]))
    among = groups.groupby("group")["n_tokens"].sum()
    gaps = quotation_gaps(view) if is_testable(view) else None
    sentences, headline, strength = _speakers_told(view, groups, known, gaps)
    differ = [] if gaps is None else list(held(gaps)[view.by].unique())
    nobody = f"For {percent(lost)} of these words no speaker was found." if lost and len(known) else ""
    largest = among.sort_values(ascending=False, kind="stable").index
    order = list(dict.fromkeys([name for name in [*differ, *largest] if name in among.index]))[:drawn]
    parts = groups[groups["group"].isin(order)].assign(speaker=people["speaker"].fillna(NOBODY))
    chart = part_bars(parts, "group", "speaker", "n_tokens", "share of the words quoted or reported, %", empty="nobody quoted")
    which = f" Shown: {len(order):,} of {len(among):,}, those with most such words." if len(order) < len(among) else ""
    caption = f"Whose words each {named(view.by)} quotes or reports; in the bars the number of words.{which}"
    most = quoted_most(view, known, people)
    return Finding(
        (*sentences, most, nobody) if differ else (most, *sentences, nobody),
        headline=headline,
        figures=(
            Figure(
                chart, "speakers", caption, most_title(known) if not differ else headline.partition(":")[0], counting.speakers
            ),
        ),
        tables=_speaker_tables(view, people, gaps, top),
        **sure_of(view)._asdict(),
        strength=strength,
        compares=len(view.sizes) > 1 and bool(sentences[0]),
        base=base_of(view),
    )


def _speaker_tables(view: View, people: pd.DataFrame, gaps: pd.DataFrame | None, top: int) -> tuple[Table, ...]:
    """Who is quoted, with the lines; whether that differs by more than chance; and every quotation."""
    caption = f"Words quoted and reported by speaker in each {named(view.by)}; – where no speaker was found."
    each = of_each(Table(people, "speakers", caption, None, 2 * top, folded=True), view.by, "those with most words first")
    lines = evidence_of(each.head, view.tokens, view.ledger, quotes=heard(view), articles=view.articles)
    group = dict(zip(view.articles["doc_id"].astype("str"), view.articles[view.by].astype("object"), strict=True))
    quotes = view.quotes.assign(**{view.by: view.quotes["doc_id"].astype("str").map(group)})
    quotes = quotes[quotes["doc_id"].astype("str").isin(list(group))].sort_values(view.by, kind="stable")
    every = "Every quotation and report with its speaker, the verb that introduces it, and where both stand."
    quotes = quotes[list(dict.fromkeys([view.by, *quotes.columns]))]
    tables = [
        each._replace(method=counting.speakers, evidence=lines),
        of_each(Table(quotes, "quotes", every, None, 2 * top, folded=True), view.by, "as the articles stand"),
    ]
    if gaps is not None and len(gaps):
        tables.insert(
            1, Table(in_1000_words(gaps, people, view.by), "speaker_gaps", GAPS, top=top, folded=True, method=rate_gaps)
        )
    return tuple(tables)


def _speakers_told(
    view: View, groups: pd.DataFrame, known: pd.DataFrame, gaps: pd.DataFrame | None
) -> tuple[tuple[str, ...], str, float]:
    """How the groups differ in whom they quote, the headline, and how large the difference is: what holds by articles where that can be
    tested, and otherwise what was counted."""
    if gaps is not None:
        rows = held(gaps)
        sentences = quotes_more(rows, view)
        return sentences, sentences[0] if len(rows) else "", strength_of(rows)
    sentence = _compared(groups, view.by) if len(view.sizes) > 1 else ""
    few = bool((groups.groupby("group")["n_tokens"].sum() < FEW_WORDS // 2).any())
    gap = _gap(groups, known) if sentence else 0.1
    return (sentence,), "" if few else sentence, min(MOST_OF_FEW, gap) if few else gap


def _compared(people: pd.DataFrame, by: str) -> str:
    """How the groups differ in whom they quote; an empty text where nothing can be said. `people` has them in the column `group`."""
    said = people[people["is_person"]].sort_values(["n_tokens", "group", "speaker"], ascending=[False, True, True])
    firsts = said.drop_duplicates("group")
    if firsts["speaker"].nunique() > 1:
        pairs = [
            f"{row.group} quotes and reports {whom(row.speaker)} most"
            for row in firsts.drop_duplicates("speaker").head(3).itertuples()
        ]
        return opening("; ".join(pairs) + ".", by)
    n_speakers, lost = said.groupby("group")["speaker"].nunique(), set(people.loc[people["speaker"].isna(), "group"])
    alone = [name for name in firsts["group"] if n_speakers[name] == 1 and name not in lost]
    more = [name for name in firsts["group"] if n_speakers[name] > 1]
    if not alone or not more:
        return ""
    first, widest = firsts["speaker"].iloc[0], max(more, key=lambda name: (n_speakers[name], -more.index(name)))
    others = [whom(name) for name in said.loc[said["group"].eq(widest), "speaker"] if name != first]
    nobody = f"{listed(alone, 2)} {'quotes or reports' if len(alone) == 1 else 'quote or report'} nobody but {whom(first)}"
    return opening(f"{nobody}; {widest} also quotes or reports {listed(others, 2)}.", by)


def _gap(people: pd.DataFrame, known: pd.DataFrame) -> float:
    """The largest difference between two groups in the share of the speaker who is quoted most."""
    groups = people["group"].drop_duplicates()
    first = people[people["speaker"].eq(known["speaker"].iloc[0])].set_index("group")["share_of_said"]
    shares = first.reindex(groups).fillna(0.0)
    return float(shares.max() - shares.min())
