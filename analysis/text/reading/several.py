"""Several articles in one file: seen by the marks that press databases and mailboxes set, and divided. Text in, pieces out.

A file that holds fifty articles and is read as one gives wrong numbers everywhere, and looks right. A form is divided only where its
marks are complete: each on a line of its own, numbered without a gap or the last thing in the file, with running text for each.
Where marks look so and are not complete, or where the same heads come again and again, `suspicion` says why, and nothing is divided.
Title, source, date and author are taken only where the form has a place for them; its other lines are no text.
"""

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

RUNNING_WORDS = 8  # of a line that is text and no mark or head
MOST_HEAD = 12  # lines of a head

NUMBERED = {
    "Nexis": re.compile(r"^[ \t\f]*(\d{1,4}) of (\d{1,5}) DOCUMENTS?[ \t]*$", re.MULTILINE),
    "ProQuest": re.compile(r"^[ \t\f]*Document (\d{1,4}) of (\d{1,5})[ \t]*$", re.MULTILINE),
}
ENDED = {
    "Nexis Uni": re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE),
    "Factiva": re.compile(r"^[ \t]*Document [A-Z]{2,10}[a-z]?\d{4,}\w*[ \t]*$", re.MULTILINE),
}
MAIL = re.compile(r"^From \S+ .{0,12}[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d(?::\d\d)? .{0,8}\d{4}$", re.MULTILINE)
ANY_MARK = re.compile(r"^[ \t\f]*(?:\d{1,4} of \d{1,5} DOC|Document [A-Z\d]|End of Document|From \S+ )", re.MULTILINE)
# heads that open an article and not a sentence; the same two or more, as often as one another, are a sign
HEAD = re.compile(
    r"^(title|headline|byline|author|source|publication(?: title| date)?|date|pub(?:lished|date)|length|section|"
    r"titre|auteur|заголовок|источник|дата|автор|джерело|titel|quelle|datum|autor)[ \t]*:[ \t]*\S", re.IGNORECASE | re.MULTILINE,
)  # fmt: skip

FIELD = re.compile(r"^([A-Z][A-Z /-]{2,24}):(?:\s|$)")
WORDS = re.compile(r"^\d[\d,. ]* (?:words|mots|palabras|Wörter|слов)$")
TIME = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?$", re.IGNORECASE)
RIGHTS = re.compile(r"^(?:copyright|©|\(c\))", re.IGNORECASE)
BEHIND_BODY = re.compile(r"^(?:Classification|Graphic|Load-Date:.*)$")
PROQUEST = re.compile(
    r"^(Title|Author|Publication title|Publication date|Full text|Subject|Location|Publication year|Publication subject|Abstract|"
    r"Publisher|Place of publication|Country of publication|ISSN|Source type|Language of publication|Document type|"
    r"ProQuest document ID|Document URL|Copyright|Last updated|Database|Section|Pages|First page|Volume|Issue|Links):[ \t]*(.*)$"
)
MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), start=1)
}
DAY_FIRST = re.compile(r"\b(\d{1,2})(?:er|\.)?(?: de)? ([^\W\d_]+)(?: de)?,? (\d{4})\b")
MONTH_FIRST = re.compile(r"\b([^\W\d_]+) (\d{1,2}), (\d{4})\b")

Stated = dict[str, str]


class Piece(NamedTuple):
    """One article of a file: where it begins, its text, and what its head states (title, source, date, author, section)."""

    place: str
    text: str
    stated: Stated


def divide(text: str) -> list[Piece]:
    """The articles of a file that holds several in a form that is sure; none where it is one article, or where that is not sure.

    >>> first, second = "The bridge over the river is closed for a year.", "Shops on the square lose most of their customers."
    >>> divide(f"1 of 2 DOCUMENTS\\n{first}\\n2 of 2 DOCUMENTS\\n\\n{second}")[1]
    Piece(place='article 2, line 5', text='Shops on the square lose most of their customers.', stated={})
    """
    if ANY_MARK.search(text) is None:
        return []
    for form, mark in NUMBERED.items():
        marks = list(mark.finditer(text))
        if _complete(marks) and not _runs(text[: marks[0].start()]):
            return _pieces(text, [found.end() for found in marks], [*(found.start() for found in marks[1:]), len(text)], form)
    for form, mark in ENDED.items():
        marks = list(mark.finditer(text))
        if len(marks) > 1 and not _runs(text[marks[-1].end() :]):
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


def of_page(articles: list[dict]) -> list[Piece]:
    """The articles that html_worker found in a file of a press database."""
    pieces = []
    for number, article in enumerate(articles, start=1):
        stated = {name: article[name] for name in ("title", "source") if article.get(name)}
        if day := stated_date(article.get("date", "")):
            stated["date"] = day
        stated |= factiva(article.get("head", ()))[0]
        pieces.append(Piece(f"article {number}", article["text"], stated))
    return pieces


