"""The campaigns themselves: what they promise is held against folders of which each lacks something, and a trial can be made again."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from campaigns import calls, campaign, promises, runner
from campaigns.campaign import Campaign

ROOT = Path(__file__).resolve().parents[1]


def report(reports, name="one", text="x"):
    run = reports / "runs" / name
    run.mkdir(parents=True)
    (run / "index.html").write_text(text)
    done = subprocess.run(["sha256sum", "index.html"], cwd=run, capture_output=True, check=True)
    (run / "SHA256SUMS").write_bytes(done.stdout)
    return run


def test_every_campaign_says_what_it_is():
    for name, found in campaign.campaigns().items():
        assert found.name == name and found.about and callable(found.trial)
        assert callable(found.full) or 0 <= found.reduced <= found.full


def test_a_trial_has_its_own_chance_and_the_same_one_each_time():
    draws = [campaign.chance(seed, name, number).random() for seed in (1, 2) for name in "ab" for number in (0, 1)]
    assert len(set(draws)) == 8 and draws[0] == campaign.chance(1, "a", 0).random()


def test_a_share_of_the_trials_is_drawn_by_the_seed():
    some = Campaign("x", "", 100, 2, lambda *given: [])
    drawn = campaign.numbers(some, 100, 10, 7)
    assert len(set(drawn)) == 10 and drawn == campaign.numbers(some, 100, 10, 7) != campaign.numbers(some, 100, 10, 8)
    assert sorted(campaign.numbers(some, 3, 10, 7)) == [0, 1, 2]


def test_what_is_broken_is_told_and_fails(tmp_path, monkeypatch, capsys):
    def trial(folder, number, chance):
        if number == 1:
            raise KeyError("odd")
        return ["it broke"] if number == 2 else []

    known = {"x": Campaign("x", "things break", 3, 1, trial)}
    monkeypatch.setattr(runner, "campaigns", lambda: known)
    monkeypatch.setattr(runner.tempfile, "mkdtemp", lambda prefix: str(tmp_path))
    codes = [runner.main(["--only", "x", "--trial", str(number)]) for number in range(3)]
    said = capsys.readouterr().out
    assert codes == [0, 1, 1] and "KeyError: 'odd'" in said and "\nit broke\n" in said and "nothing was broken" in said


def test_a_whole_report_breaks_nothing(tmp_path):
    report(tmp_path)
    (tmp_path / "current").symlink_to("runs/one")
    assert promises.published(tmp_path, "", new=True) == promises.left_behind(tmp_path) == promises.lock_is_free(tmp_path) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda reports: (reports / "runs/one/index.html").write_text("y"), "index.html is not as it was published"),
        (lambda reports: (reports / "runs/one/index.html").unlink(), "index.html is gone"),
        (lambda reports: (reports / "runs/one/more").write_text("y"), "more is in no checksum"),
        (lambda reports: (reports / "runs/two").mkdir(), "two: its checksums cannot be read"),
        (lambda reports: (reports / "current").unlink(), "current is gone"),
        (lambda reports: (reports / "runs/one").rename(reports / "elsewhere"), "current leads to one, which is not there"),
    ],
)
def test_what_is_not_whole_is_seen(tmp_path, damage, told):
    report(tmp_path)
    (tmp_path / "current").symlink_to("runs/one")
    damage(tmp_path)
    assert any(told in line for line in promises.published(tmp_path, "one"))


@pytest.mark.parametrize("name", [".abcdefgh.tmp", ".staging/1-2/run/x", ".staging/.abcdefgh.tmp", "runs/one/.x.link", "odd"])
def test_what_is_left_behind_is_seen(tmp_path, name):
    report(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("")
    assert len(promises.left_behind(tmp_path)) == 1


@pytest.mark.parametrize(
    ("stderr", "code", "told"),
    [
        ("parallax: a: full. Free space\n", 7, None),
        ("", 143, None),
        ("a notice\n", 0, None),
        ("", 7, "exit code 7 with 0 lines"),
        ("one\ntwo\n", 7, "exit code 7 with 2 lines: one | two"),
        ("parallax: unforeseen KeyError: 'x'. Run it\n", 1, "not foreseen"),
        ("Traceback (most recent call last)\nKeyError\n", 130, "a traceback: KeyError"),
    ],
)
def test_a_failure_that_is_not_one_line_is_seen(stderr, code, told):
    found = promises.one_line(stderr, code)
    assert found == [] if told is None else told in found[0]


def test_a_process_that_lives_on_is_seen_and_ended(tmp_path):
    variables = os.environ | {promises.MARK: str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", "input()"], env=variables, stdin=subprocess.PIPE) as process:
        assert promises.processes(str(tmp_path)) == {process.pid}
        found = promises.orphans(str(tmp_path), patience=0)
        assert len(found) == 1 and f"process {process.pid} lives on" in found[0]
    assert process.returncode == -9 and promises.orphans(str(tmp_path), patience=0) == []


WRITES = """
import ctypes, os, pathlib, sys
folder = pathlib.Path(sys.argv[1])
for step in (
    lambda: (folder / "a").mkdir(),
    lambda: (folder / "a" / "x").write_text("one"),
    lambda: os.rename(folder / "a" / "x", folder / "y"),
    lambda: ctypes.CDLL(None, use_errno=True).unlink(str(folder / "y").encode()) == 0 or print("refused in C"),
    lambda: (folder / "a" / "x").read_bytes(),
):
    try:
        step()
    except OSError as error:
        print(error.strerror)
"""


OVERSEEN = """
import os, pathlib, sys
from campaigns.overseen import looked_after
place, seen = pathlib.Path(sys.argv[1]), []
def decide(call, number):
    seen.append((call.kind, pathlib.Path(call.path).relative_to(place).as_posix()))
    return {3: 28, 4: 28, 6: 30}.get(number, 0)
ended = looked_after(place, lambda: os.execv(sys.executable, [sys.executable, "-c", sys.argv[2], str(place)]), decide)
print([seen, ended.code, ended.out, ended.outlived])
"""
OUTLIVED = "import subprocess, sys; subprocess.Popen(['sleep', '600'], start_new_session=True)"


def overseen(tmp_path, program, *more):
    command = [sys.executable, "-c", "\n".join([*more, OVERSEEN]), str(tmp_path), program]
    variables = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60)
    return ast.literal_eval(done.stdout), done.stderr


@pytest.mark.skipif(not calls.can_be_seen(), reason="this system does not tell of calls")
def test_every_change_to_files_is_seen_and_may_be_refused(tmp_path):
    """By whatever makes it, Python, a library in C, or a program that was started; what only reads is not asked about."""
    (seen, code, out, outlived), _ = overseen(tmp_path, WRITES)
    assert seen == [("mkdir", "a"), ("open", "a/x"), *[("write", "a/x")] * 2, ("rename", "y"), ("unlink", "y")]
    assert (code, out, outlived) == (0, "No space left on device\nrefused in C\nNo such file or directory\n", [])


@pytest.mark.skipif(not calls.can_be_seen(), reason="this system does not tell of calls")
def test_what_outlives_a_run_is_found_and_ended_though_it_left_its_session(tmp_path):
    (_, code, _, outlived), _ = overseen(tmp_path, OUTLIVED, "import campaigns.overseen", "campaigns.overseen.LINGER = 0.5")
    assert code == 0 and len(outlived) == 1 and "sleep 600" in outlived[0]
