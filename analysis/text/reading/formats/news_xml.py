"""XML of news in, an article an item out: feeds (RSS, Atom) and what agencies send (NITF, NewsML-G2), each known by its root element.

A feed's title is who publishes it; NITF and NewsML-G2 have places for the publication, the author, the section and the day. Markup in
an item is read as its blocks, a line each. An item that has a summary alone is read as that, and told of.
"""

from collections.abc import Callable, Iterator
from typing import Any

from . import Article, Bad, Item, Note, Unreadable
from .blocks_of_text import lines_of_fragment, lines_of_markup
from .moments import day_of
from .packed import local, parsed

MOST_ITEMS = 100_000
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read(data: bytes, asked: dict[str, Any]) -> Iterator[Item]:
    """The items of a file."""
    root = parsed(data)
    name = local(root)
    if name not in ROOTS:
        raise Unreadable("xml", f"line {root.sourceline}", f"its root is <{name[:40]}>; read are RSS, Atom, NITF and NewsML-G2")
    of, read_one = ROOTS[name]
    items = [root] if name == of else [node for node in root.iter() if local(node) == of]
    if len(items) > MOST_ITEMS:
        raise Unreadable("too_large", "", f"{len(items):,} items; the most read is {MOST_ITEMS:,}")
    summaries = 0
    for number, item in enumerate(items, start=1):
        lines, stated, short = read_one(item, root)
        place = "" if item is root else f"item {number}, line {item.sourceline}"
        summaries += short
        yield Article(place, "\n".join(lines), stated) if lines else Bad(place, "empty", "the item has no text")
    if summaries:
        yield Note("", "summaries", f"of {len(items):,} items {summaries:,} have no text but a summary")


Found = tuple[list[str], dict[str, str], bool]


def _rss(item: Any, root: Any) -> Found:
    """An item of RSS: `content:encoded` is its text, or else its description."""
    channel = next((node for node in root if local(node) == "channel"), root)
    whole, short = _child(item, "encoded"), _child(item, "description")
    stated = {"title": _words(item, "title"), "url": _words(item, "link"), "section": _words(item, "category"),
              "author": _words(item, "creator") or _words(item, "author"),
              "date": day_of(_words(item, "pubDate") or _words(item, "date")),
              "publisher": _words(item, "source") or _words(channel, "title"), "language": _words(channel, "language")}  # fmt: skip
    lines = lines_of_fragment(_text(whole)) or lines_of_fragment(_text(short))
    return lines, stated, bool(lines) and not _text(whole).strip()


def _atom(entry: Any, root: Any) -> Found:
    """An entry of Atom: its content, or else its summary."""
    links = [node for node in entry if local(node) == "link" and node.get("rel", "alternate") == "alternate"]
    category, author, whole = _child(entry, "category"), _child(entry, "author"), _child(entry, "content")
    of, feed = _child(entry, "source"), root if local(root) == "feed" else None
    stated = {"title": " ".join(_lines_of_construct(_child(entry, "title"))), "url": links[0].get("href", "") if links else "",
              "author": _words(author, "name"), "date": day_of(_words(entry, "published") or _words(entry, "updated")),
              "section": (category.get("label") or category.get("term") or "") if category is not None else "",
              "publisher": _words(of, "title") or _words(feed, "title"),
              "language": _language(entry) or _language(root)}  # fmt: skip
    lines = _lines_of_construct(whole) or _lines_of_construct(_child(entry, "summary"))
    return lines, stated, bool(lines) and not _lines_of_construct(whole)


def _nitf(item: Any, root: Any) -> Found:
    """A story of NITF."""
    head, published = _below(item, "body.head"), _below(item, "pubdata")
    byline = _below(head, "byline")
    named = [_joined(node) for node in byline.iter() if local(node) == "person"] if byline is not None else []
    days = [
        _attribute(head, "story.date", "norm"),
        _attribute(item, "pubdata", "date.publication"),
        _attribute(item, "date.issue", "norm"),
    ]
    stated = {"title": _joined(_below(head, "hl1")) or _joined(_below(item, "title")), "author": "; ".join(named) or _joined(byline),
              "source": published.get("name", "") if published is not None else "", "date": day_of(next(filter(None, days), "")),
              "section": published.get("position.section", "") if published is not None else "",
              "language": _language(item) or _language(root)}  # fmt: skip
    content = _below(item, "body.content")
    return lines_of_markup(content) if content is not None else [], stated, False


def _newsml(item: Any, root: Any) -> Found:
    """An item of NewsML-G2, whose text stands in it as XML, HTML or plain."""
    about, meta = _child(item, "contentMeta"), _child(item, "itemMeta")
    language = _below(about, "language")
    stated = {"title": _words(about, "headline") or _words(meta, "title"), "author": _words(about, "by") or _named(about, "creator"),
              "publisher": _named(meta, "provider"), "section": _named(about, "subject"),
              "date": day_of(_words(about, "contentCreated") or _words(meta, "firstCreated") or _words(meta, "versionCreated")),
              "language": language.get("tag", "") if language is not None else _language(item)}  # fmt: skip
    whole, plain = _below(item, "inlineXML"), _below(item, "inlineData")
    story = next((node for node in whole.iter() if local(node) == "nitf"), None) if whole is not None else None
    if story is not None:
        lines, more, _ = _nitf(story, story)
        return lines, {**more, **{name: value for name, value in stated.items() if value}}, False
    if whole is not None:
        return lines_of_markup(whole), stated, False
    if plain is not None and plain.get("contenttype", "text/plain").startswith("text/html"):
        return lines_of_fragment(_text(plain)), stated, False
    return [line for line in _text(plain).split("\n") if line.strip()], stated, False


ROOTS: dict[str, tuple[str, Callable[[Any, Any], Found]]] = {
    "rss": ("item", _rss), "RDF": ("item", _rss), "feed": ("entry", _atom), "entry": ("entry", _atom), "nitf": ("nitf", _nitf),
    "newsItem": ("newsItem", _newsml), "newsMessage": ("newsItem", _newsml),
}  # fmt: skip


def _child(node: Any, name: str) -> Any:
    return next((child for child in node if local(child) == name), None) if node is not None else None


def _below(node: Any, name: str) -> Any:
    return next((child for child in node.iter() if local(child) == name), None) if node is not None else None


def _text(node: Any) -> str:
    return "".join(node.itertext()) if node is not None else ""


def _joined(node: Any) -> str:
    return " ".join(_text(node).split())


def _words(node: Any, name: str) -> str:
    """The text of the first child of a name, with one space between words."""
    return _joined(_child(node, name))


def _attribute(node: Any, name: str, attribute: str) -> str:
    found = _below(node, name)
    return found.get(attribute, "") if found is not None else ""


def _named(node: Any, name: str) -> str:
    """The name of what a child stands for: of its own, or as it is written there."""
    found = _child(node, name)
    return (_words(found, "name") or found.get("literal", "")) if found is not None else ""


def _language(node: Any) -> str:
    return node.get(LANGUAGE, "")


def _lines_of_construct(node: Any) -> list[str]:
    """The lines of a text of Atom: plain, HTML that is written as text, or XHTML."""
    if node is None:
        return []
    kind = node.get("type", "text")
    if kind == "xhtml":
        return lines_of_markup(node)
    if "html" in kind:
        return lines_of_fragment(_text(node))
    return [line for line in _text(node).split("\n") if line.strip()] if kind.startswith("text") else []
