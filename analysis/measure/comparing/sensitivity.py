"""Sensitivity: which keywords would be there under other settings too. `tokens` in; how many stay, and how far each moves, out.

A list of keywords rests on choices: what counts as a word, which words are looked at, which measure ranks. A reader sees one list; here
the choices are made otherwise, one at a time, and a keyword that owes its place to one of them is told from one that does not.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...arguments import in_range, require_columns, words
from ...blocks import blocks
from ...errors import SchemaError, UsageError
from ...schema import brief
from ..counting.codes import Coded, Groups, check_tokens, coded, columns_of, grouped, labels
from .against_rest import count_groups, named_terms, rated
from .keyness import PRIOR_WORDS

AS_ASKED = "as asked"
TOO_FEW, NO_WORDS, NO_KEYWORD = (
    "fewer than two groups have such words",
    "the group has no such words",
    "the group has no keyword",
)
OUTSIDE, QUOTED = "outside", "quoted"


class Setting(NamedTuple):
    """A table by group and term under one setting, and how to read it.

    table  : the columns of the groups, term, and `value`; None where the setting cannot be applied
    value  : column by which terms are ranked, positive where the group has the term more often than the rest
    forms  : term of the base -> its form in `table`; None where terms are the same
    reason : why it cannot be applied
    """

    table: pd.DataFrame | None
    value: str = "g2"
    forms: pd.Series | None = None
    reason: str = ""

    def __repr__(self) -> str:
        return brief(self)


class Sensitivity(NamedTuple):
    """The tables `settings` (one row per group and setting) and `terms` (one per group and keyword); see `sensitivity`."""

    settings: pd.DataFrame
    terms: pd.DataFrame

    def __repr__(self) -> str:
        return brief(self)


@in_range
def settings(
    tokens: pd.DataFrame,
    by: str | Iterable[str],
    *,
    stop_words: str | Iterable[str] = (),
    lemmas: pd.DataFrame | None = None,
    min_n: int = 3,
    most_groups: int | None = None,
    most_rows: int | None = None,
) -> dict[str, Setting]:
    """Compare each group with the rest as asked, and under other settings, one choice changed at a time.

    tokens     : table `tokens` as the comparison has it, with the columns of `by`
    stop_words : terms to leave out under the setting for it
    lemmas     : the same rows with lemmas as terms
    min_n      : terms with fewer occurrences in all are left out, under each setting by its own counts
    most_groups : how many groups have rows, those with most words, each against the rest of all; None is every group
    most_rows   : how many terms of a group have rows, the first by g2 and the first by z; None is every term

    Returns name -> Setting, whose tables have the columns of `by`, term, g2 and z, as `keyness` measures them:
        as asked                          ranked by g2, as are the following five
        stop words left out               the rest of the terms, at the same rates
        lemmas                            words counted by lemma
        shared passages left out          without words that another article has too
        outside words only                without words that are quoted or reported
        quoted words only                 without words outside quotations
        ranked by z                       by log-odds with the informative prior of 1,000 words
        ranked by z, prior of 10,000      which holds rare terms back more
        ranked by z, prior of 100         which holds them back less
    A setting that would change no word, or leaves fewer than two groups, has no table and a reason.

    Raises SchemaError if `tokens` has no row, lacks a column of `by` or has one group only, or `lemmas` are other rows.
    Reading it: z holds terms with few occurrences back, the more so the larger the prior is. Words outside and quoted words are
    smaller bodies of text than all words, so their lists differ for that alone.
    """
    check_tokens(tokens, by)
    stop_words = frozenset(words(stop_words))
    groups, terms = grouped(tokens, by), named_terms(coded(tokens["term"]))
    counts = count_groups(groups, terms)
    if len(counts.keys) == 1:
        raise SchemaError("there is only one group, and so nothing to compare it with", remedy="Group by another column")
    shown = counts.n.sum(axis=1).argsort(kind="stable")[::-1][:most_groups] if most_groups else slice(None)
    asked = min_n, labels(Groups(groups.codes, counts.keys.iloc[shown])), most_rows
    base = rated(counts, *asked)
    stopped = base["term"].isin(stop_words).to_numpy()
    shared, quoted = tokens["shared"].to_numpy(dtype=bool), (tokens["voice"] == QUOTED).to_numpy(dtype=bool)
    outside = (tokens["voice"] == OUTSIDE).to_numpy(dtype=bool)
    without = Setting(base[~stopped]) if stopped.any() else Setting(None, reason="no term is on the stop list")
    found = {AS_ASKED: Setting(base), "stop words left out": without}
    found["lemmas"] = Setting(None, reason="no lemmas were given")
    if lemmas is not None:
        forms = _forms(tokens, terms, lemmas)
        found["lemmas"] = Setting(rated(count_groups(groups, named_terms(coded(lemmas["term"]))), *asked), forms=forms)
    for name, rows, reason in (
        ("shared passages left out", ~shared, "no passage is shared"),
        ("outside words only", outside, "no word is quoted or reported"),
        ("quoted words only", quoted, "all words are quoted"),
    ):
        some = count_groups(groups, terms, rows)
        reason = reason if rows.all() else TOO_FEW if len(some.keys) < 2 else ""
        found[name] = Setting(None, reason=reason) if reason else Setting(rated(some, *asked))
    found["ranked by z"] = Setting(base, "z")
    for times in (10, 0.1):
        found[f"ranked by z, prior of {times * PRIOR_WORDS:,.0f}"] = Setting(rated(counts, *asked, times * PRIOR_WORDS), "z")
    return found


@in_range
def sensitivity(variants: Mapping[str, Setting | pd.DataFrame], by: str | Iterable[str], *, top: int = 20) -> Sensitivity:
    """Say which keywords of the first setting are keywords under the others.

    A keyword is a term that the group has more often than the rest and that is among the first `top` by the setting's value, ties by
    name. It stays under a setting if it, or its form there, is among the first `top` there.

    variants : setting -> Setting, such as `settings` gives, or -> a table of `keyness`, ranked by g2; the first is the base
    by       : columns that make the groups

    Returns Sensitivity. `settings` has one row per group and setting but the base, in the order of the groups and of `variants`:
        setting
        n_top          keywords of the base: `top`, or fewer where fewer terms are more frequent
        n_stay         those that stay; missing where the setting cannot be applied
        share_stays    n_stay / n_top; missing as n_stay, and where there is no keyword
        reason         why it cannot be applied; missing where it can
    `terms` has one row per group and keyword of the base, sorted by group, rank:
        term
        rank               its rank in the base
        best_rank          its best rank under any setting that can be applied, the base included
        worst_rank         its worst; missing where under one of them it is not more frequent than in the rest, or not in the table
        n_settings_in_top  settings but the base under which it stays
        n_settings         settings but the base that can be applied to the group

    Raises UsageError without a setting to compare or for a top below 1, SchemaError where a table lacks a column or has a term of a
    group twice.
    Reading it: a keyword that stays everywhere does not depend on these choices; it may still depend on one article. A setting under
    which little stays is no error of either list: they answer other questions. Settings are not independent, so do not add them up.

    >>> base = pd.DataFrame({"source": "x", "term": ["war", "aid", "oil"], "g2": [9.0, 5.0, -1.0]})
    >>> got = sensitivity({"as asked": base, "other": base.assign(g2=[2.0, -3.0, 4.0])}, "source", top=2)
    >>> got.settings[["setting", "n_top", "n_stay"]].values.tolist(), got.terms.iloc[:, 1:].values.tolist()
    ([['other', 2, 1]], [['war', 1, 1, 2, 1, 1], ['aid', 2, 2, <NA>, 0, 1]])
    """
    by = columns_of(by)
    if len(variants) < 2:
        raise UsageError(f"{len(variants)} settings compare nothing", remedy="Give a base and another")
    named = {name: one if isinstance(one, Setting) else Setting(one) for name, one in variants.items()}
    (base_name, base), *others = named.items()
    groups, keywords = _keywords(base_name, base, by, top)
    ranks, reasons = [], []
    for name, setting in others:
        rank, reason = _ranks_of(name, setting, by, keywords, labels(groups))
        ranks.append(rank)
        reasons.append(reason)
    shape = (len(keywords), len(others))
    ranks = np.array(ranks, dtype=float).T.reshape(shape)
    reasons = np.array(reasons, dtype=object).T  # groups × settings
    return Sensitivity(
        _settings_table(groups, keywords, [name for name, _ in others], ranks <= top, reasons),
        _terms_table(groups, keywords, ranks, (reasons == "")[keywords["group"]], top),
    )


def _forms(tokens: pd.DataFrame, terms: Coded, lemmas: pd.DataFrame) -> pd.Series:
    """Term -> lemma, read off the same word in both tables."""
    docs, other = coded(tokens["doc_id"]), coded(lemmas["doc_id"])
    same = list(docs.values) == list(other.values) and np.array_equal(docs.codes, other.codes)
    if not same or not np.array_equal(tokens["position"], lemmas["position"]):
        raise SchemaError("the lemmas are not of the same words", remedy="Give tokens_with(tokens, 'lemma', language)")
    place = np.full(len(terms.values), -1)
    for rows in blocks(len(tokens)):
        place[terms.codes[rows]] = np.arange(rows.start, rows.stop)
    used = np.flatnonzero(place >= 0)
    return pd.Series(lemmas["term"].iloc[place[used]].astype("str").to_numpy(), index=terms.values.take(used).astype("str"))


def _keywords(name: str, base: Setting, by: tuple[str, ...], top: int) -> tuple[Groups, pd.DataFrame]:
    """The groups of the base, and its keywords: group, term, rank."""
    if base.table is None:
        raise UsageError(f"the setting '{name}' is the base and has no table", remedy="Put one that has a table first")
    groups, ranked = _ranked(name, base, by)
    return groups, ranked[ranked["rank"] <= top].reset_index(drop=True)


def _ranked(name: str, setting: Setting, by: tuple[str, ...]) -> tuple[Groups, pd.DataFrame]:
    """All terms of a setting that are more frequent in their group than in the rest: group, term, rank."""
    table, value = setting.table, setting.value
    require_columns(table, (*by, "term", value), f"the table of the setting '{name}'")
    groups = grouped(table, by)
    ranked = pd.DataFrame(
        {"group": groups.codes, "term": table["term"].astype("str").to_numpy(), "value": table[value].to_numpy()}
    )
    twice = ranked[ranked.duplicated(["group", "term"])]
    if len(twice):
        raise SchemaError(f"the table of the setting '{name}' has the term '{twice['term'].iloc[0]}' of a group twice")
    ranked["value"] = -ranked["value"].round(9)
    ranked = ranked[ranked["value"] < 0].sort_values(["group", "value", "term"], ignore_index=True)
    return groups, ranked.assign(rank=ranked.groupby("group").cumcount() + 1)


def _ranks_of(
    name: str, setting: Setting, by: tuple[str, ...], keywords: pd.DataFrame, names: list[str]
) -> tuple[np.ndarray, list[str]]:
    """The rank of each keyword under a setting, missing where it has none, and for each group why the setting cannot be applied."""
    if setting.table is None:
        return np.full(len(keywords), np.nan), [setting.reason] * len(names)
    groups, ranked = _ranked(name, setting, by)
    known = labels(groups)
    terms = keywords["term"] if setting.forms is None else keywords["term"].map(setting.forms)
    code = np.array([known.index(group) if group in known else -1 for group in names])
    wanted = pd.MultiIndex.from_arrays([code[keywords["group"]], terms])
    ranks = ranked.set_index(["group", "term"])["rank"].reindex(wanted).to_numpy(dtype=float)
    return ranks, ["" if group >= 0 else NO_WORDS for group in code]


def _settings_table(
    groups: Groups, keywords: pd.DataFrame, names: list[str], stays: np.ndarray, reasons: np.ndarray
) -> pd.DataFrame:
    n_top = np.bincount(keywords["group"], minlength=len(groups))
    n_stay = np.zeros((len(groups), len(names)), dtype=np.int64)
    np.add.at(n_stay, keywords["group"].to_numpy(), stays)
    table = groups.keys.iloc[np.repeat(np.arange(len(groups)), len(names))].reset_index(drop=True)
    table["setting"] = pd.Series(names * len(groups), dtype="str")
    table["n_top"] = np.repeat(n_top, len(names))
    why = np.where((reasons == "") & (n_top == 0)[:, None], NO_KEYWORD, reasons).ravel()
    applied = (why == "") | (why == NO_KEYWORD)
    table["n_stay"] = pd.Series(n_stay.ravel(), dtype="Int64").where(applied)
    share = np.divide(n_stay.ravel(), table["n_top"], out=np.full(len(table), np.nan), where=(why == ""))
    table["share_stays"] = share
    table["reason"] = pd.Series(why, dtype="str").where(why != "")
    return table


def _terms_table(groups: Groups, keywords: pd.DataFrame, ranks: np.ndarray, applied: np.ndarray, top: int) -> pd.DataFrame:
    table = groups.keys.iloc[keywords["group"]].reset_index(drop=True)
    table[["term", "rank"]] = keywords[["term", "rank"]]
    base = keywords["rank"].to_numpy(dtype=float)[:, None]
    table["best_rank"] = np.fmin.reduce(np.hstack([base, ranks]), axis=1).astype(np.int64)
    worst = np.hstack([base, np.where(applied, ranks, 0)]).max(axis=1)  # a rank that is missing makes the worst one missing
    table["worst_rank"] = pd.Series(worst).astype("Int64")
    table["n_settings_in_top"] = (ranks <= top).sum(axis=1)
    table["n_settings"] = applied.sum(axis=1)
    return table
