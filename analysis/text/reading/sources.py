"""sources.csv: which outlet each file is from, when it appeared, and what else its user knows of it. CSV in, rows out.

The file is written by hand or in a spreadsheet, so every fault is named with its line and what to do.
"""

import csv
import fnmatch
import io
import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ...errors import CorpusError
from ...formulas import unmarked
from ...limits import LARGEST_SOURCES, MOST_COLUMNS, MOST_GLOBS, MOST_SOURCES, read_small
from .dates import NoDate, read_date
from .decode import known_encoding
from .dialect import recognise

NAME = "sources.csv"
REQUIRED = ("file", "source")
KNOWN = (*REQUIRED, "doc_id", "outlet_type", "date", "language", "title", "url", "note", "encoding")
# what a file should be: its SHA-256 and its size in bytes. No slip of the pen is looked for, since `site` is one letter from `size`.
EXPECTED = ("hash", "size")
ABOUT_THE_FILE = ("encoding", *EXPECTED)
# columns of the table `articles` that are worked out, not given; year, month and week can be given too, and then are the user's
RESERVED = ("date_start", "date_end", "sha256", "text", "place")
SAMPLE = 10_000  # characters, among which the heading is
GLOB = re.compile(r"[*?\[]")


class Row(NamedTuple):
    """One row of sources.csv: its line, and its cells by column name; empty cells are left out."""

    line: int
    cells: dict[str, str]


class Sources:
    """What sources.csv says: its columns in order, and its rows. The state kept is the rows by name, so that looking up is quick.

    notices : (line, detail) of each date that stands for none, and is missing
    """

    def __init__(self, columns: tuple[str, ...], rows: tuple[Row, ...], notices: tuple[tuple[str, str], ...] = ()):
        self.columns, self.rows, self.notices = columns, rows, notices

    def row_of(self, file: str) -> Row | None:
        """The row that names this file, or else the one whose glob it matches; None where none does.

        A name that is spelt with other code points for the same letters (NFC, NFD) names the file too, if no row names it exactly.
        Raises CorpusError where two globs match, since either could be meant.
        """
        exact = self._by_name.get(file) or self._by_letters.get(unicodedata.normalize("NFC", file))
        if exact is not None:
            return exact
        globs = [row for row in self._globs if fnmatch.fnmatchcase(file, row.cells["file"])]
        if len(globs) > 1:
            message = f"'{file}' matches this row and the one on line {globs[0].line}"
            raise CorpusError(message, file=NAME, line=globs[1].line, remedy="Make one of the globs narrower")
        return globs[0] if globs else None

    @cached_property
    def _by_name(self) -> dict[str, Row]:
        return {row.cells["file"]: row for row in self.rows}

    @cached_property
    def _by_letters(self) -> dict[str, Row]:
        return {unicodedata.normalize("NFC", row.cells["file"]): row for row in reversed(self.rows)}

    @cached_property
    def _globs(self) -> list[Row]:
        return [row for row in self.rows if GLOB.search(row.cells["file"])]


