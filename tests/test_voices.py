"""measure/voices.py: counted by hand; what nobody was found for stays; selections by voice add up."""

import pandas as pd
import pytest
from builders import tokens_from

from analysis import blocks
from analysis.errors import SchemaError, UsageError
from analysis.measure.counting.selection import select
from analysis.measure.counting.voices import SCARE_QUOTES, doubted_words, hedges, speakers, verbs, voice_shares
from analysis.schema import TABLES, check

TEXTS = {"a": ["x allegedly we agree said ruiz", "the reform came"], "b": ["they said no never so allegedly"]}
WHO = {"a": "X", "b": "Y"}


@pytest.fixture
def tokens():
    table = tokens_from(TEXTS)
    table.loc[table["term"].isin(["we", "agree", "no", "never"]), "voice"] = "quoted"
    return table.assign(source=table["doc_id"].astype(str).map(WHO))


@pytest.fixture
def quotes():
    rows = [
        ("a", 1, 12, 1, 20, "speech", "attributed", "Ruiz", "name", "say", "neutral", 1, 21, 30, 2),
        ("a", 2, 3, 2, 10, "scare", "unattributed", None, None, None, None, None, None, None, 1),
        ("b", 1, 10, 1, 12, "speech", "attributed", "Cole", "name", "claim", "distancing", 1, 0, 4, 1),
        ("b", 1, 12, 1, 18, "speech", "unattributed", None, None, None, None, None, None, None, 1),
    ]
    table = pd.DataFrame(rows, columns=list(TABLES["quotes"]))
    table = table.astype(dict.fromkeys(("cue_line", "cue_start", "cue_end"), "Int32"))
    table = table.astype(dict.fromkeys(("speaker", "by", "verb", "verb_class"), "str"))
    check(table, "quotes")
    return table


@pytest.fixture
def articles():
    frame = pd.DataFrame({"doc_id": ["a", "b"], "source": ["X", "Y"], "language": "en"}).reindex(
        columns=list(TABLES["articles"])
    )
    kinds = {"text": "str", "number": "float", "date": "datetime64[us]", "whole number": "int64", "true or false": "bool"}
    frame = frame.astype({name: kinds[family] for name, family in TABLES["articles"].items()})
    return frame


def plain(table):
    return [tuple(None if value != value else value for value in row) for row in table.astype(object).values.tolist()]


def test_shares_counted_by_hand(tokens):
    tokens.loc[tokens["term"].isin(["reform", "came"]), "voice"] = "reported"
    assert plain(voice_shares(tokens, "source")) == [
        ("X", 9, 5, 2, 2, pytest.approx(2 / 9), pytest.approx(2 / 9)),
        ("Y", 6, 4, 0, 2, pytest.approx(1 / 3), 0.0),
    ]
    whole = voice_shares(tokens)
    assert whole["n_outside"].tolist() == [9]
    assert (whole["n_outside"] + whole["n_reported"] + whole["n_quoted"]).tolist() == whole["n_tokens"].tolist()


def test_speakers_keep_a_row_for_nobody(quotes, articles):
    assert plain(speakers(quotes, articles, "source")) == [
        ("X", "Ruiz", True, 1, 0, 2, 2, 0, 1.0),
        ("Y", "Cole", True, 1, 0, 1, 1, 0, 0.5),
        ("Y", None, False, 1, 0, 1, 1, 0, 0.5),
    ]
    assert speakers(quotes, articles)["share_of_said"].tolist() == [0.5, 0.25, 0.25]
    assert speakers(quotes.head(0), articles, "source").empty


def test_speakers_are_ranked_by_what_is_quoted_and_reported_together(quotes, articles):
    more = quotes.tail(2).assign(kind="reported", speaker=["Cole", "Moscow"], by=["name", "institution"], n_tokens=[5, 4])
    found = speakers(pd.concat([quotes, more], ignore_index=True), articles)
    names = ["speaker", "is_person", "n_quotes", "n_reports", "n_tokens", "n_quoted", "n_reported"]
    assert plain(found[names]) == [
        ("Cole", True, 1, 1, 6, 1, 5),
        ("Moscow", False, 0, 1, 4, 0, 4),
        ("Ruiz", True, 1, 0, 2, 2, 0),
        (None, False, 1, 0, 1, 1, 0),
    ]
    assert found["share_of_said"].sum() == 1
    assert plain(verbs(more, articles)) == [("distancing", "claim", 1, 0, 1, 1.0)]


