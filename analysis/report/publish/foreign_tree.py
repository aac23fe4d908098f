"""The elements of somebody else's HTML get the looks of a page: tables that scroll, headings in order, colours on white paper.

Comes in: a tree of elements that nh3 let through, and the style sheet that came with them. Goes out: the same tree, changed in place,
without ids and classes of others. It exists so that a frame of pandas looks, sorts and scrolls as a table of ours does.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .foreign_styles import Sheet, declarations
from .foreign_text import LONGEST, shown_text, without_addresses

NUMBER = re.compile(r"[-+−]?[\d,.\s]*\d[\d,.]*(?:e[-+]?\d+)?\s?%?|[-+]?inf", re.IGNORECASE)
MISSING = {"", "nan", "none", "<na>", "nat", "–", "-"}
STYLED = {
    "td",
    "th",
    "caption",
    "span",
    "div",
    "p",
    "b",
    "i",
    "em",
    "strong",
    "mark",
    "code",
    "li",
    "small",
    "u",
    "s",
    "pre",
    "summary",
}
COUNTS = {"colspan", "rowspan", "span", "start", "value", "width", "height"}
KEPT = {"src", "alt", "title", "lang", "dir", "scope", "open"}
BLOCKS = {
    "div",
    "figure",
    "table",
    "p",
    "ul",
    "ol",
    "pre",
    "blockquote",
    "details",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "dl",
}
HEADINGS = {f"h{n}": n for n in range(1, 7)}


def dress(root: Element, sheet: Sheet, label: str, level: int) -> tuple[int, int, bool]:
    """Give the tree the looks of a page.

    root  : a <div>; it gets the class of white paper where something in it brings colours along
    label : what a table is called that has no caption
    level : of the last heading on the page

    Returns how many characters of text there were, how many are left, and whether there is anything to see.
    """
    coloured = _style(root, sheet, set(), None)
    n = sum(len(text) for text in root.itertext())
    if n > LONGEST:
        _shorten(root, LONGEST)
    for element in root.iter():
        element.text, element.tail = _words(element.text), _words(element.tail)
    n_shown = sum(len(text) for text in root.itertext())
    for table in root.iter("table"):
        _number_columns(table)
    _wrap_tables(root, label)
    _lower_headings(root, level)
    for element in root.iter("p"):
        if any(inner.tag in BLOCKS for inner in element.iter() if inner is not element):
            element.tag = "div"  # a browser would end the paragraph there
    if coloured:
        root.attrib["class"] = "px-paper"
    seen = any(text.strip() for text in root.itertext()) or next(root.iter("img"), None) is not None
    return n, min(n, n_shown), seen


def _words(text: str | None) -> str | None:
    if not text or not text.strip():
        return text
    return "\n".join(without_addresses(line) or "" for line in shown_text(text).split("\n"))


def _style(element: Element, sheet: Sheet, around: set[str], frame: Element | None) -> bool:
    """Keep of the attributes what a page may have, and take out what is hidden; returns whether colours came along."""
    name, classes = element.attrib.pop("id", ""), element.attrib.pop("class", "").split()
    frame = element if element.tag == "table" and "dataframe" in classes else frame
    styles = sheet.styles(element.tag, name, classes, around) | declarations(element.attrib.pop("style", ""))
    is_hidden = element.attrib.pop("hidden", None) is not None or styles.pop("display", "") == "none"
    allowed = {key: value for key, value in element.attrib.items() if key in KEPT or (key in COUNTS and _is_count(value))}
    element.attrib.clear()
    element.attrib.update(allowed)
    if is_hidden:
        _empty(element)
        return False
    if styles and element.tag in STYLED and frame is None:
        element.attrib["style"] = "; ".join(f"{key}: {value}" for key, value in sorted(styles.items()))
    within = around | {name} if name else around
    inside = [_style(child, sheet, within, frame) for child in list(element)]
    return any(inside) or "color" in element.attrib.get("style", "")


def _is_count(value: str) -> bool:
    return value.isdecimal() and len(value) <= 5


def _empty(element: Element) -> None:
    """Leave of an element only that it is there: it may be a cell, on whose place others depend."""
    for child in list(element):
        element.remove(child)
    element.text = None


def _shorten(element: Element, left: int) -> int:
    """Cut the text of the tree after `left` characters, and all that stands behind; returns how many are left to use."""
    element.text, left = _begin(element.text, left)
    for child in list(element):
        if left <= 0:
            element.remove(child)
            continue
        left = _shorten(child, left)
        child.tail, left = _begin(child.tail, left)
    return left


def _begin(text: str | None, left: int) -> tuple[str | None, int]:
    return (text[:left], left - len(text[:left])) if text else (text, left)


def _number_columns(table: Element) -> None:
    """Mark the columns that hold numbers and nothing else, and say of what each heading is one."""
    head, rows = table.findall("thead/tr"), table.findall("tbody/tr")
    for cell in table.iterfind("thead/tr/th"):
        cell.attrib.setdefault("scope", "col")
    for cell in table.iterfind("tbody/tr/th"):
        cell.attrib.setdefault("scope", "row")
    widths = {len(row) for row in rows}
    if len(widths) != 1 or any("colspan" in cell.attrib or "rowspan" in cell.attrib for row in rows for cell in row):
        return
    for column in range(widths.pop()):
        cells = [row[column] for row in rows]
        texts = ["".join(cell.itertext()).strip() for cell in cells]
        filled = [text for text in texts if text.lower() not in MISSING]
        if filled and all(NUMBER.fullmatch(text) for text in filled) and all(cell.tag == "td" for cell in cells):
            for cell in [*cells, *(row[column] for row in head if len(row) == len(rows[0]))]:
                cell.attrib["class"] = "num"


def _wrap_tables(element: Element, label: str) -> None:
    """Put each table, unless it lies in another one, into a region that scrolls, and its caption above."""
    for place, child in enumerate(list(element)):
        if child.tag != "table":
            _wrap_tables(child, label)
            continue
        figure = Element("figure", {"class": "px-table"})
        figure.tail, child.tail = child.tail, None
        name = label
        for caption in child.findall("caption"):
            name = " ".join("".join(caption.itertext()).split())[:120] or label
            child.remove(caption)
            caption.tag, caption.tail = "figcaption", None
            figure.append(caption)
        region = Element("div", {"class": "px-scroll", "role": "region", "tabindex": "0", "aria-label": name})
        region.append(child)
        figure.append(region)
        element[place] = figure


def _headings(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if element.tag in HEADINGS)


def _lower_headings(root: Element, level: int) -> None:
    """Headings below the page's own, so that a reader who goes from one to the next misses none."""
    for heading in _headings(root):
        level = min(max(HEADINGS[heading.tag], 3), level + 1, 6)
        heading.tag = f"h{level}"
