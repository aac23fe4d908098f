"""CSV, TSV and JSONL in, one mapping of cells per row out, each with its place. Text stays what was written.

The csv module reads, since pandas' reader ends a field at a zero byte. JSONL is split at line feeds alone, since other marks that
Python calls line ends may stand inside a text. A row that is no row comes out as the Fault that says why; a file whose structure is
broken raises one, since nobody can tell then where an article ends.
"""

import codecs
import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

from ...formulas import unmarked
from ...limits import LARGEST, LONGEST_ROW, MOST_COLUMNS, MOST_FAULTS
from .decode import controls_in, decode, mark_of, refuse_binary, too_many_controls
from .dialect import recognise
from .files import Fault, blocks
from .table_rows import RowLines, Rows

SAMPLE = 1 << 20
TELLING = 100  # lines that tell how a CSV file is divided
LONE = re.compile("[\ud800-\udfff]")

Cells = dict[str, Any]


class Table(NamedTuple):
    """What a tabular file holds: columns, (place, cells or Fault) per row, encoding and how it was known, SHA-256 of the file.

    alike   : of a guess, all encodings that would spell it so
    paths   : to what stands within cells that are objects, as `source.name`
    notices : (place, kind, detail) of what there is to know of the file
    days    : the day from which the numbers of days in a workbook are counted, as ISO 8601; "" where numbers are none
    """

    columns: list[str]
    rows: list[tuple[str, "Cells | Fault"]]
    encoding: str
    origin: str
    sha256: str
    alike: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    notices: tuple[tuple[str, str, str], ...] = ()
    days: str = ""


class Survey(NamedTuple):
    """What one pass over the bytes of a file tells: how to decode it, and its hash."""

    encoding: str
    origin: str
    skip: int
    sha256: str
    alike: tuple[str, ...] = ()


def read_csv(
    file: BinaryIO,
    compressed: bool,
    declared: str | None,
    known: Callable[[str], bool],
    delimiter: str | None = None,
    quotechar: str | None = None,
    is_marked: bool = False,
) -> Table:
    """Read a CSV file.

    known                : whether a column's name is one that such columns usually have
    delimiter, quotechar : None to find them out, see `dialect.recognise`
    is_marked            : cells that would be formulas have an apostrophe before them, which is taken away

    Raises Fault for the whole file: csv_structure, encoding, binary, gzip, too_large, empty.
    """
    seen = survey(file, compressed, declared)
    before = csv.field_size_limit(LONGEST_ROW)
    try:
        dialect = recognise(first_lines(file, compressed, seen), known, delimiter, quotechar)
        marks = {"delimiter": dialect.delimiter, "quotechar": dialect.quotechar}
        lines = RowLines(_lines(file, compressed, seen))
        reader = csv.reader(lines, **marks, strict=True)
        columns: list[str] = []
        rows, n_blank = Rows(), 0
        for cells in reader:
            first = lines.end_row(reader.line_num)
            n_blank = 0 if cells else n_blank + 1
            if n_blank > MOST_FAULTS:
                raise Fault("empty", f"line {first}", f"more than {MOST_FAULTS:,} blank lines, one behind the other")
            if not cells:
                continue
            cells = [unmarked(cell) for cell in cells] if is_marked else cells
            if not columns:
                columns = heading(cells)
            else:
                rows.add(f"line {first}", _csv_row(columns, cells))
    except csv.Error as error:
        raise Fault("csv_structure", f"line {lines.first}", f"the row that begins here is not valid CSV: {error}") from error
    finally:
        csv.field_size_limit(before)
    if not rows.rows:
        raise Fault("empty", "", "no row below the heading" if columns else "no row")
    return Table(columns, rows.rows, seen.encoding, seen.origin, seen.sha256, seen.alike)


def read_jsonl(file: BinaryIO, compressed: bool) -> Table:
    """Read a JSONL file: one JSON object per line, in UTF-8, or in what its byte order mark says.

    Raises Fault for the whole file: binary, encoding (of a file with a mark), gzip, too_large, empty.
    """
    digest, rows, columns = hash_of(file), Rows(), {}
    first = next(blocks(file, compressed), b"")
    marked = mark_of(first)
    refuse_binary(first)
    encoding = marked[1] if marked else "utf-8"
    if encoding == "utf-8":
        lines = _byte_lines(blocks(file, compressed))
    else:
        seen = survey(file, compressed, None)
        lines = (line.rstrip("\n").encode() for line in _lines(file, compressed, seen, newline="\n"))
    for number, line in enumerate(lines, start=1):
        cells = _json_row(line[3:] if number == 1 and line.startswith(codecs.BOM_UTF8) else line)
        if isinstance(cells, dict):
            columns.update(dict.fromkeys(cells))
            _few(len(columns), f"line {number}")
        rows.add(f"line {number}", cells)
    if rows.n_faults == len(rows.rows) and all(cells.reason == "empty" for _, cells in rows.rows):
        raise Fault("empty", "", "no line")
    return Table(list(columns), rows.rows, encoding, "mark" if marked else "utf-8", digest)


def hash_of(file: BinaryIO) -> str:
    """The SHA-256 of an open file."""
    digest = hashlib.sha256()
    for block in blocks(file):
        digest.update(block)
    return digest.hexdigest()


