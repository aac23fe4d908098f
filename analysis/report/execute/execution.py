"""One notebook is executed in a kernel of its own, by papermill.

Comes in: a notebook with the values to inject, and the surroundings of its run. Goes out: the notebook, if it ran to its end, or why
it did not. It exists because papermill by itself takes the first kernel registered under a name, hands it all of this process's
environment, talks to it over open ports, waits for it without end, and calls things done that were not.

This is the only module that imports papermill.
"""

import contextlib
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import CellError, KernelDiedError, ParallaxError, StorageError, TimeLimitError
from ...storage import write_bytes
from .executed import INJECTED, Executed, disk_fault, failure, stripped
from .forked import Nursery
from .surroundings import Stopped, Surroundings

# jsonschema, which checks notebooks, compiles a grammar for internationalised addresses when that package is there, as it is with
# JupyterLab. That takes more than a second, and no notebook's schema asks for such an address.
_ABSENT = [] if "rfc3987_syntax" in sys.modules else ["rfc3987_syntax"]
sys.modules.update(dict.fromkeys(_ABSENT))
try:
    from jupyter_client import AsyncKernelClient, AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.session import Session
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine, papermill_engines
    from papermill.execute import execute_notebook
    from papermill.iorw import load_notebook_node

    from .provisioner import ForkProvisioner, metadata_of
finally:
    for _name in _ABSENT:
        del sys.modules[_name]

LONGEST_SOCKET = 100  # bytes of a Unix socket's path; the kernel of the operating system allows 104 to 108
MOST_OUTPUT = 200_000_000  # characters of output after which a notebook is taken to run away
PROBE, LOG_SHOWN = 65_536, 1_000  # bytes that a disk must have room for; characters of a log in which the last error stands
GRACE = 2.0  # seconds between the interrupt and the kill


class Task(NamedTuple):
    """A notebook to execute: its file, and the values to inject."""

    path: Path
    parameters: dict[str, Any]

    @property
    def name(self) -> str:
        return self.path.stem


def hush() -> None:
    """Keep papermill and Jupyter from writing to the terminal: what goes wrong there is told in one line, in our own words."""
    for name in ("papermill", "papermill.translators", "papermill.utils", "traitlets"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class Execution:
    """One notebook on its way through papermill: what is known of its kernel, and why it was ended.

    surroundings : what it needs to know of the run it belongs to
    number       : its place in that run
    """

    def __init__(self, surroundings: Surroundings, task: Task, number: int):
        self.surroundings, self.task, self.number = surroundings, task, number
        self.notebook: Any = None
        self.group: int | None = None
        self.manager: Any = None
        self.reason: ParallaxError | None = None
        self.answered, self.cell, self.received, self.begun = 0, 0, 0, 0.0
        self.over = threading.Event()

    def run(self) -> Executed:
        """Execute it. Raises ParallaxError if it did not run to its end."""
        raised: BaseException | None = None
        try:
            execute_notebook(
                load_notebook_node(str(self.task.path)),
                None,
                parameters=self.task.parameters or None,
                engine_name=ENGINE,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                execution=self,
            )
        except Exception as error:
            raised = error
        finally:
            self.over.set()
            self.kill()
        if self.reason:
            raise self.reason
        if self.notebook is not None:
            notebook, stderr = stripped(self.notebook)
            ended_early = _died(raised) or isinstance(raised, OSError)
            if error := failure(self.task.name, notebook, self.answered, raised) if not ended_early else None:
                raise error from raised
        if raised:
            raise self._death(raised) from raised
        return Executed(self.task.name, notebook, self.task.parameters, time.monotonic() - self.begun, stderr)

    def _death(self, raised: BaseException) -> ParallaxError:
        file = self.task.path.name
        if isinstance(raised, Stopped) or self.surroundings.stopped.is_set():
            return KernelDiedError("was stopped with the run", file=file)
        if isinstance(raised, OSError):
            return StorageError(f"cannot write ({raised.strerror})", file=file, remedy="Free space in the reports folder")
        if not _died(raised):
            return CellError(f"{type(raised).__name__}: {raised}", file=file)
        where = f"cell [{self.cell}]: " if self.cell else ""
        if fault := self._disk_fault():
            return StorageError(f"{where}the kernel ended, and {fault}", file=file, remedy="Free space in the reports folder")
        return KernelDiedError(
            f"{where}the kernel died{_how(self.manager)}", file=file, remedy="Often memory ran out; see the kernel's log"
        )

    def _disk_fault(self) -> str:
        """What is wrong with the disk, where a kernel's log ends with that, or nothing can be written now; "" where all is well."""
        log = self.surroundings.log(self.task.name)
        try:
            write_bytes(log.with_suffix(".probe"), b" " * PROBE)
            return disk_fault(log.read_text(encoding="utf-8", errors="replace")[-LOG_SHOWN:])
        except (StorageError, OSError) as error:
            return getattr(error, "message", str(error))

    def end(self, reason: ParallaxError) -> None:
        """Interrupt the kernel, kill it if that does not help, and remember why."""
        self.reason = reason
        self._signal(signal.SIGINT)
        if not self.over.wait(GRACE):
            self.kill()

    def kill(self) -> None:
        """End the kernel and all that it started, if there is one."""
        self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))

    def _signal(self, number: int) -> None:
        if self.group is None:
            return
        with contextlib.suppress(OSError):  # it is gone, for which Windows has another error
            if hasattr(os, "killpg"):
                os.killpg(self.group, number)
            else:
                os.kill(self.group, number)


