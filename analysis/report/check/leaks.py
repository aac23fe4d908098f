"""What betrays the machine that made a report: patterns of it in, and the places of a run where they stand and nobody but it says so.

Comes in: paths and names of the machine, values of its secrets, the files of a run, and what its corpus and its analyst say. Goes out:
the first place that tells of the machine. It exists because an article may hold the name of the account or of the host as a word, and
no author is to stop a report by it, while a page that tells whose computer it was made on must not be sent on.
"""

import base64
import binascii
import contextlib
import getpass
import html
import json
import os
import re
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...errors import CellError, visible
from .picture_faults import SVG_ADDRESS

NO_WORDS = re.compile(
    r"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=]*|</[a-z][a-z0-9]*>"
)  # pictures, and ends of elements: `</main>`
TEXT_FILES = {".html", ".ipynb", ".json", ".csv", ".svg", ".txt", ".md"}
WITHIN = r"_./\~@%+:-"  # signs within paths and addresses, beside letters and digits
REACH = 300  # characters looked at before and behind a trace
FORMAT = re.compile(
    r"(?:text|image|application)/[a-z.+-]+|http://www\.w3\.org/\w[\w/]*"
)  # as a notebook and a picture name them
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")  # of JSON
SHOWN_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")  # as errors.visible shows what cannot be seen
SPECIAL = re.compile(r"\\([\\.^$*+?()\[\]{}|])")  # as a rule that a page proposes writes signs; it writes numbers as ANY_NUMBER
ANY_NUMBER = r"\d+"
FROM_THE_ROOT = re.compile(r"[/\\~]|[a-z]:[/\\]|.*\w@", re.DOTALL)  # a path of a machine, or somebody at a machine
SECRET_NAME = re.compile(r"TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY", re.IGNORECASE)
SHORTEST_SECRET = 8  # characters; what is shorter, or of letters alone ("disabled"), may stand in any article
PACKAGE = Path(__file__).resolve().parents[2]
OUR_TEXTS = {".py", ".j2", ".css", ".js", ".yml"}


def traces(paths: list[str], names: list[str]) -> list[str]:
    r"""Patterns of what betrays this machine: paths as they are, and names of user and host in the forms in which machines write them.

    A name of letters alone may be a word ("grace", "root"), which articles are free to use; so it counts beside a slash or an @ only.
    Names of three letters and fewer, and paths as short as `/tmp`, would be found everywhere, and are left out. A path is looked for in
    each spelling that HTML, JSON and addresses have for it.

    Each way to match begins with a letter or a sign, and what must not stand before it comes behind: so a search passes over all other
    letters, and the files of a run are gone through in a tenth of the time.

    >>> traces(["/home/grace"], ["ada", "vm-04", "me"])
    ['/home/grace(?![\\w-])', 'vm\\-04(?<![\\w-]vm\\-04)(?![\\w-])']
    >>> traces([], ["grace"])
    ['/grace(?![\\w-])|\\\\grace(?![\\w-])|@grace(?![\\w-])|\\~grace(?![\\w-])|grace@(?<![\\w-]grace@)']
    """
    bare = [path.rstrip("/\\") for path in paths]
    found = [re.escape(form) + r"(?![\w-])" for path in bare if len(path) > 4 for form in _spellings(path)]
    for name in names:
        escaped = re.escape(name)
        if len(name) > 3:
            alone = rf"{escaped}(?<![\w-]{escaped})(?![\w-])"
            beside = [rf"{re.escape(sign)}{escaped}(?![\w-])" for sign in "/\\@~"] + [rf"{escaped}@(?<![\w-]{escaped}@)"]
            found.append("|".join(beside) if name.isalpha() else alone)
    return found


def of_machine(*folders: Path) -> list[str]:
    """Patterns of what betrays this machine: its name and that of the account, the home, these folders, the secrets that are set."""
    names = [socket.gethostname().split(".")[0]]
    with contextlib.suppress(OSError, KeyError, ImportError):  # an account without a name, as containers have them
        names.append(getpass.getuser())
    return traces([str(Path.home()), *(str(folder.resolve()) for folder in folders)], names) + secret_values(os.environ)


