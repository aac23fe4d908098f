"""about_language.py, with neighbours.py: what is said of varied words, long sentences, reading ease, runs and pairs of words."""

import json
from pathlib import Path

import pytest

from analysis.display.render import render
from analysis.errors import UsageError
from analysis.findings.about_language import collocations, diversity, ngrams, readability
from analysis.view import open as open_view

FINDINGS = (diversity, readability, ngrams, collocations)
SAME = "The peace treaty is near. The peace treaty of Dunwick is not signed. Nobody knows the peace treaty."


def corpus_of(folder, texts, language="en"):
    """A corpus of outlet -> articles in one language."""
    lines = ["file,source,language"]
    for outlet, articles in texts.items():
        (folder / outlet).mkdir()
        for number, text in enumerate(articles):
            (folder / outlet / f"{number}.txt").write_text(text + "\n", encoding="utf-8")
            lines.append(f"{outlet}/{number}.txt,{outlet},{language}")
    (folder / "sources.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return open_view(folder)


def test_long_sentences_and_varied_words(tmp_path):
    varied = " ".join(f"word{n}" for n in range(60)) + "."
    view = corpus_of(tmp_path, {"Post": [varied], "Radio": ["War came again. " * 20]})
    found = diversity(view)
    assert found.sentences[0] == (
        "The words vary most in Post: of 50 in a row, 50 are different on average. They vary least in Radio, with 3."
    )
    assert found.sentences[1] == "Sentences are longest in Post, 60 words on average, and shortest in Radio, 3."
    assert found.figures[0].title == "Most different words in Post: 50 of 50 in a row" and found.compares
    assert found.strength == pytest.approx(0.5 * (1 - 3 / 60))


def test_small_differences_are_told_as_none():
    found = diversity(open_view("seeds"))
    assert found.sentences[0].startswith("The words are about equally varied everywhere: of 50 in a row, 40 to 42")
    assert [figure.name for figure in found.figures] == ["variety"] and found.tables[0].name == "diversity"


def test_texts_too_short_for_a_stretch_have_no_figure(tmp_path):
    found = diversity(corpus_of(tmp_path, {"Post": ["War came."], "Radio": ["War came."]}))
    assert not found.figures
    assert found.sentences[0] == "Sentences are equally long everywhere, 2 words on average."
    assert "No article has 50 words in a row to look at." in found.sentences


def test_few_outlets_are_drawn_of_many(tmp_path):
    found = diversity(corpus_of(tmp_path, {f"o{n}": ["War came again. " * (20 + n)] for n in range(6)}), drawn=2)
    assert sorted(found.figures[0].chart.data["source"].astype(str)) == ["o4", "o5"] and "2 of 6" in found.figures[0].caption


def test_reading_ease_of_english():
    found = readability(open_view("seeds"))
    assert found.sentences[0] == (
        "BelTA is easiest to read, with 56 on Flesch’s scale, where 60 to 70 is plain English and below 30 very difficult;"
        " Analysts’ digest is hardest, with 26."
    )
    assert [table.name for table in found.tables] == ["readability", "syllables"]


def test_reading_ease_of_one_and_of_few_words(tmp_path):
    found = readability(corpus_of(tmp_path, {"Post": ["War came again."]}))
    assert found.sentences[0].startswith("Reading ease is ") and not found.compares
    assert "rough for Post" in found.caveats[1]


@pytest.mark.parametrize(("language", "says"), [("ru", "in Russian"), ("", "do not say which language")])
def test_no_reading_ease_but_of_english(tmp_path, language, says):
    found = readability(corpus_of(tmp_path, {"a": ["War came."]}, language))
    assert len(found.sentences) == 1 and says in found.sentences[0] and not found.tables


def test_runs_as_the_articles_write_them(tmp_path):
    view = corpus_of(tmp_path, {"Post": [SAME], "Radio": ["No peace treaty came. Old Dunwick slept."]})
    found = ngrams(view)
    assert found.sentences[0] == "The runs of 2 words that recur most often are “peace treaty” (4 times)."
    assert found.tables[0].name == "runs" and found.figures[0].name == "runs"
    assert ngrams(view, length=3).sentences == (
        "No run of 3 words that begins and ends in a content word occurs 3 times or more; rarer ones were not looked at.",
    )
    with pytest.raises(UsageError, match="length cannot be 9"):
        ngrams(view, length=9)


def test_runs_of_one_article_are_told(tmp_path):
    found = ngrams(corpus_of(tmp_path, {"Post": [SAME], "Radio": ["Nothing came."]}))
    assert found.sentences[1] == "1 of the 1 shown is in one article only."


def test_pairs_and_neighbours(tmp_path):
    view = corpus_of(
        tmp_path, {"Post": [SAME + " Donald Trump met Donald Trump. Donald Trump left."], "Radio": ["Nothing came."]}
    )
    found = collocations(view, "treaty")
    assert "“Donald Trump”" in found.sentences[0] and "“peace treaty”" in found.sentences[0]
    assert found.sentences[0].startswith("These words are seldom apart: ")
    assert found.sentences[1] == "“peace” gathers around “treaty”."
    assert [table.name for table in found.tables] == ["collocations", "near_1"]
    assert collocations(view, ["trump", "treaty"]).tables[2].name == "near_2"


def test_no_pair_is_one_sentence(tmp_path):
    found = collocations(corpus_of(tmp_path, {"a": ["War came."]}))
    assert (
        found.sentences == ("No two content words stand side by side 3 times or more; rarer pairs were not looked at.",)
        and not found.figures
        and not found.tables
    )


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    "texts",
    [
        {"a": ["War came."]},
        {"a": [SAME, SAME, SAME]},
        {"a": [SAME], "b": [SAME]},
        {"<b>x": ["War <script>came</script> again. " * 9], "$x^2$": ["War <script>came</script> again. " * 9]},
    ],
    ids=["one", "one_source", "equal", "hostile"],
)
def test_every_corpus_has_an_answer_and_nothing_unescaped(tmp_path, finding, texts):
    shown = finding(corpus_of(tmp_path, texts)).record()
    json.dumps(shown)
    html = render(shown)
    assert shown["sentences"] and "<b>x" not in html and "<script>" not in html


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda f: f.__name__)
def test_another_language(tmp_path, finding):
    text = (Path(__file__).parent / "languages" / "ru.txt").read_text(encoding="utf-8")
    found = finding(corpus_of(tmp_path, {"a": [text], "b": [text]}, "ru"))
    assert found.sentences[0] and "nan" not in str(found)
