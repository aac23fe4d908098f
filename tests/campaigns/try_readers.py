"""Readers: eight processes read the report while it is replaced. Each of them sees one whole run, at every moment."""

import json
import os
import random
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from analysis.report.check.verify import write_sums
from analysis.report.publish import afterwards, shelf
from campaigns.campaign import Campaign
from campaigns.promises import left_behind, published, whole

READERS, SWITCHES = 8, 10  # switches of a trial
LEAST = 3  # looks that each reader has to have made
FILES = ("index.html", "00_corpus.html", "tables/00_corpus/words.csv", "figures/00_corpus/words.svg")
ENDS = 30.0  # seconds in which the readers have ended


def switched(folder: Path, number: int, chance: random.Random) -> list[str]:
    reports = folder / "reports"
    with shelf.locked(reports):
        _publish(reports, 0, chance)
        readers = [_reader(reports, folder / f"read-{one}", one) for one in range(READERS)]
        for switch in range(1, SWITCHES + 1):
            _publish(reports, switch, chance)
            time.sleep(chance.uniform(0, 0.05))
        _wait_for_looks(folder)
        (folder / "enough").touch()
        _wait_for_ends(readers)
    seen = [path.read_text().splitlines() for path in sorted(folder.glob("read-*"))]
    found = [f"a reader saw: {line}" for lines in seen for line in lines if line != "whole"]
    found += [f"a reader looked {len(lines)} times" for lines in seen if len(lines) < LEAST]
    found += [] if len(seen) == READERS else [f"{len(seen)} readers looked"]
    return [*found, *published(reports, "", new=True), *left_behind(reports)]


def _publish(reports: Path, number: int, chance: random.Random) -> None:
    """Publish a run as a run is published; each file of it tells in every line of which run it is."""
    stage = shelf.new_stage(reports, str(number))
    for name in FILES:
        path = stage / "run" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"run {number}\n" * chance.randint(1, 20_000))
    (stage / "run" / "run.json").write_text(json.dumps({"title": f"Run {number}"}))
    write_sums(stage / "run")
    when = datetime.now(UTC) + timedelta(seconds=number)
    shelf.publish(reports, stage, f"{when:%Y%m%dT%H%M%SZ}-{number:08x}")
    if wrong := list(afterwards.put_in_order(reports, 5, None, when)):
        raise RuntimeError("; ".join(wrong))


def _reader(reports: Path, notes: Path, number: int) -> int:
    """A process that looks at the report until it is enough, and writes down what it saw: the whole run, or one page of it."""
    if pid := os.fork():
        return pid
    try:
        with notes.open("w", buffering=1) as file:
            while not (notes.parent / "enough").exists():
                print(*(_whole(reports) if number % 2 else _page(reports)), sep="\n", file=file)
    finally:
        os._exit(0)


def _whole(reports: Path) -> list[str]:
    """What a reader sees who goes where `current` leads, and reads all that lies there."""
    try:
        return whole((reports / "current").resolve(strict=True)) or ["whole"]
    except OSError as error:
        return [f"{type(error).__name__}: {error}"]


def _page(reports: Path) -> list[str]:
    """What a reader sees who opens the front page and the list of runs."""
    try:
        lines = set((reports / "current" / "index.html").read_text().splitlines())
        listed = (reports / "index.html").read_text()
    except OSError as error:
        return [f"{type(error).__name__}: {error}"]
    wrong = [f"a page of {len(lines)} runs"] if len(lines) != 1 else []
    return [*wrong, *([] if listed.rstrip().endswith("</html>") else ["half a list of runs"])] or ["whole"]


def _wait_for_looks(folder: Path) -> None:
    until = time.monotonic() + ENDS
    while time.monotonic() < until:
        notes = [path.read_text().count("\n") for path in folder.glob("read-*")]
        if len(notes) == READERS and min(notes) >= LEAST:
            return
        time.sleep(0.05)


def _wait_for_ends(readers: list[int]) -> None:
    until = time.monotonic() + ENDS
    for pid in readers:
        while not os.waitpid(pid, os.WNOHANG)[0]:
            if time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)


CAMPAIGNS = [Campaign("readers", "8 readers look on while the report is replaced 10 times", 20, 1, switched)]
