"""Which groups have most words in common, and which passages several groups carry, as the text of an agency.

Links between articles and their lengths in, tables and sentences out. It exists because two articles tell little of many outlets: a
reader wants to know who prints what others print, and how much of that is nobody's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ..measure.counting.shared_text import SPAN, passage_texts
from ..show.phrases import counted, listed, named
from .short import PIECE, beginning, clean, of_outlet, percent, titles
from .tellings import SAME, SIDES, groups_of

if TYPE_CHECKING:
    from ..view import View

MANY = 20  # articles from which on the groups are spoken of before any two articles
SHARING = 10  # of these, how many must have a passage of another group
SEVERAL = 3  # groups from which on a passage is carried
FEW = 10  # articles of a group below which what it has in common with another one is accident; taken where no two have more
ALIKE = 2 / 3  # share of the longer of two passages of one article that both have, from which on they are one passage
NEXT = 8  # passages of one article, in the order of their beginnings, that one is held against
NAMED = 5  # articles of a passage that its row names


class Carried(NamedTuple):
    """sentences; the table `carried`; share, of the words of the group that the first sentence names, that stand in another one too."""

    sentences: tuple[str, ...]
    table: pd.DataFrame
    share: float


def carried(view: View, links: pd.DataFrame, lengths: pd.DataFrame) -> Carried | None:
    """What groups have in common; None where the articles are too few, or too few of them share a passage, to speak of groups.

    links   : as links_of gives them
    lengths : doc_id and n_tokens of each article

    The table has one row per passage that three groups or more have, the longest first: passage, n_groups, n_articles, groups,
    articles (five of them by their titles).
    Reading it: two passages are one where they are linked, or overlap in an article by two thirds of the longer; the words shown are
    those of the shortest. A passage may lie within a longer one that fewer groups have. That groups have the same does not say whose
    it was: an agency, a press release, or one of them.
    """
    same = links[links["kind"].eq(SAME)].reset_index(drop=True)
    across = same[same["group_a"] != same["group_b"]]
    sharing = pd.concat([across[f"doc_id_{side}"] for side in SIDES]).nunique()
    if len(view.articles) < MANY or len(view.sizes) < SEVERAL or sharing < SHARING:
        return None
    spans = _spans(same)  # two of a group may be held together by a third alone
    table = _table(view, spans)
    sentence, share = _closest(view, spans, lengths)
    return Carried((sentence, _agency(view, table)), table.drop(columns=["n_tokens", "first"]), share)


def _spans(links: pd.DataFrame) -> pd.DataFrame:
    """The places of all passages, each once: where its text is, group, begin and stop in words, and `passage`, which it is of."""
    ends = []
    for side in SIDES:
        names = [f"{name}_{side}" for name in (*SPAN, "position", "n_tokens")]
        ends.append(links[[*names, f"group_{side}"]].set_axis([*SPAN, "begin", "n_tokens", "group"], axis="columns"))
    table = pd.concat(ends, ignore_index=True).astype({"doc_id": "str", "begin": "int64", "n_tokens": "int64"})
    table["stop"] = table["begin"] + table["n_tokens"]
    key = ["doc_id", "begin", "stop"]
    place = table.groupby(key, sort=True).ngroup().to_numpy()
    spans = table.drop_duplicates(key).sort_values(key, ignore_index=True)
    pairs = [(place[: len(links)], place[len(links) :]), *_overlapping(spans)]
    one, other = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return spans.assign(passage=_joined(len(spans), one, other))


def _overlapping(spans: pd.DataFrame) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Places of one article that have two thirds of the longer in common."""
    doc, begin, stop = pd.factorize(spans["doc_id"])[0], spans["begin"].to_numpy(), spans["stop"].to_numpy()
    for lag in range(1, min(NEXT, len(spans) - 1) + 1):
        both = np.minimum(stop[lag:], stop[:-lag]) - begin[lag:]
        longer = np.maximum(stop[lag:] - begin[lag:], stop[:-lag] - begin[:-lag])
        near = np.flatnonzero((doc[lag:] == doc[:-lag]) & (both >= ALIKE * longer))
        yield near, near + lag


