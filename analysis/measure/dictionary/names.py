"""Names that nobody listed: `tokens` and the ledger in, one row per mention of a capitalised name out.

Dictionaries find what their author thought of. What an outlet names beyond that can be read off the capital letters of running text,
in scripts that have them and in languages that keep them for names. The result has the form of `match_dictionary`, so that names can be
counted, shown in their lines and looked for where they are missing, as topics can.
"""

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd

from ... import schema
from ...arguments import in_range, words
from ...blocks import heads
from ...errors import UsageError
from ..counting.codes import check_tokens, coded, ordered
from ..evidence.concordance import line_places, texts_at
from .patterns import PLACE

CHARACTERS = 4_000_000  # of the texts that are looked at together
QUOTES = list("\"'“”„‟‘’‚‛«»‹›")
APOSTROPHES = ("'", "’")


@in_range
def find_names(
    tokens: pd.DataFrame, ledger: pd.DataFrame, *, min_n: int = 1, stop_words: str | Iterable[str] = ()
) -> pd.DataFrame:
    """Find names by their capital letters.

    One row per mention. A word is a part of names when it has a capital in at least four of five of its places in body text that are
    neither the first of a sentence nor the first behind a quotation mark, and in one at least. Such words, where they have a capital,
    make one name together while nothing but a space stands between them, or the full stop of an initial. A single letter by itself is
    no name, nor are its contractions (I, I'm).

    tokens     : table `tokens`; a word whose forerunner was taken out counts as the first of a sentence
    min_n      : names with fewer mentions are left out
    stop_words : words that are no part of a name whatever their capitals, such as names of months

    Returns, sorted by doc_id, position, the columns of `match_dictionary`:
        group, label              categoricals, a-z: the name as it is written most often (of equals the first a-z); both are the same
        pattern                   its words as they are counted, with spaces between them
        pattern_line              missing, since no file lists it
        doc_id, line, sentence, position, start, end, voice, n_words, and columns of `tokens` beyond its schema: as there

    A script without capitals has no names here: the table is empty. Raises SchemaError if `tokens` has no row or the ledger lacks a
    line, UsageError where min_n is less than 1.
    Reading it: a capital is all that is looked at. In English, days, months, languages and peoples are among the names; in German
    every noun is, so do not use it there. Alexander Lukashenko and Lukashenko are two names. A name that goes on in lower case (Bank
    of Russia) is found in pieces, and one with a word that is common otherwise (the states beside the United States) in part. Words
    that stand only at the beginning of sentences or in titles are missed.
    Source: after Mikheev 2002, Computational Linguistics 28(3), where places that tell decide on the others.

    >>> text = "Then Ann Lee met Bob. Lee left."
    >>> words = [(0, 4), (5, 8), (9, 12), (13, 16), (17, 20), (22, 25), (26, 30)]
    >>> tokens = pd.DataFrame(words, columns=["start", "end"]).assign(term=[text[a:b].lower() for a, b in words], position=range(1, 8))
    >>> tokens = tokens.assign(doc_id="d", line=1, sentence=[1] * 5 + [2] * 2, part="body", shared=False, voice="outside")
    >>> ledger = pd.DataFrame({"doc_id": ["d"], "line": [1], "text": [text]})
    >>> find_names(tokens, ledger)[["group", "position", "n_words"]].values.tolist()
    [['Ann Lee', 2, 2], ['Bob', 5, 1], ['Lee', 6, 1]]
    """
    check_tokens(tokens)
    if min_n < 1:
        raise UsageError(f"names with at least {min_n} mentions cannot be asked for", remedy="Ask for 1 or more")
    tokens = ordered(tokens)
    lines = _Lines(tokens, ledger)
    rows, n_words = _runs(tokens, lines, frozenset(words(stop_words)))
    ends = tokens["end"].to_numpy()[rows + n_words - 1]
    written = lines.written(rows, tokens["start"].to_numpy()[rows], ends)
    named = np.array([n > 1 or not _lone(text) for n, text in zip(n_words.tolist(), written, strict=True)], dtype=bool)
    rows, n_words, ends, written = rows[named], n_words[named], ends[named], written[named]
    name, pattern, often = _most_often(tokens, rows, n_words, written, min_n)
    return _mentions(tokens, rows[often], ends[often], n_words[often], name, pattern)


