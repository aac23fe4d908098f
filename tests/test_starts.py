"""starts.py: what a factorisation begins with, held against scikit-learn's own start, and against the themes found without it."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF
from sklearn.decomposition._nmf import _initialize_nmf

from analysis.measure.themes import starts
from analysis.measure.themes.starts import begun, vectors_of
from analysis.measure.themes.theme_fit import fit


@pytest.fixture(scope="module")
def table():
    """300 paragraphs of 60 words in five blocks of falling size, and noise."""
    draw = np.random.default_rng(3)
    block = np.repeat(np.arange(5), [100, 80, 60, 40, 20])
    words = draw.random((300, 60)) * (draw.random((300, 60)) < 0.05)
    words += (np.arange(60) // 12 == block[:, None]) * draw.random((300, 60))
    return csr_matrix(words)


@pytest.mark.parametrize("k", [2, 5])
def test_the_start_is_that_of_scikit_learn(table, k):
    vectors = vectors_of(table, 5, starts.MANY_PARAGRAPHS)
    begin = begun(table, vectors, k)
    rows, columns = _initialize_nmf(table, k, init="nndsvda", random_state=0)
    assert begin["W"] == pytest.approx(rows, abs=1e-3) and begin["H"] == pytest.approx(columns, abs=1e-3)


def test_singular_vectors_are_those_of_the_whole_decomposition(table):
    vectors = vectors_of(table, 3, starts.MANY_PARAGRAPHS)
    assert vectors.values == pytest.approx(np.linalg.svd(table.toarray(), compute_uv=False)[:3])
    assert (vectors.left * vectors.values) @ vectors.right == pytest.approx(table @ vectors.right.T @ vectors.right, abs=1e-8)


def test_themes_are_those_of_the_usual_start(table):
    usual, own = fit(table, 5, 0), fit(table, 5, 0, vectors=vectors_of(table, 5, starts.MANY_PARAGRAPHS))
    assert own.terms == pytest.approx(usual.terms, abs=1e-3)
    assert isinstance(own.model, NMF) and own.converged


def test_few_paragraphs_and_narrow_tables_start_as_ever(table):
    assert vectors_of(table, 5, starts.MANY_PARAGRAPHS - 1) is None
    assert vectors_of(table[:, :8], 5, starts.MANY_PARAGRAPHS) is None


def test_the_same_vectors_each_time(table):
    first, second = (vectors_of(table, 4, starts.MANY_PARAGRAPHS) for _ in range(2))
    for left, right in zip(first, second, strict=True):
        pd.testing.assert_frame_equal(pd.DataFrame(left), pd.DataFrame(right))
