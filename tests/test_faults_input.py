"""What can be wrong with an input, row by row of the list of faults, each in three variants or more.

A case lays files into a folder beside one good article, and says what must become of them: set aside with a reason and a place, loaded
as these very words, or one error. Whatever comes, the account of inputs has to add up. Rows that need more than files lying there
(links, pipes, permissions, files that change) are functions below, under the number of their row.
"""

# ruff: noqa: E501 - a case is one line

import codecs
import gzip
import io
import json
import os
import re
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import schema
from analysis.errors import CorpusError, visible
from analysis.text.prepare import prepare
from analysis.text.reading import articles, files, read
from analysis.text.reading.files import LARGEST
from analysis.text.reading.read import read_corpus

ROOT = Path(__file__).resolve().parent.parent
GOOD = "The bridge over the river is closed, and nobody knows for how long.\n"
RU = "Глава города в понедельник закрыл мост через реку. Никто пока не знает, когда старый мост снова откроют. "
FR = "Le maire a fermé le pont, et personne ne sait quand il rouvrira, à côté. "
CSV = "id,title,text\n"


class Case(NamedTuple):
    """A row of the list of faults, a variant of it, the files, and what must come of them."""

    row: int
    name: str
    files: dict[str, str | bytes]
    aside: list[tuple[str, str, str]] = []  # file, place, reason  # noqa: RUF012
    loaded: dict[str, str] | None = None  # doc_id -> text, the good article aside
    error: str | None = None
    notices: list[str] = []  # kinds  # noqa: RUF012


def aside(row: int, name: str, data: str | bytes, reason: str, place: str = "", file: str = "bad.txt") -> Case:
    return Case(row, name, {file: data}, [(file, place, reason)])


def loads(row: int, name: str, data: str | bytes, text: str, file: str = "a.txt", doc_id: str = "a", **more) -> Case:
    return Case(row, name, {file: data}, loaded={doc_id: text}, **more)


def manifest(*rows: str, columns: str = "file,source") -> str:
    return "\n".join([columns, "good.txt,Good" + "," * (columns.count(",") - 1), *rows]) + "\n"


def parquet(table: pa.Table | dict, **options) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table if isinstance(table, pa.Table) else pa.table(table), sink, **options)
    return sink.getvalue()


def jsonl(*rows: dict) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


PARQUET = parquet({"id": ["p1", "p2"], "text": ["One text.", "Two texts."]})
BOM_TEXTS = {name: mark + "Мост Café".encode(name) for name, mark in (
    ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE),
    ("utf-32-le", codecs.BOM_UTF32_LE), ("utf-32-be", codecs.BOM_UTF32_BE),
)}  # fmt: skip

