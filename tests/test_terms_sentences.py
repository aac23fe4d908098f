"""terms_sentences.py: what is said of the course of time, and of varied and easy language."""

import pandas as pd

from analysis.show import terms_sentences as s

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


def test_varied_and_easy_language():
    variety = pd.DataFrame({"source": ["Post", "Radio"], "mattr_50": [0.8, 0.7], "words_per_sentence": [12.0, 20.5]})
    assert s.diversity_sentence(variety, "source") == (
        "Most different words in 50: Post (80.0 %); fewest: Radio (70.0 %). Most words a sentence: Radio (20.50); fewest: Post (12.00)."
    )
    assert s.diversity_sentence(variety.head(1), "source").startswith("Most different words in 50: 80.0 % in Post.")
    bare = variety.assign(mattr_50=float("nan"), words_per_sentence=float("nan"))
    assert s.diversity_sentence(bare, "source") == "No source has words enough to say how varied they are."
    ease = pd.DataFrame({"source": ["Post", "Radio"], "flesch": [40.0, 60.25]})
    assert (
        s.readability_sentence(ease, "source") == "Easiest to read by Flesch's formula: Radio (60.25); hardest: Post (40.00)."
    )
    assert s.readability_sentence(ease.head(1), "source").endswith("Post (40.00).")
    assert "no running text" in s.readability_sentence(ease.assign(flesch=float("nan")), "source")
