"""Words that may be of an outlet's pages and not of its news: a view and words in, those to be careful with, and sentences, out.

Cleaning removes the lines of a page that it can know. What it leaves would head every list of what sets an outlet apart: no other
outlet has these words. So a word that lives at one place of an outlet's articles, or in its own name, is no headline, and is named
beneath with the reason. It stays in tables and figures, where a reader can see whether that is right.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ..blocks import blocks, heads, looked_up
from ..measure.comparing.place_shares import LONGEST, place_shares
from ..measure.comparing.share_gaps import wilson
from ..measure.counting.codes import coded
from ..measure.counting.counts import join_articles
from ..measure.counting.selection import PARTS
from ..measure.evidence.concordance import texts_of
from ..measure.evidence.spellings import spellings
from ..outlets import name_words
from ..show.phrases import counted, listed, named
from .held_against import names_of
from .occurrences import Occurrences, coded_names, occurrences, shares_in
from .telling import MUCH, Compared, telling

if TYPE_CHECKING:
    from ..view import View

LEAST = 5  # occurrences in a group below which nothing is said of first and last lines, and of its name
MOSTLY = (
    0.5  # of the occurrences that stand in the last lines, beyond doubt by articles; or in the own name; of all groups' in such
)
NEARLY, CLOSING = 0.7, 0.3  # of those in first and last lines together; and in the last ones, if what they end are sentences
ALIKE, SOME = 0.6, 0.2  # of those in lines that are built alike; and from which on it is asked what stands elsewhere
WHOLLY = 0.95  # of those in lines that are built alike, from which on sentences at the first or last lines are a form as well
LOOSE, RARELY = (
    0.8,
    0.2,
)  # of those in short lines that are no sentences, if no more of all words of the group do: not all texts have stops
FORMED = 0.8  # of the lines that are alike: those that do not end as a sentence; “…, officials said.” is a habit and no part of a page
SENTENCE = r"[.!?…]['’”»\")\]]*$"
TEXTS = 100_000  # lines whose text is looked at at a time
SAID = 3  # groups of which a caution speaks, and words of each
COLUMN = "stands"
PLACES = {  # the first that is true is told
    "name": "mostly in its own name",
    "last": "mostly in the last lines",
    "ends": "mostly in the first or last lines",
    "alike": "mostly in lines that are built alike",
    "loose": "mostly in short lines that are no sentences",
    "only": "out by lines that are built alike",
}
BESIDE = "mostly in lines with these"


class _Lines(NamedTuple):
    """The lines of ordered words: the first row of each, and its number of words."""

    starts: np.ndarray
    sizes: np.ndarray

    @classmethod
    def of(cls, tokens: pd.DataFrame) -> _Lines:
        starts = heads(coded(tokens["doc_id"]).codes, tokens["line"].to_numpy())
        return cls(starts, np.diff(np.append(starts, len(tokens))))


def marked(table: pd.DataFrame, view: View, groups: pd.Series | None = None, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """A table of terms with the column `stands` where any of them is such a word of its group; otherwise as it is.

    groups : the group that uses the term more, for each row; without it the table's own column
    known  : what `page_words` gives for those of the terms that could be named; without it all are looked at
    """
    found = page_words(view, table["term"].unique()) if known is None and len(table) else table if known is None else known
    if found.empty:
        return table
    groups = names_of(table, view.by) if groups is None else groups
    places = {(group, term): place for group, term, place in found[[view.by, "term", COLUMN]].itertuples(index=False)}
    column = [places.get(key) for key in zip(groups, table["term"].astype("str"), strict=True)]
    return table.assign(**{COLUMN: pd.Series(column, table.index, dtype="object")}) if any(column) else table


def unmarked(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of what `marked` gave without such words."""
    return table[table[COLUMN].isna()] if COLUMN in table else table


