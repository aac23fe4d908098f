"""Sentences computed from tables, so that no number on a page was typed by hand.

A table in, a sentence out. Each names what it counts, of how many, and in what unit; `say` puts it on the page, the caveat below it.
"""

import pandas as pd

from .phrases import counted, listed, named, written


def corpus_sentence(sizes: pd.DataFrame, by: str) -> str:
    """How much there is, and which group has most of it. `sizes` is what group_sizes gives for `by`."""
    largest = sizes.sort_values(["n_tokens", by], ascending=[False, True]).iloc[0]
    n_articles, n_tokens = int(sizes["n_articles"].sum()), int(sizes["n_tokens"].sum())
    whole = f"{counted(n_articles, 'article')} from {counted(len(sizes), named(by))} with {counted(n_tokens, 'running word')}"
    if len(sizes) == 1:
        return f"{whole}."
    share = written(largest["n_tokens"] / n_tokens, "share")
    return f"{whole}; {largest[by]} alone has {share} of the words."


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


def dates_sentence(articles: pd.DataFrame) -> str:
    """From when to when the articles reach, and how many have no date."""
    known = articles.dropna(subset="date_start")
    missing = len(articles) - len(known)
    without = f" {counted(missing, 'article')} without a date." if missing else ""
    if known.empty:
        return f"No article has a date.{without}"
    first, last = known["date_start"].min(), known["date_end"].max()
    days = (last - first).days + 1
    reach = f"The articles lie between {first:%Y-%m-%d} and {last:%Y-%m-%d}, {counted(days, 'day')} apart at most."
    return reach + without


def ledger_sentence(account: pd.DataFrame) -> str:
    """What became of the lines. `account` is what measure.ledger.account gives."""
    sums = account[["n_raw", "n_kept", "n_changed", "n_blank", "n_removed"]].sum()
    corrected = f" ({sums['n_changed']:,} of them with corrected characters)" if sums["n_changed"] else ""
    text = (
        f"Of {counted(int(sums['n_raw']), 'line')} received, {sums['n_kept'] + sums['n_changed']:,} were read on{corrected},"
        f" {sums['n_blank']:,} were blank and {sums['n_removed']:,} were removed by a named rule."
    )
    most = account.sort_values(["share_characters", "doc_id"], ascending=[False, True]).iloc[0]
    if most["share_characters"] == 0:
        return text
    return f"{text} Most was taken from {most['doc_id']}: {written(most['share_characters'], 'share')} of its characters."


def inputs_sentence(inputs: pd.DataFrame) -> str:
    """What became of the files."""
    states = inputs["state"].value_counts()
    loaded, quarantined, skipped = (int(states.get(state, 0)) for state in ("loaded", "quarantined", "skipped"))
    text = f"Of {counted(len(inputs), 'file')} found, {loaded:,} {'is' if loaded == 1 else 'are'} loaded"
    return f"{text}, {quarantined:,} quarantined and {skipped:,} skipped because they describe the corpus or are hidden."


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


def unequal_note(sizes: pd.DataFrame, by: str, what: str = "Divergence grows as samples shrink") -> str:
    """How unequal the groups are, and `what` that does to a measure."""
    least, most = sizes["n_tokens"].min(), sizes["n_tokens"].max()
    return f"{what}: the smallest {named(by)} here has {least:,} words, the largest {most:,}."


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


def wording_sentence(preferred: pd.DataFrame, by: str, concepts: list[str]) -> str:
    """Which variant each group prefers for each of the concepts. `preferred` is what measure.wording.preferred gives."""
    if preferred.empty:
        return "This corpus has no wording.yml, so its names for things are not compared."
    if not concepts:
        return f"No concept of wording.yml is named differently by two of these: {named(by)}."
    sentences = []
    for concept in concepts:
        rows = preferred[(preferred["concept"] == concept) & (preferred["n_concept"] > 0)]
        chosen = rows.groupby("variant", sort=False)[by].agg(lambda names: listed([str(name) for name in names]))
        sentences.append(f"{concept} – " + "; ".join(f"“{variant}” in {names}" for variant, names in chosen.items()) + ".")
    return " ".join(sentences)


def wording_grid(preferred: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row per concept, one column per group: the preferred variant with its mentions of all; missing where the concept is absent.

    `preferred` is what measure.wording.preferred gives.
    """
    numbers = [f" ({n:,} of {n_concept:,})" for n, n_concept in preferred[["n", "n_concept"]].itertuples(index=False)]
    texts = (preferred["variant"].astype("object") + numbers).where(preferred["n_concept"] > 0, None)
    concepts, groups = pd.unique(preferred["concept"]), pd.unique(preferred[by].astype("str"))
    table = pd.DataFrame({"concept": preferred["concept"], "group": preferred[by].astype("str"), "text": texts})
    grid = table.pivot(index="concept", columns="group", values="text").reindex(index=concepts, columns=groups)
    return grid.rename_axis(columns=None).reset_index()
