"""Which articles and which of their words a page speaks of. Tables in, the same tables narrowed, and what was left out."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..errors import NotApplicableError, UsageError
from ..schema import check
from .counts import group_sizes, join_articles

PARTS = ("title", "heading", "body")


class Selection(NamedTuple):
    """What was chosen: tables `articles` and `tokens`, the sizes of its groups, its language, and what was left out."""

    articles: pd.DataFrame
    tokens: pd.DataFrame
    sizes: pd.DataFrame
    language: str
    left_out: pd.DataFrame


def select(
    articles: pd.DataFrame, tokens: pd.DataFrame, by: str, language: str = "", parts: Iterable[str] = PARTS
) -> Selection:
    """Narrow a corpus to one language and to the named parts of its articles, and put its words into groups.

    by       : column of `articles` that makes the groups; the tokens get it as a column
    language : ISO 639 code; "" takes the language with most articles, the first by name where several have as many
    parts    : of title, heading and body

    Returns Selection. `sizes` is what group_sizes gives for `by`; `left_out` has one row for each language and part that was left
    out: reason, n_articles, n_tokens. Articles without a stated language count as a language of their own, "".

    Raises UsageError for a part that is none, and where nothing is left.

    Reading it: words of two languages have no common rate, so a comparison across languages would compare the languages.
    """
    check(articles, "articles", rows=True)
    check(tokens, "tokens", rows=True)
    parts = tuple(parts)
    for part in parts:
        if part not in PARTS:
            raise UsageError(f"'{part}' is no part of an article", remedy=f"The parts are: {', '.join(PARTS)}")
    spoken = articles["language"].astype("object").where(articles["language"].notna(), "")
    if not language:
        numbers = spoken.value_counts()
        language = min(numbers.index[numbers.eq(numbers.max())])
    chosen = articles[spoken.eq(language).to_numpy()].reset_index(drop=True)
    language_of = tokens["doc_id"].astype("str").map(dict(zip(articles["doc_id"], spoken, strict=True)))
    same, within = language_of.eq(language).to_numpy(), tokens["part"].astype("str").isin(parts).to_numpy()
    if not (same & within).any():
        found = ", ".join(sorted(f"'{name}'" for name in set(spoken)))
        message = f"no word is in the language '{language}' and in the parts {', '.join(parts) or 'none'}"
        raise UsageError(message, remedy=f"The corpus has the languages {found}")
    kept = tokens[same & within].reset_index(drop=True)
    kept["doc_id"] = kept["doc_id"].cat.remove_unused_categories()
    left = _left_out(tokens, language_of.mask(same & within, None), same)
    kept = join_articles(kept, chosen, by)
    return Selection(chosen, kept, group_sizes(kept, by), language, left)


def require_groups(sizes: pd.DataFrame, by: str) -> None:
    """Raise NotApplicableError unless there are at least two groups to compare. `sizes` is what group_sizes gives for `by`."""
    if len(sizes) < 2:
        remedy = "Name the articles' sources in sources.csv, put them into one folder for each source, or choose another column"
        raise NotApplicableError(f"there is only one {by.replace('_', ' ')}, and a comparison needs two", remedy=remedy)


def require_dictionary(dictionary: pd.DataFrame, file: str) -> None:
    """Raise NotApplicableError unless the corpus has the dictionary that `file` holds."""
    if dictionary.empty:
        raise NotApplicableError(f"this corpus has no {file}", remedy="Write one; the README shows its form")


def _left_out(tokens: pd.DataFrame, language_of: pd.Series, same: np.ndarray) -> pd.DataFrame:
    reason = language_of.map(lambda code: f"language: {code or 'not stated'}", na_action="ignore")
    reason = reason.mask(reason.notna() & same, "part: " + tokens["part"].astype("str"))
    left = pd.DataFrame({"reason": reason, "doc_id": tokens["doc_id"].astype("str")}).dropna(subset="reason")
    table = left.groupby("reason").agg(n_articles=("doc_id", "nunique"), n_tokens=("doc_id", "size"))
    return table.reset_index()
