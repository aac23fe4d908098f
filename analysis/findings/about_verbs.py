"""How is what others say introduced, and what is kept at a distance? A view in, a finding out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..measure.counting import voices as counting
from ..measure.evidence.behind import evidence_of
from ..show.charts.bars import part_bars
from ..show.charts.figures import Figure
from ..show.phrases import listed, named
from ..show.tables.heads import of_each
from ..show.tables.table import Table
from .about_voices import sure_of
from .apart import is_testable
from .finding import DEALT, Finding, answers
from .quoted import names_speakers
from .short import group_names, opening, percent, times
from .verbs_told import doubts_held, doubts_more, said_of, sides_held, takes_sides
from .wordings import base_of

if TYPE_CHECKING:
    from ..view import View

FEW_VERBS, FAR = 10, 0.1  # verbs below which a group's shares are not compared, and how far these have to be apart
FEW, ENOUGH = 3, 5  # words of doubt below which a rate is not compared, and from which on it weighs in full
STANCES = {"neutral": "take no side", "supportive": "treat what is said as true", "distancing": "cast doubt on it"}


@answers("How is what others say introduced, and what is kept at a distance?", within=DEALT)
def reporting_verbs(view: View, top: int = 15, drawn: int = 12) -> Finding:
    """The verbs that introduce quotations and reported speech, by whether they take a side, and words of doubt outside quotation marks.

    top   : rows of the table of doubts that are shown; of the table of verbs twice as many
    drawn : groups in the figure, those with most reporting verbs

    Tables: `verbs`, a row per group and verb with its class; `hedges`, words such as “allegedly” and possible scare quotes (words in
    quotation marks that are neither names nor told as somebody's), in each group. Both open their lines.
    Reading it: the class of a verb is that of a list and not of the sentence it stands in. Not every word in quotation marks is
    doubted: look at the lines.
    """
    no_list = "" if names_speakers(view) else "Parallax has no list of reporting verbs for the language of these articles."
    verbs = counting.verbs(said_of(view), view.articles, view.by)
    own = (view.tokens["voice"] != counting.QUOTED).to_numpy(dtype=bool)
    # of their arrays: rows of the whole table would be copied, and numbered in 64 bits
    outside = pd.DataFrame({name: view.tokens[name].array[own] for name in ("doc_id", view.by)})
    doubts = counting.hedges(view.tokens, view.quotes, view.hedge_words, by=view.by) if len(outside) else pd.DataFrame()
    if verbs.empty and doubts.empty:
        none = "No verb was found that introduces what somebody says, and no word of doubt stands outside quotation marks."
        return Finding((none,), caveats=(no_list,), base=base_of(view))
    taken, doubt, gap, headline = _compared(view, verbs, doubts, outside)
    by_class = f"Verbs that introduce quotations and reported speech, by {named(view.by)} and class."
    kept = f"Words of doubt, and single words in quotation marks that may signal doubt, outside quotations in each {named(view.by)}."
    tables = []
    if len(verbs):
        led = of_each(Table(verbs, "verbs", by_class, None, 2 * top, folded=True), view.by, "by class and number")
        lines = evidence_of(led.head, view.tokens, view.ledger, quotes=said_of(view), articles=view.articles)
        tables.append(led._replace(method=counting.verbs, evidence=lines))
    if len(doubts):
        doubted = of_each(Table(doubts, "hedges", kept, None, top, folded=True), view.by, "most frequent first")
        counted = counting.doubted_words(view.tokens, view.quotes, view.hedge_words)
        lines = evidence_of(doubted.head, counted, view.ledger, quotes=view.quotes)
        tables.append(doubted._replace(method=counting.hedges, evidence=lines))
    return Finding(
        tuple(filter(None, (_stances(verbs), taken, doubt))),
        headline=headline,
        caveats=(no_list,),
        figures=_figure(view, verbs, drawn) if len(verbs) and verbs["verb_class"].nunique() > 1 else (),
        tables=tuple(tables),
        **sure_of(view)._asdict(),
        strength=gap if len(view.sizes) > 1 else 0.1,
        compares=len(view.sizes) > 1,
        base=base_of(view),
    )


def _compared(view: View, verbs: pd.DataFrame, doubts: pd.DataFrame, outside: pd.DataFrame) -> tuple[str, str, float, str]:
    """Who takes sides, who doubts, how far apart they are, and the headline: what holds by articles where that can be tested."""
    if not is_testable(view):
        doubt, gap = _doubts_compared(view, doubts, outside)
        return _sides(view, verbs), doubt, gap, doubt if gap else ""
    sides = sides_held(view) if len(verbs) else pd.DataFrame()
    taken = takes_sides(sides, verbs, view)
    if doubts.empty or doubts["term"].eq(counting.SCARE_QUOTES).all():
        doubt, rows = _doubts_compared(view, doubts, outside)[0], pd.DataFrame()
    else:
        rows = doubts_held(view, outside)
        doubt = doubts_more(rows, doubts, view)
    sizes = [
        abs(row["rate"] - row["rate_others"]) / max(row["rate"], row["rate_others"]) / 2 for _, row in rows.head(1).iterrows()
    ]
    sizes += [abs(row["rate"] - row["rate_others"]) for _, row in sides.head(1).iterrows()]
    return taken, doubt, float(max(sizes, default=0.0)), doubt if len(rows) else taken


def _stances(verbs: pd.DataFrame) -> str:
    """How many verbs take which side, each with the verb used most."""
    if verbs.empty:
        return "No verb was found that introduces what somebody says."
    n, texts = int(verbs["n"].sum()), []
    if n == 1:
        return f"One verb introduces what somebody says: “{verbs['verb'].iloc[0]}”."
    counts = verbs.groupby(["verb_class", "verb"])["n"].sum().reset_index()
    for name, what in STANCES.items():
        own = counts[counts["verb_class"].astype("str").eq(name)].sort_values(["n", "verb"], ascending=[False, True])
        if len(own):
            texts.append(f"{percent(own['n'].sum() / n)} {what} (“{own['verb'].iloc[0]}”)")
    if len(texts) == 1:
        return f"All {n:,} verbs that introduce what somebody says {texts[0].removeprefix('all ')}."
    return f"Of {n:,} verbs that introduce what somebody says, with quotation marks or without, {listed(texts)}."


def _sides(view: View, verbs: pd.DataFrame) -> str:
    """Who treats what is said as true most often, among those with enough verbs; nothing where they differ little."""
    groups = verbs.assign(group=group_names(verbs[view.by]))
    taken = groups[groups["verb_class"].astype("str").eq("supportive")]
    sums = groups.groupby("group")["n"].sum()
    sums = sums[sums >= FEW_VERBS].sort_index()
    shares = (taken.groupby("group")["n"].sum().reindex(sums.index).fillna(0) / sums).sort_values(
        ascending=False, kind="stable"
    )
    if len(shares) < 2 or shares.iloc[0] - shares.iloc[-1] < FAR:
        return ""
    words = listed([f"“{verb}”" for verb in taken[taken["group"].eq(shares.index[0])]["verb"].head(3)])
    first = f"Verbs that {STANCES['supportive']} are most frequent in {shares.index[0]} ({percent(shares.iloc[0])}: {words})"
    return f"{first}, least in {shares.index[-1]} ({percent(shares.iloc[-1])})."


def _doubts_compared(view: View, doubts: pd.DataFrame, outside: pd.DataFrame) -> tuple[str, float]:
    """Who writes words of doubt most often and who least, and how far apart they are; 0 where so few do that it says nothing."""
    if not len(outside):
        return "", 0.0
    if not view.hedge_words:
        return "Parallax has no list of words of doubt for the language of these articles.", 0.0
    words = doubts[doubts["term"] != counting.SCARE_QUOTES]
    words = words.assign(group=group_names(words[view.by]))
    if words.empty:
        return "No word of doubt, such as “allegedly”, stands outside quotation marks.", 0.0
    n_words = outside[view.by].value_counts(dropna=False)  # of the codes: names would take a text for each word
    n_words = n_words.set_axis(group_names(n_words.index.to_series())).sort_index()
    n = words.groupby("group")["n"].sum().reindex(n_words.index).fillna(0)
    rates = (1000 * n / n_words).sort_values(ascending=False, kind="stable")
    most, low = rates.index[0], rates.iloc[-1]
    which = listed([f"“{term}”" for term in words[words["group"].eq(most)]["term"].head(3)])
    said = f"{opening(most, view.by)} writes {which} {times(rates.iloc[0])} in 1,000 words outside quotation marks"
    if len(rates) < 2:
        return f"{said}.", 0.0
    never = list(rates.index[rates.eq(0)])
    rest = f"{listed(never, 3)} never" if never else f"{rates.index[-1]} {times(low)}"
    gap = 0.5 * (1 - low / rates.iloc[0])
    return f"{said}, {rest}.", 0.0 if n[most] < FEW else min(gap, 0.3) if n[most] < ENOUGH else gap


def _figure(view: View, verbs: pd.DataFrame, drawn: int) -> tuple[Figure, ...]:
    """The classes of verbs of each group."""
    if verbs.empty:
        return ()
    groups = verbs.assign(group=group_names(verbs[view.by]))
    sums = groups.groupby("group")["n"].sum().sort_values(ascending=False, kind="stable")
    some = sums.index[:drawn]
    parts = groups[groups["group"].isin(some)].assign(stance=verbs["verb_class"].astype("str").map(STANCES))
    chart = part_bars(parts, "group", "stance", "n", "share of the verbs, %", empty="no reporting verb")
    which = f" Shown: {len(some):,} of {len(sums):,}, those with most verbs." if len(some) < len(sums) else ""
    sides = f"by {named(view.by)} and by whether they take a side; in the bars their number.{which}"
    caption = f"Verbs that introduce quotations and reported speech, {sides}"
    used = verbs.groupby("verb")["n"].sum().sort_index().sort_values(ascending=False, kind="stable").index[0]
    return (Figure(chart, "verb_classes", caption, f"The verb used most is “{used}”", counting.verbs),)