CASES = [
    # 1: nothing there
    aside(1, "no byte", b"", "empty"),
    aside(1, "mark alone", b"\xef\xbb\xbf", "empty"),
    aside(1, "white space", b" \n\t\r\n\xc2\xa0", "empty"),
    aside(1, "mark of UTF-16 alone", b"\xff\xfe", "empty"),
    aside(1, "table without a row", "id,text\n", "empty", file="bad.csv"),
    # 2: not text
    aside(2, "picture", b"\x89PNG\r\n\x1a\n\0\0", "binary", "byte 8"),
    aside(2, "program", b"\x7fELF\x02\x01\x01" + bytes(9), "binary", "byte 7"),
    aside(2, "gzip", gzip.compress(GOOD.encode(), mtime=0), "binary", "byte 3"),
    aside(2, "PDF", b"%PDF-1.7\n1 0 obj\n", "binary", "byte 0"),
    aside(2, "control characters", b"words \x01\x02\x03 and noise", "binary", "byte 6"),
    aside(2, "picture named .csv", b"\x89PNG\r\n\x1a\n\0\0", "binary", "byte 8", "bad.csv"),
    # 3: wrong or no encoding
    aside(3, "Latin-1, too short to guess", "Die Brücke".encode("latin-1"), "encoding", "byte 6"),
    loads(3, "Cyrillic with one clear winner", (RU * 2).encode("cp1251"), RU * 2, notices=["guessed encoding"]),
    loads(3, "French, whose letters only one encoding has", (FR * 2).encode("cp1252"), FR * 2, notices=["guessed encoding"]),
    aside(3, "a name that two encodings spell", ("Ms Ko\xf1ska said that the bridge is closed, and that it will not be open. " * 2).encode("cp1252"),
          "encoding", "byte 5"),
    Case(3, "declared", {"a.txt": "Мост".encode("cp1251"), "sources.csv": manifest("a.txt,Post,windows-1251", columns="file,source,encoding")},
         loaded={"a": "Мост"}),
    Case(3, "declared, and it is UTF-8", {"a.txt": "Мост", "sources.csv": manifest("a.txt,Post,windows-1251", columns="file,source,encoding")},
         loaded={"a": "Мост"}),
    Case(3, "declared wrongly", {"a.txt": b"caf\xe9 \x98", "sources.csv": manifest("a.txt,Post,windows-1251", columns="file,source,encoding")},
         [("a.txt", "byte 5", "encoding")]),
    Case(3, "no such encoding", {"a.txt": "x", "sources.csv": manifest("a.txt,Post,utf-99", columns="file,source,encoding")},
         error="there is no encoding 'utf-99'"),
    # 4: two and four bytes a letter
    *(loads(4, f"{name} with its mark", data, "Мост Café") for name, data in BOM_TEXTS.items()),
    aside(4, "UTF-16 without mark", "Mill Bridge closed".encode("utf-16-le"), "binary", "byte 1"),
    aside(4, "UTF-16 without mark, Cyrillic", RU.encode("utf-16-le"), "binary", f"byte {RU.encode('utf-16-le').index(0)}"),
    aside(4, "UTF-32 without mark", "Mill".encode("utf-32-be"), "binary", "byte 0"),
    Case(4, "UTF-16 declared", {"a.txt": "Mill".encode("utf-16-le"), "sources.csv": manifest("a.txt,Post,utf-16-le", columns="file,source,encoding")},
         loaded={"a": "Mill"}),
    aside(4, "UTF-16 cut in a letter", b"\xff\xfeM\0i", "encoding", "byte 4"),
    loads(4, "table in UTF-16", codecs.BOM_UTF16_LE + "id,text\nx,Мост\n".encode("utf-16-le"), "Мост", "a.csv", "x"),
    # 5: damaged UTF-8
    aside(5, "cut in a letter", "Мост".encode()[:-1], "encoding", "byte 6"),
    aside(5, "cut in a letter, long enough to guess", (RU * 3).strip().encode()[:-2], "encoding", f"byte {len((RU * 3).strip().encode()) - 3}"),
    aside(5, "overlong form", b"A\xc0\xaf" + GOOD.encode() * 2, "encoding", "byte 1"),
    aside(5, "half a surrogate pair", b"Mill \xed\xa0\x80 Bridge" + GOOD.encode() * 2, "encoding", "byte 5"),
    aside(5, "one wrong byte in a long text", (RU * 3).encode() + b"\xff" + RU.encode(), "encoding", f"byte {len((RU * 3).encode())}"),
    # 6: a zero byte among letters
    loads(6, "text", GOOD.encode() * 9 + b"a\0b", GOOD * 9 + "a\0b"),
    loads(6, "CSV", (CSV + f"x,T,{GOOD.strip() * 9}a\0b\n").replace(", and", " and").encode(), (GOOD.strip() * 9 + "a\0b").replace(", and", " and"), "a.csv", "x"),
    loads(6, "JSONL", jsonl({"id": "x", "text": "before\0after"}), "before\0after", "a.jsonl", "x"),
    loads(6, "Parquet", parquet({"id": ["x"], "text": ["before\0after"]}), "before\0after", "a.parquet", "x"),
    # 7: half of a surrogate pair spelt in JSON
    loads(7, "in the text", b'{"id":"x","text":"a\\ud800b"}\n', "a\ufffdb", "a.jsonl", "x", notices=["broken character"]),
    loads(7, "in the title", b'{"id":"x","text":"a","title":"\\udfff"}\n', "a", "a.jsonl", "x", notices=["broken character"]),
    loads(7, "in a name", b'{"id":"x","text":"a","\\ud800":"b"}\n', "a", "a.jsonl", "x"),
    loads(7, "a whole pair", b'{"id":"x","text":"\\ud83d\\ude00"}\n', "😀", "a.jsonl", "x"),
    aside(7, "in a line that is no JSON", b'{"\\ud800":1,"\\ud800":2}\n', "json", "row 1, line 1", "bad.jsonl"),
    # 8: what is not seen
    loads(8, "direction", "Mill \u202eegdirB\u202c", "Mill \u202eegdirB\u202c"),
    loads(8, "no width", "Mi\u200bll Bridge", "Mi\u200bll Bridge"),
    loads(8, "look-alikes", "Мill Вridge", "Мill Вridge"),
    # 11: long fields
    loads(11, "CSV field over the reader's limit", CSV + "x,T," + "word " * 40_000 + "\n", "word " * 40_000, "a.csv", "x"),
    Case(11, "field over ours", {"a.csv": CSV + "x,T," + "a" * (LARGEST + 1) + "\ny,T,Short.\n"},
         [("a.csv", "row 1, line 2", "too_large")], {"y": "Short."}),
    loads(11, "JSONL", jsonl({"id": "x", "text": "word " * 40_000}), "word " * 40_000, "a.jsonl", "x"),
    # 12: a quotation mark that is not closed
    aside(12, "last row", CSV + 'x,T,One\ny,T,"Two\nz,T,Three\n', "csv_structure", "line 3", "bad.csv"),
    aside(12, "a later one closes it", CSV + 'x,T,"One\ny,T,"Two"\nz,T,"Three"\n', "csv_structure", "line 2", "bad.csv"),
    aside(12, "rows beyond counting", CSV + 'x,T,"One\n' + "y,T,Two\n" * 20_001 + 'z,T,"\n', "csv_structure", "line 2", "bad.csv"),
    aside(12, "tab-separated", 'id\ttext\nx\t"One\n', "csv_structure", "line 2", "bad.tsv"),
    loads(12, "lines within a field", CSV + 'x,T,"One\n\nTwo"\n', "One\n\nTwo", "a.csv", "x"),
    # 13: fields and columns
    Case(13, "too few fields", {"a.csv": CSV + "x,T\ny,T,Two.\n"}, [("a.csv", "row 1, line 2", "csv_row")], {"y": "Two."}),
    Case(13, "too many fields", {"a.csv": CSV + "x,T,One,more\ny,T,Two.\n"}, [("a.csv", "row 1, line 2", "csv_row")], {"y": "Two."}),
    aside(13, "heading twice", "id,text,text\nx,a,b\n", "csv_structure", "line 1", "bad.csv"),
    aside(13, "no column of texts", "id,words\nx,One\n", "no_text", file="bad.csv"),
    Case(13, "no column of texts, and nothing else", {"good.txt": "", "a.csv": "id,words\nx,One\n"}, error="no article could be loaded .empty, no_text"),
    Case(13, "texts in a column that is not known", {"a.csv": "id,words\nx," + "One word. " * 30 + "\n"}, [("a.csv", "row 1, line 2", "no_text")], {}),
    loads(13, "one letter off", "id,text,langage\nx,One.,en\n", "One.", "a.csv", "x", notices=["near a known name"]),
    loads(13, "column without a name", ",id,text\n0,x,One.\n", "One.", "a.csv", "x"),
    # 14: line ends that are none
    *(loads(14, f"U+{ord(mark):04X}", f'{{"id":"x","text":"a{mark}b"}}\n' if ord(mark) > 31 else jsonl({"id": "x", "text": f"a{mark}b"}),
            f"a{mark}b", "a.jsonl", "x") for mark in "\u2028\u2029\x85\x0b\x1e\x0c"),
    # 15: lines that are no objects
    *(Case(15, name, {"a.jsonl": line + b'\n{"id":"x","text":"Good."}\n'}, [("a.jsonl", f"row 1, line 1{''.join(at)}", reason)], {"x": "Good."})
      for name, line, reason, *at in (
        ("cut", b'{"id":"y","text":"Wor', "json"), ("blank", b"", "empty"), ("list", b'["a"]', "json"), ("key twice", b'{"text":"a","text":"b"}', "json"),
        ("NaN", b'{"text":"a","n":NaN}', "json"), ("depth", b"[" * 100_000, "json"), ("digits", b'{"text":"a","n":' + b"9" * 5_000 + b"}", "json"),
        ("text is a number", b'{"text":5}', "wrong_type"), ("no text", b'{"id":"y"}', "empty"), ("not UTF-8", b'{"text":"\xff"}', "encoding", ", byte 9 of the line"),
    )),
    Case(15, "last line cut", {"a.jsonl": b'{"id":"x","text":"Good."}\n{"id":"y","te'}, [("a.jsonl", "row 2, line 2", "json")], {"x": "Good."}),
    loads(15, "mark", b"\xef\xbb\xbf" + jsonl({"id": "x", "text": "Good."}), "Good.", "a.jsonl", "x"),
    # 16: Parquet
    aside(16, "cut", PARQUET[:-20], "parquet", "", "bad.parquet"),
    aside(16, "no magic", b"PAX1" + PARQUET[4:-4] + b"PAX1", "parquet", "", "bad.parquet"),
    aside(16, "text named so", GOOD, "parquet", "", "bad.parquet"),
    aside(16, "no row", parquet({"text": pa.array([], pa.string())}), "empty", "", "bad.parquet"),
    aside(16, "text is a number", parquet({"text": [1]}), "wrong_type", "row 1", "bad.parquet"),
    aside(16, "damaged page", PARQUET[:8] + b"\xff" * 40 + PARQUET[48:], "parquet", "", "bad.parquet"),
    # 18: compressed
    loads(18, "CSV", gzip.compress(b"id,text\nx,One.\n"), "One.", "a.csv.gz", "x"),
    aside(18, "cut", gzip.compress(b"id,text\n" + os.urandom(999).hex().encode())[:-9], "gzip", "", "bad.csv.gz"),
    aside(18, "not gzip", "id,text\nx,One\n", "gzip", "", "bad.csv.gz"),
    aside(18, "bomb", gzip.compress(b"id,text\n" + b"a" * 30_000_000), "too_large", "", "bad.csv.gz"),
    aside(18, "bomb of JSON", gzip.compress(b" " * 30_000_000), "too_large", "", "bad.jsonl.gz"),
    aside(18, "text, which is not read compressed", gzip.compress(GOOD.encode()), "unknown_format", "", "bad.txt.gz"),
    # 19: one identifier twice
    Case(19, "same words, two tables", {"a.csv": CSV + "x,T,One.\n", "b.csv": CSV + "x,T,One.\n"}, loaded={"x": "One."}, notices=["repeated"]),
    Case(19, "same words, one table", {"a.csv": CSV + "x,T,One.\nx,T,One.\n"}, loaded={"x": "One."}, notices=["repeated"]),
    Case(19, "other words, two tables", {"a.csv": CSV + "x,T,One.\n", "b.csv": CSV + "x,T,Two.\n"}, error=r"doc_id 'x' is that of a\.csv .* and of b\.csv"),
    Case(19, "other words, one table", {"a.csv": CSV + "x,T,One.\nx,T,Two.\n"}, error=r"row 1, line 2\) and of a\.csv \(row 2, line 3"),
    Case(19, "text and table", {"x.txt": "One.", "a.csv": CSV + "x,T,Two.\n"}, error="doc_id 'x'"),
    # 20: identifiers that look alike
    *(Case(20, name, {"a.jsonl": jsonl({"id": one, "text": "One."}, {"id": two, "text": "Two."})}, loaded={one: "One.", two: "Two."}, notices=["near-equal id"])
      for name, one, two in (("capitals", "Bridge", "bridge"), ("code points", "caf\u00e9", "cafe\u0301"), ("sharp s", "straße", "STRASSE"))),
    # 21: not listed
    Case(21, "set aside", {"a.txt": "One.", "sources.csv": manifest()}, [("a.txt", "", "not_listed")], {}),
    Case(21, "included", {"a.txt": "One.", "sources.csv": manifest(), "corpus.toml": 'unlisted = "include"\n'}, loaded={"a": "One."}, notices=["not listed"]),
    Case(21, "refused", {"a.txt": "One.", "sources.csv": manifest(), "corpus.toml": 'unlisted = "error"\n'}, error="has no row for 'a.txt'"),
    Case(21, "listed by a glob", {"a.txt": "One.", "sources.csv": manifest("a*,Post")}, loaded={"a": "One."}),
    Case(21, "a wrong word", {"a.txt": "One.", "corpus.toml": 'unlisted = "ignore"\n'}, error="'unlisted' cannot be 'ignore'"),
    # 22: listed and not there
    Case(22, "file", {"sources.csv": manifest("a.txt,Post")}, error="there is no file 'a.txt'"),
    Case(22, "glob", {"sources.csv": manifest("post/*.txt,Post")}, error=r"there is no file 'post/\*\.txt'"),
    Case(22, "capitals", {"A.txt": "One.", "sources.csv": manifest("a.txt,Post")}, error="there is no file 'a.txt'"),
    # 23: another file than was listed
    *(Case(23, name, {"a.txt": "One.", "sources.csv": manifest(f"a.txt,Post,{value}", columns=f"file,source,{column}")}, [("a.txt", "", "hash_mismatch")], {})
      for name, column, value in (("hash", "hash", "0" * 64), ("size", "size", "5"))),
    Case(23, "hash of a table", {"a.csv": CSV + "x,T,One.\n", "sources.csv": manifest(f"a.csv,Post,{'0' * 64}", columns="file,source,hash")},
         [("a.csv", "", "hash_mismatch")], {}),
    Case(23, "size as listed", {"a.txt": "One.", "sources.csv": manifest("a.txt,Post,4", columns="file,source,size")}, loaded={"a": "One."}),
    Case(23, "no hash", {"a.txt": "One.", "sources.csv": manifest("a.txt,Post,abc", columns="file,source,hash")}, error="'abc' is not a SHA-256"),
    # 27: names
    *(loads(27, name, "One.", "One.", f"{doc_id}.txt", doc_id) for name, doc_id in (
        ("spaces", "two words "), ("line break", "a\nb"), ("quotation marks", "a\"b'c"), ("hyphen first", "-rf"), ("255 bytes", "a" * 251),
        ("letters and marks", "cafe\u0301"), ("ends like a command", "a;b$(c)"), ("percent", "%2e%2e"),
    )),
    # 30: too little left
    Case(30, "another format alone", {"good.txt": b"", "a.ppt": b"PK"}, error="no article could be loaded .empty, unknown_format"),
    Case(30, "every row", {"good.txt": b"", "a.csv": CSV + "x,T,\n"}, error="no article could be loaded .empty"),
    Case(30, "none is listed", {"sources.csv": "file,source\nsources.csv,Post\n"}, error="no article could be loaded .not_listed"),
    # 31: what other programs take for instructions
    *(loads(31, name, text, text) for name, text in (
        ("mathematics", "It costs $5 and $6, or $x^2$."), ("underscore first", "_name of a thing"), ("Chinese and faces", "市長は橋を閉鎖した 😀"),
        ("ten thousand letters", "a" * 10_000), ("markup", "<script>alert(1)</script> {{x}} %s"),
    )),
]  # fmt: skip


