"""What is spoken of, by whom, and together with what? A view and its topics.yml in, a finding for each of these questions out.

A topic is a list of patterns that the corpus's topics.yml gives a name. Shares are of paragraphs, since a topic with many patterns has
many mentions, but one paragraph that speaks of it is one paragraph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..measure.comparing.share_gaps import share_gaps
from ..measure.dictionary.patterns import match_dictionary, never_matched
from ..measure.dictionary.topics import cooccurrence, count_topics, coverage, uncovered_lines
from ..measure.evidence.behind import evidence_of
from ..measure.evidence.concordance import lines_of, texts_of
from ..measure.uncertainty.intervals import with_intervals
from ..show.charts.dots import ranked_dots
from ..show.charts.figures import Figure
from ..show.charts.maps import heat_map
from ..show.phrases import counted, listed, named, of_all, written
from ..show.tables.heads import of_each
from ..show.tables.table import Table
from .apart import is_testable
from .finding import DEALT, Finding, answers
from .sureness import of_corpus, of_groups
from .topic_told import Told, topics_counted, topics_held
from .topic_words import (
    darkest_share,
    drawn_groups,
    drawn_said,
    missed,
    pairs_said,
    unequal_room,
    unmatched_said,
)
from .wordings import base_of, intervals_note

if TYPE_CHECKING:
    from ..view import View

RATE = "mentions in 1,000 words"
BOUNDS = {"low": "rate_per_1000_low", "high": "rate_per_1000_high"}
METHOD = (count_topics, match_dictionary)
NEVER_MATCHED = "Patterns of topics.yml that find nothing, with their lines."
PATTERN_HEADS = {"group": "topic", "label": "variant"}
MOST = "the most mentioned first"  # order of the topics of a group


@answers("What does each speak of, and what does it leave out?", within=DEALT)
def topics(view: View, top: int = 25, drawn: int = 12) -> Finding:
    """Which topics each group speaks of, by shares of its paragraphs, and which it never mentions.

    top   : topics in the figure, those in most paragraphs
    drawn : groups in the figure, those that differ most and those with most words

    Table: `topics`, a row per group and topic, with its 0 where there is no mention.
    Reading it: compare one topic between groups, not two topics in a group: topics with many patterns have more paragraphs.
    """
    nothing = _nothing(view)
    if nothing:
        return nothing
    by, mentions = view.by, view.topic_mentions
    table = with_intervals(count_topics(view.tokens, mentions, by), view.tokens, by, mentions=mentions)
    caption = f"Mentions of each topic in each {named(by)}; a topic without a mention has its 0."
    ordered = table.sort_values([by, "n"], ascending=[True, False], kind="stable")
    shown = of_each(Table(ordered, "topics", caption, top=None, folded=True, method=METHOD, opened=2), by, MOST)
    tables = (shown._replace(evidence=evidence_of(shown.head, view.tokens, view.ledger, mentions=mentions)),)
    sizes = coverage(view.tokens, mentions, by)
    if not sizes["n_paragraphs"].sum():
        return Finding(("Only titles and headings count here, and shares are of paragraphs.",), tables=tables)
    counts = table.merge(sizes[[by, "n_paragraphs"]].rename(columns={"n_paragraphs": "of"}), on=by, validate="m:1")
    gaps = share_gaps(counts, "topic", by, "n_paragraphs", "of")
    told = topics_held(view, counts, gaps) if is_testable(view) else topics_counted(view, counts, gaps)
    return Finding(
        told.sentences,
        headline=told.headline,
        caveats=(unequal_room(sizes, by) if told.silent else "",),
        figures=(_shares(view, counts, told, top, drawn),),
        tables=tables,
        **of_groups(view)._asdict(),
        strength=told.strength,
        compares=len(view.sizes) > 1 and (told.tested or bool(told.groups)),
        base=base_of(view),
        numbers={"differences": gaps.to_dict("records")},
    )


def _shares(view: View, counts: pd.DataFrame, told: Told, top: int, drawn: int) -> Figure:
    """The shares of paragraphs as a heat map: of the topics in most paragraphs, and of the groups with most words."""
    by, spoken = view.by, counts.groupby("topic")["n_paragraphs"].sum().reset_index()
    rows = list(spoken.sort_values(["n_paragraphs", "topic"], ascending=[False, True])["topic"].head(top))
    shown_groups = drawn_groups(view.sizes, by, drawn, told.groups)
    shown = counts[counts[by].astype("str").isin(shown_groups)]
    unit, second = f"share of the paragraphs of each {named(by)}", ("n_paragraphs", "count", "paragraphs")
    darkest, beyond = darkest_share(counts, by, shown_groups)
    chart = heat_map(shown, "topic", by, "share_paragraphs", unit, form="share", highest=darkest, order=rows, second=second)
    caption = "Paragraphs that mention a topic of topics.yml. One may speak of several, so columns do not add up to 100 %."
    if len(rows) < len(spoken):
        caption += f" Topics: {of_all(len(rows), spoken, 'those in most paragraphs,')}."
    caption += drawn_said(view.sizes, by, len(shown_groups))
    return Figure(chart, "topics", caption + beyond, told.title, METHOD)


@answers("How often is each topic mentioned in all?")
def topic_rates(view: View, top: int = 25) -> Finding:
    """How often each topic is mentioned in all articles together.

    top : topics in the figure, and rows that the tables show

    Tables: `topic_rates`, a row per topic; `subtopics`, a row per group and topic within a topic, where topics.yml has such.
    Reading it: a rate grows with the number of patterns that a topic has, so the order is the dictionary's as much as the articles'.
    """
    nothing = _nothing(view)
    if nothing:
        return nothing
    mentions, n_articles = view.topic_mentions, len(view.articles)
    overall = with_intervals(count_topics(view.tokens, mentions), view.tokens, mentions=mentions)
    spoken = overall[overall["n"] > 0]
    first, *others = [(f"“{row.topic}”", row.n, row.n_articles) for row in spoken.head(3).itertuples()]
    before = f", before {listed([f'{name} ({n:,})' for name, n, _ in others])}" if others else ""
    narrow = [f"“{name}”" for name in spoken.loc[spoken["n_articles"] * 2 <= n_articles, "topic"]]
    silent = [f"“{name}”" for name in overall.loc[overall["n"] == 0, "topic"]]
    times, articles = counted(first[1], "time"), counted(first[2], "article")
    drawn = overall.head(top).assign(spread=[f"in {n:,} of {n_articles:,} articles" for n in overall["n_articles"].head(top)])
    chart = ranked_dots(drawn, "topic", "rate_per_1000", RATE, detail="spread", **BOUNDS)
    caption = (
        f"Topics: {of_all(len(drawn), overall, 'the first')}. Where patterns of a topic overlap, the longest counts, once."
    )
    title = f"{first[0]} comes first, {written(spoken['rate_per_1000'].iloc[0], 'rate')} {RATE}"
    evidence = evidence_of(overall.head(top), view.tokens, view.ledger, mentions=mentions)
    return Finding(
        (
            f"{first[0]} is mentioned most, {times} in {articles}{before}.",
            f"No more than half of the articles mention {listed(narrow, 3)}." if narrow and n_articles > 1 else "",
            f"No article mentions {listed(silent, 3)}." if silent else "",
        ),
        caveats=(intervals_note(view.sizes),),
        figures=(Figure(chart, "topic_rates", caption, title, (count_topics, with_intervals)),),
        tables=(
            Table(overall, "topic_rates", "Mentions of each topic in all.", top=top, folded=True, evidence=evidence),
            *_subtopics(view, top),
        ),
        **of_corpus(n_articles)._asdict(),
        strength=0.1,
        base=base_of(view),
    )


def _subtopics(view: View, top: int) -> tuple[Table, ...]:
    """Topics within topics, such as the leaders of each country among leaders."""
    below = view.topics[view.topics["label"] != view.topics["group"]]
    if below.empty:
        return ()
    below = below.assign(group=below["group"] + " / " + below["label"])
    counts = count_topics(view.tokens, match_dictionary(view.tokens, below), view.by)
    counts = counts.sort_values([view.by, "n"], ascending=[True, False], kind="stable")
    caption = f"Mentions of topics within topics in each {named(view.by)}."
    return (of_each(Table(counts, "subtopics", caption, top=top, folded=True), view.by, MOST),)


@answers("Which topics stand together?")
def topic_pairs(view: View, top: int = 25) -> Finding:
    """Which topics meet in a paragraph, and whether they do so oftener than chance would have it.

    top : topics in the figure, and rows that the table shows

    Table: `together`, a row per pair, with the number of paragraphs that chance would give.
    Reading it: long paragraphs join topics by their length; compare a pair with what chance gives, not with another pair.
    """
    nothing = _nothing(view)
    if nothing:
        return nothing
    mentions = view.topic_mentions
    pairs = cooccurrence(view.tokens, mentions)
    if pairs.empty:
        return Finding(("There is only one topic, so none can stand beside it.",))
    if not pairs["observed"].any():
        return Finding(("No paragraph mentions two topics.",), base=base_of(view))
    overall = count_topics(view.tokens, mentions).sort_values(["n_paragraphs", "topic"], ascending=[False, True])
    rows, first = list(overall["topic"].head(top)), pairs.iloc[0]
    chart = heat_map(
        pairs, "topic_a", "topic_b", "observed", "paragraphs with both topics", form="count", mirror=True, order=rows
    )
    title = f"“{first['topic_a']}” and “{first['topic_b']}” meet most, in {counted(int(first['observed']), 'paragraph')}"
    caption = (
        f"Topics: {of_all(len(rows), overall, 'those in most paragraphs,')}. The table says how many paragraphs chance gives."
    )
    evidence = evidence_of(pairs.head(top), view.tokens, view.ledger, mentions=mentions)
    table_caption = "Pairs of topics in paragraphs: observed, and expected if they had nothing to do with each other."
    columns = ["topic_a", "topic_b", "observed", "expected", "log2_ratio"]
    return Finding(
        pairs_said(pairs),
        figures=(Figure(chart, "together", caption, title, cooccurrence),),
        tables=(Table(_paired(pairs), "together", table_caption, columns, top, folded=True, evidence=evidence, opened=2),),
        **of_corpus(len(view.articles))._asdict(),
        strength=0.1,
        base=base_of(view),
    )


def _paired(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with a column that names both, as spreadsheets sort and search it."""
    return pairs.assign(pair=pairs["topic_a"] + " with " + pairs["topic_b"])


