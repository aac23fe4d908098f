"""Tables as data: headings with units, numbers as they are written and as they are, columns explained, the whole table beside the page.

A frame in, a record out. Headings, units and forms of numbers come from columns.COLUMNS, so that a column looks and means the same
on every page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from ...arguments import as_table, require_columns, require_whole, words
from ...columns import COLUMNS, Column
from ...columns.of_tables import OF_TABLES
from ...display.records import SHOWN, SHOWN_ROWS, Record, plain, record
from ..display import Stored, display, store
from ..method_notes import method_records
from ..phrases import written
from .evidence_rows import evidence_record, opened_lines
from .spreadsheets import parquet, spreadsheet

DATA_ROWS = 24  # rows of the data of a figure that stand behind it
# columns of a concordance, which a page sets around the hit
CONTEXT = {"left": "kwic-left", "hit": "kwic-hit", "right": "kwic-right"}


class Table(NamedTuple):
    """A table to be shown.

    frame    : its rows, all of them; they are stored whole as Parquet, and those that are shown as CSV
    name     : its name in the run, and its anchor in the page (`table-<name>`)
    caption  : what the table says, with base and settings
    columns  : which columns to show, in order; all by default
    top      : how many rows to show; the foot says of how many. None shows all. A page shows SHOWN_ROWS at most
    headings : headings that differ from those of columns.COLUMNS
    folded   : True shows the caption alone, until a reader opens it
    method   : the measures it comes from, such as px.measure.keyness; their docstrings say below it how they work
    evidence : what px.evidence gives for the rows shown: each row opens the lines it was counted in, and all of these are stored
               too, as <name>_lines
    opened   : how many lines a row opens at most
    """

    frame: pd.DataFrame
    name: str
    caption: str
    columns: Sequence[str] | None = None
    top: int | None = 20
    headings: Mapping[str, str] | None = None
    folded: bool = False
    method: Callable | Iterable[Callable] | None = None
    evidence: pd.DataFrame | None = None
    opened: int = 5

    @property
    def head(self) -> pd.DataFrame:
        """The rows and columns that are shown."""
        return shown_of(self.frame, self.columns, self.top, self.name)


def show_table(
    table: pd.DataFrame | pd.Series | Mapping[str, Any],
    name: str = "table",
    caption: str = "",
    columns: Sequence[str] | str | None = None,
    top: int | None = 20,
    headings: Mapping[str, str] | None = None,
    folded: bool = False,
    method: Callable | Iterable[Callable] | None = None,
    evidence: pd.DataFrame | None = None,
    opened: int = 5,
) -> None:
    """Display a table, and within a run store it as `tables/<notebook>/<name>.parquet`; a second of that name gets a number.

    table : a frame, a series or a mapping of columns; the other arguments are those of `Table`

    Parquet is whole and exact. The rows that are shown are stored as CSV too, for spreadsheets, with all their columns: `<name>.csv`
    where these are all rows, else `<name>.shown.csv`. A text that would be taken for a formula has an apostrophe before it.

    Raises SchemaError for a column that is not there, UsageError for a name that cannot be a file's and for a `top` below 0.
    """
    asked = Table(as_table(table), name, caption, columns, top, headings, folded, method, evidence, opened)
    display(table_record(asked), f"{caption}\n{asked.head.to_string(index=False)}")


def shown_of(frame: pd.DataFrame, columns: Sequence[str] | str | None, top: int | None, name: str) -> pd.DataFrame:
    """The first rows of the columns asked for, no more than a page can hold. Raises as show_table."""
    require_whole(top, least=0, none=True)
    asked = list(frame.columns) if columns is None else list(words(columns, "a column or a list of columns"))
    require_columns(frame, asked, f"the table '{name}'")
    return frame[asked].head(SHOWN_ROWS if top is None else min(top, SHOWN_ROWS))


def table_record(table: Table) -> Record:
    """The record of a table; within a run it is stored too."""
    frame = table.frame.reset_index(drop=True)
    table = table._replace(frame=frame)
    head = table.head
    name, links = _stored(table.name, frame, frame.head(len(head)))
    behind = None
    if table.evidence is not None:
        lines = opened_lines(table.evidence, len(head), table.opened)
        stored = _stored(f"{name}_lines", table.evidence, lines)
        behind = evidence_record(table.evidence, len(head), table.opened, stored.links)
    return record(
        "table",
        name=name,
        caption=plain(table.caption, 1000),
        folded=table.folded,
        **cells_of(head, frame, table.headings or {}, table.name),
        n_rows=len(frame),
        links=links,
        evidence=behind,
        method=method_records(table.method),
    )


def data_record(data: pd.DataFrame | None) -> Record | None:
    """The rows that a figure is drawn from; the first ones where they are many, since all lie beside the page."""
    if data is None or data.empty:
        return None
    head = data.head(DATA_ROWS).reset_index(drop=True)
    cells = cells_of(head, head, {}, "")
    for column in cells["columns"]:
        column["meaning"] = ""
    return cells | {"n_rows": len(data), "evidence": None}


def cells_of(head: pd.DataFrame, frame: pd.DataFrame, headings: Mapping[str, str], name: str) -> Record:
    """The columns of the table `name` as they are headed and explained, and its cells as they are written."""
    own = OF_TABLES.get(name, {})
    described = {column: described_as(column, frame[column], headings, own) for column in head.columns}
    kinds = [CONTEXT.get(name, "text") if column.form == "text" else "num" for name, column in described.items()]
    columns = [
        {"name": str(name), "heading": plain(column.heading), "meaning": plain(column.meaning, 1000), "kind": kind}
        for (name, column), kind in zip(described.items(), kinds, strict=True)
    ]
    forms = [column.form for column in described.values()]
    rows = [
        [_cell(value, form) for value, form in zip(values, forms, strict=True)]
        for values in head.itertuples(index=False, name=None)
    ]
    return {"columns": columns, "rows": rows}


def described_as(column: str, values: pd.Series, headings: Mapping[str, str], meanings: Mapping[str, str]) -> Column:
    """How a column is headed, explained and written; one that Parallax does not know by the kind of its values.

    headings, meanings : those that are the table's own, and come before what the column is called and means elsewhere
    """
    known = COLUMNS.get(column)
    if known is None:
        whole, number = pd.api.types.is_integer_dtype(values), pd.api.types.is_numeric_dtype(values)
        form = "count" if whole else "number" if number and not pd.api.types.is_bool_dtype(values) else "text"
        known = Column(str(column), "a column of this table alone", form)
    return known._replace(heading=headings.get(column, known.heading), meaning=meanings.get(column, known.meaning))


def _cell(value: object, form: str) -> str | list[str]:
    """A cell as it is written, with the exact number by which it is sorted where what is written is rounded."""
    text = plain(written(value, form))
    rounded = form not in ("text", "count") and value is not None and not pd.isna(value)
    return [text, f"{float(value):.9g}"] if rounded else text


def _stored(name: str, frame: pd.DataFrame, shown: pd.DataFrame) -> Stored:
    """Store a table whole as Parquet, and of it what is shown as CSV, under a name that says whether it is the whole."""
    csv = "csv" if len(shown) == len(frame) else SHOWN
    return store("tables", name, {csv: lambda: spreadsheet(shown), "parquet": lambda: parquet(frame)})