def survey(file: BinaryIO, compressed: bool, declared: str | None) -> Survey:
    """One pass over the file: is it text, in which encoding, with which hash.

    Raises Fault as `decode` does.
    """
    digest, sample, n_controls, size = hash_of(file), b"", 0, 0
    utf8 = codecs.getincrementaldecoder("utf-8")("strict")
    fails_at: int | None = None
    for block in blocks(file, compressed):
        sample = sample + block if len(sample) < SAMPLE else sample
        n_controls += controls_in(block)
        if fails_at is None:
            try:
                utf8.decode(block)
            except UnicodeDecodeError as error:
                fails_at = size + error.start
        size += len(block)
    marked = mark_of(sample)
    if marked is not None:
        return Survey(marked[1], "mark", len(marked[0]), digest)
    refuse_binary(sample)
    pending = utf8.getstate()[0] if fails_at is None else b""
    if fails_at is None and not pending and not too_many_controls(n_controls, size):
        return Survey("utf-8", "utf-8", 0, digest)
    cut = sample if size == len(sample) else sample[: sample.rfind(b"\n") + 1] or sample
    found = decode(cut, declared)
    if found.origin == "utf-8":  # the sample is whole, so the fault lies behind it
        at = size - len(pending) if fails_at is None else fails_at
        if declared is None or too_many_controls(n_controls, size):
            raise Fault("encoding", f"byte {at}", "not UTF-8 from here on, and no encoding is declared")
        return Survey(declared, "declared", 0, digest)
    return Survey(found.encoding, found.origin, 0, digest, found.alike)


def _lines(file: BinaryIO, compressed: bool, survey: Survey, newline: str | None = None) -> Iterator[str]:
    """The lines of a file with their ends, decoded strictly. A line end is LF, CR LF or CR, or what `newline` says."""
    decoder = codecs.getincrementaldecoder(survey.encoding)("strict")
    skip, done, rest = survey.skip, 0, [""]
    try:
        for block in blocks(file, compressed):
            rest.append(decoder.decode(block[skip:]))
            done, skip = done + len(block), 0
            if "\n" not in rest[-1] and "\r" not in rest[-1]:
                if sum(map(len, rest)) > LONGEST_ROW:
                    raise Fault("too_large", "", f"a line of more than {LONGEST_ROW:,} characters")
                continue
            text = "".join(rest)
            held = text[-1:] if newline is None and text.endswith("\r") else ""  # its LF may open the next block
            lines = list(io.StringIO(text[: len(text) - len(held)], newline=newline or ""))
            rest = [held if not lines or lines[-1].endswith(("\n", "\r")) else lines.pop() + held]
            yield from lines
        rest.append(decoder.decode(b"", final=True))
    except UnicodeDecodeError as error:
        raise Fault("encoding", f"byte {done + error.start}", f"not {survey.encoding} ({error.reason})") from error
    yield from io.StringIO("".join(rest), newline=newline or "")


def _byte_lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Split at line feeds alone. What stands behind the last one is a line if there is anything."""
    rest: list[bytes] = []
    for block in pieces:
        *lines, last = block.split(b"\n")
        for line in lines:
            yield b"".join([*rest, line])
            rest = []
        rest.append(last)
        if sum(map(len, rest)) > LONGEST_ROW:
            raise Fault("too_large", "", f"a line of more than {LONGEST_ROW:,} bytes")
    if any(rest):
        yield b"".join(rest)


def first_lines(file: BinaryIO, compressed: bool, survey: Survey) -> list[str]:
    """The first lines of a file, as many as tell how it is divided."""
    lines, size = [], 0
    for line in _lines(file, compressed, survey):
        lines.append(line)
        size += len(line)
        if len(lines) >= TELLING or size >= SAMPLE:
            break
    return lines


def heading(cells: list[str]) -> list[str]:
    _few(len(cells), "line 1")
    columns = [cell.strip() or f"column_{number}" for number, cell in enumerate(cells, start=1)]
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        raise Fault("csv_structure", "line 1", f"the column '{twice}' stands twice")
    return columns


def _few(n_columns: int, place: str) -> None:
    if n_columns > MOST_COLUMNS:
        raise Fault("too_large", place, f"{n_columns:,} columns; the most read is {MOST_COLUMNS:,}")


def _csv_row(columns: list[str], cells: list[str]) -> "Cells | Fault":
    if len(cells) != len(columns):
        return Fault("csv_row", "", f"{len(cells)} cells where the heading has {len(columns)}")
    return dict(zip(columns, cells, strict=True))


def _json_row(line: bytes) -> "Cells | Fault":
    if not line.strip():
        return Fault("empty", "", "a blank line")
    if len(line) > LARGEST:
        return Fault("too_large", "", f"{len(line):,} bytes; the largest read is {LARGEST:,}")
    try:
        row = json.loads(line.decode(), object_pairs_hook=_object, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        wrong = line[error.start : error.start + 4].hex(" ")
        return Fault("encoding", f"byte {error.start} of the line", f"not UTF-8: {wrong} ({error.reason})")
    except RecursionError:
        return Fault("json", "", "nested too deeply")
    except ValueError as error:  # JSONDecodeError, a number with thousands of digits, and what the two below raise
        return Fault("json", "", f"not valid JSON: {error}"[:200])
    return (
        row if isinstance(row, dict) else Fault("json", "", f"a line should hold an object, and this is a {type(row).__name__}")
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key '{next(key for key in keys if keys.count(key) > 1)}' stands twice")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")
