"""A notebook that failed, as a page: its cells with their code, what they displayed, and where it ended.

Comes in: the notebook as far as it came. Goes out: one HTML file for whoever runs Parallax, to which the list of all runs leads. It is
kept beside the failed notebook and never published, since what failed was never looked through for what is of this machine.
"""

import os
from pathlib import Path
from typing import Any

from ..execute.executed import ANSI, INJECTED
from .ids import Ids
from .pages import failed
from .pieces import displays
from .prose import prose, title_and_question


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
