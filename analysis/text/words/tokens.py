"""Clean lines in, running words out: the table `tokens`.

Types, not tokens: the text is split at its spaces by pyarrow and encoded, and only then is each distinct piece looked at, once.
Where sentences end is what sentences.py says.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...errors import SchemaError
from ...schema import check
from ...spelling import LANGUAGES
from .capitals import looks, written_as_names
from .segmenters import doubtful, not_split, notices, split_words, unspaced_share
from .sentences import breaks_behind, ends_within

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
    kind = frame["term"].cat.codes.to_numpy().astype(np.int64) * (spoken.max() + 1) + spoken[frame["doc_id"].cat.codes]
    frame["as_name"] = written_as_names(frame.pop("look").to_numpy(), kind)
    frame["voice"] = pd.Categorical.from_codes(np.zeros(len(frame), dtype=np.int8), categories=list(VOICES))
    frame["shared"] = False
    return frame[COLUMNS]


def split(ledger: pd.DataFrame, articles: pd.DataFrame, possessive: str, shares: pd.DataFrame) -> pd.DataFrame:
    """The words of articles as far as each can be known without the others; may have no row.

    Returns the columns of `tokenize` but voice, shared and as_name, which other articles decide; and `look`, see capitals.looks.
    """
    check(ledger, "ledger")
    kept = ledger[ledger["text"].notna()]
    if unsplit := not_split(shares):
        kept = kept[~kept["doc_id"].isin(unsplit)]
    pieces, codes, line_of = _split(kept["text"])
    language = articles.set_index("doc_id")["language"].fillna("").reindex(kept["doc_id"].astype("str")).to_numpy()
    breaks = breaks_behind(pieces, codes, line_of, language)
    pieces, codes, spoken = _by_language(pieces, codes, language[line_of])
    of_each = [split_words(piece, possessive, said) for piece, said in zip(pieces, spoken, strict=True)]
    frame = _words(pieces, codes, line_of, breaks, of_each)
    at = frame.pop("at").to_numpy()
    for name in ("doc_id", "line", "part"):
        frame[name] = kept[name].to_numpy()[at] if name == "line" else kept[name].array.take(at)
    frame["look"] = looks(frame, at, kept["text"], language) if len(frame) else np.zeros(0, dtype=np.int8)
    return _number(frame)[[name for name in COLUMNS if name in frame] + ["look"]] if len(frame) else frame


def _no_words(shares: pd.DataFrame) -> SchemaError:
    """Why a corpus has no word at all, as an error to raise."""
    why = notices(shares)["detail"].tolist()
    if why:
        return SchemaError("no article can be split into words", remedy="; ".join(why))
    return SchemaError("table 'tokens' has no row", remedy="No line with a word was left; see what the cleaning rules removed")


def _split(texts: pd.Series) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Distinct pieces between spaces; for each piece of the text its code, and the line it stands in."""
    split = pc.split_pattern(pa.array(texts, type=pa.large_string()), " ")
    encoded = split.flatten().dictionary_encode()
    lengths = pc.list_value_length(split).to_numpy(zero_copy_only=False)
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(), np.repeat(np.arange(len(lengths)), lengths)


def _by_language(pieces: list[str], codes: np.ndarray, language: np.ndarray) -> tuple[list[str], np.ndarray, list[str]]:
    """Distinct pieces, their codes, and the language by which each is split: "" but where that matters.

    It matters in languages in which words are split or spelt as in no other, and for characters that belong to several languages. Such
    a piece is there once for each language that it stands in.
    """
    unsure = np.array([doubtful(piece) for piece in pieces], dtype=bool)
    number, tags = pd.factorize(language)
    own = [str(tag).partition("-")[0] for tag in tags]
    names = ["", *sorted({of for of in own if of in LANGUAGES}), *tags]
    kinds = np.array([names.index(of) if of in LANGUAGES else 0 for of in own], dtype=np.int64)[number]
    kinds = np.where(unsure[codes], len(names) - len(tags) + number, kinds)
    if not kinds.any():
        return pieces, codes, [""] * len(pieces)
    found, codes = np.unique(codes.astype(np.int64) * len(names) + kinds, return_inverse=True)
    places, kinds = np.divmod(found, len(names))
    return [pieces[place] for place in places], codes.reshape(-1), [names[kind] for kind in kinds]


def _words(
    pieces: list[str], codes: np.ndarray, line_of: np.ndarray, breaks: np.ndarray, per_piece: list[list]
) -> pd.DataFrame:
    """One row per word: which line it stands `at`, a key of its `sentence`, `start`, `end` and `term`."""
    counts = np.array([len(words) for words in per_piece], dtype=np.int64)
    flat = [word for words in per_piece for word in words]
    vocabulary = sorted({term for term, _, _ in flat})
    code_of = {term: code for code, term in enumerate(vocabulary)}
    terms = np.array([code_of[term] for term, _, _ in flat], dtype=np.int32)
    starts = np.array([start for _, start, _ in flat], dtype=np.int32)
    ends = np.array([end for _, _, end in flat], dtype=np.int32)

    widths = np.array([len(piece) + 1 for piece in pieces], dtype=np.int64)[codes]
    running = np.cumsum(widths) - widths
    first = np.searchsorted(line_of, line_of, side="left")  # the first piece of each piece's line
    offsets = (running - running[first]).astype(np.int32)

    more, behind = np.zeros(len(pieces), dtype=np.int64), np.zeros(len(flat), dtype=np.int64)
    for piece, ends_of in ends_within(pieces).items():  # sentences that end within a piece
        more[piece], begin = len(ends_of), int(counts[:piece].sum())
        behind[begin : begin + counts[piece]] = [sum(end <= start for end in ends_of) for _, start, _ in per_piece[piece]]

    owner = np.repeat(np.arange(len(codes)), counts[codes])
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(counts[codes]) - counts[codes], counts[codes])
    at = (np.cumsum(counts) - counts)[codes[owner]] + nth
    new_line = np.r_[True, line_of[1:] != line_of[:-1]] if len(line_of) else np.array([], dtype=bool)
    sentence = (
        np.cumsum(new_line | np.r_[False, breaks[:-1]] if len(breaks) else new_line) + np.cumsum(more[codes]) - more[codes]
    )
    return pd.DataFrame(
        {
            "at": line_of[owner],
            "sentence": sentence[owner] + behind[at],
            "start": starts[at] + offsets[owner],
            "end": ends[at] + offsets[owner],
            "term": pd.Categorical.from_codes(terms[at], categories=vocabulary),
        }
    )


def _number(frame: pd.DataFrame) -> pd.DataFrame:
    """Number words and sentences within each article; a stretch without words leaves no gap in the numbers."""
    doc = frame["doc_id"].cat.codes.to_numpy()
    new_doc = np.r_[True, doc[1:] != doc[:-1]]
    begins = np.flatnonzero(new_doc)[np.cumsum(new_doc) - 1]
    key = frame["sentence"].to_numpy()
    ordinal = np.cumsum(np.r_[True, key[1:] != key[:-1]] | new_doc)
    frame["position"] = (np.arange(len(frame)) - begins + 1).astype(np.int32)
    frame["sentence"] = (ordinal - ordinal[begins] + 1).astype(np.int32)
    frame["line"] = frame["line"].astype(np.int32)
    return frame
