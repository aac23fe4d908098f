"""Themes beside topics: what the paragraphs fall into, held against what the dictionary looks for. Themes, mentions and `tokens` in.

A topic without a theme is spoken of in passing; a theme without a topic is what the dictionary lacks. A paragraph has one
strongest theme but any number of topics, so measures made for two ways of parting the same things, such as mutual information,
do not fit; sets of paragraphs can be compared all the same, by the Jaccard coefficient, here called overlap.
"""

import numpy as np
import pandas as pd

from ...blocks import distinct, heads
from ...errors import NotApplicableError, SchemaError
from ..counting.codes import check_tokens, coded, joint, ordered, tally
from ..dictionary.patterns import rows_of
from .discovery import Themes


def theme_topics(found: Themes, tokens: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Count the topics in the paragraphs of each theme.

    One row per theme and topic, those that never meet included. The paragraphs are those of `tokens`; a theme's are those
    in which it is the strongest.

    found    : what `themes` gave for these tokens, or for more
    mentions : table of `match_dictionary`, whose column `group` lists the topics; mentions outside `tokens` and outside
               paragraphs do not count

    Returns, sorted by theme, n_paragraphs falling, topic a-z:
        theme, theme_label, topic
        n_paragraphs      the theme's paragraphs with the topic
        n_theme           the theme's paragraphs
        share_paragraphs  n_paragraphs / n_theme; missing for a theme that is the strongest nowhere
        share_expected    the topic's share of all paragraphs
        log2_ratio        log2 of share_paragraphs / share_expected; missing where either is 0 or missing
        overlap           paragraphs of both as a share of the paragraphs of either; missing where neither has any
        overlap_expected  the same, if theme and topic had nothing to do with each other: n_theme × share_expected have both

    Raises SchemaError if `tokens` has no row, or has a paragraph that `found` does not know.
    Reading it: 1 is twice as often as in paragraphs at large. A theme whose ratios are all near 0 or below has no topic in the
    dictionary.
    """
    check_tokens(tokens)
    topics, present, paragraph, topic = _placed(found, tokens, mentions)
    names = found.themes[["theme", "theme_label"]]
    shape = (len(names), len(topics))
    theme = found.strongest["theme"].fillna(0).to_numpy(dtype=np.int64)  # 0 where there is none
    both = np.bincount(theme[paragraph] * shape[1] + topic, minlength=(shape[0] + 1) * shape[1])[shape[1] :]
    n_theme = np.repeat(np.bincount(theme[present], minlength=shape[0] + 1)[1:], shape[1])
    n_topic = np.tile(np.bincount(topic, minlength=shape[1]), shape[0])
    table = names.iloc[np.repeat(np.arange(shape[0]), shape[1])].reset_index(drop=True)
    table["topic"] = pd.Series(np.tile(topics.astype(str).to_numpy(), shape[0]), dtype="str")
    table["n_paragraphs"], table["n_theme"] = both, n_theme
    table["share_paragraphs"] = _ratio(table["n_paragraphs"], n_theme)
    table["share_expected"] = n_topic / max(len(present), 1)
    ratio = _ratio(table["share_paragraphs"].fillna(0), table["share_expected"])
    table["log2_ratio"] = np.log2(ratio.where(ratio > 0))
    for name, common in (("overlap", table["n_paragraphs"]), ("overlap_expected", n_theme * table["share_expected"])):
        table[name] = _ratio(common, n_theme + n_topic - common)
    order = np.lexsort((table["topic"].to_numpy(dtype=object), -table["n_paragraphs"].to_numpy(), table["theme"]))
    return table.iloc[order].reset_index(drop=True)


def best_topics(table: pd.DataFrame) -> pd.DataFrame:
    """Give each theme the topic that its paragraphs overlap with most.

    One row per theme, sorted by theme: the row of `table` (of `theme_topics`) with the highest overlap, ties by topic a-z.

    Raises NotApplicableError if there is no topic.
    Reading it: the best of the topics may be a poor one; overlap_expected says what chance gives.
    """
    if table.empty:
        remedy = "Write topics.yml; the README shows its form"
        raise NotApplicableError("there is no topic to hold the themes against", remedy=remedy)
    overlap = table["overlap"].round(12).fillna(-1).to_numpy()
    order = np.lexsort((table["topic"].to_numpy(dtype=object), -overlap, table["theme"]))
    return table.iloc[order].drop_duplicates("theme").reset_index(drop=True)


def theme_agreement(table: pd.DataFrame) -> float:
    """How far themes and topics are the same, as one number: 1 where each theme is a topic, 0 where overlaps are what chance gives.

    table : of `theme_topics`

    Raises NotApplicableError if there is no topic, no theme's paragraph, or one theme and one topic that are everywhere.
    Reading it: the best topic is taken of several, which alone brings the number somewhat above 0. It is low where the
    dictionary has few topics, where topics are broad, and where themes cut across them; only the table tells which.
    Formula: (O − E) / (1 − E), where O is the mean overlap of the themes with their best topics, and E the mean of what was expected of
    these, both weighted by the themes' paragraphs.
    Source: the correction for chance is that of Cohen 1960, Educational and Psychological Measurement 20(1).

    >>> row = {"theme": 1, "topic": "War", "n_theme": 2, "overlap": 0.5, "overlap_expected": 0.2}
    >>> round(theme_agreement(pd.DataFrame([row])), 3)
    0.375
    """
    best = best_topics(table)
    if not best["n_theme"].sum():
        raise NotApplicableError(
            "no theme is the strongest in any paragraph", remedy="Give the tokens the themes were found in"
        )
    best = best[best["n_theme"] > 0]
    observed, expected = (np.average(best[name], weights=best["n_theme"]) for name in ("overlap", "overlap_expected"))
    if np.isclose(expected, 1):
        remedy = "Look for more themes, or for narrower topics"
        raise NotApplicableError("the one theme and its topic are in every paragraph", remedy=remedy)
    return float((observed - expected) / (1 - expected))


def _placed(found: Themes, tokens: pd.DataFrame, mentions: pd.DataFrame) -> tuple[pd.Index, np.ndarray, np.ndarray, np.ndarray]:
    """The topics; the places in `found.strongest` of all paragraphs of `tokens`; and the paragraph and the topic of each that meet."""
    tokens = ordered(tokens)
    column = mentions["group"]
    topic = column if isinstance(column.dtype, pd.CategoricalDtype) else column.astype("category")
    rows = rows_of(mentions, tokens)
    body = (tokens["part"] == "body").to_numpy()
    counts = (rows >= 0) & body[rows]
    known, docs = coded(found.strongest["doc_id"]), coded(tokens["doc_id"])
    width = 1 + int(max(found.strongest["line"].max(), tokens["line"].max()))
    sizes = (len(known.values), width)
    keys = pd.Index(joint([known.codes, found.strongest["line"].to_numpy()], sizes))
    doc = known.values.astype(str).get_indexer(docs.values.astype(str))
    first = heads(docs.codes, tokens["line"].to_numpy())
    own = joint([doc[docs.codes[first]], tokens["line"].to_numpy()[first]], sizes)
    places = keys.get_indexer(np.where(doc[docs.codes[first]] < 0, -1, own))
    lacking = first[body[first] & (places < 0)]
    if len(lacking):
        line, doc_id = tokens[["line", "doc_id"]].iloc[lacking[0]]
        remedy = "Give the tokens that the themes were found in, or fewer"
        raise SchemaError(f"the themes do not know line {line} of article '{doc_id}'", remedy=remedy)
    line = np.searchsorted(first, rows[counts], side="right") - 1
    paragraph, code, _ = tally(places[line], topic.array.codes[counts])
    return topic.cat.categories, distinct(places[body[first]]), paragraph, code


def _ratio(part: pd.Series, whole: np.ndarray) -> pd.Series:
    """part / whole, missing where there is no whole."""
    whole = np.asarray(whole, dtype=float)
    return pd.Series(np.divide(np.asarray(part, dtype=float), whole, out=np.full(len(whole), np.nan), where=whole > 0))
