"""trend.py: rates counted by hand, gaps and zeros, dates that are not precise enough, topics, sums over periods."""

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, dictionary_from, sourced, tokens_from
from hypothesis import given
from hypothesis import strategies as st

import analysis as px
from analysis.errors import NotApplicableError, SchemaError, UsageError
from analysis.measure.counting.trend import trend, undated
from analysis.measure.dictionary.patterns import match_dictionary
from analysis.text.reading.dates import parse_date

DOCUMENTS = {
    "d1": ["peace talks. the talks."],
    "d2": ["war and peace and war"],
    "d3": ["talks"],
    "d4": ["war talks"],
    "d5": ["peace peace peace"],
    "d6": ["a war"],
}
DATES = {"d1": "2024-10-02", "d2": "2024-10-28", "d3": "2024-12", "d4": "2024-12-31", "d5": "2024", "d6": ""}
SOURCES = dict.fromkeys(["d1", "d3"], "A") | dict.fromkeys(["d2", "d4", "d5", "d6"], "B")
OCTOBER, NOVEMBER, DECEMBER = "2024-10", "2024-11", "2024-12"


def articles_from(dates):
    ends = [parse_date(text) if text else (None, None) for text in dates.values()]
    starts, ends = (
        pd.to_datetime(pd.Series(side, dtype="object")).astype("datetime64[ms]") for side in zip(*ends, strict=True)
    )
    date = pd.Series([text or None for text in dates.values()], dtype="str")
    return pd.DataFrame({"doc_id": list(dates), "date": date, "date_start": starts, "date_end": ends})


TOKENS, ARTICLES = sourced(tokens_from(DOCUMENTS), SOURCES), articles_from(DATES)
COLUMNS = ["n", "n_articles", "n_tokens", "n_articles_period", "rate_per_1000"]
BOUNDS = ["rate_per_1000_low", "rate_per_1000_high"]


def rows_of(table):
    return table.astype(object).where(table.notna(), None).values.tolist()


def test_counted_by_hand():
    table = trend(TOKENS, ARTICLES, ["talks", "war"])
    assert table.columns.tolist() == ["period", "term", *COLUMNS, *BOUNDS]
    assert rows_of(table.drop(columns=BOUNDS)) == [
        [OCTOBER, "talks", 2, 1, 9, 2, 2000 / 9],
        [OCTOBER, "war", 2, 1, 9, 2, 2000 / 9],
        [NOVEMBER, "talks", 0, 0, 0, 0, None],
        [NOVEMBER, "war", 0, 0, 0, 0, None],
        [DECEMBER, "talks", 2, 2, 3, 2, 2000 / 3],
        [DECEMBER, "war", 1, 1, 3, 2, 1000 / 3],
    ]


@pytest.mark.parametrize("by", [(), "source"])
def test_intervals_are_those_of_the_same_words_grouped_by_their_period(by):
    table = trend(TOKENS, ARTICLES, ["talks", "war"], by=by)
    dated = TOKENS[TOKENS["doc_id"].isin(["d1", "d2", "d3", "d4"])].copy()
    dated["when"] = pd.Categorical(dated["doc_id"].astype(str).map(DATES).str[:7])
    groups = ["when", *([by] if by else [])]
    counts = px.measure.count_terms(dated, groups)
    expected = px.measure.with_intervals(counts[counts["term"].isin(["talks", "war"])], dated, groups).rename(
        columns={"when": "period"}
    )
    keys = ["period", *([by] if by else []), "term"]
    both = table[table["n"] > 0].astype({"period": "str"}).merge(expected.astype({"period": "str"}), on=keys, validate="1:1")
    assert len(both) == len(expected) and both[f"{BOUNDS[0]}_x"].notna().any() is np.bool_(not by)
    for name in BOUNDS:
        np.testing.assert_allclose(both[f"{name}_x"], both[f"{name}_y"])
    assert table.loc[table["n"] == 0, BOUNDS].isna().all(axis=None)


def test_no_occurrence_is_a_zero_and_no_article_a_gap():
    table = trend(TOKENS, ARTICLES, "zebra", by="source")
    assert rows_of(table[["period", "source", "n", "n_tokens", "rate_per_1000"]]) == [
        [OCTOBER, "A", 0, 4, 0.0],
        [OCTOBER, "B", 0, 5, 0.0],
        [NOVEMBER, "A", 0, 0, None],
        [NOVEMBER, "B", 0, 0, None],
        [DECEMBER, "A", 0, 1, 0.0],
        [DECEMBER, "B", 0, 2, 0.0],
    ]


