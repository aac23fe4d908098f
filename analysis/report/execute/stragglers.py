"""Processes that a notebook started and that left its session, as daemons do: the mark of a run in, their end out.

A kernel is ended with its process group, which such a process is no longer in. But it has the environment that its run gave, and in it
the folder of that run, which no other process on the machine has; by that it is known, and nothing else is touched. Only Linux lets a
process look at the environment of another one. Nothing is imported here but Python's own, since `nursery` runs this file by its path.
"""

import contextlib
import os
import signal
import time
from collections.abc import Collection
from pathlib import Path

MARK = "PARALLAX_RUN"
PROCESSES = Path("/proc")
LOOKS = 20  # one that starts others while it is ended is met again
A_MOMENT = 0.02  # seconds between two looks


def end_all(folder: str, but: Collection[int] = ()) -> int:
    """Kill the processes whose environment names a run's folder, as PARALLAX_RUN has it. Returns how many were there.

    but : numbers of processes that are left alone; this one always is
    """
    mark, spared, ended = os.fsencode(f"{MARK}={folder}"), {os.getpid(), *but}, set()
    for _ in range(LOOKS if hasattr(os, "pidfd_open") else 0):
        there = {int(place.name) for place in PROCESSES.glob("[0-9]*")} - spared
        found = {pid for pid in there if _has(pid, mark) and _is_killed(pid, mark)}
        if not found:
            break
        ended |= found
        time.sleep(A_MOMENT)
    return len(ended)


def _has(pid: int, mark: bytes) -> bool:
    try:
        return mark in (PROCESSES / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:  # somebody else's, or gone
        return False


def _is_killed(pid: int, mark: bytes) -> bool:
    """Kill a process with this mark, held fast meanwhile: its number may be another one's by now."""
    with contextlib.suppress(OSError):
        handle = os.pidfd_open(pid)
        try:
            if _has(pid, mark):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
                return True
        finally:
            os.close(handle)
    return False
