"""Executed notebooks become a report: a page each, a front page, the findings as data, the notebooks themselves and the record.

Comes in: the staged run, in which tables and figures lie already, and the notebooks that ran. Goes out: the same folder with all that
is published. It exists because a report is read by people without Python, offline, on a phone, years later: each page is one file that
asks for nothing, and the front page tells the story in a minute.
"""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ...display.records import Record
from ...display.render import address
from ...storage import write_bytes
from ..execute.executed import INJECTED, Executed
from ..execute.parameters import declared
from . import alerts
from .days import STATES
from .front import Place, findings_json, front
from .ids import Ids
from .pieces import displays, records, without_records
from .policy import POLICY, SCRIPT, TEMPLATE
from .prose import note, prose, title_and_question
from .record import CHANGED, facts, shown_parameters, stored_files, times, what_was_read
from .unspoken import unspoken

if TYPE_CHECKING:
    from jinja2 import Environment

FINDING, LEAD = "finding", "lead"  # tags of cells that stand on the front page, and that it begins with
RESERVED_IDS = ("content", "contents", "provenance")
NOTE_FILE = "note.md"
CHANGES = ("what_changed", "what_moved", "keywords_moved")  # findings that tell of the run before
FEW_SECTIONS = 3  # sections from which a page lists them


def publish(folder: Path, executed: list[Executed], record: dict[str, Any], words: str = "") -> list[str]:
    """Write pages, front page, notebooks, findings.json and run.json into the staged run; what is in tables/ and figures/ is linked.

    record : what run.json is to hold; it is shown on the pages too
    words  : an analyst's note, in Markdown, for the front page; it is kept as NOTE_FILE

    Returns what the notebooks' authors should be told of what cannot be shown as they displayed it.
    """
    if words:
        record = record | {"note": NOTE_FILE}
        write_bytes(folder / NOTE_FILE, words.encode())
    for item in executed:
        write_bytes(folder / "notebooks" / f"{item.name}.ipynb", _json(_published(item.notebook)))
    pages = [_page(item, record) for item in executed]
    for page, before, after in zip(pages, [None, *pages], [*pages[1:], None], strict=False):
        page.update(previous=before, next=after)
    report = record | {
        "policy": Markup(POLICY),
        "script": Markup(SCRIPT),
        "read": what_was_read(record["corpus"]),
        "times": times(record),
        "pages": pages,
        "files": stored_files(folder),
        "corpus_page": next((page for page in pages if page["name"].startswith("00")), None),
    }
    report["facts"] = facts(record["corpus"], report["corpus_page"]["ids"] if report["corpus_page"] else ())
    for page in pages:
        write_bytes(folder / page["file"], _filled("page.html.j2", report=report, page=page))
    places = [place for page in pages for place in page["places"]]
    shown = front(places, record.get("left_out", {})) | {"unspoken": unspoken(pages), "alerts": _alerts(record)}
    write_bytes(folder / "index.html", _filled("index.html.j2", report=report, front=shown, note=_note(words, pages)))
    write_bytes(folder / "findings.json", _json(findings_json(places, record)))
    if watched := record.get("alerts"):
        write_bytes(folder / alerts.FILE, _json({"schema": alerts.SCHEMA, "run": record["id"], "alerts": watched}))
    write_bytes(folder / "run.json", _json(record | _changes(places)))
    return [f"{page['name']}: {line}" for page in pages for line in page["told"]]


def _changes(places: list[Place]) -> dict[str, Any]:
    """What is other than in the last run, for the list of all runs: how the articles and the tool changed, and what moved."""
    told = [place.record for place in places if place.record["name"] in CHANGES]
    of_all = [record for record in told if record["name"] == CHANGES[0] and record["sentences"]]
    numbers = next((record["numbers"] for record in of_all if "articles" in record["numbers"]), {})
    lines = [text for record in of_all for text in (record["sentences"][:1] + _of_tool(record))]
    lines += [record["headline"] for record in told if record["headline"] and record not in of_all]
    n = {CHANGED: {state: numbers["articles"][state] for state in STATES}} if numbers else {}
    return {"changes": list(dict.fromkeys(lines)), **n}


def _of_tool(record: Record) -> list[str]:
    """What changed of rules, parameters and versions, where anything did: the last that is said of all changes."""
    return [] if record["numbers"].get("same_tool", True) else record["sentences"][-1:]


