"""Discovered themes: which words go together, where, and how far to believe it. Table `tokens` in, tables by theme out.

A dictionary finds what its author looked for; themes are what the paragraphs themselves fall into, and so show what a
dictionary lacks. They are found by a procedure with choices in it (how many, which words, from which start), so each comes with
its coherence and its stability. A paragraph is a line whose part is "body". theme_fit.py does the finding.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...arguments import in_range
from ...blocks import heads
from ...errors import NotApplicableError, SchemaError, UsageError
from ...schema import brief
from ..counting.codes import Groups, check_tokens, coded, grouped, joint, labels, ordered
from ..evidence.concordance import texts_of
from .theme_fit import (
    DIGITS,
    TOP,
    Fitted,
    Paragraphs,
    Space,
    choose,
    npmi,
    paragraphs_of,
    space_of,
    steadiness,
    top_terms,
    weighted,
    weights,
    word_counts,
)

FEWEST_PARAGRAPHS = 20  # below, a theme would be three or four paragraphs
PARAGRAPHS_A_THEME = 5  # on average, at the least, among the numbers that are tried
NUMBERS = range(3, 13)  # of themes to try: more than a dozen nobody reads
MOST_PARAGRAPHS = (
    10_000  # of 60,000 with planted themes as many get their own theme as with twice the sample, in half of the time
)
BEST, CHUNK = 10, 20_000  # paragraphs listed for a theme; paragraphs whose weights are worked out at a time


class Themes(NamedTuple):
    """Tables of the themes that were found, numbered from 1 by falling prevalence, and what they rest on; see `themes`."""

    terms: pd.DataFrame
    themes: pd.DataFrame
    by_group: pd.DataFrame
    paragraphs: pd.DataFrame
    choice: pd.DataFrame
    strongest: pd.DataFrame
    n_paragraphs: int
    n_fitted: int
    n_without: int
    n_terms: int

    def __repr__(self) -> str:
        return brief(self)


@in_range
def find_themes(
    tokens: pd.DataFrame,
    k: int | None = None,
    stop_words: str | Iterable[str] = (),
    *,
    by: str | Iterable[str] = (),
    seed: int = 0,
    seeds: int = 10,
    min_paragraphs: int = 3,
    most_paragraphs: int = MOST_PARAGRAPHS,
) -> Themes:
    """Find the themes of the paragraphs: groups of terms that occur together, each in the paragraphs to its own measure.

    Paragraphs × terms, weighted by TF-IDF (n × (ln((1 + N) / (1 + df)) + 1), rows of length 1), are factorised by NMF, from a
    fixed start (nndsvda), into paragraphs × themes and themes × terms without negative numbers. Each theme's terms then add up to
    1, so that its weight in a paragraph is its part of the paragraph's TF-IDF.

    k               : number of themes; None takes that of 3 to 12 (with at least five paragraphs to a theme) whose themes have the
                      highest mean NPMI, to two decimals, and of equals the smallest
    stop_words      : words that do not count; without any, themes are made of function words
    by              : columns of the article, such as ("source",)
    seed, seeds     : the start of all random draws; how often the search is repeated, for the stability
    min_paragraphs  : a term must be in so many of the paragraphs that the themes are found in
    most_paragraphs : with more, themes are found in a random sample of so many (seeded), and then looked for in all

    Returns tables and numbers. Each table has theme, its number, and theme_label, its first three terms; but choice has neither,
    and strongest no label.
        terms         rank, term, weight: the theme's ten top terms and their shares of it; ties a-z
        themes        prevalence (share of all themes' weight), n_paragraphs (in which it is the strongest), npmi (mean over pairs
                      of its top terms, by the paragraphs that have both; missing without a pair), stability (mean Jaccard of its
                      top terms with those of its partner in each repetition, in a random half of the paragraphs),
                      stability_chance (the highest of as many themes when the same words are dealt out anew among the paragraphs,
                      four times; missing where no theme could be stable), cooccurrence_z (how much oftener the top terms found in a
                      half meet in the paragraphs of the other than words dealt out would, in standard deviations; the mean of the
                      repetitions), stable (stability above .6 and above stability_chance, cooccurrence_z above 3)
        by_group      the group's columns, prevalence (share of the group's weight; missing where there is none), n_paragraphs;
                      every theme in every group
        paragraphs    rank, doc_id, line, weight, share_theme (of all themes' weight in the paragraph): the ten with the highest
                      weight; ties by doc_id and line
        choice        k, npmi, converged, chosen: each number of themes that was tried
        strongest     doc_id, line, theme, share_theme: every paragraph; theme and share are missing where no theme is in it
        n_paragraphs  paragraphs
        n_fitted      those that the themes were found in
        n_without     those that no theme is in
        n_terms       terms that the themes are made of

    A theme that came out without any weight is left out, so there may be fewer than k.

    Raises NotApplicableError for fewer than 20 paragraphs or fewer than ten terms; UsageError for a number that cannot be meant;
    SchemaError if `tokens` has no row, lacks a column of `by`, or `by` parts a paragraph.
    Reading it: a theme has the name of its terms and no other; read its paragraphs before calling it anything. What is not stable
    hangs on which paragraphs there happen to be; halves hold half the text, so the whole is somewhat more stable than it says.
    NPMI from the same paragraphs is an aid to choose, no proof, and often nearly the same for several numbers of themes. Long
    paragraphs weigh more, about as the root of their different words.
    Formula: npmi of two terms = ln(p(a, b) / (p(a) × p(b))) / −ln p(a, b), p the share of paragraphs with a term, or with both, and −1
    where none has both; stability = the mean of |A ∩ B| / |A ∪ B|, A the top terms of a theme and B those of its partner.
    Source: Lee and Seung 1999, Nature 401; the start: Boutsidis and Gallopoulos 2008, Pattern Recognition 41(4); stability by top
    terms in parts of a corpus: Greene, O'Callaghan and Cunningham 2014, ECML PKDD.

    >>> texts = ["army front tank shell truce"] * 11 + ["loan bank price tax wage"] * 9
    >>> rows = [(line, word) for line, text in enumerate(texts, start=1) for word in text.split()]
    >>> tokens = pd.DataFrame(rows, columns=["line", "term"]).assign(doc_id="d", sentence=1, position=range(100), part="body")
    >>> found = find_themes(tokens.assign(start=0, end=1, voice="outside", shared=False), k=2)
    >>> found.themes[["theme_label", "n_paragraphs", "npmi", "stability"]].round(2).values.tolist()
    [['army, front, shell', 11, 1.0, 1.0], ['bank, loan, price', 9, 1.0, 1.0]]
    """
    check_tokens(tokens, by)
    tokens = ordered(tokens)
    paragraphs = paragraphs_of(tokens, stop_words)
    _require(len(paragraphs), FEWEST_PARAGRAPHS, "paragraph")
    groups, chosen = _groups(tokens, paragraphs, by), _sample(len(paragraphs), most_paragraphs, seed)
    counts = word_counts(paragraphs, chosen)
    space = space_of(counts, min_paragraphs)
    _require(len(space.vocabulary), TOP, "word", f" that {min_paragraphs} paragraphs or more have")
    table = weighted(counts, space)
    fitted, choice = choose(table, _numbers(k, table.shape), seed)
    amounts = _amounts(paragraphs, space, fitted)
    order, names = _named(fitted, amounts, paragraphs.names[space.vocabulary])
    amounts, top = amounts[:, order], top_terms(fitted.terms[order])
    again = steadiness(top, table, counts, space, (fitted.model.n_components, seeds, seed))
    listed = _listed(names, amounts).assign(npmi=npmi(top, table), **again)
    strongest = _strongest(paragraphs, amounts)
    return Themes(
        _terms(fitted.terms[order], top, names, paragraphs.names[space.vocabulary]),
        listed,
        _by_group(groups, names, amounts),
        _best(paragraphs, names, amounts),
        choice,
        strongest,
        n_paragraphs=len(paragraphs),
        n_fitted=len(chosen),
        n_without=int(strongest["theme"].isna().sum()),
        n_terms=len(space.vocabulary),
    )


@in_range
def best_paragraphs(found: Themes, ledger: pd.DataFrame, *, top: int = 3) -> pd.DataFrame:
    """Show the paragraphs in which each theme has the highest weight.

    One row per theme and paragraph, `top` of up to ten.

    Returns, sorted by theme, rank, the columns of `found.paragraphs`, and last:
        text  the article's own text

    Raises UsageError for a `top` below 1 or above ten, SchemaError if the ledger lacks a line.
    Reading it: where the first paragraphs of a theme have nothing in common, neither has the theme.
    """
    if top > BEST:
        raise UsageError(f"there are no {top} paragraphs to a theme", remedy=f"Ask for 1 to {BEST}")
    table = found.paragraphs[found.paragraphs["rank"] <= top].reset_index(drop=True)
    return table.assign(text=pd.Series(texts_of(ledger, table["doc_id"], table["line"]), dtype="str"))


def _require(n: int, needed: int, what: str, which: str = "") -> None:
    if n < needed:
        there = f"there is 1 {what}" if n == 1 else f"there are {n} {what}s"
        raise NotApplicableError(f"{there}{which}, and themes need {needed}", remedy="Select less away, or bring more articles")


def _numbers(k: int | None, shape: tuple[int, int]) -> Iterable[int]:
    """The numbers of themes to try in a table of so many paragraphs and terms."""
    if k is None:
        return range(NUMBERS.start, min(NUMBERS.stop, shape[0] // PARAGRAPHS_A_THEME + 1, shape[1] + 1))
    if k > min(shape[0] // 2, shape[1]):
        raise UsageError(
            f"{k} themes cannot come of half of {shape[0]} paragraphs, or {shape[1]} terms", remedy="Ask for fewer"
        )
    return (k,)


def _sample(n: int, most: int, seed: int) -> np.ndarray:
    return np.arange(n) if n <= most else np.sort(np.random.default_rng(seed).choice(n, most, replace=False))


def _groups(tokens: pd.DataFrame, paragraphs: Paragraphs, by: str | Iterable[str]) -> Groups:
    """The group of each paragraph; the groups are those of all words, so that one without a paragraph is there too."""
    groups = grouped(tokens, by)
    body = heads(groups.codes, coded(tokens["doc_id"]).codes)  # only where groups change can a paragraph be of two
    body = body[(tokens["part"].iloc[body] == "body").to_numpy()]
    owner = np.searchsorted(paragraphs.first, body, side="right") - 1
    split = np.flatnonzero(groups.codes[body] != groups.codes[paragraphs.first[owner]])
    if len(split):
        doc_id, line = paragraphs.places.iloc[owner[split[0]]]
        both = [labels(groups)[groups.codes[row]] for row in (paragraphs.first[owner[split[0]]], body[split[0]])]
        where = f"line {line} of article '{doc_id}' is in the groups '{both[0]}' and '{both[1]}'"
        raise SchemaError(f"{where}, and themes are of whole paragraphs", remedy="Group by a column of the article")
    return Groups(groups.codes[paragraphs.first], groups.keys)


def _amounts(paragraphs: Paragraphs, space: Space, fitted: Fitted) -> np.ndarray:
    """The weight of each theme in each paragraph, worked out for some thousands at a time."""
    every = np.arange(len(paragraphs))
    parts = [every[start : start + CHUNK] for start in range(0, len(every), CHUNK)]
    return np.vstack([weights(fitted, weighted(word_counts(paragraphs, part), space)) for part in parts])


def _named(fitted: Fitted, amounts: np.ndarray, terms: pd.Index) -> tuple[np.ndarray, pd.DataFrame]:
    """The order of the themes, most prevalent first, then by label; and their numbers and labels in it."""
    label = np.array([", ".join(terms[places[:3]]) for places in top_terms(fitted.terms)], dtype=object)
    order = np.lexsort((label, -_shares(amounts.sum(axis=0)).round(DIGITS)))
    return order, pd.DataFrame({"theme": np.arange(len(order)) + 1, "theme_label": pd.Series(label[order], dtype="str")})


def _shares(amounts: np.ndarray) -> np.ndarray:
    """Each row's amounts as shares of their sum; missing in a row without any."""
    total = amounts.sum(axis=-1, keepdims=True)
    return np.divide(amounts, total, out=np.full(amounts.shape, np.nan), where=total > 0)


def _first(amounts: np.ndarray) -> np.ndarray:
    """The place of each paragraph's strongest theme, the more prevalent of equals; -1 where no theme is in it."""
    return np.where(amounts.max(axis=1) > 0, amounts.argmax(axis=1), -1)


def _listed(names: pd.DataFrame, amounts: np.ndarray) -> pd.DataFrame:
    prevalence = _shares(amounts.sum(axis=0))
    strongest = np.bincount(_first(amounts) + 1, minlength=len(names) + 1)[1:]
    return names.assign(prevalence=prevalence, n_paragraphs=strongest)


def _terms(shares: np.ndarray, top: list[np.ndarray], names: pd.DataFrame, terms: pd.Index) -> pd.DataFrame:
    theme = np.repeat(np.arange(len(top)), [len(places) for places in top])
    table = names.iloc[theme].reset_index(drop=True)
    table["rank"] = np.concatenate([np.arange(len(places)) + 1 for places in top])
    table["term"] = pd.Series(terms.take(np.concatenate(top)), dtype="str")
    table["weight"] = shares[theme, np.concatenate(top)]
    return table


def _by_group(groups: Groups, names: pd.DataFrame, amounts: np.ndarray) -> pd.DataFrame:
    n_groups, n_themes = len(groups), len(names)
    weight = np.column_stack([np.bincount(groups.codes, column, minlength=n_groups) for column in amounts.T])
    first = _first(amounts)
    cell = joint([groups.codes, first], [n_groups, n_themes])[first >= 0]
    table = groups.keys.iloc[np.repeat(np.arange(n_groups), n_themes)].reset_index(drop=True)
    for name in names.columns:
        table[name] = names[name].take(np.tile(np.arange(n_themes), n_groups)).array
    table["prevalence"] = _shares(weight).ravel()
    return table.assign(n_paragraphs=np.bincount(cell, minlength=len(table)))


def _best(paragraphs: Paragraphs, names: pd.DataFrame, amounts: np.ndarray) -> pd.DataFrame:
    shares, tables = _shares(amounts), []
    for place, weight in enumerate(amounts.T):
        rows = np.argsort(-weight, kind="stable")[:BEST]  # the paragraphs stand in the order of doc_id and line
        rows = rows[weight[rows] > 0]
        table = names.iloc[np.full(len(rows), place)].reset_index(drop=True).assign(rank=np.arange(len(rows)) + 1)
        table[["doc_id", "line"]] = paragraphs.places.iloc[rows].reset_index(drop=True)
        tables.append(table.assign(weight=weight[rows], share_theme=shares[rows, place]))
    return pd.concat(tables, ignore_index=True)


def _strongest(paragraphs: Paragraphs, amounts: np.ndarray) -> pd.DataFrame:
    first = _first(amounts)
    theme = pd.array(np.where(first < 0, 0, first + 1), dtype="Int64")
    theme[first < 0] = pd.NA
    share = np.where(first < 0, np.nan, _shares(amounts)[np.arange(len(amounts)), first])
    return paragraphs.places.assign(theme=theme, share_theme=share)
