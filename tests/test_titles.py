"""titles.py: each title says what is in its table, and nothing where there is nothing."""

import pandas as pd

from analysis.show import titles as t

PREFERRED = pd.DataFrame(
    {
        "source": ["Post", "Radio", "Web"],
        "concept": "capital",
        "variant": ["Kiev", "Kyiv", None],
        "n_concept": [3, 2, 0],
    }
)


def test_the_highest_row_and_its_group():
    table = pd.DataFrame({"term": ["b", "a", "c"], "source": ["X", "Y", "Z"], "n": [5.0, 5.0, None]})
    assert t.peak_title(table, "term", "n", "mentions", where="source") == "“a” is highest in Y, 5.00 mentions"
    assert t.peak_title(table.tail(1), "term", "n", "mentions") == ""


def test_the_widest_gap_counts_a_group_without_a_row_as_zero():
    table = pd.DataFrame({"term": ["war", "peace", "war"], "source": ["X", "X", "Y"], "n": [2.0, 4.0, 1.0]})
    assert t.contrast_title(table, "term", "source", "n", "mentions") == "“peace” differs most: 4.00 mentions in X, 0.00 in Y"
    assert t.contrast_title(table.head(2), "term", "source", "n", "mentions") == "“peace” is highest, 4.00 mentions"


def test_words_of_one_article():
    assert t.spread_title(pd.DataFrame({"n_articles": [1, 3]})) == "1 of 2 frequent terms stands in one article only"
    assert t.spread_title(pd.DataFrame({"n_articles": [1, 1]})) == "2 of 2 frequent terms stand in one article only"


def test_wording_names_only_those_who_name_the_concept():
    assert t.wording_title(PREFERRED, "source", "capital") == "capital: “Kiev” in Post; “Kyiv” in Radio"


def test_pairs():
    pairs = pd.DataFrame({"a": ["x", "x"], "b": ["y", "z"], "n": [0, 3]})
    assert t.pair_title(pairs, "a", "b", "n", "paragraphs in common") == "x and z have most paragraphs in common: 3"
    assert t.pair_title(pairs.head(1), "a", "b", "n", "words in common") == "No pair has words in common"


def test_voices():
    shares = pd.DataFrame({"source": ["Post", "Radio"], "share_quoted": [0.1, 0.5]})
    assert t.quoted_title(shares, "source") == "Radio gives 50.0 % of its words to quotations, Post 10.0 %"
    assert t.quoted_title(shares.head(1), "source") == "Post gives 10.0 % of its words to quotations"
    parts = pd.DataFrame({"source": ["Post", "Radio", "Radio"], "speaker": ["A", "A", "B"], "n": [1, 2, 2]})
    assert t.largest_title(parts, "source", "speaker", "n", "quoted words") == "Most quoted words: A, 3 in 2 sources"
    assert t.largest_title(parts.head(0), "source", "speaker", "n", "quoted words") == "Most quoted words: none"


def test_what_is_lacking():
    lacking = pd.DataFrame({"source": ["Post", "Radio"], "item": ["war", "tax"], "expected": [1.0, 4.0]})
    assert t.omission_title(lacking, "source") == "“tax” stands not once in Radio, where the others' rate would make 4.00"
    assert t.omission_title(lacking.head(0), "source") == "Nothing that most have is lacking anywhere"
