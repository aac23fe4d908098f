"""Runs on a schedule: what is printed makes the run that was typed, whatever its paths hold, and nothing wrong is printed."""

import ast
import contextlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import typer
import yaml
from small_notebooks import say, write

from analysis.__main__ import app, command
from analysis.errors import UsageError
from analysis.options import read
from analysis.scheduling import KINDS
from analysis.scheduling.every import every

HERE = Path(__file__).parents[1]
HARD = "it's 100% of $a"  # a folder of articles


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A corpus with a hard name and one small notebook, and the shell standing beside them."""
    for name in (HARD, "news"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("A title\n\nThe war goes on. Peace is far.\n")
    (tmp_path / ".git").mkdir()
    write(tmp_path / "notebooks" / "00_corpus.ipynb", say("There are words.", "finding"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    return tmp_path


def schedule(*arguments):
    """What the command prints, its exit code, and what it says of a failure."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = command(["schedule", *arguments])
    return out.getvalue(), code, err.getvalue()


def printed(kind, *arguments):
    text, code, said = schedule(kind, *arguments, "--notebooks", "notebooks")
    assert (code, said) == (0, "")
    return text


def lines(text, start=""):
    return [line for line in text.splitlines() if line.startswith(start) and not line.startswith("#")]


def as_shell(line):
    """What /bin/sh is given by cron: the text behind five fields, a percent sign without its backslash."""
    return line.split(" ", 5)[5].replace("\\%", "%")


def expected(place, corpus=HARD):
    words = ["run", str(place / corpus), "--reports", str(place / "reports"), "--parameter", "focus", "5 %d"]
    return [*words, "--notebooks", str(place / "notebooks"), "--title", 'A "b" $c', "--quiet", "--if-changed", "--keep", "30"]


TYPED = ("-p", "focus", "5 %d", "--title", 'A "b" $c')


# How often


@pytest.mark.parametrize(
    ("text", "cron", "calendars", "wait"),
    [
        ("1m", "* * * * *", ["*-*-* *:*:00"], 1),
        ("30m", "*/30 * * * *", ["*-*-* *:00,30:00"], 1),
        ("1h", "17 * * * *", ["*-*-* *:17:00"], 1),
        ("12h", "17 */12 * * *", ["*-*-* 00,12:17:00"], 1),
        ("Day", "17 5 * * *", ["*-*-* 05:17:00"], 1),
        ("week", "17 5 * * 1", ["Mon *-*-* 05:17:00"], 7),
        ("month", "17 5 1 * *", ["*-*-01 05:17:00"], 31),
        ("0 0 * * 7", "0 0 * * 7", ["Sun *-*-* 00:00:00"], 7),
        ("0 0 * * 5-7", "0 0 * * 5-7", ["Fri,Sat,Sun *-*-* 00:00:00"], 5),
        (
            "0 6 1 jan,jul mon-fri",
            "0 6 1 jan,jul mon-fri",
            ["*-01,07-01 06:00:00", "Mon,Tue,Wed,Thu,Fri *-01,07-* 06:00:00"],
            156,
        ),
        ("5-20/5 1,13 */2 * 1", "5-20/5 1,13 */2 * 1", None, 21),
        ("0 0 29 2 *", "0 0 29 2 *", ["*-02-29 00:00:00"], 1461),
    ],
)
def test_how_often_is_the_same_for_all_schedulers(text, cron, calendars, wait):
    meant = every(text)
    assert meant.text == cron and (calendars is None or meant.calendars() == calendars)
    assert meant.longest_wait() == wait


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7m",
        "60m",
        "5h",
        "2d",
        "0h",
        "fortnight",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "5/15 * * * *",
        "9-5 * * * *",
        "*/0 * * * *",
        "* * * * fri-mon",
        "a * * * *",
        "* * * jam *",
        "0 0 31 2 *",
        "²m",
        "* * * * *\n*",
    ],
)
def test_a_time_that_cannot_be_meant_is_refused_with_what_can(text):
    with pytest.raises(UsageError) as refused:
        every(text)
    assert refused.value.remedy


