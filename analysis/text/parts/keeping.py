"""How much is kept on this machine, and what goes: a folder of what was kept in, an account of it or less of it out.

Everything there can be made again, so what was used longest ago goes first, once there is more than MOST. Only what bears a name that
Parallax gives is counted and removed: the folder is one that a person names, and other things may lie in it.
"""

import contextlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR
from typing import NamedTuple

from ...errors import StorageError, UsageError
from ...places import cache
from ...storage import UNIT, UNITS, in_units, write_bytes
from .versions import worked_by

MOST = 20 * 10**9  # bytes
PAUSE, DAY = 3600, 86400  # seconds
STAMP = "looked"  # a file whose time says when it was last looked at how much there is
SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s?([kmgt]?)b", re.IGNORECASE)
HASH, SHORT = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{16}")
WHOLE, PARTS, OTHERS, PAIRS = "whole corpora", "parts of articles", "parts by other versions", "texts in common"
COPIES, REPORTS, MODELS = "copies of addresses", "reports for addresses", "models unpacked"
NOTES, BEGUN = "folders known again", "left unfinished"
KINDS = WHOLE, PARTS, OTHERS, PAIRS, COPIES, REPORTS, MODELS, NOTES, BEGUN
PLACES = {
    "whole": (WHOLE, HASH),
    "pairs": (PAIRS, HASH),
    "copies": (COPIES, SHORT),
    "reports": (REPORTS, SHORT),
    "models": (MODELS, HASH),
    "seen": (NOTES, HASH),
}
PACK = re.compile(r"([0-9a-f]{64})\.(?:parquet|keys)")
UNFINISHED = re.compile(r"\.(?:begun|gone)-\w+|\.\w{8}\.tmp")  # of wholes.py, of this module, of storage.py


class Item(NamedTuple):
    """One thing that is kept: what it is, its files or its folder, bytes, and when it was last used, in seconds."""

    kind: str
    paths: tuple[Path, ...]
    size: int
    used: float


def bound(most: str | None, clear: bool) -> int | None:
    """To how many bytes a person wants it trimmed; -1 where nothing is to stay, None where nothing is to go.

    Raises UsageError for a text that is no size, and where both are asked for.

    >>> bound("1.5 GB", False), bound("500mb", False), bound(None, True), bound(None, False)
    (1500000000, 500000000, -1, None)
    """
    if most is not None and clear:
        raise UsageError("--most and --clear are given at once", remedy="Give one of them")
    if most is None:
        return -1 if clear else None
    found = SIZE.fullmatch(most.strip())
    if found is None:
        raise UsageError(f"'{most}' is no size", remedy="Write one such as 5GB, 1.5GB, 500MB or 800kB")
    power = [unit[:-1].lower() for unit in UNITS].index(found[2].lower())
    return int(float(found[1]) * UNIT**power)


def looked_after(most: str | None, clear: bool) -> tuple[str, list[tuple[str, int, str, str]]]:
    """What `parallax cache` says: a line on the folder and on what went, and the rows of `account`; none where nothing is kept.

    Raises as bound and trim.
    """
    to, folder = bound(most, clear), cache()
    if folder is None:
        is_off = os.environ.get("PARALLAX_CACHE") == "off"
        return f"Nothing is kept: {'PARALLAX_CACHE is off' if is_off else 'this account has no folder of its own'}", []
    gone = f": {in_units(trim(folder, to))} removed" if to is not None else ""
    return f"{folder}{gone}", account(folder)


def account(folder: Path) -> list[tuple[str, int, str, str]]:
    """What is kept: kind, number, size and when one was last used, for each of KINDS that are always told or are there, and for all."""
    items = list(_kept(folder))
    rows = [_row(kind, [item for item in items if item.kind == kind]) for kind in KINDS]
    return [*(row for row in rows if row[1] or row[0] in (WHOLE, PARTS, COPIES)), _row("all", items)]


def trim(folder: Path, most: int, *, spared: float = 0) -> int:
    """Remove what was used longest ago until at most so many bytes are left; parts that other versions worked go before all else.

    most   : bytes; -1 removes everything, and what another run has begun
    spared : what was used within so many seconds stays, since a run may rest on it

    What was begun a day ago and is not finished goes in any case. What another run removes meanwhile is passed over.

    Returns how many bytes went. Raises StorageError where something cannot be removed, once all else that is to go has gone.
    """
    gone, refused = 0, None
    items = sorted(_kept(folder), key=lambda item: (item.kind != OTHERS, item.used))
    left = sum(item.size for item in items)
    for item in items:
        if _goes(item, left, most, spared):
            try:
                _remove(item)
            except OSError as error:
                refused = refused or error
            else:
                left, gone = left - item.size, gone + item.size
    gone += _tidied(folder, whole=most < 0)
    if refused is not None:
        remedy = "Allow writing to that folder"
        raise StorageError(f"cannot be removed ({refused.strerror})", file=refused.filename, remedy=remedy) from refused
    return gone


