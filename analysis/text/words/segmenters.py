"""Words of scripts without spaces: a piece of text in, its words and their places out, by a segmenter where one is installed.

A segmenter is an extra of this package (`pip install 'parallax-workbook[chinese]'`) and is imported when the first run of its script is
split. What no segmenter splits has no words here: a clause is no word, and would be counted as one. Its articles are told of.
"""

import warnings
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import regex

from ...unspaced import CJK, HANGUL, KANA, LETTER, RUN, has_unspaced
from .word_rule import fold, words_in

Cut = Callable[[str], list[str]]
LONGEST = 4000  # characters given to a segmenter at once; Sudachi takes 49,149 bytes
MOSTLY = 0.5  # share of an article's letters in a script that nothing splits, from which none of its words are counted
LETTERS = regex.compile(r"\p{L}")
COUNTED = regex.compile(r"[\p{L}\p{N}]")
NOT_SPLIT, PARTLY = "words not split", "passages not split"


class Segmenter(NamedTuple):
    """What splits one language: its English name, the extra that installs it, its modules, its packages, and how it is loaded."""

    name: str
    extra: str
    modules: tuple[str, ...]
    packages: tuple[str, ...]
    load: Callable[[], Cut]


def split_words(text: str, possessive: str = "split", language: str = "") -> list[tuple[str, int, int]]:
    """The words of a text with their places, as `words_in` gives them; runs of scripts without spaces are split by a segmenter.

    language : of the article; Han characters without kana beside them are Japanese in an article that is, and Chinese elsewhere.
               Korean has spaces, and keeps the word rule for its Han characters too

    A run that no installed segmenter splits gives no word.
    """
    if not has_unspaced(text) or language == "ko" or HANGUL.search(text):
        return words_in(text, possessive, language)
    found, last = [], 0
    for run in RUN.finditer(text):
        found += _moved(words_in(text[last : run.start()], possessive, language), last)
        cut = segmenter(_language(run.lastgroup, text, language))
        found += _moved(_words(run[0], cut), run.start()) if cut else []
        last = run.end()
    return found + _moved(words_in(text[last:], possessive, language), last)


@cache
def segmenter(language: str) -> Cut | None:
    """What splits a text in this language; None where it is not installed."""
    known = SEGMENTERS[language]
    return known.load() if installed(language) else None


def installed(language: str) -> bool:
    """Whether all that splits this language is installed."""
    return all(find_spec(name) is not None for name in SEGMENTERS[language].modules)


