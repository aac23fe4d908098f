"""What an analyst displays that is none of ours: its best form reaches the page, nothing harmful does, and nothing vanishes unsaid."""

import base64
import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from kernel import open_notebook
from small_notebooks import code, write

from analysis.report.check.page_faults import page_faults
from analysis.report.publish import foreign_html
from analysis.report.publish.foreign import foreign
from analysis.report.publish.foreign_pictures import LARGEST, first_comment
from analysis.report.publish.foreign_styles import Sheet, declarations
from analysis.report.publish.foreign_text import LONGEST, readable
from analysis.report.publish.policy import POLICY
from analysis.report.publish.prose import displayed

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "0x7f3a12345678"
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>T</title><meta http-equiv="Content-Security-Policy" content="{}"></head>'
    "<body><h1>T</h1>{}</body></html>"
)


def encoded(data):
    return base64.b64encode(data).decode("ascii")


PNG = encoded(b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + (640).to_bytes(4) + (480).to_bytes(4) + b"rest")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="5"/></svg>'
PLOT = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n'
    f'  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n{SVG}'
)


def shown(data, source="", metadata=None, number=4, level=2):
    """What becomes of a bundle, after the last look has had nothing to say against a page that holds it."""
    output = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
    found = foreign(output, source, number, level)
    assert list(page_faults(PAGE.format(POLICY, found.html).encode(), set())) == []
    return found


def html(text, **more):
    return shown({"text/html": text, "text/plain": "<IPython.core.display.HTML object>"}, **more)


# Which form is taken


@pytest.mark.parametrize(
    ("data", "there", "absent"),
    [
        ({"image/png": PNG, "text/plain": "<Figure size 640x480 with 1 Axes>"}, f'src="data:image/png;base64,{PNG}"', "Figure"),
        ({"image/png": PNG[:20] + "\n" + PNG[20:]}, f'src="data:image/png;base64,{PNG}"', "px-note"),
        ({"image/png": PNG, "text/html": "<b>b</b>"}, "<img", "<b>"),
        ({"image/jpeg": encoded(b"\xff\xd8\xff rest")}, 'src="data:image/jpeg;base64,', "px-note"),
        ({"image/svg+xml": SVG, "image/png": PNG}, 'src="data:image/svg+xml;base64,', "image/png"),
        ({"image/svg+xml": ["<svg>", "<text>a</text></svg>"]}, 'src="data:image/svg+xml;base64,', "px-note"),
        ({"image/svg+xml": PLOT}, 'src="data:image/svg+xml;base64,', "px-note"),
        ({"text/html": "<b>b</b>", "text/plain": "b"}, "<b>b</b>", "px-stream"),
        ({"text/html": ["<b>", "b</b>"]}, "<b>b</b>", "px-note"),
        ({"text/markdown": "**bold** words", "text/plain": "<IPython.core.display.Markdown object>"}, "<strong>bold", "object"),
        ({"text/latex": "$\\frac{<b>}{2}$", "text/plain": "b/2"}, '<pre class="px-stream">$\\frac{&lt;b&gt;}{2}$</pre>', "b/2"),
        ({"application/json": {"a": ["<b>"]}, "text/plain": "<IPython.core.display.JSON object>"}, "&#34;&lt;b&gt;&#34;", "object"),
        ({"text/plain": "a\t\x1b[31m<b>\x1b[0m\u202e"}, '<pre class="px-stream">a    &lt;b&gt;\\u202e</pre>', "\x1b"),
        ({"application/vnd.dataresource+json": {}, "text/html": "<b>b</b>", "text/plain": "b"}, "<b>b</b>", "px-note"),
    ],
)  # fmt: skip
def test_the_best_form_that_a_page_can_show_is_taken(data, there, absent):
    found = shown(data)
    assert there in found.html and absent not in found.html


