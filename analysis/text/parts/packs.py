"""What was worked, kept on the disk by content: keys of articles in, their rows out, as far as they are there.

A pack is a Parquet file with the rows of some articles in one step, named by the SHA-256 of its bytes; a small file beside it tells
the keys and the rows of each. Both are written under a temporary name and renamed, so that two runs may share a folder: what both
write is there twice, and does no harm. What is damaged is removed when it is read, and its articles are worked again.
"""

import contextlib
import hashlib
import io
import os
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ...errors import StorageError, WorkerLostError
from ...storage import write_bytes
from .rows import Written

KEY, BOUND = 16, 8  # bytes
NO_KEY = bytes(KEY)


class Packs:
    """The packs of one version of the code, in a folder for each step."""

    def __init__(self, folder: Path):
        self._folder = folder

    def keep(self, written: Written) -> None:
        """Write a pack. A disk that is full or may not be written keeps nothing, and the work goes on."""
        data = written.packed or _packed(written.table)
        path = self._folder / written.step / hashlib.sha256(data).hexdigest()
        keys = b"".join(key or NO_KEY for key in written.keys) + written.bounds.astype("<i8").tobytes()
        with contextlib.suppress(StorageError):
            write_bytes(path.with_suffix(".parquet"), data, to_last=False)
            write_bytes(path.with_suffix(".keys"), _hash(keys) + keys, to_last=False)

    def find(self, step: str, wanted: Set[bytes]) -> Iterator[Written]:
        """The packs that have rows of some articles, as few as need be."""
        left = set(wanted)
        for path in sorted((self._folder / step).glob("*.keys")):
            keys, bounds = self._keys_of(path)
            if left and not left.isdisjoint(keys) and (table := self._read(path.with_suffix(".parquet"), bounds)) is not None:
                left -= set(keys)
                yield Written(step, keys, bounds, table)

    def _keys_of(self, path: Path) -> tuple[list[bytes], np.ndarray]:
        data = _bytes_of(path)
        keys, n = data[KEY:], (len(data) - KEY - BOUND) // (KEY + BOUND)
        if n < 0 or data[:KEY] != _hash(keys) or len(keys) != n * (KEY + BOUND) + BOUND:
            _remove(path)
            return [], np.zeros(1, dtype=np.int64)
        return [keys[at * KEY : (at + 1) * KEY] for at in range(n)], np.frombuffer(keys[n * KEY :], dtype="<i8")

    def _read(self, path: Path, bounds: np.ndarray) -> pa.Table | None:
        """The rows of a pack; None where its bytes are not those that were written."""
        data = _bytes_of(path)
        if hashlib.sha256(data).hexdigest() == path.stem:
            table = pq.read_table(pa.BufferReader(data)).combine_chunks()
            if len(table) == bounds[-1]:
                with contextlib.suppress(OSError):
                    os.utime(path)  # what was not used for longest is removed first
                return table
        _remove(path.with_suffix(".keys"))
        _remove(path)
        return None


class Sent(NamedTuple):
    """What was worked elsewhere, on its way here: the bytes of a pack with their SHA-256, and its keys and bounds."""

    step: str
    keys: Sequence[bytes | None]
    bounds: np.ndarray
    data: bytes
    sha256: str


def sent(written: Written) -> Sent:
    """What was worked, made ready to be sent."""
    data = _packed(written.table)
    return Sent(written.step, written.keys, written.bounds, data, hashlib.sha256(data).hexdigest())


def received(answer: Sent) -> Written:
    """What was sent, as it was worked. Raises WorkerLostError where it did not arrive whole."""
    table = None
    if hashlib.sha256(answer.data).hexdigest() == answer.sha256:
        table = pq.read_table(pa.BufferReader(answer.data)).combine_chunks()
    if table is None or len(table) != answer.bounds[-1]:
        raise WorkerLostError("what a worker sent did not arrive whole", remedy="Run it again")
    return Written(answer.step, answer.keys, answer.bounds, table, answer.data)


def _packed(table: pa.Table) -> bytes:
    made = io.BytesIO()
    pq.write_table(table, made, compression="zstd", compression_level=1, write_statistics=False)
    return made.getvalue()


def _hash(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=KEY).digest()


def _bytes_of(path: Path) -> bytes:
    """The bytes of a file; none where another run has removed it."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
