"""Parameters: declarations are read as written, values in the declared type, and everything else is refused."""

import ast
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papermill.translators import PythonTranslator
from small_notebooks import code, write

from analysis.errors import UsageError
from analysis.report.execute.parameters import (
    Parameter,
    check,
    declared,
    given_to_each,
    meant_by_each,
    read_notebook,
    read_values,
)

SOURCE = '''"""What to look at."""
corpus: str = "seeds"        # folder = where the articles are
top_n: int = 20
focus: list[str] = [         # words
    "war", "peace",          # to look at
]
since: str | None = None
share = 0.5'''


def test_the_corpus_is_named_to_those_that_ask_for_it():
    asking, other = ({"cells": [code(source, "parameters")]} for source in (SOURCE, "top_n: int = 5"))
    given = given_to_each({"a": asking, "b": other}, {"top_n": "7"}, "news")
    assert given == {"a": {"top_n": 7, "corpus": "news"}, "b": {"top_n": 7}}


def test_what_a_notebook_means_is_what_it_is_given_or_else_declares():
    asking, other = ({"cells": [code(source, "parameters")]} for source in ("a: int = 1\nb: str = 'x'", "a: int = 5"))
    assert meant_by_each({"n": asking, "m": other}, {"n": {"a": 7}}) == {"n": {"a": 7, "b": "x"}, "m": {"a": 5}}


def one(kind, text, default=None):
    return check({"x": text}, {"n": [Parameter("x", kind, default, "")]})["n"]["x"]


def test_declarations_are_read_in_order_with_types_and_comments(tmp_path):
    path = write(tmp_path / "n.ipynb", parameters=SOURCE)
    assert declared(read_notebook(path), "n.ipynb") == [
        Parameter("corpus", "str", "seeds", "folder = where the articles are"),
        Parameter("top_n", "int", 20, ""),
        Parameter("focus", "list[str]", ["war", "peace"], "words to look at"),
        Parameter("since", "str | None", None, ""),
        Parameter("share", "float", 0.5, ""),
    ]
    assert declared({"cells": [code("x = 1")]}, "n.ipynb") == []


@pytest.mark.parametrize("source", ["import os", "x: int = 1 + y", "x = len('a')", "x: int", "a = b = 1", "x = ("])
def test_only_literals_are_declared(source):
    with pytest.raises(UsageError, match=r"^n\.ipynb"):
        declared({"cells": [code(source, "parameters")]}, "n.ipynb")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"cells": 3}', "\xff", "[" * 100_000])
def test_what_is_no_notebook_is_refused(tmp_path, text):
    (tmp_path / "n.ipynb").write_text(text, encoding="latin-1")
    with pytest.raises(UsageError, match="not a notebook"):
        read_notebook(tmp_path / "n.ipynb")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"metadata": {"tags": 5}}, "its tags are no list of texts"),
        ({"metadata": {"tags": "parameters"}}, "its tags are no list of texts"),
        ({"metadata": {"tags": None}}, "its tags are no list of texts"),
        ({"metadata": {"tags": ["a", ["b"]]}}, "its tags are no list of texts"),
        ({"metadata": []}, "its metadata are no object"),
        ({"cell_type": 7}, "it is neither code nor Markdown"),
    ],
)
def test_a_cell_that_is_none_is_refused_and_named(tmp_path, wrong, message):
    (tmp_path / "n.ipynb").write_text(json.dumps({"cells": [code("x = 1"), code("y = 1") | wrong]}))
    with pytest.raises(UsageError, match=f"cell 2: {message}"):
        read_notebook(tmp_path / "n.ipynb")


