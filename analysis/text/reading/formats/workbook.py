"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods) in, the rows of their sheets out.

A cell that spans rows stands for each of them; days are days where their cells are formatted so. Formulas give what they gave when the
file was saved, and macros are not run.
"""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from . import Item, Note, Rows, Sheet, Unreadable
from .packed import part, unpacked

TOGETHER = 500  # rows that are sent at a time
MOST_MERGED = 1_000_000  # cells that others span


def read(data: bytes, asked: dict[str, Any]) -> Iterator[Item]:
    """The rows of each sheet that has any."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise Unreadable("encrypted", "", "a workbook that is locked with a password") from error
    except calamine.CalamineError as error:
        raise Unreadable("broken", "", f"it cannot be read as a workbook ({type(error).__name__})") from error
    origin = _origin_and_macros(data)
    if origin[1]:
        yield Note("", "macros", "the file holds macros, which are not run")
    for number, known in enumerate(book.sheets_metadata):
        if known.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_index(number)
        except calamine.CalamineError as error:
            raise Unreadable("broken", f"sheet {known.name}", f"it cannot be read ({type(error).__name__})") from error
        if sheet.height:
            yield Sheet(known.name, origin[0])
            if known.visible != calamine.SheetVisibleEnum.Visible:
                yield Note(f"sheet {known.name}", "hidden sheet", "it is hidden, and read all the same")
            yield from _rows(sheet, known.name)


def _origin_and_macros(data: bytes) -> tuple[str, bool]:
    """The day that numbers of days are counted from, so that day 1 is the first of January, and whether there are macros."""
    if not data.startswith(b"PK"):
        return "1899-12-30", False
    with unpacked(data) as archive:
        since_1904 = b'date1904="1"' in (about := part(archive, "xl/workbook.xml") or b"") or b'date1904="true"' in about
        return "1904-01-01" if since_1904 else "1899-12-30", "xl/vbaProject.bin" in archive.namelist()


def _rows(sheet: Any, name: str) -> Iterator[Item]:
    top, left = sheet.start or (0, 0)
    above = _spanned(sheet)
    held: dict[tuple[int, int], Any] = {}
    firsts = {*above.values()}
    waiting: list[list[Any]] = []
    at = first = top
    for at, cells in enumerate(sheet.iter_rows(), start=top):
        row = [_plain(value) for value in cells]
        for column in range(len(row)) if above else ():
            here = (at, column + left)
            if here in firsts:
                held[here] = row[column]
            elif here in above:
                row[column] = held.get(above[here], "")
        waiting.append(row)
        if len(waiting) == TOGETHER:
            yield Rows(first + 1, waiting)
            waiting, first = [], at + 1
    if waiting:
        yield Rows(first + 1, waiting)
    if above:
        yield Note(f"sheet {name}", "merged cells", f"{len(above):,} cells are read as the one above that spans them")


def _spanned(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Cells that another one above them spans, and which. A heading that spans columns stands for the first of them alone."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if len(found) + bottom - top > MOST_MERGED:
            raise Unreadable("too_large", f"sheet {sheet.name}", f"more than {MOST_MERGED:,} cells are merged with others")
        found |= {(row, left): (top, left) for row in range(top + 1, bottom + 1)}
    return found


def _plain(value: Any) -> Any:
    """A cell as JSON can hold it."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else value
