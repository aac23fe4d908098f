"""Figures in one quiet style: drawn twice, for a wide page and for a phone, and readable on dark paper too.

A chart in, a display out. Letters in the SVG stay letters, in the reader's own font, and are laid out for a wider one, so that they
never run into each other; colours are few and fixed, so that a style sheet inside the picture can exchange them where the reader
prefers dark. This module and sheet.py are the only ones that import matplotlib.
"""

import base64
import io
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

from ...errors import visible
from ..method_notes import method_html
from ..output import emit, shown, store
from ..tables.table import data_html, spreadsheet
from .sheet import DARK, FONT, NARROW, STYLE, WIDE, any_letter

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
# attributes of the SVG that hold places, and the numbers in them that are longer than an eye can tell
PLACES = re.compile(r'( (?:d|x|y|transform|width|height)=")([^"]*)"')
TITLE, INDENT = re.compile(r"<title>.*?</title>", re.DOTALL), re.compile(r"\n\s*")
FRACTION = re.compile(r"\d+\.\d{3,}")


class Chart(NamedTuple):
    """A figure to be drawn: `draw` takes the width in inches and gives a matplotlib figure; `alt` says in words what it shows, and
    `data` holds the rows that it is drawn from."""

    draw: Callable[[float], Figure]
    alt: str
    data: pd.DataFrame | None = None

    def __repr__(self) -> str:
        return f"Chart({self.alt})"


def show_figure(
    chart: Chart, name: str, caption: str, title: str = "", method: Callable | Iterable[Callable] | None = None
) -> None:
    """Display a chart, and within a run store it as `figures/<notebook>/<name>.svg` and `.png`, and what it is drawn from as `.csv`.

    name    : its name in the run, and its anchor in the page (`figure-<name>`)
    caption : what it shows, with unit, base and n
    title   : what it says, computed from its table; stands above it, and begins the text in its place
    method  : the measures it rests on, such as px.keyness; their docstrings say below it how they work, see method_notes.py

    Raises UsageError for a name that cannot be a file's.
    """
    alt = f"{title.rstrip('.')}. {chart.alt}" if title else chart.alt
    with rc_context(STYLE):
        figure = chart.draw(WIDE)
        wide = _svg(figure, alt)
        narrow = _svg(chart.draw(NARROW), alt)
    files = {"svg": lambda: wide, "png": lambda: _png(figure, alt)}
    links = store("figures", name, files if chart.data is None else files | {"csv": lambda: spreadsheet(chart.data)})
    width, height = (round(inches * 96) for inches in figure.get_size_inches())
    places = "".join(f', <a href="{link}">{ending.upper()}</a>' for ending, link in links.items())
    more = f" <span class=px-more>The figure beside this page{places}.</span>" if places else ""
    above = f'<p class="px-title">{shown(title, 300)}</p>' if title else ""
    html = (
        f'<figure class="px-figure" id="figure-{name}">{above}<picture>'
        f'<source media="(max-width: 600px)" srcset="{_data(narrow)}">'
        f'<img alt="{shown(alt, 1500)}" src="{_data(wide)}" width="{width}" height="{height}"></picture>'
        f"<figcaption>{shown(caption, 1000)}{more}{data_html(chart.data)}{method_html(method)}</figcaption></figure>"
    )
    emit(html, "\n".join(filter(None, [title, caption, f"[{chart.alt}]"])))


def _svg(figure: Figure, alt: str) -> bytes:
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
    title = f"<title>{shown(alt, 1500)}</title>"
    style = f"<style>text{{font-family:{FONTS}}}@media (prefers-color-scheme: dark){{{exchange}}}</style>"
    return re.sub(r"(<svg [^>]*>)", lambda match: match[1] + title + style, text, count=1, flags=re.DOTALL).encode()


def _rounded(number: re.Match[str]) -> str:
    """A place to a hundredth of a point, which nobody can see the difference of."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _png(figure: Figure, alt: str) -> bytes:
    buffer = io.BytesIO()
    with rc_context(STYLE), any_letter():
        figure.savefig(
            buffer, format="png", dpi=150, pil_kwargs={"compress_level": 1}, metadata={"Software": None, "Title": visible(alt)}
        )
    return buffer.getvalue()


def _data(svg: bytes) -> str:
    """The picture within the page, where the words in its place stand beside it already, and need not be in it too."""
    lean = INDENT.sub("\n", TITLE.sub("", svg.decode(), count=1)).encode()
    return f"data:image/svg+xml;base64,{base64.b64encode(lean).decode('ascii')}"
