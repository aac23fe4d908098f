"""What a run is held against, put beside its kernels: where reports go, in; the last good run of the corpus, and for alerts that look
further back an older one, out.

They are taken from the reports folder, or from the address that the reports go to, of which this machine keeps none.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...errors import StorageError
from . import alerts, predecessor, record, standing
from .alert_kinds import Alert


def put_earlier(
    stage: Path,
    reports: Path,
    address: str,
    corpus: str,
    now: Mapping[str, Any],
    pages: Sequence[str],
    watched: Sequence[Alert],
) -> None:
    """Put the runs that a new one is held against into its staging folder.

    address : where the reports go, if that is no folder of this machine; where it cannot be read, or the run there is not whole,
              nothing is compared, and the new run fails only if it cannot be written there
    corpus  : its name; now, pages: what the new run is made with, and its notebooks
    """
    if address:
        from . import away

        reports = stage / "there"
        try:
            away.mirror_records(address, reports)
        except StorageError:
            address = ""  # nothing of it is here

    def put(folder: Path, run: Path | None) -> None:
        if run is not None and address:
            try:
                away.bring(address, run)
            except (StorageError, ValueError):
                run = None
        predecessor.put_beside(folder, run, now)

    folder = stage / predecessor.FOLDER
    put(folder, predecessor.last_good(reports, corpus, pages))
    for since in sorted({alert.since for alert in watched} - {""}):
        begin = record.clock() - standing.span(since)
        put(alerts.beside(folder, since), predecessor.oldest(reports, corpus, pages, begin))
