"""resampling.py: all orders of the units gone through one by one as second opinion, equal and disjoint groups, trees drawn by hand."""

import time
import tracemalloc
from collections import Counter
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, sourced, tokens_from
from hypothesis import assume, given
from scipy.cluster import hierarchy
from scipy.spatial import distance

import analysis as px
from analysis.errors import SchemaError, UsageError
from analysis.measure.comparing.divergence import divergence
from analysis.measure.counting.selection import select
from analysis.measure.uncertainty import deck, resampling
from analysis.measure.uncertainty.resampling import cluster_order, equal_size

SEEDS = Path(__file__).parent.parent / "seeds"


def bits(one, other):
    words = sorted({*one, *other})
    p, q = ([Counter(sample)[word] / len(sample) for word in words] for sample in (one, other))
    return distance.jensenshannon(p, q, 2) ** 2


def every_order(units):
    return [[word for unit in order for word in unit] for order in permutations(units)]


def gone_through(a, b):
    """Mean divergence at equal size, and that of chance, over every order of the units of two groups of units."""
    a, b = ([line.split() for line in lines] for lines in (a, b))
    n = min(sum(map(len, a)), sum(map(len, b)))
    seen = [bits(one[:n], other[:n]) for one in every_order(a) for other in every_order(b)]
    chance = [bits(words[:n], words[len(words) - n :]) for words in every_order([*a, *b])]
    return n, np.mean(seen), np.mean(chance)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (["a b", "c c a"], ["a d", "b", "b e e", "a a"]),
        (["a"], ["a b", "b c c", "d"]),
        (["a b c d", "a a", "c e"], ["f", "a b", "c c c"]),
        (["a a b", "b b c"], ["a a b", "b b c"]),
    ],
)
def test_agrees_with_every_order_gone_through(a, b):
    n_words, seen, chance = gone_through(a, b)
    articles = {f"{name}{place}": [text] for name, texts in (("d", a), ("e", b)) for place, text in enumerate(texts)}
    tokens = sourced(tokens_from(articles), {doc: doc[0] for doc in articles})
    row = equal_size(tokens, "source", draws=4000, seed=1).iloc[0]
    assert row["n_words"] == n_words and row["unit"] == "article"
    assert row["jsd_bits"] == pytest.approx(seen, abs=0.02) and row["jsd_bits_chance"] == pytest.approx(chance, abs=0.02)
    assert row["excess_bits"] == pytest.approx(row["jsd_bits"] - row["jsd_bits_chance"], abs=1e-15)


@MADE_UP
@given(CORPORA)
def test_where_sizes_are_equal_it_is_the_divergence_and_it_never_leaves_0_to_1(corpus):
    tokens = tokens_from(corpus)
    assume(tokens["doc_id"].nunique() > 1)
    got, whole = equal_size(tokens, "doc_id", draws=7), divergence(tokens, "doc_id")
    assert got[["a", "b"]].values.tolist() == whole[["a", "b"]].values.tolist()
    assert got["n_words"].tolist() == whole[["n_tokens_a", "n_tokens_b"]].min(axis=1).tolist()
    same = (whole["n_tokens_a"] == whole["n_tokens_b"]).to_numpy()
    for column in ("jsd_bits", "jsd_bits_low", "jsd_bits_high"):
        assert got.loc[same, column].tolist() == pytest.approx(whole.loc[same, "jsd_bits"].tolist(), abs=1e-12)
    assert got[["jsd_bits", "jsd_bits_low", "jsd_bits_high"]].stack().between(0, 1).all()
    assert got[["jsd_bits_chance", "jsd_bits_chance_high", "excess_bits"]].isna().all(axis=None), (
        "two articles tell nothing of chance"
    )


def drawn(n_articles, words, seed):
    """Lines of ten words drawn from `words`, five to an article."""
    generator = np.random.default_rng(seed)
    lines = [" ".join(generator.choice(words, 10)) for _ in range(5 * n_articles)]
    return {f"{seed:02d}-{place:02d}": lines[5 * place : 5 * place + 5] for place in range(n_articles)}


