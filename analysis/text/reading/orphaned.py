"""A worker that ends when the process that started it is gone, also in the middle of its work.

Comes in: the process that started this one. Goes out: nothing; from then on this process ends with that one. It exists because a run
may be killed at any moment, and a page that is parsed for half a minute holds memory that the next run needs. It imports nothing of
ours, since it is started by its file alone. Processes that multiprocessing starts for `parts.workers` run it first of all, since on a
busy machine they import for many seconds before they get anything to do.
"""

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time

PAUSE = 0.5  # seconds between two looks
AT_PARENTS_DEATH = 1  # PR_SET_PDEATHSIG of linux/prctl.h


def end_with(parent: int, by_main_thread: bool) -> None:
    """End this process once `parent`, the number of the process that started it, is gone.

    by_main_thread : whether its main thread did so. Linux takes the end of the thread that started a process for that of its parent, so
                     it is asked there alone to kill this one; it does so even where a parser in C lets no thread look.

    On Windows a process keeps its parent's number; there the end of standard input ends a worker, once it has answered.
    """
    if os.name != "posix":
        return
    if by_main_thread and sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(AT_PARENTS_DEATH, signal.SIGKILL)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:  # the first look comes after Linux was asked, so that no end is missed
        time.sleep(PAUSE)
    os._exit(1)


def name_for_child() -> str:
    """The name of a process that multiprocessing starts, by which it knows whose it is."""
    thread = "main" if threading.current_thread() is threading.main_thread() else "another"
    return f"of {os.getpid()} {thread}"


if __name__ == "__mp_main__":  # as multiprocessing calls what it runs first
    import multiprocessing

    _, _parent, _thread = multiprocessing.current_process().name.split()
    end_with(int(_parent), _thread == "main")
