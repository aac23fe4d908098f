"""What a corpus says, for the last look: its lines, titles, addresses, names of files and describing files; nothing of the machine."""

import pytest

from analysis.text.prepare import prepare, save
from analysis.text.said import said


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    corpus = tmp_path_factory.mktemp("machine") / "corpus"
    corpus.mkdir()
    (corpus / "one.txt").write_text("Title\n\nWrite to root@example.org today.\n\nADVERTISEMENT /srv/ad\n")
    (corpus / "root@two.txt").write_text("Another story of the day, told at length.")
    (corpus / "broken.json").write_bytes(b"{")
    (corpus / "feed.jsonl").write_text(
        '{"body": "Told at length.", "by/desk": "a", "date": "/srv/2024", "source": "~admin"}\n{"body": 1, "id": "/srv/row"}\n'
    )
    (corpus / "sources.csv").write_text(
        "file,source,url\none.txt,Press,https://press.example/~press/1\nroot@two.txt,News,\nfeed.jsonl,Feed,\n"
    )
    (corpus / "topics.yml").write_text("# /srv/comment\nport: [harbour]\n")
    snapshot = corpus.parent / "snapshot"
    save(prepare(corpus), snapshot)
    return corpus, list(said(snapshot, corpus))


@pytest.mark.parametrize(
    "piece",
    [
        "root@example.org",
        "/srv/ad",
        "root@two.txt",
        "https://press.example/~press/1",
        "/srv/comment",
        "Title",
        "by/desk",
        "/srv/2024",
        "~admin",
    ],
)
def test_all_that_stands_in_the_corpus_is_said(texts, piece):
    assert any(piece in text for text in texts[1])


def test_where_the_corpus_lies_is_not(texts):
    assert not any(str(texts[0].parent) in text for text in texts[1])
