"""Which words are quoted, and whose they are: `ledger` and `tokens` in, the table `quotes` out.

marks.py and dashes.py find the extents, people.py the people, speakers.py the cue that joins them; here they are put together,
article by article, reported.py finds what is reported without marks. Only articles with a quotation mark, with a dash that begins a
paragraph, or with a sentence that may report, are looked at.
"""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import regex

from ...schema import check
from ..words.word_rule import words_in
from .article import Article
from .clause_words import Grammar, grammar
from .clauses import Report
from .dashes import LEAD, is_behind_dash, resuming, with_dashes
from .marks import DOUBLE, MARK, Extent, extents
from .namesakes import Listed, Namesakes, Note
from .paragraphs import (
    Columns,
    Lazy,
    Lines,
    by_article,
    columns_of_tokens,
    paragraph,
    quoted_stretches,
    sentences_with,
    unquoted,
)
from .people import Words, full_names, mentions
from .quoted_words import ATTRIBUTED, NAME, REPORTED, SCARE, SPEECH, UNATTRIBUTED, UNCLOSED, as_table, counted, one_name_each
from .reported import find_reports
from .reporting import Lexicon, lexicon
from .sentence import Sentence
from .speakers import CONTINUED, Cue, Quoted, attribute, clause_begin, is_name, is_speech

# «…, — сказала Петрова. — …»: Russian, Ukrainian and Belarusian papers leave the marks open around the clause in the middle
INSIDE = regex.compile(r"(?<=[,?!…])\s[—–-]\s([^—–«»“”\"]{3,120}?)(?:[.,]\s[—–-]\s|$)")
INSIDE_WORDS = 3
NOBODY = Lexicon({}, frozenset(), (), frozenset(), (), *(frozenset(),) * 20)


def find_quotes(
    ledger: pd.DataFrame,
    tokens: pd.DataFrame,
    articles: pd.DataFrame,
    people: pd.DataFrame,
    verbs: Iterable[tuple[str, str]] = (),
) -> pd.DataFrame:
    """Find every quotation, and who speaks.

    people : what reporting.read_people gives: names and titles of those the corpus knows; may have no row
    verbs  : what reporting.read_verbs gives: reporting verbs of the corpus's own

    Returns table `quotes`, one row per outermost quotation and per clause of reported speech, in the order of the text; what either
    quotes or reports in turn belongs to it.
        doc_id, line, start         article, and line and character of its opening mark or dash, or of its first word
        end_line, end               line and character behind its closing mark or last word; another line where it runs over paragraphs
        kind                        speech; name: a name, a title or a word that is spoken of; scare: another word in marks, which may
                                    be kept at a distance; reported: what somebody is reported to say without marks
        state                       attributed; unattributed; unclosed (nobody closed it, whether or not its speaker was found)
        speaker                     as `people` calls them, or as the articles do mostly (one_name.py); missing where nobody was found
        by                          how the speaker is named: name, title, pronoun, description (“a police spokesman”), institution
                                    (a country, a capital, a house: Moscow, the Kremlin), continued (the
                                    quotation goes on behind the clause that names the speaker); of a pronoun that could
                                    be several people, and of a bare office (“the president”) that the article gives to nobody
                                    or to several, the speaker is missing
        verb, verb_class            the reporting verb in its first form, and neutral, supportive or distancing; missing where there is
                                    none, and where a quotation goes on, so that a clause counts once
        cue_line, cue_start, cue_end  where speaker and verb stand: the evidence; missing without a cue
        n_tokens                    running words between the marks, or of the report; those it has in quotation marks are not counted

    Reading it: a speaker was found by rule and not by understanding. docs/voices.md says how often the rules are right.
    """
    return one_name_each(as_table(quotes_in(ledger, tokens, articles, people, verbs)), people)


def quotes_in(
    ledger: pd.DataFrame,
    tokens: pd.DataFrame,
    articles: pd.DataFrame,
    people: pd.DataFrame,
    verbs: Iterable[tuple[str, str]] = (),
    notes: Iterable[Note] | None = None,
) -> pd.DataFrame:
    """The quotations of articles as far as each can be known without the others: its speakers are called as it calls them. Gives the
    rows of which quoted_words.as_table makes the table.

    notes : what Namesakes.read gives for the whole corpus; None looks in these articles
    """
    asked = _asked(ledger, tokens, articles, tuple(verbs))
    known = Namesakes(people)
    known.take(known.read(*asked.lines_and_words()) if notes is None else notes)
    rows: list[tuple] = []
    for doc_id, lines in by_article(asked.kept):
        begins = asked.reporting.get(asked.columns.docs.get(doc_id, -1), [])
        rows += _article(doc_id, lines, asked.columns, known.of(doc_id), asked.words_of(doc_id), begins)
    return counted(rows, tokens)


