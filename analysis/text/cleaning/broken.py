"""Paragraphs that were broken into lines of one width, as in print and mail. Lines in, the same number of lines out: each paragraph
whole in the place of its first line, and nothing in the place of its others.

A line is held to be broken where the first word of the next one had no room left in it. An article is held to be broken where this is
so of nearly all lines that do not end as a sentence does, most go on in small letters, and its paragraphs end as sentences do. So
verse, lists, tables and addresses stay as they are: their lines end where there was room.
"""

import re
from collections import Counter
from collections.abc import Sequence, Set

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import regex

BROKEN = "broken_lines"

NARROWEST, WIDEST = 25, 160
LEAST_PAIRS, FEW = 2, 5  # lines that go on in the next one; of fewer than FEW none may have had room
FULL, WIDER = (
    0.88,
    1.12,
)  # share of the width that a broken line and the next word need, and that no line exceeds: type is not of one width
MOST_FULL, MOST_SMALL, MOST_ENDED = 0.85, 0.5, 0.6
GAP = 4  # lines of a page break: blank ones, and a page's number
ENDED = r"""[.!?…:。！？؟۔।]["'”’»›)\]“«」』]*\s*$"""
SMALL = r"""^\s*["'“‘«„(\[]*[\p{Ll}\p{Lo}]"""
ENDS, BEGINS_SMALL = regex.compile(ENDED), regex.compile(SMALL)
ITEM = regex.compile(r"\s*(?:[-–—*•·▪◦‣●○]\s|[-*•]\S|(?:\d{1,3}|\p{L}|[ivxIVX]{1,5})[.)]\s|\|)")
TABLE = re.compile(r"\S(?:\t|\s{3,})\S|\|")
PAGE = re.compile(
    r"[\s\f]*(?:(?:page|seite|pagina|página|strona|стр\.?)\s*)?[–—-]?\s*\d{0,4}\s*[–—-]?(?:\s*(?:of|/|von)\s*\d+)?\s*", re.I
)
HYPHEN = regex.compile(r"(?<=\p{L})[-\u2010]$|(?<=\p{N})[-\u2010]$")
SOFT = "\u00ad"
CJK = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}、。，！？「」『』（）]")
FORM = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[-\u2010][\p{L}\p{M}\p{N}]+)*")
# behind a hyphen that stands for a part left out: Nord- und Südkorea, pre- and post-war
SHARED = frozenset(["and", "or", "to", "und", "oder", "bzw", "sowie", "bis", "als", "en", "of", "og", "och", "eller"])

Forms = Counter[str]
Plans = dict[int, list[tuple[int, int]]]  # by article the pairs of lines that are to be joined


def unbroken(
    split: Sequence[list[str]], forms: Forms | None = None
) -> tuple[list[list[str]], dict[int, str], dict[int, set[str]]]:
    """Join the broken paragraphs of articles.

    split : the lines of each article
    forms : how often the corpus has each of `forms_in_doubt`; None counts them in these articles

    Returns the lines, as many for each article; what each line that was changed by it had been, by its number in the corpus; and the
    forms in doubt of the articles that have such.
    """
    plans = _plans(split)
    if not plans:
        return list(split), {}, {}
    lines, before = list(split), {}
    starts = np.cumsum([0, *map(len, split)]).tolist()
    doubts = forms_in_doubt(split, plans)
    if forms is None:
        forms = count_forms(split, set().union(*doubts.values())) if doubts else Counter()
    for of, plan in plans.items():
        lines[of] = _joined(split[of], plan, forms)
        changed = {at for pair in plan for at in pair}
        before |= {starts[of] + at: split[of][at] for at in changed}
    return lines, before, doubts


def forms_in_doubt(split: Sequence[list[str]], plans: Plans) -> dict[int, set[str]]:
    """For each article that has such, the words, with and without a hyphen, whose number in the corpus decides whether a hyphen at the
    end of a broken line stays."""
    found: dict[int, set[str]] = {}
    for of, plan in plans.items():
        for a, b in plan:
            line, following = split[of][a].rstrip(), split[of][b].strip()
            if not line.endswith(SOFT) and HYPHEN.search(line):
                found.setdefault(of, set()).update(_both_forms(line, following))
    return found


def count_forms(split: Sequence[list[str]], wanted: Set[str]) -> Forms:
    """How often each of some words stands in these articles, with and without a hyphen."""
    found: Forms = Counter()
    for lines in split:
        for line in lines:
            found.update(form for form in FORM.findall(line.casefold().replace("\u2010", "-")) if form in wanted)
    return found


def _plans(split: Sequence[list[str]]) -> Plans:
    return {of: plan for of in _candidates(split) if (plan := _plan(split[of]))}


