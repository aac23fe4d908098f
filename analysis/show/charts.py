"""Charts of rows: ranked dots, bars in two directions, bars of parts.

Each takes a table and gives a `figures.Chart`, which draws itself for the width it is given and says in words what it shows. Values
stand beside their marks, so that no figure needs a grid to be read.
"""

import pandas as pd

from .figures import ACCENT, INK, MUTED, ON_SERIES, RULE, SECOND, SERIES, SMALL, Axes, Chart, canvas, label, text_width
from .tables import written

ROW = 0.27  # inches
GAP = 0.15


def ranked_dots(table: pd.DataFrame, name: str, value: str, unit: str, form: str = "rate", detail: str | None = None) -> Chart:
    """A dot for each row, on one scale from 0, in the order of the table.

    name, value : columns of the label and of the number
    unit        : what the number is, as a reader should see it below the scale
    detail      : a column of short texts for the right edge, such as "4 articles"; left out where there is no room
    """
    labels = [label(text) for text in table[name]]
    values = table[value].astype("float64").tolist()
    numbers = [written(number, form) for number in values]
    details = [label(text) for text in table[detail]] if detail else []

    def draw(width: float):
        edge = text_width(details, SMALL) + GAP if width > 5 else 0.1
        axes = canvas(
            width, ROW * len(labels), left=text_width(labels) + GAP, right=text_width(numbers, SMALL) + GAP + edge, bottom=0.42
        )
        for row, number in enumerate(values):
            axes.plot([0, number], [row, row], color=RULE, linewidth=1.4, solid_capstyle="butt", zorder=1)
            axes.plot([number], [row], "o", color=ACCENT, markersize=6, zorder=2, clip_on=False)
            beside(axes, numbers[row], number, row, 7)
            if details and width > 5:
                at_edge(axes, details[row], row, text_width(numbers, SMALL) + GAP + edge)
        _rows(axes, labels)
        axes.set_xlim(0, max(values, default=1) or 1)
        axes.set_xlabel(unit)
        return axes.figure

    return Chart(draw, f"{unit}, ranked: {listing(labels, numbers)}.")


def signed_bars(
    table: pd.DataFrame, name: str, value: str, unit: str, positive: str, negative: str, form: str = "rate"
) -> Chart:
    """A bar for each row, to the right for positive and to the left for negative values, in the order of the table.

    positive, negative : what a bar to that side says, such as "more in BelTA"
    """
    labels = [label(text) for text in table[name]]
    values = table[value].astype("float64").tolist()
    numbers = [written(number, form) for number in values]

    def draw(width: float):
        side = max(text_width(labels), text_width(numbers, SMALL)) + GAP
        axes = canvas(width, ROW * len(labels), left=side, right=side, top=0.34, bottom=0.42)
        for row, number in enumerate(values):
            axes.barh(row, number, height=0.62, color=ACCENT if number >= 0 else SECOND)
            outwards = 1 if number >= 0 else -1
            beside(axes, numbers[row], number, row, 4 * outwards)
            beside(axes, labels[row], 0, row, -5 * outwards, size=None)
        axes.axvline(0, color=MUTED, linewidth=0.8)
        _rows(axes, [""] * len(labels))
        highest = max((abs(number) for number in values), default=1) or 1
        axes.set_xlim(-highest, highest)
        axes.set_xlabel(unit)
        above = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "bottom", "fontsize": SMALL}
        axes.annotate(f"← {label(negative)}", (0.5, 1), (-8, 6), ha="right", color=SECOND, **above)
        axes.annotate(f"{label(positive)} →", (0.5, 1), (8, 6), ha="left", color=ACCENT, **above)
        return axes.figure

    more, less = ([(a, b) for a, b, c in zip(labels, numbers, values, strict=True) if (c >= 0) == up] for up in (True, False))
    words = "; ".join(
        f"{side}: {listing([a for a, _ in pairs], [b for _, b in pairs])}"
        for side, pairs in ((positive, more), (negative, less))
        if pairs
    )
    return Chart(draw, f"{unit}. {words}.")


