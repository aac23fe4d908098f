"""What is worked of some articles at a time, step by step: their tables in, rows of parts out.

Each function asks nothing but the articles it is given and what it is told of the corpus, so that any of them may be worked anywhere.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...blocks import distinct
from ..cleaning.broken import Forms
from ..cleaning.clean import Draft, drafted, finished, sketch
from ..cleaning.mistaken import suspected
from ..cleaning.recurring import LONGEST as LONGEST_RECURRING
from ..cleaning.rules import Rule
from ..cleaning.templates import LONGEST as LONGEST_TEMPLATE
from ..quotes.namesakes import Note
from ..quotes.quotations import notes_in, quotes_in
from ..words.addresses import hinted
from ..words.languages import detected
from ..words.segmenters import unspaced
from ..words.tokens import split
from .assembled import bounds_of, lines_of, quoted_of, words_of
from .rows import Written, words_column

SKETCH, LINES, FACTS, WORDS, NOTES, QUOTES = "sketch", "lines", "facts", "words", "notes", "quotes"
REMOVED, DECIDED, DOUBT = 1, 2, 4  # of a row of a sketch; a doubt is a form and no line
ADDRESS, MISREAD, UNSPACED = 1, 2, 4  # what an article has some of
SEEN = 1 + max(LONGEST_RECURRING, LONGEST_TEMPLATE)  # characters: of a longer line it matters only that it is longer


class Settings(NamedTuple):
    """What holds for a whole corpus: its cleaning rules, how possessives are taken, the people listed, its own reporting verbs."""

    rules: list[Rule]
    possessive: str
    people: pd.DataFrame
    verbs: tuple[tuple[str, str], ...]


def sketched(
    articles: pd.DataFrame, settings: Settings, forms: Forms | None, keys: Sequence[bytes], line_keys: Sequence[bytes]
) -> list[Written]:
    """What must be known of the lines of all articles, and the ledger of each article as it is unless its corpus decides otherwise.

    forms : how often the corpus has each form in doubt; None lets the sketch tell the forms that are, and keeps no ledger of these
            articles
    """
    draft = drafted(articles, settings.rules, Counter() if forms is None else forms)
    doubts = draft.doubts if forms is None else {}
    found = _sketch_of(draft, doubts, keys)
    ledger = finished(articles, settings.rules, draft, np.zeros(len(draft.placed.codes), dtype=np.int8), {})
    settled = [None if number in doubts else key for number, key in enumerate(line_keys)]
    return [found, Written(LINES, settled, bounds_of(ledger, articles["doc_id"]), lines_of(ledger))]


def _sketch_of(draft: Draft, doubts: Mapping[int, Collection[str]], keys: Sequence[bytes]) -> Written:
    """A row for each line of a draft, with a mark of what it was where that was something else, and one for each form in doubt."""
    texts, codes, article, removed, decided = sketch(draft)
    other = np.zeros(len(texts), dtype=np.int64)
    for code in draft.placed.lines.acted:
        other[code] = _mark(draft.placed.lines.raw[code].as_py())
    owner, forms = (
        [of for of in sorted(doubts) for _ in doubts[of]],
        [form for of in sorted(doubts) for form in sorted(doubts[of])],
    )
    at = np.searchsorted(article, owner, side="right")
    lines = pc.utf8_slice_codeunits(pa.array(texts, type=pa.large_string()), 0, SEEN)
    place = np.insert(codes, at, len(texts) + np.arange(len(forms)))
    table = {
        "text": pa.concat_arrays([lines, pa.array(forms, pa.large_string())]).take(pa.array(place)),
        "other": np.insert(other[codes], at, 0),
        "flags": np.insert(removed * REMOVED + decided * DECIDED, at, DOUBT).astype(np.int8),
    }
    n_rows = np.bincount(article, minlength=len(keys)) + np.bincount(owner, minlength=len(keys))
    return Written(SKETCH, keys, np.append(0, np.cumsum(n_rows)), pa.table(table))


def _mark(raw: str) -> int:
    """A number for a line as received, which is not 0."""
    return int.from_bytes(hashlib.blake2b(raw.encode(), digest_size=8).digest(), "little", signed=True) or 1


def lined(
    articles: pd.DataFrame,
    settings: Settings,
    forms: Forms,
    found: np.ndarray,
    tails: Mapping[object, Collection[str]],
    keys: Sequence[bytes],
) -> list[Written]:
    """The ledger of articles about which their corpus decides something, see clean.finished."""
    ledger = finished(articles, settings.rules, drafted(articles, settings.rules, forms), found, tails)
    return [Written(LINES, keys, bounds_of(ledger, articles["doc_id"]), lines_of(ledger))]


def looked_at(articles: pd.DataFrame, ledger: pd.DataFrame, keys: Sequence[bytes]) -> list[Written]:
    """A row for each article: its language as far as it tells that itself, and what it has that somebody is to be told of."""
    told = detected(articles, ledger)
    flags = np.zeros(len(articles), dtype=np.int8)
    article = pd.Index(articles["doc_id"]).get_indexer(ledger["doc_id"].cat.categories)[ledger["doc_id"].cat.codes]
    texts = pa.array(ledger["text"], type=pa.large_string())
    for flag, look in ((ADDRESS, hinted), (MISREAD, suspected), (UNSPACED, unspaced)):
        flags[distinct(article[look(texts)])] += flag
    names = sorted({*told.language, *told.origin})
    coded = {name: words_column(pd.Index(names).get_indexer(getattr(told, name)), names) for name in ("language", "origin")}
    table = pa.table(coded | {"certainty": told.certainty, "flags": flags})
    return [Written(FACTS, keys, np.arange(len(articles) + 1), table)]


def worded(
    articles: pd.DataFrame, ledger: pd.DataFrame, settings: Settings, shares: pd.DataFrame, keys: Sequence[bytes]
) -> list[Written]:
    """The words of articles; `shares` is what segmenters.unspaced_share says of the corpus."""
    tokens = split(ledger, articles, settings.possessive, shares)
    return [Written(WORDS, keys, bounds_of(tokens, articles["doc_id"]), words_of(tokens))]


def noted(
    articles: pd.DataFrame, ledger: pd.DataFrame, tokens: pd.DataFrame, settings: Settings, keys: Sequence[bytes]
) -> list[Written]:
    """What articles tell of the people listed: first whom each may name, then its notes, as JSON."""
    notes, named = notes_in(ledger, tokens, articles, settings.people, settings.verbs)
    of_each: dict[str, list[str]] = {doc: [json.dumps(sorted(named.get(doc, ())))] for doc in articles["doc_id"]}
    for doc, *note in notes:
        of_each[doc].append(json.dumps(note))
    bounds = np.append(0, np.cumsum([len(rows) for rows in of_each.values()]))
    texts = pa.array([text for rows in of_each.values() for text in rows], type=pa.large_string())
    return [Written(NOTES, keys, bounds, pa.table({"note": texts}))]


def quoted(
    articles: pd.DataFrame,
    ledger: pd.DataFrame,
    tokens: pd.DataFrame,
    settings: Settings,
    notes: Sequence[Note],
    keys: Sequence[bytes],
) -> list[Written]:
    """The quotations of articles; `notes` are all that the corpus tells of those they may name."""
    quotes = quotes_in(ledger, tokens, articles, settings.people, settings.verbs, notes)
    return [Written(QUOTES, keys, bounds_of(quotes, articles["doc_id"]), quoted_of(quotes))]
