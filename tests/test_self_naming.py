"""self_naming.py: an outlet's credits at the edge of its articles go; where it speaks of itself in its articles, they stay."""

import pandas as pd
import pytest
from newsroom import newsroom, write

from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.rules import GENERAL, read_rules
from analysis.text.reading.read import read_corpus

RULES = read_rules(GENERAL.parent)
NAMES = [
    "Ann Miller",
    "Bo Novak",
    "Cy Rossi",
    "Di Weber",
    "Ed Silva",
    "Fay Haas",
    "Gus Bondar",
    "Hal Lind",
    "Ivo Kral",
    "Jo Moreau",
]
TOWNS = ["Vale", "Corham", "Ostick", "Marbury", "Norford", "Selton", "Pelworth", "Quinner", "Roslen", "Wexmond"]
THINGS = ["pier", "arch", "plan", "tax", "vote", "queue", "cost", "ferry", "school", "union"]


def removed(line_of, place="end", n_with=10, n_all=10, source="Larkham Post"):
    """How many of the lines went, and that nothing else did."""
    texts, lines = [], [line_of(n) for n in range(n_with)]
    for n in range(n_all):
        thing, other = THINGS[n % 10], THINGS[-n % 10]
        parts = [f"On day {n} the {thing} was closed by the mayor.", f"Some {other} was to blame for it, they said on day {n}."]
        at = {"top": 0, "middle": 1, "end": 2}[place]
        texts.append("\n\n".join([*parts[:at], *lines[n : n + 1], *parts[at:]]))
    ids = [f"d{n}" for n in range(n_all)]
    ledger = clean(pd.DataFrame({"doc_id": ids, "text": texts, "source": source, "file": "f", "title": "A title"}), RULES)
    gone = ledger[ledger["action"].eq("removed") & ledger["rule"].ne("blank")]
    assert gone["raw"].isin(lines).all() and gone["rule"].eq("template").all()
    return len(gone)


FORMS = [
    lambda n: f"{NAMES[n]} contributed to this Larkham Post report from {TOWNS[n]}.",
    lambda n: f"By {NAMES[n]}, Larkham Post staff writer, updated {n + 1}:1{n} p.m.",
    lambda n: f"{NAMES[n]} is a Larkham Post correspondent based in {TOWNS[n]}.",
    lambda n: f"Get the {TOWNS[n]} newsletter of the Larkham Post, {n + 10} thousand do.",
    lambda n: f"{TOWNS[n]} edition of the larkham-post, {n} May",
]


@pytest.mark.parametrize("line_of", FORMS)
@pytest.mark.parametrize("place", ["top", "end"])
def test_credits_and_invitations_with_the_outlets_name_go_at_either_end(line_of, place):
    assert removed(line_of, place) == 10


def test_the_name_may_have_an_article_or_the_end_of_an_address():
    assert removed(FORMS[0], source="The Larkham Post") == removed(FORMS[0], source="larkham-post.com") == 10
    assert removed(FORMS[0], source="Corham Post") == 0


OWN = [
    lambda n: f"{NAMES[n]} told the Larkham Post that {TOWNS[n]} was quiet.",  # no word of credits
    lambda n: f"“{NAMES[n]} contributed to this Larkham Post report from {TOWNS[n]}.”",  # a quotation
    lambda n: (
        f"The staff of the {THINGS[n]} in {TOWNS[n]} had written to Ann and {NAMES[n]} on day {n} before the Larkham Post came."
    ),
    lambda n: f"{NAMES[n]} contributed {n + 3} goals for {TOWNS[n]}.",  # no name
]


@pytest.mark.parametrize("line_of", OWN)
def test_what_an_outlet_reports_stays(line_of):
    assert removed(line_of) == 0


@pytest.mark.parametrize("line_of", FORMS[:3])
def test_the_same_line_between_paragraphs_stays(line_of):
    assert removed(line_of, "middle") == 0


def test_a_name_of_one_word_needs_more():
    assert removed(lambda n: f"{NAMES[n]} published a Post in {TOWNS[n]}.", source="Post") == 0
    assert removed(lambda n: f"{NAMES[n]} is a staff correspondent of Post in {TOWNS[n]}.", source="Post") == 10


@pytest.mark.parametrize(("n_with", "n_all", "n"), [(5, 10, 5), (4, 10, 0), (5, 20, 0), (6, 20, 6), (4, 4, 0)])
def test_how_often(n_with, n_all, n):
    assert removed(FORMS[0], n_with=n_with, n_all=n_all) == n


@pytest.mark.parametrize("seed", range(3))
def test_a_newsroom_loses_its_furniture_and_nothing_else(seed, tmp_path):
    made = newsroom(400, 8, seed=seed)
    folder = write(made, tmp_path / "corpus")
    ledger = clean(read_corpus(folder).articles, RULES)
    gone = ledger[ledger["action"].eq("removed") & ledger["line"].gt(0) & ledger["rule"].ne("blank")]
    found = set(zip(gone["doc_id"].astype("str"), gone["line"].sub(1), strict=True))
    furniture = {(article.doc_id, place) for article in made.articles for place in article.furniture}
    assert len(furniture) > 500
    assert len(found & furniture) >= 0.99 * len(found) and len(found & furniture) >= 0.95 * len(furniture)
