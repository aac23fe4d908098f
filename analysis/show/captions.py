"""What stands below a figure or above a table: base, settings, what was left out, what the numbers rest on.

A table in, a sentence out, as in sentences.py; here also the small words that both are made of.
"""

import importlib.metadata
import platform

import pandas as pd

from .phrases import counted, listed


def base_caption(what: str, sizes: pd.DataFrame, by: str, group: object = None, other: object = None) -> str:
    """A caption with the words it rests on: of every group, or of one `group` and of an `other`, by default of all the rest."""
    if group is not None:
        words = sizes.set_index(sizes[by].astype("str"))["n_tokens"]
        own = int(words[str(group)])
        against = int(words.sum()) - own if other is None else int(words[str(other)])
        return f"{what}; {own:,} words against {against:,}."
    texts = [f"{name} {n:,}" for name, n in sizes[[by, "n_tokens"]].itertuples(index=False)]
    return f"{what}. Words: {listed(texts, 12)}."


def selection_sentence(left_out: pd.DataFrame, language: str) -> str:
    """What a page speaks of, and what it left out."""
    texts = [
        f"{row.reason} ({counted(row.n_tokens, 'word')} in {counted(row.n_articles, 'article')})"
        for row in left_out.itertuples()
    ]
    rest = f"Left out: {listed(texts)}." if texts else "No word was left out."
    return f"Language of the articles: {language or 'not stated'}. {rest}"


def provenance_sentence(info: dict, parameters: str = "") -> str:
    """What the numbers on a page rest on: corpus, hash, settings, software. `info` is what Prepared has."""
    packages = ("parallax-workbook", "pandas", "pyarrow", "nltk")
    versions = [f"{package} {_version(package)}" for package in packages]
    settings = ", ".join(f"{name} {value}" for name, value in info["settings"].items())
    return (
        f"Corpus {info['corpus']} (SHA-256 {info['sha256'][:16]}…), {counted(info['n_loaded'], 'article')}, {info['n_tokens']:,} words;"
        f" {settings}{'; ' + parameters if parameters else ''}. Python {platform.python_version()}, {', '.join(versions)}."
    )


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "(not installed as a package)"
