"""The lines that a row of a table was counted in, folded below the row.

A table of measure/evidence.py in, HTML out. A reader opens a row and sees the article's own words; it works without a script.
"""

import pandas as pd

from .output import shown

LONGEST = 160  # characters of context on each side that a line shows at most
FACTS = ("source", "date", "doc_id")  # what is said of a line, where the table of evidence has it


def evidence_rows(evidence: pd.DataFrame, n_rows: int, n_columns: int) -> list[str]:
    """A table row to stand below each of the first `n_rows` rows; "" for a row that has no line.

    evidence  : what evidence_of gives for the table: row, n, left, hit, right, doc_id, line, voice, and further columns
    n_columns : columns of the table, all of which the lines go across
    """
    rows = [""] * n_rows
    for row, lines in evidence.groupby("row", sort=True):
        if row < n_rows:
            rows[row] = _row(lines, n_columns)
    return rows


def _row(lines: pd.DataFrame, n_columns: int) -> str:
    n = int(lines["n"].iloc[0])
    how_many = f"{len(lines):,} of {n:,} lines" if len(lines) < n else "1 line" if n == 1 else f"{n:,} lines"
    items = "".join(_item(line) for line in lines.to_dict("records"))
    more = (
        '<p class="px-more">All of them are among the tables beside this page, or in its concordance.</p>'
        if len(lines) < n
        else ""
    )
    return (
        f'<tr class="px-evidence"><td colspan="{n_columns}"><details><summary>Evidence: {how_many}</summary>'
        f'<ol class="px-lines">{items}</ol>{more}</details></td></tr>'
    )


def _item(line: dict) -> str:
    facts = [str(line[name]) for name in FACTS if isinstance(line.get(name), str) and line[name]]
    facts.append(f"line {line['line']}")
    if line.get("voice") == "quoted":
        facts.append("quoted")
    left, right = str(line["left"])[-LONGEST:], str(line["right"])[:LONGEST]
    return (
        f"<li>{shown(left)}<mark>{shown(line['hit'])}</mark>{shown(right)} "
        f'<span class="px-place">{shown(", ".join(facts))}</span></li>'
    )
