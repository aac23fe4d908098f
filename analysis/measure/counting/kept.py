"""What was made of a table, kept for as long as the table is in use: a table in, what was made of it out, or None.

A table is asked many times, and what the answers share is made at the first question. A table is told by the memory of some of its
columns, so that another that only adds or drops other columns shares what was made; while it is kept, pandas writes changes of these
columns into a copy, so a table that was narrowed, sorted or changed has its own.
"""

import weakref
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import pandas as pd

T = TypeVar("T")


class _Promise(NamedTuple):
    """What will be made at the first question."""

    make: Callable[[], object]


class _Made(NamedTuple):
    """What was made, the columns it was made of, and the tables that have these."""

    thing: object
    columns: list[pd.Series]
    holders: dict[int, weakref.ref]


class Kept(Generic[T]):
    """Things made of tables, each by the memory of `columns`.

    >>> kept, table = Kept(["term"]), pd.DataFrame({"n": [1, 2], "term": pd.Categorical(["b", "a"])})
    >>> kept.put(table, "made")
    >>> kept.of(table), kept.of(table.assign(n=3)), kept.of(table[::-1])
    ('made', 'made', None)
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._made: dict[tuple, _Made] = {}

    def __len__(self) -> int:
        return len(self._made)

    def of(self, table: pd.DataFrame) -> T | None:
        """What was made of the table, or of another with the same columns; None where nothing was, or no longer is."""
        key = self._key(table)
        if key not in self._made:
            return None
        self._hold(key, table)
        made = self._made[key]
        if isinstance(made.thing, _Promise):
            made = self._made[key] = made._replace(thing=made.thing.make())
        return made.thing

    def promise(self, table: pd.DataFrame, make: Callable[[], T]) -> None:
        """Have what is made of a table made by `make` when it is asked for; which must not hold the table itself."""
        self.put(table, _Promise(make))

    def put(self, table: pd.DataFrame, thing: T) -> None:
        """Keep what was made of a table; nothing is kept where its columns are no plain arrays."""
        key = self._key(table)
        if key is None:
            return
        for other in list(self._made):  # what the table held before it was changed
            self._release(other, id(table))
        self._made[key] = _Made(thing, [table[name] for name in self._columns], {})
        self._hold(key, table)

    def _hold(self, key: tuple, table: pd.DataFrame) -> None:
        holders = self._made[key].holders
        if id(table) not in holders:
            holders[id(table)] = weakref.ref(table, partial(self._gone, key, id(table)))

    def _gone(self, key: tuple, number: int, _: weakref.ref) -> None:
        self._release(key, number)

    def _release(self, key: tuple, number: int) -> None:
        """Forget that a table has something, and that with its last table."""
        made = self._made.get(key)
        if made is not None and made.holders.pop(number, None) is not None and not made.holders:
            del self._made[key]

    def _key(self, table: pd.DataFrame) -> tuple | None:
        """Where the columns lie in memory, and which distinct values are meant; None for columns that are no plain arrays."""
        parts = []
        for name in self._columns:
            column = table[name]
            if isinstance(column.dtype, pd.CategoricalDtype):
                parts.append(id(column.cat.categories))
                array = column.array.codes
            elif isinstance(column.dtype, np.dtype) and column.dtype != object:
                array = column.to_numpy()
            else:
                return None
            parts.append((array.__array_interface__["data"][0], array.strides, array.shape, array.dtype.str))
        return tuple(parts)
