"""Which words tell most of each article."""

import numpy as np
import pandas as pd
import pytest
from builders import ledger_from, tokens_from

from analysis import blocks
from analysis.text.reuse import weighed
from analysis.text.reuse.weighed import telling_of

TEXTS = {
    "a": ["They met Hanke in Pirna.", "Later Hanke spoke of lichen and ÉCLAIRS."],
    "b": ["We saw Okoro in Pirna with amber."],
    "c": [],
    "d": ["He said the ǅ of Ålesund fell, and Okoro left."],
}


def told(only=None):
    articles = pd.DataFrame({"doc_id": list(only or TEXTS), "source": "Post", "language": "en"})
    return telling_of(articles, tokens_from(TEXTS), ledger_from(TEXTS))


def same(first, second):
    assert first.terms.tolist() == second.terms.tolist()
    np.testing.assert_array_equal(first.weights.toarray(), second.weights.toarray())


@pytest.mark.parametrize("at_once", [1, 2, 5, 9, 40])
@pytest.mark.parametrize("only", [None, ["b", "d"], ["d", "a"], ["a", "b"]])
@pytest.mark.parametrize("few", [1, weighed.FEW])
def test_a_few_words_at_a_time_give_what_all_at_once_do(monkeypatch, at_once, only, few):
    monkeypatch.setattr(weighed, "FEW", few)  # of 1: words of two articles are common, and turn out to be in the second
    whole = told(only)
    assert whole.weights.nnz > 4
    monkeypatch.setattr(weighed, "AT_ONCE", at_once)
    monkeypatch.setattr(blocks, "BLOCK", at_once)
    same(told(only), whole)


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_capitals_are_those_of_the_text(monkeypatch, at_once):
    monkeypatch.setattr(weighed, "AT_ONCE", at_once)
    texts = ["Aé É", "", "ǅ𝐀b", "x"]
    places = [(of, at) for of, text in enumerate(texts) for at in range(len(text) + 2)]
    of, at = (np.array(column) for column in zip(*places, strict=True))
    assert weighed._capitals(texts, of, at).tolist() == [texts[one][place : place + 1].isupper() for one, place in places]


def test_an_article_without_words_has_no_weights():
    assert told().weights.toarray()[2].sum() == 0


def test_what_opens_a_sentence_is_no_name():
    found = told()
    weight = dict(zip(found.terms, found.weights.toarray()[0], strict=True))
    assert weight["hanke"] > weight["later"] > 0
