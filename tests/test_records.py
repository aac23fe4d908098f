"""records.py: a record is plain data, cut and made visible, and what is no record of this version is told apart."""

import inspect
import json
import re

import pytest

from analysis.display import records
from analysis.display.records import MIME, PARTS, SCHEMA, cut, is_known, plain, record


@pytest.mark.parametrize("kind", PARTS)
def test_a_record_is_data_with_its_kind_and_version(kind):
    made = record(kind, **dict.fromkeys(PARTS[kind], ""))
    assert json.loads(json.dumps(made)) == made and list(made)[:2] == ["kind", "schema"]
    assert made["schema"] == SCHEMA == 1 and MIME == "application/vnd.parallax+json"


@pytest.mark.parametrize("kind", PARTS)
def test_the_module_says_what_each_kind_has(kind):
    doc = inspect.getdoc(records)
    said = re.search(rf"^ {{4}}{kind} +(.+(?:\n {{10,}}.+)*)", doc, re.MULTILINE)[1]
    said = re.sub(r"\{.*?\}", "", said).replace(" or ", ", ")
    assert {word.strip() for word in said.split(",")} == set(PARTS[kind])


NOTE = record("note", sentences=["So."])
FINDING = record("finding", **dict.fromkeys(PARTS["finding"], "")) | {"figures": [], "tables": []}


@pytest.mark.parametrize(
    ("found", "known"),
    [
        (NOTE, True),
        (NOTE | {"more": 1}, True),
        (FINDING, True),
        (FINDING | {"tables": [NOTE]}, True),
        (FINDING | {"tables": [{"kind": "table"}]}, False),
        (FINDING | {"figures": [NOTE, None]}, False),
        (NOTE | {"schema": SCHEMA + 1}, False),
        (NOTE | {"schema": str(SCHEMA)}, False),
        (NOTE | {"kind": "picture"}, False),
        (NOTE | {"kind": "__init__"}, False),
        (NOTE | {"kind": None}, False),
        ({"kind": "note", "sentences": []}, False),
        ({"kind": "note", "schema": SCHEMA}, False),
        ({}, False),
        (None, False),
        ("note", False),
        ([NOTE], False),
    ],
)
def test_what_can_be_rendered_is_told_apart(found, known):
    assert is_known(found) is known


def test_every_part_is_needed():
    for kind, parts in PARTS.items():
        whole = record(kind, **dict.fromkeys(parts, "")) | ({"figures": [], "tables": []} if kind == "finding" else {})
        assert is_known(whole)
        assert not [part for part in parts if is_known({name: value for name, value in whole.items() if name != part})]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("war", "war"),
        ("<b>&amp;", "<b>&amp;"),
        ("a\u202eb\x1b\x00\n", "a\\u202eb\\x1b\\x00\\n"),
        (3, "3"),
        (None, "None"),
        ("", ""),
        ("Правда 字 😀", "Правда 字 😀"),
    ],
)
def test_text_from_outside_is_made_visible_and_not_escaped(value, text):
    assert plain(value) == text


@pytest.mark.parametrize(("text", "longest", "kept"), [("abcd", 4, "abcd"), ("abcde", 4, "abc…"), ("", 4, ""), ("ab", 1, "…")])
def test_a_long_text_is_cut(text, longest, kept):
    assert cut(text, longest) == kept == plain(text, longest) and len(cut(text, longest)) <= longest
