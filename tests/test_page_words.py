"""page_words.py: words of pages that cleaning left are named beneath a finding and head none; words of news stay where they are."""

import re
from pathlib import Path

import newsroom
import pandas as pd
import pytest
from dealt import one_outlet, opened
from newsroom import _name

from analysis.findings.about_gaps import omissions
from analysis.findings.about_shift import word_shift
from analysis.findings.about_sources import keywords, sensitivity
from analysis.findings.about_themes import themes
from analysis.findings.page_words import COLUMN, PLACES, cautions, marked, mostly_of_pages, page_words, unmarked
from analysis.measure.comparing.keyness import keyness
from analysis.places import seeds
from analysis.view import open as open_view

HERE = Path(__file__).parent
FORMS = (  # of few words that stay, so that cleaning removes none of them
    lambda r, outlet, place: f"{_name(r)} {_name(r)}, {place} bureau",
    lambda r, outlet, place: f"Listen to this piece, {r.randint(2, 19)} min",
    lambda r, outlet, place: f"Reach {_name(r)} {_name(r)} at {_name(r).lower()}@example.test.",
    lambda r, outlet, place: f"With files from {_name(r)} {_name(r)} and {r.choice(newsroom.AGENCIES)}.",
    lambda r, outlet, place: f"Posted in {place}, {r.choice(newsroom.NOUNS)}, {r.choice(newsroom.NOUNS)}",
    lambda r, outlet, place: f"Support the {outlet}: {r.randint(100, 999)} readers in {place} already do.",
    lambda r, outlet, place: f"{r.randint(2, 900)} people are reading this story about {place} right now",
)
OF_FORMS = [
    "bureau",
    "listen",
    "piece",
    "min",
    "reach",
    "files",
    "images",
    "posted",
    "support",
    "readers",
    "already",
    "reading",
]
OF_FORMS += ["story", "right", "people"]


@pytest.fixture(scope="module")
def made():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(newsroom, "FORMS", FORMS)
        return newsroom.newsroom(240, 6, seed=1)


@pytest.fixture(scope="module")
def pages(made, tmp_path_factory):
    return open_view(newsroom.write(made, tmp_path_factory.mktemp("pages") / "corpus"))


def said_of(finding, part="sentences"):
    return " ".join(getattr(finding, part)).casefold()


def test_the_planted_words_are_told_and_those_of_the_pages_are_named_beneath(pages, made):
    found = keywords(pages)
    crisis, migrants, officials = (made.planted[name] for name in ("crisis", "migrants", "officials"))
    told = f"{crisis} uses “crisis” more often than the others do, {migrants} “migrants”, and {officials} “officials”."
    assert found.headline == told
    titles = " ".join(figure.title for figure in found.figures).casefold()
    assert not [word for word in OF_FORMS if f"“{word}”" in said_of(found) + titles]
    assert {word for word in OF_FORMS if f"“{word}”" in said_of(found, "caveats")} >= {"posted", "bureau", "listen"}
    assert found.caveats[-1] == "The same may be true of words of 2 further outlets: the table marks them."
    table = found.tables[0].frame
    assert table.loc[table["term"].isin(["bureau", "posted"]) & (table["g2"] > 0), COLUMN].isin(PLACES.values()).sum() >= 3
    assert not table.loc[table["term"].isin(["crisis", "migrants", "officials"]), COLUMN].any()
    assert "No word stands out in " in found.sentences[-1] and crisis not in found.sentences[-1]


def test_with_other_forms_and_outlets_the_planted_words_alone_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(newsroom, "FORMS", FORMS)
    other = newsroom.newsroom(400, 8, seed=3)
    found = keywords(open_view(newsroom.write(other, tmp_path / "corpus")))
    told = set(re.findall("“(.+?)”", " ".join([found.headline, *found.sentences])))
    assert told == {"crisis", "migrants", "officials"} and all(name in found.headline for name in other.planted.values())
    assert any("“bureau”" in text for text in found.caveats)


def test_all_who_have_words_of_forms_are_marked(pages, made):
    found = page_words(pages, OF_FORMS)
    outlets = {article.source for article in made.articles if article.furniture}
    assert set(found["source"]) <= outlets and len(set(found["source"])) >= len(outlets) - 1
    assert found[COLUMN].isin(PLACES.values()).all() and (found["n"] <= found["n_all"]).all()


