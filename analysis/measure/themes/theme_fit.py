"""How themes are found: paragraphs of `tokens` in, a table of weights, factorised, out; how many themes, and how sure they are.

Themes come from scikit-learn's non-negative matrix factorisation (NMF) of paragraphs × terms. The rest of the work is here: the
table itself, in parts so that memory stays bounded, the coherence of a theme, by which their number is chosen, and its
stability, by which a theme is believed or not. discovery.py makes readers' tables of it. scikit-learn takes .6 s to import, and is
imported by nobody else.
"""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer

from ...arguments import words
from ...blocks import blocks, heads
from ..counting.codes import coded, ordered
from .held_out import meeting_deviations
from .starts import Vectors, begun, vectors_of

TOP = 10  # terms that stand for a theme, as in the literature on coherence
MOST_ROUNDS = 400  # of NMF; starts on the five articles need up to 324, and where it is not enough the table says so
# Between seven and eight of ten terms come back (Jaccards .54 and .67). Of some hundred paragraphs of shuffled words .4 on average and
# at most .60, of planted themes .7 to 1. Of more paragraphs and few themes shuffled words come back too: a theme is held against them.
STABLE = 0.6
# Deviations by which the terms of a theme meet oftener, in halves that it was not found in, than dealt words do. Of drawn words no mean
# of ten halves went beyond 1.2 (2 to 12 themes, 60 to 8,000 paragraphs), of planted themes it is 5 and more.
MET = 3.0
ROUNDS_OF_DEALT = (
    40  # of words without any theme, which settle late; sooner stopped they stay nearer to one start, and so steadier
)
DEALS, HALVES = 4, 2  # times that the words are dealt out, and halves of each: of two themes one deal gave .41, another .79
DIGITS = 12  # weights that agree to so many decimals are equal


class Paragraphs(NamedTuple):
    """The paragraphs of `tokens`, numbered in their order, and the words that count in them."""

    places: pd.DataFrame  # doc_id and line, one row per paragraph
    first: np.ndarray  # the row of ordered tokens with which each paragraph begins
    owner: np.ndarray  # paragraph of each word that counts, rising
    term: np.ndarray  # code of that word's term
    names: pd.Index  # the terms, a-z

    def __len__(self) -> int:
        return len(self.places)


class Space(NamedTuple):
    """The terms that themes are made of, and how rare each is."""

    vocabulary: np.ndarray  # codes of the terms, rising
    rarity: TfidfTransformer


class Fitted(NamedTuple):
    """Themes as NMF gives them: `terms` holds each theme's share of each term of the vocabulary, a row per theme that adds up to 1."""

    model: NMF
    sizes: np.ndarray  # what the rows of the model added up to
    terms: np.ndarray
    converged: bool


def paragraphs_of(tokens: pd.DataFrame, stop_words: str | Iterable[str] = ()) -> Paragraphs:
    """Number the paragraphs, which are the lines whose part is body; stop words are no words that count."""
    tokens = ordered(tokens)
    first = heads(coded(tokens["doc_id"]).codes, tokens["line"].to_numpy())
    body = (tokens["part"].iloc[first] == "body").to_numpy()
    terms = coded(tokens["term"])
    sizes = np.diff(np.append(first, len(tokens)))
    number = np.where(body, np.cumsum(body) - 1, -1).astype(np.int32)
    counts = ~np.isin(terms.values.astype(str), words(stop_words))
    owner, term = (np.empty(int(sizes[body].sum()), dtype=np.int32) for _ in range(2))
    filled, owners = 0, np.repeat(number, sizes)
    for rows in blocks(len(tokens)):
        kept = (owners[rows] >= 0) & counts[terms.codes[rows]]
        here = slice(filled, filled + int(kept.sum()))
        owner[here], term[here] = owners[rows][kept], terms.codes[rows][kept]
        filled = here.stop
    for array in (owner, term):  # what was not needed is given back, without a copy
        array.resize(filled, refcheck=False)
    first = first[body]
    places = tokens[["doc_id", "line"]].iloc[first].reset_index(drop=True)
    return Paragraphs(places, first, owner, term, terms.values.astype(str))


def word_counts(paragraphs: Paragraphs, chosen: np.ndarray) -> csr_matrix:
    """Count each term in each of the `chosen` paragraphs, whose numbers rise: a row per paragraph, a column per term."""
    begin, end = np.searchsorted(paragraphs.owner, [chosen[0], chosen[-1] + 1]) if len(chosen) else (0, 0)
    row = np.full(len(paragraphs), -1, dtype=np.int32)
    row[chosen] = np.arange(len(chosen))
    rows = row[paragraphs.owner[begin:end]]
    inside = rows >= 0
    rows, columns = rows[inside], paragraphs.term[begin:end][inside]
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(chosen), len(paragraphs.names)))


