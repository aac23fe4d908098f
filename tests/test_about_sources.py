"""about_sources.py and telling.py: planted words, texts dealt out by chance, few articles, and corpora with nothing to compare."""

import json
import random
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from dealt import dealt, dealt_often, lay, one_outlet, opened

from analysis.display.render import render
from analysis.errors import SchemaError, UsageError
from analysis.findings import about_sources, keyness_shown
from analysis.findings.about_sources import compared_words, keywords, sensitivity
from analysis.findings.keyness_shown import Shown, rows_kept
from analysis.findings.telling import Compared, both_sides, strength_of
from analysis.measure.comparing.keyness import keyness
from analysis.places import seeds
from analysis.view import open as open_view

HERE = Path(__file__).parent
FERRY = "The mayor spoke. " * 3 + "The ferry ran. " * 8
BOAT = "The mayor spoke. " * 11


@pytest.fixture(scope="module")
def five():
    return open_view(seeds())


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("two"), {"Post/1.txt": FERRY, "Radio/1.txt": BOAT})


def test_two_articles_are_described_and_no_more(two):
    found = keywords(two)
    assert found.sentences[0] == "In these 2 articles, one from each outlet, Post uses “ferry” and “ran” more often than Radio."
    assert found.sentences[1] == "“ferry” stands 8 times in 33 words of Post, and never in the 33 of Radio."
    assert found.headline == found.sentences[0] and found.verdict == "descriptive" and found.compares
    assert "beyond_chance" not in [table.name for table in found.tables]


def test_a_comparison_of_two_looks_the_same_from_either_side(two):
    assert keywords(two, a="Post", b="Radio").sentences[1] == keywords(two, a="Radio", b="Post").sentences[1]
    assert keywords(two, a="Post").sentences[0].endswith("Post uses “ferry” and “ran” more often than Radio.")
    table = keyness(two.tokens, "source", "Post", "Radio").assign(source="Post")
    both = both_sides(table, "source", "Post", "Radio").set_index(["source", "term"])
    assert (
        both.loc[("Radio", "ferry"), "n_b"] == 8 and both.loc[("Radio", "ferry"), "g2"] < 0 < both.loc[("Post", "ferry"), "g2"]
    )


def test_numbers_and_names_are_those_of_the_measures(five):
    found = keywords(five)
    assert [figure.name for figure in found.figures] == [f"keyness_{number}" for number in range(1, 6)]
    tables = {table.name: table for table in found.tables}
    assert list(tables) == ["keyness"]
    table, every = tables["keyness"], keyness(five.tokens, "source", min_n=3)
    assert table.head.groupby("source").size().eq(10).all() and set(table.evidence["row"]) == set(range(50))
    pd.testing.assert_frame_equal(table.head, every.groupby("source").head(10).reset_index(drop=True))
    order = ["source", "term"]
    pd.testing.assert_frame_equal(
        table.frame.sort_values(order, ignore_index=True), every.sort_values(order, ignore_index=True)
    )


def test_the_five_articles_are_told_as_five_articles(five):
    found = keywords(five)
    assert found.headline.startswith("In these 5 articles, one from each outlet, Analysts’ digest uses “Lukashenka” and “West”")
    assert len(found.headline.split()) <= 45 and "G²" not in " ".join(found.sentences)
    assert "(" not in " ".join(found.sentences) and "“they”" not in " ".join(found.sentences)


def test_words_of_one_article_are_not_told_where_several_articles_share_others(tmp_path):
    texts = one_outlet(12, 4, range(0, 12, 2), "ferryman")
    files = dealt(texts, ("Post", "Radio"))
    files["Post/000.txt"] += "\n\n" + "A zeppelin came. " * 10
    words = " ".join(keywords(opened(tmp_path, files)).sentences)
    assert "“ferryman”" in words and "zeppelin" not in words


@pytest.mark.parametrize("names", ["AB", "ABC"])
def test_articles_of_one_outlet_dealt_out_by_chance_do_not_differ(tmp_path, names):
    folder = lay(tmp_path, dealt_often(one_outlet(20 * len(names), 1), names, 10, 2))
    prepared, claims = open_view(folder).prepared, 0
    for time in range(10):
        found = keywords(open_view(prepared, by=f"deal_{time}"))
        claims += bool(found.headline)
        if not found.headline:
            assert found.sentences[0] == f"No word sets the deal {time}s apart by more than chance would explain."
            assert found.strength <= 0.1 and all("stand" not in figure.title for figure in found.figures)
    assert claims <= 2  # of 10, where .5 are to be expected


