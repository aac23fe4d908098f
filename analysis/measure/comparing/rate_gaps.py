"""Which groups stand apart from all others by a rate? Counts by article in, each group held against the others by articles out.

Of 26 outlets and a hundred speakers some pair is far apart by chance, and it is mostly that of a small outlet. Here each difference is
held against the one that stands out most whenever the articles’ counts are dealt out anew, so that a page can name those that hold,
and say that nothing does.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from ...arguments import in_range, require_columns
from ...errors import SchemaError, UsageError

DRAWS, MOST_ITEMS = 999, 100
FEWEST_DRAWS, MOST_DEALT = 199, 4_000_000  # draws, however many articles; articles that more draws may deal out together
FEWEST = 3  # articles that have the thing
WAYS = 2  # to deal out: whole articles, and what is left of each beside its length
NEAR = 60_000  # numbers gone through twice, which stay near the processor
EXPECTED = 0.5  # articles of a group to be expected to have it: below, nothing that a group does is unlikely enough
COLUMNS = ["n", "total", "n_articles", "rate", "rate_others", "rate_usual", "deviations", "deviations_usual", "p_any"]


class _Pool(NamedTuple):
    """Articles with one kind of whole: the code of each one's group, its stratum, its whole, and its number of each thing."""

    group: np.ndarray
    groups: pd.Index
    stratum: np.ndarray
    total: np.ndarray
    names: pd.Index
    n: np.ndarray


