"""Python as it is where POSIX is missing, on a machine that has it: modules and names of other systems' lack are taken away.

What is asked by the name of the system (`os.name`) cannot be pretended so, since Python itself goes by it. `LOCKING` stands for msvcrt
of Windows as its documentation tells of it, made of what is here.
"""

import errno
import importlib
import os
import runpy
import signal
import socket
import sys
from types import SimpleNamespace

MODULES = ("fcntl", "resource", "pwd", "grp", "termios")
NAMES = {
    os: "fork forkpty killpg getpgid setsid mkfifo memfd_create fchmod sched_getaffinity O_NOFOLLOW O_NONBLOCK",
    signal: "SIGHUP SIGALRM pthread_kill",
    socket: "send_fds recv_fds",
}


def locking():
    """A stand-in for msvcrt: one file, one byte, one holder, and PermissionError for whoever comes second."""
    import fcntl

    def lock(handle, mode, n):
        assert n == 1 and os.lseek(handle, 0, os.SEEK_CUR) == 0, "another byte would be another lock"
        try:
            fcntl.flock(handle, fcntl.LOCK_UN if mode == 0 else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PermissionError(errno.EACCES, "Permission denied") from error

    return SimpleNamespace(LK_UNLCK=0, LK_NBLCK=2, locking=lock)


def hide():
    """Take away what other systems lack, but for what Python's own modules have got hold of."""
    for name in ("asyncio", "multiprocessing.pool", "subprocess"):
        importlib.import_module(name)  # now, so that they are whole
    stand_in = locking()
    sys.modules.update(dict.fromkeys(MODULES))
    for module, names in NAMES.items():
        for name in names.split():
            delattr(module, name)
    from analysis import leading, locks

    locks.msvcrt, leading.LINKS = stand_in, False


if __name__ == "__main__":  # python tests/elsewhere.py MODULE [ARGUMENT…]
    sys.path[:1] = []
    hide()
    sys.argv[:] = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
