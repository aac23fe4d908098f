"""Whose words the articles carry: `tokens` with their voice and the table `quotes` in, tables out.

What an article quotes, what it reports in words that may be its own, and all else are different witnesses. What nobody could be found
for stays a row of its own here; it is never spread over the speakers that were found.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ... import schema
from ...arguments import words
from ...blocks import blocks, distinct, tallied
from ...errors import SchemaError
from .codes import Groups, check_tokens, coded, columns_of, grouped, joint, ordered
from .counts import join_articles

SPEECH, SCARE = "speech", "scare"
OUTSIDE, REPORTED, QUOTED = VOICES = ("outside", "reported", "quoted")
CLASSES = ("neutral", "supportive", "distancing")
PERSONAL = ("name", "title", "pronoun")
SCARE_QUOTES = "“ ” (possible scare quotes)"


def voice_shares(tokens: pd.DataFrame, by: str | Iterable[str] = ()) -> pd.DataFrame:
    """Count each group's words by voice: quoted, reported, and outside of both.

    Returns one row per group, sorted by group: the group's columns, n_tokens, n_outside, n_reported, n_quoted, and the shares of
    the latter two: share_quoted = n_quoted / n_tokens, share_reported = n_reported / n_tokens.

    Raises SchemaError if `tokens` has no row or lacks a column of `by`.
    Reading it: a high share is much space for others' words, and says nothing yet on whose they are or how they are framed. What is
    reported without a reporting verb counts as outside.

    >>> tokens = pd.DataFrame({"doc_id": "d", "term": list("abcd"), "part": "body", "position": [1, 2, 3, 4]})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice=["outside", "quoted", "reported", "outside"])
    >>> voice_shares(tokens).values.tolist()
    [[4.0, 2.0, 1.0, 1.0, 0.25, 0.25]]
    """
    check_tokens(tokens, by)
    groups = grouped(tokens, by)
    table = groups.keys.copy()
    table["n_tokens"] = np.bincount(groups.codes, minlength=len(groups))
    said = {voice: (tokens["voice"] == voice).to_numpy(dtype=bool) for voice in (REPORTED, QUOTED)}
    counts = {voice: np.bincount(groups.codes[rows], minlength=len(groups)) for voice, rows in said.items()}
    table["n_outside"] = table["n_tokens"] - counts[REPORTED] - counts[QUOTED]
    table["n_reported"], table["n_quoted"] = counts[REPORTED], counts[QUOTED]
    for voice in (QUOTED, REPORTED):
        table[f"share_{voice}"] = table[f"n_{voice}"] / table["n_tokens"]
    return table


def speakers(quotes: pd.DataFrame, articles: pd.DataFrame, by: str | Iterable[str] = ()) -> pd.DataFrame:
    """Count the words quoted from each speaker in each group, and those reported of them.

    quotes   : table `quotes`; names and scare quotes are left aside
    articles : table `articles`, for the columns of `by`; quotations and reports of other articles are left aside

    Returns one row per group and speaker, sorted by group, n_tokens falling, speaker a-z, in which the last row of a group is that
    of no speaker, if it has any:
        speaker               missing for what nobody was found for
        is_person             whether the speaker is somebody by name or title, and no country, office or description
        n_quotes, n_reports   quotations and reports; parts before and behind a clause in the middle are two
        n_tokens              words quoted or reported
        n_quoted, n_reported  of these the words in quotation marks, and those without
        share_of_said         n_tokens among all words quoted or reported in the group, those of no speaker included

    Raises SchemaError if a table lacks a column. A corpus that neither quotes nor reports anybody gives a table without a row.
    Reading it: the row of no speaker bounds what the others' shares can be off by. Reported words may be the article's own.
    Formula: share_of_said = n_tokens / Σ n_tokens of the group.
    """
    said = _of_articles(quotes, articles, by)
    kind = said["kind"].astype("str")
    heard = kind.isin([SPEECH, REPORTED]).to_numpy(dtype=bool)
    said, reported = said[heard], kind[heard].eq(REPORTED).to_numpy(dtype=bool)
    speaker = said["speaker"].astype("object").where(said["speaker"].notna(), None)
    groups, n = grouped(said, by), said["n_tokens"].to_numpy(dtype=np.int64)
    frame = pd.DataFrame({"group": groups.codes, "speaker": speaker.to_numpy(), "n_tokens": n})
    frame["n_quotes"], frame["n_reports"] = (~reported).astype(np.int64), reported.astype(np.int64)
    frame["n_quoted"], frame["n_reported"] = np.where(reported, 0, n), np.where(reported, n, 0)
    numbers = ["n_quotes", "n_reports", "n_tokens", "n_quoted", "n_reported"]
    counts = frame.groupby(["group", "speaker"], dropna=False)[numbers].sum().reset_index()
    counts["nobody"] = counts["speaker"].isna()
    order = ["group", "nobody", "n_tokens", "speaker"]
    counts = counts.sort_values(order, ascending=[True, True, False, True], ignore_index=True)
    table = groups.keys.iloc[counts["group"].to_numpy()].reset_index(drop=True)
    table["speaker"] = counts["speaker"].astype("str")
    table["is_person"] = table["speaker"].isin(people_of(quotes))
    table[numbers] = counts[numbers].astype("int64")
    whole = counts.groupby("group")["n_tokens"].transform("sum").to_numpy(dtype=float)
    table["share_of_said"] = np.divide(
        counts["n_tokens"].to_numpy(dtype=float), whole, out=np.full(len(counts), np.nan), where=whole > 0
    )
    return table


def people_of(quotes: pd.DataFrame) -> list[str]:
    """The speakers of table `quotes` who are somebody: named, at least once, by a name, a title or a pronoun that stands for one."""
    by, speaker = quotes["by"].astype("object"), quotes["speaker"].astype("object")
    houses = set(speaker[by.eq("institution")].dropna())
    return sorted(set(speaker[by.isin(PERSONAL)].dropna()) - houses)


def verbs(quotes: pd.DataFrame, articles: pd.DataFrame, by: str | Iterable[str] = ()) -> pd.DataFrame:
    """Count the reporting verbs that introduce quotations and reported speech, by class.

    quotes, articles : as for `speakers`

    Returns one row per group, class and verb that occurs, sorted by group, class (neutral, supportive, distancing), n falling, verb
    a-z: verb_class, verb (first form), n, n_quotes (those of quotations), n_reports (those of reported speech), share (of the group's
    reporting verbs). A clause in the middle of what is said counts once.

    Formula: n = n_quotes + n_reports, share = n / Σ n of the group.
    Reading it: classes are a list's and not a reading; “noted” takes for true what “claimed” leaves in doubt, mostly.
    """
    said = _of_articles(quotes, articles, by)
    said = said[said["verb"].notna().to_numpy(dtype=bool)]
    groups = grouped(said, by)
    rank = {name: place for place, name in enumerate(CLASSES)}
    frame = pd.DataFrame({"group": groups.codes, "verb": said["verb"].astype("str").to_numpy()})
    frame["verb_class"] = said["verb_class"].astype("str").to_numpy()
    frame["n"], frame["n_reports"] = 1, said["kind"].astype("str").eq(REPORTED).to_numpy(dtype=np.int64)
    counts = frame.groupby(["group", "verb_class", "verb"])[["n", "n_reports"]].sum().reset_index()
    counts["n_quotes"] = counts["n"] - counts["n_reports"]
    counts["rank"] = counts["verb_class"].map(rank)
    counts = counts.sort_values(["group", "rank", "n", "verb"], ascending=[True, True, False, True], ignore_index=True)
    table = groups.keys.iloc[counts["group"].to_numpy()].reset_index(drop=True)
    columns = ["verb_class", "verb", "n", "n_quotes", "n_reports"]
    table[columns] = counts[columns]
    table["share"] = table["n"] / counts.groupby("group")["n"].transform("sum").to_numpy(dtype=float)
    return table


def hedges(
    tokens: pd.DataFrame, quotes: pd.DataFrame, terms: str | Iterable[str], *, by: str | Iterable[str] = ()
) -> pd.DataFrame:
    """Count what keeps a distance outside quotations: allegedly, so-called, and scare quotes.

    tokens : table `tokens`; words inside quotations are the speaker's and not counted
    quotes : table `quotes`, for its scare quotes; those that do not stand in `tokens` are left aside
    terms  : words to count, such as hedge_words gives for a language

    Returns one row per group and hedge that occurs, sorted by group, n falling, hedge a-z: term (the word, or “ ” for scare quotes), n,
    n_articles, rate_per_1000 (per 1,000 words of the group outside quotations).

    Raises SchemaError if `tokens` has no row, lacks a column of `by`, or has no word outside quotations.
    Formula: rate_per_1000 = 1,000 × n / words of the group outside quotations.
    Reading it: scare quotes are possible ones: short quotations of a source that no verb tells, and names in small letters, are among
    them. The evidence shows each; look before you judge.
    """
    check_tokens(tokens, by)
    schema.check(quotes, "quotes")
    tokens = ordered(tokens)
    columns, own = list(dict.fromkeys([*columns_of(by), "doc_id", "term"])), (tokens["voice"] != QUOTED).to_numpy(dtype=bool)
    if not own.any():
        raise SchemaError(
            "table 'tokens' has no word outside quotations", remedy="Select all voices, or those that are not quoted"
        )
    listed, marks = _doubted(tokens, own, quotes, terms)
    scare = tokens[columns].iloc[marks].assign(term=SCARE_QUOTES)
    found = pd.concat([tokens[columns].iloc[listed].astype({"term": "str"}), scare], ignore_index=True)
    sizes = grouped(tokens, by)
    groups = grouped(found, by)
    frame = pd.DataFrame({"group": groups.codes, "term": found["term"].astype("str"), "doc_id": found["doc_id"].astype("str")})
    counts = frame.groupby(["group", "term"]).agg(n=("doc_id", "size"), n_articles=("doc_id", "nunique")).reset_index()
    counts = counts.sort_values(["group", "n", "term"], ascending=[True, False, True], ignore_index=True)
    table = groups.keys.iloc[counts["group"].to_numpy()].reset_index(drop=True)
    table[["term", "n", "n_articles"]] = counts[["term", "n", "n_articles"]]
    table["rate_per_1000"] = 1000 * table["n"] / _size_of(groups, sizes, own)[counts["group"].to_numpy()]
    return table


def doubted_words(tokens: pd.DataFrame, quotes: pd.DataFrame, terms: str | Iterable[str]) -> pd.DataFrame:
    """The rows of `tokens` that `hedges` counts, in the order of the text; of a scare quote the first word behind its mark."""
    tokens = ordered(tokens)
    rows = _doubted(tokens, (tokens["voice"] != QUOTED).to_numpy(dtype=bool), quotes, terms)
    return tokens.iloc[distinct(np.concatenate(rows))]


def _doubted(
    tokens: pd.DataFrame, own: np.ndarray, quotes: pd.DataFrame, terms: str | Iterable[str]
) -> tuple[np.ndarray, np.ndarray]:
    """The rows of ordered `tokens` with one of the terms, and those with the first word of a scare quote, among the `own` words."""
    listed = np.flatnonzero(tokens["term"].isin(set(words(terms))).to_numpy() & own)
    return listed, _first_words(tokens, own, quotes[quotes["kind"].astype("str").eq(SCARE)])


def _of_articles(quotes: pd.DataFrame, articles: pd.DataFrame, by: str | Iterable[str]) -> pd.DataFrame:
    """The quotations of these articles, with the columns that make groups."""
    schema.check(quotes, "quotes")
    chosen = quotes[quotes["doc_id"].astype("str").isin(set(articles["doc_id"].astype("str"))).to_numpy()]
    for name in columns_of(by):
        if name not in chosen.columns:
            chosen = join_articles(chosen, articles, name)
    return chosen


def _first_words(tokens: pd.DataFrame, own: np.ndarray, quotes: pd.DataFrame) -> np.ndarray:
    """The rows of ordered `tokens` with the first of the `own` words behind the mark of each quotation, where its line has one."""
    docs, said = coded(tokens["doc_id"]), coded(quotes["doc_id"].astype("str"))
    doc = docs.values.astype(str).get_indexer(said.values.astype(str))[said.codes]
    n_lines, n_places = (1 + max(int(t[name].max()) for t in (tokens, quotes) if len(t)) for name in ("line", "start"))
    sizes = (len(docs.values), n_lines, n_places)
    marks = joint([doc, *(quotes[name].to_numpy() for name in ("line", "start"))], sizes)
    marks, first, found = distinct(marks[doc >= 0]), 0, [np.zeros(0, dtype=np.int64)]
    line, start = tokens["line"].to_numpy(), tokens["start"].to_numpy()
    for rows in blocks(len(own)):
        here = np.flatnonzero(own[rows])
        words = joint([docs.codes[rows], line[rows], start[rows]], sizes)[here]
        last = np.searchsorted(marks, words[-1]) if len(here) else first  # marks with a word behind them in this block
        behind = np.searchsorted(words, marks[first:last], side="right")
        found.append(rows.start + here[behind[words[behind] // n_places == marks[first:last] // n_places]])
        first = last
    return np.concatenate(found)


def _size_of(groups: Groups, sizes: Groups, own: np.ndarray) -> np.ndarray:
    """The `own` words in each group of `groups`, by the groups of `sizes`, which have them all."""
    counts = tallied(np.where(own, sizes.codes, -1), len(sizes))
    if groups.keys.shape[1] == 0:
        return counts.astype(float)
    names = list(groups.keys.columns)
    keyed = dict(zip(sizes.keys[names].astype(str).itertuples(index=False, name=None), counts, strict=True))
    return np.array([keyed[key] for key in groups.keys[names].astype(str).itertuples(index=False, name=None)], dtype=float)
