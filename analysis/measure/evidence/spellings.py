"""How the articles write a word: folded terms in, the spelling that they use most often out.

Words are counted with their capitals folded; a reader should see Ukraine and U.S., not ukraine and u.s.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...arguments import words
from ..counting.codes import check_tokens, coded
from .concordance import texts_of

LOOKED_AT = 200  # occurrences of a term that are looked at; more would change its commonest spelling hardly ever


def spellings(tokens: pd.DataFrame, ledger: pd.DataFrame, terms: str | Iterable[str]) -> dict[str, str]:
    """The most frequent spelling of each term in running text.

    terms : single words, as `tokens` has them; a term that is no single word of `tokens` is its own spelling

    Returns term -> spelling, in the order of `terms`; of spellings as frequent the first a-z. Words of the body that do not begin a
    sentence are looked at, and others only where there are none: at the beginning and in titles capitals mean nothing.

    >>> tokens = pd.DataFrame({"doc_id": "d", "term": ["war", "u.s", "war"], "part": "body", "position": [1, 2, 3]})
    >>> tokens = tokens.assign(line=1, sentence=[1, 1, 1], start=[0, 4, 9], end=[3, 8, 12], shared=False, voice="outside")
    >>> ledger = pd.DataFrame({"doc_id": ["d"], "line": [1], "text": ["War U.S. war."]})
    >>> spellings(tokens, ledger, ["u.s", "war", "peace"])
    {'u.s': 'U.S.', 'war': 'war', 'peace': 'peace'}
    """
    check_tokens(tokens)
    wanted = list(words(terms))
    found = tokens.iloc[_looked_at(tokens, wanted)]
    if found.empty:
        return {term: term for term in wanted}
    texts = texts_of(ledger, found["doc_id"], found["line"])
    hits = [text[start:end] for text, start, end in zip(texts, found["start"], found["end"], strict=True)]
    table = pd.DataFrame({"term": found["term"].astype("str").to_numpy(), "hit": hits}).value_counts().rename("n").reset_index()
    best = table.sort_values(["n", "hit"], ascending=[False, True]).drop_duplicates("term").set_index("term")["hit"]
    return {term: str(best.get(term, term)) for term in wanted}


def _looked_at(tokens: pd.DataFrame, wanted: list[str]) -> np.ndarray:
    """The rows of the occurrences of each term that are looked at: the first in running text, or else the first of all."""
    terms, docs = coded(tokens["term"]), coded(tokens["doc_id"]).codes
    asked = np.zeros(len(terms.values), dtype=bool)
    asked[terms.values.get_indexer(pd.Index(wanted).intersection(terms.values))] = True
    rows = np.flatnonzero(asked[terms.codes])
    sentence, before = tokens["sentence"].to_numpy(), np.maximum(rows - 1, 0)
    begins = (rows == 0) | (docs[rows] != docs[before]) | (sentence[rows] != sentence[before])
    last = begins | tokens["part"].iloc[rows].ne("body").to_numpy(dtype=bool)
    order = np.lexsort((rows, last, terms.codes[rows]))
    term, last = terms.codes[rows][order], last[order]
    first = np.flatnonzero(np.diff(term, prepend=-1))
    place = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(term))))
    within = np.arange(len(term)) - first[place]
    return rows[order][(last == last[first][place]) & (within < LOOKED_AT)]
