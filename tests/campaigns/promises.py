"""The promises that every trial ends with: what is held against a reports folder, and against the processes of a run.

Comes in: a folder in which a run was disturbed. Goes out: what was broken, a line each.
"""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")] if str(ROOT / "tests") not in sys.path else []

from small_notebooks import code, say, write  # noqa: E402

ORPHANS_END = 30.0  # seconds after which nothing of a run lives on
ARGUMENTS = ("run", "corpus", "--notebooks", "notebooks")  # of a run in a tiny place
LONGEST = 120  # seconds that an undisturbed run may take on a busy machine
STAYS = re.compile(r"\.probe")  # what lies in .staging when no run is going on
STORE = """import os, pathlib
place = pathlib.Path(os.environ['PARALLAX_RUN'], 'tables', os.environ['PARALLAX_NOTEBOOK'])
place.mkdir(parents=True)
n = (place / 'words.csv').write_text('term,n\\nbridge,2\\n')"""


def tiny_place(folder: Path, n_notebooks: int = 2) -> Path:
    """A corpus of two articles, and notebooks that store a table and say a sentence: what a run takes a second for."""
    for name, text in {
        "post/a.txt": "The bridge is closed\n\nThe bridge is closed until spring, the mayor said on Monday.\n",
        "radio/b.txt": "A bridge opens\n\nThe old bridge opens again, and many people cross it.\n",
    }.items():
        (folder / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "corpus" / name).write_text(text)
    for number in range(n_notebooks):
        cells = [code(STORE), code("print('There are words.')")] if number == 0 else [say(f"It is {number}.", "finding")]
        write(folder / "notebooks" / f"{number:02}_page.ipynb", *cells)
    return folder


def surroundings(**more: str) -> dict[str, str]:
    """The variables of a run: this package, and nothing kept of a corpus unless `more` says so."""
    return os.environ | {"PYTHONPATH": str(ROOT), "PARALLAX_CACHE": "off"} | more


def command(*more: str) -> list[str]:
    """The command of a run in a tiny place."""
    return [sys.executable, "-m", "analysis", *ARGUMENTS, *more]


def run(place: Path, *more: str, **variables: str) -> subprocess.CompletedProcess:
    """A run in a tiny place, to its end."""
    return subprocess.run(
        command(*more), cwd=place, env=surroundings(**variables), capture_output=True, text=True, timeout=LONGEST
    )


def whole(run: Path) -> list[str]:
    """What a run lacks of being as its own SHA256SUMS says, file by file."""
    try:
        lines = (run / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        return [f"{run.name}: its checksums cannot be read ({error.strerror})"]
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {path.relative_to(run).as_posix(): path for path in run.rglob("*") if path.is_file()}
    there.pop("SHA256SUMS")
    found = [f"{run.name}: {name} is {'gone' if name in sums else 'in no checksum'}" for name in sorted(sums.keys() ^ there)]
    for name in sorted(sums.keys() & there):
        if hashlib.sha256(there[name].read_bytes()).hexdigest() != sums[name]:
            found.append(f"{run.name}: {name} is not as it was published")
    return found if "index.html" in sums else [*found, f"{run.name}: no front page"]


def current(reports: Path) -> str:
    """The name of the run that `current` leads to, "" for none."""
    link = reports / "current"
    return link.readlink().name if link.is_symlink() else ""


def published(reports: Path, before: str | None, *, new: bool | None = None) -> list[str]:
    """What is broken of the reports after a run was disturbed: `current` is the old run or a new one, and every run is whole.

    before : the run that `current` led to before, "" where there was none
    new    : whether it has to lead to another one now; None where either is right
    """
    link, name = reports / "current", current(reports)
    found = [f"current is no link: {link}"] if link.exists() and not link.is_symlink() else []
    found += [f"current leads to {name}, which is not there"] if name and not link.is_dir() else []
    found += ["current is gone"] if before and not name else []
    found += [f"current leads to {name or 'nothing'} as before"] if new and name == before else []
    found += [f"current leads to {name}, and was to stay {before or 'nothing'}"] if new is False and name != before else []
    for folder in sorted((reports / "runs").glob("*")):
        found += whole(folder)
    return found


def left_behind(reports: Path, place: Path | None = None) -> list[str]:
    """What lies in a reports folder that no whole run leaves there; with `place`, what lies where temporary files go too."""
    if not reports.is_dir():
        return []
    known = {"current", "index.html", "runs", "failed", ".staging", ".lock", ".log.jsonl", ".cache"}
    found = [f"left in the reports folder: {path.name}" for path in reports.iterdir() if path.name not in known]
    staged = [path for path in (reports / ".staging").glob("*") if not STAYS.fullmatch(path.name)]
    found += [f"left in .staging: {path.name}" for path in staged]
    hidden = [path for path in (reports / "runs").rglob(".*") if path.is_file()]
    found += [f"left in a run: {path.relative_to(reports)}" for path in hidden]
    return found + [f"left among temporary files: {path.name}" for path in (place.iterdir() if place else ())]


def lock_is_free(reports: Path) -> list[str]:
    """Whether another run may begin."""
    if not (reports / ".lock").exists():
        return []
    with (reports / ".lock").open("r") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return ["the lock is held though no run is going on"]
    return []


def one_line(stderr: str, code: int) -> list[str]:
    """Whether a failure was told as one: a line with a remedy, no traceback; nothing is told of a run that ended by a signal."""
    lines = stderr.splitlines()
    if code == 0 or code > 128 or code < 0:
        return [f"a traceback: {lines[-1]}"] if "Traceback" in stderr else []
    if len(lines) != 1 or not lines[0].startswith("parallax: "):
        return [f"exit code {code} with {len(lines)} lines: {' | '.join(lines[-3:])}"]
    return [f"not foreseen: {lines[0]}"] if "unforeseen" in lines[0] else []


MARK = "PARALLAX_CAMPAIGN"  # a variable by which the processes of a trial are known, also those that have left its session


def processes(mark: str) -> set[int]:
    """The processes that have this mark among their variables, or work within the folder of that name, and live."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                about = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                if mark.encode() in about or str((entry / "cwd").readlink()).startswith(mark):
                    found |= {int(entry.name)} if (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z" else set()
            except OSError:
                continue  # it has ended, or is somebody else's
    return found


def orphans(mark: str, patience: float = ORPHANS_END) -> list[str]:
    """What lives on of a run that has ended, once it had its time to end; it is ended then."""
    until = time.monotonic() + patience
    while (alive := processes(mark)) and time.monotonic() < until:
        time.sleep(0.05)
    found = [f"process {pid} lives on: {_called(pid)}" for pid in sorted(alive)]
    for pid in alive:
        _end(pid)
    return found


def _called(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:120]
    except OSError:
        return "gone by now"


def _end(pid: int) -> None:
    try:
        os.kill(pid, 9)
    except ProcessLookupError:
        return


def next_run_works(place: Path, reports: Path, *more: str, **variables: str) -> list[str]:
    """Whether a run now is made without a step by hand, publishes, and leaves nothing of the one before."""
    before = current(reports)
    done = run(place, *more, **variables)
    if done.returncode:
        return [f"the next run ended with {done.returncode}: {done.stderr.strip()}"]
    return [*published(reports, before, new=True), *left_behind(reports), *lock_is_free(reports)]
