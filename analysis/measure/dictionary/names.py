"""Names that nobody listed: `tokens` and the ledger in, one row per mention of a capitalised name out.

Dictionaries find what their author thought of. What an outlet names beyond that can be read off the capital letters of running text,
in scripts that have them and in languages that keep them for names. The result has the form of `match_dictionary`, so that names can be
counted, shown in their lines and looked for where they are missing, as topics can.
"""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pandas as pd

from ... import schema
from ...arguments import in_range, words
from ...errors import UsageError
from ..counting.codes import check_tokens, coded, line_codes, ordered, run_codes
from ..evidence.concordance import texts_of
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
    lines = line_codes(tokens)
    heads = tokens[["doc_id", "line"]].iloc[np.flatnonzero(np.diff(lines, prepend=-1))]
    texts = texts_of(ledger, heads["doc_id"], heads["line"])
    capital, opens, joined = _looks(tokens, lines, texts)
    rows, n_words = _runs(tokens, capital, opens, joined, frozenset(words(stop_words)))
    ends = tokens["end"].to_numpy()[rows + n_words - 1]
    spans = zip(lines[rows].tolist(), tokens["start"].to_numpy()[rows].tolist(), ends.tolist(), strict=True)
    written = pd.Series([" ".join(texts[line][start:end].split()) for line, start, end in spans], dtype="object")
    named = np.array([n > 1 or not _lone(text) for n, text in zip(n_words.tolist(), written, strict=True)], dtype=bool)
    rows, n_words, ends, written = rows[named], n_words[named], ends[named], written[named]
    name, pattern, often = _most_often(tokens, rows, n_words, written, min_n)
    return _mentions(tokens, rows[often], ends[often], n_words[often], name, pattern)


def _looks(tokens: pd.DataFrame, lines: np.ndarray, texts: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each word: whether it has a capital, stands behind a quotation mark, and is joined to the word before it.

    The characters of some million at a time are laid out as one array, so that no word is looked at by itself.
    """
    starts, ends = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    first_row = np.searchsorted(lines, np.arange(len(texts) + 1))
    capital, opens, joined = (np.zeros(len(tokens), dtype=bool) for _ in range(3))
    blocks = np.unique(np.cumsum(lengths) // CHARACTERS, return_index=True)[1]
    for begin, behind in pairwise([*blocks.tolist(), len(texts)]):
        block = "\n\n" + "\n".join(texts[begin:behind])  # two characters stand before each word, whatever they are
        characters = np.frombuffer(block.encode("utf-32-le", "surrogatepass"), dtype="<U1")
        own = slice(first_row[begin], first_row[behind])
        offset = np.cumsum(lengths[begin:behind]) - lengths[begin:behind] + 2
        start = starts[own].astype(np.int64)
        at = offset[lines[own] - begin] + start
        first = max(own.start - 1, 0)  # of the words before, of which the first word of all has none
        before, length = ends[first : own.stop - 1].astype(np.int64), ends[first : own.stop - 1] - starts[first : own.stop - 1]
        if own.start == 0:
            before, length = (np.append(0, values)[: len(start)] for values in (before, length))
        last, gap = characters[at - 1], start - before
        capital[own] = np.strings.istitle(characters[at])
        opens[own] = np.isin(last, QUOTES)
        stopped = (gap == 2) & (characters[at - 2] == ".") & (length == 1)
        joined[own] = np.strings.isspace(last) & ((gap == 1) | stopped)
    return capital, opens, joined


def _runs(
    tokens: pd.DataFrame, capital: np.ndarray, opens: np.ndarray, joined: np.ndarray, stop_words: frozenset[str]
) -> tuple[np.ndarray, np.ndarray]:
    """The first row and the number of words of each run of words that are parts of names."""
    terms = coded(tokens["term"])
    goes_on = np.diff(run_codes(tokens), prepend=-1) == 0
    telling = goes_on & ~opens & (tokens["part"] == "body").to_numpy()
    n = np.bincount(terms.codes[telling], minlength=len(terms.values))
    n_capital = np.bincount(terms.codes[telling & capital], minlength=len(terms.values))
    part_of_names = (n_capital > 0) & (5 * n_capital >= 4 * n) & ~terms.values.isin(stop_words)
    parts = capital & part_of_names[terms.codes]
    begins = parts & ~(goes_on & joined & np.append(False, parts[:-1]))
    return np.flatnonzero(begins), np.bincount(np.cumsum(begins)[parts], minlength=1)[1:]


def _lone(text: str) -> bool:
    """Whether a word is a single letter, or one with a contraction in lower case."""
    return len(text) == 1 or (text[1] in APOSTROPHES and text[2:].islower())


def _most_often(
    tokens: pd.DataFrame, rows: np.ndarray, n_words: np.ndarray, written: pd.Series, min_n: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The name and the pattern of each mention that stays, and the places of those mentions."""
    terms, behind = coded(tokens["term"]), np.cumsum(n_words)
    places = np.repeat(rows - behind + n_words, n_words) + np.arange(n_words.sum())
    words = terms.values.to_numpy(dtype=object)[terms.codes[places]].tolist()
    patterns = [" ".join(words[first:last]) for first, last in pairwise([0, *behind.tolist()])]
    frame = pd.DataFrame({"pattern": patterns, "written": written.to_numpy()}, dtype="object")
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
