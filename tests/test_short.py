"""short.py: how numbers, days, titles and passages look in a sentence, and which pieces of two tellings are shown."""

import pandas as pd
import pytest

from analysis.findings import short


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, "none"),
        (0.0001, "less than 1 %"),
        (0.005, "less than 1 %"),
        (0.006, "1 %"),
        (0.5, "50 %"),
        (0.9999, "more than 99 %"),
    ],
)
def test_a_share_that_is_not_none_is_never_called_none(share, expected):
    assert short.percent(share) == expected


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("“Nobody,” he said.", "‘Nobody,’ he said."),
        ("“all of it.”", "all of it."),
        ("He said “yes", "He said yes"),
        ("yes,” he said", "yes, he said"),
        ("«Да», — сказал он", "‘Да’, — сказал он"),
        ("„Ja“, sagte er", "‘Ja’, sagte er"),
        ("“A” and “B”", "‘A’ and ‘B’"),
        ("first | second", "first / second"),
        ("it’s 5 o’clock", "it’s 5 o’clock"),
        ("", ""),
        ("“ ”", ""),
    ],
)
def test_marks_in_a_passage_that_is_quoted_itself(passage, expected):
    assert short.clean(passage) == expected


def test_titles_stay_apart():
    title = "Old Bridge Is Shut For Good After Cracks Were Found"
    articles = pd.DataFrame({"doc_id": ["a", "b", "c", "d"], "title": [title, title + " By Divers", None, " “” "]})
    cut = "“Old Bridge Is Shut For Good After Cracks…”"
    assert short.titles(articles) == {"a": f"{cut} (a)", "b": f"{cut} (b)", "c": "c", "d": "d"}


def test_pieces_are_whole_clauses_that_differ():
    a = "I warned them when they came to see me long before these talks: tell Trump that he cannot back down now"
    b = "I warned them long before these negotiations: tell Trump he cannot retreat now"
    assert short.pieces(a, b) == ("…tell Trump that he cannot back down now", "…tell Trump he cannot retreat now")
    assert short.pieces("Nobody has sold anything to anybody, she said.", "No one has sold anything to anyone, she added.") == (
        "Nobody has sold anything to anybody…",
        "No one has sold anything to anyone…",
    )


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("they all went home before it rained", "they all went home before it rained"),  # nothing differs
        ("they all went home before it rained", "a new tax is coming next year"),  # nothing agrees
        ("too short, this one", "too short, that one"),
        ("", ""),
    ],
)
def test_no_piece_where_none_tells_anything(a, b):
    assert short.pieces(a, b) is None


def test_groups_without_a_name_have_one():
    months = pd.Series(["2024-05", None], dtype="category")
    assert short.group_names(months).tolist() == ["2024-05", "not given"]
    assert short.group_names(pd.Series([None], dtype="str")).tolist() == ["not given"]
