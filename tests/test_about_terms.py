"""about_terms.py and about_view.py: known answers on a corpus that a person can count, and one sentence where there is none."""

import json

import pandas as pd
import pytest
from corpora import view_of
from small_corpora import TINY, corpus

import analysis as px
from analysis.display.records import is_known
from analysis.display.render import render
from analysis.findings.about_terms import widest_gaps

ANSWERS = ("frequent_terms", "terms_by_group", "spread", "course_of_time", "lines")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def tiny():
    return px.open(TINY)


@pytest.fixture
def opened(tmp_path):
    """Open a corpus of some texts."""
    return lambda articles, rows=(), **settings: px.open(corpus(tmp_path / "c", articles, rows), **settings)


def tables(found):
    return {table.name: table.frame for table in found.tables}


# Known answers


def test_the_words_used_most(tiny):
    found = px.frequent_terms(tiny)
    assert found.sentences == (
        "The words used most are “bridge”, “mayor”, “ferry”, “detour” and “chief”.",
        "No more than half of the articles contain “ferry”, “detour” and “chief”.",
    )
    first = tables(found)["terms"].iloc[0]
    assert (first["term"], first["n"], first["n_articles"], first["rate_per_1000"]) == ("bridge", 21, 10, 70.0)
    assert found.base == "300 words in 10 articles of 3 outlets" and found.verdict == "indicative"
    (figure,) = found.figures
    assert figure.title == "“bridge” comes first, 70.00 times in 1,000 words"
    assert figure.caption.startswith(
        "The 20 words used most. Without the 32 words of the list “function words”, which are 36.0 %"
    )
    assert set(tables(found)) == {"terms", "left_out"} and sum(table["n"].sum() for table in tables(found).values()) == 300
    assert "the" not in set(tables(found)["terms"]["term"]) and "the" in set(tables(found)["left_out"]["term"])


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"top": 1}, "The word used most is “bridge”."),
        ({"top": 2}, "The words used most are “bridge” and “mayor”."),
        ({"more_stop_words": ("bridge",), "top": 2}, "The words used most are “mayor” and “ferry”."),
        ({"stop_list": "none", "top": 1}, "The word used most is “the”."),
    ],
)
def test_settings_choose_the_words(tiny, settings, said):
    assert px.frequent_terms(tiny, **settings).sentences[0] == said


def test_who_uses_them(tiny):
    found = px.terms_by_group(tiny)
    assert found.sentences == (
        "Of the 20 words used most, these differ most: “ferry”, 60 times in 1,000 words in Larkham Post, never in Vale Courier; "
        "“chief”, 50 times in 1,000 words in Vale Courier, never in Larkham Post; “mayor”, 60 times in 1,000 words in"
        " Radio Vale, 10 in Vale Courier.",
    )
    assert (
        found.compares and found.figures[0].title == "“ferry”, 60 times in 1,000 words in Larkham Post, never in Vale Courier"
    )
    frame = tables(found)["terms_by_group"]
    assert frame.groupby("source", observed=True).size().tolist() == [10, 10, 10]
    assert frame.set_index(["source", "term"])["n"][("Larkham Post", "ferry")] == 6
    assert "Larkham Post 100, Radio Vale 100 and Vale Courier 100" in found.figures[0].caption


def test_whether_they_are_spread(tiny):
    found = px.spread(tiny)
    assert found.sentences == (
        "63 of the 92 words used most stand in one article only: “drivers” (3), “Dunwick” (2), “shut” (2), “shutdown” (2) and"
        " “Angers” (1).",
    )
    frame = tables(found)["dispersion"]
    assert frame["dp"].is_monotonic_decreasing and frame["n"].min() == 3 and frame["term"].iloc[0] == "drivers"
    assert px.spread(tiny, drawn=4).figures[0].caption.endswith("articles: those with most of them, 4 of 10.")


def test_articles_in_which_they_stand_are_called_by_their_titles(tmp_path):
    files = {"a.txt": "The bridge and the bridge.\n", "b.txt": "A bridge is a ferry.\n"}
    listed = "file,source,title\na.txt,Post,Bridge Shut\nb.txt,Radio,\n"
    (figure,) = px.spread(view_of(tmp_path, files, sources_csv=listed), ["bridge"]).figures
    assert "bridge in Post: “Bridge Shut”: 3; bridge in Radio: b: 1" in figure.chart.alt


