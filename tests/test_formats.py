"""Files of other programs: what each holds is read whole, with its place, or set aside with file, place and reason; all are counted."""

import json

import pytest
from made_files import P, Q, W, packed, spreadsheet, taken, w_p, word, workbook

from analysis.text.reading import archives, known_formats, workbooks
from analysis.text.reading.read import read_corpus
from analysis.text.reading.remedies import REMEDIES

GOOD = "The bridge over the river is closed, and nobody knows for how long.\n"


def corpus(folder, files):
    for name, data in {"good.txt": GOOD, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def read(folder, files):
    """The corpus of these files and a good one, of which every input is accounted for."""
    found = read_corpus(corpus(folder, files))
    sums = found.inputs[["n_inputs", "n_loaded", "n_quarantined", "n_skipped"]].sum().tolist()
    assert sums[0] == sum(sums[1:]) and sums[1] == len(found.articles) and sums[2] == len(found.quarantine)
    assert set(found.quarantine["reason"]) <= set(REMEDIES)
    return found


def others(found):
    """The articles but the good one, by their ids."""
    return found.articles[found.articles["doc_id"] != "good"].set_index("doc_id")


def faults(found):
    return found.quarantine[["file", "place", "reason"]].values.tolist()


def notices(found):
    return set(found.notices["notice"])


# JSON


ITEMS = [{"title": "Bridge closed", "source": {"id": 7, "name": "Post"}, "publishedAt": "2024-10-28", "content": P}]


@pytest.mark.parametrize(
    "content",
    [ITEMS, {"status": "ok", "articles": ITEMS}, {"response": {"page": 1, "results": ITEMS}}, ITEMS[0]],
    ids=["list", "answer", "deeper answer", "one"],
)
def test_a_json_file_is_read_wherever_it_keeps_its_articles(tmp_path, content):
    row = others(read(tmp_path, {"a.json": json.dumps(content)})).iloc[0]
    assert row[["title", "source", "date", "text", "place"]].tolist() == ["Bridge closed", "Post", "2024-10-28", P, "item 1"]


def test_a_path_leads_into_objects_and_is_guessed_or_given(tmp_path):
    item = {"webUrl": "https://post.example/a", "fields": {"headline": "Bridge closed", "bodyText": P, "wordcount": 20}}
    found = read(tmp_path, {"a.json": json.dumps([item])})
    row = others(found).iloc[0]
    assert (row["title"], row["text"], row["fields.wordcount"]) == ("Bridge closed", P, "20") and "fields" not in row
    assert "'fields.bodyText' is read as text" in found.notices["detail"].tolist()
    given = {"corpus.toml": '[columns]\ntext = "deep.er"\nsource = "by.house"\n'}
    line = json.dumps({"text": "Not this one.", "deep": {"er": P}, "by": {"house": "Post"}})
    for name in ("a.json", "a.jsonl"):
        row = others(read(tmp_path / f"of {name}", {name: f"{line}\n", **given})).iloc[0]
        assert (row["text"], row["source"]) == (P, "Post")


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        ('[{"text": "One."}, {"text": "Tw', "line 1", "json"),
        ("[" * 100_000, "", "json"),
        ("[]", "", "empty"),
        ("3", "", "json"),
        ('[{"text": "One.", "text": "Two."}]', "item 1", "json"),
        ('[{"text": "One.", "n": NaN}]', "item 1", "json"),
        ('["One."]', "item 1", "json"),
        ("\x00\x01\x02", "byte 0", "binary"),
    ],
)
def test_json_that_is_broken_is_set_aside(tmp_path, content, place, reason):
    assert faults(read(tmp_path, {"a.json": content})) == [["a.json", place, reason]]


def test_lines_of_json_under_the_name_of_json_are_read_and_told_of(tmp_path):
    found = read(tmp_path, {"a.json": '{"id": "x", "text": "One."}\n{"id": "y", "text": "Two."}\n'})
    assert others(found)["text"].to_dict() == {"x": "One.", "y": "Two."} and "wrong ending" in notices(found)


# Archives


