"""Charts of planes: values in the cells of a grid, places of words in articles, spans of time.

Tables in, `figures.Chart` out, as in charts.py.
"""

import textwrap

import numpy as np
import pandas as pd

from .charts import GAP, at_edge
from .figures import ACCENT, INK, MUTED, ON_RAMP, PAPER, RAMP, RULE, SMALL, Axes, Chart, box, canvas, label, text_width
from .tables import MISSING, written

CELL = 0.32  # inches


def heat_map(
    table: pd.DataFrame,
    row: str,
    column: str,
    value: str,
    unit: str,
    form: str = "rate",
    highest: float | None = None,
    absent: float = np.nan,
    rows: list[str] | None = None,
    mirror: bool = False,
) -> Chart:
    """A grid with the value of each cell written in it; darker is more. A cell without a value is left blank.

    row, column, value : columns of the table; rows and columns of the grid stand in the order in which the table has them
    rows               : the rows of the grid in another order; rows of the table that are not among them are left out
    mirror             : True for a table of pairs, each given once: rows and columns are then the same names
    highest            : the value of the darkest step; by default the highest in the table
    absent             : the value of cells that have no row in the table, such as 0 for counts; by default they have none
    """
    if mirror:
        table = pd.concat([table, table.rename(columns={row: column, column: row})])
        rows = sorted({str(text) for text in table[row]}) if rows is None else rows
    rows = [str(text) for text in pd.unique(table[row])] if rows is None else rows
    table = table[table[row].astype("str").isin(rows)]
    columns = rows if mirror else [str(text) for text in pd.unique(table[column])]
    grid = np.full((len(rows), len(columns)), absent)
    places = {key: {text: at for at, text in enumerate(texts)} for key, texts in ((row, rows), (column, columns))}
    for above, beside, number in table[[row, column, value]].itertuples(index=False):
        if not pd.isna(number):
            grid[places[row][str(above)], places[column][str(beside)]] = number
    most = highest if highest is not None else (np.nanmax(grid) if np.isfinite(grid).any() else 1)

    def draw(width: float):
        left = min(text_width([label(text, 34 if width > 5 else 20) for text in rows]), width * 0.45) + GAP
        across = (width - left - 0.1) / max(len(columns), 1)
        heads, turned, top = _column_heads(columns, across)
        axes = canvas(width, CELL * len(rows), left=left, right=0.1, top=top, bottom=0.34)
        for above in range(len(rows)):
            for beside in range(len(columns)):
                _cell(axes, beside, above, grid[above, beside], most, form)
        axes.set_xlim(0, len(columns))
        axes.set_ylim(len(rows), 0)
        axes.set_yticks(np.arange(len(rows)) + 0.5, [label(text, 34 if width > 5 else 20) for text in rows])
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        for place, head in enumerate(heads):
            axes.annotate(
                head, (place + 0.5, 0), (0, 5), textcoords="offset points", rotation=turned, color=MUTED, ha="center", va="bottom",
                fontsize=SMALL, annotation_clip=False,
            )  # fmt: skip
        axes.set_xlabel(unit)
        return axes.figure

    words = "; ".join(
        f"{name}: " + ", ".join(f"{head} {written(number, form)}" for head, number in zip(columns, line, strict=True))
        for name, line in zip(rows, grid.tolist(), strict=True)
    )
    return Chart(draw, f"{unit}. {label(words, 1200)}.")


