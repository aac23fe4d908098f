"""What is done once a run is published: its folder is put in order, and what goes wrong there is told and fails no run.

Comes in: a reports folder whose `current` leads to the new run. Goes out: what failed, in words. It exists because whoever is told that
a run failed looks for the report of before, while the new one stands.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from ... import leading
from ...errors import StorageError
from . import history, pages, pruning, shelf


def put_in_order(reports: Path, keep: int | None, keep_days: float | None, now: datetime) -> Iterator[str]:
    """Make the switch of `current` durable, remove old runs (see pruning.prune) and renew the list of runs; each whatever became of the
    others. To be called while the lock is held.

    Gives what went wrong.
    """
    steps = {
        "a power cut may lead back to the run before": lambda: leading.settle(reports),
        "old runs were not removed": lambda: pruning.prune(reports, keep, keep_days, now),
        "the list of runs was not renewed": lambda: pages.list_runs(
            reports, history.history(reports, shelf.past_runs(reports))
        ),
    }
    for what, step in steps.items():
        try:
            step()
        except (OSError, StorageError) as error:
            yield f"the report is published, but {what} ({error})"
