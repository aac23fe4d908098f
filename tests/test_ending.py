"""Signals: a run ends within seconds whatever it does just then, and says by its exit code what ended it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from listening import listen

from analysis.report import ending

HERE = Path(__file__).parents[1]
SCRIPT = """
import sys, time
from analysis.report import ending
ending.PATIENCE = 1.0
with ending.signals(), ending.at_last(lambda: print("cleaned up", flush=True)):
    print("begun", flush=True)
    {}
"""


def told(body, *numbers, between=0.3):
    """Send signals to a process that does something: its exit code, and what it printed after it began."""
    command = [sys.executable, "-u", "-c", SCRIPT.format(body)]
    surroundings = os.environ | {"PYTHONPATH": str(HERE)}
    with subprocess.Popen(
        command, preexec_fn=listen, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout.readline() == "begun\n"
        for number in numbers:
            time.sleep(between)
            process.send_signal(number)
        said = process.communicate(timeout=30)[0]
        return process.returncode, said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_raised_where_nothing_is_imported(number):
    code, said = told(
        "\n    try: time.sleep(20)\n    except ending.Stopped as stopped: print('stopped by', stopped.number); raise SystemExit(7)",
        number,
    )
    assert (code, said) == (7, f"stopped by {number.value}\n")


def test_what_is_imported_is_imported_to_its_end(tmp_path):
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(1)\nprint('imported')\n")
    body = f"sys.path.insert(0, {str(tmp_path)!r})"
    body += "\n    try: import slow; time.sleep(20)\n    except ending.Stopped: print('then stopped')"
    assert told(body, signal.SIGTERM) == (0, "imported\nthen stopped\n")


def test_what_does_not_end_by_itself_is_ended_and_cleaned_up():
    code, said = told("\n    try: time.sleep(20)\n    finally: time.sleep(20)", signal.SIGTERM)
    assert (code, said) == (128 + 15, "cleaned up\n")


def test_a_second_signal_ends_it_at_once():
    begun = time.monotonic()
    code, said = told(
        "\n    ending.PATIENCE = 20\n    try: time.sleep(20)\n    finally: time.sleep(20)", signal.SIGTERM, signal.SIGINT
    )
    assert (code, said) == (128 + 2, "cleaned up\n") and time.monotonic() - begun < 15


def test_what_is_ignored_stays_ignored(monkeypatch):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with ending.signals():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
