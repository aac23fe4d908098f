"""Tables that are no articles: lists of files, and those in which nothing is as long as a text. Tables in, judgements out.

A list of files with their dates and pages lies beside many a corpus. It stops nothing: it is set aside, and told of.
"""

from collections.abc import Iterator

from .corpus_file import NAME as CORPUS_FILE
from .files import Fault
from .sources import NAME
from .tabular import Table

ROWS = 200  # of a table, by which it is judged
LONG = 200  # characters, on average, of a cell that can be a text
NAMES = 12  # of columns in a message
NO_TEXT = "no_text"


def listing(table: Table, names: frozenset[str]) -> str | None:
    """The column of a table that names files of the corpus, another in each row, in half of its rows or more; None without one.

    names : of the files, with the folders they lie in and without
    """
    for column, values in _columns(table):
        there = [value for value in values if value in names]
        if 2 * len(there) >= len(values) and len(set(there)) == len(there):
            return column
    return None


def no_articles(column: str) -> Fault:
    """Why a list of files is set aside."""
    detail = f"a list of files and no articles: its column '{column}' names files of this folder"
    return Fault(NO_TEXT, "", f"{detail}. With the columns file and source it can be {NAME}")


def holds_texts(table: Table) -> bool:
    """Whether a column of a table is long enough to be articles, so that setting it aside loses some."""
    return any(sum(map(len, values)) >= LONG * len(values) for _, values in _columns(table))


def no_source(columns: list[str], source: str, n: int) -> str:
    """What is told where no column of a table is known to name the outlet."""
    names = ", ".join(columns[:NAMES])
    one = f"no column is known to name the outlet, so its rows ({n:,}) are all of one, '{source}'"
    return f'{one}. [columns] source = "…" in {CORPUS_FILE} names it; the file has: {names}'


def _columns(table: Table) -> Iterator[tuple[str, list[str]]]:
    """The texts of each column in the first rows, without empty cells."""
    rows = [cells for _, cells in table.rows[:ROWS] if isinstance(cells, dict)]
    for column in table.columns:
        values = [value.strip() for cells in rows if isinstance(value := cells.get(column), str) and value.strip()]
        if values:
            yield column, values
