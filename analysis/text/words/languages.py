"""Which language an article is in, and what is known of that language. Articles and their clean lines in, the column `language` out.

Stop lists, abbreviations, lemmas, stems and reporting verbs follow the language, and not every language has all of them:
`language_support` says which steps can be taken, so that a page can say which one was not.

The detector is py3langid, a naive Bayes classifier over byte n-grams whose model for 139 languages comes with the package. Its model is
read only where an article's language was not given; detector.py works with it.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...schema import check
from .detector import classify
from .forms import LEMMATA, STEMS
from .lent_language import lent
from .word_rule import languages_of

GIVEN, DETECTED, UNKNOWN = "given", "detected", "unknown"
COLUMNS = ["language", "language_origin", "language_certainty"]

# A text of fewer letters is not guessed. Of 800 texts of 60 to 100 letters, put together from news sentences in English, Russian,
# Ukrainian and Belarusian, none was taken for another language; at 40 letters two were.
LEAST_LETTERS = 60
# A guess of lower certainty is not used. Texts in two closely related languages stay below it; 99 % of those 800 lay above.
LEAST_CERTAINTY = 0.7
# From this certainty on a shorter text speaks against the language that its source would lend it.
SPEAKS_AGAINST = 0.9
# So many characters are looked at: the certainty no longer grows with more.
LONGEST = 4000
NOT_A_LANGUAGE = "zxx"  # the detector's name for numbers, addresses and program code

STEPS = ("stop list", "abbreviations", "lemmas", "stems", "reporting verbs", "reported speech")


def with_language(articles: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Give each article a language, where it has none and its text tells; or its source, where the text is too short to tell.

    articles : table `articles`; a language that is given there stays
    ledger   : table `ledger`, whose clean lines are what is looked at

    Returns `articles` with these columns, rows and order as they came:
        language            ISO 639 code; missing where it is not given and was not guessed
        language_origin     given; detected; source or corpus: the text has fewer than 60 letters, and of three or more articles of its
                            source (of the corpus) whose language is known, nine in ten are in this one; unknown: none of these, or the
                            text is no language, or the guess is unsure
        language_certainty  of the best guess, 0 to 1; missing where nothing was guessed

    Reading it: certainty compares languages with one another; an article half in English and half in Russian gets one of the two,
    and not always with a low certainty. A short text in other letters, or one that the detector puts into another language with a
    certainty of .9, is lent none.
    Source: M. Lui and T. Baldwin (2012), langid.py: An off-the-shelf language identification tool, ACL demonstrations; py3langid
    is its maintained successor.
    """
    found = detected(articles, ledger)
    texts: dict[str, str] = {}
    ids = articles["doc_id"].astype("str").to_numpy(dtype=object)

    def text_of(place: int) -> str:
        if ids[place] not in texts:
            texts.update(_texts(ledger, set(ids[too_short(found)]) | {ids[place]}))
        return texts.get(ids[place], "")

    return told(articles, found, text_of)


class Detected(NamedTuple):
    """For each article its language, "" where it is not known; where that is from; and the certainty of the best guess."""

    language: np.ndarray
    origin: np.ndarray
    certainty: np.ndarray


def detected(articles: pd.DataFrame, ledger: pd.DataFrame) -> Detected:
    """The languages of articles as far as each can be known without the others."""
    check(ledger, "ledger")
    language = articles["language"].astype("object").where(articles["language"].notna(), "").to_numpy(dtype=object).copy()
    given = language != ""
    origin = np.where(given, GIVEN, UNKNOWN).astype(object)
    certainty = np.full(len(articles), np.nan)
    if not given.all():
        texts = _texts(ledger, set(articles.loc[~given, "doc_id"]))
        places = np.flatnonzero(~given)
        ids = articles["doc_id"].iloc[places].tolist()
        for place, (code, certainty[place]) in zip(places, detect([texts.get(doc_id, "") for doc_id in ids]), strict=True):
            if code:
                language[place], origin[place] = code, DETECTED
    return Detected(language, origin, certainty)


def too_short(found: Detected) -> np.ndarray:
    """The places of the articles whose text is too short to tell their language."""
    return np.flatnonzero((found.origin == UNKNOWN) & np.isnan(found.certainty))


