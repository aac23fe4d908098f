"""What `make bench` measures: for each section a round, which measures all its contestants once, one after the other.

A round goes in as a size and a place to work in; out comes for each contestant what it cost, as a dict that JSON can hold.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from cost import MB, Cost, cost_of

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
CHANGED = 100  # one article in so many is changed between two runs
CONTESTANTS = ("parallax", "polars", "DuckDB", "CountVectorizer", "NLTK")
MOST = {"NLTK": 100_000}  # articles; with more of them it takes an hour


class Bench(NamedTuple):
    """Where corpora are kept, where to work, how long one measurement may take, and what is told meanwhile."""

    corpora: Path
    work: Path
    patience: float
    tell: Callable[[str], None]

    def corpus(self, n_articles: int) -> Path:
        """A corpus of this size, made up where it is not there yet."""
        folder = self.corpora / f"z{n_articles}"
        if not (folder / "wording.yml").is_file():  # which is written last
            self.tell(f"making up {n_articles:,} articles")
            subprocess.run([sys.executable, str(HERE / "zipf.py"), str(folder), "--articles", str(n_articles)], check=True)
        return folder

    def measure(self, label: str, *arguments: str, cache: Path | None = None) -> tuple[dict, str]:
        """What a fresh Python costs with `arguments`, and what it wrote."""
        kept = str(cache) if cache else "off"
        settings = {"PYTHONPATH": str(ROOT), "PARALLAX_CACHE": kept}
        cost = cost_of([sys.executable, *arguments], folder=ROOT, settings=settings, patience=self.patience)
        self.tell(f"{label}: {told(cost)}")
        return {name: value for name, value in cost._asdict().items() if name != "output" and value != ""}, cost.output

    def run(self, label: str, corpus: Path | None, reports: Path, cache: Path, *options: str) -> dict:
        """What one `parallax run` costs, and how many MB it adds to the reports; files that several runs share count once."""
        before = size_mb(reports)
        limit = ("--time-limit", str(int(self.patience)))
        given = (str(corpus),) if corpus else ()
        cost, _ = self.measure(label, "-m", "analysis", "run", *given, "--reports", str(reports), *limit, *options, cache=cache)
        return {**cost, "folder_mb": size_mb(reports) - before}


def counting(bench: Bench, n_articles: int) -> dict[str, dict]:
    """Read, split, count by source and word, keyness of every source: Parallax and its peers."""
    corpus, found = bench.corpus(n_articles), {}
    for who in CONTESTANTS:
        if n_articles <= MOST.get(who, n_articles):
            cost, output = bench.measure(f"counting, {n_articles:,}, {who}", str(HERE / "peers.py"), who, str(corpus))
            found[who] = {**cost, **({} if "failed" in cost else json.loads(output.splitlines()[-1]))}
    return found


def runs(bench: Bench, n_articles: int) -> dict[str, dict]:
    """A whole run with nothing kept from before."""
    corpus = bench.corpus(n_articles)
    with _place(bench) as place:
        cost = bench.run(f"run, {n_articles:,}", corpus, place / "reports", place / "cache")
    return {"run": {**cost, "corpus_mb": size_mb(corpus)}}


def changed(bench: Bench, n_articles: int) -> dict[str, dict]:
    """A run, and another one after one article in a hundred changed."""
    with _place(bench) as place:
        corpus = Path(shutil.copytree(bench.corpus(n_articles), place / "corpus"))
        first = bench.run(f"first run, {n_articles:,}", corpus, place / "reports", place / "cache")
        number = change(corpus)
        second = bench.run(f"second run, {n_articles:,}", corpus, place / "reports", place / "cache")
    return {"first": first, "second": {**second, "changed": number}}


def cluster(bench: Bench, n_articles: int) -> dict[str, dict]:
    """A run, one whose corpus a Dask cluster of two workers on this machine reads, and how many of their tables are equal."""
    corpus, limit = bench.corpus(n_articles), ("--time-limit", str(int(bench.patience)))
    with _place(bench) as place:
        alone, reports = bench.run(f"run, {n_articles:,}", corpus, place / "alone", place / "cache"), place / "on_cluster"
        given = (str(HERE / "on_cluster.py"), "2", "run", str(corpus), "--reports", str(reports), *limit)
        cost, _ = bench.measure(f"run on a cluster, {n_articles:,}", *given, cache=place / "cache of the cluster")
        tables, equal = alike(place / "alone", reports)
    return {"alone": alone, "on a cluster": {**cost, "folder_mb": size_mb(reports), "tables": tables, "equal": equal}}


def alike(one: Path, other: Path) -> tuple[int, int]:
    """Of the tables of the reports in two folders: how many there are, and how many have the same bytes in both."""
    sides = [
        {at.relative_to(below): at.read_bytes() for at in below.rglob("*") if at.is_file()}
        for below in map(_tables, (one, other))
    ]
    names = sides[0].keys() | sides[1].keys()
    return len(names), sum(name in sides[0] and sides[0][name] == sides[1].get(name) for name in names)


def _tables(reports: Path) -> Path:
    """The folder of the tables of the last run."""
    return max((reports / "runs").iterdir()) / "tables"


def workers(bench: Bench, n_articles: int) -> dict[str, dict]:
    """A run by one worker, and by two."""
    _, usage = bench.measure("options of parallax run", "-m", "analysis", "run", "--help")
    if "--workers" not in usage:
        bench.tell("workers: this version of parallax run has no option --workers")
        return {}
    corpus, found = bench.corpus(n_articles), {}
    for number in (1, 2):
        with _place(bench) as place:
            label, options = f"run by {number}, {n_articles:,}", ("--workers", str(number))
            found[str(number)] = bench.run(label, corpus, place / "reports", place / "cache", *options)
    return found


def seeds(bench: Bench, _: int) -> dict[str, dict]:
    """The five articles that come with Parallax: a first run, and a second one that finds what the first one kept."""
    with _place(bench) as place:
        return {name: bench.run(f"seeds, {name} run", None, place / "reports", place / "cache") for name in ("first", "second")}


class _place(tempfile.TemporaryDirectory):
    """A folder for one measurement, and away with it; what a run made read-only goes too."""

    def __init__(self, bench: Bench):
        super().__init__(dir=bench.work, ignore_cleanup_errors=True)

    def __enter__(self) -> Path:
        return Path(super().__enter__())


def change(corpus: Path) -> int:
    """Put one more sentence behind one article in CHANGED, spread over the corpus, and one at least. Returns how many were changed."""
    number = changed_ones = 0
    for path in sorted(corpus.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
        for row in rows:
            if number % CHANGED == 0:
                row[heading.index("text")] += f" It was corrected later, in note {number}."
                changed_ones += 1
            number += 1
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([heading, *rows])
    return changed_ones


def size_mb(folder: Path) -> float:
    """MB of all files below a folder, each counted once under however many names it lies there."""
    return sum({(at.st_dev, at.st_ino): at.st_size for at in _files(folder)}.values()) / MB


def _files(folder: Path) -> Iterator[os.stat_result]:
    return (path.lstat() for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def told(cost: Cost) -> str:
    """One line on what something cost."""
    line = f"{cost.clock:.1f} s, {cost.processor:.1f} CPU s, {cost.largest_mb:,.0f} MB the largest process, {cost.tree_mb:,.0f} MB all"
    return f"{line}; FAILED: {cost.failed}" if cost.failed else line


class Section(NamedTuple):
    """A round of it, and the sizes that are measured where none are named; None where the size is given."""

    round: Callable[[Bench, int], dict[str, dict]]
    sizes: tuple[int, ...]


SECTIONS = {
    "counting": Section(counting, (1_000, 10_000, 100_000)),
    "runs": Section(runs, (1_000, 10_000)),
    "changed": Section(changed, (10_000,)),
    "workers": Section(workers, (10_000,)),
    "cluster": Section(cluster, (10_000,)),
    "seeds": Section(seeds, (5,)),
}
