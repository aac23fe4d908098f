"""Exports of press databases, five articles each, made of our own words in the form that each database writes: all fields are read back.

One article of each in a file of its own is read like five in one, and what is the database's own is told of and no text.
"""

# ruff: noqa: E501 - a file is a few lines, as its program writes it

import json

import pytest
from made_files import w_p, word
from test_formats import faults, notices, others, read

TITLES = ["Bridge closed", "Shops lose customers", "Who pays?", "Ferry runs again", "A festival for the river"]
SOURCES = ["Larkham Post", "Vale Courier", "Radio Vale", "Larkham Post", "The Evening Mail"]
AUTHORS = ["Ann Miller", "Bob Novak", "Ann Miller; Bob Novak", "C. Roe", "Dan Ek"]
SECTIONS = ["LOCAL", "BUSINESS", "OPINION", "LOCAL", "CULTURE"]
TEXTS = [
    "The bridge over the river is closed until spring, the mayor of the town said on Monday.\nNobody knows how long it will last.",
    "Shops on the square lose most of their customers, the owners wrote to the council.",
    "Nobody knows who will pay for the repair of the arch, the engineer told the radio.",
    "The ferry carries people over the river again, every hour from six to ten at night.",
    "A festival by the water begins on Friday, and all the choirs of the vale will sing.",
]
DAYS = [f"2024-10-1{n}" for n in range(5)]
WORDS = [str(100 + n) for n in range(4)] + ["1024"]
FIELDS = ["title", "source", "date", "author", "section", "stated_words", "text"]


def expected(*without, **other):
    known = dict(zip(FIELDS, (TITLES, SOURCES, DAYS, AUTHORS, SECTIONS, WORDS, TEXTS), strict=True)) | other
    return [list(row) for row in zip(*(known[name] for name in FIELDS if name not in without), strict=True)]


def rows(found, *without):
    table = others(found)
    return [
        [cell.replace("\n\n", "\n") for cell in row]
        for row in table[[name for name in FIELDS if name not in without]].to_numpy().tolist()
    ]


def joined(n, of="and"):
    return AUTHORS[n].replace(";", f" {of}")


def counted(n):
    return f"{int(WORDS[n]):,}"


def nexis(n):
    text = TEXTS[n].replace("\n", "\n\n")
    return (f"{n + 1} of 5 DOCUMENTS\n\n\n{SOURCES[n]}\n\nOctober 1{n}, 2024 Thursday\n\n{TITLES[n]}\n\nBYLINE: {joined(n)}\n\nSECTION: {SECTIONS[n]}; Pg. 3\n\n"
            f"LENGTH: {counted(n)} words\n\n{text}\n\nLOAD-DATE: October 12, 2024\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper\n\n"
            f"Copyright 2024 {SOURCES[n]}\nAll Rights Reserved\n\n\n")  # fmt: skip


COVER = ["User Name: A. Reader", "Date and Time: Thursday, November 14, 2024 10:00:00 AM GMT", "Job Number: 1234567", "Documents (5)",
         *(f"{n + 1}. {title}" for n, title in enumerate(TITLES)), "Client/Matter: -None-", "Search Terms: bridge"]  # fmt: skip


def nexis_uni(n):
    return [TITLES[n], SOURCES[n], f"October 1{n}, 2024 Thursday", f"Copyright 2024 {SOURCES[n]} All Rights Reserved", f"Section: {SECTIONS[n]}; Pg. 3",
            f"Length: {counted(n)} words", f"Byline: By {joined(n)}", "Body", *TEXTS[n].split("\n"), "Classification", "Language: ENGLISH",
            "Load-Date: October 15, 2024", "End of Document"]  # fmt: skip


def rich(lines):
    return "{\\rtf1\\ansi\\deff0 {\\fonttbl{\\f0 Arial;}}\n" + "\\par\n".join(lines) + "\\par\n}"


def page(lines):
    return (
        "<html><head><title>Export</title></head><body>"
        + "".join(f'<p class="c1"><span class="c2">{line}</span></p>\n' for line in lines)
        + "</body></html>"
    )