PERIODS = [
    ("day", ["2024-10-02", "2024-10-28", "2024-12-31"], 91),
    ("week", ["2024-W40", "2024-W44", "2025-W01"], 14),
    ("month", [OCTOBER, DECEMBER], 3),
    ("year", ["2024"], 1),
]


@pytest.mark.parametrize(("period", "with_words", "n_periods"), PERIODS)
def test_periods(period, with_words, n_periods):
    table = trend(TOKENS, ARTICLES, ["war"], period=period)
    assert table.loc[table["n_tokens"] > 0, "period"].tolist() == with_words
    assert len(table) == n_periods and table["period"].is_monotonic_increasing and table["period"].is_unique
    assert table["rate_per_1000"].notna().sum() == len(with_words)


def test_phrases_and_globs_are_looked_for_in_the_order_asked():
    table = trend(TOKENS, ARTICLES, ["talk*", "peace talks", "talk*"], period="year")
    assert table[["term", "n", "n_articles"]].values.tolist() == [["talk*", 4, 3], ["peace talks", 1, 1]]


def test_topics():
    mentions = match_dictionary(TOKENS, dictionary_from({"Peace": ["peace", "talks"], "War": ["war"], "Trade": ["trade"]}))
    table = trend(TOKENS, ARTICLES, mentions=mentions, period="year")
    assert table[["term", "n", "n_articles", "n_tokens"]].values.tolist() == [
        ["Peace", 9, 5, 15], ["War", 3, 2, 15], ["Trade", 0, 0, 15],
    ]  # fmt: skip
    assert trend(TOKENS, ARTICLES, ["War"], period="year", mentions=mentions)["n"].tolist() == [3]
    with pytest.raises(SchemaError, match=r"does not list 'war'\. Nearest: 'War'"):
        trend(TOKENS, ARTICLES, ["war"], mentions=mentions)


def test_a_selection_of_words_selects_the_mentions():
    mentions = match_dictionary(TOKENS, dictionary_from({"War": ["war"]}))
    chosen = TOKENS[TOKENS["doc_id"].isin(["d1", "d4"])]
    assert trend(chosen, ARTICLES, mentions=mentions)["n"].tolist() == [0, 0, 1]


def test_a_group_without_a_dated_word_has_no_row():
    tokens = sourced(tokens_from(DOCUMENTS), SOURCES | {"d6": "C"})
    assert set(trend(tokens, ARTICLES, ["war"], by="source")["source"]) == {"A", "B"}


@MADE_UP
@given(CORPORA, st.data())
def test_agrees_with_counts_of_each_period_alone(corpus, data):
    """A period's row is what `count_terms` says of the articles of that period; over all periods they add up."""
    known = ["2024-01-31", "2024-02", "2024-02-29", "2024-04-01", "2024", ""]
    dates = {doc_id: data.draw(st.sampled_from(known)) for doc_id in sorted(corpus)}
    tokens, articles = tokens_from(corpus), articles_from(dates)
    months = {doc_id: text[:7] for doc_id, text in dates.items() if len(text) >= 7}
    left = undated(articles, period="month")
    assert left["doc_id"].tolist() == [doc_id for doc_id in sorted(corpus) if doc_id not in months]
    if not months:
        with pytest.raises(NotApplicableError):
            trend(tokens, articles, ["a"])
        return
    table = trend(tokens, articles, ["a", "b"])
    assert table["n_articles_period"].sum() == 2 * len(months)
    for row in table.itertuples():
        own = tokens[tokens["doc_id"].astype(str).map(months).eq(row.period)]
        assert row.n_tokens == len(own)
        if len(own):
            counts = px.measure.count_terms(own).set_index("term").reindex([row.term]).fillna(0).iloc[0]
            assert (row.n, row.n_articles, row.rate_per_1000) == pytest.approx(tuple(counts))


def test_order_of_words_makes_no_difference():
    shuffled = TOKENS.sample(frac=1, random_state=0)
    pd.testing.assert_frame_equal(
        trend(shuffled, ARTICLES, ["war"], by="source"), trend(TOKENS, ARTICLES, ["war"], by="source")
    )
    backwards = ARTICLES.iloc[::-1]
    pd.testing.assert_frame_equal(trend(TOKENS, backwards, ["war"]), trend(TOKENS, ARTICLES, ["war"]))
    pd.testing.assert_frame_equal(undated(backwards), undated(ARTICLES))


