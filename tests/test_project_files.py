"""What a project has for people who join it: the files that services read keep their forms, and name what is there."""

import doctest
import importlib.util
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import analysis as px
from analysis import __version__

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_citation_says_what_the_package_says():
    citation = yaml.safe_load(read("CITATION.cff"))
    assert citation["cff-version"] == "1.2.0" and citation["type"] == "software" and citation["message"]
    assert (str(citation["version"]), citation["license"]) == (__version__, PROJECT["license"])
    assert citation["authors"] and all(author["name"] for author in citation["authors"])
    assert set(citation["keywords"]) <= set(PROJECT["keywords"])
    known = {"cff-version", "message", "type", "title", "abstract", "authors", "version", "license", "keywords"}
    assert set(citation) <= known, "a key that the schema of CFF 1.2 was not asked about"


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_is_one(path):
    """What GitHub asks of a form, or it shows none; each asks for a version."""
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert form["name"] and form["description"] and set(form) <= {"name", "description", "title", "labels", "body"}
    asked = [item for item in form["body"] if item["type"] != "markdown"]
    assert asked and {item["type"] for item in asked} <= {"textarea", "input", "dropdown"}
    ids, labels = [item["id"] for item in asked], [item["attributes"]["label"] for item in asked]
    assert all(re.fullmatch(r"[a-z-]+", name) for name in ids) and "version" in ids
    assert len(set(ids)) == len(ids) and len(set(labels)) == len(labels)
    assert all(item["attributes"]["options"] for item in asked if item["type"] == "dropdown")


def test_there_is_a_form_for_each_kind_of_report():
    assert [path.stem.partition("-")[2] for path in FORMS] == ["bug", "wrong-result", "file-not-read"]


def test_classifiers_are_known_and_say_what_was_tried():
    known = pytest.importorskip("trove_classifiers").classifiers  # hatchling needs it too
    stated = PROJECT["classifiers"]
    assert [name for name in stated if name not in known] == []
    assert [name for name in stated if name.startswith("Operating System")] == ["Operating System :: POSIX :: Linux"]
    assert "urls" not in PROJECT, "addresses that somebody may reach are tested here once there are some"


CONTRIBUTING = read("CONTRIBUTING.md")
BLOCKS = re.findall(r"```python\n(.*?)```", CONTRIBUTING, flags=re.S)


def test_contributing_names_what_is_there():
    targets = re.findall(r"^([a-z]+):", read("Makefile"), flags=re.M)
    named = set(re.findall(r"(?:`|^    )make (\w+)", CONTRIBUTING, flags=re.M))
    assert len(named) >= 4 and named <= set(targets)
    paths = set(re.findall(r"\b(?:analysis|tests|notebooks)/[\w/]+(?:\.\w+)?", CONTRIBUTING))
    assert [path for path in paths if not (ROOT / path).exists() and "word_lengths" not in path] == [] and len(paths) > 10
    assert {"MAY_IMPORT", "ONLY_IN"} <= set(re.findall(r"^(\w+) = ", read("tests/test_structure.py"), flags=re.M))
    rooms = set(re.findall(r"^\| `analysis/(\w+)(?:/|\.py)` \|", CONTRIBUTING, flags=re.M))
    assert rooms == {"text", "view", "measure", "show", "findings", "report"}


def loaded(name, text, folder):
    """A module as if its text lay in analysis/ under that dotted name."""
    path = folder / f"{name.rpartition('.')[2]}.py"
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_finding_of_contributing_works_as_it_is_printed(tmp_path, monkeypatch):
    """Whoever copies it begins with what works: the measure, its doctest, its test by hand, and the finding on the five articles."""
    measure, finding, cell, by_hand, _ = BLOCKS
    name = "analysis.measure.language.word_lengths"
    module = loaded(name, measure, tmp_path)
    monkeypatch.setitem(sys.modules, name, module)
    assert doctest.testmod(module) == (0, 3)
    loaded("test_word_lengths", by_hand, tmp_path).test_letters_by_group()
    source = read("analysis/findings/about_language.py")
    answer = loaded("analysis.findings.about_language_and_more", f"{source}\n{finding}", tmp_path).word_lengths
    view = px.open(ROOT / "seeds")
    assert re.fullmatch(
        r"A word has \d\.\d letters on average in .+, and \d\.\d in .+, where they are shortest\.", *answer(view).sentences
    )
    assert cell == "px.word_lengths(view, top=top)\n" and answer(view, top=3).tables[0].name == "word_lengths"
