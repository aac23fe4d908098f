"""Where sentences end: pieces of text between spaces in, the pieces behind which a sentence ends out, and places within a piece.

A mark ends a sentence unless the next word goes on in small letters. A full stop is looked at more closely: it may belong to an
abbreviation, an initial, a number or a figure of a list. What is asked of it is asked once per distinct piece and kind of what follows.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import regex
import yaml

from .word_rule import fold, function_words

# what Unicode has for ends of sentences (؟ ۔ 。 । and others), the ellipsis, and the semicolon of full width
TERMINAL = r"\p{Sentence_Terminal}…；"
CLOSERS = r""""'”’»›)\]}“‘«‹」』】）》〉］｝״"""
CLOSING = r"”’»›)\]}」』】）》〉］｝"  # of these, those that close though a space stands before them
MAY_END = regex.compile(rf"[{TERMINAL}][{CLOSERS}]*$")
GREEK = regex.compile(rf"[{TERMINAL};][{CLOSERS}]*$")  # whose question mark is a semicolon
LATE = regex.compile(rf"[{TERMINAL}{CLOSING}]+")  # a piece that belongs to the sentence before it: « Non ! »
WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’.-][\p{L}\p{M}\p{N}]+)*")
ENUMERATOR = regex.compile(r"[(\[]?(?:\d{1,3}|\p{L}|[ivx]{1,5}|[IVX]{1,5})\.[)\]]?")
ORDINAL = regex.compile(r"\d{1,2}(?:\.\d{1,2})?|[IVXLC]{1,6}")
LETTERED = regex.compile(r"\p{L}(?:\.-?\p{L})+")
# where no space stands between two sentences: 他走了。她来了, and “Yes.”“No.”; not 「行く。」と言った
WITHIN = regex.compile(
    rf"""(?:(?![.!?…])[{TERMINAL}]+[{CLOSERS}]*(?=[^\W\d]|[“「『«„‘])(?!(?<=[」』”])(?:と|って|など))
      | [.!?…][”»"]+(?=[“«„"]\p{{Lu}}))""",
    regex.VERBOSE,
)
BEFORE = regex.compile(r"^[^\p{L}\p{M}\p{N}]+|^\p{L}{1,5}['’](?=\p{L})")  # what no abbreviation begins with: (, l'
ORDINALS = frozenset(["de", "lb"])  # write the third of October as 3. Oktober
# function words that are names as well, and what stands in the middle of names: J. May, R. De Niro
NAMES = frozenset(["may", "will", "van", "no", "so", "an", "do", "even", "in"])
PARTICLES = frozenset(
    ["de", "da", "di", "du", "del", "della", "dei", "des", "das", "do", "dos", "la", "le", "les", "el", "los", "las", "van", "von",
     "der", "den", "ter", "ten", "te", "zu", "zum", "al", "af", "av", "y", "e"]
)  # fmt: skip
LOWER, UPPER, FUNCTION, DIGIT, OTHER = "aa", "Aa", "The", "1", ""
KEYS = ("names", "numbers", "others")


class Abbreviations(NamedTuple):
    """The abbreviations of one language; abbreviations.yml explains the kinds."""

    names: frozenset[str]
    numbers: frozenset[str]
    others: frozenset[str]


