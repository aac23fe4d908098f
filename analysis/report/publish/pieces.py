"""Pieces of HTML: what the cells display becomes what a page may show, with ids that stay unique.

Comes in: outputs of an executed notebook. Goes out: HTML for the template. It exists because a page shows less than a notebook does:
what the show room displays, other text escaped, and nothing else. What only a page has is added here: figures that open large, and
the list of a page's sections.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any

OURS = re.compile(r"\s*<(p|figure) class=\"px-")
TAGS = re.compile(r"<[^>]*>")
FIGURE = re.compile(
    r'(?P<head><figure class="px-figure[^>]* id="(?P<id>[^"]+)"[^>]*>(?:(?!</figure>|<picture>).)*)(?P<picture><picture>.*?</picture>)',
    re.DOTALL,
)
HEIGHT = re.compile(r'<img [^>]*\bheight="(\d+)"')
SECTION = re.compile(r'<h2 id="([^"]+)">(.*?)(?:<a class="anchor".*?</a>)?</h2>', re.DOTALL)
CONTENTS = "<!-- contents -->"  # where a page's list of sections goes; text that says so is escaped
FEW_SECTIONS = 3


class Ids:
    """The ids of one page: a second claim to the same one gets a number. `level` is that of the last heading."""

    def __init__(self, *taken: str):
        self.taken = set(taken)
        self.has_heading = False
        self.level = 1
        self.told: list[str] = []

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


def displays(cell: dict[str, Any], ids: Ids) -> str:
    """What a cell shows on its page: HTML of our own calls as it is, anything else as far as a page can show it."""
    shown = [_display(output, cell, ids) for output in cell["outputs"]]
    # a figure that is a cell's last expression as well is displayed twice by pyplot
    html = "\n".join(filter(None, dict.fromkeys(item.html for item in shown)))
    ids.told += [line for item in shown for line in (*item.told, *([item.alone] if item.alone and not html else []))]
    return html


def _display(output: dict[str, Any], cell: dict[str, Any], ids: Ids) -> Any:
    from .foreign import Shown, foreign

    html = output.get("data", {}).get("text/html", "")
    if is_ours(html):
        return Shown(relabelled(html, ids.claim), [])
    return foreign(output, cell["source"], cell["metadata"].get("ordinal", 0), ids.level)


def is_ours(html: str) -> bool:
    """Whether this is what the show room displays: everything else, such as a table that pandas would draw, is shown as text.

    >>> is_ours('<p class="px-note">so</p>'), is_ours("<table>")
    (True, False)
    """
    return OURS.match(html) is not None


def relabelled(html: str, rename: Callable[[str], str], away: str = "") -> str:
    """The same HTML with every id renamed, links to places within pointing to `away` or to the new name, and figures that open large.

    rename : id -> new id
    away   : a page that holds the places linked to, for a piece that is shown elsewhere
    """
    parser = _Relabel(rename, away)
    parser.feed(html)
    parser.close()
    return FIGURE.sub(lambda match: _opens_large(match, rename), "".join(parser.pieces))


def _opens_large(figure: re.Match[str], rename: Callable[[str], str]) -> str:
    """A figure whose picture fills the window at a click, and goes back at another one or at Esc.

    The picture is there once: it stands in a popover that the style shows in its place as long as it is closed. This needs no script,
    and a browser that knows no popovers shows the figure as it is.
    """
    name = rename(f"large-{figure['id']}")
    height = HEIGHT.search(figure["picture"])
    style = f' style="--height: {height[1]}px"' if height else ""
    button = f'<button type="button" class="px-open" popovertarget="{name}" aria-label="Show this figure large"></button>'
    return f'{figure["head"]}<div class="px-large" id="{name}" popover{style}><div>{figure["picture"]}{button}</div></div>'


def with_contents(html: str) -> str:
    """A page with the list of its sections where CONTENTS stands; none where there are so few that a reader sees them all.

    >>> with_contents('<h1>T</h1><!-- contents --><h2 id="a">A</h2>')
    '<h1>T</h1><h2 id="a">A</h2>'
    """
    sections = SECTION.findall(html)
    items = "".join(f'<li><a href="#{name}">{escape(plain(title))}</a></li>\n' for name, title in sections)
    listed = (
        f'<nav class="contents" aria-labelledby="contents">\n<p id="contents">On this page</p>\n<ol>\n{items}</ol>\n</nav>\n'
    )
    return html.replace(CONTENTS, listed if len(sections) >= FEW_SECTIONS else "", 1)


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
