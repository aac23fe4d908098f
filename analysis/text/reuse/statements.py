"""Which pairs of sentences that look alike say the same: pairs in, a mark for each out.

In a large corpus much is alike by chance, by formula or by template. A pair needs more in common the more sentences there are; its
articles must be alike too; and what an outlet prints under many of its articles says nothing. All of it is told from the words, none
from a list.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from .shingles import Words, distinct, shingle_hashes

# All on labelled sets, tests/shared and tests/retold.py: of the similar pairs of 300 articles nine in ten are right.
CHANCE = 750  # pairs of sentences among which one may have its words in common by chance
NEAR = 0.25  # least cosine of two articles
RUN = 4  # words of a run that recurs
RECURS, RECURS_ANYWHERE = 4, 20  # articles of one outlet, or of all, in which a run is furniture
MOSTLY = 0.75  # share of a sentence that such runs make
AGREEING = (
    0.5  # share of the names, and of the numbers, of that sentence that has fewer, by idf: a first name alone agrees on nobody
)
NOUNS = 0.4  # share of capital words above which capitals are a language's nouns, as in German, and tell no name


class Sentences(NamedTuple):
    """Sentences by number: first and last word in the corpus, article; and their content words: `owner` and `term`, sorted, `idf`."""

    begins: np.ndarray
    ends: np.ndarray
    docs: np.ndarray
    owner: np.ndarray
    term: np.ndarray
    idf: np.ndarray


def furniture(used: np.ndarray, words: Words, sentences: Sentences) -> np.ndarray:
    """Which sentences are furniture: three in four of their words or more stand in runs of four that recur. Others than `used` are not
    looked at.

    A run recurs where four articles of one outlet have it, or more than twenty of all. What is retold word for word by a few outlets is
    none.
    """
    hashes, places = shingle_hashes(words, RUN)
    marks = np.zeros(len(words.codes) + 1, dtype=np.int64)
    np.add.at(marks, sentences.begins[used], 1)
    np.add.at(marks, sentences.ends[used] + 1, -1)
    wanted = distinct(hashes[np.cumsum(marks[:-1])[places] > 0])
    if not len(wanted):
        return np.zeros(len(sentences.docs), dtype=bool)
    here = wanted[np.minimum(np.searchsorted(wanted, hashes), len(wanted) - 1)] == hashes
    hashes, places = hashes[here], places[here]
    order = np.argsort(hashes, kind="stable")
    runs, places = hashes[order], places[order]
    docs = words.docs[places]
    run = np.cumsum(np.diff(runs, prepend=runs[:1]) != 0)
    once = np.flatnonzero((np.diff(run, prepend=-1) != 0) | (np.diff(docs, prepend=-1) != 0))  # a run counts once in an article
    fixed = np.bincount(run[once]) > RECURS_ANYWHERE
    if words.outlets is not None:
        n = int(words.outlets.max()) + 1
        keys, counts = np.unique(run[once] * n + words.outlets[docs[once]], return_counts=True)
        fixed[keys[counts >= RECURS] // n] = True
    begins = places[fixed[run]]
    depth = np.zeros(len(words.codes) + 1, dtype=np.int64)
    np.add.at(depth, begins, 1)
    np.add.at(depth, begins + RUN, -1)
    inside = np.concatenate([[0], np.cumsum(np.cumsum(depth[:-1]) > 0)])
    size = sentences.ends - sentences.begins + 1
    return inside[sentences.ends + 1] - inside[sentences.begins] >= MOSTLY * size


def evident(
    first: np.ndarray, second: np.ndarray, sentences: Sentences, words: Words, tokens: pd.DataFrame, ledger: pd.DataFrame
) -> np.ndarray:
    """Which pairs of sentences have evidence enough.

    first, second : numbers of the sentences of each pair
    tokens, ledger: the words and the lines they stand in, for capital letters

    A pair is dropped where the words in common are so frequent that chance explains them: their idf adds up to less than the logarithm
    of the number of pairs of sentences, less that of 750; where the articles have little in common (a cosine below .25); where either
    sentence is furniture; where both hold numbers, or names, and half of those of one, by idf, are not in the other; and where all that
    they have in common is names and numbers. Names are told by capital letters, but not where a language writes its nouns with them.
    """
    pair, term = _common(first, second, sentences, len(words.terms))
    mass = np.bincount(pair, weights=sentences.idf[term], minlength=len(first))
    kept = mass >= 2 * np.log(len(sentences.docs)) - np.log(CHANCE)
    kept &= _articles_alike(sentences.docs[first], sentences.docs[second], sentences) >= NEAR
    left = np.flatnonzero(kept)
    fixed = furniture(np.unique(np.concatenate([first[left], second[left]])), words, sentences)
    left = left[~(fixed[first[left]] | fixed[second[left]])]
    kept[:] = False
    kept[left] = _agree(first[left], second[left], sentences, words, tokens, ledger)
    return kept


def _common(first: np.ndarray, second: np.ndarray, sentences: Sentences, width: int) -> tuple[np.ndarray, np.ndarray]:
    """The terms that both sentences of a pair have: the number of the pair, the term."""
    keys = sentences.owner * width + sentences.term
    begin, end = np.searchsorted(sentences.owner, first), np.searchsorted(sentences.owner, first, side="right")
    counts = end - begin
    pair = np.repeat(np.arange(len(first)), counts)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts) + begin[pair]
    wanted = second[pair] * width + sentences.term[place]
    both = keys[np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))] == wanted if len(keys) else place < 0
    return pair[both], sentences.term[place][both]


def _articles_alike(doc_a: np.ndarray, doc_b: np.ndarray, sentences: Sentences) -> np.ndarray:
    """The cosine of two articles by their content words, each counted once and weighted as in sentences."""
    width, n = len(sentences.idf), int(sentences.docs.max(initial=0)) + 1
    keys = distinct(sentences.docs[sentences.owner] * width + sentences.term)
    owner, term = np.divmod(keys, width)
    square = sentences.idf**2
    length = np.sqrt(np.bincount(owner, weights=square[term], minlength=n))
    pairs, place = np.unique(doc_a * n + doc_b, return_inverse=True)
    articles = sentences._replace(owner=owner, term=term)
    one, other = np.divmod(pairs, n)
    pair, shared = _common(one, other, articles, width)
    dot = np.bincount(pair, weights=square[shared], minlength=len(pairs))
    return (dot / np.maximum(length[one] * length[other], 1e-12))[place]


def _agree(
    first: np.ndarray, second: np.ndarray, sentences: Sentences, words: Words, tokens: pd.DataFrame, ledger: pd.DataFrame
) -> np.ndarray:
    """Whether the names and the numbers of two sentences agree, and a word that is neither stands in both."""
    used = np.unique(np.concatenate([first, second]))
    number, named, told = _kinds(used, sentences, words, tokens, ledger)
    pair, term = _common(first, second, sentences, len(words.terms))
    agreed = np.ones(len(first), dtype=bool)
    sure = told[first] & told[second]
    for weight, holds in ((number * sentences.idf, np.ones(len(first), dtype=bool)), (named * sentences.idf, sure)):
        own = np.bincount(sentences.owner, weights=weight[sentences.term], minlength=len(sentences.docs))
        common = np.bincount(pair, weights=weight[term], minlength=len(first))
        agreed &= ~holds | (common >= AGREEING * np.minimum(own[first], own[second]))
    plain = np.bincount(pair, weights=~(number | named)[term], minlength=len(first)) > 0
    return agreed & (plain | ~sure)


def _kinds(
    used: np.ndarray, sentences: Sentences, words: Words, tokens: pd.DataFrame, ledger: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which terms are numbers, which names (written with a capital letter mostly, the first words of sentences left out); and in which
    sentences capitals tell a name."""
    number = np.array([term[:1].isdigit() for term in words.terms], dtype=bool)
    counts = sentences.ends[used] - sentences.begins[used]
    places = (
        np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(sentences.begins[used] + 1, counts)
    )
    places = places[words.content[places]]
    rows = tokens.iloc[places]
    lines = ledger[ledger["doc_id"].isin(rows["doc_id"].unique()) & ledger["text"].notna()]
    texts = dict(zip(zip(lines["doc_id"], lines["line"], strict=True), lines["text"], strict=True))
    spans = zip(rows["doc_id"], rows["line"], rows["start"], strict=True)
    capital = np.array([texts[doc, line][start].isupper() for doc, line, start in spans], dtype=bool)
    docs, codes = words.docs[places], words.codes[places]
    n_docs = int(words.docs.max()) + 1
    share = np.bincount(docs, weights=capital, minlength=n_docs) / np.maximum(np.bincount(docs, minlength=n_docs), 1)
    clear = share < NOUNS
    seen = np.bincount(codes[clear[docs]], minlength=len(words.terms))
    named = 2 * np.bincount(codes[clear[docs]], weights=capital[clear[docs]], minlength=len(words.terms)) > seen
    return number, named & ~number, clear[sentences.docs]
