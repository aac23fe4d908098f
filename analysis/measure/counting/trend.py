"""Trend: is a word or a topic written more often as time goes by? Tables `tokens` and `articles` in; one row per period and term out.

A date can be a month or a bare year, and then it is in no week, or in no month. Such an article is left out of the trend and listed,
never put somewhere. A period without an article is a gap, not a zero.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...arguments import require_columns, words
from ...blocks import looked_up, tallied
from ...errors import NotApplicableError, SchemaError, UsageError, nearest
from ...periods import period_at, period_names, period_within
from ..dictionary.patterns import each_by_itself, match_dictionary, rows_of
from ..uncertainty.jackknife import Sums, article_units, jackknife, ratio_interval
from .codes import Coded, check_tokens, coded, columns_of, grouped, ordered, tally
from .counts import join_articles

MOST_PERIODS = 40_000  # a century of days; more come from a mistyped date


def trend(
    tokens: pd.DataFrame,
    articles: pd.DataFrame,
    terms: str | Iterable[str] = (),
    *,
    period: str = "month",
    by: str | Iterable[str] = (),
    mentions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Follow terms, or topics, through time.

    One row per period, group and term: for every period from the first to the last with a word, for every group with a dated word, for
    every term, found or not.

    tokens   : table `tokens`, one row per running word
    articles : table `articles`; an article counts if all of its date lies within one period, see `undated`
    terms    : words, phrases or globs, each looked for by itself; with `mentions` groups of that table, () being all of them
    period   : day, week (ISO 8601, Monday to Sunday), month or year; always that of the date, whatever else the corpus has so named
    by       : columns of `tokens` that make a group, such as ("source",); () is the whole corpus
    mentions : table of `match_dictionary`, whose column `group` lists the topics or concepts to follow

    Returns, sorted by period, group, and in the order of `terms` (of the groups of `mentions`):
        period             2024-10-28, 2024-W44, 2024-10 or 2024
        …                  the columns of `by`
        term               as asked for; the topic
        n                  occurrences
        n_articles         articles with at least one occurrence
        n_tokens           running words of the group in the period
        n_articles_period  articles of the group in the period
        rate_per_1000      occurrences per 1,000 of these words; missing where there is none, which is a gap and not a rate of 0
        rate_per_1000_low, rate_per_1000_high  its interval of 95 % with the article as the unit, as `with_intervals` gives it; missing
                           where n is 0 or there is one article

    Raises NotApplicableError where no article is dated precisely enough; UsageError for no term, another period, or so many periods
    that a date has to be wrong; SchemaError if `tokens` has no row or lacks a column, for an article that `articles` lacks, and for a
    term that `mentions` does not list.
    Reading it: a rate from one article is that article's, so look at n_articles_period first. What sources there are changes over time
    too: a rise may come from a source that joined, so use `by`.
    Formula: rate_per_1000 = 1,000 × n / n_tokens.

    >>> tokens = pd.DataFrame({"doc_id": ["d", "d", "e"], "term": ["war", "talks", "talks"], "part": "body", "position": [1, 2, 1]})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside")
    >>> dates = pd.to_datetime(["2024-10-02", "2024-12-24"])
    >>> articles = pd.DataFrame({"doc_id": ["d", "e"], "date_start": dates, "date_end": dates})
    >>> trend(tokens, articles, ["talks"])[["period", "n", "n_articles_period", "rate_per_1000"]].values.tolist()
    [['2024-10', 1, 1, 500.0], ['2024-11', 0, 0, nan], ['2024-12', 1, 1, 1000.0]]
    """
    check_tokens(tokens, by)
    if "period" in columns_of(by):
        raise SchemaError("the column 'period' cannot make groups here", remedy="Name other columns")
    mentions, names = _followed(tokens, terms, mentions)
    tokens, places, labels = _dated(ordered(tokens), articles, period)
    groups, docs = grouped(tokens, by), coded(tokens["doc_id"]).codes
    shape = (len(labels), len(groups), len(names))
    cells = places * np.int32(shape[1]) + groups.codes

    row = rows_of(mentions, tokens)
    term = names.get_indexer(mentions["group"].astype("str"))
    row, term = row[(row >= 0) & (term >= 0)], term[(row >= 0) & (term >= 0)]
    found = cells[row].astype(np.int64) * shape[2] + term
    n_cells, n_rows = shape[0] * shape[1], shape[0] * shape[1] * shape[2]
    index = np.arange(n_rows) // shape[2]

    period_index, group_index = np.divmod(index, shape[1])
    table = groups.keys.iloc[group_index].reset_index(drop=True)
    table.insert(0, "period", pd.Series(labels[period_index], dtype="str"))
    table["term"] = pd.Series(np.tile(names.to_numpy(), n_cells), dtype="str")
    table["n"] = np.bincount(found, minlength=n_rows)
    table["n_articles"] = np.bincount(tally(found, docs[row])[0], minlength=n_rows)
    table["n_tokens"] = tallied(cells, n_cells)[index]
    table["n_articles_period"] = np.bincount(tally(cells, docs)[0], minlength=n_cells)[index]
    table["rate_per_1000"] = 1000 * table["n"] / table["n_tokens"].where(table["n_tokens"] > 0)
    for end, bound in zip(("low", "high"), _bounds(found, row, cells, index, coded(tokens["doc_id"])), strict=True):
        table[f"rate_per_1000_{end}"] = 1000 * bound
    return table


