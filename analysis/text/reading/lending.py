"""The encoding of a folder's files, lent to the few of them whose own is in doubt. Outcomes in, encodings and the reasons for them out.

“Se\xf1or” alone can be Windows-1252 or Windows-1250. Where all files beside it that can be read in one way only are Windows-1252, and
many of them are nothing else, it is that. Files in UTF-8 say nothing of the others.
"""

from collections import Counter
from collections.abc import Iterator

from .accounts import Outcome
from .files import Found

MANY = 5  # sure files of a folder that rule a reading out
SHARE = 0.95  # of a folder's sure files that an encoding has to fit: one may be a guest


class Lending:
    """What the files of each folder tell. The state kept is the doubtful files, and how many sure ones of a folder fit an encoding."""

    def __init__(self) -> None:
        self.sure: dict[str, Counter[str]] = {}
        self.doubtful: dict[str, list[tuple[Found, tuple[tuple[str, ...], ...]]]] = {}

    def waits(self, found: Found, outcome: Outcome) -> bool:
        """Note what one file tells; whether it has to wait for what the others tell."""
        folder = found.file.rpartition("/")[0]
        if outcome.alike:
            self.sure.setdefault(folder, Counter()).update(["", *outcome.alike])  # "" counts the files
        if len(outcome.readings) > 1:
            self.doubtful.setdefault(folder, []).append((found, outcome.readings))
            return True
        return False

    def lent(self) -> Iterator[tuple[Found, str | None, str]]:
        """The files that waited, each with the encoding that it is lent, or None, and the sentence that tells why."""
        for folder, waiting in self.doubtful.items():
            sure = self.sure.get(folder, Counter())
            for found, readings in waiting:
                name = encoding_of(readings, sure) if len(waiting) <= sure[""] else None
                others = f"{sure['']:,} files of this folder whose encoding is sure"
                yield found, name, f"read as {name}, as the {others}; sources.csv can declare another" if name else ""


def encoding_of(readings: tuple[tuple[str, ...], ...], sure: Counter[str]) -> str | None:
    """The encoding of the one reading that the sure files leave; None where they leave several or none, or are too few.

    sure : how many sure files fit each encoding, and under "" how many there are

    >>> encoding_of((("cp1252", "cp1254"), ("cp1250",)), Counter({"": 9, "cp1252": 9, "cp1254": 3}))
    'cp1252'
    >>> encoding_of((("cp1252", "cp1254"), ("cp1250",)), Counter({"": 9, "cp1252": 9, "cp1250": 9}))
    """
    n = sure[""]
    fitting = [[name for name in reading if sure[name] >= SHARE * n] for reading in readings]
    left = [names for names in fitting if names]
    ruled_out = all(
        n - max(sure[name] for name in reading) >= MANY for reading, names in zip(readings, fitting, strict=True) if not names
    )
    return left[0][0] if len(left) == 1 and n >= MANY and ruled_out else None
