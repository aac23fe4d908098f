"""An analyst's own words for the front page: why this report was made, for whom, what to look at.

Comes in: the file that `--note` names, and the title that `--title` gives. Goes out: text. It exists so that a file that cannot be
meant is refused before anything is read or run.
"""

import unicodedata
from pathlib import Path

from ...errors import UsageError
from ...limits import LARGEST_DESCRIBING, read_small

LONGEST_NOTE = 10_000  # characters, some five pages of print: beyond that it is a document of its own
LONGEST_TITLE = 200


def read_note(path: Path) -> str:
    """The text of a note.

    Raises UsageError if there is no such file, if it is a pipe or a device, which may never end, if it is not UTF-8, if nothing
    stands in it, or if it is longer than LONGEST_NOTE.
    """
    file = str(path)
    try:
        text = read_small(path, LARGEST_DESCRIBING).decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"cannot read this note ({error.strerror})", file=file, remedy="Name a Markdown file by --note"
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError("this note is not UTF-8", file=file, remedy="Save it as UTF-8") from error
    text = text.replace("\r\n", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        if any(unicodedata.category(char) == "Cc" and char != "\t" for char in line):
            raise UsageError("this note holds a control character", file=file, line=number, remedy="Save it as plain text")
    if not text.strip():
        raise UsageError("this note is empty", file=file, remedy="Write into it, or leave --note out")
    if len(text) > LONGEST_NOTE:
        raise UsageError(f"this note has more than {LONGEST_NOTE:,} characters", file=file, remedy="Shorten it")
    return text


def checked_title(title: str | None) -> str | None:
    """The title on one line, or None where none is given.

    Raises UsageError for one that is longer than LONGEST_TITLE.

    >>> checked_title(" Two\\nlines "), checked_title(" ")
    ('Two lines', None)
    """
    title = " ".join((title or "").split())
    if len(title) > LONGEST_TITLE:
        message, remedy = f"the title has more than {LONGEST_TITLE} characters", "Say the rest in a note, by --note"
        raise UsageError(message, remedy=remedy, about="title")
    return title or None