@in_range
def rate_gaps(
    parts: pd.DataFrame,
    wholes: pd.DataFrame,
    by: str,
    name: str,
    *,
    family: str | None = None,
    within: str | None = None,
    draws: int | None = None,
    seed: int = 0,
    most_items: int = MOST_ITEMS,
) -> pd.DataFrame:
    """Say of each group and thing whether its rate differs from that of the others by more than dealing out the articles anew gives.

    One row per group of two articles or more and thing that three articles or more have, where the group would be expected to have it
    in half an article at least.

    parts      : one row per article and thing: doc_id, `name` (such as speaker), n; what an article lacks needs no row
    wholes     : one row per article: doc_id, `by`, and total, what n is a number of; those with a total of 0 are left out
    family     : a column of both tables, such as concept, where each family of things has a whole of its own
    within     : a column of `wholes` that says which story an article tells; then counts change places within their story alone
    draws      : times that they are dealt out; None is 999 times, beyond 4,000 articles as often as makes four million articles in all,
                 and 199 times from 20,000 on
    seed       : of these draws
    most_items : things looked at in a family, those that most articles have

    Returns, sorted by p_any, then by how much stands out (|z| falling), group and name:
        …            `by`, `family` if there is one, `name`
        n, total     of the group
        n_articles   articles of the group that have the thing
        rate         n / total
        rate_others  the same of all other groups together
        rate_usual   the median of the other groups’ rates, each weighing as much as its total
        deviations   how far n lies from what the rate of all would give, in standard deviations; above 0 is more
        deviations_usual  the same from what rate_usual would give
        p_any        share of the draws in which any group and thing lies as far off

    Raises SchemaError if a table lacks a column or `wholes` has an article twice; UsageError for no draw or no thing.
    Reading it: if no group differs in anything, some p_any is .05 or below in about 5 of 100 corpora, however many groups and things
    there are. A group is held against the others together: beside one that stands far apart, all others lie a little to the other
    side; rate_usual shows it. A thing that few articles have is not looked at, and so not cleared.
    Formula: a group’s difference is Σ (n − r × total) over its articles, r the rate of all. It is dealt out in two ways, and what says
    less is given: whole articles, which is exact where groups have articles of one kind; and u = (n − r × total) / s alone, with
    Σ s × u for the difference, s² = r × total + b × (r × total)², b by moments, which leaves long articles, that vary more, where they
    are. Deviations are (difference − mean) / standard deviation over the draws, or the cube root of Wilson and Hilferty with their
    skewness, whichever is nearer to 0, so that rare things and small groups are no more extreme than others.
    Source: Westfall and Young 1993, Resampling-Based Multiple Testing, single-step maxT; Freedman and Lane 1983, Journal of
    Business and Economic Statistics 1, on dealing out residuals; Wilson and Hilferty 1931, PNAS 17, for the cube root.

    >>> docs = [f"{source}{number}" for source in "xyz" for number in range(8)]
    >>> wholes = pd.DataFrame({"doc_id": docs, "source": [doc[0] for doc in docs], "total": 100})
    >>> parts = pd.DataFrame({"doc_id": docs, "speaker": "mayor", "n": [4, 5] * 4 + [1, 2] * 8})
    >>> rate_gaps(parts, wholes, "source", "speaker").head(1).iloc[:, :7].values.tolist()
    [['x', 'mayor', 36, 800, 8, 0.045, 0.015]]
    """
    if most_items < 1 or (draws is not None and draws < 1):
        raise UsageError(f"{draws} draws and {most_items} things are too few", remedy="Give at least one of each")
    draws = draws or max(FEWEST_DRAWS, min(DRAWS, MOST_DEALT // max(wholes["doc_id"].nunique(), 1)))
    more = [family] if family else []
    require_columns(parts, ["doc_id", name, "n", *more], "the table of parts")
    require_columns(wholes, ["doc_id", by, "total", *more, *([within] if within else [])], "the table of wholes")
    if wholes.duplicated(["doc_id", *more]).any():
        raise SchemaError("an article has two wholes", remedy="Give one row for each article")
    found = []
    for key, own in _families(wholes[wholes["total"] > 0], family):
        counted = parts if family is None else parts[parts[family].astype("str").eq(key)]
        pool = _pool(own, counted, by, name, within, most_items)
        cells = _cells(pool)
        cells.insert(0, by, pool.groups.take(cells["group"]))
        if family:
            cells.insert(1, family, key)
        cells.insert(1 + len(more), name, pool.names.take(cells["item"]))
        ways = _dealt(pool, cells, draws, np.random.default_rng([seed, len(found)]))
        spread = np.maximum(ways.std(axis=1).max(axis=0), 1e-12)
        cells["deviations_usual"] = (cells["n"] - cells["rate_usual"] * cells["total"]) / spread
        found.append((cells, _unskewed(ways)))
    return _with_p(found, [by, *more, name])


def _families(wholes: pd.DataFrame, family: str | None) -> list[tuple[str, pd.DataFrame]]:
    if family is None:
        return [("", wholes)]
    return [(str(key), own) for key, own in wholes.groupby(wholes[family].astype("str"), sort=True)]


def _pool(wholes: pd.DataFrame, parts: pd.DataFrame, by: str, name: str, within: str | None, most_items: int) -> _Pool:
    """The articles with the things that most of them have."""
    docs = pd.Index(wholes["doc_id"].astype("str"))
    place = docs.get_indexer(parts["doc_id"].astype("str"))
    seen = parts[(place >= 0) & (parts["n"] > 0).to_numpy()]
    often = seen.groupby(seen[name].astype("str"))["doc_id"].nunique()
    often = often[often >= FEWEST].sort_index().sort_values(ascending=False, kind="stable").head(most_items)
    names = often.index.sort_values()
    item = names.get_indexer(seen[name].astype("str"))
    n = np.zeros((len(docs), len(names)))
    np.add.at(n, (docs.get_indexer(seen["doc_id"].astype("str"))[item >= 0], item[item >= 0]), seen["n"].to_numpy()[item >= 0])
    group, groups = pd.factorize(wholes[by].astype("str"), sort=True)
    stratum = np.zeros(len(docs), dtype=np.int64) if within is None else pd.factorize(wholes[within].astype("str"))[0]
    return _Pool(group, pd.Index(groups), stratum, wholes["total"].to_numpy(dtype=float), names, n)


def _cells(pool: _Pool) -> pd.DataFrame:
    """A row for each group and thing that is looked at, as codes, with the rates."""
    of = _of_groups(pool, np.ones(len(pool.group)))
    n, have, total, size = of @ pool.n, of @ (pool.n > 0), of @ pool.total, of @ np.ones(len(pool.group))
    expected = np.outer(size, have.sum(axis=0)) / max(len(pool.group), 1)
    group, item = np.nonzero((expected >= EXPECTED) & (size > 1)[:, None] & (len(pool.groups) > 1))
    rest = np.maximum(total.sum() - total, 1e-12)
    usual = [_median(np.delete(n[:, j] / total, g), np.delete(total, g)) for g, j in zip(group, item, strict=True)]
    cells = pd.DataFrame({"group": group, "item": item, "n": n[group, item], "total": total[group]})
    cells["n_articles"], cells["rate"] = have[group, item].astype(np.int64), cells["n"] / cells["total"]
    cells["rate_others"] = (n.sum(axis=0)[item] - cells["n"]) / rest[group]
    cells["rate_usual"] = np.array(usual, dtype=float)
    return cells.astype({"n": "int64", "total": "int64"})


def _median(values: np.ndarray, weights: np.ndarray) -> float:
    """The value that half of the weight does not exceed."""
    order = np.argsort(values, kind="stable")
    sums = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(sums, sums[-1] / 2)])


def _of_groups(pool: _Pool, weights: np.ndarray) -> csr_array:
    """Groups × articles, each article in its group with its weight."""
    n = len(pool.group)
    return csr_array((weights, (pool.group, np.arange(n))), shape=(len(pool.groups), n))


