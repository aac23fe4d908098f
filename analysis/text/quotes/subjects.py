"""Who does the saying: the subject of a reporting verb, among the words of an article. Words and mentions in, a subject out.

The rules know no grammar beyond the order of words: a subject stands before its verb or, in speech reports, right behind it; what
follows a preposition or owns something is none.
"""

from collections.abc import Iterator
from typing import NamedTuple

from .article import Article
from .people import Mention, Words
from .reporting import Lexicon

SLOT, SPEAKER_REACH, DESCRIPTION = 4, 9, 6
BARE = 3


class Subject(NamedTuple):
    speaker: str
    by: str
    first: int
    last: int


class Rule(NamedTuple):
    """One way in which a subject stands before its verb.

    patterns     : what is looked for: a class of token, and where it stands; see `_tokens`
    taken        : which one, where several are there: first, last, or as the caller asks
    who          : the person that the token names; whom the pronoun means; or those described by the words up to the verb, with the
                   token itself (Ruiz’s aide) or from behind it (a police spokesman)
    nearest_only : whether the rule is only for callers that look for the nearest subject
    """

    patterns: tuple[str, ...]
    taken: str
    who: str
    nearest_only: bool = False


# A token is a pronoun, an article that begins a description, or somebody named: surely (name), by a lone capital word (lone), or as
# the owner of something. It stands anywhere, beside the verb, apposed (it opens the clause, and a comma follows), or close by (few
# words before the verb, and no comma between). The first rule that finds a token decides.
AHEAD = (
    Rule(("pronoun beside",), "last", "pronoun"),  # she said
    Rule(("name anywhere", "lone beside", "lone apposed"), "as asked", "person"),  # Ruiz, the mayor, said
    Rule(("owner close",), "last", "description with it"),  # Ruiz’s aide said
    Rule(("pronoun anywhere",), "last", "pronoun", nearest_only=True),  # he came home and said
    Rule(("article close",), "first", "description behind it"),  # a police spokesman said
)


class _Token(NamedTuple):
    """Words `first` to before `last`, which could be a subject, and the patterns that they fit; `mention` where they name somebody."""

    first: int
    last: int
    patterns: frozenset[str]
    mention: Mention | None


def reporting_verbs(article: Article, paragraph: int, segment: list[int]) -> list[int]:
    """The reporting verbs among some words: no part of a title (head of state), no noun (the claims), no passive (was told)."""
    words, lexicon = article.paragraphs[paragraph], article.lexicon
    verbs = [at for at in segment if words.terms[at] in lexicon.verbs]
    if not verbs:  # most often, and then nobody needs to know who is named
        return []
    named = article.named[paragraph] if article.titles else ()
    inside = {at for mention in named if mention.by == "title" for at in range(mention.first, mention.last)}
    nouns = lexicon.articles | lexicon.possessives | lexicon.before
    found = []
    for at in verbs:
        if at not in inside:
            near = at - 1
            while near > segment[0] and lexicon.is_between(words.terms[near]):
                near -= 1
            ahead = words.terms[near] if near >= segment[0] else ""
            passive = ahead in lexicon.passive and not words.terms[at].endswith("ing")
            if not passive and (ahead not in nouns or near != at - 1):
                found.append(at)
    return found


def subject_ahead(article: Article, paragraph: int, first: int, verb: int, nearest: bool) -> Subject | None:
    """The subject before a verb, by the first rule of AHEAD that finds one.

    first   : the word at which to begin to look
    nearest : of several names take the one that stands nearest to the verb, not the first
    """
    words, lexicon = article.paragraphs[paragraph], article.lexicon
    near = verb - 1
    while near > first and lexicon.is_between(words.terms[near]) and words.outside[near]:
        near -= 1
    if near < first:
        return None
    tokens = list(_tokens(article, paragraph, first, near, verb))
    for rule in AHEAD:
        fit = [token for token in tokens if not token.patterns.isdisjoint(rule.patterns)]
        if fit and (nearest or not rule.nearest_only):
            last = nearest if rule.taken == "as asked" else rule.taken == "last"
            return _meant(article, paragraph, rule.who, fit[-1 if last else 0], near)
    return None


