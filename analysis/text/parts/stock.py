"""What a run has of each step, taken from packs or worked: keys in, rows out. It exists so that nothing is worked twice."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from .held import Held
from .packs import Packs
from .rows import Rows, Written


class Shelf:
    """The state kept is the tables of each step, and where the rows of each key stand in them."""

    def __init__(self, packs: Packs | None = None, held: Held | None = None):
        self._packs, self._held = packs, held or Held()
        self._tables: dict[str, list[pa.Table]] = {}
        self._places: dict[str, dict[bytes, tuple[int, int, int]]] = {}

    def lacking(self, step: str, keys: Sequence[bytes]) -> list[int]:
        """The numbers of the articles that are to be worked, one for each key that is not there."""
        there = self._places.setdefault(step, {})
        if self._packs is not None and (wanted := set(keys) - there.keys()):
            for found in self._packs.find(step, wanted):
                self._enter(found)
        first: dict[bytes, int] = {}
        for number, key in enumerate(keys):
            if key not in there:
                first.setdefault(key, number)
        return list(first.values())

    def add(self, written: Written) -> None:
        """Take what was worked, and keep it."""
        self._enter(written)
        if self._packs is not None:
            self._packs.keep(written)

    def take(self, step: str, keys: Sequence[bytes]) -> Rows:
        """The rows of some articles, all of which are there."""
        places = self._places.get(step, {})
        return Rows(self._tables.get(step, []), np.array([places[key] for key in keys], dtype=np.int64).reshape(-1, 3))

    def give_up(self, step: str) -> None:
        """Hold the rows of a step no longer."""
        self._places.pop(step, None)
        self._tables.pop(step, None)

    def _enter(self, written: Written) -> None:
        tables, places = self._tables.setdefault(written.step, []), self._places.setdefault(written.step, {})
        bounds = written.bounds.tolist()
        for key, first, last in zip(written.keys, bounds[:-1], bounds[1:], strict=True):
            if key is not None:
                places.setdefault(key, (len(tables), first, last))
        tables.append(self._held.rows(written.table))
