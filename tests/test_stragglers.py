"""stragglers.py: what has the mark of a run in its environment is ended, and nothing else is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.report.execute.stragglers import end_all

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no environment of another process is shown")


def test_only_what_has_the_mark_is_ended(tmp_path):
    run = str(tmp_path / ".staging" / "1-2" / "run")
    marked = {"PARALLAX_RUN": run}
    others = [{}, {"PARALLAX_RUN": f"{run}s"}, {"OTHER": f"PARALLAX_RUN={run}"}, {"XPARALLAX_RUN": run}]
    command = [sys.executable, "-c", "print(flush=True); import time; time.sleep(600)"]
    processes = [
        subprocess.Popen(command, env=os.environ | more, stdout=subprocess.PIPE, start_new_session=True)
        for more in (marked, marked, *others)
    ]
    try:
        for process in processes:
            process.stdout.readline()
        assert end_all(run, [processes[0].pid]) == 1
        assert processes[1].wait(10) == -9
        assert [process.poll() for process in [processes[0], *processes[2:]]] == [None] * 5
        assert end_all(run) == 1 and processes[0].wait(10) == -9
        assert end_all(run) == 0
    finally:
        for process in processes:
            process.kill()
            process.communicate()
