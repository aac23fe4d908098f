"""Words in the form in which they are counted: as written, by lemma, or by stem. Distinct terms in, distinct forms out.

A form depends on spelling alone, so it is worked out once for each distinct term and carried to the running words by the codes of
their categories. Nothing is folded unless somebody asks: Kiev and Kyiv have two lemmas all the same, but "says" and "said" have one.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

import numpy as np
import pandas as pd

from ...arguments import words
from ...blocks import blocks
from ...errors import NotApplicableError, UsageError, nearest
from ...schema import check
from .capitals import NO, STATES, UNCLEAR, YES
from .from_nltk import snowball
from .word_rule import fold

FORMS = ("surface", "lemma", "stem")

# Languages for which simplemma has a dictionary, and NLTK a Snowball stemmer by what name. Written down so that neither has to be
# imported to ask; a test holds them against both.
LEMMATA = frozenset([
    "ar", "ast", "bg", "ca", "cs", "cy", "da", "de", "el", "en", "enm", "eo", "es", "et", "fa", "fi", "fr", "ga", "gd",
    "gl", "grc", "gv", "hbs", "he", "hi", "hu", "hy", "id", "is", "it", "ka", "la", "lb", "lt", "lv", "mk", "ml", "ms",
    "nb", "nl", "nn", "pl", "pt", "ro", "ru", "se", "sk", "sl", "sq", "sv", "sw", "tl", "tr", "uk",
])  # fmt: skip
STEMS = {
    "ar": "arabic", "da": "danish", "nl": "dutch", "en": "english", "fi": "finnish", "fr": "french", "de": "german",
    "hu": "hungarian", "it": "italian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "es": "spanish", "sv": "swedish",
}  # fmt: skip


def lemmas(terms: str | Iterable[str], language: str, names: Iterable[str] = ()) -> list[str]:
    """The dictionary form of each term, in their order; a term that the dictionary does not know stays as it is.

    names : for each term whether it is written as a name: yes, unclear or no; () where none is. A name stays as it is; what is
            unclear is a name where the dictionary has it as one

    Raises NotApplicableError for a language without a dictionary, such as Belarusian.
    Source: A. Barbaresi, simplemma.

    >>> lemmas(["bridges", "said", "kyiv"], "en"), lemmas(["wales", "wales"], "en", ["yes", "no"])
    (['bridge', 'say', 'kyiv'], ['wales', 'wale'])
    """
    _require(language, "lemma", LEMMATA)
    import simplemma

    found = []
    for term, name in zip_longest(words(terms), names, fillvalue=NO):
        stays = name == YES or (name == UNCLEAR and simplemma.lemmatize(_large(term), lang=language)[:1].isupper())
        found.append(term if stays else fold(simplemma.lemmatize(term, lang=language)) or term)
    return found


def stems(terms: str | Iterable[str], language: str) -> list[str]:
    """The stem of each term, in their order.

    Raises NotApplicableError for a language without a stemmer, such as Ukrainian or Belarusian.
    Source: M. Porter, Snowball, as NLTK has it.

    >>> stems(["bridges", "bridging"], "en")
    ['bridg', 'bridg']
    """
    _require(language, "stem", STEMS)
    stemmer = snowball().SnowballStemmer(STEMS[language])
    return [stemmer.stem(term) or term for term in words(terms)]


def tokens_with(tokens: pd.DataFrame, form: str = "surface", language: str = "") -> pd.DataFrame:
    """Give the running words of one language in the form in which they are to be counted.

    tokens   : table `tokens`, of one language
    form     : surface (as they come), lemma, stem
    language : ISO 639 code

    Returns `tokens` with the column `term` in that form, its categories sorted; all other columns and the rows stay.

    Raises UsageError for another form, NotApplicableError where the language has no such forms.
    Reading it: a lemma is looked up by the word alone: “leaves” of a tree and “leaves” the room are one. Names stay as they are:
    Wales and the US are no plural and no pronoun (capitals.py); tokens without the column `as_name` have no names. Patterns of
    topics.yml and wording.yml match words as they are written, so give those measures the tokens as they came.
    """
    check(tokens, "tokens")
    if form not in FORMS:
        raise UsageError(f"there is no form '{form}' of a word", remedy=nearest(form, FORMS))
    if form == "surface":
        return tokens
    kinds = _kinds(tokens)
    changed = _forms(kinds, form, language)
    categories, codes = np.unique(np.array(changed, dtype=object), return_inverse=True)
    form_at = np.zeros(kinds.index.max() + 1, dtype=np.int32)
    form_at[kinds.index] = codes.reshape(-1)
    recoded = np.empty(len(tokens), dtype=np.int32)
    for rows, kind in _kind_of(tokens):
        recoded[rows] = form_at[kind]
    return tokens.assign(term=pd.Categorical.from_codes(recoded, categories=pd.Index(categories, dtype="str")))


def form_of_each(tokens: pd.DataFrame, form: str, language: str) -> dict[str, str]:
    """The form of each distinct term of `tokens`; of one that is written as a name here and not there, that which it has oftener.

    Raises as tokens_with does.
    """
    kinds = _kinds(tokens)
    forms = _forms(kinds, form, language)
    terms = kinds["term"].tolist()
    return {terms[at]: forms[at] for at in np.argsort(kinds["n"].to_numpy(), kind="stable").tolist()}


def lemma_forms(tokens: pd.DataFrame, language: str, *, form: str = "lemma") -> pd.DataFrame:
    """Which words as written each lemma (or stem) stands for.

    tokens : table `tokens` of one language, as they came

    Returns one row per lemma, n falling, then term a-z:
        term     the lemma or stem
        n        occurrences of all its forms
        n_forms  number of its forms
        forms    the forms with their occurrences, the most frequent first, then a-z: "said (5), say (2)"

    Raises as tokens_with does.
    Reading it: a lemma that stands for words that have nothing to do with each other is a fault of the dictionary, seen here.
    """
    check(tokens, "tokens")
    if form not in FORMS:
        raise UsageError(f"there is no form '{form}' of a word", remedy=nearest(form, FORMS))
    kinds = _kinds(tokens)
    counts = pd.DataFrame({"surface": kinds["term"], "term": _forms(kinds, form, language), "n": kinds["n"]})
    counts = counts.groupby(["term", "surface"], as_index=False)["n"].sum()
    counts = counts.sort_values(["n", "surface"], ascending=[False, True])
    counts["forms"] = counts["surface"] + " (" + counts["n"].astype("str") + ")"
    table = counts.groupby("term", as_index=False).agg(n=("n", "sum"), n_forms=("surface", "size"), forms=("forms", ", ".join))
    return table.sort_values(["n", "term"], ascending=[False, True], ignore_index=True)


def _kinds(tokens: pd.DataFrame) -> pd.DataFrame:
    """The distinct terms, each apart as it is written as a name or not, and how often; its number in `_kind_of` is its index."""
    known = tokens["term"].astype("category").array.categories.astype("str")
    n = np.zeros(len(known) * len(STATES), dtype=np.int64)
    for _, kind in _kind_of(tokens):
        n += np.bincount(kind, minlength=len(n))
    keys = np.flatnonzero(n)
    names = [STATES[at] for at in keys % len(STATES)]
    return pd.DataFrame({"term": known.take(keys // len(STATES)).to_numpy(), "name": names, "n": n[keys]}, index=keys)


def _kind_of(tokens: pd.DataFrame) -> Iterator[tuple[slice, np.ndarray]]:
    """For each running word which term it is, and whether it is written as a name, as one number; a block of words at a time."""
    codes = tokens["term"].astype("category").array.codes
    written = tokens["as_name"].array.codes if "as_name" in tokens else np.zeros(len(codes), dtype=np.int8)
    for rows in blocks(len(codes)):
        yield rows, codes[rows] * np.int64(len(STATES)) + written[rows]


def _forms(kinds: pd.DataFrame, form: str, language: str) -> list[str]:
    terms = list(kinds["term"])
    return terms if form == "surface" else lemmas(terms, language, kinds["name"]) if form == "lemma" else stems(terms, language)


def _large(term: str) -> str:
    """A term with the capital of a name; both parts of one with a hyphen."""
    return "-".join(part[:1].upper() + part[1:] for part in term.split("-"))


def _require(language: str, form: str, known: Iterable[str]) -> None:
    if language not in known:
        spoken = f"the language '{language}'" if language else "a language that is not stated"
        raise NotApplicableError(f"there are no {form}s for {spoken}", remedy="Count words as they are written: form surface")
