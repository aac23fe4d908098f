"""What a run says on a terminal: word of cells that ran in, bars and lines out; where nobody watches, what must be known alone."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import visible

if TYPE_CHECKING:
    from .run import Outcome


class Progress:
    """What of the corpus is being read, then cells done per notebook, on a terminal; nothing anywhere else. A context manager.

    cells : notebook's name -> number of its code cells
    """

    def __init__(self, cells: dict[str, int]):
        self.cells, self.bars, self.tasks, self.reading = cells, None, {}, None

    def __enter__(self) -> "Progress":
        if sys.stderr.isatty():
            from rich import progress
            from rich.console import Console

            columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), progress.MofNCompleteColumn())
            self.bars = progress.Progress(*columns, progress.TimeElapsedColumn(), console=Console(stderr=True), transient=True)
            self.reading = self.bars.add_task("corpus", total=None)
            self.tasks = {name: self.bars.add_task(name, total=total) for name, total in self.cells.items()}
            self.bars.start()
        return self

    def __exit__(self, *raised: object) -> None:
        if self.bars:
            self.bars.stop()

    def tell(self, part: str) -> None:
        """This part of reading the corpus begins."""
        if self.bars:
            self.bars.update(self.reading, description=f"corpus: {part}")

    def advance(self, name: str) -> None:
        """One more cell of this notebook ran."""
        if self.bars:
            self.bars.update(self.reading, visible=False)
            self.bars.advance(self.tasks[name])


def let_be_heard() -> None:
    """Have standard output and error also where they were closed, as some schedulers leave them: what is said there is lost."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open as long as the process


def tell(outcome: "Outcome", told: list[str]) -> None:
    """Say on standard error what a user should know though the run succeeded; `told` is what there is to know of the corpus."""
    for line in told:
        print(visible(line), file=sys.stderr)
    if n := outcome.corpus["n_quarantined"]:
        print(f"{n} of {outcome.corpus['n_inputs']} inputs could not be loaded; the report lists them", file=sys.stderr)
    for name, reason in outcome.left_out.items():
        print(f"{name} was left out: {visible(reason)}", file=sys.stderr)
    for line in outcome.told:
        print(visible(line), file=sys.stderr)
    for item in outcome.executed if sys.stderr.isatty() else []:
        if lines := item.stderr.strip().splitlines():
            print(f"{item.name}: {len(lines)} lines of standard error, not published: {visible(lines[-1])}", file=sys.stderr)


def table(headings: list[str], rows: Iterable[tuple[object, ...]]) -> None:
    """Print a table: columns aligned where somebody watches, else tab-separated. What steers a terminal is made visible."""
    cells = [[visible(str(cell)) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        print("\n".join("\t".join(row) for row in [headings, *cells]))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD)
    for place, heading in enumerate(headings):
        numbers = all(row[place].isdigit() for row in cells)
        drawn.add_column(heading, justify="right" if numbers else "left", overflow="fold")
    for row in cells:
        drawn.add_row(*map(Text, row))
    Console().print(drawn)


def tables(sections: Iterable[tuple]) -> None:
    """Print tables, each given by its headings and its rows, with an empty line between them."""
    for number, section in enumerate(sections):
        if number:
            print()
        table(*section[:2])


def runs(past: Iterable[dict[str, Any]]) -> None:
    """Print a row for each run, of what its run.json says."""
    rows = []
    for run in past:
        about = run.get("corpus", {})
        rows.append((run["id"], run.get("when", ""), about.get("corpus", ""), about.get("n_loaded", ""), run.get("title", "")))
    table(["run", "time", "corpus", "articles", "title"], rows)
