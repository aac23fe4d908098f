"""The word lists beside the word rule: which words are function words, which abbreviations do not end a sentence.

What a word is says `analysis/spelling.py`, below all rooms, so that patterns are held to the same rule; `fold` and `words_in` are its.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from ...arguments import words
from ...errors import UsageError, nearest
from ...spelling import fold, words_in

__all__ = ["fold", "function_words", "languages_of", "stop_list", "words_in"]

# the codes of two letters, of which ISO 639 gives out no more; what has three letters is not looked up
TWO_LETTERS = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi
fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw
ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro
ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh
yi yo za zh zu
"""

FUNCTION_WORDS = "function words"
CHOICES = (FUNCTION_WORDS, "none")


def languages_of(name: str) -> frozenset[str]:
    """The languages that one of our own lists has: stopwords.yml, abbreviations.yml, or another file with a language for each key."""
    return frozenset(_lists(name))


def function_words(language: str) -> frozenset[str]:
    """The function words of a language; none where there is no list, whatever a corpus calls its language."""
    return _lists("stopwords.yml").get(language, frozenset())


def stop_list(language: str, choice: str = "function words", more: str | Iterable[str] = ()) -> frozenset[str]:
    """The words to leave out of a list of frequent terms.

    language : ISO 639 code, such as en; "" where it is not stated
    choice   : "function words" or "none"
    more     : further words, folded as words are

    A language without a list has no function words here; stop_list_note says so on the page. Raises UsageError for another choice,
    and for a text that is no code of a language.

    >>> "the" in stop_list("en"), "state" in stop_list("en"), sorted(stop_list("en", "none", ["State"]))
    (True, False, ['state'])
    """
    if choice not in CHOICES:
        raise UsageError(f"there is no stop list '{choice}'", remedy=nearest(choice, CHOICES))
    if language and not _is_code(language):
        known = _lists("stopwords.yml")
        raise UsageError(f"'{language}' is not a code of a language", remedy=nearest(language, known, "There are lists for"))
    own = frozenset(fold(word) for word in words(more))
    return own if choice == "none" else function_words(language) | own


def _is_code(language: str) -> bool:
    """Whether a text is a code of ISO 639: one of two letters, or any three; a script or a region may follow, as in zh-Hant."""
    code, *tags = language.split("-")
    known = code in TWO_LETTERS.split() or (len(code) == 3 and code.isascii() and code.isalpha() and code.islower())
    return known and all(tag.isascii() and tag.isalnum() for tag in tags)


@cache
def _lists(name: str) -> dict[str, frozenset[str]]:
    """The words of each language in one of our own files, which is read by the faster parser where PyYAML has it."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {key.value: frozenset(" ".join(_texts(value)).split()) for key, value in root.value}


def _texts(node: yaml.Node) -> list[str]:
    """The texts of a node: its own, or those of its parts."""
    return [node.value] if isinstance(node, yaml.ScalarNode) else [text for _, part in node.value for text in _texts(part)]
