"""intervals.py: each kind of table against ratios put together by hand, what is missing where, and tables of other words."""

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, dictionary_from, sourced, tokens_from
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import SchemaError, UsageError
from analysis.measure.counting.counts import count_ngrams, count_terms
from analysis.measure.counting.voices import voice_shares
from analysis.measure.dictionary.patterns import match_dictionary
from analysis.measure.dictionary.topics import count_topics
from analysis.measure.dictionary.wording import count_wording
from analysis.measure.uncertainty.intervals import with_intervals
from analysis.measure.uncertainty.jackknife import MOST_UNITS, Sums, jackknife, ratio_interval

TEXTS = {
    "a": ["# war", "the war goes on. peace talks and war in Kiev", "rain in Kyiv", "talks"],
    "b": ["# sun", "peace talks in Kyiv", "it rains today"],
    "c": ["# war", "war and war and peace", "the sun"],
    "d": ["the sun of Kyiv"],
}
SOURCES = {"a": "X", "b": "X", "c": "X", "d": "Y"}
TOPICS = dictionary_from({"war": ["war"], "talks": ["peace talks", "talks"], "space": ["moon"]})
WORDING = dictionary_from({"capital": {"Kiev": ["kiev"], "Kyiv": ["kyiv"], "_other": ["the sun"]}, "moon": {"Moon": ["moon"]}})


@pytest.fixture
def tokens():
    table = sourced(tokens_from(TEXTS), SOURCES)
    quoted = table["term"].isin(["peace", "talks"])
    return table.assign(
        voice=pd.Categorical(np.where(quoted, "quoted", "outside"), categories=["outside", "reported", "quoted"])
    )


def by_hand(x, n, ends=False):
    """Bounds for one ratio, of counts by article."""
    there = np.flatnonzero(n)
    units = np.arange(len(x))
    zeros = np.zeros(len(x), dtype=int)
    ratios = jackknife(Sums(zeros, units, np.array(x)), Sums(zeros[there], there, np.array(n)[there]), np.array([0]))
    return [float(bound[0]) for bound in ratio_interval(ratios, ends=ends)]


X_WORDS = [15, 8, 8]  # of articles a, b, c


def bounds(table, column):
    return table[[f"{column}_low", f"{column}_high"]].to_numpy()


def test_terms(tokens):
    got = with_intervals(count_terms(tokens, "source"), tokens, "source").set_index(["source", "term"])
    expected = [1000 * bound for bound in by_hand([3, 0, 3], X_WORDS)]
    assert bounds(got.loc[[("X", "war")]], "rate_per_1000").tolist() == [pytest.approx(expected)]
    assert got.loc["Y", ["rate_per_1000_low", "rate_per_1000_high"]].isna().all(axis=None)  # one article
    names = ["n", "n_articles", "rate_per_1000", "rate_per_1000_low", "rate_per_1000_high"]
    assert list(got.columns) == names


def test_runs_of_words(tokens):
    got = with_intervals(count_ngrams(tokens, "source", n=2), tokens, "source").set_index(["source", "term"])
    expected = [1000 * bound for bound in by_hand([1, 1, 0], X_WORDS)]
    assert bounds(got.loc[[("X", "peace talks")]], "rate_per_1000").tolist() == [pytest.approx(expected)]
    both = pd.concat([count_terms(tokens), count_ngrams(tokens, n=2)])
    with pytest.raises(UsageError, match="runs of 1, 2 words"):
        with_intervals(both, tokens)


def test_topics(tokens):
    mentions = match_dictionary(tokens, TOPICS)
    got = with_intervals(count_topics(tokens, mentions, "source"), tokens, "source", mentions=mentions).set_index(
        ["source", "topic"]
    )
    talks = got.loc[[("X", "talks")]]
    assert bounds(talks, "rate_per_1000").tolist() == [pytest.approx([1000 * b for b in by_hand([2, 1, 0], X_WORDS)])]
    assert bounds(talks, "share_paragraphs").tolist() == [pytest.approx(by_hand([2, 1, 0], [3, 2, 2], ends=True))]
    space = got.loc[("X", "space")]
    assert np.isnan([space["rate_per_1000_low"], space["rate_per_1000_high"]]).all()
    assert space["share_paragraphs_low"] == 0 and 0 < space["share_paragraphs_high"] < 1
    assert space["share_paragraphs_high"] == pytest.approx(
        1 - 0.025 ** (17 / 49)
    )  # 3, 2 and 2 paragraphs weigh as 49/17 articles
    assert got.columns.tolist()[:5] == ["n", "n_articles", "rate_per_1000", "rate_per_1000_low", "rate_per_1000_high"]
    assert got.columns.tolist()[5:] == ["n_paragraphs", "share_paragraphs", "share_paragraphs_low", "share_paragraphs_high"]


