"""Whose words a quotation is. A quotation and the words around it come in; the speaker, the reporting verb and their place go out.

The order of the rules: a clause that follows (“…,” she said), the clause in the middle that named the speaker of the part before,
what stands before (She said: “…”), the sentence before, the paragraph before if it ends with a colon. Nobody is named without a
cue that can be shown.
"""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from .article import Article
from .dashes import is_behind_dash
from .reporting import Lexicon
from .subjects import DESCRIPTION, Subject, bare_subject, in_slot, reporting_verbs, subject_ahead, subject_behind

SHORT, FAR, NEAR, CLAUSE = 3, 4, 3, 16
TITLE_WORDS = 8
MARKS = " “”„\"«»‘’‚'"
END = (".", "!", "?", "…", ",")
AFTER, BEFORE, CONTINUED, SENTENCE, PARAGRAPH = "after", "before", "continued", "sentence before", "paragraph before"


SIGNATURE_BEHIND = "signature"
SAID, SEEN = re.compile(r"[^ .]"), re.compile(r"\S")
SIGNED, SIGNED_END, SIGNATURE = re.compile(r"\s*(?:[—–―~-]{1,2})\s*(?=\w)"), re.compile(r"\s*[.]?$|\s*[,(]"), 14


class Cue(NamedTuple):
    """Who is said to speak: speaker ("" where a pronoun could be several), how named, the verb, and where both stand in `line`."""

    speaker: str
    by: str
    verb: str
    verb_class: str
    line: int
    start: int
    end: int
    rule: str
    last: int = -1


class Quoted(NamedTuple):
    """A quotation's place among the paragraphs of its article: paragraph and character of its begin and of its end."""

    paragraph: int
    start: int
    end_paragraph: int
    end: int
    closed: bool


def attribute(article: Article, quotes: list[Quoted]) -> list[Cue | None]:
    """Find the cue of each quotation of an article, in the order of the text; None where there is none."""
    cues: list[Cue | None] = []
    for number, quote in enumerate(quotes):
        before, cue_before = (quotes[number - 1], cues[-1]) if number else (None, None)
        following = quotes[number + 1] if number + 1 < len(quotes) else None
        limit = following.start if following and following.paragraph == quote.end_paragraph else None
        colon = _mark_before(article, quote) == ":"
        cue = _before(article, quote) if colon else None
        cue = (
            cue
            or _signed(article, quote, limit)
            or _after(article, quote, limit)
            or _continued(article, quote, before, cue_before)
        )
        cue = cue or _before(article, quote) or _sentence_before(article, quote) or _paragraph_before(article, quote)
        cues.append(cue)
        if cue is not None and cue.speaker and cue.by in ("name", "title", "pronoun"):
            article.spoke[quote.end_paragraph].add(cue.speaker)
    return cues


def is_speech(article: Article, quote: Quoted, cue: Cue | None) -> bool:
    """Whether marks enclose speech, and not a word kept at a distance, a name or a title.

    Up to three words, or up to eight that are all in capitals, are speech only with a cue beside them or as a sentence of their own.
    """
    words = article.paragraphs[quote.paragraph]
    inside = range(bisect_right(words.starts, quote.start), bisect_left(words.starts, quote.end))
    if quote.paragraph != quote.end_paragraph or not quote.closed or len(inside) > TITLE_WORDS:
        return True
    content = words.text[quote.start + 1 : quote.end - 1].rstrip()
    ended = content[-1:] in END or words.text[quote.end : quote.end + 1] in (".", "!", "?", "…")
    whole = ended and _mark_before(article, quote) in ("", ".", "!", "?", "…", ":")
    capitals = [words.text[words.starts[at]].isupper() for at in inside if words.ends[at] - words.starts[at] > SHORT]
    title = len(inside) > 1 and len(capitals) > 1 and all(capitals) and content[-1:] not in END
    if len(inside) > SHORT and not title:
        return True
    if cue is not None and (
        cue.rule in (AFTER, SIGNATURE_BEHIND) or (cue.rule == PARAGRAPH and whole) or (cue.rule == CONTINUED and ended)
    ):
        return True
    if cue is not None and cue.rule == BEFORE:
        name = content[:1].isupper() and content[-1:] not in END
        return _mark_before(article, quote) == ":" or not (title or name)
    return whole


def is_name(article: Article, quote: Quoted) -> bool:
    """Whether marks that are no speech enclose a name or a title (the band “Night Train”), or a word spoken of (the word “peace”)."""
    words, lexicon = article.paragraphs[quote.paragraph], article.lexicon
    inside = range(bisect_right(words.starts, quote.start), bisect_left(words.starts, quote.end))
    large = [words.text[words.starts[at]].isupper() or words.text[words.starts[at]].isdigit() for at in inside]
    small = [words.terms[at] in lexicon.function_words for at in inside]
    rest = all(is_large or is_small for is_large, is_small in zip(large, small, strict=True))
    named = bool(large) and large[0] and (rest or not lexicon.articles)  # Slavic titles have their first word large alone
    before = [
        at for at in range(max(inside.start - 2, 0), inside.start) if words.terms[at] in lexicon.naming and words.outside[at]
    ]
    told = any(at == inside.start - 1 or words.terms[at] not in lexicon.verbs for at in before)
    return told or (named and (inside.start > 0 or len(large) > 1))


