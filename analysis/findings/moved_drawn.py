"""What moved, as a picture: tables of moves that hold in, one figure out, or none where nothing moved."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..measure.comparing.moves import moves
from ..show.charts.figures import Figure
from ..show.charts.moved_dots import dumbbells
from ..show.phrases import counted
from .counted_things import SPEAKER, TERM, TOPIC, VOICE, WORDING

MOST_DRAWN = 12
# kinds that have one unit: the unit, how many it counts in, and the kinds
UNITS = (
    ("in 1,000 words", 1000, (TERM, TOPIC, SPEAKER)),
    ("in 100: mentions of the concept, or words", 100, (WORDING, VOICE)),
)
CAPTION = (
    "What moved by more than chance makes, {}: where it was in earlier articles of the same outlets, and where it is in the {}."
    " The thin line is the 95 % interval of the move, by articles."
)


def moved_figures(told: dict[str, pd.DataFrame], n_new: int) -> tuple[Figure, ...]:
    """The moves of all kinds that have the unit of the first one, the largest first.

    told : kind -> rows of `moves` that hold, rates as shares
    """
    kinds = [kind for kind, table in told.items() if len(table)]
    if not kinds:
        return ()
    unit, times, alike = next(one for one in UNITS if kinds[0] in one[2])
    rows = pd.concat([told[kind].assign(what=_named(told[kind], kind)) for kind in kinds if kind in alike], ignore_index=True)
    rates = ["rate_earlier", "rate_new", "difference_low", "difference_high"]
    rows = rows.iloc[np.argsort(-rows["difference"].abs().round(9), kind="stable")].reset_index(drop=True)
    drawn, new = rows.head(MOST_DRAWN).assign(**{name: times * rows[name] for name in rates}), counted(n_new, "new article")
    chart = dumbbells(drawn, "what", *rates, unit, "earlier articles", new)
    return (Figure(chart, "moved", CAPTION.format(unit.partition(":")[0], new), _title(rows), moves),)


def _named(table: pd.DataFrame, kind: str) -> list[str]:
    """What the rows are called in the picture."""
    if kind == WORDING:
        return [f"“{variant}” for “{concept}”" for variant, concept in zip(table[kind], table["concept"], strict=True)]
    before = {TOPIC: "topic ", SPEAKER: "speaker "}.get(kind, "")
    return [f"what is {name}" if kind == VOICE else f"{before}“{name}”" for name in table[kind]]


def _title(rows: pd.DataFrame) -> str:
    """What the picture says: the largest move, and how many there are.

    >>> _title(pd.DataFrame({"what": ["“flood”", "“dam”", "“sun”"], "difference": [0.02, 0.01, -0.01]}))
    '“flood” rises most, and 2 others move'
    """
    first, others = rows.iloc[0], len(rows) - 1
    verb = "rises" if first["difference"] > 0 else "falls"
    rest = f" most, and {others:,} {'others move' if others > 1 else 'other moves'}" if others else ""
    text = f"{first['what']} {verb}{rest}"
    return f"{text[:1].upper()}{text[1:]}"
