"""Which words are quoted, and whose they are: `ledger` and `tokens` in, the table `quotes` and the column `voice` out.

marks.py finds the extents, people.py the people, speakers.py the cue that joins them; here they are put together, article by article,
and only articles that have a quotation mark are looked at. Words inside a quotation that is speech have the voice "quoted"; all
others, scare quotes among them, are the outlet's own.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import regex

from ...schema import check
from ..words.tokens import VOICES
from ..words.word_rule import words_in
from .marks import DOUBLE, MARK, Extent, extents
from .one_name import one_name
from .people import Words, full_names, mentions
from .reporting import Lexicon, People, lexicon
from .speakers import Cue, Quoted, attribute, clause_begin, is_speech
from .subjects import Article

SPEECH, SCARE = "speech", "scare"
ATTRIBUTED, UNATTRIBUTED, UNCLOSED = "attributed", "unattributed", "unclosed"
COLUMNS = [
    "doc_id", "line", "start", "end_line", "end", "kind", "state", "speaker", "by", "verb", "verb_class",
    "cue_line", "cue_start", "cue_end", "n_tokens",
]  # fmt: skip
CODED = ("doc_id", "kind", "state", "speaker", "by", "verb", "verb_class")
# «…, — сказала Петрова. — …»: Russian, Ukrainian and Belarusian papers leave the marks open around the clause in the middle
INSIDE = regex.compile(r"(?<=[,?!…])\s[—–-]\s([^—–«»“”\"]{3,120}?)(?:[.,]\s[—–-]\s|$)")
INSIDE_WORDS = 3
NOBODY = Lexicon({}, (), frozenset(), (), *(frozenset(),) * 13)


class _Columns(NamedTuple):
    """The columns of `tokens` as arrays; `bounds` tells for each article and line its first word and the one behind its last."""

    terms: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    sentences: np.ndarray
    bounds: dict[tuple[int, int], tuple[int, int]]
    docs: dict[str, int]


class _Lines(NamedTuple):
    """The clean lines of an article, in its order: their texts, their numbers, and the parts they are of."""

    texts: list[str]
    numbers: list[int]
    parts: list[str]


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

    Returns table `quotes`, one row per outermost quotation, in the order of the text; what it quotes in turn belongs to it.
        doc_id, line, start         article, and line and character of its opening mark
        end_line, end               line and character behind its closing mark; another line where it runs over paragraphs
        kind                        speech, or scare: a word kept at a distance, a name or a title in marks
        state                       attributed; unattributed; unclosed (nobody closed it, whether or not its speaker was found)
        speaker                     as `people` calls them, or as the articles do mostly (one_name.py); missing where nobody was found
        by                          how the speaker is named: name, title, pronoun, description (“a police spokesman”), continued (the
                                    quotation goes on behind the clause that names the speaker); of a pronoun that could
                                    be several people, and of a bare office (“the president”) that the article gives to nobody
                                    or to several, the speaker is missing
        verb, verb_class            the reporting verb in its first form, and neutral, supportive or distancing; missing where there is
                                    none, and where a quotation goes on, so that a clause counts once
        cue_line, cue_start, cue_end  where speaker and verb stand: the evidence; missing without a cue
        n_tokens                    running words between the marks

    Reading it: a speaker was found by rule and not by understanding. docs/voices.md says how often the rules are right.
    """
    check(ledger, "ledger")
    kept = ledger[ledger["text"].notna()]
    marked = kept["text"].str.contains(MARK.pattern, regex=True).to_numpy(dtype=bool)
    doc_ids = kept["doc_id"].astype("str")
    kept = kept.assign(doc_id=doc_ids)[doc_ids.isin(doc_ids[marked].unique()).to_numpy()]
    columns = _columns(tokens)
    known, own = People(people), tuple(verbs)
    language_of = dict(zip(articles["doc_id"].astype("str"), articles["language"].astype("object").fillna(""), strict=True))
    rows: list[tuple] = []
    for doc_id, lines in _by_article(kept):
        words = _words_by_language(language_of.get(doc_id, ""), own)
        rows += _article(doc_id, lines, columns, known, words)
    return _one_name_each(_table(rows, tokens), people)


