"""The options of the commands: their types, names and help. Nothing in; what typer reads a command line by, and what was typed, out.

A setting of parallax.toml is an option of `parallax run` by its long name, of the same type and range, so these stand here once.
"""

from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from . import __version__
from .check import FEW_INPUTS


def _version(wanted: bool) -> None:
    if wanted:
        print(f"parallax {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")]
Corpus = Annotated[
    str | None,
    typer.Argument(help="Folder of articles, or its address (s3://…). The five articles that come with Parallax, if left out."),
]
Reports = Annotated[str, typer.Option(help="Folder the reports go to, or its address (s3://…).")]
MaxQuarantine = Annotated[
    float,
    typer.Option(
        min=0,
        max=1,
        metavar="SHARE",
        help=f"Largest share of inputs that may fail to load; half of fewer than {FEW_INPUTS} may.",
    ),
]
Parameter = Annotated[
    list[str], typer.Option("-p", "--parameter", metavar="NAME VALUE", help="Set a notebook's parameter; repeatable.")
]
Parameters = Annotated[Path | None, typer.Option(metavar="FILE", help="YAML file of parameters, name: value.")]
Notebooks = Annotated[Path | None, typer.Option(metavar="FOLDER", help="Folder of notebooks, if not Parallax's own.")]
Only = Annotated[list[str], typer.Option(metavar="NAME", help="Run this notebook only; repeatable.")]
Jobs = Annotated[int | None, typer.Option(min=1, help="Notebooks at once; as many as cores, if left out.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes that read the corpus; as many as cores for a large one, if left out.")
]
Scheduler = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Read the corpus on a Dask cluster: its scheduler, as tcp://host:8786.")
]
TimeLimit = Annotated[float, typer.Option(min=1, max=31_536_000, metavar="SECONDS", help="Longest time a notebook may take.")]
Title = Annotated[str | None, typer.Option(help="Title of the report.")]
Note = Annotated[Path | None, typer.Option(metavar="FILE", help="Your own words for the front page, in Markdown.")]
Quiet = Annotated[
    bool, typer.Option("--quiet/--no-quiet", help="Say nothing where the report was published and no alert fired.")
]
IfChanged = Annotated[
    bool, typer.Option("--if-changed/--no-if-changed", help="Make no report that says what the current one says.")
]
Keep = Annotated[int | None, typer.Option(min=1, metavar="N", help="Remove all but the N newest runs; three stay anyway.")]
KeepDays = Annotated[float | None, typer.Option(min=0, max=100_000, metavar="DAYS", help="Remove runs that are older.")]
OnFailure = Annotated[
    str | None, typer.Option(metavar="CMD", help="Run this where the run fails, with its facts as JSON on standard input.")
]
OnSuccess = Annotated[
    str | None, typer.Option(metavar="CMD", help="Run this where a report was published, with its facts and findings.")
]
AlertsExit = Annotated[
    bool,
    typer.Option(
        "--alerts-exit/--no-alerts-exit", help="End with exit code 11 where the report is published and an alert fired."
    ),
]
EachLanguage = Annotated[
    bool,
    typer.Option(
        "--each-language/--no-each-language",
        help="Make a report in each language that has articles enough, below the reports folder.",
    ),
]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE", help="Settings, if not the corpus's own parallax.toml.")
]
PrintSettings = Annotated[
    bool, typer.Option("--print-settings", help="Show each setting, its value and where it is from; run nothing.")
]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the code a failure arose.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


OfCorpus = Annotated[
    str | None, typer.Argument(metavar="[CORPUS]", help="Corpus whose parallax.toml says where its reports are, and the like.")
]

Port = Annotated[int | None, typer.Option(help="Where it listens; the first that is free, if left out.", min=1, max=65535)]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the address, and open no browser.")]
NewFolder = Annotated[Path, typer.Argument(help="Folder of articles, or one to put them into.")]
Tables = Annotated[
    list[str],
    typer.Argument(metavar="RUN|TABLE", help="A run, if not the current one; its tables: PAGE/NAME, NAME, or all: '*'."),
]
FromCorpus = Annotated[
    str | None,
    typer.Option("--corpus", metavar="FOLDER", help="Write the cleaned articles of this corpus, not a run's tables."),
]
ExportTo = Annotated[Path, typer.Option(metavar="FOLDER", help="Folder the files go to.")]
ExportForm = Annotated[
    str,
    typer.Option(
        "--form",
        "--as",
        help="csv, excel (csv that fits into its sheets), jsonl; of a corpus: txt, csv, jsonl, quanteda, conllu.",
    ),
]
PackRun = Annotated[
    str | None, typer.Argument(metavar="RUN", help="A run, by its id or its folder; the current one, if left out.")
]
PackTo = Annotated[Path | None, typer.Option(metavar="FILE", help="The file to write; parallax-RUN.html here, if left out.")]
PackForm = Annotated[
    str | None,
    typer.Option("--as", help="html (one page), zip (all that was published), pdf; if left out, as the file is named."),
]
PackPage = Annotated[str, typer.Option(metavar="NAME", help="This page alone, as in 03_sources, without the others.")]
Every = Annotated[str, typer.Option(metavar="TIME", help="15m, 6h, day, week, month, or as cron has it: '30 6 * * 1-5'.")]
ScheduleTo = Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write it into files there; printed, if left out.")]
MostKept = Annotated[str | None, typer.Option(metavar="SIZE", help="Trim it to 5GB, 500MB …; the longest unused goes first.")]


class Asked(NamedTuple):
    """The arguments and options of `parallax run`, as they were typed."""

    corpus: Corpus
    reports: Reports
    parameter: Parameter
    parameters: Parameters
    notebooks: Notebooks
    only: Only
    jobs: Jobs
    workers: Workers
    cluster: Scheduler
    time_limit: TimeLimit
    max_quarantine: MaxQuarantine
    title: Title
    note: Note
    quiet: Quiet
    if_changed: IfChanged
    keep: Keep
    keep_days: KeepDays
    on_failure: OnFailure
    on_success: OnSuccess
    alerts_exit: AlertsExit
    each_language: EachLanguage


class Typed(NamedTuple):
    """A command line of `parallax run`, read and not carried out.

    asked : what it asks for
    flags : the names of the options that were typed
    words : option, or "" for the corpus -> its value, of those that were typed; a list where it may be repeated
    file  : settings, if not the corpus's own
    """

    asked: Asked
    flags: set[str]
    words: dict[str, Any]
    file: Path | None


def read(run: Any, arguments: list[str]) -> Typed:
    """Read arguments as the command `run` reads them; what it refuses is refused in its words."""
    context = run.make_context("parallax run", arguments)
    given = [item for item in run.params if getattr(context.get_parameter_source(item.name), "name", "") == "COMMANDLINE"]
    words = {}
    for item in given:
        value = context.params[item.name]
        longest = max(item.secondary_opts if value is False else item.opts, key=len)
        words["" if item.param_type_name == "argument" else longest] = value
    asked = Asked(**{name: context.params[name] for name in Asked._fields})
    return Typed(asked, {item.name for item in given}, words, context.params["settings"])
