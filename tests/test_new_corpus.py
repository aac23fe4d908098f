"""`parallax new`: what it writes can be read as it stands, says what was found, and overwrites nothing."""

import csv
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from analysis.errors import UsageError
from analysis.text.prepare import prepare
from analysis.text.reading.new_corpus import begin
from analysis.text.reading.read import read_corpus

ROOT = Path(__file__).resolve().parent.parent
TITLED = "Mill Bridge closed\n\nThe mayor closed the bridge over the river on Monday.\n"
BEGUN = ["sources.csv", "topics.yml", "wording.yml", "cleaning.yml", "parallax.toml"]


def lay(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rows(folder):
    with (folder / "sources.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parallax(*arguments, cwd):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "analysis", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120)


def test_files_sources_and_titles_are_filled_in(tmp_path):
    folder = lay(
        tmp_path, {"post/a.txt": TITLED, "radio/b.txt": "Nobody knows when it will be open again.\n", "x.ppt": "slides"}
    )
    assert [name for name, _ in begin(folder)] == BEGUN
    assert [(row["file"], row["source"], row["title"]) for row in rows(folder)] == [
        ("post/a.txt", "post", "Mill Bridge closed"), ("radio/b.txt", "radio", ""),
    ]  # fmt: skip
    prepared = prepare(folder)
    assert prepared.articles["source"].tolist() == ["post", "radio"]
    assert prepared.topics.empty and prepared.wording.empty
    assert prepared.quarantine["file"].tolist() == ["x.ppt"]


def test_an_empty_folder_takes_articles_later(tmp_path):
    folder = tmp_path / "mine"
    assert [name for name, _ in begin(folder)] == BEGUN
    lay(folder, {"a.txt": TITLED, "post/b.txt": "Nobody knows when it will be open again.\n"})
    assert read_corpus(folder).articles["source"].tolist() == ["Unnamed outlet"] * 2


def test_tables_get_their_columns_written_down(tmp_path):
    folder = lay(tmp_path, {"a.csv": "Headline,Body,Outlet,region\nT,One.,Post,north\n", "b.txt": TITLED})
    assert [name for name, _ in begin(folder)] == [*BEGUN, "corpus.toml"]
    text = (folder / "corpus.toml").read_text(encoding="utf-8")
    assert (
        tomllib.loads(text)["columns"] == {"text": "Body", "title": "Headline", "source": "Outlet"}
        and "your own: region" in text
    )
    found = read_corpus(folder)
    assert found.articles["source"].tolist() == ["Post", tmp_path.name] and found.notices.empty


def test_a_table_nobody_knows_leaves_the_columns_to_be_named(tmp_path):
    folder = lay(tmp_path, {"a.csv": "words\nOne.\n"})
    begin(folder)
    text = (folder / "corpus.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {"columns": {}} and "# text =" in text


@pytest.mark.parametrize("name", BEGUN)
def test_nothing_is_overwritten(tmp_path, name):
    folder = lay(tmp_path, {"a.txt": TITLED, name: "mine"})
    with pytest.raises(UsageError, match="not overwritten") as caught:
        begin(folder)
    assert caught.value.exit_code == 2 and caught.value.file.endswith(name)
    assert sorted(path.name for path in folder.iterdir()) == sorted(["a.txt", name]) and (folder / name).read_text() == "mine"


def test_many_files_get_a_row_per_folder(tmp_path):
    folder = lay(tmp_path, {f"{source}/{n}.txt": "One text." for source in ("post", "radio") for n in range(501)})
    begin(folder)
    assert [(row["file"], row["source"]) for row in rows(folder)] == [("post/*", "post"), ("radio/*", "radio")]
    assert len(read_corpus(folder).articles) == 1_002


def test_names_like_formulas_and_globs_survive(tmp_path):
    folder = lay(tmp_path, {"=1+1/[a].txt": TITLED, 'a,"b".txt': TITLED + "More."})
    begin(folder)
    assert len(read_corpus(folder).articles) == 2


def test_the_examples_in_the_templates_can_be_read_once_they_are_uncommented(tmp_path):
    folder = lay(tmp_path, {"a.txt": TITLED})
    begin(folder)
    for name, first in (
        ("topics.yml", "# Closure:"),
        ("wording.yml", "# Name of the bridge:"),
        ("cleaning.yml", "# turn_off: [ticker]"),
    ):
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        lines = lines[lines.index(first) :]
        (folder / name).write_text("\n".join(line[2:] for line in lines if line.startswith("# ")), encoding="utf-8")
    prepared = prepare(folder)
    assert prepared.topics["group"].unique().tolist() == ["Closure", "People"] and len(prepared.wording) == 3
    assert "weather_box" in prepared.rules["rule"].tolist() and "ticker" not in prepared.rules["rule"].tolist()


def test_new_then_check_on_the_command_line(tmp_path):
    lay(
        tmp_path / "mine",
        {"post/a.txt": TITLED, "t.csv": "body,published\nWords of one.,2024-10-28\nWords of two.,03/04/2024\n,\n"},
    )
    done = parallax("new", "mine", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "") and "mine/corpus.toml" in done.stdout
    (tmp_path / "mine" / "topics.yml").write_text("Bridge: [bridge, ferry]\n", encoding="utf-8")
    (tmp_path / "mine" / "corpus.toml").unlink()
    done = parallax("check", "mine", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    for expected in (
        ["t.csv", "loaded", "3 rows: 2 loaded, 1 set aside"],
        ["t.csv", "row 3, line 4", "empty", "no visible character in 'body'", "Fill it, or take it out of the folder"],
        ["missing", "2"],
        ["2024-10-28 to 2024-10-28", "1"],
        ["guessed column", "t.csv", "", "column 'body' is read as text"],
        ["no pattern", "wording.yml", "", "its entries are commented out, so no page is made from it"],
    ):
        assert expected in lines
    assert any(line[:4] == ["topics.yml", "1", "ferry", "Bridge"] for line in lines)
    assert any(line[:3] == ["bad date", "t.csv", "row 2, line 3"] for line in lines)
    again = parallax("new", "mine", cwd=tmp_path)
    assert again.returncode == 2 and again.stderr.count("\n") == 1 and "sources.csv" in again.stderr
