"""Markdown (.md) in, one article out: what its reader sees, a paragraph a line, and what a head states, in YAML between rules."""

from collections.abc import Iterator
from typing import Any

from . import Article, Item, Unreadable
from .blocks_of_text import rows_of_table

STATED = {
    "title": "title",
    "date": "date",
    "author": "author",
    "source": "source",
    "section": "section",
    "url": "url",
    "language": "lang",
}
MOST_HEAD = 20_000  # characters


def read(data: bytes, asked: dict[str, Any]) -> Iterator[Item]:
    """The article of a file, which is UTF-8."""
    import mistune

    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Unreadable("encoding", f"byte {error.start}", "not UTF-8") from error
    stated, body = _head(text)
    blocks = mistune.create_markdown(renderer=None, plugins=["table", "strikethrough", "footnotes"])(body)
    yield Article("", "\n".join(_blocks(blocks)), stated)


def _head(text: str) -> tuple[dict[str, str], str]:
    """What the head states, and the text behind it; nothing and the whole where there is none."""
    import yaml

    end = text.find("\n---\n", 3, MOST_HEAD) if text.startswith("---\n") else -1
    if end < 0:
        return {}, text
    try:
        head = yaml.compose(text[4:end], Loader=yaml.SafeLoader)  # every value stays the text that was written
    except (yaml.YAMLError, RecursionError):
        return {}, text
    if not isinstance(head, yaml.MappingNode):
        return {}, text
    found = {key.value.casefold(): value.value for key, value in head.value if isinstance(value, yaml.ScalarNode)}
    return {to: found.get(to) or found.get(of) or "" for to, of in STATED.items()}, text[end + 5 :]


def _blocks(tokens: list[dict[str, Any]], before: str = "") -> Iterator[str]:
    for token in tokens:
        kind, children = token["type"], token.get("children", [])
        if kind in ("paragraph", "heading", "block_text"):
            yield from (before + line for line in "".join(_inline(children)).split("\n") if line.strip())
        elif kind == "block_code":
            yield from token["raw"].rstrip("\n").split("\n")
        elif kind == "list":
            for item in children:
                yield from _blocks(item.get("children", []), "- ")
        elif kind == "table":
            rows = [row for part in children for row in ([part] if part["type"] == "table_head" else part["children"])]
            yield from rows_of_table(
                [[list(filter(None, ["".join(_inline(cell.get("children", [])))])) for cell in row["children"]] for row in rows]
            )
        elif kind == "block_html":
            yield token["raw"].rstrip("\n")  # tags in a text are for the cleaning
        else:
            yield from _blocks(children)


def _inline(tokens: list[dict[str, Any]]) -> Iterator[str]:
    for token in tokens:
        kind = token["type"]
        if kind == "linebreak":
            yield "\n"
        elif kind == "softbreak":
            yield " "
        elif kind != "image" and kind != "footnote_ref":
            yield token["raw"] if "raw" in token else "".join(_inline(token.get("children", [])))
