"""Executed notebooks become a report: a page each, a front page, the notebooks themselves and the record.

Comes in: the staged run, in which tables and figures lie already, and the notebooks that ran. Goes out: the same folder with all that
is published. It exists because a report is read by people without Python, offline, on a phone, years later: each page is one file that
asks for nothing, and the front page tells the story in a minute.

This and prose.py are the only modules that import nbconvert.
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.templateexporter import TemplateExporter

from ...storage import write_bytes
from ..execute.executed import INJECTED, Executed
from ..execute.parameters import declared
from .pieces import Ids, displays, is_ours, relabelled, with_contents
from .policy import POLICY, SCRIPT, TEMPLATE
from .prose import note, prose, title_and_question
from .record import facts, shown_parameters, stored_files, times, what_was_read

FINDING = "finding"
LEAD = "lead"  # with which the front page begins
FIGURE, TABLE = '<figure class="px-figure', '<figure class="px-table'
# a figure as show_figure draws it: the drawing for a phone, which is small enough for the front page too, and the words in its place
PICTURE = re.compile(r'<picture><source[^>]* srcset="([^"]*)"><img alt="([^"]*)"[^>]*></picture>')
# what a figure has on its own page alone: its rows, its method, its files
BESIDE = re.compile(r' ?<span class=px-more>.*?</span>|<details class="px-(?:data|method)">.*?</details>', re.DOTALL)
SMALL = 350  # pixels, the width that the drawing for a phone is made for
NOTE = re.compile(r'<p class="px-note">.*?</p>', re.DOTALL)
RESERVED_IDS = ("content", "contents", "provenance")
NOTE_FILE = "note.md"


def publish(folder: Path, executed: list[Executed], record: dict[str, Any], words: str = "") -> list[str]:
    """Write pages, front page, notebooks and run.json into the staged run; what is in tables/ and figures/ is linked.

    record : what run.json is to hold; it is shown on the pages too
    words  : an analyst's note, in Markdown, for the front page; it is kept as NOTE_FILE

    Returns what the notebooks' authors should be told of what cannot be shown as they displayed it.
    """
    if words:
        record = record | {"note": NOTE_FILE}
        write_bytes(folder / NOTE_FILE, words.encode())
    exporter = TemplateExporter(
        extra_template_basedirs=[str(TEMPLATE.parent)], template_name=TEMPLATE.name, template_file="page.html.j2"
    )
    exporter.default_preprocessors = []
    for function in (prose, displays):
        exporter.register_filter(function.__name__, function)
    for item in executed:
        _write_json(folder / "notebooks" / f"{item.name}.ipynb", item.notebook)
    pages = [_page(item, record) for item in executed]
    caveats = _lift_caveats([finding for page in pages for finding in page["findings"]])
    for page, before, after in zip(pages, [None, *pages], [*pages[1:], None], strict=False):
        page.update(previous=before, next=after)
    report = record | {
        "policy": POLICY,
        "script": SCRIPT,
        "read": what_was_read(record["corpus"]),
        "times": times(record),
        "pages": pages,
        "findings": _in_order(pages),
        "caveats": caveats,
        "facts": facts(record["corpus"]),
        "files": stored_files(folder),
        "corpus_page": next((page["file"] for page in pages if page["name"].startswith("00")), None),
    }
    told = []
    for item, page in zip(executed, pages, strict=True):
        ids = Ids(*RESERVED_IDS, *(finding["anchor"] for finding in page["findings"]))
        ids.has_heading = not page["has_heading"]
        resources = {"report": report, "page": page, "ids": ids}
        html, returned = exporter.from_notebook_node(nbformat.from_dict(_anchored(item.notebook)), resources)
        write_bytes(folder / page["file"], with_contents(html).encode())
        told += [f"{item.name}: {line}" for line in dict.fromkeys(returned["ids"].told)]  # the exporter works on a copy
    html = exporter.environment.get_template("index.html.j2").render(report=report, note=_note(words, pages))
    write_bytes(folder / "index.html", html.lstrip().encode())
    _write_json(folder / "run.json", record)
    return told


def _write_json(path: Path, value: Any) -> None:
    write_bytes(path, (json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode())


def _page(item: Executed, record: dict[str, Any]) -> dict[str, Any]:
    title, question = title_and_question(item.notebook)
    return {
        "name": item.name,
        "file": f"{item.name}.html",
        "title": title or item.name,
        "question": question or title or item.name,
        "has_heading": bool(title),
        "parameters": shown_parameters(declared(item.notebook, item.name), item.parameters),
        "findings": _findings(item),
        "times": times(record, item.name),
    }


def _note(words: str, pages: list[dict[str, Any]]) -> str:
    """The analyst's note as it stands on the front page, where its headings begin at the second level."""
    ids = Ids()
    ids.has_heading = True
    return note(words, ids, [page["file"] for page in pages]) if words else ""


def _findings(item: Executed) -> list[dict[str, Any]]:
    """What the cells tagged as findings display, made fit for the front page: the words, and the first of their figures, small."""
    found = []
    for number, cell in enumerate(_tagged(item.notebook), start=1):
        htmls = [output.get("data", {}).get("text/html", "") for output in cell["outputs"]]
        figures = [html for html in htmls if html.startswith(FIGURE)]
        htmls = [html for html in htmls if html not in figures[1:] and not html.startswith(TABLE)]
        html = "\n".join(
            relabelled(html, lambda name: f"{item.name}-{name}", away=f"{item.name}.html") for html in htmls if is_ours(html)
        )
        if html:
            small = BESIDE.sub("", PICTURE.sub(rf'<img alt="\2" src="\1" width="{SMALL}">', html))
            found.append({"anchor": f"finding-{number}", "html": small, "lead": LEAD in cell["metadata"]["tags"]})
    return found


def _in_order(pages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The findings of all pages with the page of each: those tagged `lead` first, the others as the pages stand."""
    found = [finding | {"page": page} for page in pages for finding in page["findings"]]
    return sorted(found, key=lambda finding: not finding["lead"])


def _lift_caveats(findings: list[dict[str, Any]]) -> list[str]:
    """Caveats that stand word for word under more than one finding: taken from there, to be said once above them all."""
    counts = Counter(caveat for finding in findings for caveat in set(NOTE.findall(finding["html"])))
    repeated = [caveat for caveat, n in counts.items() if n > 1]
    for finding in findings:
        for caveat in repeated:
            finding["html"] = finding["html"].replace(caveat, "")
    return sorted(repeated)


def _tagged(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and FINDING in cell["metadata"].get("tags", [])]


def _anchored(notebook: dict[str, Any]) -> dict[str, Any]:
    """A copy in which code cells know their numbers, as JupyterLab counts, and those tagged as findings their anchors."""
    numbers = {cell["id"]: number for number, cell in enumerate(_tagged(notebook), start=1)}
    cells, ordinal = [], 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and cell["source"].strip() and INJECTED not in cell["metadata"].get("tags", []):
            ordinal += 1
        known = {"ordinal": ordinal} | ({"anchor": f"finding-{numbers[cell['id']]}"} if cell["id"] in numbers else {})
        cells.append(cell | {"metadata": cell["metadata"] | known})
    return notebook | {"cells": cells}


def list_runs(reports: Path, runs: list[dict[str, Any]]) -> None:
    """Write the page of all runs, which lies beside them and is not part of any."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=False)
    html = environment.get_template("runs.html.j2").render(runs=runs, policy=POLICY)
    write_bytes(reports / "index.html", html.lstrip().encode())
