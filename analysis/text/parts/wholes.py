"""Whole corpora kept on the disk: what was read in, a folder of mapped tables out, which the next call opens at once.

A corpus is known by a hash of all that was read of it, its settings and the version of the code. That hash is kept under another one,
of the names, sizes and times of its files, so that a folder in which nothing changed need not be read. As git does, times are not
trusted of files that were changed when they were looked at, since they may change again within the same moment.
"""

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ...errors import CorpusError, StorageError
from ...places import cache
from ...storage import write_bytes
from ..reading.dates import TO_COME
from ..reading.files import list_files
from .keeping import keep_small
from .keys import key_of
from .mapped import SEAL, Columns, link_tables, read_tables, write_tables
from .packs import Packs
from .versions import worked_by

MOMENT = 2_000_000_000  # nanoseconds within which a file may change without its time telling so
PASSING = frozenset(
    ["changed", "io_error", "html_timeout"]
)  # reasons for which a file is set aside that may not hold next time


class Glance(NamedTuple):
    """What a folder looks like without being read: a key of it, and whether its times can be trusted."""

    key: str
    is_steady: bool


class Store:
    """What is kept of corpora in one folder of this machine; `below` is the name of what lies there by its tables."""

    def __init__(self, folder: Path, below: str = "whole"):
        self._folder, self._below = folder, below

    @property
    def packs(self) -> Packs:
        """The parts that this version of the code worked."""
        return Packs(self._folder / "parts" / worked_by())

    @property
    def models(self) -> "Store":
        """Models that are unpacked once, as tables too."""
        return Store(self._folder, "models")

    @property
    def pairs(self) -> "Store":
        """What the articles of a corpus have in common."""
        return Store(self._folder, "pairs")

    def recall(self, glance: Glance) -> str:
        """The name under which a corpus that looks so is kept; "" where none is."""
        try:
            return (self._folder / "seen" / glance.key).read_text(encoding="ascii")
        except (OSError, ValueError):
            return ""

    def remember(self, glance: Glance, name: str, quarantine: pd.DataFrame, notices: pd.DataFrame) -> None:
        """Note under which name a corpus is kept that looks so, unless it may be another one when it is read again."""
        waits = notices["detail"].str.contains(TO_COME, regex=False).any()  # for a day that is to come, and will have come
        if glance.is_steady and PASSING.isdisjoint(quarantine["reason"]) and not waits:
            with contextlib.suppress(StorageError):
                write_bytes(self._folder / "seen" / glance.key, name.encode("ascii"), to_last=False)

    def open(self, name: str, *, check: bool = True) -> tuple[dict[str, pd.DataFrame], dict[str, Any]] | None:
        """The tables of a corpus and what is known of it; None where it is not kept. What is damaged is removed.

        check : look at the bytes too; False for what this process has just written
        """
        place = self._whole(name)
        if not name or not (place / SEAL).is_file():
            return None
        try:
            found = read_tables(place, check=check)
        except CorpusError:
            shutil.rmtree(place, ignore_errors=True)
            return None
        with contextlib.suppress(OSError):
            os.utime(place)  # what was not used for longest is removed first
        return found

    def room(self) -> Path | None:
        """Where something is begun that is to be kept; None where nothing can be written."""
        with contextlib.suppress(OSError):
            self._whole("").parent.mkdir(parents=True, exist_ok=True)
            return self._whole("").parent
        return None

    def keep(self, name: str, tables: dict[str, pd.DataFrame], info: dict[str, Any], columns: Columns | None = None) -> bool:
        """Keep the tables of a corpus, and not too much of others; whether they are. A disk that is full or may not be written
        keeps nothing.

        columns : what is written already, in a folder of its own in `room`, which becomes that of the tables
        """
        is_kept = False
        with contextlib.suppress(OSError, StorageError):
            self._whole(name).parent.mkdir(parents=True, exist_ok=True)
            begun = (
                Path(tempfile.mkdtemp(dir=self._whole(name).parent, prefix=".begun-")) if columns is None else columns.folder
            )
            try:
                write_tables(begun, tables, info, columns)
                begun.rename(self._whole(name))
                is_kept = True
            finally:
                shutil.rmtree(begun, ignore_errors=True)
        keep_small(self._folder)
        return is_kept

    def link(self, name: str, folder: Path) -> bool:
        """Have the tables of a corpus in another folder too; whether that could be done."""
        try:
            link_tables(self._whole(name), folder)
        except OSError:
            return False
        return True

    def _whole(self, name: str) -> Path:
        return self._folder / self._below / (name or "none")


def store() -> Store | None:
    """What is kept on this machine; None where nothing is, or nothing can be."""
    folder = cache()
    with contextlib.suppress(OSError):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # it holds what the corpora say
            return Store(folder)
    return None


def glance(folder: Path, settings: dict[str, Any]) -> Glance:
    """What a corpus folder looks like now, under these settings.

    Raises CorpusError for a folder that cannot be listed.
    """
    now, newest, seen = time.time_ns(), 0, []
    for found in list_files(folder):
        state = _state(found.path)
        newest = max(newest, *state[-2:])
        seen.append((found.file, found.kind, *state))
    key = key_of(worked_by(), folder.resolve().name, settings, seen).hex()
    return Glance(key, newest < now - MOMENT)


def _state(path: Path) -> tuple[int, ...]:
    """Device, number, size and times of a file, or of the link to one that is not there; what is gone has changed just now."""
    try:
        state = path.stat() if path.exists() else path.lstat()
    except OSError:
        return 0, 0, 0, time.time_ns(), 0
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns
