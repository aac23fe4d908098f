"""The last look: one fault of each kind keeps a run from being published."""

import base64
import os
import socket

import pytest

from analysis.errors import CellError
from analysis.report.check import file_kinds
from analysis.report.check.leaks import traces
from analysis.report.check.verify import verify, write_sums
from analysis.report.publish.policy import POLICY, SCRIPT, policy

GOOD = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title>
<meta http-equiv="Content-Security-Policy" content="{POLICY}"><style>p {{ color: red }}</style></head>
<body><h1 id="top">T</h1><p><a href="#top">up</a> <a href="tables/a%20b.csv">data</a> <a href="SHA256SUMS">sums</a><br>
<img alt="bars" src="data:image/png;base64,xx"></p>HERE</body></html>
"""


def folder(tmp_path, page):
    (tmp_path / "tables").mkdir(exist_ok=True, parents=True)
    (tmp_path / "tables" / "a b.csv").write_text("x")
    (tmp_path / "p.html").write_text(page)
    return tmp_path


@pytest.mark.parametrize(
    "piece",
    [
        "",
        "<details><summary>s</summary></details>",
        "<p>http://x.org onclick=1 &lt;script&gt; url(//x.org)</p>",
        f"<script>{SCRIPT}</script>",
        "<p style='background: url(#a)'>a</p>",
    ],
)
def test_a_good_page_passes(tmp_path, piece):
    verify(folder(tmp_path, GOOD.replace("HERE", piece)), traces(["/home/someone"], ["someone", "vm-04"]))


@pytest.mark.parametrize(
    ("piece", "message"),
    [
        ("<script>1</script>", "element <script>"),
        ("<SCRIPT src=data:image/x></SCRIPT>", "<script> with attributes"),
        (f"<script>{SCRIPT} </script>", "element <script> that is not ours"),
        (f"<script defer>{SCRIPT}</script>", "<script> with attributes"),
        (f"<script>{SCRIPT}</script><script>{SCRIPT}</script>", "its script twice"),
        ("<template><p>a</p></template>", "element <template>"),
        ("<noscript>a</noscript>", "element <noscript>"),
        ("<form></form>", "element <form>"),
        ("<iframe></iframe>", "element <iframe>"),
        ("<base href='x'>", "element <base>"),
        ("<p onmouseover='x'>a</p>", "handler onmouseover"),
        ("<svg onload=x></svg>", "element <svg>"),
        ("<p/onclick=x>a</p>", "handler onclick"),
        ("<!-- a -->", "a comment"),
        ("<![CDATA[a]]>", "a marked section|a comment"),
        ("<?xml-stylesheet href='x'?>", "a processing instruction"),
        ("<p class='a' class='b'>a</p>", "an attribute twice"),
        ("<b/>", "leave open"),
        ("<input type='image' src='data:image/png;base64,xx'>", "without a text"),
        ("<button formaction='https://x.org'>a</button>", "takes formaction"),
        ("<a href='#top' ping='https://x.org'>a</a>", "takes ping"),
        ("<meta http-equiv='Refresh' content='0'>", "meta element for refresh"),
        ("<img src='data:image/png;base64,xx'>", "without a text"),
        ("<img alt=' ' src='data:image/png;base64,xx'>", "without a text"),
        ("<img alt='a' src='https://x.org/a.png'>", "takes src of <img> from elsewhere"),
        ("<img alt='a' src='a.png'>", "takes src of <img> from elsewhere"),
        ("<img alt='a' src='data:image/png;base64,xx' srcset='//x.org/a 2x'>", "takes srcset"),
        ("<picture><source srcset='https://x.org/a'></picture>", "takes srcset"),
        ("<p style='background: url(//x.org)'>a</p>", "style that takes"),
        ("<style>@import 'x'</style>", "style that takes"),
        ("<style>p { background: u\\72l(//x.org) }</style>", "style that takes"),
        ("<style>p { background: image-set('a.png' 1x) }</style>", "style that takes"),
        ("<p style='background: url(data:image/svg+xml;base64,PHN2Zz4=)'>a</p>", "a picture that cannot be read"),
        ("<img alt='a' src='data:image/svg+xml,<svg/>'>", "a picture of a kind"),
        ("<img alt='a' src='data:text/html;base64,xx'>", "a picture of a kind"),
        ("<a href='https://x.org'>a</a>", "links to another place"),
        ("<a href='javascript:alert(1)'>a</a>", "links to another place"),
        ("<a href=' java&#9;script:alert(1)'>a</a>", "links to another place"),
        ("<a href='data:text/html,x'>a</a>", "links to another place"),
        ("<a href='//x.org'>a</a>", "links to another place"),
        ("<a href='#nowhere'>a</a>", "links to #nowhere"),
        ("<a href='tables/gone.csv'>a</a>", "a file that is not there"),
        ("<a href='../x'>a</a>", "a file that is not there"),
        ("<p id='top'>a</p>", "the id 'top' twice"),
        ("<h1>again</h1>", "one main heading"),
        ("<div>", "closes nothing|leaves"),
        ("</div>", "closes nothing"),
        ("<p>in /home/someone/x</p>", "says where it was made: /home/someone"),
        ("<p>someone@host</p>", "says where it was made"),
        ("<p>on vm-04.</p>", "says where it was made"),
    ],
)
def test_a_fault_keeps_the_run_back(tmp_path, piece, message):
    with pytest.raises(CellError, match=message) as caught:
        verify(folder(tmp_path, GOOD.replace("HERE", piece)), traces(["/home/someone"], ["someone", "vm-04"]))
    assert caught.value.file == "p.html"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("</html>", "", "not whole"),
        ('lang="en"', "", "lacks its language"),
        ("<title>T</title>", "<title> </title>", "lacks its language, its title"),
        ("default-src 'none'", "default-src *", "content security policy"),
        (GOOD, "", "not whole"),
    ],
)
def test_a_page_must_be_whole(tmp_path, old, new, message):
    with pytest.raises(CellError, match=message):
        verify(folder(tmp_path, GOOD.replace(old, new)), [])


def test_words_that_happen_to_be_names_may_be_used(tmp_path):
    page = GOOD.replace("HERE", "<p>grace under fire; the root of it, and vm-040; someone/else</p>")
    verify(folder(tmp_path, page), traces(["/", "/tmp"], ["grace", "root", "vm-04", "me"]))


def test_every_text_file_is_looked_at_but_not_what_is_encoded(tmp_path):
    page = GOOD.replace("HERE", '<img alt="a" src="data:image/png;base64,AA/home/me/vm-04/">')
    verify(folder(tmp_path, page), traces(["/home/me"], []))
    (tmp_path / "run.json").write_text('{"a": "/home/me"}')
    with pytest.raises(CellError, match=r"run\.json:1: says where"):
        verify(tmp_path, traces(["/home/me"], []))


SVG = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{}</svg>"
GOOD_SVG = (
    "<title>a &lt;script&gt; https://x.org</title><style>text { fill: red }</style><defs><clipPath id='c'/></defs>"
    "<g clip-path='url(#c)'><text aria-label='url(//x.org)'>http://x.org</text><use xlink:href='#c'/></g>"
    "<image href='data:image/png;base64,xx'/>"
)
BAD_SVG = [
    ("<script>1</script>", "element <script>"),
    ("<style><script>1</script></style>", "element <script>"),
    ("<s:script xmlns:s='http://www.w3.org/2000/svg'>1</s:script>", "element <script>"),
    ("<text onclick='x'>a</text>", "handler onclick"),
    ("<foreignObject/>", "element <foreignobject>"),
    ("<a xlink:href='javascript:alert(1)'><text>a</text></a>", "takes href from elsewhere"),
    ("<a href='https://x.org'><text>a</text></a>", "takes href from elsewhere"),
    ("<image href='https://x.org/a.png'/>", "takes href from elsewhere"),
    ("<use href='data:image/svg+xml;base64,xx#a'/>", "takes href from elsewhere"),
    ("<set attributeName='href' to='javascript:alert(1)'/>", "element <set>"),
    ("<rect fill='url(https://x.org/#a)'/>", "style that takes"),
    ("<rect style='fill: url(//x.org)'/>", "style that takes"),
    ("<style><![CDATA[@import 'x']]></style>", "style that takes"),
    ("<style>@im</style><style>port; @<g/>import 'x'</style>", "style that takes"),
    ("<?xml-stylesheet href='x'?>", "processing instruction"),
    ("<text>", "cannot be read"),
]


def embedded(svg):
    return f'<img alt="a" src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'


def test_a_good_picture_passes_in_the_page_and_beside_it(tmp_path):
    svg = SVG.format(GOOD_SVG)
    (tmp_path / "a.svg").write_text(svg)
    page = GOOD.replace("HERE", embedded(svg) + f"<picture><source srcset='{embedded(svg)[18:-2]}'></picture>")
    verify(folder(tmp_path, page), [])


@pytest.mark.parametrize(("piece", "message"), BAD_SVG)
def test_a_bad_picture_keeps_the_run_back(tmp_path, piece, message):
    svg = SVG.format(piece)
    with pytest.raises(CellError, match=message):
        verify(folder(tmp_path, GOOD.replace("HERE", embedded(svg))), [])
    (tmp_path / "p.html").unlink()
    (tmp_path / "figures.svg").write_text(svg)
    with pytest.raises(CellError, match=message) as caught:
        verify(tmp_path, [])
    assert caught.value.file == "figures.svg"


def test_a_picture_declares_nothing(tmp_path):
    (tmp_path / "a.svg").write_text("<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG.format("<text>&a;</text>"))
    with pytest.raises(CellError, match="document type"):
        verify(tmp_path, [])


def test_the_policy_has_the_hash_of_exactly_this_script():
    assert f"'sha256-{POLICY.split('sha256-')[1].split(chr(39))[0]}'" in policy(SCRIPT) and policy(SCRIPT + " ") != POLICY
    assert "unsafe-inline'; base" in POLICY and "unsafe-inline" not in POLICY.split("style-src")[0] and "</script" not in SCRIPT
    assert len(SCRIPT.encode()) < 8000 and "innerHTML" not in SCRIPT and "eval(" not in SCRIPT


def test_an_empty_file_is_a_fault(tmp_path):
    (folder(tmp_path, GOOD) / "tables" / "b.csv").touch()
    with pytest.raises(CellError, match=r"tables/b\.csv: is empty"):
        verify(tmp_path, [])


def put_link(place):
    place.symlink_to("/etc/hostname")


def put_link_to_folder(place):
    place.symlink_to("/etc")


def put_broken_link(place):
    place.symlink_to("nowhere")


def put_second_name(place):
    (place.parent.parent.parent / "elsewhere.csv").write_text("x")
    os.link(place.parent.parent.parent / "elsewhere.csv", place)


def put_socket(place):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place))


@pytest.mark.parametrize(
    ("name", "put", "message"),
    [
        ("a.htm", "x", "of a kind that no report holds"),
        ("a.xhtml", "x", "of a kind that no report holds"),
        ("a.HTML", "x", "of a kind that no report holds"),
        ("a.js", "x", "of a kind that no report holds"),
        ("a.xlsx", "x", "of a kind that no report holds"),
        (".a.csv.x1.tmp", "x", "of a kind that no report holds"),
        ("a", "x", "of a kind that no report holds"),
        ("SHA256SUMS", "x", "of a kind that no report holds"),
        ("a\nb.csv", "x", "a sign in its name"),
        ("a\udcff.csv", "x", "a sign in its name"),
        ("a\\b.csv", "x", "a sign in its name"),
        ("a.csv", put_link, "is a link"),
        ("a", put_link_to_folder, "is a link"),
        ("a.csv", put_broken_link, "is a link"),
        ("a.csv", put_second_name, "second name"),
        ("a.csv", os.mkfifo, "a pipe, a socket or a device"),
        ("a.html", os.mkfifo, "a pipe, a socket or a device"),
        ("a.csv", put_socket, "a pipe, a socket or a device"),
        ("a.json", "{", "is no JSON"),
        ("a.json", "[" * 100_000, "is no JSON"),
        ("a.ipynb", "x", "is no JSON"),
        ("a.ipynb", '{"cells": []}', "a notebook without cells"),
        ("a.ipynb", "[1]", "a notebook without cells"),
        ("a.ipynb", "", "is no JSON"),
        ("a.png", "\x89PNG", "is no whole png"),
        ("a.png", "", "is empty"),
        ("a.parquet", "PAR1 PAR", "is no whole parquet"),
        ("a.ipynb", 80_000_000, "has 80,000,000 bytes"),
        ("a.html", 50_000_001, "has 50,000,001 bytes"),
        ("a.csv", file_kinds.LARGEST_CSV + 1, "has 500,000,001 bytes"),
        ("a.parquet", file_kinds.LARGEST_TABLE + 1, "has 10,000,000,001 bytes"),
    ],
)
def test_what_no_report_holds_is_refused_and_never_opened(tmp_path, name, put, message):
    (folder(tmp_path / "run", GOOD) / "tables" / "c").mkdir()  # a folder is no fault
    place = tmp_path / "run" / "tables" / name
    if isinstance(put, int):
        place.touch()
        os.truncate(place, put)
    elif isinstance(put, str):
        place.write_text(put)
    else:
        put(place)
    with pytest.raises(CellError, match=message) as caught:
        verify(tmp_path / "run", traces(["/home/someone"], []))
    assert caught.value.file == f"tables/{name}" and len(str(caught.value).splitlines()) == 1


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path, monkeypatch):
    place = folder(tmp_path, GOOD) / "tables" / "a b.csv"
    monkeypatch.setattr(os, "access", lambda path, mode: path != place)  # an administrator reads all
    with pytest.raises(CellError, match=r"tables/a b\.csv: cannot be read"):
        verify(tmp_path, [])
    monkeypatch.undo()
    monkeypatch.setattr(
        os, "walk", lambda top, onerror: onerror(PermissionError(13, "Permission denied", str(place.parent))) or []
    )
    with pytest.raises(CellError, match="tables: cannot be read \\(Permission denied"):
        verify(tmp_path, [])


def test_sums_are_over_all_files_in_the_form_of_sha256sum(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b").write_bytes(b"abc")
    (tmp_path / "a").write_bytes(b"")
    write_sums(tmp_path)
    write_sums(tmp_path)
    assert (tmp_path / "SHA256SUMS").read_text() == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n"
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  sub/b\n"
    )
