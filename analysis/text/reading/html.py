"""Web pages in, the article's text and the page's own metadata out, by a worker process that can be stopped.

A page is hostile or broken more often than any other input, and a parser written in C cannot be interrupted from within. So each
page is parsed in a process of its own kind, which is killed when its time is up, and started again for the next page. It ends with
this process, however that ends, and sees none of its secrets.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

from . import html_worker, orphaned
from .bylines import authors_of
from .dates import read_date
from .files import Fault
from .html_worker import HEAD

SECONDS = 30.0  # longest time for one page
PAGES = 500  # after which the worker is started afresh, since parsers keep memory
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
# The worker is started by its file: this package has two import names, and in another process either may mean somebody else's module.
START = (
    "import runpy, sys; runpy.run_path(sys.argv[2])['end_with'](int(sys.argv[3]), sys.argv[4] == 'main'); "
    "runpy.run_path(sys.argv[1], run_name='__main__')"
)
# What it sees of this process's variables: what an interpreter needs to start and to find its packages. A hostile page is read there.
PASSED_ON = re.compile(
    r"PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|SYSTEMDRIVE|WINDIR|(?:DY)?LD_LIBRARY_PATH|VIRTUAL_ENV|CONDA_PREFIX"
    r"|PYTHON(?:PATH|HOME|USERBASE|NOUSERSITE)"
)


def _first_date(stated: list[str]) -> str:
    """The first that can be read; without one the first, so that it is told of; "" where the page states none."""
    for date in stated:
        with contextlib.suppress(ValueError):
            read_date(date)
            return date
    return next(iter(stated), "")


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page names in its first bytes. What pages call Latin-1 is Windows-1252, as browsers know.

    >>> declared_charset(b'<meta charset="windows-1251">'), declared_charset(b"<p>charset=x")
    ('windows-1251', None)
    """
    found = CHARSET.search(data[:4096])
    name = found[1].decode("ascii").lower() if found else None
    return "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else name


class Pages:
    """The worker process; started by the first page, and closed by `close`."""

    def __init__(self, seconds: float = SECONDS):
        self.seconds, self.process, self.n = seconds, None, 0

    def article(self, page: str) -> dict[str, str]:
        """What the worker finds in a page: `text`, and `title`, `publisher`, `author`, `section`, `date`, `url`, `language` where the
        page has them.

        Raises Fault: `html_timeout` where it took too long, `html` where the parser broke down, `empty` where there is no text.
        """
        data = page.encode("utf-8", "replace")
        answer = self._answer(data) or self._answer(data)  # once more: what ended the worker may have been no page
        if answer is None:
            raise Fault("html", "", "the page cannot be parsed: it broke the parser twice")
        if not answer.get("text", "").strip():
            raise Fault("empty", "", answer.get("error") or "no article was found in the page")
        author = authors_of(answer.pop("author", ""))
        return answer | {"date": _first_date(answer.pop("dates", []))} | ({"author": author} if author else {})

    def _answer(self, page: bytes) -> dict | None:
        """What the worker finds in a page; None where it did not live to tell. Raises Fault where it took too long."""
        if self.process is None or self.n >= PAGES:
            self.close()
            self._start()
        self.n += 1
        late = threading.Event()
        timer = threading.Timer(self.seconds, lambda: (late.set(), self.process.kill()))
        timer.start()
        try:
            answer = self._ask(page)
        finally:
            timer.cancel()
        if answer is None:
            self.close()
            if late.is_set():
                raise Fault("html_timeout", "", f"the page was not read within {self.seconds:g} seconds")
        return answer

    def close(self) -> None:
        """End the worker, if there is one."""
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
        files = [str(Path(module.__file__).resolve()) for module in (html_worker, orphaned)]
        thread = "main" if threading.current_thread() is threading.main_thread() else "another"
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-c", START, *files, str(os.getpid()), thread], env=surroundings, **pipes
            )
        except OSError as error:
            raise Fault("html", "", f"no process to parse pages could be started ({error.strerror})") from error

    def _ask(self, page: bytes) -> dict | None:
        """The worker's answer; None where it died before it gave one."""
        try:
            self.process.stdin.write(HEAD.pack(len(page)) + page)
            self.process.stdin.flush()
            head = self.process.stdout.read(HEAD.size)
            if len(head) < HEAD.size:
                return None
            (size,) = HEAD.unpack(head)
            data = self.process.stdout.read(size)
        except (OSError, ValueError):
            return None
        return json.loads(data) if len(data) == size else None
