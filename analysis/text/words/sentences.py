"""Where sentences end: pieces of text between spaces in, the pieces behind which a sentence ends out, and places within a piece.

A mark ends a sentence unless the next word goes on in small letters. A full stop is looked at more closely: it may belong to an
abbreviation, an initial, a number or a figure of a list. What is asked of it is asked once per distinct piece and language, for all
kinds of what may follow.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import regex
import yaml

from .distinct import Pieces, Text
from .word_rule import fold, function_words

# what Unicode has for ends of sentences (؟ ۔ 。 । and others), the ellipsis, and the semicolon of full width
TERMINAL = r"\p{Sentence_Terminal}…；"
CLOSERS = r""""'”’»›)\]}“‘«‹」』】）》〉］｝״"""
CLOSING = r"”’»›)\]}」』】）》〉］｝"  # of these, those that close though a space stands before them
ENDS, GREEK_ENDS = (regex.compile(rf"[{TERMINAL}{more}]") for more in ("", ";"))  # a Greek question mark is a semicolon
CLOSES, LATE = regex.compile(rf"[{CLOSERS}]"), regex.compile(rf"[{TERMINAL}{CLOSING}]")
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
LOWER, UPPER, FUNCTION, PARTICLE, DIGIT, OTHER = KINDS = range(6)  # what begins the next piece: aa, Aa, The, De, 1
KEYS = ("names", "numbers", "others")


class Abbreviations(NamedTuple):
    """The abbreviations of one language; abbreviations.yml explains the kinds."""

    names: frozenset[str]
    numbers: frozenset[str]
    others: frozenset[str]


def breaks_behind(text: Text, language: np.ndarray) -> np.ndarray:
    """For each piece of the text, whether a sentence ends behind it within its line.

    language : the language of each line

    >>> text = Text(Pieces(["Il", "part", "!", "»", "La", "foule", "reste."]), np.arange(7), np.zeros(7, dtype=int))
    >>> breaks_behind(text, np.array(["fr"])).tolist()
    [False, False, False, True, False, False, False]
    """
    pieces, codes, _ = text
    breaks = np.zeros(len(codes), dtype=bool)
    if not len(codes):
        return breaks
    number, tags = pd.factorize(language)
    marks, last = _marks(pieces, "el" in tags), np.r_[text.line_begins()[1:], True]
    places = np.flatnonzero(marks.may_end[codes] & ~last)
    ends = _through(places, marks.late[codes], last)
    places, ends = places[~last[ends]], ends[~last[ends]]
    behind = _through(ends, marks.wordless[codes], last)
    behind = np.where(last[behind], behind, behind + 1)
    spoken = number[text.line_of[places]]
    answers = _answers(pieces, codes[places], codes[behind], spoken, tags)
    figures = _enumerators(pieces, codes[places])
    breaks[ends[answers & ~figures]] = True
    for place, end in zip(places[answers & figures].tolist(), ends[answers & figures].tolist(), strict=True):
        breaks[end] |= not (place == 0 or last[place - 1] or breaks[place - 1])
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


class Marks(NamedTuple):
    """For each distinct piece whether a sentence may end behind it, it belongs to the sentence before it (« Non ! »), has no word."""

    may_end: np.ndarray
    late: np.ndarray
    wordless: np.ndarray


def _marks(pieces: Pieces, greek: bool) -> Marks:
    lengths, late = pieces.ends - pieces.begins, pieces.number(pieces.which(LATE.match))
    stem, ends = _stems(pieces), pieces.which((GREEK_ENDS if greek else ENDS).match)
    wordless = pieces.number(pieces.which(str.isalnum)) == 0
    return Marks((stem >= pieces.begins) & ends[stem], (late == lengths) & (lengths > 0), wordless)


def _stems(pieces: Pieces) -> np.ndarray:
    """The place of the last character of each piece that closes no bracket or quotation."""
    return pieces.last(~pieces.which(CLOSES.match))


def _through(places: np.ndarray, marked: np.ndarray, last: np.ndarray) -> np.ndarray:
    """The last of the marked pieces that follow each place within its line without a gap; the place itself where none follows.

    places : places in the text, none of them the last of its line
    """
    stops = np.flatnonzero(marked)
    if not len(stops):
        return places
    stops = stops[np.r_[np.diff(stops) != 1, True] | last[stops]]
    followed = marked[places + 1]
    return np.where(followed, stops[np.minimum(np.searchsorted(stops, places + 1), len(stops) - 1)], places)


