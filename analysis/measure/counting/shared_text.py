"""Shared text added up: how much of each source other articles have too, between whom, and which articles are copies.

Tables `tokens`, `shared` and `duplicates` in, tables out. What is shared was found by text/reuse/; nothing here compares texts.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...errors import SchemaError, UsageError, nearest
from ...schema import brief, check
from ..evidence.concordance import texts_of
from .codes import check_tokens, columns_of, grouped

KINDS = ("shared", "similar")
BAR = " | "
SPAN = ("doc_id", "line", "end_line", "start", "end")


class Families(NamedTuple):
    """`articles` with one article of each family of copies, and the table `left_out` of the others."""

    articles: pd.DataFrame
    left_out: pd.DataFrame

    def __repr__(self) -> str:
        return brief(self)


def shared_shares(tokens: pd.DataFrame, by: str | Iterable[str] = ()) -> pd.DataFrame:
    """How many words of each group stand in passages that another article has too.

    tokens : table `tokens`, with the columns of `by`
    by     : columns that make a group; () is the whole corpus

    Returns one row per group, sorted by group: the group's columns, n_tokens, n_shared, share_shared. A group without a shared word
    has 0. Raises SchemaError if `tokens` is empty or lacks a column of `by`.

    Reading it: a high share says that the group's words are to that part not its own, or that others took them over.
    Formula: share_shared = n_shared / n_tokens.

    >>> tokens = pd.DataFrame({"doc_id": "d", "term": list("abcd"), "part": "body", "position": [1, 2, 3, 4]})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, shared=[True, False, False, False], voice="outside")
    >>> shared_shares(tokens).values.tolist()
    [[4.0, 1.0, 0.25]]
    """
    check_tokens(tokens, by)
    groups = grouped(tokens, columns_of(by))
    table = groups.keys.copy()
    table["n_tokens"] = np.bincount(groups.codes, minlength=len(groups))
    table["n_shared"] = np.bincount(groups.codes[tokens["shared"].to_numpy(dtype=bool)], minlength=len(groups))
    table["share_shared"] = table["n_shared"] / table["n_tokens"]
    return table


def article_pairs(shared: pd.DataFrame) -> pd.DataFrame:
    """Which articles share passages or similar sentences, and how many.

    shared : table `shared`

    Returns one row per pair of articles, those with most shared words first, then by n_similar falling, then by name: doc_id_a,
    doc_id_b, n_passages, n_shared (words of A in passages it shares with B), n_similar. A pair of articles that have nothing in
    common has no row.

    Reading it: similar sentences are evidence of a common source, and never count as shared.
    """
    check(shared, "shared")
    same = shared["kind"].eq("shared").to_numpy()
    parts = shared[["doc_id_a", "doc_id_b"]].assign(
        n_passages=same.astype("int64"), n_similar=(~same).astype("int64"), n_shared=_own_words(shared, same)
    )
    table = parts.groupby(["doc_id_a", "doc_id_b"], as_index=False)[["n_passages", "n_shared", "n_similar"]].sum()
    order = ["n_shared", "n_similar", "doc_id_a", "doc_id_b"]
    return table.sort_values(order, ascending=[False, False, True, True], ignore_index=True)


def passages(shared: pd.DataFrame, ledger: pd.DataFrame, *, kind: str = "shared") -> pd.DataFrame:
    """The text of shared passages, or of similar sentences, side by side.

    shared : table `shared`
    ledger : table `ledger`
    kind   : shared or similar

    Returns one row per pair, in the order of the articles, then of the score, falling, then of the lines: text_a, text_b, score,
    doc_id_a, line_a, doc_id_b, line_b. The text is the article's own, from the first word to the last; a bar stands between two
    lines. Raises UsageError for another kind, SchemaError if the ledger lacks a line.

    Reading it: a passage that both quote, or took from an agency, says nothing of one having read the other.
    """
    if kind not in KINDS:
        raise UsageError(f"there is no kind '{kind}' of passages", remedy=nearest(kind, KINDS))
    check(shared, "shared")
    rows = shared[shared["kind"].eq(kind)].reset_index(drop=True)
    sides = {side: rows[[f"{name}_{side}" for name in SPAN]].set_axis(list(SPAN), axis="columns") for side in ("a", "b")}
    table = pd.DataFrame({f"text_{side}": passage_texts(spans, ledger) for side, spans in sides.items()}, dtype="str")
    names = ["score", "doc_id_a", "line_a", "doc_id_b", "line_b"]
    table[names] = rows[names]
    order = ["doc_id_a", "doc_id_b", "score", "line_a", "line_b"]
    return table.sort_values(order, ascending=[True, True, False, True, True], kind="stable", ignore_index=True)


def passage_texts(spans: pd.DataFrame, ledger: pd.DataFrame) -> list[str]:
    """The words of passages as their articles have them.

    spans  : doc_id, line, end_line, start, end of each passage, as table `shared` has them of each side
    ledger : table `ledger`

    A bar stands between two lines; lines without text are passed over. Raises SchemaError if the ledger lacks a line.
    """
    read = ledger[ledger["text"].notna() & ledger["doc_id"].isin(spans["doc_id"])]
    known = set(zip(read["doc_id"], read["line"], strict=True))
    places = list(spans[list(SPAN)].itertuples(index=False, name=None))
    wanted = [
        (row, doc, line)
        for row, (doc, first, last, _, _) in enumerate(places)
        for line in range(first, last + 1)
        if line in (first, last) or (doc, line) in known
    ]
    found = pd.DataFrame(wanted, columns=["row", "doc_id", "line"]).astype({"line": "int64"})
    pieces: list[list[str]] = [[] for _ in places]
    for (row, _, line), text in zip(wanted, texts_of(ledger, found["doc_id"], found["line"]), strict=True):
        _, first, last, start, end = places[row]
        pieces[row].append(text[start if line == first else 0 : end if line == last else None])
    return [BAR.join(lines) for lines in pieces]


def one_of_each_family(articles: pd.DataFrame, duplicates: pd.DataFrame) -> Families:
    """Let a family of copies count once: its earliest article stays, by date_start, then by doc_id; one without a date is last.

    articles   : table `articles`
    duplicates : table `duplicates`

    Returns Families. `left_out` has one row per article that does not stay, sorted by doc_id: doc_id, family, kept, reason.
    Raises SchemaError where a pair names an article that is not there.

    Reading it: keep the tokens of the articles that stay, tokens[tokens["doc_id"].isin(families.articles["doc_id"])].
    """
    check(articles, "articles")
    check(duplicates, "duplicates")
    sides = [duplicates[[f"doc_id_{side}", "family"]].set_axis(["doc_id", "family"], axis="columns") for side in ("a", "b")]
    members = pd.concat(sides).drop_duplicates("doc_id")
    if unknown := sorted(set(members["doc_id"]) - set(articles["doc_id"])):
        raise SchemaError(f"table 'duplicates' names the article '{unknown[0]}', which table 'articles' has not")
    members = members.merge(articles[["doc_id", "date_start"]], on="doc_id", validate="1:1")
    members = members.sort_values(["family", "date_start", "doc_id"], na_position="last", ignore_index=True)
    members["kept"] = members.groupby("family")["doc_id"].transform("first")
    left = members[members["doc_id"] != members["kept"]].sort_values("doc_id", ignore_index=True)
    left["reason"] = ("a copy of " + left["kept"]).astype("str")
    stays = articles[~articles["doc_id"].isin(left["doc_id"])].reset_index(drop=True)
    return Families(stays, left[["doc_id", "family", "kept", "reason"]])


def _own_words(shared: pd.DataFrame, same: np.ndarray) -> np.ndarray:
    """Words of A in each passage that no passage of the same pair before it has counted yet."""
    begin = shared["position_a"].to_numpy(dtype="int64")
    end = begin + shared["n_tokens_a"].to_numpy(dtype="int64")
    counted = np.zeros(len(shared), dtype="int64")
    reached: dict[tuple[str, str], int] = {}
    pairs = list(zip(shared["doc_id_a"], shared["doc_id_b"], strict=True))
    for row in sorted(np.flatnonzero(same).tolist(), key=begin.__getitem__):
        last = reached.get(pairs[row], 0)
        counted[row] = max(end[row] - max(begin[row], last), 0)
        reached[pairs[row]] = max(int(end[row]), last)
    return counted
