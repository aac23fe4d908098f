"""Lines built alike around parts that change anywhere in them: groups of such lines out of the lines of one source.

"… contributed to this report from …" shares neither its first words nor its last. What it shares are words that stand in a large part
of the source's articles, always in the same order; so lines are first reduced to these words, and then grouped by two that follow each
other. Time grows with the number of words.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

DIGITS = re.compile(r"\d+")
SHARED = 0.8  # of the lines of a group: those that have a shared word, and those that have all shared words in one order
COVERED = 0.5  # share of the words of such lines that are shared, at least
LEAST_WORDS = 3  # shared words of a line


class Line(NamedTuple):
    """A line that may be a page's: its article, its place in the ledger, whether it was removed, and whether it ends as a sentence."""

    doc_id: str
    place: int
    text: str
    removed: bool
    sentence: bool


class Skeleton(NamedTuple):
    """Lines that share most of their words, and for each word of the first line whether it is shared."""

    lines: list[Line]
    fixed: tuple[bool, ...]


def skeletons(lines: Sequence[Line], least: float) -> list[Skeleton]:
    """The groups of lines of one source that share three words or more, and half of all their words, in one order.

    least : articles that have such a line, at least

    In lines that end as sentences nothing but names and numbers may change: "… wrote from …" is a form, "the … was closed" a habit.
    A line belongs to one group, the one with most articles; of equal ones to the first by its words.
    """
    reduced = _reduced(lines, least)
    pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, words in reduced.items():
        for pair in dict.fromkeys(pairwise(words)):
            pairs[pair].append(number)
    often = {pair: n for pair, numbers in pairs.items() if (n := _articles(lines, numbers)) >= least}
    found, taken = [], set()
    for pair in sorted(often, key=lambda pair: (-often[pair], pair)):
        numbers = [number for number in pairs[pair] if number not in taken]
        if _articles(lines, numbers) < least:
            continue
        members, skeleton = _of_group(lines, reduced, numbers)
        if skeleton is not None and _articles(lines, members) >= least:
            taken.update(members)
            found.append(skeleton)
    return found


def keys_of(text: str) -> list[str]:
    """The words of a line as they are compared, marks and all: without regard to capital letters, any number as 0.

    >>> keys_of("Updated 3:14 p.m.")
    ['updated', '0:0', 'p.m.']
    """
    return DIGITS.sub("0", text.casefold()).split()


def _articles(lines: Sequence[Line], numbers: Sequence[int]) -> int:
    return len({lines[number].doc_id for number in numbers})


def _reduced(lines: Sequence[Line], least: float) -> dict[int, list[str]]:
    """Of each line that may have a skeleton the words that stand in enough articles."""
    keys = [keys_of(line.text) for line in lines]
    by_article: dict[str, set[str]] = defaultdict(set)
    for line, words in zip(lines, keys, strict=True):
        by_article[line.doc_id].update(words)
    n = Counter(word for words in by_article.values() for word in words)
    outcome = {}
    for number, words in enumerate(keys):
        kept = [word for word in words if n[word] >= least]
        if len(kept) >= max(LEAST_WORDS, COVERED * len(words)):
            outcome[number] = kept
    return outcome


def _of_group(lines: Sequence[Line], reduced: dict[int, list[str]], numbers: list[int]) -> tuple[list[int], Skeleton | None]:
    """Those of these lines that share their words in one order, if most do."""
    n = Counter(word for number in numbers for word in set(reduced[number]))
    shared = {word for word, times in n.items() if times >= SHARED * len(numbers)}
    orders = {number: tuple(word for word in reduced[number] if word in shared) for number in numbers}
    order, _ = Counter(orders.values()).most_common(1)[0]
    members = [number for number in numbers if orders[number] == order]
    if len(order) < LEAST_WORDS or len(members) < SHARED * len(numbers):
        return [], None
    split = [lines[number].text.split() for number in members]
    fixed = [tuple(key in shared for key in keys_of(lines[number].text)) for number in members]
    if len(order) * len(members) < COVERED * sum(map(len, split)):
        return [], None
    formed = [
        not lines[number].sentence or all(stays or _may_change(word) for word, stays in zip(words, stay, strict=True))
        for number, words, stay in zip(members, split, fixed, strict=True)
    ]
    members = [number for number, form in zip(members, formed, strict=True) if form]
    if len(members) < SHARED * len(numbers):
        return [], None
    return members, Skeleton([lines[number] for number in members], fixed[formed.index(True)])


def _may_change(word: str) -> bool:
    """Whether a word looks like a name or a number, or like a mark."""
    letters = [letter for letter in word if letter.isalnum()]
    return not letters or letters[0].isupper() or letters[0].isdigit()
