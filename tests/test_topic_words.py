"""topic_words.py: each sentence on topics, for groups that speak, that are silent, and that are none."""

import pandas as pd
import pytest

from analysis.findings.topic_words import (
    Gap,
    absences_of,
    first_topics,
    largest_difference,
    missed,
    pairs_said,
    unequal_room,
    unmatched_said,
)

GAP = Gap("War", "Post", "Radio", 8, 12, 2, 20, 0.57, 0.2, ())


def counts_of(rows):
    table = pd.DataFrame(rows, columns=["source", "topic", "n", "n_paragraphs", "of"])
    return table.assign(share_paragraphs=table["n_paragraphs"] / table["of"])


@pytest.mark.parametrize(
    ("changed", "by", "said"),
    [
        ({}, "source", "Post speaks of “War” in 8 of its 12 paragraphs; Radio in 2 of its 20."),
        ({"n_most": 12}, "source", "Post speaks of “War” in all of its 12 paragraphs; Radio in 2 of its 20."),
        ({"n_least": 0}, "source", "Post speaks of “War” in 8 of its 12 paragraphs; Radio in none of its 20."),
        (
            {"n_least": 0, "silent": ("Radio", "Web")},
            "source",
            "Post speaks of “War” in 8 of its 12 paragraphs; Radio and Web never mention it.",
        ),
        ({"n_most": 1, "total_most": 1}, "source", "Post speaks of “War” in 1 of its 1 paragraph; Radio in 2 of its 20."),
        ({}, "month", "In Post “War” is in 8 of 12 paragraphs; in Radio it is in 2 of 20."),
        ({"silent": ("Radio",)}, "month", "In Post “War” is in 8 of 12 paragraphs; in Radio it is never mentioned."),
    ],
)
def test_a_difference_is_told_by_paragraphs(changed, by, said):
    assert GAP._replace(**changed).sentence(by) == said


def test_the_widest_difference_knows_who_is_silent():
    counts = counts_of(
        [["Post", "War", 9, 8, 12], ["Radio", "War", 0, 0, 20], ["Web", "War", 0, 0, 30], ["Sky", "War", 1, 0, 9]]
    )
    columns = ["topic", "most", "least", "n_most", "total_most", "n_least", "total_least", "gap", "gap_low"]
    gaps = pd.DataFrame([["War", "Post", "Web", 8, 12, 0, 30, 0.67, 0.4]], columns=columns)
    assert Gap.widest(gaps, counts, "source").silent == ("Web", "Radio")  # the longest first; Sky has it in a title
    assert Gap.widest(gaps.assign(least="Sky"), counts, "source").silent == ()
    assert Gap.widest(gaps.assign(gap=0.0), counts, "source") is None
    assert Gap.widest(gaps.head(0), counts, "source") is None


def test_so_few_paragraphs_are_said_before_the_difference():
    sizes = pd.DataFrame({"source": ["Post", "Radio"]})
    assert largest_difference(GAP, sizes, "source") == (GAP.sentence("source"),)
    few = largest_difference(GAP._replace(size_low=0.0), sizes, "source")
    assert few[0].startswith("No topic differs by more than chance") and few[1].endswith(GAP.sentence("source"))
    assert largest_difference(None, sizes, "source") == (
        "No topic has a larger share of the paragraphs in one outlet than in another.",
    )
    assert largest_difference(None, sizes.head(1), "source") == ()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [["X", "War", 2, 2, 4], ["Y", "War", 1, 1, 4], ["Y", "Tax", 9, 1, 4]],
            "The topic in most paragraphs is “War” in X and “Tax” in Y.",
        ),
        (
            [["X", "War", 2, 2, 4], ["X", "Tax", 2, 1, 4]],
            "“War” is in more paragraphs than any other topic: 2 of 4 paragraphs.",
        ),
        ([["X", "War", 1, 0, 4], ["Y", "War", 0, 0, 4]], "No paragraph mentions a topic; titles and headings do."),
    ],
)
def test_first_topics(rows, said):
    assert first_topics(counts_of(rows), "source") == said


LONG = [["X", "War", 3, 3, 10], ["Y", "War", 0, 0, 30], ["Z", "War", 2, 2, 10]]
ALONE = [["X", "Tax", 1, 1, 10], ["Y", "Tax", 0, 0, 30], ["Z", "Tax", 0, 0, 10]]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (LONG, "“War” is never mentioned in Y."),
        (LONG + ALONE, "Only X mentions “Tax”; “War” is never mentioned in Y."),
        ([*ALONE, *([row[0], "Sea", *row[2:]] for row in ALONE)], "Only X mentions “Sea” and “Tax”."),
        ([["X", "War", 3, 3, 10], ["Y", "War", 1, 1, 30]], "Each outlet mentions each topic at least once."),
        ([["X", "War", 0, 0, 10], ["Y", "War", 0, 0, 30]], "Each outlet mentions each topic at least once."),
        ([["X", "War", 0, 0, 10]], ""),
    ],
)
def test_what_is_not_mentioned(rows, said):
    assert absences_of(counts_of(rows), "source") == said


def test_what_was_said_is_not_said_again():
    assert absences_of(counts_of(LONG), "source", GAP._replace(silent=("Y",))) == ""
    assert absences_of(counts_of(LONG), "source", GAP) == "“War” is never mentioned in Y."


@pytest.mark.parametrize(
    ("n", "said"), [([3, 10], "Where little is written, much is left out: X has 3 paragraphs, Y 10."), ([4, 10], "")]
)
def test_a_short_group_has_little_room(n, said):
    assert unequal_room(pd.DataFrame({"source": ["X", "Y"], "n_paragraphs": n}), "source") == said


def test_pairs_are_held_against_chance():
    columns = ["topic_a", "topic_b", "observed", "expected", "log2_ratio"]
    rows = [
        ["A", "B", 12, 11.6, 0.05],
        ["A", "C", 6, 1.5, 2.0],
        ["B", "C", 2, 8.0, -2.0],
        ["A", "D", 1, 0.2, 2.3],
        ["B", "D", 0, 6.0, None],
    ]
    most, often, seldom = pairs_said(pd.DataFrame(rows, columns=columns))
    assert most == "“A” and “B” meet most often: in 12 paragraphs, where chance would give about 12."
    assert (
        often == "At least twice as often as by chance: “A” and “C” (6 paragraphs, by chance about 2)."
    )  # one paragraph says nothing
    assert seldom == (
        "At most half as often as by chance: “B” and “D” (0 paragraphs, by chance about 6);"
        " “B” and “C” (2 paragraphs, by chance about 8)."
    )
    assert pairs_said(pd.DataFrame(rows[:1], columns=columns))[1:] == ("", "")


def test_what_the_list_misses():
    assert missed(10, 2, 2, "War") == ("2 of 10 paragraphs mention no topic of topics.yml.", "")
    assert unmatched_said(2, 9) == "2 of the 9 patterns in topics.yml find nothing."
