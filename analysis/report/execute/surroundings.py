"""What an execution knows of the run it belongs to: where it may write, what its kernel may see, when it may begin, when all is over.

A run makes one of these and hands it to each of its executions, so that they need not know the run, and the run alone knows them.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from .forked import Nursery

PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LANGUAGE",
    "TZ",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SOURCE_DATE_EPOCH",
    "PARALLAX_CACHE",
    "XDG_CACHE_HOME",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
)
PASSED_ON += ("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "WINDIR", "LD_LIBRARY_PATH")
# Kernels run side by side, and matrices here are small: threads of the linear algebra would wait for one another, at the cost of half
# of the themes' time, and the last digits would depend on the number of cores.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")
BACKEND = "module://matplotlib_inline.backend_inline"  # as in JupyterLab; loaded when pyplot is, and by no kernel without it


def kernel_environment(surroundings: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Variables a kernel sees: an allow-list of this process's, and `more`. Secrets in the surroundings stay there.

    >>> kernel_environment({"PATH": "/bin", "LC_ALL": "C", "TOKEN": "x"}, {"PARALLAX_RUN": "r"})["PARALLAX_RUN"]
    'r'
    """
    kept = {name: value for name, value in surroundings.items() if name in PASSED_ON or name.startswith("LC_")}
    return kept | ONE_THREAD | {"PYTHONHASHSEED": "0", "MPLBACKEND": BACKEND} | dict(more)


class Stopped(Exception):
    """The run ended while this notebook was on its way."""


class Surroundings(NamedTuple):
    """The surroundings of all executions of a run.

    folder      : takes the kernels' working directories and logs
    sockets     : takes what kernels are spoken to through; a short path on a file system of this machine
    environment : the variables that each kernel gets, beside PARALLAX_NOTEBOOK
    time_limit  : seconds a notebook may take from its first cell on
    on_cell     : called with the notebook's name after each cell that ran
    may_proceed : set when cells may run: what they read is there
    stopped     : set when the run is over
    lock        : held while a kernel's process comes to be, and while all are ended
    nursery     : what kernels are forked from, if they are
    """

    folder: Path
    sockets: Path
    environment: dict[str, str]
    time_limit: float
    on_cell: Callable[[str], None]
    may_proceed: threading.Event
    stopped: threading.Event
    lock: threading.Lock
    nursery: Nursery | None = None

    def log(self, name: str) -> Path:
        """Where the kernel of a notebook writes what it does not send."""
        return self.folder / f"{name}.log"

    @contextlib.contextmanager
    def starting(self) -> Iterator[None]:
        """Hold this while a kernel's process comes to be, so that the end of the run misses none."""
        with self.lock:
            if self.stopped.is_set():
                raise Stopped
            yield
