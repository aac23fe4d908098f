"""Runs that are looked after: each change to files decided upon, if that is wanted, and nothing of them left to live on unseen.

Comes in: a command's arguments, and whoever decides of each call. Goes out: how the run ended. What outlives a run becomes a child of
this process, which therefore finds it, whatever it did to hide.
"""

import contextlib
import ctypes
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from campaigns import calls
from campaigns.promises import surroundings
from campaigns.warmed import be_a_run, in_a_fork, read, settle, warm

PATIENCE = 60.0  # seconds that a run may take
LINGER = 30.0  # seconds in which all that it started has ended too
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
ASK_EVERY = 0.01  # seconds

Decide = Callable[[calls.Call, int], int]  # given a call and its number: the number of the error it fails with, 0 for none
Meanwhile = Callable[[int], None]  # given the process of a run that goes on; called again and again


class Ended(NamedTuple):
    """How a run ended: its exit code, negative for a signal, None where it hung; what it wrote; what outlived it; how long it took."""

    code: int | None
    out: str
    err: str
    outlived: list[str]
    seconds: float


def overseen(
    place: Path,
    *arguments: str,
    decide: Decide | None = None,
    meanwhile: Meanwhile = lambda pid: None,
    before: Callable[[], object] = lambda: None,
    anew: bool = False,
    **variables: str,
) -> Ended:
    """Run a command of Parallax in `place`.

    decide    : asked about each change to what lies in `place`, numbered from 1 on
    meanwhile : called every moment with the number of the run's process, and with 0 once that has ended and others live on
    before    : called in the run's process before it begins
    anew      : a new program, which imports all by itself, and not a fork of this process
    """
    if not anew:
        warm()

    def program() -> int:
        before()
        if anew:
            os.execve(sys.executable, [sys.executable, "-m", "analysis", *arguments], surroundings(**variables))
        os.environ.update({"PARALLAX_CACHE": "off"} | variables)
        return be_a_run(arguments)

    return looked_after(place, program, decide, meanwhile)


def looked_after(
    place: Path, program: Callable[[], int], decide: Decide | None = None, meanwhile: Meanwhile = lambda pid: None
) -> Ended:
    """Run a program in a fork of this process, which has no other child, until nothing of it is left; the rest is as in `overseen`."""
    files = [os.memfd_create(name) for name in ("out", "err")]
    ours, theirs = socket.socketpair()
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    begun = time.monotonic()

    def child() -> int:
        settle(place, files)
        if decide:
            _be_seen(theirs)
        return program()

    pid = in_a_fork(child)
    theirs.close()
    with ours:
        listener = socket.recv_fds(ours, 1, 1)[1][0] if decide else None
        try:
            code, outlived, seconds = _watched(pid, _Asked(listener, str(place), decide), meanwhile, begun)
        finally:
            if listener is not None:
                os.close(listener)
    out, err = (read(file) for file in files)
    return Ended(code, out, err, outlived, seconds)


def _be_seen(told: socket.socket) -> None:
    listener = calls.be_seen()
    socket.send_fds(told, [b"x"], [listener])
    os.close(listener)
    told.close()


def raced(place: Path, starters: list[tuple[float, tuple[str, ...]]], **variables: str) -> list[Ended]:
    """Start runs at once, each after a moment of its own and with its own arguments. The first tells what outlived all."""
    warm()
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    begun, files = time.monotonic(), [[os.memfd_create(name) for name in ("out", "err")] for _ in starters]

    def program(number: int) -> int:
        settle(place, files[number])
        os.environ.update({"PARALLAX_CACHE": "off"} | variables)
        time.sleep(starters[number][0])
        return be_a_run(starters[number][1])

    pids = [in_a_fork(partial(program, number)) for number in range(len(starters))]
    codes, seconds, outlived = _all_ended(pids, begun)
    told = [[read(file) for file in pair] for pair in files]
    return [
        Ended(codes.get(pid), *told[number], [] if number else outlived, seconds.get(pid, PATIENCE) - starters[number][0])
        for number, pid in enumerate(pids)
    ]


def _all_ended(pids: list[int], begun: float) -> tuple[dict[int, int], dict[int, float], list[str]]:
    """Wait until runs and all that they started have ended: exit codes, after how long, and what had to be ended by force."""
    codes, seconds, until = {}, {}, begun + PATIENCE
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < until:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid in pids:
                codes[pid], seconds[pid] = os.waitstatus_to_exitcode(status), time.monotonic() - begun
                until = time.monotonic() + (LINGER if len(codes) == len(pids) else PATIENCE)
            elif not pid:
                time.sleep(ASK_EVERY)
        left = [_called(child) for child in _children()]
        _end_all()
        return codes, seconds, left
    return codes, seconds, []


class _Asked:
    """What has been asked about: how many calls so far."""

    def __init__(self, listener: int | None, below: str, decide: Decide | None):
        self.listener, self.below, self.decide, self.number = listener, below, decide, 0
        self.poll = select.poll()
        if listener is not None:
            self.poll.register(listener, select.POLLIN)

    def take(self) -> None:
        """Answer what asks, waiting a moment for it."""
        while self.poll.poll(ASK_EVERY * 1000):
            call = calls.next_call(self.listener)
            if call is None:
                return
            error = 0
            if call.path.startswith(self.below):
                self.number += 1
                error = self.decide(call, self.number)
            calls.answer(self.listener, call, error)


def _watched(pid: int, asked: _Asked, meanwhile: Meanwhile, begun: float) -> tuple[int | None, list[str], float]:
    """Look after a run until nothing of it is left: its exit code, what had to be ended by force, how long the run took."""
    code, ended, until = None, 0.0, begun + PATIENCE
    while True:
        asked.take()
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                if found[0] == pid:
                    code, ended = os.waitstatus_to_exitcode(found[1]), time.monotonic()
                    until = ended + LINGER
            if time.monotonic() < until:
                meanwhile(0 if ended else pid)
                continue
            left = [_called(child) for child in _children()]
            _end_all()
            return code, left if ended else [], (ended or time.monotonic()) - begun
        return code, [], ended - begun


def _children() -> list[int]:
    return [int(child) for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()]


def _called(pid: int) -> str:
    with contextlib.suppress(OSError):
        return (
            f"process {pid}: {Path(f'/proc/{pid}/cmdline').read_bytes().replace(bytes(1), b' ').decode(errors='replace')[:100]}"
        )
    return f"process {pid}, gone by now"


def _end_all() -> None:
    """End all children of this process, and those that become such by the end of another."""
    with contextlib.suppress(ChildProcessError):
        while True:
            for child in _children():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            os.waitpid(-1, 0)
