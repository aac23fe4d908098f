"""per_article.py and kept.py: a second count, groups as they are told of words, blocks, and what is never that of another table."""

import gc
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, sourced, tokens_from
from hypothesis import given

from analysis import postings
from analysis.measure.counting import per_article as module
from analysis.measure.counting.codes import grouped
from analysis.measure.counting.counts import count_terms
from analysis.measure.counting.per_article import _KEPT, PerArticle, per_article

TEXTS = {"a": ["war and war."], "b": ["talks", "war."], "c": ["aid."]}


@pytest.fixture
def tokens():
    return sourced(tokens_from(TEXTS), {"a": "X", "b": "Y", "c": "X"})


def as_counter(counts):
    return Counter(
        {
            (counts.doc_ids[counts.docs[doc]], counts.names[term]): n
            for term, doc, n in zip(*counts.n.tocoo().coords, counts.n.data, strict=True)
        }
    )


@MADE_UP
@given(CORPORA)
def test_counts_are_those_of_a_plain_count_in_any_order(corpus):
    tokens = tokens_from(corpus)
    for table in (tokens, tokens.iloc[::-1], tokens.astype({"term": "str", "doc_id": "object"})):
        counts = per_article(table)
        assert as_counter(counts) == Counter(zip(tokens["doc_id"], tokens["term"], strict=True))
        assert counts.words.tolist() == tokens["doc_id"].value_counts(sort=False).tolist()
        assert table["doc_id"].iloc[counts.first].tolist() == [counts.doc_ids[code] for code in counts.docs]


@pytest.mark.parametrize("words", [1, 3])
def test_blocks_do_not_change_what_is_counted(tokens, words, monkeypatch):
    whole = as_counter(PerArticle(tokens))
    monkeypatch.setattr(module, "WORDS", words)
    monkeypatch.setattr(postings, "SORTED", words)
    assert as_counter(PerArticle(tokens)) == whole


def test_categories_in_another_order_are_counted_by_name(tokens):
    turned = tokens.assign(term=tokens["term"].cat.set_categories(["war", "talks", "aid", "and", "none"]))
    assert as_counter(PerArticle(turned)) == as_counter(PerArticle(tokens))
    assert PerArticle(turned).names.tolist() == ["aid", "and", "none", "talks", "war"]


@pytest.mark.parametrize("by", [(), "source", "doc_id", ("source", "doc_id")], ids=str)
@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)], ids=["in order", "turned round"])
def test_groups_of_articles_are_those_of_their_words(tokens, by, order):
    tokens = tokens.iloc[order]
    groups, words = per_article(tokens).groups(tokens, by), grouped(tokens, by)
    pd.testing.assert_frame_equal(groups.keys, words.keys)
    of_words = pd.Series(words.codes).groupby(tokens["doc_id"].to_numpy()).first()
    assert groups.codes.tolist() == of_words.tolist()


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)], ids=["in order", "turned round"])
def test_an_article_with_words_in_several_groups_makes_none(tokens, order):
    tokens = tokens.assign(voice=["outside", "quoted", *["outside"] * 4]).iloc[order]
    assert per_article(tokens).groups(tokens, "voice") is None
    assert per_article(tokens).groups(tokens, ("source", "voice")) is None
    assert count_terms(tokens, "voice").query("voice == 'quoted'")["term"].tolist() == ["and"]


def test_a_value_that_changes_within_an_article_and_not_between_two(tokens):
    within = tokens.assign(half=[0, 0, 1, 1, 1, 1])
    assert per_article(within).groups(within, "half") is None
    assert per_article(within).groups(within.assign(half=[0, 0, 0, 1, 1, 1]), "half") is not None


def test_missing_values_make_the_last_group(tokens):
    tokens["source"] = tokens["source"].astype("object").where(tokens["doc_id"] != "a")
    assert per_article(tokens).groups(tokens, "source").codes.tolist() == [2, 1, 0]


def test_counted_once_for_a_table_and_what_shares_its_columns(tokens):
    counts = per_article(tokens)
    assert per_article(tokens) is counts and per_article(tokens.assign(more=1).drop(columns="line")) is counts
    assert per_article(tokens.iloc[1:]) is not counts


def test_not_stale_after_a_change_in_place(tokens):
    per_article(tokens)
    tokens.loc[0, "term"] = "aid"
    assert as_counter(per_article(tokens))["a", "aid"] == 1


def test_goes_with_its_last_table(tokens):
    gc.collect()
    before = len(_KEPT)
    table = tokens.copy()
    per_article(table)
    more = table.assign(more=1)
    per_article(more)
    del table
    gc.collect()
    assert len(_KEPT) == before + 1
    del more
    gc.collect()
    assert len(_KEPT) == before


def test_columns_that_are_no_plain_arrays_are_not_kept(tokens):
    before = len(_KEPT)
    plain = tokens.astype({"term": "str"})
    assert per_article(plain) is not per_article(plain) and len(_KEPT) == before
    assert np.array_equal(per_article(plain).n.toarray(), per_article(tokens).n.toarray())
