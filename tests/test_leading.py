"""`current`: a link or a page, each switched in one step, and all that asks for the current run comes to the same one by either."""

import errno
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from browser import chromium, visit
from small_notebooks import code, say, write

from analysis import leading
from analysis.__main__ import command
from analysis.earlier import earlier_run
from analysis.errors import StorageError, UsageError
from analysis.report.publish import afterwards, predecessor, shelf, standing

IDS = ["20250101T000000Z-0123abcd", "20250102T000000Z-0123abcd", "20250103T000000Z-0123abcd"]


@pytest.fixture(params=["link", "page"])
def way(request, monkeypatch):
    monkeypatch.setenv(leading.VARIABLE, request.param)
    return request.param


def published(reports, name):
    stage = shelf.new_stage(reports, name)
    (stage / "run" / "index.html").write_text(f"<!doctype html><title>{name}</title><p>{name}")
    return shelf.publish(reports, stage, name)


def test_it_leads_to_the_last_run_and_is_switched_in_one_step(tmp_path, way, monkeypatch):
    replaced, replace = [], Path.replace
    monkeypatch.setattr(
        Path, "replace", lambda self, to: (replaced.append(Path(to).relative_to(tmp_path)), replace(self, to))[1]
    )
    assert leading.current(tmp_path) is None
    for name in IDS[:2]:
        with shelf.locked(tmp_path):
            place = published(tmp_path, name)
        assert leading.current(tmp_path) == leading.followed(tmp_path / "current").resolve() == place.resolve()
        assert replaced[-1] == Path("current" if way == "link" else "current/index.html")
    assert (tmp_path / "current").is_symlink() == (way == "link")
    leading.settle(tmp_path)


def test_a_browser_comes_to_the_run_by_the_page(tmp_path, monkeypatch):
    monkeypatch.setenv(leading.VARIABLE, "page")
    with shelf.locked(tmp_path):
        published(tmp_path, IDS[0])
    with chromium() as browser, visit(browser) as page:
        page.goto((tmp_path / "current" / "index.html").as_uri())
        page.wait_for_url("**/runs/**")
        assert page.title() == IDS[0]


def test_a_disk_without_links_has_a_page(tmp_path, monkeypatch):
    def refuse(*given, **more):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    for name in IDS[:2]:
        with shelf.locked(tmp_path):
            published(tmp_path, name)
    assert leading.current(tmp_path).name == IDS[1] and not (tmp_path / "current").is_symlink()


def test_a_page_stays_a_page_and_a_link_is_not_replaced_by_one(tmp_path, monkeypatch):
    monkeypatch.setenv(leading.VARIABLE, "page")
    with shelf.locked(tmp_path / "one"):
        published(tmp_path / "one", IDS[0])
    monkeypatch.delenv(leading.VARIABLE)
    for reports in ("one", "other"):
        with shelf.locked(tmp_path / reports):
            published(tmp_path / reports, IDS[1])
    assert leading.current(tmp_path / "one").name == IDS[1] and (tmp_path / "one" / "current" / "index.html").is_file()
    monkeypatch.setenv(leading.VARIABLE, "page")
    with pytest.raises(StorageError, match="current: is a link, and here it has to be a page"):
        shelf.locked(tmp_path / "other").__enter__()


def test_a_page_that_cannot_be_written_leads_where_it_led(tmp_path, monkeypatch):
    monkeypatch.setenv(leading.VARIABLE, "page")
    with shelf.locked(tmp_path):
        published(tmp_path, IDS[0])
        (tmp_path / leading.ASIDE).mkdir()
        with pytest.raises(StorageError):
            published(tmp_path, IDS[1])
        assert leading.current(tmp_path).name == IDS[0] and [run["id"] for run in shelf.past_runs(tmp_path)] == IDS[:1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<!doctype html><p>a report",
        "\0" * 500,
        leading.LEADS.format("../runs/../../x/index.html"),
        leading.LEADS.format("x"),
    ],
)
def test_a_page_that_leads_nowhere_is_no_run(tmp_path, text):
    (tmp_path / "current").mkdir()
    (tmp_path / "current" / "index.html").write_text(text)
    assert leading.current(tmp_path) is None and leading.followed(tmp_path / "current") == tmp_path / "current"
    with pytest.raises(StorageError, match="current: is no link, as in a copy"):
        shelf.locked(tmp_path).__enter__()


def test_who_asks_for_the_current_run_comes_to_the_same_by_either(tmp_path, way):
    """The clock was set back: the current run is not the one with the newest name."""
    with shelf.locked(tmp_path):
        for name in (*IDS[1:], IDS[0]):
            place = published(tmp_path, name)
            (place / "run.json").write_text(json.dumps({"id": name, "corpus": {"corpus": "news", "n_loaded": 1}}))
        assert predecessor.last_good(tmp_path, "news").name == IDS[0]
        assert list(afterwards.put_in_order(tmp_path, 1, None, datetime(2026, 1, 1, tzinfo=UTC))) == []
    assert standing.standing(tmp_path).run == IDS[0] and leading.current(tmp_path).is_dir()
    assert earlier_run(tmp_path / "current").run == IDS[0]
    assert 'href="current/index.html"' in (tmp_path / "index.html").read_text()


def test_a_report_is_made_watched_compared_and_taken_out_by_either(tmp_path, way, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    table = "import pandas as pd, parallax_workbook as px\n\npx.show_table(pd.DataFrame({'n': [1]}), name='one')"
    then = "from parallax_workbook.earlier import earlier_run\n\nprint(earlier_run().run if earlier_run() else 'none')"
    write(tmp_path / "mine" / "10_own.ipynb", say("There are words.", "finding"), code(table), code(then))
    runs = []
    for number in range(2):
        (tmp_path / "news" / f"{number}.txt").write_text(f"A title\n\nThe war goes on for {number} days.\n")
        assert command(["run", "news", "--notebooks", "mine", "--if-changed", "--keep", "3", "--quiet"]) == 0
        runs.append(leading.current(tmp_path / "reports"))
    assert runs[0] != runs[1] and runs[0].name in (runs[1] / "10_own.html").read_text()
    assert command(["run", "news", "--notebooks", "mine", "--if-changed"]) == 0
    assert "nothing new" in capsys.readouterr().err and len(list((tmp_path / "reports" / "runs").iterdir())) == 2
    assert command(["status"]) == 0 and runs[1].name in capsys.readouterr().out
    for number, named in enumerate([[], ["current"], ["reports/current"]]):
        assert command(["export", *named, "one", "--to", f"out{number}"]) == 0
        assert (tmp_path / f"out{number}" / "10_own" / "one.csv").is_file()
    with pytest.raises(UsageError, match="this folder is a run's"):
        from analysis.exports import export

        export(["one"], tmp_path / "reports", tmp_path / "reports" / "current", "csv")
    (runs[1] / "index.html").chmod(0o644)
    (runs[1] / "index.html").write_text("other")
    assert command(["status"]) == 10 and "index.html was changed" in capsys.readouterr().out
