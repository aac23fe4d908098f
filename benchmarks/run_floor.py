"""How near `parallax run` comes to the least it could cost.

The floor is what papermill and nbconvert ask for when there is nothing to do: as many notebooks as Parallax has, each with one
cell that imports the packages which the real notebook imported (recorded from a real run, none of ours among them), executed
side by side and rendered, in one process. Both are measured in turn, after one run of each that is not counted; the table gives
medians. What exceeds the floor is Parallax's own: reading, counting, drawing, checking, writing. Where other programs are at work
on the machine, compare processor seconds: they hardly change, while the seconds on the clock do.

    python benchmarks/run_floor.py [--runs 5]
"""

import argparse
import concurrent.futures
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import nbformat

ROOT = Path(__file__).resolve().parent.parent

# Put before the first and behind the last cell of a copy of each notebook: which modules of installed packages has the kernel now?
RECORD = """
import json, os, pathlib, sys
installed = [name for name, module in list(sys.modules.items())
             if "site-packages" in str(getattr(getattr(module, "__spec__", None), "origin", "")) and module.__name__ == name]
pathlib.Path({place!r}, os.environ["PARALLAX_NOTEBOOK"] + ".json").write_text(json.dumps(installed))
"""
IMPORT = "import importlib\nfor name in {modules!r}:\n    importlib.import_module(name)"


class Cost(NamedTuple):
    """Seconds on the clock, and seconds of work of all processes that took part."""

    clock: float
    processor: float


