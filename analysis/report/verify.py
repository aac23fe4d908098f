"""The last look at a run before it is published: whole pages, nothing from elsewhere, nothing of this machine.

Comes in: the folder of a staged run. Goes out: nothing, or the error that keeps it from being published; then the checksums. It exists
because a page is sent on by people who cannot check it, and opened by people who did not run it.
"""

import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..errors import CellError
from ..storage import write_bytes

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
SUMS = "SHA256SUMS"
LARGEST_PAGE = 50_000_000  # bytes; mail and phones give up long before
FORBIDDEN = {"script", "iframe", "frame", "object", "embed", "applet", "base", "link", "form", "audio", "video"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
DATA_ADDRESS = re.compile(r"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=]*")
TEXT_FILES = {".html", ".ipynb", ".json", ".csv", ".svg", ".txt", ".md"}


def verify(folder: Path, secrets: list[str]) -> None:
    """Hold every file of a staged run against what a page may be.

    folder  : the run
    secrets : what must not occur anywhere: paths, and names as `traces` gives them

    Raises CellError naming the first file that fails, and why.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix() for path in files}
    pattern = re.compile("|".join(secrets)) if secrets else None
    for path in files:
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".html":
            _check_page(name, path.read_bytes(), names)
        if pattern and path.suffix in TEXT_FILES:
            _check_traces(name, path.read_text(encoding="utf-8", errors="replace"), pattern)
        if not path.stat().st_size:
            raise CellError("is empty", file=name)


def traces(paths: list[str], names: list[str]) -> list[str]:
    r"""Patterns of what betrays this machine: paths as they are, and names of user and host in the forms in which machines write them.

    A name of letters alone may be a word ("grace", "root"), which articles are free to use; so it counts beside a slash or an @ only.
    Names of three letters and fewer, and paths as short as `/tmp`, would be found everywhere, and are left out.

    >>> traces(["/home/grace"], ["grace", "vm-04", "me"])
    ['/home/grace(?![\\w-])', '[/\\\\@~]grace(?![\\w-])|(?<![\\w-])grace@', '(?<![\\w-])vm\\-04(?![\\w-])']
    """
    found = [re.escape(path.rstrip("/\\")) + r"(?![\w-])" for path in paths if len(path.rstrip("/\\")) > 4]
    for name in names:
        escaped = re.escape(name)
        if len(name) > 3:
            bare = rf"(?<![\w-]){escaped}(?![\w-])"
            found.append(bare if not name.isalpha() else rf"[/\\@~]{escaped}(?![\w-])|(?<![\w-]){escaped}@")
    return found


def _check_traces(name: str, text: str, pattern: re.Pattern[str]) -> None:
    if match := pattern.search(DATA_ADDRESS.sub("", text)):
        line = text.count("\n", 0, max(text.find(match[0]), 0)) + 1
        raise CellError(
            f"says where it was made: {match[0]}",
            file=name,
            line=line,
            remedy="Take it out of what the notebook shows or was given",
        )


def _check_page(name: str, data: bytes, names: set[str]) -> None:
    if len(data) > LARGEST_PAGE:
        raise CellError(
            f"has {len(data):,} bytes", file=name, remedy="Show fewer rows; the whole table is stored beside the page"
        )
    page = _Page()
    page.feed(data.decode("utf-8"))
    page.close()
    for problem in page.problems(data, names):
        raise CellError(problem, file=name)


class _Page(HTMLParser):
    """What there is in a page: its ids, its addresses, its open elements, and what must not be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.headings, self.policy, self.title, self.language = 0, "", "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in FORBIDDEN:
            self.found.append(f"has an element <{tag}>")
        if tag not in VOID:
            self.open.append(tag)
        self.headings += tag == "h1"
        if tag == "html":
            self.language = values.get("lang", "")
        if tag == "meta":
            self._meta(values)
        if tag == "img" and not values.get("alt", "").strip():
            self.found.append("has an image without a text in its place")
        if "id" in values:
            self.ids.append(values["id"])
        for name, value in values.items():
            self._attribute(tag, name, value)

    def _meta(self, values: dict[str, str]) -> None:
        kind = values.get("http-equiv", "").lower()
        if kind == "content-security-policy":
            self.policy = values.get("content", "")
        elif kind:
            self.found.append(f"has a meta element for {kind}")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self.found.append(f"has a handler {name}")
        elif name in ("src", "srcset", "poster", "background", "data", "action", "formaction", "xlink:href", "ping"):
            pieces = value.split() if name == "srcset" else [value.strip()]
            if not all(piece.startswith("data:image/") or re.fullmatch(r"[\d.]+[wx],?", piece) for piece in pieces):
                self.found.append(f"takes {name} of <{tag}> from elsewhere: {value[:80]}")
        elif name == "href":
            self.links.append(value.strip())
        elif name in ("style", "srcdoc"):
            self._style(value)

    def _style(self, text: str) -> None:
        if re.search(r"@import|url\((?!\s*['\"]?data:image/)|expression\(", text, re.IGNORECASE):
            self.found.append("has a style that takes something from elsewhere")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.found.append(f"has </{tag}> where it closes nothing")
            self.open = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["style"]:
            self._style(data)
        if self.open[-1:] == ["title"]:
            self.title += data

    def problems(self, data: bytes, names: set[str]) -> Iterator[str]:
        if not data.rstrip().endswith(b"</html>"):
            yield "is not whole: it does not end with </html>"
        yield from self.found
        if self.open:
            yield f"leaves <{self.open[-1]}> open"
        if self.policy != POLICY:
            yield "lacks its content security policy"
        if self.language != "en" or not self.title.strip() or self.headings != 1:
            yield "lacks its language, its title or its one main heading"
        if repeated := [item for item in self.ids if self.ids.count(item) > 1]:
            yield f"has the id '{repeated[0]}' twice"
        for link in self.links:
            if problem := self._link(link, names):
                yield problem

    def _link(self, link: str, names: set[str]) -> str | None:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return f"links to another place: {link[:80]}"
        if not parts.path:
            return None if parts.fragment in ("", *self.ids) else f"links to #{parts.fragment}, which is not there"
        return None if unquote(parts.path) in names | {SUMS} else f"links to a file that is not there: {link[:80]}"


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS over all files of a run, sorted by name; `sha256sum --check` reads it."""
    lines = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.relative_to(folder).as_posix()}\n")
    write_bytes(folder / SUMS, "".join(sorted(lines, key=lambda line: line[66:])).encode())