def lay(folder: Path, contents: dict[str, str | bytes]) -> Path:
    """A corpus folder of one good article and these files."""
    for name, content in {"good.txt": GOOD, **contents}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def accounted(found: read.Corpus) -> None:
    """Hold the tables of a corpus against each other: nothing is lost, and nothing is there twice."""
    for name in ("articles", "inputs", "quarantine", "notices"):
        schema.check(getattr(found, name), name)
    inputs = found.inputs
    assert (inputs["n_inputs"] == inputs[["n_loaded", "n_quarantined", "n_skipped"]].sum(axis=1)).all()
    by_file = found.quarantine["file"].value_counts()
    assert inputs.set_index("file")["n_quarantined"].loc[lambda n: n > 0].to_dict() == by_file.to_dict()
    assert (
        found.articles["file"].value_counts().to_dict() == inputs.set_index("file")["n_loaded"].loc[lambda n: n > 0].to_dict()
    )
    assert found.quarantine["reason"].ne("").all() and found.quarantine["detail"].ne("").all()
    assert found.articles["encoding"].ne("").all() and found.articles["sha256"].str.len().eq(64).all()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.row}: {case.name}")
def test_fault(case, tmp_path):
    folder = lay(tmp_path / "corpus", case.files)
    if case.error is not None:
        with pytest.raises(CorpusError, match=case.error) as caught:
            read_corpus(folder)
        assert caught.value.remedy
        return
    found = read_corpus(folder)
    accounted(found)
    assert found.quarantine[["file", "place", "reason"]].apply(tuple, axis=1).tolist() == case.aside
    texts = found.articles.set_index("doc_id")["text"].drop("good").to_dict()
    assert texts == (case.loaded or {})
    assert [
        notice for notice in found.notices["notice"] if notice not in ("guessed column", "no source column")
    ] == case.notices


