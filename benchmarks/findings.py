"""What each cell of the notebooks costs on a corpus: processor seconds and the largest memory, each cell in a process of its own.

A notebook's parameters and its opening of the view are executed once; then each further cell in a fork of that process, as a run would
execute it, with what it shows stored in a folder that is deleted at the end. So what two cells share, which a run pays once, is paid by
each here. `opened` is the process up to the first cell, and its memory is the floor of all others.

    python benchmarks/findings.py FOLDER [--notebooks 01 03] [--only keywords] [--profile 25]
"""

import argparse
import cProfile
import io
import json
import os
import pstats
import resource
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("MPLBACKEND", "agg")

from IPython.core.interactiveshell import InteractiveShell  # noqa: E402

MIB = 1024  # ru_maxrss is in KiB


def cells_of(notebook: Path) -> list[str]:
    """The code of a notebook, cell by cell."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def show(shell: InteractiveShell, code: str) -> None:
    """Execute a cell, and show its last value as a notebook does."""
    shell.run_cell(code).raise_error()


def in_fork(shell: InteractiveShell, code: str, n_lines: int) -> tuple[float, float, int]:
    """Processor seconds, MiB at most and exit code of a cell in a fork; its profile goes to standard error, if `n_lines` says so."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        profile = cProfile.Profile()
        try:
            with redirect_stdout(io.StringIO()):
                if n_lines:
                    profile.runcall(show, shell, code)
                else:
                    show(shell, code)
            if n_lines:
                pstats.Stats(profile, stream=sys.stderr).sort_stats("cumulative").print_stats(n_lines)
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            os._exit(1)
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / MIB, status


def measure(notebook: Path, folder: str, only: str, n_lines: int) -> None:
    """Print a row for each cell of a notebook."""
    os.environ["PARALLAX_NOTEBOOK"] = notebook.stem
    parameters, *cells = cells_of(notebook)
    shell, started = InteractiveShell(), time.process_time()
    with redirect_stdout(io.StringIO()):
        show(shell, parameters)
        shell.push({"corpus": folder})
        show(shell, cells[0])
    opened = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    print(f"| {notebook.stem} | opened | {time.process_time() - started:.2f} | {opened:,.0f} |", flush=True)
    for cell in cells[1:]:
        if only in cell:
            seconds, memory, status = in_fork(shell, cell, n_lines)
            what = cell.partition("(")[0].rpartition("\n")[2].strip()
            print(f"| {notebook.stem} | {what}{' **failed**' if status else ''} | {seconds:.2f} | {memory:,.0f} |", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder")
    options.add_argument("--notebooks", nargs="*", default=[], help="beginnings of their names; none is all that a run has")
    options.add_argument("--only", default="", help="cells that have this in them")
    options.add_argument("--profile", type=int, default=0, metavar="LINES", help="print so much of a profile of each cell")
    asked = options.parse_args()
    print("| notebook | cell | processor seconds | MiB at most |\n|---|---|---:|---:|")
    for notebook in sorted((ROOT / "notebooks").glob("0*.ipynb")):
        if not asked.notebooks or notebook.name.startswith(tuple(asked.notebooks)):
            with tempfile.TemporaryDirectory() as place:
                os.environ["PARALLAX_RUN"] = place
                sys.stdout.flush()
                child = os.fork()  # so that no notebook begins with the memory of another
                if child == 0:
                    measure(notebook, asked.folder, asked.only, asked.profile)
                    os._exit(0)
                os.waitpid(child, 0)


if __name__ == "__main__":
    main()
