"""Parts worked on a cluster: the address of a Dask scheduler in, hands out. The scheduler and its workers are started by others.

Workers need Parallax in the same version, and no disk in common: an order carries what is to be worked, an answer the rows. A worker
that is lost costs its orders again, on another one.
"""

import contextlib
import logging
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ...errors import UsageError, WorkerLostError
from .packs import received
from .rows import Written
from .versions import worked_by
from .workers import AHEAD, Order, Processes, in_turn

if TYPE_CHECKING:
    from distributed import Future

PATIENCE = 30.0  # seconds to wait for a scheduler, and for a worker where there is none
RETRIES = 3  # how often an order may lose its worker: one that takes all memory would take it from every worker
LOGGERS = ("distributed", *(f"distributed.{name}" for name in ("client", "core", "utils", "comm", "worker", "scheduler")))
GLANCE = 1.0  # seconds between looks at whether anybody works

SAME = "Install this version of Parallax on each worker, with the same Python and libraries"


class Cluster:
    """The workers of a Dask cluster. A context manager: it leaves the cluster as it was.

    address : of the scheduler, as tcp://host:8786

    Raises UsageError where Dask is not installed or the workers have other code; WorkerLostError where no scheduler answers, no worker
    is there, an order lost its worker RETRIES times, or the scheduler goes away.
    """

    def __init__(self, address: str, patience: float = PATIENCE):
        try:
            import dask
            from distributed import Client
        except ImportError as error:
            remedy = 'Install it with: pip install "parallax-workbook[cluster]"'
            raise UsageError("Dask is not installed here", remedy=remedy) from error
        self._address, self._patience = address, patience
        self._near = Processes(2)
        for name in LOGGERS:  # what goes wrong is told once, in one line, by whoever asked
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._settings = dask.config.set(
            {"distributed.comm.timeouts.connect": f"{patience:g}s", "distributed.scheduler.allowed-failures": RETRIES}
        )
        try:
            self._client = Client(address, timeout=patience, set_as_default=False, direct_to_workers=False)
        except (OSError, ValueError, TimeoutError) as error:
            self._settings.__exit__(None, None, None)
            raise WorkerLostError("no scheduler answers", file=address, remedy="Start one with: dask scheduler") from error
        try:
            self._client.wait_for_workers(1, timeout=patience)
            self._check_versions()
        except BaseException as error:
            self.__exit__()
            if isinstance(error, TimeoutError):
                remedy = f"Start some with: dask worker {address}"
                raise WorkerLostError("the cluster has no worker", file=address, remedy=remedy) from error
            if isinstance(error, OSError):  # the scheduler went away while workers were asked
                raise self._gone() from error
            raise

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *raised: object) -> None:
        self._near.__exit__(*raised)
        with contextlib.suppress(Exception):  # a scheduler that is gone cannot be told
            self._client.close(timeout=5)
        self._settings.__exit__(None, None, None)

    def map(self, orders: Iterable[Order]) -> Iterator[list[Written]]:
        """Work orders on the cluster; what each gives comes in their order."""
        n_workers = max(1, sum(worker["nthreads"] for worker in self._workers().values()))
        with warnings.catch_warnings():
            warnings.filterwarnings(
                "ignore", message="Sending large graph"
            )  # orders carry what is to be worked, so that none is lost
            for answer in in_turn(orders, self._submit, n_workers * AHEAD):
                yield [received(one) for one in self._answer(answer)]

    def begin(self, work: Callable[..., Any], *given: Any) -> Callable[[], Any]:
        """A process of this machine works it, since workers have no disk in common with it."""
        return self._near.begin(work, *given)

    def _submit(self, work: Any, order: Order) -> "Future":
        try:
            return self._client.submit(work, order, pure=False)
        except Exception as error:  # of a client that closed itself, whose class is not told
            raise self._gone() from error

    def _answer(self, future: "Future") -> Any:
        """What an order gave; it is waited for as long as the scheduler is there and somebody works."""
        from distributed import CancelledError, KilledWorker

        seen = time.monotonic()
        while True:
            try:
                return future.result(timeout=GLANCE)
            except TimeoutError:
                if self._client.status == "running" and self._workers():
                    seen = time.monotonic()
                elif time.monotonic() - seen > self._patience:
                    remedy = "See what its scheduler and workers say"
                    raise WorkerLostError("the cluster works no longer", file=self._address, remedy=remedy) from None
            except KilledWorker as error:
                remedy = "Give workers more memory: their log says what ended them"
                raise WorkerLostError(
                    f"a part lost its worker {RETRIES + 1} times", file=self._address, remedy=remedy
                ) from error
            except (CancelledError, OSError) as error:
                raise self._gone() from error

    def _gone(self) -> WorkerLostError:
        return WorkerLostError("the scheduler went away", file=self._address, remedy="See what the scheduler says")

    def _workers(self) -> dict[str, Any]:
        with contextlib.suppress(Exception):
            return dict(self._client.scheduler_info()["workers"])
        return {}

    def _check_versions(self) -> None:
        """A worker that goes away while it is asked is none."""
        asked = self._client.run(worked_by, on_error="return")
        found = {worker: answer for worker, answer in asked.items() if not isinstance(answer, OSError)}
        if any(isinstance(answer, Exception) for answer in found.values()):
            raise UsageError("workers do not have Parallax", file=self._address, remedy=SAME)
        if other := sorted(worker for worker, version in found.items() if version != worked_by()):
            raise UsageError(f"{len(other)} of {len(found)} workers have other code", file=self._address, remedy=SAME)
