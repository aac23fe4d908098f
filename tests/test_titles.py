"""titles.py: each title says what is in its table, and nothing where there is nothing."""

import pandas as pd

from analysis.show import titles as t

KEYNESS = pd.DataFrame(
    {"term": ["war", "tax"], "g2": [9.0, -4.0], "rate_per_1000_a": [3.0, 0.0], "rate_per_1000_b": [1.0, 2.0]}
)


def test_the_highest_row_and_its_group():
    table = pd.DataFrame({"term": ["b", "a", "c"], "source": ["X", "Y", "Z"], "n": [5.0, 5.0, None]})
    assert t.peak_title(table, "term", "n", "mentions", where="source") == "“a” is highest in Y, 5.00 mentions"
    assert t.peak_title(table.tail(1), "term", "n", "mentions") == ""


def test_words_of_one_article():
    assert t.spread_title(pd.DataFrame({"n_articles": [1, 3]})) == "1 of 2 frequent terms stands in one article only"
    assert t.spread_title(pd.DataFrame({"n_articles": [1, 1]})) == "2 of 2 frequent terms stand in one article only"


def test_keywords_with_their_rates():
    assert t.keyword_title(KEYNESS, "Post", "the rest") == "More in Post than in the rest: “war” (3.00 against 1.00 per 1,000)"
    assert t.keyword_title(KEYNESS.tail(1), "Post", "Radio") == "No word is more frequent in Post than in Radio"


def test_pairs():
    pairs = pd.DataFrame({"a": ["x", "x"], "b": ["y", "z"], "n": [0, 3], "jsd_bits": [0.2, 0.1]})
    assert t.pair_title(pairs, "a", "b", "n", "paragraphs in common") == "x and z have most paragraphs in common: 3"
    assert t.pair_title(pairs.head(1), "a", "b", "n", "words in common") == "No pair has words in common"
    assert t.nearest_title(pairs, "jsd_bits", "bits apart") == "x and z are nearest, 0.100 bits apart"


def test_the_largest_part_of_a_divergence():
    shift = pd.DataFrame({"term": ["war", "tax"], "share_a": [0.0, 0.02], "share_b": [0.01, 0.0], "shift_bits": [-0.3, 0.1]})
    assert t.shift_title(shift, "Post", "Radio") == "“war”, 10.00 per 1,000 words in Radio, makes 75.0 % of the divergence"


def test_what_does_not_stay():
    settings = pd.DataFrame(
        {"source": "Post", "setting": ["a", "b"], "n_top": 20, "n_stay": [19, 1], "share_stays": [0.95, 0.05]}
    )
    assert t.sensitivity_title(settings, "source") == "1 of 20 keywords of Post stays with “b”"
    assert t.sensitivity_title(settings.assign(share_stays=float("nan")), "source") == ""