def corpus_of(**sources):
    documents = {doc: lines for articles in sources.values() for doc, lines in articles.items()}
    return sourced(tokens_from(documents), {doc: name for name, articles in sources.items() for doc in articles})


WORDS = [f"w{number}" for number in range(40)]


def test_equal_groups_of_unequal_size_have_no_excess_and_the_plain_divergence_has():
    tokens = corpus_of(large=drawn(40, WORDS, 1), small=drawn(10, WORDS, 2), tiny=drawn(2, WORDS, 3))
    got = equal_size(tokens, "source").set_index(["a", "b"])
    assert got["excess_bits"].abs().max() < 0.03
    assert got["unit"].tolist() == ["article"] * 3
    assert got["n_words"].tolist() == [500, 100, 100]
    assert got.loc[("large", "tiny"), "jsd_bits"] > 2 * got.loc[("large", "small"), "jsd_bits"]


def test_disjoint_groups_are_one_bit_apart_with_or_without_a_limit():
    tokens = corpus_of(x=drawn(12, WORDS[:20], 1), y=drawn(11, WORDS[20:], 2))
    for most_words in (100_000, 333):
        row = equal_size(tokens, "source", most_words=most_words).iloc[0]
        assert row[["jsd_bits", "jsd_bits_low", "jsd_bits_high"]].tolist() == [1, 1, 1]
        assert row["n_words"] == min(most_words, 550) and row["unit"] == "article"
        assert 0 < row["jsd_bits_chance"] < 1 and row["excess_bits"] > 0.5


def test_whole_units_are_drawn():
    """Each article is one word over and over: drawn whole, a hundred words are two of them."""
    articles = {f"d{place}": [" ".join([f"w{place}"] * 50)] for place in range(20)}
    tokens = corpus_of(
        x={name: articles[name] for name in list(articles)[:10]}, y={name: articles[name] for name in list(articles)[10:]}
    )
    assert equal_size(tokens, "source", most_words=100).loc[0, "jsd_bits_chance"] == 1
    shuffled = tokens.assign(term=tokens["term"].sample(frac=1, random_state=0).to_numpy())
    assert equal_size(shuffled, "source", most_words=100).loc[0, "jsd_bits_chance"] < 0.2


def test_the_same_seed_gives_the_same_bytes_however_many_counts_fit(monkeypatch):
    tokens = corpus_of(x=drawn(3, WORDS, 1), y=drawn(2, WORDS, 2), z=drawn(11, WORDS, 3))
    once = equal_size(tokens, "source", draws=30)
    pd.testing.assert_frame_equal(once, equal_size(tokens.sample(frac=1, random_state=3), "source", draws=30), check_exact=True)
    assert not once.equals(equal_size(tokens, "source", draws=30, seed=1))
    for cells in (1, 1000, 2_000_000):
        monkeypatch.setattr(resampling, "CELLS", cells)
        pd.testing.assert_frame_equal(once, equal_size(tokens, "source", draws=30), check_exact=True)


def laid_out(units, n, last=False):
    words = [word for unit in units for word in unit]
    return words[len(words) - n :] if last else words[:n]


