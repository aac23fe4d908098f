"""Races: several runs are started at once on one reports folder. One of them makes its report, the others make way at once."""

import random
from pathlib import Path

from campaigns.campaign import Campaign
from campaigns.overseen import Ended, raced
from campaigns.promises import ARGUMENTS, current, left_behind, lock_is_free, one_line, published
from campaigns.try_faults import copied, variables

LOCKED = 75  # exit code
AT_ONCE = 5.0  # seconds
APART = 0.2  # seconds between the first and the last start


def race(folder: Path, number: int, chance: random.Random) -> list[str]:
    place = copied(folder, first=bool(number % 4 == 0))
    reports, before = place / "reports", current(place / "reports")
    earlier = {path.name for path in reports.glob("runs/*")}
    many = chance.randint(2, 8)
    starters = [(chance.uniform(0, APART), (*ARGUMENTS, "--title", f"Starter {one}")) for one in range(many)]
    ended = raced(place, starters, **variables(place))
    new = {path.name for path in reports.glob("runs/*")} - earlier
    found = [line for one in ended for line in _end(one)]
    won = [one for one in ended if one.code == 0]
    found += [] if len(won) == len(new) == 1 else [f"{len(won)} won, and {len(new)} runs were published"]
    found += [*published(reports, before, new=True), *left_behind(reports, place / "tmp"), *lock_is_free(reports)]
    return [f"{many} starters: {line}" for line in found]


def _end(ended: Ended) -> list[str]:
    found = [f"outlived by {what}" for what in ended.outlived]
    if ended.code not in (0, LOCKED):
        return [*found, f"exit code {ended.code}: {ended.err.strip()[-300:]}"]
    if ended.code == LOCKED and ended.seconds > AT_ONCE:
        found.append(f"made way after {ended.seconds:.1f} seconds")
    if ended.code == LOCKED and ended.out:
        found.append(f"made way and said {ended.out.strip()}")
    return [*found, *one_line(ended.err, ended.code)]


CAMPAIGNS = [Campaign("races", "2 to 8 runs are started at once: one wins, the others make way", 200, 1, race)]
