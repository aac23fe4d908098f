"""The options that several commands have: their types, names and help. Nothing in; out come what typer reads a command line by."""

from pathlib import Path
from typing import Annotated

import typer

from .check import FEW_INPUTS

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
Notebooks = Annotated[Path | None, typer.Option(metavar="FOLDER", help="Folder of notebooks, if not Parallax's own.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes that read the corpus; as many as cores for a large one, if left out.")
]
Scheduler = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Read the corpus on a Dask cluster: its scheduler, as tcp://host:8786.")
]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the code a failure arose.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