def test_every_row_has_three_variants_or_more():
    """Rows with functions of their own have their variants there."""
    of_their_own = {name for name in globals() if re.match(r"test_\d+_", name)}
    counted = {row: sum(case.row == row for case in CASES) for row in range(1, 32)}
    for row in range(1, 32):
        functions = sum(name.startswith(f"test_{row}_") for name in of_their_own)
        assert counted[row] >= 3 or functions, f"row {row} has {counted[row]} cases and no function of its own"


# 9, 10: size


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.htm"])
def test_9_a_file_of_a_gigabyte_is_not_read(tmp_path, name, monkeypatch):
    folder = lay(tmp_path, {})
    with (folder / name).open("wb") as file:
        file.truncate(1 << 30)
    begun = time.monotonic()
    found = read_corpus(folder)
    assert time.monotonic() - begun < 2
    assert found.quarantine[["file", "reason"]].values.tolist() == [[name, "too_large"]]


def test_9_a_table_is_held_to_its_own_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_TABLE", 3_000_000)
    rows = b"".join(b'{"text":"%d"}\n' % number for number in range(250_000))
    found = read_corpus(lay(tmp_path, {"a.jsonl": rows, "b.csv": b"text\n" + b"a\n" * 2_000_000}))
    assert found.quarantine["reason"].tolist() == ["too_large", "too_large"]


