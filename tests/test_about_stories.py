"""about_stories.py: planted words on the same stories, stories told alike, few stories, none, one outlet; and what others say."""

import inspect

import pytest
from small_corpora import corpus
from told_alike import told_alike

import analysis as px
from analysis.findings import about_stories, keyness_shown
from analysis.findings.about_sources import keywords
from analysis.findings.about_stories import same_stories
from analysis.findings.finding import DEALT, KEPT, PAIRED, STORIES
from analysis.findings.held_against import told_by_both
from analysis.places import seeds
from analysis.view import open as open_view

ALIKE = "On the same stories no word sets the outlets apart by more than chance would explain."


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    return open_view(told_alike(tmp_path_factory.mktemp("planted"), 1, habits={"Post": "allegedly"}))


@pytest.fixture(scope="module")
def alike(tmp_path_factory):
    """Two corpora told alike: with the stories given, and with stories to be found."""
    return [open_view(told_alike(tmp_path_factory.mktemp("alike"), 1, story=given)) for given in (True, False)]


def words_of(found):
    return [part.partition("”")[0] for part in found.headline.split("“")[1:]]


def test_a_word_planted_on_the_same_stories_is_named(planted):
    found = same_stories(planted)
    assert found.headline == "On the same stories, Post uses “allegedly” more often than the others do."
    assert found.sentences[1].startswith(
        "“allegedly” stands 84 times in 4,028 words of Post, in 28 of its 38 articles, and never in"
    )
    assert found.sentences[1].endswith("of the others on the same stories.")
    assert "39 stories are told by two or more outlets, in 146 of 148 articles." in found.sentences
    assert found.verdict == "testable" and "26 to 29 stories" in found.how_sure and found.compares
    assert [figure.name for figure in found.figures] == ["keyness_within_1"] and "Post" in found.figures[0].title
    assert [table.name for table in found.tables] == ["stories", "keyness_within", "beyond_chance_within"]


def test_the_lines_of_a_word_are_those_of_the_stories_that_were_compared(planted):
    table = same_stories(planted).tables[1]
    row = table.head.index[table.head["term"].eq("allegedly") & table.head["source"].eq("Post")][0]
    assert table.evidence.loc[table.evidence["row"].eq(row), "n"].iloc[0] == table.head.loc[row, "n_a"] == 84
    assert set(table.evidence["row"]) == set(table.head.index)


def test_of_too_many_rows_each_group_has_the_first(planted, monkeypatch):
    whole = same_stories(planted)
    monkeypatch.setattr(keyness_shown, "ROWS", 500)
    monkeypatch.setattr(keyness_shown, "SHOWABLE", 60)
    monkeypatch.setattr(about_stories, "SHOWABLE", 60)
    few = same_stories(planted)
    assert few.tables[1].frame.groupby("source").size().max() < whole.tables[1].frame.groupby("source").size().max()
    assert " whose counts differ most. The first 60 were looked at by articles." in few.tables[1].caption
    assert few.sentences == whole.sentences and few.headline == whole.headline


def test_numbers_are_those_of_the_stories_that_both_sides_tell(planted):
    told = planted.in_stories
    sizes = told_by_both(told).set_index("group")
    tokens = told.tokens
    own = tokens[tokens["source"].eq("Post")]
    others = tokens[tokens["source"].ne("Post") & tokens["story"].isin(own["story"].unique())]
    row = sizes.loc["Post"]
    assert row["n_tokens"] == len(own) and row["n_tokens_others"] == len(others) and row["n_stories"] == own["story"].nunique()
    two = told_by_both(told, "Post", "Web").set_index("group")
    both = set(own["story"]) & set(tokens.loc[tokens["source"].eq("Web"), "story"])
    assert (two["n_stories"] == len(both)).all() and two.loc["Post", "n_tokens"] == two.loc["Web", "n_tokens_others"]


def test_a_story_is_named_by_a_title_or_by_its_words(planted, tmp_path):
    first = same_stories(planted).tables[0].head.iloc[0]
    assert first["story"] == "event 37" and first["told_as"] == "Dunohamer: tivon and bavon"
    assert first["words"].startswith("gorumond, faliwickia") and first["titles"].startswith(
        "Herald: Dunohamer: tivon and bavon; Post: "
    )
    texts = {
        f"{outlet}/1": "the mayor of Gorumond opened a ferry at Dunohamer while Falewick slept." for outlet in ("Post", "Radio")
    }
    rows = [{"file": f"{name}.txt", "story": "17", "language": "en"} for name in texts]
    found = same_stories(open_view(corpus(tmp_path, texts, rows)))
    assert "17" not in " ".join(found.sentences) and "“" in found.sentences[0]


def test_outlets_that_choose_their_stories_and_tell_them_alike_have_no_words(alike):
    for view in alike:
        assert keywords(view).headline  # what they chose
        found = same_stories(view)
        assert found.sentences[0] == ALIKE and found.headline == "" and found.figures == () and found.strength <= 0.05
    assert "was worked out from dates" not in " ".join(same_stories(alike[0]).caveats)
    assert "was worked out from dates" in " ".join(same_stories(alike[1]).caveats)


