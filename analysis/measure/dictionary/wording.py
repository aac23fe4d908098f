"""Wording: which of its names each outlet gives a thing. Mentions of the wording dictionary and `tokens` in, tables out.

Every concept (the capital of Ukraine) has variants (Kiev, Kyiv). A variant that is absent where the concept is named differs from a
concept that is not named at all: the one is a choice, the other a gap. Spellings are counted as they stand; nothing is folded.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from ... import schema
from ...arguments import in_range
from ...dictionaries import as_dictionary
from ..counting.codes import check_tokens, grouped, joint, ordered
from .patterns import rows_of

OTHER = "_other"
STATES = ("used", "not used", "concept absent")


def count_wording(
    tokens: pd.DataFrame, mentions: pd.DataFrame, dictionary: pd.DataFrame | Mapping, by: str | Iterable[str] = ()
) -> pd.DataFrame:
    """Count each variant of each concept in each group.

    One row per group, concept and variant of the dictionary, found or not. The variant `_other` has no row: it gathers look-alikes
    that mean something else, which the longest match has taken away from the variants; they count nowhere.

    mentions   : table of `match_dictionary` for the wording dictionary; mentions outside `tokens` are not counted
    dictionary : table `dictionary`, where group is the concept and label the variant; or a dict, as for `match_dictionary`
    by         : columns that make a group

    Returns, sorted by group, then concept and variant in the dictionary's order:
        concept, variant          as in the dictionary
        n                         mentions of the concept in this variant
        n_concept                 mentions of the concept in any variant
        share                     n / n_concept; missing where the concept is not named in the group, which is a gap and not 0 %
        state                     used; not used (the concept is named, in other words); concept absent
        first_doc_id, first_line  where the variant is first used in the group; missing where it is not

    A dictionary without a row gives a table without one. Raises SchemaError if `tokens` has no row or lacks a column of `by`.
    Reading it: compare shares between groups, and look at n_concept before doing so; 100 % of two mentions is two mentions.
    """
    check_tokens(tokens, by)
    dictionary = as_dictionary(dictionary)
    schema.check(dictionary, "dictionary")
    tokens = ordered(tokens)
    groups = grouped(tokens, by)
    variants = _variants(dictionary)
    variant, rows = _seen(mentions, tokens, variants)
    cell = joint([groups.codes[rows], variant], [len(groups), len(variants)])
    n_cells = len(groups) * len(variants)
    table = groups.keys.iloc[np.repeat(np.arange(len(groups)), len(variants))].reset_index(drop=True)
    table[["concept", "variant"]] = variants.iloc[np.tile(np.arange(len(variants)), len(groups))].reset_index(drop=True)
    table["n"] = np.bincount(cell, minlength=n_cells)
    concept = pd.factorize(table["concept"])[0]
    family = np.repeat(np.arange(len(groups)), len(variants)) * (concept.max(initial=0) + 1) + concept
    total = np.bincount(family, table["n"])[family].astype(np.int64) if n_cells else family
    table["n_concept"] = total
    table["share"] = np.divide(table["n"], total, out=np.full(n_cells, np.nan), where=total > 0)
    state = np.select([table["n"] > 0, total > 0], [0, 1], default=2)
    table["state"] = pd.Series(np.array(STATES, dtype=object)[state], dtype="str")
    return _with_evidence(table, cell, rows, tokens)


def preferred(wording: pd.DataFrame) -> pd.DataFrame:
    """Name the variant each group uses most.

    One row per group and concept, in the order of `wording`.

    wording : table of `count_wording`

    Returns the group's columns, then:
        concept
        variant    the most used one; several that share the first place are all named, with " / " between them; missing where the
                   concept is not named
        n_tied     variants that share the first place: 1 is a clear preference, 0 a concept that is not named
        n          mentions of the concept in that variant (in each, where several are named)
        n_concept  mentions of the concept in any variant
        share      n / n_concept; missing where the concept is not named

    Reading it: a preference of n = 1 is one mention, not a habit.
    """
    by = list(wording.columns[: wording.columns.get_loc("concept")])
    key = pd.Series(pd.factorize(pd.MultiIndex.from_frame(wording[[*by, "concept"]]))[0], index=wording.index)
    first = ~key.duplicated()
    most = wording["n"].groupby(key).max()
    leads = (wording["n"] == key.map(most)) & (wording["n"] > 0)
    table = wording.loc[first, [*by, "concept", "n_concept"]].reset_index(drop=True)
    named = wording.loc[leads, "variant"].groupby(key[leads])
    table["variant"] = named.agg(" / ".join).reindex(table.index).astype("str")
    table["n_tied"] = named.size().reindex(table.index, fill_value=0).to_numpy()
    table["n"] = most.to_numpy()
    table["share"] = (table["n"] / table["n_concept"]).where(table["n_concept"] > 0)
    return table[[*by, "concept", "variant", "n_tied", "n", "n_concept", "share"]]


@in_range
def telling_concepts(wording: pd.DataFrame, *, top: int = 6) -> list[str]:
    """Name the concepts whose wording differs most between the groups.

    wording : table of `count_wording`

    Returns at most `top` concepts by the log-likelihood ratio of their variants and groups, falling, then by name; only those that
    at least two groups name, and not all of them in the same way.

    Raises UsageError for a `top` below 1.
    Formula: the ratio is 2 Σ O ln(O / E) over groups and variants, O mentions, E = those of the group × those of the variant / all.
    Reading it: the ratio grows with the number of mentions, so a concept that is named often comes before one that is named once.

    >>> table = pd.DataFrame({"source": ["x", "x", "y", "y"], "concept": "capital", "variant": ["Kiev", "Kyiv"] * 2, "n": [4, 0, 0, 4]})
    >>> telling_concepts(table), telling_concepts(table.assign(n=[4, 0, 4, 0]))
    (['capital'], [])
    """
    by = list(wording.columns[: wording.columns.get_loc("concept")])
    telling = []
    for concept, rows in wording.groupby("concept", sort=True):
        cells = rows.pivot_table(index=by, columns="variant", values="n", aggfunc="sum", observed=True).to_numpy(dtype=float)
        expected = np.outer(cells.sum(axis=1), cells.sum(axis=0)) / max(cells.sum(), 1)
        ratio = np.divide(cells, expected, out=np.ones_like(cells), where=cells > 0)
        telling.append((-2 * (cells * np.log(ratio)).sum().round(9), concept))
    return [concept for g2, concept in sorted(telling) if g2 < 0][:top]


def _variants(dictionary: pd.DataFrame) -> pd.DataFrame:
    """The concepts and their variants in the dictionary's order, without `_other`; each concept stays in one piece."""
    pairs = dictionary.loc[dictionary["label"] != OTHER, ["group", "label"]].drop_duplicates()
    pairs = pairs.iloc[np.argsort(pd.factorize(pairs["group"])[0], kind="stable")]
    return pairs.set_axis(["concept", "variant"], axis=1).astype("str").reset_index(drop=True)


def _seen(mentions: pd.DataFrame, tokens: pd.DataFrame, variants: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The variant (its place in `variants`) and the row of `tokens` of each mention that counts, in the order of `tokens`."""
    rows = rows_of(mentions, tokens)
    named = pd.MultiIndex.from_frame(mentions[["group", "label"]].astype("str"))
    variant = pd.MultiIndex.from_frame(variants).get_indexer(named) if len(variants) else np.full(len(rows), -1)
    counts = np.flatnonzero((variant >= 0) & (rows >= 0))
    counts = counts[np.argsort(rows[counts], kind="stable")]
    return variant[counts], rows[counts]


def _with_evidence(table: pd.DataFrame, cell: np.ndarray, rows: np.ndarray, tokens: pd.DataFrame) -> pd.DataFrame:
    """Add the first mention of each cell; `rows` ascend, so the first of a cell is its earliest."""
    cells, first = np.unique(cell, return_index=True)
    place = np.full(len(table), -1)
    place[cells] = rows[first]
    found = tokens[["doc_id", "line"]].iloc[place].reset_index(drop=True)
    table["first_doc_id"] = found["doc_id"].astype("str").where(place >= 0)
    table["first_line"] = found["line"].astype("Int64").where(place >= 0)
    return table
