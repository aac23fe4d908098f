"""How a run is ended from outside: a signal in, one exception out, and, should that not be enough, the end of the process.

It exists because an exception that is raised while a module is imported leaves that module's lock held, and whoever imports next waits
for ever. So the exception waits until nothing is imported. Where it is raised in what Python calls on the way, as at a fork or when an
object goes, Python prints it and goes on: then it is raised once more. And if the process is not at its end some seconds later,
whatever it waits for, what it has registered is cleaned up and it ends. A second signal ends it at once.
"""

import _thread
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from types import FrameType
from typing import Any

PATIENCE = 7.0  # seconds in which a run that was asked to end may end by itself
LOOK_EVERY = 0.05  # seconds
IMPORTING = frozenset(["importlib._bootstrap", "importlib._bootstrap_external"])

_LAST: list[Callable[[], None]] = []  # what is done before the process ends without unwinding


class Stopped(BaseException):
    """A signal asked this process to end. Not an Exception, so that nothing on the way takes it for a failure of its own."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def at_last(clean: Callable[[], None]) -> Iterator[None]:
    """Within this, have something cleaned up also where the process ends without unwinding. It is called from another thread."""
    _LAST.append(clean)
    try:
        yield
    finally:
        _LAST.remove(clean)


@contextlib.contextmanager
def signals() -> Iterator[None]:
    """Turn the signals that ask for an end into one Stopped. What ignores them, as nohup wants it, goes on doing so.

    Python hears signals in the main thread alone, so nothing is heard in another.
    """
    asked = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in asked}
    heard = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}
    if threading.current_thread() is not threading.main_thread():
        heard = {}
    end, hook = _End(), sys.unraisablehook
    try:
        sys.unraisablehook = partial(end.not_raised, hook)
        for number in heard:
            signal.signal(number, end.asked)
        try:
            yield
        finally:
            end.over = True
    finally:  # reached also where the signal comes right before the line above
        end.over = True
        sys.unraisablehook = hook
        for number, handler in heard.items():
            signal.signal(number, handler)


class _End:
    """What was asked of this process, and what came of it: `over`: it ends by itself; `_again`: the next signal is our own."""

    def __init__(self) -> None:
        self.number, self.raised, self.over, self._again = 0, False, False, False

    def asked(self, number: int, frame: FrameType | None) -> None:
        """Take a signal: the first is raised, now or when nothing is imported; the second ends the process."""
        if self.over:
            return
        again, self._again = self._again, False
        if self.raised and not again:
            _end_now(number)
        if self.raised:
            return
        if not self.number:
            self.number = number
            _thread.start_new_thread(self._watch, ())  # not by threading, whose locks the main thread may hold just now
        if not _is_importing(frame) or os.name != "posix":  # elsewhere nothing can be sent to one thread
            self.raised = True
            raise Stopped(self.number)

    def not_raised(self, hook: Callable[[Any], object], lost: Any) -> None:
        """Take what Python says of an exception that it cannot raise: ours is raised once more, the rest goes to who else listens."""
        if isinstance(lost.exc_value, Stopped):
            self.raised = False
        else:
            hook(lost)

    def _watch(self) -> None:
        """Ask again until the exception was raised, and end the process where that does not end it."""
        until, main = time.monotonic() + PATIENCE, threading.main_thread().ident
        while time.monotonic() < until and not self.over:
            time.sleep(LOOK_EVERY)
            if not (self.raised or self.over) and not _is_importing(sys._current_frames().get(main)):
                self._again = True
                if os.name == "posix":
                    signal.pthread_kill(main, self.number)  # to that thread, so that it wakes where it waits
                else:
                    _thread.interrupt_main(self.number)
        if not self.over:
            _end_now(self.number)


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_globals.get("__name__") in IMPORTING:
            return True
        frame = frame.f_back
    return False


def _end_now(number: int) -> None:
    """Clean up, and end this process with all its threads."""
    for clean in reversed(_LAST):
        with contextlib.suppress(BaseException):
            clean()
    os._exit(128 + number)
