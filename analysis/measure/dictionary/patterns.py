"""Where the patterns of a dictionary match: `tokens` and a dictionary in, one row per mention out.

A pattern is one or more words with spaces between them; `*` stands for any characters and `?` for one, within a word. Patterns are
held against the distinct words, not the running ones: literal words by looking them up, globs by RE2 in linear time, whatever a
user writes. A pattern of several words matches words that follow each other in one sentence; with ~5 between two of them, words that
stand within five words of each other. In scripts without spaces a pattern
matches its characters, however they are split into words; see joined.py.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from ... import schema
from ...blocks import heads
from ...dictionaries import as_dictionary, near
from ...postings import Vocabulary
from ...spelling import pattern_words
from ..counting.codes import check_tokens, coded
from ..counting.indexed import indexed
from .candidates import candidates

MEANINGLESS = "|()[]{}^$\\"  # they mean something in other languages of patterns
PLACE = ["doc_id", "line", "sentence", "position", "start", "end", "voice"]


def match_dictionary(tokens: pd.DataFrame, dictionary: pd.DataFrame | Mapping) -> pd.DataFrame:
    """Find every mention of a dictionary's patterns.

    One row per mention. Within a group the longest match wins, so that Guinea is not found inside Equatorial Guinea; of equally
    long ones the leftmost, then the pattern that stands first. A word may serve two groups, and counts once in each.

    `war ~5 peace` finds the two, words or phrases or globs, within 5 words of each other (1 to 99; 1 is next to each other), either
    first, in one sentence; the mention covers the words from the first to the last. Where one is there twice, the closer counts.

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
    that the reader of topics.yml would refuse, see `as_dictionary`, and for a ~ without two patterns and a distance.
    Reading it: a pattern matches spellings, not meanings; look at the lines of a pattern (`lines_of`) before trusting its count.

    >>> words = "equatorial guinea and guinea".split()
    >>> tokens = pd.DataFrame({"doc_id": "d", "term": words, "part": "body", "position": [1, 2, 3, 4]})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside")
    >>> rows = [["Guinea", "Guinea", "guinea", 1], ["Other", "Other", "equatorial g*", 2], ["Guinea", "Guinea", "* guinea", 3]]
    >>> match_dictionary(tokens, pd.DataFrame(rows, columns=["group", "label", "pattern", "line"])).iloc[:, [0, 2, 7]].values.tolist()
    [['Guinea', '* guinea', 1], ['Other', 'equatorial g*', 1], ['Guinea', '* guinea', 3]]
    >>> match_dictionary(tokens, {"Guinea": "guinea"})["position"].tolist()
    [2, 4]
    >>> match_dictionary(tokens, {"Both": "and ~2 equatorial"})[["position", "n_words"]].values.tolist()
    [[1, 3]]
    """
    check_tokens(tokens)
    dictionary = as_dictionary(dictionary)
    schema.check(dictionary, "dictionary")
    tokens, index = indexed(tokens)
    group, groups = pd.factorize(dictionary["group"])
    pattern, start, length = candidates(tokens, index, dictionary)
    kept = _longest(group[pattern], start, length, pattern, len(tokens))
    kept = kept[np.lexsort((group[pattern[kept]], start[kept]))]
    chosen = pattern[kept]
    label, labels = pd.factorize(dictionary["label"])
    named = {
        "group": pd.Categorical.from_codes(group[chosen], categories=groups),
        "label": pd.Categorical.from_codes(label[chosen], categories=labels),
        "pattern": _taken(dictionary["pattern"], chosen),
        "pattern_line": _taken(dictionary["line"], chosen),
    }
    return _mentions(tokens, named, start[kept], length[kept])


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
        tokens, index = indexed(tokens)
        table["n_taken"] = pd.array(np.bincount(candidates(tokens, index, table).pattern, minlength=len(table)), dtype="Int64")
        table["reason"] = pd.Series(_reasons(table, index.vocabulary), dtype="str")
    return table


def _reasons(silent: pd.DataFrame, vocabulary: Vocabulary) -> list[str]:
    """Why each pattern never counted: marks that mean nothing here, a word that no article has, or words that never stand together."""
    found = []
    for pattern, taken in zip(silent["pattern"], silent["n_taken"], strict=True):
        apart = near(pattern)
        words = [*pattern_words(apart.left), *pattern_words(apart.right)] if apart else pattern_words(pattern)
        lacking = [word for word in words if not len(vocabulary.matching(word))]
        if taken:
            found.append("other patterns of the same name took its matches")
        elif any(mark in pattern for mark in MEANINGLESS):
            found.append("only * and ? stand for letters; write each alternative as a pattern of its own")
        elif lacking:
            found.append(f"no article has the word “{lacking[0]}”")
        elif apart:
            found.append("articles have its words, but never so near each other in a sentence")
        else:
            found.append("articles have its words, but never one behind the other in a sentence")
    return found


def rows_of(mentions: pd.DataFrame, tokens: pd.DataFrame) -> np.ndarray:
    """Find the row of ordered `tokens` at which each mention starts; -1 where that word is not in `tokens`.

    So a selection of `tokens` (one voice, the words that are not shared) selects the mentions too.
    """
    docs, said = coded(tokens["doc_id"]), coded(mentions["doc_id"])
    starts = heads(docs.codes)
    article = np.full(len(docs.values) + 1, -1)
    article[docs.codes[starts]] = np.arange(len(starts))
    own = article[np.append(docs.values.get_indexer(said.values), -1)[said.codes]]
    positions, wanted = tokens["position"].to_numpy(), mentions["position"].to_numpy()
    low, high = starts[own], np.append(starts[1:], len(tokens))[own]
    ends = high.copy()
    while (open_ := low < high).any():  # the words of each article are halved until one is left
        middle = (low + high) // 2
        before = open_ & (positions[np.minimum(middle, len(positions) - 1)] < wanted)
        low, high = np.where(before, middle + 1, low), np.where(open_ & ~before, middle, high)
    place = np.minimum(low, len(positions) - 1)
    return np.where((own >= 0) & (low < ends) & (positions[place] == wanted), place, -1)


def _mentions(tokens: pd.DataFrame, named: dict[str, object], start: np.ndarray, length: np.ndarray) -> pd.DataFrame:
    """Put the table together: what was looked for, a first row of `tokens` and a number of words for each mention."""
    columns = named | {name: _taken(tokens[name], start) for name in PLACE}
    columns["end"] = _taken(tokens["end"], start + length - 1)
    columns["n_words"] = length
    more = [name for name in tokens.columns if name not in schema.TABLES["tokens"] and name not in columns]
    return pd.DataFrame(columns | {name: _taken(tokens[name], start) for name in more})


def _taken(column: pd.Series, rows: np.ndarray) -> object:
    """The values at some rows, of the column's own dtype: pandas would make text of an array of objects."""
    values = column.array.take(rows)
    return pd.Series(values, dtype=object) if column.dtype == object else values


def _longest(group: np.ndarray, start: np.ndarray, length: np.ndarray, pattern: np.ndarray, n_rows: int) -> np.ndarray:
    """Which candidates stay when within a group the longest match wins, then the leftmost, then the first pattern.

    Each group gets a stretch of numbers of its own, so that all are settled together, one length after the other.
    """
    begin = group * (n_rows + int(length.max(initial=0))) + start
    taken_begin, taken_end = np.array([], dtype=np.int64), np.array([], dtype=np.int64)
    kept = []
    for size in np.flatnonzero(np.bincount(length))[::-1]:
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