FILES = {"all/post/a.txt": P, "all/radio/b.txt": Q, "all/t.csv": f"id,text\nx,{P}\n", "__MACOSX/._a": "x", "all/.DS_Store": "x"}


@pytest.mark.parametrize("name", ["all.zip", "all.tar", "all.tar.gz", "all.tgz"])
def test_the_members_of_an_archive_are_read_as_files(tmp_path, name):
    data = packed(FILES) if name.endswith("zip") else taken(FILES, "w" if name.endswith("r") else "w:gz")
    found = read(tmp_path, {f"2024/{name}": data})
    wanted = {f"2024/{name}/all/post/a.txt": "2024/post", f"2024/{name}/all/radio/b.txt": "2024/radio", "x": "2024"}
    assert others(found)["source"].to_dict() == wanted
    assert others(found).loc["x", "place"] == "all/t.csv, row 1, line 2"
    assert found.inputs.set_index("file").loc[f"2024/{name}", ["n_inputs", "n_loaded", "n_skipped"]].tolist() == [5, 3, 2]


def test_what_is_bad_in_an_archive_costs_its_own_row(tmp_path):
    inner = packed({"d.txt": P, "deeper.zip": packed({"e.txt": Q})})
    found = read(
        tmp_path,
        {"a.zip": packed({"../up.txt": P, "/root.txt": P, "b.txt": b"", "c.txt": Q, "in.zip": inner, "x.png": b"\x89PNG"})},
    )
    assert others(found)["place"].tolist() == ["c.txt", "in.zip, d.txt"]
    assert faults(found) == [
        ["a.zip", "../up.txt", "outside_root"], ["a.zip", "/root.txt", "outside_root"], ["a.zip", "b.txt", "empty"],
        ["a.zip", "in.zip, deeper.zip", "archive"], ["a.zip", "x.png", "unknown_format"],
    ]  # fmt: skip


def test_links_in_archives_are_not_followed(tmp_path):
    import io
    import tarfile
    import zipfile

    out, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "good.txt")
    with tarfile.open(fileobj=tarred, mode="w") as archive:
        for kind, name in ((tarfile.SYMTYPE, "link.txt"), (tarfile.LNKTYPE, "hard.txt"), (tarfile.FIFOTYPE, "pipe.txt")):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "good.txt"
            archive.addfile(entry)
    found = read(tmp_path, {"a.zip": out.getvalue(), "b.tar": tarred.getvalue()})
    assert faults(found) == [
        ["a.zip", "link.txt", "not_regular"], ["b.tar", "link.txt", "not_regular"], ["b.tar", "hard.txt", "not_regular"],
        ["b.tar", "pipe.txt", "not_regular"],
    ]  # fmt: skip


def locked(data):
    """A zip archive whose members say that they are encrypted."""
    data = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            data[place + at] |= 1
    return bytes(data)


def of_later_version(data):
    """A zip archive whose list says that a program of another age is needed for it."""
    at = data.index(b"PK\x01\x02") + 6
    return data[:at] + b"\x8d" + data[at + 1 :]


@pytest.mark.parametrize(
    ("name", "data", "place", "reason"),
    [
        ("a.zip", packed({"b.txt": P})[:-30], "", "archive"),
        ("a.zip", b"no archive", "", "archive"),
        ("a.zip", packed({}), "", "empty"),
        ("a.zip", of_later_version(packed({"b.txt": P})), "", "archive"),
        ("a.zip", locked(packed({"b.txt": P})), "b.txt", "encrypted"),
        ("a.zip", packed({"b.txt": P * 9}, ("b.txt",)).replace(b"mayor", b"major", 1), "b.txt", "archive"),
        ("a.tar", b"no archive" * 99, "", "archive"),
        ("a.tar.gz", b"no archive" * 99, "", "gzip"),
        ("a.tar.gz", taken({"b.txt": P}, "w:gz")[:-40], "", "gzip"),
    ],
)
def test_archives_that_cannot_be_unpacked_are_set_aside(tmp_path, name, data, place, reason):
    assert faults(read(tmp_path, {name: data})) == [[name, place, reason]]


