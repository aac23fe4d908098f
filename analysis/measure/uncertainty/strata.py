"""How sure a difference is where articles are paired by story: counts by article and the story of each in, a p of each term out.

Outlets choose their stories, so dealing all articles out anew would mix a choice of stories with a choice of words. Here articles
change sides within their story alone: what is left is how the same event is told."""

from collections.abc import Iterator
from itertools import chain, combinations, product
from math import comb, prod

import numpy as np
from scipy.sparse import csr_array, diags_array

from .exchange import CELLS, MOST_SPLITS, Articles


def stratified_p(articles: Articles, story: np.ndarray, draws: int = 999, seed: int = 0) -> np.ndarray:
    """How often dealing out the articles of each story anew makes at least as large a difference of each term.

    story : code of each article's story, from 0 on; each story has articles on both sides
    draws : random splits, where there are more than 5,000
    seed  : of the random splits

    Returns p for each term. The difference of a split is |Σ (x − r × N)| over the articles of side A, where x are the occurrences
    of the term in an article, N its words and r the rate of the term in its story: the difference that Mantel and Haenszel sum up
    over tables. In a split each story keeps as many articles on side A as it has. Up to 5,000 splits all are looked at, and p is
    the share of them; of more, `draws` random ones, and p is (1 + those) / (1 + draws). With one story it is `permutation_p`.

    Reading it: as `permutation_p`, of these stories.
    Source: Mantel and Haenszel 1959, Journal of the National Cancer Institute 22(4); Good 2005, Permutation, Parametric and Bootstrap
    Tests of Hypotheses, on blocks.

    >>> two = Articles(csr_array([[3, 0, 2, 0]]), np.full(4, 10), np.array([1, 0, 1, 0], bool), np.array(list("abcd")))
    >>> stratified_p(two, np.array([0, 0, 1, 1])).tolist()  # of the four ways one is as it is, and one its mirror image
    [0.5]
    """
    differences = _differences(articles, story)
    observed = differences(articles.in_a[:, None].astype(float))
    observed -= 1e-9 * (1 + observed)  # rates are fractions, so what is equal may differ in the last digits
    hits = np.zeros(articles.n.shape[0])
    for sides in _splits(articles.in_a, story, draws, seed):
        hits += (differences(sides) >= observed).sum(axis=1)
    n_splits = number_of_splits(articles.in_a, story)
    return hits / n_splits if n_splits <= MOST_SPLITS else (1 + hits) / (1 + draws)


def stratified_max_t_p(articles: Articles, story: np.ndarray, draws: int = 999, seed: int = 0) -> np.ndarray:
    """How often dealing out the articles of each story anew makes as large a difference of any term at all, each by its own spread.

    story, draws, seed : as for `stratified_p`

    Returns p for each term: the share of splits in which the largest t of all terms is at least the t of this one; missing for a term
    that no split can make differ. t is the difference of `stratified_p` divided by its standard deviation over all splits.

    Reading it: as `max_t_p`.
    Formula: t = |Σ (x − r × N)| / √Σ a b / (n (n − 1)) × Σ (x − r × N)², the outer sum over stories with a of n articles on side A and
    b on side B, the inner one over the articles of the story.
    Source: Westfall and Young 1993, Resampling-Based Multiple Testing, chapter 2, single-step maxT.

    >>> two = Articles(csr_array([[3, 0, 2, 0]]), np.full(4, 10), np.array([1, 0, 1, 0], bool), np.array(list("abcd")))
    >>> stratified_max_t_p(two, np.array([0, 0, 1, 1])).tolist()
    [0.5]
    """
    variance = _variance(articles, story)
    known = np.flatnonzero(variance > 1e-9)
    p = np.full(articles.n.shape[0], np.nan)
    if not len(known):
        return p
    spread = np.sqrt(variance[known])
    differences = _differences(articles._replace(n=articles.n[known]), story)
    splits = _splits(articles.in_a, story, draws, seed)
    largest = np.concatenate([(differences(sides) / spread[:, None]).max(axis=0) for sides in splits])
    observed = differences(articles.in_a[:, None].astype(float))[:, 0] / spread * (1 - 1e-9)
    hits = len(largest) - np.searchsorted(np.sort(largest), observed)
    every = number_of_splits(articles.in_a, story) <= MOST_SPLITS
    p[known] = hits / len(largest) if every else (1 + hits) / (1 + draws)
    return p


