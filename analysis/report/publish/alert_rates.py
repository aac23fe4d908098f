"""The rate of what is watched, as two runs stored it, and whether chance would explain how far it moved. Tables in, readings out.

Both runs stored an interval of the rate, by articles. Those of a difference are made of the two (MOVER: Zou and Donner 2008), with the
correlation that common articles cause (Zou 2007), since two runs of a corpus that grows share most of theirs.
"""

import math
from typing import TYPE_CHECKING, NamedTuple

from ...earlier import Earlier
from .alert_kinds import PAGES, Alert, Told, in_source, table_of

if TYPE_CHECKING:
    import pandas as pd


class Reading(NamedTuple):
    """A rate as a page stored it: its interval is NaN where none was worked out; n_articles None where the page does not say."""

    rate: float
    low: float
    high: float
    n_articles: int | None


def interval_of_difference(now: Reading, then: Reading, common: float) -> tuple[float, float]:
    """The 95 % interval of how far a rate moved, from those of the two rates; NaN where one of these is missing.

    common : how far the two rest on the same articles: 0 for none, 1 for all, as common_of gives it

    >>> interval_of_difference(Reading(3.0, 2.0, 4.0, 9), Reading(1.0, 0.5, 1.5, 9), 0.0)[0].__round__(2)
    0.88
    """

    def reach(up: float, down: float) -> float:
        return math.sqrt(max(up * up + down * down - 2 * common * up * down, 0.0))

    moved = now.rate - then.rate
    low = moved - reach(now.rate - now.low, then.high - then.rate)
    return low, moved + reach(now.high - now.rate, then.rate - then.low)


def common_of(now: Earlier, before: Earlier, source: str) -> float:
    """The correlation of two rates that rest on common articles: these, by the root of the product of both numbers.

    It is 0, which makes intervals wide and no change surer than it is, where the page on the corpus was not run.
    """
    found = []
    for run in (now, before):
        articles = run.table(PAGES["source"], "articles")
        if articles is None or not {"doc_id", "sha256"} <= set(articles.columns):
            return 0.0
        articles = in_source(articles, source)
        found.append(set(zip(articles["doc_id"].astype("str"), articles["sha256"].astype("str"), strict=True)))
    return len(found[0] & found[1]) / math.sqrt(max(len(found[0]) * len(found[1]), 1))


def reading(alert: Alert, run: Earlier, which: str) -> Reading:
    """What a page says of a thing; one that it does not list has a rate of 0, and no interval."""
    page = PAGES[alert.kind]
    if alert.kind == "term":
        tables = [table_of(run, page, "terms", which)] + [other for other in [run.table(page, "left_out")] if other is not None]
        return next(filter(None, (_row(table, "term", alert.item.casefold()) for table in tables)), _nothing())
    if alert.kind == "topic":
        table = table_of(run, page, "topics" if alert.source else "topic_rates", which)
        found = _row(in_source(table, alert.source), "topic", alert.item)
        if found is None:
            raise Told(f"There is no topic “{alert.item}” in {which}.")
        return found
    name, column, share, whole = ("speakers", "speaker", alert.item, None) if alert.kind == "speaker" else _of_wording(alert)
    table = in_source(table_of(run, page, name, which), alert.source)
    table = table if whole is None else table[table["concept"] == whole]
    counted = "n_tokens" if alert.kind == "speaker" else "n"
    own, total = table[table[column] == share], float(table[counted].sum())
    if not total:
        raise Told(f"Nothing is said of “{alert.item}” in {which}." if whole else f"Nothing is quoted or reported in {which}.")
    bounds = [math.nan, math.nan]
    if alert.source and whole and len(own):  # what all outlets have together has no interval of its own
        bounds = [float(own[f"share_{end}"].iloc[0]) for end in ("low", "high")]
    return Reading(float(own[counted].sum()) / total, *bounds, None)


def _of_wording(alert: Alert) -> tuple[str, str, str, str]:
    return "wording", "variant", alert.variant, alert.item


def _row(table: "pd.DataFrame", column: str, name: str) -> Reading | None:
    own = table[table[column] == name]
    if own.empty:
        return None
    row = own.iloc[0]
    bounds = float(row["rate_per_1000_low"]), float(row["rate_per_1000_high"])
    return Reading(float(row["rate_per_1000"]), *bounds, int(row["n_articles"]))


def _nothing() -> Reading:
    return Reading(0.0, math.nan, math.nan, 0)
