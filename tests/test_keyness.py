"""keyness.py: published values, SciPy as second opinion, parts against wholes, signs that turn when sides are swapped."""

import math

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, sourced, tokens_from
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from analysis.errors import SchemaError, UsageError
from analysis.measure.comparing.contingency import chi2_p, false_discovery_rate, log2_ratio_bound
from analysis.measure.comparing.keyness import keyness, keyness_of_counts, log_odds_z, smallest_p, verdict
from analysis.measure.counting.counts import count_terms, join_articles
from analysis.measure.uncertainty.exchange import Articles, permutation_p
from analysis.measure.uncertainty.intervals import with_intervals

BY_ARTICLES = ["log2_ratio_articles_low", "log2_ratio_articles_high", "p_articles", "sign_flips", "turned_by", "verdict"]


def counts(**n):
    table = pd.DataFrame({"term": list(n), "n": list(n.values()), "n_articles": 1}).astype({"term": "str", "n": "int64"})
    return table.assign(rate_per_1000=0.0)


def test_g2_published_by_quanteda():
    """The two-term form, which counts the term and not the other words, would give 6.931472."""
    one = keyness_of_counts(counts(term=10), counts(term=5), 100, 200).iloc[0]
    other = keyness_of_counts(counts(term=5), counts(term=10), 200, 100).iloc[0]
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
    got = keyness_of_counts(*sides, 9, 9, prior=0.05).set_index("term")["z"]
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
    got = keyness_of_counts(counts(war=3, peace=3), counts(war=1, talks=3), 6, 4).set_index("term")
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
    got = keyness_of_counts(counts(b=1, d=1), counts(c=1, a=1), 2, 2)
    assert got["term"].tolist() == ["a", "b", "c", "d"]


def test_min_n_narrows_the_families_and_nothing_else():
    sides = counts(a=50, b=1), counts(a=10, b=1, c=90)
    whole, some = keyness_of_counts(*sides, 100, 200), keyness_of_counts(*sides, 100, 200, min_n=3)
    assert some["term"].tolist() == ["c", "a"]
    kept = whole[whole["term"].isin(["a", "c"])].reset_index(drop=True)
    family = ["q", "log2_ratio_low"]
    pd.testing.assert_frame_equal(some.drop(columns=family), kept.drop(columns=family))
    assert (some["q"] <= kept["q"]).all() and (some["log2_ratio_low"].abs() >= kept["log2_ratio_low"].abs()).all()
    assert some["log2_ratio_low"].abs().sum() > kept["log2_ratio_low"].abs().sum()


def test_a_corpus_of_one_word_has_no_odds():
    got = keyness_of_counts(counts(a=3), counts(a=2), 3, 2)
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
def test_keyness_agrees_with_counts_of_the_sides(tokens, a, b, rest):
    (counts_a, n_a), (counts_b, n_b) = selected(tokens, [a]), selected(tokens, rest)
    got = keyness(tokens, "source", a, b)
    assert got.pop("source").tolist() == [a] * len(got)
    pd.testing.assert_frame_equal(got.drop(columns=BY_ARTICLES), keyness_of_counts(counts_a, counts_b, n_a, n_b))


def test_every_group_in_turn_is_a_block_of_rows(tokens):
    got = keyness(tokens, "source", prior=0.1, min_n=2)
    assert got.columns[0] == "source" and got["source"].unique().tolist() == ["X", "Y", "Z"]
    for source, part in got.groupby("source"):
        expected = keyness(tokens, "source", source, prior=0.1, min_n=2)
        pd.testing.assert_frame_equal(part.reset_index(drop=True), expected)


def test_all_three_forms_have_the_same_columns_and_types(tokens):
    forms = [keyness(tokens, "source", *sides) for sides in ((), ("X",), ("X", "Y"))]
    assert all(form.dtypes.equals(forms[0].dtypes) for form in forms)


def test_groups_of_several_columns(tokens):
    by_two, by_one = keyness(tokens, ["source", "doc_id"], ("X", "a"), ("Y", "c")), keyness(tokens, "doc_id", "a", "c")
    assert set(by_two.pop("source")) == {"X"} and set(by_two["doc_id"]) == {"a"}
    pd.testing.assert_frame_equal(by_two, by_one)


