"""What do the paragraphs speak of, if no list of topics is given? A view in, a finding for each question about its themes out.

Themes are groups of words that go together. A search always finds some, in any text; so whatever is not found again in other halves of
the paragraphs is shown to be read, and nothing is counted by it: no share, no figure, no headline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..errors import NotApplicableError
from ..measure.evidence.spellings import spellings
from ..measure.themes.discovery import best_paragraphs, find_themes
from ..measure.themes.theme_topics import best_topics, theme_agreement, theme_topics
from ..show.charts.figures import Figure
from ..show.charts.maps import heat_map
from ..show.phrases import counted, listed, named, written
from ..show.tables.table import Table
from .finding import DEALT, Finding, answers
from .page_words import mostly_of_pages
from .sureness import of_comparison, of_corpus
from .theme_told import leading
from .topic_words import drawn_groups, drawn_said
from .wordings import base_of

if TYPE_CHECKING:
    from ..measure.themes.discovery import Themes
    from ..view import View

OF_PAGES = 2  # of the first three words of a theme, from which on the theme may be of pages
UNSTABLE = "A theme that is not found again is one of several equally good ways to sort these paragraphs: read it, and do not count it."
NOT_AGAIN = "Other halves of the same paragraphs give other themes."
CLEAR = 1.0  # log2 ratio from which a topic stands out in a theme's paragraphs: twice as often as elsewhere


@answers("Which words go together in paragraphs?", within=DEALT)
def themes(view: View, number: int = 0, drawn: int = 12) -> Finding:
    """The themes of the paragraphs, and which of them would be found again.

    number : how many themes to look for; 0 takes the most coherent of 3 to 12
    drawn  : groups in the figure, those that differ most and those with most words

    Tables: `themes`, with coherence and stability; `terms`, the ten first words of each; `choice`, the numbers that were tried.
    Reading it: a theme has the name of its words and no other. What is not stable is not counted.
    """
    found = _found(view, number)
    if isinstance(found, str):
        return Finding((found,))
    tables = _tables(found)
    labels, stable = _labels(view, found), found.themes[found.themes["stable"]]
    n, n_stable = counted(len(found.themes), "theme"), len(stable)
    if stable.empty:
        which = f"None of the {n} is" if len(found.themes) > 1 else "The one theme is not"
        said = f"{which} found again in other halves of the paragraphs, so nothing here is counted by theme."
        return Finding((said,), caveats=(UNSTABLE, *_sampled(found)), how_sure=NOT_AGAIN, tables=tables, base=base_of(view))
    paged = _of_pages(view, found)
    names = [f"“{labels[theme]}”" for theme in sorted(stable["theme"], key=lambda theme: theme in paged)]
    again = f"{n_stable:,} of the {n} {'is' if n_stable == 1 else 'are'}" if n_stable < len(found.themes) else f"All {n} are"
    said = f"{again} found again in other halves of the paragraphs: {listed(names, 3)}."
    leads = leading(view, found, labels, paged)
    return Finding(
        (said, leads.sentence),
        headline=leads.headline,
        caveats=(
            UNSTABLE if n_stable < len(found.themes) else "",
            *_sampled(found),
            *_pages_said([labels[theme] for theme in paged]),
        ),
        figures=(_prevalence(view, found, labels, drawn_groups(view.sizes, view.by, drawn, leads.groups)),),
        tables=tables,
        **of_comparison(view.sizes, view.by)._asdict(),
        strength=leads.strength,
        compares=bool(leads.sentence),
        base=base_of(view),
    )


@answers("Which paragraphs show the themes best?")
def theme_paragraphs(view: View, number: int = 0, top: int = 3) -> Finding:
    """The paragraphs that have most of each theme, and the themes that only one article has.

    number : how many themes to look for, as for `themes`
    top    : paragraphs of each theme, up to ten

    Table: `paragraphs`.
    Reading it: where the first paragraphs of a theme have nothing in common, neither has the theme.
    """
    found = _found(view, number)
    if isinstance(found, str):
        return Finding(("No theme was found, so there is no paragraph to show.",))
    labels, best = _labels(view, found), best_paragraphs(found, view.ledger, top=top)
    counts = best.groupby("theme", observed=True)["doc_id"].agg(["nunique", "size"])
    alone = [f"“{labels[theme]}”" for theme, row in counts.iterrows() if row["nunique"] == 1 and row["size"] > 1]
    said = "The paragraphs below have most of each theme."
    if len(view.articles) > 1 and (counts["size"] > 1).any():
        said = "Each theme is shown best by paragraphs of several articles."
    if alone and len(view.articles) > 1:
        its = "its best paragraphs all come" if len(alone) == 1 else "the best paragraphs of each all come"
        said = f"{listed(alone, 3)} may be the wording of one article: {its} from one."
    columns = ["theme_label", "text", "doc_id", "line", *(["share_theme"] if found.themes["stable"].all() else [])]
    caption = f"The {counted(top, 'paragraph')} with most of each theme."
    return Finding(
        (said,),
        tables=(Table(best, "paragraphs", caption, columns, None, method=best_paragraphs),),
        **of_corpus(len(view.articles))._asdict(),
        base=base_of(view),
    )


@answers("Do the themes agree with the list of topics?")
def themes_and_topics(view: View, number: int = 0, top: int = 25) -> Finding:
    """Which topic of topics.yml each theme comes nearest to, and which theme has none.

    number : how many themes to look for, as for `themes`
    top    : topics in the figure, those in most paragraphs

    Table: `agreement`, a row per theme, with the topic that its paragraphs overlap with most.
    Reading it: a topic without a theme is spoken of in passing; a theme without a topic is what the list lacks.
    """
    found = _found(view, number)
    if isinstance(found, str):
        return Finding(("No theme was found, so there is none to hold against the topics.",))
    if view.topics.empty:
        hint = "A topics.yml would say whether the themes are what one would look for."
        return Finding(("This corpus has no topics.yml to hold the themes against.",), hint=hint)
    meetings = theme_topics(found, view.tokens, view.topic_mentions)
    nearest, stable = best_topics(meetings), found.themes.loc[found.themes["stable"], "theme"]
    caption = "Each theme with the topic that is nearest to it"
    if stable.empty:
        caption += ", to help in reading; a theme that is not found again is not counted."
        said = "No theme is found again in other halves of the paragraphs, so none is held against the topics."
        tables = (Table(nearest, "agreement", caption, ["theme_label", "topic"], None, folded=True, method=best_topics),)
        return Finding((said,), how_sure=NOT_AGAIN, tables=tables, base=base_of(view))
    labels, counted_ones = _labels(view, found), meetings[meetings["theme"].isin(stable)]
    agreement, said = _agreement(counted_ones), _nearest(counted_ones, labels)
    return Finding(
        (*said, agreement[1]),
        figures=(_meetings(view, counted_ones, labels, top),),
        tables=(Table(nearest, "agreement", f"{caption}.", None, None, folded=True, method=best_topics),),
        **of_corpus(len(view.articles))._asdict(),
        strength=0.1,
        base=base_of(view),
        numbers={"agreement": agreement[0]},
    )


def _found(view: View, number: int) -> Themes | str:
    """The themes, or in a sentence why there can be none."""
    try:
        return view.find_themes(number)
    except NotApplicableError as error:
        return f"{error.message[:1].upper()}{error.message[1:]}."


def _labels(view: View, found: Themes) -> dict[int, str]:
    """The first three words of each theme, as the articles write them."""
    first = found.terms[found.terms["rank"] <= 3]
    spelt = spellings(view.tokens, view.ledger, first["term"].unique())
    words = first["term"].map(spelt).groupby(first["theme"]).agg(", ".join)
    return {int(theme): str(label) for theme, label in words.items()}


def _of_pages(view: View, found: Themes) -> list[int]:
    """The themes of whose first three words two or more stand mostly at one place of an outlet's articles."""
    first = found.terms[found.terms["rank"] <= 3]
    n = first["term"].isin(mostly_of_pages(view, first["term"].unique())).groupby(first["theme"]).sum()
    return [int(theme) for theme in n.index[n >= OF_PAGES]]


