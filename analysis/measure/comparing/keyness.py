"""Keyness: which words one group uses more than another. `tokens`, or counts of two sides, in; a table by group and term out.

Several measures stand side by side because they answer different questions: g2 how much the counts speak against equal rates,
log2_ratio how large the difference is, z both at once with rare words held back; and what is left of it all when the article, and not
the word, is what could have been another one.
"""

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from ... import schema
from ...arguments import in_range
from ...errors import SchemaError, UsageError
from ..counting.in_common import told_in_common
from ..uncertainty.strata import smallest_stratified_p
from .contingency import chi2_p, false_discovery_rate, largest, log2_ratio_bound, signed_g2
from .sides import Sides, article_columns
from .within import Paired, paired, paired_columns, paired_counts, stories_of

PRIOR_WORDS = 1000
DESCRIPTIVE, INDICATIVE, TESTABLE = "descriptive", "indicative", "testable"
LARGEST_P, FEW_ARTICLES = 0.05, 10
DRAWS, CHECKED = 999, 1000


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
    Formula: z = (ln(a / (A − a)) − ln(b / (B − b))) / √(1 / a + 1 / (A − a) + 1 / b + 1 / (B − b)), where a and b are the term's
    occurrences on the two sides, each with its prior added, and A and B the words of the sides, each with the prior of all terms.
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


@in_range
def keyness(
    tokens: pd.DataFrame,
    by: str | Iterable[str],
    a: object = None,
    b: object = None,
    *,
    prior: float | None = None,
    min_n: int = 1,
    draws: int = DRAWS,
    seed: int = 0,
    checked: int = CHECKED,
    within: str | None = None,
    most_rows: int | None = None,
) -> pd.DataFrame:
    """Compare the rate of each term in one group with its rate in another, in all the rest, or each group with its rest.

    One row per comparison and term of either side. With `a` and `b` it is A against B; with `a` alone A against all other words of
    `tokens`; with neither, each group in turn is A, against its rest: one block of rows for each, in the order of the groups.

    by      : the columns that make the groups
    a, b    : a group's value, a tuple where several columns make it
    prior   : words the prior adds for each term; None is an informative prior: 1,000 words in all, shared out as the terms are on
              both sides together
    min_n   : terms with fewer occurrences on both sides together are left out of the table, and of the families of q and of
              log2_ratio_low
    draws   : random splits for p_articles, where all cannot be tried
    seed    : of these splits
    checked : how many terms of a block, the first by |g2|, get p_articles and turned_by; it keeps large corpora feasible
    within  : a column that says which story a word's article tells; then only stories that both sides tell count, see below
    most_rows : how many terms of a block get a row, the first by |g2|; None is all. The families of q and log2_ratio_low stay all terms

    Returns the columns of `by`, which name A, and in each block, sorted by |g2| falling (to nine decimals), term a-z:
        n_a, n_b                            occurrences
        n_articles_a, n_articles_b          articles with at least one
        rate_per_1000_a, rate_per_1000_b    occurrences per 1,000 running words of the side
        g2                                  four-term log-likelihood ratio, positive where A's rate is higher
        log2_ratio                          log2 of A's rate over B's
        log2_ratio_adjusted                 True where a side is 0, and 0.5 was added to both counts for log2_ratio
        log2_ratio_low                      what of log2_ratio is sure if words are drawn one by one, see `log2_ratio_bound`
        z                                   see `log_odds_z`, with the variance of four terms
        q                                   Benjamini-Hochberg over the block, from the chi-squared p of g2
        log2_ratio_articles_low, _high      95 % interval of log2_ratio with the article as the unit; missing where a side has fewer
                                            than two articles or does not have the term, and where there is no bound
        p_articles                          share of the ways to deal out whole articles that make as large a difference, see
                                            `permutation_p`
        sign_flips                          articles, each of which alone makes the difference: without it the sign turns, or the
                                            difference is 0; missing where both sides have one article
        turned_by                           which these are: three at most, a-z, then "and 2 more"; see `influential_articles`
        verdict                             what the row can bear, see `verdict`
    Where one article has words on both sides, there are no whole articles to exchange: the last six are missing, but the verdict, which
    is "descriptive".

    Within stories, n and n_articles are those of the stories that both sides tell, and n_stories, a further column, is how many
    of these have the term. Rates and all that follows from them are story-balanced: of a story with N and M words on the two
    sides, each side's counts are weighed so that it has 2 N M / (N + M) words. So rates are standardised to one mixture of
    stories, and log2_ratio is that of Mantel and Haenszel. Articles change sides within their story alone, see `stratified_p`;
    the unit of the interval is the story, and so sign_flips and turned_by speak of stories. The verdict is "indicative" below ten
    stories.

    Raises SchemaError if `tokens` has no row, a group has no words, `a` is `b`, or there is no rest; UsageError for `b` without
    `a`, a prior of 0 or less, and fewer than one draw or checked term; within stories also NotApplicableError where none is told
    in common, and SchemaError for an article of two stories or on both sides.
    Reading it: g2 and q take each word for an independent draw, but words come in articles. Trust no row whose n_articles is 1.
    p_articles takes the place of q where the verdict is "testable"; it is a p of each term for itself, so among many terms some are
    small by chance. The interval of log2_ratio is one of each term for itself, too. Blocks are not independent: what is high in one
    group is low in the rest of the others.
    Formula: g2 = ±2 Σ O ln(O / E) over the four cells of the table of a term and all other words on the two sides, E = the cell's row ×
    its column / all words; minus where A's rate is the lower one.
    Formula: z = (ln(a / (A − a)) − ln(b / (B − b))) / √(1 / a + 1 / (A − a) + 1 / b + 1 / (B − b)), where a and b are the term's
    occurrences on the two sides, each with its prior added, and A and B the words of the sides, each with the prior of all terms.
    Formula: q of the i-th smallest of m p is the smallest of p_j × m / j for j from i to m.
    Formula: p_articles = splits of the articles into sides of as many whose D is at least that of A and B / all splits, where D =
    |Σ (x − r × N)| over the articles of a side, x a term's occurrences in an article of N words, and r its rate in all of them. Of more
    than 5,000 splits only `draws` are looked at, and both numbers are one higher.
    Formula: log2_ratio within stories = log2 of Σ n_a M / (N + M) over Σ n_b N / (N + M), the sums over stories.
    Source: Mantel and Haenszel 1959, and Rothman and Boice 1979 for rates (within stories); Dunning 1993; Hardie 2014 (log
    ratio); Evert 2022; Monroe et al. 2008; Benjamini and Hochberg 1995; intervals and their coverage: jackknife.py,
    docs/uncertainty.md.

    >>> tokens = pd.DataFrame({"doc_id": list("ddeee"), "term": ["war", "aid", "war", "oil", "oil"], "position": [1, 2, 1, 2, 3]})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, part="body", shared=False, voice="outside")
    >>> keyness(tokens, "doc_id", "d", "e")[["doc_id", "term", "n_a", "n_b", "rate_per_1000_a"]].values.tolist()
    [['d', 'oil', 0, 2, 0.0], ['d', 'aid', 1, 0, 500.0], ['d', 'war', 1, 1, 500.0]]
    """
    if within is not None:
        tokens = told_in_common(tokens, by, within, a, b)
    sides = Sides(tokens, by)
    if a is None and b is None:
        if len(sides.groups) == 1:
            remedy = "Group by another column"
            raise SchemaError("there is only one group, and so nothing to compare it with", remedy=remedy)
        pairs = [(code, None) for code in range(len(sides.groups))]
    else:
        pairs = [sides.pair(a, b)]
    if min(draws, checked) < 1:
        raise UsageError(f"{draws} draws and {checked} checked terms are too few", remedy="Give at least one of each")
    asked = prior, min_n, draws, seed, checked, most_rows
    if within is None:
        tables = [_compared(sides, *pair, *asked) for pair in pairs]
    else:
        stories = stories_of(tokens, within, sides.doc_ids)
        told = (paired(sides.articles(*pair), stories, sides.doc_ids) for pair in pairs)
        tables = [_compared_within(sides, pair, *asked) for pair in told]
    sizes = [len(table) for table in tables]
    keys = sides.groups.keys.iloc[np.repeat([code for code, _ in pairs], sizes)].reset_index(drop=True)
    return pd.concat([keys, pd.concat(tables, ignore_index=True)], axis=1)


