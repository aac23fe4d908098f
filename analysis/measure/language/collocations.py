"""Collocations: words that keep company. Table `tokens` in, tables of pairs with measures of association out.

Pairs are counted within sentences, and the two-by-two table of each pair is taken from the counted pairs themselves, so that its
margins and its total belong together. (NLTK's finder takes its margins from the words; on short texts the two differ.)
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from ...arguments import in_range, words
from ...blocks import blocks, heads, tallied
from ...errors import SchemaError, UsageError
from ..comparing.contingency import signed_g2
from ..counting.codes import Coded, check_tokens, coded, joint, ordered, sentence_codes
from ..dictionary.patterns import each_by_itself, match_dictionary, rows_of

MEASURES = ["expected", "g2", "pmi_bits", "t", "log_dice"]


def association(observed: np.ndarray, n_left: np.ndarray, n_right: np.ndarray, n: int) -> pd.DataFrame:
    """Measure how much two words keep together, for many pairs at once.

    One row per pair, in the order given.

    observed : pairs of the two
    n_left   : pairs with the one at its place, whatever the other
    n_right  : pairs with the other at its place
    n        : all pairs

    Returns:
        expected  n_left × n_right / n
        g2        Dunning's log-likelihood ratio, negative where observed is smaller than expected
        pmi_bits  log2 of observed / expected
        t         (observed − expected) / √observed
        log_dice  14 + log2 of 2 × observed / (n_left + n_right)
    The last three are missing where observed is 0, and `pmi_bits` also where nothing is expected.

    Raises SchemaError where `observed` exceeds n_left or n_right, or these exceed `n`.
    Reading it: g2 and t favour frequent pairs, pmi_bits rare ones; log_dice, at most 14, does not depend on the size of the corpus.
    Formula: g2 = ±2 Σ O ln(O / E) over the four cells of the table of pairs with and without the two words, E = the cell's row × its
    column / n; minus where observed is smaller than expected.
    Source: Dunning 1993; Church and Hanks 1990 (PMI); Church et al. 1991 (t); Rychlý 2008 (logDice).

    >>> association(np.array([2]), np.array([4]), np.array([2]), 16).round(3).values.tolist()
    [[0.5, 6.511, 2.0, 1.061, 13.415]]
    """
    observed, n_left, n_right = (np.asarray(array, dtype=float) for array in (observed, n_left, n_right))
    if (observed > np.minimum(n_left, n_right)).any() or (np.maximum(n_left, n_right) > n).any():
        raise SchemaError("a pair is counted more often than one of its words, or a word more often than there are pairs")
    seen = observed > 0
    expected = n_left * n_right / max(n, 1)
    table = pd.DataFrame({"expected": expected})
    table["g2"] = signed_g2(observed, n_left - observed, n_right - observed, n - n_left - n_right + observed)
    blank = np.full(len(observed), np.nan)
    table["pmi_bits"] = np.log2(np.divide(observed, expected, out=blank.copy(), where=seen))
    table["t"] = np.divide(observed - expected, np.sqrt(observed), out=blank.copy(), where=seen)
    table["log_dice"] = 14 + np.log2(np.divide(2 * observed, n_left + n_right, out=blank.copy(), where=seen))
    return table


@in_range
def collocations(
    tokens: pd.DataFrame, *, window: int = 1, min_n: int = 3, stop_words: str | Iterable[str] = ()
) -> pd.DataFrame:
    """Find pairs of words that stand near each other, in this order, more often than chance would have it.

    One row per ordered pair seen at least `min_n` times: `right` follows `left` within `window` words, in the same sentence.

    stop_words : pairs with one of these words have no row; they are counted all the same

    Returns, sorted by g2 falling, then left and right a-z:
        left, right   the words
        observed      times seen together
        n_as_left     pairs whose left word is `left`
        n_as_right    pairs whose right word is `right`
        expected, g2, pmi_bits, t, log_dice  as in `association`, where n is the number of all such pairs, rare ones included

    Raises SchemaError if `tokens` has no row, UsageError for a window below 1. Without a pair often enough the table has no row.
    Reading it: a high g2 at the top is a fixed phrase; a negative one a pair that is avoided.
    Source: see `association`.

    >>> tokens = pd.DataFrame({"doc_id": "d", "term": "a b c a b".split(), "part": "body", "position": range(1, 6)})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside")
    >>> collocations(tokens, min_n=2)[["left", "right", "observed", "n_as_left", "n_as_right", "expected"]].values.tolist()
    [['a', 'b', 2, 2, 2, 1.0]]
    """
    check_tokens(tokens)
    tokens = ordered(tokens)
    terms = coded(tokens["term"])
    size = len(terms.values)
    shown = (tallied(terms.codes, size) * window >= min_n) & ~np.asarray(terms.values.isin(words(stop_words)), dtype=bool)
    n_as_left, n_as_right, pairs = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64), [np.zeros(0, dtype=np.int64)]
    for first, second in _near(tokens, window):
        left, right = terms.codes[first], terms.codes[second]
        n_as_left += np.bincount(left, minlength=size)
        n_as_right += np.bincount(right, minlength=size)
        both = shown[left] & shown[right]
        pairs.append(joint([left[both], right[both]], [size, size]))
    pairs = np.concatenate(pairs)
    pairs.sort()
    first = heads(pairs)
    pairs, observed = pairs[first], np.diff(np.append(first, len(pairs)))
    pairs, observed = pairs[observed >= min_n], observed[observed >= min_n]
    left, right = np.divmod(pairs, size)
    table = pd.DataFrame({"left": terms.values.take(left), "right": terms.values.take(right)}).astype("str")
    table["observed"], table["n_as_left"], table["n_as_right"] = observed, n_as_left[left], n_as_right[right]
    table[MEASURES] = association(observed, n_as_left[left], n_as_right[right], n_as_left.sum())
    return _strongest_first(table, ["left", "right"])


@in_range
def collocates(tokens: pd.DataFrame, node: str, *, window: int = 5, min_n: int = 3) -> pd.DataFrame:
    """Find the words that stand near a word, on either side.

    One row per word seen at least `min_n` times within `window` words of `node`, in the same sentence. Each such place is a slot.

    node : a word, a phrase or a glob (see `patterns`); its own words are no neighbours of it

    Returns, sorted by g2 falling, collocate a-z:
        node, collocate  the pattern as given, and the neighbour
        n_left, n_right  times the neighbour stands to the left, to the right
        observed         both together
        expected, g2, pmi_bits, t, log_dice  as in `association`: the slots around the node against the slots the neighbour
                         fills around any word, out of the slots around all words

    Raises SchemaError if `tokens` has no row, UsageError for a window below 1 and for a node that is no text. A node that does not
    occur gives no row.
    Reading it: as `collocations`; n_left against n_right shows on which side the word prefers to stand.
    Source: see `association`; Evert 2008, Corpora and collocations, on counting slots.
    """
    if not isinstance(node, str):
        raise UsageError("neighbours are those of one word", remedy="Give a text, and call once for each word")
    return collocates_of_each(tokens, [node], window, min_n)[node]


def collocates_of_each(tokens: pd.DataFrame, nodes: Iterable[str], window: int, min_n: int) -> dict[str, pd.DataFrame]:
    """`collocates` of several words, for which the slots around all words are counted once."""
    check_tokens(tokens)
    tokens = ordered(tokens)
    terms = coded(tokens["term"])
    slots = np.zeros(len(tokens), dtype=np.int32)
    for first, second in _near(tokens, window):  # of one step and block, in which no row stands twice
        slots[first] += 1
        slots[second] += 1
    filled = np.zeros(len(terms.values), dtype=np.int64)
    for rows in blocks(len(tokens)):
        filled += np.bincount(terms.codes[rows], slots[rows], minlength=len(filled)).astype(np.int64)
    n = int(slots.sum())
    return {node: _collocates(slots_around(tokens, node, window), node, terms, filled, n, min_n) for node in nodes}


def _collocates(near: pd.DataFrame, node: str, terms: Coded, filled: np.ndarray, n: int, min_n: int) -> pd.DataFrame:
    """The table of `collocates`: the slots around the node, against those that each term fills of all n."""
    before = (near["row"] < near["begin"]).to_numpy()
    sides = [np.bincount(terms.codes[near.loc[side, "row"]], minlength=len(terms.values)) for side in (before, ~before)]
    code = np.flatnonzero(sides[0] + sides[1] >= max(min_n, 1))
    table = pd.DataFrame({"node": node, "collocate": terms.values.take(code)}, index=range(len(code))).astype("str")
    table["n_left"], table["n_right"] = sides[0][code], sides[1][code]
    table["observed"] = table["n_left"] + table["n_right"]
    table[MEASURES] = association(table["observed"], np.full(len(code), len(near)), filled[code], n)
    return _strongest_first(table, ["collocate"])


def slots_around(tokens: pd.DataFrame, node: str, window: int) -> pd.DataFrame:
    """List the slots around each mention of `node`, within `window` words and its sentence, on either side.

    One row per mention and slot; a word near two mentions has two. `tokens` must be ordered.

    Returns row, begin, end: the rows of `tokens` with the word in the slot, and with the mention's first and last word.
    """
    mentions = match_dictionary(tokens, each_by_itself([node]))
    begin = rows_of(mentions, tokens)
    end = begin + mentions["n_words"].to_numpy() - 1
    sentences, places = sentence_codes(tokens), tokens["position"].to_numpy()
    sides = []
    for edge, direction in ((begin, -1), (end, 1)):
        near = (edge[:, None] + direction * np.arange(1, window + 1)).ravel()
        mention, edge = np.repeat(np.arange(len(edge)), window), np.repeat(edge, window)
        inside = (near >= 0) & (near < len(tokens))
        near, edge, mention = near[inside], edge[inside], mention[inside]
        fits = (sentences[near] == sentences[edge]) & (np.abs(places[near] - places[edge]) <= window)
        sides.append(pd.DataFrame({"row": near[fits], "begin": begin[mention[fits]], "end": end[mention[fits]]}))
    return pd.concat(sides, ignore_index=True)


def _strongest_first(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Sort by g2 falling; rounded, so that the last bit of a logarithm, which machines differ in, does not decide a tie."""
    keys = table.assign(g2=table["g2"].round(9)).sort_values(["g2", *names], ascending=[False] + [True] * len(names))
    return table.loc[keys.index].reset_index(drop=True)


def _near(tokens: pd.DataFrame, window: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows of ordered `tokens` and rows that stand within `window` words behind them in the sentence, by step, some rows at a time."""
    if window < 1:
        raise UsageError(f"a window of {window} words holds no neighbour", remedy="Ask for 1 or more")
    docs, sentences, places = coded(tokens["doc_id"]).codes, tokens["sentence"].to_numpy(), tokens["position"].to_numpy()
    for step in range(1, min(window, len(tokens) - 1) + 1):
        for rows in blocks(len(tokens) - step):
            later = slice(rows.start + step, rows.stop + step)
            near = (
                (sentences[later] == sentences[rows]) & (docs[later] == docs[rows]) & (places[later] - places[rows] <= window)
            )
            first = np.flatnonzero(near) + rows.start
            yield first, first + step
