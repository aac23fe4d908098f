"""The title of each article: a line of its text, or one that stands beside it. Lines and stated titles in, marked lines out.

A table, sources.csv or a web page states a title. Where a line of the text says the same, that line is the title; where none does,
the stated title becomes a line of its own, line 0 of the ledger. So an article has the same words in whatever form it came, and its
title is counted once. A first line is taken for a title only where none is stated.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from difflib import SequenceMatcher

import numpy as np
import pandas as pd
import pyarrow as pa

from .characters import correct, suspects
from .lines import TITLE, Lines, Placed, Verdicts, look
from .recurring import LEAST_ARTICLES, LEAST_SHARE

STATED, SITE, REPEATED = "stated_title", "site_name", "repeated_title"

HEAD = 5  # among so many first lines a title is looked for that is spelt otherwise
ALIKE, ALIKE_FROM = 0.9, 15  # share of letters in the same order, and letters of the shortest title that is compared so
LONGEST_SITE = 45  # characters that a title may have more than the line that says it, or fewer: the name of a site
LEAST_CUT = 3  # words of a title that is cut from the beginning of a paragraph
PART = re.compile(r"\s+[|·•»:–—-]{1,2}\s+")
LAST_PART = re.compile(r"\s+[|·•»:–—-]{1,2}\s+(?:(?!\s[|·•»:–—-]{1,2}\s).)+$")
CUT_SHORT = re.compile(r"(?:…|\.\.\.)$")
NOT_SPELT = re.compile(r"[\W_]+")
OPENS = re.compile(r"[\s.:–—|-]*(?=[\"'“‘«„(\[]*[^\W_])")


def mark_titles(placed: Placed, articles: pd.DataFrame, verdicts: Verdicts, on: Set[str], own: Set[str]) -> dict[int, str]:
    """Mark the line that is each article's title and remove its repetitions; `verdicts` is filled in.

    on  : names of the rules in force
    own : names of the corpus's own rules; a title that one of them removes is not wanted

    Returns the stated titles that no line says, by the number of their article.
    """
    kept = np.flatnonzero(~verdicts.removed)
    starts = np.searchsorted(kept, placed.bounds)
    taken = _taken(placed, verdicts, own)
    beside: dict[int, str] = {}
    given = pa.array(articles["title"].astype("str"), type=pa.large_string())
    wrong = suspects(given.fill_null("")).tolist()
    for of, stated in enumerate(given.to_pylist()):
        places = kept[starts[of] : starts[of + 1]].tolist()
        title = "" if stated is None else correct(stated)[0] if wrong[of] else stated
        number = next((number for number in places if verdicts.part[number] == TITLE), None)
        if number is None and title:
            number = _said(title, placed, places)
            if number is None and STATED in on and spelt(title) and spelt(title) not in taken.get(of, ()):
                beside[of] = stated
                _cut(title, placed, places, verdicts, on)
        elif number is None and places and verdicts.rule[places[0]] == "" and _first_is_title(placed, places):
            number = places[0]
        if number is None:
            continue
        if "title" in on and verdicts.rule[number] == "":
            verdicts.rule[number], verdicts.part[number] = "title", TITLE
        if REPEATED in on and verdicts.part[number] == TITLE:
            for again in same(placed.lines.texts[placed.codes[number]].casefold(), placed, places)[1:]:
                verdicts.rule[again], verdicts.removed[again] = REPEATED, True
    return beside


def _first_is_title(placed: Placed, places: Sequence[int]) -> bool:
    """Whether the first line is a title, where none is stated: by its look, or since a longer line that is no part of it follows."""
    lines, first = placed.lines, placed.codes[places[0]]
    if lines.title[first] or not lines.perhaps[first] or len(places) == 1:
        return bool(lines.title[first])
    behind = placed.codes[places[1]]
    return bool(lines.length[behind] > lines.length[first]) and not lines.texts[behind][:1].islower()


def with_stated(
    placed: Placed,
    articles: pd.DataFrame,
    verdicts: Verdicts,
    beside: dict[int, str],
    on: Set[str],
    tails: Mapping[object, Collection[str]],
) -> tuple[Placed, Verdicts]:
    """The same with a line before the first one of each article whose stated title no line says.

    What ends the titles of many articles of one source, behind a bar or a dash, is the name of its site, and is cut off: `tails` says
    what that is.
    """
    if not beside:
        return placed, verdicts
    of = np.array(sorted(beside))
    at, titles = placed.bounds[of], look(pa.array([beside[number] for number in of.tolist()], type=pa.large_string()), on)
    has = np.zeros(len(placed.bounds) - 1, dtype=np.int64)
    has[of] = 1
    moved = np.cumsum(has)
    n = len(placed.lines.texts)
    cut = {number + int(moved[placed.article[number]]): text for number, text in verdicts.cut.items()}
    rules = np.full(len(of), STATED, dtype=object)
    tails = tails if SITE in on else {}
    sources = articles["source"].tolist() if "source" in articles.columns else [None] * len(articles)
    for place, number in enumerate(of.tolist()):
        bare = _without_tail(titles.texts[place], tails.get(sources[number], ()))
        if bare != titles.texts[place]:
            cut[int(at[place]) + place], rules[place] = bare, f"{SITE}; {STATED}"
    new = Placed(
        _joined(placed.lines, titles),
        np.insert(placed.codes, at, n + np.arange(len(of))),
        placed.bounds + np.concatenate([[0], moved]),
        np.insert(placed.article, at, of),
    )
    parts = np.insert(verdicts.part, at, TITLE)
    return new, Verdicts(np.insert(verdicts.removed, at, False), np.insert(verdicts.rule, at, rules), parts, cut)


def same(folded: str, placed: Placed, places: Sequence[int]) -> list[int]:
    """The places whose line is `folded` but for capital letters; its first letter is looked at before the whole line is folded."""
    texts, codes = placed.lines.texts, placed.codes
    found = [number for number in places if folded.startswith(texts[codes[number]][:1].casefold())]
    return [number for number in found if texts[codes[number]].casefold() == folded]


def spelt(text: str) -> str:
    """Letters and digits of a text alone, without regard to capital letters.

    >>> spelt("Bridge “closed” – for a year!") == spelt("bridge closed for a year")
    True
    """
    return NOT_SPELT.sub("", text.casefold())


def is_said(title: str, line: str) -> bool:
    """Whether a line says a stated title: with other marks, without the name of the site, cut short, or with a slip of the pen.

    >>> is_said("Mayor closes the old bridge | Courier", "Mayor closes the old bridge"), is_said("Mayor closes bridge 1", "7 years ago")
    (True, False)
    """
    if _forms(title) & _forms(line):
        return True
    a, b = spelt(title), spelt(line)
    for short, long, ended in ((a, b, title), (b, a, line)):
        if len(short) >= ALIKE_FROM and CUT_SHORT.search(ended) and long.startswith(short):
            return True
    if min(len(a), len(b)) < ALIKE_FROM or [c for c in a if c.isdigit()] != [c for c in b if c.isdigit()]:
        return False
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _forms(title: str) -> set[str]:
    """A title as it is spelt, and without what stands behind its last or before its first bar or dash."""
    parts = PART.split(title)
    forms = {spelt(title)}
    if len(parts) > 1:
        forms |= {short for part in (parts[:-1], parts[1:]) if len(short := spelt(" ".join(part))) >= ALIKE_FROM}
    return forms - {""}


def _said(title: str, placed: Placed, places: Sequence[int]) -> int | None:
    """The first line that is the title, or one of the first lines that says it; None where there is none."""
    found = same(title.casefold(), placed, places)
    if found:
        return found[0]
    texts, codes = placed.lines.texts, placed.codes
    head = [number for number in places[:HEAD] if abs(len(texts[codes[number]]) - len(title)) <= LONGEST_SITE]
    return next((number for number in head if is_said(title, texts[codes[number]])), None)


def _cut(title: str, placed: Placed, places: Sequence[int], verdicts: Verdicts, on: Set[str]) -> None:
    """Cut the title from the beginning of the first line, where a new sentence begins behind it: it is counted before the text."""
    if REPEATED not in on or not places or verdicts.rule[places[0]] or title.count(" ") + 1 < LEAST_CUT:
        return
    line = placed.lines.texts[placed.codes[places[0]]]
    if line[: len(title)].casefold() != title.casefold():
        return
    opens = OPENS.match(line, len(title))
    if opens is None or opens.end() == len(title):
        return
    rest = line[opens.end() :]
    first = next(c for c in rest if c.isalnum())
    if not first.islower() and " " in rest:
        verdicts.rule[places[0]], verdicts.cut[places[0]] = REPEATED, rest


def _taken(placed: Placed, verdicts: Verdicts, own: Collection[str]) -> dict[int, set[str]]:
    """What the corpus's own rules removed, as it is spelt, by the number of its article."""
    taken: dict[int, set[str]] = {}
    for number in np.flatnonzero(verdicts.removed & np.isin(verdicts.rule.astype(str), list(own))).tolist() if own else ():
        taken.setdefault(int(placed.article[number]), set()).add(spelt(placed.lines.texts[placed.codes[number]]))
    return taken