def mark_voice(tokens: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Give `tokens` the column `voice`: quoted inside a quotation that is speech, own everywhere else.

    quotes : table `quotes` of the same articles
    """
    speech = quotes[quotes["kind"].astype("str").eq(SPEECH)]
    begins, ends = _stretches(tokens, speech)
    steps = np.zeros(len(tokens) + 1, dtype=np.int64)
    np.add.at(steps, begins, 1)
    np.add.at(steps, ends, -1)
    codes = (np.cumsum(steps)[:-1] > 0).astype(np.int8)
    return tokens.assign(voice=pd.Categorical.from_codes(codes, categories=list(VOICES)))


@cache
def _words_by_language(language: str, own: tuple[tuple[str, str], ...]) -> Lexicon:
    """The lexicon of a language; an empty one where there is none, so that quotations are found and nobody is named."""
    return lexicon(language, own) or NOBODY


def _columns(tokens: pd.DataFrame) -> _Columns:
    doc, line = tokens["doc_id"].cat.codes.to_numpy(), tokens["line"].to_numpy()
    first = (
        np.flatnonzero(np.r_[True, (doc[1:] != doc[:-1]) | (line[1:] != line[:-1])]) if len(tokens) else np.array([], dtype=int)
    )
    last = np.append(first[1:], len(tokens))
    keys = zip(doc[first].tolist(), line[first].tolist(), strict=True)
    bounds = dict(zip(keys, zip(first.tolist(), last.tolist(), strict=True), strict=True))
    arrays = (tokens[name].to_numpy() for name in ("start", "end", "sentence"))
    docs = {name: code for code, name in enumerate(tokens["doc_id"].cat.categories)}
    return _Columns(tokens["term"].to_numpy(dtype=object), *arrays, bounds, docs)


def _by_article(kept: pd.DataFrame) -> Iterator[tuple[str, _Lines]]:
    """The lines of each article, in the order in which the articles come."""
    codes, doc_ids = pd.factorize(kept["doc_id"])
    kept = kept.iloc[np.argsort(codes, kind="stable")]
    ends = np.append(0, np.cumsum(np.bincount(codes, minlength=len(doc_ids)))).tolist()
    texts, numbers, parts = kept["text"].tolist(), kept["line"].tolist(), kept["part"].astype("str").tolist()
    for doc_id, begin, end in zip(doc_ids, ends[:-1], ends[1:], strict=True):
        yield doc_id, _Lines(texts[begin:end], numbers[begin:end], parts[begin:end])


def _article(doc_id: str, lines: _Lines, columns: _Columns, people: People, words: Lexicon) -> list[tuple]:
    """The rows of one article's quotations, without n_tokens."""
    texts, numbers, parts = lines
    breaks = [at > 0 and (part != "body" or parts[at - 1] != "body") for at, part in enumerate(parts)]
    found = extents(texts, breaks, lambda text: clause_begin(text, words_in(text), words))
    found = [piece for extent in found for piece in _split_inside(extent, texts, words)]
    if not found:
        return []
    quotes = [Quoted(*extent) for extent in found]
    quoted = _quoted(found, texts)
    paragraphs = [
        _paragraph(columns, columns.docs.get(doc_id, -1), number, text, quoted[at])
        for at, (number, text) in enumerate(zip(numbers, texts, strict=True))
    ]
    cues, speech = [None] * len(quotes), [True] * len(quotes)
    if words is not NOBODY:
        full = full_names([_unquoted(text, stretches) for text, stretches in zip(texts, quoted, strict=True)], words)
        article = Article(paragraphs, [mentions(paragraph, people, words, full) for paragraph in paragraphs], words)
        cues = attribute(article, quotes)
    else:
        article = Article(paragraphs, [[] for _ in paragraphs], words)
    speech = [is_speech(article, quote, cue) for quote, cue in zip(quotes, cues, strict=True)]
    return [
        _row(doc_id, numbers, quote, cue if spoken else None, spoken)
        for quote, cue, spoken in zip(quotes, cues, speech, strict=True)
    ]


def _split_inside(extent: Extent, texts: list[str], words: Lexicon) -> list[Extent]:
    """A quotation in two where a clause between dashes inside its marks says who speaks."""
    if extent.line != extent.end_line or not words.verbs or texts[extent.line][extent.start] not in DOUBLE:
        return [extent]
    inner = texts[extent.line][: extent.end - 1]
    for match in INSIDE.finditer(inner, extent.start):
        if any(term in words.verbs for term, _, _ in words_in(match[1])[:INSIDE_WORDS]):
            first = Extent(extent.line, extent.start, extent.line, match.start() + 1, extent.closed)
            rest = Extent(extent.line, match.end() - 1, extent.line, extent.end, extent.closed)
            return [first, rest] if match.end() < len(inner) else [first]
    return [extent]


def _quoted(found: list[Extent], texts: list[str]) -> list[list[tuple[int, int]]]:
    """For each paragraph the stretches that are quoted."""
    stretches: list[list[tuple[int, int]]] = [[] for _ in texts]
    for extent in found:
        for at in range(extent.line, extent.end_line + 1):
            begin = extent.start if at == extent.line else 0
            stretches[at].append((begin, extent.end if at == extent.end_line else len(texts[at])))
    return stretches


def _unquoted(text: str, stretches: list[tuple[int, int]]) -> str:
    """A text with a mark in the place of each quotation: who is named inside one is named by its speaker."""
    for begin, end in reversed(stretches):
        text = f"{text[:begin]}“{text[end:]}"
    return text


def _paragraph(columns: _Columns, doc: int, line: int, text: str, quoted: list[tuple[int, int]]) -> Words:
    first, last = columns.bounds.get((doc, line), (0, 0))
    starts = columns.starts[first:last].tolist()
    outside = [True] * len(starts)
    for begin, end in quoted:
        inside = bisect_left(starts, begin), bisect_left(starts, end)
        outside[slice(*inside)] = [False] * (inside[1] - inside[0])
    terms, ends = columns.terms[first:last].tolist(), columns.ends[first:last].tolist()
    return Words(line, text, terms, starts, ends, columns.sentences[first:last].tolist(), outside)


def _row(doc_id: str, numbers: list[int], quote: Quoted, cue: Cue | None, spoken: bool) -> tuple:
    speaker = cue.speaker or None if cue else None
    state = UNCLOSED if not quote.closed else ATTRIBUTED if speaker else UNATTRIBUTED
    place = (doc_id, numbers[quote.paragraph], quote.start, numbers[quote.end_paragraph], quote.end)
    found = (cue.by, cue.verb or None, cue.verb_class or None, cue.line, cue.start, cue.end) if cue else (None,) * 6
    return (*place, SPEECH if spoken else SCARE, state, speaker, *found)


def _one_name_each(quotes: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Give each speaker who is named one name in all articles; descriptions, and people of the corpus's list, keep theirs."""
    speaker, by = quotes["speaker"].astype("object"), quotes["by"].astype("object")
    described = set(speaker[by.eq("description")].dropna())
    listed = set(people["person"])
    counts = speaker[~speaker.isin(described | listed)].value_counts()
    found = one_name({str(name): int(n) for name, n in counts.items()})
    values = speaker.map(lambda name: found.get(name, name), na_action="ignore").astype("str")
    return quotes.assign(speaker=pd.Categorical(values, categories=pd.Index(sorted(values.dropna().unique()), dtype="str")))


def _table(rows: list[tuple], tokens: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS[:-1])
    whole = dict.fromkeys(("line", "start", "end_line", "end"), "int32")
    table = table.astype({**whole, **dict.fromkeys(("cue_line", "cue_start", "cue_end"), "Int32")})
    for name in CODED:
        values = table[name].astype("str")
        table[name] = pd.Categorical(values, categories=pd.Index(sorted(values.dropna().unique()), dtype="str"))
    begins, ends = _stretches(tokens, table)
    table["n_tokens"] = (ends - begins).astype(np.int32)
    return table[COLUMNS]


def _stretches(tokens: pd.DataFrame, quotes: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each quotation the row of its first word in `tokens`, and the row behind its last one."""
    categories = tokens["doc_id"].cat.categories
    doc, at = tokens["doc_id"].cat.codes.to_numpy().astype(np.int64), categories.get_indexer(quotes["doc_id"].astype("str"))
    n_lines = 1 + max(tokens["line"].max(), quotes["end_line"].max() if len(quotes) else 0)
    width = 1 + max(tokens["end"].max(), quotes["end"].max() if len(quotes) else 0)
    keys = (doc * n_lines + tokens["line"].to_numpy()) * width + tokens["start"].to_numpy()
    places = [
        (at * n_lines + quotes[line].to_numpy(dtype=np.int64)) * width + quotes[place].to_numpy(dtype=np.int64)
        for line, place in (("line", "start"), ("end_line", "end"))
    ]
    return np.searchsorted(keys, places[0], side="left"), np.searchsorted(keys, places[1], side="left")
