"""What a row of a table counted, looked for once more: words, neighbours, mentions, meetings of topics, quotations, lines.

Comes in: what the rows of a table name, and the tables they were counted from. Goes out: for each row of the table the places where it
was counted. It exists so that behind.py shows those lines and no others; each search follows the measure that it stands behind. All
rows of a table are looked for in one pass over the words.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from ... import schema
from ...postings import Postings
from ..counting.codes import line_codes
from ..counting.indexed import indexed
from ..counting.voices import OUTSIDE, QUOTED, REPORTED, SCARE, SPEECH, VOICES
from ..dictionary.patterns import rows_of
from ..dictionary.wording import OTHER
from ..language.collocations import slots_around

NOWHERE = np.array([], dtype=np.int64)


class Found(NamedTuple):
    """Where each row of a table was counted.

    `frame` holds places in the order of the text: doc_id, line, start, end, voice, and columns to group by. For each row of the table
    `first` has the rows of `frame` at which a stretch begins, ascending, and `last` those at which it ends.
    """

    frame: pd.DataFrame
    first: list[np.ndarray]
    last: list[np.ndarray]


class _Words(NamedTuple):
    """The columns of ordered `tokens` that searches read, as arrays; a word's code is its place in `types`."""

    codes: np.ndarray
    types: pd.Index
    docs: np.ndarray
    sentences: np.ndarray
    positions: np.ndarray
    postings: Postings


def find_terms(tokens: pd.DataFrame, terms: Iterable[str]) -> Found:
    """Find words and runs of words, exactly as spelt; runs overlap where count_ngrams counts them so. `tokens` must be ordered."""
    terms = list(terms)
    words = _words(tokens)
    phrases = [words.types.get_indexer(str(term).split(" ")) for term in terms]
    counts = np.append(words.postings.counts, 0)  # the last place is that of an unknown word, code -1
    anchors = [int(np.argmin(counts[codes])) for codes in phrases]
    rows = _rows_of_codes(words, {int(codes[anchor]) for codes, anchor in zip(phrases, anchors, strict=True)})
    known: dict[str, np.ndarray] = {}
    for term, codes, anchor in zip(terms, phrases, anchors, strict=True):
        known[term] = known[term] if term in known else _runs(words, rows[int(codes[anchor])] - anchor, codes)
    first = [known[term] for term in terms]
    return Found(tokens, first, [rows + len(codes) - 1 for rows, codes in zip(first, phrases, strict=True)])


def find_pairs(tokens: pd.DataFrame, pairs: Iterable[tuple[str, str]], window: int) -> Found:
    """Find ordered pairs of words within `window` words and one sentence, as `collocations` counts them. `tokens` must be ordered."""
    words = _words(tokens)
    sides = [words.types.get_indexer(list(pair)) for pair in pairs]
    rows = _rows_of_codes(words, {int(left) for left, _ in sides})
    first, last = [], []
    for left, right in sides:
        found = [
            _steps(words, rows[int(left)], int(right), step, window) for step in range(1, min(window, len(tokens) - 1) + 1)
        ]
        begin, end = (np.concatenate([NOWHERE, *(pair[side] for pair in found)]) for side in (0, 1))
        order = np.lexsort((end, begin))
        first.append(begin[order])
        last.append(end[order])
    return Found(tokens, first, last)


def find_near(tokens: pd.DataFrame, pairs: Iterable[tuple[str, str]], window: int) -> Found:
    """Find neighbours of words, phrases or globs, as `collocates` counts them; pairs of node and neighbour, `tokens` ordered."""
    words = _words(tokens)
    slots: dict[str, pd.DataFrame] = {}
    first, last = [], []
    for node, neighbour in pairs:
        if node not in slots:
            slots[node] = slots_around(tokens, node, window)
        near = slots[node]
        near = near[words.codes[near["row"].to_numpy()] == words.types.get_indexer([neighbour])[0]]
        begin, end = near[["row", "begin"]].min(axis="columns"), near[["row", "end"]].max(axis="columns")
        order = np.lexsort((end, begin))
        first.append(begin.to_numpy(dtype=np.int64)[order])
        last.append(end.to_numpy(dtype=np.int64)[order])
    return Found(tokens, first, last)


