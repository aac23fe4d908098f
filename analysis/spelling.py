"""What a word is and how it is spelt when it is counted: a text in, its words out.

One rule for all that is compared: the articles' words, the patterns of a dictionary, the names of people. It lies below all rooms, so
that what an analyst writes is split as the articles are. It looks at spelling, and at the language only where languages split alike
marks in unlike ways; so it is asked once per distinct spelling and never per running word.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, pairwise

import regex

from .errors import UsageError, nearest

POSSESSIVE = ("split", "keep")
# 's stands for "is", "has" or "us" here, not for a possessor
CONTRACTED = frozenset(
    ["it's", "he's", "she's", "that's", "this's", "what's", "who's", "there's", "here's", "where's", "how's", "when's", "why's"]
) | {"let's", "everything's", "something's"}

APOSTROPHES = "'’‘‛＇`´′ʻʼꞌ׳"  # as typists and other scripts leave them; two of them are letters to Unicode
GROUPING = "\u00a0\u2007\u2009\u202f"  # spaces that part the groups of a number and break no line
GROUPED = regex.compile(rf"(?<=(?<!\p{{N}})\p{{N}}{{1,3}})[{GROUPING}](?=\p{{N}}{{3}}(?!\p{{N}}))")

# A quotation mark before the last letter of a Hebrew abbreviation, behind which an ending may stand. Where all letters before it may be
# prefixes (ב"הארץ" is: in “Haaretz”), it opens a quotation, unless one letter follows and no mark that would close it.
_ENDING = "(?:ים|ות|ית|יות|יים|ניק|ניקים|י|ם|ה)?"
_PREFIXES = r"(?<=(?<!\p{Hebrew})[ובהכלמש]{1,3})"
GERSHAYIM = regex.compile(
    rf"""(?<=\p{{Hebrew}})(?:״(?=\p{{Hebrew}})
      | ["“”](?=\p{{Hebrew}}(?!["“”\p{{Hebrew}}])) | (?<!{_PREFIXES}.)["“”](?=\p{{Hebrew}}{_ENDING}(?!\p{{Hebrew}})))""",
    regex.VERBOSE,
)
# What is written in lower case behind a full stop without a space is the end of an outlet's or a firm's name: Gazeta.ru, Booking.com
_HOSTS = (
    "com org net info edu gov mil biz news tv io ai co app press live media online ru su by ua kz uz kg tj ge az md lt lv ee eu uk ie "
    "de fr it es pt nl dk se fi pl cz sk hu ro bg gr rs hr si ch tr il ir jp cn kr au nz ca br mx ar cl za ke ng eg ae qa pk рф укр"
)
_HOST = rf"(?:{'|'.join(_HOSTS.split())})(?:\.(?:uk|ua|il|jp|kr|au|nz|br|za|tr))?(?![\p{{L}}\p{{M}}\p{{N}}])"


def _rule(more: str = "") -> regex.Pattern:
    """Letters, marks and digits, a letter or a digit first; `more` are characters that stand for letters, in a pattern.

    Joined inside by one apostrophe or hyphen, by full stops between single letters (U.S.) and before the end of a site's name, by
    commas, stops and slashes between digits (1,300 and 3.69 and 9/11), by a space that breaks no line between groups of three digits,
    by & between letters (AT&T), by the mark of a Hebrew abbreviation. A plus behind the last letter is its own (C++, Disney+), so is
    # behind a single one. A digit with a keycap is a picture.
    """
    odd = "[ʻʼꞌ׳]"
    first, inner = rf"[\p{{L}}\p{{N}}{more}--{odd}]", rf"[\p{{L}}\p{{M}}\p{{N}}{more}--{odd}]"
    letter, digit = rf"[\p{{L}}{more}]", rf"[\p{{N}}{more}]"
    return regex.compile(
        rf"""(?<!{inner})\p{{L}}\p{{M}}*(?:\.\p{{L}}\p{{M}}*)+(?!{inner})\.?
          | (?<!{inner})[A-Za-z]\#(?![\#]|{inner})
          | (?!\p{{N}}\ufe0f?\u20e3){first}{inner}*(?:(?:[{APOSTROPHES}‐‑-]|\u00ad+|(?<={digit})[.,/](?={digit})
            |(?<={letter})&(?={letter})|{GROUPED.pattern}|(?<={inner}{{2}})\.(?={_HOST})
            |{GERSHAYIM.pattern}){first}{inner}*)*(?:(?<={letter})\+{{1,2}}(?![+]|{inner}))?""",
        regex.VERBOSE | regex.V1,
    )


