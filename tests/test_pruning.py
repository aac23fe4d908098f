"""Old runs go, and those that somebody may look at stay."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis.report.publish import pruning, shelf

LAST = datetime(2025, 1, 10, 12, tzinfo=UTC)


@pytest.fixture
def reports(tmp_path):
    """Ten runs, one a day; the fifth is the current one."""
    (tmp_path / ".staging").mkdir()
    for day in range(1, 11):
        folder = tmp_path / "runs" / f"202501{day:02}T120000Z-0123abcd"
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("x")
        (folder / "index.html").chmod(0o444)
    (tmp_path / "runs" / "mine").mkdir()
    (tmp_path / "current").symlink_to("runs/20250105T120000Z-0123abcd")
    return tmp_path


def days(reports):
    return [int(run["id"][6:8]) for run in shelf.past_runs(reports)]


@pytest.mark.parametrize(
    ("keep", "oldest", "now", "left"),
    [
        (None, None, LAST, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        (4, None, LAST, [10, 9, 8, 7, 5]),
        (1, None, LAST, [10, 9, 8, 5]),
        (None, 3, LAST, [10, 9, 8, 7, 5]),
        (None, 2.5, LAST, [10, 9, 8, 5]),
        (6, 4, LAST, [10, 9, 8, 7, 6, 5]),
        (4, None, LAST - timedelta(days=6), [10, 9, 8, 7, 6, 5, 4]),
    ],
)
def test_the_newest_the_young_and_the_current_run_stay(reports, keep, oldest, now, left):
    gone = pruning.prune(reports, keep, oldest, now)
    assert days(reports) == left and len(gone) == 10 - len(left)
    assert (reports / "runs" / "mine").is_dir() and list((reports / ".staging").iterdir()) == []


def test_what_cannot_be_moved_stays(reports):
    (reports / ".staging").rmdir()
    assert pruning.prune(reports, 4, None, LAST) == [] and len(days(reports)) == 10
