"""Which articles and which of their words a page speaks of. Tables in, the same tables narrowed, and what was left out."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ...arguments import require_choice, voices_meant, words
from ...blocks import blocks, looked_up, taken, tallied
from ...errors import NotApplicableError, UsageError, nearest
from ...schema import brief, check
from .codes import Coded, coded, tally
from .counts import group_sizes, join_articles

PARTS = ("title", "heading", "body")
SHARED = ("all", "without", "only")
VOICES = ("all", "outside", "reported", "quoted")

Hold = Callable[[Any], Any]


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
    tokens: pd.DataFrame,
    articles: pd.DataFrame,
    by: str,
    *,
    language: str = "",
    parts: str | Iterable[str] = PARTS,
    shared: str = "all",
    voice: str = "all",
) -> Selection:
    """Narrow a corpus to one language and to the named parts of its articles, and put its words into groups.

    by       : column of `articles` that makes the groups; the tokens get it as a column
    language : ISO 639 code; "" takes the language with most articles that have words, the first by name where several have as many
    parts    : of title, heading and body
    shared   : "all"; "without" leaves out passages that another article has too, "only" leaves out all else
    voice    : "all"; or words of one voice: "quoted" in quotation marks, "reported" without them, "outside" neither. "own", which
               notebooks of before use, is what is not quoted

    Returns Selection. `sizes` is what group_sizes gives for `by`; `left_out` has one row for each reason for which words were left
    out: reason, n_articles, n_tokens; a word with several reasons counts for the first of language, part, shared and voice. Articles
    without a known language are in "", which is taken where no article's language is known, and else left out.

    Raises UsageError for a part, a `shared` or a `voice` that is none, and where nothing is left.

    Reading it: words of two languages have no common rate, so a comparison across languages would compare the languages.
    """
    narrowing = {"language": language, "parts": parts, "shared": shared, "voice": voice}
    return held(tokens, articles, by, lambda values: values, **narrowing)


def held(
    tokens: pd.DataFrame,
    articles: pd.DataFrame,
    by: str,
    hold: Hold,
    *,
    more: Iterable[str] = (),
    language: str,
    parts: str | Iterable[str],
    shared: str,
    voice: str,
) -> Selection:
    """As `select`, with the columns `more` of `articles` too.

    hold : takes the values of each new column of tables `articles` and `tokens` as soon as they are made, and gives what is to stand
           in their place; so no table need be in memory whole
    """
    check(tokens, "tokens", rows=True)
    check(articles, "articles", rows=True)
    parts = words(parts, "parts of an article")
    for part in parts:
        if part not in PARTS:
            raise UsageError(f"'{part}' is no part of an article", remedy=nearest(part, PARTS, "The parts are"))
    require_choice(shared, SHARED, "shared")
    heard = voices_meant(voice)
    require_choice(heard[0], VOICES, "voice")
    spoken = articles["language"].astype("object").where(articles["language"].notna(), "")
    language = language or spoken_in_most(tokens, articles).index[0]
    spoken_in = dict(zip(articles["doc_id"].astype(str), spoken, strict=True))
    reasons = _reasons(tokens, spoken_in, language, parts, shared, heard)
    if (reasons.codes >= 0).all():
        raise _nothing_left(language, parts, shared, voice, spoken)
    chosen = _taken(articles, spoken.eq(language).to_numpy(), hold)
    names = list(dict.fromkeys([by, *more]))
    kept = _taken(tokens, reasons.codes < 0, hold)
    joined = join_articles(kept, chosen, names)
    for name in filter(lambda name: name != "doc_id", names):
        joined[name] = pd.Series(hold(joined[name].array), copy=False)  # an array would be copied
    return Selection(chosen, joined, group_sizes(joined, by), language, _left_out(tokens, reasons))


def spoken_in_most(tokens: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """How many articles that have words are in each language, the largest number first, then by the language's code.

    Articles whose language is not known are in none, unless there are no others: then they are in the language "".
    """
    docs, spoken = coded(tokens["doc_id"]), articles["language"].astype("object").where(articles["language"].notna(), "")
    split = spoken[articles["doc_id"].isin(docs.values[tallied(docs.codes, len(docs.values)) > 0])]
    known = split[split.ne("")]
    return (known if len(known) else split).value_counts().sort_index().sort_values(ascending=False, kind="stable")


def require_groups(sizes: pd.DataFrame, by: str) -> None:
    """Raise NotApplicableError unless there are at least two groups to compare. `sizes` is what group_sizes gives for `by`."""
    if len(sizes) < 2:
        remedy = "Name the articles' sources in sources.csv, put them into one folder for each source, or choose another column"
        raise NotApplicableError(f"there is only one {by.replace('_', ' ')}, and a comparison needs two", remedy=remedy)


def require_dictionary(dictionary: pd.DataFrame, file: str) -> None:
    """Raise NotApplicableError unless the corpus has the dictionary that `file` holds."""
    if dictionary.empty:
        raise NotApplicableError(f"this corpus has no {file}", remedy="Write one; the README shows its form")


def _nothing_left(language: str, parts: tuple[str, ...], shared: str, voice: str, spoken: pd.Series) -> UsageError:
    found = ", ".join(sorted(f"'{name}'" for name in set(spoken)))
    asked = f"in the language '{language}'" if language else "in articles whose language is not known"
    asked += "" if set(parts) >= set(PARTS) else f", in the parts {', '.join(parts) or 'none'}"
    asked += {"all": "", "without": ", outside shared passages", "only": ", within shared passages"}[shared]
    asked += {"all": "", "quoted": ", in quotation marks", "reported": ", in reported speech"}.get(
        voice, ", outside quotation marks"
    )
    return UsageError(f"no word is left {asked}", remedy=f"The corpus has the languages {found}")


def _reasons(
    tokens: pd.DataFrame, spoken: dict[str, str], language: str, parts: tuple[str, ...], shared: str, heard: tuple[str, ...]
) -> Coded:
    """Why each word is left out; -1 where it is not. What is said is looked at once per voice, part and article, not per word."""
    checks = []  # the values that words can have, the place of each word's value, and why it would be left out for it
    if heard != ("all",):
        checks.append((*_values(tokens["voice"]), lambda said: "" if said in heard else f"voice: {said or 'not stated'}"))
    if shared != "all":
        why = "shared with another article" if shared == "without" else "not shared with another article"
        left = ("", why) if shared == "without" else (why, "")
        checks.append(([False, True], tokens["shared"].to_numpy(dtype=bool).view(np.int8), lambda has: left[has]))
    checks.append((*_values(tokens["part"]), lambda part: "" if part in parts else f"part: {part or 'not stated'}"))
    docs, article = _values(tokens["doc_id"])
    own = [spoken.get(doc, "") for doc in docs]
    checks.append((own, article, lambda said: "" if said == language else f"language: {said or 'not stated'}"))
    reasons, looks = [""], []
    for values, place, why_not in checks:
        named = [why_not(value) for value in values]
        reasons += sorted(set(named) - set(reasons))
        if any(named):
            looks.append((np.array([reasons.index(name) for name in named]), place))
    codes = np.full(len(tokens), -1, dtype=np.min_scalar_type(-len(reasons)))
    for rows in blocks(len(tokens)):
        for number, place in looks:
            code = number[place[rows]]
            np.copyto(codes[rows], code - 1, where=code > 0, casting="same_kind")  # the first of the reasons is looked at last
    return Coded(codes, pd.Index(reasons[1:], dtype="str"))


def _values(column: pd.Series) -> tuple[list[str], np.ndarray]:
    """The values of a column, and the place of each row's; code -1, of a missing one, reads the last, which is empty."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return [*column.cat.categories.astype(str), ""], column.array.codes
    codes, values = coded(column)
    return [*values.astype(str), ""], codes


