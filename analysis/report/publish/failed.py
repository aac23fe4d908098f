"""A notebook that failed, as a page: its cells with their code, what they displayed, and where it ended.

Comes in: the notebook as far as it came. Goes out: one HTML file for whoever runs Parallax, to which the list of all runs leads. It is
kept beside the failed notebook and is part of no report. Both are written without secrets and places of this machine.
"""

import json
import os
from pathlib import Path
from typing import Any

from ...errors import ParallaxError
from ...storage import write_bytes
from ..check.leaks import masked
from ..execute.executed import ANSI, INJECTED
from . import shelf
from .ids import Ids
from .pages import failed
from .pieces import displays
from .prose import prose, title_and_question


def keep(reports: Path, stage: Path, notebook: dict[str, Any], error: ParallaxError, secrets: list[str]) -> None:
    """Keep a notebook as far as it came, with a page to read it by, in place of the one that failed before; `error.kept` says where.

    secrets : patterns of what betrays this machine, as leaks.of_machine gives them

    Raises StorageError where that cannot be written.
    """
    name, made = Path(error.file or "").stem, stage / shelf.FAILED
    notebook, said = masked([notebook, str(error)], secrets)
    write_bytes(made / f"{name}.ipynb", json.dumps(notebook, indent=1).encode())
    write_bytes(made / f"{name}.html", failed_page(notebook, name, said))
    error.kept = f"{shelf.keep_failed(reports, made).name}/{name}.html"


def failed_page(notebook: dict[str, Any], name: str, said: str) -> bytes:
    """The page of a notebook that failed.

    said : the line that tells of the failure

    Code that did not run is shown too, and is marked.
    """
    title, ids, number, cells = title_and_question(notebook)[0], Ids("content"), 0, []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cells.append({"prose": prose(cell, ids)})
        elif cell["cell_type"] == "code" and cell["source"].strip():
            number += INJECTED not in cell["metadata"].get("tags", [])
            errors = [output for output in cell["outputs"] if output["output_type"] == "error"]
            others = [output for output in cell["outputs"] if output["output_type"] != "error"]
            cells.append(
                {
                    "number": number,
                    "code": cell["source"],
                    "html": displays(cell | {"outputs": others}, number, ids, name).html,
                    "error": ANSI.sub("", "\n".join(line for error in errors for line in error["traceback"])),
                    "ran": bool(cell.get("execution_count")),
                }
            )
    return failed(title or name, said, cells)


def way_to(place: Path) -> str:
    """The way to a place from where this process is; the whole path where there is none, as between two disks of Windows."""
    try:
        return os.path.relpath(place)
    except ValueError:
        return str(place)
