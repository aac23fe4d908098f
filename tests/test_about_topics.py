"""about_topics.py: the ten short articles as counted by hand, and corpora without topics, mentions, paragraphs or groups."""

import json

import dealt
import pytest

from analysis import view as views
from analysis.display.render import render
from analysis.findings.about_topics import topic_gaps, topic_pairs, topic_rates, topics

ALL = (topics, topic_rates, topic_pairs, topic_gaps)
BRIDGE = "Bridge: [bridge]\nTax: [tax]\n"
NOTHING = "No topic of topics.yml is mentioned in these articles."


def opened(tmp_path, articles, dictionary=BRIDGE, **settings):
    """A view of articles given as path -> text."""
    for name, text in articles.items():
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if dictionary:
        (tmp_path / "corpus" / "topics.yml").write_text(dictionary, encoding="utf-8")
    return views.open(tmp_path / "corpus", **settings)


@pytest.fixture(scope="module")
def tiny():
    return views.open("tests/tiny")


def test_a_difference_that_some_articles_may_make_by_chance_is_told_as_such(tmp_path):
    found = topics(opened(tmp_path, dealt.dealt(dealt.one_outlet(14, 1)), "Sea: [baban, badon]\nLand: [bafin]\n"))
    assert found.sentences[0] == "No topic differs between the outlets by more than chance would explain."
    assert found.sentences[1].startswith("The largest difference, which may be chance: ")
    assert found.compares and found.strength == 0 and found.headline == "" and found.verdict == "indicative"


def test_of_ten_articles_the_largest_difference_describes_them(tiny):
    found = topics(tiny)
    # Money: in 4 of the 6 paragraphs of the Courier, in 1 of the 8 of the radio; 3 or 4 articles each
    assert found.sentences[0] == "Vale Courier speaks of “Money” in 4 of its 6 paragraphs; Radio Vale in 1 of its 8."
    assert found.compares and found.strength <= 0.3 and found.verdict == "descriptive"
    assert found.sentences[1].startswith("The topic in most paragraphs is “Getting across” in Larkham Post")
    table = found.tables[0].frame
    assert len(table) == 9 and {"share_paragraphs_low", "share_paragraphs_high"} <= set(table.columns)
    assert found.numbers["differences"][0]["topic"] == "Money"


def test_of_single_articles_the_largest_difference_is_the_headline(tmp_path):
    text = "Head\n\n" + "The tax goes up in all of the towns.\n\n" * 30
    bridge = "Head\n\n" + "The bridge is closed to all of us.\n\n" * 30
    found = topics(opened(tmp_path, {"a/1.txt": text, "b/1.txt": bridge}))
    assert found.headline == found.sentences[0] == "b speaks of “Bridge” in all of its 30 paragraphs; a never mentions it."
    assert found.strength == 1.0 and found.verdict == "descriptive"


def test_the_topic_of_an_outlet_that_dwells_on_it_in_many_articles(tmp_path):
    words, texts = dealt.COMMON, {}
    for place, (outlet, n) in enumerate((outlet, n) for outlet in ("Post", "Radio", "Web") for n in range(12)):
        what, (a, b, c) = "tax" if outlet == "Post" or not n % 3 else "rain", words[3 * place : 3 * place + 3]
        texts[f"{outlet}/{n}.txt"] = f"Head {a}\n\nOn {a} they speak of the {what} in {b}.\n\nThey do so of {c} in {a}.\n"
    found = topics(opened(tmp_path, texts))
    said = "Post speaks of “Tax” in 12 of its 24 paragraphs (50 %), the other outlets in 16 % of theirs."
    assert found.headline == found.sentences[0] == said and 0.3 < found.strength < 0.4 and found.verdict == "testable"
    assert found.figures[0].chart.data["share_paragraphs"].max() == 0.5 and "Darkest: 50.0 %." in found.figures[0].caption


def test_mentions_in_all(tiny):
    found = topic_rates(tiny)
    assert (
        found.sentences[0]
        == "“Getting across” is mentioned most, 15 times in 5 articles, before “Money” (11) and “Safety” (8)."
    )
    assert not found.compares and found.headline == "" and found.tables[0].frame["n"].tolist() == [15, 11, 8]


def test_pairs(tiny):
    found = topic_pairs(tiny)
    assert found.sentences[0].startswith("“Getting across” and “Money” meet most often: in 3 paragraphs")
    assert found.tables[0].frame["pair"].iloc[0] == "Getting across with Money"