def part_bars(
    table: pd.DataFrame,
    name: str,
    part: str,
    value: str,
    unit: str,
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
    counts = _crossed(table, name, part, value, ranked)
    bars, parts = list(counts.index), list(counts.columns)
    sums = counts.sum(axis="columns")
    drawn = counts.div(sums.where(sums > 0, 1), axis="index") * 100 if whole else counts

    def draw(width: float):
        names = [label(text, 24) for text in bars]
        left = text_width(names) + GAP
        lines = _legend_lines(parts, width - left - 0.1)
        axes = canvas(width, 0.36 * len(bars), left=left, right=0.15, top=0.26 * len(lines) + 0.12, bottom=0.42)
        widest = 100 if whole else float(sums.max() or 1)
        per_inch = (width - left - 0.15) / widest
        start = pd.Series(0.0, index=bars)
        for number, column in enumerate(parts):
            axes.barh(range(len(bars)), drawn[column], left=start, height=0.68, color=SERIES[number])
            for row, bar in enumerate(bars):
                text = _fitting(column, counts.at[bar, column], drawn.at[bar, column] * per_inch)
                at = start[bar] + drawn.at[bar, column] / 2
                axes.text(at, row, text, ha="center", va="center_baseline", fontsize=SMALL, color=ON_SERIES)
            start = start + drawn[column]
        for row, bar in enumerate(bars):
            if not sums[bar]:
                beside(axes, empty, 0, row, 4)
        _rows(axes, names)
        axes.set_xlim(0, widest)
        axes.set_xlabel(unit)
        _legend(axes, lines, parts)
        return axes.figure

    words = "; ".join(
        f"{bar}: "
        + (", ".join(f"{column} {counts.at[bar, column]:,.0f}" for column in parts if counts.at[bar, column]) or empty)
        for bar in bars
    )
    return Chart(draw, f"{unit}. {label(words, 900)}.")


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


def beside(axes: Axes, text: str, x: float, row: float, points: float, size: float | None = SMALL) -> None:
    """Text beside a mark, `points` to its right, or to its left where negative."""
    side = "left" if points >= 0 else "right"
    axes.annotate(
        text, (x, row), (points, 0), textcoords="offset points", ha=side, va="center_baseline", fontsize=size, color=INK,
        annotation_clip=False,
    )  # fmt: skip


def at_edge(axes: Axes, text: str, row: int, inches: float) -> None:
    """Small text at the right edge of the figure, `inches` beyond the axes, in a row."""
    axes.annotate(
        text, (1, row), (inches * 72 - 6, 0), xycoords=("axes fraction", "data"), textcoords="offset points", ha="right",
        va="center_baseline", fontsize=SMALL, color=MUTED, annotation_clip=False,
    )  # fmt: skip


def listing(labels: list[str], numbers: list[str], most: int = 12) -> str:
    """Labels with their numbers as a sentence has them."""
    pairs = [f"{text} {number}" for text, number in zip(labels, numbers, strict=True)]
    return ", ".join(pairs[:most]) + (f", and {len(pairs) - most} more" if len(pairs) > most else "")


def _rows(axes: Axes, labels: list[str]) -> None:
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.locator_params(axis="x", nbins=4)
    axes.xaxis.set_major_formatter(lambda number, _: f"{number:,.10g}".replace("-", "−"))


def _legend_lines(parts: list[str], width: float) -> list[list[int]]:
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


def _legend(axes: Axes, lines: list[list[int]], parts: list[str]) -> None:
    for height, line in enumerate(reversed(lines)):
        along = 0.0
        for number in line:
            place = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "center", "fontsize": SMALL}
            up = 72 * (0.26 * height + 0.16)
            axes.annotate("■", (0, 1), (along * 72, up), color=SERIES[number], **place)
            axes.annotate(label(parts[number], 30), (0, 1), (along * 72 + 11, up), color=INK, **place)
            along += text_width([label(parts[number], 30)], SMALL) + 0.32
