"""A process that has imported what notebooks import, and becomes their kernels: it forks, and each child is one.

Comes in, over a socket: requests, each with the command, environment and folder of a kernel and with two files for what it writes.
Goes out: that it is ready, the process of each kernel, and how each ended. It exists because eight kernels that import the same
packages cost ten processor seconds, and forks of one process that has imported them one.

It is started by its file alone, by `forked`, which speaks for the other end, and imports nothing of ours by name but what it warms. It
never has a second thread: a child would inherit what the others had locked. When its socket closes, be the run over or killed, it ends
its children with all that they started, and itself. While it imports, which takes its time on a busy machine, it does not look at the
socket; there Linux ends it with the thread that started it.
"""

import contextlib
import ctypes
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import select
import signal
import socket
import sys
import threading
import types
from pathlib import Path
from typing import Any

LAUNCHER = "ipykernel_launcher"  # the module that a kernel is started by where nothing is forked; sys.argv[0] is its file
KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "tornado.queues",
    "sqlite3",
)
# What most pages use, and what these import late. Not what looks for a shell while it is imported (pyplot, matplotlib_inline's backend,
# ipywidgets), nor what one page alone uses (scikit-learn).
PACKAGES = (
    "pandas",
    "pandas.io.formats.csvs",
    "pandas.io.formats.string",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pyarrow.compute",
    "pyarrow.dataset",
    "pyarrow.pandas_compat",
    "pyarrow.parquet",
    "scipy.sparse",
    "scipy.special",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "PIL.BmpImagePlugin",
    "PIL.GifImagePlugin",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.PpmImagePlugin",
)
OURS, SELDOM = "parallax_workbook", {"findings.about_themes"}  # what of ours imports what one page alone uses
MOST = 1 << 20  # bytes taken from the socket at once
AT_PARENTS_DEATH = 1  # PR_SET_PDEATHSIG of linux/prctl.h


def main() -> None:
    """Import, say so, and serve. Returns in the nursery when the socket has closed, and in each child when its kernel has."""
    control = socket.socket(fileno=int(sys.argv[1]))
    _end_with_parent(signal.SIGKILL)
    if os.getppid() != int(sys.argv[2]):
        return  # it is gone already
    if sys.path[0] and Path(sys.path[0]) == Path(__file__).parent:
        del sys.path[0]  # the kernels' path is not to lead to this file's neighbours
    os.environ["JPY_PARENT_PID"] = str(
        os.getpid()
    )  # ipykernel reads it while it is imported; a kernel ends when this process has
    os.environ["JE_ARROW_MALLOC_CONF"] = (
        "background_thread:false"  # pyarrow has an allocator that starts a thread, and is not used
    )
    _warm()
    if _threads() > 1:
        raise SystemExit("a package has started a thread: nothing can be forked")
    gc.collect()
    gc.freeze()  # what is there now is never looked through again, and so stays shared
    _end_with_parent(0)  # from here on the socket tells, and there are children to be ended too
    _tell(control, ready=os.getpid())
    if request := _serve(control):
        _be_a_kernel(request)


def _end_with_parent(number: int) -> None:
    """Have Linux send this process a signal once the thread that started it is gone; 0 for none."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(AT_PARENTS_DEATH, number)


def _warm() -> None:
    """Import what notebooks use; a package that is not installed is not missed here."""
    for name in KERNEL:
        importlib.import_module(name)
    sys.modules["debugpy"] = None  # ipykernel takes it for not installed then; nobody steps through a run
    importlib.import_module("ipykernel.debugger")
    del sys.modules["debugpy"]
    for name in PACKAGES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    try:
        ours = importlib.import_module(OURS)
    except ImportError:
        return
    for name in {*ours.NAMES, *ours.SPACES.values()} - SELDOM:
        importlib.import_module(f"{OURS}.{name}")
    # The template is compiled and fonts are found when they are first used; every page uses both.
    importlib.import_module(f"{OURS}.display.render").render({"kind": "note", "sentences": []})
    figures = importlib.import_module(f"{OURS}.show.charts.figures")
    table = sys.modules["pandas"].DataFrame({"source": ["a"], "n": [1]})
    figures.figure_record(figures.Figure(ours.chart.signed_bars(table, "source", "n", "articles", "more", "less"), "first"))
    sys.meta_path.insert(0, _Aside())


class _Aside(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Our modules, out of sight until a notebook imports one: only then do they change how its shell shows figures."""

    def __init__(self) -> None:
        names = [name for name in sys.modules if name.partition(".")[0] == OURS]
        self.modules = {name: sys.modules.pop(name) for name in names}
        self.spec = self.modules[OURS].__spec__

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self) if name == OURS and self in sys.meta_path else None

    def create_module(self, spec: object) -> types.ModuleType:
        return self.modules[OURS]

    def exec_module(self, module: types.ModuleType) -> None:
        sys.meta_path.remove(self)
        sys.modules.update(self.modules)
        module.__spec__ = self.spec
        importlib.import_module(f"{OURS}.show.shell").draw_bare_figures()


