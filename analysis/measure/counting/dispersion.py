"""Dispersion: is a word spread over the articles, or is it one article's? Table `tokens` in, tables by term and by place out.

A frequent word may owe its count to one long article. Every list of frequent terms stands beside this measure.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from ...arguments import words
from ..dictionary.patterns import each_by_itself, match_dictionary
from .codes import check_tokens, coded, ordered
from .per_article import per_article, row_blocks

ENTRIES = 1_000_000  # counts of a term in an article, looked at at a time


def dispersion(tokens: pd.DataFrame, terms: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Measure how evenly each term is spread over the articles.

    One row per term; with `terms` one row for each of these, also for those that do not occur.

    tokens : table `tokens`, one row per running word; the articles in it are the parts
    terms  : the terms to look at; None is all that occur

    Returns, sorted by n falling, term a-z:
        n           occurrences
        n_articles  articles with at least one occurrence
        dp          Gries's deviation of proportions: half the sum over articles of |share of the term − share of all words|;
                    missing for a term that does not occur
        dp_norm     dp divided by 1 − the smallest article's share of words; missing where there is one article only

    Raises SchemaError if `tokens` has no row.
    Reading it: 0 is a term spread as the words are, near 1 a term of one short article (some software has it the other way round).
    With few articles, or for a term of few occurrences, high values come by themselves; compare terms of like n only.
    Formula: dp = Σ |v − s| / 2 over the articles, v an article's share of the term's occurrences and s its share of all words;
    dp_norm = dp / (1 − the smallest s).
    Source: Gries 2008, International Journal of Corpus Linguistics 13(4); dp_norm: Lijffijt and Gries 2012, ibid. 17(1).

    >>> words = "a b a c".split()
    >>> tokens = pd.DataFrame({"doc_id": ["d", "d", "e", "e"], "term": words, "part": "body", "position": [1, 2, 1, 2]})
    >>> dispersion(tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside")).values.tolist()
    [['a', 2, 2, 0.0, 0.0], ['b', 1, 1, 0.5, 1.0], ['c', 1, 1, 0.5, 1.0]]
    """
    check_tokens(tokens)
    chosen = None if terms is None else words(terms)
    counts = per_article(tokens)
    size = counts.words / len(tokens)
    n = counts.n.sum(axis=1, dtype=np.int64)
    dp = np.clip((1 + _moved(counts.n, n, size)) / 2, 0, 1)
    table = pd.DataFrame({"term": counts.names, "n": n, "n_articles": np.diff(counts.n.indptr).astype(np.int64)})
    table["dp"] = np.where(n > 0, dp, np.nan)
    table["dp_norm"] = table["dp"] / (1 - size.min()) if size.min() < 1 else np.nan
    if chosen is None:
        table = table[table["n"] > 0]
        if table["term"].is_monotonic_increasing:
            return table.iloc[np.argsort(-table["n"].to_numpy(), kind="stable")].reset_index(drop=True)
    else:
        table = table.set_index("term").reindex(pd.Index(sorted(set(chosen)), dtype="str", name="term")).reset_index()
        table = table.fillna({"n": 0, "n_articles": 0}).astype({"n": np.int64, "n_articles": np.int64})
    return table.sort_values(["n", "term"], ascending=[False, True], ignore_index=True)


def _moved(counts: csr_array, n: np.ndarray, size: np.ndarray) -> np.ndarray:
    """What is to be added to 1 for the sum over articles of |share of the term − share of all words|, of each term.

    An article without the term adds its own share; so the sum starts from 1, and what the articles with the term add is put right.
    """
    ends, moved = counts.indptr, np.zeros(len(n))
    for first, last in row_blocks(ends, ENTRIES):
        term = np.repeat(np.arange(last - first), np.diff(ends[first : last + 1]))
        here = slice(ends[first], ends[last])
        share = size[counts.indices[here]]
        more = np.abs(counts.data[here] / n[first:last][term] - share) - share
        moved[first:last] = np.bincount(term, more, last - first)
    return moved


def positions(tokens: pd.DataFrame, terms: str | Iterable[str]) -> pd.DataFrame:
    """Say where in its article each mention of some terms stands, for a dispersion plot.

    One row per mention, sorted by doc_id, position, and the order of `terms`.

    terms : words, phrases or globs (see `patterns`); each is looked for by itself

    Returns:
        doc_id, term, position  the article, the term as asked for, and the place of its first word among the article's words
        place                   (position − 0.5) / the article's length in words: above 0 at the beginning, below 1 at the end
        …                       columns of `tokens` beyond its schema, such as source

    Without a term the table has no row. Raises SchemaError if `tokens` is empty.
    Reading it: a term found all through an article belongs to its subject, one found in a single stretch to a part of it.
    """
    mentions = match_dictionary(tokens, each_by_itself(words(terms)))
    docs, lengths = coded(tokens["doc_id"]), ordered(tokens).drop_duplicates("doc_id", keep="last")
    last = pd.Series(lengths["position"].to_numpy(), index=lengths["doc_id"].astype(docs.values.dtype))
    place = (mentions["position"] - 0.5) / last.reindex(mentions["doc_id"].astype(docs.values.dtype)).to_numpy()
    table = pd.DataFrame({"doc_id": mentions["doc_id"], "term": mentions["group"].astype("str")})
    table["place"], table["position"] = place, mentions["position"]
    more = list(mentions.columns[mentions.columns.get_loc("n_words") + 1 :])
    table[more] = mentions[more]
    return table
