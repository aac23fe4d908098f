"""What sources.csv and the folders say of a file, held against what it is. A file's row and its path in, cells and refusals out."""

from ...errors import CorpusError
from .files import Fault, Found
from .known_formats import ARCHIVES
from .roles import TAKEN
from .sources import ABOUT_THE_FILE, NAME, Row


def given(row: Row | None) -> dict[str, str]:
    """What sources.csv says of an article, without what it says of the file."""
    cells = row.cells if row is not None else {}
    return {name: value for name, value in cells.items() if name not in (*ABOUT_THE_FILE, *TAKEN)}


def not_one(found: Found, row: Row | None, holds: str) -> None:
    """Raise where sources.csv has one doc_id for a file of several articles."""
    if row is not None and "doc_id" in row.cells:
        message = f"'{found.file}' holds {holds}, and cannot have one doc_id"
        raise CorpusError(message, file=NAME, line=row.line, remedy="Leave doc_id empty")


def compare(size: int, digest: str, row: Row | None) -> None:
    """Raise Fault `hash_mismatch` where a file is not the one that sources.csv speaks of."""
    cells = row.cells if row is not None else {}
    if "size" in cells and int(cells["size"]) != size:
        raise Fault("hash_mismatch", "", f"{size:,} bytes where {NAME} says {int(cells['size']):,}")
    if "hash" in cells and cells["hash"].lower() != digest:
        raise Fault("hash_mismatch", "", f"its SHA-256 is {digest}, and {NAME} says {cells['hash'].lower()}")


def expected(data: bytes, digest: str, row: Row | None) -> tuple[bytes, str]:
    """The bytes of a file and their hash, once `compare` let them through."""
    compare(len(data), digest, row)
    return data, digest


def source_of(file: str) -> str:
    """The source that the folders of a file stand for; those of a partitioned table are columns, and stand for none.

    An archive stands for none, and neither does the folder of its name that it was packed from.

    >>> source_of("post/a.txt"), source_of("news.parquet/year=2024/part-0.parquet"), source_of("a.txt")
    ('post', '', '')
    >>> source_of("2024/all.zip/all/post/a.txt"), source_of("all.zip/a.txt")
    ('2024/post', '')
    """
    parts, archive = [], ""
    for part in file.split("/")[:-1]:
        ending = next((ending for ending in ARCHIVES if part.casefold().endswith(ending)), "")
        if not ending and "=" not in part and not part.endswith(".parquet") and part != archive:
            parts.append(part)
        archive = part[: len(part) - len(ending)] if ending else ""
    return "/".join(parts)


def partition_of(file: str) -> dict[str, str | None]:
    """The columns that the folders of a partitioned table give."""
    if "=" not in file or not file.casefold().endswith(".parquet"):
        return {}
    from .parquet import partition

    return partition(file)