UNDATED = [
    ("day", {"d3": "2024-12-01 to 2024-12-31", "d5": "2024-01-01 to 2024-12-31", "d6": None}),
    ("week", {"d3": "2024-W48 to 2025-W01", "d5": "2024-W01 to 2025-W01", "d6": None}),
    ("month", {"d5": "2024-01 to 2024-12", "d6": None}),
    ("year", {"d6": None}),
]


@pytest.mark.parametrize(("period", "left"), UNDATED)
def test_what_is_left_out_is_listed(period, left):
    table = undated(ARTICLES, period=period)
    assert table.columns.tolist() == ["doc_id", "date", "reason"] and table["doc_id"].tolist() == list(left)
    assert table["reason"].tolist() == [f"reaches from {reach}" if reach else "no date" for reach in left.values()]
    assert table["date"].fillna("").tolist() == [DATES[doc_id] for doc_id in left]


def test_a_digest_of_a_week_has_a_week():
    articles = articles_from({"d": "2024-10-28/2024-11-03"})
    assert trend(tokens_from({"d": ["war"]}), articles, ["war"], period="week")["period"].tolist() == ["2024-W44"]
    assert undated(articles, period="week").empty
    assert undated(articles, period="month")["reason"].tolist() == ["reaches from 2024-10 to 2024-11"]


def test_a_column_of_the_corpus_is_not_taken_for_a_date():
    articles = ARTICLES.assign(month="some", period="other")
    tokens = TOKENS.assign(period="third")
    assert trend(tokens, articles, ["war"])["period"].tolist() == [OCTOBER, NOVEMBER, DECEMBER]


def test_no_article_is_precise_enough():
    with pytest.raises(NotApplicableError, match="no article has a date that lies within one month"):
        trend(TOKENS, articles_from(dict.fromkeys(DATES, "2024")), ["war"])


def test_a_mistyped_date_is_an_error_and_not_a_million_rows():
    articles = articles_from(DATES | {"d1": "0024-10-02"})
    with pytest.raises(UsageError, match="from 0024-10-02 to 2024-12-31"):
        trend(TOKENS, articles, ["war"], period="day")
    assert len(trend(TOKENS, articles, ["war"], period="year")) == 2001


MEANINGLESS = [
    (lambda: trend(TOKENS, ARTICLES), UsageError, "no term to follow"),
    (lambda: trend(TOKENS, ARTICLES, ["war"], period="decade"), UsageError, "period cannot be 'decade'"),
    (lambda: undated(ARTICLES, period="decade"), UsageError, "period cannot be 'decade'"),
    (
        lambda: trend(TOKENS, ARTICLES, ["war"], by="period"),
        SchemaError,
        "'period' of|'period' cannot|has no column 'period'",
    ),
    (lambda: trend(TOKENS.assign(period="x"), ARTICLES, ["war"], by="period"), SchemaError, "'period' cannot make groups"),
    (lambda: trend(TOKENS.head(0), ARTICLES, ["war"]), SchemaError, "'tokens' has no row"),
    (lambda: trend(TOKENS, ARTICLES.head(2), ["war"]), SchemaError, "article 'd3' of 'tokens' is not in table 'articles'"),
    (lambda: trend(TOKENS, ARTICLES.drop(columns="date_end"), ["war"]), SchemaError, "'articles' has no column 'date_end'"),
    (lambda: undated(ARTICLES.drop(columns="date")), SchemaError, "'articles' has no column 'date'"),
]


@pytest.mark.parametrize(("call", "error", "message"), MEANINGLESS)
def test_what_cannot_be_meant_is_an_error(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_the_names_are_on_the_map_and_the_columns_explained():
    from analysis.columns import COLUMNS as EXPLAINED

    assert (px.measure.trend, px.measure.undated) == (trend, undated)
    assert set(trend(TOKENS, ARTICLES, ["war"]).columns) | set(undated(ARTICLES).columns) <= set(EXPLAINED)
    assert {*px.measure.diversity(TOKENS), *px.measure.readability(TOKENS), *px.measure.syllable_table(TOKENS)} <= set(
        EXPLAINED
    )


def test_nothing_that_comes_in_is_changed():
    before = TOKENS.copy(deep=True), ARTICLES.copy(deep=True)
    trend(TOKENS, ARTICLES, ["war"], by="source")
    undated(ARTICLES)
    pd.testing.assert_frame_equal(TOKENS, before[0])
    pd.testing.assert_frame_equal(ARTICLES, before[1])
    assert np.isfinite(trend(TOKENS, ARTICLES, ["war"], period="year").loc[0, "rate_per_1000"])
