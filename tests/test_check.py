"""What `parallax check` tells, table by table: `check.sections` on a small corpus."""

from datetime import date

import pytest

from analysis.check import MOST, sections
from analysis.text.prepare import prepare


@pytest.fixture
def corpus(tmp_path):
    for n in range(MOST + 5):
        (tmp_path / f"{n:03}.txt").write_text(f"Title {n}\n\nThe bridge number {n} over the river is closed today.\n")
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    (tmp_path / "sources.csv").write_text("file,source,date,language\n000.txt,Post,2999-01-01,en\n*,Radio,2024-10,ru\n")
    (tmp_path / "wording.yml").write_text("Bridge:\n  a: [bridge]\n  b: [old bridge]\n")
    return tmp_path


def test_each_table_is_short_and_says_how_much_more_there_is(corpus):
    found = {section.headings[0]: section.rows for section in sections(prepare(corpus), today=date(2025, 1, 1))}
    assert len(found["file"]) == MOST + 1 and found["file"][-1][0] == f"… and {MOST + 8 - MOST} more"
    assert [row[0] for row in found["file"][:3]] == ["bad.txt", "sources.csv", "wording.yml"]
    assert found["source"] == [("Post", 1), ("Radio", MOST + 4)]
    assert found["language"] == [("ru", MOST + 4), ("en", 1)]
    assert found["dates"] == [("2024-10-01 to 2999-01-01", MOST + 5), ("later than 2025-01-01", 1)]
    assert found["dictionary"] == [("wording.yml", 3, "old bridge", "Bridge: b")]
    assert found["set aside"][0][:3] == ("bad.txt", "byte 0", "encoding")
    assert {row[0] for row in found["rule"]} >= {"title", "blank"}
    for rows in found.values():
        assert len({len(row) for row in rows}) == 1
