"""Exports of press databases: the text of one article as its database writes it in; its text, and what its head states, out.

Each form was learnt from public descriptions and from readers that others published. A head is taken apart only where all of it is as
its form has it; its other lines, and those behind the text, are the database's own and no text. They are counted (`own_lines`).
"""

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from .written_dates import MONTH, WEEKDAYS

RUNNING_WORDS = 8  # of a line that is text and no mark or head
MOST_HEAD = 12  # lines of a head
LONGEST_DATE = 80  # characters of a line that is a date

FIELD = re.compile(r"^([A-Z][A-Z /-]{2,24}):(?:\s|$)")
WORDS = re.compile(r"^(\d[\d,. \u00a0]*) (?:words|mots|palabras|Wörter|parole|palavras|woorden|słów|слов|слів)$")
TIME = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?$", re.IGNORECASE)
RIGHTS = re.compile(r"^(?:copyright|©|\(c\)|all rights reserved|alle rechte|tous droits)", re.IGNORECASE)
BEHIND_BODY = re.compile(r"^(?:Classification|Graphic|Load-Date:.*)$")
OF_NEXIS = re.compile(
    r"^(?:(?:Section|Length|Byline|Highlight|Dateline|Edition|Series|Correction):|Copyright |©|All Rights Reserved)"
)
COVER = re.compile(r"^[A-Z][\w /-]{2,30}: ")
BY = re.compile(r"^(?:by|von|par|por|di|door)\s", re.IGNORECASE)
PROQUEST = re.compile(
    r"^(Title|Author|Publication title|Publication date|Full text|Subject|Location|Publication year|Publication subject|Abstract|"
    r"Publisher|Place of publication|Country of publication|ISSN|Source type|Language of publication|Document type|"
    r"ProQuest document ID|Document URL|Copyright|Last updated|Database|Section|Pages|First page|Volume|Issue|Links):[ \t]*(.*)$"
)
# the two letters of Factiva's fields: before their text, beyond a bar where they stood in a table, or above it
INDEXED = re.compile(
    r"^(HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN|SE|CLM|DLN|ART|CX)"
    r"(?:[ \t]*\|[ \t]*|\t+|[ \u00a0]{2,}|[ \t|]*$)(.*)$"
)
OF_LABEL = {"byline": "author", "author": "author", "section": "section", "length": "stated_words", "publication date": "date"}
OF_INDEXED = {"HD": "title", "SN": "source", "PD": "date", "BY": "author", "SE": "section", "WC": "stated_words"}
DAY_FIRST = re.compile(r"\b(\d{1,2})(?:er|\.|º|ª)?(?: de)? ([^\W\d_]+)\.?(?: de)?,? (\d{4})\b")
MONTH_FIRST = re.compile(r"\b([^\W\d_]+)\.? (\d{1,2}), (\d{4})\b")
YEAR_FIRST = re.compile(r"(\d{4})[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일]")

Stated = dict[str, str]


def stated_date(text: str) -> str:
    """The day that a head states in words, in the language of the export, as ISO 8601; "" where it states none.

    >>> stated_date("jeudi 10 octobre 2024"), stated_date("October 10, 2024 Thursday"), stated_date("10/11/2024")
    ('2024-10-10', '2024-10-10', '')
    >>> stated_date("10 октября 2024 г."), stated_date("Oct 10, 2024"), stated_date("2024年10月10日")
    ('2024-10-10', '2024-10-10', '2024-10-10')
    """
    for pattern, (day, month) in ((DAY_FIRST, (1, 2)), (MONTH_FIRST, (2, 1))):
        for found in pattern.finditer(text):
            if number := MONTH.get(found[month].casefold()):
                with contextlib.suppress(ValueError):  # 31 June is no day
                    return date(int(found[3]), number, int(found[day])).isoformat()
    if found := YEAR_FIRST.search(text):
        with contextlib.suppress(ValueError):
            return date(*map(int, found.groups())).isoformat()
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
    stated = {"source": lines[named], "date": stated_date(lines[counted + 1]), "stated_words": number_of(lines[counted])}
    above = list(lines[:counted])
    if len(above) > 1 and BY.match(above[-1]):
        stated["author"] = above.pop()
    if len(above) == 1:
        stated["title"] = above[0]
    return stated, ends + 1


