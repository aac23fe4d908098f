"""The page of all runs: published runs and the log of what became of each in, what the page shows out, newest first.

It lies beside the runs and is part of none, so that it can tell of those that published nothing. It exists because somebody who comes
back after a month asks when it last went well, what failed and why, and what changed meanwhile. Nothing on it goes by today's date: it
says the same whenever it is made.
"""

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ... import leading
from ...errors import LockedError, StorageError, visible
from ..check.leaks import masked, secret_values
from . import alerts, days, journal, record, room, shelf

LONGEST = 400  # letters of a reason
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")  # name of a folder with the reports in one language
WORDS = {
    journal.PUBLISHED: days.PUBLISHED,
    journal.UNCHANGED: days.NOTHING_NEW,
    journal.FAILED: days.FAILED,
    journal.STOPPED: days.STOPPED,
    journal.RUNNING: days.KILLED,
    journal.TURNED_AWAY: days.MADE_WAY,
}
PLACE = re.compile(r"(?<![\w./\\])(?:[A-Za-z]:[\\/]|~?[\\/]|\.\.[\\/])(?:[^\s\\/:'\"]+[\\/])*")  # a path up to its last name


@contextlib.contextmanager
def kept_up(reports: Path) -> Iterator[None]:
    """Write the page anew where a run ends that published nothing or fails, which one that goes well does by itself.

    Another run that holds the folder will do it too; then nothing is written, and neither where no run was noted.
    """
    before, went_well = leading.current(reports), False
    try:
        yield
        went_well = True
    finally:
        is_new = before != leading.current(reports)
        if not (went_well and is_new):
            renew(reports)


def renew(reports: Path) -> None:
    """Write the page anew, unless another run holds the folder, which will do it too, or none was noted there."""
    from . import pages  # here, because the start of a run waits for none of what pages need

    if (reports / journal.LOG).is_file():
        with contextlib.suppress(LockedError, StorageError), shelf.locked(reports):
            pages.list_runs(reports, history(reports, shelf.past_runs(reports)))