@pytest.mark.parametrize(("kind", "n"), [("files", 1_000), ("csv", 20_000), ("jsonl", 20_000), ("parquet", 20_000)])
def test_10_many_inputs_take_time_in_proportion(tmp_path, kind, n):
    def build(folder: Path, n: int) -> Path:
        texts = [f"Text number {number}." for number in range(n)]
        if kind == "files":
            return lay(folder, {f"{number}.txt": text for number, text in enumerate(texts)})
        data = {
            "csv": "text\n" + "\n".join(texts), "jsonl": jsonl(*({"text": text} for text in texts)), "parquet": parquet({"text": texts})
        }  # fmt: skip
        return lay(folder, {f"a.{kind}": data[kind]})

    seconds = []
    for size in (n // 4, n):
        folder = build(tmp_path / str(size), size)
        begun = time.process_time()
        assert len(read_corpus(folder).articles) == size + 1
        seconds.append(time.process_time() - begun)
    assert seconds[1] < 16 * seconds[0] + 1  # 4 if linear, 16 if quadratic


# 16: Parquet that is larger than it looks


def test_16_a_dictionary_thatstands_for_too_much_is_refused(tmp_path):
    long = "a" * 10_000_000
    table = pa.table({"text": pa.DictionaryArray.from_arrays(pa.array([0] * 1_000, pa.int32()), pa.array([long]))})
    found = read_corpus(lay(tmp_path, {"a.parquet": parquet(table)}))
    assert found.quarantine[["file", "reason"]].values.tolist() == [["a.parquet", "too_large"]]


def test_16_a_row_group_beyond_the_limit_is_refused(tmp_path, monkeypatch):
    from analysis.text.reading import parquet as module

    monkeypatch.setattr(module, "LARGEST_GROUP", 100)
    found = read_corpus(lay(tmp_path, {"a.parquet": PARQUET}))
    assert found.quarantine["reason"].tolist() == ["too_large"]


def test_16_an_extension_type_is_read_as_whatit_is_stored_as(tmp_path):
    mark = tmp_path / "mark"
    payload = b"cos\nmkdir\n(S'" + str(mark).encode() + b"'\ntR."  # what a pickle of a call would be
    kind = {b"ARROW:extension:name": b"arrow.py_extension_type", b"ARROW:extension:metadata": payload}
    table = pa.table([["One text."]], schema=pa.schema([pa.field("text", pa.string(), metadata=kind)]))
    found = read_corpus(lay(tmp_path / "corpus", {"a.parquet": parquet(table)}))
    assert found.articles["text"].tolist() == ["One text.", GOOD]
    assert not mark.exists()


# 17: web pages

ARTICLE = (
    "<article>"
    + "".join(f"<p>The mayor closed the old bridge over the river on day {n} of the month.</p>" for n in range(9))
    + "</article>"
)
HOSTILE = {
    "external entity": '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>' + ARTICLE + "<p>&x;</p></body></html>",
    "entities of entities": "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)) + "]><html><body>" + ARTICLE + "<p>&j;</p></body></html>",
    "refresh and base": '<html><head><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"><base href="http://127.0.0.1:9/"></head><body>' + ARTICLE,
    "script": "<html><body><script>while(true){}</script>" + ARTICLE + "</body></html>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_17_a_hostile_page_gives_its_article_and_nothing_else(tmp_path, name):
    found = read_corpus(lay(tmp_path, {"a.html": HOSTILE[name]}))
    accounted(found)
    text = found.articles.set_index("doc_id")["text"]["a"]
    assert text.count("closed the old bridge") == 9 and "root:" not in text and "aaaa" not in text and len(text) < 2_000


@pytest.mark.parametrize("page", ["<div>" * 100_000 + "words", f'<p title="{"a" * 15_000_000}">words</p>', "<p>" * 300_000])
def test_17_a_monstrous_page_ends_in_an_account(tmp_path, page, monkeypatch):
    monkeypatch.setattr("analysis.text.reading.html.SECONDS", 5)
    found = read_corpus(lay(tmp_path, {"a.html": page}))
    accounted(found)
    assert found.quarantine["reason"].isin(["empty", "html", "html_timeout"]).all()


def test_17_a_page_thattakes_too_long_is_given_up_and_the_next_is_read(tmp_path, monkeypatch):
    from analysis.text.reading import html, parser_process

    endless = "import sys,time; sys.stdin.buffer.read(8); time.sleep(99)"
    monkeypatch.setattr(html, "SECONDS", 0.5)
    monkeypatch.setattr(parser_process, "START", endless)
    found = read_corpus(lay(tmp_path, {"a.html": ARTICLE, "b.html": ARTICLE}))
    accounted(found)
    assert found.quarantine[["file", "reason"]].values.tolist() == [["a.html", "html_timeout"], ["b.html", "html_timeout"]]


def test_17_a_parser_thatdies_costs_one_page(tmp_path, monkeypatch):
    from analysis.text.reading import parser_process

    monkeypatch.setattr(parser_process, "START", "import os; os._exit(1)")
    found = read_corpus(lay(tmp_path, {"a.html": ARTICLE}))
    assert found.quarantine["reason"].tolist() == ["html"]


# 24: dates

DATES = {
    "31 February": ("2024-02-31", None), "year 0": ("0000", None), "five digits": ("99999", None), "milliseconds": ("1730073600000", None),
    "day or month first": ("03/04/2024", None), "form declared, another used": ("2024.10.28", "%d/%m/%Y"), "hour 25": ("2024-10-28T25:00", None),
    "words": ("yesterday", None),
}  # fmt: skip
GOOD_DATES = {
    "declared": ("03/04/2024", "%d/%m/%Y", "2024-04-03"), "zone": ("2024-10-28T23:30:00-05:00", None, "2024-10-29"),
    "no zone": ("2024-03-31T02:30:00", None, "2024-03-31"), "Z": ("2024-10-28T10:00:00Z", None, "2024-10-28"), "month": ("2024-10", None, "2024-10"),
    "in words": ("20 ноября 2019 г.", None, "2019-11-20"), "one meaning": ("20.11.2019", None, "2019-11-20"), "ISO beside a declared form": ("2024-10-28", "%d/%m/%Y", "2024-10-28"),
}  # fmt: skip


def dated(tmp_path: Path, date: str, form: str | None, name: str = "a.csv") -> read.Corpus:
    settings = {"corpus.toml": f'date_format = "{form}"\n'} if form else {}
    return read_corpus(lay(tmp_path, {name: f"id,text,date\nx,One.,{date}\n", **settings}))


@pytest.mark.parametrize("name", DATES)
def test_24_a_bad_date_in_a_table_is_missing_and_noticed(tmp_path, name):
    found = dated(tmp_path, *DATES[name])
    row = found.articles.set_index("doc_id").loc["x"]
    assert pd.isna(row["date"]) and pd.isna(row["date_start"])
    assert found.notices.loc[found.notices["notice"] == "bad date", "place"].tolist() == ["row 1, line 2"]


@pytest.mark.parametrize("name", GOOD_DATES)
def test_24_a_date_is_a_day_in_utc(tmp_path, name):
    date, form, expected = GOOD_DATES[name]
    row = dated(tmp_path, date, form).articles.set_index("doc_id").loc["x"]
    assert row["date"] == expected and str(row["date_end"].date()).startswith(expected)


@pytest.mark.parametrize("date", ["2024-02-31", "99999", "03/04/2024"])
def test_24_a_bad_date_in_sources_is_an_error(tmp_path, date):
    with pytest.raises(CorpusError, match=r"not a da|two meanings") as caught:
        read_corpus(
            lay(
                tmp_path,
                {"sources.csv": manifest(f"good.txt,Post,{date}", columns="file,source,date").replace("good.txt,Good,\n", "")},
            )
        )
    assert (caught.value.file, caught.value.line) == ("sources.csv", 2)


# 25: what is no regular file


def test_25_links_and_devices_are_not_followed(tmp_path):
    outside = tmp_path / "outside"
    lay(outside, {"secret.txt": "A secret."})
    folder = lay(tmp_path / "corpus", {"sub/a.txt": "One."})
    (folder / "out.txt").symlink_to(outside / "secret.txt")
    (folder / "out_folder").symlink_to(outside)
    (folder / "in_folder").symlink_to(folder / "sub")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "nowhere.txt").symlink_to(folder / "none.txt")
    (folder / "null.txt").symlink_to("/dev/null")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        before = Path.cwd()
        os.chdir(folder)  # the name of a socket is short
        try:
            listener.bind("socket.txt")
        finally:
            os.chdir(before)
    os.link(folder / "good.txt", folder / "hard.txt")
    found = read_corpus(folder)
    accounted(found)
    assert dict(found.quarantine[["file", "reason"]].values) == {
        "out.txt": "outside_root", "out_folder": "outside_root", "in_folder": "not_regular", "loop.txt": "io_error", "nowhere.txt": "io_error",
        "null.txt": "outside_root", "pipe.txt": "not_regular", "socket.txt": "not_regular",
    }  # fmt: skip
    assert found.articles["doc_id"].tolist() == ["good", "hard", "sub/a"]


