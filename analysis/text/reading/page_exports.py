"""Pages that a press database exported: a tree in, the articles in it out, or its text by lines where its marks stand in the text.

It runs in the process that parses pages, and imports nothing of ours, since it is started by its file alone.
"""

import re
from typing import Any

CODE = re.compile(r"[A-Z]{2,3}")
MARK = re.compile(r"^\s*(?:\d{1,4} of \d{1,5} DOCUMENTS?|End of Document)\s*$", re.MULTILINE)
BLOCKS = ("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "td", "title")


def several(tree: Any) -> list[dict[str, Any]]:
    """The articles of a page of Europresse or Factiva; none for any other page.

    Each has its `text`, and `title`, `source`, `author` and the line of its day (`header`) as they stand there, the lines of its
    `head`, or its `fields` by their two letters.
    """
    found = []
    for node in tree.iter("article"):
        title, body = _of_class(node, "titreArticleVisu", "titreArticle"), _of_class(node, "docOcurrContainer", "DocText")
        if title is not None and body is not None:
            parts = {"title": title, "source": _of_class(node, "DocPublicationName"), "author": _of_class(node, "docAuthors"),
                     "header": _of_class(node, "DocHeader")}  # fmt: skip
            known = {name: words_of(part) for name, part in parts.items() if part is not None}
            found.append({"form": "Europresse", **known, "text": _paragraphs(list(body.iter("p")) or [body])})
    for node in tree.iter("div"):
        paragraphs = [part for part in node.iter("p") if "articleParagraph" in _classes(part)]
        if "article" in _classes(node) and paragraphs:
            found.append({"form": "Factiva", **_of_factiva(node), "text": _paragraphs(paragraphs)})
    return [piece for piece in found if piece["text"]]


def plain(tree: Any) -> str:
    """The text of a page whose articles are parted by marks in the text, as Nexis has them; "" for any other."""
    pieces: list[str] = []
    _collect(tree, pieces)
    text = re.sub(r"[ \t\r\xa0]+", " ", "".join(pieces))
    return re.sub(r"\s*\n\s*", "\n\n", text) if len(MARK.findall(text)) > 1 else ""


def words_of(node: Any) -> str:
    """The text below an element, with one space between words."""
    return " ".join("".join(node.itertext()).split())


def _of_factiva(node: Any) -> dict[str, Any]:
    """What the head of an article of Factiva holds: fields in a table, or lines, of which title and author may be named."""
    rows = [[words_of(cell) for cell in row.iter("td")] for row in node.iter("tr")]
    fields = {cells[0]: cells[1] for cells in rows if len(cells) == 2 and CODE.fullmatch(cells[0])}
    if "HD" in fields:
        return {"fields": fields}
    parts = [part for part in node.iter("div", "span") if part is not node and words_of(part)]
    lines = [words_of(part) for part in parts if not any(part is not other and part in other.iter() for other in parts)]
    title = next((part for part in node.iter("div", "span") if part.get("id") == "hd"), None)
    known = {"title": title, "author": _of_class(node, "author")}
    return {"head": lines, **{name: words_of(part) for name, part in known.items() if part is not None}}


def _collect(node: Any, pieces: list[str]) -> None:
    if not isinstance(node.tag, str) or node.tag in ("script", "style", "head"):
        return
    block = node.tag in BLOCKS
    pieces.append("\n" * block + " ".join((node.text or "").splitlines()))
    for child in node:
        _collect(child, pieces)
        pieces.append(" ".join((child.tail or "").split("\n")))
    pieces.append("\n" * block)


def _classes(node: Any) -> list[str]:
    return (node.get("class") or "").split()


def _of_class(node: Any, *names: str) -> Any:
    parts = list(node.iter())
    return next((part for name in names for part in parts if name in _classes(part)), None)


def _paragraphs(nodes: list) -> str:
    return "\n".join(words for node in nodes if (words := words_of(node)))
