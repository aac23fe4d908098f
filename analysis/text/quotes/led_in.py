"""Reports that a phrase without a verb leads in or stands behind: according to Lopez, …; in her words. A Sentence in, Reports out."""

from collections.abc import Iterator

from .clauses import Report, around, report_of
from .openings import ending
from .sentence import Sentence
from .subjects import Subject, described, in_slot

PHRASE = 8  # words of a phrase with its speaker


def by_phrases(s: Sentence) -> Iterator[Report]:
    """What phrases without a verb lead in: according to Lopez, …; …, in her words."""
    terms, leads = s.words.terms, s.grammar.leads
    for at in range(s.first, s.last):
        for phrase in leads.get(terms[at], ()):
            slot = phrase.index("_")
            lead, tail = phrase[:slot], phrase[slot + 1 :]
            if at + slot < s.last and tuple(terms[at : at + slot]) == lead and s.words.outside[at]:
                subject, end = _in_phrase(s, at + slot, tail)
                if subject is not None:
                    yield from _phrase(s, at, end, subject, (" ".join((*lead, *tail)), "neutral"))


def _in_phrase(s: Sentence, begin: int, tail: tuple[str, ...]) -> tuple[Subject | None, int]:
    """Who stands in the open place of a phrase, and the word behind the phrase."""
    terms, lexicon, grammar = s.words.terms, s.lexicon, s.grammar
    comma = s.next_comma(begin + 1) or s.last
    if terms[begin] in grammar.self_ or comma - begin > PHRASE:
        comma = min(comma, begin + PHRASE)
    segment = list(range(s.first, comma))
    if begin >= comma or terms[begin] in grammar.self_:
        return None, begin
    named = in_slot(s.article, s.paragraph, segment, begin - s.first, tail)
    if tail:
        ends = [at for at in range(begin, comma) if tuple(terms[at : at + len(tail)]) == tail]
        return (named, ends[0] + len(tail)) if named and ends else (None, begin)
    end = next((at for at in range(begin + 1, comma) if terms[at] in grammar.finite or s.broken(at)), comma)
    own = end - begin > 1 and terms[begin] in lexicon.possessives and terms[end - 1] not in lexicon.papers
    apart = named is not None and named.first > begin and any(terms[at] in lexicon.before for at in range(begin, named.first))
    if named is None or own or apart:
        first = begin + (terms[begin] in lexicon.articles)
        if end <= first or terms[end - 1] in grammar.of_things or terms[first] in grammar.of_things:
            return None, begin
        named = described(s.article, s.paragraph, begin if own else first, end) or Subject("", "", begin, end)
    return named, max(named.last, end if s.comma(end) or end == s.last else named.last)


def _phrase(s: Sentence, first: int, end: int, subject: Subject, verb: tuple[str, str]) -> list[Report]:
    """The clauses around a phrase, or behind it where it begins its own."""
    terms = s.words.terms
    after = s.next_comma(end)
    if (
        first == s.first
        and (s.last if after is None else after) - end > 1
        and s.is_finite(end, s.last if after is None else after)
    ):
        after = end  # In her words it was late
    if after is not None and after - end > PHRASE:
        return []
    while after is not None and after - first <= 2 * PHRASE and _hangs(s, after):  # according to Ruiz, who met Cole, …
        after = s.next_comma(after + 1)
    subject = subject._replace(first=min(first, subject.first))
    if first > s.first and not s.comma(first) and s.next_comma(s.first + 1) is not None and s.next_comma(s.first + 1) < first:
        return []
    if first > s.first and terms[first - 1] in s.grammar.relative | s.grammar.joins:
        return [report_of(s, after, ending(s, after, None), subject, None, verb)] if after and after < s.last else []
    return around(s, first, after or end, after, subject, None, verb)


def _hangs(s: Sentence, at: int) -> bool:
    """Whether what begins behind a comma belongs to the name before it: who leads the inquiry; the mayor."""
    after = s.next_comma(at + 1)
    return after is not None and (s.words.terms[at] in s.grammar.relative or not s.is_finite(at, after))
