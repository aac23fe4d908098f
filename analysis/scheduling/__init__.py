"""Runs on a schedule: a run that was asked for and how often in, the text that has some scheduler make it out, a module for each kind.

A writer is a function of a Job that returns the files its scheduler reads, by their names. It exists because each scheduler quotes,
counts and fails in a way of its own, and what is wrong there is found at night.
"""

from collections.abc import Callable
from pathlib import Path

from ..errors import UsageError, nearest
from ..options import Typed
from ..running import looked_at
from ..storage import write_bytes
from . import airflow, cron, github, jupyter, systemd
from .every import every
from .job import Job, job

KINDS: dict[str, Callable[[Job], dict[str, str]]] = {
    "cron": cron.written,
    "systemd": systemd.written,
    "github": github.written,
    "airflow": airflow.written,
    "jupyter": jupyter.written,
}


def printed(kind: str, times: str, to: Path | None, typed: Typed) -> None:
    """Print what has `kind` make a run, or write it into files in the folder `to`, of which none is overwritten.

    times : what was typed after --every
    typed : the run

    Raises UsageError for a kind that there is not, and whatever the run itself would refuse before it reads its corpus.
    """
    if kind not in KINDS:
        raise UsageError(f"there is no schedule '{kind}'", remedy=nearest(kind, KINDS))
    if "--print-settings" in typed.words:
        raise UsageError("--print-settings makes no run", remedy="Leave it away")
    meant = every(times)
    settled, order = looked_at(typed.asked, typed.flags, typed.file)
    files = KINDS[kind](job(typed.words, settled, dict(order.tasks), meant))
    if to is None:
        print("\n".join(files.values()), end="")
        return
    for name in files:
        if (to / name).exists():
            raise UsageError("this is there already", file=str(to / name), remedy="Remove it, or name another folder by --to")
    for name, text in files.items():
        write_bytes(to / name, text.encode())
        print(to / name)
