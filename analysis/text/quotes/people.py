"""Who is named in a paragraph outside its quotations: words in, mentions of people out.

The corpus's list of people is asked first. Other names are told by their capitals: two or more capital words in a row are taken for
a person unless an article stands before them or one of them is on the language's list (Union, Monday); a single capital word only
where a fuller name with it stands in the article. That is a guess, and a corpus that matters deserves a list.
"""

from typing import NamedTuple

from ..words.word_rule import fold
from .genders import GENDERS, gender_of_word
from .name_shapes import (
    BEHIND,
    PARTICLES,
    TIED,
    begin_of_name,
    full_pattern,
    goes_on,
    is_initial,
    is_large,
    particles_end,
    parts,
    small_articles,
    spaced,
    surname_at,
)
from .namesakes import Listed
from .reporting import Lexicon

HEADLINE, HEADLINE_WORD, HEADLINE_SHARE = 4, 3, 0.75  # long words of a headline, letters of a long word, share that is large
POSSESSIVE = ("'s", "’s")


class Words(NamedTuple):
    """A paragraph's running words in columns, its text and its line; `outside` tells the words that are not quoted."""

    line: int
    text: str
    terms: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[int]
    outside: list[bool]


class Mention(NamedTuple):
    """Words `first` to before `last` that name somebody. `certain` is False for a lone capital word; `owner` where 's follows."""

    first: int
    last: int
    person: str
    by: str
    certain: bool
    owner: bool


def full_names(texts: list[str], lexicon: Lexicon) -> dict[str, str]:
    """Find the full name that a surname stands for in an article; a surname that two people share stands for itself."""
    found: dict[str, str] = {}
    pattern = full_pattern(small_articles(lexicon))
    for text in texts:
        matches = list(pattern.finditer(text))
        if not matches or _is_shouted(text):
            continue
        for match in matches:
            words = spaced(match[0]).replace(",", "").split()
            begin = begin_of_name([fold(word) for word in words], lexicon)
            words = words[begin:]
            terms = [_surname(word) for word in words]
            behind_article = (
                fold(text[: match.start()].split()[-1] if text[: match.start()].strip() else "") in lexicon.articles
            )
            if len(words) < 2 or (behind_article and not begin) or _is_house(terms, lexicon):
                continue
            at = surname_at(terms)
            name = " ".join([*words[:-1], _without_possessive(words[-1])])
            known = found.setdefault(terms[at], name)
            if known != name:
                found[terms[at]] = _both(known, name, _without_possessive(words[at]))
    return found


def _is_shouted(text: str) -> bool:
    """Whether nearly all longer words of a text begin with a capital, as in headlines."""
    long = [word for word in text.split() if len(word) > HEADLINE_WORD]
    return len(long) >= HEADLINE and sum(word[0].isupper() for word in long) > HEADLINE_SHARE * len(long)


def _both(known: str, name: str, surname: str) -> str:
    """The name to keep for two of one surname: the first where one has all that the other has, and else the surname alone."""
    a, b = set(parts(known)), set(parts(name))
    return known if a <= b or b <= a else surname


def mentions(words: Words, people: Listed, lexicon: Lexicon, full: dict[str, str]) -> list[Mention]:
    """Find who is named outside the quotations of a paragraph, in the order of its words."""
    found, place, terms, shouts = [], 0, words.terms, None
    while place < len(terms):
        if not words.outside[place]:
            place += 1
            continue
        hit = people.at(terms, place)
        if hit is not None:
            mention = _listed(words, place, place, hit, people)
            found += [mention] if hit[2] != "other" else []
            place = mention.last
        elif is_large(words.text, words.starts[place]):
            last = _run(words, place, people, lexicon)
            front, hit = _before_listed(words, place, last, people, lexicon)
            if hit is not None:
                found.append(_listed(words, front, last, hit, people))
                place = found[-1].last
                continue
            mention = _named(words, place, last, lexicon, full)
            if mention is not None and terms[mention.last - 1] not in full:
                shouts = _is_headline(words) if shouts is None else shouts
                mention = None if shouts else mention
            found += [mention] if mention else []
            place = last
        else:
            place += 1
    return found


def _before_listed(
    words: Words, first: int, last: int, people: Listed, lexicon: Lexicon
) -> tuple[int, tuple[int, str, str] | None]:
    """Where a name begins that ends with a listed surname, and what the list has for it; None where the words are no part of it."""
    if last >= len(words.terms) or not words.outside[last] or _owner(words, last) or not _joined(words, last):
        return first, None
    hit = people.at(words.terms, last)
    terms = words.terms[first:last]
    begin = begin_of_name([*terms, words.terms[last]], lexicon)
    kept = hit is not None and hit[2] == "name" and begin < len(terms)
    kept = kept and not any(term in lexicon.not_people or term in lexicon.places for term in terms[begin:])
    return first + begin, hit if kept else None


