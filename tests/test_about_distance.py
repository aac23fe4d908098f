"""about_distance.py: pairs whose order is settled or not, samples of one outlet, and corpora with nothing to compare."""

import json
from pathlib import Path

import pandas as pd
import pytest
from dealt import dealt, dealt_often, lay, one_outlet, opened

from analysis import view as views
from analysis.display.render import render
from analysis.errors import UsageError
from analysis.findings import keyness_shown
from analysis.findings.about_distance import beyond, distance_of, divergence, order_of, orders_of, reachable
from analysis.findings.about_shift import word_shift
from analysis.measure.comparing.divergence import word_shift as shift_of
from analysis.places import seeds
from analysis.view import open as open_view

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def five():
    return open_view(seeds())


@pytest.fixture(scope="module")
def tiny():
    return open_view(HERE / "tiny")


def pairs(excess, spread=0.0, chance=0.01):
    """Pairs with the given excess, of x, y and z."""
    table = pd.DataFrame({"a": ["x", "x", "y"], "b": ["y", "z", "z"]}).head(len(excess)).assign(excess_bits=excess)
    table["jsd_bits"], table["jsd_bits_chance"] = table["excess_bits"] + 0.4, 0.4
    table["jsd_bits_low"], table["jsd_bits_high"] = table["jsd_bits"] - spread, table["jsd_bits"] + spread
    return table.assign(jsd_bits_chance_high=0.4 + chance)


@pytest.mark.parametrize(
    ("excess", "spread", "settled", "said"),
    [
        ([0.0, 0.1, 0.2], 0.02, True, "x and y are most alike in their words"),
        ([0.0, 0.015, 0.2], 0.02, False, "most alike are x and y, or x and z: the order is not settled"),
        ([0.0, 0.015, 0.2], 0.0, True, "x and y are most alike in their words"),
        (
            [0.0, 0.01, 0.2],
            0.0,
            False,
            "most alike are x and y, or x and z: the order is not settled",
        ),  # chance moves that much
        ([0.0, 0.1, 0.2], 0.3, False, "no two can be called the most alike: the order of 3 of the 3 pairs is not settled"),
    ],
)
def test_an_order_is_told_only_where_another_drawing_gives_it_again(excess, spread, settled, said):
    assert order_of(pairs(excess, spread), "most")[:2] == (said, settled)


def test_the_same_pairs_are_not_most_and_least_alike():
    assert [order.text for order in orders_of(pairs([0.0, 0.1, 0.2]))] == [
        "x and y are most alike in their words", "y and z are least alike in their words",
    ]  # fmt: skip
    assert len(orders_of(pairs([0.0, 0.1, 0.2], 0.3))) == 1


def test_the_bound_of_chance_rises_with_the_pairs():
    """The percentile of one pair lies .01 above chance: 1.96 deviations of a normal distribution; a report asks for 2.81."""
    assert beyond(pairs([0.0144])).tolist() == [True] and beyond(pairs([0.0142])).tolist() == [False]
    assert beyond(pairs([0.0144, 0.0144, 0.02])).tolist() == [False, False, True]


def test_what_lies_beyond_chance_is_counted():
    three = pairs([0.0, 0.1, 0.2])
    assert distance_of(three, beyond(three), "source") == (
        "2 of the 3 pairs differ more in their words than two samples of one outlet would"
    )
    assert distance_of(three, beyond(three) & False, "source").startswith("no two outlets differ more")
    assert distance_of(three.head(1), beyond(three.head(1)), "month") == (
        "x and y differ no more in their words than two samples of one month would"
    )


def test_what_so_few_articles_cannot_show_is_told_of_none():
    """Of one and 250 articles a p of 1 in 251 can be reached, which is enough for one pair and not for three."""
    sizes = pd.DataFrame({"source": ["x", "y", "z"], "n_articles": [1, 250, 3]})
    three = pairs([0.1, 0.1, 0.1])
    assert reachable(three.head(1), sizes, "source").tolist() == [True]
    assert reachable(three, sizes, "source").tolist() == [False, False, True]


