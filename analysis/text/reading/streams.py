"""A corpus folder in, its articles out in parts that fit into memory, with no more of each than counting needs.

Most large corpora are plain tables: CSV in UTF-8 with a heading. Those are read by pyarrow, a block of the file at a time; every other
file by the reader that `prepare` has.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from ...errors import CorpusError
from . import corpus_file
from .dialect import QUOTE, recognise
from .files import LARGEST, Fault, Found, list_files, steady
from .known_formats import ending_of
from .passed_over import skipped
from .published_by import of_address
from .read import check_rows, names_of, outcomes
from .reader import Reader
from .roles import Roles, assign, folded, known_names
from .sources import read_sources
from .stray import listing
from .tabular import Table, first_lines, heading, survey

BLOCK = 24_000_000  # bytes of a file, or characters of articles, that are read at once; from half as many on they are counted
HEAD = 2_000  # characters of a text that tell how it begins


class Part(NamedTuple):
    """Some articles, as lists and an array of one length; a missing title is "", a missing group None; how the text begins."""

    group: list[str | None]
    title: list[str]
    text: pa.Array
    head: list[str]


class Plain(NamedTuple):
    """A file that pyarrow reads as the reader would: what parts its cells, its columns, their roles, and the lines of its heading."""

    found: Found
    delimiter: str
    columns: list[str]
    roles: Roles
    lines: int


class Streamed:
    """The articles of a folder, part by part. `n_articles` and `quarantine` are whole when the last part was taken.

    by : "source", or a column of the corpus's own

    Raises CorpusError as `read_corpus` does, and for a plain table that stops being one in its middle.
    """

    block = BLOCK

    def __init__(self, folder: Path, by: str):
        self.folder, self.by = folder, by
        self.n_articles = 0
        self.quarantine: list[tuple[str, str, str, str]] = []
        self._seen: dict[str, tuple[int, str, int]] = {}  # doc_id -> a hash of the text, and where it stood

    def __iter__(self) -> Iterator[Part]:
        waiting: list[Part] = []
        for part in self._small_ones():
            waiting += [part] if part.group else []
            if sum(part.text.nbytes for part in waiting) >= self.block // 2:
                yield _joined(waiting)
                waiting = []
        if waiting:
            yield _joined(waiting)

    def _small_ones(self) -> Iterator[Part]:
        """Parts as the files give them."""
        settings = corpus_file.read_corpus_file(self.folder)
        sources, files = read_sources(self.folder, settings.date_format, settings.is_marked), list_files(self.folder)
        check_rows(sources, files)
        names, others = names_of(files), []
        for found in files:
            plain = None if sources is not None or settings.is_marked or skipped(found) else self._plain(found, settings, names)
            if plain is None:
                others.append(found)
            else:
                yield from self._blocks(plain, Reader(self.folder, settings).defaults(found))
        yield from self._gathered(outcomes(self.folder, others, sources, settings, names))

    def _plain(self, found: Found, settings: corpus_file.CorpusFile, names: frozenset[str]) -> Plain | None:
        """How pyarrow may read a file; None where it may not, or the file is faulty, which the reader will tell."""
        known = known_names(settings)

        def look(file: BinaryIO) -> Plain | None:
            seen = survey(file, False, None)
            lines = first_lines(file, False, seen)
            delimiter, quote = recognise(lines, lambda name: folded(name) in known, settings.delimiter, settings.quotechar)
            rows = csv.reader(lines, delimiter=delimiter, quotechar=quote)
            columns = heading(next(filter(None, rows), []))
            if (seen.encoding, seen.skip, quote) != ("utf-8", 0, QUOTE) or not columns:
                return None
            plain = Plain(found, delimiter, columns, assign(columns, settings), rows.line_num)
            if self.by == "source" and "source" not in plain.roles.column and "url" in plain.roles.column:
                return None  # the outlet is the host of the address
            first = [("", dict(zip(columns, cells, strict=False))) for cells in rows if len(cells) == len(columns)]
            return plain if first and listing(Table(columns, first, "", "", ""), names) is None else None

        try:
            return steady(self.folder.resolve(), found.path, look) if ending_of(found.file) == ".csv" else None
        except (Fault, csv.Error):
            return None

    def _blocks(self, plain: Plain, defaults: dict[str, str]) -> Iterator[Part]:
        """A file, a block at a time. Rows of another length than the heading are set aside, as the reader does."""
        own, file, number = {to: name for name, to in plain.roles.own.items()}, plain.found.file, 0
        wanted = {role: plain.roles.column.get(role) for role in ("doc_id", "title", "text")}
        wanted["group"] = plain.roles.column.get(self.by) or own.get(self.by)
        try:
            for batch in pa_csv.open_csv(plain.found.path, *self._options(plain, {*wanted.values()} - {None})):
                n, text = len(batch), batch.column(wanted["text"])
                instead = {
                    "doc_id": [f"{file}#{at}" for at in range(number + 1, number + n + 1)],
                    "group": [defaults.get(self.by)] * n,
                    "title": [""] * n,
                }
                rows = {
                    role: _spaced(batch.column(wanted[role]), other) if wanted[role] else other
                    for role, other in instead.items()
                }
                if self.by == "source":
                    rows["group"] = [of_address(group or "") or group for group in rows["group"]]
                kept = self._kept(file, number, text)
                yield self._part(rows["doc_id"], rows["group"], rows["title"], text, kept, file)
                number += n
        except pa.ArrowInvalid as error:
            message = f"cannot be read on: {' '.join(str(error).split())[:200]}"
            raise CorpusError(message, file=file, remedy="Mend the table") from error

    def _options(self, plain: Plain, columns: set[str]) -> tuple[Any, ...]:
        def refuse(row: pa_csv.InvalidRow) -> str:
            detail = f"{row.actual_columns} cells where the heading has {row.expected_columns}"
            self.quarantine.append((plain.found.file, "", "csv_row", detail))
            return "skip"

        parse = pa_csv.ParseOptions(delimiter=plain.delimiter, newlines_in_values=True, invalid_row_handler=refuse)
        read = pa_csv.ReadOptions(use_threads=False, block_size=self.block, column_names=plain.columns, skip_rows=plain.lines)
        kinds = dict.fromkeys(columns, pa.string())
        return (
            read,
            parse,
            pa_csv.ConvertOptions(include_columns=sorted(columns), column_types=kinds, strings_can_be_null=False),
        )

    def _kept(self, file: str, number: int, text: pa.Array) -> list[bool]:
        """For each row whether its text can be an article's; what cannot is set aside."""
        visible, length = pc.match_substring_regex(text, r"\S").to_pylist(), pc.utf8_length(text).to_pylist()
        for at, (some, size) in enumerate(zip(visible, length, strict=True), start=number + 1):
            if not some:
                self.quarantine.append((file, f"row {at}", "empty", "no visible character in the text"))
            elif size > LARGEST:
                self.quarantine.append(
                    (file, f"row {at}", "too_large", f"{size:,} characters; the largest read is {LARGEST:,}")
                )
        return [some and size <= LARGEST for some, size in zip(visible, length, strict=True)]

    def _gathered(self, found: Iterator[Any]) -> Iterator[Part]:
        """The articles of files that the reader reads, gathered until they make a part."""
        waiting: list[dict[str, Any]] = []
        for outcome in found:
            self.quarantine += [(outcome.file, *fault) for fault in outcome.faults]
            waiting += outcome.articles
            if sum(len(entry["text"]) for entry in waiting) >= self.block:
                yield self._of_entries(waiting)
                waiting = []
        if waiting:
            yield self._of_entries(waiting)

    def _of_entries(self, entries: list[dict[str, Any]]) -> Part:
        group, title = [entry.get(self.by) or None for entry in entries], [entry.get("title", "") for entry in entries]
        text = pa.array([entry["text"] for entry in entries], type=pa.string())
        return self._part([entry["doc_id"] for entry in entries], group, title, text, [True] * len(entries), str(self.folder))

    def _part(self, ids: list[str], group: list, title: list[str], text: pa.Array, kept: list[bool], file: str) -> Part:
        """The rows that are articles. One that is there twice, with the same text, is read once."""
        places, heads = [], []
        for at, (name, words) in enumerate(zip(ids, text.to_pylist(), strict=True)):
            if not kept[at]:
                continue
            digest = hash(words)
            if (before := self._seen.setdefault(name, (digest, file, at)))[0] != digest:
                raise CorpusError(
                    f"doc_id '{name}' is that of two articles", file=file, remedy="Give one of them another doc_id"
                )
            if before == (digest, file, at):
                places.append(at)
                heads.append(words[:HEAD])
        self.n_articles += len(places)
        text = text if len(places) == len(text) else text.take(pa.array(places, type=pa.int64()))
        return Part([group[at] for at in places], [title[at] for at in places], text.cast(pa.string()), heads)


def _joined(parts: list[Part]) -> Part:
    group, title, head = ([value for part in parts for value in part[place]] for place in (0, 1, 3))
    return Part(group, title, pa.concat_arrays([part.text for part in parts]), head)


def _spaced(column: pa.Array, instead: list[Any]) -> list[Any]:
    """Cells with one space between words; what is empty is replaced."""
    known: dict[str, str] = {}
    cells = [known.get(cell) or known.setdefault(cell, " ".join(cell.split())) for cell in column.to_pylist()]
    return [cell or other for cell, other in zip(cells, instead, strict=True)]
