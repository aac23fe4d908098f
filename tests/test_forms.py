"""Surface forms, lemmas and stems: known answers, both libraries asked, and running words that keep their places."""

import pandas as pd
import pytest
from builders import tokens_from

from analysis.errors import NotApplicableError, UsageError
from analysis.text.words.forms import LEMMATA, STEMS, lemma_forms, lemmas, stems, tokens_with

TOKENS = tokens_from({"a": ["The bridges said no. He says it."], "b": ["They say: bridge."]})

KNOWN = [
    ("en", ["bridges", "said", "mice", "closed", "1,300"], ["bridge", "say", "mouse", "close", "1,300"]),
    ("ru", ["мостов", "сказал", "городу", "закрыли"], ["мост", "сказать", "город", "закрыть"]),
    ("uk", ["мостів", "сказав", "школи", "п'яти", "комп'ютера"], ["міст", "сказати", "школа", "п'ята", "комп'ютер"]),
]


@pytest.mark.parametrize(("language", "terms", "expected"), KNOWN, ids=[row[0] for row in KNOWN])
def test_lemmas(language, terms, expected):
    assert lemmas(terms, language) == expected


def test_stems():
    assert stems(["bridges", "bridging", "x"], "en") == ["bridg", "bridg", "x"]
    assert len(set(stems(["мост", "моста", "мостов", "мосты"], "ru"))) == 1


def test_languages_are_those_that_the_libraries_have():
    from nltk.stem.snowball import SnowballStemmer
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    assert LEMMATA == SUPPORTED_LANGUAGES
    assert set(STEMS.values()) == set(SnowballStemmer.languages) - {"porter"}


@pytest.mark.parametrize(("form", "language"), [("lemma", "be"), ("stem", "uk"), ("stem", "be"), ("lemma", "")])
def test_a_language_without_such_forms_cannot_be_asked_for_them(form, language):
    with pytest.raises(NotApplicableError, match=f"no {form}s for"):
        tokens_with(TOKENS, form, language)
    with pytest.raises(NotApplicableError, match="form surface"):
        lemma_forms(TOKENS, language, form=form)


def test_an_unknown_form_is_refused():
    with pytest.raises(UsageError, match="surface, lemma, stem"):
        tokens_with(TOKENS, "root", "en")
    with pytest.raises(UsageError, match="surface, lemma, stem"):
        lemma_forms(TOKENS, "en", form="root")


def test_running_words_keep_their_places_and_the_tokens_that_came_in_are_not_changed():
    before = TOKENS.copy(deep=True)
    changed = tokens_with(TOKENS, "lemma", "en")
    pd.testing.assert_frame_equal(TOKENS, before)
    pd.testing.assert_frame_equal(changed.drop(columns="term"), TOKENS.drop(columns="term"))
    assert changed["term"].astype("str").tolist() == lemmas(TOKENS["term"].astype("str"), "en")
    assert list(changed["term"].cat.categories) == sorted(set(changed["term"]))
    assert tokens_with(TOKENS) is TOKENS


def test_a_table_of_lemmas_names_the_words_that_each_stands_for():
    table = lemma_forms(TOKENS, "en").set_index("term")
    assert table.loc["say"].to_dict() == {"n": 3, "n_forms": 3, "forms": "said (1), say (1), says (1)"}
    assert table.loc["bridge"].to_dict() == {"n": 2, "n_forms": 2, "forms": "bridge (1), bridges (1)"}
    assert table["n"].sum() == len(TOKENS) and list(table.index)[:2] == ["say", "bridge"]
    assert lemma_forms(TOKENS, "en", form="surface")["n_forms"].eq(1).all()
