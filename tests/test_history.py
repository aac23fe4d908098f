"""history.py and failed.py: what the page of all runs tells of each, counted by hand, and with two hundred of them."""

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from seeds_run import ROOT
from small_notebooks import code, say, write

from analysis.report.publish import history, journal, pages, shelf
from analysis.report.publish.failed import failed_page

BEGIN = datetime(2025, 1, 30, 6)


def run(reports, when, number=0, **more):
    """A published run, as it lies there; its id."""
    name = f"{when:%Y%m%dT%H%M%SZ}-{number:08x}"
    known = {"id": name, "title": "News", "when": f"{when:%Y-%m-%d %H:%M:%S} UTC", "seconds": 75.2}
    known |= {"corpus": {"corpus": "news", "n_loaded": 1200}} | more
    (reports / "runs" / name).mkdir(parents=True)
    (reports / "runs" / name / "run.json").write_text(json.dumps(known))
    return name


def noted(reports, when, outcome, **more):
    entry = {"key": f"{when}", "when": f"{when:{journal.TIME}}", "corpus": "news", "outcome": outcome, "seconds": 8.0} | more
    with (reports / journal.LOG).open("a") as file:
        file.write(json.dumps(entry) + "\n")


def shown(reports):
    return history.history(reports, shelf.past_runs(reports))


def rows_of(told):
    return [row for group in told["groups"] for row in group["rows"] + [row for day in group["days"] for row in day["rows"]]]


def test_each_outcome_by_hand(tmp_path):
    more = {"changes": ["Since yesterday, 12 articles are new.", "“flood” rose."], "articles_changed": {"new": 12, "gone": 0}}
    flood = {"name": "flood", "state": "fired", "sentence": "It rose."}
    made = run(tmp_path, BEGIN, alerts=[flood, flood | {"state": "quiet"}], **more)
    noted(tmp_path, BEGIN, journal.PUBLISHED, run=made)
    (tmp_path / "failed").mkdir(parents=True)
    (tmp_path / "failed" / "n.html").write_text("page")
    later = [BEGIN + timedelta(hours=n) for n in range(1, 11)]
    noted(tmp_path, later[0], journal.UNCHANGED, run=made)
    noted(tmp_path, later[1], journal.UNCHANGED, run=made)
    noted(tmp_path, later[2], journal.FAILED, said="/home/ann/news/sources.csv:3: no such file")
    noted(tmp_path, later[3], journal.FAILED, said="../news/sources.csv:3: no such file", kept="failed/n.html")
    noted(tmp_path, later[4], journal.TURNED_AWAY, said="another run is writing here")
    noted(tmp_path, later[5], journal.STOPPED, said="stopped by signal 15", kept="failed/gone.html")
    noted(tmp_path, later[6], journal.RUNNING)
    noted(tmp_path, later[7], journal.PUBLISHED, run="20250130T140000Z-00000009", n_loaded=1, alerts=["x"], **more)
    noted(tmp_path, later[8], journal.FAILED, said="no")
    told = shown(tmp_path)
    (group,) = told["groups"]
    assert group["name"] == "Thursday, 30 January 2025" and group["open"]
    assert group["summary"] == [
        "2 published, 2 nothing new, 1 made way, 3 failed, 1 killed, 1 stopped",
        "24 articles new",
    ]
    assert [(row["status"], row["when"]) for row in group["rows"]] == [
        ("failed", "15:00"),
        ("published", "14:00"),
        ("killed", "13:00"),
        ("stopped", "12:00"),
        ("made way", "11:00"),
        ("failed", "09:00 to 10:00"),
        ("nothing new", "07:00 to 08:00"),
        ("published", "06:00"),
    ]
    rows = group["rows"]
    assert (rows[1]["link"], rows[1]["changed"], rows[1]["facts"]) == ("", "12 new", ["1 article", "removed since", "8 s"])
    assert rows[1]["said"] == ["Alert: x", "“flood” rose."]
    assert (rows[3]["said"], rows[3]["kept"], rows[4]["said"]) == (["stopped by signal 15"], "", [])
    assert (rows[5]["said"], rows[5]["kept"]) == (["sources.csv:3: no such file"], "failed/n.html")
    assert (rows[5]["facts"], rows[6]["facts"]) == (["2 times"], ["2 times"])
    assert (rows[7]["articles"], rows[7]["changed"], rows[7]["facts"]) == ("1,200 articles", "12 new", ["1 min 15 s"])
    assert rows[7]["said"] == ["Alert: flood: It rose.", "“flood” rose."] and rows[7]["link"] == f"runs/{made}/index.html"
    lead = told["lead"]
    assert (lead["report"], lead["made"]) == ("News", "1,200 articles of news, Thursday, 30 January 2025, 06:00")
    assert lead["since"] == (
        "Since then 2 runs found nothing new, 1 made way for another one, 3 failed, 1 was killed and 1 was stopped."
    )
    assert lead["wrong"] == "The last run failed on Thursday, 30 January 2025 at 15:00: no"
    assert lead["room"].startswith("1 report is kept, which takes ")