def unspaced_share(ledger: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """How much of each article is in a script without spaces.

    One row per article and language that has such a script in it, in the order of the ledger:
        doc_id, language  the article, and the language whose segmenter is to split the passage
        share             of the letters of the article
    """
    kept = ledger[ledger["text"].notna()]
    texts = pa.array(kept["text"], type=pa.large_string())
    at = np.flatnonzero(unspaced(texts)).tolist()
    if not at:
        return _shares([])
    docs = kept["doc_id"].astype("str").to_numpy(dtype=object)
    spoken = dict(zip(articles["doc_id"].astype("str"), articles["language"].fillna(""), strict=True))
    counts: dict[tuple[str, str], int] = {}
    for place in at:
        doc, text = docs[place], texts[place].as_py()
        if spoken[doc] == "ko":
            continue
        for run in RUN.finditer(text):
            key = doc, _language(run.lastgroup, text, spoken[doc])
            counts[key] = counts.get(key, 0) + len(LETTERS.findall(run[0]))
    among = kept[kept["doc_id"].isin({doc for doc, _ in counts})]
    letters = among["text"].map(lambda text: len(LETTERS.findall(text))).groupby(among["doc_id"].astype("str")).sum()
    rows = [(doc, language, n / letters[doc]) for (doc, language), n in counts.items() if letters[doc]]
    return _shares(rows)


def unspaced(texts: pa.Array) -> np.ndarray:
    """Which lines have letters of a script without spaces; missing ones have none."""
    return pc.match_substring_regex(texts, LETTER).fill_null(False).to_numpy(zero_copy_only=False)


def not_split(shares: pd.DataFrame) -> frozenset[str]:
    """The articles none of whose words are counted: mostly in scripts that nothing here splits."""
    lacking = shares[~shares["language"].map(installed).astype(bool)]
    of_each = lacking.groupby("doc_id")["share"].sum()
    return frozenset(of_each.index[of_each >= MOSTLY])


def notices(shares: pd.DataFrame) -> pd.DataFrame:
    """What there is to tell of passages that nothing here splits, in the form of table `notices`: a row per language and kind."""
    whole, rows = not_split(shares), []
    for language in [language for language in SEGMENTERS if not installed(language)]:
        known = SEGMENTERS[language]
        of_it = shares.loc[shares["language"].eq(language)].groupby("doc_id")["share"].sum()
        remedy = f"pip install 'parallax-workbook[{known.extra}]'"
        inside = of_it.index.isin(list(whole))
        if n := int(inside.sum()):
            what = (
                f"{n:,} {'article' if n == 1 else 'articles'} in {known.name} {'is' if n == 1 else 'are'} not split into words"
            )
            rows.append(("", "", NOT_SPLIT, f"{what}, and not counted; {remedy} installs what splits {known.name}"))
        if n := int((~inside).sum()):
            what = f"passages in {known.name} in {n:,} {'article' if n == 1 else 'articles'} are not split into words"
            rows.append(("", "", PARTLY, f"{what}, and not counted; {remedy} installs what splits {known.name}"))
    return pd.DataFrame(rows, columns=["file", "place", "notice", "detail"]).astype("str")


def used(shares: pd.DataFrame) -> dict[str, str]:
    """By which packages, in which versions, the words of each language in `shares` were split."""
    languages = sorted(language for language in shares["language"].unique() if installed(language))
    return {language: ", ".join(f"{name} {version(name)}" for name in SEGMENTERS[language].packages) for language in languages}


def doubtful(piece: str) -> bool:
    """Whether the words of a piece depend on the language of its article: it has Han characters and no kana."""
    return has_unspaced(piece) and KANA.search(piece) is None and any(run.lastgroup == CJK for run in RUN.finditer(piece))


def _shares(rows: list[tuple[str, str, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["doc_id", "language", "share"]).astype(
        {"doc_id": "str", "language": "str", "share": float}
    )


def _language(script: str, text: str, language: str) -> str:
    """The language whose segmenter splits a run of a script in a text."""
    if script != CJK:
        return script
    return "ja" if language.partition("-")[0] == "ja" or KANA.search(text) else "zh"


def _words(run: str, cut: Cut) -> list[tuple[str, int, int]]:
    found, last = [], 0
    for begin in range(0, len(run), LONGEST):
        for part in cut(run[begin : begin + LONGEST]):
            if COUNTED.search(part):
                found.append((fold(part), last, last + len(part)))
            last += len(part)
    return found


def _moved(words: list[tuple[str, int, int]], by: int) -> list[tuple[str, int, int]]:
    return [(term, start + by, end + by) for term, start, end in words]


def _chinese() -> Cut:
    import rjieba

    return rjieba.cut


def _japanese() -> Cut:
    from sudachipy import Dictionary, SplitMode

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tokenizer = Dictionary(dict="core").tokenizer(mode=SplitMode.B)
    return lambda text: [word.surface() for word in tokenizer.tokenize(text)]


def _thai() -> Cut:
    """The words of PyThaiNLP are read as a file: importing it takes five times as long, and its own splitter is six times slower."""
    from nlpo3 import load_dict, segment

    load_dict(str(Path(find_spec("pythainlp").origin).with_name("corpus") / "words_th.txt"), "parallax")
    return lambda text: segment(text, "parallax", safe=True)


def _by_icu(language: str) -> Cut:
    from icu4py.breakers import WordBreaker

    return lambda text: [text[start:end] for start, end in WordBreaker(text, language).segments()]


SEGMENTERS = {
    "zh": Segmenter("Chinese", "chinese", ("rjieba",), ("rjieba",), _chinese),
    "ja": Segmenter("Japanese", "japanese", ("sudachipy", "sudachidict_core"), ("sudachipy", "sudachidict-core"), _japanese),
    "th": Segmenter("Thai", "thai", ("nlpo3", "pythainlp"), ("nlpo3", "pythainlp"), _thai),
    "lo": Segmenter("Lao", "lao", ("icu4py",), ("icu4py",), lambda: _by_icu("lo")),
    "km": Segmenter("Khmer", "khmer", ("icu4py",), ("icu4py",), lambda: _by_icu("km")),
    "my": Segmenter("Burmese", "burmese", ("icu4py",), ("icu4py",), lambda: _by_icu("my")),
}
