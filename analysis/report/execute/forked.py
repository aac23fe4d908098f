"""Kernels that are forks of one process, which has imported what notebooks import: the run's end of it.

Comes in: the environment of a run's kernels. Goes out: processes, each to be asked and ended as if this process had started it, or None
where none can be forked, and then a kernel is started the plain way. It exists because most of what a small run costs are imports, the
same for each notebook. `nursery` is the other end.

Nothing is imported here that takes time: the nursery is to be at work before papermill is imported.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

PROGRAM = Path(__file__).resolve().with_name("nursery.py")
PATIENCE = 30.0  # seconds for an answer of a process that has nothing else to do
LOST = -9  # the exit code of a kernel whose nursery is gone: it was killed with it


def can_fork(surroundings: Mapping[str, str]) -> bool:
    """Whether this system forks, and the user lets it (PARALLAX_FORK is not 0).

    Not macOS: its own libraries, which NumPy calls there, may not be used in a fork.
    """
    is_able = hasattr(os, "fork") and hasattr(socket, "send_fds") and sys.platform not in ("darwin", "emscripten", "wasi")
    return is_able and surroundings.get("PARALLAX_FORK") != "0"


class Forked:
    """A kernel's process, asked and ended by the names of subprocess.Popen, which jupyter_client calls."""

    stdin = stdout = stderr = None

    def __init__(self, nursery: "Nursery", pid: int):
        self.nursery, self.pid = nursery, pid

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        return self.nursery.code(self.pid)

    def wait(self) -> int:
        """Wait for its end. Returns the exit code."""
        while (code := self.poll()) is None:
            time.sleep(0.02)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Nursery:
    """The process that is forked; a context manager, at whose end neither it nor a child of it is alive.

    environment : the variables that each kernel gets, which what is imported may read
    folder      : an empty folder to work in
    log         : takes what it writes, which is nothing unless it fails
    """

    def __init__(self, environment: Mapping[str, str], folder: Path, log: Path):
        self._lock = threading.Lock()
        self._codes: dict[int, int | None] = {}  # process -> how it ended, None while it runs
        self._answer: dict[str, Any] | None = None
        self._rest, self._is_ready, self._is_lost = b"", False, False
        self._socket, other = socket.socketpair()
        with other, log.open("wb") as file:
            self._process = subprocess.Popen(
                [sys.executable, str(PROGRAM), str(other.fileno()), str(os.getpid())],
                env=dict(environment),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                pass_fds=[other.fileno()],
                start_new_session=True,  # a signal of the terminal is the run's to answer
            )

    def __enter__(self) -> "Nursery":
        return self

    def __exit__(self, *raised: object) -> None:
        self.stop()

    def await_ready(self, stopped: threading.Event) -> None:
        """Wait until it can be forked, will never be, or the run is over."""
        while not stopped.is_set():
            with self._lock:
                self._hear(0)
                if self._is_ready or self._is_lost:
                    return
            stopped.wait(0.02)

    def fork(
        self, arguments: list[str], environment: Mapping[str, str], folder: str, files: tuple[IO[bytes], IO[bytes]]
    ) -> Forked | None:
        """A new kernel; None where none can be made so.

        arguments   : those of the kernel's command
        environment : all of its variables
        folder      : where it works
        files       : what it writes to standard output and standard error goes there
        """
        request = json.dumps({"arguments": arguments, "environment": dict(environment), "folder": folder}).encode() + b"\n"
        with self._lock:
            if not self._is_ready or self._is_lost:
                return None
            self._answer = None
            self._socket.settimeout(PATIENCE)
            try:
                sent = socket.send_fds(self._socket, [request], [file.fileno() for file in files])
                self._socket.sendall(request[sent:])
            except OSError:
                self._lose()
            limit = time.monotonic() + PATIENCE
            while self._answer is None and not self._is_lost:
                self._hear(1)
                if time.monotonic() > limit:
                    self._lose()
            begun = (self._answer or {}).get("begun")
        return Forked(self, begun) if begun else None

    def code(self, pid: int) -> int | None:
        """How a kernel ended, None while it runs."""
        with self._lock:
            self._hear(0)
            return self._codes[pid]

    def stop(self) -> None:
        """End it and every kernel of it. To be called as often as one likes."""
        with self._lock:
            self._lose()

    def _hear(self, seconds: float) -> None:
        """Take in what it has said, waiting at most so long for something."""
        while not self._is_lost:
            self._socket.settimeout(seconds)
            try:
                data = self._socket.recv(1 << 16)
            except (BlockingIOError, TimeoutError):
                return
            except OSError:
                data = b""
            if not data:
                self._lose()
            *lines, self._rest = (self._rest + data).split(b"\n")
            for line in lines:
                self._take(json.loads(line))
            seconds = 0

    def _take(self, message: dict[str, Any]) -> None:
        if "ready" in message:
            self._is_ready = True
        elif "ended" in message:
            self._codes[message["ended"]] = message["code"]
        else:
            self._answer = message
            if "begun" in message:
                self._codes[message["begun"]] = None

    def _lose(self) -> None:
        """Let it end, or see that it has: its kernels end with it, and nothing is forked from now on."""
        if self._is_lost:
            return
        self._is_lost = True
        self._socket.close()  # it ends its children and itself then
        try:
            self._process.wait(PATIENCE if self._is_ready else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()  # it was importing, or hangs
            self._process.wait()
        for pid in [pid for pid, code in self._codes.items() if code is None]:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
            self._codes[pid] = LOST
