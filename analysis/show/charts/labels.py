"""Places for the names of dots, so that none runs into another one or leaves the paper.

Places and texts in, places out: nothing is drawn here. Good places are hard to find for all names at once (Christensen et al. 1995, ACM
Transactions on Graphics 14(3)); here each name in turn takes the best of a few places around its dot that are still free, and a name
that finds none is left out, so that what is most telling has to come first.
"""

import numpy as np

from .sheet import SMALL, text_width

HEIGHT = 0.16  # inches of a line of letters
DOT = 0.045  # inches from the middle of a dot to what keeps away from it
RINGS = (0.07, 0.22, 0.4, 0.6)  # inches between a dot and its name; from the second on a line leads there
DIRECTIONS = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.7, -0.7), (-0.7, -0.7), (0.7, 0.7), (-0.7, 0.7))
MOST = 5  # dots that a name may cover; more cannot be told apart from its letters
STEPS = 8  # boxes that stand for a leading line

Box = tuple[float, float, float, float]  # left, top, right, bottom


def place_labels(
    dots: np.ndarray, texts: list[str], mass: np.ndarray, paper: Box
) -> dict[int, tuple[float, float, Box | None]]:  # fmt: skip
    """Find a place for each text beside its dot, the first ones first.

    dots  : x and y of the dots that have names, in inches; no name covers one of them
    mass  : x and y of all that a name had better not cover; the place that covers least is taken, and none that covers many
    paper : the box that names must stay in

    Returns the number of the text -> left end and middle of its letters, and the line (x, y, x, y) that leads to it, if it is far
    away; a text without a free place is not among them. The same input gives the same places.
    """
    taken = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in dots.tolist()]
    placed = {}
    for row, (text, (x, y)) in enumerate(zip(texts, dots.tolist(), strict=True)):
        width, best = text_width([text], SMALL) + 0.02, None
        for place, (box, leader) in enumerate(_candidates(x, y, width)):
            others = np.array(taken[:row] + taken[row + 1 :]).reshape(-1, 4)
            if _inside(box, paper) and not _meets([box, *_steps(leader)], others):
                covered, ring = _covered(box, mass), place // len(DIRECTIONS)
                if covered <= MOST and (best is None or covered + 3 * ring < best[0]):
                    best = covered + 3 * ring, box, leader
        if best:
            _, box, leader = best
            taken += [box, *_steps(leader)]
            placed[row] = (box[0] + 0.01, (box[1] + box[3]) / 2, leader)
    return placed


def _candidates(x: float, y: float, width: float) -> list[tuple[Box, Box | None]]:
    """Boxes of letters around a dot, near ones first, with the line that leads to those further away."""
    found = []
    for ring in RINGS:
        for right, down in DIRECTIONS:
            # the point of the box that lies nearest to the dot
            near_x, near_y = x + ring * right, y + ring * down
            left = near_x - (width if right < 0 else width / 2 if right == 0 else 0)
            top = near_y - (HEIGHT if down < 0 else HEIGHT / 2 if down == 0 else 0)
            box = (left, top, left + width, top + HEIGHT)
            start = (x + DOT * right, y + DOT * down)
            found.append((box, None if ring == RINGS[0] else (*start, near_x, near_y)))
    return found


def _steps(leader: Box | None) -> list[Box]:
    """Small boxes along a line, short of its end, which touches the letters."""
    if leader is None:
        return []
    x, y, to_x, to_y = leader
    parts = [(step + 0.5) / STEPS for step in range(STEPS)]
    return [(x + (to_x - x) * part, y + (to_y - y) * part) * 2 for part in parts]


def _inside(box: Box, paper: Box) -> bool:
    return box[0] >= paper[0] and box[1] >= paper[1] and box[2] <= paper[2] and box[3] <= paper[3]


def _meets(boxes: list[Box], others: np.ndarray) -> bool:
    """Whether one of the boxes and one of the others have a place in common."""
    own = np.array(boxes)[:, None, :]
    apart = (
        (own[..., 2] < others[:, 0])
        | (own[..., 0] > others[:, 2])
        | (own[..., 3] < others[:, 1])
        | (own[..., 1] > others[:, 3])
    )
    return not apart.all()


def _covered(box: Box, mass: np.ndarray) -> int:
    xs, ys = mass[:, 0], mass[:, 1]
    return int(((xs > box[0]) & (xs < box[2]) & (ys > box[1]) & (ys < box[3])).sum())
