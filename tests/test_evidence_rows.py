"""evidence_rows.py: the lines below a row, as many as there are, escaped where they are shown, with the hit marked."""

import pandas as pd
import pytest
from displays import catch, html_of, record_of, run_in

from analysis.show.tables.evidence_rows import LONGEST, evidence_record
from analysis.show.tables.table import show_table

LINES = pd.DataFrame(
    {
        "row": [0, 0, 2], "n": [5, 5, 1], "left": ["the ", "a ", ""], "hit": ["war", "<b>", "Kyiv"], "right": [" ends", "", "."],
        "doc_id": ["d1", "d2", "d2"], "line": [3, 4, 9], "source": ["Post", "Radio", "Radio"], "date": ["2024-10", None, None],
        "voice": ["outside", "quoted", "outside"],
    }
)  # fmt: skip
TERMS = pd.DataFrame({"term": ["war", "tax", "kyiv"], "rate_per_1000": [1.23456, 2.0, 3.0]})
LINKS = {"csv": "t_lines.csv", "parquet": "t_lines.parquet"}


@pytest.fixture
def shown(monkeypatch):
    """Display the terms with some evidence; gives the HTML."""
    caught = catch(monkeypatch)

    def show(evidence, **settings):
        show_table(TERMS, "t", "Terms", evidence=evidence, **settings)
        return html_of(caught[-1])

    return show


def test_each_row_has_its_own_lines():
    rows = evidence_record(LINES, 3, 5, {})["rows"]
    assert set(rows) == {"0", "2"} and rows["0"]["how_many"] == "2 of 5 lines" and rows["2"]["how_many"] == "1 line"
    first, second = rows["0"]["lines"]
    assert first == {"left": "the ", "hit": "war", "right": " ends", "facts": ["Post", "2024-10", "d1", "line 3"]}
    assert second["facts"] == ["Radio", "d2", "line 4", "in quotation marks"]


@pytest.mark.parametrize(
    ("n", "kept", "said"), [(1, 1, "1 line"), (2, 2, "2 lines"), (1234, 2, "2 of 1,234 lines"), (3, 2, "2 of 3 lines")]
)
def test_it_is_said_of_how_many(n, kept, said):
    lines = pd.concat([LINES.head(1)] * kept).assign(n=n)
    assert evidence_record(lines, 1, 5, {})["rows"]["0"]["how_many"] == said


def test_lines_beyond_the_rows_shown_are_left_out():
    assert set(evidence_record(LINES, 1, 5, {})["rows"]) == {"0"} and evidence_record(LINES, 0, 5, {})["rows"] == {}


def test_a_row_opens_no_more_lines_than_it_is_told():
    row = evidence_record(LINES, 1, 1, {})["rows"]["0"]
    assert len(row["lines"]) == 1 and row["how_many"] == "1 of 5 lines"


def test_context_is_cut_on_the_outer_side():
    long = LINES.head(1).assign(left="x" * 500 + "near ", right=" near" + "y" * 500)
    line = evidence_record(long, 1, 1, {})["rows"]["0"]["lines"][0]
    assert line["left"].endswith("near ") and line["right"].startswith(" near")
    assert len(line["left"]) == len(line["right"]) == LONGEST


def test_it_is_said_whether_all_lines_are_there():
    assert evidence_record(LINES, 3, 5, LINKS)["kept"] == "Of the rows shown the first 2 lines each"
    assert evidence_record(LINES[LINES["row"] == 2], 3, 5, LINKS)["kept"] == "All lines of the rows shown"
    none = evidence_record(LINES.head(0), 3, 5, LINKS)
    assert none == {"rows": {}, "links": {}, "kept": "", "n_rows": 0, "n_opened": 0}


# On the page


def test_lines_open_below_their_row(shown):
    html = shown(LINES)
    assert 'colspan="2"' in html and "Evidence: 2 of 5 lines</summary>" in html and html.count("<li>") == 3
    assert '<li>the <mark>war</mark> ends <span class="px-place">Post, 2024-10, d1, line 3</span></li>' in html


def test_corpus_text_in_a_line_is_escaped(shown):
    hostile = LINES.assign(left="<i>", right='"><script>', source="<s>", doc_id="<d>", date="<t>")
    html = shown(hostile)
    assert "<mark>&lt;b&gt;</mark>&#34;&gt;&lt;script&gt; " in html and "&lt;s&gt;, &lt;t&gt;, &lt;d&gt;, line 4" in html
    assert not any(tag in html for tag in ("<i>", "<script", "<s>", "<d>", "<t>", "<b>"))


@pytest.mark.parametrize("evidence", [None, LINES])
def test_a_row_and_its_lines_are_one_body(evidence, shown):
    html = shown(evidence)
    assert html.count("<tbody>") == (1 if evidence is None else 3)
    assert html.count("<mark>") == (0 if evidence is None else 3)
    assert 'data-v="1.23456">1.23<' in html


def test_a_run_keeps_all_lines_and_leads_to_them(shown, tmp_path, monkeypatch):
    run_in(monkeypatch, tmp_path)
    html = shown(LINES, opened=1)
    assert "Of the rows shown the first 2 lines each are beside this page" in html
    assert '; the lines opened above: <a href="tables/01_terms/t_lines.shown.csv">CSV</a>' in html and html.count("<li>") == 2
    opened = pd.read_csv(tmp_path / "tables/01_terms/t_lines.shown.csv")
    assert opened[["row", "line"]].values.tolist() == LINES.groupby("row").head(1)[["row", "line"]].values.tolist()
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "tables/01_terms/t_lines.parquet"), LINES)
    assert "lines each" not in shown(LINES.head(0))


def test_outside_of_a_run_no_file_is_spoken_of(shown, monkeypatch):
    assert "beside this page" not in shown(LINES)


def test_a_second_table_of_one_name_has_lines_of_its_own(tmp_path, monkeypatch):
    run_in(monkeypatch, tmp_path)
    caught = catch(monkeypatch)
    for lines in (LINES, LINES.head(1)):
        show_table(TERMS, "t", "Terms", evidence=lines)
    assert [record_of(bundle)["evidence"]["links"]["csv"] for bundle in caught] == [
        "tables/01_terms/t_lines.csv",
        "tables/01_terms/t_2_lines.csv",
    ]
    assert len(pd.read_parquet(tmp_path / "tables/01_terms/t_lines.parquet")) == 3
    assert len(pd.read_parquet(tmp_path / "tables/01_terms/t_2_lines.parquet")) == 1
