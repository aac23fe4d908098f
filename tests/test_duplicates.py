"""Articles that are nearly the same: what signatures find, beside every pair compared exactly."""

import itertools

import numpy as np
import pandas as pd
import pytest
from builders import tokens_from

from analysis import schema
from analysis.text.reuse.duplicates import LEAST, find_duplicates, jaccard
from analysis.text.reuse.shared_passages import read_words

LONG = [f"word{number}" for number in range(200)]


def duplicates_of(texts):
    tokens = tokens_from({name: [" ".join(words)] for name, words in texts.items()})
    articles = pd.DataFrame({"doc_id": list(texts), "language": "en"})
    table = find_duplicates(tokens, read_words(tokens, articles))
    schema.check(table, "duplicates")
    return table


def runs(words, size=5):
    return {tuple(words[place : place + size]) for place in range(len(words) - size + 1)}


def test_jaccard_of_known_sets():
    assert jaccard(np.array([1, 2, 3]), np.array([2, 3, 4])) == 0.5
    assert jaccard(np.array([1, 2]), np.array([1, 2])) == 1 and jaccard(np.array([1]), np.array([2])) == 0


def test_every_pair_compared_one_by_one_gives_the_same():
    draw = np.random.default_rng(3)
    texts = {}
    for number in range(12):
        base = [f"w{word}" for word in draw.integers(0, 5000, 150)]
        texts[f"{number:02d}a"] = base
        for letter, changed in zip("bcd", (1, 5, 12), strict=True):
            copy = list(base)
            for place in draw.choice(150, changed, replace=False):
                copy[place] = f"new{place}{letter}{number}"
            texts[f"{number:02d}{letter}"] = copy
    wanted = {}
    for one, other in itertools.combinations(sorted(texts), 2):
        share = len(runs(texts[one]) & runs(texts[other])) / len(runs(texts[one]) | runs(texts[other]))
        if share >= LEAST:
            wanted[one, other] = share
    table = duplicates_of(texts)
    found = dict(zip(zip(table["doc_id_a"], table["doc_id_b"], strict=True), table["jaccard"], strict=True))
    assert len(wanted) > 20
    assert found == pytest.approx(wanted)


def test_families_reach_over_pairs():
    texts = {"c": LONG, "a": LONG[20:], "b": [*LONG[35:], *(f"more{number}" for number in range(15))], "z": LONG[::-1]}
    table = duplicates_of(texts)
    assert set(table["family"]) == {"a"}
    assert "z" not in {*table["doc_id_a"], *table["doc_id_b"]}


def test_a_large_family_is_whole():
    table = duplicates_of({f"d{number:02d}": LONG for number in range(40)})
    assert len({*table["doc_id_a"], *table["doc_id_b"]}) == 40 and set(table["family"]) == {"d00"}
    assert len(table) < 40 * 39 / 2
    assert (table["jaccard"] == 1).all()


@pytest.mark.parametrize(
    "texts",
    [{"a": LONG}, {"a": LONG, "b": LONG[::-1]}, {"a": ["x", "y"], "b": ["x", "y"]}, {"a": LONG, "b": LONG[:90]}],
    ids=["one article", "other order", "no run of five", "less than half"],
)
def test_no_duplicates(texts):
    assert duplicates_of(texts).empty
