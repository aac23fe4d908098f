"""A chart of pairs in the order of a tree: what is alike stands together, and a dendrogram says how closely.

Tables in, a `figures.Chart` out, as in bars.py.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...arguments import names, table_with
from ..phrases import written
from .bars import GAP, SCALE
from .cells import UNIT, Grid, Layout, draw_grid, lay_out, pivoted, scale_end
from .figures import Chart
from .sheet import MUTED, RULE, SMALL, Sheet, label, round_numbers, text_width

BESIDE, BELOW = 1.5, 0.75  # inches of the tree on a wide page, and on a narrow one


def cluster_map(
    pairs: pd.DataFrame,
    a: str,
    b: str,
    value: str,
    unit: str,
    order: str | Iterable[str],
    merges: pd.DataFrame,
    *,
    form: str = "number",
) -> Chart:
    """A grid of the values of pairs, its rows and columns in the order of a tree's leaves, with the tree; darker is more.

    The tree stands beside the rows, on a narrow page below the columns. Two branches are joined at the height of their distance.

    pairs  : one row per pair, each given once, with the columns a, b (names) and value
    order  : the names in the order of the leaves; pairs of other names are left out
    merges : one row per joint: position_left, height_left, position_right, height_right (where the two branches begin) and height
             (where they are joined); positions count leaves, the first being 0
    """
    pairs = table_with(pairs, a, b, value)
    plain = pd.DataFrame({"row": pairs[a].astype("str"), "column": pairs[b].astype("str"), "value": pairs[value]})
    plain = pd.concat([plain, plain.rename(columns={"row": "column", "column": "row"})])
    order = names(order)
    values = pivoted(plain, "value", order, order, np.nan)
    grid = Grid(order, order, values, form, scale_end(values))
    branches, highest = _branches(merges), float(merges["height"].max()) if len(merges) else 0.0

    def draw(width: float):
        wide = width > 5
        room = width - BESIDE if wide else width
        layout = lay_out(grid, room, 0 if wide else 0.27 * width)
        lines = layout.words.explained(width, unit, "", written(grid.most, form)) + grid.scale_said()
        foot = layout.bottom if wide or not branches else layout.bottom + BELOW + 0.05
        sheet = Sheet(width, foot + max(SCALE if wide else 0, 0.13 + UNIT * len(lines)))
        draw_grid(sheet, grid, layout)
        for number, line in enumerate(lines):
            sheet.unit(layout.left + (room - layout.left) / 2, foot + 0.16 + UNIT * number, line)
        if branches:
            _draw_tree(sheet, branches, highest, layout, (room + 0.1, width - 0.25) if wide else None)
        return sheet.figure

    joints = ", ".join(written(height, form) for height in sorted(merges["height"].tolist()))
    leaves = ", ".join(label(name) for name in order)
    tree = (
        f" In the order of the tree: {label(leaves, 400)}; its branches are joined at {label(joints, 200)}." if joints else ""
    )
    return Chart(draw, f"{unit}. {grid.in_words()}.{tree}", pairs[[a, b, value]])


def _branches(merges: pd.DataFrame) -> list[tuple[float, float, float, float]]:
    """Lines of a tree: position and height of both ends."""
    columns = ["position_left", "height_left", "position_right", "height_right", "height"]
    lines = []
    for left, left_height, right, right_height, height in merges[columns].astype("float64").itertuples(index=False):
        lines += [(left, left_height, left, height), (right, right_height, right, height), (left, height, right, height)]
    return lines


def _draw_tree(sheet: Sheet, branches: list[tuple], highest: float, layout: Layout, beside: tuple[float, float] | None) -> None:
    """The tree with its scale: between two places beside the rows, or below the columns."""
    bottom = layout.bottom
    if beside is not None:
        start, end = beside
        _draw_beside(sheet, branches, start, (end - start) / (highest or 1), layout)
        sheet.scale(start, end, bottom, 0, highest, "joined at")
    else:
        _draw_below(sheet, branches, bottom + 0.06, (BELOW - 0.06) / (highest or 1), layout)
        _scale_down(sheet, layout.left, bottom + 0.06, bottom + BELOW, highest)


def _draw_beside(sheet: Sheet, branches: list[tuple], start: float, per_unit: float, layout: Layout) -> None:
    """The tree at the right of the rows, its leaves at the left."""
    top, height = layout.top, layout.height
    lines = [(start + per_unit * h, top + height * (p + 0.5)) for ends in branches for p, h in (ends[:2], ends[2:])]
    sheet.lines([(*a, *b) for a, b in zip(lines[::2], lines[1::2], strict=True)], colour=MUTED, points=1.2)


def _draw_below(sheet: Sheet, branches: list[tuple], start: float, per_unit: float, layout: Layout) -> None:
    """The tree below the columns, its leaves above."""
    left, across = layout.left, layout.across
    lines = [(left + across * (p + 0.5), start + per_unit * h) for ends in branches for p, h in (ends[:2], ends[2:])]
    sheet.lines([(*a, *b) for a, b in zip(lines[::2], lines[1::2], strict=True)], colour=MUTED, points=1.2)


def _scale_down(sheet: Sheet, x: float, start: float, end: float, highest: float) -> None:
    """A scale from 0 above to the highest joint below, at the left of the tree."""
    sheet.lines([(x, start, x, end)], colour=RULE)
    taken, widest = start - 1, 0.0
    for number, text in round_numbers(0, highest):
        y = start + 0.04 + (end - start) * number / (highest or 1)
        if y - taken > 0.17:
            sheet.text(x - GAP / 2, y, text, size=SMALL, colour=MUTED, side="right")
            taken, widest = y, max(widest, text_width([text], SMALL))
    sheet.text(x - GAP - widest, (start + end) / 2, "joined at", size=SMALL, colour=MUTED, side="right")