def test_25_a_hidden_folder_is_skipped_and_counted(tmp_path):
    found = read_corpus(lay(tmp_path, {".git/a.txt": "One.", "x/.cache/b.txt": "Two."}))
    assert found.inputs[["file", "state", "reason"]].values.tolist()[:1] == [[".git/", "skipped", "hidden folder"]]
    assert found.inputs["file"].tolist() == [".git/", "good.txt", "x/.cache/"]


# 26: what may not be read

AS_NOBODY = """
import os, sys
from pathlib import Path
from analysis.text.reading.read import read_corpus
import pandas, pyarrow
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
found = read_corpus(Path(sys.argv[1]))
print(*(f"{row.file}:{row.reason}:{row.detail}" for row in found.quarantine.itertuples()))
"""


@pytest.mark.parametrize("what", ["file", "table", "folder", "page"])
def test_26_whatmay_not_be_read_is_set_aside_or_an_error(what):
    with tempfile.TemporaryDirectory() as place:
        folder = lay(Path(place) / "corpus", {"a.txt": "One.", "b.csv": CSV + "x,T,Two.\n", "c/d.txt": "Three."})
        if what == "page":
            lay(folder, {"e.html": ARTICLE})
        locked = folder / {"file": "a.txt", "table": "b.csv", "folder": "c", "page": "e.html"}[what]
        Path(place).chmod(0o755)
        locked.chmod(0)
        surroundings = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, folder], env=surroundings, cwd=ROOT, capture_output=True, text=True, timeout=60
        )
        locked.chmod(stat.S_IRWXU)
    if what == "folder":
        assert done.returncode == 1 and "cannot be listed (Permission denied)" in done.stderr
    else:
        assert done.stdout.strip() == f"{locked.name}:io_error:Permission denied", done.stderr


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.parquet"])
def test_26_a_disk_thatfails_costs_one_file(tmp_path, name, monkeypatch):
    def fail(file, *rest):
        raise OSError(5, "Input/output error")

    for place, function in ((articles, "whole"), (articles, "read_csv")):
        monkeypatch.setattr(place, function, fail)
    monkeypatch.setattr("analysis.text.reading.parquet.read_parquet", fail)
    with pytest.raises(CorpusError, match=r"no article could be loaded .*io_error"):
        read_corpus(lay(tmp_path, {name: PARQUET if name.endswith("parquet") else "id,text\nx,One.\n", "good.txt": ""}))


