"""Files of other programs in, what they hold out: one small reader a format, in a process of its own that can be stopped.

A reader is a module with a function `read(data, asked)`: the bytes of one file in, and what the caller asks for by name; out come items
of the classes below, one after the other, so that no more than one need be held. A file that cannot be read raises Unreadable. Nothing
here imports anything of ours but its neighbours, since this folder is loaded by its place and not by the package's name (see serve.py).
A package that does the parsing is imported within `read`, so that one that is missing is missed by its own files alone.
"""

from typing import Any, NamedTuple


class Unreadable(Exception):
    """Why a file cannot be read: reason (a key of remedies.REMEDIES), place in the file, detail."""

    def __init__(self, reason: str, place: str, detail: str):
        super().__init__(reason)
        self.reason, self.place, self.detail = reason, place, detail


class Article(NamedTuple):
    """An article: its place in the file ("" where it is all of it), its text, one paragraph a line, and what the file states of it
    (title, source, date, author, section, url, language; publisher, which names the source where nothing else does)."""

    place: str
    text: str
    stated: dict[str, str]


class Page(NamedTuple):
    """An article that stands in the file as a web page; whoever asked reads it as one."""

    place: str
    html: str
    stated: dict[str, str]


class Bad(NamedTuple):
    """An article of the file that cannot be read: its place, reason and detail."""

    place: str
    reason: str
    detail: str


class Note(NamedTuple):
    """What there is to know of what was read: place, kind, detail."""

    place: str
    kind: str
    detail: str


class Sheet(NamedTuple):
    """A table of articles begins here; its rows follow. origin is the day that its days are counted from, as ISO 8601."""

    name: str
    origin: str


class Rows(NamedTuple):
    """Some rows of the sheet that began last, and the number of the first of them; days and points in time are texts in ISO 8601."""

    first: int
    cells: list[list[Any]]


Item = Article | Page | Bad | Note | Sheet | Rows
