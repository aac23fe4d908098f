"""The last look at a run before it is published: whole pages, nothing from elsewhere, nothing of this machine.

Comes in: the folder of a staged run, and what its corpus says. Goes out: nothing, or the error that keeps it from being published;
then the checksums. It exists because a page is sent on by people who cannot check it, and opened by people who did not run it.
"""

import base64
import binascii
import contextlib
import hashlib
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from ...errors import CellError
from ...storage import write_bytes
from .page_faults import SUMS, page_faults
from .picture_faults import SVG_ADDRESS, svg_faults

LARGEST_PAGE = 50_000_000  # bytes; mail and phones give up long before
DATA_ADDRESS = re.compile(r"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=]*")
TEXT_FILES = {".html", ".ipynb", ".json", ".csv", ".svg", ".txt", ".md"}
WITHIN = r"_./\~@%+:-"  # signs within paths and addresses, beside letters and digits
REACH = 300  # characters looked at before and behind a trace
FORMAT = re.compile(r"(?:text|image|application)/[a-z.+-]+")  # as a notebook calls what a cell shows
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")  # of JSON
SECRET_NAME = re.compile(r"TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY", re.IGNORECASE)
SHORTEST_SECRET = 8  # characters; what is shorter, or of letters alone ("disabled"), may stand in any article


def verify(folder: Path, secrets: list[str], said: Callable[[], Iterable[str]] = tuple) -> None:
    """Hold every file of a staged run against what a page may be.

    folder  : the run
    secrets : what must not occur anywhere, as `traces` and `secret_values` give it: in any text, in pictures within pages, in Parquet
    said    : what the corpus and the analyst say, text by text; asked once, and only where a trace of the machine was found

    A trace is no leak where the path, the address or the word that it stands in is said by the corpus too, in large letters or small.
    A secret is one wherever it stands.

    Raises CellError naming the first file that fails, and why.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix() for path in files}
    pattern, suspects = re.compile("|".join(secrets)) if secrets else None, {}
    for path in files:
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".html":
            _check_page(name, path.read_bytes(), names)
        for fault in svg_faults(path.read_bytes()) if path.suffix == ".svg" else []:
            raise CellError(fault, file=name)
        if pattern:
            for text in _texts(path):
                for stretch, fault in _faults(name, text, pattern):
                    suspects.setdefault(stretch, fault)
        if not path.stat().st_size:
            raise CellError("is empty", file=name)
    for fault in _leaks(suspects, secrets, names, said):
        raise fault


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


def secret_values(environment: Mapping[str, str]) -> list[str]:
    """Patterns of the values of variables whose names say that they are secret, and which a notebook may have read from somewhere.

    >>> secret_values({"API_TOKEN": "s3cret-value", "TOKEN_LENGTH": "12", "PATH": "/usr/local/bin"})
    ['s3cret\\\\-value(?P<secret0>)']
    """
    named = (value for name, value in environment.items() if SECRET_NAME.search(name))
    values = {value for value in named if len(value) >= SHORTEST_SECRET and not value.isalpha()}
    forms = sorted({form for value in values for form in _spellings(value)})
    return [f"{re.escape(form)}(?P<secret{number}>)" for number, form in enumerate(forms)]


def _spellings(text: str) -> list[str]:
    forms = [text, html.escape(text), json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], quote(text)]
    return list(dict.fromkeys(forms))


def _texts(path: Path) -> Iterator[str]:
    """The texts in a file: itself, the pictures that it holds, the words of a table."""
    if path.suffix in TEXT_FILES:
        text = path.read_text(encoding="utf-8", errors="replace")
        plain = DATA_ADDRESS.sub("", text)
        yield ESCAPE.sub(_unescaped, plain) if path.suffix in (".ipynb", ".json") else plain
        for code in SVG_ADDRESS.findall(text):
            with contextlib.suppress(binascii.Error):  # one that cannot be read is a fault of its page, and shows nothing
                yield base64.b64decode(code).decode("utf-8", errors="replace")
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


def _faults(name: str, text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, CellError]]:
    """Each trace in a text, by the stretch of letters and signs that it stands in; a secret is raised at once."""
    remedy = "Take it out of what the notebook shows or was given"
    for match in pattern.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if match.lastgroup:
            raise CellError("says a secret of this machine's environment", file=name, line=line, remedy=remedy)
        yield _stretch(text, match), CellError(f"says where it was made: {match[0]}", file=name, line=line, remedy=remedy)


def _stretch(text: str, match: re.Match[str]) -> str:
    """The path, address or word that a match stands in, without the marks at its ends, case folded."""
    before = html.unescape(text[max(0, match.start() - REACH) : match.start()])
    behind = html.unescape(text[match.end() : match.end() + REACH])
    begin, end = len(before), 0
    while begin and (before[begin - 1].isalnum() or before[begin - 1] in WITHIN):
        begin -= 1
    while end < len(behind) and (behind[end].isalnum() or behind[end] in WITHIN):
        end += 1
    return (before[begin:].lstrip(".:-") + html.unescape(match[0]) + behind[:end]).rstrip(".:-").casefold()


def _leaks(
    suspects: dict[str, CellError], secrets: list[str], names: set[str], said: Callable[[], Iterable[str]]
) -> Iterator[CellError]:
    """The traces that stand neither in what was said, nor in the name of a file of the run, nor in that of a format."""
    ours = {name.casefold() for name in names}
    open_still = [one for one in suspects if one.lstrip("./") not in ours and not FORMAT.fullmatch(one)]
    if not open_still:
        return
    traces_alone = [pattern for pattern in secrets if not pattern.endswith(">)")]
    pattern = re.compile("|".join(traces_alone), re.IGNORECASE)
    known = {_stretch(text, match) for text in said() for match in pattern.finditer(text)}
    everything = "\n".join(sorted(known))
    yield from (suspects[one] for one in open_still if one not in known and one not in everything)


def _check_page(name: str, data: bytes, names: set[str]) -> None:
    if len(data) > LARGEST_PAGE:
        raise CellError(
            f"has {len(data):,} bytes", file=name, remedy="Show fewer rows; the whole table is stored beside the page"
        )
    for problem in page_faults(data, names):
        raise CellError(problem, file=name)


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS over all files of a run, sorted by name; `sha256sum --check` reads it."""
    lines = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.relative_to(folder).as_posix()}\n")
    write_bytes(folder / SUMS, "".join(sorted(lines, key=lambda line: line[66:])).encode())
