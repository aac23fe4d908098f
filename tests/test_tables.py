"""Tables on a page: escaped, explained, with units; and beside it, safe for spreadsheets and exact."""

import io
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from displays import catch, html_of, record_of, run_in

import analysis as px
from analysis import columns, measure
from analysis.arguments import as_table
from analysis.columns.of_tables import OF_TABLES
from analysis.display.records import SHOWN_ROWS
from analysis.errors import SchemaError, UsageError
from analysis.report.publish.record import stored_files
from analysis.show.tables.spreadsheets import parquet, spreadsheet
from analysis.show.tables.table import Table, data_record, show_table, table_record

LINES_OF_ONE = pd.DataFrame(
    {"row": [0], "n": 1, "left": "the ", "hit": "war", "right": " ends", "doc_id": "d", "line": 1, "voice": "outside"}
)


@pytest.fixture
def page(monkeypatch):
    """What was displayed."""
    return catch(monkeypatch)


@pytest.fixture
def run(tmp_path, monkeypatch):
    return run_in(monkeypatch, tmp_path)


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text.append(data)


HOSTILE = [
    "<script>alert(1)</script>",
    '" onmouseover="x',
    "&lt;b&gt;",
    "\u202eevil",
    "<img src=x onerror=y>",
    "$x$ **b** `c`",
    "\x1b[31m",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_a_corpus_never_becomes_markup(page, text):
    show_table(pd.DataFrame({"term": [text], "n": [1]}), "t", text, headings={"n": text})
    found = Tags(html_of(page[0]))
    assert {tag for tag, _ in found.tags} <= {
        "figure", "figcaption", "div", "table", "thead", "tbody", "tr", "th", "td", "abbr", "p", "details", "summary", "dl", "dt", "dd",
    }  # fmt: skip
    assert not [name for _, attributes in found.tags for name in attributes if name.startswith("on")]
    assert text.isprintable() is (text in "".join(found.text))


def test_headings_have_units_and_numbers_are_aligned(page):
    frame = pd.DataFrame({"term": ["war"], "n": [1234], "rate_per_1000": [0.5], "region": ["north"], "miles": [1.5]})
    show_table(frame, "t", "Caption")
    html = html_of(page[0])
    assert (
        '<th scope="row">war</th><td class="num">1,234</td><td class="num" data-v="0.5">0.50</td><td>north</td>'
        '<td class="num" data-v="1.5">1.500</td>' in html
    )
    assert "per 1,000 words" in html and "1 row." in html and html.count("<dt>") == 5


def test_a_long_table_says_of_how_many_and_a_short_one_is_whole(page):
    frame = pd.DataFrame({"term": list("abcde"), "n": range(5)})
    show_table(frame, "t", "Caption", top=2)
    show_table(frame, "t", "Caption", top=None)
    show_table(frame.head(0), "t", "Caption", folded=True)
    some, all_, none = map(html_of, page)
    assert "2 of 5 rows shown." in some and some.count("<tr>") == 3
    assert "5 rows." in all_ and "no row" in none and "<summary>Caption</summary>" in none
    assert [len(record_of(bundle)["rows"]) for bundle in page] == [2, 5, 0]
    assert [record_of(bundle)["n_rows"] for bundle in page] == [5, 5, 0]


def test_the_method_stands_folded_below(page):
    show_table(pd.DataFrame({"term": ["war"]}), "t", "Caption", method=measure.count_terms)
    show_table(pd.DataFrame({"term": ["war"]}), "t", "Caption", folded=True, method=(measure.count_terms, measure.dispersion))
    show_table(pd.DataFrame({"term": ["war"]}), "t", "Caption")
    open_, folded, plain = ("".join(html_of(bundle).split("\n")) for bundle in page)
    assert open_.index("</dl></details>") < open_.index('<details class="px-method">') and "</details></figure>" in open_
    assert "</details></details></figure>" in folded and folded.count("px-method") == 1 and "<code>dispersion</code>" in folded
    assert "px-method" not in plain


def test_a_run_keeps_the_whole_table(page, run):
    frame = pd.DataFrame({"term": ["=1+1", "war"], "n": pd.array([3, 1], dtype="int32"), "shift_bits": [-0.25, 0.5]})
    show_table(frame, "shift", "Caption", columns=["term"], top=1)
    pd.testing.assert_frame_equal(pd.read_parquet(run / "tables/01_terms/shift.parquet"), frame)
    shown = pd.read_csv(run / "tables/01_terms/shift.shown.csv")
    assert shown.to_dict("list") == {"term": ["'=1+1"], "n": [3], "shift_bits": [-0.25]}, "the rows shown, with all columns"
    html = html_of(page[0])
    assert "1 of 2 rows shown." in html and "or CSV by <code>parallax export 01_terms/shift</code>; the rows shown: " in html
    links = {"csv": "tables/01_terms/shift.shown.csv", "parquet": "tables/01_terms/shift.parquet"}
    assert record_of(page[0])["links"] == links and all(f'href="{link}"' in html for link in links.values())


def test_a_table_that_is_shown_whole_is_whole_as_csv(page, run):
    frame = pd.DataFrame({"term": ["=1+1", "war"], "n": [3, 1]})
    show_table(frame, "shift", "Caption", columns=["term"], top=2)
    assert pd.read_csv(run / "tables/01_terms/shift.csv").to_dict("list") == {"term": ["'=1+1", "war"], "n": [3, 1]}
    links = {"csv": "tables/01_terms/shift.csv", "parquet": "tables/01_terms/shift.parquet"}
    assert record_of(page[0])["links"] == links and "parallax export" not in html_of(page[0])


FORMULAS = ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\x00x", "＝1", "＋1", "－1", "＠x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_begins_as_a_formula_in_a_spreadsheet(text):
    frame = pd.read_csv(io.BytesIO(spreadsheet(pd.DataFrame({text: [text]}))), dtype=str)
    assert frame.columns[0].startswith("'") and frame.iloc[0, 0].startswith("'")


@pytest.mark.parametrize("n", [0, 1, 3])
def test_a_spreadsheet_may_be_written_in_pieces(n):
    frame = pd.DataFrame({"=a": ["=1", "b", None][:n], "x": [0.1, np.nan, 3.0][:n]})
    pieces = [spreadsheet(frame.head(1)), *(spreadsheet(frame.iloc[[row]], goes_on=True) for row in range(1, n))]
    assert b"".join(pieces) == spreadsheet(frame) and spreadsheet(frame).startswith(b'\xef\xbb\xbf"\'=a"')


@pytest.mark.parametrize("name", ["", "A", "../x", "a b", "1a", "a" * 61])
def test_a_name_is_a_plain_name(page, name):
    with pytest.raises(UsageError, match="cannot name"):
        show_table(pd.DataFrame({"term": ["a"]}), name, "Caption")


def test_a_column_that_is_not_there_is_named(page):
    with pytest.raises(SchemaError, match="has no column 'm'"):
        show_table(pd.DataFrame({"n": [1]}), "t", "Caption", columns=["m"])


@pytest.mark.parametrize("top", [-1, -20])
def test_a_top_below_zero_is_refused(page, top):
    with pytest.raises(UsageError, match=f"top cannot be {top}"):
        show_table(pd.DataFrame({"n": [1]}), top=top)
    assert page == []


def test_every_column_is_explained():
    assert all(column.heading and column.meaning for column in columns.COLUMNS.values())
    assert {"text", "count", "rate", "number", "share", "probability"} >= {column.form for column in columns.COLUMNS.values()}


# The record


def test_a_record_holds_what_is_written_and_what_is_sorted_by():
    frame = pd.DataFrame({"term": ["war", None], "n": [1234, 5], "rate_per_1000": [0.123456789, np.nan], "own": [True, False]})
    shown = table_record(Table(frame, "t", "Caption", headings={"own": "ours"}))
    assert [(column["name"], column["kind"]) for column in shown["columns"]] == [
        ("term", "text"), ("n", "num"), ("rate_per_1000", "num"), ("own", "text"),
    ]  # fmt: skip
    assert shown["columns"][3]["heading"] == "ours" and all(column["meaning"] for column in shown["columns"])
    assert shown["rows"] == [["war", "1,234", ["0.12", "0.123456789"], "yes"], ["–", "5", "–", "no"]]
    assert shown["links"] == {} and shown["evidence"] is None and shown["method"] == []


def test_the_sides_of_a_concordance_are_kinds_of_their_own():
    shown = table_record(Table(pd.DataFrame({"left": ["a"], "hit": ["war"], "right": ["b"], "doc_id": ["d"]}), "t", "C"))
    assert [column["kind"] for column in shown["columns"]] == ["kwic-left", "kwic-hit", "kwic-right", "text"]


def test_the_data_of_a_figure_are_its_first_rows_without_meanings():
    frame = pd.DataFrame({"term": [f"t{n}" for n in range(30)], "n": range(30)})
    data = data_record(frame)
    assert len(data["rows"]) == 24 and data["n_rows"] == 30 and [column["meaning"] for column in data["columns"]] == ["", ""]
    assert data_record(None) is None and data_record(frame.head(0)) is None


# What may be shown


@pytest.mark.parametrize(
    ("given", "columns", "rows"),
    [
        (pd.Series([2, 1], index=["war", "peace"], name="n"), ["term", "n"], [["war", 2], ["peace", 1]]),
        (pd.Series([2], index=pd.Index(["war"], name="term")), ["term", "n"], [["war", 2]]),
        ({"term": ["war"], "n": [2]}, ["term", "n"], [["war", 2]]),
        (pd.DataFrame({"n": [2]}, index=[7]), ["n"], [[2]]),
    ],
)
def test_a_series_and_a_mapping_are_tables_too(given, columns, rows):
    frame = as_table(given)
    assert frame.columns.tolist() == columns and frame.to_numpy().tolist() == rows


def test_one_column_may_be_asked_for_by_its_name(page):
    show_table({"term": ["war"], "n": [2]}, columns="n")
    assert [column["name"] for column in record_of(page[0])["columns"]] == ["n"]


def test_a_table_that_comes_in_is_not_changed(page, run):
    frame = pd.DataFrame({"term": ["=1", "b"]}, index=[5, 6])
    before = frame.copy(deep=True)
    show_table(frame, "t")
    pd.testing.assert_frame_equal(frame, before)


def test_parquet_is_exact_and_has_no_index():
    frame = pd.DataFrame({"x": [0.1 + 0.2, np.nan], "t": pd.Categorical(["b", "a"])}, index=[3, 4])
    back = pd.read_parquet(io.BytesIO(parquet(frame)))
    pd.testing.assert_frame_equal(back, frame.reset_index(drop=True))


def test_outside_of_a_notebook_the_text_is_printed(capsys):
    show_table(pd.DataFrame({"term": ["war"], "n": [3]}), "t", "Words")
    assert capsys.readouterr().out == "Words\nterm  n\n war  3\n"


def test_of_a_long_table_a_page_shows_no_more_than_it_can_hold(page, run):
    many = pd.DataFrame({"n": range(SHOWN_ROWS + 5)})
    lines = LINES_OF_ONE.loc[LINES_OF_ONE.index.repeat(50)].reset_index(drop=True)
    show_table(many, "long", "Long.", top=None, evidence=lines)
    show_table(many, "asked", "Asked.", top=SHOWN_ROWS + 1)
    show_table(many.head(20), "short", "Short.", top=None)
    folder = run / "tables" / "01_terms"
    for name, n, n_shown in (
        ("long", SHOWN_ROWS + 5, SHOWN_ROWS),
        ("asked", SHOWN_ROWS + 5, SHOWN_ROWS),
        ("long_lines", 50, 5),
    ):
        assert len(pd.read_parquet(folder / f"{name}.parquet")) == n
        assert len(pd.read_csv(folder / f"{name}.shown.csv")) == n_shown and not (folder / f"{name}.csv").exists()
    html = html_of(page[0])
    assert "10,000 of 10,005 rows shown." in html and html.count("<tbody>") == SHOWN_ROWS and html.count("<li>") == 5
    assert "parallax export 01_terms/long_lines</code>; the lines opened above: " in html
    (kind,) = stored_files(run)
    labels = {entry["name"]: sorted(file["label"] for file in entry["files"]) for entry in kind["entries"]}
    part = ["CSV of the rows shown", "PARQUET"]
    assert labels == {
        "01_terms: asked": part, "01_terms: long": part, "01_terms: long_lines": part, "01_terms: short": ["CSV", "PARQUET"],
    }  # fmt: skip


def test_what_a_run_writes_of_a_table_is_bounded_by_what_it_shows(page, run):
    """A table of a large corpus: a word a row, each in each of 40 outlets, in the order of a measure."""
    n = 40 * 5_000
    words = pd.Series([f"word{number % 5_000:05d}" for number in range(n)])
    frame = pd.DataFrame({"source": [f"Outlet {number // 5_000}" for number in range(n)], "term": words, "n": range(n)})
    show_table(frame, "keyness", "Words.", top=100)
    sizes = {path.name: path.stat().st_size for path in (run / "tables" / "01_terms").iterdir()}
    assert sizes["keyness.shown.csv"] < 5_000 and sizes["keyness.parquet"] < len(frame.to_csv(index=False)) / 5
    assert len(html_of(page[0])) < 25_000


@pytest.fixture(scope="module")
def seed_tables():
    """Each table that a finding shows of the seeds, by its name."""
    view, found = px.open("seeds"), {}
    for room, names in px.NAMES.items():
        if room.startswith("findings.") and room != "findings.about_view":
            found |= {table["name"]: table for name in names for table in getattr(px, name)(view).record()["tables"]}
    return found


def test_a_column_is_explained_by_its_own_table(seed_tables):
    """A state is that of a file in one table, of a quotation in another: neither is told of both."""
    means = {name: {column["name"]: column["meaning"] for column in table["columns"]} for name, table in seed_tables.items()}
    without = {"speaker_gaps", "changed_articles", "changed_settings", "rates"}
    assert set(OF_TABLES) - set(means) == without, "which five articles, of which there is no earlier run, have not"
    for table, own in ((table, own) for table, own in OF_TABLES.items() if table in means):
        assert set(own) <= set(means[table]), table
        assert {column: means[table][column] for column in own} == own
    assert "unclosed" in means["quotes"]["state"] and "loaded" not in means["quotes"]["state"]
    assert "loaded" in means["inputs"]["state"] and "share" not in means["quotes"]["start"]
    both = [
        (table, column)
        for table in means
        for column, meaning in means[table].items()
        if re.match(r"(of|beside) an? \w+", meaning)
    ]
    assert not [(table, column) for table, column in both if column in ("kind", "state")]
    strange = {
        column for table in means.values() for column, meaning in table.items() if meaning == "a column of this table's own"
    }
    assert strange <= {"word", "source_a", "source_b", *map(str, px.open("seeds").sizes["source"])}, strange