@pytest.mark.parametrize(
    "data",
    [
        {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "IntSlider(value=0)"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "  0%|          | 0/10 [00:00<?, ?it/s]"},
        {"application/javascript": "alert(1)", "text/plain": "<IPython.core.display.Javascript object>"},
        {"application/vnd.plotly.v1+json": {}, "text/html": "<div id='p'></div><script>1</script>", "text/plain": "Figure({})"},
        {"application/vnd.vegalite.v5+json": {}, "text/plain": "<VegaLite 5 object>\n\nIf you see this message"},
        {"application/vnd.bokehjs_exec.v0+json": "", "text/html": "\n<script>1</script>", "application/javascript": "1"},
        {"text/html": "<script>alert(1)</script>", "text/plain": "<IPython.core.display.HTML object>"},
        {"text/html": "<iframe src='https://x.org'></iframe>", "text/plain": "<IPython.lib.display.IFrame at 0x7f3a12345678>"},
    ],
)
def test_what_needs_a_program_is_named_on_the_page_and_told(data):
    found = shown(data, number=5)
    words = "cell [5]: what it displays needs a running notebook and is not shown here"
    assert found.html == f'<p class="px-note">{words}.</p>'
    widget = "application/vnd.jupyter.widget-view+json" in data
    assert found.told == ["cell [5]: a widget cannot be shown on a page" if widget else words]


@pytest.mark.parametrize(
    ("more", "there"),
    [
        ({"image/png": PNG}, "<img"),
        ({"text/html": "<table><tr><td>7</td></tr></table>"}, ">7</td>"),
        ({"text/plain": "7 of 9"}, "7 of 9"),
    ],
)
def test_a_programs_fallback_is_shown(more, there):
    found = shown({"application/vnd.plotly.v1+json": {}, **more})
    assert there in found.html and "needs a running notebook" not in found.html


def test_standard_output_is_text_and_standard_error_is_not_shown():
    def stream(name, text):
        return foreign({"output_type": "stream", "name": name, "text": text}, "", 1)

    assert stream("stdout", "<b>\n").html == '<pre class="px-stream">&lt;b&gt;</pre>'
    assert stream("stdout", [" 10%\r 90%\r100%\n", "done\n"]).html == '<pre class="px-stream">100%\ndone</pre>'
    assert stream("stderr", "warning") == stream("stdout", "\n") == ("", [], "")


# Text


@pytest.mark.parametrize(
    ("text", "there"),
    [
        (f"<matplotlib.axes._axes.Axes at {ADDRESS}>", ""),
        (f"[<matplotlib.lines.Line2D at {ADDRESS}>,\n <matplotlib.lines.Line2D at {ADDRESS}>]", ""),
        ("<Axes: title={'center': 'a'}, xlabel='n'>", ""),
        ("array([[<Axes: >, <Axes: >],\n       [<Axes: >, <PolarAxes: >]], dtype=object)", ""),
        ("(<Figure size 640x480 with 1 Axes>, <Axes: >)", ""),
        ("<BarContainer object of 8 artists>", ""),
        (f"<pandas.io.formats.style.Styler at {ADDRESS}>", ""),
        (f"<generator object <genexpr> at {ADDRESS}>", ""),
        (f"f is <function f at {ADDRESS}>", "f is <function f>"),
        (f"<bound method X.y of <__main__.X object at {ADDRESS}>>, 3", "<bound method X.y of <__main__.X object>>, 3"),
        ("drawn: <Figure size 640x480 with 1 Axes>", "drawn: "),
        (f"one\n<function f at {ADDRESS}>\ntwo", "one\ntwo"),
        ("[]", "[]"), ("array([1, 2])", "array([1, 2])"), ("a < b at 0x1F600 > c", "a < b > c"), ("meet at 0xB", "meet at 0xB"),
        ("<Element 'a'>", "<Element 'a'>"), ("{}", "{}"), ("", ""),
    ],
)  # fmt: skip
def test_addresses_in_memory_are_left_out(text, there):
    assert readable(text).lines == there
    assert readable(text).dropped == (text.count("\n") > 0 or (there == "" and text != "")) or there == "one\ntwo"


