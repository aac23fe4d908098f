"""How a reports folder stands: the folder in; out come the report it leads to, whether that is whole, and what became of the last run.

It is for whoever runs Parallax on a schedule and looks only when something is wrong: one exit code says whether that is so.
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from ... import leading
from ...errors import UsageError, visible
from ..check.page_faults import SUMS
from . import alerts, journal, pruning, record, room, shelf

WELL, STALE, FAILING, BROKEN = 0, 8, 9, 10  # exit codes, the gravest the highest
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}  # seconds


class Standing(NamedTuple):
    """How a reports folder stands.

    run     : the run that `current` leads to, "" for none
    made    : when, in UTC; None without a run
    known   : what its run.json says
    fault   : what is wrong with it, "" where every file is as it was published
    last    : what became of the last run that has ended, as journal.entries tells it; None where none was noted
    running : whether one is going on
    room    : how many runs lie there, and how much they take
    age     : since the report was last good: made, or found to be unchanged
    limit   : the age from which on it is stale; None for no limit
    """

    run: str
    made: datetime | None
    known: dict[str, Any]
    fault: str
    last: dict[str, Any] | None
    running: bool
    room: room.Room
    age: timedelta | None
    limit: timedelta | None

    @property
    def stale(self) -> bool:
        return self.limit is not None and self.age is not None and self.age > self.limit

    @property
    def failing(self) -> bool:
        return self.last is not None and self.last["outcome"] in (journal.FAILED, journal.STOPPED, journal.RUNNING)

    @property
    def exit_code(self) -> int:
        """0 where all is well; 8 for a stale report, 9 where the last run failed, 10 where no whole report is there."""
        return BROKEN if self.fault else FAILING if self.failing else STALE if self.stale else WELL


def standing(reports: Path, limit: timedelta | None = None, now: datetime | None = None) -> Standing:
    """Look at a reports folder; every file of the current report is held against its checksum.

    Raises UsageError where there is no such folder.
    """
    if not reports.is_dir():
        raise UsageError("there is no such folder", file=str(reports), remedy="Make a report with: parallax run")
    now, running, past = now or record.clock(), shelf.is_held(reports), journal.entries(reports)
    passing = {journal.TURNED_AWAY, journal.RUNNING} if running else {journal.TURNED_AWAY}
    ended = [entry for entry in past if entry["outcome"] not in passing]
    name, fault = current(reports)
    made, known = None, {}
    if shelf.RUN_ID.fullmatch(name):
        made = pruning.made(name)
        known = next((one for one in shelf.past_runs(reports) if one["id"] == name), {})
    good = [_time(entry["when"]) for entry in past if entry["outcome"] in (journal.PUBLISHED, journal.UNCHANGED)]
    age = now - max(*good, made, made) if made else None
    return Standing(name, made, known, fault, ended[0] if ended else None, running, room.room(reports), age, limit)


def current(reports: Path) -> tuple[str, str]:
    """The run that `current` leads to, and what is wrong with it."""
    folder = leading.current(reports)
    if folder is None:
        return "", "`current` leads to no run" if (reports / leading.NAME).exists() else "there is no report"
    if not folder.is_dir():
        return folder.name, f"`current` leads to {folder.name}, which is not there"
    return folder.name, damage(folder)


def damage(folder: Path) -> str:
    """The first file of a run that is not as it was published; "" where all are."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        sums = dict(reversed(line.split("  ", 1)) for line in lines)
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {SUMS}
        for name in sorted(sums.keys() ^ there):
            return f"{name} is {'gone' if name in sums else 'no part of it'}"
        for name, digest in sums.items():
            with (folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    return f"{name} was changed"
    except (OSError, ValueError) as error:
        return f"it cannot be read ({error})"
    return "" if sums else f"{SUMS} is empty"


def _time(text: str) -> datetime:
    try:
        return datetime.strptime(text, journal.TIME).replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def span(text: str) -> timedelta:
    """A length of time such as 36h, 2d, 1w. Raises UsageError for anything else.

    >>> span("2d"), span("90m")
    (datetime.timedelta(days=2), datetime.timedelta(seconds=5400))
    """
    match = re.fullmatch(r"(\d{1,6})([smhdw])", text.strip())
    if match is None:
        raise UsageError(f"'{text}' is no length of time", remedy="Write it as 36h, 2d or 1w")
    return timedelta(seconds=int(match[1]) * UNITS[match[2]])


def in_words(length: timedelta) -> str:
    """A length of time as people say it, in its two largest units.

    >>> in_words(timedelta(hours=50)), in_words(timedelta(seconds=61)), in_words(timedelta(seconds=1))
    ('2 days 2 hours', '1 minute 1 second', '1 second')
    """
    left, parts = max(0, int(length.total_seconds())), []
    for name, size in (("week", 604_800), ("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)):
        number, left = divmod(left, size)
        parts += [f"{number} {name}{'' if number == 1 else 's'}"] if number else []
    return " ".join(parts[:2]) or "0 seconds"


def told(found: Standing) -> list[str]:
    """What a person is told of it, line by line."""
    lines = []
    if found.made is not None:
        about = found.known.get("corpus", {})
        of = (
            f"{about['n_loaded']:,} articles of {about['corpus']}"
            if "n_loaded" in about and "corpus" in about
            else "unknown articles"
        )
        old = f"up to date {in_words(found.age)} ago"
        lines.append(f"report: {found.run}, of {of}, {old}")
    lines.append(f"it is {'not whole: ' + found.fault if found.fault else 'whole'}")
    lines += [f"alert: {entry['name']}: {entry['sentence']}" for entry in _alerts(found)]
    if found.stale:
        lines.append(f"it is older than {in_words(found.limit)}")
    if found.last is not None:
        lines.append(f"last run: {_outcome(found.last)}")
    if found.running:
        lines.append("a run is going on")
    lines += filter(None, [room.told(found.room)])
    return [visible(line) for line in lines]


def _alerts(found: Standing) -> list[dict[str, Any]]:
    """The alerts of the report that fired, or have fired and stand."""
    return [entry for entry in found.known.get("alerts", []) if entry.get("state") in (alerts.FIRED, alerts.STANDING)]


def _outcome(entry: dict[str, Any]) -> str:
    word = "was killed" if entry["outcome"] == journal.RUNNING else entry["outcome"]
    code = f", exit code {entry['exit_code']}" if entry.get("exit_code") else ""
    hook = f"; {entry['hook']}" if "hook" in entry else ""
    return f"{word}, begun {entry['when']}{code}{': ' + entry['said'] if 'said' in entry else ''}{hook}"


def as_dict(found: Standing) -> dict[str, Any]:
    """The same for programs, as JSON can hold it: times in UTC, lengths in seconds."""
    return {
        "exit_code": found.exit_code,
        "run": found.run,
        "made": f"{found.made:{journal.TIME}}" if found.made else None,
        "age_seconds": int(found.age.total_seconds()) if found.age is not None else None,
        "stale": found.stale,
        "fault": found.fault,
        "failing": found.failing,
        "running": found.running,
        "runs": found.room.n_runs,
        "bytes": found.room.size,
        "last": {name: value for name, value in found.last.items() if name != "key"} if found.last else None,
        "corpus": found.known.get("corpus"),
        "alerts": _alerts(found),
    }
