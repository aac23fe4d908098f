"""Pieces of a page: what the cells display, each rendered from its record, with ids that stay unique.

Comes in: outputs of an executed notebook. Goes out: HTML for the template, and what is to be told of what cannot be shown. Our own
displays come as records; whatever else an analyst displays goes through foreign.py.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from markupsafe import Markup

from ...display.records import MIME, Record, is_known
from ...display.render import render
from .foreign import foreign
from .ids import Ids


class Displayed(NamedTuple):
    """What a cell shows on its page; what is to be told of what it cannot show; and the ids of its findings there, in order."""

    html: Markup
    told: list[str]
    anchors: list[str]


def records(cell: dict[str, Any]) -> list[Record]:
    """The records among a cell's outputs that can be rendered here."""
    found = [output.get("data", {}).get(MIME) for output in cell.get("outputs", [])]
    return [ours for ours in found if is_known(ours)]


def displays(cell: dict[str, Any], number: int, ids: Ids, page: str) -> Displayed:
    """What a cell shows on its page.

    number : the cell's, as JupyterLab counts
    page   : the notebook's name

    A record of another kind, or of another version of Parallax, is shown by the text that was displayed with it.
    """
    shown: dict[Markup, None] = {}  # a figure that is a cell's last expression as well is displayed twice by pyplot
    told, alone, anchors = [], [], []
    for output in cell["outputs"]:
        data = output.get("data", {})
        if is_known(data.get(MIME)):
            claimed: list[str] = []
            shown[Markup(render(data[MIME], lambda wanted, to=claimed: to.append(ids.claim(wanted)) or to[-1], page))] = None
            anchors += claimed[:1] if data[MIME]["kind"] == "finding" else []  # a finding claims its own id first
            continue
        if MIME in data:
            told.append(f"cell [{number}]: it displays a record that this version of Parallax does not know; its text is shown")
            output = output | {"data": {"text/plain": data.get("text/plain", "")}}
        other = foreign(output, cell["source"], number, ids.level)
        told += other.told
        alone += [other.alone] if other.alone else []
        shown[other.html] = None
    html = Markup("\n").join(filter(None, shown))
    return Displayed(html, told + ([] if html else alone), anchors)


def without_records(outputs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outputs as they are published in the notebook: with their HTML and their text, which any Jupyter shows."""
    kept = []
    for output in outputs:
        data = output.get("data", {})
        kept.append(output | {"data": {kind: data[kind] for kind in data if kind != MIME}} if MIME in data else output)
    return kept
