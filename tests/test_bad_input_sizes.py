"""Input made to exhaust memory or time: what goes beyond a limit is set aside or refused in a line, and what does not takes little.

The corpora are those of `make hostile`, in small, with limits as much smaller; a few in full, where that takes no more than a moment.
"""

import os
import re
import sys
import threading
from pathlib import Path

import hostile
import pytest

from analysis import limits
from analysis.errors import CorpusError, UsageError
from analysis.report.execute.parameters import read_values
from analysis.report.publish.note import read_note
from analysis.text.cleaning import rules
from analysis.text.reading import accounts, articles, corpus_file, describing, roles, shapes, sources, table_rows, tabular
from analysis.text.reading.read import read_corpus
from analysis.text.reading.remedies import REMEDIES

ROOT = Path(__file__).parent.parent
CASES = {case.name: case for case in hostile.CASES}
IN_FULL = ("word of 10 MB", "table of 200,000 columns", "letter with combining marks", "100 million blank lines in a .gz")
KIND = {
    "LARGEST_TABLE": "a table, unpacked", "LONGEST_ROW": "a row of a table", "LARGEST": "an article", "LONGEST_WORD": "a word",
}  # fmt: skip


def quarantined(folder):
    found = read_corpus(folder).quarantine
    assert set(found["reason"]) <= REMEDIES.keys()
    return found[["file", "place", "reason", "detail"]].values.tolist()


@pytest.mark.parametrize("name", IN_FULL)
def test_in_full_it_is_bounded(tmp_path, name):
    case = CASES[name]
    hostile.write(case, tmp_path / "corpus", 1)
    outcome = hostile.bounded([sys.executable, "-m", "analysis", "check", str(tmp_path / "corpus")], 240)
    assert hostile.faults(case, outcome) == ""
    assert outcome.megabytes < 1_000


@pytest.mark.parametrize(
    "name",
    [
        "full stops",
        "quotations of a word",
        "quotation marks with spaces",
        "nested quotations",
        "open tags",
        "apostrophes",
        "entities",
        "tags",
        "digits",
        "letters joined by hyphens",
        "letters joined by apostrophes",
        "curly marks",
        "address without an end",
        "wrongly read letters",
    ],
)
def test_time_is_in_proportion(tmp_path, name):
    from analysis.text.prepare import prepare

    for scale in (0.001, 0.004):
        hostile.write(CASES[name], tmp_path / f"{scale}", scale)
    seconds = []
    for scale in (0.001, 0.004):
        begun = os.times().user
        prepare(tmp_path / f"{scale}")
        seconds.append(os.times().user - begun)
    assert seconds[1] < 8 * seconds[0] + 2


def test_a_text_that_nobody_wrote_is_set_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(shapes, "LONGEST_WORD", 2_000)
    hostile.write(CASES["word of 10 MB"], tmp_path / "word", 0.001)
    (tmp_path / "word" / "marks.jsonl").write_text('{"text":"One\\n\\ne' + "\u0301\u0323" * 600 + '"}\n', encoding="utf-8")
    assert quarantined(tmp_path / "word") == [
        ["a.txt", "", "too_large", "10,000 characters without a space; the longest read is 2,000"],
        ["marks.jsonl", "row 1, line 1, line 3", "too_large", "a letter with more than 1,000 marks on it"],
    ]


@pytest.mark.parametrize("n", [999, 1_000, 1_001, 1_499, 1_500, 1_501, 3_000])
@pytest.mark.parametrize("before", [0, 1, 499, 500, 501, 999])
def test_no_word_is_missed_and_none_is_refused_that_is_short_enough(monkeypatch, n, before):
    monkeypatch.setattr(shapes, "LONGEST_WORD", 1_000)
    for letters in ("x" * n, "x" + "\u0301" * (n - 1)):
        try:
            shapes.refuse_shape("a " * before + letters + " b")
        except shapes.Fault:
            assert n > 1_000
        else:
            assert n <= 1_000


def test_a_table_is_held_to_columns_rows_and_faults(tmp_path, monkeypatch):
    for name, most in (
        ("MOST_COLUMNS", 20),
        ("MOST_FAULTS", 50),
        ("MOST_ROWS", 80),
        ("LONGEST_ROW", 5_000),
        ("MOST_LINES", 40),
    ):
        for module in (tabular, table_rows, articles):
            monkeypatch.setattr(module, name, most, raising=False)
    folder = tmp_path / "corpus"
    hostile.write(CASES["table of 200,000 columns"], folder, 0.001)
    written = {
        "b.jsonl": "".join(f'{{"text":"Closed.","k{n}":1}}\n' for n in range(30)),
        "c.jsonl": "\n" * 60 + '{"text":"Closed."}\n',
        "d.csv": "id,text\n" + "\n" * 60,
        "e.csv": "id,text\n" + "1,Closed.\n" * 90,
        "f.csv": "id,text\n1," + "x" * 6_000 + "\n",
        "g.csv": 'id,text\n1,Open.\n2,"' + "Closed.\n" * 60,
        "i.csv": "id,text\n" + "1,\n" * 60,
        "h.csv": "id,text\n" + "1\n" * 60,
    }
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert quarantined(folder) == [
        ["a.csv", "line 1", "too_large", "202 columns; the most read is 20"],
        ["b.jsonl", "line 20", "too_large", "21 columns; the most read is 20"],
        ["c.jsonl", "row 51, line 51", "empty", "more than 50 rows of this file cannot be read; here: a blank line"],
        ["d.csv", "line 52", "empty", "more than 50 blank lines, one behind the other"],
        ["e.csv", "row 81, line 82", "too_large", "more than 80 rows"],
        ["f.csv", "line 2", "too_large", "a row of more than 5,000 characters"],
        ["g.csv", "line 3", "csv_structure", "a row of more than 40 lines: a quotation mark is not closed"],
        [
            "h.csv",
            "row 51, line 52",
            "csv_row",
            "more than 50 rows of this file cannot be read; here: 1 cells where the heading has 2",
        ],
        [
            "i.csv",
            "row 51, line 52",
            "empty",
            "more than 50 rows of this file cannot be read; here: no visible character in 'text'",
        ],
    ]