def test_a_secret_of_the_environment_is_not_on_the_page(tmp_path, monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", "s3cret-value")
    noted(tmp_path, BEGIN, journal.FAILED, corpus="s3cret-value", said="ValueError: s3cret-value")
    pages.list_runs(tmp_path, shown(tmp_path))
    html = (tmp_path / "index.html").read_text()
    assert "s3cret-value" not in html and "ValueError: …" in html


def test_a_title_or_a_corpus_that_differs_is_named(tmp_path):
    for number, (title, name) in enumerate([("Old", "news"), ("New", "news"), ("New", "views")]):
        run(tmp_path, BEGIN + timedelta(minutes=number), number, title=title, corpus={"corpus": name, "n_loaded": 2})
    rows = rows_of(shown(tmp_path))
    assert [(row["title"], row["facts"][:2]) for row in rows] == [
        ("", ["views", "1 min 15 s"]),
        ("", ["news", "1 min 15 s"]),
        ("Old", ["2 articles", "news"]),
    ]


def test_runs_that_the_log_does_not_know_stand_at_their_time(tmp_path):
    names = [run(tmp_path, BEGIN + timedelta(hours=n), n) for n in range(3)]
    noted(tmp_path, BEGIN + timedelta(hours=1), journal.PUBLISHED, run=names[1])
    noted(tmp_path, BEGIN + timedelta(minutes=90), journal.FAILED, said="x")
    assert [row["id"] for row in rows_of(shown(tmp_path))] == [names[2], "", names[1], names[0]]
    nothing = shown(tmp_path / "nowhere")
    assert nothing["groups"] == [] and set(nothing["lead"].values()) == {""}


def test_the_report_that_current_leads_to_is_the_latest(tmp_path):
    names = [run(tmp_path, BEGIN + timedelta(hours=n), n, title=f"News {n}") for n in range(3)]
    assert shown(tmp_path)["lead"]["report"] == "News 2"
    (tmp_path / "current").symlink_to(f"runs/{names[0]}")
    assert shown(tmp_path)["lead"]["report"] == "News 0"


def test_a_run_without_a_readable_record_is_there_by_its_name(tmp_path):
    name = run(tmp_path, BEGIN)
    (tmp_path / "runs" / name / "run.json").write_text("{")
    told = shown(tmp_path)
    (row,) = rows_of(told)
    assert (told["lead"]["report"], row["time"], row["facts"], row["day"]) == (name, "06:00", [], "2025-01-30")


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (  # about three runs a day: months, with the day before each time
            7,
            [("March 2025", 98, 0), ("February 2025", 96, 0), ("January 2025", 6, 0)],
        ),
        (  # twelve a day
            2,
            [(f"{day} February 2025", 12 - (day == 15), 0) for day in range(15, 1, -1)]
            + [("February 2025", 0, 1), ("January 2025", 0, 2)],
        ),
    ],
)
def test_two_hundred_runs_are_readable(tmp_path, hours, expected):
    number = 0
    while (when := BEGIN + timedelta(hours=hours * number)) < BEGIN + timedelta(hours=200 * hours):
        noted(tmp_path, when, journal.PUBLISHED, run=run(tmp_path, when, number))
        number += 1
    told = shown(tmp_path)
    groups = told["groups"]
    found = [(group["name"].rpartition(", ")[2], len(group["rows"]), len(group["days"])) for group in groups]
    assert found == expected
    assert len(rows_of(told)) == 200 and [group["open"] for group in groups] == [
        place < (1 if hours == 7 else 3) for place in range(len(groups))
    ]
    assert rows_of(told)[0]["when"] == ("29 March, 07:00" if hours == 7 else "20:00")
    pages.list_runs(tmp_path, told)
    html = (tmp_path / "index.html").read_text()
    assert html.count("<details") == len(groups) and html.count('href="runs/') == 200 and "<script" not in html
    assert "200 reports are kept" in html and "With --keep 30" in html
    pages.list_runs(tmp_path, shown(tmp_path))
    assert (tmp_path / "index.html").read_text() == html, "the same whenever it is made"


