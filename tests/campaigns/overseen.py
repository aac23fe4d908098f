"""A run in a fork of this process, which has imported all that a run imports; and, if wanted, with each change to files decided upon.

Comes in: a command's arguments, and whoever decides of each call. Goes out: how the run ended. It exists because most of what a small
run costs are imports, and a campaign makes thousands. Kernels are real ones: the nursery's own code forks them, from a fork of this
process as well. What outlives a run becomes a child of this process, which therefore finds it, whatever it did to hide.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import IO, NamedTuple

from analysis import __main__ as command_line
from analysis.report.execute import forked, nursery
from analysis.report.execute.surroundings import ONE_THREAD
from campaigns import calls
from campaigns.promises import ARGUMENTS, surroundings, tiny_place

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
    files = [os.memfd_create(name) for name in ("out", "err")]
    ours, theirs = socket.socketpair()
    if not anew:
        _warm()
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    begun = time.monotonic()

    def program() -> int:
        _settle(place, files)
        before()
        if anew:
            os.execve(sys.executable, [sys.executable, "-m", "analysis", *arguments], surroundings(**variables))
        os.environ.update({"PARALLAX_CACHE": "off"} | variables)
        if decide:
            _be_seen(theirs)
        return _be_a_run(arguments)

    pid = _forked(program)
    theirs.close()
    with ours:
        listener = socket.recv_fds(ours, 1, 1)[1][0] if decide else None
        try:
            code, outlived, seconds = _watched(pid, _Asked(listener, str(place), decide), meanwhile, begun)
        finally:
            if listener is not None:
                os.close(listener)
    out, err = (_read(file) for file in files)
    return Ended(code, out, err, outlived, seconds)


def _be_seen(told: socket.socket) -> None:
    listener = calls.be_seen()
    socket.send_fds(told, [b"x"], [listener])
    os.close(listener)
    told.close()


def raced(place: Path, starters: list[tuple[float, tuple[str, ...]]], **variables: str) -> list[Ended]:
    """Start runs at once, each after a moment of its own and with its own arguments. The first tells what outlived all."""
    _warm()
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    begun, files = time.monotonic(), [[os.memfd_create(name) for name in ("out", "err")] for _ in starters]

    def program(number: int) -> int:
        _settle(place, files[number])
        os.environ.update({"PARALLAX_CACHE": "off"} | variables)
        time.sleep(starters[number][0])
        return _be_a_run(starters[number][1])

    pids = [_forked(partial(program, number)) for number in range(len(starters))]
    codes, seconds, outlived = _all_ended(pids, begun)
    told = [[_read(file) for file in pair] for pair in files]
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


def _forked(program: Callable[[], object]) -> int:
    """A child of this process that runs a program and nothing else."""
    sys.stdout.flush()
    sys.stderr.flush()
    if pid := os.fork():
        return pid
    code = 1
    try:
        code = program()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _read(file: int) -> str:
    with os.fdopen(file, "rb") as opened:
        opened.seek(0)
        return opened.read().decode(errors="replace")


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


def _be_a_run(arguments: tuple[str, ...]) -> int:
    """In a fork: what `python -m analysis` does. Returns the exit code."""
    forked.subprocess = SimpleNamespace(Popen=_Nursery, DEVNULL=subprocess.DEVNULL, TimeoutExpired=subprocess.TimeoutExpired)
    sys.argv[1:] = arguments
    try:
        command_line.main()
    except SystemExit as end:
        sys.stdout.flush()
        threading._shutdown()  # as the interpreter does: what still works in a thread is waited for
        return end.code or 0
    return 0


def _settle(place: Path, files: list[int]) -> None:
    """In a fork: a session of its own, its folder and files, and the signals as a new process has them."""
    os.setsid()
    os.chdir(place)
    for number, file in zip((0, 1, 2), [os.open(os.devnull, os.O_RDONLY), *files], strict=True):
        os.dup2(file, number)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


class _Nursery:
    """What kernels are forked from, itself a fork and no new program; asked by the names of subprocess.Popen."""

    def __init__(
        self,
        command: list[str],
        *,
        env: dict[str, str],
        cwd: Path,
        stdin: int,
        stdout: IO[bytes],
        stderr: IO[bytes],
        pass_fds: list[int],
        start_new_session: bool,
    ):
        self.pid = _forked(lambda: _be_a_nursery(env, cwd, [stdout.fileno(), stderr.fileno()], pass_fds[0]))
        self.ended = False

    def wait(self, seconds: float | None = None) -> None:
        until = time.monotonic() + (PATIENCE if seconds is None else seconds)
        while not self.ended:
            self.ended = os.waitpid(self.pid, os.WNOHANG)[0] != 0
            if not self.ended and time.monotonic() > until:
                raise subprocess.TimeoutExpired("nursery", PATIENCE if seconds is None else seconds)
            time.sleep(0.01)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


def _be_a_nursery(environment: dict[str, str], folder: Path, files: list[int], control: int) -> int:
    """In a fork of a run: what nursery.py does, with all imported that it would import, and no file open but its own."""
    _settle(folder, files)
    os.closerange(3, control)
    os.closerange(control + 1, 1 << 16)
    os.environ.clear()
    os.environ.update(environment)
    be_a_kernel = nursery._be_a_kernel
    nursery._warm = lambda: None
    # ipykernel has read while it was imported whose child it is
    nursery._be_a_kernel = lambda request: be_a_kernel(
        request | {"arguments": [*request["arguments"], f"--IPKernelApp.parent_handle={os.getppid()}"]}
    )
    sys.argv[1:] = [str(control)]
    nursery.main()
    return 0


@cache
def _warm() -> None:
    """Import what a run imports, as a first one shows, and what its kernels do; and have at hand what each run makes itself once."""
    os.environ.update(ONE_THREAD | {"JE_ARROW_MALLOC_CONF": "background_thread:false", "PARALLAX_CACHE": "off"})
    nursery._warm()
    names = os.memfd_create("names")
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        place, files = tiny_place(Path(folder)), [os.memfd_create(name) for name in ("out", "err")]

        def first() -> int:
            _settle(place, files)
            code = _be_a_run(ARGUMENTS)
            os.write(names, json.dumps(sorted(sys.modules)).encode())
            return code

        _, status = os.waitpid(_forked(first), 0)
        if status:
            raise RuntimeError(f"an undisturbed run failed: {[_read(file) for file in files]}")
        for name in json.loads(_read(names)):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        sys.modules["analysis.text.prepare"].prepare(
            place / "corpus", workers=1
        )  # Arrow's threads, which it starts here, bear a fork
    sys.modules["analysis.display.render"].render({"kind": "note", "sentences": []})
    templates = sys.modules["analysis.report.publish.pages"]._templates()
    for name in templates.list_templates(["j2"]):
        templates.get_template(name)
    gc.collect()
    gc.freeze()  # so that no fork copies what it does not change
