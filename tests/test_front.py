"""front.py: the front page says what the articles bear out best, in few sentences, and nothing twice."""

import json
import re

import pandas as pd
import pytest
from displays import catch, run_in
from small_notebooks import code, markdown
from test_publish import FIGURE, TABLE, built, executed, found, said, shown, words

from analysis.report.publish.front import LONGEST, MOST_SAID, Place, cut_at, findings_json, front, in_order, short
from analysis.show.charts.bars import signed_bars
from analysis.show.charts.figures import show_figure
from analysis.show.display import say

PAGE = {"file": "01_terms.html", "title": "Words", "name": "01_terms"}
LONG = " ".join(f"word{n}" for n in range(100)) + "."


def place(name="x", *, lead=False, tagged=True, page=PAGE, **parts):
    parts = {"headline": f"Headline of {name}.", "compares": True, "verdict": "indicative"} | parts
    return Place(found(name, **parts) | {"tagged": tagged}, page, f"finding-{name}", lead)


def names(places):
    return [one.record["name"] for one in places]


# The order


def test_the_surest_come_first_then_the_largest_then_as_the_pages_stand():
    places = [
        place("small", verdict="testable", strength=0.1),
        place("hint", verdict="indicative", strength=0.9),
        place("only", verdict="descriptive", strength=1.0),
        place("large", verdict="testable", strength=0.8),
        place("alike", verdict="testable", strength=0.1),
        place("nothing", verdict="", strength=1.0),
        place("other", verdict="proven", strength=1.0),
        place("no_comparison", verdict="testable", strength=1.0, compares=False),
    ]
    assert names(in_order(places)) == ["large", "small", "alike", "hint", "only", "nothing", "other", "no_comparison"]
    assert names(in_order([*places, place("first", verdict="descriptive", strength=0.0, lead=True)]))[0] == "first"


# The opening


def test_the_opening_has_at_most_five_sentences_of_findings_that_compare():
    places = [place(f"n{n}", strength=n / 10, page=dict(PAGE)) for n in range(8)]
    places += [place("no_headline", headline="", strength=1), place("no_comparison", compares=False, strength=1)]
    shown_ = front(places, {})
    assert [item["sentence"] for item in shown_["said"]] == [f"Headline of n{n}." for n in (7, 6, 5, 4, 3)]
    assert len(shown_["said"]) == MOST_SAID == 5 and shown_["compared"]
    assert shown_["said"][0] == {"sentence": "Headline of n7.", "link": "01_terms.html#finding-n7", "page": "Words"}


def test_the_opening_is_not_one_page_s_where_there_are_others():
    one, other = dict(PAGE), dict(PAGE)
    places = [place(f"n{n}", strength=n / 10, page=one) for n in range(2, 8)] + [place("o", strength=0.1, page=other)]
    assert [item["sentence"] for item in front(places, {})["said"]] == [f"Headline of {name}." for name in ("n7", "n6", "o")]
    assert len(front(places[:-1], {})["said"]) == 3, "a single page fills three"


def test_one_sentence_of_two_findings_opens_the_page_once():
    shown_ = front([place("a", headline="Same.", strength=0.1), place("b", headline="Same.", strength=0.9)], {})
    assert [(item["sentence"], item["link"]) for item in shown_["said"]] == [("Same.", "01_terms.html#finding-b")]


def test_a_headline_that_names_no_further_word_of_the_same_page_is_not_said_too():
    """Two of one page tell of “crisis”; the second of them has nothing of its own, and another page's stays."""
    other = PAGE | {"file": "05_wording.html"}
    places = [
        place("within", strength=0.9, headline="On the same stories, A uses “crisis” and B “migrants”."),
        place("plain", strength=0.8, headline="A uses “crisis” more often."),
        place("own", strength=0.7, headline="A uses “crisis” and C “storm”."),
        place("wording", strength=0.6, page=other, headline="A writes “crisis” where others write “change”."),
    ]
    assert [item["link"].partition("-")[2] for item in front(places, {})["said"]] == ["within", "own", "wording"]


@pytest.mark.parametrize(("places", "compared"), [([], False), ([place(headline="")], True), ([place(compares=False)], False)])
def test_without_a_comparison_nothing_opens_the_page(places, compared):
    shown_ = front(places, {})
    assert shown_["said"] == [] and shown_["sure"] == "" and shown_["compared"] is compared


@pytest.mark.parametrize(
    ("sure", "above", "on_cards"),
    [
        (["S.", "S."], "S.", ["", ""]),
        (["S.", ""], "S.", ["", ""]),
        (["S.", "T."], "", ["S.", "T."]),
        (["", ""], "", ["", ""]),
    ],
)
def test_how_sure_all_are_is_said_once(sure, above, on_cards):
    shown_ = front([place(f"n{n}", how_sure=text) for n, text in enumerate(sure)], {})
    assert shown_["sure"] == above and [card["how_sure"] for card in shown_["cards"]] == on_cards


# The cards