def test_no_other_finding_tells_of_words_of_pages(pages):
    shift = word_shift(pages)
    assert shift.caveats[1].startswith("In the articles of ") and "“posted”" in said_of(shift, "caveats")
    for finding in (shift, omissions(pages), sensitivity(pages), themes(pages, number=6)):
        assert not [word for word in OF_FORMS if f"“{word}”" in said_of(finding) + finding.headline.casefold()], finding.name


def test_gaps_and_themes_of_pages_are_named_beneath(pages):
    caveat = (
        "“bureau” and “already” stand mostly at one place of the articles that have them, so they may belong to the pages and"
    )
    assert omissions(pages).caveats[-1] == f"{caveat} are left out here."
    found = themes(pages, number=6)
    assert found.caveats[-1].endswith(" stand mostly at one place of their articles, so they may be of pages and not of news.")
    assert "Images, United, files" in found.caveats[-1] and "of the 6 themes" in found.sentences[0]


def test_where_in_its_articles_a_word_stands_does_not_hang_on_what_is_looked_at(pages):
    narrowed = open_view(pages.prepared, voice="outside", parts="body")
    pd.testing.assert_frame_equal(page_words(narrowed, OF_FORMS), page_words(pages, OF_FORMS))


@pytest.mark.parametrize("place", [seeds(), HERE / "tiny", HERE / "shared" / "market"], ids=lambda place: place.name)
def test_nothing_is_marked_where_there_is_nothing(place):
    view = open_view(place)
    table = keyness(view.tokens, "source", min_n=1)
    assert marked(table, view) is table and unmarked(table) is table
    assert cautions([table], view, {}) == () and not mostly_of_pages(view, table["term"].unique())


def test_furniture_that_was_removed_leaves_nothing_to_mark(tmp_path):
    view = open_view(newsroom.write(newsroom.newsroom(300, 6, seed=2), tmp_path / "corpus"))
    assert page_words(view, view.tokens["term"].unique()).empty


def two_outlets(folder, change, n=20, names=("Corham Times", "Radio"), others=lambda lines, number: lines):
    """As many articles of nine paragraphs of either outlet; `change` gives those of the first from them and their number."""
    for number in range(2 * n):
        lines = "\n\n".join(one_outlet(3, number)).split("\n\n")
        lines = change(lines, number) if number % 2 == 0 else others(lines, number)
        path = folder / names[number % 2] / f"{number:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Day {number}\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
    rows = [f"{name}/*.txt,{name},en" for name in names]
    return opened(folder, {"sources.csv": "\n".join(["file,source,language", *rows]) + "\n"})


def name(number):
    return f"{['Wex', 'Ost', 'Mar', 'Sel', 'Nor'][number % 5]}{['ham', 'ford', 'beck', 'mouth'][number // 2 % 4]}"


def with_word(at, text):
    def change(lines, number):
        place = at if at >= 0 else len(lines) + 1 + at
        return [*lines[:place], text(number, lines), *lines[place:]]

    return change


def word_of(lines, n):
    """A word of a paragraph, of another place in it for each article."""
    return lines[2].split()[n % 9 + 1]


NEWS = {
    "in the first paragraph": with_word(0, lambda n, lines: f"{lines[0][:-1]} ferry ferry."),
    "in the last paragraph": with_word(-1, lambda n, lines: f"{lines[3][:-1]} ferry ferry."),
    "in short sentences": with_word(4, lambda n, lines: f"The {name(n)} ferry was late, and {word_of(lines, n)} too."),
    "at the end of sentences": with_word(5, lambda n, lines: f"The {word_of(lines, n)} was {word_of(lines, n + 4)}, ferry hands said."),
}  # fmt: skip


@pytest.mark.parametrize("case", list(NEWS))
def test_a_word_of_news_keeps_its_headline_wherever_it_stands(case, tmp_path):
    found = keywords(two_outlets(tmp_path, NEWS[case]))
    assert "“ferry”" in found.headline and COLUMN not in found.tables[0].frame and found.caveats == ("",)


def test_a_word_that_stands_elsewhere_too_keeps_its_headline(tmp_path):
    def change(lines, n):
        return [*lines[:4], f"{lines[4][:-1]} ferry.", *lines[5:], f"{name(n)} {name(n + 7)}, ferry desk"]

    found = keywords(two_outlets(tmp_path, change))
    assert "“ferry”" in found.headline and "“desk”" not in found.headline
    assert found.caveats[1].startswith("In the articles of Corham Times “desk” stands mostly in the last lines, so it may be")


