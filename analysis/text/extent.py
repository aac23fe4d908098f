"""How far a corpus reaches, and the hash by which it is known: tables and files in, facts out."""

import hashlib
from pathlib import Path

import pandas as pd

from .reading.read import DESCRIBING


def extent(articles: pd.DataFrame, ledger: pd.DataFrame) -> dict:
    """How far the corpus reaches: sources, first and last day that a date can mean ("" without one), and what became of the lines."""
    first, last = articles["date_start"].min(), articles["date_end"].max()
    removed = ledger["action"].eq("removed") & ~ledger["rule"].isin(["blank", "broken_lines"])
    return {
        "n_sources": int(articles["source"].nunique(dropna=False)),
        "first_day": "" if pd.isna(first) else f"{first:%Y-%m-%d}",
        "last_day": "" if pd.isna(last) else f"{last:%Y-%m-%d}",
        "n_undated": int(articles["date_start"].isna().sum()),
        "n_lines": len(ledger),
        "n_removed": int(removed.sum()),
    }


def digest(folder: Path, inputs: pd.DataFrame) -> str:
    """One hash over the files that were loaded and those that describe them."""
    loaded = inputs[inputs["n_loaded"] > 0]
    lines = [f"{digest}  {file}" for file, digest in loaded[["file", "sha256"]].itertuples(index=False)]
    for name in DESCRIBING:
        path = folder / name
        if path.is_file():
            lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