def test_when_they_are_used(tiny):
    found = px.course_of_time(tiny)
    assert found.sentences[0] == "“bridge” is used most in March 2019, “mayor” in April 2019 and “ferry” in April 2019."
    assert found.verdict == "descriptive" and found.how_sure == "It rests on 10 articles in 2 months."
    assert found.caveats == (
        "1 of 2 months with articles has fewer than 5 articles: a rise or fall may come from a single article.",
    )
    frame = tables(found)["trend"]
    assert frame.groupby("term", observed=True)["n"].sum().to_dict() == {"bridge": 21, "mayor": 11, "ferry": 7}


def test_in_which_lines_they_stand(tiny):
    found = px.lines(tiny)
    assert found.sentences == ("There are 39 places in 10 articles with “bridge”, “mayor” and “ferry”.",)
    assert len(tables(found)["concordance"]) == 39 == 21 + 11 + 7 and found.figures == ()
    assert px.lines(tiny, "ferry").sentences == ("There are 7 places in 3 articles with “ferry”.",)


# Where there is no answer


ONE = {"one": "War and peace. The war again."}
STOPPED = {"a/one": "The and of the.", "b/two": "And the of."}
LANGUAGE = [{"file": "a/one.txt", "language": "en"}, {"file": "b/two.txt", "language": "en"}]
EQUAL = {"a/one": "The war ended in the city.", "b/two": "The war ended in the city."}
NO_WORD = "No word is left once those of the stop list are taken away."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("frequent_terms", "The words used most are "),
        ("terms_by_group", "There is only one outlet, so there is nothing to compare."),
        ("spread", "With one article there is nothing over which a word could be spread."),
        ("course_of_time", "No article's date says in which month it was published."),
        ("lines", "There are "),
    ],
)
def test_one_article(opened, name, said):
    found = getattr(px, name)(opened(ONE))
    assert found.sentences[0].startswith(said) and not found.compares
    assert len(found.figures) == (1 if name == "frequent_terms" else 0)
    if found.how_sure:
        assert found.how_sure == "This describes this one article, too few to speak for others."


def test_one_source_has_words_but_no_comparison(opened):
    view = opened({"a/one": "War is here today.", "a/two": "Peace is here today."})
    found = px.terms_by_group(view)
    assert found.sentences == ("There is only one outlet, so there is nothing to compare.",)
    assert found.figures == found.tables == () and found.headline == ""
    assert px.spread(view).sentences == (
        "2 of the 5 words used most stand in one article only: “Peace” (1) and “War” (1).",
        "No word stands 3 times or more; of rarer ones no table was made.",
    )


@pytest.mark.parametrize("name", ANSWERS)
def test_nothing_left_after_the_stop_list(opened, name):
    found = getattr(px, name)(opened(STOPPED, LANGUAGE))
    if name == "course_of_time":
        assert found.sentences == ("No article's date says in which month it was published.",)
    else:
        assert found.sentences == (NO_WORD,) and found.tables == ()
    assert found.figures == ()


def test_dated_but_nothing_left(opened):
    dated = [row | {"date": f"2024-0{n}-01"} for n, row in enumerate(LANGUAGE, start=1)]
    found = px.course_of_time(opened(STOPPED, dated))
    assert found.sentences == (NO_WORD,) and found.figures == ()


def test_undated_articles_are_listed(opened):
    found = px.course_of_time(opened(EQUAL))
    assert found.sentences == ("No article's date says in which month it was published.",)
    assert found.figures == () and len(tables(found)["undated"]) == 2


def test_one_month_is_no_course_of_time(opened):
    found = px.course_of_time(opened(EQUAL, [{"file": f"{name}.txt", "date": "2024-01-02"} for name in EQUAL]))
    assert found.sentences[0] == "All dated articles lie in one month: nothing to follow over time." and found.figures == ()


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (("zebra",), "“zebra” stands in no line."),
        ("Zebra NATO", "“Zebra NATO” stands in no line."),
        (("zebra", "gnu*"), "“zebra” and “gnu*” stand in no line."),
    ],
)
def test_words_that_are_nowhere(tiny, terms, said):
    found = px.lines(tiny, terms)
    assert found.sentences == (said,) and found.figures == found.tables == ()
    course = px.course_of_time(tiny, terms)
    assert course.sentences[0] == "None of these words is in a dated article." and course.figures == ()
    assert px.spread(tiny, terms).figures == ()


