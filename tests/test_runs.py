"""runs.py: runs of words that occur often enough, held against a slow count, and where given runs start."""

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, tokens_from
from hypothesis import given
from hypothesis import strategies as st

from analysis.measure.counting.codes import coded
from analysis.measure.counting.counts import count_ngrams
from analysis.measure.counting.runs import _places, frequent_runs, runs_at


@MADE_UP
@given(CORPORA, st.integers(1, 4), st.integers(1, 4), st.sampled_from([(), ("a",), ("a", "b")]))
def test_rare_runs_are_those_of_the_whole_table(corpus, n, min_n, stop_words):
    """What is left behind early is what a look at all runs leaves out, in every group."""
    tokens = tokens_from(corpus)
    for by in ((), "doc_id"):
        every = count_ngrams(tokens, by, n=n)
        ends = every["term"].str.split(" ")
        kept = (every["n"] >= min_n) & ~ends.str[0].isin(stop_words) & ~ends.str[-1].isin(stop_words)
        got = count_ngrams(tokens, by, n=n, min_n=min_n, stop_words=stop_words)
        pd.testing.assert_frame_equal(got, every[kept].reset_index(drop=True))


@MADE_UP
@given(CORPORA, st.integers(1, 3))
def test_runs_start_where_they_were_counted(corpus, n):
    tokens = tokens_from(corpus)
    runs = frequent_runs(tokens, n)
    spelt = runs.spelt(coded(tokens["term"]).values)
    wanted = pd.Index(spelt.unique()[::-1])
    starts, place = runs_at(tokens, wanted)
    assert starts.tolist() == runs.starts.tolist()
    assert wanted.take(place).tolist() == spelt.take(runs.codes).tolist()


def test_runs_that_nobody_writes_start_nowhere():
    starts, place = runs_at(tokens_from({"d": ["a b c"]}), pd.Index(["b a", "x y", "b c", "c a"]))
    assert (starts.tolist(), place.tolist()) == ([1], [2])


@pytest.mark.parametrize("found", [[], [3], [0, 3, 2**40]])
def test_numbers_are_found_among_others(found):
    keys = np.array([0, 2**40, 3, 7, 3])
    expected = [found.index(key) if key in found else -1 for key in keys]
    assert _places(keys, np.array(found, dtype=np.int64)).tolist() == expected
