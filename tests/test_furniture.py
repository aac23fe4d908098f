"""furniture.py: beginnings and endings that recur are proposed as rules, with a count, an example and a pattern that works."""

import newsroom
import pandas as pd
import pytest
import re2
from newsroom import _name

from analysis.measure.counting.furniture import line_templates
from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.rules import read_rules
from analysis.text.prepare import prepare
from analysis.text.reading.read import read_corpus

THINGS = ["pier", "arch", "plan", "tax", "vote", "queue", "cost", "ferry", "school", "union"]
TOWNS = ["Vale", "Corham", "Ostick", "Marbury", "Norford", "Selton", "Pelworth", "Quinner", "Roslen", "Wexmond"]


def proposed(tmp_path, line_of, n_with=10, place=2):
    (tmp_path / "Radio").mkdir()
    for n, thing in enumerate(THINGS):
        line = line_of(n, thing) if n < n_with else f"Nobody spoke of it, {n} of them said."
        parts = [
            f"Day {n} at the {thing}",
            f"The {thing} was closed on day {n}, the mayor said.",
            f"So it goes, the {thing} of old times.",
        ]
        parts.insert(place, line)
        (tmp_path / "Radio" / f"{n}.txt").write_text("\n\n".join(parts))
    found = prepare(tmp_path)
    return line_templates(found.ledger, found.articles)


PROPOSED = [
    (lambda n, thing: f"Final score: Larkham United {n}, Vale {n}", "Final score: Larkham United …", False),
    (lambda n, thing: f"{thing} {n} from our town desk", "… from our town desk", False),
    (lambda n, thing: f"Analysis (of the day): the {thing}", "Analysis (of the day): the …", False),
    (lambda n, thing: f"Enlarge this picture show caption {thing} {n}", "Enlarge this picture show caption …", True),
    (lambda n, thing: f"{thing} {n} hide caption", "… hide caption", True),
    (lambda n, thing: f"Сводка дня: {thing} {n}", "Сводка дня: …", False),
]


@pytest.mark.parametrize(("line_of", "words", "removed"), PROPOSED)
def test_what_recurs_around_a_part_that_changes_is_proposed(line_of, words, removed, tmp_path):
    (row,) = proposed(tmp_path, line_of).to_dict("records")
    assert (row["words"], row["n_articles"], row["share_articles"], row["removed"]) == (words, 10, 1.0, removed)
    assert row["example"] == line_of(0, THINGS[0])
    assert all(re2.search(row["pattern"], line_of(n, thing)) for n, thing in enumerate(THINGS))
    assert not re2.search(row["pattern"], "The pier was closed on day 1, the mayor said.")


AROUND = [
    (
        lambda n, thing: f"{TOWNS[n]} Press wrote this from {TOWNS[-n]}, with {n} others.",
        "… Press wrote this from … with … others.",
    ),
    (lambda n, thing: f"{TOWNS[n]}: rain until {n}:30, wind {n} km/h", "… rain until … wind … km/h"),
    (lambda n, thing: f"{TOWNS[n]} lies in the county of {TOWNS[-n]}.", "… lies in the county of …"),
    (lambda n, thing: f"Стаття {n} надійшла до нас із міста {TOWNS[n]}.", "Стаття … надійшла до нас із міста …"),
]


@pytest.mark.parametrize(("line_of", "words"), AROUND)
@pytest.mark.parametrize("place", [1, 3])
def test_what_recurs_around_several_parts_is_proposed_at_either_end(line_of, words, place, tmp_path):
    (row,) = proposed(tmp_path, line_of, place=place).to_dict("records")
    assert (row["words"], row["n_articles"], row["removed"]) == (words, 10, False)
    assert all(re2.search(row["pattern"], line_of(n, thing)) for n, thing in enumerate(THINGS))
    assert not re2.search(row["pattern"], "The pier was closed on day 1, the mayor said.")


@pytest.mark.parametrize(("line_of", "words"), [pair for pair in AROUND if pair[1].endswith((".", "county of …", "міста …"))])
def test_a_sentence_between_paragraphs_is_none(line_of, words, tmp_path):
    assert proposed(tmp_path, line_of).empty