def subject_behind(article: Article, paragraph: int, verb: int, last: int) -> Subject | None:
    """The subject behind a verb: said Lopez; said the mayor, Maria Lopez; заявил Волков."""
    words, lexicon = article.paragraphs[paragraph], article.lexicon
    if words.terms[verb] in lexicon.pronouns:  # explique-t-il
        return Subject(article.pronoun(paragraph, verb), "pronoun", verb, verb + 1)
    near = verb + 1
    while near < last and lexicon.is_between(words.terms[near]):
        near += 1
    if near > last or words.terms[near] in lexicon.before:
        return None
    if words.terms[near] in lexicon.pronouns:
        return Subject(article.pronoun(paragraph, near), "pronoun", near, near + 1)
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
    return described(article, paragraph, near + 1, end)


def bare_subject(article: Article, paragraph: int, first: int, verb: int) -> Subject | None:
    """Those who are named by a noun without an article, between a quotation and its verb: “…,” officials said.

    first : the first word of the clause. One to three words, none of them a capital word, a function word or a paper.
    """
    words, lexicon = article.paragraphs[paragraph], article.lexicon
    near = verb
    while near > first and lexicon.is_between(words.terms[near - 1]):
        near -= 1
    span = range(first, near)
    if len(span) > BARE:
        return None
    small = (lexicon.function_words, lexicon.pronouns, lexicon.possessives, lexicon.before, lexicon.between, lexicon.verbs)
    plain = all(words.text[words.starts[at]].islower() and words.outside[at] for at in span)
    plain = plain and not any(words.terms[at] in listed for at in span for listed in small)
    joined = bool(span) and words.terms[near - 1].removesuffix("s") not in lexicon.papers
    joined = joined and not set(words.text[words.starts[first] : words.starts[verb]]) & set(",;:—–")
    return described(article, paragraph, first, near) if plain and joined else None


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
        return Subject(article.pronoun(paragraph, first), "pronoun", first, first + 1)
    behind = segment[min(reach, len(segment)) - 1] + 1
    fit = [m for m in article.named[paragraph] if first <= m.first < first + SLOT and m.last <= behind]
    if fit:
        return Subject(fit[0].person, fit[0].by, fit[0].first, fit[0].last)
    return None


def _tokens(article: Article, paragraph: int, first: int, near: int, verb: int) -> Iterator[_Token]:
    """What could be a subject among the words from `first` on, in their order; `near` is the last word that is no adverb."""
    words, lexicon = article.paragraphs[paragraph], article.lexicon
    found: list[tuple[int, int, str, Mention | None]] = []
    for mention in article.named[paragraph]:
        if first <= mention.first and mention.last <= verb and (mention.owner or _can_act(mention, words, lexicon)):
            kind = "owner" if mention.owner else "name" if mention.certain else "lone"
            found.append((mention.first, mention.last, kind, mention))
    for kind, terms in (("pronoun", lexicon.pronouns), ("article", lexicon.articles)):
        free = [at for at in range(first, near + 1) if words.terms[at] in terms and words.outside[at]]
        free = [at for at in free if kind == "pronoun" or at == first or words.terms[at - 1] not in lexicon.before]
        found += [(at, at + 1, kind, None) for at in free]
    for begin, end, kind, mention in sorted(found, key=lambda token: token[:2]):
        close = near - DESCRIPTION < end <= near and "," not in words.text[words.ends[end - 1] : words.starts[near]]
        apposed = begin == first and words.text.startswith(",", words.ends[end - 1])
        places = {"anywhere": True, "beside": end - 1 == near, "apposed": apposed, "close": close}
        yield _Token(begin, end, frozenset(f"{kind} {place}" for place, stands in places.items() if stands), mention)


def _meant(article: Article, paragraph: int, who: str, token: _Token, near: int) -> Subject | None:
    """The subject that a token of a rule stands for."""
    if who == "pronoun":
        return Subject(article.pronoun(paragraph, token.first), "pronoun", token.first, token.last)
    if token.mention is not None and who == "person":
        return Subject(token.mention.person, token.mention.by, token.first, token.last)
    begin = token.first if who == "description with it" else token.last
    return described(article, paragraph, begin, near + 1)


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


def described(article: Article, paragraph: int, first: int, last: int) -> Subject | None:
    """Whoever some words describe: no paper; a bare office is the person's whom the article names with it, or nobody's."""
    words, lexicon = article.paragraphs[paragraph], article.lexicon
    if last <= first or words.terms[last - 1] in lexicon.papers:
        return None
    if last - first == 1 and words.terms[first] in lexicon.offices:
        return Subject(article.titled(words.terms[first]), "title", first, last)
    return Subject(words.text[words.starts[first] : words.ends[last - 1]], "description", first, last)
