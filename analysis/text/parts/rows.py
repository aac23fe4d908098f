"""What was worked of articles, put together: tables of parts in, columns of whole corpora out.

Each part has the rows of some articles. Columns are put together one by one, so that no table is there twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...blocks import distinct

BLOCK = 1 << 20  # rows that are looked up at a time


class Written(NamedTuple):
    """What was worked of some articles in one step: the key of each, None where it is not to be kept, and its rows, from bounds[i] to
    bounds[i + 1]; and the bytes of its pack, where they were made already."""

    step: str
    keys: Sequence[bytes | None]
    bounds: np.ndarray
    table: pa.Table
    packed: bytes = b""


class Rows:
    """The rows of some articles in one step.

    tables : of parts
    places : for each article its table, its first row there, and the one behind its last
    """

    def __init__(self, tables: Sequence[pa.Table], places: np.ndarray):
        self._tables, self._places = tables, places
        self.bounds = np.append(0, np.cumsum(places[:, 2] - places[:, 1]))

    def __len__(self) -> int:
        return int(self.bounds[-1])

    def of(self, numbers: Iterable[int]) -> "Rows":
        """The rows of some of the articles."""
        return Rows(self._tables, self._places[np.asarray(numbers, dtype=np.int64)])

    def articles(self) -> np.ndarray:
        """For each row the number of its article."""
        return self.repeated(np.arange(len(self._places), dtype=np.int32))

    def repeated(self, values: np.ndarray) -> np.ndarray:
        """For each row the value of its article."""
        return np.repeat(values, np.diff(self.bounds))

    def numbers(self, name: str) -> np.ndarray:
        """A column of numbers."""
        whole = {at: self._tables[at][name].to_numpy() for at in self._used()}
        return _together([whole[at][first:last] for at, first, last in self._runs()], np.int32)

    def texts(self, name: str) -> pa.ChunkedArray:
        """A column of texts."""
        pieces = [self._tables[at][name].slice(first, last - first) for at, first, last in self._runs()]
        return pa.chunked_array([chunk for piece in pieces for chunk in piece.chunks], type=pa.large_string())

    def coded(self, name: str) -> tuple[np.ndarray, list[str]]:
        """A column of words that recur, as codes, -1 where none is, of the words that occur, a-z."""
        columns = {at: in_one(self._tables[at][name]) for at in self._used()}
        if not columns:
            return np.zeros(0, dtype=np.int32), []
        known = pa.concat_arrays([column.dictionary for column in columns.values()]).dictionary_encode()
        number, n_words, own, first = known.indices.to_numpy(), len(known.dictionary), {}, 0
        for at, column in columns.items():
            size = len(column.dictionary)
            own[at] = np.append(number[first : first + size], np.int32(n_words)), column.indices.fill_null(size).to_numpy()
            first += size
        codes, place = np.empty(len(self), dtype=np.int32), 0
        occurs = np.zeros(n_words + 1, dtype=bool)  # the last stands for none
        for at, first, last in self._runs():
            some = own[at][0][own[at][1][first:last]]
            occurs[some] = True
            codes[place : place + len(some)] = some
            place += len(some)
        found = np.flatnonzero(occurs[:-1])
        words = known.dictionary.take(pa.array(found))
        order = pc.array_sort_indices(words).to_numpy()  # by bytes of UTF-8, which is by characters
        rank = np.full(n_words + 1, -1, dtype=np.int32)
        rank[found[order]] = np.arange(len(found))
        for begin in range(0, len(codes), BLOCK):
            codes[begin : begin + BLOCK] = rank[codes[begin : begin + BLOCK]]
        return codes, words.take(pa.array(order)).to_pylist()

    def _used(self) -> list[int]:
        return distinct(self._places[:, 0]).tolist()

    def _runs(self) -> Iterator[tuple[int, int, int]]:
        """Stretches of rows that follow one another."""
        places = self._places[self._places[:, 2] > self._places[:, 1]]
        if not len(places):
            return
        begins = np.flatnonzero(np.r_[True, (places[1:, 0] != places[:-1, 0]) | (places[1:, 1] != places[:-1, 2])])
        ends = np.append(begins[1:], len(places)) - 1
        yield from zip(places[begins, 0].tolist(), places[begins, 1].tolist(), places[ends, 2].tolist(), strict=True)


class Texts(Sequence[str]):
    """Texts that stay as they are in Arrow, which takes them as they are; each is made a text of Python's when it is asked for."""

    def __init__(self, texts: pa.Array):
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, place: int) -> str:
        return self._texts[int(place)].as_py()

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), BLOCK):
            yield from self._texts.slice(first, BLOCK).to_pylist()

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        return self._texts.__arrow_c_array__(requested_schema)


def in_one(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece, which is no copy where it is so already."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def words_column(values: np.ndarray, words: Sequence[str]) -> pa.DictionaryArray:
    """A column of words that recur, from codes; -1 is none."""
    codes = np.asarray(values, dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(words, type=pa.string()))


def _together(pieces: list[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(pieces) if pieces else np.zeros(0, dtype=kind)
