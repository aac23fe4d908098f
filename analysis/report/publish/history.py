"""The page of all runs: published runs and the log of what became of each in, what the page shows out, newest first.

It lies beside the runs and is part of none, so that it can tell of those that published nothing. It exists because somebody who comes
back after a month asks when it last went well, what failed and why, and what changed meanwhile. Nothing on it goes by today's date: it
says the same whenever it is made.
"""

import contextlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ... import leading
from ...errors import LockedError, StorageError, visible
from . import journal, shelf

DAYS_OPEN, MOST_OPEN = 3, 60  # newest days whose runs are not folded, as long as there are not more runs
LONGEST = 400  # letters of a reason
GOOD, NOTHING_NEW, FAILED, KILLED, STOPPED = "good", "nothing new", "failed", "killed", "stopped"
WORDS = {
    journal.PUBLISHED: GOOD,
    journal.UNCHANGED: NOTHING_NEW,
    journal.FAILED: FAILED,
    journal.STOPPED: STOPPED,
    journal.RUNNING: KILLED,
}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
PLACE = re.compile(r"(?<![\w./\\])(?:[A-Za-z]:[\\/]|~?[\\/]|\.\.[\\/])(?:[^\s\\/:'\"]+[\\/])*")  # a path up to its last name


@contextlib.contextmanager
def kept_up(reports: Path) -> Iterator[None]:
    """Write the page anew where a run ends that published nothing, which a published one does by itself.

    Another run that holds the folder will do it too; then nothing is written, and neither where no run was noted.
    """
    before = leading.current(reports)
    try:
        yield
    finally:
        if before == leading.current(reports) and (reports / journal.LOG).is_file():
            from . import pages  # here, because the start of a run waits for none of what pages need

            with contextlib.suppress(LockedError, StorageError), shelf.locked(reports):
                pages.list_runs(reports, history(reports, shelf.past_runs(reports)))


