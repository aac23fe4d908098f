"""The other end of `html.Pages`: pages come in on standard input, what was found in them goes out on standard output, as JSON.

It runs in a process of its own, with a limit on its memory, and never touches the network: the parser resolves nothing. Text and
title are trafilatura's, and the author where none is stated; what the page states of itself is taken by `page_states`. Tables that
hold facts are kept, a row a line; tables that are layout are read as the blocks they hold, and those of links are left out. It
imports nothing of ours, since it is started by its file alone.
"""

import contextlib
import copy
import json
import logging
import os
import re
import runpy
import struct
import sys
import types
from typing import Any

HEAD = struct.Struct(">Q")  # before each page and each answer: its length
MEMORY = 3 << 30  # bytes of address space
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = ("p", "ul", "ol", "dl", "blockquote", "pre", "table", "figure", *HEADINGS)
OF_TABLES = ("thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col")
LEFT_OUT, CONTAINERS = ("nav", "aside", "footer", "header", "form", "script", "style", "noscript"), ("article", "main")
MOST_MORE = 2  # times the text that was found before
MOST_IN_BLOCKS = 6  # the same, of an article that stands in several blocks
RUNNING = 60  # letters of a paragraph that is running text
IN_A_CELL = 200  # letters of a cell that is layout and no fact, unless the table is regular
MANY_ROWS, REGULAR = 5, 0.8  # rows of a regular table, and the share of them that have as many cells each
OF_LINKS = 0.8  # share of cells, or of letters of a list, that are links and nothing else
ROW, RULED = re.compile(r"^\| ?(.*?) ?\| ?$", re.MULTILINE), re.compile(r"^\|(?:-+\|)+\n?", re.MULTILINE)
# this file is run by its path, and has no package to import its neighbour from
REST, STATES, EXPORTS = (
    types.SimpleNamespace(**runpy.run_path(__file__.replace("html_worker", name)))
    for name in ("page_rest", "page_states", "page_exports")
)


def main() -> None:
    """Answer until standard input ends."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whatever a library prints is no answer
    while len(head := sys.stdin.buffer.read(HEAD.size)) == HEAD.size:
        page = sys.stdin.buffer.read(HEAD.unpack(head)[0])
        try:
            found = extract(page)
        except (MemoryError, RecursionError, ValueError, AttributeError, TypeError) as error:
            found = {"error": f"the page cannot be parsed ({type(error).__name__})"}
        data = json.dumps(found).encode()
        answers.write(HEAD.pack(len(data)) + data)
        answers.flush()


def extract(page: bytes) -> dict[str, Any]:
    """The article of a page in UTF-8: `text`, one paragraph a line, and what the page states of it.

    A file of a press database has its articles in `articles`, as `page_exports.several` finds them, or its text by lines. Why another
    page may hold several is in `suspicion`.

    >>> words = "The mayor closed the old bridge over the river on Monday, and nobody knows for how long. "
    >>> page = f'<html lang="en"><title>Bridge closed</title><body><article><p>{words * 3}</p></article></body></html>'
    >>> found = extract(page.encode())
    >>> found["title"], found["language"], found["text"].count("bridge")
    ('Bridge closed', 'en', 3)
    """
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(page, parser=parser)
    stated = STATES.stated(tree, page)
    if several := EXPORTS.several(tree):
        return {"text": "\n".join(piece["text"] for piece in several), "articles": several}
    if plain := EXPORTS.plain(tree):
        return {"text": plain}
    why = _suspicion(tree)
    _tables(tree)
    REST.plain_lists(tree)
    REST.plain_quotations(tree)
    parted = copy.deepcopy(tree)
    within = copy.deepcopy(tree) if next(tree.iter(*CONTAINERS), None) is None else None
    document = _document(tree)
    if document is None:
        return {"error": "no article was found in the page"}
    text = _text(document)
    if REST.in_one(parted, text):
        text = _with_all(text, parted, MOST_IN_BLOCKS)
    if within is not None:
        text = _whole(within, text)
    left = REST.left(tree, text)
    stated["author"] = stated.pop("authors") or document.author
    found = {"text": text, "title": document.title, "suspicion": why, "left": left, **stated}
    return {name: value for name, value in found.items() if value}


def _suspicion(tree: Any) -> str:
    """Why a page may hold several articles: elements for an article of which each has its heading and running text."""
    whole = [node for node in tree.iter("article") if next(node.iterancestors("article"), None) is None]
    whole = [node for node in whole if next(node.iter(*HEADINGS), None) is not None]
    n = sum(sum(len(_words(part)) >= RUNNING for part in node.iter("p")) > 1 for node in whole)
    return f"{n:,} elements <article> with a heading and running text; it is read as one article" if n > 1 else ""


def _document(tree: Any) -> Any:
    """What trafilatura finds in a page; None where there is no article."""
    from trafilatura import bare_extraction

    return bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        # a date is not looked for in the text: what `stated` has not is missing
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "9999-12-31"},
    )


def _text(document: Any) -> str:
    """The text, with a row of a table as its cells between bars, and without the rule below a table's head."""
    return ROW.sub(r"\1", RULED.sub("", document.text or ""))


