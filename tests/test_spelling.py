"""spelling.py: one rule for the words of articles and of patterns, in many scripts and languages."""

import unicodedata

import pandas as pd
import pytest
from builders import dictionary_from, ledger_from
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.dictionaries import as_dictionary
from analysis.errors import UsageError
from analysis.measure.dictionary.patterns import match_dictionary, never_matched
from analysis.spelling import ADDRESS, WORD, _found, fold, pattern_words, readings, words_in
from analysis.text.words.addresses import addresses_told
from analysis.text.words.forms import lemmas
from analysis.text.words.tokens import tokenize


def terms(text, language="", possessive="split"):
    return [term for term, _, _ in words_in(text, possessive, language)]


WORDS = [  # label, language, text, words
    ("an okina, however it is typed", "", "Hawai‘i Hawaiʻi Hawai'i Hawai`i O‘ahu", ["hawai'i"] * 4 + ["o'ahu"]),
    ("Uzbek and a wrong mark", "", "oʻzbek o‘zbek don‘t don`t d´or", ["o'zbek", "o'zbek", "don't", "don't", "d'or"]),
    ("single quotation marks join nothing", "", "‘the islands’ ‘Iolani ‘90s", ["the", "islands", "iolani", "90s"]),
    ("the letter apostrophe", "", "пʼять м’ята ʼтис", ["п'ять", "м'ята", "тис"]),
    ("pictures", "", "⚡️ ❗️ ▶️ 👩🏽‍🚒 ❤️‍🔥 © ™️", []),
    ("a keycap and a flag", "", "1️⃣ #️⃣ 🇺🇦 🏴󠁧󠁢󠁥󠁮󠁧󠁿", []),
    ("a selector within a word", "", "bri\ufe0fdge 葛\U000e0100城", ["bridge", "葛城"]),
    ("lone marks", "", "\u0301 \ufe0f a\u0301 \u0301b", ["á", "b"]),
    ("the sharp s and the final sigma", "", "Straße STRASSE ὁ ΛΑΟΣ λαός Σοφός", ["straße", "strasse", "ὁ", "λαος", "λαός", "σοφός"]),
    ("a dotted capital", "", "İstanbul i̇zmir ISPARTA", ["istanbul", "izmir", "isparta"]),
    ("Turkish capitals", "tr", "İstanbul IŞIK Irak Türkiye'nin", ["istanbul", "ışık", "ırak", "türkiye'nin"]),
    ("a printer's letters", "", "ﬁnance oﬃce", ["finance", "office"]),
    ("grouped numbers", "", "1\u00a0300\u00a0000 1\u202f300\u202f000 1\u2009300\u2009000 1,300,000", ["1,300,000"] * 4),
    ("years and numbers", "", "in 2024 300 people, 2024\u00a0300, 12\u00a0345,50",
     ["in", "2024", "300", "people", "2024", "300", "12,345,50"]),
    ("groups of other sizes", "", "5\u00a01234 7\u00a012 1234\u00a0567", ["5", "1234", "7", "12", "1234", "567"]),
    ("slashes and ampersands", "", "9/11 24/7 and/or km/h AT&T H&M R & D S&P 500",
     ["9/11", "24/7", "and", "or", "km", "h", "at&t", "h&m", "r", "d", "s&p", "500"]),
    ("signs that belong to a letter", "", "C++ C# C, Disney+ 2+2 100+ #1", ["c++", "c#", "c", "disney+", "2", "2", "100", "1"]),
    ("addresses", "", "at www.a.org/b.html?utm_source=x, http://b.com. (https://c.de/ä_(d))", ["at"]),
    ("a bare path and mail", "", "t.co/abc or a.b+c@d-e.org; mailto:x@y.z", ["or"]),
    ("names of files", "", "report_2024.pdf DSC-1.JPG index.html v.1", ["v", "1"]),
    ("names with an ending stay", "", "Gazeta.ru Booking.com's bbc.co.uk tut.by end.Next",
     ["gazeta.ru", "booking.com", "bbc.co.uk", "tut.by", "end", "next"]),
    ("handles and hashtags", "", "@POTUS #BridgeClosed #мост e.g. me@", ["potus", "bridgeclosed", "мост", "e.g.", "me"]),
    ("words that touch an address", "", "см.https://a.ru/b—там", ["см", "там"]),
    ("Hebrew abbreviations", "", 'צה"ל צה״ל ארה״ב ח"כ ח"כים מנכ"לית דו"חות',
     ["צה״ל", "צה״ל", "ארה״ב", "ח״כ", "ח״כים", "מנכ״לית", "דו״חות"]),
    ("Hebrew quotations", "", 'ב"הארץ" ה"מדינה היהודית" "שלום" "צה"ל"', ["ב", "הארץ", "ה", "מדינה", "היהודית", "שלום", "צה״ל"]),
    ("geresh", "", "צ'רצ'יל צ׳רצ׳יל", ["צ'רצ'יל"] * 2),
    ("French", "fr", "L’eau qu’il d’aujourd’hui l’ONU l’11 jusqu'à",
     ["l'", "eau", "qu'", "il", "d'", "aujourd'hui", "l'", "onu", "l'", "11", "jusqu'", "à"]),
    ("French names and exceptions", "fr", "d’Artagnan prud’hommes O’Brien N’Golo M'Bappé chef-d’œuvre c’est-à-dire",
     ["d'artagnan", "prud'hommes", "o'brien", "n'golo", "m'bappé", "chef-d'œuvre", "c'est-à-dire"]),
    ("Italian", "it", "dell’arte un po’ D’Alema all'FBI quest'anno dell'",
     ["dell'", "arte", "un", "po", "d'alema", "all'", "fbi", "quest'", "anno", "dell"]),
    ("Catalan", "ca", "l'aigua d’un s'ha", ["l'", "aigua", "d'", "un", "s'", "ha"]),
    ("a region's French", "fr-CA", "l’eau", ["l'", "eau"]),
    ("elision is of its languages", "en", "l'eau d’Orsay", ["l'eau", "d'orsay"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "words"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS])
def test_words(language, text, words):
    assert terms(text, language) == words


def test_with_keep_nothing_is_split_off():
    assert terms("l’eau", "fr", "keep") == ["l'eau"] and terms("people’s", "", "keep") == ["people's"]


ODD = "aB.’ʻ'\"“*?1 9,/&-+#@:İIσΣßﬁצל״\u00ad\ufe0f\u0301\u00a0⚡"


@given(st.text(alphabet=ODD, max_size=14), st.sampled_from(["", "fr", "tr"]))
@example("“Bridge.”", "").via("the short way")
def test_places_and_words_agree_and_the_short_way_is_the_long_one(text, language):
    found = words_in(text, language=language)
    assert found == _found(WORD, text, True, language)
    for term, start, end in found:
        assert fold(text[start:end], language) == term and any(char.isalnum() for char in term)
        assert not any(unicodedata.category(char) == "Cf" or char == "\ufe0f" for char in term)


@given(st.text(alphabet="/:.@wab1?=_ ", max_size=40))
def test_no_address_takes_long(text):
    assert all(match[0].strip() == match[0] != "" for match in ADDRESS.finditer(text * 20))


def test_lemmas_of_letters_that_stay():
    assert lemmas(terms("Straßen"), "de") == ["straße"] and lemmas(terms("λαός ΛΌΓΟΣ"), "el") == ["λαός", "λόγος"]
    assert lemmas(terms("İstanbul'da IŞIK", "tr")[1:], "tr") == ["ışık"]


FOUND = [  # text, language, patterns that find its one mention each
    ("He came to St. Petersburg on Monday.", "en", ["St. Petersburg", "st petersburg", "ST. PETERSBURG", "St. Peters*"]),
    ("It is in Ft. Worth now.", "en", ["Ft. Worth"]),
    (
        "The Donetsk People’s Republic.",
        "en",
        ["people's republic", "People’s Republic", "people‘s republic", "peopleʼs republic"],
    ),
    ("Since 9/11 they paid AT&T and H&M.", "en", ["9/11", "AT&T", "at&t", "H&M", "“H&M”"]),
    ("A house in Washington, D.C., and in New York.", "en", ["Washington, D.C.", "Washington D.C.", "D.C"]),
    (
        "Sinead O’Connor wrote in C++ of COVID-19; don’t.",
        "en",
        ["O'Connor", "O`Connor", "C++", "COVID-19", "covid‑19", "don't", "don´t"],
    ),
    ("Yahoo! Finance said so.", "en", ["Yahoo! Finance", "finance said"]),
    ("The café—bar of Hawai‘i.", "en", [unicodedata.normalize("NFD", "café"), "café - bar", "Hawai'i", "Hawaiʻi"]),
    ("Il boit l’eau de L’Oréal.", "fr", ["l'eau", "l’Oréal", "l'eau de"]),
    ("Parla dell’FBI e D’Alema.", "it", ["dell'FBI", "D'Alema"]),
    ("Irak ve İstanbul.", "tr", ["Irak", "İstanbul", "istanbul"]),
    ("Pagó 1\u00a0300\u00a0000 euros.", "es", ["1 300 000", "1\u00a0300\u00a0000", "1,300,000"]),
    ('דובר צה"ל אמר.', "he", ['צה"ל', "צה״ל"]),
]


def tokens_of(text, language="", possessive="split"):
    ledger = ledger_from({"d": [text]}).astype({"doc_id": "category", "part": "category"})
    return tokenize(ledger, pd.DataFrame({"doc_id": ["d"], "language": [language]}), possessive)


@pytest.mark.parametrize(("text", "language", "patterns"), FOUND, ids=[row[0][:20] for row in FOUND])
@pytest.mark.parametrize("possessive", ["split", "keep"])
def test_what_the_text_says_a_pattern_finds(text, language, patterns, possessive):
    tokens = tokens_of(text, language, possessive)
    for pattern in patterns:
        assert len(match_dictionary(tokens, {"g": pattern})) == 1, pattern


def test_a_pattern_finds_nothing_else():
    tokens = tokens_of("The US in the U.S. A vitamin C at T. Rowe; 9 or 11; war ended. Peace came.", "en")
    for pattern, n in (
        ("US", 1),
        ("U.S.", 1),
        ("C++", 0),
        ("AT&T", 0),
        ("9/11", 0),
        ("war ended peace", 0),
        ("ended peace", 0),
        ("ended. peace", 1),
        ("*'s", 0),
    ):
        assert len(match_dictionary(tokens, {"g": [pattern]})) == n, pattern


@given(
    st.lists(
        st.sampled_from(["bridge", "people’s", "U.S.", "e-mail", "9/11", "1,300", "l'eau", "don’t", "Σοφός"]),
        min_size=1,
        max_size=4,
    )
)
def test_any_piece_of_a_text_is_a_pattern_that_finds_it(pieces):
    text = " ".join(pieces)
    assert len(match_dictionary(tokens_of(f"So {text} ends", "en"), {"g": [text]})) >= 1


def test_each_term_finds_itself():
    tokens = tokens_of("L’eau qu’il a, d’ici U.S. 1\u00a0300 C++ gazeta.ru", "fr")
    for term in tokens["term"].astype(str).unique():
        assert len(match_dictionary(tokens, dictionary_from({"g": [term]}))) == (tokens["term"] == term).sum(), term


def test_the_same_words_are_one_pattern():
    assert len(as_dictionary({"City": ["St. Petersburg", "St Petersburg"]})) == 1
    assert len(as_dictionary({"State": {"short": "US", "stops": "U.S."}})) == 2
    with pytest.raises(UsageError, match="which is the same words"):
        as_dictionary({"City": {"a": "St. Petersburg", "b": "st petersburg"}})


@pytest.mark.parametrize("pattern", ["https://post.org/a", "www.post.org", "a@post.org", "photo.jpg"])
def test_what_no_article_can_say_is_refused(pattern):
    with pytest.raises(UsageError, match="is an address, and addresses are not counted"):
        as_dictionary({"g": pattern})


def test_why_a_pattern_never_counted():
    tokens = tokens_of("The war ended. A peace deal came.", "en")
    patterns = ["war|peace", "deal war", "truce", "peace", "peace deal"]
    table = never_matched(match_dictionary(tokens, {"g": patterns}), {"g": patterns}, tokens=tokens)
    assert table["reason"].tolist() == [
        "only * and ? stand for letters; write each alternative as a pattern of its own",
        "articles have its words, but never one behind the other in a sentence",
        "no article has the word “truce”",
        "other patterns of the same name took its matches",
    ]


def test_readings_are_few_and_the_likeliest_comes_first():
    assert readings("bridge") == [(("bridge",), False)]
    assert readings("St. Petersburg")[0] == (("st", "petersburg"), True)
    assert pattern_words("the people’s car*") == ("the", "people", "car*")


def test_addresses_are_counted():
    ledger = ledger_from({"d": ["See https://a.org/b and c@d.org.", "No address at 10:30, e.g. here."], "e": ["photo.jpg"]})
    (told,) = addresses_told(ledger)["detail"]
    assert told.startswith(
        "3 addresses and names of files in 2 articles: not counted as words, such as https://a.org/b, c@d.org"
    )
    assert addresses_told(ledger_from({"d": ["Words."]})).empty
