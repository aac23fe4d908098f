"""What a report may hold: the folder of a staged run in, its files out, each of a kind that is known; or the error that names the first
that is none.

It exists because the last look answers for what it can read alone: a notebook may write anything into the folder of its run, and what
is opened there must be a file, or the look would wait for ever.
"""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ...errors import CellError
from .page_faults import SUMS

LARGEST_PAGE = 50_000_000  # bytes; mail and phones give up long before
LARGEST_CSV = 500_000_000  # bytes; it has the rows that a page shows, 10,000 at most, with their lines
LARGEST_TABLE = 10_000_000_000  # bytes; the largest of 100,000 articles has 32 million
LARGEST = dict.fromkeys((".html", ".ipynb", ".json", ".md", ".png", ".svg"), LARGEST_PAGE) | {
    ".csv": LARGEST_CSV,
    ".parquet": LARGEST_TABLE,
}
# first and last bytes of what no other look here reads as a whole
ENDS = {".png": (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"), ".parquet": (b"PAR1", b"PAR1")}
ELSEWHERE = "Let the notebook write it outside of the report's folder"
FEWER = "Show fewer rows; the whole table is stored beside the page"


def files(folder: Path) -> list[Path]:
    """All files of a staged run, sorted. Nothing is opened.

    Raises CellError naming the first, by its name, that is a link or a second name of a file, a pipe, a device, a kind that no report
    holds, larger than any may be, or that cannot be read or named in SHA256SUMS.
    """
    found = []
    for place, folders, names in os.walk(folder, onerror=lambda error: _unreadable(folder, error)):
        found += [Path(place, name) for name in (*folders, *names)]
    for path in sorted(found):
        name, about = path.relative_to(folder).as_posix(), path.lstat()
        for fault, remedy in _faults(name, about):
            raise CellError(fault, file=name, remedy=remedy)
        if not os.access(path, os.R_OK):
            raise CellError("cannot be read", file=name, remedy=ELSEWHERE)
    return [path for path in sorted(found) if not path.is_dir()]


def _unreadable(folder: Path, error: OSError) -> None:
    name = Path(error.filename).relative_to(folder).as_posix()
    raise CellError(f"cannot be read ({error.strerror})", file=name, remedy=ELSEWHERE) from error


def _faults(name: str, about: os.stat_result) -> Iterator[tuple[str, str]]:
    """What keeps a file or a folder from being published, with the remedy."""
    suffix = Path(name).suffix
    if not name.isprintable() or "\\" in name:
        yield "has a sign in its name that checksums cannot hold", "Name it with letters, digits and _"
    elif stat.S_ISLNK(about.st_mode):
        yield "is a link, and a report leads to nothing outside of it", "Copy there what it leads to"
    elif stat.S_ISDIR(about.st_mode):
        return
    elif not stat.S_ISREG(about.st_mode):
        yield "is no file but a pipe, a socket or a device", ELSEWHERE
    elif about.st_nlink > 1:
        yield "is a second name of a file that lies elsewhere too", "Copy it in place of linking it"
    elif name != SUMS and suffix not in LARGEST:  # sums of an earlier look may lie there
        yield "is of a kind that no report holds", f"{ELSEWHERE}; a report has {', '.join(sorted(LARGEST))}"
    elif about.st_size > LARGEST.get(suffix, LARGEST_PAGE):
        yield f"has {about.st_size:,} bytes", FEWER if suffix not in (".csv", ".parquet") else "Store fewer rows"


def content_faults(path: Path) -> Iterator[str]:
    """What a file says that it is and is not: a notebook or JSON that cannot be read, a picture or a table that is not whole."""
    if path.suffix in (".json", ".ipynb"):
        try:
            content = json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            yield "is no JSON"
            return
        if path.suffix == ".ipynb" and not (isinstance(content, dict) and content.get("cells")):
            yield "is a notebook without cells"
    elif path.suffix in ENDS and path.stat().st_size:
        first, last = ENDS[path.suffix]
        with path.open("rb") as file:
            begins = file.read(len(first)) == first
            file.seek(-min(path.stat().st_size, len(last)), os.SEEK_END)
            if not (begins and file.read() == last):
                yield f"is no whole {path.suffix[1:]}"
