"""start.py and ending.py: wherever a signal comes, from the first line of ours to Python's own end, nothing but ours is printed.

No moment is left to luck: signals are sent by the import of each module, by each line of what listens for them, and by what Python
calls where it cannot pass an exception on, or while it ends.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from listening import listen

HERE = Path(__file__).parents[1]
# Sends a signal when so many modules were imported since the first of ours, or while Python ends.
AT_IMPORTS = """
import atexit, os, sys

number, moment = int(os.environ["SIGNAL"]), os.environ["MOMENT"]

class Count:
    left = None

    def find_spec(self, name, path=None, target=None):
        if name.endswith(".start"):  # what it begins with is done once the next module is asked for
            self.left = int(moment) if moment.isdigit() else None
        elif self.left is not None:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), number)

class Last:
    def __del__(self, kill=os.kill, me=os.getpid(), number=number):
        kill(me, number)

sys.meta_path.insert(0, Count())
if moment == "at exit":
    atexit.register(lambda: os.kill(os.getpid(), number))
if moment == "at the very end":
    sys.last_of_all = Last()
"""
# Sends it at each line of these files in turn, in a fork that then ends as a program does; prints how each ended.
AT_LINES = """
import os, signal, sys
sys.argv = ["parallax", "list", "--reports", sys.argv[2]]
from analysis import start
from analysis.__main__ import command, main
from analysis.report import ending

FILES = tuple(os.path.join("analysis", *name) for name in (["start.py"], ["__main__.py"], ["report", "ending.py"]))
number = getattr(signal, os.environ["SIGNAL"])
ending.PATIENCE = 2.0
command(sys.argv[1:])  # imports what it needs

def trace(frame, event, given):
    global left
    if not frame.f_code.co_filename.endswith(FILES):
        return None
    if event == "line":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), number)
    return trace

for moment in range(1, 10_000, int(os.environ["EACH"])):
    pid = os.fork()
    if not pid:
        left = moment
        start.quietly()
        sys.settrace(trace)
        try:
            main()
        finally:
            sys.settrace(None)
            if left > 0:
                os._exit(0)  # it has fewer lines
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(code, flush=True)
    if code == 0:
        break
"""
# Raises it where Python cannot pass an exception on.
UNHEARD = {
    "at a fork": "os.register_at_fork(after_in_parent=send); pid = os.fork()\n    if not pid: os._exit(0)\n    os.waitpid(pid, 0)",
    "when an object goes": "Gone = type('Gone', (), {'__del__': lambda self: send()}); Gone()",
    "when a reference goes": "a = type('Gone', (), {})(); r = weakref.ref(a, lambda r: send()); del a",
}
STOPPED = """
import os, signal, sys, time, weakref
from analysis.report import ending
send = lambda: signal.raise_signal(signal.SIGHUP)
try:
  with ending.signals():
    {}
    time.sleep(20)
except ending.Stopped as stopped:
    print("stopped by", stopped.number)
"""
RUN = "run", "corpus", "--only", "00_corpus"


def ended(tmp_path, command, moment, name):
    (tmp_path / "sitecustomize.py").write_text(AT_IMPORTS)
    surroundings = os.environ | {"PYTHONPATH": f"{HERE}{os.pathsep}{tmp_path}", "SIGNAL": str(int(name)), "MOMENT": moment}
    return subprocess.run(
        [sys.executable, "-m", "analysis", *command],
        preexec_fn=listen,
        cwd=tmp_path,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("moment", [1, 2, 20, 100, 250])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_nothing_is_printed_wherever_an_import_is_met(tmp_path, number, moment):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("A title\n\nThe war goes on. Peace is far.\n")
    done = ended(tmp_path, RUN, str(moment), number)
    assert (done.stdout, done.stderr) == ("", "")
    assert done.returncode in (-number, 128 + number)


@pytest.mark.parametrize("moment", ["at exit", "at the very end"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_nothing_is_printed_while_python_ends(tmp_path, number, moment):
    done = ended(tmp_path, ("--version",), moment, number)
    assert (done.returncode, done.stderr) == (-number, "") and done.stdout.startswith("parallax ")


@pytest.mark.parametrize(("name", "each"), [("SIGINT", 1), ("SIGTERM", 5)])
def test_nothing_is_printed_at_any_line_of_what_listens(tmp_path, name, each):
    done = subprocess.run(
        [sys.executable, "-c", AT_LINES, "", str(tmp_path / "reports")],
        preexec_fn=listen,
        env=os.environ | {"PYTHONPATH": str(HERE), "SIGNAL": name, "EACH": str(each)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    number = getattr(signal, name)
    said = [line for line in done.stderr.splitlines() if "no run lies here" not in line]
    codes = [int(line) for line in done.stdout.splitlines()]
    assert said == [], done.stderr
    assert len(codes) > 40 / each and set(codes) <= {-number, 128 + number, 2, 0} and 128 + number in codes and codes[-1] == 0


@pytest.mark.parametrize("where", UNHEARD)
def test_a_signal_is_raised_again_where_python_could_not_pass_it_on(where):
    command = [sys.executable, "-c", STOPPED.format(UNHEARD[where])]
    surroundings = os.environ | {"PYTHONPATH": str(HERE)}
    done = subprocess.run(command, preexec_fn=listen, env=surroundings, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == (f"stopped by {signal.SIGHUP.value}\n", "")


def test_what_else_python_cannot_pass_on_is_told_as_ever():
    body = UNHEARD["when an object goes"].replace("send()", "1 / 0") + "; sys.exit(3)"
    command = [sys.executable, "-c", STOPPED.format(body)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(HERE)}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 3 and "ZeroDivisionError" in done.stderr
