"""How far a rate or a share can be trusted: a table of counts and the `tokens` it was counted from in, the table with intervals out.

The unit is the article and not the word: see jackknife.py. An interval says what other articles, written like these, would give; it
knows nothing of what was not collected.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from ...arguments import as_table, in_range, require_columns
from ...blocks import distinct, heads
from ...errors import SchemaError, UsageError
from ..counting.codes import (
    Coded,
    Groups,
    check_tokens,
    coded,
    columns_of,
    grouped,
    joint,
    labels,
    ordered,
    ranked,
    tally,
)
from ..counting.counts import NGRAM_LENGTHS
from ..counting.per_article import PerArticle, members, per_article
from ..counting.runs import runs_at
from ..counting.voices import QUOTED, REPORTED
from ..dictionary.patterns import rows_of
from ..dictionary.wording import OTHER
from .jackknife import LEVEL, Sums, Units, article_units, jackknife, ratio_interval


class _Text(NamedTuple):
    """Tokens with group, article and unit of each word, or of each article; the group of each row of the table, and the code of its
    name."""

    tokens: pd.DataFrame
    groups: Groups
    docs: Coded
    units: Units
    unit: np.ndarray
    row_group: np.ndarray
    row_name: np.ndarray
    names: pd.Index


class _Ratio(NamedTuple):
    """A column of the table as ratios Σ parts / Σ wholes, times `per`; `n` is the column with the sum of the parts."""

    column: str
    n: str
    parts: Sums
    wholes: Sums
    whole_of: np.ndarray
    per: float = 1.0
    ends: bool = True


@in_range
def with_intervals(
    table: pd.DataFrame,
    tokens: pd.DataFrame,
    by: str | Iterable[str] = (),
    *,
    mentions: pd.DataFrame | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Add to a table of rates or shares the bounds of their confidence intervals, with the article as the unit.

    One row per row of `table`, in its order.

    table    : of `count_terms` or `count_ngrams` (with one length of runs), `count_topics`, `count_wording` or `voice_shares`, or some
               of its rows; its columns say which
    tokens   : the words it was counted from
    by       : the columns that make its groups
    mentions : the mentions it was counted from; for topics and wording only
    level    : share of such intervals that should hold the true value

    Returns the columns of `table`; behind each of these that it has stand its bounds, with _low and _high at the end of their names:
        rate_per_1000     of a term or a topic; missing where n is 0, because nothing is seen of how the term comes in bursts
        share_paragraphs  of a topic
        share             of a variant; its units are the articles that name the concept
        share_quoted, share_reported
    All are missing for a group with fewer than two articles (of those in question). A share of 0 or 1 has its interval from the number
    of articles alone. A bound never lies below 0, or above 1 (1,000 words).

    Raises UsageError for a level that is none, for a table of another kind, for runs of several lengths, and without `mentions` where
    they are needed; SchemaError where `tokens` has no row or lacks a column of `by`, or `table` was not counted from it.
    Reading it: the interval of a rate that one article is responsible for is wide. Two intervals may overlap though the rates differ;
    to compare two groups, use the intervals of `keyness`. With two articles the bounds exclude next to nothing. For terms
    that a few articles are full of, more intervals miss than `level` says: at ten articles up to one in four (docs/uncertainty.md).
    Source: see `jackknife` and `ratio_interval` in jackknife.py.

    >>> tokens = pd.DataFrame({"doc_id": list("ddee"), "term": ["a", "b", "a", "c"], "part": "body", "position": [1, 2, 1, 2]})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside")
    >>> counts = pd.DataFrame({"term": ["a"], "n": 2, "n_articles": 2, "rate_per_1000": 500.0})
    >>> with_intervals(counts, tokens).round(1).values.tolist()  # 2 of 4 words, and no article differs from the other
    [['a', 2, 2, 500.0, 67.6, 932.4]]
    """
    check_tokens(tokens, by)
    table = as_table(table)
    if not 0 < level < 1:
        raise UsageError(f"a level of {level} is none", remedy="Give a number between 0 and 1, such as 0.95")
    columns, ratios_of = _kind_of(table)
    if ratios_of in (_topics, _wording) and mentions is None:
        raise UsageError(
            "intervals of topics and wording need the mentions", remedy="Give mentions=, the table of `match_dictionary`"
        )
    words_alone = ratios_of is _terms and not table["term"].astype("str").str.contains(" ", regex=False).any()
    counts = per_article(tokens) if words_alone else None
    groups = None if counts is None else counts.groups(tokens, by)
    if groups is None:
        tokens = ordered(tokens)
        text = _placed(table, tokens, grouped(tokens, by), coded(tokens["doc_id"]), by, columns)
        ratios = ratios_of(text, mentions)
    else:
        text = _placed(table, tokens, groups, Coded(counts.docs, counts.doc_ids), by, columns)
        ratios = _by_article(text, counts)
    result = table.copy()
    for ratio in ratios:
        _require_same_counts(result, ratio, text)
        bounds = ratio_interval(jackknife(ratio.parts, ratio.wholes, ratio.whole_of), level, ratio.ends)
        for end, bound in zip(("low", "high"), bounds, strict=True):
            result = result.drop(columns=f"{ratio.column}_{end}", errors="ignore")
            place = result.columns.get_loc(ratio.column) + 1 + (end == "high")
            result.insert(place, f"{ratio.column}_{end}", ratio.per * bound)
    return result


