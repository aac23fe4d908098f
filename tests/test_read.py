"""Reading a folder: every file is loaded, quarantined or skipped, and sources.csv is held to its lines."""

import os

import pytest

from analysis import schema
from analysis.errors import CorpusError
from analysis.text.reading import accounts
from analysis.text.reading.read import read_corpus

TEXT = "The bridge over the river is closed.\n"


def corpus(tmp_path, files, sources=None):
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    if sources is not None:
        (tmp_path / "sources.csv").write_text(sources, encoding="utf-8")
    return tmp_path


def test_without_sources_the_folder_is_the_source(tmp_path):
    found = read_corpus(corpus(tmp_path, {"post/a.txt": TEXT, "post/b.txt": TEXT, "radio/a.txt": TEXT, "c.txt": TEXT}))
    for name in ("inputs", "quarantine"):
        schema.check(getattr(found, name), name)
    # the language is settled later, on the cleaned text
    schema.check(found.articles.assign(language_origin="given", language_certainty=1.0), "articles")
    pairs = found.articles[["doc_id", "source"]].values.tolist()
    assert pairs == [["c", tmp_path.name], ["post/a", "post"], ["post/b", "post"], ["radio/a", "radio"]]


def test_texts_that_are_collected_some_at_a_time_stay_with_their_articles(tmp_path, monkeypatch):
    monkeypatch.setattr(accounts, "TOGETHER", 2)
    texts = {f"{name}.txt": f"The bridge {name} is closed.\n" for name in "abcdefg"}
    rows = "doc_id,text\n" + "".join(f"{name},Row {name} is here.\n" for name in ("d2", "b2", "f2"))
    found = read_corpus(corpus(tmp_path, texts | {"table.csv": rows})).articles
    wanted = {name: f"The bridge {name} is closed.\n" for name in "abcdefg"} | {
        name: f"Row {name} is here." for name in ("b2", "d2", "f2")
    }
    assert dict(zip(found["doc_id"], found["text"], strict=True)) == wanted and found["doc_id"].is_monotonic_increasing
    assert dict(zip(found["doc_id"], found["place"].ne(""), strict=True)) == {name: len(name) == 2 for name in wanted}


QUARANTINED = [
    (b"", "empty", ""),
    (b"\xef\xbb\xbf", "empty", ""),
    (b" \n\t\r\n", "empty", ""),
    (b"caf\xe9", "encoding", "byte 3"),
    (b"Words \xd0", "encoding", "byte 6"),
    (b"\xc0\xaf", "encoding", "byte 0"),
    (b"\xed\xa0\x80", "encoding", "byte 0"),
    ("Words".encode("utf-16-le"), "binary", "byte 1"),
    (b"\x89PNG\r\n\x1a\n\0\0", "binary", "byte 8"),
]


@pytest.mark.parametrize(("data", "reason", "place"), QUARANTINED)
def test_what_is_no_article_is_set_aside_with_reason_and_place(tmp_path, data, reason, place):
    found = read_corpus(corpus(tmp_path, {"good.txt": TEXT, "bad.txt": data}))
    assert found.quarantine[["file", "place", "reason"]].values.tolist() == [["bad.txt", place, reason]]
    assert found.inputs["state"].tolist() == ["quarantined", "loaded"]
    assert found.articles["doc_id"].tolist() == ["good"]


def test_every_file_is_accounted_for(tmp_path):
    files = {"a.txt": TEXT, "b.ppt": b"slides", ".hidden": "x", "README.md": "x", "topics.yml": "x: [y]", "~$lock.txt": "x"}
    found = read_corpus(corpus(tmp_path, files))
    assert dict(found.inputs[["file", "state"]].values) == {
        "a.txt": "loaded", "b.ppt": "quarantined", ".hidden": "skipped", "README.md": "skipped", "topics.yml": "skipped",
        "~$lock.txt": "skipped",
    }  # fmt: skip
    assert found.quarantine["reason"].tolist() == ["unknown_format"]


def test_a_byte_order_mark_is_no_text(tmp_path):
    assert read_corpus(corpus(tmp_path, {"a.txt": b"\xef\xbb\xbfWords"})).articles["text"].tolist() == ["Words"]