def test_a_planted_word_is_found_among_many_articles(tmp_path):
    view = opened(tmp_path, dealt(one_outlet(40, 1, range(0, 40, 2), "ferryman")))
    found = keywords(view)
    assert found.sentences[0] == "Post uses “ferryman” more often than Radio." and found.verdict == "testable"
    assert "in 20 of its 20 articles, and never" in found.sentences[1]
    assert "No word stands out in Radio." in found.sentences
    tested = {table.name: table.frame for table in found.tables}["beyond_chance"]
    assert tested.loc[tested["term"] == "ferryman", "p_any_word"].tolist() == [0.001, 0.001]


def test_too_few_articles_for_a_test_of_words_are_said_to_be_few():
    found = keywords(open_view(HERE / "tiny"))
    assert found.sentences[0].startswith("In these 10 articles ") and found.verdict == "descriptive"
    assert [table.name for table in found.tables] == ["keyness"]


def test_of_few_articles_the_word_that_comes_nearest_is_told(tmp_path):
    found = keywords(opened(tmp_path, dealt(one_outlet(14, 1))))
    assert found.sentences[0] == "No word sets the outlets apart by more than chance would explain."
    assert re.fullmatch(
        "With so few articles only a very large difference would show; .* comes nearest to one.", found.sentences[2]
    )
    assert found.verdict == "indicative"


def test_other_groupings_are_told_without_a_verb_for_outlets(five):
    found = keywords(open_view(five.prepared, by="month"))
    assert found.sentences[0].startswith(
        "In these 5 articles “Moscow”, “Kiev” and “talks” are used more often in 2024-08 than in the others"
    )
    assert "not given" not in " ".join(found.sentences)


def test_many_groups_stay_short(tmp_path):
    words = [chr(97 + place) * 5 for place in range(26)]
    files = {f"Outlet {word}/1.txt": f"The town met. {word} came. " * 9 for word in words}
    found = keywords(opened(tmp_path, files))
    assert len(found.figures) == 6 and found.sentences[3] == "The tables show such words of 20 outlets more."
    assert max(len(sentence.split()) for sentence in found.sentences) <= 45


@pytest.mark.parametrize("function", [keywords, sensitivity])
@pytest.mark.parametrize(
    "files", [{"a.txt": FERRY}, {"Post/1.txt": FERRY, "Post/2.txt": BOAT}, {"1.txt": FERRY, "2.txt": BOAT}]
)
def test_nothing_to_compare_is_one_sentence(tmp_path, function, files):
    found = function(opened(tmp_path, files))
    assert found.sentences == ("There is only one outlet, so there is nothing to compare.",)
    assert not found.figures and not found.tables and not found.headline


def test_equal_texts_do_not_differ(tmp_path):
    view = opened(tmp_path, {f"{name}/1.txt": FERRY for name in ("A", "B", "C")})
    assert keywords(view).sentences[0].startswith("In these articles no word stands out: 5 words stand 3 times or more")
    assert keywords(view).headline == "" and sensitivity(view).sentences[0].endswith(
        "no keyword that another setting could change."
    )


def test_no_word_often_enough_is_one_sentence(tmp_path):
    view = opened(tmp_path, {"A/1.txt": "One two three.", "B/1.txt": "Four five six."})
    assert keywords(view).sentences == (
        "No word stands 3 times or more, so none was compared; rarer words were not looked at.",
    )
    assert not keywords(view).tables


def test_a_language_without_lemmas_has_the_other_settings(tmp_path):
    text = (HERE / "languages" / "be.txt").read_text(encoding="utf-8")
    view = opened(tmp_path, {"А/1.txt": text, "Б/1.txt": "\n".join(text.splitlines()[:3])}, language="")
    assert sensitivity(view).sentences and keywords(view).sentences


