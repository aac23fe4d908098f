"""Heads and feet of printed pages, with their numbers. The lines of articles in, the numbers of those that stand at an edge out.

A form feed says where a page begins, as PDF is read and as programs print to text. A line at an edge is of the page and not of the
article where it stands there on a third of the pages or more, whatever its digits are; a sentence that goes on over the edge does not.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

PAGE_EDGE = "page_edge"

DEEP = 3  # lines at each edge that may be heads and feet
LONGEST = 120  # letters of a head
SHARE, LEAST = 1 / 3, 2  # of the pages, on which it stands; heads of left and right pages differ
DIGITS = re.compile(r"\d+")

Edges = Mapping[int, frozenset[int]]


def page_edges(split: Sequence[list[str]], texts: Sequence[str]) -> Edges:
    """For each article that has pages, the numbers of its lines that are heads and feet.

    split : the lines of each article
    texts : the articles' texts, which tell quickly which of them have pages

    >>> lines = ["The Post 1", "The mayor closed", "\\f", "The Post 2", "the old bridge."]
    >>> {of: sorted(found) for of, found in page_edges([lines], ["\\f"]).items()}
    {0: [0, 3]}
    """
    found = {of: frozenset(_of(split[of])) for of, text in enumerate(texts) if "\f" in text}
    return {of: lines for of, lines in found.items() if lines}


def without(split: Sequence[list[str]], edges: Edges) -> list[list[str]]:
    """The lines of articles with nothing in the place of those at an edge, so that a sentence can go on over a page's end."""
    lines = list(split)
    for of, numbers in edges.items():
        lines[of] = ["" if at in numbers else line for at, line in enumerate(split[of])]
    return lines


def put_back(split: Sequence[list[str]], edges: Edges, received: Sequence[list[str]]) -> list[list[str]]:
    """The lines of articles with those at an edge as they were received."""
    lines = list(split)
    for of, numbers in edges.items():
        lines[of] = [received[of][at] if at in numbers else line for at, line in enumerate(split[of])]
    return lines


def _of(lines: list[str]) -> Iterator[int]:
    pages = [[at for at in page if lines[at].strip()] for page in _pages(lines)]
    pages = [page for page in pages if page]
    if len(pages) < LEAST:
        return
    for direction in (1, -1):
        for deep in range(DEEP):
            alike = [(page[::direction][deep], _form(lines[page[::direction][deep]])) for page in pages if len(page) > deep]
            often = Counter(form for _, form in alike if len(form) <= LONGEST)
            kept = {form for form, n in often.items() if n >= max(LEAST, SHARE * len(pages))}
            if not kept:
                break
            yield from (at for at, form in alike if form in kept)


def _pages(lines: list[str]) -> Iterator[list[int]]:
    page: list[int] = []
    for at, line in enumerate(lines):
        if "\f" in line:
            yield page
            page = []
        page.append(at)
    yield page


def _form(line: str) -> str:
    return " ".join(DIGITS.sub("#", line).casefold().split())
