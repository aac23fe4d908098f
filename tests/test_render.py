"""render.py: each kind of record as HTML, in which whatever a record holds stays text, and ids are the page's to give."""

import base64
import json
import re
from html import escape
from html.parser import HTMLParser

import pytest

from analysis.display.records import PARTS, record
from analysis.display.render import address, render
from analysis.report.check.page_faults import page_faults
from analysis.report.publish.pieces import Ids
from analysis.report.publish.policy import POLICY

PNG = "iVBORw0KGgo="
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
NOTES = [
    {
        "function": "f",
        "what": ["First.", "Then `x`."],
        "formulas": [["a", "b / c"], ["", "d"]],
        "reading": "R.",
        "source": "S.",
    },
    {"function": "g", "what": [], "formulas": [], "reading": "", "source": ""},
]
COLUMNS = [
    {"name": "term", "heading": "term", "meaning": "a word", "kind": "text"},
    {"name": "n", "heading": "count", "meaning": "how many", "kind": "num"},
    {"name": "rate", "heading": "rate", "meaning": "", "kind": "num"},
    {"name": "left", "heading": "before", "meaning": "context", "kind": "kwic-left"},
]
ROWS = [["war", "1,234", ["0.12", "0.123456"], "the "], ["p" * 90, "–", "–", ""]]
LINE = {"left": "the ", "hit": "war", "right": " ends", "facts": ["Post", "line 3"]}
DATA = {"columns": COLUMNS, "rows": ROWS, "n_rows": 30, "evidence": None}
FIGURE = record(
    "figure", name="f", title="Title", caption="Caption", alt="Words", svg={"wide": SVG, "narrow": SVG}, png=None, data=DATA, width=9,
    height=5, links={"svg": "f.svg", "csv": "f.csv"}, method=NOTES,
)  # fmt: skip
TABLE = record(
    "table", name="t", caption="Caption", folded=False, columns=COLUMNS, rows=ROWS, n_rows=5000, method=NOTES,
    links={"csv": "t.csv", "parquet": "tables/01_terms/t.parquet"},
    evidence={
        "rows": {"0": {"how_many": "1 of 9 lines", "lines": [LINE]}}, "kept": "All lines of the rows shown", "n_rows": 9, "n_opened": 1,
        "links": {"csv": "t_lines.csv", "parquet": "t_lines.parquet"},
    },
)  # fmt: skip
FINDING = record(
    "finding", name="keywords", question="What?", headline="H.", sentences=["First.", "Second."], caveats=["But."], numbers={},
    how_sure="Not very.", verdict="descriptive", strength=0.5, compares=True, base="9 words", hint="",
    made_by={"call": "px.keywords(view)", "file": "a.py"},
    figures=[FIGURE, FIGURE | {"name": "g", "svg": None, "png": PNG}],
    tables=[TABLE, TABLE | {"name": "u", "folded": True}],
)  # fmt: skip
KINDS = {
    "note": record("note", sentences=["One.", "Two."]),
    "statement": record("statement", sentences=["So."], caveats=["But."]),
    "figure": FIGURE,
    "dots": FIGURE | {"svg": None, "png": PNG, "data": None, "links": {}, "title": "", "method": []},
    "table": TABLE,
    "folded": TABLE | {"folded": True, "evidence": None, "links": {}},
    "empty": TABLE | {"rows": [], "n_rows": 0, "evidence": None},
    "finding": FINDING,
    "bare finding": FINDING | {"how_sure": "", "caveats": [], "figures": [], "tables": [], "made_by": None, "base": ""},
}
FILES = {"f.svg", "f.csv", "t.csv", "tables/01_terms/t.parquet", "t_lines.csv", "t_lines.parquet", "notebooks/01_terms.ipynb"}


