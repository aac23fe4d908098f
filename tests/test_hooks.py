"""Hooks: what is run when a run has ended, what it is told, and that it can neither hang a run nor change what became of it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from listening import listen
from small_notebooks import code, say, write

from analysis.errors import UsageError
from analysis.report import hooks
from analysis.report.publish import journal

HERE = Path(__file__).parents[1]
KEEP = "import sys; open({!r}, 'a').write(sys.stdin.read())"  # what a hook is told goes behind what was told before


def python(text):
    return [sys.executable, "-c", text]


@pytest.fixture
def place(tmp_path):
    """A corpus of one article, a notebook of one finding, and settings whose hooks write down what they are told."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("A title\n\nThe war goes on. Peace is far.\n")
    write(tmp_path / "mine" / "00_corpus.ipynb", say("There are words.", "finding"), code("1"))
    commands = {name: json.dumps(python(KEEP.format(str(tmp_path / name)))) for name in ("on-failure", "on-success")}
    lines = [f"{name} = {command}" for name, command in commands.items()]
    (tmp_path / "corpus" / "parallax.toml").write_text("\n".join(['notebooks = "../mine"', "quiet = true", *lines, ""]))
    return tmp_path


def run(place, *more, corpus="corpus"):
    command = [sys.executable, "-m", "analysis", "run", corpus, *map(str, more)]
    return subprocess.run(
        command, cwd=place, env=os.environ | {"PYTHONPATH": str(HERE)}, capture_output=True, text=True, timeout=120
    )


def told(place, name):
    return json.loads((place / name).read_text()) if (place / name).exists() else None


def test_a_hook_gets_its_facts_and_its_words_as_they_are(tmp_path):
    facts = {"said": "Зачинено “now”", "findings": ["x" * 2_000_000]}
    write_down = "import sys, pathlib; pathlib.Path('out').write_text(repr(sys.argv[1:]) + sys.stdin.read(), encoding='utf-8')"
    assert hooks.call([*python(write_down), "$HOME; ls", "a b"], facts, tmp_path) == ""
    words, _, rest = (tmp_path / "out").read_text(encoding="utf-8").partition("{")
    assert words == "['$HOME; ls', 'a b']" and json.loads("{" + rest) == facts and "Зачинено" in rest


def test_a_hook_that_reads_nothing_ends_well(tmp_path):
    assert hooks.call(python("pass"), {"findings": "x" * 2_000_000}) == ""


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["no-such-program-here"], "no-such-program-here cannot be run (No such file or directory)"),
        (["/"], "/ cannot be run (Permission denied)"),
        (python("import sys; print('one'); sys.exit('the \\x1b[31mreason')"), "exit code 1: the \\x1b[31mreason"),
        (python("import sys; sys.exit(4)"), "ended with exit code 4"),
    ],
)  # fmt: skip
def test_what_went_wrong_is_one_line(command, words):
    wrong = hooks.call(command, {})
    assert wrong.endswith(words) and "\n" not in wrong


def test_a_hook_that_takes_too_long_is_ended_with_what_it_started(tmp_path):
    child = f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(99)"
    start = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(99)"
    begun = time.monotonic()
    assert "took more than 2 seconds, and was ended" in hooks.call(python(start), {}, seconds=2)
    assert time.monotonic() - begun < 20
    status = Path(f"/proc/{(tmp_path / 'pid').read_text()}/status")
    until = time.monotonic() + 5
    while status.exists() and "State:\tZ" not in status.read_text() and time.monotonic() < until:
        time.sleep(0.05)
    assert not status.exists() or "State:\tZ" in status.read_text()


def test_what_a_hook_leaves_behind_is_not_waited_for():
    begun = time.monotonic()
    start = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(6)'])"
    assert hooks.call(python(start), {}) == "" and time.monotonic() - begun < 5


def test_a_command_is_split_without_a_shell():
    assert hooks.words_of("curl --json @- 'https://example.org/a b'", "on-success") == [
        "curl",
        "--json",
        "@-",
        "https://example.org/a b",
    ]
    assert hooks.words_of(None, "on-success") == hooks.words_of(" ", "on-success") == []
    for command in ("mail 'x", "a\0b"):
        with pytest.raises(UsageError, match="--on-failure is no command"):
            hooks.words_of(command, "on-failure")


def test_success_is_told_with_its_findings_and_no_news_with_nothing(place):
    done = run(place)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    facts, run_folder = told(place, "on-success"), (place / "reports" / "current").resolve()
    assert (facts["schema"], facts["status"], facts["exit_code"], facts["run"]) == (1, "published", 0, run_folder.name)
    assert (Path(facts["place"]), Path(facts["page"])) == (run_folder, run_folder / "index.html")
    assert facts["corpus"]["n_loaded"] == 1 and facts["findings"] == json.loads((run_folder / "findings.json").read_text())
    assert facts["error"] is None and told(place, "on-failure") is None
    (place / "on-success").unlink()
    assert run(place, "--if-changed").returncode == 0 and told(place, "on-success") is None
    failing = run(place, "--on-success", "no-such-program-here x")
    assert failing.returncode == 0 and failing.stdout == ""
    assert failing.stderr == "--on-success: no-such-program-here cannot be run (No such file or directory)\n"
    last = journal.entries(place / "reports")[0]
    assert last["outcome"] == "published" and last["hook"].startswith("on-success: no-such-program-here cannot be run")


def test_failure_is_told_with_its_place_and_its_remedy_but_not_what_was_typed_wrong(place):
    assert run(place, "-p", "bogus", "1").returncode == run(place, "--on-failure", "'").returncode == 2
    assert told(place, "on-failure") is None
    (place / "corpus" / "a.txt").write_bytes(b"\x00\x01")
    done = run(place)
    assert done.returncode == 3
    facts = told(place, "on-failure")
    assert (facts["status"], facts["exit_code"], facts["findings"], facts["run"]) == ("failed", 3, None, None)
    error = facts["error"]
    assert (error["message"], error["file"], error["line"]) == (
        "no article could be loaded (binary)",
        "corpus",
        None,
    ) and error["remedy"]
    assert done.stderr.splitlines()[-1] == f"parallax: {facts['said']}" and facts["corpus"] == {"corpus": "corpus"}


def test_a_corpus_that_is_gone_is_told_of(place):
    command = "'{}' -c \"{}\"".format(*[sys.executable, KEEP.format(str(place / "on-failure"))])
    assert run(place, "--on-failure", command, corpus="unmounted").returncode == 3
    assert told(place, "on-failure")["error"]["message"] == "there is no such folder"


@pytest.mark.parametrize(("number", "is_told"), [(signal.SIGTERM, True), (signal.SIGINT, False)])
def test_a_signal_is_told_of_unless_it_came_from_the_keyboard(place, number, is_told):
    wait = f"import time; open({str(place / 'begun')!r}, 'w').close(); time.sleep(99)"
    write(place / "mine" / "00_corpus.ipynb", code(wait))
    command = [sys.executable, "-m", "analysis", "run", "corpus"]
    surroundings = os.environ | {"PYTHONPATH": str(HERE)}
    process = subprocess.Popen(
        command, cwd=place, env=surroundings, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=listen
    )
    with process:
        while not (place / "begun").exists():
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(number)
        assert process.wait(timeout=20) == 128 + number and process.stderr.read() == b""
    facts = told(place, "on-failure")
    assert (facts is not None) == is_told
    assert not is_told or (facts["status"], facts["exit_code"], facts["said"]) == ("stopped", 143, "stopped by signal 15")
