"""Who may speak and by which words it is said: reporting verbs by language, and the people a corpus names.

`reporting.yml` and the reserved keys `_people` and `_verbs` of a corpus's wording.yml come in; a `Lexicon` for each language and the
matcher `People` go out. Both look at folded words, and never at running text.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import re2
import yaml

from ...errors import CorpusError
from ...spelling import pattern_words
from ..reading.describing import compose, line_of
from ..words.word_rule import fold, function_words

CLASSES = ("neutral", "supportive", "distancing")
PEOPLE, VERBS = "_people", "_verbs"
OTHER = "_other"
KINDS = ("names", "titles")
# Read together where a language is not stated. More would harm: “on” is he in Polish, and “of” is whether in Dutch.
UNSTATED = ("en", "ru", "uk", "be", "de")
# masculine ending of the past tense -> endings of the feminine and the plural
PAST = {"л": ("ла", "ло", "ли"), "в": ("ла", "ло", "ли"), "ў": ("ла", "ло", "лі")}
SETS = (
    "pronouns",
    "possessives",
    "masculine",
    "feminine",
    "plural",
    "that",
    "who",
    "before",
    "passive",
    "articles",
    "between",
    "openers",
    "not_people",
    "offices",
    "papers",
    "naming",
    "places",
    "hedges",
    "several",
)


class Lexicon(NamedTuple):
    """The words by which articles of one language say who speaks; reporting.yml explains each.

    verbs: form -> (verb, class). nouns: forms of them that may be nouns.
    """

    verbs: dict[str, tuple[str, str]]
    nouns: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    honorifics: frozenset[str]
    honorific_ends: tuple[str, ...]
    pronouns: frozenset[str]
    possessives: frozenset[str]
    masculine: frozenset[str]
    feminine: frozenset[str]
    plural: frozenset[str]
    that: frozenset[str]
    who: frozenset[str]
    before: frozenset[str]
    passive: frozenset[str]
    articles: frozenset[str]
    between: frozenset[str]
    openers: frozenset[str]
    not_people: frozenset[str]
    offices: frozenset[str]
    papers: frozenset[str]
    naming: frozenset[str]
    places: frozenset[str]
    hedges: frozenset[str]
    several: frozenset[str]
    function_words: frozenset[str]
    language: str = ""  # by which running text is split into words

    def is_honorific(self, word: str) -> bool:
        """Whether a word is a title, or titles joined by hyphens: secretary-general."""
        single = word in self.honorifics or word.endswith(self.honorific_ends)
        return single or ("-" in word and all(part in self.honorifics for part in word.split("-")))

    def is_between(self, word: str) -> bool:
        """Whether a word may stand between a speaker and the verb."""
        return word in self.between or (word.endswith("ly") and len(word) > 4)


class People:
    """Finds the people of a list in a run of words; the longest pattern wins, and `_other` takes look-alikes away.

    The state kept is an index of the patterns by their first word, and what was found for words that patterns with * or ? may fit.
    """

    def __init__(self, table: pd.DataFrame):
        self._literal: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        self._globs: list[tuple[tuple[str, ...], str, str]] = []
        self._patterns: dict[str, object] = {}
        self._fits: dict[tuple[str, str], bool] = {}
        self._begun: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        for person, kind, pattern in table[["person", "kind", "pattern"]].itertuples(index=False):
            words = tuple(pattern.split())
            glob = "*" in words[0] or "?" in words[0]
            (self._globs if glob else self._literal.setdefault(words[0], [])).append((words, person, kind))

    def at(self, terms: list[str], place: int) -> tuple[int, str, str] | None:
        """Who is named from `place` on: number of words, person, kind; None where nobody of the list is."""
        begun = self._begun.get(terms[place]) if self._globs else self._literal.get(terms[place], ())
        if begun is None:
            globs = [entry for entry in self._globs if self._fit(entry[0][0], terms[place])]
            begun = self._begun[terms[place]] = [*self._literal.get(terms[place], ()), *globs]
        best = None
        for words, person, kind in begun:
            if (best is None or len(words) > best[0]) and place + len(words) <= len(terms):
                here = terms[place : place + len(words)]
                if all(word == term or self._fit(word, term) for word, term in zip(words, here, strict=True)):
                    best = (len(words), person, kind)
        return best

    def begun_by(self, term: str) -> set[str]:
        """The people with a pattern that begins with this word."""
        globs = [entry for entry in self._globs if self._fit(entry[0][0], term)]
        return {person for _, person, _ in (*self._literal.get(term, ()), *globs)}

    def _fit(self, word: str, term: str) -> bool:
        glob = min((place for place in (word.find("*"), word.find("?")) if place >= 0), default=len(word))
        if glob == len(word) or not term.startswith(word[:glob]):
            return False
        if (word, term) not in self._fits:
            if word not in self._patterns:
                self._patterns[word] = re2.compile(re2.escape(word).replace(r"\*", ".*").replace(r"\?", "."))
            self._fits[word, term] = self._patterns[word].fullmatch(term) is not None
        return self._fits[word, term]


def lexicon(language: str, own: Iterable[tuple[str, str]] = ()) -> Lexicon | None:
    """The lexicon of a language, with a corpus's `own` verbs (form, class) added; None where there is no list.

    An article whose language is not stated ("") is read with the lists of UNSTATED together.
    """
    lists = _lists()
    if language and language not in lists:
        return None
    parts = [lists[name] for name in ([language] if language else UNSTATED)]
    verbs: dict[str, tuple[str, str]] = {}
    nouns: set[str] = set()
    for part in parts:
        for kind in CLASSES:
            for entry in part["verbs"].get(kind, []):
                first, *others = entry.split()
                forms = _forms(others if first[0] == "-" else [first, *others])
                nouns |= set(forms) if first[0] == "-" else set()
                verbs |= {form: (first.removeprefix("-"), kind) for form in forms if form not in verbs}
    verbs |= {form: (form, kind) for form, kind in own}
    phrases = tuple(tuple(phrase.split()) for part in parts for phrase in part["phrases"])
    sets = {name: frozenset(fold(word) for part in parts for word in part[name]) for name in SETS}
    alone = dict(verbs)
    for gender, endings in (pair for part in parts for pair in part.get("joined", {}).items()):
        joined = {form + ending: verb for form, verb in alone.items() for ending in endings if form + ending not in alone}
        verbs |= joined
        if gender != "listener":
            sets |= {name: sets[name] | set(joined) for name in ("pronouns", gender)}
    titles = [word for part in parts for word in part["honorifics"]]
    honorifics = frozenset(word for word in titles if word[0] != "*")
    ends = tuple(word[1:] for word in titles if word[0] == "*")
    small = (sets["openers"] | sets["articles"]).union(
        *(function_words(code) for code in ([language] if language else UNSTATED))
    )
    return Lexicon(verbs, frozenset(nouns), phrases, honorifics, ends, **sets, function_words=small, language=language)


def hedge_words(language: str) -> list[str]:
    """Words by which an article of this language keeps its distance without quoting anybody; none where there is no list.

    >>> "allegedly" in hedge_words("en"), hedge_words("tlh")
    (True, [])
    """
    return sorted(_lists().get(language, {}).get("hedges", []))


def read_people(path: Path) -> pd.DataFrame:
    """Read the people that wording.yml names under `_people`.

    The form is person -> names and titles -> patterns, as everywhere with * and ?. `_other: [vice president]` takes look-alikes away.

    Returns one row per pattern, in the order of the file: person, kind (name, title, other), pattern (folded), line. No row where
    the file or the key is missing.

    Raises CorpusError with the line for another form, and for a pattern that stands under two people.
    """
    rows: dict[str, tuple[str, str, int]] = {}
    for person, node in _section(path, PEOPLE):
        for kind, patterns in _kinds(person, node, path.name):
            for item in _items(patterns, path.name):
                pattern, line = " ".join(pattern_words(item.value)), line_of(item)
                if not pattern.strip("*? "):
                    raise CorpusError(
                        f"'{item.value}' names nobody", file=path.name, line=line, remedy="Write a name or a title"
                    )
                before = rows.setdefault(pattern, (person, kind, line))
                if before[0] != person:
                    message = f"'{pattern}' stands under '{person}' and, on line {before[2]}, under '{before[0]}'"
                    raise CorpusError(message, file=path.name, line=line, remedy="Keep one of the two")
    table = [(person, kind, pattern, line) for pattern, (person, kind, line) in rows.items()]
    return pd.DataFrame(table, columns=["person", "kind", "pattern", "line"]).astype({"person": "str", "pattern": "str"})


def read_verbs(path: Path) -> list[tuple[str, str]]:
    """Read the reporting verbs that wording.yml adds under `_verbs`: class -> forms. Returns pairs of form and class.

    Raises CorpusError with the line for a class that is none.
    """
    found = []
    for kind, node in _section(path, VERBS):
        if kind not in CLASSES:
            remedy = f"The classes are: {', '.join(CLASSES)}"
            raise CorpusError(f"'{kind}' is no class of reporting verbs", file=path.name, line=line_of(node), remedy=remedy)
        found += [(fold(item.value), kind) for item in _items(node, path.name)]
    return found


def _section(path: Path, key: str) -> list[tuple[str, yaml.Node]]:
    if not path.is_file():
        return []
    root = compose(path)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    for name, node in pairs:
        if name.value.strip() == key:
            if not isinstance(node, yaml.MappingNode):
                remedy = "Begin with a name and a colon, and list words below it"
                raise CorpusError(f"'{key}' should map names to lists", file=path.name, line=line_of(node), remedy=remedy)
            return [(inner.value.strip(), value) for inner, value in node.value]
    return []


def _kinds(person: str, node: yaml.Node, file: str) -> list[tuple[str, yaml.Node]]:
    if person == OTHER:
        return [("other", node)]
    names = [key.value.strip() for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    if not names or set(names) - set(KINDS):
        remedy = "Write, for example, {names: [maria lopez], titles: [mayor]}"
        raise CorpusError(f"'{person}' should have names and titles", file=file, line=line_of(node), remedy=remedy)
    return [(key.value.strip().removesuffix("s"), value) for key, value in node.value]


def _items(node: yaml.Node, file: str) -> list[yaml.ScalarNode]:
    if not isinstance(node, yaml.SequenceNode) or not all(isinstance(item, yaml.ScalarNode) for item in node.value):
        raise CorpusError("should be a list of words", file=file, line=line_of(node), remedy="Write [one, another]")
    return node.value


def _forms(forms: list[str]) -> list[str]:
    """The forms of an entry; a Slavic past tense in the masculine stands for its feminine and its plural."""
    past = [form[:-1] + ending for form in forms for ending in PAST.get(form[-1], ())]
    return [fold(form) for form in (*forms, *past)]


@cache
def _lists() -> dict[str, dict]:
    """reporting.yml, read once."""
    text = Path(__file__).with_name("reporting.yml").read_text(encoding="utf-8")
    return plain(yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def plain(node: yaml.Node) -> dict | list | str:
    """A node as dicts, lists and the text that was written, so that no word becomes a truth value."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    return [plain(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else node.value
