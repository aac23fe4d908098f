"""sources_sentences.py: verdicts, divergence at equal size, what is lacking, and what other settings would have found."""

import pandas as pd
import pytest

from analysis.show import sources_sentences as s

SIZES = pd.DataFrame({"source": ["Post", "Radio"], "n_articles": [1, 4]})
KEYNESS = pd.DataFrame(
    {
        "source": ["Post", "Post"],
        "term": ["war", "peace"],
        "n_a": [5, 1],
        "n_b": [0, 9],
        "g2": [4.0, -3.0],
        "verdict": "descriptive",
    }
)


def smallest(a, b):
    return {(1, 4): 0.2, (4, 1): 0.2}.get((a, b), 0.004)


def test_keywords_are_those_that_are_more_frequent_here():
    assert s.keyness_sentence(KEYNESS, "source", "Radio") == (
        "More frequent here than in Radio (n here : n there). Post: “war” (5:0)."
    )


def test_descriptions_are_called_so_and_say_what_could_be_reached():
    note = s.verdict_note(KEYNESS, SIZES, "source", smallest)
    assert note.startswith(
        "Verdicts on the 2 rows: 2 descriptive. With 1 article against 4, no shuffling of articles reaches a p below 0.200"
    )
    assert "no evidence on what sets one source and another apart" in note


def test_other_verdicts_point_to_what_is_said_by_article():
    mixed = KEYNESS.assign(verdict=["testable", "indicative"])
    note = s.verdict_note(mixed, SIZES.assign(n_articles=[12, 15]), "source", smallest)
    assert note.startswith("Verdicts on the 2 rows: 1 testable and 1 indicative.") and "independent draws" in note


def test_only_the_groups_compared_make_the_split():
    three = pd.DataFrame({"source": ["Post", "Radio", "Web"], "n_articles": [1, 4, 40]})
    assert "1 article against 44" in s.verdict_note(KEYNESS, three, "source", lambda a, b: 1 / (a + b))


PAIRS = pd.DataFrame(
    {
        "a": ["x", "x", "y"], "b": ["y", "z", "z"], "excess_bits": [0.3, -0.01, 0.2], "jsd_bits_chance": [0.5, 0.4, 0.4],
        "n_words": [1000, 500, 500], "unit": ["article", "paragraph", "paragraph"],
    }
)  # fmt: skip


def test_divergence_at_equal_size():
    assert s.equal_size_sentence(PAIRS).endswith("fewest between x and z (−0.010), most between x and y (0.300).")
    assert s.equal_size_sentence(PAIRS.head(1)).endswith("one source: between x and y (0.300).")
    note = s.equal_size_note(PAIRS)
    assert "500 to 1,000 words, articles and paragraphs drawn" in note and "0.400 to 0.500 bits apart" in note
    assert "equal size, 500 words, paragraphs drawn" in s.equal_size_note(PAIRS.tail(2))


@pytest.mark.parametrize(("shares", "said"), [([1.0, 0.5], "75.0 %"), ([None, 0.5], "50.0 %")])
def test_what_other_settings_would_have_found(shares, said):
    settings = pd.DataFrame({"source": "Post", "setting": ["lemmas", "own words"], "share_stays": shares})
    text = s.sensitivity_sentence(settings)
    assert text.startswith(f"Of the keywords {said} stay") and "fewest with “own words” (50.0 %)" in text


def test_no_setting_could_be_applied():
    settings = pd.DataFrame({"source": "Post", "setting": ["lemmas"], "share_stays": [None]}).astype({"share_stays": "float64"})
    assert s.sensitivity_sentence(settings) == "No other setting could be applied."
