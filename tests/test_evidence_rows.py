"""evidence_rows.py: the lines below a row, as many as there are, escaped, with the hit marked."""

import pandas as pd
import pytest

from analysis.show.tables.evidence_rows import evidence_foot, evidence_rows
from analysis.show.tables.table import show_table

LINES = pd.DataFrame(
    {
        "row": [0, 0, 2], "n": [5, 5, 1], "left": ["the ", "a ", ""], "hit": ["war", "<b>", "Kyiv"], "right": [" ends", "", "."],
        "doc_id": ["d1", "d2", "d2"], "line": [3, 4, 9], "source": ["Post", "Radio", "Radio"], "date": ["2024-10", None, None],
        "voice": ["own", "quoted", "own"],
    }
)  # fmt: skip


def test_each_row_opens_its_own_lines():
    first, second, third = evidence_rows(LINES, 3, 4, 5)
    assert second == ""
    assert 'colspan="4"' in first and "2 of 5 lines" in first and first.count("<li>") == 2
    assert "the <mark>war</mark> ends" in first and "Post, 2024-10, d1, line 3" in first
    assert "Radio, d2, line 4, quoted" in first
    assert "Evidence: 1 line</summary>" in third


def test_corpus_text_in_a_line_is_escaped():
    assert "<mark>&lt;b&gt;</mark>" in evidence_rows(LINES, 1, 2, 5)[0]


def test_lines_beyond_the_rows_shown_are_left_out():
    assert len(evidence_rows(LINES, 1, 2, 5)) == 1


def test_a_row_opens_no_more_lines_than_it_is_told():
    assert evidence_rows(LINES, 1, 2, 1)[0].count("<li>") == 1 and "1 of 5 lines" in evidence_rows(LINES, 1, 2, 1)[0]


def test_the_foot_says_whether_all_lines_are_there():
    links = {"csv": "t_lines.csv", "parquet": "t_lines.parquet"}
    foot = evidence_foot(LINES, links)
    assert "Of the rows shown the first 2 lines each are beside this page" in foot and '<a href="t_lines.csv">CSV</a>' in foot
    assert "All lines of the rows shown" in evidence_foot(LINES[LINES["row"] == 2], links)
    assert evidence_foot(LINES, {}) == "" and evidence_foot(LINES.head(0), links) == ""


@pytest.mark.parametrize("evidence", [None, LINES])
def test_a_row_and_its_lines_are_one_body(evidence, monkeypatch):
    seen = []
    monkeypatch.setattr("analysis.show.tables.table.emit", lambda html, text: seen.append(html))
    show_table(
        pd.DataFrame({"term": ["war", "tax", "kyiv"], "rate_per_1000": [1.23456, 2.0, 3.0]}), "t", "Terms", evidence=evidence
    )
    assert seen[0].count("<tbody>") == (1 if evidence is None else 3)
    assert seen[0].count("<mark>") == (0 if evidence is None else 3)
    assert 'data-v="1.23456">1.23<' in seen[0]
