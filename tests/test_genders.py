"""Genders of names and words; what is a name and no person: countries, houses, headlines; one person under several names."""

import pandas as pd
import pytest
from labels import find_in_passage

from analysis.measure.counting.voices import people_of
from analysis.text.cleaning.clean import clean
from analysis.text.quotes.genders import GENDERS, gender_of_name, gender_of_word
from analysis.text.quotes.quotations import find_quotes
from analysis.text.quotes.reporting import lexicon, read_people
from analysis.text.words.tokens import tokenize


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Mary Holt", "feminine"), ("John Cole", "masculine"), ("Kim Berg", ""), ("Anna Volkov", "feminine"), ("", ""),
        ("Петрова", "feminine"), ("Дмитрий Орлов", "masculine"), ("Ірина Коваль", "feminine"), ("Віктар Лапо", ""),
    ],
)  # fmt: skip
def test_genders_of_names(name, gender):
    assert gender_of_name(name) == gender


def test_genders_of_words():
    english = lexicon("en")
    assert [gender_of_word(word, english) for word in ("she", "mr", "they", "mayor")] == ["feminine", "masculine", "plural", ""]
    assert gender_of_word("sie", lexicon("de")) == "", "a word that means two tells none"
    assert set(GENDERS) == {"masculine", "feminine"}


@pytest.mark.parametrize("who", ["Moscow", "The Kremlin", "NATO", "OSCE", "Officials", "Police"])
def test_countries_houses_and_descriptions_are_no_people(who, tmp_path):
    quotes, _, _ = find_in_passage("p", {"language": "en", "text": f"{who} said that the talks would go on."}, tmp_path)
    assert len(quotes) == 1 and quotes["speaker"].notna().all() and people_of(quotes) == []


def test_a_headline_makes_nobody(tmp_path):
    text = "Lukashenka Advocates For Negotiations With Ukraine\nTalks went on. “Yes, we do,” he said.\nHe said that it rained."
    quotes, _, _ = find_in_passage("p", {"language": "en", "text": text}, tmp_path)
    assert quotes["speaker"].isna().all() and quotes["by"].tolist() == ["pronoun", "pronoun"]


def test_one_person_is_one_speaker(tmp_path):
    texts = [
        "Hillary Clinton came. “Yes, we do,” Clinton said. “We always did,” Hillary Clinton said.",
        "“Yes, we do,” said Mrs Clinton. Mrs Clinton added that it rained.",
        "Donald J. Trump said that it rained. “We win,” Donald Trump said. Trump noted that it was dry.",
    ]
    articles = pd.DataFrame({"doc_id": list("abc"), "file": ["a.txt", "b.txt", "c.txt"], "text": texts, "title": None})
    articles = articles.assign(language="en", source="paper")
    ledger = clean(articles, [])
    quotes = find_quotes(ledger, tokenize(ledger, articles), articles, read_people(tmp_path / "none.yml"))
    assert quotes["speaker"].value_counts().to_dict() == {"Hillary Clinton": 4, "Donald J. Trump": 3}
    assert people_of(quotes) == ["Donald J. Trump", "Hillary Clinton"]
