"""People of one surname: the lines of all articles and the list of people in, whom a listed surname means out.

A list that has Lopez says nothing of Maria or John. Where the corpus has one of them, Lopez is that one. Where it has both, they are
told apart: by the given name that the list shows, or else each under the full name; and a surname alone in an article that has both
is nobody's.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple

import pandas as pd
import re2
import regex

from ..words.word_rule import fold
from .genders import gender_of_name
from .name_shapes import BEHIND, BEHIND_PARTICLES, PARTICLES, SAINTS, begin_of_name, is_initial, parts, surname_at
from .reporting import Lexicon, People

VOWELS = regex.compile(r"[aeiouyаеёиоуыэюяіїєў'’ь-]")
LATIN = regex.compile(r"\p{Latin}")
LEAST = 3  # consonants that two spellings of a given name need to have alike
ENDING = 2  # letters that a case may change at the end of a given name
REACH = 80  # characters before a surname in which its given names stand
LARGE = r"(?:\p{Lu}\.(?:\p{Lu}\.)*|\p{Lu}[\p{L}\p{M}-]*(?:[’']\p{Lu}[\p{L}\p{M}-]*)?)"
SMALL = "|".join(sorted(PARTICLES | BEHIND_PARTICLES))
BEFORE = regex.compile(rf"(?<![\p{{L}}\p{{M}}’'-])((?:{LARGE}\s*){{0,3}}{LARGE}\s*(?<=[\s.])(?:(?:{SMALL})\s+){{0,2}})$")
NOTHING = regex.compile("()")
BEHIND_IT = regex.compile(r"(?:['’]s)?(?![\p{L}\p{M}’'-])(?:,?\s+((?:[JS]r|III?)\b\.?))?")
Name = tuple[tuple[str, ...], tuple[str, ...]]  # given names, and what stands behind: Jr.
Note = tuple[str, str, Name, str]  # article, person of the list, and who is named there instead of the surname alone


class Listed(NamedTuple):
    """The people of the list in one article: what People.at is, whom a surname with other words of a name means, and whom one alone."""

    at: Callable[[list[str], int], tuple[int, str, str] | None]
    named: Callable[[str, str, int], str]
    alone: Callable[[str], str]
    titles: bool  # whether the list has any


class Namesakes:
    """Whom each article names with the surname of somebody listed. What was found in the corpus is the state kept."""

    def __init__(self, people: pd.DataFrame):
        self._people = People(people)
        self._own = {person: _given_of(person) for person in people["person"]}
        self._seen: dict[str, dict[Name, str]] = {}
        self._here: dict[tuple[str, str], dict[Name, None]] = {}
        patterns = people.loc[people["kind"].eq("name"), "pattern"]
        self._surnames = _pattern(patterns) if len(patterns) else None
        self._titles = bool(people["kind"].eq("title").any())

    @property
    def has_surnames(self) -> bool:
        """Whether the list names anybody: without it, no article need be read."""
        return self._surnames is not None

    def take(self, notes: Iterable[Note]) -> None:
        """Take what `read` found, in the articles' order."""
        for doc_id, person, name, full in notes:
            self._seen.setdefault(person, {}).setdefault(name, full)
            self._here.setdefault((doc_id, person), {})[name] = None

    def read(self, lines: Iterable[tuple[str, str]], lexicons: Mapping[str, Lexicon]) -> list[Note]:
        """Read which given names stand before listed surnames: article, person of the list, given name, and the name as it stands.

        lines    : article and text of each line
        lexicons : the words of each article's language
        """
        found: list[Note] = []
        for doc_id, text in lines if self.has_surnames else ():
            for match in self._surnames.finditer(text):
                begin = max(match.start() - REACH, 0)
                front = BEFORE.search(text, begin, match.start()) or NOTHING.match(match[0])
                behind = BEHIND_IT.match(text, match.end()) if front else None
                hit = self._people.at([fold(word) for word in match[0].split()], 0) if behind else None
                if hit is not None and hit[2] == "name":
                    named = _named_by(front, match[0], behind[1] or "", lexicons[doc_id])
                    found += [(doc_id, hit[1], *named)] if named else []
        return found

    def begun_by(self, term: str) -> set[str]:
        """Whose names or titles begin with a word."""
        return self._people.begun_by(term)

    def seen(self, persons: Iterable[str]) -> list[tuple[str, list[tuple[Name, str]]]]:
        """What is known of the namesakes of some people, in the order in which it was taken."""
        return [(person, list(self._seen[person].items())) for person in sorted(persons) if person in self._seen]

    def of(self, doc_id: str) -> "Listed":
        """The people of the list as one article names them."""
        return Listed(self._people.at, self._named, partial(self._alone, doc_id=doc_id), self._titles)

    def _named(self, person: str, written: str, surname: int) -> str:
        """Whom a surname of the list with other words of a name around it means: the person of the list, or a namesake as written.

        written : the whole name as it stands in the article
        surname : words of it that are the surname
        """
        words = written.split()
        behind = tuple(word for word in parts(" ".join(words[2:])) if word in BEHIND)
        bare = [word for word in words if fold(word).strip(".") not in BEHIND]
        if is_initial(fold(bare[-1])):  # Иванов Ю. А.
            bare = [*bare[surname:], *bare[:surname]]
        given = _given(bare[: len(bare) - surname])
        return person if not given else self._name(person, (given, behind), written)

    def _alone(self, person: str, doc_id: str) -> str:
        """Whom a listed surname alone means in an article; "" where it names two people of that surname."""
        found = {self._name(person, name, "") for name in self._here.get((doc_id, person), {})} or {person}
        return next(iter(found)) if len(found) == 1 else ""

    def _name(self, person: str, name: Name, written: str) -> str:
        """The person of the list, or a namesake as the corpus has the full name first."""
        if self._is_listed(person, name):
            return person
        return next((full for other, full in self._seen.get(person, {}).items() if _agree(name, other)), written)

    def _is_listed(self, person: str, name: Name) -> bool:
        """Whether somebody with a surname of the list is the person of the list."""
        own, seen = self._own[person], self._seen.get(person, {})
        if own[0] and _comparable(own[0][0], name[0][0]):
            plain = any(_agree(own, other) and other[1] == own[1] for other in seen)
            if _agree(own, name):
                return name[1] == own[1] or not plain
            if _gender(own) and _gender(name) and _gender(own) != _gender(name):
                return False
            return not plain and all(_agree(name, other) for other in seen)
        return all(_agree(a, name) for a in seen if _comparable(a[0][0], name[0][0]))