def test_wording(tokens):
    """Kiev 1 of 2 in a, 0 of 1 in b; c does not name the capital, and is no unit."""
    mentions = match_dictionary(tokens, WORDING)
    wording = count_wording(tokens, mentions, WORDING, "source")
    got = with_intervals(wording, tokens, "source", mentions=mentions).set_index(["source", "variant"])
    assert bounds(got.loc[[("X", "Kiev")]], "share").tolist() == [pytest.approx(by_hand([1, 0], [2, 1], ends=True))]
    assert got.loc[("X", "Moon"), ["share", "share_low", "share_high"]].isna().all()
    assert got.loc["Y", ["share_low", "share_high"]].isna().all(axis=None)
    some = wording[wording["variant"] == "Kyiv"]
    assert bounds(with_intervals(some, tokens, "source", mentions=mentions), "share")[0].tolist() == pytest.approx(
        by_hand([1, 1], [2, 1], ends=True)
    )


def test_voices(tokens):
    got = with_intervals(voice_shares(tokens, "source"), tokens, "source").set_index("source")
    assert bounds(got, "share_quoted")[0].tolist() == pytest.approx(by_hand([3, 2, 1], X_WORDS, ends=True))
    assert got.loc["Y", ["share_quoted_low", "share_quoted_high"]].isna().all()
    alone = with_intervals(voice_shares(tokens), tokens)
    assert bounds(alone, "share_quoted")[0].tolist() == pytest.approx(by_hand([3, 2, 1, 0], [*X_WORDS, 4], ends=True))


def test_groups_that_share_articles(tokens):
    """In X's article a, the quoted words are another group's: its paragraphs and words are counted in each."""
    mentions = match_dictionary(tokens, TOPICS)
    got = with_intervals(count_topics(tokens, mentions, "voice"), tokens, "voice", mentions=mentions).set_index(
        ["voice", "topic"]
    )
    quoted = got.loc[[("quoted", "talks")]]
    assert bounds(quoted, "rate_per_1000").tolist() == [pytest.approx([1000 * b for b in by_hand([2, 1, 0], [3, 2, 1])])]
    assert bounds(quoted, "share_paragraphs").tolist() == [pytest.approx(by_hand([2, 1, 0], [2, 1, 1], ends=True))]


def test_large_groups_go_by_bucket():
    """300 articles of one source: fewer than 257 units, and much the same interval as with each article left out."""
    random = np.random.default_rng(0)
    texts = {f"d{number}": ["war " * random.poisson(random.gamma(0.5, 4)) + "peace " * 20] for number in range(300)}
    tokens = tokens_from(texts)
    counts = count_terms(tokens)
    got = with_intervals(counts, tokens).set_index("term").loc["war"]
    by_article = tokens.assign(war=tokens["term"] == "war").groupby("doc_id", observed=True)["war"].agg(["sum", "size"])
    low, high = (1000 * bound for bound in by_hand(by_article["sum"].to_numpy(), by_article["size"].to_numpy()))
    width = got["rate_per_1000_high"] - got["rate_per_1000_low"]
    assert len(texts) > MOST_UNITS and width == pytest.approx(high - low, rel=0.25) and width != pytest.approx(high - low)
    pairs = with_intervals(count_ngrams(tokens, n=2), tokens).set_index("term").loc["war war"]
    assert pairs["rate_per_1000_low"] < pairs["rate_per_1000"] < pairs["rate_per_1000_high"]


