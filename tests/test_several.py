"""several.py: files that hold several articles are divided where their form is sure, told of where it is not, and never read as one
without a word."""

import pytest

from analysis.errors import CorpusError
from analysis.text.reading.press_databases import stated_date
from analysis.text.reading.read import read_corpus
from analysis.text.reading.several import divide, suspicion

A = "The bridge over the river is closed until spring, the mayor said on Monday."
B = "Shops on the square lose most of their customers, the owners wrote to the council."
C = "Nobody knows who will pay for the repair of the arch, the engineer told the radio."
TEXTS = [A, B, C]
FACTS = [
    ("Bridge closed", "Post", "October 10, 2024"),
    ("Shops lose", "Radio Vale", "October 11, 2024"),
    ("Who pays?", "Courier", "October 12, 2024"),
]
DAYS = ["2024-10-10", "2024-10-11", "2024-10-12"]


def nexis(n, total=3, fields=True):
    (title, source, date), text = FACTS[n], TEXTS[n]
    head = "BYLINE: A. Miller\n\nSECTION: Local; Pg. 3\n\nLENGTH: 14 words\n\n" if fields else ""
    foot = (
        "\n\nLOAD-DATE: October 12, 2024\n\nLANGUAGE: ENGLISH\n\nCopyright 2024 Post\nAll Rights Reserved\n\n\n"
        if fields
        else "\n\n"
    )
    return f"{n + 1} of {total} DOCUMENTS\n\n{source}\n\n{date} Thursday\n\n{title}\n\n{head}{text}{foot}"


def nexis_uni(n):
    (title, source, date), text = FACTS[n], TEXTS[n]
    return (
        f"{title}\n{source}\n{date} Thursday\n\nCopyright 2024 {source} All Rights Reserved\n\nSection: LOCAL\nLength: 14 words\n"
        f"Byline: A. Miller\n\nBody\n\n{text}\n\nClassification\n\n"
        "Language: ENGLISH\n\nLoad-Date: October 12, 2024\n\nEnd of Document\n\n"
    )


def factiva(n):
    (title, source, _), text = FACTS[n], TEXTS[n]
    return (
        f"{title}\n14 words\n{10 + n} October 2024\n{source}\nPST\nEnglish\nCopyright 2024. All Rights Reserved.\n\n{text}\n\n"
        f"Document PST00002024101{n}ekaa0001x\n\n"
    )


def proquest(n):
    (title, source, date), text = FACTS[n], TEXTS[n]
    return (
        f"____________________\n\nDocument {n + 1} of 3\n\nTitle: {title}\n\nAuthor: Miller, A.\n\nPublication title: {source}\n\n"
        f"Publication date: {date}\n\nISSN: 12345678\n\nFull text: {text}\n\nDatabase: News\n\n"
    )


def mail(n):
    (title, _, _), text = FACTS[n], TEXTS[n]
    return (
        f"From desk@example.org Thu Oct {10 + n} 09:0{n}:00 2024\nFrom: A. Miller <desk@example.org>\nSubject: {title}\n"
        f"Date: Thu, {10 + n} Oct 2024 09:0{n}:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n{text}\n\n"
    )


def europresse(n):
    (title, source, _), text = FACTS[n], TEXTS[n]
    return (
        f'<article><header><span class="DocPublicationName">{source}</span>'
        f'<span class="DocHeader">jeudi {10 + n} octobre 2024 • p. 3</span>'
        f'<div class="titreArticle"><p class="titreArticleVisu">{title}</p></div></header><section><div class="docOcurrContainer">'
        f"<p>{text}</p></div></section><footer>© 2024 {source}. Tous droits réservés.</footer></article>"
    )


def factiva_page(n):
    (title, source, _), text = FACTS[n], TEXTS[n]
    return (
        f'<div id="article-{n}" class="article enArticle"><div id="hd"><span class="enHeadline">{title}</span></div><div>14 words</div>'
        f"<div>{10 + n} October 2024</div><div>09:30 AM</div><div>{source}</div><div>English</div><div>Copyright 2024.</div>"
        f'<p class="articleParagraph enarticleParagraph">{text}</p><p>Document PST00000{n}</p></div>'
    )


