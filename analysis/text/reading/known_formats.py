"""Which formats are read, by whom, and how each is known: the ending of a name in, a format out; bytes in, the ending they should have.

A name says how a file is read; what is inside is held against it, so that a web page named .docx is told of and not read as noise.
"""

import io
import zipfile
from typing import NamedTuple

from ...limits import LARGEST, LARGEST_OF_MANY
from .files import Fault
from .zips import open_zip

TABLES = ("csv", "tsv", "jsonl", "json", "parquet", "workbook")


class Format(NamedTuple):
    """How files of an ending are read.

    how      : text, html, one of TABLES, archive (of files), or parsed: as articles, by a reader of formats/
    reader   : the module of formats/ that reads it
    contents : the endings that its content may be known by, where that is looked at
    packages : what has to be installed for it beside Parallax's own, and the extra that has it
    seconds  : longest time for one file
    """

    how: str
    reader: str = ""
    contents: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    extra: str = ""
    seconds: float = 60.0
    largest: int = LARGEST


WORD = Format("parsed", "word", (".docx",), largest=LARGEST_OF_MANY)
BOOK = Format(
    "workbook", "workbook", (".xlsx", ".xlsb", ".xls", ".ods"), ("python-calamine",), seconds=600.0, largest=LARGEST_OF_MANY
)
RICH = Format("parsed", "rich_text", (".rtf",), ("striprtf",), largest=LARGEST_OF_MANY)
PDF = Format("parsed", "print_pages", (".pdf",), ("pypdfium2",), "pdf", seconds=600.0, largest=LARGEST_OF_MANY)
ODT = Format("parsed", "opendocument", (".odt",), largest=LARGEST_OF_MANY)
MARKDOWN, MAIL = Format("parsed", "markdown_text"), Format("parsed", "mail", largest=LARGEST_OF_MANY)
SAVED = Format("parsed", "saved_page", (".mhtml",), largest=LARGEST_OF_MANY)
NEWS_XML = Format("parsed", "news_xml", (".xml",), largest=LARGEST_OF_MANY)
# these give pages one by one, which are read as they come: the time is that of all of them
MAILBOX = Format("parsed", "mailbox_file", seconds=3600.0, largest=LARGEST_OF_MANY)
WEB = Format("parsed", "web_archive", seconds=3600.0, largest=LARGEST_OF_MANY)
BOOK_OF_CHAPTERS = Format("parsed", "book", (".epub",), largest=LARGEST_OF_MANY)
ZIP, TAR = Format("archive", contents=(".zip",)), Format("archive")
FORMATS: dict[str, Format] = {
    ".txt": Format("text"), ".html": Format("html"), ".htm": Format("html"),
    ".csv": Format("csv"), ".csv.gz": Format("csv"), ".tsv": Format("tsv"), ".tsv.gz": Format("tsv"),
    ".jsonl": Format("jsonl"), ".jsonl.gz": Format("jsonl"), ".ndjson": Format("jsonl"), ".ndjson.gz": Format("jsonl"),
    ".json": Format("json"), ".parquet": Format("parquet"),
    ".docx": WORD, ".docm": WORD,
    ".odt": ODT, ".rtf": RICH, ".pdf": PDF, ".md": MARKDOWN, ".markdown": MARKDOWN,
    ".eml": MAIL, ".mhtml": SAVED, ".mht": SAVED, ".epub": BOOK_OF_CHAPTERS,
    ".xml": NEWS_XML, ".rss": NEWS_XML, ".atom": NEWS_XML, ".mbox": MAILBOX, ".warc": WEB, ".warc.gz": WEB,
    ".xlsx": BOOK, ".xlsm": BOOK, ".xlsb": BOOK, ".xls": BOOK, ".ods": BOOK,
    ".zip": ZIP, ".tar": TAR, ".tar.gz": TAR, ".tgz": TAR,
}  # fmt: skip
ARCHIVES = tuple(ending for ending, form in FORMATS.items() if form.how == "archive")
READABLE = ", ".join(ending for ending in FORMATS if not ending.endswith(".gz"))

PLAIN = {".rtf": (b"{\\rtf",), ".pdf": (b"%pdf-",), ".html": (b"<!doctype html", b"<html"), ".warc": (b"warc/",),
         ".gz": (b"\x1f\x8b",)}  # fmt: skip
INSIDE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".xlsb": "xl/workbook.bin", ".pptx": "ppt/presentation.xml"}
BY_TYPE = {
    b"application/vnd.oasis.opendocument.text": ".odt", b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/epub+zip": ".epub",
}  # fmt: skip
OLD_OFFICE, LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
LOOKED_AT = 1024  # bytes from the beginning


def ending_of(file: str) -> str | None:
    """The ending by which a file is read; None for one that is not."""
    name = file.rpartition("/")[2].casefold()
    return next((ending for ending in sorted(FORMATS, key=len, reverse=True) if name.endswith(ending)), None)


def ending_within(data: bytes) -> str | None:
    """The ending that a file with these bytes should have, None where they do not say. Raises Fault `encrypted` for a locked document.

    >>> ending_within(b"  <!DOCTYPE html><title>Bridge"), ending_within(b"The bridge"), ending_within(b"%PDF-1.7")
    ('.html', None, '.pdf')
    """
    head = data[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK\x03\x04"):
        return _packed(data)
    if data.startswith(OLD_OFFICE):
        if LOCKED in data:
            raise Fault("encrypted", "", "an office document that is locked with a password")
        return ".xls" if "Workbook".encode("utf-16-le") in data else ".doc"
    if head.startswith(b"<?xml"):
        return ".html" if b"<html" in head.lower() else ".xml"
    lowered = head.lower()
    if lowered.startswith((b"mime-version:", b"from: <saved by")) and b"multipart/related" in lowered:
        return ".mhtml"
    return next((ending for ending, marks in PLAIN.items() if lowered.startswith(marks)), None)


def refuse_other(data: bytes, file: str, form: Format) -> None:
    """Raise Fault `wrong_name` where the bytes of a file are of another format than its name says."""
    inside = ending_within(data) if form.contents else None
    if inside is not None and inside not in form.contents:
        raise Fault("wrong_name", "", f"it is named {ending_of(file)}, and holds what should be named {inside}")


def unknown(data: bytes) -> Fault:
    """Why a file is not read whose name has no ending that is."""
    inside = ending_within(data)
    return Fault(
        "unknown_format", "", f"it holds what should be named {inside}" if inside in FORMATS else f"what is read: {READABLE}"
    )


def _packed(data: bytes) -> str | None:
    """What a zip archive is: a document, or a mere archive; None where its list of parts cannot be read."""
    if data[30:38] == b"mimetype":
        kind = next((ending for mark, ending in BY_TYPE.items() if data[38:].startswith(mark)), None)
        if kind is not None:
            return kind
    try:
        with open_zip(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (Fault, zipfile.BadZipFile):
        return None
    return next((ending for ending, name in INSIDE.items() if name in names), ".zip")
