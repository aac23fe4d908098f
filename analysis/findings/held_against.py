"""What each group is held against where only the same stories count. A view within stories in, how much there is on either side out.

It exists because a comparison of a group with the others then takes of these only what tells the group's own stories: how many words
and articles that is, and whether so many can show a difference, is not what the sizes of the groups say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..blocks import tallied
from ..measure.counting.codes import UNKNOWN, coded
from ..measure.uncertainty.strata import smallest_stratified_p
from .short import group_names

if TYPE_CHECKING:
    from ..view import View


def names_of(table: pd.DataFrame, by: str) -> pd.Series:
    """The group of each row as a text."""
    return group_names(table[by])


def words_of(view: View) -> pd.DataFrame:
    """The words of each article of a view, most first, then in the order of the articles: doc_id, total."""
    return words_by_article(view.tokens)


def words_by_article(tokens: pd.DataFrame) -> pd.DataFrame:
    """The same of any words; an article without a word has no row."""
    docs = coded(tokens["doc_id"])
    total = tallied(docs.codes, len(docs.values))
    order = np.argsort(-total, kind="stable")[: np.count_nonzero(total)]
    return pd.DataFrame({"doc_id": docs.values.astype("str").take(order), "total": total[order]})


def told_by_both(view: View, a: str = "", b: str = "") -> pd.DataFrame:
    """How much the sides of each comparison have of the stories that both tell.

    view : a view within stories
    a, b : as for `keyness`: without b all others are the other side, without both each group is held against the others

    Returns one row per group that is spoken of, a-z: group, n_tokens, n_articles, n_tokens_others, n_articles_others, n_stories, and
    smallest_p, the least that any difference can reach when articles are exchanged within stories; 1 where nothing is told in common.
    """
    words = view.articles.assign(doc_id=view.articles["doc_id"].astype("str")).merge(
        words_of(view), on="doc_id", validate="1:1"
    )
    group, total = names_of(words, view.by).to_numpy(), words["total"].to_numpy()
    story, rows = pd.factorize(words[view.within].astype("str"))[0], []
    for name in [a, b] if b else [a] if a else sorted(set(group) - {UNKNOWN}):
        own = group == name
        other = group == (a if name == b else b) if b else ~own
        common = np.intersect1d(story[own], story[other])
        kept = np.isin(story, common) & (own | other)
        p = smallest_stratified_p(own[kept], np.searchsorted(common, story[kept])) if len(common) else 1.0
        sums = [number for side in (own & kept, other & kept) for number in (int(total[side].sum()), int(side.sum()))]
        rows.append((name, *sums, len(common), p))
    columns = ["group", "n_tokens", "n_articles", "n_tokens_others", "n_articles_others", "n_stories", "smallest_p"]
    return pd.DataFrame(rows, columns=columns)