FORMS = {"nexis": nexis, "nexis_uni": nexis_uni, "factiva": factiva, "proquest": proquest, "mail": mail}
PAGES = {"europresse": europresse, "factiva": factiva_page}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_divided_with_what_its_heads_state(form):
    found = divide("".join(FORMS[form](n) for n in range(3)))
    assert [piece.text for piece in found] == TEXTS
    assert [piece.stated["title"] for piece in found] == [title for title, _, _ in FACTS]
    assert [piece.stated["date"] for piece in found] == DAYS
    if form != "mail":  # a mailbox names no outlet, and none is guessed
        assert [piece.stated["source"] for piece in found] == [source for _, source, _ in FACTS]
    assert all("source" not in piece.stated for piece in found) == (form == "mail")


@pytest.mark.parametrize("form", PAGES)
def test_pages_of_databases_are_divided(form, tmp_path):
    body = "".join(PAGES[form](n) for n in range(3))
    (tmp_path / "all.html").write_text(f"<html><head><title>Export</title></head><body>{body}</body></html>")
    found = read_corpus(tmp_path)
    assert found.articles[["title", "source", "date", "text"]].to_numpy().tolist() == [
        [title, source, day, text] for (title, source, _), day, text in zip(FACTS, DAYS, TEXTS, strict=True)
    ]


def test_each_article_has_its_place_and_the_file_says_how_many(tmp_path):
    (tmp_path / "all.txt").write_text("".join(nexis(n) for n in range(3)))
    found = read_corpus(tmp_path)
    assert found.articles["doc_id"].tolist() == ["all.txt#1", "all.txt#2", "all.txt#3"]
    assert found.articles["place"].tolist()[0] == "article 1, line 3"
    assert found.inputs[["n_inputs", "n_loaded"]].to_numpy().tolist() == [[3, 3]]
    assert found.notices["notice"].tolist() == ["several articles", "left out of the export"]
    told = found.notices.set_index("notice")["detail"]
    assert told["several articles"] == "divided into 3 articles, by the marks of an export of Nexis"
    assert "Copyright (3)" in told["left out of the export"]


@pytest.mark.parametrize(
    "text",
    [
        "".join(nexis(n, fields=False) for n in range(3)),  # no fields: whole pieces, nothing stated
        "\n".join(f"Document {n + 1} of 50\n\n{text}\n" for n, text in enumerate(TEXTS)),
        "\n".join(f"Document {n + 7} of 50\n\n{text}\n" for n, text in enumerate(TEXTS)),  # a part of an export
        "\n".join(f"{text}\n\nEnd of Document\n" for text in TEXTS),
        "\r\n".join(f"{n + 1} of 3 DOCUMENTS\r\n\r\n{text}\r\n" for n, text in enumerate(TEXTS)).replace("\r\n", "\n"),
        "\n".join(f"{text}\f\n   End of Document   \n" for text in TEXTS),
    ],
)
def test_a_form_without_a_head_that_is_known_is_divided_and_states_nothing(text):
    found = divide(text)
    assert len(found) == 3 and not any(piece.stated for piece in found)
    assert all(text in piece.text for piece, text in zip(found, TEXTS, strict=True))


ONE = [  # one article each, and nothing to tell of
    f"{A}\n\nThe clerk showed Document 1 of 50 to the council, and then document 2 of 50.\n\n{B}",
    f"{A}\n\nDocument 1 of 50\n\n{B}",  # a single label
    f"{A}\n\nEnd of Document\n\n{B}",
    "\n".join(f"{hour}:00\n{text}\nUpdate: {text}" for hour, text in zip((9, 10, 11), TEXTS, strict=True)),  # a live blog
    "\n".join(f"Oct 10, 2024 {hour}:00\n{text}" for hour, text in zip((9, 10, 11), TEXTS, strict=True)),
    "\n".join(f"Q: Who pays for it?\nA: {text}" for text in TEXTS),  # questions and answers
    "\n".join(f"Radio: Who pays for it?\nMayor: {text}" for text in TEXTS),
    f"From the mayor came a letter in 2024\n{A}\nFrom the council came none in 2024\n{B}",
    f"Title: Bridge closed\nDate: 10 October 2024\nSource: Post\n\n{A}\n\n{B}",  # one head
    f"{A}\n1 of 3\n{B}\n2 of 3\n{C}\n3 of 3",  # pictures of a gallery
    f"Author: A. Miller\n{A}\nAuthor: B. Novak\n{B}",  # two authors
    nexis(0, total=1), nexis_uni(0), factiva(0), mail(0), "", "\n",
]  # fmt: skip


@pytest.mark.parametrize("text", ONE)
def test_one_article_stays_one_without_a_word(text):
    assert divide(text) == [] and suspicion(text) == ""