def breaks_behind(pieces: list[str], codes: np.ndarray, line_of: np.ndarray, language: np.ndarray) -> np.ndarray:
    """For each piece of the text, whether a sentence ends behind it within its line.

    pieces   : the distinct pieces
    codes    : for each piece of the text its place in `pieces`
    line_of  : for each piece of the text its line
    language : the language of each line

    >>> where = ["Il", "part", "!", "»", "La", "foule", "reste."]
    >>> breaks_behind(where, np.arange(7), np.zeros(7, dtype=int), np.array(["fr"])).tolist()
    [False, False, False, True, False, False, False]
    """
    ends = GREEK if "el" in set(language) else MAY_END
    odd = [place for place, piece in enumerate(pieces) if not piece[-1:].isalnum()]
    may_end, late, wordless = (np.zeros(len(pieces), dtype=bool) for _ in range(3))
    may_end[[place for place in odd if ends.search(pieces[place])]] = True
    late[[place for place in odd if LATE.fullmatch(pieces[place])]] = True
    wordless[[place for place in odd if not any(map(str.isalnum, pieces[place]))]] = True
    breaks = np.zeros(len(codes), dtype=bool)
    last = np.r_[line_of[1:] != line_of[:-1], True] if len(codes) else breaks
    answers: dict[tuple[str, str, str], bool] = {}
    kinds: dict[tuple[int, str], str] = {}
    for place in np.flatnonzero(may_end[codes] & ~last).tolist():
        end, spoken = place, language[line_of[place]]
        while not last[end] and late[codes[end + 1]]:
            end += 1
        if last[end]:
            continue
        behind = end + 1
        while wordless[codes[behind]] and not last[behind]:
            behind += 1
        which = (int(codes[behind]), spoken)
        if which not in kinds:
            kinds[which] = _kind(pieces[which[0]], spoken)
        piece = pieces[codes[place]]
        key = (piece, kinds[which], spoken)
        if key not in answers:
            answers[key] = _ends(*key)
        begins = place == 0 or last[place - 1] or breaks[place - 1]
        breaks[end] |= answers[key] and not (begins and ENUMERATOR.fullmatch(piece) is not None)
    return breaks


def ends_within(pieces: list[str]) -> dict[int, list[int]]:
    """The places within pieces at which one sentence ends and another begins without a space, by the number of the piece.

    >>> ends_within(["他走了。她来了。", "there.”“No,", "3.69"])
    {0: [4], 1: [7]}
    """
    found: dict[int, list[int]] = {}
    starts = np.cumsum([0, *(len(piece) + 1 for piece in pieces)])
    for match in WITHIN.finditer(" ".join(pieces)):
        piece = int(np.searchsorted(starts, match.start(), side="right")) - 1
        found.setdefault(piece, []).append(match.end() - int(starts[piece]))
    return found


def _kind(piece: str, language: str) -> str:
    """What a piece begins with, as far as it tells whether a sentence begins with it."""
    word = WORD.search(piece)
    if word is None:
        return OTHER
    first = word[0]
    if first[0].isdigit():
        return DIGIT
    if first[0].islower():
        return UPPER if first[1:2].isupper() else LOWER  # iPhone
    term = fold(first)
    listed = function_words(language)
    if first[0].isupper():
        if len(first) == 1 and piece.startswith(".", word.end()):  # А. is an initial in Ю. А. Иванов, and А alone is “but”
            return UPPER
        function = term not in NAMES and (term in listed or term.split("'")[0] + "'" in listed)
        return (FUNCTION + term if term in PARTICLES else FUNCTION) if function else UPPER
    return OTHER


def _ends(piece: str, kind: str, language: str) -> bool:
    """Whether a sentence ends between a piece and the next one, of which the kind is known."""
    stem = regex.sub(rf"[{CLOSERS}]+$", "", piece)
    if stem.endswith(";"):
        return language == "el" and kind != LOWER
    if kind == LOWER:
        return False
    if not stem.endswith(".") or stem.endswith(".."):
        return True
    bare = BEFORE.sub("", stem[:-1])
    known, term, function = abbreviations(language), bare.replace("’", "'").lower(), kind.startswith(FUNCTION)
    if term in known.names or (kind == DIGIT and term in known.numbers):
        return False
    if bare in known.numbers:
        return True
    if term in known.others or LETTERED.fullmatch(bare):
        return function
    if language in ORDINALS and ORDINAL.fullmatch(bare):
        return function
    return len(bare) != 1 or not bare.isalpha() or kind == FUNCTION


@cache
def abbreviations(language: str) -> Abbreviations:
    """The abbreviations of a language by their kind; none where there is no list."""
    text = Path(__file__).with_name("abbreviations.yml").read_text(encoding="utf-8")
    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    kinds = {key.value: node.value for key, node in root.value}.get(language, [])
    words = {key.value: frozenset(node.value.split()) for key, node in kinds}
    return Abbreviations(*(words.get(key, frozenset()) for key in KEYS))
