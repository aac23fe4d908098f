"""The languages of a corpus in sentences: which there are, how they are known, and which articles the pages leave out for theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..show.languages_named import language_named
from ..show.phrases import counted, listed

if TYPE_CHECKING:
    from ..view import View

LENDERS = {"source": "nearly all of the same source", "corpus": "nearly all of the corpus"}


def languages_said(articles: pd.DataFrame) -> str:
    """In which languages the articles are, and for how many that was found out from the text."""
    language = articles["language"].astype("object")
    known = language.dropna().value_counts().rename_axis("language").reset_index(name="n")
    known = known.sort_values(["n", "language"], ascending=[False, True])
    texts = [f"{language_named(row.language)} ({counted(row.n, 'article')})" for row in known.itertuples()]
    if len(known) == 1 and known["n"].iloc[0] == len(articles):
        texts = []
        first = f"All are in {language_named(known['language'].iloc[0])}."
    else:
        first = f"Their languages: {listed(texts, 4)}." if texts else ""
    origin = articles["language_origin"].value_counts()
    detected, missing = int(origin.get("detected", 0)), int(language.isna().sum())
    found = f" For {counted(detected, 'article')} the language was detected from the text." if detected else ""
    lent = [
        f"{counted(n, 'article')} too short to tell {'was' if n == 1 else 'were'} taken to be in the language of {lender}"
        for origin_name, lender in LENDERS.items()
        if (n := int(origin.get(origin_name, 0)))
    ]
    taken = f" {listed(lent)}.".replace("  ", " ") if lent else ""
    left = f", and the other pages leave {'it' if missing == 1 else 'them'} out" if len(known) else ""
    lost = f" For {counted(missing, 'article')} it is not known{left}." if missing else ""
    return f"{first}{found}{taken}{lost}".strip()


def in_no_page(view: View) -> list[str]:
    """The articles that were read, and that a page of one language does not speak of."""
    spoken = view.prepared.articles["language"].astype("object").fillna("")
    n = int(spoken.ne(view.language).sum())
    if not n:
        return []
    which = f"pages in {language_named(view.language)}" if view.language else "pages on articles whose language is not known"
    what = f"{counted(n, 'article')}, which {'is' if n == 1 else 'are'} in another language or in none that is known"
    return [f"Of those that were read, {which} leave out {what}."]
