"""The log of runs: every run has an entry, whatever becomes of it, and a damaged line costs one line."""

import pytest

from analysis.errors import CellError, LockedError
from analysis.report.ending import Stopped
from analysis.report.publish import journal


@pytest.fixture
def clock(monkeypatch):
    """A second passes with each look."""
    seconds = iter(range(1_700_000_000, 1_800_000_000))
    monkeypatch.setattr(
        journal.record, "clock", lambda: journal.record.datetime.fromtimestamp(next(seconds), journal.record.UTC)
    )


def fail(reports, error):
    with pytest.raises(type(error)), journal.noted(reports, "news"):
        raise error


def outcomes(reports):
    return [(entry["outcome"], entry.get("exit_code")) for entry in journal.entries(reports)]


def test_each_end_of_a_run_is_noted_the_newest_first(tmp_path, clock):
    with journal.noted(tmp_path, "news") as entry:
        assert outcomes(tmp_path) == [("running", None)]
        entry["run"] = "one"
    fail(tmp_path, CellError("cell [2]: no", file="01_terms.ipynb"))
    fail(tmp_path, LockedError("another run is writing here"))
    fail(tmp_path, Stopped(15))
    fail(tmp_path, KeyboardInterrupt())
    fail(tmp_path, ZeroDivisionError("x"))
    assert outcomes(tmp_path) == [
        ("failed", 1), ("stopped", 130), ("stopped", 143), ("turned away", 75), ("failed", 4), ("published", 0),
    ]  # fmt: skip
    first, *_, failed, last = reversed(journal.entries(tmp_path))
    assert first["run"] == "one" and first["corpus"] == "news" and first["seconds"] >= 0
    assert last["said"] == "ZeroDivisionError: x" and failed["said"] == "stopped from the keyboard"


def test_a_line_that_is_no_entry_is_passed_over_and_the_next_stands_by_itself(tmp_path, clock):
    with journal.noted(tmp_path, "news"):
        pass
    with (tmp_path / journal.LOG).open("ab") as file:
        file.write(b'\n[1]\n{"key": 1}\n\xff\n{"key": "9", "when"')
    with journal.noted(tmp_path, "news"):
        pass
    assert outcomes(tmp_path) == [("published", 0)] * 2


def test_of_very_many_runs_the_last_ones_are_remembered(tmp_path, clock, monkeypatch):
    monkeypatch.setattr(journal, "MOST", 3)
    for number in range(6):
        with journal.noted(tmp_path, str(number)):
            pass
        journal.shorten(tmp_path)
    assert [entry["corpus"] for entry in journal.entries(tmp_path)] == ["5", "4", "3", "2", "1", "0"]
    with journal.noted(tmp_path, "6"):
        journal.shorten(tmp_path)
        assert [entry["corpus"] for entry in journal.entries(tmp_path)] == ["6", "5", "4"]
    assert outcomes(tmp_path) == [("published", 0)] * 3


RUN = "20250101T000000Z-0123abcd"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Stopped(15), "the report is published, but then: stopped by signal 15"),
        (KeyboardInterrupt(), "the report is published, but then: stopped from the keyboard"),
        (ValueError("x"), "the report is published, but then: ValueError: x"),
    ],
)
def test_what_ends_a_run_behind_its_publication_leaves_it_published(tmp_path, error, said):
    with pytest.raises(type(error)), journal.noted(tmp_path, "news") as entry:
        journal.announce(tmp_path, entry, RUN)
        (tmp_path / "runs" / RUN).mkdir(parents=True)
        raise error
    (found,) = journal.entries(tmp_path)
    assert (found["outcome"], found["run"], found["said"], entry["outcome"]) == ("published", RUN, said, "published")
    with pytest.raises(type(error)), journal.noted(tmp_path, "news") as entry:
        journal.announce(tmp_path, entry, f"{RUN}-2")
        raise error
    assert journal.entries(tmp_path)[0]["outcome"] != "published", "it was announced, and never there"


def test_a_run_that_was_killed_behind_its_publication_was_published(tmp_path):
    entry = {"key": "1", "when": "2025-01-01T00:00:00Z", "corpus": "news"}
    journal.announce(tmp_path, entry, RUN)
    assert outcomes(tmp_path) == [("running", None)]
    (tmp_path / "runs" / RUN).mkdir(parents=True)
    assert outcomes(tmp_path) == [("published", None)]


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    fail(tmp_path / "none", CellError("no"))
    assert not (tmp_path / "none").exists() and journal.entries(tmp_path / "none") == []
