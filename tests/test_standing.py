"""`parallax status`: what is said of a reports folder, and by which exit code."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from analysis.__main__ import command
from analysis.errors import CellError, UsageError
from analysis.report.check.verify import write_sums
from analysis.report.publish import journal, shelf, standing

ID = "20250101T000000Z-0123abcd"
MADE = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def reports(tmp_path):
    """A folder with one whole report."""
    with shelf.locked(tmp_path):
        stage = shelf.new_stage(tmp_path, "1")
        known = {"id": ID, "corpus": {"corpus": "news", "n_loaded": 1_200}}
        (stage / "run" / "run.json").write_text(json.dumps(known))
        (stage / "run" / "index.html").write_text("x")
        write_sums(stage / "run")
        shelf.publish(tmp_path, stage, ID)
    return tmp_path


def after(reports, hours, limit=None):
    return standing.standing(reports, limit and timedelta(hours=limit), MADE + timedelta(hours=hours))


def test_a_whole_report_is_well_until_it_is_old(reports):
    found = after(reports, 30, 36)
    assert (found.exit_code, found.run, found.made, found.fault, found.stale) == (0, ID, MADE, "", False)
    assert standing.told(found) == [f"report: {ID}, of 1,200 articles of news, up to date 1 day 6 hours ago", "it is whole"]
    old = after(reports, 37, 36)
    assert old.exit_code == 8 and standing.told(old)[-1] == "it is older than 1 day 12 hours"


def test_a_run_that_found_nothing_new_makes_the_report_young_again(reports, monkeypatch):
    monkeypatch.setattr(journal.record, "clock", lambda: MADE + timedelta(hours=30))
    with journal.noted(reports, "news") as entry:
        entry["outcome"] = journal.UNCHANGED
    assert after(reports, 37, 36).exit_code == 0


def test_a_failure_is_told_until_a_run_succeeds(reports):
    with pytest.raises(CellError), journal.noted(reports, "news"):
        raise CellError("cell [2]: ValueError: no\x1b[31m", file="01_terms.ipynb")
    found = after(reports, 1)
    assert found.exit_code == 9 and found.failing
    assert standing.told(found)[-1].endswith("exit code 4: 01_terms.ipynb: cell [2]: ValueError: no\\x1b[31m")
    with journal.noted(reports, "news"):
        pass
    assert after(reports, 1).exit_code == 0


def test_a_run_without_an_end_goes_on_while_it_holds_the_lock_and_was_killed_otherwise(reports):
    (reports / journal.LOG).write_text('{"key": "1", "when": "2025-01-02T00:00:00Z", "outcome": "running"}\n')
    with shelf.locked(reports):
        found = after(reports, 1)
        assert (found.exit_code, found.running, found.last) == (0, True, None)
    found = after(reports, 1)
    assert found.exit_code == 9 and "last run: was killed" in standing.told(found)[-1]


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (lambda run: (run / "index.html").write_text("y"), "index.html was changed"),
        (lambda run: (run / "index.html").unlink(), "index.html is gone"),
        (lambda run: (run / "more.html").write_text("y"), "more.html is no part of it"),
        (lambda run: (run / "SHA256SUMS").unlink(), "it cannot be read"),
        (lambda run: (run / "SHA256SUMS").write_text(""), "is no part of it"),
        (lambda run: (run / "SHA256SUMS").write_text("rubbish"), "it cannot be read"),
        (lambda run: run.rename(run.with_name("gone")), "which is not there"),
        (lambda run: (run.parents[1] / "current").unlink(), "there is no report"),
    ],
)
def test_what_is_wrong_with_a_report_is_named(reports, harm, fault):
    harm(reports / "runs" / ID)
    found = after(reports, 1)
    assert found.exit_code == 10 and fault in found.fault and fault in "\n".join(standing.told(found))


def test_a_current_that_is_a_folder_is_named(reports):
    (reports / "current").unlink()
    (reports / "current").mkdir()
    assert after(reports, 1).fault == "`current` leads to no run"


def test_the_command_says_the_same_by_its_exit_code_and_as_json(reports, capsys):
    assert command(["status", "--reports", str(reports)]) == 0 and "it is whole" in capsys.readouterr().out
    assert command(["status", "--reports", str(reports), "--fresh", "1d", "--json"]) == 8
    said = json.loads(capsys.readouterr().out)
    assert said["stale"] and said["made"] == "2025-01-01T00:00:00Z" and said["corpus"]["n_loaded"] == 1_200
    assert command(["status", "--reports", str(reports), "--fresh", "soon"]) == 2
    assert "no length of time" in capsys.readouterr().err
    assert command(["list", "--reports", str(reports), "--json"]) == 0
    assert [run["id"] for run in json.loads(capsys.readouterr().out)] == [ID]
    with pytest.raises(UsageError):
        standing.standing(reports / "nowhere")
