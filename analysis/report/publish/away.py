"""A report published at an address, such as s3://bucket/reports: a published folder in, the same files there out.

An object store has neither locks nor links, and one object after the other appears. So a run is put under a name that nobody is led
to, held against what was sent, and only then three small files say which run is current: `current.json` for programs,
`current/index.html` and the list of all runs for people. Each is replaced in one step; whoever reads meanwhile is led to the report
before, whole.
"""

import contextlib
import hashlib
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import leading
from ...errors import StorageError, UsageError, nearest
from ...remote import brought, file_system, reaching, shown
from ...storage import write_bytes
from ..check.page_faults import SUMS
from . import history, pages, shelf
from .predecessor import needed

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

CURRENT, PAGE, RUNS = "current.json", "current/index.html", "index.html"


def published(run: Path, address: str) -> str:
    """Put the folder of a published run at an address, and lead to it from there. Returns the address of its front page.

    Raises StorageError where the address cannot be written; then it leads where it led before.
    """
    system, path = file_system(address)
    with reaching(address, StorageError, "cannot be written", "See that the address is right, and that you may write to it"):
        name = _free(system, path, run.name)
        target = f"{path}/runs/{name}"
        try:
            _put_all(system, run, target)
        except BaseException:
            with contextlib.suppress(Exception):  # nothing leads to what stays there
                system.rm(target, recursive=True)
            raise
        _lead(system, path, name, run)
    return f"{shown(address)}/runs/{name}/index.html"


def past_runs(address: str) -> list[dict[str, Any]]:
    """The runs published at an address, newest first, as shelf.past_runs gives those of a folder.

    Raises StorageError where the address cannot be read, and as `file_system` does.
    """
    system, path = file_system(address)
    with reaching(address, StorageError, "cannot be read", "See that the address is right, and that you may read it"):
        return _past(system, path)


def fetched(names: list[str], address: str) -> list[str]:
    """What `parallax export` is told, with the run at an address replaced by its copy on this machine: that named, or the current one.

    Raises UsageError where there is no such run.
    """
    system, path = file_system(address)
    with reaching(address, StorageError, "cannot be read", "See that the address is right, and that you may read it"):
        there, current = _names(system, f"{path}/runs"), _current(system, path)
    named = bool(names) and (names[0] == "current" or shelf.RUN_ID.fullmatch(names[0]) is not None)
    name = names[0] if named and names[0] != "current" else current
    if name not in there:
        remedy = nearest(name, there, "The runs are") if there else "Make one with: parallax run"
        raise UsageError(f"there is no run '{name}'" if name else "no run lies here", file=shown(address), remedy=remedy)
    return [str(brought(f"{address.rstrip('/')}/runs/{name}")), *(names[1:] if named else names)]


def mirror_records(address: str, place: Path) -> None:
    """Put the records of the runs at an address into a folder, as a folder of reports has them; `current` leads where it leads there.

    Raises StorageError where the address cannot be read.
    """
    system, path = file_system(address)
    with reaching(address, StorageError, "cannot be read", "See that the address is right, and that you may read it"):
        _mirror(system, path, place)
        if current := _current(system, path):
            leading.lead(place, current)


def bring(address: str, run: Path) -> None:
    """Bring what a run is compared by beside its record, which mirror_records has put there; what is not whole is found out later.

    Raises StorageError where the address cannot be read.
    """
    system, path = file_system(address)
    with reaching(address, StorageError, "cannot be read", "See that the address is right, and that you may read it"):
        sums = system.cat_file(f"{path}/runs/{run.name}/{SUMS}")
        for name in (SUMS, *needed(sums.decode())):
            write_bytes(run / name, system.cat_file(f"{path}/runs/{run.name}/{name}"), to_last=False)


def _current(system: "AbstractFileSystem", path: str) -> str:
    """The run that an address leads to; "" where it leads to none."""
    try:
        return json.loads(system.cat_file(f"{path}/{CURRENT}"))["run"]
    except (FileNotFoundError, ValueError, KeyError):
        return ""


def _past(system: "AbstractFileSystem", path: str) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as place:
        _mirror(system, path, Path(place))
        return shelf.past_runs(Path(place))


def _mirror(system: "AbstractFileSystem", path: str, place: Path) -> None:
    system.invalidate_cache()
    for found in _names(system, f"{path}/runs"):
        folder = place / "runs" / found
        folder.mkdir(parents=True)
        with contextlib.suppress(FileNotFoundError):
            (folder / "run.json").write_bytes(system.cat_file(f"{path}/runs/{found}/run.json"))


def _names(system: "AbstractFileSystem", path: str) -> list[str]:
    """The names of the runs below a path."""
    try:
        found = system.ls(path, detail=False)
    except FileNotFoundError:
        return []
    names = {item.rstrip("/").rpartition("/")[2] for item in found}
    return sorted(name for name in names if shelf.RUN_ID.fullmatch(name))


def _free(system: "AbstractFileSystem", path: str, name: str) -> str:
    """The name of a run, with a number behind it where another one has that name there."""
    system.invalidate_cache()
    taken, number, free = set(_names(system, f"{path}/runs")), 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _put_all(system: "AbstractFileSystem", run: Path, target: str) -> None:
    """Send every file of a run, and see that each arrived in its length."""
    files = {f"{target}/{path.relative_to(run).as_posix()}": path for path in sorted(run.rglob("*")) if path.is_file()}
    for folder in sorted({place.rpartition("/")[0] for place in files}):
        system.makedirs(folder, exist_ok=True)
    for place, file in files.items():
        system.pipe_file(place, file.read_bytes())
    system.invalidate_cache()
    arrived = {name: item["size"] for name, item in system.find(target, detail=True).items()}
    sent = {place: file.stat().st_size for place, file in files.items()}
    if missing := [name for name, size in sent.items() if arrived.get(name) != size]:
        raise StorageError("what was sent did not arrive whole", file=missing[0], remedy="Run it again")


def _lead(system: "AbstractFileSystem", path: str, name: str, run: Path) -> None:
    """Lead to a run that arrived: first the page that is always at the same place, then what programs follow, then the list."""
    system.makedirs(f"{path}/{PAGE}".rpartition("/")[0], exist_ok=True)
    system.pipe_file(f"{path}/{PAGE}", leading.LEADS.format(f"../runs/{name}/index.html").encode())
    sums = hashlib.sha256((run / "SHA256SUMS").read_bytes()).hexdigest()
    told = {"run": name, "page": f"runs/{name}/index.html", "sha256sums": sums}
    system.pipe_file(f"{path}/{CURRENT}", json.dumps(told).encode())
    with tempfile.TemporaryDirectory() as place:
        pages.list_runs(Path(place), history.history(Path(place), _past(system, path)))
        system.pipe_file(f"{path}/{RUNS}", (Path(place) / "index.html").read_bytes())
