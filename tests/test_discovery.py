"""`import parallax_workbook as px`: each name is found, completed and read about; what is given back says in a line what it is."""

import importlib.util
import inspect
import os
import pydoc
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from stub import PACKAGES, place, stub

import analysis as px
from analysis import measure, text
from analysis.schema import brief
from analysis.show import charts

ROOT = Path(__file__).parents[1]
NAMES = sorted(name for names in px.NAMES.values() for name in names)
MODULE_OF = {name: module for module, names in px.NAMES.items() for name in names}
SPACES = {"px.measure": measure, "px.text": text, "px.chart": charts}
BELOW = [(shown, name) for shown, package in SPACES.items() for name in dir(package)]


def fresh(code):
    """What a Python prints that was just started in the project."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("module", [*px.NAMES, *px.SPACES.values()])
def test_every_name_has_its_module(module):
    assert importlib.util.find_spec(f"analysis.{module}") is not None


def test_dir_lists_the_names_and_nothing_else():
    assert dir(px) == sorted([*NAMES, "chart", "measure", "text"]) and len(NAMES) == len(set(NAMES)) <= 50
    for package in SPACES.values():
        assert dir(package) == sorted(name for names in package.NAMES.values() for name in names)


def documented(value, name):
    assert inspect.getdoc(value) and value.__name__ == name
    assert name in pydoc.plain(pydoc.render_doc(value))
    signature = inspect.signature(value)
    return [item.name for item in signature.parameters.values() if item.annotation is item.empty]


@pytest.mark.parametrize("name", NAMES)
def test_help_says_what_each_is_for(name):
    assert documented(getattr(px, name), name) == []


@pytest.mark.parametrize(("shown", "name"), BELOW)
def test_help_says_what_each_below_is_for(shown, name):
    assert documented(getattr(SPACES[shown], name), name) == []


def test_help_of_the_package_is_one_screen_that_has_every_name():
    shown = fresh("import parallax_workbook as px, pydoc; print(pydoc.plain(pydoc.render_doc(px)))")
    lines = shown.splitlines()
    assert len(lines) <= 45 and max(map(len, lines)) <= 140
    assert "import parallax_workbook as px" in shown and 'px.open("my-corpus")' in shown
    named = set(re.findall(r"px\.(\w+)", shown))
    assert named == set(dir(px))
    assert "PACKAGE CONTENTS" not in shown and "FUNCTIONS" not in shown


def test_the_map_of_the_package_names_what_there_is_and_nothing_else():
    assert set(re.findall(r"px\.(\w+)", px.__doc__)) == set(dir(px))


@pytest.mark.parametrize("shown", SPACES)
def test_help_of_a_room_names_all_that_is_in_it(shown):
    words = set(re.findall(r"\w+", SPACES[shown].__doc__))
    assert [name for name in dir(SPACES[shown]) if name not in words] == []


def test_importing_the_package_imports_next_to_nothing_of_it():
    code = "import sys, parallax_workbook as px; dir(px); px.measure; px.text; px.chart; print(*sorted(sys.modules))"
    loaded = fresh(code).split()
    ours = {name.removeprefix("parallax_workbook.") for name in loaded if name.startswith("parallax_workbook.")}
    assert ours == {
        "lazy", "renamed", "measure", "text", "show", "show.charts", "show.live", "show.shell",
    }  # fmt: skip
    assert not {"pandas", "numpy", "matplotlib", "pyarrow", "jinja2", "IPython"} & set(loaded)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("keyword", "px has no name 'keyword'. Nearest: px.keywords"),
        ("show_tabel", "px has no name 'show_tabel'. Nearest: px.show_table"),
        ("zzzzz", "px has no name 'zzzzz'"),
        ("__wrapped__", "px has no name '__wrapped__'"),
    ],
)
def test_a_name_that_is_not_there_is_answered_by_the_nearest(name, message):
    with pytest.raises(AttributeError) as caught:
        getattr(px, name)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("shown", "name", "near"), [("px.measure", "count_term", "count_terms"), ("px.chart", "heatmap", "heat_map")]
)
def test_a_room_answers_in_the_same_way(shown, name, near):
    with pytest.raises(AttributeError, match=rf"^{shown} has no name '{name}'\. Nearest: {shown}\.{near}$"):
        getattr(SPACES[shown], name)


# Completion


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_the_stub_says_what_names_says(package):
    assert place(package).read_text(encoding="utf-8") == stub(package), "run: python tests/stub.py"


def test_the_stub_writes_beside_the_package_it_belongs_to():
    assert all(place(package).is_relative_to(ROOT) for package in PACKAGES)


def completions(source):
    import jedi

    return jedi.Script(source, project=jedi.Project(ROOT))


def test_an_editor_completes_names_arguments_and_results_without_running_anything():
    names = {item.name for item in completions("import analysis as px\npx.").complete()}
    assert set(dir(px)) <= names
    (signature,) = completions("import analysis as px\npx.measure.count_terms(").get_signatures()
    assert [item.name for item in signature.params] == ["tokens", "by"]
    fields = {item.name for item in completions("import analysis as px\npx.open('seeds').").complete()}
    assert {"articles", "tokens", "sizes", "ledger", "quotes", "require"} <= fields
    below = {item.name for item in completions("import analysis as px\npx.chart.").complete()}
    assert {"heat_map", "ranked_dots"} <= below


def test_the_kernel_completes_names_with_their_signatures(tmp_path):
    from kernel import open_notebook

    with open_notebook(tmp_path) as notebook:
        notebook.run("import parallax_workbook as px")
        reply = notebook.client.complete("px.show_", 8, reply=True, timeout=60)["content"]
        assert {"show_table", "show_figure"} <= {match.removeprefix("px.") for match in reply["matches"]}
        reply = notebook.client.complete("px.measure.count_", 17, reply=True, timeout=60)["content"]
        assert {"count_terms", "count_topics"} <= {match.rpartition(".")[2] for match in reply["matches"]}
        told = notebook.client.inspect("px.frequent_terms", 17, reply=True, timeout=60)["content"]["data"]["text/plain"]
        assert "The words that a view uses most" in told and "stop_list" in told


# Reprs


def test_what_several_tables_are_is_one_short_line():
    p = px.prepare("seeds")
    chosen = measure.select(p.tokens, p.articles, "source")
    for several in (p, chosen, px.open(p), measure.one_of_each_family(p.articles, p.duplicates)):
        assert "\n" not in repr(several) and len(repr(several)) < 250
    assert repr(chosen).startswith("Selection(articles: 5 rows, tokens: ") and "language: 'en'" in repr(chosen)


def given_back():
    """The named tuples that names give back, by the annotation of each."""
    for value in [*(getattr(SPACES[shown], name) for shown, name in BELOW), px.prepare]:
        kind = inspect.signature(value, eval_str=True).return_annotation
        if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
            yield kind


@pytest.mark.parametrize("kind", sorted(set(given_back()), key=lambda kind: kind.__name__))
def test_no_repr_prints_its_tables(kind):
    table = pd.DataFrame({"column": range(100)})
    values = {name: table if kind_of is pd.DataFrame else "x" for name, kind_of in kind.__annotations__.items()}
    if "info" in values:
        values["info"] = {"corpus": "x", "n_loaded": 1, "n_quarantined": 0, "n_tokens": 2}
    said = repr(kind(**values))
    assert said.startswith(kind.__name__) and "\n" not in said and len(said) < 400


def test_a_brief_repr_says_one_row_and_items_and_kinds():
    from typing import NamedTuple

    class Several(NamedTuple):
        one: pd.DataFrame
        names: list
        number: float
        absent: None
        kind: object

    several = Several(pd.DataFrame({"n": [1]}), ["a"], 0.5, None, object())
    assert brief(several) == "Several(one: 1 row, names: 1 item, number: 0.5, absent: None, kind: object)"
