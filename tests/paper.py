"""What stands on a drawn figure: its texts with their boxes, so that a test can say that none is cut and none covers another."""

from itertools import combinations

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.text import Text

from analysis.show.charts.sheet import STYLE, any_letter

SLACK = 0.012  # inches: an accent may touch a descender


def drawn(chart, width):
    """The figure of a chart at a width, drawn as show_figure draws it."""
    with rc_context(STYLE):
        return chart.draw(width)


def texts(figure):
    """Text and box (left, top, right, bottom in inches from the upper left corner) of each Text of a figure that is not empty."""
    with rc_context(STYLE), any_letter():
        renderer = FigureCanvasAgg(figure).get_renderer()
        height = figure.get_size_inches()[1]
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in marks(figure, Text) if text.get_text().strip()]
    dpi = figure.dpi
    return [(text, (box.x0 / dpi, height - box.y1 / dpi, box.x1 / dpi, height - box.y0 / dpi)) for text, box in boxes]


def outside(figure):
    """Texts that leave the paper."""
    width, height = figure.get_size_inches()
    return [
        text
        for text, (left, top, right, bottom) in texts(figure)
        if left < -SLACK or top < -SLACK or right > width + SLACK or bottom > height + SLACK
    ]


def overlapping(figure):
    """Pairs of texts that cover each other."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(texts(figure), 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > SLACK and min(a[3], b[3]) - max(a[1], b[1]) > SLACK
    ]


def marks(figure, kind):
    """What was drawn of one kind, in the order of drawing."""
    return [artist for artist in figure.artists if isinstance(artist, kind)]


def dots_of(figure):
    """Places of all dots in inches from the upper left corner."""
    return np.concatenate([np.empty((0, 2)), *(line.get_xydata() for line in marks(figure, Line2D))])


def lines_of(figure):
    """All straight lines and curves as arrays of their corners, in inches from the upper left corner."""
    return [segment for lines in marks(figure, LineCollection) for segment in lines.get_segments()]


def shapes_of(figure):
    """All filled shapes as arrays of their corners, the first one repeated at the end."""
    return [path.vertices for shapes in marks(figure, PolyCollection) for path in shapes.get_paths()]
