"""`parallax status`: what is said of a reports folder, and by which exit code."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from seeds_run import ROOT

from analysis.__main__ import command
from analysis.errors import CellError, UsageError
from analysis.report.check.verify import write_sums
from analysis.report.publish import journal, room, shelf, standing

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
    assert standing.told(found) == [
        f"report: {ID}, of 1,200 articles of news, up to date 1 day 6 hours ago",
        "it is whole",
        "1 report is kept, which takes 236 B.",
    ]
    old = after(reports, 37, 36)
    assert old.exit_code == 8 and standing.told(old)[-2] == "it is older than 1 day 12 hours"


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
    assert standing.told(found)[-2].endswith("exit code 4: 01_terms.ipynb: cell [2]: ValueError: no\\x1b[31m")
    with journal.noted(reports, "news"):
        pass
    assert after(reports, 1).exit_code == 0


def test_a_run_without_an_end_goes_on_while_it_holds_the_lock_and_was_killed_otherwise(reports):
    (reports / journal.LOG).write_text('{"key": "1", "when": "2025-01-02T00:00:00Z", "outcome": "running"}\n')
    with shelf.locked(reports):
        found = after(reports, 1)
        assert (found.exit_code, found.running, found.last) == (0, True, None)
    found = after(reports, 1)
    assert found.exit_code == 9 and "last run: was killed" in standing.told(found)[-2]


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
    assert (said["runs"], said["bytes"]) == (1, 236)
    assert command(["status", "--reports", str(reports), "--fresh", "soon"]) == 2
    assert "no length of time" in capsys.readouterr().err
    assert command(["list", "--reports", str(reports), "--json"]) == 0
    assert [run["id"] for run in json.loads(capsys.readouterr().out)] == [ID]
    with pytest.raises(UsageError):
        standing.standing(reports / "nowhere")


def test_a_file_of_several_runs_takes_its_room_once_and_many_runs_have_a_remedy(tmp_path):
    for number in range(101):
        (tmp_path / "runs" / f"{ID[:-3]}{number:03}").mkdir(parents=True)
    first, second = (tmp_path / "runs" / f"{ID[:-3]}{number:03}" / "a.csv" for number in (0, 1))
    first.write_bytes(b"x" * 1_500)
    second.hardlink_to(first)
    (tmp_path / "runs" / "mine").mkdir()
    (tmp_path / "runs" / "mine" / "b").write_bytes(b"x" * 1_500)
    found = room.room(tmp_path)
    assert found == (101, 1_500)
    assert room.told(found) == "101 reports are kept, which take 1.5 kB. With --keep 30 a run removes all but the newest."
    assert room.room(tmp_path / "nowhere") == (0, 0)


def test_the_settings_of_a_corpus_say_where_its_reports_are_and_how_old_they_may_be(
    reports, tmp_path_factory, capsys, monkeypatch
):
    corpus = tmp_path_factory.mktemp("news")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    (corpus / "parallax.toml").write_text(f'reports = "{reports}"\nfresh = "1d"\n')
    assert command(["status", str(corpus)]) == 8 and "it is older than 1 day" in capsys.readouterr().out
    assert command(["status", str(corpus), "--fresh", "5000w"]) == 0
    assert command(["status", "--settings", str(corpus / "parallax.toml"), "--reports", str(corpus)]) == 10
    assert command(["list", str(corpus)]) == 0 and ID in capsys.readouterr().out
    assert command(["export", "--settings", str(corpus / "parallax.toml"), "words"]) == 2
    assert "this run has no table 'words'" in capsys.readouterr().err
    (corpus / "parallax.toml").write_text('fresh = "soon"\n')
    assert command(["status", str(corpus)]) == 2 and "parallax.toml:1: 'soon' is no length of time" in capsys.readouterr().err
    (corpus / "parallax.toml").write_text("fresh = 2\n")
    assert command(["list", str(corpus)]) == 2 and "'fresh' should be a text" in capsys.readouterr().err
    assert command(["status", "s3://bucket/news"]) == 2 and "not looked up" in capsys.readouterr().err


def test_a_closed_output_is_no_failure(reports):
    words = [sys.executable, "-m", "analysis", "status", "--reports", str(reports)]
    done = subprocess.run(["/bin/sh", "-c", 'exec >&-; exec "$@"', "sh", *words], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
