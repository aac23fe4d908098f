"""What one group lacks, in words. The table of `measure.omissions` in; what is worth telling of it, and sentences, out.

It exists because most of what a text lacks means nothing: it is short, or it writes the same name otherwise. What is told here would
have to be expected at least a few times, and is no choice among the words that wording.yml lists for one thing.
"""

import numpy as np
import pandas as pd

from ..show.phrases import named
from .wordings import begun

CHANCE = 0.05  # probability of none, at the others' rate, below which a gap is told
ARTICLES = 3  # of the others, from which on an item is not one article's own
SUBJECTS = ("topic", "concept", "name")
MONTHS = 31  # days between the first and the last article, from which on news may have come in between
TOLD = 3
LACKS = {"topic": "nothing on", "concept": "none of the words for", "name": "no", "term": "no"}


def not_choices(lacking: pd.DataFrame, dictionary: pd.DataFrame, mentions: pd.DataFrame, by: str) -> pd.DataFrame:
    """The rows of `lacking` without words and names of a thing that the group names in other words of wording.yml.

    lacking    : what measure.omissions gives for `by`
    dictionary : wording.yml, where group is the concept
    mentions   : its mentions, with the column `by`
    """
    named_by = set(zip(mentions[by].astype("str"), mentions["group"].astype("str"), strict=True)) if len(mentions) else set()
    concepts: dict[str, set[str]] = {}
    for concept, pattern in dictionary[["group", "pattern"]].astype("str").itertuples(index=False):
        words = pattern.casefold().split()
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                concepts.setdefault(" ".join(words[start:end]), set()).add(concept)
    choice = [
        kind in ("term", "name") and any((str(group), concept) in named_by for concept in concepts.get(item.casefold(), ()))
        for group, kind, item in lacking[[by, "kind", "item"]].itertuples(index=False)
    ]
    return lacking[~np.array(choice, dtype=bool)].reset_index(drop=True)


def strongest(telling: pd.DataFrame, by: str) -> pd.DataFrame:
    """The gap of each group that says most, the most telling first: a subject or a name, or a word where there is none.

    Returns the rows with the column `telling`: occurrences to be expected, times the share of the other groups that have the item,
    less where only one or two of their articles do.
    """
    rows = telling[telling["p_none"] < CHANCE]
    subjects = rows[rows["kind"].isin(SUBJECTS)]
    rows = subjects if len(subjects) else rows
    spread = rows["n_articles_with"].clip(upper=ARTICLES) / ARTICLES
    rows = rows.assign(telling=(rows["expected"] * rows["n_groups_with"] / rows["n_others"] * spread).round(9))
    return rows.sort_values(["telling", by, "item"], ascending=[False, True, True]).drop_duplicates(by).reset_index(drop=True)


def gaps_sentence(rows: pd.DataFrame, by: str, telling: pd.DataFrame) -> str:
    """What some groups lack, for a reader. `rows` is what `strongest` gives of `telling`."""
    if len(rows):
        return _told(rows.head(TOLD), by)
    if telling.empty:
        return f"Whatever one {named(by)} lacks, it names in other words."
    most = int(np.ceil(telling["expected"].max()))
    return (
        f"Every {named(by)} lacks something, but each gap may be chance: at the others’ rate nothing that is missing"
        f" would be expected more than {'once' if most == 1 else f'{most:,} times'}."
    )


def gaps_headline(rows: pd.DataFrame, by: str) -> str:
    """The two most telling gaps, where all or most of the others have the item; "" where there is none."""
    common = rows[rows["n_groups_with"] * 4 >= rows["n_others"] * 3].head(2)
    return _told(common, by) if len(common) else ""


def _told(rows: pd.DataFrame, by: str) -> str:
    """Each gap with how many others have the item."""
    texts = []
    for row in rows.to_dict("records"):
        others = f"{row['n_groups_with']:,} of the {row['n_others']:,} other {named(by)}s have"
        if row["n_groups_with"] == row["n_others"]:
            every = {1: f"the other {named(by)} has", 2: f"both other {named(by)}s have"}
            others = every.get(row["n_others"], f"all {row['n_others']:,} other {named(by)}s have")
        texts.append(f"{row[by]} has {LACKS[row['kind']]} “{row['item']}”, which {others}")
    return begun("; ".join(texts), by) + "."


def dates_caveat(articles: pd.DataFrame) -> str:
    """That news may have come between the articles; "" where they lie close together, or have no dates."""
    first, last = articles["date_start"].min(), articles["date_end"].max()
    if pd.isna(first) or pd.isna(last) or (last - first).days < MONTHS:
        return ""
    return f"The articles date from {first:%B %Y} to {last:%B %Y}: an earlier one cannot tell what happened later."
