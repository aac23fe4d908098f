"""measure/voices.py: counted by hand; what nobody was found for stays; selections by voice add up."""

import pandas as pd
import pytest
from builders import tokens_from

from analysis.errors import SchemaError, UsageError
from analysis.measure.counting.selection import select
from analysis.measure.counting.voices import SCARE_QUOTES, hedges, speakers, verbs, voice_shares
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
    assert plain(voice_shares(tokens, "source")) == [("X", 9, 7, 2, pytest.approx(2 / 9)), ("Y", 6, 4, 2, pytest.approx(1 / 3))]
    whole = voice_shares(tokens)
    assert whole["n_own"].tolist() == [11] and (whole["n_own"] + whole["n_quoted"]).tolist() == whole["n_tokens"].tolist()


def test_speakers_keep_a_row_for_nobody(quotes, articles):
    assert plain(speakers(quotes, articles, "source")) == [
        ("X", "Ruiz", 1, 2, 1.0), ("Y", "Cole", 1, 1, 0.5), ("Y", None, 1, 1, 0.5),
    ]  # fmt: skip
    assert plain(speakers(quotes, articles)) == [("Ruiz", 1, 2, 0.5), ("Cole", 1, 1, 0.25), (None, 1, 1, 0.25)]
    assert speakers(quotes.head(0), articles, "source").empty


def test_quotations_of_other_articles_are_left_aside(quotes, articles):
    assert plain(speakers(quotes, articles[articles["doc_id"] == "a"], "source")) == [("X", "Ruiz", 1, 2, 1.0)]


def test_verbs_by_class(quotes, articles):
    assert plain(verbs(quotes, articles)) == [("neutral", "say", 1, 0.5), ("distancing", "claim", 1, 0.5)]
    assert plain(verbs(quotes, articles, "source")) == [("X", "neutral", "say", 1, 1.0), ("Y", "distancing", "claim", 1, 1.0)]
    assert verbs(quotes.head(0), articles).empty


def test_hedges_are_counted_in_own_words_alone(tokens, quotes):
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


def test_selections_by_voice_add_up(tokens, articles):
    tokens = tokens.drop(columns="source")
    parts = {voice: select(tokens, articles, "source", voice=voice) for voice in ("all", "own", "quoted")}
    assert len(parts["own"].tokens) + len(parts["quoted"].tokens) == len(parts["all"].tokens) == len(tokens)
    assert parts["own"].left_out.values.tolist() == [["voice: quoted", 2, 4]] and parts["all"].left_out.empty
    with pytest.raises(UsageError, match="voice cannot be 'theirs'"):
        select(tokens, articles, "source", voice="theirs")
    with pytest.raises(UsageError, match="inside quotations"):
        select(tokens.assign(voice="outside"), articles, "source", voice="quoted")
