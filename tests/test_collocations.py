"""collocations.py and contingency.py: published values, NLTK and SciPy on the same counts, a slow obvious pair count."""

import math
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, tokens_from
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.association import BigramAssocMeasures
from scipy import stats

from analysis.errors import SchemaError, UsageError
from analysis.measure.comparing.contingency import chi2_p, signed_g2
from analysis.measure.language.collocations import association, collocates, collocates_of_each, collocations

DUNNING = [  # observed, n_left, n_right, n, G²: tables 110 2442 111 29114 and 8 5 24 31740 in margins, then 10 0 3 31764 in cells
    (110, 2552, 221, 31777, 270.72),
    (8, 13, 32, 31777, 95.29),
    (10, 10, 13, 31777, 167.23),
]


@pytest.mark.parametrize(("observed", "n_left", "n_right", "n", "g2"), DUNNING)
def test_published_by_dunning(observed, n_left, n_right, n, g2):
    assert association([observed], [n_left], [n_right], n).loc[0, "g2"] == pytest.approx(g2, abs=0.005)


def test_published_by_nltk():
    assert association([20], [42], [20], 14307668).loc[0, "t"] == pytest.approx(4.4721, abs=5e-5)


margins = st.tuples(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50), st.integers(1, 10000))


@MADE_UP
@given(st.lists(margins, min_size=1, max_size=5))
def test_agrees_with_nltk(cells):
    both, only_left, only_right, neither = np.array(cells).T
    left, right, n = both + only_left, both + only_right, both + only_left + only_right + neither
    for row in range(len(cells)):
        got = association(both[row : row + 1], left[row : row + 1], right[row : row + 1], int(n[row])).iloc[0]
        marginals = (int(both[row]), (int(left[row]), int(right[row])), int(n[row]))
        assert abs(got["g2"]) == pytest.approx(max(BigramAssocMeasures.likelihood_ratio(*marginals), 0), rel=1e-6, abs=1e-6)
        assert got["pmi_bits"] == pytest.approx(BigramAssocMeasures.pmi(*marginals), rel=1e-9, abs=1e-9)
        assert got["t"] == pytest.approx(BigramAssocMeasures.student_t(*marginals), rel=1e-9, abs=1e-9)
        assert got["log_dice"] == pytest.approx(14 + math.log2(BigramAssocMeasures.dice(*marginals)), rel=1e-9, abs=1e-9)


@MADE_UP
@given(st.tuples(*[st.integers(1, 200)] * 4))
def test_g2_agrees_with_scipy(cells):
    table = np.array(cells).reshape(2, 2)
    expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    got = signed_g2(*(np.array([cell]) for cell in cells))
    assert abs(got[0]) == pytest.approx(expected.statistic, rel=1e-6, abs=1e-6)
    assert chi2_p(got)[0] == pytest.approx(stats.chi2.sf(abs(got[0]), 1), rel=1e-9)
    assert np.sign(got[0]) == np.sign(cells[0] * cells[3] - cells[1] * cells[2])


def test_undefined_values_are_missing_never_infinite():
    got = association([0, 0, 1], [4, 0, 1], [4, 3, 1], 16)
    assert got.loc[:1, ["pmi_bits", "t", "log_dice"]].isna().all(axis=None)
    assert got["g2"].tolist() == pytest.approx([-2.718, 0, 7.481], abs=1e-3) and not np.isinf(got).any(axis=None)


def test_impossible_counts_are_refused():
    with pytest.raises(SchemaError, match="more often"):
        association([5], [4], [9], 20)
    with pytest.raises(SchemaError, match="negative"):
        association([1], [9], [9], 10)


def slow_pairs(corpus, window):
    pairs = Counter()
    for lines in corpus.values():
        for sentence in ". ".join(lines).split(". "):
            words = sentence.split()
            pairs.update((words[i], words[j]) for i in range(len(words)) for j in range(i + 1, len(words)) if j - i <= window)
    return pairs


@MADE_UP
@given(CORPORA, st.integers(1, 4))
def test_pairs_agree_with_a_slow_count(corpus, window):
    pairs = slow_pairs(corpus, window)
    got = collocations(tokens_from(corpus), window=window, min_n=1)
    assert {(row.left, row.right): row.observed for row in got.itertuples()} == pairs
    for row in got.itertuples():
        assert row.n_as_left == sum(n for (left, _), n in pairs.items() if left == row.left)
        assert row.n_as_right == sum(n for (_, right), n in pairs.items() if right == row.right)
        assert row.expected == pytest.approx(row.n_as_left * row.n_as_right / sum(pairs.values()))


