"""One run from its lock to its report.

Comes in: what is wanted, and a function that reads the corpus into a snapshot. Goes out: the folder of a published report, or a failure
that has published nothing. It exists because the order matters: papermill is imported while the corpus is read, and kernels start
meanwhile, unless the reading can end in a refusal; checksums come last, and whatever happens no kernel and no staging folder stays
behind.

The corpus is read by the function that comes in, because this room knows files and notebooks, not words.
"""

import contextlib
import itertools
import os
import shutil
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import ParallaxError, StorageError
from . import ending
from .execute import survivors
from .execute.executed import Executed
from .execute.forked import Nursery, can_fork
from .execute.parameters import read_notebook
from .execute.surroundings import kernel_environment
from .publish import afterwards, alerts, compared, journal, linking, predecessor, record, shelf, standing
from .publish.alert_kinds import Alert

if TYPE_CHECKING:
    from .execute.kernels import Kernels


class Wanted(NamedTuple):
    """What to run: notebooks (file, values to inject) on a corpus, into a reports folder; how many at once, for how long at most.

    title and note are the analyst's own words for the front page, and change no table. With read_first no kernel starts before the
    corpus is read, because what is asked for may turn out not to be there. With if_changed nothing is made where all of it is as it
    was for the current report. keep and keep_days bound how many runs stay, see pruning.prune; watched is what alerts are asked of.
    announce is told the name of the published folder just before it is there. address is where the report goes that is built in the
    folder, if not there.
    """

    corpus: Path
    reports: Path
    notebooks: list[tuple[Path, dict[str, Any]]]
    jobs: int
    time_limit: float
    title: str | None = None
    note: str = ""
    read_first: bool = False
    if_changed: bool = False
    keep: int | None = None
    keep_days: float | None = None
    watched: tuple[Alert, ...] = ()
    announce: Callable[[str], None] = lambda name: None
    address: str = ""


class Unchanged(Exception):
    """There is nothing new: the report in `place` says what this run would say."""

    def __init__(self, place: Path):
        super().__init__(place)
        self.place = place


class Outcome(NamedTuple):
    """What came of it: the published folder, the notebooks, those left out with the reason, what is known of the corpus, what the
    notebooks' authors should be told of their displays, what became of each alert, and what failed once all was published."""

    place: Path
    executed: list[Executed]
    left_out: dict[str, str]
    corpus: dict[str, Any]
    told: list[str]
    alerts: list[dict[str, Any]] = []  # noqa: RUF012 - never written to
    failed_after: list[str] = []  # noqa: RUF012 - never written to


def produce(
    wanted: Wanted,
    read: Callable[[Path], dict[str, Any]],
    on_cell: Callable[[str], None],
    said: Callable[[Path], Iterable[str]] = lambda snapshot: (),
) -> Outcome:
    """Run the notebooks and publish the report.

    read    : reads the corpus, writes its snapshot into the folder it is given, and returns what is known of it; where it raises,
              nothing is run
    on_cell : called with a notebook's name after each cell that ran
    said    : gives what the corpus says, text by text, from its snapshot: what stands there betrays nothing of this machine

    Raises ParallaxError, and whatever `read` raises; then nothing was published, and a notebook that failed is kept.
    Raises Unchanged where nothing is new and that was asked for.
    """
    begun = time.monotonic()
    reports = wanted.reports.resolve()
    with shelf.locked(reports):
        shelf.clear_staging(reports)
        journal.shorten(reports)
        stage = shelf.new_stage(reports, f"{time.time_ns()}-{os.getpid()}")
        environment = _environment(wanted, stage)
        with (
            _staged(stage),
            _nursery(wanted, stage, environment) as nursery,
            ThreadPoolExecutor(1, thread_name_prefix="start") as background,
        ):
            _put_earlier(wanted, stage)
            corpus = None
            if wanted.read_first or wanted.if_changed:
                background.submit(_import)  # should it fail, so does the start, which tells of it
                corpus = read(stage / "snapshot")
                _look_for_news(wanted, corpus)
            starting = background.submit(_start, wanted, stage, environment, nursery, on_cell)
            try:
                corpus = read(stage / "snapshot") if corpus is None else corpus
                kernels = starting.result()
                kernels.proceed()
                try:
                    executed, left_out = kernels.results()
                    kernels.__exit__()  # now: once the report is published, no note tells a later run of what these leave
                    place, told, watched, after = _publish(wanted, stage, corpus, executed, left_out, begun, said)
                except ParallaxError as error:
                    _keep(wanted, error, kernels, stage)
                    raise
            finally:
                starting.result().__exit__()
    return Outcome(place, executed, left_out, corpus, told, watched, after)


