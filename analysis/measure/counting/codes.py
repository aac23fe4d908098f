"""Tables seen as integers: what comes in is a table with text in its columns, what goes out are arrays of codes.

Counting, comparing and sorting words costs as much as there are running words; doing it on integer codes makes that cost small, and
spelling is looked at once per distinct word. Every measure starts here, so that all of them group, order and tell neighbours apart
in the same way.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ... import schema
from ...arguments import require_columns, words
from ...blocks import blocks, heads, looked_up, tallied
from ...errors import SchemaError, nearest

UNKNOWN = "not given"  # what a missing value is called
COUNTED = 5_000_000  # rows whose combinations of codes are told apart at a time


class Coded(NamedTuple):
    """A column as codes into its distinct values, which are sorted; -1 is a missing value.

    Codes have 32 bits, since tens of millions of running words are held at a time: whoever multiplies them uses `joint`. They are
    those of the column itself where these are so, and not to be written to.
    """

    codes: np.ndarray
    values: pd.Index


class Groups(NamedTuple):
    """Rows sorted into groups: a code per row, and the group's columns, one row per group, in the groups' order."""

    codes: np.ndarray
    keys: pd.DataFrame

    def __len__(self) -> int:
        return len(self.keys)


def coded(column: pd.Series, *, wide: bool = True) -> Coded:
    """Read a column as codes, by name a-z; an ordered categorical keeps its own order.

    wide : whether codes have 32 bits; otherwise those of a column of few values have 8 or 16, and are for `joint` and as places alone

    >>> codes, values = coded(pd.Series(["b", "a", "b"]))
    >>> codes.tolist(), list(values)
    ([1, 0, 1], ['a', 'b'])
    """
    if not isinstance(column.dtype, pd.CategoricalDtype):
        codes, values = pd.factorize(column, sort=True)
        return Coded(codes.astype(np.int32), pd.Index(values))
    codes, values = column.array.codes, column.cat.categories
    if column.cat.ordered or values.is_monotonic_increasing:
        return Coded(codes.astype(np.int32, copy=False) if wide else codes, values)
    order = np.argsort(values.to_numpy(), kind="stable")
    rank = np.empty(len(order) + 1, dtype=np.int32 if wide else codes.dtype)
    rank[order], rank[-1] = np.arange(len(order)), -1  # code -1 reads the last place
    return Coded(looked_up(rank, codes), values[order])


def columns_of(by: str | Iterable[str]) -> tuple[str, ...]:
    """Read `by`, a column or several, as a tuple.

    Raises SchemaError for a column named twice, or for `term`, which is what is counted within a group.

    >>> columns_of("source"), columns_of(["source", "voice"]), columns_of(())
    (('source',), ('source', 'voice'), ())
    """
    columns = words(by, "a column or a list of columns")
    for place, name in enumerate(columns):
        if name == "term" or name in columns[:place]:
            raise SchemaError(f"the column '{name}' cannot make groups here", remedy="Name other columns, each once")
    return columns


def grouped(table: pd.DataFrame, by: str | Iterable[str], *, wide: bool = True) -> Groups:
    """Sort the rows of `table` into groups; `wide` as of `coded`.

    Groups come in the order of their columns, a-z (an ordered categorical in its own order); rows whose value is missing make a
    group of their own, the last. An empty `by` is one group without columns. Raises SchemaError for a column that is not there.
    """
    columns = columns_of(by)
    if not columns:
        return Groups(np.zeros(len(table), dtype=np.int32), pd.DataFrame(index=range(1)))
    require_columns(table, columns)
    if len(columns) == 1:
        return _by_one(columns[0], *coded(table[columns[0]], wide=wide))
    parts = {name: coded(table[name]) for name in columns}
    sizes = [len(values) + 1 for _, values in parts.values()]
    rows = joint([np.where(codes < 0, len(values), codes) for codes, values in parts.values()], sizes)
    found, _ = _distinct(rows, math.prod(sizes))
    codes, keys = _places(found, rows, math.prod(sizes)), {}
    for name, size in zip(reversed(columns), reversed(sizes), strict=True):
        found, code = np.divmod(found, size)
        keys[name] = _taken(parts[name].values, code)
    return Groups(codes, pd.DataFrame({name: keys[name] for name in columns}))


def _by_one(name: str, codes: np.ndarray, values: pd.Index) -> Groups:
    """Groups of one column, which needs no numbers of several."""
    n = tallied(codes, len(values))
    found = np.flatnonzero(np.append(n, len(codes) - n.sum()))
    place = np.full(len(values) + 1, -1, dtype=codes.dtype)  # the last is for those without a value, whose code -1 reads it
    place[found] = np.arange(len(found))
    own = codes if found.tolist() == list(range(len(values))) else looked_up(place, codes)
    return Groups(own, pd.DataFrame({name: _taken(values, found)}))


def _distinct(numbers: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The numbers that occur, rising, and how often each does; all are below `size`, and where that is small none is sorted."""
    if size > len(numbers):
        return np.unique(numbers, return_counts=True)
    counts = np.bincount(numbers, minlength=size)
    found = np.flatnonzero(counts)
    return found, counts[found]