def read_sources(folder: Path, date_format: str | None = None, is_marked: bool = False) -> Sources | None:
    """Read sources.csv of a corpus folder; None where there is none.

    date_format : the form of dates that are not ISO 8601, see dates.read_date
    is_marked   : cells that would be formulas have an apostrophe before them, which is taken away

    Raises CorpusError with the line for: not UTF-8; no row; a column that is required and missing, given twice, reserved, or a
    slip of the pen away from a known one; a row with too many or too few cells or without file or source; a file named twice;
    a date that is not one; an encoding that does not exist; a hash or a size that cannot be one.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        text = read_small(path, LARGEST_SOURCES, CorpusError, NAME).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"is not UTF-8 at byte {error.start}", file=NAME, remedy="Save it as 'CSV UTF-8'") from error
    # a spreadsheet set to German or Russian writes semicolons
    delimiter = recognise(text[:SAMPLE].splitlines(keepends=True)[:1], lambda name: name in KNOWN).delimiter
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    notices: list[tuple[str, str]] = []
    columns: tuple[str, ...] = ()
    globs = 0
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            cells = [unmarked(cell) for cell in cells] if is_marked else cells
            if not columns:
                columns = _columns(cells, reader.line_num)
            else:
                rows.append(_row(columns, cells, reader.line_num, date_format, notices))
                globs += GLOB.search(rows[-1].cells["file"]) is not None
                _few(len(rows), globs, reader.line_num)
    except csv.Error as error:
        raise CorpusError(f"is not valid CSV: {error}", file=NAME, line=reader.line_num, remedy="Check its quotes") from error
    if not rows:
        raise CorpusError("has no row", file=NAME, remedy="List the articles, or take the file out of the folder")
    _distinct(rows)
    return Sources(columns, tuple(rows), tuple(notices))


def own_name(name: str, columns: Iterable[str]) -> str:
    """How sources.csv may call a column of a corpus: one of its own that would be refused, or taken for another, ends in _given.

    >>> own_name("region", ["region"]), own_name("notes", ["notes"]), own_name("notes", ["note", "notes"]), own_name("size", ["size"])
    ('region', 'notes_given', 'notes', 'size_given')
    """
    taken = name in (*RESERVED, *EXPECTED) or any(known not in columns and _slip(name, known) for known in KNOWN)
    return f"{name}_given" if name not in KNOWN and taken else name


def _few(n_rows: int, n_globs: int, line: int) -> None:
    if n_rows > MOST_SOURCES:
        remedy = "Name the files of a folder by one pattern, such as post/*.txt"
        raise CorpusError(f"has more than {MOST_SOURCES:,} rows", file=NAME, line=line, remedy=remedy)
    if n_globs > MOST_GLOBS:
        raise CorpusError(f"has more than {MOST_GLOBS:,} patterns of files", file=NAME, line=line, remedy="Name files in full")


def _columns(cells: list[str], line: int) -> tuple[str, ...]:
    columns = tuple(cell.strip() for cell in cells)
    if len(columns) > MOST_COLUMNS:
        message = f"has {len(columns):,} columns; the most read is {MOST_COLUMNS:,}"
        raise CorpusError(message, file=NAME, line=line, remedy="Delete those that nobody needs")
    for name in columns:
        if not name:
            raise CorpusError("a column has no name", file=NAME, line=line, remedy="Name it, or delete it")
        if columns.count(name) > 1:
            raise CorpusError(f"the column '{name}' stands twice", file=NAME, line=line, remedy="Keep one of them")
        if name in RESERVED:
            raise CorpusError(f"the column name '{name}' is used by Parallax", file=NAME, line=line, remedy="Rename it")
        meant = next((known for known in KNOWN if known not in columns and _slip(name, known)), None)
        if meant is not None:
            message = f"the column '{name}' looks like '{meant}'"
            raise CorpusError(message, file=NAME, line=line, remedy=f"Write '{meant}', or choose a name that is less like it")
    for name in REQUIRED:
        if name not in columns:
            message = f"lacks the column '{name}'"
            raise CorpusError(message, file=NAME, line=line, remedy=f"Add it; the columns are: {', '.join(KNOWN)}")
    return columns


def _row(columns: tuple[str, ...], cells: list[str], line: int, date_format: str | None, notices: list[tuple[str, str]]) -> Row:
    if len(cells) != len(columns):
        message = f"has {len(cells)} cells where the heading has {len(columns)}"
        raise CorpusError(message, file=NAME, line=line, remedy="Put cells that hold a comma in quotes")
    row = Row(line, {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if cell.strip()})
    for name in REQUIRED:
        if name not in row.cells:
            raise CorpusError(f"the row has no '{name}'", file=NAME, line=line, remedy="Fill the cell")
    if "date" in row.cells:
        try:
            row.cells["date"] = read_date(row.cells["date"], date_format)
        except NoDate as error:
            notices.append((f"line {line}", f"{error}; the date is missing"))
            del row.cells["date"]
        except ValueError as error:
            raise CorpusError(str(error), file=NAME, line=line, remedy="Write the date so, or leave the cell empty") from error
    for name in ("doc_id", *EXPECTED):
        if name in row.cells and GLOB.search(row.cells["file"]):
            raise CorpusError(f"a glob of files cannot have one {name}", file=NAME, line=line, remedy=f"Leave {name} empty")
    _about_the_file(row)
    return row


def _about_the_file(row: Row) -> None:
    cells = row.cells
    if "encoding" in cells and known_encoding(cells["encoding"]) is None:
        message = f"there is no encoding '{cells['encoding']}'"
        raise CorpusError(message, file=NAME, line=row.line, remedy="Write it as utf-8, windows-1251 or koi8-r")
    if "hash" in cells and not re.fullmatch(r"[0-9a-fA-F]{64}", cells["hash"]):
        message = f"'{cells['hash']}' is not a SHA-256"
        raise CorpusError(message, file=NAME, line=row.line, remedy="Write its 64 digits, or leave the cell empty")
    if "size" in cells and not re.fullmatch(r"[0-9]{1,18}", cells["size"]):
        message = f"'{cells['size']}' is not a size in bytes"
        raise CorpusError(message, file=NAME, line=row.line, remedy="Write a whole number, or leave the cell empty")


def _distinct(rows: list[Row]) -> None:
    for name in ("file", "doc_id"):
        first: dict[str, Row] = {}
        for row in rows:
            value = row.cells.get(name)
            if value is not None and value in first:
                other = first[value]
                message = f"{name} '{value}' stands here ({row.cells['file']}) and on line {other.line} ({other.cells['file']})"
                raise CorpusError(message, file=NAME, line=row.line, remedy="Keep one of them")
            if value is not None:
                first[value] = row


def _slip(name: str, known: str) -> bool:
    """Whether two names are one letter apart: changed, missing, added, or two neighbours swapped; capital letters ignored."""
    name = name.casefold()
    if name == known:
        return True
    if len(name) == len(known):
        differ = [at for at in range(len(known)) if name[at] != known[at]]
        swapped = len(differ) == 2 and name[differ[0]] == known[differ[1]] and name[differ[1]] == known[differ[0]]
        return len(differ) == 1 or (swapped and differ[1] == differ[0] + 1)
    short, long = sorted((name, known), key=len)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
