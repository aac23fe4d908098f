"""Alignment of two runs of words: a published example, an independent computation, and what counts as another spelling."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.reuse.alignment import GAP, MATCH, MISMATCH, agreements, align, alike
from analysis.text.words.word_rule import words_in

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=6)


def test_the_example_of_textreuse():
    one = [term for term, _, _ in words_in("How can we tell if this is a match, he asked?")]
    other = [term for term, _, _ in words_in("Surely, this is a good match, she replied.")]
    found = align(one, other)
    words = [
        tuple(side[at] if at is not None else "" for side, at in zip((one, other), column, strict=True))
        for column in found.columns
    ]
    assert words == [("this", "this"), ("is", "is"), ("a", "a"), ("", "good"), ("match", "match")]
    assert found.score == 4 * MATCH + GAP
    assert len(agreements(one, other, found)) == 4


def obvious(a, b, ends):
    """The highest score over all alignments, by trying what becomes of the last words."""

    @cache
    def until(i, j):
        if ends == "local" and not (i and j):
            return 0
        choices = [0] if ends == "local" or not (i or j) else []
        if i and j:
            choices.append(until(i - 1, j - 1) + (MATCH if a[i - 1] == b[j - 1] else MISMATCH))
        if i:
            choices.append(until(i - 1, j) + GAP)
        if j:
            choices.append(until(i, j - 1) + GAP)
        return max(choices)

    every = [until(i, j) for i in range(len(a) + 1) for j in range(len(b) + 1)]
    return every[-1] if ends == "whole" else max(every)


@pytest.mark.parametrize("ends", ["local", "onward", "whole"])
@given(a=WORDS, b=WORDS)
def test_the_score_is_the_highest_there_is(ends, a, b):
    assert align(a, b, ends).score == obvious(tuple(a), tuple(b), ends)


@pytest.mark.parametrize("ends", ["local", "onward", "whole"])
@given(a=WORDS, b=WORDS)
def test_the_columns_make_the_score_and_stand_in_order(ends, a, b):
    columns, score = align(a, b, ends)
    points = [GAP if None in pair else MATCH if a[pair[0]] == b[pair[1]] else MISMATCH for pair in columns]
    assert sum(points) == score
    for side, words in ((0, a), (1, b)):
        places = [pair[side] for pair in columns if pair[side] is not None]
        assert places == list(range(places[0], places[-1] + 1) if places else [])
        if ends == "whole":
            assert places == list(range(len(words)))
        if ends == "onward" and places:
            assert places[0] == 0
    if ends == "local" and columns:
        assert None not in columns[0] and None not in columns[-1]


def test_nothing_in_common_has_no_column():
    assert align(["a"], ["b"]).columns == align(["a"], ["b"], "onward").columns == align([], []).columns == []
    assert align(["a"], ["b"], "whole").columns == [(0, 0)]
    with pytest.raises(ValueError, match="sideways"):
        align(["a"], ["b"], "sideways")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("peace", "peace"),
        ("lukashenko", "lukashenka"),
        ("organise", "organize"),
        ("labour", "labor"),
        ("zelensky", "zelenskyy"),
        ("переговоры", "переговоров"),
        ("unrecognised", "unrecognyzed"),
        ("1,300", "1,300"),
    ],
)
def test_one_word_in_two_spellings(one, other):
    assert alike(one, other) and alike(other, one)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("war", "was", "short words differ by a letter and in everything else"),
        ("then", "than", "short"),
        ("there", "where", "the first letter is another"),
        ("1,300", "1,400", "a number is not misspelt"),
        ("covid-19", "covid-20", "digits"),
        ("peace", "places", "two changes in a short word"),
        ("president", "presidential", "three letters more"),
        ("kiev", "kyiv", "too short to be told from two words; alignment steps over it"),
    ],
)
def test_two_words(one, other, why):
    assert not alike(one, other) and not alike(other, one), why
