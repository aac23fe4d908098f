"""The table of quotations and the words they hold: rows and `tokens` in; `quotes`, and the column `voice`, out.

Words inside a quotation that is speech have the voice "quoted", those of a report "reported", all others "outside".
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ...blocks import BLOCK
from ..words.tokens import VOICES
from ..words.word_rule import fold
from .one_name import one_name

SPEECH, NAME, SCARE, REPORTED = "speech", "name", "scare", "reported"
ATTRIBUTED, UNATTRIBUTED, UNCLOSED = "attributed", "unattributed", "unclosed"
COLUMNS = [
    "doc_id", "line", "start", "end_line", "end", "kind", "state", "speaker", "by", "verb", "verb_class",
    "cue_line", "cue_start", "cue_end", "n_tokens",
]  # fmt: skip
WHOLE, CUE = ("line", "start", "end_line", "end"), ("cue_line", "cue_start", "cue_end")
CODED = ("doc_id", "kind", "state", "speaker", "by", "verb", "verb_class")


def one_name_each(quotes: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Give each speaker who is named one name in all articles; descriptions, and people of the corpus's list, keep theirs."""
    speaker, by = quotes["speaker"].astype("object"), quotes["by"].astype("object")
    described = set(speaker[by.eq("description")].dropna())
    listed = set(people["person"])
    counts = speaker[~speaker.isin(described | listed)].value_counts()
    found = one_name({str(name): int(n) for name, n in counts.items()})
    small = {fold(name): name for name in described if name[:1].islower()}
    found |= {name: small[fold(name)] for name in described if fold(name) in small}
    values = speaker.map(lambda name: found.get(name, name), na_action="ignore").astype("str")
    return quotes.assign(speaker=pd.Categorical(values, categories=pd.Index(sorted(values.dropna().unique()), dtype="str")))


def counted(rows: list[tuple], tokens: pd.DataFrame) -> pd.DataFrame:
    """Rows of table `quotes` with n_tokens, which is counted in `tokens`; `as_table` makes the table of them."""
    table = pd.DataFrame(rows, columns=COLUMNS[:-1])
    table = table.astype({**dict.fromkeys(WHOLE, "int32"), **dict.fromkeys(CUE, "Int32")})
    begins, ends = _stretches(tokens, table)
    quoted = np.append(np.int32(0), np.cumsum(_inside(tokens, table[table["kind"].eq(SPEECH)]), dtype=np.int32))
    reported = table["kind"].eq(REPORTED).to_numpy(dtype=bool)
    table["n_tokens"] = (ends - begins - np.where(reported, quoted[ends] - quoted[begins], 0)).astype(np.int32)
    return table[COLUMNS]


def as_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Table `quotes` of what `counted` gives; reports without a word of their own are left out."""
    for name in CODED:
        values = rows[name].astype("str")
        rows = rows.assign(**{name: pd.Categorical(values, categories=pd.Index(sorted(values.dropna().unique()), dtype="str"))})
    return rows[~rows["kind"].eq(REPORTED) | rows["n_tokens"].gt(0)].reset_index(drop=True)


def mark_voice(tokens: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Give `tokens` the column `voice`: quoted inside a quotation that is speech, reported in what somebody is reported to say
    without marks, outside everywhere else.

    quotes : table `quotes` of the same articles
    """
    kind, codes = quotes["kind"].astype("str"), np.zeros(len(tokens), dtype=np.int8)
    stretches = list(zip(*(ends.tolist() for ends in _stretches(tokens, quotes)), strict=True))
    for voice, of in (("reported", REPORTED), ("quoted", SPEECH)):
        for number in np.flatnonzero(kind.eq(of)).tolist():
            codes[slice(*stretches[number])] = VOICES.index(voice)
    return tokens.assign(voice=pd.Categorical.from_codes(codes, categories=list(VOICES)))


def _stretches(tokens: pd.DataFrame, quotes: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each quotation the row of its first word in `tokens`, and the row behind its last one."""
    codes, categories = tokens["doc_id"].array.codes, tokens["doc_id"].cat.categories
    at = categories.get_indexer(quotes["doc_id"].astype("str"))
    n_lines, width = (
        1 + max(int(tokens[name].to_numpy().max(initial=0)), int(quotes[own].max()) if len(quotes) else 0)
        for name, own in (("line", "end_line"), ("end", "end"))
    )
    of_words = tuple(tokens[name].to_numpy() for name in ("line", "start"))
    wanted = [tuple(quotes[name].to_numpy(dtype=np.int64) for name in ends) for ends in (WHOLE[:2], WHOLE[2:])]
    begins, ends = np.zeros(len(quotes), dtype=np.int64), np.zeros(len(quotes), dtype=np.int64)
    order = np.argsort(at, kind="stable")
    bounds = np.searchsorted(codes, np.arange(len(categories) + 1, dtype=codes.dtype))
    for first, last in _some(bounds):  # articles, so that nothing is as long as the corpus
        rows, own = slice(bounds[first], bounds[last]), order[slice(*np.searchsorted(at[order], [first, last]))]
        keys = _key(codes[rows], *(column[rows] for column in of_words), n_lines, width)
        for found, (line, place) in zip((begins, ends), wanted, strict=True):
            found[own] = bounds[first] + np.searchsorted(keys, _key(at[own], line[own], place[own], n_lines, width))
    return begins, ends


def _some(bounds: np.ndarray) -> Iterator[tuple[int, int]]:
    """The first article and the one behind the last, of parts of about BLOCK words."""
    first = 0
    while first < len(bounds) - 1:
        last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + BLOCK, side="right")) - 1)
        yield first, last
        first = last


def _key(article: np.ndarray, line: np.ndarray, place: np.ndarray, n_lines: int, width: int) -> np.ndarray:
    """A number for each place of a text, in the order of the texts."""
    return (article.astype(np.int64) * n_lines + line) * width + place


def _inside(tokens: pd.DataFrame, quotes: pd.DataFrame) -> np.ndarray:
    """Whether each word stands in one of some stretches."""
    begins, ends = _stretches(tokens, quotes)
    steps = np.zeros(len(tokens) + 1, dtype=np.int32)
    np.add.at(steps, begins, 1)
    np.add.at(steps, ends, -1)
    return np.cumsum(steps, out=steps)[:-1] > 0