def keep_small(folder: Path) -> None:
    """Trim to MOST what was not used just now; looked at once in a PAUSE, since that takes a look at every file. Never fails."""
    stamp = folder / STAMP
    with contextlib.suppress(OSError):
        if abs(time.time() - stamp.stat().st_mtime) < PAUSE:
            return
    with contextlib.suppress(OSError, StorageError):
        write_bytes(stamp, b"", to_last=False)
        trim(folder, MOST, spared=PAUSE)


def _goes(item: Item, left: int, most: int, spared: float) -> bool:
    age = abs(time.time() - item.used)  # what is of tomorrow is not for ever new
    if item.kind == BEGUN and most >= 0:
        return age > DAY
    return item.kind != NOTES and left > most and age >= spared


def _row(kind: str, items: list[Item]) -> tuple[str, int, str, str]:
    last = max((item.used for item in items), default=None)
    when = "" if last is None else f"{datetime.fromtimestamp(last, UTC):%Y-%m-%d %H:%M} UTC"
    return kind, len(items), in_units(sum(item.size for item in items)), when


def _kept(folder: Path) -> Iterator[Item]:
    """All that is kept. What cannot be looked at is passed over."""
    for name, (kind, names) in PLACES.items():
        yield from _things(folder / name, kind, names)
    for version in _listed(folder / "parts"):
        if HASH.fullmatch(version.name):
            kind = PARTS if version.name == worked_by() else OTHERS
            for step in _listed(Path(version.path)):
                yield from _packs(Path(step.path), kind)


def _things(folder: Path, kind: str, names: re.Pattern) -> Iterator[Item]:
    for entry in _listed(folder):
        if names.fullmatch(entry.name):
            yield _item(kind, Path(entry.path))
        elif UNFINISHED.fullmatch(entry.name):
            yield _item(BEGUN, Path(entry.path))


def _packs(folder: Path, kind: str) -> Iterator[Item]:
    """The packs of a step, each with the file that tells its keys."""
    packs: dict[str, list[Path]] = {}
    for entry in _listed(folder):
        if found := PACK.fullmatch(entry.name):
            packs.setdefault(found[1], []).append(Path(entry.path))
        elif UNFINISHED.fullmatch(entry.name):
            yield _item(BEGUN, Path(entry.path))
    for paths in packs.values():
        yield _item(kind, *paths)


def _item(kind: str, *paths: Path) -> Item:
    """A thing with its bytes, of a file with two names once; it was used when anything of it was last changed."""
    sizes: dict[tuple[int, int], int] = {}
    used, waiting = 0.0, [*paths]
    while waiting:
        path = waiting.pop()
        with contextlib.suppress(OSError):
            state = path.lstat()
            used = max(used, state.st_mtime)
            if S_ISDIR(state.st_mode):
                waiting += [Path(entry.path) for entry in _listed(path)]
            else:
                sizes[state.st_dev, state.st_ino] = state.st_size
    return Item(kind, paths, sum(sizes.values()), used)


def _listed(folder: Path) -> list[os.DirEntry]:
    """What lies in a folder, by name; nothing where it is no folder or cannot be read."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _remove(item: Item) -> None:
    """Remove a thing, a folder under another name first, so that nobody meets half of it. What is gone already is no failure."""
    for path in item.paths:
        with contextlib.suppress(FileNotFoundError):
            if path.is_dir() and not path.is_symlink():
                path = path.rename(path.with_name(f".gone-{secrets.token_hex(8)}"))
                shutil.rmtree(path)
            else:
                path.unlink()


def _tidied(folder: Path, *, whole: bool) -> int:
    """Remove notes of folders whose corpus is not kept any longer, and folders of versions that nothing is left of. Returns bytes."""
    gone = 0
    for item in _things(folder / "seen", NOTES, HASH):
        with contextlib.suppress(OSError):
            name = item.paths[0].read_text(encoding="ascii", errors="replace")
            if item.kind == NOTES and not (HASH.fullmatch(name) and (folder / "whole" / name).is_dir()):
                _remove(item)
                gone += item.size
    with contextlib.suppress(OSError):
        if whole:
            (folder / STAMP).unlink()
    for version in filter(lambda path: HASH.fullmatch(path.name), folder.glob("parts/*")):
        for place in (*version.glob("*"), version):
            with contextlib.suppress(OSError):
                place.rmdir()
    return gone