def test_what_a_page_says_is_escaped(tmp_path):
    made = run(tmp_path, BEGIN, title="<b>News</b>", changes=["“<i>” rises"])
    noted(tmp_path, BEGIN, journal.PUBLISHED, run=made)
    noted(tmp_path, BEGIN + timedelta(hours=1), journal.FAILED, said="<script>x")
    pages.list_runs(tmp_path, shown(tmp_path))
    html = (tmp_path / "index.html").read_text()
    assert "<b>" not in html and "<i>" not in html and "<script" not in html and "&lt;script&gt;x" in html


def test_a_failed_notebook_is_a_page(tmp_path):
    error = {"output_type": "error", "ename": "E", "evalue": "x", "traceback": ["\x1b[31mTraceback", "E: <x>"]}
    ran = {"output_type": "stream", "name": "stdout", "text": "so <far>"}
    path = write(tmp_path / "n.ipynb", code("print(1)"), code("fail()"), code("never()"))
    notebook = json.loads(path.read_text())
    for cell, outputs in zip(notebook["cells"][1:4], ([], [ran], [error]), strict=True):
        cell.update(outputs=outputs, execution_count=1)
    html = failed_page(notebook, "n", "n.ipynb: cell [3]: E: x").decode()
    assert (
        "n.ipynb: cell [3]: E: x" in html
        and "so &lt;far&gt;" in html
        and "Traceback\nE: &lt;x&gt;" in html
        and "\x1b" not in html
    )
    assert html.count("which did not run") == 1 and "never()" in html and html.count("<details open>") == 2
    assert "<script" not in html and "<h1" in html


@pytest.mark.slow
def test_a_run_that_fails_is_on_the_page_with_its_notebook(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("The bridge is closed, the mayor said.")
    books = tmp_path / "books"
    write(books / "01_words.ipynb", say("So."))
    command = [sys.executable, "-m", "analysis", "run", "news", "--notebooks", str(books)]

    def ran():
        surroundings = os.environ | {"PYTHONPATH": str(ROOT), "PARALLAX_CACHE": "off", "SOME_TOKEN": "s3cret-value"}
        done = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, text=True)
        html = (tmp_path / "reports" / "index.html").read_text()
        return done.returncode, re.findall(r'class="is \w+">([^<]+)<', html), html

    assert ran()[:2] == (0, ["published"])
    shown_secret = "import os; print(os.path.abspath('x'), 's3cret-' + 'value'); 1 / 0"
    write(books / "01_words.ipynb", say("So far."), code(shown_secret))
    code_, statuses, html = ran()
    assert (code_, statuses) == (4, ["failed", "published"]) and "ZeroDivisionError: division by zero" in html
    assert str(tmp_path) not in html
    (kept,) = re.findall(r'<a href="(failed/[^"]+)">The notebook as far as it came', html)
    assert "So far." in (tmp_path / "reports" / kept).read_text()
    for path in (tmp_path / "reports" / "failed").iterdir():
        text = path.read_text()
        assert "ZeroDivisionError" in text and str(tmp_path / "reports") not in text and "s3cret-value" not in text
    assert json.loads((tmp_path / "reports" / journal.LOG).read_text().splitlines()[-1])["kept"] == kept
