"""Figures in one quiet style: drawn twice, for a wide page and for a phone, and readable on dark paper too.

A chart in, a display out. Letters in the SVG stay letters, in the reader's own font, and are laid out for a wider one, so that they
never run into each other; colours are few and fixed, so that a style sheet inside the picture can exchange them where the reader
prefers dark. This module and sheet.py are the only ones that import matplotlib.
"""

import base64
import io
import itertools
import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any, NamedTuple

import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure as Drawing
from matplotlib.text import Text
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ...display.records import SHOWN, SHOWN_ROWS, Record, plain, record
from ...errors import UsageError, visible
from ..display import Stored, display, store
from ..method_notes import method_records
from ..tables.spreadsheets import parquet, spreadsheet
from ..tables.table import data_record
from .sheet import DARK, FONT, NARROW, STYLE, WIDE, any_letter, further_fonts, missing_letters

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
# attributes of the SVG that hold places, and the numbers in them that are longer than an eye can tell
PLACES = re.compile(r'( (?:d|x|y|transform|width|height)=")([^"]*)"')
TITLE, INDENT = re.compile(r"<title>.*?</title>", re.DOTALL), re.compile(r"\n\s*")
FRACTION = re.compile(r"\d+\.\d{3,}")
_numbers = itertools.count(1)  # of figures without a name
BOXES = "The PNG shows boxes in place of letters that its font lacks; the SVG has them all."


class Chart(NamedTuple):
    """A figure to be drawn: `draw` takes the width in inches and gives a matplotlib figure; `alt` says in words what it shows, and
    `data` holds the rows that it is drawn from."""

    draw: Callable[[float], Drawing]
    alt: str
    data: pd.DataFrame | None = None

    def __repr__(self) -> str:
        return f"Chart({self.alt})"


class Figure(NamedTuple):
    """A chart to be shown.

    name    : its name in the run, and its anchor in the page (`figure-<name>`)
    caption : what it shows, with unit, base and n
    title   : what it says, computed from its table; stands above it, and begins the text in its place
    method  : the measures it rests on, such as px.measure.keyness; their docstrings say below it how they work
    alt     : words in its place, for a matplotlib figure, which has none of its own
    """

    chart: Chart | Drawing
    name: str
    caption: str = ""
    title: str = ""
    method: Callable | Iterable[Callable] | None = None
    alt: str = ""


def show_figure(
    chart: Chart | Drawing,
    name: str = "",
    caption: str = "",
    title: str = "",
    method: Callable | Iterable[Callable] | None = None,
    *,
    alt: str = "",
) -> None:
    """Display a chart, and within a run store it as `figures/<notebook>/<name>.svg` and `.png`, and what it is drawn from as `.csv`.

    Of more than SHOWN_ROWS rows to draw from the CSV, `<name>.shown.csv`, has the first, and `<name>.parquet` all.

    chart : what px.chart gives, or a figure of matplotlib, which needs `alt`: what it shows, in words; the other arguments are those
            of `Figure`, and without a name it is numbered

    Raises UsageError for a name that cannot be a file's, and for a figure of matplotlib without `alt`.
    """
    asked = Figure(chart, name or f"figure_{next(_numbers)}", caption, title, method, alt)
    shown = figure_record(asked)
    display(shown, "\n".join(filter(None, [title, caption, f"[{shown['alt']}]"])))


def figure_record(figure: Figure) -> Record:
    """The record of a figure; within a run it is stored too."""
    if not isinstance(figure.chart, Chart):
        return _foreign(figure)
    chart = figure.chart
    alt = f"{figure.title.rstrip('.')}. {chart.alt}" if figure.title else chart.alt
    with rc_context(STYLE):
        drawing = chart.draw(WIDE)
        wide = _svg(drawing, alt)
        narrow = _svg(chart.draw(NARROW), alt)
    files = {"svg": lambda: wide, "png": lambda: _png(drawing, alt)}
    stored = store("figures", figure.name, files if chart.data is None else files | _data_files(chart.data))
    svg = {"wide": _lean(wide), "narrow": _lean(narrow)}
    if stored.links and missing_letters("".join(text.get_text() for text in drawing.findobj(Text))):
        figure = figure._replace(caption=f"{figure.caption} {BOXES}".strip())
    return _record(figure, alt, drawing, stored, svg=svg, png=None, data=data_record(chart.data))


