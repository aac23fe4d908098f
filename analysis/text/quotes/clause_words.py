"""By which words articles report without quotation marks: `reported.yml` in, a `Grammar` for each language out.

The reporting verbs themselves stand in reporting.py; here is what tells a clause that they report from anything else behind them.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from ..words.word_rule import fold
from .reporting import Lexicon, plain

FIELDS = (
    "that", "comma_that", "manner", "bare", "loosely", "told", "never", "states", "behind", "as", "begins", "finite", "subordinate",
    "joins",
    "relative", "self", "without", "of_things",
)  # fmt: skip


class Grammar(NamedTuple):
    """The words of one language that mark reported speech; reported.yml explains each. `turns` and `ends` are in the order of the file.

    triggers : words without one of which no sentence of this language reports anything
    heads    : words with which what says that somebody says something begins: a verb, a state, or the first of several words
    leads    : the first word of a phrase -> the phrases that begin with it
    """

    that: frozenset[str]
    comma_that: frozenset[str]
    manner: frozenset[str]
    bare: frozenset[str]
    loosely: frozenset[str]
    told: frozenset[str]
    never: frozenset[str]
    states: frozenset[str]
    behind: frozenset[str]
    as_: frozenset[str]
    begins: frozenset[str]
    finite: frozenset[str]
    subordinate: frozenset[str]
    joins: frozenset[str]
    relative: frozenset[str]
    self_: frozenset[str]
    without: frozenset[str]
    of_things: frozenset[str]
    turns: tuple[tuple[str, ...], ...]
    ends: tuple[str, ...]
    triggers: frozenset[str]
    heads: frozenset[str]
    leads: dict[str, tuple[tuple[str, ...], ...]]


def grammar(language: str, lexicon: Lexicon) -> Grammar | None:
    """The grammar of a language with the verbs of its lexicon; None where reported.yml has no such language.

    An article whose language is not stated ("") is read with all lists together.
    """
    lists = _lists()
    if language and language not in lists:
        return None
    parts = [lists[language]] if language else list(lists.values())
    sets = [frozenset(fold(word) for part in parts for word in part[name]) for name in FIELDS]
    turns = tuple(tuple(fold(word) for word in turn.split()) for part in parts for turn in part["turns"])
    never = sets[FIELDS.index("never")]
    verbs = {form for form, (verb, _) in lexicon.verbs.items() if fold(verb) not in never}
    # several words are looked for by the longest of them, which is the rarest: according, and not to
    longest = {max(words, key=len) for words in (*lexicon.phrases, *turns)}
    triggers = frozenset(verbs | longest | sets[FIELDS.index("states")])
    heads = frozenset(verbs | sets[FIELDS.index("states")] | {turn[0] for turn in turns})
    leads = {first: tuple(phrase for phrase in lexicon.phrases if phrase[0] == first) for first, *_ in lexicon.phrases}
    ends = tuple(word for part in parts for word in part["ends"])
    return Grammar(*sets, turns=turns, ends=ends, triggers=triggers, heads=heads, leads=leads)


@cache
def _lists() -> dict[str, dict]:
    """reported.yml, read once."""
    text = Path(__file__).with_name("reported.yml").read_text(encoding="utf-8")
    return plain(yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
