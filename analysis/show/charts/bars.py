"""Charts of bars: in two directions, and made of parts.

Each takes a table and gives a `figures.Chart`, which draws itself for the width it is given and says in words what it shows. Values
stand beside their marks, so that no figure needs a grid to be read.
"""

from typing import NamedTuple

import pandas as pd

from ...arguments import table_with
from ..phrases import written
from .figures import Chart
from .row_names import row_names, write_names
from .sheet import ACCENT, INK, MUTED, ON_SERIES, SECOND, SERIES, SMALL, Sheet, fitted, label, text_width

ROW = 0.27  # inches
GAP = 0.12
EDGE = 0.08
SCALE = 0.45  # height of a scale with its unit


def signed_bars(
    table: pd.DataFrame, name: str, value: str, unit: str, positive: str, negative: str, *, form: str = "rate"
) -> Chart:
    """A bar for each row, to the right for positive and to the left for negative values, in the order of the table.

    positive, negative : what a bar to that side says, such as "more in BelTA"
    """
    table = table_with(table, name, value)
    names = [str(text) for text in table[name]]
    values = table[value].astype("float64").tolist()
    numbers = [written(number, form) for number in values]

    def draw(width: float):
        labels = fitted(names, 0.3 * width)
        middle, per_unit = _two_sided(values, labels, numbers, width - 2 * EDGE)
        middle += EDGE
        heads = _Heads(
            *(side if any((n >= 0) == up for n in values) else "" for side, up in ((positive, True), (negative, False)))
        )
        top = heads.height(middle, width)
        bottom = top + ROW * max(len(labels), 1)
        sheet = Sheet(width, bottom + SCALE)
        ends = [middle + per_unit * number for number in values]
        sheet.boxes(
            [(min(middle, end), top + ROW * (row + 0.19), abs(end - middle), ROW * 0.62) for row, end in enumerate(ends)],
            [ACCENT if number >= 0 else SECOND for number in values],
        )
        for row, (end, text, number) in enumerate(zip(ends, labels, numbers, strict=True)):
            y, outwards = top + ROW * (row + 0.5), 1 if values[row] >= 0 else -1
            sheet.text(end + outwards * 0.06, y, number, size=SMALL, side="left" if outwards > 0 else "right")
            sheet.text(middle - outwards * 0.07, y, text, side="right" if outwards > 0 else "left")
        sheet.lines([(middle, top, middle, bottom)], colour=MUTED)
        heads.write(sheet, middle, width, top)
        low, high = min(0, *values, 0), max(0, *values, 0)
        sheet.scale(middle + per_unit * low, middle + per_unit * high, bottom, low, high, unit)
        return sheet.figure

    more, less = ([(a, b) for a, b, c in zip(names, numbers, values, strict=True) if (c >= 0) == up] for up in (True, False))
    words = "; ".join(
        f"{side}: {listing([a for a, _ in pairs], [b for _, b in pairs])}"
        for side, pairs in ((positive, more), (negative, less))
        if pairs
    )
    return Chart(draw, f"{unit}. {words}.", table[[name, value]])


def _two_sided(values: list[float], labels: list[str], numbers: list[str], width: float) -> tuple[float, float]:
    """Where zero stands, and inches per unit, so that bars, their numbers and the labels on their other side fit the width."""
    number = text_width(numbers, SMALL) + GAP
    over = [
        text_width([text for text, value in zip(labels, values, strict=True) if (value >= 0) == up]) + GAP
        for up in (True, False)
    ]
    left, right = max((-value for value in values), default=0), max(values, default=0)
    left, right = max(left, 0), max(right, 0) or 1
    per_unit = (width - number - (number if left else 0)) / (left + right)
    # a side too short for the labels that stand on it gets their width, and the other one the rest
    if left * per_unit + (number if left else 0) < over[0]:
        per_unit = (width - over[0] - number) / right
        return over[0], min(per_unit, (over[0] - number) / left) if left else per_unit
    if right * per_unit + number < over[1]:
        per_unit = (width - over[1] - number) / left
        return width - over[1], min(per_unit, (over[1] - number) / right)
    return left * per_unit + (number if left else 0), per_unit


class _Heads(NamedTuple):
    """What the two sides of a chart say; "" for a side without rows."""

    positive: str
    negative: str

    def crowded(self, middle: float, width: float) -> bool:
        """Whether one of them has no room on its side of the middle, even in short."""
        sides = ((self.positive, width - middle), (self.negative, middle))
        return any(text_width([text.removeprefix("more in ")], SMALL) > room - 0.35 for text, room in sides)

    def height(self, middle: float, width: float) -> float:
        """Inches above the bars: of one line, or of one for each heading."""
        return 0.5 if self.crowded(middle, width) else 0.32

    def write(self, sheet: Sheet, middle: float, width: float, top: float) -> None:
        """Write each beside the middle, or, where one has no room there, from the edge of the paper on."""
        crowded, y = self.crowded(middle, width), top - 0.14
        if self.negative:
            x, side, room = (EDGE, "left", width - 0.35) if crowded else (middle - 0.1, "right", middle - 0.35)
            sheet.text(x, y, f"← {side_heading(self.negative, room)}", SMALL, SECOND, side)
        if self.positive:
            x, side, room = (width - EDGE, "right", width - 0.35) if crowded else (middle + 0.1, "left", width - middle - 0.35)
            sheet.text(x, y - 0.18 * crowded, f"{side_heading(self.positive, room)} →", SMALL, ACCENT, side)


def side_heading(text: str, room: float) -> str:
    """The heading of one side, shortened where there is little room."""
    return fitted([text if text_width([text], SMALL) < room else text.removeprefix("more in ")], room, SMALL)[0]