def test_a_number_without_end_is_no_notebook(tmp_path):
    (tmp_path / "n.ipynb").write_text(f'{{"cells": [], "x": {"1" * 10_000}}}')
    with pytest.raises(UsageError, match="not a notebook"):
        read_notebook(tmp_path / "n.ipynb")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("str", "007", "007"),
        ("str", "no", "no"),
        ("str", "nan", "nan"),
        ("int", "-12", -12),
        ("int", "007", 7),
        ("float", "0.5", 0.5),
        ("float", "3", 3.0),
        ("bool", "yes", True),
        ("bool", "False", False),
        ("list[str]", "war, peace ", ["war", "peace"]),
        ("list[str]", '["a, b", "c"]', ["a, b", "c"]),
        ("list[str]", "", []),
        ("list[int]", "1,2", [1, 2]),
        ("list[int]", "[1, 2]", [1, 2]),
        ("int | None", "none", None),
        ("int | None", "5", 5),
        ("str | None", "none", "none"),
        ("str | None", "", None),
        ("Optional[int]", "", None),
        ("list[str] | None", "a", ["a"]),
    ],
)
def test_values_are_read_in_the_declared_type(kind, text, value):
    got = one(kind, text)
    assert got == value and type(got) is type(value)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("int", "2.0"),
        ("int", "1_000"),
        ("int", "٣"),
        ("int", "9" * 5000),
        ("int", ""),
        ("float", "nan"),
        ("float", "inf"),
        ("float", "1e999"),
        ("float", "0x1p3"),
        ("bool", "1"),
        ("bool", "maybe"),
        ("list[int]", "1,x"),
        ("list[int]", "[1, [2]]"),
        ("list[str]", "[1"),
        ("list[str]", "[null]"),
        ("list[str]", "[" * 100_000),
        ("dict[str, int]", "{}"),
        ("str", "\udcff"),
    ],
)
def test_a_value_of_another_type_is_refused_with_parameter_value_and_type(kind, text):
    with pytest.raises(UsageError) as caught:
        one(kind, text)
    assert caught.value.exit_code == 2
    assert "parameter 'x'" in str(caught.value) and kind in str(caught.value) and "\n" not in str(caught.value)


def test_an_unknown_name_is_refused_with_the_nearest_or_a_few():
    notebooks = {"01_terms": [Parameter("top_n", "int", 20, "")], "02_topics": [Parameter("corpus", "str", "", "")]}
    with pytest.raises(UsageError) as caught:
        check({"topn": "3"}, notebooks)
    assert str(caught.value) == "no notebook declares a parameter 'topn'. Nearest: 'top_n'"
    many = {"n": [Parameter(f"p{number}", "int", 1, "") for number in range(10, 18)]}
    with pytest.raises(UsageError, match=r"'x'\. There are: 'p10', 'p11', 'p12', 'p13', 'p14', 'p15' and 2 more$"):
        check({"x": "3"}, many)


@pytest.mark.parametrize("name", ["x=1;import os#", "__class__", "", "top_n\n"])
def test_a_name_that_was_not_declared_never_becomes_code(name):
    with pytest.raises(UsageError):
        check({name: "1"}, {"n": [Parameter("top_n", "int", 20, "")]})


def test_the_corpus_is_named_after_the_command():
    with pytest.raises(UsageError, match="parallax run FOLDER"):
        check({"corpus": "x"}, {"n": [Parameter("corpus", "str", "seeds", "")]})


def test_a_value_goes_to_each_notebook_that_declares_it():
    both = {"a": [Parameter("n", "int", 1, "")], "b": [Parameter("n", "str", "", "")], "c": []}
    assert check({"n": "3"}, both) == {"a": {"n": 3}, "b": {"n": "3"}, "c": {}}


def test_a_file_keeps_text_as_text(tmp_path):
    path = tmp_path / "p.yml"
    path.write_text("a: no\nb: 007\nc: 2024-10-28\nd: [1, no]\ne:\n- x\nf: []\ng: ~\n", encoding="utf-8")
    assert read_values(path) == {
        "a": "no", "b": "007", "c": "2024-10-28", "d": '["1", "no"]', "e": '["x"]', "f": "[]", "g": "~",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2", ":2: parameter 'a' comes twice"),
        ("a: {b: 1}", ":1: a value is a scalar"),
        ("a: [[1]]", ":1: a value is a scalar"),
        ("- a", ":1: parameters are written as"),
        ("x: 1\na: !!python/object/apply:os.system [ls]", ":2: the tag"),
        ("a: 'open", ":1: not YAML|:2: not YAML"),
        ("[" * 5000, "nested too deeply|not YAML"),
    ],
)
def test_a_file_that_is_no_list_of_values_is_refused_with_its_line(tmp_path, text, message):
    path = tmp_path / "p.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_values(path)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_text_survives_the_way_into_a_cell(text):
    cell = PythonTranslator.codify({"x": one("str", text)})
    assert ast.literal_eval(ast.parse(cell).body[0].value) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_lists_survive_the_way_through_json(items):
    assert one("list[str]", json.dumps(items)) == items