class _Lines:
    """The lines of ordered tokens with their texts, of which some million characters are in memory at a time."""

    def __init__(self, tokens: pd.DataFrame, ledger: pd.DataFrame) -> None:
        self._heads = heads(coded(tokens["doc_id"]).codes, tokens["line"].to_numpy())
        first = tokens[["doc_id", "line"]].iloc[self._heads]
        self._ledger, self._places = ledger, line_places(ledger, first["doc_id"], first["line"])
        lengths = ledger["text"].str.len().fillna(0).to_numpy(dtype=np.int64)[self._places]
        self._ends = np.append(self._heads, len(tokens))
        self._blocks = np.unique(np.cumsum(lengths + 1) // CHARACTERS, return_index=True)[1]

    def blocks(self) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
        """Some lines after the others: their rows, the characters of all, and the place of the first character for each row."""
        for begin, behind in pairwise([*self._blocks.tolist(), len(self._places)]):
            texts = texts_at(self._ledger, self._places[begin:behind])
            lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
            block = "\n\n" + "\n".join(texts)  # two characters stand before each word, whatever they are
            characters = np.frombuffer(block.encode("utf-32-le", "surrogatepass"), dtype="<u4")
            offset = np.cumsum(lengths) - lengths + 2
            own = slice(int(self._ends[begin]), int(self._ends[behind]))
            yield own, characters, np.repeat(offset, np.diff(self._ends[begin : behind + 1]))

    def written(self, rows: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """What stands between two places of the line of each row, with single spaces; the same text is one object."""
        line, known = np.searchsorted(self._heads, rows, side="right") - 1, {}
        found = np.empty(len(rows), dtype=object)
        for begin, behind in pairwise([*self._blocks.tolist(), len(self._places)]):
            own = slice(*np.searchsorted(line, [begin, behind]))
            texts = texts_at(self._ledger, self._places[begin:behind])
            spans = zip((line[own] - begin).tolist(), starts[own].tolist(), ends[own].tolist(), strict=True)
            several = (" ".join(texts[at][start:end].split()) for at, start, end in spans)
            found[own] = [known.setdefault(text, text) for text in several]
        return found


def _runs(tokens: pd.DataFrame, lines: _Lines, stop_words: frozenset[str]) -> tuple[np.ndarray, np.ndarray]:
    """The first row and the number of words of each run of words that are parts of names."""
    terms, is_body = coded(tokens["term"]), tokens["part"] == "body"
    size = len(terms.values)
    n, n_capital = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    found, joins = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=bool)]
    for own, characters, offset in lines.blocks():
        capital, opens, joined, goes_on = _looks(tokens, own, characters, offset)
        telling = goes_on & ~opens & is_body[own].to_numpy()
        codes = terms.codes[own]
        n += np.bincount(codes[telling], minlength=size)
        n_capital += np.bincount(codes[telling & capital], minlength=size)
        found.append(np.flatnonzero(capital) + own.start)
        joins.append((goes_on & joined)[capital])
    part_of_names = (n_capital > 0) & (5 * n_capital >= 4 * n) & ~terms.values.isin(stop_words)
    rows, joined = np.concatenate(found), np.concatenate(joins)
    parts = part_of_names[terms.codes[rows]]
    rows, joined = rows[parts], joined[parts]
    begins = np.flatnonzero(~(joined & (np.diff(rows, prepend=-2) == 1)))
    return rows[begins], np.diff(np.append(begins, len(rows)))


