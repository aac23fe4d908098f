"""How a CSV file is divided: by which character, and what its quotation mark is. Its first lines in, the two characters out.

Both are taken from what the heading says, and from whether all rows come out as long as it; what neither tells is the standard's: comma
and ". Whoever knows better declares them in corpus.toml.
"""

import csv
from collections.abc import Callable
from typing import NamedTuple

DELIMITERS = (",", ";", "\t", "|")
QUOTE, SINGLE = '"', "'"
ENOUGH = 3  # rows whose cells all stand in single quotation marks, from which these are the file's; fewer can be quotations


class Dialect(NamedTuple):
    """The character between cells, and the one around a cell."""

    delimiter: str
    quotechar: str


def recognise(
    lines: list[str], known: Callable[[str], bool], delimiter: str | None = None, quotechar: str | None = None
) -> Dialect:
    """The dialect of a file that begins with these lines, of which the last may be cut short.

    known                : whether a column's name is one that such columns usually have
    delimiter, quotechar : what is declared

    The delimiter is the one that makes most known names of the heading, the first of DELIMITERS where several do; and where none makes
    any, the only one that makes several cells of it and as many of each row.

    >>> recognise(["id;text\\n", "1;Yes, it is\\n"], {"id", "text"}.__contains__)
    Dialect(delimiter=';', quotechar='"')
    >>> recognise(["'id','text'\\n", "'1','Yes, it ''is'\\n"], {"id", "text"}.__contains__)
    Dialect(delimiter=',', quotechar="'")
    """
    heading = lines[0] if lines else ""
    chosen = delimiter or _delimiter(heading, lines, known)
    return Dialect(chosen, quotechar or _quotechar(heading, lines, chosen, known))


def _delimiter(heading: str, lines: list[str], known: Callable[[str], bool]) -> str:
    counts = {}
    for delimiter in DELIMITERS:
        cells = [cell.strip() for cell in next(iter(_rows([heading], delimiter, QUOTE)), [])]
        counts[delimiter] = sum(known(cell.strip(SINGLE)) for cell in cells) if len(cells) > 1 else 0
    best = max(DELIMITERS, key=counts.__getitem__)
    if counts[best]:
        return best
    even = [delimiter for delimiter in DELIMITERS if _even(lines, delimiter, QUOTE)]
    return even[0] if len(even) == 1 else DELIMITERS[0]


def _quotechar(heading: str, lines: list[str], delimiter: str, known: Callable[[str], bool]) -> str:
    cells = [cell.strip() for cell in heading.strip().split(delimiter)]
    if all(_wrapped(cell) for cell in cells) and any(known(cell[1:-1]) for cell in cells):
        return SINGLE
    if not _even(lines, delimiter, SINGLE):
        return QUOTE
    rows = [row for row in _rows(lines, delimiter, QUOTE, strict=False)[1:-1] if row]
    if _even(lines, delimiter, QUOTE):  # both can be: then only columns that stand in single marks throughout tell
        columns = zip(*rows, strict=False)
        wrapped = [all(_wrapped(cell) for cell in column) for column in columns]
        return SINGLE if any(wrapped) and len(rows) >= ENOUGH else QUOTE
    return SINGLE if any(cell.startswith(SINGLE) for row in rows for cell in row) else QUOTE


def _even(lines: list[str], delimiter: str, quotechar: str) -> bool:
    """Whether each row has as many cells as the heading, and that more than one; the last row, which may be cut, aside."""
    rows = [row for row in _rows(lines, delimiter, quotechar) if row]
    rows = rows[:-1] if len(rows) > 2 else rows
    return len(rows) > 1 and len(rows[0]) > 1 and all(len(row) == len(rows[0]) for row in rows)


def _rows(lines: list[str], delimiter: str, quotechar: str, strict: bool = True) -> list[list[str]]:
    """The rows of some lines as they are divided so; none where they cannot be, but for a row that is cut at the end."""
    found: list[list[str]] = []
    try:
        for row in csv.reader(iter(lines), delimiter=delimiter, quotechar=quotechar, strict=strict):
            found.append(row)
    except csv.Error as error:
        return found if "unexpected end" in str(error) else []
    return found


def _wrapped(cell: str) -> bool:
    return len(cell) > 1 and cell[0] == cell[-1] == SINGLE
