"""Text that a cell displays, made fit for a page: no colours of a terminal, no address in memory, no more than one can read.

Comes in: what a cell printed, or the plain words for what it displays. Goes out: the same lines without what only a machine could use.
It exists because `<Axes: >` or `<generator object at 0x7f12>` tells a reader nothing, and an address is another one in every run.
"""

import re
from typing import NamedTuple

from ...errors import visible
from ..execute.executed import ANSI

LONGEST = 200_000  # characters; a novel has twice as many
ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]{4,16}\b")
# What drawing leaves behind as the value of a cell; the drawing itself is another output.
DRAWN = (
    r"<Figure size [\d.]+x[\d.]+ with \d+ Axes>|<\w*Axes\w*: ?[^<>\n]{0,300}>|<\w+Container object of \d+ [^<>\n]{0,60}>"
    r"|<matplotlib\.(?:[^<>\n]|<[^<>\n]{0,200}>){0,300}?>"
)
NOISE = re.compile(rf"{DRAWN}|<IPython\.core\.display\.\w+ object>")
OBJECT = re.compile(rf"{NOISE.pattern}|<(?:[^<>\n]|<[^<>\n]{{0,200}}>){{1,400}}? at 0x[0-9A-Fa-f]{{4,16}}>")
BETWEEN = re.compile(r"array|dtype=object|[\s\d,.()\[\]{}]")  # what lists and arrays of such things consist of beside them


class Text(NamedTuple):
    """Lines to be shown, how many characters there were in all, and whether a line was left out that only named an object."""

    lines: str
    n: int
    dropped: bool

    @property
    def is_cut(self) -> bool:
        return self.n > len(self.lines) and self.n > LONGEST


def readable(text: str) -> Text:
    """The lines of a text that a reader can use, what is unseen in them made visible, and no more than LONGEST characters.

    >>> readable("a\\n[<matplotlib.lines.Line2D at 0x7f0012345678>]").lines
    'a'
    """
    kept, dropped = [], False
    for line in ANSI.sub("", text).rstrip("\n").split("\n"):
        line = without_addresses(line.rstrip("\r").rpartition("\r")[2])  # a terminal writes what follows \r over the line
        dropped |= line is None
        if line is not None:
            kept.append(shown_text(line))
    lines = "\n".join(kept)
    return Text(lines[:LONGEST] if lines.strip() else "", len(lines), dropped)


def without_addresses(line: str) -> str | None:
    """A line without addresses in memory; None where it holds nothing but the names of objects.

    >>> without_addresses("<generator object at 0x7f0012345678>"), without_addresses("f is <function f at 0x7f0012345678>")
    (None, 'f is <function f>')
    >>> without_addresses("<Axes: xlabel='n'>"), without_addresses("a < b at 0x1F600"), without_addresses("[]")
    (None, 'a < b', '[]')
    """
    if "<" not in line:
        return ADDRESS.sub("", line)
    rest = OBJECT.sub("", line)
    if rest != line and not BETWEEN.sub("", rest):
        return None
    return ADDRESS.sub("", NOISE.sub("", line))


def is_drawn(text: str) -> bool:
    """Whether all that a text names is what drawing leaves behind, so that nobody need be told that it is not shown.

    >>> is_drawn("<Axes: >"), is_drawn("<generator object at 0x7f0012345678>")
    (True, False)
    """
    return not BETWEEN.sub("", NOISE.sub("", text))


def shown_text(text: str) -> str:
    r"""The text with control and format characters visible, but for the end of a line, and tabs as spaces.

    >>> shown_text("a\tb\u202ec\nd")
    'a    b\\u202ec\nd'
    """
    return "\n".join(visible(line) for line in text.replace("\t", "    ").split("\n"))
