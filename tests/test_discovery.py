"""`import analysis as px`: every name can be found, completed and read about, and what is given back says in a line what it is."""

import inspect
import pydoc
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from stub import STUB, stub

import analysis as px
from analysis.schema import brief

ROOT = Path(__file__).parents[1]


def test_dir_lists_the_names_and_nothing_else():
    assert dir(px) == sorted(name for names in px.NAMES.values() for name in names) == px.__all__


@pytest.mark.parametrize("name", px.__all__)
def test_help_says_what_each_is_for(name):
    value = getattr(px, name)
    assert inspect.getdoc(value) and value.__name__ == name
    assert name in pydoc.plain(pydoc.render_doc(value))
    signature = inspect.signature(value)
    assert all(item.annotation is not item.empty for item in signature.parameters.values())


def test_help_of_the_package_begins_with_where_to_begin():
    text = pydoc.plain(pydoc.render_doc(px))
    assert "dir(px)" in text and 'px.prepare("folder")' in text
    assert all(f"\n    {name}(" in text for name in px.__all__)


def test_importing_the_package_imports_none_of_it():
    code = "import sys, analysis as px; dir(px); print(*sorted(name for name in sys.modules if name.startswith('analysis.')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_name_that_is_not_there_is_answered_by_those_that_are():
    with pytest.raises(AttributeError, match=r"has no name 'count_term'\. It has: .*count_terms"):
        _ = px.count_term


# Completion


def test_the_stub_says_what_names_says():
    assert STUB.read_text(encoding="utf-8") == stub(), "run: python tests/stub.py"


def completions(source):
    import jedi

    return jedi.Script(source, project=jedi.Project(ROOT))


def test_an_editor_completes_names_arguments_and_results_without_running_anything():
    names = {item.name for item in completions("import analysis as px\npx.").complete()}
    assert set(px.__all__) <= names
    (signature,) = completions("import analysis as px\npx.count_terms(").get_signatures()
    assert [item.name for item in signature.params] == ["tokens", "by"]
    fields = {item.name for item in completions("import analysis as px\npx.prepare('seeds').").complete()}
    assert {"articles", "tokens", "ledger", "quotes"} <= fields


def test_the_kernel_completes_names_with_their_signatures(tmp_path):
    from kernel import open_notebook

    with open_notebook(tmp_path) as notebook:
        notebook.run("import analysis as px")
        reply = notebook.client.complete("px.count_", 9, reply=True, timeout=60)["content"]
        assert {"count_terms", "count_topics", "count_ngrams"} <= {text.removeprefix("px.") for text in reply["matches"]}
        told = notebook.client.inspect("px.count_terms", 14, reply=True, timeout=60)["content"]["data"]["text/plain"]
        assert "Count each term in each group." in told and "rate_per_1000" in told


# Reprs


def test_what_several_tables_are_is_one_short_line():
    p = px.prepare("seeds")
    chosen = px.select(p.tokens, p.articles, "source")
    for several in (p, chosen, px.one_of_each_family(p.articles, p.duplicates)):
        assert "\n" not in repr(several) and len(repr(several)) < 250
    assert repr(chosen).startswith("Selection(articles: 5 rows, tokens: ") and "language: 'en'" in repr(chosen)


def given_back():
    """The named tuples that the names of the package give back, by the annotation of each."""
    for name in px.__all__:
        kind = inspect.signature(getattr(px, name), eval_str=True).return_annotation
        if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
            yield kind


@pytest.mark.parametrize("kind", sorted(set(given_back()), key=lambda kind: kind.__name__))
def test_no_repr_prints_its_tables(kind):
    table = pd.DataFrame({"column": range(100)})
    values = {name: table if kind_of is pd.DataFrame else "x" for name, kind_of in kind.__annotations__.items()}
    if "info" in values:
        values["info"] = {"corpus": "x", "n_loaded": 1, "n_quarantined": 0, "n_tokens": 2}
    text = repr(kind(**values))
    assert text.startswith(kind.__name__) and "\n" not in text and len(text) < 400


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
