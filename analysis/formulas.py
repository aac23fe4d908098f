"""Cells that a spreadsheet would take for formulas. Texts in, texts that are none out, and back again.

What writes tables marks such cells, and what reads a corpus takes the mark away where corpus.toml says that it is there; so both are
held to one form here.
"""

import re

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection); full-width forms are read the same way.
BEGINS = r"[=+\-@\t\r\n\0＝＋－＠]"
FORMULA = re.compile(f"^{BEGINS}")
MARK = "'"
TO_MARK, MARKED = re.compile(f"^{MARK}*{BEGINS}"), re.compile(f"^{MARK}+{BEGINS}")


def marked(text: str) -> str:
    """The text with an apostrophe before it where it would be a formula, or looks marked already, so that `unmarked` gives it back.

    >>> [marked(text) for text in ("=1+1", "- No.", "'- No.", "No.", "'No'")]
    ["'=1+1", "'- No.", "''- No.", 'No.', "'No'"]
    """
    return MARK + text if TO_MARK.match(text) else text


def unmarked(text: str) -> str:
    """The text that `marked` was given.

    >>> [unmarked(text) for text in ("'=1+1", "''- No.", "No.", "'No'")]
    ['=1+1', "'- No.", 'No.', "'No'"]
    """
    return text[len(MARK) :] if MARKED.match(text) else text
