"""The account of a corpus while it is read: what was seen, and what became of it. Outcomes in, tables out.

Columns are kept as lists, since a table of a million rows would take half a gigabyte as a million mappings, and texts in Arrow, where
they take half of what they take as texts of Python's.
"""

from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from ...errors import CorpusError
from ...limits import MOST_CELLS, MOST_COLUMNS
from ...periods import period_names, period_within
from .dates import parse_date
from .published_by import SOURCE_FROM, Guessed
from .tabular import LONE

KNOWN = [
    "doc_id",
    "source",
    "outlet_type",
    "date",
    "date_start",
    "date_end",
    "language",
    "title",
    "author",
    "section",
    "url",
    "note",
]
PERIODS = ["year", "month", "week"]  # behind date_end, unless the corpus has a column of that name
READ = ["file", "place", "encoding", "sha256", "text"]
TOGETHER = 1_000  # texts that are put into Arrow at a time
STRING = pd.StringDtype("pyarrow", na_value=np.nan)
INPUTS = ["file", "state", "reason", "n_inputs", "n_loaded", "n_quarantined", "n_skipped", "sha256"]


@dataclass
class Outcome:
    """What became of one file.

    state, reason : of the file as a whole
    articles      : the articles of it, each with what `KNOWN` and `READ` name and the user's own columns
    faults        : (place, reason, detail) of each input of it that could not be loaded
    notices       : (place, kind, detail) of what there is to know of those that were
    n_inputs      : the articles it was found to hold, counted where it was split
    alike         : where its encoding was guessed, all encodings that would spell it so
    readings      : where its encoding is in doubt, for each reading the encodings that spell it so
    n_skipped     : of the articles it was found to hold, those that a rule says are none
    """

    file: str
    state: str
    reason: str = ""
    articles: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    notices: list[tuple[str, str, str]] = field(default_factory=list)
    n_inputs: int = 1
    sha256: str = ""
    alike: tuple[str, ...] = ()
    readings: tuple[tuple[str, ...], ...] = ()
    n_skipped: int = 0

    def take(self, place: str, inner: "Outcome") -> None:
        """Enter what became of a part of this file, which stands at this place."""
        self.n_inputs += inner.n_inputs
        self.n_skipped += inner.n_skipped
        for article in inner.articles:
            article["place"] = ", ".join(filter(None, [place, article["place"]]))
            self.articles.append(article)
        for to, of in ((self.faults, inner.faults), (self.notices, inner.notices)):
            to += [(", ".join(filter(None, [place, at])), kind, detail) for at, kind, detail in of]


