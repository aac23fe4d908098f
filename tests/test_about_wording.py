"""about_wording.py, with choices.py: who writes which word, what is a choice and what a gap, and what is told of it."""

import json

import pandas as pd
import pytest

from analysis.display.render import render
from analysis.errors import UsageError
from analysis.findings import choices
from analysis.findings.about_gaps import omissions
from analysis.findings.about_wording import wording, wording_grid
from analysis.view import open as open_view

LISTED = "Capital:\n  Kiev: [kiev]\n  Kyiv: [kyiv]\nRuler:\n  president: [president]\n  dictator: [dictator]\n"


def corpus_of(folder, texts, **files):
    """A corpus of outlet -> articles, with describing files such as wording=…"""
    for outlet, articles in texts.items():
        (folder / outlet).mkdir()
        for number, text in enumerate(articles):
            (folder / outlet / f"{number}.txt").write_text(text + "\n", encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return open_view(folder)


@pytest.fixture
def three(tmp_path):
    """Two write president and Kiev, one dictator and Kyiv, one of the first two names no capital."""
    texts = {
        "Post": ["The president was in Kiev. The president left Kiev."],
        "Radio": ["The president spoke. The president left."],
        "Web": ["The dictator was in Kyiv. The dictator left Kyiv, said a president."],
    }
    return corpus_of(tmp_path, texts, wording=LISTED)


def test_different_words_come_first_and_the_headline_is_the_first_sentence(three):
    found = wording(three)
    assert found.headline == found.sentences[0]
    assert found.headline == (
        "Web most often writes “dictator” where Post and Radio write “president” (Ruler);"
        " Web writes “Kyiv” where Post writes “Kiev” (Capital)."
    )
    assert found.sentences[1] == "“dictator” makes up 2 of the 3 mentions in Web. Post and Radio use other words for it."
    assert found.sentences[3] == "Of the 2 things listed in wording.yml, every outlet names 1 and only some name 1."
    assert [figure.name for figure in found.figures] == ["wording_1", "wording_2"]
    assert [table.name for table in found.tables] == ["wording_grid", "wording"]
    assert found.compares and 0 < found.strength <= 0.3  # no two outlets have five mentions


def test_a_word_not_used_is_no_thing_not_named(three):
    found = wording(three, "Capital")
    assert found.sentences[0] == "Web writes “Kyiv” where Post writes “Kiev” (Capital)."
    assert found.sentences[1].endswith("Post uses other words for it. Radio has none of the words listed for it.")
    assert found.tables[0].frame.set_index("concept").loc["Capital"].tolist()[0] == "Kiev (2 of 2)"
    assert pd.isna(found.tables[0].frame.set_index("concept").loc["Capital", "Radio"])
    assert "Radio: not named" in found.figures[0].chart.alt


def test_an_unknown_concept_names_the_nearest(three):
    with pytest.raises(UsageError, match=r"no concept 'Capitol'\. Did you mean 'Capital'"):
        wording(three, ["Capitol"])


def test_without_a_list_there_is_one_sentence_and_a_hint(tmp_path):
    found = wording(corpus_of(tmp_path, {"a": ["War came."], "b": ["Peace came."]}))
    assert len(found.sentences) == 1 and not found.figures and not found.tables and not found.headline
    assert found.hint == "A wording.yml would say what each outlet calls the same thing."


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"a": ["Kiev and Kiev."]}, "There is only one outlet, so there is nothing to compare."),
        ({"a": ["War came."], "b": ["Peace came."]}, "These articles use none of the words listed in wording.yml."),
        ({"a": ["Kiev fell. Kiev fell."], "b": ["Kiev fell. Kiev fell."]}, "No two of these outlets prefer different words"),
        ({"a": ["Kiev fell."], "b": ["Kyiv fell."]}, "if a preference takes 2 mentions"),
    ],
)
def test_what_nothing_supports_has_no_headline(tmp_path, texts, says):
    found = wording(corpus_of(tmp_path, texts, wording=LISTED))
    assert says in found.sentences[0] and found.headline == "" and found.strength == 0
    json.dumps(found.record())


def test_single_mentions_are_told_as_such(tmp_path):
    found = wording(corpus_of(tmp_path, {"a": ["Kiev fell."], "b": ["Kyiv fell."]}, wording=LISTED))
    assert found.sentences[1].startswith("By single mentions alone, b writes “Kyiv” where a writes “Kiev” (Capital)")


def test_many_outlets_make_short_sentences_and_figures(tmp_path):
    texts = {f"Outlet {n:02d}": [f"They met in {'Kiev' if n % 3 else 'Kyiv'}. " * 3] for n in range(30)}
    found = wording(corpus_of(tmp_path, texts, wording=LISTED), drawn=5)
    assert len(found.headline.split()) <= 45
    assert found.headline == "Outlet 00, Outlet 03 and 8 more write “Kyiv” where most others write “Kiev” (Capital)."
    assert found.sentences[1] == "“Kyiv” makes up all 3 mentions in Outlet 00, and 27 of the 87 in the 29 others that name it."
    assert found.figures[0].chart.data["source"].nunique() == 5 and "5 of 30" in found.figures[0].caption
    grid = found.tables[0]
    assert len(grid.columns) == 6 and len(grid.frame.columns) == 31 and "5 of 30" in grid.caption


def test_labels_and_outlets_are_escaped(tmp_path):
    texts = {"<b>x": ["Kiev fell. Kiev fell."], "y": ["Kyiv fell. Kyiv <script>fell."]}
    view = corpus_of(tmp_path, texts, wording='"<i>Capital":\n  "<u>Kiev": [kiev]\n  Kyiv: [kyiv]\n')
    html = render(wording(view).record()) + render(omissions(view).record())
    assert "<b>x" not in html and "<i>Capital" not in html and "<u>Kiev" not in html and "<script>" not in html
    assert "&lt;u&gt;Kiev" in html


def test_the_seeds_tell_who_says_dictator():
    found = wording(open_view("seeds"))
    assert "Analysts’ digest most often writes “dictator” where most others write “president”" in found.headline
    assert (
        "“dictator” makes up 5 of the 9 mentions in Analysts’ digest and 1 of the 56 mentions in BelTA." in found.sentences[1]
    )
    assert "Unnamed news site has none of the words listed for it" in found.sentences[1]
    assert "only Analysts’ digest writes “Kyiv”" in found.sentences[2]
    assert len(found.headline.split()) <= 45 and found.strength == 1.0 and found.verdict == "descriptive"


ROWS = [
    ("Post", "capital", "Kiev", 3, 3),
    ("Radio", "capital", "Kyiv", 2, 4),
    ("Post", "ruler", None, 0, 0),
    ("Radio", "ruler", "leader", 1, 1),
]


def test_the_grid_has_a_gap_where_a_concept_is_absent():
    grid = wording_grid(pd.DataFrame(ROWS, columns=["source", "concept", "variant", "n", "n_concept"]), "source")
    assert grid.columns.tolist() == ["concept", "Post", "Radio"]
    assert grid.iloc[0].tolist() == ["capital", "Kiev (3 of 3)", "Kyiv (2 of 4)"] and pd.isna(grid.iloc[1]["Post"])


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("Kiev", "Kyiv", True), ("Lukashenko", "Lukashenka", True), ("Trump", "Donald Trump", True), ("Aleksandr", "Alexander", True),
        ("president", "dictator", False), ("war", "conflict", False), ("peace deal", "peace plan", False),
    ],
)  # fmt: skip
def test_spellings_of_one_word(a, b, one):
    assert choices.one_word(a, b) is choices.one_word(b, a) is one