def secret_values(environment: Mapping[str, str]) -> list[str]:
    """Patterns of the values of variables whose names say that they are secret, and which a notebook may have read from somewhere.

    >>> secret_values({"API_TOKEN": "s3cret-value", "TOKEN_LENGTH": "12", "PATH": "/usr/local/bin"})
    ['s3cret\\\\-value(?P<secret0>)']
    """
    named = (value for name, value in environment.items() if SECRET_NAME.search(name))
    values = {value for value in named if len(value) >= SHORTEST_SECRET and not value.isalpha()}
    forms = sorted({form for value in values for form in _spellings(value)})
    return [f"{re.escape(form)}(?P<secret{number}>)" for number, form in enumerate(forms)]


def masked(value: Any, secrets: list[str]) -> Any:
    """A value as JSON has it, without what betrays this machine: wherever a pattern is found in a text of it, there stands “…”.

    >>> masked({"cells": ["in /srv/news/x"]}, traces(["/srv/news"], []))
    {'cells': ['in …/x']}
    """
    pattern = re.compile("|".join(secrets))

    def without(inner: Any) -> Any:
        if isinstance(inner, dict):
            return {name: without(item) for name, item in inner.items()}
        if isinstance(inner, list):
            return [without(item) for item in inner]
        return pattern.sub("…", inner) if isinstance(inner, str) else inner

    return without(value) if secrets else value


def _spellings(text: str) -> list[str]:
    forms = [text, html.escape(text), json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], quote(text)]
    return list(dict.fromkeys(forms))


def texts(path: Path) -> Iterator[str]:
    """The texts in a file: itself, the pictures that it holds, the words of a table."""
    if path.suffix in TEXT_FILES:
        text = path.read_text(encoding="utf-8", errors="replace")
        plain = NO_WORDS.sub("<", text)
        yield ESCAPE.sub(_unescaped, plain) if path.suffix in (".ipynb", ".json") else plain
        for code in SVG_ADDRESS.findall(text):
            with contextlib.suppress(binascii.Error):  # one that cannot be read is a fault of its page, and shows nothing
                yield NO_WORDS.sub("<", base64.b64decode(code).decode("utf-8", errors="replace"))
    elif path.suffix == ".parquet":
        yield from _words_of_parquet(path)


def _unescaped(match: re.Match[str]) -> str:
    """The character that an escape of JSON stands for; a blank for the end of a line, so that lines can be told by their numbers."""
    return chr(int(match[1], 16)) if match[1] else match[2] if match[2] in '"\\/' else " "


def _words_of_parquet(path: Path) -> Iterator[str]:
    """What a Parquet file says of itself, and each distinct text in it."""
    import pyarrow
    from pyarrow import parquet, types

    try:
        with parquet.ParquetFile(path) as file:
            yield str(file.schema_arrow.metadata)
            for field in file.schema_arrow:
                kind = field.type.value_type if types.is_dictionary(field.type) else field.type
                if types.is_string(kind) or types.is_large_string(kind):  # by itself, since all columns at once may not fit
                    table = file.read([field.name])  # and with it `a.b`, where this is `a`
                    columns = [
                        column for name, column in zip(table.column_names, table.columns, strict=True) if name == field.name
                    ]
                    yield "\n".join([field.name, *(text for column in columns for text in column.unique().to_pylist() if text)])
    except (pyarrow.ArrowException, OSError) as error:
        raise CellError("is no Parquet file", file=path.name) from error


def found_in(name: str, text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, CellError]]:
    """Each trace in a text, by the stretch of letters and signs that it stands in; a secret is raised at once."""
    remedy = "Take it out of what the notebook shows or was given"
    for match in pattern.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if match.lastgroup:
            raise CellError("says a secret of this machine's environment", file=name, line=line, remedy=remedy)
        yield _stretch(text, match), CellError(f"says where it was made: {match[0]}", file=name, line=line, remedy=remedy)


