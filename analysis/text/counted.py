"""A corpus folder in, counts by source and term out, with no table of words: for corpora that `prepare` is too slow for."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from ..errors import CorpusError, SchemaError, UsageError, nearest
from ..schema import brief
from ..spelling import POSSESSIVE
from .cleaning.headlines import HEAD, LONGEST_SITE, is_said
from .cleaning.lines import LINE_END
from .prepare import find
from .reading.streams import Part, Streamed
from .words.tallies import Tallies


class Counted(NamedTuple):
    """Counts of a corpus: table `counts`, table `quarantine` of what could not be loaded, and how many articles were."""

    counts: pd.DataFrame
    quarantine: pd.DataFrame
    n_articles: int

    def __repr__(self) -> str:
        return brief(self)


def count_articles(corpus: str | Path, *, language: str, by: str = "source", possessive: str = "split") -> Counted:
    """Count each term of each source of a corpus folder, by parts, without cleaning it and without a table of its words.

    It is made for corpora of a hundred thousand articles and more. A corpus of less is better prepared (`px.open`): what recurs in all
    articles of a source is then removed, characters are corrected, and words can be looked up where they stand.

    corpus     : the folder, found as `prepare` finds it
    language   : of all its articles, such as en; "" where that is not known. It is not detected
    by         : "source", or a column of the corpus's own
    possessive : "split" or "keep", as for `prepare`

    Returns Counted. In `counts` one row per group and term that occurs, as `px.measure.count_terms` gives it, with its columns, order
    and tie rule: the same words by the same rule, those of a title that the first lines of the text do not say among them. The table is
    the same bytes however the corpus is divided into files. `quarantine` has a row for each input that could not be loaded.

    Raises UsageError for another `possessive` and for a folder of which nothing has the column `by`; CorpusError where the folder
    cannot be read, where two articles have one doc_id, and where no article was loaded.
    Reading it: furniture is counted too, so that the first keywords of a source may be its menu. Rates are per 1,000 running words
    of the group. What no installed segmenter splits has no words.

    >>> from ..places import seeds
    >>> found = count_articles(seeds(), language="en")
    >>> found.n_articles, found.counts.columns.tolist()
    (5, ['source', 'term', 'n', 'n_articles', 'rate_per_1000'])
    """
    if possessive not in POSSESSIVE:
        raise UsageError(f"possessive cannot be '{possessive}'", remedy=nearest(possessive, POSSESSIVE))
    folder = find(corpus)
    parts, tallies = Streamed(folder, by), Tallies(language, possessive)
    for part in parts:
        tallies.add(_titles(part), part.text, part.group)
    if parts.n_articles == 0:
        raise CorpusError("no article could be loaded", file=folder.name, remedy="px.prepare says of each file why")
    if not any(tallies.groups):
        raise SchemaError(f"no article has the column '{by}'", remedy="Name another column to count by")
    columns = ["file", "place", "reason", "detail"]
    quarantine = pd.DataFrame(sorted(parts.quarantine), columns=columns, dtype="str")
    return Counted(tallies.table(by), quarantine, parts.n_articles)


def _titles(part: Part) -> pa.Array:
    """The titles that count: those that the first lines of their text do not say."""
    both = zip(part.title, part.head, strict=True)
    return pa.array(["" if title and _said(title, head) else title for title, head in both], type=pa.string())


def _said(title: str, head: str) -> bool:
    lines = LINE_END.split(head) if "\r" in head else head.split("\n", 2 * HEAD)
    first = [line for line in map(str.strip, lines) if line][:HEAD]
    return any(abs(len(line) - len(title)) <= LONGEST_SITE and is_said(title, line) for line in first)
