"""What two articles tell alike: how much of an article has a counterpart in another, and which pair of passages shows it best.

A view in, small tables and one pair out. It exists so that the finding on shared passages can begin with words of the articles: two
wordings of one remark say more than any number of shared words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ..measure.counting.shared_text import passages
from ..measure.counting.voices import QUOTED, SPEECH
from .short import PIECE, beginning, clean, group_names, pieces

if TYPE_CHECKING:
    from ..view import View

SIDES = ("a", "b")
SAME = "shared"
WITHIN = 0.9  # share of a passage's words that stand in quotation marks, from which on it is a quotation
LEAST = 6  # words that a passage needs to tell anything
ALIKE = 0.6  # score of similar sentences from which on they are likely to be one remark
LONG = 20  # words beyond which a longer passage tells no more
TRIED = 50  # pairs of passages that are looked at, the most promising first


class Telling(NamedTuple):
    """A pair of passages: the articles, a piece of each, whose words they are, and whether both give them in quotation marks."""

    doc_a: str
    doc_b: str
    text_a: str
    text_b: str
    speaker: str
    quoted: bool

    @property
    def same(self) -> bool:
        """Whether the two pieces are word for word the same."""
        return self.text_a == self.text_b

    @property
    def sure(self) -> bool:
        """Whether it is more than a likeness: both quote it, or both have it word for word."""
        return self.quoted or self.same


def groups_of(view: View) -> dict[str, str]:
    """doc_id -> the name of the group that the article is in."""
    return dict(zip(view.articles["doc_id"].astype("str"), group_names(view.articles[view.by]), strict=True))


def links_of(view: View) -> pd.DataFrame:
    """The passages and sentences that two articles of the view have in common, with the groups of both.

    Returns rows of table `shared`, with group_a and group_b, the names of the groups as text.
    """
    group = groups_of(view)
    links = view.shared_passages
    sides = {side: links[f"doc_id_{side}"].astype("str").map(group) for side in SIDES}
    inside = sides["a"].notna() & sides["b"].notna()
    return links.assign(group_a=sides["a"], group_b=sides["b"])[inside].reset_index(drop=True)


def counterparts(links: pd.DataFrame, lengths: dict[str, int]) -> pd.DataFrame:
    """How much of an article stands in another one too.

    links   : as links_of gives them
    lengths : doc_id -> words of the article

    Returns one row per article and other article, those with the highest share first: doc_id, other, group, other_group, n_same and
    n_alike (words in shared passages; in these or in similar sentences), share_same, share_alike.
    """
    spans = _ends(links)
    n_same, n_alike = (_union(own) for own in (spans[spans["same"]], spans))
    table = spans.drop_duplicates(["doc_id", "other"])[["doc_id", "other", "group", "other_group", "pair"]]
    table["n_same"] = n_same.reindex(table["pair"], fill_value=0).to_numpy()
    table["n_alike"] = n_alike.loc[table["pair"]].to_numpy()
    table["n_tokens"] = table["doc_id"].map(lengths).astype("int64")  # a table without a row has no type of its own
    table["share_same"], table["share_alike"] = table["n_same"] / table["n_tokens"], table["n_alike"] / table["n_tokens"]
    order = ["share_alike", "doc_id", "other"]
    return table.drop(columns="pair").sort_values(order, ascending=[False, True, True], ignore_index=True)


def _ends(links: pd.DataFrame) -> pd.DataFrame:
    """Both ends of each link, in the order of the two articles, which `pair` numbers, and of their first words."""
    rows = []
    for one, two in (SIDES, SIDES[::-1]):
        spans = links[[*(f"{name}_{one}" for name in ("doc_id", "group", "position", "n_tokens"))]]
        spans = spans.set_axis(["doc_id", "group", "begin", "n"], axis="columns")
        rows.append(spans.assign(other=links[f"doc_id_{two}"], other_group=links[f"group_{two}"], same=links["kind"].eq(SAME)))
    spans = pd.concat(rows, ignore_index=True).astype({"doc_id": "str", "other": "str", "begin": "int64", "n": "int64"})
    spans["pair"] = spans.groupby(["doc_id", "other"], sort=True).ngroup()
    return spans.sort_values(["pair", "begin", "n"], ignore_index=True)


def _union(spans: pd.DataFrame) -> pd.Series:
    """Words that stand in one of the spans at least, of each pair of articles."""
    begin, end = spans["begin"], spans["begin"] + spans["n"]
    reached = end.groupby(spans["pair"]).cummax().groupby(spans["pair"]).shift(fill_value=0)
    return (end - np.maximum(begin, reached)).clip(lower=0).groupby(spans["pair"]).sum()


def most_telling(view: View, links: pd.DataFrame) -> Telling | None:
    """The pair of passages that shows best how two articles tell the same; None where no pair is near enough.

    A quotation that both have and word differently comes first, then a passage that both have word for word, then sentences that say
    the same. Among these the nearest and longest; of equal ones the first in the order of `links`.
    """
    within = np.minimum(*(_quoted(view, links, side) for side in SIDES)) >= WITHIN
    n = np.minimum(links["n_tokens_a"], links["n_tokens_b"]).to_numpy()
    same, near = links["kind"].eq(SAME).to_numpy(dtype=bool), links["score"].to_numpy() >= ALIKE
    worth = links["score"].to_numpy() * np.minimum(n, LONG) * (n >= LEAST) * near
    order = np.lexsort((-worth, ~within))
    order = order[worth[order] > 0][:TRIED]
    docs = pd.concat([links[f"doc_id_{side}"].iloc[order] for side in SIDES]).unique()
    ledger = view.ledger[view.ledger["doc_id"].isin(docs)]
    tried = [_telling(view, links.iloc[[place]], ledger, bool(within[place])) for place in order]
    worded = [telling for telling in tried if telling.quoted and not telling.same]
    carried = [telling for place, telling in zip(order, tried, strict=True) if same[place] and telling.same]
    return next(iter([*worded, *carried, *tried]), None)


def _quoted(view: View, links: pd.DataFrame, side: str) -> np.ndarray:
    """The share of each passage's words that stand in quotation marks."""
    tokens = view.prepared.tokens
    docs = tokens["doc_id"].cat
    first = np.searchsorted(docs.codes.to_numpy(), np.arange(len(docs.categories)))
    sums = np.concatenate([[0], np.cumsum((tokens["voice"] == QUOTED).to_numpy(dtype=np.int64))])
    begin = first[docs.categories.get_indexer(links[f"doc_id_{side}"].astype("str"))] + links[f"position_{side}"].to_numpy() - 1
    n = links[f"n_tokens_{side}"].to_numpy()
    return (sums[begin + n] - sums[begin]) / n


