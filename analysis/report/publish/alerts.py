"""What somebody wants to be told of: alerts, the tables of a run and those of the last good one in; which alerts fired, and why, out.

Nothing is measured here. A rate is read from the table that its page stored, now and then, with the interval that stands beside it; how
long an outlet is silent, from the dates that articles state. It exists because nobody reads a report each day where nothing moved.
"""

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...earlier import Earlier
from ...errors import visible

if TYPE_CHECKING:
    import pandas as pd

FILE, SCHEMA = "alerts.json", 1
FIRED, STANDING, UNSURE, QUIET, UNTOLD = STATES = ("fired", "standing", "unsure", "quiet", "untold")  # what became of an alert
FEW = 10  # articles: with fewer a change is no more than a hint, as everywhere (docs/uncertainty.md)
OTHER = "_other"  # a variant that only looks like its concept
MOST_NAMED = 6  # outlets or variants in a sentence
PAGES = {"topic": "02_topics", "term": "01_terms", "wording": "05_wording", "speaker": "04_voices", "source": "00_corpus"}


class Alert(NamedTuple):
    """What is watched, and when it is told.

    kind, item  : topic, term, wording (a concept), speaker, or source; and which. A source "" is each
    variant     : of a concept; source: the outlet in which it is looked at, "" for all together
    ratio       : told where the rate is so many times what it was, or that part of it; difference: where it moved so far
    sure        : only where each rate lies beyond the interval of the other
    new_variant : told where a concept is called what it was not called before
    silent      : told where an outlet has no article of the last so many days
    """

    kind: str
    item: str
    variant: str = ""
    source: str = ""
    ratio: float | None = None
    difference: float | None = None
    sure: bool = True
    new_variant: bool = False
    silent: float | None = None
    name: str = ""

    @property
    def label(self) -> str:
        parts = f"{self.kind} “{self.item}”" if self.item else "each outlet"
        parts += f", “{self.variant}”" if self.variant else ""
        return self.name or parts + (f", in {self.source}" if self.source else "")


class Reading(NamedTuple):
    """A rate as a page stored it: its interval is NaN where none was worked out; n_articles None where the page does not say."""

    rate: float
    low: float
    high: float
    n_articles: int | None


class Told(Exception):
    """An alert cannot be told, and why."""


def watch(
    alerts: Iterable[Alert], now: Earlier, before: Earlier | None, made: Mapping[str, Any], today: date
) -> list[dict[str, Any]]:
    """What became of each alert, those that fired first, each as alerts.json keeps it.

    now, before : the tables of this run, and the last good run of its corpus; None where there is none
    made        : the record of this run
    """
    found = []
    for alert in alerts:
        entry: dict[str, Any] = {
            "name": alert.label,
            "watched": {key: value for key, value in alert._asdict().items() if value},
        }
        try:
            entry |= _silence(alert, now, before, today) if alert.silent is not None else _change(alert, now, before, made)
        except Told as why:
            entry |= {"state": UNTOLD, "sentence": str(why), "caveats": []}
        except (KeyError, TypeError, ValueError):  # tables of another version, or of a notebook of somebody's own
            entry |= {"state": UNTOLD, "sentence": "The tables of this run or of the last have another form.", "caveats": []}
        found.append(entry | {"sentence": visible(entry["sentence"])})
    return sorted(found, key=lambda entry: STATES.index(entry["state"]))


def of_run(alerts: Iterable[Alert], run: Path, earlier: Path, made: Mapping[str, Any], today: date) -> list[dict[str, Any]]:
    """What became of each alert in a run that is staged; `earlier` is the folder of the last good run, or of nothing."""
    return watch(alerts, Earlier(run), Earlier(earlier) if (earlier / "run.json").is_file() else None, made, today)


def fired(found: Iterable[Mapping[str, Any]]) -> list[str]:
    """What each alert that fired says, on one line."""
    return [
        " ".join([f"{entry['name']}: {entry['sentence']}", *entry["caveats"]]) for entry in found if entry["state"] == FIRED
    ]


def silence_is_news(alerts: Iterable[Alert], known: Mapping[str, Any], folder: Path, today: date) -> bool:
    """Whether other outlets are silent today than a published run says, which is news though no article came.

    known, folder : the run's record, and where it lies
    """
    watched = [alert for alert in alerts if alert.silent is not None]
    told = {entry["name"]: entry.get("silent") for entry in known.get("alerts", [])}
    return any(entry.get("silent") != told.get(entry["name"]) for entry in watch(watched, Earlier(folder), None, {}, today))