@MADE_UP
@given(CORPORA, st.integers(1, 3), st.randoms(use_true_random=False))
def test_rates_lie_within_and_the_order_of_words_is_nothing(corpus, n, random):
    tokens = sourced(tokens_from(corpus), {"d1": "X", "d2": "X", "d3": "X", "d4": "Y"})
    counts = count_ngrams(tokens, "source", n=n)
    got = with_intervals(counts, tokens, "source")
    pd.testing.assert_frame_equal(got.drop(columns=["rate_per_1000_low", "rate_per_1000_high"]), counts)
    known = got.dropna()
    assert known["rate_per_1000"].between(known["rate_per_1000_low"], known["rate_per_1000_high"]).all()
    assert (known["rate_per_1000_low"] >= 0).all() and (known["rate_per_1000_high"] <= 1000).all()
    articles = tokens.groupby("source", observed=True)["doc_id"].nunique()
    assert set(got["source"].astype(str)) - set(known["source"].astype(str)) <= set(articles[articles < 2].index)
    rows = list(range(len(tokens)))
    random.shuffle(rows)
    pd.testing.assert_frame_equal(with_intervals(counts, tokens.iloc[rows], "source"), got)
    back = got.iloc[::-1]
    pd.testing.assert_frame_equal(with_intervals(counts.iloc[::-1], tokens, "source"), back)


@MADE_UP
@given(CORPORA)
def test_copies_of_all_articles_narrow_the_interval(corpus):
    """Twice the articles, the same rates."""
    tokens = tokens_from(corpus)
    twice = tokens_from({**corpus, **{f"{name}-again": lines for name, lines in corpus.items()}})
    one, two = with_intervals(count_terms(tokens), tokens), with_intervals(count_terms(twice), twice)
    assert two["n"].tolist() == (2 * one["n"]).tolist() and two["term"].tolist() == one["term"].tolist()
    assert two["rate_per_1000"].tolist() == pytest.approx(one["rate_per_1000"].tolist())
    if tokens["doc_id"].nunique() > 1:
        width = [side["rate_per_1000_high"] - side["rate_per_1000_low"] for side in (one, two)]
        assert (width[1] <= width[0] + 1e-9).all()


def test_level_and_second_call(tokens):
    counts = count_terms(tokens, "source")
    one = with_intervals(counts, tokens, "source")
    wide = with_intervals(one, tokens, "source", level=0.99)
    assert list(wide.columns) == list(one.columns)
    known = one["rate_per_1000_low"].notna()
    assert known.any() and (wide["rate_per_1000_high"] > one["rate_per_1000_high"])[known].all()


def test_a_table_without_rows(tokens):
    got = with_intervals(count_terms(tokens).head(0), tokens)
    assert got.empty and "rate_per_1000_high" in got.columns
    nothing = WORDING.head(0)
    mentions = match_dictionary(tokens, nothing)
    wording = count_wording(tokens, mentions, nothing, "source")
    assert with_intervals(wording, tokens, "source", mentions=mentions).empty


def test_what_comes_in_is_not_changed(tokens):
    counts = count_terms(tokens)
    before = counts.copy()
    with_intervals(counts, tokens)
    pd.testing.assert_frame_equal(counts, before)


def test_refusals(tokens):
    counts = count_terms(tokens, "source")
    with pytest.raises(SchemaError, match="'tokens' has no row"):
        with_intervals(counts, tokens.head(0), "source")
    with pytest.raises(SchemaError, match="n of 'war' is 6 in the table and 3 in `tokens`"):
        with_intervals(count_terms(tokens), tokens[tokens["doc_id"] == "a"])
    with pytest.raises(SchemaError, match="the group 'Y' of the table has no words"):
        with_intervals(counts, tokens[tokens["source"] == "X"], "source")
    with pytest.raises(SchemaError, match="stand twice"):
        with_intervals(counts, tokens)
    with pytest.raises(SchemaError, match="has no column 'source'"):
        with_intervals(count_terms(tokens), tokens, "source")
    with pytest.raises(UsageError, match="need the mentions"):
        with_intervals(count_topics(tokens, match_dictionary(tokens, TOPICS)), tokens)
    with pytest.raises(UsageError, match="no rate or share is known in a table of doc_id, line"):
        with_intervals(tokens[["doc_id", "line"]], tokens)
    for level in (0, 1, 95, float("nan")):
        with pytest.raises(UsageError, match="level"):
            with_intervals(counts, tokens, "source", level=level)
