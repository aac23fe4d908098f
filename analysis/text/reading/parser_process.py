"""A process that parses files of others, and can be stopped. A program's file in; what it answers to the bytes it is sent, out.

A file is hostile or broken more often than any other input, and a parser written in C cannot be interrupted from within. So each is
parsed in a process of its own kind, which is killed when its time is up, and started again for the next file. It ends with this
process, however that ends, and sees none of its secrets.
"""

import contextlib
import os
import re
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from . import orphaned

HEAD = struct.Struct(">Q")  # before whatever is sent, either way: its length
# The program is started by its file: this package has two import names, and in another process either may mean somebody else's module.
START = (
    "import runpy, sys; runpy.run_path(sys.argv[2])['end_with'](int(sys.argv[3]), sys.argv[4] == 'main'); "
    "runpy.run_path(sys.argv[1], run_name='__main__')"
)
# What it sees of this process's variables: what an interpreter needs to start and to find its packages. A hostile file is read there.
PASSED_ON = re.compile(
    r"PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|SYSTEMDRIVE|WINDIR|(?:DY)?LD_LIBRARY_PATH|VIRTUAL_ENV|CONDA_PREFIX"
    r"|PYTHON(?:PATH|HOME|USERBASE|NOUSERSITE)"
)


class ParserProcess:
    """The process; started when it is first needed, and ended by `close`.

    files : after so many it is started afresh, since parsers keep memory
    """

    def __init__(self, program: ModuleType, files: int):
        self.program, self.files, self.process, self.n = program, files, None, 0

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[threading.Event]:
        """One file, for which the process has so many seconds: it is killed then, and the event that is given is set.

        Raises OSError where no process can be started.
        """
        if self.process is None or self.n >= self.files:
            self.close()
            self._start()
        self.n += 1
        late = threading.Event()
        timer = threading.Timer(seconds, lambda: (late.set(), self.process.kill()))
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()

    def send(self, *parts: bytes) -> None:
        """Send some parts, each with its length before it; what the process no longer takes is not missed, since it answers nothing."""
        with contextlib.suppress(OSError, ValueError):
            for part in parts:
                self.process.stdin.write(HEAD.pack(len(part)) + part)
            self.process.stdin.flush()

    def receive(self) -> bytes | None:
        """The next part of the answer; None where the process died before it gave one."""
        try:
            head = self.process.stdout.read(HEAD.size)
            if len(head) < HEAD.size:
                return None
            (size,) = HEAD.unpack(head)
            data = self.process.stdout.read(size)
        except (OSError, ValueError):
            return None
        return data if len(data) == size else None

    def close(self) -> None:
        """End the process, if there is one."""
        if self.process is not None:
            self.process.kill()
            for pipe in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()
            self.process.wait()
        self.process, self.n = None, 0

    def _start(self) -> None:
        # a fixed hash seed, so that no set's order can find its way into a text
        kept = {name: value for name, value in os.environ.items() if PASSED_ON.fullmatch(name)}
        surroundings = kept | {"PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"}
        files = [str(Path(module.__file__).resolve()) for module in (self.program, orphaned)]
        thread = "main" if threading.current_thread() is threading.main_thread() else "another"
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", START, *files, str(os.getpid()), thread], env=surroundings, **pipes
        )