OLD = [line for n in range(5) for line in nexis(n).split("\n") if line]
UNI = [line for n in range(5) for line in nexis_uni(n)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "".join(nexis(n) for n in range(5))),
        ("a.docx", word("".join(map(w_p, OLD)))),
        ("a.rtf", rich([line for n in range(5) for line in nexis(n).split("\n")])),
        ("a.html", page(OLD)),
        ("b.txt", "\n\n".join(UNI)),
        ("b.docx", word("".join(map(w_p, [*COVER, *UNI])))),
        ("b.rtf", rich([*COVER, *UNI])),
        ("b.html", page(UNI)),
    ],
    ids=["old txt", "old docx", "old rtf", "old html", "uni txt", "uni docx", "uni rtf", "uni html"],
)
def test_nexis(tmp_path, name, data):
    found = read(tmp_path, {name: data})
    assert rows(found) == expected()
    told = found.notices.set_index("notice")["detail"]
    assert (
        "by the marks of an export of Nexis" in told["several articles"] and "Copyright (5)" in told["left out of the export"]
    )
    assert not any(taken in told["left out of the export"].casefold() for taken in ("byline", "section", "length", "october"))
    assert not others(found)["text"].str.contains("DOCUMENTS|Load-Date|LOAD-DATE|Copyright|Language").any()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", word("".join(map(w_p, nexis_uni(4))))),
        ("a.txt", nexis(4).replace("5 of 5", "1 of 1")),
        ("a.html", page(nexis_uni(4))),
    ],
)
def test_one_article_of_nexis_in_a_file(tmp_path, name, data):
    found = read(tmp_path, {name: data, "sources.csv": f"file,source,doc_id\n{name},Mail,one\ngood.txt,Good,\n"})
    assert rows(found) == expected(source=["Mail"] * 5)[4:] and others(found).index.tolist() == ["one"]
    assert {"guessed export", "left out of the export"} <= notices(found)


def factiva(n, of="October", words="words", end="Document"):
    return [TITLES[n], f"By {joined(n)}", f"{counted(n)} {words}", f"1{n} {of} 2024", "09:30", SOURCES[n], "LPST", "3", "English", "(c) 2024 All Rights Reserved.",
            *TEXTS[n].split("\n"), f"{end} LPST00002024101{n}ekaa0001x", ""]  # fmt: skip


def factiva_fields(n):
    return [("HD", TITLES[n]), ("BY", f"By {joined(n)}"), ("WC", f"{counted(n)} words"), ("PD", f"1{n} October 2024"), ("ET", "09:30"), ("SN", SOURCES[n]),
            ("SC", "LPST"), ("SE", SECTIONS[n]), ("LA", "English"), ("CY", "(c) 2024"), ("LP", TEXTS[n].split("\n")[0]),
            ("TD", TEXTS[n].partition("\n")[2]), ("NS", "gcat : Politics"), ("AN", f"Document LPST00002024101{n}ekaa0001x")]  # fmt: skip


def cells(name, text):
    return f"\\trowd\\cellx1000\\cellx9000\\intbl {name}\\cell {text}\\cell\\row\n"


def factiva_page(n):
    title, *_ = head = factiva(n)
    lines = "".join(f"<div>{line}</div>" for line in head[2:10])
    words = "".join(f'<p class="articleParagraph enarticleParagraph">\n{line}\n</p>' for line in TEXTS[n].split("\n"))
    return f'<div id="article-{n}" class="article enArticle"><div id="hd"><span class="enHeadline">{title}</span></div><div class="author">{head[1]}</div>{lines}{words}<p>{head[-2]}</p></div>'


def factiva_table(n):
    in_rows = "".join(
        f"<tr><td><b>{name}</b></td><td>{value}</td></tr>" for name, value in factiva_fields(n) if name not in ("LP", "TD")
    )
    words = "".join(f'<p class="articleParagraph enarticleParagraph">{line}</p>' for line in TEXTS[n].split("\n"))
    return f'<div class="article enArticle"><table>{in_rows}<tr><td><b>LP</b></td><td>{words}</td></tr></table></div>'


@pytest.mark.parametrize(
    ("name", "data", "without"),
    [
        ("a.html", page([]).replace("</body>", "".join(map(factiva_page, range(5))) + "</body>"), ["section"]),
        ("b.html", page([]).replace("</body>", "".join(map(factiva_table, range(5))) + "</body>"), []),
        ("a.rtf", rich([line for n in range(5) for line in factiva(n)]), ["section"]),
        ("b.rtf", rich(["".join(cells(*row) for n in range(5) for row in factiva_fields(n))]), []),
        (
            "a.txt",
            "\n".join(line for n in range(5) for line in factiva(n, "октября", "слов", "Документ")).replace(
                "Документ", "Document"
            ),
            ["section"],
        ),
        ("b.txt", "\n".join(f"{name}\n{text}" for n in range(5) for name, text in factiva_fields(n)), []),
        ("c.txt", "\n".join(f"{name}  {text}" for n in range(5) for name, text in factiva_fields(n)), []),
    ],
    ids=["html", "html with fields", "rtf", "rtf with fields", "text in Russian", "text with fields", "fields in lines"],
)
def test_factiva(tmp_path, name, data, without):
    found = read(tmp_path, {name: data})
    assert rows(found, *without) == expected(*without)
    assert "by the marks of an export of Factiva" in found.notices.set_index("notice")["detail"]["several articles"]


def test_one_article_of_factiva_in_a_file(tmp_path):
    found = read(tmp_path, {"a.html": page([]).replace("</body>", f"{factiva_table(0)}</body>"), "b.rtf": rich(factiva(0))})
    assert others(found)["title"].to_dict() == dict.fromkeys(("a", "b.rtf"), TITLES[0])
    assert others(found)["source"].tolist() == [SOURCES[0]] * 2


