"""The reports folder: one run at a time, built aside, published in one step.

Comes in: a folder a person named. Goes out: `runs/<id>/` for every good run, `current`, which always points to a whole one, `failed/`,
where the last notebook that failed is kept, and `.staging/`, where a run is built. It exists so that a reader, a second run, a full
disk or a power cut at any moment meets the old report or the new one.
"""

import contextlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from ... import leading, locks
from ...errors import LockedError, StorageError
from ...storage import patiently, sync_file, sync_folder, write_bytes

LOOKS, A_MOMENT = 3, 0.05  # seconds
FAILED = "failed"  # in a reports folder: the notebook that failed last, as far as it came, for whoever wants to look at it
SOCKETS_NOTE, SOCKETS_PREFIX = (
    "sockets",
    "px-",
)  # in a staging folder: where its kernels were talked to; how that place is named
# of storage.py, which a kill left beside what it was to replace; of leading.py
UNFINISHED = re.compile(rf"\.\w{{8}}\.tmp|{re.escape(leading.ASIDE)}")
RUN_ID = re.compile(r"(\d{8}T\d{6}Z)-([0-9a-f]{8})(?:-(\d+))?")


def _refusal(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        f"cannot write the reports folder ({error.strerror})", file=str(folder), remedy="Name another one by --reports"
    )


@contextlib.contextmanager
def locked(reports: Path) -> Iterator[None]:
    """Hold the reports folder for one run; the operating system lets go of it when this process dies, however it dies.

    Raises LockedError at once if another run holds it, StorageError if nothing can be written there, or not in the way it has to be.
    """
    try:
        reports.mkdir(parents=True, exist_ok=True)
        _look_at(reports)
        file = (reports / ".lock").open("a")
    except OSError as error:
        raise _refusal(reports, error) from error
    with file, contextlib.ExitStack() as held:
        try:
            _take(file, held)
        except BlockingIOError as error:
            raise LockedError(
                "another run is writing here", file=str(reports), remedy="Wait for it, or name another folder"
            ) from error
        except OSError as error:  # a network file system without its lock service, as NFS may be
            raise StorageError(
                f"cannot lock the reports folder ({error.strerror})",
                file=str(reports),
                remedy="Name a folder on a disk of this machine by --reports",
            ) from error
        write_bytes(reports / ".staging" / ".probe", b"")
        yield


def _look_at(reports: Path) -> None:
    """Refuse what would fail when all is done: names that are taken by something else, as a copy or an archive of the folder has them.

    Raises StorageError, and OSError for an empty folder `current` that cannot be removed.
    """
    current, staging, lock, runs = (reports / name for name in (leading.NAME, ".staging", ".lock", "runs"))
    what, remedy = leading.fault(reports) or ("", "")
    wrong = [
        (bool(what), current, what, remedy),
        (staging.is_symlink(), staging, "is a link, and what lies behind it is not ours", "Remove the link"),
        (lock.is_symlink() or (lock.exists() and not lock.is_file()), lock, "is no file", "Remove it"),
        (
            runs.exists() and runs.stat().st_dev != reports.stat().st_dev,
            runs,
            "lies on another disk",
            "Name that disk by --reports",
        ),
    ]
    for is_so, path, what, remedy in wrong:
        if is_so:
            raise StorageError(what, file=str(path), remedy=remedy)


def _take(file: IO[str], held: contextlib.ExitStack) -> None:
    """Lock a file; once more after a moment, since `is_held` may be looking at it just now. Raises OSError."""
    for left in range(LOOKS, -1, -1):
        try:
            held.enter_context(locks.taken(file))
            return
        except BlockingIOError:
            if not left:
                raise
            time.sleep(A_MOMENT)


def is_held(reports: Path) -> bool:
    """Whether a run holds the reports folder now."""
    if not (reports / ".lock").is_file():
        return False
    try:
        with (reports / ".lock").open("r") as file, locks.taken(file, shared=True):
            return False
    except BlockingIOError:
        return True
    except OSError:  # it cannot be read, or the file system has no locks
        return False