def _data_files(data: pd.DataFrame) -> dict[str, Callable[[], bytes]]:
    """What a figure is drawn from, as files: CSV; of many rows the first ones, and all as Parquet."""
    if len(data) <= SHOWN_ROWS:
        return {"csv": lambda: spreadsheet(data)}
    return {SHOWN: lambda: spreadsheet(data.head(SHOWN_ROWS)), "parquet": lambda: parquet(data)}


def _foreign(figure: Figure) -> Record:
    """The record of a figure that an analyst drew with matplotlib: as it is, in its own style."""
    if not isinstance(figure.chart, Drawing):
        kind = type(figure.chart).__name__
        raise UsageError(
            f"this is no figure but of the type {kind}", remedy="Give what px.chart makes, or a figure of matplotlib"
        )
    if not figure.alt.strip():
        raise UsageError(
            "a figure of matplotlib has no words in its place", remedy='Say what it shows: show_figure(fig, alt="…")'
        )
    picture = _png(figure.chart, figure.alt, own=True)
    stored = store("figures", figure.name, {"png": lambda: picture})
    code = base64.b64encode(picture).decode("ascii")
    return _record(figure, figure.alt, figure.chart, stored, svg=None, png=code, data=None)


def _record(figure: Figure, alt: str, drawing: Drawing, stored: Stored, **pictures: Any) -> Record:
    width, height = (round(inches * 96) for inches in drawing.get_size_inches())
    return record(
        "figure",
        name=stored.name,
        title=plain(figure.title, 300),
        caption=plain(figure.caption, 1000),
        alt=plain(alt, 1500),
        width=width,
        height=height,
        links=stored.links,
        method=method_records(figure.method),
        **pictures,
    )


def _svg(figure: Drawing, alt: str) -> bytes:
    buffer = io.StringIO()
    nothing = dict.fromkeys(["Creator", "Date", "Format", "Type"])
    with any_letter():
        figure.savefig(buffer, format="svg", metadata=nothing)
    text = re.sub(r"<!DOCTYPE.*?>\s*|<metadata>.*?</metadata>\s*", "", buffer.getvalue(), count=2, flags=re.DOTALL)
    text = re.sub(rf"font: (\d[\d.]*px) '{FONT}'", r"font-size: \1", text)
    text = re.sub(rf"font: (\d+) (\d[\d.]*px) '{FONT}'", r"font-weight: \1; font-size: \2", text)
    exchange = "".join(
        f'[style*="{kind}: {light}"]{{{kind}:{dark} !important}}'
        for light, dark in DARK.items()
        for kind in ("fill", "stroke")
        if f"{kind}: {light}" in text
    )
    text = PLACES.sub(lambda match: f'{match[1]}{FRACTION.sub(_rounded, " ".join(match[2].split()))}"', text)
    title = f"<title>{escape(plain(alt, 1500))}</title>"
    style = f"<style>text{{font-family:{FONTS}}}@media (prefers-color-scheme: dark){{{exchange}}}</style>"
    return re.sub(r"(<svg [^>]*>)", lambda match: match[1] + title + style, text, count=1, flags=re.DOTALL).encode()


def _rounded(number: re.Match[str]) -> str:
    """A place to a hundredth of a point, which nobody can see the difference of."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _png(figure: Drawing, alt: str, own: bool = False) -> bytes:
    """The figure as PNG: in its `own` style as it is; in ours, which has few colours, with a palette, a third as large."""
    buffer, said = io.BytesIO(), {"Software": None, "Title": visible(alt)}
    if own:
        figure.savefig(buffer, format="png", dpi=150, pil_kwargs={"compress_level": 1}, metadata=said)
        return buffer.getvalue()
    with rc_context(STYLE), any_letter():
        further_fonts(figure)
        figure.savefig(buffer, format="png", dpi=150, pil_kwargs={"compress_level": 0})
    words = PngInfo()
    words.add_text("Title", said["Title"])
    with Image.open(buffer) as picture:
        few = picture.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, format="png", compress_level=6, pnginfo=words)
    return buffer.getvalue()


def _lean(svg: bytes) -> str:
    """The picture within the page, where the words in its place stand beside it already, and need not be in it too."""
    return INDENT.sub("\n", TITLE.sub("", svg.decode(), count=1))
