"""Evidence: the lines in which a row of any table was counted. Rows and the tables they were counted from in, concordance lines out.

A number that cannot be looked up is not worth more than its author. What is looked for follows from the columns of the row, and how
many lines there are is held against the number that the row gives.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...arguments import as_table, in_range
from ...errors import SchemaError
from ..counting.codes import check_tokens, ordered
from .concordance import CUT, in_context
from .lookup import LINE, WHOLE_LINE, Given, kind_of, looked_for, with_periods
from .searches import NOWHERE, Found

PLACE = ("line", "sentence", "position", "start")


@in_range
def evidence(
    row: pd.Series | Mapping[str, Any] | tuple,
    tokens: pd.DataFrame,
    ledger: pd.DataFrame,
    *,
    mentions: pd.DataFrame | Mapping[str, pd.DataFrame] | None = None,
    quotes: pd.DataFrame | None = None,
    articles: pd.DataFrame | None = None,
    width: int = 60,
    top: int | None = None,
    window: int | None = None,
) -> pd.DataFrame:
    """Show the lines in which a row of a table was counted.

    One row per place that was counted, as `evidence_of` gives them for a whole table.

    row : a row of a table: a Series, a dict or a named tuple
    top : the first so many lines; None is all
    others : as for `evidence_of`

    Returns, sorted by doc_id and place in the article (in a comparison the row's own group first):
        left, hit, right  the article's own text; … where the line, or a quotation, goes on
        doc_id, line      where it stands
        …                 columns of `tokens` beyond its schema, such as source
        voice             outside, reported or quoted, as the first word of the hit is; missing for a whole line

    Raises as `evidence_of`.
    Reading it: the lines are all there is behind the number; if they do not bear out what it is taken to mean, it does not mean it.

    >>> tokens = pd.DataFrame({"doc_id": "d", "term": ["war", "and", "war"], "part": "body", "position": [1, 2, 3]})
    >>> tokens = tokens.assign(line=1, sentence=1, start=[0, 4, 8], end=[3, 7, 11], shared=False, voice="outside")
    >>> ledger = pd.DataFrame({"doc_id": ["d"], "line": [1], "text": ["War and war."]})
    >>> evidence({"term": "war", "n": 2}, tokens, ledger)[["left", "hit", "right"]].values.tolist()
    [['', 'War', ' and war.'], ['War and ', 'war', '.']]
    """
    cells = row._asdict() if hasattr(row, "_asdict") else dict(row)
    table = pd.DataFrame([{name: value for name, value in cells.items() if name != "Index"}])
    lines = evidence_of(
        table, tokens, ledger, mentions=mentions, quotes=quotes, articles=articles, width=width, top=top, window=window
    )
    return lines.drop(columns=["row", "n"])


@in_range
def evidence_of(
    table: pd.DataFrame,
    tokens: pd.DataFrame,
    ledger: pd.DataFrame,
    *,
    mentions: pd.DataFrame | Mapping[str, pd.DataFrame] | None = None,
    quotes: pd.DataFrame | None = None,
    articles: pd.DataFrame | None = None,
    width: int = 60,
    top: int | None = 100,
    window: int | None = None,
) -> pd.DataFrame:
    """Show the first lines in which each row of a table was counted, all rows in one pass over the words.

    One row per row of the table and place shown. What is looked for follows from the columns of the table.

    table    : rows as the measures give them, with any further columns
    tokens   : the running words that the table was counted from (for hedges those of the outlets' own)
    mentions : table of `match_dictionary` with the dictionary that the table was counted from; for `omissions` the tables by kind
    quotes   : table `quotes`
    articles : table `articles`: of a trend for its dates, of quotations those they were counted in (None takes those of `tokens`)
    width    : characters of context on each side
    top      : lines shown for each row; None is all
    window   : None is the default of the measure, 1 for pairs and 5 for neighbours; a column `window` goes before it

    What is looked for say the first of these columns that the table has:
        hit with doc_id and line, and at last doc_id and line alone: that line
        term                      a word or a run of words, exactly as spelt; scare quotes too, where `quotes` are given
        left, right; pair         the two in this order, within `window` words
        node, collocate           the neighbour within `window` words of the node
        topic_a, topic_b          paragraphs with both, from the one mention to the other where they stand closest
        topic; concept, variant; group, label, pattern   mentions
        speaker                   quotations; a missing speaker is that of nobody
        verb, verb_class          the clauses that introduce quotations, and reports where it counts them
        period, term              the term as `trend` followed it, a topic where mentions are given
        kind, item                what `omissions` lists, in the groups that have it
    Columns that `tokens` has too (source, voice, doc_id) narrow the lines to the row's group. Comparisons, which have n_b or share_b,
    have the lines of both sides, those of the row's own group first.

    Returns, sorted by row, then as `evidence`:
        row  place of the table's row, counted from 0; a row without a line is not there
        n    lines of that row in all
        …    columns of `evidence`

    Raises UsageError where nothing tells what to look for, or a table is needed that was not given; SchemaError where a row gives
    another number than there are lines (n, observed, n_quotes with n_reports, or n_a + n_b), which were then counted from other words.
    Reading it: n lines with the same words in them may be one text that several articles carry.

    >>> tokens = pd.DataFrame({"doc_id": "d", "term": ["war", "and", "war"], "part": "body", "position": [1, 2, 3]})
    >>> tokens = tokens.assign(line=1, sentence=1, start=[0, 4, 8], end=[3, 7, 11], shared=False, voice="outside")
    >>> ledger = pd.DataFrame({"doc_id": ["d"], "line": [1], "text": ["War and war."]})
    >>> evidence_of(pd.DataFrame({"term": ["and", "war"]}), tokens, ledger, top=1)[["row", "n", "hit"]].values.tolist()
    [[0, 1, 'and'], [1, 2, 'War']]
    """
    check_tokens(tokens)
    table = as_table(table).reset_index(drop=True)
    if "period" in table.columns and "period" not in tokens.columns:
        tokens = with_periods(tokens, articles, table["period"])
    given = Given(ordered(tokens), mentions, quotes, articles, window)
    whole_lines = kind_of(table) in (LINE, WHOLE_LINE)
    both = not {"n_b", "share_b", "item"}.isdisjoint(table.columns)
    parts, n = [], np.zeros(len(table), dtype=np.int64)
    for places, found in looked_for(table, given):
        spans, n[places] = _spans(table.iloc[places], places, found, _narrowing(table, given), both, top)
        parts.append(spans)
    spans = pd.concat(parts, ignore_index=True).sort_values("row", kind="stable", ignore_index=True)
    lines = in_context(spans, _with_removed(ledger) if whole_lines else ledger, width)
    lines["right"] = lines["right"].mask(spans["goes_on"], CUT)
    more = [*given.columns(), "voice"]
    lines[more] = spans[more]
    if not whole_lines:
        _hold_to_claims(table, n)
    lines.insert(0, "row", spans["row"])
    lines.insert(1, "n", n[spans["row"]])
    return lines


def _with_removed(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger with removed lines as they were received."""
    return ledger.assign(text=ledger["text"].astype("object").where(ledger["text"].notna(), ledger["raw"]))


def _narrowing(table: pd.DataFrame, given: Given) -> list[str]:
    """The columns of the table that say which group, or which place, a row is of."""
    known = [*given.columns(), "doc_id", "part", "voice", "shared", *(PLACE if "doc_id" in table.columns else ())]
    return [name for name in table.columns if name in known]


def _spans(
    table: pd.DataFrame, places: np.ndarray, found: Found, names: list[str], both: bool, top: int | None
) -> tuple[pd.DataFrame, np.ndarray]:
    """The first `top` stretches of each row of the table, and how many it has in all."""
    frame = found.frame if "goes_on" in found.frame.columns else found.frame.assign(goes_on=False)
    names = [name for name in names if name in frame.columns]
    agrees = [_agreement(frame[name]) for name in names]
    first, last, n = [], [], np.zeros(len(table), dtype=np.int64)
    rows = table[names].itertuples(index=False, name=None)
    for number, (row, begin, end) in enumerate(zip(rows, found.first, found.last, strict=True)):
        own = np.ones(len(begin), dtype=bool)
        for agree, value in zip(agrees, row, strict=True):
            own &= agree(begin, value)
        order = np.flatnonzero(own)
        if both:
            order = np.concatenate([order, np.flatnonzero(~own)])
        n[number] = len(order)
        first.append(begin[order[:top]])
        last.append(end[order[:top]])
    kept = frame.columns.difference(["term"], sort=False)
    spans = frame[kept].iloc[np.concatenate([NOWHERE, *first])].reset_index(drop=True)
    spans["end"] = frame["end"].to_numpy()[np.concatenate([NOWHERE, *last])]
    return spans.assign(row=np.repeat(places, [len(begin) for begin in first])), n


def _agreement(column: pd.Series) -> Callable[[np.ndarray, object], np.ndarray]:
    """A function that says which of some places of the column have a value."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy()
        code_of = {value: code for code, value in enumerate(column.cat.categories)}
        # -1 is what a missing value is coded as, and -2 nothing
        return lambda rows, value: codes[rows] == (-1 if pd.isna(value) else code_of.get(value, -2))

    def agree(rows: np.ndarray, value: object) -> np.ndarray:
        some = column.iloc[rows]
        return some.isna().to_numpy() if pd.isna(value) else np.asarray(some.eq(value).fillna(False), dtype=bool)

    return agree


def _hold_to_claims(table: pd.DataFrame, n: np.ndarray) -> None:
    """Hold the number of lines found against the number that each row gives."""
    name = next((name for name in ("observed", "n_quotes", "n", "n_concept") if name in table.columns), None)
    claimed = table[name] if name else table["n_a"] + table["n_b"] if {"n_a", "n_b"}.issubset(table.columns) else None
    if claimed is None:
        return
    if name == "n_quotes" and "n_reports" in table.columns:
        claimed = claimed + table["n_reports"]
    claimed = claimed.astype("Float64")
    if "n_tied" in table.columns:
        claimed = claimed * table["n_tied"].clip(lower=1)
    wrong = np.flatnonzero(claimed.notna().to_numpy() & (claimed.fillna(0) != n).to_numpy())
    if len(wrong):
        row, remedy = wrong[0], "Give the tokens, mentions and quotes that the table was counted from"
        raise SchemaError(
            f"row {row} of the table counts {claimed.iloc[row]:.0f}, and {n[row]} lines were found", remedy=remedy
        )
