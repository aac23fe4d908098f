"""dictionaries.py: a dict of patterns is the dictionary that the same lines of a file are, and is refused for the same faults."""

import json

import pandas as pd
import pytest
from builders import tokens_from

from analysis import schema
from analysis.dictionaries import as_dictionary
from analysis.errors import CorpusError, UsageError
from analysis.measure.dictionary.patterns import match_dictionary, never_matched
from analysis.measure.dictionary.wording import count_wording
from analysis.text.reading.describing import read_dictionary

DICTS = [
    {"Peace": ["peace*", "cease fire"]},
    {"Peace": "peace*"},
    {"Peace": ["Peace Talk*", "Путін’*"], "War": ["war"]},
    {"Ruler": {"President": ["president"], "Dictator": ["dictator"]}},
    {"Ruler": {"President": "president", "_other": ["vice president"]}, "War": ["war", "war"]},
    {"Ruler": {"Minsk": {"formal": ["president"], "other": ["dictator"]}}},
    {" Peace ": ["the  U.S. army"]},
    {},
]


@pytest.mark.parametrize("given", DICTS, ids=str)
def test_a_dict_is_what_a_file_of_it_is(given, tmp_path):
    path = tmp_path / "topics.yml"
    path.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")  # JSON is YAML
    table = as_dictionary(given)
    schema.check(table, "dictionary")
    pd.testing.assert_frame_equal(table.drop(columns="line"), read_dictionary(path).drop(columns="line"))
    assert table["line"].is_monotonic_increasing and table.dtypes.equals(read_dictionary(path).dtypes)


FAULTS = [
    ({"a": ["*"]}, "pattern '\\*' has no letter or digit"),
    ({"a": [""]}, "pattern '' has no letter or digit"),
    ({"a": {"x": ["war"], "y": ["War"]}}, "pattern 'war' stands under 'y' and, on line 1, under 'x'"),
]


@pytest.mark.parametrize(("given", "message"), FAULTS)
def test_both_are_refused_for_the_same_faults(given, message, tmp_path):
    path = tmp_path / "topics.yml"
    path.write_text(json.dumps(given), encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        read_dictionary(path)
    with pytest.raises(UsageError, match=message):
        as_dictionary(given)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"a": []}, "'a' has no pattern"),
        ({"a": {"b": {}}}, "'a / b' has no pattern"),
        ({"a": None}, "'a' has None where a pattern should be"),
        ({"a": [1]}, "'a' has 1 where a pattern should be"),
        ({"a": b"war"}, "'a' has b'war' where"),
        ({1: ["a"]}, "the name 1 of a dictionary is no text"),
        ({"a": {"": ["b"]}}, "the name '' of a dictionary is no text"),
        (["war"], "should map names to lists of patterns"),
        ("war", "should map names to lists of patterns"),
    ],
)
def test_what_is_no_dictionary_is_refused_in_one_line(given, message):
    with pytest.raises(UsageError, match=message) as caught:
        match_dictionary(tokens_from({"d": ["war"]}), given)
    assert "\n" not in str(caught.value)


def test_measures_take_a_dict():
    tokens = tokens_from({"d": ["The president and a cease fire", "the dictator"]})
    rulers = {"Ruler": {"President": ["president"], "Dictator": ["dictator"], "King": ["king"]}}
    found = match_dictionary(tokens, rulers)
    assert found[["group", "label", "pattern"]].astype("str").values.tolist() == [
        ["Ruler", "President", "president"],
        ["Ruler", "Dictator", "dictator"],
    ]
    assert list(found["label"].cat.categories) == ["President", "Dictator", "King"]
    pd.testing.assert_frame_equal(found, match_dictionary(tokens, as_dictionary(rulers)))
    assert count_wording(tokens, found, rulers)["n"].tolist() == [1, 1, 0]
    assert never_matched(found, rulers, tokens=tokens)["pattern"].tolist() == ["king"]
