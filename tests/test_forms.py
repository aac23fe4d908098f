"""Surface forms, lemmas and stems: known answers, both libraries asked, and running words that keep their places."""

from pathlib import Path

import pandas as pd
import pytest
from builders import tokens_from

from analysis.errors import NotApplicableError, UsageError
from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.rules import read_rules
from analysis.text.words.forms import LEMMATA, STEMS, form_of_each, lemma_forms, lemmas, stems, tokens_with
from analysis.text.words.tokens import tokenize

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
    with pytest.raises(UsageError, match="'surface', 'lemma', 'stem'"):
        tokens_with(TOKENS, "root", "en")
    with pytest.raises(UsageError, match="'surface', 'lemma', 'stem'"):
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


# text; lemmas of its words
NAMES = [
    ("en", "Wales and the US met.", "wales and the us meet"),
    ("en", "They told us of the US. US officials told us.", "they tell we of the us us official tell we"),
    ("en", "He read The Times many times.", "he read the times many time"),
    ("en", "States said no. We saw the states.", "state say no we see the state"),
    ("en", "In the United States it rained. States said so.", "in the united states it rain states say so"),
    (
        "en",
        "Johnson of Reuters saw Brussels and the Netherlands.",
        "johnson of reuters see brussels and the netherlands",
    ),
    ("en", "We saw Boris Johnson and Bill Gates at gates and banks.", "we see boris johnson and bill gates at gate and bank"),
    ("en", "Officials said: Bridges close. They told of bridges.", "official say bridge close they tell of bridge"),
    ("en", "He said: “Bridges close.” They told of bridges.", "he say bridge close they tell of bridge"),
    ("en", "OFFICIALS CLOSED THE BRIDGES AND SQUARES", "official close the bridge and square"),
    ("fr", "Les ministres des États voient Nantes.", "le ministre un états voir nantes"),
    ("de", "Die Städte und Brücken in Wales.", "der stadt und brücke in wales"),
    ("ru", "Мы видели Москву и города.", "мы видеть москва и город"),
]


def words_of(language, *texts):
    rows = [(f"d{number}", f"d{number}.txt", text, None, language) for number, text in enumerate(texts)]
    articles = pd.DataFrame(rows, columns=["doc_id", "file", "text", "title", "language"])
    return tokenize(clean(articles, read_rules(Path(__file__).parent / "voices")), articles)


@pytest.mark.parametrize(("language", "text", "expected"), NAMES, ids=[text for _, text, _ in NAMES])
def test_names_pass_by_the_lemmatiser_and_ordinary_words_do_not(language, text, expected):
    tokens = words_of(language, text)
    assert " ".join(tokens_with(tokens, "lemma", language)["term"].astype("str")) == expected
    counts = tokens_with(tokens, "lemma", language)["term"].astype("str").value_counts()
    assert lemma_forms(tokens, language).set_index("term")["n"].to_dict() == counts.to_dict()


def test_a_part_of_the_words_has_the_forms_of_the_whole():
    tokens = words_of("en", "States said so.", "They saw the states of us and the US, and told us.")
    whole = tokens_with(tokens, "lemma", "en")
    for doc_id in ("d0", "d1"):
        rows = tokens["doc_id"] == doc_id
        assert list(tokens_with(tokens[rows], "lemma", "en")["term"].astype("str")) == list(
            whole.loc[rows, "term"].astype("str")
        )
    assert form_of_each(tokens, "lemma", "en")["us"] == "we"
