"""Bytes in an encoding that nobody declared in; out the one reading that can be meant, or those among which nobody can tell.

A text is first put into a language, by its commonest words. Then each encoding in which news come is asked whether every character
beyond ASCII stands where a writer would put it. One reading that is left is taken. Several are compared place by place: a letter of
the language, or a mark where it belongs, outweighs a letter that some other language has. What that does not settle is not guessed.
"""

import re
from typing import NamedTuple

from .alphabets import ENCODINGS, Language, language_of, letters_in
from .plausible import CLOSING, IMPOSSIBLE, OPENING, WORD, Context, level

ENOUGH = 64  # bytes without which nothing is guessed
SAMPLE = 1_000_000
TELLING = 50_000  # bytes that tell the language of a text
SLIPS = 0.02  # of the stretches with a character beyond ASCII that may be misspelt: real texts mix scripts within words
MARKUP = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^<>]{0,2000}>", re.IGNORECASE | re.DOTALL)
HIGH = re.compile(rb"[^\s\x00-\x1f]*[\x80-\xff][^\s\x00-\x1f]*")
ASCII_WORD = re.compile(rb"(?<![\x80-\xffA-Za-z'])[A-Za-z]+(?![\x80-\xffA-Za-z])")
MANY_HIGH = 0.3  # of the bytes, from which a text can be Chinese, Japanese or Korean
# encoding -> the characters that no such text is without, and their least share
EASTERN = {
    "gb18030": (frozenset("的一是在不了有和人这中大为上个国我以要他时来用们"), 0.1),
    "big5": (frozenset("的一是在不了有和人這中大為上個國我以要他時來用們"), 0.1),
    "cp932": (frozenset(map(chr, range(0x3041, 0x3094))), 0.25),
    "euc_jp": (frozenset(map(chr, range(0x3041, 0x3094))), 0.25),
    "cp949": (frozenset("이다의는에을를가고한지로은서사하기도리"), 0.2),
}  # fmt: skip
EASTERN_LETTERS = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef\s\x21-\x7e“”‘’…—·]")


class Guess(NamedTuple):
    """What the bytes can be: the encoding that is meant, "" where none stands out, and the readings that can be.

    readings : for each reading that was not ruled out the encodings that spell it so; the one that is meant alone, if there is one
    """

    encoding: str
    readings: tuple[tuple[str, ...], ...] = ()


class _Reading(NamedTuple):
    """One spelling of a text's stretches: its encodings, the stretches, their levels, the language."""

    encodings: list[str]
    stretches: list[str]
    levels: list[int]
    language: Language


def guess(data: bytes) -> Guess:
    """Say in which encoding bytes are that are not UTF-8.

    >>> guess(("The mayor said that the bridge is closed and it would cost £5m to repair it. " * 2).encode("cp1252")).encoding
    'cp1252'
    >>> guess(("The mayor, Ms Koñska, said that the bridge is closed and would not be open. " * 2).encode("cp1252"))
    Guess(encoding='', readings=(('cp1252', 'iso8859_15', 'cp1254'), ('cp1250', 'iso8859_2', 'cp1257')))
    """
    if len(data) < ENOUGH:
        return Guess("")
    sample = data if len(data) <= SAMPLE else data[: data.rfind(b"\n", 0, SAMPLE) + 1] or data[:SAMPLE]
    readings = _readings(sample)
    if not readings:
        return _eastern(sample)
    best = next((one for one in readings if all(_outweighs(one, other) for other in readings if other is not one)), None)
    every = Guess("", tuple(tuple(one.encodings) for one in readings))
    if best is None or not _same_beyond(data, sample, readings, best):
        return every
    # in its own language's encodings alone: one Russian name makes no English text one in DOS's Cyrillic
    own = [name for name in best.language.encodings if name in best.encodings]
    return Guess(own[0], (tuple(best.encodings),)) if own else every


def _readings(sample: bytes) -> list[_Reading]:
    """The spellings that can be meant, one for all encodings that spell alike."""
    plain = MARKUP.sub(b" ", sample) if b"<" in sample else sample
    stretches = list(dict.fromkeys(HIGH.findall(sample)))
    joined = b"\n".join(stretches)
    words = frozenset(word.lower().decode("ascii") for word in ASCII_WORD.findall(plain))
    found: dict[str, _Reading] = {}
    for name in ENCODINGS:
        try:
            spelt, text = joined.decode(name), plain[:TELLING].decode(name)
        except UnicodeDecodeError:
            continue
        if spelt in found:
            found[spelt].encodings.append(name)
            continue
        language = language_of(WORD.findall(text.casefold()))
        if language is None:
            continue
        marks = frozenset(char for char in OPENING + CLOSING if char in spelt)
        context = Context(language, letters_in(name), words, marks)
        parts = spelt.split("\n")
        levels = [level(part, context) for part in parts]
        if levels.count(IMPOSSIBLE) <= SLIPS * len(levels):
            found[spelt] = _Reading([name], parts, levels, language)
    return list(found.values())


def _outweighs(one: _Reading, other: _Reading) -> bool:
    """Whether one reading is better at half of the places or more where the other spells differently, and worse at none.

    A text has one encoding, so that a place which is clear settles one which is not.
    """
    differ = [at for at, stretch in enumerate(one.stretches) if stretch != other.stretches[at]]
    clear = sum(one.levels[at] > other.levels[at] for at in differ)
    worse = sum(one.levels[at] < other.levels[at] for at in differ)
    return clear > 0 and 2 * clear >= len(differ) and worse <= SLIPS * len(differ)


def _same_beyond(data: bytes, sample: bytes, readings: list[_Reading], best: _Reading) -> bool:
    """Whether no byte that stands behind the sample alone is spelt in another way by a reading that was not ruled out by the sample."""
    if len(sample) == len(data):
        return True
    others = [name for one in readings for name in one.encodings if name != best.encodings[0]]
    new = bytes(sorted({byte for byte in set(data) - set(sample) if byte > 127}))
    spelt = new.decode(best.encodings[0], "replace")
    return "\ufffd" not in spelt and all(new.decode(name, "replace") == spelt for name in others)


def _eastern(sample: bytes) -> Guess:
    """Chinese, Japanese or Korean, known by the characters without which no text in these languages is."""
    if sum(byte > 127 for byte in sample) < MANY_HIGH * len(sample):
        return Guess("")
    able = []
    for name, (usual, least) in EASTERN.items():
        try:
            text = sample.decode(name)
        except UnicodeDecodeError:
            continue
        high = [char for char in text if char > "\x7f"]
        letters = sum(EASTERN_LETTERS.match(char) is not None for char in high)
        if letters >= (1 - SLIPS) * len(high) and sum(char in usual for char in high) >= least * len(high):
            able.append(name)
    return Guess(able[0] if len(able) == 1 else "", tuple((name,) for name in able))