def slow_and_obvious(tokens, by, draws, seed=0):
    """Mean, percentiles and chance of each pair as first written: samples of the whole vocabulary, draw after draw."""
    tokens = tokens.sort_values(["doc_id", "position"], kind="stable")
    types = sorted(tokens["term"].astype(str).unique())
    column = {term: place for place, term in enumerate(types)}
    groups = sorted(tokens[by].astype(str).unique())
    own = {name: tokens[tokens[by].astype(str) == name] for name in groups}
    n_log_n = np.arange(2 * len(tokens) + 1, dtype=float)
    n_log_n[1:] *= np.log2(n_log_n[1:])

    def units(name, keys):
        return [[column[term] for term in unit["term"].astype(str)] for _, unit in own[name].groupby(keys, observed=True)]

    def counts(hands):
        return np.array([np.bincount(hand, minlength=len(types)) for hand in hands])

    def divergence_of(a, b, n):
        parts = n_log_n[a + b].sum(axis=1) - n_log_n[a].sum(axis=1) - n_log_n[b].sum(axis=1)
        return np.clip((1 - parts / (2 * n)).round(12), 0, 1)

    rows = []
    for i, j in zip(*np.triu_indices(len(groups), k=1), strict=True):
        few = sum(own[groups[k]]["doc_id"].nunique() for k in (i, j)) < 3
        parts = {k: units(groups[k], ["doc_id", "line"] if few else ["doc_id"]) for k in (i, j)}
        n = min(len(own[groups[k]]) for k in (i, j))
        samples = []
        for k in (i, j):
            dealt = np.random.default_rng([seed, 0, k, int(not few)])
            orders = [dealt.permuted(np.arange(len(parts[k]))) for _ in range(draws)]
            orders = [np.arange(len(parts[k]))] * draws if n == len(own[groups[k]]) else orders
            samples.append(counts([laid_out([parts[k][at] for at in order], n) for order in orders]))
        seen = divergence_of(*samples, n)
        dealt, pool = np.random.default_rng([seed, 1, i, j]), [*parts[i], *parts[j]]
        hands = [[pool[at] for at in dealt.permuted(np.arange(len(pool)))] for _ in range(draws)]
        chance = divergence_of(*(counts([laid_out(hand, n, last) for hand in hands]) for last in (False, True)), n)
        of_chance = [np.nan] * 2 if few else [chance.mean(), np.percentile(chance, 97.5)]
        rows.append([seen.mean(), *np.percentile(seen, [2.5, 97.5]), *of_chance])
    return np.array(rows)


VALUES = ["jsd_bits", "jsd_bits_low", "jsd_bits_high", "jsd_bits_chance", "jsd_bits_chance_high"]


@pytest.mark.parametrize("corpus", [SEEDS, SEEDS.parent / "tests" / "tiny"], ids=["seeds", "tiny"])
def test_the_numbers_are_those_of_the_slow_and_obvious_way(corpus):
    p = px.prepare(corpus)
    tokens = select(p.tokens, p.articles, "source").tokens
    np.testing.assert_array_equal(equal_size(tokens, "source")[VALUES].to_numpy(), slow_and_obvious(tokens, "source", 100))


def unequal(n_groups, seed=5):
    """Groups of 1 to 12 articles, each of a vocabulary that has little in common with that of others."""
    sizes = [1 + place % 12 for place in range(n_groups)]
    words = [f"w{number}" for number in range(40 * n_groups)]
    return corpus_of(
        **{
            f"s{place:02d}": drawn(size, words[:20] + words[40 * place :][:40], seed + place)
            for place, size in enumerate(sizes)
        }
    )


def test_unequal_groups_too():
    tokens = unequal(13)
    got = equal_size(tokens, "source", draws=20)
    assert set(got["unit"]) == {"article", "paragraph"} and got["n_words"].nunique() > 9
    assert np.allclose(got[VALUES], slow_and_obvious(tokens, "source", 20), rtol=0, atol=1e-11, equal_nan=True)


@pytest.mark.parametrize("small", [0, 1e9])
def test_samples_counted_word_by_word_and_by_a_product_are_the_same(small, monkeypatch):
    tokens = unequal(9)
    as_it_is = equal_size(tokens, "source", draws=20)
    monkeypatch.setattr(deck, "SMALL", small)
    pd.testing.assert_frame_equal(equal_size(tokens, "source", draws=20), as_it_is, check_exact=True)


