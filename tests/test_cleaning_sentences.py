"""Sentences on languages and cleaning, on tables that can be read at a glance."""

import pandas as pd

from analysis.show.cleaning_sentences import flagged_sentence, languages_sentence, recurring_sentence, support_sentence
from analysis.text.words.languages import language_support


def test_languages_and_how_they_are_known():
    articles = pd.DataFrame(
        {
            "language": ["en", "be", "be", None],
            "language_origin": ["given", "detected", "detected", "unknown"],
            "language_certainty": [None, 0.99, 0.874, 0.5],
        }
    )
    assert languages_sentence(articles) == (
        "Languages: be (2 articles), en (1 article) and not stated (1 article). Detected on the text of 2 articles, with a "
        "certainty of 0.87 or more. Unknown for 1 article: too short a text, or too unsure a guess."
    )
    assert languages_sentence(articles.head(1)) == "Languages: en (1 article)."


def test_steps_that_a_language_lacks():
    assert support_sentence(language_support("en"), "en") == ""
    said = support_sentence(language_support("be"), "be")
    assert said == (
        "Not available for the language “be”: lemmas (words stay as they are written) and stems (words stay as they are written)."
    )
    assert support_sentence(language_support(""), "").startswith(
        "Not available for articles whose language is not stated: stop list"
    )


def test_rules_that_take_much():
    effects = pd.DataFrame(
        {"rule": ["photo", "by"], "flag": ["takes more than 10 % of the characters", None], "share_characters": [0.12, 0]}
    )
    assert (
        flagged_sentence(effects)
        == "Look at what these rules removed: photo takes more than 10 % of the characters (12.0 % of all)."
    )
    assert flagged_sentence(effects.tail(1)) == "No rule takes more than it should be trusted with."


def test_lines_that_recur():
    recurring = pd.DataFrame({"source": ["a", "b"], "removed": [True, False]})
    assert (
        recurring_sentence(recurring)
        == "2 lines of a source recur in three of its articles or more; 1 was removed as a part of the page."
    )
    assert recurring_sentence(recurring.head(0)) == "No line recurs in three articles of a source."
