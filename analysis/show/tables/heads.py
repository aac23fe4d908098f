"""The first rows of a table that has groups: some of each, and never those of the first groups of the alphabet alone.

A table in, a table out. It exists because 26 outlets do not fit into twenty rows, and each reader looks for another one.
"""

from ..phrases import counted, named
from .table import Table

MOST_ROWS = 100  # that are shown of a table without a `top`, as far as its groups have one each
MOST_GROUPS = 100  # that are shown


def of_each(table: Table, by: str, order: str = "") -> Table:
    """The table, showing the first rows of each group, as many of each as its `top` has room for, and one at least.

    by    : column of the groups
    order : how the rows of a group follow one another, as the caption says it; a table with one row for each group needs none

    The rows shown stand first in the table, group by group as before; then come the second-best of all groups, and so on, so that the
    first rows of the stored table are of all groups too. A table that is shown whole stays as it is. Of more than MOST_GROUPS groups
    those with most rows are shown. Evidence has to be looked up after this, since it goes by the rows' places.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"source": list("AAABB"), "n": [3, 2, 1, 9, 8]})
    >>> shown = of_each(Table(frame, "t", "Words.", top=2), "source", "most frequent first")
    >>> shown.frame["n"].tolist(), shown.top, shown.caption
    ([3, 9, 2, 8, 1], 2, 'Words. Shown is the first row of each outlet, most frequent first.')
    """
    frame = table.frame.reset_index(drop=True)
    room = MOST_ROWS if table.top is None else table.top
    sizes = frame[by].value_counts(dropna=False, sort=False)
    if len(frame) <= room or sizes.empty:
        return table._replace(frame=frame)
    if sizes.max() == 1:
        return table._replace(frame=frame, top=MOST_GROUPS)
    many = max(1, room // len(sizes))
    chosen = frame[by].isin(sizes.sort_values(ascending=False, kind="stable").index[:MOST_GROUPS])
    rank = frame.groupby(by, dropna=False, observed=True).cumcount()
    shown = frame.index[(rank < many) & chosen]
    rest = rank.drop(shown).sort_values(kind="stable").index
    one = named(by.removesuffix("_a"))
    few = f"the {MOST_GROUPS} {one}s with most rows" if len(sizes) > MOST_GROUPS else f"each {one}"
    first = "is the first row" if many == 1 else f"are the first {counted(many, 'row')}"
    return table._replace(
        frame=frame.loc[[*shown, *rest]].reset_index(drop=True),
        top=len(shown),
        caption=f"{table.caption} Shown {first} of {few}, {order}.",
    )
