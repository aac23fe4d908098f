"""Charts of dots: a value for each row, and the interval in which it could as well lie.

Tables in, `figures.Chart` out, as in bars.py. An interval is a thin line through its dot; where it reaches so far that all else would
be squeezed, it is cut at REACH times the largest value and ends in an arrowhead.
"""

import math

import pandas as pd

from ...arguments import table_with
from ..phrases import MISSING, written
from .bars import EDGE, GAP, ROW, SCALE, listing, side_heading
from .figures import Chart
from .row_names import row_names, write_names
from .sheet import ACCENT, MUTED, SECOND, SMALL, Sheet, fitted, label, text_width

REACH = 2.5
HEAD = 0.045  # inches of an arrowhead
DOUBLE = 0.36  # inches of a row whose name takes two lines

Interval = tuple[float, float]  # lower and upper bound; NaN where there is none


def ranked_dots(
    table: pd.DataFrame,
    name: str,
    value: str,
    unit: str,
    *,
    form: str = "rate",
    detail: str | None = None,
    low: str | None = None,
    high: str | None = None,
) -> Chart:
    """A dot for each row, on one scale from 0, in the order of the table; a row without a value has none.

    name, value : columns of the label and of the number
    unit        : what the number is, as a reader should see it below the scale
    detail      : a column of short texts for the right edge, such as "4 articles"; left out where there is no room
    low, high   : columns of the bounds of an interval, drawn through the dot; a missing bound draws no line
    """
    table = table_with(table, name, value, detail, low, high)
    names, details = [str(text) for text in table[name]], [label(text) for text in table[detail]] if detail else []
    values, intervals = table[value].astype("float64").tolist(), intervals_of(table, low, high)
    numbers = [written(number, form) for number in values]

    def draw(width: float):
        labels = row_names(names, 0.42 * width)
        row = ROW if max(map(len, labels.lines), default=1) == 1 else DOUBLE
        left, bottom = GAP + labels.width(), row * max(len(names), 1) + EDGE
        room = text_width(numbers, SMALL) + GAP + (text_width(details, SMALL) + GAP if details and width > 5 else EDGE)
        right, highest = width - room, reach(values, intervals)[1] or 1
        right -= HEAD if any(bound > highest for _, bound in intervals) else 0  # the number stands behind the arrowhead
        sheet, ys = Sheet(width, bottom + SCALE), [EDGE + row * (place + 0.5) for place in range(len(names))]
        xs = [left + (right - left) * (0 if math.isnan(number) else number) / highest for number in values]
        sheet.lines([(left, y, x, y) for x, y in zip(xs, ys, strict=True)], points=1.4)
        ends = draw_intervals(sheet, xs, ys, intervals, (left, right, 0, highest), [ACCENT] * len(xs))
        known = [place for place, number in enumerate(values) if not math.isnan(number)]
        sheet.dots([xs[place] for place in known], [ys[place] for place in known])
        write_names(sheet, labels, left - GAP / 2, ys)
        for end, y, number in zip(ends, ys, numbers, strict=True):
            sheet.text(end + GAP * 0.8, y, number, size=SMALL)
        for y, text in zip(ys, details, strict=False) if width > 5 else ():
            sheet.text(width - EDGE, y, text, size=SMALL, colour=MUTED, side="right")
        sheet.scale(left, right, bottom, 0, highest, unit)
        return sheet.figure

    words = listing(names, with_bounds(numbers, intervals, form))
    data = table[[column for column in (name, value, low, high, detail) if column]]
    return Chart(draw, f"{unit}, ranked: {words}.{beyond(names, values, intervals)}", data)


def signed_dots(
    table: pd.DataFrame,
    name: str,
    value: str,
    low: str,
    high: str,
    unit: str,
    positive: str,
    negative: str,
    *,
    numbers: str | None = None,
    form: str = "rate",
) -> Chart:
    """A dot for each row with its interval, to the right of a zero line for positive and to the left for negative values.

    Rows stand in the order of the table. A dot without an interval is hollow: how sure its value is, is not known.

    name, value        : columns of the label and of the effect, such as a log2 ratio
    low, high          : columns of the bounds of its interval; a missing bound draws no line
    positive, negative : what a dot on that side says, such as "more in BelTA"
    numbers            : a column of short texts for the right edge; by default the value
    """
    table = table_with(table, name, value, low, high, numbers)
    names, values = [str(text) for text in table[name]], table[value].astype("float64").tolist()
    intervals = intervals_of(table, low, high)
    texts = [str(text) for text in table[numbers]] if numbers else [written(number, form) for number in values]
    sides = [(positive, [number >= 0 for number in values]), (negative, [number < 0 for number in values])]

    def draw(width: float):
        labels, marks, top = fitted(names, 0.36 * width), fitted(texts, 0.28 * width, SMALL), 0.32
        bottom = top + ROW * max(len(labels), 1)
        left, right = text_width(labels) + GAP + EDGE, width - text_width(marks, SMALL) - GAP - EDGE
        lowest, highest = _two_sided(*reach(values, intervals), *(any(chosen) for _, chosen in sides))
        sheet, per_unit = Sheet(width, bottom + SCALE), (right - left) / (highest - lowest)
        zero, ys = left - per_unit * lowest, [top + ROW * (row + 0.5) for row in range(len(labels))]
        sheet.lines([(left, y, right, y) for y in ys], points=0.6)
        sheet.lines([(zero, top, zero, bottom)], colour=MUTED)
        _signed_marks(sheet, values, intervals, zero, ys, (left, right, lowest, highest))
        for y, text, mark in zip(ys, labels, marks, strict=True):
            sheet.text(left - GAP, y, text, side="right")
            sheet.text(width - EDGE, y, mark, size=SMALL, side="right")
        _side_headings(sheet, zero, top - 0.14, *(side if any(chosen) else None for side, chosen in sides))
        sheet.scale(left, right, bottom, lowest, highest, unit)
        return sheet.figure

    bounded = with_bounds([written(number, form) for number in values], intervals, form)
    data = table[[column for column in (name, value, low, high, numbers) if column]]
    return Chart(draw, f"{unit}. {_sides_in_words(sides, names, bounded)}.{beyond(names, values, intervals)}", data)


