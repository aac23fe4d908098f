"""Tables and web pages as articles: which column is what, what is guessed, and what a page states of itself."""

# ruff: noqa: E501 - a table of contents is one line

import gzip
import hashlib
import json

import pandas as pd
import pytest

from analysis.errors import CorpusError
from analysis.text.reading.corpus_file import CorpusFile, read_corpus_file
from analysis.text.reading.html import Pages
from analysis.text.reading.read import read_corpus
from analysis.text.reading.roles import assign

WORDS = "The mayor closed the old bridge over the river on Monday, and nobody knows when it will be open again."
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Mill Bridge closed - The Post</title>
<meta property="og:title" content="Mill Bridge closed"><meta name="author" content="Ann Miller">
<meta property="article:published_time" content="2024-10-28T23:30:00-05:00">
<link rel="canonical" href="https://post.example/bridge"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Mill Bridge closed</h1>{}</article>
<footer>All rights reserved</footer></body></html>"""


def lay(folder, **contents):
    folder.mkdir(exist_ok=True)
    for name, content in contents.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def guesses(found):
    return found.notices.loc[found.notices["notice"] == "guessed column", "detail"].tolist()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_usual_names_are_found_and_told(tmp_path, delimiter):
    rows = [["Headline", "Body", "Outlet", "Published", "lang", "region"], ["T", "One.", "Post", "2024-10-28", "en", "north"]]
    found = read_corpus(lay(tmp_path, a_dot_csv="\n".join(delimiter.join(row) for row in rows) + "\n"))
    row = found.articles.iloc[0]
    assert row[["doc_id", "title", "text", "source", "date", "language", "region", "place", "encoding"]].tolist() == [
        "a.csv#1", "T", "One.", "Post", "2024-10-28", "en", "north", "row 1, line 2", "utf-8",
    ]  # fmt: skip
    assert row["sha256"] == hashlib.sha256(b"One.").hexdigest()
    assert guesses(found)[:2] == ["column 'Body' is read as text", "column 'Headline' is read as title"]


def test_corpus_toml_maps_columns_and_turns_a_guess_off(tmp_path):
    table = "id,words,body,title\n7,One.,summary,T\n8,Two.,summary,U\n"
    settings = '[columns]\ntext = "words"\ndoc_id = ""\n'
    found = read_corpus(lay(tmp_path, a_dot_csv=table, corpus_dot_toml=settings))
    assert found.articles[["doc_id", "text", "id", "body"]].values.tolist() == [
        ["a.csv#1", "One.", "7", "summary"],
        ["a.csv#2", "Two.", "8", "summary"],
    ]
    assert guesses(found) == ["column 'title' is read as title"]


def test_a_second_candidate_is_named():
    roles = assign(["content", "text"], CorpusFile())
    assert roles.column == {"text": "text"} and list(roles.own) == ["content"]
    assert roles.notices == [("", "guessed column", "column 'text' is read as text (beside it stands 'content')")]


def test_names_that_parallax_uses_are_kept_under_another(tmp_path):
    found = read_corpus(lay(tmp_path, a_dot_csv="text,sha256,file\nOne.,x,y\n"))
    assert found.articles[["sha256_given", "file_given", "file"]].values.tolist() == [["x", "y", "a.csv"]]


TOML_FAULTS = [
    ("unlisted = \n", 1, "not valid TOML"),
    ("[columns]\ntexts = 'a'\n", 2, "does not know the key 'texts'"),
    ("colums = 1\n", 1, "does not know the key 'colums'"),
    ("columns = 'text'\n", 1, "should be a table"),
    ("\n[columns]\ntext = 5\n", 3, "'text' should be a text"),
    ("date_format = 'dmy'\n", 1, "not a form of dates"),
    ("unlisted = 'include'\ndate_format = '%d/%d/%Y'\n", 2, "not a form of dates"),
    ("date_format = '%d.%m.%Q'\n", 1, "not a form of dates"),
    ("date_format = '%d.%m.%'\n", 1, "not a form of dates"),
    ("delimiter = ', '\n", 1, "one character"),
    ("[csv]\ndelimiter = ''\n", 2, "one character"),
    ("[csv]\nquotechar = ','\n", 2, "one character"),
    ('[csv]\nquote = "\'"\n', 2, "does not know the key 'quote'"),
    ("csv = ';'\n", 1, "should be a table"),
]


@pytest.mark.parametrize(("text", "line", "words"), TOML_FAULTS)
def test_faults_of_corpus_toml_are_named_with_their_line(tmp_path, text, line, words):
    with pytest.raises(CorpusError, match=words) as caught:
        read_corpus_file(lay(tmp_path, corpus_dot_toml=text))
    assert (caught.value.file, caught.value.line) == ("corpus.toml", line) and caught.value.remedy


def test_sources_fill_what_a_table_lacks(tmp_path):
    sources = "file,source,language,region\na.csv,Post,en,north\n"
    found = read_corpus(lay(tmp_path, a_dot_csv="text,lang\nOne.,\nTwo.,ru\n", sources_dot_csv=sources))
    assert found.articles[["source", "language", "region"]].values.tolist() == [
        ["Post", "en", "north"],
        ["Post", "ru", "north"],
    ]


def test_a_table_cannot_have_one_identifier(tmp_path):
    with pytest.raises(CorpusError, match="an article per row") as caught:
        read_corpus(lay(tmp_path, a_dot_csv="text\nOne.\n", sources_dot_csv="file,source,doc_id\na.csv,Post,x\n"))
    assert caught.value.line == 2


def test_folders_of_a_partitioned_table_are_columns(tmp_path):
    for source, date, text in (("Mill%20Post", "2024-10", "One."), ("Radio", "__HIVE_DEFAULT_PARTITION__", "Two.")):
        folder = tmp_path / "news.parquet" / f"source={source}" / f"date={date}"
        folder.mkdir(parents=True)
        pd.DataFrame({"text": [text]}).to_parquet(folder / "part-0.parquet")
    (tmp_path / "news.parquet" / "_SUCCESS").touch()
    found = read_corpus(tmp_path)
    assert found.articles["source"].tolist() == ["Mill Post", "Radio"]
    assert found.articles["date"].fillna("").tolist() == ["2024-10", ""]
    assert found.quarantine.empty and found.inputs["reason"].tolist()[0] == "marks a partitioned table"


def test_parquet_dates_and_numbers_become_texts(tmp_path):
    table = pd.DataFrame({
        "id": [7, 8], "text": ["One.", "Two."], "published": pd.to_datetime(["2024-10-28T23:30:00-05:00", None], utc=True), "score": [0.5, None],
        "year": [2024.0, None],
    })  # fmt: skip
    table.to_parquet(tmp_path / "a.parquet")
    articles = read_corpus(tmp_path).articles.astype("object").fillna("")
    assert articles[["doc_id", "date", "score", "year"]].values.tolist() == [
        ["7", "2024-10-29", "0.5", "2024"],
        ["8", "", "", ""],
    ]


def test_a_page_gives_its_text_and_what_it_states(tmp_path):
    paragraphs = "".join(f"<p>On day {n}: {WORDS}</p>" for n in range(3))
    found = read_corpus(lay(tmp_path, post__bridge_dot_html=PAGE.format(paragraphs)))
    row = found.articles.iloc[0]
    assert row[["doc_id", "source", "title", "author", "date", "language", "url"]].tolist() == [
        "post/bridge", "post", "Mill Bridge closed", "Ann Miller", "2024-10-29", "en", "https://post.example/bridge",
    ]  # fmt: skip
    assert row["text"].count(WORDS) == 3
    assert "Sport" not in row["text"] and "rights" not in row["text"]


def test_a_page_without_metadata_has_no_date_even_if_its_text_names_one(tmp_path):
    page = f"<html><body><article><p>{WORDS}</p><p>It was 28 October 2024, or 2024-10-28. {WORDS}</p></article></body></html>"
    row = read_corpus(lay(tmp_path, a_dot_htm=page)).articles.iloc[0]
    assert pd.isna(row["date"]) and pd.isna(row["language"]) and pd.isna(row["url"]) and "28 October" in row["text"]


def test_what_sources_say_of_a_page_comes_first(tmp_path):
    sources = "file,source,title,date\na.html,Post,Our title,2024-10\n"
    row = read_corpus(lay(tmp_path, a_dot_html=PAGE.format(f"<p>{WORDS}</p>" * 3), sources_dot_csv=sources)).articles.iloc[0]
    assert row[["source", "title", "date", "language"]].tolist() == ["Post", "Our title", "2024-10", "en"]


def test_a_page_in_the_encoding_it_declares(tmp_path):
    words = "Глава города в понедельник закрыл мост через реку, и никто не знает, когда его откроют."
    page = (
        f'<html><head><meta charset="windows-1251"></head><body><article><p>{words}</p><p>{words}</p></article></body></html>'
    )
    row = read_corpus(lay(tmp_path, a_dot_html=page.encode("cp1251"))).articles.iloc[0]
    assert row["encoding"] == "cp1251" and words in row["text"]


def test_json_ld_dates_a_page():
    linked = json.dumps({"@graph": [{"@type": "NewsArticle", "datePublished": "2024-10-28", "inLanguage": "uk"}]})
    page = f'<html><head><script type="application/ld+json">{linked}</script></head><body><article><p>{WORDS}</p></article></body></html>'
    pages = Pages()
    try:
        found = pages.article(page)
        assert (found["date"], found["language"]) == ("2024-10-28", "uk")
        first = pages.process.pid
        assert pages.article(page) == found and pages.process.pid == first
    finally:
        pages.close()
    assert pages.process is None


def test_a_folder_of_all_formats_is_read_whole(tmp_path):
    rows = [{"id": f"j{n}", "text": f"Text {n}."} for n in range(3)]
    pd.DataFrame({"id": ["p1"], "text": ["One."]}).to_parquet(lay(tmp_path) / "p.parquet")
    found = read_corpus(lay(
        tmp_path, a_dot_txt="Мост закрыт.", b_dot_html=PAGE.format(f"<p>{WORDS}</p>" * 3), c_dot_csv="id,text\nc1,One.\nc2\n", d_dot_tsv="id\ttext\nd1\tOne.\n",
        j_dot_jsonl="\n".join(map(json.dumps, rows)), g_dot_jsonl_dot_gz=gzip.compress(b'{"id":"g1","text":"One."}\n'), x_dot_docx=b"PK", e_dot_txt=b"",
    ))  # fmt: skip
    assert found.articles["doc_id"].tolist() == ["a", "b", "c1", "d1", "g1", "j0", "j1", "j2", "p1"]
    assert found.quarantine[["file", "place", "reason"]].values.tolist() == [
        ["c.csv", "row 2, line 3", "csv_row"], ["e.txt", "", "empty"], ["x.docx", "", "broken"],
    ]  # fmt: skip
    sums = found.inputs[["n_inputs", "n_loaded", "n_quarantined", "n_skipped"]].sum().tolist()
    assert sums == [12, 9, 3, 0]


NAMES = [
    (["publication", "text"], "source", "publication"), (["Outlet Name", "text"], "source", "Outlet Name"), (["source.name", "text"], "source", "source.name"),
    (["Quelle", "Text"], "source", "Quelle"), (["Medium", "Volltext"], "source", "Medium"), (["publisher", "text"], "source", "publisher"),
    (["издание", "текст"], "source", "издание"), (["Джерело", "Текст"], "source", "Джерело"), (["Заголовок", "текст"], "title", "Заголовок"),
    (["Überschrift", "Text"], "title", "Überschrift"), (["Titre", "Texte"], "title", "Titre"), (["Datum", "Inhalt"], "date", "Datum"), (["дата публикации", "текст"], "date", "дата публикации"),
    (["дата_публікації", "текст"], "date", "дата_публікації"), (["articleBody", "headline"], "text", "articleBody"), (["publishedAt", "content"], "date", "publishedAt"),
    (["Publication Date", "publication", "text"], "date", "Publication Date"), (["посилання", "текст"], "url", "посилання"), (["outlet", "publication", "text"], "source", "outlet"),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "role", "expected"), NAMES)
def test_columns_are_known_in_the_languages_of_their_users(columns, role, expected):
    assert assign(columns, CorpusFile()).column[role] == expected


@pytest.mark.parametrize("name", ["data", "story", "media", "domain", "publications", "quellen", "sourceless"])
def test_words_with_other_meanings_are_the_users_own(name):
    roles = assign(["text", name], CorpusFile())
    assert list(roles.own) == [name] and set(roles.column) == {"text"}


def test_a_source_that_is_an_object_is_its_name(tmp_path):
    rows = [{"text": "One.", "source": {"id": None, "name": "Post"}}, {"text": "Two.", "source": {"id": 7}}]
    found = read_corpus(lay(tmp_path, a_dot_jsonl="\n".join(map(json.dumps, rows))))
    assert found.articles["source"].tolist() == ["Post"] and found.quarantine["reason"].tolist() == ["wrong_type"]


TABLE = "text,date\nOne.,2024\n"
NAMED = [
    ({"a_dot_csv": TABLE}, True),
    ({"post__a_dot_csv": TABLE}, False),
    ({"a_dot_csv": "text,outlet\nOne.,Post\n"}, False),
    ({"a_dot_csv": TABLE, "sources_dot_csv": "file,source\na.csv,Post\n"}, False),
    ({"a_dot_csv": TABLE, "corpus_dot_toml": '[columns]\nsource = ""\n'}, False),
    ({"a_dot_csv": TABLE, "corpus_dot_toml": '[columns]\nsource = "paper"\n'}, True),
    ({"a_dot_jsonl": '{"text": "One.", "blatt": "Post"}\n'}, True),
]


@pytest.mark.parametrize(("files", "told"), NAMED)
def test_a_table_whose_outlets_nothing_names_is_told_of(tmp_path, files, told):
    notices = read_corpus(lay(tmp_path, **files)).notices
    details = notices.loc[notices["notice"] == "no source column", "detail"].tolist()
    assert len(details) == told and all("are all of one" in detail and "[columns] source" in detail for detail in details)


def test_outlets_that_are_spelt_almost_alike_are_told_of(tmp_path):
    names = ["The Post", "the post", "The  Post", "Post's", "Posts", "Post’s", "Radio", "Rad.io"]
    rows = [{"text": f"Text {n}.", "source": name} for n, name in enumerate(names)]
    notices = read_corpus(lay(tmp_path, a_dot_jsonl="\n".join(map(json.dumps, rows)))).notices
    details = notices.loc[notices["notice"] == "near-equal source", "detail"].tolist()
    assert [detail.split(" is like ")[0] for detail in details] == ["'Posts' (1)", "'Post’s' (1)", "'the post' (1)"]


META = "filename,published_in,year,pages\nPost/1.txt,Post,2024,3\nPost/2.txt,Post,2024,3\n"
LONG = "A sentence of a text that goes on. " * 9
STRAY = [
    ("list of files", META, "no_text", 2),
    ("list by the names alone", "filename,published_in\n1.txt,Post\n2.txt,Post\n", "no_text", 2),
    ("a list with long summaries", f"filename,summary\nPost/1.txt,{LONG}\nPost/2.txt,{LONG}\n", "no_text", 2),
    ("files in the column that would be the text", "article,outlet\nPost/1.txt,Post\nPost/2.txt,Post\n", "no_text", 2),
    ("figures", "year,pages\n2024,3\n2025,4\n", "no_text", 2),
    ("files that are not there", "filename,pages\nx.txt,3\ny.txt,4\n", "no_text", 2),
    ("articles that name where they came from", f"filename,text\nPost/1.txt,{LONG}\nPost/1.txt,{LONG}b\n", None, 4),
]


@pytest.mark.parametrize(("name", "table", "reason", "n"), STRAY, ids=[row[0] for row in STRAY])
def test_a_table_of_metadata_stops_nothing(tmp_path, name, table, reason, n):
    found = read_corpus(lay(tmp_path, Post__1_dot_txt="One text.", Post__2_dot_txt="Two texts.", metadata_dot_csv=table))
    assert len(found.articles) == n
    assert found.quarantine[["file", "reason"]].values.tolist() == ([["metadata.csv", reason]] if reason else [])


def test_texts_in_a_column_that_is_not_known_are_counted_row_by_row(tmp_path):
    table = "n,words\n" + "".join(f"{n},{LONG}{n}\n" for n in range(30))
    found = read_corpus(lay(tmp_path, a_dot_txt="One text.", b_dot_csv=table))
    assert found.quarantine["reason"].tolist() == ["no_text"] * 30 and "words" in found.quarantine["detail"].iloc[0]
    with pytest.raises(CorpusError, match=r"no column is known to hold the text\. The file has: n, words"):
        read_corpus(lay(tmp_path / "alone", b_dot_csv=table))


STATED = [
    ('<meta name="citation_publication_date" content="2019/11/20">', "", "2019-11-20"),
    ('<meta property="article:published" content="November 20, 2019">', "", "2019-11-20"),
    ('<meta name="pubdate" content="Wed, 20 Nov 2019 08:00:00 +0200">', "", "2019-11-20"),
    ('<meta name="date" content="03/04/2019"><meta name="dc.created" content="2019-04-03">', "", "2019-04-03"),
    ("", '<time datetime="2019-11-20T08:00:00Z">Wednesday</time>', "2019-11-20"),
    ("", "<time>20 ноября 2019</time>", "2019-11-20"),
    ("", '<time datetime="2019-11-20">a</time><time datetime="2019-11-21">b</time>', None),
    ("", '<time datetime="2019-11-21" itemprop="dateModified">b</time>', None),
    ('<meta name="date" content="03/04/2019">', "", None),
    ('<meta name="date" content="0001-01-01T00:00:00">', "", None),
    ('<meta property="article:modified_time" content="2019-11-20">', "", None),
    ('<meta name="copyright" content="2019">', '<p class="date">20 November 2019</p>', None),
    ('<link rel="canonical" href="https://post.example/2019/11/20/bridge">', '<img src="/2019/11/20/a.jpg">', None),
]  # fmt: skip


@pytest.mark.parametrize(("head", "body", "expected"), STATED)
def test_a_page_has_the_date_that_its_metadata_state_and_no_other(tmp_path, head, body, expected):
    page = f"<html><head><title>T</title>{head}</head><body><article>{body}<p>{WORDS}</p><p>In May 2018: {WORDS}</p></article></body></html>"
    date = read_corpus(lay(tmp_path, a_dot_html=page)).articles["date"].iloc[0]
    assert date == expected if expected else pd.isna(date)
