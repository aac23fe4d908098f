"""Languages: which one an article is in, how sure that is, and three articles in three languages that go all the way."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.rules import read_rules
from analysis.text.words.forms import lemma_forms, tokens_with
from analysis.text.words.languages import LEAST_CERTAINTY, LEAST_LETTERS, STEPS, detect, language_support, with_language
from analysis.text.words.sentences import abbreviations
from analysis.text.words.tokens import tokenize
from analysis.text.words.word_rule import languages_of, stop_list

FOLDER = Path(__file__).parent / "languages"

SENTENCES = {
    "en": [
        "The bridge over the river was closed on Monday.", "The mayor said nobody had been hurt.", "Prices rose again in October.",
        "Police opened an inquiry after the fire.", "The ministry did not answer our questions.",
    ],
    "ru": [
        "Мост через реку закрыли в понедельник.", "Мэр сказал, что никто не пострадал.", "В октябре цены снова выросли.",
        "Полиция начала проверку после пожара.", "Министерство не ответило на наши вопросы.", "Поезда пойдут по новому расписанию.",
    ],
    "uk": [
        "Міст через річку закрили в понеділок.", "Мер сказав, що ніхто не постраждав.", "У жовтні ціни знову зросли.",
        "Поліція розпочала перевірку після пожежі.", "Міністерство не відповіло на наші запитання.",
        "Потяги ходитимуть за новим розкладом.",
    ],
    "be": [
        "Мост праз раку закрылі ў панядзелак.", "Мэр сказаў, што ніхто не пацярпеў.", "У кастрычніку цэны зноў выраслі.",
        "Міліцыя пачала праверку пасля пажару.", "Міністэрства не адказала на нашы пытанні.", "Цягнікі пойдуць па новым раскладзе.",
    ],
}  # fmt: skip
PAIRS = [
    (language, f"{first} {second}")
    for language, sentences in SENTENCES.items()
    for first in sentences
    for second in sentences
    if first != second and sum(map(str.isalpha, first + second)) >= LEAST_LETTERS
]


def test_two_sentences_are_enough_to_tell_the_four_languages_apart():
    languages, texts = zip(*PAIRS, strict=True)
    guesses = [(language, code) for language, (code, _) in zip(languages, detect(list(texts)), strict=True)]
    assert len(PAIRS) >= 60 and {language for language, _ in guesses} == set(SENTENCES)
    assert [pair for pair in guesses if pair[1] not in ("", pair[0])] == []  # none is taken for another
    assert sum(language == guess for language, guess in guesses) >= 0.95 * len(guesses)


OTHERS = {
    "pl": "Most na rzece zamknięto w poniedziałek, poinformował burmistrz. Nikt nie został ranny w tym zdarzeniu.",
    "de": "Die Brücke über den Fluss wurde am Montag gesperrt, sagte der Bürgermeister. Niemand wurde verletzt.",
    "lt": "Tiltas per upę buvo uždarytas pirmadienį, pranešė meras. Niekas nenukentėjo, o apylanka eina per kaimą.",
    "bg": "Мостът над реката беше затворен в понеделник, съобщи кметът. Няма пострадали хора, а обиколният път минава през селото.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_a_neighbour_is_not_taken_for_one_of_the_four(language):
    [(code, certainty)] = detect([OTHERS[language]])
    assert code == language and certainty > 0.9


@pytest.mark.parametrize("text", ["", "Мост закрыт.", "The bridge is closed. " * 2, "1 " * 400, "- " * 400])
def test_short_texts_are_not_guessed(text):
    [(code, certainty)] = detect([text])
    assert code == "" and pd.isna(certainty)


def test_an_unsure_guess_is_not_used_and_its_certainty_is_kept():
    text = "Президент сказав. Президент сказал. Мост закрыт, міст закрито, ніхто не постраждав, никто не пострадал."
    [(code, certainty)] = detect([text])
    assert code == "" and 0 < certainty < LEAST_CERTAINTY


def corpus(**languages):
    rows = [
        (path.stem, path.name, path.read_text(encoding="utf-8"), None, "s", languages.get(path.stem))
        for path in FOLDER.glob("*.txt")
    ]
    return pd.DataFrame(sorted(rows), columns=["doc_id", "file", "text", "title", "source", "language"])


@pytest.fixture(scope="module")
def read():
    articles = corpus()
    ledger = clean(articles, read_rules(FOLDER))
    articles = with_language(articles, ledger)
    return articles, ledger, tokenize(ledger, articles)


def test_a_language_that_is_given_stays_and_the_others_are_detected(read):
    articles = read[0]
    assert articles["language"].tolist() == ["be", "ru", "uk"]
    assert set(articles["language_origin"]) == {"detected"} and articles["language_certainty"].ge(0.99).all()
    given = corpus(ru="xx", be="")
    before = given.copy(deep=True)
    told = with_language(given, read[1])
    pd.testing.assert_frame_equal(given, before)
    assert told[["language", "language_origin"]].values.tolist() == [["be", "detected"], ["xx", "given"], ["uk", "detected"]]
    assert told["language_certainty"].isna().tolist() == [False, True, False]


def test_an_article_that_is_too_short_stays_without_a_language():
    articles = pd.DataFrame([("a", "a", "Мост закрыт.", None, None)], columns=["doc_id", "file", "text", "title", "language"])
    told = with_language(articles, clean(articles, read_rules(FOLDER)))
    assert (
        told["language"].isna().all()
        and told["language_origin"].tolist() == ["unknown"]
        and told["language_certainty"].isna().all()
    )


def test_the_detector_is_not_imported_where_every_language_is_given():
    code = (
        "import sys; sys.path.insert(0, 'tests'); import test_languages as t\n"
        "articles = t.corpus(ru='ru', be='be', uk='uk')\n"
        "t.with_language(articles, t.clean(articles, t.read_rules(t.FOLDER)))\n"
        "print(sorted({'py3langid', 'simplemma', 'ftfy', 'nltk'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=FOLDER.parent.parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


REMOVED = {2: "byline", 3: "date_line", 6: "photo_credit", 8: "read_more", 11: "subscribe"}


@pytest.mark.parametrize("language", ["ru", "uk", "be"])
def test_what_the_page_carries_is_removed_in_each_language(language, read):
    ledger = read[1][read[1]["doc_id"].eq(language)].set_index("line")
    gone = ledger[ledger["action"].eq("removed")]
    assert gone["rule"].to_dict() == REMOVED
    assert ledger.loc[4, "rule"] == "dateline" and ledger.loc[4, "text"].split()[0] in ("Власти", "Влада", "Улады")
    assert ledger.loc[1, "part"] == "title" and set(ledger["part"].dropna()[1:]) == {"body"}


@pytest.mark.parametrize("language", ["ru", "uk", "be"])
def test_sentences_and_stop_words_follow_the_language(language, read):
    tokens = read[2][read[2]["doc_id"].eq(language)]
    assert tokens["sentence"].max() == 13  # counted by hand; "3,5 млн руб. в год" ends none
    share = tokens["term"].astype("str").isin(stop_list(language)).mean()
    assert 0.2 < share < 0.35
    content = set(tokens["term"].astype("str")) - stop_list(language)
    assert {"мост", "мэр", "міст", "мер"} & content and not {
        "и",
        "в",
        "на",
        "і",
        "й",
        "у",
        "ў",
        "не",
        "что",
        "що",
        "што",
    } & content


def test_lemmas_and_stems_follow_the_language(read):
    tokens = read[2]
    russian, ukrainian = (tokens[tokens["doc_id"].eq(language)] for language in ("ru", "uk"))
    assert lemma_forms(russian, "ru").set_index("term").loc["мост", "forms"] == "мост (5), мосты (1)"
    assert lemma_forms(ukrainian, "uk").set_index("term").loc["міст", "forms"] == "міст (5), мости (1)"
    assert lemma_forms(russian, "ru", form="stem").set_index("term").loc["город", "forms"] == "город (1), города (1)"
    assert tokens_with(russian, "lemma", "ru")["term"].astype("str").eq("мост").sum() == 6


SUPPORT = {
    "en": [True, True, True, True, True, True],
    "ru": [True, True, True, True, True, True],
    "uk": [True, True, True, False, True, True],
    "be": [True, True, False, False, True, True],
    "de": [True, True, True, True, True, False],
    "fi": [False, False, True, True, False, False],
    "xx": [False] * 6,
    "": [False] * 6,
}


@pytest.mark.parametrize("language", SUPPORT)
def test_what_can_be_done_for_a_language_is_said(language):
    table = language_support(language)
    assert table["step"].tolist() == list(STEPS) and table["available"].tolist() == SUPPORT[language]
    assert table["what"].notna().all()


@pytest.mark.parametrize("language", ["en", "ru", "uk", "be"])
def test_lists_hold_words_of_their_language_as_they_are_counted(language):
    letters = set("abcdefghijklmnopqrstuvwxyz" if language == "en" else "абвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюя") | set("'-.")
    own = {"ru": "іїєґў", "uk": "ыэъёў", "be": "иїєґщъ"}.get(language, "")
    for words in (stop_list(language), frozenset().union(*abbreviations(language))):
        assert words and all(set(word) <= letters and not set(word) & set(own) for word in words)
    assert not any(word.endswith(".") for word in frozenset().union(*abbreviations(language)))
    assert {"stopwords.yml", "abbreviations.yml"} == {
        name for name in ("stopwords.yml", "abbreviations.yml") if language in languages_of(name)
    }


@pytest.mark.parametrize(
    ("language", "content"),
    [
        ("ru", ["война", "мир", "государство", "сила", "новый"]),
        ("uk", ["війна", "мир", "держава", "край", "новий"]),
        ("be", ["вайна", "мір", "дзяржава", "край", "новы"]),
    ],
)
def test_stop_lists_hold_no_content_word(language, content):
    assert not stop_list(language) & set(content)