def _taken(frame: pd.DataFrame, kept: np.ndarray, hold: Hold) -> pd.DataFrame:
    """Some rows of a table, or all without a copy; with no other articles among the categories of doc_id."""
    if kept.all():
        some, docs = frame.reset_index(drop=True), frame["doc_id"].array
        if (used := _used(docs)) is not docs:
            some["doc_id"] = pd.Series(hold(used), copy=False)
        return some
    # column by column: what the table itself takes rows by is as large as two of its columns
    rows: dict[str, Any] = {}
    for name in frame.columns:
        some = _rows(frame[name], kept)
        rows[name] = hold(_used(some) if name == "doc_id" else some)
    return pd.DataFrame(rows, copy=False)


def _rows(column: pd.Series, kept: np.ndarray) -> np.ndarray | pd.api.extensions.ExtensionArray:
    """Rows of a column; of words that recur their codes."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return pd.Categorical.from_codes(taken(column.array.codes, kept), dtype=column.dtype, validate=False)
    is_plain = isinstance(column.dtype, np.dtype) and column.dtype != object
    return taken(column.to_numpy(), kept) if is_plain else column[kept].reset_index(drop=True)


def _used(docs: Any) -> Any:
    """A column of articles without those that it does not have among its categories."""
    if not isinstance(docs, pd.Categorical):
        return docs
    used = tallied(docs.codes, len(docs.categories)) > 0
    place = (np.cumsum(used) - 1).astype(docs.codes.dtype)
    return docs if used.all() else pd.Categorical.from_codes(looked_up(place, docs.codes), docs.categories[used])


def _left_out(tokens: pd.DataFrame, reasons: Coded) -> pd.DataFrame:
    left = reasons.codes >= 0
    reason, _, n = tally(reasons.codes[left], coded(tokens["doc_id"]).codes[left])
    size = len(reasons.values)
    n_articles, n_tokens = np.bincount(reason, minlength=size), np.bincount(reason, n, minlength=size).astype(np.int64)
    table = pd.DataFrame({"reason": reasons.values, "n_articles": n_articles, "n_tokens": n_tokens})
    return table[n_articles > 0].sort_values("reason", ignore_index=True)
