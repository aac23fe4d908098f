"""Tables as files beside a page: CSV for spreadsheets, made harmless, and Parquet, exact.

A frame in, bytes out.
"""

import csv
import io

import pandas as pd

from ...formulas import FORMULA, MARK

# Parquet for the disk: zstd three steps above its default level takes a twentieth off for a third more of little time; dictionaries of
# up to 4 MB hold the words of a large corpus once for each row group, where 1 MB, the default, gives up on them.
PARQUET = {"compression": "zstd", "compression_level": 6, "dictionary_pagesize_limit": 1 << 22}


def spreadsheet(frame: pd.DataFrame, goes_on: bool = False) -> bytes:
    """The frame as CSV for spreadsheets: UTF-8 with a mark, texts that look like formulas made harmless, numbers untouched.

    goes_on : these are further rows of a file that has its mark and its headings already

    >>> print(spreadsheet(pd.DataFrame({"term": ["=1+1", "war"], "shift": [-0.5, 1.0]})).decode("utf-8-sig").strip())
    "term","shift"
    "'=1+1",-0.5
    "war",1.0
    """
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]) and not pd.api.types.is_datetime64_any_dtype(safe[column]):
            safe[column] = _all_harmless(safe[column].astype("object"))
    safe.columns = [_harmless(str(column)) for column in safe.columns]
    text = safe.to_csv(
        index=False, header=not goes_on, lineterminator="\n", date_format="%Y-%m-%d", quoting=csv.QUOTE_NONNUMERIC
    )
    return text.encode("utf-8" if goes_on else "utf-8-sig")


def parquet(frame: pd.DataFrame) -> bytes:
    """The whole frame as Parquet, without its index."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, **PARQUET)
    return buffer.getvalue()


def _all_harmless(texts: pd.Series) -> pd.Series:
    """The texts of a column made harmless; each is looked at once, however often it stands there."""
    found = {text: _harmless(text) for text in texts.drop_duplicates() if isinstance(text, str)}
    changed = {text: harmless for text, harmless in found.items() if harmless != text}
    return texts.map(lambda text: changed.get(text, text), na_action="ignore") if changed else texts


def _harmless(text: object) -> object:
    return MARK + text if isinstance(text, str) and FORMULA.match(text) else text
