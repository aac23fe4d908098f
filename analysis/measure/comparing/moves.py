"""Did the articles that came move anything? Counts by article of new and earlier ones in, each rate held against that before out.

A corpus that grows always has other rates than before. Here new articles are compared with earlier ones of the same outlet, both
counted by the same rules, so that neither another mixture of outlets nor another version of a rule is taken for news; and the unit is
the article, since one long report moves many words.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import stdtrit

from ...arguments import in_range, require_columns
from ...errors import SchemaError
from ..counting.per_article import members, ones
from ..uncertainty.exchange import Articles
from ..uncertainty.strata import stratified_max_t_p

LEVEL, DRAWS = 0.95, 999
FEWEST, MOST_THINGS = 3, 5_000  # articles that have a thing, and things looked at, those that most articles have
FEWEST_EARLIER = 2  # articles of an outlet, without which nothing is known of how its rates vary
COLUMNS = ["n_new", "n_earlier", "n_articles_new", "n_articles_earlier", "rate_new", "rate_earlier"]
BOUNDS = ["difference", "difference_low", "difference_high"]


class _Pool(NamedTuple):
    """Things × articles, and of each article its whole, its outlet as a code, and whether it is new."""

    n: csr_array
    total: np.ndarray
    outlet: np.ndarray
    new: np.ndarray
    docs: pd.Index
    names: pd.Index


@in_range
def moves(
    parts: pd.DataFrame, wholes: pd.DataFrame, name: str, *, family: str | None = None, draws: int = DRAWS, seed: int = 0
) -> pd.DataFrame:
    """Hold the rates of new articles against those of earlier ones of the same outlets.

    One row per thing that three articles or more have. Of articles only those count whose outlet has a new one and two earlier ones.

    parts  : one row per article and thing: doc_id, `name` (such as term), n; what an article lacks needs no row
    wholes : one row per article: doc_id, source, new (True or False), and total, what n is a number of; those of 0 are left out
    family : a column of both tables, such as concept, where each family of things has a whole of its own
    draws  : times that articles are dealt out, where not all ways can be tried
    seed   : of these draws

    Returns, sorted by p_any, then |difference| falling (to nine decimals), `family` and name:
        …                                     `family` if there is one, `name`
        n_new, n_earlier                      in new articles, and in earlier ones
        n_articles_new, n_articles_earlier    articles with at least one
        rate_new                              n / total of the new articles
        rate_earlier                          of the earlier ones, each outlet weighing as much as it does among the new ones
        difference, difference_low, _high     rate_new − rate_earlier, and its 95 % interval; missing with one new article
        p_any                                 share of the ways to deal out new and earlier articles within each outlet in which any
                                              thing at all differs as much; over families by Bonferroni

    Raises SchemaError if a table lacks a column or `wholes` has an article twice.
    Reading it: if the new articles are like the earlier ones, some p_any is .05 or below in 5 of 100 runs, however many things there
    are. The interval is one of each thing for itself. An outlet that is new altogether is not looked at, nor are articles that went.
    Formula: with d = x − r × w for a new article of w words with x of the thing, r the rate of the earlier ones of its outlet, the
    difference D is Σ d / Σ w; its variance m / (m − 1) × Σ (d − D × w)² / (Σ w)² of m new articles, and of the earlier ones
    Σ g² × k / (k − 1) × Σ (x − r × w)² / W², g an outlet's share of the new words, k its earlier articles, W their words; t with m − 1
    degrees of freedom.
    Source: Cochran 1977, Sampling Techniques, chapters 6.11 and 6.13 (separate ratio estimates); p_any: `stratified_max_t_p`.

    >>> docs = [f"d{number}" for number in range(8)]
    >>> wholes = pd.DataFrame({"doc_id": docs, "source": "x", "total": 100, "new": [True] * 3 + [False] * 5})
    >>> parts = pd.DataFrame({"doc_id": docs[:4], "term": "flood", "n": [3, 4, 5, 1]})
    >>> moves(parts, wholes, "term").drop(columns=BOUNDS[1:]).round(3).values.tolist()  # 1 of 56 ways
    [['flood', 12, 1, 3, 1, 0.04, 0.002, 0.038, 0.018]]
    """
    keys = [*([family] if family else []), name]
    require_columns(parts, ["doc_id", "n", *keys], "the table of parts")
    require_columns(wholes, ["doc_id", "source", "new", "total", *keys[:-1]], "the table of wholes")
    if wholes.duplicated(["doc_id", *keys[:-1]]).any():
        raise SchemaError("an article has two wholes", remedy="Give one row for each article")
    wholes, tables = wholes[wholes["total"] > 0], []
    for key, own in [("", wholes)] if family is None else list(wholes.groupby(wholes[family].astype("str"), sort=True)):
        counted = parts if family is None else parts[parts[family].astype("str").eq(key)]
        pool = _pool(own, counted, name)
        if pool is not None:
            table = _held(pool, draws, seed)
            tables.append(table.set_axis([name, *table.columns[1:]], axis=1))
            if family:
                tables[-1].insert(0, family, key)
    if not tables:
        return pd.DataFrame(columns=[*keys, *COLUMNS, *BOUNDS, "p_any"])
    table = pd.concat(tables, ignore_index=True)
    table["p_any"] = np.minimum(table["p_any"] * len(tables), 1)
    order = table.assign(_size=-table["difference"].abs().round(9)).sort_values(["p_any", "_size", *keys]).index
    return table.loc[order].reset_index(drop=True)


def _pool(wholes: pd.DataFrame, parts: pd.DataFrame, name: str) -> _Pool | None:
    """The articles of outlets with new and earlier ones, and the things that enough of them have; None where there are none."""
    new = wholes["new"].to_numpy(dtype=bool)
    outlet, outlets = pd.factorize(wholes["source"].astype("str"), sort=True)
    n_new, n_earlier = (np.bincount(outlet, side, len(outlets)) for side in (new, ~new))
    kept = ((n_new > 0) & (n_earlier >= FEWEST_EARLIER))[outlet]
    if not kept.any():
        return None
    wholes, docs = wholes[kept], pd.Index(wholes["doc_id"].astype("str")[kept])
    place = docs.get_indexer(parts["doc_id"].astype("str"))
    seen = parts[(place >= 0) & (parts["n"] > 0).to_numpy()]
    thing, names = pd.factorize(seen[name].astype("str"), sort=True)
    n = csr_array((seen["n"].to_numpy(), (thing, docs.get_indexer(seen["doc_id"].astype("str")))), (len(names), len(docs)))
    often = np.diff(n.indptr)
    first = np.argsort(-often, kind="stable")[:MOST_THINGS]
    some = np.sort(first[often[first] >= FEWEST])
    if not len(some):
        return None
    codes = pd.factorize(outlet[kept])[0]
    return _Pool(csr_array(n[some]), wholes["total"].to_numpy(dtype=float), codes, new[kept], docs, pd.Index(names[some]))


def _held(pool: _Pool, draws: int, seed: int) -> pd.DataFrame:
    n, total, outlet, new = pool.n.astype(float), pool.total, pool.outlet, pool.new
    n_outlets, here, past = int(outlet.max()) + 1, np.flatnonzero(new), np.flatnonzero(~new)
    earlier, of = csr_array(n[:, past]), members(outlet[past], n_outlets)
    words, size = np.bincount(outlet[past], total[past], n_outlets), np.bincount(outlet[past], minlength=n_outlets)
    rates = (earlier @ of).toarray() / words  # things × outlets
    weight = np.bincount(outlet[here], total[here], n_outlets) / total[here].sum()
    apart = n[:, here].toarray() - rates[:, outlet[here]] * total[here]
    difference = apart.sum(axis=1) / total[here].sum()
    m = len(here)
    spread = ((apart - np.outer(difference, total[here])) ** 2).sum(axis=1) * m / max(m - 1, 1) / total[here].sum() ** 2
    squares = (earlier.power(2) @ of).toarray() - 2 * rates * (earlier.multiply(total[past]).tocsr() @ of).toarray()
    squares += rates**2 * np.bincount(outlet[past], total[past] ** 2, n_outlets)
    spread += np.maximum(squares, 0) @ (weight**2 * size / (size - 1) / words**2)
    reach = stdtrit(m - 1, (1 + LEVEL) / 2) * np.sqrt(spread) if m > 1 else np.full(len(difference), np.nan)
    have = ones(csr_array(pool.n))
    articles = Articles(pool.n, total.astype(np.int64), new, pool.docs.to_numpy())
    return pd.DataFrame(
        {
            "name": pool.names.astype("str"),
            "n_new": (pool.n @ new).astype(np.int64),
            "n_earlier": (pool.n @ ~new).astype(np.int64),
            "n_articles_new": (have @ new).astype(np.int64),
            "n_articles_earlier": (have @ ~new).astype(np.int64),
            "rate_new": (n @ new) / total[here].sum(),
            "rate_earlier": rates @ weight,
            "difference": difference,
            "difference_low": difference - reach,
            "difference_high": difference + reach,
            "p_any": np.nan_to_num(stratified_max_t_p(articles, outlet, draws, seed), nan=1.0),
        }
    )
