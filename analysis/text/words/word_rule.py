"""The word rule and the word lists: what a word is, which words are function words, which abbreviations do not end a sentence.

Everything here looks at spelling alone, so it is asked once per distinct spelling and never per running word.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import regex
import yaml

from ...arguments import words
from ...errors import UsageError, nearest

# the codes of two letters, of which ISO 639 gives out no more; what has three letters is not looked up
TWO_LETTERS = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi
fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw
ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro
ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh
yi yo za zh zu
"""

POSSESSIVE = ("split", "keep")
FUNCTION_WORDS = "function words"
CHOICES = (FUNCTION_WORDS, "none")

# letters, marks and digits; joined inside by one apostrophe or hyphen, by full stops between single letters (U.S.), and by commas
# or full stops between digits (1,300 and 3.69 are one number each)
WORD = regex.compile(
    r"""(?<![\p{L}\p{M}\p{N}])\p{L}\p{M}*(?:\.\p{L}\p{M}*)+(?![\p{L}\p{M}\p{N}])\.?
      | [\p{L}\p{M}\p{N}]+(?:(?:['’‐‑-]|\u00ad+|(?<=\p{N})[.,](?=\p{N}))[\p{L}\p{M}\p{N}]+)*""",
    regex.VERBOSE,
)
UNSEEN = regex.compile(r"\p{Cf}+")
FOLD = str.maketrans({"’": "'", "‐": "-", "‑": "-"})
# 's stands for "is", "has" or "us" here, not for a possessor
CONTRACTED = frozenset(
    ["it's", "he's", "she's", "that's", "this's", "what's", "who's", "there's", "here's", "where's", "how's", "when's", "why's"]
) | {"let's", "everything's", "something's"}


def words_in(text: str, possessive: str = "split") -> list[tuple[str, int, int]]:
    """The words of a text with their places: term, start, end (characters; end is behind the last one).

    The term is folded: NFC, lower case, one kind of apostrophe and hyphen. With possessive="split" the possessive 's is split off,
    and belongs to no word; with "keep" it stays.

    Raises UsageError for another `possessive`.

    >>> [term for term, _, _ in words_in("Lukashenko’s e-mail: 1,300 words, U.S. aid, Oblast’ don’t")]
    ['lukashenko', 'e-mail', '1,300', 'words', 'u.s.', 'aid', 'oblast', "don't"]
    """
    if possessive not in POSSESSIVE:
        raise UsageError(f"possessive cannot be '{possessive}'", remedy=nearest(possessive, POSSESSIVE))
    found = []
    for match in WORD.finditer(text):
        term, end = fold(match[0]), match.end()
        if possessive == "split" and term.endswith("'s") and term not in CONTRACTED:
            term, end = term[:-2], end - 2
        found.append((term, match.start(), end))
    return found


def fold(word: str) -> str:
    """The form under which a word is counted.

    >>> fold("U.S"), fold("Не\u0438\u0306"), fold("so\u00adcalled")
    ('u.s.', 'ней', 'socalled')
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", UNSEEN.sub("", word)).translate(FOLD).casefold())
    single = folded.rstrip(".").split(".")
    return ".".join(single) + "." if len(single) > 1 and all(part.isalpha() for part in single) else folded


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