# 27: names that are no text


@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"\xff\xfe.txt", b"a\x80/b.txt"])
def test_27_a_name_thatis_no_utf8_is_shown_as_escapes(tmp_path, name):
    folder = lay(tmp_path / "corpus", {})
    path = os.path.join(os.fsencode(folder), name)  # noqa: PTH118 - a name in bytes
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(b"One.")
    except OSError:
        pytest.skip("this file system keeps names in UTF-8")
    found = read_corpus(folder)
    accounted(found)
    shown = name.decode("utf-8", "backslashreplace")
    assert shown in found.articles["file"].tolist()
    assert found.articles.to_parquet() and visible(shown).isprintable()


def test_27_two_spellings_of_one_letter_are_two_files_and_noticed(tmp_path):
    found = read_corpus(lay(tmp_path, {"cafe\u0301.txt": "One.", "caf\u00e9.txt": "Two."}))
    assert len(found.articles) == 3 and found.notices["notice"].tolist() == ["near-equal id"]


def test_27_a_row_may_spell_a_name_by_other_code_points(tmp_path):
    found = read_corpus(lay(tmp_path, {"cafe\u0301.txt": "One.", "sources.csv": manifest("caf\u00e9.txt,Post")}))
    assert found.articles["source"].tolist() == ["Post", "Good"]