@pytest.mark.parametrize(
    ("parts", "is_card"),
    [
        ({"tagged": False, "headline": ""}, False),
        ({"tagged": False, "headline": "H."}, True),
        ({"tagged": True, "headline": ""}, True),
        ({"tagged": False, "headline": "H.", "compares": False}, True),
        ({"tagged": True, "sentences": [], "figures": []}, False),
        ({"tagged": True, "sentences": [], "figures": [FIGURE]}, True),
    ],
)
def test_what_has_a_headline_or_is_tagged_is_a_card(parts, is_card):
    assert len(front([place(**parts)], {})["cards"]) == is_card


def test_a_card_has_the_question_what_is_left_to_say_and_the_first_figure():
    item = place(
        headline="H.", sentences=["H.", "More."], figures=[FIGURE, FIGURE | {"name": "second"}], how_sure="S.", caveats=["But."]
    )
    (card,) = front([item, place("b", how_sure="T.")], {})["cards"][:1]
    assert card["sentences"] == ["More."] and card["figure"] == FIGURE and card["caveats"] == ["But."]
    assert (card["question"], card["link"], card["how_sure"]) == ("What of x?", "01_terms.html#finding-x", "S.")


def test_no_sentence_stands_twice():
    places = [
        place("a", sentences=["One.", "Two.", "One."], headline="One.", strength=0.9, caveats=["C.", "D."], how_sure="S."),
        place("b", sentences=["Two.", "Three."], headline="Four.", strength=0.8, caveats=["C.", "C."], how_sure="S."),
        place("c", sentences=["One.", "Four."], headline="", strength=0.7, compares=False, how_sure="T.", caveats=["E."]),
        place("d", sentences=["Five."], headline="", strength=0.6, compares=False, how_sure="T.", hint="H."),
        place("e", sentences=["Six."], headline="", strength=0.5, compares=False, hint="H."),
    ]
    shown_ = front(places, {})
    every = [item["sentence"] for item in shown_["said"]] + [shown_["sure"]] + shown_["caveats"] + shown_["hints"]
    every += [text for card in shown_["cards"] for text in (*card["sentences"], *card["caveats"], card["how_sure"])]
    every = [text for text in every if text]
    assert sorted(every) == ["C.", "D.", "Five.", "Four.", "H.", "One.", "S.", "Six.", "T.", "Three.", "Two."]
    assert shown_["caveats"] == [
        "C.",
    ], "T. is on one card only once c, which has nothing left to say, is no card"


def test_a_caveat_of_several_cards_is_lifted_and_another_stays():
    shown_ = front([place("a", caveats=["All.", "Mine."]), place("b", caveats=["All."]), place("c", caveats=[])], {})
    assert shown_["caveats"] == ["All."] and [card["caveats"] for card in shown_["cards"]] == [["Mine."], [], []]


def test_paragraphs_have_at_most_sixty_words():
    item = place(
        headline=LONG, sentences=["A b.", LONG], caveats=[LONG], how_sure=LONG, hint=LONG, figures=[FIGURE | {"caption": LONG}]
    )
    shown_ = front([item, place("b", sentences=[LONG.replace("word0", "other")], how_sure="T.")], {})
    texts = [shown_["said"][0]["sentence"], *shown_["hints"]]
    for card in shown_["cards"]:
        texts += [*card["sentences"], *card["caveats"], card["how_sure"], card["figure"]["caption"] if card["figure"] else ""]
        assert sum(len(text.split()) for text in card["sentences"]) <= LONGEST + 1
    assert max(len(text.removesuffix(" …").split()) for text in texts) == LONGEST == 60
    assert sum(text.endswith(" …") for text in texts) == 6


@pytest.mark.parametrize(
    ("sentences", "longest", "kept"),
    [
        (["a b", "c d"], 4, ["a b", "c d"]), (["a b", "c d"], 3, ["a b"]), (["a b c", "d"], 2, ["a b …"]), ([], 3, []),
        (["a"], 1, ["a"]),
    ],
)  # fmt: skip
def test_what_a_reader_takes_in_at_a_glance(sentences, longest, kept):
    assert short(sentences, longest) == kept
    assert cut_at("a  b", 2) == "a  b" and cut_at("a  b c", 2) == "a b …" and cut_at("") == ""


def test_hints_are_said_once_each_in_the_order_of_the_pages():
    places = [place("a", hint="Two.", strength=0), place("b", hint="One.", strength=1), place("c", hint="Two."), place("d")]
    assert front(places, {"05_wording": "no file"})["hints"] == ["Two.", "One."]
    assert front(places, {"05_wording": "no file"})["left_out"] == {"05_wording": "no file"}


def test_records_are_left_as_they_are():
    item = place(headline=LONG, caveats=["C.", "C."], figures=[FIGURE | {"caption": LONG}])
    before = json.dumps(item.record)
    front([item, item], {})
    assert json.dumps(item.record) == before


# The page


def front_page(tmp_path, *cells, head="# Words\n\nWhich?"):
    return built(tmp_path, executed("01_terms", *cells, head=head))


