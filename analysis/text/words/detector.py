"""Texts in, for each the language that py3langid gives it, and the certainty; all at once, in arrays of their bytes.

py3langid walks each text byte by byte through an automaton, counts what it meets, and multiplies the counts with a table. Here many
texts walk side by side, and each step is taken by all of them at once. Labels and certainties are the same.
"""

import math
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..parts.keys import key_of
from ..parts.wholes import store

FORM = 1  # of a model that is kept
AT_ONCE = 1_024  # texts that walk side by side, so that memory does not grow with their number


class Model(NamedTuple):
    """The model of py3langid.

    table       : a row for each n-gram, a column for each class
    prior       : of each class
    classes     : their languages; some have several classes
    rows, moves : where the moves of a state begin, and the state that each byte leads to
    meets       : the n-gram met in each state, -1 for none
    """

    table: np.ndarray
    prior: np.ndarray
    classes: list[str]
    rows: np.ndarray
    moves: np.ndarray
    meets: np.ndarray


def classify(texts: list[str]) -> list[tuple[str, float]]:
    """The likeliest language of each text and its certainty, as LanguageIdentifier.classify of py3langid has them with norm_probs.

    >>> classify(["This is a text in English."])[0][0]
    'en'
    """
    return [found for first in range(0, len(texts), AT_ONCE) for found in _classify(texts[first : first + AT_ONCE], _model())]


def _classify(texts: list[str], model: Model) -> list[tuple[str, float]]:
    data = [_bytes_of(text) for text in texts]
    met = [ngrams[ngrams >= 0] for ngrams in _met(data, model)]
    used = np.zeros(len(model.table), dtype=bool)
    for ngrams in met:
        used[ngrams] = True
    table = model.table[used].astype(np.float32)
    place = np.cumsum(used, dtype=np.int32) - 1
    return [_likeliest(place[ngrams], table, len(some), model) for ngrams, some in zip(met, data, strict=True)]


def _met(data: list[bytes], model: Model) -> list[np.ndarray]:
    """For each text the n-gram met behind each of its bytes."""
    lengths = np.array([len(some) for some in data])
    order = np.argsort(-lengths, kind="stable")  # the longest first, so that those that go on stand together
    n_left = np.searchsorted(-lengths[order], -np.arange(lengths.max(initial=0)), side="left").tolist()
    read = np.zeros((len(data), len(n_left)), dtype=np.uint8)
    for row, number in zip(read, order.tolist(), strict=True):
        row[: lengths[number]] = np.frombuffer(data[number], dtype=np.uint8)
    read = np.ascontiguousarray(read.T)
    states, state = np.zeros(read.shape, dtype=model.moves.dtype), np.zeros(len(data), dtype=model.moves.dtype)
    for now, some, n in zip(states, read, n_left, strict=True):
        at = model.rows.take(state[:n])
        at += some[:n]
        state = now[:n] = model.moves.take(at)
    states, found = np.ascontiguousarray(states.T), [model.meets[:0]] * len(data)
    for row, number in zip(states, order.tolist(), strict=True):
        found[number] = model.meets[row[: lengths[number]]]
    return found


def _likeliest(ngrams: np.ndarray, table: np.ndarray, length: int, model: Model) -> tuple[str, float]:
    """The likeliest language of a text of so many bytes, in which these n-grams were met; sums are in the order of py3langid's."""
    if len(ngrams):
        codes, met = pd.factorize(ngrams)
        scores = np.log1p(np.bincount(codes).astype(np.float32)) @ table[met] + model.prior
    else:
        scores = np.zeros(len(model.classes), dtype=np.float32)
    scores *= 1.0 / math.sqrt(length or 1)
    np.exp(scores - scores.max(), out=scores)
    scores /= scores.sum()
    for of, place in _again(tuple(model.classes)):
        scores[of] += scores[place]
        scores[place] = 0.0
    best = int(scores.argmax())
    return model.classes[best], float(scores[best])


@cache
def _again(classes: tuple[str, ...]) -> list[tuple[int, int]]:
    """The classes whose language an earlier one has: the first of it, the class."""
    return [(of, place) for place, language in enumerate(classes) if (of := classes.index(language)) != place]


def _bytes_of(text: str) -> bytes:
    return unicodedata.normalize("NFC", text.lower() if text.isupper() else text).encode("utf8", errors="surrogatepass")


@cache
def _model() -> Model:
    """The model. Unpacking takes most of a second, so it is done once on a machine, whose processes map what was unpacked."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE

    kept, path = store(), Path(MODEL_DIR) / MODEL_FILE
    if kept is None:
        return _unpacked(path)
    name = key_of(FORM, path.read_bytes()).hex()
    if (found := kept.models.open(name)) is not None:
        columns, classes = found
        column = {name: frame[name].to_numpy() for name, frame in columns.items()}
        return Model(**column | {"table": column["table"].reshape(-1, len(classes["classes"]))}, **classes)
    model = _unpacked(path)
    arrays = {name: array for name, array in model._asdict().items() if name != "classes"}
    kept.models.keep(name, {n: pd.DataFrame({n: array.reshape(-1)}) for n, array in arrays.items()}, {"classes": model.classes})
    return model


def _unpacked(path: Path) -> Model:
    from py3langid.langid import LanguageIdentifier

    known = LanguageIdentifier.from_model_file(path, norm_probs=True)
    rows, moves = (np.asarray(some) for some in (known.tk_row, known.tk_nextmove))
    return Model(known.nb_ptc, known.nb_pc, known.nb_classes, rows.astype(np.intp) << 8, moves, np.asarray(known.tk_output))
