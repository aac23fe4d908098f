"""What moved since the last run? A view in; out come findings on rates and on words that set groups apart, held against before.

A move is told only where it holds by articles: for rates when new and earlier articles of the same outlets are dealt out anew, for
keywords where the intervals of both runs lie apart. All else that differs is in the tables.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..measure.comparing.changes import NEW, rate_changes
from ..measure.comparing.keyness import keyness, verdict
from ..measure.comparing.moves import moves
from ..measure.evidence.behind import evidence_of
from ..show.phrases import counted, named
from ..show.tables.heads import of_each
from ..show.tables.table import Table
from .about_changes import KEPT, tool_said
from .counted_things import KINDS, VOICE, WORDING, Counted, by_article, in_all, some_articles, words_of
from .finding import VERDICTS, Finding, answers
from .move_words import NOT_YET, few_said, keywords_said, moved_said, nothing_said
from .moved_drawn import moved_figures
from .since import PAGE, Since, since
from .sureness import CHANCE, FEW
from .wordings import base_of

if TYPE_CHECKING:
    from ..view import View

COUNTS, APART = "counted", "apart"  # tables that are stored for the next run
MOST_GROUPS, MOST_WORDS = 12, 200  # whose keywords are compared, those with most words; and keywords of each
BY = "log2_ratio"
RATES = ["rate_new", "rate_earlier", "difference", "difference_low", "difference_high"]
BOUND = "log2_ratio_articles"
BOUNDS = [f"{BOUND}_low", f"{BOUND}_high"]
AS_NOW = "New and earlier articles are both counted as they are read now, so their difference is not the tool's."


@answers("What do the new articles say otherwise?")
def what_moved(view: View, earlier: str | Path = "", top: int = 20) -> Finding:
    """Which terms, topics, variants, voices and speakers new articles have more or less of than earlier ones of the same outlets.

    earlier : the folder of the run to compare with; "" takes the one that a run is given
    top     : rows shown of each table

    Tables: `moved_terms`, `moved_topics`, `moved_variants`, `moved_voices`, `moved_speakers`, with the lines of the new articles;
    `rates`, what all articles together had in both runs; `counted`, which the next run is compared with. Of more than 1,000 new or
    earlier articles so many are looked at one by one.
    Reading it: a rate of all articles also moves because articles are gone or altered, or because rules changed; that is in `rates`
    alone.
    """
    found, whole = since(view, earlier), in_all(view)
    caption = f"{KEPT}: how often each thing is counted in all articles, and in how many."
    kept = of_each(Table(whole, COUNTS, caption, top=top, folded=True), "kind", "most frequent first")
    if found.articles is None:
        return Finding((NOT_YET,), tables=(kept,), base=base_of(view))
    known = view.articles["doc_id"].astype("str")
    rows = found.articles.rows
    new = set(rows.loc[rows["state"].eq(NEW), "doc_id"]) & set(known)
    rates = _rates(found, whole, top)
    if not new or len(new) == len(known):
        return Finding((few_said(0 if not new else None, len(rates)),), tables=(*rates, kept), base=base_of(view))
    some = some_articles(view, new)
    tokens = words_of(view, some["doc_id"])
    tables = {kind: _held(counts, some, kind) for kind, counts in by_article(view, tokens).items()}
    told = {kind: _told(table) for kind, table in tables.items()} if len(new) >= FEW else {}
    sentences = [text for kind, table in told.items() for text in moved_said(table, kind, len(new))]
    sure = verdict(len(new), len(known) - len(new))
    return Finding(
        tuple(sentences) or (nothing_said(len(new)) if len(new) >= FEW else few_said(len(new), len(rates)),),
        headline=sentences[0] if sentences else "",
        caveats=(tool_said(found) if len(found.tool) else "", AS_NOW if len(found.tool) else ""),
        figures=moved_figures(told, len(new)),
        tables=(*_tables(view, tables, told, some, tokens, top), *rates, kept),
        verdict=sure,
        how_sure=_how_sure(sure, len(new)),
        strength=_strength(told),
        compares=bool(sentences),
        base=base_of(view),
        numbers={"n_new": len(new), "n_moved": {kind: len(table) for kind, table in told.items()}},
    )


def _held(counts: Counted, some: pd.DataFrame, kind: str) -> pd.DataFrame:
    wholes = counts.wholes.merge(some, on="doc_id", validate="m:1")
    return moves(counts.parts, wholes, kind, family=counts.family)


def _told(table: pd.DataFrame) -> pd.DataFrame:
    """The moves that hold: chance hardly makes any so large among all kinds, and the interval does not reach 0."""
    sure = (table["difference_low"] > 0) | (table["difference_high"] < 0)
    return table[sure & (table["p_any"] * len(KINDS) <= CHANCE)].reset_index(drop=True)


def _strength(told: dict[str, pd.DataFrame]) -> float:
    """Half, and half of what the lower rate lacks of the higher one, of the first move; 0 without any."""
    rows = [table.iloc[0] for table in told.values() if len(table)]
    low, high = sorted(rows[0][["rate_new", "rate_earlier"]]) if rows else (1, 1)
    return 0.5 + 0.5 * (1 - low / high) if rows and high else 0.0


def _how_sure(sure: str, n_new: int) -> str:
    if sure == VERDICTS[0] or n_new < FEW:
        return f"This describes {counted(n_new, 'new article')}, too few to say what others will be like."
    rough = "A hint worth checking with more articles: it" if sure == VERDICTS[1] else "It"
    return f"{rough} rests on {counted(n_new, 'new article')}, dealt out anew among earlier ones of the same outlets."


def _tables(
    view: View,
    tables: dict[str, pd.DataFrame],
    told: dict[str, pd.DataFrame],
    some: pd.DataFrame,
    tokens: pd.DataFrame,
    top: int,
) -> list[Table]:
    """A table of each kind, the first of which opens the lines of the new articles."""
    docs, shown = set(some.loc[some["new"], "doc_id"]), []
    here = tokens[tokens["doc_id"].astype("str").isin(docs)]
    mentions = {"topic": view.topic_mentions, WORDING: view.wording_mentions}
    for kind, table in tables.items():
        if table.empty:
            continue
        unit = {WORDING: "100 mentions of their concept", VOICE: "100 words"}.get(kind, "1,000 words")
        frame = table.assign(**{name: table[name] * (100 if "100 " in unit else 1000) for name in RATES})
        caption = f"New articles against earlier ones of the same outlets, rates in {unit}: every {kind} that three have."
        item = Table(frame, f"moved_{kind}s", caption, top=top, folded=not len(told.get(kind, ())), method=moves)
        if kind not in (VOICE, "speaker"):
            known = mentions.get(kind)
            known = None if known is None else known[known["doc_id"].astype("str").isin(docs)]
            item = item._replace(evidence=evidence_of(item.head, here, view.ledger, mentions=known, top=20), opened=3)
        shown.append(item)
    return shown


def _rates(found: Since, whole: pd.DataFrame, top: int) -> tuple[Table, ...]:
    """The rates of all articles together in both runs, where they differ."""
    before = found.earlier.table(PAGE, COUNTS)
    if before is None:
        return ()
    tables = [side[side["kind"].ne(WORDING)] for side in (before, whole)]
    changed = rate_changes(*tables, by="kind", name="name", top=10 * top)
    caption = f"Rates of all articles together, in {found.when} and now, the largest differences first."
    table = of_each(Table(changed, "rates", caption, top=top, folded=True, method=rate_changes), "kind", "the largest first")
    return (table,) if len(changed) else ()


@answers("Do other words set them apart than before?")
def keywords_moved(view: View, earlier: str | Path = "", top: int = 20) -> Finding:
    """Which words set a group apart by more or less than in the last run.

    earlier : the folder of the run to compare with; "" takes the one that a run is given
    top     : rows shown of each table

    Tables: `moved_keywords`, words of both runs whose intervals lie apart first; `apart`, which the next run is compared with: of the
    twelve groups with most words the 200 words whose counts differ most.
    Reading it: articles of both runs are mostly the same, so that intervals that lie apart say more than they would of two samples.
    """
    found, by = since(view, earlier), view.by
    if len(view.sizes) < 2:
        return Finding((f"There is only one {named(by)}, so no words set it apart.",), base=base_of(view))
    now = _apart(view)
    kept = of_each(Table(now, APART, f"{KEPT}: words that set each {named(by)} apart.", top=top, folded=True), by, "by |G²|")
    kept = (kept,) if len(now) else ()
    if found.articles is None:
        return Finding((NOT_YET,), tables=kept, base=base_of(view))
    before = found.earlier.table(PAGE, APART)
    if before is None or by not in before or now.empty:
        return Finding((f"The last run has no words by {named(by)} to compare with.",), tables=kept, base=base_of(view))
    both = _both(before, now, by)
    told = both[both["lie_apart"]]
    same = found.tool.empty
    sentences = keywords_said(told, by, same) if len(told) else ()
    caption = f"Words that set each {named(by)} apart in {found.when} or now, with the log2 of their ratio to the rest in both."
    shown = (Table(both, "moved_keywords", caption, top=top, folded=not len(told), method=keyness),) if len(both) else ()
    return Finding(
        sentences or (f"No word sets one {named(by)} apart by surely more or less than before.",),
        headline=sentences[0] if sentences and same else "",
        caveats=(tool_said(found) if not same else "",),
        tables=(*shown, *kept),
        verdict=VERDICTS[1] if len(told) else VERDICTS[0],
        strength=0.4 if len(told) else 0.0,
        compares=bool(sentences) and same,
        base=base_of(view),
        numbers={"n_moved": len(told)},
    )


def _apart(view: View) -> pd.DataFrame:
    """Words that set each group apart, with the intervals of their ratios, of the groups with most words."""
    by, sizes = view.by, view.sizes
    first = sizes.sort_values(["n_tokens", by], ascending=[False, True])[by].head(MOST_GROUPS)
    tables = [keyness(view.tokens, by, group, min_n=3, draws=1, checked=1, most_rows=MOST_WORDS) for group in sorted(first)]
    table = pd.concat(tables, ignore_index=True)
    return table[[by, "term", "n_a", "n_b", "n_articles_a", "g2", BY, *BOUNDS]].astype({by: "str", "term": "str"})


def _both(before: pd.DataFrame, now: pd.DataFrame, by: str) -> pd.DataFrame:
    """The words that both runs have, those whose intervals lie apart first, then by how far the ratio moved."""
    columns, sides = [by, "term", BY, *BOUNDS], ("before", "after")
    before = before[columns].astype({by: "str", "term": "str"})
    both = before.merge(now[columns], on=[by, "term"], suffixes=("_before", "_after"))
    both = both.rename(columns={f"{BOUND}_{end}_{side}": f"{BY}_{side}_{end}" for end in ("low", "high") for side in sides})
    low, high = (both[[f"{BY}_{side}_{end}" for side in sides]].to_numpy(dtype=float) for end in ("low", "high"))
    apart = low.max(axis=1) > high.min(axis=1)  # False where a bound is missing
    size = (both[f"{BY}_after"] - both[f"{BY}_before"]).abs().round(9).to_numpy(dtype=float)
    order = [index for index in np.lexsort((both["term"], both[by], -size, ~apart)) if size[index] > 0]
    shown = [by, "term", *(f"{BY}_{side}{end}" for side in sides for end in ("", "_low", "_high"))]
    return both[shown].assign(lie_apart=apart).iloc[order].reset_index(drop=True)
