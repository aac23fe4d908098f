"""busy_times.py, and what the findings on dates and on the course of time make of it: stray articles lead nothing."""

import pandas as pd
import pytest
from small_corpora import corpus

import analysis as px
from analysis.findings.busy_times import busy_days, busy_periods, strays_said


def days(*texts):
    return pd.Series(pd.to_datetime(list(texts)))


@pytest.mark.parametrize(
    ("others", "stray", "n_left"),
    [
        (200, ["2007-05-01"], 1),
        (200, ["2007-05-01", "2031-01-01"], 2),
        (200, ["2024-09-30"], 0),  # near the others
        (90, ["2007-05-01"], 0),  # one of ninety is more than a hundredth
        (200, ["2007-05-01"] * 5, 0),  # and so are five of two hundred
        (200, [], 0),
    ],
)
def test_days_far_from_all_others_are_left_out(others, stray, n_left):
    rest = [f"2024-10-{1 + number % 28:02}" for number in range(others)]
    found = busy_days(days(*rest, *stray), days(*rest, *stray))
    assert found.n_left == n_left == (~found.kept).sum()
    if n_left:
        assert (found.first, found.last) == (pd.Timestamp("2024-10-01"), pd.Timestamp("2024-10-28"))
    else:
        assert found.first == min(days(*rest, *stray))


@pytest.mark.parametrize(
    ("sizes", "drawn", "n_left"),
    [
        ([1, 0, 0, 500, 600], "de", 1),
        ([1, 2, 0, 500, 600, 1], "de", 4),
        ([1, 3, 4], "abc", 0),
        ([20] * 100, None, 0),  # a day like all others, though it has a hundredth of the articles
        ([30, 500, 600], "abc", 0),  # more than a hundredth
        ([500, 1, 600], "abc", 0),  # between the others
    ],
)
def test_periods_at_either_end_with_hardly_any_articles_are_left_out(sizes, drawn, n_left):
    found = busy_periods(pd.Series(sizes, index=[chr(97 + number) for number in range(len(sizes))]))
    assert drawn is None or found.drawn == list(drawn)
    assert found.n_left == n_left and bool(strays_said(found, "year")) == bool(n_left)


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    """Two outlets, 120 articles of October and November 2024, and one of 2007 that has most of the words."""
    articles = {f"{'Post' if number % 2 else 'Radio'}/a{number}": f"The bridge {number} is open." for number in range(120)}
    rows = [{"file": f"{name}.txt", "date": f"2024-1{number % 2}-05"} for number, name in enumerate(articles)]
    articles["Post/old"] = "Bridge bridge bridge bridge."
    return px.open(corpus(tmp_path_factory.mktemp("c"), articles, [*rows, {"file": "Post/old.txt", "date": "2007-03-01"}]))


def test_one_old_article_leads_no_course_of_time(view):
    found = px.course_of_time(view, "bridge")
    assert "2007" not in found.sentences[0] and "ber 2024" in found.sentences[0]
    assert found.caveats[-1].startswith("1 article is left out")
    (chart,) = (figure.chart for figure in found.figures)
    assert set(chart.data["period"]) == {"2024-10", "2024-11"}
    assert "2007-03" in set(found.tables[0].frame["period"]), "the table has all"


def test_one_old_article_opens_no_span(view):
    found = px.dates(view)
    assert found.sentences[0].startswith("Nearly all articles were published between 5 October 2024 and 5 November 2024")
    assert found.sentences[1] == (
        "1 article lies far from the others, on 1 March 2007, and is left out here and in the figure."
    )
    (figure,) = found.figures
    assert figure.chart.data["date_start"].min() == pd.Timestamp("2024-10-05") and set(figure.chart.data["group"]) == {
        "Post",
        "Radio",
    }
    assert found.numbers["first_day"] == pd.Timestamp("2007-03-01") and found.numbers["n_far_off"] == 1
