"""Names beside the rows of a chart: on one line, or in small on several, and what is still too long is cut behind a word.

Texts and a room in, lines of letters out. It exists because titles of articles and names of outlets are longer than the third of a
phone's width that is left for them, and because half a word with three dots names nothing.
"""

import re
from typing import NamedTuple

from .sheet import SMALL, TEXT_SIZE, Sheet, fitted, label, text_width

LINE = 0.145  # inches from one line of a name to the next
LONGEST = 90  # letters
TORN = 0.5  # of a line's room that has to be filled, or a word is cut within
MARKS = " .,;:–—/-“”‘’"


class Names(NamedTuple):
    """The names of the rows as they are written: the lines of each, and the size of the letters."""

    lines: list[list[str]]
    size: float

    def width(self) -> float:
        """Inches of the longest line."""
        return text_width([text for lines in self.lines for text in lines], self.size)

    def most_lines(self) -> int:
        """Lines of the name that has most."""
        return max(map(len, self.lines), default=1)


def row_names(names: list[str], room: float, sizes: tuple[float, ...] = (TEXT_SIZE, SMALL), most: int = 2) -> Names:
    """The names as they fit into a room, all in one size: on one line, or in small on up to `most` where they are longer."""
    texts = [label(name, LONGEST) for name in names]
    size = next((size for size in sizes if text_width(texts, size) <= room), SMALL)
    return Names([in_lines(text, room, size, most) for text in texts], size)


def write_names(sheet: Sheet, names: Names, right: float, ys: list[float]) -> None:
    """Write the names of rows, each ending at `right`, its lines around its height of `ys`."""
    for y, lines in zip(ys, names.lines, strict=True):
        for number, text in enumerate(lines):
            sheet.text(right, y + (number - (len(lines) - 1) / 2) * LINE, text, size=names.size, side="right")


def in_lines(text: str, room: float, size: float, most: int) -> list[str]:
    """A text cut behind spaces and joining signs into lines that fit a room; the last one shortened."""
    parts = re.split(r"(?<=[ _/.-])", text)
    lines: list[str] = []
    while parts and len(lines) < most - 1:
        line = ""
        while parts and (not line or text_width([line + parts[0].rstrip()], size) <= room):
            line += parts.pop(0)
        lines += fitted([line.rstrip()], room, size)
    return [*lines, _shortened("".join(parts), room, size)] if parts else lines


def _shortened(text: str, room: float, size: float) -> str:
    """The text cut behind a word with an ellipsis, or within one where less than half of the room would be filled."""
    if text_width([text], size) <= room:
        return text
    (torn,) = fitted([text], room, size)
    whole = torn.rpartition(" ")[0].rstrip(MARKS) + "…"
    return whole if text_width([whole], size) >= TORN * room else torn
