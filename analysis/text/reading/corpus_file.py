"""corpus.toml: how the tabular files of a corpus are to be read. TOML in, settings out.

unlisted = "include"         # files without a row of sources.csv: quarantine (the default), include, error
date_format = "%d.%m.%Y"     # of dates that are not ISO 8601, in the codes of Python's strptime
[csv]
delimiter = ";"              # of CSV files, where it is not found out; it can stand above, without [csv], too
quotechar = "'"              # the quotation mark around their cells
formulas = "marked"          # cells that would be formulas have an apostrophe before them, here and in sources.csv; it is taken away
[columns]                    # Parallax's name = the table's; an empty text turns a guess off
text = "article_body"
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ...errors import CorpusError, nearest
from ...limits import LARGEST_DESCRIBING
from ...toml_file import Places, read_toml

NAME = "corpus.toml"
UNLISTED = ("quarantine", "include", "error")
ROLES = ("text", "title", "source", "date", "author", "section", "doc_id", "url", "language", "outlet_type", "note")
KEYS = ("unlisted", "date_format", "delimiter", "csv", "columns")
CSV = ("delimiter", "quotechar", "formulas")
FORMULAS = ("as written", "marked")


class CorpusFile(NamedTuple):
    """What corpus.toml says; the defaults where it says nothing."""

    unlisted: str = "quarantine"
    date_format: str | None = None
    delimiter: str | None = None
    columns: dict[str, str] = {}  # noqa: RUF012 - never written to
    quotechar: str | None = None
    is_marked: bool = False


def read_corpus_file(folder: Path) -> CorpusFile:
    """Read corpus.toml of a corpus folder; the defaults where there is none.

    Raises CorpusError with the line for what is not TOML, an unknown key, and a value that cannot be meant.
    """
    path = folder / NAME
    if not path.is_file():
        return CorpusFile()
    given, places = read_toml(path, LARGEST_DESCRIBING, CorpusError, NAME)
    _known(given, KEYS, places)
    columns, marks = (_table(given, name, keys, places) for name, keys in (("columns", ROLES), ("csv", CSV)))
    given = {**given, **marks}
    for key, value in {**given, **columns}.items():
        if key not in ("columns", "csv") and not isinstance(value, str):
            raise CorpusError(f"'{key}' should be a text", file=NAME, line=_line(places, key), remedy="Put it in quotes")
    _check(given, places)
    plain = (given.get("unlisted", "quarantine"), given.get("date_format"), given.get("delimiter"))
    return CorpusFile(*plain, columns, given.get("quotechar"), given.get("formulas") == FORMULAS[1])


def _is_form(text: str) -> bool:
    """Whether a day written in this form can be read again; one with a field twice cannot."""
    try:
        day = datetime(2024, 10, 28, tzinfo=UTC)
        return "%" in text and datetime.strptime(day.strftime(text), text) is not None
    except (ValueError, re.error):
        return False


def _table(given: dict, name: str, keys: Iterable[str], places: Places) -> dict:
    table = given.get(name, {})
    if not isinstance(table, dict):
        raise CorpusError(f"'{name}' should be a table", file=NAME, line=_line(places, name), remedy=f"Write [{name}]")
    _known(table, keys, places)
    return table


def _known(given: dict, known: Iterable[str], places: Places) -> None:
    for key in given:
        if key not in known:
            remedy = nearest(key, known)
            raise CorpusError(f"does not know the key '{key}'", file=NAME, line=_line(places, key), remedy=remedy)


def _check(given: dict, places: Places) -> None:
    for key, known in (("unlisted", UNLISTED), ("formulas", FORMULAS)):
        if (value := given.get(key, known[0])) not in known:
            message = f"'{key}' cannot be '{value}'"
            raise CorpusError(message, file=NAME, line=_line(places, key), remedy=nearest(value, known))
    if "date_format" in given and not _is_form(given["date_format"]):
        message = f"'{given['date_format']}' is not a form of dates"
        raise CorpusError(message, file=NAME, line=_line(places, "date_format"), remedy='Write it as "%d.%m.%Y"')
    for key, example, others in (("delimiter", ";", "\"'\n\r"), ("quotechar", "'", "\n\r")):
        value = given.get(key, example)
        if len(value) != 1 or value in others or (key == "quotechar" and value == given.get("delimiter", ",")):
            remedy = f'Write it as "{example}"'
            raise CorpusError(f"'{key}' should be one character", file=NAME, line=_line(places, key), remedy=remedy)


def _line(places: Places, key: str) -> int | None:
    """The line on which a key stands, in whichever table, or the table of that name."""
    return next((line for (table, _, name), line in places.items() if key in (table, name)), None)
