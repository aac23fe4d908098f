"""A published run becomes one page that holds all its pages, or one of them: it asks for nothing, and no link in it leads to nothing.

Comes in: the folder of a run, whole. Goes out: the page, after the same last look that a run has before it is published. It exists
because a report is sent by mail, and a folder of nine pages that lead to each other cannot be.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from ...errors import UsageError, nearest
from ...storage import write_bytes
from ..check import leaks
from ..check.page_faults import page_faults
from ..check.verify import verify
from ..publish import pages
from ..publish.ids import Ids
from .one_page import FRONT, part

FRONT_PAGE = "index.html"
OURS = ("content", "contents", "provenance", "rest", FRONT)  # ids of the whole


def one_file(run: Path, only: str = "") -> bytes:
    """The pages of a run as one page: the front page, then each notebook's page as a part of it.

    only : the name of a page, as in 03_sources, which is to stand alone

    Raises UsageError for a page that there is not, and for pages that another version of Parallax has made; CellError, as the last
    look before publication does.
    """
    report = json.loads((run / "run.json").read_bytes())
    files = _chosen([item["page"] for item in report["notebooks"]], only)
    ids = Ids(*OURS)
    parts = {
        file: FRONT if file == FRONT_PAGE else ids.claim(re.sub(r"\W+", "-", file.removesuffix(".html"))) for file in files
    }
    made = [part(_read(run / file), name, parts) for file, name in parts.items()]
    whole = pages.packed(report, [(each.name, each.title, each.html) for each in made])
    _look_at(run, whole)
    return whole


def _chosen(there: list[str], only: str) -> list[str]:
    """The files to be held, in their order."""
    if only and f"{only.removesuffix('.html')}.html" not in there:
        names = [file.removesuffix(".html") for file in there]
        raise UsageError(f"this run has no page '{only}'", remedy=nearest(only, names, "The pages are"))
    return [f"{only.removesuffix('.html')}.html"] if only else [FRONT_PAGE, *there]


def _read(path: Path) -> str:
    """A page, which has to be as plain as this version makes it, or it could not be taken apart."""
    data = path.read_bytes()
    names = {other.relative_to(path.parent).as_posix() for other in path.parent.rglob("*") if other.is_file()}
    for fault in page_faults(data, names):
        remedy = "Another version of Parallax made it: run the report again, or send the folder by --as zip"
        raise UsageError(f"this page {fault}", file=path.name, remedy=remedy)
    return data.decode("utf-8")


def _look_at(run: Path, whole: bytes) -> None:
    """The last look at what is to be sent: of one file, which may lead to no other. What the run says betrays nothing new."""
    with tempfile.TemporaryDirectory() as place:
        write_bytes(Path(place) / "report.html", whole, to_last=False)
        verify(Path(place), leaks.of_machine(run), lambda: chain(leaks.published(run), _words(run)))


def _words(run: Path) -> Iterator[str]:
    """What the notebooks and the analyst's note of a run say, which passed the look itself."""
    for path in sorted((*run.glob("notebooks/*.ipynb"), *run.glob("*.md"))):
        yield from leaks.texts(path)
