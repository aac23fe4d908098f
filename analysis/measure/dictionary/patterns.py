"""Where the patterns of a dictionary match: `tokens` and a dictionary in, one row per mention out.

A pattern is one or more words with spaces between them; `*` stands for any characters and `?` for one, within a word. Patterns are
held against the distinct words, not the running ones: literal words by looking them up, globs by RE2 in linear time, whatever a
user writes. A pattern of several words matches words that follow each other in one sentence. In scripts without spaces a pattern
matches its characters, however they are split into words; see joined.py.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
import re2

from ... import schema
from ...dictionaries import as_dictionary
from ...errors import SchemaError
from ...spelling import pattern_words, readings
from ..counting.codes import check_tokens, coded, joint, line_codes, ordered, run_codes
from .joined import is_joined, joined_places

MEANINGLESS = "|()[]{}^$\\"  # they mean something in other languages of patterns
PLACE = ["doc_id", "line", "sentence", "position", "start", "end", "voice"]


class _Postings(NamedTuple):
    """The rows of each term that is looked for one after the other: those of term code c are rows[starts[c] : starts[c + 1]]."""

    rows: np.ndarray
    starts: np.ndarray


def match_dictionary(tokens: pd.DataFrame, dictionary: pd.DataFrame | Mapping) -> pd.DataFrame:
    """Find every mention of a dictionary's patterns.

    One row per mention. Within a group the longest match wins, so that Guinea is not found inside Equatorial Guinea; of equally
    long ones the leftmost, then the pattern that stands first. A word may serve two groups, and counts once in each.

    dictionary : table `dictionary`: group (topic, concept), label (topic again, variant), pattern, line of the file; or a dict such
                 as {"Peace": ["peace*", "cease fire"]} or {"Ruler": {"President": ["president"], "Dictator": ["dictator"]}}

    Returns, sorted by doc_id, position, group in the dictionary's order:
        group, label                  categoricals that list all of the dictionary's, in its order, found or not
        pattern, pattern_line         the pattern as written, and its line in the file
        doc_id, line, sentence        where the mention starts
        position, start, end          its first word's place among the article's words; its characters in the clean line
        voice                         outside, reported or quoted, as its first word is
        n_words                       words in the match
        …                             columns of `tokens` beyond its schema, such as source, as they are at the first word

    A dictionary without a row finds nothing. Raises SchemaError if `tokens` has no row, or a pattern no word; UsageError for a dict
    that the reader of topics.yml would refuse, see `as_dictionary`.
    Reading it: a pattern matches spellings, not meanings; look at the lines of a pattern (`lines_of`) before trusting its count.

    >>> words = "equatorial guinea and guinea".split()
    >>> tokens = pd.DataFrame({"doc_id": "d", "term": words, "part": "body", "position": [1, 2, 3, 4]})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside")
    >>> rows = [["Guinea", "Guinea", "guinea", 1], ["Other", "Other", "equatorial g*", 2], ["Guinea", "Guinea", "* guinea", 3]]
    >>> match_dictionary(tokens, pd.DataFrame(rows, columns=["group", "label", "pattern", "line"])).iloc[:, [0, 2, 7]].values.tolist()
    [['Guinea', '* guinea', 1], ['Other', 'equatorial g*', 1], ['Guinea', '* guinea', 3]]
    >>> match_dictionary(tokens, {"Guinea": "guinea"})["position"].tolist()
    [2, 4]
    """
    check_tokens(tokens)
    dictionary = as_dictionary(dictionary)
    schema.check(dictionary, "dictionary")
    tokens = ordered(tokens)
    group, groups = pd.factorize(dictionary["group"])
    pattern, start, length = _candidates(tokens, dictionary)
    kept = _longest(group[pattern], start, length, pattern, len(tokens))
    kept = kept[np.lexsort((group[pattern[kept]], start[kept]))]
    mentions = _mentions(tokens, dictionary.iloc[pattern[kept]], start[kept], length[kept])
    mentions["group"] = pd.Categorical(mentions["group"], categories=groups)
    mentions["label"] = pd.Categorical(mentions["label"], categories=dictionary["label"].unique())
    return mentions


def each_by_itself(terms: Iterable[str]) -> pd.DataFrame:
    """The dictionary that looks for each of some terms by itself: each once, in their order, a group of its own.

    >>> each_by_itself(["war", "cease fire"]).values.tolist()
    [['war', 'war', 'war', 1], ['cease fire', 'cease fire', 'cease fire', 2]]
    """
    names = pd.Series(list(dict.fromkeys(terms)), dtype="str")
    return pd.DataFrame({"group": names, "label": names, "pattern": names, "line": np.arange(1, len(names) + 1)})


def never_matched(
    mentions: pd.DataFrame, dictionary: pd.DataFrame | Mapping, *, tokens: pd.DataFrame | None = None
) -> pd.DataFrame:
    """List the patterns without any mention, because that is where a dictionary is misspelt or out of date.

    One row per such pattern, in the dictionary's order:
        group, label, pattern, line  as in the dictionary
        n_taken                      its matches that other patterns of its group took; 0 is a pattern that matches nothing at all;
                                     missing where `tokens` is not given
        reason                       why, and what to write where that can be told; missing where `tokens` is not given

    Reading it: a pattern with n_taken is at work through another one that is longer; one without any is misspelt, or of no use here.
    """
    dictionary = as_dictionary(dictionary)
    schema.check(dictionary, "dictionary")
    key = ["group", "label", "pattern", "line"]
    found = mentions[["group", "label", "pattern", "pattern_line"]].drop_duplicates().itertuples(index=False, name=None)
    found = frozenset(found)
    silent = np.array([row not in found for row in dictionary[key].itertuples(index=False, name=None)])
    table = dictionary.loc[silent, key].reset_index(drop=True)
    table["n_taken"] = pd.array([pd.NA] * len(table), dtype="Int64")
    table["reason"] = pd.Series([None] * len(table), dtype="str")
    if tokens is not None and len(table):
        pattern, _, _ = _candidates(ordered(tokens), table)
        table["n_taken"] = pd.array(np.bincount(pattern, minlength=len(table)), dtype="Int64")
        table["reason"] = pd.Series(_reasons(table, coded(tokens["term"]).values), dtype="str")
    return table


def _reasons(silent: pd.DataFrame, types: pd.Index) -> list[str]:
    """Why each pattern never counted: marks that mean nothing here, a word that no article has, or words that never stand together."""
    asked = [pattern_words(pattern) for pattern in silent["pattern"]]
    matches = _matches({word for words in asked for word in words}, types)
    found = []
    for pattern, words, taken in zip(silent["pattern"], asked, silent["n_taken"], strict=True):
        lacking = [word for word in words if not len(matches[word])]
        if taken:
            found.append("other patterns of the same name took its matches")
        elif any(mark in pattern for mark in MEANINGLESS):
            found.append("only * and ? stand for letters; write each alternative as a pattern of its own")
        elif lacking:
            found.append(f"no article has the word “{lacking[0]}”")
        else:
            found.append("articles have its words, but never one behind the other in a sentence")
    return found


def rows_of(mentions: pd.DataFrame, tokens: pd.DataFrame) -> np.ndarray:
    """Find the row of ordered `tokens` at which each mention starts; -1 where that word is not in `tokens`.

    So a selection of `tokens` (one voice, the words that are not shared) selects the mentions too.
    """
    docs = coded(tokens["doc_id"])
    said = coded(mentions["doc_id"])
    doc = np.append(docs.values.get_indexer(said.values), -1)[said.codes]
    width = 1 + max(tokens["position"].max(), mentions["position"].max() if len(mentions) else 0)
    sizes = (len(docs.values), width)
    keys = joint([docs.codes, tokens["position"].to_numpy()], sizes)
    wanted = joint([doc, mentions["position"].to_numpy()], sizes)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where((doc >= 0) & (keys[place] == wanted), place, -1)


def _candidates(tokens: pd.DataFrame, dictionary: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every match of every pattern, overlaps and all: the pattern's place in the dictionary, the first row, the number of words."""
    terms, runs = coded(tokens["term"]), run_codes(tokens)
    ways = [(number, *way) for number, pattern in enumerate(dictionary["pattern"]) for way in readings(pattern)]
    for number, words, _ in ways:
        if not words:
            written, line = dictionary["pattern"].iloc[number], dictionary["line"].iloc[number]
            raise SchemaError(f"the pattern '{written}' in line {line} of the dictionary has no word")
    within = {False: runs, True: _runs_of_lines(tokens) if any(crosses for _, _, crosses in ways) else runs}
    whole = {
        number: joined_places(list(words), terms.values, terms.codes, runs, tokens)
        for number, words in ((number, pattern_words(pattern)) for number, pattern in enumerate(dictionary["pattern"]))
        if is_joined(list(words))
    }
    matches = _matches({word for _, words, _ in ways for word in words}, terms.values)
    ways = [way for way in ways if way[0] not in whole and all(len(matches[word]) for word in way[1])]
    counts = np.bincount(terms.codes, minlength=len(terms.values))
    anchors = [min(range(len(words)), key=lambda place: counts[matches[words[place]]].sum()) for _, words, _ in ways]
    sought = [matches[words[anchor]] for (_, words, _), anchor in zip(ways, anchors, strict=True)]
    postings = _postings(np.concatenate([np.array([], dtype=np.int64), *sought]), terms.codes, counts)
    found = [
        _starts(words, anchor, matches, postings, terms.codes, within[crosses])
        for (_, words, crosses), anchor in zip(ways, anchors, strict=True)
    ]
    lengths = [np.full(len(starts), len(words)) for (_, words, _), starts in zip(ways, found, strict=True)]
    numbers = [np.full(len(starts), number) for (number, _, _), starts in zip(ways, found, strict=True)]
    for number, (starts, n_words) in whole.items():
        found, lengths, numbers = [*found, starts], [*lengths, n_words], [*numbers, np.full(len(starts), number)]
    none = np.array([], dtype=np.int64)
    return _each_once(*(np.concatenate([none, *parts]) for parts in (numbers, found, lengths)))


