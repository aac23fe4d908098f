"""What is to be run on a schedule: a run's options as they were typed in, a job out, which holds wherever it is started.

Whatever a shell of today decides (the folder one stands in, the PATH, where the cache lies) is written down, since a scheduler starts
in another folder and knows nothing of it.
"""

import importlib.util
import os
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import UsageError
from ..places import PACKAGE, cache
from ..remote import is_address
from ..settled import DEFAULT, Settled
from .every import Every

KEPT = "30"  # runs, where nothing says how many
CARRIED = ("PARALLAX_CACHE", "PARALLAX_FORK", "XDG_CACHE_HOME", "PYTHONPATH")  # what decides how a run of this shell goes
PLAIN_PATH = ("/usr/local/bin", "/usr/bin", "/bin")


class Job(NamedTuple):
    """A run to be made again and again.

    name        : a word to call it by, made of the corpus's name
    program     : what starts Parallax, an absolute path first
    arguments   : those of `parallax run`; paths are absolute
    paths       : which of the arguments are paths of this machine
    environment : variables it needs, none of them a secret
    corpus      : the folder of articles, absolute, or its address; "" for the five articles
    reports     : the folder that reports go to, absolute, or its address
    cache       : the folder in which work is kept, "" for none
    notebooks   : by file, the values that the notebook is given
    every       : when it is run
    """

    name: str
    program: list[str]
    arguments: list[str]
    paths: frozenset[str]
    environment: dict[str, str]
    corpus: str
    reports: str
    cache: str
    notebooks: dict[Path, dict[str, Any]]
    every: Every

    @property
    def command(self) -> list[str]:
        return [*self.program, "run", *self.arguments]

    @property
    def status(self) -> list[str]:
        """The command that tells a monitor how the reports stand; a report may miss one run before it is called old."""
        return [*self.program, "status", "--reports", self.reports, "--fresh", f"{self.every.longest_wait() + 1}d"]


def job(options: dict[str, Any], settled: Settled, notebooks: dict[Path, dict[str, Any]], every: Every) -> Job:
    """The job that a run's options make.

    options : what was typed: option or "" for the corpus -> its value, or a list of such
    settled : what holds with the corpus's settings

    A run on a schedule is quiet, makes no report that says what the last one says, and keeps thirty runs, where nobody said otherwise.
    """
    asked, words, paths = settled.asked, [], set()

    def place(text: str) -> str:
        found = text if is_address(text) else str(Path(text).absolute())
        paths.update(() if is_address(text) else {found})
        return found

    corpus = place(asked.corpus) if asked.corpus is not None else ""
    words += [corpus] if corpus else []
    by_file = settled.origins["reports"] not in (DEFAULT, "option")
    reports = place(asked.reports)
    words += [] if by_file else ["--reports", reports]
    for option, value in options.items():
        if option not in ("", "--reports", "--debug"):
            words += _words(option, value, place)
    words += _usual(settled)
    kept = cache()
    where = Path(corpus).name if corpus else "seeds"
    environment = {"PATH": os.pathsep.join(dict.fromkeys((str(Path(sys.executable).parent), *PLAIN_PATH))), "LANG": "C.UTF-8"}
    environment |= {name: os.environ[name] for name in CARRIED if os.environ.get(name)}
    name = "parallax-" + (re.sub(r"[^a-z0-9]+", "-", where.lower()).strip("-") or "report")
    held = str(kept.absolute()) if kept else ""
    return Job(name, _program(), words, frozenset(paths), environment, corpus, reports, held, notebooks, every)


def _words(option: str, value: Any, place: Any) -> list[str]:
    """An option as one types it."""
    if isinstance(value, bool):
        return [option]
    if isinstance(value, list):
        return [word for item in value for word in (option, *(item.split("=", 1) if option == "--parameter" else [item]))]
    return [option, place(str(value)) if isinstance(value, Path) else str(value)]


def _usual(settled: Settled) -> list[str]:
    """What a run on a schedule does where neither an option nor the corpus's settings say otherwise."""
    unsaid, here = (lambda name: settled.origins[name] == DEFAULT), not is_address(settled.asked.reports)
    words = ["--quiet"] if unsaid("quiet") else []
    words += ["--if-changed"] if here and unsaid("if_changed") else []
    return words + (["--keep", KEPT] if here and unsaid("keep") and unsaid("keep_days") else [])


def _program() -> list[str]:
    """What starts this very Parallax from any folder."""
    python = Path(sys.executable)
    script = python.with_name("parallax")
    if script.is_file():
        return [str(script)]
    if importlib.util.find_spec("parallax_workbook") is None:
        raise UsageError("Parallax is not installed here", file=str(PACKAGE), remedy="Install it with: pip install .")
    return [str(python), "-m", "parallax_workbook"]
