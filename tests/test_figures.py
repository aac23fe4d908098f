"""Figures: drawn for two widths and two kinds of paper, said in words, and deaf to what a corpus may put into a label."""

import base64
import io
import re
from html import escape
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from displays import catch, html_of, record_of, run_in

from analysis.display.records import SHOWN_ROWS
from analysis.errors import UsageError
from analysis.report.publish.record import stored_files
from analysis.show.charts import bars as charts
from analysis.show.charts import dots, figures, maps
from analysis.show.charts import sheet as figures_sheet
from analysis.show.charts.figures import Figure, figure_record, show_figure
from analysis.show.charts.sheet import DARK, NARROW, WIDE

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["war", "Belarusian portal", "an outlet with a name that is far too long for any label to hold"]
ROWS = pd.DataFrame({"name": NAMES, "value": [3.0, 2.0, 0.0], "detail": "in 1 of 2 articles"})
PARTS = pd.DataFrame({"name": NAMES * 2, "part": ["kept"] * 3 + ["removed"] * 3, "n": [5, 1, 0, 2, 0, 0]})
PAIRS = pd.DataFrame({"a": ["x", "x", "y"], "b": ["y", "z", "z"], "value": [0.1, 0.2, 0.3]})
DATES = pd.DataFrame(
    {
        "name": NAMES,
        "start": pd.to_datetime(["2024-02-01", "2025-01-01", None]),
        "end": pd.to_datetime(["2024-02-29", "2025-12-31", None]),
        "date": ["2024-02", "2025", None],
    }
)
PLACES = pd.DataFrame({"term": ["war", "war", "peace"], "doc_id": ["d", "e", "d"], "place": [0.0, 1.0, 0.5]})
CHARTS = {
    "dots": dots.ranked_dots(ROWS, "name", "value", "per 1,000 words", detail="detail"),
    "signed": charts.signed_bars(ROWS.assign(value=[2.0, -1.0, 0.0]), "name", "value", "bits", "more here", "more there"),
    "parts": charts.part_bars(PARTS, "name", "part", "n", "lines", empty="not named"),
    "counts": charts.part_bars(PARTS, "name", "part", "n", "lines", whole=False, ranked=False),
    "grid": maps.heat_map(PARTS, "name", "part", "n", "lines", form="count"),
    "pairs": maps.heat_map(PAIRS, "a", "b", "value", "bits", form="number", mirror=True),
    "places": maps.places_in_articles(PLACES, "term", "doc_id", "place", ["d", "e", "f"]),
    "spans": maps.spans(DATES, "name", "start", "end", "date"),
}
WORDS = {
    "dots": "war 3.00, Belarusian portal 2.00",
    "signed": "more here: war 2.00, an outlet",
    "parts": "war: kept 5, removed 2; Belarusian portal: kept 1; an outlet",
    "counts": "kept 5",
    "grid": "Belarusian portal: kept 1, removed 0",
    "pairs": "x: x –, y 0.100, z 0.200; y: x 0.100",
    "places": "war in d: 1; war in e: 1; war in f: 0",
    "spans": "war 2024-02, Belarusian portal 2025",
}


@pytest.fixture
def page(monkeypatch):
    return catch(monkeypatch)


def pictures(html):
    """The SVG documents of a displayed figure: for a phone and for a wide page."""
    return [ElementTree.fromstring(base64.b64decode(data)) for data in re.findall(r"base64,([A-Za-z0-9+/=]+)", html)]


