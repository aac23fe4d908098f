"""Grids of cells: what is written in each, in which shade, and what stands above the columns.

Tables in, marks on a `figures_sheet.Sheet` out; heat_map and cluster_map are made of these. A number that has no room is written
shorter, and where that does not help the shade alone is left: a number never runs into its neighbour.
"""

import textwrap
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..phrases import MISSING, written
from .bars import EDGE, GAP
from .row_names import Names, row_names, write_names
from .sheet import MUTED, ON_RAMP, PAPER, RAMP, SECOND, SMALL, Sheet, fitted, label, text_width

CELL, TALL, FLAT = 0.32, 0.44, 0.22  # inches of a row, of one with two numbers, and of one without any
TINY = 7.5
EDGED = 0.045  # inches of the edge of a cell beyond the scale
NAMES = (0.27, 0.42)  # least and most of the width that the names of the rows may take
SPARE = 0.06  # inches between a number and its neighbour
FEWEST = 12  # values from which on one can be said to lie far out
BEYOND = 1.5  # times the end of the scale that a value has to reach before the scale ends below it
UPRIGHT = 0.17  # inches between two headings that are turned
UNIT = 0.17  # inches of a line that says what the numbers are
# what a number may become where it has no room, by its form: digits behind the point, and what follows
SHORTER = {"number": ((2, ""), (1, "")), "rate": ((1, ""), (0, "")), "share": ((0, " %"),)}


class Grid(NamedTuple):
    """Values by row and column, NaN where there is none; `most` has the darkest shade. `second` is written in small beside them."""

    rows: list[str]
    columns: list[str]
    values: np.ndarray
    form: str
    most: float
    second: np.ndarray | None = None
    second_form: str = "count"

    @property
    def beyond(self) -> np.ndarray:
        """Which values lie beyond the darkest shade."""
        return np.nan_to_num(self.values, nan=-np.inf) > self.most * (1 + 1e-9)

    def scale_said(self) -> list[str]:
        """A line on the values beyond the darkest shade; none where there is none."""
        if not self.beyond.any():
            return []
        end, highest = written(self.most, self.form), written(float(np.nanmax(self.values)), self.form)
        return [f"edged: above {end}, up to {highest}"]

    def in_words(self) -> str:
        """All rows with their values."""
        heads = [label(text) for text in self.columns]
        lines = []
        for row, name in enumerate(self.rows):
            texts = [written(number, self.form) for number in self.values[row].tolist()]
            if self.second is not None:
                more = [written(number, self.second_form) for number in self.second[row].tolist()]
                texts = [f"{text} ({other})" for text, other in zip(texts, more, strict=True)]
            lines.append(f"{label(name)}: " + ", ".join(f"{head} {text}" for head, text in zip(heads, texts, strict=True)))
        return label("; ".join(lines), 1200)


class Writing(NamedTuple):
    """What stands in the cells, row by row; `small` stands beside `large`, or `below` it, or alone."""

    large: list[str]
    small: list[str]
    below: bool = False

    @property
    def height(self) -> float:
        """Inches of a row."""
        return TALL if self.below else CELL if any(self.large) or self.small else FLAT

    def explained(self, width: float, unit: str, second: str, most: str) -> list[str]:
        """Lines below the grid that say what the numbers are."""
        if not self.small:
            return [unit] if any(self.large) else [unit, f"darkest: {most}"]
        if not any(self.large):
            return [f"shade: {unit}", f"number: {second}"]
        if self.below:
            return [unit, f"below it: {second}"]
        together = f"{unit} · {second}"
        return [together] if text_width([together], SMALL) < width - 0.1 else [unit, f"· {second}"]


