"""What a notebook started and left running ends with its run: the place of the run in, no process any more that works for it out.

A kernel is ended with its group of processes; what it started in a session of its own is in none. It exists because a schedule that
leaves one process behind each hour fills the machine. Where the system does not tell the variables of processes nothing is looked for.
"""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

OWN_PLACE = "PARALLAX_RUN"  # a variable of kernels: where a run puts what it publishes, below its staging folder
PROCESSES = Path("/proc")
ROUNDS = 5  # looks, since what is just being started is not seen yet


def end(begins: str) -> int:
    """End every process of this account whose OWN_PLACE begins so. Returns how many were ended.

    The process that asks is not ended, whatever it has.
    """
    ended: set[int] = set()
    mark = f"{OWN_PLACE}={begins}".encode()
    for _ in range(ROUNDS):
        found = set(_having(mark)) - ended
        for pid in found:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        ended |= found
        if not found:
            break
    return len(ended)


def _having(mark: bytes) -> Iterator[int]:
    for entry in PROCESSES.iterdir() if PROCESSES.is_dir() else ():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):  # it has ended, or is somebody else's
                if any(value.startswith(mark) for value in (entry / "environ").read_bytes().split(b"\0")):
                    yield int(entry.name)
