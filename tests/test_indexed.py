"""indexed.py: an index is made once for a table, and is never that of another one."""

import gc

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, tokens_from
from hypothesis import given

from analysis.measure.counting.codes import run_codes
from analysis.measure.counting.indexed import _KEPT, indexed


def test_made_once_for_a_table_and_what_shares_its_columns():
    tokens = tokens_from({"d": ["a b. a"]})
    _, index = indexed(tokens)
    assert indexed(tokens)[1] is index and indexed(tokens.assign(source="X"))[1] is index


@pytest.mark.parametrize(
    "change",
    [
        lambda tokens: tokens[tokens["term"] != "b"],
        lambda tokens: tokens.iloc[::-1],
        lambda tokens: tokens.assign(term=tokens["term"].cat.rename_categories({"a": "z"})),
        lambda tokens: tokens.assign(position=tokens["position"] * 2),
        lambda tokens: tokens.iloc[1:],
        lambda tokens: tokens.iloc[:-1],
    ],
    ids=["narrowed", "turned round", "renamed", "moved", "without the first", "without the last"],
)
def test_another_table_has_its_own(change):
    tokens = tokens_from({"d": ["a b. a"]})
    _, index = indexed(tokens)
    in_order, other = indexed(change(tokens))
    assert other is not index
    assert [other.types[code] for code in other.codes] == in_order["term"].tolist()
    assert other.positions.tolist() == in_order["position"].tolist()


def test_not_stale_after_a_change_in_place():
    tokens = tokens_from({"d": ["a b. a"]})
    indexed(tokens)
    tokens.loc[0, "term"] = "b"
    _, index = indexed(tokens)
    assert [index.types[code] for code in index.codes] == ["b", "b", "a"]
    tokens.loc[1, "sentence"] = 7
    assert indexed(tokens)[1].sentences.tolist() == [1, 7, 2]


def test_goes_with_its_last_table():
    gc.collect()
    before = len(_KEPT)
    tokens = tokens_from({"d": ["a b. a"]})
    indexed(tokens)
    more = tokens.assign(source="X")
    indexed(more)
    del tokens
    gc.collect()
    assert len(_KEPT) == before + 1
    del more
    gc.collect()
    assert len(_KEPT) == before


def test_a_shuffled_table_is_given_in_order():
    tokens = tokens_from({"d": ["a b. a"]}).iloc[[2, 0, 1]]
    in_order, index = indexed(tokens)
    assert in_order["position"].tolist() == [1, 2, 3] == index.positions.tolist()


@MADE_UP
@given(CORPORA)
def test_neighbours_are_those_of_one_run(corpus):
    tokens, index = indexed(tokens_from(corpus)[lambda table: table["term"] != "c"])
    runs = run_codes(tokens)
    for n_words in range(1, min(4, len(tokens))):
        first = np.arange(len(tokens) - n_words + 1)
        assert index.neighbours(first, n_words).tolist() == (runs[first] == runs[first + n_words - 1]).tolist()


def test_plain_text_columns():
    tokens = tokens_from({"d": ["b a"]}).astype({"term": "object", "doc_id": "str"})
    _, index = indexed(tokens)
    assert list(index.types) == ["a", "b"] and index.codes.tolist() == [1, 0]
    assert pd.Index(index.names).tolist() == ["a", "b"]
