"""What an analyst displays in a notebook of their own becomes HTML that a page may hold.

Comes in: an output of a cell that is none of our displays. Goes out: its best form that a page can show, and what could not be shown,
said on the page and to whoever started the run. It exists because nothing that a cell displays may vanish without a word, and nothing
may reach a page that runs, asks for something elsewhere, or means something on the machine that made it alone.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup

from .foreign_html import kept
from .foreign_pictures import KINDS, PNG, RefusedError, described, picture
from .foreign_text import LONGEST, is_drawn, readable
from .policy import TEMPLATE
from .prose import displayed

# What only a program in the browser could draw: there is nothing in these that a page could show.
LIVE = re.compile(r"application/(?:javascript|vnd\.(?!dataresource|parallax).*)")
WIDGET = "application/vnd.jupyter.widget-view+json"
NAME_OF_OBJECT = re.compile(
    r"\s*(?:<|[A-Za-z_][\w.]*\(|:[A-Z]|\d+%\|)"
)  # how Python, HoloViews and tqdm write what they cannot draw


class Shown(NamedTuple):
    """What a page shows of an output, and what is to be told.

    told  : complaints, a short line each
    alone : a complaint to be told only where the whole cell shows nothing else
    """

    html: Markup
    told: list[str]
    alone: str = ""


def foreign(output: dict[str, Any], source: str, number: int, level: int = 2) -> Shown:
    """What a page shows of one output.

    output : as nbformat holds it: display_data, execute_result or stream
    source : the code of its cell
    number : the cell's, as JupyterLab counts
    level  : of the last heading on the page, below which an output's own headings are put

    >>> foreign({"output_type": "stream", "name": "stdout", "text": "a < b"}, "", 1).html
    Markup('<pre class="px-stream">a &lt; b</pre>')
    """
    if output["output_type"] == "stream":
        return _text(output["text"], number) if output["name"] == "stdout" else Shown(Markup(), [])
    data = {kind: _joined(content) for kind, content in output.get("data", {}).items()}
    told: list[str] = []
    for way in (_pictures, _html, _markdown, _source):
        shown = way(data, output.get("metadata") or {}, source, number, level)
        if shown.html:
            return Shown(Markup("\n").join([*_notes(told), shown.html]), [*told, *shown.told])
        told += shown.told
    live = any(LIVE.fullmatch(kind) for kind in data)
    plain = _not_shown(data, number) if live else _text(data.get("text/plain", ""), number)
    pieces = [*_notes(told), *filter(None, [plain.html])]
    return Shown(Markup("\n").join(pieces), [*told, *plain.told], "" if told else plain.alone)


def _joined(content: Any) -> Any:
    return "".join(content) if isinstance(content, list) and all(isinstance(line, str) for line in content) else content


def _pictures(data: dict, metadata: dict, source: str, number: int, level: int) -> Shown:
    told = []
    for kind in KINDS:
        if not data.get(kind):
            continue
        said = metadata.get(kind) if isinstance(metadata.get(kind), dict) else metadata
        try:
            found = picture(kind, data[kind], said)
        except RefusedError as refused:
            told.append(f"cell [{number}]: {refused} cannot be shown on a page")
            continue
        alt, advice = described(str(said.get("alt") or metadata.get("alt") or ""), source, number)
        if kind == PNG and told:  # the drawing was refused, and the same picture is there in dots
            told = [line.replace("cannot be shown on a page", "was replaced by its PNG") for line in told]
        return Shown(_render("picture", picture=found, alt=alt), [*told, *filter(None, [advice])])
    return Shown(Markup(), told)


def _html(data: dict, metadata: dict, source: str, number: int, level: int) -> Shown:
    if not isinstance(data.get("text/html"), str) or not data["text/html"].strip():
        return Shown(Markup(), [])
    found = kept(data["text/html"], lambda said: described(said, source, number), f"Table that cell [{number}] shows", level)
    lost = f"cell [{number}]: left out of what it displays: {', '.join(found.lost)}" if found.lost else ""
    if not found.html:
        live = any(LIVE.fullmatch(kind) for kind in data)
        return Shown(Markup(), [] if live or not lost else [_needs_a_notebook(number)])
    note = [_note(lost)] if lost else []
    cut = [_note(_of_all(found.n_shown, found.n))] if found.n_shown < found.n and found.n > LONGEST else []
    return Shown(Markup("\n").join([Markup(found.html), *cut, *note]), [*found.told, *filter(None, [lost])])


def _markdown(data: dict, metadata: dict, source: str, number: int, level: int) -> Shown:
    text = data.get("text/markdown")
    if not isinstance(text, str) or not text.strip():
        return Shown(Markup(), [])
    html = Markup(displayed(text[:LONGEST], level))
    cut = [_note(_of_all(LONGEST, len(text)))] if len(text) > LONGEST else []
    return Shown(Markup("\n").join([_render("prose", html=html), *cut]), [])


def _source(data: dict, metadata: dict, source: str, number: int, level: int) -> Shown:
    if isinstance(data.get("text/latex"), str):
        return _text(data["text/latex"], number)
    if "application/json" in data:
        return _text(json.dumps(data["application/json"], indent=2, ensure_ascii=False), number)
    return Shown(Markup(), [])


def _text(text: Any, number: int) -> Shown:
    text = readable(_joined(text) if isinstance(_joined(text), str) else "")
    alone = f"cell [{number}]: it displays an object that has no words for a page" if text.dropped else ""
    if not text.lines:
        return Shown(Markup(), [], alone)
    cut = _of_all(len(text.lines), text.n) if text.is_cut else ""
    return Shown(_render("text", text=text.lines, cut=cut), [f"cell [{number}]: {cut}"] if cut else [], alone)


def _not_shown(data: dict, number: int) -> Shown:
    """The plain words of a bundle that only a program could draw, if they are more than the name of an object; else a note."""
    plain = data.get("text/plain", "")
    told = f"cell [{number}]: a widget cannot be shown on a page" if WIDGET in data else _needs_a_notebook(number)
    if isinstance(plain, str) and plain.strip() and not NAME_OF_OBJECT.match(plain) and not is_drawn(plain):
        return Shown(_text(plain, number).html, [told])
    return Shown(_note(_needs_a_notebook(number)), [told])


def _needs_a_notebook(number: int) -> str:
    return f"cell [{number}]: what it displays needs a running notebook and is not shown here"


def _of_all(n: int, n_all: int) -> str:
    return f"{n:,} of {n_all:,} characters are shown"


def _notes(told: list[str]) -> Iterator[Markup]:
    """Complaints that a reader of the page should see as well."""
    return (_note(line) for line in told if "replaced" not in line)


def _note(text: str) -> Markup:
    return _render("note", text=text)


def _render(kind: str, **values: Any) -> Markup:
    return Markup(_template().render(kind=kind, **values).strip())


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=True)
    return environment.get_template("foreign.html.j2")
