"""Word documents (.docx, .docm) in, one article out: paragraphs and headings a line each, entries of lists, tables a row a line.

Only the body is text. What was deleted, what is hidden, and macros are not read; heads and feet of pages, notes and comments are
counted. The properties of the file name who made the file and when, which is not who wrote the article: they are left alone.
"""

from collections.abc import Iterator
from typing import Any

from . import Article, Item, Note, Unreadable
from .blocks_of_text import rows_of_table
from .packed import local, parsed, part, unpacked

BODY = "word/document.xml"
SKIPPED = {"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "sectPr"}
CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
BESIDE = {
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header": "heads of pages",
    "footer": "feet of pages",
}
SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read(data: bytes, asked: dict[str, Any]) -> Iterator[Item]:
    """The article of a Word document."""
    with unpacked(data) as archive:
        names = archive.namelist()
        body = part(archive, BODY)
        if body is None:
            raise Unreadable("broken", "", f"it lacks {BODY}")
        root = parsed(body, BODY)
        yield Article("", "\n".join(_blocks(root)), {})
        if any(name.endswith("vbaProject.bin") for name in names):
            yield Note("", "macros", "the file holds macros, which are not run")
        if left := _beside(archive, names):
            yield Note("", "left out of the document", f"{left} are not in the text that was taken")


def _blocks(node: Any) -> Iterator[str]:
    """The paragraphs and rows of tables below an element, in their order."""
    for child in node:
        name = local(child)
        if name == "p":
            yield from _paragraph(child)
        elif name == "tbl":
            yield from rows_of_table([[list(_blocks(cell)) for cell in _named(row, "tc")] for row in _named(child, "tr")])
        elif name not in SKIPPED:
            yield from _blocks(child)


def _named(node: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, wherever a container of content or of changes holds them."""
    for child in node:
        if local(child) == name:
            yield child
        elif local(child) in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _named(child, name)


def _paragraph(node: Any) -> Iterator[str]:
    pieces: list[str] = []
    boxes: list[Any] = []
    _collect(node, pieces, boxes)
    text = "".join(pieces).replace("\u00ad", "").strip()
    if text:
        yield f"- {text}" if any(local(child) == "numPr" for properties in node[:1] for child in properties) else text
    for box in boxes:  # a frame of text stands in a run of the paragraph it is bound to
        yield from _blocks(box)


def _collect(node: Any, pieces: list[str], boxes: list[Any]) -> None:
    for child in node:
        name = local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name in CHARACTERS:
            pieces.append(CHARACTERS[name])
        elif name == "txbxContent":
            boxes.append(child)
        elif name not in SKIPPED and not (name == "r" and _hidden(child)):
            _collect(child, pieces, boxes)


def _hidden(run: Any) -> bool:
    marks = [mark for properties in run if local(properties) == "rPr" for mark in properties if local(mark) == "vanish"]
    return any(mark.get(f"{mark.tag[: mark.tag.index('}') + 1]}val", "true") not in ("0", "false", "off") for mark in marks)


def _beside(archive: Any, names: list[str]) -> str:
    """How many notes, comments, heads and feet with words the document has beside its body."""
    found: dict[str, int] = {}
    for name in names:
        kind = next((kind for kind in BESIDE if name.startswith(f"word/{kind}") and name.endswith(".xml")), None)
        if kind is None or name.count("/") > 1 or name[5:-4].rstrip("0123456789") != kind:
            continue
        root = parsed(part(archive, name) or b"<none/>", name)
        entries = [root] if kind in ("header", "footer") else [
            node for node in root if not any(value in SEPARATORS for value in node.attrib.values())
        ]  # fmt: skip
        n = sum(1 for node in entries if any(local(piece) == "t" and (piece.text or "").strip() for piece in node.iter()))
        found[BESIDE[kind]] = found.get(BESIDE[kind], 0) + n
    return ", ".join(f"{n:,} {what}" for what, n in found.items() if n)
