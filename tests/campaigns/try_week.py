"""A week of hourly runs on a corpus that grows, with a clock that is moved on an hour for each, and a short day of the same.

Articles come by day, are corrected and are taken away; at night nothing comes. Some hours go wrong: a file that describes the corpus is
broken, the feed is half empty, a notebook fails, a run is killed, stopped, or meets another one. It exists because nobody sees from one
run what a schedule leaves behind: on the page of all runs, in the log, and on the disk.
"""

import fcntl
import json
import os
import random
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from newsroom import TOPICS, WORDING, Article, newsroom
from small_notebooks import code, write

from campaigns.campaign import Campaign
from campaigns.promises import left_behind, lock_is_free, published

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
FIRST, N_ARTICLES, KEEP, LONGEST = 60, 260, 24, 600
SETTINGS = f"""reports = "../reports"
notebooks = "../notebooks"
title = "The week"
quiet = true
if-changed = true
keep = {KEEP}
"""
PARAMETERS = 'corpus: str = "seeds"  # folder'
CHANGES = "import parallax_workbook as px\n\npx.what_changed(px.open(corpus))"
FAILING = code("raise ValueError('the stop list of yesterday is gone')")
# what goes wrong at which hour: of the week, and of the short day that begins at six
WEEK = {
    33: "broken",
    34: "broken",
    58: "half empty",
    80: "fails",
    81: "fails",
    82: "fails",
    105: "killed",
    130: "stopped",
    131: "held",
}
DAY = {7: "fails", 8: "broken", 10: "killed", 11: "held"}
ENDS = {"broken": (3,), "half empty": (3,), "fails": (4,), "killed": (-9, 0), "stopped": (143, 0), "held": (75,), "": (0,)}
OUTCOMES = {
    "broken": "failed",
    "half empty": "failed",
    "fails": "failed",
    "killed": "running",
    "stopped": "stopped",
    "held": "turned away",
}


class Hour(NamedTuple):
    """What a run left: what was wrong, its exit code, what it said, seconds, and bytes on the disk by what they are."""

    wrong: str
    code: int
    said: str
    seconds: float
    sizes: dict[str, int]


def week(folder: Path, number: int, chance: random.Random) -> list[str]:
    return _held(folder, _hours(folder, range(168), WEEK, chance))


def day(folder: Path, number: int, chance: random.Random) -> list[str]:
    return _held(folder, _hours(folder, range(6, 13), DAY, chance))


def _held(folder: Path, hours: list[Hour]) -> list[str]:
    """What does not hold of the folder that so many runs have left."""
    from analysis.report.publish import history, journal, shelf

    reports = folder / "reports"
    found = [
        f"hour {n}: exit code {hour.code}: {hour.said[:200]}"
        for n, hour in enumerate(hours)
        if hour.code not in ENDS[hour.wrong]
    ]
    found += [*published(reports, ""), *left_behind(reports), *lock_is_free(reports)]
    entries = journal.entries(reports)
    found += [] if len(entries) == len(hours) else [f"the log knows {len(entries)} of {len(hours)} runs"]
    told = Counter(entry["outcome"] for entry in entries)
    for outcome, n in Counter(OUTCOMES[hour.wrong] for hour in hours if hour.wrong and hour.code).items():
        found += [] if told[outcome] == n else [f"{told[outcome]} runs are noted as {outcome}, and {n} were"]
    page = history.history(reports, shelf.past_runs(reports))
    n_rows = sum(_runs_of(row) for group in page["groups"] for row in group["rows"])
    found += [] if n_rows == len(hours) else [f"the page tells of {n_rows} of {len(hours)} runs"]
    text = (reports / "index.html").read_text(encoding="utf-8")
    found += ["the page of all runs names this machine"] if str(folder) in text else []
    largest = max(hour.sizes["runs"] / max(hour.sizes["n"], 1) for hour in hours)
    last = hours[-1].sizes
    found += [f"{last['n']} runs lie there"] if last["n"] > KEEP else []
    found += [f"{last['runs']:,} bytes of runs"] if last["runs"] > 1.2 * KEEP * largest else []
    found += [f"{last['log']:,} bytes of log"] if last["log"] > 2_000 * len(hours) else []
    found += [f"{last['history']:,} bytes of history"] if last["history"] > 100_000 + 1_000 * len(hours) else []
    return found


def _runs_of(row: dict[str, Any]) -> int:
    """How many runs a row of the page stands for."""
    times = [fact for fact in row["facts"] if fact.endswith(" times")]
    return int(times[0].removesuffix(" times")) if times else 1


