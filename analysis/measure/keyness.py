"""Keyness: which words one group uses more than another. Counts of two sides, or `tokens`, in; a table by term out.

Several measures stand side by side because they answer different questions: g2 how much the counts speak against equal rates,
log2_ratio how large the difference is, z both at once with rare words held back.
"""

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from .. import schema
from ..errors import SchemaError, UsageError
from .codes import check_tokens, coded, group_code, grouped, tally
from .contingency import chi2_p, false_discovery_rate, signed_g2

PRIOR_WORDS = 1000
DESCRIPTIVE, INDICATIVE = "descriptive", "indicative"
LARGEST_P = 0.05


def log_odds_z(
    n_a: np.ndarray, n_b: np.ndarray, total_a: int, total_b: int, prior: np.ndarray, prior_mass: float, variance_terms: int = 4
) -> np.ndarray:
    """Difference of two log-odds with a Dirichlet prior, divided by its standard deviation.

    n_a, n_b         occurrences of each term on the two sides
    total_a, total_b running words of the two sides
    prior            words the prior adds for each term
    prior_mass       words the prior adds in all
    variance_terms   4: the whole variance; 2: only the terms' own counts, the usual approximation for rare terms

    Returns z, positive where A has higher odds; missing where a side consists of this term alone.

    Raises UsageError for another number of variance terms.
    Reading it: beyond ±2 is more than counting noise, if words were drawn one by one, which they are not.
    Source: Monroe, Colaresi and Quinn 2008, Fightin' Words, Political Analysis 16(4), on informative Dirichlet priors.

    >>> log_odds_z(np.array([3, 1]), np.array([1, 3]), 4, 4, np.array([0.5, 0.5]), 1.0).round(3).tolist()
    [1.228, -1.228]
    """
    if variance_terms not in (2, 4):
        raise UsageError(f"a log-odds variance of {variance_terms} terms is not known", remedy="Choose 4 or 2")
    with_a, with_b = n_a + prior, n_b + prior
    without_a, without_b = total_a - n_a + prior_mass - prior, total_b - n_b + prior_mass - prior
    cells = np.array([with_a, without_a, with_b, without_b], dtype=float)
    cells[:, (cells <= 1e-9).any(axis=0)] = np.nan
    signs = np.array([1, -1, -1, 1])[:, None]
    spread = 1 / (cells if variance_terms == 4 else cells[[0, 2]])
    return (signs * np.log(cells)).sum(axis=0) / np.sqrt(spread.sum(axis=0))


def keyness(
    counts_a: pd.DataFrame, counts_b: pd.DataFrame, n_a: int, n_b: int, prior: float | None = None, min_n: int = 1
) -> pd.DataFrame:
    """Compare the rate of each term on two sides.

    One row per term of either side.

    counts_a, counts_b : tables `counts`, each of one group
    n_a, n_b           : running words of the two sides
    prior              : words the prior adds for each term; None is an informative prior: 1,000 words in all, shared out as the
                         terms are on both sides together
    min_n              : terms with fewer occurrences on both sides together are left out of the table, and of the family of q

    Returns, sorted by |g2| falling (to nine decimals), term a-z:
        n_a, n_b                            occurrences
        n_articles_a, n_articles_b          articles with at least one
        rate_per_1000_a, rate_per_1000_b    occurrences per 1,000 running words of the side
        g2                                  four-term log-likelihood ratio, positive where A's rate is higher
        log2_ratio                          log2 of A's rate over B's
        log2_ratio_adjusted                 True where a side is 0, and 0.5 was added to both counts for log2_ratio
        z                                   see `log_odds_z`, with the variance of four terms
        q                                   Benjamini-Hochberg over the rows, from the chi-squared p of g2

    Raises SchemaError where a side has no words, a term stands twice or counts exceed the words; UsageError for a prior of 0 or less.
    Reading it: g2 and q take each word for an independent draw, but words come in articles. Trust no row whose n_articles is 1.
    Source: Dunning 1993; Hardie 2014 (log ratio); Monroe et al. 2008; Benjamini and Hochberg 1995.

    >>> a, b = (pd.DataFrame({"term": ["war"], "n": [n], "n_articles": 1, "rate_per_1000": 0.0}) for n in (10, 5))
    >>> keyness(a, b, 100, 200)[["term", "n_a", "n_b", "rate_per_1000_a", "log2_ratio"]].values.tolist()
    [['war', 10, 5, 100.0, 2.0]]
    """
    for side, counts, total in (("A", counts_a, n_a), ("B", counts_b, n_b)):
        schema.check(counts, "counts")
        if counts["term"].duplicated().any():
            raise SchemaError(f"the counts of side {side} hold a term twice", remedy="Select one group")
        if total <= 0 or counts["n"].sum() > total:
            raise SchemaError(
                f"side {side} has {total} words and {counts['n'].sum()} occurrences", remedy="Give the side's words"
            )
    terms = pd.Index(counts_a["term"]).union(pd.Index(counts_b["term"]))
    table = pd.DataFrame({"term": terms.astype("str")})
    for name in ("n", "n_articles"):
        for side, counts in (("a", counts_a), ("b", counts_b)):
            table[f"{name}_{side}"] = counts.set_index("term")[name].reindex(terms, fill_value=0).to_numpy()
    return _measured(table, n_a, n_b, prior, min_n)


