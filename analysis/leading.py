"""What leads to the current run of a reports folder: a link, or a page where no link can be made or replaced in one step.

Comes in: a reports folder. Goes out: the run that its `current` leads to. Where the system has links that are replaced in one step,
`current` is one. Windows has none, nor have some disks: there `current` is a folder with one page, by which browsers come to the
run, and which everything of ours that asks for the current run reads here. Either is replaced in one step, so that it leads to
one whole run.
"""

import contextlib
import os
import re
from pathlib import Path

from .storage import patiently, sync_folder, write_bytes

NAME, PAGE, ASIDE = "current", "index.html", ".current.new"
VARIABLE = "PARALLAX_CURRENT"  # `page` takes the page also where links can be made
LINKS = os.name != "nt"  # neither links to folders nor junctions are replaced in one step there
LEADS = """<!doctype html>
<meta charset="utf-8"><meta http-equiv="refresh" content="0; url={0}"><title>Parallax</title>
<a href="{0}">The report</a>
"""
WAY = re.compile(r'<!doctype html>.{0,80}url=\.\./runs/([A-Za-z0-9-]+)/index\.html">', re.DOTALL)
LOOKED_AT = 200  # bytes of a page


def current(reports: Path) -> Path | None:
    """The folder of the run that `current` leads to, be it there or not; None where it leads to none."""
    place = reports / NAME
    if place.is_symlink():
        return Path(os.path.realpath(place))
    found = followed(place)
    return None if found == place else found


def followed(folder: Path) -> Path:
    """The folder of a run that is meant by a folder: the run that its page leads to, or itself."""
    with contextlib.suppress(OSError), patiently((folder / PAGE).open, "rb") as file:
        if way := WAY.match(file.read(LOOKED_AT).decode("utf-8", "replace")):
            return folder.parent / "runs" / way[1]
    return folder


def fault(reports: Path) -> tuple[str, str] | None:
    """Why `current` cannot be led to another run, and what to do; None where it can.

    An empty folder of that name makes way. Raises OSError where it cannot.
    """
    place = reports / NAME
    if place.is_symlink():
        return None if _by_link() else ("is a link, and here it has to be a page", "Remove the link; all runs stay")
    if place.is_dir() and not any(place.iterdir()):
        place.rmdir()
    if place.exists() and current(reports) is None:
        return "is no link, as in a copy or an archive", "Move it away"
    return None


def lead(reports: Path, name: str) -> None:
    """Let `current` lead to a run, in one step. Raises OSError or StorageError; then it leads where it led before.

    What is there already stays what it is, a link or a page; so a folder that was once on Windows works on.
    """
    place = reports / NAME
    if place.is_symlink() or (_by_link() and not place.exists()):
        try:
            _link(place, Path("runs") / name)
            return
        except OSError:
            if place.is_symlink():  # so links can be made, and something else is wrong
                raise
    aside = reports / ASIDE
    write_bytes(aside, LEADS.format(f"../runs/{name}/{PAGE}").encode())
    place.mkdir(exist_ok=True)
    patiently(aside.replace, place / PAGE)


def settle(reports: Path) -> None:
    """Make it last through a power cut. Raises OSError."""
    if not (reports / NAME).is_symlink():
        sync_folder(reports / NAME)
    sync_folder(reports)


def _by_link() -> bool:
    return LINKS and os.environ.get(VARIABLE) != "page"


def _link(place: Path, target: Path) -> None:
    aside = place.with_name(ASIDE)
    aside.unlink(missing_ok=True)
    aside.symlink_to(target, target_is_directory=True)
    aside.replace(place)
