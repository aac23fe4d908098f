"""A clause that reports somebody, and the clauses around the words that say who: places in a Sentence in, a Report for each out."""

from typing import NamedTuple

from .openings import ending
from .sentence import Hit, Sentence
from .subjects import Subject

CLAUSE = 4
NOBODY = ("", "")


class Report(NamedTuple):
    """Words `first` to before `last` of a paragraph that report somebody; the cue is the words that say so, and who."""

    paragraph: int
    first: int
    last: int
    speaker: str
    by: str
    verb: str
    verb_class: str
    cue_first: int
    cue_last: int


def around(
    s: Sentence, before: int, rest: int, after: int | None, subject: Subject, hit: Hit | None, verb: tuple[str, str] = NOBODY
) -> list[Report]:
    """The clauses before and behind the words that say who speaks; only those that are clauses.

    before : the word at which these words begin
    rest   : the word behind those that name speaker and verb
    after  : the first word of the clause behind them; None where they end the sentence
    """
    terms, grammar, found = s.words.terms, s.grammar, []
    first = s.first + (s.first < before and terms[s.first] in grammar.joins)
    fronted = terms[first] in grammar.subordinate and s.next_comma(first + 1) == before
    hangs = before > first and terms[before - 1] in grammar.relative
    least = CLAUSE if grammar.finite else 2
    parted = after is not None and after < s.last and terms[after] in grammar.finite  # The bridge, Ruiz said, would close
    clause = parted or (before - first >= least and s.is_finite(first, before))
    clause = clause and before > first and s.words.outside[before - 1]
    if clause and not fronted and not hangs and all(s.words.outside[at] for at in range(first, before)):
        found.append(report_of(s, first, before, subject, hit, verb))
    if after is not None and after < s.last:
        said = terms[after] in s.lexicon.verbs and terms[after].endswith("ing")
        end = ending(s, after, hit)
        whole = after == rest or s.is_finite(after, end)
        if whole and not said and terms[after] not in grammar.joins and end - after >= 2:
            rest_of = report_of(s, after, end, subject, hit, verb)
            found.append(rest_of._replace(by="continued", verb="", verb_class="") if found else rest_of)
    return found


def report_of(s: Sentence, first: int, last: int, subject: Subject, hit: Hit | None, verb: tuple[str, str] = NOBODY) -> Report:
    name, kind = (hit.verb, hit.verb_class) if hit else verb
    places = [subject.first, subject.last] + ([hit.first, hit.last] if hit else [])
    return Report(s.paragraph, first, last, subject.speaker, subject.by, name, kind, min(places), max(places))