def _places(found: np.ndarray, numbers: np.ndarray, size: int) -> np.ndarray:
    """The place of each number among those that occur, looked up rather than searched where `size`, which all are below, is small."""
    if size > len(numbers):
        return np.searchsorted(found, numbers).astype(np.int32)
    place = np.empty(size, dtype=np.int32)
    place[found] = np.arange(len(found), dtype=np.int32)
    return place[numbers]


def _taken(values: pd.Index, code: np.ndarray) -> pd.Series:
    """The values at `code`; a code beyond the last value is a missing one."""
    return pd.Series(values).reindex(np.where(code < len(values), code, -1)).reset_index(drop=True)


def labels(groups: Groups) -> list[str]:
    """Name each group by its values, joined by " / " where several columns make it; a missing value is "not given"."""
    rows = groups.keys.astype(object).itertuples(index=False, name=None)
    return [" / ".join(UNKNOWN if pd.isna(value) else str(value) for value in row) for row in rows]


def group_code(groups: Groups, value: object) -> int:
    """Find a group by its value (a tuple where several columns make it, or its label); raises SchemaError naming those there are."""
    names = labels(groups)
    name = " / ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    if name not in names:
        raise SchemaError(f"the group '{name}' has no words", remedy=nearest(name, names, "There are"))
    return names.index(name)


def ordered(tokens: pd.DataFrame) -> pd.DataFrame:
    """Give `tokens` in the order of doc_id and position, which is how they come; only a shuffled table is sorted anew."""
    docs, positions = coded(tokens["doc_id"]).codes, tokens["position"].to_numpy()
    for rows in blocks(len(docs) - 1):
        behind = slice(rows.start + 1, rows.stop + 1)
        later = (docs[behind] > docs[rows]) | ((docs[behind] == docs[rows]) & (positions[behind] > positions[rows]))
        if not later.all():
            return tokens.iloc[np.lexsort((positions, docs))]
    return tokens


def sentence_codes(tokens: pd.DataFrame) -> np.ndarray:
    """Number the sentences of ordered `tokens` through the whole corpus."""
    return _changes(coded(tokens["doc_id"]).codes, tokens["sentence"].to_numpy())


def line_codes(tokens: pd.DataFrame) -> np.ndarray:
    """Number the lines of ordered `tokens` through the whole corpus."""
    return _changes(coded(tokens["doc_id"]).codes, tokens["line"].to_numpy())


def run_codes(tokens: pd.DataFrame) -> np.ndarray:
    """Number the stretches of `tokens` in which each word directly follows the one before it, within one sentence.

    A table from which words were taken out has a gap where they stood, so that no neighbours arise that the text does not have.
    """
    starts = run_starts(tokens)
    return np.repeat(np.arange(len(starts), dtype=np.int32), np.diff(np.append(starts, len(tokens))))


def run_starts(tokens: pd.DataFrame) -> np.ndarray:
    """The rows with which the stretches of `run_codes` begin."""
    docs, sentences, positions = coded(tokens["doc_id"]).codes, tokens["sentence"].to_numpy(), tokens["position"].to_numpy()
    found = [np.zeros(min(len(docs), 1), dtype=np.int64)]
    for rows in blocks(len(docs) - 1):
        behind = slice(rows.start + 1, rows.stop + 1)
        changed = (docs[behind] != docs[rows]) | (sentences[behind] != sentences[rows])
        changed |= positions[behind] - np.int64(1) != positions[rows]
        found.append(np.flatnonzero(changed) + behind.start)
    return np.concatenate(found)