def scale_end(values: np.ndarray) -> float:
    """The value of the darkest shade: the highest, unless few values lie so far out that all others would look alike.

    Far out is what lies beyond three times the distance of the quartiles above the upper one, of the values above 0; the scale then
    ends at the highest value that does not. A group of few words has such values by chance.

    Source: Tukey 1977, Exploratory Data Analysis (outer fence).

    >>> scale_end(np.array([1.0, 2, 3] * 10 + [50])), scale_end(np.array([1.0, 2, 3, 50]))
    (3.0, 50.0)
    """
    known = values[np.isfinite(values)]
    above = known[known > 0]
    if len(above) < FEWEST:
        return float(known.max()) if len(known) else 1.0
    low, high = np.quantile(above, (0.25, 0.75)).tolist()
    end = float(above[above <= high + 3 * (high - low)].max())
    return end if above.max() > BEYOND * end else float(above.max())


def pivoted(plain: pd.DataFrame, value: str, rows: list[str], columns: list[str], absent: float) -> np.ndarray:
    """Values of a table with the columns `row` and `column` as a grid, cells without a row in the table being `absent`."""
    grid = plain.pivot_table(index="row", columns="column", values=value, fill_value=absent)
    return grid.reindex(index=rows, columns=columns).fillna(absent).to_numpy(dtype=float)


class Heads(NamedTuple):
    """What stands above the columns: lines, the inches they need, their angle, and how far every second one is raised, with a line
    that leads to it."""

    lines: list[list[str]]
    height: float
    turned: int = 0
    raised: float = 0.0


class Layout(NamedTuple):
    """Where a grid stands: its left and upper edge and the width of a column in inches, and all that is written."""

    left: float
    top: float
    across: float
    names: Names
    heads: Heads
    words: Writing

    @property
    def height(self) -> float:
        """Inches of a row: what its numbers need, or its name."""
        return max(self.words.height, CELL if self.names.most_lines() > 1 else 0)

    @property
    def bottom(self) -> float:
        """Lower edge of the cells, in inches."""
        return self.top + self.height * len(self.names.lines)


def lay_out(grid: Grid, width: float, least: float = 0.0) -> Layout:
    """Find the places for a grid of this width, its cells at least `least` inches from the left."""
    names = row_names(grid.rows, _name_room(grid, width))
    left = max(least, GAP + names.width())
    across = (width - left - EDGE) / max(len(grid.columns), 1)
    heads = _column_heads(grid.columns, across)
    return Layout(left, heads.height, across, names, heads, _writing(grid, across))


def _name_room(grid: Grid, width: float) -> float:
    """Inches that the names of the rows may take: as many as leave the cells the fullest writing."""

    def written_with(part: float) -> Writing:
        return _writing(grid, (width - part * width - GAP - EDGE) / max(len(grid.columns), 1))

    least, most = NAMES
    fullest = written_with(least)
    return width * next((part for part in np.linspace(most, least, 6).tolist() if written_with(part) == fullest), least)


def _writing(grid: Grid, across: float) -> Writing:
    """The fullest writing of a grid's numbers that fits into cells of this width."""
    room, variants = across - SPARE, _variants(grid)
    if grid.second is None:
        texts = next((texts for texts in variants if text_width(texts, SMALL) <= room), [""] * grid.values.size)
        return Writing(texts, [])
    small = [written(number, grid.second_form) for number in grid.second.ravel().tolist()]
    if text_width(small, TINY) > room:
        return Writing([""] * grid.values.size, [])
    beside = [f"· {text}" for text in small]
    for texts in variants:
        if max(map(_pair_width, texts, beside), default=0) <= room:
            return Writing(texts, beside)
    for texts in variants:
        if text_width(texts, SMALL) <= room:
            return Writing(texts, small, below=True)
    return Writing([""] * grid.values.size, small)


def _variants(grid: Grid) -> list[list[str]]:
    """The numbers of a grid as texts, ever shorter; what would become 0 and is not is written as less than the smallest step."""
    values = grid.values.ravel()
    found = [[written(number, grid.form) for number in values.tolist()]]
    for digits, follows in SHORTER.get(grid.form, ()):
        scaled, step = values * (100 if grid.form == "share" else 1), f"{10**-digits:.{digits}f}"
        texts = [
            MISSING if np.isnan(number)
            else f"{number:,.{digits}f}" if round(number, digits) or not number
            else f"<{step}" if number > 0
            else f">-{step}"
            for number in scaled.tolist()
        ]  # fmt: skip
        found.append([text if text == MISSING else f"{text}{follows}".replace("-", "−") for text in texts])
    return found


