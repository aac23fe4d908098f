"""chance.py and max_t_p: splits counted one after the other, the level kept, and words that are not looked at."""

from itertools import combinations

import numpy as np
import pytest
from builders import sourced, tokens_from
from scipy.sparse import csr_array

from analysis.errors import SchemaError, UsageError
from analysis.measure.comparing import chance
from analysis.measure.comparing.chance import beyond_chance
from analysis.measure.uncertainty.exchange import Articles, max_t_p


def slow_p(x, words, in_a):
    """The same by taking all splits one after the other."""
    x, words, in_a = np.array(x, float), np.array(words, float), np.array(in_a, bool)
    rest = x - np.outer(x.sum(axis=1) / words.sum(), words)
    rest /= np.sqrt((rest**2).sum(axis=1, keepdims=True))
    largest = [np.abs(rest[:, list(chosen)].sum(axis=1)).max() for chosen in combinations(range(len(words)), in_a.sum())]
    return [np.mean([one >= abs(row[in_a].sum()) - 1e-9 for one in largest]) for row in rest]


@pytest.mark.parametrize(
    ("x", "words", "in_a"),
    [
        ([[3, 3, 0, 0], [2, 0, 2, 0]], [10, 10, 10, 10], [1, 1, 0, 0]),
        ([[5, 4, 3, 0, 0, 1], [0, 0, 1, 9, 0, 0], [1, 2, 1, 1, 1, 1]], [10, 20, 10, 30, 12, 9], [1, 1, 1, 0, 0, 0]),
        ([[4, 0, 0, 0, 0], [1, 2, 3, 4, 9]], [10, 10, 10, 10, 10], [1, 0, 0, 0, 0]),
    ],
)
def test_splits_counted_one_after_the_other(x, words, in_a):
    names = np.array([chr(97 + place) for place in range(len(words))])
    got = max_t_p(Articles(csr_array(x), np.array(words), np.array(in_a, dtype=bool), names))
    assert got.tolist() == pytest.approx(slow_p(x, words, in_a))


def test_a_word_as_frequent_everywhere_has_no_p():
    articles = Articles(
        csr_array([[1, 2, 3], [3, 0, 0]]), np.array([10, 20, 30]), np.array([True, False, False]), np.array(list("abc"))
    )
    assert np.isnan(max_t_p(articles)[0]) and max_t_p(articles)[1] == pytest.approx(1 / 3)
    assert np.isnan(max_t_p(articles._replace(n=articles.n[[0]]))).all()


def test_one_corpus_in_twenty_has_a_word_by_chance():
    drawn, found = np.random.default_rng(5), 0
    for _ in range(100):
        counts = csr_array(drawn.poisson(drawn.gamma(0.3, 4, (40, 16))))
        articles = Articles(counts, np.full(16, 100), np.arange(16) % 2 == 0, np.arange(16).astype(str))
        found += np.nanmin(max_t_p(articles, 199)) <= 0.05
    assert 0 < found <= 12  # of 100 corpora with 40 words each; 5 are to be expected


def corpus():
    documents = {f"{side}{number}": ["the town met. the town met."] for side in "xyz" for number in range(5)}
    for number in range(5):
        documents[f"x{number}"] = ["the ferry ran. the ferry ran."]
    documents["y0"] = ["the town met alone."]
    return sourced(tokens_from(documents), {name: name[0] for name in documents})


def test_the_words_of_a_group_are_found_and_those_of_one_article_not_looked_at():
    got = beyond_chance(corpus(), "source").set_index(["source", "term"])["p_any_word"]
    assert got["x", "ferry"] < 0.05 < got["y", "town"] and "alone" not in got.index.get_level_values("term")
    assert beyond_chance(corpus(), "source", "x", "y")["source"].unique().tolist() == ["x"]
    assert beyond_chance(corpus(), "source", most_words=1)["term"].unique().tolist() == ["the"]


def test_the_comparisons_of_two_groups_are_one():
    tokens = corpus()
    two = tokens[tokens["source"] != "z"].assign(source=lambda rows: rows["source"].astype("str"))
    both = beyond_chance(two, "source").pivot(index="term", columns="source", values="p_any_word")
    assert both["x"].equals(both["y"]) and both.loc["ferry", "x"] == pytest.approx(2 / 252)


def test_articles_on_both_sides_cannot_be_dealt_out():
    tokens = tokens_from({"d": ["a b", "a b"], "e": ["a b", "a b"]})
    assert beyond_chance(tokens.assign(half=tokens["line"].map({1: "x", 2: "y"})), "half").empty


def test_wrong_calls_are_named():
    with pytest.raises(UsageError, match="draws cannot be 0"):
        beyond_chance(corpus(), "source", draws=0)
    with pytest.raises(SchemaError, match="nothing to be compared with"):
        beyond_chance(corpus(), "source", "x", "x")


def test_groups_of_many_articles_share_their_shuffles(monkeypatch):
    apart = beyond_chance(corpus(), "source", draws=999)
    monkeypatch.setattr(chance, "SHUFFLED", 10)
    monkeypatch.setattr(chance, "MOST_SPLITS", 100)  # of 5 of 15 articles there are 3,003, which would all be tried
    shared = beyond_chance(corpus(), "source", draws=999)
    both = apart.merge(shared, on=["source", "term"], validate="1:1")
    assert len(both) == len(apart) == len(shared)
    assert (both["p_any_word_x"] - both["p_any_word_y"]).abs().max() < 0.1
    assert set(shared.loc[shared["p_any_word"] <= 0.05, "source"]) == set(apart.loc[apart["p_any_word"] <= 0.05, "source"])
