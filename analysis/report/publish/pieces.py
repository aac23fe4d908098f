"""Pieces of a page: what the cells display, each rendered from its record, with ids that stay unique.

Comes in: outputs of an executed notebook. Goes out: HTML for the template, and what is to be told of what cannot be shown. Our own
displays come as records; whatever else an analyst displays goes through foreign.py.
"""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from ...display.records import MIME, Record
from ...display.render import render
from .foreign import foreign
from .ids import Ids


def records(cell: dict[str, Any]) -> list[Record]:
    """The records among a cell's outputs."""
    return [output["data"][MIME] for output in cell.get("outputs", []) if MIME in output.get("data", {})]


def displays(cell: dict[str, Any], number: int, ids: Ids, page: str) -> tuple[Markup, list[str]]:
    """What a cell shows on its page, and what is to be told of what it cannot show.

    number : the cell's, as JupyterLab counts
    page   : the notebook's name
    """
    shown: dict[Markup, None] = {}  # a figure that is a cell's last expression as well is displayed twice by pyplot
    told, alone = [], []
    for output in cell["outputs"]:
        ours = output.get("data", {}).get(MIME)
        if ours is not None:
            shown[Markup(render(ours, ids.claim, page))] = None
            continue
        other = foreign(output, cell["source"], number, ids.level)
        told += other.told
        alone += [other.alone] if other.alone else []
        shown[other.html] = None
    html = Markup("\n").join(filter(None, shown))
    return html, told + ([] if html else alone)


def without_records(outputs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outputs as they are published in the notebook: with their HTML and their text, which any Jupyter shows."""
    kept = []
    for output in outputs:
        data = output.get("data", {})
        kept.append(output | {"data": {kind: data[kind] for kind in data if kind != MIME}} if MIME in data else output)
    return kept
