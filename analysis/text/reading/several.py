"""Several articles in one file: seen by the marks that press databases and mailboxes set, and divided. Text in, pieces out.

A file that holds fifty articles and is read as one gives wrong numbers everywhere, and looks right. A form is divided only where its
marks are complete: each on a line of its own, numbered without a gap or the last thing in the file, with running text for each.
Where marks look so and are not complete, or where the same heads come again and again, `suspicion` says why, and nothing is divided.
Title, source, date and author are taken only where the form has a place for them; its other lines are no text.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from .bylines import authors_of
from .press_databases import HEADS, OF_INDEXED, Stated, europresse, factiva, of_fields, own_lines, runs

NUMBERED = {
    "Nexis": re.compile(r"^[ \t\f]*(\d{1,4}) of (\d{1,5}) DOCUMENTS?[ \t]*$", re.MULTILINE),
    "ProQuest": re.compile(r"^[ \t\f]*Document (\d{1,4}) of (\d{1,5})[ \t]*$", re.MULTILINE),
}
ENDED = {
    "Nexis Uni": re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE),
    "Factiva": re.compile(r"^[ \t]*(?:AN[ \t|]+)?Do[ck]ument[eo]? [A-Z]{2,10}[a-z]?\d{4,}\w*[ \t|]*$", re.MULTILINE),
}
MAIL = re.compile(r"^From \S+ .{0,12}[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d(?::\d\d)? .{0,8}\d{4}$", re.MULTILINE)
ANY_MARK = re.compile(
    r"^[ \t\f]*(?:\d{1,4} of \d{1,5} DOC|(?:AN[ \t|]+)?Do[ck]ument[eo]? [A-Z\d]|End of Document|From \S+ )", re.MULTILINE
)
# heads that open an article and not a sentence; the same two or more, as often as one another, are a sign
HEAD = re.compile(
    r"^(title|headline|byline|author|source|publication(?: title| date)?|date|pub(?:lished|date)|length|section|"
    r"titre|auteur|заголовок|источник|дата|автор|джерело|titel|quelle|datum|autor)[ \t]*:[ \t]*\S", re.IGNORECASE | re.MULTILINE,
)  # fmt: skip


class Piece(NamedTuple):
    """One article of a file: where it begins, its text, what its head states (title, source, date, author, section, url, and
    stated_words, which is how many words the database counts), its form, and the kinds of its lines that are the database's own."""

    place: str
    text: str
    stated: Stated
    form: str = ""
    own: tuple[str, ...] = ()


def divide(text: str) -> list[Piece]:
    """The articles of a file that holds several in a form that is sure; none where it is one article, or where that is not sure.

    >>> first, second = "The bridge over the river is closed for a year.", "Shops on the square lose most of their customers."
    >>> divide(f"1 of 2 DOCUMENTS\\n{first}\\n2 of 2 DOCUMENTS\\n\\n{second}")[1]
    Piece(place='article 2, line 5', text='Shops on the square lose most of their customers.', stated={}, form='Nexis', own=())
    """
    if ANY_MARK.search(text) is None:
        return []
    for form, mark in NUMBERED.items():
        marks = list(mark.finditer(text))
        if _complete(marks) and not runs(text[: marks[0].start()]):
            return _pieces(text, [found.end() for found in marks], [*(found.start() for found in marks[1:]), len(text)], form)
    for form, mark in ENDED.items():
        marks = list(mark.finditer(text))
        if len(marks) > 1 and not runs(text[marks[-1].end() :]):
            found = _pieces(text, [0, *(found.end() for found in marks[:-1])], [found.start() for found in marks], form)
            if form != "Factiva" or all(piece.stated for piece in found):
                return found
    marks = [found for found in MAIL.finditer(text) if re.match(r"\n[\w-]+: ", text[found.end() :])]
    if len(marks) > 1 and not text[: marks[0].start()].strip():
        return _pieces(text, [found.end() for found in marks], [*(found.start() for found in marks[1:]), len(text)], "mail")
    return []


def suspicion(text: str) -> str:
    """Why a text that was not divided may hold several articles; "" where nothing speaks for it.

    >>> suspicion("Title: One\\nSource: Post\\nWords.\\nTitle: Two\\nSource: Radio\\nWords.")
    'the heads “Title:” and “Source:” stand 2 times each; it is read as one article'
    """
    for mark in (*NUMBERED.values(), *ENDED.values(), MAIL):
        marks = [found[0].strip() for found in mark.finditer(text)]
        if len(marks) > 1:
            return f"the line “{marks[0][:60]}” and {len(marks) - 1:,} more like it; it is read as one article"
    heads = [found[1].casefold() for found in HEAD.finditer(text)]
    often = {head: n for head, n in Counter(heads).items() if n > 1}
    n = max(often.values(), default=0)
    alike = [head for head, times in often.items() if times == n]
    # in turn: between two of the same head each other one stands once
    if len(alike) > 1 and [head for head in heads if head in alike] == alike * n:
        named = " and ".join(f"“{head.capitalize()}:”" for head in alike[:2])
        return f"the heads {named} stand {n:,} times each; it is read as one article"
    return ""


