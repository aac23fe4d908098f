"""The lines of a corpus, each with what it looks like. Articles' texts in, lines and their places out.

Whatever depends on a line alone is asked once per distinct line; `Placed` says where each of them stands.
"""

import re
from collections.abc import Set
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .characters import correct, suspects

TITLE, HEADING, BODY = "title", "heading", "body"

LINE_END = re.compile(r"\r\n|\n|\r")

# A line is running text when it ends like a sentence and has some words, or is longer than any heading.
SENTENCE_END = r"""[.!?…:;,؟۔।。！？；]["'”’»›)\]」』]*$|[”"»」』]$"""
RUNNING_WORDS, LONG_WORDS = 6, 30
HEADING_WORDS, HEADING_CHARACTERS = 16, 120
# A line that could be a title although it ends as a sentence does, or in a quotation: one sentence that asks, exclaims or breaks off.
MAY_ASK = r"""[?!…؟！？]["'”’»›)\]」』]*$|\.\.\.["'”’»›]*$|[^.,;:]["”»」』]$"""
SEVERAL = r"""(?:[?!…؟]|\p{L}{3}\.)["'”’»›)\]]* ["'“‘«„(]*[\p{Lu}\p{Lo}]|[。！？].*\p{L}"""
BEGINS = r"""^[\p{Lu}\p{Lt}\p{Lo}\p{Nd}“"'‘«„»¿¡「『《【(\[#@$€£…].*\p{L}|^[\p{Lu}\p{Lt}\p{Lo}]"""
TITLE_FACTOR = 2  # a title may have so many times the length of a heading


class Lines(NamedTuple):
    """The distinct lines of a corpus: as received, corrected, the corrections that acted, and what each looks like.

    `perhaps` tells what is a title only where the lines around it bear it out: it asks, or begins with a small letter.
    """

    raw: pa.Array
    texts: list[str]
    acted: dict[int, list[str]]
    length: np.ndarray
    running: np.ndarray
    heading: np.ndarray
    title: np.ndarray
    perhaps: np.ndarray


class Placed(NamedTuple):
    """Where the lines of a corpus stand: for each its place in `lines` and the number of its article; bounds[i] to bounds[i + 1]
    are the lines of article i."""

    lines: Lines
    codes: np.ndarray
    bounds: np.ndarray
    article: np.ndarray


class Verdicts(NamedTuple):
    """For each line of the corpus: whether it is removed, the rule that says so ("" for none), its part, its text if it was cut."""

    removed: np.ndarray
    rule: np.ndarray
    part: np.ndarray
    cut: dict[int, str]


def place_lines(split: list[list[str]], on: Set[str]) -> Placed:
    """Correct and look at each distinct line of some texts. `on` names the rules in force."""
    bounds = np.cumsum([0, *map(len, split)])
    flat = [line for lines in split for line in lines]
    encoded = pa.array(flat, type=pa.large_string()).dictionary_encode()
    codes = encoded.indices.to_numpy().astype(np.int64)
    first = np.zeros(len(encoded.dictionary), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    texts = [flat[at] for at in first.tolist()]  # the same strings, so that no text is there twice
    return Placed(look(encoded.dictionary, on, texts), codes, bounds, np.repeat(np.arange(len(split)), np.diff(bounds)))


def split_lines(text: str) -> list[str]:
    r"""The lines of a file: what stands between line ends, and nothing after the last one.

    >>> split_lines("a\r\n\nb\n")
    ['a', '', 'b']
    """
    lines = LINE_END.split(text) if "\r" in text else text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def look(raw: pa.Array, on: Set[str], texts: list[str] | None = None) -> Lines:
    """Correct the distinct lines, and see what each looks like. `texts` are the same lines, where they are there already.

    Running text is a sentence that ends as one and has some words, or a line of more words than any heading has. A heading is short,
    has a letter, begins with a capital, a digit or a quotation mark, and has no stop at its end; a title may be twice as long.
    """
    texts = raw.to_pylist() if texts is None else texts
    acted: dict[int, list[str]] = {}
    for code in np.flatnonzero(suspects(raw)).tolist():
        texts[code], steps = correct(texts[code], on)
        if steps:
            acted[code] = steps
    corrected = pa.array(texts, type=pa.large_string()) if acted else raw
    length = pc.utf8_length(corrected).to_numpy()
    words = pc.count_substring(corrected, " ").to_numpy() + (length > 0)
    ends = pc.match_substring_regex(corrected, SENTENCE_END).to_numpy(zero_copy_only=False)
    short = (words <= HEADING_WORDS) & (length <= HEADING_CHARACTERS)
    begins = pc.match_substring_regex(corrected, BEGINS).to_numpy(zero_copy_only=False)
    small = short & ~ends & pc.match_substring_regex(corrected, r"^\p{Ll}").to_numpy(zero_copy_only=False)
    asks = short & begins & ends
    asks[asks] = _alone(corrected.filter(pa.array(asks)))
    running = (words >= LONG_WORDS) | ((words >= RUNNING_WORDS) & ends & ~asks)
    heading, title = (
        begins & ~ends & (words <= HEADING_WORDS * factor) & (length <= HEADING_CHARACTERS * factor)
        for factor in (1, TITLE_FACTOR)
    )
    return Lines(raw, texts, acted, length, running, heading, title, asks | small)


def _alone(lines: pa.Array) -> np.ndarray:
    """Whether each of some lines is one sentence that asks, exclaims or breaks off, or ends in a quotation."""
    asks, several = (pc.match_substring_regex(lines, look).to_numpy(zero_copy_only=False) for look in (MAY_ASK, SEVERAL))
    return asks & ~several
