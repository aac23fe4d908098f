"""The calls by which a process changes files, told by the system before they happen: seccomp's notifications, as Linux has them.

Comes in: a process that asks for it, and later what the system says of its calls. Goes out: what each is about to change. It exists
because a disk is full or broken for whatever writes, be it Python, a library in C, or a kernel: what lies below sees them all, with all
the processes they start. It needs no rights, and nothing that is not there.
"""

import ctypes
import fcntl
import os
import platform
import struct
import sys
from pathlib import Path
from typing import NamedTuple

NUMBERS = {"x86_64": 0, "aarch64": 1}  # which of a call's two numbers
ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
SECCOMP = {"x86_64": 317, "aarch64": 277}
# numbers -> kind, which argument is an open file or the folder that a name lies in (None: the working folder), which is the name
CALLS = {
    (1, 64): ("write", 0, None),
    (18, 68): ("write", 0, None),  # at a place
    (20, 66): ("write", 0, None),  # several pieces
    (296, 70): ("write", 0, None),
    (328, 287): ("write", 0, None),
    (40, 71): ("write", 0, None),  # from another file
    (326, 285): ("write", 2, None),  # the same
    (77, 46): ("write", 0, None),  # the length
    (285, 47): ("write", 0, None),  # room
    (74, 82): ("fsync", 0, None),
    (75, 83): ("fsync", 0, None),
    (82, -1): ("rename", None, 1),
    (264, 38): ("rename", 2, 3),
    (316, 276): ("rename", 2, 3),
    (87, -1): ("unlink", None, 0),
    (84, -1): ("unlink", None, 0),  # of a folder
    (263, 35): ("unlink", 0, 1),
    (83, -1): ("mkdir", None, 0),
    (258, 34): ("mkdir", 0, 1),
    (86, -1): ("link", None, 1),
    (265, 37): ("link", 2, 3),
    (88, -1): ("link", None, 1),  # symbolic
    (266, 36): ("link", 1, 2),
    (90, -1): ("chmod", None, 0),
    (91, 52): ("chmod", 0, None),
    (268, 53): ("chmod", 0, 1),
}
OPENS = {(2, -1): ("open", None, 0), (257, 56): ("open", 0, 1)}  # to write; the flags are the argument after the name
TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT
ALLOW, ASK = 0x7FFF0000, 0x7FC00000
RECEIVE, ANSWER = 0xC0502100, 0xC0182101
TOLD = struct.Struct("=QIIiIQ6Q")  # struct seccomp_notif
TAKEN = struct.Struct("=QqiI")  # struct seccomp_notif_resp
GO_ON = 1
NO_NEW_PRIVILEGES = 38
MOST = 4096  # bytes of a name


class Call(NamedTuple):
    """A change to a file that is about to be made: of which kind, to which path, by which process; `key` answers it."""

    kind: str
    path: str
    pid: int
    key: int


def can_be_seen() -> bool:
    """Whether this system tells."""
    if sys.platform != "linux" or platform.machine() not in NUMBERS:
        return False
    asked = ctypes.c_uint32(ASK)
    return ctypes.CDLL(None).syscall(SECCOMP[platform.machine()], 2, 0, ctypes.byref(asked)) == 0


def be_seen() -> int:
    """From now on the calls of this process, and of all that it starts, wait for an answer. Returns the file that tells of them."""
    machine, library = platform.machine(), ctypes.CDLL(None, use_errno=True)
    code = _program(NUMBERS[machine], ARCHITECTURE[machine])
    held = ctypes.create_string_buffer(code, len(code))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(held)))
    library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    file = library.syscall(SECCOMP[machine], 1, 8, program)
    if file < 0:
        raise OSError(ctypes.get_errno(), "the calls of a process cannot be seen here")
    return file


def _program(which: int, architecture: int) -> bytes:
    """What the system runs at each call: a program that lets it go on, or has it wait for an answer."""
    plain = [numbers[which] for numbers in CALLS if numbers[which] >= 0]
    opens = [(numbers[which], name + 1) for numbers, (_, _, name) in OPENS.items() if numbers[which] >= 0]
    end = 4 + len(plain) + 3 * len(opens)  # where "go on" stands, and after it "wait"
    load, equal, any_of, give = 0x20, 0x15, 0x45, 0x06
    lines = [(load, 0, 0, 4), (equal, 1, 0, architecture), (give, 0, 0, ALLOW), (load, 0, 0, 0)]
    lines += [(equal, end - 4 - place, 0, number) for place, number in enumerate(plain)]
    for number, flags in opens:
        lines += [(equal, 0, 2, number), (load, 0, 0, 16 + 8 * flags)]
        lines += [(any_of, end - len(lines), end - len(lines) - 1, TO_WRITE)]
    return b"".join(struct.pack("=HBBI", *line) for line in [*lines, (give, 0, 0, ALLOW), (give, 0, 0, ASK)])


def next_call(file: int) -> Call | None:
    """The next call that waits; None where its process has ended meanwhile."""
    told = bytearray(TOLD.size)
    try:
        fcntl.ioctl(file, RECEIVE, told)
    except OSError:
        return None
    key, pid, _, number, _, _, *arguments = TOLD.unpack(told)
    which = NUMBERS[platform.machine()]
    kind, where, name = next(about for numbers, about in {**CALLS, **OPENS}.items() if numbers[which] == number)
    try:
        return Call(kind, _path(pid, arguments, where, name), pid, key)
    except OSError:
        return Call(kind, "", pid, key)


def _path(pid: int, arguments: list[int], where: int | None, name: int | None) -> str:
    """What a call is about, as a whole path."""
    folder = ctypes.c_int(arguments[where]).value if where is not None else -1
    about = str(Path(f"/proc/{pid}/fd/{folder}" if folder >= 0 else f"/proc/{pid}/cwd").readlink())
    if name is None:
        return about
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        memory.seek(arguments[name])
        text = memory.read(MOST).partition(b"\0")[0]
    return os.path.normpath(Path(about, os.fsdecode(text)))


def answer(file: int, call: Call, error: int = 0) -> None:
    """Let a call go on, or let it fail with an error's number."""
    try:
        fcntl.ioctl(file, ANSWER, TAKEN.pack(call.key, 0, -error, 0 if error else GO_ON))
    except OSError:
        return  # its process has ended meanwhile