def test_cells_beside_the_text_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(roles, "LONGEST_CELL", 100)
    folder = tmp_path / "corpus"
    hostile.write(CASES["title of 50 MB"], folder, 0.0001)
    (folder / "b.csv").write_text("own,text\n" + "x" * 101 + ",Closed.\nx,Open.\n", encoding="utf-8")
    assert quarantined(folder) == [
        ["a.csv", "row 1, line 2", "too_large", "5,000 characters in 'title'; beside the text, the most read is 100"],
        ["b.csv", "row 1, line 2", "too_large", "101 characters in 'own'; beside the text, the most read is 100"],
    ]


def test_columns_of_all_files_together_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(accounts, "MOST_CELLS", 100)
    folder = tmp_path / "corpus"
    folder.mkdir()
    for n in range(20):
        (folder / f"{n}.jsonl").write_text(f'{{"text":"Bridge {n} is closed.","k{n}":1}}\n', encoding="utf-8")
    with pytest.raises(CorpusError, match="has 10 columns of its own for 11 articles") as caught:
        read_corpus(folder)
    assert caught.value.file and caught.value.remedy


@pytest.mark.parametrize(
    ("case", "module", "limit", "most", "message"),
    [
        ("topics.yml of 100 MB", describing, "LARGEST_DESCRIBING", 1_000, "topics.yml: has more than 1,000 bytes. Shorten it"),
        ("cleaning.yml of a million rules", describing, "LARGEST_DESCRIBING", 1_000, "cleaning.yml: has more than 1,000 bytes"),
        ("topics.yml of 900 kB of stars", describing, "LARGEST_DESCRIBING", 10**6, "topics.yml:1: pattern 'a*a*a*"),
        ("cleaning.yml, a pattern of 900 kB", rules, "LONGEST_RULE", 800, "cleaning.yml:2: the pattern of rule 'r' has 1,08"),
        ("corpus.toml of 100 MB", corpus_file, "LARGEST_DESCRIBING", 1_000, "corpus.toml: has more than 1,000 bytes"),
        ("sources.csv of 100 MB", sources, "LARGEST_SOURCES", 1_000, "sources.csv: has more than 1,000 bytes"),
        ("sources.csv of 100 MB", sources, "MOST_SOURCES", 10, "sources.csv:12: has more than 10 rows"),
        ("sources.csv of 10,000 globs", sources, "MOST_GLOBS", 5, "sources.csv:9: has more than 5 patterns of files"),
        ("sources.csv of 200,000 columns", sources, "MOST_COLUMNS", 10, "sources.csv:1: has 242 columns"),
    ],
)  # fmt: skip
def test_what_describes_a_corpus_is_refused_in_one_line(tmp_path, monkeypatch, case, module, limit, most, message):
    from analysis.text.prepare import prepare

    monkeypatch.setattr(module, limit, most)
    hostile.write(CASES[case], tmp_path / "corpus", 0.0012)
    with pytest.raises(CorpusError) as caught:
        prepare(tmp_path / "corpus")
    assert str(caught.value).startswith(message) and caught.value.remedy


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes in folders")
@pytest.mark.parametrize("read", [read_note, read_values])
def test_a_note_and_parameters_that_never_end_are_refused(tmp_path, read):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found = []

    def asked():
        for path in (pipe, Path("/dev/zero")):
            try:
                read(path)
            except UsageError as error:
                found.append(str(error))

    thread = threading.Thread(target=asked, daemon=True)
    thread.start()
    thread.join(20)
    assert found == [f"{path}: is no regular file. Save it as a file, and name that" for path in (pipe, "/dev/zero")]


def test_a_command_with_a_note_that_never_ends_is_over_at_once(tmp_path):
    hostile.write(CASES["200,000 tiny articles"], tmp_path / "corpus", 0.001)
    command = [
        sys.executable,
        "-m",
        "analysis",
        "run",
        str(tmp_path / "corpus"),
        "--note",
        "/dev/zero",
        "--reports",
        str(tmp_path),
    ]
    outcome = hostile.bounded(command, 60)
    assert outcome.code == 2 and outcome.said.startswith("parallax: /dev/zero: is no regular file")
    assert len(outcome.said.splitlines()) == 1 and outcome.megabytes < 400


def test_the_readme_says_the_limits():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("### What is too large")[2].partition("\n#")[0]
    said = set(map(int, (number.replace(",", "") for number in re.findall(r"\b\d[\d,]*\b", table))))
    assert {value for name, value in vars(limits).items() if name.isupper() and isinstance(value, int)} <= said
