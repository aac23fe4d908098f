"""The command line: `parallax run`, `check`, `new`, `lab`, `list`, `status`, `schedule`, `export`, `pack`, `cache`.

Arguments in, an exit code out. This is the one place that joins the text room with the report room. Every failure is one line on
standard error. Whatever takes time to import is imported where it is used, so that `--help` and a refusal are there at once.
"""

from .start import quietly

if __name__ == "__main__":
    quietly()  # first of all, since Ctrl-C may come while what follows is imported

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from . import check as checking
from . import options
from .errors import UsageError, as_failure, visible
from .options import Corpus, Debug, Json, MaxQuarantine, Notebooks, Parameter, Reports, Scheduler, Workers
from .remote import is_address, shown
from .report import ending
from .report.terminal import let_be_heard
from .settled import held, without_rules
from .typed import corpus_folder, joined

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def about(version: options.Version = False) -> None:
    """Show how different outlets tell the same story: notebooks run on a folder of articles, and become pages that open anywhere."""


@app.command()
def run(
    context: typer.Context,
    corpus: Corpus = None,
    reports: Reports = "reports",
    parameter: Parameter = [],  # noqa: B006 - typer makes a list of its own
    parameters: options.Parameters = None,
    notebooks: Notebooks = None,
    only: options.Only = [],  # noqa: B006
    jobs: options.Jobs = None,
    workers: Workers = None,
    cluster: Scheduler = "",
    time_limit: options.TimeLimit = 600,
    max_quarantine: MaxQuarantine = 0.05,
    title: options.Title = None,
    note: options.Note = None,
    quiet: options.Quiet = False,
    if_changed: options.IfChanged = False,
    keep: options.Keep = None,
    keep_days: options.KeepDays = None,
    on_failure: options.OnFailure = None,
    on_success: options.OnSuccess = None,
    alerts_exit: options.AlertsExit = False,
    each_language: options.EachLanguage = False,
    settings: options.SettingsFile = None,
    print_settings: options.PrintSettings = False,
    debug: Debug = False,
) -> None:
    """Read a corpus, run the notebooks, and publish the report; parallax.toml in the corpus sets what no option does."""
    from .each_language import carry_out
    from .running import print_what_holds

    what, hired, bounds = (parameter, parameters, notebooks, only), (jobs, workers, cluster), (time_limit, max_quarantine)
    when = quiet, if_changed, keep, keep_days, on_failure, on_success, alerts_exit, each_language
    asked = options.Asked(corpus, reports, *what, *hired, *bounds, title, note, *when)
    flags = {name for name in options.Asked._fields if getattr(context.get_parameter_source(name), "name", "") == "COMMANDLINE"}
    if code := (print_what_holds if print_settings else carry_out)(asked, flags, settings):
        raise typer.Exit(code)


@app.command()
def check(
    context: typer.Context,
    corpus: Corpus = None,
    max_quarantine: MaxQuarantine = 0.05,
    as_json: Json = False,
    settings: options.SettingsFile = None,
    debug: Debug = False,
) -> None:
    """Read and clean a corpus only: what loads and is recognised, a preview, what is removed, what is wrong or lacking."""
    from .report.terminal import tables
    from .text.prepare import prepare

    folder = corpus_folder(corpus)
    allowed = held(context, None if corpus is None else str(folder), settings)["max_quarantine"]
    prepared = prepare(folder)
    data = checking.as_data(prepared) if as_json else None
    print(json.dumps(data, ensure_ascii=False, indent=1)) if as_json else tables(checking.sections(prepared))
    checking.refuse(prepared, folder, allowed)


@app.command()
def new(folder: options.NewFolder, debug: Debug = False) -> None:
    """Begin the files that describe a corpus, each explained by comments and filled from what lies in the folder.

    Nothing is overwritten. sources.csv cannot hold comments: the README tells of its columns. Frequent names and phrases are written
    into topics.yml and wording.yml as candidates, commented out.
    """
    from .proposed import with_candidates
    from .report.terminal import table
    from .text.reading.new_corpus import begin

    table(["file", "what it holds"], with_candidates(folder, begin(folder)))


@app.command()
def lab(
    corpus: Corpus = None,
    folder: Annotated[Path, typer.Option(help="Folder of your copies of the notebooks.")] = Path("parallax-lab"),
    port: options.Port = None,
    no_browser: options.NoBrowser = False,
    debug: Debug = False,
) -> None:
    """Open a working copy of the notebooks in JupyterLab, on this machine only, and begin with the tour `explore`.

    What you change in the copies is yours and stays; a copy that you left as it was follows the version that is installed.
    """
    from .places import notebooks, seeds
    from .report.lab import require_ready, serve, working_copy
    from .report.terminal import table

    place = corpus_folder(corpus)
    require_ready(port)
    table(["notebook", "your copy"], working_copy(notebooks(), folder, place, seeds()))
    sys.stdout.flush()
    serve(folder, place, port=port, browser=not no_browser)