def placed(mentions: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Give mentions in the order of the text, with the columns that ordered `tokens` have at their first word; others are left out."""
    rows = rows_of(mentions, tokens)
    order = np.argsort(rows, kind="stable")[np.count_nonzero(rows < 0) :]
    names = ["group", "label", "pattern", "pattern_line", "doc_id", "line", "sentence", "position", "start", "end"]
    frame = mentions[names].iloc[order].reset_index(drop=True)
    more = [name for name in tokens.columns if name not in (*names, "term")]
    frame[more] = tokens[more].iloc[rows[order]].reset_index(drop=True)
    return frame


def find_mentions(frame: pd.DataFrame, wanted: pd.DataFrame) -> Found:
    """Find the mentions that agree with each row of `wanted` in all of its columns; `frame` is what `placed` gives.

    A label that is missing from `wanted` stands for any that counts, which `_other` of a wording does not.
    """
    texts = {name: frame[name].astype("category") for name in wanted.columns}
    first = []
    for row in wanted.itertuples(index=False, name=None):
        fits = np.ones(len(frame), dtype=bool)
        for name, value in zip(wanted.columns, row, strict=True):
            names = texts[name].cat.categories
            chosen = names.isin(value) if isinstance(value, list) else names == value if value is not None else names != OTHER
            fits &= np.append(chosen, False)[texts[name].cat.codes]
        first.append(np.flatnonzero(fits))
    return Found(frame, first, first)


def find_meetings(frame: pd.DataFrame, pairs: Iterable[tuple[str, str]]) -> Found:
    """Find the paragraphs with two topics, as `cooccurrence` counts them: of each where the two stand closest, the first if equal."""
    topic = frame["group"].astype("str").to_numpy(dtype=object)
    body, lines = frame["part"].astype("str").eq("body").to_numpy(), line_codes(frame)
    start, end = frame["start"].to_numpy(), frame["end"].to_numpy()
    first, last = [], []
    for a, b in pairs:
        rows = np.flatnonzero(body & ((topic == a) | (topic == b)))
        one, other = rows[:-1], rows[1:]
        meet = (lines[one] == lines[other]) & (topic[one] != topic[other])
        one, other = one[meet], other[meet]
        order = np.lexsort((start[other] - end[one], lines[one]))
        order = order[np.diff(lines[one][order], prepend=-1) != 0]
        first.append(one[order])
        last.append(np.where(end[one] > end[other], one, other)[order])
    return Found(frame, first, last)


def find_quotes(quotes: pd.DataFrame, wanted: pd.DataFrame, reports: bool = False) -> Found:
    """Find quotations and reports by speaker, as `speakers` counts them, or the clauses that introduce them by verb, as `verbs` does.

    quotes  : table `quotes` with the columns to group by
    wanted  : of speaker, verb, verb_class and kind those that a row names; a missing value is that of quotations without one
    reports : whether what is reported of a speaker counts too
    """
    schema.check(quotes, "quotes")
    frame = quotes.astype(dict.fromkeys(("doc_id", "kind", "speaker", "verb", "verb_class"), "str"))
    said = frame["kind"].map({SPEECH: QUOTED, REPORTED: REPORTED}).fillna(OUTSIDE)
    frame["voice"] = pd.Categorical(said, categories=list(VOICES))
    frame["goes_on"] = frame["end_line"].to_numpy() > frame["line"].to_numpy()
    frame["end"] = frame["end"].mask(frame["goes_on"], np.iinfo("int32").max)
    if "speaker" not in wanted:
        frame = frame[frame["kind"].ne(REPORTED) | reports]
        led = frame["verb"].notna() & frame["cue_line"].notna()
        cues = frame.loc[led, ["cue_line", "cue_start", "cue_end"]].astype("int32").to_numpy()
        frame.loc[led, ["line", "start", "end"]] = cues
        frame.loc[led, "goes_on"] = False
        frame.loc[led, "voice"] = OUTSIDE
    elif "kind" not in wanted:
        frame = frame[frame["kind"].isin([SPEECH, REPORTED] if reports else [SPEECH])]
    frame = frame.sort_values(["doc_id", "line", "start"], kind="stable", ignore_index=True)
    first = []
    for row in wanted.itertuples(index=False, name=None):
        agree = [
            frame[name].eq(value) if pd.notna(value) else frame[name].isna() for name, value in zip(wanted, row, strict=True)
        ]
        first.append(np.flatnonzero(np.logical_and.reduce([np.asarray(fits, dtype=bool) for fits in agree])))
    return Found(frame, first, first)


def find_scare_quotes(quotes: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Give the scare quotes that `hedges` counts, those with a word of ordered `tokens` that is not quoted, in the order of the text.

    Returns the columns of `tokens` as they are at the first word; start and end are those of the quotation.
    """
    schema.check(quotes, "quotes")
    scare = quotes.loc[quotes["kind"].astype("str").eq(SCARE).to_numpy(), ["doc_id", "line", "start", "end_line", "end"]]
    scare = scare.assign(doc_id=scare["doc_id"].astype("str"), mark=scare["start"].astype("int64"))
    own = tokens[(tokens["doc_id"].isin(scare["doc_id"]) & (tokens["voice"] != QUOTED)).to_numpy()]
    words = pd.DataFrame({"doc_id": own["doc_id"].astype("str"), "line": own["line"], "mark": own["start"].astype("int64")})
    words["row"] = np.arange(len(own))
    joined = pd.merge_asof(
        scare.astype({"line": "int64"}).sort_values("mark", kind="stable"), words.astype({"line": "int64"}).sort_values("mark"),
        on="mark", by=["doc_id", "line"], direction="forward", allow_exact_matches=False,
    ).dropna(subset="row").sort_values("row", kind="stable")  # fmt: skip
    frame = own.iloc[joined["row"].astype("int64")].reset_index(drop=True)
    goes_on = joined["end_line"].to_numpy() > joined["line"].to_numpy()
    end = np.where(goes_on, np.iinfo("int32").max, joined["end"].to_numpy())
    return frame.assign(start=joined["start"].to_numpy(), end=end, goes_on=goes_on)


def _words(tokens: pd.DataFrame) -> _Words:
    _, index = indexed(tokens)
    return _Words(index.codes, index.names, index.docs, index.sentences, index.positions, index.postings)


def _rows_of_codes(words: _Words, codes: Iterable[int]) -> dict[int, np.ndarray]:
    """The rows of each code; code -1 has none."""
    codes = np.array(sorted(codes), dtype=np.int64)
    rows = words.postings.rows_of(codes[codes >= 0])
    return {int(code): rows.of(np.array([code])) if code >= 0 else NOWHERE for code in codes}


def _runs(words: _Words, starts: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Of `starts` those at which the words with these codes follow each other in one sentence."""
    last = len(codes) - 1
    starts = starts[(starts >= 0) & (starts + last < len(words.codes))]
    for place, code in enumerate(codes):
        starts = starts[words.codes[starts + place] == code]
    return starts[_in_one_sentence(words, starts, starts + last, last)]


def _steps(words: _Words, rows: np.ndarray, right: int, step: int, window: int) -> tuple[np.ndarray, np.ndarray]:
    """Of `rows` those with the word `right` as many rows later, and the rows where it stands."""
    rows = rows[rows + step < len(words.codes)]
    rows = rows[words.codes[rows + step] == right]
    rows = rows[_in_one_sentence(words, rows, rows + step, window)]
    return rows, rows + step


def _in_one_sentence(words: _Words, first: np.ndarray, last: np.ndarray, most: int) -> np.ndarray:
    """Whether two rows stand in one sentence, at most so many words apart."""
    same = (words.docs[first] == words.docs[last]) & (words.sentences[first] == words.sentences[last])
    return same & (words.positions[last] - words.positions[first] <= most)
