"""How far apart are the groups in all their words? A view in, a finding out.

Two samples of one outlet differ too, and the smaller they are the more. So each pair is compared at equal size and held against samples
of both dealt out at random, and an order of pairs is only told where another drawing would give it again.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ..measure.comparing.divergence import divergence as whole_divergence
from ..measure.comparing.keyness import smallest_p
from ..measure.uncertainty.resampling import cluster_order, equal_size
from ..show.charts.figures import Figure
from ..show.charts.trees import cluster_map
from ..show.phrases import counted, listed, named
from ..show.tables.table import Table
from .finding import KEPT, Finding, answers
from .held_against import UNKNOWN, names_of
from .sureness import CHANCE, of_comparison
from .wordings import base_of, only_one, titled

if TYPE_CHECKING:
    from ..view import View

UNIT, PLAIN_UNIT = "bits of divergence beyond chance", "bits of divergence"
SAID = 3  # pairs in a sentence
SAME = 0.005  # bits below which nothing of a divergence can be written
SURE, PERCENTILE = 1 - CHANCE / 2, 0.975  # of chance, below the bound for one pair; and what jsd_bits_chance_high has below it
MADE_BY = "Jensen-Shannon divergence of all words at equal size, less that of samples of both dealt out at random"
TREE = "The tree joins what is nearest"


@answers("Which two are most alike?", within=KEPT)
def divergence(view: View, top: int = 10) -> Finding:
    """How far the words of each two groups lie apart at equal size, beyond what chance makes.

    top : rows of the tables

    Tables: `divergence`, every pair at equal size with the spread of the drawing; `divergence_whole`, every pair with all its words.
    Reading it: near 0 two groups are as alike as two samples of one. A group of one article is as far from others as its subject.
    """
    if len(view.sizes) < 2:
        return Finding((only_one(view),))
    pairs = _with_chance(view)
    if pairs.empty:
        return _of_lone_articles(view, top)
    known = pairs[(pairs["a"] != UNKNOWN) & (pairs["b"] != UNKNOWN)].sort_values(["excess_bits", "a", "b"], ignore_index=True)
    known = known if len(known) else pairs
    tree, sure = cluster_order(pairs, "excess_bits"), of_comparison(view.sizes, view.by)
    told = reachable(known, view.sizes, view.by)
    differ, among = (
        beyond(known) & told,
        f"among the {_n_drawn(view):,} {named(view.by)}s with most words " if _not_all(view) else "",
    )
    few = among or ("In these articles " if sure.verdict == "descriptive" and told.any() else "")
    how_far = distance_of(known, differ, view.by) if told.any() else too_few(view.by, len(known))
    orders = orders_of(known) if len(known) > 2 and differ.any() else ()
    settled = bool(orders) and orders[0].settled
    first, *more = [order.text for order in orders if order.text] + [how_far] if settled else [
        how_far, *(order.text for order in orders if order.text)
    ]  # fmt: skip
    chart = cluster_map(pairs, "a", "b", "excess_bits", UNIT, tree.names, tree.merges)
    caption = f"{MADE_BY}, in bits; {drawn_as(pairs)}. {TREE}; 0 is as alike as two samples of one.{_left_out(view, pairs)}"
    return Finding(
        (titled(f"{few}{first}."), *(titled(f"{text}.") for text in more)),
        headline=titled(f"{few}{first}.") if settled else "",
        caveats=_not_all(view),
        figures=(Figure(chart, "similarity", caption, titled(f"{among}{first}"), equal_size),),
        tables=_lists(view, view.pairs.sort_values(["excess_bits", "a", "b"]), top),
        **sure._asdict(),
        strength=min(max(float(known["excess_bits"].max()), 0.0), 1.0) if differ.any() else 0.05,
        compares=True,
        base=base_of(view),
    )


def _lists(view: View, pairs: pd.DataFrame, top: int) -> tuple[Table, ...]:
    """Every pair at equal size as `pairs` has them, and with all its words."""
    every = "Divergence of every pair at equal size, with the spread of the drawing; the most alike first."
    all_words = "Divergence and cosine of every pair with all its words, however unequal; the most alike first."
    whole = whole_divergence(view.tokens, view.by).sort_values(["jsd_bits", "a", "b"])
    return (
        Table(pairs, "divergence", every, top=top, folded=True, method=equal_size),
        Table(whole, "divergence_whole", all_words, top=top, folded=True, method=whole_divergence),
    )


def _with_chance(view: View) -> pd.DataFrame:
    """The pairs of a view but for those of groups that cannot be held against chance: no two of one article each stay."""
    names, n_articles = names_of(view.sizes, view.by), view.sizes["n_articles"]
    lone = set(names[n_articles.eq(1)]) if n_articles.eq(1).sum() > 1 else set()
    return view.pairs[~view.pairs["a"].isin(lone) & ~view.pairs["b"].isin(lone)].reset_index(drop=True)


def _left_out(view: View, pairs: pd.DataFrame) -> str:
    """Which groups are not drawn, for a caption."""
    left = set(view.pairs["a"]) | set(view.pairs["b"])
    left -= set(pairs["a"]) | set(pairs["b"])
    lone = [name for name in names_of(view.sizes, view.by) if name in left]
    return f" Left out, having one article each: {listed(lone, 3)}." if lone else ""


def _not_all(view: View) -> tuple[str, ...]:
    """Which groups are compared in pairs, where these are not all, as a caveat."""
    n = _n_drawn(view)
    few = f"Of {counted(len(view.sizes), named(view.by))} those {n:,} with most words are compared in pairs at equal size."
    return (few,) if n < len(view.sizes) else ()


def _n_drawn(view: View) -> int:
    return len(set(view.pairs["a"]) | set(view.pairs["b"]))


def _of_lone_articles(view: View, top: int) -> Finding:
    """What can be said where no two groups have three articles together: how far apart the articles are, and that it says no more."""
    pairs = _at_one_size(view).sort_values(["jsd_bits", "a", "b"], ignore_index=True)
    near, far, n_words = pairs.iloc[0], pairs.iloc[-1], int(pairs["n_words"].iloc[0])
    first = f"with one article from each {named(view.by)}, their words cannot say how far the {named(view.by)}s lie apart"
    why = f"Two articles of one {named(view.by)} differ too, by what they are about"
    spread = f"At {counted(n_words, 'word')} each, {near['a']} and {near['b']} are {near['jsd_bits']:.2f} bits apart"
    spread += f", and {far['a']} and {far['b']} {far['jsd_bits']:.2f}" if len(pairs) > 1 else ""
    if far["jsd_bits"] < SAME:
        return Finding((f"These {len(view.sizes):,} articles use the same words equally often.",), base=base_of(view))
    tree = cluster_order(pairs, "jsd_bits")
    chart = cluster_map(pairs, "a", "b", "jsd_bits", PLAIN_UNIT, tree.names, tree.merges)
    caption = (
        f"Jensen-Shannon divergence of all words, in bits: 0 is the same words equally often, 1 no word in common;"
        f" {drawn_as(pairs)}. {TREE}. It describes these articles."
    )
    return Finding(
        (titled(f"{first}."), f"{why}. {spread}, on a scale from 0 (the same words equally often) to 1 (no word in common)."),
        figures=(Figure(chart, "similarity", caption, "How far the words of these articles lie apart", equal_size),),
        tables=_lists(view, pairs, top),
        **of_comparison(view.sizes, view.by)._asdict(),
        strength=0.05,
        compares=True,
        base=base_of(view),
    )


def beyond(pairs: pd.DataFrame) -> pd.Series:
    """Which pairs lie further apart than dealing out their articles at random would put them, if all pairs are looked at.

    The bound lies as much further out than the 97.5 percentile of the deals as a normal distribution says for so many pairs.
    """
    n_sds = NormalDist().inv_cdf(1 - (1 - SURE) / len(pairs)) / NormalDist().inv_cdf(PERCENTILE)
    return pairs["excess_bits"] > n_sds * (pairs["jsd_bits_chance_high"] - pairs["jsd_bits_chance"]) + 1e-9


def reachable(pairs: pd.DataFrame, sizes: pd.DataFrame, by: str) -> pd.Series:
    """Of which pairs the articles are enough to show that they lie further apart than chance would put them, if all are looked at."""
    n = dict(zip(names_of(sizes, by), sizes["n_articles"], strict=True))
    least = [smallest_p(int(n[a]), int(n[b])) for a, b in pairs[["a", "b"]].itertuples(index=False)]
    return pd.Series(least, index=pairs.index) * len(pairs) <= CHANCE


def too_few(by: str, n_pairs: int) -> str:
    """That no pair could be told apart, as a sentence without its full stop."""
    which = "the two" if n_pairs == 1 else f"two of the {named(by)}s"
    return f"so few articles cannot show whether {which} differ in their words as a whole"


class Order(NamedTuple):
    """Which pairs come first, as a sentence without its full stop or ""; whether it is one; and which they are."""

    text: str
    settled: bool
    pairs: list[str]


def orders_of(pairs: pd.DataFrame) -> tuple[Order, ...]:
    """Which pairs are most alike, and which least, where these are not the same. `pairs` have their excess rising."""
    most, least = order_of(pairs, "most"), order_of(pairs[::-1].reset_index(drop=True), "least")
    return (most, least) if set(most.pairs).isdisjoint(least.pairs) else (most,)


def order_of(pairs: pd.DataFrame, how: str) -> Order:
    """Which pairs are most or least alike. `pairs` begin with these.

    Another drawing may turn two pairs whose excess differs by less than half the spread of either, or than chance moves either: the
    order of these is not settled.
    """
    drawn = (pairs["jsd_bits_high"] - pairs["jsd_bits_low"]) / 2
    moves = drawn.combine(pairs["jsd_bits_chance_high"] - pairs["jsd_bits_chance"], max)
    gap, level = (pairs["excess_bits"] - pairs["excess_bits"].iloc[0]).abs(), moves.clip(lower=moves.iloc[0])
    tied = pairs[gap <= level]
    names = [f"{row.a} and {row.b}" for row in tied.itertuples()]
    if len(tied) == 1:
        return Order(f"{names[0]} are {how} alike in their words", True, names)
    if len(tied) <= SAID and len(tied) < len(pairs):
        return Order(f"{how} alike are {', or '.join(names)}: the order is not settled", False, names)
    open_ = f"the order of {len(tied):,} of the {len(pairs):,} pairs is not settled"
    return Order(f"no two can be called the most alike: {open_}" if how == "most" else "", False, names)


def distance_of(pairs: pd.DataFrame, differ: pd.Series, by: str) -> str:
    """Whether any pair lies further apart than chance would put it, as a sentence without its full stop."""
    what = f"two samples of one {named(by)} would"
    if len(pairs) == 1:
        two = f"{pairs['a'].iloc[0]} and {pairs['b'].iloc[0]}"
        return f"{two} differ {'more' if differ.any() else 'no more'} in their words than {what}"
    if not differ.any():
        return f"no two {named(by)}s differ more in their words than {what}"
    which = "all" if differ.all() else f"{int(differ.sum()):,} of the"
    verb = "differs" if differ.sum() == 1 else "differ"
    return f"{which} {counted(len(pairs), 'pair')} {verb} more in their words than {what}"


def drawn_as(pairs: pd.DataFrame) -> str:
    """At which size pairs are compared, and what is drawn."""
    least, most = int(pairs["n_words"].min()), int(pairs["n_words"].max())
    size = counted(most, "word") if least == most else f"{least:,} to {most:,} words"
    return f"each pair at {size}, {' or '.join(f'{unit}s' for unit in sorted(pairs['unit'].unique()))} drawn at random"


def furthest(view: View) -> tuple[str, str]:
    """The two that lie furthest apart beyond chance; of lone articles, those whose words do."""
    pairs, value = _with_chance(view), "excess_bits"
    if pairs.empty:
        pairs, value = _at_one_size(view), "jsd_bits"
    known = pairs[(pairs["a"] != UNKNOWN) & (pairs["b"] != UNKNOWN)]
    a, b = (known if len(known) else pairs).sort_values([value, "a", "b"])[["a", "b"]].iloc[-1]
    return a, b


def _at_one_size(view: View) -> pd.DataFrame:
    """Every pair at the size of the smallest group."""
    return equal_size(view.tokens, view.by, most_words=int(view.sizes["n_tokens"].min()))
