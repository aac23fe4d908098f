"""The sheets of a workbook, as its reader finds them, in; a table for each out, with the row that is its heading found."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from ...limits import MOST_COLUMNS, MOST_ROWS
from .files import Fault
from .formats import Item, Note, Rows, Sheet
from .tabular import Cells, Table

LOOKED_AT = 20  # rows among which the heading is: exports say above it what was searched for
FIRST_DAY, LAST_DAY = 15_000, 80_000  # of numbers that are days, in 1941 and in 2119; a year is no such number

Sheets = Iterator[tuple[str, Table]]


def tables(items: Iterable[Item], digest: str, known: Callable[[str], bool]) -> Sheets:
    """The sheets of a workbook that have a row below their heading, each with its name.

    known : whether a column's name is one that such columns usually have
    """
    sheet: Sheet | None = None
    rows: list[tuple[int, list[Any]]] = []
    notes: list[Note] = []
    for item in items:
        if isinstance(item, Sheet):
            yield from _table(sheet, rows, notes, digest, known)
            sheet, rows, notes = item, [], notes if sheet is None else []
        elif isinstance(item, Rows):
            rows += [
                (number, cells)
                for number, cells in enumerate(item.cells, start=item.first)
                if any(cell not in ("", None) for cell in cells)
            ]
            if len(rows) > MOST_ROWS:
                raise Fault("too_large", f"sheet {sheet.name}, row {rows[-1][0]}", f"more than {MOST_ROWS:,} rows")
        else:
            notes.append(item)
    yield from _table(sheet, rows, notes, digest, known)


def with_day(cells: Cells, column: str | None, origin: str) -> Cells:
    """A row whose date, if it is a number of days, is a day.

    >>> with_day({"date": 45593.0, "n": 45593}, "date", "1899-12-30"), with_day({"date": 2024}, "date", "1899-12-30")
    ({'date': '2024-10-28', 'n': 45593}, {'date': 2024})
    """
    value = cells.get(column)
    if isinstance(value, bool) or not isinstance(value, int | float) or not FIRST_DAY <= value <= LAST_DAY:
        return cells
    return {**cells, column: (date.fromisoformat(origin) + timedelta(days=int(value))).isoformat()}


def _table(
    sheet: Sheet | None, rows: list[tuple[int, list[Any]]], notes: list[Note], digest: str, known: Callable[[str], bool]
) -> Sheets:
    if sheet is None or not rows:
        return
    at = next(
        (
            at
            for at, (_, cells) in enumerate(rows[:LOOKED_AT])
            if sum(_is_known(cell, known) for cell in cells) > 0 and _n(cells) > 1
        ),
        0,
    )
    columns = _columns(rows[at][1])
    told = [("", note.kind, note.detail) for note in notes]
    if at:
        told.append(("", "above the heading", f"rows that stand above the heading, and are not read: {at:,}"))
    below = [(f"row {number}", _row(columns, cells)) for number, cells in rows[at + 1 :]]
    if below:
        named = [name for name in columns if name]
        yield sheet.name, Table(named, below, "utf-8", "utf-8", digest, notices=tuple(told), days=sheet.origin)


def _is_known(cell: Any, known: Callable[[str], bool]) -> bool:
    return isinstance(cell, str) and known(cell)


def _n(cells: list[Any]) -> int:
    return sum(cell not in ("", None) for cell in cells)


def _columns(cells: list[Any]) -> list[str]:
    """The names of columns; one that stands there again gets a number. Raises Fault `too_large`."""
    if len(cells) > MOST_COLUMNS:
        raise Fault("too_large", "", f"{len(cells):,} columns; the most read is {MOST_COLUMNS:,}")
    columns: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = " ".join(str(cell if cell is not None else "").split()) or f"column_{number}"
        columns.append(name if name not in columns else f"{name} ({number})")
    return columns


def _row(columns: list[str], cells: list[Any]) -> Cells:
    return dict(zip(columns, cells, strict=False))
