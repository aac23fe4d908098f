"""Figures in one quiet style: drawn twice, for a wide page and for a phone, and readable on dark paper too.

A chart in, a display out. This is the only module that imports matplotlib. Letters in the SVG stay letters, in the reader's own
font, and are laid out for a wider one, so that they never run into each other; colours are few and fixed, so that a style sheet
inside the picture can exchange them where the reader prefers dark.
"""

import base64
import io
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from matplotlib import font_manager, rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..errors import visible
from .output import cut, emit, shown, store

# inches; the narrow one is what a phone of 390 px leaves for a column
WIDE, NARROW = 7.3, 3.65
POINTS = 72
TEXT_SIZE, SMALL = 9.5, 8.5

PAPER, INK, MUTED, RULE = "#ffffff", "#1b1d20", "#5f6670", "#d9dce0"
ACCENT, SECOND = "#0b62a4", "#a8520a"
# categories, told apart also without colour vision and dark enough for white letters
SERIES = ("#0b62a5", "#a8520b", "#2c7a55", "#7b4ea3", "#5d6773", "#a8324a", "#7a6410", "#3d5a80")
ON_SERIES = "#fffffc"
# a ramp for cells, and the letters on each of its steps
RAMP = ("#f3f6f9", "#dbe7f1", "#b7d0e5", "#83b1d3", "#3f80b0", "#175f96")
ON_RAMP = ("#1b1d21", "#1b1d22", "#1b1d23", "#1b1d24", "#fffffd", "#fffffe")

DARK = {
    PAPER: "#15171a", INK: "#e6e4df", MUTED: "#9aa1ab", RULE: "#363b42", ACCENT: "#6fb1e8", SECOND: "#eda468",
    **dict(zip(SERIES, ("#2577b8", "#b5641f", "#358a63", "#8a60b0", "#6d7783", "#b84a60", "#8a7420", "#56749c"), strict=True)),
    **dict(zip(RAMP, ("#1d2126", "#203243", "#224661", "#265f88", "#3f86bb", "#8cc2ea"), strict=True)),
    **dict(zip(ON_RAMP, ("#e6e4df", "#e6e4df", "#f2f1ee", "#ffffff", "#ffffff", "#10151a"), strict=True)),
}  # fmt: skip

STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": TEXT_SIZE,
    "text.parse_math": False,  # a dollar sign in an article is a dollar sign
    "text.color": INK,
    "axes.edgecolor": RULE,
    "axes.labelcolor": MUTED,
    "axes.labelsize": SMALL,
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": TEXT_SIZE,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "none",
    "svg.hashsalt": "parallax",
}
FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"


class Chart(NamedTuple):
    """A figure to be drawn: `draw` takes the width in inches and gives a matplotlib figure; `alt` says in words what it shows."""

    draw: Callable[[float], Figure]
    alt: str

    def __repr__(self) -> str:
        return f"Chart({self.alt})"


def show_figure(chart: Chart, name: str, caption: str) -> None:
    """Display a chart, and within a run store it as `figures/<notebook>/<name>.svg` and `.png`.

    name    : its name in the run, and its anchor in the page (`figure-<name>`)
    caption : what it shows, with unit, base and n

    Raises UsageError for a name that cannot be a file's.
    """
    with rc_context(STYLE):
        figure = chart.draw(WIDE)
        wide = _svg(figure, chart.alt)
        narrow = _svg(chart.draw(NARROW), chart.alt)
    links = store("figures", name, {"svg": lambda: wide, "png": lambda: _png(figure, chart.alt)})
    width, height = (round(inches * 96) for inches in figure.get_size_inches())
    more = "".join(f', <a href="{link}">{ending.upper()}</a>' for ending, link in links.items())
    html = (
        f'<figure class="px-figure" id="figure-{name}"><picture>'
        f'<source media="(max-width: 600px)" srcset="{_data(narrow)}">'
        f'<img alt="{shown(chart.alt, 1500)}" src="{_data(wide)}" width="{width}" height="{height}"></picture>'
        f"<figcaption>{shown(caption, 1000)}"
        f"{f' <span class=px-more>The figure beside this page{more}.</span>' if more else ''}</figcaption></figure>"
    )
    emit(html, f"{caption}\n[{chart.alt}]")


def canvas(width: float, rows: float, left: float = 0.1, right: float = 0.1, top: float = 0.1, bottom: float = 0.1) -> Axes:
    """Axes in a new figure; all measures in inches, `rows` being the height of the plotting area between the margins."""
    height = rows + top + bottom
    figure = Figure(figsize=(width, height))
    axes = figure.add_axes((left / width, bottom / height, (width - left - right) / width, rows / height))
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    return axes


def box(axes: Axes, x: float, y: float, width: float, height: float, colour: str) -> None:
    """A filled rectangle without an edge, in the units of the axes."""
    axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, edgecolor="none"))


def label(text: object, longest: int = 42) -> str:
    """Text as it may stand in a figure: what is unseen made visible, cut where it is long."""
    return cut(visible(str(text)), longest)


def text_width(texts: list[str], size: float = TEXT_SIZE) -> float:
    """Width in inches of the widest of the texts, in the font the layout is made for."""
    return max((_width(text, size) for text in texts), default=0.0)


@cache
def _width(text: str, size: float) -> float:
    font = font_manager.get_font(font_manager.findfont("DejaVu Sans"))
    font.set_size(size, POINTS)
    font.set_text(text)
    return font.get_width_height()[0] / 64 / POINTS


def _svg(figure: Figure, alt: str) -> bytes:
    buffer = io.StringIO()
    nothing = dict.fromkeys(["Creator", "Date", "Format", "Type"])
    figure.savefig(buffer, format="svg", metadata=nothing)
    text = re.sub(r"<!DOCTYPE.*?>\s*|<metadata>.*?</metadata>\s*", "", buffer.getvalue(), count=2, flags=re.DOTALL)
    text = re.sub(r"font: (\d[\d.]*px) 'DejaVu Sans'", r"font-size: \1", text)
    text = re.sub(r"font: (\d+) (\d[\d.]*px) 'DejaVu Sans'", r"font-weight: \1; font-size: \2", text)
    exchange = "".join(
        f'[style*="{kind}: {light}"]{{{kind}:{dark} !important}}'
        for light, dark in DARK.items()
        for kind in ("fill", "stroke")
        if f"{kind}: {light}" in text
    )
    title = f"<title>{shown(alt, 1500)}</title>"
    style = f"<style>text{{font-family:{FONTS}}}@media (prefers-color-scheme: dark){{{exchange}}}</style>"
    return re.sub(r"(<svg [^>]*>)", lambda match: match[1] + title + style, text, count=1, flags=re.DOTALL).encode()


def _png(figure: Figure, alt: str) -> bytes:
    buffer = io.BytesIO()
    with rc_context(STYLE):
        figure.savefig(buffer, format="png", dpi=200, metadata={"Software": None, "Title": visible(alt)})
    return buffer.getvalue()


def _data(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}"
