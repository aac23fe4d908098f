"""Which groups stand apart, as findings tell it: a view and counts by article in, the differences that hold, and words for them, out.

It exists so that voices, wording and topics name a difference by one rule: it has to hold when whole articles are dealt out anew, for
all groups and things tried together, and be large enough to be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..measure.comparing.rate_gaps import rate_gaps
from ..show.phrases import named
from .finding import VERDICTS
from .short import group_names
from .sureness import CHANCE, of_groups
from .telling import MUCH

if TYPE_CHECKING:
    from ..view import View

NEAR = 0.2  # of a whole number of times, within which a ratio is “about” it
FAR = 1.96  # deviations from the usual rate, which one of 20 groups that do not differ reaches
HELD = 0.5  # strength from which a difference that holds begins: it says more than any that was not put to the test


def is_testable(view: View) -> bool:
    """Whether there are articles enough to put a difference between the groups of a view to the test."""
    return len(view.sizes) > 1 and of_groups(view).verdict != VERDICTS[0]


def gaps_of(view: View, parts: pd.DataFrame, totals: pd.DataFrame, name: str, family: str | None = None) -> pd.DataFrame:
    """What rate_gaps finds in counts by article, the groups by the names that sentences give them.

    parts  : doc_id, `name`, n
    totals : doc_id, total, and `family`
    """
    articles = view.articles.assign(**{view.by: group_names(view.articles[view.by])})
    columns = list(dict.fromkeys(["doc_id", view.by, *([view.within] if view.within else [])]))
    wholes = totals.astype({"doc_id": "str"}).merge(articles[columns].astype("str"), on="doc_id", validate="m:1")
    return rate_gaps(parts, wholes, view.by, name, family=family, within=view.within or None)


def held(gaps: pd.DataFrame) -> pd.DataFrame:
    """The differences that chance does not make, and that a reader would see, those that stand out most first.

    A group that only lies to the other side of one that stands far apart is not among them: its rate has to differ from the usual one
    of the others as from that of them all.
    """
    low, high = gaps[["rate_others", "rate_usual"]].min(axis=1), gaps[["rate_others", "rate_usual"]].max(axis=1)
    seen = (gaps["rate"] >= MUCH * high) | (gaps["rate"] * MUCH <= low) & (low > 0)
    rows = gaps[seen & (gaps["p_any"] <= CHANCE) & (gaps["deviations_usual"].abs() >= FAR)]
    return rows.loc[rows["deviations"].abs().sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def strength_of(rows: pd.DataFrame) -> float:
    """How large the first of the differences that hold is: HELD and half of what the lower rate lacks of the higher one."""
    if rows.empty:
        return 0.0
    low, high = sorted(rows[["rate", "rate_others"]].iloc[0])
    return HELD + (1 - HELD) * (1 - low / high)


def share_strength(rows: pd.DataFrame) -> float:
    """How large the largest difference of shares that holds is: HELD and half of it."""
    return HELD + (1 - HELD) * float((rows["rate"] - rows["rate_others"]).abs().max()) if len(rows) else 0.0


def how_often(ratio: float) -> str:
    """How often, against the others.

    >>> how_often(2.04), how_often(1.4), how_often(0.5), how_often(3.1)
    ('about twice as often as', '1.4 times as often as', 'about half as often as', 'about three times as often as')
    """
    for times, text in ((0.5, "half"), (2, "twice"), (3, "three times")):
        if abs(ratio / times - 1) <= NEAR / 2:
            return f"about {text} as often as"
    return f"{ratio:.1f} times as often as" if ratio > 1 else "less often than"


def the_others(view: View) -> str:
    """Those that one group of a view is held against, in a sentence: by name where it is one.

    >>> from types import SimpleNamespace
    >>> the_others(SimpleNamespace(sizes=range(26), by="source"))
    'the other outlets'
    """
    return f"the other {named(view.by)}{'s' if len(view.sizes) > 2 else ''}"
