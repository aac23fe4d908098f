"""The last look at a run before it is published: known kinds of files, whole pages, nothing from elsewhere, nothing of this machine.

Comes in: the folder of a staged run, and what its corpus says. Goes out: nothing, or the error that keeps it from being published;
then the checksums. It exists because a page is sent on by people who cannot check it, and opened by people who did not run it.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Set
from pathlib import Path

from ...errors import CellError
from ...storage import write_bytes
from .file_kinds import content_faults, files
from .leaks import found_in, texts, unsaid
from .page_faults import SUMS, page_faults
from .picture_faults import svg_faults


def verify(folder: Path, secrets: list[str], said: Callable[[], Iterable[str]] = tuple) -> None:
    """Hold every file of a staged run against what a page may be.

    folder  : the run
    secrets : what must not occur anywhere, as `traces` and `secret_values` give it: in any text, in pictures within pages, in Parquet
    said    : what the corpus and the analyst say, text by text; asked once, and only where a trace of the machine was found

    A trace is no leak where the path, the address or the word that it stands in is said by the corpus too, in large letters or small.
    A secret is one wherever it stands. No link is followed, and no pipe or device opened: see file_kinds.files.

    Raises CellError naming the first file that fails, and why.
    """
    there = {path.relative_to(folder).as_posix(): path for path in files(folder)}
    pattern, suspects = re.compile("|".join(secrets)) if secrets else None, {}
    for name, path in there.items():
        for fault in _faults(path, there.keys()):
            raise CellError(fault, file=name)
        if pattern:
            for text in texts(path):
                for stretch, fault in found_in(name, text, pattern):
                    suspects.setdefault(stretch, fault)
        if not path.stat().st_size:
            raise CellError("is empty", file=name)
    for fault in unsaid(suspects, secrets, folder, set(there), said):
        raise fault


def _faults(path: Path, names: Set[str]) -> Iterable[str]:
    """What is wrong with one file, whatever it says of the machine."""
    if path.suffix == ".html":
        return page_faults(path.read_bytes(), names)
    return svg_faults(path.read_bytes()) if path.suffix == ".svg" else content_faults(path)


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS over all files of a run, sorted by name; `sha256sum --check` reads it."""
    lines = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.relative_to(folder).as_posix()}\n")
    write_bytes(folder / SUMS, "".join(sorted(lines, key=lambda line: line[66:])).encode())
