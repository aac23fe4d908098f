"""Sentences on shared text, computed from the tables of measure/shared.py."""

import pandas as pd

from .phrases import counted, listed, written


def shared_sentence(shares: pd.DataFrame, by: str) -> str:
    """How much of the corpus several articles have, and which group has most of it. `shares` is what shared_shares gives for `by`."""
    n_shared, n_tokens = int(shares["n_shared"].sum()), int(shares["n_tokens"].sum())
    if not n_shared:
        return "No two articles share a passage word for word."
    most = shares.sort_values(["share_shared", by], ascending=[False, True]).iloc[0]
    verb, share = "stands" if n_shared == 1 else "stand", written(n_shared / n_tokens, "share")
    whole = f"{counted(n_shared, 'word')} ({share} of all) {verb} in passages that another article has too"
    return f"{whole}; most of them, by share, in {most[by]}: {written(most['share_shared'], 'share')}."


def pairs_sentence(pairs: pd.DataFrame, top: int = 3) -> str:
    """Which articles share most. `pairs` is what article_pairs gives."""
    same, similar = pairs[pairs["n_passages"] > 0], pairs[pairs["n_similar"] > 0]
    texts = [
        f"{row.doc_id_a} and {row.doc_id_b} ({counted(row.n_passages, 'passage')}, {counted(row.n_shared, 'word')})"
        for row in same.head(top).itertuples()
    ]
    alike = [
        f"{row.doc_id_a} and {row.doc_id_b} ({row.n_similar:,})"
        for row in similar.sort_values(["n_similar", "doc_id_a", "doc_id_b"], ascending=[False, True, True])
        .head(top)
        .itertuples()
    ]
    first = f"Articles that share most: {'; '.join(texts)}." if texts else "No two articles share a passage word for word."
    second = f" Pairs of sentences that are similar, and not shared: {'; '.join(alike)}." if alike else ""
    return first + second


def duplicates_sentence(duplicates: pd.DataFrame) -> str:
    """How many articles are copies of others."""
    if duplicates.empty:
        return "No article is nearly the same as another."
    sides = [duplicates[[f"doc_id_{side}", "family"]].set_axis(["doc_id", "family"], axis="columns") for side in ("a", "b")]
    sizes = pd.concat(sides).drop_duplicates().groupby("family").size().sort_values(ascending=False, kind="stable")
    families = counted(len(sizes), "family", "families")
    texts = [f"{family} and {counted(int(n) - 1, 'other')}" for family, n in sizes.items()]
    return f"{counted(int(sizes.sum()), 'article')} belong to {families} of near-duplicates: {listed(texts)}."
