"""The record of a display: what leaves a notebook, as data, beside the HTML and the text that are made of it.

Texts, tables and drawings come in; a mapping that JSON can hold goes out, under a MIME type of our own. It exists so that a page, a
front page and a program read what was found from data, and nobody reads HTML that somebody else wrote. Texts in a record are plain:
what is unseen is made visible, and whoever makes HTML of them escapes them.

Kinds, and what each has beside `kind` and `schema`:

    note       sentences
    statement  sentences, caveats
    figure     name, title, caption, alt, svg {wide, narrow} or png, width, height, data, links, method
    table      name, title, caption, folded, columns, rows, n_rows, links, evidence, method
    finding    name, question, headline, sentences, caveats, how_sure, verdict, strength, compares, base, made_by, hint, figures,
               tables, numbers

A `column` has name, heading, meaning, kind ("num", "text", or the side of a concordance). A cell of `rows` is a text, or a text with
the exact number by which it is sorted. `links` are files of the run, by their ending; none outside of a run.
"""

from typing import Any

from ..errors import visible

MIME = "application/vnd.parallax+json"
SCHEMA = 1

Record = dict[str, Any]


def record(kind: str, **parts: Any) -> Record:
    """A record of a kind.

    >>> record("note", sentences=["So."])
    {'kind': 'note', 'schema': 1, 'sentences': ['So.']}
    """
    return {"kind": kind, "schema": SCHEMA, **parts}


def plain(value: object, longest: int = 400) -> str:
    """Text from outside as a record holds it: what is unseen made visible, cut where it is longer than a paragraph.

    >>> plain("<b>&" + chr(0x202e))
    '<b>&\\\\u202e'
    """
    return cut(visible(str(value)), longest)


def cut(text: str, longest: int) -> str:
    """The text, or its beginning and an ellipsis.

    >>> cut("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"
