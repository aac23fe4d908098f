"""Parquet in, one mapping of cells per row out. The file is held against limits before and while it is read.

A few bytes of Parquet can stand for any amount of text: row groups of any declared size, and a dictionary in which each row points
to the same long text. So sizes are read from the file's own account first, texts stay encoded while their lengths are added up, and
only then are they made. Extension types are read as what they are stored as; nothing in the file is ever unpickled.
"""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote

from ...limits import LARGEST, LARGEST_GROUP, LARGEST_TABLE, MOST_COLUMNS, MOST_ROWS
from .files import BLOCK, Fault, blocks
from .tabular import Cells, Table

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS_AT_ONCE = 4096
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"


def read_parquet(file: BinaryIO) -> Table:
    """Read a Parquet file.

    Raises Fault for the whole file: parquet (not Parquet, or broken), too_large, empty.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    digest = hashlib.sha256()
    for block in blocks(file):
        digest.update(block)
    file.seek(0)
    try:
        parquet = pq.ParquetFile(file)
        _limits(parquet.metadata)
        texts = [
            field.name
            for field in parquet.schema_arrow
            if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ]
        file.seek(0)
        parquet = pq.ParquetFile(file, read_dictionary=texts)
        rows = list(_rows(parquet))
        columns = parquet.schema_arrow.names
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, MemoryError, OverflowError) as error:
        raise Fault("parquet", "", f"cannot be read: {' '.join(str(error).split())[:200]}") from error
    if not rows:
        raise Fault("empty", "", "no row")
    if len(rows) != parquet.metadata.num_rows:
        raise Fault("parquet", "", f"{len(rows):,} rows where the file says {parquet.metadata.num_rows:,}")
    if len(set(columns)) < len(columns):
        raise Fault("parquet", "", "two columns have one name")
    return Table(columns, rows, "utf-8", "utf-8", digest.hexdigest())


def partition(file: str) -> dict[str, str | None]:
    """Columns that the folders of a partitioned table give: `key=value` in the path of a file.

    >>> partition("news.parquet/source=Mill%20Post/date=2024-10/part-0.parquet")
    {'source': 'Mill Post', 'date': '2024-10'}
    """
    pairs = [part.split("=", 1) for part in file.split("/")[:-1] if "=" in part]
    return {unquote(key): None if value == NO_VALUE else unquote(value) for key, value in pairs if key}


def _limits(metadata: "pq.FileMetaData") -> None:
    if metadata.num_rows > MOST_ROWS:
        raise Fault("too_large", "", f"{metadata.num_rows:,} rows; the most read is {MOST_ROWS:,}")
    sizes = [metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups)]
    if max(sizes, default=0) > LARGEST_GROUP:
        raise Fault("too_large", "", f"a row group of {max(sizes):,} bytes; the largest read is {LARGEST_GROUP:,}")
    if sum(sizes) > LARGEST_TABLE:
        raise Fault("too_large", "", f"{sum(sizes):,} bytes uncompressed; the largest read is {LARGEST_TABLE:,}")
    if metadata.num_columns > MOST_COLUMNS:
        raise Fault("too_large", "", f"{metadata.num_columns:,} columns; the most read is {MOST_COLUMNS:,}")
    if min(sizes, default=0) < 0 or metadata.num_rows < 0:
        raise Fault("parquet", "", "declares a size below nothing")


def _rows(parquet: "pq.ParquetFile") -> Iterator[tuple[str, "Cells | Fault"]]:
    total, number = 0, 0
    for batch in parquet.iter_batches(batch_size=ROWS_AT_ONCE):
        total += sum(_length(column) for column in batch.columns)
        if total > LARGEST_TABLE:
            raise Fault("too_large", "", f"its texts are more than {LARGEST_TABLE:,} bytes")
        for slice_ in _slices(batch):
            names, columns = slice_.schema.names, [_values(column) for column in slice_.columns]
            for values in zip(*columns, strict=True):
                number += 1
                yield f"row {number}", dict(zip(names, values, strict=True))


def _slices(batch: "pa.RecordBatch") -> Iterator["pa.RecordBatch"]:
    """A batch in parts that are small once decoded."""
    size = sum(_length(column) for column in batch.columns)
    step = max(1, len(batch) * 4 * BLOCK // max(size, 1))
    for start in range(0, len(batch), step):
        yield batch.slice(start, step)


def _length(column: "pa.Array") -> int:
    """Bytes of a column once each row has its own text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        return column.nbytes
    lengths = pc.binary_length(column.dictionary)
    return pc.sum(pc.cast(lengths.take(column.indices), pa.int64())).as_py() or 0


def _values(column: "pa.Array") -> list:
    """The values of a column; points in time and days as ISO 8601, texts that are too long as the Fault that says so."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):
        return [
            None if value is None else value.isoformat()
            for value in column.cast(pa.timestamp("us", column.type.tz), safe=False).to_pylist()
        ]
    if pa.types.is_date(column.type):
        return [None if value is None else value.isoformat() for value in column.to_pylist()]
    if pa.types.is_dictionary(column.type):
        return [_short(value) for value in column.to_pylist()]
    return column.to_pylist()


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) > LARGEST:
        return Fault("too_large", "", f"{len(value):,} characters; the largest read is {LARGEST:,}")
    return value
