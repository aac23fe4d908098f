"""How far apart are the groups in all their words, and which words make the distance? A view in, a finding for either question out.

Two samples of one outlet differ too, and the smaller they are the more. So each pair is compared at equal size and held against samples
of both dealt out at random, and an order of pairs is only told where another drawing would give it again.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ..errors import UsageError
from ..measure.comparing.chance import beyond_chance
from ..measure.comparing.divergence import divergence as whole_divergence
from ..measure.comparing.divergence import word_shift as shift_of
from ..measure.comparing.keyness import keyness
from ..measure.evidence.behind import evidence_of
from ..measure.evidence.spellings import spellings
from ..measure.uncertainty.resampling import ARTICLE, cluster_order, equal_size
from ..show.charts.bars import signed_bars
from ..show.charts.figures import Figure
from ..show.charts.scatter import rate_scatter
from ..show.charts.trees import cluster_map
from ..show.phrases import counted, listed, named
from ..show.tables.table import Table
from .finding import KEPT, Finding, answers
from .held_against import UNKNOWN
from .sureness import of_comparison
from .telling import CHANCE, MOST_OF_RARE, RARE, Compared
from .wordings import base_of, only_one, titled

if TYPE_CHECKING:
    from ..view import View

UNIT = "bits of divergence beyond chance"
SAID = 3  # pairs in a sentence
SURE = 0.975  # of the normal distribution below the bound that `beyond` takes for one pair
PARAGRAPHS = "Paragraphs of one article are about one subject, so that they set few articles apart whoever wrote them."
MADE_BY = "Jensen-Shannon divergence of all words at equal size, less that of samples of both dealt out at random"


@answers("Which two are most alike?", within=KEPT)
def divergence(view: View, top: int = 10) -> Finding:
    """How far the words of each two groups lie apart at equal size, beyond what chance makes.

    top : rows of the tables

    Tables: `divergence`, every pair at equal size with the spread of the drawing; `divergence_whole`, every pair with all its words.
    Reading it: near 0 two groups are as alike as two samples of one. A group of one article is as far from others as its subject.
    """
    if len(view.sizes) < 2:
        return Finding((only_one(view),))
    pairs, whole = view.pairs, whole_divergence(view.tokens, view.by)
    known = pairs[(pairs["a"] != UNKNOWN) & (pairs["b"] != UNKNOWN)].sort_values(["excess_bits", "a", "b"], ignore_index=True)
    known = known if len(known) else pairs
    tree, sure = cluster_order(pairs, "excess_bits"), of_comparison(view.sizes, view.by)
    sure_of_all = sure.verdict != "descriptive" and known["unit"].eq(ARTICLE).all()
    differ, few = beyond(known), "" if sure_of_all else "In these articles "
    how_far, orders = distance_of(known, differ, view.by, sure_of_all), ()
    if len(known) > 2 and differ.any():
        orders = orders_of(known)
    settled = bool(orders) and orders[0].settled
    told = [order.text for order in orders if order.text]
    first, *more = [*told, how_far] if settled else [how_far, *told]
    chart = cluster_map(pairs, "a", "b", "excess_bits", UNIT, tree.names, tree.merges)
    caption = f"{MADE_BY}, in bits; {drawn_as(pairs)}. The tree joins what is nearest; 0 is as alike as two samples of one."
    every = "Divergence of every pair at equal size, with the spread of the drawing; the most alike first."
    all_words = "Divergence and cosine of every pair with all its words, however unequal; the most alike first."
    ordered = pairs.sort_values(["excess_bits", "a", "b"]), whole.sort_values(["jsd_bits", "a", "b"])
    return Finding(
        (titled(f"{few}{first}."), *(titled(f"{text}.") for text in more)),
        headline=titled(f"{few}{first}.") if settled else "",
        caveats=() if sure_of_all else (PARAGRAPHS,),
        figures=(Figure(chart, "similarity", caption, titled(first), equal_size),),
        tables=(
            Table(ordered[0], "divergence", every, top=top, folded=True, method=equal_size),
            Table(ordered[1], "divergence_whole", all_words, top=top, folded=True, method=whole_divergence),
        ),
        **sure._asdict(),
        strength=min(max(float(known["excess_bits"].max()), 0.0), 1.0) if differ.any() else 0.05,
        compares=True,
        base=base_of(view),
    )


def beyond(pairs: pd.DataFrame) -> pd.Series:
    """Which pairs lie further apart than dealing out their texts at random would put them, if all pairs are looked at.

    The bound for one pair is the 97.5 percentile of the deals; for many it lies as much further out as a normal distribution says.
    """
    n_sds = NormalDist().inv_cdf(1 - (1 - SURE) / len(pairs)) / NormalDist().inv_cdf(SURE)
    return pairs["excess_bits"] > n_sds * (pairs["jsd_bits_chance_high"] - pairs["jsd_bits_chance"]) + 1e-9


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


def distance_of(pairs: pd.DataFrame, differ: pd.Series, by: str, articles: bool) -> str:
    """Whether any pair lies further apart than chance would put it, as a sentence without its full stop.

    articles : whether whole articles were dealt out; paragraphs of few articles say less
    """
    what = f"two samples of one {named(by)} would" if articles else "if their paragraphs had been dealt out at random"
    if len(pairs) == 1:
        two = f"{pairs['a'].iloc[0]} and {pairs['b'].iloc[0]}"
        return f"{two} differ {'more' if differ.any() else 'no more'} in their words than {what}"
    if not differ.any():
        return f"no two {named(by)}s differ more in their words than {what}"
    which = "all" if differ.all() else f"{int(differ.sum()):,} of the"
    return f"{which} {counted(len(pairs), 'pair')} differ more in their words than {what}"


def drawn_as(pairs: pd.DataFrame) -> str:
    """At which size pairs are compared, and what is drawn."""
    least, most = int(pairs["n_words"].min()), int(pairs["n_words"].max())
    size = counted(most, "word") if least == most else f"{least:,} to {most:,} words"
    return f"each pair at {size}, {' or '.join(f'{unit}s' for unit in sorted(pairs['unit'].unique()))} drawn at random"


@answers("Which words make the difference between two?", within=KEPT)
def word_shift(view: View, a: str = "", b: str = "", top: int = 10) -> Finding:
    """The words that have the largest parts in the distance of two groups, or of one from the rest.

    a, b : the two; without b all others together, without both the two that lie furthest apart
    top  : rows of the tables; twice as many words are drawn as bars, three times as many are named in the cloud

    Tables: `shift`, each word's part of the divergence; `pair`, the keyness of the two with the lines of the first words.
    Reading it: words on both sides add to the distance. Frequent words have large parts even where their rates differ little.
    """
    if b and not a:
        raise UsageError(f"b is '{b}', and a is not given", remedy="Give a too, or give the group as a")
    if len(view.sizes) < 2:
        return Finding((only_one(view),))
    if not a:
        known = view.pairs[(view.pairs["a"] != UNKNOWN) & (view.pairs["b"] != UNKNOWN)]
        a, b = (known if len(known) else view.pairs).sort_values(["excess_bits", "a", "b"])[["a", "b"]].iloc[-1]
    pair, shift = keyness(view.tokens, view.by, a, b or None), shift_of(view.tokens, view.by, a, b or None)
    compared, total = Compared.of(view, a, b), shift["shift_bits"].abs().sum()
    sure, other = of_comparison(compared.sizes, view.by), compared.other(a)
    if total < 1e-9:
        return Finding((f"{a} and {other} use the same words equally often: no word makes a difference.",))
    largest = shift.head(2 * top)
    spelt = spellings(view.tokens, view.ledger, list(dict.fromkeys([*largest["term"], *pair["term"].head(3 * top)])))
    sentences, title = _parts(view, shift, pair, compared, spelt)
    return Finding(
        sentences,
        caveats=("Very frequent words have large parts even where their rates differ little.",),
        figures=_pictures(pair, largest, spelt, (a, other), title, total),
        tables=_tables(view, pair, shift, compared, top),
        **sure._asdict(),
        strength=_strength(shift, pair),
        compares=True,
        base=base_of(view),
    )


def _strength(shift: pd.DataFrame, pair: pd.DataFrame) -> float:
    """The largest difference of shares among words that are not rare."""
    often = shift["term"].isin(pair.loc[pair["n_a"] + pair["n_b"] >= RARE, "term"])
    most = (shift["share_a"] - shift["share_b"]).abs()
    return float(most[often].max()) if often.any() else min(float(most.max()), MOST_OF_RARE)


def _parts(
    view: View, shift: pd.DataFrame, pair: pd.DataFrame, compared: Compared, spelt: dict[str, str]
) -> tuple[tuple[str, ...], str]:
    """The answer in sentences, and a title: the words with the largest parts on each side.

    Of the words that are drawn, those that say something and that several articles have, wherever there are such.
    """
    a, other = compared.a, compared.other(compared.a)
    words = shift.merge(pair[["term", "n_articles_a", "n_articles_b"]], on="term", validate="1:1")
    words = words[words["term"].isin(spelt)]
    content = words[~words["term"].isin(view.stop_words())]
    more = compared.sizes["n_articles"].sum() > 2  # of two articles hardly any word is of both
    firm = content[content["n_articles_a"] + content["n_articles_b"] > 1] if more else content
    texts, title = [], ""
    for name, sign in ((a, 1), (other, -1)):
        sides = (rows[rows["shift_bits"] * sign > 0] for rows in (firm, content, words))
        own = next((rows for rows in sides if len(rows)), firm.head(0))
        if len(own):
            named_words = listed([f"“{spelt[term]}”" for term in own["term"].head(3)])
            texts.append(f"{named_words} on the side of {name}")
            title = title or f"{named_words} {'weighs' if len(own) == 1 else 'weigh'} most on the side of {name}"
    total = shift["shift_bits"].abs()
    share, n = total.head(20).sum() / total.sum(), min(len(shift), 20)
    largest = f"The {n:,} largest parts are {100 * share:.0f} % of the distance."
    tested = pd.DataFrame()
    if compared.testable():
        tested = beyond_chance(view.tokens, view.by, a, compared.b or None, within=view.within or None)
    chance = len(tested) > 0 and not (tested["p_any_word"] <= CHANCE).any()
    words = listed(texts)
    if chance and texts:
        first = f"No word sets {a} and {other} apart by more than chance would."
        return (first, f"In these articles the largest parts in their distance have {words}.", largest), ""
    first = f"What sets {a} and {other} apart in these articles is above all {words}." if texts else ""
    return (first, largest), title


def _pictures(
    pair: pd.DataFrame, largest: pd.DataFrame, spelt: dict[str, str], sides: tuple[str, str], title: str, total: float
) -> tuple[Figure, ...]:
    a, other = sides
    named_first = pair["term"].head(3 * len(largest) // 2)
    dots = pair.assign(word=pair["term"].map(spelt).fillna(pair["term"]))
    units = [f"times in 1,000 words of {name}" for name in (a, other)]
    scatter = rate_scatter(dots, "word", "rate_per_1000_a", "rate_per_1000_b", *units, named_first.map(spelt))
    cloud = (
        f"Each of {counted(len(pair), 'word')} by its rate in {a} and in {other}; those furthest from equal, by G², have names."
    )
    words = [f"“{spelt[term]}”" for term in named_first.head(2)]
    bars = largest.sort_values(["shift_bits", "term"], ascending=[False, True])
    bars = bars.assign(word=bars["term"].map(spelt), percent=100 * bars["shift_bits"] / total)
    chart = signed_bars(bars, "word", "percent", "percent of the divergence", f"more in {a}", f"more in {other}")
    what = f"The {counted(len(bars), 'word')} with the largest part in the divergence of {a} and {other}."
    return (
        Figure(scatter, "scatter", cloud, f"{listed(words)} lie furthest from equal rates", keyness),
        Figure(chart, "shift", what, title, shift_of),
    )


def _tables(view: View, pair: pd.DataFrame, shift: pd.DataFrame, compared: Compared, top: int) -> tuple[Table, ...]:
    a, other, tokens = compared.a, compared.other(compared.a), view.tokens
    if compared.b:
        tokens = tokens[tokens[view.by].isin([a, compared.b])]
    evidence = evidence_of(pair.head(top), tokens, view.ledger)
    parts, keyness = (
        f"Each word's part of the divergence of {a} (A) and {other} (B).",
        f"Keyness of {a} (A) against {other} (B).",
    )
    return (
        Table(shift, "shift", parts, top=top, folded=True, method=shift_of),
        Table(pair, "pair", keyness, top=top, folded=True, evidence=evidence, opened=3),
    )
