"""readability.py: published values of Flesch's reading ease, parts of an article, groups, languages."""

import re

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, sourced, tokens_from
from hypothesis import given

import analysis as px
from analysis.errors import NotApplicableError, SchemaError
from analysis.measure.language.readability import readability, syllable_table
from analysis.measure.language.syllables import count_syllables

QUANTEDA = [
    ("The cat in the hat at green ham and eggs.", 10, 1, 10, 112.085),
    ("Once upon a time.", 4, 1, 5, 97.025),
]


@pytest.mark.parametrize(("text", "n_words", "n_sentences", "n_syllables", "flesch"), QUANTEDA)
def test_published_by_quanteda(text, n_words, n_sentences, n_syllables, flesch):
    row = readability(tokens_from({"d": [text]})).loc[0]
    assert row[["n_tokens_body", "n_sentences_body", "n_syllables"]].tolist() == [n_words, n_sentences, n_syllables]
    assert row["flesch"] == pytest.approx(flesch, abs=1e-9)


def test_the_highest_value():
    """One sentence for each word, and one syllable for each."""
    assert readability(tokens_from({"d": ["Go. Stop. Go."]})).loc[0, "flesch"] == pytest.approx(121.22, abs=1e-9)


@MADE_UP
@given(CORPORA)
def test_agrees_with_the_formula_on_the_text(corpus):
    """Words and sentences are counted in the lines themselves; each of the letters a, b, c and d is a syllable."""
    table = readability(tokens_from(corpus), "doc_id").set_index("doc_id")
    for doc_id, lines in corpus.items():
        sentences = [piece.split() for line in lines for piece in re.split(r"\.", line) if piece.split()]
        n_words = sum(map(len, sentences))
        row = table.loc[doc_id]
        assert (row["n_tokens_body"], row["n_sentences_body"], row["n_syllables"]) == (n_words, len(sentences), n_words)
        assert row["flesch"] == pytest.approx(206.835 - 1.015 * n_words / len(sentences) - 84.6, abs=1e-9)


def test_titles_and_headings_are_left_out():
    tokens = tokens_from({"d": ["# Negotiations", "Once upon a time."]})
    pd.testing.assert_frame_equal(readability(tokens), readability(tokens_from({"d": ["", "Once upon a time."]})))
    assert syllable_table(tokens)["term"].tolist() == ["a", "once", "time", "upon"]


def test_a_group_without_text_has_no_score():
    tokens = sourced(tokens_from({"d": ["# Heading"], "e": ["Once upon a time."]}), {"d": "A", "e": "B"})
    table = readability(tokens, "source")
    assert table["n_tokens_body"].tolist() == [0, 4] and table["n_syllables"].tolist() == [0, 5]
    assert table[["words_per_sentence", "syllables_per_word", "flesch"]].isna().all(axis=1).tolist() == [True, False]
    assert syllable_table(tokens.head(1)).empty


def test_counts_of_groups_add_up_and_the_list_is_what_was_counted():
    tokens = px.prepare("seeds").tokens
    whole, parts = readability(tokens).loc[0], readability(tokens, "doc_id")
    counted = ["n_tokens_body", "n_sentences_body", "n_syllables"]
    assert parts[counted].sum().tolist() == whole[counted].tolist()
    listed = syllable_table(tokens)
    assert listed["n"].sum() == whole["n_tokens_body"]
    assert (listed["n"] * listed["n_syllables"]).sum() == whole["n_syllables"]
    assert listed["n_syllables"].tolist() == count_syllables(listed["term"]).tolist()


def test_the_list_is_by_frequency_then_name():
    table = syllable_table(tokens_from({"d": ["peace talks and peace and war"]}))
    assert table.values.tolist() == [["and", 2, 1], ["peace", 2, 1], ["talks", 1, 1], ["war", 1, 1]]


def test_words_of_a_type_need_no_category():
    tokens = tokens_from({"d": ["Once upon a time."]})
    plain = tokens.astype({"doc_id": "str", "term": "str", "part": "str"})
    pd.testing.assert_frame_equal(readability(tokens), readability(plain))


@pytest.mark.parametrize("language", ["en", "EN", "en-GB"])
def test_english_by_any_name(language):
    assert np.isfinite(readability(tokens_from({"d": ["a"]}), language=language).loc[0, "flesch"])


@pytest.mark.parametrize(("language", "named"), [("ru", "'ru'"), ("be", "'be'"), ("", "no stated language"), ("enm", "'enm'")])
def test_another_language_cannot_be_asked(language, named):
    for measure in (readability, syllable_table):
        with pytest.raises(NotApplicableError, match=named):
            measure(tokens_from({"d": ["a"]}), language=language)


def test_nothing_to_measure_is_an_error():
    for measure in (readability, syllable_table):
        with pytest.raises(SchemaError, match="'tokens' has no row"):
            measure(tokens_from({"d": ["a"]}).head(0))


def test_the_names_are_on_the_map():
    assert (px.measure.readability, px.measure.syllable_table) == (readability, syllable_table)
