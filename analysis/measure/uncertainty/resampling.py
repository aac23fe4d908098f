"""Similarity of groups of unequal size: `tokens` in, divergences at equal size and the order of a dendrogram out.

A divergence grows as samples shrink, so a small group seems far from all others. Here each pair is compared at the size of the smaller
one, and beside the divergence stands what the same words show when they are dealt out at random.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import hstack

from ...arguments import in_range, require_columns
from ...blocks import looked_up, tallied
from ...errors import SchemaError, UsageError
from ...schema import brief
from ..counting.codes import Groups, check_tokens, grouped, labels, ordered
from .deck import ARTICLE, PARAGRAPH, Deck, columns_of, shuffled
from .hands import Hands

FEWEST_ARTICLES = 3  # of a pair: two have one way to be dealt out, which says nothing of chance
MANY_WORDS = 2_000_000  # from which on samples are counted one by one
CELLS = 300_000  # counts, words or units held at a time, whatever the number of draws and groups: a cache holds no more


class ClusterOrder(NamedTuple):
    """`names` of groups as leaves from left to right, and the table `merges`, the nearest first; see `cluster_order`."""

    names: list[str]
    merges: pd.DataFrame

    def __repr__(self) -> str:
        return brief(self)


@in_range
def equal_size(
    tokens: pd.DataFrame,
    by: str | Iterable[str],
    *,
    draws: int = 100,
    seed: int = 0,
    most_words: int = 100_000,
    most_groups: int | None = None,
) -> pd.DataFrame:
    """Measure how far the words of each two groups lie apart when both are cut to one size.

    One row per pair of groups, a before b in the order of the groups; values of several columns are joined by " / ". A sample takes
    whole articles at random, without replacement, until it has n_words; the last one is cut at that size. A group that is no larger
    than n_words is taken whole.

    draws      : samples of each pair
    seed       : of the draws
    most_words : largest size at which groups are compared
    most_groups : how many groups are compared, those with most words; None is all

    Returns, sorted by a, b:
        a, b                           the groups
        n_words                        the size compared at: the words of the smaller group, at most `most_words`
        unit                           what is drawn: article, or paragraph (a line) where each group has one article
        jsd_bits                       mean Jensen-Shannon divergence of the samples in bits
        jsd_bits_low, jsd_bits_high    2.5 and 97.5 percentiles over the draws
        jsd_bits_chance                mean divergence of two such samples when the pair's articles are pooled and dealt out at random
        jsd_bits_chance_high           97.5 percentile of it over the draws
        excess_bits                    jsd_bits - jsd_bits_chance; like both before it missing where each group has one article

    Raises SchemaError if `tokens` has no row, lacks a column of `by`, or has one group only; UsageError for no draw or no word.
    Reading it: excess_bits is what the groups differ by beyond two samples of one source; near 0 they are as alike as that, and it may
    fall below 0. Low and high are the spread of drawing from these articles, and no confidence interval of the outlets; where both
    groups are taken whole there is no spread. Two articles differ by their subjects, whoever wrote them: jsd_bits of two groups of one
    article each cannot be told from that, which is why nothing is held against it.
    Source: Lin 1991, IEEE Transactions on Information Theory 37(1), for the divergence.
    Formula: of two samples of n words, in which a term occurs c and d times, the divergence is
    1 − (Σ (c + d) log2 (c + d) − Σ c log2 c − Σ d log2 d) / 2n.

    >>> tokens = pd.DataFrame({"doc_id": ["d", "e", "e"], "term": ["a", "a", "b"], "part": "body", "position": [1, 1, 2]})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside")
    >>> equal_size(tokens, "doc_id")[["a", "b", "n_words", "unit", "jsd_bits", "jsd_bits_chance"]].round(2).values.tolist()
    [['d', 'e', 1, 'paragraph', 0.0, nan]]
    """
    check_tokens(tokens, by)
    if draws < 1 or most_words < 1:
        raise UsageError(f"{draws} draws of up to {most_words} words are none", remedy="Ask for at least one of each")
    tokens = ordered(tokens)
    groups = _largest(grouped(tokens, by), most_groups)
    names = labels(groups)
    if len(groups) == 1:
        raise SchemaError(f"there is only one group, '{names[0]}'", remedy="Group by a column with several values")
    deck = Deck(tokens, groups, seed)
    pairs = _pairs(deck, most_words)
    table = pd.DataFrame({side: [names[code] for code in pairs[side]] for side in ("a", "b")}, dtype="str")
    table[["n_words", "unit"]] = pairs[["n_words", "unit"]]
    columns = ["jsd_bits", "jsd_bits_low", "jsd_bits_high", "jsd_bits_chance", "jsd_bits_chance_high"]
    table[columns] = _divergences(deck, pairs, draws)
    return table.assign(excess_bits=table["jsd_bits"] - table["jsd_bits_chance"])


def _largest(groups: Groups, most: int | None) -> Groups:
    """The groups with most words, of equal ones the first, in their order; words of others have the code -1."""
    if most is None or len(groups) <= most:
        return groups
    kept = np.sort(np.argsort(-tallied(groups.codes, len(groups)), kind="stable")[:most])
    place = np.full(len(groups), -1, dtype=np.int32)
    place[kept] = np.arange(most, dtype=np.int32)
    return Groups(looked_up(place, groups.codes), groups.keys.iloc[kept].reset_index(drop=True))


def _pairs(deck: Deck, most_words: int) -> pd.DataFrame:
    """The pairs of groups with the size and the unit they are compared at."""
    a, b = np.triu_indices(len(deck.n_words), k=1)
    n_words = np.minimum(np.minimum(deck.n_words[a], deck.n_words[b]), most_words)
    many = deck.n_articles[a] + deck.n_articles[b] >= FEWEST_ARTICLES
    unit = pd.Series(np.where(many, ARTICLE, PARAGRAPH), dtype="str")
    return pd.DataFrame({"a": a, "b": b, "n_words": n_words, "unit": unit})


def _divergences(deck: Deck, pairs: pd.DataFrame, draws: int) -> np.ndarray:
    """One row per pair: mean and two percentiles of the divergence between the groups, and mean and a percentile of that of chance.

    Each pair is drawn and forgotten before the next. What is kept from pair to pair grows with the pairs times the draws, and samples
    of all sizes with the square of the groups: 86 unequal outlets took 24 GB.
    """
    lone = pairs["unit"].eq(PARAGRAPH).to_numpy()
    n_log_n = np.arange(2 * pairs["n_words"].max() + 1, dtype=float)
    n_log_n[1:] *= np.log2(n_log_n[1:])
    found, hands = np.empty((len(pairs), 5)), Hands(deck, draws, n_log_n)
    for place, pair in enumerate(pairs.itertuples(index=False, name=None)):
        if len(deck.terms) > MANY_WORDS:
            seen, chance = hands.drawn(*pair)
        else:
            seen, chance = np.concatenate(list(_drawn(deck, *pair, draws, n_log_n)), axis=1)
        found[place] = seen.mean(), *np.percentile(seen, [2.5, 97.5]), chance.mean(), np.percentile(chance, 97.5)
    found[lone, 3:] = np.nan
    return found


def _drawn(deck: Deck, a: int, b: int, n: int, unit: str, draws: int, n_log_n: np.ndarray) -> Iterator[np.ndarray]:
    """Divergences of some draws at a time: a row for those between the groups, and one for two hands of their pooled units."""
    columns, pool = columns_of(deck, a, b), deck.pooled(a, b, unit)
    units = [deck.units[group, unit] for group in (a, b)]
    tables = [deck.table(side, n, columns) for side in units]
    both = None if any(table is None for table in tables) else hstack(tables, format="csr")
    whole = {group: n == deck.n_words[group] for group in (a, b)}
    # a generator made anew deals a group's units out in the same orders for each pair, and none has to be kept
    shuffles = {group: deck.generator(0, group, int(unit == ARTICLE)) for group in (a, b)}
    dealt = deck.generator(1, a, b)
    step = max(1, CELLS // max(columns.n, len(pool.size), n if both is None else min(n, int(pool.size.max()))))
    for begin in range(0, draws, step):
        n_draws = min(step, draws - begin)
        samples = []
        for group, own, table in zip((a, b), units, tables, strict=True):
            n_units = len(own.size)
            order = np.arange(n_units)[None, :] if whole[group] else shuffled(shuffles[group], n_units, n_draws)
            samples.append(deck.counts(own, table, order, n, columns))
        order = shuffled(dealt, len(pool.size), n_draws)
        # the first and the last words of one shuffled row: no word is in both hands, since n is at most half of them
        hands = (deck.counts(pool, both, order, n, columns, last) for last in (False, True))
        yield np.stack(np.broadcast_arrays(_bits(*samples, n, n_log_n), _bits(*hands, n, n_log_n)))


def _bits(a: np.ndarray, b: np.ndarray, n: int, n_log_n: np.ndarray) -> np.ndarray:
    own = [n_log_n[counts].sum(axis=1) for counts in (a, b)]
    bits = 1 - (n_log_n[a + b].sum(axis=1) - own[0] - own[1]) / (2 * n)
    return np.clip(bits.round(12), 0, 1)  # the sums are off in the last decimals, and no word in common is 1


def cluster_order(pairs: pd.DataFrame, value: str = "jsd_bits") -> ClusterOrder:
    """Put groups beside those they are most like: the leaves and the merges of a dendrogram.

    pairs : table of `divergence` or `equal_size`: a, b and `value`, each pair once
    value : column in which 0 is alike; what lies below 0, as excess_bits may, counts as 0

    Groups are merged by average linkage, and the leaves ordered so that neighbours are as near as the tree allows; of the two
    directions that leaves, the one whose first name comes before its last a-z. Distances count to twelve decimals.

    Returns ClusterOrder: `names`, the leaves from left to right, and `merges`, one row per merge, height rising:
        left, right                      the two nodes: leaves are numbered from 0 in the order of `names`, then merges on from there
        position_left, position_right    where the nodes stand, in leaves: the first leaf at 0, a merge in the middle of its nodes
        height_left, height_right        `value` at which the nodes were merged themselves; 0 for a leaf
        height                           mean `value` of the pairs with one group on either side
        n                                groups below the merge

    Raises SchemaError for a lacking column, a pair that is missing or there twice, a value that is missing, or less than two groups;
    UsageError for the cosine, which is highest where groups are alike.
    Reading it: height says at which distance two clusters meet. Few groups always make a tree; look at the heights before you see
    camps in it. That two leaves are neighbours means little if their branches meet high up.
    Source: Sokal and Michener 1958 on average linkage; Bar-Joseph et al. 2001, Bioinformatics 17, on the order of leaves.

    >>> pairs = pd.DataFrame({"a": ["x", "x", "y"], "b": ["y", "z", "z"], "jsd_bits": [0.4, 0.1, 0.5]})
    >>> names, merges = cluster_order(pairs)
    >>> names, merges[["left", "right", "position_left", "position_right", "height"]].round(2).values.tolist()
    (['y', 'x', 'z'], [[1.0, 2.0, 1.0, 2.0, 0.1], [0.0, 3.0, 0.0, 1.5, 0.45]])
    """
    from scipy.cluster import hierarchy  # takes 0.2 seconds, which equal_size does not need

    names, distances = _distances(pairs, value)
    tree = hierarchy.linkage(distances, method="average", optimal_ordering=True)
    leaves = hierarchy.leaves_list(tree)
    if names[leaves[0]] > names[leaves[-1]]:
        leaves = leaves[::-1]
    node = np.append(np.argsort(leaves), np.arange(len(names), 2 * len(names) - 1))  # leaves by their places from here on
    position, height = np.arange(len(node), dtype=float), np.zeros(len(node))
    rows = []
    for place, (one, other, distance, n) in enumerate(tree, start=len(names)):
        left, right = sorted(node[[int(one), int(other)]].tolist(), key=position.__getitem__)
        position[place], height[place] = (position[left] + position[right]) / 2, distance
        rows.append((left, right, position[left], height[left], position[right], height[right], distance, int(n)))
    columns = ["left", "right", "position_left", "height_left", "position_right", "height_right", "height", "n"]
    return ClusterOrder([names[leaf] for leaf in leaves], pd.DataFrame(rows, columns=columns))


def _distances(pairs: pd.DataFrame, value: str) -> tuple[list[str], np.ndarray]:
    """The names a-z, and the value of each pair of them in the order in which SciPy takes distances."""
    require_columns(pairs, ("a", "b", value), "the table of pairs")
    if value == "cosine":
        raise UsageError("a cosine is no distance: 1 is alike", remedy="Order by jsd_bits or excess_bits")
    sides = pairs[["a", "b"]].astype("str").to_numpy(dtype=object)
    names = sorted(set(sides.ravel()))
    if len(names) < 2:
        raise SchemaError("less than two groups have no order", remedy="Group by a column with several values")
    key = pd.MultiIndex.from_tuples([tuple(sorted(pair)) for pair in sides])
    wanted = [(names[a], names[b]) for a, b in zip(*np.triu_indices(len(names), k=1), strict=True)]
    found = pd.Series(pairs[value].to_numpy(dtype=float), index=key)
    if found.index.has_duplicates or len(found) != len(wanted):
        raise SchemaError(
            f"{len(names)} groups make {len(wanted)} pairs, and there are {len(found)} rows", remedy="Give each once"
        )
    found = found.reindex(wanted)
    if found.isna().any():
        a, b = found.index[found.isna()][0]
        raise SchemaError(f"the pair '{a}' and '{b}' has no {value}")
    return names, found.clip(lower=0).round(12).to_numpy()
