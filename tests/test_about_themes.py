"""about_themes.py: planted themes are found again and compared; what is not found again is shown and not counted."""

import json
import random

import pytest

from analysis import view as views
from analysis.display.render import render
from analysis.findings import about_themes
from analysis.findings.about_themes import theme_paragraphs, themes, themes_and_topics

ALL = (themes, theme_paragraphs, themes_and_topics)
WORDS = {
    "war": ["army", "front", "tank", "shell", "truce", "general", "soldier", "bomb", "trench", "rifle"],
    "money": ["loan", "bank", "price", "tax", "wage", "market", "trade", "budget", "coin", "cost"],
    "sea": ["ferry", "river", "boat", "harbour", "water", "sail", "island", "tide", "coast", "wave"],
}
SHUFFLED = [word for words in WORDS.values() for word in words]


def corpus_of(folder, paragraphs, dictionary=""):
    """A corpus of source -> words of which its paragraphs are drawn, two articles a source."""
    draw = random.Random(1)
    for source, words in paragraphs.items():
        for half in (0, 1):
            lines = [" ".join(draw.sample(group, 8)).capitalize() + "." for group in words[half::2]]
            path = folder / source / f"{half}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("Title\n\n" + "\n\n".join(lines) + "\n")
    if dictionary:
        (folder / "topics.yml").write_text(dictionary)
    return folder


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    war, money, sea = WORDS.values()
    paragraphs = {"Post": [war] * 28 + [money] * 4 + [sea] * 12, "Radio": [war] * 2 + [money] * 28 + [sea] * 12}
    folder = corpus_of(
        tmp_path_factory.mktemp("planted"), paragraphs, "Fighting: [army, front, tank*, general]\nCinema: [film]\n"
    )
    return views.open(folder)


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory):
    folder = corpus_of(
        tmp_path_factory.mktemp("shuffled"), {"Post": [SHUFFLED] * 30, "Radio": [SHUFFLED] * 30}, "War: [army]\n"
    )
    return views.open(folder)


def test_planted_themes_are_found_again_and_compared(planted):
    found = themes(planted, number=3)
    assert found.sentences[0].startswith("All 3 themes are found again in other halves of the paragraphs: “")
    assert found.headline == found.sentences[1] and found.compares and found.verdict == "descriptive"
    assert "lead 28 of the 44 paragraphs in Post, and 2 of 42 in Radio." in found.headline or (
        "lead 28 of the 42 paragraphs in Radio, and 4 of 44 in Post." in found.headline
    )
    assert found.strength == pytest.approx(28 / 44 - 2 / 42, abs=0.05)
    assert found.figures[0].chart.data["words"].nunique() == 3 and found.caveats == ("",)
    assert [table.name for table in found.tables] == ["themes", "terms", "choice"]


def test_themes_are_looked_for_once(planted):
    assert planted.find_themes(3) is planted.find_themes(3)
    assert planted.find_themes(3) is not planted.find_themes(2)


def test_what_is_not_found_again_is_not_counted(shuffled):
    found = themes(shuffled, number=4)
    assert found.sentences == (
        "None of the 4 themes is found again in other halves of the paragraphs, so nothing here is counted by theme.",
    )
    assert found.headline == "" and found.strength == 0 and not found.figures and not found.compares
    shown = found.tables[0]
    assert {"prevalence", "n_paragraphs"} <= set(shown.frame.columns) and not {"prevalence", "n_paragraphs"} & set(
        shown.head.columns
    )
    assert not any(char.isdigit() for char in found.sentences[0].replace("4 themes", ""))


def test_a_theme_that_is_not_found_again_leaves_the_figure(planted, monkeypatch):
    found = planted.find_themes(3)
    some = found._replace(themes=found.themes.assign(stable=[True, False, True]))
    monkeypatch.setattr(planted, "_themes", {3: some})
    answer = themes(planted, number=3)
    assert answer.sentences[0].startswith("2 of the 3 themes are found again") and answer.caveats[0]
    assert answer.figures[0].chart.data["words"].nunique() == 2 and "left out" in answer.figures[0].caption
    assert "prevalence" not in answer.tables[0].head.columns
    assert themes_and_topics(planted, number=3).figures[0].chart.data["words"].nunique() == 2


