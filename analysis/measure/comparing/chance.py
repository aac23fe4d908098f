"""Does any word set a group apart by more than chance would? Table `tokens` in, a p of each word among all words out.

Of a thousand words that do not differ some differ much by chance, and a list of keywords begins with them. Here a word is held against
the one that differs most whenever whole articles are dealt out anew, so that a page can say that no word is a find.
"""

from collections.abc import Iterable
from math import comb

import numpy as np
import pandas as pd

from ...arguments import in_range
from ...errors import SchemaError, UsageError
from ..counting.codes import group_code
from ..counting.in_common import told_in_common
from ..uncertainty.exchange import MOST_SPLITS, Articles, max_t_p
from ..uncertainty.shuffles import max_t_p_of_groups
from ..uncertainty.strata import stratified_max_t_p
from .sides import Sides
from .within import Paired, paired, stories_of

DRAWS, MOST_WORDS = 999, 1000
SELDOM, MORE = 0.005, 20  # a p of one comparison of several from which on it is asked anew, with so many times the draws
MANY, FEWER, ENOUGH = (
    10_000,
    5,
    8,
)  # articles above which it is so many times at the least, and once more for so many comparisons
SHUFFLED = 800  # articles from which on all groups are dealt out of one shuffled row
CELLS = 20_000_000  # words × articles looked at, so that many articles do not take hours


@in_range
def beyond_chance(
    tokens: pd.DataFrame,
    by: str | Iterable[str],
    a: object = None,
    b: object = None,
    draws: int = DRAWS,
    seed: int = 0,
    most_words: int = MOST_WORDS,
    within: str | None = None,
) -> pd.DataFrame:
    """Say of each word whether dealing out the articles anew makes any word differ as much.

    One row per group and word looked at: the words that most articles have, two at least, whichever group these are of.

    by         : the columns that make the groups
    a, b       : compare `a` alone, with `b` or with all the rest; without both, each group with the rest
    draws      : random splits, where all cannot be tried; of a comparison that is one of several, 20 times as many where a word comes
                 up so seldom that the number of comparisons would decide. From 800 articles on, all groups share the same splits; of
                 more than 10,000 it is an eighth of the comparisons times as many, 5 at least and 20 at most
    seed       : of these splits
    most_words : how many words; fewer where there are many articles
    within     : a column that says which story a word's article tells; then only stories that both sides tell count, and articles
                 change sides within their story alone, see `stratified_max_t_p`

    Returns, by group, then p_any_word, term a-z:
        …           the columns of `by`
        term
        p_any_word  share of the ways to deal out whole articles in which any of the words differs as much, see `max_t_p`, times the
                    number of comparisons, and 1 at most
    A comparison in which an article has words on both sides has no rows.

    Raises SchemaError if `tokens` has no row, a group has no words or there is nothing to compare it with; UsageError for no draw
    or no word.
    Reading it: if no word differs, a p_any_word of .05 or below comes up in 5 of 100 corpora. It takes articles of both sides for alike
    in length. A word that one article alone has is not looked at: no number of articles says that the group would use it again.
    Source: Westfall and Young 1993, Resampling-Based Multiple Testing; Bonferroni over the comparisons.

    >>> docs = [f"{side}{number}" for side in "xy" for number in range(4)]
    >>> tokens = pd.DataFrame({"doc_id": docs, "term": ["war"] * 4 + ["aid"] * 4, "part": "body", "position": 1, "line": 1})
    >>> tokens = tokens.assign(sentence=1, start=0, end=3, shared=False, voice="outside", source=[doc[0] for doc in docs])
    >>> beyond_chance(tokens, "source").round(3).values.tolist()  # 2 of 70 ways to choose four articles
    [['x', 'aid', 0.029], ['x', 'war', 0.029], ['y', 'aid', 0.029], ['y', 'war', 0.029]]
    """
    if min(draws, most_words) < 1:
        raise UsageError(f"{draws} draws and {most_words} words are too few", remedy="Give at least one of each")
    if within is not None:
        tokens = told_in_common(tokens, by, within, a, b)
    sides = Sides(tokens, by)
    stories = None if within is None else stories_of(tokens, within, sides.doc_ids)
    other = None if b is None else group_code(sides.groups, b)
    codes = range(len(sides.groups)) if a is None else [group_code(sides.groups, a)]
    if len(sides.groups) == 1 or other in codes:
        raise SchemaError("a group has nothing to be compared with", remedy="Name two groups that differ")
    n_tests = 1 if len(sides.groups) == 2 else len(codes)  # of two groups both comparisons are one
    tables, shared = [], {} if stories is not None or n_tests == 1 else _of_all(sides, draws, seed, most_words)
    for code in codes:
        if code in shared:
            terms, p = shared[code]
            tables.append(_table(sides, code, terms, p * n_tests))
            continue
        articles = sides.articles(code, other)
        pair = None if stories is None else paired(articles, stories, sides.doc_ids)
        articles = articles if pair is None else pair.articles
        terms = np.array([], dtype=np.int64) if articles is None else _widespread(articles, most_words)
        some = articles if articles is None else articles._replace(n=articles.n[terms])
        p = _p(some, pair, draws, seed) if len(terms) else terms.astype(float)
        if n_tests > 1 and len(terms) and np.nanmin(p, initial=1) <= SELDOM:
            p = _p(some, pair, MORE * (draws + 1) - 1, seed)
        tables.append(_table(sides, code, terms, p * n_tests))
    return pd.concat(tables, ignore_index=True)


def _table(sides: Sides, code: int, terms: np.ndarray, p: np.ndarray) -> pd.DataFrame:
    keys = sides.groups.keys.iloc[np.repeat(code, len(terms))].reset_index(drop=True)
    table = keys.assign(term=pd.Series(sides.names.take(terms), dtype="str"), p_any_word=np.minimum(p, 1))
    return table.sort_values(["p_any_word", "term"], ignore_index=True)


def _of_all(sides: Sides, draws: int, seed: int, most_words: int) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """The terms and p of each group held against all others, where there are so many articles that one shuffle has to serve all.

    Not of a group of so few articles that all splits can be tried.
    """
    articles = sides.articles(0, None) if len(sides.doc) >= SHUFFLED else None
    if articles is None:
        return {}
    terms, n = _widespread(articles, most_words), len(articles.words)
    sizes = np.bincount(sides.group, minlength=len(sides.groups))
    asked = np.flatnonzero([comb(n, int(min(size, n - size))) > MOST_SPLITS for size in sizes])
    if not len(terms) or not len(asked):
        return {}
    some = articles.n[terms], articles.words, sides.group
    p = max_t_p_of_groups(*some, asked, draws, seed)
    anew = np.flatnonzero(np.nanmin(p, axis=1, initial=1) <= SELDOM)
    if len(anew):
        more = MORE if n <= MANY else min(MORE, max(FEWER, len(sizes) // ENOUGH))
        p[anew] = max_t_p_of_groups(*some, asked[anew], more * (draws + 1) - 1, seed)
    return {int(code): (terms, own) for code, own in zip(asked, p, strict=True)}


def _p(articles: Articles, pair: Paired | None, draws: int, seed: int) -> np.ndarray:
    return max_t_p(articles, draws, seed) if pair is None else stratified_max_t_p(articles, pair.story, draws, seed)


def _widespread(articles: Articles, most_words: int) -> np.ndarray:
    """Codes of the terms that most articles have, two at least."""
    n_articles = np.diff(articles.n.indptr)
    most = min(most_words, max(CELLS // len(articles.words), 1))
    first = np.argsort(-n_articles, kind="stable")[:most]
    return np.sort(first[n_articles[first] > 1])