def compare(
    tokens: pd.DataFrame,
    by: str | Iterable[str],
    a: object,
    b: object = None,
    prior: float | None = None,
    min_n: int = 1,
) -> pd.DataFrame:
    """Compare one group with another, or with all the rest.

    One row per term of either side.

    by   : the columns that make the groups
    a, b : a group's value, a tuple where several columns make it; b=None is all other words of `tokens`

    Returns the table of `keyness`, and:
        verdict  what the comparison can bear, see `verdict`; "descriptive" too where one article has words on both sides

    Raises SchemaError if `tokens` has no row, a group has no words, `a` is `b`, or there is no rest; else as `keyness`.
    Reading it: as `keyness`.
    """
    sides = _Sides(tokens, by)
    code_a = group_code(sides.groups, a)
    code_b = None if b is None else group_code(sides.groups, b)
    if code_a == code_b or len(sides.groups) == 1:
        raise SchemaError(f"the group '{a}' has nothing to be compared with", remedy="Name two groups that differ")
    return sides.table(code_a, code_b, prior, min_n)


def keyness_by(tokens: pd.DataFrame, by: str | Iterable[str], prior: float | None = None, min_n: int = 1) -> pd.DataFrame:
    """Compare each group with all the rest.

    One row per group and term that the group or the rest has: the tables of `compare` one under the other, the group's columns
    first, in the order of the groups; each group is a family of q by itself.

    Raises SchemaError if `tokens` has no row, or there is one group only; else as `keyness`.
    Reading it: as `keyness`. The groups' tables are not independent: what is high in one is low in the rest of the others.
    """
    sides = _Sides(tokens, by)
    if len(sides.groups) == 1:
        raise SchemaError("there is only one group, and so nothing to compare it with", remedy="Group by another column")
    tables = [sides.table(code, None, prior, min_n) for code in range(len(sides.groups))]
    sizes = [len(table) for table in tables]
    keys = sides.groups.keys.iloc[np.repeat(np.arange(len(sizes)), sizes)].reset_index(drop=True)
    return pd.concat([keys, pd.concat(tables, ignore_index=True)], axis=1)


def smallest_p(n_articles_a: int, n_articles_b: int) -> float:
    """The smallest p that any difference can reach when whole articles are exchanged between two sides: 1 / C(a + b, a).

    Raises SchemaError where a side has no article.
    Reading it: one article against four can never be surer than 1 in 5, however different the words.

    >>> smallest_p(1, 4)
    0.2
    """
    if min(n_articles_a, n_articles_b) < 1:
        raise SchemaError(f"{n_articles_a} against {n_articles_b} articles cannot be compared")
    return 1 / math.comb(n_articles_a + n_articles_b, n_articles_a)


