"""A record becomes HTML, by the one template there is for it.

Comes in: a record of records.py. Goes out: HTML in which every text is escaped. It exists so that JupyterLab and a page show the same
thing, and no other module writes HTML of a display.
"""

import base64
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .records import PARTS, SHOWN_ROWS, Record

if TYPE_CHECKING:
    from jinja2.environment import TemplateModule

TEMPLATE = Path(__file__).with_name("template")


def render(record: Record, claim: Callable[[str], str] = str, page: str = "") -> str:
    """The HTML of a display.

    claim : wanted id -> id that the page still has free
    page  : the page's notebook, where it is a page: figures open large there, and a finding leads to the notebook

    Raises ValueError for a kind that is none.

    >>> render({"kind": "note", "sentences": ["a < b"]})
    '<p class="px-note">a &lt; b</p>\\n'
    """
    if record["kind"] not in PARTS:
        raise ValueError(f"there is no kind of display {record['kind']!r}")
    return str(getattr(_macros(), record["kind"])(record, claim, page)).lstrip("\n")


@cache
def _macros() -> "TemplateModule":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATE), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters["address"] = address
    environment.filters["exported"] = lambda link: link.removeprefix("tables/").removesuffix(".parquet")
    environment.globals["shown_rows"] = SHOWN_ROWS
    return environment.get_template("displays.html.j2").module


def address(picture: str, kind: str = "svg+xml") -> str:
    """A picture as an address that holds it: SVG as text, anything else in base64 already.

    >>> address("<svg/>"), address("iVBO", "png")
    ('data:image/svg+xml;base64,PHN2Zy8+', 'data:image/png;base64,iVBO')
    """
    code = base64.b64encode(picture.encode()).decode("ascii") if kind == "svg+xml" else picture
    return f"data:image/{kind};base64,{code}"
