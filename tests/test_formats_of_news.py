"""Documents of other programs, third part: feeds, what agencies send, boxes of mail and archives of the web; see test_formats.py."""

# ruff: noqa: E501 - a file is a few lines, as its program writes it

import gzip

import pytest
from made_files import P, Q, page_of, warc
from test_formats import faults, notices, others, read

COLUMNS = ["title", "source", "date", "author", "section", "url", "language", "text"]
ENTITIES = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>'


def feed(items, before="", name="The Post"):
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<?xml version="1.0"?>{before}<rss version="2.0" {spaces}><channel><title>{name}</title><language>en</language>{items}</channel></rss>'


ITEM = f"""
<item><title>Bridge closed</title><link>https://post.example/a</link><pubDate>Mon, 28 Oct 2024 23:30:00 -0500</pubDate>
<dc:creator>Ann Miller and Bob Novak</dc:creator><category>Local</category><description>Short.</description>
<content:encoded><![CDATA[<p>{P}</p><figure><script>x()</script></figure><ul><li>{Q}</li></ul>]]></content:encoded></item>"""
SHORT = f"<item><title>Shops</title><link>https://post.example/b</link><description>&lt;p&gt;{Q}&lt;/p&gt;</description></item>"


def test_a_feed_is_an_article_an_item(tmp_path):
    found = read(tmp_path, {"a.xml": feed(f"{ITEM}{SHORT}<item><title>Nothing</title></item>")})
    rows = others(found)
    assert rows.loc["a.xml#1", COLUMNS].tolist() == [
        "Bridge closed", "The Post", "2024-10-29", "Ann Miller; Bob Novak", "Local", "https://post.example/a", "en", f"{P}\n- {Q}",
    ]  # fmt: skip
    assert rows.loc["a.xml#2", ["title", "text"]].tolist() == ["Shops", Q] and rows.loc["a.xml#1", "place"] == "item 1, line 2"
    assert [fault[2] for fault in faults(found)] == ["empty"] and {"summaries", "guessed source"} <= notices(found)


def test_the_folder_of_a_feed_comes_before_its_title(tmp_path):
    assert others(read(tmp_path, {"radio/a.rss": feed(ITEM)}))["source"].tolist() == ["radio"]


def test_a_feed_of_atom(tmp_path):
    entry = f"""<entry><title type="html">Bridge &amp;amp; river</title><link rel="self" href="https://x.example"/><link href="https://post.example/a"/>
    <updated>2024-10-28T10:00:00Z</updated><author><name>Ann Miller</name></author><category term="local" label="Local"/>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{P}</p><p>{Q}</p></div></content></entry>"""
    data = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Post</title>{entry}</feed>'
    row = others(read(tmp_path, {"a.atom": data})).loc["a.atom#1"]
    assert row[COLUMNS].tolist() == [
        "Bridge & river", "The Post", "2024-10-28", "Ann Miller", "Local", "https://post.example/a", "en", f"{P}\n{Q}",
    ]  # fmt: skip


NITF = f"""<nitf xml:lang="en"><head><title>Short head</title><pubdata name="Vale Courier" date.publication="20241028T233000-0500" position.section="Local"/></head>
<body><body.head><hedline><hl1>Bridge closed</hl1></hedline><byline>By <person>Ann Miller</person> and <person>Bob Novak</person></byline></body.head>
<body.content><p>{P}</p><media><media-caption>A picture</media-caption></media><hl2>Shops</hl2><p>{Q}</p></body.content></body></nitf>"""
STORY = ["Bridge closed", "Vale Courier", "2024-10-29", "Ann Miller; Bob Novak", "Local"]


def test_a_story_of_nitf(tmp_path):
    row = others(read(tmp_path, {"post/a.xml": f'<?xml version="1.0"?>\n<!DOCTYPE nitf SYSTEM "nitf-3-3.dtd">\n{NITF}'})).loc[
        "post/a.xml"
    ]
    assert row[COLUMNS[:5]].tolist() == STORY and row["text"].split("\n") == [P, "Shops", Q]


