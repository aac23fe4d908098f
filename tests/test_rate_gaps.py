"""rate_gaps.py: rates counted by hand, ways to deal out counted one after the other, and false findings where nothing differs."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import SchemaError, UsageError
from analysis.measure.comparing.rate_gaps import rate_gaps


def tables(numbers, totals=100):
    """Parts and wholes of groups made of name -> the number of each article."""
    docs = [(f"{name}{place}", name, n) for name, own in numbers.items() for place, n in enumerate(own)]
    parts = pd.DataFrame([(doc, "mayor", n) for doc, _, n in docs], columns=["doc_id", "speaker", "n"])
    return parts, pd.DataFrame([(doc, name) for doc, name, _ in docs], columns=["doc_id", "source"]).assign(total=totals)


def made_up(seed, n_groups, n_articles, plant=0, unlike=False):
    """Speakers in bursts, in groups of unequal size; `plant` multiplies the first speaker of the second largest group."""
    drawn = np.random.default_rng(seed)
    sizes = np.maximum((lambda x: x / x.sum() * n_articles)(drawn.lognormal(0, 1, n_groups)).astype(int), 2)
    group = np.repeat(np.arange(n_groups), sizes)
    total = (
        drawn.integers(50, 400, len(group)) * (drawn.lognormal(0, 0.7, n_groups) if unlike else np.ones(n_groups))[group]
    ).astype(int) + 20
    rates = np.append(0.005, drawn.lognormal(-2, 1.5, 19) / 200) * np.ones((len(group), 1))
    chosen = int(np.argsort(-sizes, kind="stable")[1])
    if plant:
        rates[group == chosen, 0] *= plant
    n = drawn.poisson(total[:, None] * rates * drawn.gamma(1, 1, rates.shape))
    docs, (row, item) = np.array([f"d{place}" for place in range(len(group))]), np.nonzero(n)
    parts = pd.DataFrame({"doc_id": docs[row], "speaker": [f"s{number:02}" for number in item], "n": n[row, item]})
    return parts, pd.DataFrame({"doc_id": docs, "source": [f"o{g:02}" for g in group], "total": total}), f"o{chosen:02}"


def test_rates_counted_by_hand():
    got = rate_gaps(*tables({"x": [3, 1], "y": [1, 0], "z": [0, 1, 2, 1]}), "source", "speaker").set_index("source")
    assert got["n"].to_dict() == {"x": 4, "y": 1, "z": 4} and got["n_articles"].to_dict() == {"x": 2, "y": 1, "z": 3}
    assert got["rate"].to_dict() == {"x": 0.02, "y": 0.005, "z": 0.01}
    assert got["rate_others"].to_dict() == pytest.approx({"x": 5 / 600, "y": 8 / 600, "z": 5 / 400})
    assert got["rate_usual"].to_dict() == {
        "x": 0.01,
        "y": 0.01,
        "z": 0.005,
    }  # half of the words of x's others are at .01 or below


def test_p_is_that_of_all_ways_to_deal_out():
    numbers = [4, 3, 5, 1, 0, 1, 1]
    got = rate_gaps(*tables({"x": numbers[:3], "y": numbers[3:]}), "source", "speaker", draws=4999).set_index("source")
    apart = np.array(numbers) - np.mean(numbers)
    ways = [abs(apart[list(order[:3])].sum()) for order in permutations(range(7))]
    exact = np.mean([way >= abs(apart[:3].sum()) - 1e-9 for way in ways])  # 1 of 35, x having the three highest
    assert exact == pytest.approx(1 / 35)
    assert got["p_any"].tolist() == pytest.approx([exact, exact], abs=0.01)


def test_what_is_not_looked_at():
    parts, wholes = tables({"x": [1, 1, 0, 0], "y": [0] * 4})
    assert rate_gaps(parts, wholes, "source", "speaker").empty  # two articles have it
    assert rate_gaps(*tables({"x": [3, 3, 3]}), "source", "speaker").empty
    parts, wholes = tables({"x": [3, 3, 3], "y": [1], "z": [1, 1, 1]})
    assert set(rate_gaps(parts, wholes, "source", "speaker")["source"]) == {"x", "z"}  # one article shows no habit
    assert set(rate_gaps(parts, wholes.assign(total=[100] * 3 + [0] * 4), "source", "speaker")["source"]) == set()


def test_a_family_has_a_whole_of_its_own():
    parts, wholes = tables({"x": [9, 9, 9, 9], "y": [1, 1, 1, 1]}, totals=10)
    both = [frame.assign(concept="a") for frame in (parts, wholes)], [frame.assign(concept="b") for frame in (parts, wholes)]
    both[1][1]["total"] = 20
    parts, wholes = (pd.concat(frames) for frames in zip(*both, strict=True))
    got = rate_gaps(parts, wholes, "source", "speaker", family="concept").set_index(["concept", "source"])["rate"]
    assert got.to_dict() == {("a", "x"): 0.9, ("a", "y"): 0.1, ("b", "x"): 0.45, ("b", "y"): 0.05}


def test_within_stories_a_choice_of_stories_is_no_difference():
    numbers = {"x": [5, 6, 5, 6, 5, 6, 5, 6, 0, 1], "y": [5, 6, 0, 1, 0, 1, 0, 1, 0, 1]}
    parts, wholes = tables(numbers)
    wholes["story"] = ["war"] * 8 + ["town"] * 2 + ["war"] * 2 + ["town"] * 8
    assert rate_gaps(parts, wholes, "source", "speaker")["p_any"].max() < 0.05
    assert rate_gaps(parts, wholes, "source", "speaker", within="story")["p_any"].min() > 0.5


@pytest.mark.parametrize(("n_groups", "n_articles", "unlike"), [(12, 200, True), (3, 30, False), (26, 300, True)])
def test_one_corpus_in_twenty_has_a_difference_by_chance(n_groups, n_articles, unlike):
    corpora = [made_up(seed, n_groups, n_articles, unlike=unlike)[:2] for seed in range(30)]
    found = sum(rate_gaps(*corpus, "source", "speaker", draws=99)["p_any"].min() <= 0.05 for corpus in corpora)
    assert found <= 5  # of 30 corpora: 1.5 are to be expected, and more than 5 in 1 of 200 cases


def test_dealt_out_labels_are_no_difference():
    parts, wholes, _ = made_up(3, 8, 160, plant=3)
    drawn = np.random.default_rng(5)
    hands = [wholes.assign(source=drawn.permutation(wholes["source"])) for _ in range(60)]
    found = sum(rate_gaps(parts, hand, "source", "speaker", draws=99)["p_any"].min() <= 0.05 for hand in hands)
    assert 0 < found <= 7


@pytest.mark.parametrize("seed", range(4))
def test_a_planted_difference_is_found_and_comes_first(seed):
    parts, wholes, chosen = made_up(seed, 12, 500, plant=3)
    first = rate_gaps(parts, wholes, "source", "speaker").iloc[0]
    assert (first["source"], first["speaker"]) == (chosen, "s00") and first["p_any"] <= 0.05 and first["deviations"] > 3


def test_the_order_of_rows_does_not_matter_and_a_seed_is_an_answer():
    parts, wholes, _ = made_up(1, 6, 60)
    got = rate_gaps(parts, wholes, "source", "speaker", draws=99)
    pd.testing.assert_frame_equal(got, rate_gaps(parts.sample(frac=1, random_state=1), wholes, "source", "speaker", draws=99))


@pytest.mark.parametrize(("most", "fewest", "draws"), [(60 * 50, 9, 50), (0, 39, 39), (10**9, 9, 999)])
def test_many_articles_are_dealt_out_less_often(monkeypatch, most, fewest, draws):
    parts, wholes, _ = made_up(1, 6, 60)
    wholes = wholes.head(60)
    monkeypatch.setattr("analysis.measure.comparing.rate_gaps.MOST_DEALT", most * len(wholes) // 60)
    monkeypatch.setattr("analysis.measure.comparing.rate_gaps.FEWEST_DRAWS", fewest)
    got = rate_gaps(parts, wholes, "source", "speaker")
    pd.testing.assert_frame_equal(got, rate_gaps(parts, wholes, "source", "speaker", draws=draws))
    assert got["p_any"].min() >= 1 / (draws + 1)


def test_wrong_calls_are_named():
    parts, wholes = tables({"x": [1, 1], "y": [1, 1]})
    with pytest.raises(UsageError, match="draws cannot be 0"):
        rate_gaps(parts, wholes, "source", "speaker", draws=0)
    with pytest.raises(SchemaError, match="no column 'speeker'"):
        rate_gaps(parts, wholes, "source", "speeker")
    with pytest.raises(SchemaError, match="two wholes"):
        rate_gaps(parts, pd.concat([wholes, wholes]), "source", "speaker")
