"""The lines that a row of a table was counted in, which a reader opens below the row.

A table of measure/evidence/behind.py in, a part of a record out. A page shows the article's own words; it works without a script.
"""

import pandas as pd

from ...display.records import Record, plain

VOICES = {"quoted": "in quotation marks", "reported": "reported"}  # what is said of the words of a line
LONGEST = 160  # characters of context on each side that a line shows at most
FACTS = ("source", "date", "doc_id")  # what is said of a line, where the table of evidence has it


def evidence_record(evidence: pd.DataFrame, n_rows: int, top: int, links: dict[str, str]) -> Record:
    """What stands below each of the first `n_rows` rows of a table, and where the lines lie that were kept.

    evidence : what evidence_of gives for the table: row, n, left, hit, right, doc_id, line, voice, and further columns
    top      : lines shown for each row
    links    : files of the run that hold the evidence, by their ending; none outside of a run
    """
    opened = opened_lines(evidence, n_rows, top)
    lines: dict[str, list[Record]] = {}
    for line in opened.to_dict("records"):
        lines.setdefault(str(line["row"]), []).append(_line(line))
    n_lines = zip(lines.items(), opened.drop_duplicates("row")["n"].tolist(), strict=True)
    rows = {row: {"how_many": _how_many(len(shown), n), "lines": shown} for (row, shown), n in n_lines}
    links = {} if evidence.empty else links
    return {"rows": rows, "links": links, "kept": _kept(evidence), "n_rows": len(evidence), "n_opened": len(opened)}


def opened_lines(evidence: pd.DataFrame, n_rows: int, top: int) -> pd.DataFrame:
    """The lines that a page opens below the first `n_rows` rows of a table: of each the first `top`."""
    return evidence[evidence["row"] < n_rows].sort_values("row", kind="stable").groupby("row").head(top)


def _how_many(n_shown: int, n: int) -> str:
    return f"{n_shown:,} of {n:,} lines" if n_shown < n else "1 line" if n == 1 else f"{n:,} lines"


def _kept(evidence: pd.DataFrame) -> str:
    if evidence.empty:
        return ""
    kept, n = (evidence.groupby("row")["n"].agg(what).to_numpy() for what in ("size", "first"))
    return "All lines of the rows shown" if (kept == n).all() else f"Of the rows shown the first {kept.max():,} lines each"


def _line(line: dict) -> Record:
    facts = [str(line[name]) for name in FACTS if isinstance(line.get(name), str) and line[name]]
    facts.append(f"line {line['line']}" if line["line"] else "title")
    facts += [told for voice, told in VOICES.items() if line.get("voice") == voice]
    left, right = str(line["left"])[-LONGEST:], str(line["right"])[:LONGEST]
    return {"left": plain(left), "hit": plain(line["hit"]), "right": plain(right), "facts": [plain(fact) for fact in facts]}