def test_a_cell_that_shows_an_object_alone_is_told_of():
    found = shown({"text/plain": f"<generator object <genexpr> at {ADDRESS}>"})
    assert found == ("", [], "cell [4]: it displays an object that has no words for a page")
    assert shown({"text/plain": "7"}).alone == ""


def test_addresses_within_tables_are_left_out_too():
    found = html(f"<table><tr><td>&lt;function f at {ADDRESS}&gt;</td><td>&lt;lambda&gt; at {ADDRESS}</td></tr></table>")
    assert "0x" not in found.html and "&lt;lambda&gt;" in found.html


def test_long_text_is_cut_and_says_so():
    found = shown({"text/plain": "ab\n" * 100_000})
    assert "200,000 of 299,999 characters are shown" in found.html and len(found.html) < LONGEST + 500
    assert found.told == ["cell [4]: 200,000 of 299,999 characters are shown"]
    rows = "".join(f"<tr><td>{number:09}</td></tr>" for number in range(30_000))
    table = html(f"<table><tbody>{rows}</tbody></table><p>after</p>")
    assert "200,000 of 270,005 characters are shown" in table.html and "after" not in table.html and "000000000" in table.html


# Pictures


def test_a_pictures_words_come_from_its_author_its_comment_or_are_stated():
    own = shown({"image/png": PNG}, "# not this", {"image/png": {"alt": 'Bars & "more"', "width": 300}})
    assert 'alt="Bars &amp; &#34;more&#34;"' in own.html and 'width="300"' in own.html and "height" not in own.html
    assert own.told == []
    by_comment = shown({"image/png": PNG}, "%matplotlib inline\n\n# Words <by> day,\n# smoothed\nplot()")
    assert 'alt="Words &lt;by&gt; day, smoothed"' in by_comment.html and 'width="640" height="480"' in by_comment.html
    assert by_comment.told == ["cell [4]: a picture without alt text was described by the cell's comment"]
    stated = shown({"image/png": PNG}, "plot()  # bars")
    assert 'alt="A picture that cell [4] drew; its author gave no description"' in stated.html
    assert len(stated.told) == 1 and "no alt text" in stated.told[0]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# a", "a"), ("#a\n#b", "a b"), ("x = 1\n# a", ""), ("", ""), ("#!sh\n# a", "a"), ("# %% cell\n# a", "a"),
        ("# noqa: E501\n# a", "a"), ("%time\n# a\nx # b", "a"), ("# a\n\n# b", "a"),
    ],
)  # fmt: skip
def test_the_first_comment_of_a_cell(source, words):
    assert first_comment(source) == words


BAD_SVGS = {
    "a script": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "a handler": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "foreign content": "<svg xmlns='http://www.w3.org/2000/svg'><foreignObject><p>a</p></foreignObject></svg>",
    "an address": "<svg xmlns='http://www.w3.org/2000/svg'><image href='https://x.org/a.png'/></svg>",
    "a style": "<svg xmlns='http://www.w3.org/2000/svg'><style>@import 'https://x.org'</style></svg>",
    "a style sheet": f"<?xml-stylesheet href='https://x.org'?>{SVG}",
    "entities": f"<!DOCTYPE svg [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>{SVG.replace('<rect', '&b;<rect')}",
    "an entity elsewhere": f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{SVG}',
    "what cannot be read": "<svg><g></svg>",
    "HTML": "<html><body onload='x'></body></html>",
}  # fmt: skip


