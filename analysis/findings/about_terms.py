"""Which words are used, by whom, how evenly, and when? A view in, a finding for each of these questions out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from ..measure.counting.counts import count_terms, split_stop_words
from ..measure.counting.dispersion import dispersion, positions
from ..measure.counting.trend import trend, undated
from ..measure.evidence.behind import evidence_of
from ..measure.evidence.concordance import concordance
from ..measure.evidence.spellings import spellings
from ..measure.uncertainty.intervals import with_intervals
from ..show.charts.dots import ranked_dots
from ..show.charts.figures import Figure
from ..show.charts.maps import heat_map, places_in_articles
from ..show.charts.trends import trend_lines
from ..show.phrases import counted, listed, named, of_all, written
from ..show.tables.heads import of_each
from ..show.tables.table import Table
from .busy_times import busy_periods, few_said, most_used_said, strays_said, unplaced_said
from .finding import KEPT, Finding, answers
from .short import times, titles
from .sureness import of_comparison, of_corpus
from .tellings import groups_of
from .wordings import base_of, group_words, intervals_note, of_one_article, only_one, stop_list_note, titled

if TYPE_CHECKING:
    from ..view import View

Words = Sequence[str] | str
FUNCTION_WORDS = "function words"
RATE = "times in 1,000 words"
BOUNDS = {"low": "rate_per_1000_low", "high": "rate_per_1000_high"}
METHOD = (count_terms, with_intervals)


@answers("Which words are used most?")
def frequent_terms(view: View, top: int = 20, stop_list: str = FUNCTION_WORDS, more_stop_words: Words = ()) -> Finding:
    """The words that a view uses most, with how many articles have each.

    top             : how many words
    stop_list       : words to leave out: "function words" or "none"
    more_stop_words : further words to leave out

    Tables: `terms`, the words without those of the stop list, with intervals by articles and Gries's DP; `left_out`, these.
    Reading it: a rate is relative to all running words. A word that few articles have is theirs and not the corpus's.
    """
    counts = _with_dispersion(view.tokens)
    content, stopped = split_stop_words(with_intervals(counts, view.tokens), view.stop_words(stop_list, more_stop_words))
    left_out, n, first = stop_list_note(stop_list, view.language, content, stopped), len(view.articles), content.head(top)
    if first.empty:
        return Finding(("No word is left once those of the stop list are taken away.",), caveats=(left_out,))
    spelt = spellings(view.tokens, view.ledger, first["term"])
    leading = [f"“{spelt[term]}”" for term in first["term"].head(5)]
    narrow = [f"“{spelt[row.term]}”" for row in first.head(5).itertuples() if row.n_articles * 2 <= n]
    few = f"No more than half of the articles contain {listed(narrow)}." if narrow and n > 1 else ""
    drawn = first.assign(word=first["term"].map(spelt), spread=[f"in {has:,} of {n:,} articles" for has in first["n_articles"]])
    chart = ranked_dots(drawn, "word", "rate_per_1000", RATE, detail="spread", **BOUNDS)
    title = f"{leading[0]} comes first, {written(first['rate_per_1000'].iloc[0], 'rate')} {RATE}"
    evidence = evidence_of(first, view.tokens, view.ledger)
    most = f"The words used most are {listed(leading)}." if len(leading) > 1 else f"The word used most is {leading[0]}."
    return Finding(
        (most, few),
        caveats=(intervals_note(view.sizes),),
        figures=(Figure(chart, "frequent", f"The {counted(len(first), 'word')} used most. {left_out}", title, METHOD),),
        tables=(
            Table(content, "terms", "Words by frequency.", top=top, folded=True, method=METHOD, evidence=evidence),
            *_left_out(stopped, top),
        ),
        **of_corpus(n)._asdict(),
        strength=0.1,
        base=base_of(view),
    )


def _with_dispersion(tokens: pd.DataFrame) -> pd.DataFrame:
    """How often each word stands, and how evenly it is spread; both tables have the same order."""
    return count_terms(tokens).assign(**dispersion(tokens)[["dp", "dp_norm"]])


def _left_out(stopped: pd.DataFrame, top: int) -> tuple[Table, ...]:
    """The words that the table of words has not, where there are any."""
    table = Table(stopped, "left_out", "The words of the stop list, which the table above leaves out.", top=top, folded=True)
    return (table,) if len(stopped) else ()


@answers("Who uses them, and who does not?", within=KEPT)
def terms_by_group(view: View, top: int = 20, stop_list: str = FUNCTION_WORDS, more_stop_words: Words = ()) -> Finding:
    """The words that a view uses most, compared between its groups.

    top, stop_list, more_stop_words : as for `frequent_terms`

    Table: `terms_by_group`, the words that each group uses most, with rates and intervals.
    Reading it: between groups of unequal size compare the rates. A word of a group with one article is that article's.
    """
    if len(view.sizes) < 2:
        return Finding((only_one(view),))
    stop_words = view.stop_words(stop_list, more_stop_words)
    overall = split_stop_words(count_terms(view.tokens), stop_words)[0]["term"].head(top)
    if overall.empty:
        return Finding(("No word is left once those of the stop list are taken away.",))
    counts = split_stop_words(count_terms(view.tokens, view.by), stop_words)[0]
    place, among = counts.groupby(view.by, observed=True).cumcount(), counts["term"].isin(overall)
    leading = (place < max(top // 2, 1)) & counts[view.by].notna()
    counts = with_intervals(counts[leading | among], view.tokens, view.by)
    spelt = spellings(view.tokens, view.ledger, overall)
    shown = counts[among[counts.index]]
    shown = shown.assign(word=shown["term"].astype("str").map(spelt))
    widest = widest_gaps(shown, view.by)
    unit, second = f"{RATE} of each {named(view.by)}", ("n", "count", "occurrences")
    chart = heat_map(
        shown, "word", view.by, "rate_per_1000", unit, absent=0.0, order=[spelt[term] for term in overall], second=second
    )
    caption = f"The {counted(len(overall), 'word')} used most, each column by its own words. {group_words(view)}"
    caption_of_table = f"The words that each {named(view.by)} uses most."
    listing = Table(counts[leading[counts.index]], "terms_by_group", caption_of_table, top=None, folded=True, method=METHOD)
    of = f"Of the {counted(len(overall), 'word')} used most"
    most = f"these differ most: {'; '.join(widest)}" if widest else f"each {named(view.by)} has all equally often"
    return Finding(
        (f"{of}, {most}.",),
        figures=(Figure(chart, "terms_by_group", caption, titled(widest[0]) if widest else "", count_terms),),
        tables=(of_each(listing, view.by, "most frequent first"),),
        **of_comparison(view.sizes, view.by)._asdict(),
        strength=0.2,
        compares=True,
        base=base_of(view),
    )


def widest_gaps(counts: pd.DataFrame, by: str, top: int = 3) -> list[str]:
    """The words whose rates differ most between two groups, with both rates; a group without a row has 0.

    counts : what count_terms gives for `by`, with the column `word`

    A word whose rates are written alike is none of them.
    """
    rates = counts.astype({by: "str"}).pivot_table(index="word", columns=by, values="rate_per_1000", fill_value=0.0)
    gaps = (rates.max(axis="columns") - rates.min(axis="columns")).sort_index().sort_values(ascending=False, kind="stable")
    texts = []
    for word in gaps.index[:top]:
        row = rates.loc[word].round(9)
        most, least = times(row.max()), "never" if row.min() == 0 else times(row.min()).removesuffix(" times")
        if most.removesuffix(" times") == least:
            break
        texts.append(f"“{word}”, {most} in 1,000 words in {row.idxmax()}, {least} in {row.idxmin()}")
    return texts


@answers("Are the words spread over the articles, or one article's own?")
def spread(
    view: View,
    terms: Words = (),
    top: int = 20,
    drawn: int = 12,
    min_n: int = 3,
    stop_list: str = FUNCTION_WORDS,
    more_stop_words: Words = (),
) -> Finding:
    """How evenly frequent words are spread over the articles, and where some of them stand.

    terms : words to draw (* and ? allowed); none takes the three used most
    top   : how many rows the table shows; five times as many words are looked at
    drawn : articles in the figure, those with most of the terms
    min_n : occurrences that a word needs to be in the table
    stop_list, more_stop_words : as for `frequent_terms`

    Table: `dispersion`, the words least evenly spread first.
    Reading it: Gries's DP is 0 where a word is spread as all words are, near 1 where one short article has it all.
    """
    counts = _with_dispersion(view.tokens)
    content = split_stop_words(counts, view.stop_words(stop_list, more_stop_words))[0]
    often, n_articles = content.head(5 * top), len(view.articles)
    terms = asked_for(view, terms)
    if not terms:
        return Finding(("No word is left once those of the stop list are taken away.",))
    if n_articles < 2:
        return Finding(("With one article there is nothing over which a word could be spread.",))
    alone = often[often["n_articles"] == 1]
    spelt = spellings(view.tokens, view.ledger, [*alone["term"].head(5), *terms])
    texts = [f"“{spelt[term]}” ({n:,})" for term, n in zip(alone["term"].head(5), alone["n"].head(5), strict=True)]
    uneven = content[content["n"] >= min_n].sort_values(["dp", "n", "term"], ascending=[False, False, True])
    shown = f"Words used {min_n:,} times or more, the least evenly spread first."
    table = Table(uneven, "dispersion", shown, top=top, folded=True, method=dispersion)
    said = [f"{of_one_article(len(alone), len(often))}{f': {listed(texts)}' if texts else ''}."]
    said += [f"No word stands {min_n:,} times or more; of rarer ones no table was made."] if uneven.empty else []
    return Finding(
        tuple(said),
        figures=_places(view, terms, spelt, drawn),
        tables=() if uneven.empty else (table,),
        **of_corpus(n_articles)._asdict(),
        strength=0.1,
        base=base_of(view),
    )


def _places(view: View, terms: list[str], spelt: Mapping[str, str], drawn: int) -> tuple[Figure, ...]:
    """Where the words stand in the articles that have most of them; nothing where no article has one."""
    places = positions(view.tokens, terms)
    if places.empty:
        return ()
    docs = places["doc_id"].astype("str")
    most = docs.value_counts().sort_index().sort_values(ascending=False, kind="stable").index[:drawn]
    called, group = titles(view.articles), groups_of(view)
    names = {doc: f"{group[doc]}: {called[doc]}" for doc in most}
    chart = places_in_articles(
        places.assign(word=places["term"].map(spelt), article=docs.map(names)), "word", "article", "place", list(names.values())
    )
    which = of_all(len(most), view.articles, "those with most of them,")
    caption = f"Where the words stand, from an article's first word to its last; articles: {which}."
    return (Figure(chart, "places", caption, "", positions),)


@answers("When are the words used?")
def course_of_time(view: View, terms: Words = (), period: str = "month", top: int = 20) -> Finding:
    """How often some words are used in each period that the articles' dates name.

    terms  : words to follow (* and ? allowed); none takes the three used most
    period : day, week, month or year; an article counts where its date lies in one period as a whole
    top    : how many rows the tables show

    Tables: `trend`, a row per period and term; `undated`, the articles that no one period holds.
    Reading it: a period with few articles moves with each of them.
    """
    missing = undated(view.articles, period=period)
    lists = (Table(missing, "undated", f"Articles whose date does not say which {period}.", top=top, folded=True),)
    terms = asked_for(view, terms)
    if len(missing) == len(view.articles):
        return Finding((f"No article's date says in which {period} it was published.",), tables=lists)
    if not terms:
        return Finding(("No word is left once those of the stop list are taken away.",), tables=lists)
    course = trend(view.tokens, view.articles, terms, period=period)
    course = course.assign(word=course["term"].astype("str").map(spellings(view.tokens, view.ledger, terms)))
    lists = (
        Table(course, "trend", f"The same by {period}, with articles and words.", top=top, folded=True, method=trend),
        *lists,
    )
    sizes = course.drop_duplicates("period").set_index("period")["n_articles_period"]
    busy = busy_periods(sizes)
    course = course[course["period"].isin(busy.drawn)]
    placed = course.dropna(subset="rate_per_1000")
    left = unplaced_said(len(missing), period)
    if placed["period"].nunique() < 2:
        which = "Nearly all" if busy.n_left else "All"
        return Finding((f"{which} dated articles lie in one {period}: nothing to follow over time.", left), tables=lists)
    peaks = placed[~placed["period"].isin(busy.sparse)].sort_values(["rate_per_1000", "period"], ascending=[False, True])
    peaks = peaks.drop_duplicates("word")
    most = most_used_said(peaks[peaks["rate_per_1000"] > 0])
    sizes = sizes[sizes.index.isin(placed["period"])]
    n_articles = int(sizes.sum())
    chart = trend_lines(course, "period", "rate_per_1000", "word", RATE, **BOUNDS)
    return Finding(
        (most or "None of these words is in a dated article.", left),
        caveats=tuple(filter(None, (few_said(sizes, period), strays_said(busy, period)))),
        figures=(Figure(chart, "trend", f"A gap is a {period} without an article.", "", trend),) if most else (),
        tables=lists,
        verdict=of_corpus(int(sizes.min())).verdict,
        how_sure=f"It rests on {counted(n_articles, 'article')} in {counted(len(sizes), period)}.",
        strength=0.1,
        base=base_of(view),
    )


@answers("In which lines do they stand?")
def lines(view: View, terms: Words = (), top: int = 40, width: int = 50) -> Finding:
    """Every occurrence of some words in the articles' own text, sorted by the words that follow.

    terms : words, phrases or patterns (* and ? allowed); none takes the three used most
    top   : lines shown; the files beside the page have all
    width : characters of context on each side

    Table: `concordance`.
    Reading it: look for turns of phrase that come again, and for who is speaking.
    """
    terms = asked_for(view, terms)
    found = concordance(view.tokens, view.ledger, terms, width=width, sort="right") if terms else pd.DataFrame()
    if not terms:
        return Finding(("No word is left once those of the stop list are taken away.",))
    if found.empty:
        return Finding((f"{listed([f'“{term}”' for term in terms])} {'stands' if len(terms) < 2 else 'stand'} in no line.",))
    columns = list(dict.fromkeys(["left", "hit", "right", view.by, "date", "doc_id", "line", "voice"]))
    spelt = listed([f"“{term}”" for term in spellings(view.tokens, view.ledger, terms).values()])
    n = found["doc_id"].nunique()
    caption = f"Every line with {spelt}, sorted by the words that follow."
    return Finding(
        (f"There are {counted(len(found), 'place')} in {counted(n, 'article')} with {spelt}.",),
        tables=(Table(found, "concordance", caption, columns, top, folded=True, method=concordance),),
        **of_corpus(len(view.articles))._asdict(),
        base=base_of(view),
    )


def asked_for(view: View, terms: Words) -> list[str]:
    """The terms as a list; the three words used most where none is asked for."""
    if isinstance(terms, str):
        return [terms]
    return list(terms) or list(split_stop_words(count_terms(view.tokens), view.stop_words())[0]["term"].astype("str").head(3))
