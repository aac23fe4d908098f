"""Documents of other programs, second part: print, mail, books and texts with marks; see test_formats.py."""

# ruff: noqa: E501 - a file is a few lines, as its program writes it

import pytest
from made_files import P, Q, book, open_document, packed, print_of
from test_formats import faults, notices, others, read

LEFT, RIGHT = "The mayor closed the bridge over the river", "Shops on the square lose what they earned"


def lines_of(found, doc_id):
    return [line for line in others(found).loc[doc_id, "text"].split("\n") if line.strip()]


def test_a_text_of_opendocument_keeps_headings_lists_and_tables(tmp_path):
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
    rows = "".join(f"<table:table-row>{cell(a)}{cell(b)}</table:table-row>" for a, b in (("Team", "Points"), ("Larkham", "31")))
    note = "<text:note><text:note-body><text:p>A note</text:p></text:note-body></text:note>"
    body = (
        f"<office:body><office:text><text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Bridge closed</text:h>"
        f"<text:p>{P}{note}</text:p><text:list><text:list-item><text:p>Close the road.</text:p></text:list-item></text:list>"
        f"<table:table><table:table-column/>{rows}</table:table><text:p>One<text:s/>more<text:tab/>here.</text:p></office:text></office:body>"
    )
    found = read(tmp_path, {"a.odt": open_document("text", body)})
    assert lines_of(found, "a.odt") == [
        "Bridge closed",
        P,
        "- Close the road.",
        "Team | Points",
        "Larkham | 31",
        "One more\there.",
    ]
    assert "left out of the document" in notices(found)


def test_rich_text_is_read_without_what_is_no_text(tmp_path):
    rtf = (
        r"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}}{\info{\title Not this}}{\header The head of the page}"
        r"\f0 Bridge closed\par \'cc\'ee\'f1\'f2 \u8212?\par {\field{\*\fldinst{HYPERLINK \"https://post.example\"}}{\fldrslt The link}} is here.\par "
        r"\trowd Team\cell Points\cell\row\trowd Larkham\cell 31\cell\row\pard Last.\par}"
    )
    found = read(tmp_path, {"a.rtf": rtf})
    assert lines_of(found, "a.rtf") == [
        "Bridge closed",
        "Мост —",
        "The link is here.",
        "Team | Points",
        "Larkham | 31",
        "Last.",
    ]


def test_markdown_is_read_as_its_reader_sees_it(tmp_path):
    text = f"---\ntitle: Bridge closed\ndate: 2024-10-28\n---\n# Bridge\n\n{P} It is *not* [open](https://a.example).\n\n- One\n- Two\n\n"
    text += "| Team | Points |\n|---|---|\n| Larkham | 31 |\n"
    found = read(tmp_path, {"a.md": text})
    assert lines_of(found, "a.md") == ["Bridge", f"{P} It is not open.", "- One", "- Two", "Team | Points", "Larkham | 31"]
    assert others(found).loc["a.md", ["title", "date"]].tolist() == ["Bridge closed", "2024-10-28"]


# Print


def columns(number):
    left = [(50, 700 - 12 * at, f"{LEFT} {at}") for at in range(12)]
    right = [(310, 697 - 12 * at, f"{RIGHT} {at}") for at in range(12)]
    table = [(50, 300, "Team"), (200, 300, "Points"), (50, 288, "Larkham"), (200, 288, "31")]
    return [
        (50, 800, f"The Post, page {number}"),
        (50, 730, "A bridge is closed, and nobody knows when it will be open again for all of us"),
        *right,
        *left,
        *table,
    ]


def test_columns_of_print_are_read_one_after_the_other_and_tables_by_rows(tmp_path):
    found = read(tmp_path, {"a.pdf": print_of([columns(1), columns(2)])})
    text = others(found).loc["a.pdf", "text"]
    first = [line for line in text.split("\f")[0].split("\n") if line]
    assert first[2:26] == [*(f"{LEFT} {at}" for at in range(12)), *(f"{RIGHT} {at}" for at in range(12))]
    assert first[26:] == ["Team   Points", "Larkham   31"] and text.count("\n\f\n") == 1


def test_a_pdf_of_two_thousand_pages_is_read_or_bounded(tmp_path, monkeypatch):
    found = read(tmp_path, {"a.pdf": print_of([[(50, 700, f"{LEFT} {n}")] for n in range(2_000)])})
    assert len(lines_of(found, "a.pdf")) == 2_000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (print_of([[], []]), "scan"),
        (b"%PDF-1.4\n%%EOF", "broken"),
        (print_of([[(50, 700, P)]])[:200], "broken"),
        (P.encode(), "broken"),
        (packed({"a.txt": P}), "wrong_name"),
        (print_of([[(50, 700, "x")]] * 3_001), "too_large"),
    ],
    ids=["scan", "no page", "cut", "text", "zip", "pages"],
)
def test_a_pdf_that_cannot_be_read_is_set_aside(tmp_path, data, reason):
    assert faults(read(tmp_path, {"a.pdf": data})) == [["a.pdf", "", reason]]