@pytest.mark.parametrize("text", BAD_SVGS.values(), ids=BAD_SVGS)
def test_a_drawing_that_the_last_look_would_refuse_is_replaced_or_named(text):
    alone = shown({"image/svg+xml": text, "text/plain": "<IPython.core.display.SVG object>"})
    assert "<img" not in alone.html and "cannot be shown on a page" in alone.html and len(alone.told) == 1
    beside = shown({"image/svg+xml": text, "image/png": PNG}, "# bars")
    assert 'src="data:image/png' in beside.html and "px-note" not in beside.html
    assert beside.told[0].endswith("was replaced by its PNG")
    inside = html(f'<p>a</p><img src="data:image/svg+xml;base64,{encoded(text.encode())}" alt="bars">')
    assert "<img" not in inside.html and "[bars]" in inside.html and "left out" in inside.told[0]


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("image/png", encoded(b"<svg onload=x>"), "is no PNG"),
        ("image/png", "%%%", "cannot be read"),
        ("image/jpeg", PNG, "is no JPEG"),
        ("image/png", encoded(b"\x89PNG\r\n\x1a\n" + bytes(LARGEST)), "5.0 MB is larger than 5 MB"),
    ],
)
def test_a_picture_that_is_none_or_too_large_is_named(kind, content, reason):
    found = shown({kind: content, "text/plain": "<IPython.core.display.Image object>"})
    assert "<img" not in found.html and reason in found.html and reason in found.told[0]


# HTML


def test_a_frame_looks_like_a_table_of_ours():
    frame = pd.DataFrame({"term": ["<b>war</b>", "peace"], "rate": [1.5, float("nan")], "n": ["1,234", "7"]})
    found = html(frame._repr_html_())
    assert (
        '<figure class="px-table"><div class="px-scroll" role="region" tabindex="0" aria-label="Table that cell [4] shows"><table>'
        in found.html
    )
    assert "&lt;b&gt;war&lt;/b&gt;" in found.html and '<th scope="row">0</th>' in found.html
    assert '<th scope="col" class="num">rate</th>' in found.html and '<td class="num">NaN</td>' in found.html
    assert '<td class="num">1,234</td>' in found.html and '<th scope="col">term</th>' in found.html
    assert "dataframe" not in found.html and "border" not in found.html and "px-paper" not in found.html and found.told == []


STYLED = """<style type="text/css">
#T_1 th { font-weight: bold; background: url(https://x.org); }
#T_1_row0_col0, #T_1_row1_col0 { color: #d65f5f; background-color: yellow }
#T_1 .col1 { text-align: right } td:hover { color: red }
#T_1_row1_col0 { position: fixed; color: rgb(1, 2, 3) } @import 'https://x.org';
</style><table id="T_1"><caption>Terms &amp; more</caption>
<thead><tr><th id="T_1_h" class="col_heading">n</th><th>m</th></tr></thead><tbody>
<tr><td id="T_1_row0_col0" class="data">1</td><td class="data col1">a</td></tr>
<tr><td id="T_1_row1_col0" class="data">2</td><td class="data col1">b</td></tr></tbody></table>"""


def test_a_styled_frame_keeps_its_colours_and_nothing_else():
    found = html(STYLED).html
    assert found.startswith('<div class="px-paper"><figure class="px-table"><figcaption>Terms &amp; more</figcaption>')
    assert 'aria-label="Terms &amp; more"' in found and "<caption" not in found
    assert '<td style="background-color: yellow; color: #d65f5f" class="num">1</td>' in found
    assert '<td style="background-color: yellow; color: rgb(1, 2, 3)" class="num">2</td>' in found
    assert '<td style="text-align: right">a</td>' in found and '<th style="font-weight: bold" scope="col">m</th>' in found
    assert not re.search(r"x\.org|url|position|hover| id=|T_1|data", found)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("color: red; background: url(x); font-weight: bold", {"color": "red", "font-weight": "bold"}),
        ("background: pink; font-style: italic", {"background-color": "pink", "font-style": "italic"}),
        ("background-color: u\\72l(//x.org); color: expression(alert(1)); color: var(--x)", {}),
        ("background-image: url(x); width: 1e9px; position: fixed; font-size: 99px; behavior: url(x)", {}),
        ("color: red;} body {display: none", {"color": "red"}),
        ("color: #fff8; background-color: hsl(1 2% 3% / 40%)", {"color": "#fff8", "background-color": "hsl(1 2% 3% / 40%)"}),
        ("color: " + "(" * 50_000, {}),
    ],
)  # fmt: skip
def test_a_style_says_colours_and_no_more(text, there):
    assert declarations(text) == there


