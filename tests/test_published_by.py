"""published_by.py and page_states.py: whose an article is where nobody says so, and that this is told as a guess."""

import csv
import tomllib

import pytest
from corpora import folder
from lxml import html

from analysis.check import loud
from analysis.text.prepare import prepare
from analysis.text.reading.new_corpus import MOST_ROWS, begin
from analysis.text.reading.page_states import stated
from analysis.text.reading.published_by import folders_say, host_of, outlet_of
from analysis.text.reading.read import read_corpus
from analysis.text.reading.streams import Streamed

WORDS = "The mayor closed the old bridge over the river on Monday, and nobody knows for how long it will be so. " * 3
SITE, ADDRESS = '<meta property="og:site_name" content="{}">', '<link rel="canonical" href="{}">'
LD = '<script type="application/ld+json">{}</script>'


def page(head="", more="", before=""):
    text = f"<article><h1>Bridge closed</h1><p>{WORDS}{more}</p></article>"
    return f"{before}<html><head><title>Bridge closed</title>{head}</head><body>{text}</body></html>"


def sources(found):
    return dict(zip(found.articles["doc_id"], found.articles["source"], strict=True))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (SITE.format("The Larkham Post"), "The Larkham Post"),
        (SITE.format("Post &amp; Courier"), "Post & Courier"),
        (LD.format('{"@type": "NewsArticle", "datePublished": "2024-01-02", "publisher": {"name": "Vale"}}'), "Vale"),
        (LD.format('[{"@type": "WebPage"}, {"publisher": [{"name": "Vale Radio &amp; TV"}]}]'), "Vale Radio & TV"),
        (LD.format('{"@graph": [{"publisher": {"@id": "#o"}}, {"@id": "#o", "name": "Courier"}]}'), "Courier"),
        (LD.format('{"publisher": "Web Daily"}'), "Web Daily"),
        (SITE.format("Post") + LD.format('{"publisher": "Another"}'), "Post"),
        (LD.format('{"publisher": 7, "@graph": 3}') + LD.format("[1, null, [2]]") + LD.format("{"), ""),
        (LD.format('{"publisher": {"@id": ["x"]}}'), ""),
    ],
)
def test_a_page_states_its_publisher_in_one_of_several_ways(head, expected):
    assert stated(html.document_fromstring(page(head)))["publisher"] == expected


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.post.example/a/b?x=1#y", "post.example"),
        ("HTTP://WWW2.Post.Example/", "post.example"),
        ("//m.post.example/a", "post.example"),
        ("www.post.example", "post.example"),
        ("post.example/2024", "post.example"),
        ("https://user:secret@post.example:8080/", "post.example"),
        ("https://web.archive.org/web/20191120id_/http://www.post.example/a", "post.example"),
        ("https://xn--80ak6aa92e.example/a", "\u0430\u0440\u0440\u04cf\u0435.example"),
        ("https://m.example/", "m.example"),
        ("https://192.168.0.1/a", ""),
        ("file:///C:/a.html", ""),
        ("https://[::1/a", ""),
        ("/2024/bridge", ""),
        ("The Post / Courier", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(address, host):
    assert host_of(address) == host


def test_a_name_that_is_none_gives_way_to_the_address():
    assert outlet_of("x" * 81, "https://post.example/") == outlet_of("…", "https://post.example/") == ("post.example", "host")
    assert outlet_of("https://www.post.example/", "") == ("post.example", "stated")


@pytest.mark.parametrize("folders", ["html", "Pages", "raw_html", "2024/10", "saved pages", "articles/2024-10-28"])
def test_folders_that_say_when_or_what_and_not_whose(folders):
    assert not folders_say(folders)


@pytest.mark.parametrize("folders", ["post", "Daily News", "html/post", "Newsday", "data-journal", "24 Hours"])
def test_folders_that_may_be_an_outlet(folders):
    assert folders_say(folders)


def test_pages_in_one_folder_are_of_the_outlets_they_state_and_that_is_said_aloud(tmp_path):
    saved = "<!-- saved from url=(0031)https://web.example/story -->\n"
    pages = {
        "html/a.html": page(SITE.format("The Larkham Post"), "One."),
        "html/b.html": page(ADDRESS.format("https://www.radio.example/1"), "Two."),
        "html/c.html": page("", "Three.", saved),
        "html/d.html": page("", "Four."),
        "post/e.html": page(SITE.format("Another"), "Five."),
    }
    prepared = prepare(folder(tmp_path / "mine", pages))
    assert list(sources(prepared).values()) == ["The Larkham Post", "radio.example", "web.example", "html", "post"]
    assert prepared.articles["url"].iloc[2] == "https://web.example/story"
    host, said = [line for line in loud(prepared) if line.startswith("guessed source: ")]
    assert "outlet of 2 articles; it is the host of the address: 'radio.example' (1), 'web.example' (1)." in host
    assert "outlet of 1 article; it is what the page states (og:site_name, publisher): 'The Larkham Post' (1)." in said


def test_sources_csv_goes_before_what_a_page_states_and_a_guess_can_be_turned_off(tmp_path):
    pages = {"a.html": page(SITE.format("The Larkham Post"))}
    listed = read_corpus(folder(tmp_path / "mine", pages, sources_csv="file,source\na.html,Post\n"))
    off = read_corpus(folder(tmp_path / "off", pages, corpus_toml='[columns]\nsource = ""\n'))
    assert [*sources(listed).values(), *sources(off).values()] == ["Post", "off"]
    assert listed.notices.empty and off.notices.empty


TABLE = "text,url\nOne text.,https://www.post.example/1\nTwo texts.,https://radio.example/2\nThree.,\n"


@pytest.mark.parametrize("name", ["a.csv", "data/a.csv"])
def test_rows_with_an_address_alone_are_of_its_host(tmp_path, name):
    found = read_corpus(folder(tmp_path / "mine", {name: TABLE}))
    assert [*sources(found).values()][:2] == ["post.example", "radio.example"]
    kinds = found.notices["notice"].tolist()
    assert kinds.count("guessed source") == 1 and kinds.count("no source column") == 1
    assert "so its rows (1)" in found.notices.loc[found.notices["notice"].eq("no source column"), "detail"].iloc[0]
    streamed = [group for part in Streamed(tmp_path / "mine", "source") for group in part.group]
    assert sorted(streamed) == sorted(sources(found).values())


def test_a_table_in_the_folder_of_an_outlet_is_of_that_one(tmp_path):
    assert set(sources(read_corpus(folder(tmp_path, {"post/a.csv": TABLE}))).values()) == {"post"}


def test_addresses_in_the_column_of_the_outlet_are_read_as_their_hosts(tmp_path):
    table = "text,source\nOne text.,https://www.post.example/1\nTwo texts.,The Post/Courier\n"
    found = read_corpus(folder(tmp_path, {"a.csv": table}))
    assert [*sources(found).values()] == ["post.example", "The Post/Courier"]
    assert sorted(group for part in Streamed(tmp_path, "source") for group in part.group) == [
        "The Post/Courier",
        "post.example",
    ]


def test_new_proposes_what_pages_state_and_the_hosts_of_a_table(tmp_path):
    files = {
        "a.html": page(SITE.format("The Larkham Post") + '<meta name="date" content="2024-10-28">', "One."),
        "b.html": page(ADDRESS.format("https://www.radio.example/1"), "Two."),
        "c.html": "<html></html>",
        "t.csv": TABLE,
    }
    place = folder(tmp_path / "mine", files)
    before = sources(read_corpus(place))
    assert "2 outlets as pages state them or by their addresses" in dict(begin(place))["sources.csv"]
    with (place / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert [(row["source"], row["date"]) for row in rows.values()] == [
        ("The Larkham Post", "2024-10-28"), ("radio.example", ""), ("mine", ""), ("mine", ""),
    ]  # fmt: skip
    assert rows["b.html"]["note"] == "Source: the host of its address; title, url: as the page states"
    assert tomllib.loads((place / "corpus.toml").read_text(encoding="utf-8"))["columns"]["source"] == "url"
    found = read_corpus(place)
    assert sources(found) == before and "guessed source" not in found.notices["notice"].tolist()


def test_new_writes_no_row_that_would_hide_what_many_pages_state(tmp_path):
    place = folder(tmp_path, {f"{n}.html": "<p>" for n in range(MOST_ROWS + 1)})
    assert dict(begin(place))["sources.csv"].startswith("not written") and not (place / "sources.csv").exists()


def test_new_takes_what_documents_state_and_hides_no_outlets_of_one_file(tmp_path):
    from made_files import page_of, w_p, warc, word
    from test_several import FACTS, nexis_uni

    feed = f"<rss><channel><title>Vale Courier</title><item><title>T</title><description>{WORDS}</description></item></channel></rss>"
    place = folder(tmp_path / "mine", {"b.xml": feed, "c.txt": nexis_uni(1)})
    (place / "a.docx").write_bytes(word("".join(map(w_p, filter(None, nexis_uni(0).split("\n"))))))
    before = sources(read_corpus(place))
    begin(place)
    with (place / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert [row["source"] for row in rows.values()] == [FACTS[0][1], "Vale Courier", FACTS[1][1]]
    assert rows["a.docx"]["title"] == FACTS[0][0] and rows["c.txt"]["title"] == FACTS[1][0]
    assert sources(read_corpus(place)) == before
    other = folder(tmp_path / "other", {"c.txt": "One.\n"})
    records = warc(*(("resource", f"https://{host}.example/1", page_of(WORDS, WORDS).encode()) for host in ("post", "radio")))
    (other / "a.warc").write_bytes(b"".join(records))
    assert dict(begin(other))["sources.csv"].startswith("not written") and not (other / "sources.csv").exists()
