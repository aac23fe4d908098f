"""A chart of time: lines over months or weeks, one for each series.

A table in, a `figures.Chart` out, as in bars.py. A line has a gap where a value is missing: what is not known is not drawn.
"""

import math
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from ...arguments import table_with
from ..phrases import written
from .bars import EDGE, GAP, legend, legend_lines
from .dots import HEAD, Interval, beyond, intervals_of, reach, with_bounds
from .figures import Chart
from .sheet import MUTED, SERIES, SMALL, Sheet, fitted, label, round_numbers, text_width

HEIGHT = 2.3, 1.9  # inches of the lines' field, on a wide page and on a narrow one
WIDEST = 1.6  # inches from one period to the next
LATE = 0.6  # inches before the last period; a longer line from the end of a series to its name would look like values
LETTERS = 0.165  # inches of a line of letters
APART = 0.05  # inches between the intervals of two series at the same period


class Line(NamedTuple):
    """One series: its values and intervals by period, NaN where there is none."""

    name: str
    values: list[float]
    intervals: list[Interval]


def trend_lines(
    table: pd.DataFrame,
    period: str,
    value: str,
    series: str,
    unit: str,
    *,
    form: str = "rate",
    low: str | None = None,
    high: str | None = None,
) -> Chart:
    """A line for each series over the periods, which stand in their order at even distances; the scale begins at 0.

    There are as many lines as colours, eight; of more series the first ones in the table are drawn, and the picture says so.

    period, value, series : columns; one row per period and series, and a missing value, or no row, is a gap. Periods are sorted as
                            texts ("2024-02", "2024-W07"), those of a categorical column stand in the order of its categories
    low, high             : columns of the bounds of an interval, drawn through the dot; a missing bound draws no line
    """
    table = table_with(table, period, value, series, low, high)
    periods, every = _periods(table[period]), intervals_of(table, low, high)
    lines, empty = _lines(table, period, value, series, periods, every)
    shown, n_more = lines[: len(SERIES)], max(len(lines) - len(SERIES), 0)
    more = f"{n_more:,} more series not drawn" if n_more else ""
    highest = reach([n for line in shown for n in line.values], [ends for line in shown for ends in line.intervals])[1] or 1.0

    def draw(width: float):
        ticks, field = round_numbers(0, highest), HEIGHT[width < 5]
        names = fitted([line.name for line in shown], 0.28 * width, SMALL)
        direct = [label(line.name, 30) for line in shown] == names and _late(shown) * width / max(len(periods), 1) < LATE
        keys = [] if direct else legend_lines([line.name for line in shown], width - 2 * EDGE)
        left, top = EDGE + text_width([text for _, text in ticks], SMALL) + GAP, 0.36 + 0.24 * len(keys)
        right, bottom = width - EDGE - (text_width(names, SMALL) + 2 * GAP if direct else 0), top + field
        step = min((right - left) / max(len(periods), 1), WIDEST)
        sheet, right = Sheet(width, bottom + (0.48 if more else 0.28)), left + step * max(len(periods), 1)
        _scale_up(sheet, [(bottom - field * number / highest, text) for number, text in ticks], left, right, unit)
        sheet.text(EDGE, bottom + 0.36, more, size=SMALL, colour=MUTED)
        _name_periods(sheet, periods, left, step, bottom)
        ends = _draw_all(sheet, shown, (left + step * 0.5, step), (bottom, field / highest), highest)
        if direct:
            _names_at_ends(sheet, names, ends, right, (top, bottom))
        else:
            legend(sheet, keys, [line.name for line in shown], EDGE, 0.22)
        return sheet.figure

    gaps = f"Without a value: {label(', '.join(empty), 200)}" if empty else ""
    words = [f"{unit}. {_in_words(shown, periods, form)}", *(f"{text}." for text in (more, gaps) if text)]
    return Chart(draw, " ".join(words), table[[column for column in (period, series, value, low, high) if column]])


