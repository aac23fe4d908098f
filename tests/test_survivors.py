"""What a notebook leaves running ends with its run, also in a session of its own; what is not of that run goes on."""

import subprocess
from pathlib import Path

import pytest

from analysis.report.execute import survivors

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")


def test_processes_of_a_run_are_ended_and_no_others(tmp_path, monkeypatch):
    places = [f"{tmp_path}/.staging/1/run", f"{tmp_path}/.staging/2/run", f"{tmp_path}/.staging-of-another/1/run"]
    started = [
        subprocess.Popen(["sleep", "60"], env={"PARALLAX_RUN": place, "OTHER": places[0]}, start_new_session=True)
        for place in places
    ]
    try:
        monkeypatch.setenv("PARALLAX_RUN", places[0])
        assert survivors.end(f"{tmp_path}/.staging/") == 2
        assert [process.wait(10) for process in started[:2]] == [-9, -9] and started[2].poll() is None
        assert survivors.end(f"{tmp_path}/.staging/") == 0
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_where_nothing_is_told_of_processes_nothing_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(survivors, "PROCESSES", tmp_path / "none")
    assert survivors.end("/") == 0
