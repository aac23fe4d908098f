"""Pieces of HTML: what the cells display becomes what a page may show, with ids that stay unique.

Comes in: outputs of an executed notebook. Goes out: HTML for the template. It exists because a page shows less than a notebook does:
what the show room displays, other text escaped, and nothing else.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any

from ..errors import visible
from .executed import ANSI

OURS = re.compile(r"\s*<(p|figure) class=\"px-")
TAGS = re.compile(r"<[^>]*>")


class Ids:
    """The ids of one page: a second claim to the same one gets a number."""

    def __init__(self, *taken: str):
        self.taken = set(taken)
        self.has_heading = False

    def claim(self, wanted: str) -> str:
        """
        >>> ids = Ids("content")
        >>> ids.claim("words"), ids.claim("words"), ids.claim("content")
        ('words', 'words-2', 'content-2')
        """
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted}-{number}", number + 1
        self.taken.add(name)
        return name


def plain(html: str) -> str:
    """The words of a piece of HTML, on one line."""
    return " ".join(unescape(TAGS.sub("", html)).split())


def displays(outputs: list[dict[str, Any]], ids: Ids) -> str:
    """What a cell shows on its page: HTML of our own calls as it is, any other text escaped, and no standard error."""
    return "\n".join(filter(None, (_display(output, ids) for output in outputs)))


def _display(output: dict[str, Any], ids: Ids) -> str:
    if output["output_type"] == "stream":
        return _text(output["text"]) if output["name"] == "stdout" else ""
    html = output.get("data", {}).get("text/html", "")
    return relabelled(html, ids.claim) if is_ours(html) else _text(output.get("data", {}).get("text/plain", ""))


def is_ours(html: str) -> bool:
    """Whether this is what the show room displays: everything else, such as a table that pandas would draw, is shown as text.

    >>> is_ours('<p class="px-note">so</p>'), is_ours("<table>")
    (True, False)
    """
    return OURS.match(html) is not None


def _text(text: str) -> str:
    lines = [visible(line).replace("\\t", "    ") for line in ANSI.sub("", text).rstrip("\n").split("\n")]
    return f'<pre class="px-stream">{escape(chr(10).join(lines))}</pre>' if text.strip() else ""


def relabelled(html: str, rename: Callable[[str], str], away: str = "") -> str:
    """The same HTML with every id renamed, and links to places within pointing to `away`, or to the new name.

    rename : id -> new id
    away   : a page that holds the places linked to, for a piece that is shown elsewhere
    """
    parser = _Relabel(rename, away)
    parser.feed(html)
    parser.close()
    return "".join(parser.pieces)


class _Relabel(HTMLParser):
    """Copies what it reads, except for ids and links to them."""

    def __init__(self, rename: Callable[[str], str], away: str):
        super().__init__(convert_charrefs=False)
        self.rename, self.away, self.names, self.pieces = rename, away, {}, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        for name, value in attrs:
            if name == "id" and value:
                self.names[value] = self.rename(value)
                text = text.replace(f'id="{value}"', f'id="{self.names[value]}"', 1)
            elif name == "href" and value and value.startswith("#"):
                target = f"{self.away}{value}" if self.away else f"#{self.names.get(value[1:], value[1:])}"
                text = text.replace(f'href="{value}"', f'href="{escape(target)}"', 1)
        self.pieces.append(text)

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")