def _table(run: Earlier, page: str, name: str, which: str = "this run") -> "pd.DataFrame":
    found = run.table(page, name)
    if found is None:
        raise Told(f"There is no table {page}/{name} in {which}.")
    return found


def _silence(alert: Alert, now: Earlier, before: Earlier | None, today: date) -> dict[str, Any]:
    """Which outlets have no article dated within the last days; an article of tomorrow says nothing of today.

    It fires where one falls silent, and stands while no other does: who was told of it on Monday need not hear of it each day.
    """
    articles = _table(now, PAGES["source"], "articles")
    silent, told, unknown, until = [], [], [], datetime.combine(today, time())
    for source in [alert.item] if alert.item else sorted(articles["source"].dropna().unique()):
        own = articles[articles["source"] == source]
        past = own[own["date_start"] <= until]
        last = min(past["date_end"].max().date(), today) if len(past) else None
        if own.empty:
            told.append(f"{source} (no article at all)")
        elif last is None:
            unknown.append(source)
            continue
        elif (today - last).days >= alert.silent:
            told.append(f"{source} (last on {last}, {(today - last).days:,} days ago)")
        else:
            continue
        silent.append(source)
    if alert.item and unknown:
        raise Told(f"No article of {alert.item} states a date up to {today}.")
    days = f"{alert.silent:g} days"
    sentence = f"No article of the last {days}: {_listed(told)}." if silent else f"None was silent for {days}."
    caveats = [f"Nothing can be said of {_listed(unknown)}, whose articles state no date up to {today}."] if unknown else []
    known = before.record.get("alerts", []) if before else []
    stands = any(entry["name"] == alert.label and set(silent) <= set(entry.get("silent", [])) for entry in known)
    state = (STANDING if stands else FIRED) if silent else QUIET
    return {"state": state, "sentence": sentence, "caveats": caveats, "silent": silent}


def _listed(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else "")


def _change(alert: Alert, now: Earlier, before: Earlier | None, made: Mapping[str, Any]) -> dict[str, Any]:
    if before is None:
        raise Told("There is no earlier run of this corpus to compare with.")
    page = PAGES[alert.kind]
    then, asked = before.record.get("parameters", {}).get(page), made.get("parameters", {}).get(page)
    caveats = ["The page was asked otherwise then, so that the two may not be comparable."] if then != asked else []
    found = _new_variants(alert, now, before) if alert.new_variant else _moved(alert, now, before, made)
    return found | {"caveats": found["caveats"] + caveats, "compared_with": before.run}


def _new_variants(alert: Alert, now: Earlier, before: Earlier) -> dict[str, Any]:
    rows = []
    for run, which in ((now, "this run"), (before, "the last run")):
        table = _table(run, PAGES["wording"], "wording", which)
        if "variant" not in table or (alert.source and "source" not in table):
            raise Told(f"The page on wording was not asked by outlet in {which}.")
        table = table[(table["concept"] == alert.item) & (table["n"] > 0) & (table["variant"] != OTHER)]
        rows.append(table[table["source"] == alert.source] if alert.source else table)
    there, known = rows[0], set(rows[1]["variant"])
    counts = there[~there["variant"].isin(known)].groupby("variant")["n"].sum()
    new = [f"“{variant}” ({n:,} times)" for variant, n in counts.sort_index().items()]
    if not new:
        return {"state": QUIET, "sentence": f"“{alert.item}” is called nothing that it was not called before.", "caveats": []}
    sentence = f"“{alert.item}” is called what it was not called in the last run: {_listed(new)}."
    total = int(there["n"].sum())
    caveats = [f"It is named {total:,} times in all. A variant that was put into wording.yml since is new here too."]
    return {"state": FIRED, "sentence": sentence, "caveats": caveats}


def _moved(alert: Alert, now: Earlier, before: Earlier, made: Mapping[str, Any]) -> dict[str, Any]:
    """Whether a rate moved as far as is asked, and whether chance explains it."""
    here, then = _reading(alert, now, "this run"), _reading(alert, before, "the last run")
    moved = _is_moved(alert, here.rate, then.rate)
    bounded = not any(map(math.isnan, (here.low, here.high, then.low, then.high)))
    sure = bounded and not then.low <= here.rate <= then.high and not here.low <= then.rate <= here.high
    state = QUIET if not moved else FIRED if sure or not alert.sure else UNSURE
    show = _in_thousand if alert.kind in ("topic", "term") else _in_percent
    sentence = f"{_what(alert, show(here.rate))}; in the last run ({before.when[:10] or before.run}) it was {show(then.rate)}."
    caveats = _sizes(here, then, made, before)
    if moved:
        caveats.insert(0, _certainty(sure, bounded))
    return {"state": state, "sentence": sentence, "caveats": caveats, "now": _as_data(here), "before": _as_data(then)}


