"""Whose an article is where nobody says so: what its page states, or the host of its address. Texts in, outlets and notices out.

Without it a folder of saved pages is one outlet, and a table of addresses and texts another. It is a guess, and told as one.
"""

import contextlib
import re
from collections import Counter
from typing import NamedTuple
from urllib.parse import urlsplit

from .corpus_file import NAME as CORPUS_FILE
from .sources import NAME

STATED, HOST = "stated", "host"  # how the outlet is known
SOURCE_FROM = "\0source_from"  # under this an article says how; no column can be called so
LONGEST = 80  # characters of a name
NAMED = 3  # outlets in a notice
SCHEME = re.compile(r"(?:https?:)?//", re.IGNORECASE)
BARE = re.compile(r"www\.|[\w.-]+\.[a-z]{2,}/", re.IGNORECASE)  # what an address without a scheme begins with
HOST_NAME = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]*")
BESIDE = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=.+\.)")  # the same pages under another name
ARCHIVED = re.compile(r"https?://web\.archive\.org/web/[^/]+/(?=.)", re.IGNORECASE)
# names of folders that say what lies there, or when it was put there, and nothing of an outlet
OF_ANYONE = re.compile(
    r"(?:raw|clean(?:ed)?|saved|scraped|crawl(?:ed)?|new|all)?[ _-]?"
    r"(?:articles?|archives?|corpus|data(?:sets?)?|documents?|docs|downloads?|exports?|files|html?|news|pages?|raw|saved|scraped|texts?|"
    r"txt|web[ _-]?pages)|[\d ._-]+",
    re.IGNORECASE,
)  # fmt: skip


def host_of(address: str) -> str:
    """The host of an address of the web, without what does not tell outlets apart; "" where it is none.

    >>> host_of("https://www.post.example/2024/bridge?id=1"), host_of("//m.radio.example:443"), host_of("a.example/b"), host_of("n/a")
    ('post.example', 'radio.example', 'a.example', '')
    """
    address = ARCHIVED.sub("", address.strip())
    if not SCHEME.match(address):
        if not BARE.match(address):
            return ""
        address = f"//{address}"
    with contextlib.suppress(ValueError, UnicodeError):
        host = urlsplit(address).hostname or ""
        host = host.encode("ascii").decode("idna") if "xn--" in host else host
        return BESIDE.sub("", host) if HOST_NAME.fullmatch(host) else ""
    return ""


def outlet_of(publisher: str, url: str) -> tuple[str, str]:
    """The outlet of an article, and how it is known: what its page states, else the host of its address; empty where neither is.

    >>> outlet_of(" The Larkham  Post ", "https://post.example/a"), outlet_of("", "https://post.example/a"), outlet_of("", "")
    (('The Larkham Post', 'stated'), ('post.example', 'host'), ('', ''))
    """
    name = " ".join(publisher.split())
    if name and len(name) <= LONGEST and any(map(str.isalpha, name)):
        return host_of(name) or name, STATED
    host = host_of(url)
    return (host, HOST) if host else ("", "")


def of_address(outlet: str) -> str:
    """The host, where the cell that should name an outlet holds an address; "" where it holds anything else.

    >>> of_address("https://www.post.example/2024"), of_address("post.example"), of_address("The Post")
    ('post.example', '', '')
    """
    return host_of(outlet) if "/" in outlet else ""


def folders_say(folders: str) -> bool:
    """Whether folders can be the name of an outlet. pages/, raw_html/ and 2024/10/ are not.

    >>> folders_say("post"), folders_say("html/post"), folders_say("raw_html/2024-10"), folders_say("")
    (True, True, False, False)
    """
    return any(part and OF_ANYONE.fullmatch(part) is None for part in folders.split("/"))


class Guessed(NamedTuple):
    """The outlets that were guessed: how -> articles by outlet, and the first file of each way."""

    outlets: dict[str, Counter]
    files: dict[str, str]

    def add(self, how: str, outlet: str, file: str) -> None:
        """Count an article whose outlet is a guess."""
        self.outlets.setdefault(how, Counter())[outlet] += 1
        self.files.setdefault(how, file)

    def notices(self) -> list[tuple[str, str, str, str]]:
        """A notice for each way in which outlets were guessed."""
        ways = {STATED: "what the page states (og:site_name, publisher)", HOST: "the host of the address"}
        told = []
        for how, counts in sorted(self.outlets.items()):
            first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:NAMED]
            n, most = counts.total(), ", ".join(f"'{name}' ({times:,})" for name, times in first)
            more = f" and {len(counts) - NAMED:,} more" if len(counts) > NAMED else ""
            detail = f"nothing else names the outlet of {n:,} article{'' if n == 1 else 's'}; it is {ways[how]}: {most}{more}."
            told.append((self.files[how], "", "guessed source", f"{detail} {NAME} can name them, or a column by {CORPUS_FILE}"))
        return told
