"""Quotation marks in, the extents of quotations out. An article's paragraphs come in as lines; nothing here looks at words.

What a mark does is told by where it stands (behind a space, before a space) and only then by its shape, because shapes are mixed up:
“ opens in English and closes in German, " does both, ’ is an apostrophe most of the time. Marks are matched by one pass over a stack,
so the cost grows with the number of marks; a quotation that is not closed in its paragraph is looked for in the next ones.
"""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import regex

DOUBLE, SINGLE = '“”„"«»「」『』״', "‘’‚'‹›"
CORNERS = {"「": "open", "『": "open", "」": "close", "』": "close"}  # these face one way only
MARK = re.compile(f"[{DOUBLE}{SINGLE}]")
# openers that a closing mark belongs to, before any other is taken in their place
OPENERS = {
    "”": "“„”",
    "“": "„“",
    '"': '"',
    "»": "«»",
    "«": "»",
    "’": "‘‚",
    "‘": "‚",
    "'": "'",
    "›": "‹",
    "‹": "›",
    "」": "「",
    "』": "『",
    "״": "״",
}
APOSTROPHE = re.compile(
    r"(?<=\w)['’‘](?=\w)|['’‘](?=\d|(?:n|em|tis|twas|til|cause|round|bout)\b)|(?<=\Wn)['’](?=\s)", re.IGNORECASE
)
BEFORE, BEHIND = frozenset("([{—–-/:;,.…"), frozenset(".,;:!?…)]}—–-/")
# two quotations that end together often share one mark: «… «…», he said
SHARED_END = re.compile(r"\s*(?:,?\s*[—–-]\s|[.,!?…]?\s*$)")
# the mark before the last letter of a Hebrew abbreviation (צה"ל), and not the one behind a prefix of a name in marks (ב"הארץ")
PREFIXED = regex.compile(r"(?<=(?<![א-ת])[והבלכמש]{1,3})[\"”״](?=[א-ת]{2,}[^\"”״]*[א-ת][\"”״])")
GERSHAYIM = regex.compile(r"(?<=[א-ת])[\"”״](?=[א-ת])")
# two quotations that touch: there.”“No,
TOUCHING = regex.compile(rf"(?<=[\w.!?…,])[{DOUBLE}{SINGLE}]{{2,4}}(?=[\w¿¡])")
INCHES = re.compile(r"\d\"")
# how many paragraphs without any mark may lie within a quotation, as in files whose lines are broken
UNMARKED = 6
# more openers than this at one place are noise; looking at no more of them keeps the cost linear
MOST_OPEN = 20


class Mark(NamedTuple):
    """A mark, its place, and whether it stands where one opens or where one closes."""

    at: int
    shape: str
    opens: bool
    closes: bool


class Extent(NamedTuple):
    """A quotation from its opening mark to behind its closing one: line numbers count an article's lines from 0."""

    line: int
    start: int
    end_line: int
    end: int
    closed: bool


class _Open(NamedTuple):
    line: int
    at: int
    shape: str


def extents(texts: list[str], breaks: list[bool], clause: Callable[[str], int | None]) -> list[Extent]:
    """Find the outermost quotations of an article, in the order of the text.

    texts  : its clean lines, a paragraph each
    breaks : for each line, whether no quotation can run into it, as into a heading
    clause : tells where in a text that nobody closed a clause such as “, he said” begins, or None

    A quotation runs over paragraphs if each opens anew, or if the first mark that follows is a closing one. One that is never closed
    ends where a clause of attribution begins, at the next opening mark, or at the end of its paragraph, and has closed=False.

    >>> extents(["“A ‘b’,” he said. “C"], [False], lambda text: None)
    [Extent(line=0, start=0, end_line=0, end=8, closed=True), Extent(line=0, start=18, end_line=0, end=20, closed=False)]
    """
    marks = [_marks(text) for text in texts]
    found: list[Extent] = []
    carried: _Open | None = None
    for number, text in enumerate(texts):
        if not marks[number] and carried is None:
            continue
        pairs, left = _match(marks[number], carried, number)
        pairs, left = _shared_ends(pairs, left, text, number)
        outer = _outermost(pairs)
        carried = _tail(left, outer)
        starts = sorted([pair.start for pair in outer if pair.line == number] + [o.at for o in left if o.line == number])
        for opened in left[: left.index(carried)] if carried in left else left:
            if opened.shape in DOUBLE and _free(opened, outer):
                found.append(_unclosed(opened, number, text, starts, clause))
        found += outer
        if carried is not None and not _goes_on(carried, number, texts, marks, breaks, clause):
            if carried.shape in DOUBLE:
                found.append(_unclosed(carried, number, text, [], clause))
            carried = None
    return sorted(found)


