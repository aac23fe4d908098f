"""Articles as text files, JSON lines and CSV, and the ledger beside them. Articles in, files out.

Cells that a spreadsheet would take for formulas are marked, as in all tables that leave Parallax; the corpus.toml beside the files says
so, and the mark is taken away where they go back in.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from ..formulas import marked
from ..text.reading.sources import own_name
from .cleaned_articles import Article, Cleaned

PART = 200_000_000  # characters of a file, of which a reader holds one at a time
NAME = re.compile(r"[^\w.-]+")
LONGEST_NAME = 60  # characters of a file's name that tell the article
LEDGER = ("doc_id", "line", "action", "rule", "reason", "raw", "text")


def write_texts(cleaned: Cleaned, place: Path) -> int:
    """A file an article, and sources.csv, which says what each is. Returns the number of articles."""
    columns, n = cleaned.columns, 0
    headings = ["file", *(own_name(name, columns) for name in columns)]
    (place / "articles").mkdir()
    with (place / "sources.csv").open("wb") as sources:
        sources.write(_rows([headings], mark=True))
        for n, article in enumerate(cleaned.articles(), start=1):
            file = f"articles/{n:06d}-{NAME.sub('-', article.known['doc_id'])[:LONGEST_NAME].strip('-.')}.txt"
            (place / file).write_bytes(f"{article.text}\n".encode())
            sources.write(_rows([[file, *(article.known.get(name, "") for name in columns)]]))
    return n


def write_json_lines(cleaned: Cleaned, place: Path) -> int:
    """An object a line, of what is known of an article and its text. Returns the number of articles."""

    def line(article: Article) -> bytes:
        cells = {name: article.known.get(name) for name in cleaned.columns} | {"text": article.text}
        return json.dumps(cells, ensure_ascii=False).encode() + b"\n"

    return _write(cleaned, place, "jsonl", b"", line)


def write_csv(cleaned: Cleaned, place: Path) -> int:
    """For spreadsheets: UTF-8 with a mark, the text last. Returns the number of articles."""
    return _write_table(cleaned, place, [*cleaned.columns, "text"], mark=True)


def write_quanteda(cleaned: Cleaned, place: Path) -> int:
    """For quanteda: doc_id, text, and docvars; without a mark, which R's read.csv would take for a part of the first name.

    Returns the number of articles."""
    others = [name for name in cleaned.columns if name != "doc_id"]
    return _write_table(cleaned, place, ["doc_id", "text", *others], mark=False)


WRITERS: dict[str, Callable[[Cleaned, Path], int]] = {
    "txt": write_texts, "jsonl": write_json_lines, "csv": write_csv, "quanteda": write_quanteda,
}  # fmt: skip


def write_ledger(cleaned: Cleaned, path: Path) -> int:
    """Every line that was removed or changed: article, line of its file, rule and its reason, what stood there and what stays.

    Returns the number of lines."""
    rules = cleaned.prepared.rules
    reasons, n = dict(zip(rules["rule"], rules["reason"], strict=True)), 0
    with path.open("wb") as file:
        file.write(_rows([LEDGER], mark=True))
        for part in cleaned.ledger():
            told = part[["doc_id", "line", "action", "rule", "raw", "text"]].astype("object").fillna("")
            file.write(_rows(_with_reasons(told.itertuples(index=False, name=None), reasons)))
            n += len(part)
    return n


def _with_reasons(rows: Iterable[tuple], reasons: dict[str, str]) -> Iterator[list[str]]:
    for doc_id, line, action, rule, raw, text in rows:
        why = " ".join(reasons.get(name, "") for name in rule.split("; "))
        yield [doc_id, str(line), action, rule, why, raw, text]


def _write_table(cleaned: Cleaned, place: Path, columns: list[str], mark: bool) -> int:
    def row(article: Article) -> bytes:
        cells = article.known | {"text": article.text}
        return _rows([[cells.get(name, "") for name in columns]])

    return _write(cleaned, place, "csv", _rows([columns], mark=mark), row)


def _write(cleaned: Cleaned, place: Path, ending: str, head: bytes, told: Callable[[Article], bytes]) -> int:
    """Write articles one behind the other, into as many files as their size needs. Returns their number."""
    several, n, size, file = cleaned.n_characters > PART, 0, 0, None
    try:
        for article in cleaned.articles():
            if file is None or size > PART:
                file = _next(place, ending, several, file)
                size = file.write(head)
            size += file.write(told(article))
            n += 1
    finally:
        if file is not None:
            file.close()
    return n


def _next(place: Path, ending: str, several: bool, before: BinaryIO | None) -> BinaryIO:
    if before is not None:
        before.close()
    number = f"-{len(list(place.iterdir())) + 1:03d}" if several else ""
    return (place / f"articles{number}.{ending}").open("wb")


def _rows(rows: Iterable[Iterable[str]], mark: bool = False) -> bytes:
    """Rows of CSV, no cell of which is taken for a formula; with the mark of UTF-8 before them, if these are the first."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([marked(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8")
