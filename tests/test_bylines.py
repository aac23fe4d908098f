"""bylines.py: who wrote an article, from whatever a table, a page or a database has, and measures by author and section."""

import json

import pytest
from corpora import folder
from test_several import nexis_uni

from analysis.findings.about_corpus import what_was_read
from analysis.findings.about_sources import keywords
from analysis.measure.counting.counts import count_terms
from analysis.text.reading.bylines import authors_of
from analysis.text.reading.read import read_corpus
from analysis.view import open as open_view

WORDS = "The mayor closed the old bridge over the river on Monday, and nobody knows for how long it will be so. " * 3


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Ann Miller", "Ann Miller"),
        ("BY ANN MILLER", "ANN MILLER"),
        ("Ann Miller and Bob Novak", "Ann Miller; Bob Novak"),
        ("Ann Miller, Bob Novak & C. Roe", "Ann Miller; Bob Novak; C. Roe"),
        ("Ann Miller; Ann  Miller", "Ann Miller"),
        ("Von Anna Müller und Karl Roth", "Anna Müller; Karl Roth"),
        ("Автор: Иван Петров и Анна Кац", "Иван Петров; Анна Кац"),
        ('["Ann O\'Brien", "Bo Li"]', "Ann O'Brien; Bo Li"),
        ("['Ann Miller']", "Ann Miller"),
        ("[]", ""),
        (["Ann Miller", {"name": "Bob Novak"}, {"id": 7}, None], "Ann Miller; Bob Novak"),
        ("A. Miller <desk@post.example>", "A. Miller"),
        ("https://post.example/ann", ""),
        ("", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_bylines_are_brought_to_one_form(byline, expected):
    assert authors_of(byline) == expected


@pytest.mark.parametrize(
    "name",
    ["Miller, Ann", "Byron Smith", "Martin Luther King Jr.", "Von Trapp, Maria", "Ann O'Brien", "Sand", "Reuters, AP", "Al"],
)
def test_names_that_only_look_like_several_or_like_a_by_stay(name):
    assert authors_of(name) == name


def test_a_page_states_its_authors_and_its_section(tmp_path):
    people = [{"@type": "Person", "name": "Ann Miller"}, {"@id": "#b"}]
    article = {"@type": "NewsArticle", "datePublished": "2024-01-02", "author": people, "articleSection": ["Local", "News"]}
    linked = json.dumps({"@graph": [article, {"@id": "#b", "name": "Bob Novak"}]})
    head = f'<script type="application/ld+json">{linked}</script>'
    plain = '<meta name="author" content="By C. Roe"><meta property="article:section" content="Sport">'
    body = f"<body><article><h1>Bridge closed</h1><p>{WORDS}</p></article></body>"
    pages = {
        name: f"<html><head>{text}</head>{body}</html>" for name, text in (("a.html", head), ("b.html", plain), ("c.html", ""))
    }
    found = read_corpus(folder(tmp_path, pages)).articles[["author", "section"]]
    assert found.fillna("").values.tolist() == [["Ann Miller; Bob Novak", "Local"], ["C. Roe", "Sport"], ["", ""]]


def test_columns_and_heads_give_authors_and_sections_and_a_guess_can_be_turned_off(tmp_path):
    table = "text,byline,rubric\nOne text.,By Ann Miller,Local\nTwo texts.,,\n"
    lines = json.dumps({"text": "Three texts.", "authors": ["Ann Miller", "Bob Novak"], "section": {"name": "Sport"}}) + "\n"
    files = {
        "a.csv": table,
        "b.jsonl": lines,
        "c.txt": nexis_uni(0) + nexis_uni(1),
    }
    found = read_corpus(folder(tmp_path / "mine", files)).articles[["author", "section"]].fillna("")
    assert found.values.tolist() == [
        ["Ann Miller", "Local"], ["", ""], ["Ann Miller; Bob Novak", "Sport"], ["A. Miller", "LOCAL"], ["A. Miller", "LOCAL"],
    ]  # fmt: skip
    off = read_corpus(folder(tmp_path / "off", {"a.csv": table}, corpus_toml='[columns]\nauthor = ""\n')).articles
    assert off["author"].isna().all() and off["byline"].tolist()[0] == "By Ann Miller"


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    texts = (
        ("Ann Miller", "Local", "bridge"),
        ("Ann Miller", "Sport", "match"),
        ("Bob Novak", "Local", "bridge"),
        ("", "", "tax"),
    )
    rows = [
        f"Article {n}: the {thing} is what the people of the town spoke of on day {n}.,{author},{section},en"
        for n, (author, section, thing) in enumerate(texts * 3)
    ]
    return folder(
        tmp_path_factory.mktemp("mine"),
        {"a.csv": "\n".join(["text,author,section,language", *rows])},
        corpus_toml='[columns]\nsource = ""\n',
    )


@pytest.mark.parametrize(("by", "groups"), [("author", ["Ann Miller", "Bob Novak"]), ("section", ["Local", "Sport"])])
def test_measures_and_findings_are_asked_by_author_and_by_section(mine, by, groups):
    view = open_view(mine, by=by)
    assert view.sizes[by].dropna().tolist() == groups
    counts = count_terms(view.tokens, by)
    bridges = counts[counts["term"].eq("bridge")].set_index(by)["n"]
    assert bridges[groups[0]] == (3 if by == "author" else 6)
    assert keywords(view).sentences[0]
    facts = {table.name: table for table in what_was_read(view).tables}["facts"]
    assert {"author", "section"} <= set(facts.columns)