def news_item(content, n=1):
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{n}" xml:lang="en"><itemMeta><provider literal="Vale Agency"/>
    <versionCreated>2024-10-29T10:00:00Z</versionCreated></itemMeta><contentMeta><contentCreated>2024-10-28T10:00:00Z</contentCreated><by>By Ann Miller</by>
    <subject qcode="x:1"><name>Local</name></subject><headline>Bridge closed</headline><language tag="en"/></contentMeta><contentSet>{content}</contentSet></newsItem>"""


@pytest.mark.parametrize(
    ("content", "text", "source"),
    [
        (f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>{P}</p><p>{Q}</p></body></html></inlineXML>', f"{P}\n{Q}", "Vale Agency"),
        (f"<inlineXML>{NITF}</inlineXML>", f"{P}\nShops\n{Q}", "Vale Courier"),
        (f'<inlineData contenttype="text/plain">{P}\n\n{Q}</inlineData>', f"{P}\n{Q}", "Vale Agency"),
    ],
    ids=["xhtml", "nitf", "plain"],
)  # fmt: skip
def test_items_of_newsml(tmp_path, content, text, source):
    message = f"<newsMessage><itemSet>{news_item(content)}{news_item('<remoteContent/>', 2)}</itemSet></newsMessage>"
    found = read(tmp_path, {"a.xml": news_item(content), "b.xml": message})
    assert others(found)["text"].to_dict() == {"a.xml": text, "b.xml#1": text}
    assert others(found)[COLUMNS[:5]].values.tolist() == [["Bridge closed", source, "2024-10-28", "Ann Miller", "Local"]] * 2
    assert [(file, reason) for file, _, reason in faults(found)] == [("b.xml", "empty")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<urlset><url><loc>https://post.example</loc></url></urlset>", "xml"),
        (feed(ITEM)[:-40], "xml"),
        (feed(f"<item><title>&a;&b;</title><description>{P}</description></item>", ENTITIES), "xml"),
        ("<rss>" + "<item>" * 2_000 + "</item>" * 2_000 + "</rss>", "xml"),
        (feed(""), "empty"),
        ("<!DOCTYPE html><html><p>x", "wrong_name"),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>x</p></html>', "wrong_name"),
        (P, "xml"),
    ],
    ids=["sitemap", "cut", "entities", "deep", "no item", "page", "xhtml", "text"],
)
def test_xml_that_is_no_news_is_set_aside(tmp_path, data, reason):
    assert [fault[2] for fault in faults(read(tmp_path, {"a.xml": data}))] == [reason]


# Mail


LETTER = "From news@post.example Mon Oct 28 23:30:00 2024\nFrom: The Post <news@post.example>\nSubject: {}\nDate: Mon, 28 Oct 2024 12:00:00 +0000\n{}\n{}\n\n"


def test_a_box_is_an_article_a_message(tmp_path):
    to_many = 'List-Id: <news.post.example>\nContent-Type: text/html; charset="utf-8"\n'
    box = LETTER.format("Bridge", "", f"{P}\n\n>From the square: {Q}") + LETTER.format("Shops", to_many, page_of(P, Q))
    found = read(tmp_path, {"a.mbox": box + LETTER.format("Nothing", "", "")})
    rows = others(found)
    assert rows.loc["a.mbox#1", ["title", "author", "date", "text"]].tolist()[:3] == ["Bridge", "The Post", "2024-10-28"]
    assert f"\nFrom the square: {Q}" in rows.loc["a.mbox#1", "text"] and Q in rows.loc["a.mbox#2", "text"]
    assert rows.loc["a.mbox#2", ["title", "source"]].tolist() == ["Shops", "The Post"]
    assert rows["place"].tolist() == ["message 1, line 1", "message 2, line 10"]
    assert faults(found) == [["a.mbox", f"message 3, line {10 + box.count(chr(10)) - 9}", "empty"]]


def test_a_box_that_is_none_is_set_aside(tmp_path):
    assert faults(read(tmp_path, {"a.mbox": P, "b.mbox": f"Subject: x\n\n{P}"})) == [
        ["a.mbox", "", "broken"],
        ["b.mbox", "", "broken"],
    ]


# Archives of the web


ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1252\r\n{}\r\n"


def records():
    page = page_of(P, Q).replace("bridge", "brïdge").encode("cp1252")
    sent = f"{len(page):x}\r\n".encode() + page + b"\r\n0\r\n\r\n"
    return warc(
        ("warcinfo", "", b"software: x"),
        ("response", "https://post.example/a", ANSWER.format("").encode() + page),
        ("response", "https://radio.example/b", ANSWER.format("Transfer-Encoding: chunked\r\n").encode() + sent),
        ("response", "https://radio.example/c", ANSWER.format("Content-Encoding: gzip\r\n").encode() + gzip.compress(page)),
        ("response", "https://radio.example/d", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>No.</p>"),
        ("response", "https://radio.example/e", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        ("response", "https://radio.example/f", ANSWER.format("Content-Encoding: br\r\n").encode() + b"xx"),
    )


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_the_pages_of_an_archive_of_the_web_are_read(tmp_path, name):
    data = records()
    found = read(tmp_path, {name: b"".join(gzip.compress(one) for one in data) if name.endswith("gz") else b"".join(data)})
    rows = others(found)
    assert rows["source"].tolist() == ["post.example", "radio.example", "radio.example"]
    assert rows["place"].tolist() == ["record 2", "record 3", "record 4"] and all("brïdge" in text for text in rows["text"])
    assert rows["url"].tolist()[0] == "https://post.example/a" and faults(found) == [[name, "record 7", "broken"]]
    assert "other records" in notices(found)


def test_an_archive_of_the_web_that_is_cut_is_read_up_to_there(tmp_path):
    whole = b"".join(gzip.compress(one) for one in records()[:3])
    found = read(
        tmp_path, {"a.warc.gz": whole[:-90], "b.warc": b"".join(records()[:2])[:-60], "c.warc": P.encode(), "d.warc": b""}
    )
    assert others(found)["url"].tolist() == ["https://post.example/a"]
    assert faults(found) == [
        ["a.warc.gz", "record 3", "broken"],
        ["b.warc", "record 2", "broken"],
        ["c.warc", "", "broken"],
        ["d.warc", "", "empty"],
    ]


def test_a_record_is_unpacked_within_a_bound(tmp_path):
    bomb = gzip.compress(b" " * 30_000_000)
    data = warc(("response", "https://a.example", ANSWER.format("Content-Encoding: gzip\r\n").encode() + bomb),
                ("resource", "https://b.example/", page_of(P, Q).encode()))  # fmt: skip
    found = read(
        tmp_path, {"a.warc": b"".join(data), "b.warc.gz": gzip.compress(warc(("response", "", b" " * 30_000_000))[0] + data[1])}
    )
    assert others(found)["place"].tolist() == ["record 2", "record 2"]
    assert faults(found) == [["a.warc", "record 1", "too_large"], ["b.warc.gz", "record 1", "too_large"]]
