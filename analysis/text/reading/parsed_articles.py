"""Items that a reader of another program's files found, as what became of the file: articles, faults and notices.

It calls back whoever reads texts and web pages, so that an article is treated alike wherever it stood.
"""

from collections.abc import Callable, Iterable
from typing import Any

from .accounts import Outcome
from .bylines import authors_of
from .dates import read_date
from .files import Fault
from .formats import Article, Bad, Item, Note, Page
from .tabular import LONE

FromText = Callable[[str, dict[str, Any]], Outcome]
FromPage = Callable[[str, dict[str, Any]], Outcome]


def collected(file: str, digest: str, items: Iterable[Item], from_text: FromText, from_page: FromPage) -> Outcome:
    """What became of a file: of one article, or of several, each with its place and a number.

    from_text, from_page : what becomes of a text, or of a web page, with what is stated of it; both may raise Fault

    Raises Fault where the only article cannot be read, and `empty` where there is none.
    """
    whole = Outcome(file, "loaded", n_inputs=0, sha256=digest)
    lone: Fault | None = None
    for item in items:
        if isinstance(item, Note):
            whole.notices.append((item.place, item.kind, item.detail))
            continue
        number = whole.n_inputs + 1
        try:
            if isinstance(item, Bad):
                raise Fault(item.reason, "", item.detail)
            _enter(whole, item, number, from_text, from_page)
        except Fault as fault:
            whole.n_inputs += 1
            lone = Fault(fault.reason, ", ".join(filter(None, [item.place, fault.place])), fault.detail)
            whole.faults.append((lone.place, lone.reason, lone.detail))
    if not whole.n_inputs:
        raise Fault("empty", "", "no text was found in it")
    if whole.n_inputs == 1 and lone is not None:
        raise lone
    return whole


def _enter(whole: Outcome, item: Article | Page, number: int, from_text: FromText, from_page: FromPage) -> None:
    """Read an article, and enter what became of it. Raises Fault."""
    stated, notices = dated(item.stated)
    if item.place:  # one of several
        stated["doc_id"] = f"{whole.file}#{number}"
    words = item.html if isinstance(item, Page) else item.text
    if not words.strip():
        raise Fault("empty", "", "no text was found in it")
    inner = (from_page if isinstance(item, Page) else from_text)(LONE.sub("\ufffd", words), stated)
    inner.notices[:0] = notices
    whole.take(item.place, inner)


def dated(stated: dict[str, str]) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """What a file states of an article, without what is empty, its date as ISO 8601; and what there is to notice.

    A format declares the form of its dates, so no other is asked.
    """
    kept = {name: " ".join(LONE.sub("\ufffd", value).split()) for name, value in stated.items() if value and value.strip()}
    if "author" in kept:
        kept["author"] = authors_of(stated["author"])
    if "date" in kept:
        try:
            kept["date"] = read_date(kept["date"])
        except ValueError as error:
            del kept["date"]
            return kept, [("", "bad date", f"the file's own: {error}; the date is missing")]
    return kept, []