def _periods(values: pd.Series) -> list[str]:
    """The periods in their order."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return [str(category) for category in values.cat.categories]
    return sorted(set(values.astype("str")))


def _lines(
    table: pd.DataFrame, period: str, value: str, series: str, periods: list[str], intervals: list[Interval]
) -> tuple[list[Line], list[str]]:
    """The series in the order of the table, and the names of those without a value."""
    plain = pd.DataFrame({"period": table[period].astype("str"), "series": table[series].astype("str")})
    plain = plain.assign(value=table[value].astype("float64"), bounds=intervals)
    lines, empty = [], []
    for name, rows in plain.groupby("series", sort=False):
        rows = rows.drop_duplicates("period").set_index("period").reindex(periods)
        bounds = [pair if isinstance(pair, tuple) else (math.nan, math.nan) for pair in rows["bounds"]]
        if rows["value"].notna().any():
            lines.append(Line(name, rows["value"].tolist(), bounds))
        else:
            empty.append(name)
    return lines, empty


def _late(lines: list[Line]) -> int:
    """How many periods before the last one the first of the series ends."""
    return max((next(n for n, number in enumerate(line.values[::-1]) if not math.isnan(number)) for line in lines), default=0)


def _scale_up(sheet: Sheet, ticks: list[tuple[float, str]], left: float, right: float, unit: str) -> None:
    """Faint lines at round numbers, the numbers at their left, and the unit above."""
    for y, text in ticks:
        sheet.text(left - GAP / 2, y, text, size=SMALL, colour=MUTED, side="right")
    sheet.lines([(left, y, right, y) for y, _ in ticks], points=0.5)
    sheet.text(EDGE, 0.12, *fitted([unit], sheet.figure.get_size_inches()[0] - 2 * EDGE, SMALL), size=SMALL, colour=MUTED)


def _name_periods(sheet: Sheet, periods: list[str], left: float, step: float, bottom: float) -> None:
    """Names of the periods below the field; of many only every second, third, and so on."""
    texts, width = fitted(periods, 1.2, SMALL), sheet.figure.get_size_inches()[0]
    each = max(1, -int(-(text_width(texts, SMALL) + 0.1) // step)) if periods else 1
    taken = -1.0
    for place in range(0, len(texts), each):
        half = text_width([texts[place]], SMALL) / 2
        x = min(max(left + step * (place + 0.5), half + 0.03), width - half - 0.03)
        if x - half > taken:
            sheet.text(x, bottom + 0.14, texts[place], size=SMALL, colour=MUTED, side="center")
            taken = x + half + 0.08


def _draw_all(
    sheet: Sheet, lines: list[Line], across: tuple[float, float], up: tuple[float, float], highest: float
) -> list[tuple[float, float]]:
    """All series, each in its colour; gives the places of their last values."""
    (start, step), ends = across, []
    for line, colour, shift in zip(lines, SERIES, _shifts(lines, step), strict=False):
        ends.append(_draw(sheet, line, colour, (start + shift, step), up, highest))
    return ends


def _shifts(lines: list[Line], step: float) -> list[float]:
    """How far each series stands beside its period, so that intervals do not cover each other."""
    bounded = any(not math.isnan(bound) for line in lines for pair in line.intervals for bound in pair)
    apart = min(APART, 0.6 * step / max(len(lines), 1)) if bounded else 0.0
    return [apart * (place - (len(lines) - 1) / 2) for place in range(len(lines))]


def _draw(
    sheet: Sheet, line: Line, colour: str, across: tuple[float, float], up: tuple[float, float], highest: float
) -> tuple[float, float]:
    """One series: lines between neighbouring values, dots, intervals; gives the place of its last value."""
    (start, step), (bottom, per_unit) = across, up
    known = [(place, number) for place, number in enumerate(line.values) if not math.isnan(number)]
    spots = [(start + step * place, bottom - per_unit * number) for place, number in known]
    runs = groupby(zip(known, spots, range(len(known)), strict=True), key=lambda found: found[0][0] - found[2])
    curves = [curve for curve in ([spot for _, spot, _ in run] for _, run in runs) if len(curve) > 1]
    if curves:
        sheet.curves(curves, [colour] * len(curves), 1.4)
    strokes = []
    for (place, number), (x, _) in zip(known, spots, strict=True):
        low, high = (number if math.isnan(bound) else bound for bound in line.intervals[place])
        strokes.append(
            (x, bottom - per_unit * max(min(low, number), 0), x, bottom - per_unit * min(max(high, number), highest))
        )
        if high > highest + 1e-9:
            tip = bottom - per_unit * highest - HEAD
            strokes += [(x - HEAD, tip + HEAD, x, tip), (x + HEAD, tip + HEAD, x, tip)]
    if strokes := [stroke for stroke in strokes if stroke[1] != stroke[3]]:
        sheet.lines(strokes, colour=colour, points=1)
    sheet.dots([x for x, _ in spots], [y for _, y in spots], colour, 4.5 if step > 0.14 else 2.6)
    return spots[-1]


def _names_at_ends(
    sheet: Sheet, names: list[str], ends: list[tuple[float, float]], right: float, field: tuple[float, float]
) -> None:
    """The names of the lines at the right, each as near to the height of its end as the others let it, and a thin line between."""
    order = sorted(range(len(ends)), key=lambda row: (ends[row][1], row))
    heights = [ends[row][1] for row in order]
    for place in range(1, len(heights)):
        heights[place] = max(heights[place], heights[place - 1] + LETTERS)
    lowest = field[1] - 0.02
    for place in reversed(range(len(heights))):
        heights[place] = min(heights[place], lowest)
        lowest = heights[place] - LETTERS
    for row, y in zip(order, heights, strict=True):
        sheet.text(right + GAP * 1.5, y, names[row], size=SMALL, colour=SERIES[row])
        sheet.curves([[(ends[row][0] + 0.05, ends[row][1]), (right + GAP, y)]], [SERIES[row]], 0.5)


def _in_words(lines: list[Line], periods: list[str], form: str) -> str:
    words, names, values, intervals = [], [], [], []
    for line in lines:
        texts = with_bounds([written(number, form) for number in line.values], line.intervals, form)
        known = [f"{label(a)} {b}" for a, b, number in zip(periods, texts, line.values, strict=True) if not math.isnan(number)]
        gaps = len(periods) - len(known)
        words.append(
            f"{label(line.name)}: {', '.join(known)}" + (f", none in {gaps:,} of {len(periods):,} periods" if gaps else "")
        )
        names += [f"{line.name} {name}" for name in periods]
        values += line.values
        intervals += line.intervals
    return f"{label('; '.join(words), 1200)}.{beyond(names, values, intervals)}"