def clause_begin(text: str, terms: list[tuple[str, int, int]], lexicon: Lexicon) -> int | None:
    """Where in a text that nobody closed a clause of attribution begins: “…, Colonel Menon said”; None where there is none."""
    for at, (term, _, end) in enumerate(terms):
        if term in lexicon.verbs:
            first = at
            while first and not text[terms[first - 1][2] : terms[first][1]].strip(" ") and at - first < DESCRIPTION:
                first -= 1
            gap = text[terms[first - 1][2] : terms[first][1]].strip() if first else ""
            named = any(term in lexicon.pronouns or text[start].isupper() for term, start, _ in terms[first : at + 3])
            if gap[:1] in (",", "?", "!") and named and end:
                return terms[first - 1][2] + 1
    return None


def _after(article: Article, quote: Quoted, limit: int | None) -> Cue | None:
    """A clause behind the quotation that says who spoke."""
    words, lexicon = article.paragraphs[quote.end_paragraph], article.lexicon
    inner = _last(words.text, quote.end - 1, MARKS)
    outer = words.text[quote.end : quote.end + 2].lstrip()[:1]
    if not quote.closed:
        inner = ","
    if not (inner in (",", "?", "!", "…") or outer in (",", "—", "–", "―", "-")) or outer in (".", ";"):
        return None
    first = bisect_left(words.starts, quote.end)
    last = len(words.starts) if limit is None else bisect_left(words.starts, limit)
    clause = [at for at in range(first, min(last, first + 2 * CLAUSE)) if words.sentences[at] == words.sentences[first]]
    loose = inner in ("?", "!", "…") and outer not in (",", "—", "–", "―", "-")
    verbs = reporting_verbs(article, quote.end_paragraph, clause[:CLAUSE])[:2]
    for verb in verbs:
        if loose and verb - clause[0] > DESCRIPTION:
            continue
        leads = all(lexicon.is_between(words.terms[at]) for at in range(clause[0], verb))
        subject = subject_behind(article, quote.end_paragraph, verb, clause[-1]) if leads else None
        subject = subject or subject_ahead(article, quote.end_paragraph, clause[0], verb, nearest=False)
        subject = subject or bare_subject(article, quote.end_paragraph, clause[0], verb)
        if subject:
            return _cue(article, quote.end_paragraph, subject, verb, AFTER, clause[-1])
    return None if loose else _phrase(article, quote.end_paragraph, clause, AFTER)


def _signed(article: Article, quote: Quoted, limit: int | None) -> Cue | None:
    """Who signs a quotation, behind it or on the next line: “…” — Ann Lee, mayor of the town."""
    text = article.paragraphs[quote.end_paragraph].text
    paragraph, begin = (quote.end_paragraph, quote.end) if SAID.search(text, quote.end) else (quote.end_paragraph + 1, 0)
    dashed = is_behind_dash(article.paragraphs[quote.paragraph].text, quote.start)
    if dashed or limit is not None or paragraph == len(article.paragraphs) or SEEN.search(text, 0, quote.start if begin else 0):
        return None
    words = article.paragraphs[paragraph]
    dash = SIGNED.match(words.text, begin)
    first = bisect_left(words.starts, dash.end()) if dash else len(words.terms)
    if not 0 < len(words.terms) - first <= SIGNATURE or reporting_verbs(
        article, paragraph, list(range(first, len(words.terms)))
    ):
        return None
    for mention in article.named[paragraph]:
        leads = mention.first >= first and all(
            article.lexicon.is_honorific(words.terms[at]) for at in range(first, mention.first)
        )
        if leads and not mention.owner and SIGNED_END.match(words.text, words.ends[mention.last - 1]):
            subject = Subject(mention.person, mention.by, mention.first, mention.last)
            return _cue(article, paragraph, subject, None, SIGNATURE_BEHIND, len(words.terms) - 1)
    return None


def _continued(article: Article, quote: Quoted, before: Quoted | None, cue: Cue | None) -> Cue | None:
    """The cue of the quotation before, if nothing but that cue's clause stands between."""
    if before is None or cue is None or before.end_paragraph != quote.paragraph:
        return None
    words = article.paragraphs[quote.paragraph]
    between = range(bisect_left(words.starts, before.end), bisect_left(words.starts, quote.start))
    if between and not (cue.rule in (AFTER, CONTINUED) and cue.line == words.line and between[-1] <= cue.last):
        return None
    if not between and words.text[before.end : quote.start].strip(" ,.—–-"):
        return None
    return cue._replace(by="continued", verb="", verb_class="", rule=CONTINUED)