def history(reports: Path, runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the page shows, newest first.

    runs : the published runs, newest first, as shelf.past_runs gives them

    Returns groups, each a day or a month with its name, its summary, whether it is open, and its rows. A row has status, time, title
    and link of the report, facts (corpus, articles, how long it took), said (what changed, or why it failed) and kept, the page of a
    notebook as far as it came. Runs that found nothing new one after the other are one row.
    """
    known = {run["id"]: run for run in runs}
    rows = list(_merged(reports, runs, known))
    days = [key for key, _ in itertools.groupby(rows, key=lambda row: row["day"])]
    groups, n_open = [], 0
    for day in days[:DAYS_OPEN]:
        own = _joined([row for row in rows if row["day"] == day])
        n_open += len(own)
        groups.append(_group(_day_named(day), own, is_open=not groups or n_open <= MOST_OPEN))
    rest = [row for row in rows if row["day"] not in days[:DAYS_OPEN]]
    for month, own in itertools.groupby(rest, key=lambda row: row["day"][:7]):
        groups.append(_group(_month_named(month), _joined(list(own)), is_open=False))
    return groups


def _merged(reports: Path, runs: list[dict[str, Any]], known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A row for each run: in the order of the log, with those that it does not know at their time."""
    entries = [entry for entry in journal.entries(reports) if entry["outcome"] != journal.TURNED_AWAY]
    published = {entry.get("run") for entry in entries if entry["outcome"] == journal.PUBLISHED}
    others = [_of_run(run) for run in runs if run["id"] not in published]
    for entry in entries:
        row = _of_entry(reports, entry, known)
        while others and others[0]["sort"] > row["sort"]:
            yield others.pop(0)
        if entry["outcome"] != journal.RUNNING or not _is_last(entry, entries, reports):
            yield row
    yield from others


def _is_last(entry: Mapping[str, Any], entries: list[dict[str, Any]], reports: Path) -> bool:
    """Whether this is the run that is writing the page, of which its report is there already."""
    return entry is entries[0] and shelf.is_held(reports)


def _of_run(run: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a published run, by its run.json alone."""
    when = str(run.get("when", "")).removesuffix(" UTC") or _time_of(run["id"])
    about = run["corpus"] if isinstance(run.get("corpus"), dict) else {}
    n = about.get("n_loaded")
    facts = [
        str(about.get("corpus", "")),
        f"{n:,} article{'' if n == 1 else 's'}" if isinstance(n, int) else "",
        _took(run.get("seconds")),
    ]
    return {
        "status": GOOD,
        "sort": when,
        "day": when[:10],
        "time": when[11:16],
        "title": str(run.get("title") or run["id"]),
        "link": f"runs/{run['id']}/index.html",
        "facts": [fact for fact in facts if fact],
        "said": [str(text) for text in run.get("changes", [])],
        "kept": "",
        "id": run["id"],
    }


def _of_entry(reports: Path, entry: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    if entry["outcome"] == journal.PUBLISHED and entry.get("run") in known:
        row = _of_run(known[entry["run"]])
        return row | {"said": [*(f"Alert: {visible(str(line))}" for line in entry.get("alerts", [])), *row["said"]]}
    when = str(entry["when"]).replace("T", " ").removesuffix("Z")
    kept = str(entry.get("kept", ""))
    gone = ["The report was removed since."] if entry["outcome"] == journal.PUBLISHED else []
    return {
        "status": WORDS.get(entry["outcome"], str(entry["outcome"])),
        "sort": when,
        "day": when[:10],
        "time": when[11:16],
        "title": "",
        "link": "",
        "facts": [fact for fact in (visible(str(entry.get("corpus", ""))), _took(entry.get("seconds"))) if fact],
        "said": [_reason(str(entry["said"]))] if entry.get("said") and entry["outcome"] != journal.PUBLISHED else gone,
        "kept": kept if kept and ".." not in Path(kept).parts and (reports / kept).is_file() else "",
        "id": str(entry.get("run", "")),
    }


def _joined(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a group, in which runs one after the other that found nothing new are one."""
    found = []
    for status, some in itertools.groupby(rows, key=lambda row: row["status"]):
        own = list(some)
        if status == NOTHING_NEW and len(own) > 1:
            last = own[-1]["time"] if own[-1]["day"] == own[0]["day"] else f"{own[-1]['day']} {own[-1]['time']}"
            found.append(
                own[0] | {"time": f"{last} to {own[0]['time']}", "facts": [f"{len(own):,} times", *own[0]["facts"][:1]]}
            )
        else:
            found += own
        found[-1]["n"] = len(own) if status == NOTHING_NEW else 1
    return [{"n": 1, **row} for row in found]


def _group(name: str, rows: list[dict[str, Any]], *, is_open: bool) -> dict[str, Any]:
    n = Counter()
    for row in rows:
        n[row["status"]] += row["n"]
    parts = [f"{n.pop(GOOD):,} published"] if GOOD in n else []
    return {
        "name": name,
        "summary": ", ".join([*parts, *(f"{size:,} {status}" for status, size in n.items())]),
        "open": is_open,
        "rows": rows,
    }


def _reason(text: str) -> str:
    """Why a run failed, without the places of this machine, since the page may lie where others read it.

    >>> _reason("/srv/news/sources.csv:3: no such file. See ../news/a.txt, or a/b")
    'sources.csv:3: no such file. See a.txt, or a/b'
    """
    text = visible(PLACE.sub("", text.partition(". As far as it came: ")[0]))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _took(seconds: object) -> str:
    """How long a run took, as people say it; nothing where that is not known.

    >>> _took(8.24), _took(75), _took(3720), _took(None)
    ('8 s', '1 min 15 s', '1 h 2 min', '')
    """
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return ""
    whole = max(round(seconds), 1)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"


def _time_of(name: str) -> str:
    """When a run was made, by its name: 2025-01-01 12:00:00."""
    text = name[:15]
    return f"{text[:4]}-{text[4:6]}-{text[6:8]} {text[9:11]}:{text[11:13]}:{text[13:15]}"


def _day_named(day: str) -> str:
    """A day as a newspaper writes it; what is none as it is.

    >>> _day_named("2025-01-09"), _month_named("2025-01"), _day_named("?")
    ('9 January 2025', 'January 2025', '?')
    """
    number = day[8:10].lstrip("0")
    return f"{number} {_month_named(day[:7])}" if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-\d\d", day) else day


def _month_named(month: str) -> str:
    return f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}" if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) else month
