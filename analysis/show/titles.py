"""Titles of figures: the one thing a figure says, in a line computed from its table.

A table in, a line out, shorter than a sentence of sentences.py: the sentence above a figure says what was found in all, its title
what catches the eye in it.
"""

import pandas as pd

from .phrases import counted, listed, written


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


def spread_title(dispersion: pd.DataFrame) -> str:
    """How many of the terms in `dispersion` stand in one article only."""
    single = int((dispersion["n_articles"] == 1).sum())
    return (
        f"{single:,} of {counted(len(dispersion), 'frequent term')} {'stands' if single == 1 else 'stand'} in one article only"
    )


def keyword_title(keyness: pd.DataFrame, a: object, b: object, rows: int = 2) -> str:
    """The words that set A apart most, with their rates. `keyness` is one comparison, in the order of its g2."""
    more = keyness[keyness["g2"] > 0].head(rows)
    if more.empty:
        return f"No word is more frequent in {a} than in {b}"
    texts = [
        f"“{row.term}” ({written(row.rate_per_1000_a, 'rate')} against {written(row.rate_per_1000_b, 'rate')} per 1,000)"
        for row in more.itertuples()
    ]
    return f"More in {a} than in {b}: {listed(texts)}"


def pair_title(pairs: pd.DataFrame, a: str, b: str, value: str, what: str, form: str = "count") -> str:
    """The pair with the highest value, such as two topics that meet most often."""
    known = pairs[pairs[value] > 0].sort_values([value, a, b], ascending=[False, True, True])
    if known.empty:
        return f"No pair has {what}"
    first = known.iloc[0]
    return f"{first[a]} and {first[b]} have most {what}: {written(first[value], form)}"


def nearest_title(pairs: pd.DataFrame, value: str, what: str) -> str:
    """Which two groups are nearest by `value`, of which `what` is the unit. `pairs` is what equal_size or divergence gives."""
    first = pairs.sort_values([value, "a", "b"]).iloc[0]
    return f"{first['a']} and {first['b']} are nearest, {written(first[value], 'number')} {what}"


def shift_title(shift: pd.DataFrame, a: object, b: object) -> str:
    """The word with the largest part in a divergence. `shift` is what measure.divergence.word_shift gives."""
    first = shift.iloc[0]
    side, share = (a, first["share_a"]) if first["shift_bits"] > 0 else (b, first["share_b"])
    total = shift["shift_bits"].abs().sum()
    part = written(abs(first["shift_bits"]) / total, "share") if total else written(0.0, "share")
    return f"“{first['term']}”, {written(1000 * share, 'rate')} per 1,000 words in {side}, makes {part} of the divergence"


def sensitivity_title(settings: pd.DataFrame, by: str) -> str:
    """Under which setting fewest keywords stay, and whose. `settings` is Sensitivity.settings."""
    known = settings.dropna(subset="share_stays").sort_values(["share_stays", by, "setting"])
    if known.empty:
        return ""
    first = known.iloc[0]
    stay = f"{int(first['n_stay']):,} of {counted(int(first['n_top']), 'keyword')}"
    return f"{stay} of {first[by]} {'stays' if first['n_stay'] == 1 else 'stay'} with “{first['setting']}”"