def test_the_narrower_rule_wins_as_in_a_browser():
    sheet = Sheet(
        "#a { color: red } td.x { color: blue } td { color: green; font-weight: bold } #t td { color: gray } a > td { color: pink }"
    )
    assert sheet.styles("td", "", ["x"], set()) == {"color": "blue", "font-weight": "bold"}
    assert sheet.styles("td", "", ["x"], {"t"})["color"] == "gray"
    assert sheet.styles("td", "a", [], set())["color"] == "red"
    assert sheet.styles("th", "", [], {"t"}) == {}


# What was in it, and what of it a reader is told; None where nothing visible was lost.
HOSTILE = {
    "a handler": ("<b onclick='alert(1)' onerror=x>w</b>", None),
    "a picture's handler": ("w<img src=x onerror=alert(1)>", "a picture from elsewhere"),
    "a script": ("w<script>alert(1)</script>", "a script"),
    "a broken script": ("w<scr<script>ipt>alert(1)</script>", None),
    "a link to a script": ("<a href='javascript:alert(1)'>w</a>", None),
    "a hidden link to a script": ("<a href=' java\nscript:alert(1)'>w</a>", None),
    "a link to data": ("<a href='data:text/html;base64,PHNjcmlwdD4='>w</a>", None),
    "a style that covers the page": ("<p style='position:fixed;inset:0;z-index:9'>w</p>", None),
    "a style that loads": ("<p style='background:url(https://x.org)'>w</p>", None),
    "a style that ends early": ("<p style='color:red\"><script>x</script>'>w</p>", None),
    "a sheet": ("<style>body{display:none} *{background:url(//x.org)}</style>w", None),
    "a drawing": ("w<svg onload=alert(1)><text>t</text></svg>", "a drawing"),
    "a drawing that hides": ("w<svg><style><img src=x onerror=alert(1)></style></svg>", "a drawing, a picture from elsewhere"),
    "a formula that hides": ("w<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "a formula"),
    "a base": ("<base href='https://x.org'>w", None),
    "a redirection": ("<meta http-equiv='refresh' content='0;url=//x.org'>w", None),
    "a sheet elsewhere": ("<link rel='stylesheet' href='//x.org'>w", None),
    "a frame": ("w<iframe srcdoc='<script>alert(1)</script>'></iframe>", "a frame that shows another page"),
    "an object": ("w<object data='x.swf'></object><embed src=x>", "an embedded object"),
    "a form": ("<form action='//x.org'>w<input name=a><button formaction=x>go</button></form>", "a form"),
    "a remote picture": ("w<img src='https://x.org/a.png' alt='a map'>", "a picture from elsewhere"),
    "a set of pictures": ("w<img srcset='https://x.org/a.png 2x'>", "a picture from elsewhere"),
    "a picture that is a page": ("w<img src='data:text/html;base64,PHNjcmlwdD4='>", "a picture of an unknown kind"),
    "pictures in pictures": (
        "w<img src='data:image/svg+xml;base64," + encoded(b"<svg><image href='data:image/svg+xml;base64,AA=='/></svg>") + "'>",
        "a picture that takes href from elsewhere: data:image/svg+xml;base64,AA==",
    ),
    "a recording": ("w<video src=x onerror=alert(1)><source src=x></video>", "a recording"),
    "ids of the page": ("<p id='content' name='content' class='px-finding skip'>w</p>", None),
    "ids that scripts know": ("<a id=document name=cookie>w</a>", None),
    "a template": ("<template><script>x</script></template>w", "a script"),
    "raw text": ("w<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "a picture from elsewhere"),
    "a comment": ("w<!--><img src=x onerror=alert(1)>-->", "a picture from elsewhere"),
    "entities": ("w&lt;script&gt;alert(1)&lt;/script&gt;&#x202e;", None),
    "elements left open": ("<div><b><table><tr><td>w", None),
    "ends without beginnings": ("</div></main></body></html>w", None),
    "a second heading": ("<h1>w</h1>", None),
    "a table in a paragraph": ("<p>w<span><table><tr><td>t</td></tr></table></span></p>", None),
    "attributes twice": ("<p lang=en lang=de>w</p>", None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "lost"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_html_loses_its_sting_and_keeps_its_words(text, lost):
    found = html(text)
    assert "w" in re.sub(r"<[^>]*>", "", found.html)
    inside = r"<[^>]*(\son\w+=|javascript|\sid=|position|url\(|x\.org|px-finding|skip)"
    assert not re.search(inside, found.html, re.IGNORECASE)
    assert not re.search(r"<(script|svg|math|form|iframe|h1|a |style|base|meta|link)", found.html, re.IGNORECASE)
    assert found.told == ([] if lost is None else [f"cell [4]: left out of what it displays: {lost}"])
    assert ("px-note" in found.html) == (lost is not None)


def test_links_are_written_out():
    assert html("<a href='https://x.org/?a=1&b=2'>there</a>").html == "there (<code>https://x.org/?a=1&amp;b=2</code>)"
    assert html("<a href='https://x.org'>https://x.org</a> <a href='#content'>up</a>").html == "https://x.org up"


def test_headings_follow_those_of_the_page():
    assert re.findall(r"<h\d>", html("<h1>a</h1><h3>b</h3><h6>c</h6><h2>d</h2>").html) == ["<h3>", "<h3>", "<h4>", "<h3>"]
    assert re.findall(r"<h\d>", html("<h3>a</h3>", level=1).html) == ["<h2>"]
    assert re.findall(r"<h\d>", displayed("# a\n\n#### b\n\n###### c", 3)) == ["<h3>", "<h4>", "<h5>"]


def test_what_is_hidden_stays_hidden():
    found = html("<style>.f { display: none }</style><pre class='f'>fallback</pre><p hidden>no</p><p>yes</p>")
    assert "yes" in found.html and "fallback" not in found.html and "no" not in re.sub(r"<[^>]*>", "", found.html)


@pytest.mark.parametrize(
    "text", ["<div>" * 100_000 + "w", "<b>" * 5_000 + "w", "<p>w" * 100 + "x" * 8_000_000, "<i a=1><u>" * 900]
)
def test_html_without_end_is_named_and_takes_no_time(text):
    found = html(text)
    assert (
        found.html == '<p class="px-note">cell [4]: what it displays needs a running notebook and is not shown here.</p>'
        or (foreign_html.TOO_MUCH in found.html)
    )


def test_held_pictures_in_html_stay_with_words():
    found = html(
        f'<p>see <img src="data:image/png;base64,{PNG}" width="20" alt="A dot"> <img src="data:image/png;base64,{PNG}"></p>'
    )
    assert f'<img src="data:image/png;base64,{PNG}" alt="A dot" width="20">' in found.html
    assert 'alt="A picture that cell [4] drew; its author gave no description" width="640"' in found.html


@pytest.mark.parametrize(
    ("text", "there", "absent"),
    [
        ("<b onclick=x>a</b> <script>1</script>", "&lt;b onclick", "<b"),
        ("[a](javascript:alert(1)) [b](//x.org) [c](01_terms.html) [d](#content)", "b (<code>//x.org</code>)", "<a"),
        ("![a map](https://x.org/a.png) ![](data:image/png;base64,AAAA)", "a map (<code>https://x.org/a.png</code>)", "<img"),
        ("from $5 to $6", "from $5 to $6", "math"),
        ("<https://x.org>", "https://x.org", "<a"),
        ("| a |\n|---|\n| <i>b</i> |", "<table>", "<i>"),
        ("```\n<b>\n```", "&lt;b&gt;", "<b>"),
    ],
)
def test_markdown_is_rendered_as_a_note_is(text, there, absent):
    found = shown({"text/markdown": text})
    assert there in found.html and absent not in found.html and found.html.startswith('<div class="prose">')


# In kernels


@pytest.mark.slow
def test_drawing_costs_a_kernel_nothing_until_it_draws(tmp_path):
    with open_notebook(tmp_path, MPLBACKEND="module://matplotlib_inline.backend_inline") as notebook:
        loaded = "import parallax_workbook, sys; print([m for m in sys.modules if m.startswith('matplotlib')])"
        assert notebook.run(loaded) == [("stream", {"name": "stdout", "text": "[]\n"})]
        bare = "from matplotlib.figure import Figure\nfigure = Figure(figsize=(5, 4))\nfigure.subplots().plot([1, 2])\nfigure"
        ((kind, content),) = notebook.run(bare)
        assert kind == "execute_result" and "image/png" in content["data"] and content["metadata"]["image/png"]["width"] > 300
        assert "image/png" not in notebook.run("Figure()")[0][1]["data"]
        drawn = notebook.run("import matplotlib.pyplot as plt\nplt.plot([1]); plt.figure(); plt.plot([2]);")
        assert [list(content["data"]) for _, content in drawn] == [["image/png", "text/plain"]] * 2 or len(drawn) == 2
        assert notebook.run("plt.get_fignums()")[0][1]["data"]["text/plain"] == "[]"


OWN = (
    code("import parallax_workbook as px\np = px.prepare(corpus)\ncounts = px.measure.count_terms(p.tokens)\ncounts.head(5)"),
    code("import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.barh(counts['term'].head(8), counts['n'].head(8));"),
    code("# The most frequent terms, as bars\ncounts.head(8).plot.barh(x='term', y='n')"),
    code("from IPython.display import Markdown\ndisplay(Markdown('**bold** words'))"),
    code("counts.head(3).style.highlight_max(['n']).format(precision=1)"),
    code("print('plain')"),
    code("fig2, ax2 = plt.subplots()\nax2.plot([1, 2])\nfig2"),
    code("(word for word in 'ab')"),
    code("from IPython.display import HTML\nHTML('<b>kept</b><script>1</script>')"),
)  # fmt: skip


@pytest.mark.slow
def test_a_run_shows_what_an_analyst_displays(tmp_path):
    write(tmp_path / "notebooks" / "10_own.ipynb", *OWN, parameters='corpus: str = "seeds"')
    arguments = ["run", "--notebooks", str(tmp_path / "notebooks"), "--reports", str(tmp_path / "reports")]
    done = subprocess.run([sys.executable, "-m", "analysis", *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "reports" / "current" / "10_own.html").read_text(encoding="utf-8")
    cells = page[page.index("<main") : page.index("</main>")].split('<div class="cell">')[1:]
    frame, bars, plotted, bold, styled, printed, _, kept = cells
    assert '<td class="num">434</td>' in frame and '<figure class="px-table">' in frame
    assert "A picture that cell [3] drew" in bars and 'alt="The most frequent terms, as bars"' in plotted
    assert "<strong>bold</strong> words" in bold and 'style="background-color: yellow" class="num">434</td>' in styled
    assert '<pre class="px-stream">plain</pre>' in printed and "<b>kept</b>" in kept
    assert [cell.count("<img") for cell in cells] == [0, 1, 1, 0, 0, 0, 1, 0]
    words = re.sub(r'"data:[^"]*"', "", page)
    assert "<Figure size" not in words and "Figure size" not in words and not re.search(r"0x[0-9a-f]{6}|Axes|object at", words)
    told = done.stderr.splitlines()
    assert all(line.startswith("10_own: cell [") for line in told) and len(told) == 5
    assert told[-1] == "10_own: cell [10]: left out of what it displays: a script"
    assert json.loads((tmp_path / "reports" / "current" / "run.json").read_text())["corpus"]