def test_bombs_are_refused_while_they_are_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "RATIO_FROM", 100_000)
    bomb = b" " * 3_000_000
    found = read(tmp_path, {"a.zip": packed({"b.txt": bomb}), "c.zip": packed({"d.zip": packed({"e.txt": bomb})}),
                            "f.tar.gz": taken({"g.txt": bomb}, "w:gz")})  # fmt: skip
    assert {(file, reason) for file, _, reason in faults(found)} == {
        (name, "too_large") for name in ("a.zip", "c.zip", "f.tar.gz")
    }
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    many = {f"{n}.txt": P for n in range(3)}
    found = read(tmp_path / "many", {"a.zip": packed(many), "b.tar": taken(many)})
    assert [reason for _, _, reason in faults(found)] == ["too_large"] * 2


def test_the_rows_of_sources_csv_hold_for_the_members_of_an_archive(tmp_path):
    found = read(
        tmp_path,
        {"a.zip": packed({"b.txt": P, "c.txt": Q}), "sources.csv": "file,source,date\na.zip,Post,2024-10\ngood.txt,Good,\n"},
    )
    assert others(found)[["source", "date"]].values.tolist() == [["Post", "2024-10"]] * 2


# Word


def test_a_word_document_keeps_headings_lists_and_tables(tmp_path):
    cell = "<w:tc>{}</w:tc>".format
    table = f"<w:tbl><w:tr>{cell(w_p('Team'))}{cell(w_p('Points'))}</w:tr><w:tr>{cell(w_p('Larkham'))}{cell(w_p('31'))}</w:tr></w:tbl>"
    layout = f"<w:tbl><w:tr>{cell(w_p('Box') + w_p(Q))}</w:tr></w:tbl>"
    changes = "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    changes += "<w:ins><w:r><w:t>It is</w:t><w:tab/><w:t>there.</w:t></w:r></w:ins></w:p>"
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
    box = f"<w:p><w:r><w:t>Anchor</w:t></w:r><w:r><w:txbxContent>{w_p('In a frame')}</w:txbxContent></w:r></w:p>"
    numbered = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    body = w_p("Bridge closed", '<w:pStyle w:val="Heading1"/>') + w_p(P) + w_p("Close the road.", numbered)
    body += f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>{layout}{changes}{hidden}{box}"
    more = {"word/footnotes.xml": f'<w:f xmlns:w="{W}"><w:footnote w:type="separator"/><w:footnote>{w_p("A note")}</w:footnote></w:f>',
            "word/vbaProject.bin": "x"}  # fmt: skip
    found = read(tmp_path, {"a.docx": word(body, more)})
    row = others(found).loc["a.docx"]
    assert row["text"].split("\n") == [
        "Bridge closed", P, "- Close the road.", "Team | Points", "Larkham | 31", "Box", Q, "It is\tthere.", "Anchor", "In a frame",
    ]  # fmt: skip
    told = found.notices.set_index("notice")["detail"]
    assert "1 footnotes" in told["left out of the document"] and "not run" in told["macros"]


ENTITY = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY f "ffff">]>'


@pytest.mark.parametrize(
    ("name", "data", "place", "reason"),
    [
        ("a.docx", "<!DOCTYPE html><html><p>x", "", "wrong_name"),
        ("a.docx", "{\\rtf1 x}", "", "wrong_name"),
        ("a.docx", packed({"b.txt": P}), "", "wrong_name"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "", "encrypted"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "", "wrong_name"),
        ("a.docx", word(w_p(P))[:-200], "", "broken"),
        ("a.docx", b"PK\x03\x04", "", "broken"),
        ("a.docx", P.encode(), "", "broken"),
        ("a.docx", word(""), "", "empty"),
        ("a.docx", word("<w:p>"), "word/document.xml, line 1", "xml"),
        ("a.docx", word("<w:p><w:r><w:t>&e;&f;</w:t></w:r></w:p>", before=ENTITY), "word/document.xml", "xml"),
        ("a.docx", word("<w:p>" * 2000 + "</w:p>" * 2000), "word/document.xml, line 1", "xml"),
        ("a.doc", "{\\rtf1 x}", "", "unknown_format"),
    ],
)
def test_documents_that_cannot_be_read_are_set_aside(tmp_path, name, data, place, reason):
    assert faults(read(tmp_path, {name: data})) == [[name, place, reason]]


