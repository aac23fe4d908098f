"""Texts in, for each the language that py3langid gives it, and the certainty; all at once, in arrays of their bytes.

py3langid walks each text byte by byte through an automaton, counts what it meets, and multiplies the counts with a table. Here the
steps of many texts are taken at once: the state behind each byte is guessed as if the text began there, and guessed again from the
state before it until nothing changes, which takes as many rounds as the longest n-gram has bytes. Labels and certainties are the same.
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
AT_ONCE = 256  # texts, so that memory does not grow with their number


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
    ends = np.cumsum([len(some) for some in data])
    met = model.meets[_states(data, model)]
    used = np.flatnonzero(np.bincount(met + 1)[1:])
    table = model.table[used].astype(np.float32)
    place = np.zeros(len(model.table), dtype=np.int32)
    place[used] = np.arange(len(used))
    found = []
    for some, begin, end in zip(data, [0, *ends[:-1].tolist()], ends.tolist(), strict=True):
        ngrams = met[begin:end]
        found.append(_likeliest(place[ngrams[ngrams >= 0]], table, len(some), model))
    return found


def _states(data: list[bytes], model: Model) -> np.ndarray:
    """The state of the automaton behind each byte of all texts."""
    read = np.frombuffer(b"".join(data), dtype=np.uint8).astype(np.intp)
    begins = np.zeros(len(read) + 1, dtype=bool)
    begins[np.cumsum([0, *map(len, data)])] = True  # and behind the last byte
    states = model.moves[model.rows[0] + read]
    changed = np.flatnonzero(~begins[:-1])
    while len(changed):
        again = model.moves[model.rows[states[changed - 1]] + read[changed]]
        differs = again != states[changed]
        changed = changed[differs]
        states[changed] = again[differs]
        changed = changed[~begins[changed + 1]] + 1
    return states


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
    first: dict[str, int] = {}
    for place, language in enumerate(model.classes):
        if (of := first.setdefault(language, place)) != place:
            scores[of] += scores[place]
            scores[place] = 0.0
    best = int(scores.argmax())
    return model.classes[best], float(scores[best])


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
