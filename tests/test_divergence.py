"""divergence.py: a published value, SciPy as second opinion, parts that add up to the whole."""

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, sourced, tokens_from
from hypothesis import assume, given
from scipy.spatial import distance

from analysis.errors import SchemaError
from analysis.measure.comparing.divergence import divergence, word_shift

KNOWN = [  # one text, another, divergence in bits, cosine
    ("a", "a b", 0.311278, 1 / np.sqrt(2)),
    ("a b", "b a", 0.0, 1.0),
    ("a b", "a a b b", 0.0, 1.0),
    ("a b", "c d", 1.0, 0.0),
    ("a", "b", 1.0, 0.0),
    ("a b c c", "d", 1.0, 0.0),
]


@pytest.mark.parametrize(("one", "other", "jsd_bits", "cosine"), KNOWN)
def test_known_answers(one, other, jsd_bits, cosine):
    row = divergence(tokens_from({"d": [one], "e": [other]}), "doc_id").iloc[0]
    assert row["jsd_bits"] == pytest.approx(jsd_bits, abs=5e-7) and row["cosine"] == pytest.approx(cosine)


def test_scipy_returns_another_number_for_the_same_thing():
    got = divergence(tokens_from({"d": ["a"], "e": ["a b"]}), "doc_id").loc[0, "jsd_bits"]
    assert np.sqrt(got * np.log(2)) == pytest.approx(0.46450140402245893, abs=1e-15)


@MADE_UP
@given(CORPORA)
def test_agrees_with_scipy_and_adds_up(corpus):
    tokens = tokens_from(corpus)
    assume(tokens["doc_id"].nunique() > 1)
    shares = pd.crosstab(tokens["doc_id"], tokens["term"], normalize="index")
    table = divergence(tokens, "doc_id")
    assert len(table) == len(shares) * (len(shares) - 1) / 2
    for row in table.itertuples():
        p, q = shares.loc[row.a].to_numpy(), shares.loc[row.b].to_numpy()
        assert row.jsd_bits == pytest.approx(distance.jensenshannon(p, q, 2) ** 2, abs=1e-7)
        assert row.cosine == pytest.approx(1 - distance.cosine(p, q), abs=1e-12)
        shift = word_shift(tokens, "doc_id", row.a, row.b)
        assert shift["shift_bits"].abs().sum() == pytest.approx(row.jsd_bits, abs=1e-12)
        assert shift[["share_a", "share_b"]].sum().tolist() == pytest.approx([1, 1])
        back = word_shift(tokens, "doc_id", row.b, row.a)
        assert back["shift_bits"].tolist() == pytest.approx((-shift["shift_bits"]).tolist(), abs=1e-15)


def test_pairs_sizes_and_order():
    tokens = sourced(tokens_from({"d": ["a b c"], "e": ["a"], "f": ["b c"]}), {"d": "Y", "e": "X", "f": "Z"})
    got = divergence(tokens, "source")
    assert list(got.columns) == ["a", "b", "jsd_bits", "cosine", "n_tokens_a", "n_tokens_b"]
    assert got[["a", "b", "n_tokens_a", "n_tokens_b"]].values.tolist() == [["X", "Y", 1, 3], ["X", "Z", 1, 2], ["Y", "Z", 3, 2]]
    both = divergence(tokens, ["source", "doc_id"])
    assert both["a"].tolist() == ["X / e", "X / e", "Y / d"]
    pd.testing.assert_frame_equal(both.drop(columns=["a", "b"]), got.drop(columns=["a", "b"]))


def test_word_shift_by_hand():
    """Shares of a: 1/2 and 1/4; of b: 1/2 and 0; of c: 0 and 3/4."""
    tokens = tokens_from({"d": ["a a b b"], "e": ["a c c c"]})
    got = word_shift(tokens, "doc_id", "d", "e")
    assert got["term"].tolist() == ["c", "b", "a"]
    a = 0.25 * np.log2(0.5 / 0.375) + 0.125 * np.log2(0.25 / 0.375)
    assert got["shift_bits"].tolist() == pytest.approx([-0.375, 0.25, a])


def test_ties_go_by_name_and_absent_terms_have_no_row():
    tokens = tokens_from({"d": ["b a"], "e": ["d c"], "f": ["x"]})
    assert word_shift(tokens, "doc_id", "d", "e")["term"].tolist() == ["a", "b", "c", "d"]


def test_a_group_against_itself_does_not_shift():
    assert word_shift(tokens_from({"d": ["a b"]}), "doc_id", "d", "d")["shift_bits"].tolist() == [0, 0]


def test_the_rest_is_all_other_words():
    tokens = tokens_from({"d": ["a b"], "e": ["b c"], "f": ["c c"]})
    rest = sourced(tokens, {"d": "one", "e": "rest", "f": "rest"})
    pd.testing.assert_frame_equal(word_shift(tokens, "doc_id", "d"), word_shift(rest, "source", "one", "rest"))
    with pytest.raises(SchemaError, match="only one group, 'd'"):
        word_shift(tokens[tokens["doc_id"] == "d"], "doc_id", "d")


def test_a_doubled_group_stays_where_it_is():
    once = divergence(tokens_from({"d": ["a b b"], "e": ["b c"]}), "doc_id")
    twice = divergence(tokens_from({"d": ["a b b. a b b"], "e": ["b c"]}), "doc_id")
    assert twice.loc[0, ["jsd_bits", "cosine"]].tolist() == pytest.approx(once.loc[0, ["jsd_bits", "cosine"]].tolist())


def test_refusals():
    tokens = tokens_from({"d": ["a b"]})
    with pytest.raises(SchemaError, match="only one group, 'd'"):
        divergence(tokens, "doc_id")
    with pytest.raises(SchemaError, match="'tokens' has no row"):
        divergence(tokens.head(0), "doc_id")
    with pytest.raises(SchemaError, match=r"'x' has no words\. There are: d"):
        word_shift(tokens, "doc_id", "d", "x")
    with pytest.raises(SchemaError, match="has no column 'source'"):
        divergence(tokens, "source")
