"""What a dictionary of patterns may hold: names, nested as deep as one likes, with lists of patterns at their ends; the table out.

Entries come from a file, read with their lines, or from a dict that an analyst writes in a notebook. It exists so that both are held
to the same rules: topics.yml is read by the room `text`, a dict by the room `measure`, and neither knows the other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from .errors import ParallaxError, UsageError


class Entry(NamedTuple):
    """A pattern as it is written, the names that lead to it, the first one first, and its line in the file or place in the dict."""

    names: tuple[str, ...]
    written: str
    line: int


def dictionary_table(entries: Iterable[Entry], refuse: Callable[[str, int, str], ParallaxError]) -> pd.DataFrame:
    """Put patterns into the form in which they are looked for.

    refuse : makes the error to raise, of a message, a line and a remedy

    Returns table `dictionary`, in the order of the entries: `group` is the first name (the topic or the concept), `label` the names
    below it joined by " / " (the variant), or the group again where there are none; `pattern` is folded to lower case with one kind
    of apostrophe; `line` is the entry's. A pattern that stands twice under one label is one row.

    Raises what `refuse` makes for a pattern that is empty, that would match every word, or that stands under two labels of one group,
    since a mention could then not be told from the other.
    """
    rows: dict[tuple[str, str], tuple[str, int]] = {}
    for names, written, line in entries:
        group, label = names[0], " / ".join(names[1:]) or names[0]
        pattern = " ".join(written.replace("’", "'").casefold().split())
        if not any(char.isalnum() for char in pattern):
            message = f"pattern '{written}' has no letter or digit, and would match anything or nothing"
            raise refuse(message, line, "Write a word, or a word with * or ?")
        before = rows.setdefault((group, pattern), (label, line))
        if before[0] != label:
            message = f"pattern '{pattern}' stands under '{label}' and, on line {before[1]}, under '{before[0]}'"
            raise refuse(message, line, "Keep one of the two")
    table = [(group, label, pattern, line) for (group, pattern), (label, line) in rows.items()]
    columns = {"group": "str", "label": "str", "pattern": "str", "line": "int32"}
    return pd.DataFrame(table, columns=list(columns)).astype(columns)


def as_dictionary(given: pd.DataFrame | Mapping[str, object]) -> pd.DataFrame:
    """Take a dict for the dictionary it stands for; a table is given back as it is.

    given : name -> pattern, list of patterns, or dict of such; table `dictionary`

    Returns table `dictionary`; `line` counts the patterns of the dict from 1.

    Raises UsageError for a name or a pattern that is no text, a name without a pattern, and as `dictionary_table`.

    >>> as_dictionary({"Peace": ["Peace*", "cease fire"], "Ruler": {"President": "president"}}).values.tolist()
    [['Peace', 'Peace', 'peace*', 1], ['Peace', 'Peace', 'cease fire', 2], ['Ruler', 'President', 'president', 3]]
    """
    if isinstance(given, pd.DataFrame):
        return given
    if not isinstance(given, Mapping):
        raise UsageError(
            "a dictionary should map names to lists of patterns", remedy='Write {"Peace": ["peace*", "cease fire"]}'
        )
    leaves = enumerate(_leaves(given, ()), start=1)
    entries = (Entry(names, written, number) for number, (names, written) in leaves)
    return dictionary_table(entries, lambda message, line, remedy: UsageError(message, remedy=remedy))


def _leaves(node: object, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(node, str):
        yield names, node
        return
    if isinstance(node, Mapping):
        for name in node:
            if not isinstance(name, str) or not name.strip():
                raise UsageError(f"the name {name!r} of a dictionary is no text", remedy="Put it in quotes")
    elif isinstance(node, (bytes, pd.DataFrame)) or not isinstance(node, Iterable):
        raise UsageError(
            f"'{' / '.join(names)}' has {node!r} where a pattern should be", remedy="Write a text or a list of texts"
        )
    parts = list(node.items() if isinstance(node, Mapping) else ((None, item) for item in node))
    if names and not parts:
        raise UsageError(f"'{' / '.join(names)}' has no pattern", remedy="List patterns, or take it out")
    for name, part in parts:
        yield from _leaves(part, names if name is None else (*names, name.strip()))
