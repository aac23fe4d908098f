"""Where a clause begins and ends that a reporting verb leads in: noted that …; said it was late; заявил Волков, что …"""

from .sentence import Hit, Sentence

REACH, LISTENER, LATER = 16, 8, 8
SUBJECT, ASIDE = 8, 4


def opening(s: Sentence, hit: Hit) -> int | None:
    """The first word of the clause that a verb leads in; None where it leads in none, or a quotation."""
    at = _opening(s, hit)
    return at if at is not None and at < s.last and s.words.outside[at] else None


def _opening(s: Sentence, hit: Hit) -> int | None:
    terms, grammar = s.words.terms, s.grammar
    for at in range(hit.last, min(hit.last + REACH, s.last - 1)):
        if s.broken(at):
            break
        comma = s.comma(at)
        if comma and terms[at] in grammar.comma_that:
            return at + 1
        if at == hit.last and terms[at] in grammar.manner and hit.verb != "ask":
            return at + 1
        if terms[at] in grammar.relative and terms[at] not in grammar.that:
            break
        if comma and not grammar.comma_that:
            return _behind_aside(s, at)
        if not comma and terms[at] in grammar.that:
            found = _behind_that(s, hit, at)
            return _bare(s, hit) if found is None else found
    return _bare(s, hit)


def _behind_aside(s: Sentence, comma: int) -> int | None:
    """Where the clause begins that “that” leads in behind a few words between commas: cautioned, however, that …"""
    second = s.next_comma(comma + 1)
    near = second is not None and second - comma <= ASIDE and second + 1 < s.last
    return second + 1 if near and s.words.terms[second] in s.grammar.that else None


def _behind_that(s: Sentence, hit: Hit, that: int) -> int | None:
    """Where the clause begins that “that” leads in; None where it only hangs on a noun: reported the crime that shocked."""
    terms, grammar, lexicon = s.words.terms, s.grammar, s.lexicon
    pointing = terms[that + 1] in grammar.finite
    if that == hit.last:
        return that if pointing else that + 1
    led = terms[hit.last]
    near = led in lexicon.before or led in grammar.behind or led in lexicon.openers or lexicon.is_between(led)
    listens = hit.verb in grammar.told and that - hit.last <= LISTENER
    if near and that == hit.last + 1:
        return that + 1
    hangs = pointing or terms[that + 1].endswith("ed") or lexicon.is_between(terms[that + 1])
    return that + 1 if (near or listens) and not hangs else None


def _bare(s: Sentence, hit: Hit) -> int | None:
    """The first word of a clause that stands behind its verb without “that”."""
    terms, grammar, lexicon = s.words.terms, s.grammar, s.lexicon
    if hit.verb not in grammar.bare or hit.last >= s.last or s.broken(hit.last) or s.comma(hit.last):
        return None
    loosely, told = hit.verb in grammar.loosely, hit.verb in grammar.told
    if hit.verb != "tell" and s.is_clause(hit.last, loosely):
        return hit.last
    if not told and terms[hit.last] not in lexicon.before and terms[hit.last] not in grammar.behind:
        return None
    for at in range(hit.last + 1, min(hit.last + LATER, s.last - 1)):
        if s.broken(at) or s.comma(at):
            return None
        first = at == hit.last + 1 and told and terms[hit.last] not in lexicon.articles
        subject = terms[at] in grammar.begins and terms[at + 1] in grammar.finite
        if subject or (first and s.is_clause(at, loosely)):
            return at
    return None


def ending(s: Sentence, first: int, hit: Hit | None) -> int:
    """The word behind the last one of a clause that begins with `first`: the end of the sentence, mostly."""
    terms, grammar = s.words.terms, s.grammar
    end = next((at for at in range(first + 1, s.last) if ";" in s.gap(at)), s.last)
    fronted = hit is not None and not any(s.comma(at) for at in range(s.first + 1, hit.first))
    fronted = fronted and any(terms[at] in grammar.subordinate for at in range(s.first, min(s.first + 2, hit.first)))
    for at in range(first + 1, end):
        if not s.comma(at):
            continue
        if fronted and terms[at] not in grammar.subordinate | grammar.relative | s.lexicon.before and s.is_finite(first, at):
            end = at
            break
        said = terms[at] in grammar.as_ and any(terms[place] in s.lexicon.verbs for place in range(at + 1, min(at + 5, end)))
        if said and s.next_comma(at + 1) is None and end - at < SUBJECT:
            end = at
            break
    return end


def cut(s: Sentence, first: int, hit: Hit) -> int | None:
    """Where the clause that begins with `first` ends because another that reports begins (but added that); None where it goes on."""
    terms, grammar = s.words.terms, s.grammar
    near = s.before_verb(hit.first, first)
    while near > first and terms[near] in grammar.finite:
        near -= 1
    if near > first and terms[near] in grammar.joins:
        return near
    if terms[hit.first].endswith("ing") and s.comma(near + 1):
        return near + 1
    comma = next((at for at in range(hit.first, first, -1) if s.comma(at)), None)
    if comma is None or hit.first - comma > SUBJECT or not grammar.that:
        return None
    joined = terms[comma] in grammar.joins
    fronted = any(terms[at] in grammar.subordinate for at in range(s.first, min(s.first + 2, first)))
    return comma if (joined or fronted) and _subject_begins(s, comma + joined) else None


def _subject_begins(s: Sentence, at: int) -> bool:
    """Whether a word can begin a clause as its subject."""
    terms = s.words.terms
    small = terms[at] in s.grammar.begins or terms[at] in s.lexicon.articles or terms[at] in s.lexicon.possessives
    return at < s.last and s.words.outside[at] and (small or s.capital(at))
