"""What counts as an executed notebook, and what of it may leave this machine.

Comes in: a notebook that papermill went through. Goes out: the same notebook without anything of this machine in it, or the failure
that keeps it from being published. It exists because papermill's own status is no evidence: a killed kernel leaves every cell
"completed", and `sys.exit(0)` counts as success.
"""

import re
from typing import Any, NamedTuple

from ... import errors
from ...errors import CellError, NotApplicableError, ParallaxError, StorageError

ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
PAPERMILL_MARKER = "papermill-error-cell-tag"
INJECTED = "injected-parameters"
LONGEST_MESSAGE = 400
SYSTEM_ERROR = re.compile(r"\[Errno (\d+)\] ([^:\n]+)")


class Executed(NamedTuple):
    """A notebook that ran to its end: its name, its cells with their outputs, how long it took, what it wrote to standard error."""

    name: str
    notebook: dict[str, Any]
    parameters: dict[str, Any]
    seconds: float
    stderr: str


def failure(name: str, notebook: dict[str, Any], answered: int, raised: BaseException | None = None) -> ParallaxError | None:
    """Why this notebook may not be published, or None.

    It is complete if no cell has an error output, every code cell that is not empty has an execution count, and the kernel answered
    "ok" as often as there are such cells (which the last one is among). A tag that allows errors excuses nothing. Cells are numbered
    as they are in JupyterLab after running all: code cells from 1, without the one that holds injected parameters.

    name     : the notebook's name
    answered : number of cells the kernel reported as done
    raised   : what ended papermill, which is told where no cell says what went wrong
    """
    why = f" ({type(raised).__name__}: {raised})" if raised else ""
    ordinal = needed = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code" or not cell["source"].strip():
            continue
        needed += 1
        ordinal += INJECTED not in cell["metadata"].get("tags", [])
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                return _cell_error(name, ordinal, output["ename"], output["evalue"])
        if not cell.get("execution_count"):
            return CellError(f"cell [{ordinal}]: never ran{why}", file=f"{name}.ipynb")
    if answered != needed:
        return CellError(f"only {answered} of {needed} cells ran to their end{why}", file=f"{name}.ipynb")
    return None


def _cell_error(name: str, ordinal: int, kind: str, message: str) -> ParallaxError:
    """Failure of a cell; what Parallax itself raised in a kernel is a line already, a full disk stays one.

    A notebook whose question this corpus cannot be asked has not failed: that error is handed on as it is, for the run to tell.
    """
    message = " ".join(ANSI.sub("", message).split())
    if len(message) > LONGEST_MESSAGE:
        message = message[: LONGEST_MESSAGE - 1] + "…"
    ours = getattr(errors, kind, None)
    if not (isinstance(ours, type) and issubclass(ours, ParallaxError)):
        message = f"{kind}: {message}" if message else kind
    if ours is NotApplicableError:
        return NotApplicableError(message, file=f"{name}.ipynb")
    raised = StorageError if ours is StorageError or (kind == "OSError" and disk_fault(message)) else CellError
    return raised(f"cell [{ordinal}]: {message}", file=f"{name}.ipynb")


def disk_fault(text: str) -> str:
    """What the last error of the system in a text says of the disk; "" for another one, and for none.

    >>> disk_fault("OSError: [Errno 28] No space left on device: 'a.csv'"), disk_fault("OSError: [Errno 2] No such file")
    ('cannot write (No space left on device)', '')
    """
    told = SYSTEM_ERROR.findall(text)[-1:]
    return next((f"cannot write ({what.strip()})" for number, what in told if int(number) in errors.DISK_IS_FULL), "")


def stripped(notebook: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The notebook as it is published, and the standard error that is not.

    Left out: papermill's and the editor's metadata, times, standard error, random cell ids. What stays of the notebook's metadata is
    the language and the kernel's plain name, so that it opens anywhere.
    """
    cells, stderr = [], []
    for cell in notebook["cells"]:
        tags = list(cell["metadata"].get("tags", []))
        if PAPERMILL_MARKER in tags:
            continue
        kept = {"cell_type": cell["cell_type"], "id": f"cell-{len(cells) + 1}", "metadata": {"tags": tags} if tags else {}}
        kept["source"] = cell["source"]
        if "attachments" in cell:
            kept["attachments"] = cell["attachments"]
        if cell["cell_type"] == "code":
            kept["execution_count"] = cell.get("execution_count")
            kept["outputs"] = [_output(output) for output in cell["outputs"] if not _is_stderr(output)]
            stderr += [output["text"] for output in cell["outputs"] if _is_stderr(output)]
        cells.append(kept)
    language = notebook["metadata"].get("language_info", {})
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": language.get("version", "")},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, "".join(stderr)


def _is_stderr(output: dict[str, Any]) -> bool:
    return output["output_type"] == "stream" and output["name"] == "stderr"


def _output(output: dict[str, Any]) -> dict[str, Any]:
    return {key: output[key] for key in output if key != "transient"}
