"""corpus.toml: how the tabular files of a corpus are to be read. TOML in, settings out.

unlisted = "include"         # files without a row of sources.csv: quarantine (the default), include, error
date_format = "%d.%m.%Y"     # of dates that are not ISO 8601, in the codes of Python's strptime
delimiter = ";"              # of CSV files, where it is not found out
[columns]                    # Parallax's name = the table's; an empty text turns a guess off
text = "article_body"
"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ...errors import CorpusError, nearest

NAME = "corpus.toml"
UNLISTED = ("quarantine", "include", "error")
ROLES = ("text", "title", "source", "date", "doc_id", "url", "language", "outlet_type", "note")
KEYS = ("unlisted", "date_format", "delimiter", "columns")


class CorpusFile(NamedTuple):
    """What corpus.toml says; the defaults where it says nothing."""

    unlisted: str = "quarantine"
    date_format: str | None = None
    delimiter: str | None = None
    columns: dict[str, str] = {}  # noqa: RUF012 - never written to


def read_corpus_file(folder: Path) -> CorpusFile:
    """Read corpus.toml of a corpus folder; the defaults where there is none.

    Raises CorpusError with the line for what is not TOML, an unknown key, and a value that cannot be meant.
    """
    path = folder / NAME
    if not path.is_file():
        return CorpusFile()
    try:
        text = path.read_bytes().decode("utf-8-sig")
        given = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise CorpusError(f"is not UTF-8 at byte {error.start}", file=NAME, remedy="Save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else None
        raise CorpusError(f"is not valid TOML: {error}", file=NAME, line=line, remedy="Correct this line") from error
    _known(given, KEYS, text)
    columns = given.get("columns", {})
    if not isinstance(columns, dict):
        raise CorpusError("'columns' should be a table", file=NAME, line=_line(text, "columns"), remedy="Write [columns]")
    _known(columns, ROLES, text)
    for key, value in {**given, **columns}.items():
        if key != "columns" and not isinstance(value, str):
            raise CorpusError(f"'{key}' should be a text", file=NAME, line=_line(text, key), remedy="Put it in quotes")
    _check(given, text)
    return CorpusFile(given.get("unlisted", "quarantine"), given.get("date_format"), given.get("delimiter"), columns)


def _known(given: dict, known: Iterable[str], text: str) -> None:
    for key in given:
        if key not in known:
            remedy = nearest(key, known)
            raise CorpusError(f"does not know the key '{key}'", file=NAME, line=_line(text, key), remedy=remedy)


def _check(given: dict, text: str) -> None:
    if given.get("unlisted", UNLISTED[0]) not in UNLISTED:
        remedy = nearest(given["unlisted"], UNLISTED)
        message = f"'unlisted' cannot be '{given['unlisted']}'"
        raise CorpusError(message, file=NAME, line=_line(text, "unlisted"), remedy=remedy)
    if "%" not in given.get("date_format", "%"):
        message = f"'{given['date_format']}' is not a form of dates"
        raise CorpusError(message, file=NAME, line=_line(text, "date_format"), remedy='Write it as "%d.%m.%Y"')
    if len(given.get("delimiter", ",")) != 1 or given.get("delimiter") in ('"', "\n", "\r"):
        raise CorpusError(
            "'delimiter' should be one character", file=NAME, line=_line(text, "delimiter"), remedy='Write it as ";"'
        )


def _line(text: str, key: str) -> int | None:
    """The line on which a key stands; tomllib does not tell."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[=\]]", line):
            return number
    return None
