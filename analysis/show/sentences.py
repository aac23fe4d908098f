"""Sentences computed from tables, so that no number on a page was typed by hand.

A table in, a sentence out. Each names what it counts, of how many, and in what unit; `say` puts it on the page, the caveat below it.
"""

import pandas as pd

from .phrases import counted, listed, named, written


def smallness_note(sizes: pd.DataFrame, by: str) -> str:
    """What so few articles can and cannot support. `sizes` is what group_sizes gives for `by`."""
    few = sizes[sizes["n_articles"] < 5]
    if few.empty:
        return ""
    if (sizes["n_articles"] == 1).all():
        least = f"Each {named(by)} here is a single article"
    else:
        texts = [f"{name} ({counted(int(n), 'article')})" for name, n in few[[by, "n_articles"]].itertuples(index=False)]
        least = f"Fewer than five articles: {listed(texts)}"
    return f"{least}: what differs may be the occasion, the date or the one text, and need not be the {named(by)}."


def top_terms_sentence(content: pd.DataFrame, n_articles: int, top: int = 5) -> str:
    """The most frequent terms, and those of them that are not in every article."""
    head = content.head(top)
    texts = [f"“{term}” ({written(rate, 'rate')})" for term, rate in head[["term", "rate_per_1000"]].itertuples(index=False)]
    narrow = [f"“{row.term}” ({row.n_articles:,})" for row in head.itertuples() if row.n_articles * 2 <= n_articles]
    text = f"Most frequent per 1,000 words: {listed(texts)}."
    return f"{text} In at most half of the {n_articles:,} articles: {listed(narrow)}." if narrow and n_articles > 1 else text


def ranking_sentence(what: str, table: pd.DataFrame, name: str, value: str, form: str = "rate", top: int = 5) -> str:
    """The first rows of a ranked table with their numbers; `what` says what is ranked, and in which unit."""
    head = table.head(top)
    texts = [f"“{text}” ({written(number, form)})" for text, number in head[[name, value]].itertuples(index=False)]
    return f"{what}: {listed(texts)}." if texts else f"{what}: there is none."


def contrast_sentence(counts: pd.DataFrame, by: str, terms: list[str]) -> str:
    """Between which groups the rates of the given terms differ most. `counts` is what count_terms gives for `by`."""
    rates = counts[counts["term"].isin(terms)].pivot_table(
        index="term", columns=by, values="rate_per_1000", observed=True, fill_value=0.0
    )
    rates = rates.reindex(columns=pd.unique(counts[by].astype("str")), fill_value=0.0)
    if rates.empty or len(rates.columns) < 2:
        return f"There is only one {named(by)}, so there is nothing to compare."
    gaps = (rates.max(axis="columns") - rates.min(axis="columns")).sort_values(ascending=False, kind="stable").head(3)
    texts = []
    for term in gaps.index:
        row = rates.loc[term]
        most, least = written(row.max(), "rate"), written(row.min(), "rate")
        texts.append(f"“{term}”, {most} in {row.idxmax()} and {least} in {row.idxmin()}")
    return f"Widest gaps, per 1,000 words: {'; '.join(texts)}."


def shift_sentence(shift: pd.DataFrame, a: object, b: object, top: int = 3) -> str:
    """Which words make most of the divergence of two groups, on either side. `shift` is what word_shift gives."""
    texts = []
    for name, rows in ((a, shift[shift["shift_bits"] > 0]), (b, shift[shift["shift_bits"] < 0])):
        words = [f"“{term}”" for term in rows["term"].head(top)]
        texts.append(f"{listed(words)} on the side of {name}")
    return f"Of {written(shift['shift_bits'].abs().sum(), 'number')} bits, {texts[0]} and {texts[1]} make the largest parts."


def dispersion_sentence(dispersion: pd.DataFrame, n_articles: int) -> str:
    """Which frequent terms are the word of one article. `dispersion` holds the terms in question."""
    if n_articles < 2:
        return "With one article there is nothing over which a word could be spread."
    single = dispersion[dispersion["n_articles"] == 1]
    texts = [f"“{term}” ({n:,})" for term, n in single[["term", "n"]].itertuples(index=False)]
    terms = counted(len(dispersion), "term")
    if not texts:
        return f"None of the {terms} shown is the word of one article."
    return f"{len(single):,} of the {terms} shown {'occurs' if len(single) == 1 else 'occur'} in one article only: {listed(texts, 8)}."