def texts(svg):
    return ["".join(node.itertext()) for node in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_says_in_words_what_it_shows(name):
    assert WORDS[name] in CHARTS[name].alt


@pytest.mark.parametrize("name", CHARTS)
def test_a_figure_is_drawn_for_a_phone_and_for_a_page(page, name):
    show_figure(CHARTS[name], "f", "Caption")
    narrow, wide = pictures(html_of(page[0]))
    for svg, width in ((narrow, NARROW), (wide, WIDE)):
        assert float(svg.get("width").removesuffix("pt")) == pytest.approx(width * 72, abs=0.1)
        assert texts(svg), "letters stay letters"
    assert f'alt="{escape(CHARTS[name].alt)}"' in html_of(page[0]) and "Caption" in html_of(page[0])


@pytest.mark.parametrize("name", CHARTS)
def test_every_colour_has_its_like_on_dark_paper(page, name):
    show_figure(CHARTS[name], "f", "Caption")
    for svg in pictures(html_of(page[0])):
        used = set()
        for node in svg.iter():
            used |= set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", node.get("style", "")))
        assert used and used <= set(DARK), used - set(DARK)


def test_the_picture_that_is_stored_holds_the_words_in_its_place_and_the_one_in_the_page_has_them_beside_it(
    page, tmp_path, monkeypatch
):
    run_in(monkeypatch, tmp_path)
    show_figure(CHARTS["grid"], "f", "Caption", title="<b>war</b> is highest")
    stored = (tmp_path / "figures" / "01_terms" / "f.svg").read_text()
    assert "<title>&lt;b&gt;war&lt;/b&gt; is highest. " in stored
    assert "<title>" not in base64.b64decode(re.search(r"base64,([^\"]+)", html_of(page[0]))[1]).decode()


def test_the_rows_behind_a_figure_stand_in_it_and_lie_beside_it(page, tmp_path, monkeypatch):
    run_in(monkeypatch, tmp_path)
    table = pd.DataFrame({"term": [f"<i>{n}</i>" for n in range(30)], "n": range(30), "left_out": 1})
    show_figure(dots.ranked_dots(table, "term", "n", "mentions", form="count"), "f", "Caption")
    html = html_of(page[0])
    data = html[html.index('<details class="px-data">') :]
    assert (
        data.count("<tr>") == 1 + 24 and "24 of 30 rows." in data and "&lt;i&gt;7&lt;/i&gt;" in data and "left_out" not in data
    )
    stored = (tmp_path / "figures" / "01_terms" / "f.csv").read_text(encoding="utf-8-sig")
    assert len(stored.splitlines()) == 31 and stored.startswith('"term","n"')
    assert 'href="figures/01_terms/f.csv">CSV</a>' in html


def test_many_rows_behind_a_figure_are_whole_as_parquet(page, tmp_path, monkeypatch):
    run_in(monkeypatch, tmp_path)
    chart = figures.Chart(dots.ranked_dots(pd.DataFrame({"term": ["a"], "n": [1]}), "term", "n", "mentions").draw, "Words")
    rows = pd.DataFrame({"n": range(SHOWN_ROWS + 1)})
    show_figure(chart._replace(data=rows), "f", "Caption")
    show_figure(chart._replace(data=rows.head(SHOWN_ROWS)), "g", "Caption")
    folder = tmp_path / "figures" / "01_terms"
    assert len(pd.read_csv(folder / "f.shown.csv")) == SHOWN_ROWS == len(pd.read_csv(folder / "g.csv"))
    assert len(pd.read_parquet(folder / "f.parquet")) == SHOWN_ROWS + 1 and not (folder / "g.parquet").exists()
    assert "(the first 10,000 rows of the data; all by" in html_of(page[0]) and "of the data" not in html_of(page[1])
    labels = {entry["name"]: sorted(file["label"] for file in entry["files"]) for entry in stored_files(tmp_path)[0]["entries"]}
    assert labels["01_terms: f"] == ["CSV of the first 10,000 rows", "PARQUET", "PNG", "SVG"]


def test_a_title_stands_above_the_picture_and_begins_its_words(page):
    show_figure(CHARTS["grid"], "f", "Caption", title='“<b>war</b>" is highest', method=figures_sheet.fitted)
    html, text = html_of(page[0]), page[0]["text/plain"]
    assert '<figure class="px-figure" id="figure-f">\n<p class="px-title">“&lt;b&gt;war&lt;/b&gt;&#34; is highest</p>' in html
    assert f'alt="“&lt;b&gt;war&lt;/b&gt;&#34; is highest. {CHARTS["grid"].alt[:20]}' in html
    assert html.index("Caption") < html.index('<details class="px-method">') < html.index("</figcaption></figure>")
    assert text.startswith('“<b>war</b>" is highest\nCaption\n[')
    show_figure(CHARTS["grid"], "f", "Caption")
    assert "px-title" not in html_of(page[1]) and "px-method" not in html_of(page[1])
    assert page[1]["text/plain"] == f"Caption\n[{CHARTS['grid'].alt}]"


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


LETTERS = [
    (figures_sheet.INK, figures_sheet.PAPER),
    (figures_sheet.MUTED, figures_sheet.PAPER),
    (figures_sheet.ACCENT, figures_sheet.PAPER),
    (figures_sheet.SECOND, figures_sheet.PAPER),
]
LETTERS += [(colour, figures_sheet.PAPER) for colour in figures_sheet.SERIES]
LETTERS += [(colour, figures_sheet.RAMP[0]) for colour in (figures_sheet.ACCENT, figures_sheet.SECOND)]
LETTERS += [(figures_sheet.ON_SERIES, colour) for colour in figures_sheet.SERIES] + list(
    zip(figures_sheet.ON_RAMP, figures_sheet.RAMP, strict=True)
)


@pytest.mark.parametrize(("letters", "ground"), LETTERS)
def test_letters_can_be_read_on_their_ground(letters, ground):
    assert contrast(letters, ground) >= 4.5
    assert contrast(DARK[letters], DARK[ground]) >= 4.5


HOSTILE = [
    "<script>alert(1)</script>",
    "$\\frac{1}{0}$",
    "_hidden",
    "\u202eevil\x00",
    "]]>",
    "a&b;",
    "字" * 80,
    "😀 emoji",
    '" onload="x',
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["dots", "parts", "grid", "places", "spans"])
def test_labels_are_text_whatever_they_hold(page, kind, text):
    frames = {
        "dots": lambda: dots.ranked_dots(ROWS.assign(name=text), "name", "value", text),
        "parts": lambda: charts.part_bars(PARTS.assign(part=text), "name", "part", "n", text),
        "grid": lambda: maps.heat_map(PARTS.assign(name=text), "name", "part", "n", text),
        "places": lambda: maps.places_in_articles(PLACES.assign(term=text), "term", "doc_id", "place", [text]),
        "spans": lambda: maps.spans(DATES.assign(name=text), "name", "start", "end", "date"),
    }
    show_figure(frames[kind](), "f", text)
    html = html_of(page[0])
    assert "<script" not in html and not re.search(r"<[^>]*\son\w+=\"x", html)
    for svg in pictures(html_of(page[0])):
        tags = {node.tag.removeprefix(SVG) for node in svg.iter()}
        assert tags <= {"svg", "title", "style", "defs", "g", "path", "use", "text", "tspan", "clipPath", "rect"}
        # the beginning of the label, up to its first character that is made visible or set on a line of its own
        assert any(text[0] in found or "\\u202e" in found for found in texts(svg))


def test_more_parts_than_colours_are_drawn_together():
    many = pd.DataFrame({"name": "x", "part": [f"p{number:02d}" for number in range(20)], "n": np.arange(20, 0, -1)})
    alt = charts.part_bars(many, "name", "part", "n", "n").alt
    assert "p06 14" in alt and "p07" not in alt and f"others {sum(range(1, 14))}" in alt


@pytest.mark.parametrize("frame", [ROWS.head(0), ROWS.head(1), ROWS.assign(value=0.0)])
def test_charts_of_little_are_still_charts(page, frame):
    show_figure(dots.ranked_dots(frame, "name", "value", "unit"), "f", "Caption")
    show_figure(charts.signed_bars(frame, "name", "value", "unit", "more", "less"), "g", "Caption")
    assert len(page) == 2


def test_a_run_keeps_both_forms_and_draws_the_same_twice(page, tmp_path, monkeypatch):
    for run in ("one", "two"):
        run_in(monkeypatch, tmp_path / run, "nb")
        show_figure(CHARTS["grid"], "grid", "Caption")
    for ending in ("svg", "png"):
        one, two = (tmp_path / run / "figures/nb" / f"grid.{ending}" for run in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
    assert b"http" not in re.sub(rb' xmlns(:\w+)?="[^"]*"', b"", one.with_suffix(".svg").read_bytes())


# The record


def test_a_record_holds_both_pictures_their_size_and_no_html():
    shown = figure_record(Figure(CHARTS["grid"], "f", "Caption & <b>", "Title", figures_sheet.fitted))
    assert shown["caption"] == "Caption & <b>" and shown["title"] == "Title" and shown["alt"].startswith("Title. lines")
    assert shown["png"] is None and set(shown["svg"]) == {"wide", "narrow"} and shown["links"] == {}
    assert (shown["width"], shown["height"] > 50) == (round(WIDE * 96), True)
    assert [note["function"] for note in shown["method"]] == ["fitted"] and shown["data"]["n_rows"] == len(PARTS)


def own_drawing():
    drawing = figures.Drawing(figsize=(4, 2))
    drawing.subplots().plot([1, 2])
    return drawing


def test_a_figure_of_matplotlib_is_shown_in_its_own_style_with_words(page, tmp_path, monkeypatch):
    run_in(monkeypatch, tmp_path)
    show_figure(own_drawing(), "own", "Caption", alt='A line "up"')
    shown, html = record_of(page[0]), html_of(page[0])
    assert shown["svg"] is None and shown["data"] is None and (shown["width"], shown["height"]) == (384, 192)
    assert shown["links"] == {"png": "figures/01_terms/own.png"}
    stored = (tmp_path / "figures/01_terms/own.png").read_bytes()
    assert stored == base64.b64decode(shown["png"]) and b"A line" in stored
    assert f'<img alt="A line &#34;up&#34;" src="data:image/png;base64,{shown["png"]}" width="384" height="192">' in html


@pytest.mark.parametrize(
    ("chart", "settings", "message"),
    [
        (own_drawing(), {}, "has no words in its place"),
        (own_drawing(), {"alt": "  "}, "has no words in its place"),
        ("a picture", {"alt": "words"}, "no figure but of the type str"),
        (None, {}, "no figure but of the type NoneType"),
        (CHARTS["grid"], {"name": "A name"}, "cannot name"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_line(page, chart, settings, message):
    with pytest.raises(UsageError, match=message) as caught:
        show_figure(chart, **settings)
    assert page == [] and "\n" not in str(caught.value)


def test_a_figure_without_a_name_is_numbered(page):
    show_figure(CHARTS["grid"])
    show_figure(CHARTS["grid"])
    one, two = (record_of(bundle)["name"] for bundle in page)
    assert re.fullmatch(r"figure_\d+", one) and re.fullmatch(r"figure_\d+", two) and one != two


def test_the_png_says_what_it_shows(tmp_path, monkeypatch, page):
    from PIL import Image

    run_in(monkeypatch, tmp_path)
    show_figure(CHARTS["grid"], "f", title="Title")
    with Image.open(io.BytesIO((tmp_path / "figures/01_terms/f.png").read_bytes())) as picture:
        assert picture.info["Title"].startswith("Title. lines") and "Software" not in picture.info
        assert picture.mode == "P" and picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255), "paper stays white"


def test_a_chart_is_one_short_line():
    assert repr(CHARTS["grid"]) == f"Chart({CHARTS['grid'].alt})"


@pytest.mark.parametrize(
    ("word", "boxes"),
    [("河岸日报", True), ("서울신문", True), ("かわら版", True), ("Вестник", False), ("Αυγή", False), ("Straße", False)],
)
def test_a_picture_without_the_letters_says_so(page, tmp_path, monkeypatch, word, boxes):
    run_in(monkeypatch, tmp_path)
    chart = dots.ranked_dots(pd.DataFrame({"word": [word, "bridge"], "n": [2.0, 1.0]}), "word", "n", "words")
    assert figure_record(Figure(chart, "words", "Two words."))["caption"].endswith(figures.BOXES) is boxes


def test_a_letter_that_another_font_has_is_given_its_room():
    assert figures_sheet.text_width(["河岸日报"], 9) >= 4 * 9 / 72