def _pair_width(large: str, small: str) -> float:
    return text_width([large], SMALL) + SPARE + text_width([small], TINY)


def _column_heads(columns: list[str], across: float) -> Heads:
    """Headings that fit above their columns, as lines, or turned; turned ones of narrow columns stand in two rows."""
    for width in (14, 12, 10, 8):
        wrapped = [textwrap.wrap(label(text, 30), width, break_long_words=False) for text in columns]
        if text_width([line for lines in wrapped for line in lines], SMALL) < across - 0.04:
            return Heads(wrapped, 0.16 * max((len(lines) for lines in wrapped), default=1) + 0.1)
    upright = fitted([label(text, 22) for text in columns], 1.6, SMALL)
    each = -int(-UPRIGHT // across)  # columns of which one is as wide as a letter is high
    high = text_width(upright, SMALL) + 0.1
    kept = each if each > 2 else 1  # of columns that are narrower still only some can be named
    lines = [[text] if place % kept == 0 else [] for place, text in enumerate(upright)]
    return Heads(lines, high * min(each, 2) + 0.1, 90, high if each == 2 else 0)


def draw_grid(sheet: Sheet, grid: Grid, layout: Layout) -> None:
    """All cells with what is written in them, the names of the rows and the headings of the columns."""
    left, top, across, names, heads, _ = layout
    leaders = []
    for place, lines in enumerate(heads.lines):
        up = heads.raised * (place % 2)
        for number, head in enumerate(reversed(lines)):
            x, y = left + across * (place + 0.5), top - 0.1 - 0.16 * number - up
            sheet.text(x, y, head, size=SMALL, colour=MUTED, side="left" if heads.turned else "center", turned=heads.turned)
        if up:
            leaders.append((left + across * (place + 0.5), top - 0.03, left + across * (place + 0.5), top - up - 0.05))
    if leaders:
        sheet.lines(leaders, points=0.6)
    write_names(sheet, names, left - GAP / 2, [top + layout.height * (down + 0.5) for down in range(len(names.lines))])
    _draw_cells(sheet, grid, layout)


def _draw_cells(sheet: Sheet, grid: Grid, layout: Layout) -> None:
    """All cells with what is written in them."""
    left, top, across, words, height = layout.left, layout.top, layout.across, layout.words, layout.height
    gap = min(0.02, 0.1 * across)
    boxes, colours, edges = [], [], []
    for place, ((down, beside), value) in enumerate(np.ndenumerate(grid.values)):
        step = 0 if np.isnan(value) or not grid.most else max(0, min(int(len(RAMP) * value / grid.most), len(RAMP) - 1))
        x, y = left + across * beside, top + height * down
        boxes.append((x + gap, y + 0.015, across - 2 * gap, height - 0.03))
        colours.append(PAPER if np.isnan(value) else RAMP[step])
        if grid.beyond[down, beside]:
            edges.append((x + gap, y + 0.015, across - 2 * gap, EDGED))
        ink = MUTED if np.isnan(value) else ON_RAMP[step]
        small = words.small[place] if words.small and not (np.isnan(value) and words.large[place]) else ""
        _write(sheet, words.large[place], small, words.below, (x + across / 2, y + height / 2), ink)
    if boxes:
        sheet.boxes(boxes + edges, colours + [SECOND] * len(edges))


def _write(sheet: Sheet, large: str, small: str, below: bool, middle: tuple[float, float], ink: str) -> None:
    x, y = middle
    if large and small and not below:
        start = x - _pair_width(large, small) / 2
        sheet.text(start, y, large, size=SMALL, colour=ink)
        sheet.text(start + text_width([large], SMALL) + SPARE, y, small, size=TINY, colour=ink)
    elif large and small:
        sheet.text(x, y - 0.08, large, size=SMALL, colour=ink, side="center")
        sheet.text(x, y + 0.09, small, size=TINY, colour=ink, side="center")
    elif large or small:
        sheet.text(x, y, large or small, size=SMALL if large else TINY, colour=ink, side="center")
