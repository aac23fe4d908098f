"""A chart of two rates: every term's in A against its rate in B, and the names of those that lie furthest apart.

A table in, a `figures.Chart` out, as in bars.py. A ranked list shows the outlying terms alone; this shows the mass they lie out of.
"""

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...arguments import names, table_with
from ..phrases import written
from .bars import EDGE, GAP, SCALE, listing
from .figures import Chart
from .labels import Box, place_labels
from .sheet import ACCENT, MUTED, RAMP, SECOND, SMALL, Sheet, fitted, label, plain, text_width

STRIP = 0.26  # inches for the terms that one side lacks
NEAR = 0.02  # inches: dots closer than this are one dot
# width of a dot in points, by the least number of terms it stands for
PILES = ((1, 2.6), (3, 3.8), (10, 5.4))
MARGIN = 0.08  # of the scale, in powers of ten


def rate_scatter(
    table: pd.DataFrame,
    name: str,
    x: str,
    y: str,
    unit_x: str,
    unit_y: str,
    labelled: str | Iterable[str] = (),
    *,
    form: str = "rate",
) -> Chart:
    """A dot for each row at its two rates, on one logarithmic scale for both, with the diagonal on which they are equal.

    A rate of 0 has no place on such a scale: it stands in a strip of its own at the edge. Dots that fall together are one, larger dot.
    Names are written beside the rows of `labelled`, those first in the list first; a name that has no room is left out.

    name, x, y     : columns of the label and of the two rates; a row without both of them is not drawn
    unit_x, unit_y : what the rates are, such as "per 1,000 words of BelTA"
    labelled       : labels to write, the most telling first
    """
    table = table_with(table, name, x, y)
    rates = pd.DataFrame({"name": table[name].astype("str"), "x": table[x].astype("float64"), "y": table[y].astype("float64")})
    rates = rates.dropna(subset=["x", "y"]).reset_index(drop=True)
    places = dict(zip(rates["name"], rates.index, strict=True))
    chosen = [places[text] for text in dict.fromkeys(names(labelled)) if text in places]
    written_out, spots = rates["name"].iloc[chosen].tolist(), rates[["x", "y"]].to_numpy()
    low, high, zeros = _limits(spots)

    def draw(width: float):
        ticks, top = _ticks(low, high), 0.3
        left = text_width([text for _, text in ticks], SMALL) + GAP + 0.04
        side = width - left - 2 * EDGE
        bottom, strip = top + side, STRIP if zeros else 0
        sheet, per_power = Sheet(width, bottom + SCALE), (side - strip) / (high - low)
        powers = np.log10(spots, out=np.full(spots.shape, np.nan), where=spots > 0)
        across = np.where(spots > 0, strip + per_power * (powers - low), strip / 2)
        dots = np.column_stack([left + across[:, 0], bottom - across[:, 1]])
        _frame(sheet, left, top, side, strip, [(strip + per_power * (power - low), text) for power, text in ticks])
        piles = _piles(sheet, dots)
        diagonal = np.linspace(strip, side, 60)
        mass = np.concatenate([piles, np.column_stack([left + diagonal, bottom - diagonal])])
        paper = (left + 0.02, top, width - EDGE / 2, bottom - 0.02)
        _named(sheet, dots[chosen], spots[chosen, 0] >= spots[chosen, 1], fitted(written_out, 0.4 * width, SMALL), mass, paper)
        (head,) = fitted([f"↑ {unit_y}"], width - 2 * EDGE, SMALL)
        sheet.text(EDGE, top - 0.17, head, size=SMALL, colour=MUTED)
        sheet.unit(left + side / 2, bottom + 0.32, f"{unit_x} →")
        return sheet.figure

    return Chart(draw, _in_words(rates, chosen, unit_x, unit_y, form, len(table)), table[[name, x, y]])


def _limits(spots: np.ndarray) -> tuple[float, float, bool]:
    """Powers of ten between which all rates lie, and whether one is 0."""
    known = spots[spots > 0]
    low, high = (math.log10(known.min()), math.log10(known.max())) if len(known) else (-1.0, 1.0)
    more = MARGIN + max(0.0, 0.5 - (high - low) / 2)  # a scale of less than one power of ten says too little
    return low - more, high + more, bool((spots == 0).any())


