"""The few looks that a table of somebody else's may bring along: colours, bold, slanted, and on which side a cell is set.

Comes in: a style sheet and the style of an element. Goes out: for an element, declarations of which each value is known to be harmless.
It exists because the Styler of pandas writes its colours into a sheet of their own, by the id of each cell, and a page takes neither
sheets nor ids from others. What a selector says beyond ids, classes, elements and one id around them is not followed.
"""

import re
from collections.abc import Iterable, Iterator

import tinycss2

LONGEST_SHEET = 500_000  # characters
COLOUR = r"#[0-9a-f]{3,8}|[a-z]{3,24}|(?:rgb|hsl)a?\([\d\s.,%/]{1,60}\)"
VALUES = {
    "color": re.compile(COLOUR),
    "background-color": re.compile(COLOUR),
    "font-weight": re.compile(r"normal|bold|bolder|lighter|[1-9]00"),
    "font-style": re.compile(r"normal|italic|oblique"),
    "text-align": re.compile(r"left|right|center|justify|start|end"),
    "display": re.compile(r"none"),
}
PROPERTIES = {*VALUES, "background"}
SELECTOR = re.compile(r"(?:#([\w-]+)\s+)?([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)")
Styles = dict[str, str]


def declarations(text: str) -> Styles:
    """Property -> value for what a style may say here; the rest is left out.

    >>> declarations("color: RED; background: url(x); font-weight: bold; position: fixed; background-color: u\\\\72l(x)")
    {'color': 'red', 'font-weight': 'bold'}
    """
    return _allowed(tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True))


def _allowed(nodes: Iterable) -> Styles:
    found: Styles = {}
    for node in nodes:
        if node.type != "declaration":
            continue
        value = _written(node.value).strip().lower()
        name = "background-color" if node.lower_name == "background" else node.lower_name
        if name in VALUES and VALUES[name].fullmatch(value):
            found[name] = value
    return found


def _written(tokens: list) -> str:
    try:
        return tinycss2.serialize(tokens)
    except RecursionError:  # brackets within brackets, thousands deep
        return ""


class Sheet:
    """A style sheet, asked for the looks of one element after another."""

    def __init__(self, text: str):
        self.rules: dict[str, list[tuple]] = {}
        if len(text) <= LONGEST_SHEET:
            for place, rule in enumerate(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)):
                if rule.type == "qualified-rule":
                    self._add(rule, place)

    def _add(self, rule: tinycss2.ast.QualifiedRule, place: int) -> None:
        styles = _allowed(tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True))
        for selector in _written(rule.prelude).split(",") if styles else ():
            match = SELECTOR.fullmatch(selector.strip())
            if not match or not any(match.groups()):
                continue
            around, tag, rest = match.groups()
            parts = [f"{tag or ''}", *re.findall(r"[.#][\w-]+", rest)]
            ids = sum(part.startswith("#") for part in parts) + bool(around)
            weight = (ids, len(parts) - 1 - ids + bool(around), bool(tag), place)
            self.rules.setdefault(parts[-1], []).append((weight, around, set(filter(None, parts)), styles))

    def styles(self, tag: str, name: str, classes: Iterable[str], around: set[str]) -> Styles:
        """What the sheet says of an element.

        name   : its id
        around : ids of the elements that it lies in

        >>> Sheet("#t .a, p {color: red} #b {color: blue}").styles("td", "b", ["a"], {"t"})
        {'color': 'red'}
        """
        own = {tag, f"#{name}", *(f".{item}" for item in classes)}
        found: Styles = {}
        for _, _, _, styles in sorted(self._fitting(own, around), key=lambda rule: rule[0]):
            found |= styles
        return found

    def _fitting(self, own: set[str], around: set[str]) -> Iterator[tuple]:
        for part in own:
            for rule in self.rules.get(part, ()):
                if rule[2] <= own and (rule[1] is None or rule[1] in around):
                    yield rule
