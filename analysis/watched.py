"""What parallax.toml names to be watched: its tables [[alert]] in, alerts out, or a refusal that names the key.

    [[alert]]
    topic = "Closure"         # or: term = "…", speaker = "…", wording = "a concept"; source = "an outlet" alone, or in which to look
    ratio = 2                 # at least twice, or at most half, of what it was in the last run

It exists so that an alert that can never fire is refused when it is written, and not found out when it was needed.
"""

import math
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from .errors import UsageError, nearest
from .report.publish.alert_kinds import Alert
from .report.publish.standing import span

THINGS = ("topic", "term", "wording", "speaker")
TEXTS = (*THINGS, "variant", "source", "name", "since")
NUMBERS = {"ratio": "a number above 1, such as 2", "difference": "a number above 0", "silent": "a number of days from 1 on"}
FLAGS = ("sure", "new-variant")
LONGEST = timedelta(days=3650)  # that an alert looks back
Refuse = Callable[[str, str, str], UsageError]  # key, message, remedy


def read_alert(table: Mapping[str, Any], refuse: Refuse) -> Alert:
    """One table [[alert]] as an alert; raises what `refuse` makes of the first thing in it that cannot be meant."""
    _check_types(table, refuse)
    things = [name for name in THINGS if name in table]
    if len(things) > 1:
        raise refuse(things[1], f"an alert watches one thing, and this names a {things[0]} and a {things[1]}", "Write two")
    kind = things[0] if things else "source"
    _check_conditions(table, kind, refuse)
    _check_since(table, refuse)
    bounded = kind in ("topic", "term") or (kind == "wording" and "source" in table)  # whose pages store intervals
    if table.get("sure") and not bounded:
        remedy = "Name the outlet by source" if kind == "wording" else "Leave it out"
        raise refuse("sure", f"no interval is stored of a {kind}, so that 'sure' can never hold", remedy)
    return Alert(
        kind,
        table.get(kind, ""),
        table.get("variant", ""),
        table.get("source", "") if things else "",
        table.get("ratio"),
        table.get("difference"),
        table.get("sure", bounded),
        table.get("new-variant", False),
        table.get("silent"),
        table.get("name", ""),
        table.get("since", "").strip(),
    )


def _check_types(table: Mapping[str, Any], refuse: Refuse) -> None:
    for key, value in table.items():
        if key in TEXTS:
            if not isinstance(value, str) or not value.strip():
                raise refuse(key, f"'{key}' should be a text", "Put it in quotes")
        elif key in NUMBERS:
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
            if not is_number or value <= {"ratio": 1, "difference": 0, "silent": 0.99}[key]:
                raise refuse(key, f"'{key}' cannot be {str(value)[:40]}", f"Give {NUMBERS[key]}")
        elif key not in FLAGS:
            raise refuse(key, f"an alert does not know '{key}'", nearest(key, [*TEXTS, *NUMBERS, *FLAGS]))
        elif not isinstance(value, bool):
            raise refuse(key, f"'{key}' should be true or false", f"Write {key} = true")


def _check_since(table: Mapping[str, Any], refuse: Refuse) -> None:
    """That it is a length of time, beside a rate."""
    if "since" not in table:
        return
    if "ratio" not in table and "difference" not in table:
        raise refuse("since", "it says how far back a rate is looked at", "Give ratio or difference, or leave it out")
    try:
        length = span(table["since"])
    except UsageError as error:
        raise refuse("since", error.message, error.remedy or "") from error
    if not timedelta() < length <= LONGEST:
        raise refuse("since", f"'since' cannot be {table['since']}", f"Give a time up to {LONGEST.days} days, such as 28d")


def _check_conditions(table: Mapping[str, Any], kind: str, refuse: Refuse) -> None:
    """That there is a condition, and that the thing that is watched can meet it."""
    changes, is_new = [name for name in ("ratio", "difference") if name in table], table.get("new-variant", False)
    if not changes and not is_new and "silent" not in table:
        raise refuse("", "an alert without a condition never fires", "Give ratio, difference, new-variant or silent")
    if "silent" in table and (kind != "source" or changes or is_new):
        raise refuse(
            "silent",
            "it is outlets that fall silent, and no other condition stands beside it",
            "Name a source, or none for each",
        )
    if kind == "source" and (changes or is_new):
        raise refuse(
            changes[0] if changes else "new-variant", "an outlet alone has no rate", "Name a topic, term, wording or speaker"
        )
    if is_new and (kind != "wording" or changes or "variant" in table):
        raise refuse("new-variant", "it asks what else a concept is called, and stands alone", "Name the concept by wording")
    if "variant" in table and kind != "wording":
        raise refuse("variant", "only a concept has variants", "Name the concept by wording")
    if kind == "wording" and changes and "variant" not in table:
        raise refuse(changes[0], "the rate of a concept is that of one of its variants", "Name it by variant")
    if kind == "term" and "source" in table:
        raise refuse("source", "a term is stored for all outlets together", "Leave it out, or watch a topic")
    if kind in ("wording", "speaker") and table.get("difference", 0) > 1:
        raise refuse("difference", f"the rate of a {kind} is a share, and moves by 1 at most", "Write 0.2 for 20 %")
