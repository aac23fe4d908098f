"""Answers of news interfaces, and lists of search services. Columns and texts in; whose they are, and which texts are not there, out.

Each is known by columns that it alone has together. It is a guess, and only told: columns are read as those of any table.
"""

import re
from typing import Any

OF_TEXTS = [("NewsAPI", {"source", "publishedAt", "content", "url"}), ("Webhose", {"thread", "published", "text", "url"})]
OF_ADDRESSES = [
    ("Media Cloud", {"media_name", "publish_date", "url"}),
    ("GDELT", {"seendate", "domain", "url"}),  # its lists of articles, its graph of knowledge, its events
    ("GDELT", {"DocumentIdentifier", "SourceCommonName"}),
    ("GDELT", {"SOURCEURL", "GLOBALEVENTID"}),
]
CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*(\[\+\d+ chars\])\s*$")
REMEDY = "the texts have to be fetched from there, and saved as .html or .warc"


def interface_of(columns: list[str]) -> str:
    """The news interface whose answer has these columns; "" for any other table.

    >>> interface_of(["thread", "url", "published", "text", "title"]), interface_of(["title", "text"])
    ('Webhose', '')
    """
    return _of(OF_TEXTS, columns)


def addresses(columns: list[str]) -> str:
    """What is told of a table without texts: that it is a list of addresses, and whose; "" where it is none.

    >>> addresses(["seendate", "url", "domain"])[:58], addresses(["name", "score"])
    ('a list of addresses, as GDELT gives it, without the texts:', '')
    """
    name = _of(OF_ADDRESSES, columns)
    return f"a list of addresses, as {name} gives it, without the texts: {REMEDY}" if name else ""


def without_cuts(articles: list[dict[str, Any]]) -> str:
    """Take the mark “[+1234 chars]” from the ends of texts that an interface cut; out comes what is told of them, "" for none.

    >>> articles = [{"text": "The bridge is clo… [+99 chars]"}, {"text": "It is open."}]
    >>> without_cuts(articles)[:62], articles[0]["text"]
    ('1 of 2 texts end with “[+99 chars]”: they are beginnings alone', 'The bridge is clo…')
    """
    marks = []
    for article in articles:
        if found := CUT.search(article["text"]):
            marks.append(found[1])
            article["text"] = article["text"][: found.start(1)].rstrip()
    told = "they are beginnings alone, and the mark was taken away"
    return f"{len(marks):,} of {len(articles):,} texts end with “{marks[0]}”: {told}; {REMEDY}" if marks else ""


def _of(marks: list[tuple[str, set[str]]], columns: list[str]) -> str:
    return next((name for name, wanted in marks if wanted <= {*columns}), "")
