"""Which article a difference hangs on: `tokens` and a term in, one row per article with what the difference is without it, out.

`keyness` counts the articles that alone make a difference, and names three. Here each of them is a row, so that a reader sees whose
word it is, and opens that article.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...arguments import in_range
from ...errors import SchemaError, UsageError, nearest
from .sides import Sides


@in_range
def influential_articles(
    tokens: pd.DataFrame, by: str | Iterable[str], a: object, b: object = None, *, term: str, top: int | None = None
) -> pd.DataFrame:
    """Leave out one article at a time, and say what becomes of a term's difference between two sides.

    One row per article of either side; the only article of a side has none, since without it there is nothing left to compare.

    by   : the columns that make the groups
    a, b : a group's value, a tuple where several columns make it; b=None is all other words of `tokens`
    term : the word, as `tokens` spells it
    top  : at most so many rows; None is all

    Returns, sorted by turns_sign (those that turn it first), |log2_ratio_change| falling (to nine decimals), doc_id:
        doc_id
        side                A or B
        n                   occurrences in the article
        n_tokens            its running words on the side
        log2_ratio          of all articles, as `keyness` has it
        log2_ratio_without  the same without this article, 0.5 added to both counts where a side is 0
        log2_ratio_change   log2_ratio_without − log2_ratio
        turns_sign          True where the sign turns without it, or the difference is 0; a term that does not differ has none to turn

    Raises SchemaError as `keyness`, for a term that neither side has, and where one article has words on both sides; UsageError for a
    `top` below 1.
    Reading it: a difference that one article turns is that article's, and not its outlet's. An article without the word counts too:
    its words are a part of what the rate is of.

    >>> tokens = pd.DataFrame({"doc_id": list("ddddeeff"), "term": ["war"] * 2 + ["aid"] * 5 + ["war"], "position": [1, 2, 3, 4] * 2})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, part="body", shared=False, voice="outside")
    >>> tokens["source"] = list("XXXXXXYY")
    >>> got = influential_articles(tokens, "source", "X", "Y", term="war")  # 2 of 6 against 1 of 2; without e 2 of 4 are as many
    >>> got[["doc_id", "n", "log2_ratio", "log2_ratio_without", "turns_sign"]].round(2).values.tolist()
    [['e', 0, -0.58, 0.0, True], ['d', 2, -0.58, -1.58, False]]
    """
    if not isinstance(term, str):
        raise UsageError("influential articles are those of one term", remedy="Give term=, one word")
    sides = Sides(tokens, by)
    pair = sides.pair(a, b)
    articles = sides.articles(*pair)
    if articles is None:
        remedy = "Group by a column of the article"
        raise SchemaError("an article has words on both sides, so none can be left out whole", remedy=remedy)
    place = sides.names.get_indexer([term])[0]
    n = articles.n[[max(place, 0)]].toarray()[0].astype(np.int64)
    if place < 0 or not n.any():
        raise SchemaError(f"neither side has the term '{term}'", remedy=nearest(term, sides.names, "There are"))
    table = _without_each(n, articles.words.astype(np.int64), articles.in_a)
    table.insert(0, "doc_id", pd.Series(articles.doc_ids, dtype="str"))
    table.insert(1, "side", pd.Series(np.where(articles.in_a, "A", "B"), dtype="str"))
    table = table[np.where(articles.in_a, *articles.sizes) > 1]
    order = table.assign(size=-table["log2_ratio_change"].abs().round(9), kept=~table["turns_sign"])
    order = order.sort_values(["kept", "size", "doc_id"]).index
    return table.loc[order].head(top if top is not None else len(table)).reset_index(drop=True)


def _without_each(n: np.ndarray, words: np.ndarray, in_a: np.ndarray) -> pd.DataFrame:
    """The difference with all articles and without each, from its occurrences, its words and its side."""
    n_a, n_b, words_a, words_b = n[in_a].sum(), n[~in_a].sum(), words[in_a].sum(), words[~in_a].sum()
    without = (n_a - n * in_a, n_b - n * ~in_a, words_a - words * in_a, words_b - words * ~in_a)
    ratio, ratios = _log2_ratio(n_a, n_b, words_a, words_b), _log2_ratio(*without)
    before, after = n_a * words_b - n_b * words_a, without[0] * without[3] - without[1] * without[2]
    return pd.DataFrame({"n": n, "n_tokens": words, "log2_ratio": ratio, "log2_ratio_without": ratios}).assign(
        log2_ratio_change=ratios - ratio, turns_sign=(before != 0) & (np.sign(before) != np.sign(after))
    )


def _log2_ratio(n_a: np.ndarray, n_b: np.ndarray, words_a: np.ndarray, words_b: np.ndarray) -> np.ndarray:
    """As `keyness` has it; missing where a side has no words left."""
    adjusted = 0.5 * ((n_a == 0) | (n_b == 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log2((n_a + adjusted) / words_a) - np.log2((n_b + adjusted) / words_b)
    return np.where((words_a > 0) & (words_b > 0), ratio, np.nan)
