"""What is made of a large corpus on its way into tables: columns and rows of parts in, the same in mapped files out.

A corpus is worked in steps, each of which makes about as much as the corpus is large. In files it is no memory of the process, and
the system takes it out of its own when that is short.
"""

import contextlib
import ctypes
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from ...errors import StorageError
from .mapped import Columns


class Held:
    """Columns and rows of one corpus; without a folder all stays in memory."""

    def __init__(self, folder: Path | None = None):
        self._folder = folder
        self.columns = Columns(folder) if folder is not None else None

    def column(self, values: Any) -> Any:
        """A column, mapped; as it is where the disk is full."""
        if self.columns is not None and len(values):
            with contextlib.suppress(OSError, StorageError):
                return self.columns.hold(values)
        return values

    def columns_of(self, frame: pd.DataFrame, *names: str) -> pd.DataFrame:
        """A table with some of its columns mapped; put into it one by one they would be copied."""
        some = {name: pd.Series(self.column(frame[name].array), copy=False) for name in names}
        return pd.DataFrame({name: some.get(name, frame[name]) for name in frame.columns}, copy=False)

    def places(self, frame: pd.DataFrame) -> list[dict[str, str]]:
        """Where the columns of a table are held, for another process of this machine; none where one is in memory."""
        return self.columns.places(frame) if self.columns is not None else []

    def rows(self, table: pa.Table) -> pa.Table:
        """Rows of a part, mapped; as they are where the disk is full."""
        if self._folder is None or not len(table):
            return table
        with contextlib.suppress(OSError):
            handle, name = tempfile.mkstemp(dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file, pa.ipc.new_file(file, table.schema) as out:
                    out.write_table(table)
                table = pa.ipc.open_file(pa.memory_map(name)).read_all()
            finally:
                Path(name).unlink()
        return table


@contextlib.contextmanager
def room(near: Path | None, *, is_needed: bool) -> Iterator[Held]:
    """A folder for what is made, which is gone when it is left; what is mapped stays until nobody looks at it.

    near      : where to make it; None is the system's place for what passes
    is_needed : False keeps all in memory
    """
    if not is_needed:
        yield Held()
        return
    with contextlib.ExitStack() as stack:
        try:
            made = tempfile.TemporaryDirectory(dir=near, prefix=".begun-", ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(made))
        except OSError:
            folder = None
        yield Held(folder)


def give_back() -> None:
    """Give memory that was freed back to the system, where its C library keeps some for later."""
    pa.default_memory_pool().release_unused()
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
