"""influential.py: each article left out by brute force, the articles that keyness names, sides that cannot be left without words."""

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, sourced, tokens_from
from hypothesis import assume, given

from analysis.errors import SchemaError, UsageError
from analysis.measure.comparing.influential import influential_articles
from analysis.measure.comparing.keyness import keyness

TEXTS = {"a": ["war war peace"], "b": ["war talks"], "c": ["talks talks rain"], "d": ["rain sun war"], "e": ["sun"]}
SOURCES = {"a": "X", "b": "X", "c": "Y", "d": "Y", "e": "Z"}


@pytest.fixture
def tokens():
    return sourced(tokens_from(TEXTS), SOURCES)


def by_brute_force(tokens, a, b, term):
    """Doc_id -> log2_ratio and sign without it, by counting the rest anew."""
    found = {}
    for doc_id in tokens["doc_id"].unique():
        rest = tokens[tokens["doc_id"] != doc_id]
        sides = [rest["source"].eq(a), rest["source"].eq(b) if b else rest["source"].ne(a)]
        left = tokens.loc[tokens["doc_id"].eq(doc_id), "source"].iloc[0] == a
        of_side = tokens["source"].eq(a) if left else tokens["source"].eq(b) if b else tokens["source"].ne(a)
        if not of_side[tokens["doc_id"].eq(doc_id)].all() or tokens.loc[of_side, "doc_id"].nunique() < 2:
            continue
        (n_a, n_b), (all_a, all_b) = ([rest.loc[side, "term"].eq(term).sum() for side in sides], [side.sum() for side in sides])
        more = 0.5 if 0 in (n_a, n_b) else 0
        ratio = np.log2((n_a + more) / all_a / ((n_b + more) / all_b))
        found[doc_id] = (ratio, np.sign(n_a * all_b - n_b * all_a))
    return found


@pytest.mark.parametrize(("a", "b"), [("X", "Y"), ("Y", "X"), ("X", None), ("Y", None), ("Z", None)])
@pytest.mark.parametrize("term", ["war", "talks", "sun"])
def test_each_article_is_left_out(tokens, a, b, term):
    got = influential_articles(tokens, "source", a, b, term=term)
    whole = keyness(tokens, "source", a, b).set_index("term").loc[term]
    expected = by_brute_force(tokens, a, b, term)
    assert sorted(got["doc_id"]) == sorted(expected)
    for row in got.itertuples():
        ratio, sign = expected[row.doc_id]
        assert row.log2_ratio == pytest.approx(whole["log2_ratio"]) and row.log2_ratio_without == pytest.approx(ratio)
        assert row.log2_ratio_change == pytest.approx(ratio - whole["log2_ratio"])
        assert row.turns_sign == (round(whole["g2"], 9) != 0 and sign != np.sign(whole["g2"]))
        assert row.side == ("A" if SOURCES[row.doc_id] == a else "B")
        of = tokens[tokens["doc_id"] == row.doc_id]
        assert (row.n, row.n_tokens) == (of["term"].eq(term).sum(), len(of))


@MADE_UP
@given(CORPORA)
def test_they_are_the_articles_that_keyness_counts_and_names(corpus):
    assume(len(corpus) > 2)
    tokens = tokens_from(corpus)
    assume(tokens["doc_id"].nunique() > 2)
    names = sorted(tokens["doc_id"].unique())
    tokens = sourced(tokens, {name: "XY"[place % 2] for place, name in enumerate(names)})
    for row in keyness(tokens, "source", "X").itertuples():
        got = influential_articles(tokens, "source", "X", term=row.term)
        turning = sorted(got.loc[got["turns_sign"], "doc_id"])
        assert len(turning) == row.sign_flips and got["turns_sign"].is_monotonic_decreasing
        if 0 < len(turning) <= 3:
            assert row.turned_by == ", ".join(turning)


def test_the_order_and_how_many(tokens):
    got = influential_articles(tokens, "source", "X", "Y", term="war")
    size = got["log2_ratio_change"].abs().round(9)
    for _, part in size.groupby(got["turns_sign"]):
        assert part.is_monotonic_decreasing
    assert influential_articles(tokens, "source", "X", "Y", term="war", top=2).equals(got.head(2))
    assert influential_articles(tokens, "source", "X", "Y", term="war", top=99).equals(got)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"a": "X", "term": "pece"}, SchemaError, "neither side has the term 'pece'. Nearest: 'peace'"),
        ({"a": "X", "b": "Y", "term": "sun", "by": "sorce"}, SchemaError, "Nearest: 'source'"),
        ({"a": "W", "term": "war"}, SchemaError, "the group 'W' has no words"),
        ({"a": "X", "b": "X", "term": "war"}, SchemaError, "nothing to be compared with"),
        ({"a": "one", "term": "war", "by": "line_of"}, SchemaError, "has words on both sides"),
        ({"a": "X", "term": ["war"]}, UsageError, "those of one term"),
        ({"a": "X", "term": "war", "top": 0}, UsageError, "top cannot be 0"),
        ({"a": "X", "term": "war", "top": 1.5}, UsageError, "top cannot be 1.5"),
    ],
)
def test_refusals(tokens, options, error, message):
    tokens = tokens.assign(line_of=np.where(np.arange(len(tokens)) % 2, "one", "two"))
    with pytest.raises(error, match=message):
        influential_articles(tokens, **{"by": "source", **options})


def test_a_term_of_the_corpus_that_neither_side_has(tokens):
    third = pd.concat([tokens, sourced(tokens_from({"f": ["mist"]}), {"f": "W"})], ignore_index=True)
    third = third.astype({"doc_id": "category", "term": "category"})
    with pytest.raises(SchemaError, match="neither side has the term 'mist'"):
        influential_articles(third, "source", "X", "Y", term="mist")
