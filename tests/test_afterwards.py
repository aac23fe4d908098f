"""What fails once a run is published is told, and fails neither the run nor what else is to be done."""

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from small_notebooks import code, write

from analysis.report.publish import afterwards
from analysis.report.publish.journal import entries

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_each_step_is_done_whatever_became_of_the_others(tmp_path, monkeypatch):
    def fails(*given):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(afterwards.leading, "settle", fails)
    monkeypatch.setattr(afterwards.pruning, "prune", fails)
    told = list(afterwards.put_in_order(tmp_path, 3, None, NOW))
    assert [line.partition(" (")[0] for line in told] == [
        "the report is published, but a power cut may lead back to the run before",
        "the report is published, but old runs were not removed",
    ]
    assert (tmp_path / "index.html").is_file() and next(iter(afterwards.put_in_order(tmp_path / "other", None, None, NOW)))


@pytest.mark.slow
def test_a_run_that_is_published_ends_well_and_says_what_failed_behind_it(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("A title\n\nThe war goes on. Peace is far.\n")
    write(tmp_path / "mine" / "00_n.ipynb", code("print(1)"))
    (tmp_path / "reports" / "index.html").mkdir(parents=True)  # stands where the list of runs is to be
    command = [sys.executable, "-m", "analysis", "run", "corpus", "--notebooks", "mine", "--quiet"]
    surroundings = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and done.stdout == "", done.stderr
    assert done.stderr.count("the report is published, but the list of runs was not renewed") == 1
    (entry,) = entries(tmp_path / "reports")
    assert entry["outcome"] == "published" and "not renewed" in entry["said"]
    assert (tmp_path / "reports" / "current" / "index.html").is_file()