def space_of(counts: csr_matrix, min_paragraphs: int) -> Space:
    """Take the terms that at least `min_paragraphs` rows of `counts` have, and learn how rare they are."""
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    vocabulary = np.flatnonzero(spread >= min_paragraphs)
    return Space(vocabulary, TfidfTransformer().fit(counts[:, vocabulary]) if len(vocabulary) else TfidfTransformer())


def weighted(counts: csr_matrix, space: Space) -> csr_matrix:
    """n × (ln((1 + paragraphs) / (1 + paragraphs with the term)) + 1), each paragraph's row brought to length 1."""
    return space.rarity.transform(counts[:, space.vocabulary])


def by_terms(counts: csr_matrix, space: Space) -> csr_matrix:
    """The numbers of the terms that themes are made of, as columns in their order, and of all other words together in a last one."""
    own = counts[:, space.vocabulary]
    return hstack([own, csr_matrix(counts.sum(axis=1) - own.sum(axis=1))], format="csr")


def fit(table: csr_matrix, k: int, seed: int, rounds: int | None = None, vectors: Vectors | None = None) -> Fitted:
    """Factorise `table` into k themes, from its singular vectors (nndsvda) on; empty themes are left out of `terms`.

    vectors : at least k of the table's singular vectors; without them scikit-learn approximates k at random
    """
    most = rounds or MOST_ROUNDS
    model = NMF(k, init="nndsvda" if vectors is None else "custom", random_state=seed, max_iter=most)
    with _quiet():
        model.fit(table, **({} if vectors is None else begun(table, vectors, k)))
    sizes = model.components_.sum(axis=1)
    used = sizes > 10.0**-DIGITS
    return Fitted(model, sizes, model.components_[used] / sizes[used, None], model.n_iter_ < most)


def weights(fitted: Fitted, table: csr_matrix) -> np.ndarray:
    """How much of each theme is in each row of `table`: the parts of what the themes hold of the row's weights."""
    with _quiet():
        found = fitted.model.transform(table) * fitted.sizes
    return found[:, fitted.sizes > 10.0**-DIGITS].round(DIGITS)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without scikit-learn's warnings: `converged` says whether it settled, and of a perfect fit it takes the root of −1e-16."""
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


def top_terms(terms: np.ndarray) -> list[np.ndarray]:
    """For each row of `terms` the places of the ten highest shares, ties a-z; a share of 0 is none of them."""
    rounded = terms.round(DIGITS)
    order = np.argsort(-rounded, axis=1, kind="stable")[:, :TOP]
    return [places[row[places] > 0] for places, row in zip(order, rounded, strict=True)]


