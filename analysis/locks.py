"""A lock on an open file, which the system lets go of when its process ends, however that ends.

Comes in: a file that is open. Goes out: that this process alone has it, or that another one does. It exists because POSIX locks
files by fcntl and Windows by msvcrt, and nobody else is to know which. Nothing here imports another room.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from typing import IO

try:
    import fcntl
except ImportError:
    fcntl = None
try:
    import msvcrt
except ImportError:
    msvcrt = None

A_MOMENT = 0.05  # seconds between two looks


@contextlib.contextmanager
def taken(file: IO, *, shared: bool = False, wait: bool = False) -> Iterator[None]:
    """Hold the lock of a file within this.

    shared : others that share it may have it too (on Windows nobody)
    wait   : wait for it, however long that takes

    Raises BlockingIOError where another one has it, OSError where the file system has no locks. A system without any lets all in.
    """
    if fcntl is not None:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(file, kind if wait else kind | fcntl.LOCK_NB)
        yield  # it ends when the file is closed
    elif msvcrt is not None:
        while not _first_byte(file, wait):
            time.sleep(A_MOMENT)
        try:
            yield
        finally:
            os.lseek(file.fileno(), 0, os.SEEK_SET)
            with contextlib.suppress(OSError):
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # else Windows does it when it finds the time
    else:
        yield


def _first_byte(file: IO, wait: bool) -> bool:
    """Lock the first byte, which need not be there. Returns whether that could be done; raises BlockingIOError unless one waits."""
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except PermissionError as error:  # so it says that another one has it
        if not wait:
            raise BlockingIOError(error.errno, error.strerror) from error
        return False
    return True
