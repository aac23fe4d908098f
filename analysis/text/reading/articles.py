"""A text, a web page or a table in, the articles that it is or holds out, each with what is stated of it."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from ...limits import MOST_FAULTS
from .accounts import Outcome
from .corpus_file import CorpusFile
from .dates import read_date
from .decode import Decoded, decode
from .files import Fault, Found, shown, steady, whole
from .json_file import paths, read_json
from .known_formats import Format, ending_of
from .listed import compare, expected, given, not_one, partition_of, source_of
from .news_interfaces import addresses, interface_of, without_cuts
from .press_databases import told_of
from .published_by import SOURCE_FROM, folders_say, outlet_of
from .roles import Notice, Roles, article, assign, folded, known_names
from .several import Piece, divide, form_of, lone, of_page, suspicion
from .shapes import refuse_shape
from .sources import NAME, Row
from .stray import holds_texts, listing, no_articles, no_source
from .table_rows import too_many
from .tabular import Table, read_csv, read_jsonl
from .workbooks import with_day

NO_ROLES = Roles({}, {}, [])

T = TypeVar("T")


class ArticleReader:
    """Reads texts, web pages and tables of a corpus. The state kept is the process that parses pages, if there are any."""

    def __init__(
        self, folder: Path, settings: CorpusFile, html_seconds: float | None = None, names: frozenset[str] = frozenset()
    ):
        self.root, self.settings, self.pages = folder.resolve(), settings, None
        self.html_seconds, self.names = html_seconds, names

    def _opened(self, found: Found, read: Callable[[BinaryIO], T]) -> T:
        """What `read` makes of the bytes of a file that stands still, or of a member of an archive."""
        return steady(self.root, found.path, read) if found.data is None else read(io.BytesIO(found.data))

    def _document(self, found: Found, row: Row | None, kind: str) -> Outcome:
        """A file that is one article, or that holds several in a form that is known."""
        declared = row.cells.get("encoding") if row is not None else None
        data, digest = self._opened(found, lambda file: expected(*whole(file), row))
        notices: list[Notice] = []
        if kind == "html":
            decoded, stated = self._page(data, declared, notices)
        else:
            decoded, stated = decode(data, declared), {}
        return self._told(found, row, digest, decoded, stated, notices)

    def _told(
        self, found: Found, row: Row | None, digest: str, decoded: Decoded, stated: dict[str, Any], notices: list[Notice]
    ) -> Outcome:
        """A text that is one article, or that holds several in a form that is known, with what is stated of it."""
        refuse_shape(decoded.text)
        if decoded.origin == "guessed":
            notices.append(("", "guessed encoding", f"read as {decoded.encoding}; {NAME} can declare the encoding"))
        pieces, why = stated.pop("articles", None) or divide(decoded.text), stated.pop("suspicion", "")
        publisher = stated.pop("publisher", "")
        if len(pieces) > 1:
            return self._divided(found, row, pieces, decoded.encoding, digest, notices)
        if alone := pieces[0] if pieces else lone(decoded.text):
            decoded = decoded._replace(text=alone.text)
            stated = {**stated, **self._dated(alone.stated, notices, "", "its head")}
            notices += [("", "guessed export", f"its marks are those of {form_of(alone)}"), *_recognised([alone])]
        if why := why or suspicion(decoded.text):
            notices.append(("", "several articles?", why))
        guessed = {} if "source" in stated else self._guessed(found, row, publisher, stated.get("url", ""))
        cells = {**self.defaults(found), **stated, **guessed, **given(row)}
        entry = {**cells, "place": "", "encoding": decoded.encoding, "sha256": digest, "text": decoded.text}
        return Outcome(found.file, "loaded", "", [entry], [], notices, 1, digest, decoded.alike)

    def _divided(
        self, found: Found, row: Row | None, pieces: list[Piece], encoding: str, digest: str, notices: list[Notice]
    ) -> Outcome:
        """A file that holds several articles: what the head of each states goes before what sources.csv says of the file."""
        not_one(found, row, "several articles")
        defaults = {**self.defaults(found), **given(row)}
        outcome = Outcome(found.file, "loaded", n_inputs=len(pieces), notices=notices, sha256=digest)
        how = f"divided into {len(pieces):,} articles, by the marks of {form_of(pieces[0])}"
        outcome.notices.append(("", "several articles", how))
        outcome.notices += _recognised(pieces)
        whole_id = found.stated.get("doc_id", found.file)
        for number, piece in enumerate(pieces, start=1):
            if not piece.text.strip():
                outcome.faults.append((piece.place, "empty", "no text behind the head"))
                continue
            stated = self._dated(piece.stated, notices, piece.place, "its head")
            cells = {**defaults, **stated, "doc_id": f"{whole_id}#{number}", "place": piece.place, "text": piece.text}
            outcome.articles.append({**cells, "encoding": encoding, "sha256": hashlib.sha256(piece.text.encode()).hexdigest()})
        return outcome

    def _page(self, data: bytes, declared: str | None, notices: list[Notice]) -> tuple[Decoded, dict[str, Any]]:
        """A web page: its article as `decode` gives it, and what the page states of it."""
        from .html import SECONDS, Pages, declared_charset

        decoded = decode(data, declared or declared_charset(data))
        if self.pages is None:
            self.pages = Pages(self.html_seconds or SECONDS)
        stated = dict(self.pages.article(decoded.text))
        text = stated.pop("text")
        if left := stated.pop("left", ""):
            notices.append(
                ("", "left out of the page", f"{left} stand among its paragraphs and are not in the text that was taken")
            )
        if "articles" in stated:
            stated["articles"] = of_page(stated["articles"])
        return decoded._replace(text=text), self._dated(stated, notices, "", "the page")

    def _dated(self, stated: dict[str, Any], notices: list[Notice], place: str, what: str) -> dict[str, Any]:
        """What is stated of an article, with its date as `read_date` has it; without it where it is none, which is noticed."""
        date, others = stated.get("date", ""), {name: value for name, value in stated.items() if name != "date"}
        if not date:
            return others
        try:
            return {**others, "date": read_date(date, self.settings.date_format)}
        except ValueError as error:
            notices.append((place, "bad date", f"{what} states: {error}; the date is missing"))
            return others

    def _table(self, found: Found, row: Row | None, form: Format) -> Outcome:
        """A file of which each row is an article."""
        not_one(found, row, "an article per row")
        return self._of_table(found, row, self._opened(found, lambda file: self._rows(file, found, form.how, row)))

    def _of_table(self, found: Found, row: Row | None, table: Table) -> Outcome:
        """The articles that the rows of a table are."""
        partitions = partition_of(found.file)
        columns = table.columns + [name for name in partitions if name not in table.columns]
        readable = any(isinstance(cells, dict) for _, cells in table.rows)
        try:
            roles = assign(columns, self.settings, table.paths) if readable else NO_ROLES
        except Fault as fault:
            return self._without_text(found, table, fault)
        if readable and (listed := listing(table, self.names)) is not None and listed == roles.column["text"]:
            raise no_articles(listed)
        outcome = Outcome(
            found.file,
            "loaded",
            n_inputs=len(table.rows),
            sha256=table.sha256,
            notices=[*table.notices, *roles.notices],
            alike=table.alike,
        )
        if table.origin == "guessed":
            outcome.notices.append(("", "guessed encoding", f"read as {table.encoding}; {NAME} can declare the encoding"))
        defaults = {**self.defaults(found), **given(row)}
        whole_id, counted = found.stated.get("doc_id", found.file), 0
        for number, (place, cells) in enumerate(table.rows, start=1):
            if isinstance(cells, dict) and partitions:
                cells = {**cells, **partitions}
            if table.days and isinstance(cells, dict):
                cells, before = with_day(cells, roles.column.get("date"), table.days), cells
                counted += cells is not before
            self._row(outcome, cells, roles, {**defaults, "doc_id": f"{whole_id}#{number}"}, place, table.encoding)
            table.rows[number - 1] = (place, None)  # a text is held once
        if readable and self._nameless(found, roles, row):
            for entry in outcome.articles:
                entry.update(self._guessed(found, row, "", entry.get("url", "")))
            if n := sum(SOURCE_FROM not in entry for entry in outcome.articles) + len(outcome.faults):
                outcome.notices.insert(0, ("", "no source column", no_source(columns, defaults["source"], n)))
        outcome.notices += self._of_interface(table.columns, outcome.articles)
        if counted:
            outcome.notices.append(("", "days in numbers", f"{counted:,} dates are numbers of days, counted from {table.days}"))
        return outcome

    @staticmethod
    def _of_interface(columns: list[str], articles: list[dict[str, Any]]) -> list[Notice]:
        """What is told of the answer of a news interface, from whose texts the mark of a cut is taken; nothing of any other table."""
        name = interface_of(columns)
        if not name:
            return []
        cut = without_cuts(articles)
        told = ("", "guessed export", f"its columns are those of an answer of {name}")
        return [told, ("", "cut texts", cut)] if cut else [told]

    def _without_text(self, found: Found, table: Table, fault: Fault) -> Outcome:
        """A table of which no column is the text: its rows as faults where they may be articles, or else itself, by Fault."""
        listed = listing(table, self.names)
        if listed is not None:
            raise no_articles(listed)
        if told := addresses(table.columns):
            raise Fault(fault.reason, "", told)
        if not holds_texts(table):
            raise fault
        faults = [(place, fault.reason, fault.detail) for place, _ in table.rows]
        return Outcome(found.file, "loaded", faults=faults, n_inputs=len(faults), sha256=table.sha256)

    def _nameless(self, found: Found, roles: Roles, row: Row | None) -> bool:
        """Whether nothing names the outlet of a table's rows: no column, no row of sources.csv, no folder, and nobody said so."""
        return "source" not in roles.column and not self._said(found, row)

    def _said(self, found: Found, row: Row | None) -> bool:
        """Whether sources.csv or folders name the outlet, or nobody is to guess it."""
        return "source" in given(row) or self.settings.columns.get("source") == "" or folders_say(source_of(found.file))

    def _guessed(self, found: Found, row: Row | None, publisher: str, url: str) -> dict[str, str]:
        """The outlet that the article states or its address names, and how it is known, where nothing says it; else nothing."""
        outlet, how = ("", "") if self._said(found, row) else outlet_of(publisher, url)
        return {"source": outlet, SOURCE_FROM: how} if outlet else {}

    def _rows(self, file: BinaryIO, found: Found, kind: str, row: Row | None) -> Table:
        compressed, declared = found.file.casefold().endswith(".gz"), row.cells.get("encoding") if row is not None else None
        if kind == "parquet":
            from .parquet import read_parquet

            table = read_parquet(file)
        elif kind == "jsonl":
            table = read_jsonl(file, compressed)
            table = table._replace(paths=tuple(paths(table.rows)))
        elif kind == "json":
            table = read_json(file, declared)
        else:
            names, settings = known_names(self.settings), self.settings
            delimiter = "\t" if kind == "tsv" else settings.delimiter
            marks = delimiter, settings.quotechar, settings.is_marked
            table = read_csv(file, compressed, declared, lambda name: folded(name) in names, *marks)
        file.seek(0, 2)
        compare(file.tell(), table.sha256, row)
        return table

    def _row(self, outcome: Outcome, cells: Any, roles: Roles, defaults: dict, place: str, encoding: str) -> None:
        """Put one row into the outcome: as an article, or as a fault."""
        try:
            if isinstance(cells, Fault):
                raise cells
            entry, notices = article(cells, roles, self.settings)
        except Fault as fault:
            at = ", ".join(filter(None, [place, fault.place]))
            outcome.faults.append((at, fault.reason, fault.detail))
            if len(outcome.faults) > MOST_FAULTS:
                raise too_many(at, fault) from fault
            return
        digest = hashlib.sha256(entry["text"].encode()).hexdigest()
        outcome.articles.append({**defaults, **entry, "place": place, "encoding": encoding, "sha256": digest})
        outcome.notices += [(place, kind, detail) for _, kind, detail in notices]

    def defaults(self, found: Found) -> dict[str, str]:
        """What a file is called where nothing else says so: by its path, and by the folder it lies in."""
        ending = ending_of(found.file)
        own = {"doc_id": found.file[: len(found.file) - len(ending)], "source": source_of(found.file) or shown(self.root.name)}
        return {**own, **found.stated}


def _recognised(pieces: list[Piece]) -> list[Notice]:
    """What is told of the lines of an export that are no text."""
    left = told_of(kind for piece in pieces for kind in piece.own)
    return [("", "left out of the export", left)] if left else []