def sent(outcome: Outcome, address: str) -> str:
    """Publish a report at an address too, and keep none of it here. Returns the address of its front page.

    Raises StorageError where the address cannot be written; then it leads where it led before.
    """
    from .publish import away

    page = away.published(outcome.place, address)
    shutil.rmtree(outcome.place, ignore_errors=True)
    return page


def _look_for_news(wanted: Wanted, corpus: dict[str, Any]) -> None:
    """Raise Unchanged where the current report is whole and made of the same."""
    name, fault = standing.current(wanted.reports) if wanted.if_changed else ("", "not looked for")
    if not fault:
        known = next((run for run in shelf.past_runs(wanted.reports) if run["id"] == name), {})
        folder, today = wanted.reports / "runs" / name, record.clock().date()
        if known.get("made_of") == _made_of(wanted, corpus) and not alerts.silence_is_news(
            wanted.watched, known, folder, today
        ):
            raise Unchanged(folder)


def _made_of(wanted: Wanted, corpus: dict[str, Any]) -> str:
    return record.made_of(corpus, wanted.notebooks, [wanted.title or "", wanted.note, *map(repr, wanted.watched)])


def _put_earlier(wanted: Wanted, stage: Path) -> None:
    """Put the last good run of this corpus where the kernels find it."""
    now, pages = record.made_with(wanted.notebooks), [path.stem for path, _ in wanted.notebooks]
    folders = stage, wanted.reports.resolve(), wanted.address
    compared.put_earlier(*folders, wanted.corpus.resolve().name, now, pages, wanted.watched)


def own_code() -> dict[str, str]:
    """What a kernel's environment needs to import this very package, wherever it lies, under its own name and no other."""
    room = Path(__file__).resolve().parent
    is_installed = room.parents[1] == Path(sysconfig.get_path("purelib")).resolve()
    return {} if is_installed else {"PYTHONPATH": str(room / "execute" / "import_path")}


def _import() -> None:
    """What takes its time to import, imported while something else is waited for."""
    from .execute import kernels  # noqa: F401 - not used here
    from .publish import pages  # noqa: F401


def _environment(wanted: Wanted, stage: Path) -> dict[str, str]:
    """The variables that each kernel sees."""
    cache = wanted.reports.resolve() / ".cache" / "matplotlib"  # kept between runs: listing the machine's fonts takes seconds
    cache.mkdir(parents=True, exist_ok=True)
    more = {
        survivors.OWN_PLACE: str(stage / "run"),
        "PARALLAX_SNAPSHOT": str(stage / "snapshot"),
        "PARALLAX_EARLIER": str(stage / predecessor.FOLDER),
        "PARALLAX_CORPUS": str(wanted.corpus.resolve()),
        "IPYTHONDIR": str(stage / "ipython"),
        "MPLCONFIGDIR": str(cache),
    }
    return kernel_environment(os.environ, more | own_code())


@contextlib.contextmanager
def _nursery(wanted: Wanted, stage: Path, environment: dict[str, str]) -> Iterator[Nursery | None]:
    """What the kernels are forked from, which imports meanwhile; None where nothing forks, or where a single kernel gained nothing."""
    if len(wanted.notebooks) < 2 or not can_fork(os.environ):
        yield None
        return
    work = stage / "work"
    work.mkdir()
    with Nursery(environment, work, stage / "nursery.log") as nursery:
        yield nursery


