"""One file of a corpus in, its articles out: by its ending a text, a web page, a table, a document or an archive of these."""

from pathlib import Path
from typing import Any, BinaryIO

from .accounts import Outcome
from .archives import Budget, refuse_deep, tar_members, unpack, zip_members
from .articles import ArticleReader
from .corpus_file import CorpusFile
from .decode import Decoded
from .documents import Documents
from .files import BLOCK, Fault, Found, whole
from .known_formats import FORMATS, Format, ending_of, refuse_other, unknown
from .listed import compare, expected, not_one, partition_of
from .parsed_articles import collected
from .roles import Notice, folded, known_names
from .sources import EXPECTED, Row
from .tabular import Table, hash_of
from .workbooks import tables


class Reader(ArticleReader):
    """Reads the files of one corpus. The state kept is the processes that parse, if there is anything for them; see `close`."""

    def __init__(
        self, folder: Path, settings: CorpusFile, html_seconds: float | None = None, names: frozenset[str] = frozenset()
    ):
        super().__init__(folder, settings, html_seconds, names)
        self.documents, self.budget = Documents(), Budget(0)

    def read(self, found: Found, row: Row | None, lent: str | None = None) -> Outcome:
        """The articles of a file, and those of its rows that are none. Raises Fault where the whole file cannot be read.

        lent : the encoding of the files beside it, for one whose own is in doubt
        """
        if lent is not None:
            row = Row(row.line if row else 0, {**(row.cells if row else {}), "encoding": lent})
        form = FORMATS.get(ending_of(found.file) or "")
        if found.kind == "link to a folder":
            inside = found.path.resolve().is_relative_to(self.root)
            raise Fault("not_regular" if inside else "outside_root", "", "a link to a folder; such links are not followed")
        if form is None:
            raise unknown(self._opened(found, lambda file: file.read(BLOCK)))
        if form.how in ("text", "html"):
            return self._document(found, row, form.how)
        if form.how == "archive":
            not_one(found, row, "several files")
            return self._opened(found, lambda file: self._archive(file, found, row))
        read = {"parsed": self._parsed, "workbook": self._workbook}.get(form.how, self._table)
        return read(found, row, form)

    def columns(self, found: Found) -> list[str]:
        """The columns of a table, those of its folders among them. Raises Fault as `read` does."""
        form = FORMATS[ending_of(found.file)]
        if form.how == "workbook":
            return next((table.columns for _, table in self._sheets(found, None, form)), [])
        table = self._opened(found, lambda file: self._rows(file, found, form.how, None))
        return table.columns + [name for name in partition_of(found.file) if name not in table.columns]

    def close(self) -> None:
        """End the processes that parse."""
        self.documents.close()
        if self.pages is not None:
            self.pages.close()

    def _archive(self, file: BinaryIO, found: Found, row: Row | None) -> Outcome:
        """The files in an archive; what sources.csv says of it holds for each of them."""
        refuse_deep(found)
        size, digest = file.seek(0, 2), hash_of(file)
        compare(size, digest, row)
        self.budget = self.budget if found.deep else Budget(size)
        ending = ending_of(found.file)
        members = zip_members(file, self.budget) if ending == ".zip" else tar_members(file, self.budget, ending != ".tar")
        inner = row and Row(row.line, {name: value for name, value in row.cells.items() if name not in EXPECTED})
        return unpack(found, digest, members, lambda member: self.read(member, inner))

    def _parsed(self, found: Found, row: Row | None, form: Format) -> Outcome:
        """A file that a reader of its own finds one article in, or several."""
        data, digest = self._opened(found, lambda file: expected(*whole(file, form.largest), row))
        refuse_other(data, found.file, form)
        whole_id = {"doc_id": found.file, **found.stated}

        def told(decoded: Decoded, own: dict[str, Any], notices: list[Notice], stated: dict[str, Any]) -> Outcome:
            of_each = {name: value for name, value in stated.items() if name != "publisher"}  # which is a guess
            named = found._replace(stated={**whole_id, **of_each})
            return self._told(named, row, digest, decoded, {**own, **stated}, notices)

        def from_page(page: str, stated: dict[str, Any]) -> Outcome:
            notices: list[Notice] = []
            return told(*self._page(page.encode(), "utf-8", notices), notices, stated)

        def from_text(text: str, stated: dict[str, Any]) -> Outcome:
            return told(Decoded(text, "utf-8", "utf-8"), {}, [], stated)

        outcome = collected(found.file, digest, self.documents.items(form, data), from_text, from_page)
        if outcome.n_inputs > 1:
            not_one(found, row, "several articles")
        return outcome

    def _workbook(self, found: Found, row: Row | None, form: Format) -> Outcome:
        """A workbook, of which each row of each sheet is an article."""
        not_one(found, row, "an article per row")
        sheets = list(self._sheets(found, row, form))
        outcome = Outcome(found.file, "loaded", n_inputs=0, sha256=sheets[0][1].sha256)
        for name, table in sheets:
            whole_id = found.file if len(sheets) == 1 else f"{found.file}#{name}"
            try:
                inner = self._of_table(found._replace(stated={**found.stated, "doc_id": whole_id}), row, table)
            except Fault as fault:
                if len(sheets) == 1:
                    raise
                inner = Outcome(found.file, "loaded", faults=[(fault.place, fault.reason, fault.detail)])
            outcome.take(f"sheet {name}", inner)
        return outcome

    def _sheets(self, found: Found, row: Row | None, form: Format) -> list[tuple[str, Table]]:
        """The tables in a workbook. Raises Fault `empty` where there is none."""
        data, digest = self._opened(found, lambda file: expected(*whole(file, form.largest), row))
        refuse_other(data, found.file, form)
        names = known_names(self.settings)
        sheets = list(tables(self.documents.items(form, data), digest, lambda name: folded(name) in names))
        if not sheets:
            raise Fault("empty", "", "no sheet has a row below its heading")
        return sheets
