"""What a run counts, of one shape: a view in; out come terms, topics, variants, voices and speakers, by article and in all.

It exists so that what moved is asked in one way of all of them, and so that a run stores small tables for the next one to compare with.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ..measure.counting.counts import count_terms
from ..measure.counting.voices import QUOTED, REPORTED, VOICES, voice_shares
from ..measure.dictionary.wording import OTHER
from .quoted import heard

if TYPE_CHECKING:
    from ..view import View

TERM, TOPIC, WORDING, VOICE, SPEAKER = KINDS = ("term", "topic", "variant", "voice", "speaker")
MOST_ARTICLES = 1_000  # new ones, and earlier ones, that are looked at by article
COUNTED = ["kind", "concept", "name", "n", "n_articles", "rate_per_1000"]


class Counted(NamedTuple):
    """Counts by article of one kind: `parts` with doc_id, the kind's name and n; `wholes` with doc_id and total; both with the concept
    where things have a whole for each."""

    parts: pd.DataFrame
    wholes: pd.DataFrame
    family: str | None = None


def some_articles(view: View, new: set[str]) -> pd.DataFrame:
    """The articles that are looked at one by one: doc_id, source, new; of many those whose names have the lowest CRC-32.

    That is the same on every machine, and has nothing to do with what an article says.
    """
    table = view.articles[["doc_id", "source"]].astype("str").reset_index(drop=True)
    table["new"] = table["doc_id"].isin(new)
    if len(table) <= MOST_ARTICLES:
        return table
    order = table["doc_id"].map(lambda name: zlib.crc32(name.encode()))
    table = table.assign(order=order).sort_values(["order", "doc_id"])
    return table.groupby("new").head(MOST_ARTICLES).drop(columns="order").sort_values("doc_id", ignore_index=True)


def words_of(view: View, docs: pd.Series) -> pd.DataFrame:
    """The view's words in some articles."""
    column = view.tokens["doc_id"]
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return view.tokens[column.isin(docs)]
    wanted = np.append(column.cat.categories.astype("str").isin(docs), False)
    return view.tokens.iloc[np.flatnonzero(wanted[column.array.codes])]


def by_article(view: View, tokens: pd.DataFrame) -> dict[str, Counted]:
    """Counts by article of each kind, in the articles of `tokens`, which are some of the view's words."""
    words = tokens.groupby(tokens["doc_id"].astype("str"), sort=True).size().rename("total").rename_axis("doc_id").reset_index()
    docs, found = set(words["doc_id"]), {}
    content = tokens[~tokens["term"].isin(view.stop_words())]
    found[TERM] = Counted(_sizes(content, {"doc_id": "doc_id", TERM: "term"}), words)
    found[TOPIC] = Counted(_sizes(_within(view.topic_mentions, docs), {"doc_id": "doc_id", TOPIC: "group"}), words)
    said = _wording(view, docs)
    parts = _sizes(said, {"doc_id": "doc_id", "concept": "group", WORDING: "label"})
    wholes = parts.groupby(["doc_id", "concept"], as_index=False)["n"].sum().rename(columns={"n": "total"})
    found[WORDING] = Counted(parts, wholes, "concept")
    if view.voice not in VOICES:
        found[VOICE] = Counted(_voices(tokens), words)
    found[SPEAKER] = Counted(_speakers(view, docs), words)
    return {kind: counts for kind, counts in found.items() if len(counts.parts)}


def in_all(view: View) -> pd.DataFrame:
    """The counts of the whole view: kind, concept, name, n, n_articles, and a rate per 1,000 running words, for a later run."""
    terms, total, docs = count_terms(view.tokens), len(view.tokens), set(view.articles["doc_id"].astype("str"))
    tables = [terms.rename(columns={"term": "name"})[["name", "n", "n_articles"]].assign(kind=TERM)]
    parts = {
        TOPIC: _sizes(_within(view.topic_mentions, docs), {"doc_id": "doc_id", "name": "group"}),
        WORDING: _sizes(_wording(view, docs), {"doc_id": "doc_id", "concept": "group", "name": "label"}),
        SPEAKER: _speakers(view, docs).rename(columns={SPEAKER: "name"}),
    }
    if view.voice not in VOICES:
        parts[VOICE] = _voices(view.tokens).rename(columns={VOICE: "name"})
    for kind, table in parts.items():
        keys = [name for name in ("concept", "name") if name in table]
        sums = table.groupby(keys, as_index=False).agg(n=("n", "sum"), n_articles=("doc_id", "nunique"))
        tables.append(sums.assign(kind=kind))
    whole = pd.concat(tables, ignore_index=True).reindex(columns=COUNTED[:-1]).astype({"concept": "str", "name": "str"})
    return whole.assign(rate_per_1000=1000 * whole["n"] / max(total, 1))


def _within(mentions: pd.DataFrame, docs: set[str]) -> pd.DataFrame:
    return mentions[mentions["doc_id"].astype("str").isin(docs)]


def _wording(view: View, docs: set[str]) -> pd.DataFrame:
    said = _within(view.wording_mentions, docs)
    return said[said["label"].astype("str").ne(OTHER)]


def _voices(tokens: pd.DataFrame) -> pd.DataFrame:
    """Words in quotation marks and reported ones of each article."""
    shares = voice_shares(tokens, "doc_id")
    tables = [shares[["doc_id"]].assign(voice=voice, n=shares[f"n_{voice}"]) for voice in (QUOTED, REPORTED)]
    table = pd.concat(tables, ignore_index=True).astype({"doc_id": "str"})
    return table[table["n"] > 0].reset_index(drop=True)


def _speakers(view: View, docs: set[str]) -> pd.DataFrame:
    """Words that each speaker is quoted or reported with in each article."""
    said = _within(heard(view), docs)
    said = said[said["speaker"].notna() & ~said["kind"].astype("str").isin(["name", "scare"])]
    table = pd.DataFrame(
        {"doc_id": said["doc_id"].astype("str"), SPEAKER: said["speaker"].astype("str"), "n": said["n_tokens"]}
    )
    table = table.groupby(["doc_id", SPEAKER], as_index=False)["n"].sum()
    return table[table["n"] > 0].reset_index(drop=True)


def _sizes(rows: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """How many rows there are of each article and thing: `columns` are new name -> column."""
    frame = pd.DataFrame({name: rows[column].astype("str").to_numpy() for name, column in columns.items()})
    return frame.groupby(list(columns), as_index=False).size().rename(columns={"size": "n"})