def europresse(n):
    day = f"{SECTIONS[n].title()}, jeudi 1{n} octobre 2024 {counted(n).replace(',', ' ')} mots, p. 3"
    words = "".join(f"<p>{line}</p>" for line in TEXTS[n].split("\n"))
    return (f'<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">{SOURCES[n]}, no. 43018</span></div>'
            f'<div><span class="DocHeader">{day}</span></div><div class="titreArticle"><p class="titreArticleVisu grandTitre">{TITLES[n]}</p></div>'
            f'<div class="docAuthors">{AUTHORS[n]}</div></header><section><div class="DocText clearfix"><div class="docOcurrContainer">{words}</div></div></section>'
            f"<footer>© 2024 {SOURCES[n]}. Tous droits réservés.</footer></article>")  # fmt: skip


@pytest.mark.parametrize("n", [1, 5])
def test_europresse(tmp_path, n):
    found = read(tmp_path, {"a.html": page([]).replace("</body>", "".join(map(europresse, range(n))) + "</body>")})
    assert rows(found) == expected(section=[name.title() for name in SECTIONS])[:n]
    assert ("several articles" if n > 1 else "guessed export") in notices(found)


def proquest(n):
    return (f"____________________________________________________________\n\nDocument {n + 1} of 5\n\nTitle: {TITLES[n]}\n\nAuthor: {AUTHORS[n]}\n\n"
            f"Publication title: {SOURCES[n]}\n\nPublication date: Oct 1{n}, 2024\n\nSection: {SECTIONS[n]}\n\nISSN: 12345678\n\nDocument URL: https://proquest.example/{n}\n\n"
            f"Full text: {TEXTS[n]}\n\nCopyright: Copyright 2024\n\nDatabase: News\n\n")  # fmt: skip


def test_proquest(tmp_path):
    found = read(tmp_path, {"a.txt": "".join(map(proquest, range(5)))})
    assert rows(found, "stated_words") == expected("stated_words")
    assert others(found)["url"].tolist() == [f"https://proquest.example/{n}" for n in range(5)]


# Answers of news interfaces, and tables of addresses


def test_the_answer_of_newsapi_tells_that_its_texts_are_cut(tmp_path):
    items = [
        {"source": {"id": None, "name": SOURCES[n]}, "author": AUTHORS[n].replace(";", ","), "title": TITLES[n], "description": "Short.",
         "url": f"https://post.example/{n}", "publishedAt": f"{DAYS[n]}T09:00:00Z", "content": f"{TEXTS[n]}… [+1234 chars]"}
        for n in range(5)
    ]  # fmt: skip
    found = read(tmp_path, {"a.json": json.dumps({"status": "ok", "totalResults": 5, "articles": items})})
    table = others(found)
    assert table[["title", "source", "date"]].to_numpy().tolist() == expected("author", "section", "stated_words", "text")
    assert table["url"].tolist()[4] == "https://post.example/4" and table["author"].tolist()[0] == "Ann Miller"
    told = found.notices.set_index("notice")["detail"]
    assert told["cut texts"].startswith("5 of 5 texts end with “[+1234 chars]”") and "NewsAPI" in told["guessed export"]


def test_the_answer_of_webhose(tmp_path):
    posts = [
        {"thread": {"uuid": str(n), "site": "post.example", "site_full": "www.post.example", "section_title": SECTIONS[n], "title": TITLES[n]},
         "url": f"https://post.example/{n}", "author": AUTHORS[n], "published": f"{DAYS[n]}T09:00:00.000+03:00", "title": TITLES[n],
         "text": TEXTS[n], "language": "english"}
        for n in range(5)
    ]  # fmt: skip
    found = read(tmp_path, {"a.json": json.dumps({"posts": posts, "totalResults": 5, "moreResultsAvailable": 0})})
    assert rows(found, "stated_words") == expected("stated_words", source=["post.example"] * 5)
    assert others(found)["url"].tolist()[0] == "https://post.example/0"
    assert "Webhose" in found.notices.set_index("notice").loc["guessed export", "detail"]


LISTS = {
    "Media Cloud": "id,publish_date,title,url,language,media_name,media_url\n"
    + "".join(f"{n},{DAYS[n]},{TITLES[n]},https://post.example/{n},en,{SOURCES[n]},post.example\n" for n in range(5)),
    "GDELT": "url,url_mobile,title,seendate,socialimage,domain,language,sourcecountry\n"
    + "".join(f"https://post.example/{n},,{TITLES[n]},20241010T090000Z,,post.example,English,Vale\n" for n in range(5)),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_addresses_say_that_the_texts_are_not_there(tmp_path, name):
    found = read(tmp_path, {"a.csv": LISTS[name]})
    assert [fault[2] for fault in faults(found)] == ["no_text"] and others(found).empty
    assert f"a list of addresses, as {name} gives it, without the texts" in found.quarantine["detail"].iloc[0]