WORD = _rule()
_WORD_OF_PATTERN = _rule("*?")

# Addresses of pages and of mail, and names of files: nobody reads them as words. What closes a sentence or a bracket is not theirs.
_FILES = "html?|php|aspx?|jsp|pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|svg|webp|tiff?|bmp|mp[34]|mov|avi|zip|rar|csv|txt|exe|css|xml|json|js"
_PATH = r"[\p{Latin}\p{Cyrillic}\p{N}\p{M}!#$%&'()*+,./:;=?@_~\[\]|-]*[\p{Latin}\p{Cyrillic}\p{N}/=&\#_~-]"
ADDRESS = regex.compile(
    rf"""(?:(?<![\p{{L}}\p{{N}}])(?:(?:https?|ftp|file)://|mailto:)|(?<![\p{{L}}\p{{N}}.@])www\d?\.){_PATH}
      | (?<![\p{{L}}\p{{N}}._%+-])[\p{{L}}\p{{N}}._%+-]*[\p{{L}}\p{{N}}_]@[\p{{L}}\p{{N}}-]+(?:\.[\p{{L}}\p{{N}}-]+)+
      | (?<![\p{{L}}\p{{N}}.@-])(?:[\p{{L}}\p{{N}}-]+\.)+\p{{Ll}}{{2,}}/(?:{_PATH})?
      | (?<![\p{{L}}\p{{N}}.@_-])[\p{{L}}\p{{N}}_][\p{{L}}\p{{N}}._%-]*\.(?:{_FILES})(?![\p{{L}}\p{{N}}])(?:\?{_PATH})?
      | \?utm_{_PATH}""",
    regex.VERBOSE | regex.IGNORECASE,
)
# no text without one of these has an address; what is asked of each distinct spelling has to be quick
_HINT = regex.compile(rf"://|@|[wW]\.|[wW]\d\.|\.\p{{Ll}}+/|\.(?:{_FILES})|utm_|mailto:", regex.IGNORECASE)

