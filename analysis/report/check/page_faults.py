"""What a page must not hold, and what it must.

Comes in: a finished page as bytes, and the names of all files of its run. Goes out: what is wrong with it, in words; nothing where all
is well. It exists because nobody who opens a page can check it: so what is not known to be harmless is refused here.

Browsers mend what is broken, and each parser in its own way. So a page has to be plain as well: every element closed, no comment, no
attribute twice, nothing that this reader and a browser could take differently.
"""

import re
from collections import Counter
from collections.abc import Iterator, Set
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from ..publish.policy import POLICY, SCRIPT
from .picture_faults import address_faults, style_faults

SUMS = "SHA256SUMS"
FORBIDDEN = {
    "iframe", "frame", "frameset", "object", "embed", "applet", "portal", "base", "link", "form", "audio", "video",
    # drawn in a page itself, or read as something else than they are written: pictures stand in <img>
    "svg", "math", "template", "textarea", "noscript", "noembed", "noframes", "xmp", "plaintext", "marquee",
}  # fmt: skip
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SOURCES = {
    "src", "srcset", "poster", "background", "data", "action", "formaction", "xlink:href", "ping", "manifest", "lowsrc", "dynsrc",
    "longdesc", "cite", "usemap", "codebase", "classid", "archive", "profile", "icon", "imagesrcset",
}  # fmt: skip


def page_faults(data: bytes, names: Set[str]) -> Iterator[str]:
    """What is wrong with a page.

    data  : its bytes
    names : files of the run, to which it may link
    """
    page = _Page()
    try:
        page.feed(data.decode("utf-8"))
    except UnicodeDecodeError:
        yield "is not UTF-8"
        return
    page.close()
    yield from page.faults(data, names)


class _Page(HTMLParser):
    """What there is in a page: its ids, its addresses, its open elements, and what must not be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.headings, self.policy, self.title, self.language = 0, "", "", ""
        self.scripts, self.script, self.css = 0, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in FORBIDDEN:
            self.found.append(f"has an element <{tag}>")
        if tag not in VOID:
            self.open.append(tag)
        if len(values) < len(attrs):
            self.found.append(f"has a <{tag}> with an attribute twice")
        self.headings += tag == "h1"
        if tag == "html":
            self.language = values.get("lang", "")
        if tag == "meta":
            self._meta(values)
        if tag == "script":
            self.scripts += 1
            if attrs:
                self.found.append("has a <script> with attributes")
        if (tag in ("img", "area") or (tag == "input" and values.get("type") == "image")) and not values.get("alt", "").strip():
            self.found.append("has a picture without a text that says what it shows")
        if "id" in values:
            self.ids.append(values["id"])
        for name, value in values.items():
            self._attribute(tag, name, value)

    def _meta(self, values: dict[str, str]) -> None:
        kind = values.get("http-equiv", "").strip().lower()
        if kind == "content-security-policy":
            self.policy = values.get("content", "")
        elif kind:
            self.found.append(f"has a meta element for {kind}")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self.found.append(f"has a handler {name}")
        elif name in SOURCES:
            for piece in value.split() if name == "srcset" else [value.strip()]:
                if piece.startswith("data:") and tag in ("img", "source"):
                    self.found += address_faults(piece)
                elif not (name == "srcset" and re.fullmatch(r"[\d.]+[wx],?", piece)):
                    self.found.append(f"takes {name} of <{tag}> from elsewhere: {value[:80]}")
        elif name == "href":
            self.links.append(value.strip())
        elif name in ("style", "srcdoc"):
            self.found += style_faults(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.found.append(f"has </{tag}> where it closes nothing")
            self.open = []
        if tag == "style":
            self.found += style_faults(self.css)
            self.css = ""
        if tag == "script":
            if self.script != SCRIPT:
                self.found.append("has an element <script> that is not ours")
            self.script = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()
            self.found.append(f"has a <{tag}/> that browsers leave open")

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside == "style":
            self.css += data
        elif inside == "script":
            self.script += data
        elif inside == "title":
            self.title += data

    def handle_comment(self, data: str) -> None:
        self.found.append("has a comment")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.found.append(f"has a declaration {decl[:40]}")

    def handle_pi(self, data: str) -> None:
        self.found.append("has a processing instruction")

    def unknown_decl(self, data: str) -> None:
        self.found.append("has a marked section")

    def faults(self, data: bytes, names: Set[str]) -> Iterator[str]:
        if not data.rstrip().endswith(b"</html>"):
            yield "is not whole: it does not end with </html>"
        yield from self.found
        if self.open:
            yield f"leaves <{self.open[-1]}> open"
        if self.scripts > 1:
            yield "has its script twice"
        if self.policy != POLICY:
            yield "lacks its content security policy"
        if self.language != "en" or not self.title.strip() or self.headings != 1:
            yield "lacks its language, its title or its one main heading"
        for name, n in Counter(self.ids).items():
            if n > 1:
                yield f"has the id '{name}' twice"
        for link in self.links:
            if problem := self._link(link, names):
                yield problem

    def _link(self, link: str, names: Set[str]) -> str | None:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return f"links to another place: {link[:80]}"
        if not parts.path:
            return None if parts.fragment in ("", *self.ids) else f"links to #{parts.fragment}, which is not there"
        return None if unquote(parts.path) in names | {SUMS} else f"links to a file that is not there: {link[:80]}"