def test_what_other_settings_find(five):
    found = sensitivity(five)
    assert found.sentences[0] == "When one setting is changed, 74 % of the keywords stay, on average."
    assert found.sentences[1].startswith("Fewest stay when words that are quoted or reported are left out")
    assert found.sentences[2].startswith("9 keywords stay under all of them: “Lukashenka” of Analysts’ digest")
    assert found.figures[0].name == "sensitivity" and found.tables[0].name == "sensitivity" and not found.compares


def test_a_column_may_be_called_as_no_name_of_python_is(tmp_path):
    desks = "file,source,my desk/beat\n" + "".join(
        f"{name},{source},{desk}\n" for name, source, desk in [("1.txt", "A", "@x"), ("2.txt", "B", "y/z"), ("3.txt", "C", "")]
    )
    texts = {f"{n}.txt": text for n, text in enumerate([FERRY, BOAT, FERRY + BOAT], 1)}
    view = opened(tmp_path, texts | {"sources.csv": desks}, by="my desk/beat")
    assert "“ferry” of @x" in sensitivity(view).sentences[-1] and keywords(view).sentences


def test_text_of_the_corpus_is_escaped(tmp_path):
    files = {"<b>A/1.txt": FERRY + " <script>alert(1)</script>", "B&$x$/1.txt": BOAT}
    for function in (keywords, sensitivity):
        shown = function(opened(tmp_path, files)).record()
        assert "<b>A" not in render(json.loads(json.dumps(shown))) and "<script>alert" not in render(shown)


def test_wrong_groups_are_named(two):
    with pytest.raises(UsageError, match="a is not given"):
        keywords(two, b="Post")
    with pytest.raises(SchemaError, match="the group 'Web' has no words"):
        keywords(two, a="Web")


def test_what_is_compared(five, two):
    compared = Compared.of(five, "BelTA")
    assert compared.other("BelTA") == "the others" and compared.sizes["n_articles"].tolist() == [1, 4]
    assert compared.against("BelTA") == 7070 - compared.words["BelTA"]
    assert Compared.of(two).other("Post") == "Radio" and Compared.of(two).single("Post")


@pytest.mark.parametrize(
    ("n_articles", "testable"),
    [
        ([1, 1], False),
        ([3, 3], False),
        ([5, 5], False),
        ([6, 6], True),
        ([1] * 26, False),
        ([1, 30], False),
        ([1, 300], True),
        ([3, 3, 4], False),
        ([5, 5, 5], True),
        ([2, 2, 2], False),
    ],
)
def test_how_many_articles_can_be_tested(n_articles, testable):
    sizes = pd.DataFrame({"n_articles": n_articles})
    assert Compared("", "", [], {}, {}, sizes).testable() == testable


def test_a_rare_word_makes_no_strong_finding():
    row = {"n_a": 3, "rate_per_1000_a": 9.0, "rate_per_1000_b": 0.0}
    assert strength_of({"x": pd.DataFrame([row])}) == 0.3 and strength_of({"x": pd.DataFrame([row | {"n_a": 9}])}) == 0.5
    assert np.isclose(strength_of({}), 0.05)


# Many articles: what holds, and what chance alone would give

TOWNS = ("Post", "Radio", "Web", "Herald")
PLANTED = [f"planted{letter}" for letter in "abcdefghij"]


def within(text, words, drawn):
    """The text with further words somewhere in it."""
    parts = text.split(" ")
    for word in words:
        parts.insert(drawn.randrange(1, len(parts)), word)
    return " ".join(parts)


def of_four(folder, share, usual, seed=4):
    """168 articles of one outlet dealt to four; each of ten further words is in `share` of one outlet's articles, else in `usual`."""
    drawn, files = random.Random(seed), {}
    for number, text in enumerate(one_outlet(168, seed)):
        outlet = number % 4
        own = [word for place, word in enumerate(PLANTED) if drawn.random() < (share if place % 4 == outlet else usual)]
        files[f"{TOWNS[outlet]}/{number:03}.txt"] = within(text, own, drawn)
    rows = "\n".join(f"{name},{name.split('/')[0]},en" for name in files)
    return opened(folder, files | {"sources.csv": f"file,source,language\n{rows}\n"})


