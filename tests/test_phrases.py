"""phrases.py: numbers and lists as a reader sees them."""

import numpy as np
import pandas as pd
import pytest

from analysis.show.phrases import MISSING, counted, listed, named, of_all, written


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (None, "count", "–"), (float("nan"), "rate", "–"), (pd.NA, "count", "–"), (pd.NaT, "text", "–"), (None, "text", "–"),
        (True, "text", "yes"), (np.False_, "text", "no"), (True, "count", "yes"),
        (0, "probability", "< 0.001"), (0.001, "probability", "0.001"), (0.00099, "probability", "< 0.001"),
        (1, "probability", "1.000"),
        (1, "share", "100.0 %"), (0, "share", "0.0 %"), (-0.05, "share", "−5.0 %"), (-0.0001, "share", "0.0 %"),
        (1234567, "count", "1,234,567"), (-3, "count", "−3"), (np.int32(7), "count", "7"), (0, "count", "0"),
        (-1.005, "number", "−1.005"), (-0.0001, "number", "0.000"), (-0.0, "rate", "0.00"), (1234.5, "rate", "1,234.50"),
        (float("inf"), "rate", "inf"), (pd.Timestamp("2024-02-01 12:00"), "text", "2024-02-01"), ("–5", "text", "–5"),
        ("-5", "text", "-5"),
        ("", "text", ""), (3, "text", "3"), ("<b>", "text", "<b>"),
    ],
)  # fmt: skip
def test_values_as_they_are_written(value, form, text):
    assert written(value, form) == text


def test_what_is_missing_is_a_dash():
    assert MISSING == "–" and written(float("nan"), "text") == MISSING


@pytest.mark.parametrize(
    ("texts", "top", "text"),
    [
        ([], 6, "none"), (["a"], 6, "a"), (["a", "b"], 6, "a and b"), (["a", "b", "c"], 6, "a, b and c"),
        (["a", "b", "c"], 3, "a, b and c"), (["a", "b", "c"], 2, "a, b and 1 more"), (["a", "b", "c"], 1, "a and 2 more"),
        (["a, b", "c"], 6, "a, b and c"),
    ],
)  # fmt: skip
def test_a_list_as_a_sentence_has_it(texts, top, text):
    before = list(texts)
    assert listed(texts, top) == text and texts == before


@pytest.mark.parametrize(
    ("arguments", "text"),
    [((1, "article"), "1 article"), ((0, "article"), "0 articles"), ((1200, "word"), "1,200 words"),
    ((2, "entry", "entries"), "2 entries"),
     ((1, "entry", "entries"), "1 entry")],
)  # fmt: skip
def test_a_number_and_its_noun(arguments, text):
    assert counted(*arguments) == text


@pytest.mark.parametrize(("by", "text"), [("source", "outlet"), ("outlet_type", "outlet type"), ("region", "region"), (7, "7")])
def test_what_a_group_is_called(by, text):
    assert named(by) == text


@pytest.mark.parametrize(
    ("n", "text"), [(2, "the first 2 of 1,500"), (1500, "all 1,500"), (9999, "all 1,500"), (0, "the first 0 of 1,500")]
)
def test_how_many_of_a_table_are_drawn(n, text):
    assert of_all(n, pd.DataFrame({"n": range(1500)}), "the first") == text