def test_the_page_opens_with_what_differs_and_ends_with_hints(tmp_path):
    cells = [
        shown(found("a", headline="A is <b>.", compares=True, how_sure="S.", hint="A file <x> would help.", figures=[FIGURE])),
        shown(found("b", sentences=["B."], hint="A file <x> would help."), tags=["finding"]),
        shown(found("c", sentences=["C."])),
    ]
    index = front_page(tmp_path, *cells)["index.html"]
    pieces = [
        'id="said"',
        'A is &lt;b&gt;. <a href="01_terms.html#finding-a">Words</a>',
        "S.",
        'class="facts"',
        'id="findings"',
    ]
    pieces += [
        "What of a?",
        "It is a.",
        "What of b?",
        ">B.<",
        'id="pages"',
        'id="more"',
        "A file &lt;x&gt; would help.",
        'id="data"',
    ]
    places = [index.index(piece) for piece in pieces]
    assert places == sorted(places) and index.count("would help") == 1 and index.count("S.</p>") == 1
    assert ">C.<" not in index and "What of c?" not in index, "neither tagged nor with a headline"


@pytest.mark.parametrize(("compares", "said_"), [(True, True), (False, False)])
def test_a_page_without_differences_says_that_it_looked(tmp_path, compares, said_):
    index = front_page(tmp_path, shown(found(compares=compares), tags=["finding"]))["index.html"]
    assert ("No difference was found that so few or so similar articles could bear out." in index) is said_


def test_a_report_without_findings_has_no_empty_parts(tmp_path):
    index = front_page(tmp_path, code("1"), shown(TABLE), shown(said("Said, not tagged.")))["index.html"]
    assert not [part for part in ("said", "findings", "more") if f'id="{part}"' in index] and "Said, not tagged." not in index


def test_the_figure_of_a_card_is_the_small_one(tmp_path):
    index = front_page(tmp_path, shown(found(figures=[FIGURE]), tags=["finding"]))["index.html"]
    card = index[index.index("<article") : index.index("</article>")]
    assert card.count("<img") == 1 and 'width="350"' in card and "px-data" not in card and "px-method" not in card
    assert "<picture>" not in index and "War &lt;leads&gt;" in card and "Words &amp; more" in card


def test_a_tagged_cell_that_says_and_draws_is_a_card(tmp_path, monkeypatch):
    run_in(monkeypatch, tmp_path)
    caught = catch(monkeypatch)
    frame = pd.DataFrame({"name": ["a", "<b>"], "value": [1.0, -1.0]})
    say("War is <often> said.", "Few articles.", "")
    say("Peace is not.")
    for name in ("one", "two"):
        show_figure(signed_bars(frame, "name", "value", "bits", "here", "there"), name, f"Caption {name}", "Title")
    cell = code("px.say(…)", "finding", "lead") | {
        "outputs": [{"output_type": "display_data", "metadata": {}, "data": bundle} for bundle in caught]
    }
    report = front_page(tmp_path, markdown("## Own"), cell, head="# My <own>\n\nWhy?")
    index = report["index.html"]
    card = index[index.index('<article class="card lead">') : index.index("</article>")]
    assert '<h3><a href="01_terms.html#finding-2">My &lt;own&gt;</a></h3>' in card
    assert re.findall(r'<p class="(px-[\w]+)">(.*?)</p>', card) == [
        ("px-finding", "War is &lt;often&gt; said."), ("px-further", "Peace is not."), ("px-note", "Few articles."),
        ("px-title", "Title"),
    ]  # fmt: skip
    assert "Caption one" in card and "Caption two" not in card and card.count("<img") == 1
    page = report["01_terms.html"]
    assert '<div class="cell" id="finding-2">' in page and 'id="figure-one"' in page and 'id="figure-two"' in page
    assert '<a href="figures/01_terms/two.csv">CSV</a>' in page and json.loads(report["findings.json"])["findings"] == []


def test_findings_of_several_pages_stand_together(tmp_path):
    one = executed("01_terms", shown(found("a", strength=0.1), tags=["finding"]))
    two = executed(
        "02_topics", shown(found("a", strength=0.9, sentences=["Other."]), tags=["finding"]), head="# Topics\n\nWhich?"
    )
    report = built(tmp_path, one, two)
    assert re.findall(r'<h3><a href="([^"]+)"', report["index.html"]) == ["02_topics.html#finding-a", "01_terms.html#finding-a"]
    assert "Topics" in words(report["index.html"])
    data = json.loads(report["findings.json"])["findings"]
    assert [(item["notebook"], item["name"]) for item in data] == [("01_terms", "a"), ("02_topics", "a")], "as the pages stand"


def test_the_data_hold_findings_with_a_name_alone():
    data = findings_json([place("a"), place("")], {"id": "r", "title": "T", "corpus": {}, "versions": {}})
    assert [item["name"] for item in data["findings"]] == ["a"] and "tagged" not in data["findings"][0]
    assert set(data) == {"schema", "run", "title", "corpus", "findings"}
