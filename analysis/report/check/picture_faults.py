"""What a picture or a style must not hold, for it would ask for something elsewhere or run something.

Comes in: an SVG as bytes, or the text of a style. Goes out: what is wrong with it, in words; nothing where all is well. It exists
because a picture is a document of its own: opened by itself, it runs scripts that no policy of a page forbids.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

SVG_ADDRESS = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]*)")
RASTER = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,")
FORBIDDEN = {
    "script", "handler", "listener", "foreignobject", "iframe", "object", "embed", "audio", "video", "animate", "animatecolor",
    "animatemotion", "animatetransform", "set",
}  # fmt: skip
ADDRESSES = {"href", "src", "srcset", "data", "base"}
STYLED = {
    "style", "fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker", "marker-start", "marker-mid", "marker-end",
}  # fmt: skip
# Functions and rules of CSS that load something or run something. `image-set` takes a bare string for an address.
LOADS = re.compile(
    r"@import|expression\(|image-set\(|-moz-binding|(?<![-\w])behavior\s*:|[a-z][a-z0-9+.-]*://|['\"]\s*//"
    r"|(?:url|src)\(\s*['\"]?\s*(?!data:image/|#)",
    re.IGNORECASE,
)
ESCAPED = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)


def style_faults(text: str) -> Iterator[str]:
    """What a style takes from elsewhere, also where its letters are written as escapes.

    >>> list(style_faults("p { background: u\\\\72l(//x.org) }"))
    ['has a style that takes something from elsewhere']
    """
    plain = ESCAPED.sub(lambda match: _letter(match[1]) if match[1] else match[2], text)
    if LOADS.search(plain):
        yield "has a style that takes something from elsewhere"
    for address in re.findall(r"url\(\s*['\"]?\s*(data:[^'\")]*)", plain, re.IGNORECASE):
        yield from address_faults(address)


def _letter(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if 0 < number < 0x110000 else "\ufffd"


def address_faults(address: str) -> Iterator[str]:
    """What is wrong with a picture that stands in its address: a raster is let through, an SVG is read."""
    if RASTER.match(address):
        return
    match = SVG_ADDRESS.fullmatch(address)
    if not match:
        yield f"has a picture of a kind that is not allowed: {address[:60]}"
        return
    try:
        yield from svg_faults(base64.b64decode(match[1], validate=True))
    except binascii.Error:
        yield "has a picture that cannot be read"


def svg_faults(data: bytes) -> list[str]:
    """Scripts, handlers, foreign content and addresses elsewhere in an SVG; or that it cannot be read.

    >>> svg_faults(b"<svg xmlns='http://www.w3.org/2000/svg'><text onclick='x'>a</text></svg>")
    ['has a picture with a handler onclick']
    """
    found: list[str] = []
    reader = _Reader(found)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError:
        found.append("has a picture that cannot be read")
    return found


class _Reader:
    """Reads an SVG as a browser does, which is as XML, and notes what must not be there."""

    def __init__(self, found: list[str]):
        self.found = found
        self.open: list[str] = []
        self.css = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.ProcessingInstructionHandler = lambda *_: found.append("has a picture with a processing instruction")

    def _start(self, name: str, attributes: dict[str, Any]) -> None:
        tag = name.rpartition(" ")[2].lower()
        self.open.append(tag)
        if tag in FORBIDDEN:
            self.found.append(f"has a picture with an element <{tag}>")
        for full, value in attributes.items():
            attribute, value = full.rpartition(" ")[2].lower(), value.strip()
            if attribute.startswith("on"):
                self.found.append(f"has a picture with a handler {attribute}")
            elif attribute in ADDRESSES and not (value.startswith("#") or RASTER.match(value)):
                self.found.append(f"has a picture that takes {attribute} from elsewhere: {value[:60]}")
            elif attribute in STYLED:
                self.found += style_faults(value)

    def _text(self, text: str) -> None:
        if "style" in self.open:
            self.css += text

    def _end(self, name: str) -> None:
        if self.open.pop() == "style":
            self.found += style_faults(self.css)
            self.css = ""

    def _document_type(self, *_: Any) -> None:
        self.found.append("has a picture with a document type")
        raise expat.ExpatError  # what it declares could be expanded without end
