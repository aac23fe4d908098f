"""Faults of the disk: every change that a small run makes to files, and at each of them the process killed, or the disk full, broken or
read-only.

A disk that is full stays so until the run has ended, and so does one that is read-only; a broken one fails once. Whatever fails, the
report is the old one or the new one, whole; the exit code is 7 and one line says why; nothing is left behind that the next run, on a
disk that is well again, does not remove.
"""

import errno
import os
import random
import shutil
import signal
import tempfile
from functools import cache, partial
from pathlib import Path

from campaigns import calls
from campaigns.campaign import Campaign
from campaigns.overseen import Ended, overseen
from campaigns.promises import ARGUMENTS, current, left_behind, lock_is_free, one_line, published, tiny_place

KILLED, FULL, BROKEN, READ_ONLY = "killed", "full", "broken", "read-only"
FAULTS = (KILLED, FULL, BROKEN, READ_ONLY)
NEEDS_ROOM = ("write", "open", "mkdir", "link")  # what fails on a full disk


class Disk:
    """A disk that goes wrong at the k-th change to it."""

    def __init__(self, fault: str, k: int):
        self.fault, self.k = fault, k
        self.about, self.at_unlink, self.runner, self.by_runner = "", False, 0, True

    def decide(self, call: calls.Call, number: int) -> int:
        self.runner = self.runner or _process(call.pid)
        if number == self.k:
            self.by_runner, self.at_unlink = _process(call.pid) == self.runner, call.kind == "unlink"
            path = "/".join(Path(call.path).parts[3:])
            self.about = (
                f"{self.fault} at change {number}, {call.kind} {path} by {'the runner' if self.by_runner else 'a kernel'}"
            )
            if self.fault == KILLED:
                os.kill(call.pid, signal.SIGKILL)
        if self.fault == FULL and number >= self.k and call.kind in NEEDS_ROOM:
            return errno.ENOSPC if call.kind != "open" or not Path(call.path).exists() else 0
        if self.fault == READ_ONLY and number >= self.k:
            return errno.EROFS if call.kind != "fsync" else 0
        return errno.EIO if self.fault == BROKEN and number == self.k else 0


def _process(task: int) -> int:
    """The process that a thread belongs to."""
    lines = Path(f"/proc/{task}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Tgid:")).split()[1])


@cache
def _well(first: bool) -> tuple[tempfile.TemporaryDirectory, Path]:
    """A place to be copied for each trial: one in which a run went well, or one in which it would be the first."""
    folder = tempfile.TemporaryDirectory(prefix="campaign-")
    place = tiny_place(Path(folder.name) / "place")
    (place / "tmp").mkdir()
    if not first and (wrong := after(place)):
        raise RuntimeError(f"an undisturbed run failed: {wrong}")
    return folder, place


def variables(place: Path) -> dict[str, str]:
    return {"TMPDIR": str(place / "tmp"), "PARALLAX_CACHE": str(place / "cache")}


def copied(folder: Path, first: bool) -> Path:
    return Path(shutil.copytree(_well(first)[1], folder / "place", symlinks=True))


def count(first: bool) -> int:
    """All changes that a run makes, times the ways in which each goes wrong; none where the system does not tell of them."""
    if not calls.can_be_seen():
        return 0
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        place, counted = copied(Path(folder), first), []
        overseen(place, *ARGUMENTS, decide=lambda call, number: counted.append(call) or 0, **variables(place))
    return len(counted) * len(FAULTS)


def fault(folder: Path, number: int, chance: random.Random, first: bool) -> list[str]:
    """One change goes wrong in one way."""
    place = copied(folder, first)
    reports, before = place / "reports", current(place / "reports")
    disk = Disk(FAULTS[number % len(FAULTS)], number // len(FAULTS) + 1)
    ended = overseen(place, *ARGUMENTS, decide=disk.decide, **variables(place))
    found = [*_end(ended, disk), *published(reports, before, new=_new(ended)), *lock_is_free(reports)]
    left = left_behind(reports, place / "tmp")
    if disk.fault == FULL or (disk.fault == BROKEN and not disk.at_unlink):
        found += left
    if left or disk.fault == KILLED or not number % 10:  # what is as after any other run needs no look each time
        found += after(place)
    return [f"{disk.about}: {line}" for line in found]


def _new(ended: Ended) -> bool | None:
    """Whether the run has to have published: one that was killed may have."""
    return None if ended.code is None or ended.code < 0 else ended.code == 0


def _end(ended: Ended, disk: Disk) -> list[str]:
    """What is wrong with how a run ended."""
    right = {KILLED: (-signal.SIGKILL,) if disk.by_runner else (0, 5)}.get(disk.fault, (0, 7))
    found = [f"outlived by {what}" for what in ended.outlived]
    if ended.code is None:
        return [*found, "the run hung"]
    if ended.code not in right:
        return [*found, f"exit code {ended.code}: {ended.err.strip()[-300:]}"]
    return [*found, *one_line(ended.err, ended.code)]


def after(place: Path) -> list[str]:
    """What is wrong with the next run, which nobody has prepared."""
    reports, before = place / "reports", current(place / "reports")
    ended = overseen(place, *ARGUMENTS, **variables(place))
    if ended.code != 0 or ended.outlived:  # None: it hung
        return [f"the next run ended with {ended.code}: {ended.err.strip()[-300:]} {ended.outlived}"]
    found = [*published(reports, before, new=True), *left_behind(reports, place / "tmp"), *lock_is_free(reports)]
    return [f"after the next run: {line}" for line in found]


CAMPAIGNS = [
    Campaign(
        "faults",
        "each change to files: killed, disk full, broken, read-only",
        partial(count, first=False),
        3,
        partial(fault, first=False),
    ),
    Campaign(
        "first", "the same of a first run, of which nothing is kept", partial(count, first=True), 1, partial(fault, first=True)
    ),
]
