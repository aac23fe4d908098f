"""Divergence: how far the words of two groups lie apart, and which words make the distance.

Table `tokens` in, tables by pair of groups and by term out. Keyness asks of each word whether groups differ; this asks of two groups
how much they differ in all, and shares the answer out among the words.
"""

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from ...errors import SchemaError
from ..counting.codes import check_tokens, coded, group_code, grouped, labels, tally
from ..counting.in_common import told_in_common


def divergence(tokens: pd.DataFrame, by: str | Iterable[str], within: str | None = None) -> pd.DataFrame:
    """Measure how far the words of each two groups lie apart.

    One row per pair of groups, a before b in the order of the groups; values of several columns are joined by " / ".

    within : a column that says which story a word's article tells; then of each pair only the words of stories count that both tell,
             and a pair that tells none in common has no row

    Returns, sorted by a, b:
        a, b                        the groups
        jsd_bits                    Jensen-Shannon divergence in bits: 0 for equal shares of all words, 1 for no word in common
        cosine                      cosine of the two groups' shares: 1 for equal shares, 0 for no word in common
        n_tokens_a, n_tokens_b      running words of the groups

    Raises SchemaError if `tokens` has no row, lacks a column of `by`, or has one group only; NotApplicableError where no two groups
    tell a story of `within` in common.
    Reading it: within stories too, one group may write more of one story and the other more of another. The divergence grows as
    samples shrink, so small groups seem far from all; compare pairs of like size only. The cosine is ruled by the most frequent
    words.
    Formula: jsd_bits = Σ (p / 2 × log2(p / m) + q / 2 × log2(q / m)) over the terms, p and q their shares of the words of a and of b,
    and m = (p + q) / 2; cosine = Σ p q / √(Σ p² × Σ q²).
    Source: Lin 1991, IEEE Transactions on Information Theory 37(1). The square root is often shown in its place; this is not it.

    >>> tokens = pd.DataFrame({"doc_id": ["d", "e", "e"], "term": ["a", "a", "b"], "part": "body", "position": [1, 1, 2]})
    >>> divergence(tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside"), "doc_id").round(6).values.tolist()
    [['d', 'e', 0.311278, 0.707107, 1, 2]]
    """
    check_tokens(tokens, by)
    if within is not None:
        return _within(told_in_common(tokens, by, within), by, within)
    groups, terms = grouped(tokens, by), coded(tokens["term"])
    names, sizes = labels(groups), np.bincount(groups.codes)
    if len(groups) == 1:
        raise SchemaError(f"there is only one group, '{names[0]}'", remedy="Group by a column with several values")
    group, term, counts = tally(groups.codes, terms.codes)
    share = counts / sizes[group]
    norm = np.sqrt(np.bincount(group, share**2))
    starts = np.searchsorted(group, np.arange(len(groups) + 1))
    pairs = []
    for a in range(len(groups) - 1):
        own = slice(starts[a], starts[a + 1])
        dense = np.zeros(len(terms.values))
        dense[term[own]] = share[own]
        later = slice(starts[a + 1], None)
        p, q, other = dense[term[later]], share[later], group[later] - a - 1
        # words of b: all that both have, and what b has alone; words that a has alone add half their share in a
        own_parts, both = q / 2, np.flatnonzero(p)
        own_parts[both] = _parts(p[both], q[both])
        parts = np.bincount(other, own_parts) + (1 - np.bincount(other, p)) / 2
        cosine = np.bincount(other, p * q) / (norm[a] * norm[a + 1 :])
        for place, b in enumerate(range(a + 1, len(groups))):
            pairs.append((names[a], names[b], parts[place], cosine[place], sizes[a], sizes[b]))
    table = pd.DataFrame(pairs, columns=["a", "b", "jsd_bits", "cosine", "n_tokens_a", "n_tokens_b"])
    return table.assign(jsd_bits=table["jsd_bits"].clip(0, 1), cosine=table["cosine"].clip(0, 1))


def word_shift(tokens: pd.DataFrame, by: str | Iterable[str], a: object, b: object = None) -> pd.DataFrame:
    """Show each term's part in the divergence of two groups, or of one from the rest.

    One row per term of either side.

    a, b : the groups' values, a tuple where several columns make a group; without b, all other groups together

    Returns, sorted by |shift_bits| falling (to twelve decimals), term a-z:
        term
        share_a, share_b  share of the side's running words
        shift_bits        the term's part of jsd_bits, positive where A uses it more; the absolute values add up to jsd_bits

    Raises SchemaError if `tokens` has no row, one of the groups no words, or there is no rest.
    Reading it: bars of equal length on both sides do not cancel out; each adds to the distance.
    Formula: shift_bits = ±(p / 2 × log2(p / m) + q / 2 × log2(q / m)), p and q the term's shares of the words of A and of B, and
    m = (p + q) / 2; minus where p is smaller than q.
    Source: Gallagher et al. 2021, EPJ Data Science 10, article 4, on word shift graphs.

    >>> tokens = pd.DataFrame({"doc_id": ["d", "e", "e"], "term": ["a", "a", "b"], "part": "body", "position": [1, 1, 2]})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside")
    >>> word_shift(tokens, "doc_id", "d", "e").round(6).values.tolist()
    [['b', 0.0, 0.5, -0.25], ['a', 1.0, 0.5, 0.061278]]
    """
    check_tokens(tokens, by)
    groups, terms = grouped(tokens, by), coded(tokens["term"])
    own = groups.codes == group_code(groups, a)
    other = ~own if b is None else groups.codes == group_code(groups, b)
    if not other.any():
        raise SchemaError(f"there is only one group, '{a}'", remedy="Group by a column with several values")
    p, q = (_shares(terms.codes[rows], len(terms.values)) for rows in (own, other))
    used = np.flatnonzero((p > 0) | (q > 0))
    p, q = p[used], q[used]
    table = pd.DataFrame({"term": terms.values.take(used).astype("str"), "share_a": p, "share_b": q})
    table["shift_bits"] = np.sign(p - q) * np.maximum(_parts(p, q), 0)
    return table.iloc[np.argsort(-table["shift_bits"].abs().round(12).to_numpy(), kind="stable")].reset_index(drop=True)


def _within(tokens: pd.DataFrame, by: str | Iterable[str], within: str) -> pd.DataFrame:
    """`divergence` of each pair of groups in the stories that both tell."""
    groups, stories = grouped(tokens, by), coded(tokens[within])
    names, told = labels(groups), np.zeros((len(groups), len(stories.values)), dtype=bool)
    told[groups.codes, stories.codes] = True
    pairs = [(a, b) for a, b in combinations(range(len(names)), 2) if (told[a] & told[b]).any()]
    tables = [divergence(told_in_common(tokens, by, within, names[a], names[b]), by) for a, b in pairs]
    return pd.concat(tables, ignore_index=True)


def _shares(codes: np.ndarray, n_types: int) -> np.ndarray:
    counts = np.bincount(codes, minlength=n_types)
    return counts / counts.sum()


def _parts(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Each word's part of the Jensen-Shannon divergence in bits: p/2 log2(p/m) + q/2 log2(q/m), m the mean of p and q."""
    total = p + q
    parts = np.zeros(len(p))
    for share in (p, q):
        ratio = np.divide(2 * share, total, out=np.ones_like(share), where=share > 0)
        parts += share / 2 * np.log2(ratio)
    return parts