def test_what_is_missed(tiny):
    found = topic_gaps(tiny, kept=5)
    assert found.sentences == (
        "3 of 20 paragraphs mention no topic of topics.yml.",
        "Without “Getting across”, the topic in most paragraphs, there would be 7.",
        "1 of the 14 patterns in topics.yml finds nothing.",
    )
    frames = {table.name: table.frame for table in found.tables}
    assert list(frames) == ["uncovered", "coverage", "thin", "never_matched", "mentions", "patterns"]
    assert frames["never_matched"]["pattern"].tolist() == ["tax"] and len(frames["mentions"]) == 5
    assert frames["patterns"]["n"].sum() == 34
    assert "the first 5 of 34" in found.tables[4].caption


@pytest.mark.parametrize("finding", ALL, ids=lambda function: function.__name__)
def test_without_a_list_one_sentence_and_what_would_help(finding, tmp_path):
    found = finding(opened(tmp_path, {"a.txt": "The bridge is closed.\n"}, ""))
    assert found.sentences == ("This corpus has no topics.yml, so no topics are looked for.",)
    assert "topics.yml" in found.hint and not found.figures and not found.tables


def test_a_list_that_finds_nothing(tmp_path):
    view = opened(tmp_path, {"a.txt": "The bridge is closed.\n"}, "War: [war]\n")
    for finding in (topics, topic_rates, topic_pairs):
        found = finding(view)
        assert found.sentences == (NOTHING,) and not found.figures and not found.tables
    assert topic_gaps(view).sentences[-1] == "The one pattern in topics.yml finds nothing."
    assert all(len(table.frame) for table in topic_gaps(view).tables)


def test_one_article_is_described_and_not_compared(tmp_path):
    view = opened(tmp_path, {"a.txt": "The bridge is closed.\n"})
    found = topics(view)
    assert found.sentences[0] == "“Bridge” is in more paragraphs than any other topic: 1 of 1 paragraph."
    assert not found.compares and found.headline == "" and found.verdict == "descriptive"
    assert topic_pairs(view).sentences == ("No paragraph mentions two topics.",)


def test_equal_texts_do_not_differ(tmp_path):
    text = "Head\n\n" + "The bridge is closed.\n\nThe tax goes up.\n\n" * 6
    found = topics(opened(tmp_path, {"a/1.txt": text, "b/1.txt": text}))
    assert found.sentences[0] == "No topic has a larger share of the paragraphs in one outlet than in another."
    assert found.headline == "" and not found.compares and found.figures[0].title == ""


def test_few_paragraphs_make_no_headline(tmp_path):
    texts = {"мост/1.txt": "Город\n\nМост закрыт.\n\nМост стоит.\n", "мэр/1.txt": "Город\n\nМост закрыт.\n\nМэр молчит.\n"}
    found = topics(opened(tmp_path, texts, "Мост: [мост*]\nВласть: [мэр*]\n"))
    assert (
        found.headline == "" and found.sentences[0].startswith("No topic differs by more than chance") and found.strength <= 0.3
    )


def test_titles_alone_have_no_shares(tmp_path):
    view = opened(
        tmp_path, {"a/1.txt": "The bridge\n\nIt is closed now.\n", "b/1.txt": "The tax\n\nIt goes up.\n"}, parts="title"
    )
    found = topics(view)
    assert len(found.sentences) == 1 and not found.figures and found.tables[0].frame["n"].sum() == 2
    assert topic_gaps(view).sentences[0] == "Only titles and headings count here, no paragraph."


def test_one_topic_has_no_pair(tmp_path):
    found = topic_pairs(opened(tmp_path, {"a.txt": "The bridge is closed.\n"}, "Bridge: [bridge]\n"))
    assert found.sentences == ("There is only one topic, so none can stand beside it.",) and not found.tables


def test_many_groups_are_drawn_in_part(tmp_path):
    texts = {
        f"o{n:02}/1.txt": "Head\n\n"
        + "The old bridge over the river is closed to all of us.\n\n" * n
        + "It will rain in the north of the country.\n\n" * 3
        for n in range(1, 16)
    }
    found = topics(opened(tmp_path, texts), top=1, drawn=4)
    figure, apart = found.figures[0], found.numbers["differences"][0]
    assert "Outlets: those that differ most and those with most words, 4 of 15." in figure.caption
    assert {apart["most"], apart["least"]} <= set(figure.chart.data["source"])
    assert "Topics: those in most paragraphs, 1 of 2." in figure.caption
    assert figure.chart.data["source"].nunique() == 4


@pytest.mark.parametrize("finding", ALL, ids=lambda function: function.__name__)
def test_hostile_text_is_data_and_escaped(finding, tmp_path):
    text = "Head\n\nA <script>alert(1)</script> bridge $x_1$ and a tax.\n\nRain <img src=x onerror=alert(1)> falls.\n"
    record = finding(
        opened(tmp_path, {"a/1.txt": text, "b/1.txt": text * 2}, '"<script>": [bridge]\n"B & <i>": [tax]\n')
    ).record()
    json.dumps(record)
    html = render(record)
    assert "<script>" not in html and "<img src=x" not in html and "<i>" not in html