def _marks(text: str) -> list[Mark]:
    """The marks of a line that can be quotation marks; what lies between them and the next letter decides which way they face."""
    places = [match.start() for match in MARK.finditer(text)]
    if not places:
        return []
    single = any(text[at] in SINGLE for at in places)
    taken = {match.start() for match in APOSTROPHE.finditer(text)} if single else set()
    touching = any(later == at + 1 for at, later in pairwise(places))
    between = _between(text) if touching else {}
    if any(at and "א" <= text[at - 1] <= "ת" for at in places) and GERSHAYIM.search(text):
        between |= {match.start(): False for match in PREFIXED.finditer(text)}
        taken |= {match.start() for match in GERSHAYIM.finditer(text)} - set(between)
    if text.count('"') % 2:
        taken |= {match.end() - 1 for match in INCHES.finditer(text)}
    places = [at for at in places if at not in taken]
    last = len(places) - 1
    befores, behinds = [" "] * len(places), [" "] * len(places)
    for number, at in enumerate(places):
        touching = number and places[number - 1] == at - 1
        befores[number] = befores[number - 1] if touching else text[at - 1] if at else " "
    for number, at in reversed(list(enumerate(places))):
        touching = number < last and places[number + 1] == at + 1
        behinds[number] = behinds[number + 1] if touching else text[at + 1] if at + 1 < len(text) else " "
    found = []
    for at, before, behind in zip(places, befores, behinds, strict=True):
        opens = (before.isspace() or before in BEFORE) and not behind.isspace()
        closes = not before.isspace() and (behind.isspace() or behind in BEHIND)
        if at in between:
            opens, closes = not between[at], between[at]
        # “…,”—he said: a dash or a stop on both sides leaves it to the shape
        found.append(Mark(at, text[at], opens, closes))
    return _without_possessives(found, text)


def _between(text: str) -> dict[int, bool]:
    """The marks between two quotations that touch, and whether each closes: the first one, up to where two of one rank meet."""
    found = {}
    for run in TOUCHING.finditer(text):
        doubles = [mark in DOUBLE for mark in run[0]]
        meet = [at for at in range(1, len(doubles)) if doubles[at - 1] and doubles[at]] or [1] * (not any(doubles))
        if meet and any(mark in '"“”„«»‘’‚‹›' for mark in run[0]) and not text[: run.start()].isspace():
            found |= {run.start() + at: at < meet[0] for at in range(len(doubles))}
    return found


def _without_possessives(marks: list[Mark], text: str) -> list[Mark]:
    """Leave out the apostrophe of a plural (the farmers’ land) where the next single mark can close as well."""
    kept: list[Mark] = []
    later = None
    for mark in reversed(marks):
        if mark.shape in "’'":
            word = mark.closes and text[mark.at - 1] in "sS" and re.match(r" \w", text[mark.at + 1 : mark.at + 3])
            if word and later is not None and later.closes and not later.opens:
                continue
        if mark.shape in SINGLE:
            later = mark
        kept.append(mark)
    return kept[::-1]


def _match(marks: list[Mark], carried: _Open | None, line: int) -> tuple[list[Extent], list[_Open]]:
    """Match the marks of a line: pairs, and the openers that are left. `carried` was opened in an earlier line."""
    stack = [carried] if carried else []
    if carried and marks and _reopens(marks[0], carried):
        marks = marks[1:]
    pairs = []
    for mark in marks:
        act = _double(mark, stack) if mark.shape in DOUBLE else _single(mark, stack)
        if act == "open":
            stack.append(_Open(line, mark.at, mark.shape))
            del stack[:-MOST_OPEN]
        elif act == "close":
            kind = DOUBLE if mark.shape in DOUBLE else SINGLE
            place = _opener(mark.shape, stack, kind)
            opened = stack[place]
            pairs.append(Extent(opened.line, opened.at, line, mark.at + 1, True))
            # doubles that stay open inside are given up; they lie within this one
            del stack[place:]
    return pairs, stack


def _reopens(mark: Mark, carried: _Open) -> bool:
    """Whether a paragraph's first mark takes up the quotation again that is open."""
    same = (mark.shape in DOUBLE) == (carried.shape in DOUBLE)
    return same and mark.at <= 2 and (mark.opens or mark.shape in "«„") and not mark.closes