def part_bars(
    table: pd.DataFrame,
    name: str,
    part: str,
    value: str,
    unit: str,
    *,
    whole: bool = True,
    ranked: bool = True,
    empty: str = "none",
) -> Chart:
    """A bar for each name, made of its parts; each part carries its number, and its name where there is room.

    name, part, value : columns of the bar, of the part and of its count; parts that are 0 everywhere are left out
    whole             : True draws parts as shares of their bar, False draws counts
    ranked            : True puts the parts with the highest sum first, False keeps the order of the table. Where there are more
                        parts than colours, the last ones are drawn together as "others"
    empty             : what to write where a bar has no part
    """
    table = table_with(table, name, part, value)
    counts = _crossed(table, name, part, value, ranked)
    bars, parts, numbers = list(counts.index), list(counts.columns), counts.to_numpy(dtype=float).tolist()
    sums = [sum(row) for row in numbers]

    def draw(width: float):
        names = row_names(bars, 0.35 * width)
        left, right = names.width() + GAP, width - 0.2
        lines = legend_lines(parts, right - left)
        top, height = 0.24 * len(lines) + EDGE, 0.34
        sheet, widest = Sheet(width, top + height * max(len(bars), 1) + SCALE), 100 if whole else max(sums, default=0) or 1
        for row, (own, total) in enumerate(zip(numbers, sums, strict=True)):
            y = top + height * (row + 0.5)
            if total:
                per_unit = (right - left) / widest * (100 / total if whole else 1)
                _bar(sheet, left, y, 0.68 * height, parts, [per_unit * number for number in own], own)
            else:
                sheet.text(left + 0.06, y, empty, size=SMALL)
        write_names(sheet, names, left - GAP / 2, [top + height * (row + 0.5) for row in range(len(bars))])
        legend(sheet, lines, parts, left)
        sheet.scale(left, right, top + height * max(len(bars), 1), 0, widest, unit)
        return sheet.figure

    words = "; ".join(
        f"{bar}: " + (", ".join(f"{column} {n:,.0f}" for column, n in zip(parts, own, strict=True) if n) or empty)
        for bar, own in zip(bars, numbers, strict=True)
    )
    return Chart(draw, f"{unit}. {label(words, 900)}.", table[[name, part, value]])


def _bar(sheet: Sheet, x: float, y: float, height: float, parts: list[str], lengths: list[float], numbers: list[float]) -> None:
    """One bar from x on, its middle at height y, each part with what fits into it."""
    boxes = []
    for part, length, number in zip(parts, lengths, numbers, strict=True):
        boxes.append((x, y - height / 2, length, height))
        if text := _fitting(part, number, length):
            sheet.text(x + length / 2, y, text, size=SMALL, colour=ON_SERIES, side="center")
        x += length
    sheet.boxes(boxes, list(SERIES[: len(parts)]))


def listing(labels: list[str], numbers: list[str], top: int = 12) -> str:
    """Labels with their numbers as a sentence has them."""
    pairs = [f"{label(text)} {number}" for text, number in zip(labels, numbers, strict=True)]
    return ", ".join(pairs[:top]) + (f", and {len(pairs) - top} more" if len(pairs) > top else "")


def _crossed(table: pd.DataFrame, name: str, part: str, value: str, ranked: bool) -> pd.DataFrame:
    """Counts with a row per bar and a column per part, at most as many as there are colours."""
    plain = pd.DataFrame({"name": table[name].astype("str"), "part": table[part].astype("str"), "value": table[value]})
    counts = plain.pivot_table(index="name", columns="part", values="value", aggfunc="sum", fill_value=0)
    counts = counts.reindex(index=pd.unique(plain["name"]), columns=pd.unique(plain["part"]))
    counts = counts.loc[:, counts.sum() > 0]
    if ranked:
        counts = counts[counts.sum().sort_values(ascending=False, kind="stable").index]
    if len(counts.columns) > len(SERIES):
        shown = counts.iloc[:, : len(SERIES) - 1]
        counts = shown.assign(others=counts.sum(axis="columns") - shown.sum(axis="columns"))
    return counts


def _fitting(part: str, count: float, inches: float) -> str:
    """What fits into a part of a bar: name and number, the number, or nothing."""
    number = f"{count:,.0f}"
    for text in (f"{label(part, 30)} {number}", number):
        if count and text_width([text], SMALL) + 0.08 < inches:
            return text
    return ""


def legend_lines(parts: list[str], width: float) -> list[list[int]]:
    """Numbers of the parts, put into lines that fit the width."""
    lines: list[list[int]] = [[]]
    used = 0.0
    for number, part in enumerate(parts):
        needed = text_width([label(part, 30)], SMALL) + 0.32
        if lines[-1] and used + needed > width:
            lines.append([])
            used = 0.0
        lines[-1].append(number)
        used += needed
    return lines


def legend(sheet: Sheet, lines: list[list[int]], parts: list[str], left: float, top: float = EDGE) -> None:
    """The colours of the parts with their names, in the lines of `legend_lines`, 0.24 inches each from `top`."""
    boxes, colours = [], []
    for down, line in enumerate(lines):
        x, y = left, top + 0.24 * (down + 0.4)
        for number in line:
            boxes.append((x, y - 0.05, 0.1, 0.1))
            colours.append(SERIES[number])
            (text,) = fitted([label(parts[number], 30)], sheet.figure.get_size_inches()[0] - x - 0.2, SMALL)
            sheet.text(x + 0.15, y, text, size=SMALL, colour=INK)
            x += text_width([text], SMALL) + 0.32
    if boxes:
        sheet.boxes(boxes, colours)
