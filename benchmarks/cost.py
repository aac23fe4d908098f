"""What a program costs: a command in; seconds on the clock, seconds of work and peak memory of it and of all that it starts, out.

Work is what the system accounts to the program and its children (wait4), of those too that outlive their parents: they become children
of this process, which should have no others. The memory of all together is looked up while they run: pages that several of them share
are counted once (Pss). Files that are mapped into memory count there too, though the system takes them back when it needs the room;
what is no file counts once more by itself. This module imports nothing large, since a program's largest process is never smaller than
what started it.
"""

import ctypes
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

LOOK_EVERY = 0.2  # seconds; a look itself may take a twentieth of the time
GRACE = 20  # seconds
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of Linux
MB = 1_000_000


class Cost(NamedTuple):
    """Seconds on the clock; seconds of work; MB of the largest process, of all processes, and of all without the files they map; why
    it failed, or ""; its output."""

    clock: float
    processor: float
    largest_mb: float
    tree_mb: float
    own_mb: float
    failed: str = ""
    output: str = ""


def cost_of(command: Sequence[str], *, folder: Path, settings: dict[str, str], patience: float = 3600) -> Cost:
    """Run a command in `folder`, with `settings` in its environment, and say what it cost.

    patience : seconds after which it is ended, with all that it started
    """
    _adopt()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        started = subprocess.Popen(command, cwd=folder, env={**os.environ, **settings}, stdout=output, stderr=said)
        watch = Watch(begun + patience)
        watch.start()
        _, status, used = os.wait4(started.pid, 0)
        clock = time.perf_counter() - begun
        started.returncode = os.waitstatus_to_exitcode(status)
        watch.done.set()
        watch.join()
        processor, largest = used.ru_utime + used.ru_stime, used.ru_maxrss
        for more in _left_behind():
            processor, largest = processor + more.ru_utime + more.ru_stime, max(largest, more.ru_maxrss)
        failed = f"longer than {patience:,.0f} s" if watch.ended else _why(started.returncode, said)
        output.seek(0)
        largest_mb = largest * 1024 / MB
        text = output.read().decode(errors="replace")
        return Cost(clock, processor, largest_mb, max(watch.peak / MB, largest_mb), watch.own_peak / MB, failed, text)


class Watch(threading.Thread):
    """Looks at what was started again and again: how much memory it has, and whether it takes too long."""

    def __init__(self, until: float):
        super().__init__(daemon=True)
        self.until = until
        self.peak, self.own_peak, self.ended, self.done = 0, 0, False, threading.Event()

    def run(self) -> None:
        wait = LOOK_EVERY
        while not self.done.wait(wait):
            begun = time.perf_counter()
            tree = descendants()
            memory = [memory_of(pid) for pid in tree]
            self.peak = max(self.peak, sum(whole for whole, _ in memory))
            self.own_peak = max(self.own_peak, sum(own for _, own in memory))
            if begun > self.until:
                self.ended = True
                for pid in tree:
                    _end(pid)
            wait = max(LOOK_EVERY, 20 * (time.perf_counter() - begun))


def descendants() -> list[int]:
    """All processes that this one has started or adopted, and theirs."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                behind_name = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended meanwhile
                continue
            children.setdefault(int(behind_name[1]), []).append(int(entry.name))
    waiting, found = children.get(os.getpid(), []), []
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def memory_of(pid: int) -> tuple[int, int]:
    """Bytes of memory that a process holds, its part of what it shares with others: all, and what is no file. 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    found = {line.partition(":")[0]: int(line.split()[1]) * 1024 for line in lines[1:]}
    return found.get("Pss", 0), found.get("Pss", 0) - found.get("Pss_File", 0)


def _adopt() -> None:
    """Have processes whose parents end become children of this one, where the system allows it."""
    if hasattr(os, "sched_getaffinity"):
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def _left_behind() -> list:
    """What processes cost that the program left behind; those that go on for more than GRACE seconds are ended."""
    found, until = [], time.perf_counter() + GRACE
    while True:
        try:
            pid, _, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if pid:
            found.append(used)
            continue
        if time.perf_counter() > until:
            for more in descendants():
                _end(more)
        time.sleep(0.02)


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        return


def _why(code: int, said) -> str:
    if code == 0:
        return ""
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    return f"exit {code}" + (f": {lines[-1][:200]}" if lines else "")
