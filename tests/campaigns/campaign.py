"""What a campaign is, and which there are: every module of this folder whose name begins with `try_` lists its own in CAMPAIGNS."""

import importlib
import pkgutil
import random
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Campaign(NamedTuple):
    """One thing that is tried again and again.

    name    : a word or two, by which `--only` picks it
    about   : what is tried, in a line
    full    : how many trials there are; a function where that has to be found out first, which is called once
    reduced : how many of them are enough after each change
    trial   : makes one trial in an empty folder, given its number from 0 on, and a source of chance that is the same for the same
              seed; returns what was broken, a line each, and nothing where all held. It waits for nothing without a bound, and
              leaves no process behind.
    """

    name: str
    about: str
    full: int | Callable[[], int]
    reduced: int
    trial: Callable[[Path, int, random.Random], list[str]]

    def count(self) -> int:
        return self.full() if callable(self.full) else self.full


def campaigns() -> dict[str, Campaign]:
    """All campaigns by their names, in the order of the modules."""
    found: dict[str, Campaign] = {}
    for module in sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])):
        if module.startswith("try_"):
            for campaign in importlib.import_module(f"campaigns.{module}").CAMPAIGNS:
                if campaign.name in found:
                    raise ValueError(f"two campaigns are called {campaign.name}")
                found[campaign.name] = campaign
    return found


def chance(seed: int, name: str, number: int) -> random.Random:
    """The source of chance of one trial: it depends on nothing else, so that a trial can be made again alone."""
    return random.Random(f"{seed} {name} {number}")


def numbers(campaign: Campaign, count: int, wanted: int, seed: int) -> list[int]:
    """Which trials are made, in an order drawn by the seed, so that the first of them are as good as any."""
    return random.Random(f"{seed} {campaign.name}").sample(range(count), min(wanted, count))
