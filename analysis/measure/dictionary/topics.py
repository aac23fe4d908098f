"""Dictionary topics: what is spoken of, where, together with what, and what the dictionary leaves out. Mentions and `tokens` in.

The words of `tokens` are the base of every rate, and mentions outside them are not counted: a selection of tokens (one voice, one
source) selects the mentions too. A paragraph is a line whose part is "body"; titles and headings count as mentions, not as
paragraphs. The topics are those of the dictionary, a closed list, so that 0 is a count here and not a gap.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...blocks import distinct, heads, tallied
from ..counting.codes import Groups, check_tokens, coded, grouped, joint, ordered, tally
from ..evidence.concordance import texts_of
from .patterns import rows_of


class _Text(NamedTuple):
    """Ordered tokens with the group of each word; the first row of each line, and whether it is a paragraph; and of each mention the
    topic, the first row and the line."""

    tokens: pd.DataFrame
    groups: Groups
    starts: np.ndarray
    body: np.ndarray
    topics: pd.Index
    topic: np.ndarray
    rows: np.ndarray
    lines: np.ndarray


def count_topics(tokens: pd.DataFrame, mentions: pd.DataFrame, by: str | Iterable[str] = ()) -> pd.DataFrame:
    """Count each topic in each group.

    One row per group and topic, those without a mention included.

    mentions : table of `match_dictionary`, whose column `group` lists the topics

    Returns, sorted by group, n falling, topic a-z:
        n                 mentions; one of several words counts once
        n_articles        articles with at least one mention
        rate_per_1000     mentions per 1,000 running words of the group
        n_paragraphs      paragraphs with at least one mention
        share_paragraphs  of the group's paragraphs; missing for a group without paragraphs

    Raises SchemaError if `tokens` has no row or lacks a column of `by`.
    Reading it: topics with many patterns have high counts; compare one topic between groups, not two topics within a group.
    Formula: rate_per_1000 = 1,000 × n / running words of the group; share_paragraphs = n_paragraphs / paragraphs of the group.
    """
    text = _placed(tokens, mentions, by)
    shape = (len(text.groups), len(text.topics))
    index = np.repeat(np.arange(shape[0]), shape[1])
    table = text.groups.keys.iloc[index].reset_index(drop=True)
    table["topic"] = pd.Series(np.tile(text.topics.astype(str).to_numpy(), shape[0]), dtype="str")
    cell = joint([text.groups.codes[text.rows], text.topic], shape)
    table["n"] = np.bincount(cell, minlength=len(table))
    docs = coded(text.tokens["doc_id"]).codes[text.rows]
    table["n_articles"] = np.bincount(tally(cell, docs)[0], minlength=len(table))
    table["rate_per_1000"] = 1000 * table["n"] / tallied(text.groups.codes, len(text.groups))[index]
    inside = text.body[text.lines]
    table["n_paragraphs"] = np.bincount(tally(cell[inside], text.lines[inside])[0], minlength=len(table))
    paragraphs = _paragraphs_per_group(text)[index].astype(float)
    share = np.divide(table["n_paragraphs"], paragraphs, out=np.full(len(table), np.nan), where=paragraphs > 0)
    table["share_paragraphs"] = share
    order = np.lexsort((table["topic"].to_numpy(dtype=object), -table["n"].to_numpy(), index))
    return table.iloc[order].reset_index(drop=True)


def cooccurrence(tokens: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Count how often two topics meet in a paragraph.

    One row per pair of topics, topic_a before topic_b a-z.

    Returns, sorted by observed falling, then topic_a and topic_b:
        observed    paragraphs with both
        expected    paragraphs with the one × paragraphs with the other / all paragraphs
        log2_ratio  log2 of observed / expected; missing where either is 0

    Raises SchemaError if `tokens` has no row.
    Reading it: 1 is twice as often as if the topics had nothing to do with each other; long paragraphs join topics by their length.
    """
    text = _placed(tokens, mentions, ())
    inside = text.body[text.lines]
    paragraph, topic, _ = tally(text.lines[inside], text.topic[inside])
    # one column per paragraph that has a topic at all; float32 counts exactly up to 16 million of them
    present = np.zeros((len(text.topics), len(distinct(paragraph))), dtype=np.float32)
    present[topic, np.unique(paragraph, return_inverse=True)[1]] = 1
    together = present @ present.T
    alone, total = present.sum(axis=1, dtype=float), int(_paragraphs_per_group(text)[0])
    by_name = np.argsort(text.topics.astype(str).to_numpy(dtype=object), kind="stable")
    pairs = np.array(list(combinations(by_name, 2)), dtype=np.int64).reshape(-1, 2)
    names = text.topics.astype(str)
    table = pd.DataFrame({"topic_a": names.take(pairs[:, 0]), "topic_b": names.take(pairs[:, 1])}).astype("str")
    table["observed"] = together[pairs[:, 0], pairs[:, 1]].astype(np.int64)
    table["expected"] = alone[pairs[:, 0]] * alone[pairs[:, 1]] / max(total, 1)
    ratio = np.divide(table["observed"], table["expected"], out=np.full(len(table), np.nan), where=table["observed"] > 0)
    table["log2_ratio"] = np.log2(ratio)
    return table.sort_values(["observed", "topic_a", "topic_b"], ascending=[False, True, True], ignore_index=True)


