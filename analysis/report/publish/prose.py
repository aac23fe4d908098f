"""Markdown becomes HTML: a notebook's text for its page, and an analyst's own note for the front page.

Comes in: Markdown that somebody wrote. Goes out: HTML in which nothing is raw, no address leads away, and headings follow one another
in order. It exists because Markdown may hold HTML, pictures from elsewhere and links, and a page that is sent on may not.

mistune reads it, as nbconvert and JupyterLab's server do, with the extensions that notebooks may use.
"""

import re
from collections.abc import Collection, Iterable
from html import escape, unescape
from typing import Any

import mistune
from markupsafe import Markup

from .ids import Ids

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
EXTENSIONS = ["strikethrough", "table", "url", "task_lists", "def_list"]  # beyond CommonMark, as in a notebook
ATTACHED = "attachment:"
PICTURES = ("image/svg+xml", "image/png", "image/jpeg")


class _Prose(mistune.HTMLRenderer):
    """Markdown with anchors of our own; an address elsewhere is written out, since no page links away, and HTML in it is text."""

    prefix = ""

    def __init__(self, ids: Ids, attachments: dict[str, Any] | None = None):
        super().__init__(escape=True, allow_harmful_protocols=True)  # addresses are looked at in `link` and `image`
        self.ids, self.attachments, self.words = ids, attachments or {}, ""

    def render_token(self, token: dict[str, Any], state: Any) -> str:
        if token["type"] == "heading":
            self.words = words_of(token["children"])
        return super().render_token(token, state)

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        if level == 1 and not self.ids.has_heading:
            self.ids.has_heading = True
            return f"<h1>{text}</h1>\n"
        level = self.ids.level = min(max(level, 2), self.ids.level + 1)  # a reader who goes from heading to heading misses none
        name = self.ids.claim(self.prefix + (re.sub(r"\W+", "-", self.words.lower()).strip("-") or "section"))
        if level == 2:
            self.ids.sections.append((name, self.words))
        link = f'<a class="anchor" href="#{name}" aria-label="Link to this section">#</a>'
        return f'<h{level} id="{name}">{text}{link}</h{level}>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        return f'<pre tabindex="0"><code>{escape(code)}</code></pre>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return _written_out(text, url) if ELSEWHERE.match(url) else super().link(text, url, title)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if not url.startswith(ATTACHED):
            return super().image(text, url, title)
        held = self.attachments.get(url.removeprefix(ATTACHED), {})
        kind = next((kind for kind in PICTURES if kind in held), None)
        return super().image(text, f"data:{kind};base64,{held[kind]}", title) if kind else _written_out(text or "picture", url)

    def table(self, text: str) -> str:
        return f'<div class="px-wide" role="group" tabindex="0" aria-label="Table"><table>{text}</table></div>\n'

    def task_list_item(self, text: str, checked: bool = False) -> str:
        return f"<li>{'☑' if checked else '☐'} {text}</li>\n"


class _Note(_Prose):
    """The same, for words that come from outside the notebooks: no picture, and no link but to the report's own pages."""

    prefix = "note-"

    def __init__(self, ids: Ids, pages: Collection[str]):
        super().__init__(ids)
        self.pages = pages

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, url) if url.partition("#")[0] in self.pages else _written_out(text, url)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return _written_out(text or "picture", url)


class _Displayed(_Note):
    """The same, for Markdown that a cell displays: its headings lie below the page's and are no places to link to."""

    def __init__(self, level: int):
        super().__init__(Ids(), ())
        self.level = level

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        self.level = min(max(level, 3), self.level + 1, 6)
        return f"<h{self.level}>{text}</h{self.level}>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f"{text or 'picture'} (not shown)" if url.startswith("data:") else super().image(text, url, title)


def _written_out(text: str, url: str) -> str:
    return text if unescape(text) == url else f"{text} (<code>{escape(url)}</code>)"


def prose(cell: dict[str, Any], ids: Ids) -> Markup:
    """A Markdown cell as HTML, without mathematics: in a report on sanctions a dollar sign is no formula.

    >>> prose({"source": "from $5 to $6"}, Ids())
    Markup('<p>from $5 to $6</p>\\n')
    """
    return _rendered(_Prose(ids, cell.get("attachments")), cell["source"])


def note(text: str, ids: Ids, pages: Collection[str]) -> Markup:
    """An analyst's note as HTML.

    text  : Markdown
    ids   : ids of the page that it will stand on
    pages : files of the report, which it may link to

    >>> note("<b>Why</b>: see [it](https://x.org)", Ids(), ())
    Markup('<p>&lt;b&gt;Why&lt;/b&gt;: see it (<code>https://x.org</code>)</p>\\n')
    """
    return _rendered(_Note(ids, pages), text)


def displayed(text: str, level: int = 2) -> Markup:
    """Markdown that a cell displays, as HTML without ids and without a link.

    level : of the last heading on the page

    >>> displayed("# So\\n\\n**bold** [there](02_topics.html)")
    Markup('<h3>So</h3>\\n<p><strong>bold</strong> there (<code>02_topics.html</code>)</p>\\n')
    """
    return _rendered(_Displayed(level), text)


def _rendered(renderer: _Prose, text: str) -> Markup:
    return Markup(mistune.create_markdown(renderer=renderer, plugins=EXTENSIONS)(text))


def title_and_question(notebook: dict[str, Any]) -> tuple[str, str]:
    """The main heading of a notebook and the first paragraph after it, as plain words; empty where it has none.

    >>> title_and_question({"cells": [{"cell_type": "markdown", "source": "# Words\\n\\nWhich *words*?"}]})
    ('Words', 'Which words?')
    """
    read = mistune.create_markdown(renderer=None, plugins=EXTENSIONS)
    blocks = [block for cell in notebook["cells"][:2] if cell["cell_type"] == "markdown" for block in read(cell["source"])]
    blocks = [block for block in blocks if block["type"] != "blank_line"]
    for place, block in enumerate(blocks):
        if block["type"] == "heading" and block["attrs"]["level"] == 1:
            follows = blocks[place + 1 : place + 2]
            question = words_of(follows[0]["children"]) if follows and follows[0]["type"] == "paragraph" else ""
            return words_of(block["children"]), question
    return "", ""


def words_of(tokens: Iterable[dict[str, Any]]) -> str:
    """The words of a piece of Markdown that was read, on one line."""
    pieces = [words_of(token["children"]) if "children" in token else token.get("raw", " ") for token in tokens]
    return " ".join("".join(pieces).split())