def telling_of_news(
    table: pd.DataFrame, view: View, compared: Compared, tested: pd.DataFrame
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame], Compared]:
    """What `telling` gives without such words, and with them; and the comparison, which knows the groups that nothing else sets apart.

    table : what `marked` gave. Function words do not take the place of words of pages.
    """
    found, every = telling(unmarked(table), view, compared, tested), telling(table, view, compared, tested)
    stop_words = view.stop_words()
    bare = [name for name, rows in found.items() if rows["term"].isin(stop_words).all()]
    found = {name: rows for name, rows in found.items() if name not in bare or every[name]["term"].isin(stop_words).all()}
    return found, every, compared._replace(paged=tuple(name for name in every if name not in found))


def cautions(told: Iterable[pd.DataFrame], view: View, spelt: dict[str, str]) -> tuple[str, ...]:
    """A sentence for each of the first groups that have such words, and how many more do; function words are named where no others are.

    told  : rows of what `marked` gave, in the order in which they are to be named
    spelt : how the words are written
    """
    by, such = view.by, [rows.dropna(subset=COLUMN) for rows in told if COLUMN in rows]
    if not any(map(len, such)):
        return ()
    rows = pd.concat(such, ignore_index=True)
    rows = rows.assign(**{by: names_of(rows, by)}).drop_duplicates([by, "term"])
    content = rows[~rows["term"].isin(view.stop_words())]
    rows = content if len(content) else rows
    groups = list(dict.fromkeys(rows[by]))
    texts = [_caution(group, rows[rows[by] == group], by, spelt) for group in groups[:SAID]]
    if (more := len(groups) - SAID) > 0:
        texts.append(f"The same may be true of words of {counted(more, f'further {named(by)}')}: the table marks them.")
    return tuple(texts)


def page_words(view: View, terms: Iterable[str]) -> pd.DataFrame:
    """Which of these words stand mostly at one place of a group's articles: of whole articles, however the view is narrowed.

    One row per group and such word, by group: the column of the groups with their names, term, n, `n_all`, its occurrences in all
    groups, and `stands`.
    """
    tokens = _whole(view)
    shares = place_shares(tokens, terms, view.by)
    shares = shares.assign(**{view.by: names_of(shares, view.by)}, n_all=shares.groupby("term")["n"].transform("sum"))
    if shares.empty:
        return shares.reindex(columns=[view.by, "term", "n", "n_all", COLUMN])
    lines = _Lines.of(tokens)
    found = occurrences(shares, tokens, view.by, lines.starts)
    shares = _with_loose(shares, tokens, view, lines, found)
    known = {"name": _in_name(shares, tokens, view), **_at_ends(shares), **_alike(shares, tokens, lines, view.by)}
    places = np.select([known[name] for name in PLACES], list(PLACES.values()), "")
    places = np.where((places == "") & _beside(shares.assign(place=places), lines, found), BESIDE, places)
    return shares[[view.by, "term", "n", "n_all"]].assign(**{COLUMN: places})[places != ""].reset_index(drop=True)


def mostly_of_pages(view: View, words: Iterable[str]) -> frozenset[str]:
    """Those of some words, or runs of words, of which each is such a word in half of all its occurrences, of whichever group."""
    parts = {word: word.casefold().split() for word in words}
    found = page_words(view, [part for own in parts.values() for part in own]) if parts else pd.DataFrame()
    if found.empty:
        return frozenset()
    sums = found.groupby("term").agg(n=("n", "sum"), n_all=("n_all", "first"))
    so = set(sums.index[sums["n"] >= MOSTLY * sums["n_all"]])
    return frozenset(word for word, own in parts.items() if so.issuperset(own))


