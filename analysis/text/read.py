"""A corpus folder in, articles and an account of every file out. The only reader of articles.

A file is an article, or it is set aside with a reason and a place, or a rule says that it is none: files that describe the corpus,
and hidden ones. Nothing else can happen to it, and the three are counted against the files that were found.
"""

import hashlib
import os
import stat
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..errors import CorpusError
from .dates import parse_date
from .sources import GLOB, NAME, Row, Sources, read_sources

DESCRIBING = (NAME, "topics.yml", "wording.yml", "cleaning.yml")
LARGEST = 20_000_000  # bytes of one article; a book is 1 MB
LOADED, QUARANTINED, SKIPPED = "loaded", "quarantined", "skipped"

ARTICLE = ["doc_id", "source", "outlet_type", "date", "date_start", "date_end", "language", "title", "url", "note"]
READ = ["file", "sha256", "text"]


class Fault(Exception):
    """Why a file cannot be an article: reason (one word), place in the file, detail."""

    def __init__(self, reason: str, place: str, detail: str):
        super().__init__(reason)
        self.reason, self.place, self.detail = reason, place, detail


class Corpus(NamedTuple):
    """What was found in a folder: tables `articles`, `inputs` and `quarantine`."""

    articles: pd.DataFrame
    inputs: pd.DataFrame
    quarantine: pd.DataFrame


def read_corpus(folder: Path) -> Corpus:
    """Read every file of a corpus folder, and of the folders in it, in the order of their paths.

    Without sources.csv, a file's path without its ending is its doc_id, and the folder it lies in is its source.

    Raises CorpusError where the folder is missing or holds no file, where a row of sources.csv has no file or two articles have
    one doc_id, and where no article could be loaded.
    """
    if not folder.is_dir():
        message = "is not a folder" if folder.exists() else "there is no such folder"
        raise CorpusError(message, file=str(folder), remedy="Name the folder that holds the articles")
    sources = read_sources(folder)
    files = _list(folder)
    rows, inputs, quarantine = [], [], []
    for file in files:
        skipped = _skipped(file)
        if skipped:
            inputs.append((file, SKIPPED, skipped))
            continue
        try:
            row = _listed(file, sources)
            rows.append(_article(file, _load(folder, file), row, folder))
            inputs.append((file, LOADED, ""))
        except Fault as fault:
            quarantine.append((file, fault.place, fault.reason, fault.detail))
            inputs.append((file, QUARANTINED, fault.reason))
    _check(folder, sources, files, rows, inputs, quarantine)
    return Corpus(
        _frame(rows, sources),
        pd.DataFrame(inputs, columns=["file", "state", "reason"], dtype="str"),
        pd.DataFrame(quarantine, columns=["file", "place", "reason", "detail"], dtype="str"),
    )


def _list(folder: Path) -> list[str]:
    """Paths of all files below a folder, with forward slashes, sorted. An unreadable folder would hide an unknown number."""

    def refuse(error: OSError) -> None:
        message = f"cannot be listed ({error.strerror})"
        raise CorpusError(message, file=str(error.filename), remedy="Allow reading it, or take it out of the corpus")

    found = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [(Path(place) / name).relative_to(folder).as_posix() for name in names]
    return sorted(found)


def _skipped(file: str) -> str:
    name = file.rpartition("/")[2]
    if file in DESCRIBING:
        return "describes the corpus"
    if name.startswith((".", "~$")):
        return "hidden file"
    return "read-me file" if name.casefold().startswith("readme") else ""


def _listed(file: str, sources: Sources | None) -> Row | None:
    row = sources.row_of(file) if sources is not None else None
    if sources is not None and row is None:
        raise Fault("not_listed", "", f"{NAME} has no row for this file")
    return row


def _load(folder: Path, file: str) -> tuple[str, str]:
    """Text and SHA-256 of a file. Raises Fault for what is not an article in UTF-8."""
    path = folder / file
    if not file.casefold().endswith(".txt"):
        raise Fault("unknown_format", "", "only text files (.txt) are read")
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            raise Fault("outside_root", "", "a link that leads out of the corpus folder")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Fault("not_regular", "", "not a regular file")
        if status.st_size > LARGEST:
            raise Fault("too_large", "", f"{status.st_size:,} bytes; the largest read is {LARGEST:,}")
        data = path.read_bytes()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        raise Fault("io_error", "", getattr(error, "strerror", None) or "cannot be read") from error
    return _decode(data), hashlib.sha256(data).hexdigest()


def _decode(data: bytes) -> str:
    at = data.find(b"\0")
    if at >= 0:
        raise Fault("binary", f"byte {at}", "a zero byte: not a text file, or not in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = data[error.start : error.start + 4].hex(" ")
        raise Fault("encoding", f"byte {error.start}", f"not UTF-8: {wrong} ({error.reason})") from error
    if not text.strip():
        raise Fault("empty", "", f"no visible character in {len(data)} bytes")
    return text


def _article(file: str, loaded: tuple[str, str], row: Row | None, folder: Path) -> dict:
    text, digest = loaded
    cells = dict(row.cells) if row is not None else {}
    above = file.rpartition("/")[0]
    article = {"doc_id": file.rpartition(".")[0], "source": above or folder.resolve().name, **cells}
    if "date" in cells:
        article["date_start"], article["date_end"] = parse_date(cells["date"])
    return {**article, "file": file, "sha256": digest, "text": text}


def _frame(rows: list[dict], sources: Sources | None) -> pd.DataFrame:
    own = [name for name in (sources.columns if sources is not None else ()) if name not in (*ARTICLE, *READ)]
    frame = pd.DataFrame(rows).reindex(columns=[*ARTICLE, *own, *READ])
    times = {"date_start": "datetime64[ms]", "date_end": "datetime64[ms]"}
    return frame.astype({name: times.get(name, "str") for name in frame.columns}).sort_values("doc_id", ignore_index=True)


def _check(folder: Path, sources: Sources | None, files: list[str], rows: list, inputs: list, quarantine: list) -> None:
    """Hold what was read against what was found: nothing may be lost, and nothing may be there twice."""
    if len(files) != len(inputs) or len(files) != len(rows) + len(quarantine) + sum(state == SKIPPED for _, state, _ in inputs):
        raise CorpusError("the account of files does not add up", file=str(folder), remedy="Please report this")
    for row in sources.rows if sources is not None else ():
        name = row.cells["file"]
        if not (name in files or (GLOB.search(name) and any(sources.row_of(file) is row for file in files))):
            raise CorpusError(
                f"there is no file '{name}'", file=NAME, line=row.line, remedy="Correct the name, or delete the row"
            )
    ids: dict[str, str] = {}
    for row in rows:
        if row["doc_id"] in ids:
            message = f"doc_id '{row['doc_id']}' is that of {ids[row['doc_id']]} and of {row['file']}"
            raise CorpusError(message, file=NAME if sources else str(folder), remedy="Give one of them another doc_id")
        ids[row["doc_id"]] = row["file"]
    if not rows:
        reasons = ", ".join(sorted({reason for _, _, reason, _ in quarantine}))
        message = f"no article could be loaded ({reasons})" if reasons else "holds no article"
        raise CorpusError(message, file=str(folder), remedy="Put articles into it as text files (.txt) in UTF-8")
