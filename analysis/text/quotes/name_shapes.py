"""How names are written: initials, particles, what stands behind a name. Words and their places in, where a name goes on out.

Nothing here knows a language or a person: “J.D. Vance”, “C.S.Lewis”, “Ursula von der Leyen”, “Bashar al-Assad” and «Иванов Ю. А.» are
names by their shape.
"""

from functools import cache

import regex

from ..words.word_rule import fold
from .reporting import Lexicon

# words within a name that are small; those of the second list only behind one of the first, as der in von der
PARTICLES = frozenset(
    ["de", "da", "di", "do", "dos", "das", "du", "del", "della", "dal", "van", "von", "vom", "zu", "zum", "zur", "ter", "ten", "te",
     "al", "el", "ul", "bin", "ibn", "ben", "bint", "ould", "wa", "af", "av", "auf", "la", "le", "den", "der"]
)  # fmt: skip
BEHIND_PARTICLES = frozenset(["der", "den", "dem", "het", "la", "le", "las", "los", "lo", "und", "zu"])
BEHIND = frozenset(["jr", "sr", "ii", "iii", "iv"])
SAINTS = frozenset(["st", "ste"])
PREFIX = r"(?:a[lnrtdsz]|e[lsz]|u[lrd]|ash|adh|ath|esh|abu|bin|ben)[-‐‑][’']?"  # al-Assad, el-Sisi, ash-Sharaa
BOUND = regex.compile(rf"{PREFIX}\p{{Lu}}")
TIED = regex.compile(r"[dD][’']\p{Lu}")  # Giscard d’Estaing: only within a name
UNSPACED = regex.compile(r"(?<=\p{Lu}\.)(?=\p{Lu}[\p{L}’'])")
WORD = rf"(?:\p{{Lu}}\.(?:[-‐‑]?\p{{Lu}}\.)*|{PREFIX}\p{{Lu}}[\p{{L}}\p{{M}}’'‐‑-]*|\p{{Lu}}[\p{{L}}\p{{M}}’'‐‑-]+)"

# what every whole name has in it, for one look at all lines; RE2, for pyarrow
_SMALL = "|".join(sorted(PARTICLES | BEHIND_PARTICLES))
PERHAPS = rf"\p{{Lu}}[\pL\pM.’'‐‑-]*(?:\.| (?:St\. )?(?:(?:{_SMALL}) )*(?:d[’'])?)(?:{PREFIX})?\p{{Lu}}"
PERHAPS += r"|\p{Lu}[\pL\pM.’'‐‑-]*, (?:[JS]r|II|IV)"


@cache
def full_pattern(articles: frozenset[str]) -> regex.Pattern:
    """What a whole name looks like in a language with such small articles."""
    alone, behind = "|".join(sorted(PARTICLES - articles)), "|".join(sorted(BEHIND_PARTICLES))
    small = rf"(?:(?:{alone})(?: (?:{behind}))* )+(?!\p{{Lu}}{{2}})"
    between = rf"(?:(?<=\.)| (?:St\. )?(?:{small})?(?:d[’'](?=\p{{Lu}}))?)"
    begin = r"(?<![\p{L}\p{M}‐‑-])(?=[\p{Lu}aeub])(?<!\p{L}\.)"
    return regex.compile(rf"{begin}{WORD}(?:{between}(?![JS]r\.){WORD}|,? (?:[JS]r\.?|I{{2,3}}|IV)(?!\p{{L}}))+")


def is_initial(word: str) -> bool:
    """Whether a word is one initial or several joined ones: J, J., J.D."""
    if "." not in word:
        return len(word) == 1
    return all(len(part) == 1 for part in word.rstrip(".").split("."))


def is_large(text: str, start: int) -> bool:
    """Whether a word of a name begins here: with a capital, or with an article that is bound to one (al-Assad)."""
    if text[start].isupper():
        return True
    # all prefixes end within five characters; nearly all words have no capital there
    return text[start] in "aeub" and not text[start : start + 6].islower() and BOUND.match(text, start) is not None


