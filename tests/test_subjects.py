"""The rules for a subject before its verb: each decides a sentence, and without it the answer is another one."""

import pandas as pd
import pytest
import regex

from analysis.text.quotes import subjects
from analysis.text.quotes.article import Article
from analysis.text.quotes.namesakes import Namesakes
from analysis.text.quotes.people import Words, full_names, mentions
from analysis.text.quotes.reporting import lexicon
from analysis.text.quotes.subjects import AHEAD, reporting_verbs, subject_ahead

PEOPLE = pd.DataFrame([("Ana Ruiz", "name", "ruiz"), ("Ana Ruiz", "title", "mayor")], columns=["person", "kind", "pattern"])
ENGLISH = lexicon("en")


def article_of(text: str) -> Article:
    """An article of one paragraph in which nothing is quoted."""
    found = list(regex.finditer(r"[\p{L}]+", text))
    terms, starts, ends = [m[0].casefold() for m in found], [m.start() for m in found], [m.end() for m in found]
    known = [place for place, term in enumerate(terms) if term == "s"]  # the possessive is split off, and no word
    for columns in (terms, starts, ends):
        columns[:] = [value for place, value in enumerate(columns) if place not in known]
    words = Words(1, text, terms, starts, ends, [1] * len(terms), [True] * len(terms))
    return Article([words], [mentions(words, Namesakes(PEOPLE).of(""), ENGLISH, full_names([text], ENGLISH))], ENGLISH)


def subject_of(text: str, nearest: bool = True) -> tuple[str, str] | None:
    """Speaker and how named, before the last reporting verb of a text."""
    article = article_of(text)
    verb = reporting_verbs(article, 0, list(range(len(article.paragraphs[0].terms))))[-1]
    found = subject_ahead(article, 0, 0, verb, nearest)
    return found and (found.speaker, found.by)


# number of the rule in AHEAD, a text, whether the nearest is looked for, the subject by that rule, and what is found without the rule
DECIDED = [
    (0, "Ruiz left. The guard met her aide, and she said", False, ("Ana Ruiz", "pronoun"), ("Ana Ruiz", "name")),
    (0, "The man she also quickly said", False, ("", "pronoun"), ("man she", "description")),
    (1, "Ruiz said", True, ("Ana Ruiz", "name"), None),
    (1, "The mayor, who met John Cole, said", False, ("Ana Ruiz", "title"), None),
    (1, "The mayor, who met John Cole, said", True, ("John Cole", "name"), None),
    (1, "Yesterday Menon said", True, ("Menon", "name"), None),
    (1, "Menon, an engineer, said", False, ("Menon", "name"), ("engineer", "description")),
    (2, "Ruiz’s old aide said", True, ("Ruiz’s old aide", "description"), None),
    (2, "Ruiz’s aide and John’s guard said", True, ("John’s guard", "description"), None),
    (3, "She came home and said", True, ("", "pronoun"), None),
    (3, "She met him as he came home and said", True, ("", "pronoun"), None),
    (4, "A police spokesman said", True, ("police spokesman", "description"), None),
    (4, "The head of the office said", True, ("head of the office", "description"), None),
]
# nobody, although a word of the rule's kind stands there
UNDECIDED = [
    ("Nothing new, people said", True),  # no pronoun, no name, no article
    ("After a talk with Ruiz, nobody said", True),  # behind a preposition
    ("Menon stood by while nobody said", False),  # a lone capital word, neither beside the verb nor apposed
    ("Ruiz’s aide, now old, said", True),  # a comma between
    ("Ruiz’s aide of ten long and hard years said", True),  # too far from the verb
    ("She came home and said", False),  # only where the nearest is looked for
    ("The aide, old now, said", True),  # a comma between
    ("The aide of those ten long hard years said", True),  # too far from the verb
]


@pytest.mark.parametrize(("rule", "text", "nearest", "subject", "without"), DECIDED)
def test_a_rule_decides(monkeypatch, rule, text, nearest, subject, without):
    assert subject_of(text, nearest) == subject
    monkeypatch.setattr(subjects, "AHEAD", AHEAD[:rule] + AHEAD[rule + 1 :])
    assert subject_of(text, nearest) == without


def test_every_rule_is_shown_at_work():
    assert {rule for rule, *_ in DECIDED} == set(range(len(AHEAD)))


@pytest.mark.parametrize(("text", "nearest"), UNDECIDED)
def test_a_rule_lets_be(text, nearest):
    assert subject_of(text, nearest) is None


@pytest.mark.parametrize("rule", AHEAD, ids=lambda rule: rule.patterns[0])
def test_a_rule_is_written_in_words_that_are_known(rule):
    kinds, places = zip(*(pattern.split() for pattern in rule.patterns), strict=True)
    assert set(kinds) <= {"pronoun", "name", "lone", "owner", "article"}
    assert set(places) <= {"anywhere", "beside", "apposed", "close"}
    assert rule.taken in {"first", "last", "as asked"}
    assert rule.who in {"pronoun", "person", "description with it", "description behind it"}
