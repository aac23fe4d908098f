"""The paper that charts are drawn on: marks and letters, placed in inches from the upper left corner.

Numbers in, a matplotlib figure out. There are no axes here: a chart knows where its marks stand, and matplotlib's axes, ticks and
spines cost more time than all the marks together (README, Decisions).
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from matplotlib import font_manager
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D

from ...display.records import cut
from ...errors import visible

FONT = "DejaVu Sans"
# fonts with letters that it lacks, of Linux, Windows and macOS; a PNG takes those that the machine has
FURTHER = (
    "Noto Sans CJK JP", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Microsoft YaHei", "Yu Gothic", "Meiryo",
    "PingFang SC", "Hiragino Sans", "Hiragino Sans GB", "Arial Unicode MS", "Noto Sans Thai", "Loma", "Leelawadee UI", "Thonburi",
    "Noto Sans Lao", "Lao Sangam MN", "Noto Sans Khmer", "Khmer Sangam MN", "Noto Sans Myanmar", "Myanmar Text", "Myanmar Sangam MN",
)  # fmt: skip
# inches; the narrow one is what a phone of 390 px leaves for a column
WIDE, NARROW = 7.3, 3.65
POINTS = 72
FINE = 16  # times as large as they are drawn letters are measured too
TEXT_SIZE, SMALL = 9.5, 8.5

PAPER, INK, MUTED, RULE = "#ffffff", "#1b1d20", "#5f6670", "#d9dce0"
ACCENT, SECOND = "#0b62a4", "#a8520a"
# categories, told apart also without colour vision and dark enough for white letters
SERIES = ("#0b62a5", "#a8520b", "#2c7a55", "#7b4ea3", "#5d6773", "#a8324a", "#7a6410", "#3d5a80")
ON_SERIES = "#fffffc"
# a ramp for cells, and the letters on each of its steps
RAMP = ("#f3f6f9", "#dbe7f1", "#b7d0e5", "#83b1d3", "#3577a8", "#175f96")
ON_RAMP = ("#1b1d21", "#1b1d22", "#1b1d23", "#1b1d24", "#fffffd", "#fffffe")

DARK = {
    PAPER: "#15171a", INK: "#e6e4df", MUTED: "#9aa1ab", RULE: "#363b42", ACCENT: "#6fb1e8", SECOND: "#eda468",
    **dict(zip(SERIES, ("#6fb1e9", "#eda469", "#7cc8a0", "#c3a2e6", "#aab4bf", "#f0909f", "#d3bd62", "#9db8dc"), strict=True)),
    **dict(zip(RAMP, ("#1d2126", "#203243", "#224661", "#265f88", "#3a78a8", "#8cc2ea"), strict=True)),
    **dict(zip(ON_RAMP, ("#e6e4df", "#e6e4df", "#f2f1ee", "#ffffff", "#ffffff", "#10151a"), strict=True)),
    ON_SERIES: "#10151a",
}  # fmt: skip

STYLE = {
    "font.family": FONT,
    "text.parse_math": False,  # a dollar sign in an article is a dollar sign
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "none",
    "svg.hashsalt": "parallax",
}


class Sheet:
    """A figure of a given size. Every place is in inches, x from the left edge and y from the upper one.

    The state kept is the figure that is being drawn.
    """

    def __init__(self, width: float, height: float):
        self.figure = Figure(figsize=(width, height))
        self._place = Affine2D().scale(1, -1).translate(0, height) + self.figure.dpi_scale_trans

    def text(
        self, x: float, y: float, text: str, size: float = TEXT_SIZE, colour: str = INK, side: str = "left", turned: int = 0,
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Letters whose middle is at height y; x is their left end, their right end or their centre, as `side` says."""
        self._add(
            Text(
                x, y, text, fontsize=size, color=colour, horizontalalignment=side, rotation=turned, rotation_mode="anchor",
                verticalalignment="center_baseline", fontweight="bold" if bold else "normal",
            )
        )  # fmt: skip

    def boxes(self, boxes: list[tuple[float, float, float, float]], colours: list[str]) -> None:
        """Filled rectangles (x, y, width, height), each in its colour."""
        corners = [((x, y), (x + w, y), (x + w, y + h), (x, y + h)) for x, y, w, h in boxes]
        self._add(PolyCollection(corners, facecolors=colours, edgecolors="none", linewidths=0, zorder=2.5))

    def lines(self, lines: list[tuple[float, float, float, float]], colour: str = RULE, points: float = 0.8) -> None:
        """Straight lines (x, y, x, y) of one colour; `points` is their width."""
        self._add(LineCollection([((a, b), (c, d)) for a, b, c, d in lines], colors=colour, linewidths=points, capstyle="butt"))

    def curves(self, curves: list[list[tuple[float, float]]], colours: list[str], points: float = 1.4) -> None:
        """Lines through any number of places (x, y), each in its colour."""
        self._add(LineCollection(curves, colors=colours, linewidths=points, capstyle="round", joinstyle="round"))

    def shapes(self, corners: list[list[tuple[float, float]]], colours: list[str], opaque: float = 1.0) -> None:
        """Filled shapes, each by its corners (x, y) and in its colour; they lie below boxes and letters."""
        self._add(PolyCollection(corners, facecolors=colours, edgecolors="none", linewidths=0, alpha=opaque, zorder=2))

    def dots(
        self, xs: list[float], ys: list[float], colour: str = ACCENT, points: float = 6, hollow: bool = False, opaque: float = 1.0
    ) -> None:  # fmt: skip
        """Round dots of one colour and width; hollow ones have a rim of the colour, and paper inside."""
        rim = (
            {"markerfacecolor": PAPER, "markeredgecolor": colour, "markeredgewidth": 1.2} if hollow else {"markeredgewidth": 0}
        )
        dots = Line2D(xs, ys, linestyle="none", marker="o", markersize=points, color=colour, alpha=opaque, **rim)
        self._add(dots)

    def scale(self, left: float, right: float, y: float, low: float, high: float, unit: str) -> None:
        """An axis below the marks: a line from left to right, round numbers between low and high, and the unit."""
        self.lines([(left, y, right, y)])
        taken = -1.0  # a number that would run into the one before it is left out
        for number, text in round_numbers(low, high):
            x, half = left + (right - left) * (number - low) / ((high - low) or 1), text_width([text], SMALL) / 2
            if x - half > taken:
                self.text(x, y + 0.12, text, size=SMALL, colour=MUTED, side="center")
                taken = x + half + 0.05
        self.unit((left + right) / 2, y + 0.3, unit)

    def unit(self, x: float, y: float, unit: str) -> None:
        """What the numbers are, centred; moved inwards and cut where it would leave the paper."""
        width = self.figure.get_size_inches()[0]
        (text,) = fitted([unit], width - 0.1, SMALL)
        half = text_width([text], SMALL) / 2
        self.text(min(max(x, half + 0.05), width - half - 0.05), y, text, size=SMALL, colour=MUTED, side="center")

    def _add(self, artist: Text | PolyCollection | LineCollection | Line2D) -> None:
        artist.set_transform(self._place)
        self.figure.add_artist(artist)


