"""The other end of `html.Pages`: pages come in on standard input, what was found in them goes out on standard output, as JSON.

It runs in a process of its own, with a limit on its memory, and never touches the network: the parser resolves nothing. Text and
author are trafilatura's; the date, the language and the address are taken from what the page states of itself, and never guessed
from its text. Of htmldate only the list of names is used by which pages state their date, since it also
searches text, addresses and pictures, and decides what 03/04/2019 means. It imports nothing of ours: it is started by its file alone.
"""

import contextlib
import json
import logging
import os
import re
import struct
import sys
from typing import Any

HEAD = struct.Struct(">Q")  # before each page and each answer: its length
MEMORY = 3 << 30  # bytes of address space
# tried first, in this order; then htmldate's other names in the order of the page
DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish_date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
NO_DATES = {"meta", "gentime", "copyright"}  # of htmldate's names: too loose, when the page was made, whose rights
NOT_FIRST = re.compile(r"modif|updat|revis|chang|expir")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


def main() -> None:
    """Answer until standard input ends."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whatever a library prints is no answer
    while len(head := sys.stdin.buffer.read(HEAD.size)) == HEAD.size:
        page = sys.stdin.buffer.read(HEAD.unpack(head)[0])
        try:
            found = extract(page)
        except (MemoryError, RecursionError, ValueError, AttributeError, TypeError) as error:
            found = {"error": f"the page cannot be parsed ({type(error).__name__})"}
        data = json.dumps(found).encode()
        answers.write(HEAD.pack(len(data)) + data)
        answers.flush()


def extract(page: bytes) -> dict[str, str]:
    """The article of a page in UTF-8: `text`, one paragraph a line, and what the page states of it.

    >>> words = "The mayor closed the old bridge over the river on Monday, and nobody knows for how long. "
    >>> page = f'<html lang="en"><title>Bridge closed</title><body><article><p>{words * 3}</p></article></body></html>'
    >>> found = extract(page.encode())
    >>> found["title"], found["language"], found["text"].count("bridge")
    ('Bridge closed', 'en', 3)
    """
    from lxml import html
    from trafilatura import bare_extraction

    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(page, parser=parser)
    stated = _stated(tree)
    document = bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        # a date is not looked for in the text: what `stated` has not is missing
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "9999-12-31"},
    )
    if document is None:
        return {"error": "no article was found in the page"}
    found = {"text": document.text, "title": document.title, "author": document.author, **stated}
    return {name: value for name, value in found.items() if value}


def _stated(tree: Any) -> dict[str, str]:
    """Date, address and language, as the page's head, its JSON-LD and its <time> state them; the first that is there counts."""
    metas = {}
    for node in tree.iter("meta"):
        name = (
            (node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv") or "").strip().lower()
        )
        metas.setdefault(name, (node.get("content") or "").strip())
    linked = _json_ld(tree)
    dates = [*(metas.get(name, "") for name in _date_names(metas)), linked.get("datePublished", ""), *_times(tree)]
    links = [node.get("href", "") for node in tree.iter("link") if (node.get("rel") or "").lower() == "canonical"]
    languages = [tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang") or ""]
    languages += [linked.get("inLanguage", ""), metas.get("content-language", ""), metas.get("og:locale", "")]
    codes = [match[0].lower() for value in languages if (match := LANGUAGE.match(value.strip()))]
    urls = [url for url in (*links, metas.get("og:url", ""), linked.get("url", "")) if url.startswith(("https://", "http://"))]
    return {"date": _first_date(dates), "url": next(iter(urls), ""), "language": next(iter(codes), "")}


def _date_names(metas: dict[str, str]) -> list[str]:
    """The names of metadata that state when a page was published, the surest first."""
    from htmldate.core import DATE_ATTRIBUTES

    others = [name for name in metas if name in DATE_ATTRIBUTES and name not in NO_DATES and not NOT_FIRST.search(name)]
    return list(dict.fromkeys([*DATES, *others]))


def _times(tree: Any) -> list[str]:
    """Dates of the <time> elements that say they are the publication's; without any, the one day that all of the article's name."""
    times = list(tree.iter("time"))
    marked = [node.get("datetime", "") for node in times if "pubdate" in node.attrib or node.get("itemprop") == "datePublished"]
    if any(marked):
        return marked
    inside = [node for node in times if any(above.tag in ("article", "main") for above in node.iterancestors())]
    dates = [node.get("datetime") or node.text_content() for node in inside if node.get("itemprop") != "dateModified"]
    return dates[:1] if len({date.strip()[:10] for date in dates}) == 1 else []


def _first_date(dates: list[str]) -> str:
    """The first that can be read; without one the first, so that it is told of; "" where the page states none."""
    from .dates import read_date

    stated = [date for date in dates if date]
    for date in stated:
        with contextlib.suppress(ValueError):
            read_date(date)
            return date
    return next(iter(stated), "")


def _json_ld(tree: Any) -> dict[str, str]:
    """Texts of the first JSON-LD object of the page that has a date of publication."""
    for node in tree.iter("script"):
        if (node.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(node.text or "")
        except (ValueError, RecursionError):
            continue
        entries = data if isinstance(data, list) else [data]
        entries += [item for entry in entries if isinstance(entry, dict) for item in _graph(entry)]
        for entry in entries:
            if isinstance(entry, dict) and isinstance(entry.get("datePublished"), str):
                return {name: value for name, value in entry.items() if isinstance(value, str)}
    return {}


def _graph(entry: dict) -> list:
    graph = entry.get("@graph")
    return graph if isinstance(graph, list) else []


if __name__ == "__main__":
    main()
