"""periods.py, and the columns year, month and week of articles: the standard library's calendar, spans, columns of the corpus's own."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as px
from analysis.errors import UsageError
from analysis.periods import PERIODS, period_at, period_names, period_within
from analysis.text.reading.dates import parse_date
from analysis.text.reading.read import read_corpus

DATES = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
# date -> the year, month and week in which all of it lies
KNOWN = [
    ("2024", "2024", None, None),
    ("2024-10", "2024", "2024-10", None),
    ("2024-10-28", "2024", "2024-10", "2024-W44"),
    ("2024-10-28/2024-11-03", "2024", None, "2024-W44"),
    ("2024-10-27/2024-11-02", "2024", None, None),
    ("2024-10-01/2024-10-31", "2024", "2024-10", None),
    ("2024-12-30", "2024", "2024-12", "2025-W01"),
    ("2024-12-30/2025-01-05", None, None, "2025-W01"),
    ("2021-01-01", "2021", "2021-01", "2020-W53"),
    ("2023/2024", None, None, None),
    ("1969-12-31", "1969", "1969-12", "1970-W01"),
    ("", None, None, None),
]


def days(*values):
    return np.array(values, dtype="datetime64[D]")


def name_of(first, last, period):
    return period_names(period_within(days(first), days(last), period), period)[0]


@given(DATES)
def test_names_are_those_of_the_standard_library(day):
    year, week, _ = day.isocalendar()
    want = {"day": day.isoformat(), "week": f"{year:04}-W{week:02}", "month": day.isoformat()[:7], "year": day.isoformat()[:4]}
    assert {period: name_of(day, day, period) for period in PERIODS} == want


@given(DATES, DATES, st.sampled_from(sorted(PERIODS)))
def test_a_span_lies_in_a_period_if_both_its_ends_do(a, b, period):
    first, last = min(a, b), max(a, b)
    names = [name_of(day, day, period) for day in (first, last)]
    assert name_of(first, last, period) == (names[0] if names[0] == names[1] else "")
    assert names == sorted(names)


def test_weeks_follow_each_other():
    weeks = period_at(days("2020-12-28", "2021-01-11"), "week")
    assert period_names(np.arange(weeks[0], weeks[1] + 1), "week").tolist() == ["2020-W53", "2021-W01", "2021-W02"]


def test_a_missing_date_is_in_no_period():
    for period in PERIODS:
        assert name_of("NaT", "NaT", period) == "" and name_of("2024-01-01", "NaT", period) == ""


def test_no_date_at_all():
    assert period_names(period_within(days(), days(), "week"), "week").tolist() == []


def test_another_period_cannot_be_asked():
    with pytest.raises(UsageError, match=r"period cannot be 'decade'\. It can be: day, week, month, year"):
        period_at(days("2024-01-01"), "decade")


def test_the_table_of_known_dates_is_that_of_the_dates():
    for text, *want in KNOWN[:-1]:
        first, last = parse_date(text)
        assert [name_of(first, last, period) or None for period in ("year", "month", "week")] == want


def articles_of(folder, rows, heading="file,source,date"):
    for number, row in enumerate(rows):
        (folder / f"{number:02}.txt").write_text(f"Text {number}", encoding="utf-8")
        rows[number] = f"{number:02}.txt,X,{row}"
    (folder / "sources.csv").write_text("\n".join([heading, *rows]), encoding="utf-8")
    return read_corpus(folder).articles


def given_names(articles):
    return (
        articles[["year", "month", "week"]]
        .astype(object)
        .where(articles[["year", "month", "week"]].notna(), None)
        .values.tolist()
    )


def test_articles_have_the_periods_of_their_dates(tmp_path):
    articles = articles_of(tmp_path, [text for text, *_ in KNOWN])
    assert given_names(articles) == [want for _, *want in KNOWN]
    assert articles.columns.tolist()[5:9] == ["date_end", "year", "month", "week"]


def test_a_column_of_the_corpus_stays_as_it_is(tmp_path):
    rows = ["2024-10-28,October,", "2024-11-04,,x"]
    articles = articles_of(tmp_path, rows, "file,source,date,month,desk")
    assert given_names(articles) == [["2024", "October", "2024-W44"], ["2024", None, "2024-W45"]]
    assert articles.columns.tolist().count("month") == 1 and articles["desk"].isna().tolist() == [True, False]


def test_a_column_of_the_corpus_stays_though_it_is_empty(tmp_path):
    assert given_names(articles_of(tmp_path, ["2024-10-28,"], "file,source,date,week")) == [["2024", "2024-10", None]]


def test_a_column_of_a_table_stays_as_it_is(tmp_path):
    (tmp_path / "news.csv").write_text("text,date,year\nOne text,2024-10-28,2023/24\nTwo texts,2024-10-29,\n", encoding="utf-8")
    (tmp_path / "more.txt").write_text("Three texts", encoding="utf-8")
    assert given_names(read_corpus(tmp_path).articles) == [
        [None, None, None], ["2023/24", "2024-10", "2024-W44"], [None, "2024-10", "2024-W44"],
    ]  # fmt: skip


def test_words_can_be_grouped_by_month():
    prepared = px.prepare("seeds")
    chosen = px.measure.select(prepared.tokens, prepared.articles, "month")
    assert chosen.sizes["month"].astype(object).where(chosen.sizes["month"].notna(), None).tolist() == [
        "2024-08", "2025-08", "2025-11", None,
    ]  # fmt: skip
    assert chosen.sizes["n_tokens"].sum() == len(prepared.tokens)