def uncovered(tokens: pd.DataFrame, ledger: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """List the paragraphs that no topic covers, because that is where the dictionary is wrong.

    One row per paragraph without a mention.

    Returns, sorted by n_tokens falling, doc_id, line:
        doc_id, line  where it stands
        n_tokens      its running words
        text          the article's own text

    Raises SchemaError if `tokens` has no row, or the ledger lacks a line.
    Reading it: what these paragraphs speak of, the dictionary has no word for; the longest are the most worth reading.
    """
    table = uncovered_lines(tokens, mentions)
    return table.assign(text=pd.Series(texts_of(ledger, table["doc_id"], table["line"]), dtype="str"))


def uncovered_lines(tokens: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """The rows of `uncovered` without their texts, since these may be most of the corpus."""
    text = _placed(tokens, mentions, ())
    bare = text.body.copy()
    bare[text.lines] = False
    n_tokens = np.diff(np.append(text.starts, len(text.tokens)))
    line = np.flatnonzero(bare)
    line = line[np.argsort(-n_tokens[line], kind="stable")]
    table = text.tokens[["doc_id", "line"]].iloc[text.starts[line]].reset_index(drop=True)
    table["n_tokens"] = n_tokens[line]
    return table


def coverage(tokens: pd.DataFrame, mentions: pd.DataFrame, by: str | Iterable[str] = ()) -> pd.DataFrame:
    """Say how much of each group no topic covers.

    One row per group, sorted by group:
        n_paragraphs     its paragraphs
        n_uncovered      those without a mention of any topic
        share_uncovered  missing for a group without paragraphs

    Raises SchemaError if `tokens` has no row or lacks a column of `by`.
    Reading it: between two groups compare topic counts with care where this share differs much.
    Formula: share_uncovered = n_uncovered / n_paragraphs.
    """
    text = _placed(tokens, mentions, by)
    table = text.groups.keys.copy()
    table["n_paragraphs"] = _paragraphs_per_group(text)
    inside = text.body[text.lines]
    covered = np.bincount(tally(text.groups.codes[text.rows[inside]], text.lines[inside])[0], minlength=len(table))
    table["n_uncovered"] = table["n_paragraphs"] - covered
    total = table["n_paragraphs"].to_numpy(dtype=float)
    table["share_uncovered"] = np.divide(table["n_uncovered"], total, out=np.full(len(table), np.nan), where=total > 0)
    return table


def _placed(tokens: pd.DataFrame, mentions: pd.DataFrame, by: str | Iterable[str]) -> _Text:
    check_tokens(tokens, by)
    tokens = ordered(tokens)
    rows = rows_of(mentions, tokens)
    column = mentions["group"]
    topics = column if isinstance(column.dtype, pd.CategoricalDtype) else column.astype("category")
    known = rows >= 0
    rows, topic = rows[known], topics.array.codes[known]
    starts = heads(coded(tokens["doc_id"]).codes, tokens["line"].to_numpy())
    body = (tokens["part"].iloc[starts] == "body").to_numpy()
    lines = np.searchsorted(starts, rows, side="right") - 1
    return _Text(tokens, grouped(tokens, by, wide=False), starts, body, topics.cat.categories, topic, rows, lines)


def _paragraphs_per_group(text: _Text) -> np.ndarray:
    tokens = text.tokens
    first = heads(
        text.groups.codes, coded(tokens["doc_id"]).codes, tokens["line"].to_numpy()
    )  # a line may have words of several
    line = np.searchsorted(text.starts, first, side="right") - 1
    inside = text.body[line]
    return np.bincount(tally(text.groups.codes[first[inside]], line[inside])[0], minlength=len(text.groups))
