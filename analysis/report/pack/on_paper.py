"""One page becomes a PDF, printed by the Chromium of this machine.

Comes in: a page that asks for nothing. Goes out: the PDF. It exists because some send and file nothing else; a browser is no part of
Parallax, so where there is none, that is said in one line.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ...errors import StorageError, TimeLimitError, UsageError

PROGRAMS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
)  # fmt: skip
LONGEST = 180  # seconds
OFFLINE = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PLAIN = ("--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-dev-shm-usage")
PRINT = ("--no-pdf-header-footer", "--generate-pdf-document-outline")
REMEDY = "Send the page itself by --as html, and print it from any browser"


def print_page(page: bytes) -> bytes:
    """A page as a PDF, with its headings as bookmarks. The browser gets a profile of its own, no network, and LONGEST seconds.

    Raises UsageError where there is no browser that prints, TimeLimitError where it takes too long, StorageError where it fails.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise UsageError(
            "a PDF is printed by Chromium or Chrome, and there is none on this machine", remedy=f"Install one. {REMEDY}"
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        source, target = Path(place) / "report.html", Path(place) / "report.pdf"
        source.write_bytes(page)
        own = [f"--user-data-dir={place}/profile", f"--print-to-pdf={target}", source.as_uri()]
        _carry_out([program, *PLAIN, *OFFLINE, *PRINT, *_for_root(), *own])
        data = target.read_bytes() if target.is_file() else b""
    if not data.startswith(b"%PDF-"):
        raise StorageError("the browser has made no PDF", file=program, remedy=REMEDY)
    return data


def _for_root() -> list[str]:
    """Chromium's own sandbox does not start for root, as whom containers run; the page that it opens is ours, and runs one script."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _carry_out(command: list[str]) -> None:
    """Run the browser, and end it with all that it started where it takes too long."""
    try:
        group = {"start_new_session": True} if sys.platform != "win32" else {}
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **group
        ) as run:
            try:
                run.wait(LONGEST)
            except BaseException:
                _end(run)
                raise
    except subprocess.TimeoutExpired as error:
        raise TimeLimitError(
            f"the browser did not print it within {LONGEST} seconds", file=command[0], remedy=REMEDY
        ) from error
    except OSError as error:
        raise StorageError(f"the browser cannot be started ({error.strerror})", file=command[0], remedy=REMEDY) from error


def _end(run: subprocess.Popen) -> None:
    if sys.platform != "win32":
        import signal

        os.killpg(run.pid, signal.SIGKILL)
    else:
        run.kill()
