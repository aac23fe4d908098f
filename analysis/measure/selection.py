"""Which articles and which of their words a page speaks of. Tables in, the same tables narrowed, and what was left out."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from ..errors import NotApplicableError, UsageError
from ..schema import brief, check
from .counts import group_sizes, join_articles

PARTS = ("title", "heading", "body")
SHARED = ("all", "without", "only")
VOICES = ("all", "own", "quoted")


class Selection(NamedTuple):
    """What was chosen: tables `articles` and `tokens`, the sizes of its groups, its language, and what was left out."""

    articles: pd.DataFrame
    tokens: pd.DataFrame
    sizes: pd.DataFrame
    language: str
    left_out: pd.DataFrame

    def __repr__(self) -> str:
        return brief(self)


def select(
    articles: pd.DataFrame,
    tokens: pd.DataFrame,
    by: str,
    language: str = "",
    parts: Iterable[str] = PARTS,
    shared: str = "all",
    voice: str = "all",
) -> Selection:
    """Narrow a corpus to one language and to the named parts of its articles, and put its words into groups.

    by       : column of `articles` that makes the groups; the tokens get it as a column
    language : ISO 639 code; "" takes the language with most articles, the first by name where several have as many
    parts    : of title, heading and body
    shared   : "all"; "without" leaves out passages that another article has too, "only" leaves out all else
    voice    : "all"; "own" leaves out the words inside quotations, "quoted" leaves out all else

    Returns Selection. `sizes` is what group_sizes gives for `by`; `left_out` has one row for each reason for which words were left
    out: reason, n_articles, n_tokens; a word with several reasons counts for the first of language, part, shared and voice. Articles
    without a stated language count as a language of their own, "".

    Raises UsageError for a part, a `shared` or a `voice` that is none, and where nothing is left.

    Reading it: words of two languages have no common rate, so a comparison across languages would compare the languages.
    """
    check(articles, "articles", rows=True)
    check(tokens, "tokens", rows=True)
    parts = tuple(parts)
    for part in parts:
        if part not in PARTS:
            raise UsageError(f"'{part}' is no part of an article", remedy=f"The parts are: {', '.join(PARTS)}")
    if shared not in SHARED:
        raise UsageError(f"shared cannot be '{shared}'", remedy=f"It can be: {', '.join(SHARED)}")
    if voice not in VOICES:
        raise UsageError(f"voice cannot be '{voice}'", remedy=f"It can be: {', '.join(VOICES)}")
    spoken = articles["language"].astype("object").where(articles["language"].notna(), "")
    if not language:
        numbers = spoken.value_counts()
        language = min(numbers.index[numbers.eq(numbers.max())])
    chosen = articles[spoken.eq(language).to_numpy()].reset_index(drop=True)
    reason = _reasons(tokens, dict(zip(articles["doc_id"], spoken, strict=True)), language, parts, shared, voice)
    kept = tokens[(reason == "").to_numpy()].reset_index(drop=True)
    if kept.empty:
        found = ", ".join(sorted(f"'{name}'" for name in set(spoken)))
        asked = f"in the language '{language}' and in the parts {', '.join(parts) or 'none'}"
        asked += {"all": "", "without": " without shared passages", "only": " within shared passages"}[shared]
        asked += {"all": "", "own": " outside quotations", "quoted": " inside quotations"}[voice]
        raise UsageError(f"no word is {asked}", remedy=f"The corpus has the languages {found}")
    kept["doc_id"] = kept["doc_id"].cat.remove_unused_categories()
    kept = join_articles(kept, chosen, by)
    return Selection(chosen, kept, group_sizes(kept, by), language, _left_out(tokens, reason))


def require_groups(sizes: pd.DataFrame, by: str) -> None:
    """Raise NotApplicableError unless there are at least two groups to compare. `sizes` is what group_sizes gives for `by`."""
    if len(sizes) < 2:
        remedy = "Name the articles' sources in sources.csv, put them into one folder for each source, or choose another column"
        raise NotApplicableError(f"there is only one {by.replace('_', ' ')}, and a comparison needs two", remedy=remedy)


def require_dictionary(dictionary: pd.DataFrame, file: str) -> None:
    """Raise NotApplicableError unless the corpus has the dictionary that `file` holds."""
    if dictionary.empty:
        raise NotApplicableError(f"this corpus has no {file}", remedy="Write one; the README shows its form")


def _reasons(
    tokens: pd.DataFrame, spoken: dict[str, str], language: str, parts: tuple[str, ...], shared: str, voice: str
) -> pd.Series:
    """Why each word is left out; an empty text where it is not."""
    reason = pd.Series("", index=tokens.index, dtype="str")
    if voice != "all":
        said = tokens["voice"].astype("str")
        reason = reason.mask(said.ne(voice), "voice: " + said)
    if shared != "all":
        unwanted = tokens["shared"] if shared == "without" else ~tokens["shared"]
        reason = reason.mask(
            unwanted, "shared with another article" if shared == "without" else "not shared with another article"
        )
    part = tokens["part"].astype("str")
    reason = reason.mask(~part.isin(parts), "part: " + part)
    language_of = tokens["doc_id"].astype("str").map(spoken).fillna("")
    return reason.mask(language_of.ne(language), "language: " + language_of.where(language_of.ne(""), "not stated"))


def _left_out(tokens: pd.DataFrame, reason: pd.Series) -> pd.DataFrame:
    left = pd.DataFrame({"reason": reason, "doc_id": tokens["doc_id"].astype("str")})[(reason != "").to_numpy()]
    return left.groupby("reason").agg(n_articles=("doc_id", "nunique"), n_tokens=("doc_id", "size")).reset_index()