def _stretch(text: str, match: re.Match[str]) -> str:
    """The path, address or word that a match stands in, without the marks at its ends, case folded."""
    before = _behind_escapes(html.unescape(text[max(0, match.start() - REACH) : match.start()]))
    behind = _before_escapes(html.unescape(text[match.end() : match.end() + REACH]))
    begin, end = len(before), 0
    while begin and (before[begin - 1].isalnum() or before[begin - 1] in WITHIN):
        begin -= 1
    while end < len(behind) and (behind[end].isalnum() or behind[end] in WITHIN):
        end += 1
    return _trimmed(before[begin:].lstrip(".:-") + html.unescape(match[0]) + behind[:end])


def _trimmed(stretch: str) -> str:
    return stretch.rstrip(".:-").casefold()


def _hidden(text: str) -> list[re.Match[str]]:
    """What stands for a character that cannot be seen, and which a page therefore shows so: it ends a word, as the character does."""
    found = SHOWN_ESCAPE.finditer(text)
    return [match for match in found if visible(char := chr(int(match[1] or match[2] or match[3], 16))) != char]


def _before_escapes(text: str) -> str:
    return text[: next((match.start() for match in _hidden(text)), None)]


def _behind_escapes(text: str) -> str:
    return text[max((match.end() for match in _hidden(text)), default=0) :]


def unsaid(
    suspects: dict[str, CellError], secrets: list[str], folder: Path, names: set[str], said: Callable[[], Iterable[str]]
) -> Iterator[CellError]:
    """The traces of the machine that nobody says: neither the corpus or the analyst, nor Parallax itself.

    suspects : for each stretch that `found_in` gave, the first place where it stands
    folder   : the run, whose notebooks may say what leads to no place of a machine
    names    : its files
    said     : what the corpus and the analyst say, asked once, and only where it is needed
    """
    ours = {form.casefold() for name in names for form in (name, name.partition("/")[2].partition(".")[0])}
    still = [one for one in suspects if one.lstrip("./") not in ours and not FORMAT.fullmatch(one)]
    if not still:
        return
    pattern = "|".join(each for each in secrets if not each.endswith(">)"))
    own = set(_stretches(_own_texts(folder), re.compile(pattern)))
    still = [one for one in still if FROM_THE_ROOT.match(one) or one not in own]
    known = "\n".join(sorted(set(_stretches(said(), re.compile(pattern, re.IGNORECASE))))) if still else ""
    yield from (suspects[one] for one in still if one not in known and not _is_form(one, known))


def _stretches(texts: Iterable[str], pattern: re.Pattern[str]) -> Iterator[str]:
    return (_stretch(text, match) for text in texts for match in pattern.finditer(text))


@cache
def _package() -> list[str]:
    """What Parallax says: its code, templates and styles, with their names. Not this module, whose examples are names of machines."""
    files = [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in OUR_TEXTS and path != Path(__file__).resolve()]
    return [f"analysis/{path.relative_to(PACKAGE).as_posix()}\n{path.read_text(encoding='utf-8')}" for path in files]


def published(folder: Path) -> Iterator[str]:
    """What an earlier run says, which passed this look itself: a page on changes tells of articles that are gone."""
    for path in sorted((*folder.glob("tables/*/*.parquet"), *folder.glob("findings.json"), *folder.glob("run.json"))):
        yield from texts(path)


def _own_texts(folder: Path) -> Iterator[str]:
    """What Parallax says, and the code of the notebooks of a run."""
    yield from _package()
    for path in sorted(folder.glob("notebooks/*.ipynb")):
        yield from ("".join(cell["source"]) for cell in json.loads(path.read_bytes())["cells"])


def _is_form(stretch: str, known: str) -> bool:
    """Whether a stretch is of a pattern that a page made of what was said, with its signs escaped and any number for each."""
    plain = _trimmed(SPECIAL.sub(r"\1", stretch).strip("\\").lstrip(".:-"))
    pattern = ANY_NUMBER.join(re.escape(part) for part in plain.split(ANY_NUMBER))
    return (plain != stretch or ANY_NUMBER in plain) and re.search(pattern, known) is not None
