"""What a page has among the paragraphs of its article and the text that was taken lacks. A tree and the text in, a count by kind out.

It is run by its path, as `html_worker` is, and imports nothing of ours.
"""

from typing import Any

LEFT = {
    "figcaption": "captions",
    "li": "entries of lists",
    "td": "cells of tables",
    "blockquote": "quotations",
    "p": "paragraphs",
}
LEFT |= dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "headings")
APART = ("nav", "aside", "footer", "header", "form", "script", "style", "noscript")
RUNNING = 60  # letters of a paragraph that is running text
MOST_LOOKED_AT = 500  # paragraphs of a page
OF_LINKS = 0.8  # share of the letters of a block that are links, from which it leads elsewhere


def left(tree: Any, text: str) -> str:
    """How many blocks of each kind stand beside the paragraphs of the text and are not in it; "" where all are.

    >>> from lxml import html
    >>> words = "The mayor closed the old bridge over the river on Monday, and nobody knows for how long it will be. "
    >>> left(html.fromstring(f"<div><p>{words}</p><figure><figcaption>The bridge</figcaption></figure></div>"), words)
    '1 of the captions'
    """
    taken = _letters(text)
    running = [node for node in tree.iter("p", "div") if len(own := _letters_of(node)) >= RUNNING and own[:RUNNING] in taken]
    around = {above for node in running[:MOST_LOOKED_AT] if (above := node.getparent()) is not None}
    found: dict[str, set] = {}
    for node in {part for block in around for part in block.iterdescendants(*LEFT)}:
        own = _letters_of(node)
        linked = sum(len(_letters_of(link)) for link in node.iter("a"))
        if own and own not in taken and linked < OF_LINKS * len(own) and next(node.iterancestors(*APART), None) is None:
            found.setdefault(LEFT[node.tag], set()).add(node)
    return ", ".join(f"{len(nodes):,} of the {what}" for what, nodes in sorted(found.items()))


def plain_lists(tree: Any) -> None:
    """Turn lists of terms, which the parser passes over, into plain ones."""
    for node in tree.iter("dl", "dt", "dd"):
        node.tag = "ul" if node.tag == "dl" else "li"


def _letters_of(node: Any) -> str:
    return _letters("".join(node.itertext()))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
