"""The lines that a row of a table was counted in, folded below the row.

A table of measure/evidence.py in, HTML out. A reader opens a row and sees the article's own words; it works without a script.
"""

import pandas as pd

from ..output import shown

LONGEST = 160  # characters of context on each side that a line shows at most
FACTS = ("source", "date", "doc_id")  # what is said of a line, where the table of evidence has it


def evidence_rows(evidence: pd.DataFrame, n_rows: int, n_columns: int, most: int) -> list[str]:
    """A table row to stand below each of the first `n_rows` rows; "" for a row that has no line.

    evidence  : what evidence_of gives for the table: row, n, left, hit, right, doc_id, line, voice, and further columns
    n_columns : columns of the table, all of which the lines go across
    most      : lines shown for each row
    """
    rows = [""] * n_rows
    for row, lines in evidence[evidence["row"] < n_rows].groupby("row", sort=True):
        rows[row] = _row(lines.head(most), n_columns)
    return rows


def evidence_foot(evidence: pd.DataFrame, links: dict[str, str]) -> str:
    """Where the lines lie that were kept as evidence, as `links` says by the ending of the file; empty where none were stored."""
    if not links or evidence.empty:
        return ""
    kept, n = (evidence.groupby("row")["n"].agg(what).to_numpy() for what in ("size", "first"))
    which = "All lines of the rows shown" if (kept == n).all() else f"Of the rows shown the first {kept.max():,} lines each"
    files = ", ".join(f'<a href="{link}">{"CSV" if ending == "csv" else ending.title()}</a>' for ending, link in links.items())
    return f'<p class="px-more">{which} are beside this page: {files}.</p>'


def _row(lines: pd.DataFrame, n_columns: int) -> str:
    n = int(lines["n"].iloc[0])
    how_many = f"{len(lines):,} of {n:,} lines" if len(lines) < n else "1 line" if n == 1 else f"{n:,} lines"
    items = "".join(_item(line) for line in lines.to_dict("records"))
    return (
        f'<tr class="px-evidence"><td colspan="{n_columns}"><details><summary>Evidence: {how_many}</summary>'
        f'<ol class="px-lines">{items}</ol></details></td></tr>'
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
