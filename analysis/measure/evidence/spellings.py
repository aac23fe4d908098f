"""How the articles write a word: folded terms in, the spelling that they use most often out.

Words are counted with their capitals folded; a reader should see Ukraine and U.S., not ukraine and u.s.
"""

from collections.abc import Iterable

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
    found = tokens[tokens["term"].isin(wanted)]
    if found.empty:
        return {term: term for term in wanted}
    docs = coded(tokens["doc_id"]).codes
    sentence = pd.DataFrame({"doc": docs, "sentence": tokens["sentence"].to_numpy()}, index=tokens.index)
    begins = sentence.ne(sentence.shift()).any(axis="columns")
    running = found["part"].eq("body") & ~begins[found.index]
    found = found.assign(term=found["term"].astype("str"), last=~running).sort_values("last", kind="stable")
    found = found[found["last"].eq(found.groupby("term")["last"].transform("first"))]
    found = found[found.groupby("term").cumcount() < LOOKED_AT]
    texts = texts_of(ledger, found["doc_id"], found["line"])
    hits = [text[start:end] for text, start, end in zip(texts, found["start"], found["end"], strict=True)]
    table = pd.DataFrame({"term": found["term"].to_numpy(), "hit": hits}).value_counts().rename("n").reset_index()
    best = table.sort_values(["n", "hit"], ascending=[False, True]).drop_duplicates("term").set_index("term")["hit"]
    return {term: str(best.get(term, term)) for term in wanted}
