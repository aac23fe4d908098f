"""Sentences on terms in time: tables of trend in, sentences out."""

import pandas as pd

from .phrases import counted, listed, written

FEW = 5  # articles below which an interval with the article as its unit is rough


def interval_note(sizes: pd.DataFrame, by: str | None = None) -> str:
    """What the intervals on a page rest on, and where they are rough or missing. `sizes` is what group_sizes gives.

    by : the column of the groups that have intervals; None where all articles together have one

    >>> interval_note(pd.DataFrame({"n_articles": [5]}))
    'Lines through dots are intervals of 95 % with the article as the unit.'
    """
    n = sizes["n_articles"] if by else sizes["n_articles"].groupby(lambda row: 0).sum()
    if (n < 2).all():
        return "There are no intervals: their unit is the article, and one article does not say how much others would differ."
    text = "Lines through dots are intervals of 95 % with the article as the unit."
    single, few = n < 2, n.between(2, FEW - 1)
    if by and single.any():
        alone = listed([str(name) for name in sizes.loc[single, by]])
        text += f" There are none for {alone}: one article does not say how others differ."
    if few.any():
        of = f"For {listed([str(name) for name in sizes.loc[few, by]])}" if by else f"For {counted(int(n.iloc[0]), 'article')}"
        text += (
            f" {of}, fewer than {FEW}, they are rough." if not by else f" {of}, with fewer than {FEW} articles, they are rough."
        )
    return text


def trend_sentence(trend: pd.DataFrame, undated: pd.DataFrame, n_articles: int, period: str) -> str:
    """Where in time the terms are most frequent, and what could not be placed. `trend` is what measure.trend.trend gives."""
    placed = trend.dropna(subset="rate_per_1000")
    n_periods = placed["period"].nunique()
    left = f" {_left_out(undated, period)}" if len(undated) else ""
    if n_periods < 2:
        return f"All dated articles lie in one {period}, which is no course of time.{left}"
    texts = []
    for term, rows in placed.groupby("term", sort=False, observed=True):
        most = rows.sort_values(["rate_per_1000", "period"], ascending=[False, True]).iloc[0]
        if most["rate_per_1000"] > 0:
            texts.append(f"“{term}” in {most['period']} ({written(most['rate_per_1000'], 'rate')} per 1,000 words)")
    found = f"Most frequent: {listed(texts)}." if texts else "None of the terms occurs in a dated article."
    filled = f"{n_periods:,} of {counted(trend['period'].nunique(), period)} from first to last have articles."
    return f"{found} {filled}{left}"


def _left_out(undated: pd.DataFrame, period: str) -> str:
    n = len(undated)
    return (
        f"{counted(n, 'article')} {'is' if n == 1 else 'are'} left out, since no one {period} holds the date, or there is none."
    )


def trend_note(trend: pd.DataFrame) -> str:
    """How few articles the periods hold, if they are few."""
    sizes = trend.drop_duplicates("period")
    few = int(sizes["n_articles_period"].between(1, FEW - 1).sum())
    filled = int((sizes["n_articles_period"] > 0).sum())
    if not few:
        return ""
    have = "has" if few == 1 else "have"
    return f"{few:,} of the {filled:,} periods with articles {have} fewer than {FEW}: what moves may be the articles and not the time."