@MADE_UP
@given(CORPORA, st.integers(1, 4))
def test_collocates_agree_with_a_slow_count(corpus, window):
    pairs = slow_pairs(corpus, window)
    got = collocates(tokens_from(corpus), "a", window=window, min_n=1).set_index("collocate")
    slots = Counter()
    for (left, right), n in pairs.items():
        slots[left] += n
        slots[right] += n
    for word in "abcd":
        n_left, n_right = pairs[word, "a"], pairs["a", word]
        if n_left + n_right:
            row = got.loc[word]
            assert (row["n_left"], row["n_right"], row["observed"]) == (n_left, n_right, n_left + n_right)
            assert row["expected"] == pytest.approx(slots["a"] * slots[word] / sum(slots.values()))
        else:
            assert word not in got.index


def test_rare_pairs_stay_in_the_margins():
    tokens = tokens_from({"d": ["a b. a b. a c"]})
    got = collocations(tokens, min_n=2)
    assert got[["left", "right", "observed", "n_as_left", "n_as_right"]].values.tolist() == [["a", "b", 2, 3, 2]]


def test_collocates_of_a_phrase_and_a_glob():
    tokens = tokens_from({"d": ["big head of state spoke. the heads met"]})
    phrase = collocates(tokens, "head of state", window=1, min_n=1)
    assert phrase[["collocate", "n_left", "n_right"]].sort_values("collocate").values.tolist() == [
        ["big", 1, 0],
        ["spoke", 0, 1],
    ]
    glob = collocates(tokens, "head*", window=1, min_n=1)
    assert set(glob["collocate"]) == {"big", "of", "the", "met"} and set(glob["node"]) == {"head*"}


def test_words_taken_out_leave_their_distance():
    tokens = tokens_from({"d": ["war in the east"]})
    left = tokens[~tokens["term"].isin(["in", "the"])]
    assert collocations(left, window=2, min_n=1).empty
    assert collocations(left, window=3, min_n=1)["observed"].tolist() == [1]


def test_order_is_g2_then_names():
    got = collocations(tokens_from({"d": ["b z. a y. c x"]}), min_n=1)
    assert got["left"].tolist() == ["a", "b", "c"]


@pytest.mark.parametrize("corpus", [{"d": ["a"]}, {"d": ["a. b. c"]}])
def test_without_neighbours_there_is_no_row(corpus):
    tokens = tokens_from(corpus)
    pairs, neighbours = collocations(tokens, min_n=1), collocates(tokens, "a", min_n=1)
    assert pairs.empty and neighbours.empty
    measures = ["expected", "g2", "pmi_bits", "t", "log_dice"]
    assert list(pairs.columns) == ["left", "right", "observed", "n_as_left", "n_as_right", *measures]
    assert list(neighbours.columns) == ["node", "collocate", "n_left", "n_right", "observed", *measures]


def test_a_node_that_does_not_occur_has_no_row():
    assert collocates(tokens_from({"d": ["a b c"]}), "zebra", min_n=1).empty


def test_refusals():
    tokens = tokens_from({"d": ["a b"]})
    with pytest.raises(UsageError, match="window cannot be 0"):
        collocations(tokens, window=0)
    with pytest.raises(SchemaError, match="no row"):
        collocations(tokens.head(0))
    with pytest.raises(SchemaError, match="no row"):
        collocates(tokens.head(0), "a")
    with pytest.raises(UsageError, match="those of one word"):
        collocates(tokens, ["a"])


def test_input_is_not_changed():
    tokens = tokens_from({"d": ["a b a b"]})
    before = tokens.copy(deep=True)
    collocations(tokens, window=2, min_n=1), collocates(tokens, "a", window=2, min_n=1)
    pd.testing.assert_frame_equal(tokens, before)


def test_pairs_with_a_stop_word_have_no_row_and_count_all_the_same():
    tokens = tokens_from({"d": ["the war and the talks the war"], "e": ["war talks the war"]})
    every = collocations(tokens, window=2, min_n=1)
    got = collocations(tokens, window=2, min_n=1, stop_words="the")
    kept = ~every[["left", "right"]].eq("the").any(axis="columns")
    assert 0 < len(got) < len(every)
    pd.testing.assert_frame_equal(got, every[kept].reset_index(drop=True))


def test_neighbours_of_several_words_are_those_of_each():
    tokens = tokens_from({"d": ["the war and the talks the war"], "e": ["war talks the war"]})
    together = collocates_of_each(tokens, ["war", "t*"], 2, 1)
    for node, table in together.items():
        pd.testing.assert_frame_equal(table, collocates(tokens, node, window=2, min_n=1))
