"""What a page has among the paragraphs of its article and the parser passes over. A tree in, a tree in which it does not out; and what
the text that was taken lacks all the same, as a count by kind.

It is run by its path, as `html_worker` is, and imports nothing of ours.
"""

import re
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
EMBEDDED = re.compile(r"tweet|twitter|instagram|facebook|bluesky|mastodon|telegram", re.IGNORECASE)
MANY = 3  # paragraphs of running text, by which a block is known as one of an article
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


def plain_quotations(tree: Any) -> None:
    """Turn what is quoted from elsewhere, as a post of somebody's, into plain quotations: the parser takes it for a button to share.

    >>> from lxml import html
    >>> tree = html.fromstring('<div><div><blockquote class="twitter-tweet"><p>No.</p></blockquote></div><p>So she said.</p></div>')
    >>> plain_quotations(tree)
    >>> html.tostring(tree)
    b'<div><blockquote><p>No.</p></blockquote><p>So she said.</p></div>'
    """
    for node in [node for node in tree.iter("blockquote") if EMBEDDED.search(node.get("class") or "")]:
        node.attrib.clear()
        own, outer = _letters_of(node), node
        while (above := outer.getparent()) is not None and above.getparent() is not None and _letters_of(above) == own:
            outer = above
        if own and outer is not node:
            node.drop_tree()
            outer.getparent().replace(outer, node)


def in_one(tree: Any, text: str) -> bool:
    """Put the text of an article that stands in several blocks of one kind, with advertisements between, into the first of them.

    text : what was found, which has paragraphs of a first block, and not all of the others

    Returns whether there were such blocks. They are known by name and class, and by a heading of the first order that is none of
    theirs: where each has its own, they are articles.

    >>> from lxml import html
    >>> one = "<p>The mayor closed the old bridge over the river on Monday, and nobody knows for how long.</p>"
    >>> more = "<p>Residents on both banks of the river must now take the ferry, which crosses every hour.</p>"
    >>> tree = html.fromstring(f'<div><div class="body">{one * 3}</div><i>Buy!</i><div class="body">{more}</div></div>')
    >>> in_one(tree, tree[0].text_content()), len(tree[0]), len(tree[2]), in_one(tree, tree.text_content())
    (True, 4, 0, False)
    """
    taken, blocks = _letters(text), {}
    for node in tree.iter("p"):
        around = node.getparent()
        if around is not None and around.get("class") and len(own := _letters_of(node)) >= RUNNING:
            blocks.setdefault((around.tag, around.get("class")), {}).setdefault(around, []).append(own in taken)
    for found in blocks.values():
        first, *others = found
        lacking = [node for node in others if not all(found[node])]
        if sum(found[first]) >= MANY and lacking and not any(map(_apart, found)):
            for node in others:
                first.extend(list(node))
            return True
    return False


def _apart(node: Any) -> bool:
    """Whether a block belongs to no article, or is one: it is furniture of a page, or has a heading of the first order."""
    return next(node.iterancestors(*APART), None) is not None or next(node.iter("h1"), None) is not None


def _letters_of(node: Any) -> str:
    return _letters("".join(node.itertext()))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
