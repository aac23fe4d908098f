"""What a run is held against: a view and an earlier run in; which articles and settings are others than then, out.

It exists so that all that is told of changes goes by one comparison, and so that a run stores, small, what the next one compares with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from ..earlier import Earlier, earlier_run, this_run
from ..measure.comparing.article_changes import article_changes
from ..measure.comparing.changes import ALTERED, Changes, setting_changes
from ..measure.counting.fingerprints import word_prints
from .short import day

if TYPE_CHECKING:
    from ..view import View

PAGE = "08_changes"  # that stores what is compared
ARTICLES, SETTINGS = "articles_read", "settings_read"  # its tables
KEPT = ["doc_id", "source", "outlet_type", "date", "language", "title", "sha256"]
RULE, VERSION, PARAMETER, NOTEBOOK, FILE = "cleaning rule", "version", "parameter", "notebook", "file"
TOPIC, WORDING = "topic of topics.yml", "variant of wording.yml"
COUNTING = ("by", "language", "parts", "without_rules", "voice", "shared", "within")  # parameters that decide what is counted
LONGEST = 300  # letters of a value that are kept; of a longer one the beginning, and its length


class Since(NamedTuple):
    """What is other than in the earlier run: `articles` and `settings`, as article_changes and setting_changes give them; None on a
    first run, where `earlier` is None, and where the earlier run stored nothing to compare with."""

    earlier: Earlier | None
    articles: Changes | None
    settings: Changes | None

    @property
    def tool(self) -> pd.DataFrame:
        """The settings that may change what is counted: not how many rows a table has, which pages were made, nor what sources.csv
        says of articles, which article_changes tells."""
        rows = self.settings.rows
        name = rows["name"].str.replace(r"^.*: ", "", regex=True)
        bears = ~rows["kind"].eq(PARAMETER) | name.isin(COUNTING)
        bears &= ~rows["kind"].eq(NOTEBOOK) | rows["state"].eq(ALTERED)
        return rows[bears & ~(rows["kind"].eq(FILE) & name.eq("sources.csv"))].reset_index(drop=True)

    @property
    def when(self) -> str:
        """The earlier run by its day and hour, as a sentence names it."""
        date, _, hour = self.earlier.when.removesuffix(" UTC").partition(" ")
        try:
            return f"the run of {day(pd.Timestamp(date))}, {hour[:5]} UTC"
        except ValueError:
            return f"the run {self.earlier.run}"


def since(view: View, earlier: str | Path = "") -> Since:
    """Hold a view's corpus against an earlier run; raises as `earlier_run`."""
    run = earlier_run(earlier)
    before = None if run is None else (run.table(PAGE, ARTICLES), run.table(PAGE, SETTINGS))
    if before is None or any(table is None for table in before):
        return Since(run, None, None)
    return Since(
        run,
        article_changes(before[0], articles_read(view)),
        setting_changes(_whole(before[1], run.record), _whole(settings_read(view), this_run() or run.record)),
    )


def articles_read(view: View) -> pd.DataFrame:
    """The articles of the whole corpus, with their content and their words as fingerprints."""
    known = view.prepared.articles
    table = known[[*KEPT, *(["story"] if "story" in known else [])]].astype({"doc_id": "str"})
    return table.merge(word_prints(view.prepared.tokens), how="left", on="doc_id", validate="1:1").reset_index(drop=True)


def settings_read(view: View) -> pd.DataFrame:
    """What decides how this corpus is counted: kind, name, value; one row per rule, topic, variant and describing file."""
    rows = [(RULE, row.rule, _rule(row)) for row in view.rules.itertuples()]
    for kind, table in ((TOPIC, view.topics), (WORDING, view.wording)):
        for (group, label), patterns in table.groupby(["group", "label"], sort=True)["pattern"]:
            name = str(group) if kind == TOPIC and group == label else f"{group}: {label}"
            rows.append((kind, name, _short("; ".join(sorted(map(str, patterns))))))
    rows += [(FILE, name, digest[:16]) for name, digest in view.info["described"].items()]
    rows += [(VERSION, name, value) for name, value in view.info.get("segmenters", {}).items()]
    rows += [
        ("setting", name, json.dumps(value)) for name, value in sorted(view.info["settings"].items()) if name != "without_rules"
    ]
    table = pd.DataFrame(rows, columns=["kind", "name", "value"]).astype("str")
    return table.drop_duplicates(["kind", "name"]).sort_values(["kind", "name"], ignore_index=True)


def _rule(row: Any) -> str:
    where = f" ({row.where})" if isinstance(row.where, str) and row.where else ""
    return _short(f"{row.action}{where}: {row.pattern}")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} letters)"


def _whole(stored: pd.DataFrame, record: Mapping[str, Any]) -> pd.DataFrame:
    """The settings of a run: those that its corpus has, and those of its record."""
    rows = [(VERSION, name, value) for name, value in record.get("versions", {}).items()]
    rows += [(NOTEBOOK, name, digest[:16]) for name, digest in record.get("code", {}).items()]
    given = record.get("parameters", {})
    for name in sorted({name for values in given.values() for name in values} - {"corpus"}):
        of_each = {page: json.dumps(values[name], ensure_ascii=False) for page, values in given.items() if name in values}
        if len(set(of_each.values())) == 1:
            rows.append((PARAMETER, name, next(iter(of_each.values()))))
        else:
            rows += [(PARAMETER, f"{page}: {name}", value) for page, value in of_each.items()]
    more = pd.DataFrame(rows, columns=["kind", "name", "value"]).astype("str")
    return pd.concat([stored[["kind", "name", "value"]], more], ignore_index=True)