def test_quotations_of_other_articles_are_left_aside(quotes, articles):
    found = speakers(quotes, articles[articles["doc_id"] == "a"], "source")
    assert plain(found) == [("X", "Ruiz", True, 1, 0, 2, 2, 0, 1.0)]


def test_verbs_by_class(quotes, articles):
    assert plain(verbs(quotes, articles)) == [("neutral", "say", 1, 1, 0, 0.5), ("distancing", "claim", 1, 1, 0, 0.5)]
    assert plain(verbs(quotes, articles, "source")) == [
        ("X", "neutral", "say", 1, 1, 0, 1.0),
        ("Y", "distancing", "claim", 1, 1, 0, 1.0),
    ]
    both = pd.concat([quotes, quotes.assign(kind="reported")], ignore_index=True)
    assert plain(verbs(both, articles)) == [("neutral", "say", 2, 1, 1, 0.5), ("distancing", "claim", 2, 1, 1, 0.5)]
    assert verbs(quotes.head(0), articles).empty


def test_hedges_are_counted_outside_quotations_alone(tokens, quotes):
    words = ["allegedly", "we", "no"]
    assert plain(hedges(tokens, quotes, words, by="source")) == [
        ("X", "allegedly", 1, 1, pytest.approx(1000 / 7)),
        ("X", SCARE_QUOTES, 1, 1, pytest.approx(1000 / 7)),
        ("Y", "allegedly", 1, 1, pytest.approx(1000 / 4)),
    ]
    assert plain(hedges(tokens, quotes, words))[0] == ("allegedly", 2, 2, pytest.approx(2000 / 11))
    assert hedges(tokens, quotes.head(0), [], by="source").empty
    with pytest.raises(SchemaError, match="no word outside quotations"):
        hedges(tokens[tokens["voice"] == "quoted"], quotes, words)


@pytest.mark.parametrize("block", [1, 2, 3, 100])
def test_the_words_that_hedges_counts_are_those_of_any_block(monkeypatch, tokens, quotes, block):
    monkeypatch.setattr(blocks, "BLOCK", block)
    behind = quotes[1:2].assign(line=2, start=20)  # no word stands behind it in its line
    marks = pd.concat([quotes, quotes[1:2].assign(line=1, start=11), behind], ignore_index=True)
    found = doubted_words(tokens, marks, ["allegedly", "we"])
    assert found["term"].astype(str).tolist() == ["allegedly", "said", "reform", "allegedly"]
    assert found["doc_id"].astype(str).tolist() == ["a", "a", "a", "b"]
    assert dict(zip(*(hedges(tokens, marks, ["allegedly", "we"])[name] for name in ("term", "n")), strict=True)) == {
        "allegedly": 2,
        SCARE_QUOTES: 2,
    }


def test_selections_by_voice_add_up(tokens, articles):
    tokens = tokens.drop(columns="source")
    tokens.loc[tokens["term"].isin(["reform", "came"]), "voice"] = "reported"
    parts = {
        voice: select(tokens, articles, "source", voice=voice) for voice in ("all", "outside", "reported", "quoted", "own")
    }
    n = {voice: len(part.tokens) for voice, part in parts.items()}
    assert n["outside"] + n["reported"] + n["quoted"] == n["all"] == len(tokens)
    assert n["own"] == n["outside"] + n["reported"], "what notebooks of before call own is all that is not quoted"
    assert parts["own"].left_out.values.tolist() == [["voice: quoted", 2, 4]] and parts["all"].left_out.empty
    assert parts["outside"].left_out["reason"].tolist() == ["voice: quoted", "voice: reported"]
    with pytest.raises(UsageError, match="voice cannot be 'theirs'"):
        select(tokens, articles, "source", voice="theirs")
    with pytest.raises(UsageError, match="in quotation marks"):
        select(tokens.assign(voice="outside"), articles, "source", voice="quoted")
    with pytest.raises(UsageError, match="in reported speech"):
        select(tokens.assign(voice="outside"), articles, "source", voice="reported")