def _telling(view: View, link: pd.DataFrame, ledger: pd.DataFrame, quoted: bool) -> Telling:
    """A link of one row with a piece of each side's words, and whose words both say they are."""
    row = link.iloc[0]
    texts = passages(link.drop(columns=["group_a", "group_b"]), ledger, kind=str(row["kind"])).iloc[0]
    a, b = clean(texts["text_a"]), clean(texts["text_b"])
    text_a, text_b = (beginning(text, PIECE[1]) for text in (a, b))
    if a.casefold() == b.casefold() or (str(row["kind"]) == SAME and not quoted):
        text_b = text_a
    elif (found := pieces(a, b)) is not None:
        text_a, text_b = found
    speakers = {_speaker(view, row, side) for side in SIDES} if quoted else {""}
    return Telling(
        str(row["doc_id_a"]), str(row["doc_id_b"]), text_a, text_b, *speakers if len(speakers) == 1 else [""], quoted
    )


def _speaker(view: View, row: pd.Series, side: str) -> str:
    """Who says the passage, where the quotation that it stands in has a speaker."""
    quotes = view.quotes[view.quotes["doc_id"].eq(row[f"doc_id_{side}"]) & view.quotes["kind"].eq(SPEECH)]
    line, start = row[f"line_{side}"], row[f"start_{side}"]
    after = (quotes["line"] < line) | (quotes["line"].eq(line) & (quotes["start"] <= start))
    before = (quotes["end_line"] > line) | (quotes["end_line"].eq(line) & (quotes["end"] > start))
    names = quotes.loc[after & before, "speaker"].dropna()
    return str(names.iloc[0]) if len(names) else ""
