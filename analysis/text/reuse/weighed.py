"""Which words tell most of each article: tables of articles, words and lines in, a weight for each article and word out.

Rare words and names tell events apart; what many articles have, or a third of an outlet's, tells of none. It stands beside stories.py,
which compares articles by these weights. Articles are counted some million words at a time, and words of no weight go before anything
is sorted, so that memory follows the weights and not the words.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array, vstack

from ...blocks import blocks, distinct, heads, looked_up
from ..words.word_rule import stop_list

TELLING = 80  # words of an article that are looked at, the weightiest first
COMMON, FEW, SHARE = (
    200,
    10,
    0.2,
)  # articles with a word beyond which it tells of no event: a fifth, but 10 at least and 200 at most
OWN, OWN_FROM = 1 / 3, 8  # share of an outlet's articles beyond which a word is the outlet's, where it has so many articles
NAMED = 1.5  # weight of a name
AT_ONCE = 4_000_000  # running words that are counted, and characters that are laid out, at a time


class Telling(NamedTuple):
    """The telling words of each article: articles × words, weights of length 1 for each article, and the words."""

    weights: csr_array
    terms: np.ndarray


def telling_of(articles: pd.DataFrame, tokens: pd.DataFrame, ledger: pd.DataFrame | None = None) -> Telling:
    """Weigh the words of each article, and keep those that tell most; without a ledger no word counts as a name.

    >>> articles = pd.DataFrame({"doc_id": ["d", "e"], "source": "X", "language": None})
    >>> tokens = pd.DataFrame({"doc_id": ["d", "d", "e"], "term": ["flood", "7", "flood"]})
    >>> weights, terms = telling_of(articles, tokens)
    >>> weights.toarray().tolist(), terms.tolist()
    ([[0.0, 1.0], [0.0, 1.0]], ['7', 'flood'])
    """
    names = articles["doc_id"].astype(str)
    place = pd.Series(np.arange(len(names)), index=names.to_numpy())
    docs, words = _coded(tokens["doc_id"]), _coded(tokens["term"])
    doc = looked_up(place.reindex(docs.categories.astype(str)).fillna(-1).to_numpy(dtype=np.int32), docs.codes)
    codes, terms = words.codes, np.array(words.categories.astype(str), dtype=object)
    stopped = frozenset().union(*(stop_list(language) for language in set(articles["language"].dropna().astype(str))))
    common = np.fromiter((term in stopped or term.isdecimal() for term in terms), dtype=bool, count=len(terms))
    # a word that one article has makes no two alike, but tells how much else there is in it
    counts, common = _counted(doc, codes, (len(names), len(terms)), common, max(FEW, min(COMMON, SHARE * len(names))))
    n_articles = np.bincount(counts.indices, minlength=len(terms))
    weight = np.where(common, 0, np.log(1 + len(names) / np.maximum(n_articles, 1)))
    if ledger is not None:
        weight = weight * np.where(_names(tokens, ledger, codes, ~common, doc >= 0), NAMED, 1)
    counts.data = (1 + np.log(counts.data)) * weight[counts.indices] * ~_habits(counts, articles["source"])
    return Telling(_weightiest(counts), terms)


def _coded(column: pd.Series) -> pd.Categorical:
    """A column as codes and what they mean; not a copy of one that is so already, as `astype` makes it."""
    return column.array if isinstance(column.dtype, pd.CategoricalDtype) else column.astype("category").array


def _counted(
    doc: np.ndarray, codes: np.ndarray, shape: tuple[int, int], common: np.ndarray, most: float
) -> tuple[csr_array, np.ndarray]:
    """How often each article has each word, articles × words, and which words are common, further ones that more than `most` have.

    Common words are left out, from the block on in which they turn out to be; and words of no article, -1.
    """
    starts = heads(doc)
    rising = bool((np.diff(doc[starts[doc[starts] >= 0]]) > 0).all())
    stretches = _blocks(starts, len(doc)) if rising else [(0, len(doc))]
    parts, first, n_articles = [], 0, np.zeros(shape[1], dtype=np.int64)
    for begin, end in stretches:
        here = (doc[begin:end] >= 0) & ~common[codes[begin:end]]
        rows, columns = doc[begin:end][here], codes[begin:end][here]
        behind = shape[0] if end == len(doc) else int(rows.max(initial=first - 1)) + 1
        ones = np.ones(len(rows), dtype=np.int32)
        part = csr_array((ones, (rows - first, columns)), shape=(max(behind, first) - first, shape[1]))
        part.sum_duplicates()
        n_articles += np.bincount(part.indices, minlength=shape[1])
        common = common | (n_articles > most)
        parts.append(_some(part, ~common[part.indices]))
        first = max(behind, first)
    for number, part in enumerate(parts):
        parts[number] = _some(part, ~common[part.indices])
    return (csr_array(vstack(parts, format="csr")) if len(parts) > 1 else parts[0]), common


def _blocks(starts: np.ndarray, n: int) -> list[tuple[int, int]]:
    """Stretches of words that begin with an article, given where each does, and have about as many as are counted at a time."""
    near = np.searchsorted(starts, np.arange(AT_ONCE, n, AT_ONCE), side="right") - 1
    return list(pairwise(distinct([0, *starts[near], n]).tolist()))


def _some(counts: csr_array, kept: np.ndarray) -> csr_array:
    """The entries of a table that are kept, in their order."""
    ends = np.append(0, np.cumsum(kept, dtype=np.int32))[counts.indptr]
    return csr_array((counts.data[kept], counts.indices[kept], ends), shape=counts.shape)


def _names(tokens: pd.DataFrame, ledger: pd.DataFrame, code: np.ndarray, wanted: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Which terms are mostly written with a capital where they do not open a sentence."""
    docs = _coded(tokens["doc_id"])
    doc, line, start = docs.codes, tokens["line"].to_numpy(), tokens["start"].to_numpy()
    texts_of = _texts(ledger, docs.categories.astype(str))
    inside = here.copy()
    inside[heads(doc, tokens["sentence"].to_numpy())] = False
    seen, capital = np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=np.int64)
    for some in blocks(len(code)):
        rows = some.start + np.flatnonzero(inside[some] & wanted[code[some]])
        opens = heads(doc[rows], line[rows])
        of = np.repeat(np.arange(len(opens)), np.diff(np.append(opens, len(rows))))
        texts = texts_of(doc[rows[opens]], line[rows[opens]])
        capital += np.bincount(code[rows[_capitals(texts, of, start[rows])]], minlength=len(wanted))
        seen += np.bincount(code[rows], minlength=len(wanted))
    return 2 * capital > np.maximum(seen, 1)


