"""Rich Text Format (.rtf) in, one article out: its text, without heads and feet of pages, pictures and the instructions of fields."""

import re
from collections.abc import Iterator
from typing import Any

from . import Article, Item, Unreadable
from .blocks_of_text import rows_of_table

CELLS = re.compile(r"^(?:[^|\n]*\|)+$")


def read(data: bytes, asked: dict[str, Any]) -> Iterator[Item]:
    """The article of a document."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("broken", "", "it does not begin as rich text does")
    if data.count(b"}") < data.count(b"{") // 2 or not data.rstrip(b"\0\r\n\t ").endswith(b"}"):
        raise Unreadable("broken", "", "it ends too early")
    # its reader would write the address of a link behind the link's words
    source = data.decode("latin-1").replace("HYPERLINK", "")
    try:
        text = rtf_to_text(source)
    except (UnicodeError, LookupError) as error:
        raise Unreadable("broken", "", "some of its letters do not exist in the encoding that it declares") from error
    yield Article("", "\n".join(_lines(text.replace("\u00ad", ""))), {})


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, with each run of rows of a table as such."""
    rows: list[list[list[str]]] = []
    for line in [*text.split("\n"), ""]:
        if CELLS.match(line):
            rows.append([[cell.strip()] if cell.strip() else [] for cell in line.split("|")[:-1]])
            continue
        yield from rows_of_table(rows) if rows else ()
        rows = []
        yield line.rstrip()
