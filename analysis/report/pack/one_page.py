"""The pages of a published run become parts of one page, in which every link leads to a place in it.

Comes in: the text of a page as it was published, which the last look has read. Goes out: what stands between its header and the end
of its text, with ids that no other page has, headings a level lower, and links to other pages as links to their parts. A link to what
the file does not hold becomes the name of that file, since whoever was sent one file is not to be led to nothing.

A published page is plain: every element closed, every attribute in quotation marks, no comment. So it can be read tag by tag.
"""

import re
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from ..check.page_faults import VOID

NAMES_IDS = {
    "for", "headers", "list", "popovertarget", "aria-activedescendant", "aria-controls", "aria-describedby", "aria-details",
    "aria-flowto", "aria-labelledby", "aria-owns",
}  # fmt: skip
HEADING = re.compile(r"h[1-5]")
BESIDE, ELSEWHERE = "beside this page", "in the folder of the report"
LEFT_OUT = {"turn", "data", "px-alone"}  # classes: links to turn the page, lists of files beside it, what the whole says once
FRONT = "front"


class Part(NamedTuple):
    """A page as a part of one page.

    name  : its id there
    title : its main heading, in HTML
    html  : what it holds, but for the main heading of the front page, which is that of the whole
    """

    name: str
    title: str
    html: str


def part(text: str, name: str, parts: Mapping[str, str]) -> Part:
    """Make a part of a page.

    text  : the page
    name  : the id of the part
    parts : file -> id, of all pages that the whole holds

    >>> page = '<main id="content"><h1>A</h1><p id="x"><a href="#x">1</a> <a href="b.html">2</a> <a href="c.csv">3</a></p></main>'
    >>> part(page, "a", {"a.html": "a", "b.html": "b"}).html
    '<h2>A</h2><p id="a--x"><a href="#a--x">1</a> <a href="#b">2</a> 3 (<code>c.csv</code>)</p>'
    """
    reader = _Reader(name, parts)
    reader.feed(text)
    reader.close()
    return Part(name, reader.title, "".join(reader.out).strip())


class _Open(NamedTuple):
    """An open element: what is written at its end, whether what it holds is left out, and whether that tells of files."""

    tag: str
    end: str
    silent: bool = False
    of_files: bool = False


class _Reader(HTMLParser):
    """Reads a page and writes its part, tag by tag."""

    def __init__(self, name: str, parts: Mapping[str, str]):
        super().__init__(convert_charrefs=False)
        self.name, self.parts = name, parts
        self.is_front = name == FRONT
        self.out: list[str] = []
        self.open: list[_Open] = []  # from the outermost element that is taken over
        self.title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        classes = values.get("class", "").split()
        if not self.open:
            if tag == "main" or (tag == "footer" and not self.is_front):
                self._begin(tag, *(("", "") if tag == "main" else (self._tag(tag, values), f"</{tag}>")))
        elif tag in VOID:
            self._write(self._tag(tag, values))
        elif self.open[-1].silent or not LEFT_OUT.isdisjoint(classes):
            self._begin(tag, "", "", silent=True)
        elif tag == "a" and (path := self._away(values.get("href", ""))):
            named = f"<code>{escape(path)}</code>"  # where files are told of, it stands for the words of the link
            self._begin(tag, named, "", silent=True) if self.open[-1].of_files else self._begin(tag, "", f" ({named})")
        elif tag == "h1" and self.is_front:
            self._begin(tag, "", "", silent=True)
        else:
            level = int(tag[1]) + 1 if HEADING.fullmatch(tag) and not self.is_front else 0
            shown = f"h{level}" if level else tag
            self._begin(tag, self._tag(shown, values), f"</{shown}>", of_files="px-more" in classes)
            if values.get("id") == "contents" and not self.is_front:  # "On this page" would be said of every part
                self._write(f"In “{self.title}”")
                self.open[-1] = self.open[-1]._replace(silent=True)

    def _begin(self, tag: str, start: str, end: str, silent: bool = False, of_files: bool = False) -> None:
        """Write what begins an element, and note how it ends; what holds for an element holds for those within it."""
        self._write(start)
        above = self.open[-1] if self.open else _Open("", "")
        self.open.append(_Open(tag, end, silent or above.silent, of_files or above.of_files))

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag not in VOID:
            end = self.open.pop().end
            if end != f" (<code>{self.out[-1]}</code>)":  # a file that was named by the words of the link
                self._write(end)

    def _write(self, text: str) -> None:
        if not (self.open and self.open[-1].silent):
            self.out.append(text)

    def _words(self, text: str) -> None:
        if any(element.tag == "h1" for element in self.open):
            self.title += text
        if self.open:
            self._write(text.replace(BESIDE, ELSEWHERE) if self.open[-1].of_files else text)

    def handle_data(self, data: str) -> None:
        self._words(data)

    def handle_entityref(self, name: str) -> None:
        self._words(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._words(f"&#{name};")

    def _away(self, link: str) -> str:
        """The file that a link leads to and that the whole does not hold; "" for a place in it."""
        path = unquote(urlsplit(link).path)
        return "" if not path or path in self.parts else path

    def _tag(self, tag: str, values: Mapping[str, str]) -> str:
        found = (f' {name}="{escape(self._value(name, value))}"' for name, value in values.items())
        return f"<{tag}{''.join(found)}>"

    def _value(self, name: str, value: str) -> str:
        if name == "id":
            return f"{self.name}--{value}"
        if name in NAMES_IDS:
            return " ".join(f"{self.name}--{one}" for one in value.split())
        if name == "href":
            parts = urlsplit(value)
            of = self.parts[unquote(parts.path)] if parts.path else self.name
            return f"#{of}--{parts.fragment}" if parts.fragment else f"#{of}"
        return value
