"""Tables in files that are mapped into memory when they are opened: read when they are looked at, and shared by all processes.

A file for each column: numbers and codes as .npy, texts and categories as uncompressed Arrow. The seal, written last, tells the names,
sizes and hashes of all, and what the columns are. Numbers are mapped so that a change of them stays in the process that makes it.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa

from ...errors import CorpusError
from ...storage import write_bytes, writing

SEAL = "seal.json"
CHECKED = 256 << 20  # bytes up to which the hashes are looked at too whenever tables are opened; of more the sizes alone
STRING = pd.StringDtype("pyarrow", na_value=np.nan)
NUMBER, TEXT, CATEGORY, MASKED = "number", "text", "category", "masked"


class Columns:
    """Tables written into a folder column by column. The state kept is what the seal will say of them, and what is mapped already."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._files: dict[str, tuple[int, str]] = {}
        self._tables: dict[str, list[dict[str, str]]] = {}
        self._held: dict[tuple[int, ...], tuple[dict[str, str], object]] = {}

    def begin(self, table: str) -> None:
        """There is such a table, though it may have no column."""
        self._tables.setdefault(table, [])

    def write(self, table: str, name: str, column: pd.Series) -> None:
        """The next column of a table, which is not written again where it is held already. Raises StorageError."""
        self.begin(table)
        known, _ = self._held.get(_address(column.array), (None, None))
        if known is None:
            known = _write_column(self.folder, f"{table}.{len(self._tables[table])}", name, column, self._files)
        self._tables[table].append(known | {"name": name})

    def hold(self, values: object) -> object:
        """Write a column, and give it mapped, so that it need not stay in memory. Raises StorageError."""
        known = _write_column(self.folder, f"held.{len(self._held)}", "", pd.Series(values, copy=False), self._files)
        del values
        pa.default_memory_pool().release_unused()
        values = _read_column(self.folder, known)
        self._held[_address(values)] = known, values  # kept, since other values might lie there otherwise
        return values

    def holds(self, column: pd.Series) -> bool:
        """Whether a column is one that is held, and mapped."""
        return _address(column.array) in self._held

    def places(self, frame: pd.DataFrame) -> list[dict[str, str]]:
        """Where the columns of a table are held, for read_columns; none where one of them is not."""
        known = [(name, self._held.get(_address(frame[name].array), ({}, None))[0]) for name in frame.columns]
        return [place | {"name": name} for name, place in known] if all(place for _, place in known) else []

    def seal(self, info: dict[str, Any]) -> None:
        """Say that all is written, and what is known of it; what belongs to no table goes. Raises StorageError."""
        used = {column["file"] for columns in self._tables.values() for column in columns}
        for name in [
            name for name in self._files if name.removesuffix(".npy").removesuffix(".arrow").removesuffix(".mask") not in used
        ]:
            (self.folder / name).unlink()
            del self._files[name]
        seal = {"tables": self._tables, "files": self._files, "info": info}
        write_bytes(self.folder / SEAL, json.dumps(seal, ensure_ascii=False).encode(), to_last=False)


def write_tables(folder: Path, tables: dict[str, pd.DataFrame], info: dict[str, Any], columns: Columns | None = None) -> None:
    """Write tables and what is known of them into a folder, or finish what is held in it already. Raises StorageError."""
    columns = columns or Columns(folder)
    for table, frame in tables.items():
        columns.begin(table)
        for name in frame.columns:
            columns.write(table, name, frame[name])
    columns.seal(info)


def read_tables(folder: Path, *, check: bool = False) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    """Open the tables of a folder, and what is known of them.

    check : look whether they are as they were written; CHECKED says how closely

    Raises CorpusError where they are not there, or are not as they were written.
    """
    try:
        seal = json.loads((folder / SEAL).read_bytes())
        if check and not _is_whole(folder, seal["files"]):
            raise ValueError("a file is not as it was written")
        tables = {name: read_columns(folder, columns) for name, columns in seal["tables"].items()}
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise CorpusError(
            f"its tables cannot be opened ({error})", file=str(folder), remedy="Prepare the corpus again"
        ) from error
    return tables, seal["info"]


def read_columns(folder: Path, columns: list[dict[str, str]]) -> pd.DataFrame:
    """A table of columns that lie in a folder."""
    return pd.DataFrame({column["name"]: _read_column(folder, column) for column in columns}, copy=False)


def texts_of(folder: Path, table: str) -> Iterator[tuple[str, pa.Array]]:
    """The columns of a table that are texts: name and values; of one that is of few texts, each of them once."""
    for column in json.loads((folder / SEAL).read_bytes())["tables"][table]:
        if column["kind"] in (TEXT, CATEGORY):
            yield column["name"], _texts(folder / f"{column['file']}.arrow")