def _died(raised: BaseException | None) -> bool:
    """Whether papermill ended for another reason than a cell: it has no common class for a kernel that is gone."""
    return raised is not None and (type(raised).__name__ == "DeadKernelError" or isinstance(raised, (RuntimeError, Stopped)))


def _how(manager: Any) -> str:
    process = getattr(getattr(manager, "provisioner", None), "process", None)
    code = process.poll() if process else None
    if code is None:
        return ""
    with contextlib.suppress(ValueError):
        return f" ({signal.Signals(-code).name})" if code < 0 else f" (exit status {code})"
    return f" (signal {-code})"


class _ThisKernel(KernelSpecManager):
    """The kernel of the Python that runs this, whatever kernels have been registered under the same name."""

    nursery: Nursery | None = None  # what it is forked from

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python", metadata=metadata_of(self.nursery))


class _Client(PapermillNotebookClient):
    """papermill's client, with the kernel and its environment decided here."""

    execution: Execution  # set before anything is executed

    def create_kernel_manager(self) -> AsyncKernelManager:
        run = self.execution
        file = run.surroundings.sockets / f"{run.number}.json"
        # Unix sockets in a folder nobody else may enter: no port that others on this machine could talk to, and no warning about it.
        fits = os.name == "posix" and len(os.fsencode(file)) + len("-ipc-5") < LONGEST_SOCKET
        kernel = _ThisKernel()
        kernel.nursery = run.surroundings.nursery
        self.km = run.manager = AsyncKernelManager(
            kernel_name="python3",
            kernel_spec_manager=kernel,
            transport="ipc" if fits else "tcp",
            connection_file=str(file),
        )
        return self.km

    def start_new_kernel(self, **kwargs: Any) -> None:
        run = self.execution
        work = run.surroundings.folder / "work" / run.task.name
        work.mkdir(parents=True, exist_ok=True)
        environment = run.surroundings.environment | {"PARALLAX_NOTEBOOK": run.task.name}
        self.extra_arguments = ["--IPKernelApp.log_level=ERROR"]
        if run.surroundings.nursery:
            run.surroundings.nursery.await_ready(run.surroundings.stopped)
        with run.surroundings.starting(), run.surroundings.log(run.task.name).open("wb") as log:
            super().start_new_kernel(env=environment, cwd=str(work), stdout=log, stderr=log)
            run.group = self.km.provisioner.pid  # the kernel leads a session, and so a process group, of its own

    def papermill_execute_cells(self) -> None:
        run = self.execution
        run.surroundings.may_proceed.wait()
        if run.surroundings.stopped.is_set():
            raise Stopped
        run.begun = time.monotonic()
        limit = run.surroundings.time_limit
        late = TimeLimitError(
            f"took longer than {limit:g} seconds", file=run.task.path.name, remedy="Allow more by --time-limit, or select less"
        )
        watch = threading.Timer(limit, run.end, [late])
        watch.daemon = True
        watch.start()
        try:
            super().papermill_execute_cells()
        finally:
            watch.cancel()

    def process_message(self, msg: dict[str, Any], *arg: Any, **kwargs: Any) -> Any:
        run, content = self.execution, msg["content"]
        run.received += len(content.get("text") or "") + sum(len(str(value)) for value in (content.get("data") or {}).values())
        if run.received > MOST_OUTPUT and run.reason is None:
            run.reason = CellError(f"cell [{run.cell}]: writes output without end", file=run.task.path.name)
            run.kill()
        return super().process_message(msg, *arg, **kwargs)


class _Engine(NBClientEngine):
    """papermill's engine, told which execution it works for."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, execution: Execution, **kwargs: Any) -> None:
        def begins(cell: Any, cell_index: int) -> None:
            execution.cell += INJECTED not in cell.metadata.get("tags", [])

        def answers(cell: Any, cell_index: int, execute_reply: dict[str, Any]) -> None:
            execution.answered += execute_reply["content"]["status"] == "ok"
            execution.surroundings.on_cell(execution.task.name)

        execution.notebook = nb_man.nb
        client = _Client(
            nb_man,
            kernel_name=kernel_name,
            log=logging.getLogger("papermill"),
            shutdown_kernel="immediate",  # what it had to write is written; waiting for its goodbye costs a second a notebook
            force_raise_errors=True,
            iopub_timeout=60,
            startup_timeout=60,
            on_cell_execute=begins,
            on_cell_executed=answers,
        )
        client.execution = execution
        client.execute()


ENGINE = "parallax"
papermill_engines.register(ENGINE, _Engine)

# traitlets looks up a class that is named by a text when the first object that needs it is made, and fails where two threads do so at
# once, as notebooks that start side by side do. So all are looked up here.
for _owner in (_Client, _ThisKernel, AsyncKernelManager, AsyncKernelClient, Session, ForkProvisioner):
    for _trait in _owner.class_traits().values():
        if isinstance(getattr(_trait, "klass", None), str):
            _trait._resolve_classes()
