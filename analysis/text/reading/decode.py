"""Bytes in, text and the name of its encoding out, or a reason why not. No byte is dropped and none is replaced.

The order is fixed: byte order mark, strict UTF-8, the encoding that is declared, and last a guess, which needs enough bytes and one
reading that can be meant (`guess`). What is left is set aside: a wrong letter in a name is worse than an article that is missing and
counted.
"""

import codecs
import re
from typing import NamedTuple

from .files import Fault
from .guess import Guess, guess

# The four-byte mark of UTF-32 begins with the two bytes of UTF-16's.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAGIC = {
    b"\x89PNG\r\n": "PNG picture", b"\xff\xd8\xff": "JPEG picture", b"GIF87a": "GIF picture", b"GIF89a": "GIF picture",
    b"\x7fELF": "program", b"\x1f\x8b": "gzip archive", b"PK\x03\x04": "zip archive, or an office document",
    b"%PDF-": "PDF document", b"PAR1": "Parquet table", b"\xd0\xcf\x11\xe0": "old office document",
    b"7z\xbc\xaf'\x1c": "7z archive", b"SQLite format 3\0": "database",
}  # fmt: skip
CONTROLS = bytes({*range(32)} - {*b"\t\n\v\f\r"})
MOST_CONTROLS = 0.003  # of all bytes
NOT_TEXT = {"idna", "punycode", "unicode-escape", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape", "undefined"}
# shapes that only damaged UTF-8 has: overlong forms, and halves of a surrogate pair
DAMAGED = re.compile(rb"[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]")


class Decoded(NamedTuple):
    """Text, the encoding it was read by, and how that was known: mark, utf-8, declared or guessed.

    alike : of a guess, all encodings that would spell the text so
    """

    text: str
    encoding: str
    origin: str
    alike: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    r"""Read bytes as text.

    declared : the encoding that sources.csv or the page itself names

    Raises Fault: `binary` for what is no text, `encoding` with the first byte that is wrong, `empty` for nothing to see.

    >>> decode("Мост закрыт".encode("cp1251"), "windows-1251")
    Decoded(text='Мост закрыт', encoding='cp1251', origin='declared', alike=())
    >>> decode(b"\xff\xfeH\0i\0").text
    'Hi'
    """
    found = _decode(data, declared)
    if not found.text.strip():
        raise Fault("empty", "", f"no visible character in {len(data)} bytes")
    return found


def known_encoding(name: str) -> str | None:
    """Python's name for an encoding of text, or None where there is none of this name.

    >>> known_encoding("Windows-1251"), known_encoding("rot13"), known_encoding("utf-99")
    ('cp1251', None, None)
    """
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) and info.name not in NOT_TEXT else None


def mark_of(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark that data begins with, and its encoding."""
    return next(((mark, name) for mark, name in MARKS if data.startswith(mark)), None)


def refuse_binary(data: bytes) -> None:
    """Raise Fault `binary` where data begins as files of other kinds do."""
    kind = next((kind for magic, kind in MAGIC.items() if data.startswith(magic)), None)
    if kind is not None:
        raise Fault("binary", f"byte {max(data.find(0), 0)}", f"not a text file: begins as a {kind}")


def too_many_controls(n: int, size: int) -> bool:
    """Whether so many of the bytes are control characters that this is no text."""
    return n > MOST_CONTROLS * size


def controls_in(data: bytes) -> int:
    """How many of the bytes are control characters, those of white space aside."""
    return len(data) - len(data.translate(None, CONTROLS))


def _decode(data: bytes, declared: str | None) -> Decoded:
    marked = mark_of(data)
    if marked is not None:
        mark, name = marked
        return Decoded(_strict(data, name, len(mark)), name, "mark")
    refuse_binary(data)
    noisy = too_many_controls(controls_in(data), len(data))
    wrong: UnicodeDecodeError | None = None
    try:
        text = data.decode("utf-8")
        if not noisy:
            return Decoded(text, "utf-8", "utf-8")
    except UnicodeDecodeError as error:
        wrong = error
    name = known_encoding(declared) if declared else None
    if name is not None and name != "utf-8":
        text = _strict(data, name)
        if not too_many_controls(controls_in(text.encode("utf-8", "surrogatepass")), len(text)):
            return Decoded(text, name, "declared")
        noisy = True
    if noisy or wrong is None:
        raise Fault(
            "binary", f"byte {_first_control(data)}", "zero or control bytes: not a text file, or UTF-16 without its mark"
        )
    found = guess(data) if _unlike_utf8(data, wrong) else Guess("")
    if found.encoding:
        try:
            return Decoded(data.decode(found.encoding), codecs.lookup(found.encoding).name, "guessed", found.readings[0])
        except UnicodeDecodeError:
            found = Guess("")
    start, several = wrong.start, len(found.readings) > 1
    doubt = f"; it could be {_named(found.readings)}, which spell it differently" if several else ""
    detail = f"not UTF-8: {data[start : start + 4].hex(' ')} ({wrong.reason}), and no encoding is declared{doubt}"
    raise Fault("encoding", f"byte {start}", detail, found.readings) from wrong


def _named(readings: tuple[tuple[str, ...], ...]) -> str:
    *others, last = [encodings[0] for encodings in readings]
    return f"{', '.join(others)} or {last}"


def _strict(data: bytes, name: str, skip: int = 0) -> str:
    try:
        return data[skip:].decode(name)
    except UnicodeDecodeError as error:
        start = error.start + skip
        raise Fault("encoding", f"byte {start}", f"not {name}: {data[start : start + 4].hex(' ')} ({error.reason})") from error


def _first_control(data: bytes) -> int:
    at = data.find(0)
    return at if at >= 0 else next(place for place, byte in enumerate(data) if byte in CONTROLS)


def _unlike_utf8(data: bytes, wrong: UnicodeDecodeError) -> bool:
    """Whether this is not UTF-8 that was damaged, of which nothing is guessed."""
    if wrong.end == len(data) or DAMAGED.search(data):
        return False
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    return sum(char > "\x7f" for char in lenient) - broken <= 2 * broken