def test_topics_near_to_themes_and_themes_without_a_topic(planted):
    found = themes_and_topics(planted, number=3)
    assert found.sentences[0].endswith("is nearest to the topic “Fighting”.") and found.sentences[0].count("nearest") == 1
    assert found.sentences[1].startswith("Where “") and " lead, no topic" in found.sentences[1]
    assert 0 < found.numbers["agreement"] < 1 and len(found.tables[0].frame) == 3


def test_topics_are_not_counted_by_themes_that_are_not_found_again(shuffled):
    found = themes_and_topics(shuffled, number=4)
    assert len(found.sentences) == 1 and not found.figures and found.strength == 0
    assert list(found.tables[0].head.columns) == ["theme_label", "topic"] and "overlap" in found.tables[0].frame.columns


def test_without_a_list_the_themes_stand_alone(tmp_path):
    view = views.open(corpus_of(tmp_path, {"Post": [WORDS["war"]] * 12 + [WORDS["sea"]] * 12}))
    found = themes_and_topics(view, number=2)
    assert found.sentences == ("This corpus has no topics.yml to hold the themes against.",) and found.hint


def test_a_theme_of_one_article_is_named(planted, monkeypatch):
    best = about_themes.best_paragraphs(planted.find_themes(3), planted.ledger, top=2)
    same = best.assign(doc_id=["a", "a", "a", "b", "a", "b"])
    monkeypatch.setattr(about_themes, "best_paragraphs", lambda *given, **asked: same)
    text = theme_paragraphs(planted, number=3, top=2).sentences[0]
    assert text.endswith("may be the wording of one article: its best paragraphs all come from one.") and text.count("“") == 1
    monkeypatch.setattr(about_themes, "best_paragraphs", lambda *given, **asked: best.assign(doc_id=["a", "b"] * 3))
    assert theme_paragraphs(planted, number=3, top=2).sentences == (
        "Each theme is shown best by paragraphs of several articles.",
    )


def test_one_paragraph_each_says_nothing_of_articles(planted):
    found = theme_paragraphs(planted, number=3, top=1)
    assert found.sentences == ("The paragraphs below have most of each theme.",) and len(found.tables[0].frame) == 3


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["The bridge is closed."], "There is 1 paragraph, and themes need 20."),
        (["The bridge is closed."] * 24, "There are 2 words that 3 paragraphs or more have, and themes need 10."),
        (["Мост закрыт надолго."] * 5, "There are 5 paragraphs, and themes need 20."),
    ],
)
def test_too_little_text_is_said_in_one_sentence(tmp_path, lines, said):
    (tmp_path / "a.txt").write_text("Head\n\n" + "\n\n".join(lines) + "\n")
    view = views.open(tmp_path)
    answers = [finding(view) for finding in ALL]
    assert answers[0].sentences == (said,)
    assert all(len(found.sentences) == 1 and not found.figures and not found.tables for found in answers)


def test_one_source_is_not_compared(tmp_path):
    found = themes(views.open(corpus_of(tmp_path, {"Post": [WORDS["war"]] * 14 + [WORDS["sea"]] * 14})), number=2)
    assert not found.compares and found.headline == "" and found.figures


@pytest.mark.parametrize("finding", ALL, ids=lambda function: function.__name__)
def test_a_record_is_json_and_escaped(finding, tmp_path):
    hostile = [
        f"{' '.join(random.Random(n).sample(WORDS['war' if n % 2 else 'sea'], 8))} <script>alert(1)</script>."
        for n in range(30)
    ]
    (tmp_path / "a.txt").write_text("Head\n\n" + "\n\n".join(hostile) + "\n")
    (tmp_path / "topics.yml").write_text('"<script>": [army]\n')
    record = finding(views.open(tmp_path), number=2).record()
    json.dumps(record)
    assert "<script>" not in render(record)
