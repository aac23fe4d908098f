"""Where a factorisation starts: a table of weights in, its singular vectors and what is begun with out.

scikit-learn looks for the singular vectors anew for each number of themes, by a method that takes most of the time where there are many
paragraphs. The first vectors of a table are the same whatever their number, so they are found once here, and exactly. (Of smaller
tables they are scikit-learn's own.)
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

MANY_PARAGRAPHS = 10_000  # which is as many as themes are found in, so that these are a sample
NONE = 1e-6  # a weight below is none, as scikit-learn has it


class Vectors(NamedTuple):
    """The first singular vectors of a table, the strongest first: a column for each on the left, a row on the right."""

    left: np.ndarray
    values: np.ndarray
    right: np.ndarray


def vectors_of(table: csr_matrix, k: int, n_paragraphs: int) -> Vectors | None:
    """The first k singular vectors of `table`, a part of a table of so many paragraphs; None where these are not many."""
    if n_paragraphs < MANY_PARAGRAPHS or 2 * k > min(table.shape):
        return None
    left, values, right = svds(table, k, v0=np.random.default_rng(0).random(min(table.shape)))
    order = np.argsort(-values, kind="stable")
    return Vectors(left[:, order], values[order], right[order])


def begun(table: csr_matrix, vectors: Vectors, k: int) -> dict[str, np.ndarray]:
    """The paragraphs × themes W and the themes × terms H that a factorisation starts from: nndsvda.

    Of each vector the positive or the negative part is taken, whichever is stronger, and the mean of the table in place of 0.

    Source: Boutsidis and Gallopoulos 2008, Pattern Recognition 41(4).

    >>> table = csr_matrix(np.diag([2.0, 1.0]))
    >>> begun(table, Vectors(np.eye(2), np.array([2.0, 1.0]), np.eye(2)), 2)["H"].round(2).tolist()
    [[1.41, 0.75], [0.75, 1.0]]
    """
    rows, columns = np.empty((table.shape[0], k)), np.empty((k, table.shape[1]))
    for place in range(k):
        x, y = vectors.left[:, place], vectors.right[place]
        parts = [
            (_length(left), left, _length(right), right) for left, right in ((_above(x), _above(y)), (_above(-x), _above(-y)))
        ]
        long, left, wide, right = max(parts, key=lambda part: part[0] * part[2])
        weight = np.sqrt(vectors.values[place] * long * wide)
        rows[:, place], columns[place] = weight / long * left, weight / wide * right
    mean = table.mean()
    return {"W": np.where(rows < NONE, mean, rows), "H": np.where(columns < NONE, mean, columns)}


def _above(vector: np.ndarray) -> np.ndarray:
    return np.maximum(vector, 0)


def _length(vector: np.ndarray) -> float:
    """The length of a vector; NumPy's norm wakes BLAS, whose threads then wait for work."""
    return float(np.sqrt(np.square(vector).sum()))
