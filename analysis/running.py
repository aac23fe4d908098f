"""`parallax run`, from what a person typed to a published report: it is read, noted in the log of runs, carried out and told.

It joins what reads a corpus with what makes a report, as the command line does, and only that imports it.
"""

import os
import sys
from pathlib import Path
from typing import NamedTuple

from .errors import UsageError
from .ordered import ordered, said, snapshot
from .remote import is_address
from .report import ending, terminal
from .report import run as session
from .report.publish import journal
from .report.publish.note import checked_title, read_note
from .typed import cluster_address, corpus_folder, notebook_files, reports_folder


class Asked(NamedTuple):
    """The arguments and options of `parallax run`, as they were typed."""

    corpus: str | None
    reports: str
    pairs: list[str]
    parameters: Path | None
    notebooks: Path | None
    only: list[str]
    jobs: int | None
    workers: int | None
    cluster: str
    time_limit: float
    max_quarantine: float
    title: str | None
    note: Path | None
    quiet: bool
    if_changed: bool
    keep: int | None
    keep_days: float | None


def carry_out(asked: Asked) -> None:
    """Make the report, and say where it lies; raises ParallaxError where nothing was published."""
    folder = corpus_folder(asked.corpus)
    here, told = reports_folder(asked.reports, folder), []
    with ending.signals(), journal.noted(here, folder.resolve().name) as entry:
        try:
            outcome = _produced(asked, folder, here, told)
        except session.Unchanged as found:
            entry |= {"outcome": journal.UNCHANGED, "run": found.place.name}
            if not asked.quiet:
                print(f"nothing new: {found.place / 'index.html'} stands", file=sys.stderr)
            return
        page = session.sent(outcome, asked.reports) if is_address(asked.reports) else str(outcome.place / "index.html")
        entry |= {"run": outcome.place.name, "n_loaded": outcome.corpus["n_loaded"], "left_out": sorted(outcome.left_out)}
    if not asked.quiet:
        terminal.tell(outcome, told)
        print(page)


def _produced(asked: Asked, folder: Path, here: Path, told: list[str]) -> session.Outcome:
    if is_address(asked.reports) and (asked.if_changed or asked.keep is not None or asked.keep_days is not None):
        remedy = "Leave these options away, or name a folder by --reports"
        raise UsageError("--keep, --keep-days and --if-changed know folders of this machine alone", remedy=remedy)
    hired = {"workers": asked.workers, "cluster": cluster_address(asked.cluster, asked.workers)}
    order = ordered(folder, notebook_files(asked.notebooks, asked.only), asked.parameters, asked.pairs)
    own_words = checked_title(asked.title), read_note(asked.note) if asked.note else ""
    n_jobs, first = asked.jobs or os.cpu_count() or 1, bool(order.meant)
    wanted = session.Wanted(folder, here, order.tasks, n_jobs, asked.time_limit, *own_words, first, *asked[-3:])
    with terminal.Progress(order.cells) as progress:
        return session.produce(
            wanted,
            lambda place: snapshot(folder, place, asked.max_quarantine, order, progress.tell, told, **hired),
            progress.advance,
            lambda place: said(place, folder),
        )