def goes_on(text: str, end: int, start: int, before: str, after: str) -> bool:
    """Whether a word may belong to the name of the word before it, by what stands between the two.

    end, start    : where the word before ends, and where this one begins
    before, after : both as they are counted

    >>> goes_on("J. Smith", 1, 3, "j", "smith"), goes_on("Rome. Smith", 4, 6, "rome", "smith")
    (True, False)
    """
    gap = text[end:start]
    if gap == ". ":
        return len(before) == 1 or before in SAINTS
    return gap == " " or (gap in ("", ".") and is_initial(before)) or (gap == ", " and after in BEHIND - {"ii"})


def small_articles(lexicon: Lexicon) -> frozenset[str]:
    """Particles that are small words of a language, so that they belong to a name only behind another one: sagte Scholz der Zeitung."""
    return BEHIND_PARTICLES & (lexicon.articles | lexicon.function_words)


def particles_end(terms: list[str], at: int, lexicon: Lexicon) -> int:
    """Behind the particles that begin at a place: of von der Leyen, at Leyen; the place itself where none begins there."""
    ahead = at
    while ahead + 1 < len(terms):
        term = terms[ahead]
        if term in BEHIND_PARTICLES:
            if ahead == at and (term in lexicon.articles or term in lexicon.function_words or term not in PARTICLES):
                break
        elif term not in PARTICLES:
            break
        ahead += 1
    return ahead


def parts(name: str) -> list[str]:
    """The words of a name as they are counted, each initial for itself, however it is written: J.D., J. D. and JD.

    >>> parts("JD Vance"), parts("J. D. Vance"), parts("C.S.Lewis"), parts("ED SMITH")
    (['j', 'd', 'vance'], ['j', 'd', 'vance'], ['c', 's', 'lewis'], ['ed', 'smith'])
    """
    found, shouted = [], name.isupper()
    for word in spaced(name).replace(",", " ").split():
        bare = fold(word).strip(".")
        joined = not shouted and len(word) == 2 and word.isalpha() and word.isupper() and bare not in BEHIND
        found += (
            list(bare) if joined else [part for part in bare.split(".") if part] if is_initial(bare) else [bare] * bool(bare)
        )
    return found


def spaced(name: str) -> str:
    """A name with a space between joined initials and the word behind them: C.S. Lewis for C.S.Lewis."""
    return UNSPACED.sub(" ", name) if "." in name else name


def surname_at(words: list[str]) -> int:
    """Which word of a name is the surname: the last, but for Jr. and the like, and the first of «Иванов Ю. А.».

    >>> surname_at(["robert", "kennedy", "jr"]), surname_at(["иванов", "ю", "а"]), surname_at(["j.d.", "vance"])
    (1, 0, 1)
    """
    last = len(words) - 1
    while last > 0 and words[last].strip(".") in BEHIND:
        last -= 1
    first = last
    while first > 0 and is_initial(words[first]):
        first -= 1
    return first if not is_initial(words[first]) else last


def begin_of_name(terms: list[str], lexicon: Lexicon) -> int:
    """Where in a run of capital words the name begins: behind its last title, and behind words that only begin a sentence."""
    titles = [
        at + 1
        for at, term in enumerate(terms[: surname_at(terms)])
        if lexicon.is_honorific(term) or lexicon.is_honorific(term.removesuffix("s"))
    ]
    begin = max(titles, default=0)
    while begin < len(terms) and (terms[begin] in lexicon.function_words or terms[begin] in lexicon.verbs):
        begin += 1
    while begin < len(terms) - 1 and "." in terms[begin] and terms[begin] in lexicon.places:
        begin += 1  # in the U.S. John Smith said …
    begin += len(terms) - begin > 2 and terms[begin].endswith("ing")  # Sentencing Alan Birch, the judge said …
    return begin + (begin < len(terms) and lexicon.is_honorific(terms[begin]))
