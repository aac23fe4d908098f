"""Two sides put together from groups: `tokens` in, the counts of a comparison out, by term and by article.

The words are counted once, by term, article and group; any pair of groups, and any group with its rest, is a sum of these counts.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from ...errors import SchemaError, UsageError
from ..counting.codes import check_tokens, coded, group_code, grouped, tally
from ..uncertainty.exchange import Articles, permutation_p, sign_flips, turned_by
from ..uncertainty.jackknife import Ratios, Sums, article_units, jackknife, log2_ratio_interval

ENTRIES = 1_000_000  # counts of a term in an article, held at a time


class Sides:
    """The counts of each term, article and group, taken once. Groups are named by their codes; b=None is all but A."""

    def __init__(self, tokens: pd.DataFrame, by: str | Iterable[str]):
        check_tokens(tokens, by)
        self.groups = grouped(tokens, by)
        terms, docs = coded(tokens["term"]), coded(tokens["doc_id"])
        self.names, self.doc_ids = terms.values.astype("str"), docs.values.to_numpy()
        self.term, self.doc, self.group, n = tally(terms.codes, docs.codes, self.groups.codes)
        self.n = n.astype(np.int32)
        # one row is a term, an article and a group; where groups share an article, it counts once for their union
        pair = np.cumsum((np.diff(self.term, prepend=-1) != 0) | (np.diff(self.doc, prepend=-1) != 0)) - 1
        self.alone = np.bincount(pair)[pair] == 1
        self.n_articles = np.bincount(self.term[np.diff(pair, prepend=-1) > 0], minlength=len(self.names))
        self.words_doc, self.words_group, self.words = tally(docs.codes, self.groups.codes)

    def pair(self, a: object, b: object) -> tuple[int, int | None]:
        """The codes of two groups, None for all the rest; raises SchemaError where there is nothing to compare `a` with."""
        if a is None:
            raise UsageError("there is a `b` and no `a` to compare with it", remedy="Give `a`, one of the groups")
        code_a = group_code(self.groups, a)
        code_b = None if b is None else group_code(self.groups, b)
        if code_a == code_b or len(self.groups) == 1:
            raise SchemaError(f"the group '{a}' has nothing to be compared with", remedy="Name two groups that differ")
        return code_a, code_b

    def counts(self, a: int, b: int | None) -> pd.DataFrame:
        """Count each term of either side: term, n_a, n_b, n_articles_a, n_articles_b; the index is the term's code."""
        in_a, in_b = _on_sides(self.group, a, b)
        n_a, n_b = self._per_term(in_a, self.n[in_a]), self._per_term(in_b, self.n[in_b])
        articles_b = self.n_articles - self._per_term(in_a & self.alone) if b is None else self._per_term(in_b)
        used = np.flatnonzero(n_a + n_b)
        table = pd.DataFrame({"term": self.names.take(used), "n_a": n_a[used], "n_b": n_b[used]}, index=used)
        return table.assign(n_articles_a=self._per_term(in_a)[used], n_articles_b=articles_b[used])

    def articles(self, a: int, b: int | None) -> Articles | None:
        """The articles of both sides with the counts of all terms; None where one article has words on both."""
        in_a, in_b = _on_sides(self.words_group, a, b)
        docs_a, docs_b = np.unique(self.words_doc[in_a]), np.unique(self.words_doc[in_b])
        if len(np.intersect1d(docs_a, docs_b, assume_unique=True)):
            return None
        docs, here = np.union1d(docs_a, docs_b), in_a | in_b
        words = np.bincount(self.words_doc[here], self.words[here], len(self.doc_ids))[docs].astype(np.int64)
        rows = slice(None) if b is None else np.logical_or(*_on_sides(self.group, a, b))
        ends = np.append(0, np.cumsum(np.bincount(self.term[rows], minlength=len(self.names))))
        place = np.zeros(len(self.doc_ids), dtype=np.int32)
        place[docs] = np.arange(len(docs))
        n = csr_array((self.n[rows], place[self.doc[rows]], ends), shape=(len(self.names), len(docs)))
        n.sum_duplicates()  # of articles with words in several groups of the rest
        return Articles(n, words, np.isin(docs, docs_a), self.doc_ids[docs])

    def _per_term(self, rows: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(self.term[rows], weights, minlength=len(self.names)).astype(np.int64)


def _on_sides(group: np.ndarray, a: int, b: int | None) -> tuple[np.ndarray, np.ndarray]:
    in_a = group == a
    return in_a, ~in_a if b is None else group == b


def article_columns(
    table: pd.DataFrame, articles: Articles | None, draws: int, seed: int, checked: int
) -> dict[str, np.ndarray | pd.Series]:
    """What the articles say of each row of a table of `Sides.counts`, whose index are codes of terms; see `keyness`."""
    columns = {
        name: np.full(len(table), np.nan) for name in ("log2_ratio_articles_low", "log2_ratio_articles_high", "p_articles")
    }
    columns["sign_flips"] = pd.Series(pd.NA, index=table.index, dtype="Int64")
    columns["turned_by"] = pd.Series(None, index=table.index, dtype="str")
    if articles is None or table.empty:
        return columns
    rows = articles._replace(n=articles.n[table.index.to_numpy()])
    bounds, flips = [], []
    for block in _blocks(rows):
        bounds.append(np.array(log2_ratio_interval(*_ratios(block))))
        flips.append(sign_flips(block))
    columns["log2_ratio_articles_low"], columns["log2_ratio_articles_high"] = np.concatenate(bounds, axis=1)
    columns["p_articles"][:checked] = permutation_p(rows._replace(n=rows.n[:checked]), draws, seed)
    if max(articles.sizes) > 1:
        turned = np.concatenate(flips)
        columns["sign_flips"] = pd.Series(turned, index=table.index, dtype="Int64")
        some = np.flatnonzero(turned[:checked])
        columns["turned_by"].iloc[some] = turned_by(rows._replace(n=rows.n[some]))
    return columns


def _blocks(articles: Articles) -> Iterator[Articles]:
    """The same articles with a block of the terms at a time, so that memory stays bounded."""
    block = np.maximum(articles.n.indptr[1:] - 1, 0) // ENTRIES
    starts = np.flatnonzero(np.diff(block, prepend=-1))
    for start, end in pairwise([*starts, len(block)]):
        yield articles._replace(n=articles.n[start:end])


def _ratios(articles: Articles) -> tuple[Ratios, Ratios]:
    """The rates of all terms on side A, then on side B, by article."""
    n_terms, side, doc = articles.n.shape[0], (~articles.in_a).astype(np.int64), np.arange(len(articles.words))
    unit = article_units(side, doc, articles.doc_ids).of(side, doc)
    entries = articles.n.tocoo()
    term, place = entries.coords
    parts = Sums(side[place] * n_terms + term, unit[place], entries.data)
    both = jackknife(parts, Sums(side, unit, articles.words), np.repeat([0, 1], n_terms))
    return Ratios(*(values[:n_terms] for values in both)), Ratios(*(values[n_terms:] for values in both))