def _changes(*arrays: np.ndarray) -> np.ndarray:
    starts = heads(*arrays)
    return np.repeat(np.arange(len(starts), dtype=np.int32), np.diff(np.append(starts, len(arrays[0]))))


def joint(codes: Sequence[np.ndarray], sizes: Sequence[int]) -> np.ndarray:
    """Make one number of several codes, each from 0 and below its size: numbers order as the first codes do, then the second, and on.

    >>> joint([np.array([0, 1]), np.array([2, 0])], [2, 3]).tolist()
    [2, 3]
    """
    numbers = codes[0].astype(np.int64)
    for more, size in zip(codes[1:], sizes[1:], strict=True):
        numbers *= size
        numbers += more
    return numbers


def ranked(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct numbers, rising, and the place of each number among them; as NumPy's unique, in half of its memory.

    >>> [array.tolist() for array in ranked(np.array([7, 3, 7]))]
    [[3, 7], [1, 0, 1]]
    """
    if (numbers[1:] >= numbers[:-1]).all():  # as the words of articles come
        new = np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]
        return numbers[new], np.cumsum(new, dtype=np.int32) - np.int32(1)
    order = np.argsort(numbers)
    numbers = numbers[order]
    new = np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]
    places = np.empty(len(numbers), dtype=np.int32)
    places[order] = np.cumsum(new, dtype=np.int32) - 1
    return numbers[new], places


def tally(*codes: np.ndarray) -> tuple[np.ndarray, ...]:
    """Count the combinations of several codes that occur together.

    Returns one array per code, of its type, and the number of rows, one place per combination, sorted by the first code, then the
    second, and on.

    >>> [array.tolist() for array in tally(np.array([0, 1, 0]), np.array([5, 5, 5]))]
    [[0, 1], [5, 5], [2, 1]]
    """
    sizes = [int(code.max(initial=0)) + 1 for code in codes]
    found, counts = _together(codes, sizes)
    parts = []
    for code, size in zip(reversed(codes), reversed(sizes), strict=True):
        found, part = np.divmod(found, size)
        parts.append(part.astype(code.dtype))
    return (*reversed(parts), counts)


def _together(codes: Sequence[np.ndarray], sizes: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """The distinct numbers that `joint` makes of several codes, rising, and how often each occurs; a block of rows at a time."""
    n = len(codes[0])
    if n <= COUNTED:
        return _distinct(joint(codes, sizes), math.prod(sizes))
    if math.prod(sizes) <= 2 * COUNTED:
        n_each = np.zeros(math.prod(sizes), dtype=np.int64)
        for start in range(0, n, COUNTED):
            rows = slice(start, start + COUNTED)
            n_each += np.bincount(joint([code[rows] for code in codes], sizes), minlength=len(n_each))
        found = np.flatnonzero(n_each)
        return found, n_each[found]
    parts = []
    for start in range(0, n, COUNTED):
        rows = slice(start, start + COUNTED)
        first = heads(*(code[rows] for code in codes))  # words of an article, or of a line, stand together
        numbers = joint([code[rows][first] for code in codes], sizes)
        parts.append(_summed(numbers, np.diff(np.append(first, min(COUNTED, n - start)))))
    return _summed(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _summed(numbers: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct numbers, rising, and the sum of the counts of each."""
    if not (numbers[1:] >= numbers[:-1]).all():
        order = np.argsort(numbers)
        numbers, counts = numbers[order], counts[order]
    first = heads(numbers)
    return numbers[first], np.add.reduceat(counts, first)


def check_tokens(tokens: pd.DataFrame, by: str | Iterable[str] = ()) -> None:
    """Hold `tokens` against its schema, with the columns of `by`; raises SchemaError for a lacking column or a table without rows."""
    schema.check(tokens, "tokens", more=columns_of(by), rows=True)