def _answers(pieces: Pieces, codes: np.ndarray, behind: np.ndarray, spoken: np.ndarray, tags: np.ndarray) -> np.ndarray:
    """Whether a sentence ends between pieces and those behind them, in the languages spoken; each question is asked once."""
    asked, which = np.unique(codes * np.int64(len(tags)) + spoken, return_inverse=True)
    follow, kind = np.unique(behind * np.int64(len(tags)) + spoken, return_inverse=True)
    kinds = _kinds(pieces, *np.divmod(follow, len(tags)), tags)
    return _endings(pieces, *np.divmod(asked, len(tags)), tags)[which, kinds[kind]]


def _kinds(pieces: Pieces, places: np.ndarray, spoken: np.ndarray, tags: np.ndarray) -> np.ndarray:
    """What distinct pieces begin with; most begin with a small letter, or a large one of a word that is no function word."""
    small, large, stop = (pieces.which(test) for test in (str.islower, str.isupper, ".".__eq__))
    first, behind, plain = pieces.first[places], pieces.behind[places], pieces.plain[places]
    several = behind - first > 1
    kinds = np.where(
        small[first], np.where(several & large[first + several], UPPER, LOWER), np.where(large[first], UPPER, OTHER)
    )
    words = np.flatnonzero(plain & large[first] & (several | ~stop[behind]))
    at = (np.cumsum(pieces.plain) - 1)[places[words]]
    kinds[words] = [
        _capital_kind(pieces.terms[term], tags[tag]) for term, tag in zip(at.tolist(), spoken[words].tolist(), strict=True)
    ]
    others = np.flatnonzero(~plain)
    kinds[others] = [
        _kind(pieces.texts[place], tags[tag])
        for place, tag in zip(places[others].tolist(), spoken[others].tolist(), strict=True)
    ]
    return kinds


def _endings(pieces: Pieces, places: np.ndarray, spoken: np.ndarray, tags: np.ndarray) -> np.ndarray:
    """For distinct pieces, and each kind of what may follow, whether a sentence ends between them."""
    found = np.ones((len(places), len(KINDS)), dtype=bool)
    found[:, LOWER] = False
    stem = _stems(pieces)[places]
    stop, semicolon = (pieces.which(mark.__eq__) for mark in (".", ";"))
    found[semicolon[stem] & (tags[spoken] != "el")] = False
    asked = stop[stem] & ~stop[stem - 1]  # behind an ellipsis it is as behind any other mark
    word = pieces.plain[places] & (stem == pieces.behind[places]) & (stem - pieces.first[places] > 1)
    begin, end = pieces.first[places] - pieces.begins[places], stem - pieces.begins[places]
    rows = np.flatnonzero(asked).tolist()
    columns = (places[asked], spoken[asked], word[asked], begin[asked], end[asked])
    for row, place, tag, known, first, last in zip(rows, *(column.tolist() for column in columns), strict=True):
        if not known or _in_lists(pieces.texts[place][first:last], tags[tag]):
            found[row] = [_ends(pieces.texts[place], kind, tags[tag]) for kind in KINDS]
    return found


def _in_lists(word: str, language: str) -> bool:
    """Whether a word before a full stop may be more than a word."""
    lists = abbreviations(language)
    return language in ORDINALS or word in lists.numbers or any(word.lower() in known for known in lists)


def _enumerators(pieces: Pieces, codes: np.ndarray) -> np.ndarray:
    """For each of some pieces whether it is a figure or a letter of a list."""
    found, which = np.unique(codes, return_inverse=True)
    return np.array([ENUMERATOR.fullmatch(pieces.texts[code]) is not None for code in found.tolist()], dtype=bool)[which]


def _kind(piece: str, language: str) -> int:
    """What a piece begins with, as far as it tells whether a sentence begins with it."""
    word = WORD.search(piece)
    if word is None:
        return OTHER
    first = word[0]
    if first[0].isdigit():
        return DIGIT
    if first[0].islower():
        return UPPER if first[1:2].isupper() else LOWER  # iPhone
    if first[0].isupper():
        # А. is an initial in Ю. А. Иванов, and А alone is “but”
        return UPPER if len(first) == 1 and piece.startswith(".", word.end()) else _capital_kind(fold(first), language)
    return OTHER


def _capital_kind(term: str, language: str) -> int:
    """What a word that begins with a large letter is, by its folded form."""
    listed = function_words(language)
    if term not in NAMES and (term in listed or term.split("'")[0] + "'" in listed):
        return PARTICLE if term in PARTICLES else FUNCTION
    return UPPER


def _ends(piece: str, kind: int, language: str) -> bool:
    """Whether a sentence ends between a piece whose mark is a full stop and the next one, of which the kind is known."""
    if kind == LOWER:
        return False
    stem = regex.sub(rf"[{CLOSERS}]+$", "", piece)
    bare = BEFORE.sub("", stem[:-1])
    known, term, function = abbreviations(language), bare.replace("’", "'").lower(), kind in (FUNCTION, PARTICLE)
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
