"""Where the words of groups stand among all words."""

import numpy as np
import pandas as pd

from analysis.findings.held_against import words_by_article
from analysis.findings.occurrences import Occurrences, coded_names, occurrences, shares_in


def words(text, groups):
    return pd.DataFrame({"term": text.split(), "source": pd.Categorical(list(groups)), "doc_id": list("ababab")})


def test_each_word_of_a_group_is_found_in_its_own_group_alone():
    asked = pd.DataFrame({"source": ["X", "Y", "X"], "term": ["war", "war", "peace"]})
    found = occurrences(asked, words("war peace war war talks peace", "XXYXXX"), "source", np.array([0, 2, 5]))
    assert found.line.tolist() == [0, 0, 1, 1, 2]
    assert [asked.index[found.of == word].tolist() for word in found.word] == [[0], [2], [1], [0], [2]]


def test_a_group_named_not_given_and_one_without_a_name_are_one():
    tokens = words("a a b a a b", ["X", None, None, "not given", "X", "X"])
    asked = pd.DataFrame({"source": ["not given", "X", "not given"], "term": ["a", "b", "a"]})
    found = occurrences(asked, tokens, "source", np.arange(6))
    assert found.n == 2 and found.of.tolist()[0] == found.of.tolist()[2]
    assert found.line.tolist() == [1, 3, 5]
    codes, names = coded_names(tokens["source"])
    assert names[codes].tolist() == ["X", "not given", "not given", "not given", "X", "X"]


def test_a_share_is_of_the_occurrences_of_its_word_and_0_without_any():
    found = Occurrences(np.array([0, 1, 0, 0, 1]), np.array([0, 0, 2, 2, 2]), np.arange(4), 4)
    assert shares_in(found, np.array([True, False])).round(3).tolist() == [0.5, 0, 0.667, 0]


def test_words_of_articles_come_most_first_and_then_by_article():
    tokens = words("a b c d e f", "XXXXXX").assign(doc_id=pd.Categorical(list("bacaca"), categories=list("abcd")))
    assert words_by_article(tokens).values.tolist() == [["a", 3], ["c", 2], ["b", 1]]
