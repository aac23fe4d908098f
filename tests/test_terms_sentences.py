"""terms_sentences.py: what is said of intervals and of the course of time."""

import pandas as pd
import pytest

from analysis.show import terms_sentences as s


def test_a_single_article_has_no_interval():
    note = s.interval_note(pd.DataFrame({"source": ["Post", "Radio"], "n_articles": [9, 1]}), "source")
    assert "There are none for Radio" in note and "they are rough" not in note


@pytest.mark.parametrize(
    ("n", "by", "begins", "holds"),
    [
        ([1, 1], "source", "There are no intervals", ""),
        ([9, 8], "source", "Lines through dots", ""),
        ([9, 3], "source", "Lines through dots", "For Radio, with fewer than 5 articles, they are rough"),
        ([1, 1], None, "Lines through dots", "For 2 articles, fewer than 5, they are rough"),
        ([3, 3], None, "Lines through dots", ""),
        ([1, 0], None, "There are no intervals", ""),
    ],
)
def test_intervals_say_where_they_are_rough(n, by, begins, holds):
    note = s.interval_note(pd.DataFrame({"source": ["Post", "Radio"], "n_articles": n}), by)
    assert note.startswith(begins) and holds in note and ("they are rough" in note) is bool(holds)


TREND = pd.DataFrame(
    {
        "period": ["2024-01", "2024-02", "2024-03"] * 2,
        "term": ["war"] * 3 + ["peace"] * 3,
        "rate_per_1000": [1.0, None, 3.0, 0.0, None, 0.0],
        "n_articles_period": [2, 0, 7] * 2,
    }
)
UNDATED = pd.DataFrame({"doc_id": ["d"]})


def test_the_course_of_time_names_the_highest_period_and_what_is_left_out():
    text = s.trend_sentence(TREND, UNDATED, 10, "month")
    assert text == (
        "Most frequent: “war” in 2024-03 (3.00 per 1,000 words). 2 of 3 months from first to last have articles."
        " 1 article is left out, since no one month holds the date, or there is none."
    )
    none = TREND.assign(rate_per_1000=TREND["rate_per_1000"] * 0)
    assert s.trend_sentence(none, UNDATED.head(0), 9, "month").startswith("None of the terms occurs")


def test_one_period_is_no_course_of_time():
    text = s.trend_sentence(TREND[TREND["period"] == "2024-01"], UNDATED.head(0), 2, "month")
    assert text == "All dated articles lie in one month, which is no course of time."


def test_few_articles_in_a_period_are_said():
    assert s.trend_note(TREND).startswith("1 of the 2 periods with articles has fewer than 5")
    assert s.trend_note(TREND.assign(n_articles_period=8)) == ""