def _candidates(split: Sequence[list[str]]) -> list[int]:
    """The articles with some lines that go on in the next one; what depends on a line alone is asked once per distinct line."""
    encoded = pa.array([line for lines in split for line in lines], type=pa.large_string()).dictionary_encode()
    codes, distinct = encoded.indices.to_numpy(), encoded.dictionary
    length = pc.utf8_length(distinct).to_numpy()
    ended, small = (pc.match_substring_regex(distinct, look).to_numpy(zero_copy_only=False) for look in (ENDED, SMALL))
    soft = pc.match_substring_regex(distinct, SOFT + r"\s*$").to_numpy(zero_copy_only=False)
    goes_on = (length >= NARROWEST) & (length <= WIDEST) & ~ended
    pairs = (goes_on | soft)[codes[:-1]] & (small[codes[1:]])
    article = np.repeat(np.arange(len(split)), [len(lines) for lines in split])
    pairs &= article[:-1] == article[1:]
    weight = pairs + pairs * soft[codes[:-1]] * LEAST_PAIRS
    return np.flatnonzero(np.bincount(article[:-1], weights=weight, minlength=len(split)) >= LEAST_PAIRS).tolist()


def _plan(lines: list[str]) -> list[tuple[int, int]]:
    """The pairs of lines of an article that are to be joined; none where it is not broken."""
    texts = [line.strip() for line in lines]
    inside = [at for at in range(len(lines) - 1) if texts[at] and texts[at + 1] and not _parted(lines, at)]
    on = [at for at in inside if not ENDS.search(texts[at]) and NARROWEST <= len(texts[at]) <= WIDEST]
    soft = [(at, at + 1) for at in inside if lines[at].rstrip().endswith(SOFT)]
    small = [at for at in on if BEGINS_SMALL.match(texts[at + 1])]
    if len(small) < LEAST_PAIRS:
        return soft
    lengths = [len(line.rstrip().expandtabs(4)) for line in lines]
    width = sorted(lengths[at] for at in small)[-1 - len(small) // 20]
    full = [at for at in on if _full(lengths[at], texts[at + 1], width)]
    if len(full) < (MOST_FULL if len(on) >= FEW else 1) * len(on) or len(
        [at for at in full if at in set(small)]
    ) < MOST_SMALL * len(full):
        return soft
    plan = [(at, at + 1) for at in inside if _full(lengths[at], texts[at + 1], width)]
    firsts, lasts = {a for a, _ in plan}, [b for _, b in plan]
    ends = [ENDS.search(texts[b]) is not None for b in lasts if b not in firsts]
    if sum(ends) < MOST_ENDED * len(ends):
        return soft
    return sorted({*plan, *soft, *_over_pages(texts, width)})


def _parted(lines: list[str], at: int) -> bool:
    """Whether a line and the next one are no part of one paragraph: the next is an item of a list or set in, or one is of a table."""
    a, b = lines[at], lines[at + 1]
    set_in = len(b) - len(b.lstrip()) - (len(a) - len(a.lstrip())) > 1 and not ITEM.match(a)
    return ITEM.match(b) is not None or TABLE.search(a) is not None or TABLE.search(b) is not None or set_in


def _full(length: int, following: str, width: int) -> bool:
    """Whether the first word of the next line had no room left in a line."""
    word = 1 if CJK.match(following) else 1 + len(following.split(maxsplit=1)[0])
    return length <= WIDER * width and (length + word > width or length >= FULL * width)


def _over_pages(texts: list[str], width: int) -> list[tuple[int, int]]:
    """The pairs of lines between which a page ends within a sentence."""
    found = []
    for at, text in enumerate(texts[:-1]):
        if text and not texts[at + 1] and not ENDS.search(text) and FULL * width <= len(text) <= WIDER * width:
            behind = next((n for n in range(at + 1, min(at + 2 + GAP, len(texts))) if not PAGE.fullmatch(texts[n])), None)
            if behind is not None and BEGINS_SMALL.match(texts[behind]):
                found.append((at, behind))
    return found


def _joined(lines: list[str], plan: list[tuple[int, int]], forms: Forms) -> list[str]:
    whole, home = list(lines), list(range(len(lines)))
    for a, b in plan:
        home[b] = home[a]
        whole[home[a]] = _together(whole[home[a]].rstrip(), lines[b].strip(), forms)
        whole[b] = ""
    return whole


def _together(a: str, b: str, forms: Forms) -> str:
    """Two parts of a line as one. A hyphen between them goes, unless the corpus has the word rather with it, or a capital follows."""
    if a.endswith(SOFT):
        return a[:-1] + b
    if HYPHEN.search(a):
        first, second = FORM.findall(a)[-1], (FORM.findall(b) or [""])[0]
        one, two = _both_forms(a, b)
        if second.casefold() in SHARED and not forms[one]:
            return f"{a} {b}"
        keep = not b[:1].islower() or first[-1].isdigit() or forms[two] > forms[one]
        return a + b if keep else a[:-1] + b
    return a + b if CJK.search(a[-1:]) and CJK.match(b) else f"{a} {b}"


def _both_forms(a: str, b: str) -> tuple[str, str]:
    """The last word of a line and the first one of the next as one word, without a hyphen and with it."""
    first, second = FORM.findall(a)[-1], (FORM.findall(b) or [""])[0]
    return (first + second).casefold(), f"{first}-{second}".casefold()
