"""Who is quoted most, who quotes whom more than others do, and how much stands in quotation marks, in words.

Tables of speakers and rows of `apart.held` in, sentences out. They stand beside about_voices.py, which puts tables, figures and
sentences together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..measure.counting import voices as counting
from ..show.phrases import counted, listed, named
from .apart import gaps_of, how_often, the_others
from .held_against import words_of
from .short import group_names, opening, percent
from .wordings import titled

if TYPE_CHECKING:
    from ..view import View

SAID = 2  # differences beside the first that a sentence names
FEW_SAID = 0.1  # share of the words quoted or reported below which people are not ranked among themselves


def quotation_gaps(view: View) -> pd.DataFrame:
    """How each group differs from the others in how often it quotes or reports each speaker, as `rate_gaps` has it: by its words."""
    said = counting.speakers(heard(view), view.articles, "doc_id").dropna(subset="speaker")
    n = said["n_quotes"] + said["n_reports"]
    return gaps_of(view, said[["doc_id", "speaker"]].assign(n=n), words_of(view), "speaker")


def heard(view: View) -> pd.DataFrame:
    """The quotations and reports of a view, those of one voice where it was asked for one."""
    kinds = {counting.QUOTED: counting.SPEECH, counting.REPORTED: counting.REPORTED, counting.OUTSIDE: ""}
    return view.quotes[view.quotes["kind"].astype("str").eq(kinds[view.voice])] if view.voice in kinds else view.quotes


def quoted_share_gaps(view: View) -> pd.DataFrame:
    """How each group differs from the others in the share of its words that stands in quotation marks, as `rate_gaps` has it."""
    shares = counting.voice_shares(view.tokens, "doc_id").assign(voice=counting.QUOTED)
    totals = shares[["doc_id", "n_tokens"]].rename(columns={"n_tokens": "total"})
    return gaps_of(view, shares[["doc_id", "voice"]].assign(n=shares["n_quoted"]), totals, "voice")


def in_1000_words(gaps: pd.DataFrame, people: pd.DataFrame, by: str) -> pd.DataFrame:
    """The table of quotation_gaps as a page shows it: its rates in 1,000 words, and how many are quotations. `people` is what
    `speakers` counts in each group."""
    counts = people.assign(**{by: group_names(people[by])})[[by, "speaker", "n_quotes", "n_reports"]].dropna()
    rates = {"rate": "rate_per_1000", "rate_others": "rate_per_1000_others", "rate_usual": "rate_per_1000_usual"}
    table = gaps.assign(**{name: 1000 * gaps[name] for name in rates}).rename(columns=rates)
    parts = table[[by, "speaker"]].merge(counts, how="left", on=[by, "speaker"]).fillna({"n_quotes": 0, "n_reports": 0})
    for name in ("n_reports", "n_quotes"):
        table.insert(table.columns.get_loc("n") + 1, name, parts[name].astype("int64").to_numpy())
    return table.rename(columns={"total": "n_tokens"})


def whom(speaker: str) -> str:
    """A speaker in a sentence: a name as it is, and one person's title with its article.

    >>> whom("Mary Holt"), whom("mayor"), whom("officials")
    ('Mary Holt', 'the mayor', 'officials')
    """
    several = speaker.endswith("s") and not speaker.endswith("ss")
    return f"the {speaker}" if speaker[:1].islower() and not several else str(speaker)


def quotes_more(rows: pd.DataFrame, view: View) -> tuple[str, str]:
    """The first difference as a sentence, and who else differs; "" where there is none. `rows` is what `held` gives."""
    if rows.empty:
        none = f"No {named(view.by)} quotes or reports anybody more or less often than the others, beyond what chance would explain."
        return none, ""
    texts = [_difference(row, view) for row in rows.head(1 + SAID).to_dict("records")]
    more = len(rows) - len(texts)
    beside = f", and {counted(more, 'such difference')} more {'is' if more == 1 else 'are'} in the table" if more else ""
    also = f"Beyond chance too: {listed(texts[1:])}{beside}." if len(texts) > 1 else ""
    row = rows.iloc[0]
    numbers = f"{1000 * row['rate']:.1f} times in 1,000 words, against {1000 * row['rate_others']:.1f}"
    return opening(f"{texts[0]}: {numbers}.", view.by), also


def _difference(row: dict, view: View) -> str:
    """One group and one speaker."""
    speaker = whom(row["speaker"])
    if not row["n"]:
        return f"{row[view.by]} never quotes or reports {speaker}, as {the_others(view)} do"
    if not row["rate_others"]:
        return f"{row[view.by]} alone quotes or reports {speaker}"
    verb = "does" if len(view.sizes) == 2 else "do"
    return f"{row[view.by]} quotes or reports {speaker} {how_often(row['rate'] / row['rate_others'])} {the_others(view)} {verb}"


def puts_more(rows: pd.DataFrame, ranked: pd.DataFrame, view: View) -> str:
    """Who has more or less in quotation marks than the others; or that nobody has. `ranked` has the shares of all groups, falling."""
    if rows.empty:
        high, low = (percent(ranked["share_quoted"].iloc[place]) for place in (0, -1))
        reach = high if high == low else f"{low} to {high}"
        return f"No {named(view.by)} differs beyond chance in the share of its words that stands in quotation marks: {reach}."
    first = rows.iloc[0]
    texts = [f"{row[view.by]} {percent(row['rate'])}" for row in rows.iloc[1 : 1 + SAID].to_dict("records")]
    more = f" Beyond chance too: {listed(texts)}." if texts else ""
    others = f"{the_others(view)} {percent(first['rate_others'])}"
    return opening(f"{first[view.by]} puts {percent(first['rate'])} of its words in quotation marks, {others}.{more}", view.by)


def ranked(whole: pd.DataFrame) -> pd.DataFrame:
    """The people, with most words first; all who are named or described where people have hardly any of the words."""
    people = whole[whole["is_person"]]
    return people if people["share_of_said"].sum() >= FEW_SAID else whole[whole["speaker"].notna()]


def most_title(known: pd.DataFrame) -> str:
    """What the figure of speakers says."""
    return (
        titled(f"{whom(known['speaker'].iloc[0])} {_are(known['speaker'].iloc[0])} quoted and reported most")
        if len(known)
        else "For no words was a speaker found"
    )


def quoted_most(view: View, known: pd.DataFrame, people: pd.DataFrame) -> str:
    """Who is quoted and reported most, and by how many. `known` has the speakers of all groups together."""
    if known.empty:
        why = "" if names_speakers(view) else ": Parallax has no list of reporting verbs for their language"
        return f"Nobody could be named for the words that are quoted or reported{why}."
    first = known.iloc[0]
    n_groups = int(people["speaker"].eq(first["speaker"]).sum())
    share = percent(first["share_of_said"])
    most = f"{whom(first['speaker'])} {_are(first['speaker'])} quoted and reported most"
    said = titled(f"{most}: {share} of the words quoted or reported")
    others = listed([whom(name) for name in known["speaker"].iloc[1:]], 2)
    after = f"; {others} {'follows' if len(known) == 2 else 'follow'}." if len(known) > 1 else "."
    n, one = len(view.sizes), named(view.by)
    where = f", in {f'all {n:,} {one}s' if n_groups == n > 2 else f'{n_groups:,} of {counted(n, one)}'}" if n > 1 else ""
    return f"{said}{where}{after}"


def _are(speaker: str) -> str:
    """Whether a speaker is or are: several, if what describes them stands without an article."""
    return "are" if speaker[:1].islower() and whom(speaker) == speaker else "is"


def finds_reports(view: View) -> bool:
    """Whether reported speech is looked for in the language of a view."""
    return not view.language or bool(view.language_support.set_index("step")["available"].get("reported speech", True))


def names_speakers(view: View) -> bool:
    """Whether there are reporting verbs for the language of a view, without which nobody is named for a quotation."""
    support = view.language_support.set_index("step")["available"]
    return bool(support.get("reporting verbs", True))
