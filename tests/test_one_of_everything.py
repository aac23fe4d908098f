"""A folder with one file of each ending that is read, and one of files made to harm: each input is accounted for, and nothing is written."""

# ruff: noqa: E501 - a file is a few lines, as its program writes it

import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_files import P, Q, X, book, open_document, packed, page_of, print_of, spreadsheet, taken, w_p, warc, word, workbook
from test_formats import faults, others, read

from analysis.text.reading.known_formats import FORMATS

LETTER = f"From: The Post <news@post.example>\nSubject: Bridge\nDate: Mon, 28 Oct 2024 12:00:00 +0000\n\n{P}\n"
SHEET = workbook(("One", [["title", "text"], ["Bridge", P]]))
FEED = f"<rss><channel><title>Post</title><item><title>T</title><description>{P}</description></item></channel></rss>"
ATOM = (
    f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title>T</title><content>{P}</content></entry></feed>'
)
SAVED = f'From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n{page_of(P, Q)}\n--b--\n'
RECORD = b"".join(warc(("resource", "https://post.example/1", page_of(P, Q).encode())))
ROW, LINE = f"id,text\n{{}},{P}\n", f'{{{{"id": "{{}}", "text": "{P}"}}}}\n'


def parquet(path):
    pq.write_table(pa.table({"id": ["parquet"], "text": [P]}), path)
    return path.read_bytes()


def everything(folder):
    """One file of each ending, by its ending."""
    return {
        ".txt": P, ".html": page_of(P, Q), ".htm": page_of(P, Q), ".md": P, ".markdown": P,
        ".csv": ROW.format("csv"), ".tsv": ROW.format("tsv").replace(",", "\t"), ".csv.gz": gzip.compress(ROW.format("csv.gz").encode()),
        ".tsv.gz": gzip.compress(ROW.format("tsv.gz").replace(",", "\t").encode()), ".jsonl": LINE.format("jsonl"), ".ndjson": LINE.format("ndjson"),
        ".jsonl.gz": gzip.compress(LINE.format("jsonl.gz").encode()), ".ndjson.gz": gzip.compress(LINE.format("ndjson.gz").encode()),
        ".json": f"[{LINE.format('json')}]", ".parquet": parquet(folder / "made"), ".docx": word(w_p(P)), ".docm": word(w_p(P)),
        ".odt": open_document("text", f"<office:body><office:text><text:p>{P}</text:p></office:text></office:body>"), ".rtf": f"{{\\rtf1 {P}}}",
        ".pdf": print_of([[(50, 700, P)]]), ".eml": LETTER, ".mbox": f"From a@b.example Mon Oct 28 12:00:00 2024\n{LETTER}", ".mhtml": SAVED, ".mht": SAVED,
        ".epub": book({"one": f"<h1>One</h1><p>{P}</p>"}), ".xml": FEED, ".rss": FEED, ".atom": ATOM, ".warc": RECORD, ".warc.gz": gzip.compress(RECORD),
        ".xlsx": SHEET, ".xlsm": SHEET, ".ods": spreadsheet([["title", "text"], ["Bridge", P]]),
        ".zip": packed({"in.txt": P}), ".tar": taken({"in.txt": P}), ".tar.gz": taken({"in.txt": P}, "w:gz"), ".tgz": taken({"in.txt": P}, "w:gz"),
    }  # fmt: skip


def test_one_of_everything_is_read_and_nothing_is_written(tmp_path):
    files = everything(tmp_path)
    (tmp_path / "made").unlink()
    assert set(FORMATS) - set(files) == {".xls", ".xlsb"}, "which only their own programs write"
    named = {f"{ending.strip('.').replace('.', '_')}/file{ending}": data for ending, data in files.items()}
    found = read(tmp_path, named)
    assert found.quarantine.empty and len(others(found)) == len(files)
    assert set(found.articles["file"]) == {*named, "good.txt"} and all(P[:60] in text for text in others(found)["text"])
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == {*named, "good.txt"}


FAR = f'<worksheet xmlns="{X}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
NESTED = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(1_200))


def far_cell():
    """A workbook of two cells, which lie as far apart as can be: in memory it would be a table of 17 billion cells."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SHEET)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as other:
        for name in made.namelist():
            other.writestr(name, FAR if name.endswith("sheet1.xml") else made.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reasons"),
    [
        ("a.xlsx", far_cell, {"broken"}),
        ("a.docx", lambda: packed({"word/document.xml": b" " * 101_000_000}), {"too_large"}),
        ("a.eml", lambda: f"Subject: x\n{NESTED}", {"broken", "empty"}),
        ("a.rtf", lambda: "{\\rtf1 " + "{" * 100_000 + "x" + "}" * 100_001, {""}),
        ("a.warc", lambda: b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nx", {"broken"}),
        ("a.xml", lambda: FEED.replace("<description>", "<description><![CDATA[" + "<div>" * 5_000).replace("</description>", "]]></description>"), {"", "empty"}),
        ("a.zip", lambda: packed({"b.docx": page_of(P, Q), "c.zip": packed({"d.zip": packed({"e.txt": P})}), "f.exe": b"MZ\x00\x01"}),
         {"wrong_name", "archive", "unknown_format"}),
    ],
    ids=["far cell", "bomb in a document", "nested mail", "braces", "long record", "deep markup", "archive"],
)  # fmt: skip
def test_files_made_to_harm_cost_their_rows_and_the_next_is_read(tmp_path, name, data, reasons):
    found = read(tmp_path, {name: data(), "b.docx": word(w_p(Q))})
    assert {reason for _, _, reason in faults(found)} <= reasons and (faults(found) or "" in reasons)
    assert Q in others(found).loc["b.docx", "text"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "b.docx", "good.txt"])
