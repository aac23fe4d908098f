"""Clean lines in, running words out: the table `tokens`.

Types, not tokens: the text is split at its spaces by pyarrow and encoded, and only then is each distinct piece looked at, once.
Where sentences end is what sentences.py says.
"""

import numpy as np
import pandas as pd

from ...blocks import looked_up
from ...errors import SchemaError
from ...schema import check
from .capitals import SMALL, behind_opening, looks, shapes, told_by_capitals, written_as_names
from .distinct import Text, changes, in_pieces
from .segmenters import not_split, notices, unspaced_share
from .sentences import breaks_behind
from .spelt import spelt

COLUMNS = ["doc_id", "line", "sentence", "position", "start", "end", "term", "part", "voice", "shared", "as_name"]

VOICES = ("outside", "reported", "quoted")


def tokenize(
    ledger: pd.DataFrame, articles: pd.DataFrame, possessive: str = "split", *, shares: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Split the clean lines of every article into running words.

    ledger     : table `ledger`; removed lines have no words
    articles   : table `articles`, for the language whose abbreviations do not end a sentence
    possessive : "split" or "keep", see words.words_in
    shares     : what segmenters.unspaced_share says of the ledger; it is asked where None. Articles mostly in a script without
                 spaces for which no segmenter is installed have no words

    Returns table `tokens`, one row per running word in the order of the text:
        doc_id, line  article and line of its file
        sentence      number of the sentence in the article, from 1; a line ends a sentence, so titles and headings are their own
        position      number of the word in the article, from 1
        start, end    characters of the clean line that the word takes
        term          the folded word; its categories are sorted
        part          title, heading or body
        voice         outside; quotes.mark_voice says which words are quoted, and which reported
        as_name       yes, no or unclear: whether it is written as a name, see capitals.written_as_names
        shared        False; reuse.mark_shared says which words other articles have too

    Raises SchemaError where no word is left in the whole corpus.
    """
    shares = unspaced_share(ledger, articles) if shares is None else shares
    frame = split(ledger, articles, possessive, shares)
    return with_names(frame, articles, shares)


def with_names(frame: pd.DataFrame, articles: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """The words that `split` gives, those of the whole corpus, as table `tokens`. Raises SchemaError where there is none."""
    if frame.empty:
        raise _no_words(shares)
    language = articles.set_index("doc_id")["language"].fillna("").reindex(frame["doc_id"].cat.categories).to_numpy()
    spoken = np.unique(language.astype(str), return_inverse=True)[1]
    many = len(frame["term"].cat.categories) * (spoken.max() + 1) > np.iinfo(np.int32).max
    kind = looked_up(spoken.astype(np.int64 if many else np.int32), frame["doc_id"].array.codes)
    kind += frame["term"].array.codes * kind.dtype.type(spoken.max() + 1)
    frame["as_name"] = written_as_names(frame.pop("look").to_numpy(), kind)
    frame["voice"] = pd.Categorical.from_codes(np.zeros(len(frame), dtype=np.int8), categories=list(VOICES), validate=False)
    frame["shared"] = np.zeros(len(frame), dtype=bool)  # which takes no memory before it is changed
    return frame[COLUMNS]


def split(ledger: pd.DataFrame, articles: pd.DataFrame, possessive: str, shares: pd.DataFrame) -> pd.DataFrame:
    """The words of articles as far as each can be known without the others; may have no row.

    Returns the columns of `tokenize` but voice, shared and as_name, which other articles decide; and `look`, see capitals.looks.
    """
    check(ledger, "ledger")
    kept = ledger[ledger["text"].notna()]
    if unsplit := not_split(shares):
        kept = kept[~kept["doc_id"].isin(unsplit)]
    text = in_pieces(kept["text"])
    language = articles.set_index("doc_id")["language"].fillna("").reindex(kept["doc_id"].astype("str")).to_numpy()
    key = _sentence_keys(text, breaks_behind(text, language))
    words, places = spelt(text, language, possessive)
    if words.more.any():
        more = words.more[places]
        key += np.cumsum(more, dtype=np.int32) - more
    owner, word = words.running(places)
    at, sentence, offset = text.line_of[owner], key[owner] + words.behind[word], _offsets(text)[owner]
    part = _taken(kept["part"], at)
    columns = {
        **_numbered(kept, at, sentence),
        "start": words.start[word] + offset,
        "end": words.end[word] + offset,
        "term": pd.Categorical.from_codes(words.term[word], categories=words.vocabulary, validate=False),
        "part": part,
        "look": np.full(len(at), SMALL, dtype=np.int8),
    }
    if (told := told_by_capitals(language)).any():
        shape, opened = shapes(text.pieces, words.origin, words.start, words.end)[word], behind_opening(text)[owner]
        columns["look"] = looks(shape, opened, sentence, part == "body", told[at])
    return pd.DataFrame(columns, copy=False)


def _no_words(shares: pd.DataFrame) -> SchemaError:
    """Why a corpus has no word at all, as an error to raise."""
    why = notices(shares)["detail"].tolist()
    if why:
        return SchemaError("no article can be split into words", remedy="; ".join(why))
    return SchemaError("table 'tokens' has no row", remedy="No line with a word was left; see what the cleaning rules removed")


def _sentence_keys(text: Text, breaks: np.ndarray) -> np.ndarray:
    """A number for the sentence of each piece of the text; a line ends a sentence."""
    new = text.line_begins()
    new[1:] |= breaks[:-1]
    return np.cumsum(new, dtype=np.int32)


def _offsets(text: Text) -> np.ndarray:
    """Where each piece of the text begins in its line. Sums that exceed their type wrap around, and differences of them are right."""
    widths = (text.pieces.ends - text.pieces.begins + 1).astype(np.int32)[text.codes]
    begins = np.cumsum(widths, dtype=np.int32) - widths
    first = np.flatnonzero(text.line_begins())
    return begins - np.repeat(begins[first], np.diff(first, append=len(begins)))


def _numbered(kept: pd.DataFrame, at: np.ndarray, sentence: np.ndarray) -> dict[str, object]:
    """Article, line, sentence and position of words; a stretch without words leaves no gap in the numbers."""
    doc_id = _taken(kept["doc_id"], at)
    first = np.flatnonzero(changes(doc_id.codes))
    of_each = np.diff(first, append=len(at))
    ordinal = np.cumsum(changes(sentence), dtype=np.int32)
    position = np.arange(1, len(at) + 1, dtype=np.int32) - np.repeat(first.astype(np.int32), of_each)
    line = kept["line"].to_numpy().astype(np.int32)[at]
    return {"doc_id": doc_id, "line": line, "sentence": ordinal - np.repeat(ordinal[first] - 1, of_each), "position": position}


def _taken(column: pd.Series, at: np.ndarray) -> pd.Categorical:
    return pd.Categorical.from_codes(column.cat.codes.to_numpy()[at], dtype=column.dtype, validate=False)
