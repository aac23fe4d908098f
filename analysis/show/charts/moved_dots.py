"""A chart of what moved: where each row stood, where it stands now, and how far it could as well have moved.

A table in, a `figures.Chart` out, as in dots.py. A hollow dot is before, a full one now; the thin line is the interval of the move,
laid from where the row stood.
"""

import pandas as pd

from ...arguments import table_with
from ..phrases import written
from .bars import EDGE, GAP, ROW, SCALE, listing
from .dots import HEAD, beyond, draw_intervals, reach, with_bounds
from .figures import Chart
from .row_names import row_names, write_names
from .sheet import ACCENT, MUTED, SECOND, SMALL, Sheet, text_width

HEADING = 0.3  # inches above the rows, which say what the dots are
DOUBLE = 0.36  # inches of a row whose name takes two lines


def dumbbells(
    table: pd.DataFrame,
    name: str,
    before: str,
    now: str,
    low: str,
    high: str,
    unit: str,
    was: str,
    is_now: str,
    *,
    form: str = "rate",
) -> Chart:
    """Two dots for each row, on one scale from 0, in the order of the table.

    name, before, now : columns of the label and of the two numbers
    low, high         : columns of the bounds of their difference (now − before); a missing bound draws no line
    unit              : what the numbers are, as a reader should see it below the scale
    was, is_now       : what the hollow and the full dot are, such as "earlier articles"
    """
    table = table_with(table, name, before, now, low, high)
    names = [str(text) for text in table[name]]
    old, new = (table[column].astype("float64").tolist() for column in (before, now))
    moved = [(a + x, a + y) for a, x, y in zip(old, table[low].astype(float), table[high].astype(float), strict=True)]
    intervals = [(max(a, 0.0), b) for a, b in moved]
    numbers = [f"{written(a, form)} → {written(b, form)}" for a, b in zip(old, new, strict=True)]

    def draw(width: float):
        labels = row_names(names, 0.36 * width)
        row = ROW if max(map(len, labels.lines), default=1) == 1 else DOUBLE
        left, top = GAP + labels.width(), HEADING
        bottom = top + row * max(len(names), 1)
        highest = reach([*old, *new], intervals)[1] or 1
        right = width - text_width(numbers, SMALL) - 2 * GAP - HEAD
        sheet, ys = Sheet(width, bottom + SCALE), [top + row * (place + 0.5) for place in range(len(names))]
        sheet.lines([(left, y, right, y) for y in ys], points=0.6)
        starts, ends = ([left + (right - left) * number / highest for number in side] for side in (old, new))
        colours = [ACCENT if b >= a else SECOND for a, b in zip(old, new, strict=True)]
        draw_intervals(sheet, ends, ys, intervals, (left, right, 0, highest), colours)
        _joined(sheet, starts, ends, ys, [b >= a for a, b in zip(old, new, strict=True)])
        write_names(sheet, labels, left - GAP / 2, ys)
        for y, text in zip(ys, numbers, strict=True):
            sheet.text(width - EDGE, y, text, size=SMALL, side="right")
        _explain(sheet, was, is_now)
        sheet.scale(left, right, bottom, 0, highest, unit)
        return sheet.figure

    bounds = list(zip(table[low].astype(float), table[high].astype(float), strict=True))
    said = [f"{text}, moved by {written(b - a, form)}" for text, a, b in zip(numbers, old, new, strict=True)]
    said = with_bounds(said, bounds, form)
    data = table[[name, before, now, low, high]]
    return Chart(draw, f"{unit}, {was} → {is_now}: {listing(names, said)}.{beyond(names, [*old, *new], intervals)}", data)


def _joined(sheet: Sheet, starts: list[float], ends: list[float], ys: list[float], rises: list[bool]) -> None:
    """In each row a hollow dot and a full one, joined by a line, in one colour where it rises and in another where it falls."""
    for colour, up in ((ACCENT, True), (SECOND, False)):
        own = [place for place, rising in enumerate(rises) if rising == up]
        sheet.lines([(starts[place], ys[place], ends[place], ys[place]) for place in own], colour, 2.6)
        if own:
            sheet.dots([starts[place] for place in own], [ys[place] for place in own], colour, 6, hollow=True)
            sheet.dots([ends[place] for place in own], [ys[place] for place in own], colour, 6)


def _explain(sheet: Sheet, was: str, is_now: str) -> None:
    """What the two dots are, above the rows."""
    x, y = EDGE + 0.05, HEADING / 2
    for text, hollow in ((was, True), (is_now, False)):
        sheet.dots([x], [y], MUTED, 6, hollow)
        sheet.text(x + 0.1, y, text, size=SMALL, colour=MUTED)
        x += 0.1 + text_width([text], SMALL) + 0.25