@pytest.mark.parametrize(("given", "seeds"), [(True, 6), (False, 4)])
def test_stories_told_alike_have_no_words_whatever_the_seed(tmp_path, given, seeds):
    named = [
        words_of(same_stories(open_view(told_alike(tmp_path / str(seed), seed, 24, story=given)))) for seed in range(seeds)
    ]
    assert sum(map(bool, named)) <= 1  # of 6 and 4, where .3 and .2 are to be expected


def test_few_stories_are_listed_and_nothing_is_made_of_them():
    found = same_stories(open_view(seeds()))
    assert found.sentences == (
        "One story is told by two or more outlets, in 2 of 5 articles: “Lukashenko: We Are Closer Than Ever to Reaching…”.",
    )
    assert found.verdict == "descriptive" and not found.headline and not found.figures and not found.compares
    assert [table.name for table in found.tables] == ["stories"] and found.tables[0].folded and not found.hint


def test_no_story_in_common_is_one_sentence(tmp_path):
    texts = {"Post/1": "The mayor opened the ferry in Dunham.", "Radio/1": "A goat won the chess match of Kelby."}
    found = same_stories(open_view(corpus(tmp_path, texts, [{"file": f"{name}.txt", "language": "en"} for name in texts])))
    assert found.sentences == (
        "No story is told by two outlets, as far as dates, names and rare words show; a column “story” in sources.csv would say which"
        " articles tell the same one.",
    )
    assert not (found.tables or found.figures or found.how_sure or found.hint or found.headline)


def test_one_outlet_and_stories_as_groups(tmp_path, planted):
    one = open_view(corpus(tmp_path, {"Post/1": "The mayor opened the ferry.", "Post/2": "The mayor closed the ferry."}))
    assert same_stories(one).sentences == ("There is only one outlet, so there is nothing to compare.",)
    assert (
        same_stories(open_view(planted.prepared, by="story")).sentences[0].startswith("The groups are the stories themselves")
    )
    rows = [{"file": f"{name}.txt", "story": name, "language": "en"} for name in ("Aa/1", "Bb/1")]
    lone = corpus(tmp_path / "lone", {"Aa/1": "The mayor met.", "Bb/1": "The mayor slept."}, rows)
    assert (
        same_stories(open_view(lone)).sentences[0].startswith("No story that the column “story” names is told by two outlets")
    )


def test_keywords_of_a_view_within_stories_are_those_of_the_same_stories(planted):
    within = open_view(planted.prepared, within="story")
    found, same = keywords(within), same_stories(within)
    assert found.headline == same_stories(planted).headline and same.headline == "" and same.sentences[0] == found.sentences[0]
    assert STORIES[PAIRED].format("story", "stories") in found.caveats and "on the same stories" in found.figures[0].caption
    assert found.base.endswith("in 39 stories that two or more have")
    two = keywords(within, a="Post", b="Radio")
    assert two.sentences[0] == "On the same stories, Post uses “allegedly” more often than Radio, and Radio “usually”."
    assert two.verdict == "testable"


def test_two_that_tell_no_story_in_common(tmp_path):
    texts = {f"{outlet}/{story}": "The mayor met the council." for outlet, story in ("Aa", "Bb", "Cx", "Ax", "Cb")}
    rows = [{"file": f"{name}.txt", "story": f"s{name[-1]}", "language": "en", "source": name[0]} for name in texts]
    view = open_view(corpus(tmp_path, texts, rows), within="story")
    assert keywords(view, a="A", b="B").sentences == ("A and B tell no story in common, so nothing is compared.",)


def test_few_stories_leave_a_comparison_of_words_a_description():
    found = keywords(open_view(seeds(), within="story"))
    assert found.headline.startswith("On the same stories, in these 2 articles, ") and found.verdict == "descriptive"
    assert "too few to tell a habit of the outlet" in found.how_sure


QUESTIONS = [name for name in vars(px)["NAMES"] if name.startswith("findings.about_") and name != "findings.about_view"]


@pytest.mark.parametrize("name", sorted(name for module in QUESTIONS for name in px.NAMES[module]))
def test_every_answer_that_compares_says_what_it_does_with_stories(planted, name):
    function = getattr(px, name)
    settings = {"terms": ["usually"]} if "terms" in inspect.signature(function).parameters else {}
    within, plain = open_view(planted.prepared, within="story"), planted
    said = [text.format(*what) for text in STORIES.values() for what in (("story", "stories"),)]
    found = function(within, **settings)
    if found.compares and found.tables:
        assert len([caveat for caveat in found.caveats if caveat in said]) == 1
        assert "39 stories" in found.base
    assert not set(function(plain, **settings).caveats) & set(said)


def test_what_is_dealt_out_says_so_only_where_something_was(tmp_path):
    folder = told_alike(tmp_path, 1)
    (folder / "topics.yml").write_text("Courts: [judge, trial, verdict]\n", encoding="utf-8")
    many, plain = (px.topics(open_view(folder, within=within)) for within in ("story", ""))
    assert STORIES[DEALT].format("story", "stories") in many.caveats and many.verdict == "testable"
    assert not many.headline and plain.headline  # who likes courts writes of them, and no more of the same story than others
    few = px.voices(open_view(seeds(), within="story"))
    assert STORIES[KEPT].format("", "stories") in few.caveats and few.verdict == "descriptive"