def link_tables(folder: Path, to: Path) -> None:
    """Have the same tables in another folder: the same files where the disk allows it, copies elsewhere. Raises OSError."""
    to.mkdir(parents=True, exist_ok=True)
    for name in (*json.loads((folder / SEAL).read_bytes())["files"], SEAL):
        (to / name).unlink(missing_ok=True)
        try:
            os.link(folder / name, to / name)
        except OSError:
            shutil.copyfile(folder / name, to / name)


def _write_column(folder: Path, file: str, name: str, column: pd.Series, files: dict[str, tuple[int, str]]) -> dict[str, str]:
    """Write one column. Returns what the seal says of it."""
    values, kind = column.array, NUMBER
    if isinstance(column.dtype, pd.CategoricalDtype):
        with _noted(folder / f"{file}.arrow", files) as out:
            _write_texts(out, column.cat.categories)
        values, kind = column.array.codes, CATEGORY  # those of `cat` are a copy
    elif isinstance(column.dtype, pd.StringDtype):
        with _noted(folder / f"{file}.arrow", files) as out:
            _write_texts(out, column)
        return {"name": name, "kind": TEXT, "file": file}
    elif isinstance(values, pd.arrays.IntegerArray):
        with _noted(folder / f"{file}.mask.npy", files) as out:
            np.save(out, values.isna())
        values, kind = column.fillna(0).astype(column.dtype.numpy_dtype), MASKED
    numbers = np.ascontiguousarray(values)
    with _noted(folder / f"{file}.npy", files) as out:
        np.save(out, numbers.view(np.int64) if numbers.dtype.kind == "M" else numbers)
    return {"name": name, "kind": kind, "file": file, "dtype": str(numbers.dtype)}


def _read_column(folder: Path, column: dict[str, str]) -> object:
    place, kind = folder / column["file"], column["kind"]
    if kind == TEXT:
        return STRING.__from_arrow__(pa.chunked_array([_texts(place.with_name(f"{place.name}.arrow"))]))
    numbers = _numbers(place.with_name(f"{place.name}.npy"))
    if kind == CATEGORY:
        words = pd.Index(STRING.__from_arrow__(_texts(place.with_name(f"{place.name}.arrow"))), dtype="str")
        return pd.Categorical.from_codes(numbers, dtype=pd.CategoricalDtype(words), validate=False)
    if kind == MASKED:
        return pd.arrays.IntegerArray(numbers, _numbers(place.with_name(f"{place.name}.mask.npy")))
    return numbers.view(column["dtype"])


def _address(values: object) -> tuple[int, ...]:
    """Where the values of a column lie in memory, and how many they are."""
    if isinstance(values, pd.Categorical):
        return (*_address(values.codes), id(values.categories))
    if isinstance(values, pd.arrays.IntegerArray):
        return id(values), len(values)
    if isinstance(values.dtype, pd.StringDtype):
        buffers = [buffer for chunk in pa.chunked_array([pa.array(values)]).chunks for buffer in chunk.buffers()]
        return tuple(buffer.address for buffer in buffers if buffer is not None)
    array = np.asarray(values)
    return array.__array_interface__["data"][0], len(array)


def _numbers(path: Path) -> np.ndarray:
    """A column of numbers; an empty one cannot be mapped."""
    try:
        return np.asarray(np.load(path, mmap_mode="c"))
    except ValueError:
        return np.load(path)


def _texts(path: Path) -> pa.Array:
    """A column of texts, in one piece, as it was written; put together anew it would be a copy."""
    return pa.ipc.open_file(pa.memory_map(str(path))).get_batch(0).column(0)


def _write_texts(out: BinaryIO, values: pd.Series | pd.Index) -> None:
    texts = pa.array(values, type=pa.large_string())
    if isinstance(texts, pa.ChunkedArray):  # one chunk put together anew would be a copy
        texts = texts.chunk(0) if texts.num_chunks == 1 else texts.combine_chunks()
    batch = pa.record_batch([texts], names=["text"])
    with pa.ipc.new_file(out, batch.schema) as file:
        file.write_batch(batch)


class _Hashed:
    """A file to write to that keeps the hash and the number of what is written."""

    closed = False

    def __init__(self, file: BinaryIO):
        self._file, self.hash, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        self.size += memoryview(data).nbytes
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


@contextlib.contextmanager
def _noted(path: Path, files: dict[str, tuple[int, str]]) -> Iterator[_Hashed]:
    """A file to write to, whose size and hash are noted in `files`."""
    with writing(path, to_last=False) as file:
        yield (out := _Hashed(file))
    files[path.name] = (out.size, out.hash.hexdigest())


def _is_whole(folder: Path, files: dict[str, tuple[int, str]]) -> bool:
    if any((folder / name).stat().st_size != size for name, (size, _) in files.items()):
        return False
    if sum(size for size, _ in files.values()) > CHECKED:
        return True
    return all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, (_, digest) in files.items())
