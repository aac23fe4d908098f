"""Method notes: what a measure is and how to read it, folded below its table or figure, taken from its docstring.

A function in, a part of a record out. It exists so that a page says of a measure what the code says, in the same words, and nobody
writes it twice.
"""

import inspect
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from ..display.records import Record, plain
from .display import functions_of

ARGUMENT = re.compile(r"[\w, …]+ +: ")
ENTRY = re.compile(r"(\S.*?) {2,}(\S.*)")
# a sign of arithmetic, by which a line of a docstring is taken for a formula; a bar between quotation marks is none
SIGN = re.compile(r' = |×|√|Σ|log2 of|\*\*| − |(?<!") / ')
# what is said of another function holds here too: "as `keyness`", "see `association`", "see `a` and `b` in c.py"
OTHERS = re.compile(r"(?:as|see) (`\w+`(?: and `\w+`)*)(?: in \w+\.py)?(?:[.;,] ?(.*)|)")
HEADS = {"Returns": "returns", "Raises": "raises", "Reading it:": "reading", "Source:": "source", "Formula:": "formula"}


class MethodNote(NamedTuple):
    """What a docstring says to a reader: paragraphs; names and formulas; how to read it and where it comes from, "" if not said."""

    what: list[str]
    formulas: list[tuple[str, str]]
    reading: str
    source: str


def method_note(function: Callable) -> MethodNote:
    """Read the docstring of a measure.

    Paragraphs before the arguments say what it is. A formula is a paragraph that begins with `Formula:`, or what the docstring says of
    a returned column if there is a sign of arithmetic in it. Where it refers to another function for how to read it or for its source,
    that function's words stand here.

    >>> def share(n, total):
    ...     '''Take a share.
    ...
    ...     n, total : numbers
    ...
    ...     Returns n / total.
    ...     Reading it: 1 is all.
    ...     '''
    >>> method_note(share)
    MethodNote(what=['Take a share.'], formulas=[('', 'Returns n / total.')], reading='1 is all.', source='')
    """
    parts = _parts(inspect.cleandoc(function.__doc__ or ""))
    formulas = [("", text) for text in parts.get("formula", [])]
    formulas += [entry for entry in _entries(parts.get("returns", [])) if SIGN.search(entry[1])]
    what = [re.sub(":$", ".", paragraph) for paragraph in parts.get("what", [])]
    note = MethodNote(what, formulas, *(" ".join(parts.get(name, [])) for name in ("reading", "source")))
    return _with_others(_with_others(note, "source", function), "reading", function)


def _parts(text: str) -> dict[str, list[str]]:
    """The paragraphs of each section; of what is returned the lines, since columns stand there each in its own."""
    parts: dict[str, list[str]] = {}
    section, within = "what", False
    for line in text.split("\n"):
        head = next((name for name in HEADS if line.startswith(name)), None)
        if line.startswith(">>>"):
            break
        if head or ARGUMENT.match(line):
            section, within = HEADS[head] if head else "arguments", False
        elif not line.strip():
            within, section = False, section if section == "what" else "more"
            continue
        elif section == "what" and line.startswith(" "):
            section, within = "returns", False
        paragraphs = parts.setdefault(section, [])
        if within and section != "returns":
            paragraphs[-1] += f" {line.strip()}"
        else:
            paragraphs.append(line if section == "returns" else line.removeprefix(head or "").strip())
        within = True
    return parts


def _with_others(note: MethodNote, part: str, function: Callable) -> MethodNote:
    """The note with what it takes over from the function that it refers to, formulas included."""
    match = OTHERS.fullmatch(getattr(note, part))
    others = [inspect.unwrap(function).__globals__.get(name) for name in re.findall(r"`(\w+)`", match[1])] if match else []
    if not others or not all(map(callable, others)):
        return note
    taken = [method_note(other) for other in others]
    formulas = [formula for other in taken for formula in other.formulas if formula not in note.formulas]
    said = " ".join([*(getattr(other, part) for other in taken), match[2] or ""]).strip()
    source = note.source or " ".join(other.source for other in taken)
    return note._replace(**{"source": source, part: said, "formulas": formulas + note.formulas})


def _entries(lines: list[str]) -> list[tuple[str, str]]:
    """The returned columns with what is said of them; text that stands in no column has the name ""."""
    entries: list[tuple[str, str]] = []
    inner = min((len(line) - len(line.lstrip()) for line in lines if line.startswith(" ")), default=0)
    for line in lines:
        depth, entry = len(line) - len(line.lstrip()), ENTRY.fullmatch(line.strip())
        if entry and depth == inner:
            entries.append((entry[1], entry[2]))
        elif entries and (depth > inner or depth == inner == 0):
            entries[-1] = (entries[-1][0], f"{entries[-1][1]} {line.strip()}")
        else:
            entries.append(("", line.strip()))
    return entries


def method_records(method: Callable | Iterable[Callable] | None) -> list[Record]:
    """The notes of a function, or of several one after the other, as parts of a record; none for None."""
    return [_record(function) for function in functions_of(method)]


@cache
def _record(function: Callable) -> Record:
    note = method_note(function)
    formulas = [[plain(name, 400), plain(text, 3000)] for name, text in note.formulas]
    paragraphs = [plain(paragraph, 3000) for paragraph in note.what]
    return {
        "function": function.__name__,
        "what": paragraphs,
        "formulas": formulas,
        "reading": plain(note.reading, 3000),
        "source": plain(note.source, 3000),
    }
