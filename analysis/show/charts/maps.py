"""Charts of planes: values in the cells of a grid, places of words in articles, spans of time.

Tables in, `figures.Chart` out, as in bars.py.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...arguments import names, table_with
from ..phrases import MISSING, written
from .bars import EDGE, GAP, SCALE
from .cells import UNIT, Grid, draw_grid, lay_out, pivoted, scale_end
from .figures import Chart
from .row_names import LINE, in_lines, row_names, write_names
from .sheet import ACCENT, MUTED, SMALL, Sheet, fitted, label, text_width

ROW = 0.21  # inches of a row with a name of one line


def heat_map(
    table: pd.DataFrame,
    row: str,
    column: str,
    value: str,
    unit: str,
    *,
    form: str = "rate",
    highest: float | None = None,
    absent: float = np.nan,
    order: str | Iterable[str] | None = None,
    mirror: bool = False,
    second: tuple[str, str, str] | None = None,
) -> Chart:
    """A grid with the value of each cell written in it; darker is more. A cell without a value is left blank.

    row, column, value : columns of the table; rows and columns of the grid stand in the order in which the table has them
    order              : the rows of the grid in another order; rows of the table that are not among them are left out
    mirror             : True for a table of pairs, each given once: rows and columns are then the same names
    highest            : the value of the darkest step; by default the highest in the table, unless few lie so far out that all others
                         would look alike: these have an edge in another colour, and the picture says how high they are
    absent             : the value of cells that have no row in the table, such as 0 for counts; by default they have none
    second             : column, form and unit of another number, such as ("n_paragraphs", "count", "paragraphs"): it is written in
                         small beside the value, below it where there is less room, and in its place where there is least
    """
    more = second or ()
    table = table_with(table, row, column, value, *more[:1])
    plain = pd.DataFrame({"row": table[row].astype("str"), "column": table[column].astype("str"), "value": table[value]})
    plain = plain.assign(second=table[more[0]]) if more else plain
    if mirror:
        plain = pd.concat([plain, plain.rename(columns={"row": "column", "column": "row"})]).sort_values("row", kind="stable")
    rows = list(pd.unique(plain["row"])) if order is None else names(order)
    columns = rows if mirror else list(pd.unique(plain["column"]))
    values, *others = (pivoted(plain, key, rows, columns, absent) for key in ("value", *(["second"] if more else [])))
    most = highest if highest is not None else scale_end(values)
    grid = Grid(rows, columns, values, form, most, *others, *more[1:2])

    def draw(width: float):
        layout = lay_out(grid, width)
        said = layout.words.explained(width, unit, more[2] if more else "", written(most, form)) + grid.scale_said()
        lines = [line for text in said for line in in_lines(text, width - 0.1, SMALL, 2)]
        sheet = Sheet(width, layout.bottom + 0.13 + UNIT * len(lines))
        draw_grid(sheet, grid, layout)
        for number, line in enumerate(lines):
            sheet.unit(layout.left + (width - layout.left) / 2, layout.bottom + 0.16 + UNIT * number, line)
        return sheet.figure

    data = table[[row, column, value, *more[:1]]]
    return Chart(draw, f"{unit}{f' ({more[2]})' if more else ''}. {grid.in_words()}.", data)


def places_in_articles(table: pd.DataFrame, term: str, name: str, place: str, order: str | Iterable[str]) -> Chart:
    """A stroke for each occurrence of a term, at its place between an article's beginning and end; a row for each article.

    term, name, place : columns of the term, of the article and of the place (0 to 1)
    order             : the articles in order, those without an occurrence too
    """
    table, docs = table_with(table, term, name, place), names(order)
    terms = [str(text) for text in pd.unique(table[term])]
    drawn = table[table[name].astype("str").isin(docs)]
    found = {key: group[place].tolist() for key, group in drawn.groupby([drawn[term].astype("str"), drawn[name].astype("str")])}

    def draw(width: float):
        articles, heads = row_names(docs, 0.4 * width, (SMALL,), most=3), fitted(terms, 0.8 * width, SMALL)
        left, right = articles.width() + GAP, width - text_width(["0,000"], SMALL) - GAP
        line = max(ROW, LINE * articles.most_lines() + 0.06)
        block = line * len(docs) + 0.32
        sheet, y, strokes, lines = Sheet(width, block * len(terms) + SCALE), block * len(terms), [], []
        for number, (text, head) in enumerate(zip(terms, heads, strict=True)):
            sheet.text(left, block * number + 0.18, head, size=SMALL, bold=True)
            middles = [block * number + 0.32 + line * (row + 0.5) for row in range(len(docs))]
            write_names(sheet, articles, left - GAP / 2, middles)
            for article, middle in zip(docs, middles, strict=True):
                spots = found.get((text, article), [])
                sheet.text(width - EDGE, middle, f"{len(spots):,}", size=SMALL, colour=MUTED, side="right")
                lines.append((left, middle, right, middle))
                xs = [left + (right - left) * spot for spot in spots]
                strokes += [(x, middle - 0.07, x, middle + 0.07) for x in xs]
        sheet.lines(lines)
        sheet.lines(strokes, colour=ACCENT, points=1.3)
        for x, text, side in ((left, "begins", "left"), ((left + right) / 2, "middle", "center"), (right, "ends", "right")):
            sheet.text(x, y + 0.12, text, size=SMALL, colour=MUTED, side=side)
        sheet.unit((left + right) / 2, y + 0.3, "place in the article; on the right, how often")
        return sheet.figure

    words = "; ".join(f"{text} in {article}: {len(found.get((text, article), ()))}" for text in terms for article in docs)
    words = f"Where terms stand in each article, with their number of occurrences. {label(words, 900)}."
    return Chart(draw, words, table.loc[table[name].astype("str").isin(docs), [term, name, place]])


GIVEN = "a bar spans all days that the given date can mean"


def spans(table: pd.DataFrame, name: str, start: str, end: str, given: str, *, what: str = GIVEN) -> Chart:
    """A bar from a first to a last day, such as those that a date can mean; rows without days have none.

    name, start, end : columns of the label and of the two days
    given            : column of what stands behind the bar, such as the date as it was given
    what             : what a bar spans
    """
    table = table_with(table, name, start, end, given)
    labelled = [str(text) for text in table[name]]
    dates = [str(text) if isinstance(text, str) else MISSING for text in table[given]]
    days = [table[key].to_numpy().astype("datetime64[D]") for key in (start, end)]
    known = np.concatenate(days)[~np.isnat(np.concatenate(days))]

    def draw(width: float):
        labels, texts = row_names(labelled, 0.35 * width), fitted(dates, 0.35 * width, SMALL)
        left, right = labels.width() + GAP, width - text_width(texts, SMALL) - GAP - EDGE
        bottom = EDGE + 0.3 * len(labelled)
        sheet = Sheet(width, bottom + SCALE)
        ys = [EDGE + 0.3 * (row + 0.5) for row in range(len(labelled))]
        write_names(sheet, labels, left - GAP / 2, ys)
        for y, date in zip(ys, texts, strict=True):
            sheet.text(width - EDGE, y, date, size=SMALL, colour=MUTED, side="right")
        sheet.lines([(left, y, right, y) for y in ys])
        if len(known):
            months = np.arange(
                known.min().astype("datetime64[M]"), known.max().astype("datetime64[M]") + np.timedelta64(2, "M")
            )
            begins = months[0].astype("datetime64[D]")
            per_day = (right - left) / (months[-1].astype("datetime64[D]") - begins).astype(int)
            dated = [
                (left + per_day * (first - begins).astype(int), y, per_day * ((last - first).astype(int) + 1))
                for first, last, y in zip(*days, ys, strict=True)
                if not np.isnat(first)
            ]
            sheet.boxes([(x, y - 0.075, max(length, 0.03), 0.15) for x, y, length in dated], [ACCENT] * len(dated))
            room = text_width([str(months[0])], SMALL) + GAP
            at_most = max(1, min(6, int((right - left) / room)))
            for month in months[:: -(-len(months) // at_most)]:
                x = left + per_day * (month.astype("datetime64[D]") - begins).astype(int)
                sheet.text(x, bottom + 0.12, str(month), size=SMALL, colour=MUTED, side="center")
        sheet.unit((left + right) / 2, bottom + 0.3, f"month; {what}")
        return sheet.figure

    pairs = ", ".join(f"{text} {date}" for text, date in zip(labelled, dates, strict=True))
    return Chart(draw, f"Dates of the articles: {label(pairs, 900)}.", table[[name, given, start, end]])
