"""The command line: `parallax run`, `check`, `new`, `lab`, `list`.

Arguments in, an exit code out. This is the one place that joins the text room, which reads a corpus, with the report room, which makes
pages of notebooks. Every failure is one line on standard error. Whatever takes time to import is imported where it is used, so that
`--help` and a refusal are there at once.
"""

import contextlib
import errno
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .errors import CorpusError, ParallaxError, StorageError, UsageError, nearest, visible

if TYPE_CHECKING:
    from .report.run import Outcome
    from .text.prepare import Prepared

FEW_INPUTS = 20  # below this, one bad file is a large share, and says little
NUMBERED = re.compile(r"\d\d_")  # names of the notebooks that are pages of a report
WITHOUT = "without_rules"  # the notebooks' parameter that the reading of the corpus follows
DISK_IS_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO)

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Corpus = Annotated[
    Path | None, typer.Argument(help="Folder of articles. The five articles that come with Parallax, if left out.")
]
Reports = Annotated[Path, typer.Option(help="Folder the reports go to.")]
MaxQuarantine = Annotated[
    float,
    typer.Option(min=0, max=1, metavar="SHARE", help=f"Largest share of {FEW_INPUTS} inputs or more that may fail to load."),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the code a failure arose.")]


@app.callback()
def about() -> None:
    """Show how different outlets tell the same story: notebooks run on a folder of articles, and become pages that open anywhere."""


@app.command()
def run(
    corpus: Corpus = None,
    reports: Reports = Path("reports"),
    parameter: Annotated[
        list[str], typer.Option("-p", "--parameter", metavar="NAME VALUE", help="Set a notebook's parameter; repeatable.")
    ] = [],  # noqa: B006 - typer makes a list of its own
    parameters: Annotated[Path | None, typer.Option(metavar="FILE", help="YAML file of parameters, name: value.")] = None,
    notebooks: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Folder of notebooks, if not Parallax's own.")
    ] = None,
    only: Annotated[list[str], typer.Option(metavar="NAME", help="Run this notebook only; repeatable.")] = [],  # noqa: B006
    jobs: Annotated[int | None, typer.Option(min=1, help="Notebooks at once; as many as cores, if left out.")] = None,
    time_limit: Annotated[float, typer.Option(min=1, metavar="SECONDS", help="Longest time a notebook may take.")] = 600,
    max_quarantine: MaxQuarantine = 0.05,
    title: Annotated[str | None, typer.Option(help="Title of the report.")] = None,
    note: Annotated[Path | None, typer.Option(metavar="FILE", help="Your own words for the front page, in Markdown.")] = None,
    debug: Debug = False,
) -> None:
    """Read a corpus, run the notebooks on it, and publish the report."""
    from .report import run as session
    from .report import terminal
    from .report.execute.parameters import given_to_each, read_notebook, read_values
    from .report.publish.note import checked_title, read_note

    folder = _corpus(corpus)
    if folder.resolve() in (reports.resolve(), *reports.resolve().parents):
        raise UsageError("the reports folder lies in the corpus", file=str(reports), remedy="Name another one by --reports")
    paths = _notebooks(notebooks, only)
    contents = {path.stem: read_notebook(path) for path in paths}
    values = (read_values(parameters) if parameters else {}) | _unlike(parameter)
    injected = given_to_each(contents, values, folder.resolve().name)
    tasks = [(path, injected[path.stem]) for path in paths]
    own_words = checked_title(title), read_note(note) if note else ""
    wanted = session.Wanted(folder, reports, tasks, jobs or os.cpu_count() or 1, time_limit, *own_words)
    cells = {name: sum(cell["cell_type"] == "code" for cell in item["cells"]) for name, item in contents.items()}
    with terminal.signals(), terminal.Progress(cells) as progress:
        outcome = session.produce(
            wanted, lambda snapshot: _snapshot(folder, snapshot, max_quarantine, injected, progress.tell), progress.advance
        )
    _tell(outcome)
    print(outcome.place / "index.html")


