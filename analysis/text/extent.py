"""How far a corpus reaches, and the hash by which it is known: tables and files in, facts out."""

import hashlib
from pathlib import Path

import pandas as pd

from .reading.passed_over import DESCRIBING


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


def describing(folder: Path) -> dict[str, str]:
    """The files that describe a corpus, in the order of DESCRIBING, each with the SHA-256 of its bytes."""
    there = [name for name in DESCRIBING if (folder / name).is_file()]
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in there}


def digest(described: dict[str, str], inputs: pd.DataFrame) -> str:
    """One hash over the files that were loaded and those that describe them."""
    loaded = inputs[inputs["n_loaded"] > 0]
    lines = [f"{digest}  {file}" for file, digest in loaded[["file", "sha256"]].itertuples(index=False)]
    lines += [f"{digest}  {name}" for name, digest in described.items()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
