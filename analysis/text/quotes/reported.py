"""What an article reports without quotation marks: a sentence of an Article in, the clauses that report and who speaks in them out.

A clause is reported if a verb or a phrase of the lists leads it in (noted that …; said it was late; according to Lopez, …), stands
behind it (…, Lopez said) or in its middle. It goes to the end of its sentence, or to where another begins; what leads it in is no part
of it. Of clauses within a clause the outermost counts.
"""

from .clauses import CLAUSE, Report, around, report_of
from .led_in import PHRASE, by_phrases
from .openings import cut, ending, opening
from .sentence import Hit, Sentence
from .subjects import Subject, bare_subject, described, reporting_verbs, subject_ahead, subject_behind

SUBJECT, NOUN = 7, 6


def find_reports(s: Sentence) -> list[Report]:
    """Find what a sentence reports, in its order; clauses do not overlap."""
    phrased = list(by_phrases(s))
    found = list(phrased)
    for hit in _hits(s):
        if any(report.first <= hit.first < report.last for report in phrased):
            continue
        begin = opening(s, hit)
        inside = next((report for report in found if report.first <= hit.first < report.last), None)
        if begin is None:
            found += _beside(s, hit) if inside is None else ()
            continue
        end = cut(s, inside.first, hit) if inside else s.first
        if end is None or _taken_back(s, hit) or not _is_verb(s, hit):
            continue
        before = [report._replace(last=end) if report is inside else report for report in found]
        subject = _subject(s, hit, max(end, _behind(before, hit)), begin, before)
        if subject is None:
            continue
        found = before
        found.append(report_of(s, begin, ending(s, begin, hit), subject, hit))
    return _apart(found)


def _hits(s: Sentence) -> list[Hit]:
    """The verbs of a sentence outside quotations, and the words that stand for one."""
    terms, grammar, lexicon = s.words.terms, s.grammar, s.lexicon
    found = []
    for at in range(s.first, s.last):
        if terms[at] not in grammar.heads or not s.words.outside[at]:
            continue
        verb = lexicon.verbs.get(terms[at])
        if verb and verb[0] not in grammar.never:
            found.append(Hit(at, at + 1, *verb))
        elif terms[at] in grammar.states and at > s.first and terms[s.before_verb(at, s.first)] in lexicon.passive:
            found.append(Hit(s.before_verb(at, s.first), at + 1, terms[at], "neutral"))
        for turn in grammar.turns:
            if terms[at] == turn[0] and tuple(terms[at : at + len(turn)]) == turn:
                found.append(Hit(at, min(at + len(turn), s.last), " ".join(turn), "neutral"))
    return found


def _is_verb(s: Sentence, hit: Hit) -> bool:
    """Whether a word is a verb where it stands, and no noun, passive or part of a title."""
    single = hit.last - hit.first == 1
    return not single or bool(reporting_verbs(s.article, s.paragraph, list(range(s.first, hit.last)))[-1:] == [hit.first])


def _taken_back(s: Sentence, hit: Hit) -> bool:
    """Whether the words before a verb take it back: did not say. Words that stand for a verb have their own not."""
    near = s.before_verb(hit.first, s.first)
    while near > s.first and s.words.terms[near] in s.grammar.finite:
        near = s.before_verb(near, s.first)
    back = any(s.words.terms[at] in s.grammar.without for at in range(max(near, s.first), hit.first))
    return back and (hit.last - hit.first == 1 or hit.verb in s.grammar.states)


def _behind(found: list[Report], hit: Hit) -> int:
    """The word behind the last clause before a verb; 0 where there is none."""
    return max((report.last for report in found if report.last <= hit.first), default=0)


def _subject(s: Sentence, hit: Hit, begin: int, clause: int, found: list[Report]) -> Subject | None:
    """Who is said to say what a verb leads in. A Subject without a speaker where nobody can be named, None where nobody speaks."""
    terms, grammar = s.words.terms, s.grammar
    if terms[s.first] in grammar.subordinate and not terms[hit.first].endswith("ing"):
        begin = max(begin, *(at for at in range(s.first + 1, hit.first + 1) if s.comma(at)), s.first)
    near = s.before_verb(hit.first, begin)
    while near > begin and terms[near] in grammar.finite:
        near = s.before_verb(near, begin)
    unnamed = Subject("", "", hit.first, hit.last)
    if near >= begin and terms[near] in grammar.self_:
        return None
    if near < begin or terms[near] in grammar.joins or (terms[hit.first].endswith("ing") and s.comma(near + 1)):
        before = [report for report in found if report.last <= hit.first]
        if before:
            return Subject(before[-1].speaker, before[-1].by, hit.first, hit.last)
        if near >= begin:
            ahead = subject_ahead(s.article, s.paragraph, begin, hit.first, nearest=False)
            return ahead if ahead and ahead.by != "description" else unnamed
        named = subject_behind(s.article, s.paragraph, hit.last - 1, clause - 2) if grammar.comma_that else None
        return named or (unnamed if terms[clause - 1] in grammar.comma_that else None)
    named = _owner_of_relative(s, begin, near) or subject_ahead(s.article, s.paragraph, begin, hit.first, nearest=True)
    if named is None and grammar.comma_that:
        named = subject_behind(s.article, s.paragraph, hit.last - 1, clause - 2)
    if named is not None:
        return named
    if terms[near] in grammar.begins:
        return Subject("", "pronoun", near, near + 1)
    named = _plainly(s, begin, near + 1)
    return named or (None if terms[hit.first] in s.lexicon.nouns and terms[near] not in s.lexicon.papers else unnamed)