def _hours(folder: Path, hours: range, wrong: dict[int, str], chance: random.Random) -> list[Hour]:
    feed, left = _Feed(folder / "news"), []
    (folder / "news" / "parallax.toml").write_text(SETTINGS)
    with (folder / "hours.txt").open("w") as told:
        for hour in hours:
            now = wrong.get(hour, "")
            feed.moved_on(hour, chance, half=now == "half empty")
            (folder / "news" / "topics.yml").write_text(TOPICS + ("Trains: [train, rail\n" if now == "broken" else ""))
            cells = [code(CHANGES, "finding"), *([FAILING] if now == "fails" else [])]
            write(folder / "notebooks" / "08_changes.ipynb", *cells, head="# Changes\n\nWhat is new?", parameters=PARAMETERS)
            left.append(_ran(folder, hour, now))
            sizes = ", ".join(f"{name} {size:,}" for name, size in left[-1].sizes.items())
            print(
                f"{hour:3} exit {left[-1].code:3} {left[-1].seconds:5.1f} s: {sizes} {left[-1].said[:80]}",
                file=told,
                flush=True,
            )
    return left


class _Feed:
    """A corpus of one table, to which articles are added, in which they are corrected, and from which they are taken."""

    def __init__(self, folder: Path):
        made = sorted(newsroom(N_ARTICLES, n_outlets=6, seed=5).articles, key=lambda article: (article.date, article.doc_id))
        late = BEGIN.date() - made[FIRST].date
        rows = [_row(article, late) for article in made]
        self.here, self.coming, self.file = rows[:FIRST], rows[FIRST:], folder / "feed.jsonl"
        folder.mkdir()
        (folder / "wording.yml").write_text(WORDING)

    def moved_on(self, hour: int, chance: random.Random, *, half: bool) -> None:
        """What an hour brings: a few articles by day, now and then a correction, and an article that is taken back."""
        when = BEGIN + timedelta(hours=hour)
        if 6 <= when.hour < 22:
            for row in (self.coming.pop(0) for _ in range(chance.choice([0, 0, 0, 1, 2, 4]))):
                self.here.append(row | {"date": f"{when:%Y-%m-%d}"})
            if chance.random() < 0.1:
                self.here[-chance.randint(1, 20)]["text"] += (
                    "\nCorrection: an earlier version of this article named another day."
                )
            if chance.random() < 0.05:
                self.here.pop(-chance.randint(1, 20))
        rows = [{"doc_id": row["doc_id"]} if half and n % 2 else row for n, row in enumerate(self.here)]
        self.file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def _row(article: Article, late: timedelta) -> dict[str, str]:
    about = {"doc_id": article.doc_id, "source": article.source, "date": f"{article.date + late}", "title": article.title}
    return about | {"text": "\n".join(article.lines)}


def _ran(folder: Path, hour: int, wrong: str) -> Hour:
    """One run in a process of its own, by a clock that stands at that hour."""
    begun, held = time.monotonic(), None
    if wrong == "held":
        held = (folder / "reports" / ".lock").open("a")
        fcntl.flock(held, fcntl.LOCK_EX)
    pid = os.fork()
    if not pid:
        _run(folder, hour)
    if wrong in ("killed", "stopped"):
        _wait_for_a_kernel(folder, pid)
        os.kill(pid, signal.SIGKILL if wrong == "killed" else signal.SIGTERM)
    ended = os.waitpid(pid, 0)[1]
    if held:
        held.close()
    said = (folder / "said").read_text(errors="replace").strip()
    return Hour(wrong, os.waitstatus_to_exitcode(ended), said, time.monotonic() - begun, _sizes(folder))


def _wait_for_a_kernel(folder: Path, pid: int) -> None:
    """Let a run come to where a notebook runs."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and not list((folder / "reports" / ".staging").glob("*/snapshot/*")):
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return
        time.sleep(0.05)


def _run(folder: Path, hour: int) -> None:
    """Be the process that makes a run, and end with its exit code. It is forked, since a hundred starts would take most of the time."""
    code_ = 1
    try:
        said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.chdir(folder)
        os.environ |= {"PARALLAX_CACHE": str(folder / "cache")}
        from analysis.__main__ import command
        from analysis.report.publish import record

        late, true = BEGIN + timedelta(hours=hour, seconds=7) - datetime.now(UTC), record.clock
        record.clock = lambda: true() + late
        code_ = command(["run", "news"])
    finally:
        os._exit(code_)


def _sizes(folder: Path) -> dict[str, int]:
    """Bytes of what lies there by what it is, those of a file with several names once; and the number of runs."""
    reports, seen = folder / "reports", set()
    parts = {"runs": reports / "runs", "failed": reports / "failed", "staging": reports / ".staging", "cache": folder / "cache"}
    files = {"history": reports / "index.html", "log": reports / ".log.jsonl", "feed": folder / "news" / "feed.jsonl"}
    found = {name: _size(path, seen) for name, path in parts.items()}
    found |= {name: path.stat().st_size if path.exists() else 0 for name, path in files.items()}
    return found | {"n": len(list((reports / "runs").glob("*")))}


def _size(folder: Path, seen: set[int]) -> int:
    total = 0
    for about in (path.lstat() for path in folder.rglob("*")):
        total += 0 if about.st_ino in seen else about.st_size
        seen.add(about.st_ino)
    return total


CAMPAIGNS = [
    Campaign("day", "hours of a schedule on a corpus that grows, some of which go wrong", 1, 1, day),
    Campaign("week", "a week of hourly runs: the history, the log and the disk that it leaves", 1, 0, week),
]
