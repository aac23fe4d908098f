"""Measure Parallax, beside others where they do the same, and write benchmarks/RESULTS.md.

    python benchmarks/bench.py                                    all sections
    python benchmarks/bench.py --only runs --articles 100000      one section, at sizes of your own (1000000 if there is time)
    python benchmarks/bench.py --write                            RESULTS.md anew from results.json

What is measured takes the place of what results.json has on the same section and size, round by round, so that an hour's work is not
lost when it is broken off. Corpora are made up (zipf.py) and deleted, or kept where --corpora says. CPU seconds and memory are those of
all processes that take part (cost.py). On a busy machine compare CPU seconds, and look at the spread.
"""

import argparse
import datetime
import json
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from results import RESULTS, STORED, written
from sections import SECTIONS, Bench

PACKAGES = ("numpy", "pandas", "pyarrow", "scikit-learn", "polars", "duckdb", "nltk")


def machine() -> dict:
    """What the figures depend on: cores, memory, load when it began, Python, packages. Nothing that names a machine."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "day": datetime.date.today().isoformat(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(pages / 1e9, 1),
        "load": round(os.getloadavg()[0], 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def stored(path: Path = STORED) -> dict:
    """What was measured before: section -> size -> machine and rounds."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def keep(found: dict, path: Path = STORED, page: Path = RESULTS) -> None:
    """Write what was measured, and the page about it."""
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    page.write_text(written(found), encoding="utf-8")


def measure(names: list[str], sizes: list[int], rounds: int, bench: Bench) -> None:
    """Measure sections, and keep what was measured after each round."""
    found = stored()
    for name in names:
        section = SECTIONS[name]
        for size in section.sizes if name == "seeds" else sizes or section.sizes:
            entry = {"machine": machine(), "rounds": []}
            for number in range(1, rounds + 1):
                bench.tell(f"{name}, round {number} of {rounds}")
                entry["rounds"].append(section.round(bench, size))
                found.setdefault(name, {})[str(size)] = entry
                keep(found)


def tell(line: str) -> None:
    print(f"{datetime.datetime.now():%H:%M:%S} {line}", file=sys.stderr, flush=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), help="sections to measure")
    parser.add_argument("--articles", type=int, nargs="+", default=[], help="sizes, in place of those of each section")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (default 3)")
    parser.add_argument("--corpora", type=Path, help="folder in which made-up corpora are kept")
    parser.add_argument("--patience", type=float, default=3600, help="seconds that one measurement may take (default 3600)")
    parser.add_argument("--write", action="store_true", help="measure nothing; write the page from what is stored")
    options = parser.parse_args()
    if options.write:
        keep(stored())
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        corpora = options.corpora or Path(work) / "corpora"
        bench = Bench(corpora.resolve(), Path(work), options.patience, tell)
        measure(options.only, options.articles, options.rounds, bench)
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
