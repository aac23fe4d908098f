"""Counts: how often, in how many articles, at what rate. Table `tokens` in; table `counts` and the sizes of groups out.

All comparisons rest on these tables. Counts of two parts of a corpus add up to the counts of the whole, which lets the same answer
come from one process or from many.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ... import schema
from ...arguments import as_table, in_range, require_columns, words
from ...blocks import blocks, heads, looked_up, tallied
from ...errors import SchemaError, UsageError
from .articles_with import types_in
from .codes import Coded, check_tokens, coded, columns_of, grouped, ordered, sentence_codes, tally
from .per_article import per_article
from .runs import frequent_runs

NGRAM_LENGTHS = range(1, 6)
MARKS = 64 << 20  # bytes


def join_articles(tokens: pd.DataFrame, articles: pd.DataFrame, columns: str | Iterable[str]) -> pd.DataFrame:
    """Give each running word columns of its article, such as the source, to group by.

    One row per row of `tokens`, in its order; `columns` stand last, as categoricals a-z. A missing value stays missing.

    articles : one row per article, with doc_id and `columns`, which may be the corpus's own

    Raises SchemaError for a column that `articles` lacks or that `tokens` uses for something else, for an article listed twice, and
    for a doc_id of `tokens` that is not listed.

    >>> tokens = pd.DataFrame({"doc_id": ["d2", "d1"], "term": ["b", "a"]})
    >>> articles = pd.DataFrame({"doc_id": ["d1", "d2"], "source": ["X", "Y"]})
    >>> join_articles(tokens, articles, "source")["source"].tolist()
    ['Y', 'X']
    """
    names = [name for name in words(columns, "a column or a list of columns") if name != "doc_id"]
    require_columns(articles, ("doc_id", *names), "the table 'articles'")
    for name in names:
        if name in schema.TABLES["tokens"]:
            raise SchemaError(f"the column '{name}' of 'articles' has the name of a column of 'tokens'", remedy="Rename it")
    docs = coded(tokens["doc_id"])
    listed = pd.Index(articles["doc_id"].astype(str))
    if not listed.is_unique:
        raise SchemaError(f"article '{listed[listed.duplicated()][0]}' is listed twice in table 'articles'")
    places = listed.get_indexer(docs.values.astype(str))
    used = tallied(docs.codes, len(docs.values)) > 0
    if (places[used] < 0).any():
        raise SchemaError(f"article '{docs.values[used & (places < 0)][0]}' of 'tokens' is not in table 'articles'")
    joined = {}
    for name in names:
        codes, values = coded(articles[name])
        own = pd.Categorical.from_codes(codes[places], values)
        joined[name] = pd.Categorical.from_codes(looked_up(own.codes, docs.codes), dtype=own.dtype, validate=False)
        joined[name] = pd.Series(joined[name], index=tokens.index, copy=False)  # an array would be copied
    return tokens.assign(**joined)


def count_terms(tokens: pd.DataFrame, by: str | Iterable[str] = ()) -> pd.DataFrame:
    """Count each term in each group.

    One row per group and term that occurs; an absent term has no row.

    tokens : table `tokens`, one row per running word
    by     : columns that make a group, such as ("source",); () is the whole corpus

    Returns table `counts`, sorted by group, n falling, term a-z:
        n              occurrences
        n_articles     articles with at least one occurrence
        rate_per_1000  occurrences per 1,000 running words of the group

    Raises SchemaError if `tokens` has no row or lacks a column of `by`.
    Reading it: between groups of unequal size compare rate_per_1000, never n. A rate that comes from one article says nothing of its
    outlet, so look at n_articles too.
    Formula: rate_per_1000 = 1,000 × n / running words of the group.

    >>> tokens = pd.DataFrame({"doc_id": ["d"] * 4, "term": ["the", "war", "the", "talks"], "part": "body"})
    >>> tokens = tokens.assign(line=1, sentence=1, position=[1, 2, 3, 4], start=0, end=1, shared=False, voice="outside")
    >>> count_terms(tokens).values.tolist()
    [['the', 2, 1, 500.0], ['talks', 1, 1, 250.0], ['war', 1, 1, 250.0]]
    """
    check_tokens(tokens, by)
    counts = per_article(tokens)
    groups = counts.groups(tokens, by)
    if groups is None:
        terms = coded(tokens["term"])
        return _counts(tokens, by, slice(None), terms.codes, terms.values)
    n, articles = counts.summed(groups)
    group = np.repeat(np.arange(len(groups)), np.diff(n.indptr))
    numbers = n.data.astype(np.int64), articles.data.astype(np.int64)
    return _sorted(groups.keys, counts.words_of(groups), group, n.indices, *numbers, counts.terms)


@in_range
def count_ngrams(
    tokens: pd.DataFrame,
    by: str | Iterable[str] = (),
    *,
    n: int = 2,
    min_n: int = 1,
    stop_words: str | Iterable[str] = (),
) -> pd.DataFrame:
    """Count each run of `n` neighbouring words in each group.

    One row per group and run that occurs, as for `count_terms`; a run belongs to the group of its first word, lies within one
    sentence, and does not bridge words that were taken out of `tokens`. Without any run the table has no row.

    by         : columns that make a group
    n          : 1 to 5 words
    min_n      : runs that occur less often in a group have no row there; a higher one costs less time and memory
    stop_words : runs that begin or end in one of these words have no row

    Returns table `counts`, sorted by group, n falling, term a-z:
        term           the words, with a space between them
        n, n_articles  as in `count_terms`
        rate_per_1000  occurrences per 1,000 running words of the group (not per 1,000 runs, so that lengths can be compared)

    Raises UsageError for another `n`, SchemaError as `count_terms`.
    Reading it: as `count_terms`. A long run that recurs is a name, a set phrase, or a passage that several articles share.

    >>> tokens = pd.DataFrame({"doc_id": ["d"] * 4, "term": ["a", "b", "a", "b"], "part": "body"})
    >>> tokens = tokens.assign(line=1, sentence=[1, 1, 2, 2], position=[1, 2, 3, 4], start=0, end=1, shared=False, voice="outside")
    >>> count_ngrams(tokens, n=2).values.tolist()
    [['a b', 2, 1, 500.0]]
    """
    check_tokens(tokens, by)
    if n not in NGRAM_LENGTHS:
        raise UsageError(f"runs of {n} words cannot be counted", remedy="Ask for a length from 1 to 5")
    tokens = ordered(tokens)
    runs = frequent_runs(tokens, n, min_n, frozenset(words(stop_words)))
    table = _counts(tokens, by, runs.starts, runs.codes, runs.spelt(coded(tokens["term"]).values).array)
    return table[table["n"] >= min_n].reset_index(drop=True) if columns_of(by) else table


def _counts(
    tokens: pd.DataFrame, by: str | Iterable[str], rows: np.ndarray | slice, codes: np.ndarray, spelling
) -> pd.DataFrame:
    """Count `codes`, one for each of `rows`, which are in the order of their spelling."""
    groups = grouped(tokens, by)
    group, code, _, counts = tally(groups.codes[rows], codes, coded(tokens["doc_id"]).codes[rows])
    first = np.flatnonzero(np.diff(group, prepend=-1) | np.diff(code, prepend=-1))
    n = np.add.reduceat(counts, first) if len(first) else counts
    n_articles = np.diff(np.append(first, len(group)))
    words = np.bincount(groups.codes, minlength=len(groups))
    return _sorted(groups.keys, words, group[first], code[first], n, n_articles, spelling)


def _sorted(
    keys: pd.DataFrame, words: np.ndarray, group: np.ndarray, code: np.ndarray, n: np.ndarray, n_articles: np.ndarray, spelling
) -> pd.DataFrame:
    """Table `counts` of what was counted by group, then code; `words` are the running words of each group of `keys`."""
    order = np.lexsort((-n, group))
    group, n = group[order], n[order]
    table = keys.iloc[group].reset_index(drop=True)
    table["term"] = pd.Series(spelling.take(code[order]), dtype="str")
    table["n"], table["n_articles"] = n, n_articles[order]
    table["rate_per_1000"] = 1000 * n / words[group]
    return table


def group_sizes(tokens: pd.DataFrame, by: str | Iterable[str] = ()) -> pd.DataFrame:
    """Measure how large each group is.

    One row per group that has words, sorted by group:
        n_tokens      running words
        n_types       distinct words
        n_sentences   sentences with at least one word in the group
        n_articles    articles with at least one word in the group
        share_tokens  share of the running words of `tokens`

    Raises SchemaError if `tokens` has no row or lacks a column of `by`.
    Reading it: n_types grows with n_tokens, but ever more slowly; it says nothing about the wealth of words of groups of unequal size.

    >>> tokens = pd.DataFrame({"doc_id": ["d", "d", "e"], "term": ["a", "b", "a"], "part": "body"})
    >>> tokens = tokens.assign(line=1, sentence=[1, 2, 1], position=[1, 2, 1], start=0, end=1, shared=False, voice="outside")
    >>> group_sizes(tokens, "doc_id").drop(columns="share_tokens").values.tolist()
    [['d', 2, 2, 2, 1], ['e', 1, 1, 1, 1]]
    """
    check_tokens(tokens, by)
    tokens = ordered(tokens)
    groups, docs = grouped(tokens, by), coded(tokens["doc_id"]).codes
    sizes = groups.keys.copy()
    sizes["n_tokens"] = tallied(groups.codes, len(groups))
    sizes["n_types"] = _n_types(groups.codes, coded(tokens["term"]), len(groups))
    rows = heads(groups.codes, docs, tokens["sentence"].to_numpy())
    group, some = groups.codes[rows], tokens[["doc_id", "sentence"]].iloc[rows]
    for name, codes in (("n_sentences", sentence_codes(some)), ("n_articles", docs[rows])):
        sizes[name] = np.bincount(tally(group, codes)[0])
    sizes["share_tokens"] = sizes["n_tokens"] / len(tokens)
    return sizes


def _n_types(groups: np.ndarray, terms: Coded, n_groups: int) -> np.ndarray:
    """How many distinct words each group has: a mark for each that it could have, where those are not too many."""
    starts = heads(groups)
    if (np.diff(groups[starts]) > 0).all():  # as those of articles are
        return types_in(terms.codes, groups, len(terms.values))
    if n_groups * len(terms.values) > max(MARKS, len(groups)):
        return np.bincount(tally(groups, terms.codes)[0])
    marks = np.zeros((n_groups, len(terms.values) + 1), dtype=bool)
    for rows in blocks(len(groups)):
        marks[groups[rows], terms.codes[rows]] = True
    return marks.sum(axis=1)


def split_stop_words(counts: pd.DataFrame | pd.Series, stop_words: str | Iterable[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part a counts table into content words and stop words, so that what a stop list takes away can be shown too.

    counts     : table `counts`, of words or of runs of words; any table with the column `term`, or a Series of counts by term
    stop_words : words in the form of `term`; a run is stopped if its first or its last word is one

    Returns (content, stopped): each with the columns and the order of `counts`; together they have all of its rows.

    Reading it: the rates of the content words still have all running words as their base.

    >>> counts = pd.DataFrame({"term": ["the", "war", "of war"], "n": 1, "n_articles": 1, "rate_per_1000": 1.0})
    >>> [part["term"].tolist() for part in split_stop_words(counts, ["the", "of"])]
    [['war'], ['the', 'of war']]
    """
    counts = as_table(counts)
    require_columns(counts, ["term"], "the table of counts")
    stop_words, terms = frozenset(words(stop_words)), counts["term"].astype("str")
    runs = terms.str.contains(" ", regex=False).to_numpy(dtype=bool)
    stopped = terms.isin(stop_words).to_numpy() & ~runs
    ends = ((term.split(" ", 1)[0], term.rsplit(" ", 1)[-1]) for term in terms[runs])
    stopped[runs] = np.fromiter((not stop_words.isdisjoint(pair) for pair in ends), dtype=bool, count=int(runs.sum()))
    return counts[~stopped].reset_index(drop=True), counts[stopped].reset_index(drop=True)
