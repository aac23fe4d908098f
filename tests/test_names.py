"""names.py: made-up text, a slow reading word by word as second opinion, and the names of the five articles."""

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import MADE_UP, ledger_from, sourced, tokens_from
from hypothesis import given
from hypothesis import strategies as st

import analysis as px
from analysis.errors import SchemaError, UsageError
from analysis.measure.dictionary import names
from analysis.measure.dictionary.names import find_names
from analysis.measure.dictionary.patterns import match_dictionary
from analysis.measure.dictionary.topics import count_topics

SEEDS = Path(__file__).parent.parent / "seeds"


def found(*lines, **more):
    """The names of an article of these lines, in the order of the text."""
    documents = {"d": list(lines)}
    return list(find_names(tokens_from(documents), ledger_from(documents), **more)["group"])


KNOWN = [  # label, lines, names in the order of the text
    ("two words, then one of them", ["then Ann Lee met Bob. Lee left"], ["Ann Lee", "Bob", "Lee"]),
    ("the first word of a sentence tells nothing", ["Then he left. Then she left"], []),
    ("but is counted where other places told", ["Minsk waits. in Minsk it rains"], ["Minsk", "Minsk"]),
    ("a comma parts names", ["with Ann, Bob and Lee"], ["Ann", "Bob", "Lee"]),
    ("a sentence parts names", ["to Ann. Bob and Bob"], ["Ann", "Bob", "Bob"]),
    ("four of five capitals are a name", ["a Sun, Sun, Sun, Sun and sun"], ["Sun"] * 4),
    ("three of four are none", ["a Sun, Sun, Sun and sun"], []),
    ("the first behind a quotation mark tells nothing", ['he said "Go" and "Stay", “Run” and «Wait»'], []),
    ("I is no name, nor are its contractions", ["so I, I’m and I'll go to U and O’Hara"], ["O’Hara"]),
    ("an initial belongs to its name", ["with J Smith and Boris J Smith"], ["J Smith", "Boris J Smith"]),
    ("hyphens stay inside", ["the Minsk-Brest road"], ["Minsk-Brest"]),
    (
        "a title has no vote but counts",
        ["# War Comes To Minsk Again", "in Minsk is war, which comes again"],
        ["Minsk", "Minsk"],
    ),
    ("capitals of other scripts", ["в Минске и Париже, Ήλιος and the Ήλιος"], ["Минске", "Париже", "Ήλιος", "Ήλιος"]),
    ("no capitals, no names", ["平和 は 大切 です", "السلام مهم", "שלום עולם"], []),
    ("possessors are parted from what they own", ["then Ann's Minsk"], ["Ann's Minsk"]),  # builders split no possessive
]


@pytest.mark.parametrize(("lines", "expected"), [row[1:] for row in KNOWN], ids=[row[0] for row in KNOWN])
def test_known_answers(lines, expected):
    assert found(*lines) == expected


def test_a_table_row_by_row():
    documents = {"d": ["in Minsk with Ann Lee. Ann Lee waits"], "e": ["no name", "near MINSK"]}
    tokens = sourced(tokens_from(documents), {"d": "X", "e": "Y"})
    got = find_names(tokens, ledger_from(documents))
    columns = ["group", "label", "pattern", "doc_id", "line", "sentence", "position", "start", "end", "n_words", "source"]
    assert got[columns].values.tolist() == [
        ["MINSK", "MINSK", "minsk", "d", 1, 1, 2, 3, 8, 1, "X"],  # written once so and once so: the first a-z
        ["Ann Lee", "Ann Lee", "ann lee", "d", 1, 1, 4, 14, 21, 2, "X"],
        ["Ann Lee", "Ann Lee", "ann lee", "d", 1, 2, 6, 23, 30, 2, "X"],
        ["MINSK", "MINSK", "minsk", "e", 2, 2, 4, 5, 10, 1, "Y"],
    ]
    assert got["pattern_line"].isna().all() and list(got["group"].cat.categories) == ["Ann Lee", "MINSK"]
    topics = match_dictionary(tokens, pd.DataFrame({"group": "g", "label": "g", "pattern": ["in minsk"], "line": 1}))
    assert list(got.columns) == list(topics.columns)
    assert got.drop(columns=["group", "label", "pattern_line"]).dtypes.astype(str).to_dict() == (
        topics.drop(columns=["group", "label", "pattern_line"]).dtypes.astype(str).to_dict()
    )
    counted = count_topics(tokens, got)
    assert counted[["topic", "n"]].values.tolist() == [["Ann Lee", 2], ["MINSK", 2]]