def test_an_article_on_both_sides_counts_once_on_each(tokens):
    """In b, one word is quoted; where the rest is several groups, an article counts once in it."""
    voice = np.where(tokens["doc_id"] == "b", np.where(tokens["term"] == "war", "quoted", "outside"), "outside")
    mixed = tokens.assign(voice=pd.Categorical(voice))
    got = keyness(mixed, "voice", "quoted").set_index("term")
    assert got.loc["war", ["n_a", "n_b", "n_articles_a", "n_articles_b"]].tolist() == [1, 2, 1, 1]
    assert set(got["verdict"]) == {"descriptive"}
    assert got[BY_ARTICLES[:-1]].isna().all(axis=None)  # there are no whole articles to exchange
    lines = tokens_from({"d": ["x y", "x", "x z"], "e": ["x z"]})
    rest = keyness(lines, "line", 1).set_index("term")
    assert rest.loc["x", ["n_a", "n_b", "n_articles_a", "n_articles_b"]].tolist() == [2, 2, 2, 1]


@MADE_UP
@given(CORPORA, st.sampled_from([None, 0.01, 5.0]))
def test_swapping_the_sides_turns_the_signs(corpus, prior):
    tokens = tokens_from(corpus)
    assume(tokens["doc_id"].nunique() > 1)
    a, b = sorted(corpus)[:2]
    one = keyness(tokens, "doc_id", a, b, prior=prior).set_index("term")
    other = keyness(tokens, "doc_id", b, a, prior=prior).set_index("term").loc[one.index]
    for name in ("g2", "log2_ratio", "log2_ratio_low", "z"):
        assert one[name].tolist() == pytest.approx((-other[name]).tolist(), abs=1e-9, nan_ok=True)
    assert one["q"].tolist() == pytest.approx(other["q"].tolist())
    assert one["n_a"].tolist() == other["n_b"].tolist()
    numbers = one.select_dtypes("number").drop(columns=BY_ARTICLES[:4])
    assert not np.isinf(numbers).any(axis=None) and not numbers.drop(columns="z").isna().any(axis=None)
    higher = np.sign(one["rate_per_1000_a"] - one["rate_per_1000_b"])
    assert (np.sign(one["g2"].round(9)) * higher >= 0).all()
    assert (one["g2"].abs().diff().dropna() <= 1e-9).all()


@MADE_UP
@given(CORPORA)
def test_g2_agrees_with_scipy(corpus):
    tokens = tokens_from(corpus)
    assume(tokens["doc_id"].nunique() > 1)
    for row in keyness(tokens, "doc_id").itertuples():
        n_a = (tokens["doc_id"] == row.doc_id).sum()
        n_b = len(tokens) - n_a
        table = np.array([[row.n_a, n_a - row.n_a], [row.n_b, n_b - row.n_b]])
        if (table.sum(axis=0) > 0).all():
            expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
            assert abs(row.g2) == pytest.approx(expected.statistic, abs=1e-9)


@pytest.mark.parametrize(
    ("a", "b", "p", "word"),
    [(1, 4, 1 / 5, "descriptive"), (1, 19, 0.05, "indicative"), (3, 3, 2 / 20, "descriptive"), (4, 4, 2 / 70, "indicative")],
)
def test_smallest_p(a, b, p, word):
    assert smallest_p(a, b) == smallest_p(b, a) == pytest.approx(p)
    assert verdict(a, b) == word


def test_smallest_p_of_many_articles_is_not_an_error():
    assert smallest_p(10_000, 10_000) == 0.0


def test_five_articles_are_descriptive(tokens):
    assert set(keyness(tokens, "source", "Z")["verdict"]) == {"descriptive"}


def two_sides(texts_x, texts_y):
    names = [f"x{number}" for number in range(len(texts_x))] + [f"y{number}" for number in range(len(texts_y))]
    tokens = tokens_from({name: [text] for name, text in zip(names, [*texts_x, *texts_y], strict=True)})
    return join_articles(tokens, pd.DataFrame({"doc_id": names, "source": [name[0].upper() for name in names]}), "source")


