"""What do several articles share, word for word or in other words? A view in, a finding out, which begins with the words themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..measure.counting.counts import group_sizes
from ..measure.counting.shared_text import article_pairs, passages, shared_shares
from ..show.charts.figures import Figure
from ..show.charts.links import passage_links
from ..show.phrases import counted, listed, named
from ..show.tables.heads import of_each
from ..show.tables.table import Table
from .carried import Carried, carried
from .finding import KEPT, Finding, answers
from .short import of_outlet, opening, percent, titles
from .sureness import of_comparison, of_corpus
from .tellings import Telling, counterparts, groups_of, links_of, most_telling
from .wordings import base_of, titled

if TYPE_CHECKING:
    from ..view import View

SIDES = ("a", "b")
MUCH = 0.25  # share of an article that another one has word for word, from which on it is said before all else
FEW = 0.1  # share of an article that has its like elsewhere, below which that is no news
SHORT = 100  # words below which a share of an article is little to go by
WORDED = 0.7  # strength of one remark that two quote in different words
LOOKED_FOR = "passages that agree nearly word for word, and sentences that say the same in other words"


@answers("What do several articles share, word for word or in other words?", within=KEPT)
def shared_passages(view: View, top: int = 15, drawn: int = 12) -> Finding:
    """The passages that two articles have in common, the sentences that say the same in other words, and articles that are copies.

    top   : rows shown of each table; the files beside the page have all
    drawn : articles in the figure, those that share most

    Where twenty articles or more share passages of several groups, the sentences begin with the groups: which two have most in common,
    and what three or more carry.

    Tables: `carried`, passages that three groups or more have; `passages` and `similar`, side by side; `article_pairs`, `shared` (words
    of each group that another article has too) and `duplicates` (articles that are nearly the same). What articles of another language
    have in common is left out.
    Reading it: shared is what agrees nearly word for word. Similar sentences point to a common source, and never count as shared. That
    two have the same says nothing of who had it first: both may quote a third.
    """
    if len(view.articles) < 2:
        return Finding(("There is one article only, so there is no other to share a passage with.",))
    links, copies = links_of(view), _copies(view)
    if links.empty and copies.empty:
        return Finding((f"No two articles have a passage in common. Looked for: {LOOKED_FOR}.",), base=base_of(view))
    lengths = group_sizes(view.prepared.tokens, "doc_id")
    words = dict(zip(lengths["doc_id"].astype("str"), lengths["n_tokens"].tolist(), strict=True))
    across = links[links["group_a"] != links["group_b"]]
    found = counterparts(links if across.empty else across, words)
    telling = most_telling(view, links if across.empty else across)
    many = carried(view, links, lengths)
    first = [*(many.sentences if many else ()), *_first(view, telling, found)]
    clear = many.share >= FEW if many else (telling is not None and telling.sure) or found["share_alike"].max() >= FEW
    headline = first[0] if first and clear and not across.empty else ""
    sure = of_corpus(len(view.articles)) if across.empty else of_comparison(view.sizes, view.by)
    guess = "Parallax takes the two for one remark because of the words they have in common; read both before you rely on it."
    return Finding(
        (*(first or [f"No pair of passages is near enough to be shown here. Looked for: {LOOKED_FOR}."]), *_rest(view, links)),
        headline=headline,
        caveats=(guess if telling and not telling.same else "",),
        figures=_figure(view, links, lengths, drawn, many is not None),
        tables=(*_carried(view, many, top), *_tables(view, links, copies, top)),
        **sure._asdict(),
        strength=many.share if many else _strength(found, telling) if not across.empty else 0.1,
        compares=not across.empty,
        base=base_of(view),
    )


def _copies(view: View) -> pd.DataFrame:
    """The rows of table `duplicates` whose articles are both in the view."""
    known = view.articles["doc_id"].astype("str")
    inside = [view.duplicates[f"doc_id_{side}"].astype("str").isin(known) for side in SIDES]
    return view.duplicates[inside[0] & inside[1]].reset_index(drop=True)


def _first(view: View, telling: Telling | None, found: pd.DataFrame) -> list[str]:
    """The answer, the most telling first: words of the articles where two have them for sure, else how much they have in common."""
    told, much = _told(view, telling), _much_of_one(view, found)
    if telling is None or not telling.sure:
        return [text for text in (much, told) if text]
    if telling.same and found["share_same"].max() >= MUCH:
        return [f"{told.rstrip('.')}; {much[:1].lower()}{much[1:]}"]
    return [told, much]


def _told(view: View, telling: Telling | None) -> str:
    """The most telling pair, with its words and with those who have them: outlets, or articles where both are of one."""
    if telling is None:
        return ""
    groups = groups_of(view)
    a, b = groups[telling.doc_a], groups[telling.doc_b]
    if a == b:
        a, b = (titles(view.articles)[doc] for doc in (telling.doc_a, telling.doc_b))
    else:
        a = opening(a, view.by)
    whom = f" {telling.speaker} with" if telling.speaker else ""
    if telling.same:
        what = f"quote {telling.speaker or 'somebody'} in" if telling.quoted else "have a passage in"
        return f"{a} and {b} {what} the same words: “{telling.text_a}”."
    if telling.quoted:
        return f"{a} quotes{whom} “{telling.text_a}”, {b}{' with' if whom else ''} “{telling.text_b}”."
    return f"{a} writes “{telling.text_a}”, {b} “{telling.text_b}”."


def _strength(found: pd.DataFrame, telling: Telling | None) -> float:
    """The largest share of an article that has its like elsewhere; of short articles it says little.

    One remark of one speaker that two quote in different words says more than a share, so that it stands among the first of a report.
    """
    shares = found["share_alike"].where(found["n_tokens"] >= SHORT, found["share_alike"].clip(upper=0.3))
    worded = telling is not None and telling.quoted and not telling.same and telling.speaker != ""
    return max(float(shares.max()) if len(found) else 0.0, WORDED if worded else 0.0)


def _much_of_one(view: View, found: pd.DataFrame) -> str:
    """How much of one article another has too: word for word where that is much, else in the same words or in others."""
    if found.empty:
        return ""
    much = found["share_same"].max() >= MUCH
    row = found.sort_values("share_same", ascending=False, kind="stable").iloc[0] if much else found.iloc[0]
    name = titles(view.articles)[row["doc_id"]]
    whose = name if row["group"] == row["other_group"] else of_outlet(name, row["group"])
    other = titles(view.articles)[row["other"]] if row["group"] == row["other_group"] else row["other_group"]
    share = titled(percent(row["share_same" if much else "share_alike"]))
    if much:
        return f"{share} of {whose} stands in passages that {other} has too."
    return f"{share} of the words of {whose} have a counterpart in {other}, word for word or in other words."


def _rest(view: View, links: pd.DataFrame) -> list[str]:
    """How many words are shared in all, how many sentences are alike, and how many articles are copies."""
    n_words, n_shared = len(view.tokens), int(view.tokens["shared"].sum())
    n_passages, n_similar = int(links["kind"].eq("shared").sum()), int(links["kind"].eq("similar").sum())
    texts = []
    if n_passages:
        share = (
            f" ({'all' if n_shared == n_words else f'{percent(n_shared / n_words)} of all'} words)"
            if view.shared == "all"
            else ""
        )
        texts.append(f"{counted(n_passages, 'passage')} that two articles have nearly word for word{share}")
    if n_similar:
        texts.append(f"{counted(n_similar, 'pair')} of sentences that say much the same in other words")
    texts = [f"In all there {'is' if n_passages + n_similar == 1 else 'are'} {listed(texts)}."] if texts else []
    copies = _copies(view)
    if len(copies):
        names, few = titles(view.articles), copies.head(2).astype("str")
        pairs = "; ".join(f"{names[row.doc_id_a]} and {names[row.doc_id_b]}" for row in few.itertuples())
        what = "One pair of articles is" if len(copies) == 1 else f"{len(copies):,} pairs of articles are"
        texts.append(f"{what} nearly the same as a whole{', such as' if len(copies) > 2 else ':'} {pairs}.")
    return texts


def _figure(view: View, links: pd.DataFrame, lengths: pd.DataFrame, drawn: int, many: bool) -> tuple[Figure, ...]:
    """Where in the articles stands what they share; of `many` articles the title says that it speaks of two of them."""
    if links.empty:
        return ()
    shown, group = titles(view.articles), groups_of(view)
    lengths = lengths.assign(doc_id=lengths["doc_id"].astype("str"))
    lengths = lengths[lengths["doc_id"].isin(list(group))]
    lengths = lengths.assign(article=[f"{group[doc]}: {shown[doc]}" for doc in lengths["doc_id"]])
    pairs = article_pairs(links)
    first, articles = pairs.iloc[0], set(pairs["doc_id_a"].astype("str")) | set(pairs["doc_id_b"].astype("str"))
    names = [group[str(first[f"doc_id_{side}"])] for side in SIDES]
    if names[0] == names[1]:
        names = [shown[str(first[f"doc_id_{side}"])] for side in SIDES]
    elif many:
        names = [f"an article of {names[0]}", f"one of {names[1]}"]
    parts = [
        counted(int(first[column]), noun)
        for column, noun in (("n_passages", "passage"), ("n_similar", "similar sentence"))
        if first[column]
    ]
    title = (
        f"{names[0][:1].upper() if many else names[0][:1]}{names[0][1:]} and {names[1]} have most in common: {listed(parts)}"
    )
    caption = (
        "Each bar is an article, drawn as long as it has words. Bands join shared passages; thin lines join similar sentences."
    )
    which = f" Shown are the {min(drawn, len(articles)):,} of {counted(len(view.articles), 'article')} that share most."
    chart = passage_links(links, lengths, "article", top=drawn)
    return (Figure(chart, "links", caption + which, title, article_pairs),)


def _carried(view: View, many: Carried | None, top: int) -> tuple[Table, ...]:
    """The table of passages that three groups or more have, where there are such."""
    if many is None or many.table.empty:
        return ()
    caption = f"Passages that three or more {named(view.by)}s have, in the words of the shortest; the longest first."
    columns = ["passage", "n_groups", "groups", "articles"]
    headings = {"n_groups": f"{named(view.by)}s", "groups": f"which {named(view.by)}s"}
    return (Table(many.table, "carried", caption, columns, top, headings),)


def _tables(view: View, links: pd.DataFrame, copies: pd.DataFrame, top: int) -> tuple[Table, ...]:
    """The tables of the finding; those without a row are left out."""
    by = view.by
    overlap, pairs = shared_shares(view.tokens, by), article_pairs(links)
    group = groups_of(view)
    headings = {f"{by}_a": f"{named(by)} A", f"{by}_b": f"{named(by)} B", "text_a": "has", "text_b": "has"}
    beside = {}
    for kind in ("shared", "similar"):
        table = passages(links, view.ledger, kind=kind)
        table = table.assign(**{f"{by}_{side}": table[f"doc_id_{side}"].astype("str").map(group) for side in SIDES})
        best = -table["text_a"].str.len() if kind == "shared" else -table["score"]
        beside[kind] = table.assign(best=best).sort_values([f"{by}_a", "best"], kind="stable").drop(columns="best")
    columns = [f"{by}_a", "text_a", f"{by}_b", "text_b", "score", "doc_id_a", "line_a", "doc_id_b", "line_b"]
    if (view.sizes["n_articles"] == 1).all():  # the group says which article it is
        columns = [name for name in columns if not name.startswith("doc_id")]
    same = "Passages that two articles have nearly word for word, side by side."
    alike = "Sentences that say the same in other words, side by side."
    shared = f"Words of each {named(by)} in passages that another article has too."
    tables = (
        of_each(Table(beside["shared"], "passages", same, columns, top, headings), f"{by}_a", "the longest first"),
        of_each(Table(beside["similar"], "similar", alike, columns, top, headings), f"{by}_a", "the closest first"),
        Table(pairs, "article_pairs", "Pairs of articles that share passages or have similar sentences.", top=top, folded=True),
        of_each(Table(overlap, "shared", shared, top=top, folded=True, method=shared_shares), by),
        Table(copies, "duplicates", "Pairs of articles that are nearly the same as a whole.", top=top, folded=True),
    )
    return tuple(table for table in tables if len(table.frame))
