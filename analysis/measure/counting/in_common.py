"""The words of stories that several groups tell. Table `tokens` in, some of its rows out.

What one group alone writes about cannot be compared with how others write about it. Where articles are marked by the story they tell,
or by any other column that matches them, this keeps what can.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...errors import NotApplicableError, UsageError
from .codes import check_tokens, coded, columns_of, group_code, grouped, tally


def told_in_common(
    tokens: pd.DataFrame, by: str | Iterable[str], within: str = "story", a: object = None, b: object = None
) -> pd.DataFrame:
    """Keep the words of stories that several groups tell.

    tokens : table `tokens`, with the columns of `by` and `within`
    by     : the columns that make the groups
    within : the column that says which story a word's article tells; words without one are left out
    a, b   : a group's value, a tuple where several columns make it. With both, stories that both tell, and the words of these two; with
             `a` alone, stories that it tells and another group too, in the words of all; with neither, stories that any two groups tell

    Returns some rows of `tokens`, in their order.

    Raises NotApplicableError where no story is told in common; SchemaError where `tokens` lacks a column or has no row, or a group has
    no words; UsageError for `b` without `a`, and where `within` is one of `by`.
    Reading it: a story counts as told by a group that has one word of it.

    >>> tokens = pd.DataFrame({"doc_id": list("defg"), "term": list("wxyz"), "source": list("PPQR"), "story": ["s", "t", "s", None]})
    >>> tokens = tokens.assign(line=1, sentence=1, position=1, start=0, end=1, part="body", shared=False, voice="outside")
    >>> told_in_common(tokens, "source")["term"].tolist()
    ['w', 'y']
    """
    columns = columns_of(by)
    if within in columns:
        raise UsageError(f"the groups cannot be compared within '{within}', which makes them", remedy="Name another column")
    if a is None and b is not None:
        raise UsageError("there is a `b` and no `a` to compare with it", remedy="Give `a`, one of the groups")
    check_tokens(tokens, (*columns, within))
    groups, stories = grouped(tokens, columns), coded(tokens[within])
    kept = stories.codes >= 0
    if b is not None:
        kept &= np.isin(groups.codes, [group_code(groups, a), group_code(groups, b)])
    story, group, _ = tally(stories.codes[kept], groups.codes[kept])
    several = np.bincount(story, minlength=len(stories.values)) > 1
    if a is not None:
        several &= np.isin(np.arange(len(several)), story[group == group_code(groups, a)])
    kept &= np.append(several, False)[stories.codes]
    if not kept.any():
        remedy = f"Look at the column '{within}', or compare without it"
        raise NotApplicableError("no story is told by the groups that are to be compared", remedy=remedy)
    told = tokens[kept].reset_index(drop=True)
    if isinstance(told["doc_id"].dtype, pd.CategoricalDtype):  # no other articles among the categories, as with any selection
        told["doc_id"] = told["doc_id"].cat.remove_unused_categories()
    return told