def page_of(html):
    """A page around some HTML, as bytes, with all that a page must have."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    head = f'<!DOCTYPE html><html lang="en"><head>{policy}<title>t</title></head>'
    return f"{head}<body><h1>t</h1>{html}</body></html>".encode()


def faults(html):
    return list(page_faults(page_of(html), FILES))


class Seen(HTMLParser):
    """Tags and attribute names of some HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text = [], set(), []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attributes}

    def handle_data(self, data):
        self.text.append(data)


def test_every_kind_is_tried_here():
    assert {shown["kind"] for shown in KINDS.values()} == set(PARTS)


@pytest.mark.parametrize("page", ["", "01_terms"], ids=["in JupyterLab", "on a page"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_may_hold_it(kind, page):
    assert faults(render(KINDS[kind], Ids().claim, page)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_however_often_it_is_shown(kind):
    ids = Ids("content")
    html = "".join(render(KINDS[kind], ids.claim, "01_terms") for _ in range(3))
    found = re.findall(r' id="([^"]+)"', html)
    assert len(found) == len(set(found)) and faults(html) == []
    targets = re.findall(r' popovertarget="([^"]+)"', html)
    assert set(targets) <= set(found)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_the_same_twice(kind):
    assert render(KINDS[kind]) == render(json.loads(json.dumps(KINDS[kind])))


# Hostile text in every field

HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(2)>",
    "</td></table></figure></section><svg onload=alert(3)>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp;",
    "<!-- ",
    "`<b>` `",
]
KEPT = {"kind", "verdict", "svg", "png", "links", "schema", "function"}  # what no text from outside ever is


def leaves(value, way=()):
    """The place of every text in a record."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in KEPT:
                yield from leaves(inner, (*way, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*way, place))
    elif isinstance(value, str):
        yield way


def with_text(value, way, text):
    """The record with another text at one place."""
    if not way:
        return text
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[way[0]] = with_text(value[way[0]], way[1:], text)
    return copy


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_in_any_field_stays_text(kind, text):
    shown = KINDS[kind]
    places = list(leaves(shown))
    assert places
    for way in places:
        html = render(with_text(shown, way, text), Ids().claim, "01_terms")
        seen, harmless = Seen(html), Seen(render(with_text(shown, way, "word"), Ids().claim, "01_terms"))
        # a name of code is set as code: nothing else may change
        assert [tag for tag in seen.tags if tag != "code"] == [tag for tag in harmless.tags if tag != "code"], way
        assert seen.attributes == harmless.attributes, way
        assert faults(html) == [], way
        assert "49" not in html or "{{" not in text, way


@pytest.mark.parametrize("text", HOSTILE)
def test_the_words_of_a_hostile_sentence_are_all_there(text):
    assert "".join(Seen(render(record("note", sentences=[text]))).text).strip() == text.strip()


# What each shows


def test_a_statement_and_its_limits():
    html = render(KINDS["statement"])
    assert html == '<p class="px-finding">So.</p>\n<p class="px-note">But.</p>\n'


def test_a_figure_is_drawn_twice_and_opens_large_on_a_page_alone():
    lab, page = render(FIGURE), render(FIGURE, page="01_terms")
    wide = base64.b64encode(SVG.encode()).decode()
    for html in (lab, page):
        assert f'<source media="(max-width: 600px)" srcset="data:image/svg+xml;base64,{wide}">' in html
        assert f'<img alt="Words" src="data:image/svg+xml;base64,{wide}" width="9" height="5">' in html
        assert '<p class="px-title">Title</p>' in html and '<a href="f.svg">SVG</a>, <a href="f.csv">CSV</a>' in html
        assert "2 of 30 rows." in html
    assert "popover" not in lab and 'popovertarget="large-figure-f"' in page and 'aria-label="Show this figure large"' in page
    assert "beside this page" not in render(FIGURE | {"links": {}}) and "px-data" not in render(FIGURE | {"data": None})


@pytest.mark.parametrize(
    ("n", "shown", "said"), [(0, 0, "0 rows."), (1, 1, "1 row."), (5000, 2, "2 of 5,000 rows shown."), (2, 2, "2 rows.")]
)
def test_a_table_says_of_how_many_rows(n, shown, said):
    html = render(TABLE | {"rows": ROWS[:shown], "n_rows": n, "evidence": None})
    assert said in html and html.count("<tr>") == 1 + max(shown, 1) and ("no row" in html) is (shown == 0)


def test_what_is_shown_of_a_table_is_a_csv_and_how_to_have_all_is_said():
    some, whole = (render(record, page="01_terms") for record in (TABLE, TABLE | {"n_rows": 2}))
    parquet = '<a href="tables/01_terms/t.parquet">Parquet</a>'
    said = f'{parquet}, or CSV by <code>parallax export 01_terms/t</code>; the rows shown: <a href="t.csv">CSV</a>.</p>'
    assert f"2 of 5,000 rows shown. The whole table beside this page: {said}" in some
    assert f'2 rows. The whole table beside this page: <a href="t.csv">CSV</a>, {parquet}.</p>' in whole
    assert '; the lines opened above: <a href="t_lines.csv">CSV</a>.</p>' in whole


def test_the_data_of_a_figure_that_are_many_say_so():
    links = {"svg": "f.svg", "csv": "f.csv", "parquet": "figures/p/f.parquet"}
    html = render(FIGURE | {"links": links})
    all_by = "all by <code>parallax export figures/p/f</code>"
    assert (
        f'<a href="f.csv">CSV</a> (the first 10,000 rows of the data; {all_by}), <a href="figures/p/f.parquet">PARQUET</a>'
        in html
    )


def test_cells_are_set_by_their_kind():
    html = render(KINDS["folded"])
    assert '<th scope="row">war</th><td class="num">1,234</td><td class="num" data-v="0.123456">0.12</td>' in html
    assert '<td class="kwic-left">the </td>' in html and f'<td class="px-long">{"p" * 90}</td>' in html
    assert '<th scope="col" class="num"><abbr title="how many">count</abbr></th>' in html.replace("\n", "")
    assert html.replace("\n", "").count("<dt>") == 3 + 2, "a column without a meaning is not explained"


def test_evidence_opens_below_its_row():
    html = render(TABLE)
    assert html.count("<tbody>") == 2 and html.count('<tr class="px-evidence">') == 1
    assert '<li>the <mark>war</mark> ends <span class="px-place">Post, line 3</span></li>' in html
    assert "All lines of the rows shown are beside this page" in html and 'href="t_lines.parquet"' in html


def test_a_finding_has_its_parts_in_order():
    html = render(FINDING, page="01_terms")
    pieces = [
        "First.",
        "Second.",
        "Not very.",
        "But.",
        'id="figure-f"',
        'id="figure-g"',
        'id="table-t"',
        'id="table-u"',
        "Made by",
    ]
    places = [html.index(piece) for piece in pieces]
    assert places == sorted(places) and html.startswith('<section class="px-answer" id="finding-keywords" aria-label="What?">')
    assert "H." not in html, "the headline is for the front page"
    assert "the notebook that asked" in html and "the notebook that asked" not in render(FINDING)
    bare = render(KINDS["bare finding"])
    assert not [word for word in ("How sure", "figure", "Made by", "px-note") if word in bare]


@pytest.mark.parametrize("kind", ["film", "picture", "scrolled", "coded", "__init__", ""])
def test_there_is_no_other_kind(kind):
    with pytest.raises(ValueError, match="no kind of display"):
        render({"kind": kind, "sentences": []})


@pytest.mark.parametrize(
    ("picture", "kind", "said"),
    [
        (SVG, "svg+xml", f"data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()}"),
        (PNG, "png", f"data:image/png;base64,{PNG}"),
    ],
)
def test_a_picture_is_held_by_its_address(picture, kind, said):
    assert address(picture, kind) == said
