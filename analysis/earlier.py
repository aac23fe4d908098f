"""An earlier run, to compare with: the folder of a run in; its record, its findings and its tables out.

A run that is going on finds the last good run of its corpus in a folder of its own, put there whole before any notebook starts
(report/publish/predecessor.py), and looks nowhere else: so it sees no run that is half published, and none that came after it began.
Whoever works in JupyterLab names the folder of a run. Nothing here computes what the earlier run said; it is read.
"""

import json
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import StorageError, UsageError
from .leading import followed

if TYPE_CHECKING:
    import pandas as pd

VARIABLE = "PARALLAX_EARLIER"  # names the folder within a run; it holds no run where there is nothing to compare with
NOW = "now.json"  # in that folder: parameters, versions and notebooks of the run that is going on, as run.json will have them


class Earlier:
    """A run that was published: `folder` is where it lies.

    run       its id
    when      when it was made, as its pages say it
    record    its run.json
    findings  its findings, in the order of the pages, as docs/findings.md describes them
    table     a table of it, whole
    """

    def __init__(self, folder: Path):
        self.folder = folder

    def __repr__(self) -> str:
        return f"Earlier({self.run})"

    @property
    def run(self) -> str:
        return str(self.record.get("id", self.folder.name))

    @property
    def when(self) -> str:
        return str(self.record.get("when", ""))

    @cached_property
    def record(self) -> dict[str, Any]:
        return _read(self.folder / "run.json")

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        return _read(self.folder / "findings.json").get("findings", [])

    def finding(self, notebook: str, name: str) -> dict[str, Any] | None:
        """One finding by its key; None where that run had no such."""
        found = (item for item in self.findings if (item.get("notebook"), item.get("name")) == (notebook, name))
        return next(found, None)

    def table(self, page: str, name: str) -> "pd.DataFrame | None":
        """A table whole and exact, as `tables/page/name.parquet` holds it; None where that run stored no such.

        Raises StorageError where it cannot be read.
        """
        import pandas as pd

        path = self.folder / "tables" / page / f"{name}.parquet"
        if not path.is_file():
            return None
        try:
            return pd.read_parquet(path)
        except (OSError, ValueError) as error:  # what Arrow raises is one of these
            raise _unreadable(path) from error


def earlier_run(folder: str | Path = "") -> Earlier | None:
    """The run to compare with: that in a folder, or within a run the last good one of its corpus; None where there is none.

    folder : of a run, such as reports/current; "" takes what the run that is going on was given

    Raises UsageError for a folder that holds no run.
    """
    if folder:
        found = followed(Path(folder))
        if not (found / "run.json").is_file():
            raise UsageError("no run lies here", file=str(folder), remedy="Name the folder of a run, such as reports/current")
        return Earlier(found)
    given = os.environ.get(VARIABLE)
    return Earlier(Path(given)) if given and (Path(given) / "run.json").is_file() else None


def this_run() -> dict[str, Any]:
    """Parameters, versions and notebooks of the run that is going on, as its run.json will have them; nothing outside of a run."""
    given = os.environ.get(VARIABLE)
    return _read(Path(given) / NOW) if given and (Path(given) / NOW).is_file() else {}


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    return found if isinstance(found, dict) else {}


def _unreadable(path: Path) -> StorageError:
    return StorageError("a file of the earlier run cannot be read", file=path.name, remedy="Remove that run, and run it again")
