"""Omissions: what most groups speak of and one does not. `tokens` and mentions in; one row per group and missing item out.

A table of counts shows what is there, and a reader has to see the gaps. Here the gaps are the rows, each with what would have to be
expected: a short article lacks much, and most of that means nothing.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...arguments import in_range, words
from ...blocks import distinct, tallied
from ...errors import SchemaError, UsageError
from ..counting.articles_with import articles_with
from ..counting.codes import Coded, Groups, check_tokens, coded, grouped, labels, ordered, tally
from ..counting.in_common import told_in_common
from ..dictionary.patterns import match_dictionary, rows_of
from ..dictionary.wording import OTHER

TERM, NAME = "term", "name"


class _Seen(NamedTuple):
    """Where the items of one kind occur: all names a-z, which of them are none, and of each occurrence the name's code, the group and
    the article; the occurrences of an article stand together."""

    names: pd.Index
    stopped: np.ndarray
    code: np.ndarray
    group: np.ndarray
    doc: np.ndarray


class _Items(NamedTuple):
    """The items of one kind that enough groups have: their names, occurrences by group, and articles in all groups together."""

    kind: str
    names: np.ndarray
    counts: np.ndarray  # one row per item, one column per group
    n_articles: np.ndarray
    n_tests: int  # pairs of a group and an item that enough of the other groups have


class _Inside(NamedTuple):
    """Terms that occur inside names alone, each with every name it stands in."""

    term: np.ndarray
    name: np.ndarray


@in_range
def omissions(
    tokens: pd.DataFrame,
    by: str | Iterable[str],
    *,
    mentions: Mapping[str, pd.DataFrame] | None = None,
    min_share: float = 0.5,
    stop_words: str | Iterable[str] = (),
    within: str | None = None,
) -> pd.DataFrame:
    """List what many of the other groups have and one lacks.

    One row per group and item that the group has not once and at least `min_share` of the other groups have.

    mentions   : tables of `match_dictionary` or `find_names` by kind, such as {"topic": …, "concept": …, "name": …}; the items are the
                 values of their column `group`. Mentions outside `tokens` and those labelled `_other` do not count
    min_share  : share of the other groups, above 0 and up to 1
    stop_words : terms that are no items
    within     : a column that says which story a word's article tells; then each group is held against what the others write of the
                 stories that it tells too, and a group that tells none in common has no row

    Each word of `tokens` is an item of the kind "term". Items of the kind "name" are looked for anew wherever their words stand in a
    row, so that a group with Donald Trump does not lack Trump. A word that occurs inside names alone has no row as a term where one of
    those names is a row of the same group: it would say the same twice.

    Returns the group's columns, sorted by group, p_none_articles (what is missing comes last), expected falling (both to nine
    decimals), kind, item:
        kind                    term, or as `mentions` calls it
        item                    the term, topic, concept or name
        n_groups_with           other groups that have it
        n_others                other groups
        n_articles_with         articles of the other groups that have it
        rate_per_1000_expected  occurrences per 1,000 running words of all other groups together
        expected                occurrences to be expected of this group at that rate
        p_none                  probability of none at that rate if words were drawn one by one: e ** −expected
        p_none_articles         probability that as many articles as the group has, drawn from all articles, all lack it
                                (hypergeometric); missing where an article stands in several groups
        q_none_articles         the same, corrected for how many gaps were looked for: the share of chance finds to be expected among
                                all rows with such a p_none_articles or a smaller one

    Raises SchemaError if `tokens` has no row, lacks a column of `by` or has one group only; UsageError for a share that is none, and
    for a kind called "term"; NotApplicableError where no two groups tell a story of `within` in common.
    Reading it: words come in articles, so p_none is too small where an item is all of one article, and p_none_articles counts. With
    one article per group it is the share of all articles that lack the item: how common it is for an article to go without. Many items
    are looked at, and some are missing by chance, which q_none_articles takes into account. Who writes Trump alone lacks the name
    Donald Trump, and kinds overlap: `missing_things` keeps one row a thing.
    Source: Lafon 1980, Mots 1, who takes the hypergeometric probability of words; here it is of articles. Benjamini and Hochberg 1995,
    J. R. Stat. Soc. B 57, for the correction; every pair of a group and an item that enough of the others have is a test.
    Formula: p_none_articles = C(N − K, m) / C(N, m), where m of all N articles are the group's, and K of the N have the item.

    >>> tokens = pd.DataFrame({"doc_id": list("ddeeff"), "term": ["war", "aid", "war", "law", "oil", "gas"], "position": [1, 2] * 3})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, part="body", shared=False, voice="outside")
    >>> table = omissions(tokens, "doc_id", min_share=1)
    >>> table[["doc_id", "item", "n_groups_with", "n_others", "expected", "p_none", "p_none_articles"]].round(3).values.tolist()
    [['f', 'war', 2, 2, 1.0, 0.368, 0.333]]
    """
    check_tokens(tokens, by)
    mentions = {} if mentions is None else dict(mentions)
    if not 0 < min_share <= 1:
        raise UsageError(f"a share of {min_share} of the other groups is none", remedy="Give a number above 0 and up to 1")
    if TERM in mentions:
        raise UsageError("mentions cannot be of the kind 'term'", remedy="Give them another name, such as topic")
    if within is not None:
        each = {"mentions": mentions, "min_share": min_share, "stop_words": stop_words}
        return _within(told_in_common(tokens, by, within), by, within, each)
    tokens = ordered(tokens)
    groups = grouped(tokens, by, wide=False)
    if len(groups) == 1:
        raise SchemaError(f"there is only one group, '{labels(groups)[0]}'", remedy="Group by a column with several values")
    seen, inside = _everything(tokens, groups, mentions, frozenset(words(stop_words)))
    fewest = int(np.ceil(min_share * (len(groups) - 1) - 1e-9))
    items = [_items(kind, one, len(groups), fewest) for kind, one in seen.items()]
    table = pd.concat([_lacking(group, items, inside) for group in range(len(groups))], ignore_index=True)
    table = table.astype({"kind": "str", "item": "str"})  # a table without a row has no type of its own
    table = _measured(table, tokens, groups)
    table["q_none_articles"] = _corrected(table["p_none_articles"].to_numpy(), sum(one.n_tests for one in items))
    expected, none = (table[name].round(9).to_numpy() for name in ("expected", "p_none_articles"))
    order = (coded(table["item"]).codes, coded(table["kind"]).codes, -expected, none, table["group"])
    table = table.iloc[np.lexsort(order)].reset_index(drop=True)
    return pd.concat([groups.keys.iloc[table.pop("group")].reset_index(drop=True), table], axis=1)


def _within(tokens: pd.DataFrame, by: str | Iterable[str], within: str, options: dict) -> pd.DataFrame:
    """The rows of each group among those who tell the same stories."""
    names, tables = labels(grouped(tokens, by)), []
    for name in names:
        table = omissions(told_in_common(tokens, by, within, name), by, **options)
        tables.append(table[np.array(labels(grouped(table, by)))[grouped(table, by).codes] == name] if len(table) else table)
    return pd.concat(tables, ignore_index=True)


def _everything(
    tokens: pd.DataFrame, groups: Groups, mentions: Mapping[str, pd.DataFrame], stop_words: frozenset[str]
) -> tuple[dict[str, _Seen], _Inside]:
    """The items of every kind where they occur, and the terms that occur inside names alone."""
    docs, terms = coded(tokens["doc_id"]).codes, coded(tokens["term"])
    seen = {TERM: _Seen(terms.values, terms.values.isin(stop_words), terms.codes, groups.codes, docs)}
    inside = _Inside(*(np.array([], dtype=object) for _ in range(2)))
    for kind, table in mentions.items():
        if kind == NAME:
            entries = table[["group", "label", "pattern"]].astype("str").drop_duplicates()
            table = match_dictionary(tokens, entries.assign(line=0))
        rows = rows_of(table, tokens)
        counted = (rows >= 0) & table["label"].astype("str").ne(OTHER).to_numpy()
        rows, table = rows[counted], table[counted]
        named = coded(table["group"].astype("str"))
        order = np.argsort(rows, kind="stable")
        codes, rows, none = named.codes[order], rows[order], np.zeros(len(named.values), dtype=bool)
        seen[kind] = _Seen(named.values, none, codes, groups.codes[rows], docs[rows])
        if kind == NAME:
            inside = _inside(terms, rows, table["n_words"].to_numpy(), named)
    return seen, inside


def _inside(terms: Coded, rows: np.ndarray, n_words: np.ndarray, names: Coded) -> _Inside:
    """Pairs of a term and a name it stands in, of those terms whose every occurrence stands in a name."""
    step = np.arange(n_words.sum()) - np.repeat(np.cumsum(n_words) - n_words, n_words)
    words, name = np.repeat(rows, n_words) + step, np.repeat(names.codes, n_words)
    size = len(terms.values)  # some categories may have no word
    always = np.bincount(terms.codes[distinct(words)], minlength=size) == tallied(terms.codes, size)
    kept = always[terms.codes[words]]
    term, name, _ = tally(terms.codes[words[kept]], name[kept])
    return _Inside(terms.values.take(term).to_numpy(dtype=object), names.values.take(name).to_numpy(dtype=object))


def _items(kind: str, seen: _Seen, n_groups: int, fewest: int) -> _Items:
    """Count the items by group and by article; those that fewer than `fewest` groups have, which are most, are left behind at once."""
    names, stopped, code, group, doc = seen
    item, in_group, n = tally(code, group)
    many = (np.bincount(item, minlength=len(names)) >= fewest) & ~stopped
    place = np.cumsum(many) - 1
    kept = many[item]
    counts = np.zeros((many.sum(), n_groups), dtype=np.int64)
    counts[place[item[kept]], in_group[kept]] = n[kept]
    n_articles = articles_with(code, doc, len(names))[many]
    having = counts > 0
    n_tests = int((having.sum(axis=1)[:, None] - having >= fewest).sum())
    return _Items(kind, names.to_numpy(dtype=object)[many], counts, n_articles, n_tests)


def _lacking(group: int, items: list[_Items], inside: _Inside) -> pd.DataFrame:
    """The items that one group lacks, with their counts in all other groups."""
    tables = []
    for kind, names, counts, n_articles, _ in items:
        lacks = counts[:, group] == 0
        table = pd.DataFrame({"item": names[lacks], "n": counts[lacks].sum(axis=1), "n_articles_with": n_articles[lacks]})
        tables.append(table.assign(kind=kind, group=group, n_groups_with=(counts[lacks] > 0).sum(axis=1)))
    table = pd.concat(tables, ignore_index=True).astype({"item": "str", "kind": "str"})
    listed = table.loc[table["kind"] == NAME, "item"].to_numpy(dtype=object)
    twice = inside.term[np.isin(inside.name, listed)]
    return table[~(table["kind"].eq(TERM) & table["item"].isin(twice))]


def _measured(table: pd.DataFrame, tokens: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    """Add what would have to be expected of the group, and how probable it is to have none."""
    from scipy.special import gammaln  # takes a tenth of a second, which a page without omissions need not pay

    group = table["group"].to_numpy()
    size = tallied(groups.codes, len(groups))
    doc, in_group, _ = tally(coded(tokens["doc_id"]).codes, groups.codes)
    own, there = np.bincount(in_group, minlength=len(groups)), len(distinct(doc))
    rate = table["n"] / (size.sum() - size)[group]
    table = table.assign(n_others=len(groups) - 1, rate_per_1000_expected=1000 * rate, expected=rate * size[group])
    table["p_none"] = np.exp(-table["expected"])
    if len(doc) > there:
        table["p_none_articles"] = np.nan
    else:
        m, k = own[group], there - table["n_articles_with"].to_numpy()
        # C(k, m) / C(there, m), by the logarithms of factorials
        logarithm = gammaln(k + 1) - gammaln(k - m + 1) - gammaln(there + 1) + gammaln(there - m + 1)
        table["p_none_articles"] = np.exp(np.minimum(logarithm, 0))
    columns = ["kind", "item", "n_groups_with", "n_others", "n_articles_with", "rate_per_1000_expected", "expected", "p_none"]
    return table[["group", *columns, "p_none_articles"]]


def _corrected(p: np.ndarray, n_tests: int) -> np.ndarray:
    """Each p times the number of tests, by the number of tests with such a p or a smaller one; never less than that of a smaller p."""
    order = np.argsort(p, kind="stable")
    ranked = np.minimum.accumulate((p[order] * n_tests / np.arange(1, len(p) + 1))[::-1])[::-1]
    outcome = np.empty(len(p))
    outcome[order] = np.minimum(ranked, 1)
    return outcome
