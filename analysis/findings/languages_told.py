"""The languages of a corpus in sentences: which there are, how they are known, and which articles the pages leave out for theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..blocks import tallied
from ..measure.counting.codes import coded
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
    left = unspoken(view)
    which = f"pages in {language_named(view.language)}" if view.language else "pages on articles whose language is not known"
    return [f"Of those that were read, {which} leave out {left}."] if left else []


def unspoken(view: View) -> str:
    """Articles and words of each language that the view leaves out, and of those whose language is not known; "" without any."""
    languages = view.prepared.articles.set_index("doc_id")["language"].astype("object").fillna("")
    docs = coded(view.prepared.tokens["doc_id"])
    in_articles = pd.Series(tallied(docs.codes, len(docs.values)), docs.values.astype("str"))
    words = in_articles.groupby(languages.reindex(in_articles.index).to_numpy()).sum()
    counts = languages.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    texts = [
        f"{counted(int(n), 'article')} ({counted(int(words.get(code, 0)), 'word')}) "
        + (f"in {language_named(code)}" if code else "whose language is not known")
        for code, n in counts.items()
        if code != view.language
    ]
    return listed(texts) if texts else ""
