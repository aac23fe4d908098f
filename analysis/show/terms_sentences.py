"""Sentences on terms in time, and on how varied and how easy a language is: tables of trend and diversity in, sentences out."""

import pandas as pd

from .phrases import counted, listed, named, written

FEW = 5  # articles below which an interval with the article as its unit is rough


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


def diversity_sentence(diversity: pd.DataFrame, by: str) -> str:
    """Whose words are most varied, and whose sentences longest. `diversity` is what measure.diversity.diversity gives."""
    texts = []
    for column, what, form in (
        ("mattr_50", "Most different words in 50", "share"),
        ("words_per_sentence", "Most words a sentence", "rate"),
    ):
        known = diversity.dropna(subset=column).sort_values([column, by], ascending=[False, True])
        if len(known) > 1:
            first, last = known.iloc[0], known.iloc[-1]
            texts.append(
                f"{what}: {first[by]} ({written(first[column], form)}); fewest: {last[by]} ({written(last[column], form)})."
            )
        elif len(known):
            texts.append(f"{what}: {written(known.iloc[0][column], form)} in {known.iloc[0][by]}.")
    return " ".join(texts) or f"No {named(by)} has words enough to say how varied they are."


def readability_sentence(readability: pd.DataFrame, by: str) -> str:
    """Whose text is easiest to read. `readability` is what measure.readability.readability gives."""
    known = readability.dropna(subset="flesch").sort_values(["flesch", by], ascending=[False, True])
    if known.empty:
        return "There is no running text whose reading ease could be measured."
    first, last = known.iloc[0], known.iloc[-1]
    text = f"Easiest to read by Flesch's formula: {first[by]} ({written(first['flesch'], 'rate')})"
    return f"{text}." if len(known) == 1 else f"{text}; hardest: {last[by]} ({written(last['flesch'], 'rate')})."