@pytest.mark.parametrize(("n_x", "n_y", "word"), [(10, 10, "testable"), (9, 30, "indicative"), (2, 2, "descriptive")])
def test_a_verdict_for_each_row(n_x, n_y, word):
    """All of X have war; sun is in one of X's articles alone, so one article makes the difference."""
    tokens = two_sides(["war peace sun"] + ["war peace"] * (n_x - 1), ["peace rain"] * n_y)
    got = keyness(tokens, "source", "X").set_index("term")
    assert got.loc[["war", "rain"], "verdict"].tolist() == [word] * 2
    assert got.loc["sun", ["sign_flips", "turned_by"]].tolist() == [1, "x0"]
    assert got.loc["sun", "verdict"] == ("indicative" if word == "testable" else word)
    assert got.loc["war", "sign_flips"] == 0 and pd.isna(got.loc["war", "turned_by"])


LOG2_RATIO_LOW = [
    (20, 0, 100, 200),
    (0, 20, 100, 200),
    (30, 10, 1000, 1000),
    (10, 5, 100, 100),
    (7, 90, 5000, 9000),
    (1, 0, 9, 9),
]


@pytest.mark.parametrize(("n_a", "n_b", "total_a", "total_b"), LOG2_RATIO_LOW)
@pytest.mark.parametrize("family", [1, 50])
def test_log2_ratio_low_agrees_with_scipys_exact_interval(n_a, n_b, total_a, total_b, family):
    """The share of A in n_a + n_b has a Clopper-Pearson interval; both of its ends as log2 ratios, or 0 where they enclose it."""
    interval = stats.binomtest(n_a, n_a + n_b).proportion_ci(1 - 0.05 / family, "exact")
    low, high = (math.log2(t / (1 - t) * total_b / total_a) if 0 < t < 1 else math.inf * (t - 0.5) for t in interval)
    expected = low if low > 0 else high if high < 0 else 0
    got = log2_ratio_bound(np.array([n_a]), np.array([n_b]), total_a, total_b, family)
    assert got.tolist() == pytest.approx([expected], rel=1e-9)


def test_log2_ratio_low_is_a_bound_for_all_rows_at_once():
    got = keyness_of_counts(counts(a=50, b=3), counts(a=5, c=40), 1000, 1000).set_index("term")
    alone = log2_ratio_bound(np.array([50]), np.array([5]), 1000, 1000, 3)[0]
    assert got.loc["a", "log2_ratio_low"] == pytest.approx(alone) and 0 < alone < got.loc["a", "log2_ratio"]
    assert got.loc["b", "log2_ratio_low"] == 0 and not np.signbit(got.loc["b", "log2_ratio_low"])
    assert got.loc["c", "log2_ratio"] < got.loc["c", "log2_ratio_low"] < 0


def test_columns_of_articles_by_hand():
    """war: 6 of 12 words in X, 1 of 10 in Y. Of the ten ways to choose two of five articles, x0 and x1 have most war."""
    texts_x = ["war war war peace rain sun", "war war war sun sun sun"]
    got = keyness(two_sides(texts_x, ["sun sun sun sun", "war sun sun sun", "rain sun"]), "source", "X").set_index("term")
    assert got.loc["war", "p_articles"] == pytest.approx(1 / 10)
    assert got.loc["rain", "log2_ratio"] == pytest.approx(math.log2((1 / 12) / (1 / 10)))
    assert got.loc["rain", ["sign_flips", "turned_by"]].tolist() == [2, "x1, y2"]  # 1:6 without x1; 0 in Y without y2


def test_intervals_of_the_log2_ratio_are_put_together_from_those_of_the_rates():
    tokens = two_sides(["war war rain", "war peace sun sun", "war sun"], ["war rain rain rain", "sun sun peace", "war sun"])
    got = keyness(tokens, "source", "X").set_index("term")
    rates = with_intervals(count_terms(tokens, "source"), tokens, "source").set_index(["source", "term"])
    x, y = rates.loc[("X", "war")], rates.loc[("Y", "war")]
    below = math.hypot(
        math.log2(x["rate_per_1000"] / x["rate_per_1000_low"]), math.log2(y["rate_per_1000_high"] / y["rate_per_1000"])
    )
    above = math.hypot(
        math.log2(x["rate_per_1000_high"] / x["rate_per_1000"]), math.log2(y["rate_per_1000"] / y["rate_per_1000_low"])
    )
    ratio = got.loc["war", "log2_ratio"]
    assert got.loc["war", BY_ARTICLES[:2]].tolist() == pytest.approx([ratio - below, ratio + above])