@pytest.mark.parametrize("most_words", [100_000, 70])
def test_samples_counted_one_after_the_other_are_the_same(most_words, monkeypatch):
    tokens = unequal(9)
    as_it_is = equal_size(tokens, "source", draws=20, most_words=most_words)
    monkeypatch.setattr(resampling, "MANY_WORDS", 0)
    one_by_one = equal_size(tokens, "source", draws=20, most_words=most_words)
    assert np.allclose(one_by_one[VALUES], as_it_is[VALUES], rtol=0, atol=1e-11, equal_nan=True)


def test_memory_does_not_grow_with_the_number_or_the_inequality_of_groups():
    """What is held besides the words and the table: 86 unequal outlets took 24 GB, samples of each size of each pair being kept.

    There are five times as many words, which are held in the order of their groups, and 29 times as many pairs.
    """
    peaks = {}
    for n_groups in (6, 30):
        tokens = unequal(n_groups)
        equal_size(tokens.head(200), "doc_id", draws=2)  # what is imported late is not counted
        tracemalloc.start()
        equal_size(tokens, "source", draws=100)
        peaks[n_groups] = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
    assert peaks[30] < 2 and peaks[30] < 4 * peaks[6]


@pytest.mark.parametrize(("n_groups", "n_articles"), [(2, 2), (2, 3), (3, 5), (2, 9), (2, 20)])
def test_articles_of_one_outlet_have_no_excess_however_few_they_are(n_groups, n_articles):
    """Each has a subject of its own, as news has. Of two articles of one outlet paragraphs made .11 bits out of that.

    The excess of one corpus moves with its articles; the mean of thirty does not move by more than a hundredth of a bit.
    """
    excess = []
    for seed in range(30):
        rng, documents = np.random.default_rng(seed), {}
        for place in range(n_groups * n_articles):
            words = WORDS + list(rng.choice(WORDS, 6)) * 8
            documents[f"{place:03d}"] = [" ".join(rng.choice(words, 20)) for _ in range(4)]
        tokens = sourced(tokens_from(documents), {doc: "ABC"[int(doc) % n_groups] for doc in documents})
        excess.append(equal_size(tokens, "source", draws=40)["excess_bits"].mean())
    assert abs(np.mean(excess)) < 0.01


def test_a_line_that_two_groups_share_is_two_units():
    tokens = tokens_from({"d": ["a b c d", "a b"]}).assign(
        voice=["outside", "quoted", "outside", "quoted", "outside", "outside"]
    )
    got = equal_size(tokens, "voice").iloc[0]
    assert got["n_words"] == 2 and got["jsd_bits"] > 0.5


def test_the_five_articles_in_a_third_of_a_second():
    p = px.prepare(SEEDS)
    tokens = px.measure.select(p.tokens, p.articles, "source").tokens
    begin = time.perf_counter()
    got = equal_size(tokens, "source")
    assert time.perf_counter() - begin < 0.3
    assert len(got) == 10 and got["excess_bits"].isna().all() and (got["unit"] == "paragraph").all()
    assert (got["jsd_bits_low"] <= got["jsd_bits"]).all() and (got["jsd_bits"] <= got["jsd_bits_high"]).all()


def test_refusals():
    tokens = tokens_from({"d": ["a b"], "e": ["a"]})
    with pytest.raises(SchemaError, match="only one group, 'd'"):
        equal_size(tokens[tokens["doc_id"] == "d"], "doc_id")
    with pytest.raises(SchemaError, match="has no row"):
        equal_size(tokens.head(0), "doc_id")
    with pytest.raises(UsageError, match="draws cannot be 0"):
        equal_size(tokens, "doc_id", draws=0)
    with pytest.raises(UsageError, match="most_words cannot be 0"):
        equal_size(tokens, "doc_id", most_words=0)


# The order of a dendrogram


def pairs_of(**values):
    rows = [(*name.split("_"), value) for name, value in values.items()]
    return pd.DataFrame(rows, columns=["a", "b", "jsd_bits"])


