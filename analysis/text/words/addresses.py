"""What the word rule leaves out, counted: addresses of pages and of mail, names of files. The ledger in, a notice out."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...spelling import ADDRESS

HINT = r"://|www\.|@|\.\pL+/|(?i:\.(?:html?|php|aspx?|pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|mp[34]|zip|csv|txt)\b|www\d|mailto:)|\?utm_"
SHOWN = 3


def addresses_told(ledger: pd.DataFrame) -> pd.DataFrame:
    """Say how many addresses stand in the clean lines, since none of them is a word.

    Returns rows for table `notices`: one with their number, that of their articles, and the first of them; none where there is none.
    """
    kept = ledger[ledger["text"].notna()]
    lines = kept.loc[hinted(pa.array(kept["text"], type=pa.large_string())), ["doc_id", "text"]]
    found = [[match[0] for match in ADDRESS.finditer(text)] for text in lines["text"]]
    n = sum(map(len, found))
    rows = []
    if n:
        n_articles = lines.loc[[bool(some) for some in found], "doc_id"].nunique()
        shown = list(dict.fromkeys(address for some in found for address in some))[:SHOWN]
        where = f"{n_articles:,} article{'s' if n_articles > 1 else ''}"
        what = f"{n:,} addresses and names of files" if n > 1 else "1 address or name of a file"
        rows.append(("", "", "addresses", f"{what} in {where}: not counted as words, such as {', '.join(shown)}"))
    return pd.DataFrame(rows, columns=["file", "place", "notice", "detail"], dtype="str")


def hinted(texts: pa.Array) -> np.ndarray:
    """Which lines may hold an address; missing ones do not."""
    return pc.match_substring_regex(texts, HINT).fill_null(False).to_numpy(zero_copy_only=False)
