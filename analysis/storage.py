"""Writing a file so that it is either there whole or not there at all.

All writing goes through `writing`: a temporary name in the same folder, the bytes, fsync, rename, fsync of the folder. A reader,
a full disk or a power cut sees the old file or the new one, never half of either. Nothing here imports another room.
"""

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

from .errors import StorageError

UNIT = 1000
UNITS = "B", "kB", "MB", "GB", "TB"
try:
    from fcntl import F_FULLFSYNC, fcntl
except ImportError:  # not macOS, where fsync leaves in the disk's own memory what it was given
    F_FULLFSYNC = fcntl = None

TRIES = 40 if os.name == "nt" else 1  # Windows replaces no file that somebody has open, be it a search for viruses
A_MOMENT = 0.05  # seconds between two tries

T = TypeVar("T")


def write_bytes(path: Path, data: bytes, *, to_last: bool = True) -> None:
    """Put `data` at `path`, replacing what was there, in one step.

    to_last : wait until a power cut cannot undo it; False for what is synced with all that lies beside it, before anybody is led to it

    Folders on the way are made. Raises StorageError if the folder cannot be written or the disk is full; nothing is left behind then.
    """
    with writing(path, to_last=to_last) as file:
        file.write(data)


@contextlib.contextmanager
def writing(path: Path, *, to_last: bool = True) -> Iterator[BinaryIO]:
    """A file to write to, which stands at `path` once all is written; a failure on the way leaves what was there.

    Raises as write_bytes.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            if to_last:
                os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        patiently(Path(temporary).replace, path)
        temporary = None
        if to_last:
            sync_folder(path.parent)
    except OSError as error:
        raise StorageError(
            f"cannot write ({error.strerror})", file=str(path), remedy="Free space there, or allow writing to that folder"
        ) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def sync_file(path: Path) -> None:
    """Make durable what stands in a file. Raises OSError."""
    with path.open("rb" if os.name == "posix" else "r+b") as file:  # Windows syncs only what may be written to
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable, where the platform can (Windows cannot open a folder). Raises OSError.

    On macOS it makes all that was synced before last through a power cut.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
        if F_FULLFSYNC is not None:
            with contextlib.suppress(OSError):  # a file system that knows no such thing
                fcntl(handle, F_FULLFSYNC)
    finally:
        os.close(handle)


def patiently(step: Callable[..., T], *given: object) -> T:
    """What a step gives; on Windows, where a file that is open elsewhere refuses much, it is tried for two seconds."""
    for left in range(TRIES - 1, -1, -1):
        try:
            return step(*given)
        except PermissionError:
            if not left:
                raise
            time.sleep(A_MOMENT)
    raise AssertionError("a step is tried once at least")


def in_units(size: int) -> str:
    """A number of bytes to be read.

    >>> in_units(0), in_units(999), in_units(1_500), in_units(20_000_000_000)
    ('0 B', '999 B', '1.5 kB', '20.0 GB')
    """
    power = min(len(UNITS) - 1, (len(str(size)) - 1) // 3)
    return f"{size / UNIT**power:.1f} {UNITS[power]}" if power else f"{size} B"
