"""finding.py: an answer is data, exact, and says where it comes from; what is no view is refused in a line."""

import inspect
import json
import math

import numpy as np
import pandas as pd
import pytest
from displays import catch, html_of, record_of, run_in
from small_corpora import TINY

import analysis as px
from analysis.display.records import is_known
from analysis.display.render import render
from analysis.errors import UsageError
from analysis.findings.finding import MOST_ROWS, Finding, answers, in_json, made_by, rows_of
from analysis.show.charts.bars import signed_bars
from analysis.show.charts.figures import Figure
from analysis.show.tables.table import Table

FRAME = pd.DataFrame({"name": ["a", "b", "c"], "value": [0.1 + 0.2, -1.0, np.nan]})
CHART = signed_bars(FRAME, "name", "value", "bits", "more here", "more there")
HOSTILE = "<script>alert(1)</script>\u202e"


class Few:
    """As much of a view as an answer asks for."""

    tokens, sizes = pd.DataFrame(), pd.DataFrame()


@answers("Which words?")
def words(view, top: int = 20, more: str = "") -> Finding:
    """Words."""
    tables = (Table(FRAME, "words", "Words.", top=top), Table(FRAME, "folded", "Folded.", folded=True))
    return Finding(("So.", "", "And so."), "Head.", ("But.", ""), (Figure(CHART, "drawn"),), tables, numbers={"n": np.int64(3)})


def test_an_answer_has_its_name_its_question_and_what_made_it():
    found = words(Few())
    assert (found.name, found.question, found.function) == ("words", "Which words?", words)
    assert words.__doc__ == "Words." and list(inspect.signature(words).parameters) == ["view", "top", "more"]


@pytest.mark.parametrize(
    "given", [pd.DataFrame({"term": ["a"]}), {"tokens": 1}, None, "tests/tiny", 3, []], ids=lambda given: type(given).__name__
)
def test_what_is_no_view_is_refused_in_a_line(given):
    with pytest.raises(UsageError) as caught:
        words(given)
    said = str(caught.value)
    assert said == (
        f"px.words answers a question about a view, and got a {type(given).__name__}. "
        'Give it a view: px.words(px.open("folder")). Measures, which take tables, are in px.measure'
    )


@pytest.mark.parametrize("top", [0, -1, 2.5, "20", None, True])
@pytest.mark.parametrize("way", ["by name", "by place"])
def test_a_top_that_is_no_number_of_rows_is_refused(top, way):
    with pytest.raises(UsageError, match=f"top cannot be {top!r}. Give a whole number from 1 on"):
        words(Few(), top=top) if way == "by name" else words(Few(), top)


@pytest.mark.parametrize("top", [1, 20, 10**9, np.int64(3)])
def test_a_number_of_rows_is_taken(top):
    assert words(Few(), top=top).tables[0].top == top


def test_an_argument_that_there_is_not_is_told():
    with pytest.raises(TypeError, match="tops"):
        words(Few(), tops=3)


# The record


def test_the_record_is_json_that_can_be_rendered():
    shown = words(Few()).record()
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown and is_known(shown)
    assert shown["sentences"] == ["So.", "And so."] and shown["caveats"] == ["But."] and shown["headline"] == "Head."
    assert [item["name"] for item in shown["figures"]] == ["drawn"]
    assert [item["name"] for item in shown["tables"]] == ["words", "folded"]
    assert shown["compares"] is False and shown["hint"] == shown["base"] == shown["how_sure"] == ""


def test_its_numbers_are_exact_and_what_is_missing_is_null():
    numbers = words(Few(), top=3).record()["numbers"]
    assert numbers["words"] == {
        "columns": ["name", "value"],
        "rows": [["a", 0.30000000000000004], ["b", -1.0], ["c", None]],
        "n_rows": 3,
    }
    assert numbers["n"] == 3 and type(numbers["n"]) is int
    assert words(Few(), top=1).record()["numbers"]["words"] == {
        "columns": ["name", "value"],
        "rows": [["a", 0.1 + 0.2]],
        "n_rows": 3,
    }


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (np.int32(3), 3), (np.float64(0.1), 0.1), (np.float32(0.5), 0.5), (np.bool_(True), True), (True, True), ("a", "a"),
        (math.nan, None), (math.inf, None), (-math.inf, None), (np.nan, None), (None, None), (pd.NA, None), (pd.NaT, None),
        (pd.Timestamp("2024-02-01"), "2024-02-01T00:00:00"), (pd.Period("2024-02"), "2024-02"), (pd.Interval(0, 1), "(0, 1]"),
        ([1, math.nan], [1, None]), ((np.int64(1), "a"), [1, "a"]), ({"x": math.nan, "y": [np.inf]}, {"x": None, "y": [None]}),
        (np.array([0.5, np.nan]), [0.5, None]), (pd.Series([1, 2]), [1, 2]), ({"b", "a"}, ["a", "b"]), (10**30, 10**30),
        ({1: 2}, {"1": 2}), ([], []), (b"x", "b'x'"),
    ],
)  # fmt: skip
def test_a_number_as_json_holds_it(value, data):
    found = in_json({"v": value})
    assert found == {"v": data} and type(found["v"]) is type(data) and json.dumps(found, allow_nan=False)


