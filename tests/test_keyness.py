"""keyness.py: published values, SciPy as second opinion, parts against wholes, signs that turn when sides are swapped."""

import math

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, sourced, tokens_from
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import SchemaError, UsageError
from analysis.measure.contingency import chi2_p, false_discovery_rate
from analysis.measure.counts import count_terms, join_articles
from analysis.measure.keyness import compare, keyness, keyness_by, log_odds_z, smallest_p, verdict


def counts(**n):
    table = pd.DataFrame({"term": list(n), "n": list(n.values()), "n_articles": 1}).astype({"term": "str", "n": "int64"})
    return table.assign(rate_per_1000=0.0)


def test_g2_published_by_quanteda():
    """The two-term form, which counts the term and not the other words, would give 6.931472."""
    one = keyness(counts(term=10), counts(term=5), 100, 200).iloc[0]
    other = keyness(counts(term=5), counts(term=10), 200, 100).iloc[0]
    assert (round(one["g2"], 6), round(other["g2"], 6)) == (7.329812, -7.329812)
    assert (one["log2_ratio"], other["log2_ratio"]) == (2, -2)


QUICK = ["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "pig"]
LAZIER = ["the", "lazy", "purple", "pig", "jumps", "over", "the", "lazier", "donkey"]
SIGNS = {**dict.fromkeys(["brown", "fox", "quick"], 1), **dict.fromkeys(["donkey", "lazier", "purple"], -1)}


@pytest.mark.parametrize(("variance_terms", "z"), [(2, 0.6894227886807968), (4, 0.685784445131469)])
def test_z_published_by_fightin_words(variance_terms, z):
    """The published value has a variance of two terms; that of four terms, which the tables show, was worked out by hand from it."""
    words = sorted({*QUICK, *LAZIER})
    n_a, n_b = (np.array([side.count(word) for word in words]) for side in (QUICK, LAZIER))
    got = log_odds_z(n_a, n_b, 9, 9, np.full(len(words), 0.05), 0.05 * len(words), variance_terms)
    assert got.tolist() == pytest.approx([SIGNS.get(word, 0) * z for word in words], abs=1e-12)


def test_z_of_the_table_has_four_terms():
    sides = [count_terms(tokens_from({"d": [" ".join(side)]})) for side in (QUICK, LAZIER)]
    got = keyness(*sides, 9, 9, prior=0.05).set_index("term")["z"]
    assert (
        got["quick"] == pytest.approx(0.685784445131469) and got["the"] == 0 and got["donkey"] == pytest.approx(-got["quick"])
    )


P_ADJUST = [  # p, q of R's p.adjust(method = "BH")
    (0.0001, 0.0015),
    (0.0004, 0.003),
    (0.0019, 0.0095),
    (0.0095, 0.035625),
    (0.0201, 0.0603),
    (0.0278, 0.06385714),
    (0.0298, 0.06385714),
    (0.0344, 0.0645),
    (0.0459, 0.0765),
    (0.3240, 0.486),
    (0.4262, 0.58118182),
    (0.5719, 0.714875),
    (0.6528, 0.75323077),
    (0.7590, 0.81321429),
    (1.0, 1.0),
]


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
def test_q_published_by_r(order):
    p, q = np.array(P_ADJUST)[order].T
    assert false_discovery_rate(p).tolist() == pytest.approx(q.tolist(), abs=5e-9)


@MADE_UP
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_q_agrees_with_scipy(p):
    assert false_discovery_rate(np.array(p)).tolist() == pytest.approx(stats.false_discovery_control(p).tolist(), abs=1e-12)


@MADE_UP
@given(st.lists(st.floats(0, 2000), min_size=1, max_size=20))
def test_p_agrees_with_scipy(g2):
    assert chi2_p(np.array(g2)).tolist() == pytest.approx(stats.chi2.sf(g2, 1).tolist(), rel=1e-9, abs=1e-300)


def test_a_table_by_hand():
    """A: 3 of 6 words are war, 3 peace. B: 1 of 4 is war, 3 talks."""
    got = keyness(counts(war=3, peace=3), counts(war=1, talks=3), 6, 4).set_index("term")
    assert got[["n_a", "n_b", "n_articles_a", "n_articles_b"]].loc["peace"].tolist() == [3, 0, 1, 0]
    assert got["rate_per_1000_a"].to_dict() == {"talks": 0, "peace": 500, "war": 500}
    assert got["log2_ratio"].loc[["war", "peace", "talks"]].tolist() == pytest.approx(
        [1, math.log2((3.5 / 6) / (0.5 / 4)), math.log2((0.5 / 6) / (3.5 / 4))]
    )
    assert got["log2_ratio_adjusted"].to_dict() == {"talks": True, "peace": True, "war": False}
    assert got.index.tolist() == ["talks", "peace", "war"]
    # the informative prior: 1,000 words, of which war is 4 in 10, and so on
    delta = math.log(403 / (6 + 1000 - 403)) - math.log(401 / (4 + 1000 - 401))
    spread = 1 / 403 + 1 / 603 + 1 / 401 + 1 / 603
    assert got.loc["war", "z"] == pytest.approx(delta / math.sqrt(spread))


def test_ties_go_by_name():
    got = keyness(counts(b=1, d=1), counts(c=1, a=1), 2, 2)
    assert got["term"].tolist() == ["a", "b", "c", "d"]


def test_min_n_narrows_the_family_of_q_and_nothing_else():
    sides = counts(a=5, b=1), counts(a=1, b=1, c=9)
    whole, some = keyness(*sides, 10, 20), keyness(*sides, 10, 20, min_n=3)
    assert some["term"].tolist() == ["c", "a"]
    kept = whole[whole["term"].isin(["a", "c"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(some.drop(columns="q"), kept.drop(columns="q"))
    assert (some["q"] <= kept["q"]).all()


def test_a_corpus_of_one_word_has_no_odds():
    got = keyness(counts(a=3), counts(a=2), 3, 2)
    assert got["z"].isna().all() and got[["g2", "log2_ratio"]].values.tolist() == [[0, 0]] and got["q"].tolist() == [1]


TEXTS = {"a": ["war war peace"], "b": ["war talks"], "c": ["talks talks rain"], "d": ["rain sun"]}
SOURCES = {"a": "X", "b": "X", "c": "Y", "d": "Z"}


@pytest.fixture
def tokens():
    return sourced(tokens_from(TEXTS), SOURCES)


def selected(tokens, sources):
    part = tokens[tokens["source"].isin(sources)]
    return count_terms(part), len(part)


@pytest.mark.parametrize(("a", "b", "rest"), [("X", None, ["Y", "Z"]), ("X", "Y", ["Y"]), ("Z", "X", ["X"])])
def test_compare_agrees_with_counts_of_the_sides(tokens, a, b, rest):
    (counts_a, n_a), (counts_b, n_b) = selected(tokens, [a]), selected(tokens, rest)
    got = compare(tokens, "source", a, b)
    pd.testing.assert_frame_equal(got.drop(columns="verdict"), keyness(counts_a, counts_b, n_a, n_b))


def test_keyness_by_stacks_the_comparisons(tokens):
    got = keyness_by(tokens, "source", prior=0.1, min_n=2)
    assert got.columns[0] == "source" and got["source"].unique().tolist() == ["X", "Y", "Z"]
    for source, part in got.groupby("source"):
        expected = compare(tokens, "source", source, prior=0.1, min_n=2)
        pd.testing.assert_frame_equal(part.drop(columns="source").reset_index(drop=True), expected)


def test_groups_of_several_columns(tokens):
    by_two = compare(tokens, ["source", "doc_id"], ("X", "a"), ("Y", "c"))
    pd.testing.assert_frame_equal(by_two, compare(tokens, "doc_id", "a", "c"))


def test_an_article_on_both_sides_counts_once_on_each(tokens):
    """In b, one word is quoted; where the rest is several groups, an article counts once in it."""
    voice = np.where(tokens["doc_id"] == "b", np.where(tokens["term"] == "war", "quoted", "own"), "own")
    mixed = tokens.assign(voice=pd.Categorical(voice))
    got = compare(mixed, "voice", "quoted").set_index("term")
    assert got.loc["war", ["n_a", "n_b", "n_articles_a", "n_articles_b"]].tolist() == [1, 2, 1, 1]
    assert set(got["verdict"]) == {"descriptive"}
    lines = tokens_from({"d": ["x y", "x", "x z"], "e": ["x z"]})
    rest = compare(lines, "line", 1).set_index("term")
    assert rest.loc["x", ["n_a", "n_b", "n_articles_a", "n_articles_b"]].tolist() == [2, 2, 2, 1]


@MADE_UP
@given(CORPORA, st.sampled_from([None, 0.01, 5.0]))
def test_swapping_the_sides_turns_the_signs(corpus, prior):
    tokens = tokens_from(corpus)
    assume(tokens["doc_id"].nunique() > 1)
    a, b = sorted(corpus)[:2]
    one = compare(tokens, "doc_id", a, b, prior).set_index("term")
    other = compare(tokens, "doc_id", b, a, prior).set_index("term").loc[one.index]
    for name in ("g2", "log2_ratio", "z"):
        assert one[name].tolist() == pytest.approx((-other[name]).tolist(), abs=1e-9, nan_ok=True)
    assert one["q"].tolist() == pytest.approx(other["q"].tolist())
    assert one["n_a"].tolist() == other["n_b"].tolist()
    numbers = one.select_dtypes("number")
    assert not np.isinf(numbers).any(axis=None) and not numbers.drop(columns="z").isna().any(axis=None)
    higher = np.sign(one["rate_per_1000_a"] - one["rate_per_1000_b"])
    assert (np.sign(one["g2"].round(9)) * higher >= 0).all()
    assert (one["g2"].abs().diff().dropna() <= 1e-9).all()


@MADE_UP
@given(CORPORA)
def test_g2_agrees_with_scipy(corpus):
    tokens = tokens_from(corpus)
    assume(tokens["doc_id"].nunique() > 1)
    for row in keyness_by(tokens, "doc_id").itertuples():
        n_a = (tokens["doc_id"] == row.doc_id).sum()
        n_b = len(tokens) - n_a
        table = np.array([[row.n_a, n_a - row.n_a], [row.n_b, n_b - row.n_b]])
        if (table.sum(axis=0) > 0).all():
            expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
            assert abs(row.g2) == pytest.approx(expected.statistic, abs=1e-9)


@pytest.mark.parametrize(
    ("a", "b", "p", "word"), [(1, 4, 1 / 5, "descriptive"), (1, 19, 0.05, "indicative"), (3, 3, 0.05, "indicative")]
)
def test_smallest_p(a, b, p, word):
    assert smallest_p(a, b) == smallest_p(b, a) == pytest.approx(p)
    assert verdict(a, b) == word


def test_smallest_p_of_many_articles_is_not_an_error():
    assert smallest_p(10_000, 10_000) == 0.0


def test_five_articles_are_descriptive(tokens):
    assert set(compare(tokens, "source", "Z")["verdict"]) == {"descriptive"}
    many = tokens_from({f"d{i}": ["a b"] for i in range(20)})
    many = join_articles(many, pd.DataFrame({"doc_id": [f"d{i}" for i in range(20)], "source": ["X", "Y"] * 10}), "source")
    assert set(compare(many, "source", "X")["verdict"]) == {"indicative"}


def test_refusals(tokens):
    with pytest.raises(SchemaError, match=r"'W' has no words\. There are: X, Y, Z"):
        compare(tokens, "source", "W")
    with pytest.raises(SchemaError, match="nothing to be compared with"):
        compare(tokens, "source", "X", "X")
    alone = tokens[tokens["source"] == "X"]
    with pytest.raises(SchemaError, match="nothing to be compared with"):
        compare(alone, "source", "X")
    with pytest.raises(SchemaError, match="only one group"):
        keyness_by(alone, "source")
    with pytest.raises(SchemaError, match="'tokens' has no row"):
        compare(tokens.head(0), "source", "X")
    with pytest.raises(SchemaError, match="side B has 0 words"):
        keyness(counts(a=1), counts(), 1, 0)
    with pytest.raises(SchemaError, match="side A has 2 words and 3 occurrences"):
        keyness(counts(a=3), counts(a=1), 2, 1)
    with pytest.raises(SchemaError, match="side A hold a term twice"):
        keyness(pd.concat([counts(a=1), counts(a=1)]), counts(a=1), 2, 1)
    with pytest.raises(SchemaError, match="0 against 3"):
        smallest_p(0, 3)
    with pytest.raises(UsageError, match="variance of 3 terms"):
        log_odds_z(np.array([1]), np.array([1]), 2, 2, np.array([1]), 1, 3)


@pytest.mark.parametrize("prior", [0, -1.0, math.nan, math.inf])
def test_impossible_priors(prior):
    with pytest.raises(UsageError, match="prior"):
        keyness(counts(a=1), counts(a=1), 2, 2, prior=prior)
