"""The rows of a table and the lines of one row, counted while they are read, so that a table without an end comes to one."""

from collections.abc import Iterator

from ...limits import LONGEST_ROW, MOST_FAULTS, MOST_LINES, MOST_ROWS
from .files import Fault


class Rows:
    """The rows of a table so far. The state kept is how many of them are faults, so that a file of these alone comes to an end."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, dict | Fault]] = []
        self.n_faults = 0

    def add(self, at: str, cells: dict | Fault) -> None:
        """Raises Fault for the whole file where more than MOST_FAULTS of its rows are one."""
        place = f"row {len(self.rows) + 1}, {at}"
        self.rows.append((place, cells))
        self.n_faults += isinstance(cells, Fault)
        if self.n_faults > MOST_FAULTS:
            raise too_many(place, cells)
        if len(self.rows) > MOST_ROWS:
            raise Fault("too_large", place, f"more than {MOST_ROWS:,} rows")


def too_many(place: str, last: Fault) -> Fault:
    """The fault of a file of which more than MOST_FAULTS rows cannot be read, the last one for this reason."""
    return Fault(last.reason, place, f"more than {MOST_FAULTS:,} rows of this file cannot be read; here: {last.detail}")


class RowLines:
    """The lines of a CSV file, for its reader. The state kept is where a row began, so that one without an end is not waited for."""

    def __init__(self, lines: Iterator[str]):
        self.lines, self.first, self.n, self.size = lines, 1, 0, 0

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.n, self.size = self.n + 1, self.size + len(line)
            if self.n > MOST_LINES:
                lines = f"a row of more than {MOST_LINES:,} lines: a quotation mark is not closed"
                raise Fault("csv_structure", f"line {self.first}", lines)
            if self.size > LONGEST_ROW:
                raise Fault("too_large", f"line {self.first}", f"a row of more than {LONGEST_ROW:,} characters")
            yield line

    def end_row(self, last: int) -> int:
        """Begin the next row behind line `last`; the line that the row before began in."""
        first, self.first, self.n, self.size = self.first, last + 1, 0, 0
        return first