def lone(text: str) -> Piece | None:
    """The article of an export that holds one, in a form that is sure and whose head is known; None for any other text.

    >>> text = "Bridge closed\\nPost\\nOctober 10, 2024\\nLength: 8 words\\nBody\\nIt is closed for a year.\\nEnd of Document"
    >>> lone(text).stated["source"], lone(text).text, lone("The bridge is closed.")
    ('Post', 'It is closed for a year.', None)
    """
    if ANY_MARK.search(text) is None:
        return None
    for form, mark in {**NUMBERED, **ENDED}.items():
        marks = list(mark.finditer(text))
        first = form in NUMBERED
        if len(marks) != 1 or (text[: marks[0].start()] if first else text[marks[0].end() :]).strip():
            continue
        part = text[marks[0].end() :] if first else text[: marks[0].start()]
        stated, body = FORMS[form](part.strip())
        if stated and body.strip():
            return _piece("", part, body, stated, form)
    return None


def of_page(articles: list[dict]) -> list[Piece]:
    """The articles that html_worker found in a file of a press database."""
    pieces = []
    for number, article in enumerate(articles, start=1):
        known = {name: article[name] for name in ("title", "source", "author") if article.get(name)}
        if article["form"] == "Europresse":
            stated = europresse(known, article.get("header", ""))
        else:
            stated = of_fields(article["fields"]) if "fields" in article else {**factiva(article.get("head", ()))[0], **known}
        lines = article.get("head") or [
            f"{code}: {value}" for code, value in article.get("fields", {}).items() if code not in TAKEN
        ]
        pieces.append(_piece(f"article {number}", "\n".join(lines), article["text"], stated, article["form"]))
    return pieces


def form_of(piece: Piece) -> str:
    """What an article's file is, in words."""
    return "a box of messages" if piece.form == "mail" else f"an export of {piece.form}"


def _complete(marks: list[re.Match]) -> bool:
    """Whether marks are numbered without a gap, and of one total."""
    numbers = [int(found[1]) for found in marks]
    same = len({found[2] for found in marks}) == 1
    return (
        len(marks) > 1
        and same
        and numbers == list(range(numbers[0], numbers[0] + len(marks)))
        and numbers[-1] <= int(marks[0][2])
    )


def _pieces(text: str, starts: list[int], ends: list[int], form: str) -> list[Piece]:
    """The pieces between `starts` and `ends`; none where one of them has no running text."""
    found = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        part = text[start:end]
        if not runs(part):
            return []
        begins = start + len(part) - len(part.lstrip())
        stated, body = FORMS[form](part.strip())
        place = f"article {number}, line {text.count(chr(10), 0, begins) + 1}"
        found.append(_piece(place, part, body, stated, form))
    return found


def _piece(place: str, part: str, body: str, stated: Stated, form: str) -> Piece:
    """An article, its values with one space between words and its authors in one form."""
    kept = {name: " ".join(value.split()) for name, value in stated.items() if value.strip()}
    own = own_lines(part, body, kept) if stated and form != "mail" else []
    return Piece(
        place, body.strip(), kept | ({"author": authors_of(kept["author"])} if "author" in kept else {}), form, tuple(own)
    )


def _mail(part: str) -> tuple[Stated, str]:
    """The subject, the author and the day of a message, and its text in plain letters."""
    import email
    from email import policy
    from email.utils import parsedate_to_datetime

    message = email.message_from_string(part, policy=policy.default)
    plain = message.get_body(("plain",)) if message.is_multipart() else message
    try:
        body = plain.get_content()
        day = parsedate_to_datetime(str(message["date"])).date().isoformat() if message["date"] else ""
    except (AttributeError, LookupError, ValueError):
        return {}, part
    stated = {"title": str(message["subject"] or ""), "author": str(message["from"] or ""), "date": day}
    return stated, body if isinstance(body, str) else part


TAKEN = {*OF_INDEXED, "LP", "TD"}  # fields of Factiva that are stated or text
FORMS: dict[str, Callable[[str], tuple[Stated, str]]] = {**HEADS, "mail": _mail}
