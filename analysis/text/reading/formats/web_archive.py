"""Archives of the web (.warc, .warc.gz) in, the pages in them out, each with its address. What else was archived is counted.

A record is the answer of a server, a file, or a text that another program took out of a page. The day of a record is that of the visit
and not that of the article, so it states no date. A record is unpacked within a bound, and an archive that ends too early is read up to
there.
"""

import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from . import Article, Bad, Item, Note, Page, Unreadable

LARGEST_RECORD = 20_000_000  # bytes, unpacked
MOST_HEAD = 100_000  # bytes of the head of a record, or of an answer
MOST_RECORDS = 1_000_000
BLOCK = 1 << 16
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
PAGES = ("text/html", "application/xhtml+xml")
Head = dict[str, str]


def read(data: bytes, asked: dict[str, Any]) -> Iterator[Item]:
    """The pages of an archive."""
    file: BinaryIO = gzip.GzipFile(fileobj=io.BytesIO(data)) if data.startswith(b"\x1f\x8b") else io.BytesIO(data)
    others: Counter[str] = Counter()
    number = 0
    try:
        while (head := _head(file, first=not number)) is not None:
            body = _body(file, int(head.get("content-length", "")))
            number += 1
            if number > MOST_RECORDS:
                raise Unreadable("too_large", "", f"more than {MOST_RECORDS:,} records")
            item = _item(head, body, f"record {number}")
            if isinstance(item, str):
                others[item] += 1
            else:
                yield item
    except (EOFError, OSError, ValueError, zlib.error):
        yield Bad(f"record {number + 1}", "broken", "the archive ends too early here, or is damaged")
    if others:
        told = ", ".join(f"{n:,} {what}" for what, n in sorted(others.items()))
        yield Note("", "other records", f"of {number:,} records these are no articles: {told}")


def _head(file: BinaryIO, first: bool = False) -> Head | None:
    """The head of the next record; None behind the last one. Raises EOFError where it is cut short, Unreadable where it is none."""
    line = file.readline(MOST_HEAD)
    while line in (b"\r\n", b"\n"):
        line = file.readline(MOST_HEAD)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        if first:
            raise Unreadable("broken", "", "it does not begin as an archive of the web does")
        raise EOFError
    return _fields(file)


def _fields(file: BinaryIO) -> Head:
    """Names and values up to an empty line. Raises EOFError where there is none."""
    fields: Head = {}
    size = 0
    while (line := file.readline(MOST_HEAD)) not in (b"\r\n", b"\n"):
        size += len(line)
        if not line or size > MOST_HEAD:
            raise EOFError
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields[name.strip().casefold()] = value.strip()
    return fields


def _body(file: BinaryIO, size: int) -> bytes | None:
    """The bytes of a record; None where they are too many, which are passed over. Raises EOFError where they are cut short."""
    if size < 0:
        raise ValueError(size)
    if size <= LARGEST_RECORD:
        data = file.read(size)
        if len(data) < size:
            raise EOFError
        return data
    while size and (block := file.read(min(size, BLOCK))):
        size -= len(block)
    if size:
        raise EOFError
    return None


def _item(head: Head, body: bytes | None, place: str) -> Item | str:
    """The page in a record, or why there is none; what it is, where that is no article."""
    kind, holds = head.get("warc-type", "").casefold(), head.get("content-type", "").casefold()
    address = head.get("warc-target-uri", "").strip("<>")
    stated = {"url": address if address.startswith(("http://", "https://")) else ""}
    if kind not in ("response", "resource", "conversion"):
        return f"of kind “{kind[:20]}”"
    if body is None:
        return Bad(place, "too_large", f"more than {LARGEST_RECORD:,} bytes")
    if kind == "conversion":
        return Article(place, body.decode("utf-8", "replace"), stated) if holds.startswith("text/plain") else "of other formats"
    if kind == "response" and holds.startswith("application/http"):
        file = io.BytesIO(body)
        status = file.readline(MOST_HEAD).split()
        if len(status) < 2 or status[1] != b"200":
            return "answers without a page"
        try:
            answer = _fields(file)
            holds, body = answer.get("content-type", "").casefold(), _content(answer, file.read())
        except (EOFError, ValueError, zlib.error):
            return Bad(place, "broken", "this record is damaged")
    if not holds.startswith(PAGES):
        return "of other formats"
    return (
        Bad(place, "too_large", f"unpacks to more than {LARGEST_RECORD:,} bytes")
        if body is None
        else _page(holds, body, place, stated)
    )


def _page(holds: str, body: bytes, place: str, stated: dict[str, str]) -> Page:
    """A page, by the encoding that its answer or it itself declares; by UTF-8 or Windows-1252 where neither does."""
    declared = CHARSET.search(holds.encode()) or CHARSET.search(body[:4096])
    for name in filter(None, [declared and declared[1].decode("ascii", "replace"), "utf-8"]):
        try:
            return Page(place, body.decode(name), stated)
        except (LookupError, UnicodeError):
            continue
    return Page(place, body.decode("cp1252", "replace"), stated)


def _content(answer: Head, data: bytes) -> bytes | None:
    """What an answer holds, without the way in which it was sent; None for too much. Raises ValueError for a way that is not known."""
    if "chunked" in answer.get("transfer-encoding", "").casefold():
        data = _joined(data)
    packing = answer.get("content-encoding", "identity").casefold() or "identity"
    if packing in ("gzip", "x-gzip", "deflate"):
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32 if packing != "deflate" or data[:1] == b"\x78" else -zlib.MAX_WBITS)
        data = unpacking.decompress(data, LARGEST_RECORD + 1)
        return None if len(data) > LARGEST_RECORD else data
    if packing != "identity":
        raise ValueError(packing)
    return data


def _joined(data: bytes) -> bytes:
    """An answer that was sent in pieces, each with its length before it; data that is none is returned as it is."""
    file, pieces = io.BytesIO(data), []
    while (line := file.readline(BLOCK)).strip():
        try:
            size = int(line.split(b";")[0], 16)
        except ValueError:
            return data if not pieces else b"".join(pieces)
        pieces.append(file.read(size))
        file.readline(BLOCK)
        if not size:
            break
    return b"".join(pieces)
