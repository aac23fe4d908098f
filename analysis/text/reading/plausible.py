"""Whether a character beyond ASCII stands where a writer would put it. A stretch between blanks in, one of three levels out.

Read in a wrong encoding, a pound sign becomes a letter that touches a digit, and a quotation mark a capital within a word. Such places
tell encodings apart far better than any statistics of bytes, since they need one character and not a thousand.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from .alphabets import BORROWED, Language

IMPOSSIBLE, POSSIBLE, EXPECTED = 0, 1, 2

WORD = re.compile(r"[^\W\d_²³¹½¼¾]+")
OPENING, CLOSING, EITHER = "“‘„‚«‹", "”’»›", "“‘»›”’"
APOSTROPHES = "’´"
DASHES = "–—―"
MONEY = "£€¥¢₴₽"
AFTER_NUMBER = "°%‰½¼¾²³ºª′″"
MARKS = "©®™§¶•·†‡№±×÷…¿¡¹¸"
# What stands behind an apostrophe within a word, in English, and before one in the languages that leave a vowel out.
ENDINGS = frozenset({"s", "t", "re", "ve", "ll", "d", "m", "em", "clock"})
BEGINNINGS = frozenset(
    [
        "o",
        "d",
        "l",
        "j",
        "c",
        "m",
        "n",
        "s",
        "t",
        "qu",
        "lorsqu",
        "jusqu",
        "puisqu",
        "aujourd",
        "presqu",
        "quelqu",
        "dell",
        "all",
        "nell",
        "sull",
        "dall",
        "coll",
        "un",
        "quell",
        "quest",
        "bell",
        "sant",
        "tutt",
        "anch",
        "com",
        "dev",
        "dov",
        "quand",
        "mezz",
        "grand",
        "ch",
        "v",
        "gl",
        "degl",
    ]
)
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


class Context(NamedTuple):
    """What is known of the text that a stretch is from, in one reading of it.

    language : the language it is in
    letters  : the letters of all languages that are written in this encoding
    words    : words of the text without a letter beyond ASCII, in lower case
    marks    : the quotation marks that occur in it
    """

    language: Language
    letters: frozenset[str]
    words: frozenset[str]
    marks: frozenset[str]


def level(stretch: str, context: Context) -> int:
    """The lowest level among the characters beyond ASCII of a stretch without blanks: 0 cannot be, 1 can be, 2 is what one expects.

    >>> from .alphabets import LANGUAGES, letters_in
    >>> english = Context(LANGUAGES[0], letters_in("cp1252"), frozenset(), frozenset())
    >>> [level(text, english) for text in ("£5m", "don’t", "Zola-Ł5", "worldÓ", "Renée")]
    [2, 2, 0, 0, 1]
    """
    lowest = EXPECTED
    for part in stretch.split("\xa0"):
        words = {at: match for match in WORD.finditer(part) for at in range(*match.span())}
        seen = set()
        for at, char in enumerate(part):
            if char < "\x80":
                continue
            match = words.get(at)
            if match is None:
                lowest = min(lowest, _mark(part, at, context))
            elif match.start() not in seen:
                seen.add(match.start())
                lowest = min(lowest, _word(part, match, context))
            if lowest == IMPOSSIBLE:
                return lowest
    return lowest


def _word(part: str, match: re.Match, context: Context) -> int:
    """A run of letters of which one or more lie beyond ASCII."""
    word = match[0]
    high = [char for char in word if char >= "\x80"]
    before, after = part[match.start() - 1 : match.start()], part[match.end() : match.end() + 1]
    if word in ("º", "ª"):
        return EXPECTED if before.isdigit() else IMPOSSIBLE
    if not _one_script(word) or not _cased(word) or after.isdigit() or (before.isdigit() and len(word) == 1):
        return IMPOSSIBLE
    own = all(char in context.language.letters for char in high)
    if len(word) == 1:
        if word in context.language.singles or word.lower() in context.language.singles:
            return EXPECTED
        return POSSIBLE if before in (*APOSTROPHES, "'", "-") or (after in (".", "’", "'", "-") and after) else IMPOSSIBLE
    if own or word.lower() in BORROWED:
        return EXPECTED
    if not all(char in context.letters or char.lower() in context.letters for char in high):
        return IMPOSSIBLE
    # a whole word in another script than the language's needs to be more than a stray pair of letters
    return POSSIBLE if len(high) < len(word) or len(word) > 2 or not context.language.letters.isdisjoint(high) else IMPOSSIBLE


@cache
def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    return next((script for script in SCRIPTS if name.startswith(script)), "other")


def _one_script(word: str) -> bool:
    return len({_script(char) for char in word}) == 1 and _script(word[0]) != "other"


def _cased(word: str) -> bool:
    """Whether capitals stand as they do in words: at the beginning, or all over; an ASCII part may do as it likes (McKenzie)."""
    if word.islower() or word.isupper() or word[1:].islower():
        return True
    for at, char in enumerate(word):
        if char < "\x80":
            continue
        if char.isupper() and (not word[at - 1].isupper() if at else word[1].isupper()):
            return False
        if char.isupper() and at and word[at + 1 : at + 2].islower():
            return False
        if char.islower() and word[at + 1 : at + 2].isupper():
            return False
        if char.islower() and at > 1 and word[at - 1].isupper():
            return False
    return True


def _mark(part: str, at: int, context: Context) -> int:
    """A character that is no letter."""
    char, before, after = part[at], part[at - 1 : at], part[at + 1 : at + 2]
    if unicodedata.category(char) in ("Cc", "Cn", "Co"):
        return IMPOSSIBLE
    if char in APOSTROPHES and before.isalpha() and after.isalpha():
        return _apostrophe(part, at, context)
    if char in OPENING or char in CLOSING:
        return _quotation(char, before, after, context)
    if char in DASHES:
        return _dash(part, at, context)
    if char in MONEY:
        if before.isalpha() and not after.isdigit():  # M€, and not Peña’s ñ
            return EXPECTED if len(_letters_before(part, at)) <= 2 and not after.isalnum() else IMPOSSIBLE
        return EXPECTED if after.isdigit() or before.isdigit() else POSSIBLE
    if char in "²³":
        return EXPECTED if before in ("m", "м") and not after.isalnum() else IMPOSSIBLE
    if char in "½¼¾":
        return EXPECTED if not before.isalpha() and not after.isalnum() else IMPOSSIBLE
    if char in AFTER_NUMBER:
        return EXPECTED if before.isdigit() else POSSIBLE if not before.isalpha() else IMPOSSIBLE
    if char == "…":
        return EXPECTED
    if char in "¿¡":
        return IMPOSSIBLE if before.isalnum() else EXPECTED if after.isalpha() or after in (*OPENING, "¿", "¡") else IMPOSSIBLE
    if char in "®™":
        return EXPECTED if before.isalnum() and not after.isalnum() else POSSIBLE if not before and not after else IMPOSSIBLE
    if char in "©§№±•¶":
        return IMPOSSIBLE if before.isalpha() else EXPECTED if after.isdigit() or not after else POSSIBLE
    if char in MARKS:
        return IMPOSSIBLE if before.isalpha() and after.isalpha() else POSSIBLE
    return IMPOSSIBLE


def _apostrophe(part: str, at: int, context: Context) -> int:
    left, right = _letters_before(part, at), _letters_after(part, at + 1)
    if context.language.code in ("uk", "be", "ru") and _script(left[-1]) == _script(right[0]) == "CYRILLIC":
        return EXPECTED
    if right.lower() in ENDINGS or left.lower() in BEGINNINGS:
        return EXPECTED
    if (right == "n" and part[at + 2 : at + 3] == part[at]) or (left == "n" and part[at - 2 : at - 1] == part[at]):
        return EXPECTED  # rock ’n’ roll
    return IMPOSSIBLE


def _quotation(char: str, before: str, after: str, context: Context) -> int:
    """A quotation mark, or an apostrophe at the edge of a word."""
    starts = not before or not (before.isalnum() or before in ".,!?…%;:)]")
    ends = not after or not (after.isalnum() or after in OPENING or after in MONEY)
    if char in "«»‹›" and not before and (not after or after in ".,;:!?)…"):
        return EXPECTED
    if char in OPENING and starts and after and (not ends or after in "([…\"'-¿¡$"):
        return EXPECTED
    if char == "’" and starts and not ends:
        return EXPECTED if after.isdigit() else POSSIBLE
    if char == "’" and ends and before.isalpha() and before not in "sS":
        return EXPECTED if "‘" in context.marks or "‚" in context.marks else POSSIBLE
    if char in CLOSING and ends and before:
        return EXPECTED
    if char in "“‘" and ends and before and (("„" if char == "“" else "‚") in context.marks):
        return EXPECTED
    if char in EITHER and starts != ends:  # Swedish ”opens” so, and »German« guillemets may
        return POSSIBLE if (starts and char in CLOSING) or (ends and char in "»«›‹") else IMPOSSIBLE
    return POSSIBLE if not before and not after else IMPOSSIBLE


def _dash(part: str, at: int, context: Context) -> int:
    before, after = part[at - 1 : at], part[at + 1 : at + 2]
    if not before.isalpha() and not after.isalpha():
        return EXPECTED
    left, right = _letters_before(part, at), _letters_after(part, at + 1)
    known = [side.lower() in context.language.words or side.lower() in context.words for side in (left, right) if side]
    if all(known) or (any(known) and all(len(side) > 1 for side in (left, right))):
        return EXPECTED
    return POSSIBLE if all(len(side) > 2 for side in (left, right) if side) else IMPOSSIBLE


def _letters_before(part: str, at: int) -> str:
    start = at
    while start and part[start - 1].isalpha():
        start -= 1
    return part[start:at]


def _letters_after(part: str, at: int) -> str:
    end = at
    while end < len(part) and part[end].isalpha():
        end += 1
    return part[at:end]
