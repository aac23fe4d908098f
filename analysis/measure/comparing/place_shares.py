"""Where in its articles a word stands: tokens in, shares of occurrences at one and the same place out.

A word that lives at the same place of an outlet's articles, in their last lines or in lines that all begin alike, is mostly a word of
the page and not of what is told. Cleaning removes what it can know; this says of a keyword what it could not.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...arguments import words as as_words
from ..counting.codes import check_tokens, coded, grouped, joint, line_codes, ordered, ranked

EDGE = 3  # first and last lines of an article; of a short one a quarter of its lines, since all of them stand near an end
LONGEST = 20  # words of a line that is compared by how it begins and ends; a paragraph is longer
KEEPS = 0.8  # share of a pair's occurrences at that end of a line; “he said” ends lines and stands within them
PLACES = ("share_first", "share_last", "share_alike")
LEAST_ARTICLES, LEAST_SHARE = 5, 0.3  # articles of a group, and their share, whose lines begin or end alike: as in cleaning


def place_shares(tokens: pd.DataFrame, terms: str | Iterable[str], by: str | Iterable[str] = ("source",)) -> pd.DataFrame:
    """Say which share of each term's occurrences stands at the same place of a group's articles.

    One row per group and term that occurs in it, sorted by group, then in the order of `terms`.

    tokens : table `tokens` with the columns of `by`; words of titles count as occurrences, and stand at no place
    terms  : the terms to look at, such as the keywords of a page
    by     : columns that make a group; () is the whole corpus

    Returns the columns of `by`, and:
        term          the term
        n             occurrences
        n_articles    articles with at least one occurrence
        share_first   share of n in the first three lines of their article, or in the first quarter of fewer than twelve lines
        share_last    the same for the last lines
        share_alike   share of n in lines of at most 20 words whose first two or last two words open or end lines of at least 5 articles
                      of the group, of at least 30 % of its articles, and hardly stand elsewhere (80 % of their occurrences there)
        share_place   the largest of the three
        share_short   share of n in lines of at most 20 words, titles left out

    Raises SchemaError if `tokens` has no row or lacks a column of `by`.
    Reading it: a term with a share_place near 1 belongs to the page: a caption, a footer, a form. News tells the most in its first
    lines, so a share_first of a half is common; a share_last or a share_alike of a half is not. A share_last or a share_first says
    more where share_short is high too: a page's lines are short, and what a story ends with is a paragraph. With n below 5 say nothing.

    >>> rows = [(f"d{n}", line, term) for n in range(5) for line, term in enumerate("a b c hide caption".split(), start=1)]
    >>> tokens = pd.DataFrame([(d, min(line, 4), term) for d, line, term in rows], columns=["doc_id", "line", "term"])
    >>> tokens = tokens.assign(position=[1, 2, 3, 4, 5] * 5, sentence=1, part="body", start=0, end=1, voice="outside", shared=False)
    >>> place_shares(tokens, ["hide", "b"], ()).values.tolist()
    [['hide', 5, 5, 0.0, 1.0, 1.0, 1.0, 1.0], ['b', 5, 5, 0.0, 0.0, 0.0, 0.0, 1.0]]
    """
    check_tokens(tokens, by)
    tokens = ordered(tokens)
    groups, docs, words = grouped(tokens, by), coded(tokens["doc_id"]).codes, coded(tokens["term"])
    wanted = pd.Index(list(dict.fromkeys(as_words(terms))), dtype=words.values.dtype)
    rank = wanted.get_indexer(words.values)[words.codes]
    untitled = tokens["part"].ne("title").to_numpy(dtype=bool)
    lines = line_codes(tokens)
    first, last = _edges(lines, docs, untitled)
    flags = pd.DataFrame({"share_first": first, "share_last": last})
    flags["share_alike"] = _alike(tokens, groups.codes, docs, words.codes, untitled)
    flags["share_short"] = (np.bincount(lines) <= LONGEST)[lines] & untitled
    asked = np.flatnonzero(rank >= 0)
    frame = flags.iloc[asked].assign(group=groups.codes[asked], rank=rank[asked], doc=docs[asked])
    found = frame.groupby(["group", "rank"], sort=True)
    table = found[list(flags.columns)].mean()
    table.insert(0, "n", found.size())
    table.insert(1, "n_articles", found["doc"].nunique())
    keys = groups.keys.iloc[table.index.get_level_values("group")].reset_index(drop=True)
    keys["term"] = pd.Series(wanted.take(table.index.get_level_values("rank")), dtype="str")
    table.insert(5, "share_place", table[list(PLACES)].max(axis=1))
    return pd.concat([keys, table.reset_index(drop=True)], axis=1)


def _edges(lines: np.ndarray, docs: np.ndarray, untitled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each token whether it stands in the first, and whether in the last lines of its article, the title left out."""
    heads = np.flatnonzero(np.diff(lines, prepend=-1))
    counted = untitled[heads].astype(np.int64)
    n = np.bincount(docs[heads], weights=counted, minlength=int(docs.max()) + 1).astype(np.int64)
    before = np.cumsum(counted) - counted
    opens = np.flatnonzero(np.diff(docs[heads], prepend=-1))
    base = np.repeat(before[opens], np.diff(np.append(opens, len(heads))))
    at, n_lines = before - base, n[docs[heads]]
    edge = np.minimum(EDGE, n_lines // 4)
    return tuple((untitled[heads] & where)[lines] for where in (at < edge, at >= n_lines - edge))


def _alike(tokens: pd.DataFrame, groups: np.ndarray, docs: np.ndarray, terms: np.ndarray, untitled: np.ndarray) -> np.ndarray:
    """For each token whether its line begins or ends as lines of many articles of its group do."""
    lines = line_codes(tokens)
    heads = np.flatnonzero(np.diff(lines, prepend=-1))
    ends = np.append(heads[1:], len(lines)) - 1
    length = ends - heads + 1
    short = (length > 1) & (length <= LONGEST) & untitled[heads]
    alike = np.zeros(len(heads), dtype=bool)
    if not short.any():
        return alike[lines]
    heads, ends, size = heads[short], ends[short], int(terms.max()) + 1
    pairs = pd.DataFrame({"group": groups, "doc": docs}).drop_duplicates()
    n_articles = np.bincount(pairs["group"], minlength=int(groups.max()) + 1)
    _, keys = ranked(joint([groups[:-1], terms[:-1], terms[1:]], [len(n_articles), size, size]))
    n_pairs = np.bincount(keys[lines[:-1] == lines[1:]], minlength=int(keys.max()) + 1)
    outcome = np.zeros(len(heads), dtype=bool)
    for left in (heads, ends - 1):
        key = keys[left]
        once = pd.DataFrame({"key": key, "doc": docs[heads]}).drop_duplicates()["key"].to_numpy()
        n = np.bincount(once, minlength=len(n_pairs))[key]
        keeps = np.bincount(key, minlength=len(n_pairs))[key] >= KEEPS * n_pairs[key]
        outcome |= (n >= LEAST_ARTICLES) & (n >= LEAST_SHARE * n_articles[groups[heads]]) & keeps
    alike[np.flatnonzero(short)] = outcome
    return alike[lines]