def test_ten_planted_words_are_found_among_168_articles_and_no_other(tmp_path):
    found = keywords(of_four(tmp_path, 0.55, 0.08))
    tested = next(table.frame for table in found.tables if table.name == "beyond_chance")
    held = tested[tested["p_any_word"] <= 0.05]
    assert len(set(held["term"]) & set(PLANTED)) >= 9 and set(held["term"]) <= set(PLANTED)
    assert all(word in PLANTED for word in re.findall("“(.+?)”", " ".join([found.headline, *found.sentences])))
    assert found.headline and found.verdict == "testable"


def test_none_of_168_articles_dealt_by_chance_is_told_of(tmp_path):
    found = keywords(of_four(tmp_path, 0.2, 0.2))
    assert found.headline == "" and found.sentences[0] == "No word sets the outlets apart by more than chance would explain."
    caption = found.tables[0].caption
    n, about, have = (
        int(text.replace(",", ""))
        for text in re.search(r"Of ([\d,]+) rows .*about ([\d,]+) .*; ([\d,]+) (?:have|has)", caption).groups()
    )
    assert n == len(found.tables[0].frame["p_articles"].dropna()) and about == round(n / 20) and have < 2 * about


def test_words_of_many_articles_stand_before_the_frequent_word_of_one(tmp_path):
    """Post has `tram` forty times in one article, and `ferry` once in each of fifteen."""
    files, drawn = {}, random.Random(2)
    for number, text in enumerate(one_outlet(40, 2)):
        own = ["tram"] * 40 if number == 0 else ["ferry"] if number % 2 == 0 and number < 31 else []
        files[f"{TOWNS[number % 2]}/{number:03}.txt"] = within(text, own, drawn)
    rows = "\n".join(f"{name},{name.split('/')[0]},en" for name in files)
    table = keywords(opened(tmp_path, files | {"sources.csv": f"file,source,language\n{rows}\n"})).tables[0].frame
    order = table.loc[table["source"] == "Post", "term"].tolist()
    assert order.index("ferry") < 3 and order.index("tram") > order.index("ferry")
    counts = table[table["source"] == "Post"].set_index("term")
    assert counts.loc["tram", "g2"] > counts.loc["ferry", "g2"]


def test_of_too_many_rows_each_group_has_the_first(five, monkeypatch):
    whole = keywords(five)
    monkeypatch.setattr(keyness_shown, "ROWS", 500)
    monkeypatch.setattr(keyness_shown, "SHOWABLE", 60)
    monkeypatch.setattr(about_sources, "SHOWABLE", 60)
    few = keywords(five)
    table = few.tables[0]
    assert table.frame.groupby("source").size().eq(100).all()
    assert " Of each outlet the table has the 100 whose counts differ most." in table.caption
    assert few.sentences == whole.sentences and few.headline == whole.headline
    assert table.evidence.equals(whole.tables[0].evidence)


def test_words_that_have_no_row_are_counted_too(five, monkeypatch):
    every = keyness(five.tokens, "source", min_n=3)["term"].nunique()
    monkeypatch.setattr(keyness_shown, "ROWS", 500)
    shown = Shown(five, Compared.of(five), pd.DataFrame(), pd.DataFrame(), {}, {}, kept=rows_kept(five, 5))
    assert compared_words(shown, frozenset(), 3) == every
    a, b = list(five.sizes["source"])[:2]
    pair = keyness(five.tokens, "source", a, b, min_n=3)
    assert compared_words(shown._replace(compared=Compared.of(five, a, b)), frozenset(["the"]), 3) == len(pair) - 1


def test_of_many_words_the_largest_groups_are_ranked(five, monkeypatch):
    whole = sensitivity(five)
    monkeypatch.setattr(about_sources, "MANY_WORDS", 1000)
    assert sensitivity(five).sentences == whole.sentences  # five groups are not too many
    monkeypatch.setattr(about_sources, "MOST_GROUPS", 2)
    some = sensitivity(five, drawn=2)
    assert some.caveats == ("Looked at are keywords of the 2 outlets with most words, against all others.",)
    largest = set(five.sizes.sort_values("n_tokens")["source"].tail(2))
    table, every = some.tables[0].frame, whole.tables[0].frame
    same = every[every["source"].isin(largest)].reset_index(drop=True)
    assert set(table["source"]) == largest
    assert table.sort_values(["source", "rank"])["term"].tolist() == same.sort_values(["source", "rank"])["term"].tolist()
