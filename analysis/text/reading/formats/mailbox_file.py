"""A box of messages (.mbox) in, an article a message out, each as mail.py reads it."""

import re
from collections.abc import Iterator
from typing import Any

from . import Bad, Item, Unreadable
from .mail import message

BEGINS = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{0,200}\r?\n")
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
MOST_MESSAGES = 100_000


def read(data: bytes, asked: dict[str, Any]) -> Iterator[Item]:
    """The messages of a box."""
    marks = list(BEGINS.finditer(data))
    if not marks or marks[0].start():
        raise Unreadable("broken", "", "it does not begin with the line of a message (From …)")
    if len(marks) > MOST_MESSAGES:
        raise Unreadable("too_large", "", f"{len(marks):,} messages; the most read is {MOST_MESSAGES:,}")
    ends = [*(mark.start() for mark in marks[1:]), len(data)]
    line, counted = 1, 0
    for number, (mark, end) in enumerate(zip(marks, ends, strict=True), start=1):
        line, counted = line + data.count(b"\n", counted, mark.start()), mark.start()
        place = f"message {number}, line {line}"
        try:
            yield from message(ESCAPED.sub(rb"\1", data[mark.end() : end]), place)
        except Unreadable as error:
            yield Bad(place, error.reason, error.detail)
