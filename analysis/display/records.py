"""The record of a display: what leaves a notebook, as data, beside the HTML and the text that are made of it.

Texts, tables and drawings come in; a mapping that JSON can hold goes out, under a MIME type of our own. It exists so that a page, a
front page and a program read what was found from data, and nobody reads HTML that somebody else wrote. Texts in a record are plain:
what is unseen is made visible, and whoever makes HTML of them escapes them.

Kinds, and what each has beside `kind` and `schema`:

    note       sentences
    statement  sentences, caveats
    figure     name, title, caption, alt, svg {wide, narrow} or png, width, height, data, links, method
    table      name, caption, folded, columns, rows, n_rows, links, evidence, method
    finding    name, question, headline, sentences, caveats, how_sure, verdict, strength, compares, base, made_by, hint, figures,
               tables, numbers

A `column` has name, heading, meaning, kind ("num", "text", or the side of a concordance). A cell of `rows` is a text, or a text with
the exact number by which it is sorted. `links` are files of the run, by their ending; none outside of a run.
"""

from typing import Any

from ..errors import visible

MIME = "application/vnd.parallax+json"
SCHEMA = 1
SHOWN_ROWS = 10_000  # of a table that a page shows at most, and the CSV beside it with it; as Parquet a table is whole
SHOWN = "shown.csv"  # how the name of a CSV ends that has the rows shown of a longer table; no table's name has a full stop

Record = dict[str, Any]
# kind -> what each record of it has beside `kind` and `schema`
PARTS = {
    "note": ("sentences",),
    "statement": ("sentences", "caveats"),
    "figure": ("name", "title", "caption", "alt", "svg", "png", "data", "width", "height", "links", "method"),
    "table": ("name", "caption", "folded", "columns", "rows", "n_rows", "links", "evidence", "method"),
    "finding": (
        "name", "question", "headline", "sentences", "caveats", "how_sure", "verdict", "strength", "compares", "base", "made_by",
        "hint", "figures", "tables", "numbers",
    ),
}  # fmt: skip


def record(kind: str, **parts: Any) -> Record:
    """A record of a kind.

    >>> record("note", sentences=["So."])
    {'kind': 'note', 'schema': 1, 'sentences': ['So.']}
    """
    return {"kind": kind, "schema": SCHEMA, **parts}


def is_known(found: object) -> bool:
    """Whether this is a record that can be rendered here: of this schema, of one of these kinds, and with all its parts.

    >>> is_known(record("note", sentences=["So."])), is_known(record("note")), is_known(record("film", frames=[])), is_known("So.")
    (True, False, False, False)
    >>> is_known(record("note", sentences=["So."]) | {"schema": SCHEMA + 1})
    False
    """
    if (
        not isinstance(found, dict)
        or found.get("schema") != SCHEMA
        or not set(PARTS.get(found.get("kind"), ("?",))) <= set(found)
    ):
        return False
    inner = [*found["figures"], *found["tables"]] if found["kind"] == "finding" else []
    return all(is_known(part) for part in inner)


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
