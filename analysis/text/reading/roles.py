"""Which column of a table is the text, the title, the date. Columns in, roles out, and every guess is written down.

A role is given by corpus.toml, or found by the names that such columns usually have. A column without a role is the user's own, and
is kept to group by.
"""

# ruff: noqa: E501 - the names of a role are rows of a table

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from ...limits import LONGEST_CELL
from .bylines import authors_of, names_of
from .corpus_file import NAME as CORPUS_FILE
from .corpus_file import ROLES, CorpusFile
from .dates import read_date
from .files import Fault
from .published_by import HOST, SOURCE_FROM, of_address
from .shapes import refuse_shape
from .tabular import LONE

# By `folded` name, best first. A column of texts or dates in another language is known by that language's own word for it.
USUAL = {
    "text": (
        "text", "body", "content", "article", "article_text", "article_body", "full_text", "fulltext", "maintext", "body_text",
        "plain_text", "volltext", "artikel", "artikeltext", "inhalt", "texte", "contenu", "corps", "texto", "cuerpo", "contenido", "testo",
        "tekst", "treść", "текст", "текст_статьи", "текст_новости", "текст_статті", "текст_новини", "тэкст",
    ),
    "title": (
        "title", "headline", "head_line", "heading", "titel", "überschrift", "schlagzeile", "titre", "título", "titular", "titolo", "tytuł",
        "nagłówek", "заголовок", "название", "назва", "загаловак", "nadpis",
    ),
    "source": (
        "source", "outlet", "publisher", "site", "newspaper", "publication", "outlet_name", "source_name", "publication_name", "publisher_name",
        "site_name", "news_outlet", "news_source", "media_name", "medium", "news_agency", "quelle", "zeitung", "média", "journal",
        "fuente", "medio", "periódico", "fonte", "testata", "giornale", "źródło", "gazeta", "издание", "источник", "сми", "газета",
        "видання", "джерело", "змі", "выданне", "крыніца",
    ),
    "date": (
        "date", "published", "pubdate", "date_published", "published_at", "publishedat", "publication_date", "publish_date", "published_date",
        "datetime", "pub_date", "datepublished", "published_time", "date_time", "datum", "veröffentlicht", "veröffentlichungsdatum",
        "erscheinungsdatum", "date_de_publication", "fecha", "fecha_de_publicación", "fecha_publicación", "data_publikacji",
        "data_pubblicazione", "data_de_publicação",
        "дата", "дата_публикации", "дата_публікації", "опубликовано", "опубліковано",
    ),
    "author": (
        "author", "authors", "byline", "author_name", "author_names", "writer", "autor", "autorin", "autoren", "auteur", "auteurs", "autores",
        "autore", "autorzy", "автор", "авторы", "автори", "аўтар",
    ),
    "section": (
        "section", "section_name", "section_title", "news_section", "rubric", "news_desk", "rubrik", "ressort", "rubrique", "sección", "seção", "sezione",
        "dział", "рубрика", "раздел", "розділ", "рубрыка",
    ),
    "doc_id": ("doc_id", "id", "article_id"),
    "url": ("url", "link", "article_url", "source_url", "href", "web_url", "enlace", "ссылка", "посилання"),
    "language": ("language", "lang", "sprache", "langue", "idioma", "lingua", "język", "язык", "мова"),
    "outlet_type": ("outlet_type",),
    "note": ("note",),
}  # fmt: skip
NEAR = 6  # of the usual names, English ones that stand first: a slip of the pen is looked for in these
# names that the table `articles` uses for what is worked out
TAKEN = ("file", "place", "encoding", "sha256", "date_start", "date_end")

Notice = tuple[str, str, str]  # place, kind, detail


class Roles(NamedTuple):
    """Column of each role; the user's own columns, with the names they get; what was guessed."""

    column: dict[str, str]
    own: dict[str, str]
    notices: list[Notice]


def known_names(settings: CorpusFile) -> frozenset[str]:
    """Names by which a column of any role is known."""
    given = (folded(name) for name in settings.columns.values())
    return frozenset(filter(None, given)).union(*USUAL.values())


def folded(name: str) -> str:
    """A column's name without what its spelling may vary in: capitals, blanks, dots and hyphens, words run together by a capital.

    >>> folded("Publication Date"), folded("source.name"), folded("pub-date "), folded("outletName")
    ('publication_date', 'source_name', 'pub_date', 'outlet_name')
    """
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", unicodedata.normalize("NFC", name.strip()))
    return re.sub(r"[\s._-]+", "_", parts).casefold()


