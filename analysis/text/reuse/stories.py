"""Stories: which articles tell of the same event. Tables of articles and words in, a story for each article and a table of stories out.

Outlets choose what they cover, so a plain comparison of their words tells first of their choice. Where several tell the same event, how
they tell it can be told apart from what they tell. Events are known by their names and rare words, and by their days.
"""

import heapq
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from ...schema import brief, check
from .weighed import Telling, telling_of

STORY = "story"  # the column of a corpus that names its events
LEAST = 0.15  # least mean cosine of the articles of two stories that become one
LEAST_UNDATED = 0.25  # the same where one of two articles has no date, or a vague one
NEAR = 3  # days between two articles up to which they may tell of one event
VAGUE = 7  # days that a date spans from which on it is vague
IN_COMMON = 3  # telling words that two articles share at least
ROWS = 512  # articles compared at a time with those of near days
LABELLED, MOST = 3, 10  # words in a label, and in the table


class Stories(NamedTuple):
    """of_articles has one row per article, table one row per story; see `find_stories`."""

    of_articles: pd.DataFrame
    table: pd.DataFrame

    def __repr__(self) -> str:
        return brief(self)


def find_stories(articles: pd.DataFrame, tokens: pd.DataFrame, ledger: pd.DataFrame | None = None) -> Stories:
    """Put the articles that tell of the same event into stories.

    articles : table `articles`, of one language
    tokens   : table `tokens`; words of other articles do not count
    ledger   : table `ledger`; with it, words that are written with a capital within sentences count as names, which weigh more

    Returns Stories:
        of_articles  one row per article, in the order of `articles`: doc_id, and story, missing where it stands alone
        table        one row per story, by first_day, then first article a-z:
            story       "story-1: " and the three most telling words
            n_articles  articles that tell it; two at least
            n_sources   outlets that tell it
            first_day   the first day that one of its dates can mean; missing where none is dated
            words       its ten most telling words, the most telling first

    Two articles are alike by the cosine of their 80 most telling words: those that few articles have, in the article often, names
    one and a half times. A word does not count that more than a fifth of the articles have (ten are always few, 200 always many), a
    function word, a number, or one that a third of its outlet's articles have, which is furniture or habit. Two that share fewer
    than three such words, or lie more than three days apart, are not alike. Where a date is missing or spans a week or more,
    likeness counts for three fifths. Stories grow by average linkage: of all pairs of stories the most alike, by the mean over
    their articles, become one, down to a mean of .15 (so .25 without a date); a likeness below .075 is none. Equally alike: the
    earlier article, by date and name, first.

    Raises SchemaError if a table lacks a column or has no row.
    Reading it: a story is a proposal; look at its articles. What goes on for weeks falls into several stories, and two events with
    the same people on the same days may become one. The work grows with the articles and not with their square, since a word that
    more than 200 have is not looked at.
    Held against labels, by pairs of articles: of 300 articles in which three outlets tell 100 events of ten years (BASIL, Fan et
    al. 2019) precision 1.00 and recall .91, and .95 and .67 without their dates; of 60 made-up stories that five outlets tell
    within 30 days, an outlet half of a story's words, and these a fifth of its text, 1.00 and .90; of 2,000 articles of
    tests/newsroom.py .98 and 1.00.
    Source: average linkage, Sokal and Michener 1958; weights, Salton and Buckley 1988; dates with words, Allan, Papka and
    Lavrenko 1998, On-line new event detection and tracking.
    """
    check(articles, "articles", rows=True)
    check(tokens, "tokens", rows=True)
    days = _days(articles)
    telling = telling_of(articles, tokens, ledger)
    order = np.lexsort((articles["doc_id"].astype(str).to_numpy(), days[0]))
    first, second, likeness = _alike(telling.weights[order], days[:, order])
    owner = _linked(len(articles), first, second, likeness)
    together = np.argsort(owner, kind="stable")
    groups = np.split(order[together], np.flatnonzero(np.diff(owner[together])) + 1)
    return _described(articles, [rows for rows in groups if len(rows) > 1], telling)


def stories_by(column: str, articles: pd.DataFrame, tokens: pd.DataFrame, ledger: pd.DataFrame) -> Stories:
    """The stories that a column of `articles` names; of the column "story", where the corpus does not fill it, those that are found.

    Returns Stories as `find_stories` does; of_articles has the column under its own name, and the table of a column has no words.
    """
    if column == STORY and (STORY not in articles or articles[STORY].isna().all()):
        return find_stories(articles, tokens, ledger)
    return Stories(articles[["doc_id", column]].reset_index(drop=True), table_of(articles, column))


def telling_words(articles: pd.DataFrame, tokens: pd.DataFrame, column: str = STORY) -> pd.Series:
    """The ten most telling words of each story that a column names, the most telling first, as `find_stories` has them.

    articles : table `articles`, all of which the words are weighed against

    Returns a text for each value of the column, a-z.
    """
    weights, terms = telling_of(articles, tokens, None)
    places = pd.Series(np.arange(len(articles)), index=articles[column].astype("str").to_numpy())
    told = places[articles[column].notna().to_numpy()].groupby(level=0, sort=True)
    return told.agg(lambda rows: ", ".join(_words(weights[rows.to_numpy()], terms))).astype("str")


