"""Kernels that are forked: nothing of the parent or of one another, and no process left behind, however a run ends."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from small_notebooks import code, say, write

from analysis.report.execute import forked
from analysis.report.execute.execution import Task
from analysis.report.execute.forked import Nursery, can_fork
from analysis.report.execute.kernels import Kernels
from analysis.report.execute.surroundings import kernel_environment
from analysis.report.publish import shelf
from analysis.report.run import own_code

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(not can_fork({}), reason="nothing is forked on this system")


@pytest.fixture(scope="module")
def nursery(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nursery")
    with Nursery(kernel_environment(os.environ, own_code()), folder, folder / "log") as found:
        yield found
    assert (folder / "log").read_bytes() == b""


def execute(tmp_path, nursery, *notebooks, **more):
    """Run notebooks two at once. Returns for each what its last cell printed, read as JSON."""
    stage = tmp_path / ("forked" if nursery else "plain")
    stage.mkdir()
    environment = kernel_environment(os.environ, own_code() | {"IPYTHONDIR": str(stage / "ipython")} | more)
    with Kernels(stage, environment, jobs=2, time_limit=60, nursery=nursery) as kernels:
        kernels.start([Task(path, {}) for path in notebooks])
        kernels.proceed()
        done = kernels.results()[0]
    return [json.loads(item.notebook["cells"][-1]["outputs"][0]["text"]) for item in done]


def alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    return False


ABOUT = """
import json, os, random, signal, sys, warnings
import numpy as np
own = {"JPY_PARENT_PID", "IPYTHONDIR", "PYDEVD_USE_FRAME_EVAL"}  # the last is set by a debugger, which forks do without
print(json.dumps({
    "environment": {name: value for name, value in sorted(os.environ.items()) if name not in own},
    "folder": os.path.relpath(os.getcwd(), os.path.dirname(os.environ["IPYTHONDIR"])),
    "leads": [os.getpid() == os.getpgid(0) == os.getsid(0)],
    "arguments": [os.path.basename(item) for item in sys.argv if not item.endswith(".json")],
    "path": sys.path,
    "main": [sys.modules["__main__"].__name__, sys.flags.safe_path, os.read(0, 1).decode()],
    "hash": hash("a word"),
    "signals": [str(signal.getsignal(number)) for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGPIPE, signal.SIGHUP)],
    "mask": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ())),
    "wakes": signal.set_wakeup_fd(-1),
    "ours": [name for name in sys.modules if name.startswith("parallax")],
    "pyplot": [name for name in sys.modules if name in ("matplotlib.pyplot", "matplotlib_inline.backend_inline", "sklearn")],
    "finders": len(sys.meta_path),
}))
"""
OWN = "import json, os, random; import numpy as np; print(json.dumps([os.getpid(), random.random(), np.random.random()]))"


def test_a_fork_is_like_a_kernel_that_was_started_by_itself(tmp_path, nursery, monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", "canary")
    path = write(tmp_path / "n.ipynb", code(ABOUT))
    (plain,), (fork,) = (execute(tmp_path, way, path, PARALLAX_RUN="r") for way in (None, nursery))
    assert fork.pop("finders") == plain.pop("finders") + 1  # until our package is imported
    assert fork == plain
    assert plain["environment"]["PARALLAX_NOTEBOOK"] == "n" and "canary" not in str(fork) and plain["leads"] == [True]


def test_forks_share_no_chance_and_no_process(tmp_path, nursery):
    one, two = execute(tmp_path, nursery, *(write(tmp_path / f"{name}.ipynb", code(OWN)) for name in "ab"))
    assert all(first != second for first, second in zip(one, two, strict=True))


def test_no_file_of_the_nursery_stays_open_in_a_fork(tmp_path, nursery):
    """Nor a font that it drew with: two processes that read one open file would each move the other's place in it."""
    nursery.await_ready(threading.Event())
    held = {str(path.readlink()) for path in Path(f"/proc/{nursery._process.pid}/fd").iterdir()}
    look = "import json, os; print(json.dumps([os.path.realpath(f'/proc/self/fd/{name}') for name in os.listdir('/proc/self/fd')]))"
    (places,) = execute(tmp_path, nursery, write(tmp_path / "n.ipynb", code(look)))
    assert len(held) >= 5 and {place.split("/")[-1] for place in held} & {place.split("/")[-1] for place in places} == {"null"}


