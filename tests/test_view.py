"""view.py: a corpus opened, narrowed and grouped as select does it, and a line for whatever is asked for and not there."""

from pathlib import Path

import pandas as pd
import pytest
from small_corpora import TINY, corpus

import analysis as px
from analysis import measure
from analysis.errors import CorpusError, NotApplicableError, UsageError
from analysis.text.prepare import prepare
from analysis.view import View


@pytest.fixture(scope="module")
def tiny():
    return prepare(TINY)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Two texts in one folder, with nothing that describes them."""
    return px.open(corpus(tmp_path_factory.mktemp("bare"), {"one": "War is here today.", "two": "Peace is here."}))


SETTINGS = [
    {},
    {"by": "outlet_type"},
    {"by": "month"},
    {"by": "region"},
    {"parts": "title"},
    {"parts": ("body", "heading")},
    {"voice": "own"},
    {"voice": "quoted"},
    {"shared": "without"},
    {"language": "en", "voice": "own", "parts": ["body"]},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_it_narrows_and_groups_as_select_does(tiny, settings):
    view = px.open(tiny, **settings)
    given = {"by": "source"} | settings
    if isinstance(given.get("parts"), str):
        given["parts"] = (given["parts"],)
    chosen = measure.select(tiny.tokens, tiny.articles, **given)
    pd.testing.assert_frame_equal(view.sizes, chosen.sizes)
    pd.testing.assert_frame_equal(view.left_out, chosen.left_out)
    pd.testing.assert_frame_equal(view.articles, chosen.articles)
    assert len(view.tokens) == len(chosen.tokens) and view.language == chosen.language == "en"
    assert {view.by, "source", "date"} <= set(view.tokens.columns)
    counted = view.tokens.groupby(view.by, observed=True).size()
    assert counted.to_dict() == view.sizes.set_index(view.by)["n_tokens"].to_dict()


@pytest.mark.parametrize("given", [TINY, str(TINY)], ids=["path", "name"])
def test_a_folder_is_read_and_what_was_prepared_is_not_read_again(tiny, given, monkeypatch):
    view = px.open(given)
    assert isinstance(view, View) and view.info["corpus"] == "tiny" and len(view.tokens) == 300
    monkeypatch.setattr("analysis.view.prepare", lambda *a, **k: pytest.fail("it was read again"))
    again = px.open(tiny)
    assert again.prepared is tiny and repr(again) == repr(view)


def test_a_view_has_the_tables_of_its_corpus(tiny):
    view = px.open(tiny)
    for name in ("ledger", "quotes", "duplicates", "topics", "wording", "rules", "inputs", "quarantine", "notices"):
        assert getattr(view, name) is getattr(tiny, name)
    assert view.shared_passages is tiny.shared and view.info is tiny.info


def test_mentions_are_found_once(tiny):
    view = px.open(tiny)
    assert view.topic_mentions is view.topic_mentions and len(view.topic_mentions)
    assert view.wording_mentions is view.wording_mentions and view.name_mentions is view.name_mentions
    assert "the" in view.stop_words() and "bridge" not in view.stop_words() and "bridge" in view.stop_words(more=["bridge"])
    assert view.stop_words("none") == frozenset() and view.tokens_as("surface")["term"].equals(view.tokens["term"])
    assert set(view.language_support.columns) == {"step", "available", "what"} and view.hedge_words


def test_rules_may_be_left_out(tiny):
    for rules in ("page_line", ["page_line"]):
        view = px.open(TINY, without_rules=rules)
        assert view.info["settings"]["without_rules"] == ["page_line"] and len(view.tokens) > 300
    assert px.open(TINY, without_rules="").info["settings"] == tiny.info["settings"]


# Bare texts


def test_texts_that_nothing_describes_can_be_looked_at(bare):
    assert len(bare.articles) == 2 and len(bare.tokens) == 7 and bare.language == "" and len(bare.sizes) == 1
    assert bare.topics.empty and bare.wording.empty and bare.topic_mentions.empty and bare.wording_mentions.empty
    assert "language not stated: 2 articles, 7 words, 1 by source" in repr(bare)


# What a page cannot do without


@pytest.mark.parametrize("what", [(), ("groups",), ("topics.yml",), ("wording.yml",), ("groups", "topics.yml", "wording.yml")])
def test_what_is_there_may_be_required(tiny, what):
    view = px.open(tiny)
    assert view.require(*what) is view


@pytest.mark.parametrize(
    ("what", "message"),
    [
        (("groups",), "there is only one source, and a comparison needs two"),
        (("topics.yml",), "this corpus has no topics.yml"),
        (("wording.yml",), "this corpus has no wording.yml"),
        (("wording.yml", "groups"), "this corpus has no wording.yml"),
    ],
)
def test_what_is_not_there_is_told_in_a_line(bare, what, message):
    with pytest.raises(NotApplicableError, match=message) as caught:
        bare.require(*what)
    assert "\n" not in str(caught.value) and caught.value.remedy


@pytest.mark.parametrize("what", ["group", "topics", "wordings.yml"])
def test_only_some_things_can_be_required(tiny, what):
    with pytest.raises(UsageError, match=rf"there is no requirement '{what}'\. Nearest: "):
        px.open(tiny).require(what)


# Wrong words


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"by": "sorce"}, "there is no column to group by 'sorce'. Nearest: 'source'"),
        ({"by": "zzzzz"}, "there is no column to group by 'zzzzz'. There are: 'doc_id'"),
        ({"by": 3}, "there is no column to group by 3"),
        ({"language": "eng"}, "there is no language 'eng'. Nearest: 'en'"),
        ({"language": "ru"}, "there is no language 'ru'. There are: 'en'"),
        ({"voice": "outsde"}, "there is no voice 'outsde'. Nearest: 'outside'"),
        ({"parts": "bodi"}, "there is no part 'bodi'. Nearest: 'body'"),
        ({"parts": ("title", "text")}, "there is no part 'text'"),
        ({"shared": "with"}, "there is no way to take shared passages 'with'. Nearest: 'without'"),
    ],
)
def test_a_word_that_is_none_is_answered_by_the_nearest(tiny, settings, message):
    with pytest.raises(UsageError) as caught:
        px.open(tiny, **settings)
    assert str(caught.value).startswith(message) and "\n" not in str(caught.value)


def test_wrong_words_are_told_before_a_corpus_is_read():
    with pytest.raises(UsageError, match="there is no voice 'x'"):
        px.open("nowhere", voice="x")


@pytest.mark.parametrize(
    "given", [None, 3, b"tiny", pd.DataFrame({"a": [1]}), ["tiny"]], ids=lambda given: type(given).__name__
)
def test_only_a_folder_or_what_was_prepared_can_be_opened(given):
    with pytest.raises(
        UsageError, match=rf"px\.open reads a folder, and got a {type(given).__name__}\. Give the name of a folder"
    ):
        px.open(given)


def test_a_folder_that_is_not_there_is_named():
    with pytest.raises(CorpusError, match="nowhere: there is no such folder"):
        px.open(Path("nowhere"))


def test_nothing_left_is_told(tmp_path):
    folder = corpus(tmp_path / "c", {"a": "War is here.", "b": "Peace is here."})
    with pytest.raises(UsageError, match=r"no word is left .* in quotation marks"):
        px.open(folder, voice="quoted")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "View(tiny, language en: 10 articles, 300 words, 3 by source)"),
        ({"by": "month"}, "View(tiny, language en: 10 articles, 300 words, 2 by month)"),
        ({"voice": "own", "shared": "without"}, "by source, voice own, shared without)"),
    ],
)
def test_a_view_says_in_a_line_what_it_is(tiny, settings, said):
    text = repr(px.open(tiny, **settings))
    assert text.endswith(said) and "\n" not in text
