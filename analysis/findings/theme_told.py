"""What is told of themes: where a theme leads in more paragraphs of one group, and whether that holds by articles.

A view and its themes in, a sentence with its strength out. It stands beside about_themes.py, which makes a finding of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ..measure.comparing.share_gaps import share_gaps
from ..show.phrases import listed, named
from .apart import HELD, gaps_of, held, is_testable, the_others

if TYPE_CHECKING:
    from ..measure.themes.discovery import Themes
    from ..view import View

FEW = 5  # paragraphs of a theme below which a difference is a matter of this or that paragraph
MOST_OF_FEW = 0.3  # how strong such a difference counts at most


class Leads(NamedTuple):
    """A sentence, a headline or "", how large the difference is, and the groups that the sentence names."""

    sentence: str
    headline: str
    strength: float
    groups: tuple[str, ...]


def leading(view: View, found: Themes, labels: dict[int, str], paged: list[int]) -> Leads:
    """Where a stable theme leads in more paragraphs of one group than of another.

    paged : themes that may be of pages, which are not told of
    """
    stable = found.themes.loc[found.themes["stable"] & ~found.themes["theme"].isin(paged), "theme"]
    if len(view.sizes) < 2 or stable.empty:
        return Leads("", "", 0.1, ())
    return _held(view, found, labels, set(stable)) if is_testable(view) else _counted(view, found, labels, set(stable))


def _counted(view: View, found: Themes, labels: dict[int, str], stable: set[int]) -> Leads:
    """The largest difference of two groups, of so few articles that nothing can be put to the test."""
    by = view.by
    counts = found.by_group.assign(of=found.by_group.groupby(by, observed=True)["n_paragraphs"].transform("sum"))
    gaps = share_gaps(counts[counts["theme"].isin(stable)], "theme", by, "n_paragraphs", "of")
    if gaps.empty or gaps["gap"].iloc[0] <= 0:
        return Leads("", "", 0.1, ())
    row = gaps.iloc[0]
    least = f"{row['n_least']:,}" if row["n_least"] else "none"
    text = f"{_words(labels[int(row['theme'])])} lead {_of(row['n_most'], row['total_most'], row['most'])}"
    text += f", and {least} of {row['total_least']:,} in {row['least']}."
    strength = min(float(row["gap"]), 1.0 if row["n_most"] >= FEW else MOST_OF_FEW)
    return Leads(text, text if row["gap_low"] > 0 else "", strength, (row["most"], row["least"]))


def _held(view: View, found: Themes, labels: dict[int, str], stable: set[int]) -> Leads:
    """The difference that stands out most when whole articles are dealt out anew, for all groups and stable themes together."""
    led = found.strongest.astype({"doc_id": "str"})
    totals = led.groupby("doc_id").size().rename("total").reset_index()
    parts = led[led["theme"].isin(stable)].groupby(["doc_id", "theme"]).size().rename("n").reset_index()
    rows = held(gaps_of(view, parts.astype({"theme": "int64"}), totals, "theme")) if len(parts) else pd.DataFrame()
    if rows.empty:
        return Leads(f"No theme differs between the {named(view.by)}s by more than chance would explain.", "", 0.1, ())
    row = rows.iloc[0]
    text = f"{_words(labels[int(row['theme'])])} lead {_of(row['n'], row['total'], row[view.by])}, and"
    text += f" {100 * row['rate_others']:.0f} % of those in {the_others(view)}."
    strength = HELD + (1 - HELD) * float(abs(row["rate"] - row["rate_others"]))
    return Leads(text, text, strength, (str(row[view.by]),))


def _words(label: str) -> str:
    words = [f"“{word}”" for word in label.split(", ")]
    return f"Words such as {listed(words)}"


def _of(n: int, total: int, group: str) -> str:
    return f"{n:,} of the {total:,} paragraphs in {group}"
