"""A JSON file in, one mapping of cells per article out: a list of objects, wherever the answers of news interfaces keep it.

Where the list was found is reported, since it is a guess. What stands deeper in an object is reached by a path, as `source.name`.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from ...limits import LARGEST_OF_MANY, MOST_COLUMNS
from .decode import decode
from .files import Fault, whole
from .roles import USUAL, folded
from .table_rows import Rows
from .tabular import Cells, Table, read_jsonl

DEEPEST = 4  # objects around the list, or around a cell
MOST_OFFERED = 100  # objects in which paths are looked for


def read_json(file: BinaryIO, declared: str | None = None) -> Table:
    """Read a JSON file. Lines of JSON under this name are read as such, and told of.

    Raises Fault for the whole file: json, encoding, binary, too_large, empty.
    """
    file.seek(0)
    data, digest = whole(file, LARGEST_OF_MANY)
    found = decode(data, declared)
    try:
        content = json.loads(found.text.removeprefix("\ufeff"), object_pairs_hook=_object, parse_constant=_no_constant)
    except RecursionError as error:
        raise Fault("json", "", "nested too deeply") from error
    except ValueError as error:
        if "Extra data" in str(error) and found.encoding == "utf-8":
            told = ("", "wrong ending", "it holds a JSON object per line, and is read as .jsonl")
            return read_jsonl(file, False)._replace(notices=(told,))
        line = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Fault("json", line, f"not valid JSON: {error}"[:200]) from error
    path, items = _records(content)
    rows, columns = Rows(), {}
    for number, item in enumerate(items, start=1):
        cells = _checked(item)
        rows.add(f"item {number}", cells)
        if isinstance(cells, dict):
            columns.update(dict.fromkeys(cells))
            if len(columns) > MOST_COLUMNS:
                raise Fault("too_large", f"item {number}", f"{len(columns):,} columns; the most read is {MOST_COLUMNS:,}")
    if not items:
        raise Fault("empty", "", "no object that could be an article")
    told = (("", "guessed list", f"the articles were found at '{path}'"),) if path else ()
    # `Rows` counts rows, and an item is one
    return Table(list(columns), [(place.partition(", ")[2], cells) for place, cells in rows.rows], found.encoding, found.origin, digest,
                 found.alike, tuple(paths(rows.rows)), told)  # fmt: skip


def paths(rows: list[tuple[str, "Cells | Fault"]]) -> list[str]:
    """The paths to what stands within objects of the first rows, in the order of the file.

    >>> paths([("item 1", {"source": {"name": "Post"}, "text": "Closed."})])
    ['source.name']
    """
    found: dict[str, None] = {}
    for _, cells in rows[:MOST_OFFERED]:
        if isinstance(cells, dict):
            for name, value in cells.items():
                if isinstance(value, dict) and len(found) < MOST_COLUMNS:
                    found.update(dict.fromkeys(_below(name, value, DEEPEST)))
    return list(found)


def _below(path: str, value: dict, deep: int) -> Iterator[str]:
    for name, inner in value.items():
        if isinstance(inner, dict) and deep:
            yield from _below(f"{path}.{name}", inner, deep - 1)
        elif not isinstance(inner, dict):
            yield f"{path}.{name}"


def _records(content: Any) -> tuple[str, list]:
    """The objects of a file that are its articles, and the path to them; "" where they are what the file holds."""
    if isinstance(content, list):
        return "", content
    if not isinstance(content, dict):
        raise content if isinstance(content, Fault) else Fault("json", "", "it holds neither a list nor an object")
    if any(folded(name) in USUAL["text"] and isinstance(value, str) for name, value in content.items()):
        return "", [content]
    lists = list(_lists("", content, DEEPEST))
    if lists:
        return max(lists, key=lambda found: len(found[1]))
    by_name = [value for value in content.values() if isinstance(value, dict)]
    if len(by_name) > 1 and len(by_name) == len(content):
        return "*", by_name
    return "", [content]


def _lists(path: str, value: dict, deep: int) -> Iterator[tuple[str, list]]:
    for name, inner in value.items():
        here = f"{path}.{name}" if path else name
        if isinstance(inner, list) and any(isinstance(item, dict) for item in inner):
            yield here, inner
        elif isinstance(inner, dict) and deep:
            yield from _lists(here, inner, deep - 1)


def _checked(item: Any) -> "Cells | Fault":
    if isinstance(item, Fault):
        return item
    if not isinstance(item, dict):
        return Fault("json", "", f"an article should be an object, and this is a {type(item).__name__}")
    return next(_faults(item), item)


def _faults(value: Any) -> Iterator[Fault]:
    """What is wrong anywhere within an object."""
    if isinstance(value, Fault):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _faults(inner)


def _object(pairs: list[tuple[str, Any]]) -> Any:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        return Fault("json", "", f"the key '{next(key for key in keys if keys.count(key) > 1)}' stands twice")
    return found


def _no_constant(constant: str) -> Fault:
    return Fault("json", "", f"{constant} is no JSON")
