"""What pages of a run narrow once: the same tables, first and later, and nothing shared that is somebody's own."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis.view as module
from analysis import narrowed
from analysis.errors import StorageError, UsageError
from analysis.text.prepare import load, prepare, save

TINY = Path(__file__).parent / "tiny"


@pytest.fixture(scope="module")
def tiny():
    return prepare(TINY)


@pytest.fixture
def place(tiny, tmp_path, monkeypatch):
    save(tiny, tmp_path)
    monkeypatch.setenv("PARALLAX_SNAPSHOT", str(tmp_path))
    monkeypatch.setattr(narrowed, "MANY", 1)
    return tmp_path / "narrowed"


def alike(view, other):
    for name in ("articles", "tokens", "sizes", "left_out"):
        pd.testing.assert_frame_equal(getattr(view, name), getattr(other, name), check_exact=True)
        codes, others = (
            [c.array.codes.dtype for _, c in getattr(one, name).items() if c.dtype == "category"] for one in (view, other)
        )
        assert codes == others
    assert view.language == other.language


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"by": "month"},
        {"by": "doc_id"},
        {"parts": "title"},
        {"voice": "quoted"},
        {"shared": "without"},
        {"parts": ["title", "body"], "by": "week"},
        {"by": "date"},
    ],
)
def test_a_page_sees_what_it_would_see_alone(tiny, place, settings, monkeypatch):
    alone = module.open(tiny, **settings)
    assert not place.exists()
    alike(module.open(TINY, **settings), alone)
    (kept,) = (path for path in place.iterdir() if path.is_dir())
    monkeypatch.setattr(narrowed, "held", None)
    alike(module.open(TINY, **settings), alone)
    assert [path for path in place.iterdir() if path.is_dir()] == [kept]


def test_articles_of_another_language_are_left_out(tiny, place):
    articles = tiny.articles.assign(language=["de", *tiny.articles["language"][1:]]).astype({"language": "str"})
    save(tiny._replace(articles=articles), place.parent)
    alone = module.open(load(place.parent))
    assert len(alone.articles) == len(articles) - 1
    for _ in range(2):
        alike(module.open(TINY), alone)


def test_words_that_all_count_are_those_of_the_corpus(place):
    view = module.open(TINY)
    assert np.shares_memory(view.tokens["term"].array.codes, view.prepared.tokens["term"].array.codes)
    again = module.open(TINY)
    assert np.shares_memory(again.tokens["term"].array.codes, again.prepared.tokens["term"].array.codes)


def test_what_cannot_be_kept_is_done_alone(tiny, place, monkeypatch):
    def refuse(*_):
        raise StorageError("full")

    monkeypatch.setattr(narrowed.Columns, "write", refuse)
    alike(module.open(TINY), module.open(tiny))
    assert not [path for path in place.iterdir() if path.is_dir()]


def test_what_is_damaged_is_done_alone(tiny, place):
    module.open(TINY)
    for seal in place.glob("*/seal.json"):
        seal.write_text("{}")
    alike(module.open(TINY), module.open(tiny))


def test_nothing_is_left_where_nothing_can_be_chosen(place):
    with pytest.raises(UsageError, match="no word is left"):
        module.open(TINY, shared="only", parts="heading")
    assert not [path for path in place.iterdir() if path.is_dir()]


def test_few_words_are_not_shared(place, monkeypatch):
    monkeypatch.setattr(narrowed, "MANY", 1000)
    module.open(TINY)
    assert not place.exists()
