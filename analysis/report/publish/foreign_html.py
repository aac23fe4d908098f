"""HTML that a cell displays and that is not ours: what a page may show of it, and what had to be left out.

Comes in: HTML as pandas or any other package wrote it. Goes out: the same words, tables and held pictures as elements without ids,
classes, links, scripts and requests. It exists because such HTML is code in a reader's browser, and corpus text may stand in it
unescaped.

nh3 decides what stays, as browsers parse it. What it lets through is read into a tree, given the looks of a page, and written anew with
all text escaped.
"""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder, tostring

import nh3

from .foreign_pictures import Picture, RefusedError, of_address
from .foreign_styles import PROPERTIES, Sheet
from .foreign_tree import dress

LONGEST_SOURCE = 8_000_000  # characters
DEEPEST = 400  # elements within elements; nh3 takes seconds where there are thousands
TOO_MUCH = "HTML that is too long or too deep for a page"
VOID = {"br", "col", "hr", "img", "wbr"}
# Elements whose end may be left out: an open one says nothing about depth.
UNCLOSED = VOID | {
    "p",
    "li",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "tfoot",
    "option",
    "meta",
    "link",
    "base",
    "input",
    "source",
}
TAGS = VOID | {
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "caption", "cite", "code", "colgroup", "dd", "del", "details", "dfn", "div", "dl",
    "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
}  # fmt: skip
FRAME, OBJECT, FORM, RECORDING = "a frame that shows another page", "an embedded object", "a form", "a recording"
LOST = {
    "script": "a script", "iframe": FRAME, "frame": FRAME, "object": OBJECT, "embed": OBJECT, "applet": OBJECT,
    "svg": "a drawing", "canvas": "a drawing", "math": "a formula", "video": RECORDING, "audio": RECORDING,
    "form": FORM, "input": FORM, "select": FORM, "textarea": FORM, "button": FORM,
}  # fmt: skip
EMPTIED = {
    "script", "style", "iframe", "frame", "object", "embed", "applet", "svg", "math", "canvas", "select", "textarea", "video", "audio",
    "title", "template", "noscript", "noembed", "noframes", "xmp",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"id", "class", "style", "lang", "dir", "hidden"},
    "a": {"href"},
    "abbr": {"title"},
    "col": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"data", "http", "https", "mailto", "ftp"}


class Kept(NamedTuple):
    """What a page may show of some HTML; an empty `html` where nothing of it can be seen."""

    html: str
    lost: list[str]
    told: list[str]
    n: int
    n_shown: int


def kept(html: str, describe: Callable[[str], tuple[str, str]], label: str, level: int) -> Kept:
    """What a page may show of HTML from elsewhere.

    describe : words of a picture's author, or "" -> words that say what it shows, and what the author should be told
    label    : what a table is called that has no caption
    level    : of the last heading on the page, below which the headings in here are put

    >>> kept("<p onclick='x'>a <a href='//x.org'>b</a><script>1</script>", lambda said: (said, ""), "", 2)[:2]
    ('<p>a b (<code>//x.org</code>)</p>', ['a script'])
    """
    source = _Source()
    if len(html) <= LONGEST_SOURCE:
        source.feed(html)
        source.close()
    if len(html) > LONGEST_SOURCE or source.deepest > DEEPEST:
        return Kept("", [TOO_MUCH], [], len(html), 0)
    clean = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=EMPTIED,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        filter_style_properties=PROPERTIES,
        link_rel=None,
    )
    reader = _Reader(describe)
    reader.feed(clean)
    reader.close()
    if reader.deepest > DEEPEST:
        return Kept("", [TOO_MUCH], [], len(html), 0)
    reader.builder.end("div")
    root = reader.builder.close()
    n, n_shown, seen = dress(root, Sheet("\n".join(source.sheets)), label, level)
    lost = list(dict.fromkeys([*source.lost, *reader.lost]))
    return Kept(_written(root) if seen else "", lost, reader.told, n, n_shown)


def _written(root: Element) -> str:
    """The tree as HTML: what lies in the root, or the root itself where it bears a class."""
    html = tostring(root, encoding="unicode", method="html")
    return html if root.attrib else html.removeprefix("<div>").removesuffix("</div>").strip()


class _Source(HTMLParser):
    """Reads HTML as it came: its style sheets, what in it no page can show, and how deep it is. Nothing of it is shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[str] = []
        self.lost: list[str] = []
        self.depth = self.deepest = 0
        self.in_sheet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LOST and not (tag == "input" and ("type", "hidden") in attrs):
            self.lost.append(LOST[tag])
        # pandas gives each plain frame the same sheet, which only says what ours says too; it is the one that is `scoped`
        self.in_sheet = tag == "style" and "scoped" not in dict(attrs)
        if tag not in UNCLOSED:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.in_sheet = False
        if tag not in UNCLOSED:
            self.depth = max(self.depth - 1, 0)

    def handle_data(self, data: str) -> None:
        if self.in_sheet:
            self.sheets.append(data)


class _Reader(HTMLParser):
    """Reads what nh3 wrote, in which every element is closed, into a tree; an address of a link or a picture becomes what is shown."""

    def __init__(self, describe: Callable[[str], tuple[str, str]]):
        super().__init__(convert_charrefs=True)
        self.describe = describe
        self.builder = TreeBuilder()
        self.builder.start("div", {})
        self.lost: list[str] = []
        self.told: list[str] = []
        self.links: list[str] = []
        self.since: list[str] = []
        self.depth = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "img":
            self._picture(values)
            return
        if tag == "a":
            self.links.append(values.pop("href", "").strip())
            self.since = []
            return
        self.builder.start(tag, values)
        if tag in VOID:
            self.builder.end(tag)
            return
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if tag == "a":
            address = self.links.pop()
            if address and not address.startswith("#") and "".join(self.since).strip() != address:
                self.builder.data(" (")
                self.builder.start("code", {})
                self.builder.data(address[:500])
                self.builder.end("code")
                self.builder.data(")")
            return
        self.builder.end(tag)
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.since.append(data)
        self.builder.data(data)

    def _picture(self, values: dict[str, str]) -> None:
        try:
            found: Picture = of_address(values.get("src", ""))
        except RefusedError as refused:
            self.lost.append(str(refused))
            if values.get("alt", "").strip():
                self.builder.data(f"[{values['alt'].strip()}]")
            return
        alt, told = self.describe(values.get("alt", ""))
        self.told += filter(None, [told])
        sizes = {side: values[side] for side in ("width", "height") if values.get(side, "").isdecimal()}
        sizes = sizes or {side: str(size) for side, size in (("width", found.width), ("height", found.height)) if size}
        self.builder.start("img", {"src": found.src, "alt": alt} | sizes)
        self.builder.end("img")
