"""Settings of a run: an option beats parallax.toml, what cannot be meant is one line with its place, and no article is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from small_notebooks import code, write

from analysis.__main__ import app, command
from analysis.errors import UsageError
from analysis.options import Asked
from analysis.places import SETTINGS
from analysis.settled import kinds, rows, settle
from analysis.text.reading.new_corpus import SETTINGS_BEGUN
from analysis.text.reading.read import read_corpus

HERE = Path(__file__).parents[1]
RUN = typer.main.get_command(app).commands["run"]
PLAIN = Asked(**{option.name: option.default for option in RUN.params if option.name in Asked._fields})


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("A title\n\nThe war goes on. Peace is far.\n")
    return folder


def settled(corpus, text, flags=(), **typed):
    (corpus / SETTINGS).write_text(text, encoding="utf-8")
    return settle(PLAIN._replace(**typed), flags, corpus)


def test_every_option_of_a_run_is_a_setting():
    about = {"corpus", "parameter", "parameters", "settings", "print_settings", "debug", "context"}
    options = {item.name: item for item in RUN.params if item.name not in about}
    found = kinds()
    assert set(found) == set(options) and len(found) > 12
    assert (found["jobs"], found["max_quarantine"].most, found["only"].type) == ((int, 1, None), 1, list)
    names = {name.replace("_", "-") for name in found}
    assert names == {long for item in options.values() for long in (part.removeprefix("--") for part in item.opts)}


def test_an_option_beats_the_file_and_the_file_the_default(corpus):
    text = 'title = "Ours"\njobs = 3\nquiet = true\nonly = "01_terms"\nmax-quarantine = 0\n'
    found = settled(corpus, text, {"jobs"}, jobs=1)
    assert (found.asked.title, found.asked.jobs, found.asked.quiet, found.asked.only) == ("Ours", 1, True, ["01_terms"])
    assert found.asked.max_quarantine == 0 and found.asked.time_limit == 600
    place = corpus / SETTINGS
    assert found.origins | {} == found.origins and found.origins["title"] == f"{place}:1"
    assert (found.origins["jobs"], found.origins["time_limit"], found.origins["only"]) == ("option", "default", f"{place}:4")
    shown = {name: (value, origin) for name, value, origin in rows(found)}
    assert shown["max-quarantine"] == ("0.0", f"{place}:5") and shown["quiet"][0] == "true" and shown["keep"] == ("", "default")


def test_without_a_file_all_is_as_it_was(corpus):
    found = settle(PLAIN, {"jobs"}, corpus)
    assert (
        found.asked == PLAIN
        and found.values == {}
        and found.file == ""
        and set(found.origins.values()) == {"option", "default"}
    )


def test_relative_paths_lead_from_the_file(corpus):
    found = settled(corpus, 'reports = "../out"\nnote = "../n.md"\n').asked
    assert (Path(found.reports), found.note) == (corpus.parent / "out", corpus.parent / "n.md")
    assert settled(corpus, 'reports = "s3://bucket/out"\n').asked.reports == "s3://bucket/out"
    other = corpus.parent / "elsewhere.toml"
    other.write_text('reports = "out"\ntitle = "Other"\n')
    found = settle(PLAIN, (), corpus, other)
    assert (Path(found.asked.reports), found.asked.title) == (corpus.parent / "out", "Other")


def test_parameters_are_joined_by_name(corpus):
    (corpus.parent / "p.yml").write_text("min_n: 4\nby: month\n")
    text = (
        '[parameters]\ntop = 7\nmin_n = 2\nby = "source"\nfocus = ["war", "a, b"]\nday = 2024-10-28\nshare = 0.5\non = true\n'
    )
    found = settled(corpus, text, {"parameters"}, parameter=["top=9"], parameters=corpus.parent / "p.yml")
    assert found.values == {
        "top": "9", "min_n": "4", "by": "month", "focus": '["war", "a, b"]', "day": "2024-10-28", "share": "0.5", "on": "true",
    }  # fmt: skip
    assert found.origins["parameters.top"] == "option" and found.origins["parameters.day"] == f"{corpus / SETTINGS}:6"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\njbos = 1", 2, "does not know the setting 'jbos'. Nearest: 'jobs'"),
        ("time_limit = 5", 1, "Nearest: 'time-limit'"),
        ('corpus = "x"', 1, "does not know the setting 'corpus'"),
        ("[other]\na = 1", 1, "does not know the setting 'other'"),
        ("jobs = 0", 1, "'jobs' cannot be 0. Give a whole number from 1 on"),
        ("jobs = 1.5", 1, "'jobs' should be a whole number"),
        ("jobs = true", 1, "'jobs' should be a whole number"),
        ('keep = "3"', 1, "'keep' should be a whole number"),
        ("time-limit = inf", 1, "'time-limit' cannot be inf"),
        ("time-limit = nan", 1, "'time-limit' cannot be nan"),
        ("max-quarantine = 1.2", 1, "'max-quarantine' cannot be 1.2. Give a number from 0 to 1"),
        ("quiet = 1", 1, "'quiet' should be true or false. Write quiet = true"),
        ("title = 3", 1, "'title' should be a text. Put it in quotes"),
        ("only = [1]", 1, "'only' should be a text, or a list of texts"),
        ("parameters = 3", 1, "'parameters' should be a table. Write [parameters]"),
        ("[parameters]\n\ntop = {a = 1}", 3, "parameter 'top' should be a text, a number"),
        ("[parameters]\nday = 2024-10-28T10:00:00", 2, "parameter 'day' should be"),
        ("title = ", 1, "is not valid TOML"),
        ("a = 1\na = 2", 2, "is not valid TOML"),
        ("a = 1" + "0" * 10_000, None, "is not valid TOML: Exceeds the limit"),
        ("a = " + "[" * 5_000, None, "is not valid TOML"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_named_with_its_line(corpus, text, line, words):
    with pytest.raises(UsageError) as caught:
        settled(corpus, text)
    assert (caught.value.file, caught.value.line) == (str(corpus / SETTINGS), line)
    assert words in str(caught.value) and caught.value.remedy and "\n" not in str(caught.value)


def test_a_file_without_end_is_not_read(corpus, monkeypatch):
    monkeypatch.setattr("analysis.settled.LARGEST_DESCRIBING", 1_000)
    with pytest.raises(UsageError, match=r"parallax.toml: has more than 1,000 bytes. Shorten it"):
        settled(corpus, "a = 1\n" * 1_000)


def test_bytes_that_are_no_text_a_pipe_and_a_file_that_is_not_there_are_refused(corpus):
    (corpus / SETTINGS).write_bytes(b'title = "\xff"')
    with pytest.raises(UsageError, match="is not UTF-8 at byte 9"):
        settle(PLAIN, (), corpus)
    (corpus / SETTINGS).unlink()
    os.mkfifo(corpus / SETTINGS)
    with pytest.raises(UsageError, match="is no regular file"):
        settle(PLAIN, (), corpus)
    with pytest.raises(UsageError, match="cannot be read"):
        settle(PLAIN, (), corpus, corpus / "none.toml")


def test_what_runs_code_stands_in_no_file_that_others_may_write(corpus):
    text = 'title = "x"\nnotebooks = "../mine"\n'
    assert settled(corpus, text).asked.notebooks == corpus.parent / "mine"
    (corpus / SETTINGS).chmod(0o664)
    with pytest.raises(
        UsageError, match=r"'notebooks' runs code, and other accounts may write this file.*chmod go-w"
    ) as caught:
        settle(PLAIN, (), corpus)
    assert caught.value.line == 2
    assert settle(PLAIN, (), corpus, corpus / SETTINGS).asked.notebooks  # whoever names a file means it
    with pytest.raises(UsageError, match=r"this file came from an address.*--settings"):
        settle(PLAIN._replace(corpus="s3://bucket/corpus"), (), corpus)
    (corpus / SETTINGS).write_text('title = "x"\n')
    assert settle(PLAIN._replace(corpus="s3://bucket/corpus"), (), corpus).asked.title == "x"


def test_it_is_no_article_and_does_not_change_what_was_read(corpus):
    from analysis.text.extent import describing, digest

    before = digest(describing(corpus), read_corpus(corpus).inputs)
    (corpus / SETTINGS).write_text("keep = 3\n")
    found = read_corpus(corpus)
    assert found.quarantine.empty and len(found.articles) == 1 and digest(describing(corpus), found.inputs) == before
    states = found.inputs.set_index("file")[["state", "reason"]].apply(tuple, axis=1).to_dict()
    assert states[SETTINGS] == ("skipped", "settings of runs")


def test_what_new_begins_holds_once_it_is_uncommented(corpus):
    lines = [line.removeprefix("# ") for line in SETTINGS_BEGUN.splitlines() if " = " in line or line.startswith("# [")]
    found = settled(corpus, "\n".join(lines))
    set_there = {name for name, origin in found.origins.items() if origin not in ("option", "default")}
    assert set(kinds()) - {"notebooks", "cluster"} <= set_there and "parameters.top" in set_there
    assert settled(corpus, SETTINGS_BEGUN).lines == {}


def test_print_settings_shows_what_holds_and_refuses_what_the_run_would(corpus, capsys, monkeypatch):
    monkeypatch.chdir(corpus.parent)
    (corpus / SETTINGS).write_text('title = "Ours"\n[parameters]\ntop = 7\nthemes = 4\n')
    assert command(["run", "corpus", "--print-settings", "--jobs", "2", "--only", "01_terms"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["setting", "value", "from"] and ["jobs", "2", "option"] in lines
    assert ["title", "Ours", "corpus/parallax.toml:1"] in lines
    assert ["parameters.themes", "4", "corpus/parallax.toml:4"] in lines
    for text, told in [
        ("[parameters]\ntop = 7\nbogus = 1\n", "corpus/parallax.toml:3: no notebook declares a parameter 'bogus'"),
        ("[parameters]\n\ntop = 0\n", "corpus/parallax.toml:3: parameter 'top': 0 is out of range"),
        ("parameters.top = 0\n", "corpus/parallax.toml:1: parameter 'top': 0 is out of range"),
        ("parameters = {top = 0}\n", "corpus/parallax.toml:1: parameter 'top': 0 is out of range"),
        (f'title = "{"x" * 201}"\n', "corpus/parallax.toml:1: the title has more than 200 characters"),
        ('cluster = "x"\n', "corpus/parallax.toml:1: 'x' is no address of a scheduler"),
    ]:
        (corpus / SETTINGS).write_text(text)
        assert command(["run", "corpus", "--print-settings"]) == 2
        caught = capsys.readouterr()
        assert caught.out == "" and caught.err.count("\n") == 1 and told in caught.err
    assert not (corpus.parent / "reports").exists()
    (corpus / SETTINGS).write_text("[parameters]\ntop = 7\n")
    assert command(["run", "corpus", "--print-settings", "-p", "top", "0"]) == 2
    assert capsys.readouterr().err.startswith("parallax: parameter 'top': 0")


def test_a_schedule_is_one_short_command(corpus):
    write(corpus.parent / "mine" / "01_terms.ipynb", code("assert (corpus, top_n) == ('corpus', 7)"))
    (corpus / SETTINGS).write_text(
        'reports = "../out"\nnotebooks = "../mine"\ntitle = "Ours"\nquiet = true\n[parameters]\ntop_n = 7\n'
    )
    here = [sys.executable, "-m", "analysis", "run", str(corpus)]
    done = subprocess.run(
        here, cwd="/", env=os.environ | {"PYTHONPATH": str(HERE)}, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "<h1>Ours</h1>" in (corpus.parent / "out" / "current" / "index.html").read_text()
    loud = subprocess.run(
        [*here, "--no-quiet", "-p", "top_n", "8"],
        cwd="/",
        env=os.environ | {"PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
    )
    assert loud.returncode == 4 and "AssertionError" in loud.stderr
