"""The language of texts too short to tell it, lent by their source or by the corpus where that is clear. Articles in, codes out.

A brief of six words tells nothing certain, and without a language it would be left out of every page, or be a language of its own.
Where nearly all that its source publishes is in one language, it is in that one, unless its own letters or words speak against it.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pandas as pd

SOURCE, CORPUS = "source", "corpus"

FEWEST = 3  # articles whose language is known, from which a source or a corpus is clear
SHARE = 0.9  # of them that are in the one language: a guest among ten does no harm
LOOKED_AT = 200  # letters that tell the script of a language


def lent(
    articles: pd.DataFrame, short: Sequence[int], text_of: Callable[[int], str], other: Callable[[str, str], bool]
) -> Iterator[tuple[int, str, str]]:
    """The articles that are lent a language, each with its place, the code, and who lends it: source or corpus.

    articles : with the columns source and language, "" where it is not known
    short    : places of the articles whose text is too short to tell
    text_of  : gives the clean text of the article at a place
    other    : whether a text says clearly that it is in another language than that of a code

    The source lends where it is clear; the corpus, where the source has nothing that is known, or nothing in another language.
    """
    known = articles[articles["language"].ne("")]
    of_corpus, sources = _clear(known["language"]), articles["source"].astype("object").fillna("").to_numpy(dtype=object)
    of_sources = {
        name: list(codes) for name, codes in known["language"].groupby(known["source"].astype("object").fillna(""), sort=False)
    }
    scripts: dict[str, str] = {}
    for place in short:
        own = of_sources.get(sources[place], [])
        code, lender = _clear(own), SOURCE
        if not code and of_corpus and set(own) <= {of_corpus}:
            code, lender = of_corpus, CORPUS
        text = text_of(place)
        if not code or not (script := _script(text)):
            continue
        if code not in scripts:
            example = known.index[known["language"].eq(code)][0]
            scripts[code] = _script(text_of(articles.index.get_loc(example)))
        if scripts[code] in ("", script) and not other(text, code):
            yield place, code, lender


def _clear(codes: Sequence[str] | pd.Series) -> str:
    """The language that nearly all are in; "" where there is none, or where they are too few.

    >>> _clear(["en", "en", "en"]), _clear(["en", "en"]), _clear(["en", "en", "en", "ru"])
    ('en', '', '')
    """
    counts = Counter(codes)
    if counts.total() < FEWEST:
        return ""
    (code, n), *_ = counts.most_common(1)
    return code if n >= SHARE * counts.total() else ""


def _script(text: str) -> str:
    """The script that most of the first letters are in, by the first word of their names; "" without a letter.

    >>> _script("Мост 5 closed мост"), _script("1 2")
    ('CYRILLIC', '')
    """
    letters = [char for char in text[: 4 * LOOKED_AT] if char.isalpha()][:LOOKED_AT]
    counts = Counter(unicodedata.name(char, "?").partition(" ")[0] for char in letters)
    return counts.most_common(1)[0][0] if counts else ""
