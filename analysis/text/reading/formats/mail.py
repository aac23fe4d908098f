"""A message of mail (.eml) in, one article out: its plain text, or else its page. Its subject, sender and day are stated.

Newsletters come as both; the plain text is taken where it is running text. Attachments are counted and not opened.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from . import Article, Item, Note, Page, Unreadable
from .moments import day_of

RUNNING = re.compile(r"(?:\S+[ \t]+){7}\S")
TAGS = re.compile(r"<[^>]*>")
OF_LISTS = (
    "list-id",
    "list-unsubscribe",
    "list-post",
)  # heads of what is sent to many, whose sender is an outlet and no author
ENOUGH = 0.5  # of the words of the page, which the plain text must have to be more than “read this in a browser”


def read(data: bytes, asked: dict[str, Any]) -> Iterator[Item]:
    """The article of a message."""
    yield from message(data, "")


def message(data: bytes, place: str) -> Iterator[Item]:
    """The article of a message, which stands at this place of its file."""
    parsed = message_from_bytes(data, policy=policy.default)
    if not parsed.keys():
        raise Unreadable("broken", "", "it does not begin with the head of a message")
    stated = _stated(parsed)
    plain, page = (_text(parsed, kind) for kind in ("plain", "html"))
    if page and not (RUNNING.search(plain) and len(plain.split()) >= ENOUGH * len(TAGS.sub(" ", page).split())):
        yield Page(place, page, stated)
    elif plain.strip():
        yield Article(place, plain.replace("\r\n", "\n"), stated)
    elif parsed.get_content_type() == "multipart/encrypted":
        raise Unreadable("encrypted", "", "a message that is encrypted")
    else:
        raise Unreadable("empty", "", "the message has no text")
    if n := sum(1 for part in parsed.walk() if part.is_attachment()):
        yield Note(place, "left out of the message", f"{n:,} attachments are not opened")


def _stated(message: EmailMessage) -> dict[str, str]:
    name, address = parseaddr(_header(message, "from"))
    to_many = any(name in message for name in OF_LISTS)
    return {
        "title": _header(message, "subject"),
        "publisher" if to_many else "author": name or address,
        "date": day_of(_header(message, "date")),
    }


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError, TypeError):  # heads that the standard library cannot take apart
        return ""


def _text(message: EmailMessage, kind: str) -> str:
    """The text of a kind; letters that its encoding has not are told by the replacement character."""
    part = message.get_body((kind,)) if message.is_multipart() else message if message.get_content_subtype() == kind else None
    if part is None:
        return ""
    try:
        return part.get_content()
    except (LookupError, ValueError, AttributeError, KeyError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
