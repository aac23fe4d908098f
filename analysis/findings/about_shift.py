"""Which words make the difference between two groups? A view in, a finding out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..errors import UsageError
from ..measure.comparing.chance import beyond_chance
from ..measure.comparing.divergence import word_shift as shift_of
from ..measure.comparing.keyness import keyness
from ..measure.evidence.behind import evidence_of
from ..measure.evidence.spellings import spellings
from ..show.charts.bars import signed_bars
from ..show.charts.figures import Figure
from ..show.charts.scatter import rate_scatter
from ..show.phrases import counted, listed
from ..show.tables.table import Table
from .about_distance import furthest
from .finding import KEPT, Finding, answers
from .keyness_shown import SHOWABLE, rows_kept
from .page_words import COLUMN, cautions, marked, page_words, unmarked
from .sureness import CHANCE, of_comparison
from .telling import MOST_OF_RARE, RARE, Compared
from .wordings import base_of, only_one

if TYPE_CHECKING:
    from ..view import View


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
        a, b = furthest(view)
    kept, shift = rows_kept(view, 1), shift_of(view.tokens, view.by, a, b or None)
    pair = keyness(view.tokens, view.by, a, b or None, most_rows=kept)
    compared, total = Compared.of(view, a, b), shift["shift_bits"].abs().sum()
    sure, other = of_comparison(compared.sizes, view.by), compared.other(a)
    if total < 1e-9:
        return Finding((f"{a} and {other} use the same words equally often: no word makes a difference.",))
    sides = (pair["g2"] >= 0).map({True: a, False: other})
    pair = marked(pair, view, sides, page_words(view, _told(pair, shift)) if kept else None)
    largest = shift.head(2 * top)
    spelt = spellings(view.tokens, view.ledger, list(dict.fromkeys([*largest["term"], *pair["term"].head(3 * top)])))
    sentences, title = _parts(view, shift, pair, compared, spelt)
    shown = pair.assign(**{view.by: sides})[pair["term"].isin(spelt)]
    return Finding(
        sentences,
        caveats=("Very frequent words weigh heavily even where their rates differ little.", *cautions([shown], view, spelt)),
        figures=_pictures(pair, largest, spelt, (a, other), title, total),
        tables=_tables(view, pair, shift, compared, top, kept),
        **sure._asdict(),
        strength=_strength(shift, pair),
        compares=True,
        base=base_of(view),
    )


def _told(pair: pd.DataFrame, shift: pd.DataFrame) -> list[str]:
    """The words that the page could name, or measure the difference by."""
    apart = (shift["share_a"] - shift["share_b"]).abs()
    most = shift["term"].iloc[np.argsort(-apart.to_numpy(), kind="stable")[:SHOWABLE]]
    return list(dict.fromkeys([*pair["term"].head(SHOWABLE), *shift["term"].head(SHOWABLE), *most]))


def _strength(shift: pd.DataFrame, pair: pd.DataFrame) -> float:
    """The largest difference of shares among words that are not rare, nor of the pages."""
    place = pd.Index(pair["term"]).get_indexer(shift["term"])
    free = np.ones(len(pair), dtype=bool) if COLUMN not in pair else pair[COLUMN].isna().to_numpy()
    often = (place >= 0) & (pair["n_a"] + pair["n_b"] >= RARE).to_numpy()[place]
    told = (place < 0) | free[place]
    if not told.any():
        return 0.0
    most = (shift["share_a"] - shift["share_b"]).abs().to_numpy()
    often &= told
    return float(most[often].max()) if often.any() else min(float(most[told].max()), MOST_OF_RARE)


def _parts(
    view: View, shift: pd.DataFrame, pair: pd.DataFrame, compared: Compared, spelt: dict[str, str]
) -> tuple[tuple[str, ...], str]:
    """The answer in sentences, and a title: the words with the largest parts on each side.

    Of the words that are drawn, those that say something and that several articles have, wherever there are such.
    """
    a, other = compared.a, compared.other(compared.a)
    said = unmarked(pair[pair["term"].isin(spelt)])[["term", "n_articles_a", "n_articles_b"]]
    words = shift[shift["term"].isin(spelt)].merge(said, on="term", validate="1:1")
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
    largest = f"The {n:,} largest parts make up {100 * share:.0f} % of the distance."
    tested = pd.DataFrame()
    if compared.testable():
        tested = beyond_chance(view.tokens, view.by, a, compared.b or None, within=view.within or None)
    chance = len(tested) > 0 and not (tested["p_any_word"] <= CHANCE).any()
    words = listed(texts)
    if chance and texts:
        first = f"No word sets {a} and {other} apart by more than chance would explain."
        return (first, f"In these articles, what weighs most in their distance is {words}.", largest), ""
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
    words = [f"“{spelt[term]}”" for term in unmarked(pair.head(len(named_first)))["term"].head(2)]
    bars = largest.sort_values(["shift_bits", "term"], ascending=[False, True])
    bars = bars.assign(word=bars["term"].map(spelt), percent=100 * bars["shift_bits"] / total)
    chart = signed_bars(bars, "word", "percent", "percent of the divergence", f"more in {a}", f"more in {other}")
    what = f"The {counted(len(bars), 'word')} with the largest part in the divergence of {a} and {other}."
    return (
        Figure(scatter, "scatter", cloud, f"{listed(words)} lie furthest from equal rates" if words else "", keyness),
        Figure(chart, "shift", what, title, shift_of),
    )


def _tables(
    view: View, pair: pd.DataFrame, shift: pd.DataFrame, compared: Compared, top: int, kept: int | None
) -> tuple[Table, ...]:
    a, other, tokens = compared.a, compared.other(compared.a), view.tokens
    if compared.b:
        tokens = tokens[tokens[view.by].isin([a, compared.b])]
    evidence = evidence_of(pair.head(top), tokens, view.ledger)
    parts, keyness = (
        f"Each word's part of the divergence of {a} (A) and {other} (B).",
        f"Keyness of {a} (A) against {other} (B).",
    )
    if kept and len(shift) > kept:
        keyness += f" Of all words the table has the {kept:,} whose counts differ most."
    return (
        Table(shift, "shift", parts, top=top, folded=True, method=shift_of),
        Table(pair, "pair", keyness, top=top, folded=True, evidence=evidence, opened=3),
    )
