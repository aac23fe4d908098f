"""Whole tables of a run as files for other programs: Parquet in, CSV or JSON lines out, a piece at a time.

A run keeps its tables as Parquet, which is small and exact, and as CSV only what a page shows. This writes the rest where somebody
asks for it. It joins a run's folder with the writing of spreadsheets, which no room may do; so it stands beside the command line.
"""

import json
import math
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import leading
from .errors import StorageError, UsageError, nearest
from .leading import followed

if TYPE_CHECKING:
    import pyarrow as pa

FORMS = {"csv": "csv", "excel": "csv", "jsonl": "jsonl"}  # form -> ending
ROWS_AT_ONCE = 50_000
SHEET_ROWS = 1_000_000  # of a file for Excel, whose sheets end at 1,048,576

Listing = tuple[list[str], list[tuple[object, ...]]]  # headings, and rows


def export(names: Sequence[str], reports: Path, to: Path, form: str) -> Listing:
    """Write tables of a run to `to`/page/name.ending; without a table's name, write nothing and list those there are.

    names   : a run (its id, `current` or its folder), which may be left out, and tables: page/name, name where one page alone has
              it, or a pattern with * and ?; figures/page/name are the rows that a figure is drawn from, where these are many
    reports : where runs lie
    form    : "csv": UTF-8 with a mark, texts that look like formulas made harmless. "excel": the same, in files of at most SHEET_ROWS
              rows. "jsonl": a JSON object a line, exact; what is missing is null, and what has no number there a text ("NaN", "inf")

    Returns headings and rows: what was written, or what there is. Raises UsageError for a run, a table or a form that there is not,
    and for a file that is there already; StorageError where a table cannot be read or a file not be written.
    """
    if form not in FORMS:
        raise UsageError(f"there is no form '{form}'", remedy=nearest(form, FORMS, "The forms are"))
    run, words = run_named(list(names), reports)
    tables = _tables(run)
    if not words:
        return ["table", "rows", "columns", "bytes"], [(name, *_size(path)) for name, path in tables.items()]
    chosen = list(dict.fromkeys(name for word in words for name in _meant(word, tables)))
    files = {name: _files(to / name, _size(tables[name])[0], form) for name in chosen}
    _refuse(to, [path for paths in files.values() for path in paths])
    return ["table", "rows", "file"], [
        (name, n, str(path)) for name in chosen for path, n in _write(tables[name], files[name], form)
    ]


def run_named(names: list[str], reports: Path) -> tuple[Path, list[str]]:
    """The folder of the run that is meant, and the names of tables. Raises UsageError."""
    from .report.publish.shelf import RUN_ID, past_runs

    first = names[0] if names else leading.NAME
    if (followed(Path(first)) / "run.json").is_file():
        return followed(Path(first)), names[1:]
    if RUN_ID.fullmatch(first):
        if not (reports / "runs" / first / "run.json").is_file():
            remedy = nearest(first, [run["id"] for run in past_runs(reports)], "The runs are")
            raise UsageError(f"there is no run '{first}'", file=str(reports), remedy=remedy)
        return reports / "runs" / first, names[1:]
    run = followed(reports / leading.NAME)
    if not (run / "run.json").is_file():
        raise UsageError("no run lies here", file=str(reports), remedy="Make one with: parallax run")
    return run, names[1:] if first == leading.NAME else names


def _tables(run: Path) -> dict[str, Path]:
    """The tables of a run by their names; behind them what figures are drawn from that is too long to lie there as CSV."""
    found = {"": sorted((run / "tables").glob("*/*.parquet")), "figures/": sorted((run / "figures").glob("*/*.parquet"))}
    return {f"{kind}{path.parent.name}/{path.stem}": path for kind, paths in found.items() for path in paths}