def _sides_in_words(sides: list[tuple[str, list[bool]]], names: list[str], numbers: list[str]) -> str:
    parts = []
    for side, chosen in sides:
        if any(chosen):
            own = [row for row, up in enumerate(chosen) if up]
            parts.append(f"{side}: {listing([names[row] for row in own], [numbers[row] for row in own])}")
    return "; ".join(parts)


def _two_sided(lowest: float, highest: float, up: bool, down: bool) -> tuple[float, float]:
    """A scale on which each side that has rows is wide enough for its heading."""
    return min(lowest, -0.3 * highest if down else 0), max(highest, -0.3 * lowest if up else 0) or (0 if lowest else 1)


def _side_headings(sheet: Sheet, zero: float, y: float, positive: str | None, negative: str | None) -> None:
    """What the sides of the zero line say, each in its colour; None for a side without rows."""
    if negative is not None:
        sheet.text(zero - 0.1, y, f"← {side_heading(negative, zero - 0.35)}", SMALL, SECOND, "right")
    if positive is not None:
        room = sheet.figure.get_size_inches()[0] - zero - 0.35
        sheet.text(zero + 0.1, y, f"{side_heading(positive, room)} →", SMALL, ACCENT)


def _signed_marks(sheet: Sheet, values: list[float], intervals: list[Interval], zero: float, ys: list[float], scale: tuple):
    """Intervals and dots of both sides; hollow where both bounds are missing."""
    left, right, lowest, highest = scale
    xs = [zero + (right - left) / (highest - lowest) * (0 if math.isnan(number) else number) for number in values]
    draw_intervals(sheet, xs, ys, intervals, scale, [ACCENT if number >= 0 else SECOND for number in values])
    rows = list(zip(xs, ys, values, intervals, strict=True))
    for colour, up in ((ACCENT, True), (SECOND, False)):
        for hollow in (False, True):
            own = [
                (x, y)
                for x, y, number, bounds in rows
                if not math.isnan(number) and (number >= 0) == up and all(map(math.isnan, bounds)) == hollow
            ]
            if own:
                sheet.dots([x for x, _ in own], [y for _, y in own], colour, 5 if hollow else 6, hollow)


def intervals_of(table: pd.DataFrame, low: str | None, high: str | None) -> list[Interval]:
    """The bounds of each row; NaN where there is none."""
    sides = [table[side].astype("float64").tolist() if side else [math.nan] * len(table) for side in (low, high)]
    return list(zip(*sides, strict=True))


def reach(values: list[float], intervals: list[Interval]) -> tuple[float, float]:
    """Lowest and highest number of a scale that holds 0, all values and the bounds, these at most to REACH times the largest value.

    >>> reach([1.0, -2.0], [(0.5, 900.0), (-4.0, math.nan)])
    (-4.0, 5.0)
    """
    known = [number for number in values if not math.isnan(number)]
    most = REACH * max(map(abs, known), default=0) or math.inf
    bounds = [min(max(bound, -most), most) for pair in intervals for bound in pair if not math.isnan(bound)]
    return min([0.0, *known, *bounds]), max([0.0, *known, *bounds])


def draw_intervals(
    sheet: Sheet, xs: list[float], ys: list[float], intervals: list[Interval], scale: tuple, colours: list[str]
) -> list[float]:
    """A thin line through each dot from bound to bound, with an arrowhead where the scale ends first; gives where each row's marks end.

    scale : left and right in inches, and the numbers that stand there
    """
    left, right, lowest, highest = scale
    per_unit, lines, ends = (right - left) / (highest - lowest), {ACCENT: [], SECOND: []}, []
    for x, y, bounds, colour in zip(xs, ys, intervals, colours, strict=True):
        places = [x if math.isnan(bound) else left + per_unit * (bound - lowest) for bound in bounds]
        start, end = max(min(places[0], x), left), min(max(places[1], x), right)
        own = [(start, y, end, y)] if end > start else []
        if places[1] > right + 1e-9:
            own += [(right, y - HEAD, right + HEAD, y), (right, y + HEAD, right + HEAD, y)]
            end = right + HEAD
        if places[0] < left - 1e-9 and lowest < 0:
            own += [(left, y - HEAD, left - HEAD, y), (left, y + HEAD, left - HEAD, y)]
        lines[colour] += own
        ends.append(end)
    for colour, own in lines.items():
        if own:
            sheet.lines(own, colour=colour, points=1.2)
    return ends


def with_bounds(numbers: list[str], intervals: list[Interval], form: str) -> list[str]:
    """The written numbers, each followed by its interval where it has one."""
    texts = []
    for number, bounds in zip(numbers, intervals, strict=True):
        low, high = (written(bound, form) for bound in bounds)
        texts.append(number if (low, high) == (MISSING, MISSING) else f"{number} ({low} to {high})")
    return texts


def beyond(names: list[str], values: list[float], intervals: list[Interval]) -> str:
    """What the picture does not show: whose interval is cut."""
    lowest, highest = reach(values, intervals)
    cut = [name for name, (low, high) in zip(names, intervals, strict=True) if high > highest or (low < lowest and lowest < 0)]
    if not cut:
        return ""
    return f" Cut where the scale ends, with an arrowhead: the interval of {', '.join(label(name) for name in cut)}."