def test_texts_without_stops_are_no_pages(tmp_path):
    def unended(lines, number):
        pieces = [" ".join(line.strip(".").split()[:12]) for line in lines]
        return [f"{piece} ferry" if place % 3 == number % 3 else piece for place, piece in enumerate(pieces)]

    found = keywords(two_outlets(tmp_path, unended, others=lambda lines, n: [line.strip(".") for line in lines]))
    assert "“ferry”" in found.headline and not any("erry”" in text for text in found.caveats)


PAGE = {
    "loose": (lambda n, lines: f"{name(n)} {name(n + 7)}, ferry", "in short lines that are no sentences"),
    "last": (lambda n, lines: f"{name(n)} {name(n + 7)}, ferry desk", "in the last lines"),
    "alike": (lambda n, lines: f"Ferry desk {name(n)} {name(n + 7)} {n}", "in lines that are built alike"),
}


@pytest.mark.parametrize(("case", "at"), [("last", -1), ("loose", 4), ("alike", 4)])
def test_a_word_of_the_page_is_no_headline(case, at, tmp_path):
    line, where = PAGE[case]
    view = two_outlets(tmp_path, with_word(at, line))
    found = keywords(view)
    assert found.headline == "" and found.strength <= 0.1
    assert (
        found.sentences[0]
        == "No word sets any outlet apart, except for words that may belong to the pages and not to the news."
    )
    assert found.figures[0].title == "What stands out in Corham Times may be words of its pages"
    (caution,) = [text for text in found.caveats if "erry”" in text]
    assert caution.startswith("In the articles of Corham Times “") and where in caution
    assert caution.endswith(" of its pages and not of its news.")
    pair = keywords(view, a="Radio", b="Corham Times")  # seen from the other side it is the same
    assert pair.headline == "" and any(where in text for text in pair.caveats)
    assert pair.tables[0].frame.set_index("term").loc["ferry", COLUMN] == f"mostly {where}"


OTHERS = "They say in {0} that Neptune, Neptune of all planets, is far."
NAMES = [
    ("Corham Times", "“In Corham, Corham is far,” said {0}, who reads the Corham Times at {0}.", {"times"}),
    ("Corham Times", "All times are hard in Corham, and {0} knows it at {0}.", set()),
    ("Mercury", "What {0} told the Mercury was that {0} had gone.", {"mercury"}),
    ("Neptune", "What {0} says of Neptune is that {0} is far.", set()),
    ("Post", "What {0} found in the post was that {0} had gone.", set()),
    ("corham-times.test", "What {0} told corham-times.test was that {0} had gone.", {"corham-times"}),
]


@pytest.mark.parametrize(("outlet", "sentence", "words"), NAMES)
def test_the_own_name_is_told_from_its_words(outlet, sentence, words, tmp_path):
    change = with_word(4, lambda n, lines: sentence.format(name(n)))
    view = two_outlets(tmp_path, change, names=(outlet, "Radio"), others=with_word(4, lambda n, lines: OTHERS.format(name(n))))
    asked = ["corham", "times", "mercury", "post", "corham-times", "neptune", "far"]
    found = page_words(view, asked)
    assert set(found["term"]) == words and found[COLUMN].eq(PLACES["name"]).all()


def test_cautions_in_words(pages):
    told = pd.DataFrame(
        {"source": list("AABBCDE"), "term": list("bcdefgh"), COLUMN: [PLACES["last"]] * 3 + [PLACES["name"]] * 4}
    )
    assert cautions([told.head(1)], pages, {"b": "B"}) == (
        "In the articles of A “B” stands mostly in the last lines, so it may be a word of its pages and not of its news.",
    )
    several = cautions([told.head(4), told.iloc[2:]], pages, {})
    assert several == (
        "In the articles of A “b” and “c” stand mostly in the last lines, so they may be words of its pages and not of its news.",
        "In the articles of B “d” stands mostly in the last lines and “e” mostly in its own name,"
        " so they may be words of its pages and not of its news.",
        "In the articles of C “f” stands mostly in its own name, so it may be a word of its pages and not of its news.",
        "The same may be true of words of 2 further outlets: the table marks them.",
    )


def test_runs_of_words_are_of_pages_where_each_word_is(pages):
    assert mostly_of_pages(pages, ["bureau", "Posted", "the bureau", "crisis", "listen piece"]) == {
        "bureau",
        "Posted",
        "listen piece",
    }
    assert mostly_of_pages(pages, []) == frozenset()
