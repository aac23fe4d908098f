"""Tables as accessible HTML: headings with units, numbers aligned, columns explained, and the whole table beside the page.

A frame in, a display out. Headings, units and forms of numbers come from columns.COLUMNS, so that a column looks and means the same
on every page.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd

from ...arguments import as_table, require_columns, require_whole, words
from ...columns import COLUMNS, Column
from ..method_notes import method_html
from ..output import emit, shown, store
from .evidence_rows import evidence_foot, evidence_rows

MISSING = "–"
DRAWN = 24  # rows of the data of a figure that stand behind it
LONG = 80  # characters from which a text needs a wide column
# columns of a concordance, which a page sets around the hit
CONTEXT = {"left": "kwic-left", "hit": "kwic-hit", "right": "kwic-right"}
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection); full-width forms are read the same way.
FORMULA = re.compile(r"^[=+\-@\t\r\n\0＝＋－＠]")


def show_table(
    table: pd.DataFrame | pd.Series | Mapping[str, Iterable],
    name: str,
    caption: str,
    columns: str | Iterable[str] | None = None,
    top: int | None = 20,
    headings: dict[str, str] | None = None,
    folded: bool = False,
    method: Callable | Iterable[Callable] | None = None,
    evidence: pd.DataFrame | None = None,
    opened: int = 5,
) -> None:
    """Display a table, and within a run store it as `tables/<notebook>/<name>.csv` and `.parquet`.

    table    : rows; a Series or a dict of lists stands for a table too
    name     : its name in the run, and its anchor in the page (`table-<name>`)
    caption  : what the table says, with base and settings
    columns  : which columns to show, in order; all by default. What is stored has all of them
    top      : how many rows to show; the caption's foot says of how many. None shows all
    headings : headings that differ from those of columns.COLUMNS
    folded   : True shows the caption alone, until a reader opens it
    method   : the measures it comes from, such as px.keyness; their docstrings say below it how they work, see method_notes.py
    evidence : what px.evidence_of gives for the rows shown: each row opens the lines it was counted in, and all of these are stored
               too, as <name>_lines
    opened   : how many lines a row opens at most

    The CSV is for spreadsheets: a text that would be taken for a formula has an apostrophe before it. Parquet is exact.

    Raises SchemaError for a column that is not there, UsageError for a name that cannot be a file's and for a `top` below 0.
    """
    require_whole(top, least=0, none=True)
    frame = as_table(table).reset_index(drop=True)
    columns = list(frame.columns) if columns is None else list(words(columns, "a column or a list of columns"))
    require_columns(frame, columns, f"the table '{name}'")
    links = _stored(name, frame)
    top = len(frame) if top is None else top
    head = frame.head(top)
    described = {column: described_as(column, frame[column], headings or {}) for column in columns}
    title, lines, foot = f"<figcaption>{shown(caption, 1000)}</figcaption>", [], ""
    if evidence is not None:
        lines = evidence_rows(evidence, len(head), len(columns), opened)
        foot = evidence_foot(evidence, _stored(f"{name}_lines", evidence))
    whole = (
        f'<div class="px-scroll" role="region" tabindex="0" aria-label="{shown(caption, 120)}">'
        f"<table><thead><tr>{headings_html(described)}</tr></thead>{rows_html(head, described, lines)}</table></div>"
        f"{_foot(len(head), len(frame), links)}{foot}{_explanations(described)}{method_html(method)}"
    )
    if folded:
        title, whole = "", f'<details class="px-fold"><summary>{shown(caption, 1000)}</summary>{whole}</details>'
    html = f'<figure class="px-table" id="table-{name}">{title}{whole}</figure>'
    emit(html, f"{caption}\n{head[columns].to_string(index=False)}")


def data_html(data: pd.DataFrame | None) -> str:
    """The rows that a figure is drawn from, folded; the first ones where they are many, since all lie beside the page."""
    if data is None or data.empty:
        return ""
    head = data.head(DRAWN).reset_index(drop=True)
    described = {column: described_as(column, head[column], {})._replace(meaning="") for column in head.columns}
    table = f"<table><thead><tr>{headings_html(described)}</tr></thead>{rows_html(head, described, [])}</table>"
    foot = f'<p class="px-more">{len(head):,} of {len(data):,} rows.</p>' if len(head) < len(data) else ""
    region = '<div class="px-scroll" role="group" tabindex="0" aria-label="Data of the figure">'
    return f'<details class="px-data"><summary>Data</summary>{region}{table}</div>{foot}</details>'


def spreadsheet(frame: pd.DataFrame) -> bytes:
    """The frame as CSV for spreadsheets: UTF-8 with a mark, texts that look like formulas made harmless, numbers untouched.

    >>> print(spreadsheet(pd.DataFrame({"term": ["=1+1", "war"], "shift": [-0.5, 1.0]})).decode("utf-8-sig").strip())
    "term","shift"
    "'=1+1",-0.5
    "war",1.0
    """
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]) and not pd.api.types.is_datetime64_any_dtype(safe[column]):
            texts = safe[column].astype("object")
            safe[column] = texts.map(_harmless, na_action="ignore")
    safe.columns = [_harmless(str(column)) for column in safe.columns]
    return safe.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d", quoting=csv.QUOTE_NONNUMERIC).encode(
        "utf-8-sig"
    )


def written(value: object, form: str) -> str:
    """One value as a reader should see it; not escaped.

    >>> written(1234, "count"), written(-0.456, "rate"), written(0.123, "share"), written(0.00004, "probability"), written(None, "rate")
    ('1,234', '−0.46', '12.3 %', '< 0.001', '–')
    """
    if isinstance(value, (bool,)) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return MISSING
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if form == "probability" and float(value) < 0.001:
        return "< 0.001"
    forms = {"count": "{:,.0f}", "rate": "{:,.2f}", "number": "{:,.3f}", "probability": "{:.3f}"}
    if form == "share":
        return f"{100 * float(value):.1f} %".replace("-", "−")
    return forms[form].format(value).replace("-", "−") if form in forms else str(value)


def _harmless(text: object) -> object:
    return "'" + text if isinstance(text, str) and FORMULA.match(text) else text


def _parquet(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False)
    return buffer.getvalue()


def described_as(column: str, values: pd.Series, headings: dict[str, str]) -> Column:
    known = COLUMNS.get(column)
    if known is None:
        whole, number = pd.api.types.is_integer_dtype(values), pd.api.types.is_numeric_dtype(values)
        form = "count" if whole else "number" if number and not pd.api.types.is_bool_dtype(values) else "text"
        known = Column(str(column), "a column of this corpus's sources.csv", form)
    return known._replace(heading=headings.get(column, known.heading))


def headings_html(described: dict[str, Column]) -> str:
    cells = []
    for column in described.values():
        kind = "" if column.form == "text" else ' class="num"'
        heading = shown(column.heading)
        explained = f'<abbr title="{shown(column.meaning)}">{heading}</abbr>' if column.meaning else heading
        cells.append(f'<th scope="col"{kind}>{explained}</th>')
    return "".join(cells)


def _stored(name: str, frame: pd.DataFrame) -> dict[str, str]:
    return store("tables", name, {"csv": lambda: spreadsheet(frame), "parquet": lambda: _parquet(frame)})


def rows_html(frame: pd.DataFrame, described: dict[str, Column], below: Sequence[str]) -> str:
    """The rows in one body, or, where there is something to stand `below` each, each in a body of its own."""
    rows = []
    for values in frame[list(described)].itertuples(index=False, name=None):
        cells = []
        for place, (value, (name, column)) in enumerate(zip(values, described.items(), strict=True)):
            text = shown(written(value, column.form))
            kind = "num" if column.form != "text" else CONTEXT.get(name) or ("px-long" if len(text) > LONG else None)
            cells.append(_cell(text, kind, _exact(value, column.form), head=place == 0 and kind is None))
        rows.append(f"<tr>{''.join(cells)}</tr>")
    if not rows:
        return f'<tbody><tr><td colspan="{len(described)}">no row</td></tr></tbody>'
    if not any(below):
        return f"<tbody>{''.join(rows)}</tbody>"
    return "".join(f"<tbody>{row}{lines}</tbody>" for row, lines in zip(rows, below, strict=True))


def _exact(value: object, form: str) -> str:
    """The number by which a cell is sorted, where what is written is rounded."""
    rounded = form not in ("text", "count") and value is not None and not pd.isna(value)
    return f' data-v="{float(value):.9g}"' if rounded else ""


def _cell(text: str, kind: str | None, exact: str, head: bool) -> str:
    if head:
        return f'<th scope="row">{text}</th>'
    return f'<td class="{kind}"{exact}>{text}</td>' if kind else f"<td>{text}</td>"


def _foot(n_shown: int, n: int, links: dict[str, str]) -> str:
    parts = [f"{n_shown:,} of {n:,} rows shown." if n_shown < n else f"{n:,} row{'' if n == 1 else 's'}."]
    if links:
        parts.append(
            f'The whole table beside this page: <a href="{links["csv"]}">CSV</a>, <a href="{links["parquet"]}">Parquet</a>.'
        )
    return f'<p class="px-more">{" ".join(parts)}</p>'


def _explanations(described: dict[str, Column]) -> str:
    terms = "".join(f"<dt>{shown(column.heading)}</dt><dd>{shown(column.meaning)}</dd>" for column in described.values())
    return f'<details class="px-columns"><summary>What the columns mean</summary><dl>{terms}</dl></details>'
