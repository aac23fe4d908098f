"""A web page that a browser saved in one file (.mhtml, .mht) in, the page out, with the address that it was saved from."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

from . import Item, Page, Unreadable


def read(data: bytes, asked: dict[str, Any]) -> Iterator[Item]:
    """The page; its pictures, styles and scripts are not opened, and nor are the frames in it."""
    message = message_from_bytes(data, policy=policy.default)
    part = next((part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
    if part is None:
        raise Unreadable("broken", "", "no page is in it")
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        raise Unreadable("broken", "", "its page cannot be unpacked")
    address = str(part.get("content-location") or message.get("snapshot-content-location") or "")
    try:
        page = payload.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        page = payload.decode("utf-8", "replace")
    yield Page("", page, {"url": address if address.startswith(("http://", "https://")) else ""})
