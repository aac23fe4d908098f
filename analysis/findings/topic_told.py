"""What is told of topics: the differences that hold where there are articles enough to know, and else what was counted.

A view and its counts in, sentences with their strength out. It stands beside about_topics.py, which makes a finding of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ..measure.dictionary.topics import count_topics, coverage
from .apart import gaps_of, held, the_others
from .topic_words import NAMED, Gap, absences_of, first_topics, largest_difference, speaks_more

if TYPE_CHECKING:
    from ..view import View

FEW = 5  # paragraphs with a topic below which a difference is a matter of this or that paragraph
MOST_OF_FEW = 0.3  # how strong such a difference counts at most


class Told(NamedTuple):
    """What is told of the topics: sentences, headline, the figure's title, the groups that these name, and how strong it is.

    silent : whether it is said that a group never mentions a topic; tested : whether differences were put to the test
    """

    sentences: tuple[str, ...]
    headline: str
    title: str
    groups: tuple[str, ...]
    strength: float
    silent: bool
    tested: bool


def topics_held(view: View, counts: pd.DataFrame, gaps: pd.DataFrame) -> Told:
    """What holds by articles: each group against the others, for all groups and topics tried.

    counts : what count_topics gives for the groups, with `of`, their paragraphs; gaps : what share_gaps gives for these
    """
    in_articles = count_topics(view.tokens, view.topic_mentions, "doc_id")[["doc_id", "topic", "n_paragraphs"]]
    totals = coverage(view.tokens, view.topic_mentions, "doc_id")[["doc_id", "n_paragraphs"]]
    names = {"n_paragraphs": "n"}, {"n_paragraphs": "total"}
    rows = held(gaps_of(view, in_articles.rename(columns=names[0]), totals.rename(columns=names[1]), "topic"))
    sentences = speaks_more(rows, view.by, the_others(view))
    first, gap = first_topics(counts, view.by), Gap.widest(gaps, counts, view.by)
    if rows.empty:
        largest = f"The largest difference, which may be chance: {gap.sentence(view.by)}" if gap else ""
        groups = (gap.most, gap.least) if gap else ()
        return Told((sentences[0], largest, first), "", "", groups, 0.0, bool(gap and gap.silent), True)
    row = rows.iloc[0]
    strength = float(min(abs(row["rate"] - row["rate_others"]), 1.0 if row["n"] >= FEW or not row["n"] else MOST_OF_FEW))
    groups = tuple(dict.fromkeys(rows[view.by].astype("str").head(NAMED)))
    return Told((*sentences, first), sentences[0], sentences[0].rstrip("."), groups, strength, not row["n"], True)


def topics_counted(view: View, counts: pd.DataFrame, gaps: pd.DataFrame) -> Told:
    """What was counted, of so few articles that nothing can be put to the test, or of one group."""
    gap = Gap.widest(gaps, counts, view.by)
    absent = absences_of(counts, view.by, gap)
    clear = gap is not None and gap.beyond_chance
    strength = min(gap.size, 1.0 if clear and gap.n_most >= FEW else MOST_OF_FEW) if gap else 0.1
    sentences = (*largest_difference(gap, view.sizes, view.by), first_topics(counts, view.by), absent)
    groups = (gap.most, gap.least) if gap else ()
    headline = gap.sentence(view.by) if gap and clear else ""
    return Told(sentences, headline, gap.title() if gap else "", groups, strength, bool(absent), False)