def _looks(
    tokens: pd.DataFrame, own: slice, characters: np.ndarray, offset: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of each word of some lines: whether it has a capital, stands behind a quotation mark, is joined to the word before it, and
    follows that in its sentence.

    The characters are laid out as one array, so that no word is looked at by itself.
    """
    first = max(own.start - 1, 0)  # the word before, which the first word of all has not
    docs, sentences, positions, starts, ends = (
        coded(tokens["doc_id"]).codes[first : own.stop],
        *(tokens[name].to_numpy()[first : own.stop] for name in ("sentence", "position", "start", "end")),
    )
    goes_on = (docs[1:] == docs[:-1]) & (sentences[1:] == sentences[:-1]) & (positions[1:] - np.int64(1) == positions[:-1])
    before, length = ends[:-1].astype(np.int64), (ends - starts)[:-1]
    if own.start == 0:
        goes_on, before, length = np.append(False, goes_on), np.append(0, before), np.append(0, length)
    start = starts[own.start - first :].astype(np.int64)
    at, gap = offset + start, start - before
    is_title, is_space, is_quote = _kinds(1 << int(characters.max(initial=1)).bit_length())
    last = characters[at - 1]
    stopped = (gap == 2) & (characters[at - 2] == ord(".")) & (length == 1)
    return is_title[characters[at]], is_quote[last], is_space[last] & ((gap == 1) | stopped), goes_on


@cache
def _kinds(size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each character below a number: whether it is a capital, white space, a quotation mark."""
    every = np.arange(min(size, sys.maxunicode + 1), dtype="<u4").view("<U1")
    return np.strings.istitle(every), np.strings.isspace(every), np.isin(every, QUOTES)


def _lone(text: str) -> bool:
    """Whether a word is a single letter, or one with a contraction in lower case."""
    return len(text) == 1 or (text[1] in APOSTROPHES and text[2:].islower())


def _most_often(
    tokens: pd.DataFrame, rows: np.ndarray, n_words: np.ndarray, written: np.ndarray, min_n: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The name and the pattern of each mention that stays, and the places of those mentions."""
    terms, behind = coded(tokens["term"]), np.cumsum(n_words)
    places = np.repeat(rows - behind + n_words, n_words) + np.arange(n_words.sum())
    words = terms.values.to_numpy(dtype=object)[terms.codes[places]].tolist()
    known: dict[str, str] = {}
    several = (" ".join(words[first:last]) for first, last in pairwise([0, *behind.tolist()]))
    patterns = [known.setdefault(pattern, pattern) for pattern in several]  # the same text is one object
    frame = pd.DataFrame({"pattern": patterns, "written": written}, dtype="object")
    counts = frame.value_counts(["pattern", "written"]).rename("n").reset_index()
    counts = counts.sort_values(["pattern", "n", "written"], ascending=[True, False, True])
    names = counts.drop_duplicates("pattern").set_index("pattern")["written"]
    often = counts.groupby("pattern")["n"].sum() >= min_n
    stays = np.flatnonzero(frame["pattern"].map(often).to_numpy(dtype=bool))
    pattern = frame["pattern"].to_numpy()[stays]
    return names.reindex(pattern).to_numpy(), pattern, stays


def _mentions(
    tokens: pd.DataFrame, rows: np.ndarray, ends: np.ndarray, n_words: np.ndarray, name: np.ndarray, pattern: np.ndarray
) -> pd.DataFrame:
    """Put the table together in the form of `match_dictionary`."""
    first = tokens.iloc[rows].reset_index(drop=True)
    names = pd.Categorical(name, categories=pd.Index(sorted(set(name)), dtype="str"))
    table = pd.DataFrame({"group": names, "label": names, "pattern": pd.Series(pattern, dtype="str")})
    table["pattern_line"] = pd.array([pd.NA] * len(table), dtype="Int64")
    table[PLACE] = first[PLACE]
    table["end"], table["n_words"] = ends, n_words
    more = [column for column in first.columns if column not in schema.TABLES["tokens"] and column not in table.columns]
    table[more] = first[more]
    return table
