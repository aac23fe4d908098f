"""What to look for behind a row of a table: read from the columns that the row has.

Comes in: a table of any measure, and the tables it was counted from. Goes out: the places where each of its rows was counted. It exists
so that one call serves every table, and a new measure whose rows name a term, a topic or a quotation needs nothing here.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from ... import schema
from ...errors import UsageError
from ...periods import period_names, period_within
from ..comparing.omissions import NAME, TERM
from ..counting.counts import join_articles
from ..counting.voices import SCARE_QUOTES, VOICES
from ..dictionary.patterns import match_dictionary
from . import searches
from .searches import Found

LINE, WHOLE_LINE = ("hit", "doc_id", "line"), ("doc_id", "line")
# columns that say what to look for; a table is of the first kind whose columns it has
KINDS = (
    LINE,
    ("period", "term"),
    ("term",),
    ("left", "right"),
    ("node", "collocate"),
    ("topic_a", "topic_b"),
    ("pair",),
    ("topic",),
    ("concept",),
    ("group",),
    ("speaker",),
    ("verb",),
    ("verb_class",),
    ("kind", "item"),
    WHOLE_LINE,
)


class Given(NamedTuple):
    """The tables that rows were counted from, `tokens` in order."""

    tokens: pd.DataFrame
    mentions: pd.DataFrame | Mapping[str, pd.DataFrame] | None
    quotes: pd.DataFrame | None
    articles: pd.DataFrame | None
    window: int | None

    def columns(self) -> list[str]:
        """The columns of `tokens` that articles brought along, such as source."""
        return [name for name in self.tokens.columns if name not in schema.TABLES["tokens"]]


def kind_of(table: pd.DataFrame) -> tuple[str, ...]:
    """The columns that say what to look for behind the rows of a table; raises UsageError where there are none."""
    for columns in KINDS:
        # topics within themes are counted by paragraphs of the theme, which only the themes know
        if set(columns).issubset(table.columns) and not {"theme", "topic"}.issubset(table.columns):
            return columns
    remedy = f"A row can have: {'; '.join(' and '.join(columns) for columns in KINDS)}"
    raise UsageError(f"nothing tells what to look for in a row of {', '.join(map(str, table.columns))}", remedy=remedy)


def looked_for(table: pd.DataFrame, given: Given) -> list[tuple[np.ndarray, Found]]:
    """Rows of the table, and where they were counted."""
    kind = kind_of(table)
    named = list(table[list(kind)].astype("object").itertuples(index=False, name=None))
    match kind:
        case ("term",):
            return _terms(table, given)
        case ("kind", "item"):
            return _items(table, given)
        case ("period", "term"):
            found = _followed(table, given)
        case ("left", "right"):
            found = searches.find_pairs(given.tokens, named, _window(table, given, 1))
        case ("pair",):
            found = searches.find_pairs(given.tokens, [_two(*pair) for pair in named], _window(table, given, 1))
        case ("node", "collocate"):
            found = searches.find_near(given.tokens, named, _window(table, given, 5))
        case ("topic_a", "topic_b"):
            found = searches.find_meetings(_mentions(given), named)
        case ("topic",) | ("concept",) | ("group",):
            found = searches.find_mentions(_mentions(given), _wanted(table, kind[0]))
        case ("speaker",) | ("verb",) | ("verb_class",):
            asked = [name for name in ("speaker", "verb", "verb_class", "kind") if name in table.columns]
            reports = "n_reports" in table.columns
            found = searches.find_quotes(_quotes(given), table[asked].astype("object"), reports)
        case _:
            found = _lines(table, given)
    return [(np.arange(len(table)), found)]


def _terms(table: pd.DataFrame, given: Given) -> list[tuple[np.ndarray, Found]]:
    scare = table["term"].eq(SCARE_QUOTES).to_numpy() & (given.quotes is not None)
    words, marks = np.flatnonzero(~scare), np.flatnonzero(scare)
    parts = [(words, searches.find_terms(given.tokens, table["term"].iloc[words]))]
    if len(marks):
        frame = searches.find_scare_quotes(given.quotes, given.tokens)
        each = [np.arange(len(frame))] * len(marks)
        parts.append((marks, Found(frame, each, each)))
    return parts


def _followed(table: pd.DataFrame, given: Given) -> Found:
    """Terms as `trend` follows them: topics where mentions are given, else patterns, each by itself."""
    wanted = pd.DataFrame({"group": table["term"].astype("object")})
    if given.mentions is not None:
        return searches.find_mentions(_mentions(given), wanted)
    terms = list(dict.fromkeys(table["term"].astype("str")))
    return searches.find_mentions(_matches(given, pd.DataFrame({"group": terms, "label": terms, "pattern": terms})), wanted)


def _items(table: pd.DataFrame, given: Given) -> list[tuple[np.ndarray, Found]]:
    """What `omissions` lists, by kind: words, and mentions; names are looked for anew wherever their words stand."""
    tables = given.mentions if isinstance(given.mentions, Mapping) else {}
    parts = []
    for kind, rows in table.groupby("kind", sort=True, observed=True).indices.items():
        items = table["item"].astype("object").iloc[rows]
        if kind == TERM:
            parts.append((rows, searches.find_terms(given.tokens, items)))
            continue
        if kind not in tables:
            raise UsageError(
                f"items of the kind '{kind}' need their mentions", remedy="Give mentions= by kind, as to omissions"
            )
        entries = tables[kind][["group", "label", "pattern"]].drop_duplicates()
        named = entries[entries["group"].isin(items)]
        frame = _matches(given, named) if kind == NAME else searches.placed(tables[kind], given.tokens)
        parts.append((rows, searches.find_mentions(frame, pd.DataFrame({"group": items, "label": None}))))
    return parts


def _matches(given: Given, entries: pd.DataFrame) -> pd.DataFrame:
    """The mentions of patterns that no file lists."""
    dictionary = entries.astype({"group": "str", "label": "str", "pattern": "str"}).assign(line=0)
    return searches.placed(match_dictionary(given.tokens, dictionary), given.tokens)


def _window(table: pd.DataFrame, given: Given, usual: int) -> int:
    if "window" in table.columns and len(table):
        return int(table["window"].iloc[0])
    return usual if given.window is None else given.window


def _two(pair: str) -> tuple[str, str]:
    words = str(pair).split(" ")
    if len(words) != 2:
        raise UsageError(f"'{pair}' is not a pair of words", remedy="Give the columns left and right, or topic_a and topic_b")
    return words[0], words[1]


def _mentions(given: Given) -> pd.DataFrame:
    if not isinstance(given.mentions, pd.DataFrame):
        raise UsageError(
            "the lines of a topic or a wording need its mentions", remedy="Give mentions=, the table of match_dictionary"
        )
    return searches.placed(given.mentions, given.tokens)


def _wanted(table: pd.DataFrame, group: str) -> pd.DataFrame:
    """What mentions must agree in, by the names they have in their own table."""
    wanted = pd.DataFrame({"group": table[group].astype("object")})
    if group == "concept":
        tied = table["n_tied"] if "n_tied" in table.columns else [1] * len(table)
        named = table["variant"] if "variant" in table.columns else [None] * len(table)
        labels = [_variants(name, n) for name, n in zip(named, tied, strict=True)]
        wanted["label"] = pd.Series(labels, index=table.index, dtype="object")
    if group == "group":
        for name in ("label", "pattern", "pattern_line"):
            if name in table.columns:
                wanted[name] = table[name].astype("object")
    return wanted


def _variants(name: str | float | None, n_tied: int) -> str | list[str] | None:
    """A variant, or those that share the first place; none where the concept is not named; None, for any, where a row names none."""
    if name is None or (isinstance(name, str) and n_tied <= 1):
        return name
    return name.split(" / ") if isinstance(name, str) else []


def _quotes(given: Given) -> pd.DataFrame:
    """The quotations of the articles, with the columns that make groups."""
    if given.quotes is None:
        raise UsageError("the lines of speakers and verbs need the quotations", remedy="Give quotes=, the table quotes")
    articles = _first_words(given.tokens) if given.articles is None else given.articles
    names = [name for name in given.columns() if name in articles.columns]
    known = given.quotes["doc_id"].astype("str").isin(set(articles["doc_id"].astype("str"))).to_numpy()
    return join_articles(given.quotes[known], articles, names)


def _lines(table: pd.DataFrame, given: Given) -> Found:
    """Whole lines, a row for each row of the table."""
    first = _first_words(given.tokens)[["doc_id", *given.columns()]].astype({"doc_id": "str"})
    frame = table[["doc_id", "line"]].astype({"doc_id": "str"}).merge(first, how="left", on="doc_id", validate="m:1")
    voice = pd.Categorical.from_codes(np.full(len(frame), -1), categories=list(VOICES))
    frame = frame.assign(start=0, end=np.iinfo("int32").max, voice=voice)
    each = [np.array([row]) for row in range(len(frame))]
    return Found(frame, each, each)


def _first_words(tokens: pd.DataFrame) -> pd.DataFrame:
    """The first running word of each article."""
    return tokens[~tokens["doc_id"].duplicated().to_numpy()]


def with_periods(tokens: pd.DataFrame, articles: pd.DataFrame | None, periods: pd.Series) -> pd.DataFrame:
    """Give `tokens` the column `period`, of the length that `periods` have: day, week, month or year."""
    if articles is None:
        raise UsageError("the lines of a period need the dates of the articles", remedy="Give articles=")
    form = str(periods.iloc[0]) if len(periods) else ""
    length = "week" if "W" in form else {4: "year", 7: "month"}.get(len(form), "day")
    within = period_within(articles["date_start"].to_numpy(), articles["date_end"].to_numpy(), length)
    return join_articles(tokens, articles[["doc_id"]].assign(period=period_names(within, length)), "period")