def _dealt(pool: _Pool, cells: pd.DataFrame, draws: int, random: np.random.Generator) -> np.ndarray:
    """How far each cell lies from the rate of all, in both ways to deal out: a row for what was counted, and one for each draw."""
    if cells.empty:
        return np.zeros((WAYS, draws + 1, 0))
    strata = csr_array((np.ones(len(pool.group)), (pool.stratum, np.arange(len(pool.group)))))
    rates = ((strata @ pool.n) / (strata @ pool.total)[:, None])[pool.stratum]
    apart = pool.n - rates * pool.total[:, None]
    scale = np.sqrt(_variance(apart, rates, pool.total))
    both, by_group = np.hstack([apart, apart / scale]), np.argsort(pool.group, kind="stable")
    scale, ends = scale[by_group], np.cumsum(np.bincount(pool.group, minlength=len(pool.groups)))
    places, ways = (cells["group"].to_numpy(), cells["item"].to_numpy()), np.empty((WAYS, draws + 1, len(cells)))
    ways[:, 0] = _added_up(both, scale, by_group, ends)[0][places]
    home = np.argsort(pool.stratum, kind="stable")
    for draw in range(1, draws + 1):
        dealt = np.empty(len(home), dtype=np.int64)
        dealt[home] = home[np.argsort(pool.stratum[home] + random.random(len(home)), kind="stable")]
        ways[:, draw] = [way[places] for way in _added_up(both, scale, dealt[by_group], ends)]
    return ways


def _added_up(both: np.ndarray, scale: np.ndarray, order: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Ways × groups × things: the differences of articles in an order, those up to each end belonging to one group.

    both  : articles × things, how far each lies off, and beside it the same without its scale
    scale : what stands at each place of the order has

    Rows are laid beside each other a few at a time, which stay near the processor: twice as fast as products of whole tables.
    """
    n_items = scale.shape[1]
    found, near = np.zeros((WAYS, len(ends), n_items)), np.empty((max(1, NEAR // max(1, 2 * n_items)), 2 * n_items))
    for group, (begin, end) in enumerate(zip(np.append(0, ends[:-1]).tolist(), ends.tolist(), strict=True)):
        for start in range(begin, end, len(near)):
            stop = min(start + len(near), end)
            rows = np.take(both, order[start:stop], axis=0, out=near[: stop - start], mode="clip")
            found[0, group] += rows[:, :n_items].sum(axis=0)
            found[1, group] += np.einsum("ij,ij->j", rows[:, n_items:], scale[start:stop])
    return found


def _variance(apart: np.ndarray, rates: np.ndarray, total: np.ndarray) -> np.ndarray:
    """What the difference of each article varies by: r × total as by chance, and what comes in bursts, which grows with its square."""
    chance = np.maximum(rates * total[:, None], 1e-12)
    bursts = np.maximum((apart**2 - chance).sum(axis=0), 0) / (chance**2).sum(axis=0)
    return chance + bursts * chance**2


def _unskewed(values: np.ndarray) -> np.ndarray:
    """Each column of each way in deviations t from its mean, or, where that is nearer to 0, 6 / s × (∛(s t / 2 + 1) − 1) + s / 6.

    The second takes the skewness s out of the long tail, in which rare things and small groups lie; it stretches the short one.
    """
    values = values - values.mean(axis=1, keepdims=True)
    deviation = np.broadcast_to(values.std(axis=1, keepdims=True), values.shape)
    t = np.divide(values, deviation, out=np.zeros_like(values), where=deviation > 1e-9)
    skew = (t**3).mean(axis=1, keepdims=True)
    some = np.where(np.abs(skew) < 1e-3, 1.0, skew)
    even = 6 / some * (np.cbrt(some * t / 2 + 1) - 1) + some / 6
    return np.where((np.abs(skew) < 1e-3) | (np.abs(t) < np.abs(even)), t, even)


def _with_p(found: list[tuple[pd.DataFrame, np.ndarray]], keys: list[str]) -> pd.DataFrame:
    """The cells of all families in one table: z, and p by the largest z of all families in a draw, of two ways the larger."""
    if not found:
        return pd.DataFrame(columns=[*keys, *COLUMNS])
    table, z = pd.concat([cells for cells, _ in found], ignore_index=True), np.concatenate([own for _, own in found], axis=2)
    p, size = [], np.abs(z).round(9)
    for way in size:
        largest = np.sort(way[1:].max(axis=1, initial=0.0))
        p.append((1 + len(largest) - np.searchsorted(largest, way[0])) / (1 + len(largest)))
    nearer = size[:, 0].argmin(axis=0)
    table["deviations"], table["p_any"] = z[nearer, 0, np.arange(len(table))], np.max(p, axis=0)
    table = table.assign(size=-table["deviations"].abs().round(9)).sort_values(["p_any", "size", *keys], ignore_index=True)
    return table[[*keys, *COLUMNS]]
