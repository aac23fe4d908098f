"""Executed notebooks become a report: a page each, a front page, the notebooks themselves and the record.

Comes in: the staged run, in which tables and figures lie already, and the notebooks that ran. Goes out: the same folder with all that
is published. It exists because a report is read by people without Python, offline, on a phone, years later: each page is one file that
asks for nothing, and the front page tells the story in a minute.

This is the only module that imports nbconvert.
"""

import json
import re
from collections import Counter
from html import escape, unescape
from pathlib import Path
from typing import Any

import nbformat
from mistune import BlockParser, InlineParser
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from ..storage import write_bytes
from .executed import Executed
from .parameters import declared
from .pieces import TAGS, Ids, displays, is_ours, plain, relabelled
from .record import shown_parameters, stored_files, what_was_read
from .verify import POLICY

TEMPLATE = Path(__file__).parent / "template"
FINDING = "finding"
LEAD = "lead"  # with which the front page begins
FIGURE = '<figure class="px-'
SENTENCE = re.compile(r'<p class="px-finding">(.*?)</p>', re.DOTALL)
NOTE = re.compile(r'<p class="px-note">.*?</p>', re.DOTALL)
RESERVED_IDS = ("content", "provenance", "data")


class _Prose(IPythonRenderer):
    """Markdown as nbconvert reads it, with anchors of our own; an address elsewhere is written out, since no page links away."""

    def __init__(self, ids: Ids, attachments: dict[str, Any] | None = None):
        super().__init__(escape=True, exclude_anchor_links=True, attachments=attachments)
        self.ids = ids

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        if level == 1 and not self.ids.has_heading:
            self.ids.has_heading = True
            return f"<h1>{text}</h1>\n"
        level = max(level, 2)
        name = self.ids.claim(re.sub(r"\W+", "-", unescape(TAGS.sub("", text)).lower()).strip("-") or "section")
        link = f'<a class="anchor" href="#{name}" aria-label="Link to this section">#</a>'
        return f'<h{level} id="{name}">{text}{link}</h{level}>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if re.match(r"[a-z][a-z0-9+.-]*:|//", url, re.IGNORECASE):
            return text if unescape(text) == url else f"{text} (<code>{escape(url)}</code>)"
        return super().link(text, url, title)


def prose(cell: dict[str, Any], ids: Ids) -> str:
    """A Markdown cell as HTML, without mathematics: in a report on sanctions a dollar sign is no formula.

    >>> prose({"source": "from $5 to $6"}, Ids())
    '<p>from $5 to $6</p>\\n'
    """
    renderer = _Prose(ids, cell.get("attachments"))
    return MarkdownWithMath(renderer, BlockParser(), InlineParser(hard_wrap=False)).render(cell["source"])


def title_and_question(notebook: dict[str, Any]) -> tuple[str, str]:
    """The main heading of a notebook and the first paragraph after it, as plain words; empty where it has none.

    >>> title_and_question({"cells": [{"cell_type": "markdown", "source": "# Words\\n\\nWhich *words*?"}]})
    ('Words', 'Which words?')
    """
    html = "".join(prose(cell, Ids()) for cell in notebook["cells"][:2] if cell["cell_type"] == "markdown")
    match = re.search(r"<h1>(.*?)</h1>\s*(?:<p>(.*?)</p>)?", html, re.DOTALL)
    return (plain(match[1]), plain(match[2] or "")) if match else ("", "")


