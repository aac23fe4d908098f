"""What a dictionary of patterns may hold: names, nested as deep as one likes, with lists of patterns at their ends; the table out.

Entries come from a file, read with their lines, or from a dict that an analyst writes in a notebook. It exists so that both are held
to the same rules: topics.yml is read by the room `text`, a dict by the room `measure`, and neither knows the other.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from .errors import ParallaxError, UsageError
from .limits import LONGEST_PATTERN
from .spelling import as_compared, pattern_words

FARTHEST = 99  # words; a sentence is seldom longer
_MARK = re.compile(r"(?<!\S)~\S*|~\d+|~(?!\S)")  # ~ inside a word, as in an address, is none


class Near(NamedTuple):
    """A pattern that looks for two others near each other, and how many words on from the one the other is at the most."""

    left: str
    most: int
    right: str


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
    of apostrophe; `line` is the entry's. Patterns of one label that are the same words (St. Petersburg, St Petersburg) are one row.

    Raises what `refuse` makes for a pattern that is empty, that can never match since an article has no such word, that would match
    every word, or that stands under two labels of one group, since a mention could then not be told from the other.
    """
    rows: dict[tuple[str, tuple[str, ...]], tuple[str, str, int]] = {}
    for names, written, line in entries:
        group, label = names[0], " / ".join(names[1:]) or names[0]
        pattern = as_compared(" ".join(written.split()))
        if fault := never_matches(written):
            raise refuse(fault[0], line, fault[1])
        before = rows.setdefault((group, _same_words(pattern)), (label, pattern, line))
        if before[0] != label:
            same = "" if before[1] == pattern else f", as '{before[1]}', which is the same words"
            message = f"pattern '{pattern}' stands under '{label}' and, on line {before[2]}, under '{before[0]}'{same}"
            raise refuse(message, line, "Keep one of the two")
    table = [(group, label, pattern, line) for (group, _), (label, pattern, line) in rows.items()]
    columns = {"group": "str", "label": "str", "pattern": "str", "line": "int32"}
    return pd.DataFrame(table, columns=list(columns)).astype(columns)


def never_matches(written: str) -> tuple[str, str] | None:
    """Why a pattern can match no word of any article, or every one, and what to write in its place; None for one that can.

    >>> never_matches("https://post.org/a")[0]
    "pattern 'https://post.org/a' is an address, and addresses are not counted as words"
    """
    if len(written) > LONGEST_PATTERN:
        message = (
            f"pattern '{written[:30]}…' has {len(written):,} characters, and the longest looked for has {LONGEST_PATTERN:,}"
        )
        return message, "Write the words that articles use, each as a pattern of its own"
    if not any(char.isalnum() for char in written):
        message = f"pattern '{written}' has no letter or digit, and would match anything or nothing"
        return message, "Write a word, or a word with * or ?"
    if not pattern_words(written):
        message = f"pattern '{written}' is an address, and addresses are not counted as words"
        return message, "Write the words that articles use, such as the name of the outlet or the person"
    return _never_near(written)


def near(pattern: str) -> Near | None:
    """Read a pattern such as `war ~5 peace`: both within 5 words of each other, either first, in one sentence; None without a ~.

    On either side stands a word, a glob or a phrase. Raises UsageError where the distance, or what should be near, is not said.

    >>> near("cease fire ~5 talk*"), near("war and peace")
    (Near(left='cease fire', most=5, right='talk*'), None)
    """
    if fault := _never_near(pattern):
        raise UsageError(fault[0], remedy=fault[1])
    mark = _MARK.search(pattern)
    return Near(pattern[: mark.start()].strip(), int(mark[0][1:]), pattern[mark.end() :].strip()) if mark else None


def _never_near(pattern: str) -> tuple[str, str] | None:
    """What is wrong with the ~ of a pattern, and what to write in its place; None for a right one, or where there is none."""
    marks = list(_MARK.finditer(pattern))
    if not marks:
        return None
    remedy = "Write two patterns with the distance between them, as in war ~5 peace"
    if len(marks) > 1:
        return f"pattern '{pattern}' has more than one ~", remedy
    begin, end = marks[0].span()
    if (
        not re.fullmatch(r"~0*[1-9]\d?", marks[0][0], re.ASCII)
        or pattern[begin - 1 : begin].strip()
        or pattern[end : end + 1].strip()
    ):
        return f"pattern '{pattern}' should say behind ~ how many words on, from 1 to {FARTHEST}", remedy
    for side in (pattern[:begin], pattern[end:]):
        if not any(char.isalnum() for char in side) or not pattern_words(side):
            return f"pattern '{pattern}' has no word on one side of ~", remedy
    return None


def _same_words(pattern: str) -> tuple[str, ...]:
    """The words by which two patterns are the same one, with the distance of those that have one."""
    apart = near(pattern)
    return (*pattern_words(apart.left), f"~{apart.most}", *pattern_words(apart.right)) if apart else pattern_words(pattern)


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
