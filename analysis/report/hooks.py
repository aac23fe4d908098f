"""What a schedule calls when a run has ended: a command and the run's facts in, what went wrong with it out.

It exists because whoever runs Parallax on a schedule should hear of what matters by the way they hear of all else: mail, a chat, a
pager. A hook is run without a shell, gets the facts as JSON on its standard input, and takes no longer than a minute.
"""

import contextlib
import json
import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from ..errors import ParallaxError, UsageError, visible
from . import ending
from .run import Outcome

SECONDS = 60.0  # that a hook may take
SCHEMA = 1  # of the facts
SHOWN = 200  # characters of what a hook said that are told
LAST = 2_000  # bytes of it that are looked at
ESCAPE = "" if os.name == "nt" else "\\"  # there a backslash stands between folders

Facts = dict[str, object]


def words_of(command: str | None, option: str) -> list[str]:
    """A command as its words, split as a shell would without doing anything else; none for one that is empty.

    Raises UsageError where a quotation mark is not closed.

    >>> words_of("mail -s 'It failed' me@example.org", "on-failure")
    ['mail', '-s', 'It failed', 'me@example.org']
    """
    try:
        if "\0" in (command or ""):
            raise ValueError("a zero byte in it")
        words = shlex.shlex(command or "", posix=True, punctuation_chars=False)
        words.whitespace_split, words.commenters = True, ""
        words.escape = ESCAPE
        return list(words)
    except ValueError as error:
        about = option.replace("-", "_")
        raise UsageError(f"--{option} is no command ({error})", remedy="Close each quotation mark", about=about) from error


def of_failure(error: ParallaxError) -> Facts:
    """What is told of a run that failed."""
    told = {"message": error.message, "file": error.file, "line": error.line, "remedy": error.remedy}
    return _facts("failed", error.exit_code, str(error)) | {"error": told}


def of_signal(number: int) -> Facts:
    """What is told of a run that was stopped by a signal."""
    return _facts("stopped", 128 + number, f"stopped by signal {number}")


def of_success(outcome: Outcome, exit_code: int = 0) -> Facts:
    """What is told of a run that was published: its record and its findings too."""
    known = json.loads((outcome.place / "run.json").read_text(encoding="utf-8"))
    findings = json.loads((outcome.place / "findings.json").read_text(encoding="utf-8"))
    facts = _facts("published", exit_code, f"{known['title']}: {outcome.corpus['n_loaded']:,} articles")
    more = {
        "run": outcome.place.name,
        "place": str(outcome.place.resolve()),
        "corpus": outcome.corpus,
        "left_out": outcome.left_out,
    }
    return facts | more | {"alerts": outcome.alerts, "findings": findings}


def _facts(status: str, exit_code: int, said: str) -> Facts:
    empty = dict.fromkeys(("run", "place", "page", "reports", "corpus", "error", "alerts", "findings"))
    return {"schema": SCHEMA, "status": status, "exit_code": exit_code, "said": said, **empty}


def call(command: list[str], facts: Mapping[str, object], folder: Path | None = None, seconds: float = SECONDS) -> str:
    """Run a hook, and wait for it. Returns what went wrong, in a line; "" where it ended well.

    facts  : what it gets on standard input, as JSON
    folder : where it is run; None for where this process is

    It has the environment of this process and nothing more. What it prints is told only where it fails, the last line of it. One that
    takes too long is ended with all that it started.
    """
    with _scratch() as given, _scratch() as said:
        given.write(json.dumps(facts, ensure_ascii=False, indent=1, default=str).encode("utf-8", "replace"))
        given.seek(0)
        try:
            process = subprocess.Popen(
                command, stdin=given, stdout=said, stderr=subprocess.STDOUT, cwd=folder, start_new_session=True
            )
        except OSError as error:
            return f"{command[0]} cannot be run ({error.strerror})"
        try:
            with ending.at_last(lambda: _end(process)):
                code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            return f"{command[0]} took more than {seconds:g} seconds, and was ended"
        finally:
            if process.returncode is None:
                _end(process)
        return f"{command[0]} ended with exit code {code}{_last_line(said)}" if code else ""


def _scratch() -> BinaryIO:
    """A file without a name; in memory where the system has such, since a full disk may be what is to be told."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("parallax"), "w+b")
    return tempfile.TemporaryFile()


def _end(process: subprocess.Popen) -> None:
    """End a process, and what it started with it."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own
        else:
            process.kill()
    process.wait()


def _last_line(said: BinaryIO) -> str:
    said.seek(max(0, said.seek(0, os.SEEK_END) - LAST))
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    return f": {visible(lines[-1])[:SHOWN]}" if lines else ""
