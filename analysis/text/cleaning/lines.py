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
from .markup import lines_of_blocks

TITLE, HEADING, BODY = "title", "heading", "body"

LINE_END = re.compile(r"\r\n|\n|\r")

# A line is running text when it ends like a sentence and has some words, or is longer than any heading.
SENTENCE_END = r"""[.!?…:;,]["'”’»›)\]]*$|[”"»]$"""
RUNNING_WORDS, LONG_WORDS = 6, 30
HEADING_WORDS, HEADING_CHARACTERS = 16, 120
TITLE_FACTOR = 2  # a title may have so many times the length of a heading


class Lines(NamedTuple):
    """The distinct lines of a corpus: as received, corrected, the corrections that acted, and what each looks like."""

    raw: pa.Array
    texts: list[str]
    acted: dict[int, list[str]]
    length: np.ndarray
    running: np.ndarray
    heading: np.ndarray
    title: np.ndarray


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


def place_lines(texts: list[str], on: Set[str]) -> Placed:
    """Split texts into lines, and correct and look at each distinct one. `on` names the rules in force."""
    split = [split_lines(lines_of_blocks(text) if "markup" in on and "<" in text else text) for text in texts]
    bounds = np.cumsum([0, *map(len, split)])
    encoded = pa.array([line for lines in split for line in lines], type=pa.large_string()).dictionary_encode()
    codes = encoded.indices.to_numpy().astype(np.int64)
    return Placed(look(encoded.dictionary, on), codes, bounds, np.repeat(np.arange(len(split)), np.diff(bounds)))


def split_lines(text: str) -> list[str]:
    r"""The lines of a file: what stands between line ends, and nothing after the last one.

    >>> split_lines("a\r\n\nb\n")
    ['a', '', 'b']
    """
    lines = LINE_END.split(text) if "\r" in text else text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def look(raw: pa.Array, on: Set[str]) -> Lines:
    """Correct the distinct lines, and see what each looks like.

    Running text is a sentence that ends as one and has some words, or a line of more words than any heading has. A heading is short,
    has a letter, begins with a capital, a digit or a quotation mark, and has no stop at its end; a title may be twice as long.
    """
    texts = raw.to_pylist()
    acted: dict[int, list[str]] = {}
    for code in np.flatnonzero(suspects(raw)).tolist():
        texts[code], steps = correct(texts[code], on)
        if steps:
            acted[code] = steps
    corrected = pa.array(texts, type=pa.large_string())
    length = pc.utf8_length(corrected).to_numpy()
    words = pc.count_substring(corrected, " ").to_numpy() + (length > 0)
    ends = pc.match_substring_regex(corrected, SENTENCE_END).to_numpy(zero_copy_only=False)
    begins = pc.match_substring_regex(corrected, r"""^[\p{Lu}\p{Lt}\p{Nd}“"'‘«„].*\p{L}|^[\p{Lu}\p{Lt}]""").to_numpy(
        zero_copy_only=False
    )
    running = (words >= LONG_WORDS) | ((words >= RUNNING_WORDS) & ends)
    heading, title = (
        begins & ~ends & (words <= HEADING_WORDS * factor) & (length <= HEADING_CHARACTERS * factor)
        for factor in (1, TITLE_FACTOR)
    )
    return Lines(raw, texts, acted, length, running, heading, title)