def _tell(outcome: "Outcome") -> None:
    """Say on standard error what a user should know though the run succeeded."""
    if n := outcome.corpus["n_quarantined"]:
        print(f"{n} of {outcome.corpus['n_inputs']} inputs could not be loaded; the report lists them", file=sys.stderr)
    for name, reason in outcome.left_out.items():
        print(f"{name} was left out: {visible(reason)}", file=sys.stderr)
    for item in outcome.executed if sys.stderr.isatty() else []:
        if lines := item.stderr.strip().splitlines():
            print(f"{item.name}: {len(lines)} lines of standard error, not published: {visible(lines[-1])}", file=sys.stderr)


def _corpus(corpus: Path | None) -> Path:
    from .places import seeds

    folder = seeds() if corpus is None else corpus
    if not folder.is_dir():
        raise CorpusError("there is no such folder", file=str(folder), remedy="Name the folder that holds the articles")
    return folder


def _notebooks(folder: Path | None, only: list[str]) -> list[Path]:
    """The numbered notebooks in reading order, or those that are asked for; one without a number is there to be explored in."""
    from .places import notebooks

    folder = notebooks() if folder is None else folder
    paths = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    if not paths:
        raise UsageError("no notebook lies here", file=str(folder), remedy="Name a folder of notebooks by --notebooks")
    wanted = {name.removesuffix(".ipynb") for name in only} or {name for name in paths if NUMBERED.match(name)}
    if not wanted:
        raise UsageError("no notebook's name begins with two digits", file=str(folder), remedy="Name the one to run by --only")
    if unknown := sorted(wanted - set(paths)):
        raise UsageError(f"there is no notebook '{unknown[0]}'", file=str(folder), remedy=nearest(unknown[0], paths, "It has"))
    return [path for name, path in paths.items() if name in wanted]


def _unlike(pairs: list[str]) -> dict[str, str]:
    """`name=value` -> value by name; a name that is given twice is refused, since one of the two would be lost."""
    values: dict[str, str] = {}
    for pair in pairs:
        name, value = pair.split("=", 1)
        if name in values:
            raise UsageError(f"parameter '{name}' is given twice")
        values[name] = value
    return values


def _snapshot(
    corpus: Path, folder: Path, max_quarantine: float, injected: dict[str, dict], tell: Callable[[str], None]
) -> dict[str, Any]:
    """Read the corpus once, for all notebooks, without the cleaning rules that are turned off."""
    from .text.prepare import prepare, save

    without = next((given[WITHOUT] for given in injected.values() if WITHOUT in given), [])
    prepared = prepare(corpus, without_rules=without, progress=tell)
    _refuse(prepared, corpus, max_quarantine)
    save(prepared, folder)
    return prepared.info


def _refuse(prepared: "Prepared", corpus: Path, max_quarantine: float) -> None:
    """Raise CorpusError where so much of the corpus could not be loaded that a report would mislead."""
    n = prepared.info["n_loaded"] + prepared.info["n_quarantined"]
    if n >= FEW_INPUTS and prepared.info["n_quarantined"] > max_quarantine * n:
        raise CorpusError(
            f"{prepared.info['n_quarantined']} of {n} inputs could not be loaded, more than {max_quarantine:.0%}",
            file=str(corpus),
            remedy="parallax check tells of each; --max-quarantine allows more",
        )


@app.command()
def check(corpus: Corpus = None, max_quarantine: MaxQuarantine = 0.05, debug: Debug = False) -> None:
    """Read and clean a corpus only: what loads, what is removed, what is wrong."""
    from .check import sections
    from .report.terminal import table
    from .text.prepare import prepare

    folder = _corpus(corpus)
    prepared = prepare(folder)
    for number, section in enumerate(sections(prepared)):
        if number:
            print()
        table(*section)
    _refuse(prepared, folder, max_quarantine)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Folder of articles, or one to put them into.")], debug: Debug = False
) -> None:
    """Begin the files that describe a corpus, each explained by comments and filled from what lies in the folder.

    Nothing is overwritten. sources.csv cannot hold comments: the README tells of its columns.
    """
    from .report.terminal import table
    from .text.reading.new_corpus import begin

    table(["file", "what it holds"], [(str(folder / name), what) for name, what in begin(folder)])