def test_links_out_of_the_folder_and_pipes_are_not_followed(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text(TEXT)
    folder = corpus(tmp_path / "corpus", {"a.txt": TEXT})
    (folder / "link.txt").symlink_to(outside)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    os.mkfifo(folder / "pipe.txt")
    found = read_corpus(folder)
    assert dict(found.quarantine[["file", "reason"]].values) == {
        "link.txt": "outside_root", "loop.txt": "io_error", "pipe.txt": "not_regular",
    }  # fmt: skip


def test_sources_give_names_dates_and_columns_of_the_users_own(tmp_path):
    sources = "file,source,doc_id,date,region\na.txt,Post,bridge,2024-10,north\nb/*.txt,Radio,,,\n"
    found = read_corpus(corpus(tmp_path, {"a.txt": TEXT, "b/1.txt": TEXT, "b/2.txt": TEXT, "late.txt": TEXT}, sources))
    articles = found.articles.set_index("doc_id")
    assert articles["source"].to_dict() == {"bridge": "Post", "b/1": "Radio", "b/2": "Radio"}
    assert articles.loc["bridge", "region"] == "north"
    assert str(articles.loc["bridge", "date_end"].date()) == "2024-10-31"
    assert articles["date_start"].isna().tolist() == [True, True, False]
    assert found.quarantine[["file", "reason"]].values.tolist() == [["late.txt", "not_listed"]]


# sources.csv beside a.txt and b.txt; line of the fault, words of the message
FAULTS = [
    ("file,doc_id\na.txt,x\n", 1, "lacks the column 'source'"),
    ("source\nPost\n", 1, "lacks the column 'file'"),
    ("file,source,langauge\na.txt,Post,en\n", 1, "'langauge' looks like 'language'"),
    ("file,source,Date\na.txt,Post,2024\n", 1, "'Date' looks like 'date'"),
    ("file,source,region,region\na.txt,Post,n,n\n", 1, "'region' stands twice"),
    ("file,source,\na.txt,Post,n\n", 1, "has no name"),
    ("file,source,sha256\na.txt,Post,n\n", 1, "used by Parallax"),
    ("file,source\na.txt,Post\nb.txt\n", 3, "has 1 cells where the heading has 2"),
    ("file,source\na.txt,\n", 2, "has no 'source'"),
    ("file,source\na.txt,Post\na.txt,Radio\n", 3, "file 'a.txt' stands here"),
    ("file,source,doc_id\na.txt,Post,x\nb.txt,Post,x\n", 3, "doc_id 'x' stands here"),
    ("file,source,date\na.txt,Post,03.04.2024\n", 2, "two meanings"),
    ("file,source,date\na.txt,Post,2024-02-30\n", 2, "not a day of the calendar"),
    ("file,source\na.txt,Post\nc.txt,Post\n", 3, "there is no file 'c.txt'"),
    ("file,source\na.txt,Post\nc/*.txt,Post\n", 3, "there is no file 'c/\\*.txt'"),
    ("file,source\na*.txt,Post\n*.txt,Radio\n", 3, "matches this row and the one on line 2"),
    ("file,source,doc_id\n*.txt,Post,x\n", 2, "glob of files cannot have one doc_id"),
    ('file,source\na.txt,"Post\n', 2, "not valid CSV"),
    ("file,source\n", None, "has no row"),
]


@pytest.mark.parametrize(("sources", "line", "words"), FAULTS)
def test_faults_of_sources_are_named_with_their_line(tmp_path, sources, line, words):
    with pytest.raises(CorpusError, match=words) as caught:
        read_corpus(corpus(tmp_path, {"a.txt": TEXT, "b.txt": TEXT}, sources))
    assert (caught.value.file, caught.value.line) == ("sources.csv", line)
    assert caught.value.remedy


def test_a_corpus_that_is_not_there_or_holds_nothing(tmp_path):
    for folder, words in (
        (tmp_path / "none", "no such folder"),
        (corpus(tmp_path, {"x.txt": b""}), "no article could be loaded"),
    ):
        with pytest.raises(CorpusError, match=words):
            read_corpus(folder)
    (tmp_path / "x.txt").unlink()
    with pytest.raises(CorpusError, match="holds no article"):
        read_corpus(tmp_path)
    (tmp_path / "x.txt").write_text(TEXT)
    with pytest.raises(CorpusError, match="is not a folder"):
        read_corpus(tmp_path / "x.txt")


def test_one_identifier_for_two_articles_is_an_error(tmp_path):
    sources = "file,source,doc_id\na.txt,Post,b\nb.txt,Post,\n"
    with pytest.raises(CorpusError, match=r"doc_id 'b' is that of a\.txt and of b\.txt"):
        read_corpus(corpus(tmp_path, {"a.txt": TEXT, "b.txt": "Another.\n"}, sources))


def test_one_article_found_twice_is_read_once_and_counted(tmp_path):
    sources = "file,source,doc_id\na.txt,Post,b\nb.txt,Post,\n"
    found = read_corpus(corpus(tmp_path, {"a.txt": TEXT, "b.txt": TEXT}, sources))
    assert found.articles["doc_id"].tolist() == ["b"]
    assert found.inputs[["file", "state", "reason"]].values.tolist() == [
        ["a.txt", "loaded", ""], ["b.txt", "skipped", "already read"], ["sources.csv", "skipped", "describes the corpus"],
    ]  # fmt: skip
    assert found.notices[["file", "notice"]].values.tolist() == [["b.txt", "repeated"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_sources_can_be_what_a_spreadsheet_writes(tmp_path, delimiter):
    rows = ["file,source,note", "a.txt,Post,one", "b.txt,Radio,two"]
    sources = "\n".join(row.replace(",", delimiter) for row in rows)
    found = read_corpus(corpus(tmp_path, {"a.txt": TEXT, "b.txt": "Another.\n"}, sources + "\n"))
    assert found.articles[["source", "note"]].values.tolist() == [["Post", "one"], ["Radio", "two"]]