@in_range
def keyness_of_counts(
    counts_a: pd.DataFrame, counts_b: pd.DataFrame, n_a: int, n_b: int, *, prior: float | None = None, min_n: int = 1
) -> pd.DataFrame:
    """Compare two tables of counts where there are no words to look at, as those that others have published.

    One row per term of either side.

    counts_a, counts_b : tables `counts`, each of one group
    n_a, n_b           : running words of the two sides
    prior, min_n       : as for `keyness`

    Returns the columns of `keyness` from n_a to q, in its order.

    Raises SchemaError where a side has no words, a term stands twice or counts exceed the words; UsageError for a prior of 0 or less.
    Reading it: as `keyness`.

    >>> a, b = (pd.DataFrame({"term": ["war"], "n": [n], "n_articles": 1, "rate_per_1000": 0.0}) for n in (10, 5))
    >>> keyness_of_counts(a, b, 100, 200)[["term", "n_a", "n_b", "rate_per_1000_a", "log2_ratio"]].values.tolist()
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
    return _measured(table, n_a, n_b, prior, min_n).reset_index(drop=True)


def smallest_p(n_articles_a: int, n_articles_b: int) -> float:
    """The smallest p that any difference can reach when whole articles are exchanged between two sides.

    Returns 1 / C(a + b, a), the share of one among all splits; 2 / C(a + b, a) where the sides have as many articles, because then each
    split has a mirror image with as large a difference. Draws at random cannot go below 1 / (1 + draws).

    Raises SchemaError where a side has no article.
    Reading it: one article against four can never be surer than 1 in 5, however different the words.

    >>> smallest_p(1, 4), smallest_p(3, 3)
    (0.2, 0.1)
    """
    if min(n_articles_a, n_articles_b) < 1:
        raise SchemaError(f"{n_articles_a} against {n_articles_b} articles cannot be compared")
    return (1 + (n_articles_a == n_articles_b)) / math.comb(n_articles_a + n_articles_b, n_articles_a)


def verdict(n_articles_a: int, n_articles_b: int, sign_flips: int = 0) -> str:
    """Say what a comparison of so many articles can bear.

    sign_flips : articles, each of which alone makes the difference

    Returns "descriptive" where `smallest_p` exceeds .05: the row describes these articles and no others. "indicative" with fewer than
    ten articles on either side, or any sign flip: it is worth a look at more articles. Else "testable": p_articles means what it says.
    Reading it: it speaks of the number of articles alone, not of how they were chosen.

    >>> verdict(1, 4), verdict(4, 16), verdict(10, 10), verdict(10, 10, sign_flips=1)
    ('descriptive', 'indicative', 'testable', 'indicative')
    """
    if smallest_p(n_articles_a, n_articles_b) > LARGEST_P:
        return DESCRIPTIVE
    return INDICATIVE if min(n_articles_a, n_articles_b) < FEW_ARTICLES or sign_flips > 0 else TESTABLE


def _compared(
    sides: Sides, a: int, b: int | None, prior: float | None, min_n: int, draws: int, seed: int, checked: int, most: int | None
) -> pd.DataFrame:
    counts, articles = sides.counts(a, b), sides.articles(a, b)
    table = _measured(counts, int(counts["n_a"].sum()), int(counts["n_b"].sum()), prior, min_n, most)
    table.insert(0, "term", sides.names.take(table.index))
    table = table.assign(**article_columns(table, articles, draws, seed, checked))
    if articles is None:
        return table.assign(verdict=DESCRIPTIVE).reset_index(drop=True)
    plain, flipped = (verdict(*articles.sizes, flips) for flips in (0, 1))
    turned = (table["sign_flips"] > 0).fillna(False).to_numpy(dtype=bool)
    return table.assign(verdict=np.where(turned, flipped, plain)).astype({"verdict": "str"}).reset_index(drop=True)


def _compared_within(
    sides: Sides, pair: Paired, prior: float | None, min_n: int, draws: int, seed: int, checked: int, most: int | None
) -> pd.DataFrame:
    table, words = paired_counts(pair, sides.names)
    table = table[table["n_a"] + table["n_b"] >= min_n]
    raw = table[["n_a", "n_b"]]
    balanced = table.assign(n_a=table["balanced_a"], n_b=table["balanced_b"]).drop(columns=["balanced_a", "balanced_b"])
    table = _measured(balanced, words, words, prior, 0, most)
    table = table.assign(**raw.loc[table.index]).assign(**paired_columns(table, pair, draws, seed, checked))
    if smallest_stratified_p(pair.articles.in_a, pair.story) > LARGEST_P:
        return table.assign(verdict=DESCRIPTIVE).astype({"verdict": "str"}).reset_index(drop=True)
    few = (len(pair.names) < FEW_ARTICLES) | (table["sign_flips"] > 0).fillna(False).to_numpy(dtype=bool)
    return table.assign(verdict=np.where(few, INDICATIVE, TESTABLE)).astype({"verdict": "str"}).reset_index(drop=True)


def _measured(
    table: pd.DataFrame, total_a: int, total_b: int, prior: float | None, min_n: int, most_rows: int | None = None
) -> pd.DataFrame:
    """Add the measures to a table of n and n_articles on both sides; rows are sorted and keep their index."""
    if prior is not None and not 0 < prior < math.inf:
        raise UsageError(f"a prior of {prior} words is none", remedy="Give a positive number, or leave it out")
    mass = PRIOR_WORDS if prior is None else prior * len(table)
    n_a, n_b = table["n_a"].to_numpy(), table["n_b"].to_numpy()
    kept = np.flatnonzero(n_a + n_b >= min_n)
    n_a, n_b = n_a[kept], n_b[kept]
    g2 = signed_g2(n_a, total_a - n_a, n_b, total_b - n_b)
    q = false_discovery_rate(chi2_p(g2))
    first = largest(len(g2) if most_rows is None else most_rows, np.abs(g2).round(9))
    n_a, n_b, table = n_a[first], n_b[first], table.iloc[kept[first]]
    words = (n_a + n_b) / (total_a + total_b) * PRIOR_WORDS if prior is None else np.full(len(table), prior)
    adjusted = (n_a == 0) | (n_b == 0)
    a, b = (n_a + 0.5 * adjusted) / total_a, (n_b + 0.5 * adjusted) / total_b
    return table.assign(
        rate_per_1000_a=1000 * n_a / total_a,
        rate_per_1000_b=1000 * n_b / total_b,
        g2=g2[first],
        log2_ratio=np.log2(a / b),
        log2_ratio_adjusted=adjusted,
        log2_ratio_low=log2_ratio_bound(n_a, n_b, total_a, total_b, len(kept)),
        z=log_odds_z(n_a, n_b, total_a, total_b, words, mass),
        q=q[first],
    )
