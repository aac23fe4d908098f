"""Runs by day and by month: a row for each run in, newest first; groups with a name and a line on what happened then, out.

Where there are many runs a day a group is a day; where there are few it is a month. What is older than two weeks of days is folded into
its month. It exists because nobody reads two hundred rows, and a day is what people remember.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

PUBLISHED, NOTHING_NEW, MADE_WAY, FAILED, KILLED, STOPPED = (
    "published",
    "nothing new",
    "made way",
    "failed",
    "killed",
    "stopped",
)
WELL, IDLE, ILL = "well", "idle", "ill"
KINDS = {PUBLISHED: WELL, NOTHING_NEW: IDLE, MADE_WAY: IDLE, FAILED: ILL, KILLED: ILL, STOPPED: ILL}
DID = {  # what one run did, and what several did
    NOTHING_NEW: ("found nothing new", "found nothing new"),
    MADE_WAY: ("made way for another one", "made way for others"),
    FAILED: ("failed", "failed"),
    KILLED: ("was killed", "were killed"),
    STOPPED: ("was stopped", "were stopped"),
}
MANY_A_DAY = 4  # runs; where there are more a day is a group of its own
SINGLE_DAYS = 14  # newest days that are not yet put into their month
GROUPS_OPEN, MOST_OPEN = 3, 60  # newest groups that are not folded, as long as there are not more rows
STATES = ("new", "gone", "altered")  # of articles
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
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


def grouped(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Groups of rows, which come newest first: a day or a month, with its name, its summary, and whether it is open.

    A group has rows; a month of which many runs are known has days instead, each a group. Runs one after the other that ended alike,
    published nothing and have the same to tell are one row.
    """
    by_day = [(day, list(own)) for day, own in itertools.groupby(rows, key=lambda row: row["day"])]
    if len(rows) <= MANY_A_DAY * len(by_day):
        groups = [_group(_month_named(name), list(own)) for name, own in itertools.groupby(rows, key=_month_of)]
    else:
        groups = [_day(day, own) for day, own in by_day[:SINGLE_DAYS]]
        rest = [row for _, own in by_day[SINGLE_DAYS:] for row in own]
        groups += [_month(name, list(own)) for name, own in itertools.groupby(rest, key=_month_of)]
    n_open, is_open = 0, True
    for group in groups[:GROUPS_OPEN]:
        n_open += len(group["rows"])
        is_open = is_open and (n_open <= MOST_OPEN or group is groups[0])
        group["open"] = is_open
    return groups


def _month_of(row: Mapping[str, Any]) -> str:
    return row["day"][:7]


def _month(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    days = [_day(day, list(own)) for day, own in itertools.groupby(rows, key=lambda row: row["day"])]
    return _group(_month_named(name), rows) | {"rows": [], "days": days}


def _day(day: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return _group(day_named(day), rows, within=day)


def _group(name: str, rows: list[dict[str, Any]], within: str = "") -> dict[str, Any]:
    """within : the day that its name tells, so that the rows need not"""
    n, changed = Counter(), Counter()
    for row in rows:
        n[row["status"]] += 1
        changed.update(row["changed"])
    known = [status for status in KINDS if status in n]
    ends = [f"{n[status]:,} {status}" for status in [*known, *(n.keys() - KINDS.keys())]]
    summary = [", ".join(ends), *([changes_told(changed)] if changed else [])]
    return {"name": name, "summary": summary, "open": False, "rows": _joined(rows, within), "days": []}


def _joined(rows: list[dict[str, Any]], within: str) -> list[dict[str, Any]]:
    """The rows of a group, in which runs one after the other that have the same to tell are one."""
    found = []
    for _, some in itertools.groupby(enumerate(rows), key=_told_by):
        own = [row for _, row in some]
        row, when, last = own[0], _when(own[-1], within), _when(own[0], own[-1]["day"])
        when = f"{when} to {last}" if len(own) > 1 else when
        facts = [row["articles"] if row["title"] or not row["link"] else "", *row["facts"]]
        facts.append(f"{len(own):,} times" if len(own) > 1 else row["took"] if row["kind"] != IDLE else "")
        found.append(
            row | {"when": when, "facts": [fact for fact in facts if fact], "changed": changes_told(row["changed"], noun="")}
        )
    return found


def _told_by(item: tuple[int, Mapping[str, Any]]) -> tuple[Any, ...]:
    """What two runs have in common that are one row; a published run has nothing in common with another."""
    number, row = item
    return row["status"], row["corpus"], *row["said"], number if row["status"] == PUBLISHED else None


def _when(row: Mapping[str, Any], within: str) -> str:
    """Its time, and its day unless it is within that."""
    return row["time"] if row["day"] == within else f"{day_named(row['day'], short=True)}, {row['time']}"


def changes_told(n: Mapping[str, int], noun: str = "article") -> str:
    """How many articles are new, gone and altered, in short.

    >>> changes_told({"gone": 1, "new": 1200}), changes_told({"altered": 1}), changes_told({"new": 2, "altered": 1}, noun="")
    ('1,200 articles new, 1 gone', '1 article altered', '2 new, 1 altered')
    """
    states = [state for state in STATES if n.get(state)]
    told = [f"{n[state]:,} {state}" for state in states]
    if noun and states:
        size = n[states[0]]
        told[0] = f"{size:,} {noun}{'' if size == 1 else 's'} {states[0]}"
    return ", ".join(told)


def since(rows: Iterable[Mapping[str, Any]]) -> str:
    """What became of the runs since a report was made, in a sentence; "" where there was none.

    >>> since([{"status": "failed"}, {"status": "nothing new"}, {"status": "nothing new"}])
    'Since then 2 runs found nothing new and 1 failed.'
    >>> since([{"status": "killed"}])
    'Since then 1 run was killed.'
    """
    n = Counter(row["status"] for row in rows)
    parts = [f"{n[status]:,} {words[n[status] > 1]}" for status, words in DID.items() if status in n]
    if not parts:
        return ""
    size, _, rest = parts[0].partition(" ")
    parts[0] = f"{size} run{'' if size == '1' else 's'} {rest}"
    return f"Since then {', '.join(parts[:-1])}{' and ' if len(parts) > 1 else ''}{parts[-1]}."


def day_named(day: str, *, short: bool = False) -> str:
    """A day as a newspaper writes it; what is none as it is.

    >>> day_named("2025-01-09"), day_named("2025-01-09", short=True), day_named("?")
    ('Thursday, 9 January 2025', '9 January', '?')
    """
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return day
    name = f"{known.day} {MONTHS[known.month - 1]}"
    return name if short else f"{WEEKDAYS[known.weekday()]}, {name} {known.year}"


def _month_named(month: str) -> str:
    return f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}" if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) else month