def notes_in(
    ledger: pd.DataFrame, tokens: pd.DataFrame, articles: pd.DataFrame, people: pd.DataFrame, verbs: Iterable[tuple[str, str]]
) -> tuple[list[Note], dict[str, set[str]]]:
    """What articles tell the others of the people listed: the notes of Namesakes.read, and for each article whom it may name."""
    known = Namesakes(people)
    terms = tokens["term"].cat.categories
    meant = [known.begun_by(term) for term in terms]
    own = np.array([bool(persons) for persons in meant], dtype=bool)[tokens["term"].cat.codes]
    named: dict[str, set[str]] = {}
    rows = tokens.loc[own, ["doc_id", "term"]].drop_duplicates()
    for doc_id, code in zip(rows["doc_id"].astype("str"), rows["term"].cat.codes, strict=True):
        named.setdefault(doc_id, set()).update(meant[code])
    return known.read(*_asked(ledger, tokens, articles, tuple(verbs)).lines_and_words()), named


class _Asked(NamedTuple):
    """The articles that are looked at: their lines, the tokens as columns, their sentences that may report, the words by language."""

    kept: pd.DataFrame
    columns: Columns
    reporting: dict[int, list[int]]
    language_of: dict[str, str]
    spoken: dict[str, "_Spoken"]

    def words_of(self, doc_id: str) -> "_Spoken":
        return self.spoken[self.language_of.get(doc_id, "")]

    def lines_and_words(self) -> tuple[Iterable[tuple[str, str]], dict[str, Lexicon]]:
        lexicons = {doc_id: self.spoken[language].lexicon for doc_id, language in self.language_of.items()}
        return self.kept[["doc_id", "text"]].itertuples(index=False, name=None), lexicons


def _asked(ledger: pd.DataFrame, tokens: pd.DataFrame, articles: pd.DataFrame, own: tuple[tuple[str, str], ...]) -> _Asked:
    check(ledger, "ledger")
    language_of = dict(zip(articles["doc_id"].astype("str"), articles["language"].astype("object").fillna(""), strict=True))
    words_of = {language: _words_by_language(language, own) for language in set(language_of.values())}
    triggers = {language: words.grammar.triggers for language, words in words_of.items() if words.grammar}
    columns, reporting = columns_of_tokens(tokens), sentences_with(tokens, triggers, language_of)
    kept = ledger.loc[ledger["text"].notna(), ["doc_id", "line", "text", "part"]]
    doc_ids = kept["doc_id"].astype("str")
    marked = kept["text"].str.contains(MARK.pattern, regex=True).to_numpy(dtype=bool, copy=True)
    dashed = doc_ids.map(language_of).isin([language for language, words in words_of.items() if words.resumes]).to_numpy()
    marked[dashed] |= np.array([LEAD.match(text) is not None for text in kept.loc[dashed, "text"]], dtype=bool)
    wanted = {*doc_ids[marked].unique(), *(name for name, code in columns.docs.items() if code in reporting)}
    kept = kept.assign(doc_id=doc_ids)[doc_ids.isin(wanted).to_numpy()]
    return _Asked(kept, columns, reporting, language_of, words_of)


class _Spoken(NamedTuple):
    """The words of a language: those by which it says who speaks, those by which it reports, and those by which speech behind a
    dash goes on; None where it has none."""

    lexicon: Lexicon
    grammar: Grammar | None
    resumes: frozenset[str] | None = None


@cache
def _words_by_language(language: str, own: tuple[tuple[str, str], ...]) -> _Spoken:
    """The words of a language; an empty lexicon where there is none, so that quotations are found and nobody is named."""
    words = lexicon(language, own) or NOBODY
    return _Spoken(words, grammar(language, words), resuming(language)) if words is not NOBODY else _Spoken(words, None)


def _article(doc_id: str, lines: Lines, columns: Columns, people: Listed, spoken: _Spoken, begins: list[int]) -> list[tuple]:
    """The rows of one article's quotations and reports, without n_tokens. `begins` are the rows of sentences that may report."""
    (texts, numbers, parts, _), words = lines, spoken.lexicon
    breaks = [at > 0 and (part != "body" or parts[at - 1] != "body") for at, part in enumerate(parts)]
    found = extents(texts, breaks, lambda text: clause_begin(text, words_in(text, language=words.language), words))
    found = [piece for extent in found for piece in _split_inside(extent, texts, words)]
    if spoken.resumes:
        found = with_dashes(found, texts, [part != "body" for part in parts], words, spoken.resumes)
    if not found and not begins:
        return []
    article = _as_article(doc_id, lines, columns, people, words, quoted_stretches(found, texts))
    reports = _reports(article, numbers, columns, columns.docs.get(doc_id, -1), spoken.grammar, begins)
    quotes = [Quoted(*extent) for extent in found]
    cues = attribute(article, quotes) if words is not NOBODY else [None] * len(quotes)
    rows = [_row(doc_id, numbers, quote, *_told(article, quote, cue, reports)) for quote, cue in zip(quotes, cues, strict=True)]
    rows += [_report_row(doc_id, article.paragraphs[report.paragraph], report) for report in reports]
    return sorted(rows, key=lambda row: row[1:3]) if reports else rows