def _pages_said(themes: list[str]) -> tuple[str, ...]:
    """That some themes may be none of the news."""
    if not themes:
        return ()
    which = listed([f"“{theme}”" for theme in themes], 3)
    it = "it" if len(themes) == 1 else "they"
    return (f"The words of {which} stand mostly at one place of their articles, so {it} may be of pages and not of news.",)


def _sampled(found: Themes) -> list[str]:
    """That themes were found in some of many paragraphs; nothing where they were found in all.

    >>> from types import SimpleNamespace
    >>> _sampled(SimpleNamespace(n_fitted=10_000, n_paragraphs=83_112))
    ['Themes were found in 10,000 of the 83,112 paragraphs, drawn by chance but the same each time, and then looked for in all.']
    """
    if found.n_fitted == found.n_paragraphs:
        return []
    some = f"{found.n_fitted:,} of the {found.n_paragraphs:,} paragraphs"
    return [f"Themes were found in {some}, drawn by chance but the same each time, and then looked for in all."]


def _tables(found: Themes) -> tuple[Table, ...]:
    """The themes, their words and the numbers tried; shares are shown only where every theme may be counted."""
    shares = ["prevalence", "n_paragraphs"] if found.themes["stable"].all() else []
    caption = "The themes, with how coherent they are and whether they would be found again."
    chance = found.themes["stability_chance"].iloc[0]
    if pd.notna(chance):
        caption += f" With the same words shuffled among the paragraphs, the most stable theme has a stability of {chance:.2f}."
    columns = ["theme_label", *shares, "npmi", "stability", "stability_chance", "cooccurrence_z", "stable"]
    return (
        Table(found.themes, "themes", caption, columns, None, folded=bool(found.themes["stable"].any()), method=find_themes),
        Table(found.terms, "terms", "The ten first words of each theme.", top=None, folded=True),
        Table(found.choice, "choice", "The numbers of themes that were tried.", top=None, folded=True),
    )