def test_pages_without_text_among_others_are_told(tmp_path):
    found = read(tmp_path, {"a.pdf": print_of([[(50, 700, LEFT)], []])})
    assert others(found)["text"].tolist() == [f"{LEFT}\n\f\n"] and "pages without text" in notices(found)


# Mail and saved pages


MESSAGE = """\
From: "The Post" <news@post.example>
Subject: =?utf-8?q?Br=C3=BCcke?= closed
Date: Mon, 28 Oct 2024 23:30:00 -0500
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset="utf-8"

{}
--b
Content-Type: text/html; charset="utf-8"

<html><body><table><tr><td><p>{}</p><p>{}</p></td></tr></table></body></html>
--b--
"""


@pytest.mark.parametrize("plain", [f"{P}\n{Q}", "See it in a browser."])
def test_a_message_is_its_plain_text_or_else_its_page(tmp_path, plain):
    found = read(tmp_path, {"a.eml": MESSAGE.format(plain, P, Q).replace("\n", "\r\n")})
    row = others(found).loc["a.eml"]
    assert row[["title", "author", "date"]].tolist() == ["Brücke closed", "The Post", "2024-10-29"]
    assert lines_of(found, "a.eml") == [P, Q]


def test_a_page_that_was_saved_in_one_file(tmp_path):
    page = f"<html><body><article><h1>Bridge closed</h1><p>{P}</p><p>{Q}</p></article></body></html>"
    saved = 'From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\nContent-Type: text/html\n'
    saved += f"Content-Location: https://post.example/a\n\n{page}\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n"
    found = read(tmp_path, {"a.mhtml": saved, "b.docx": saved})
    assert (
        lines_of(found, "a.mhtml") == ["Bridge closed", P, Q]
        and others(found).loc["a.mhtml", "url"] == "https://post.example/a"
    )
    assert faults(found) == [["b.docx", "", "wrong_name"]]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.eml", "\n\n", "broken"),
        ("a.eml", "Subject: x\n\n", "empty"),
        ("a.mhtml", P, "broken"),
        ("a.rtf", r"{\rtf1 The bridge", "broken"),
        ("a.rtf", P, "broken"),
        ("a.md", "", "empty"),
        ("a.md", b"Br\xfccke", "encoding"),
        ("a.odt", packed({"mimetype": "application/vnd.oasis.opendocument.text"}, ("mimetype",)), "broken"),
        ("a.epub", packed({"mimetype": "application/epub+zip"}, ("mimetype",)), "broken"),
    ],
)
def test_what_cannot_be_read_is_set_aside(tmp_path, name, data, reason):
    found = faults(read(tmp_path, {name: data}))
    assert [(file, why) for file, _, why in found] == [(name, reason)]


def test_the_chapters_of_a_book_are_articles(tmp_path):
    chapters = {
        "cover": "<p>The Post</p>",
        "one": f"<h1>Bridge closed</h1><p>{P}</p><ul><li><p>First.</p></li></ul>",
        "two": f"<h2>Shops</h2><div>{Q}</div>",
        "bad": "<p>",
    }
    found = read(tmp_path, {"a.epub": book(chapters)})
    columns = ["title", "source", "date", "text"]
    assert others(found)[columns].values.tolist() == [
        ["Bridge closed", "Post", "2024-10-28", f"Bridge closed\n{P}\n- First."], ["Shops", "Post", "2024-10-28", f"Shops\n{Q}"],
    ]  # fmt: skip
    assert others(found)["place"].tolist() == ["chapter OPS/one.xhtml", "chapter OPS/two.xhtml"]
    assert faults(found) == [["a.epub", "chapter OPS/bad.xhtml", "xml"]]


def test_a_package_that_is_missing_is_named_with_what_installs_it(tmp_path, monkeypatch):
    from analysis.text.reading.known_formats import FORMATS

    monkeypatch.setitem(FORMATS, ".pdf", FORMATS[".pdf"]._replace(reader="not_there"))
    found = read(tmp_path, {"a.pdf": print_of([[(50, 700, LEFT)]])})
    assert faults(found) == [["a.pdf", "", "not_installed"]] and "parallax-workbook[pdf]" in found.quarantine["detail"].iloc[0]
