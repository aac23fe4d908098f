"""Texts of OpenDocument (.odt) in, one article out: paragraphs and headings a line each, entries of lists, tables a row a line.

What was deleted, notes and comments are not in the text; notes and comments are counted. Heads and feet of pages stand in another part,
which is not read.
"""

from collections.abc import Iterator
from typing import Any

from . import Article, Item, Note, Unreadable
from .blocks_of_text import rows_of_table
from .packed import local, parsed, part, unpacked

SKIPPED = {"tracked-changes", "annotation", "annotation-end", "note", "sequence-decls", "forms", "table-column"}
LOCKED = b"encryption-data"


def read(data: bytes, asked: dict[str, Any]) -> Iterator[Item]:
    """The article of a text of OpenDocument."""
    with unpacked(data) as archive:
        if LOCKED in (part(archive, "META-INF/manifest.xml") or b""):
            raise Unreadable("encrypted", "", "a document that is locked with a password")
        content = part(archive, "content.xml")
        if content is None:
            raise Unreadable("broken", "", "it lacks content.xml")
        root = parsed(content, "content.xml")
        if any(name.startswith("Basic/") and name.endswith(".xml") for name in archive.namelist()):
            yield Note("", "macros", "the file holds macros, which are not run")
    yield Article("", "\n".join(_blocks(root)), {})
    counts = {
        what: sum(local(node) == name for node in root.iter()) for name, what in (("note", "notes"), ("annotation", "comments"))
    }
    if any(counts.values()):
        left = ", ".join(f"{n:,} {what}" for what, n in counts.items() if n)
        yield Note("", "left out of the document", f"{left} are not in the text that was taken")


def _blocks(node: Any, item: bool = False) -> Iterator[str]:
    """The paragraphs and rows of tables below an element, in their order."""
    for child in node:
        name = local(child)
        if name in ("p", "h"):
            boxes: list[Any] = []
            text = "".join(_pieces(child, boxes)).strip()
            if text:
                yield f"- {text}" if item else text
            for box in boxes:
                yield from _blocks(box)
        elif name == "table":
            rows = [row for row in child.iter() if local(row) == "table-row" and _table_of(row) is child]
            yield from rows_of_table([[list(_blocks(cell)) for cell in row if local(cell) == "table-cell"] for row in rows])
        elif name not in SKIPPED:
            yield from _blocks(child, item or name == "list-item")


def _table_of(row: Any) -> Any:
    return next((above for above in row.iterancestors() if local(above) == "table"), None)


def _pieces(node: Any, boxes: list[Any]) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        name = local(child)
        if name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name == "s":
            yield " "
        elif name == "text-box":
            boxes.append(child)
        elif name not in SKIPPED:
            yield from _pieces(child, boxes)
        yield child.tail or ""