def round_numbers(low: float, high: float) -> list[tuple[float, str]]:
    """A few round numbers from low to high, each with its text, for a scale.

    >>> round_numbers(-1, 1)
    [(-1.0, '−1'), (-0.5, '−0.5'), (0.0, '0'), (0.5, '0.5'), (1.0, '1')]
    """
    numbers = MaxNLocator(nbins=4).tick_values(low, high).tolist() if high > low else [float(low)]
    return [(number, plain(number)) for number in numbers if low - 1e-9 <= number <= high + 1e-9]


def plain(number: float) -> str:
    """A number of a scale in as few digits as it has."""
    return f"{number:,.10g}".replace("-", "−")


def label(text: object, longest: int = 42) -> str:
    """Text as it may stand in a figure: what is unseen made visible, cut where it is long."""
    return cut(visible(str(text)), longest)


def fitted(texts: list[object], inches: float, size: float = TEXT_SIZE) -> list[str]:
    """Labels of the texts, each cut to what fits into the given width."""
    labels = [label(text, 90) for text in texts]
    for place, text in enumerate(labels):
        while len(text) > 4 and text_width([text], size) > inches:
            text = cut(text, max(4, int(len(text) * min(0.95, inches / text_width([text], size)))))
        labels[place] = text
    return labels


def text_width(texts: list[str], size: float = TEXT_SIZE) -> float:
    """Width in inches of the widest of the texts, in the font the layout is made for."""
    return max((_width(text, size) for text in texts), default=0.0)


@cache
def _width(text: str, size: float) -> float:
    font = font_manager.get_font(font_manager.findfont(FONT))
    widths = []
    for times in (1, FINE):  # small letters are fitted to whole points where a PNG is made of them, and not by browsers
        font.set_size(size, times * POINTS)
        with any_letter():
            font.set_text(text)
        widths.append(font.get_width_height()[0] / 64 / times / POINTS)
    return max(widths)


def missing_letters(text: str) -> set[str]:
    """The letters of a text that no font of a PNG has on this machine.

    >>> missing_letters("bridge мост")
    set()
    """
    letters = {letter for letter in text if letter.isprintable() and not letter.isascii()}
    for family in _families() if letters else ():
        font = font_manager.get_font(font_manager.findfont(family))
        letters = {letter for letter in letters if not font.get_char_index(ord(letter))}
    return letters


def _families() -> list[str]:
    """The fonts of a PNG, in the order in which they are asked for a letter."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return [FONT, *(name for name in FURTHER if name in installed)]


@contextmanager
def any_letter() -> Iterator[None]:
    """Letters that the layout's font lacks are no fault: the reader's own font has them, and only the PNG shows a box,
    of which the figure's caption warns."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
        yield


def further_fonts(figure: Figure) -> None:
    """Let a PNG take what the layout's font lacks from the fonts of the machine; a browser does so by itself."""
    families = _families()
    for text in figure.findobj(Text):
        if not text.get_text().isascii():
            text.set_fontfamily(families)