def _texts(ledger: pd.DataFrame, names: pd.Index) -> Callable[[np.ndarray, np.ndarray], list[str]]:
    """A function that gives the texts of lines by the places of their articles in `names` and their numbers; of one not there, ""."""
    docs, line = ledger["doc_id"].astype("category").cat, ledger["line"].to_numpy()
    doc = looked_up(np.append(names.get_indexer(docs.categories.astype(str)), -1), docs.codes.to_numpy())
    order = np.lexsort((line, doc))
    size = 1 + int(line.max(initial=0))
    keys = doc[order] * size + line[order]

    def texts(doc: np.ndarray, line: np.ndarray) -> list[str]:
        sought = doc.astype(np.int64) * size + line
        place = np.searchsorted(keys, sought, side="right") - 1
        known = (line < size) & (place >= 0) & (np.append(keys, -1)[place] == sought)
        found = np.full(len(sought), "", dtype=object)
        found[known] = ledger["text"].iloc[order[place[known]]].to_numpy(dtype=object)
        return found.tolist()

    return texts


def _capitals(texts: list[str], of: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Whether a capital stands at each place: `of`, rising, says in which of the texts."""
    capital, lengths = np.zeros(len(of), dtype=bool), np.array([len(text) for text in texts], dtype=np.int64)
    for begin, behind in _stretches(lengths):
        characters = np.frombuffer(("".join(texts[begin:behind]) + " ").encode("utf-32-le", "surrogatepass"), dtype="<U1")
        offset = np.cumsum(lengths[begin:behind]) - lengths[begin:behind]
        own = slice(*np.searchsorted(of, [begin, behind]))
        place = of[own] - begin
        there = start[own] < lengths[begin:behind][place]
        at = np.where(there, offset[place] + start[own], len(characters) - 1)
        capital[own] = np.strings.isupper(characters[at])
    return capital


def _stretches(lengths: np.ndarray) -> Iterator[tuple[int, int]]:
    """Stretches of texts of some million characters each."""
    begins = np.unique(np.cumsum(lengths) // AT_ONCE, return_index=True)[1]
    return pairwise([*begins.tolist(), len(lengths)])


def _habits(counts: csr_array, sources: pd.Series) -> np.ndarray:
    """Which entries, of an article and a term, are of a term that many articles of the same outlet have."""
    outlet, names = pd.factorize(sources.astype(str))
    size = np.bincount(outlet, minlength=len(names))
    entry = (
        outlet[np.repeat(np.arange(len(outlet)), np.diff(counts.indptr))].astype(np.int64) * counts.shape[1] + counts.indices
    )
    _, place, n = np.unique(entry, return_inverse=True, return_counts=True)
    of = size[entry // counts.shape[1]]
    return (of >= OWN_FROM) & (n[place] > OWN * of)


def _weightiest(counts: csr_array) -> csr_array:
    """The weights of each article's most telling terms, of length 1; equal weights by the term, a-z."""
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    order = np.lexsort((counts.indices, -counts.data.round(9), row))
    rank = np.arange(len(order)) - np.repeat(counts.indptr[:-1], np.diff(counts.indptr))
    kept = order[(rank < TELLING) & (counts.data[order] > 0)]
    some = csr_array((counts.data[kept], (row[kept], counts.indices[kept])), shape=counts.shape)
    length = np.sqrt(np.bincount(row[kept], counts.data[kept] ** 2, counts.shape[0]))
    return csr_array(diags_array(np.divide(1, length, out=np.zeros(len(length)), where=length > 0)) @ some)
