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
    bounds = list(zip(table[low].astype(float), table[high].astype(float), strict=True))
    intervals = [(max(a + x, 0.0), a + y) for a, (x, y) in zip(old, bounds, strict=True)]
    colours = [ACCENT if b >= a else SECOND for a, b in zip(old, new, strict=True)]
    numbers = [f"{written(a, form)} → {written(b, form)}" for a, b in zip(old, new, strict=True)]

    def draw(width: float):
        labels = row_names(names, 0.36 * width)
        row = ROW if max(map(len, labels.lines), default=1) == 1 else DOUBLE
        left, bottom = GAP + labels.width(), HEADING + row * max(len(names), 1)
        highest = reach([*old, *new], intervals)[1] or 1
        right = width - text_width(numbers, SMALL) - 2 * GAP - HEAD
        sheet, ys = Sheet(width, bottom + SCALE), [HEADING + row * (place + 0.5) for place in range(len(names))]
        sheet.lines([(left, y, right, y) for y in ys], points=0.6)
        starts, ends = ([left + (right - left) * number / highest for number in side] for side in (old, new))
        draw_intervals(sheet, ends, ys, intervals, (left, right, 0, highest), colours)
        _joined(sheet, starts, ends, ys, colours)
        write_names(sheet, labels, left - GAP / 2, ys)
        _written(sheet, width - EDGE, ys, numbers, (was, is_now))
        sheet.scale(left, right, bottom, 0, highest, unit)
        return sheet.figure

    said = [f"{text}, moved by {written(b - a, form)}" for text, a, b in zip(numbers, old, new, strict=True)]
    said = f"{listing(names, with_bounds(said, bounds, form))}.{beyond(names, [*old, *new], intervals)}"
    return Chart(draw, f"{unit}, {was} → {is_now}: {said}", table[[name, before, now, low, high]])


def _joined(sheet: Sheet, starts: list[float], ends: list[float], ys: list[float], colours: list[str]) -> None:
    """In each row a hollow dot and a full one, joined by a line; rows of one colour are drawn together."""
    for colour in (ACCENT, SECOND):
        own = [place for place, its in enumerate(colours) if its == colour]
        sheet.lines([(starts[place], ys[place], ends[place], ys[place]) for place in own], colour, 2.6)
        if own:
            sheet.dots([starts[place] for place in own], [ys[place] for place in own], colour, 6, hollow=True)
            sheet.dots([ends[place] for place in own], [ys[place] for place in own], colour, 6)


def _written(sheet: Sheet, right: float, ys: list[float], numbers: list[str], dots: tuple[str, str]) -> None:
    """The two numbers of each row at its end, and above the rows what the two dots are."""
    for y, text in zip(ys, numbers, strict=True):
        sheet.text(right, y, text, size=SMALL, side="right")
    x, y = EDGE + 0.05, HEADING / 2
    for text, hollow in zip(dots, (True, False), strict=True):
        sheet.dots([x], [y], MUTED, 6, hollow)
        sheet.text(x + 0.1, y, text, size=SMALL, colour=MUTED)
        x += 0.1 + text_width([text], SMALL) + 0.25