def test_equal_texts_are_not_said_to_differ(opened):
    found = px.terms_by_group(opened(EQUAL, LANGUAGE))
    assert found.sentences == ("Of the 3 words used most, each outlet has all equally often.",) and found.figures[0].title == ""


def test_gaps_that_are_written_alike_are_none():
    counts = pd.DataFrame({"source": ["X", "Y"] * 2, "word": ["a", "a", "b", "b"], "rate_per_1000": [1.0, 1.001, 3.0, 2.0]})
    assert widest_gaps(counts, "source") == ["“b”, 3.0 times in 1,000 words in X, 2.0 in Y"]
    assert widest_gaps(counts.head(3), "source")[0] == "“b”, 3.0 times in 1,000 words in X, never in Y"
    assert widest_gaps(counts.head(2), "source") == []


# What holds for every answer


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("articles", [ONE, EQUAL, STOPPED, None], ids=["one", "equal", "stopped", "tiny"])
def test_an_answer_is_data_that_can_be_shown(opened, tiny, name, articles):
    view = tiny if articles is None else opened(articles)
    shown = getattr(px, name)(view).record()
    assert is_known(shown) and json.loads(json.dumps(shown, allow_nan=False)) == shown
    assert shown["name"] == name and shown["question"].endswith("?") and shown["sentences"]
    assert all(sentence.endswith(".") and len(sentence.split()) <= 60 for sentence in [*shown["sentences"], *shown["caveats"]])
    assert 0 <= shown["strength"] <= (1 if shown["compares"] else 0.2)


@pytest.mark.parametrize("name", ANSWERS)
def test_what_articles_say_stays_text(opened, name):
    texts = {f"{outlet}/{n}": f"{HOSTILE} war & peace <b>war</b> {HOSTILE}." for n, outlet in enumerate("ab")}
    rows = [
        {"file": f"{file}.txt", "source": f"{n}{HOSTILE}", "date": f"2024-0{n}-01"} for n, file in enumerate(texts, start=1)
    ]
    found = getattr(px, name)(opened(texts, rows))
    html = render(found.record())
    assert "<script" not in html and "<b>war" not in html


def test_words_of_russian_articles_are_counted(opened):
    texts = {"a/one": "Мир и война. Война снова в городе.", "b/two": "Мир снова в городе, и мир."}
    found = px.frequent_terms(opened(texts, [{"file": f"{name}.txt", "language": "ru"} for name in texts]), top=2)
    assert found.sentences[0] == "The words used most are “мир” and “война”."


# What a page rests on


def test_what_a_page_speaks_of(tiny, opened):
    assert px.basis(tiny).sentences == ("This page speaks of 300 words in 10 articles in English.",)
    assert px.basis(opened(ONE)).sentences == ("This page speaks of 6 words in 1 article whose language is not stated.",)
    narrowed = px.basis(px.open(tiny.prepared, parts="body")).sentences
    assert narrowed[1].startswith("Left out, by part: heading (") and "part: title (" in narrowed[1]


def test_what_its_numbers_rest_on(tiny):
    read, settings, software = px.provenance(tiny).sentences
    assert read == f"Corpus tiny (SHA-256 {tiny.info['sha256'][:16]}…): 10 articles, 300 words."
    assert (
        settings == "Settings: possessive split, without_rules []."
        and "pandas " in software
        and software.startswith("Software: Python")
    )


def test_both_display_themselves_more_quietly(tiny, monkeypatch):
    from displays import catch, html_of, record_of

    caught = catch(monkeypatch)
    px.basis(tiny)._ipython_display_()
    assert record_of(caught[0])["kind"] == "note" and '<p class="px-note">This page speaks' in html_of(caught[0])
    assert caught[0]["text/plain"] == str(px.basis(tiny))