# 28, 29: a folder that does not stand still


def while_reading(monkeypatch, name: str, act, times: int) -> None:
    """Do something to a file of this name right after its bytes were read, so many times."""
    real, left = articles.whole, [times]

    def read_and_act(file):
        result = real(file)
        if left[0] and str(Path(f"/proc/self/fd/{file.fileno()}").readlink()).endswith(name):
            left[0] -= 1
            act()
        return result

    monkeypatch.setattr(articles, "whole", read_and_act)


CHANGES = {
    "appended": lambda path: path.write_text(path.read_text() + "More."),
    "cut": lambda path: os.truncate(path, 2),
    "replaced": lambda path: (path.with_suffix(".new").write_text("Two."), path.with_suffix(".new").replace(path)),
    "deleted": lambda path: path.unlink(),
}


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs the names of open files")
@pytest.mark.parametrize("change", CHANGES)
def test_28_a_file_thatchanges_is_read_again_once(tmp_path, monkeypatch, change):
    folder = lay(tmp_path, {"a.txt": "One text."})
    while_reading(monkeypatch, "a.txt", lambda: CHANGES[change](folder / "a.txt"), times=1)
    found = read_corpus(folder)
    texts = found.articles.set_index("doc_id")["text"]
    expected = {"appended": "One text.More.", "cut": "On", "replaced": "Two."}
    if change == "deleted":
        assert found.quarantine[["file", "reason"]].values.tolist() == [["a.txt", "changed"]]
    else:
        assert texts["a"] == expected[change]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs the names of open files")
def test_28_a_file_thatkeeps_changing_is_set_aside(tmp_path, monkeypatch):
    folder = lay(tmp_path, {"a.txt": "One text."})
    while_reading(monkeypatch, "a.txt", lambda: CHANGES["appended"](folder / "a.txt"), times=9)
    found = read_corpus(folder)
    accounted(found)
    assert found.quarantine[["file", "reason"]].values.tolist() == [["a.txt", "changed"]]


@pytest.mark.parametrize("late", ["zz.txt", "a/zz.txt", "zz.csv"])
def test_29_a_file_thatis_added_belongs_to_the_next_run(tmp_path, monkeypatch, late):
    folder = lay(tmp_path, {})
    real = read.list_files

    def list_and_add(place):
        found = real(place)
        lay(folder, {late: CSV + "x,T,Late.\n"})
        return found

    monkeypatch.setattr(read, "list_files", list_and_add)
    assert read_corpus(folder).inputs["file"].tolist() == ["good.txt"]
    monkeypatch.undo()
    assert late in read_corpus(folder).inputs["file"].tolist()


# 8, 31: what reaches the words


def test_8_whatis_not_seen_is_not_in_the_words(tmp_path):
    terms = set(
        prepare(
            lay(
                tmp_path,
                {
                    "a.txt": "The Mi\u200bll \u202eBridge\u202c is clo\u00adsed today, they say.\n" * 9
                    + "The f\x00erry sails.\n"
                },
            )
        ).tokens["term"]
    )
    assert {"mill", "bridge", "closed", "ferry"} <= terms
    assert not any(re.search("[\u200b\u202e\u202c\u00ad\0]", term) for term in terms)


def test_30_a_table_thatis_mostly_bad_is_refused_by_the_command_line(tmp_path):
    rows = [f"{n},T,{'' if n % 4 == 0 else 'Words of an article.'}" for n in range(40)]
    folder = lay(tmp_path / "corpus", {"a.csv": CSV + "\n".join(rows) + "\n"})
    command = [sys.executable, "-m", "analysis", "check", str(folder)]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 3 and "10 of 41 inputs could not be loaded, more than 5%" in done.stderr
    assert "40 rows: 30 loaded, 10 set aside" in done.stdout and "Traceback" not in done.stderr
