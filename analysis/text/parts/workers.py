"""Who works the parts: orders in, what was worked out, in the order of the orders, whoever worked them and however often.

An order is a function of steps.py and what it is to be given, so that it can be worked in this process, in others of this machine, or
on a cluster. What comes from elsewhere are the bytes of a pack with their hash and its count of rows: each order is answered once, by
what its own worker sent whole, so that a worker that is lost, a retry or a duplicate cannot change a total.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, islice
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import Any, NamedTuple, Protocol

from ...errors import WorkerLostError
from ..reading import orphaned
from .packs import Sent, received, sent
from .rows import Written

AHEAD = 2  # orders a worker has waiting, so that it need not wait itself
TERMINAL = [getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)]  # the run's to answer


class Order(NamedTuple):
    """A part to be worked: a function of steps.py, and what it is given."""

    work: Callable[..., list[Written]]
    given: tuple[Any, ...]


class Hands(Protocol):
    """Whoever works orders."""

    def map(self, orders: Iterable[Order]) -> Iterator[list[Written]]:
        """Work orders; what each gives comes in their order."""

    def begin(self, work: Callable[..., Any], *given: Any) -> Callable[[], Any]:
        """Have something worked on this machine beside orders. Returns what waits for the outcome."""


class Here:
    """This process, which works one order after the other."""

    def map(self, orders: Iterable[Order]) -> Iterator[list[Written]]:
        for order in orders:
            yield order.work(*order.given)

    def begin(self, work: Callable[..., Any], *given: Any) -> Callable[[], Any]:
        """It is worked when it is waited for."""
        return partial(work, *given)


class Processes:
    """Some processes of this machine, started when there are two orders at least, or something beside them. A context manager: they
    end with it, at once where it is left by an exception.

    Raises WorkerLostError where one of them is killed, as the system does when memory runs out.
    """

    def __init__(self, number: int):
        self._number = number
        self._pool: ProcessPoolExecutor | None = None
        self._context = _Context()

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *raised: object) -> None:
        if self._pool is not None:
            for process in self._context.begun if any(raised) else ():
                process.terminate()  # what it works may take a minute more
            self._pool.shutdown(wait=True, cancel_futures=True)

    def map(self, orders: Iterable[Order]) -> Iterator[list[Written]]:
        rest = iter(orders)
        first = list(islice(rest, 2))
        if len(first) < 2 or self._number < 2:
            yield from Here().map(chain(first, rest))
            return
        with _none_lost():
            for answer in in_turn(chain(first, rest), self._started().submit, self._number * AHEAD):
                yield [received(one) for one in answer.result()]

    def begin(self, work: Callable[..., Any], *given: Any) -> Callable[[], Any]:
        """One of the processes works it, where there are several."""
        if self._number < 2:
            return Here().begin(work, *given)
        with _none_lost():
            future = self._started().submit(work, *given)

        def wait() -> Any:
            with _none_lost():
                return future.result()

        return wait

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._number, mp_context=self._context, initializer=_begin)
        return self._pool


@contextlib.contextmanager
def _none_lost() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as error:
        remedy = "Free memory, or take fewer: --workers 1"
        raise WorkerLostError("a process that reads the corpus was ended from outside", remedy=remedy) from error


def in_turn(orders: Iterable[Order], submit: Callable[..., Any], most: int) -> Iterator[Any]:
    """Submit orders, at most so many ahead, and give their futures in turn."""
    ahead: deque[Future] = deque()
    for order in orders:
        ahead.append(submit(worked, order))
        if len(ahead) >= most:
            yield ahead.popleft()
    while ahead:
        yield ahead.popleft()


def worked(order: Order) -> list[Sent]:
    """Work an order in another process: what it gives, to be sent."""
    return [sent(written) for written in order.work(*order.given)]


def cores() -> int:
    """On how many cores this process may run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Process(SpawnProcess):
    """A process that does not run the program of this one first: a script need not guard itself because it opens a corpus.

    It runs `orphaned`, so that it ends with this process also while it still imports. Ctrl-C waits for `_begin`, or it would print a
    traceback before.
    """

    @staticmethod
    def _Popen(process_obj: SpawnProcess) -> Any:
        program, instead = sys.modules["__main__"], ModuleType("__main__")
        instead.__file__ = orphaned.__file__
        with _held_back():
            sys.modules["__main__"] = instead
            try:
                return SpawnProcess._Popen(process_obj)
            finally:
                sys.modules["__main__"] = program


@contextlib.contextmanager
def _held_back() -> Iterator[None]:
    """Signals of the terminal wait until the end of this, and in a process that is started within until it lets them come."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # starts a process too, and lets them come then
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TERMINAL)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Context(SpawnContext):
    """The state kept is the processes begun."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[_Process] = []

    def Process(self, *arguments: Any, **named: Any) -> _Process:
        self.begun.append(_Process(*arguments, **named | {"name": orphaned.name_for_child()}))
        return self.begun[-1]


def _begin() -> None:
    """What a process does first: leave signals to the one that started it, and end when that is gone, however it went."""
    for number in TERMINAL:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, TERMINAL)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
