"""Rows of parts as tables, and tables as rows of parts. The tables are those that the whole-corpus functions give, to the byte.

What other columns tell is not written: the article of a row, since articles of the same text share their rows; a word's position; a
line's text where it is kept as received.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..cleaning.clean import KEPT
from ..cleaning.lines import BODY, HEADING, TITLE
from ..quotes.quoted_words import COLUMNS, CUE, as_table
from .rows import Rows, in_one, words_column

PARTS = (TITLE, HEADING, BODY)
PLACES = ("line", "start", "end_line", "end")
SAID = ("kind", "state", "speaker", "by", "verb", "verb_class")
STRING = pd.StringDtype("pyarrow", na_value=np.nan)


Hold = Callable[[Any], Any]


def as_made(values: Any) -> Any:
    """A column that stays in memory."""
    return values


def bounds_of(frame: pd.DataFrame, ids: Sequence[str]) -> np.ndarray:
    """Where the rows of each article begin in a table whose rows come in the order of the articles, and where the last one ends."""
    column = frame["doc_id"]
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = pd.Index(ids).get_indexer(column.cat.categories)[column.cat.codes]
    else:
        codes = pd.Index(ids).get_indexer(column)
    return np.append(0, np.cumsum(np.bincount(codes, minlength=len(ids))))


def lines_of(ledger: pd.DataFrame) -> pa.Table:
    """Table `ledger` as rows of parts."""
    text = pa.array(ledger["text"], type=pa.large_string())
    kept = pa.array(ledger["action"].eq(KEPT).to_numpy(dtype=bool))
    coded = {name: words_column(*_coded(ledger[name])) for name in ("action", "rule", "part")}
    other = pc.if_else(kept, pa.scalar(None, pa.large_string()), text)
    return pa.table(
        {"line": ledger["line"].to_numpy(), "raw": pa.array(ledger["raw"], pa.large_string()), "text": other} | coded
    )


def ledger_of(rows: Rows, ids: Sequence[str], hold: Hold = as_made) -> pd.DataFrame:
    """Table `ledger` of rows of parts; `hold` takes the values of each column, and gives what is to stand in their place."""
    raw, (actions, names) = hold(_strings(rows.texts("raw"))), rows.coded("action")
    kept = pa.array(actions == (names.index(KEPT) if KEPT in names else -1))
    frame = {
        "doc_id": hold(_articles(rows, ids)),
        "line": hold(rows.numbers("line")),
        "raw": raw,
        "text": hold(_strings(pc.if_else(kept, pa.chunked_array([pa.array(raw)]), rows.texts("text")))),
        "action": hold(_categorical(actions, names)),
        **{name: hold(_categorical(*rows.coded(name))) for name in ("rule", "part")},
    }
    return pd.DataFrame(frame, copy=False)


def words_of(tokens: pd.DataFrame) -> pa.Table:
    """What tokens.split gives as rows of parts."""
    if tokens.empty:
        return pa.table({name: pa.array([], kind) for name, kind in EMPTY.items()})
    part = pd.Index(PARTS).get_indexer(tokens["part"].cat.categories).astype(np.int8)[tokens["part"].cat.codes]
    columns = {name: tokens[name].to_numpy() for name in ("line", "sentence", "start", "end", "look")}
    return pa.table(columns | {"part": part, "term": words_column(*_coded(tokens["term"]))}).select(list(EMPTY))


def tokens_of(rows: Rows, ids: Sequence[str], ledger: pd.DataFrame, hold: Hold = as_made) -> pd.DataFrame:
    """What tokens.split gives of rows of parts; `ledger` is the table of the same articles, and `hold` as for it."""
    docs, parts = (ledger[name].cat.categories for name in ("doc_id", "part"))
    of_part = pd.Categorical.from_codes(parts.get_indexer(PARTS), categories=parts)
    frame = {
        "doc_id": hold(_repeated(rows, docs.get_indexer(pd.Index(ids)), docs)),
        **{name: hold(rows.numbers(name)) for name in ("line", "sentence")},
        "position": hold(_positions(rows)),
        **{name: hold(rows.numbers(name)) for name in ("start", "end")},
        "term": hold(_categorical(*rows.coded("term"))),
        "part": hold(pd.Categorical.from_codes(of_part.codes[rows.numbers("part")], dtype=of_part.dtype, validate=False)),
        "look": rows.numbers("look"),
    }
    return pd.DataFrame(frame, copy=False)


def _repeated(rows: Rows, codes: np.ndarray, docs: pd.Index) -> pd.Categorical:
    own = pd.Categorical.from_codes(codes, categories=docs)
    return pd.Categorical.from_codes(rows.repeated(own.codes), dtype=own.dtype, validate=False)


def _positions(rows: Rows) -> np.ndarray:
    """The number of each row in its article, from 1."""
    positions = np.arange(1, len(rows) + 1, dtype=np.int32)
    positions -= rows.repeated(rows.bounds[:-1].astype(np.int32))
    return positions


def quoted_of(quotes: pd.DataFrame) -> pa.Table:
    """What quotations.quotes_in gives as rows of parts."""
    columns = {name: quotes[name].to_numpy() for name in (*PLACES, "n_tokens")}
    columns |= {name: quotes[name].fillna(-1).astype("int32").to_numpy() for name in CUE}
    return pa.table(columns | {name: words_column(*_coded(quotes[name].astype("category"))) for name in SAID})


def quotes_of(rows: Rows, ids: Sequence[str]) -> pd.DataFrame:
    """Table `quotes` of rows of parts, in which each article calls its speakers as it does."""
    frame = {"doc_id": np.array(ids, dtype=object)[rows.articles()]}
    frame |= {name: rows.numbers(name) for name in (*PLACES, "n_tokens")}
    for name in CUE:
        values = rows.numbers(name)
        frame[name] = pd.arrays.IntegerArray(values, values < 0)
    for name in SAID:
        codes, words = rows.coded(name)
        frame[name] = _categorical(codes, words).astype("object")
    return as_table(pd.DataFrame({name: frame[name] for name in COLUMNS}))


EMPTY = dict.fromkeys(("line", "sentence", "start", "end"), pa.int32()) | {
    "part": pa.int8(),
    "look": pa.int8(),
    "term": pa.dictionary(pa.int32(), pa.string()),
}


def _coded(column: pd.Series) -> tuple[np.ndarray, list[str]]:
    return column.cat.codes.to_numpy(), column.cat.categories.tolist()


def _categorical(codes: np.ndarray, words: Sequence[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=pd.Index(words, dtype="str"))


def _articles(rows: Rows, ids: Sequence[str]) -> pd.Categorical:
    """The article of each row; those without one are no category."""
    has = np.flatnonzero(np.diff(rows.bounds)).tolist()
    names = sorted(ids[number] for number in has)
    place = pd.Index(names, dtype="str").get_indexer(pd.Index(ids, dtype="str"))
    return _categorical(place[rows.articles()], names)


def _strings(texts: pa.ChunkedArray) -> pd.array:
    return STRING.__from_arrow__(pa.chunked_array([in_one(texts)], type=pa.large_string()))