@app.command()
def lab(
    corpus: Corpus = None,
    folder: Annotated[Path, typer.Option(help="Folder of your copies of the notebooks.")] = Path("parallax-lab"),
    debug: Debug = False,
) -> None:
    """Open a working copy of the notebooks in JupyterLab, on this machine only.

    What you change in the copies is yours and stays; a copy that you left as it was follows the version that is installed.
    """
    import importlib.util
    import secrets

    from .places import notebooks, seeds
    from .report.lab import serve, working_copy
    from .report.terminal import table

    place = _corpus(corpus)
    if importlib.util.find_spec("jupyterlab") is None:
        raise UsageError("JupyterLab is not installed here", remedy='Install it with: pip install "parallax-workbook[lab]"')
    table(["notebook", "your copy"], working_copy(notebooks(), folder, place, seeds()))
    sys.stdout.flush()
    token = secrets.token_hex(24)
    print(f"JupyterLab opens {folder}. Should it ask for a token: {token}", file=sys.stderr, flush=True)
    serve(folder, place, token)


@app.command("list")
def list_runs(reports: Reports = Path("reports"), debug: Debug = False) -> None:
    """List past runs, newest first."""
    from .report.publish.shelf import past_runs
    from .report.terminal import table

    rows = []
    for run in past_runs(reports):
        about = run.get("corpus", {})
        rows.append((run["id"], run.get("when", ""), about.get("corpus", ""), about.get("n_loaded", ""), run.get("title", "")))
    if not rows:
        raise UsageError("no run lies here", file=str(reports), remedy="Make one with: parallax run")
    table(["run", "time", "corpus", "articles", "title"], rows)


def main() -> None:
    """Entry point of `parallax` and of `python -m analysis`."""
    sys.exit(command(sys.argv[1:]))


def command(arguments: list[str]) -> int:
    """Run one command.

    Returns its exit code: 0 done, 2 usage, 3 corpus, 4 a cell, 5 the kernel, 6 time limit, 7 storage, 75 locked, 128 + n signal n.
    """
    from .report.terminal import Stopped

    try:
        app(_joined(arguments or ["--help"]), prog_name="parallax", standalone_mode=False)
        sys.stdout.flush()
    except Stopped as stopped:
        return 128 + stopped.number
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `parallax list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if "--debug" in arguments:
            raise
        failure = _failure(error)
        print(f"parallax: {failure}", file=sys.stderr)
        return failure.exit_code
    return 0


def _joined(arguments: list[str]) -> list[str]:
    """`-p name value` as one argument `name=value`, which is what the parser can take any number of."""
    joined, rest = [], list(arguments)
    while rest:
        joined.append(rest.pop(0))
        if joined[-1] in ("-p", "--parameter"):
            if len(rest) < 2 or "=" in rest[0]:
                raise UsageError(f"{joined[-1]} takes a name and a value", remedy=f"Write: {joined[-1]} NAME VALUE")
            joined.append(f"{rest.pop(0)}={rest.pop(0)}")
    return joined


def _failure(error: Exception) -> ParallaxError:
    """Any failure as one of ours."""
    if isinstance(error, ParallaxError):
        return error
    if hasattr(error, "format_message"):  # the option parser's, whose class depends on typer's version
        return UsageError(str(error.format_message()).rstrip("."), remedy="See: parallax --help")
    if isinstance(error, OSError) and error.errno in DISK_IS_FULL:
        return StorageError(f"cannot write ({error.strerror})", file=error.filename, remedy="Free space there")
    return ParallaxError(
        f"unforeseen {type(error).__name__}: {error}", remedy="Run it again with --debug, and report what it shows"
    )


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