def _start(
    wanted: Wanted, stage: Path, environment: dict[str, str], nursery: Nursery | None, on_cell: Callable[[str], None]
) -> "Kernels":
    from .execute import execution as run
    from .execute import kernels

    run.hush()
    started = kernels.Kernels(
        stage, environment, jobs=wanted.jobs, time_limit=wanted.time_limit, on_cell=on_cell, nursery=nursery
    )
    started.start([run.Task(path, values) for path, values in wanted.notebooks])
    try:
        _import()
    except BaseException:
        started.__exit__()  # whoever waits for what this returns would wait for kernels that nobody ends
        raise
    return started


def _publish(
    wanted: Wanted,
    stage: Path,
    corpus: dict[str, Any],
    executed: list[Executed],
    left_out: dict[str, str],
    begun: float,
    said: Callable[[Path], Iterable[str]],
) -> tuple[Path, list[str], list[dict[str, Any]], list[str]]:
    from .check import file_kinds, leaks, verify
    from .publish import pages as publish

    for kind, name in itertools.product(("tables", "figures"), left_out):
        shutil.rmtree(stage / "run" / kind / name, ignore_errors=True)
    file_kinds.files(stage / "run")  # what is read from here on are files
    when = record.clock()
    name = record.run_id(when, corpus, {item.name: item.parameters for item in executed})
    title = wanted.title or f"Parallax: {corpus['corpus']}"
    known = record.record(name, title, when, corpus, executed, time.monotonic() - begun)
    known |= {"left_out": left_out, "made_of": _made_of(wanted, corpus), "code": record.made_with(wanted.notebooks)["code"]}
    if wanted.watched:
        known["alerts"] = alerts.of_run(wanted.watched, stage / "run", stage / predecessor.FOLDER, known, when.date())
    told = publish.publish(stage / "run", executed, known, wanted.note)
    before = leaks.published(stage / predecessor.FOLDER)
    texts = itertools.chain(_own_words(wanted), said(stage / "snapshot"), before)
    verify.verify(stage / "run", leaks.of_machine(wanted.corpus, wanted.reports), lambda: texts)
    verify.write_sums(stage / "run")
    linking.seal(stage / "run")
    linking.link_unchanged(stage / "run", wanted.reports)
    place = shelf.publish(wanted.reports, stage, name, wanted.announce)
    after = list(afterwards.put_in_order(wanted.reports, wanted.keep, wanted.keep_days, when))
    return place, told, known.get("alerts", []), after


def _own_words(wanted: Wanted) -> list[str]:
    """What the analyst says: title, note, the folder's name, what is watched, values of parameters, and the prose of notebooks."""
    cells = [cell for path, _ in wanted.notebooks for cell in read_notebook(path)["cells"] if cell["cell_type"] == "markdown"]
    watched = [text for alert in wanted.watched for text in (alert.label, *alert) if isinstance(text, str)]
    values = [str(value) for _, given in wanted.notebooks for value in given.values()]
    named = [wanted.title or "", wanted.note, wanted.corpus.resolve().name]
    return [*named, *watched, *values, *(cell["source"] for cell in cells)]


def _keep(wanted: Wanted, error: ParallaxError, kernels: "Kernels", stage: Path) -> None:
    """Keep the notebook that failed as far as it came, with a page to read it by, and say where; not after a full disk."""
    from .check import leaks
    from .publish.failed import keep, way_to

    notebook = kernels.failed_notebook(Path(error.file or "").stem)
    if notebook is None or isinstance(error, StorageError):
        return
    with contextlib.suppress(StorageError):  # what failed first is what is told
        keep(wanted.reports, stage, notebook, error, leaks.of_machine(wanted.corpus, wanted.reports))
        place = way_to((wanted.reports / error.kept).with_suffix(".ipynb"))
        error.remedy = ". ".join(filter(None, [error.remedy, f"As far as it came: {place}"]))


@contextlib.contextmanager
def _staged(stage: Path) -> Iterator[None]:
    """Leave no staging folder behind, and nothing that a notebook of this run, or of one that was killed, has left running."""

    def gone() -> None:
        survivors.end(f"{stage.parent}{os.sep}")
        shutil.rmtree(stage, ignore_errors=True)

    try:
        with ending.at_last(gone):
            yield
    finally:
        gone()