def test_what_articles_cannot_say_is_missing(tokens):
    """One article a side: nothing can be left out; two against one, and a term that one side lacks: no interval."""
    single = keyness(tokens, "doc_id", "a", "c")
    assert single[[*BY_ARTICLES[:2], "sign_flips", "turned_by"]].isna().all(axis=None)
    assert (single["p_articles"] == 1).all()
    pair = keyness(tokens, "source", "X", "Y")
    assert pair[BY_ARTICLES[:2]].isna().all(axis=None) and pair["sign_flips"].notna().all()
    texts = ["war sun", "war sun"], ["sun rain", "sun rain"]
    lacking = keyness(two_sides(*texts), "source", "X").set_index("term")
    assert lacking.loc[["war", "rain"], BY_ARTICLES[:2]].isna().all(axis=None)
    assert lacking["log2_ratio_adjusted"].to_dict() == {"war": True, "rain": True, "sun": False}
    assert lacking.loc["sun", BY_ARTICLES[:2]].notna().all()


def test_only_checked_terms_are_exchanged():
    tokens = two_sides(["war war peace sun"] * 4, ["sun rain talks"] * 4)
    whole, some = keyness(tokens, "source", "X"), keyness(tokens, "source", "X", checked=2)
    assert whole["p_articles"].notna().all() and some["p_articles"].notna().tolist() == [True, True, False, False, False]
    pd.testing.assert_frame_equal(some.head(2), whole.head(2))
    others = [name for name in whole.columns if name not in ("p_articles", "turned_by")]
    pd.testing.assert_frame_equal(some[others], whole[others])


def test_p_articles_is_that_of_the_terms_own_counts():
    random = np.random.default_rng(4)
    texts = [" ".join(random.choice(["war", "sun", "rain", "peace"], size=random.integers(3, 20))) for _ in range(24)]
    tokens = two_sides(texts[:12], texts[12:])
    got = keyness(tokens, "source", "X", draws=199, seed=7).set_index("term")
    table = tokens.groupby(["term", "doc_id"], observed=True).size().unstack(fill_value=0)
    in_x = table.columns.astype(str).str.startswith("x")
    one = Articles(csr_array(table.to_numpy()), table.sum().to_numpy(), np.asarray(in_x), np.asarray(table.columns.astype(str)))
    expected = dict(zip(table.index, permutation_p(one, draws=199, seed=7), strict=True))
    assert got["p_articles"].to_dict() == pytest.approx(expected)
    assert (got["p_articles"] * 200).round(9).mod(1).eq(0).all()
    other = keyness(tokens, "source", "X", draws=199, seed=8).set_index("term")
    assert other["p_articles"].tolist() != got["p_articles"].tolist()


FOUR = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from("abcd"), min_size=1, max_size=9).map(" ".join) for name in "defghi"}
)


@MADE_UP
@given(FOUR)
def test_swapping_the_sides_mirrors_what_the_articles_say(texts):
    values = list(texts.values())
    tokens = two_sides(values[:3], values[3:])
    one = keyness(tokens, "source", "X", "Y").set_index("term")
    other = keyness(tokens, "source", "Y", "X").set_index("term").loc[one.index]
    low, high = "log2_ratio_articles_low", "log2_ratio_articles_high"
    assert one[low].tolist() == pytest.approx((-other[high]).tolist(), nan_ok=True)
    assert one[high].tolist() == pytest.approx((-other[low]).tolist(), nan_ok=True)
    for name in ("p_articles", "sign_flips", "verdict"):
        assert one[name].tolist() == other[name].tolist()
    assert one["turned_by"].fillna("").tolist() == other["turned_by"].fillna("").tolist()
    assert not np.isinf(one.select_dtypes("number").astype(float)).any(axis=None)
    known = one.dropna(subset=[low, high])
    assert known["log2_ratio"].between(known[low] - 1e-9, known[high] + 1e-9).all()
    assert one["p_articles"].between(smallest_p(3, 3) - 1e-9, 1).all()


