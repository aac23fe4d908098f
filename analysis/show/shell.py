"""What Parallax adds to the IPython that it is imported in: a figure of matplotlib that is a cell's last expression is drawn.

Nothing comes in but the shell; out goes a formatter, registered under the name of a class. It exists because matplotlib teaches this to
a notebook only with pyplot, and a figure made without pyplot would be shown as `<Figure size 640x480>`. Nothing is imported for it: who
draws nothing pays nothing.
"""

import io
from typing import Any

from .live import shell

FIGURE = ("matplotlib.figure", "Figure")
DOTS_AN_INCH = 144  # sharp where a page shows them smaller
PNG = "image/png"


def draw_bare_figures() -> None:
    """Have figures drawn that a cell ends with; where pyplot is used as well, its own way of drawing takes over."""
    if (found := shell()) is not None and hasattr(found, "display_formatter"):
        formatter = found.display_formatter.formatters[PNG]
        if FIGURE not in formatter.deferred_printers:
            formatter.for_type_by_name(*FIGURE, as_png)


def as_png(figure: Any) -> tuple[bytes, dict[str, int]] | None:
    """A figure as dots, with the size in pixels that it is shown in; None for one without anything drawn in it."""
    if not figure.axes and not figure.lines and not figure.texts and not figure.images:
        return None
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DOTS_AN_INCH, bbox_inches="tight", metadata={"Software": None})
    data = buffer.getvalue()
    width, height = (round(int.from_bytes(data[place : place + 4]) * 96 / DOTS_AN_INCH) for place in (16, 20))
    return data, {"width": width, "height": height}