TOLD = [  # not divided, and told of
    f"{A}\n\nDocument 1 of 2\n\n{B}\n\nDocument 2 of 2\n\n{C}",  # an article that prints two documents
    f"{nexis(0)}{nexis(2)}",  # one is missing
    f"{nexis(0)}{nexis(1, total=9)}",  # two exports
    "1 of 2 DOCUMENTS\n\n2 of 2 DOCUMENTS\n\n" + A,  # one without text
    f"{A}\n\nEnd of Document\n\n{B}\n\nEnd of Document\n\n{C}",  # text behind the last end
    f"{A}\n\nDocument PST0000020241010\n\n{B}\n\nDocument PST0000020241011\n",  # heads of no known form
    "\n\n".join(f"Title: {title}\nSource: {source}\n\n{text}" for (title, source, _), text in zip(FACTS, TEXTS, strict=True)),
    "\n\n".join(f"Headline: {title}\nByline: A. Miller\n{text}" for (title, _, _), text in zip(FACTS, TEXTS, strict=True)),
    "\n\n".join(f"Заголовок: {title}\nИсточник: {source}\n{text}" for (title, source, _), text in zip(FACTS, TEXTS, strict=True)),
]  # fmt: skip


@pytest.mark.parametrize("text", TOLD)
def test_what_may_hold_several_and_is_not_sure_is_told_of(text, tmp_path):
    assert divide(text) == [] and suspicion(text).endswith("it is read as one article")
    (tmp_path / "a.txt").write_text(text)
    found = read_corpus(tmp_path)
    assert len(found.articles) == 1 and found.notices["notice"].tolist() == ["several articles?"]


@pytest.mark.parametrize(("n", "told"), [(1, False), (3, True)])
def test_a_page_of_several_whole_articles_is_told_of(n, told, tmp_path):
    whole = "".join(f"<article><h2>{FACTS[at][0]}</h2><p>{TEXTS[at]}</p><p>{A}</p></article>" for at in range(n))
    teasers = "".join(
        f"<article><h3>{title}</h3><p>{text}</p></article>" for (title, _, _), text in zip(FACTS, TEXTS, strict=True)
    )
    (tmp_path / "a.html").write_text(f"<html><body><main>{whole}</main><div>{teasers}</div></body></html>")
    assert ("several articles?" in read_corpus(tmp_path).notices["notice"].tolist()) == told


def test_a_piece_without_text_is_set_aside_with_its_place(tmp_path):
    part = (
        nexis(1).replace(B, "").replace("LANGUAGE: ENGLISH", "NOTE: the text of this article is not in this database for now")
    )
    (tmp_path / "a.txt").write_text(nexis(0) + part + nexis(2))
    found = read_corpus(tmp_path)
    assert len(found.articles) == 2 and found.quarantine[["place", "reason"]].to_numpy().tolist() == [
        ["article 2, line 27", "empty"]
    ]


def test_sources_csv_says_what_a_head_does_not(tmp_path):
    (tmp_path / "a.txt").write_text("".join(mail(n) for n in range(3)))
    (tmp_path / "sources.csv").write_text("file,source,region\na.txt,Desk,north\n")
    assert read_corpus(tmp_path).articles[["source", "region"]].to_numpy().tolist() == [["Desk", "north"]] * 3
    (tmp_path / "sources.csv").write_text("file,source,doc_id\na.txt,Desk,one\n")
    with pytest.raises(CorpusError, match="holds several articles"):
        read_corpus(tmp_path)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10 October 2024", "2024-10-10"), ("1er mai 2024", "2024-05-01"), ("Donnerstag, 10. Oktober 2024", "2024-10-10"),
        ("10 de octubre de 2024", "2024-10-10"), ("October 10, 2024 Thursday", "2024-10-10"), ("31 June 2024", ""), ("10/11/2024", ""),
        ("10 Brumaire 2024", ""), ("", ""),
    ],
)  # fmt: skip
def test_days_of_heads(text, day):
    assert stated_date(text) == day


def test_a_day_to_come_in_a_head_is_missing_and_noticed(tmp_path):
    (tmp_path / "export.txt").write_text(factiva(0) + factiva(1).replace("October 2024", "October 9999"), encoding="utf-8")
    found = read_corpus(tmp_path)
    assert found.articles["date"].fillna("").tolist() == ["2024-10-10", ""]
    bad = found.notices[found.notices["notice"].eq("bad date")]
    assert bad["place"].str.startswith("article 2").all() and "'9999-10-11' is a day to come" in bad["detail"].iloc[0]