def publish(folder: Path, executed: list[Executed], record: dict[str, Any]) -> None:
    """Write pages, front page, notebooks and run.json into the staged run; what is in tables/ and figures/ is linked.

    record : what run.json is to hold; it is shown on the pages too
    """
    exporter = TemplateExporter(
        extra_template_basedirs=[str(TEMPLATE.parent)], template_name=TEMPLATE.name, template_file="page.html.j2"
    )
    exporter.default_preprocessors = []
    exporter.register_filter("prose", prose)
    exporter.register_filter("displays", displays)
    for item in executed:
        text = json.dumps(item.notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        write_bytes(folder / "notebooks" / f"{item.name}.ipynb", text.encode())
    pages = [_page(item) for item in executed]
    caveats = _lift_caveats([finding for page in pages for finding in page["findings"]])
    for page, before, after in zip(pages, [None, *pages], [*pages[1:], None], strict=False):
        page.update(previous=before, next=after)
    report = record | {
        "policy": POLICY,
        "read": what_was_read(record["corpus"]),
        "pages": pages,
        "caveats": caveats,
        "in_short": [
            {"text": text, "title": page["title"], "anchor": f"{page['name']}-{finding['anchor']}"}
            for lead in (True, False)
            for page in pages
            for finding in page["findings"]
            for text in finding["sentences"]
            if finding["lead"] is lead
        ],
        "files": stored_files(folder),
        "corpus_page": next((page["file"] for page in pages if page["name"].startswith("00")), None),
    }
    for item, page in zip(executed, pages, strict=True):
        ids = Ids(*RESERVED_IDS, *(finding["anchor"] for finding in page["findings"]))
        resources = {"report": report, "page": page, "ids": ids}
        html, _ = exporter.from_notebook_node(nbformat.from_dict(_anchored(item.notebook)), resources)
        write_bytes(folder / page["file"], html.encode())
    html = exporter.environment.get_template("index.html.j2").render(report=report)
    write_bytes(folder / "index.html", html.lstrip().encode())
    write_bytes(folder / "run.json", (json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode())


def _page(item: Executed) -> dict[str, Any]:
    title, question = title_and_question(item.notebook)
    return {
        "name": item.name,
        "file": f"{item.name}.html",
        "title": title or item.name,
        "question": question or title or item.name,
        "has_heading": bool(title),
        "parameters": shown_parameters(declared(item.notebook, item.name), item.parameters),
        "findings": _findings(item),
    }


def _findings(item: Executed) -> list[dict[str, Any]]:
    """What the cells tagged as findings display, made fit for the front page: the words, and the first of their figures."""
    found = []
    for number, cell in enumerate(_tagged(item.notebook), start=1):
        htmls = [output.get("data", {}).get("text/html", "") for output in cell["outputs"]]
        figures = [html for html in htmls if html.startswith(FIGURE)]
        htmls = [html for html in htmls if html not in figures[1:]]
        html = "\n".join(
            relabelled(html, lambda name: f"{item.name}-{name}", away=f"{item.name}.html") for html in htmls if is_ours(html)
        )
        if html:
            lead = LEAD in cell["metadata"]["tags"]
            found.append({"anchor": f"finding-{number}", "html": html, "sentences": SENTENCE.findall(html), "lead": lead})
    return found


def _lift_caveats(findings: list[dict[str, Any]]) -> list[str]:
    """Caveats that stand word for word under more than one finding: taken from there, to be said once above them all."""
    counts = Counter(note for finding in findings for note in set(NOTE.findall(finding["html"])))
    repeated = [note for note, n in counts.items() if n > 1]
    for finding in findings:
        for note in repeated:
            finding["html"] = finding["html"].replace(note, "")
    return sorted(repeated)


def _tagged(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and FINDING in cell["metadata"].get("tags", [])]


def _anchored(notebook: dict[str, Any]) -> dict[str, Any]:
    """A copy in which the cells tagged as findings know their anchors."""
    numbers = {cell["id"]: number for number, cell in enumerate(_tagged(notebook), start=1)}
    cells = [
        cell | {"metadata": cell["metadata"] | {"anchor": f"finding-{numbers[cell['id']]}"}} if cell["id"] in numbers else cell
        for cell in notebook["cells"]
    ]
    return notebook | {"cells": cells}


def list_runs(reports: Path, runs: list[dict[str, Any]]) -> None:
    """Write the page of all runs, which lies beside them and is not part of any."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=False)
    html = environment.get_template("runs.html.j2").render(runs=runs, policy=POLICY)
    write_bytes(reports / "index.html", html.lstrip().encode())
