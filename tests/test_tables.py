"""Tables on a page: escaped, explained, with units; and beside it, safe for spreadsheets and exact."""

import io
from html.parser import HTMLParser

import pandas as pd
import pytest

import analysis
from analysis import columns
from analysis.errors import SchemaError, UsageError
from analysis.show import output
from analysis.show.tables import table as tables
from analysis.show.tables.table import show_table, spreadsheet, written


@pytest.fixture
def page(monkeypatch):
    """What `emit` was given, as (html, text)."""
    shown = []
    monkeypatch.setattr(tables, "emit", lambda html, text: shown.append((html, text)))
    return shown


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("PARALLAX_RUN", str(tmp_path))
    monkeypatch.setenv("PARALLAX_NOTEBOOK", "01_terms")
    return tmp_path


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
    found = Tags(page[0][0])
    assert {tag for tag, _ in found.tags} <= {
        "figure", "figcaption", "div", "table", "thead", "tbody", "tr", "th", "td", "abbr", "p", "details", "summary", "dl", "dt", "dd",
    }  # fmt: skip
    assert not [name for _, attributes in found.tags for name in attributes if name.startswith("on")]
    assert text.isprintable() is (text in "".join(found.text))


def test_headings_have_units_and_numbers_are_aligned(page):
    frame = pd.DataFrame({"term": ["war"], "n": [1234], "rate_per_1000": [0.5], "region": ["north"], "miles": [1.5]})
    show_table(frame, "t", "Caption")
    html = page[0][0]
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
    assert "2 of 5 rows shown." in page[0][0] and page[0][0].count("<tr>") == 3
    assert "5 rows." in page[1][0] and "no row" in page[2][0] and "<summary>Caption</summary>" in page[2][0]


def test_the_method_stands_folded_below(page):
    show_table(pd.DataFrame({"term": ["war"]}), "t", "Caption", method=analysis.count_terms)
    show_table(pd.DataFrame({"term": ["war"]}), "t", "Caption", folded=True, method=(analysis.count_terms, analysis.dispersion))
    show_table(pd.DataFrame({"term": ["war"]}), "t", "Caption")
    open_, folded, plain = (html for html, _ in page)
    assert open_.index("</dl></details>") < open_.index('<details class="px-method">') and open_.endswith("</details></figure>")
    assert (
        folded.endswith("</details></details></figure>")
        and folded.count("px-method") == 1
        and "<code>dispersion</code>" in folded
    )
    assert "px-method" not in plain


def test_a_run_keeps_the_whole_table(page, run):
    frame = pd.DataFrame({"term": ["=1+1", "war"], "n": pd.array([3, 1], dtype="int32"), "shift_bits": [-0.25, 0.5]})
    show_table(frame, "shift", "Caption", columns=["term"], top=1)
    pd.testing.assert_frame_equal(pd.read_parquet(run / "tables/01_terms/shift.parquet"), frame)
    stored = pd.read_csv(run / "tables/01_terms/shift.csv")
    assert stored["term"].tolist() == ["'=1+1", "war"] and stored["shift_bits"].tolist() == [-0.25, 0.5]
    assert 'href="tables/01_terms/shift.csv"' in page[0][0]


FORMULAS = ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\x00x", "＝1", "＋1", "－1", "＠x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_begins_as_a_formula_in_a_spreadsheet(text):
    frame = pd.read_csv(io.BytesIO(spreadsheet(pd.DataFrame({text: [text]}))), dtype=str)
    assert frame.columns[0].startswith("'") and frame.iloc[0, 0].startswith("'")


@pytest.mark.parametrize("name", ["", "A", "../x", "a b", "1a", "a" * 61])
def test_a_name_is_a_plain_name(page, name):
    with pytest.raises(UsageError, match="cannot name"):
        show_table(pd.DataFrame({"term": ["a"]}), name, "Caption")


def test_a_column_that_is_not_there_is_named(page):
    with pytest.raises(SchemaError, match="has no column 'm'"):
        show_table(pd.DataFrame({"n": [1]}), "t", "Caption", columns=["m"])


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [(None, "count", "–"), (float("nan"), "rate", "–"), (pd.NA, "count", "–"), (True, "text", "yes"), (0, "probability", "< 0.001"),
     (1, "share", "100.0 %"), (-1.005, "number", "−1.005"), (pd.Timestamp("2024-02-01"), "text", "2024-02-01"), ("–5", "text", "–5")],
)  # fmt: skip
def test_values_as_they_are_written(value, form, text):
    assert written(value, form) == text


def test_every_column_is_explained_and_every_name_of_the_package_is_there():
    assert all(column.heading and column.meaning for column in columns.COLUMNS.values())
    assert {"text", "count", "rate", "number", "share", "probability"} >= {column.form for column in columns.COLUMNS.values()}
    assert all(getattr(analysis, name).__doc__ for name in analysis.__all__)
    with pytest.raises(AttributeError, match="It has: agreement_sentence"):
        _ = analysis.acount


def test_outside_of_a_notebook_the_text_is_printed(capsys):
    output.emit("<p>a</p>", "a")
    assert capsys.readouterr().out == "a\n"
