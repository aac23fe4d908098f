"""A corpus folder in, articles and an account of every input out. The only reader of articles.

An input is a file, or a row of a tabular file. It is an article, or it is set aside with a reason and a place, or a rule says that it
is none: files that describe the corpus, hidden ones, an article that is there twice. Nothing else can happen to it, and the three are
counted against what was found, here, each time.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ...errors import CorpusError
from . import corpus_file
from .accounts import Accounts, Outcome
from .alike import near_ids, near_sources
from .files import Fault, Found, list_files
from .lending import Lending
from .passed_over import skipped
from .reader import Reader
from .remedies import REMEDIES, lines
from .sources import ABOUT_THE_FILE, GLOB, NAME, Row, Sources, read_sources
from .stray import NO_TEXT

QUARANTINED, SKIPPED = "quarantined", "skipped"


class Corpus(NamedTuple):
    """What was found in a folder: tables `articles`, `inputs`, `quarantine` and `notices`."""

    articles: pd.DataFrame
    inputs: pd.DataFrame
    quarantine: pd.DataFrame
    notices: pd.DataFrame


def read_corpus(folder: Path) -> Corpus:
    """Read every file of a corpus folder, and of the folders in it, in the order of their paths.

    A text file or a web page is one article, a row of a CSV, TSV, JSONL or Parquet file is one. Without sources.csv, a file's path
    without its ending is its doc_id, and the folder it lies in is its source; a row's doc_id is its id, or `path#row`. Where no folder
    names the outlet either, it is what the page states, or the host of the address, which is a guess and noticed.

    Two inputs with one doc_id and the same bytes are one article, and the second is skipped.

    Raises CorpusError where the folder is missing or holds no file, where a row of sources.csv has no file or two different articles
    have one doc_id, and where no article could be loaded; each file that could not is told of in its `told`.
    """
    if not folder.is_dir():
        message = "is not a folder" if folder.exists() else "there is no such folder"
        raise CorpusError(message, file=str(folder), remedy="Name the folder that holds the articles")
    settings = corpus_file.read_corpus_file(folder)
    sources = read_sources(folder, settings.date_format, settings.is_marked)
    files = list_files(folder)
    accounts = Accounts(NAME if sources else str(folder))
    for outcome in outcomes(folder, files, sources, settings, names_of(files)):
        accounts.add(outcome)
    accounts.sort()
    check_rows(sources, files)
    _check_articles(folder, accounts)
    accounts.notices += near_ids(accounts.ids) + accounts.guessed.notices()
    accounts.notices += [(NAME, place, "bad date", detail) for place, detail in (sources.notices if sources else ())]
    accounts.notices += near_sources(accounts.columns["source"], accounts.columns["file"])
    own = [name for name in sources.columns if name not in ABOUT_THE_FILE] if sources is not None else []
    return Corpus(*accounts.tables(len(files), own))


def names_of(files: list[Found]) -> frozenset[str]:
    """What the files of a corpus may be called in it: their paths, and their bare names."""
    return frozenset(name for found in files for name in (found.file, found.file.rpartition("/")[2]))


def outcomes(
    folder: Path, files: list[Found], sources: Sources | None, settings: corpus_file.CorpusFile, names: frozenset[str]
) -> Iterator[Outcome]:
    """What became of each of some files; those whose encoding is in doubt come last, since others lend them theirs."""
    reader, lending = Reader(folder, settings, names=names), Lending()
    try:
        for found in files:
            outcome = _outcome(found, sources, settings, reader)
            if not lending.waits(found, outcome):
                yield outcome
        for found, lent, why in lending.lent():
            outcome = _outcome(found, sources, settings, reader, lent)
            if why and outcome.state == "loaded":
                outcome.notices.append(("", "lent encoding", why))
            yield outcome
    finally:
        reader.close()


def _outcome(
    found: Found, sources: Sources | None, settings: corpus_file.CorpusFile, reader: Reader, lent: str | None = None
) -> Outcome:
    """What became of one file; `lent` is as for `Reader.read`."""
    rule = skipped(found)
    if rule:
        return Outcome(found.file, SKIPPED, rule)
    try:
        row, unlisted = _listed(found, sources, settings.unlisted)
        outcome = reader.read(found, row, lent)
    except Fault as fault:
        faults = [(fault.place, fault.reason, fault.detail)]
        return Outcome(found.file, QUARANTINED, fault.reason, faults=faults, readings=fault.readings)
    if unlisted:
        outcome.notices.insert(0, ("", "not listed", f"{NAME} has no row for this file; it is included all the same"))
    return outcome


def _listed(found: Found, sources: Sources | None, unlisted: str) -> tuple[Row | None, bool]:
    """The row of sources.csv for a file, and whether it is included without one. Raises Fault `not_listed`, or CorpusError."""
    row = sources.row_of(found.file) if sources is not None else None
    if sources is None or row is not None:
        return row, False
    if unlisted == "error":
        message = f"has no row for '{found.file}'"
        raise CorpusError(message, file=NAME, remedy=f"Add one, or change 'unlisted' in {corpus_file.NAME}")
    if unlisted == "quarantine":
        raise Fault("not_listed", "", f"{NAME} has no row for this file")
    return None, True


def check_rows(sources: Sources | None, files: list[Found]) -> None:
    """Raise where a row of sources.csv names no file."""
    if sources is None:
        return
    used = {row.line for found in files if (row := sources.row_of(found.file)) is not None}
    for row in sources.rows:
        if row.line not in used:
            name = row.cells["file"]
            remedy = "Correct the pattern, or delete the row" if GLOB.search(name) else "Correct the name, or delete the row"
            raise CorpusError(f"there is no file '{name}'", file=NAME, line=row.line, remedy=remedy)


def _check_articles(folder: Path, accounts: Accounts) -> None:
    if accounts.ids:
        return
    told = tuple(lines(accounts.quarantine))
    if {reason for _, _, reason, _ in accounts.quarantine} == {NO_TEXT}:
        file, _, _, detail = accounts.quarantine[0]
        raise CorpusError(detail, file=file, remedy=REMEDIES[NO_TEXT], told=told)
    reasons = ", ".join(sorted({reason for _, _, reason, _ in accounts.quarantine}))
    message = f"no article could be loaded ({reasons})" if reasons else "holds no article"
    raise CorpusError(message, file=str(folder), remedy="Put articles into it as text files (.txt) in UTF-8", told=told)