def _ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Powers of ten of round rates, and the rates as texts; 1, 2 and 5 where the scale is short."""
    steps = (1,) if high - low > 3 else (1, 2, 5)
    powers = ((power, step) for power in range(math.floor(low), math.ceil(high) + 1) for step in steps)
    found = [(power + math.log10(step), plain(step * 10**power if power >= 0 else step / 10**-power)) for power, step in powers]
    return [(place, text) for place, text in found if low <= place <= high]


def _frame(sheet: Sheet, left: float, top: float, side: float, strip: float, ticks: list[tuple[float, str]]) -> None:
    """Both scales with their strips for 0, faint lines at round rates, and the diagonal."""
    bottom, right = top + side, left + side
    if strip:
        sheet.shapes(
            [
                [(left, top), (left + strip, top), (left + strip, bottom), (left, bottom)],
                [(left + strip, bottom - strip), (right, bottom - strip), (right, bottom), (left + strip, bottom)],
            ],
            [RAMP[0]] * 2,
        )
        ticks = [(strip / 2, "0"), *ticks]
    grid = [place for place, text in ticks if text != "0"]
    sheet.lines([(left + place, top, left + place, bottom) for place in grid], points=0.4)
    sheet.lines([(left, bottom - place, right, bottom - place) for place in grid], points=0.4)
    sheet.lines([(left, top, left, bottom), (left, bottom, right, bottom)])
    sheet.lines([(left + strip, bottom - strip, right, top)], colour=MUTED, points=0.6)
    taken = -1.0
    for place, text in ticks:
        half = text_width([text], SMALL) / 2
        sheet.text(left - GAP / 2, bottom - place, text, size=SMALL, colour=MUTED, side="right")
        if left + place - half > taken and left + place + half < sheet.figure.get_size_inches()[0]:
            sheet.text(left + place, bottom + 0.12, text, size=SMALL, colour=MUTED, side="center")
            taken = left + place + half + 0.05


def _piles(sheet: Sheet, dots: np.ndarray) -> np.ndarray:
    """All dots; those that fall together are one dot, the larger the more they are. Gives their places."""
    places, counts = np.unique(np.round(dots / NEAR).astype("int64"), axis=0, return_counts=True)
    for (least, points), (most, _) in zip(PILES, (*PILES[1:], (math.inf, 0)), strict=True):
        own = places[(counts >= least) & (counts < most)] * NEAR
        if len(own):
            sheet.dots(own[:, 0].tolist(), own[:, 1].tolist(), MUTED, points, opaque=0.5)
    return places * NEAR


def _named(sheet: Sheet, dots: np.ndarray, right: np.ndarray, labels: list[str], mass: np.ndarray, paper: Box) -> None:
    """Dots and names of the rows that are named, in the colour of the side on which they have more."""
    colours = [ACCENT if more else SECOND for more in right.tolist()]
    for colour, own in ((ACCENT, dots[right]), (SECOND, dots[~right])):
        sheet.dots(own[:, 0].tolist(), own[:, 1].tolist(), colour, 5)
    for row, (x, y, leader) in place_labels(dots, labels, mass, paper).items():
        sheet.text(x, y, labels[row], size=SMALL, colour=colours[row])
        if leader:
            sheet.lines([leader], colour=MUTED, points=0.6)


def _in_words(rates: pd.DataFrame, chosen: list[int], unit_x: str, unit_y: str, form: str, n_rows: int) -> str:
    named = rates.iloc[chosen]
    pairs = [f"{written(a, form)} and {written(b, form)}" for a, b in zip(named["x"], named["y"], strict=True)]
    more, less, lacking = (int(side.sum()) for side in (rates.x > rates.y, rates.x < rates.y, (rates.x == 0) | (rates.y == 0)))
    gone, number = n_rows - len(rates), f"{len(rates):,} pair{'' if len(rates) == 1 else 's'}"
    return (
        f"{number} of rates, {label(unit_x)} and {label(unit_y)}: the first is higher in {more:,}, the second in {less:,}, "
        f"one of them is 0 in {lacking:,}."
        + (f" {gone:,} rows without a rate are not drawn." if gone else "")
        + (f" Named: {listing(named['name'].tolist(), pairs, top=20)}." if chosen else "")
    )