def _threads() -> int:
    """Threads of this process, those of libraries written in C too where the system tells."""
    with contextlib.suppress(OSError):
        return len(list(Path("/proc/self/task").iterdir()))
    return threading.active_count()


def _serve(control: socket.socket) -> dict[str, Any] | None:
    """Fork at each request. Returns the request in the child, and None in the nursery once the socket has closed."""
    woken, wakes = socket.socketpair()
    woken.setblocking(False)
    wakes.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)  # a handler is needed for the wakeup to come
    signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
    children: set[int] = set()
    while True:
        ready, _, _ = select.select([control, woken], [], [])
        if woken in ready:
            with contextlib.suppress(BlockingIOError):
                woken.recv(MOST)
            _reap(control, children)
        if control not in ready:
            continue
        request, files = _asked(control)
        if request is None:
            _end(children)
            return None
        says, told = os.pipe()
        pid = os.fork()
        if pid == 0:
            with contextlib.suppress(OSError):
                os.close(says)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for place in (control, woken, wakes):
                place.close()
            _settle(request, files, told)
            return request
        children.add(pid)
        for file in (told, *files):
            os.close(file)
        with os.fdopen(says, "rb") as settled:
            fault = settled.read().decode()
        _tell(control, **({"fault": fault} if fault else {"begun": pid}))


def _asked(control: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """The next request with its files; None where the other end is gone."""
    data, files = b"", []
    while not data.endswith(b"\n"):
        try:
            part, more, _, _ = socket.recv_fds(control, MOST, 2)
        except OSError:
            part, more = b"", []
        if not part:
            return None, files
        data, files = data + part, [*files, *more]
    return json.loads(data), files


def _settle(request: dict[str, Any], files: list[int], told: int) -> None:
    """In the child: a session, folder, environment and files of its own. What fails is told to the nursery, and ends the child."""
    try:
        os.setsid()
        os.chdir(request["folder"])
        for file, place in zip(files, (1, 2), strict=True):
            os.dup2(file, place)
            os.close(file)
        os.environ.clear()
        os.environ.update(request["environment"] | {"JPY_PARENT_PID": str(os.getppid())})
        if "numpy.random" in sys.modules:
            sys.modules["numpy.random"].seed()  # else all notebooks would draw the same; Python's own generator sees to itself
    except BaseException as error:
        os.write(told, f"{type(error).__name__}: {error}".encode())
        os._exit(1)
    os.close(told)


def _be_a_kernel(request: dict[str, Any]) -> None:
    """Run a kernel in this process to its end, as `python -m ipykernel_launcher` does."""
    launcher = importlib.util.find_spec(LAUNCHER)
    sys.argv[:] = [launcher.origin if launcher and launcher.origin else LAUNCHER, *request["arguments"]]
    sys.modules["ipykernel.kernelapp"].launch_new_instance()


def _reap(control: socket.socket, children: set[int]) -> None:
    """Tell how those children ended that have."""
    for pid in sorted(children):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            children.discard(pid)
            _tell(control, ended=pid, code=os.waitstatus_to_exitcode(status))


def _end(children: set[int]) -> None:
    """Kill the children with all that they started."""
    for pid in children:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    for pid in children:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _tell(control: socket.socket, **message: object) -> None:
    with contextlib.suppress(OSError):  # the other end is gone: the next look at the socket says so
        control.sendall(json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    main()
