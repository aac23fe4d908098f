"""Alignment of two runs of words: which of their words agree, in order, and where the run that they share begins and ends.

Lists of words in, pairs of places out. Nothing here knows of articles; shared_passages.py says which runs are worth the comparison.
"""

from functools import lru_cache
from typing import NamedTuple

MATCH, MISMATCH, GAP = 2, -1, -1  # what textreuse and many others give
ENDS = ("local", "onward", "whole")
SPELLED = 5  # letters from which on a word may be taken for another spelling of its neighbour


class Alignment(NamedTuple):
    """`columns` are pairs of places in a and b, None where only the other side has a word; `score` is the sum of their points."""

    columns: list[tuple[int | None, int | None]]
    score: int


def align(a: list[str], b: list[str], ends: str = "local") -> Alignment:
    """Align two runs of words.

    ends : "local" finds the stretch of both that agrees best; "onward" begins with the first word of both and ends where the
           agreement is best; "whole" takes both from their first word to their last

    Words agree if they are alike (see `alike`): 2 points; a word against another or against none costs 1. Of several alignments
    with the highest score the one that ends first in a, then in b, is given; a word against a word goes before a gap.

    Raises ValueError for another `ends`. Without agreement a local or onward alignment has no column.
    Source: T. F. Smith and M. S. Waterman (1981), Identification of common molecular subsequences, J. Mol. Biol. 147, 195-197.

    >>> columns, score = align("this is a match".split(), "surely this is a good match".split())
    >>> columns, score
    ([(0, 1), (1, 2), (2, 3), (None, 4), (3, 5)], 7)
    """
    if ends not in ENDS:
        raise ValueError(f"ends cannot be '{ends}'")
    if ends == "onward":
        a, b, best = _to_the_best(a, b)
        if len(a) == len(b) and sum(map(_points, a, b)) == best:  # word against word goes first, so a table would say the same
            return Alignment([(place, place) for place in range(len(a))], best)
    table, floor = _scores(a, b, ends), 0 if ends == "local" else None
    row, column = len(a), len(b)
    if ends == "local":
        best = max(max(line) for line in table)
        row = next(number for number, line in enumerate(table) if best in line)
        column = table[row].index(best)
    score, columns = table[row][column], []
    while (row or column) and not (floor == 0 and table[row][column] == 0):
        here = table[row][column]
        if row and column and here == table[row - 1][column - 1] + _points(a[row - 1], b[column - 1]):
            row, column = row - 1, column - 1
            columns.append((row, column))
        elif row and here == table[row - 1][column] + GAP:
            row -= 1
            columns.append((row, None))
        else:
            column -= 1
            columns.append((None, column))
    return Alignment(columns[::-1], score)


def _to_the_best(a: list[str], b: list[str]) -> tuple[list[str], list[str], int]:
    """Both from their first words to the two with which an onward alignment ends, and its score: taken whole they give it.

    It ends with words that agree, and between two pairs of such words it has as many columns as the longer of the two gaps; so pairs
    of words that agree, which are few, tell its score, and most comparisons end here without a table.
    """
    agreeing: list[tuple[int, int, int]] = []
    places: dict[str, list[tuple[int, str]]] = {}
    for j, other in enumerate(b):
        places.setdefault(other[:1], []).append((j, other))  # words that agree have one first letter
    best, end = 0, (0, 0)
    for i, word in enumerate(a):
        for j, other in places.get(word[:1], ()):
            if word == other or (len(word) >= SPELLED and len(other) >= SPELLED and alike(word, other)):
                score = GAP * max(i, j)
                for p, q, before in agreeing:
                    if p < i and q < j:
                        score = max(score, before + GAP * (max(i - p, j - q) - 1))
                score += MATCH
                agreeing.append((i, j, score))
                if score > best:
                    best, end = score, (i + 1, j + 1)
    return a[: end[0]], b[: end[1]], best


def agreements(a: list[str], b: list[str], alignment: Alignment) -> list[tuple[int, int]]:
    """The columns in which both sides have a word and the two are alike."""
    return [(i, j) for i, j in alignment.columns if i is not None and j is not None and alike(a[i], b[j])]


@lru_cache(maxsize=1 << 16)
def alike(one: str, other: str) -> bool:
    """Whether two words are one word up to its spelling: the same, or, from five letters on, with the same first letter and at most
    one letter changed, added or left out (two from nine letters on). Words with digits are alike only if they are the same.

    >>> alike("lukashenko", "lukashenka"), alike("labour", "labor"), alike("kiev", "kyiv"), alike("1,300", "1,400")
    (True, True, False, False)
    """
    if one == other:
        return True
    short = min(len(one), len(other))
    if short < SPELLED or one[0] != other[0] or not (one.isalpha() and other.isalpha()):
        return False
    return _within(one, other, 2 if short >= 9 else 1)


def _within(one: str, other: str, most: int) -> bool:
    """Whether at most so many letters have to be changed, added or left out."""
    if abs(len(one) - len(other)) > most:
        return False
    line = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        before, line = line, [number]
        for place, another in enumerate(other, start=1):
            line.append(min(before[place] + 1, line[-1] + 1, before[place - 1] + (letter != another)))
        if min(line) > most:
            return False
    return line[-1] <= most


def _points(one: str, other: str) -> int:
    return MATCH if alike(one, other) else MISMATCH


def _scores(a: list[str], b: list[str], ends: str) -> list[list[int]]:
    local = ends == "local"
    line = [0 if local else GAP * place for place in range(len(b) + 1)]
    table = [line]
    for number, word in enumerate(a, start=1):
        before, line = line, [0 if local else GAP * number]
        for place, other in enumerate(b, start=1):
            same = word == other or (word[:1] == other[:1] and alike(word, other))  # most pairs end at their first letters
            score = max(before[place - 1] + (MATCH if same else MISMATCH), before[place] + GAP, line[-1] + GAP)
            line.append(max(score, 0) if local else score)
        table.append(line)
    return table
