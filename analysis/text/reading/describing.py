"""The YAML files that describe a corpus, read with the line of every entry. Files in, nodes and the table `dictionary` out.

YAML is composed, never constructed: scalars stay the text that was written (`no` is a word here, not False), tags cannot make
objects, and every node knows its line, so that an error can name it.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import yaml

from ...dictionaries import Entry, as_dictionary, dictionary_table
from ...errors import CorpusError, UsageError
from ...limits import LARGEST_DESCRIBING, read_small

# first keys of wording.yml that name no concept: who the people are, and further reporting verbs (reporting.py reads them)
RESERVED = ("_people", "_verbs")
PLAIN_TAGS = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp"))


def compose(path: Path) -> yaml.Node:
    """Read a YAML file into nodes, whose lines `line_of` tells. A file of comments alone, as `parallax new` writes them, says nothing.

    Raises CorpusError with the line for what is not YAML, is empty, repeats a key, or uses anchors (a short file can stand for an
    endless one through them); UsageError for a tag, which asks the reader to make an object.
    """
    try:
        text = read_small(path, LARGEST_DESCRIBING, CorpusError, path.name).decode("utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise CorpusError(f"is not UTF-8 at byte {error.start}", file=path.name, remedy="Save it as UTF-8") from error
    except yaml.YAMLError as error:
        # a scanner stumbles behind the fault, so the place where it began to read is nearer to it
        scanning = isinstance(error, yaml.scanner.ScannerError) and error.context_mark is not None
        mark = error.context_mark if scanning else getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark else None
        raise CorpusError(f"is not valid YAML: {problem}", file=path.name, line=line, remedy="Correct this line") from error
    except RecursionError as error:
        raise CorpusError("is nested too deeply", file=path.name, remedy="Flatten it") from error
    if node is None and any(line.lstrip().startswith("#") for line in text.splitlines()):
        begin = yaml.Mark(path.name, 0, 0, 0, None, None)
        return yaml.MappingNode("tag:yaml.org,2002:map", [], begin, begin)
    if node is None:
        raise CorpusError("is empty", file=path.name, remedy="Fill it, or take it out of the folder")
    _examine(node, path.name, set())
    return node


def line_of(node: yaml.Node) -> int:
    """The line a node begins on, counted from 1."""
    return node.start_mark.line + 1


def read_dictionary(path: Path, reserved: tuple[str, ...] = ()) -> pd.DataFrame:
    """Read topics.yml or wording.yml: keys, nested as deep as one likes, with lists of patterns at their ends.

    A file of comments alone is a dictionary without a row.

    reserved : first keys that something else reads (RESERVED for wording.yml); they are no concepts

    Returns table `dictionary`, in the order of the file, as `dictionary_table` makes it; `line` is the pattern's line.

    Raises CorpusError with the line for a pattern that is empty, that would match every word, or that stands under two labels of
    one group, since a mention could then not be told from the other.
    """
    root = compose(path)
    if not isinstance(root, yaml.MappingNode):
        message = "should map names to lists of patterns"
        raise CorpusError(message, file=path.name, line=line_of(root), remedy="Begin with 'name:', and list patterns below it")
    leaves = _leaves(root, (), path.name)
    entries = (Entry(keys, scalar.value, line_of(scalar)) for keys, scalar in leaves if keys[0] not in reserved)
    return dictionary_table(
        entries, lambda message, line, remedy: CorpusError(message, file=path.name, line=line, remedy=remedy)
    )


def empty_dictionary() -> pd.DataFrame:
    """The table `dictionary` of a corpus that has no such file."""
    return as_dictionary({})


def _leaves(node: yaml.Node, keys: tuple[str, ...], name: str) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _leaves(value, (*keys, key.value.strip()), name)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _leaves(item, keys, name)
    elif node.tag.endswith(":null") and not node.value:
        message = f"'{keys[-1] if keys else name}' has no pattern"
        raise CorpusError(message, file=name, line=line_of(node), remedy="List patterns below it, or take it out")
    else:
        yield keys, node


def _examine(node: yaml.Node, name: str, seen: set[int]) -> None:
    line = line_of(node)
    if id(node) in seen:
        raise CorpusError("uses an anchor (& and *), which is not read here", file=name, line=line, remedy="Write it out")
    seen.add(id(node))
    if node.tag not in PLAIN_TAGS:
        raise UsageError(f"the tag '{node.tag}' is not read here", file=name, line=line, remedy="Write plain text")
    if isinstance(node, yaml.MappingNode):
        first_lines: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise CorpusError("a name should be plain text", file=name, line=line_of(key), remedy="Put it in quotes")
            if key.value.strip() in first_lines:
                message = f"repeats the key '{key.value}' of line {first_lines[key.value.strip()]}"
                raise CorpusError(message, file=name, line=line_of(key), remedy="Join the two")
            first_lines[key.value.strip()] = line_of(key)
            _examine(key, name, seen)
            _examine(value, name, seen)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _examine(item, name, seen)