UNSEEN = regex.compile(r"[\p{Cf}\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f]+")
_FOLD = str.maketrans(
    {"‐": "-", "‑": "-", "İ": "i", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys(GROUPING, ",")
)
DOTLESS = (
    "tr",
    "az",
    "crh",
    "gag",
    "tt",
    "kaa",
)  # languages in which I is the capital of ı; in tt and others in Latin letters

# Short words that lose their vowel before the next word: language -> those that do before a vowel, an h or a digit, and those that do
# before anything
_VOWEL = regex.compile(r"(?i:[aeiouyhàâäáãåæèéêëìíîïòóôöõœùúûüø\d])")
_INITIALS = regex.compile(r"\p{Lu}{2}")  # read letter by letter: l'FBI
ELIDED = {
    "fr": (frozenset("cdjlmnst"), frozenset(["qu", "jusqu", "lorsqu", "puisqu", "quoiqu"])),
    "it": (
        frozenset(
            [
                "c",
                "d",
                "gl",
                "l",
                "m",
                "n",
                "s",
                "t",
                "v",
                "un",
                "quest",
                "quell",
                "bell",
                "anch",
                "nient",
                "tutt",
                "senz",
                "mezz",
            ]
        ),
        frozenset(["dell", "dall", "nell", "sull", "all", "coll"]),
    ),
    "ca": (frozenset("dlmnst"), frozenset()),
}
_WHOLE = (
    "aujourd'hui prud'homme prud'hommes prud'homal presqu'île quelqu'un quelqu'une c'est-à-dire d'artagnan d'estaing d'ormesson "
    "d'alembert d'arvor d'holbach d'aubigné d'annunzio d'alema"
)
WHOLE = frozenset(_WHOLE.split())
# for patterns, which are in lower case and say no language
_ANY_LANGUAGE = "*"
_SPLIT_BY = ELIDED | {
    _ANY_LANGUAGE: (frozenset(), frozenset().union(*(short for shorts in ELIDED.values() for short in shorts)))
}
LANGUAGES = frozenset([*ELIDED, *DOTLESS])  # those whose words are not split and spelt as all others are


BEFORE, BEHIND = "\"'“‘«„([", ".,;:!?…\"'”’»“)]"
UNUSUAL = re.compile(f"[İﬀ-ﬆ{APOSTROPHES}]")  # letters that are not merely put into lower case


def words_in(text: str, possessive: str = "split", language: str = "") -> list[tuple[str, int, int]]:
    """The words of a text with their places: term, start, end (characters; end is behind the last one).

    The term is folded: NFC, lower case, one kind of apostrophe and hyphen. With possessive="split" the possessive 's is split off,
    and belongs to no word, and in French, Italian and Catalan what is elided before a word (l'eau, qu'il, dell'arte) is a word of its
    own; with "keep" both stay. Addresses of pages and of mail and names of files are no words.

    Raises UsageError for another `possessive`.

    >>> [term for term, _, _ in words_in("Lukashenko’s e-mail: 1,300 words, U.S. aid, Oblast’ don’t")]
    ['lukashenko', 'e-mail', '1,300', 'words', 'u.s.', 'aid', 'oblast', "don't"]
    >>> [term for term, _, _ in words_in("l’eau d’aujourd’hui", language="fr")]
    ["l'", 'eau', "d'", "aujourd'hui"]
    """
    if possessive not in POSSESSIVE:
        raise UsageError(f"possessive cannot be '{possessive}'", remedy=nearest(possessive, POSSESSIVE))
    language = language.partition("-")[0]
    bare = text.rstrip(BEHIND).lstrip(BEFORE)
    if bare.isalpha() and not UNUSUAL.search(bare):  # most distinct spellings by far: letters, and a mark at either end
        start = text.index(bare)
        return [(fold(bare, language), start, start + len(bare))]
    return _found(WORD, text, possessive == "split", language)


def _found(rule: regex.Pattern, text: str, split: bool, language: str) -> list[tuple[str, int, int]]:
    addresses = [match.span() for match in ADDRESS.finditer(text)] if _HINT.search(text) else []
    begins, ends = [0, *(end for _, end in addresses)], [*(start for start, _ in addresses), len(text)]
    found = []
    for match in chain.from_iterable(rule.finditer(text, *part) for part in zip(begins, ends, strict=True)):
        start, end = match.span()
        term = fold(match[0], language)
        if split and "'" in term:
            if language in _SPLIT_BY and len(term) == end - start:
                parts = _elided(match[0], term, language)
                found += [(term[a:b], start + a, start + b) for a, b in parts[:-1]]
                term, start = term[parts[-1][0] :], start + parts[-1][0]
            if term.endswith("'s") and term not in CONTRACTED:
                term, end = term[:-2], end - 2
        found.append((term, start, end))
    return found


def _elided(written: str, term: str, language: str) -> list[tuple[int, int]]:
    """Where the parts of a word stand: what is elided, as often as it is, and the rest."""
    before_vowels, before_all = _SPLIT_BY[language]
    parts, begin = [], 0
    while (at := term.find("'", begin)) >= 0 and term[begin:] not in WHOLE:
        short, rest = term[begin:at], written[at + 1 :]
        named = short == "d" and written[begin].isupper() and rest[:1].isupper() and language == "it"  # D'Alema
        initials = short in ("d", "l") and _INITIALS.match(rest)
        if named or not rest or not (short in before_all or (short in before_vowels and (initials or _VOWEL.match(rest)))):
            break
        parts.append((begin, at + 1))
        begin = at + 1
    return [*parts, (begin, len(term))]


def fold(word: str, language: str = "") -> str:
    """The form under which a word is counted. Case is folded; letters are not changed, but for those that a printer joined (ﬁ).

    >>> fold("U.S"), fold("Не\u0438\u0306"), fold("so\u00adcalled"), fold("Straße"), fold("Iğdır", "tr")
    ('u.s.', 'ней', 'socalled', 'straße', 'ığdır')
    """
    folded = as_compared(word, language)
    single = folded.rstrip(".").split(".")
    return ".".join(single) + "." if len(single) > 1 and all(len(part) == 1 and part.isalpha() for part in single) else folded


def as_compared(text: str, language: str = "") -> str:
    """A text, of a word or of more, in the form in which spellings are compared: as `fold`, which adds the last stop of U.S.

    >>> as_compared("Don’t"), as_compared("İstanbul")
    ("don't", 'istanbul')
    """
    if text.isascii() and language not in DOTLESS:
        return text.lower().replace("`", "'")
    if text.isalpha() and not UNUSUAL.search(text) and language not in DOTLESS:
        return unicodedata.normalize("NFC", text.lower())
    text = unicodedata.normalize("NFC", UNSEEN.sub("", text)).translate(_FOLD)
    text = text.replace("I", "ı") if language in DOTLESS else text
    return GERSHAYIM.sub("״", unicodedata.normalize("NFC", text.lower().replace("i\u0307", "i")))


def pattern_words(pattern: str) -> tuple[str, ...]:
    """The words of a pattern, split and folded as those of an article are; * and ? stand for letters.

    >>> pattern_words("Donetsk People’s Republic"), pattern_words("Washington, D.C."), pattern_words("negotiat*")
    (('donetsk', 'people', 'republic'), ('washington', 'd.c.'), ('negotiat*',))
    """
    return tuple(term for term, _, _ in _found(_WORD_OF_PATTERN, pattern, True, ""))


def readings(pattern: str) -> list[tuple[tuple[str, ...], bool]]:
    """All ways in which an article may have the words of a pattern, the likeliest first; whether a stop or a mark lies between them.

    A pattern does not say its language, nor how possessives were split. So each way is tried, and those that no article can have find
    nothing: possessives and elided words split and kept, a number whose groups are parted by plain spaces as one word, and the text
    between its spaces as it stands, which finds each term of table `tokens` again.

    >>> readings("people's car")
    [(('people', 'car'), False), (("people's", 'car'), False)]
    """
    if _PLAIN.fullmatch(pattern) or (pattern[-1:] in "'’" and pattern[:-1] in _SPLIT_BY[_ANY_LANGUAGE][1]):
        ways = [(tuple(fold(piece) for piece in pattern.split()), False)]
    else:
        ways = [*_ways(pattern), (tuple(fold(piece) for piece in pattern.split()), False)]
    ways += [(_dotless(words), crosses) for words, crosses in ways if any(word[:1] == "i" for word in words)]
    known: dict[tuple[str, ...], bool] = {}
    for words, crosses in ways:
        known.setdefault(words, crosses)
    return list(known.items())


def _ways(pattern: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The ways in which the word rule reads a pattern. What would leave nothing but a star of a word (*'s) is none."""
    grouped = _SPACED.sub("\u00a0", pattern)
    for split, language in ((True, ""), (False, ""), (True, _ANY_LANGUAGE)):
        for written in dict.fromkeys((grouped, pattern)):
            found = _found(_WORD_OF_PATTERN, written, split, language)
            words = tuple(term for term, _, _ in found)
            if any(word.strip("*?") for word in words) and (not language or "'" in "".join(words)):
                gaps = (written[before[2] : after[1]] for before, after in pairwise(found))
                yield words, any(mark in gap for gap in gaps for mark in ".!?…")


# letters, digits and wildcards alone, in words that no rule splits: most patterns, and most terms that are looked for again
_PLAIN = regex.compile(r"[\p{L}*?]*\p{L}[\p{L}*?]*(?: [\p{L}*?]+)*")
_SPACED = regex.compile(r"(?<=(?<![\p{N}.,])\p{N}{1,3}) (?=\p{N}{3}(?!\p{N}))")


def _dotless(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words as Turkish spells them: a capital I at their beginning is that of ı."""
    return tuple("ı" + word[1:] if word[:1] == "i" else word for word in words)
