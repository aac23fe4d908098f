"""Two sides compared within stories: counts by article, and the story of each article, in; story-balanced counts out.

Sides that choose other stories differ in the words of these. Where each story weighs on one side as much as on the other, such words
cancel out, and what is left is how the same story is told.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import stdtrit

from ...errors import SchemaError
from ..counting.codes import coded, tally
from ..uncertainty.exchange import NAMED, Articles
from ..uncertainty.strata import stratified_p

LEVEL = 0.95


class Stories(NamedTuple):
    """The story of each article, as a code, and the names of the stories."""

    of: np.ndarray
    names: np.ndarray


class Paired(NamedTuple):
    """The articles of two sides in the stories that both tell; story is the code of each, names those of the codes."""

    articles: Articles
    story: np.ndarray
    names: np.ndarray

    @property
    def weights(self) -> np.ndarray:
        """What a word of each article counts: so much that its story has as many words on either side.

        With N and M words on the two sides a story gets 2 N M / (N + M) on each, their harmonic mean, which is what a difference of
        unequal sides is worth; so a word counts 2 M / (N + M) on the one side, 2 N / (N + M) on the other.
        """
        words, in_a = self.articles.words, self.articles.in_a
        of_a, of_b = (np.bincount(self.story, words * side, len(self.names)) for side in (in_a, ~in_a))
        return (2 * np.where(in_a, of_b[self.story], of_a[self.story])) / (of_a + of_b)[self.story]


def stories_of(tokens: pd.DataFrame, within: str, doc_ids: np.ndarray) -> Stories:
    """Say which story each of `doc_ids` tells; raises SchemaError for an article with several. All words of `tokens` have one."""
    docs, stories = coded(tokens["doc_id"]), coded(tokens[within])
    doc, story, _ = tally(docs.codes, stories.codes)
    twice = np.flatnonzero(np.diff(doc) == 0)
    if len(twice):
        name = docs.values[doc[twice[0]]]
        raise SchemaError(f"article '{name}' has several values of '{within}'", remedy="Give each article one story")
    place = pd.Series(story, index=docs.values[doc].astype(str))
    return Stories(
        place.reindex(pd.Index(doc_ids).astype(str)).fillna(-1).to_numpy(dtype=np.int64), stories.values.astype(str).to_numpy()
    )


def paired(articles: Articles | None, stories: Stories, doc_ids: np.ndarray) -> Paired:
    """Keep the articles of stories that both sides tell. `doc_ids` are those of `stories`, sorted, and hold all of `articles`.

    Raises SchemaError where an article has words on both sides.
    """
    if articles is None:
        raise SchemaError(
            "an article has words on both sides, which cannot be compared within stories", remedy="Group by articles"
        )
    story = stories.of[np.searchsorted(doc_ids, articles.doc_ids)]
    both = np.intersect1d(story[articles.in_a], story[~articles.in_a])
    kept = np.isin(story, both)
    some = Articles(
        csr_array(articles.n[:, np.flatnonzero(kept)]), articles.words[kept], articles.in_a[kept], articles.doc_ids[kept]
    )
    return Paired(some, np.searchsorted(both, story[kept]), stories.names[both])


def paired_counts(pair: Paired, names: pd.Index) -> tuple[pd.DataFrame, float]:
    """Count each term that occurs: term, n_a, n_b, n_articles_a, n_articles_b, n_stories, and balanced_a and balanced_b.

    Returns the table, whose index are codes of terms, and the words of either side, which are balanced too.
    """
    n, in_a = pair.articles.n, pair.articles.in_a
    have = csr_array((np.ones(len(n.data)), n.indices, n.indptr), shape=n.shape)
    columns = {"n_a": n @ in_a, "n_b": n @ ~in_a, "n_articles_a": have @ in_a, "n_articles_b": have @ ~in_a}
    columns["n_stories"] = np.diff((have @ _stories(pair, np.ones(len(in_a)))).indptr)
    table = pd.DataFrame(columns).astype("int64")
    table.insert(0, "term", names.astype("str"))
    weights, words = pair.weights, pair.articles.words
    total = float((words * weights)[in_a].sum())
    for side, name in ((in_a, "balanced_a"), (~in_a, "balanced_b")):
        table[name] = np.minimum((n @ (weights * side)).round(9), total)
    return table[table["n_a"] + table["n_b"] > 0], total


def paired_columns(table: pd.DataFrame, pair: Paired, draws: int, seed: int, checked: int) -> dict[str, np.ndarray | pd.Series]:
    """What the stories say of each row of a table of `paired_counts`; the columns are those of `article_columns`."""
    rows = pair._replace(articles=pair.articles._replace(n=csr_array(pair.articles.n[table.index.to_numpy()])))
    low, high = _interval(rows)
    columns = {"log2_ratio_articles_low": low, "log2_ratio_articles_high": high, "p_articles": np.full(len(table), np.nan)}
    columns["sign_flips"] = pd.Series(pd.NA, index=table.index, dtype="Int64")
    columns["turned_by"] = pd.Series(None, index=table.index, dtype="str")
    if table.empty:
        return columns
    first = rows.articles._replace(n=csr_array(rows.articles.n[:checked]))
    columns["p_articles"][:checked] = stratified_p(first, rows.story, draws, seed)
    if len(pair.names) > 1:
        turns = list(_turning(rows))
        columns["sign_flips"] = pd.Series([len(found) for found in turns], index=table.index, dtype="Int64")
        said = [_said(pair.names[found]) if len(found) else None for found in turns[:checked]]
        columns["turned_by"].iloc[: len(said)] = said
    return columns


def _stories(pair: Paired, weights: np.ndarray) -> csr_array:
    return csr_array((weights, (np.arange(len(pair.story)), pair.story)), shape=(len(pair.story), len(pair.names)))


def _balanced(pair: Paired) -> tuple[csr_array, csr_array]:
    """Terms × stories: balanced counts of side A, and of side B."""
    weights, in_a = pair.weights, pair.articles.in_a
    return tuple(csr_array(pair.articles.n @ _stories(pair, weights * side)) for side in (in_a, ~in_a))


def _interval(pair: Paired) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of each log2 ratio, with the story as the unit; missing where fewer than two stories or one side alone have the term.

    The variance is that of a sum over stories: of m stories with the term, m / (m − 1) × Σ (A_s / A − B_s / B)², with A_s and B_s its
    balanced counts in a story; the t distribution has m − 1 degrees of freedom.
    """
    a, b = _balanced(pair)
    total_a, total_b = np.asarray(a.sum(axis=1)), np.asarray(b.sum(axis=1))
    known = (total_a > 0) & (total_b > 0)
    share = [1 / np.where(known, total, 1) for total in (total_a, total_b)]
    pulls = csr_array(a.multiply(share[0][:, None]) - b.multiply(share[1][:, None]))
    m = np.diff(((a + b) > 0).astype(float).tocsr().indptr)
    known &= m > 1
    spread = np.sqrt(np.asarray(pulls.power(2).sum(axis=1)) * m / np.maximum(m - 1, 1)) / np.log(2)
    middle = np.log2(np.where(known, total_a, 1) / np.where(known, total_b, 1))
    reach = stdtrit(np.maximum(m - 1, 1), (1 + LEVEL) / 2) * spread
    return np.where(known, middle - reach, np.nan), np.where(known, middle + reach, np.nan)


def _turning(pair: Paired) -> Iterator[np.ndarray]:
    """Of each term the codes of the stories without which its difference would turn, or be 0."""
    a, b = _balanced(pair)
    parts = csr_array(a - b)
    totals = np.asarray(parts.sum(axis=1)).round(9)
    for row, before in enumerate(totals):
        at = slice(parts.indptr[row], parts.indptr[row + 1])
        after = (before - parts.data[at]).round(9)
        yield np.sort(parts.indices[at][(before != 0) & (np.sign(after) != np.sign(before))])


def _said(names: np.ndarray) -> str:
    return ", ".join([*names[:NAMED], *([f"and {len(names) - NAMED:,} more"] if len(names) > NAMED else [])])
