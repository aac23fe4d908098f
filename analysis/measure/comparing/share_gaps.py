"""Where two groups are furthest apart by a share: numbers by group in, for each topic or theme the pair that differs most out.

It exists because the largest difference of shares is mostly that of the two smallest groups: a group of two paragraphs has 0 or all of
them by chance. So pairs are ranked by the difference that is left when so few paragraphs are allowed for.
"""

from collections.abc import Hashable

import numpy as np
import pandas as pd

from ...errors import SchemaError

Z = 1.959964  # normal quantile of a two-sided interval of 95 %


def share_gaps(table: pd.DataFrame, name: str, by: str, n: str, total: str) -> pd.DataFrame:
    """Find for each topic the two groups whose shares differ most, allowing for how little there is of each.

    One row per value of `name` for which two groups have a share.

    table : one row per group and name, the absent ones with their 0
    name  : column of what is compared, such as topic
    by    : column of the groups
    n     : column of the numbers, such as paragraphs with the topic
    total : column of what they are numbers of, such as all paragraphs of the group; a group with 0 there has no share

    Returns, sorted by gap_low falling, gap falling, name a-z; of pairs of groups as far apart the first in the order of `table`:
        name                     as given
        most, least              the group with the higher and the one with the lower share
        n_most, total_most       what the higher share is made of
        n_least, total_least     what the lower share is made of
        gap                      difference of the two shares
        gap_low                  lower bound of its interval of 95 %, if paragraphs were drawn one by one

    Raises SchemaError if a column is missing.
    Reading it: gap_low is for ranking. It is the best of many pairs and takes paragraphs of one article for independent, so it proves
    nothing; where it is not above 0, not even chance is ruled out.
    Formula: gap_low = d − √((p1 − l1)² + (u2 − p2)²), d = p1 − p2, and l1, u2 Wilson's bounds of the two shares.
    Source: Newcombe 1998, Statistics in Medicine 17, method 10.

    >>> rows = [["War", "X", 6, 8], ["War", "Y", 0, 20], ["War", "Z", 0, 1]]
    >>> gaps = share_gaps(pd.DataFrame(rows, columns=["topic", "source", "n", "of"]), "topic", "source", "n", "of")
    >>> gaps.iloc[:, :7].values.tolist()
    [['War', 'X', 'Y', 6, 8, 0, 20]]
    """
    lacking = [column for column in (name, by, n, total) if column not in table.columns]
    if lacking:
        raise SchemaError(f"the table lacks the column '{lacking[0]}'", remedy=f"It has: {', '.join(map(str, table.columns))}")
    known = table[table[total] > 0]
    found = [_widest(str(value), rows, by, n, total) for value, rows in known.groupby(name, observed=True) if len(rows) > 1]
    columns = [name, "most", "least", "n_most", "total_most", "n_least", "total_least", "gap", "gap_low"]
    gaps = pd.DataFrame(found, columns=columns)
    order = np.lexsort((gaps[name].to_numpy(dtype=object), -gaps["gap"].to_numpy(float), -gaps["gap_low"].to_numpy(float)))
    return gaps.iloc[order].reset_index(drop=True)


def _widest(value: str, rows: pd.DataFrame, by: str, n: str, total: str) -> tuple[Hashable, ...]:
    """The row of one value: its pair of groups with the highest lower bound."""
    names, part, whole = rows[by].astype("str").tolist(), rows[n].to_numpy(np.int64), rows[total].to_numpy(np.int64)
    share = part / whole
    low, high = wilson(part, whole)
    gap = share[:, None] - share[None, :]
    bound = (gap - np.hypot((share - low)[:, None], (high - share)[None, :])).round(12)
    np.fill_diagonal(bound, -np.inf)
    most, least = np.unravel_index(int(bound.argmax()), bound.shape)
    numbers = (int(part[most]), int(whole[most]), int(part[least]), int(whole[least]))
    return (value, names[most], names[least], *numbers, float(gap[most, least]), float(bound[most, least]))


def wilson(n: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The bounds of a share's interval of 95 %.

    Source: Wilson 1927, Journal of the American Statistical Association 22.

    >>> [round(float(bound), 3) for bound in wilson(np.array(0), np.array(10))]
    [0.0, 0.278]
    """
    share = n / total
    middle = (share + Z**2 / (2 * total)) / (1 + Z**2 / total)
    reach = Z * np.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2)) / (1 + Z**2 / total)
    return middle - reach, middle + reach