def _kind_of(table: pd.DataFrame) -> tuple[list[str], Callable]:
    """The columns that name a row of the table, and the function that gives its ratios."""
    kinds = [
        (["concept", "variant"], ["n", "share"], _wording),
        (["topic"], ["n", "rate_per_1000", "n_paragraphs", "share_paragraphs"], _topics),
        (["term"], ["n", "rate_per_1000"], _terms),
        ([], ["n_quoted", "share_quoted", "n_reported", "share_reported"], _voices),
    ]
    for names, more, ratios_of in kinds:
        if {*names, *more} <= set(table.columns):
            return names, ratios_of
    remedy = "Give a table of count_terms, count_ngrams, count_topics, count_wording or voice_shares"
    raise UsageError(f"no rate or share is known in a table of {', '.join(map(str, table.columns))}", remedy=remedy)


def _placed(
    table: pd.DataFrame, tokens: pd.DataFrame, groups: Groups, docs: Coded, by: str | Iterable[str], columns: list[str]
) -> _Text:
    require_columns(table, columns_of(by), "the table")
    row_group = _groups_of(table, groups, by)
    names = _named(table, columns) if columns else pd.Index([0])
    row_name, names = pd.factorize(names, sort=False) if columns else (np.zeros(len(table), dtype=np.int64), names)
    if len(distinct(joint([row_group, row_name], [len(groups), max(len(names), 1)]))) < len(table):
        raise SchemaError("a group and name stand twice in the table", remedy="Name all columns that it was counted by")
    units = article_units(groups.codes, docs.codes, docs.values)
    return _Text(tokens, groups, docs, units, units.of(groups.codes, docs.codes), row_group, row_name, names)


def _named(table: pd.DataFrame, columns: list[str]) -> pd.Index:
    parts = [table[name].astype("str") for name in columns]
    return pd.Index(parts[0]) if len(parts) == 1 else pd.MultiIndex.from_arrays(parts)


def _groups_of(table: pd.DataFrame, groups: Groups, by: str | Iterable[str]) -> np.ndarray:
    """The group of `tokens` that each row of another table belongs to."""
    own = grouped(table, by)
    code = pd.Index(labels(groups)).get_indexer(labels(own))
    if len(table) and (code < 0).any():
        raise SchemaError(f"the group '{labels(own)[np.argmin(code)]}' of the table has no words in `tokens`")
    return code[own.codes]


def _rows_in(text: _Text, group: np.ndarray, name: np.ndarray) -> np.ndarray:
    """The row of the table for each pair of a group and a code of `names`; -1 where it has none."""
    width = max(len(text.names), 1)
    sizes = (len(text.groups), width)
    rows, asked = joint([text.row_group, text.row_name], sizes), joint([group, name], sizes)
    if sizes[0] * sizes[1] > len(rows) + len(asked):
        places = pd.Index(rows).get_indexer(asked)
    else:
        place = np.full(sizes[0] * sizes[1], -1)
        place[rows] = np.arange(len(rows))
        places = place[asked]
    return np.where((name >= 0) & (group >= 0), places, -1)


def _counted(row: np.ndarray, unit: np.ndarray, n: np.ndarray | None = None) -> Sums:
    """The sums of those that belong to a row of the table; without `n` each counts once."""
    kept = row >= 0
    return Sums(*tally(row[kept], unit[kept])) if n is None else Sums(row[kept], unit[kept], n[kept])


def _words(text: _Text) -> Sums:
    """The running words of each group by unit."""
    return Sums(*tally(text.groups.codes, text.unit))


def _by_article(text: _Text, counts: PerArticle) -> list[_Ratio]:
    """The rates of words, of which `text` has the group and the unit of each article."""
    width = int(text.unit.max()) + 1
    pieces, place = ranked(joint([text.groups.codes, text.unit], [len(text.groups), width]))
    group, unit = np.divmod(pieces, width)
    code = counts.names.get_indexer(text.names)
    known = np.flatnonzero(code >= 0)
    n = csr_array(counts.n[code[known]] @ members(place, len(pieces)))
    n.sort_indices()
    name = np.repeat(known, np.diff(n.indptr))
    parts = _counted(_rows_in(text, group[n.indices], name), unit[n.indices], n.data.astype(np.int64))
    words = np.bincount(place, counts.words, len(pieces)).astype(np.int64)
    return [_Ratio("rate_per_1000", "n", parts, Sums(group, unit, words), text.row_group, 1000.0, ends=False)]