def _listed(words: Words, first: int, at: int, hit: tuple[int, str, str], people: Listed) -> Mention:
    """The mention of somebody listed from word `at` on, a given name before it from `first` on, and Jr. or initials behind it."""
    last = at + hit[0]
    if hit[2] != "name":
        return Mention(at, last, hit[1], hit[2], True, _owner(words, last))
    while last < len(words.terms) and words.outside[last] and _joined(words, last) and not _owner(words, last):
        if words.terms[last] not in BEHIND and not (first == at and _is_dotted(words, last)):
            break
        last += 1
    whole = last - first > hit[0]
    person = people.named(hit[1], _written(words, first, last), hit[0]) if whole else people.alone(hit[1])
    return Mention(first, last, person, hit[2], True, _owner(words, last))


def _is_dotted(words: Words, at: int) -> bool:
    """Whether a word is an initial with its full stop: Иванов Ю. А."""
    return is_initial(words.terms[at]) and "." in words.text[words.ends[at] - 1 : words.ends[at] + 1]


def _is_headline(words: Words) -> bool:
    """Whether nearly all longer words of a line are large, as in headlines: then a capital tells no name."""
    long = [at for at, term in enumerate(words.terms) if len(term) > HEADLINE_WORD]
    if len(long) < HEADLINE:
        return False
    left = len(long)  # words that are large, or were not looked at
    for at in long:
        left -= not _capital(words, at)
        if left <= HEADLINE_SHARE * len(long):
            return False
    return True


def _run(words: Words, first: int, people: Listed, lexicon: Lexicon) -> int:
    """Behind the last of the capital words that stand together from `first` on."""
    last = first + 1
    while last < len(words.terms) and words.outside[last] and not _owner(words, last):
        if not _joined(words, last):
            break
        ahead = particles_end(words.terms, last, lexicon)
        house = words.text[words.starts[ahead] : words.ends[ahead]].isupper() and ahead > last  # Scholz von der SPD
        particle = ahead > last and _capital(words, ahead) and not house and words.terms[ahead] not in lexicon.not_people
        tied = TIED.match(words.text, words.starts[last]) is not None
        if not (_capital(words, last) or particle or tied) or people.at(words.terms, last) is not None:
            break
        last = max(last + 1, ahead if particle else 0)
    return last


def _joined(words: Words, at: int) -> bool:
    """Whether a word may belong to the name of the word before it."""
    return goes_on(words.text, words.ends[at - 1], words.starts[at], words.terms[at - 1], words.terms[at])


def _named(words: Words, first: int, last: int, lexicon: Lexicon, full: dict[str, str]) -> Mention | None:
    """The person that a run of capital words names; titles and words that begin a sentence are taken off its front."""
    first += begin_of_name(words.terms[first:last], lexicon)
    if first == last or words.terms[last - 1] in lexicon.verbs:
        return None
    terms = words.terms[first:last]
    known = full.get(terms[surname_at(terms)])
    place = _is_house(terms, lexicon)
    behind_article = first > 0 and words.terms[first - 1] in lexicon.articles
    person = known or _written(words, first, last)
    certain = known is not None or (last - first > 1 and not place and not behind_article)
    titled = first > 0 and gender_of_word(words.terms[first - 1], lexicon) in GENDERS
    certain = certain or (titled and words.terms[first - 1] not in lexicon.pronouns | lexicon.possessives)
    house = place or (known is None and (any(term in lexicon.places for term in terms) or _is_short_form(words, first, last)))
    noun = not (certain or house) and last - first == 1 and _begins_as_noun(words, first, lexicon)
    kind = "institution" if house else "description" if noun else "name"
    return Mention(first, last, person, kind, certain and not house, _owner(words, last))


def _begins_as_noun(words: Words, at: int, lexicon: Lexicon) -> bool:
    """Whether a large word begins a sentence and has the end of a noun for several, so that it is hardly a name: Officials said …"""
    begins = at == 0 or words.sentences[at - 1] != words.sentences[at]
    return begins and words.terms[at].endswith(tuple(lexicon.several)) and not words.terms[at].endswith("ss")


def _is_house(terms: list[str], lexicon: Lexicon) -> bool:
    """Whether capital words are no person's name by one of them; the particle of a name says nothing: Dina de la Torre."""
    return any(term in lexicon.not_people and not (at and term in PARTICLES) for at, term in enumerate(terms))


def _is_short_form(words: Words, first: int, last: int) -> bool:
    """Whether a name is a single word all in capitals, as houses have it: OSCE."""
    name = words.text[words.starts[first] : words.ends[first]]
    return last - first == 1 and len(name) > 1 and name.isupper()


def _capital(words: Words, place: int) -> bool:
    return is_large(words.text, words.starts[place])


def _written(words: Words, first: int, last: int) -> str:
    """A name as it is written, with the full stop of an initial or of Jr. at its end."""
    end = words.ends[last - 1]
    dot = words.text.startswith(".", end) and (is_initial(words.terms[last - 1]) or words.terms[last - 1] in ("jr", "sr"))
    return spaced(" ".join(words.text[words.starts[first] : end + dot].replace(",", "").split()))


def _owner(words: Words, last: int) -> bool:
    """Whether the possessive 's follows the word before `last`."""
    end = words.ends[last - 1]
    return words.text.startswith(POSSESSIVE, end) or words.text.startswith(POSSESSIVE, max(end - 2, 0))


def _without_possessive(word: str) -> str:
    return word[:-2] if word.endswith(POSSESSIVE) else word


def _surname(word: str) -> str:
    return fold(_without_possessive(word))
