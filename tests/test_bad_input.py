"""Input that cannot be meant: each fault is one line with file, line and remedy and its exit code, or a row of the quarantine.

Every case is put into a corpus that is good but for it, so that nothing else can be what was found. It is asked of `prepare`, and
of the command line in a process of its own, which may publish nothing.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import small_notebooks

from analysis.errors import ParallaxError
from analysis.text.prepare import prepare

ROOT = Path(__file__).parent.parent

SOURCES = """\
file,doc_id,source,date,language,region
one.txt,first,Post,2024-03-01,en,north
two.txt,second,Radio,2024-03,en,south
"""
GOOD = {
    "one.txt": "Mill Bridge Closed\nThe mayor closed the bridge over the river on Monday.\n",
    "two.txt": "Nobody knows yet when the old bridge will be open again.\n",
    "sources.csv": SOURCES,
    "topics.yml": "Crossing:\n  - bridge\n  - ferry\n",
    "wording.yml": "Head of the town:\n  mayor: [mayor]\n  chief: [town chief]\n",
    "cleaning.yml": "rules:\n  - id: page\n    pattern: '^Page \\d+$'\n    reason: The running head.\n",
}
RULE = "rules:\n  - id: page\n    pattern: '^Page \\d+$'\n    reason: The running head.\n"


class Case(NamedTuple):
    """What is wrong: which file holds what instead, and which file, line and words the message should have."""

    name: str
    file: str
    content: str | bytes | None  # None takes the file away
    line: int | None
    words: str
    exit_code: int = 3


def sources(row: str) -> str:
    return SOURCES.replace("two.txt,second,Radio,2024-03,en,south", row)


CASES = [
    Case("column file missing", "sources.csv", SOURCES.replace("file,", "path,"), 1, "lacks the column 'file'"),
    Case("column source missing", "sources.csv", SOURCES.replace("source", "outlet"), 1, "lacks the column 'source'"),
    Case(
        "known column misspelt", "sources.csv", SOURCES.replace("language", "langauge"), 1, "'langauge' looks like 'language'"
    ),
    Case("column twice", "sources.csv", SOURCES.replace("region", "date"), 1, "'date' stands twice"),
    Case("column of Parallax's own", "sources.csv", SOURCES.replace("region", "sha256"), 1, "'sha256' is used by Parallax"),
    Case("column without a name", "sources.csv", SOURCES.replace("region", ""), 1, "a column has no name"),
    Case("no row at all", "sources.csv", "file,source\n", None, "has no row"),
    Case("doc_id twice", "sources.csv", sources("two.txt,first,Radio,2024-03,en,south"), 3, "doc_id 'first' stands here"),
    Case("file twice", "sources.csv", sources("one.txt,second,Radio,2024-03,en,south"), 3, "file 'one.txt' stands here"),
    Case("row without a file", "sources.csv", sources("three.txt,second,Radio,2024-03,en,south"), 3, "no file 'three.txt'"),
    Case("glob without a file", "sources.csv", SOURCES + "radio/*.txt,,Radio,2024-03,en,south\n", 4, "no file 'radio/*.txt'"),
    Case("row without a source", "sources.csv", sources("two.txt,second,,2024-03,en,south"), 3, "the row has no 'source'"),
    Case("too many cells", "sources.csv", sources("two.txt,second,Radio,2024-03,en,south, by the sea"), 3, "has 7 cells"),
    Case("too few cells", "sources.csv", sources("two.txt,second,Radio"), 3, "has 3 cells where the heading has 6"),
    Case("quote never closed", "sources.csv", sources('two.txt,second,"Radio,2024-03,en,south'), 3, "is not valid CSV"),
    Case("sources not UTF-8", "sources.csv", SOURCES.replace("Post", "Pošt").encode("cp1250"), None, "not UTF-8 at byte"),
    Case("31 February", "sources.csv", sources("two.txt,second,Radio,2024-02-31,en,south"), 3, "not a day of the calendar"),
    Case("month 13", "sources.csv", sources("two.txt,second,Radio,2024-13,en,south"), 3, "not a day of the calendar"),
    Case("date not ISO", "sources.csv", sources("two.txt,second,Radio,03/04/2024,en,south"), 3, "'03/04/2024'"),
    Case("date in words", "sources.csv", sources("two.txt,second,Radio,last March,en,south"), 3, "'last March' is not a date"),
    Case("span backwards", "sources.csv", sources("two.txt,second,Radio,2024-04/2024-03,en,south"), 3, "ends before it begins"),
    Case("topics not YAML", "topics.yml", "Crossing:\n  - bridge\n ferry: [boat\n", 3, "is not valid YAML"),
    Case("topics empty", "topics.yml", "", None, "is empty"),
    Case("topics not a mapping", "topics.yml", "- bridge\n", 1, "should map names to lists of patterns"),
    Case("topic that is no name", "topics.yml", "? [a, b]\n: [bridge]\n", 1, "a name should be plain text"),
    Case(
        "topic twice", "topics.yml", "Crossing:\n  - bridge\nCrossing:\n  - ferry\n", 3, "repeats the key 'Crossing' of line 1"
    ),
    Case("topic twice below", "topics.yml", "A:\n  B: [x]\n  C: [y]\n  B: [z]\n", 4, "repeats the key 'B' of line 2"),
    Case("topic without pattern", "topics.yml", "Crossing:\nTrade:\n  - shop*\n", 1, "'Crossing' has no pattern"),
    Case("bare wildcard", "topics.yml", "Crossing:\n  - bridge\n  - '*'\n", 3, "pattern '*' has no letter"),
    Case("anchor", "topics.yml", "Crossing: &all\n  - bridge\nTrade: *all\n", 1, "uses an anchor"),
    Case("tag", "topics.yml", "Crossing: !!python/object:os.system [x]\n", 1, "is not read here", exit_code=2),
    Case("topics not UTF-8", "topics.yml", "Crossing:\n  - brück*\n".encode("latin-1"), None, "not UTF-8 at byte"),
    Case("wording not YAML", "wording.yml", "Head:\n\t- mayor\n", 2, "is not valid YAML"),
    Case(
        "spelling under two variants", "wording.yml", "Head:\n  a: [mayor]\n  b: [Mayor]\n", 3, "'mayor' stands under 'b' and"
    ),
    Case("cleaning not YAML", "cleaning.yml", "rules:\n  - id: 'page\n", 2, "is not valid YAML"),
    Case("cleaning without rules", "cleaning.yml", "- id: page\n", 1, "should begin with 'rules:'"),
    Case("rules not a list", "cleaning.yml", "rules: page\n", 1, "'rules' should be a list"),
    Case("rule not a mapping", "cleaning.yml", "rules:\n  - page\n", 2, "a rule should be a mapping"),
    Case("two globs in a rule", "cleaning.yml", RULE + "    files: [a*, b*]\n", 5, "'files' should be one text"),
    Case("unknown key above the rules", "cleaning.yml", "rulez:\n  - id: page\n", 1, "does not know the key 'rulez'"),
    Case("unknown key of a rule", "cleaning.yml", RULE + "    flag: i\n", 5, "does not know the key 'flag'"),
    Case("unknown action", "cleaning.yml", RULE + "    action: drop\n", 5, "'action' cannot be 'drop'"),
    Case("action of code only", "cleaning.yml", RULE + "    action: change\n", 5, "'action' cannot be 'change'"),
    Case("unknown place", "cleaning.yml", RULE + "    where: top\n", 5, "'where' cannot be 'top'"),
    Case("key of a rule twice", "cleaning.yml", RULE + "    id: other\n", 5, "repeats the key 'id' of line 2"),
    Case("pattern that does not compile", "cleaning.yml", RULE.replace("^Page", "^(Page"), 2, "does not compile"),
    Case("pattern beyond RE2", "cleaning.yml", RULE.replace("^Page", "(?<=x)Page"), 2, "does not compile"),
    Case("pattern of nothing", "cleaning.yml", RULE.replace("^Page \\d+$", "\\s*"), 2, "matches an empty line"),
    Case(
        "rule without reason", "cleaning.yml", RULE.replace("    reason: The running head.\n", ""), 2, "a rule lacks 'reason'"
    ),
    Case("rule without pattern", "cleaning.yml", "rules:\n  - id: page\n    reason: Page.\n", 2, "a rule lacks 'pattern'"),
    Case("id twice", "cleaning.yml", RULE + RULE.removeprefix("rules:\n"), 5, "repeats the id 'page'"),
    Case("id of a general rule", "cleaning.yml", RULE.replace("page", "byline"), 2, "'byline' is that of a general rule"),
    Case("turned off without a list", "cleaning.yml", "turn_off: ticker\n" + RULE, 1, "'turn_off' should be a list"),
    Case("turned off by a mapping", "cleaning.yml", "turn_off: {ticker: yes}\n" + RULE, 1, "'turn_off' should be a list"),
    Case("unknown rule turned off", "cleaning.yml", "turn_off: [tickers]\n" + RULE, 1, "no general rule 'tickers'"),
]


def write(folder: Path, files: dict[str, str | bytes | None]) -> Path:
    """A corpus folder with these files; None leaves one out."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def parallax(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess:
    """The command line, in a process of its own that sees this clone and nothing of another run."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARALLAX_")}
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-m", "analysis", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False)


def run(folder: Path, tmp_path: Path) -> subprocess.CompletedProcess:
    """`parallax run` of one small notebook, which would be published if the corpus could be read."""
    notebooks = tmp_path / "notebooks"
    small_notebooks.write(notebooks / "01_words.ipynb", small_notebooks.say("Words."))
    return parallax("run", folder, "--notebooks", notebooks, "--reports", tmp_path / "reports", cwd=tmp_path)


def assert_one_line(done: subprocess.CompletedProcess, exit_code: int, words: str) -> None:
    """One line on standard error that says `words`, the exit code, and no traceback anywhere."""
    assert done.returncode == exit_code, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def assert_nothing_published(reports: Path) -> None:
    assert not (reports / "current").exists()
    assert not list(reports.glob("runs/*"))
    assert not [path for path in reports.rglob("*.html") if path != reports / "index.html"]  # the history tells of it


def test_the_corpus_of_these_tests_is_good(tmp_path):
    prepared = prepare(write(tmp_path / "corpus", GOOD))
    assert prepared.articles["doc_id"].tolist() == ["first", "second"]
    assert prepared.quarantine.empty


def test_run_publishes_the_corpus_of_these_tests(tmp_path):
    done = run(write(tmp_path / "corpus", GOOD), tmp_path)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "reports" / "runs").glob("*/index.html"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fault_is_named_with_its_place(case, tmp_path):
    folder = write(tmp_path / "corpus", {**GOOD, case.file: case.content})
    with pytest.raises(ParallaxError) as caught:
        prepare(folder)
    error = caught.value
    assert (error.file, error.line, error.exit_code) == (case.file, case.line, case.exit_code)
    assert case.words in error.message
    assert error.remedy
    assert "\n" not in str(error)


# one of each way to fail and of each exit code: the command line adds no check of its own, and a process takes its time
ON_THE_COMMAND_LINE = [
    "known column misspelt",
    "31 February",
    "topic twice",
    "pattern that does not compile",
    "tag",
]


@pytest.mark.parametrize("case", [case for case in CASES if case.name in ON_THE_COMMAND_LINE], ids=lambda case: case.name)
def test_run_says_one_line_and_publishes_nothing(case, tmp_path):
    folder = write(tmp_path / "corpus", {**GOOD, case.file: case.content})
    done = run(folder, tmp_path)
    assert_one_line(done, case.exit_code, case.words)
    assert f"{case.file}:{case.line}:" in done.stderr
    assert done.stdout == ""
    assert_nothing_published(tmp_path / "reports")


@pytest.mark.parametrize("name", ["known column misspelt", "wording not YAML"])
def test_check_says_the_same_line_as_run(name, tmp_path):
    case = next(case for case in CASES if case.name == name)
    folder = write(tmp_path / "corpus", {**GOOD, case.file: case.content})
    assert_one_line(parallax("check", folder, cwd=tmp_path), case.exit_code, f"{case.file}:{case.line}: ")


# folders that hold no article at all: files, and words of the message
BARREN = {
    "no such folder": (None, "there is no such folder"),
    "empty folder": ({}, "holds no article"),
    "describing files alone": (
        {name: GOOD[name] for name in ("topics.yml", "wording.yml", "cleaning.yml")},
        "holds no article",
    ),
    "empty file alone": ({"one.txt": ""}, "no article could be loaded (empty)"),
    "white space alone": ({"one.txt": " \n\t\n", "two.txt": b"\xef\xbb\xbf"}, "no article could be loaded (empty)"),
    "nothing in UTF-8": ({"one.txt": "Die Brücke ist zu.".encode("latin-1")}, "no article could be loaded (encoding)"),
    "nothing that is text": ({"one.txt": b"\x89PNG\r\n\x1a\n\0\0", "two.ppt": "Two."}, "(binary, unknown_format)"),
    "nothing that is listed": ({"one.txt": "A.", "sources.csv": "file,source\n*.md,Post\n"}, "no file '*.md'"),
}


@pytest.mark.parametrize("name", BARREN)
def test_corpus_without_articles_is_refused(name, tmp_path):
    files, words = BARREN[name]
    folder = tmp_path / "corpus" if files is None else write(tmp_path / "corpus", files)
    with pytest.raises(ParallaxError) as caught:
        prepare(folder)
    assert caught.value.exit_code == 3
    assert words in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["no such folder", "empty file alone"])
def test_run_and_check_refuse_a_corpus_without_articles(name, tmp_path):
    files, words = BARREN[name]
    folder = tmp_path / "corpus" if files is None else write(tmp_path / "corpus", files)
    for done in (run(folder, tmp_path), parallax("check", folder, cwd=tmp_path)):
        *told, last = done.stderr.splitlines()
        assert done.returncode == 3 and words in last and len(told) == len(files or {})
        assert all(line.startswith("one.txt: empty: no visible character") for line in told)
    assert_nothing_published(tmp_path / "reports")


def test_a_file_in_place_of_a_folder_is_refused(tmp_path):
    path = tmp_path / "corpus.txt"
    path.write_text("One.", encoding="utf-8")
    with pytest.raises(ParallaxError) as caught:
        prepare(path)
    assert caught.value.exit_code == 3


# files that are set aside while the rest is read: content, reason, place
SET_ASIDE = {
    "empty": ("three.txt", b"", "empty", ""),
    "byte order mark alone": ("three.txt", b"\xef\xbb\xbf", "empty", ""),
    "white space alone": ("three.txt", b" \n\r\n\t", "empty", ""),
    "Latin-1": ("three.txt", "Die Brücke ist zu.".encode("latin-1"), "encoding", "byte 6"),
    "cut in the middle of a letter": ("three.txt", "Мост".encode()[:-1], "encoding", "byte 6"),
    "surrogate in UTF-8": ("three.txt", b"Mill \xed\xa0\x80 Bridge", "encoding", "byte 5"),
    "overlong form": ("three.txt", b"A\xc0\xaf", "encoding", "byte 1"),
    "UTF-16": ("three.txt", "Mill Bridge".encode("utf-16-le"), "binary", "byte 1"),
    "picture named .txt": ("three.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary", "byte 8"),
    "another format": ("three.ppt", b"PK", "unknown_format", ""),
}


@pytest.mark.parametrize("name", SET_ASIDE)
def test_unreadable_file_is_set_aside_with_reason_and_place(name, tmp_path):
    file, content, reason, place = SET_ASIDE[name]
    listed = SOURCES + f"{file},third,Radio,2024-03,en,south\n"
    prepared = prepare(write(tmp_path / "corpus", {**GOOD, "sources.csv": listed, file: content}))
    assert prepared.quarantine[["file", "place", "reason"]].values.tolist() == [[file, place, reason]]
    assert prepared.quarantine["detail"].str.len().min() > 0
    assert prepared.articles["doc_id"].tolist() == ["first", "second"]
    account = prepared.inputs["state"].value_counts().to_dict()
    assert account == {"loaded": 2, "quarantined": 1, "skipped": 4}
    assert (prepared.info["n_inputs"], prepared.info["n_quarantined"]) == (7, 1)


def test_file_without_a_row_is_set_aside(tmp_path):
    prepared = prepare(write(tmp_path / "corpus", {**GOOD, "late.txt": "A late report came in on Tuesday evening."}))
    assert prepared.quarantine[["file", "reason"]].values.tolist() == [["late.txt", "not_listed"]]
    assert "late" not in set(prepared.tokens["term"])


# articles of which the rules leave nothing: each is listed still, and the ledger says where its lines went
NOTHING_LEFT = {
    "links alone": ("Read more\nSubscribe\n", ["read_more", "subscribe"]),
    "no width": ("\u200b\u200b\n\u2060\n", ["blank", "blank"]),
}


@pytest.mark.parametrize("name", NOTHING_LEFT)
def test_article_of_which_nothing_is_left_is_accounted_for(name, tmp_path):
    content, rules = NOTHING_LEFT[name]
    prepared = prepare(write(tmp_path / "corpus", {**GOOD, "two.txt": content}))
    lines = prepared.ledger[prepared.ledger["doc_id"] == "second"]
    assert lines["action"].tolist() == ["removed"] * len(rules)
    assert lines["rule"].tolist() == rules
    assert "second" in set(prepared.articles["doc_id"])
    assert set(prepared.tokens["doc_id"]) == {"first"}


def test_check_lists_what_was_set_aside(tmp_path):
    done = parallax("check", write(tmp_path / "corpus", {**GOOD, "late.txt": "A late report."}), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "late.txt" in done.stdout
    assert "not_listed" in done.stdout


def test_link_out_of_the_corpus_is_set_aside(tmp_path):
    (tmp_path / "secret.txt").write_text("A secret that is not part of the corpus.", encoding="utf-8")
    folder = write(tmp_path / "corpus", {name: GOOD[name] for name in ("one.txt", "two.txt")})
    try:
        (folder / "three.txt").symlink_to(tmp_path / "secret.txt")
    except OSError:
        pytest.skip("this file system has no symbolic links")
    prepared = prepare(folder)
    assert prepared.quarantine[["file", "reason"]].values.tolist() == [["three.txt", "outside_root"]]
    assert "secret" not in set(prepared.tokens["term"])


def test_two_globs_for_one_file_are_refused(tmp_path):
    listed = SOURCES + "late*.txt,,Radio,2024-03,en,south\n*er.txt,,Post,2024-03,en,north\n"
    with pytest.raises(ParallaxError, match=r"'later\.txt' matches this row") as caught:
        prepare(write(tmp_path / "corpus", {**GOOD, "sources.csv": listed, "later.txt": "Later.", "late.txt": "Late."}))
    assert (caught.value.file, caught.value.line) == ("sources.csv", 5)


def test_id_from_a_file_name_may_not_be_one_that_is_given(tmp_path):
    listed = SOURCES + "radio/*.txt,,Radio,2024-03,en,south\n"
    files = {**GOOD, "sources.csv": listed.replace("first", "radio/a"), "radio/a.txt": "A report from the radio."}
    with pytest.raises(ParallaxError, match=r"'radio/a' is that of one\.txt and of radio/a\.txt") as caught:
        prepare(write(tmp_path / "corpus", files))
    assert caught.value.exit_code == 3


def test_columns_of_the_user_are_kept(tmp_path):
    prepared = prepare(write(tmp_path / "corpus", GOOD))
    assert prepared.articles.set_index("doc_id")["region"].to_dict() == {"first": "north", "second": "south"}


def test_a_corpus_without_describing_files_is_read(tmp_path):
    files = {name: GOOD[name] for name in ("one.txt", "two.txt")} | {"radio/three.txt": "The ferry starts on Friday at noon."}
    prepared = prepare(write(tmp_path / "corpus", files))
    assert prepared.articles.set_index("doc_id")["source"].to_dict() == {
        "one": "corpus",
        "two": "corpus",
        "radio/three": "radio",
    }
    assert prepared.topics.empty
    assert prepared.wording.empty
    assert prepared.articles["date_start"].isna().all()


def test_control_characters_of_a_bad_file_do_not_reach_the_message(tmp_path):
    listed = sources("two.txt,second,Radio,2024\x1b[31m,en,south")
    with pytest.raises(ParallaxError) as caught:
        prepare(write(tmp_path / "corpus", {**GOOD, "sources.csv": listed}))
    assert "\x1b" not in str(caught.value)
    assert "\\x1b[31m" in str(caught.value)