def _each_once(pattern: np.ndarray, start: np.ndarray, length: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Matches without those that another reading of the same pattern found already."""
    order = np.lexsort((length, start, pattern))
    pattern, start, length = pattern[order], start[order], length[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(pattern) != 0) | (np.diff(start) != 0) | (np.diff(length) != 0)
    return pattern[new], start[new], length[new]


def _runs_of_lines(tokens: pd.DataFrame) -> np.ndarray:
    """As run_codes, but within a line: for patterns that have a stop inside, which a sentence may seem to end at (Ft. Worth)."""
    steps = tokens["position"].to_numpy() - np.arange(len(tokens))
    lines = line_codes(tokens)
    return np.cumsum(np.append(False, (lines[1:] != lines[:-1]) | (steps[1:] != steps[:-1])))


def _matches(words: set[str], types: pd.Index) -> dict[str, np.ndarray]:
    """For each word of a pattern the codes of the types it matches."""
    text = "\n".join(types.astype(str).to_numpy(dtype=object)).lower().replace("’", "'")
    spelt = text.split("\n")
    if len(spelt) != len(types):
        raise SchemaError("a term of table 'tokens' holds a line break", remedy="Split words at white space")
    places: dict[str, list[int]] = {word: [] for word in words}
    for place, spelling in enumerate(spelt):
        if spelling in places:
            places[spelling].append(place)
    matches = {word: np.array(found, dtype=np.int64) for word, found in places.items()}
    data = text.encode()
    line_starts = np.flatnonzero(np.frombuffer(b"\n" + data, dtype=np.uint8) == ord("\n"))
    for word in sorted(word for word in words if "*" in word or "?" in word):
        glob = re2.escape(word).replace(r"\*", r"[^\n]*").replace(r"\?", r"[^\n]")
        hits = [match.start() for match in re2.compile(f"(?m)^{glob}$").finditer(data)]
        matches[word] = np.searchsorted(line_starts, np.array(hits, dtype=np.int64))
    return matches


def _postings(sought: np.ndarray, codes: np.ndarray, counts: np.ndarray) -> _Postings:
    """The rows of the terms that are looked for; no others are sorted."""
    listed = np.zeros(len(counts), dtype=bool)
    listed[sought] = True
    rows = np.flatnonzero(listed[codes])
    rows = rows[np.argsort(codes[rows], kind="stable")]
    return _Postings(rows, np.append(0, np.cumsum(np.where(listed, counts, 0))))


def _starts(
    words: list[str], anchor: int, matches: dict[str, np.ndarray], postings: _Postings, codes: np.ndarray, runs: np.ndarray
) -> np.ndarray:
    """The rows at which a pattern of these words starts, looked for from its rarest word, the anchor."""
    spans = [postings.rows[postings.starts[code] : postings.starts[code + 1]] for code in matches[words[anchor]]]
    starts = np.concatenate([np.array([], dtype=np.int64), *spans]) - anchor
    starts = starts[(starts >= 0) & (starts + len(words) <= len(codes))]
    starts = starts[runs[starts] == runs[starts + len(words) - 1]]
    for place, word in enumerate(words):
        if place != anchor:
            fits = np.zeros(len(postings.starts) - 1, dtype=bool)
            fits[matches[word]] = True
            starts = starts[fits[codes[starts + place]]]
    return np.sort(starts)


def _mentions(tokens: pd.DataFrame, patterns: pd.DataFrame, start: np.ndarray, length: np.ndarray) -> pd.DataFrame:
    """Put the table together: a row of `patterns`, a first row of `tokens` and a number of words for each mention."""
    first = tokens.iloc[start].reset_index(drop=True)
    table = patterns[["group", "label", "pattern", "line"]].reset_index(drop=True).rename(columns={"line": "pattern_line"})
    table[PLACE] = first[PLACE]
    table["end"] = tokens["end"].to_numpy()[start + length - 1]
    table["n_words"] = length
    more = [name for name in first.columns if name not in schema.TABLES["tokens"] and name not in table.columns]
    table[more] = first[more]
    return table


def _longest(group: np.ndarray, start: np.ndarray, length: np.ndarray, pattern: np.ndarray, n_rows: int) -> np.ndarray:
    """Which candidates stay when within a group the longest match wins, then the leftmost, then the first pattern.

    Each group gets a stretch of numbers of its own, so that all are settled together, one length after the other.
    """
    begin = group * (n_rows + int(length.max(initial=0))) + start
    taken_begin, taken_end = np.array([], dtype=np.int64), np.array([], dtype=np.int64)
    kept = []
    for size in np.unique(length)[::-1]:
        rows = np.flatnonzero(length == size)
        before = np.searchsorted(taken_begin, begin[rows] + size) - 1
        if len(taken_end):
            rows = rows[(before < 0) | (taken_end[before] <= begin[rows])]
        rows = rows[np.lexsort((pattern[rows], begin[rows]))]
        rows = rows[_apart(begin[rows], size)]
        kept.append(rows)
        order = np.argsort(np.append(taken_begin, begin[rows]), kind="stable")
        taken_begin = np.append(taken_begin, begin[rows])[order]
        taken_end = np.append(taken_end, begin[rows] + size)[order]
    return np.concatenate(kept) if kept else np.array([], dtype=np.int64)


def _apart(begin: np.ndarray, size: int) -> np.ndarray:
    """Of sorted stretches of one size, those that stay when each that overlaps an earlier one goes."""
    stays = np.ones(len(begin), dtype=bool)
    last = 0
    for place in np.flatnonzero(np.diff(begin) < size) + 1:
        last = place - 1 if stays[place - 1] else last
        stays[place] = begin[place] - begin[last] >= size
    return stays
