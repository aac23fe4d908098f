"""Readability: how long are words and sentences? Table `tokens` in; one row per group, and the syllables of each word, out.

A formula of readability is no more than these two lengths, weighted. Syllables are counted by rule, so they are published beside it.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...blocks import blocks
from ...errors import NotApplicableError
from ..counting.codes import Coded, check_tokens, coded, grouped, ordered
from .diversity import body_sizes, ratio
from .syllables import count_syllables

LANGUAGES = ("en",)


def readability(tokens: pd.DataFrame, by: str | Iterable[str] = (), *, language: str = "en") -> pd.DataFrame:
    """Score each group's running text by Flesch's reading ease; titles and headings are left out.

    One row per group that has words.

    tokens   : table `tokens`, one row per running word
    by       : columns that make a group, such as ("source",) or ("doc_id",); () is the whole corpus
    language : ISO 639 code of the text, which has to be English: the formula's numbers were fitted to it

    Returns, sorted by group:
        n_tokens_body       running words outside titles and headings
        n_sentences_body    sentences with at least one of them
        n_syllables         syllables of these words, see `syllable_table`
        words_per_sentence  n_tokens_body / n_sentences_body
        syllables_per_word  n_syllables / n_tokens_body
        flesch              reading ease
    The last three are missing where a group has titles and headings only.

    Raises NotApplicableError for another language, SchemaError if `tokens` has no row or lacks a column of `by`.
    Reading it: higher is easier; 60 to 70 is plain English, below 30 very difficult; there is no lowest value, and 121.22 is the
    highest. It knows nothing of content, order or layout, and is rough below a hundred words. A sentence that is partly in one group
    and partly in another (as with voice) is a shorter sentence in each. Long names make a text about foreign affairs look difficult.
    Formula: flesch = 206.835 − 1.015 × words_per_sentence − 84.6 × syllables_per_word.
    Source: Flesch 1948, A new readability yardstick, Journal of Applied Psychology 32(3).

    >>> words = "the cat in the hat at green ham and eggs".split()
    >>> tokens = pd.DataFrame({"doc_id": "d", "term": words, "part": "body", "position": range(1, 11)})
    >>> tokens = tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside")
    >>> readability(tokens)[["n_syllables", "words_per_sentence", "flesch"]].round(3).values.tolist()
    [[10.0, 10.0, 112.085]]
    """
    _require(language)
    check_tokens(tokens, by)
    tokens = ordered(tokens)
    groups, terms = grouped(tokens, by), coded(tokens["term"])
    body = (tokens["part"] == "body").to_numpy()
    used = np.flatnonzero(_occurrences(terms, body))
    syllables = np.zeros(len(terms.values), dtype=np.int64)
    syllables[used] = count_syllables(terms.values[used].astype(str))
    table, sizes = groups.keys.copy(), body_sizes(tokens, groups)
    table["n_tokens_body"], table["n_sentences_body"] = sizes.words, sizes.sentences
    summed = np.zeros(len(groups))
    for rows in blocks(len(tokens)):
        said = syllables[terms.codes[rows]] * body[rows]
        summed += np.bincount(groups.codes[rows], said, minlength=len(groups))
    table["n_syllables"] = summed.astype(np.int64)
    table["words_per_sentence"] = ratio(sizes.words, sizes.sentences)
    table["syllables_per_word"] = ratio(summed, sizes.words)
    table["flesch"] = 206.835 - 1.015 * table["words_per_sentence"] - 84.6 * table["syllables_per_word"]
    return table


def syllable_table(tokens: pd.DataFrame, *, language: str = "en") -> pd.DataFrame:
    """List the syllables that `readability` counted, so that its score can be checked.

    One row per distinct word of the running text; none where there is no running text.

    Returns, sorted by n falling, term a-z:
        n            occurrences outside titles and headings
        n_syllables  syllables of the word, see syllables.count_syllables

    Raises NotApplicableError for another language than English, SchemaError if `tokens` has no row.
    Reading it: a frequent word with a wrong number of syllables moves the score, a rare one hardly.

    >>> tokens = pd.DataFrame({"doc_id": "d", "term": ["peace", "talks", "peace"], "part": "body", "position": [1, 2, 3]})
    >>> syllable_table(tokens.assign(line=1, sentence=1, start=0, end=1, shared=False, voice="outside")).values.tolist()
    [['peace', 2, 1], ['talks', 1, 1]]
    """
    _require(language)
    check_tokens(tokens)
    terms = coded(tokens["term"])
    n = _occurrences(terms, (tokens["part"] == "body").to_numpy())
    order = np.lexsort((np.arange(len(n)), -n))[: np.count_nonzero(n)]
    table = pd.DataFrame({"term": pd.Series(terms.values[order], dtype="str"), "n": n[order]})
    table["n_syllables"] = count_syllables(table["term"])
    return table


def _occurrences(terms: Coded, body: np.ndarray) -> np.ndarray:
    """How often each term occurs in the running text."""
    n = np.zeros(len(terms.values), dtype=np.int64)
    for rows in blocks(len(body)):
        n += np.bincount(terms.codes[rows][body[rows]], minlength=len(n))
    return n


def _require(language: str) -> None:
    if language.casefold().partition("-")[0] not in LANGUAGES:
        name = f"the language '{language}'" if language else "a text of no stated language"
        raise NotApplicableError(f"reading ease is not defined for {name}", remedy="Select articles in English (en)")