def assign(columns: list[str], settings: CorpusFile, paths: Sequence[str] = ()) -> Roles:
    """Say which column has which role. What corpus.toml names and this table lacks is looked for by the usual names.

    paths : to what stands within cells that are objects; a role no column has is looked for among them (see `_path_of`)

    Raises Fault `no_text` where no column is the text.
    """
    by_name: dict[str, str] = {}
    for name in columns:
        by_name.setdefault(folded(name), name)
    found, notices = {}, []
    for role in ROLES:
        named = settings.columns.get(role)
        if named in columns or named in paths:
            found[role] = named
        if named in columns or named in paths or named == "":
            continue
        given = {
            name for other, name in settings.columns.items() if (role, other) != ("url", "source")
        }  # whose host is the outlet
        usual = [by_name[name] for name in USUAL[role] if name in by_name and by_name[name] not in given]
        if usual:
            found[role] = usual[0]
            others = f" (beside it stands {', '.join(map(repr, usual[1:]))})" if usual[1:] else ""
            notices.append(("", "guessed column", f"column '{usual[0]}' is read as {role}{others}"))
        elif path := _path_of(role, paths, found.get("text", "")):
            found[role] = path
            notices.append(("", "guessed column", f"'{path}' is read as {role}"))
    if "text" not in found:
        raise Fault("no_text", "", f"no column is known to hold the text. The file has: {', '.join(columns[:12])}")
    opened = {path.partition(".")[0] for path in found.values() if path in paths} - {*found.values()}
    within = [path for path in paths if path.partition(".")[0] in opened]
    others = [name for name in columns if name not in opened] + within
    own = {name: _own(name) for name in others if name not in found.values()}
    known = {*ROLES, *(name for role in USUAL.values() for name in role[:NEAR])}
    for name in own:
        near = next((role for role in sorted(known) if len(role) > 3 and _one_apart(name.casefold(), role)), None)
        if near is not None:
            notices.append(("", "near a known name", f"column '{name}' is kept as your own; '{near}' would have a meaning"))
    return Roles(found, own, notices)


def article(cells: dict[str, Any], roles: Roles, settings: CorpusFile) -> tuple[dict[str, Any], list[Notice]]:
    """One row as an article: its roles, its own columns, and what there is to notice. Empty cells are left out.

    Raises Fault: empty, wrong_type, too_large.
    """
    notices: list[Notice] = []
    row = {role: _known(role, _cell(cells, name), notices) for role, name in roles.column.items()}
    if not row.get("text", "").strip():
        raise Fault("empty", "", f"no visible character in '{roles.column['text']}'")
    if host := of_address(row.get("source", "")):
        declared = settings.columns.get("source") == roles.column["source"]
        row |= {"source": host, SOURCE_FROM: "" if declared else HOST}
    if row.get("date"):
        try:
            row["date"] = read_date(row["date"], settings.date_format)
        except ValueError as error:
            remedy = f"; date_format in {CORPUS_FILE} says which is meant" if "two meanings" in str(error) else ""
            notices.append(("", "bad date", f"{error}; the date is missing{remedy}"))
            row["date"] = ""
    for name, to in roles.own.items():
        value = _short(_free(_cell(cells, name)), name)
        row[to] = _mended(value, name, notices) if value else ""
    return {name: value for name, value in row.items() if value}, notices


def _path_of(role: str, paths: Sequence[str], text: str) -> str:
    """The path that is taken for a role: one whose whole name is usual, as `source.name`; for the text one that ends in a usual name,
    and for the others one that ends so and stands beside the text. A source or a section may stand elsewhere. "" where there is none, or several."""
    whole = [path for path in paths if folded(path) in USUAL[role]]
    beside = text.rpartition(".")[0]
    ends = [path for path in paths if folded(path.rpartition(".")[2]) in USUAL[role]]
    if role not in ("text", "source", "section"):
        ends = [path for path in ends if beside and path.rpartition(".")[0] == beside]
    found = whole or ends
    return found[0] if len(found) == 1 or whole else ""


def _cell(cells: dict[str, Any], name: str) -> Any:
    """A cell, or what stands in one by a path."""
    if name in cells or "." not in name:
        return cells.get(name)
    value: Any = cells
    for step in name.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _known(role: str, value: Any, notices: list[Notice]) -> str:
    if isinstance(value, Fault):
        raise value
    if value is None:
        return ""
    if role == "text" and not isinstance(value, str):
        raise Fault("wrong_type", "", f"the text is a {type(value).__name__}")
    if role == "source" and isinstance(value, dict) and isinstance(value.get("name"), str):
        value = value["name"]  # {"id": …, "name": …}, as news interfaces answer
    if role in ("author", "section"):
        value = authors_of(value) if role == "author" else next(iter(names_of(value)), "")
    if isinstance(value, dict | list | bytes | bool):
        raise Fault("wrong_type", "", f"the {role} is a {type(value).__name__}")
    text = value if isinstance(value, str) else _free(value)
    if role == "text":
        refuse_shape(text)
        return _mended(text, role, notices)
    return _mended(" ".join(_short(text, role).split()), role, notices)


def _short(text: str, name: str) -> str:
    if len(text) > LONGEST_CELL:
        raise Fault(
            "too_large", "", f"{len(text):,} characters in '{name[:60]}'; beside the text, the most read is {LONGEST_CELL:,}"
        )
    return text


def _mended(text: str, name: str, notices: list[Notice]) -> str:
    """Half of a surrogate pair, which JSON can spell and no encoding can store, becomes the replacement character, and is noted."""
    mended, n = LONE.subn("\ufffd", text)
    if n:
        notices.append(("", "broken character", f"{n} of '{name}' became U+FFFD: half of a surrogate pair"))
    return mended


def _free(value: Any) -> str:
    """A value of a column that is the user's own, as text."""
    if value is None or isinstance(value, Fault):
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else "" if value != value else repr(value)
    if isinstance(value, bool | dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return str(value)


def _own(name: str) -> str:
    name = LONE.sub("\ufffd", re.sub(r"\s+", " ", name))
    return f"{name}_given" if name in (*TAKEN, *ROLES) else name


def _one_apart(name: str, known: str) -> bool:
    """Whether one letter was left out, added or changed."""
    if abs(len(name) - len(known)) > 1 or name == known:
        return False
    if len(name) == len(known):
        return sum(a != b for a, b in zip(name, known, strict=True)) == 1
    short, long = sorted((name, known), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
