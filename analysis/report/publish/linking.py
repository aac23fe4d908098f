"""Tables and figures that are the same as in an earlier run are on the disk once.

Comes in: a staged run, whole and with its checksums. Goes out: the same files, of which those that an earlier run has too are further
names of its files (hard links). It exists because a report is made again and again of much the same articles. No run needs another
one: a file stays as long as it has a name in any run, so that old runs may be deleted in any order.
"""

import contextlib
import filecmp
import os
import stat
from pathlib import Path

from ..check.page_faults import SUMS
from .shelf import past_runs

KINDS = ("tables/", "figures/")  # what is shared, and sealed so that it may be
LOOKED_BACK = 5  # runs, the newest; among them may be such as ran one page alone
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def seal(run: Path) -> None:
    """Make the tables and figures of a staged run read-only, as what may have names in several runs has to be.

    Whoever opens one in a spreadsheet saves under another name, or as a new file, and changes no other run. Windows deletes no
    file that is read-only; there they stay as they are, and nothing is shared.
    """
    for path in (path for kind in KINDS if os.name == "posix" for path in (run / kind).rglob("*")):
        if path.is_file() and not path.is_symlink():
            with contextlib.suppress(OSError):  # a file system that knows no rights: there nothing is linked
                path.chmod(stat.S_IMODE(path.stat().st_mode) & ~WRITABLE)


def link_unchanged(run: Path, reports: Path) -> list[str]:
    """Let each table and figure of a staged run that one of the last runs has too be a name of its file.

    Files are looked for by their checksum and compared byte by byte, so that one that was changed since is not taken; neither is one
    that may be written to, nor one of somebody else. Where the file system has no hard links, the file stays as it is.

    Returns the names of what was linked, in the order of SHA256SUMS, which stays right.
    """
    known: dict[str, Path] = {}
    for past in past_runs(reports)[:LOOKED_BACK]:
        folder = reports / "runs" / past["id"]
        for name, digest in _sums(folder).items():
            known.setdefault(digest, folder / name)
    return [name for name, digest in _sums(run).items() if digest in known and _linked(known[digest], run / name)]


def _sums(run: Path) -> dict[str, str]:
    """Name -> SHA-256 of the tables and figures of a run, as its checksums have them; nothing where these cannot be read."""
    try:
        lines = (run / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    pairs = (line.partition("  ") for line in lines)
    return {name: digest for digest, _, name in pairs if name.startswith(KINDS) and ".." not in Path(name).parts}


def _linked(old: Path, new: Path) -> bool:
    """Whether `new` is now a name of the file `old`. It is compared under its new name, so that it cannot be exchanged meanwhile."""
    link = new.with_name(f".{new.name}.link")
    with contextlib.suppress(OSError, NotImplementedError):  # no links here, too many names, another file system, not ours
        os.link(old, link, follow_symlinks=False)
        try:
            about = link.lstat()
            ours = stat.S_ISREG(about.st_mode) and not about.st_mode & WRITABLE and about.st_uid == new.stat().st_uid
            if ours and filecmp.cmp(link, new, shallow=False):
                link.replace(new)
                return True
        finally:
            link.unlink(missing_ok=True)
    return False