def title_tails(articles: pd.DataFrame) -> dict[object, set[str]]:
    """For each source how its titles end behind their last bar or dash, where many of them do so."""
    if "source" not in articles.columns:
        return {}
    pairs, sizes = Counter(), Counter()
    for source, title in zip(articles["source"], articles["title"], strict=True):
        sizes[source] += 1
        if (
            isinstance(title, str)
            and not pd.isna(source)
            and PART.search(title)
            and (tail := LAST_PART.search(correct(title)[0]))
        ):
            pairs[source, tail[0]] += 1
    found: dict[object, set[str]] = {}
    for (source, tail), n in pairs.items():
        if n >= LEAST_ARTICLES and n >= LEAST_SHARE * sizes[source]:
            found.setdefault(source, set()).add(tail)
    return found


def _without_tail(title: str, tails: Collection[str]) -> str:
    fitting = [tail for tail in tails if title.endswith(tail) and spelt(title[: -len(tail)])]
    return title.removesuffix(max(fitting, key=len, default=""))


def _joined(lines: Lines, more: Lines) -> Lines:
    n = len(lines.texts)
    raw = pa.concat_arrays([lines.raw, more.raw])
    acted = lines.acted | {n + code: steps for code, steps in more.acted.items()}
    looks = (np.concatenate(pair) for pair in zip(lines[3:], more[3:], strict=True))
    return Lines(raw, lines.texts + more.texts, acted, *looks)
