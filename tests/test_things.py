"""things.py: which gaps are gaps of things: forms, parts and initials of names, listed variants, and one row a thing."""

import pandas as pd
import pytest
from builders import dictionary_from, ledger_from, sourced, tokens_from

from analysis.errors import SchemaError
from analysis.measure.comparing.omissions import omissions
from analysis.measure.comparing.things import missing_things, same_word
from analysis.measure.dictionary.names import find_names
from analysis.measure.dictionary.patterns import match_dictionary


def things(documents, topics=None, wording=None, forms=None):
    """(article, kind, item) of the gaps of `documents`, an article a group, that all others fill."""
    tokens = tokens_from(documents)
    dictionaries = {kind: dictionary_from(one) for kind, one in (("topic", topics), ("concept", wording)) if one}
    mentions = {kind: match_dictionary(tokens, one) for kind, one in dictionaries.items()}
    mentions["name"] = find_names(tokens, ledger_from(documents))
    gaps = omissions(tokens, "doc_id", mentions=mentions, min_share=1)
    kept = missing_things(gaps, tokens, "doc_id", mentions=mentions, dictionaries=dictionaries, forms=forms)
    return [tuple(row) for row in kept[["doc_id", "kind", "item"]].itertuples(index=False)]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("west", "western", True), ("belarus", "belarusian", True), ("ukraine", "ukrainian", True), ("italy", "italian", False),
        ("china", "chinese", False), ("war", "wars", True), ("president", "presidency", True), ("украина", "украины", False),
        ("минск", "минский", True), ("front", "battlefront", False), ("state", "station", False), ("war", "warm-up", False),
        ("contract", "contrast", False), ("eu", "euro", False), ("trump", "trumpet", True), ("kiev", "kyiv", False),
    ],
)  # fmt: skip
def test_words_that_differ_by_their_endings(a, b, same):
    """Trump and trumpet are the price of going by letters, Italy and Italian that of telling state from station."""
    assert same_word(a, b) is same and same_word(b, a) is same


def test_another_form_is_no_gap():
    assert things({"d": ["Western help"], "e": ["the West"], "f": ["the West"]}) == [("d", "term", "the")]
    assert things({"d": ["they say"], "e": ["it was said"], "f": ["it was said"]}) == [
        ("d", "term", "it"), ("d", "term", "said"), ("d", "term", "was"),
    ]  # fmt: skip
    spoken = {"said": "say", "was": "be"}
    told = things({"d": ["they say"], "e": ["it was said"], "f": ["it was said"]}, forms=spoken)
    assert told == [("d", "term", "it"), ("d", "term", "was")]


def test_a_part_of_a_name_is_the_name():
    """Trump stands for Donald Trump, in whatever name; trump that is no name and Donald alone do not."""
    others = {doc: ["so says Donald Trump", "so says Donald Trump"] for doc in "ef"}
    assert things({"d": ["so says Trump"], **others}) == []
    assert things({"d": ["so says Melania Trump"], **others}) == []
    assert things({"d": ["so says a trump"], **others}) == [("d", "name", "Donald Trump")]
    assert things({"d": ["so says Donald Duck"], **others}) == [("d", "name", "Donald Trump")]


def test_initials_are_the_name():
    others = {"e": ["so the European Union"], "f": ["so the European Union"]}
    assert things({"d": ["so the EU"], **others}) == [] and things({"d": ["so the UN"], **others}) == [
        ("d", "name", "European Union")
    ]


def test_another_variant_of_a_concept_is_the_concept():
    wording = {"Capital": {"Kiev": ["kiev"], "Kyiv": ["kyiv"]}}
    documents = {"d": ["it was in Kyiv"], "e": ["it was in Kiev"], "f": ["it was in Kiev"]}
    assert things(documents, wording=wording) == [] and things(documents) == [("d", "name", "Kiev")]


def test_a_subject_says_its_words():
    topics = {"Courts": ["judge*", "court of appeal"]}
    documents = {"d": ["it rained"], "e": ["it rained on judges of the court"], "f": ["it rained on judges of the court"]}
    told = things(documents, topics=topics)
    assert set(told) == {("d", "topic", "Courts"), ("d", "term", "on"), ("d", "term", "the")}
    assert ("d", "term", "judges") in things(documents), "without a subject the word stands for itself"


def test_one_row_a_thing_and_others_stay():
    """Sanction and sanctions are one thing, told once; each group has its own."""
    documents = {"d": ["it is"], "e": ["it is a sanction and sanctions"], "f": ["it is a sanction and sanctions"]}
    assert things(documents) == [("d", "term", "a"), ("d", "term", "and"), ("d", "term", "sanction")]


def test_a_word_of_three_letters_and_an_empty_table():
    tokens = tokens_from({"d": ["a b"], "e": ["b a"]})
    gaps = omissions(tokens, "doc_id")
    pd.testing.assert_frame_equal(missing_things(gaps, tokens, "doc_id"), gaps)
    assert things({"d": ["it was war"], "e": ["it was wars"], "f": ["it was wars"]}) == []


def test_groups_are_told_apart_and_other_groups_refused():
    tokens = sourced(
        tokens_from({"d": ["western"], "e": ["west"], "f": ["west"], "g": ["wind"]}), dict(zip("defg", "XYZU", strict=True))
    )
    gaps = omissions(tokens, "source", min_share=0.6)
    assert gaps["source"].tolist() == ["U", "X"]
    assert missing_things(gaps, tokens, "source")["source"].tolist() == ["U"]
    with pytest.raises(SchemaError, match="gaps are of a group 'Q'"):
        missing_things(gaps.assign(source="Q"), tokens, "source")