def _terms(text: _Text, mentions: None) -> list[_Ratio]:
    lengths = {name.count(" ") + 1 for name in text.names} or {1}
    if len(lengths) > 1 or not lengths <= set(NGRAM_LENGTHS):
        remedy = "Take the rows of one length, from 1 to 5"
        raise UsageError(f"the table has runs of {', '.join(map(str, sorted(lengths)))} words", remedy=remedy)
    if lengths == {1}:
        terms = coded(text.tokens["term"])
        name = text.names.get_indexer(terms.values.astype("str"))[terms.codes]
        parts = _counted(_rows_in(text, text.groups.codes, name), text.unit)
    else:
        starts, name = runs_at(text.tokens, text.names)
        parts = _counted(_rows_in(text, text.groups.codes[starts], name), text.unit[starts])
    return [_Ratio("rate_per_1000", "n", parts, _words(text), text.row_group, 1000.0, ends=False)]


def _topics(text: _Text, mentions: pd.DataFrame) -> list[_Ratio]:
    rows = rows_of(mentions, text.tokens)
    name = text.names.get_indexer(mentions["group"].astype("str"))[rows >= 0]
    rows = rows[rows >= 0]
    row, starts = _rows_in(text, text.groups.codes[rows], name), heads(text.docs.codes, text.tokens["line"].to_numpy())
    doc_of = text.docs.codes[starts]  # lines are numbered in the order of the tokens
    body = (text.tokens["part"].iloc[starts] == "body").to_numpy()
    first = heads(text.groups.codes, text.docs.codes, text.tokens["line"].to_numpy())  # a line may have words of several
    lines, lines_with = (np.searchsorted(starts, at, side="right") - 1 for at in (first, rows))
    first, lines = first[body[lines]], lines[body[lines]]
    group, line, _ = tally(text.groups.codes[first], lines)
    paragraphs = _counted(group, text.units.of(group, doc_of[line]))
    inside = body[lines_with] & (row >= 0)
    row_with, line, _ = tally(row[inside], lines_with[inside])
    mentioned = _counted(row_with, text.units.of(text.row_group[row_with], doc_of[line]))
    return [
        _Ratio("rate_per_1000", "n", _counted(row, text.unit[rows]), _words(text), text.row_group, 1000.0, ends=False),
        _Ratio("share_paragraphs", "n_paragraphs", mentioned, paragraphs, text.row_group),
    ]


def _wording(text: _Text, mentions: pd.DataFrame) -> list[_Ratio]:
    rows = rows_of(mentions, text.tokens)
    counts = (rows >= 0) & mentions["label"].astype("str").ne(OTHER).to_numpy()
    rows, said = rows[counts], mentions[counts]
    pairs = pd.MultiIndex.from_arrays([said["group"].astype("str"), said["label"].astype("str")])
    concepts, row_concept = pd.Index(text.names.get_level_values(0).unique()), text.names.get_level_values(0)
    concept = concepts.get_indexer(said["group"].astype("str"))
    group, unit = text.groups.codes[rows], text.unit[rows]
    parts = _counted(_rows_in(text, group, text.names.get_indexer(pairs)), unit)
    width = max(len(concepts), 1)
    wholes = _counted(np.where(concept >= 0, joint([group, concept], [len(text.groups), width]), -1), unit)
    whole_of = joint([text.row_group, concepts.get_indexer(row_concept)[text.row_name]], [len(text.groups), width])
    return [_Ratio("share", "n", parts, wholes, whole_of)]


def _voices(text: _Text, mentions: None) -> list[_Ratio]:
    found = []
    for voice in (QUOTED, REPORTED):
        said = (text.tokens["voice"] == voice).to_numpy(dtype=bool)
        row = _rows_in(text, text.groups.codes[said], np.zeros(said.sum(), dtype=np.int64))
        found.append(_Ratio(f"share_{voice}", f"n_{voice}", _counted(row, text.unit[said]), _words(text), text.row_group))
    return found


def _require_same_counts(table: pd.DataFrame, ratio: _Ratio, text: _Text) -> None:
    """Raise SchemaError unless the parts add up to what the table counted."""
    summed = np.bincount(ratio.parts.row, ratio.parts.n, minlength=len(table))
    differs = np.flatnonzero(summed != table[ratio.n].to_numpy(dtype=float))
    if len(differs):
        first = differs[0]
        what = f"'{text.names[text.row_name[first]]}'" if table.columns.isin(["term", "topic", "variant"]).any() else "a group"
        found = f"{ratio.n} of {what} is {table[ratio.n].iloc[first]:,} in the table and {summed[first]:,.0f} in `tokens`"
        raise SchemaError(found, remedy="Give the words that the table was counted from, and its groups")