def _double(mark: Mark, stack: list[_Open]) -> str | None:
    """What a double mark does here: open, close, or nothing."""
    top = next((opened.shape for opened in reversed(stack) if opened.shape in DOUBLE), None)
    opening, closing = mark.opens and not mark.closes, mark.closes and not mark.opens
    if mark.shape in CORNERS:
        return CORNERS[mark.shape] if top or CORNERS[mark.shape] == "open" else None
    if mark.shape == "„":
        return "open"
    if mark.shape == "«":
        return ("close" if top else None) if closing else "open"
    if mark.shape in "»”":
        if top and (not opening or (mark.shape == "»" and any(opened.shape == "«" for opened in stack))):
            return "close"
        return "open" if opening else None
    if closing:
        return "close" if top else None
    if opening:
        return "open"
    if mark.shape == "“":
        return "close" if top == "„" else "open"
    return "close" if top == '"' else "open" if mark.opens else None


def _single(mark: Mark, stack: list[_Open]) -> str | None:
    """What a single mark does here; an apostrophe does nothing."""
    inner = stack[-1].shape if stack else ""
    opening, closing = mark.opens and not mark.closes, mark.closes and not mark.opens
    is_open = inner != "" and inner in SINGLE
    if mark.shape in "‘‚'‹" and opening:
        return "open"
    if mark.shape == "›" and opening and not is_open:
        return "open"
    if is_open and (closing or (mark.closes and mark.shape != "‘")):
        return "close"
    return None


def _opener(shape: str, stack: list[_Open], kind: str) -> int:
    """The place in the stack of the opener that a closing mark belongs to: the nearest fitting one, or else the nearest."""
    of_kind = [place for place, opened in enumerate(stack) if opened.shape in kind]
    fitting = [place for place in of_kind if stack[place].shape in OPENERS.get(shape, "")]
    return (fitting or of_kind)[-1]


def _shared_ends(pairs: list[Extent], left: list[_Open], text: str, line: int) -> tuple[list[Extent], list[_Open]]:
    """Close an open « with the mark of the quotation inside it, where one mark stands for both."""
    still = []
    for opened in left:
        inner = [pair for pair in pairs if (pair.line, pair.start) > (opened.line, opened.at) and text[pair.end - 1] == "»"]
        ends = [pair.end for pair in inner if SHARED_END.match(text, pair.end)] if opened.shape == "«" else []
        if ends:
            pairs = [*pairs, Extent(opened.line, opened.at, line, max(ends), True)]
        else:
            still.append(opened)
    return pairs, still


def _outermost(pairs: list[Extent]) -> list[Extent]:
    outer: list[Extent] = []
    for pair in sorted(pairs, key=lambda pair: (pair.line, pair.start)):
        if not outer or (pair.line, pair.start) >= (outer[-1].end_line, outer[-1].end):
            outer.append(pair)
    return outer


def _tail(left: list[_Open], outer: list[Extent]) -> _Open | None:
    """The opener behind which no quotation of its own rank is closed: it may be closed in a later paragraph."""
    for opened in left:
        behind = [pair for pair in outer if (pair.line, pair.start) > (opened.line, opened.at)]
        if not behind and opened.shape not in "'" and _free(opened, outer):
            return opened
    return None


def _free(opened: _Open, outer: list[Extent]) -> bool:
    """Whether an opener lies in no quotation that was closed."""
    return all(not (pair.line, pair.start) <= (opened.line, opened.at) < (pair.end_line, pair.end) for pair in outer)


def _goes_on(opened, line, texts, marks, breaks, clause) -> bool:
    """Whether a later paragraph takes up or closes what is open at the end of this one."""
    begin = opened.at if opened.line == line else 0
    if clause(texts[line][begin + 1 :]) is not None:
        return False
    kind = DOUBLE if opened.shape in DOUBLE else SINGLE
    for later in range(line + 1, min(line + 2 + UNMARKED, len(texts))):
        if breaks[later]:
            return False
        first = next((mark for mark in marks[later] if mark.shape in kind), None)
        if first is not None:
            closing = (first.closes and not first.opens) or opened.shape + first.shape == "«»"  # French « fin », with a space
            return closing or (later == line + 1 and _reopens(first, opened))
    return False


def _unclosed(opened: _Open, line: int, text: str, starts: list[int], clause: Callable[[str], int | None]) -> Extent:
    """The extent of a quotation that nobody closed; `starts` are the places at which others begin."""
    begin = opened.at + 1 if opened.line == line else 0
    end = next((start for start in starts if start >= begin), len(text))
    cut = clause(text[begin:end])
    end = begin + cut if cut is not None else begin + len(text[begin:end].rstrip())
    return Extent(opened.line, opened.at, line, end, False)
