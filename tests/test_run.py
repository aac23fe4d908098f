"""Execution: each notebook in a kernel of its own, with nothing of the surroundings; what failed in any way is never taken for done."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from small_notebooks import code, markdown, write

from analysis.errors import CellError, KernelDiedError, StorageError, TimeLimitError
from analysis.report.execute.executed import failure, stripped
from analysis.report.execute.execution import Task
from analysis.report.execute.forked import Nursery, can_fork
from analysis.report.execute.kernels import Kernels
from analysis.report.execute.surroundings import kernel_environment

FORKS = pytest.param("forked", marks=pytest.mark.skipif(not can_fork({}), reason="nothing is forked on this system"))


@pytest.fixture(scope="module", autouse=True, params=["plain", FORKS])
def nursery(request, tmp_path_factory):
    """What kernels are forked from, and None: all that holds of kernels holds in both ways."""
    if request.param == "plain":
        execute.nursery = None
        yield None
        return
    folder = tmp_path_factory.mktemp("nursery")
    with Nursery(kernel_environment(os.environ, {}), folder, folder / "log") as execute.nursery:
        yield execute.nursery
    assert (folder / "log").read_bytes() == b""


def execute(tmp_path, *notebooks, jobs=2, time_limit=60, **parameters):
    stage = tmp_path / "stage"
    stage.mkdir()
    environment = kernel_environment(os.environ, {"IPYTHONDIR": str(stage / "ipython"), "PARALLAX_RUN": str(stage / "run")})
    with Kernels(stage, environment, jobs=jobs, time_limit=time_limit, nursery=execute.nursery) as kernels:
        kernels.start([Task(path, parameters) for path in notebooks])
        kernels.proceed()
        return kernels.results()[0]


def output(executed, cell=-1):
    return "".join(item["text"] for item in executed.notebook["cells"][cell]["outputs"] if item["output_type"] == "stream")


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "\nState:\tZ" not in status.read_text()


def test_notebooks_run_side_by_side_each_in_its_own_surroundings(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("SOME_TOKEN", "canary")
    monkeypatch.setenv("LC_TIME", "C")
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
    look = "import os, sys; print(os.environ['PARALLAX_NOTEBOOK'], os.listdir(), os.environ.get('SOME_TOKEN'), sys.executable)"
    more = "print(repr(focus), repr(top_n), os.environ['LC_TIME'], os.getpid()); print('aside', file=sys.stderr)"
    one, two = (write(tmp_path / f"{name}.ipynb", code(look), code(more)) for name in ("01_one", "02_two"))
    text = "a 'b' \"c\"\n{d} $e \\n"
    results = execute(tmp_path, one, two, focus=text, top_n=7)
    assert [item.name for item in results] == ["01_one", "02_two"]
    for item in results:
        assert output(item, -2).split() == [item.name, "[]", "None", sys.executable]
        assert output(item).startswith(f"{text!r} 7 C ")
        assert item.stderr == "aside\n" and "aside\n" not in output(item)
        assert not alive(int(output(item).split()[-1]))
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""
    assert not (tmp_path / "nowhere").exists()
    assert {path.read_bytes() for path in (tmp_path / "stage").glob("*.log")} == {b""}


FAILS = "class Shown:\n    def _ipython_display_(self): raise {}\n\n"


@pytest.mark.parametrize(
    ("cell", "error", "message"),
    [
        (code("1 / 0"), CellError, r"n\.ipynb: cell \[2\]: ZeroDivisionError: division by zero"),
        (code("raise ValueError('a\\n\\x1b[31mb')", "raises-exception"), CellError, r"cell \[2\]: ValueError: a b$"),
        (code("import sys; sys.exit(0)"), CellError, r"cell \[2\]: SystemExit: 0"),
        (code(FAILS.format("ValueError('no figure')") + "Shown()"), CellError, r"cell \[2\]: ValueError: no figure"),
        (code(FAILS.format("ValueError('no figure')") + "display(Shown())"), CellError, r"cell \[2\]: ValueError: no figure"),
        (code("x = )"), CellError, r"cell \[2\]: SyntaxError"),
        (code("import os; os._exit(0)"), KernelDiedError, r"cell \[2\]: the kernel died"),
        (code("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), KernelDiedError, r"cell \[2\]: the kernel died"),
        (code("from analysis.errors import *; raise SchemaError('no row', remedy='Look')"), CellError, r"cell \[2\]: no row\. Look$"),
        (code("from analysis.errors import *; raise StorageError('full')"), StorageError, r"cell \[2\]: full$"),
        (code("import os; open('/dev/full', 'w').write('x' * 9_999)"), StorageError, r"cell \[2\]: OSError: \[Errno 28\] No space"),
        (code("open('/dev/nowhere/x', 'w')"), CellError, r"cell \[2\]: FileNotFoundError"),
        (code("import os, time; os.write(2, b'OSError: [Errno 5] Input/output error: x'); time.sleep(2); os._exit(1)"), StorageError,
         r"cell \[2\]: the kernel ended, and cannot write \(Input/output error\)\. Free space"),
        (code("1", "skip-execution"), CellError, r"cell \[2\]: never ran"),
    ],
)  # fmt: skip
def test_a_notebook_that_failed_is_never_taken_for_done(tmp_path, monkeypatch, cell, error, message):
    path = write(tmp_path / "n.ipynb", cell, code("print('after')"))
    monkeypatch.setattr("analysis.report.execute.surroundings.PASSED_ON", ("PATH", "PYTHONPATH"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    with pytest.raises(error, match=message) as caught:
        execute(tmp_path, path, focus="x")
    assert caught.type is error and caught.value.file == "n.ipynb"


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    ],
)
def test_a_notebook_that_takes_too_long_is_ended(tmp_path, source):
    begun = time.monotonic()
    with pytest.raises(TimeLimitError, match=r"n\.ipynb: took longer than 1 seconds"):
        execute(tmp_path, write(tmp_path / "n.ipynb", code(source)), time_limit=1)
    assert time.monotonic() - begun < 20


def test_the_first_failure_ends_the_others_with_all_their_children(tmp_path):
    pids = tmp_path / "pids"
    source = f"import os, subprocess, time; p = subprocess.Popen(['sleep', '600']); open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{p.pid}}'); time.sleep(600)"  # noqa: E501
    wait_then_fail = f"import os, time\nwhile not os.path.exists({str(pids)!r}): time.sleep(.1)\ntime.sleep(.5); 1 / 0"
    long, short = write(tmp_path / "a.ipynb", code(source)), write(tmp_path / "b.ipynb", code(wait_then_fail))
    with pytest.raises(CellError, match=r"b\.ipynb"):
        execute(tmp_path, long, short)
    assert not any(alive(int(pid)) for pid in pids.read_text().split())


def test_leaving_early_ends_kernels_that_still_wait(tmp_path, nursery):
    path = write(tmp_path / "n.ipynb", code("1"))
    (tmp_path / "stage").mkdir()
    before = threading.active_count()
    environment = kernel_environment(os.environ, {})
    with Kernels(tmp_path / "stage", environment, jobs=1, time_limit=9, nursery=nursery) as kernels:
        kernels.start([Task(path, {}), Task(path, {})])
        while not (group := kernels._executions[0].group):
            time.sleep(0.05)
        assert alive(group)
    assert not alive(group) and not kernels.sockets.exists() and threading.active_count() <= before


def test_a_registered_kernel_of_the_same_name_is_not_taken(tmp_path, monkeypatch):
    other = tmp_path / "jupyter" / "kernels" / "python3"
    other.mkdir(parents=True)
    (other / "kernel.json").write_text('{"argv": ["/bin/false"], "display_name": "x", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    assert output(execute(tmp_path, write(tmp_path / "n.ipynb", code("print(1)")))[0]) == "1\n"


def test_output_without_end_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.report.execute.execution.MOST_OUTPUT", 1_000_000)
    path = write(tmp_path / "n.ipynb", code("while True: print('x' * 10_000)"))
    with pytest.raises(CellError, match=r"cell \[2\]: writes output without end"):
        execute(tmp_path, path)


def ran(*cells):
    done = [code("1") | {"execution_count": 1}, *cells]
    return {"cells": done, "metadata": {}}


def test_what_ended_a_notebook_is_told_where_no_cell_says_it():
    found = failure("n", ran(code("2")), 1, ValueError("no answer"))
    assert found.message == "cell [2]: never ran (ValueError: no answer)"


def test_no_class_is_looked_up_by_two_threads_at_once():
    """Kernels that start side by side would fail there, once in hundreds of runs."""
    from jupyter_client import AsyncKernelClient, AsyncKernelManager
    from jupyter_client.session import Session

    from analysis.report.execute.provisioner import ForkProvisioner

    for owner in (AsyncKernelManager, AsyncKernelClient, Session, ForkProvisioner):
        named = [name for name, trait in owner.class_traits().items() if isinstance(getattr(trait, "klass", None), str)]
        assert named == [], owner


def test_a_place_for_sockets_is_noted_before_it_is_there(tmp_path, monkeypatch):
    """A run that is killed, or whose disk is full, at any moment leaves no such folder that the next one does not know."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(OSError):
        Kernels(tmp_path / "nowhere", {}, jobs=1, time_limit=9)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("cells", "answered", "message"),
    [
        ([], 1, None),
        ([markdown(""), code("  ")], 1, None),
        ([code("2")], 1, "cell [2]: never ran"),
        ([code("2") | {"execution_count": 2}], 1, "only 1 of 2 cells ran to their end"),
        ([code("x = 1", "injected-parameters") | {"execution_count": 2}, code("3")], 2, "cell [2]: never ran"),
    ],
)
def test_completeness_rests_on_counts_and_answers(cells, answered, message):
    found = failure("n", ran(*cells), answered)
    assert (found and found.message) == message