def test_systemd_finds_the_days_that_cron_means():
    """A second opinion, where systemd is installed."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    for text in ("0 6 */3 * 1-5", "30 6 1,15 2-4 sun", "0 0 * */5 6"):
        meant = every(text)
        asked = ["systemd-analyze", "calendar", "--iterations=60", "--base-time=2027-01-01 00:00:00", *meant.calendars()]
        done = subprocess.run(asked, capture_output=True, text=True, check=True, env=os.environ | {"TZ": "UTC", "LANG": "C"})
        told = sorted(
            {found[1] for found in re.finditer(r"\w{3} (\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d UTC", done.stdout)} - {"2027-01-01"}
        )
        days = (date(2027, 1, 1) + timedelta(n) for n in range(1, 5000))
        ours = [day.isoformat() for day in days if meant.allows(day)][:40]
        assert [day for day in told if day <= ours[-1]] == ours


# Each kind


def test_cron_is_given_the_very_run_and_speaks_of_failures_alone(place):
    run, watch = lines(printed("cron", HARD, *TYPED, "--every", "1h"))
    assert run.startswith("17 * * * * ") and re.search(r"(?<!\\)%", run) is None
    inner = as_shell(run)
    words = shlex.split(inner[len("out=$(") : inner.index(" 2>&1)")])
    variables = [word for word in words if re.match(r"[A-Z_]+=", word)]
    assert "LANG=C.UTF-8" in variables and words[len(variables) + 1 :] == expected(place)
    assert Path(words[len(variables)]).is_file() and "--fresh 2d" in watch


@pytest.mark.parametrize(
    ("code", "said", "mailed"), [(0, "", ""), (4, "no", "no\n"), (75, "held", ""), (11, "alert", "alert\n")]
)
def test_what_cron_mails(place, monkeypatch, code, said, mailed):
    """The line is run as cron runs it, with a stand-in for Parallax that ends in each way."""
    program = place / "bin" / "parallax"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nprintf '%s' '{said}' >&2\nexit {code}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    run, watch = (as_shell(line) for line in lines(printed("cron", HARD)))
    bare = {"HOME": str(place), "LOGNAME": "x", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["/bin/sh", "-c", run], env=bare, capture_output=True, text=True, cwd="/")
    assert (done.stdout, done.stderr) == (mailed, "")
    if code in (0, 4):
        done = subprocess.run(["/bin/sh", "-c", watch], env=bare, capture_output=True, text=True, cwd="/")
        assert (done.stdout, done.stderr) == (mailed, "")


def test_the_line_of_cron_makes_the_report(place):
    line = as_shell(lines(printed("cron", HARD))[0])
    bare = {"HOME": str(place), "LOGNAME": "x", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    for _ in range(2):  # the second time nothing is new
        done = subprocess.run(["/bin/sh", "-c", line], env=bare, capture_output=True, text=True, cwd="/", timeout=120)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (place / "reports" / "current" / "index.html").is_file() and len(list((place / "reports" / "runs").iterdir())) == 1


def test_units_hold_the_very_run_and_systemd_takes_them(place):
    made = printed("systemd", HARD, *TYPED, "--every", "30 6 1 * 1", "--to", "units").split()
    service, timer = (Path(name).read_text() for name in made)
    (start,) = lines(service, "ExecStart=")
    words = [word.replace("$$", "$").replace("%%", "%") for word in shlex.split(start.removeprefix("ExecStart="))]
    assert words[1:] == expected(place)
    assert "ReadWritePaths=" in service and "SuccessExitStatus=75" in service and len(lines(timer, "OnCalendar=")) == 2
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine: the units were only read")
    done = subprocess.run(["systemd-analyze", "verify", *made], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_workflow_leads_from_the_repositorys_top_and_holds_no_expression_of_a_title(place):
    text = printed("github", "news", "--title", "${{ secrets.X }}", "--every", "6h")
    flow = yaml.safe_load(text)
    assert flow["on"]["schedule"] == [{"cron": "17 */6 * * *"}] and str(place) not in text
    (run,) = (step["run"] for step in flow["jobs"]["report"]["steps"] if step.get("name") == "Make the report")
    words = shlex.split(run.replace("${{ '${{' }}", "${{"))
    assert words == [
        "parallax",
        "run",
        "news",
        "--reports",
        "reports",
        "--notebooks",
        "notebooks",
        "--title",
        "${{ secrets.X }}",
        "--quiet",
        "--if-changed",
        "--keep",
        "30",
    ]


def test_a_dag_runs_the_very_run_and_takes_no_path_for_a_template(place, monkeypatch):
    text = printed("airflow", HARD, *TYPED)
    values = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    assert shlex.split(values["COMMAND"])[1:] == expected(place) and values["ENVIRONMENT"]["LANG"] == "C.UTF-8"
    assert "template_fields = ()" in text and "skip_on_exit_code=75" in text


def test_jobs_of_jupyter_get_each_value_as_the_code_that_it_is_pasted_as(place):
    text = printed("jupyter", "news", "-p", "focus", 'it\'s "q"')
    jobs = next(
        node.value for node in ast.parse(text).body if isinstance(node, ast.Assign) and ast.unparse(node.targets) == "JOBS"
    )
    jobs = ast.literal_eval(jobs)
    (given,) = jobs.values()
    assert {name: ast.literal_eval(value) for name, value in given.items()} == {
        "corpus": str(place / "news"),
        "focus": 'it\'s "q"',
    }


class Scheduler(BaseHTTPRequestHandler):
    """What jupyter-scheduler answers, as far as the script asks."""

    got: ClassVar[list] = []

    def do_GET(self):
        self.answer([{"name": "python"}])

    def do_POST(self):
        self.got.append(
            (self.path, self.headers["Authorization"], json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        )
        self.answer({"job_definition_id": "d1"})

    def answer(self, body):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        """Nothing."""


def test_the_script_hands_over_each_notebook_a_minute_after_the_other(place):
    write(place / "notebooks" / "01_terms.ipynb", say("There are words.", "finding"))
    (script,) = printed("jupyter", "news", "--every", "week", "--to", "jobs").split()
    server = HTTPServer(("127.0.0.1", 0), Scheduler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/"
        surroundings = os.environ | {"JUPYTER_TOKEN": "t"}
        done = subprocess.run([sys.executable, script, address], env=surroundings, capture_output=True, text=True, timeout=60)
    finally:
        server.shutdown()
        server.server_close()
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.count("d1") == 2
    assert {(path, token) for path, token, _ in Scheduler.got} == {("/scheduler/job_definitions", "token t")}
    found = [(job["input_uri"], job["schedule"], job["runtime_environment_name"]) for _, _, job in Scheduler.got]
    assert found == [("00_corpus.ipynb", "17 5 * * 1", "python"), ("01_terms.ipynb", "18 5 * * 1", "python")]


# What the settings say, and what is refused


def test_settings_of_the_corpus_stand_and_are_not_said_twice(place):
    (place / "news" / "parallax.toml").write_text('reports = "../kept"\nkeep-days = 9\nquiet = false\n')
    (run, watch) = lines(printed("cron", "news"))
    assert "--reports" not in run and "--keep" not in run and "--quiet" not in run and "--if-changed" in run
    assert f"--reports {place / 'kept'}" in watch
    assert "--no-if-changed" in printed("cron", "news", "--no-if-changed")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("at", "news"), "there is no schedule 'at'. There are: 'cron', 'systemd'"),
        (("cron", "news", "--keeep", "3"), "No such option: --keeep"),
        (("cron", "news", "--keep", "0"), "'--keep'"),
        (("cron", "nowhere"), "nowhere: there is no such folder"),
        (("cron", "news", "-p", "topp", "3"), "topp"),
        (("cron", "news", "--reports", "news/reports"), "the reports folder lies in the corpus"),
        (("cron", "news", "--reports", "s3://b/r", "--keep", "3"), "know folders of this machine alone"),
        (("cron", "news", "--every", "25h"), "--every cannot be '25h'"),
        (("cron", "news", "--print-settings"), "--print-settings makes no run"),
        (("cron", "news", "--title", "a\\b"), "a crontab cannot hold a backslash"),
        (("cron", "news", "--on-success", "/bin/true " + "a" * 900), "cron takes 998"),
        (("jupyter", "news"), "Copy them by `parallax lab`"),
        (("github", "/etc"), "lies in no git repository"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_nothing_is_printed(place, arguments, message):
    notebooks = () if arguments[0] == "jupyter" else ("--notebooks", "notebooks")
    text, code, said = schedule(*arguments, *notebooks)
    assert text == "" and code in (2, 3) and said.count("\n") == 1 and message in said


def test_the_page_for_operators_names_commands_that_there_are_and_all_exit_codes():
    page = (HERE / "docs" / "scheduling.md").read_text(encoding="utf-8")
    commands = typer.main.get_command(app).commands
    written = [shlex.split(line) for line in page.splitlines() if line.startswith("    parallax ")]
    assert len(written) >= 10
    for _, name, *arguments in written:
        context = commands[name].make_context(name, arguments)
        if name == "schedule":
            read(commands["run"], context.args)
            assert every(context.params["every"]) and context.params["kind"] in KINDS
    codes = {found for row in re.findall(r"^\| ([\d, ]+) \|", page, flags=re.M) for found in row.split(", ")}
    assert codes == {*map(str, range(12)), "75", "129", "130", "143"} - {"1"}
    assert [kind for kind in KINDS if f"| `{kind}` |" not in page] == []


def test_no_file_is_overwritten(place):
    for kind in set(KINDS) - {"jupyter"}:
        names = printed(kind, "news", "--to", f"to/{kind}").split()
        assert names and all(Path(name).is_file() for name in names)
        _, code, said = schedule(kind, "news", "--notebooks", "notebooks", "--to", f"to/{kind}")
        assert code == 2 and "this is there already" in said