def test_of_lone_articles_it_is_said_that_they_cannot_tell(five):
    """The pairs are all cut to the size of the smallest article, so that they can be held against each other."""
    found = divergence(five)
    assert [figure.name for figure in found.figures] == ["similarity"]
    stored = found.tables[0].frame
    assert stored["jsd_bits"].is_monotonic_increasing and stored["n_words"].nunique() == 1
    assert stored["n_words"].iloc[0] == five.sizes["n_tokens"].min() and stored["excess_bits"].isna().all()
    assert [table.name for table in found.tables] == ["divergence", "divergence_whole"]
    assert found.verdict == "descriptive" and found.headline == ""
    assert found.sentences[0] == "With one article from each outlet, their words cannot say how far the outlets lie apart."
    near, far = stored.iloc[0], stored.iloc[-1]
    assert f"{near['a']} and {near['b']} are {near['jsd_bits']:.2f} bits apart" in found.sentences[1]
    assert f"{far['a']} and {far['b']} {far['jsd_bits']:.2f}" in found.sentences[1]


def test_tables_are_those_of_the_measures(tiny):
    stored = divergence(tiny).tables[0].frame
    assert stored["excess_bits"].is_monotonic_increasing and stored.sort_values(["a", "b"]).equals(tiny.pairs)


def test_of_three_articles_of_each_nothing_is_told_apart(tiny):
    found = divergence(tiny)
    assert found.sentences[0] == "So few articles cannot show whether two of the outlets differ in their words as a whole."
    assert found.headline == "" and found.strength < 0.1


def test_an_outlet_of_one_article_is_left_out_where_others_have_more(tmp_path):
    texts = dealt(one_outlet(24, 1), ("Post", "Radio")) | {"Web/1.txt": "The ferry ran.", "Blog/1.txt": "The town met."}
    texts["sources.csv"] += "Web/1.txt,Web,en\nBlog/1.txt,Blog,en\n"
    found = divergence(opened(tmp_path, texts))
    assert found.sentences == ("Post and Radio differ no more in their words than two samples of one outlet would.",)
    assert found.figures[0].caption.endswith(" Left out, having one article each: Blog and Web.")


def test_two_groups_have_no_nearest_pair(tiny):
    found = divergence(open_view(tiny.prepared, by="outlet_type"))
    assert "alike" not in " ".join(found.sentences) and len(found.sentences) == 1


@pytest.mark.parametrize("names", ["AB", "ABC"])
def test_articles_of_one_outlet_dealt_out_by_chance_do_not_differ(tmp_path, names):
    folder = lay(tmp_path, dealt_often(one_outlet(20 * len(names), 1), names, 8, 2))
    prepared, far, claims = open_view(folder).prepared, 0, 0
    for time in range(8):
        view = open_view(prepared, by=f"deal_{time}")
        found, shift = divergence(view), word_shift(view, "A", "B")
        differ = not found.sentences[0].startswith(("A and B differ no more", f"No two deal {time}s differ more"))
        assert differ or not (found.headline or found.strength > 0.1)
        far, claims = (
            far + differ,
            claims + (shift.sentences[0] != "No word sets A and B apart by more than chance would explain."),
        )
    assert far <= 2 and claims <= 2  # of 8, where .4 are to be expected


def test_outlets_of_many_articles_that_differ_are_said_to(tmp_path):
    view = opened(tmp_path, dealt(one_outlet(40, 1, range(0, 40, 2), "ferryman")))
    found = divergence(view)
    assert found.sentences == ("Post and Radio differ more in their words than two samples of one outlet would.",)
    assert found.verdict == "testable" and not found.caveats and not found.headline
    assert "above all “ferryman”" in word_shift(view).sentences[0]


