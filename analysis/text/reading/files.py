"""What lies in a corpus folder, and the bytes of it. A folder in; names, open files and bytes out.

Nothing outside the folder is opened, nothing that could block is waited for, and a file that changes while it is read is read
again once and then set aside: an article is bytes that stood still.
"""

import contextlib
import gzip
import hashlib
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar

from ...errors import CorpusError
from ...limits import LARGEST, LARGEST_TABLE, RATIO, RATIO_FROM

BLOCK = 1 << 20

T = TypeVar("T")


class Fault(Exception):
    """Why an input cannot be an article: reason (one word), place in the file, detail.

    readings : of a text whose encoding is in doubt, for each reading that it can have the encodings that spell it so
    """

    def __init__(self, reason: str, place: str, detail: str, readings: tuple[tuple[str, ...], ...] = ()):
        super().__init__(reason)
        self.reason, self.place, self.detail, self.readings = reason, place, detail, readings


class Found(NamedTuple):
    """A file of the corpus: its name with forward slashes, as it is shown; where it lies; what it is if no file ('' if one).

    data, stated, deep : of a member of an archive its bytes, what the archive states of it, and in how many archives it lies
    """

    file: str
    path: Path
    kind: str = ""
    data: bytes | None = None
    stated: dict[str, str] = {}  # noqa: RUF012 - never written to
    deep: int = 0


def list_files(folder: Path) -> list[Found]:
    """All files below a folder, sorted by name. Taken once: what is added later belongs to the next run.

    A link to a folder and a hidden folder are not entered; each is listed as one entry of that kind, so that nothing is lost
    without a word. Bytes of a name that are no UTF-8 are shown as escapes.

    Raises CorpusError for a folder that cannot be read, since it would hide an unknown number of files.
    """

    def refuse(error: OSError) -> None:
        message = f"cannot be listed ({error.strerror})"
        raise CorpusError(message, file=shown(str(error.filename)), remedy="Allow reading it, or take it out of the corpus")

    found = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        here = Path(place)
        for name in folders:
            if (here / name).is_symlink():
                found.append(Found(_name(folder, here / name), here / name, "link to a folder"))
            elif name.startswith("."):
                found.append(Found(_name(folder, here / name) + "/", here / name, "hidden folder"))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Found(_name(folder, here / name), here / name) for name in names]
    return sorted(found, key=lambda item: item.file)


def shown(name: str) -> str:
    r"""A file name as text that can be stored: bytes that are no UTF-8 become escapes.

    >>> shown("caf\udce9.txt")
    'caf\\xe9.txt'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def steady(root: Path, path: Path, read: Callable[[BinaryIO], T]) -> T:
    """What `read` makes of an open file that did not change meanwhile.

    root : the corpus folder, resolved

    Raises Fault: outside_root, not_regular, io_error, what `read` raises, and `changed` where the file changed twice.
    """
    for _ in range(2):
        with _opened(root, path) as file:
            before, outcome = _identity(os.fstat(file.fileno())), None
            try:
                result = read(file)
            except Fault as fault:
                outcome = fault
            except OSError as error:
                raise Fault("io_error", "", error.strerror or "cannot be read") from error
            if before == _identity(os.fstat(file.fileno())) == _now(path):
                if outcome is not None:
                    raise outcome
                return result
    raise Fault("changed", "", "the file changed while it was read, twice")


def whole(file: BinaryIO, most: int = LARGEST) -> tuple[bytes, str]:
    """All bytes of an open file and their SHA-256. Raises Fault `too_large`, without reading, beyond `most`."""
    size = file.seek(0, 2)
    if size > most:
        raise Fault("too_large", "", f"{size:,} bytes; the largest read is {most:,}")
    file.seek(0)
    data = file.read(most + 1)
    return data, hashlib.sha256(data).hexdigest()


def blocks(file: BinaryIO, compressed: bool = False) -> Iterator[bytes]:
    """The bytes of an open file from its start, a block at a time, decompressed where it is gzip.

    Raises Fault `too_large` for more than LARGEST_TABLE bytes, or for more than RATIO times the compressed ones; `gzip` for what
    is no gzip or ends too early.
    """
    file.seek(0)
    stream = gzip.GzipFile(fileobj=file) if compressed else file
    total = 0
    try:
        while block := stream.read(BLOCK):
            total += len(block)
            if total > LARGEST_TABLE:
                raise Fault("too_large", "", f"more than {LARGEST_TABLE:,} bytes")
            if compressed and total > RATIO_FROM and total > RATIO * file.tell():
                raise Fault("too_large", "", f"decompresses to more than {RATIO} times its size")
            yield block
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Fault("gzip", "", f"cannot be decompressed ({error})") from error


def _name(folder: Path, path: Path) -> str:
    return shown(path.relative_to(folder).as_posix())


@contextlib.contextmanager
def _opened(root: Path, path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading. It is opened by its real path, without following a link that was put there meanwhile."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root):
            raise Fault("outside_root", "", "a link that leads out of the corpus folder")
        if not stat.S_ISREG(real.stat().st_mode):
            raise Fault("not_regular", "", "not a regular file")
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(real, flags)
    except FileNotFoundError as error:
        if path.is_symlink():
            raise Fault("io_error", "", "a link that leads nowhere") from error
        raise Fault("changed", "", "the file was listed, and is gone") from error
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        raise Fault("io_error", "", getattr(error, "strerror", None) or "cannot be read") from error
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise Fault("not_regular", "", "not a regular file")
        yield file


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _now(path: Path) -> tuple[int, ...] | None:
    try:
        return _identity(path.stat())
    except OSError:
        return None
