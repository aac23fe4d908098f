"""How varied are the words, how long the sentences, and which words keep together? A view in, a finding for each question out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from ..measure.counting.counts import count_ngrams, count_terms, split_stop_words
from ..measure.evidence.behind import evidence_of
from ..measure.language.collocations import collocates_of_each
from ..measure.language.collocations import collocations as count_collocations
from ..measure.language.diversity import WINDOW
from ..measure.language.diversity import diversity as measure_diversity
from ..measure.language.readability import LANGUAGES, syllable_table
from ..measure.language.readability import readability as measure_readability
from ..measure.uncertainty.intervals import with_intervals
from ..show.charts.dots import ranked_dots
from ..show.charts.figures import Figure
from ..show.languages_named import language_named
from ..show.phrases import counted, listed, named, of_all, written
from ..show.tables.heads import of_each
from ..show.tables.table import Table
from .finding import KEPT, Finding, answers
from .neighbours import as_written, near_tables, neighbours, pairs_figure, pairs_table, together
from .short import group_names
from .sureness import of_comparison, of_corpus
from .wordings import base_of, begun, group_words, intervals_note, stop_list_note

if TYPE_CHECKING:
    from ..view import View

Words = Sequence[str] | str
FUNCTION_WORDS = "function words"
RATE = "times in 1,000 words"
BOUNDS = {"low": "rate_per_1000_low", "high": "rate_per_1000_high"}
RUNS = (count_ngrams, with_intervals)  # what the runs of words rest on
SAME = 2  # words of a stretch by which two averages may differ and still be told as equal
ROUGH = 100  # words below which a formula of readability is rough


@answers("How varied are the words, and how long the sentences?", within=KEPT)
def diversity(view: View, top: int = 20, drawn: int = 12) -> Finding:
    """How many different words each group uses in stretches of one length, and how long its sentences are.

    top   : rows of the table
    drawn : groups in the figure, those with most words

    Figure: `variety`. Table: `diversity`, with four measures of diversity and the sentences.
    Reading it: compare stretches of one length, never the share of different words of a whole text, which falls as a text grows.
    """
    by, table = view.by, measure_diversity(view.tokens, view.by)
    table = table.assign(**{by: group_names(table[by])})
    column = f"mattr_{WINDOW}"
    varied, long = _ranked(table, column, by), _ranked(table, "words_per_sentence", by)
    caption = f"How varied the words of each {named(by)} are, and how long its sentences."
    lists = (of_each(Table(table, "diversity", caption, top=top, folded=True, method=measure_diversity), by),)
    if varied.empty and long.empty:
        return Finding((f"No {named(by)} has enough words to say how varied they are.",), tables=lists, base=base_of(view))
    few = listed([str(name) for name in table.loc[table[column].isna(), by]], 3)
    of = "" if varied.empty else f" of {few}"
    short = f"No article{of} has {WINDOW} words in a row to look at." if table[column].isna().any() else ""
    figures = ()
    if len(varied):
        most = varied[varied[by].isin(varied.sort_values("n_tokens", ascending=False, kind="stable")[by].head(drawn))]
        chart = ranked_dots(most, by, column, f"share of different words among {WINDOW} in a row", form="share")
        which = of_all(len(most), varied, "those with most words,")
        caption = f"The mean over all stretches of {WINDOW} words within an article (MATTR); {named(by)}s: {which}. {group_words(view)}"
        figures = (Figure(chart, "variety", caption, _variety_title(varied, by, column), measure_diversity),)
    compared = len(long) > 1
    return Finding(
        (*_variety(varied, by, column), *_lengths(long, by), short),
        figures=figures,
        tables=lists,
        **(of_comparison(view.sizes, by) if len(view.sizes) > 1 else of_corpus(len(view.articles)))._asdict(),
        strength=0.5 * (1 - float(long["words_per_sentence"].min() / long["words_per_sentence"].max())) if compared else 0.1,
        compares=compared,
        base=base_of(view),
    )


def _ranked(table: pd.DataFrame, column: str, by: str) -> pd.DataFrame:
    """The rows that have a value, the highest first."""
    return table.dropna(subset=column).sort_values([column, by], ascending=[False, True])


def _variety(varied: pd.DataFrame, by: str, column: str) -> tuple[str, ...]:
    """How many of so many words in a row are different, at most and at least."""
    if varied.empty:
        return ()
    first, last, most, least = _ends(varied, by, column, WINDOW)
    if len(varied) == 1:
        return (f"Of {WINDOW} words in a row in {first}, {most} are different on average.",)
    if most - least <= SAME:
        number = f"{least}" if most == least else f"{least} to {most}"
        return (f"The words are about equally varied everywhere: of {WINDOW} in a row, {number} are different on average.",)
    text = f"The words vary most in {first}: of {WINDOW} in a row, {most} are different on average"
    return (f"{text}. They vary least in {last}, with {least}.",)


def _ends(ranked: pd.DataFrame, by: str, column: str, times: int = 1) -> tuple[str, str, int, int]:
    """The first and the last group, and their values as whole numbers."""
    first, last = ranked.iloc[0], ranked.iloc[-1]
    return str(first[by]), str(last[by]), round(times * first[column]), round(times * last[column])


def _lengths(long: pd.DataFrame, by: str) -> tuple[str, ...]:
    """Whose sentences are longest, and whose shortest."""
    if long.empty:
        return ("There is no running text whose sentences could be measured.",)
    first, last, most, least = _ends(long, by, "words_per_sentence")
    if len(long) == 1:
        return (f"A sentence has {counted(most, 'word')} on average.",)
    if most == least:
        return (f"Sentences are equally long everywhere, {counted(most, 'word')} on average.",)
    return (f"Sentences are longest in {first}, {counted(most, 'word')} on average, and shortest in {last}, {least}.",)


def _variety_title(varied: pd.DataFrame, by: str, column: str) -> str:
    """What the figure says in one line."""
    first, _, most, least = _ends(varied, by, column, WINDOW)
    if most - least <= SAME:
        return f"Of {WINDOW} words in a row, {least if most == least else f'{least} to {most}'} are different"
    return f"Most different words in {first}: {most} of {WINDOW} in a row"


@answers("How easy is the text to read?", within=KEPT)
def readability(view: View, top: int = 20) -> Finding:
    """Flesch's reading ease of each group, for English articles.

    top : rows of the tables

    Tables: `readability`, with the counts the score is made of; `syllables`, how many the formula counts in each word.
    Reading it: 60 to 70 is plain English, below 30 very difficult. The formula knows how long words and sentences are, and no more.
    """
    by = view.by
    if view.language.casefold().partition("-")[0] not in LANGUAGES:
        spoken = f"are in {language_named(view.language)}" if view.language else "do not say which language they are in"
        return Finding((f"Reading ease is not measured: the formula was made for English, and these articles {spoken}.",))
    table = measure_readability(view.tokens, by)
    table = table.assign(**{by: group_names(table[by])})
    known = table.dropna(subset="flesch").sort_values(["flesch", by], ascending=[False, True])
    if known.empty:
        return Finding(("There is no running text whose reading ease could be measured.",))
    first, last = known.iloc[0], known.iloc[-1]
    score, least = (f"{row['flesch']:.0f}".replace("-", "−") for row in (first, last))
    scale = "on Flesch’s scale, where 60 to 70 is plain English and below 30 very difficult"
    sentence = f"{first[by]} is easiest to read, with {score} {scale}; {last[by]} is hardest, with {least}."
    if score == least:
        sentence = f"{'Reading ease is' if len(known) == 1 else f'Each {named(by)} has'} {score} {scale}."
    few = [str(name) for name in known.loc[known["n_tokens_body"] < ROUGH, by]]
    rough = f"The score is rough for {listed(few, 3)}, with fewer than {ROUGH} words of running text." if few else ""
    caption = f"Flesch’s reading ease of each {named(by)}, with the counts it is made of."
    syllables = Table(
        syllable_table(view.tokens), "syllables", "Syllables of each word, as the formula counts them.", top=top, folded=True
    )
    compared = len(known) > 1
    return Finding(
        (begun(sentence, by),),
        caveats=("The formula knows how long words and sentences are, and nothing of what they say.", rough),
        tables=(
            of_each(Table(table, "readability", caption, top=top, method=measure_readability), by),
            syllables,
        ),
        **(of_comparison(view.sizes, by) if len(view.sizes) > 1 else of_corpus(len(view.articles)))._asdict(),
        strength=min(0.4, float(first["flesch"] - last["flesch"]) / 200) if compared else 0.1,
        compares=compared,
        base=base_of(view),
    )


@answers("Which runs of words recur?")
def ngrams(
    view: View,
    length: int = 2,
    top: int = 20,
    min_n: int = 3,
    stop_list: str = FUNCTION_WORDS,
    more_stop_words: Words = (),
) -> Finding:
    """The runs of neighbouring words that come back most often.

    length : words in a run, 1 to 5
    top    : runs in the figure and in the table shown
    min_n  : occurrences that a run needs
    stop_list, more_stop_words : words with which no run begins or ends: "function words" or "none", and further ones

    Figure and table: `runs`, with intervals by articles and the lines.
    Reading it: a long run that recurs is a name, a set phrase, or a passage that several articles share.
    """
    stop_words = view.stop_words(stop_list, more_stop_words)
    runs = count_ngrams(view.tokens, n=length, min_n=min_n, stop_words=stop_words)
    if runs.empty:
        text = f"No run of {counted(length, 'word')} that begins and ends in a content word occurs {min_n:,} times or more"
        return Finding((f"{text}; rarer ones were not looked at.",), base=base_of(view))
    runs, n = with_intervals(runs, view.tokens), len(view.articles)
    content, stopped = split_stop_words(count_terms(view.tokens), stop_words)
    caption = f"Runs of {counted(length, 'word')}. {stop_list_note(stop_list, view.language, content, stopped)}"
    evidence = evidence_of(runs.head(top), view.tokens, view.ledger)
    drawn = runs.head(top).assign(run=as_written(runs["term"].head(top), view))
    edges = "" if stop_list == "none" else " None begins or ends in a word of the stop list."
    within = f"Runs of {counted(length, 'word')} within a sentence, {min_n:,} times or more.{edges}"
    leading = [f"“{run}” ({times:,} times)" for run, times in drawn[["run", "n"]].head(3).itertuples(index=False)]
    alone = int((drawn["n_articles"] == 1).sum())
    own = (
        f"{alone:,} of the {len(drawn):,} shown {'is' if alone == 1 else 'are'} in one article only." if alone and n > 1 else ""
    )
    return Finding(
        (f"The runs of {counted(length, 'word')} that recur most often are {listed(leading)}.", own),
        caveats=(intervals_note(view.sizes),),
        figures=(_runs_figure(drawn, n, within),),
        tables=(Table(runs, "runs", caption, top=top, folded=True, method=RUNS, evidence=evidence),),
        **of_corpus(n)._asdict(),
        strength=0.1,
        base=base_of(view),
    )


def _runs_figure(drawn: pd.DataFrame, n: int, caption: str) -> Figure:
    """The rates of runs with their intervals, and in how many of `n` articles each is."""
    drawn = drawn.assign(spread=[f"in {has:,} of {n:,} articles" for has in drawn["n_articles"]])
    chart = ranked_dots(drawn, "run", "rate_per_1000", RATE, detail="spread", **BOUNDS)
    title = f"“{drawn['run'].iloc[0]}” recurs most often, {written(drawn['rate_per_1000'].iloc[0], 'rate')} {RATE}"
    return Figure(chart, "runs", caption, title, RUNS)


@answers("Which words keep company?")
def collocations(
    view: View,
    terms: Words = (),
    window: int = 5,
    top: int = 20,
    min_n: int = 3,
    stop_list: str = FUNCTION_WORDS,
    more_stop_words: Words = (),
) -> Finding:
    """Which words stand side by side more often than chance has it, and what stands near some words.

    terms  : words whose neighbours to list (* and ? allowed); none takes the three used most
    window : words to either side that count as neighbours of `terms`
    top    : pairs in the figure, and rows of the tables shown
    min_n  : times that two words have to meet
    stop_list, more_stop_words : words left out of the pairs: "function words" or "none", and further ones

    Figure and table: `collocations`. Tables: `near_1`, `near_2` and so on, the neighbours of each of `terms`.
    Reading it: G² ranks pairs within this corpus; its size means nothing in another one. A pair is often a name.
    """
    stop_words = view.stop_words(stop_list, more_stop_words)
    telling = count_collocations(view.tokens, min_n=min_n, stop_words=stop_words)
    telling = telling.assign(pair=telling["left"] + " " + telling["right"])
    content, stopped = split_stop_words(count_terms(view.tokens), stop_words)
    focus = [terms] if isinstance(terms, str) else list(terms) or list(content["term"].astype("str").head(3))
    near = {term: table for term, table in collocates_of_each(view.tokens, focus, window, min_n).items() if len(table)}
    if telling.empty and not near:
        return Finding((together(telling, view, min_n),), base=base_of(view))
    left_out = stop_list_note(stop_list, view.language, content, stopped)
    caption = f"Words side by side, {min_n:,} times or more. {left_out}"
    lists = (*pairs_table(telling, view, top, caption), *near_tables(near, focus, view, top, window))
    return Finding(
        (together(telling, view, min_n), neighbours(near, stop_words, view)),
        figures=pairs_figure(telling, view, top, min_n),
        tables=lists,
        **of_corpus(len(view.articles))._asdict(),
        strength=0.1,
        base=base_of(view),
    )