@app.command("list")
def list_runs(
    context: typer.Context,
    corpus: options.OfCorpus = None,
    reports: Reports = "reports",
    as_json: Json = False,
    settings: options.SettingsFile = None,
    debug: Debug = False,
) -> None:
    """List past runs, newest first."""
    from .report.publish import away, shelf
    from .report.terminal import runs

    reports = held(context, corpus, settings)["reports"]
    past = away.past_runs(reports) if is_address(reports) else shelf.past_runs(Path(reports))
    if not past and not as_json:
        raise UsageError("no run lies here", file=shown(reports), remedy="Make one with: parallax run")
    print(json.dumps(past, ensure_ascii=False, indent=1)) if as_json else runs(past)


@app.command()
def status(
    context: typer.Context,
    corpus: options.OfCorpus = None,
    reports: Reports = "reports",
    fresh: Annotated[str | None, typer.Option(metavar="TIME", help="The oldest that a report may be: 36h, 2d, 1w.")] = None,
    as_json: Json = False,
    settings: options.SettingsFile = None,
    debug: Debug = False,
) -> None:
    """Say how a reports folder stands: how old the report is, whether it is whole, what became of the last run, how much is kept.

    Exit code 0: all is well; 8: the report is older than --fresh; 9: the last run failed; 10: there is no whole report.
    """
    from .report.publish import standing

    asked = held(context, corpus, settings)
    found = standing.standing(Path(asked["reports"]), standing.span(asked["fresh"]) if asked["fresh"] else None)
    print(json.dumps(standing.as_dict(found), ensure_ascii=False, indent=1) if as_json else "\n".join(standing.told(found)))
    if found.exit_code:
        raise typer.Exit(found.exit_code)


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def schedule(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="cron|systemd|github|airflow|jupyter", help="What is to start the run.")],
    every: options.Every = "day",
    to: options.ScheduleTo = None,
    debug: Debug = False,
) -> None:
    """Print what makes a run on a schedule: parallax schedule KIND [CORPUS] [any option of parallax run].

    The command in it is the run that was asked for, by whole paths; what the run itself would refuse is refused now.
    """
    from .scheduling import printed

    printed(kind, every, to, options.read(typer.main.get_command(app).commands["run"], context.args))


@app.command()
def export(
    context: typer.Context,
    names: options.Tables = [],  # noqa: B006 - typer makes a list of its own
    corpus: options.FromCorpus = None,
    to: options.ExportTo = Path("export"),
    form: options.ExportForm = "csv",
    reports: Reports = "reports",
    settings: options.SettingsFile = None,
    debug: Debug = False,
) -> None:
    """Write whole tables of a run as files for other programs, without a table a list of them; or by --corpus cleaned articles.

    A run is named by its id or by its folder. Cleaned articles go back in as a corpus. No file is overwritten.
    """
    from .report.terminal import table

    if corpus is not None:
        from .cleaned.out import export_corpus

        return table(*export_corpus(corpus_folder(corpus), to, form, names, without_rules(corpus, settings)))
    from .exports import export as exported
    from .report.publish import away

    reports = held(context, None, settings)["reports"]
    return table(*exported(away.fetched(names, reports) if is_address(reports) else names, Path(reports), to, form))


@app.command()
def pack(
    context: typer.Context,
    named: options.PackRun = None,
    to: options.PackTo = None,
    form: options.PackForm = None,
    page: options.PackPage = "",
    reports: Reports = "reports",
    settings: options.SettingsFile = None,
    debug: Debug = False,
) -> None:
    """Make one file of a report, to be sent: a page that holds all pages, an archive of all that was published, or a PDF."""
    from .packing import pack as packed

    print(packed([named] if named else [], held(context, None, settings)["reports"], to, form, page))


@app.command()
def cache(
    most: options.MostKept = None,
    clear: Annotated[bool, typer.Option("--clear", help="Remove all of it.")] = False,
    debug: Debug = False,
) -> None:
    """Show what is kept of corpora on this machine, or remove some of it, which is made again when it is needed."""
    from .report.terminal import table
    from .text.parts import keeping

    line, rows = keeping.looked_after(most, clear)
    print(line)
    if rows:
        table(["what", "number", "size", "last used"], rows)


def main() -> None:
    """Run the command that was typed, and end with its exit code."""
    quietly()
    let_be_heard()
    sys.exit(command(sys.argv[1:]))


def command(arguments: list[str]) -> int:
    """Run one command.

    Returns its exit code: 0 done, 2 usage, 3 corpus, 4 cell, 5 kernel or worker, 6 time limit, 7 storage, 75 locked, 128 + n signal n;
    8 to 10 are what `status` found, 11 is an alert that fired, where that was asked for.
    """
    try:
        with ending.signals():
            code = app(joined(arguments or ["--help"]), prog_name="parallax", standalone_mode=False)
            sys.stdout.flush()
        return code or 0
    except ending.Stopped as stopped:
        return 128 + stopped.number
    except BrokenPipeError:  # `parallax list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if "--debug" in arguments:
            raise
        failure = as_failure(error)
        for line in failure.told:
            print(visible(line), file=sys.stderr)
        print(f"parallax: {failure}", file=sys.stderr)
        return failure.exit_code
    return 0


if __name__ == "__main__":
    main()