def _what(alert: Alert, rate: str) -> str:
    where = f" in {alert.source}" if alert.source else ""
    if alert.kind == "wording":
        return f"“{alert.item}” is called “{alert.variant}”{where} in {rate} of all cases"
    if alert.kind == "speaker":
        return f"{alert.item} has {rate} of the words that are quoted or reported{where}"
    return f"“{alert.item}” has {rate} mentions in 1,000 words{where}"


def _in_thousand(rate: float) -> str:
    return f"{rate:,.2f}"


def _in_percent(rate: float) -> str:
    return f"{rate:.1%}".replace("%", " %")


def _certainty(sure: bool, bounded: bool) -> str:
    if sure:
        return "Each of the two lies beyond the 95 % interval of the other, which is reckoned by articles."
    if bounded:
        return "It may be chance: not each of the two lies beyond the 95 % interval of the other."
    return "How sure it is cannot be said: no interval was worked out."


def _sizes(here: Reading, then: Reading, made: Mapping[str, Any], before: Earlier) -> list[str]:
    """How many articles it rests on, and that so few are no more than a hint."""
    n, n_then = (record.get("corpus", {}).get("n_loaded", 0) for record in (made, before.record))
    if here.n_articles is None or then.n_articles is None:
        sizes = f"The corpus has {n:,} articles, and had {n_then:,}."
    else:
        sizes = f"It is in {here.n_articles:,} of {n:,} articles, and was in {then.n_articles:,} of {n_then:,}."
    return [sizes] + (["So few articles are no more than a hint."] if min(n, n_then) < FEW else [])


def _as_data(reading: Reading) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and math.isnan(value) else value for name, value in reading._asdict().items()
    }


def _is_moved(alert: Alert, now: float, then: float) -> bool:
    by_ratio = alert.ratio is None or (now != then and (now >= alert.ratio * then or now <= then / alert.ratio))
    return by_ratio and (alert.difference is None or abs(now - then) >= alert.difference)


def _reading(alert: Alert, run: Earlier, which: str) -> Reading:
    """What a page says of a thing; one that it does not list has a rate of 0, and no interval."""
    page = PAGES[alert.kind]
    if alert.kind == "term":
        tables = [_table(run, page, "terms", which)] + [other for other in [run.table(page, "left_out")] if other is not None]
        return next(filter(None, (_row(table, "term", alert.item.casefold()) for table in tables)), _nothing())
    if alert.kind == "topic":
        table = _table(run, page, "topics" if alert.source else "topic_rates", which)
        found = _row(_in_source(table, alert.source), "topic", alert.item)
        if found is None:
            raise Told(f"There is no topic “{alert.item}” in {which}.")
        return found
    name, column, share, whole = ("speakers", "speaker", alert.item, None) if alert.kind == "speaker" else _of_wording(alert)
    table = _in_source(_table(run, page, name, which), alert.source)
    table = table if whole is None else table[table["concept"] == whole]
    counted = "n_tokens" if alert.kind == "speaker" else "n"
    own, total = table[table[column] == share], float(table[counted].sum())
    if not total:
        raise Told(f"Nothing is said of “{alert.item}” in {which}." if whole else f"Nothing is quoted or reported in {which}.")
    bounds = (
        (float(own[f"share_{end}"].iloc[0]) for end in ("low", "high"))
        if alert.source and whole and len(own)
        else (math.nan,) * 2
    )
    return Reading(float(own[counted].sum()) / total, *bounds, None)


def _of_wording(alert: Alert) -> tuple[str, str, str, str]:
    return "wording", "variant", alert.variant, alert.item


def _in_source(table: "pd.DataFrame", source: str) -> "pd.DataFrame":
    if not source:
        return table
    if "source" not in table:
        raise Told("The page was not asked by outlet.")
    return table[table["source"] == source]


def _row(table: "pd.DataFrame", column: str, name: str) -> Reading | None:
    own = table[table[column] == name]
    if own.empty:
        return None
    row = own.iloc[0]
    bounds = float(row["rate_per_1000_low"]), float(row["rate_per_1000_high"])
    return Reading(float(row["rate_per_1000"]), *bounds, int(row["n_articles"]))


def _nothing() -> Reading:
    return Reading(0.0, math.nan, math.nan, 0)