@answers("What does the list of topics miss?")
def topic_gaps(view: View, top: int = 25, kept: int = 10_000) -> Finding:
    """Which paragraphs no topic covers, which patterns never counted, and in which lines the others did.

    top  : rows shown of each table
    kept : mentions in the table of their lines

    Tables: `coverage`, `uncovered`, `thin` (covered by the widest topic alone), `never_matched`, `mentions`, `patterns`; each only
    where it has a row.
    Reading it: what the paragraphs without a topic speak of, topics.yml has no word for.
    """
    if view.topics.empty:
        return _nothing(view)
    mentions, by = view.topic_mentions, view.by
    covered = coverage(view.tokens, mentions, by)
    overall = count_topics(view.tokens, mentions).sort_values(["n_paragraphs", "topic"], ascending=[False, True])
    widest = overall["topic"].iloc[0]
    bare, thin = (uncovered_lines(view.tokens, known) for known in (mentions, mentions[mentions["group"] != widest]))
    unmatched = never_matched(mentions, view.topics, tokens=view.tokens)
    n = int(covered["n_paragraphs"].sum())
    of_each_group = f"Paragraphs without any topic in each {named(by)}."
    lists = (
        _paragraphs(view, bare, "uncovered", "Paragraphs without any topic, longest first", top),
        of_each(Table(covered, "coverage", of_each_group, top=top, folded=True, method=coverage), by),
        _paragraphs(view, thin, "thin", f"Paragraphs without any topic but “{widest}”, longest first", top)._replace(
            folded=True
        ),
        Table(unmatched, "never_matched", NEVER_MATCHED, headings=PATTERN_HEADS, top=top, folded=True),
        *_mentioned(view, top, kept),
    )
    return Finding(
        (*missed(n, len(bare), len(thin), widest), unmatched_said(len(unmatched), len(view.topics))),
        tables=tuple(table for table in lists if len(table.frame)),
        **of_corpus(len(view.articles))._asdict(),
        strength=min(len(bare) / max(n, 1), 0.2),
        base=base_of(view),
    )


