"""What two sentences have in common, held against chance: counted by hand, and by a slow and obvious count."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.reuse import coincidence
from analysis.text.reuse.coincidence import AMONG, AMONG_MANY, ENOUGH, FAR, OFTEN, Sentences, more_than_chance, weigh

UNDATED = (np.inf, np.inf)


def sentences(terms, docs=None, days=None, width=40):
    """Sentences from their terms; each its own article if `docs` says nothing."""
    docs = np.arange(len(terms)) if docs is None else np.array(docs)
    pairs = sorted((owner, term) for owner, own in enumerate(terms) for term in set(own))
    owner, term = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    days = [UNDATED] * (int(docs.max()) + 1) if days is None else [(day, day) for day in days]
    return Sentences(docs, np.searchsorted(owner, np.arange(len(terms) + 1)), term, width, np.array(days, dtype=float).T)


def slow(terms, first, second):
    """The evidence of two sentences, as the docstring has it."""
    have = {term: sum(term in own for own in terms) for own in terms for term in own}
    common = sorted(set(terms[first]) & set(terms[second]), key=lambda term: (have[term], term))
    total = 0.0
    for place, term in enumerate(common):
        weights = [np.log((len(terms) + 1) / have[term])]
        for rarer in common[:place]:
            both = sum({term, rarer} <= set(own) for own in terms)
            if both > OFTEN:
                weights.append(np.log(have[rarer] / both))
        total += min(weights)
    return total


def test_words_add_up_and_a_formula_counts_once():
    formula = [[1, 2, 3, 10 + n] for n in range(20)]  # three words that always stand together, and one of its own
    (alike,) = weigh(np.array([0]), np.array([1]), sentences([*formula, [4, 5], [4, 5]]))
    (rare,) = weigh(np.array([20]), np.array([21]), sentences([*formula, [4, 5], [4, 5]]))
    assert alike == pytest.approx(np.log(23 / 20)) and rare == pytest.approx(2 * np.log(23 / 2))


@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=5), min_size=2, max_size=45))
def test_the_weights_are_those_of_a_slow_count(terms):
    pairs = list(combinations(range(len(terms)), 2))[:60]
    first, second = (np.array(side) for side in zip(*pairs, strict=True))
    expected = [slow(terms, *pair) for pair in pairs]
    assert weigh(first, second, sentences(terms)) == pytest.approx(expected)


def test_parts_of_the_corpus_are_counted_as_the_whole(monkeypatch):
    draw = np.random.default_rng(1)
    terms = [draw.choice(8, 4, replace=False).tolist() for _ in range(60)]
    first, second = np.arange(0, 60, 2), np.arange(1, 60, 2)
    whole = weigh(first, second, sentences(terms))
    monkeypatch.setattr(coincidence, "BATCH", 10)
    assert (weigh(first, second, sentences(terms)) == whole).all()


def test_without_dates_more_sentences_ask_for_more_in_common():
    few, many = [[1, 2], [1, 2], [3], [4]], [[1, 2], [1, 2], *([term % 30 + 5] for term in range(3000))]
    pair = np.array([0]), np.array([1])
    assert more_than_chance(*pair, sentences(few)).all() and 2 * np.log(3 / 2) > 2 * np.log(4) - np.log(AMONG)
    assert more_than_chance(*pair, sentences(many)).all() == (2 * np.log(3003 / 2) >= 2 * np.log(3002) - np.log(AMONG_MANY))
    assert not more_than_chance(np.array([2]), np.array([32]), sentences(many)).any()


def dated(right):
    """Fifty days with two articles each: a formula in all first sentences, and the second ones of a day say the same if `right`."""
    days = [10 * FAR * (n // 2) for n in range(100)]
    terms = [own for n in range(100) for own in ([1, 2], [50 + n // 2, 150 + n // 2] if right else [50 + n, 150 + n])]
    made = sentences(terms, np.repeat(np.arange(100), 2), days, width=300)
    assert sum(abs(a - b) > FAR for a, b in combinations(days, 2)) >= ENOUGH
    near = [(2 * n + k, 2 * n + 2 + k) for n in range(0, 100, 2) for k in (0, 1)]
    far = [(2 * a, 2 * b) for a, b in combinations(range(100), 2) if a // 2 != b // 2]
    first, second = (np.array(side) for side in zip(*near, *far, strict=True))
    return more_than_chance(first, second, made), len(near)


def test_what_articles_far_apart_have_too_is_chance():
    kept, n_near = dated(right=True)
    assert kept[:n_near].tolist() == [False, True] * 50 and not kept[n_near:].any()


def test_where_nothing_is_better_than_chance_nothing_is_kept():
    assert not dated(right=False)[0].any()


def test_no_pair_is_no_trouble():
    none = np.zeros(0, dtype=np.int64)
    assert len(more_than_chance(none, none, sentences([[1, 2], [3]]))) == 0
