"""dispersion.py: published values, a slow obvious formula, degenerate corpora, places in articles."""

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, sourced, tokens_from
from hypothesis import given

from analysis.errors import SchemaError
from analysis.measure.counting.dispersion import dispersion, positions

SCATTERTEXT = {
    "1": ["b a m n i b e u p"],
    "2": ["b a s a t b e w q n"],
    "3": ["b c a g a b e s t a"],
    "4": ["b a g h a b e a a t"],
    "5": ["b a h a a b e a x a t"],
}
PUBLISHED = [("b", 0.02, 0.024), ("i", 0.82, 1.0), ("q", 0.8, 0.976), ("x", 0.78, 0.951)]


@pytest.mark.parametrize(("term", "dp", "dp_norm"), PUBLISHED)
def test_published_by_scattertext(term, dp, dp_norm):
    row = dispersion(tokens_from(SCATTERTEXT)).set_index("term").loc[term]
    assert round(row["dp"], 3) == pytest.approx(dp, abs=5e-4)
    assert round(row["dp_norm"], 3) == pytest.approx(dp_norm, abs=5e-4)


def test_published_by_tlda():
    sizes = [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930]
    occurrences = [2, 0, 1, 1, 3, 0, 3, 0, 0, 0]
    terms = np.concatenate([np.where(np.arange(size) < n, "x", "y") for size, n in zip(sizes, occurrences, strict=True)])
    tokens = pd.DataFrame({"doc_id": np.repeat([f"d{i}" for i in range(10)], sizes), "term": terms, "part": "body"})
    tokens["position"] = np.concatenate([np.arange(1, size + 1) for size in sizes])
    tokens = tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside")
    assert dispersion(tokens, ["x"]).loc[0, "dp"] == pytest.approx(0.4990705, abs=5e-8)


@MADE_UP
@given(CORPORA)
def test_agrees_with_the_formula(corpus):
    tokens = tokens_from(corpus)
    docs = tokens["doc_id"].astype(str)
    sizes = docs.value_counts(normalize=True)
    for row in dispersion(tokens).itertuples():
        own = docs[tokens["term"] == row.term].value_counts(normalize=True).reindex(sizes.index, fill_value=0)
        dp = (own - sizes).abs().sum() / 2
        assert row.dp == pytest.approx(dp, abs=1e-12)
        assert 0 <= row.dp < 1
        if len(sizes) > 1:
            assert row.dp_norm == pytest.approx(dp / (1 - sizes.min()), abs=1e-12)
            assert row.dp_norm <= 1 + 1e-12


def test_one_article_has_no_normed_value():
    table = dispersion(tokens_from({"d": ["a b"]}))
    assert table["dp"].tolist() == [0, 0] and table["dp_norm"].isna().all()


def test_terms_asked_for_all_have_a_row():
    table = dispersion(tokens_from(SCATTERTEXT), ["zebra", "b", "b", "x"])
    assert table["term"].tolist() == ["b", "x", "zebra"] and table["n"].tolist() == [10, 1, 0]
    assert table.loc[2, ["dp", "dp_norm"]].isna().all() and table["n_articles"].tolist() == [5, 1, 0]


def test_an_article_left_out_is_no_empty_part():
    """A category without rows must not count as an article of share 0."""
    tokens = tokens_from(SCATTERTEXT)
    four = tokens[tokens["doc_id"] != "5"]
    plain = four.astype({"doc_id": "str", "term": "str"})
    pd.testing.assert_frame_equal(dispersion(four), dispersion(plain))
    assert "x" not in set(dispersion(four)["term"])


def test_order_is_n_then_name():
    table = dispersion(tokens_from(SCATTERTEXT))
    assert table["term"].tolist() == sorted(table["term"], key=lambda term: (-table.set_index("term").loc[term, "n"], term))


def test_positions_by_hand():
    tokens = sourced(tokens_from({"d": ["peace talks. the talks."], "e": ["talks"]}), {"d": "X", "e": "Y"})
    got = positions(tokens, ["talk*", "peace talks"])
    assert got[["doc_id", "term", "position", "place", "source"]].values.tolist() == [
        ["d", "peace talks", 1, 0.125, "X"],
        ["d", "talk*", 2, 0.375, "X"],
        ["d", "talk*", 4, 0.875, "X"],
        ["e", "talk*", 1, 0.5, "Y"],
    ]


def test_positions_of_a_word_that_is_not_there():
    assert positions(tokens_from({"d": ["a"]}), ["zebra"]).empty


def test_nothing_to_measure_is_an_error():
    tokens = tokens_from({"d": ["a"]})
    with pytest.raises(SchemaError, match="'tokens' has no row"):
        dispersion(tokens.head(0))
    assert positions(tokens, []).empty
