"""view.py within stories: which articles stay, what is said of the others, and that plain views pay nothing for it."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from newsroom import newsroom, write
from told_alike import told_alike

from analysis.__main__ import command
from analysis.errors import NotApplicableError, UsageError
from analysis.findings.about_view import basis
from analysis.measure.comparing.chance import beyond_chance
from analysis.text.prepare import prepare
from analysis.view import open as open_view

ROOT = Path(__file__).resolve().parent.parent
SHEET = """file,source,story,outlet_type
a.txt,Post,flood,print
b.txt,Radio,flood,air
c.txt,Post,trial,print
d.txt,Post,trial,print
e.txt,Radio,,air
f.txt,Web,match,web
g.txt,Herald,trial,print
"""


@pytest.fixture
def given(tmp_path):
    for name in "abcdefg":
        (tmp_path / f"{name}.txt").write_text(f"The {name} article told what it told.\n", encoding="utf-8")
    (tmp_path / "sources.csv").write_text(SHEET, encoding="utf-8")
    return prepare(tmp_path)


def left_of(view):
    return {row.reason: (row.n_articles, row.n_tokens) for row in view.left_out.itertuples()}


def test_given_stories(given):
    view = open_view(given, within="story")
    assert view.within == "story" and sorted(view.articles["doc_id"]) == ["a", "b", "c", "d", "g"]
    assert sorted(view.tokens["doc_id"].unique()) == ["a", "b", "c", "d", "g"] and set(view.tokens["story"]) == {
        "flood",
        "trial",
    }
    assert view.stories[["story", "n_articles", "n_sources"]].values.tolist() == [["flood", 2, 2], ["trial", 3, 2]]
    assert view.sizes.set_index("source")["n_articles"].to_dict() == {"Herald": 1, "Post": 3, "Radio": 1}
    assert left_of(view) == {"story: none": (1, 7), "story: told by one outlet alone": (1, 7)}
    assert "2 within story" in repr(view)


def test_words_left_out_and_words_that_count_are_all_words(given):
    plain, within = open_view(given), open_view(given, within="story")
    assert plain.within == "" and plain.stories.empty and "story" not in plain.tokens
    assert len(plain.tokens) == len(within.tokens) + within.left_out["n_tokens"].sum()


def test_groups_decide_which_stories_are_told_in_common(given):
    view = open_view(given, by="outlet_type", within="story")
    assert sorted(view.articles["doc_id"]) == ["a", "b"]
    assert left_of(view) == {"story: none": (1, 7), "story: told by one outlet type alone": (4, 28)}


def test_the_basis_says_what_is_left(given):
    sentences = basis(open_view(given, within="story")).sentences
    assert sentences[0] == "This page speaks of 35 words in 5 articles whose language is not stated."
    assert sentences[1] == "It keeps to 2 stories that at least two outlets tell."
    assert sentences[2] == (
        "Left out, by story: none (7 words in 1 article) and story: told by one outlet alone (7 words in 1 article)."
    )
    assert not any("stories" in sentence for sentence in basis(open_view(given)).sentences)


def test_another_column_of_the_corpus(given):
    view = open_view(given, within="outlet_type", by="story")
    assert set(view.tokens["outlet_type"]) == {"air", "print"}
    assert basis(view).sentences[1] == "It keeps to 2 values of outlet type that at least two values of story have."


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A newsroom, and a view of it within the stories that are found."""
    made = newsroom(300, 6)
    return made, open_view(write(made, tmp_path_factory.mktemp("newsroom") / "corpus"), within="story")


def test_stories_are_found_where_the_corpus_names_none(room):
    made, view = room
    assert len(view.stories) > 10 and view.stories["words"].str.contains(", ").all()
    assert set(view.articles["story"]) == set(view.stories["story"]) == set(view.tokens["story"])
    assert view.articles.groupby("story")["source"].nunique().min() == 2
    told = {article.doc_id for article in made.articles if article.story}
    assert len(told & set(view.articles["doc_id"])) > 0.85 * len(told)
    assert len(set(view.articles["doc_id"]) - told) < 0.1 * len(view.articles)
    assert "was worked out from their dates, names and rare words" in basis(view).sentences[1]


def test_planted_words_are_found_within_stories_and_those_of_stories_are_not(room):
    made, view = room
    sure = beyond_chance(view.tokens, "source", within="story")
    sure = set(sure[sure["p_any_word"] < 0.05][["source", "term"]].itertuples(index=False, name=None))
    assert {(made.planted[word], word) for word in ("crisis", "migrants")} <= sure
    slots = {word for article in made.articles for word in article.title.casefold().replace(":", "").split()[:2]}
    mastheads = {word for outlet in made.sizes for word in outlet.casefold().split()}
    assert not {term for _, term in sure} & (slots - mastheads)


def test_a_plain_view_knows_itself_within_stories(given, room):
    plain = open_view(given)
    assert repr(plain.in_stories) == repr(open_view(given, within="story")) and plain.in_stories.stories_given
    assert room[1].in_stories is room[1] and not room[1].stories_given
    with pytest.raises(NotApplicableError, match="the groups are the stories"):
        _ = open_view(given, by="story").in_stories


def test_a_run_within_stories_says_so_on_its_pages(tmp_path):
    corpus, reports = told_alike(tmp_path / "corpus", 1), tmp_path / "reports"
    run = ["run", str(corpus), "--reports", str(reports), "--only", "03_sources", "-p", "within", "story"]
    assert command(run) == 0
    page = (reports / "current" / "03_sources.html").read_text(encoding="utf-8")
    n = len(open_view(corpus, within="story").stories)
    assert n > 30 and f"It keeps to {n} stories that at least two outlets tell." in page
    assert "On the same stories no word sets the outlets apart by more than chance would explain." in page


def test_refusals(given):
    with pytest.raises(UsageError, match="cannot be within"):
        open_view(given, by="story", within="story")
    with pytest.raises(UsageError, match="no column to keep within 'event'"):
        open_view(given, within="event")
    alone = given._replace(articles=given.articles.assign(story=pd.Series(list("abcdefg"), dtype="str")))
    with pytest.raises(NotApplicableError, match="no story is told by two outlets"):
        open_view(alone, within="story")
    missing = given._replace(articles=given.articles.assign(story=pd.Series([None] * 7, dtype="str")))
    assert "words" in open_view(missing, within="story").stories  # a column without a story is none: they are looked for


def test_a_plain_view_looks_for_no_stories():
    code = "import sys, analysis.view as v; v.open('tests/tiny'); print(any('stories' in name for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
