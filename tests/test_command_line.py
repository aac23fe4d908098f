"""The command line: whole runs by the command a person types, one line and one exit code for every failure, nothing half done."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from listening import listen
from small_notebooks import code, say, write

from analysis import __version__
from analysis.__main__ import command
from analysis.errors import CorpusError

HERE = Path(__file__).parents[1]
FINDING = "There are words."


@pytest.fixture
def place(tmp_path):
    """A folder with a corpus of two articles and two notebooks, of which one stores a table."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("A title\n\nThe war goes on. Peace is far.\n")
    (corpus / "b.txt").write_text("Another title\n\nPeace, they say, is near.\n")
    store = "import os, pathlib\nplace = pathlib.Path(os.environ['PARALLAX_RUN'], 'tables', os.environ['PARALLAX_NOTEBOOK'])"
    store += "\nplace = place / 'words.csv'"
    store += "\nplace.parent.mkdir(parents=True)\nn = place.write_text(f'{corpus},{top_n},{focus}')"
    read = "from analysis.text.prepare import prepare\nprint(sorted(prepare(corpus).articles['doc_id']))"
    write(tmp_path / "notebooks" / "00_corpus.ipynb", say(FINDING, "finding"), code(read))
    write(tmp_path / "notebooks" / "01_terms.ipynb", code(store))
    return tmp_path


def parallax(place, *arguments, **environment):
    command = [sys.executable, "-m", "analysis", *map(str, arguments)]
    surroundings = os.environ | {"PYTHONPATH": str(HERE)} | environment
    return subprocess.run(command, cwd=place, env=surroundings, capture_output=True, text=True, timeout=120)


def run(place, *more, **environment):
    return parallax(place, "run", "corpus", "--notebooks", "notebooks", *more, **environment)


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(done, exit_code, message):
    assert done.returncode == exit_code, done.stderr
    assert done.stdout == "" and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    assert re.search(message, done.stderr), done.stderr


def test_a_run_is_published_whole_and_a_later_failure_changes_nothing(place):
    done = run(place, "-p", "top_n", "7", "-p", "focus", "a 'b' $c {d}\n", "--title", "Two & two", PARALLAX_TEST_TOKEN="canary")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    index = place / done.stdout.strip()
    assert done.stdout.count("\n") == 1 and index.is_file() and index.parent == (place / "reports" / "current").resolve()
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=index.parent, capture_output=True, text=True
    )
    assert (
        checked.returncode == 0 and len((index.parent / "SHA256SUMS").read_text().splitlines()) == len(files(index.parent)) - 1
    )
    assert "There are words." in index.read_text() and "<h1>Two &amp; two</h1>" in index.read_text()
    assert (index.parent / "tables" / "01_terms" / "words.csv").read_text() == "corpus,7,a 'b' $c {d}\n"
    assert "[&#39;a&#39;, &#39;b&#39;]" in (index.parent / "00_corpus.html").read_text()
    everything = b"".join(files(index.parent).values())
    assert b"canary" not in everything and str(place).encode() not in everything
    assert [path.name for path in (place / "reports" / ".staging").iterdir()] == [".probe"]

    listed = parallax(place, "list")
    assert listed.stdout.splitlines()[1].split("\t")[0::2] == [index.parent.name, "corpus", "Two & two"]

    before = files(place / "reports" / "runs")
    write(place / "notebooks" / "01_terms.ipynb", code("1"), code("raise ValueError('no \\x1b[31mwords')"))
    failed = run(place)
    refused(
        failed,
        4,
        r"01_terms\.ipynb: cell \[3\]: ValueError: no words\. As far as it came: reports/failed/01_terms\.ipynb$",
    )
    assert (place / failed.stderr.split()[-1]).is_file()
    assert files(place / "reports" / "runs") == before and (place / "reports" / "current").resolve() == index.parent