def test_what_is_published_of_a_notebook_tells_nothing_of_the_run():
    cell = code("1", "finding") | {"execution_count": 1, "id": "9f3a"}
    cell["metadata"]["papermill"] = {"start_time": "now"}
    cell["outputs"] = [{"output_type": "stream", "name": "stderr", "text": "/home/x: warning\n"}]
    notebook = {"cells": [cell], "metadata": {"papermill": {"input_path": "/home/x"}, "language_info": {"version": "3.12"}}}
    clean, stderr = stripped(notebook)
    assert stderr == "/home/x: warning\n"
    assert clean["cells"][0] == code("1", "finding") | {"execution_count": 1, "id": "cell-1"}
    assert "/home" not in str(clean) and "papermill" not in str(clean)


def test_signal_numbers_are_named(tmp_path):
    path = write(tmp_path / "n.ipynb", code(f"import os; os.kill(os.getpid(), {int(signal.SIGSEGV)})"))
    with pytest.raises(KernelDiedError, match="SIGSEGV"):
        execute(tmp_path, path)


def test_a_run_whose_start_fails_ends_its_kernels_and_says_why(tmp_path):
    """In a process of its own, since what is broken here is an import, and a run that waits for ever has to be given up."""
    path = write(tmp_path / "01_n.ipynb", code("print(1)"))
    program = f"""
import sys
from pathlib import Path
sys.modules["analysis.report.publish.pages"] = None
from analysis.report import run as session
place = Path({str(tmp_path)!r})
wanted = session.Wanted(place, place / "reports", [(Path({str(path)!r}), {{}})], 1, 60)
session.produce(wanted, lambda snapshot: {{}}, lambda name: None)
"""
    surroundings = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", program], env=surroundings, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "analysis.report.publish.pages" in done.stderr.splitlines()[-1]
    assert not [stage for stage in (tmp_path / "reports").glob(".staging/*") if stage.is_dir()]
