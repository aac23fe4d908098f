"""How much room the runs of a reports folder take: the folder in; how many there are, and their bytes, out.

A file that several runs have is counted once, as it lies on the disk once. It exists because runs that nobody removes fill a disk.
"""

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

from ...storage import in_units
from . import shelf

MANY = 100  # runs, from which on it is said how to have fewer


class Room(NamedTuple):
    """What lies in a reports folder: runs, and bytes of their files."""

    n_runs: int
    size: int


def room(reports: Path) -> Room:
    """Look at the size of each file of each run. What is removed meanwhile is passed over."""
    seen: dict[tuple[int, int], int] = {}
    runs = [path for path in (reports / "runs").glob("*") if shelf.RUN_ID.fullmatch(path.name)]
    waiting = [str(path) for path in runs]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    about = entry.stat(follow_symlinks=False)
                    seen[about.st_dev, about.st_ino] = about.st_size
    return Room(len(runs), sum(seen.values()))


def told(found: Room) -> str:
    """It in a sentence, with the remedy where there are many; "" where there is none.

    >>> told(Room(1, 2_500_000)), told(Room(0, 0))
    ('1 report is kept, which takes 2.5 MB.', '')
    >>> told(Room(1200, 4_100_000_000))
    '1,200 reports are kept, which take 4.1 GB. With --keep 30 a run removes all but the newest.'
    """
    if not found.n_runs:
        return ""
    one = found.n_runs == 1
    text = f"{found.n_runs:,} report{' is' if one else 's are'} kept, which take{'s' if one else ''} {in_units(found.size)}."
    return f"{text} With --keep 30 a run removes all but the newest." if found.n_runs > MANY else text