def told(articles: pd.DataFrame, found: Detected, text_of: Callable[[int], str]) -> pd.DataFrame:
    """The articles of a corpus with their languages, see `with_language`.

    found   : what `detected` says of each
    text_of : gives the clean text of the article at a place, asked for those that are too short and for one of each language
    """
    language, origin = found.language.copy(), found.origin.copy()
    sources = articles["source"].astype("object").to_numpy() if "source" in articles else None
    known = pd.DataFrame({"source": sources, "language": language})
    for place, code, lender in lent(known, too_short(found), text_of, _in_another):
        language[place], origin[place] = code, lender
    language[language == ""] = None
    columns = [pd.array(language, dtype="str"), pd.array(origin, dtype="str"), found.certainty]
    return articles.assign(**dict(zip(COLUMNS, columns, strict=True)))


def detect(texts: list[str]) -> list[tuple[str, float]]:
    """Guess the languages of texts.

    Returns for each its ISO 639 code, "" where it is not guessed, and the certainty of the best guess, missing where the text is too
    short.

    >>> detect(["Too short."])
    [('', nan)]
    """
    texts = [text[:LONGEST] for text in texts]
    long = [place for place, text in enumerate(texts) if _is_long(text)]
    guesses = [("", float("nan"))] * len(texts)
    for place, (code, certainty) in zip(long, classify([texts[place] for place in long]), strict=True):
        sure = certainty >= LEAST_CERTAINTY and code != NOT_A_LANGUAGE
        guesses[place] = code if sure else "", round(certainty, 6)
    return guesses


def _is_long(text: str) -> bool:
    """Whether a text has letters enough to be guessed; most have them at their beginning."""
    return any(sum(map(str.isalpha, some)) >= LEAST_LETTERS for some in (text[: 2 * LEAST_LETTERS], text))


def _in_another(text: str, language: str) -> bool:
    """Whether a short text says clearly that it is in another language."""
    [(code, certainty)] = classify([text])
    return certainty >= SPEAKS_AGAINST and code not in (NOT_A_LANGUAGE, language.casefold().partition("-")[0])


def language_support(language: str) -> pd.DataFrame:
    """What can be done for a language.

    Returns one row for each step, in the order stop list, abbreviations, lemmas, stems, reporting verbs, reported
    speech:
        step       what is done
        available  whether it can be done for this language
        what       the list or the library it is done with, or what happens without

    >>> language_support("be")["available"].tolist()
    [True, True, False, False, True, True]
    """
    from ..quotes.clause_words import grammar
    from ..quotes.reporting import lexicon

    verbs = lexicon(language) if language else None
    done = (
        language in languages_of("stopwords.yml"),
        language in languages_of("abbreviations.yml"),
        language in LEMMATA,
        language in STEMS,
        verbs is not None,
        verbs is not None and grammar(language, verbs) is not None,
    )
    with_it = (
        "function words of this language", "full stops after abbreviations end no sentence", "dictionary forms by simplemma",
        "stems by Snowball, of NLTK", "speakers by reporting verbs of this language", "what is reported without quotation marks",
    )  # fmt: skip
    without = (
        "no function words are left out", "a full stop after an abbreviation may end a sentence", "words stay as they are written",
        "words stay as they are written", "nobody is named for a quotation", "what is reported counts as outside",
    )  # fmt: skip
    what = [yes if available else no for available, yes, no in zip(done, with_it, without, strict=True)]
    return pd.DataFrame({"step": STEPS, "available": done, "what": what}).astype({"step": "str", "what": "str"})


def _texts(ledger: pd.DataFrame, wanted: set[str]) -> dict[str, str]:
    """The clean text of the articles wanted, as much of it as is looked at."""
    lines = ledger.loc[ledger["doc_id"].isin(list(wanted)) & ledger["text"].notna(), ["doc_id", "text"]]
    texts: dict[str, list[str]] = {}
    for doc_id, text in zip(lines["doc_id"].astype("str"), lines["text"], strict=True):
        texts.setdefault(doc_id, []).append(text)
    return {doc_id: "\n".join(lines) for doc_id, lines in texts.items()}
