"""When were the articles published? A view in, a finding out.

Like those of about_corpus.py it speaks of the whole corpus, whatever the view narrows; only the groups are the view's. It exists
because two outlets that write of the same thing in different months write of different things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..show.charts.figures import Figure
from ..show.charts.maps import spans
from ..show.phrases import counted, of_all
from .finding import Finding, answers
from .short import day, group_names, titles

if TYPE_CHECKING:
    from ..view import View


@answers("When were they published?")
def dates(view: View, drawn: int = 30) -> Finding:
    """From when to when the articles reach.

    drawn : articles in the figure, the earliest

    Reading it: a bar spans all days that the given date can mean; a bare month covers all of its days.
    """
    articles, by = view.prepared.articles, view.by
    articles = articles.assign(group=group_names(articles[by], by))
    known = articles.dropna(subset="date_start").sort_values(["date_start", "doc_id"], ignore_index=True)
    missing = len(articles) - len(known)
    if known.empty:
        hint = "A sources.csv with the column date would say when the articles were published."
        return Finding(("No article has a date.",), hint=hint)
    first, last = known["date_start"].min(), known["date_end"].max()
    apart = (last - first).days
    when = f"between {day(first)} and {day(last)}, at most {counted(apart, 'day')} apart" if apart else f"on {day(first)}"
    ends = _ends(known["group"], known["date_start"].eq(first), known["date_end"].eq(last))
    without = f"{counted(missing, 'article')} {'has' if missing == 1 else 'have'} no date." if missing else ""
    rough = int((known["date_end"] > known["date_start"]).sum())
    roughly = (
        f"{rough:,} of {counted(len(known), 'date')} {'names' if rough == 1 else 'name'} more than one day." if rough else ""
    )
    some = known.head(drawn)
    named_by = titles(articles)
    shown = some.assign(article=[f"{row['group']}: {named_by[str(row['doc_id'])]}" for row in some.to_dict("records")])
    chart = spans(shown, "article", "date_start", "date_end", "date")
    caption = f"Dates of the articles, {of_all(len(some), known, 'the first')} that have one; a bare month covers all its days."
    return Finding(
        (f"The articles were published {when}.", ends, without),
        caveats=("What sets two outlets apart may be what happened between their dates." if apart else "", roughly),
        figures=(Figure(chart, "dates", caption),),
        strength=0.1,
        base=counted(len(known), "dated article"),
        numbers={"first_day": first, "last_day": last, "days_apart": apart, "n_undated": missing},
    )


def _ends(group: pd.Series, first: pd.Series, last: pd.Series) -> str:
    """From whom the earliest and the latest article are, where it is one group each."""
    earliest, latest = group[first].unique(), group[last].unique()
    if len(earliest) != 1 or len(latest) != 1 or earliest[0] == latest[0]:
        return ""
    return f"The earliest is from {earliest[0]}, the latest from {latest[0]}."
