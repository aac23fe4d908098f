"""What does each outlet call the same thing? A view in, a finding out."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ..errors import UsageError
from ..measure.comparing.rate_gaps import rate_gaps
from ..measure.dictionary.wording import count_wording, preferred, telling_concepts
from ..measure.evidence.behind import evidence_of
from ..measure.uncertainty.intervals import with_intervals
from ..show.charts.bars import part_bars
from ..show.charts.figures import Figure
from ..show.phrases import counted, listed, named, of_all
from ..show.tables.heads import of_each
from ..show.tables.table import Table
from . import choices
from .apart import gaps_of, held, is_testable, share_strength
from .finding import DEALT, Finding, answers
from .short import group_names
from .sureness import of_groups
from .wordings import base_of, begun, only_one

if TYPE_CHECKING:
    from ..view import View

METHOD = (count_wording, with_intervals)
MOST_WORDS = 45  # of a headline
MOST_CONCEPTS = 3  # of a headline
GAPS = "Which {}’s share of a variant differs from the others’, and whether chance alone would make such a difference."
QUOTED = "Words in quotation marks count too, so a word may be that of somebody who is quoted."


class _Told(NamedTuple):
    """The sentences, the headline, the concepts that it may tell of with their sides, how strong that is, and whether it was tested."""

    sentences: tuple[str, ...]
    headline: str
    opposed: dict[str, list[choices.Side]]
    strength: float
    tested: bool


@answers("What does each call the same thing?", within=DEALT)
def wording(view: View, concepts: Sequence[str] | str = (), n_concepts: int = 6, drawn: int = 12, top: int = 12) -> Finding:
    """Which of the words listed in wording.yml each group uses for the same thing.

    concepts   : concepts of wording.yml to draw; none takes those whose wording differs most between the groups
    n_concepts : how many to draw where none is asked for
    drawn      : groups in a figure and in the table shown, those with most mentions
    top        : eight times as many variants stand in the folded table

    Figures: `wording_1`, `wording_2` and so on, one for each concept. Tables: `wording_grid`, the variant that each group uses most;
    `wording`, every variant used, with the lines.
    Reading it: a variant that is not used where the thing is named is a choice; a thing that is not named is a gap, and no choice.
    """
    by, dictionary = view.by, view.wording
    if dictionary.empty:
        text = "No file says which words stand for the same thing, so what each outlet calls it is not compared."
        return Finding((text,), hint="A wording.yml would say what each outlet calls the same thing.")
    if len(view.sizes) < 2:
        return Finding((only_one(view),))
    found = view.wording_mentions
    counts = with_intervals(count_wording(view.tokens, found, dictionary, by), view.tokens, by, mentions=found)
    if not counts["n"].any():
        return Finding(("These articles use none of the words listed in wording.yml.",))
    telling = telling_concepts(counts, top=len(counts))
    asked = _asked_for([concepts] if isinstance(concepts, str) else list(concepts), counts)
    said = [concept for concept in asked if concept in telling] or telling
    gaps = variant_gaps(view) if is_testable(view) else None
    told = _what_differs(counts, by, said) if gaps is None else _what_holds(counts, by, said, held(gaps))
    chosen = list(told.opposed)
    shown = asked or [*chosen, *(concept for concept in telling if concept not in chosen)][:n_concepts]
    return Finding(
        told.sentences,
        headline=told.headline,
        caveats=(QUOTED if view.voice == "all" else "",),
        figures=tuple(_figure(counts, by, concept, number, drawn, told) for number, concept in enumerate(shown, start=1)),
        tables=(*_tables(view, counts, top, drawn), *_gap_table(gaps, top)),
        **of_groups(view)._asdict(),
        strength=told.strength,
        compares=True,
        base=base_of(view),
        numbers={"telling": telling},
    )


def _asked_for(concepts: list[str], counts: pd.DataFrame) -> list[str]:
    """The concepts asked for, each of which has to be in wording.yml."""
    known = list(pd.unique(counts["concept"]))
    for concept in concepts:
        if concept not in known:
            near = difflib.get_close_matches(concept, known, n=1, cutoff=0.4)
            remedy = f"Did you mean '{near[0]}'?" if near else f"It has {listed(known, 3)}"
            raise UsageError(f"wording.yml has no concept '{concept}'", remedy=remedy)
    return concepts


def _what_differs(counts: pd.DataFrame, by: str, telling: list[str]) -> _Told:
    """What is told of so few articles that nothing can be put to the test: what they write."""
    covered = choices.coverage(counts, by)
    opposed = choices.opposed_in(counts, by, telling)
    if not opposed:
        same = f"No two of these {named(by)}s prefer different words for anything listed in wording.yml"
        once = list(choices.opposed_in(counts, by, telling, fewest=1).items())[:1]
        hint = f"By single mentions alone, {choices.opposition(*once[0])}." if once else ""
        return _Told((f"{same}, if a preference takes {choices.FEWEST} mentions.", hint, covered), "", {}, 0.0, False)
    chosen = {concept: opposed[concept] for concept in choices.most_telling(opposed)}
    headline = _headline(list(chosen.items()), by)
    first, sides = next(iter(chosen.items()))
    used = choices.where_used(counts, by, first, choices.against(sides).variant)
    gaps = [choices.widest_share(counts, concept, [side.variant for side in own]) for concept, own in chosen.items()]
    alone = _only(choices.words_of_one(counts, by, list(chosen)))
    return _Told((headline, used, alone, covered), headline, chosen, max(gaps), False)


def _what_holds(counts: pd.DataFrame, by: str, telling: list[str], differ: pd.DataFrame) -> _Told:
    """What is told where differences could be put to the test: the concepts for which some group has a word of its own."""
    more = differ[differ["deviations"] > 0]
    keys = set(more[[by, "concept", "variant"]].astype("str").itertuples(index=False, name=None))
    order = [concept for concept in dict.fromkeys(more["concept"]) if concept in telling]
    opposed = choices.holding(counts.assign(**{by: group_names(counts[by])}), by, order, keys)
    covered = choices.coverage(counts, by)
    if not opposed:
        same = f"No {named(by)} prefers a word of its own, by more than chance, for anything listed in wording.yml."
        return _Told((same, covered), "", {}, 0.0, True)
    chosen = {concept: opposed[concept] for concept in choices.most_telling(opposed, len(opposed))}
    headline = _headline(list(chosen.items())[:MOST_CONCEPTS], by)
    first, sides = next(iter(chosen.items()))
    used = choices.where_used(counts, by, first, choices.against(sides).variant)
    n_more = sum(f"({concept})" not in headline for concept in chosen)
    beside = f"The figures and the table show {counted(n_more, 'further difference')} of this kind." if n_more else ""
    rows = more[more["concept"].isin(list(chosen))]
    return _Told((headline, used, beside, covered), headline, chosen, share_strength(rows), True)


def variant_gaps(view: View) -> pd.DataFrame:
    """How each group differs from the others in the share of each variant of a concept, as `rate_gaps` has it."""
    counts = count_wording(view.tokens, view.wording_mentions, view.wording, "doc_id")
    totals = counts.drop_duplicates(["doc_id", "concept"])[["doc_id", "concept", "n_concept"]]
    totals = totals.rename(columns={"n_concept": "total"})
    return gaps_of(view, counts[["doc_id", "concept", "variant", "n"]], totals, "variant", "concept")


def _only(alone: list[tuple[str, str]]) -> str:
    """The words that one group alone writes. `alone` is what `words_of_one` gives."""
    words: dict[str, list[str]] = {}
    for name, variant in alone:
        words.setdefault(name, []).append(f"“{variant}”")
    texts = [f"only {name} writes {listed(own)}" for name, own in words.items()]
    return f"Others name the same {'thing' if len(alone) == 1 else 'things'}, but {listed(texts)}." if alone else ""


def _headline(opposed: list[tuple[str, list[choices.Side]]], by: str) -> str:
    """The concepts in one sentence: as many as leave it short and name few groups, one at least."""
    text = ""
    for n in range(1, len(opposed) + 1):
        clauses = [choices.opposition(concept, sides) for concept, sides in opposed[:n]]
        names = set().union(*(choices.named_by(sides) for _, sides in opposed[:n]))
        longer = begun("; ".join(clauses), by) + "."
        if text and (len(longer.split()) > MOST_WORDS or len(names) > choices.NAMED):
            break
        text = longer
    return text


def _figure(counts: pd.DataFrame, by: str, concept: str, number: int, drawn: int, told: _Told) -> Figure:
    """The shares of the variants in each group, for one concept: in those that differ, and those with most mentions."""
    rows = counts[counts["concept"] == concept]
    sides = told.opposed.get(concept, [] if told.tested else choices.sides_of(counts, by, concept, fewest=1))
    own = {name for side in sides[1:] for name in side.groups} if told.tested else set()
    sizes = rows.drop_duplicates(by).sort_values("n_concept", ascending=False, kind="stable")
    first = group_names(sizes[by]).isin(own)
    names = pd.concat([sizes.loc[first, by], sizes.loc[~first, by]]).head(drawn)
    chart = part_bars(rows[rows[by].isin(names)], by, "variant", "n", "share of mentions, %", empty="not named")
    drawn_ones = "those that differ and those with most mentions," if own else "those with most mentions,"
    which = "" if len(names) == len(sizes) else f" Shown are {of_all(len(names), sizes, drawn_ones)}."
    caption = f"{concept}: the words that each {named(by)} uses for it, as shares; the numbers in the bars are mentions.{which}"
    title = begun(choices.opposition(concept, sides), by) if sides else concept
    return Figure(chart, f"wording_{number}", caption, title, METHOD)


def _tables(view: View, counts: pd.DataFrame, top: int, drawn: int) -> tuple[Table, ...]:
    by = view.by
    grid = wording_grid(preferred(counts), by)
    mentions = counts.groupby(counts[by].astype("str"))["n"].sum().sort_values(ascending=False, kind="stable")
    shown = [name for name in grid.columns[1:] if name in set(mentions.index[:drawn])]
    which = "" if len(shown) == len(mentions) else f" Shown are {len(shown):,} of {len(mentions):,}, those with most mentions."
    caption = f"The word that each {named(by)} uses most, and how many of its mentions that is; – where it does not name it."
    used = counts[counts["n"] > 0].reset_index(drop=True)
    listing = Table(
        used, "wording", "Every word used, with the lines it stands in.", None, 8 * top, folded=True, method=METHOD, opened=2
    )
    listing = of_each(listing, by, "as wording.yml lists them")
    evidence = evidence_of(listing.head, view.tokens, view.ledger, mentions=view.wording_mentions)
    return (
        Table(grid, "wording_grid", caption + which, ["concept", *shown], None, method=preferred),
        listing._replace(evidence=evidence),
    )


def _gap_table(gaps: pd.DataFrame | None, top: int) -> tuple[Table, ...]:
    if gaps is None or gaps.empty:
        return ()
    shares = {"n": "n", "total": "n_concept", "rate": "share", "rate_others": "share_others", "rate_usual": "share_usual"}
    return (
        Table(gaps.rename(columns=shares), "wording_gaps", GAPS.format(named(str(gaps.columns[0]))), top=top, folded=True,
              method=rate_gaps),
    )  # fmt: skip


def wording_grid(preferred: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row per concept, one column per group: the preferred variant with its mentions of all; missing where the concept is absent.

    preferred : what measure.preferred gives for `by`
    """
    numbers = [f" ({n:,} of {n_concept:,})" for n, n_concept in preferred[["n", "n_concept"]].itertuples(index=False)]
    texts = (preferred["variant"].astype("object") + numbers).where(preferred["n_concept"] > 0, None)
    concepts, groups = pd.unique(preferred["concept"]), pd.unique(preferred[by].astype("str"))
    table = pd.DataFrame({"concept": preferred["concept"], "group": preferred[by].astype("str"), "text": texts})
    grid = table.pivot(index="concept", columns="group", values="text").reindex(index=concepts, columns=groups)
    return grid.rename_axis(columns=None).reset_index()
