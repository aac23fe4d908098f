"""Web pages in, the article's text and the page's own metadata out, by a worker process that can be stopped."""

import contextlib
import json
import re

from . import html_worker
from .bylines import authors_of
from .dates import read_date
from .files import Fault
from .parser_process import ParserProcess

SECONDS = 30.0  # longest time for one page
PAGES = 500  # after which the worker is started afresh
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)


def _first_date(stated: list[str]) -> str:
    """The first that can be read; without one the first, so that it is told of; "" where the page states none."""
    for date in stated:
        with contextlib.suppress(ValueError):
            read_date(date)
            return date
    return next(iter(stated), "")


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page names in its first bytes. What pages call Latin-1 is Windows-1252, as browsers know.

    >>> declared_charset(b'<meta charset="windows-1251">'), declared_charset(b"<p>charset=x")
    ('windows-1251', None)
    """
    found = CHARSET.search(data[:4096])
    name = found[1].decode("ascii").lower() if found else None
    return "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else name


class Pages(ParserProcess):
    """The worker process; started by the first page, and closed by `close`."""

    def __init__(self, seconds: float = SECONDS):
        super().__init__(html_worker, PAGES)
        self.seconds = seconds

    def article(self, page: str) -> dict[str, str]:
        """What the worker finds in a page: `text`, and `title`, `publisher`, `author`, `section`, `date`, `url`, `language` where the
        page has them.

        Raises Fault: `html_timeout` where it took too long, `html` where the parser broke down, `empty` where there is no text.
        """
        data = page.encode("utf-8", "replace")
        answer = self._answer(data) or self._answer(data)  # once more: what ended the worker may have been no page
        if answer is None:
            raise Fault("html", "", "the page cannot be parsed: it broke the parser twice")
        if not answer.get("text", "").strip():
            raise Fault("empty", "", answer.get("error") or "no article was found in the page")
        author = authors_of(answer.pop("author", ""))
        return answer | {"date": _first_date(answer.pop("dates", []))} | ({"author": author} if author else {})

    def _answer(self, page: bytes) -> dict | None:
        """What the worker finds in a page; None where it did not live to tell. Raises Fault where it took too long."""
        try:
            with self.within(self.seconds) as late:
                self.send(page)
                data = self.receive()
        except OSError as error:
            raise Fault("html", "", f"no process to parse pages could be started ({error.strerror})") from error
        if data is None:
            self.close()
            if late.is_set():
                raise Fault("html_timeout", "", f"the page was not read within {self.seconds:g} seconds")
            return None
        return json.loads(data)
