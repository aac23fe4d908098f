"""What the articles of a corpus have in common: tables of words and lines in, tables `shared` and `duplicates` out.

Quotations need neither, so a large corpus is looked at by another process of this machine, which maps the files in which its tables are
held, while the others look for quotations.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from .parts.held import Held, give_back
from .parts.keys import key_of, key_of_frame
from .parts.mapped import read_columns
from .parts.wholes import store
from .parts.workers import Hands
from .reuse.duplicates import find_duplicates
from .reuse.shared_passages import find_shared, read_words
from .words.tokens import VOICES

LATER = ("voice", "shared", "as_name")  # columns of tokens that say nothing here
LINES = ["doc_id", "line", "text"]
ARTICLES = ["doc_id", "language", "date_start", "date_end"]

Found = tuple[pd.DataFrame, pd.DataFrame]


def look_for_shared(
    tokens: pd.DataFrame, ledger: pd.DataFrame, articles: pd.DataFrame, key: bytes, hands: Hands, held: Held
) -> Callable[[], Found]:
    """Begin to look for what articles have in common, or take what is kept. Returns what waits for the tables, which are kept too: they
    rest on the words and the dates of all articles, and on nothing else that describes a corpus.

    key   : of the names, lines and words of the articles
    hands : who looks where the tables are held in files; else this process does when it is waited for
    """
    kept, name = store(), key_of(key, key_of_frame(articles[ARTICLES[2:]])).hex()
    if kept is not None and (known := kept.pairs.open(name)) is not None:
        tables, _ = known
        return lambda: (tables["shared"], tables["duplicates"])
    columns = [held.places(table) for table in (tokens.drop(columns=list(LATER)), ledger[LINES])]
    wait = None
    if held.columns is not None and all(columns):
        wait = hands.begin(_in_files, held.columns.folder, *columns, articles[ARTICLES])

    def found() -> Found:
        shared, duplicates = wait() if wait is not None else _found(tokens, ledger, articles)
        if kept is not None:
            kept.pairs.keep(name, {"shared": shared, "duplicates": duplicates}, {})
        return shared, duplicates

    return found


def _found(tokens: pd.DataFrame, ledger: pd.DataFrame, articles: pd.DataFrame) -> Found:
    words = read_words(tokens, articles)
    return find_shared(tokens, ledger, words), find_duplicates(tokens, words)


def _in_files(folder: Path, words: list[dict[str, str]], lines: list[dict[str, str]], articles: pd.DataFrame) -> Found:
    """The same of tables held in files."""
    tokens, n = read_columns(folder, words), len(read_columns(folder, words[:1]))
    nothing = pd.Categorical.from_codes(np.zeros(n, dtype=np.int8), categories=list(VOICES), validate=False)
    found = _found(tokens.assign(voice=nothing, shared=np.zeros(n, dtype=bool)), read_columns(folder, lines), articles)
    give_back()
    return found
