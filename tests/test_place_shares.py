"""place_shares.py: which words live at one place of an outlet’s articles; counted by hand, and on prose with a habit."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.measure.comparing.place_shares import place_shares
from analysis.text.prepare import prepare

PARTS = [
    "The mayor {n} closed the bridge.",
    "Nobody knows who pays {n}.",
    "Shops lose {n} customers.",
    "A letter {n} was read aloud.",
]


def corpus(tmp_path, lines_of, n=8, source="Radio"):
    for number in range(n):
        (tmp_path / source).mkdir(exist_ok=True)
        (tmp_path / source / f"{number}.txt").write_text("\n\n".join(lines_of(number)) + "\n")
    found = prepare(tmp_path, without_rules=["recurring", "template", "title"])
    return found.tokens.merge(found.articles[["doc_id", "source"]], on="doc_id")


WORDS = [
    "pier",
    "arch",
    "plan",
    "tax",
    "vote",
    "queue",
    "cost",
    "ferry",
    "school",
    "union",
    "river",
    "crack",
    "shop",
    "tram",
    "park",
]


def body(number, n=16):
    draw = np.random.default_rng(number).choice
    lines = [[str(word) for word in draw(WORDS, 8)] for _ in range(n)]
    return [f"{a.capitalize()} {b} the mayor said {c} {d} and {e} {f} {g} {h}." for a, b, c, d, e, f, g, h in lines]


def shares(table, term):
    return table.set_index("term").loc[term, ["share_first", "share_last", "share_alike", "share_place"]].tolist()


def test_short_lines_are_those_of_at_most_20_words_and_no_title():
    rows = [("d", line, term, "title" if line == 1 else "body") for line, n in ((1, 1), (2, 20), (3, 21)) for term in ["x"] * n]
    tokens = pd.DataFrame(rows, columns=["doc_id", "line", "term", "part"])
    tokens = tokens.assign(position=range(1, len(rows) + 1), sentence=1, start=0, end=1, voice="outside", shared=False)
    assert place_shares(tokens, ["x"], ())[["n", "share_short"]].values.tolist() == [[42, 20 / 42]]


def test_words_of_a_caption_stand_in_lines_that_are_alike(tmp_path):
    tokens = corpus(tmp_path, lambda n: [*body(n)[:8], f"Enlarge this picture show caption N{n}", *body(n)[8:]])
    table = place_shares(tokens, ["caption", "arch", "absent"])
    assert table["term"].tolist() == ["caption", "arch"] and table["source"].tolist() == ["Radio"] * 2
    assert shares(table, "caption") == [0.0, 0.0, 1.0, 1.0]
    assert shares(table, "arch")[3] < 0.5


@pytest.mark.parametrize(
    ("lines_of", "term", "place"),
    [
        (lambda n: [f"Seen by {n} readers", *body(n)], "readers", "share_first"),
        (lambda n: [*body(n), f"Town desk {n} wrote this page"], "page", "share_last"),
        (lambda n: [*body(n)[:8], f"Photo {n} hide caption", *body(n)[8:]], "hide", "share_alike"),
        (lambda n: [*body(n)[:8], f"Image source, N{n}", *body(n)[8:]], "source", "share_alike"),
        (lambda n: [*body(n), f"Story {n} of the pinterest board"], "pinterest", "share_last"),
    ],
)
def test_furniture_at_each_place(lines_of, term, place, tmp_path):
    table = place_shares(corpus(tmp_path, lines_of), [term])
    assert table[place].tolist() == [1.0] and table["share_place"].tolist() == [1.0]


@pytest.mark.parametrize(
    "lines_of",
    [
        # a habit of reporters: many long paragraphs that begin alike
        lambda n: [
            f"The mayor is heard: {line[:-1]} and then went home over the river with {n} men and dogs." for line in body(n)
        ],
        lambda n: [f"{line[:-1]}, the mayor said." for line in body(n)],  # sentences that end alike
        lambda n: [f"The mayor came at {n}." if at % 4 == 0 else line for at, line in enumerate(body(n))],
        body,
    ],
)
def test_words_of_the_prose_have_no_place(lines_of, tmp_path):
    assert place_shares(corpus(tmp_path, lines_of), ["mayor"])["share_place"].lt(0.5).all()


def test_lines_of_few_articles_are_not_alike(tmp_path):
    tokens = corpus(
        tmp_path, lambda n: [*body(n)[:8], f"Enlarge this picture {n}" if n < 4 else f"Word {n} stands here", *body(n)[8:]]
    )
    assert place_shares(tokens, ["enlarge"])["share_place"].tolist() == [0.0]


def test_counted_by_hand():
    rows = [("a", 0, "war", "title")] + [
        ("a", line, term, "body") for line, term in enumerate(("war", "x", "y", "z", "war", "u", "v", "w"), 1)
    ]
    tokens = pd.DataFrame(rows, columns=["doc_id", "line", "term", "part"])
    tokens = tokens.assign(
        position=range(1, 10), sentence=range(1, 10), start=0, end=1, voice="outside", shared=False, source="P"
    )
    (row,) = place_shares(tokens, ["war"]).to_dict("records")
    # three occurrences: the title, line 1 of 8 (two lines make a quarter), line 5
    assert row["n"] == 3 and row["n_articles"] == 1
    assert np.isclose([row["share_first"], row["share_last"], row["share_alike"]], [1 / 3, 0, 0]).all()
    shuffled = place_shares(tokens.sample(frac=1, random_state=1), ["war"])
    assert shuffled.equals(place_shares(tokens, ["war"]))


def test_groups_are_kept_apart_and_a_lacking_column_is_an_error(tmp_path):
    tokens = corpus(tmp_path, lambda n: [*body(n), f"Town desk {n} wrote this page"])
    other = tokens.assign(doc_id="x" + tokens["doc_id"].astype("str"), source="Post")
    other = other[other["term"].ne("page")]
    table = place_shares(pd.concat([tokens.astype({"doc_id": "str"}), other], ignore_index=True), ["desk", "page"])
    assert table[["source", "term"]].to_numpy().tolist() == [["Post", "desk"], ["Radio", "desk"], ["Radio", "page"]]
    assert place_shares(tokens, []).empty
    with pytest.raises(SchemaError):
        place_shares(tokens, ["desk"], ("region",))
