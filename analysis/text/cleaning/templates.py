"""Lines that a page's template made: the same words with a part that changes. Lines by article in, places of such lines out.

"Enlarge this picture show caption A. Miller/Agency" never comes twice, and its beginning comes in each article of its outlet. But an
outlet's reporters may begin many lines alike too, and that is what a comparison looks for. So a line is removed only where the words
that recur are words of a page: buttons, captions, credits, networks. All other beginnings and endings that recur are proposed as
rules, and nothing is done to them (measure/counting/furniture.py).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...blocks import distinct
from .recurring import LEAST_ARTICLES, LEAST_SHARE, QUOTING

# A line is removed whose first or last two words recur in LEAST_ARTICLES articles of its source, and in LEAST_SHARE of them, if it
# has at most so many characters, and if the words that stand in this share of such lines weigh enough. Words that stand on pages and
# hardly in news weigh 2, those that stand on both 1. A line that ends as a sentence needs more.
LONGEST = 200
SHARED = 0.8
ENOUGH, ENOUGH_FOR_A_SENTENCE = 2, 3
ON_PAGES = """
caption captions enlarge toggle slideshow autoplay permalink bildunterschrift bildrechte bildquelle vergrößern légende agrandir
ampliar
"""
ON_PAGES_AND_IN_NEWS = """
image images picture pictures photo photos photograph gallery video videos media audio clip clips credit copyright source share shared
read more watch listen follow click tap hide show play again next related view embed print email comments menu login subscribe
newsletter newsletters advertisement advertising cookies hashtag getty pinterest whatsapp facebook twitter linkedin reddit telegram
flipboard instagram bild bilder foto fotos quelle teilen mehr lesen anzeigen werbung abonnieren crédit partager lire voir plus
publicité abonnez-vous fuente compartir leer ver más suscríbete фото видео источник читать также смотреть поделиться ещё подписаться
подписывайтесь реклама телеграм-канал відео джерело читати також дивитися поділитися підписатися підписуйтесь відэа крыніца чытаць
падпісацца рэклама
"""
NETWORKS = frozenset(
    {"facebook", "twitter", "linkedin", "reddit", "telegram", "flipboard", "instagram", "pinterest", "whatsapp"}
)
SURE, LIKELY = (frozenset(words.split()) for words in (ON_PAGES, ON_PAGES_AND_IN_NEWS))
EDGES = re.compile(r"^[^\w]+|[^\w]+$")
DIGITS = re.compile(r"\d+")
SENTENCE = re.compile(r"[.!?…]['’)\]]*$")
# RE2 knows word boundaries of ASCII letters alone
PAGE = r"(?i)(?:^|[^\pL])(?:" + "|".join(sorted(map(re.escape, chain(SURE, LIKELY)))) + r")(?:$|[^\pL])"


def templates(
    lines: Sequence[str], codes: np.ndarray, article: np.ndarray, source_of: pd.Series, candidate: np.ndarray
) -> np.ndarray:
    """Which lines are a page's words around a part that changes.

    The arguments are those of `recurring.recurring`. Returns an array of True and False, one per line of the corpus. Only lines with
    words of a page are looked at, so that most of a corpus costs one look at its distinct lines.
    """
    source = pd.factorize(source_of)[0]
    sizes = np.bincount(source[source >= 0], minlength=1)
    outcome = np.zeros(len(codes), dtype=bool)
    if sizes.max() < LEAST_ARTICLES or not len(codes):
        return outcome
    known = _of_pages(lines)
    asked = np.flatnonzero(candidate & (source[article] >= 0) & known[codes])
    groups: dict[tuple, list[int]] = defaultdict(list)
    everywhere: dict[tuple, list[int]] = defaultdict(list)
    spelt = {code: words_of(lines[code]) for code in distinct(codes[asked]).tolist()}
    for number in asked.tolist():
        words = spelt[int(codes[number])]
        if len(words) > 2:
            for end in (("first", *words[:2]), ("last", *words[-2:])):
                groups[int(source[article[number]]), end].append(number)
                everywhere[end].append(number)
    weights: dict[tuple, int] = defaultdict(int)  # the most that an end weighs in any source: a page's words are so everywhere
    for (of, end), numbers in groups.items():
        n = len(set(article[numbers].tolist()))
        if n < LEAST_ARTICLES or n < LEAST_SHARE * sizes[of]:
            continue
        weights[end] = max(weights[end], _weight([spelt[int(codes[number])] for number in numbers]))
    for end, weight in weights.items():
        for number in everywhere[end] if weight >= ENOUGH else ():  # also in the sources that have them less often
            ended = SENTENCE.search(lines[codes[number]]) is not None
            outcome[number] |= weight >= (ENOUGH_FOR_A_SENTENCE if ended else ENOUGH)
    return outcome


def words_of(line: str) -> list[str]:
    """The words of a line as they are compared: without marks at their ends, without regard to capital letters, any number as 0.

    >>> words_of("Image 12 source, AFP/A. Miller")
    ['image', '0', 'source', 'afp/a', 'miller']
    """
    parts = DIGITS.sub("0", line.casefold()).split()
    return [word for part in parts if (word := part if part.isalnum() else EDGES.sub("", part))]


def shared_words(lines: Sequence[Sequence[str]]) -> set[str]:
    """The words that stand in most of these lines."""
    n: dict[str, int] = defaultdict(int)
    for words in lines:
        for word in set(words):
            n[word] += 1
    return {word for word, times in n.items() if times >= SHARED * len(lines)}


def weigh(words: Iterable[str]) -> int:
    """How much words speak for a page's template.

    >>> weigh({"hide", "caption"}), weigh({"share", "prices"}), weigh({"the", "mayor"})  # the last two may be an outlet's own
    (3, 1, 0)
    """
    return sum(2 if word in SURE else 1 if word in LIKELY else 0 for word in words)


def _weight(lines: Sequence[Sequence[str]]) -> int:
    """How much the words that most of these lines share speak for a page's template, and that most list networks, each its own choice.

    >>> _weight([["share", "on", "facebook", "reddit"], ["share", "on", "twitter", "facebook"], ["share", "on", "reddit", "twitter"]])
    2
    """
    shared = shared_words(lines)
    listing = sum(len(NETWORKS.intersection(words)) > 1 for words in lines) >= SHARED * len(lines)
    return weigh(shared) + (listing and NETWORKS.isdisjoint(shared))


def _of_pages(lines: Sequence[str]) -> np.ndarray:
    """Which lines are short, quote nothing and have words of a page that weigh enough."""
    texts = pa.array(lines, type=pa.large_string())
    short = pc.less_equal(pc.utf8_length(texts), LONGEST)
    found = pc.and_(short, pc.match_substring_regex(texts, PAGE)).to_numpy(zero_copy_only=False)
    for code in np.flatnonzero(found).tolist():
        found[code] = QUOTING.isdisjoint(lines[code]) and weigh(set(words_of(lines[code]))) >= ENOUGH
    return found
