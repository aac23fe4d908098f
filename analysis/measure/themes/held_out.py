"""Do the words of a theme meet where nobody looked? Counts of the other half of the paragraphs in, a deviation for each theme out.

Words that were chosen because they meet in some paragraphs meet there by choice. In paragraphs that had no part in the choice, words
that have nothing to do with each other meet as often as their numbers make them, and what more there is belongs to the theme.
"""

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import gammaln

FIRST = 4  # words at once that the square of a number of pairs is made of


def meeting_deviations(top: list[np.ndarray], counts: csr_matrix) -> np.ndarray:
    """How much oftener the top terms of each theme meet in a paragraph than if all words were dealt out, in standard deviations.

    top    : for each theme the columns of its terms in `counts`
    counts : paragraphs × terms, all terms among them: a paragraph is as long as its row adds up to

    Two terms meet once in a paragraph that has both, however often. 0 for a theme whose terms cannot meet: fewer than two of them are
    there.
    Formula: z = (M − E) / √V. M adds up C(m, 2) over the paragraphs, m the number of the theme's terms in one. Of N words, dealt out,
    a paragraph of L has none of n with q(n) = C(N − n, L) / C(N, L). E adds up 1 − q(a) − q(b) + q(a + b) for each two terms and
    paragraph; V adds up 6 e(4) + 6 e(3) + e(2) − e(2)² for each paragraph, e(r) the sum of products of each r of its 1 − q.
    """
    length, paragraphs = np.unique(np.asarray(counts.sum(axis=1), dtype=float).ravel(), return_counts=True)
    total = float((length * paragraphs).sum())
    columns, found = counts.tocsc(), np.zeros(len(top))
    for theme, terms in enumerate(top):
        own = columns[:, terms]
        n = np.asarray(own.sum(axis=0), dtype=float).ravel()
        present = np.bincount(own.indices, minlength=counts.shape[0])
        first, second = np.triu_indices(len(n), 1)
        absent, neither = _absence(length, n, total), _absence(length, n[first] + n[second], total)
        expected = (1 - absent[:, first] - absent[:, second] + neither).sum(axis=1)
        _, two, three, four = _products(1 - absent)
        spread = (paragraphs * (6 * four + 6 * three + two - two**2)).sum()
        if spread > 0:
            found[theme] = ((present * (present - 1) / 2).sum() - (paragraphs * expected).sum()) / np.sqrt(spread)
    return found


def _absence(length: np.ndarray, n: np.ndarray, total: float) -> np.ndarray:
    """How likely a paragraph of each length has none of n words, for each n, where all `total` words are dealt out."""
    rest = total - n[None, :] - length[:, None]
    chosen = gammaln(total - n + 1)[None, :] + gammaln(total - length + 1)[:, None] - gammaln(total + 1)
    return np.where(rest < 0, 0.0, np.exp(chosen - gammaln(np.maximum(rest, 0) + 1)))


def _products(chances: np.ndarray) -> np.ndarray:
    """For each row the sums of the products of each one, two, three and four of its numbers."""
    sums = np.zeros((FIRST + 1, len(chances)))
    sums[0] = 1.0
    for column in chances.T:
        sums[1:] += sums[:-1] * column
    return sums[1:]