def _bounds(found: np.ndarray, row: np.ndarray, cells: np.ndarray, index: np.ndarray, docs: Coded) -> tuple[np.ndarray, ...]:
    """The interval of each row's rate: `found` and `row` are the table's row and the word of each mention, `index` each row's cell."""
    unit = article_units(cells, docs.codes, docs.values).of(cells, docs.codes)
    ratios = jackknife(Sums(*tally(found, unit[row])), Sums(*tally(cells, unit)), index)
    return ratio_interval(ratios)


def _followed(tokens: pd.DataFrame, terms: Iterable[str], mentions: pd.DataFrame | None) -> tuple[pd.DataFrame, pd.Index]:
    """The mentions to count, and the names of what they are mentions of, in order."""
    names = list(dict.fromkeys(words(terms)))
    if mentions is None:
        if not names:
            raise UsageError("there is no term to follow", remedy="Name terms, or give a table of mentions")
        return match_dictionary(tokens, each_by_itself(names)), pd.Index(names)
    listed = list(mentions["group"].astype("category").cat.categories.astype("str"))
    for name in names:
        if name not in listed:
            raise SchemaError(f"table 'mentions' does not list '{name}'", remedy=nearest(name, listed, "It lists"))
    return mentions, pd.Index(names or listed)


def _dated(tokens: pd.DataFrame, articles: pd.DataFrame, period: str) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """The words of articles that lie in one period; for each of them the place of its period; the names of the periods."""
    within = _within(articles, period)
    numbers = pd.Series(within.astype(np.int64), index=articles.index, dtype="Int64").mask(np.isnat(within))
    joined = join_articles(tokens, articles[["doc_id"]].assign(period=numbers), "period")["period"].array
    dated, values = joined.codes >= 0, joined.categories.to_numpy(dtype=np.int64)
    if not dated.any():
        remedy = "Give sources.csv more precise dates, or choose a longer period"
        raise NotApplicableError(f"no article has a date that lies within one {period}", remedy=remedy)
    used = values[tallied(joined.codes, len(values)) > 0]
    ends = np.array([used.min(), used.max()]).astype(within.dtype)
    if int(np.ptp(used)) >= MOST_PERIODS:
        reach = " to ".join(period_names(ends, period))
        raise UsageError(f"the dates reach from {reach}", remedy="Correct the one that is wrong, or choose a longer period")
    places = looked_up((values - used.min()).astype(np.int32), joined.codes if dated.all() else joined.codes[dated])
    return tokens if dated.all() else tokens[dated], places, period_names(np.arange(ends[0], ends[1] + 1), period)


def undated(articles: pd.DataFrame, *, period: str = "month") -> pd.DataFrame:
    """List the articles that a trend leaves out, because their date is missing or not precise enough.

    One row per such article.

    Returns, sorted by doc_id:
        doc_id, date  the article, and its date as given
        reason        no date; or from which period to which the date reaches

    Raises UsageError for another period than day, week, month and year, SchemaError if `articles` lacks a column.
    Reading it: an article that a shorter period leaves out may be there with a longer one; where most are left out, no trend holds.

    >>> dates = [pd.to_datetime(["2024-01-01", "2024-10-28"]), pd.to_datetime(["2024-12-31", "2024-10-28"])]
    >>> articles = pd.DataFrame({"doc_id": ["d", "e"], "date": ["2024", "2024-10-28"], "date_start": dates[0], "date_end": dates[1]})
    >>> undated(articles, period="month").values.tolist()
    [['d', '2024', 'reaches from 2024-01 to 2024-12']]
    """
    within = _within(articles, period, "date")
    left = articles.loc[np.isnat(within), ["doc_id", "date", "date_start", "date_end"]].sort_values("doc_id", ignore_index=True)
    first, last = (period_names(period_at(left.pop(name).to_numpy(), period), period) for name in ("date_start", "date_end"))
    reaches = pd.Series([f"reaches from {a} to {b}" for a, b in zip(first, last, strict=True)], dtype="str")
    return left.assign(reason=reaches.where((first != "") & (last != ""), "no date"))


def _within(articles: pd.DataFrame, period: str, *more: str) -> np.ndarray:
    """The period in which each article's date lies as a whole; NaT where it does not."""
    require_columns(articles, ("doc_id", "date_start", "date_end", *more), "the table 'articles'")
    return period_within(articles["date_start"].to_numpy(), articles["date_end"].to_numpy(), period)