def test_threads_and_figures_work_in_a_fork(tmp_path, nursery):
    """Libraries that keep threads start them in the child; pyplot finds the shell; a figure of no pyplot is drawn once px is there."""
    source = """
import json
import matplotlib.figure
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
formatter = get_ipython().display_formatter.formatters["image/png"]
table = pa.table({"x": list(range(300_000)), "y": ["a", "b", "c"] * 100_000})
pq.write_table(table, "t.parquet", row_group_size=10_000)
counts = pq.read_table("t.parquet", use_threads=True).group_by("y", use_threads=True).aggregate([("x", "sum")])
before = ("matplotlib.figure", "Figure") in formatter.deferred_printers
import parallax_workbook as px
import parallax_workbook.view
after = ("matplotlib.figure", "Figure") in formatter.deferred_printers
import matplotlib.pyplot as plt
names = [px.__name__, px.view.__name__, px.__spec__.origin, plt.get_backend()]
print(json.dumps([pc.sum(counts["x_sum"]).as_py(), before, after, *names]))
"""
    path = write(tmp_path / "n.ipynb", code(source))
    forked, plain = execute(tmp_path, nursery, path), execute(tmp_path, None, path)
    assert forked == plain and forked[0][:3] == [sum(range(300_000)), False, True]


def test_how_a_fork_ended_is_known(tmp_path, nursery):
    nursery.await_ready(threading.Event())
    with (tmp_path / "log").open("wb") as log:

        def ended(arguments):
            process = nursery.fork(arguments, dict(os.environ), str(tmp_path), (log, log))
            return process, process.poll()

        process, code_so_far = ended(["--no-such-option"])
        assert code_so_far is None and process.wait() == process.poll() != 0
        for number in (signal.SIGTERM, signal.SIGKILL):
            process, _ = ended(["-f", str(tmp_path / "no.json")])
            process.send_signal(number)
            assert process.wait() == -number and not alive(process.pid)
            process.send_signal(number)
        assert nursery.fork(["-f", "x"], dict(os.environ), str(tmp_path / "nowhere"), (log, log)) is None


def test_a_nursery_that_dies_takes_its_kernels_along_and_later_ones_start_the_plain_way(tmp_path, capfd):
    with Nursery(kernel_environment(os.environ, {}), tmp_path, tmp_path / "log") as nursery:
        nursery.await_ready(threading.Event())
        with (tmp_path / "out").open("wb") as log:
            process = nursery.fork(["-f", str(tmp_path / "no.json")], dict(os.environ), str(tmp_path), (log, log))
        os.kill(nursery._process.pid, signal.SIGKILL)
        assert process.wait() == forked.LOST
        while alive(process.pid):
            time.sleep(0.05)
        assert execute(tmp_path, nursery, write(tmp_path / "n.ipynb", code("print(1)"))) == [1]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_nursery_that_never_gets_ready_is_gone_without(tmp_path, monkeypatch, program):
    (tmp_path / "nursery.py").write_text(program)
    monkeypatch.setattr(forked, "PROGRAM", tmp_path / "nursery.py")
    with Nursery(kernel_environment(os.environ, {}), tmp_path, tmp_path / "log") as nursery:
        assert execute(tmp_path, nursery, write(tmp_path / "n.ipynb", code("print(1)"))) == [1]