def test_min_n_and_stop_words():
    lines = ["on Monday in Minsk, Minsk with Ann Minsk"]
    assert found(*lines) == ["Monday", "Minsk", "Minsk", "Ann Minsk"]
    assert found(*lines, min_n=2) == ["Minsk", "Minsk"]
    assert found(*lines, stop_words=["monday", "ann"]) == ["Minsk", "Minsk", "Minsk"]
    assert found(*lines, min_n=4) == []


def test_a_word_whose_forerunner_was_taken_out_tells_nothing():
    documents = {"d": ["the Minsk road"]}
    tokens, ledger = tokens_from(documents), ledger_from(documents)
    assert len(find_names(tokens, ledger)) == 1 and find_names(tokens[tokens["term"] != "the"], ledger).empty


def test_the_full_stop_of_an_initial():
    text = "with J. Smith and Mr. Smith"
    spans = [(0, 4), (5, 6), (8, 13), (14, 17), (18, 20), (22, 27)]
    tokens = tokens_from({"d": ["with j smith and mr smith"]})
    tokens = tokens.assign(start=[start for start, _ in spans], end=[end for _, end in spans])
    got = find_names(tokens, ledger_from({"d": [text]}))
    assert list(got["group"]) == ["J. Smith", "Mr", "Smith"]


def slowly(documents):
    """The rule once more, word by word, over the texts themselves."""
    seen, capitals, words = Counter(), Counter(), []
    for doc, lines in sorted(documents.items()):
        for number, line in enumerate(lines, start=1):
            for sentence in line.split("."):
                for place, word in enumerate(sentence.split()):
                    bare = word.rstrip(",").lstrip('"')
                    words.append((doc, number, place, bare, word))
                    if place > 0 and not word.startswith('"'):
                        seen[bare.casefold()] += 1
                        capitals[bare.casefold()] += bare[0].isupper()
    is_name = {word for word in seen if capitals[word] and capitals[word] / seen[word] >= 0.8}
    runs, before = [], None
    for doc, number, place, bare, word in words:
        goes_on = before is not None and place > 0 and not before.endswith(",") and not word.startswith('"')
        before = None
        if bare[0].isupper() and bare.casefold() in is_name:
            runs = [*runs[:-1], (doc, number, f"{runs[-1][2]} {bare}")] if goes_on else [*runs, (doc, number, bare)]
            before = word
    return runs


_WORD = st.sampled_from(["ann", "Ann", "Bob", "Bob,", "Lee", '"Lee', "the", "The", "sun,", "Sun"])
_LINE = st.lists(st.lists(_WORD, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=3).map(". ".join)
_CORPUS = st.dictionaries(st.sampled_from(["d1", "d2"]), st.lists(_LINE, min_size=1, max_size=3), min_size=1)


@MADE_UP
@given(_CORPUS, st.sampled_from([1, 20, 10_000]))
def test_agrees_with_a_slow_reading(corpus, characters):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "CHARACTERS", characters)
        got = find_names(tokens_from(corpus), ledger_from(corpus))
    assert list(got[["doc_id", "line", "group"]].itertuples(index=False, name=None)) == slowly(corpus)


def test_the_names_of_the_five_articles():
    p = px.prepare(SEEDS)
    got = find_names(p.tokens, p.ledger)
    n = got["group"].value_counts()
    text = " ".join(p.ledger["text"].dropna())
    # names that always stand with a capital and alone, so that counting the string counts the name
    for name in ("Oreshnik", "Witkoff", "Kremlin", "Belavia", "Istanbul", "OSCE"):
        whole = sum(n[other] for other in n.index if name in other.split())
        assert whole == text.count(name), name
    assert n["Vladimir Zelensky"] == text.count("Vladimir Zelensky") and n["Angela Merkel"] == 1
    assert not {"I", "The", "We", "President", "Peace", "War", "However"} & set(n.index)
    lines = p.ledger.set_index(["doc_id", "line"])["text"]
    for row in got.itertuples():
        written = lines.loc[row.doc_id, row.line][row.start : row.end]
        assert written[0].isupper() and len(written.split()) == row.n_words


def test_refusals():
    tokens, ledger = tokens_from({"d": ["a b"]}), ledger_from({"d": ["a b"]})
    with pytest.raises(SchemaError, match="has no row"):
        find_names(tokens.head(0), ledger)
    with pytest.raises(SchemaError, match="no text for line 1 of article 'd'"):
        find_names(tokens, ledger.assign(text=None))
    with pytest.raises(UsageError, match="min_n cannot be 0"):
        find_names(tokens, ledger, min_n=0)


def test_no_name_is_a_table_without_rows():
    documents = {"d": ["a b"]}
    got = find_names(tokens_from(documents), ledger_from(documents))
    assert got.empty and list(got.columns)[:3] == ["group", "label", "pattern"] and not len(got["group"].cat.categories)
    assert np.array_equal(got["n_words"], [])
