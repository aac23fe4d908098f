"""Concordance: the lines in which words were counted. `tokens` or mentions and the ledger in, keyword-in-context lines out.

This is the evidence behind every count: the text shown is the article's own, not a string of its words.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...arguments import in_range, words
from ...errors import SchemaError, UsageError, nearest
from ...spelling import as_compared
from ..counting.codes import coded, joint
from ..dictionary.patterns import each_by_itself, match_dictionary

SORTS = ("position", "left", "right")
CUT = "…"
BLOCK = 100_000  # lines that are pieces of text at a time, before a table holds them in less memory


@in_range
def concordance(
    tokens: pd.DataFrame, ledger: pd.DataFrame, terms: str | Iterable[str], *, width: int = 60, sort: str = "position"
) -> pd.DataFrame:
    """Show every mention of a word, a phrase, a glob or two of them near each other (`war ~5 peace`) in its context.

    One row per mention; of several terms that match the same words the longest counts (see `patterns`).

    terms : words, phrases, globs or two with ~ and a distance between them, one or several; see `match_dictionary`
    width : characters of context on each side, within the line, cut at a word's border
    sort  : position (doc_id, then place in the article), left (by the words to the left, read from the hit outward), right
            (by the words to the right); capital letters ignored, ties in the order of position

    Returns:
        left, hit, right  the article's own text; … where the line goes on
        doc_id, line      where it stands
        …                 columns of `tokens` beyond its schema, such as source
        voice             outside, reported or quoted, as the first word of the hit is

    Raises UsageError for another `sort`, a negative width or a ~ without a distance, SchemaError if `tokens` has no row or the ledger
    lacks a line.
    Without a mention the table has no row.
    Reading it: sorted by left or right, what the word stands beside again and again comes in a block; read blocks, not single lines.
    Source: Sinclair 1991, Corpus, Concordance, Collocation, on reading lines sorted by what stands beside the word.
    """
    if sort not in SORTS:
        raise UsageError(f"a concordance cannot be sorted by '{sort}'", remedy=nearest(sort, SORTS))
    dictionary = each_by_itself(words(terms)).assign(group="", label="")
    lines = lines_of(match_dictionary(tokens, dictionary), ledger, width=width)
    if sort != "position":
        lines = lines.iloc[sorted(range(len(lines)), key=_context_words(lines[sort], outward=sort == "left").__getitem__)]
    return lines.drop(columns=["group", "label", "pattern", "pattern_line"]).reset_index(drop=True)


@in_range
def lines_of(mentions: pd.DataFrame, ledger: pd.DataFrame, *, width: int = 60) -> pd.DataFrame:
    """Show the lines in which mentions were counted, as evidence for a table of topics or wordings.

    One row per mention, in the order of `mentions`.

    mentions : a table of `match_dictionary`, or any selection of its rows
    width    : characters of context on each side, within the line, cut at a word's border

    Returns:
        left, hit, right                     the article's own text; … where the line goes on
        doc_id, line                         where it stands
        group, label, pattern, pattern_line  what was looked for
        …                                    further columns of `mentions`, such as source
        voice                                outside, reported or quoted

    Raises UsageError for a negative width, SchemaError if the ledger lacks a line.
    Reading it: a mention that means something else is a fault of the pattern that is named beside it, not of the count.
    """
    lines = in_context(mentions, ledger, width)
    more = list(mentions.columns[mentions.columns.get_loc("n_words") + 1 :])
    names = ["group", "label", "pattern", "pattern_line", *more, "voice"]
    lines[names] = mentions[names].reset_index(drop=True)
    return lines


def in_context(spans: pd.DataFrame, ledger: pd.DataFrame, width: int = 60) -> pd.DataFrame:
    """Show stretches of lines with what stands to their left and right.

    One row per stretch, in the order of `spans`.

    spans : doc_id, line, and the characters start to end of the clean line
    width : characters of context on each side, within the line, cut at a word's border

    Returns left, hit, right, doc_id, line. Raises UsageError for a negative width, SchemaError if the ledger lacks a line.

    >>> ledger = pd.DataFrame({"doc_id": ["d"], "line": [1], "text": ["The war goes on."]})
    >>> in_context(pd.DataFrame({"doc_id": ["d"], "line": [1], "start": [4], "end": [7]}), ledger, 5).values.tolist()
    [['The ', 'war', ' goes…', 'd', 1]]
    """
    if width < 0:
        raise UsageError(f"a context of {width} characters cannot be shown", remedy="Ask for 0 or more")
    texts = texts_of(ledger, spans["doc_id"], spans["line"])
    places = list(zip(texts, spans["start"].tolist(), spans["end"].tolist(), strict=True))
    parts = [_pieces(places[begin : begin + BLOCK], width) for begin in range(0, max(len(places), 1), BLOCK)]
    lines = pd.concat(parts, ignore_index=True)
    lines[["doc_id", "line"]] = spans[["doc_id", "line"]].reset_index(drop=True)
    return lines


def _pieces(places: list[tuple[str, int, int]], width: int) -> pd.DataFrame:
    pieces = [(_before(text, start, width), text[start:end], _after(text, end, width)) for text, start, end in places]
    return pd.DataFrame(pieces, columns=["left", "hit", "right"], dtype="str")


def texts_of(ledger: pd.DataFrame, doc_id: pd.Series, line: pd.Series) -> list[str]:
    """Look up the clean text of lines; raises SchemaError naming the first one that the ledger has no text for.

    >>> texts_of(pd.DataFrame({"doc_id": ["d"], "line": [3], "text": ["Words."]}), pd.Series(["d"]), pd.Series([3]))
    ['Words.']
    """
    return texts_at(ledger, line_places(ledger, doc_id, line))


def texts_at(ledger: pd.DataFrame, places: np.ndarray) -> list[str]:
    """The texts at places that `line_places` gave: of many lines some at a time, since all are as much as the corpus."""
    return ledger["text"].array.take(places).astype(object).tolist()


def line_places(ledger: pd.DataFrame, doc_id: pd.Series, line: pd.Series) -> np.ndarray:
    """Where the ledger has lines; raises as texts_of does.

    >>> line_places(pd.DataFrame({"doc_id": ["d"], "line": [3], "text": ["Words."]}), pd.Series(["d"]), pd.Series([3])).tolist()
    [0]
    """
    listed, asked = coded(ledger["doc_id"]), coded(doc_id)
    width = 1 + max(ledger["line"].max() if len(ledger) else 0, line.max() if len(line) else 0)
    sizes = (len(listed.values), width)
    keys = joint([listed.codes, ledger["line"].to_numpy()], sizes)
    known = np.append(listed.values.astype(str).get_indexer(asked.values.astype(str)), -1)[asked.codes]
    places = _places(keys, np.where(known < 0, -1, joint([known, line.to_numpy()], sizes)))
    lacking = np.flatnonzero((places < 0) | np.append(ledger["text"].isna().to_numpy(), True)[places])
    if len(lacking):
        first = lacking[0]
        raise SchemaError(f"the ledger has no text for line {line.iloc[first]} of article '{doc_id.iloc[first]}'")
    return places


def _places(keys: np.ndarray, sought: np.ndarray) -> np.ndarray:
    """Where each number stands among others that are there once; -1 where it does not. Rising ones, as a ledger's, are not hashed."""
    if not (keys[1:] > keys[:-1]).all():
        return pd.Index(keys).get_indexer(sought)
    places = np.searchsorted(keys, sought)
    there = places < len(keys)
    there[there] = keys[places[there]] == sought[there]
    return np.where(there, places, -1)


def _before(text: str, start: int, width: int) -> str:
    if start <= width:
        return text[:start]
    cut = start - width
    context = text[cut:start]
    if not text[cut - 1].isspace() and not context[:1].isspace():
        # the cut went through a word: leave its rest out, unless there is nothing else, as in a script without spaces
        _, space, rest = context.partition(" ")
        context = rest if space else context
    return CUT + context.lstrip()


def _after(text: str, end: int, width: int) -> str:
    if len(text) - end <= width:
        return text[end:]
    cut = end + width
    context = text[end:cut]
    if not text[cut].isspace() and not context[-1:].isspace():
        rest, space, _ = context.rpartition(" ")
        context = rest if space else context
    return context.rstrip() + CUT


def _context_words(contexts: pd.Series, outward: bool) -> list[list[str]]:
    """The words of each context as sorting keys, the one next to the hit first; what is not a letter or digit does not count."""
    keys = []
    for context in contexts:
        bare = "".join(char if char.isalnum() else " " for char in as_compared(context))
        words = bare.split()
        keys.append(words[::-1] if outward else words)
    return keys
