"""orphaned.py and html.py: the worker that reads web pages ends with the process that started it, and sees nothing of its secrets."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from listening import listen

from analysis.text.reading import orphaned, parser_process
from analysis.text.reading.html import Pages

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")
ROOT = Path(__file__).resolve().parent.parent
# A worker that has a page, or works on in C and lets no thread of its own look: re, on a pattern that doubles with each letter.
STARTER = """
import sys, threading, time
sys.path.insert(0, sys.argv[1])
from analysis.text.reading import html
if sys.argv[3] == "busy":
    html.html_worker.__file__ = sys.argv[4]
pages = html.Pages()
start = lambda: (pages._start(), print(pages.process.pid, flush=True), time.sleep(60))
if sys.argv[2] == "main":
    start()
else:
    threading.Thread(target=start).start()
"""
LOOPS = {"busy": "while True: pass", "in C": "import re; re.match('(a+)+$', 'a' * 60 + 'b')"}


def alive(pid):
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "\nState:\tZ" not in status.read_text()


def ended(pid, seconds=10):
    late = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < late:
        time.sleep(0.05)
    return not alive(pid)


@pytest.mark.parametrize(("thread", "work"), [("main", "idle"), ("main", "busy"), ("main", "in C"), ("another", "busy")])
def test_a_worker_ends_with_the_process_that_started_it(tmp_path, thread, work):
    loop = tmp_path / "loop.py"
    loop.write_text(LOOPS.get(work, ""))
    arguments = [str(ROOT), thread, "idle" if work == "idle" else "busy", str(loop)]
    with subprocess.Popen([sys.executable, "-c", STARTER, *arguments], stdout=subprocess.PIPE, text=True) as starter:
        worker = int(starter.stdout.readline())
        time.sleep(0.3)
        assert alive(worker)
        starter.send_signal(signal.SIGKILL)
        starter.wait()
        assert ended(worker)


def test_a_worker_whose_parent_was_gone_before_it_looked_ends():
    code = f"import runpy; runpy.run_path({orphaned.__file__!r})['end_with'](1 << 30, False); import time; time.sleep(60)"
    assert subprocess.run([sys.executable, "-c", code], timeout=10).returncode == 1


def test_a_worker_outlives_the_thread_that_started_it():
    code = STARTER.split("start =")[0] + (
        "thread = threading.Thread(target=pages._start); thread.start(); thread.join(); time.sleep(1.2)\n"
        "print(pages.process.poll()); pages.close()"
    )
    done = subprocess.run([sys.executable, "-c", code, str(ROOT), "", ""], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "None", done.stderr


def test_a_worker_sees_what_an_interpreter_needs_and_no_more(monkeypatch):
    for name in ("SOME_TOKEN", "AWS_SECRET_ACCESS_KEY", "HOME_TOKEN", "XPATH"):
        monkeypatch.setenv(name, "canary")
    monkeypatch.setenv("LC_TIME", "C")
    pages = Pages()
    try:
        assert pages.article("<html><body><article><p>" + "The mayor closed the old bridge on Monday. " * 9)["text"]
        seen = Path(f"/proc/{pages.process.pid}/environ").read_bytes().decode()
    finally:
        pages.close()
    assert "canary" not in seen
    names = {pair.partition("=")[0] for pair in seen.split("\0") if pair}
    assert {"PATH", "LC_TIME", "PYTHONHASHSEED"} <= names
    assert (
        all(parser_process.PASSED_ON.fullmatch(name) or name.startswith("PYTHON") for name in names)
        and os.environ["SOME_TOKEN"]
    )


# What a process does that comes to import a module: it says so, and stays there. Before, it is sent what Ctrl-C sends to all.
STUCK = """
import os, signal, sys, time

class Stuck:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["STUCK_AT"]:
            print(os.getpid(), flush=True)
            time.sleep(600)

if os.environ["STUCK_IN"] in " ".join(sys.orig_argv):
    sys.meta_path.insert(0, Stuck())
    if os.environ["STUCK_IN"] == "spawn_main":
        os.kill(os.getpid(), signal.SIGINT)
"""
STARTS = {
    "a reader": (
        "spawn_main",
        "analysis.text.parts.packs",
        "from analysis.text.parts.workers import Processes\nProcesses(2).begin(os.getpid)\ntime.sleep(60)",
    ),
    "what kernels are forked from": (
        "nursery.py",
        "sqlite3",
        "from pathlib import Path\nfrom analysis.report.execute.forked import Nursery\n"
        "nursery = Nursery(os.environ, Path(), Path('log'))\n"
        "while not (said := Path('log').read_text()).endswith('\\n'): time.sleep(.05)\nprint(said, flush=True)\ntime.sleep(60)",
    ),
}


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone ends a process that does not look")
@pytest.mark.parametrize("what", STARTS)
def test_what_still_imports_ends_with_the_process_that_started_it(tmp_path, what):
    program, module, code = STARTS[what]
    (tmp_path / "sitecustomize.py").write_text(STUCK)
    surroundings = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}", "STUCK_AT": module, "STUCK_IN": program}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-c", f"import os, time\n{code}"]
    with subprocess.Popen(command, preexec_fn=listen, cwd=tmp_path, env=surroundings, text=True, **pipes) as starter:
        stuck = int(starter.stdout.readline())
        assert alive(stuck)
        starter.kill()
        starter.wait()
        assert ended(stuck)
        assert "Traceback" not in starter.stderr.read()  # Python itself may tell of semaphores that the killed one left