def _meant(word: str, tables: dict[str, Path]) -> list[str]:
    """The tables that a word means. Raises UsageError where it is none, or the name of several."""
    if word in tables:
        return [word]
    found = [name for name in tables if fnmatchcase(name, word) or name.rpartition("/")[2] == word]
    if not found:
        own = [name.rpartition("/")[2] for name in tables]
        raise UsageError(f"this run has no table '{word}'", remedy=nearest(word, [*tables, *own], "The tables are"))
    if len(found) > 1 and not any(sign in word for sign in "*?["):
        raise UsageError(f"several pages have a table '{word}'", remedy=f"Name one: {', '.join(found)}")
    return found


def _size(path: Path) -> tuple[int, int, int]:
    """Rows, columns and bytes of a table."""
    with _opened(path) as file:
        return file.metadata.num_rows, len(file.schema_arrow), path.stat().st_size


def _opened(path: Path) -> Any:
    import pyarrow
    from pyarrow.parquet import ParquetFile

    try:
        return ParquetFile(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> StorageError:
    return StorageError(
        "this table cannot be read", file=str(path), remedy="Run the report again; SHA256SUMS tells what has changed"
    )


def _files(place: Path, n_rows: int, form: str) -> list[Path]:
    """Where a table goes: one file; for Excel as many as its rows need."""
    n = max(1, math.ceil(n_rows / SHEET_ROWS)) if form == "excel" else 1
    ending = FORMS[form]
    return [
        place.with_name(f"{place.name}.{number}.{ending}" if n > 1 else f"{place.name}.{ending}") for number in range(1, n + 1)
    ]


def _refuse(to: Path, paths: list[Path]) -> None:
    """Raise where a file would be overwritten, or a published run be added to."""
    for folder in map(followed, (to.resolve(), *to.resolve().parents)):
        if (folder / "run.json").is_file() and (folder / "SHA256SUMS").is_file():
            raise UsageError("this folder is a run's, which stays as it is", file=str(to), remedy="Name another one by --to")
    for path in paths:
        if path.exists():
            raise UsageError(
                "this file is there already", file=str(path), remedy="Take it away, or name another folder by --to"
            )


def _write(table: Path, files: list[Path], form: str) -> Iterator[tuple[Path, int]]:
    """Write a table to its files; each with its number of rows."""
    from .storage import writing

    for number, pieces in groupby(_pieces(table, SHEET_ROWS if len(files) > 1 else 0), key=lambda piece: piece[0]):
        n = 0
        with writing(files[number]) as file:
            for _, rows in pieces:
                file.write(_as_bytes(rows, form, goes_on=n > 0))
                n += rows.num_rows
        yield files[number], n


def _pieces(path: Path, sheet: int) -> Iterator[tuple[int, "pa.Table"]]:
    """The rows of a table, some at a time, each piece with the number of the sheet that it belongs to; 0 rows are a piece too."""
    import pyarrow as pa

    done = 0
    try:
        with _opened(path) as file:
            for batch in file.iter_batches(ROWS_AT_ONCE):
                rows = pa.Table.from_batches([batch])
                while rows.num_rows:
                    room = sheet - done % sheet if sheet else rows.num_rows
                    yield done // sheet if sheet else 0, rows.slice(0, room)
                    done += min(room, rows.num_rows)
                    rows = rows.slice(room)
            if not done:
                yield 0, file.schema_arrow.empty_table()
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path) from error


def _as_bytes(rows: "pa.Table", form: str, goes_on: bool) -> bytes:
    from .show.tables.spreadsheets import spreadsheet

    if form != "jsonl":  # whole numbers with gaps stay whole, as they would not where a piece has gaps and another has none
        return spreadsheet(rows.to_pandas(integer_object_nulls=True), goes_on)
    lines = (
        json.dumps({name: _exact(value) for name, value in row.items()}, ensure_ascii=False, default=_told)
        for row in rows.to_pylist()
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _exact(value: object) -> object:
    """A value as JSON has it, which knows neither NaN nor infinity."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _told(value: Any) -> str:
    """A day, a moment or anything else that JSON has no form for."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
