"""Titles of figures: the one thing a figure says, in a line computed from its table.

A table in, a line out, shorter than a sentence of sentences.py: the sentence above a figure says what was found in all, its title
what catches the eye in it.
"""

import pandas as pd

from .phrases import counted, listed, named, written


def peak_title(table: pd.DataFrame, name: str, value: str, unit: str, form: str = "rate", where: str | None = None) -> str:
    """The row with the highest value; `where` is a column that says of which group it is.

    >>> peak_title(pd.DataFrame({"term": ["war", "peace"], "rate": [2.0, 5.0]}), "term", "rate", "per 1,000 words")
    '“peace” is highest, 5.00 per 1,000 words'
    """
    known = table.dropna(subset=value)
    if known.empty:
        return ""
    first = known.sort_values([value, name], ascending=[False, True]).iloc[0]
    place = f" in {first[where]}" if where else ""
    return f"“{first[name]}” is highest{place}, {written(first[value], form)} {unit}"


def contrast_title(counts: pd.DataFrame, name: str, by: str, value: str, unit: str, form: str = "rate") -> str:
    """The name whose value differs most between two groups; a group without a row has 0.

    >>> table = pd.DataFrame({"term": ["war", "war", "peace"], "source": ["X", "Y", "X"], "rate": [2.0, 5.0, 1.0]})
    >>> contrast_title(table, "term", "source", "rate", "per 1,000 words")
    '“war” differs most: 5.00 per 1,000 words in Y, 2.00 in X'
    """
    plain = counts.assign(**{name: counts[name].astype("str"), by: counts[by].astype("str")})
    grid = plain.pivot_table(index=name, columns=by, values=value, fill_value=0.0).sort_index()
    if grid.shape[1] < 2 or grid.empty:
        return peak_title(counts, name, value, unit, form)
    term = (grid.max(axis="columns") - grid.min(axis="columns")).round(9).idxmax()
    row = grid.loc[term]
    most, least = written(row.max(), form), written(row.min(), form)
    return f"“{term}” differs most: {most} {unit} in {row.idxmax()}, {least} in {row.idxmin()}"


def spread_title(dispersion: pd.DataFrame) -> str:
    """How many of the terms in `dispersion` stand in one article only."""
    single = int((dispersion["n_articles"] == 1).sum())
    return (
        f"{single:,} of {counted(len(dispersion), 'frequent term')} {'stands' if single == 1 else 'stand'} in one article only"
    )


def wording_title(preferred: pd.DataFrame, by: str, concept: str) -> str:
    """Which variant of a concept is preferred by whom. `preferred` is what measure.wording.preferred gives."""
    rows = preferred[(preferred["concept"] == concept) & (preferred["n_concept"] > 0)]
    groups = rows.groupby("variant", sort=False)[by].agg(lambda names: listed([str(name) for name in names], 3))
    return f"{concept}: " + "; ".join(f"“{variant}” in {names}" for variant, names in groups.items())


def pair_title(pairs: pd.DataFrame, a: str, b: str, value: str, what: str, form: str = "count") -> str:
    """The pair with the highest value, such as two topics that meet most often."""
    known = pairs[pairs[value] > 0].sort_values([value, a, b], ascending=[False, True, True])
    if known.empty:
        return f"No pair has {what}"
    first = known.iloc[0]
    return f"{first[a]} and {first[b]} have most {what}: {written(first[value], form)}"


def quoted_title(shares: pd.DataFrame, by: str) -> str:
    """Who quotes most, and who least. `shares` is what measure.voices.voice_shares gives."""
    ranked = shares.sort_values(["share_quoted", by], ascending=[False, True])
    most, least = ranked.iloc[0], ranked.iloc[-1]
    text = f"{most[by]} gives {written(most['share_quoted'], 'share')} of its words to quotations"
    return text if len(ranked) == 1 else f"{text}, {least[by]} {written(least['share_quoted'], 'share')}"


def largest_title(table: pd.DataFrame, by: str, part: str, value: str, what: str) -> str:
    """The largest part of all groups together, such as the speaker quoted most."""
    sums = table.dropna(subset=part).groupby(table[part].astype("str"))[value].sum()
    if sums.empty or not sums.max():
        return f"Most {what}: none"
    first = sums.sort_index().sort_values(ascending=False, kind="stable").index[0]
    n_groups = table.loc[table[part].astype("str").eq(first) & table[value].gt(0), by].nunique()
    return f"Most {what}: {first}, {int(sums[first]):,} in {counted(n_groups, named(by))}"


def omission_title(omissions: pd.DataFrame, by: str) -> str:
    """What is most to be missed of all. `omissions` is what measure.omissions.omissions gives."""
    if omissions.empty:
        return "Nothing that most have is lacking anywhere"
    first = omissions.sort_values(["expected", by, "item"], ascending=[False, True, True]).iloc[0]
    return f"“{first['item']}” stands not once in {first[by]}, where the others' rate would make {written(first['expected'], 'rate')}"
