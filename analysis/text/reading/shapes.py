"""Texts that nobody wrote: a letter with thousands of marks, a word of a million letters. A text in, a reason to set it aside out.

What follows takes longer than in proportion for some of them: marks on a letter are put in order by comparing each with each.
"""

import re
import sys
import unicodedata
from functools import cache

from ...limits import LONGEST_TEXT, LONGEST_WORD, MOST_MARKS
from .files import Fault

SPACE = re.compile(r"\s")


def refuse_shape(text: str) -> None:
    """Raise Fault `too_large` for a text that is too long, or has a word that is, or too many marks on one letter.

    >>> refuse_shape("A plain text, with e\u0301 as two characters.")
    """
    if len(text) > LONGEST_TEXT:
        raise Fault("too_large", "", f"{len(text):,} characters; the largest read is {LONGEST_TEXT:,}")
    half = LONGEST_WORD // 2  # what is longer than LONGEST_WORD covers one whole stretch of half that
    unbroken = (SPACE.search(text, start, start + half) is None for start in range(0, len(text) - half, half))
    if any(unbroken) and (longest := max(map(len, text.split()), default=0)) > LONGEST_WORD:
        raise Fault("too_large", "", f"{longest:,} characters without a space; the longest read is {LONGEST_WORD:,}")
    # so many marks in a row cover one of these places, so that hardly a text is looked at in whole
    if any(map(unicodedata.combining, text[:: MOST_MARKS // 2])) and (found := _piled().search(text)):
        line = text.count("\n", 0, found.start()) + 1
        raise Fault("too_large", f"line {line}", f"a letter with more than {MOST_MARKS:,} marks on it")


@cache
def _piled() -> re.Pattern:
    marks = "".join(char for char in map(chr, range(0x300, sys.maxunicode + 1)) if unicodedata.combining(char))
    return re.compile(rf"[{re.escape(marks)}]{{{MOST_MARKS + 1}}}")