class Accounts:
    """What was read so far. The state kept is the tables' columns, and the identifiers that are taken."""

    def __init__(self, blame: str):
        self.blame = blame  # the file that a clash of identifiers is put down to
        self.columns: dict[str, list] = {name: [] for name in (*KNOWN, *READ) if name != "text"}
        self._texts: list[str] = []
        self._packed: list[pa.Array] = []
        self.ids: dict[str, tuple[str, str, str]] = {}  # doc_id -> file, place, sha256
        self.inputs: list[tuple] = []
        self.quarantine: list[tuple[str, str, str, str]] = []
        self.notices: list[tuple[str, str, str, str]] = []
        self.guessed = Guessed({}, {})
        self._spans: dict[str, tuple] = {"": (None, None)}

    def add(self, outcome: Outcome) -> None:
        """Enter what became of one file.

        Raises CorpusError where an article has the doc_id of a different one, or where the account of the file does not add up.
        """
        loaded = sum(self._enter(article, outcome) for article in outcome.articles)
        repeated = len(outcome.articles) - loaded
        faults = len(outcome.faults)
        skipped = repeated + outcome.n_skipped + (outcome.state == "skipped")
        if outcome.n_inputs != loaded + faults + skipped:
            raise CorpusError("the account of its rows does not add up", file=outcome.file, remedy="Please report this")
        state, reason = outcome.state, outcome.reason
        if state == "loaded" and not loaded:
            state, reason = (
                ("quarantined", "every row") if faults else ("skipped", "already read" if repeated else "no article")
            )
        if len(self._texts) >= TOGETHER:
            self._pack()
        self.inputs.append((outcome.file, state, reason, outcome.n_inputs, loaded, faults, skipped, outcome.sha256))
        self.quarantine += [(outcome.file, place, reason, _storable(detail)) for place, reason, detail in outcome.faults]
        self.notices += [(outcome.file, place, kind, _storable(detail)) for place, kind, detail in outcome.notices]

    def sort(self) -> None:
        """Put the account of files in the order of their names, since some are read after the others."""
        self.inputs.sort(key=itemgetter(0))
        for account in (self.quarantine, self.notices):
            account.sort(key=itemgetter(0))

    def tables(self, n_files: int, own: list[str]) -> tuple[pd.DataFrame, ...]:
        """Tables `articles`, `inputs`, `quarantine` and `notices`. Columns of `own` are there, and first among the user's own.

        Raises CorpusError where the account of the whole does not add up.
        """
        inputs = pd.DataFrame(self.inputs, columns=INPUTS).astype(
            {name: "int64" if name.startswith("n_") else "str" for name in INPUTS}
        )
        sums = inputs[["n_inputs", "n_loaded", "n_quarantined", "n_skipped"]].sum()
        counted = (len(self.columns["doc_id"]), len(self.quarantine))
        adds_up = (sums["n_loaded"], sums["n_quarantined"]) == counted and sums["n_inputs"] == sums.iloc[1:].sum()
        if len(inputs) != n_files or not adds_up:
            raise CorpusError("the account of files does not add up", file=self.blame, remedy="Please report this")
        more = [name for name in dict.fromkeys([*own, *self.columns]) if name not in (*KNOWN, *READ)]
        ids = self.columns["doc_id"]
        order = sorted(range(len(ids)), key=ids.__getitem__)
        columns = {name: self._series(name, order) for name in (*KNOWN, *more, *READ) if name != "text"}
        frame = pd.DataFrame(columns | {"text": self._text(order)}, copy=False)
        notes = [pd.DataFrame(rows, columns=names, dtype="str") for rows, names in (
            (self.quarantine, ["file", "place", "reason", "detail"]), (self.notices, ["file", "place", "notice", "detail"]),
        )]  # fmt: skip
        frame = _with_periods(frame)
        # what languages.with_language works out later: until then a language is given, or it is not known
        given = frame["language"].notna().map({True: "given", False: "unknown"}).astype("str")
        frame.insert(frame.columns.get_loc("language") + 1, "language_origin", given)
        frame.insert(frame.columns.get_loc("language") + 2, "language_certainty", float("nan"))
        return frame, inputs, *notes

    def _enter(self, article: dict[str, Any], outcome: Outcome) -> bool:
        """Whether the article is new; one with the same doc_id and the same bytes is noted and left out."""
        doc_id, file, place = article["doc_id"], outcome.file, article.get("place", "")
        before = self.ids.get(doc_id)
        if before is not None and before[2] == article["sha256"]:
            where = f"{before[0]}, {before[1]}" if before[1] else before[0]
            outcome.notices.append((place, "repeated", f"doc_id '{doc_id}' with the same text was read from {where}"))
            return False
        if before is not None:
            message = f"doc_id '{doc_id}' is that of {_at(before[0], before[1])} and of {_at(file, place)}"
            remedy = 'Give one of them another doc_id; id = "" under [columns] of corpus.toml numbers the rows'
            raise CorpusError(
                message, file=self.blame, remedy=remedy.replace("id =", "doc_id =") if place else remedy.partition(";")[0]
            )
        self.ids[doc_id] = (file, place, article["sha256"])
        date = article.get("date", "")
        if date not in self._spans:
            self._spans[date] = parse_date(date)
        article["date_start"], article["date_end"] = self._spans[date]
        article["file"] = file
        self._texts.append(article.pop("text"))
        if how := article.pop(SOURCE_FROM, ""):
            self.guessed.add(how, article["source"], file)
        n = len(self.columns["doc_id"])
        self._bound(n + 1, file)
        for name, value in article.items():
            column = self.columns.setdefault(name, [])
            if len(column) < n:
                column += [None] * (n - len(column))
            column.append(value)
        return True

    def _bound(self, n: int, file: str) -> None:
        """Raise where the columns that are the user's own would fill the memory with cells, most of them empty."""
        n_own = len(self.columns) + 1 - len(KNOWN) - len(READ)  # the texts are elsewhere
        if n_own > MOST_COLUMNS or n * n_own > MOST_CELLS:
            message = f"with this file the corpus has {n_own:,} columns of its own for {n:,} articles; the most read is"
            message += f" {MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells"
            raise CorpusError(message, file=file, remedy="Leave out columns that nobody groups by")

    def _pack(self) -> None:
        self._packed.append(pa.array(self._texts, type=pa.large_string()))
        self._texts.clear()

    def _text(self, order: list[int]) -> pd.Series:
        """The texts in order; the memory in which they were collected is given up."""
        self._pack()
        whole = pa.chunked_array(self._packed, type=pa.large_string())
        self._packed.clear()
        if order != list(range(len(order))):
            whole = whole.take(pa.array(order, type=pa.int64()))
        return pd.Series(STRING.__from_arrow__(pa.chunked_array([whole.combine_chunks()])), copy=False)

    def _series(self, name: str, order: list[int]) -> pd.Series:
        """A column in order; its list is given up, so that the texts are not held twice."""
        values = self.columns.pop(name, [])
        values += [None] * (len(order) - len(values))
        return pd.Series([values[at] for at in order], dtype="datetime64[ms]" if name in ("date_start", "date_end") else "str")


def _with_periods(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the periods in which each article's date lies as a whole; a column of that name which the corpus has stays as it is."""
    ends = [frame[name].to_numpy() for name in ("date_start", "date_end")]
    named = {name: period_names(period_within(*ends, name), name) for name in PERIODS if name not in frame.columns}
    frame = frame.assign(**{name: pd.Series(names, dtype="str").replace("", None) for name, names in named.items()})
    others = [name for name in frame.columns if name not in PERIODS]
    at = others.index("date_end") + 1
    return frame[[*others[:at], *PERIODS, *others[at:]]]


def _at(file: str, place: str) -> str:
    return f"{file} ({place})" if place else file


def _storable(detail: str) -> str:
    return LONE.sub("\ufffd", detail)
