"""Signals at moments that are drawn: to the run itself, to its kernels, to the processes that read its corpus; TERM, INT, HUP, KILL.

A run that is asked to end does so within ten seconds and leaves nothing; whatever is killed, nothing of the run lives on, the report is
the old one or the new one, whole, and the next run works.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from analysis.text.parts import by_parts
from campaigns.campaign import Campaign
from campaigns.overseen import Ended, overseen
from campaigns.promises import ARGUMENTS, current, left_behind, lock_is_free, one_line, published
from campaigns.try_faults import after, copied, variables

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL)
SOON = 10.0  # seconds in which a run that was asked to end has ended
PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"
SAID = "The old bridge over the river opened on Tuesday, and many people came to cross it after months of waiting."
SMALL = 100  # characters of a part, so that several processes read a small corpus


class Shot:
    """A signal that is sent once its moment has come, to the first process of the kind that is meant; perhaps once more."""

    def __init__(self, at: Callable[[int], list[int]], number: int, moment: float, again: float | None):
        self.at, self.number, self.moment, self.again = at, number, moment, again
        self.begun = self.sent = 0.0

    def look(self, run: int) -> None:
        now = time.monotonic()
        self.begun = self.begun or now
        if not run or now - self.begun < self.moment:
            return
        if self.sent and (self.again is None or now - self.sent < self.again):
            return
        for pid in self.at(run)[:1]:
            self.sent, self.again = self.sent or now, None if self.sent else self.again
            try:
                os.kill(pid, self.number)
            except ProcessLookupError:
                return


def runner(run: int) -> list[int]:
    return [run]


def kernels(run: int) -> list[int]:
    """What was started by what the run has started."""
    return [pid for parent in children(run) for pid in children(parent)]


def workers(run: int) -> list[int]:
    """What was started to read the corpus: it has a program of its own."""
    return [pid for pid in children(run) if any(name in called(pid) for name in (b"html_worker", b"spawn_main"))]


def children(pid: int) -> list[int]:
    try:
        return [int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()]
    except OSError:
        return []


def called(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@cache
def lasts(anew: bool) -> float:
    """How long a run takes here and now."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        place = copied(Path(folder), first=False)
        return overseen(place, *ARGUMENTS, anew=anew, **variables(place)).seconds


def shot(folder: Path, number: int, chance: random.Random, at: Callable[[int], list[int]], anew: bool) -> list[str]:
    place = copied(folder, first=False)
    reports, before = place / "reports", current(place / "reports")
    kind = SIGNALS[number % len(SIGNALS)]
    # a quarter of the moments lies in the first second, in which least is set up
    moment = chance.uniform(0, 1) if number % 16 < 4 else chance.uniform(0, 1.1 * lasts(anew))
    again = chance.uniform(0, 1) if at is runner and chance.random() < 0.2 else None
    given, more, told = Shot(at, kind, moment, again), (), lambda: None
    if at is workers:
        more, told = with_pages(place, chance)
    ended = overseen(place, *ARGUMENTS, *more, meanwhile=given.look, before=told, anew=anew, **variables(place))
    found = [*wrong_end(ended, at, kind), *published(reports, before, new=None if (ended.code or 0) < 0 else ended.code == 0)]
    if at is runner and given.sent and (late := time_left(given, ended)) > SOON:
        found.append(f"took {late:.1f} seconds to end")
    if kind != signal.SIGKILL and again is None:
        found += left_behind(reports, place / "tmp")
    found += [*partial_totals(reports, ended, at), *lock_is_free(reports), *after(place)]
    about = f"{kind.name} after {moment:.2f} s{' and again' if again is not None else ''} to a {at.__name__.rstrip('s')}"
    return [f"{about}{'' if given.sent else ', which came too late'}: {line}" for line in found]


def time_left(given: Shot, ended: Ended) -> float:
    return given.begun + ended.seconds - given.sent


def with_pages(place: Path, chance: random.Random) -> tuple[tuple[str, ...], Callable[[], object]]:
    """Give a corpus to read anew: web pages, which a process reads; or more of them than one process reads alone."""
    (place / "corpus" / "net").mkdir()
    for number in range(4):
        (place / "corpus" / "net" / f"{number}.html").write_text(PAGE.format(f"Bridge {number}", f"{number}: {SAID}"))
    if chance.random() < 0.5:
        return (), lambda: None
    return ("--workers", "2"), partial(setattr, by_parts, "PART", SMALL)


def partial_totals(reports: Path, ended: Ended, at: Callable[[int], list[int]]) -> list[str]:
    """Whether a report was published of less than there is."""
    import json

    if at is not workers or ended.code != 0:
        return []
    about = json.loads((reports / "current" / "run.json").read_text())["corpus"]
    return [] if about["n_loaded"] == 6 else [f"published with {about['n_loaded']} of 6 articles"]


def wrong_end(ended: Ended, at: Callable[[int], list[int]], kind: signal.Signals) -> list[str]:
    found = [f"outlived by {what}" for what in ended.outlived]
    if ended.code is None:
        return [*found, "the run hung"]
    right = {runner: (0, 128 + kind, -kind), kernels: (0, 4, 5), workers: (0, 3, 5)}[at]
    if ended.code not in right:
        return [*found, f"exit code {ended.code}: {ended.err.strip()[-300:]}"]
    return [*found, *([] if ended.code == -signal.SIGINT else one_line(ended.err, ended.code))]


CAMPAIGNS = [
    Campaign("shots", "TERM, INT, HUP, KILL to a run at any moment", 600, 2, partial(shot, at=runner, anew=False)),
    Campaign("kernels", "the same to its kernels", 200, 1, partial(shot, at=kernels, anew=False)),
    Campaign("workers", "the same to the processes that read its corpus", 100, 1, partial(shot, at=workers, anew=False)),
    Campaign("starts", "the same to a run that is just being started", 100, 1, partial(shot, at=runner, anew=True)),
]
