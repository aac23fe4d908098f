"""How sure a finding is: how many articles there are, and what so many can bear. Sizes of groups in, a verdict and a sentence out.

Words come in articles. However many words differ, what could be found again in other articles is decided by the number of articles;
so each finding says it, and says it by articles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ..measure.comparing.keyness import smallest_p
from ..show.phrases import counted, listed, named
from .finding import VERDICTS
from .held_against import told_by_both
from .wordings import stories_said

if TYPE_CHECKING:
    from ..view import View

QUESTIONS = 10  # that a report puts to the test: words, those on the same stories, distances, variants, speakers and others
CHANCE = 0.05 / QUESTIONS  # share of corpora in which chance alone answers one of them; any of them in one of 20 whole reports
MANY = 10  # articles on either side, or stories, from which on a comparison can be put to the test
FEW = 5  # articles below which even a description of one group is rough


class Sureness(NamedTuple):
    """What so many articles can bear, as one of VERDICTS, and in a sentence."""

    verdict: str
    how_sure: str


def of_comparison(sizes: pd.DataFrame, by: str) -> Sureness:
    """How sure a comparison of each group with the rest can be, at best. `sizes` is what group_sizes gives for `by`.

    >>> of_comparison(pd.DataFrame({"source": ["X", "Y"], "n_articles": [1, 1]}), "source").verdict
    'descriptive'
    """
    n, total = sizes["n_articles"], int(sizes["n_articles"].sum())
    pairs = [(int(own), total - int(own)) for own in n if own < total]
    if not pairs:
        return of_corpus(total)
    best = max(pairs, key=lambda pair: (min(pair), -smallest_p(*pair)))
    if smallest_p(*best) * (1 if len(n) == 2 else len(n)) > CHANCE or ((n == 1).all() and len(n) > 1):
        few = "one article" if (n == 1).all() else f"{_range(n)} articles"
        text = f"This describes these {counted(total, 'article')}. {few.capitalize()} from each {named(by)} cannot show"
        text += f" what is a habit of the {named(by)} and what belongs to the one story."
        return Sureness(VERDICTS[0], text)
    if min(best) < MANY:
        small = [str(name) for name, number in sizes[[by, "n_articles"]].itertuples(index=False) if number < MANY]
        text = f"A hint worth checking with more articles: fewer than {MANY} from {listed(small, 3)}."
        return Sureness(VERDICTS[1], text)
    return Sureness(VERDICTS[2], f"There are enough articles to put it to the test: {_range(n)} from each {named(by)}.")


def of_groups(view: View) -> Sureness:
    """How sure a comparison of each group of a view with the rest can be, at best; within stories by these, else by articles."""
    return of_stories(told_by_both(view), view) if view.within else of_comparison(view.sizes, view.by)


def of_stories(told: pd.DataFrame, view: View) -> Sureness:
    """The same where articles are compared with those of their own story alone. `told` is what told_by_both gives for the view."""
    n, n_articles = told["n_stories"], int(view.sizes["n_articles"].sum())
    if told["smallest_p"].min() > CHANCE or (told["n_articles"] == 1).all():
        few = f"This describes these {counted(n_articles, 'article')} on {stories_said(len(view.stories), view.within)}"
        return Sureness(VERDICTS[0], f"{few}: too few to tell a habit of the {named(view.by)} from what one article says.")
    what = stories_said(int(n.max()), view.within)
    if n.max() < MANY:
        shared = f"no {named(view.by)} shares more than {what} with others"
        return Sureness(VERDICTS[1], f"A hint worth checking with more articles on the same events: {shared}.")
    each = f"{int(n.min()):,} to {what}" if n.min() < n.max() else what
    enough = f"There are enough articles to put it to the test: each {named(view.by)} shares {each} with others"
    return Sureness(VERDICTS[2], f"{enough}, in {counted(n_articles, 'article')} altogether.")


def of_corpus(n_articles: int) -> Sureness:
    """How sure a statement on all articles together can be.

    >>> of_corpus(5).verdict, of_corpus(3).how_sure
    ('indicative', 'This describes these 3 articles, too few to speak for others.')
    """
    if n_articles < FEW:
        these = "this one article" if n_articles == 1 else f"these {n_articles:,} articles"
        text = f"This describes {these}, too few to speak for others."
        return Sureness(VERDICTS[0], text)
    if n_articles < 4 * FEW:
        return Sureness(VERDICTS[1], f"It rests on {n_articles:,} articles: others would give somewhat different numbers.")
    return Sureness(VERDICTS[2], f"It rests on {n_articles:,} articles.")


def _range(n: pd.Series) -> str:
    least, most = int(n.min()), int(n.max())
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"
