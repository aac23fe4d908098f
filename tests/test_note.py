"""An analyst's note: read as it is, refused before a run where it cannot be meant, harmless on the page."""

import json

import pytest
from test_publish import CORPUS, FIGURE, executed, said, shown, words

from analysis.errors import UsageError
from analysis.report.check import verify
from analysis.report.publish import record
from analysis.report.publish.note import LONGEST_NOTE, LONGEST_TITLE, checked_title, read_note
from analysis.report.publish.pages import publish
from analysis.report.publish.pieces import Ids
from analysis.report.publish.prose import note


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"a\r\nb\n", "a\nb\n"), ("\ufeffПравда\tя".encode(), "Правда\tя"), (b"x" * LONGEST_NOTE, "x" * LONGEST_NOTE)],
)
def test_a_note_is_read_as_it_is(tmp_path, data, text):
    (tmp_path / "note.md").write_bytes(data)
    assert read_note(tmp_path / "note.md") == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "cannot read this note"),
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"caf\xe9", "is not UTF-8"),
        (b"a\n\0", "note.md:2: this note holds a control character"),
        (b"\x1b[31m", "control character"),
        (b"x" * (LONGEST_NOTE + 1), "more than 10,000 characters"),
        ("я".encode() * 5 * LONGEST_NOTE, "more than 10,000 characters"),
        (("я" * LONGEST_NOTE).encode() + b"z", "more than 10,000 characters"),
    ],
)
def test_a_note_that_cannot_be_meant_is_refused_with_its_name(tmp_path, data, message):
    if data is not None:
        (tmp_path / "note.md").write_bytes(data)
    with pytest.raises(UsageError, match=message) as caught:
        read_note(tmp_path / "note.md")
    assert caught.value.file == str(tmp_path / "note.md") and caught.value.exit_code == 2


def test_a_title_is_one_line():
    assert checked_title(None) is None and checked_title("a") == "a"
    with pytest.raises(UsageError, match="more than 200"):
        checked_title("x" * (LONGEST_TITLE + 1))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("a <b onclick=x>b</b>", "a &lt;b onclick=x&gt;b&lt;/b&gt;"),
        ("**a** *b* `c<d`", "<strong>a</strong> <em>b</em> <code>c&lt;d</code>"),
        ("![a <b>](https://x.org/a.png)", "a &lt;b&gt; (<code>https://x.org/a.png</code>)"),
        ("![](a.png)", "picture (<code>a.png</code>)"),
        ("[a](javascript:x)", "a (<code>javascript:x</code>)"),
        ('[a](x.html "on")', "a (<code>x.html</code>)"),
        ("https://x.org/a", "https://x.org/a"),
        ("[a](01_terms.html#terms)", '<a href="01_terms.html#terms">a</a>'),
        ("[a](01_terms.html/../../x)", "a (<code>01_terms.html/../../x</code>)"),
        ("costs $5 and $6", "costs $5 and $6"),
    ],
)
def test_markdown_is_made_harmless(text, html):
    assert note(text, Ids(), ["01_terms.html"]).removeprefix("<p>").removesuffix("</p>\n").strip() == html


def test_headings_follow_one_another_below_the_pages_own():
    ids = Ids()
    ids.has_heading = True
    html = note("##### a\n\n# b\n\n### c\n\n# b\n\n- [x] done\n", ids, ())
    assert [part.split(">")[0] for part in html.split("<h")[1:]] == [
        '2 id="note-a"',
        '2 id="note-b"',
        '3 id="note-c"',
        '2 id="note-b-2"',
    ]
    assert "☑ done" in html and "<input" not in html


def published(folder, words=""):
    page = executed("01_terms", shown(said("War."), FIGURE, tags=["finding"]))
    when = record.clock()
    known = record.record(record.run_id(when, CORPUS, {}), "T", when, CORPUS, [page], 3.0)
    publish(folder, [page], known, words)
    verify.verify(folder, [])
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_note_stands_below_the_title_and_is_kept_in_the_run(tmp_path):
    text = "# Why\n\nFor <all> of [us](01_terms.html).\n"
    report = published(tmp_path / "a", text)
    index = report["index.html"]
    assert report["note.md"] == text and json.loads(report["run.json"])["note"] == "note.md"
    assert index.index("<h1>T</h1>") < index.index('<h2 id="note-why">') < index.index('class="standfirst"')
    assert "For <all> of us." in words(index).replace("us .", "us.") and "Why" not in words(report["01_terms.html"])


def test_a_note_changes_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1730073600")
    without, with_note = published(tmp_path / "a"), published(tmp_path / "b", "Why.")
    assert sorted(set(with_note) - set(without)) == ["note.md"] and "note" not in json.loads(without["run.json"])
    assert {name for name in without if without[name] != with_note[name]} == {"index.html", "run.json"}
    assert json.loads(without["run.json"])["id"] == json.loads(with_note["run.json"])["id"]