def test_what_is_misnamed_is_told_by_its_right_name(tmp_path):
    details = read(tmp_path, {"a.docx": "<!DOCTYPE html><html><p>x", "b.dat": word(w_p(P))}).quarantine["detail"].tolist()
    assert "should be named .html" in details[0] and "should be named .docx" in details[1]


def test_a_file_that_takes_too_long_or_dies_costs_one_row_and_the_next_is_read(tmp_path, monkeypatch):
    slow = known_formats.FORMATS[".docx"]._replace(seconds=0.0)
    monkeypatch.setitem(known_formats.FORMATS, ".docm", slow)
    found = read(tmp_path, {"a.docm": word(w_p(P)), "b.docx": word(w_p(Q))})
    assert faults(found) == [["a.docm", "", "timeout"]] and others(found)["text"].tolist() == [Q]


def test_several_articles_in_one_document_are_divided(tmp_path):
    body = "".join(w_p(text) for text in ("1 of 2 DOCUMENTS", P, "2 of 2 DOCUMENTS", Q))
    found = read(tmp_path, {"a.docx": word(body)})
    assert others(found)["text"].to_dict() == {"a.docx#1": P, "a.docx#2": Q}


# Workbooks


HEAD = ["title", "outlet", "date", "text"]


def test_a_workbook_is_read_by_its_heading_with_merged_cells_and_days(tmp_path):
    rows = [
        ["Results of a search"],
        [None],
        HEAD,
        ["Bridge closed", "Post", 45593, P],
        ["Shops", None, 45594.5, Q],
        [None],
        ["One", "Radio", 2024, P],
    ]
    found = read(
        tmp_path,
        {
            "a.xlsx": workbook(
                ("Articles", rows), ("Notes", [["Remark"], ["Asked for in May."]]), merged=("B4:B5", "A1:C1"), days=("C4",)
            )
        },
    )
    columns = ["title", "source", "date", "text", "place"]
    assert others(found)[columns].values.tolist() == [
        ["Bridge closed", "Post", "2024-10-28", P, "sheet Articles, row 4"],
        ["Shops", "Post", "2024-10-29", Q, "sheet Articles, row 5"],
        ["One", "Radio", "2024", P, "sheet Articles, row 7"],
    ]  # fmt: skip
    assert faults(found) == [["a.xlsx", "sheet Notes", "no_text"]]
    assert {"merged cells", "above the heading", "days in numbers"} <= notices(found)


def test_days_of_a_workbook_may_be_counted_from_1904(tmp_path):
    found = read(tmp_path, {"a.xlsx": workbook(("One", [HEAD, ["T", "Post", 44131, P]]), since_1904=True)})
    assert others(found)["date"].tolist() == ["2024-10-28"]


def test_workbooks_of_other_programs_are_read(tmp_path):
    found = read(
        tmp_path,
        {"a.ods": spreadsheet([["title", "text"], ["Bridge closed", P]]), "b.xlsm": workbook(("One", [["text"], [Q]]))},
    )
    assert others(found)["text"].to_dict() == {"a.ods#1": P, "b.xlsm#1": Q}
    assert others(found)["place"].tolist() == ["sheet One, row 2"] * 2


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xlsx", workbook(("One", [HEAD, ["T", "Post", 44131, P]]))[:-40], "broken"),
        ("a.xlsx", workbook(("One", [HEAD])), "empty"),
        ("a.xlsx", workbook(("One", [])), "empty"),
        ("a.xlsx", word(w_p(P)), "wrong_name"),
        ("a.xlsx", "title,text\nOne,Two\n", "broken"),
        ("a.ods", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_workbooks_that_cannot_be_read_are_set_aside(tmp_path, name, data, reason):
    assert faults(read(tmp_path, {name: data})) == [[name, "", reason]]


def test_a_workbook_of_too_many_rows_is_set_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 700)
    found = read(tmp_path, {"a.xlsx": workbook(("One", [["text"], *[[P]] * 1_200]))})
    assert faults(found) == [["a.xlsx", "sheet One, row 1000", "too_large"]]
