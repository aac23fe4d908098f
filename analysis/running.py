"""`parallax run`, from what a person typed to a published report: it is read, noted in the log of runs, carried out and told.

It joins what reads a corpus with what makes a report, as the command line does, and only that imports it.
"""

import contextlib
import os
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from .errors import ParallaxError, UsageError
from .options import Asked
from .ordered import Order, ordered, said, snapshot
from .remote import is_address
from .report import ending, terminal
from .report import run as session
from .report.publish import journal
from .report.publish.note import checked_title, read_note
from .settings import Settled, rows, settle
from .typed import cluster_address, corpus_folder, notebook_files, reports_folder


def carry_out(asked: Asked, flags: Collection[str], file: Path | None = None) -> None:
    """Make the report, and say where it lies; raises ParallaxError where nothing was published.

    flags : the names of the options that were typed; file: settings, if not the corpus's own
    """
    folder = corpus_folder(asked.corpus)
    settled = settle(asked, flags, folder, file)
    asked = settled.asked
    here, told = reports_folder(asked.reports, folder), []
    with ending.signals(), journal.noted(here, folder.resolve().name) as entry:
        try:
            outcome = _produced(settled, folder, here, told)
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


def print_what_holds(asked: Asked, flags: Collection[str], file: Path | None = None) -> None:
    """Show each setting of a run, its value, and where it is from; what cannot be meant is refused as by the run itself."""
    folder = corpus_folder(asked.corpus)
    settled = settle(asked, flags, folder, file)
    reports_folder(settled.asked.reports, folder)
    with _naming(settled):
        _ordered(settled, folder)
    terminal.table(["setting", "value", "from"], rows(settled))


def _produced(settled: Settled, folder: Path, here: Path, told: list[str]) -> session.Outcome:
    asked = settled.asked
    if is_address(asked.reports) and (asked.if_changed or asked.keep is not None or asked.keep_days is not None):
        remedy = "Leave these options away, or name a folder by --reports"
        raise UsageError("--keep, --keep-days and --if-changed know folders of this machine alone", remedy=remedy)
    with _naming(settled):
        order, title, note, cluster = _ordered(settled, folder)
        n_jobs, first = asked.jobs or os.cpu_count() or 1, bool(order.meant)
        kept = asked.if_changed, asked.keep, asked.keep_days
        wanted = session.Wanted(folder, here, order.tasks, n_jobs, asked.time_limit, title, note, first, *kept)
        hired = {"workers": asked.workers, "cluster": cluster}
        with terminal.Progress(order.cells) as progress:
            return session.produce(
                wanted,
                lambda place: snapshot(folder, place, asked.max_quarantine, order, progress.tell, told, **hired),
                progress.advance,
                lambda place: said(place, folder),
            )


def _ordered(settled: Settled, folder: Path) -> tuple[Order, str | None, str, str]:
    """What is to be run, title and note, and the address of a cluster: all that can be refused before anything is read."""
    from .report.execute.parameters import names_declared

    asked, values = settled.asked, settled.values
    cluster, paths = cluster_address(asked.cluster, asked.workers), notebook_files(asked.notebooks, asked.only)
    if asked.only and settled.file:  # the file speaks of all notebooks, and is not wrong where a few are run
        others = names_declared(notebook_files(asked.notebooks, [])) - names_declared(paths)
        values = {
            name: value for name, value in values.items() if f"parameters.{name}" not in settled.lines or name not in others
        }
    return ordered(folder, paths, values), checked_title(asked.title), read_note(asked.note) if asked.note else "", cluster


@contextlib.contextmanager
def _naming(settled: Settled) -> Iterator[None]:
    """Name the file and the line of a setting that turns out not to be meant, where it stands in a file."""
    try:
        yield
    except ParallaxError as error:
        if error.about in settled.lines and error.file is None:
            error.file, error.line = settled.file, settled.lines[error.about]
        raise
