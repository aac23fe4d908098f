"""A run in a fork of this process, which has imported all that a run imports, and kernels that are forks of it as well.

Comes in: a command's arguments. Goes out: what is to be done in a fork. It exists because most of what a small run costs are imports,
and a campaign makes thousands. Kernels are real ones: the nursery's own code forks them.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import IO

from analysis import __main__ as command_line
from analysis.report.execute import forked, nursery
from analysis.report.execute.surroundings import ONE_THREAD
from campaigns.promises import ARGUMENTS, tiny_place

PATIENCE = 60.0  # seconds that a nursery may take to end


def in_a_fork(program: Callable[[], object]) -> int:
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


def read(file: int) -> str:
    with os.fdopen(file, "rb") as opened:
        opened.seek(0)
        return opened.read().decode(errors="replace")


def be_a_run(arguments: tuple[str, ...]) -> int:
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


def settle(place: Path, files: list[int]) -> None:
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
        self.pid = in_a_fork(lambda: _be_a_nursery(env, cwd, [stdout.fileno(), stderr.fileno()], pass_fds[0]))
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
    settle(folder, files)
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
    sys.argv[1:] = [str(control), str(os.getppid())]
    nursery.main()
    return 0


@cache
def warm() -> None:
    """Import what a run imports, as a first one shows, and what its kernels do; and have at hand what each run makes itself once."""
    os.environ.update(ONE_THREAD | {"JE_ARROW_MALLOC_CONF": "background_thread:false", "PARALLAX_CACHE": "off"})
    nursery._warm()
    names = os.memfd_create("names")
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        place, files = tiny_place(Path(folder)), [os.memfd_create(name) for name in ("out", "err")]

        def first() -> int:
            settle(place, files)
            code = be_a_run(ARGUMENTS)
            os.write(names, json.dumps(sorted(sys.modules)).encode())
            return code

        _, status = os.waitpid(in_a_fork(first), 0)
        if status:
            raise RuntimeError(f"an undisturbed run failed: {[read(file) for file in files]}")
        for name in json.loads(read(names)):
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