def _owner_of_relative(s: Sentence, begin: int, near: int) -> Subject | None:
    """The name on which a clause hangs: it ends before the verb (Ruiz, who met Cole, said …), or has it (Ruiz, who said …)."""
    terms, relative = s.words.terms, s.grammar.relative
    for mention in s.article.named[s.paragraph]:
        hangs = begin <= mention.first and mention.last <= near and terms[mention.last] in relative and s.comma(mention.last)
        if hangs and (mention.last == near or s.comma(near + 1)):
            return Subject(mention.person, mention.by, mention.first, mention.last)
    comma = s.next_comma(begin + 1)
    hangs = comma is not None and comma < near and terms[comma] in relative and s.comma(near + 1)
    if hangs and terms[begin] in s.lexicon.articles and comma - begin <= NOUN:
        return described(s.article, s.paragraph, begin + 1, comma)
    return None


def _plainly(s: Sentence, begin: int, end: int) -> Subject | None:
    """Those whom a few words before a verb describe, without an article: city officials; officials in the capital."""
    terms, lexicon, grammar = s.words.terms, s.lexicon, s.grammar
    first = max((at for at in range(begin, end) if s.comma(at)), default=begin)
    first += first < end and terms[first] in grammar.subordinate | grammar.joins | grammar.relative
    small = lexicon.function_words | lexicon.before | lexicon.possessives | grammar.begins | grammar.behind
    if not 0 < end - first <= NOUN or terms[end - 1] in small or not all(s.words.outside[first:end]):
        return None
    if (
        terms[first] in small
        or lexicon.is_between(terms[first])
        or any(terms[at] in grammar.finite for at in range(first, end))
    ):
        return None
    return described(s.article, s.paragraph, first, end)


def _beside(s: Sentence, hit: Hit) -> list[Report]:
    """The clause behind which its speaker stands (…, Lopez said), or around (…, Lopez said, …), or behind (as Lopez said, …)."""
    terms, grammar, words = s.words.terms, s.grammar, s.words
    comma = next((at for at in range(hit.first, max(s.first, hit.first - SUBJECT), -1) if s.comma(at)), s.first)
    as_ = terms[comma] in grammar.as_
    if (comma == s.first and not as_) or _taken_back(s, hit) or terms[hit.first].endswith("ing"):
        return []
    if comma > s.first and not words.outside[comma - 1]:
        return []
    begin = comma + as_
    if terms[begin] in grammar.joins | grammar.subordinate | grammar.relative | grammar.that or not _is_verb(s, hit):
        return []
    subject = _beside_subject(s, hit, begin)
    if subject is None:
        return []
    rest = max(hit.last, subject.last)
    after = s.next_comma(rest)
    goes_on = rest >= s.last or (after == rest or terms[rest] in s.lexicon.before or terms[rest] in grammar.behind)
    if not goes_on or (after or rest) - rest > PHRASE or any(s.broken(at) for at in range(begin + 1, after or s.last)):
        return []
    leads = hit.first < subject.first
    return around(s, comma, rest, None if leads and not as_ else after, subject, hit)


def _beside_subject(s: Sentence, hit: Hit, begin: int) -> Subject | None:
    """Who speaks in a clause beside the one reported: nothing may stand between but the words that name the speaker."""
    near = s.before_verb(hit.first, begin)
    while near > begin and s.words.terms[near] in s.grammar.finite:
        near = s.before_verb(near, begin)
    if near < begin:
        return subject_behind(s.article, s.paragraph, hit.last - 1, s.last - 1)
    if s.words.terms[near] in s.grammar.self_:
        return None
    if near == begin and s.words.terms[near] in s.grammar.begins and s.words.terms[near] not in s.lexicon.pronouns:
        return Subject("", "pronoun", near, near + 1)
    ahead = subject_ahead(s.article, s.paragraph, begin, hit.first, nearest=False)
    if ahead is not None and ahead.first - begin <= CLAUSE:
        return ahead
    return bare_subject(s.article, s.paragraph, begin, hit.first)


def _apart(found: list[Report]) -> list[Report]:
    """The clauses in their order; of two that overlap the one that begins first, and if both do, the longer."""
    kept: list[Report] = []
    for report in sorted(found, key=lambda report: (report.first, -report.last)):
        if report.first < report.last and (not kept or report.first >= kept[-1].last):
            kept.append(report)
    return kept