def of_fields(fields: dict[str, str]) -> Stated:
    """What the fields of an article of Factiva state, by their two letters."""
    stated = {name: " ".join(fields[code].split()) for code, name in OF_INDEXED.items() if fields.get(code, "").strip()}
    stated["date"] = stated_date(stated.get("date", ""))
    stated["stated_words"] = number_of(stated.get("stated_words", ""))
    return {name: value for name, value in stated.items() if value}


def number_of(text: str) -> str:
    """The number that a line begins with, in figures alone.

    >>> number_of("1,024 words"), number_of("543 mots"), number_of("many")
    ('1024', '543', '')
    """
    found = re.match(r"\d[\d,.\u00a0 ]*", text.strip())
    return "".join(filter(str.isdigit, found[0])) if found else ""


def europresse(stated: Stated, header: str) -> Stated:
    """What the head of an article of Europresse states: the name of its source without the number, and from the line of its day the
    section, which stands first, and the number of words."""
    first, _, rest = header.partition(", ")
    section = first if rest and not re.search(r"\d", first) and first.casefold() not in WEEKDAYS else ""
    counted = re.search(r"\b(\d{1,3}(?:[ \u00a0]\d{3})*) (?:mots|words)\b", header)
    known = {"date": stated_date(header), "section": section, "stated_words": number_of(counted[1]) if counted else ""}
    source = re.sub(r",? (?:no\.?|n°) ?[\w-]+.*$", "", stated.get("source", ""))
    return {name: value for name, value in {**stated, "source": source, **known}.items() if value}


def own_lines(part: str, body: str, stated: Stated) -> list[str]:
    """The kinds of the lines that are the database's own: neither text nor stated.

    >>> part = "Bridge closed\\nOctober 10, 2024\\nLength: 14 words\\nBody\\nIt is.\\nLoad-Date: today"
    >>> own_lines(part, "It is.", {"title": "Bridge closed", "date": "2024-10-10", "stated_words": "14"})
    ['Body', 'Load-Date']
    """
    kept = {" ".join(line.split()) for line in body.splitlines()} | {" ".join(value.split()) for value in stated.values()}
    lines = [
        line for line in (" ".join(line.split()) for line in part.splitlines()) if line and not _is_stated(line, kept, stated)
    ]
    return [re.split(r"[:|\d]", line)[0].strip()[:20] or "numbers" for line in lines]


def _is_stated(line: str, kept: set[str], stated: Stated) -> bool:
    """Whether a line is text, or what it says was taken as title, day, author, section, address or number of words."""
    label, _, value = line.partition(":")
    told = OF_LABEL.get(label.casefold(), "")
    counted = WORDS.match(line) and number_of(line) == stated.get("stated_words")
    dated = len(line) <= LONGEST_DATE and stated_date(line) == stated.get("date", "-") and not COVER.match(line)
    return line in kept or bool(told in stated or counted or dated) or (bool(value.strip()) and value.strip() in kept)


def told_of(kinds: Iterable[str]) -> str:
    """The lines of a database that were left out, the most frequent kinds first; "" where there are none."""
    counts = Counter(kinds)
    most = ", ".join(f"{kind} ({n:,})" for kind, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:8])
    return f"{counts.total():,} lines are the database's own, and no text: {most}" if counts else ""


