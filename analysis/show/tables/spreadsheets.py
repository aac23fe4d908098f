"""Tables as files beside a page: CSV for spreadsheets, made harmless, and Parquet, exact.

A frame in, bytes out.
"""

import csv
import io
import re

import pandas as pd

from ...display.records import SPREADSHEET_ROWS

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection); full-width forms are read the same way.
FORMULA = re.compile(r"^[=+\-@\t\r\n\0＝＋－＠]")


def spreadsheet(frame: pd.DataFrame) -> bytes:
    """The frame as CSV for spreadsheets: UTF-8 with a mark, texts that look like formulas made harmless, numbers untouched.

    Of a long frame these are its first SPREADSHEET_ROWS rows: the file is for a person, and Parquet has all.

    >>> print(spreadsheet(pd.DataFrame({"term": ["=1+1", "war"], "shift": [-0.5, 1.0]})).decode("utf-8-sig").strip())
    "term","shift"
    "'=1+1",-0.5
    "war",1.0
    """
    safe = frame.head(SPREADSHEET_ROWS).copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]) and not pd.api.types.is_datetime64_any_dtype(safe[column]):
            safe[column] = _all_harmless(safe[column].astype("object"))
    safe.columns = [_harmless(str(column)) for column in safe.columns]
    return safe.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d", quoting=csv.QUOTE_NONNUMERIC).encode(
        "utf-8-sig"
    )


def parquet(frame: pd.DataFrame) -> bytes:
    """The whole frame as Parquet, without its index."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def _all_harmless(texts: pd.Series) -> pd.Series:
    """The texts of a column made harmless; each is looked at once, however often it stands there."""
    found = {text: _harmless(text) for text in texts.drop_duplicates() if isinstance(text, str)}
    changed = {text: harmless for text, harmless in found.items() if harmless != text}
    return texts.map(lambda text: changed.get(text, text), na_action="ignore") if changed else texts


def _harmless(text: object) -> object:
    return "'" + text if isinstance(text, str) and FORMULA.match(text) else text