def npmi(top: list[np.ndarray], table: csr_matrix) -> np.ndarray:
    """The coherence of each theme: the mean NPMI of each two of its top terms, whose places in `table` are given.

    NPMI = ln(p(a, b) / (p(a) p(b))) / −ln p(a, b), p the share of rows with a term, or with both; −1 for terms that never meet.
    Two terms that are in every row have none; a theme without a pair has none either.

    Source: Bouma 2009, Proceedings of GSCL; Lau, Newman and Baldwin 2014, Proceedings of EACL, on coherence as a reader sees it.
    """
    places, at = np.unique(np.concatenate(top), return_inverse=True)
    present = (table[:, places] > 0).astype(np.float64)
    joint = (present.T @ present).toarray() / table.shape[0]
    alone = np.outer(np.diag(joint), np.diag(joint))
    met = (joint > 0) & (joint < 1)
    values = np.where(joint == 0, -1.0, np.nan)
    values[met] = np.log(joint[met] / alone[met]) / -np.log(joint[met])
    bounds = np.cumsum([len(places) for places in top])[:-1]
    pairs = [values[np.ix_(group, group)][np.triu_indices(len(group), 1)] for group in np.split(at, bounds)]
    return np.array([_mean(values) for values in pairs])


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def repeated(
    top: list[np.ndarray], table: csr_matrix, counts: csr_matrix, asked: tuple[int, int, int], rounds: int = MOST_ROUNDS
) -> tuple[np.ndarray, np.ndarray]:
    """How much of each theme comes back: the mean Jaccard of its top terms with those of its partner, over repetitions; and how much
    oftener those of the partner meet in paragraphs that it was not found in than dealt words do (`meeting_deviations`), on average.

    counts : the words of `table` before they were weighted, and all others
    asked  : k, how many repetitions, and the seed

    Each repetition looks for k themes in a random half of the paragraphs. Every theme gets a partner of its own there, so that the
    sum of the Jaccards is the highest; without one it has 0. Other starts on the same paragraphs would say nothing of the text:
    even where the words of the five articles are shuffled, seven themes then come back by .86.

    Source: Greene, O'Callaghan and Cunningham 2014, ECML PKDD, who take four fifths in place of halves.
    """
    k, seeds, seed = asked
    found, met, draw = np.zeros((seeds, len(top))), np.zeros((seeds, len(top))), np.random.default_rng(seed)
    for row, deviations in zip(found, met, strict=True):
        half, rest = (np.sort(part) for part in np.split(draw.permutation(table.shape[0]), [(table.shape[0] + 1) // 2]))
        if not table[half].nnz:
            continue
        part = table[half]
        other = top_terms(fit(part, k, int(draw.integers(2**31)), rounds, vectors_of(part, k, table.shape[0])).terms)
        alike = np.array([[_jaccard(a, b) for b in other] for a in top])
        mine, partner = linear_sum_assignment(alike, maximize=True)
        row[mine] = alike[mine, partner]
        deviations[mine] = meeting_deviations([other[place] for place in partner], counts[rest])
    return found.mean(axis=0), met.mean(axis=0)


def stability_by_chance(counts: csr_matrix, space: Space, k: int, seeds: int, seed: int) -> float:
    """The highest stability of k themes of the same words, dealt out anew among the same paragraphs DEALS times.

    counts : what word_counts gave, of which `space` was made

    Frequent words come together by chance in many paragraphs, so that with few themes and much text those of dealt words come back
    too. What holds has to come back more often than the steadiest of these.
    """
    return max(_of_dealt(counts, space, k, min(seeds, HALVES), [seed, deal + 1]) for deal in range(DEALS))


def _of_dealt(counts: csr_matrix, space: Space, k: int, seeds: int, seed: list[int]) -> float:
    cells = counts.tocoo()
    n = cells.data.astype(np.int64)
    term = np.random.default_rng(seed).permutation(np.repeat(cells.col, n))
    dealt = csr_matrix((np.ones(len(term)), (np.repeat(cells.row, n), term)), shape=counts.shape)
    table = weighted(dealt, Space(space.vocabulary, TfidfTransformer().fit(dealt[:, space.vocabulary])))
    top = top_terms(fit(table, k, seed[0], ROUNDS_OF_DEALT, vectors_of(table, k, table.shape[0])).terms)
    return float(repeated(top, table, by_terms(dealt, space), (k, seeds, seed[0]), ROUNDS_OF_DEALT)[0].max())


def steadiness(
    top: list[np.ndarray], table: csr_matrix, counts: csr_matrix, space: Space, asked: tuple[int, int, int]
) -> dict[str, np.ndarray | float]:
    """The stability of each theme, that by chance, how its terms meet elsewhere, and whether it holds; asked: k, seeds, seed."""
    again, met = (found.round(DIGITS) for found in repeated(top, table, by_terms(counts, space), asked))
    chance = np.nan
    if ((again > STABLE) & (met > MET)).any():
        chance = round(stability_by_chance(counts, space, *asked), DIGITS)
    holds = (again > np.nanmax([STABLE, chance])) & (met > MET)
    return {"stability": again, "stability_chance": chance, "cooccurrence_z": met, "stable": holds}


def _jaccard(a: np.ndarray, b: np.ndarray) -> float:
    both = len(np.intersect1d(a, b, assume_unique=True))
    return both / (len(a) + len(b) - both)


def choose(table: csr_matrix, numbers: Iterable[int], seed: int) -> tuple[Fitted, pd.DataFrame]:
    """Try each number of themes; take the most coherent (to two decimals, which is all they tell), of equals the smallest.

    Returns the themes, and a row per number: k, npmi (mean over its themes), converged, chosen.
    """
    vectors = vectors_of(table, max(numbers), table.shape[0])
    tried = {k: fit(table, k, seed, vectors=vectors) for k in numbers}
    choice = pd.DataFrame({"k": list(tried)})
    choice["npmi"] = [_mean(npmi(top_terms(fitted.terms), table)) for fitted in tried.values()]
    choice["converged"] = [bool(fitted.converged) for fitted in tried.values()]
    best = int(np.argmax(choice["npmi"].round(2).fillna(-np.inf)))
    choice["chosen"] = np.arange(len(choice)) == best
    return tried[int(choice["k"].iloc[best])], choice