def _before(article: Article, quote: Quoted) -> Cue | None:
    """What stands before the quotation in its sentence: She said that “…”; As he put it, “…”."""
    mark = _mark_before(article, quote)
    segment = _sentence_until(article, quote)
    if not segment or mark in ("", ".", "!", "?", "…"):
        return None
    words, lexicon = article.paragraphs[quote.paragraph], article.lexicon
    short = bisect_left(words.starts, quote.end) - bisect_right(words.starts, quote.start) <= SHORT
    for verb in reversed(reporting_verbs(article, quote.paragraph, segment)):
        behind = [at for at in segment if at > verb]
        leads = any(words.terms[at] in lexicon.that for at in behind[:2])
        if mark != ":" and not (len(behind) <= NEAR if short else leads or len(behind) <= FAR or mark == ","):
            continue
        if mark != ":" and short and any(words.terms[at] in lexicon.that for at in behind):
            continue
        subject = subject_ahead(article, quote.paragraph, segment[0], verb, nearest=True)
        subject = subject or subject_behind(article, quote.paragraph, verb, segment[-1])
        if subject:
            return _cue(article, quote.paragraph, subject, verb, BEFORE, segment[-1])
    found = _phrase(article, quote.paragraph, segment, BEFORE)
    bare = mark == ":" and not reporting_verbs(article, quote.paragraph, segment)
    return found or (_only_one(article, quote.paragraph, segment) if bare else None)


def _sentence_before(article: Article, quote: Quoted) -> Cue | None:
    """The sentence before a quotation that is a sentence of its own: The mayor denied it. “…”"""
    segment = _sentence_until(article, quote)
    if not segment or _mark_before(article, quote) not in (".", "!", "?", "…"):
        return None
    for verb in reporting_verbs(article, quote.paragraph, segment):
        subject = subject_ahead(article, quote.paragraph, segment[0], verb, nearest=True)
        if subject:
            return _cue(article, quote.paragraph, subject, verb, SENTENCE, segment[-1])
    return _phrase(article, quote.paragraph, segment, SENTENCE)


def _paragraph_before(article: Article, quote: Quoted) -> Cue | None:
    """The last sentence of the paragraph before, if it ends with a colon and this one begins with the quotation."""
    earlier = quote.paragraph - 1
    if earlier < 0 or _mark_before(article, quote) or not article.paragraphs[earlier].text.endswith(":"):
        return None
    words = article.paragraphs[earlier]
    text = words.text
    found = _before(article, Quoted(earlier, len(text), earlier, len(text), True))
    return found._replace(rule=PARAGRAPH) if found else None


def _mark_before(article: Article, quote: Quoted) -> str:
    """The character before a quotation, spaces and brackets aside; "" at the begin of a paragraph."""
    return _last(article.paragraphs[quote.paragraph].text, quote.start, MARKS + "([—–-")


def _sentence_until(article: Article, quote: Quoted) -> list[int]:
    """The unquoted words of the sentence before a quotation, its earlier part included."""
    words = article.paragraphs[quote.paragraph]
    at = bisect_right(words.ends, quote.start) - 1
    while at >= 0 and not words.outside[at]:
        at -= 1
    first = bisect_left(words.sentences, words.sentences[at]) if at >= 0 else 0
    return [place for place in range(first, at + 1) if words.outside[place]]


def _only_one(article: Article, paragraph: int, segment: list[int]) -> Cue | None:
    """The one person named before a colon, where no verb says who speaks."""
    fit = [m for m in article.named[paragraph] if segment[0] <= m.first <= segment[-1] and m.certain]
    if len({mention.person for mention in fit}) != 1:
        return None
    subject = Subject(fit[-1].person, fit[-1].by, fit[-1].first, fit[-1].last)
    return _cue(article, paragraph, subject, None, BEFORE, segment[-1])


def _phrase(article: Article, paragraph: int, segment: list[int], rule: str) -> Cue | None:
    """A phrase that names the speaker without a verb: according to Benali; in his words."""
    words, lexicon = article.paragraphs[paragraph], article.lexicon
    terms = [words.terms[at] for at in segment]
    for phrase in lexicon.phrases:
        slot = phrase.index("_")
        lead, tail = phrase[:slot], phrase[slot + 1 :]
        for at in range(len(terms) - len(lead)):
            begin = at + len(lead)
            if tuple(terms[at:begin]) != lead:
                continue
            subject = in_slot(article, paragraph, segment, begin, tail)
            if subject:
                cue = _cue(article, paragraph, subject, None, rule, segment[-1])
                start = min(cue.start, words.starts[segment[at]])
                return cue._replace(verb=" ".join((*lead, *tail)), verb_class="neutral", start=start)
    return None


def _cue(article: Article, paragraph: int, subject: Subject, verb: int | None, rule: str, last: int) -> Cue:
    words = article.paragraphs[paragraph]
    lemma, kind = article.lexicon.verbs[words.terms[verb]] if verb is not None else ("", "")
    places = [subject.first, subject.last - 1] + ([verb] if verb is not None else [])
    start, end = words.starts[min(places)], words.ends[max(places)]
    return Cue(subject.speaker, subject.by, lemma, kind, words.line, start, end, rule, last)


def _last(text: str, end: int, but: str) -> str:
    """The last character before `end` that is none of `but`; "" without one."""
    while end > 0 and text[end - 1] in but:
        end -= 1
    return text[max(end - 1, 0) : max(end, 0)]
