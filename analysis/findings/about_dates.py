"""When were the articles published? A view in, a finding out.

Like those of about_corpus.py it speaks of the whole corpus, whatever the view narrows; only the groups are the view's. It exists
because two outlets that write of the same thing in different months write of different things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..show.charts.figures import Figure
from ..show.charts.maps import spans
from ..show.phrases import counted, named, of_all
from .busy_times import Days, busy_days
from .finding import Finding, answers
from .short import day, group_names, titles

if TYPE_CHECKING:
    from ..view import View


@answers("When were they published?")
def dates(view: View, drawn: int = 30) -> Finding:
    """From when to when the articles reach.

    drawn : articles in the figure; of more articles the groups are drawn, those with most articles

    Reading it: a bar spans all days that the given date can mean; a bare month covers all of its days.
    """
    articles, by = view.prepared.articles, view.by
    articles = articles.assign(group=group_names(articles[by]))
    known = articles.dropna(subset="date_start").sort_values(["date_start", "doc_id"], ignore_index=True)
    missing = len(articles) - len(known)
    none = _no_dates(view.notices)
    if known.empty:
        hint = "A sources.csv with the column date would say when the articles were published."
        return Finding(("No article has a date.", none), hint=hint)
    days = busy_days(known["date_start"], known["date_end"])
    apart = (days.last - days.first).days
    when = f"between {day(days.first)} and {day(days.last)}, at most {counted(apart, 'day')} apart"
    when = when if apart else f"on {day(days.first)}"
    near = known[days.kept].reset_index(drop=True)
    ends = _ends(near["group"], near["date_start"].eq(days.first), near["date_end"].eq(days.last))
    without = f"{counted(missing, 'article')} {'has' if missing == 1 else 'have'} no date." if missing else ""
    rough = int((known["date_end"] > known["date_start"]).sum())
    which = f"All {counted(rough, 'date')}" if rough == len(known) > 1 else f"{rough:,} of {counted(len(known), 'date')}"
    roughly = f"{which} {'names' if rough == 1 else 'name'} more than one day." if rough else ""
    return Finding(
        (
            f"{'Nearly all' if days.n_left else 'The'} articles were published {when}.",
            _left_out(known, days),
            ends,
            without,
            none,
        ),
        caveats=("What sets two outlets apart may be what happened between their dates." if apart else "", roughly),
        figures=(_figure(near, articles, by, drawn, days.n_left),),
        strength=0.1,
        base=counted(len(known), "dated article"),
        numbers={
            "first_day": known["date_start"].min(),
            "last_day": known["date_end"].max(),
            "days_apart": (known["date_end"].max() - known["date_start"].min()).days,
            "n_undated": missing,
            "n_far_off": days.n_left,
        },
    )


def _no_dates(notices: pd.DataFrame) -> str:
    """How many dates that were stated are none, and the first of them."""
    bad = notices.loc[notices["notice"].eq("bad date"), "detail"]
    if bad.empty:
        return ""
    n, first = len(bad), bad.iloc[0].removesuffix("the date is missing").rstrip("; ")
    said = "1 date that is stated counts" if n == 1 else f"{n:,} dates that are stated count"
    return f"{said} as missing{':' if n == 1 else ', as the first:'} {first}."


def _left_out(known: pd.DataFrame, days: Days) -> str:
    """How many articles lie far from the others, and when the furthest were published."""
    if not days.n_left:
        return ""
    far = known[~days.kept]
    one = days.n_left == 1
    when = (
        f"on {day(far['date_start'].iloc[0])}"
        if one
        else f"from {day(far['date_start'].min())} to {day(far['date_end'].max())}"
    )
    said = f"{counted(days.n_left, 'article')} {'lies' if one else 'lie'} far from the others, {when}"
    return f"{said}, and {'is' if one else 'are'} left out here and in the figure."


def _figure(near: pd.DataFrame, articles: pd.DataFrame, by: str, drawn: int, n_left: int) -> Figure:
    """A bar for each article; where they are too many, a bar for each group from its first article to its last."""
    left = f" {counted(n_left, 'article')} far from the others {'is' if n_left == 1 else 'are'} left out." if n_left else ""
    if len(near) <= drawn or near["group"].nunique() < 2:
        some, named_by = near.head(drawn), titles(articles)
        shown = some.assign(article=[f"{row['group']}: {named_by[str(row['doc_id'])]}" for row in some.to_dict("records")])
        caption = (
            f"Dates of the articles, {of_all(len(some), near, 'the first')} that have one; a bare month covers all its days."
        )
        return Figure(spans(shown, "article", "date_start", "date_end", "date"), "dates", f"{caption}{left}")
    groups = near.groupby("group").agg(date_start=("date_start", "min"), date_end=("date_end", "max"), n=("doc_id", "size"))
    groups = groups.reset_index().sort_values(["n", "group"], ascending=[False, True])
    some = groups.head(drawn).assign(articles=[counted(n, "article") for n in groups["n"].head(drawn)])
    chart = spans(some, "group", "date_start", "date_end", "articles", what=f"a bar spans all articles of one {named(by)}")
    caption = (
        f"From the first to the last article of each {named(by)}, {of_all(len(some), groups, 'those with most articles,')}."
    )
    return Figure(chart, "dates", f"{caption}{left}")


def _ends(group: pd.Series, first: pd.Series, last: pd.Series) -> str:
    """From whom the earliest and the latest article are, where it is one group each."""
    earliest, latest = group[first].unique(), group[last].unique()
    if len(earliest) != 1 or len(latest) != 1 or earliest[0] == latest[0]:
        return ""
    return f"The earliest is from {earliest[0]}, the latest from {latest[0]}."
