"""What a web page states of itself: whose it is, when and by whom it was written, section, address, language. A tree in, texts out.

It is run by its path, as `html_worker` is, and imports nothing of ours. Nothing is guessed from the text of the page. Of htmldate only
the list of names is used by which pages state their date, since it also searches text, addresses and pictures, and decides what
03/04/2019 means.
"""

import html
import json
import re
from typing import Any

# tried first, in this order; then htmldate's other names in the order of the page
DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish_date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
NO_DATES = {"meta", "gentime", "copyright"}  # of htmldate's names: too loose, when the page was made, whose rights
NOT_FIRST = re.compile(r"modif|updat|revis|chang|expir")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
ADDRESS = ("https://", "http://")
SAVED = re.compile(rb"<!--\s*saved from url=\(\d+\)\s*(https?://[^\s\"'<>]+?)\s*-->")  # by a browser, at the head of the page
HEAD_OF_PAGE = 4096  # bytes in which it stands
AUTHORS = ("author", "byl", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
SECTIONS = ("article:section", "og:article:section", "section", "articlesection", "parsely-section", "dc.subject.section")
MOST_ENTRIES = 1_000  # of JSON-LD in a page


def stated(tree: Any, page: bytes = b"") -> dict[str, Any]:
    """Dates, publisher, authors, section, address and language, as the page's head, its JSON-LD and its <time> state them.

    page : its bytes, which say where a browser saved it from

    Returns `dates`, all of them, the surest first; `authors`, of its JSON-LD or else its head; `publisher`, `section`, `url` and
    `language`, each "" where the page does not say it.

    >>> from lxml import html
    >>> page = b'<meta property="og:site_name" content="The Larkham Post"><link rel="canonical" href="https://post.example/bridge">'
    >>> found = stated(html.document_fromstring(page))
    >>> found["publisher"], found["url"], found["authors"]
    ('The Larkham Post', 'https://post.example/bridge', [])
    """
    metas = {}
    for node in tree.iter("meta"):
        name = (
            (node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv") or "").strip().lower()
        )
        metas.setdefault(name, (node.get("content") or "").strip())
    entries = _json_ld(tree)
    article = next((entry for entry in entries if isinstance(entry.get("datePublished"), str)), {})
    linked = {name: value for name, value in article.items() if isinstance(value, str)}
    dates = [*(metas.get(name, "") for name in _date_names(metas)), linked.get("datePublished", ""), *_times(tree)]
    links = [node.get("href", "") for node in tree.iter("link") if (node.get("rel") or "").lower() == "canonical"]
    saved = SAVED.search(page[:HEAD_OF_PAGE])
    urls = [*links, metas.get("og:url", ""), linked.get("url", ""), saved[1].decode("utf-8", "replace") if saved else ""]
    languages = [tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang") or ""]
    languages += [linked.get("inLanguage", ""), metas.get("content-language", ""), metas.get("og:locale", "")]
    codes = [match[0].lower() for value in languages if (match := LANGUAGE.match(value.strip()))]
    return {
        "dates": [date for date in dates if date],
        "publisher": metas.get("og:site_name") or _publisher([article, *entries]),
        "authors": _names(article.get("author"), entries) or _listed(next(filter(None, map(metas.get, AUTHORS)), None)),
        "section": next(iter([*filter(None, map(metas.get, SECTIONS)), *_names(article.get("articleSection"), entries)]), ""),
        "url": next((url for url in urls if url.startswith(ADDRESS)), ""),
        "language": next(iter(codes), ""),
    }


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


def _json_ld(tree: Any) -> list[dict]:
    """The JSON-LD objects of a page, those of a graph among them."""
    found: list[dict] = []
    for node in tree.iter("script"):
        if (node.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(node.text or "")
        except (ValueError, RecursionError):
            continue
        entries = data if isinstance(data, list) else [data]
        found += [entry for entry in entries if isinstance(entry, dict)]
        found += [
            item
            for entry in entries
            if isinstance(entry, dict)
            for item in _listed(entry.get("@graph"))
            if isinstance(item, dict)
        ]
    return found[:MOST_ENTRIES]


def _listed(value: Any) -> list:
    """What JSON-LD gives once or several times, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _publisher(entries: list[dict]) -> str:
    """The name of the first publisher that an object names, by itself or by the identifier of another one."""
    for entry in entries:
        for name in _names(entry.get("publisher"), entries):
            return name
    return ""


def _names(value: Any, entries: list[dict]) -> list[str]:
    """The names of people or organisations: texts, objects with a name, or with the identifier of an object that has one."""
    by_id = {entry["@id"]: entry for entry in entries if isinstance(entry.get("@id"), str)}
    named = []
    for item in _listed(value):
        if isinstance(item, dict):
            item = item.get("name") or by_id.get(str(item.get("@id")), {}).get("name")
        named += [" ".join(html.unescape(name).split()) for name in _listed(item) if isinstance(name, str) and name.strip()]
    return named