def _page(item: Executed, record: dict[str, Any]) -> dict[str, Any]:
    """All that the template needs for a page, and what stands on the front page of it."""
    title, question = title_and_question(item.notebook)
    ids = Ids(*RESERVED_IDS)
    ids.has_heading = not title
    page: dict[str, Any] = {
        "name": item.name,
        "file": f"{item.name}.html",
        "title": title or item.name,
        "question": question or title or item.name,
        "has_heading": bool(title),
        "parameters": shown_parameters(declared(item.notebook, item.name), item.parameters),
        "times": times(record, item.name),
        "told": [],
        "unspoken": [],
        "places": [],
    }
    page["cells"], number = [], 0
    for cell in item.notebook["cells"]:
        if cell["cell_type"] == "markdown":
            page["cells"].append({"kind": "prose", "html": prose(cell, ids)})
        elif cell["cell_type"] == "code":
            number += bool(cell["source"].strip()) and INJECTED not in cell["metadata"].get("tags", [])
            shown = displays(cell, number, ids, item.name)
            page["told"] += shown.told
            page["unspoken"] += [record["unspoken"] for record in records(cell) if record.get("unspoken")]
            tagged = FINDING in cell["metadata"].get("tags", []) and records(cell) and not shown.anchors
            anchor = ids.claim(f"finding-{number}") if tagged else ""
            if shown.html:
                page["cells"].append({"kind": "cell", "html": shown.html, "anchor": anchor})
            page["places"] += _places(cell, page, [anchor] if anchor else shown.anchors)
    page["sections"] = ids.sections if len(ids.sections) >= FEW_SECTIONS else []
    page["ids"] = ids.taken
    return page


def _places(cell: dict[str, Any], page: dict[str, Any], anchors: list[str]) -> list[Place]:
    """What of a cell are findings: those that say so, and what else a cell displays that is tagged as one; each at its anchor."""
    tags, shown = cell["metadata"].get("tags", []), records(cell)
    tagged, lead = FINDING in tags, LEAD in tags
    found = [record for record in shown if record["kind"] == "finding"]
    if not found and tagged and shown:
        return [Place(_gathered(shown, page), page, anchors[0], lead)]
    return [Place(record | {"tagged": tagged}, page, anchor, lead) for record, anchor in zip(found, anchors, strict=True)]


def _gathered(shown: list[Record], page: dict[str, Any]) -> Record:
    """A finding made of what a cell displays that is tagged as one: its sentences, its caveats, its first figure."""
    said = [record for record in shown if record["kind"] == "statement"]
    return {
        "name": "",
        "question": page["title"],
        "headline": "",
        "sentences": [sentence for record in said for sentence in record["sentences"]],
        "caveats": [caveat for record in said for caveat in record["caveats"]],
        "how_sure": "",
        "verdict": "",
        "strength": 0.0,
        "compares": False,
        "hint": "",
        "figures": [record for record in shown if record["kind"] == "figure"][:1],
        "tables": [],
        "tagged": True,
    }


def _published(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook as it is published: what it displayed as HTML and text, which any Jupyter shows, without the records."""
    cells = [cell | {"outputs": without_records(cell["outputs"])} if "outputs" in cell else cell for cell in notebook["cells"]]
    return notebook | {"cells": cells}


def _alerts(record: dict[str, Any]) -> dict[str, Any]:
    """The alerts that fired, or have fired and stand, with which the front page begins, and the others below one line on them."""
    entries = record.get("alerts", [])
    fired = [entry for entry in entries if entry["state"] in (alerts.FIRED, alerts.STANDING)]
    others = [entry for entry in entries if entry not in fired]
    more = "more alerts did not fire" if len(others) > 1 else "more alert did not fire"
    none = f"None of {len(others)} alerts fired" if len(others) > 1 else "The one alert did not fire"
    return {"fired": fired, "others": others, "on_others": f"{len(others)} {more}" if fired else none}


def _note(words: str, pages: list[dict[str, Any]]) -> str:
    """The analyst's note as it stands on the front page, where its headings begin at the second level."""
    ids = Ids()
    ids.has_heading = True
    return note(words, ids, [page["file"] for page in pages]) if words else ""


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _filled(template: str, **values: Any) -> bytes:
    return _templates().get_template(template).render(**values).lstrip().encode()


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=True, undefined=StrictUndefined)
    environment.filters["address"] = address
    return environment


def list_runs(reports: Path, told: dict[str, Any]) -> None:
    """Write the page of all runs, which lies beside them and is not part of any. `told` is what `history` gives."""
    write_bytes(reports / "index.html", _filled("runs.html.j2", **told, policy=Markup(POLICY)))


def failed(title: str, said: str, cells: list[dict[str, Any]]) -> bytes:
    """The page of a notebook that failed. `cells` are what failed_page makes of its cells."""
    return _filled("failed.html.j2", title=title, said=said, cells=cells, policy=Markup(POLICY))


def packed(report: dict[str, Any], parts: list[tuple[str, str, str]]) -> bytes:
    """All pages of a run, or some, as one page.

    report : what run.json says
    parts  : of each its id, its title as HTML and what it holds as HTML, the front page first where it is one of them
    """
    shown = [{"name": name, "title": Markup(title), "html": Markup(html)} for name, title, html in parts]
    more = {"policy": Markup(POLICY), "script": Markup(SCRIPT), "read": what_was_read(report["corpus"]), "times": times(report)}
    return _filled("packed.html.j2", report=report | more, parts=shown)