def _nexis(part: str) -> tuple[Stated, str]:
    """Source, date and title in paragraphs, then fields in capitals, the text, and fields again."""
    between = r"\n\s*\n" if re.search(r"\n\s*\n", part) else r"\n"  # a document of Word has a line for each paragraph
    blocks = [block.strip() for block in re.split(between, part)]
    fields = [at for at, block in enumerate(blocks) if FIELD.match(block)]
    head = [block for block in blocks[: fields[0]] if not RIGHTS.match(block)] if fields else []
    dated = next((at for at, block in enumerate(head[:4]) if stated_date(block)), 0)
    if not dated or len(head) != dated + 2:
        return {}, part
    stated = {"source": head[0], "date": stated_date(head[dated]), "title": head[dated + 1]}
    values = {FIELD.match(blocks[at])[1]: blocks[at].partition(":")[2] for at in reversed(fields)}
    stated["author"] = values.get("BYLINE", "").partition(";")[0]
    stated["section"] = values.get("SECTION", "").partition(";")[0]
    stated |= {"stated_words": number_of(values.get("LENGTH", "")), "url": values.get("URL", "")}
    body = [block for block in blocks[fields[0] :] if not FIELD.match(block) and not RIGHTS.match(block)]
    return stated, "\n\n".join(body)


def _nexis_uni(part: str) -> tuple[Stated, str]:
    """Title, source and date in lines, further ones, then the line "Body" and the text. A cover may come before the first."""
    lines = part.splitlines()
    at = next((at for at, line in enumerate(lines) if line.strip() == "Body"), None)
    head = [line.strip() for line in lines[:at] if line.strip()] if at else []
    first = next((number for number, line in enumerate(head) if number > 2 and OF_NEXIS.match(line)), len(head))
    days = (number for number in range(first - 1, max(first - 4, 1), -1) if _is_date(head[number]))
    dated = next(days, 0)
    if not dated:
        return {}, part
    ends = next((end for end in range(at, len(lines)) if BEHIND_BODY.match(lines[end].strip())), len(lines))
    stated = {"title": head[dated - 2], "source": head[dated - 1], "date": stated_date(head[dated])}
    values = {name: value.partition(";")[0].strip() for name, _, value in (line.partition(":") for line in head[dated + 1 :])}
    stated |= {"author": values.get("Byline", ""), "section": values.get("Section", "")}
    stated["stated_words"] = number_of(values.get("Length", ""))
    return stated, "\n".join(lines[at + 1 : ends])


def _is_date(line: str) -> bool:
    return len(line) <= LONGEST_DATE and bool(stated_date(line)) and not COVER.match(line)


def _factiva(part: str) -> tuple[Stated, str]:
    """A head in lines and the text, or a field with its two letters each."""
    lines = part.splitlines()
    fields: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        if found := INDEXED.match(line.strip()):
            name, line = found[1], found[2].rstrip(" |")
        fields.setdefault(name, []).append(line)
    texts = {name: "\n".join(filter(str.strip, values)) for name, values in fields.items()}
    if {"HD", "PD", "SN"} <= texts.keys() and (texts.get("LP") or texts.get("TD")):
        return of_fields(texts), "\n".join(filter(None, (texts.get("LP"), texts.get("TD"))))
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
    if not runs(texts.get("Full text", "")):
        return {}, part
    names = (
        ("title", "Title"),
        ("source", "Publication title"),
        ("author", "Author"),
        ("section", "Section"),
        ("url", "Document URL"),
    )
    day = stated_date(texts.get("Publication date", ""))
    return {to: texts.get(of, "") for to, of in names} | {"date": day}, texts["Full text"].strip("\n_ ")


def runs(text: str) -> bool:
    """Whether a line of a text is running text."""
    return any(line.count(" ") >= RUNNING_WORDS - 1 for line in text.splitlines())


HEADS: dict[str, Callable[[str], tuple[Stated, str]]] = {
    "Nexis": _nexis, "Nexis Uni": _nexis_uni, "Factiva": _factiva, "ProQuest": _proquest,
}  # fmt: skip