def places_in_articles(table: pd.DataFrame, term: str, name: str, place: str, names: list[str]) -> Chart:
    """A stroke for each occurrence of a term, at its place between an article's beginning and end; a row for each article.

    term, name, place : columns of the term, of the article and of the place (0 to 1)
    names             : the articles in order, those without an occurrence too
    """
    terms = [str(text) for text in pd.unique(table[term])]
    found = {
        key: group[place].to_numpy() for key, group in table.groupby([table[term].astype("str"), table[name].astype("str")])
    }
    lines = [(text, article) for text in terms for article in names]

    def draw(width: float):
        left = text_width([label(article, 26) for article in names]) + GAP
        right = text_width(["000"], SMALL) + GAP
        axes = canvas(width, (0.21 * len(names) + 0.32) * len(terms), left=left, right=right, bottom=0.42)
        ticks, texts, at = [], [], 0.0
        for number, (text, article) in enumerate(lines):
            if number % len(names) == 0:
                at += 0.32 / 0.21
                axes.annotate(label(text), (0, at - 0.9), color=INK, fontweight="bold", fontsize=SMALL, va="center")
            spots = found.get((text, article), np.array([]))
            axes.plot([0, 1], [at, at], color=RULE, linewidth=0.8, zorder=1)
            axes.plot(
                spots, np.full(len(spots), at), "|", color=ACCENT, markersize=10, markeredgewidth=1.3, zorder=2, clip_on=False
            )
            at_edge(axes, str(len(spots)), at, right)
            ticks.append(at)
            texts.append(label(article, 26))
            at += 1
        axes.set_yticks(ticks, texts, fontsize=SMALL)
        axes.set_ylim(at - 0.4, 0)
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.5, 1], ["begins", "middle", "ends"])
        axes.set_xlabel("place in the article; at the right the number of occurrences")
        return axes.figure

    words = "; ".join(f"{text} in {article}: {len(found.get((text, article), ()))}" for text, article in lines)
    return Chart(draw, f"Where terms stand in each article, with their number of occurrences. {label(words, 900)}.")


def spans(table: pd.DataFrame, name: str, start: str, end: str, given: str) -> Chart:
    """A bar from the first to the last day that a date can mean; articles without a date have none.

    name, start, end : columns of the label and of the two days
    given            : column of the date as it was given
    """
    names = [label(text, 30) for text in table[name]]
    texts = [label(text) if isinstance(text, str) else MISSING for text in table[given]]
    days = [table[key].to_numpy().astype("datetime64[D]") for key in (start, end)]

    def draw(width: float):
        # half a year at either side leaves room for the text beside a bar
        known = np.concatenate(days)[~np.isnat(np.concatenate(days))]
        right = text_width(texts, SMALL) + GAP
        axes = canvas(width, 0.3 * len(names), left=text_width(names) + GAP, right=right, bottom=0.42)
        if len(known):
            months = np.arange(known.min().astype("datetime64[M]"), known.max().astype("datetime64[M]") + 2)
            axes.set_xlim(months[0].astype("datetime64[D]").astype(float), months[-1].astype("datetime64[D]").astype(float))
            step = max(1, -(-len(months) // (6 if width > 5 else 3)))
            ticks = months[::step]
            axes.set_xticks(ticks.astype("datetime64[D]").astype(float), [str(month) for month in ticks])
        for row, (first, last) in enumerate(zip(*days, strict=True)):
            axes.axhline(row, color=RULE, linewidth=0.6, zorder=0)
            if not np.isnat(first):
                left, wide = first.astype(float), max(last.astype(float) + 1 - first.astype(float), 1)
                axes.barh(row, wide, left=left, height=0.5, color=ACCENT)
            at_edge(axes, texts[row], row, right)
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_xlabel("month; a bar spans all days that the given date can mean")
        return axes.figure

    pairs = (f"{text} {date}" for text, date in zip(names, texts, strict=True))
    return Chart(draw, f"Dates of the articles: {', '.join(pairs)}.")


def _cell(axes: Axes, x: int, y: int, value: float, most: float, form: str) -> None:
    step = 0 if np.isnan(value) or not most else min(int(len(RAMP) * value / most), len(RAMP) - 1)
    colour = PAPER if np.isnan(value) else RAMP[max(step, 0)]
    box(axes, x + 0.02, y + 0.04, 0.96, 0.92, colour)
    ink = MUTED if np.isnan(value) else ON_RAMP[max(step, 0)]
    axes.text(x + 0.5, y + 0.5, written(value, form), ha="center", va="center_baseline", fontsize=SMALL, color=ink)


def _column_heads(columns: list[str], across: float) -> tuple[list[str], int, float]:
    """Headings that fit above their columns: in lines, or upright; with the angle and the height they need in inches."""
    for width in (14, 12, 10, 8):
        wrapped = ["\n".join(textwrap.wrap(label(text, 30), width, break_long_words=False)) for text in columns]
        if text_width([line for text in wrapped for line in text.split("\n")], SMALL) < across - 0.04:
            return wrapped, 0, 0.17 * max(text.count("\n") + 1 for text in wrapped) + 0.12
    upright = [label(text, 22) for text in columns]
    return upright, 90, text_width(upright, SMALL) + GAP