def table_of(articles: pd.DataFrame, column: str = STORY) -> pd.DataFrame:
    """Count the articles and outlets of each value of a column that says which story an article tells, whoever filled it.

    Returns one row per value that is not missing, a-z: story, n_articles, n_sources, first_day; as `find_stories` has them.

    >>> given = pd.DataFrame({"story": ["flood", "flood", None], "source": ["X", "Y", "Y"], "date_start": pd.to_datetime("2024-05-01")})
    >>> table_of(given)[["story", "n_articles", "n_sources"]].values.tolist()
    [['flood', 2, 2]]
    """
    told = articles.dropna(subset=column).astype({column: str}).groupby(column, sort=True)
    named = {"n_articles": ("source", "size"), "n_sources": ("source", "nunique"), "first_day": ("date_start", "min")}
    return told.agg(**named).reset_index().rename(columns={column: "story"})


def _days(articles: pd.DataFrame) -> np.ndarray:
    """First and last day of each article's date, as numbers, in two rows; infinite where there is none."""
    ends = [pd.to_datetime(articles[name]).to_numpy().astype("datetime64[D]") for name in ("date_start", "date_end")]
    known = ~(np.isnat(ends[0]) | np.isnat(ends[1]))
    return np.where(known, [end.astype(np.int64) for end in ends], np.inf)


def _alike(weights: csr_array, days: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of articles that may tell of one event, each once, with their likeness. Articles come by their first day, undated last."""
    there = csr_array((np.ones(len(weights.data)), weights.indices, weights.indptr), shape=weights.shape)
    low, high = days
    dated = np.isfinite(low)
    exact = np.zeros(len(low), dtype=bool)
    exact[dated] = high[dated] - low[dated] < VAGUE
    n, found = len(low), []
    for start in range(0, n, ROWS):
        rows = slice(start, min(start + ROWS, n))
        # those before `start` have been compared with these; of the later ones all that begin near the last end, and the undated
        end = np.searchsorted(low, high[rows].max() + NEAR, side="right")
        columns = np.concatenate([np.arange(start, end), np.arange(max(end, dated.sum()), n)])
        cosine = (weights[rows] @ weights[columns].T).tocoo()
        a, b = cosine.coords[0] + start, columns[cosine.coords[1]]
        far = dated[b] & (low[b] > high[a] + NEAR)  # the later one is dated, so the earlier one is
        value = np.where(exact[a] & exact[b], cosine.data, cosine.data * LEAST / LEAST_UNDATED)
        kept = np.flatnonzero((a < b) & ~far & (value >= LEAST / 2))
        a, b, value = a[kept], b[kept], value[kept]
        common = np.asarray(there[a].multiply(there[b]).sum(axis=1)).ravel() >= IN_COMMON
        found.append((a[common], b[common], value[common]))
    return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))


def _linked(n: int, first: np.ndarray, second: np.ndarray, likeness: np.ndarray) -> np.ndarray:
    """Average linkage over pairs; those not given are not alike at all. Returns for each article the first one of its story."""
    sums: list[dict[int, float]] = [{} for _ in range(n)]
    for a, b, value in zip(first.tolist(), second.tolist(), likeness.round(9).tolist(), strict=True):
        sums[a][b] = sums[b][a] = value
    size, owner = np.ones(n, dtype=np.int64), np.arange(n)
    heap = [(-value, a, b, 1, 1) for a in range(n) for b, value in sums[a].items() if a < b and value >= LEAST]
    heapq.heapify(heap)
    while heap:
        _, a, b, size_a, size_b = heapq.heappop(heap)
        if (size[a], size[b]) != (size_a, size_b):  # one of the two has grown, or is part of another
            continue
        owner[b] = a  # the earlier one, so that whatever joins them later is earlier still
        size[a], size[b] = size_a + size_b, 0
        for other, value in sums[b].items():
            del sums[other][b]
            if other != a:
                sums[a][other] = sums[other][a] = sums[a].get(other, 0) + value
        sums[b] = {}
        for other, value in sums[a].items():
            mean = value / (size[a] * size[other])
            if mean >= LEAST:
                low, high = sorted((a, other))
                heapq.heappush(heap, (-round(mean, 9), low, high, int(size[low]), int(size[high])))
    for article in range(n):
        owner[article] = owner[owner[article]]
    return owner


def _described(articles: pd.DataFrame, stories: list[np.ndarray], telling: Telling) -> Stories:
    """Name the stories and count what is in them."""
    start, names = pd.to_datetime(articles["date_start"]).to_numpy(), np.array(articles["doc_id"].astype(str), dtype=object)
    sources, never = pd.factorize(articles["source"])[0], np.datetime64("NaT")
    day = [np.fmin.reduce(start[rows], initial=never) for rows in stories]
    late = np.datetime64("9999-12-31")
    order = sorted(range(len(stories)), key=lambda at: (late if np.isnat(day[at]) else day[at], min(names[stories[at]])))
    told, table = np.full(len(names), None, dtype=object), []
    for number, at in enumerate(order, start=1):
        rows = stories[at]
        words = _words(telling.weights[rows], telling.terms)
        story = f"story-{number}: {', '.join(words[:LABELLED])}"
        told[rows] = story
        table.append((story, len(rows), len(set(sources[rows].tolist())), day[at], ", ".join(words)))
    columns = ["story", "n_articles", "n_sources", "first_day", "words"]
    types = {"story": "str", "n_articles": "int64", "n_sources": "int64", "first_day": "datetime64[us]", "words": "str"}
    of_articles = pd.DataFrame({"doc_id": names, "story": told}).astype("str")
    return Stories(of_articles, pd.DataFrame(table, columns=columns).astype(types))


def _words(weights: csr_array, terms: np.ndarray) -> list[str]:
    """The most telling words of some articles: high in many of them."""
    term, place, n = np.unique(weights.indices, return_inverse=True, return_counts=True)
    score = (np.bincount(place, weights.data, len(term)) * n).round(9)
    return terms[term[np.lexsort((terms[term], -score))[:MOST]]].tolist()