def test_the_same_run_gives_the_same_bytes(place):
    for name in ("one", "two"):
        assert run(place, "--reports", place / name, SOURCE_DATE_EPOCH="1730073600").returncode == 0
    one, two = (files((place / name / "current").resolve()) for name in ("one", "two"))
    assert one == two and len(one) == 9
    assert [path.name for path in (place / "one" / "runs").iterdir()] == [
        path.name for path in (place / "two" / "runs").iterdir()
    ]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "message"),
    [
        (["run", "--bogus"], 2, "No such option"),
        (["walk"], 2, "No such command"),
        (["run", "-p", "top_n"], 2, "-p NAME VALUE"),
        (["run", "--jobs", "x"], 2, "jobs"),
        (["run", "--time-limit", "inf"], 2, "time-limit"),
        (["run", "--time-limit", "nan"], 2, "time-limit"),
        (["run", "--keep-days", "1e308"], 2, "keep-days"),
        (["run", "--max-quarantine", "nan"], 2, "max-quarantine"),
        (["run", "corpus", "--notebooks", "notebooks", "-p", "topn", "3"], 2, "Nearest: 'top_n'"),
        (["run", "corpus", "--notebooks", "notebooks", "-p", "top_n", "many"], 2, "'top_n' of 00_corpus is int, and 'many' is not"),
        (["run", "corpus", "--notebooks", "notebooks", "-p", "x=1;import os#", "1"], 2, "NAME VALUE"),
        (["run", "corpus", "--notebooks", "notebooks", "-p", "top_n", "1", "-p", "top_n", "2"], 2, "given twice"),
        (["run", "corpus", "--notebooks", "notebooks", "--parameters", "none.yml"], 2, "none.yml"),
        (["run", "corpus", "--notebooks", "notebooks", "--only", "05"], 2, "no notebook '05'"),
        (["run", "corpus", "--notebooks", "corpus"], 2, "no notebook lies here"),
        (["run", "corpus", "--reports", "corpus/reports"], 2, "lies in the corpus"),
        (["run", "nowhere\x1b[31m"], 3, r"nowhere\\x1b\[31m: there is no such folder"),
        (["check", "nowhere"], 3, "there is no such folder"),
        (["list"], 2, "no run lies here"),
        (["run", "corpus", "--notebooks", "notebooks", "--reports", "corpus/a.txt"], 2, "lies in the corpus"),
        (["run", "corpus", "--notebooks", "notebooks", "--reports", "notebooks/00_corpus.ipynb"], 7, "cannot write the reports folder"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_one_line_before_anything_is_written(place, arguments, exit_code, message):
    refused(parallax(place, *arguments), exit_code, message)
    assert not (place / "reports").exists()


def test_rules_are_turned_off_by_a_parameter_that_the_reading_of_the_corpus_follows(place):
    parameters = 'corpus: str = "seeds"  # folder\nwithout_rules: list[str] = []  # rules'
    read = (
        "from analysis.text import prepare as module\nmodule._prepare = None\n"
        "p = module.prepare(corpus, without_rules=without_rules)\nassert p.info['settings']['without_rules'] == ['heading', 'title']\n"
        "assert set(p.ledger['part'].dropna()) == {'body'}"
    )
    write(place / "notebooks" / "00_corpus.ipynb", say(FINDING, "finding"), code(read), parameters=parameters)
    done = run(place, "-p", "without_rules", "title,heading")
    assert done.returncode == 0, done.stderr
    refused(
        run(place, "-p", "without_rules", "titel"),
        2,
        "parameter 'without_rules': there is no cleaning rule 'titel'. Nearest: 'title'",
    )


def test_a_corpus_that_cannot_be_read_publishes_nothing(place):
    for path in (place / "corpus").iterdir():
        path.write_bytes(b"\xff\xfe\xfa\x00broken!")
    for done in (run(place), parallax(place, "check", "corpus")):
        *told, last = done.stderr.splitlines()
        assert done.returncode == 3 and done.stdout == "" and "corpus: no article could be loaded" in last and told
    assert not (place / "reports" / "runs").exists() and not (place / "reports" / "current").exists()
    assert [path.name for path in (place / "reports" / ".staging").iterdir()] == [".probe"]


def test_too_much_in_quarantine_is_refused_unless_it_is_allowed(place):
    for number in range(18):
        (place / "corpus" / f"{number:02}.txt").write_text(f"Article {number}\n\nThere are {number} words.\n")
    for name in ("x", "y"):
        (place / "corpus" / f"{name}.txt").write_bytes(b"\x00\x01\x02")
    checked = parallax(place, "check", "corpus")
    assert checked.returncode == 3 and "x.txt\tquarantined\tbinary" in checked.stdout
    assert "2 of 22 inputs could not be loaded, more than 5%" in checked.stderr
    done = run(place, "--max-quarantine", "0.1", "--only", "01_terms")
    *told, last = done.stderr.splitlines()
    assert (done.returncode, last) == (0, "2 of 22 inputs could not be loaded; the report lists them")
    assert [line.split(": ")[:2] for line in told] == [["x.txt, byte 0", "binary"], ["y.txt, byte 0", "binary"]]


def test_little_that_loads_is_no_report_unless_it_is_allowed(place):
    for number in range(8):
        (place / "corpus" / f"{number}.ppt").write_bytes(b"PK\x03\x04")
    (place / "corpus" / "a.txt").unlink()
    done = run(place, "--only", "01_terms")
    *told, last = done.stderr.splitlines()
    assert done.returncode == 3 and done.stdout == "" and not (place / "reports" / "current").exists()
    assert "8 of 9 inputs could not be loaded, more than 50%" in last and "--max-quarantine" in last
    assert len(told) == 8 and told[0].startswith("0.ppt: unknown_format: what is read: .txt") and "Save it as text" in told[0]
    allowed = run(place, "--only", "01_terms", "--max-quarantine", "0.9")
    assert allowed.returncode == 0 and "8 of 9 inputs could not be loaded; the report lists them" in allowed.stderr


@pytest.mark.parametrize(
    ("good", "bad", "rows", "code"),
    [(1, 1, 0, 0), (2, 3, 0, 3), (9, 10, 0, 3), (10, 9, 0, 0), (19, 1, 0, 0), (18, 2, 0, 3), (1, 9, 1000, 3)],
)
def test_how_much_may_fail(tmp_path, good, bad, rows, code):
    from types import SimpleNamespace

    import pandas as pd

    from analysis.check import refuse

    table = [("loaded", rows)] if rows else []
    inputs = pd.DataFrame([*[("loaded", 1)] * good, *table, *[("quarantined", 0)] * bad], columns=["state", "n_loaded"])
    quarantine = pd.DataFrame(
        [(f"{n}.txt", "", "empty", "nothing") for n in range(bad)], columns=["file", "place", "reason", "detail"]
    )
    info = {"n_loaded": good + rows, "n_quarantined": bad}
    prepared = SimpleNamespace(inputs=inputs, info=info, quarantine=quarantine)
    if not code:
        return refuse(prepared, tmp_path, 0.05)
    with pytest.raises(CorpusError) as caught:
        refuse(prepared, tmp_path, 0.05)
    assert caught.value.exit_code == code and len(caught.value.told) == bad
    return refuse(prepared, tmp_path, 0.95)


def test_a_run_says_what_changes_its_every_page(place):
    (place / "corpus" / "c.csv").write_text("text,date\nSome text.,03/04/2019\n", encoding="utf-8")
    done = run(place, "--only", "01_terms")
    assert done.returncode == 0
    one, two = done.stderr.splitlines()
    assert one.startswith("no source column: c.csv: ") and two.startswith(
        "1 date is missing: c.csv: '03/04/2019' has two meanings"
    )


def test_check_tells_of_files_and_lines(place):
    done = parallax(place, "check", "corpus")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert lines[:3] == [["file", "state", "why"], ["a.txt", "loaded", ""], ["b.txt", "loaded", ""]]
    article = next(line for line in lines[3:] if line[0] == "a")
    assert sum(map(int, article[3:6])) == 3 and int(article[6]) == 9


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_run_cleanly(place, number):
    mark = place / "pid"
    write(
        place / "notebooks" / "02_long.ipynb",
        code(f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(99)"),
    )
    command = [sys.executable, "-m", "analysis", "run", "corpus", "--notebooks", "notebooks", "--only", "02_long"]
    process = subprocess.Popen(
        command,
        cwd=place,
        env=os.environ | {"PYTHONPATH": str(HERE)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=listen,
    )
    while not (mark.exists() and mark.read_text()):
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.1)
    busy = parallax(place, "run", "corpus", "--notebooks", "notebooks")
    refused(busy, 75, "another run is writing here")
    asked = time.monotonic()
    process.send_signal(number)
    assert process.wait(timeout=15) == 128 + number and time.monotonic() - asked < 10
    status = Path(f"/proc/{mark.read_text()}/status")
    assert not status.exists() or "State:\tZ" in status.read_text()
    assert process.stderr.read() == "" and [path.name for path in (place / "reports" / ".staging").iterdir()] == [".probe"]
    process.stderr.close()


def test_a_run_that_was_killed_leaves_no_kernel_and_needs_no_help(place):
    mark = place / "pid"
    sleep = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(99)"
    write(place / "notebooks" / "02_long.ipynb", code(sleep))
    command = [sys.executable, "-m", "analysis", "run", "corpus", "--notebooks", "notebooks", "--only", "02_long"]
    with subprocess.Popen(command, cwd=place, env=os.environ | {"PYTHONPATH": str(HERE), "TMPDIR": str(place)}) as process:
        while not (mark.exists() and mark.read_text()):
            assert process.poll() is None
            time.sleep(0.1)
        process.kill()
    until = time.monotonic() + 10
    status = Path(f"/proc/{mark.read_text()}/status")
    while status.exists() and "State:\tZ" not in status.read_text():
        assert time.monotonic() < until
        time.sleep(0.1)
    assert len(list(place.glob("px-*"))) == 1
    assert run(place, "--only", "01_terms", TMPDIR=str(place)).returncode == 0
    assert list(place.glob("px-*")) == [] and [path.name for path in (place / "reports" / ".staging").iterdir()] == [".probe"]


def test_a_page_that_tells_of_the_machine_is_kept_back(place):
    write(place / "notebooks" / "00_corpus.ipynb", code("import os; print(os.environ['PARALLAX_CORPUS'])"))
    refused(run(place), 4, r"00_corpus\.(html|ipynb):\d+: says where it was made")
    assert not (place / "reports" / "current").exists()


def test_a_secret_that_a_notebook_came_by_is_kept_back_and_not_told(place):
    secret = "c4nary-of-the-test"
    (place / "secret.txt").write_text(secret)
    read = f"import pathlib; print(pathlib.Path({str(place)!r}, 'secret.txt').read_text())".replace(
        str(place), "../../../../.."
    )
    write(place / "notebooks" / "00_corpus.ipynb", code(read))
    done = run(place, SERVICE_TOKEN=secret)
    refused(done, 4, r"00_corpus\.(html|ipynb):\d+: says a secret of this machine's environment")
    assert secret not in done.stderr and not (place / "reports" / "current").exists()


def test_a_note_stands_on_the_front_page_and_one_that_is_missing_stops_the_run(place):
    (place / "note.md").write_text("For *you*, <b>editor</b>.")
    assert run(place, "--only", "00_corpus", "--note", "note.md").returncode == 0
    current = place / "reports" / "current"
    assert "For <em>you</em>, &lt;b&gt;editor&lt;/b&gt;." in (current / "index.html").read_text()
    assert (current / "note.md").read_text() == "For *you*, <b>editor</b>."
    assert json.loads((current / "run.json").read_text())["note"] == "note.md"
    refused(run(place, "--note", "gone.md"), 2, r"^parallax: gone\.md: cannot read this note")
    refused(run(place, "--title", "x" * 201), 2, "the title has more than 200 characters")


def test_help_is_there_at_once_and_names_every_command():
    begun = time.monotonic()
    done = parallax(HERE, "--help")
    assert done.returncode == 0 and time.monotonic() - begun < 2
    assert all(re.search(rf"^  {name} ", done.stdout, re.M) for name in ("run", "check", "lab", "list", "export", "pack"))
    loaded = "import sys, analysis.__main__; print(*{'pandas', 'papermill', 'rich', 'nltk'} & set(sys.modules))"
    seen = subprocess.run([sys.executable, "-c", loaded], cwd=HERE, capture_output=True, text=True)
    assert seen.stdout.strip() == ""


@pytest.mark.parametrize("words", ["-h", "run -h", "check -h", "new -h", "lab -h", "list -h", "export -h", "pack -h"])
def test_short_help_is_the_long_one(capsys, words):
    assert command(words.split()) == 0
    short = capsys.readouterr().out
    assert command([*words.split()[:-1], "--help"]) == 0
    assert short == capsys.readouterr().out and short.startswith(f"Usage: parallax {words[:-2]}".rstrip())


def test_the_version_is_told(place):
    done = parallax(place, "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, "parallax 0.1.0\n", "")
    metadata = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    assert metadata["project"]["version"] == __version__ == "0.1.0"


def test_a_run_record_is_json_with_inputs_and_versions(place):
    done = run(place, "--only", "01_terms.ipynb")
    record = json.loads((place / done.stdout.strip()).with_name("run.json").read_text())
    assert record["corpus"]["n_loaded"] == 2 and len(record["corpus"]["sha256"]) == 64
    assert [item["name"] for item in record["notebooks"]] == ["01_terms"] and record["parameters"] == {
        "01_terms": {"corpus": "corpus"}
    }


def test_nothing_new_is_said_and_not_published(place):
    assert run(place, "--if-changed").returncode == 0
    before = files(place / "reports" / "runs")
    again = run(place, "--if-changed")
    assert (again.returncode, again.stdout) == (0, "") and again.stderr.startswith("nothing new: ")
    quiet = run(place, "--if-changed", "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    assert files(place / "reports" / "runs") == before
    state = parallax(place, "status")
    assert state.returncode == 0 and "last run: unchanged" in state.stdout
    for change in (
        lambda: (place / "corpus" / "c.txt").write_text("A third title\n\nThere is more of it.\n"),
        lambda: write(place / "notebooks" / "01_terms.ipynb", code("2")),
        lambda: next(place.glob("reports/runs/*/index.html")).chmod(0o644) or (place / "reports/current/index.html").unlink(),
    ):
        change()
        assert len(run(place, "--if-changed").stdout.splitlines()) == 1
    assert len(run(place, "--if-changed", "--title", "Another").stdout.splitlines()) == 1


def test_a_quiet_run_speaks_of_failure_alone_and_removes_old_runs(place):
    for number in range(5):
        done = run(place, "--quiet", "--keep", "1", SOURCE_DATE_EPOCH=str(1_700_000_000 + 10_000 * number))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(list((place / "reports" / "runs").iterdir())) == 3
    refused(run(place, "--quiet", "-p", "bogus", "1"), 2, "bogus")
    assert parallax(place, "status").returncode == 9
    refused(run(place, "--keep", "3", "--reports", "memory://x"), 2, "folders of this machine")
