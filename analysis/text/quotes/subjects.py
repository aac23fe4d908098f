"""Who does the saying: the subject of a reporting verb, among the words of an article. Words and mentions in, a subject out.

The rules know no grammar beyond the order of words: a subject stands before its verb or, in speech reports, right behind it; what
follows a preposition or owns something is none.
"""

from typing import NamedTuple

from .people import Mention, Words
from .reporting import Lexicon

SLOT, SPEAKER_REACH, DESCRIPTION = 4, 9, 6
BACK = 3


class Subject(NamedTuple):
    speaker: str
    by: str
    first: int
    last: int


class Article:
    """An article while its quotations are given to speakers: its paragraphs, who is named in them, and who has spoken so far."""

    def __init__(self, paragraphs: list[Words], named: list[list[Mention]], lexicon: Lexicon):
        self.paragraphs, self.named, self.lexicon = paragraphs, named, lexicon
        self.spoke: list[set[str]] = [set() for _ in paragraphs]

    def pronoun(self, paragraph: int) -> str:
        """Whom a pronoun means: the one person who stands in the paragraph, or in the nearest before it with any; "" if several."""
        for back in range(paragraph, max(paragraph - 1 - BACK, -1), -1):
            standing = {mention.person for mention in self.named[back] if mention.certain} | self.spoke[back]
            if standing:
                return standing.pop() if len(standing) == 1 else ""
        return ""


def reporting_verbs(article: Article, paragraph: int, segment: list[int]) -> list[int]:
    """The reporting verbs among some words: no part of a title (head of state), no noun (the claims), no passive (was told)."""
    words, lexicon = article.paragraphs[paragraph], article.lexicon
    inside = {at for mention in article.named[paragraph] if mention.by == "title" for at in range(mention.first, mention.last)}
    nouns = lexicon.articles | lexicon.possessives | lexicon.before
    found = []
    for at in segment:
        if words.terms[at] in lexicon.verbs and at not in inside:
            near = at - 1
            while near > segment[0] and lexicon.is_between(words.terms[near]):
                near -= 1
            ahead = words.terms[near] if near >= segment[0] else ""
            passive = ahead in lexicon.passive and not words.terms[at].endswith("ing")
            if not passive and (ahead not in nouns or near != at - 1):
                found.append(at)
    return found


def subject_ahead(article: Article, paragraph: int, first: int, verb: int, nearest: bool) -> Subject | None:
    """The subject before a verb: he said; Lopez, the mayor, said; Johnson, who advised; a police spokesman said."""
    words, lexicon = article.paragraphs[paragraph], article.lexicon
    near = verb - 1
    while near > first and lexicon.is_between(words.terms[near]) and words.outside[near]:
        near -= 1
    if near < first:
        return None
    if words.terms[near] in lexicon.pronouns and words.outside[near]:
        return Subject(article.pronoun(paragraph), "pronoun", near, near + 1)
    fit = [m for m in article.named[paragraph] if first <= m.first and m.last <= verb and _can_act(m, words, lexicon)]
    apposed = [m.first for m in fit if m.first == first and words.text.startswith(",", words.ends[m.last - 1])]
    fit = [m for m in fit if m.certain or m.last - 1 == near or m.first in apposed]
    if fit:
        mention = fit[-1] if nearest else fit[0]
        return Subject(mention.person, mention.by, mention.first, mention.last)
    owners = [m for m in article.named[paragraph] if m.owner and first <= m.first and near - DESCRIPTION < m.last <= near]
    owners = [m for m in owners if "," not in words.text[words.ends[m.last - 1] : words.starts[near]]]
    if owners:
        return _described(words, owners[-1].first, near + 1)
    earlier = [at for at in range(first, near) if words.terms[at] in lexicon.pronouns and words.outside[at]]
    if earlier and nearest:
        return Subject(article.pronoun(paragraph), "pronoun", earlier[-1], earlier[-1] + 1)
    begins = [
        at for at in range(max(first, near - DESCRIPTION), near) if words.terms[at] in lexicon.articles and words.outside[at]
    ]
    begins = [at for at in begins if not words.text[words.ends[at] : words.starts[near]].count(",")]
    return _described(words, begins[0] + 1, near + 1) if begins else None


def subject_behind(article: Article, paragraph: int, verb: int, last: int) -> Subject | None:
    """The subject behind a verb: said Lopez; said the mayor, Maria Lopez; заявил Волков."""
    words, lexicon = article.paragraphs[paragraph], article.lexicon
    near = verb + 1
    while near < last and lexicon.is_between(words.terms[near]):
        near += 1
    if near > last or words.terms[near] in lexicon.before:
        return None
    if words.terms[near] in lexicon.pronouns:
        return Subject(article.pronoun(paragraph), "pronoun", near, near + 1)
    within = [m for m in article.named[paragraph] if near <= m.first < verb + SPEAKER_REACH and m.last <= last + 1]
    fit = [m for m in within if (m.certain or _leads_to(words, near, m.first, lexicon)) and _can_act(m, words, lexicon)]
    if fit:
        return Subject(fit[0].person, fit[0].by, fit[0].first, fit[0].last)
    if words.terms[near] not in lexicon.articles:
        return None
    end = near + 1
    while end <= last and end < near + DESCRIPTION and words.terms[end] not in lexicon.before:
        if words.text[words.ends[end - 1] : words.starts[end]] != " ":
            break
        end += 1
    return _described(words, near + 1, end)


def in_slot(article: Article, paragraph: int, segment: list[int], begin: int, tail: tuple[str, ...]) -> Subject | None:
    """Who stands in the open place of a phrase, which goes on with `tail`."""
    words, lexicon = article.paragraphs[paragraph], article.lexicon
    first, reach = segment[begin], len(segment) if not tail else 0
    for size in range(1, SLOT + 1):
        if tail and tuple(words.terms[at] for at in segment[begin + size : begin + size + len(tail)]) == tail:
            reach = begin + size
            break
    if not reach:
        return None
    if words.terms[first] in lexicon.possessives | lexicon.pronouns:
        return Subject(article.pronoun(paragraph), "pronoun", first, first + 1)
    behind = segment[min(reach, len(segment)) - 1] + 1
    fit = [m for m in article.named[paragraph] if first <= m.first < first + SLOT and m.last <= behind]
    if fit:
        return Subject(fit[0].person, fit[0].by, fit[0].first, fit[0].last)
    return None


def _leads_to(words: Words, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether nothing but titles stands between two places: replied Ms Adeyemi."""
    return all(lexicon.is_honorific(words.terms[at]) for at in range(first, last))


def _can_act(mention: Mention, words: Words, lexicon: Lexicon) -> bool:
    """Whether a mention can be a subject: no possessor, and no object of a preposition, titles before it aside."""
    at = mention.first - 1
    while at >= 0 and lexicon.is_honorific(words.terms[at]):
        at -= 1
    if at >= 0 and words.terms[at] in lexicon.articles:
        at -= 1
    joined = at >= 0 and "," not in words.text[words.ends[at] : words.starts[mention.first]]
    return not mention.owner and not (joined and words.terms[at] in lexicon.before)


def _described(words: Words, first: int, last: int) -> Subject | None:
    if last <= first:
        return None
    return Subject(words.text[words.starts[first] : words.ends[last - 1]], "description", first, last)
