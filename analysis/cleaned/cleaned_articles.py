"""The articles of a corpus one after another, as they were cleaned. Tables that are mapped in, some hundred articles at a time out.

Only what is asked for is held, so that a hundred thousand articles take no more memory than a thousand.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ..periods import period_names, period_within
from ..schema import TABLES

if TYPE_CHECKING:
    from ..text.prepare import Prepared

AT_ONCE = 500  # articles
FIRST = ("doc_id", "source", "outlet_type", "date", "language", "title", "author", "section", "url", "note")
PERIODS = ("year", "month", "week")
WORDS = ("line", "sentence", "start", "end", "term", "as_name")


class Article(NamedTuple):
    """An article: what is known of it, by column, without what is missing; its lines that were kept, their numbers in its file, and
    its words, where they were asked for."""

    known: dict[str, str]
    lines: list[str]
    places: list[int]
    words: pd.DataFrame | None

    @property
    def text(self) -> str:
        """Its lines."""
        return "\n".join(self.lines)


class Cleaned:
    """A corpus as it was cleaned. The state kept is its tables, and which of their columns say something."""

    def __init__(self, prepared: "Prepared"):
        self.prepared = prepared

    @cached_property
    def columns(self) -> list[str]:
        """The columns of what is known of articles: those with a value, the corpus's own behind the others."""
        articles = self.prepared.articles
        own = [name for name in articles.columns if name not in TABLES["articles"]]
        given = [name for name in PERIODS if not _is_worked_out(articles, name)]
        return [name for name in (*FIRST, *given, *own) if name in articles and articles[name].notna().any()]

    @property
    def n_characters(self) -> int:
        """Of all texts as they were received."""
        return int(self.prepared.articles["text"].str.len().sum())

    def articles(self, *, with_words: bool = False) -> Iterator[Article]:
        """The articles in their order; those of which no line was left are passed over."""
        for first, rows, words in self._pieces(with_words):
            known = self.prepared.articles[self.columns].iloc[first : first + AT_ONCE].astype("object").to_dict("records")
            for number, cells in enumerate(known):
                kept = [(text, line) for text, line in rows[number] if isinstance(text, str)]
                if kept:
                    cells = {name: str(value) for name, value in cells.items() if not pd.isna(value)}
                    yield Article(cells, *map(list, zip(*kept, strict=True)), words[number] if words else None)

    def ledger(self) -> Iterator[pd.DataFrame]:
        """The lines that were removed or changed, those of some articles at a time."""
        ledger, bounds = self.prepared.ledger, self._bounds("ledger")
        for first in range(0, len(bounds) - 1, AT_ONCE):
            rows = ledger.iloc[bounds[first] : bounds[min(first + AT_ONCE, len(bounds) - 1)]]
            yield rows[rows["action"].ne("kept").to_numpy(dtype=bool)]

    def _pieces(self, with_words: bool) -> Iterator[tuple[int, list[Any], list[pd.DataFrame] | None]]:
        """For some articles at a time the first one's number, the lines of each, and its words."""
        bounds, words = self._bounds("ledger"), self._bounds("tokens") if with_words else None
        for first in range(0, len(bounds) - 1, AT_ONCE):
            ends = bounds[first : first + AT_ONCE + 1]
            part = self.prepared.ledger[["text", "line"]].iloc[ends[0] : ends[-1]]
            pairs = list(zip(part["text"].tolist(), part["line"].tolist(), strict=True))
            lines = [pairs[begin:end] for begin, end in zip(ends[:-1] - ends[0], ends[1:] - ends[0], strict=True)]
            yield first, lines, self._words(words[first : first + AT_ONCE + 1]) if words is not None else None

    def _words(self, ends: np.ndarray) -> list[pd.DataFrame]:
        tokens = self.prepared.tokens
        columns = [name for name in WORDS if name in tokens]
        part = tokens[columns].iloc[ends[0] : ends[-1]]
        return [part.iloc[begin:end] for begin, end in zip(ends[:-1] - ends[0], ends[1:] - ends[0], strict=True)]

    def _bounds(self, table: str) -> np.ndarray:
        """Where the rows of each article begin in a table, and where the last ones end."""
        from ..text.parts.assembled import bounds_of

        return bounds_of(getattr(self.prepared, table), self.prepared.articles["doc_id"].tolist())


def _is_worked_out(articles: pd.DataFrame, period: str) -> bool:
    """Whether the column of a period says what the dates do, and no more."""
    names = period_names(period_within(*(articles[name].to_numpy() for name in ("date_start", "date_end")), period), period)
    return bool((articles[period].astype("object").fillna("").to_numpy() == names).all())
