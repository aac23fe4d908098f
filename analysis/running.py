"""`parallax run`, from what a person typed to a published report: it is read, noted in the log of runs, carried out and told.

It joins what reads a corpus with what makes a report, as the command line does, and only that imports it.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from .errors import LockedError, NotApplicableError, ParallaxError, UsageError, as_failure, visible
from .options import Asked
from .ordered import Order, ordered, said, snapshot
from .places import seeds
from .remote import is_address
from .report import ending, hooks, terminal
from .report import run as session
from .report.publish import alerts, history, journal, record, shelf
from .report.publish.note import checked_title, read_note
from .settled import COMMANDS, Settled, rows, settle
from .typed import cluster_address, corpus_folder, notebook_files, reports_folder

ALERTED = 11  # exit code
LANGUAGE = "language"  # parameter of the notebooks whose pages take one language


def carry_out(asked: Asked, flags: Collection[str], file: Path | None = None) -> int:
    """Make the report, and say where it lies; raises ParallaxError where nothing was published.

    Returns the exit code: 0, or ALERTED where an alert fired and that was asked for.

    flags : the names of the options that were typed; file: settings, if not the corpus's own

    What was asked to be run on a failure is run for all but what was typed wrong, a folder that another run holds, and a stop from the
    keyboard.
    """
    run = _Run(asked, settle(asked, flags, Path(), file) if file is not None else None)
    try:
        folder = corpus_folder(asked.corpus)
        run.settled = run.settled or settle(asked, flags, folder)
        run.here = reports_folder(run.settled.asked.reports, folder)
        return _carry_out(run, run.settled, folder)
    except (Exception, ending.Stopped) as error:
        published = run.entry.get("outcome") == journal.PUBLISHED  # what fails behind the publication is no failure of it
        if not published and (facts := _facts_of(error, run)):
            run.call("on_failure", facts)
        raise


class _Run:
    """A run for whoever is to hear of it: what was typed and what holds, where its log lies, and its entry there.

    is_reading : whether the corpus was begun to be read: what is refused from then on is no matter of what was typed
    """

    def __init__(self, asked: Asked, settled: Settled | None):
        self.asked, self.settled = asked, settled
        self.here: Path | None = None
        self.entry: dict[str, Any] = {}
        self.is_reading = False

    def call(self, name: str, facts: hooks.Facts) -> None:
        """Call a hook, if there is one; its failure is told and noted, and fails nothing."""
        asked = self.settled.asked if self.settled else self.asked
        option = name.replace("_", "-")
        if not (command := hooks.words_of(getattr(asked, name), option)):
            return
        reports = asked.reports if is_address(asked.reports) else str(Path(asked.reports).resolve())
        facts |= {"reports": reports, "when": self.entry.get("when")}
        facts["corpus"] = facts["corpus"] or {"corpus": Path(asked.corpus or seeds()).name}
        own = Path(self.settled.file).parent if self.settled and name in self.settled.lines else None
        with ending.signals():
            wrong = hooks.call(command, facts, own)
        if wrong:
            print(f"--{option}: {visible(wrong)}", file=sys.stderr)
            if self.here is not None and self.entry:
                journal.add(self.here, self.entry, {"hook": f"{option}: {wrong}"})


def _facts_of(error: BaseException, run: _Run) -> hooks.Facts | None:
    """What is told of the end of a run that published nothing; None where nothing is told."""
    if isinstance(error, ending.Stopped):
        return hooks.of_signal(error.number) if error.number != signal.SIGINT else None
    failure = as_failure(error)
    typed_wrong = isinstance(failure, (UsageError, NotApplicableError)) and not run.is_reading
    return None if typed_wrong or isinstance(failure, LockedError) else hooks.of_failure(failure)


def _carry_out(run: _Run, settled: Settled, folder: Path) -> int:
    asked, here, told, facts = settled.asked, run.here, [], None
    with history.kept_up(here), ending.signals(), journal.noted(here, folder.resolve().name) as entry:
        run.entry = entry
        try:
            outcome = _produced(run, settled, folder, told)
        except session.Unchanged as found:
            entry |= {"outcome": journal.UNCHANGED, "run": found.place.name}
            if not asked.quiet:
                print(f"nothing new: {found.place / 'index.html'} stands", file=sys.stderr)
            return 0
        fired = alerts.fired(outcome.alerts)
        code = ALERTED if fired and asked.alerts_exit else 0
        page, known = str(outcome.place / "index.html"), shelf.known_of(outcome.place)
        changes = {name: known[name] for name in ("changes", record.CHANGED) if name in known}  # kept when the report is gone
        facts = hooks.of_success(outcome, code) if asked.on_success else None
        if is_address(asked.reports):
            page = session.sent(outcome, asked.reports)
            facts = facts | {"place": page.rpartition("/")[0]} if facts else None
        facts = facts | {"page": f"{facts['place']}/{page.rpartition('/')[2]}"} if facts else None
        entry |= {"run": outcome.place.name, "n_loaded": outcome.corpus["n_loaded"], "left_out": sorted(outcome.left_out)}
        entry |= changes | ({"alerts": fired, "exit_code": code} if fired else {})
        entry |= {"said": "; ".join(outcome.failed_after)} if outcome.failed_after else {}
    for line in outcome.failed_after:
        print(visible(line), file=sys.stderr)
    for line in fired:
        print(f"alert: {visible(line)}", file=sys.stderr)
    if not asked.quiet:
        terminal.tell(outcome, told)
        print(page, flush=True)
    if facts:
        run.call("on_success", facts)
    return code


def print_what_holds(asked: Asked, flags: Collection[str], file: Path | None = None) -> None:
    """Show each setting of a run, its value, and where it is from; what cannot be meant is refused as by the run itself."""
    terminal.table(["setting", "value", "from"], rows(looked_at(asked, flags, file)[0]))


def looked_at(asked: Asked, flags: Collection[str], file: Path | None = None) -> tuple[Settled, Order]:
    """What holds for a run, and what its notebooks are given; all that can be refused before anything is read is refused."""
    folder = corpus_folder(asked.corpus)
    settled = settle(asked, flags, folder, file)
    reports_folder(settled.asked.reports, folder)
    with _naming(settled):
        _refuse_upkeep(settled.asked)
        return settled, _ordered(settled, folder)[0]


def _produced(run: _Run, settled: Settled, folder: Path, told: list[str]) -> session.Outcome:
    asked = settled.asked
    with _naming(settled):
        _refuse_upkeep(asked)
        order, title, note, cluster = _ordered(settled, folder)
        n_jobs, first = asked.jobs or os.cpu_count() or 1, bool(order.meant)
        kept = asked.if_changed, asked.keep, asked.keep_days
        wanted = session.Wanted(
            folder, run.here, order.tasks, n_jobs, asked.time_limit, title, note, first, *kept, settled.alerts
        )
        if is_address(asked.reports):  # what lies here is not published yet
            wanted = wanted._replace(address=asked.reports)
        else:
            wanted = wanted._replace(announce=lambda name: journal.announce(run.here, run.entry, name))
        with terminal.Progress(order.cells) as progress:

            def read(place: Path) -> dict[str, Any]:
                run.is_reading = True
                shown = order, progress.tell, told
                return snapshot(folder, place, asked.max_quarantine, *shown, workers=asked.workers, cluster=cluster)

            return session.produce(wanted, read, progress.advance, lambda place: said(place, folder))


def _refuse_languages(settled: Settled, paths: list[Path]) -> None:
    """Refuse a report in each language where one language is named, or no notebook asks for one."""
    from .report.execute.parameters import names_declared

    if not settled.asked.each_language:
        return
    if is_address(settled.asked.reports):
        remedy = "Leave it away, or name a folder by --reports"
        raise UsageError("--each-language makes its reports in a folder of this machine", remedy=remedy, about="each_language")
    if settled.values.get(LANGUAGE):
        message = f"--each-language, and the parameter language is '{settled.values[LANGUAGE]}'"
        raise UsageError(message, remedy="Give one of the two", about="each_language")
    if LANGUAGE not in names_declared(paths):
        message = "--each-language, and no notebook of this run has the parameter language"
        raise UsageError(message, remedy="Add it to a notebook, or leave the option away", about="each_language")


def _refuse_upkeep(asked: Asked) -> None:
    if is_address(asked.reports) and (asked.if_changed or asked.keep is not None or asked.keep_days is not None):
        remedy = "Leave these options away, or name a folder by --reports"
        raise UsageError("--keep, --keep-days and --if-changed know folders of this machine alone", remedy=remedy)


def _ordered(settled: Settled, folder: Path) -> tuple[Order, str | None, str, str]:
    """What is to be run, title and note, and the address of a cluster: all that can be refused before anything is read."""
    from .report.execute.parameters import names_declared

    asked, values = settled.asked, settled.values
    for name in COMMANDS:
        hooks.words_of(getattr(asked, name), name.replace("_", "-"))
    cluster, paths = cluster_address(asked.cluster, asked.workers), notebook_files(asked.notebooks, asked.only)
    if asked.only and settled.file:  # the file speaks of all notebooks, and is not wrong where a few are run
        others = names_declared(notebook_files(asked.notebooks, [])) - names_declared(paths)
        values = {
            name: value for name, value in values.items() if f"parameters.{name}" not in settled.lines or name not in others
        }
    _refuse_languages(settled, paths)
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