def _caution(group: str, rows: pd.DataFrame, by: str, spelt: dict[str, str]) -> str:
    texts = []
    order = sorted(rows[COLUMN].unique(), key=lambda place: place == BESIDE)
    for place, own in ((place, rows[rows[COLUMN] == place]) for place in order):
        words = listed([f"“{spelt.get(term, term)}”" for term in own["term"]], SAID)
        said = texts and place != PLACES["only"]
        stand = "" if said else f" {'stands' if len(own) == 1 else 'stand'}"
        texts.append(f"{words}{stand} {place}")
    what = "it may be a word of {} pages" if len(rows) == 1 else "they may be words of {} pages"
    its = "its" if by == "source" else "the"
    return f"In the articles of {group} {listed(texts)}, so {what.format(its)} and not of {its} news."


def _whole(view: View) -> pd.DataFrame:
    """The words of the view's articles with those that the view leaves out: of a line that is cut, no one can say how long it is."""
    if view.voice == "all" and view.shared == "all" and set(view.parts) == set(PARTS):
        return view.tokens
    tokens = view.prepared.tokens
    tokens = tokens[tokens["doc_id"].isin(view.articles["doc_id"].astype("str")).to_numpy()]
    return join_articles(tokens, view.articles, list(dict.fromkeys([view.by, "source"])))


def _at_ends(shares: pd.DataFrame) -> dict[str, pd.Series]:
    """Which words stand in short lines at the ends of articles, or in loose lines, beyond doubt by the number of articles.

    News tells the most in its first lines, in sentences. So of those words that stand there too only such are taken that stand in lines
    that are no sentences, or well often in the last ones.
    """
    n = shares["n_articles"].to_numpy()
    ends = (shares["share_first"] + shares["share_last"]).clip(upper=1.0)
    columns = (shares["share_last"], ends, shares["share_short"], shares["share_loose"])
    last, both, short, loose = (wilson(share.to_numpy() * n, n)[0] for share in columns)
    enough, closing = shares["n"] >= LEAST, (shares["share_last"] >= CLOSING) | (shares["share_loose"] >= MOSTLY)
    return {
        "last": enough & (last >= MOSTLY) & (short >= MOSTLY),
        "ends": enough & (both >= NEARLY) & (short >= NEARLY) & closing,
        "loose": enough & (loose >= LOOSE) & (shares["usual_loose"] <= RARELY),
    }


def _alike(shares: pd.DataFrame, tokens: pd.DataFrame, lines: _Lines, by: str) -> dict[str, pd.Series]:
    """Which words stand mostly in lines that are built alike, and which would not set their group apart without these."""
    alike, groups = shares["share_alike"], coded_names(tokens[by].iloc[lines.starts])
    sizes = pd.Series(np.bincount(groups.codes, lines.sizes, len(groups.values)), groups.values)
    own, rest = shares[by].map(sizes), shares["n"] * (1 - alike)
    others, size = shares["n_all"] - shares["n"], sizes.sum() - own
    others_rest = rest.groupby(shares["term"]).transform("sum") - rest
    apart, still = shares["n"] / own >= MUCH * others / size, rest / own >= MUCH * others_rest / size
    formed = shares["share_loose"] >= FORMED * alike
    closing = (shares["share_last"] >= CLOSING) | (alike >= WHOLLY)
    formed |= closing & (shares["share_first"] + shares["share_last"] >= NEARLY)
    return {"alike": formed & (alike >= ALIKE), "only": formed & (alike >= SOME) & apart & ~still}


def _beside(shares: pd.DataFrame, lines: _Lines, found: Occurrences) -> np.ndarray:
    """Which words stand mostly in short lines that have such a word, as the agencies do of which a form names one each time.

    shares : with the column `place`, which is "" for words that are not such
    """
    such = np.zeros(found.n, dtype=bool)
    such[found.of[~shares["place"].isin(["", PLACES["name"]])]] = True
    with_such = np.zeros(len(lines.starts), dtype=bool)
    for rows in blocks(len(found.word)):
        with_such[found.line[rows][such[found.word[rows]]]] = True
    share = shares_in(found, with_such & (lines.sizes <= LONGEST))[found.of]
    return (share >= FORMED) & (shares["n"] >= LEAST).to_numpy()


