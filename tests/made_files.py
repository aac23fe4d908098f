"""Files of other programs, made in code and of our own words: small, and each as its program would write it."""

# ruff: noqa: E501 - XML is one line

import io
import tarfile
import zipfile
from collections.abc import Mapping

P = "The mayor of the town said on Monday that the old bridge over the river would be closed for a whole year."
Q = "Shops on the square lose their customers, the owners wrote in a letter to the mayor that was read on Tuesday."
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(parts: Mapping[str, str | bytes], stored: tuple[str, ...] = ()) -> bytes:
    """A zip archive of these parts, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def taken(parts: Mapping[str, str | bytes], mode: str = "w") -> bytes:
    """A tar archive of these parts; with mode "w:gz" it is compressed."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in parts.items():
            data = data.encode() if isinstance(data, str) else data
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def word(body: str, more: Mapping[str, str] | None = None, before: str = "") -> bytes:
    """A Word document with this XML as its body."""
    document = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **(more or {})})


def w_p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}<w:r><w:t>{text}</w:t></w:r></w:p>"


def workbook(
    *sheets: tuple[str, list[list[str | float | None]]],
    merged: tuple[str, ...] = (),
    days: tuple[str, ...] = (),
    since_1904: bool = False,
) -> bytes:
    """An Excel workbook of named sheets. `merged` are ranges of the first sheet, `days` its cells that are formatted as days."""
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, (name, _) in enumerate(sheets, start=1))
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1)
    )
    spaces = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    start = f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="xl/workbook.xml"/>'
    links += f'<Relationship Id="rId99" Type="{R}/styles" Target="styles.xml"/>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f"<Relationships {spaces}>{start}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{X}" xmlns:r="{R}"><workbookPr date1904="{int(since_1904)}"/>'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships {spaces}>{links}</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{X}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    for n, (_, rows) in enumerate(sheets, start=1):
        cells = "".join(
            f'<row r="{at}">'
            + "".join(_cell(f"{chr(65 + to)}{at}", value, days if n == 1 else ()) for to, value in enumerate(row))
            + "</row>"
            for at, row in enumerate(rows, start=1)
        )
        joined = "".join(f'<mergeCell ref="{place}"/>' for place in merged) if n == 1 else ""
        joined = f"<mergeCells>{joined}</mergeCells>" if joined else ""
        parts[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{X}"><sheetData>{cells}</sheetData>{joined}</worksheet>'
    return packed(parts)


def _cell(place: str, value: str | float | None, days: tuple[str, ...]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}" s="{int(place in days)}"><v>{value}</v></c>'


def spreadsheet(rows: list[list[str]]) -> bytes:
    """A workbook of OpenDocument with one sheet."""
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>' for value in row)
        + "</table:table-row>"
        for row in rows
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="One">{cells}</table:table></office:spreadsheet></office:body>'
    return open_document("spreadsheet", body)


def open_document(kind: str, body: str, more: Mapping[str, str] | None = None) -> bytes:
    """A file of OpenDocument with this XML as its content."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "draw")
    )
    content = f'<?xml version="1.0"?><office:document-content{spaces}>{body}</office:document-content>'
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": content,
        "META-INF/manifest.xml": manifest,
        **(more or {}),
    }
    return packed(parts, ("mimetype",))


def print_of(pages: list[list[tuple[float, float, str]]]) -> bytes:
    """A PDF of pages, each of (x, y, text) in Helvetica of ten points."""
    parts: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    for items in pages:
        drawn = "BT /F1 10 Tf " + " ".join(f"1 0 0 1 {x} {y} Tm ({text}) Tj" for x, y, text in items) + " ET"
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {len(parts) + 2} 0 R>>"
        )
        parts += [page.encode(), f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream".encode()]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    parts[1] = f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode()
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += f"{number} 0 obj".encode() + part + b"endobj\n"
    listed = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{listed}trailer<</Size {len(parts) + 1}/Root 1 0 R>>startxref\n{len(out)}\n%%EOF"
    return out + end.encode()


def book(chapters: Mapping[str, str]) -> bytes:
    """A book of chapters, each the inside of its page's body."""
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{}</body></html>'
    items = "".join(f'<item id="{name}" href="{name}.xhtml"/>' for name in chapters)
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    dc = '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:publisher>Post</dc:publisher><dc:date>2024-10-28</dc:date></metadata>'
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfile full-path="OPS/book.opf"/></container>',
    }
    parts["OPS/book.opf"] = f"<package>{dc}<manifest>{items}</manifest><spine>{spine}</spine></package>"
    parts |= {f"OPS/{name}.xhtml": page.format(body) for name, body in chapters.items()}
    return packed(parts, ("mimetype",))


def page_of(*paragraphs: str) -> str:
    """A web page with an article of these paragraphs."""
    words = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<html><head><title>Bridge closed</title></head><body><article><h1>Bridge closed</h1>{words}</article></body></html>"
    )


def warc(*records: tuple[str, str, bytes]) -> list[bytes]:
    """Records of an archive of the web: kind, address and body of each."""
    holds = {"response": "application/http; msgtype=response", "resource": "text/html", "warcinfo": "application/warc-fields"}
    found = []
    for kind, address, body in records:
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {holds[kind]}\r\nContent-Length: {len(body)}\r\n\r\n"
        found.append(head.encode() + body + b"\r\n\r\n")
    return found
