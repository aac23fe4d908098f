"""history.py and failed.py: what the page of all runs tells of each, counted by hand, and with two hundred of them."""

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

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


def test_each_outcome_by_hand(tmp_path):
    made = run(tmp_path, BEGIN, changes=["Since yesterday, 12 articles are new."])
    noted(tmp_path, BEGIN, journal.PUBLISHED, run=made, alerts=["“flood” rose"])
    (tmp_path / ".staging" / "1").mkdir(parents=True)
    (tmp_path / ".staging" / "1" / "n.html").write_text("page")
    later = [BEGIN + timedelta(hours=n) for n in range(1, 9)]
    noted(tmp_path, later[0], journal.UNCHANGED, run=made)
    noted(tmp_path, later[1], journal.UNCHANGED, run=made)
    noted(tmp_path, later[2], journal.FAILED, said="/home/ann/news/sources.csv:3: no such file", kept=".staging/1/n.html")
    noted(tmp_path, later[3], journal.TURNED_AWAY, said="another run is writing here")
    noted(tmp_path, later[4], journal.STOPPED, said="stopped by signal 15", kept=".staging/2/gone.html")
    noted(tmp_path, later[5], journal.RUNNING)
    noted(tmp_path, later[6], journal.UNCHANGED)
    noted(tmp_path, later[7], journal.PUBLISHED, run="20250130T140000Z-00000009")
    (group,) = shown(tmp_path)
    assert group["name"] == "30 January 2025" and group["open"]
    assert group["summary"] == "2 published, 3 nothing new, 1 killed, 1 stopped, 1 failed"
    assert [(row["status"], row["time"]) for row in group["rows"]] == [
        ("good", "14:00"),
        ("nothing new", "13:00"),
        ("killed", "12:00"),
        ("stopped", "11:00"),
        ("failed", "09:00"),
        ("nothing new", "07:00 to 08:00"),
        ("good", "06:00"),
    ]
    rows = group["rows"]
    assert (rows[0]["link"], rows[0]["said"]) == ("", ["The report was removed since."])
    assert (rows[3]["said"], rows[3]["kept"]) == (["stopped by signal 15"], "")
    assert (rows[4]["said"], rows[4]["kept"]) == (["sources.csv:3: no such file"], ".staging/1/n.html")
    assert rows[5]["facts"] == ["2 times", "news"]
    assert rows[6]["facts"] == ["news", "1,200 articles", "1 min 15 s"]
    assert (
        rows[6]["said"] == ["Alert: “flood” rose", "Since yesterday, 12 articles are new."]
        and rows[6]["link"] == f"runs/{made}/index.html"
    )


def test_runs_that_the_log_does_not_know_stand_at_their_time(tmp_path):
    names = [run(tmp_path, BEGIN + timedelta(hours=n), n) for n in range(3)]
    noted(tmp_path, BEGIN + timedelta(hours=1), journal.PUBLISHED, run=names[1])
    noted(tmp_path, BEGIN + timedelta(minutes=90), journal.FAILED, said="x")
    (group,) = shown(tmp_path)
    assert [row["id"] for row in group["rows"]] == [names[2], "", names[1], names[0]]
    assert shown(tmp_path / "nowhere") == []


def test_a_run_without_a_readable_record_is_there_by_its_name(tmp_path):
    name = run(tmp_path, BEGIN)
    (tmp_path / "runs" / name / "run.json").write_text("{")
    (row,) = shown(tmp_path)[0]["rows"]
    assert (row["title"], row["time"], row["facts"], row["day"]) == (name, "06:00", [], "2025-01-30")


def test_two_hundred_runs_are_readable(tmp_path):
    for number in range(200):
        when = BEGIN + timedelta(hours=7 * number)
        noted(tmp_path, when, journal.PUBLISHED, run=run(tmp_path, when, number))
    groups = shown(tmp_path)
    assert [(group["name"], group["open"]) for group in groups] == [
        ("29 March 2025", True),
        ("28 March 2025", True),
        ("27 March 2025", True),
        ("March 2025", False),
        ("February 2025", False),
        ("January 2025", False),
    ]
    assert sum(len(group["rows"]) for group in groups) == 200 and groups[4]["summary"] == "96 published"
    pages.list_runs(tmp_path, groups)
    html = (tmp_path / "index.html").read_text()
    assert html.count("<details") == 3 and html.count('href="runs/') == 200 and "<script" not in html
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
        surroundings = os.environ | {"PYTHONPATH": str(ROOT), "PARALLAX_CACHE": "off"}
        done = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, text=True)
        html = (tmp_path / "reports" / "index.html").read_text()
        return done.returncode, re.findall(r'class="is \w+">([^<]+)<', html), html

    assert ran()[:2] == (0, ["good"])
    write(books / "01_words.ipynb", say("So far."), code("1 / 0"))
    code_, statuses, html = ran()
    assert (code_, statuses) == (4, ["failed", "good"]) and "ZeroDivisionError: division by zero" in html
    assert str(tmp_path) not in html
    (kept,) = re.findall(r'<a href="(\.staging/[^"]+)">The notebook as far as it came', html)
    assert "So far." in Path(tmp_path / "reports" / kept).read_text()
    assert json.loads((tmp_path / "reports" / journal.LOG).read_text().splitlines()[-1])["kept"] == kept
