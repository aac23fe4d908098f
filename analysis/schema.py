"""What a row of every table is.

Modules meet in tables, so this is the one place that says what is in them: `TABLES` gives the columns of the tables that travel
between rooms, with the family of their types, and `check` holds a frame against it. What a column means to a reader
say columns/corpus.py and columns/measures.py.
"""

import pandas as pd

from .arguments import require_columns
from .errors import SchemaError

# Families of types: pandas has several spellings of each, and a table read back from Parquet may use another one.
TEXT, WHOLE, NUMBER, FLAG, TIME = "text", "whole number", "number", "true or false", "date"

TABLES: dict[str, dict[str, str]] = {
    # one row per article
    "articles": {
        "doc_id": TEXT,
        "source": TEXT,
        "outlet_type": TEXT,
        "date": TEXT,
        "date_start": TIME,
        "date_end": TIME,
        "year": TEXT,  # of all of the date, and missing where it reaches further; or what the corpus gives under that name
        "month": TEXT,
        "week": TEXT,
        "language": TEXT,
        "language_origin": TEXT,
        "language_certainty": NUMBER,
        "title": TEXT,
        "author": TEXT,  # several are one value, with semicolons between them
        "section": TEXT,
        "url": TEXT,
        "note": TEXT,
        "file": TEXT,
        "place": TEXT,
        "encoding": TEXT,
        "sha256": TEXT,  # of the file, or of the text where the file is a table of articles
        "text": TEXT,
    },
    # one row per file found in the corpus folder; n_inputs counts the articles it was found to hold: one, or its rows
    "inputs": {
        "file": TEXT,
        "state": TEXT,
        "reason": TEXT,
        "n_inputs": WHOLE,
        "n_loaded": WHOLE,
        "n_quarantined": WHOLE,
        "n_skipped": WHOLE,
        "sha256": TEXT,
    },
    # one row per input that could not be loaded
    "quarantine": {"file": TEXT, "place": TEXT, "reason": TEXT, "detail": TEXT},
    # one row per thing to know of what was loaded or skipped: a guess, a bad date, an article that is there twice
    "notices": {"file": TEXT, "place": TEXT, "notice": TEXT, "detail": TEXT},
    # one row per raw line of every article
    "ledger": {
        "doc_id": TEXT,
        "line": WHOLE,
        "raw": TEXT,
        "text": TEXT,
        "action": TEXT,
        "rule": TEXT,
        "part": TEXT,
    },
    # one row per cleaning rule
    "rules": {"rule": TEXT, "origin": TEXT, "action": TEXT, "pattern": TEXT, "where": TEXT, "reason": TEXT},
    # one row per running word
    "tokens": {
        "doc_id": TEXT,
        "line": WHOLE,
        "sentence": WHOLE,
        "position": WHOLE,
        "start": WHOLE,
        "end": WHOLE,
        "term": TEXT,
        "part": TEXT,
        "voice": TEXT,
        "shared": FLAG,
        "as_name": TEXT,  # yes, no or unclear; tokens that were made otherwise may lack it, and have no names then
    },
    # one row per quotation, from its opening mark to behind its closing one; the cue is where speaker and verb stand
    "quotes": {
        "doc_id": TEXT,
        "line": WHOLE,
        "start": WHOLE,
        "end_line": WHOLE,
        "end": WHOLE,
        "kind": TEXT,
        "state": TEXT,
        "speaker": TEXT,
        "by": TEXT,
        "verb": TEXT,
        "verb_class": TEXT,
        "cue_line": WHOLE,
        "cue_start": WHOLE,
        "cue_end": WHOLE,
        "n_tokens": WHOLE,
    },
    # one row per pair of passages that two articles share, or of sentences that are similar; positions are numbers of words
    "shared": {
        "doc_id_a": TEXT,
        "line_a": WHOLE,
        "end_line_a": WHOLE,
        "start_a": WHOLE,
        "end_a": WHOLE,
        "position_a": WHOLE,
        "n_tokens_a": WHOLE,
        "doc_id_b": TEXT,
        "line_b": WHOLE,
        "end_line_b": WHOLE,
        "start_b": WHOLE,
        "end_b": WHOLE,
        "position_b": WHOLE,
        "n_tokens_b": WHOLE,
        "score": NUMBER,
        "kind": TEXT,
    },
    # one row per pair of articles that are nearly the same
    "duplicates": {"doc_id_a": TEXT, "doc_id_b": TEXT, "jaccard": NUMBER, "family": TEXT},
    # one row per pattern of topics.yml or wording.yml; group is the topic or concept, label the topic again or the variant
    "dictionary": {"group": TEXT, "label": TEXT, "pattern": TEXT, "line": WHOLE},
    # one row per group and term that occurs (the group's own columns come first)
    "counts": {"term": TEXT, "n": WHOLE, "n_articles": WHOLE, "rate_per_1000": NUMBER},
}


FAMILIES = {
    TEXT: lambda dtype: pd.api.types.is_string_dtype(dtype) or isinstance(dtype, pd.CategoricalDtype),
    WHOLE: pd.api.types.is_integer_dtype,
    NUMBER: pd.api.types.is_numeric_dtype,
    FLAG: pd.api.types.is_bool_dtype,
    TIME: pd.api.types.is_datetime64_any_dtype,
}

OPTIONAL = frozenset([("tokens", "as_name"), ("articles", "author"), ("articles", "section")])


def check(frame: pd.DataFrame, table: str, *, more: tuple[str, ...] = (), rows: bool = False) -> None:
    """Hold `frame` against the columns of `table`; other columns may be there too.

    more : further columns that are needed, such as those to group by
    rows : True where a table without rows has no answer

    Raises SchemaError naming the table and the column.

    >>> check(pd.DataFrame({"term": ["a"]}), "counts")
    Traceback (most recent call last):
    ...
    analysis.errors.SchemaError: the table 'counts' has no column 'n'. It has: 'term'
    """
    needed = {name: family for name, family in TABLES[table].items() if name in frame.columns or (table, name) not in OPTIONAL}
    require_columns(frame, (*needed, *more), f"the table '{table}'")
    for name, family in needed.items():
        if not FAMILIES[family](frame[name].dtype):
            raise SchemaError(f"column '{name}' of table '{table}' is {frame[name].dtype}, and should hold {family}")
    if rows and frame.empty:
        raise SchemaError(f"table '{table}' has no row", remedy="Check the corpus, and what was selected from it")


def brief(several: tuple) -> str:
    """A named tuple in one line, as its repr: tables by their rows, short values as they are, all else by its length or its kind.

    >>> from typing import NamedTuple
    >>> brief(NamedTuple("Halves", [("a", pd.DataFrame), ("of", str), ("n", list)])(pd.DataFrame({"n": [1, 2]}), "x", [1, 2, 3]))
    "Halves(a: 2 rows, of: 'x', n: 3 items)"
    """
    return f"{type(several).__name__}({', '.join(f'{name}: {_brief(value)}' for name, value in several._asdict().items())})"


def _brief(value: object) -> str:
    if isinstance(value, (str, int, float, type(None))):
        return repr(value)
    if not hasattr(value, "__len__"):
        return type(value).__name__
    unit = "row" if isinstance(value, pd.DataFrame) else "item"
    return f"{len(value):,} {unit}{'' if len(value) == 1 else 's'}"
