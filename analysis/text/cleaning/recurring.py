"""Lines that recur in the articles of one source, and so belong to its pages. Lines by article in, places of such lines out.

A page's furniture differs from outlet to outlet, and no list of patterns knows it all; that it comes again and again gives it away.
What two articles share because both quote it must stay, so the bounds are strict: many articles, a large share of them, a short line,
and no quotation. A line that is furniture of one source is so wherever it stands: if it stayed in the sources that have it less often,
these would seem to differ by its words.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

# A line is removed that stands in at least so many articles of a source, and in at least this share of them, ...
LEAST_ARTICLES = 5
LEAST_SHARE = 0.3
# ... has at most so many characters, and none of these marks.
LONGEST = 160
QUOTING = frozenset('"“”„«»‘‹›')


def recurring(
    lines: Sequence[str], codes: np.ndarray, article: np.ndarray, source_of: pd.Series, candidate: np.ndarray
) -> np.ndarray:
    """Which lines recur so often that they are taken for a part of the page.

    lines     : the distinct lines of the corpus
    codes     : for each line of the corpus its place in `lines`
    article   : for each line of the corpus the number of its article
    source_of : for each article its source; articles without one are left alone
    candidate : for each line of the corpus whether it may be removed at all

    Returns an array of True and False, one per line of the corpus: True for such a line in whatever source it stands. Time grows with
    the number of lines.
    """
    source = pd.factorize(source_of)[0]
    sizes = np.bincount(source[source >= 0], minlength=1)
    short = np.array([len(line) <= LONGEST and QUOTING.isdisjoint(line) for line in lines], dtype=bool)
    asked = np.flatnonzero(candidate & (source[article] >= 0))
    asked = asked[short[codes[asked]]]
    outcome = np.zeros(len(codes), dtype=bool)
    if sizes.max() < LEAST_ARTICLES or not len(asked):
        return outcome
    key = source[article[asked]].astype(np.int64) * len(lines) + codes[asked]
    seen = np.unique(np.column_stack([key, article[asked]]), axis=0)[:, 0]  # once in each article
    keys, n_articles = np.unique(seen, return_counts=True)
    often = (n_articles >= LEAST_ARTICLES) & (n_articles >= LEAST_SHARE * sizes[keys // len(lines)])
    outcome[asked] = np.isin(codes[asked], keys[often] % len(lines))
    return outcome