@MADE_UP
@given(FOUR)
def test_copies_of_all_articles_double_the_counts_and_nothing_else(texts):
    values = list(texts.values())
    one = keyness(two_sides(values[:3], values[3:]), "source", "X").set_index("term")
    two = keyness(two_sides(values[:3] * 2, values[3:] * 2), "source", "X").set_index("term").loc[one.index]
    for name in ("n_a", "n_b", "n_articles_a", "n_articles_b", "g2"):
        assert (2 * one[name]).tolist() == pytest.approx(two[name].tolist(), abs=1e-9)
    sure = one["log2_ratio_adjusted"] == 0
    for name in ("rate_per_1000_a", "rate_per_1000_b"):
        assert one[name].tolist() == pytest.approx(two[name].tolist())
    assert one.loc[sure, "log2_ratio"].tolist() == pytest.approx(two.loc[sure, "log2_ratio"].tolist())
    assert (two["log2_ratio_low"].abs() >= one["log2_ratio_low"].abs()).all()


@MADE_UP
@given(FOUR, st.randoms(use_true_random=False))
def test_the_order_of_words_is_nothing(texts, random):
    values = list(texts.values())
    tokens = two_sides(values[:2], values[2:])
    rows = list(range(len(tokens)))
    random.shuffle(rows)
    pd.testing.assert_frame_equal(keyness(tokens.iloc[rows], "source"), keyness(tokens, "source"))


def test_refusals(tokens):
    with pytest.raises(SchemaError, match=r"'W' has no words\. There are: 'X', 'Y', 'Z'"):
        keyness(tokens, "source", "W")
    with pytest.raises(SchemaError, match="nothing to be compared with"):
        keyness(tokens, "source", "X", "X")
    alone = tokens[tokens["source"] == "X"]
    with pytest.raises(SchemaError, match="nothing to be compared with"):
        keyness(alone, "source", "X")
    with pytest.raises(SchemaError, match="only one group"):
        keyness(alone, "source")
    with pytest.raises(UsageError, match="no `a` to compare with it"):
        keyness(tokens, "source", b="X")
    with pytest.raises(SchemaError, match=r"the table 'tokens' has no column 'sorce'\. Nearest: 'source'"):
        keyness(tokens, "sorce")
    with pytest.raises(SchemaError, match="'tokens' has no row"):
        keyness(tokens.head(0), "source", "X")
    with pytest.raises(SchemaError, match="side B has 0 words"):
        keyness_of_counts(counts(a=1), counts(), 1, 0)
    with pytest.raises(SchemaError, match="side A has 2 words and 3 occurrences"):
        keyness_of_counts(counts(a=3), counts(a=1), 2, 1)
    with pytest.raises(SchemaError, match="side A hold a term twice"):
        keyness_of_counts(pd.concat([counts(a=1), counts(a=1)]), counts(a=1), 2, 1)
    with pytest.raises(SchemaError, match="0 against 3"):
        smallest_p(0, 3)
    with pytest.raises(UsageError, match="variance of 3 terms"):
        log_odds_z(np.array([1]), np.array([1]), 2, 2, np.array([1]), 1, 3)


@pytest.mark.parametrize("options", [{"draws": 0}, {"checked": 0}, {"draws": -5}])
def test_nothing_to_exchange(tokens, options):
    with pytest.raises(UsageError, match=f"{next(iter(options))} cannot be|too few"):
        keyness(tokens, "source", "X", **options)


@pytest.mark.parametrize("prior", [0, -1.0, math.nan, math.inf])
def test_impossible_priors(prior):
    with pytest.raises(UsageError, match="prior"):
        keyness_of_counts(counts(a=1), counts(a=1), 2, 2, prior=prior)


@pytest.mark.parametrize("by", ["source", "voice"])
def test_the_first_rows_of_each_block_are_those_of_the_whole_table(by):
    draw = np.random.default_rng(4)
    made = {
        f"{side}{number}": [" ".join(draw.choice(list("abcdefghijklm"), 30)) + "."] for side in "xyz" for number in range(4)
    }
    tokens = sourced(tokens_from(made), {name: name[0] for name in made})
    tokens["voice"] = np.where(np.arange(len(tokens)) % 3, "outside", "quoted")
    whole, first = keyness(tokens, by, min_n=2), keyness(tokens, by, min_n=2, most_rows=4)
    expected = whole.groupby(by, sort=False, observed=True).head(4).reset_index(drop=True)
    pd.testing.assert_frame_equal(first, expected, check_exact=True)