def _joined(n: int, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """For each of n places the least of those that it hangs together with."""
    label = np.arange(n)
    while True:
        least = label.copy()
        low = np.minimum(label[one], label[other])
        np.minimum.at(least, one, low)
        np.minimum.at(least, other, low)
        least = least[least]
        if (least == label).all():
            return label
        label = least


def _table(view: View, spans: pd.DataFrame) -> pd.DataFrame:
    """Table `carried`, with n_tokens, the words that are shown, and first, the article that they were taken from."""
    many = spans.groupby("passage")["group"].transform("nunique") >= SEVERAL
    own = spans[many].sort_values(["n_tokens", "doc_id", "begin"], kind="stable")
    shown = own.drop_duplicates("passage")
    called, rows = titles(view.articles), []
    having = own.drop_duplicates(["passage", "doc_id"]).sort_values("doc_id", kind="stable").groupby("passage")
    docs, groups = having["doc_id"].agg(list), having["group"].unique()
    texts = passage_texts(shown, view.ledger)
    for doc, passage, n, text in zip(shown["doc_id"], shown["passage"], shown["n_tokens"], texts, strict=True):
        who, which = sorted(groups[passage]), [doc, *(one for one in docs[passage] if one != doc)]
        rows.append((text, len(who), len(which), ", ".join(who), listed([called[one] for one in which], NAMED), n, doc))
    table = pd.DataFrame(rows, columns=["passage", "n_groups", "n_articles", "groups", "articles", "n_tokens", "first"])
    return table.sort_values(["n_tokens", "n_groups", "passage"], ascending=[False, False, True], ignore_index=True)


def _closest(view: View, spans: pd.DataFrame, lengths: pd.DataFrame) -> tuple[str, float]:
    """The sentence on the two groups that have most in common for their size, and how much of the first one others have."""
    group = groups_of(view)
    words = lengths.groupby(lengths["doc_id"].astype("str").map(group))["n_tokens"].sum()
    whose = spans[["passage", "group"]].drop_duplicates().rename(columns={"group": "other"})
    pairs = spans.merge(whose, on="passage")
    pairs = pairs[pairs["group"] != pairs["other"]]
    n = _words(pairs, ["doc_id", "other"]).groupby([pairs["group"], pairs["other"]]).sum()
    anybody = _words(pairs, ["doc_id"]).groupby(pairs["group"]).sum() / words
    share = (n / words.reindex(n.index.get_level_values("group")).to_numpy()).rename("share").reset_index()
    sizes = pd.Series(list(group.values())).value_counts()
    large = sizes.index[sizes >= FEW]
    fit = share[share["group"].isin(large) & share["other"].isin(large)]
    share = share if fit.empty else fit
    turned = share.rename(columns={"group": "other", "other": "group", "share": "back"})
    both = share.merge(turned, on=["group", "other"])
    both = both.assign(near=np.sqrt(both["share"] * both["back"]))
    top = both.sort_values(["near", "share", "group"], ascending=[False, False, True], kind="stable").iloc[0]
    a, b, by = top["group"], top["other"], named(view.by)
    text = f"{percent(anybody[top['group']])} of the words of {a} stand word for word in another {by} too"
    most = f"most of them in {b}" if top["share"] > anybody[top["group"]] / 2 else f"{percent(top['share'])} in {b}"
    return f"{text[:1].upper()}{text[1:]}, {most}: for their size, these two have most in common.", float(anybody[top["group"]])


def _words(spans: pd.DataFrame, key: list[str]) -> pd.Series:
    """Words of each place that no place of the same key before it has, in the order of `spans`."""
    code = spans.groupby(key, sort=False).ngroup().to_numpy() * (1 + int(spans["stop"].max()))
    begin, stop = spans["begin"].to_numpy() + code, spans["stop"].to_numpy() + code
    order = np.lexsort((stop, begin))
    reached = np.concatenate([[0], np.maximum.accumulate(stop[order])[:-1]])
    own = np.clip(stop[order] - np.maximum(begin[order], reached), 0, None)
    return pd.Series(own, index=spans.index[order]).reindex(spans.index)


def _agency(view: View, table: pd.DataFrame) -> str:
    """How many passages are carried, with the longest, and what follows for a count of words."""
    several = f"three or more {named(view.by)}s"
    if table.empty:
        return f"No passage stands in {several}."
    row = table.iloc[0]
    where = of_outlet(titles(view.articles)[row["first"]], groups_of(view)[row["first"]])
    stand = "passage stands" if len(table) == 1 else "passages stand"
    longest = "" if len(table) == 1 else "the longest "
    text = f"{len(table):,} {stand} in {several}, as the text of an agency does, {longest}in {where} and "
    text += f"{counted(row['n_groups'] - 1, f'other {named(view.by)}')}: “{beginning(clean(row['passage']), PIECE[1])}”."
    advice = f" To count only each {named(view.by)}’s own wording, set “shared” to “without” on the other pages."
    return text + (advice if view.shared == "all" else "")