def test_a_pattern_that_is_proposed_works_as_a_rule_of_the_corpus(tmp_path):
    line_of = lambda n, thing: f"{TOWNS[n]} Press wrote O'Neil's part #{n}: from {TOWNS[-n]}, with {n} others."  # noqa: E731
    (row,) = proposed(tmp_path, line_of, place=3).to_dict("records")
    (tmp_path / "cleaning.yml").write_text(f"rules:\n  {row['rule']}\n")
    found = prepare(tmp_path)
    gone = found.ledger[found.ledger["action"].eq("removed") & found.ledger["rule"].ne("blank")]
    assert gone["raw"].tolist() == [line_of(n, thing) for n, thing in enumerate(THINGS)]
    assert line_templates(found.ledger, found.articles).empty


FORMS = (  # written without a look at the words that cleaning knows; the two that share less than three words are not found
    lambda r, outlet, place: f"{_name(r)} {_name(r)}, {place} bureau",
    lambda r, outlet, place: f"Listen to this piece, {r.randint(2, 19)} min",
    lambda r, outlet, place: f"Reach {_name(r)} {_name(r)} at {_name(r).lower()}@example.test.",
    lambda r, outlet, place: f"With files from {_name(r)} {_name(r)} and {r.choice(newsroom.AGENCIES)}.",
    lambda r, outlet, place: f"This article was amended on {r.randint(1, 28)} March to correct a name.",
    lambda r, outlet, place: f"Posted in {place}, {r.choice(newsroom.NOUNS)}, {r.choice(newsroom.NOUNS)}",
    lambda r, outlet, place: f"Support the {outlet}: {r.randint(100, 999)} readers in {place} already do.",
    lambda r, outlet, place: f"{_name(r)} {_name(r)} is a freelance journalist who lives in {place}.",
    lambda r, outlet, place: f"{place} weather today: {r.randint(-5, 30)} degrees",
    lambda r, outlet, place: f"{r.randint(2, 900)} people are reading this story about {place} right now",
)


@pytest.mark.parametrize("seed", range(3))
def test_furniture_that_nothing_knows_is_proposed_and_nothing_else(seed, tmp_path, monkeypatch):
    monkeypatch.setattr(newsroom, "FORMS", FORMS)
    made = newsroom.newsroom(400, 8, seed=seed)
    articles = read_corpus(newsroom.write(made, tmp_path / "corpus")).articles
    table = line_templates(clean(articles, read_rules(tmp_path)), articles)
    furniture = {(article.doc_id, article.lines[place]) for article in made.articles for place in article.furniture}
    sharing = {(doc, line) for doc, line in furniture if "bureau" not in line and not line.startswith("Reach")}
    patterns = table.groupby("source")["pattern"].agg(list).to_dict()
    lines = [(article.doc_id, line, article.source) for article in made.articles for line in article.lines]
    hit = {(doc, line) for doc, line, of in lines if any(re2.search(pattern, line) for pattern in patterns.get(of, []))}
    assert set(patterns) <= {article.source for article in made.articles if article.furniture}
    assert len(hit & furniture) >= 0.99 * len(hit) and len(hit & sharing) >= 0.95 * len(sharing)


@pytest.mark.parametrize(
    "line_of",
    [
        lambda n, thing: f"The mayor said that the {thing} is closed.",  # sentences
        lambda n, thing: f"“We know the {thing}” and more like it {n}",  # quotations
        lambda n, thing: "Write to our desk by the river",  # a line that recurs whole
        lambda n, thing: f"{thing} {n} alone",  # nothing in common
        lambda n, thing: f"The mayor {thing} " * 20,  # too long
    ],
)
def test_what_is_no_template_is_not(line_of, tmp_path):
    assert proposed(tmp_path, line_of).empty


@pytest.mark.parametrize(("n_with", "n_rows"), [(5, 1), (4, 0)])
def test_how_often(n_with, n_rows, tmp_path):
    assert len(proposed(tmp_path, PROPOSED[0][0], n_with)) == n_rows


@pytest.mark.parametrize("corpus", ["seeds", "tests/tiny", "tests/shared/market"])
def test_nothing_is_proposed_or_removed_where_there_is_no_furniture(corpus):
    found = prepare(corpus)
    assert line_templates(found.ledger, found.articles).empty
    assert not found.ledger["rule"].eq("template").any()


def test_the_table_has_its_columns_without_a_row(tmp_path):
    table = proposed(tmp_path, lambda n, thing: f"{thing} {n} alone")
    assert list(table.columns) == ["source", "words", "n_articles", "share_articles", "removed", "example", "pattern", "rule"]
    assert isinstance(table, pd.DataFrame)
