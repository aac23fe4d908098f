"""A finding: the answer to one question about a view, with its figure, its tables, its evidence, and how sure it is.

What a measure counted comes in; sentences, pictures and tables that belong together go out, as one display. It exists so that a page,
the front page, an alert and a later run read the same answer, and so that no sentence stands without what bears it out.
"""

import functools
import inspect
import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..arguments import require_ranges
from ..display.records import Record, plain, record
from ..errors import UsageError
from ..show.charts.figures import Figure, figure_record
from ..show.display import claim, display, displays
from ..show.phrases import named
from ..show.tables.table import Table, table_record

MOST_ROWS = 200  # of a table that findings.json holds; the files beside the page have all
PAIRED, DEALT, KEPT = "paired", "dealt", "kept"  # what a finding does with stories, and how it says so
STORIES = {
    PAIRED: "Only what is written about the same {1} is compared.",
    DEALT: "Rates are of all articles on these {1}; to see what chance would make, the articles of each {0} were reshuffled.",
    KEPT: "This keeps to the same {1} without pairing their articles: whoever has more articles on one has more of its words.",
}
VERDICTS = ("descriptive", "indicative", "testable")  # from least to most that so many articles can bear


class Finding(NamedTuple):
    """The answer to one question. It displays itself.

    sentences  the answer for a reader, the first one alone worth reading
    headline   the answer in one sentence of at most 60 words for the front page; "" keeps it off the front page's opening
    caveats    what limits it, a sentence each
    figures    what is drawn; none where nothing supports the finding
    tables     what it was read off, for whoever doubts it
    verdict    what so many articles can bear: descriptive, indicative or testable (VERDICTS)
    how_sure   the same in a sentence for a reader
    strength   how large, from 0 to 1: comparable between findings of one report, and only roughly
    compares   whether it says how groups differ
    base       what was counted: words and articles
    hint       what the corpus lacks for an answer, such as a file, or ""; the front page lists hints at its end
    numbers    further numbers for programs, beside the rows of the tables
    name       its name in the run, and its anchor in the page (`finding-<name>`)
    question   what was asked, as a reader would ask it
    function   what made it; `answers` sets these three
    """

    sentences: tuple[str, ...]
    headline: str = ""
    caveats: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    verdict: str = VERDICTS[0]
    how_sure: str = ""
    strength: float = 0.0
    compares: bool = False
    base: str = ""
    hint: str = ""
    numbers: Mapping[str, Any] = {}
    name: str = ""
    question: str = ""
    function: Callable[..., Any] | None = None

    def __repr__(self) -> str:
        return f"Finding({self.name}: {self.sentences[0]})"

    @displays
    def _ipython_display_(self) -> None:
        display(self.record(), str(self))

    def __str__(self) -> str:
        sure = [f"How sure: {self.how_sure}"] if self.how_sure else []
        tables = [f"{table.caption}\n{table.head.to_string(index=False)}" for table in self.tables if not table.folded]
        return "\n".join(filter(None, [self.question, *self.sentences, *sure, *self.caveats, *tables]))

    def record(self) -> Record:
        """The record of this finding, its figures and tables in it; within a run these are stored too.

        What was shown before under the same name keeps it, and this finding, figure or table gets a number.
        """
        tables = [table_record(table) for table in self.tables]
        heads = {shown["name"]: rows_of(table.head, len(table.frame)) for shown, table in zip(tables, self.tables, strict=True)}
        return record(
            "finding",
            name=claim("findings", self.name) if self.name else "",
            question=plain(self.question),
            headline=plain(self.headline, 600),
            sentences=[plain(sentence, 2000) for sentence in self.sentences if sentence],
            caveats=[plain(caveat, 2000) for caveat in self.caveats if caveat],
            how_sure=plain(self.how_sure, 600),
            verdict=self.verdict,
            strength=round(min(max(float(self.strength), 0.0), 1.0), 3) if math.isfinite(self.strength) else 0.0,
            compares=self.compares,
            base=plain(self.base),
            hint=plain(self.hint),
            made_by=made_by(self.function),
            figures=[figure_record(figure) for figure in self.figures],
            tables=tables,
            numbers={**heads, **in_json(self.numbers)},
        )


def answers(question: str, within: str = "") -> Callable[[Callable[..., Finding]], Callable[..., Finding]]:
    """Make a function of a view one that answers `question`: its finding gets the function's name, the question and the function.

    within : what it does with a view within stories: PAIRED, DEALT or KEPT, which the finding then says; "" where it compares nothing

    The function refuses what is no view, and a number that is outside of its range, in one line.
    """

    def decorate(function: Callable[..., Finding]) -> Callable[..., Finding]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def answer(view: Any, *arguments: Any, **settings: Any) -> Finding:
            name = function.__name__
            if not (hasattr(view, "tokens") and hasattr(view, "sizes")):
                remedy = f'Give it a view: px.{name}(px.open("folder")). Measures, which take tables, are in px.measure'
                raise UsageError(f"px.{name} answers a question about a view, and got a {type(view).__name__}", remedy=remedy)
            require_ranges(function, signature.bind(view, *arguments, **settings).arguments)
            found = function(view, *arguments, **settings)._replace(name=name, question=question, function=answer)
            return _of_same_stories(found, within, view.within) if within and found.tables and view.within else found

        return answer

    return decorate


def _of_same_stories(found: Finding, how: str, column: str) -> Finding:
    """The finding of a view within stories, which says how far it compares articles with those of their own story."""
    what = ("story", "stories") if column == "story" else (named(column), f"values of {named(column)}")
    said = KEPT if how == DEALT and found.verdict == VERDICTS[0] else how  # of so few that nothing was dealt out
    return found._replace(caveats=(*found.caveats, STORIES[said].format(*what)))


def made_by(function: Callable[..., Any] | None) -> Record | None:
    """Where a finding comes from: the call, and the file in the repository; None where no function of this package made it.

    >>> def keywords(view): ...
    >>> keywords.__module__ = "parallax_workbook.findings.about_sources"
    >>> made_by(keywords)
    {'call': 'px.keywords(view)', 'file': 'analysis/findings/about_sources.py'}
    """
    module = "" if function is None else function.__module__.partition(".")[2]
    if not module.startswith("findings."):
        return None
    return {"call": f"px.{function.__name__}(view)", "file": f"analysis/{module.replace('.', '/')}.py"}


def rows_of(head: pd.DataFrame, n_rows: int) -> Record:
    """The first rows of a table as programs read them, exact."""
    some = head.head(MOST_ROWS)
    rows = [[_plain_value(value) for value in row] for row in some.itertuples(index=False, name=None)]
    return {"columns": [str(column) for column in head.columns], "rows": rows, "n_rows": n_rows}


def in_json(numbers: Mapping[str, Any]) -> Record:
    """Numbers as JSON can hold them."""
    return {str(name): _plain_value(value) for name, value in numbers.items()}


def _plain_value(value: Any) -> Any:
    """A value of a table as JSON can hold it: what is missing or without bounds as null."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, Mapping):
        return in_json(value)
    if isinstance(value, list | tuple | set | np.ndarray | pd.Series):
        return [_plain_value(one) for one in (sorted(value) if isinstance(value, set) else value)]
    if isinstance(value, bool | int):
        return value
    return value.isoformat() if isinstance(value, pd.Timestamp) else str(value)