def stated_date(text: str) -> str:
    """The day that a head of English, French, German or Spanish states, as ISO 8601; "" where it states none.

    >>> stated_date("jeudi 10 octobre 2024"), stated_date("October 10, 2024 Thursday"), stated_date("10/11/2024")
    ('2024-10-10', '2024-10-10', '')
    """
    for pattern, (day, month) in ((DAY_FIRST, (1, 2)), (MONTH_FIRST, (2, 1))):
        found = pattern.search(text)
        if found is not None and found[month].casefold() in MONTHS:
            with contextlib.suppress(ValueError):  # 31 June is no day
                return date(int(found[3]), MONTHS[found[month].casefold()], int(found[day])).isoformat()
    return ""


def factiva(lines: Sequence[str]) -> tuple[Stated, int]:
    """What the head of an article of Factiva states, and after how many lines it ends; nothing and 0 where it is none.

    The head is: title, perhaps author, "64 words", date, perhaps time, source, and further lines up to the copyright.
    """
    counted = next((at for at, line in enumerate(lines[:MOST_HEAD]) if WORDS.match(line)), None)
    if counted is None or counted + 2 >= len(lines) or not stated_date(lines[counted + 1]):
        return {}, 0
    named = counted + 2 + (TIME.match(lines[counted + 2]) is not None)
    ends = next((at for at in range(named, min(named + MOST_HEAD, len(lines))) if RIGHTS.match(lines[at])), None)
    if ends is None or ends == named:
        return {}, 0
    stated = {"source": lines[named], "date": stated_date(lines[counted + 1])}
    return ({"title": lines[0], **stated} if counted == 1 else stated), ends + 1


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


def _runs(text: str) -> bool:
    return any(line.count(" ") >= RUNNING_WORDS - 1 for line in text.splitlines())


def _pieces(text: str, starts: list[int], ends: list[int], form: str) -> list[Piece]:
    """The pieces between `starts` and `ends`; none where one of them has no running text."""
    found = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        part = text[start:end]
        if not _runs(part):
            return []
        begins = start + len(part) - len(part.lstrip())
        stated, body = FORMS[form](part.strip())
        place = f"article {number}, line {text.count(chr(10), 0, begins) + 1}"
        found.append(
            Piece(place, body.strip(), {name: " ".join(value.split()) for name, value in stated.items() if value.strip()})
        )
    return found


def _nexis(part: str) -> tuple[Stated, str]:
    """Source, date and title in paragraphs, then fields in capitals, the text, and fields again."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", part)]
    fields = [at for at, block in enumerate(blocks) if FIELD.match(block)]
    head = [block for block in blocks[: fields[0]] if not RIGHTS.match(block)] if fields else []
    dated = next((at for at, block in enumerate(head[:4]) if stated_date(block)), 0)
    if not dated or len(head) != dated + 2:
        return {}, part
    stated = {"source": head[0], "date": stated_date(head[dated]), "title": head[dated + 1]}
    for name, field in (("author", "BYLINE:"), ("section", "SECTION:")):
        stated[name] = next(
            (blocks[at].partition(":")[2].partition(";")[0] for at in fields if blocks[at].startswith(field)), ""
        )
    body = [block for block in blocks[fields[0] :] if not FIELD.match(block) and not RIGHTS.match(block)]
    return stated, "\n\n".join(body)


def _nexis_uni(part: str) -> tuple[Stated, str]:
    """Title, source and date in lines, further ones, then the line "Body" and the text."""
    lines = part.splitlines()
    at = next((at for at, line in enumerate(lines) if line.strip() == "Body"), None)
    head = [line.strip() for line in lines[:at] if line.strip()] if at else []
    if len(head) < 3 or not stated_date(head[2]):
        return {}, part
    ends = next((end for end in range(at, len(lines)) if BEHIND_BODY.match(lines[end].strip())), len(lines))
    stated = {"title": head[0], "source": head[1], "date": stated_date(head[2])}
    for name, field in (("author", "Byline:"), ("section", "Section:")):
        stated[name] = next((line.partition(":")[2].partition(";")[0] for line in head if line.startswith(field)), "")
    return stated, "\n".join(lines[at + 1 : ends])


def _factiva(part: str) -> tuple[Stated, str]:
    lines = part.splitlines()
    places = [at for at, line in enumerate(lines) if line.strip()]
    stated, n = factiva([lines[at].strip() for at in places])
    return stated, "\n".join(lines[places[n - 1] + 1 :]) if n else part


def _proquest(part: str) -> tuple[Stated, str]:
    """Fields, each on a line of its own, of which "Full text" is the text; without that one the whole is."""
    fields: dict[str, list[str]] = {}
    name = ""
    for line in part.splitlines():
        if found := PROQUEST.match(line.strip()):
            name, line = found[1], found[2]
        fields.setdefault(name, []).append(line)
    texts = {name: "\n".join(lines) for name, lines in fields.items()}
    if not _runs(texts.get("Full text", "")):
        return {}, part
    names = (("title", "Title"), ("source", "Publication title"), ("author", "Author"), ("section", "Section"))
    day = stated_date(texts.get("Publication date", ""))
    return {to: texts.get(of, "") for to, of in names} | {"date": day}, texts["Full text"]


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


FORMS: dict[str, Callable[[str], tuple[Stated, str]]] = {
    "Nexis": _nexis, "Nexis Uni": _nexis_uni, "Factiva": _factiva, "ProQuest": _proquest, "mail": _mail,
}  # fmt: skip