def test_words_that_make_the_difference(five):
    found = word_shift(five)
    farthest = divergence(five).tables[0].frame.iloc[-1]
    assert farthest["a"] in found.sentences[0] and farthest["b"] in found.sentences[0] and "“Lukashenka”" in found.sentences[0]
    assert [figure.name for figure in found.figures] == ["scatter", "shift"] and [t.name for t in found.tables] == [
        "shift",
        "pair",
    ]
    pd.testing.assert_frame_equal(found.tables[0].frame, shift_of(five.tokens, "source", farthest["a"], farthest["b"]))
    parts = found.figures[1].chart.data["percent"].abs()
    assert found.sentences[1] == f"The 20 largest parts make up {parts.sum():.0f} % of the distance."


def test_one_against_all_others(five):
    found = word_shift(five, a="BelTA")
    assert "What sets BelTA and the others apart" in found.sentences[0] and found.tables[1].caption.endswith(
        "against the others (B)."
    )


def test_of_too_many_words_the_pair_has_those_that_differ_most(five, monkeypatch):
    whole = word_shift(five, a="BelTA")
    monkeypatch.setattr(keyness_shown, "ROWS", 300)
    few = word_shift(five, a="BelTA")
    (shift, pair), (every, all_pairs) = few.tables, whole.tables
    assert len(pair.frame) == 300 and pair.frame["term"].tolist() == all_pairs.frame["term"].head(300).tolist()
    assert "Of all words the table has the 300 whose counts differ most." in pair.caption
    assert shift.frame.equals(every.frame)
    assert few.sentences == whole.sentences and few.strength == whole.strength and few.caveats == whole.caveats


@pytest.mark.parametrize("function", [divergence, word_shift])
@pytest.mark.parametrize("files", [{"a.txt": "The town met."}, {"Post/1.txt": "The town met.", "Post/2.txt": "It met."}])
def test_nothing_to_compare_is_one_sentence(tmp_path, function, files):
    found = function(opened(tmp_path, files))
    assert found.sentences == ("There is only one outlet, so there is nothing to compare.",) and not found.figures


def test_equal_texts_do_not_differ(tmp_path):
    view = opened(tmp_path, {f"{name}/1.txt": "The town met. The ferry ran." for name in ("A", "B", "C")})
    assert divergence(view).sentences == ("These 3 articles use the same words equally often.",)
    assert word_shift(view).sentences == ("B and C use the same words equally often: no word makes a difference.",)


def test_text_of_the_corpus_is_escaped_and_no_zero_has_a_sign(tmp_path):
    files = {
        "<b>A/1.txt": "The town <script>alert(1)</script> met.",
        "B&$x$/1.txt": "The ferry ran.",
        "C/1.txt": "The town met.",
    }
    for function in (divergence, word_shift):
        shown = function(opened(tmp_path, files)).record()
        page = render(json.loads(json.dumps(shown)))
        assert "<b>A" not in page and "<script>alert" not in page and "−0.000" not in page


def test_b_alone_is_refused(five):
    with pytest.raises(UsageError, match="a is not given"):
        word_shift(five, b="BelTA")


def test_of_many_words_the_largest_groups_are_compared_in_pairs(tmp_path, monkeypatch):
    texts = {
        f"{name}/{number}.txt": " ".join([f"The {word} ran to the town {number}."] * (place + 2))
        for place, (name, word) in enumerate([("Post", "ferry"), ("Radio", "boat"), ("Times", "ship"), ("Echo", "raft")])
        for number in range(4)
    }
    view = opened(tmp_path, texts)
    monkeypatch.setattr(views, "MANY_WORDS", 10)
    monkeypatch.setattr(views, "MOST_IN_PAIRS", 3)
    found = divergence(view)
    assert set(view.pairs["a"]) | set(view.pairs["b"]) == {"Echo", "Times", "Radio"}
    assert found.caveats == ("Of 4 outlets those 3 with most words are compared in pairs at equal size.",)
    assert found.sentences[0].startswith("Among the 3 outlets with most words ")
    assert len(found.tables[1].frame) == 6  # with all words every pair is there
    assert "Post" not in word_shift(view).sentences[0]