def verdict(n_articles_a: int, n_articles_b: int) -> str:
    """Say what a comparison of so many articles can bear.

    "descriptive" where `smallest_p` exceeds .05: it describes these articles and no others. Otherwise "indicative": more is said only
    after articles have been exchanged and left out, which this function does not do.

    >>> verdict(1, 4), verdict(3, 3), verdict(10, 10)
    ('descriptive', 'indicative', 'indicative')
    """
    return DESCRIPTIVE if smallest_p(n_articles_a, n_articles_b) > LARGEST_P else INDICATIVE


class _Sides:
    """The counts of each term, article and group, taken once, from which any two sides can be put together."""

    def __init__(self, tokens: pd.DataFrame, by: str | Iterable[str]):
        check_tokens(tokens, by)
        self.groups = grouped(tokens, by)
        terms, docs = coded(tokens["term"]), coded(tokens["doc_id"]).codes
        self.names = terms.values.astype("str")
        self.term, doc, self.group, self.n = tally(terms.codes, docs, self.groups.codes)
        # one row is a term, an article and a group; where groups share an article, it counts once for their union
        pair = np.cumsum((np.diff(self.term, prepend=-1) != 0) | (np.diff(doc, prepend=-1) != 0)) - 1
        self.alone = np.bincount(pair)[pair] == 1
        self.n_articles = np.bincount(self.term[np.diff(pair, prepend=-1) > 0], minlength=len(self.names))
        self.doc, self.doc_group, _ = tally(docs, self.groups.codes)

    def table(self, a: int, b: int | None, prior: float | None, min_n: int) -> pd.DataFrame:
        in_a = self.group == a
        in_b = ~in_a if b is None else self.group == b
        n_a, n_b = self._per_term(in_a, self.n[in_a]), self._per_term(in_b, self.n[in_b])
        articles_b = self.n_articles - self._per_term(in_a & self.alone) if b is None else self._per_term(in_b)
        used = np.flatnonzero(n_a + n_b)
        table = pd.DataFrame({"term": self.names.take(used), "n_a": n_a[used], "n_b": n_b[used]})
        table["n_articles_a"], table["n_articles_b"] = self._per_term(in_a)[used], articles_b[used]
        return _measured(table, int(n_a.sum()), int(n_b.sum()), prior, min_n).assign(verdict=self._verdict(a, b))

    def _per_term(self, rows: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(self.term[rows], weights, minlength=len(self.names)).astype(np.int64)

    def _verdict(self, a: int, b: int | None) -> str:
        docs_a = self.doc[self.doc_group == a]
        docs_b = np.unique(self.doc[self.doc_group != a if b is None else self.doc_group == b])
        return DESCRIPTIVE if len(np.intersect1d(docs_a, docs_b)) else verdict(len(docs_a), len(docs_b))


def _measured(table: pd.DataFrame, total_a: int, total_b: int, prior: float | None, min_n: int) -> pd.DataFrame:
    """Add the measures to a table of term, n and n_articles on both sides."""
    if prior is not None and not 0 < prior < math.inf:
        raise UsageError(f"a prior of {prior} words is none", remedy="Give a positive number, or leave it out")
    n_a, n_b = table["n_a"].to_numpy(), table["n_b"].to_numpy()
    words, mass = (n_a + n_b) / (total_a + total_b) * PRIOR_WORDS, PRIOR_WORDS
    if prior is not None:
        words, mass = np.full(len(table), prior), prior * len(table)
    adjusted = (n_a == 0) | (n_b == 0)
    a, b = (n_a + 0.5 * adjusted) / total_a, (n_b + 0.5 * adjusted) / total_b
    table = table.assign(rate_per_1000_a=1000 * n_a / total_a, rate_per_1000_b=1000 * n_b / total_b)
    table["g2"] = signed_g2(n_a, total_a - n_a, n_b, total_b - n_b)
    table["log2_ratio"], table["log2_ratio_adjusted"] = np.log2(a / b), adjusted
    table["z"] = log_odds_z(n_a, n_b, total_a, total_b, words, mass)
    table = table[n_a + n_b >= min_n]
    table = table.assign(q=false_discovery_rate(chi2_p(table["g2"].to_numpy())))
    return table.iloc[np.argsort(-table["g2"].abs().round(9).to_numpy(), kind="stable")].reset_index(drop=True)
