"""Electronic books and papers (.epub) in, an article a chapter out, in the order of reading. Whoever publishes it, and when, it states.

Papers made into books have an article a chapter; so a chapter is the article here, named by the table of contents or its own heading.
"""

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from . import Article, Bad, Item, Unreadable
from .blocks_of_text import lines_of_markup
from .packed import local, parsed, part, unpacked

CONTAINER = "META-INF/container.xml"
STATED = {"publisher": "publisher", "date": "date", "creator": "author", "language": "language"}
RUNNING = 60  # letters that a page has beside its heading if it is a chapter
MOST_CHAPTERS = 20_000


def read(data: bytes, asked: dict[str, Any]) -> Iterator[Item]:
    """The chapters of a book."""
    with unpacked(data) as archive:
        if part(archive, "META-INF/encryption.xml") and part(archive, "META-INF/rights.xml"):
            raise Unreadable("encrypted", "", "a book that is locked for its buyer")
        container = parsed(part(archive, CONTAINER) or b"<none/>", CONTAINER)
        place = next((node.get("full-path", "") for node in container.iter() if local(node) == "rootfile"), "")
        package = parsed(part(archive, place) or b"<none/>", place)
        stated = {
            to: next((node.text or "" for node in package.iter() if local(node) == name), "") for name, to in STATED.items()
        }
        entries = {node.get("id"): node for node in package.iter() if local(node) == "item"}
        spine = [entries.get(node.get("idref")) for node in package.iter() if local(node) == "itemref"][:MOST_CHAPTERS]
        if not spine:
            raise Unreadable("broken", "", "it does not say which chapters it has")
        for entry in spine:
            name = (
                posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(entry.get("href", ""))))
                if entry is not None
                else ""
            )
            yield from _chapter(part(archive, name), name, stated)


def _chapter(data: bytes | None, name: str, stated: dict[str, str]) -> Iterator[Item]:
    if data is None:
        yield Bad(f"chapter {name}", "broken", "the book names it and has it not")
        return
    try:
        root = parsed(data, name)
    except Unreadable as error:
        yield Bad(f"chapter {name}", error.reason, error.detail)
        return
    titles = [node for node in root.iter() if local(node) in ("h1", "h2", "h3")]
    title = " ".join("".join(titles[0].itertext()).split()) if titles else ""
    lines = lines_of_markup(root)
    if sum(map(len, lines)) - len(title) >= RUNNING:  # covers, tables of contents and titles are no chapters
        yield Article(f"chapter {name}", "\n".join(lines), {**stated, "title": title})
