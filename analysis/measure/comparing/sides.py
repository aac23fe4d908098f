"""Two sides put together from groups: `tokens` in, the counts of a comparison out, by term and by article.

The words are counted once, by term, article and group; any pair of groups, and any group with its rest, is a sum of these counts.
"""

from collections.abc import Iterable
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, csr_array

from ...blocks import distinct
from ...errors import SchemaError, UsageError
from ..counting.codes import check_tokens, coded, group_code, grouped, joint, ranked
from ..counting.per_article import members, ones, per_article, row_blocks
from ..uncertainty.exchange import Articles, permutation_p, sign_flips, turned_by
from ..uncertainty.jackknife import Ratios, Sums, article_units, jackknife, log2_ratio_interval

ENTRIES = 1_000_000  # counts of a term in an article, held at a time


class Sides:
    """The counts of each term, article and group, taken once. Groups are named by their codes; b=None is all but A.

    What an article has in one group is a piece of it; nearly always that is the article. `n` is terms × pieces.
    """

    def __init__(self, tokens: pd.DataFrame, by: str | Iterable[str]):
        check_tokens(tokens, by)
        counts = per_article(tokens)
        self.names, self.doc_ids = counts.names, counts.doc_ids.to_numpy()
        groups = counts.groups(tokens, by)
        if groups is not None:
            self.groups, self.doc, self.group = groups, counts.docs, groups.codes
            self.n, self.words = counts.n, counts.words
            return
        self.groups = grouped(tokens, by)
        n_groups = len(self.groups)
        found, pieces = ranked(joint([coded(tokens["doc_id"]).codes, self.groups.codes], [len(self.doc_ids), n_groups]))
        self.doc, self.group = np.divmod(found, n_groups)
        self.n = counts_by_article(coded(tokens["term"]).codes, pieces, (len(self.names), len(found)))
        self.words = np.bincount(pieces)

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
        """Count each term of either side: n_a, n_b, n_articles_a, n_articles_b; the index is the term's code."""
        n_a, articles_a = self._of_group(a)
        n_b, articles_b = (self._total - n_a, self._articles_without(a)) if b is None else self._of_group(b)
        used = np.flatnonzero(n_a + n_b)
        columns = {"n_a": n_a, "n_b": n_b, "n_articles_a": articles_a, "n_articles_b": articles_b}
        return pd.DataFrame({name: values[used] for name, values in columns.items()}, index=used)

    def articles(self, a: int, b: int | None) -> Articles | None:
        """The articles of both sides with the counts of all terms; None where one article has words on both."""
        in_a, in_b = _on_sides(self.group, a, b)
        here = in_a | in_b
        docs, place = np.unique(self.doc[here], return_inverse=True)
        of_a = np.bincount(place, in_a[here], len(docs)) > 0
        if (of_a & (np.bincount(place, in_b[here], len(docs)) > 0)).any():
            return None
        words = np.bincount(place, self.words[here], len(docs)).astype(np.int64)
        n = self.n if here.all() else self.n[:, np.flatnonzero(here)]
        if len(docs) < len(place):  # of articles with words in several groups of the rest
            n = csr_array(n @ members(place, len(docs)))
            n.sort_indices()
        return Articles(n, words, of_a, self.doc_ids if len(docs) == len(self.doc_ids) else self.doc_ids[docs])

    @cached_property
    def _by_group(self) -> tuple[csc_array, csc_array]:
        """Terms × groups: occurrences, and articles with at least one."""
        member = members(self.group, len(self.groups))
        return csc_array(self.n @ member), csc_array(ones(self.n) @ member)

    def _of_group(self, code: int) -> tuple[np.ndarray, np.ndarray]:
        return tuple(of[:, [code]].toarray()[:, 0].astype(np.int64) for of in self._by_group)

    @cached_property
    def _total(self) -> np.ndarray:
        return self.n.sum(axis=1, dtype=np.int64)

    @cached_property
    def _n_articles(self) -> np.ndarray:
        whole = len(distinct(self.doc)) == len(self.doc)
        return np.diff(self.n.indptr if whole else csr_array(self.n @ members(self.doc, len(self.doc_ids))).indptr)

    def _articles_without(self, a: int) -> np.ndarray:
        """In how many articles each term stands outside of a group: in all but those that have it there alone."""
        own = self.group == a
        shared = np.flatnonzero(np.isin(self.doc, self.doc[own]) & ~own)
        alone = self._of_group(a)[1]
        if len(shared):
            pieces = np.flatnonzero(own)
            of_own, of_both = (ones(self.n)[:, rows] @ members(self.doc[rows], len(self.doc_ids)) for rows in (pieces, shared))
            alone = alone - np.diff(csr_array(of_own.multiply(of_both)).indptr)
        return self._n_articles - alone


def counts_by_article(terms: np.ndarray, docs: np.ndarray, shape: tuple[int, int]) -> csr_array:
    """Terms × articles: how often each term stands in each article, of the codes of both of each word; no pair stands twice.

    The words of an article need not stand together; where they do, nothing is sorted.
    """
    order = slice(None) if (docs[1:] >= docs[:-1]).all() else np.argsort(docs, kind="stable")
    ends = np.append(0, np.cumsum(np.bincount(docs, minlength=shape[1])))
    ones = np.ones(len(docs), dtype=np.int32)
    by_article = csr_array((ones, terms[order], ends), shape=(shape[1], shape[0]))
    n = csr_array(by_article.T.tocsr())
    n.sum_duplicates()
    return n


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
    for start, end in row_blocks(rows.n.indptr, ENTRIES):
        block = rows._replace(n=rows.n[start:end])
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


def _ratios(articles: Articles) -> tuple[Ratios, Ratios]:
    """The rates of all terms on side A, then on side B, by article."""
    n_terms, side, doc = articles.n.shape[0], (~articles.in_a).astype(np.int64), np.arange(len(articles.words))
    unit = article_units(side, doc, articles.doc_ids).of(side, doc)
    entries = articles.n.tocoo()
    term, place = entries.coords
    parts = Sums(side[place] * n_terms + term, unit[place], entries.data)
    both = jackknife(parts, Sums(side, unit, articles.words), np.repeat([0, 1], n_terms))
    return Ratios(*(values[:n_terms] for values in both)), Ratios(*(values[n_terms:] for values in both))
