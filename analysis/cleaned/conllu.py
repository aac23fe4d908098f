"""Articles as CoNLL-U, the form of Universal Dependencies. Articles with their words in, a file of sentences out.

What is counted as a word is one here, with its lemma where the language has a dictionary; what stands between words is split into
marks. Parts of speech and syntax are not known, and left open. The text of a sentence is that of the article, character by character.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import category
from urllib.parse import quote

from ..text.words.forms import LEMMATA, lemmas
from .cleaned_articles import Article, Cleaned

MARKS = re.compile(r"['’]\w+|\w+|([^\w\s])\1*")  # a possessive, a word that is not counted, and marks: three points are one
NO_ID = re.compile(r"[\s%]")
KINDS = {"P": "PUNCT", "S": "SYM"}  # by the category of a mark's characters
KNOWN = ("source", "date", "language", "title")


class Piece(NamedTuple):
    """A word or a mark: where it stands in its line, the term it is counted as, "" for none, and its lemma."""

    start: int
    end: int
    term: str
    lemma: str


def write(cleaned: Cleaned, place: Path) -> int:
    """Write articles.conllu: every sentence with its text, the line it stands in and its words.

    Returns the number of articles."""
    n = 0
    with (place / "articles.conllu").open("w", encoding="utf-8", newline="\n") as file:
        for article in cleaned.articles(with_words=True):
            file.writelines(_told(article))
            n += 1
    return n


def _told(article: Article) -> Iterator[str]:
    doc_id, number = article.known["doc_id"], 0
    yield f"# newdoc id = {doc_id}\n"
    yield from (f"# {name} = {' '.join(article.known[name].split())}\n" for name in KNOWN if name in article.known)
    name = NO_ID.sub(lambda found: quote(found[0]), doc_id)
    words = _words(article)
    for text, line in zip(article.lines, article.places, strict=True):
        yield f"# newpar id = {name}-p{line}\n"
        for pieces in _sentences(text, words.get(line, [])):
            number += 1
            yield from _sentence(text, pieces, f"{name}-s{number}", line)


def _words(article: Article) -> dict[int, list[tuple[int, Piece]]]:
    """The words of each line, each with the number of its sentence."""
    found: dict[int, list[tuple[int, Piece]]] = {}
    words, language = article.words, article.known.get("language", "")
    if words is None:
        return found
    names = words["as_name"].astype("object").tolist() if "as_name" in words else ["no"] * len(words)
    columns = (words[name].tolist() for name in ("line", "sentence", "start", "end", "term"))
    for line, sentence, start, end, term, name in zip(*columns, names, strict=True):
        found.setdefault(line, []).append((sentence, Piece(start, end, term, _lemma(term, language, name))))
    return found


@lru_cache(maxsize=1 << 17)
def _lemma(term: str, language: str, name: str) -> str:
    return lemmas([term], language, [name])[0] if language in LEMMATA else ""


def _sentences(text: str, words: list[tuple[int, Piece]]) -> Iterator[list[Piece]]:
    """The pieces of a line, sentence by sentence; what stands between two sentences belongs to the first up to its first space."""
    pieces: list[Piece] = []
    at, before = 0, words[0][0] if words else 0
    for sentence, word in words:
        between = text[at : word.start]
        cut = at + len(between) - len(between.lstrip()) if sentence == before else at + _first_space(between)
        pieces += _marks(text, at, cut)
        if sentence != before:
            yield pieces
            pieces, before = [], sentence
        pieces += [*_marks(text, cut, word.start), word]
        at = word.end
    yield pieces + list(_marks(text, at, len(text)))


def _first_space(between: str) -> int:
    return next((at for at, character in enumerate(between) if character.isspace()), len(between))


def _marks(text: str, start: int, end: int) -> Iterator[Piece]:
    return (Piece(found.start(), found.end(), "", "") for found in MARKS.finditer(text, start, end))


def _sentence(text: str, pieces: list[Piece], name: str, line: int) -> Iterator[str]:
    if not pieces:
        return
    yield f"# sent_id = {name}\n# text = {text[pieces[0].start : pieces[-1].end]}\n# line = {line}\n"
    for number, piece in enumerate(pieces, start=1):
        behind = pieces[number].start if number < len(pieces) else -1
        misc = ["SpaceAfter=No"] if behind == piece.end else []
        misc += [f"Term={piece.term.replace('|', ' ')}"] if piece.term else []
        form = text[piece.start : piece.end]
        kind = "_" if piece.term else KINDS.get(category(form[0])[0], "_") if len(set(form)) == 1 else "_"
        lemma = piece.lemma or ("_" if piece.term or kind == "_" else form)
        yield "\t".join([str(number), form, lemma, kind, "_", "_", "_", "_", "_", "|".join(misc) or "_"]) + "\n"
    yield "\n"