def number_of_splits(in_a: np.ndarray, story: np.ndarray) -> int:
    """In how many ways the articles of each story can be dealt out to sides of as many.

    >>> number_of_splits(np.array([True, False, False, True, False]), np.array([0, 0, 0, 1, 1]))
    6
    """
    return prod(comb(n, m) for n, m in _sizes(in_a, story))


def smallest_stratified_p(in_a: np.ndarray, story: np.ndarray) -> float:
    """The smallest p that any difference can reach when articles are exchanged within stories; see `smallest_p`.

    >>> smallest_stratified_p(np.array([True, False, False, True, False]), np.array([0, 0, 0, 1, 1]))
    0.16666666666666666
    """
    sizes = _sizes(in_a, story)
    mirrored = all(2 * m == n for n, m in sizes)
    return min(1.0, (1 + mirrored) / number_of_splits(in_a, story))


def _sizes(in_a: np.ndarray, story: np.ndarray) -> list[tuple[int, int]]:
    """Articles of each story, and how many of them are on side A."""
    return list(zip(np.bincount(story).tolist(), np.bincount(story, in_a).astype(int).tolist(), strict=True))


def _by_story(story: np.ndarray, weights: np.ndarray) -> csr_array:
    """Articles × stories, each article in its own with its weight: a product with it sums up over stories."""
    return csr_array((weights.astype(float), (np.arange(len(story)), story)), shape=(len(story), int(story.max()) + 1))


def _rates(articles: Articles, story: np.ndarray) -> csr_array:
    """Terms × stories: occurrences of the term per running word of the story."""
    counts = articles.n @ _by_story(story, np.ones(len(story)))
    return csr_array(counts @ diags_array(1 / np.bincount(story, articles.words)))


def _differences(articles: Articles, story: np.ndarray):
    """A function of splits (one column each, 1 for the articles on side A) that gives the difference of each term and split."""
    counts, rates = articles.n.astype(float), _rates(articles, story)
    words = csr_array(_by_story(story, articles.words).T)
    return lambda sides: np.abs(counts @ sides - rates @ (words @ sides))


def _variance(articles: Articles, story: np.ndarray) -> np.ndarray:
    """The variance of each term's difference over all splits."""
    sizes = np.array(_sizes(articles.in_a, story), dtype=float)
    n, m = sizes.T
    weight = m * (n - m) / (n * np.maximum(n - 1, 1))
    counts, rates, each = articles.n.astype(float), _rates(articles, story), _by_story(story, np.ones(len(story)))
    squares = counts.power(2) @ each @ weight - 2 * rates.multiply(counts @ _by_story(story, articles.words)) @ weight
    return squares + rates.power(2) @ (np.bincount(story, articles.words.astype(float) ** 2) * weight)


def _splits(in_a: np.ndarray, story: np.ndarray, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Splits within stories, all or at random: one column each, 1 for the articles on side A; block by block."""
    n, sizes, random = len(story), _sizes(in_a, story), np.random.default_rng(seed)
    every = number_of_splits(in_a, story) <= MOST_SPLITS
    order = np.argsort(story, kind="stable")
    starts = np.append(0, np.cumsum([size for size, _ in sizes]))
    if every:
        ways = product(*(combinations(order[start : start + size].tolist(), m) for start, (size, m) in zip(starts, sizes)))  # noqa: B905
        chosen = [list(chain.from_iterable(way)) for way in ways]
    # by the rank within its story of a number drawn for each article
    first = np.concatenate([np.arange(size) < m for size, m in sizes])
    n_splits = len(chosen) if every else draws
    width = max(1, CELLS // n)
    for begin in range(0, n_splits, width):
        block = min(width, n_splits - begin)
        sides = np.zeros((n, block))
        if every:
            for column in range(block):
                sides[chosen[begin + column], column] = 1
        else:
            places = np.argsort(story[:, None] + random.random((n, block)), axis=0)
            np.put_along_axis(sides, places[first], 1, axis=0)
        yield sides