def _paragraphs(view: View, frame: pd.DataFrame, name: str, caption: str, top: int) -> Table:
    """Paragraphs, of which the first ones alone have their text: most of a corpus may be among them, and is not published unasked."""
    which = f"; the stored table has the text of these {top:,}, and where all of them stand" if len(frame) > top else ""
    first = frame.head(top)
    some = pd.Series(texts_of(view.ledger, first["doc_id"], first["line"]), dtype="str").reindex(frame.index)
    return Table(frame.assign(text=some), name, f"{caption}{which}.", top=top)


def _mentioned(view: View, top: int, kept: int) -> tuple[Table, Table]:
    """The mentions in their lines, and which pattern brought how many."""
    mentions, by = view.topic_mentions, view.by
    lines = lines_of(mentions.head(kept), view.ledger, width=40).sort_values(["group", by, "doc_id", "line"])
    columns = list(dict.fromkeys(["topic", by, "left", "hit", "right", "doc_id", "line", "voice"]))
    which = of_all(kept, mentions, "the first")
    caption = f"Mentions in the articles' own text, by topic and {named(by)}: {which}."
    keys = ["group", "pattern", "pattern_line"]
    patterns = mentions.groupby(keys, as_index=False, observed=True).agg(n=("line", "size"), n_articles=("doc_id", "nunique"))
    patterns = patterns.sort_values(["n", *keys], ascending=[False, True, True, True])
    brought = "Which pattern found how many mentions, most first."
    return (
        of_each(
            Table(lines.rename(columns={"group": "topic"}), "mentions", caption, columns, 2 * top, folded=True), by, "by topic"
        ),
        Table(patterns, "patterns", brought, headings=PATTERN_HEADS, top=top, folded=True),
    )


def _nothing(view: View) -> Finding | None:
    """What is said where there are no topics, or none is mentioned; None where there is something to count."""
    if view.topics.empty:
        hint = "A topics.yml would say what each outlet speaks of, and what it leaves out."
        return Finding(("This corpus has no topics.yml, so no topics are looked for.",), hint=hint)
    if view.topic_mentions.empty:
        return Finding(("No topic of topics.yml is mentioned in these articles.",), base=base_of(view))
    return None
