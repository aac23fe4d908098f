"""The table of quotations and the words they hold: rows and `tokens` in; `quotes`, and the column `voice`, out.

Words inside a quotation that is speech have the voice "quoted", those of a report "reported", all others "outside".
"""

import numpy as np
import pandas as pd

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


def _stretches(tokens: pd.DataFrame, quotes: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each quotation the row of its first word in `tokens`, and the row behind its last one."""
    categories = tokens["doc_id"].cat.categories
    at = categories.get_indexer(quotes["doc_id"].astype("str"))
    n_lines, width = (
        1 + max(int(tokens[name].to_numpy().max(initial=0)), int(quotes[own].max()) if len(quotes) else 0)
        for name, own in (("line", "end_line"), ("end", "end"))
    )
    keys = tokens["doc_id"].array.codes.astype(np.int64)
    for size, name in ((n_lines, "line"), (width, "start")):  # in place, since this is as long as the corpus
        keys *= size
        keys += tokens[name].to_numpy()
    places = [
        (at * n_lines + quotes[line].to_numpy(dtype=np.int64)) * width + quotes[place].to_numpy(dtype=np.int64)
        for line, place in (("line", "start"), ("end_line", "end"))
    ]
    return np.searchsorted(keys, places[0], side="left"), np.searchsorted(keys, places[1], side="left")


def mark_voice(tokens: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Give `tokens` the column `voice`: quoted inside a quotation that is speech, reported in what somebody is reported to say
    without marks, outside everywhere else.

    quotes : table `quotes` of the same articles
    """
    kind = quotes["kind"].astype("str")
    codes = np.zeros(len(tokens), dtype=np.int8)
    for voice, rows in (("reported", kind.eq(REPORTED)), ("quoted", kind.eq(SPEECH))):
        codes[_inside(tokens, quotes[rows])] = VOICES.index(voice)
    return tokens.assign(voice=pd.Categorical.from_codes(codes, categories=list(VOICES)))


def _inside(tokens: pd.DataFrame, quotes: pd.DataFrame) -> np.ndarray:
    """Whether each word stands in one of some stretches."""
    begins, ends = _stretches(tokens, quotes)
    steps = np.zeros(len(tokens) + 1, dtype=np.int32)
    np.add.at(steps, begins, 1)
    np.add.at(steps, ends, -1)
    return np.cumsum(steps, out=steps)[:-1] > 0