def _with_loose(shares: pd.DataFrame, tokens: pd.DataFrame, view: View, lines: _Lines, found: Occurrences) -> pd.DataFrame:
    """`shares` with the share of each word, and of all words of its group, in loose lines: short ones that do not end as sentences."""
    short = lines.starts[lines.sizes <= LONGEST]
    short = short[tokens["part"].iloc[short].ne("title").to_numpy(dtype=bool)]
    ended = np.zeros(len(short), dtype=bool)
    for start in range(0, len(short), TEXTS):
        first = tokens[["doc_id", "line"]].iloc[short[start : start + TEXTS]]
        texts = pd.Series(texts_of(view.ledger, first["doc_id"], first["line"]), dtype="str")
        ended[start : start + TEXTS] = texts.str.contains(SENTENCE).to_numpy(dtype=bool)
    loose = np.isin(lines.starts, short[~ended], assume_unique=True)
    groups = coded_names(tokens[view.by].iloc[lines.starts])
    n = len(groups.values)
    n_loose, n_all = (np.bincount(groups.codes, words, minlength=n) for words in (lines.sizes * loose, lines.sizes))
    usual = pd.Series(n_loose / np.maximum(n_all, 1), groups.values)
    own = shares_in(found, loose)[found.of]
    return shares.assign(share_loose=own, usual_loose=shares[view.by].map(usual))


def _in_name(shares: pd.DataFrame, tokens: pd.DataFrame, view: View) -> pd.Series:
    """Whether each word stands mostly where an outlet writes its own name.

    One word of several has to stand in the whole name: Moscow is more than a word of the Moscow Times. A name of one word is told by
    its capitals and by others, who write it less: Belarus is more than an outlet's name. Several words written as one are the name.
    """
    index = shares.index
    if view.by != "source":
        return pd.Series(False, index=index)
    shares = shares[shares["n"] >= LEAST]
    names = {str(group): tuple(name_words(str(group))) for group in shares[view.by].unique()}
    words = {word for name in names.values() for word in name}
    terms = {term: tuple(name_words(term)) for term in shares["term"].unique()}
    rows = shares[shares["term"].isin([term for term, parts in terms.items() if parts and words.issuperset(parts)])]
    n_whole = _whole_names(tokens, {group: name for group, name in names.items() if len(name) > 1})
    spelt = spellings(tokens, view.ledger, rows["term"].unique()) if len(rows) else {}
    so = set()
    for place, group, term, n, n_all in rows[[view.by, "term", "n", "n_all"]].itertuples(name=None):
        name = names[group]
        if terms[term] != name:
            known = term in name and n_whole.get(group, 0) >= MOSTLY * n
        else:
            known = len(name) > 1 or (spelt[term] != spelt[term].lower() and n >= MOSTLY * n_all)
        so |= {place} if known else set()
    return pd.Series(index.isin(list(so)), index=index)


def _whole_names(tokens: pd.DataFrame, names: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """How often each outlet's articles have its name of several words in whole."""
    codes, values = coded(tokens["term"])
    outlets, groups = coded(tokens["source"], wide=False)
    found = {}
    firsts = values.get_indexer([name[0] for name in names.values()])
    begins = np.zeros(len(values), dtype=bool)
    begins[firsts[firsts >= 0]] = True
    starts = pd.Series(np.flatnonzero(looked_up(begins, codes)))
    by_outlet = dict(iter(starts.groupby(outlets[starts])))
    for (group, name), outlet in zip(names.items(), groups.astype(str).get_indexer(list(names)), strict=True):
        at = by_outlet.get(outlet, starts.head(0)).to_numpy()
        at = at[at + len(name) <= len(codes)]
        for step, code in enumerate(values.get_indexer(list(name))):
            at = at[codes[at + step] == code]
        found[group] = len(at)
    return found
