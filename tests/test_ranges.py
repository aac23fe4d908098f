"""Every number that a public function or a notebook takes has a range, and one outside of it is refused in one line."""

import inspect
import re
from pathlib import Path

import numpy as np
import pytest
from small_corpora import corpus

import analysis as px
from analysis import asked, measure
from analysis.arguments import RANGES, Range, require_range
from analysis.errors import UsageError
from analysis.measure.counting import counts
from analysis.measure.themes import discovery
from analysis.report.execute.parameters import declared, read_notebook

FINDINGS = [name for room, names in px.NAMES.items() if room.startswith("findings.") for name in names]
# numbers that stand for sizes in a formula and are no settings, and one that names the length of runs and is refused by its own rule
NO_SETTINGS = {"n_a", "n_b", "n_articles_a", "n_articles_b", "sign_flips", "n"}
NEVER = [0.5, -1, -5, 10**12, float("nan"), float("inf"), True, "3", np.float64(2), np.bool_(True), [3]]


def numbers_of(function):
    """The settings of a function that are numbers."""
    parameters = inspect.signature(function).parameters.values()
    kinds = {item.name: getattr(item.annotation, "__name__", str(item.annotation)) for item in parameters}
    return [name for name, kind in kinds.items() if re.search(r"\b(int|float)\b", kind) and name not in NO_SETTINGS]


MEASURES = [name for name in dir(measure) if callable(getattr(measure, name)) and not inspect.isclass(getattr(measure, name))]


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    text = "The mayor closed the bridge over the river. " * 3
    return px.open(corpus(tmp_path_factory.mktemp("ranges"), {"a/1": text, "b/1": text}))


@pytest.mark.parametrize("question", FINDINGS)
def test_every_number_of_a_finding_is_refused_outside_of_its_range(view, question):
    for name in numbers_of(getattr(px, question)):
        for value in NEVER:
            with pytest.raises(UsageError, match=rf"^{name} cannot be .*") as caught:
                getattr(px, question)(view, **{name: value})
            assert caught.value.exit_code == 2 and "Give a whole number from" in str(caught.value)


def test_the_fewest_paragraphs_are_as_many_as_themes_need():
    assert RANGES["most_paragraphs"].least == discovery.FEWEST_PARAGRAPHS and RANGES["length"] == Range(
        1, max(counts.NGRAM_LENGTHS)
    )


@pytest.mark.parametrize("name", MEASURES)
def test_every_number_of_a_measure_is_refused_outside_of_its_range(name):
    function = getattr(measure, name)
    needed = [item for item in inspect.signature(function).parameters.values() if item.default is item.empty]
    for setting in numbers_of(function):
        assert setting in RANGES, f"{name}({setting}=)"
        given = {item.name: None for item in needed if item.kind == item.KEYWORD_ONLY}
        for value in NEVER[1:]:
            if not RANGES[setting].whole and isinstance(value, np.float64):
                continue
            with pytest.raises(UsageError, match=f"^{setting} cannot be"):
                function(*[None for item in needed if item.kind != item.KEYWORD_ONLY], **given | {setting: value})


def test_every_number_of_our_notebooks_has_a_range_that_its_default_is_in():
    for path in sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb")):
        for item in declared(read_notebook(path), path.name):
            if item.type in ("int", "float"):
                least, most = asked.RANGES[item.name]
                assert least <= item.default <= most, item


@pytest.mark.parametrize("value", [1, 2, np.int64(7), 10**9])
def test_whole_numbers_of_any_kind_are_taken(value):
    require_range(value, "top", RANGES["top"])


@pytest.mark.parametrize("value", [0, 1, 0.5, np.float32(0.25)])
def test_any_number_within_a_range_of_numbers_is_taken(value):
    require_range(value, "min_share", Range(0, 1, whole=False))


def test_none_is_taken_where_it_is_the_default_alone(view):
    with pytest.raises(UsageError, match="top cannot be None"):
        px.frequent_terms(view, top=None)
    row = measure.keyness(view.tokens, "source").iloc[0]
    assert len(px.evidence(row, view.tokens, view.ledger, top=None))
