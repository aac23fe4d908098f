"""The order in which a page of print is read. Pieces with their places in, lines out, column by column where there are columns.

A page is cut into bands between which nothing is printed; bands that have the same gutter, a stretch from top to bottom where nothing
is printed, are columns. Short pieces on both sides are a table and no columns, and its rows stay whole.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

GUTTER = 7.0  # points between two columns; a space is 3
IN_A_COLUMN = 18  # letters of a line of a column, in the middle of all of them; cells of tables are shorter
APART = 0.75  # of a line's height, from which two lines are two paragraphs
FAR = 4  # lines, from which columns end
OVERLAP = 0.5  # of the lower one's height, from which two pieces stand on one line
DEEPEST = 8  # columns within columns


class Piece(NamedTuple):
    """Some print on one line."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


def lines_of_page(pieces: Sequence[Piece]) -> list[str]:
    """The lines of a page as they are read, with a blank one where there is more room than between the lines of a paragraph.

    >>> left, right = "The mayor closed the bridge", "Shops on the square lose much"
    >>> above = [Piece(0, 80, 90, 90, left), Piece(110, 80, 200, 90, right), Piece(0, 100, 200, 112, "Bridge closed for a year")]
    >>> lines_of_page([*above, Piece(0, 68, 90, 78, "over the river."), Piece(110, 68, 200, 78, "of what they earned.")])[2:]
    ['The mayor closed the bridge', 'over the river.', '', 'Shops on the square lose much', 'of what they earned.']
    """
    lines: list[str] = []
    for block in _blocks(list(pieces), 0):
        lines += [""] if lines else []
        lines += _lines(block)
    return lines


def _blocks(pieces: list[Piece], deep: int) -> Iterator[list[Piece]]:
    """Pieces that are read from top to bottom together."""
    run: list[Piece] = []
    plain: list[Piece] = []
    for band in [*_bands(pieces), []]:
        if band and run and _near(run, band) and _gutters([*run, *band]):
            run += band
            continue
        columns = _columns(run) if deep < DEEPEST else [run]
        if len(columns) > 1:
            yield from [plain] if plain else []
            plain = []
            for column in columns:
                yield from _blocks(column, deep + 1)
        else:
            plain += run
        run = list(band)
    yield from [plain] if plain else []


def _bands(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Pieces between which nothing is printed from edge to edge, from the top."""
    band: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.top, piece.left)):
        if band and piece.top <= min(other.bottom for other in band):
            yield band
            band = []
        band.append(piece)
    if band:
        yield band


def _near(run: list[Piece], band: list[Piece]) -> bool:
    """Whether no picture's room is left free between a run of bands and the next one."""
    room = min(piece.bottom for piece in run) - max(piece.top for piece in band)
    return room <= FAR * max(piece.top - piece.bottom for piece in band)


def _gutters(pieces: list[Piece]) -> list[tuple[float, float]]:
    """Stretches between pieces where nothing is printed, from left to right."""
    found, reached = [], None
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if reached is not None and piece.left - reached >= GUTTER:
            found.append((reached, piece.left))
        reached = piece.right if reached is None else max(reached, piece.right)
    return found


def _columns(pieces: list[Piece]) -> list[list[Piece]]:
    """The columns of a run of bands; all pieces as one where they are none."""
    gutters = _gutters(pieces)
    edges = [float("-inf"), *(right for _, right in gutters), float("inf")]
    columns = [[piece for piece in pieces if left <= piece.left < right] for left, right in pairwise(edges)]
    long = (sorted(len(text) for text in _lines(column) if text) for column in columns)
    return columns if len(columns) > 1 and all(sizes[len(sizes) // 2] >= IN_A_COLUMN for sizes in long) else [pieces]


def _lines(pieces: list[Piece]) -> list[str]:
    """The lines of some pieces, of which those at one height are one line."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.top + piece.bottom)):
        if rows and _beside(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines: list[str] = []
    before: Piece | None = None
    for row in rows:
        row.sort(key=lambda piece: piece.left)
        if before is not None and before.bottom - row[0].top > APART * (row[0].top - row[0].bottom):
            lines.append("")
        lines.append(_joined(row))
        before = row[0]
    return lines


def _beside(one: Piece, other: Piece) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared >= OVERLAP * min(one.top - one.bottom, other.top - other.bottom)


def _joined(row: list[Piece]) -> str:
    text = row[0].text
    for before, piece in pairwise(row):
        gap = piece.left - before.right
        text += ("   " if gap >= GUTTER else " " if gap > 0.15 * (piece.top - piece.bottom) else "") + piece.text
    return text
