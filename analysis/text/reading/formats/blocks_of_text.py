"""Blocks of a document as lines. Elements of markup in, a block a line out; cells in, a row of facts a line, or their blocks."""

from typing import Any

from .packed import local

LINES = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "blockquote", "pre", "figcaption", "div", "section", "article", "body",
    "tr",
}  # fmt: skip
OF_AGENCIES = {"hl2", "bq", "block", "credit", "note"}  # blocks of NITF
SKIPPED = {"script", "style", "head", "nav", "svg", "math", "media", "iframe", "noscript"}
IN_A_CELL = 200  # letters of a cell that is layout and no fact


def rows_of_table(rows: list[list[list[str]]]) -> list[str]:
    """The lines of a table: its cells between bars, or its paragraphs one below the other where a cell holds several or a long one.

    >>> rows_of_table([[["Team"], ["Points"]], [["Larkham"], []]])
    ['Team | Points', 'Larkham |']
    >>> rows_of_table([[["The mayor closed the bridge.", "Nobody knows for how long."], ["Sport"]]])
    ['The mayor closed the bridge.', 'Nobody knows for how long.', 'Sport']
    """
    filled = [cells for cells in rows if any(cells)]
    layout = len(filled) < 2 or any(
        len(cell) > 1 or any(len(text) > IN_A_CELL for text in cell) for cells in filled for cell in cells
    )
    if layout or all(len(cells) == 1 for cells in filled):
        return [text for cells in filled for cell in cells for text in cell]
    return [" | ".join(" ".join(" ".join(cell).split()) for cell in cells).strip() for cells in filled]


def lines_of_fragment(markup: str) -> list[str]:
    """The lines of a piece of HTML, or of a text without any tag.

    >>> lines_of_fragment("<p>The mayor closed the <b>bridge</b>.</p><ul><li>One &amp; two</li></ul>"), lines_of_fragment(" ")
    (['The mayor closed the bridge.', '- One & two'], [])
    """
    from lxml import etree, html

    if not markup.strip():
        return []
    parser = html.HTMLParser(huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return lines_of_markup(html.fragment_fromstring(markup, create_parent="div", parser=parser))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []


def lines_of_markup(node: Any) -> list[str]:
    """The text below an element of HTML or NITF, a block a line."""
    return [line for line in _lines(node) if line]


def _lines(node: Any) -> list[str]:
    lines = [""]
    _collect(node, lines)
    return [" ".join(line.split()) for line in lines]


def _collect(node: Any, lines: list[str]) -> None:
    name = local(node)
    if name in SKIPPED or not name:
        return
    if name == "table":
        rows = [row for row in node.iter() if local(row) == "tr"]
        cells = ([list(filter(None, _lines(cell))) for cell in row if local(cell) in ("td", "th")] for row in rows)
        lines += [*rows_of_table(list(cells)), ""]
        return
    block = name in LINES or name in OF_AGENCIES or name == "br"
    if block and lines[-1].strip() != "-":
        lines.append("- " if name == "li" else "")
    lines[-1] += node.text or ""
    for child in node:
        _collect(child, lines)
        lines[-1] += child.tail or ""
    if block:
        lines.append("")
