"""Old runs go: a reports folder in, which runs to keep, and the others are removed. It exists so that a schedule may run for years.

The run that `current` leads to stays, and so do the three newest ones and those of the last hour, since somebody may be reading them.
"""

import contextlib
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ... import leading
from ...storage import patiently
from . import shelf

NEWEST, YOUNG = 3, timedelta(hours=1)  # what stays in any event


def prune(reports: Path, keep: int | None, days: float | None, now: datetime) -> list[str]:
    """Remove the runs beyond the `keep` newest, and those older than so many days; None sets no such bound. To be called while the
    lock is held.

    Returns the names of those removed. A run leaves `runs/` in one step, so nobody meets half of one. What cannot be removed stays.
    """
    if keep is None and days is None:
        return []
    names, gone = [run["id"] for run in shelf.past_runs(reports)], []
    current = os.path.realpath(leading.current(reports) or reports / "runs")
    for place, name in enumerate(names):
        age = now - made(name)
        beyond = (keep is not None and place >= keep) or (days is not None and age > timedelta(days=days))
        if beyond and place >= NEWEST and age > YOUNG and os.path.realpath(reports / "runs" / name) != current:
            gone += [name] if _removed(reports, name) else []
    return gone


def made(name: str) -> datetime:
    """When a run was made, by its name.

    >>> made("20250101T120000Z-0123abcd").isoformat()
    '2025-01-01T12:00:00+00:00'
    """
    match = shelf.RUN_ID.fullmatch(name)
    return datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _removed(reports: Path, name: str) -> bool:
    aside = reports / ".staging" / f"gone-{name}"
    with contextlib.suppress(OSError):
        patiently((reports / "runs" / name).rename, aside)
        shutil.rmtree(aside, ignore_errors=True)  # what is left of it goes with the next run
        return True
    return False
