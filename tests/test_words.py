"""The word rule, case by case, and the word lists."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.spelling import WORD, fold, words_in
from analysis.text.words.sentences import abbreviations
from analysis.text.words.word_rule import TWO_LETTERS, function_words, stop_list

CASES = [
    ("1,300 prisoners", ["1,300", "prisoners"]),
    ("3.69 BYN", ["3.69", "byn"]),
    ("a 28-point plan", ["a", "28-point", "plan"]),
    ("e-mail", ["e-mail"]),
    ("don’t don't", ["don't", "don't"]),
    ("U.S. and U.K. aid", ["u.s.", "and", "u.k.", "aid"]),
    ("the U.S.-led talks", ["the", "u.s.", "led", "talks"]),
    ("Oblast’", ["oblast"]),
    ("Belarus’ neighbors", ["belarus", "neighbors"]),
    ("COVID-19", ["covid-19"]),
    ("Türkiye", ["türkiye"]),
    (unicodedata.normalize("NFD", "Türkiye"), ["türkiye"]),
    ("й", ["й"]),
    ("и\u0306", ["й"]),
    ("Lukashenko’s regime", ["lukashenko", "regime"]),
    ("it’s he's what’s", ["it's", "he's", "what's"]),
    ("leading country—the United States", ["leading", "country", "the", "united", "states"]),
    ("post-war… peace", ["post-war", "peace"]),
    ("so\u00adcalled", ["socalled"]),
    ("-5 --- ’tis", ["5", "tis"]),
    ("snake_case", ["snake", "case"]),
    ("8-10 floors", ["8-10", "floors"]),
    ("end.Next", ["end", "next"]),
    ("пан’ятак аб’яднанне", ["пан'ятак", "аб'яднанне"]),
    ("हिन्दी", ["हिन्दी"]),
    ("«слова»", ["слова"]),
    ("😀 … — ***", []),
]


@pytest.mark.parametrize(("text", "words"), CASES)
def test_the_word_rule(text, words):
    assert [term for term, _, _ in words_in(text)] == words


def test_possessives_can_be_kept():
    assert [term for term, _, _ in words_in("Lukashenko’s", possessive="keep")] == ["lukashenko's"]
    with pytest.raises(UsageError, match="'split', 'keep'"):
        words_in("a", possessive="drop")


@given(st.text(max_size=60))
def test_places_lie_in_the_text_in_order_and_give_the_word(text):
    end = 0
    for term, start, stop in words_in(text):
        assert end <= start < stop <= len(text)
        assert fold(text[start:stop]) == term
        end = stop


@given(st.text(max_size=40))
def test_every_letter_and_digit_is_in_a_word_but_for_a_possessive(text):
    covered = sum(stop - start for _, start, stop in words_in(text, possessive="keep"))
    assert covered >= sum(char.isalpha() for char in text)
    assert WORD.sub("", text) == "" or not any(char.isalnum() for char in WORD.sub("", text))


def test_stop_lists_hold_function_words_only_and_can_be_extended():
    words = stop_list("en")
    assert {"the", "of", "would", "don't"} <= words
    assert not words & {"state", "war", "peace", "president", "said", "force", "big", "further"}
    assert stop_list("en", more=["President"]) - words == {"president"}
    assert stop_list("fr", "none") == frozenset()


def test_a_language_without_a_list_has_none_and_another_choice_is_refused():
    assert stop_list("tlh") == frozenset() and stop_list("", more=["President"]) == {"president"}
    with pytest.raises(UsageError, match="'function words', 'none'"):
        stop_list("en", "nltk")


@pytest.mark.parametrize("language", ["en", "uk", "fr", "zh", "hbs", "zh-Hant", ""])
def test_codes_of_languages_are_taken(language):
    assert bool(stop_list(language)) is (language in ("en", "uk", "fr", "zh"))


@pytest.mark.parametrize(
    ("language", "remedy"),
    [
        ("english", "Nearest: 'en'"),
        ("English", "Nearest: 'en'"),
        ("russian", "Nearest: 'ru'"),
        ("EN", "Nearest: 'en'"),
        ("xx", "There are lists for: 'en', 'ru', 'uk', 'be'"),
        ("not stated", "There are lists for: 'en', 'ru', 'uk', 'be'"),
        ("en ", "Nearest: 'en'"),
        ("e\u0438", "There are lists for"),
        ("-", "There are lists for"),
    ],
)
def test_a_text_that_is_no_code_of_a_language_is_refused(language, remedy):
    for choice in ("function words", "none"):
        with pytest.raises(UsageError, match=f"'{language}' is not a code of a language. {remedy}"):
            stop_list(language, choice)


def test_the_codes_of_two_letters_are_those_that_the_detector_knows_and_more():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    known = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True).labels
    codes = TWO_LETTERS.split()
    assert {code for code in known if len(code) == 2} <= set(codes)
    assert codes == sorted(set(codes)) and {len(code) for code in codes} == {2}


def test_abbreviations_follow_the_language():
    assert "u.s" in frozenset().union(*abbreviations("en"))
    assert not any(abbreviations("xx"))


def test_a_corpus_may_call_its_language_what_it_likes():
    assert function_words("English") == function_words("xx") == function_words("") == frozenset()
    assert function_words("en") == stop_list("en")
