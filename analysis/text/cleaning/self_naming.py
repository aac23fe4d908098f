"""Lines at the edge of articles in which an outlet credits or advertises itself, around parts that change. Lines in, their places out.

"N. Person contributed to this Larkham Post report from Vale." begins and ends with what changes, and reads as a sentence. Its outlet's
own name stands in it, words of credits stand beside that, and nothing of the article stands between it and the article's end. Each of
these alone may be reporting; all of them together, in a large share of an outlet's articles, are a form.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...blocks import distinct
from ...outlets import APART, name_words
from .recurring import LEAST_ARTICLES, LEAST_SHARE, QUOTING
from .templates import LIKELY, LONGEST, SHARED, SURE, shared_words, words_of

# Words of credits and invitations, and those of pages, held to be so only near the outlet's own name. A name of one word may be a
# word like another ("Time", "Post"), so it needs two of them.
OF_CREDITS = """
contributed contributing contributor contributors correspondent writer staff edited editing updated published republished newsletter
newsletters subscriber subscribers edition app mitarbeit redaktion redakteur redakteurin korrespondent korrespondentin aktualisiert
veröffentlicht rédaction correspondante collaboré publié redacción redactor corresponsal publicado actualizado корреспондент
редакция обновлено опубликовано редакція кореспондент оновлено опубліковано рэдакцыя карэспандэнт абноўлена апублікавана
"""
CREDITS = frozenset(OF_CREDITS.split()) | SURE | LIKELY
NAME = "\0"  # stands for the outlet's name among the words of a line
NEAR = 3  # words between the name and a word of credits, with that word
COVERED = 0.5  # share of the words of such lines that are the same in most of them, at least
AT_EDGE = 0.8  # share of such lines with nothing of the article between them and one of its ends, at least
ENDS = r"[.!?…]['’)\]]*$"


def self_naming(
    lines: Sequence[str], codes: np.ndarray, article: np.ndarray, source_of: pd.Series, candidate: np.ndarray
) -> np.ndarray:
    """Which lines are an outlet's credits or invitations with its own name.

    The arguments are those of `recurring.recurring`. Returns an array of True and False, one per line of the corpus. Time grows with
    the number of lines: each distinct line is held against the name of its own outlet alone.
    """
    outcome = np.zeros(len(codes), dtype=bool)
    source, names = pd.factorize(source_of)
    sizes = np.bincount(source[source >= 0], minlength=1)
    asked = np.flatnonzero(candidate & (source[article] >= 0))
    asked = asked[(sizes >= LEAST_ARTICLES)[source[article[asked]]]]
    if not len(asked):
        return outcome
    texts = pa.array(lines, type=pa.large_string())
    short = pc.less_equal(pc.utf8_length(texts), LONGEST).to_numpy(zero_copy_only=False)
    asked = asked[short[codes[asked]]]
    if not len(asked):
        return outcome
    found = _forms(lines, texts, codes, asked, article, source, sizes, [name_words(str(name)) for name in names])
    if found:
        members = distinct(np.concatenate(found))
        passed = ~candidate | (short & ~pc.match_substring_regex(texts, ENDS).to_numpy(zero_copy_only=False))[codes]
        passed[members] = True
        edge = _at_edge(passed, article)
        for numbers in found:
            outcome[numbers] |= edge[numbers] & (edge[numbers].mean() >= AT_EDGE)
    return outcome


def _forms(
    lines: Sequence[str],
    texts: pa.Array,
    codes: np.ndarray,
    asked: np.ndarray,
    article: np.ndarray,
    source: np.ndarray,
    sizes: np.ndarray,
    names: list[list[str]],
) -> list[list[int]]:
    """Places of lines that have the same word before or behind their source's name, where they are enough and a form."""
    groups: dict[tuple, list[int]] = defaultdict(list)
    spelt: dict[int, list[str]] = {}
    for of, number in _naming(texts, codes, asked, source[article], names):
        words = spelt[number] = _around(_parts(lines[codes[number]]), names[of])
        place = words.index(NAME) if NAME in words else -1
        for beside in (place - 1, place + 1) if place >= 0 else ():
            if 0 <= beside < len(words):
                groups[of, beside - place, words[beside]].append(number)
    found = []
    for (of, *_), numbers in groups.items():
        n = len(set(article[numbers].tolist()))
        often = n >= LEAST_ARTICLES and n >= LEAST_SHARE * sizes[of]
        if often and _is_form([spelt[number] for number in numbers], len(names[of])):
            found.append(numbers)
    return found


def _naming(
    texts: pa.Array, codes: np.ndarray, asked: np.ndarray, source: np.ndarray, names: list[list[str]]
) -> Iterator[tuple[int, int]]:
    """The lines that have their source's name and quote nothing: source and place."""
    order = asked[np.argsort(source[asked], kind="stable")]
    for numbers in np.split(order, np.flatnonzero(np.diff(source[order])) + 1):
        of = int(source[numbers[0]])
        if not names[of]:
            continue
        pattern = r"(?i)(?:^|[^\pL\pN])" + r"[^\pL\pN]+".join(map(re.escape, names[of])) + r"(?:$|[^\pL\pN])"
        found, places = np.unique(codes[numbers], return_inverse=True)
        own = texts.take(pa.array(found))
        named = pc.match_substring_regex(own, pattern).to_numpy(zero_copy_only=False)
        for place in np.flatnonzero(named).tolist():
            named[place] = QUOTING.isdisjoint(own[place].as_py())
        yield from ((of, number) for number in numbers[named[places]].tolist())


def _parts(line: str) -> list[str]:
    """The words of a line, those with a hyphen or a stop inside as several."""
    return [part for word in words_of(line) for part in APART.split(word) if part]


def _around(words: list[str], name: list[str]) -> list[str]:
    """The words with NAME in place of the name where it first stands.

    >>> _around(["a", "larkham", "post", "report"], ["larkham", "post"])
    ['a', '\\x00', 'report']
    """
    for place in range(len(words) - len(name) + 1):
        if words[place : place + len(name)] == name:
            return [*words[:place], NAME, *words[place + len(name) :]]
    return words


def _is_form(lines: list[list[str]], n_name: int) -> bool:
    """Whether most of the words are the same in most of these lines, and words of credits or of pages are among them."""
    shared = shared_words(lines)
    near = Counter(word for words in lines for word in _near(words) & shared)
    if sum(n >= SHARED * len(lines) for n in near.values()) < (1 if n_name > 1 else 2):
        return False
    return sum(word in shared for words in lines for word in words) >= COVERED * sum(map(len, lines))


def _near(words: list[str]) -> set[str]:
    """The words of credits that stand near the outlet's name.

    >>> _near(["editing", "of", "the", "bank", NAME, "staff", "writer", "said"]) == {"staff", "writer"}
    True
    """
    place = words.index(NAME)
    return CREDITS.intersection(words[max(0, place - NEAR) : place + NEAR + 1])


def _at_edge(passed: np.ndarray, article: np.ndarray) -> np.ndarray:
    """Which lines have none but passed ones between them and the beginning or the end of their article."""
    stops = (~passed).astype(np.int64)
    before = np.cumsum(stops) - stops
    first = np.searchsorted(article, article)
    last = np.searchsorted(article, article, side="right") - 1
    return (before == before[first]) | (before == (before + stops)[last] - stops)