def _prevalence(view: View, found: Themes, labels: dict[int, str], groups: list[str]) -> Figure:
    """The shares of the stable themes in some groups."""
    by, stable = view.by, found.themes.loc[found.themes["stable"], "theme"]
    shown = found.by_group[found.by_group["theme"].isin(stable) & found.by_group[by].astype("str").isin(groups)]
    shown = shown.assign(words=shown["theme"].map(labels))
    unit, second = f"share of the themes in the paragraphs of each {named(by)}", ("n_paragraphs", "count", "paragraphs")
    chart = heat_map(shown, "words", by, "prevalence", unit, form="share", second=second)
    left_out = "" if len(stable) == len(found.themes) else " Themes that are not found again are left out."
    caption = f"Themes in {counted(found.n_paragraphs, 'paragraph')}, each by its first three words.{left_out}"
    caption += drawn_said(view.sizes, by, len(groups))
    first = found.themes[found.themes["stable"]].iloc[0]
    return Figure(
        chart, "themes", caption, f"“{labels[int(first['theme'])]}” is the largest theme that is found again", find_themes
    )


def _nearest(meetings: pd.DataFrame, labels: dict[int, str]) -> tuple[str, ...]:
    """Which topics the themes are nearest to, and which themes no topic stands out in."""
    best = best_topics(meetings).sort_values(["overlap", "theme"], ascending=[False, True])
    near = best[best["log2_ratio"] >= CLEAR]
    texts = [f"“{labels[theme]}” is nearest to the topic “{topic}”" for theme, topic in near[["theme", "topic"]].head(3).values]
    highest = meetings.groupby("theme")["log2_ratio"].max()
    alone = [f"“{labels[theme]}”" for theme in highest.index[~(highest >= CLEAR)]]
    lacking = ""
    if alone:
        lead = "leads" if len(alone) == 1 else "lead"
        lacking = f"Where {listed(alone, 3)} {lead}, no topic is mentioned twice as often as elsewhere: the list may lack one."
    return tuple(text for text in (f"{'; '.join(texts)}." if texts else "", lacking) if text)


def _agreement(meetings: pd.DataFrame) -> tuple[float | None, str]:
    """How far themes and topics are the same in all, as a number and in a sentence; None and "" where that cannot be said."""
    try:
        number = theme_agreement(meetings)
    except NotApplicableError:
        return None, ""
    return number, f"On a scale from 0 (chance) to 1 (the same), they agree by {written(number, 'number')}."


def _meetings(view: View, meetings: pd.DataFrame, labels: dict[int, str], top: int) -> Figure:
    """The shares of each theme's paragraphs that mention a topic."""
    shown = meetings.assign(words=meetings["theme"].map(labels))
    overall = shown.groupby("topic")["n_paragraphs"].sum().reset_index()
    rows = list(overall.sort_values(["n_paragraphs", "topic"], ascending=[False, True])["topic"].head(top))
    unit = "share of the theme’s paragraphs that mention the topic"
    chart = heat_map(shown, "topic", "words", "share_paragraphs", unit, form="share", highest=1.0, order=rows)
    first = best_topics(meetings).sort_values(["overlap", "theme"], ascending=[False, True]).iloc[0]
    title = f"“{labels[int(first['theme'])]}” and “{first['topic']}” are nearest"
    caption = (
        "Topics of topics.yml in the paragraphs that each theme leads. Themes that are not found again are not among these."
    )
    return Figure(chart, "agreement", caption, title, theme_topics)
