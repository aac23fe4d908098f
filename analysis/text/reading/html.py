"""Web pages in, the article's text and the page's own metadata out, by a worker process that can be stopped."""

import contextlib
import json
import re

from . import html_worker
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
        """What the worker finds in a page: `text`, and `title`, `author`, `date`, `url`, `language` where the page has them.

        Raises Fault: `html_timeout` where it took too long, `html` where the parser broke down, `empty` where there is no text.
        """
        try:
            with self.within(self.seconds) as late:
                self.send(page.encode("utf-8", "replace"))
                data = self.receive()
        except OSError as error:
            raise Fault("html", "", f"no process to parse pages could be started ({error.strerror})") from error
        if data is None:
            self.close()
            if late.is_set():
                raise Fault("html_timeout", "", f"the page was not read within {self.seconds:g} seconds")
            raise Fault("html", "", "the page cannot be parsed: it broke the parser")
        answer = json.loads(data)
        if not answer.get("text", "").strip():
            raise Fault("empty", "", answer.get("error") or "no article was found in the page")
        return answer | {"date": _first_date(answer.pop("dates", []))}
