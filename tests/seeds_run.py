"""One run of the five articles with every notebook, for all tests that only look at its report.

It is made once, by whichever process of the tests asks first; the others wait for it. Nobody may change it.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EPOCH = "1735689600"
TITLE = "The same story, told five times"
NOTE = "For *everyone* who asks.\n\n# Why\n\n- [x] one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"


def run_seeds(folder: Path, fork: str) -> Path:
    """Run the five articles with a note and a title, by kernels that are forked ("1") or not ("0"): the report."""
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    words = ["--jobs", "2", "--note", "note.md", "--title", TITLE, "--reports", "reports"]
    surroundings = os.environ | {"SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(ROOT), "PARALLAX_FORK": fork}
    command = [sys.executable, "-m", "analysis", "run", *words]
    done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return (folder / "reports" / "current").resolve()


def report_of_seeds(tmp_path_factory) -> Path:
    """The report that all processes of the tests share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "run of the seeds"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "reports" / "current").exists():
            run_seeds(folder, "1")
    return (folder / "reports" / "current").resolve()
