"""Speech that begins a paragraph with a dash: an article's paragraphs in, the extents of what is spoken out.

— Nous partirons demain, a dit Marie Dupont. Vendré la casa —dijo Ana Ruiz—. A dash also begins the items of a list, credits and
signatures, so it is speech only where a clause with a reporting verb and a speaker follows in the paragraph, where the paragraph before
leads it in with a colon, or where it answers such a paragraph. `dashes.yml` has the languages that print speech so.
"""

from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

import regex
import yaml

from ..words.word_rule import fold, words_in
from .marks import Extent
from .reporting import Lexicon, plain

DASHES = "—–―-"
LEAD = regex.compile(r"\s*(?:(?P<sign>[—–―])\s?|(?P<hyphen>-)\s)(?=[\p{Lu}\p{N}¿¡…])")
# where a clause may begin: behind a dash, a comma, or in small letters behind a question
CLAUSE = regex.compile(r"(?P<dash>,?\s(?:[—–―]\s?|-\s)(?=\p{Ll}))|(?P<comma>,\s(?=\p{Ll}))|(?P<asked>(?<=[?!…])\s(?=\p{Ll}))")
CLOSING = regex.compile(r"\s?[—–―](?=[\s,.;:…?!])|\s-(?=\s)")
RESUMED = regex.compile(r",\s|(?<=[.!?…])\s[—–―-](?=\s)")
FULL_STOP = regex.compile(r"(?<=\p{L}{3}|[?!…»”])[.!?…]+\s+(?=[^\s—–―-])|(?<=[?!…])\s+(?=\p{Lu})")
ENDED = regex.compile(r"[.!?…][»”\"’)\]]*\s*$")
NAME = regex.compile(r"\s*\p{Lu}[\p{L}’'-]+(?:\s+\p{Lu}[\p{L}’'.-]*)+\s*")
WITHIN, REACH = 3, 120  # words before which the verb of a clause stands; characters that are looked at for it
LONGEST = 600  # characters behind which a clause that says who speaks, with what the teller adds, has ended
LIST = 3  # so many paragraphs with a dash in a row may be a list


class _Line(NamedTuple):
    """A paragraph that begins with a dash: what is spoken in it, and whether it has a clause that says who speaks."""

    number: int
    pieces: list[tuple[int, int]]
    told: bool
    ended: bool


@cache
def resuming(language: str) -> frozenset[str] | None:
    """The words that take speech up again, in a language that prints it behind dashes; None for any other.

    >>> "mais" in resuming("fr"), resuming("en"), resuming("")
    (True, None, None)
    """
    text = Path(__file__).with_name("dashes.yml").read_text(encoding="utf-8")
    found = plain(yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))).get(language)
    return frozenset(fold(word) for word in found) if found else None


def is_behind_dash(text: str, start: int) -> bool:
    """Whether a stretch that begins at a place of a paragraph is speech behind a dash, and not in marks."""
    return text[start : start + 1] in (*DASHES, ",")


def with_dashes(
    found: list[Extent], texts: list[str], breaks: list[bool], lexicon: Lexicon, resumes: frozenset[str]
) -> list[Extent]:
    """Add what is spoken behind dashes to the quotations of an article; those in marks that lie within it belong to it.

    found   : the quotations in marks, which are left alone where the two cross
    breaks  : for each line whether it is no running text
    resumes : what resuming gives for the article's language

    Each piece of speech begins with its dash, or with the comma behind which it goes on, and ends before the clause.
    """
    spoken: list[Extent] = []
    for run in _runs(found, texts, breaks):
        lines = [_line(number, texts[number], _marked(found, number), lexicon, resumes) for number in run]
        before = texts[run[0] - 1] if run[0] and not breaks[run[0] - 1] else ""
        for line in _dialogue(lines, texts, _leads_in(before, lexicon)):
            crossed = any(_crosses(piece, mark) for piece in line.pieces for mark in _marked(found, line.number))
            spoken += [] if crossed else [Extent(line.number, start, line.number, end, True) for start, end in line.pieces]
    by_line = {line: list(pieces) for line, pieces in groupby(spoken, lambda piece: piece.line)}
    outer = [e for e in found if e.end_line > e.line or not any(p.start <= e.start < p.end for p in by_line.get(e.line, ()))]
    return sorted([*spoken, *outer])


def _runs(found: list[Extent], texts: list[str], breaks: list[bool]) -> list[list[int]]:
    """The paragraphs that begin with one kind of dash, those in a row together, and none that a quotation in marks runs through."""
    through = {line for extent in found if extent.end_line > extent.line for line in range(extent.line, extent.end_line + 1)}
    leads = {at: LEAD.match(text) for at, text in enumerate(texts) if not breaks[at] and at not in through}
    signs = {at: match.lastgroup for at, match in leads.items() if match}
    numbers = sorted(signs)
    runs = [numbers[:1]] if numbers else []
    for before, number in pairwise(numbers):
        if number == before + 1 and signs[number] == signs[before]:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _marked(found: list[Extent], line: int) -> list[tuple[int, int]]:
    return [(extent.start, extent.end) for extent in found if extent.line == extent.end_line == line]


def _crosses(piece: tuple[int, int], mark: tuple[int, int]) -> bool:
    """Whether two stretches overlap, and the second does not lie within the first."""
    return mark[0] < piece[1] and piece[0] < mark[1] and not (piece[0] <= mark[0] and mark[1] <= piece[1])