def _named_by(front: regex.Match, surname: str, end: str, lexicon: Lexicon) -> tuple[Name, str] | None:
    """The given name before a surname, if the words there are one, and the whole name. A pattern of several words has its own."""
    words = surname.split()
    before, within = ([], words[:-1]) if len(words) > 1 and words[0][0].isupper() else (front[1].split(), [])
    folded = [fold(word) for word in before]
    begin = begin_of_name([*folded, fold(surname)], lexicon) if before else 0
    given = _given([*before[begin:], *within])
    house = not set(folded[begin:]).isdisjoint(lexicon.not_people | lexicon.places)
    if given and not house and (begin or within or _is_given(given, front.string[: front.start(1)], lexicon)):
        name = given, tuple(word for word in parts(end) if word in BEHIND)
        return name, " ".join([*before[begin:], surname, *end.split()])
    return None


def _is_given(given: tuple[str, ...], before: str, lexicon: Lexicon) -> bool:
    """Whether words before a surname are surely given names: known ones, or such as stand within a sentence and behind no article."""
    if gender_of_name(f"{given[0]} _"):
        return True
    ahead = before.rstrip()
    return bool(ahead) and (
        ahead[-1] == "," or (ahead[-1].islower() and fold(ahead.rsplit(None, 1)[-1]) not in lexicon.articles)
    )


def _given_of(person: str) -> Name:
    words = parts(person)
    behind = tuple(word for word in words if word in BEHIND)
    kept = [word for word in words if word not in BEHIND]
    return (tuple(_without_particles(kept[: surname_at(kept)])) if kept else ()), behind


def _given(words: list[str]) -> tuple[str, ...]:
    return tuple(_without_particles(parts(" ".join(words))))


def _without_particles(words: list[str]) -> list[str]:
    return [word for word in words if word not in PARTICLES | SAINTS]


def _gender(name: Name) -> str:
    return gender_of_name(f"{name[0][0]} _")


def _comparable(a: str, b: str) -> bool:
    return (LATIN.match(a) is None) == (LATIN.match(b) is None)


def _agree(a: Name, b: Name) -> bool:
    """Whether two names of one surname can be one person's: Jr. aside where one has none, and with an initial for a given name."""
    if a[1] != b[1]:
        return False
    return any(_alike(one, other) for one in a[0] for other in b[0][:1]) or any(_alike(a[0][0], other) for other in b[0])


def _alike(a: str, b: str) -> bool:
    """Whether two given names are one: equal, an initial of the other, in another case, or the same in other letters."""
    if a == b or (1 in (len(a), len(b)) and a[0] == b[0]):
        return True
    genders = {gender_of_name(f"{a} _"), gender_of_name(f"{b} _")}
    latin = LATIN.match(a) is not None
    if not latin and a[: min(len(a), len(b)) - ENDING] == b[: min(len(a), len(b)) - ENDING] and min(len(a), len(b)) > LEAST:
        return abs(len(a) - len(b)) <= ENDING + 1
    first, second = _consonants(a), _consonants(b)
    return len(genders - {""}) < 2 and len(first) >= LEAST and first == second


def _consonants(word: str) -> str:
    """The consonants of a name, so that Aleksandr and Alyaksandr, Volodymyr and Vladimir have the same."""
    for spelling, sound in (("x", "ks"), ("h", "g"), ("dz", "d"), ("w", "v"), ("kc", "k"), ("ph", "f")):
        word = word.replace(spelling, sound)
    return regex.sub(r"(.)\1+", r"\1", VOWELS.sub("", word))


def _pattern(patterns: Iterable[str]):
    """Where a listed surname may stand."""
    surnames = (re2.escape(pattern).replace(r"\*", r"[\pL\pM’'-]*").replace(r"\?", r"\pL") for pattern in patterns)
    return re2.compile(rf"(?i:{'|'.join(sorted(surnames, key=len, reverse=True))})")