def clear_staging(reports: Path) -> None:
    """Remove what dead runs left behind. To be called while the lock is held."""
    for path in (path for folder in (reports, reports / ".staging") for path in folder.iterdir()):
        if UNFINISHED.fullmatch(path.name) and (path.is_symlink() or path.is_file()):
            with contextlib.suppress(OSError):  # somebody else's; it is in nobody's way
                path.unlink()
    for path in (path for path in (reports / ".staging").iterdir() if path.is_dir()):
        _remove_sockets(path / SOCKETS_NOTE)
        shutil.rmtree(path, ignore_errors=True)


def _remove_sockets(note: Path) -> None:
    """Remove what a killed run left in the folder for temporary files, and nothing that is not named as such."""
    with contextlib.suppress(OSError):
        folder = Path(note.read_text(encoding="utf-8"))
        if folder.name.startswith(SOCKETS_PREFIX) and folder.parent == Path(tempfile.gettempdir()):
            shutil.rmtree(folder, ignore_errors=True)


def new_stage(reports: Path, name: str) -> Path:
    """An empty staging folder in the same file system as the runs, so that a rename publishes it."""
    stage = reports / ".staging" / name
    try:
        if stage.exists():
            shutil.rmtree(stage)
        (stage / "run").mkdir(parents=True)
    except OSError as error:
        raise _refusal(reports, error) from error
    return stage


def keep_failed(reports: Path, made: Path) -> Path:
    """Keep a folder of a staged run for a look at what failed, in place of the one before. Returns where it lies then.

    Raises StorageError where it cannot be put there.
    """
    place = reports / FAILED
    try:
        if os.path.lexists(place):
            place.rename(made.with_name(f"{FAILED} before"))  # which goes with the stage
        made.rename(place)
    except OSError as error:
        raise _refusal(reports, error) from error
    return place


def publish(reports: Path, stage: Path, run_id: str, announce: Callable[[str], None] = lambda name: None) -> Path:
    """Make the staged run durable, rename it to `runs/<id>` once, and let `current` point to it. Returns its folder.

    announce : called with the name of that folder just before it is there, so that whatever ends this process then, it can be told

    That `current` points there outlasts a power cut once the reports folder is synced, which is left to the caller: what fails from
    here on has not kept the run from being published. Raises StorageError; then there is no such run, and `current` is as it was.
    """
    runs = reports / "runs"
    try:
        _sync_tree(stage / "run")
        runs.mkdir(exist_ok=True)
        target = runs / run_id
        number = 2
        while target.exists():
            target, number = runs / f"{run_id}-{number}", number + 1
        announce(target.name)
    except OSError as error:
        raise _refusal(reports, error) from error
    try:
        patiently((stage / "run").rename, target)
        sync_folder(runs)
        leading.lead(reports, target.name)
    except BaseException as error:
        now = leading.current(reports)
        if now is None or os.path.realpath(now) != os.path.realpath(target):  # a signal may have come just behind the switch
            shutil.rmtree(target, ignore_errors=True)
        if isinstance(error, OSError):
            raise _refusal(reports, error) from error
        raise
    shutil.rmtree(stage, ignore_errors=True)
    return target


def _sync_tree(folder: Path) -> None:
    for place, _, files in os.walk(folder):
        for name in files:
            sync_file(Path(place) / name)
        sync_folder(Path(place))


def past_runs(reports: Path) -> list[dict[str, Any]]:
    """The published runs, newest first, each as its run.json says with `id` being the name of its folder.

    A folder whose run.json cannot be read is listed with its id alone.
    """
    found = []
    for folder in (reports / "runs").glob("*"):
        if match := RUN_ID.fullmatch(folder.name):
            found.append(((match[1], int(match[3] or 1), match[2]), known_of(folder) | {"id": folder.name}))
    return [known for _, known in sorted(found, key=lambda item: item[0], reverse=True)]


def known_of(run: Path) -> dict[str, Any]:
    """What the run.json of a run says; nothing where it cannot be read."""
    try:
        return json.loads((run / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
