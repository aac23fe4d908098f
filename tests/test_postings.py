"""postings.py: the rows of each term, and the terms a glob means, against looking at every row and every term."""

import fnmatch
import re

import numpy as np
import pandas as pd
import pytest
from builders import MADE_UP
from hypothesis import given
from hypothesis import strategies as st

from analysis import postings as module
from analysis.errors import SchemaError
from analysis.postings import Postings, Vocabulary

WORDS = st.text(alphabet="abİσΣß’é", min_size=1, max_size=4)


@MADE_UP
@given(st.lists(st.integers(-1, 5), max_size=30), st.lists(st.integers(0, 5), max_size=4, unique=True))
def test_rows_are_those_of_a_loop(codes, sought):
    sought, codes = np.array(sorted(sought), dtype=np.int64), np.array(codes, dtype=np.int32)
    expected = [row for code in sought for row in range(len(codes)) if codes[row] == code]
    postings = Postings(codes, 6)
    for _ in ("by a scan", "sorted"):
        assert postings.rows_of(sought).of(sought).tolist() == expected
    assert postings.counts.tolist() == [codes.tolist().count(code) for code in range(6)]


@pytest.mark.parametrize("sorted_at_a_time", [1, 2, 3])
def test_rows_are_sorted_in_blocks_as_at_once(sorted_at_a_time, monkeypatch):
    codes = np.array([2, -1, 0, 2, 1, -1, 0, 2], dtype=np.int32)
    monkeypatch.setattr(module, "SORTED", sorted_at_a_time)
    assert Postings(codes, 3).all.rows.tolist() == np.argsort(codes, kind="stable").tolist()


def test_the_second_question_sorts_all_rows():
    postings = Postings(np.array([1, 0, 1], dtype=np.int32), 2)
    assert postings.rows_of(np.array([0])).rows.tolist() == [1]
    assert postings.rows_of(np.array([0])).rows.tolist() == [1, 0, 2]
    assert postings.rows_of(np.array([0])).rows.dtype == np.int32


def test_rows_sorted_some_at_a_time_are_those_of_all(monkeypatch):
    monkeypatch.setattr("analysis.postings.SORTED", 3)
    codes = np.array([2, 0, -1, 2, 1, 0, 2, -1], dtype=np.int32)
    postings = Postings(codes, 3)
    postings.rows_of(np.array([0]))
    assert postings.rows_of(np.array([0])).rows.tolist() == np.argsort(codes, kind="stable").tolist()


@MADE_UP
@given(st.lists(WORDS, max_size=12, unique=True), st.text(alphabet="abς*?'é", min_size=1, max_size=4))
def test_terms_are_those_of_a_loop(terms, pattern):
    glob = re.compile(fnmatch.translate(pattern), re.DOTALL)
    spelt = [term.lower().replace("’", "'") for term in terms]
    expected = [code for code, term in enumerate(spelt) if glob.match(term)]
    assert Vocabulary(pd.Index(terms, dtype="str")).matching(pattern).tolist() == expected


def test_a_term_with_a_line_break():
    with pytest.raises(SchemaError, match="line break"):
        Vocabulary(pd.Index(["a\nb"]))