def test_many_rows_are_cut_and_counted():
    shown = rows_of(pd.DataFrame({"n": range(500)}), 7000)
    assert len(shown["rows"]) == MOST_ROWS == 200 and shown["n_rows"] == 7000
    categories = pd.DataFrame({"g": pd.Categorical(["b", None])})
    assert rows_of(categories, 2)["rows"] == [["b"], [None]]


@pytest.mark.parametrize(
    ("strength", "kept"),
    [(0.12345, 0.123), (0, 0.0), (1.7, 1.0), (-0.2, 0.0), (math.nan, 0.0), (math.inf, 0.0), (np.float64(0.5), 0.5)],
)
def test_a_strength_lies_between_0_and_1(strength, kept):
    assert Finding(("So.",), strength=strength).record()["strength"] == kept


def test_texts_from_articles_are_plain_in_the_record_and_escaped_in_html():
    found = Finding(
        (HOSTILE,), HOSTILE, (HOSTILE,), (Figure(CHART, "f", HOSTILE, HOSTILE),), (Table(FRAME.assign(name=HOSTILE), "t", HOSTILE),),
        how_sure=HOSTILE, base=HOSTILE, hint=HOSTILE, question=HOSTILE, name="n", function=words,
    )  # fmt: skip
    shown = found.record()
    assert shown["sentences"] == ["<script>alert(1)</script>\\u202e"] and "\u202e" not in json.dumps(
        shown["caveats"], ensure_ascii=False
    )
    html = render(shown)
    assert "<script" not in html and "\u202e" not in html and "&lt;script&gt;alert(1)&lt;/script&gt;\\u202e" in html


# Where it comes from


def test_an_answer_says_its_call_and_its_file():
    found = px.frequent_terms(px.open(TINY), top=2)
    assert found.record()["made_by"] == {"call": "px.frequent_terms(view)", "file": "analysis/findings/about_terms.py"}
    assert (
        made_by(None) is None
        and made_by(words) is None
        and made_by(pd.DataFrame) is None
        and Finding(("So.",)).record()["made_by"] is None
    )
    file = found.record()["made_by"]["file"]
    assert (TINY.parents[1] / file).is_file()


# How it shows itself


def test_it_displays_itself(monkeypatch):
    caught = catch(monkeypatch)
    words(Few())._ipython_display_()
    (bundle,) = caught
    assert record_of(bundle)["kind"] == "finding" and '<section class="px-answer" id="finding-words"' in html_of(bundle)
    assert bundle["text/plain"] == f"Which words?\nSo.\nAnd so.\nBut.\nWords.\n{FRAME.to_string(index=False)}"


def test_ipython_asks_it_to():
    from IPython.core.formatters import IPythonDisplayFormatter

    shown = []
    found = words(Few())
    formatter = IPythonDisplayFormatter()
    type(found)._ipython_display_, kept = (lambda self: shown.append(self)), type(found)._ipython_display_
    try:
        assert formatter(found) is True and shown == [found]
    finally:
        type(found)._ipython_display_ = kept


def test_its_repr_is_one_line():
    assert repr(words(Few())) == "Finding(words: So.)" and "\n" not in repr(words(Few()))
    assert str(words(Few())).startswith("Which words?\nSo.\nAnd so.")


def test_within_a_run_a_second_answer_gets_a_number_and_so_do_its_parts(monkeypatch, tmp_path):
    run_in(monkeypatch, tmp_path)
    caught = catch(monkeypatch)
    for _ in range(2):
        words(Few())._ipython_display_()
    first, second = map(record_of, caught)
    assert (first["name"], second["name"]) == ("words", "words_2")
    assert [item["name"] for item in second["tables"]] == ["words_2", "folded_2"] and second["figures"][0]["name"] == "drawn_2"
    assert set(second["numbers"]) == {"words_2", "folded_2", "n"} and set(first["numbers"]) == {"words", "folded", "n"}
    assert (tmp_path / "tables/01_terms/words_2.parquet").is_file() and (tmp_path / "figures/01_terms/drawn_2.svg").is_file()
    assert 'id="finding-words_2"' in html_of(caught[1]) and 'id="table-words_2"' in html_of(caught[1])
