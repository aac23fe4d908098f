"""Whether a pronoun can mean a name: names with the words before them in, "masculine", "feminine", "plural" or "" (not known) out.

genders.yml lists given names and ends of surnames. A name of which nothing is known fits every pronoun.
"""

from functools import cache
from pathlib import Path

import yaml

from ..words.word_rule import fold
from .reporting import Lexicon, plain

GENDERS = ("masculine", "feminine")
PLURAL = "plural"


def gender_of_word(word: str, lexicon: Lexicon) -> str:
    """The gender of a pronoun or a title: masculine, feminine, plural; "" where it tells none."""
    fits = [name for name in (*GENDERS, PLURAL) if word in getattr(lexicon, name)]
    return fits[0] if len(fits) == 1 else ""


@cache
def gender_of_name(name: str) -> str:
    """The gender that a name tells: by its given name, or by the end of its surname; "" where it tells none.

    >>> gender_of_name("Anna Lindqvist"), gender_of_name("Волков"), gender_of_name("Kim Berg")
    ('feminine', 'masculine', '')
    """
    words, lists = fold(name).split(), _lists()
    by_name = {gender for gender in GENDERS if words and words[0] in lists[gender]["names"]}
    by_end = {gender for gender in GENDERS if words and words[-1].endswith(lists[gender]["ends"])}
    found = by_name or by_end
    return next(iter(found)) if len(found) == 1 else ""


@cache
def _lists() -> dict[str, dict]:
    """genders.yml, read once."""
    text = Path(__file__).with_name("genders.yml").read_text(encoding="utf-8")
    lists = plain(yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    return {
        gender: {"names": frozenset(fold(name) for name in part["names"]), "ends": tuple(part["ends"])}
        for gender, part in lists.items()
    }
