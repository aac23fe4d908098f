"""One person, one name: the names under which a corpus's articles quote people in, the one to show each by out.

An article says Trump, another Donald J. Trump, and a third has the button of a picture before the name. Each article alone cannot tell
that they are one; all together mostly can. What stays open stays apart: two people must never become one.
"""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations

from ..words.word_rule import fold
from .name_shapes import BEHIND, is_initial, parts, surname_at

SHOUTED = 4  # letters of a word all in capitals that is none of a name which is not: CLOSE Donald Trump; JD Vance keeps his
MOST = 0.9  # share of the quotations with a surname and a given name that one person needs, for the surname alone to be theirs


def one_name(counts: Mapping[str, int]) -> dict[str, str]:
    """Find the names that mean one person.

    counts : name as an article has it -> quotations under it

    Returns name -> the name to show, for every name. Names are one where given name and surname agree, and no two initials or middle
    names, nor a Jr. and a Sr., say otherwise; a name with none of these joins the one that has them only where there is one such. A
    surname alone is the person's who has nine in ten of the quotations under this surname with a given name. The name shown is the most
    frequent of those with a given name (ties: the shorter, then a-z), without what was in front of it in capitals.

    Reading it: two people of one name are one row. Names in other cases or other letters stay apart.

    >>> one_name({"Donald Trump": 3, "Trump": 2, "CLOSE Donald Trump": 1, "Donald J. Trump": 1, "Melania Trump": 0})["Trump"]
    'Donald Trump'
    """
    bare = {name: _without_shouting(name) for name in counts}
    forms: Counter[str] = Counter()
    for name, n in counts.items():
        forms[bare[name]] += n
    person = {name: _person(name) for name in forms}
    full = {one for one in person.values() if one[0]}
    middles = {(given, last): {one[1:3] for one in full if (one[0], one[3]) == (given, last)} for given, _, _, last in full}
    joined = {one: _joined(one, middles[one[0], one[3]]) for one in full}
    said: Counter[tuple] = Counter()
    for name, n in forms.items():
        said[joined.get(person[name], person[name])] += n
    of_surname: dict[str, list[tuple]] = {}
    for one in set(joined.values()):
        of_surname.setdefault(one[3], []).append(one)
    shown: dict[tuple, str] = {}
    for name in sorted(forms, key=lambda name: (-forms[name], len(name), name)):
        shown.setdefault(joined.get(person[name], person[name]), name)
    found = {}
    for name in counts:
        one = joined.get(person[bare[name]]) or _owner(person[bare[name]], of_surname, said)
        found[name] = shown[one]
    return found


def _person(name: str) -> tuple[str, tuple[str, ...], tuple[str, ...], str]:
    """Given name, what stands in the middle, what stands behind, surname; without a given name it is "" and the name whole."""
    words = parts(name)
    behind = tuple(word for word in words[2:] if word in BEHIND)
    kept = [word for at, word in enumerate(words) if at < 2 or word not in BEHIND]
    at = surname_at(kept) if kept else 0
    kept = [*kept[at + 1 :], *kept[:at], *kept[at : at + 1]] if kept else kept
    if len(kept) < 2 or not name[:1].isupper():
        return "", (), (), fold(name)
    return kept[0], tuple(kept[1:-1]), behind, kept[-1]


def _joined(one: tuple, others: set[tuple]) -> tuple:
    """The person with all that is known of the middle and the end of the name, where those who could be meant are one."""
    given, middle, behind, last = one
    meant = [other for other in others if _agree((middle, behind), other)]
    if not all(_agree(a, b) for a, b in combinations(meant, 2)):
        return one
    middles, ends = (max((other[at] for other in meant), key=lambda part: (sum(map(len, part)), part)) for at in (0, 1))
    return given, middles, ends, last


def _agree(one: tuple, other: tuple) -> bool:
    """Whether middle names (an initial with what it begins) and what stands behind agree; what is not told agrees with all."""
    middles = not one[0] or not other[0] or len(one[0]) == len(other[0])
    middles = middles and all(a.startswith(b) or b.startswith(a) for a, b in zip(one[0], other[0], strict=False))
    return middles and (not one[1] or not other[1] or one[1] == other[1])


def _owner(one: tuple, of_surname: dict[str, list[tuple]], said: Counter) -> tuple:
    """Whose a surname alone is: the person's who has nearly all quotations under it; itself where nobody has."""
    people = of_surname.get(one[3], [])
    total = sum(said[person] for person in people)
    first = max(people, key=lambda person: (said[person], person), default=one)
    return first if people and total and said[first] >= MOST * total else one


def _without_shouting(name: str) -> str:
    """A name without words all in capitals before it, where the name itself has small letters and two words."""
    words = name.split()
    while (
        len(words) > 2
        and len(words[0]) >= SHOUTED
        and words[0].isupper()
        and not is_initial(words[0])
        and not all(word.isupper() for word in words[1:])
    ):
        words = words[1:]
    return " ".join(words)
