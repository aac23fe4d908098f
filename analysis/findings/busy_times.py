"""The time in which nearly all articles lie: days or periods in, those without the stray ones at either end out.

One article of 2007 beside two thousand of one year is no beginning of anything: a sentence that starts with it misleads, and an axis
that reaches to it leaves the others no room. What is left out is counted, so that the reader is told.
"""

from typing import NamedTuple

import pandas as pd

from ..show.phrases import counted, listed
from .short import period_named

STRAY = 0.01  # share of the articles that may be left out at each end
STRETCHED = 2  # times that all days have to reach as far as the others, before any are left out
NEAR = 0.25  # of the reach of the others: what lies so near to them belongs to them
FEW = 5  # articles below which a period moves with each of them
HARDLY = 0.2  # of the mean number of articles in a period, below which a period has hardly any


class Days(NamedTuple):
    """From when to when nearly all articles reach, which rows these are, and how many others there are."""

    first: pd.Timestamp
    last: pd.Timestamp
    kept: pd.Series
    n_left: int


def busy_days(start: pd.Series, end: pd.Series) -> Days:
    """The days of nearly all articles.

    start, end : the first and the last day that the date of each article can mean

    Articles are left out where they are at most a hundredth at their end, lie far from all others, and make the whole reach twice as
    long or longer. Of fewer than a hundred articles none is.

    >>> days = pd.Series(pd.to_datetime(["2007-01-01", *["2024-10-01"] * 50, *["2024-10-31"] * 50]))
    >>> found = busy_days(days, days)
    >>> str(found.first.date()), str(found.last.date()), found.n_left
    ('2024-10-01', '2024-10-31', 1)
    """
    out = int(STRAY * len(start))
    first, last = start.sort_values().iloc[out], end.sort_values().iloc[-1 - out]
    near = (last - first) * NEAR
    kept = (start >= first - near) & (end <= last + near)
    whole, rest = end.max() - start.min(), end[kept].max() - start[kept].min()
    if kept.all() or whole < STRETCHED * rest:
        return Days(start.min(), end.max(), pd.Series(True, index=start.index), 0)
    return Days(start[kept].min(), end[kept].max(), kept, int((~kept).sum()))


class Periods(NamedTuple):
    """Names of the periods from the first to the last with more than hardly any articles, and of those with hardly any; and how many
    articles lie before and after."""

    drawn: list[str]
    sparse: set[str]
    n_left: int


def busy_periods(sizes: pd.Series) -> Periods:
    """The periods of nearly all articles.

    sizes : articles in each period, in the order of time, the names of the periods being its index

    A period with less than a fifth of the mean of those that have articles has hardly any. Such periods are left out from either end
    as long as they have a hundredth of all articles at most.

    >>> found = busy_periods(pd.Series({"2007": 1, "2008": 0, "2016": 400, "2017": 3, "2018": 500}))
    >>> found.drawn, sorted(found.sparse)
    (['2016', '2017', '2018'], ['2007', '2017'])
    """
    filled = sizes[sizes > 0]
    few = sizes < HARDLY * filled.mean()
    names = list(sizes.index)
    for side in (1, -1):
        ordered = sizes.loc[names[::side]]
        stray = few.loc[ordered.index] & (ordered.cumsum() <= STRAY * sizes.sum())
        names = list(ordered.index[int(stray.cummin().sum()) :])[::side]
    return Periods(names, set(sizes.index[few & (sizes > 0)]), int(sizes.drop(names).sum()))


def strays_said(busy: Periods, period: str) -> str:
    """How many articles a course of time leaves out, in a sentence; "" where it has all."""
    if not busy.n_left:
        return ""
    left = "article is" if busy.n_left == 1 else "articles are"
    return (
        f"{busy.n_left:,} {left} left out of the sentence and the figure, since hardly any other lies near. The table has all."
    )


def few_said(sizes: pd.Series, period: str) -> str:
    """How many periods rest on fewer than FEW articles, in a sentence; "" where none does."""
    few = int(sizes.between(1, FEW - 1).sum())
    has, which = "has" if few == 1 else "have", f"{few:,} of {counted(len(sizes), period)} with articles"
    if few == len(sizes):
        which = f"The one {period}" if few == 1 else f"All {counted(few, period)}"
    return f"{which} {has} fewer than {FEW} articles: a rise or fall may come from a single article." if few else ""


def most_used_said(peaks: pd.DataFrame) -> str:
    """In which period each word is used most; "" without a word.

    peaks : word, period

    >>> most_used_said(pd.DataFrame({"word": ["bridge", "water"], "period": ["2024-08", "2025-01"]}))
    '“bridge” is used most in August 2024 and “water” in January 2025.'
    """
    texts = [
        f"“{row.word}” {'is used most ' * (n == 0)}in {period_named(row.period)}" for n, row in enumerate(peaks.itertuples())
    ]
    return f"{listed(texts)}." if texts else ""


def unplaced_said(n: int, period: str) -> str:
    """How many articles stand in no period.

    >>> unplaced_said(1, "month"), unplaced_said(2, "week"), unplaced_said(0, "day")
    ('1 article has no date within one month.', '2 articles have no date within one week.', '')
    """
    return f"{counted(n, 'article')} {'has' if n == 1 else 'have'} no date within one {period}." if n else ""
