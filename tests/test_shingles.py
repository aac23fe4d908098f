"""Runs of words common to two articles, beside a slow search through every pair of articles."""

import itertools

import numpy as np
import pytest
from builders import MADE_UP, tokens_from
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import SchemaError
from analysis.text.reuse.shingles import MANY, SIZE, common_runs, shingle_hashes, words_of

ARTICLES = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=14).map(" ".join), min_size=1, max_size=4)


def words(*texts, closed=frozenset()):
    tokens = tokens_from({f"d{number:03d}": [text] for number, text in enumerate(texts)})
    return words_of(tokens, dict.fromkeys(tokens["doc_id"].cat.categories, closed))


def obvious(found, size):
    """All longest runs of equal words of two articles, by trying every pair of places."""
    n, runs = len(found.codes), set()

    def same(a, b, step):
        i, j = a + step, b + step
        inside = i >= 0 and j < n and found.docs[i] == found.docs[a] and found.docs[j] == found.docs[b]
        return inside and found.codes[i] == found.codes[j]

    for a, b in itertools.product(range(n), repeat=2):
        if found.docs[a] < found.docs[b]:
            length = next(step for step in itertools.count() if not same(a, b, step))
            if length >= size and not same(a, b, -1):
                runs.add((a, b, length))
    return runs


@MADE_UP
@given(ARTICLES)
def test_all_runs_are_found_and_no_others(texts):
    found = words(*texts)
    runs = common_runs(found, size=3, least=3, content=0)
    wanted = obvious(found, 3)
    if max(np.bincount(found.codes)) < MANY:  # else the most frequent runs are paired with their first place only
        assert set(zip(*(values.tolist() for values in runs), strict=True)) == wanted


def test_runs_of_function_words_say_nothing():
    texts = "x of the in to a y", "z of the in to a w"
    assert len(common_runs(words(*texts), least=SIZE, content=0).a) == 1
    assert len(common_runs(words(*texts, closed=frozenset({"of", "the", "in", "to", "a"})), least=SIZE).a) == 0


def test_many_places_are_paired_with_the_first():
    few, many = (common_runs(words(*["p q r s t u"] * n)) for n in (MANY, MANY + 10))
    assert len(few.a) == MANY * (MANY - 1) / 2
    assert len(many.a) == MANY + 9 and set(many.a) == {0}


def test_a_run_ends_with_its_article():
    hashes, places = shingle_hashes(words("a b c", "d e"), size=2)
    assert places.tolist() == [0, 1, 3] and len(set(hashes.tolist())) == 3


def test_equal_runs_have_equal_hashes_in_every_corpus():
    one, other = shingle_hashes(words("m n o p q"))[0], shingle_hashes(words("a b", "c", "m n o p q"))[0]
    assert one.tolist() == other.tolist()
    assert shingle_hashes(words("m n o q p"))[0].tolist() != one.tolist()


def test_articles_come_in_the_order_of_their_names():
    tokens = tokens_from({"a": ["x y"], "b": ["x z"]})
    with pytest.raises(SchemaError, match="not sorted by doc_id"):
        words_of(tokens.iloc[::-1], {"a": frozenset(), "b": frozenset()})
