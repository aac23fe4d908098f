"""A raw line in, the line with its characters corrected out, and the names of the rules that changed it.

Corrections do not change what was written, only how it is stored: one form for each letter, one space between words, nothing unseen.
Most lines need none, so that one look at all of them (`suspects`) finds the few that are corrected one by one.
"""

import re
import unicodedata
from collections.abc import Set

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...spelling import GROUPED, GROUPING
from .markup import SUSPECT as MARKUP
from .markup import without_markup

# in the order they are applied
CORRECTIONS = ("mojibake", "markup", "unicode", "invisible", "white_space", "quotation_marks")

INVISIBLE = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
SPACES = re.compile(r"\s+")
# look-alikes, as other programs and typists leave them; marks that have a direction keep it
MARKS = str.maketrans({"″": '"', "‶": '"', "＂": '"', "‟": "“", "＇": "’", "ʼ": "’", "ꞌ": "’", "`": "'", "´": "’"})
DOUBLED = re.compile(r"''|‘‘|’’|,,(?=\w)|<<(?=\S)|(?<=\S)>>")
DOUBLES = {"''": '"', "‘‘": "“", "’’": "”", ",,": "„", "<<": "«", ">>": "»"}

# What UTF-8 looks like when it was read by a table of single bytes: a first byte with a second one behind it. Cyrillic pairs have to
# come in twos, since words begin with a pair (Сім, Рівне).
BROKEN = re.compile(
    "[ÂÃÄÅÌÎÏÐÑâ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a€™]"
    "|(?:[РС][^\\sА-Яа-я\\x00-\\x7f]){2}"
)
# Characters and runs of characters that no correction touches are everything else; RE2, for pyarrow.
SUSPECT = r"[^ !-_a-z{|}~А-яЁёІіЇїЎўЄєҐґ“”‘’«»„–—…№€©°]|  |^ | $|''|‘‘|’’|,,|<<|>>|(?:[РС][^ А-Яа-я\x00-\x7f]){2}|"
SUSPECT += MARKUP


def suspects(lines: pa.Array) -> np.ndarray:
    """For each line whether `correct` might change it; never False for one that it would change."""
    return pc.match_substring_regex(lines, SUSPECT).to_numpy(zero_copy_only=False)


def correct(raw: str, on: Set[str] = frozenset(CORRECTIONS)) -> tuple[str, list[str]]:
    """Correct the characters of a line.

    Returns the line, and the ids of the rules that changed it, in the order they were applied. `on` names the rules in force.

    >>> correct("He\u00adllo,  \u2033world\u2033")
    ('Hello, "world"', ['invisible', 'white_space', 'quotation_marks'])
    """
    steps = (
        decode_again,
        without_markup,
        lambda line: unicodedata.normalize("NFC", line),
        lambda line: INVISIBLE.sub("", line),
        one_space,
        lambda line: DOUBLED.sub(lambda match: DOUBLES[match[0]], line.translate(MARKS)),
    )
    line, acted = raw, []
    for rule, step in zip(CORRECTIONS, steps, strict=True):
        after = step(line) if rule in on else line
        if after != line:
            acted.append(rule)
        line = after
    return line, acted


def one_space(line: str) -> str:
    """The line with one space between words. Between the groups of a number a space that breaks no line stays, as U+00A0.

    >>> one_space("  1\u202f300\u202f000  roubles in\u00a02024")
    '1\\xa0300\\xa0000 roubles in 2024'
    """
    if not any(char in line for char in GROUPING):
        return SPACES.sub(" ", line).strip()
    return "\u00a0".join(SPACES.sub(" ", part) for part in GROUPED.split(line)).strip()


def decode_again(line: str) -> str:
    """The line read by the right table of characters, where it was read by a wrong one.

    A line that would lose a character by it (a replacement character would stand for what cannot be known) stays as it is.

    >>> decode_again("cafÃ© â€œMinskâ€\x9d"), decode_again("São Paulo, NÃO")
    ('café “Minsk”', 'São Paulo, NÃO')
    """
    if BROKEN.search(line) is None:
        return line
    import ftfy  # here, since it takes a while and few corpora need it

    again = ftfy.fix_encoding(line)
    return line if again.count("\ufffd") > line.count("\ufffd") else again
