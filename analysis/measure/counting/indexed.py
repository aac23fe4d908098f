"""The index of a table of running words: `tokens` in; its order, its columns as arrays and the rows of each term out, made once.

A table is asked many times: for a topic, a concordance, the lines behind a row. What the answers share is made at the first question
and kept for as long as the table, or another that holds the same columns, is in use.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np
import pandas as pd

from ...postings import Postings, Vocabulary
from .codes import coded, ordered
from .kept import Kept

COLUMNS = ("doc_id", "line", "sentence", "position", "term")


class Indexed:
    """What a table of running words is asked by: its columns as arrays, and where each term stands.

    `types` are the distinct terms, sorted; `codes` say which of them each row has, -1 none.
    """

    def __init__(self, columns: dict[str, pd.Series]) -> None:
        """Take the columns of ordered `tokens`."""
        self.codes, self.types = _coded(columns["term"])
        self.docs, self.doc_ids = _coded(columns["doc_id"])
        self.lines, self.sentences, self.positions = (columns[name].to_numpy() for name in ("line", "sentence", "position"))
        self.postings = postings(columns["term"].to_frame("term"))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms as patterns are compared with them."""
        return Vocabulary(self.types)

    @cached_property
    def names(self) -> pd.Index:
        """The terms as text, to look codes up by."""
        return self.types.astype("str")

    def neighbours(self, first: np.ndarray, n_words: int, *, in_line: bool = False) -> np.ndarray:
        """Whether so many words from each row on follow each other in one sentence, or in one line, none taken out between them.

        Codes of a sentence through the corpus (run_codes) say the same, and have to be made for all rows.
        """
        follow = np.ones(len(first), dtype=bool)
        within = self.lines if in_line else self.sentences
        for step in range(n_words - 1):
            here, behind = first + step, first + step + 1
            follow &= self.positions[behind] - self.positions[here] == 1
            follow &= (within[behind] == within[here]) & (self.docs[behind] == self.docs[here])
        return follow


_KEPT: Kept[Indexed] = Kept(COLUMNS)


def indexed(tokens: pd.DataFrame) -> tuple[pd.DataFrame, Indexed]:
    """Give `tokens` in the order of doc_id and position, and their index.

    >>> tokens = pd.DataFrame({"doc_id": "d", "term": ["b", "a"], "position": [2, 1], "line": 1, "sentence": 1})
    >>> tokens, index = indexed(tokens)
    >>> tokens["term"].tolist(), index.codes.tolist()
    (['a', 'b'], [0, 1])
    """
    index = _KEPT.of(tokens)
    if index is not None:
        return tokens, index
    in_order = ordered(tokens)
    index = Indexed({name: in_order[name] for name in COLUMNS})
    if in_order is tokens:
        _KEPT.put(tokens, index)
    return in_order, index


_POSTINGS: Kept[Postings] = Kept(("term",))


def postings(tokens: pd.DataFrame) -> Postings:
    """The rows of each term of `tokens`, those that somebody promised where there are such."""
    codes, types = _coded(tokens["term"])
    return _POSTINGS.of(tokens) or Postings(codes, len(types))


def promise_postings(tokens: pd.DataFrame, sort: Callable[[Callable[[], np.ndarray]], np.ndarray]) -> None:
    """Have the rows of `tokens` sorted by term kept by `sort`, which gives what it has, or what it is given to make."""
    codes, types = _coded(tokens["term"])

    def promised() -> Postings:
        return Postings(codes, len(types), lambda: sort(lambda: Postings(codes, len(types)).all.rows))

    _POSTINGS.promise(tokens, promised)


def _coded(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """As `coded`, without a copy where a column holds such codes already."""
    if isinstance(column.dtype, pd.CategoricalDtype) and column.array.codes.dtype == np.int32:
        values = column.cat.categories
        if column.cat.ordered or values.is_monotonic_increasing:
            return column.array.codes, values
    return coded(column)