def test_a_run_that_stops_waits_for_no_imports(tmp_path, monkeypatch):
    (tmp_path / "nursery.py").write_text("import time; time.sleep(600)")
    monkeypatch.setattr(forked, "PROGRAM", tmp_path / "nursery.py")
    begun, stopped = time.monotonic(), threading.Event()
    with Nursery(kernel_environment(os.environ, {}), tmp_path, tmp_path / "log") as nursery:
        threading.Timer(0.2, stopped.set).start()
        nursery.await_ready(stopped)
    assert time.monotonic() - begun < 20 and nursery._process.returncode == -signal.SIGKILL


def test_who_forks(monkeypatch):
    assert not can_fork({"PARALLAX_FORK": "0"}) and can_fork({"PARALLAX_FORK": "1"})
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not can_fork({})


# Whole runs


def start(tmp_path, reports, *arguments, **surroundings):
    program = [sys.executable, "-m", "analysis", "run", *arguments, "--reports", str(reports), "--jobs", "2"]
    return subprocess.Popen(
        program, cwd=ROOT, env=os.environ | surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def below(pid: int) -> set[int]:
    """The processes that a process has started, and those that these have."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == pid:
                found |= {int(status.parent.name)} | below(int(status.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not tell whose child a process is")
@pytest.mark.parametrize("fork", ["0", "1"])
def test_nothing_is_left_of_a_run_that_is_killed(tmp_path, fork):
    """Kernels and daemons that they started are found by the files they write; a daemon of a kernel that was started by itself is
    ended by the next run."""
    source = """
import os, pathlib, subprocess, time
daemon = subprocess.Popen(["sleep", "600"], start_new_session=True)
pathlib.Path({0!r}, f"daemon-{{daemon.pid}}").touch()
if os.fork() == 0:  # as one is made that starts no program
    os.setsid()
    pathlib.Path({0!r}, f"daemon-{{os.getpid()}}").touch()
    time.sleep(600)
pathlib.Path({0!r}, f"kernel-{{os.getpid()}}").touch()
time.sleep(600)
"""
    pids = tmp_path / "pids"
    pids.mkdir()
    for name in ("01_a", "02_b"):
        write(tmp_path / "notebooks" / f"{name}.ipynb", code(source.format(str(pids))))
    run = start(tmp_path, tmp_path / "reports", "--notebooks", str(tmp_path / "notebooks"), PARALLAX_FORK=fork)
    with run:
        while len(list(pids.iterdir())) < 6:
            assert run.poll() is None, run.communicate()
            time.sleep(0.05)
        started = below(run.pid)
        kernels, daemons = ({int(path.name[7:]) for path in pids.glob(f"{kind}-*")} for kind in ("kernel", "daemon"))
        assert kernels | daemons < started if fork == "1" else kernels | daemons == started
        run.kill()
    wait_for_the_end_of(started if fork == "1" else kernels)
    if fork == "0":
        assert all(alive(pid) for pid in daemons)
        with shelf.locked(tmp_path / "reports"):
            shelf.clear_staging(tmp_path / "reports")
        wait_for_the_end_of(daemons)


def wait_for_the_end_of(pids):
    limit = time.monotonic() + 20
    while left := {pid for pid in pids if alive(pid)}:
        assert time.monotonic() < limit, left
        time.sleep(0.05)


def test_a_run_forks_where_it_gains_by_it(tmp_path, monkeypatch):
    for name in ("01_a", "02_b"):
        write(tmp_path / "notebooks" / f"{name}.ipynb", say("It is."), code("import sys; print('scipy' in sys.modules)"))
    run = start(tmp_path, tmp_path / "reports", "--notebooks", str(tmp_path / "notebooks"))
    assert run.wait() == 0, run.communicate()
    for path in (tmp_path / "reports" / "current" / "notebooks").glob("*.ipynb"):
        assert "True" in "".join(json.loads(path.read_text())["cells"][-1]["outputs"][0]["text"])