def history(reports: Path, runs: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page shows, newest first.

    runs : the published runs, newest first, as shelf.past_runs gives them

    Returns groups, as days.grouped makes them of rows; lead, the sentences on how the folder stands: which report is the latest, what
    became of the runs since, how much room all take; others, title and link of the reports in other languages. A row has status and
    kind, day and time, link and title of the report, articles and corpus, facts, took (how long), changed (how many articles are new,
    gone, altered), said (what else changed, or why it failed) and kept, the page of a notebook as far as it came.
    """
    rows = list(_merged(reports, runs, {run["id"]: run for run in runs}))
    now = getattr(leading.current(reports), "name", None)
    latest = next(iter(sorted((row for row in rows if row["link"]), key=lambda row: row["id"] != now)), None)
    lead = _lead(rows, latest, reports)
    corpora = {row["corpus"] for row in rows if row["corpus"]}
    for row in rows:
        row["facts"] = ([row["corpus"]] if len(corpora) > 1 and row["corpus"] else []) + row["facts"]
        row["title"] = row["title"] if row["title"] != lead["report"] else ""  # there it stands already
    told = {"groups": days.grouped(rows), "lead": lead, "others": list(_others(reports))}
    return masked(told, secret_values(os.environ))


def _others(reports: Path) -> Iterator[dict[str, str]]:
    """Title and link of the current report of each language whose folder lies in this one, or beside it; then of the folder above."""
    is_one = LANGUAGE.fullmatch(reports.name) is not None and (reports.parent / "current").is_dir()
    above, way = (reports.parent, "../") if is_one else (reports, "")
    places = [(f"{way}{folder.name}", folder) for folder in sorted(above.glob("*")) if LANGUAGE.fullmatch(folder.name)]
    for link, folder in [*([("..", above)] if is_one else []), *places]:
        known = shelf.known_of(leading.followed(folder / leading.NAME))
        if known and folder != reports:
            yield {"title": str(known.get("title") or folder.name), "link": f"{link}/current/index.html"}


def _lead(rows: list[dict[str, Any]], latest: dict[str, Any] | None, reports: Path) -> dict[str, str]:
    """What stands above all rows."""
    lead = dict.fromkeys(("report", "made", "since", "wrong", "room"), "")
    if latest is not None:
        of = f"{latest['articles']} of {latest['corpus']}, " if latest["articles"] and latest["corpus"] else ""
        lead["report"] = latest["title"]
        lead["made"] = f"{of}{days.day_named(latest['day'])}, {latest['time']}"
        after = rows[: rows.index(latest)]
        lead["since"] = days.since(after)
        ended = next((row for row in after if row["status"] != days.MADE_WAY), None)
        if ended is not None and ended["kind"] == days.ILL:
            what = days.DID.get(ended["status"], (ended["status"],))[0]
            when = f"on {days.day_named(ended['day'])} at {ended['time']}"
            lead["wrong"] = ": ".join([f"The last run {what} {when}", *ended["said"]])
    lead["room"] = room.told(room.room(reports))
    return lead


def _merged(reports: Path, runs: list[dict[str, Any]], known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A row for each run: in the order of the log, with those that it does not know at their time."""
    entries = journal.entries(reports)
    published = {entry.get("run") for entry in entries if entry["outcome"] == journal.PUBLISHED}
    others = [_of_run(run) for run in runs if run["id"] not in published]
    here = next((entry for entry in entries if entry["outcome"] != journal.TURNED_AWAY), None)
    for entry in entries:
        row = _of_entry(reports, entry, known)
        while others and others[0]["sort"] > row["sort"]:
            yield others.pop(0)
        if not (entry is here and entry["outcome"] == journal.RUNNING and shelf.is_held(reports)):  # which writes the page
            yield row
    yield from others


def _row(when: str, status: str, **more: Any) -> dict[str, Any]:
    empty = {"title": "", "link": "", "articles": "", "corpus": "", "facts": [], "took": "", "changed": {}}
    empty |= {"said": [], "kept": "", "id": "", "kind": days.KINDS.get(status, days.ILL)}
    return empty | {"status": status, "sort": when, "day": when[:10], "time": when[11:16]} | more


def _of_run(run: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a published run, by its run.json alone."""
    about = run["corpus"] if isinstance(run.get("corpus"), dict) else {}
    fired = [entry for entry in run.get("alerts", []) if isinstance(entry, dict) and entry.get("state") == alerts.FIRED]
    return _row(
        str(run.get("when", "")).removesuffix(" UTC") or _time_of(run["id"]),
        days.PUBLISHED,
        title=str(run.get("title") or run["id"]),
        link=f"runs/{run['id']}/index.html",
        articles=_articles(about.get("n_loaded")),
        corpus=str(about.get("corpus", "")),
        took=_took(run.get("seconds")),
        changed=_changed(run),
        said=[*_alerts(f"{entry['name']}: {entry['sentence']}" for entry in fired), *_changes(run)],
        id=run["id"],
    )


def _of_entry(reports: Path, entry: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a run that the log knows, and of which a report lies there or none."""
    is_published = entry["outcome"] == journal.PUBLISHED
    behind = [_reason(str(entry["said"]))] if entry.get("said") and entry["outcome"] != journal.TURNED_AWAY else []
    if is_published and entry.get("run") in known:
        row = _of_run(known[entry["run"]])
        return row | {"said": [*row["said"], *behind]}
    kept = str(entry.get("kept", ""))
    return _row(
        str(entry["when"]).replace("T", " ").removesuffix("Z"),
        WORDS.get(entry["outcome"], str(entry["outcome"])),
        articles=_articles(entry.get("n_loaded")) if is_published else "",
        corpus=visible(str(entry.get("corpus", ""))),
        facts=["removed since"] if is_published else [],
        took=_took(entry.get("seconds")),
        changed=_changed(entry) if is_published else {},
        said=[*_alerts(entry.get("alerts", [])), *_changes(entry), *behind] if is_published else behind,
        kept=kept if kept and ".." not in Path(kept).parts and (reports / kept).is_file() else "",
        id=str(entry.get("run", "")),
    )


def _changed(known: Mapping[str, Any]) -> dict[str, int]:
    """How many articles are new, gone and altered, of a record or an entry; nothing where it does not say so."""
    told = known.get(record.CHANGED)
    return {name: n for name, n in told.items() if n} if isinstance(told, dict) else {}


def _changes(known: Mapping[str, Any]) -> list[str]:
    """What changed beside the number of articles. The first sentence tells of articles, which `changed` tells in short."""
    told = [visible(str(text)) for text in known.get("changes", [])]
    return told[1:] if record.CHANGED in known else told


def _alerts(lines: Any) -> list[str]:
    return [f"Alert: {visible(str(line))}" for line in lines]


def _articles(n: object) -> str:
    return f"{n:,} article{'' if n == 1 else 's'}" if isinstance(n, int) else ""


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
