"""Pictures that a cell displays: each becomes an address that holds the picture itself, and words that say what it shows.

Comes in: a picture as a notebook holds it, what its author says of it, and the source of its cell. Goes out: what stands in <img>. It
exists because a page may show no picture that the last look would refuse: here it is refused in time, and the run goes on.
"""

import base64
import binascii
import re
import struct
from typing import Any, NamedTuple

from ..check.picture_faults import svg_faults

LARGEST = 5_000_000  # bytes
SVG, PNG = "image/svg+xml", "image/png"
RASTERS = {
    PNG: (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}
KINDS = (SVG, *RASTERS)  # the best one first
SVG_NAME = b"http://www.w3.org/2000/svg"
# What drawing programs write before an SVG. A document type that declares something stays, and is refused.
PROLOGUE = re.compile(rb"\A\s*(?:<\?xml\s[^>]*\?>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*(?:<!DOCTYPE\s+svg[^\[<>]*>\s*)?", re.DOTALL)
COMMENT = re.compile(r"#(?!\s?[%!])(?!\s*(?:noqa|type:|fmt:|pylint))(.*)")
LONGEST_WORDS = 1500


class RefusedError(ValueError):
    """A picture that no page may hold; the message says why."""


class Picture(NamedTuple):
    """What stands in <img>: width and height in pixels, or None where neither its author nor its file says them."""

    src: str
    width: int | None
    height: int | None


def picture(kind: str, content: Any, said: dict[str, Any]) -> Picture:
    """A picture that holds itself.

    kind    : one of KINDS
    content : SVG as text, anything else in base 64
    said    : what the output's metadata say of it

    Raises RefusedError: too large, no picture of that kind, or an SVG that loads or runs something.
    """
    text = content if isinstance(content, str) else "".join(content)
    data = _svg(text) if kind == SVG else _raster(kind, text)
    if len(data) > LARGEST:
        raise RefusedError(f"a picture of {len(data) / 1e6:.1f} MB is larger than {LARGEST / 1e6:.0f} MB")
    width, height = (_pixels(said.get(side)) for side in ("width", "height"))
    if width is None and height is None and kind == PNG and len(data) >= 24:
        width, height = (_pixels(side) for side in struct.unpack(">II", data[16:24]))
    return Picture(f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}", width, height)


def of_address(address: str) -> Picture:
    """The picture in a `data:` address. Raises RefusedError as `picture` does, and where it lies elsewhere."""
    match = re.fullmatch(r"data:(image/[a-z+]+);base64,([A-Za-z0-9+/=\s]*)", address.strip())
    if not match or match[1] not in KINDS:
        raise RefusedError(
            "a picture from elsewhere" if not address.strip().startswith("data:") else "a picture of an unknown kind"
        )
    try:
        content = base64.b64decode(match[2]).decode("utf-8") if match[1] == SVG else match[2]
    except ValueError as error:
        raise RefusedError("a picture that cannot be read") from error
    return picture(match[1], content, {})


def _raster(kind: str, text: str) -> bytes:
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise RefusedError("a picture that cannot be read") from error
    if not data.startswith(RASTERS[kind]):
        raise RefusedError(f"a picture that is no {kind.partition('/')[2].upper()}")
    return data


def _svg(text: str) -> bytes:
    data = PROLOGUE.sub(b"", text.encode("utf-8", "replace"), count=1)
    if SVG_NAME not in data:  # as part of a page it needs no name for its language; alone it does
        data = data.replace(b"<svg", b'<svg xmlns="' + SVG_NAME + b'"', 1)
    if faults := svg_faults(data):
        raise RefusedError(faults[0].removeprefix("has "))
    return data


def _pixels(value: Any) -> int | None:
    number = int(value) if isinstance(value, int | float) and not isinstance(value, bool) and value == value else 0
    return number if 0 < number <= 20_000 else None


def described(said: str, source: str, number: int) -> tuple[str, str]:
    """Words that say what a picture shows, and what its author should be told; nothing where they gave these words.

    said   : the author's words in the output's metadata or in the HTML, or ""
    source : the cell's code, whose first comment serves in their place
    number : the cell's

    >>> described("", "# Words a day\\nplot()", 4)
    ('Words a day', "cell [4]: a picture without alt text was described by the cell's comment")
    >>> described("", "plot()", 4)[0]
    'A picture that cell [4] drew; its author gave no description'
    """
    if words := " ".join(said.split()):
        return words[:LONGEST_WORDS], ""
    if words := first_comment(source):
        return words[:LONGEST_WORDS], f"cell [{number}]: a picture without alt text was described by the cell's comment"
    told = f"cell [{number}]: a picture has no alt text; say what it shows in a comment above the code"
    return f"A picture that cell [{number}] drew; its author gave no description", told


def first_comment(source: str) -> str:
    """The comment with which a cell's code begins, as one line; magics and empty lines may stand before it.

    >>> first_comment("%matplotlib inline\\n# Words,\\n# by day\\nplot()  # no"), first_comment("plot()\\n# later")
    ('Words, by day', '')
    """
    words: list[str] = []
    for line in source.splitlines():
        line = line.strip()
        if match := COMMENT.fullmatch(line):
            words.append(match[1].strip())
        elif words or (line and not line.startswith(("%", "#"))):
            break
    return " ".join(" ".join(words).split())
