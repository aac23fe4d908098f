"""The kernels of a run: side by side, started early, and none of them outlives it.

Comes in: notebooks with the values to inject, and the environment their kernels may see. Goes out: notebooks that ran to their end. It
exists because papermill's command runs one notebook a process and pays for its imports each time; here they are paid once, kernels
start while the corpus is still being read, and a limit, a signal or a failure ends them all.
"""

import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

from ...errors import NotApplicableError
from ..publish.shelf import SOCKETS_NOTE, SOCKETS_PREFIX
from .executed import Executed
from .execution import Execution, Task
from .forked import Nursery
from .stragglers import MARK, end_all
from .surroundings import Surroundings


class Kernels:
    """The kernels of one run; a context manager, at whose end none of them is alive.

    folder      : a folder of this run, for the kernels' working directories and logs
    environment : the variables that each kernel gets, beside PARALLAX_NOTEBOOK
    jobs        : how many run at once
    time_limit  : seconds a notebook may take from its first cell on
    on_cell     : called with the notebook's name after each cell that ran
    nursery     : what the kernels are forked from; without one each is started by itself
    """

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        *,
        jobs: int,
        time_limit: float,
        on_cell: Callable[[str], None] = lambda name: None,
        nursery: Nursery | None = None,
    ):
        self._executions: list[Execution] = []
        self._futures: list[Future[Executed]] = []
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix="notebook")
        # Not in the run's own folder: a socket's path must be short, and shared file systems have no sockets. The note lets the next
        # run remove them should this one be killed.
        self.sockets = Path(tempfile.mkdtemp(prefix=SOCKETS_PREFIX))
        (folder / SOCKETS_NOTE).write_text(str(self.sockets), encoding="utf-8")
        events = threading.Event(), threading.Event()
        self._surroundings = Surroundings(
            folder, self.sockets, dict(environment), time_limit, on_cell, *events, threading.Lock(), nursery
        )

    def __enter__(self) -> "Kernels":
        return self

    def __exit__(self, *raised: object) -> None:
        self.stop()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def start(self, tasks: list[Task]) -> None:
        """Start kernels for the tasks; their cells wait for `proceed`."""
        for task in tasks:
            execution = Execution(self._surroundings, task, len(self._executions))
            self._executions.append(execution)
            self._futures.append(self._pool.submit(execution.run))

    def proceed(self) -> None:
        """Let the cells run: what they read is there now."""
        self._surroundings.may_proceed.set()

    def results(self) -> tuple[list[Executed], dict[str, str]]:
        """Wait for all notebooks; the first failure ends the others and is raised.

        Returns the notebooks that ran, in the order they were given, and for each that this corpus cannot be asked its reason.
        Raises NotApplicableError where that is all of them.
        """
        waiting = set(self._futures)
        inapplicable: dict[str, NotApplicableError] = {}
        while waiting:
            # A finite wait keeps signals coming on every platform.
            done, waiting = wait(waiting, timeout=1, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=self._futures.index):
                error = future.exception()
                if isinstance(error, NotApplicableError):
                    inapplicable[self._executions[self._futures.index(future)].task.name] = error
                elif error:
                    self.stop()
                    raise error
        self._end_stragglers()
        if len(inapplicable) == len(self._futures):
            raise next(iter(inapplicable.values()))
        left_out = {name: error.message for name, error in sorted(inapplicable.items())}
        return [future.result() for future in self._futures if not future.exception()], left_out

    def failed_notebook(self, name: str) -> dict[str, Any] | None:
        """The notebook of that name as far as it came, or None if it never started."""
        return next((item.notebook for item in self._executions if item.task.name == name and item.notebook), None)

    def stop(self) -> None:
        """Kill every kernel and let the threads end. To be called as often as one likes."""
        with self._surroundings.lock:
            self._surroundings.stopped.set()
            self._surroundings.may_proceed.set()
            for execution in self._executions:
                execution.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._end_stragglers()

    def _end_stragglers(self) -> None:
        """End what notebooks left running, so that nothing is written any more."""
        run, nursery = self._surroundings.environment.get(MARK), self._surroundings.nursery
        if run:
            end_all(run, [nursery.pid] if nursery else [])