def _tables(tree: Any) -> None:
    """Turn tables that are layout into plain blocks, from the innermost on, and take out those whose cells are links."""
    for table in reversed(list(tree.iter("table"))):
        parts = [node for node in table.iter(*OF_TABLES) if next(node.iterancestors("table"), table) is table]
        cells = [node for node in parts if node.tag in ("td", "th") and _words(node)]
        rows = [len(_filled(node)) for node in parts if node.tag == "tr" and _words(node)]
        long = any(len(_words(cell)) > IN_A_CELL for cell in cells) and not _is_regular(rows)
        if any(map(_is_layout, cells)) or long or len(rows) < 2 or table.get("role") in ("presentation", "none"):
            for node in (table, *parts):
                node.tag = "div"
        elif sum(map(_of_links, cells)) >= OF_LINKS * len(cells):
            table.drop_tree()


def _is_layout(cell: Any) -> bool:
    """Whether a cell holds what no fact does: a heading of the page, a list, or several paragraphs."""
    blocks = sum(1 for _ in cell.iter(*BLOCKS))
    return blocks > 1 or next(cell.iter(*HEADINGS, "ul", "ol"), None) is not None


def _filled(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th") and _words(cell)]


def _is_regular(rows: list[int]) -> bool:
    """Whether the rows of a table have as many cells each, and are many, so that a long cell describes what its row is about.

    >>> _is_regular([1, 3, 3, 3, 3, 3]), _is_regular([1, 2, 3, 1]), _is_regular([1, 1, 1, 1, 1])
    (True, False, False)
    """
    most = max(set(rows), key=rows.count, default=0)
    return most > 1 and len(rows) >= MANY_ROWS and rows.count(most) >= REGULAR * len(rows)


def _words(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


def _of_links(node: Any) -> bool:
    """Whether most of what can be read in a block are links."""
    return sum(len(_words(link)) for link in node.iter("a")) >= OF_LINKS * max(len(_words(node)), 1)


def _whole(tree: Any, text: str) -> str:
    """The text with headings, lists and quotations, where the page has no element that holds its article.

    Without one the parser takes paragraphs alone. So the blocks from the first to the last paragraph of running text are put into
    one, with those that stand right before and behind, and what is then found is taken if it has all that was found before.
    """
    block = _article(tree, text)
    if block is None or all(
        words[:RUNNING] in text for node in block.iter("li", "blockquote", *HEADINGS) if (words := _words(node))
    ):
        return text
    return _with_all(text, tree, MOST_MORE)


def _with_all(text: str, tree: Any, most: int) -> str:
    """What is found in a tree that was made for it, if it has all that was found before, and not many times as much."""
    document = _document(tree)
    again = "" if document is None else _text(document)
    lines = set(again.splitlines())
    return again if len(again) <= most * len(text) and all(line in lines for line in text.splitlines()) else text


def _article(tree: Any, text: str) -> Any:
    """A new <article> around the blocks of the running text that was found; None where there is no running text."""
    running = [
        node
        for node in tree.iter("p")
        if len(words := _words(node)) >= RUNNING
        and words[:RUNNING] in text
        and next(node.iterancestors(*LEFT_OUT), None) is None
    ]
    if not running:
        return None
    paths = [[*reversed(list(node.iterancestors())), node] for node in (running[0], running[-1])]
    depth = next(at for at, pair in enumerate(zip(*paths, strict=False)) if pair[0] is not pair[1] or pair[0].tag == "p")
    around = paths[0][depth - 1]
    first, last = around.index(paths[0][depth]), around.index(paths[1][depth])
    while first and _belongs(around[first - 1]):
        first -= 1
    while last + 1 < len(around) and _belongs(around[last + 1]):
        last += 1
    block = around.makeelement("article")
    inside = [node for node in around[first : last + 1] if node.tag not in LEFT_OUT]
    around.insert(first, block)
    block.extend(inside)
    return block


def _belongs(node: Any) -> bool:
    return node.tag in BLOCKS and not _of_links(node)


if __name__ == "__main__":
    main()
