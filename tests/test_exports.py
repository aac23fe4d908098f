"""exports.py: whole tables as files for other programs, whatever stands in them; one line for what cannot be meant."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis import exports
from analysis.__main__ import command
from analysis.errors import StorageError, UsageError
from analysis.exports import export
from analysis.show.tables.spreadsheets import parquet, spreadsheet

RUN, OTHER = "20250102T000000Z-0123abcd", "20250101T000000Z-0123abcd"
WORDS = pd.DataFrame(
    {
        "term": ["war", "=1+1", None, "мир, «мир»"],
        "n": pd.array([3, None, 1, 2], dtype="Int64"),
        "rate": [0.1 + 0.2, np.nan, np.inf, -1.0],
        "day": pd.to_datetime(["2024-10-28", None, "2024-01-01", "2024-01-02"]),
        "kind": pd.Categorical(["a", "b", None, "a"]),
        "is_short": [True, False, True, False],
        "@own": [1, 2, 3, 4],
    }
)
TABLES = {
    "01_terms/words": WORDS,
    "01_terms/terms": WORDS.head(2),
    "07_themes/terms": WORDS.head(0),
    "07_themes/paragraphs": WORDS.head(1),
}


@pytest.fixture
def reports(tmp_path):
    """A reports folder with two runs, of which the first one has a table alone."""
    place = tmp_path / "reports"
    for run, tables in ((OTHER, {"01_terms/old": WORDS}), (RUN, TABLES)):
        folder = place / "runs" / run
        for name, frame in tables.items():
            (folder / "tables" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "tables" / f"{name}.parquet").write_bytes(parquet(frame))
        (folder / "run.json").write_text("{}")
        (folder / "SHA256SUMS").write_text("")
    (place / "current").symlink_to(f"runs/{RUN}")
    return place


def written(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_without_a_table_those_there_are_are_listed(reports, tmp_path):
    headings, rows = export([], reports, tmp_path / "out", "csv")
    assert headings == ["table", "rows", "columns", "bytes"] and not (tmp_path / "out").exists()
    assert [row[:3] for row in rows] == [
        ("01_terms/terms", 2, 7),
        ("01_terms/words", 4, 7),
        ("07_themes/paragraphs", 1, 7),
        ("07_themes/terms", 0, 7),
    ]
    assert [row[0] for row in export([OTHER], reports, tmp_path / "out", "csv")[1]] == ["01_terms/old"]


@pytest.mark.parametrize("at_once", [1, 3, 50_000])
@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_written_whole_and_made_harmless(reports, tmp_path, monkeypatch, name, at_once):
    monkeypatch.setattr(exports, "ROWS_AT_ONCE", at_once)
    headings, rows = export([name], reports, tmp_path / "out", "csv")
    path = tmp_path / "out" / f"{name}.csv"
    assert headings == ["table", "rows", "file"] and rows == [(name, len(TABLES[name]), str(path))]
    assert path.read_bytes() == spreadsheet(TABLES[name]) and written(tmp_path / "out") == [f"{name}.csv"]


def test_what_a_spreadsheet_would_reckon_is_text_and_numbers_are_numbers(reports, tmp_path):
    export(["words"], reports, tmp_path / "out", "csv")
    text = (tmp_path / "out/01_terms/words.csv").read_text(encoding="utf-8-sig").splitlines()
    assert text[0] == '"term","n","rate","day","kind","is_short","\'@own"'
    assert text[1].startswith('"war",3,0.30000000000000004,"2024-10-28","a",True,1') and text[2].startswith(
        '"\'=1+1","","","",'
    )
    assert text[4].startswith('"мир, «мир»",2,-1.0,')


@pytest.mark.parametrize("at_once", [1, 50_000])
def test_json_lines_are_exact(reports, tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(exports, "ROWS_AT_ONCE", at_once)
    export(["words"], reports, tmp_path / "out", "jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out/01_terms/words.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["term"] for line in lines] == ["war", "=1+1", None, "мир, «мир»"] and [line["n"] for line in lines] == [
        3,
        None,
        1,
        2,
    ]
    assert lines[0] == {
        "term": "war", "n": 3, "rate": 0.1 + 0.2, "day": "2024-10-28T00:00:00", "kind": "a", "is_short": True, "@own": 1,
    }  # fmt: skip
    assert lines[2]["rate"] == "inf" and lines[1]["day"] is None
    export(["07_themes/terms"], reports, tmp_path / "out", "jsonl")
    assert (tmp_path / "out/07_themes/terms.jsonl").read_bytes() == b""


@pytest.mark.parametrize("at_once", [1, 2, 3, 7])
def test_a_sheet_of_excel_ends_where_another_begins(reports, tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(exports, "SHEET_ROWS", 3)
    monkeypatch.setattr(exports, "ROWS_AT_ONCE", at_once)
    _, rows = export(["words", "01_terms/terms"], reports, tmp_path / "out", "excel")
    assert [row[:2] for row in rows] == [("01_terms/words", 3), ("01_terms/words", 1), ("01_terms/terms", 2)]
    assert written(tmp_path / "out") == ["01_terms/terms.csv", "01_terms/words.1.csv", "01_terms/words.2.csv"]
    assert (tmp_path / "out/01_terms/words.1.csv").read_bytes() == spreadsheet(WORDS.head(3))
    assert (tmp_path / "out/01_terms/words.2.csv").read_bytes() == spreadsheet(WORDS.tail(1))


def test_whole_numbers_with_gaps_stay_whole_in_every_piece(reports, tmp_path, monkeypatch):
    frame = pd.DataFrame({"n": pd.Series([1, 2, None, 4], dtype="object"), "x": [1.0, 2.0, None, 4.0]})
    (reports / "current/tables/01_terms/gaps.parquet").write_bytes(parquet(frame))
    monkeypatch.setattr(exports, "ROWS_AT_ONCE", 2)
    export(["gaps"], reports, tmp_path / "out", "csv")
    assert (tmp_path / "out/01_terms/gaps.csv").read_text(encoding="utf-8-sig") == '"n","x"\n1,1.0\n2,2.0\n"",""\n4,4.0\n'


@pytest.mark.parametrize(
    ("names", "tables"),
    [
        (["words"], ["01_terms/words"]),
        (["current", "words", "words", "01_terms/words"], ["01_terms/words"]),
        (["07_themes/terms"], ["07_themes/terms"]),
        (["*/terms"], ["01_terms/terms", "07_themes/terms"]),
        (["01_*", "paragraphs"], ["01_terms/terms", "01_terms/words", "07_themes/paragraphs"]),
        (["*"], sorted(TABLES)),
        ([RUN, "?1_terms/w*"], ["01_terms/words"]),
        ([OTHER, "old"], ["01_terms/old"]),
    ],
)
def test_tables_are_named_with_their_page_or_alone_or_by_a_pattern(reports, tmp_path, names, tables):
    _, rows = export(names, reports, tmp_path / "out", "csv")
    assert [row[0] for row in rows] == tables and written(tmp_path / "out") == sorted(f"{name}.csv" for name in tables)


def test_the_many_rows_of_a_figure_can_be_had_too(reports, tmp_path):
    (reports / "current/figures/04_voices").mkdir(parents=True)
    (reports / "current/figures/04_voices/speakers.parquet").write_bytes(parquet(WORDS))
    assert export([], reports, tmp_path / "out", "csv")[1][-1][:2] == ("figures/04_voices/speakers", 4)
    for word in ("speakers", "figures/04_voices/speakers"):
        export([word], reports, tmp_path / word, "csv")
        assert (tmp_path / word / "figures/04_voices/speakers.csv").read_bytes() == spreadsheet(WORDS)


def test_a_run_may_be_named_by_its_folder_wherever_it_lies(reports, tmp_path):
    moved = (reports / "runs" / OTHER).rename(tmp_path / "sent on")
    assert export([str(moved), "old"], tmp_path / "none", tmp_path / "out", "csv")[1][0][:2] == ("01_terms/old", 4)


@pytest.mark.parametrize(
    ("names", "form", "said"),
    [
        (["wrods"], "csv", "this run has no table 'wrods'. Nearest: 'words'"),
        (["x/*"], "csv", "this run has no table 'x/*'. The tables are: '01_terms/terms'"),
        (["../../x"], "csv", "this run has no table '../../x'"),
        (["terms"], "csv", "several pages have a table 'terms'. Name one: 01_terms/terms, 07_themes/terms"),
        (["words"], "xlsx", "there is no form 'xlsx'. The forms are: 'csv', 'excel', 'jsonl'"),
        (["20250103T000000Z-0123abcd"], "csv", "there is no run '20250103T000000Z-0123abcd'. Nearest: '20250102T000000Z-0123abcd'"),
        (["words", "wrods"], "csv", "this run has no table 'wrods'"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_one_line_and_nothing_is_written(reports, tmp_path, names, form, said):
    with pytest.raises(UsageError) as caught:
        export(names, reports, tmp_path / "out", form)
    assert said in str(caught.value) and not (tmp_path / "out").exists()


def test_where_no_run_lies_it_is_said(tmp_path):
    with pytest.raises(UsageError, match="no run lies here"):
        export(["words"], tmp_path, tmp_path / "out", "csv")


def test_no_file_is_overwritten_and_none_is_begun(reports, tmp_path):
    (tmp_path / "out/07_themes").mkdir(parents=True)
    (tmp_path / "out/07_themes/terms.csv").write_text("mine")
    with pytest.raises(UsageError, match="this file is there already"):
        export(["*"], reports, tmp_path / "out", "csv")
    assert written(tmp_path / "out") == ["07_themes/terms.csv"] and (tmp_path / "out/07_themes/terms.csv").read_text() == "mine"


@pytest.mark.parametrize("to", ["current", "current/tables", f"runs/{OTHER}/more"])
def test_nothing_is_added_to_a_run(reports, to):
    before = written(reports)
    with pytest.raises(UsageError, match="this folder is a run's"):
        export(["words"], reports, reports / to, "csv")
    assert written(reports) == before


@pytest.mark.parametrize("content", [b"", b"PAR1", parquet(WORDS)[:-20], b"PAR1" + b"\0" * 300 + parquet(WORDS)[-300:]])
@pytest.mark.parametrize("names", [[], ["broken"]])
def test_a_table_that_is_broken_is_named_and_leaves_no_half_a_file(reports, tmp_path, content, names):
    (reports / "current/tables/01_terms/broken.parquet").write_bytes(content)
    with pytest.raises(StorageError, match=r"broken\.parquet: this table cannot be read"):
        export(names, reports, tmp_path / "out", "csv")
    assert not (tmp_path / "out").exists() or written(tmp_path / "out") == []


def test_a_table_that_breaks_off_within_is_named_and_leaves_no_half_a_file(reports, tmp_path):
    whole = bytearray(parquet(WORDS))
    whole[4:200] = bytes(196)
    (reports / "current/tables/01_terms/broken.parquet").write_bytes(whole)
    with pytest.raises(StorageError, match=r"broken\.parquet: this table cannot be read"):
        export(["broken"], reports, tmp_path / "out", "csv")
    assert written(tmp_path / "out") == []


def test_a_folder_that_cannot_be_written_is_named(reports, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot write"):
        export(["words"], reports, tmp_path / "file", "csv")


def test_the_command_says_what_it_wrote(reports, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert command(["export"]) == 0
    assert capsys.readouterr().out.startswith(
        f"table\trows\tcolumns\tbytes\n01_terms/terms\t2\t7\t{len(parquet(WORDS.head(2)))}\n"
    )
    assert command(["export", "words", "--to", "out", "--form", "jsonl"]) == 0
    assert capsys.readouterr().out == "table\trows\tfile\n01_terms/words\t4\tout/01_terms/words.jsonl\n"
    assert command(["export", RUN, "01_terms/words"]) == 0 and written(tmp_path / "export") == ["01_terms/words.csv"]
    assert command(["export", "words"]) == 2
    assert capsys.readouterr().err.startswith("parallax: export/01_terms/words.csv: this file is there already. ")
    assert command(["export", "--reports", "nowhere"]) == 2
    assert capsys.readouterr().err == "parallax: nowhere: no run lies here. Make one with: parallax run\n"