def _dialogue(lines: list[_Line], texts: list[str], led_in: bool) -> list[_Line]:
    """Those of some paragraphs in a row that are speech.

    A paragraph whose clause names a speaker is, unless it is one of three or more and lacks a full stop. The others are if they are
    sentences, and the row is no list of news: two paragraphs, one that asks or exclaims, or half of them with such a clause. So are
    one or two that a colon leads in.
    """
    told = [line for line in lines if line.told and (line.ended or len(lines) < LIST)]
    asked = any(mark in texts[line.number] for line in lines for mark in "?!")
    if told and (len(lines) < LIST or asked or 2 * len(told) >= len(lines)):
        return [line for line in lines if line.ended or (line.told and len(lines) < LIST)]
    return [line for line in lines if line.ended] if led_in and (len(lines) < LIST or asked) else told


def _leads_in(text: str, lexicon: Lexicon) -> bool:
    """Whether a paragraph says who speaks in the next one: Marie Dupont a répondu :"""
    words = words_in(text[-REACH:], language=lexicon.language) if text.rstrip().endswith(":") else []
    offset = max(len(text) - REACH, 0)
    named = any(term in lexicon.pronouns or text[offset + start].isupper() for term, start, _ in words)
    return named and any(term in lexicon.verbs for term, _, _ in words)


def _line(number: int, text: str, marked: list[tuple[int, int]], lexicon: Lexicon, resumes: frozenset[str]) -> _Line:
    """Part a paragraph into what is spoken and the clauses that say who speaks."""
    lead = LEAD.match(text)
    start, at = lead.end() - len(lead[0].lstrip()), lead.end()
    pieces, named = [], False
    while True:
        clause = next(
            (
                (match, told)
                for match in CLAUSE.finditer(text, at)
                if not any(begin < match.end() < end for begin, end in marked)
                and (told := _told(text, match, lexicon)) is not None
            ),
            None,
        )
        if clause is None:
            return _Line(number, [*pieces, (start, len(text.rstrip()))], named, ENDED.search(text) is not None)
        match, told = clause
        if NAME.fullmatch(text, at, match.start()):  # — Marie Dupont, dit la Rousse
            return _Line(number, [], False, False)
        pieces.append((start, match.end() if match["asked"] else match.start()))
        named = named or told
        resumed = (
            _closing_dash(text, match.end(), lexicon)
            if match["dash"]
            else _resumption(text, match.end(), resumes, lexicon.language)
        )
        if resumed is None:
            return _Line(number, pieces, named, ENDED.search(text) is not None)
        start, at = resumed


def _told(text: str, match: regex.Match, lexicon: Lexicon) -> bool | None:
    """Whether a clause that a match begins says who speaks: with a reporting verb and a speaker; False without one; None if not.

    The verb stands first, small words aside (m'a dit), and neither “that” nor a paper (dit le rapport) follows.
    """
    clause = text[match.end() : match.end() + REACH]
    terms = words_in(clause, language=lexicon.language)
    verb = next((at for at, (term, _, _) in enumerate(terms[:WITHIN]) if term in lexicon.verbs), None)
    if verb is None or not all(lexicon.is_between(term) for term, _, _ in terms[:verb]) or "," in clause[: terms[verb][1]]:
        return None
    if terms[verb][0] in lexicon.pronouns:  # dit-il
        return True
    near = verb + 1
    while near < len(terms) and lexicon.is_between(terms[near][0]):
        near += 1
    if near == len(terms) or clause[terms[near - 1][2] : terms[near][1]].strip(" "):
        follows = near < len(terms) and terms[near][0] in lexicon.that
        return None if follows else False
    term, start, _ = terms[near]
    if term in lexicon.that or any(word in lexicon.papers for word, _, _ in terms[near : near + 2]):
        return None
    noun = bool(match["dash"]) and not lexicon.articles and term not in lexicon.before
    return (
        clause[start].isupper()
        or term in lexicon.pronouns | lexicon.articles | lexicon.possessives
        or lexicon.is_honorific(term)
        or noun
    )


def _closing_dash(text: str, at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where speech goes on behind a clause between dashes: – powiedział Jan Nowak. – To koniec.

    A dash in a later sentence than the verb's closes nothing, unless it stands behind the end of one.
    """
    stop = FULL_STOP.search(text, at, at + LONGEST)
    dashes = CLOSING.finditer(text, at, at + LONGEST)
    for dash in dashes:
        behind = words_in(text[dash.end() : dash.end() + REACH], language=lexicon.language)
        if stop and stop.start() < dash.start() and text[at : dash.start()].rstrip()[-1:] not in ".!?…":
            continue
        if behind and lexicon.is_honorific(behind[0][0]):  # – powiedział Jan Nowak – burmistrz miasta – w piątek
            next(dashes, None)
        elif behind:
            return dash.end() - 1, dash.end()
    return None


def _resumption(text: str, at: int, resumes: frozenset[str], language: str) -> tuple[int, int] | None:
    """Where speech goes on behind a clause between commas, or with a dash in the next sentence."""
    stop = FULL_STOP.search(text, at, at + LONGEST)
    for match in RESUMED.finditer(text, at, at + LONGEST):
        behind = words_in(text[match.end() : match.end() + REACH], language=language)
        comma = match[0][0] == ","
        if comma and stop and stop.start() < match.start():
            continue
        if behind and (not comma or behind[0][0] in resumes):
            return match.start() if comma else match.end() - 1, match.end()
    return None