def start(*arguments: str) -> Cost:
    """What one fresh Python costs with `arguments`. A failure ends the benchmark, with what was said."""
    before, begun = os.times(), time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True)
    clock, after = time.perf_counter() - begun, os.times()
    if done.returncode:
        sys.exit(f"{' '.join(arguments[:4])} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return Cost(clock, after.children_user + after.children_system - before.children_user - before.children_system)


def run_parallax(reports: Path, *options: str) -> Cost:
    """What one whole `parallax run` on the seeds costs."""
    return start("-m", "analysis", "run", "--reports", str(reports), *options)


def record_imports(folder: Path) -> dict[str, list[str]]:
    """For each notebook the modules of installed packages that its cells imported in a real run, in the order of import."""
    places = {when: folder / when for when in ("copies", "before", "after")}
    for place in places.values():
        place.mkdir()
    for path in sorted((ROOT / "notebooks").glob("0*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        first, last = (nbformat.v4.new_code_cell(RECORD.format(place=str(places[when]))) for when in ("before", "after"))
        notebook.cells = [first, *notebook.cells, last]
        nbformat.write(notebook, places["copies"] / path.name)
    run_parallax(folder / "recorded", "--notebooks", str(places["copies"]))
    found = {}
    for path in sorted(places["after"].glob("*.json")):
        bare = set(json.loads((places["before"] / path.name).read_text(encoding="utf-8")))
        held = json.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = [name for name in held if name not in bare and not name.startswith("analysis")]
    return found


def write_floor(imports: dict[str, list[str]], folder: Path) -> None:
    """A notebook of one cell for each of the recorded ones."""
    folder.mkdir()
    for name, modules in imports.items():
        cell = nbformat.v4.new_code_cell(IMPORT.format(modules=modules))
        notebook = nbformat.v4.new_notebook(cells=[cell])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, folder / f"{name}.ipynb")


def run_floor(folder: Path) -> dict[str, float]:
    """Execute and render the notebooks of `folder` in this process, and say how long each stage took."""
    begun = time.perf_counter()
    import papermill

    papermill_in = time.perf_counter()
    from nbconvert import HTMLExporter

    nbconvert_in = time.perf_counter()
    made = folder / "executed"
    made.mkdir(exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        paths = sorted(folder.glob("*.ipynb"))
        list(pool.map(lambda path: papermill.execute_notebook(str(path), str(made / path.name), progress_bar=False), paths))
    executed = time.perf_counter()
    exporter = HTMLExporter(template_name="basic")
    for path in paths:
        page, _ = exporter.from_filename(str(made / path.name))
        (made / f"{path.stem}.html").write_text(page, encoding="utf-8")
    return {
        "import papermill": papermill_in - begun,
        "import nbconvert": nbconvert_in - papermill_in,
        "execute the notebooks": executed - nbconvert_in,
        "render the pages": time.perf_counter() - executed,
    }


def kernel_start() -> float:
    """Seconds until a kernel with nothing in it answers, the client's own imports left out."""
    from jupyter_client.manager import start_new_kernel

    begun = time.perf_counter()
    manager, client = start_new_kernel(kernel_name="python3", stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - begun
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return seconds


def import_shares(modules: list[str]) -> dict[str, float]:
    """Seconds that each package's own modules take to import, one notebook's imports in one fresh Python."""
    code = f"import importlib\nfor name in {modules!r}: importlib.import_module(name)"
    traced = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    shares: dict[str, float] = {}
    for own, name in re.findall(r"^import time: +(\d+) \| +\d+ \| +([\w.]+)", traced.stderr, flags=re.M):
        top = name.split(".")[0]
        package = "the standard library" if top in sys.stdlib_module_names else top
        shares[package] = shares.get(package, 0) + int(own) / 1e6
    return dict(sorted(shares.items(), key=lambda item: -item[1]))


def measure(runs: int, folder: Path) -> dict:
    """All that the table shows: seconds of every run of both, stages of the floor, and one kernel's start and imports."""
    imports = record_imports(folder)
    write_floor(imports, folder / "floor")
    floor = (str(Path(__file__).resolve()), "--floor", str(folder / "floor"), "--stages", str(folder / "stages.json"))
    run_parallax(folder / "reports")
    start(*floor)
    found: dict = {"notebooks": len(imports), "parallax": [], "floor": [], "stages": []}
    for number in range(1, runs + 1):
        found["parallax"].append(run_parallax(folder / "reports"))
        found["floor"].append(start(*floor))
        found["stages"].append(json.loads((folder / "stages.json").read_text(encoding="utf-8")))
        seconds = {side: found[side][-1].clock for side in ("parallax", "floor")}
        print(f"{number} of {runs}: {seconds['parallax']:.2f} s, floor {seconds['floor']:.2f} s", file=sys.stderr)
    found["python"] = statistics.median(start("-c", "pass").clock for _ in range(runs))
    found["kernel"] = statistics.median(kernel_start() for _ in range(runs))
    widest = max(imports.values(), key=len)
    found["imports"] = import_shares(widest)
    return found


def report(found: dict) -> str:
    """The table, in Markdown."""
    lines = [
        f"{found['notebooks']} notebooks, {os.cpu_count()} cores, Python {sys.version.split()[0]}, median of {len(found['floor'])}",
        "",
        "| | seconds | lowest to highest | processor seconds |",
        "|---|---:|---:|---:|",
    ]
    middle = {}
    for side, label in (("parallax", "parallax run"), ("floor", "floor")):
        clock, work = ([getattr(cost, kind) for cost in found[side]] for kind in ("clock", "processor"))
        middle[side] = Cost(statistics.median(clock), statistics.median(work))
        spread = f"{min(clock):.2f} to {max(clock):.2f}"
        lines.append(f"| {label} | {middle[side].clock:.2f} | {spread} | {middle[side].processor:.2f} |")
    ratio = [over / under for over, under in zip(middle["parallax"], middle["floor"], strict=True)]
    lines += [
        f"| **ratio** | **{ratio[0]:.2f}** | | **{ratio[1]:.2f}** |",
        "",
        "| the floor is made of | seconds |",
        "|---|---:|",
        f"| start of Python | {found['python']:.2f} |",
    ]
    for stage in found["stages"][0]:
        lines.append(f"| {stage} | {statistics.median(stages[stage] for stages in found['stages']):.2f} |")
    lines += ["", "| one kernel, alone | seconds |", "|---|---:|", f"| start until it answers | {found['kernel']:.2f} |"]
    shares = list(found["imports"].items())
    lines += [f"| import {package} | {seconds:.2f} |" for package, seconds in shares[:7]]
    lines.append(f"| import {len(shares[7:])} other packages | {sum(seconds for _, seconds in shares[7:]):.2f} |")
    return "\n".join(lines)


def main() -> None:
    """The command line; --floor is this program's call of itself, so that the floor is one process, as a run is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="how many runs of each are counted (default 5)")
    parser.add_argument("--floor", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--stages", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.floor:
        options.stages.write_text(json.dumps(run_floor(options.floor)), encoding="utf-8")
        return
    with tempfile.TemporaryDirectory() as folder:
        print(report(measure(options.runs, Path(folder))))


if __name__ == "__main__":
    main()
