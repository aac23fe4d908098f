"""The reports folder: one run at a time, whole runs only, nothing left behind."""

import errno
import fcntl
import os
import subprocess
import sys

import pytest

from analysis import locks
from analysis.errors import LockedError, StorageError
from analysis.report.publish import shelf

ID = "20250101T000000Z-0123abcd"
HOLD = """
import pathlib, sys
from analysis.report.publish import shelf
with shelf.locked(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def staged(reports, name="1", text="x"):
    stage = shelf.new_stage(reports, name)
    (stage / "run" / "index.html").write_text(text)
    return stage


def test_a_run_is_renamed_once_and_current_points_to_it(tmp_path):
    with shelf.locked(tmp_path):
        first = shelf.publish(tmp_path, staged(tmp_path, text="one"), ID)
        assert (tmp_path / "current" / "index.html").read_text() == "one"
        second = shelf.publish(tmp_path, staged(tmp_path, text="two"), ID)
    assert (first.name, second.name) == (ID, f"{ID}-2")
    assert (tmp_path / "current").readlink() == (second.relative_to(tmp_path))
    assert (first / "index.html").read_text() == "one" and (tmp_path / "current" / "index.html").read_text() == "two"
    assert [path.name for path in (tmp_path / ".staging").iterdir()] == [".probe"]


def test_a_second_run_is_turned_away_and_changes_nothing(tmp_path):
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        before = sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*"))
        with pytest.raises(LockedError) as caught, shelf.locked(tmp_path):
            pass
        assert caught.value.exit_code == 75
        assert sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*")) == before
        other.kill()
    with shelf.locked(tmp_path):
        pass


def test_a_look_at_the_lock_turns_no_run_away(tmp_path, monkeypatch):
    with shelf.locked(tmp_path):
        assert shelf.is_held(tmp_path)
    assert not shelf.is_held(tmp_path)
    with (tmp_path / ".lock").open() as looked_at:
        fcntl.flock(looked_at, fcntl.LOCK_SH)
        monkeypatch.setattr(shelf.time, "sleep", lambda seconds: fcntl.flock(looked_at, fcntl.LOCK_UN))
        with shelf.locked(tmp_path):
            pass


def test_a_place_that_cannot_be_written_is_refused_at_once(tmp_path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StorageError), shelf.locked(place):
            pass


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("current", "folder", "current: is no link, as in a copy or an archive. Move it away"),
        ("current", "file", "current: is no link"),
        (".staging", "link", "staging: is a link"),
        (".lock", "link", "lock: is no file"),
        (".lock", "fifo", "lock: is no file"),
        (".lock", "folder", "lock: is no file"),
    ],
)
def test_a_name_that_is_taken_is_refused_before_any_work(tmp_path, name, kind, message):
    reports, elsewhere = tmp_path / "reports", tmp_path / "elsewhere"
    for folder in (reports, elsewhere / "mine"):
        folder.mkdir(parents=True)
    {
        "folder": lambda path: (path.mkdir(), (path / "a").write_text("kept")),
        "file": lambda path: path.write_text("kept"),
        "link": lambda path: path.symlink_to(elsewhere),
        "fifo": os.mkfifo,
    }[kind](reports / name)
    with pytest.raises(StorageError, match=message), shelf.locked(reports):
        pass
    assert (elsewhere / "mine").is_dir() and (reports / name).lstat() and len(list(reports.iterdir())) == 1


def test_an_empty_folder_current_makes_way(tmp_path):
    (tmp_path / "current").mkdir()
    with shelf.locked(tmp_path):
        shelf.publish(tmp_path, staged(tmp_path), ID)
    assert (tmp_path / "current").is_symlink()


def test_a_run_that_nothing_can_lead_to_is_not_left_behind(tmp_path, monkeypatch):
    def full(*given):
        raise OSError(errno.ENOSPC, "No space left on device")

    with shelf.locked(tmp_path):
        shelf.publish(tmp_path, staged(tmp_path, text="one"), ID)
        monkeypatch.setattr(shelf.leading, "_link", full)
        with pytest.raises(StorageError, match="No space left"):
            shelf.publish(tmp_path, staged(tmp_path, text="two"), ID)
    assert [path.name for path in (tmp_path / "runs").iterdir()] == [ID]
    assert (tmp_path / "current" / "index.html").read_text() == "one"


@pytest.mark.parametrize("behind", [False, True])
def test_a_signal_at_the_switch_leaves_a_run_that_current_leads_to_or_none(tmp_path, monkeypatch, behind):
    point, announced = shelf.leading._link, []

    def stopped(*given):
        if behind:
            point(*given)
        raise KeyboardInterrupt

    with shelf.locked(tmp_path):
        monkeypatch.setattr(shelf.leading, "_link", stopped)
        with pytest.raises(KeyboardInterrupt):
            shelf.publish(tmp_path, staged(tmp_path), ID, announced.append)
    assert announced == [ID]
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ([ID] if behind else [])
    assert (tmp_path / "current" / "index.html").is_file() == behind


def test_a_file_system_without_locks_is_told_as_that(tmp_path, monkeypatch):
    def refuse(*given):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(locks.fcntl, "flock", refuse)
    with pytest.raises(StorageError) as caught, shelf.locked(tmp_path):
        pass
    assert "cannot lock the reports folder (No locks available). Name a folder on a disk" in str(caught.value)


def test_of_dead_runs_nothing_is_left_and_of_failed_ones_the_last(tmp_path):
    with shelf.locked(tmp_path):
        for name in ("old", "new"):
            made = staged(tmp_path, name) / shelf.FAILED
            made.mkdir()
            (made / f"{name}.ipynb").write_text("{}")
            place = shelf.keep_failed(tmp_path, made)
        staged(tmp_path, "killed")
        shelf.clear_staging(tmp_path)
        assert [path for path in (tmp_path / ".staging").iterdir() if path.is_dir()] == []
    assert place == tmp_path / "failed" and [path.name for path in place.iterdir()] == ["new.ipynb"]


def test_sockets_of_a_killed_run_are_removed_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf.tempfile, "gettempdir", lambda: str(tmp_path / "tmp"))
    left, other, elsewhere = tmp_path / "tmp" / "px-1", tmp_path / "tmp" / "mine", tmp_path / "px-2"
    with shelf.locked(tmp_path / "reports"):
        for folder in (left, other, elsewhere):
            folder.mkdir(parents=True)
            (staged(tmp_path / "reports", folder.name) / shelf.SOCKETS_NOTE).write_text(str(folder))
        shelf.clear_staging(tmp_path / "reports")
    assert [folder.exists() for folder in (left, other, elsewhere)] == [False, True, True]


def test_what_a_killed_run_was_writing_is_removed_and_nothing_else(tmp_path):
    with shelf.locked(tmp_path):
        left = [".abcd_123.tmp", ".staging/.12345678.tmp", ".current.new"]
        kept = ["a.tmp", ".abcd.tmp", ".log.jsonl", "runs/x/.abcd_123.tmp", ".12345678.tmp.d", ".abcdefgh.tmp/x"]
        for name in (*left[:2], *kept):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("x")
        (tmp_path / left[2]).symlink_to("nowhere")
        shelf.clear_staging(tmp_path)
        assert [name for name in (*left, *kept) if os.path.lexists(tmp_path / name)] == kept


def test_past_runs_come_newest_first_whatever_they_hold(tmp_path):
    for name, text in [
        (ID, '{"title": "a"}'),
        (f"{ID}-2", "{"),
        (f"{ID}-10", "{}"),
        ("20260101T000000Z-0123abcd", "{}"),
        ("other", "{}"),
    ]:
        (tmp_path / "runs" / name).mkdir(parents=True)
        (tmp_path / "runs" / name / "run.json").write_text(text)
    found = shelf.past_runs(tmp_path)
    assert [item["id"] for item in found] == ["20260101T000000Z-0123abcd", f"{ID}-10", f"{ID}-2", ID]
    assert found[-1]["title"] == "a"
    assert shelf.past_runs(tmp_path / "none") == []
