"""A sentence on what groups lack. A table in, a sentence out."""

import pandas as pd

from .phrases import listed, named, written


def omissions_sentence(omissions: pd.DataFrame, by: str, top: int = 3) -> str:
    """What is most to be missed in each group. `omissions` is what measure.omissions.omissions gives."""
    texts = []
    for name, rows in omissions.groupby(by, observed=True, sort=True):
        items = [f"{row.item} ({written(row.expected, 'rate')})" for row in rows.head(top).itertuples()]
        texts.append(f"{name}: {listed(items)}")
    if not texts:
        return f"No {named(by)} lacks what at least half of the others have."
    return f"Not there once, with the number to expect at the others' rate. {'; '.join(texts)}."
