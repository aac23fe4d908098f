"""What somebody wants to be told of: alerts, the tables of a run and those of the last good one in; which alerts fired, and why, out.

Nothing is measured here. A rate is read from the table that its page stored, now and then, with the interval that stands beside it; how
long an outlet is silent, from the dates that articles state. It exists because nobody reads a report each day where nothing moved.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ...earlier import Earlier
from ...errors import visible
from .alert_kinds import PAGES, Alert, Told, table_of
from .alert_rates import Reading, common_of, interval_of_difference, reading

FILE, SCHEMA = "alerts.json", 1
FIRED, STANDING, UNSURE, QUIET, UNTOLD = STATES = ("fired", "standing", "unsure", "quiet", "untold")  # what became of an alert
FEW = 10  # articles: with fewer a change is no more than a hint, as everywhere (docs/uncertainty.md)
OTHER = "_other"  # a variant that only looks like its concept
MOST_NAMED = 6  # outlets or variants in a sentence


def watch(
    alerts: Iterable[Alert],
    now: Earlier,
    before: Earlier | None,
    made: Mapping[str, Any],
    today: date,
    further: Mapping[str, Earlier] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """What became of each alert, those that fired first, each as alerts.json keeps it.

    now, before : the tables of this run, and the last good run of its corpus; None where there is none
    made        : the record of this run
    further     : since -> the run that an alert is held against which looks further back; where there is none, the last one
    """
    found = []
    for alert in alerts:
        entry: dict[str, Any] = {
            "name": alert.label,
            "watched": {key: value for key, value in alert._asdict().items() if value},
        }
        try:
            entry |= (
                _silence(alert, now, before, today) if alert.silent is not None else _change(alert, now, before, made, further)
            )
        except Told as why:
            entry |= {"state": UNTOLD, "sentence": str(why), "caveats": []}
        except (KeyError, TypeError, ValueError):  # tables of another version, or of a notebook of somebody's own
            entry |= {"state": UNTOLD, "sentence": "The tables of this run or of the last have another form.", "caveats": []}
        found.append(entry | {"sentence": visible(entry["sentence"])})
    return sorted(found, key=lambda entry: STATES.index(entry["state"]))


def of_run(alerts: Sequence[Alert], run: Path, earlier: Path, made: Mapping[str, Any], today: date) -> list[dict[str, Any]]:
    """What became of each alert in a run that is staged.

    earlier : the folder of the last good run, or of nothing; runs further back lie beside it, as `beside` names them
    """
    there = {since: beside(earlier, since) for since in ("", *(alert.since for alert in alerts))}
    runs = {since: Earlier(folder) for since, folder in there.items() if (folder / "run.json").is_file()}
    return watch(alerts, Earlier(run), runs.get(""), made, today, runs)


def beside(earlier: Path, since: str) -> Path:
    """Where the run lies in a staging folder that an alert is held against: the last good one, or one further back."""
    return earlier.with_name(f"{earlier.name}-{since}") if since else earlier


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


def _silence(alert: Alert, now: Earlier, before: Earlier | None, today: date) -> dict[str, Any]:
    """Which outlets have no article dated within the last days; an article of tomorrow says nothing of today.

    It fires where one falls silent, and stands while no other does: who was told of it on Monday need not hear of it each day.
    """
    articles = table_of(now, PAGES["source"], "articles")
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


def _change(
    alert: Alert, now: Earlier, before: Earlier | None, made: Mapping[str, Any], further: Mapping[str, Earlier]
) -> dict[str, Any]:
    if before is None:
        raise Told("There is no earlier run of this corpus to compare with.")
    then = further.get(alert.since, before) if alert.since else before
    page = PAGES[alert.kind]
    asked_then, asked = then.record.get("parameters", {}).get(page), made.get("parameters", {}).get(page)
    caveats = ["The page was asked otherwise then, so that the two may not be comparable."] if asked_then != asked else []
    found = _new_variants(alert, now, then) if alert.new_variant else _moved(alert, now, then, made)
    if alert.since and found["state"] == FIRED and _was_told(alert, found, before):
        found["state"] = STANDING
    return found | {"caveats": found["caveats"] + caveats, "compared_with": then.run}


def _was_told(alert: Alert, found: Mapping[str, Any], before: Earlier) -> bool:
    """Whether the last run told the same move, up or down: who was told once need not hear of it with each run of the month."""
    for entry in before.record.get("alerts", []):
        if entry["name"] == alert.label and entry["state"] in (FIRED, STANDING):
            return (entry["now"]["rate"] > entry["before"]["rate"]) == (found["now"]["rate"] > found["before"]["rate"])
    return False


def _new_variants(alert: Alert, now: Earlier, before: Earlier) -> dict[str, Any]:
    rows = []
    for run, which in ((now, "this run"), (before, "the last run")):
        table = table_of(run, PAGES["wording"], "wording", which)
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
    which = f"the run of {before.when[:10] or before.run}" if alert.since else "the last run"
    here, then = reading(alert, now, "this run"), reading(alert, before, which)
    moved = _is_moved(alert, here.rate, then.rate)
    low, high = interval_of_difference(here, then, common_of(now, before, alert.source))
    sure = low > 0 or high < 0
    state = QUIET if not moved else FIRED if sure or not alert.sure else UNSURE
    show = _in_thousand if alert.kind in ("topic", "term") else _in_percent
    when = which if alert.since else f"{which} ({before.when[:10] or before.run})"
    sentence = f"{_what(alert, show(here.rate))}; in {when} it was {show(then.rate)}."
    caveats = _sizes(here, then, made, before)
    if moved:
        caveats.insert(0, _certainty(sure, show(low), show(high), math.isnan(low + high)))
    bounds = {"difference_low": _number(low), "difference_high": _number(high)}
    return {"state": state, "sentence": sentence, "caveats": caveats, "now": _as_data(here), "before": _as_data(then), **bounds}


def _what(alert: Alert, rate: str) -> str:
    where = f" in {alert.source}" if alert.source else ""
    if alert.kind == "wording":
        return f"“{alert.item}” is called “{alert.variant}”{where} in {rate} of all cases"
    if alert.kind == "speaker":
        return f"{alert.item} has {rate} of the words that are quoted or reported{where}"
    return f"“{alert.item}” has {rate} mentions in 1,000 words{where}"


def _in_thousand(rate: float) -> str:
    return f"{rate:,.2f}".replace("-", "−")


def _in_percent(rate: float) -> str:
    return f"{rate:.1%}".replace("%", " %").replace("-", "−")


def _certainty(sure: bool, low: str, high: str, unknown: bool) -> str:
    if unknown:
        return "How sure it is cannot be said: no interval was worked out."
    told = "Chance would hardly explain it" if sure else "It may be chance"
    return f"{told}: by articles, the 95 % interval of the difference is {low} to {high}."


def _sizes(here: Reading, then: Reading, made: Mapping[str, Any], before: Earlier) -> list[str]:
    """How many articles it rests on, and that so few are no more than a hint."""
    n, n_then = (record.get("corpus", {}).get("n_loaded", 0) for record in (made, before.record))
    if here.n_articles is None or then.n_articles is None:
        sizes = f"The corpus has {n:,} articles, and had {n_then:,}."
    else:
        sizes = f"It is in {here.n_articles:,} of {n:,} articles, and was in {then.n_articles:,} of {n_then:,}."
    return [sizes] + (["So few articles are no more than a hint."] if min(n, n_then) < FEW else [])


def _as_data(found: Reading) -> dict[str, Any]:
    return {name: _number(value) for name, value in found._asdict().items()}


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


def _is_moved(alert: Alert, now: float, then: float) -> bool:
    by_ratio = alert.ratio is None or (now != then and (now >= alert.ratio * then or now <= then / alert.ratio))
    return by_ratio and (alert.difference is None or abs(now - then) >= alert.difference)