def _told(article: Article, quote: Quoted, cue: Cue | None, reports: list[Report]) -> tuple[str, Cue | None]:
    """What a quotation is, and its cue. A part of a report whose own cue names nobody has the speaker of the report."""
    words = article.paragraphs[quote.paragraph]
    within = (
        r for r in reports if r.paragraph == quote.paragraph and words.starts[r.first] <= quote.start < words.ends[r.last - 1]
    )
    report = next(within, None)
    if report and cue and not cue.speaker and cue.by == "pronoun":
        cue = cue._replace(speaker=report.speaker)
    if is_behind_dash(words.text, quote.start) or is_speech(article, quote, cue):
        return SPEECH, cue
    if is_name(article, quote):
        return NAME, None
    doubted = report and not article.lexicon.hedges.isdisjoint(words.terms[report.first : report.last])
    if report is None or doubted:  # Russia’s “successes” supposedly make it difficult
        return SCARE, None
    start, end = words.starts[report.cue_first], words.ends[report.cue_last - 1]
    return SPEECH, Cue(report.speaker, "continued", "", "", words.line, start, end, CONTINUED)


def _as_article(
    doc_id: str, lines: Lines, columns: Columns, people: Listed, words: Lexicon, quoted: list[list[tuple[int, int]]]
) -> Article:
    """An article whose lines are made into words, and looked through for names, when a rule asks for them."""
    texts, numbers, _, perhaps = lines
    doc = columns.docs.get(doc_id, -1)
    asked = [at for at, may in enumerate(perhaps) if may]
    full = cache(lambda: full_names([unquoted(texts[at], quoted[at]) for at in asked], words))
    paragraphs = Lazy(len(texts), lambda at: paragraph(columns, doc, numbers[at], texts[at], quoted[at]))
    named = Lazy(len(texts), lambda at: [] if words is NOBODY else mentions(paragraphs[at], people, words, full()))
    return Article(paragraphs, named, words, people.titles)


def _reports(
    article: Article, numbers: list[int], columns: Columns, doc: int, words: Grammar | None, begins: list[int]
) -> list[Report]:
    """What the sentences of an article that may report do report. Whom they name in it is named by the speaker, and no subject."""
    found: list[Report] = []
    if words is None or not begins:
        return found
    bounds = [columns.words_of(doc, number) for number in numbers]
    place = {first: at for at, (first, last) in enumerate(bounds) if last > first}
    firsts = sorted(place)
    for begin in begins:
        line = firsts[bisect_right(firsts, begin) - 1]
        at = place[line]
        sentences = article.paragraphs[at].sentences
        last = bisect_right(sentences, sentences[begin - line])
        reports = find_reports(Sentence(article, at, article.paragraphs[at], article.lexicon, words, begin - line, last))
        article.reported[at] += [(report.first, report.last) for report in reports]
        found += reports
    return found


def _split_inside(extent: Extent, texts: list[str], words: Lexicon) -> list[Extent]:
    """A quotation in two where a clause between dashes inside its marks says who speaks."""
    if extent.line != extent.end_line or not words.verbs or texts[extent.line][extent.start] not in DOUBLE:
        return [extent]
    end = extent.end - 1
    for match in INSIDE.finditer(texts[extent.line], extent.start, end):
        if any(term in words.verbs for term, _, _ in words_in(match[1], language=words.language)[:INSIDE_WORDS]):
            first = Extent(extent.line, extent.start, extent.line, match.start() + 1, extent.closed)
            rest = Extent(extent.line, match.end() - 1, extent.line, extent.end, extent.closed)
            return [first, rest] if match.end() < end else [first]
    return [extent]


def _row(doc_id: str, numbers: list[int], quote: Quoted, kind: str, cue: Cue | None) -> tuple:
    speaker = cue.speaker or None if cue else None
    state = UNCLOSED if not quote.closed else ATTRIBUTED if speaker else UNATTRIBUTED
    place = (doc_id, numbers[quote.paragraph], quote.start, numbers[quote.end_paragraph], quote.end)
    found = (cue.by, cue.verb or None, cue.verb_class or None, cue.line, cue.start, cue.end) if cue else (None,) * 6
    return (*place, kind, state, speaker, *found)


def _report_row(doc_id: str, words: Words, report: Report) -> tuple:
    place = (doc_id, words.line, words.starts[report.first], words.line, words.ends[report.last - 1])
    state = ATTRIBUTED if report.speaker else UNATTRIBUTED
    cue = (words.line, words.starts[report.cue_first], words.ends[report.cue_last - 1])
    names = (report.speaker, report.by, report.verb, report.verb_class)
    return (*place, REPORTED, state, *(name or None for name in names), *cue)