def test_a_tree_drawn_by_hand():
    """p and q at .1, r and s at .2; between the two the mean of .6 .8 .7 .5 is .65, and q and r are nearest across."""
    names, merges = cluster_order(pairs_of(p_q=0.1, r_s=0.2, p_r=0.6, p_s=0.8, q_s=0.7, q_r=0.5))
    assert names == ["p", "q", "r", "s"]
    expected = [
        [0, 1, 0, 0, 1, 0, 0.1, 2],
        [2, 3, 2, 0, 3, 0, 0.2, 2],
        [4, 5, 0.5, 0.1, 2.5, 0.2, 0.65, 4],
    ]
    columns = ["left", "right", "position_left", "height_left", "position_right", "height_right", "height", "n"]
    assert list(merges.columns) == columns and np.allclose(merges.to_numpy(), expected)


def test_two_groups_and_values_below_0():
    names, merges = cluster_order(pairs_of(y_x=-0.2))
    assert names == ["x", "y"] and merges.values.tolist() == [[0, 1, 0, 0, 1, 0, 0, 2]]


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_scipy_and_no_branch_crosses(seed):
    generator = np.random.default_rng(seed)
    names = [f"n{number}" for number in range(7)]
    values = generator.random(21).round(seed % 3 + 1)  # rounding makes ties
    pairs = pd.DataFrame({"a": [names[i] for i in np.triu_indices(7, 1)[0]], "b": [names[i] for i in np.triu_indices(7, 1)[1]]})
    pairs = pairs.assign(jsd_bits=values)
    got, merges = cluster_order(pairs)
    assert sorted(got) == names and got[0] < got[-1]
    assert merges["height"].tolist() == pytest.approx(hierarchy.linkage(values, "average")[:, 2].tolist())
    below = {number: [number] for number in range(7)}
    for number, row in enumerate(merges.itertuples(), start=7):
        below[number] = [*below[row.left], *below[row.right]]
        assert below[number] == list(range(min(below[number]), max(below[number]) + 1)) and row.n == len(below[number])
        assert row.position_left < row.position_right and max(row.height_left, row.height_right) <= row.height
    shuffled = pairs.sample(frac=1, random_state=seed).rename(columns={"a": "b", "b": "a"})
    again, same = cluster_order(shuffled)
    assert again == got
    pd.testing.assert_frame_equal(merges, same, check_exact=True)


def test_what_makes_no_tree():
    pairs = pairs_of(x_y=0.1, x_z=0.2, y_z=0.3)
    with pytest.raises(SchemaError, match="3 groups make 3 pairs, and there are 2 rows"):
        cluster_order(pairs.head(2))
    with pytest.raises(SchemaError, match="there are 4 rows"):
        cluster_order(pd.concat([pairs, pairs.head(1)]))
    with pytest.raises(SchemaError, match="'x' and 'z' has no jsd_bits"):
        cluster_order(pairs.assign(jsd_bits=[0.1, np.nan, 0.3]))
    with pytest.raises(SchemaError, match="less than two groups"):
        cluster_order(pairs.head(0))
    with pytest.raises(SchemaError, match="has no column 'excess_bits'"):
        cluster_order(pairs, "excess_bits")
    with pytest.raises(UsageError, match="no distance"):
        cluster_order(pairs.assign(cosine=0.5), "cosine")


def test_the_largest_groups_are_compared_as_though_there_were_no_others():
    generator = np.random.default_rng(5)
    sizes = {f"{'xyz'[n % 3]}{n}": 20 + 7 * (n % 3) for n in range(12)}
    tokens = tokens_from({doc: [" ".join(generator.choice(list("abcdefg"), size))] for doc, size in sizes.items()})
    tokens = sourced(tokens, {doc: doc[0] for doc in sizes})
    alone = equal_size(tokens[tokens["source"].isin(["y", "z"])], "source", draws=20)
    pd.testing.assert_frame_equal(equal_size(tokens, "source", draws=20, most_groups=2), alone)
    assert len(equal_size(tokens, "source", draws=2, most_groups=3)) == 3
